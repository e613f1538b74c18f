//! Plain mode, for screen readers: a frame as it was drawn, made into lines that are read from left to right. No rules
//! and boxes, no columns (what stands apart is parted by a comma), no charts; the real cursor on the item in hand.

use super::draw::cells;
use super::glyph;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Screens are drawn no wider than this, so that list and card never stand side by side.
const WIDTH: u16 = 99;
/// A form no wider than this, so that what belongs beside a field stands below it.
const FORM_WIDTH: u16 = 59;
/// Between what stands apart.
const APART: &str = ", ";
/// A run of so many `-` or `#` and more is a line or a bar.
const RUN: usize = 2;

/// How large a screen is drawn in a terminal of this size.
pub fn size((width, height): (u16, u16), form: bool) -> (u16, u16) {
    (width.min(if form { FORM_WIDTH } else { WIDTH }), height)
}

/// One line: pieces of one style, and for each cell it was drawn in the cell it stands in now.
struct Line {
    pieces: Vec<(String, Style)>,
    places: Vec<u16>,
}

/// Makes a frame plain, into another; answers where the cursor stands: where text goes in, else on the item in hand.
pub fn plain(from: &Buffer, to: &mut Buffer, typing: Option<(u16, u16)>) -> Option<(u16, u16)> {
    let hand = typing.is_none().then(|| in_hand(from)).flatten();
    let mut cursor = None;
    for y in from.area.top()..from.area.bottom().min(to.area.bottom()) {
        let typed = typing.filter(|(_, at)| *at == y).map(|(x, _)| x);
        let line = line(from, y, typed.is_some());
        let mut x = to.area.x;
        for (text, style) in &line.pieces {
            let rest = usize::from(to.area.right().saturating_sub(x));
            x = x.saturating_add(cells(glyph::put(to, x, y, rest, text, *style)));
        }
        let last = to.area.right().saturating_sub(1);
        let place = |at: u16| line.places.get(usize::from(at)).copied().unwrap_or(at).min(last);
        if let Some(at) = typed {
            cursor = Some((place(at), y));
        } else if hand == Some(y) {
            cursor = Some((0, y));
        }
    }
    // Where there is no item, as in the help, from the first line on.
    let top = (0, to.area.y.saturating_add(1).min(to.area.bottom().saturating_sub(1)));
    cursor.or(Some(top))
}

/// The line of the item in hand: the mark before it is reversed.
fn in_hand(from: &Buffer) -> Option<u16> {
    let area = Rect { y: from.area.y + 1, height: from.area.height.saturating_sub(1), ..from.area };
    let reversed = |y: u16, marked: bool| {
        (area.left()..area.right()).any(|x| {
            let cell = from.cell((x, y));
            cell.is_some_and(|c| {
                let fits = if marked { c.symbol() == ">" } else { c.symbol() != " " };
                fits && c.modifier.contains(Modifier::REVERSED)
            })
        })
    };
    let find = |marked| (area.top()..area.bottom()).find(|y| reversed(*y, marked));
    find(true).or_else(|| find(false))
}

/// Whether a piece only draws.
fn draws(piece: &str) -> bool {
    matches!(piece, "─" | "│" | "├" | "└" | "┌" | "┐" | "┘" | "┤" | "┬" | "┴" | "┼")
}

fn line(from: &Buffer, y: u16, typing: bool) -> Line {
    let mut all: Vec<(String, usize, Style)> = Vec::new();
    let mut x = from.area.x;
    while x < from.area.right() {
        let Some(cell) = from.cell((x, y)) else { break };
        let piece = if draws(cell.symbol()) { " " } else { cell.symbol() };
        let wide = glyph::width(piece).max(1);
        all.push((piece.to_owned(), wide, cell.style()));
        x = x.saturating_add(cells(wide));
    }
    blank_runs(&mut all);
    // The mark of the item in hand: the cursor stands there.
    if let Some(first) = all.iter_mut().find(|(p, ..)| p != " ").filter(|(p, ..)| p == ">") {
        " ".clone_into(&mut first.0);
    }
    let mut out = Line { pieces: Vec::new(), places: Vec::new() };
    let (mut used, mut blanks) = (0u16, 0);
    for (piece, wide, style) in all {
        let blank = piece == " " && !(typing && used > 0);
        if blank {
            blanks += 1;
        } else {
            if blanks > 0 && used > 0 {
                let gap = if blanks == 1 { " " } else { APART };
                out.pieces.push((gap.to_owned(), Style::reset()));
                used = used.saturating_add(cells(gap.len()));
            }
            blanks = 0;
        }
        out.places.extend(std::iter::repeat_n(used, wide));
        if !blank {
            used = used.saturating_add(cells(wide));
            match out.pieces.last_mut() {
                Some((text, last)) if *last == style => text.push_str(&piece),
                _ => out.pieces.push((piece, style)),
            }
        }
    }
    out
}

/// Rules of `-` and bars of `#` become blanks.
fn blank_runs(all: &mut [(String, usize, Style)]) {
    let mut at = 0;
    while at < all.len() {
        let Some(piece) = all.get(at).map(|(p, ..)| p.clone()) else { break };
        let run = all.iter().skip(at).take_while(|(p, ..)| *p == piece).count();
        if matches!(piece.as_str(), "-" | "#") && run >= RUN {
            all.iter_mut().skip(at).take(run).for_each(|(p, ..)| " ".clone_into(p));
        }
        at += run.max(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Theme;

    fn frame(lines: &[(&str, Style)]) -> Buffer {
        let mut buf = Buffer::empty(Rect::new(0, 0, 60, cells(lines.len())));
        for (y, (text, style)) in lines.iter().enumerate() {
            glyph::put(&mut buf, 0, cells(y), 60, text, *style);
        }
        buf
    }

    fn read(from: &Buffer, typing: Option<(u16, u16)>) -> (Vec<String>, Option<(u16, u16)>) {
        let mut to = Buffer::empty(from.area);
        let cursor = plain(from, &mut to, typing);
        (glyph::lines(&to).into_iter().map(|l| l.trim_end().to_owned()).collect(), cursor)
    }

    #[test]
    fn no_lines_no_columns_and_the_cursor_on_the_item() {
        let (text, row) = (Theme::DEFAULT.text(), Theme::DEFAULT.row());
        let from = frame(&[
            (" 1今天 [2人员]", text),
            (" 先办 3 ─────────────────", text),
            ("  12 李敏嘉   恒达 总~   12 天前", text),
            (">  9 张晓明   恒达建材       6 天前   2", row),
            ("  ####   ##  ########", text),
            (" ├─ 恒达建材  法定代表人", text),
        ]);
        let (lines, cursor) = read(&from, None);
        assert_eq!(
            lines,
            [
                "1今天 [2人员]",
                "先办 3",
                "12 李敏嘉, 恒达 总~, 12 天前",
                "9 张晓明, 恒达建材, 6 天前, 2",
                "",
                "恒达建材, 法定代表人"
            ]
        );
        assert_eq!(cursor, Some((0, 3)));
    }

    #[test]
    fn what_is_typed_stays_as_it_is_and_the_cursor_in_it() {
        let text = Theme::DEFAULT.text();
        let from = frame(&[("", text), (">  电话  138  3745", text)]);
        let (lines, cursor) = read(&from, Some((13, 1)));
        assert_eq!(lines[1], "电话  138  3745");
        assert_eq!(cursor, Some((10, 1)), "on the 3 it stood on");
    }
}
