//! The made-up hub's answers about the staff: handing over, the organisation network.

use super::fake::{PEOPLE, id, person_row, today};
use crate::book::{Id, Kind, Record, Ref, Value, handover, post};
use crate::hub::wire::*;

fn names() -> Vec<(Ref, String)> {
    [(1, "王丽"), (2, "陈浩"), (3, "孙丽")].map(|(n, name)| (id(Kind::Staff, n), name.to_owned())).to_vec()
}

fn act(target: Ref, state: u16) -> Shown {
    let mut record = Record::new(Kind::Handover, target.id);
    record.version = 9;
    let people = (0..6).map(|n| Value::Ref(id(Kind::Person, n))).collect();
    record.fields = [
        (handover::FROM, Value::Ref(id(Kind::Staff, 1))),
        (handover::TO, Value::Ref(id(Kind::Staff, 2))),
        (handover::SINCE, Value::Day(today())),
        (handover::WHY, Value::text("退休")),
        (handover::HOW, Value::Code(handover::FOR_GOOD)),
        (handover::PEOPLE, Value::List(people)),
        (handover::STATE, Value::Code(state)),
    ]
    .into_iter()
    .collect();
    Shown { record, names: names() }
}

/// Every fourth has something promised, one is left out, one lies elsewhere.
fn line(n: usize) -> HandLine {
    HandLine {
        row: person_row(n),
        from: Some((id(Kind::Staff, 1), "王丽".into())),
        promise: n.is_multiple_of(4).then(|| (today().plus(4), "回话".into())),
        matters: u32::from(n % 4 == 2),
        left: match n {
            3 => "已提出交给 孙丽，等接收".into(),
            5 => "不在 陈浩 的辖区，先给 陈浩 加上辖区".into(),
            _ => String::new(),
        },
    }
}

pub fn plan(h: &HandOver) -> HandPlan {
    HandPlan {
        act: act(h.act.target, handover::PROPOSED),
        lines: (0..8).map(line).collect(),
        drafts: 2,
        waits: true,
        may_do: true,
    }
}

pub fn done(target: Ref) -> HandDone {
    HandDone { handovers: vec![target], people: 7, waits: true, left: Vec::new() }
}

pub fn sheet(of: Id) -> HandSheet {
    let plain = |n| HandLine { left: String::new(), ..line(n) };
    HandSheet {
        shown: act(Ref { kind: Kind::Handover, id: of }, handover::PROPOSED),
        lines: (0..6).map(plain).collect(),
        steps: vec![HandAct::Accept, HandAct::Decline],
    }
}

pub fn brief() -> HandBrief {
    HandBrief {
        handover: id(Kind::Handover, 1),
        from: "孙丽".into(),
        to: "王丽".into(),
        people: 6,
        since: today(),
        until: None,
        words: "工作调动".into(),
        state: handover::PROPOSED,
    }
}

pub fn posts(area: Option<Id>) -> Posts {
    let below = |n: usize, name: &str, opens, posts, gaps| PostArea {
        id: id(Kind::Area, n).id,
        name: name.into(),
        opens,
        posts,
        gaps,
    };
    let row = |n: usize, name: &str, body: u16, title: &str, people: Option<u64>| PostRow {
        post: id(Kind::Post, n),
        holder: id(Kind::Staff, n),
        name: name.into(),
        body,
        title: title.into(),
        job: if body == post::GROUP { "街道办事处主任".into() } else { String::new() },
        since: Some(today().plus(-500)),
        until: Some(today().plus(600)),
        communities: if body == post::LIAISON { "恒达、东关".into() } else { String::new() },
        people,
        trouble: None,
    };
    match area {
        None => Posts { below: vec![below(7, "颍川街道", true, 5, 5)], ..Posts::default() },
        Some(of) if of == id(Kind::Area, 7).id => Posts {
            posts: vec![
                row(5, "李建国", post::GROUP, "组长", None),
                row(6, "周敏", post::GROUP, "副组长", None),
                PostRow {
                    until: Some(today().plus(-90)),
                    trouble: Some(Stale::Over),
                    ..row(3, "孙丽", post::OFFICE, "办公室主任", Some(0))
                },
            ],
            gaps: vec![
                Gap::Nobody(post::INSTRUCTOR),
                Gap::NoLiaison([2, 3, 4].map(|n| (id(Kind::Area, n).id, PEOPLE[n].2.to_owned())).to_vec()),
            ],
            below: vec![below(1, "恒达社区", true, 2, 0), below(2, "东关社区", false, 0, 0)],
        },
        Some(_) => {
            Posts { posts: vec![row(1, "王丽", post::LIAISON, "联络员", Some(38))], ..Posts::default() }
        }
    }
}
