//! Keys typed ahead of a slow link: whatever is typed before the answers come does what it would have done after them.
use super::*;
use crate::hub::wire::Refusal;

/// The same keys at a hub that answers at once, and at one that answers when all is typed.
fn late(size: (u16, u16), before: &str, keys: &str) -> Desk {
    let mut quick = Desk::new(Lang::Zh, size);
    quick.press(before).press(keys);
    let mut slow = Desk::new(Lang::Zh, size);
    slow.press(before);
    slow.hold();
    slow.press(keys);
    slow.release();
    // what comes late may lie before the line of news, not on the screen itself
    let body = |d: &Desk| d.lines().iter().rev().skip(2).cloned().collect::<Vec<_>>();
    assert_eq!(body(&slow), body(&quick), "{keys}\n{}\n{}", slow.text(), quick.text());
    slow
}

#[test]
fn keys_typed_ahead_do_what_they_are_meant_for() {
    for (before, keys) in [
        ("", "2v"),
        ("", "2s"),
        ("", "7="),
        ("", "7t"),
        ("", "7a"),
        ("", "2m"),
        ("", "2<Down>t"),
        ("", "2<Down><Down>v"),
        ("", "2<Down>e"),
        ("", "2<Tab>1"),
        ("", "2g<Down>v"),
        ("", "2b"),
        ("", "2<Down><Enter>v"),
        ("", "2<Enter><Down><Enter>"),
        ("", "2<Space><Down><Space>"),
        ("", "2*x7"),
        ("", "2f44"),
        ("", "2o3"),
        ("", "3<Down>v"),
        ("", "4<Down><Enter>"),
        ("", "8<Right><Down><Right><Down>v"),
        ("", "8n"),
        ("", "/zxm<Down><Enter>"),
        ("", "/zxm<Tab>1"),
        ("", ":ren<Enter>v"),
        ("", "d<Enter><Down><Enter>"),
        ("d", "<Enter>v"),
        ("2", "f张<Enter>v"),
        ("2", "f42v"),
        ("2", "l<Down>v"),
        ("2", "e<Tab>abc"),
    ] {
        for size in [(80, 24), (120, 40), (40, 12)] {
            late(size, before, keys);
        }
    }
    let mut slow = Desk::new(Lang::Zh, (80, 24));
    slow.hold();
    slow.press("2v");
    assert!(slow.shows("先记着") && !slow.shows("记走访"), "{}", slow.text());
    slow.release();
    assert!(slow.lines()[1].contains("记走访") && slow.shows("张晓明"), "{}", slow.text());
}

#[test]
fn esc_gives_up_what_waits_and_nothing_else_is_lost() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.hold();
    d.press("2vabc<Esc>");
    assert!(d.shows("不要了"), "{}", d.text());
    d.release();
    assert!(d.shows("人员   按姓名") && !d.shows("记走访"), "{}", d.text());
    // What needs no row goes on at once.
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.hold();
    d.press("2/张");
    assert!(d.shows(" 查找  张"), "{}", d.text());
    // A list that does not come holds nothing back for ever.
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.hold();
    d.press("2v");
    let (ticket, _) = d.held.take().unwrap().pop().unwrap();
    d.reply(ticket, Reply::Refused(Refusal::NotAllowed));
    assert!(d.app.ahead_is_done(), "{}", d.text());
}
