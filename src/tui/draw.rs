//! The few things every screen is drawn with. All text goes through [`glyph::put`].

use super::edit::{Edit, Line};
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
                cell.modifier = if theme.mono { Modifier::DIM } else { Modifier::empty() };
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

/// Text in lines of at most `width` cells, broken where [`Edit`] breaks it.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let note = Edit::note(text);
    let mut goes_on = false;
    let mut line = |l: Line| {
        let text = note.text().get(l.start..l.end).unwrap_or_default().trim_end();
        // A blank where the line was broken is no indent.
        let text = if goes_on { text.trim_start() } else { text };
        goes_on = l.wraps;
        text.to_owned()
    };
    note.wrap(width).into_iter().map(&mut line).collect()
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
