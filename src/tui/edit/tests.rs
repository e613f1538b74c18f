//! Editing, as tables of keys.
use super::*;
use crate::tui::keymap::press;
use proptest::prelude::*;

/// Presses keys on a text whose cursor is written `|`, and writes it the same way.
fn after(text: &str, keys: &str) -> String {
    let mut e = start(text, false);
    for k in press(keys) {
        e.key(k, 80);
    }
    shown(&e)
}

fn start(text: &str, note: bool) -> Edit {
    let mut e = Edit::with(&text.replace('|', ""), note);
    e.cursor = text.find('|').unwrap_or(e.text.len());
    e
}

fn shown(e: &Edit) -> String {
    let (a, b) = e.text.split_at(e.cursor);
    format!("{a}|{b}")
}

#[test]
fn keys_in_a_line() {
    for (text, keys, end) in [
        ("|", "张三", "张三|"),
        ("张|三", "<Backspace>", "|三"),
        ("张|三", "<Delete>", "张|"),
        ("|张三", "<Backspace>", "|张三"),
        ("张三|", "<Delete>", "张三|"),
        ("张三|", "<Left>x", "张x|三"),
        ("张三|", "<Home>x<End>y", "x张三y|"),
        ("|👨\u{200d}👩\u{200d}👧x", "<Right>", "👨\u{200d}👩\u{200d}👧|x"),
        ("e\u{301}|", "<Backspace>", "|"),
        ("e|x", "\u{301}", "e\u{301}|x"),
        ("访张晓明 电话|", "<Ctrl-w>", "访张晓明 |"),
        ("ab cd  |", "<Ctrl-w>", "ab |"),
        ("ab|", "<Up><Down><F5>", "ab|"),
    ] {
        assert_eq!(after(text, keys), end, "{text} {keys}");
    }
    let mut e = Edit::line("旧");
    e.insert("第一行\r\n第二行\t\u{1b}[2J");
    assert_eq!(e.text(), "旧第一行 第二行 [2J");
    assert!(e.clear() && !e.clear());
}

#[test]
fn steps_are_undone_and_done_again() {
    let mut e = Edit::line("");
    "张三".chars().for_each(|c| e.insert_char(c));
    e.insert("李四");
    e.backspace();
    e.backspace();
    assert_eq!(e.text(), "张三");
    assert!(e.undo());
    assert_eq!(shown(&e), "张三李四|");
    assert!(e.undo());
    assert_eq!(shown(&e), "张三|");
    assert!(e.undo() && !e.undo());
    assert_eq!(shown(&e), "|");
    assert!(e.redo() && e.redo() && e.redo() && !e.redo());
    assert_eq!(shown(&e), "张三|");
    e.undo();
    e.insert_char('x');
    assert!(!e.redo());
    assert_eq!(shown(&e), "张三李四x|");
    for i in 0..500 {
        e.insert(&i.to_string());
    }
    assert!((0..STEPS).all(|_| e.undo()) && !e.undo());
}

#[test]
fn notes_wrap_by_cells() {
    let lines = |text: &str, width| {
        let e = Edit::note(text);
        e.wrap(width).iter().map(|l| text[l.start..l.end].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(lines("", 10), [""]);
    assert_eq!(lines("张晓明\n\n李", 10), ["张晓明", "", "李"]);
    assert_eq!(lines("厂门口路面", 5), ["厂门", "口路", "面"]);
    assert_eq!(lines("abcd张", 5), ["abcd", "张"]);
    assert_eq!(lines("停车 13812345678", 12), ["停车 ", "13812345678"]);
    assert_eq!(lines("谈了停车难，张总", 10), ["谈了停车", "难，张总"]);
    assert_eq!(lines("张。。。", 2), ["张", "。", "。", "。"]);
    assert_eq!(lines("13812345678", 4), ["1381", "2345", "678"]);
}

#[test]
fn the_cursor_moves_by_shown_lines() {
    for (text, keys, width, end, at) in [
        ("厂门|口路面", "<Down>", 4, "厂门口路|面", (2, 0)),
        ("厂门口|路面", "<Up>", 4, "厂|门口路面", (0, 2)),
        ("张晓明\n|李\n冯艳玲", "<End><Down>", 10, "张晓明\n李\n冯|艳玲", (2, 2)),
        ("张晓|明\n李\n冯艳玲", "<Down><Down>", 10, "张晓明\n李\n冯艳|玲", (2, 4)),
        ("张晓明\n李\n冯|艳玲", "<Home>x", 10, "张晓明\n李\nx|冯艳玲", (2, 1)),
        ("|张", "<Up>", 10, "|张", (0, 0)),
        ("厂|门口路面", "<End>", 4, "厂|门口路面", (0, 2)),
        ("厂门口路面|", "<Home>", 4, "厂门口路|面", (2, 0)),
    ] {
        let mut e = start(text, true);
        for k in press(keys) {
            e.key(k, width);
        }
        assert_eq!((shown(&e).as_str(), e.position(width)), (end, at), "{text:?} {keys}");
    }
}

#[test]
fn a_long_line_scrolls_with_the_cursor() {
    let mut e = Edit::line("禹州市恒达建材有限公司");
    assert_eq!(e.view(10), (" 有限公司".to_owned(), 9));
    e.home(0);
    assert_eq!(e.view(10), ("禹州市恒达".to_owned(), 0));
    (0..5).for_each(|_| assert!(e.right()));
    assert_eq!(e.view(10), (" 州市恒达".to_owned(), 9));
    e.left();
    assert_eq!(e.view(10), (" 州市恒达".to_owned(), 7));
    e.end(0);
    e.view(10);
    (0..9).for_each(|_| assert!(e.backspace()));
    assert_eq!(e.view(10), ("禹州".to_owned(), 4));
    assert_eq!(e.view(0), (String::new(), 0));
}

proptest! {
    #[test]
    fn any_editing_keeps_its_promises(
        keys in proptest::collection::vec(0usize..14, 0..60), width in 0usize..12, note: bool,
    ) {
        let mut e = Edit::with("张e\u{301}👨\u{200d}👩 x", note);
        for k in keys {
            let w = width;
            match k {
                0 => e.insert("\u{301}"), 1 => e.insert_char('张'), 2 => e.insert("a b\n"), 3 => e.insert("\u{200d}👩"),
                4 => { e.backspace(); } 5 => { e.delete(); } 6 => { e.left(); } 7 => { e.right(); }
                8 => { e.up(w); } 9 => { e.down(w); } 10 => { e.home(w); } 11 => { e.end(w); }
                12 => { e.undo(); } _ => { e.redo(); }
            }
            prop_assert!(e.text.is_char_boundary(e.cursor));
            let unseen = e.shown(width);
            let (shown, col) = e.view(width);
            prop_assert_eq!(unseen, (shown.clone(), col));
            prop_assert!(crate::tui::glyph::width(&shown) <= width && col <= width);
            let lines = e.wrap(width);
            prop_assert!(lines.iter().all(|l| crate::tui::glyph::width(&e.text[l.start..l.end]) <= width.max(2)));
            prop_assert!(e.position(width).0 < lines.len());
        }
    }
}
