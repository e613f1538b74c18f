//! Text for the screen: cleaned once, measured and cut by cells.
//!
//! Terminals disagree about the width of joiners, selectors, flags and bidi marks, and a control
//! character in a name could steer the terminal. None of them gets through here.
use ratatui::buffer::Buffer;
use ratatui::style::Style;
use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// More marks than this on one letter are decoration, or an attack on the row above.
const MARKS: usize = 2;

/// What becomes of a character before it is drawn.
enum Fate {
    Keep,
    Drop,
    Blank,
    Become(char),
}

fn fate(c: char) -> Fate {
    match c as u32 {
        0x20..=0x7e | 0x4e00..=0x9fff | 0x3000..=0x303e => Fate::Keep,
        0x09..=0x0d | 0x85 | 0x2028 | 0x2029 => Fate::Blank,
        0xff9e => Fate::Become('\u{309b}'), // half-width voiced marks: zero cells here, one there
        0xff9f => Fate::Become('\u{309c}'),
        n @ 0x1f1e6..=0x1f1ff => Fate::Become(char::from_u32(n - 0x1f1e6 + 0x41).unwrap_or('?')),
        0x00..=0x1f | 0x7f..=0x9f | 0xad | 0x034f | 0x061c => Fate::Drop,
        0x115f..=0x11ff | 0x17b4 | 0x17b5 | 0x180b..=0x180f => Fate::Drop,
        0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0x20d0..=0x20ff => Fate::Drop,
        0x3164 | 0xd7b0..=0xd7ff | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xfff0..=0xfffb => Fate::Drop,
        0xfffe | 0xffff | 0x1d173..=0x1d17a | 0x1f3fb..=0x1f3ff | 0xe0000..=0xe0fff => Fate::Drop,
        _ => Fate::Keep,
    }
}

/// Whether a character could steer a terminal, turn the direction or hide: what [`safe`] does not let through. Line ends
/// are among them.
pub fn steers(c: char) -> bool {
    matches!(fate(c), Fate::Drop | Fate::Blank)
}

fn cells_of(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '\u{4e00}'..='\u{9fff}' => 2,
        _ => c.width().unwrap_or(0).min(2),
    }
}

/// The text as it may be drawn: no controls, no direction marks, no joiners, nothing whose width
/// is a matter of taste. Tabs and line ends become blanks; a family becomes its first person, a
/// flag its two letters.
pub fn safe(s: &str) -> Cow<'_, str> {
    let plain = |c| matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{3020}' | '\u{ff01}'..='\u{ff5e}');
    if s.chars().all(plain) {
        return Cow::Borrowed(s);
    }
    let mut out = String::with_capacity(s.len());
    let (mut marks, mut joined, mut after_cr) = (0, false, false);
    for c in s.chars() {
        let (was_joined, was_cr) = (joined, after_cr);
        joined = c == '\u{200d}';
        after_cr = c == '\r';
        match fate(c) {
            Fate::Drop => continue,
            Fate::Blank if c == '\n' && was_cr => continue,
            Fate::Blank => out.push(' '),
            Fate::Become(other) => out.push(other),
            Fate::Keep if cells_of(c) == 0 => {
                // A mark needs something to stand on.
                if !out.is_empty() && marks < MARKS {
                    out.push(c);
                    marks += 1;
                }
                continue;
            }
            Fate::Keep if was_joined && is_picture(c) => continue,
            Fate::Keep => out.push(c),
        }
        marks = 0;
    }
    if out == s { Cow::Borrowed(s) } else { Cow::Owned(out) }
}

fn is_picture(c: char) -> bool {
    matches!(c as u32, 0x2190..=0x2bff | 0x1f000..=0x1faff)
}

/// The pieces of an already safe text, each with the cells it takes: 1 or 2.
pub fn clusters(s: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut rest = s;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices();
        let (_, first) = chars.next()?;
        let end = chars.find(|(_, c)| cells_of(*c) > 0).map_or(rest.len(), |(at, _)| at);
        let (piece, tail) = rest.split_at(end);
        rest = tail;
        Some((piece, cells_of(first).max(1)))
    })
}

/// Several lines, each as it may be printed.
pub fn safe_lines(s: &str) -> String {
    s.split('\n').map(safe).collect::<Vec<_>>().join("\n")
}

/// How many cells a text takes.
pub fn width(s: &str) -> usize {
    if s.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return s.len();
    }
    clusters(&safe(s)).map(|(_, w)| w).sum()
}

/// The text in at most `max` cells; a cut is marked with `~` and never goes through a glyph.
pub fn fit(s: &str, max: usize) -> String {
    let s = safe(s);
    let (mut used, mut keep) = (0, 0);
    for (piece, w) in clusters(&s) {
        used += w;
        if used < max {
            keep += piece.len();
        } else if used > max {
            let mut out = s.get(..keep).unwrap_or_default().to_owned();
            if max > 0 {
                out.push('~');
            }
            return out;
        }
    }
    s.into_owned()
}

/// Cells of an employer that must be left of it, for its title to be worth more than its end.
const EMPLOYER: usize = 8;

/// An employer and a title behind it in at most `max` cells: the employer gives way, the title tells people apart.
pub fn fit_post(s: &str, max: usize) -> String {
    let room = |title: &str| max.checked_sub(width(title) + 1).filter(|left| *left >= EMPLOYER);
    match s.rsplit_once(' ').and_then(|(employer, title)| Some((employer, title, room(title)?))) {
        Some((employer, title, left)) if width(s) > max => format!("{} {}", fit(employer, left), safe(title)),
        _ => fit(s, max),
    }
}

/// The text in exactly `w` cells, blanks after it.
pub fn pad(s: &str, w: usize) -> String {
    let mut out = fit(s, w);
    let used = width(&out);
    out.extend(std::iter::repeat_n(' ', w.saturating_sub(used)));
    out
}

/// The text in two parts: what its first `w` cells hold, and the rest.
pub fn split(s: &str, w: usize) -> (&str, &str) {
    let mut used = 0;
    let head = clusters(s).take_while(|(_, cells)| {
        used += cells;
        used <= w
    });
    s.split_at(head.map(|(piece, _)| piece.len()).sum())
}

/// Cells of the first column of a line whose columns stand two blanks apart.
pub fn first_column(s: &str) -> usize {
    width(s.split_once("  ").map_or(s, |(first, _)| first))
}

/// The text in exactly `w` cells, blanks before it.
pub fn pad_left(s: &str, w: usize) -> String {
    let text = fit(s, w);
    let mut out = " ".repeat(w.saturating_sub(width(&text)));
    out.push_str(&text);
    out
}

/// Writes text into the buffer, at most `max` cells, never past the buffer's edge and never half
/// a glyph. Gives back the cells used.
pub fn put(buf: &mut Buffer, x: u16, y: u16, max: usize, text: &str, style: impl Into<Style>) -> usize {
    let style = style.into();
    let room = usize::from(buf.area.right().saturating_sub(x)).min(max);
    let mut used = 0;
    for (piece, w) in clusters(&safe(text)) {
        if used + w > room {
            break;
        }
        let at = x.saturating_add(u16::try_from(used).unwrap_or(u16::MAX));
        let Some(cell) = buf.cell_mut((at, y)) else { break };
        cell.set_symbol(piece).set_style(style);
        if w == 2 {
            // The hidden half wears the same style: the painter tells by it that nobody drew over it.
            let (fg, bg, modifier) = (cell.fg, cell.bg, cell.modifier);
            if let Some(half) = buf.cell_mut((at.saturating_add(1), y)) {
                half.set_symbol(" ");
                (half.fg, half.bg, half.modifier) = (fg, bg, modifier);
            }
        }
        used += w;
    }
    used
}

/// Full-width ASCII as its twin: an input method that is on types `／` for `/` and `ｊ` for `j`.
pub fn fold_width(s: &str) -> Cow<'_, str> {
    if s.chars().all(|c| fold_char(c) == c) {
        return Cow::Borrowed(s);
    }
    Cow::Owned(s.chars().map(fold_char).collect())
}

/// One character of [`fold_width`].
pub fn fold_char(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The buffer as lines of text, hidden halves left out: for tests and snapshots.
pub fn lines(buf: &Buffer) -> Vec<String> {
    let mut out = Vec::new();
    for y in buf.area.top()..buf.area.bottom() {
        let (mut line, mut x) = (String::new(), buf.area.left());
        while x < buf.area.right() {
            let symbol = buf.cell((x, y)).map_or(" ", |c| c.symbol());
            line.push_str(symbol);
            x = x.saturating_add(u16::try_from(width(symbol).max(1)).unwrap_or(1));
        }
        line.truncate(line.trim_end().len());
        out.push(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::layout::Rect;

    #[test]
    fn unsafe_text_is_cleaned() {
        for (raw, clean) in [
            ("张晓明", "张晓明"),
            ("a\u{1b}[31mb", "a[31mb"),
            ("一\t二\r\n三\n四", "一 二 三 四"),
            ("x\u{2028}y\u{2029}z", "x y z"),
            ("\u{202e}abc\u{2066}\u{61c}", "abc"),
            ("❤\u{fe0f}", "❤"),
            ("👨\u{200d}👩\u{200d}👧", "👨"),
            ("👍🏽", "👍"),
            ("🇨🇳", "CN"),
            ("a\u{200d}b", "ab"),
            ("e\u{301}", "e\u{301}"),
            ("e\u{301}\u{302}\u{303}\u{304}", "e\u{301}\u{302}"),
            ("\u{301}e", "e"),
            ("\u{e0041}\u{e007f}旗", "旗"),
            ("\u{feff}\u{fff9}字\u{fffb}", "字"),
            ("ｶ\u{ff9e}", "ｶ゛"),
            ("1\u{fe0f}\u{20e3}", "1"),
        ] {
            assert_eq!(safe(raw), clean, "{raw:?}");
        }
    }

    #[test]
    fn cut_by_cells() {
        for (s, max, out) in [
            ("财务经理", 8, "财务经理"),
            ("财务经理", 7, "财务经~"),
            ("财务经理", 6, "财务~"),
            ("财务经理", 2, "~"),
            ("财务经理", 1, "~"),
            ("财务经理", 0, ""),
            ("abc", 3, "abc"),
            ("abcd", 3, "ab~"),
            ("a财", 3, "a财"),
            ("", 0, ""),
        ] {
            assert_eq!(fit(s, max), out, "{s} in {max}");
        }
        assert_eq!(pad("张三", 6), "张三  ");
        assert_eq!(pad("张三丰", 5), "张三~");
        assert_eq!(pad("张三丰", 4), "张~ ");
        assert_eq!(pad_left("12", 4), "  12");
        assert_eq!(fold_width("：／？ｊ　、"), ":/?j 、");
    }

    #[test]
    fn a_line_is_parted_between_glyphs() {
        assert_eq!(split("张三 x", 4), ("张三", " x"));
        assert_eq!(split("张三 x", 3), ("张", "三 x"));
        assert_eq!(split("张", 9), ("张", ""));
        assert_eq!(first_column("张三  恒达 经理"), 4);
        assert_eq!(first_column("张三"), 4);
    }

    #[test]
    fn a_title_outlives_the_end_of_its_employer() {
        let post = "清河市昌联农业科技有限责任公司 副总经理";
        for (max, out) in [
            (60, post),
            (24, "清河市昌联农业~ 副总经理"),
            (17, "清河市~ 副总经理"),
            (16, "清河市昌联农业~"),
            (3, "清~"),
        ] {
            assert_eq!(fit_post(post, max), out);
        }
        assert_eq!(fit_post("自由撰稿人自由撰稿人", 9), "自由撰稿~");
    }

    #[test]
    fn put_stops_before_half_a_glyph() {
        let mut b = Buffer::empty(Rect::new(0, 0, 5, 1));
        assert_eq!(put(&mut b, 0, 0, 9, "张三丰", Style::new()), 4);
        assert_eq!(put(&mut b, 4, 0, 9, "x张", Style::new()), 1);
        assert_eq!(lines(&b), ["张三x"]);
        assert_eq!(put(&mut b, 9, 0, 9, "x", Style::new()), 0);
        assert_eq!(put(&mut b, 0, 3, 9, "x", Style::new()), 0);
    }

    proptest! {
        #[test]
        fn never_wider_than_asked(s in "\\PC*|[\\x00-\\u{FFFF}]{0,20}", max in 0usize..20) {
            let cut = fit(&s, max);
            prop_assert!(width(&cut) <= max);
            prop_assert!(width(&fit_post(&s, max)) <= max);
            prop_assert_eq!(width(&pad(&s, max)), max);
            prop_assert!(!cut.chars().any(char::is_control));
            prop_assert_eq!(safe(&cut), cut.as_str());
        }
    }
}
