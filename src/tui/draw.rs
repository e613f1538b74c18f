//! The few things every screen is drawn with. All text goes through [`glyph::put`].

use super::edit::Edit;
use super::glyph;
use super::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// From how many columns on list and card stand side by side.
pub const WIDE: u16 = 110;

/// A length in cells.
pub fn cells(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

/// Blanks an area.
pub fn clear(buf: &mut Buffer, area: Rect) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        glyph::put(buf, area.x, y, area.width.into(), &" ".repeat(area.width.into()), Style::reset());
    }
}

/// What stands back: everything in an area, while something else is in front.
pub fn fade(buf: &mut Buffer, area: Rect, theme: Theme) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.set_style(Style::reset().patch(theme.dim()));
                cell.modifier = if theme.mono() { Modifier::DIM } else { Modifier::empty() };
            }
        }
    }
}

/// Shows that the cursor is here.
pub fn mark(buf: &mut Buffer, area: Rect, theme: Theme) {
    let area = area.intersection(buf.area);
    for x in area.left()..area.right() {
        if let Some(cell) = buf.cell_mut((x, area.y)) {
            cell.set_style(Style::reset().patch(theme.row()));
        }
    }
}

/// Line 2: where I am at the left, how many at the right; the right one gives way.
pub fn head(buf: &mut Buffer, area: Rect, left: &[(&str, Style)], right: (&str, Style)) {
    if area.height == 0 {
        return;
    }
    let room = usize::from(area.width).saturating_sub(1);
    let mut x = area.x.saturating_add(1);
    for (text, style) in left {
        let left_over = room.saturating_sub(usize::from(x - area.x).saturating_sub(1));
        x = x.saturating_add(cells(glyph::put(
            buf,
            x,
            area.y,
            left_over,
            &glyph::fit(text, left_over),
            *style,
        )));
    }
    let used = usize::from(x - area.x);
    let wide = glyph::width(right.0);
    if wide > 0 && used + 2 + wide <= usize::from(area.width).saturating_sub(1) {
        let at = area.right().saturating_sub(cells(wide + 1));
        glyph::put(buf, at, area.y, wide, right.0, right.1);
    }
}

/// A section's title with a rule behind it.
pub fn rule(width: usize, title: &str) -> (String, String) {
    let title = glyph::fit(title, width.saturating_sub(2));
    let used = glyph::width(&title);
    let line = "─".repeat(width.saturating_sub(used + 2));
    (title, line)
}

/// One line of text being typed, with its label. Answers where the cursor stands.
pub fn prompt(
    buf: &mut Buffer,
    at: (u16, u16),
    width: u16,
    label: &str,
    edit: &Edit,
    theme: Theme,
) -> (u16, u16) {
    let (x, y) = at;
    let used = glyph::put(buf, x, y, width.into(), label, theme.accent());
    let room = usize::from(width).saturating_sub(used + 2);
    let start = x.saturating_add(cells(used + 2));
    let (shown, cursor) = edit.shown(room.max(1));
    glyph::put(buf, start, y, room, &shown, theme.strong());
    (start.saturating_add(cells(cursor)), y)
}

/// Marks that may not begin a line.
const CLOSING: &str = "，。、；：？！）》」』】”’,.;:?!)]}";

/// Text in lines of at most `width` cells. Words of letters and digits stay whole where they fit in a line; Chinese
/// breaks anywhere, but not before a closing mark.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    text.split('\n').flat_map(|paragraph| wrap_one(&glyph::safe(paragraph), width.max(2))).collect()
}

fn wrap_one(text: &str, width: usize) -> Vec<String> {
    let pieces: Vec<(&str, usize)> = glyph::clusters(text).collect();
    let first_char = |i: usize| pieces.get(i).and_then(|(p, _)| p.chars().next());
    let in_word = |i: usize| first_char(i).is_some_and(|c| c.is_ascii_graphic());
    let may_break = |i: usize| {
        let closing = first_char(i).is_some_and(|c| CLOSING.contains(c));
        !closing && (i == 0 || !in_word(i) || !in_word(i - 1))
    };
    let (mut lines, mut start) = (Vec::new(), 0);
    while start < pieces.len() {
        let mut used = 0;
        let fits = pieces.iter().skip(start).take_while(|(_, w)| {
            used += w;
            used <= width
        });
        let full = start + fits.count().max(1);
        // The last place at or before the edge where a line may end; the edge itself where there is none.
        let end = match full < pieces.len() {
            true => (start + 1..=full).rev().find(|i| may_break(*i)).unwrap_or(full),
            false => full,
        };
        let line: String = pieces.iter().skip(start).take(end - start).map(|(p, _)| *p).collect();
        // A blank where the line was broken is no indent.
        let line = if start > 0 { line.trim_start() } else { &line };
        lines.push(line.trim_end().to_owned());
        start = end;
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// As many of the phrases of a text as have room whole; they stand two blanks apart. The first is cut if need be.
pub fn whole(text: &str, width: usize) -> String {
    let mut out = String::new();
    for phrase in text.split("  ").filter(|p| !p.is_empty()) {
        let longer = if out.is_empty() { phrase.to_owned() } else { format!("{out}  {phrase}") };
        if !out.is_empty() && glyph::width(&longer) > width {
            break;
        }
        out = longer;
    }
    glyph::fit(&out, width)
}

/// Phrases in lines, three blanks apart and whole where they fit in a line.
pub fn phrases(all: &[&str], width: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for phrase in all {
        match out.last_mut().filter(|l| glyph::width(l) + 3 + glyph::width(phrase) <= width) {
            Some(line) => *line = format!("{line}   {phrase}"),
            None => out.extend(wrap(phrase, width)),
        }
    }
    out
}

/// What stands before a line of a tree: blanks, or for a screen reader, which does not tell them, its level.
pub fn level(depth: usize, theme: Theme) -> String {
    if theme.plain { format!("{} ", depth + 1) } else { "  ".repeat(depth) }
}

/// The part of an area below its first `n` lines.
pub fn below(area: Rect, n: u16) -> Rect {
    let n = n.min(area.height);
    Rect { y: area.y + n, height: area.height - n, ..area }
}

/// The first row shown so that `at` is among `height` of `total`, moving as little as can be.
pub fn window(scroll: usize, at: usize, height: usize, total: usize) -> usize {
    let height = height.max(1);
    let low = (at + 1).saturating_sub(height);
    scroll.max(low).min(at).min(total.saturating_sub(height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_where_readers_expect_it() {
        for (text, width, lines) in [
            ("停车难，希望增设车位。", 6, &["停车", "难，希", "望增设", "车位。"][..]),
            ("政协委员 2022-2027 起", 14, &["政协委员", "2022-2027 起"]),
            ("one two three", 8, &["one two", "three"]),
            ("abcdefghij", 4, &["abcd", "efgh", "ij"]),
            ("一\n\n二", 8, &["一", "", "二"]),
            ("", 8, &[""]),
        ] {
            assert_eq!(wrap(text, width), lines, "{text}");
        }
        assert_eq!(window(0, 9, 5, 20), 5);
        assert_eq!(window(7, 3, 5, 20), 3);
        assert_eq!(window(18, 19, 5, 20), 15);
    }

    #[test]
    fn phrases_stay_whole_from_line_to_line() {
        let lines = phrases(&["秘书长", "2023-01 -", "来源 商会名册"], 24);
        assert_eq!(lines, ["秘书长   2023-01 -", "来源 商会名册"]);
        assert_eq!(
            phrases(&["停车难，希望增设车位。", "急"], 6),
            ["停车", "难，希", "望增设", "车位。", "急"]
        );
    }

    #[test]
    fn phrases_are_whole_or_not_there() {
        let help = "Ctrl-O 打开看  Ctrl-G 并过去  往下填";
        assert_eq!(whole(help, 80), help);
        assert_eq!(whole(help, 30), "Ctrl-O 打开看  Ctrl-G 并过去");
        assert_eq!(whole(help, 27), "Ctrl-O 打开看");
        assert_eq!(whole(help, 8), "Ctrl-O ~");
    }

    proptest! {
        #[test]
        fn wrapping_loses_nothing_but_blanks(text in "[张，a-z0-9 。]{0,60}", width in 2usize..30) {
            let lines = wrap(&text, width);
            let bare = |s: &str| s.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
            prop_assert!(lines.iter().all(|l| glyph::width(l) <= width));
        }
    }
}
