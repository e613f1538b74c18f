//! Signing in on a slow link, beside colleagues, on a projector: nothing that was marked is lost or written over others'.
use super::*;
use crate::book::{Kind, Record, Ref, Value, meeting};
use crate::hub::wire::{Conflict, Edit, Refusal, Save, Saved, Shown};

/// The sign-in of a meeting to which six are expected; two came, one is excused, one is a guest.
fn sign_in() -> Desk {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.press("7a");
    assert!(d.shows("应到 6  到会 2  请假 1  未到 3  客人 1"), "{}", d.text());
    d
}

fn people(all: &[usize]) -> Value {
    Value::List(all.iter().map(|n| Value::Ref(fake::someone(*n))).collect())
}

/// The meeting as it is, some of it changed.
fn meeting_with(version: u64, set: &[(u16, Value)]) -> Shown {
    let at = fake::id(Kind::Meeting, 0);
    let Reply::Shown(mut shown) = fake::answer(&Request::Get(at), false) else { panic!() };
    shown.record.version = version;
    set.iter().for_each(|(no, v)| shown.record.fields.set(*no, v.clone()));
    shown
}

fn saved(save: &Save, version: u64, merged: bool) -> Reply {
    let (made, remarks) = (Vec::new(), Vec::new());
    Reply::Saved(Saved { target: save.target, version, name: "例会".into(), made, merged, remarks })
}

fn saves(d: &Desk) -> Vec<&Save> {
    d.asked.iter().filter_map(|r| if let Request::Save(s) = r { Some(s) } else { None }).collect()
}

fn set(save: &Save, no: u16) -> Option<&Value> {
    save.set
        .iter()
        .find_map(|(n, edit)| if let (Edit::Set(v), true) = (edit, *n == no) { Some(v) } else { None })
}

fn gets(d: &Desk) -> usize {
    d.asked.iter().filter(|r| matches!(r, Request::Get(_))).count()
}

#[test]
fn what_the_hub_merged_is_known_before_the_next_is_written() {
    let mut d = sign_in();
    d.hold();
    d.press("xxh<F5>ljw<F5>");
    // a colleague excused 姚强 meanwhile
    d.serve(|r| match r {
        Request::Save(s) if s.base == 7 => Some(saved(s, 11, true)),
        Request::Save(s) => Some(saved(s, 12, false)),
        Request::Get(_) => Some(Reply::Shown(meeting_with(11, &[(meeting::EXCUSED, people(&[2, 5, 9]))]))),
        _ => None,
    });
    let all = saves(&d);
    assert_eq!(all.iter().map(|s| s.base).collect::<Vec<_>>(), [7, 11]);
    assert_eq!(set(all[1], meeting::EXCUSED), Some(&people(&[2, 5, 9, 6])), "the colleague's stays");
    assert!(d.shows("请假 4"), "{}", d.text());
}

#[test]
fn a_guest_is_taken_back_by_name() {
    let mut d = sign_in();
    d.press("甲<F6>乙<F6>");
    d.hold();
    d.press("<PgDn><Up><Up><Delete><Delete>");
    // the first of them goes, and a colleague's guest comes in its place
    let guests = |all: &[&str]| Value::List(all.iter().map(|g| Value::text(*g)).collect());
    let mut first = true;
    d.serve(|r| match r {
        Request::Save(s) if std::mem::take(&mut first) => {
            let now = meeting_with(20, &[(meeting::GUESTS, guests(&["丙", "人社所 孙主任", "甲", "乙"]))]);
            let conflict = Conflict { now, by: "陈浩".into(), fields: Vec::new() };
            assert_eq!(s.target.kind, Kind::Meeting);
            Some(Reply::Conflict(Box::new(conflict)))
        }
        _ => None,
    });
    assert_eq!(set(saves(&d).last().unwrap(), meeting::GUESTS), Some(&guests(&["丙", "甲", "乙"])));
    assert!(
        d.shows("人社所 孙主任 已经不算了"),
        "the second time there is nothing to take back: {}",
        d.text()
    );
}

#[test]
fn who_leaves_while_marks_wait_loses_none() {
    let mut d = sign_in();
    d.hold();
    d.press("xxh<F5>ljw<Enter>");
    while d.held.as_ref().unwrap().iter().any(|(_, r)| matches!(r, Request::Find { .. })) {
        let at =
            d.held.as_ref().unwrap().iter().position(|(_, r)| matches!(r, Request::Find { .. })).unwrap();
        let (ticket, request) = d.held.as_mut().unwrap().remove(at);
        d.reply(ticket, fake::answer(&request, false));
    }
    assert_eq!(saves(&d).len(), 1, "the second one waits");
    d.press("<Esc>");
    assert!(d.shows("还有 2 条在写") && d.shows("应到 6"), "{}", d.text());
    d.serve(|_| None);
    assert_eq!(saves(&d).len(), 2);
    assert!(!d.shows("应到 6"), "then it is left: {}", d.text());
}

#[test]
fn a_second_list_leaves_what_the_first_did_not_find() {
    let mut d = sign_in();
    d.send(Message::Input(Event::Paste("1. 王五\n2. 李敏嘉".into())));
    assert!(d.shows("没找到的 1") && d.shows("王五"), "{}", d.text());
    d.send(Message::Input(Event::Paste("1. 赵六\n2. 于婷".into())));
    assert!(d.shows("没找到的 2") && d.shows("王五") && d.shows("赵六"), "{}", d.text());
    // named again it is there once
    d.send(Message::Input(Event::Paste("1. 王五\n2. 徐曦海".into())));
    assert!(d.shows("没找到的 2"), "{}", d.text());
}

#[test]
fn that_the_finder_refuses_is_said() {
    let mut d = sign_in();
    d.hold();
    d.press("xxh");
    let busy = |r: &Request| {
        matches!(r, Request::Find { .. }).then(|| Reply::Refused(Refusal::Said("索引还没好".into())))
    };
    d.serve(busy);
    assert!(d.shows("索引还没好") && !d.shows("册里没有"), "{}", d.text());
    d.press("<Esc>");
    d.send(Message::Input(Event::Paste("1. 李敏嘉\n2. 于婷".into())));
    d.serve(busy);
    assert!(d.shows("索引还没好") || d.shows("没找到 2 位"), "{}", d.text());
    assert!(saves(&d).is_empty());
}

#[test]
fn what_a_projector_was_told_is_not_written() {
    let mut d = sign_in();
    d.press("<F8>");
    d.hold();
    // off again: the meeting is known with covers until it comes as it is
    d.press("<F8>甲<F6>");
    let finds = |h: &(u64, Request)| matches!(h.1, Request::Find { .. });
    while let Some(at) = d.held.as_ref().unwrap().iter().position(finds) {
        let (ticket, request) = d.held.as_mut().unwrap().remove(at);
        d.reply(ticket, fake::answer(&request, false));
    }
    assert!(saves(&d).is_empty(), "{:?}", saves(&d));
    d.serve(|_| None);
    let all = saves(&d);
    let guests = Value::List(["人社所 孙主任", "甲"].map(Value::text).to_vec());
    assert_eq!(all.last().and_then(|s| set(s, meeting::GUESTS)), Some(&guests));
}

#[test]
fn names_that_are_known_stay_known() {
    let mut d = sign_in();
    d.hold();
    d.press("欧阳子鹏<Enter>");
    let nameless = |mut shown: Shown| {
        shown.names.retain(|(r, _)| *r != fake::someone(10));
        Reply::Shown(shown)
    };
    let came = [(meeting::PRESENT, people(&[0, 1, 10]))];
    d.serve(|r| match r {
        Request::Save(s) => Some(saved(s, 8, true)),
        Request::Get(_) => Some(nameless(meeting_with(8, &came))),
        _ => None,
    });
    assert!(d.lines().iter().any(|l| l.trim() == "欧阳子鹏"), "{}", d.text());
}

#[test]
fn somebody_whose_form_was_left_is_not_signed_in_by_what_comes_later() {
    let mut d = sign_in();
    d.press("<Ctrl-N><Esc>");
    d.hold();
    d.press("<Ctrl-Z>");
    d.serve(|r| match r {
        Request::Undo { .. } => {
            let record = Record::new(Kind::Person, fake::someone(9).id);
            let target: Ref = record.to_ref();
            let (made, remarks) = (Vec::new(), Vec::new());
            let name = "姚强".into();
            Some(Reply::Saved(Saved { target, version: 9, name, made, merged: false, remarks }))
        }
        _ => None,
    });
    assert!(saves(&d).is_empty(), "{:?}", saves(&d));
}

#[test]
fn ones_own_marks_are_not_fetched_and_others_are() {
    let mut d = sign_in();
    let before = gets(&d);
    let changed = |own| News::Changed {
        pos: 8,
        items: vec![(fake::id(Kind::Meeting, 0), "例会".into())],
        by: "王丽".into(),
        own,
    };
    d.press("徐曦海<Enter>");
    d.news(changed(true));
    assert_eq!(gets(&d), before);
    d.news(changed(false));
    assert_eq!(gets(&d), before + 1);
    // and what comes while a mark is on its way is fetched behind it
    d.hold();
    d.press("<PgUp><Enter>");
    d.news(changed(false));
    assert_eq!(gets(&d), before + 1);
    d.serve(|_| None);
    assert_eq!(gets(&d), before + 2);
}

#[test]
fn a_key_that_does_nothing_says_why() {
    let mut d = sign_in();
    for (keys, said) in [
        ("<PgDn><Enter>", "人社所 孙主任 是客人"),
        ("<PgDn><F5>", "记不了请假"),
        ("<PgUp><Delete>", "没签到，也没请假"),
        ("<PgDn><Up><F5>", "冯艳玲 已经记了请假"),
        ("qqq<Delete>", "册里没有「qqq」"),
    ] {
        d.press(keys);
        assert!(d.shows(said), "{keys}\n{}", d.text());
        assert!(saves(&d).is_empty(), "{keys}");
        if keys.contains('q') {
            d.press("<Esc>");
        }
    }
}
