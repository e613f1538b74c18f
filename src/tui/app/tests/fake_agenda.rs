//! The made-up hub's matters, meetings and tasks.

use super::fake::{PEOPLE, id, today};
use crate::book::{Cell, Fields, Kind, Row, Value, matter, meeting, task};
use crate::hub::wire::{Agenda, Filter, Is};

fn text(s: &str) -> Cell {
    if s.is_empty() { Cell::Empty } else { Cell::Text(s.to_owned()) }
}

/// About, whose, state, days until it is due, owner, sort, days since it was raised.
const MATTERS: [(&str, usize, u16, i32, &str, u16, i32); 7] = [
    ("停车难", 0, matter::SETTLED, -1, "王丽", 1, 18),
    ("充电桩不足", 2, matter::UNDER_WAY, 2, "王丽", 2, 9),
    ("夜间照明", 2, matter::ENTERED, 5, "陈浩", 1, 0),
    ("场地审批", 9, matter::ACCEPTED, 4, "王丽", 5, 1),
    ("贷款审批", 6, matter::UNDER_WAY, -3, "孙丽", 4, 20),
    ("法律咨询", 3, matter::TOLD, -9, "王丽", 5, 25),
    ("义诊时间", 7, matter::SETTLED, -6, "陈浩", 2, 12),
];

fn matter_row(n: usize) -> Row {
    let (title, who, state, due, owner, sort, raised) = MATTERS[n];
    let waits = matter::GENERAL.waits(state);
    let day = today().plus(due);
    let cells = vec![
        text(title),
        text(PEOPLE[who].0),
        Cell::Choice(matter::STATE, state),
        if waits { Cell::Due(day) } else { Cell::Day(day) },
        text(owner),
        Cell::Choice(matter::SORT, sort),
        Cell::Day(today().plus(-raised)),
    ];
    Row { target: id(Kind::Matter, n), version: 1, cells }
}

/// One with the day on which it was settled behind its cells.
fn settled_row(n: usize, days: i32) -> Row {
    let mut row = matter_row(n);
    row.cells.push(if days < 0 { Cell::Empty } else { Cell::Day(today().plus(-days)) });
    row
}

/// Matters in the states that are asked for.
pub fn matters(filter: &Filter) -> Vec<Row> {
    let states = filter.tests.iter().filter(|t| t.field == matter::STATE).flat_map(|t| &t.any);
    let states: Vec<u16> = states.filter_map(|i| if let Is::Code(c) = i { Some(*c) } else { None }).collect();
    let fits = |n: &usize| states.is_empty() || states.contains(&MATTERS[*n].2);
    (0..MATTERS.len()).filter(fits).map(matter_row).collect()
}

/// Days until it is held, sort, name, place, presence, organiser.
const MEETINGS: [(i32, u16, &str, &str, &str, &str); 3] = [
    (0, 1, "第三次工作例会", "街道二楼会议室", "0/12", "王丽"),
    (0, 4, "新媒体从业人员座谈会", "夏禹社区", "0/18", "陈浩"),
    (-20, 7, "惠企政策宣讲", "三楼多功能厅", "24/30", "孙丽"),
];

pub fn meeting_row(n: usize) -> Row {
    let (days, sort, title, place, presence, organiser) = MEETINGS[n];
    let cells = vec![
        Cell::Day(today().plus(days)),
        Cell::Choice(meeting::SORT, sort),
        text(title),
        text(place),
        text(presence),
        text(organiser),
    ];
    Row { target: id(Kind::Meeting, n), version: 1, cells }
}

pub fn meetings() -> Vec<Row> {
    (0..MEETINGS.len()).map(meeting_row).collect()
}

/// What, for whom, owner, days until it is due, of which meeting.
const TASKS: [(&str, &str, &str, i32, &str); 3] = [
    ("通知座谈会时间", "", "王丽", -2, ""),
    ("创业担保贷款申请表", "于婷", "王丽", 1, ""),
    ("报三季度服务人次", "", "王丽", 4, "第三次工作例会"),
];

pub fn task_row(n: usize) -> Row {
    let (title, whom, owner, due, of) = TASKS[n];
    let cells = vec![
        text(title),
        text(whom),
        text(owner),
        Cell::Due(today().plus(due)),
        Cell::Choice(task::STATE, task::OPEN),
        text(of),
    ];
    Row { target: id(Kind::Task, n), version: 1, cells }
}

pub fn tasks() -> Vec<Row> {
    (0..TASKS.len()).map(task_row).collect()
}

/// What Today says of them.
pub fn agenda() -> Agenda {
    let timed = |n: usize, time: &str| {
        let mut row = meeting_row(n);
        row.cells.push(text(time));
        row
    };
    Agenda {
        matters: [(0, 4), (6, 0), (4, -1), (1, -1)].map(|(n, settled)| settled_row(n, settled)).to_vec(),
        untold: 2,
        late: 1,
        due: 1,
        meetings: vec![timed(0, "14:30"), timed(1, "16:00-17:30")],
        meetings_total: 2,
        tasks: tasks(),
        tasks_total: 3,
        ..Agenda::default()
    }
}

/// The fields of a meeting: who was asked and came, what was decided.
pub fn meeting_fields(n: usize) -> Fields {
    let (_, sort, title, place, ..) = MEETINGS[n];
    let people = |some: std::ops::Range<usize>| -> Value {
        Value::List(some.map(|n| Value::Ref(id(Kind::Person, n))).collect())
    };
    [
        (meeting::TITLE, Value::text(title)),
        (meeting::SORT, Value::Code(sort)),
        (meeting::WHEN, Value::Day(today())),
        (meeting::TIME, Value::text("14:30")),
        (meeting::PLACE, Value::text(place)),
        (meeting::EXPECTED, people(0..6)),
        (meeting::PRESENT, people(0..2)),
        (meeting::EXCUSED, people(2..3)),
        (meeting::GUESTS, Value::List(vec![Value::text("人社所 孙主任")])),
        (meeting::AGENDA, Value::text("1. 上月走访情况\n2. 未了事项逐件过")),
        (
            meeting::DECISIONS,
            Value::text("1. 报三季度服务人次 @王丽 +4天\n2. 滨河路北侧车位再催城管办 @陈浩 +3天"),
        ),
    ]
    .into_iter()
    .collect()
}
