//! What a form does for whoever fills it in: undo, folds, numbers, phrases, new ones in place, merging.

use super::desk::{Desk, at, plain, shown};
use super::flow::SIZE;
use crate::book::{Kind, Value, person, visit};
use crate::hub::wire::{Edit, PhraseAct, Reply, Request};
use crate::text::Lang;
use crate::tui::form;
use crate::tui::screen::{Input, Outcome};

fn new(kind: Kind) -> Desk {
    Desk::new(Lang::Zh, SIZE, |s| form::new(kind, Vec::new(), s))
}

fn text(d: &Desk) -> String {
    let all = d.drawn().0.join("\n");
    all.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn undo_goes_back_through_the_fields_as_they_were_done() {
    let mut d = new(Kind::Person);
    d.keys("王五<Enter>13837455521<Enter><Enter><Enter>dg<Enter>zy<Tab>");
    assert!(text(&d).contains("东关社区") && text(&d).contains("自由职业"));
    d.keys("<Ctrl-Z>");
    assert!(text(&d).contains("> 类别") && !text(&d).contains("[有]"), "{}", text(&d));
    d.keys("<Ctrl-Z><Ctrl-Z>");
    assert!(!text(&d).contains("东关社区") && text(&d).contains("> 社区"), "{}", text(&d));
    for _ in 0..9 {
        d.keys("<Ctrl-Z>");
    }
    assert!(!text(&d).contains("王五") && text(&d).contains("> 姓名"));
    assert!(d.said.last().unwrap().contains("没有可撤销的"), "and nothing outside of the form is undone");
    for _ in 0..9 {
        d.keys("<Ctrl-Y>");
    }
    let all = text(&d);
    assert!(all.contains("王五") && all.contains("138 3745 5521") && all.contains("东关社区"), "{all}");
    d.keys("<Ctrl-S>");
    let set = &d.saves()[0].set;
    assert!(set.contains(&(person::AREA, Edit::Set(Value::Ref(at(Kind::Area, 30))))), "{set:?}");
}

#[test]
fn sections_fold_and_nothing_typed_is_lost_in_them() {
    let mut d = new(Kind::Person);
    assert!(text(&d).contains("+ 怎么找") && !text(&d).contains("\n 微信"));
    // past the last field before them, the folded ones are one stop each
    d.keys("<Shift-Tab>");
    assert!(text(&d).contains("> 备注"));
    d.keys("<Shift-Tab>");
    assert!(text(&d).contains("> + 登记"));
    d.keys("<Up><Up>");
    assert!(text(&d).contains("> + 怎么找"));
    // typing begins in its first field, also with an input method on
    d.keys("下午三点后");
    assert!(text(&d).contains("- 怎么找") && text(&d).contains("> 方便时间 下午三点后"), "{}", text(&d));
    d.keys("<F5>");
    assert!(text(&d).contains("> + 怎么找 下午三点后"), "{}", text(&d));
    d.keys("<Enter>");
    assert!(text(&d).contains("- 怎么找"));
    // outside of a section all of them open, and close
    d.keys("<F5><Shift-Tab><F5>");
    assert!(text(&d).contains("- 怎么找") && !text(&d).contains("+ 登记"), "{}", text(&d));
    d.keys("<F5>");
    assert!(text(&d).contains("+ 怎么找") && text(&d).contains("+ 登记"));
    let mut d = new(Kind::Tie);
    d.keys("<F5>");
    assert!(d.said.last().unwrap().contains("没有能收起的"));
    // what is wrong in a folded section opens it
    let mut d = new(Kind::Person);
    d.keys("王五<Shift-Tab><Shift-Tab><Enter>18<F5><Ctrl-S>");
    assert!(d.saves().is_empty() && text(&d).contains("> 出生年"), "{}", text(&d));
}

#[test]
fn several_numbers_stand_one_a_line() {
    let mut d = new(Kind::Person);
    d.keys("王五<Enter>13837455521，03748882210转8");
    let all = text(&d);
    assert!(all.contains("1 138 3745 5521") && all.contains("2 0374 8882210 转 8"), "{all}");
    d.keys("、1381234567");
    assert!(text(&d).contains("3 1381234567 ?"));
    d.keys("<Ctrl-Z><Ctrl-U>13837455521、03748882210<Enter><Ctrl-S>");
    assert!(matches!(&d.saves()[0].set[1], (person::PHONES, Edit::Text(t)) if t.contains('、')));
}

#[test]
fn a_phrase_is_put_in_where_the_cursor_stands_and_counted() {
    let mut d = new(Kind::Visit);
    d.keys("yt<Enter><Tab><Tab><Tab><Tab><Tab>路面补好了。<F4>");
    assert!(text(&d).contains("常用语: 谈了什么") && text(&d).contains("自己的"), "{}", text(&d));
    d.keys("2");
    assert!(text(&d).contains("路面补好了。停车的事还在等城管回话"), "{}", text(&d));
    let acts: Vec<PhraseAct> = d
        .asked
        .iter()
        .filter_map(|r| if let Request::Phrases(a) = r { Some(a.act.clone()) } else { None })
        .collect();
    assert_eq!(acts, [PhraseAct::List, PhraseAct::Used("停车的事还在等城管回话".into())]);
    // what is written becomes a phrase; the office's own stay
    d.keys("<F4><Ctrl-N>");
    assert!(
        matches!(d.asked.last(), Some(Request::Phrases(a)) if a.act == PhraseAct::Keep("路面补好了。停车的事还在等城管回话".into()))
    );
    d.keys("<Delete>");
    assert!(d.said.last().unwrap().contains("大家的常用语"));
    d.keys("<F4>");
    assert_eq!(d.stack.len(), 1);
    d.keys("<Shift-Tab><F4>");
    assert!(d.said.last().unwrap().contains("不用常用语"));
}

#[test]
fn somebody_new_is_entered_from_the_field_that_needs_them() {
    let mut d = Desk::with(
        Lang::Zh,
        SIZE,
        |s| form::new(Kind::Visit, Vec::new(), s),
        Box::new(|r| match r {
            Request::Get(t) if t.kind == Kind::Person => {
                let mut s = shown(Kind::Person, 60, 5, &[(person::NAME, Value::text("钱多多"))], &[]);
                s.record.id = t.id;
                Some(Reply::Shown(s))
            }
            r => Some(plain(r)),
        }),
    );
    d.keys("钱多");
    assert!(text(&d).contains("Ctrl-O 新建人员"), "{}", text(&d));
    d.keys("<Ctrl-O>");
    assert_eq!(d.news, [(Kind::Person, vec![(person::NAME, "钱多".to_string(), String::new())])]);
    // the form of the new one has closed: its name, as it was written there, stands in the field
    d.input(Input::Result(Outcome::Written(at(Kind::Person, 60))));
    assert!(text(&d).contains("钱多多"), "{}", text(&d));
    d.keys("<Ctrl-S>");
    let set = &d.saves()[0].set;
    assert!(set.contains(&(visit::PEOPLE, Edit::Set(Value::List(vec![Value::Ref(at(Kind::Person, 60))])))));
}

pub fn known_one() -> Reply {
    let fields = [
        (person::NAME, Value::text("冯艳玲")),
        (person::PHONES, Value::List(vec![Value::text("13218766437")])),
        (person::TITLE, Value::text("会计师")),
    ];
    Reply::Shown(shown(Kind::Person, 12, 40, &fields, &[]))
}

fn known(r: &Request) -> Option<Reply> {
    match r {
        Request::Get(_) => Some(known_one()),
        r => Some(plain(r)),
    }
}

#[test]
fn what_is_typed_is_merged_into_the_one_that_is_known() {
    let mut d = Desk::with(Lang::Zh, SIZE, |s| form::new(Kind::Person, Vec::new(), s), Box::new(known));
    d.keys("冯艳玲<Enter>03748882210<Enter><Enter>主任会计师<Enter>dg<Enter><Shift-Tab><Shift-Tab><Shift-Tab><Shift-Tab><Ctrl-G>");
    let all = text(&d);
    assert!(all.contains("并到 冯艳玲") && all.contains("会计师") && all.contains("主任会计师"), "{all}");
    assert!(d.saves().is_empty());
    d.keys("1<Enter>");
    assert!(d.saves().is_empty(), "nothing is written before it was looked over");
    d.keys("<Ctrl-S>");
    let save = d.saves()[0];
    assert_eq!((save.target, save.base), (at(Kind::Person, 12), 40));
    assert_eq!(
        save.set,
        [
            (person::PHONES, Edit::Text("132 1876 6437、0374 8882210".into())),
            (person::TITLE, Edit::Text("主任会计师".into())),
            (person::AREA, Edit::Set(Value::Ref(at(Kind::Area, 30)))),
        ]
    );
    // the draft goes with it
    let mut d = new(Kind::Person);
    d.keys("冯艳玲<Down><Down><Ctrl-G>");
    assert!(d.saves().is_empty());
    d.keys("<Ctrl-U>");
}

#[test]
fn the_next_card_keeps_what_stays_the_same() {
    let mut d = new(Kind::Person);
    d.keys("王五<Enter><Enter>hd<Enter>店员<Enter>dg<Enter><Ctrl-N>");
    assert!(text(&d).contains("新建人员 第 2 张"), "{}", text(&d));
    d.keys("赵六<Ctrl-S>");
    let set = &d.saves()[1].set;
    assert!(set.contains(&(person::EMPLOYER, Edit::Set(Value::Ref(at(Kind::Organisation, 20))))));
    assert!(set.contains(&(person::AREA, Edit::Set(Value::Ref(at(Kind::Area, 30))))));
    assert!(set.iter().all(|(no, _)| *no != person::TITLE));
}
