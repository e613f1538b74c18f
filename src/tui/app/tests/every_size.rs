//! No size breaks anything: nothing panics, nothing is drawn outside, the cursor is on the screen.
use super::*;
use proptest::prelude::*;

/// Ways to every screen.
const WAYS: &[&str] = &[
    "",
    "2",
    "2<Enter>",
    "3",
    "4",
    "8<Right><Right>",
    "0",
    "?",
    ":",
    "/zxm",
    "2f张",
    "2g",
    "2g=<Right><Down>",
    "2h",
    "2p",
    "2v",
    "2<Tab>",
    "/zxm<Tab>",
    "0<Enter>",
    "2<Right><PgDn>",
    "2<Enter><End>",
    "8<Right><Down><Right><End><Left>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_breaks(w in 1u16..200, h in 1u16..60, later in (1u16..200, 1u16..60), way in 0..WAYS.len(), zh: bool, empty: bool) {
        let lang = if zh { Lang::Zh } else { Lang::En };
        let mut desk = Desk::with(lang, (w, h), empty, Prefs { ascii: Some(true), ..Prefs::default() });
        if empty {
            desk.press("<Esc>");
        }
        desk.press(WAYS[way]);
        for size in [(w, h), later] {
            desk.send(Message::Input(Event::Resize(size.0, size.1)));
            let (buf, cursor) = desk.buffer();
            if let Some(at) = cursor {
                prop_assert!(buf.area.contains(at.into()));
            }
            for line in glyph::lines(&buf) {
                prop_assert!(glyph::width(&line) <= usize::from(size.0));
            }
            desk.press("<Down><PgDn><PgUp><Up><End><Home>");
        }
    }

    #[test]
    fn the_first_start_at_any_size(w in 1u16..200, h in 1u16..60, keys in "[12<>]{0,3}") {
        let mut desk = Desk::with(Lang::Zh, (w, h), true, Prefs::default());
        desk.press(&keys.replace('<', "<lt>").replace('>', "<Enter>"));
        desk.buffer();
    }
}
