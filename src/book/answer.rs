//! Answer 答卷: what somebody said to the questions of a [`super::study`]. Of an anonymous one nobody is named.

use super::columns::{Column, WHOM, column};
use super::field::{Cover, Field, Type, field};
use super::general::{General, general};
use super::survey::filling::Key;
use super::survey::kept;
use super::{Fields, Kind};
use crate::text::t;

/// To which study.
pub const STUDY: u16 = 1;
/// Who answered.
pub const PERSON: u16 = 2;
/// When.
pub const DAY: u16 = 3;
/// Who asked.
pub const OWNER: u16 = 4;
/// Where.
pub const AREA: u16 = 5;
/// What was said, as text, see [`kept`].
pub const ANSWERS: u16 = 6;

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(STUDY, "study", "调研", "Study", Type::Ref { kind: Kind::Study, make: false })
        .must()
        .stays()
        .purpose("知道是哪个调研的", "to know of which study it is"),
    field(PERSON, "person", "受访人", "Who answered", Type::Ref { kind: Kind::Person, make: false })
        .aliases(&["答题人"])
        .hint("打首字母挑选；匿名的不填", "Initials pick one; nobody where it is anonymous")
        .purpose("知道谁答的", "to know who answered"),
    field(DAY, "day", "日期", "Date", Type::Day)
        .past()
        .stays()
        .aliases(&["填答日期", "访问日期"])
        .purpose("知道哪天问的", "to know when they were asked"),
    field(OWNER, "owner", "访问员", "Asked by", Type::Ref { kind: Kind::Staff, make: false })
        .stays()
        .purpose("知道谁问的", "to know who asked"),
    field(AREA, "area", "社区", "Community", Type::Ref { kind: Kind::Area, make: false })
        .stays()
        .purpose("分清是哪里的", "to know where it is from"),
    field(ANSWERS, "answers", "回答", "Answers", Type::Note)
        .cover(Cover::Words)
        .purpose("知道说了什么", "to know what was said"),
];

const COLUMNS: &[Column] = &[
    column("study", "调研", "Study", 20, 1).flex(),
    column(WHOM, "受访人", "Who answered", 12, 0),
    column("day", "日期", "Date", 10, 0),
    column("owner", "访问员", "Asked by", 10, 2),
    column("area", "社区", "Community", 14, 3),
];

/// What is said of answers besides their fields.
pub const GENERAL: General = general("答卷", "answer", "answers", FIELDS)
    .listed(
        t("答卷", "Answers"),
        t("还没有答卷。在调研上按 a 填一份。", "No answers yet. On a study a fills one in."),
        COLUMNS,
    )
    .people(PERSON)
    .lies(AREA)
    .day(DAY)
    .owner(OWNER);

/// What was said, question by question.
pub fn answers(f: &Fields) -> Vec<(Key, String)> {
    kept::answered(f.text(ANSWERS))
}
