//! Post 任职: who holds what in the organisation network: leading groups, their offices, instructors and liaison officers of
//! each level, with terms and letters of appointment.

use super::columns::{Column, column};
use super::field::{Choice, Cover, Field, Type, choice, field};
use super::general::{General, general};
use super::{Day, Fields, Kind, Ref};
use crate::text::{T, t};

/// The member of staff who holds it.
pub const STAFF: u16 = 1;
/// Or somebody on file, as a firm's liaison officer is.
pub const PERSON: u16 = 2;
/// In which body.
pub const BODY: u16 = 3;
/// What they are in it.
pub const TITLE: u16 = 4;
/// Of which city, district, street, community.
pub const AREA: u16 = 5;
/// The communities they look after.
pub const COMMUNITIES: u16 = 6;
/// Since when.
pub const SINCE: u16 = 7;
/// Until when.
pub const UNTIL: u16 = 8;
/// The letter of appointment.
pub const LETTER: u16 = 9;
/// What they are besides.
pub const JOB: u16 = 10;
/// Remarks.
pub const NOTE: u16 = 11;

/// The leading group.
pub const GROUP: u16 = 1;
/// Its office.
pub const OFFICE: u16 = 2;
/// Instructors.
pub const INSTRUCTOR: u16 = 3;
/// Liaison officers.
pub const LIAISON: u16 = 4;

/// The bodies, from the top down.
pub const BODIES: &[Choice] = &[
    choice(GROUP, "group", "领导小组", "leading group", &["工作领导小组"]),
    choice(OFFICE, "office", "领导小组办公室", "leading group's office", &["办公室"]),
    choice(INSTRUCTOR, "instructor", "指导员", "instructors", &["联络指导员"]),
    choice(LIAISON, "liaison", "联络员", "liaison officers", &["社区联络员"]),
];

const TITLES: &[T] = &[
    t("组长", "head"),
    t("副组长", "deputy head"),
    t("成员", "member"),
    t("办公室主任", "head of the office"),
    t("办公室副主任", "deputy head of the office"),
    t("指导员", "instructor"),
    t("联络员", "liaison officer"),
    t("兼职联络员", "part-time liaison officer"),
];

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(STAFF, "staff", "谁", "Who", Type::Ref { kind: Kind::Staff, make: true }).hint(
        "打首字母挑选；没登记过的同事照着打",
        "Initials pick; a new name makes a colleague without an account",
    ),
    field(BODY, "body", "组织", "Body", Type::Choice(BODIES)).must().stays(),
    field(TITLE, "title", "职务", "Post", Type::Line).phrases(TITLES).aliases(&["担任职务"]),
    field(AREA, "area", "哪一级", "Of which area", Type::Ref { kind: Kind::Area, make: false })
        .must()
        .stays()
        .hint("市、区县、街道或社区", "The city, district, street or community"),
    field(COMMUNITIES, "communities", "联系社区", "Communities", Type::Ref { kind: Kind::Area, make: false })
        .many()
        .hint("指导员、联络员负责的社区", "Those an instructor or liaison officer looks after"),
    field(SINCE, "since", "起", "Since", Type::Day).for_many().stays(),
    field(UNTIL, "until", "任期至", "Term ends", Type::Day).for_many().stays(),
    field(LETTER, "letter", "任命文件", "Letter", Type::Line)
        .for_many()
        .stays()
        .hint("文号或聘书编号", "The number of the document or letter of appointment"),
    field(JOB, "job", "本职", "Own post", Type::Line)
        .hint("在本单位的职务", "What they are in their own office"),
    field(PERSON, "person", "在册人员", "On file", Type::Ref { kind: Kind::Person, make: false })
        .section("另外", "Besides")
        .hint(
            "联络员是册里的人(如企业联络员)时填这里，不填「谁」",
            "Where a person on file holds it, as a firm's liaison officer; then leave Who empty",
        ),
    field(NOTE, "note", "备注", "Note", Type::Note).cover(Cover::Words),
];

/// Who holds it.
pub fn holder(f: &Fields) -> Option<Ref> {
    f.link(STAFF).or(f.link(PERSON))
}

/// Whether the term is over.
pub fn is_over(f: &Fields, today: Day) -> bool {
    f.day(UNTIL).is_some_and(|day| day < today)
}

/// What does not fit together.
pub fn trouble(f: &Fields) -> Option<(u16, T)> {
    if holder(f).is_none() {
        return Some((
            STAFF,
            t("谁任职？写同事，或者在册人员", "who holds it? a colleague or somebody on file"),
        ));
    }
    if f.link(STAFF).is_some() && f.link(PERSON).is_some() {
        return Some((PERSON, t("同事和在册人员只写一个", "a colleague or somebody on file, not both")));
    }
    if let (Some(since), Some(until)) = (f.day(SINCE), f.day(UNTIL))
        && until < since
    {
        return Some((UNTIL, t("任期不能早于开始那天", "ends before it begins")));
    }
    None
}

/// The columns of their list.
const COLUMNS: &[Column] = &[
    column("staff", "谁", "Who", 8, 0),
    column("person", "在册人员", "On file", 8, 3),
    column("body", "组织", "Body", 14, 1),
    column("title", "职务", "Post", 10, 0),
    column("area", "哪一级", "Of", 10, 1),
    column("communities", "联系社区", "Communities", 16, 2).flex(),
    column("until", "任期至", "Until", 10, 2),
];

/// Where a post lies and who holds it.
pub const GENERAL: General = general("任职", "post", "posts", FIELDS)
    .listed(
        t("任职", "Posts"),
        t(
            "还没有登记任职。按 n 登记；在 8 联络按 = 看组织网络和缺口。",
            "No posts yet. n enters one; = in 8 shows the network and its gaps.",
        ),
        COLUMNS,
    )
    .people(PERSON)
    .lies(AREA)
    .day(SINCE);
