//! Whole screens, to be looked at.

use super::desk::{Desk, at, clash, plain, shown};
use crate::book::{Kind, Value, organisation, person, visit};
use crate::hub::wire::{Conflict, Reply, Request};
use crate::text::Lang;
use crate::tui::{form, proof};

fn pictures(name: &str, mut make: impl FnMut(Lang, (u16, u16)) -> Desk) {
    for (lang, word) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for size in proof::SIZES {
            let desk = make(lang, size);
            assert_eq!(proof::broken(&desk.buffer().0), "", "{name} {word} {size:?}");
            insta::assert_snapshot!(format!("{name}-{word}-{}", size.0), desk.picture());
        }
    }
}

fn organisation_shown() -> Reply {
    let fields = [
        (organisation::NAME, Value::text("禹州市恒达建材有限公司")),
        (organisation::SORT, Value::Code(1)),
        (organisation::AREA, Value::Ref(at(Kind::Area, 31))),
        (organisation::CONTACT, Value::Ref(at(Kind::Person, 10))),
        (organisation::PHONES, Value::List(vec![Value::text("03748882210-8"), Value::text("13837455521")])),
        (organisation::TRADE, Value::text("建筑材料")),
        (organisation::USCC, Value::text("91350100M000100Y43")),
        (organisation::HEADCOUNT, Value::Int(40)),
        (organisation::NOTE, Value::text("厂门口路面 2026 年 11 月补好。\n仓库可借给街道放物资。")),
    ];
    let names = [(at(Kind::Area, 31), "恒达社区"), (at(Kind::Person, 10), "张晓明")];
    Reply::Shown(shown(Kind::Organisation, 20, 9, &fields, &names))
}

fn organisation(lang: Lang, size: (u16, u16)) -> Desk {
    Desk::with(
        lang,
        size,
        |_| form::edit(at(Kind::Organisation, 20)),
        Box::new(|r| match r {
            Request::Get(_) => Some(organisation_shown()),
            Request::Save(_) => {
                let Reply::Shown(mut now) = organisation_shown() else { return None };
                now.record.version = 12;
                let fields = vec![
                    clash(organisation::NAME, "禹州市恒达建材有限公司", "禹州市恒达建材集团有限公司"),
                    clash(organisation::PHONES, "0374 8882210 转 8、138 3745 5521", ""),
                ];
                Some(Reply::Conflict(Box::new(Conflict { now, by: "陈浩".into(), fields })))
            }
            r => Some(plain(r)),
        }),
    )
}

fn visit(lang: Lang, size: (u16, u16)) -> Desk {
    Desk::new(lang, size, |s| {
        let whom = (visit::PEOPLE, form::link(at(Kind::Person, 10), "张晓明"), String::new());
        let area = (visit::AREA, form::link(at(Kind::Area, 31), "恒达社区"), "随本人".to_owned());
        form::new(Kind::Visit, vec![whom, area], s)
    })
}

#[test]
fn new_person() {
    pictures("person", |lang, size| {
        let mut d = Desk::new(lang, size, |s| {
            let area = (person::AREA, form::link(at(Kind::Area, 30), "东关社区"), "随我".to_owned());
            form::new(Kind::Person, vec![area], s)
        });
        d.keys("冯艳玲<Enter>132 1876 6437");
        d
    });
}

#[test]
fn new_person_empty() {
    pictures("person-empty", |lang, size| Desk::new(lang, size, |s| form::new(Kind::Person, Vec::new(), s)));
}

#[test]
fn new_person_groups() {
    pictures("person-groups", |lang, size| {
        let mut d = Desk::new(lang, size, |s| form::new(Kind::Person, Vec::new(), s));
        d.keys("于婷<Enter>1380000<Enter>新公司<Enter><Enter>hd<Enter>zy");
        d
    });
}

#[test]
fn edit_organisation() {
    pictures("organisation", |lang, size| {
        let mut d = organisation(lang, size);
        d.keys("<Tab>");
        d
    });
}

#[test]
fn conflict() {
    pictures("conflict", |lang, size| {
        let mut d = organisation(lang, size);
        d.keys("(总部)<Tab><Tab><Tab><Tab><Ctrl-U>0374 8882211<Ctrl-S><Down>2");
        d
    });
}

#[test]
fn visit_begun() {
    pictures("visit-begun", visit);
}

#[test]
fn visit_written() {
    pictures("visit", |lang, size| {
        let mut d = visit(lang, size);
        d.keys("厂门口路面补好了，张总说走着平了。下月想招 20 名装卸工，问街道能不能办一场专场招聘。");
        d.keys("<Enter>停车的事还在等城管回话，他问了两遍，要的是一个准信<Tab>+3天");
        d
    });
}

#[test]
fn visit_whom() {
    pictures("visit-whom", |lang, size| {
        let mut d = Desk::new(lang, size, |s| form::new(Kind::Visit, Vec::new(), s));
        d.keys("yt<Enter>zxm<Down>");
        d
    });
}

#[test]
fn tie() {
    pictures("tie", |lang, size| {
        let mut d = Desk::new(lang, size, |s| form::new(Kind::Tie, Vec::new(), s));
        d.keys("yt<Enter>jd<Enter>hd<Enter><Ctrl-S>");
        d
    });
}

#[test]
fn pick() {
    pictures("pick", |lang, size| {
        let mut d = Desk::new(lang, size, |s| form::new(Kind::Visit, Vec::new(), s));
        d.keys("<Ctrl-O><Down>");
        d
    });
}

#[test]
fn phrases() {
    pictures("phrases", |lang, size| {
        let mut d = visit(lang, size);
        d.keys("路面补好了。<F4><Down>");
        d
    });
}

#[test]
fn merge() {
    pictures("merge", |lang, size| {
        let known = |r: &Request| match r {
            Request::Get(_) => Some(super::helps::known_one()),
            r => Some(plain(r)),
        };
        let mut d = Desk::with(lang, size, |s| form::new(Kind::Person, Vec::new(), s), Box::new(known));
        d.keys("冯艳玲<Enter>03748882210<Enter><Enter>主任会计师<Enter><Shift-Tab><Shift-Tab><Shift-Tab><Ctrl-G>");
        d
    });
}

#[test]
fn merged() {
    pictures("merged", |lang, size| {
        let known = |r: &Request| match r {
            Request::Get(_) => Some(super::helps::known_one()),
            r => Some(plain(r)),
        };
        let mut d = Desk::with(lang, size, |s| form::new(Kind::Person, Vec::new(), s), Box::new(known));
        d.keys("冯艳玲<Enter>03748882210<Enter><Enter>主任会计师<Enter>dg<Enter><Shift-Tab><Shift-Tab><Shift-Tab><Shift-Tab><Ctrl-G>1<Enter><Tab>");
        d
    });
}

#[test]
fn somebody_new_in_place() {
    pictures("new-in-place", |lang, size| {
        let mut d = Desk::new(lang, size, |s| form::new(Kind::Visit, Vec::new(), s));
        d.keys("钱多多");
        d
    });
}
