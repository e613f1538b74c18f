use super::desk::{Desk, at, today};
use crate::book::{Day, Kind, Value, person, tie, visit};
use crate::hub::wire::{Edit, Request};
use crate::text::Lang;
use crate::tui::form;
use crate::tui::screen::{Input, Outcome};
use proptest::prelude::*;

pub const SIZE: (u16, u16) = (80, 24);

fn new(kind: Kind) -> Desk {
    Desk::new(Lang::Zh, SIZE, |s| form::new(kind, Vec::new(), s))
}

fn set(desk: &Desk) -> Vec<(u16, Edit)> {
    desk.saves().last().unwrap().set.clone()
}

fn visit_of_zhang() -> Desk {
    Desk::new(Lang::Zh, SIZE, |s| {
        let whom = (visit::PEOPLE, form::link(at(Kind::Person, 10), "张晓明"), String::new());
        form::new(Kind::Visit, vec![whom], s)
    })
}

#[test]
fn a_person_in_few_keys() {
    let mut d = new(Kind::Person);
    d.keys("李敏嘉<Enter>１９２ 4455-8497<Enter>hd<Enter>理事<Enter>dg<Enter>zy<Ctrl-S>");
    assert_eq!(
        set(&d),
        [
            (person::NAME, Edit::Text("李敏嘉".into())),
            (person::PHONES, Edit::Text("192 4455 8497".into())),
            (person::EMPLOYER, Edit::Set(Value::Ref(at(Kind::Organisation, 20)))),
            (person::TITLE, Edit::Text("理事".into())),
            (person::AREA, Edit::Set(Value::Ref(at(Kind::Area, 30)))),
            (person::GROUPS, Edit::Set(Value::List(vec![Value::Code(3)]))),
            (person::LIAISON, Edit::Set(Value::Ref(at(Kind::Staff, 1)))),
        ]
    );
    assert!(matches!(d.popped, Some(Some(Outcome::Written(_)))));
    assert!(d.asked.iter().any(|r| matches!(r, Request::DropDraft(_))));
}

#[test]
fn a_routine_visit_is_two_keys() {
    let mut d = visit_of_zhang();
    d.keys("<Ctrl-S>");
    assert_eq!(
        set(&d),
        [
            (visit::PEOPLE, Edit::Set(Value::List(vec![Value::Ref(at(Kind::Person, 10))]))),
            (visit::WHEN, Edit::Set(Value::Day(today()))),
            (visit::MODE, Edit::Set(Value::Code(1))),
            (visit::STAFF, Edit::Set(Value::List(vec![Value::Ref(at(Kind::Staff, 1))]))),
            (visit::OUTCOME, Edit::Set(Value::Code(1))),
            (visit::SUMMARY, Edit::Text("日常走访，了解情况".into())),
        ]
    );
    assert_eq!(d.drafts(), 0);
    assert_eq!(d.said, ["已存 张晓明"]);
}

#[test]
fn the_last_words_are_shown() {
    let mut d = visit_of_zhang();
    d.keys("厂门口路面补好了。\n下月想招 20 名装卸工，问街道能不能办一场专场招聘，招20名装卸工<Ctrl-S>");
    assert!(set(&d).contains(&(
        visit::SUMMARY,
        Edit::Text(
            "厂门口路面补好了。\n下月想招 20 名装卸工，问街道能不能办一场专场招聘，招20名装卸工".into()
        )
    )));
    assert_eq!(d.said, ["已存 张晓明: ..能办一场专场招聘，招20名装卸工"]);
}

#[test]
fn the_phrase_follows_how_it_went() {
    let mut d = visit_of_zhang();
    // back to the outcome, then 未遇
    d.keys("<Shift-Tab>2<Ctrl-S>");
    assert!(set(&d).contains(&(visit::SUMMARY, Edit::Text("上门未遇".into()))));
    let mut d = visit_of_zhang();
    d.keys("<Backspace><Ctrl-S>");
    assert!(set(&d).iter().all(|(no, _)| *no != visit::SUMMARY));
}

#[test]
fn a_visit_to_an_organisation_begins_in_the_note() {
    let mut d = Desk::new(Lang::Zh, SIZE, |s| {
        let whom = (visit::ORGANISATION, form::link(at(Kind::Organisation, 20), "恒达"), String::new());
        form::new(Kind::Visit, vec![whom], s)
    });
    d.keys("看了新厂房<Ctrl-S>");
    assert!(set(&d).contains(&(visit::SUMMARY, Edit::Text("看了新厂房".into()))));
    assert!(set(&d).contains(&(visit::ORGANISATION, Edit::Set(Value::Ref(at(Kind::Organisation, 20))))));
}

#[test]
fn the_next_visit_of_a_stack() {
    let mut d = visit_of_zhang();
    d.keys("<Ctrl-N>yt<Enter><Ctrl-S>");
    assert_eq!(d.saves().len(), 2);
    assert!(
        set(&d).contains(&(visit::PEOPLE, Edit::Set(Value::List(vec![Value::Ref(at(Kind::Person, 13))]))))
    );
    assert!(set(&d).contains(&(visit::SUMMARY, Edit::Text("日常走访，了解情况".into()))));
}

#[test]
fn trouble_stops_saving_at_the_first() {
    let mut d = new(Kind::Person);
    d.keys("<Enter>138374555<Enter><Ctrl-S>");
    assert!(d.saves().is_empty());
    let (lines, cursor) = d.drawn();
    let all = lines.join("\n");
    assert!(all.contains("姓名要填") && all.contains("手机号应是 11 位"), "{all}");
    assert_eq!(cursor.unwrap().1, 3);
    d.keys("王五<Enter>00");
    assert!(!d.drawn().0.join("\n").contains("手机号应是"));
}

#[test]
fn drafts_follow_every_change_but_one_at_a_time() {
    let mut d = new(Kind::Person);
    assert_eq!(d.drafts(), 0);
    d.hold = true;
    d.keys("王五");
    assert_eq!(d.drafts(), 1);
    d.release();
    assert_eq!(d.drafts(), 2);
    let last = d.asked.iter().rev().find_map(|r| if let Request::KeepDraft(x) = r { Some(x) } else { None });
    assert_eq!(last.unwrap().texts[0], (person::NAME, "王五".to_string()));
    assert!(d.drawn().0[1].contains("草稿已存 10:44:09"));
    // leaving says so; the draft stays
    d.keys("<Esc>");
    assert!(d.said[0].contains("草稿留着"));
    assert!(!d.asked.iter().any(|r| matches!(r, Request::DropDraft(_))));
}

#[test]
fn an_untouched_form_leaves_nothing() {
    let mut d = visit_of_zhang();
    d.keys("<Tab><Tab><Shift-Tab><Esc>");
    assert_eq!(d.drafts(), 0);
    assert!(d.said.is_empty() && d.popped.is_some());
    let mut d = new(Kind::Person);
    d.keys("王<Backspace>");
    assert!(matches!(d.asked.last(), Some(Request::DropDraft(_))));
}

#[test]
fn a_draft_is_taken_up_again() {
    let mut d = visit_of_zhang();
    d.keys("停车的事还在等<Tab>昨天");
    let draft =
        d.asked.iter().rev().find_map(|r| if let Request::KeepDraft(x) = r { Some(x.clone()) } else { None });
    let draft = draft.unwrap();
    assert_eq!(draft.title, "张晓明");
    let mut again = Desk::new(Lang::Zh, SIZE, |_| form::resume(draft.clone()));
    again.keys("<Ctrl-S>");
    d.keys("<Ctrl-S>");
    assert_eq!(set(&d), set(&again));
    assert!(set(&d).contains(&(visit::NEXT, Edit::Set(Value::Day(today().plus(-1))))));
    assert!(again.asked.iter().any(|r| matches!(r, Request::DropDraft(i) if *i == draft.id)));
}

#[test]
fn names_that_nobody_knows() {
    let mut d = new(Kind::Person);
    d.keys("<Tab><Tab>新公司<Tab>");
    assert!(d.drawn().0.join("\n").contains("存时新建"));
    d.keys("<Tab>没有的社区<Tab>");
    assert!(d.drawn().0.join("\n").contains("册里没有「没有的社区」"));
    // several fit: one must be chosen
    let mut d = new(Kind::Visit);
    d.keys("zxm<Enter>");
    assert!(d.drawn().0.join("\n").contains("有好几个"));
    d.keys("<Down><Down><Enter>yt<Enter>");
    let all = d.drawn().0.join("\n");
    assert!(all.contains("赵小萌、于婷、"), "{all}");
    d.keys("<Backspace><Tab><Ctrl-S>");
    assert!(
        set(&d).contains(&(visit::PEOPLE, Edit::Set(Value::List(vec![Value::Ref(at(Kind::Person, 11))]))))
    );
}

#[test]
fn what_is_typed_may_be_a_new_name() {
    // one organisation fits: Enter takes it, Tab keeps what is typed
    let mut d = new(Kind::Person);
    d.keys("王五<Enter><Enter>恒达<Tab><Ctrl-S>");
    assert!(set(&d).contains(&(person::EMPLOYER, Edit::Text("恒达".into()))));
    let mut d = new(Kind::Person);
    d.keys("王五<Enter><Enter>恒达<Enter><Ctrl-S>");
    assert!(set(&d).contains(&(person::EMPLOYER, Edit::Set(Value::Ref(at(Kind::Organisation, 20))))));
    // what only sounds like it is another one, unless it is moved onto
    let mut d = new(Kind::Person);
    d.keys("王五<Enter><Enter>鸿大<Enter><Ctrl-S>");
    assert!(set(&d).contains(&(person::EMPLOYER, Edit::Text("鸿大".into()))));
    let mut d = new(Kind::Person);
    d.keys("王五<Enter><Enter>鸿大<Down><Enter><Ctrl-S>");
    assert!(set(&d).contains(&(person::EMPLOYER, Edit::Set(Value::Ref(at(Kind::Organisation, 20))))));
}

#[test]
fn enter_before_the_answer_picks_when_it_comes() {
    let mut d = new(Kind::Visit);
    d.hold = true;
    d.keys("yt<Enter><Ctrl-S>");
    assert!(d.saves().is_empty());
    d.release();
    assert!(
        set(&d).contains(&(visit::PEOPLE, Edit::Set(Value::List(vec![Value::Ref(at(Kind::Person, 13))]))))
    );
}

#[test]
fn duplicates_never_take_the_focus() {
    let mut d = new(Kind::Person);
    d.keys("冯艳玲");
    let (lines, cursor) = d.drawn();
    assert!(lines.join("\n").contains("可能是同一个人"));
    assert_eq!(cursor, Some((20, 3)));
    d.keys("<Ctrl-O>");
    assert_eq!(d.opened, [at(Kind::Person, 12)]);
    assert!(d.stack.len() == 1 && d.drafts() > 0);
}

#[test]
fn a_stack_of_cards() {
    let mut d = Desk::new(Lang::Zh, SIZE, |s| {
        let area = (person::AREA, form::link(at(Kind::Area, 30), "东关社区"), "随我".into());
        form::new(Kind::Person, vec![area], s)
    });
    d.keys("王五<Ctrl-N>赵六<Ctrl-S>");
    let saves = d.saves();
    assert_eq!(saves.len(), 2);
    assert_ne!(saves[0].target, saves[1].target);
    assert!(saves[1].set.contains(&(person::AREA, Edit::Set(Value::Ref(at(Kind::Area, 30))))));
    assert!(saves[1].set.contains(&(person::NAME, Edit::Text("赵六".into()))));
    assert_eq!(d.said[0], "已存 张晓明: 王五");
}

#[test]
fn what_is_typed_ahead_while_saving_is_not_lost() {
    let mut d = new(Kind::Person);
    d.hold = true;
    d.keys("王五<Ctrl-N>赵六");
    let held: Vec<_> = std::mem::take(&mut d.held);
    d.hold = false;
    for (ticket, reply) in held {
        d.input(Input::Reply(ticket, reply));
    }
    assert!(d.drawn().0.join("\n").contains("赵六"));
}

#[test]
fn dates_and_undo() {
    let mut d = new(Kind::Visit);
    d.keys("<Tab><Ctrl-U>3月7日");
    assert!(d.drawn().0.join("\n").contains("= 2026-03-07 周六"), "a visit has been");
    d.keys("<Tab>");
    assert!(d.drawn().0.join("\n").contains("2026-03-07"));
    d.keys("<Shift-Tab><Ctrl-Z>");
    assert!(d.drawn().0.join("\n").contains("3月7日"));
    d.keys("<Ctrl-U>2月30日<Tab>");
    assert!(d.drawn().0.join("\n").contains("日历上没有这一天"));
    assert_eq!(Day::ymd(2026, 3, 7).unwrap().weekday(Lang::Zh), "周六");
}

#[test]
fn a_tie_needs_two_ends() {
    let mut d = new(Kind::Tie);
    d.keys("yt<Enter>jd<Enter>yt<Enter><Enter><Enter><Enter>本人<Ctrl-S>");
    assert!(d.drawn().0.join("\n").contains("两头是同一个"));
    d.keys("<Ctrl-U>hd<Down><Enter><Ctrl-S>");
    assert_eq!(set(&d)[0], (tie::FROM, Edit::Set(Value::Ref(at(Kind::Person, 13)))));
    assert_eq!(set(&d)[2], (tie::TO, Edit::Set(Value::Ref(at(Kind::Organisation, 20)))));
}

#[test]
fn the_list_to_pick_from() {
    let mut d = new(Kind::Visit);
    d.keys("<Ctrl-O>");
    assert_eq!(d.stack.len(), 2);
    d.keys("<Down><Enter>");
    assert!(d.drawn().0.join("\n").contains("赵小萌、"));
    d.keys("<Ctrl-O>钱多多<Ctrl-N>");
    assert_eq!(d.news, [(Kind::Person, vec![(person::NAME, "钱多多".to_string(), String::new())])]);
    d.input(Input::Result(Outcome::Written(at(Kind::Person, 99))));
    assert!(d.drawn().0.join("\n").contains("赵小萌、钱多多、"));
}

#[test]
fn a_note_beyond_the_open_book_is_only_warned_of() {
    let mut d = visit_of_zhang();
    d.keys("问了宗教信仰");
    assert!(d.drawn().0.join("\n").contains("册里不记"));
    d.keys("<Ctrl-S>");
    assert_eq!(d.saves().len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn never_panics(
        text in "\\PC{0,30}",
        kind in 0usize..7,
        keys in proptest::collection::vec(0usize..20, 0..30),
        w in 0u16..130,
        h in 0u16..45,
        en in any::<bool>(),
    ) {
        let lang = if en { Lang::En } else { Lang::Zh };
        let mut d = Desk::new(lang, (w, h), |s| form::new(Kind::ALL[kind], Vec::new(), s));
        for k in keys {
            let key = [
                "<Tab>", "<Shift-Tab>", "<Up>", "<Down>", "<Enter>", "<Left>", "<Right>", "<Backspace>", "<Ctrl-U>",
                "<Ctrl-Z>", "<Ctrl-Y>", "<Ctrl-S>", "<Ctrl-N>", "<Ctrl-O>", "<PageUp>", "<PageDown>", " ", "zxm",
                "3月7日", "138",
            ][k];
            d.keys(key);
            d.input(Input::Paste(text.clone()));
            if let Some((x, y)) = d.drawn().1 {
                prop_assert!(w == 0 || h < 3 || (x < w && y < h - 1));
            }
        }
    }
}
