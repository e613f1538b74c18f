//! A card in columns, where it is wide enough: who and how to reach them, what happened, who is around them. Right and
//! left go from one to the next, each has a cursor of its own.

use super::body::Go;
use crate::tui::action::Action;
use crate::tui::draw::cells;
use crate::tui::glyph;
use crate::tui::screen::Shared;
use crate::tui::sheet::{Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Most columns.
pub(super) const MOST: usize = 3;
/// From so many cells on a card has two columns, and three.
const TWO: usize = 92;
const THREE: usize = 150;

/// What stands in a column, and where those lines lead that the cursor can stand on.
#[derive(Debug, Default)]
pub(super) struct Column {
    pub lines: Vec<Line>,
    pub gos: Vec<Go>,
}

/// The cursor of each column, and which one the keys go to.
#[derive(Debug, Default)]
pub(super) struct Cursors {
    sheets: [Sheet; MOST],
    at: usize,
}

/// How many columns there are in so many cells.
pub(super) fn count(shared: &Shared, width: usize) -> usize {
    match width {
        // a screen reader goes from line to line
        _ if shared.theme.plain => 1,
        THREE.. => 3,
        TWO.. => 2,
        _ => 1,
    }
}

/// The cells of each of so many columns.
pub(super) fn wide(width: usize, n: usize) -> usize {
    (width + 1) / n.max(1) - 1
}

impl Cursors {
    /// The column that the keys go to.
    pub fn at(&self) -> usize {
        self.at
    }

    /// What the line in hand stands for.
    pub fn hit(&self) -> usize {
        self.sheets.get(self.at).map_or(0, |s| s.at)
    }

    /// Moves; `false` if the action is no motion, or leads out at the left.
    pub fn step(&mut self, action: Action, all: &[Column], room: usize) -> bool {
        self.at = self.at.min(all.len().saturating_sub(1));
        match action {
            Action::Left if self.at == 0 => return false,
            Action::Left => self.at -= 1,
            Action::Right if self.at + 1 < all.len() => self.at += 1,
            Action::Right => {}
            _ => {
                let sheet = self.sheets.get_mut(self.at).zip(all.get(self.at));
                return sheet.is_some_and(|(sheet, column)| sheet.step(action, &column.lines, room));
            }
        }
        true
    }

    /// Brings the lines in hand into view, after they have changed.
    pub fn follow(&mut self, all: &[Column], room: usize) {
        self.at = self.at.min(all.len().saturating_sub(1));
        for (sheet, column) in self.sheets.iter_mut().zip(all) {
            sheet.follow(&column.lines, room);
        }
    }

    /// Draws the columns with a line between them.
    pub fn view(&self, all: &[Column], shared: &Shared, area: Rect, buf: &mut Buffer, focus: bool) {
        let wide = wide(area.width.into(), all.len());
        for (i, (sheet, column)) in self.sheets.iter().zip(all).enumerate() {
            let last = i + 1 == all.len();
            let x = area.x.saturating_add(cells(i * (wide + 1)));
            let width = if last { area.right().saturating_sub(x) } else { cells(wide) };
            let own = Rect { x, width, ..area };
            sheet.view(&column.lines, buf, own, shared.theme, focus && i == self.at.min(all.len() - 1));
            for y in own.top()..own.bottom() {
                if !last {
                    glyph::put(buf, own.right(), y, 1, "│", shared.theme.dim());
                }
            }
        }
    }
}
