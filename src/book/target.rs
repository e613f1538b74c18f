//! Target 目标: a counted aim of an area or a colleague for a period. It counts the office's work in the book, never people
//! or what they think; what is done is counted whenever it is looked at, and nobody types it.

use super::acts::{self, Acts, act, milestone};
use super::columns::{Column, column};
use super::field::{Choice, Cover, Field, Find, Type, choice, field};
use super::general::{General, general};
use super::{Fields, Kind};
use crate::text::{T, t};

/// What it is called.
pub const TITLE: u16 = 1;
/// What is counted.
pub const MEASURE: u16 = 2;
/// How many it shall be.
pub const AIM: u16 = 3;
/// From when.
pub const FROM: u16 = 4;
/// Until when.
pub const TO: u16 = 5;
/// Of which area.
pub const AREA: u16 = 6;
/// Of which colleague; none: of all in the area.
pub const STAFF: u16 = 7;
/// How much it weighs beside others, in points.
pub const WEIGHT: u16 = 8;
/// By which document it was laid down.
pub const SOURCE: u16 = 9;
/// How far it is.
pub const STATE: u16 = 10;
/// The words of the last step.
pub const LAST: u16 = 11;
/// Milestones.
pub const TRAIL: u16 = 12;
/// Remarks.
pub const NOTE: u16 = 13;

/// What is counted: the office's work.
pub const MEASURES: &[Choice] = &[
    choice(VISITS, "visits", "走访次数", "visits", &["走访"]),
    choice(CONTACTS, "contacts", "联系次数", "contacts", &["联系"]),
    choice(RECEPTIONS, "receptions", "接待次数", "receptions", &["接待"]),
    choice(REACHED, "reached", "联系到的人数", "people reached", &["覆盖"]),
    choice(ENTERED, "entered", "新入册人数", "people entered", &["入册", "摸底"]),
    choice(SETTLED, "settled", "办结事项", "matters settled", &["办结"]),
    choice(TOLD, "told", "已反馈事项", "matters told", &["反馈"]),
    choice(SERVICES, "services", "服务次数", "services", &["服务"]),
    choice(HOURS, "hours", "服务小时", "hours of service", &["服务时长"]),
    choice(MEETINGS, "meetings", "会议活动场次", "meetings", &["活动", "会议"]),
];

/// Visits.
pub const VISITS: u16 = 1;
/// Contacts.
pub const CONTACTS: u16 = 2;
/// Receptions.
pub const RECEPTIONS: u16 = 3;
/// People with whom anybody was in touch.
pub const REACHED: u16 = 4;
/// People entered.
pub const ENTERED: u16 = 5;
/// Matters settled.
pub const SETTLED: u16 = 6;
/// Matters whose people were told.
pub const TOLD: u16 = 7;
/// Services given.
pub const SERVICES: u16 = 8;
/// Hours of service.
pub const HOURS: u16 = 9;
/// Meetings held.
pub const MEETINGS: u16 = 10;

/// Laid down, not acknowledged.
pub const SET: u16 = 1;
/// Acknowledged by those whose it is.
pub const AGREED: u16 = 2;
/// The period is over and it was looked at.
pub const CLOSED: u16 = 3;

/// How far it is.
pub const STATES: &[Choice] = &[
    choice(SET, "set", "已下达", "laid down", &["下达"]),
    choice(AGREED, "agreed", "已确认", "acknowledged", &["确认"]),
    choice(CLOSED, "closed", "已考核", "assessed", &["考核"]),
];

/// Acknowledging.
pub const AGREE: u16 = 1;
/// Assessing.
pub const CLOSE: u16 = 2;

/// What may be done.
pub const DEEDS: &[Choice] =
    &[choice(AGREE, "agree", "确认", "acknowledge", &[]), choice(CLOSE, "close", "考核", "assess", &[])];

const MILESTONE: &[Field] = &milestone(field(acts::DONE, "done", "办了什么", "Done", Type::Choice(DEEDS)));

/// The steps of a target.
pub const ACTS: Acts = Acts {
    all: &[
        act(AGREE, &[SET], Some(AGREED), &[LAST], &[]),
        act(CLOSE, &[AGREED, SET], Some(CLOSED), &[LAST], &[]),
    ],
    state: STATE,
    trail: TRAIL,
    words: LAST,
    also: |_, _| None,
};

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(TITLE, "title", "目标", "Target", Type::Line)
        .must()
        .find(Find::Name)
        .stays()
        .hint("如 四季度走访不少于 60 次", "e.g. at least 60 visits in the fourth quarter")
        .purpose("知道要做到什么", "to know what is to be done"),
    field(MEASURE, "measure", "数什么", "Counts", Type::Choice(MEASURES))
        .must()
        .stays()
        .hint(
            "只数工作，不数人怎么样；完成多少从册里数",
            "Work only, never people; what is done is counted from the book",
        )
        .purpose("从册里数出完成多少", "to count what is done"),
    field(AIM, "aim", "目标数", "Aim", Type::Number(1, 10_000_000))
        .must()
        .stays()
        .purpose("知道做到多少", "to know how much"),
    field(FROM, "from", "从", "From", Type::Day).must().stays().purpose("知道从哪天算", "to know since when"),
    field(TO, "to", "到", "To", Type::Day).must().stays().purpose("知道到哪天算", "to know until when"),
    field(AREA, "area", "哪个辖区", "Area", Type::Ref { kind: Kind::Area, make: false })
        .hint("不填就是全部", "Left empty it is of all")
        .purpose("知道是谁的目标", "to know whose it is"),
    field(STAFF, "staff", "哪位同事", "Colleague", Type::Ref { kind: Kind::Staff, make: false })
        .hint("不填就是辖区里大家一起", "Left empty it is of all colleagues there")
        .purpose("知道是谁的目标", "to know whose it is"),
    field(WEIGHT, "weight", "分值", "Points", Type::Number(0, 1000))
        .for_many()
        .section("另外", "Besides")
        .hint("考核里占几分", "How many points it is worth")
        .purpose("算考核分", "to make the assessment"),
    field(SOURCE, "source", "下达依据", "Laid down by", Type::Line)
        .for_many()
        .stays()
        .hint("文号或会议", "The document or meeting")
        .purpose("有据可查", "to find the document"),
    field(NOTE, "note", "备注", "Note", Type::Note)
        .cover(Cover::Words)
        .purpose("记下别的约定", "for what else was agreed"),
    field(STATE, "state", "进度", "State", Type::Choice(STATES))
        .fixed()
        .purpose("知道确认了没有", "to know whether it was acknowledged"),
    field(LAST, "last", "情况", "What happened", Type::Note)
        .fixed()
        .hint("一句话写明", "One line")
        .cover(Cover::Words)
        .purpose("记下考核意见", "to keep what was said"),
    field(TRAIL, "trail", "经过", "Course", Type::Group(MILESTONE))
        .many()
        .fixed()
        .cover(Cover::Words)
        .purpose("知道谁确认的", "to know who acknowledged it"),
];

/// What does not fit together.
pub fn trouble(f: &Fields) -> Option<(u16, T)> {
    match (f.day(FROM), f.day(TO)) {
        (Some(from), Some(to)) if to < from => Some((TO, t("结束早于开始", "ends before it begins"))),
        (Some(from), Some(to)) if to.0 - from.0 > 3700 => Some((TO, t("最长十年", "ten years at most"))),
        _ => None,
    }
}

/// The column of what is done: so many of so many.
pub const PROGRESS: &str = "progress";
/// The column of points: as many of its weight as the share that is done, never more.
pub const POINTS: &str = "points";

/// Points of a weight, to a tenth.
pub fn points(weight: i64, done: u64, aim: u64) -> f64 {
    let share = if aim == 0 { 0.0 } else { (done as f64 / aim as f64).min(1.0) };
    (weight as f64 * share * 10.0).round() / 10.0
}

const COLUMNS: &[Column] = &[
    column("title", "目标", "Target", 20, 0).flex(),
    column("area", "辖区", "Area", 10, 2),
    column("staff", "同事", "Colleague", 8, 3),
    column(PROGRESS, "完成", "Done", 14, 0).right(),
    column(POINTS, "得分", "Points", 9, 2).right(),
    column("to", "到", "Until", 10, 1),
    column("state", "进度", "State", 8, 1),
];

/// Where it lies, when it ends, how far it is.
pub const GENERAL: General = general("目标", "target", "targets", FIELDS)
    .listed(
        t("目标", "Targets"),
        t(
            "还没有目标。按 n 登记一条: 数什么、做到多少、从哪天到哪天。完成多少从册里数，不用填。",
            "No targets yet. n enters one: what is counted, how many, from when to when. What is done is counted from the book.",
        ),
        COLUMNS,
    )
    .named(TITLE)
    .lies(AREA)
    .day(FROM)
    .due(TO)
    .state(STATE, &[CLOSED])
    .acts(&ACTS);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_all_is_no_more_points() {
        for (weight, done, aim, want) in
            [(10, 30, 60, 5.0), (10, 90, 60, 10.0), (10, 0, 60, 0.0), (0, 5, 5, 0.0), (5, 1, 0, 0.0)]
        {
            assert_eq!(points(weight, done, aim), want);
        }
    }
}
