//! 投屏: F8 from anywhere, the sign in the head, forms put away, what cannot be done meanwhile.

use super::Desk;
use crate::hub::wire::{Keep, PersonAsk, Request};
use crate::text::Lang;

fn told(d: &Desk) -> Vec<bool> {
    let keeps = d.asked.iter().filter_map(|r| match r {
        Request::Keep(Keep::Showing(on)) => Some(*on),
        _ => None,
    });
    keeps.collect()
}

#[test]
fn it_is_said_to_the_hub_and_in_the_head_and_all_is_asked_anew() {
    for (lang, sign) in [(Lang::Zh, "投屏中"), (Lang::En, "SHOWING")] {
        for size in [(80, 24), (120, 40), (40, 12)] {
            let mut d = Desk::new(lang, size);
            d.press("2");
            let lists = |d: &Desk| d.asked.iter().filter(|r| matches!(r, Request::List { .. })).count();
            let before = lists(&d);
            d.press("<F8>");
            assert_eq!(told(&d), [true]);
            assert!(d.lines()[0].contains(sign), "{}", d.text());
            assert!(lists(&d) > before);
            // where it was told to the hub, all that was asked came behind it
            let at = d.asked.iter().position(|r| matches!(r, Request::Keep(_))).unwrap();
            assert!(d.asked.iter().skip(at).any(|r| matches!(r, Request::List { .. })));
            d.press("<F8>");
            assert_eq!(told(&d), [true, false]);
            assert!(!d.lines()[0].contains(sign));
        }
    }
}

#[test]
fn rows_stand_apart_where_there_is_room() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.press("2<F8><Down><Down>");
    let rows: Vec<usize> =
        d.lines().iter().enumerate().filter(|(_, l)| l.contains("****")).map(|(y, _)| y).collect();
    assert!(rows.len() >= 8 && rows.windows(2).all(|w| w[1] == w[0] + 2), "{}", d.text());
    let mut small = Desk::new(Lang::Zh, (40, 12));
    small.press("2");
    let before = small.lines().iter().filter(|l| l.contains("天前")).count();
    small.press("<F8>");
    assert_eq!(small.lines().iter().filter(|l| l.contains("天前")).count(), before);
}

#[test]
fn a_form_is_put_away_and_none_is_opened_on_what_is_covered() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.press("2<Enter>e");
    assert!(d.shows("电话") && d.lines()[1].contains("改"), "{}", d.text());
    d.press("x<F8>");
    assert!(d.asked.iter().any(|r| matches!(r, Request::KeepDraft(_))));
    assert!(d.shows("草稿留着") && !d.lines()[1].contains("改人员"), "{}", d.text());
    d.press("e");
    assert!(d.shows("F8") && d.shows("改不了"), "{}", d.text());
    // a visit can be noted down all the same
    d.press("v");
    assert!(d.shows("谈了什么"), "{}", d.text());
    d.press("<F8>");
    assert_eq!(told(&d), [true, false]);
    assert!(d.shows("谈了什么"), "it is open still");
}

#[test]
fn without_the_hub_nothing_is_promised() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.send(crate::tui::message::Message::LinkLost);
    d.press("<F8>");
    assert!(told(&d).is_empty() && d.shows("没有盖住") && !d.lines()[0].contains("投屏中"));
}

#[test]
fn somebody_is_shown_their_own_record_once_it_is_said_that_they_are_there() {
    let seen = |d: &Desk| {
        let faces = d.asked.iter().filter(|r| matches!(r, Request::Person(PersonAsk::Face { .. })));
        faces.count()
    };
    for (lang, title) in [(Lang::Zh, "给本人看"), (Lang::En, "For their own eyes")] {
        for size in [(80, 24), (120, 40), (40, 12)] {
            let mut d = Desk::new(lang, size);
            d.press("2<Enter>b");
            assert!(d.lines()[1].contains(title) && seen(&d) == 0, "{}", d.text());
            d.press("<Esc>");
            assert!(!d.lines()[1].contains(title), "{}", d.text());
            d.press("b<Enter>");
            assert_eq!(seen(&d), 1);
            // somebody else changes something meanwhile: that is no second look
            d.news(crate::hub::wire::News::Resync);
            assert_eq!(seen(&d), 1);
            d.press("<Esc>");
            assert!(!d.lines()[1].contains(title), "{}", d.text());
        }
    }
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.press("2<Enter>b<Enter><F8>");
    assert!(!d.shows("给本人看"), "a projector is no one person's eyes: {}", d.text());
    d.press("b");
    assert!(seen(&d) == 1 && d.shows("先按 F8"), "{}", d.text());
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.press("3<Enter>b");
    assert!(seen(&d) == 0 && d.shows("只有人员的卡"), "{}", d.text());
}
