//! Writing into a part of the screen, by cells of that part.

use crate::tui::glyph;
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Writes into an area of a buffer, in cells of that area, cut at its edge.
pub struct Pen<'a> {
    buf: &'a mut Buffer,
    area: Rect,
}

impl<'a> Pen<'a> {
    /// A pen for an area.
    pub fn new(buf: &'a mut Buffer, area: Rect) -> Pen<'a> {
        Pen { buf, area }
    }

    /// The area.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// A place of the area on the screen.
    pub fn at(&self, x: usize, y: usize) -> (u16, u16) {
        let x = self.area.x.saturating_add(x.min(usize::from(self.area.width.saturating_sub(1))) as u16);
        (x, self.area.y.saturating_add(y.min(usize::from(self.area.height.saturating_sub(1))) as u16))
    }

    /// Writes as much as fits; answers the cells used.
    pub fn text(&mut self, y: usize, x: usize, text: &str, style: Style) -> usize {
        let room = usize::from(self.area.width).saturating_sub(x);
        self.within(y, x, room, text, style)
    }

    /// Writes at most so many cells, cut with a mark; answers the cells used.
    pub fn within(&mut self, y: usize, x: usize, most: usize, text: &str, style: Style) -> usize {
        if y >= usize::from(self.area.height) || x >= usize::from(self.area.width) {
            return 0;
        }
        let most = most.min(usize::from(self.area.width) - x);
        let (sx, sy) = self.at(x, y);
        glyph::put(self.buf, sx, sy, most, &glyph::fit(text, most), style)
    }

    /// Writes up to the cell before the edge, cut with a mark; answers the cells used.
    pub fn cut(&mut self, y: usize, x: usize, text: &str, style: Style) -> usize {
        let room = usize::from(self.area.width).saturating_sub(x + 1);
        self.within(y, x, room, text, style)
    }

    /// Writes so that it ends before the edge; answers where it begins.
    pub fn right(&mut self, y: usize, text: &str, style: Style) -> usize {
        let width = usize::from(self.area.width);
        let x = width.saturating_sub(glyph::width(text) + 1);
        self.text(y, x, text, style);
        x
    }
}

/// A title and a rule behind it, in so many cells.
pub fn rule(pen: &mut Pen<'_>, y: usize, title: &str, width: usize, here: bool, theme: Theme) {
    if here {
        pen.text(y, 0, ">", theme.accent());
    }
    let used = 2 + pen.cut(y, 2, title, if here { theme.accent() } else { theme.text() });
    let line = if theme.ascii { "-" } else { "─" };
    let left = width.saturating_sub(used + 2);
    pen.text(y, used + 1, &line.repeat(left), theme.dim());
}

/// Pieces in lines, never cut between.
pub fn flow(pieces: &[String], width: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for piece in pieces {
        let joins = out.last().is_some_and(|l| glyph::width(l) + 2 + glyph::width(piece) <= width);
        match out.last_mut().filter(|_| joins) {
            Some(last) => *last = format!("{last}  {piece}"),
            None => out.push(piece.clone()),
        }
    }
    out
}
