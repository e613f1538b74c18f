//! The painter against two terminal emulators, and against its byte budgets.
use super::*;
use crate::tui::glyph;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use std::num::NonZeroU16;

/// xorshift: the same frames on every machine.
struct Dice {
    state: u64,
    marks: bool,
}

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state >> 16).unwrap() % below.max(1)
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }

    fn style(&mut self) -> Style {
        let colours = [
            Color::Reset,
            Color::Reset,
            Color::Red,
            Color::Gray,
            Color::DarkGray,
            Color::White,
            Color::Indexed(3),
            Color::Rgb(1, 2, 3),
        ];
        let mods = [
            Modifier::BOLD,
            Modifier::DIM,
            Modifier::ITALIC,
            Modifier::UNDERLINED,
            Modifier::REVERSED,
            Modifier::HIDDEN,
        ];
        let mut s = Style::new();
        if self.roll(2) == 0 {
            s = s.fg(self.pick(&colours)).bg(self.pick(&colours));
        }
        for m in mods {
            if self.roll(6) == 0 {
                s = s.add_modifier(m);
            }
        }
        s
    }

    fn text(&mut self) -> String {
        let marks = self.marks;
        let words = [
            "张晓明",
            "恒达建材有限公司",
            "abc",
            " ",
            "      ",
            "138****5521",
            "停车难：",
            "“好”—…",
            "👍🏽",
            "é",
            "e\u{301}",
            "─────",
            "│",
            "├─",
            "　",
            "ｶﾞ",
            "👨\u{200d}👩\u{200d}👧",
            "𠮷野家",
            "한글",
            "\u{202e}x",
            "\t",
            "✓",
            "❤\u{fe0f}",
            "🇨🇳",
            "\u{1b}[2J",
            "x",
            "①§Ω×",
            "ｱＡ１：",
            "👩🏽\u{200d}🚀",
            "☎\u{fe0f}",
            "☎\u{fe0e}",
            "ที่นี่",
            "1\u{fe0f}\u{20e3}",
            "㈱☆",
        ];
        let single = |w: &str| glyph::clusters(&glyph::safe(w)).all(|(c, _)| c.chars().count() == 1);
        (0..=self.roll(6)).map(|_| self.pick(&words)).filter(|w| marks || single(w)).collect()
    }
}

struct Both {
    a: vt100::Parser,
    b: avt::Terminal,
    size: (u16, u16),
}

impl Both {
    fn new((w, h): (u16, u16)) -> Self {
        let mut b = avt::Terminal::new(w.into(), h.into()).unwrap();
        let mut a = vt100::Parser::new(NonZeroU16::new(h).unwrap(), NonZeroU16::new(w).unwrap(), 0);
        a.process(b"\x1b[?1049h");
        b.feed("\x1b[?1049h");
        Self { a, b, size: (w, h) }
    }

    fn resize(&mut self, (w, h): (u16, u16)) {
        self.size = (w, h);
        self.a.screen_mut().set_size(NonZeroU16::new(h).unwrap(), NonZeroU16::new(w).unwrap());
        self.b.resize(w.into(), h.into());
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.a.process(bytes);
        self.b.feed(std::str::from_utf8(bytes).unwrap());
    }

    /// What differs from the frame, if anything. avt gives a mark a cell of its own, so it may sit out.
    fn differs(&self, want: &Grid, cursor: Option<(u16, u16)>, avt: bool) -> Option<String> {
        let s = self.a.screen();
        let blank_as = |t: &str| if t.is_empty() { " ".to_owned() } else { t.to_owned() };
        for y in 0..self.size.1 {
            let avt_row: Vec<_> = self.b.screen().line(y.into()).unwrap().cells().to_vec();
            for (x, tile) in want.row(y.into()).iter().enumerate() {
                let cell = s.cell(y, u16::try_from(x).unwrap()).unwrap();
                let sym = std::str::from_utf8(tile.symbol()).unwrap();
                if tile.width == 0 {
                    if !cell.is_wide_continuation() || (avt && avt_row[x].width() != 0) {
                        return Some(format!("{x},{y}: no second half"));
                    }
                    continue;
                }
                let got = blank_as(cell.contents());
                if got != sym {
                    return Some(format!("vt100 {x},{y}: {got:?} for {sym:?}"));
                }
                if avt && avt_row[x].char() != sym.chars().next().unwrap() {
                    return Some(format!("avt {x},{y}: {:?} for {sym:?}", avt_row[x].char()));
                }
                let seen = pen_of(cell);
                if !tile.looks_right(seen) {
                    return Some(format!("vt100 {x},{y}: {seen:?} for {:?} on {sym:?}", tile.pen));
                }
                let seen = avt_pen_of(avt_row[x].pen());
                if avt && !tile.looks_right(seen) {
                    return Some(format!("avt {x},{y}: {seen:?} for {:?} on {sym:?}", tile.pen));
                }
            }
        }
        let (row, col) = s.cursor_position();
        let avt_at = self.b.cursor();
        match cursor {
            Some((x, y)) if (col, row) != (x, y) || s.hide_cursor() => {
                Some(format!("vt100 cursor {col},{row} for {x},{y}"))
            }
            Some((x, y)) if avt && avt_at.position() != Some((x.into(), y.into())) => {
                Some(format!("avt cursor {:?} for {x},{y}", avt_at.position()))
            }
            None if !s.hide_cursor() => Some("cursor shown".to_owned()),
            _ => None,
        }
    }
}

fn pen_of(cell: &vt100::Cell) -> Pen {
    let number = |c| match c {
        vt100::Color::Default => 0,
        vt100::Color::Idx(n) => n + 1,
        vt100::Color::Rgb(..) => 99,
    };
    let mut mods = Modifier::empty();
    mods.set(Modifier::BOLD, cell.bold());
    mods.set(Modifier::DIM, cell.dim());
    mods.set(Modifier::ITALIC, cell.italic());
    mods.set(Modifier::UNDERLINED, cell.underline());
    mods.set(Modifier::REVERSED, cell.inverse());
    Pen { fg: number(cell.fgcolor()), bg: number(cell.bgcolor()), mods }
}

fn avt_pen_of(pen: &avt::Pen) -> Pen {
    let number = |c| match c {
        None => 0,
        Some(avt::Color::Indexed(n)) => n + 1,
        Some(avt::Color::RGB(_)) => 99,
    };
    let mut mods = Modifier::empty();
    mods.set(Modifier::BOLD, pen.is_bold());
    mods.set(Modifier::DIM, pen.is_faint());
    mods.set(Modifier::ITALIC, pen.is_italic());
    mods.set(Modifier::UNDERLINED, pen.is_underline());
    mods.set(Modifier::REVERSED, pen.is_inverse());
    Pen { fg: number(pen.foreground()), bg: number(pen.background()), mods }
}

/// Changes a frame a little or a lot, as an app does.
fn change(d: &mut Dice, b: &mut Buffer) {
    let (w, h) = (b.area.width, b.area.height);
    let x = u16::try_from(d.roll(w.into())).unwrap();
    let y = u16::try_from(d.roll(h.into())).unwrap();
    match d.roll(10) {
        0 => b.reset(),
        1 | 2 => {
            for y in 0..h {
                let (t, s) = (d.text(), d.style());
                glyph::put(b, x / 2, y, w.into(), &t, s);
            }
        }
        3 => {
            // A popup: anything under its edges may be half a glyph.
            let area = Rect::new(x, y, w / 2, h / 2).intersection(b.area);
            let s = d.style();
            for p in area.positions() {
                b[p].reset();
                b[p].set_style(s);
            }
            for y in area.rows() {
                glyph::put(b, y.x, y.y, 1, "│", s);
            }
        }
        4 => {
            let (by, from) = (1 + d.roll(3), usize::from(y));
            let up = d.roll(2) == 0;
            let old = b.clone();
            for y in from..usize::from(h) {
                let other = if up { y + by } else { y.wrapping_sub(by) };
                for x in 0..w {
                    let cell = u16::try_from(other)
                        .ok()
                        .filter(|o| usize::from(*o) >= from)
                        .and_then(|o| old.cell((x, o)));
                    b[(x, u16::try_from(y).unwrap())] = cell.cloned().unwrap_or_default();
                }
            }
        }
        5 => {
            let s = d.style();
            b.set_style(Rect::new(0, y, w, 1), s);
        }
        6 => {
            // Ratatui's own text, unclean.
            let (t, s) = (d.text(), d.style());
            b.set_stringn(x, y, t.replace(['\t', '\u{1b}'], ""), w.into(), s);
        }
        7 => {
            // A wide glyph by itself in the last column, with and without room.
            let at = (w - 1).saturating_sub(d.pick(&[0, 0, 1, 2]));
            b[(at, y)].set_symbol(d.pick(&["中", "👍", "ｱ", "│"]));
        }
        8 => {
            b[(x, y)].set_symbol(d.pick(&["中", "x", "\u{1b}", "", "👨\u{200d}👩"]));
        }
        _ => {
            let (t, s) = (d.text(), d.style());
            glyph::put(b, x, y, w.into(), &t, s);
        }
    }
}

fn size(d: &mut Dice) -> (u16, u16) {
    d.pick(&[(80, 24), (40, 12), (1, 1), (2, 3), (17, 5), (120, 40)])
}

/// `LINLI_FRAMES` asks for a longer run than the usual one, `LINLI_SEED` for other frames.
#[test]
fn two_emulators_show_every_frame() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let (frames, begin) = (number("LINLI_FRAMES").unwrap_or(1200), number("LINLI_SEED").unwrap_or(0));
    let begin = begin.wrapping_mul(1_000_000);
    for seed in (1..=frames / 30).map(|n| n.wrapping_add(begin)) {
        let mut d = Dice { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15), marks: seed % 4 == 0 };
        let first = size(&mut d);
        let mut term = Both::new(first);
        let mut painter = Painter::new(first);
        painter.set_options(Options { ascii_borders: d.roll(4) == 0, mono: d.roll(4) == 0 });
        let mut b = Buffer::empty(Rect::new(0, 0, first.0, first.1));
        for frame in 0..30 {
            match d.roll(25) {
                0 => {
                    let s = size(&mut d);
                    term.resize(s);
                    painter.resize(s);
                    b = Buffer::empty(Rect::new(0, 0, s.0, s.1));
                }
                1 => {
                    term.feed("\x1b[7;31m\x1b[2;3rrubbish 垃圾".as_bytes());
                    painter.reset();
                }
                2 => painter.set_options(Options { ascii_borders: d.roll(2) == 0, mono: d.roll(2) == 0 }),
                _ => {}
            }
            for _ in 0..=d.roll(3) {
                change(&mut d, &mut b);
            }
            let cursor = (d.roll(5) > 0).then(|| {
                let (x, y) = (d.roll(b.area.width.into()), d.roll(b.area.height.into()));
                (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
            });
            let before = painter.shown.clone();
            let bytes = painter.frame(&b, cursor);
            term.feed(&bytes);
            if let Some(what) = term.differs(&Grid::healed(&b, painter.options), cursor, !d.marks) {
                panic!(
                    "seed {seed} frame {frame} {:?}: {what}\n{:?}\nbefore {:?}",
                    b.area,
                    String::from_utf8_lossy(&bytes),
                    before.row(0).len()
                );
            }
            assert!(
                painter.frame(&b, cursor).is_empty(),
                "seed {seed} frame {frame}: an unchanged frame sends nothing"
            );
        }
    }
}

/// What a buffer of one line looks like once healed; `·` is the second half of a wide glyph.
fn healed(b: &Buffer, options: Options) -> String {
    let grid = Grid::healed(b, options);
    let symbol = |t: &grid::Tile| String::from_utf8(t.symbol().to_vec()).unwrap();
    grid.row(0).iter().map(|t| if t.width == 0 { "·".to_owned() } else { symbol(t) }).collect()
}

#[test]
fn no_half_of_a_glyph_is_shown() {
    let line = || {
        let mut b = Buffer::empty(Rect::new(0, 0, 6, 1));
        glyph::put(&mut b, 0, 0, 6, "张晓明", Style::new());
        b
    };
    let on_bg = Style::new().bg(Color::Blue);
    assert_eq!(healed(&line(), Options::default()), "张·晓·明·");
    let mut b = line();
    glyph::put(&mut b, 1, 0, 1, "│", on_bg);
    assert_eq!(healed(&b, Options::default()), " │晓·明·", "its second half drawn over");
    assert_eq!(healed(&b, Options { ascii_borders: true, mono: false }), " |晓·明·");
    let mut b = line();
    glyph::put(&mut b, 2, 0, 1, "│", on_bg);
    assert_eq!(healed(&b, Options::default()), "张·│ 明·", "its first half drawn over");
    let mut b = line();
    glyph::put(&mut b, 3, 0, 2, "  ", on_bg);
    assert_eq!(healed(&b, Options::default()), "张·    ", "blanks of another colour drawn over");
    let mut b = line();
    b[(5, 0)].set_symbol("明");
    assert_eq!(healed(&b, Options::default()), "张·晓·  ", "no room in the last column");
    let mut b = line();
    b[(0, 0)].set_symbol("\u{1b}[2J");
    b[(1, 0)].set_symbol("\u{202e}");
    b[(2, 0)].set_symbol("　");
    assert_eq!(healed(&b, Options::default()), "[   明·", "nothing unsafe, and a wide blank is two");
}

#[test]
fn after_a_glyph_of_doubtful_width_the_cursor_is_placed_anew() {
    for doubtful in ["“", "…", "·", "❤", "👍", "e\u{301}", "ｱ"] {
        let mut p = Painter::new((20, 2));
        let mut b = Buffer::empty(Rect::new(0, 0, 20, 2));
        p.frame(&b, Some((0, 1)));
        glyph::put(&mut b, 0, 1, 20, &format!("{doubtful}停车"), Style::new());
        let bytes = p.frame(&b, Some((0, 1)));
        let sent = String::from_utf8(bytes).unwrap();
        assert!(sent.starts_with(&format!("{doubtful}\u{1b}[2;")), "{sent:?}");
    }
}

#[test]
fn no_colours_in_mono_and_only_the_sixteen_otherwise() {
    let mut b = Buffer::empty(Rect::new(0, 0, 3, 1));
    glyph::put(&mut b, 0, 0, 1, "a", Style::new().fg(Color::Red).add_modifier(Modifier::REVERSED));
    glyph::put(&mut b, 1, 0, 1, "b", Style::new().fg(Color::Rgb(9, 9, 9)).bg(Color::Indexed(200)));
    glyph::put(&mut b, 2, 0, 1, "c", Style::new().fg(Color::LightRed).bg(Color::Indexed(9)));
    let codes = |mono| {
        let mut p = Painter::new((3, 1));
        p.set_options(Options { ascii_borders: false, mono });
        String::from_utf8(p.frame(&b, None)).unwrap()
    };
    assert!(codes(true).ends_with("\u{1b}[7ma\u{1b}[mbc"), "{:?}", codes(true));
    assert!(codes(false).ends_with("\u{1b}[7;31ma\u{1b}[mb\u{1b}[91;101mc"), "{:?}", codes(false));
}
