//! From two buffers to the fewest bytes.
//!
//! Ratatui's own `Terminal` compares buffers before its backend sees anything and loses halves of
//! wide glyphs on the way; on a thin link it also sends many times what is needed. This painter
//! heals the frame (`grid`), compares it with what the terminal shows, draws line by line the
//! cheaper way (`row`), lets the terminal move whole lines (`scroll`), and knows cursor and pen
//! after every byte (`out`). Tests hold it against two terminal emulators.
#[cfg(test)]
mod budget;
mod grid;
mod out;
mod row;
mod scroll;
#[cfg(test)]
mod tests;

use grid::{Grid, Pen};
use out::Out;
use ratatui::buffer::Buffer;

/// Frames of more bytes than this hide the cursor and ask the terminal to show them in one piece.
const LARGE: usize = 400;

/// How the screen is to be drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// Draw `─│├└` as `-|` and their like: for terminals where box lines are two cells wide.
    pub ascii_borders: bool,
    /// No colours, attributes only.
    pub mono: bool,
}

/// Keeps what the terminal shows and turns the next frame into bytes.
#[derive(Debug)]
pub struct Painter {
    options: Options,
    shown: Grid,
    /// False until the first frame, and after anything else may have written to the terminal.
    known: bool,
    at: Option<(usize, usize)>,
    pen: Pen,
    cursor_shown: Option<bool>,
}

impl Painter {
    /// A painter for a terminal of this many columns and lines, about which nothing is known.
    pub fn new((width, height): (u16, u16)) -> Self {
        Self {
            options: Options::default(),
            shown: Grid::blank(width.into(), height.into()),
            known: false,
            at: None,
            pen: Pen::default(),
            cursor_shown: None,
        }
    }

    /// Draws differently from the next frame on, which is drawn whole.
    pub fn set_options(&mut self, options: Options) {
        if self.options != options {
            self.options = options;
            self.reset();
        }
    }

    /// How it draws.
    pub fn options(&self) -> Options {
        self.options
    }

    /// The next frame is drawn whole: something else may have written to the terminal.
    pub fn reset(&mut self) {
        self.known = false;
    }

    /// The terminal has another size; what it shows now is anyone's guess.
    pub fn resize(&mut self, (width, height): (u16, u16)) {
        self.shown = Grid::blank(width.into(), height.into());
        self.reset();
    }

    /// The bytes that turn what the terminal shows into `next`, with the cursor at column and
    /// line `cursor`, or hidden. To be sent in one write.
    pub fn frame(&mut self, next: &Buffer, cursor: Option<(u16, u16)>) -> Vec<u8> {
        let next = Grid::healed(next, self.options);
        if (next.width, next.height) != (self.shown.width, self.shown.height) {
            self.known = false;
        }
        let mut out = Out { bytes: Vec::new(), at: self.at, pen: self.pen };
        if !self.known {
            // Character set, margins and attributes may be anything; then an erased screen.
            out.raw("\x0f\x1b[r\x1b[m\x1b[H\x1b[J");
            (out.at, out.pen) = (Some((0, 0)), Pen::default());
            self.shown = Grid::blank(next.width, next.height);
            self.cursor_shown = None;
            self.known = true;
        }
        let mut best = out.fresh();
        draw(&mut best, &self.shown, &next);
        for m in scroll::candidates(&self.shown, &next) {
            let (mut other, mut moved) = (out.fresh(), self.shown.clone());
            scroll::apply(m, &mut moved, &mut other);
            draw(&mut other, &moved, &next);
            if other.bytes.len() < best.bytes.len() {
                best = other;
            }
        }
        out.append(best);
        let cursor = cursor
            .map(|(x, y)| (usize::from(x), usize::from(y)))
            .filter(|(x, y)| *x < next.width && *y < next.height);
        if let Some((x, y)) = cursor {
            out.goto(x, y, next.row(y));
        }
        (self.at, self.pen) = (out.at, out.pen);
        self.shown = next;
        self.wrap(out.bytes, cursor.is_some())
    }

    /// Adds what surrounds a frame: the cursor's looks, and one piece for large ones.
    fn wrap(&mut self, body: Vec<u8>, show: bool) -> Vec<u8> {
        let large = body.len() > LARGE;
        let was = self.cursor_shown.replace(show);
        let mut bytes = Vec::with_capacity(body.len() + 32);
        if large {
            bytes.extend_from_slice(b"\x1b[?2026h");
        }
        let hidden = was == Some(false) || (large || !show);
        if hidden && was != Some(false) {
            bytes.extend_from_slice(b"\x1b[?25l");
        }
        bytes.extend_from_slice(&body);
        if show && (hidden || was.is_none()) {
            bytes.extend_from_slice(b"\x1b[?25h");
        }
        if large {
            bytes.extend_from_slice(b"\x1b[?2026l");
        }
        bytes
    }
}

/// Draws every line that differs; when all below is to be empty, in one go.
fn draw(out: &mut Out, old: &Grid, new: &Grid) {
    let filled = (0..new.height).rev().find(|y| !new.row(*y).iter().all(grid::Tile::is_plain));
    let below = filled.map_or(0, |y| y + 1);
    for y in 0..new.height {
        let left = (y..new.height).filter(|y| old.row(*y) != new.row(*y)).count();
        if y >= below && left > 1 {
            let Some(y) = (y..new.height).find(|y| old.row(*y) != new.row(*y)) else { return };
            out.goto(0, y, &[]);
            if !out.pen.erases() {
                out.pen(grid::Tile::BLANK.pen);
            }
            out.raw("\x1b[J");
            return;
        }
        row::draw(out, old.row(y), new.row(y), y);
    }
}
