//! How every screen looks.
use super::*;

#[test]
fn dump() {
    for (w, h) in [(80, 24), (40, 12)] {
        for lang in [Lang::Zh, Lang::En] {
            for keys in ["", "2", "2<Enter>", "/zxm", "2f张", "3", "4", "8<Right>", "0", "?", ":dr"] {
                let mut d = Desk::new(lang, (w, h));
                d.press(keys);
                println!("== {keys} {w}x{h}\n{}\n", d.text());
            }
        }
    }
}
