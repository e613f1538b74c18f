//! The lines between the names of a picture: points, or finer in braille. Braille is missing from many fonts and a box in
//! some, so it is drawn only for those who have said that they see it.

use crate::tui::draw::cells;
use crate::tui::glyph;
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The bit of each dot of a braille cell, by line and column.
const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
/// The braille cell without a dot.
const BLANK: u32 = 0x2800;

/// A canvas of cells that lines pass through.
pub(super) struct Dots {
    wide: usize,
    /// Eight dots a cell; else one.
    fine: bool,
    cells: Vec<u8>,
}

impl Dots {
    pub fn new(wide: usize, high: usize, fine: bool) -> Dots {
        Dots { wide, fine, cells: vec![0; wide * high] }
    }

    /// A line from cell to cell.
    pub fn line(&mut self, (ax, ay): (usize, usize), (bx, by): (usize, usize)) {
        if !self.fine {
            return walk((ax, ay), (bx, by), |x, y| self.set((x, y), 1));
        }
        // from the middle of a cell to the middle of the other
        let at = |x: usize, y: usize| (2 * x + usize::from(bx > ax), 4 * y + 2);
        walk(at(ax, ay), at(bx, by), |x, y| {
            let bit = BITS.get(y % 4).and_then(|row| row.get(x % 2)).copied().unwrap_or(0);
            self.set((x / 2, y / 4), bit);
        });
    }

    fn set(&mut self, (x, y): (usize, usize), bits: u8) {
        if x < self.wide
            && let Some(cell) = self.cells.get_mut(y * self.wide + x)
        {
            *cell |= bits;
        }
    }

    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        for (i, bits) in self.cells.iter().enumerate().filter(|(_, bits)| **bits > 0) {
            let (x, y) = (cells(i % self.wide.max(1)), cells(i / self.wide.max(1)));
            let sign = if self.fine { char::from_u32(BLANK + u32::from(*bits)) } else { None }.unwrap_or('.');
            glyph::put(buf, area.x + x, area.y + y, 1, sign.encode_utf8(&mut [0; 4]), theme.dim());
        }
    }
}

/// Every point between two.
fn walk((ax, ay): (usize, usize), (bx, by): (usize, usize), mut each: impl FnMut(usize, usize)) {
    let steps = ax.abs_diff(bx).max(ay.abs_diff(by)).max(1);
    let between = |a: usize, b: usize, i: usize| (2 * (a * (steps - i) + b * i) + steps) / (2 * steps);
    for i in 0..=steps {
        each(between(ax, bx, i), between(ay, by, i));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_points_and_of_braille() {
        let mut dots = Dots::new(3, 2, false);
        dots.line((0, 0), (2, 1));
        assert_eq!(dots.cells, [1, 0, 0, 0, 1, 1]);
        dots.line((2, 0), (0, 0));
        assert_eq!(dots.cells, [1, 1, 1, 0, 1, 1]);
        let area = Rect::new(0, 0, 3, 2);
        let mut fine = Dots::new(3, 2, true);
        fine.line((0, 0), (2, 1));
        let mut buf = Buffer::empty(area);
        fine.draw(&mut buf, area, Theme::DEFAULT);
        let lines = glyph::lines(&buf);
        assert!(
            lines.iter().flat_map(|l| l.chars()).any(|c| ('\u{2801}'..='\u{28ff}').contains(&c)),
            "{lines:?}"
        );
        assert!(fine.cells.iter().filter(|bits| **bits > 0).count() >= 4, "{:?}", fine.cells);
    }
}
