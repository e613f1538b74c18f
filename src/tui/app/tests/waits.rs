//! What stands on a screen while an answer is on its way, and answers that come too late.
use super::*;

fn numbers(d: &Desk) -> Vec<u64> {
    let no = |e: &AppEffect| if let AppEffect::Import { no, .. } = e { Some(*no) } else { None };
    d.done.iter().filter_map(no).collect()
}

#[test]
fn figures_of_one_period_never_stand_under_the_name_of_another() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.press("9");
    assert!(d.shows("2026 年下半年") && d.shows("在册人员"), "{}", d.text());
    d.hold();
    d.press("<Left>");
    assert!(d.shows("2026 年上半年") && !d.shows("在册人员") && d.shows("正在取"), "{}", d.text());
    // one may go on turning; a file of it waits until it is there
    d.press("<Left>a");
    assert!(d.shows("2025 年下半年") && !d.shows("Word 文档"), "{}", d.text());
    d.release();
    assert!(d.shows("Word 文档"), "{}", d.text());
    d.press("<Esc>");
    assert!(d.shows("在册人员"), "{}", d.text());
}

#[test]
fn the_plan_of_a_ledger_that_was_given_up_is_not_shown_for_another() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    let plan = |no, what: &str| {
        Message::Import(ImportNews::Ledger(no, LedgerNews::Plan(Ok(vec![format!("{what} 3 行")]))))
    };
    d.press("07/home/wl/a.xlsx<Enter><Esc>");
    let first = numbers(&d)[0];
    // it was given up: its plan does not come up by itself
    d.send(plan(first, "a.xlsx"));
    assert!(!d.shows("a.xlsx 3 行"), "{}", d.text());
    d.press("<Ctrl-U>/home/wl/b.xlsx<Enter>");
    d.send(plan(first, "a.xlsx"));
    assert!(!d.shows("a.xlsx 3 行"), "{}", d.text());
    let second = numbers(&d)[1];
    d.send(plan(second, "b.xlsx"));
    assert!(d.shows("b.xlsx 3 行"), "{}", d.text());
    // and what another screen's ledger became is no news of this one
    d.send(Message::Import(ImportNews::Ledger(first, LedgerNews::Done(Err("断了".into())))));
    assert!(d.shows("b.xlsx 3 行"), "{}", d.text());
}
