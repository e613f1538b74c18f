//! Reads screens as somebody who knows only one language would: for the snapshots of all sizes.

use super::glyph;
use crate::book::names::is_han;
use ratatui::buffer::Buffer;
use std::fmt::Write;

/// What is Chinese on an English screen though it is meant: the product's own name, the other language's name, and what
/// shows whether Chinese is aligned.
const MEANT: &str =
    "邻里 换成中文 一二三四五六七八九十 横线和汉字对得齐 在下面 访张晓明 停车 恒达建材 新媒体";

/// The sizes every screen is looked at: large print, the usual one, list and card side by side, three panes.
pub(crate) const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 40), (200, 50)];

/// Chinese on a screen that neither the book's data nor the keys pressed explain.
pub(crate) fn untranslated(lines: &[String], data: &str) -> Vec<String> {
    let runs = lines.iter().flat_map(|l| l.split(|c| !is_han(c))).filter(|r| !r.is_empty());
    let known = |r: &&str| data.contains(r) || MEANT.contains(r);
    runs.filter(|r| !known(r)).map(str::to_owned).collect()
}

/// Glyphs of which something was drawn over the second half, or that stick out on the right.
pub(crate) fn broken(buf: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buf.area.height {
        for x in 0..buf.area.width {
            let symbol = buf[(x, y)].symbol();
            let next = buf.cell((x + 1, y)).map(|c| c.symbol());
            if glyph::width(symbol) == 2 && !matches!(next, Some(" " | "")) {
                let _ = writeln!(out, "{symbol} at {x},{y} before {next:?}");
            }
        }
    }
    out
}

#[test]
fn it_sees_what_it_looks_for() {
    let lines = ["People 张晓明 未了".to_owned(), "linli 邻里".to_owned()];
    assert_eq!(untranslated(&lines, "\"张晓明\""), ["未了"]);
    let mut buf = Buffer::empty(ratatui::layout::Rect::new(0, 0, 6, 1));
    glyph::put(&mut buf, 0, 0, 6, "张晓明", ratatui::style::Style::new());
    assert_eq!(broken(&buf), "");
    glyph::put(&mut buf, 3, 0, 1, "x", ratatui::style::Style::new());
    assert_eq!(broken(&buf), "晓 at 2,0 before Some(\"x\")\n");
}
