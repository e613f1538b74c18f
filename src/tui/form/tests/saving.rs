use super::desk::{Desk, at, clash, plain, shown};
use super::flow::SIZE;
use crate::book::{Kind, Value, organisation};
use crate::hub::wire::{Conflict, Draft, Edit, Refusal, Reply, Request, Saved};
use crate::text::Lang;
use crate::tui::form;

fn known() -> Reply {
    let fields = [
        (organisation::NAME, Value::text("恒达建材")),
        (organisation::SORT, Value::Code(1)),
        (organisation::AREA, Value::Ref(at(Kind::Area, 31))),
        (organisation::PHONES, Value::List(vec![Value::text("03748882210-8")])),
        (organisation::HEADCOUNT, Value::Int(40)),
    ];
    Reply::Shown(shown(Kind::Organisation, 20, 9, &fields, &[(at(Kind::Area, 31), "恒达社区")]))
}

fn edit_known(then: fn(&Request) -> Option<Reply>) -> Desk {
    Desk::with(
        Lang::Zh,
        SIZE,
        |_| form::edit(at(Kind::Organisation, 20)),
        Box::new(move |r| match r {
            Request::Get(_) => Some(known()),
            r => then(r).or_else(|| Some(plain(r))),
        }),
    )
}

#[test]
fn only_what_changed_is_saved() {
    let mut d = edit_known(|_| None);
    d.keys("<Ctrl-S>");
    assert!(d.saves().is_empty());
    assert_eq!(d.said, ["没有改动"]);
    let mut d = edit_known(|_| None);
    // through all fields, the name longer, the headcount away
    d.keys("有限公司<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Ctrl-U><Ctrl-S>");
    let save = d.saves()[0].clone();
    assert_eq!(save.base, 9);
    assert_eq!(
        save.set,
        [(organisation::NAME, Edit::Text("恒达建材有限公司".into())), (organisation::HEADCOUNT, Edit::Clear)]
    );
}

#[test]
fn a_conflict_is_settled_field_by_field() {
    let mut d = edit_known(|r| match r {
        Request::Save(s) if s.base == 9 => {
            let Reply::Shown(mut now) = known() else { return None };
            now.record.version = 12;
            now.record.fields.set(organisation::NAME, Value::text("恒达集团"));
            now.record.fields.set(organisation::HEADCOUNT, Value::Int(60));
            let fields = vec![
                clash(organisation::NAME, "恒达建材", "恒达集团"),
                clash(organisation::HEADCOUNT, "40", "60"),
            ];
            Some(Reply::Conflict(Box::new(Conflict { now, by: "陈浩".into(), fields })))
        }
        _ => None,
    });
    d.keys("公司<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>5<Ctrl-S>");
    let all = d.drawn().0.join("\n");
    assert!(all.contains("陈浩") && all.contains("恒达集团") && all.contains("405"), "{all}");
    d.keys("<Down>2<Enter>");
    let saves = d.saves();
    assert_eq!(saves.len(), 2);
    assert_ne!(saves[0].request, saves[1].request);
    assert_eq!(saves[1].base, 12);
    assert_eq!(saves[1].set, [(organisation::NAME, Edit::Text("恒达建材公司".into()))]);
    assert!(d.popped.is_some());
}

#[test]
fn a_draft_of_a_record_that_does_not_come_is_left_alone() {
    let draft = Draft {
        id: super::desk::id(90),
        target: at(Kind::Organisation, 20),
        base: 9,
        at_ms: 0,
        title: "单位 恒达建材".into(),
        texts: vec![(organisation::TRADE, "建材".into())],
    };
    let again = draft.clone();
    let gone: super::desk::Hub = Box::new(|_| Some(Reply::Refused(Refusal::Gone)));
    let mut d = Desk::with(Lang::Zh, SIZE, move |_| form::resume(again), gone);
    assert!(d.drawn().0.join("\n").contains("已经不在册里"));
    d.keys("<Esc>");
    assert!(d.asked.iter().all(|r| matches!(r, Request::Get(_))));
    // and when it comes, only what the draft changed is saved, against the version its writer saw
    let known: super::desk::Hub = Box::new(|r| match r {
        Request::Get(_) => {
            let Reply::Shown(mut now) = known() else { return None };
            now.record.version = 30;
            Some(Reply::Shown(now))
        }
        r => Some(plain(r)),
    });
    let mut d = Desk::with(Lang::Zh, SIZE, move |_| form::resume(draft), known);
    d.keys("<Ctrl-S>");
    assert_eq!(d.saves()[0].base, 9);
    assert_eq!(d.saves()[0].set, [(organisation::TRADE, Edit::Text("建材".into()))]);
}

#[test]
fn a_failed_store_keeps_the_words_and_the_request() {
    let mut d = edit_known(|r| {
        matches!(r, Request::Save(_)).then(|| Reply::Refused(Refusal::Store("磁盘满了".into())))
    });
    d.keys("公司<Ctrl-S><Ctrl-S>!<Ctrl-S>");
    let ids: Vec<_> = d.saves().iter().map(|s| s.request).collect();
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[1], ids[2]);
    assert!(d.said[0].contains("磁盘满了") && d.said[0].contains("草稿"));
    assert!(d.drawn().0.join("\n").contains("恒达建材公司!"));
}

#[test]
fn the_hub_marks_what_is_wrong() {
    let mut d = edit_known(|r| {
        matches!(r, Request::Save(_)).then(|| Reply::Invalid(vec![(organisation::TRADE, "太长了".into())]))
    });
    d.keys("公司<Ctrl-S>");
    let (lines, cursor) = d.drawn();
    let at = lines.iter().position(|l| l.contains("! 太长了")).unwrap();
    assert_eq!(usize::from(cursor.unwrap().1) + 1, at);
}

#[test]
fn remarks_and_what_was_made_are_told() {
    let mut d = edit_known(|r| match r {
        Request::Save(s) => Some(Reply::Saved(Saved {
            target: s.target,
            version: 10,
            name: "恒达建材".into(),
            made: vec![(at(Kind::Person, 77), "钱总".into())],
            merged: true,
            remarks: vec![(organisation::USCC, "校验位对不上".into())],
        })),
        _ => None,
    });
    d.keys("厂<Ctrl-S>");
    assert!(
        d.said[0].contains("新建了 钱总") && d.said[0].contains("信用代码 校验位对不上"),
        "{}",
        d.said[0]
    );
}

#[test]
fn an_english_sentence_has_english_commas() {
    let make = |_: &crate::tui::screen::Shared| form::edit(at(Kind::Organisation, 20));
    let hub = |r: &Request| match r {
        Request::Get(_) => Some(known()),
        Request::Save(s) => Some(Reply::Saved(Saved {
            target: s.target,
            version: 10,
            name: "Hengda".into(),
            made: vec![(at(Kind::Person, 77), "Qian".into()), (at(Kind::Person, 78), "Zhou".into())],
            merged: false,
            remarks: Vec::new(),
        })),
        _ => None,
    };
    let mut d = Desk::with(Lang::En, (80, 24), make, Box::new(hub));
    d.keys("a<Ctrl-S>");
    assert!(d.said[0].contains("Qian, Zhou") && !d.said[0].contains('、'), "{}", d.said[0]);
}

/// A draft that is taken up again knows whom its record is to be merged with later.
#[test]
fn who_is_put_aside_is_in_the_draft() {
    let mut d = Desk::new(Lang::Zh, (80, 24), |s| form::new(Kind::Person, Vec::new(), s));
    d.keys("冯艳玲<Ctrl-P>");
    let draft = |d: &Desk| {
        let kept = d.asked.iter().rev().find_map(|r| match r {
            Request::KeepDraft(draft) => Some(draft.clone()),
            _ => None,
        });
        kept.unwrap()
    };
    let kept = draft(&d);
    let again = |kept: Draft| {
        let mut d = Desk::new(Lang::Zh, (80, 24), |_| form::resume(kept));
        d.keys("<Ctrl-S>");
        let kinds: Vec<Kind> = d.saves().iter().map(|s| s.target.kind).collect();
        (kinds, d.said.last().cloned().unwrap_or_default())
    };
    let (kinds, said) = again(kept);
    assert_eq!(kinds, [Kind::Person, Kind::Tie], "{said}");
    assert!(said.contains("待并 冯艳玲"), "{said}");
    // taken back, it is so in the draft too
    d.keys("<Ctrl-P>");
    assert_eq!(again(draft(&d)).0, [Kind::Person]);
}

#[test]
fn what_is_saved_is_no_draft_any_more() {
    let mut d = edit_known(|_| None);
    d.keys("有限公司<Ctrl-S>");
    assert_eq!(d.saves().len(), 1);
    let last = d.asked.iter().rev().find(|r| matches!(r, Request::KeepDraft(_) | Request::DropDraft(_)));
    assert!(matches!(last, Some(Request::DropDraft(_))), "{last:?}");
}
