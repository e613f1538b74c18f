//! Task 待办: what somebody of the office is to do by when, and of which meeting, matter or visit it comes.

use super::acts::{self, Act, Acts, act, milestone};
use super::capture::{Grammar, Shape, Thing};
use super::columns::{Column, WHOM, column};
use super::field::{Choice, Cover, Field, Find, Type, choice, field};
use super::general::{General, general};
use super::{Day, Kind, Row, dates, names};
use crate::text::t;

/// What is to be done.
pub const TITLE: u16 = 1;
/// Who does it.
pub const OWNER: u16 = 2;
/// By when.
pub const DUE: u16 = 3;
/// How far it is.
pub const STATE: u16 = 4;
/// For whom.
pub const PEOPLE: u16 = 5;
/// Since when.
pub const SINCE: u16 = 6;
/// Where.
pub const AREA: u16 = 7;
/// The meeting that decided it.
pub const MEETING: u16 = 8;
/// The matter it belongs to.
pub const MATTER: u16 = 9;
/// The visit it comes of.
pub const VISIT: u16 = 10;
/// Remarks.
pub const NOTE: u16 = 11;
/// The words of the last step.
pub const LAST: u16 = 12;
/// When it was done.
pub const DONE_ON: u16 = 13;
/// Milestones.
pub const TRAIL: u16 = 14;
/// For which organisation.
pub const ORGANISATION: u16 = 15;

/// To be done.
pub const OPEN: u16 = 1;
/// Done.
pub const DONE: u16 = 2;
/// Given up.
pub const DROPPED: u16 = 3;

/// How far it is.
pub const STATES: &[Choice] = &[
    choice(OPEN, "open", "待办", "to do", &["未完成", "在办"]),
    choice(DONE, "done", "做完了", "done", &["完成", "已完成", "办结"]),
    choice(DROPPED, "dropped", "不办了", "dropped", &["取消"]),
];

/// Doing it.
pub const DO: u16 = 1;
/// Giving it up.
pub const DROP: u16 = 2;
/// Beginning again.
pub const REOPEN: u16 = 3;
/// Saying how far it is.
pub const TELL: u16 = 4;

/// What may be done with one.
pub const DEEDS: &[Choice] = &[
    choice(DO, "do", "做完了", "done", &[]),
    choice(DROP, "drop", "不办了", "drop", &[]),
    choice(REOPEN, "reopen", "还要办", "not done yet", &[]),
    choice(TELL, "tell", "记进展", "how far it is", &[]),
];

const MILESTONE: &[Field] = &milestone(field(acts::DONE, "done", "办了什么", "Done", Type::Choice(DEEDS)));

/// The steps of a task. Done is one key: it takes no words.
pub const ACTS: Acts = Acts {
    all: &[
        Act { stamps: Some(DONE_ON), ..act(DO, &[OPEN], Some(DONE), &[], &[]) },
        act(TELL, &[OPEN], None, &[LAST], &[LAST]),
        act(DROP, &[OPEN], Some(DROPPED), &[LAST], &[LAST]),
        Act { clears: &[DONE_ON], ..act(REOPEN, &[DONE, DROPPED], Some(OPEN), &[], &[]) },
    ],
    state: STATE,
    trail: TRAIL,
    words: LAST,
    also: |_, _| None,
};

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(TITLE, "title", "做什么", "What", Type::Line)
        .must()
        .find(Find::Name)
        .aliases(&["待办", "任务", "工作任务", "内容"])
        .hint("如 送创业贷款申请表", "e.g. bring the loan form")
        .purpose("知道要做什么", "to know what is to be done"),
    field(DUE, "due", "期限", "Due", Type::Day)
        .for_many()
        .aliases(&["完成时限", "截止日期", "时限"])
        .hint("+3天、周五、11-27 都行", "+3d, friday, 11-27")
        .purpose("按时做", "to do it in time"),
    field(OWNER, "owner", "谁做", "Who", Type::Ref { kind: Kind::Staff, make: false })
        .for_many()
        .aliases(&["责任人", "负责人", "承办人"])
        .purpose("知道谁做", "to know who does it"),
    field(PEOPLE, "people", "为谁", "For whom", Type::Ref { kind: Kind::Person, make: false })
        .many()
        .hint("打首字母挑选；没有就空着", "Initials pick; empty if for nobody in particular")
        .purpose("知道为谁做", "to know for whom"),
    field(NOTE, "note", "备注", "Note", Type::Note).cover(Cover::Words).purpose("说清楚", "to make it clear"),
    field(MEETING, "meeting", "哪次会议", "Meeting", Type::Ref { kind: Kind::Meeting, make: false })
        .section("另外", "Besides")
        .purpose("知道从哪里来", "to know where it came from"),
    field(MATTER, "matter", "哪件事项", "Matter", Type::Ref { kind: Kind::Matter, make: false })
        .purpose("知道从哪里来", "to know where it came from"),
    field(
        ORGANISATION,
        "organisation",
        "单位",
        "Organisation",
        Type::Ref { kind: Kind::Organisation, make: false },
    )
    .purpose("知道为哪家做", "to know for whom"),
    field(AREA, "area", "社区", "Community", Type::Ref { kind: Kind::Area, make: false })
        .for_many()
        .purpose("分清归哪里做", "to know which office it is for"),
    field(SINCE, "since", "定下的日子", "Since", Type::Day)
        .purpose("知道放了多久", "to know how long it lies"),
    field(STATE, "state", "进度", "State", Type::Choice(STATES))
        .fixed()
        .aliases(&["完成情况"])
        .purpose("知道做没做", "to know whether it is done"),
    field(LAST, "last", "情况", "What happened", Type::Note)
        .fixed()
        .hint("一句话", "One line")
        .cover(Cover::Words)
        .purpose("知道做到哪一步", "to know how far it is"),
    field(DONE_ON, "done_on", "做完日期", "Done on", Type::Day)
        .fixed()
        .purpose("知道什么时候做完的", "to know when it was done"),
    field(TRAIL, "trail", "经过", "Course", Type::Group(MILESTONE))
        .many()
        .fixed()
        .cover(Cover::Words)
        .purpose("知道谁做的", "to know who did it"),
    field(VISIT, "visit", "哪次走访", "Visit", Type::Ref { kind: Kind::Visit, make: false })
        .purpose("知道从哪里来", "to know where it came from"),
];

/// A decision as people write it down, taken apart: what, by whom, by when. `划车位 @陈浩 +3天`.
pub fn of_decision(line: &str, today: Day) -> (String, Option<String>, Option<Day>) {
    let (mut words, mut who, mut due) = (Vec::new(), None, None);
    for w in line.split_whitespace() {
        let folded = dates::fold(w);
        if let Some(name) = w.strip_prefix(['@', '＠']).filter(|n| !n.is_empty() && who.is_none()) {
            who = Some(name.to_owned());
        } else if let Some(day) = folded
            .strip_prefix('+')
            .filter(|_| due.is_none())
            .and_then(|rest| dates::parse(&folded, today).or_else(|_| dates::parse(rest, today)).ok())
        {
            due = Some(day);
        } else {
            words.push(w);
        }
    }
    (words.join(" "), who, due)
}

/// A decision, taken apart, and the task that became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided<'a> {
    /// What is to be done.
    pub what: String,
    /// By whom, as it was written down.
    pub who: Option<String>,
    /// By when, as it was written down.
    pub due: Option<Day>,
    /// The task.
    pub task: Option<&'a Row>,
}

/// What was decided on a day, each with its task: the one of the same words. Two of the same words are two tasks.
pub fn decided<'a>(lines: &[String], tasks: &'a [Row], day: Day) -> Vec<Decided<'a>> {
    let mut free: Vec<&Row> = tasks.iter().collect();
    let mut tied = |what: &str| {
        let same = |row: &&Row| names::clean_line(row.title()) == names::clean_line(what);
        free.iter().position(same).map(|at| free.remove(at))
    };
    let one = |line: &String| {
        let (what, who, due) = of_decision(line, day);
        Decided { task: tied(&what), what, who, due }
    };
    lines.iter().map(one).collect()
}

const COLUMNS: &[Column] = &[
    column("title", "做什么", "What", 20, 0).flex(),
    column(WHOM, "为谁", "For", 10, 2),
    column("owner", "谁做", "Who", 8, 1),
    column("due", "期限", "Due", 10, 0).right(),
    column("state", "进度", "State", 8, 0),
    column("meeting", "哪次会议", "Meeting", 16, 4),
];

/// How a task is written in one line: 办 zxm 送申请表 +3天 @陈浩.
pub const LINE: Grammar = Grammar {
    heads: &["办", "待办"],
    letters: &["t", "task"],
    shape: Shape::Thing(Thing {
        words: TITLE,
        choices: &[],
        day: SINCE,
        time: None,
        who: Some(PEOPLE),
        next: Some(DUE),
        owner: Some(OWNER),
    }),
};

/// Who does it, by when, and for whom.
pub const GENERAL: General = general("待办", "task", "tasks", FIELDS)
    .listed(
        t("待办", "Tasks"),
        t(
            "没有待办。按 n 新建，或按 ; 打 办 送申请表 +3天。会议议定的事在会议卡上按 t。",
            "No tasks. n enters one, or ; takes it in one line: t bring the form +3d. t on a meeting makes them of what was decided.",
        ),
        COLUMNS,
    )
    .named(TITLE)
    .people(PEOPLE)
    .organisation(ORGANISATION)
    .lies(AREA)
    .day(SINCE)
    .due(DUE)
    .owner(OWNER)
    .state(STATE, &[DONE, DROPPED])
    .acts(&ACTS)
    .line(&LINE);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_says_what_who_and_when() {
        let today = Day::ymd(2026, 11, 23).unwrap();
        let of = |line: &str| of_decision(line, today);
        assert_eq!(of("划车位 @陈浩 +3天"), ("划车位".into(), Some("陈浩".into()), Some(today.plus(3))));
        assert_eq!(of("+11-27 报材料"), ("报材料".into(), None, Day::ymd(2026, 11, 27)));
        assert_eq!(of("建群 +多"), ("建群 +多".into(), None, None));
    }
}
