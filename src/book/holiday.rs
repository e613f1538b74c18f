//! Holiday 节假日: days on which the office does not work, and weekend days on which it does. The office keeps the list;
//! what is due in so many working days is counted by it.

use super::columns::{Column, column};
use super::field::{Choice, Field, Find, Type, choice, field};
use super::general::{General, general};
use super::{Day, Fields};
use crate::text::{T, t};

/// What it is called.
pub const NAME: u16 = 1;
/// The first day.
pub const FROM: u16 = 2;
/// The last day; the first alone where it is empty.
pub const TO: u16 = 3;
/// Off, or worked in exchange.
pub const SORT: u16 = 4;

/// Days off.
pub const OFF: u16 = 1;
/// Weekend days that are worked.
pub const WORKED: u16 = 2;

/// Off, or worked in exchange.
pub const SORTS: &[Choice] = &[
    choice(OFF, "off", "放假", "off", &["休息"]),
    choice(WORKED, "worked", "调休上班", "worked", &["补班", "上班"]),
];

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(NAME, "name", "名称", "Name", Type::Line)
        .must()
        .find(Find::No)
        .aliases(&["节日", "假期"])
        .hint("如 春节、国庆调休", "e.g. Spring Festival")
        .purpose("按工作日算期限", "to count working days"),
    field(FROM, "from", "从", "From", Type::Day)
        .must()
        .aliases(&["开始", "起"])
        .purpose("按工作日算期限", "to count working days"),
    field(TO, "to", "到", "To", Type::Day)
        .aliases(&["结束", "止"])
        .hint("只有一天就空着", "Empty where it is one day")
        .purpose("按工作日算期限", "to count working days"),
    field(SORT, "sort", "放假还是上班", "Off or worked", Type::Choice(SORTS))
        .must()
        .stays()
        .purpose("按工作日算期限", "to count working days"),
];

/// What does not fit together.
pub fn trouble(f: &Fields) -> Option<(u16, T)> {
    let (from, to) = (f.day(FROM)?, f.day(TO)?);
    (to < from || to.0 - from.0 > 60).then_some((
        TO,
        t("不能早于开始那天，也不能长过两个月", "not before it begins, and no longer than two months"),
    ))
}

/// Whether the office works on a day, by the list: (first, last, sort).
pub fn works(day: Day, list: &[(Day, Day, u16)]) -> bool {
    let within = |sort: u16| list.iter().any(|(a, b, s)| *s == sort && (*a..=*b).contains(&day));
    within(WORKED) || !day.is_weekend() && !within(OFF)
}

const COLUMNS: &[Column] = &[
    column("from", "从", "From", 12, 0),
    column("to", "到", "To", 12, 0),
    column("sort", "放假还是上班", "Off or worked", 14, 0),
    column("name", "名称", "Name", 20, 0).flex(),
];

/// When it is.
pub const GENERAL: General = general("节假日", "holiday", "holidays", FIELDS)
    .listed(
        t("节假日", "Holidays"),
        t(
            "还没有节假日。按 n 写下放假和调休上班的日子，事项的办结期限就跳过它们。",
            "No holidays yet. n enters days off and weekend days that are worked; what is due in working days follows them.",
        ),
        COLUMNS,
    )
    .named(NAME)
    .day(FROM);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_off_are_skipped_and_exchanged_ones_worked() {
        let day = |m, d| Day::ymd(2026, m, d).unwrap();
        // 2026-10-01 is a Thursday; 10-10 a Saturday that is worked
        let list = [(day(10, 1), day(10, 7), OFF), (day(10, 10), day(10, 10), WORKED)];
        let works = |m, d| works(day(m, d), &list);
        assert!([works(9, 30), works(10, 8), works(10, 9), works(10, 10)].iter().all(|w| *w));
        assert!(![works(10, 1), works(10, 5), works(10, 7), works(10, 11)].iter().any(|w| *w));
    }
}
