//! The briefing of a meeting: its draft stays on the screen until another is there, and why there is none is said.
use super::*;
use crate::book::{Kind, Value, meeting};
use crate::hub::wire::Refusal;
use std::io::Read;

/// What the hub says of a meeting with a briefing that was kept, in an area.
fn kept(request: &Request) -> Option<Reply> {
    let Request::Get(target) = request else { return None };
    let Reply::Shown(mut shown) = fake::answer(request, false) else { return None };
    let place = fake::id(Kind::Area, 1);
    shown.record.fields.set(meeting::BRIEFING, Value::text("去年的通报\n一、基本情况"));
    shown.record.fields.set(meeting::AREA, Value::Ref(place));
    shown.names.push((place, "恒达社区".into()));
    (target.kind == Kind::Meeting).then_some(Reply::Shown(shown))
}

fn reports(d: &Desk) -> usize {
    d.asked.iter().filter(|r| matches!(r, Request::Report(_))).count()
}

fn changed(target: crate::book::Ref) -> News {
    News::Changed { pos: 9, items: vec![(target, "某".into())], by: "孙丽".into(), own: false }
}

#[test]
fn a_draft_is_made_once_and_stays_while_the_meeting_is_fetched() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.press("7=");
    assert!(d.shows("情况通报") && d.shows("还没存") && reports(&d) == 1, "{}", d.text());
    let gets = |d: &Desk| d.asked.iter().filter(|r| matches!(r, Request::Get(_))).count();
    let before = gets(&d);
    d.news(changed(fake::someone(3)));
    assert_eq!(gets(&d), before, "somebody else's card is not about it");
    d.hold();
    d.news(changed(fake::id(Kind::Meeting, 0)));
    assert!(gets(&d) > before && d.shows("情况通报"), "{}", d.text());
    d.serve(|_| None);
    assert!(d.shows("情况通报") && reports(&d) == 1, "{}", d.text());
    // drafted anew the old one stays until the new one is there
    d.press("n");
    assert!(d.shows("情况通报") && reports(&d) == 2, "{}", d.text());
    d.serve(|_| None);
}

#[test]
fn that_no_draft_can_be_made_is_said() {
    for which in 0..2 {
        let mut d = Desk::new(Lang::Zh, (80, 24));
        d.hold();
        d.press("7=");
        let report = |r: &Request| matches!(r, Request::Report(_));
        let matters = |r: &Request| matches!(r, Request::List { kind: Kind::Matter, .. });
        let refuse = |r: &Request| if which == 0 { report(r) } else { matters(r) };
        d.serve(|r| refuse(r).then(|| Reply::Refused(Refusal::Said("索引还没好".into()))));
        assert!(d.lines()[3].contains("索引还没好") && !d.shows("正在取"), "{}", d.text());
        // and once more it may go
        d.press("n");
        d.serve(|_| None);
        assert!(d.shows("情况通报"), "{}", d.text());
    }
}

#[test]
fn what_is_drafted_anew_is_not_put_away_by_what_colleagues_do() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.hold();
    d.press("7=");
    d.serve(kept);
    assert!(d.shows("去年的通报") && reports(&d) == 0, "{}", d.text());
    d.press("n");
    assert!(d.shows("去年的通报"), "until the draft is there");
    d.serve(kept);
    assert!(!d.shows("去年的通报") && d.shows("情况通报") && d.shows("还没存"), "{}", d.text());
    for news in [changed(fake::someone(3)), changed(fake::id(Kind::Meeting, 0))] {
        d.news(news);
        d.serve(kept);
        assert!(!d.shows("去年的通报") && d.shows("还没存"), "{}", d.text());
    }
}

#[test]
fn who_signs_what_was_kept_is_known_without_a_draft() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.hold();
    d.press("7=");
    d.serve(kept);
    d.press("a");
    let file =
        d.done.iter().find_map(|e| if let AppEffect::File { bytes, .. } = e { Some(bytes) } else { None });
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file.unwrap())).unwrap();
    let mut body = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut body).unwrap();
    assert!(body.contains("恒达社区") && body.contains("2026-11-23"), "{body}");
}
