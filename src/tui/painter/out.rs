//! The bytes of a frame in the making, and what the terminal knows after them.
use super::grid::{Pen, Tile};
use ratatui::style::Modifier;
use std::io::Write;

/// Bytes to send; where the terminal's cursor stands after them (unknown after the last column
/// and after glyphs of doubtful width), and its pen.
#[derive(Clone, Debug)]
pub(super) struct Out {
    pub bytes: Vec<u8>,
    pub at: Option<(usize, usize)>,
    pub pen: Pen,
}

#[derive(Clone, Copy)]
enum Vert {
    Stay,
    Up(usize),
    Down(usize),
    /// Carriage return and this many line feeds.
    Feed(usize),
}

#[derive(Clone, Copy)]
enum Across {
    Stay,
    Right(usize),
    Left(usize),
    Back(usize),
    Column,
    Resend,
}

fn digits(n: usize) -> usize {
    match n {
        0..=9 => 1,
        10..=99 => 2,
        100..=999 => 3,
        _ => 5,
    }
}

/// What a counted sequence costs; a count of one is left out.
fn counted(n: usize) -> usize {
    if n == 1 { 3 } else { 3 + digits(n) }
}

impl Out {
    /// Nothing yet, from where `self` stands.
    pub fn fresh(&self) -> Self {
        Self { bytes: Vec::new(), at: self.at, pen: self.pen }
    }

    /// What `other` did comes after.
    pub fn append(&mut self, other: Self) {
        self.bytes.extend_from_slice(&other.bytes);
        (self.at, self.pen) = (other.at, other.pen);
    }

    /// Sends a sequence that neither moves the cursor nor changes the pen.
    pub fn raw(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn csi(&mut self, n: usize, last: char) {
        // Writing into a Vec cannot fail.
        let _ = if n == 1 { write!(self.bytes, "\x1b[{last}") } else { write!(self.bytes, "\x1b[{n}{last}") };
    }

    /// Sends a counted sequence.
    pub fn counted(&mut self, n: usize, last: char) {
        self.csi(n, last);
    }

    /// Writes one tile where the cursor stands.
    pub fn tile(&mut self, tile: &Tile, screen_width: usize) {
        if !tile.looks_right(self.pen) {
            self.pen(tile.pen);
        }
        self.bytes.extend_from_slice(tile.symbol());
        self.at = self.at.and_then(|(x, y)| {
            let x = x + usize::from(tile.width);
            (x < screen_width && tile.is_certain()).then_some((x, y))
        });
    }

    /// Moves the cursor the shortest way. `row` is the line `y` as it now stands on the screen
    /// between the cursor and `x`: sending a few cells again may be the shortest.
    pub fn goto(&mut self, x: usize, y: usize, row: &[Tile]) {
        if self.at == Some((x, y)) {
            return;
        }
        let mut best = (absolute_cost(x, y), None);
        if let Some((cx, cy)) = self.at {
            for down in [Vert::Stay, Vert::Up(1), Vert::Down(1), Vert::Feed(0)] {
                let (down, cost, from) = match down {
                    Vert::Stay if cy == y => (down, 0, cx),
                    Vert::Up(_) if cy > y => (Vert::Up(cy - y), counted(cy - y), cx),
                    Vert::Down(_) if cy < y => (Vert::Down(y - cy), counted(y - cy), cx),
                    Vert::Feed(_) if cy <= y => (Vert::Feed(y - cy), 1 + y - cy, 0),
                    _ => continue,
                };
                for (across, more) in self.across(from, x, row) {
                    if cost + more < best.0 {
                        best = (cost + more, Some((down, across, from)));
                    }
                }
            }
        }
        match best.1 {
            None => self.absolute(x, y),
            Some((down, across, from)) => self.relative(down, across, from, x, row),
        }
        self.at = Some((x, y));
    }

    fn across(&self, from: usize, x: usize, row: &[Tile]) -> impl Iterator<Item = (Across, usize)> {
        let ways;
        if from == x {
            ways = [Some((Across::Stay, 0)), None, None];
        } else if from < x {
            let n = x - from;
            ways = [
                Some((Across::Right(n), counted(n))),
                Some((Across::Column, 3 + digits(x + 1))),
                self.resend_cost(from, x, row).map(|c| (Across::Resend, c)),
            ];
        } else {
            let n = from - x;
            let column = if x == 0 { 3 } else { 3 + digits(x + 1) };
            ways = [
                Some((Across::Back(n), n)),
                Some((Across::Left(n), counted(n))),
                Some((Across::Column, column)),
            ];
        }
        ways.into_iter().flatten()
    }

    /// Bytes of sending `from..x` again, if that needs no other pen and ends exactly at `x`.
    fn resend_cost(&self, from: usize, x: usize, row: &[Tile]) -> Option<usize> {
        let part = row.get(from..x)?;
        let whole = part.first()?.width > 0 && row.get(x).is_none_or(|t| t.width > 0);
        let fits = part.iter().all(|t| t.width == 0 || (t.looks_right(self.pen) && t.is_certain()));
        (whole && fits && part.len() < 12).then(|| part.iter().map(|t| t.symbol().len()).sum())
    }

    fn relative(&mut self, down: Vert, across: Across, from: usize, x: usize, row: &[Tile]) {
        match down {
            Vert::Stay => {}
            Vert::Up(n) => self.csi(n, 'A'),
            Vert::Down(n) => self.csi(n, 'B'),
            Vert::Feed(n) => {
                self.bytes.push(b'\r');
                self.bytes.extend(std::iter::repeat_n(b'\n', n));
            }
        }
        match across {
            Across::Stay => {}
            Across::Right(n) => self.csi(n, 'C'),
            Across::Left(n) => self.csi(n, 'D'),
            Across::Back(n) => self.bytes.extend(std::iter::repeat_n(8, n)),
            Across::Column => self.csi(x + 1, 'G'),
            Across::Resend => {
                for tile in row.get(from..x).unwrap_or_default() {
                    self.bytes.extend_from_slice(tile.symbol());
                }
            }
        }
    }

    fn absolute(&mut self, x: usize, y: usize) {
        let _ = match (x, y) {
            (0, 0) => write!(self.bytes, "\x1b[H"),
            (0, _) => write!(self.bytes, "\x1b[{}H", y + 1),
            (_, 0) => write!(self.bytes, "\x1b[;{}H", x + 1),
            _ => write!(self.bytes, "\x1b[{};{}H", y + 1, x + 1),
        };
    }

    /// Changes the pen with the fewest codes: what differs, or a reset and what is left.
    pub fn pen(&mut self, to: Pen) {
        if self.pen == to {
            return;
        }
        let (change, anew) = (changes(self.pen, to), changes(Pen::default(), to));
        let reset = if anew.is_empty() { String::new() } else { format!(";{anew}") };
        let codes = if change.len() < reset.len() { change } else { reset };
        let _ = write!(self.bytes, "\x1b[{codes}m");
        self.pen = to;
    }
}

fn absolute_cost(x: usize, y: usize) -> usize {
    match (x, y) {
        (0, 0) => 3,
        (0, _) => 3 + digits(y + 1),
        (_, 0) => 4 + digits(x + 1),
        _ => 4 + digits(x + 1) + digits(y + 1),
    }
}

fn changes(from: Pen, to: Pen) -> String {
    let mut codes: Vec<u8> = Vec::new();
    let (gone, new) = (from.mods.difference(to.mods), to.mods.difference(from.mods));
    if gone.intersects(Modifier::BOLD.union(Modifier::DIM)) {
        codes.push(22);
    }
    for (m, off) in [(Modifier::ITALIC, 23), (Modifier::UNDERLINED, 24), (Modifier::REVERSED, 27)] {
        if gone.contains(m) {
            codes.push(off);
        }
    }
    let on = [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
    ];
    codes.extend(on.iter().filter(|(m, _)| new.contains(*m)).map(|(_, code)| *code));
    if from.fg != to.fg {
        codes.push(colour(to.fg, 30));
    }
    if from.bg != to.bg {
        codes.push(colour(to.bg, 40));
    }
    let texts: Vec<String> = codes.iter().map(u8::to_string).collect();
    texts.join(";")
}

fn colour(number: u8, base: u8) -> u8 {
    match number {
        0 => base + 9,
        1..=8 => base + number - 1,
        _ => base + 60 + number - 9,
    }
}
