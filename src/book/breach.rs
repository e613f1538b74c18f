//! Breach 信息安全事件: that data of the people on file got lost or into wrong hands, what was done at once, and who was told
//! (PIPL art. 57). The register says what happened, never whose data they were.

use super::acts::{self, Acts, act, milestone};
use super::columns::{Column, column};
use super::field::{Choice, Cover, Field, Find, Type, choice, field};
use super::general::{General, general};
use super::{Fields, Kind};
use crate::text::{T, t};

/// What happened.
pub const TITLE: u16 = 1;
/// When it was found.
pub const FOUND_ON: u16 = 2;
/// When it happened, where that is known.
pub const HAPPENED_ON: u16 = 3;
/// Which data: of what sort, not whose.
pub const DATA: u16 = 4;
/// Of how many people.
pub const PEOPLE: u16 = 5;
/// Why it happened.
pub const CAUSE: u16 = 6;
/// What may come of it for the people.
pub const HARM: u16 = 7;
/// What was done against it.
pub const MEASURES: u16 = 8;
/// How far it is.
pub const STATE: u16 = 9;
/// The colleague who sees to it.
pub const OWNER: u16 = 10;
/// To which authority it was reported.
pub const REPORTED_TO: u16 = 11;
/// When.
pub const REPORTED_ON: u16 = 12;
/// When the people were told.
pub const TOLD_ON: u16 = 13;
/// How they were told.
pub const TOLD_HOW: u16 = 14;
/// Why they were not, where harm is averted for certain.
pub const NOT_TOLD: u16 = 15;
/// The words of the last step.
pub const LAST: u16 = 16;
/// Milestones.
pub const TRAIL: u16 = 17;
/// Where.
pub const AREA: u16 = 18;

/// Found, and not stopped yet.
pub const FOUND: u16 = 1;
/// Stopped.
pub const CONTAINED: u16 = 2;
/// Reported to the authority.
pub const REPORTED: u16 = 3;
/// The people were told.
pub const TOLD: u16 = 4;
/// Closed.
pub const CLOSED: u16 = 5;

/// How far it is.
pub const STATES: &[Choice] = &[
    choice(FOUND, "found", "刚发现", "found", &["发现"]),
    choice(CONTAINED, "contained", "已控制", "contained", &["控制"]),
    choice(REPORTED, "reported", "已报告", "reported", &["报告"]),
    choice(TOLD, "told", "已通知本人", "people told", &["通知"]),
    choice(CLOSED, "closed", "已结案", "closed", &["结案"]),
];

/// Stopping it.
pub const CONTAIN: u16 = 1;
/// Reporting it.
pub const REPORT: u16 = 2;
/// Telling the people.
pub const TELL: u16 = 3;
/// Closing it.
pub const CLOSE: u16 = 4;

/// What may be done.
pub const DEEDS: &[Choice] = &[
    choice(CONTAIN, "contain", "控制住", "contain", &[]),
    choice(REPORT, "report", "报告主管部门", "report it", &[]),
    choice(TELL, "tell", "通知本人", "tell the people", &[]),
    choice(CLOSE, "close", "结案", "close", &[]),
];

const MILESTONE: &[Field] = &milestone(field(acts::DONE, "done", "办了什么", "Done", Type::Choice(DEEDS)));

/// The steps of a breach, one after the other, so that none of what the notice needs is left out; the day that somebody was told
/// may be before the report.
pub const ACTS: Acts = Acts {
    all: &[
        act(CONTAIN, &[FOUND], Some(CONTAINED), &[MEASURES], &[MEASURES]),
        act(
            REPORT,
            &[CONTAINED],
            Some(REPORTED),
            &[REPORTED_TO, REPORTED_ON, LAST],
            &[REPORTED_TO, REPORTED_ON],
        ),
        act(TELL, &[REPORTED], Some(TOLD), &[TOLD_ON, TOLD_HOW, LAST], &[TOLD_ON, TOLD_HOW]),
        act(CLOSE, &[TOLD, REPORTED, CONTAINED], Some(CLOSED), &[NOT_TOLD, LAST], &[]),
    ],
    state: STATE,
    trail: TRAIL,
    words: LAST,
    also: |_, _| None,
};

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(TITLE, "title", "发生了什么", "What happened", Type::Line)
        .must()
        .find(Find::Name)
        .hint("如 走访登记本丢失；不写是谁的信息", "e.g. a notebook of visits was lost; not whose data")
        .purpose("登记个人信息安全事件", "to register the breach"),
    field(FOUND_ON, "found_on", "发现日期", "Found on", Type::Day)
        .past()
        .must()
        .purpose("及时处置", "to act in time"),
    field(HAPPENED_ON, "happened_on", "发生日期", "Happened on", Type::Day)
        .past()
        .purpose("知道什么时候发生的", "to know when it happened"),
    field(DATA, "data", "涉及哪些信息", "Which data", Type::Line)
        .must()
        .hint("如 姓名、电话、住址", "e.g. names, phones, addresses")
        .purpose("通知里要写清种类", "the notice must name the sorts of data"),
    field(PEOPLE, "people", "涉及人数", "How many people", Type::Number(0, 10_000_000))
        .purpose("知道影响多大", "to know how far it reaches"),
    field(CAUSE, "cause", "原因", "Cause", Type::Note)
        .hint("只写原因，不写是谁的信息", "The cause, not whose data")
        .cover(Cover::Words)
        .purpose("通知里要写原因", "the notice must name the cause"),
    field(HARM, "harm", "可能的危害", "Possible harm", Type::Note)
        .cover(Cover::Words)
        .purpose("通知里要写可能的危害", "the notice must name what may come of it"),
    field(OWNER, "owner", "经办人", "Owner", Type::Ref { kind: Kind::Staff, make: false })
        .section("另外", "Besides")
        .purpose("知道谁在处置", "to know who sees to it"),
    field(AREA, "area", "辖区", "Area", Type::Ref { kind: Kind::Area, make: false })
        .purpose("知道在哪里", "to know where"),
    field(STATE, "state", "进度", "State", Type::Choice(STATES))
        .fixed()
        .purpose("知道到哪一步", "to know how far it is"),
    field(MEASURES, "measures", "补救措施", "Measures", Type::Note)
        .fixed()
        .cover(Cover::Words)
        .hint("做了什么，请本人注意什么", "What was done, and what the people may do")
        .purpose("通知里要写补救措施", "the notice must name the measures"),
    field(REPORTED_TO, "reported_to", "报告给", "Reported to", Type::Line)
        .fixed()
        .hint("如 区委网信办", "Which authority")
        .purpose("证明报告过", "to show that it was reported"),
    field(REPORTED_ON, "reported_on", "报告日期", "Reported on", Type::Day)
        .fixed()
        .purpose("证明报告过", "to show that it was reported"),
    field(TOLD_ON, "told_on", "通知日期", "Told on", Type::Day)
        .fixed()
        .purpose("证明通知过本人", "to show that the people were told"),
    field(TOLD_HOW, "told_how", "怎么通知的", "Told how", Type::Line)
        .fixed()
        .hint("如 逐一电话", "e.g. each by phone")
        .purpose("证明通知过本人", "to show that the people were told"),
    field(NOT_TOLD, "not_told", "没有通知本人的理由", "Why they were not told", Type::Line)
        .fixed()
        .hint(
            "通知过就空着；只有确能避免危害才可以不通知",
            "Blank if they were; only where harm is averted for certain",
        )
        .purpose("说明为什么没有通知", "to say why they were not told"),
    field(LAST, "last", "情况", "What happened then", Type::Note)
        .fixed()
        .cover(Cover::Words)
        .purpose("知道到哪一步", "to know how far it is"),
    field(TRAIL, "trail", "经过", "Course", Type::Group(MILESTONE))
        .many()
        .fixed()
        .cover(Cover::Words)
        .purpose("知道每一步谁办的", "to know who did which step"),
];

/// What does not fit together: it is not closed before the people were told, or it is said why they need not be (PIPL
/// art. 57).
pub fn trouble(f: &Fields) -> Option<(u16, T)> {
    match (f.day(HAPPENED_ON), f.day(FOUND_ON)) {
        (Some(happened), Some(found)) if happened > found => {
            Some((HAPPENED_ON, t("发生晚于发现", "it happened after it was found")))
        }
        _ if f.code(STATE) == Some(CLOSED) && f.day(TOLD_ON).is_none() && f.text(NOT_TOLD).is_empty() => {
            let words =
                t("还没通知本人；不通知要写明理由", "the people were not told; if they need not be, say why");
            Some((NOT_TOLD, words))
        }
        _ => None,
    }
}

const COLUMNS: &[Column] = &[
    column("title", "发生了什么", "What happened", 24, 0).flex(),
    column("state", "进度", "State", 10, 0),
    column("found_on", "发现", "Found", 10, 0),
    column("data", "涉及信息", "Data", 14, 2),
    column("told_on", "通知本人", "Told", 10, 1),
    column("owner", "经办人", "Owner", 8, 3),
];

/// What it is called, where it lies and how far it is.
pub const GENERAL: General = general("信息安全事件", "breach", "breaches", FIELDS)
    .listed(
        t("信息安全事件", "Breaches"),
        t(
            "没有登记过个人信息泄露、丢失。发现了就按 n 登记，先控制，再报告，再通知本人。",
            "No loss or leak of personal data is on record. n registers one: contain it, report it, tell the people.",
        ),
        COLUMNS,
    )
    .named(TITLE)
    .lies(AREA)
    .day(FOUND_ON)
    .owner(OWNER)
    .state(STATE, &[CLOSED])
    .acts(&ACTS);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Day, Value, rules};

    #[test]
    fn it_is_not_closed_before_the_people_are_told_or_it_is_said_why_not() {
        let mut f = Fields::default()
            .with(TITLE, Value::text("走访登记本丢失"))
            .with(DATA, Value::text("姓名、电话"))
            .with(FOUND_ON, Value::Day(Day(739_000)))
            .with(STATE, Value::Code(CONTAINED));
        assert_eq!(rules::check(Kind::Breach, &f), []);
        f.set(STATE, Value::Code(CLOSED));
        assert_eq!(trouble(&f).map(|(no, _)| no), Some(NOT_TOLD));
        let told = f.clone().with(TOLD_ON, Value::Day(Day(739_001)));
        let why = f.clone().with(NOT_TOLD, Value::text("已加密，没有泄露"));
        assert_eq!((trouble(&told), trouble(&why)), (None, None));
        f.set(HAPPENED_ON, Value::Day(Day(739_001)));
        assert_eq!(trouble(&f).map(|(no, _)| no), Some(HAPPENED_ON));
    }

    #[test]
    fn the_steps_lead_to_its_end() {
        let (mut state, mut done) = (FOUND, Vec::new());
        while let Some(act) = ACTS.next(state) {
            done.push(act.code);
            state = act.to.unwrap_or(state);
        }
        assert_eq!((done, state), (vec![CONTAIN, REPORT, TELL, CLOSE], CLOSED));
        for act in ACTS.all {
            assert!(act.needs.iter().all(|no| act.takes.contains(no)), "{}", act.code);
            assert!(ACTS.label(Kind::Breach, act.code).is_some());
        }
    }
}
