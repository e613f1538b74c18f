//! The study of the made-up hub, and what was answered to it.

use super::fake::{id, text, today};
use crate::book::{Cell, Fields, Kind, Record, Row, Value, answer, study};
use crate::hub::wire::{Reply, Shown};

/// What people of new trades need, as in the demonstration.
const FORM: &str = include_str!("../../../demo/needs.txt");

const ANSWERS: [&str; 4] = [
    "work: courier\nyears: 3\nhours: 10\nneeds: rest law\nwhere: 商圈东门\njoin: yes\n",
    "work: stream\nyears: 1\nhours: 6\nneeds: skill\njoin: yes\nsay: 活动多放在周末\n",
    "work: courier\nyears: 5\nhours: 11\nneeds: rest child\nage[1]: 6\nage[2]: 9\nchildren: 2\njoin: maybe\n",
    "work: other\nwork_other: 陶艺\nyears: 8\nhours: 8\nneeds: skill\njoin: no\n",
];

pub fn rows() -> Vec<Row> {
    let row = |n, title: &str, named, state, days: i32, adopted| {
        let adopted = if adopted { Cell::Choice(study::ADOPTED, 2) } else { Cell::Empty };
        let cells = vec![
            text(title),
            Cell::Choice(study::ANONYMOUS, named),
            Cell::Day(today().plus(days - 40)),
            if days < 0 { Cell::Day(today().plus(days)) } else { Cell::Due(today().plus(days)) },
            Cell::Choice(study::STATE, state),
            text("王丽、陈浩"),
            adopted,
        ];
        Row { target: id(Kind::Study, n), version: 1, cells }
    };
    vec![
        row(0, "新就业群体需求调研", study::NO, study::UNDER_WAY, 14, false),
        row(1, "社区服务怎么样(匿名)", study::YES, study::SENT, -70, true),
    ]
}

pub fn fields() -> Fields {
    Fields::default()
        .with(study::TITLE, Value::text("新就业群体需求调研"))
        .with(study::STATE, Value::Code(study::UNDER_WAY))
        .with(study::BEGIN, Value::Day(today().plus(-26)))
        .with(study::END, Value::Day(today().plus(14)))
        .with(study::PLAN, Value::text("每个社区问二十人"))
        .with(study::FORM, Value::text(FORM))
}

pub fn answers(offset: u32) -> Reply {
    let one = |(n, said): (usize, &&str)| {
        let mut record = Record::new(Kind::Answer, id(Kind::Answer, n).id);
        record.fields.set(answer::ANSWERS, Value::text(*said));
        Shown { record, names: Vec::new() }
    };
    let records: Vec<Shown> =
        if offset > 0 { Vec::new() } else { ANSWERS.iter().enumerate().map(one).collect() };
    Reply::Records { taken: records.len() as u32, records }
}
