//! Handover 交接: the people of one member of staff go to another, for good or until a day. Who, to whom, from when, why,
//! and whether the other has taken them.

use super::columns::{Column, column};
use super::field::{Choice, Cover, Field, Type, choice, field};
use super::general::{General, general};
use super::{Day, Fields, Kind, Ref};
use crate::text::{T, t};

/// Who gives; nothing where nobody looked after them.
pub const FROM: u16 = 1;
/// Who takes.
pub const TO: u16 = 2;
/// From which day on.
pub const SINCE: u16 = 3;
/// Why.
pub const WHY: u16 = 4;
/// For good or for a while.
pub const HOW: u16 = 5;
/// Of a while: its last day.
pub const UNTIL: u16 = 6;
/// Remarks.
pub const NOTE: u16 = 7;
/// Who is handed over.
pub const PEOPLE: u16 = 8;
/// How far it is.
pub const STATE: u16 = 9;
/// Who entered it.
pub const BY: u16 = 10;
/// Who answered for the one who takes.
pub const ANSWERED_BY: u16 = 11;
/// When.
pub const ANSWERED_ON: u16 = 12;
/// What they said to it.
pub const ANSWER: u16 = 13;

/// For good.
pub const FOR_GOOD: u16 = 1;
/// Somebody stands in until a day; then it goes back by itself.
pub const FOR_A_WHILE: u16 = 2;

/// For good or for a while.
pub const HOWS: &[Choice] = &[
    choice(FOR_GOOD, "for_good", "交接", "for good", &["移交"]),
    choice(FOR_A_WHILE, "for_a_while", "代管", "standing in", &["临时代管", "代理"]),
];

/// It waits for the one who takes; until then the old liaison stands.
pub const PROPOSED: u16 = 1;
/// Taken.
pub const ACCEPTED: u16 = 2;
/// Not taken.
pub const DECLINED: u16 = 3;
/// Taken back before it was answered.
pub const WITHDRAWN: u16 = 4;
/// Standing in came to its end before its day.
pub const ENDED: u16 = 5;

/// How far it is.
pub const STATES: &[Choice] = &[
    choice(PROPOSED, "proposed", "待接收", "waits to be taken", &[]),
    choice(ACCEPTED, "accepted", "已接收", "taken", &[]),
    choice(DECLINED, "declined", "未接收", "not taken", &[]),
    choice(WITHDRAWN, "withdrawn", "已撤回", "withdrawn", &[]),
    choice(ENDED, "ended", "提前收回", "ended early", &[]),
];

/// Why people are handed over.
const WHYS: &[T] = &[
    t("退休", "retires"),
    t("工作调动", "moves to another post"),
    t("离职", "leaves the office"),
    t("辖区调整", "the areas were drawn anew"),
    t("人数太多，分担一部分", "looks after too many"),
    t("休假期间代管", "on leave, somebody stands in"),
    t("外出培训期间代管", "away for training, somebody stands in"),
];

const fn staff(no: u16, key: &'static str, zh: &'static str, en: &'static str) -> Field {
    field(no, key, zh, en, Type::Ref { kind: Kind::Staff, make: false })
}

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    staff(TO, "to", "交给", "To").must().hint("打首字母挑选同事", "Initials pick a colleague"),
    field(WHY, "why", "原因", "Why", Type::Line).must().phrases(WHYS).cover(Cover::Words).hint(
        "F4 有常用的；每个人的历史里都写着",
        "F4 has the usual ones; it is told in the history of each",
    ),
    field(SINCE, "since", "从哪天起", "Since", Type::Day).must(),
    field(HOW, "how", "方式", "How", Type::Choice(HOWS)).must(),
    field(UNTIL, "until", "代管到", "Until", Type::Day).hint(
        "代管才填，过了这天自动回到原联络员",
        "Of standing in: after this day they go back by themselves",
    ),
    staff(FROM, "from", "交出人", "From"),
    field(NOTE, "note", "交代的话", "Remarks", Type::Note).cover(Cover::Words),
    field(PEOPLE, "people", "人员", "People", Type::Ref { kind: Kind::Person, make: false }).many(),
    field(STATE, "state", "状态", "State", Type::Choice(STATES)),
    staff(BY, "by", "经办人", "Entered by"),
    staff(ANSWERED_BY, "answered_by", "答复人", "Answered by"),
    field(ANSWERED_ON, "answered_on", "答复日期", "Answered on", Type::Day),
    field(ANSWER, "answer", "答复", "Answer", Type::Line).cover(Cover::Words),
];

/// What the program fills in: nobody types it.
pub const FILLED: &[u16] = &[PEOPLE, STATE, BY, ANSWERED_BY, ANSWERED_ON, ANSWER];

/// Whether somebody stands in until a day.
pub fn is_for_a_while(f: &Fields) -> bool {
    f.code(HOW) == Some(FOR_A_WHILE)
}

/// What does not fit together.
pub fn trouble(f: &Fields) -> Option<(u16, T)> {
    let (since, until) = (f.day(SINCE), f.day(UNTIL));
    if f.link(FROM).is_some() && f.link(FROM) == f.link(TO) {
        return Some((TO, t("交出人和接收人是同一个", "they would go to whom they come from")));
    }
    match (is_for_a_while(f), until) {
        (true, None) => Some((UNTIL, t("代管要写到哪天", "standing in needs a last day"))),
        (true, Some(day)) if since.is_some_and(|s| day < s) => {
            Some((UNTIL, t("不能早于开始那天", "before the first day")))
        }
        (false, Some(_)) => {
            Some((UNTIL, t("只有代管才写到哪天；交接请清空", "only standing in has an end; clear it")))
        }
        _ => None,
    }
}

/// Who looks after these people on a day in the place of their liaison, and until when: whoever stands in, or, as long
/// as a handover for good is still to come, whoever gives. Decided when it is read; nothing is written for it.
pub fn stands_in(f: &Fields, day: Day) -> Option<(Ref, Day)> {
    let since = f.day(SINCE).filter(|_| f.code(STATE) == Some(ACCEPTED))?;
    if is_for_a_while(f) {
        let until = f.day(UNTIL).filter(|until| (since..=*until).contains(&day))?;
        return Some((f.link(TO)?, until));
    }
    (day < since).then(|| Some((f.link(FROM)?, since.plus(-1))))?
}

/// The columns of their list.
const COLUMNS: &[Column] = &[
    column("since", "从哪天起", "Since", 10, 0),
    column("from", "交出人", "From", 8, 0),
    column("to", "交给", "To", 8, 0),
    column("how", "方式", "How", 8, 2),
    column("state", "状态", "State", 8, 0),
    column("why", "原因", "Why", 16, 1).flex(),
    column("until", "代管到", "Until", 10, 3),
];

/// Whom a handover is about and how far it is.
pub const GENERAL: General = general("交接单", "handover", "handovers", FIELDS)
    .listed(
        t("交接单", "Handovers"),
        t(
            "还没有交接过。在工作人员上按 l 看联系的人，再按 t 交接。",
            "No handovers yet. l on a colleague lists their people, t there hands them over.",
        ),
        COLUMNS,
    )
    .people(PEOPLE)
    .day(SINCE)
    .state(STATE, &[ACCEPTED, DECLINED, WITHDRAWN, ENDED]);
