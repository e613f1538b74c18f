//! How every screen looks, by size and language: read them as somebody who has never seen the program.

use super::*;
use crate::hub::wire::News;
use crate::tui::message::LedgerNews;
use crate::tui::proof;
use ratatui::style::Modifier;

/// Every screen and the keys that lead to it.
pub(super) const SCREENS: &[(&str, &str)] = &[
    ("today", ""),
    ("today, on", "<End>"),
    ("today, the figures", "="),
    ("calendar", "d"),
    ("calendar, a day", "d<Enter>"),
    ("people", "2<Down>"),
    ("people, filtered", "2f张"),
    ("people, marked", "2<Space><Space>"),
    ("people, what to filter by", "2f"),
    ("people, how many of each", "2f4<Space>"),
    ("people, filtered by a field", "2f42"),
    ("people, orders", "2o"),
    ("people, columns", "2c"),
    ("people, a list to keep", "2w我的"),
    ("people, changed together", "2*x"),
    ("people, a look before", "2*x72"),
    ("people of a liaison", "2l"),
    ("people of a liaison, marked", "2l<Space>"),
    ("people handed over, to whom", "2l>"),
    ("people handed over, a look", "2l>王<Down><Down><Enter>退休<Ctrl-S><Down><Space>"),
    ("people handed over, in which way", "2l>王<Down><Down><Enter>退休<Ctrl-S><Enter>"),
    ("handover to answer", "<Home><Down><Enter>"),
    ("handover, what can be done", "<Home><Down><Enter><Tab>"),
    ("handover, why not", "<Home><Down><Enter><Tab>2没空"),
    ("organisation network", "8=<Down>"),
    ("organisation network, a gap", "8=<Home><Down><Down><Down><Down><Down><Down><Down><Right><Down>"),
    ("card, what to copy", "2<Enter>y"),
    ("organisations", "3"),
    ("visits", "4"),
    ("matters", "5"),
    ("matters, the board", "5="),
    ("meetings", "7"),
    ("sign in", "7a"),
    ("sign in, somebody", "7az"),
    ("decisions", "7t"),
    ("tasks", "01"),
    ("studies", ":studies<Enter>"),
    ("card of a study", ":studies<Enter><Enter>"),
    ("study, what came of it", ":studies<Enter><Enter>="),
    ("filling a form in", ":studies<Enter>a"),
    ("filling a form in, a choice", ":studies<Enter>a<Tab><Tab>"),
    ("filling a form in, several", ":studies<Enter>a<Tab><Tab>23<Tab>10<Tab>34"),
    ("filling a form in, one more", ":studies<Enter>a<Tab><Tab>23<Tab>10<Tab>4<Tab>6<Tab>"),
    ("filling a form in, the end", ":studies<Enter>a<Tab><Tab>23<Tab>10<Tab>1<Tab><Tab><Tab>"),
    ("taking a form in", ":question-form<Enter>"),
    ("card of a person", "2<Enter>"),
    ("card of a person, on", "2<Enter><PgDn>"),
    ("card of an organisation", "3<Enter>"),
    ("card of a visit", "4<Enter>"),
    ("staff", "02"),
    ("leaving", "02<Down>a"),
    ("card of an area", "8<Enter>"),
    ("history", "2h"),
    ("circle", "2g<Down>"),
    ("circle, drawn", "2g=<Right>"),
    ("network", "8<Right><Right>"),
    ("finder, nothing typed", "2/"),
    ("finder", "2/zxm"),
    ("finder, nothing found", "2/qqq"),
    ("finder's actions", "2/zxm<Tab>"),
    ("actions", "2<Tab>"),
    ("remove, still used", "2<Delete>"),
    ("remove", "2<Down><Delete>"),
    ("people of an area", "8<End><Enter>"),
    ("more", "0"),
    ("duplicates", "08"),
    ("duplicates, two compared", "08<Enter><Down>"),
    ("palette", ":"),
    ("palette, typed", ":dr"),
    ("help", "2?"),
    ("report", "9"),
    ("report, on", "9<PgDn><PgDn>"),
    ("report, a month", "9==="),
    ("report, as a file", "9a"),
];

/// The lines, bars made visible.
fn picture(desk: &Desk) -> String {
    let (mut buf, _) = desk.buffer();
    let bar = |c: &ratatui::buffer::Cell| {
        c.modifier.contains(Modifier::REVERSED | Modifier::BOLD) && c.symbol() == " "
    };
    for cell in &mut buf.content {
        if bar(cell) {
            cell.set_symbol("#");
        }
    }
    glyph::lines(&buf).join("\n")
}

/// Hints that only say again which key it is.
fn doubled(desk: &Desk) -> String {
    let hints = desk.lines().pop().unwrap_or_default();
    let said = |key: &str, words: &[&str]| words.iter().any(|w| hints.contains(&format!("{key} {w}  ")));
    let doubled = [
        ("Up", ["上", "up"]),
        ("Down", ["下", "down"]),
        ("Left", ["左", "left"]),
        ("Right", ["右", "right"]),
    ];
    doubled.iter().filter(|(key, words)| said(key, words)).map(|(key, _)| *key).collect()
}

fn all(lang: Lang, size: (u16, u16)) -> String {
    let (mut out, mut faults) = (String::new(), Vec::new());
    let mut add = |name: &str, desk: &Desk| {
        let wrong = desk.faults() + &doubled(desk);
        if !wrong.is_empty() {
            faults.push(format!("{name} {lang:?} {size:?}: {wrong}"));
        }
        out.push_str(&format!("=== {name}\n{}\n\n", picture(desk)));
    };
    for (name, keys) in SCREENS {
        let mut desk = Desk::new(lang, size);
        desk.press(keys);
        add(name, &desk);
    }
    let mut desk = Desk::new(lang, size);
    desk.press("2p");
    let (target, name) = (fake::someone(13), "王明".to_owned());
    let top = desk.app.stack.last().unwrap().serial;
    desk.app.pop(top, Some(crate::tui::screen::Outcome::Picked(target, name)));
    let asked = std::mem::take(&mut desk.app.out);
    desk.perform(asked);
    add("path", &desk);
    let mut desk = Desk::new(lang, size);
    desk.press("2");
    let items = vec![(fake::someone(9), "姚强".to_owned())];
    desk.news(News::Changed { pos: 1, items, by: "孙丽".into(), own: false });
    add("a colleague's change", &desk);
    desk.send(Message::LinkLost);
    add("no connection", &desk);
    let mut desk = Desk::with(lang, size, true, Prefs::default());
    add("first start: lines", &desk);
    desk.press("1");
    add("first start: beginnings", &desk);
    desk.press("1颍川街道");
    add("first start: the place", &desk);
    desk.press("<Esc>2");
    add("import: the file", &desk);
    desk.press("~/t<Enter>");
    let plan = [
        "张三.xlsx: 人员 1 张表 420 行",
        "姓名 -> 姓名",
        "联系电话 -> 电话",
        "政治面貌: 不导入，册里不记这个",
    ];
    desk.ledger(LedgerNews::Plan(Ok(plan.iter().map(|s| (*s).to_owned()).collect())));
    add("import: the plan", &desk);
    desk.press("<Enter>");
    desk.ledger(LedgerNews::Progress(120, 420));
    add("import: writing", &desk);
    desk.ledger(LedgerNews::Done(Ok(vec!["+418".into(), "7: ?".into()])));
    add("import: done", &desk);
    desk.press("<Enter><Esc>");
    add("today, empty", &desk);
    desk.press("2");
    add("people, empty", &desk);
    desk.press("8");
    add("network, empty", &desk);
    assert!(faults.is_empty(), "{faults:#?}");
    out
}

#[test]
fn every_screen_at_every_size() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../../tests/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (tag, lang) in [("zh", Lang::Zh), ("en", Lang::En)] {
            for (w, h) in proof::SIZES {
                insta::assert_snapshot!(format!("screens_{tag}_{w}x{h}"), all(lang, (w, h)));
            }
        }
    });
}

/// A window may be dragged to any size, on the way to a sensible one.
#[test]
fn no_screen_breaks_in_a_window_of_any_size() {
    for (_, keys) in SCREENS {
        let mut desk = Desk::new(Lang::Zh, (80, 24));
        desk.press(keys);
        for w in 0..=46 {
            for h in [0, 1, 2, 5, 9] {
                desk.send(Message::Input(crate::tui::input::Event::Resize(w, h)));
                desk.buffer();
            }
        }
    }
}
