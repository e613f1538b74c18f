//! What a meeting decided, and which task became of each: none is made twice, none is taken for another's.
use super::*;
use crate::book::{Kind, Value, meeting};
use crate::hub::wire::{Refusal, Saved};

fn lists(d: &Desk) -> usize {
    d.asked.iter().filter(|r| matches!(r, Request::List { kind: Kind::Task, .. })).count()
}

fn changed(target: crate::book::Ref, own: bool) -> News {
    News::Changed { pos: 9, items: vec![(target, "某".into())], by: "孙丽".into(), own }
}

#[test]
fn that_the_tasks_do_not_come_is_said_and_none_is_made_meanwhile() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.hold();
    d.press("7t");
    d.serve(|r| match r {
        Request::List { kind: Kind::Task, .. } => Some(Reply::Refused(Refusal::Said("索引还没好".into()))),
        _ => None,
    });
    assert!(d.shows("索引还没好") && d.shows("报三季度服务人次"), "{}", d.text());
    assert!(!d.shows("还没建待办"), "that is not known: {}", d.text());
    d.press("t");
    d.serve(|_| None);
    assert!(d.shows("还没建待办") && !d.lines()[1].contains("待办"), "no form: {}", d.text());
    // then the first of which no task came
    d.press("t");
    d.serve(|_| None);
    assert!(d.shows("滨河路北侧车位再催城管办"), "{}", d.text());
}

#[test]
fn two_decisions_of_the_same_words_are_two_tasks() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.hold();
    d.press("7t");
    d.serve(|r| match r {
        Request::Get(_) => {
            let Reply::Shown(mut shown) = fake::answer(r, false) else { return None };
            let both = "1. 报三季度服务人次 @王丽\n2. 报三季度服务人次 @陈浩";
            shown.record.fields.set(meeting::DECISIONS, Value::text(both));
            Some(Reply::Shown(shown))
        }
        _ => None,
    });
    assert_eq!(d.text().matches("还没建待办").count(), 1, "{}", d.text());
    d.press("t");
    d.serve(|_| None);
    assert!(d.lines()[1].contains("待办") && d.shows("陈浩"), "{}", d.text());
}

#[test]
fn what_is_shown_is_asked_for_once() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.press("7t");
    let before = lists(&d);
    d.news(changed(fake::someone(3), false));
    assert_eq!(lists(&d), before, "somebody's card is not about it");
    d.news(changed(fake::id(Kind::Task, 1), false));
    assert_eq!(lists(&d), before + 1);
    // a task of one's own: the answer to the form tells of it, and so do the news
    d.hold();
    d.press("t<Ctrl-S>");
    let mut written = None;
    d.serve(|r| match r {
        Request::Save(save) => {
            written = Some(save.target);
            let (made, remarks) = (Vec::new(), Vec::new());
            let name = "再催".into();
            Some(Reply::Saved(Saved { target: save.target, version: 9, name, made, merged: false, remarks }))
        }
        _ => None,
    });
    assert_eq!(lists(&d), before + 2);
    d.news(changed(written.unwrap(), true));
    d.serve(|_| None);
    assert_eq!(lists(&d), before + 2);
}
