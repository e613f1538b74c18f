//! Offer 服务力量: who can help with what, where and when, as they said themselves: advisers with a letter and a term,
//! volunteers, firms with a room to lend.

use super::columns::{Column, column};
use super::field::{Choice, Cover, Field, Find, Type, choice, field};
use super::general::{General, general};
use super::service::{CATALOGUE, sort_of};
use super::{Fields, Kind};
use crate::text::{T, t};

/// What they offer, in few words.
pub const WHAT: u16 = 1;
/// Who.
pub const PEOPLE: u16 = 2;
/// Or which organisation.
pub const ORGANISATION: u16 = 3;
/// As what.
pub const ROLE: u16 = 4;
/// With which service of the catalogue they help: who helps with two offers twice.
pub const SKILL: u16 = 5;
/// When they have time.
pub const TIMES: u16 = 6;
/// For which areas.
pub const AREA: u16 = 7;
/// Since when.
pub const SINCE: u16 = 8;
/// Until when.
pub const UNTIL: u16 = 9;
/// The letter of appointment.
pub const LETTER: u16 = 10;
/// Who said so, or which paper.
pub const SOURCE: u16 = 11;
/// Remarks.
pub const NOTE: u16 = 12;

/// As what they help.
pub const ROLES: &[Choice] = &[
    choice(1, "adviser", "特约服务员", "adviser", &["顾问", "特邀顾问"]),
    choice(2, "volunteer", "志愿者", "volunteer", &["义工"]),
    choice(3, "expert", "专业人士", "professional", &["专家", "讲师"]),
    choice(4, "supervisor", "特约监督员", "supervisor", &["监督员"]),
    choice(5, "venue", "场地和设备", "venue", &["场地", "设备"]),
    choice(6, "firm", "服务单位", "firm", &["机构"]),
];

const TIMES_OF: &[T] = &[
    t("周末", "weekends"),
    t("工作日晚上", "weekday evenings"),
    t("每月一次", "once a month"),
    t("提前约", "by appointment"),
];

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(PEOPLE, "people", "谁", "Who", Type::Ref { kind: Kind::Person, make: false })
        .many()
        .aliases(&["姓名", "服务人"])
        .hint("打首字母挑选；一支队伍就写上几位", "Initials pick; a team has several")
        .purpose("知道找谁帮忙", "to know whom to ask for help"),
    field(WHAT, "what", "能帮什么", "Can help with", Type::Line)
        .must()
        .find(Find::Name)
        .aliases(&["专长", "服务内容", "特长"])
        .hint("本人自己说的，如 合同纠纷咨询", "As they say themselves, e.g. contract disputes")
        .purpose("知道能帮什么", "to know what they can do"),
    field(SKILL, "skill", "服务类别", "Catalogue", Type::Choice(CATALOGUE))
        .for_many()
        .aliases(&["类别"])
        .hint(
            "能帮两样的登记两条，按类别就筛得出来",
            "Who helps with two is entered twice; the list filters by it",
        )
        .purpose("按类别找人", "to find them by what is needed"),
    field(ROLE, "role", "身份", "As", Type::Choice(ROLES))
        .for_many()
        .stays()
        .purpose("分清以什么身份帮忙", "to know in which role they help"),
    field(TIMES, "times", "什么时候有空", "When", Type::Line)
        .phrases(TIMES_OF)
        .hint("如 周末、提前约", "e.g. weekends, by appointment")
        .purpose("约得上时间", "to find a time"),
    field(AREA, "area", "在哪里", "Where", Type::Ref { kind: Kind::Area, make: false })
        .for_many()
        .aliases(&["社区", "所属社区", "服务范围"])
        .hint("不填就是本人所在社区", "Left empty it is their own community")
        .purpose("就近找人", "to find somebody near"),
    field(
        ORGANISATION,
        "organisation",
        "单位",
        "Organisation",
        Type::Ref { kind: Kind::Organisation, make: false },
    )
    .hint("场地、机构出面帮忙时填", "Where a firm helps, or lends a room")
    .purpose("知道找哪家", "to know which one to ask"),
    field(SOURCE, "source", "谁说的", "Who said so", Type::Line)
        .section("聘任", "Appointment")
        .hint("本人、聘书、单位来函", "Themselves, a letter, the firm")
        .purpose("有据可查", "to know where it is from"),
    field(LETTER, "letter", "聘书", "Letter", Type::Line)
        .for_many()
        .hint("文号或聘书编号", "The number of the letter of appointment")
        .purpose("有据可查", "to find the letter"),
    field(SINCE, "since", "起", "Since", Type::Day)
        .for_many()
        .stays()
        .purpose("知道从哪天起", "to know since when"),
    field(UNTIL, "until", "任期至", "Until", Type::Day)
        .for_many()
        .stays()
        .aliases(&["聘期"])
        .purpose("到期续聘", "to renew it in time"),
    field(NOTE, "note", "备注", "Note", Type::Note)
        .cover(Cover::Words)
        .purpose("记下别的约定", "for what else was agreed"),
];

/// What follows from the rest: with which service of the catalogue they help.
pub fn complete(f: &mut Fields) {
    if f.code(SKILL).is_none()
        && let Some(code) = sort_of(f.text(WHAT))
    {
        f.set(SKILL, super::Value::Code(code));
    }
}

/// What does not fit together.
pub fn trouble(f: &Fields) -> Option<(u16, T)> {
    let nobody = f.get(PEOPLE).is_none() && f.get(ORGANISATION).is_none();
    if nobody {
        return Some((PEOPLE, t("谁能帮忙？写人或者单位", "who can help? a person or an organisation")));
    }
    match (f.day(SINCE), f.day(UNTIL)) {
        (Some(since), Some(until)) if until < since => {
            Some((UNTIL, t("任期不能早于开始那天", "ends before it begins")))
        }
        _ => None,
    }
}

const COLUMNS: &[Column] = &[
    column(super::columns::WHOM, "谁", "Who", 10, 0),
    column("what", "能帮什么", "Can help with", 20, 0).flex(),
    column("skill", "服务类别", "Catalogue", 14, 2),
    column("role", "身份", "As", 10, 1),
    column("area", "在哪里", "Where", 10, 1),
    column("times", "什么时候", "When", 12, 3),
    column("until", "任期至", "Until", 10, 4),
];

/// Whose it is and where they help.
pub const GENERAL: General = general("服务力量", "offer", "offers", FIELDS)
    .listed(
        t("服务力量", "Who can help"),
        t(
            "还没有登记服务力量。按 n 登记一位: 谁、能帮什么、什么时候有空。按 f 筛类别和社区，就知道附近谁能帮忙。",
            "Nobody has offered help yet. n enters who, with what and when. f then filters by what is needed and where.",
        ),
        COLUMNS,
    )
    .named(WHAT)
    .people(PEOPLE)
    .organisation(ORGANISATION)
    .lies(AREA)
    .day(SINCE);
