use crate::book::capture::LineTrouble;
use crate::book::{Kind, matter, person, visit};
use crate::hub::wire::{LineAsk, Preview, Refusal, Reply, Request, Saved, WillWrite};
use crate::text::Lang;
use crate::tui::capture;
use crate::tui::form::tests::desk::{Desk, at, people};
use crate::tui::screen::{Input, Outcome};
use proptest::prelude::*;

fn hub(request: &Request) -> Option<Reply> {
    let will = |without: bool, matter: bool| {
        let fields = vec![
            (visit::PEOPLE, "张晓明".into()),
            (visit::WHEN, "2026-11-23".into()),
            (visit::MODE, "电话".into()),
            (visit::STAFF, "王丽".into()),
            (visit::SUMMARY, "停车的事还在等城管回话，他问了两遍，要的是一个准信".into()),
        ];
        let notes = vec!["陈浩 今天已经联系过 张晓明".into()];
        let next = vec![(visit::NEXT, "2026-11-26".into()), (visit::NEXT_WORDS, "回话".into())];
        let part =
            WillWrite { kind: Kind::Visit, fields: next, notes: Vec::new(), place: Some(1), part: true };
        let whole = WillWrite { kind: Kind::Visit, fields, notes, place: None, part: false };
        let fields = vec![
            (matter::TITLE, "停车难".into()),
            (matter::SORT, "诉求".into()),
            (matter::DUE, "2026-11-30".into()),
            (matter::OWNER, "王丽".into()),
        ];
        let begun =
            WillWrite { kind: Kind::Matter, fields, notes: Vec::new(), place: Some(100), part: false };
        let parts = [begun].into_iter().filter(|_| matter).chain([part].into_iter().filter(|_| !without));
        Reply::Preview(Preview::Will([whole].into_iter().chain(parts).collect()))
    };
    let make = |name: &str| {
        let fields = vec![(visit::PEOPLE, name.to_string()), (visit::WHEN, "2026-11-23".into())];
        let new = vec![(person::NAME, name.to_string())];
        let visit = WillWrite { kind: Kind::Visit, fields, notes: Vec::new(), place: None, part: false };
        let one =
            WillWrite { kind: Kind::Person, fields: new, notes: Vec::new(), place: Some(2), part: false };
        Reply::Preview(Preview::Will(vec![visit, one]))
    };
    Some(match request {
        Request::Preview(ask) => match (ask.line.as_str(), ask.picks.is_empty()) {
            (l, true) if l.starts_with("访zxm") => {
                Reply::Preview(Preview::Which("zxm".into(), people().into_iter().map(|p| p.0).collect()))
            }
            (l, _) if l.starts_with("访钱") && ask.make => make("钱多多"),
            (l, _) if l.starts_with("访钱") => Reply::Preview(Preview::Nobody("钱多多".into())),
            (l, _) if l.starts_with("访qdd") => Reply::Preview(Preview::Nobody("qdd".into())),
            ("访", _) => Reply::Preview(Preview::Trouble(LineTrouble::Who)),
            (l, _) if l.starts_with('访') => will(!ask.without.is_empty(), l.contains("反映")),
            _ => Reply::Preview(Preview::Trouble(LineTrouble::What)),
        },
        Request::Find { query, .. } => {
            let rows: Vec<_> = people()
                .into_iter()
                .filter(|(_, keys)| keys.iter().any(|k| k.starts_with(query)))
                .map(|p| p.0)
                .collect();
            Reply::Found { total: rows.len() as u64, more: false, rows }
        }
        Request::Capture { ask, .. } if ask.line.contains("坏") => {
            Reply::Refused(Refusal::Store("磁盘满了".into()))
        }
        Request::Capture { .. } => Reply::Saved(Saved {
            target: at(Kind::Visit, 50),
            version: 3,
            name: "张晓明".into(),
            made: Vec::new(),
            merged: false,
            remarks: Vec::new(),
        }),
        _ => Reply::Done,
    })
}

fn desk(lang: Lang, size: (u16, u16)) -> Desk {
    Desk::with(lang, size, |_| capture::open(""), Box::new(hub))
}

fn captures(d: &Desk) -> Vec<(String, LineAsk, crate::book::Id)> {
    let of = |r: &Request| match r {
        Request::Capture { ask, request } => Some((ask.line.clone(), ask.clone(), *request)),
        _ => None,
    };
    d.asked.iter().filter_map(of).collect()
}

#[test]
fn enter_writes_and_the_line_stays_open() {
    let mut d = desk(Lang::Zh, (80, 24));
    d.keys("访张晓明 电话 停车的事 +3天 回话<Enter>");
    assert_eq!(captures(&d)[0].0, "访张晓明 电话 停车的事 +3天 回话");
    assert_eq!(d.said, ["记下了: 走访 张晓明"]);
    d.keys("访于婷<Enter>");
    assert_eq!(captures(&d).len(), 2);
    // the lines before come back with Up
    d.keys("<Up><Up>");
    assert!(d.drawn().0.join("\n").contains("> 访张晓明 电话"));
    d.keys("<Down>");
    assert!(d.drawn().0.join("\n").contains("> 访于婷"));
    d.keys("<Esc>");
    assert!(matches!(d.popped, Some(Some(Outcome::Written(_)))));
}

#[test]
fn an_ambiguous_name_asks() {
    let mut d = desk(Lang::Zh, (80, 24));
    d.keys("访zxm 电话<Down><Enter>");
    assert!(captures(&d).is_empty());
    d.keys("<Enter>");
    assert_eq!(captures(&d)[0].1.picks, [("zxm".to_string(), at(Kind::Person, 11))]);
    // another line asks again
    d.keys("访zxm<Enter>");
    assert_eq!(captures(&d).len(), 1);
}

#[test]
fn an_unknown_name_offers_a_new_person() {
    let mut d = desk(Lang::Zh, (80, 24));
    d.keys("访钱多多 上门");
    assert!(d.drawn().0.join("\n").contains("新建并走访"));
    d.keys("<Ctrl-N>");
    let all = d.drawn().0.join("\n");
    assert!(all.contains("2 新人员") && d.news.is_empty(), "{all}");
    d.keys("<Enter>");
    assert!(captures(&d)[0].1.make);
    // initials are nobody's name: the form asks for it, and the line then knows who was meant
    let mut d = desk(Lang::Zh, (80, 24));
    d.keys("访qdd<Ctrl-N>");
    assert_eq!(d.news, [(Kind::Person, Vec::new())]);
    d.input(Input::Result(Outcome::Written(at(Kind::Person, 60))));
    let last =
        d.asked.iter().rev().find_map(|r| if let Request::Preview(a) = r { Some(a.clone()) } else { None });
    assert_eq!(last.unwrap().picks, [("qdd".to_string(), at(Kind::Person, 60))]);
}

#[test]
fn del_behind_the_line_drops_one_of_the_records() {
    let mut d = desk(Lang::Zh, (80, 24));
    d.keys("访张晓明 +3天 回话");
    assert!(d.drawn().0.join("\n").contains("2 下次联系"));
    d.keys("<Delete>");
    let all = d.drawn().0.join("\n");
    assert!(all.contains("不记 下次联系 2026-11-26 周四  回话"), "{all}");
    d.keys("<Ctrl-Z>");
    assert!(d.drawn().0.join("\n").contains("2 下次联系"));
    d.keys("<Delete><Enter>");
    assert_eq!(captures(&d)[0].1.without, [1]);
    // within the line it erases
    let mut d = desk(Lang::Zh, (80, 24));
    d.keys("访张晓明<Left><Delete>");
    assert!(d.drawn().0.join("\n").contains("> 访张晓"));
    d.keys("<Delete>");
    assert!(d.said.is_empty() || d.said[0].contains("去不掉"));
}

#[test]
fn tab_completes_what_whom_and_how() {
    let mut d = desk(Lang::Zh, (80, 24));
    d.keys("v<Tab>yt<Tab>w<Tab>");
    let all = d.drawn().0.join("\n");
    assert!(all.contains("> 访 于婷 "), "{all}");
    assert!(all.contains(">1 微信") && all.contains("2 未遇"), "{all}");
    d.keys("<Down><Tab>");
    assert!(d.drawn().0.join("\n").contains("> 访 于婷 未遇"));
    // namesakes: the one chosen is who is meant
    let mut d = desk(Lang::Zh, (80, 24));
    d.keys("访于婷 w<Tab><Esc>");
    assert!(d.popped.is_none(), "Esc leaves only what is offered");
    d.keys("<Ctrl-U>访张<Tab><Enter>");
    assert_eq!(captures(&d)[0].1.picks, [("张晓明".to_string(), at(Kind::Person, 10))]);
    d.keys("访张晓明 谈了 停<Tab>");
    assert!(d.said.last().unwrap().contains("没有可补全的"));
}

#[test]
fn a_stale_preview_is_dropped() {
    let mut d = desk(Lang::Zh, (80, 24));
    d.hold = true;
    d.keys("访");
    d.keys("张晓明");
    d.release();
    assert!(d.drawn().0.join("\n").contains("这一次会记下"));
    let previews = d.asked.iter().filter(|r| matches!(r, Request::Preview { .. })).count();
    assert_eq!(previews, 2);
}

#[test]
fn a_failure_keeps_the_line_and_the_request() {
    let mut d = desk(Lang::Zh, (80, 24));
    d.keys("访坏<Enter><Enter>");
    let all = captures(&d);
    assert_eq!(all[0].2, all[1].2);
    assert!(d.drawn().0.join("\n").contains("> 访坏"));
    assert!(d.said[0].contains("磁盘满了"));
}

#[test]
fn an_unwritten_line_stays_as_a_draft() {
    let mut d = desk(Lang::Zh, (80, 24));
    d.keys("访张晓明 停车的事<Esc>");
    let kept =
        d.asked.iter().rev().find_map(|r| if let Request::KeepDraft(x) = r { Some(x.clone()) } else { None });
    let kept = kept.unwrap();
    assert!(d.said[0].contains("草稿"));
    // It is taken up as the line that it was, and is no draft any more once it is written.
    assert!(capture::is_line(&kept));
    let mut d = Desk::with(Lang::Zh, (80, 24), |_| capture::resume(&kept).unwrap(), Box::new(hub));
    assert!(d.drawn().0.join("\n").contains("> 访张晓明 停车的事"));
    d.keys(" 又问了一遍<Esc>");
    assert!(d.asked.iter().any(|r| matches!(r, Request::KeepDraft(x) if x.id == kept.id)));
    let mut d = Desk::with(Lang::Zh, (80, 24), |_| capture::resume(&kept).unwrap(), Box::new(hub));
    d.keys("<Enter>");
    assert!(d.asked.iter().any(|r| matches!(r, Request::DropDraft(id) if *id == kept.id)));
    let mut d = desk(Lang::Zh, (80, 24));
    d.keys("<Esc>");
    assert_eq!(d.drafts(), 0);
}

#[test]
fn pictures() {
    for (lang, word) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for size in crate::tui::proof::SIZES {
            for (name, keys) in [
                ("empty", ""),
                ("what", "张晓明"),
                ("which", "访zxm 电话<Down>"),
                ("nobody", "访钱多多"),
                ("offers", "访于婷 w<Tab>"),
                ("made", "访钱多多 上门<Ctrl-N>"),
                ("dropped", "访张晓明 +3天 回话<Delete>"),
                ("will", "访张晓明 电话 停车的事还在等城管回话，他问了两遍，要的是一个准信 +3天 回话"),
                ("begun", "访张晓明 电话 路面补好了 反映 停车难 +3天 回话"),
                ("wrote", "访张晓明 电话<Enter>"),
            ] {
                let mut d = desk(lang, size);
                d.keys(keys);
                assert_eq!(crate::tui::proof::broken(&d.buffer().0), "", "{name} {word} {size:?}");
                insta::assert_snapshot!(format!("capture-{name}-{word}-{}", size.0), d.picture());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn never_panics(text in "\\PC{0,30}", keys in proptest::collection::vec(0usize..8, 0..12), w in 0u16..130, h in 0u16..45) {
        let mut d = desk(Lang::Zh, (w, h));
        d.input(Input::Paste(text));
        for k in keys {
            d.keys(["<Up>", "<Down>", "<Enter>", "<Ctrl-N>", "<Left>", "<Backspace>", "访zxm", "<Ctrl-U>"][k]);
        }
        d.drawn();
    }
}
