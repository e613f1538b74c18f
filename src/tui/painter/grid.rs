//! A frame as the terminal will show it: every cell cleaned, healed and in the few styles we send.
use super::Options;
use crate::tui::glyph;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// The longest cluster: a base of four bytes and two marks.
const ROOM: usize = 14;

/// The attributes that change what a blank looks like.
const ON_BLANKS: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED);
/// The attributes every terminal of ours can show.
const SHOWN: Modifier = Modifier::BOLD
    .union(Modifier::DIM)
    .union(Modifier::ITALIC)
    .union(Modifier::UNDERLINED)
    .union(Modifier::REVERSED);

/// Colours (0 is the default one, then the 16 named) and attributes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Pen {
    pub fg: u8,
    pub bg: u8,
    pub mods: Modifier,
}

impl Pen {
    /// Whether a blank written or erased with this pen is a plain one.
    pub fn erases(self) -> bool {
        self.bg == 0 && self.mods.is_empty()
    }
}

/// One cell. An empty symbol is the second half of the wide glyph before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Tile {
    len: u8,
    bytes: [u8; ROOM],
    pub width: u8,
    pub pen: Pen,
}

impl Tile {
    /// A plain blank.
    pub const BLANK: Self = Self::ascii(b' ', Pen { fg: 0, bg: 0, mods: Modifier::empty() });

    const fn ascii(byte: u8, pen: Pen) -> Self {
        let mut bytes = [0; ROOM];
        if let Some((first, _)) = bytes.split_first_mut() {
            *first = byte;
        }
        Self { len: 1, bytes, width: 1, pen }
    }

    fn half(pen: Pen) -> Self {
        Self { len: 0, bytes: [0; ROOM], width: 0, pen }
    }

    fn new(symbol: &str, width: usize, pen: Pen) -> Self {
        let mut tile = Self { len: 0, bytes: [0; ROOM], width: if width == 2 { 2 } else { 1 }, pen };
        match tile.bytes.get_mut(..symbol.len()) {
            Some(room) => {
                room.copy_from_slice(symbol.as_bytes());
                tile.len = u8::try_from(symbol.len()).unwrap_or(0);
                tile
            }
            None => Self::ascii(b'?', pen),
        }
    }

    /// What is sent for it.
    pub fn symbol(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// Whether nothing is written in it.
    pub fn is_blank(&self) -> bool {
        self.symbol() == b" "
    }

    /// Whether erasing gives it.
    pub fn is_plain(&self) -> bool {
        self.is_blank() && self.pen.erases()
    }

    /// Whether every terminal agrees how far this glyph moves the cursor.
    pub fn is_certain(&self) -> bool {
        let text = std::str::from_utf8(self.symbol()).unwrap_or_default();
        let mut chars = text.chars();
        let (Some(c), None) = (chars.next(), chars.next()) else { return false };
        match c as u32 {
            0x20..=0x7e => true,
            0x2801..=0x28ff => true, // braille is one cell everywhere, where a font has it
            0x2500 | 0x2502 | 0x250c..=0x253c => true, // the box lines, or else we send their ASCII twins
            0x3001..=0x303e | 0x3041..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff => true,
            0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff01..=0xff60 | 0x20000..=0x3fffd => true,
            _ => false,
        }
    }

    /// Whether it looks right when written with `pen`: blanks hide most of it.
    pub fn looks_right(&self, pen: Pen) -> bool {
        if self.pen == pen {
            return true;
        }
        let visible = self.pen.mods.union(pen.mods).intersects(ON_BLANKS);
        self.is_blank() && !visible && self.pen.bg == pen.bg
    }
}

/// A whole frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    pub width: usize,
    pub height: usize,
    tiles: Vec<Tile>,
}

impl Grid {
    /// An erased screen.
    pub fn blank(width: usize, height: usize) -> Self {
        Self { width, height, tiles: vec![Tile::BLANK; width * height] }
    }

    /// One line.
    pub fn row(&self, y: usize) -> &[Tile] {
        let from = y * self.width;
        self.tiles.get(from..from + self.width).unwrap_or_default()
    }

    /// Moves the lines `top..=bottom` by `by` (up is positive), as the terminal does.
    pub fn scroll(&mut self, top: usize, bottom: usize, by: isize) {
        let (from, to) = (top * self.width, (bottom + 1) * self.width);
        let shift = by.unsigned_abs() * self.width;
        let Some(part) = self.tiles.get_mut(from..to) else { return };
        if by > 0 {
            part.rotate_left(shift.min(part.len()));
            let keep = part.len().saturating_sub(shift);
            part.iter_mut().skip(keep).for_each(|t| *t = Tile::BLANK);
        } else {
            part.rotate_right(shift.min(part.len()));
            part.iter_mut().take(shift).for_each(|t| *t = Tile::BLANK);
        }
    }

    /// The buffer as it can be shown. A wide glyph whose second half was drawn over, or that has
    /// no room for one, is blanked; nothing unsafe survives.
    pub fn healed(buf: &Buffer, options: Options) -> Self {
        let (width, height) = (usize::from(buf.area.width), usize::from(buf.area.height));
        let mut grid = Self::blank(width, height);
        if width == 0 {
            return grid;
        }
        for (from, to) in buf.content.chunks(width).zip(grid.tiles.chunks_mut(width)) {
            heal_row(from, to, options);
        }
        grid
    }
}

fn heal_row(from: &[Cell], to: &mut [Tile], options: Options) {
    let mut cells = from.iter().peekable();
    let mut tiles = to.iter_mut();
    while let (Some(cell), Some(tile)) = (cells.next(), tiles.next()) {
        let pen = pen_of(cell, options);
        let (symbol, width) = symbol_of(cell, options);
        if width < 2 {
            *tile = if symbol == " " { blank(pen) } else { Tile::new(&symbol, 1, pen) };
            continue;
        }
        if !cells.peek().is_some_and(|next| hidden_by(cell, next)) {
            *tile = blank(pen);
            continue;
        }
        cells.next();
        let Some(half) = tiles.next() else { break };
        if symbol == "\u{3000}" {
            (*tile, *half) = (blank(pen), blank(pen));
        } else {
            (*tile, *half) = (Tile::new(&symbol, 2, pen), Tile::half(pen));
        }
    }
}

/// Whether the cell after a wide glyph is still its second half. Ratatui's own text leaves it
/// reset, ours gives it the glyph's style; any other look was drawn over it.
fn hidden_by(wide: &Cell, next: &Cell) -> bool {
    let same = next.bg == wide.bg && next.modifier == wide.modifier;
    let reset = next.bg == Color::Reset && next.modifier.is_empty();
    matches!(next.symbol(), " " | "") && (same || reset)
}

fn blank(pen: Pen) -> Tile {
    let mods = pen.mods.intersection(ON_BLANKS);
    let fg = if mods.is_empty() { 0 } else { pen.fg };
    Tile::ascii(b' ', Pen { fg, bg: pen.bg, mods })
}

fn symbol_of(cell: &Cell, options: Options) -> (String, usize) {
    let clean = glyph::safe(cell.symbol());
    let Some((piece, width)) = glyph::clusters(&clean).next() else { return (" ".to_owned(), 1) };
    let twin = if options.ascii_borders { ascii_twin(piece) } else { None };
    (twin.unwrap_or(piece).to_owned(), width)
}

/// What stands in where the common characters of doubtful width would be two cells.
fn ascii_twin(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "─" => "-",
        "│" => "|",
        "└" => "`",
        "├" => "|",
        "“" | "”" | "″" => "\"",
        "‘" | "’" | "′" => "'",
        "—" | "–" | "―" => "-",
        "…" => "~",
        "·" | "•" => ".",
        "×" => "x",
        "→" => ">",
        "←" => "<",
        "●" | "■" | "★" | "※" => "*",
        "√" => "v",
        "┌" | "┐" | "┘" | "┤" | "┬" | "┴" | "┼" => "+",
        _ => return None,
    })
}

fn pen_of(cell: &Cell, options: Options) -> Pen {
    let colour = |c| if options.mono { 0 } else { number(c) };
    let mut mods = cell.modifier.intersection(SHOWN);
    if mods.contains(Modifier::BOLD) {
        // One weight at a time: that is all many terminals keep.
        mods.remove(Modifier::DIM);
    }
    Pen { fg: colour(cell.fg), bg: colour(cell.bg), mods }
}

/// 0 for the default colour, else one more than its place among the 16.
fn number(colour: Color) -> u8 {
    match colour {
        Color::Reset | Color::Rgb(..) => 0,
        Color::Black => 1,
        Color::Red => 2,
        Color::Green => 3,
        Color::Yellow => 4,
        Color::Blue => 5,
        Color::Magenta => 6,
        Color::Cyan => 7,
        Color::Gray => 8,
        Color::DarkGray => 9,
        Color::LightRed => 10,
        Color::LightGreen => 11,
        Color::LightYellow => 12,
        Color::LightBlue => 13,
        Color::LightMagenta => 14,
        Color::LightCyan => 15,
        Color::White => 16,
        Color::Indexed(n) => {
            if n < 16 {
                n + 1
            } else {
                0
            }
        }
    }
}
