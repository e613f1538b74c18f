//! The sanitiser and the painter: nothing that steers a terminal gets through, and cells are counted right.
use linli::tui::glyph;
use linli::tui::painter::{Options, Painter};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

pub fn glyph(data: &[u8]) {
    let (size, bytes) = super::first(data);
    let s = super::text(bytes);
    let safe = glyph::safe(&s);
    super::harmless("safe", &safe);
    assert!(!safe.contains('\n'));
    assert_eq!(glyph::safe(&safe), safe, "cleaned once is clean");
    assert!(glyph::clusters(&safe).all(|(p, w)| !p.is_empty() && (1..=2).contains(&w)));
    assert_eq!(glyph::clusters(&safe).map(|(p, _)| p).collect::<String>(), safe);
    let max = usize::from(size % 40);
    assert!(glyph::width(&glyph::fit(&s, max)) <= max);
    assert_eq!(glyph::width(&glyph::pad(&s, max)), max);
    assert_eq!(glyph::width(&glyph::pad_left(&s, max)), max);
    let _ = glyph::fold_width(&s);

    let (w, h) = (u16::from(size % 40), 3);
    let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
    let used = glyph::put(&mut buf, 1, 0, 99, &s, Style::new());
    assert!(used <= usize::from(w).saturating_sub(1));
    for c in buf.content() {
        super::harmless("cell", c.symbol());
    }
    // a widget that puts text into cells by itself is no way in either
    for (cell, piece) in buf.content.iter_mut().rev().zip(s.split(' ')) {
        cell.set_symbol(piece);
    }
    let mut painter = Painter::new((w, h));
    painter.set_options(Options { ascii_borders: size & 64 != 0, mono: size & 128 != 0 });
    ours(&painter.frame(&buf, Some((0, 0))));
    assert!(painter.frame(&buf, Some((0, 0))).is_empty(), "an unchanged frame sends nothing");
    buf.reset();
    ours(&painter.frame(&buf, None));
}

/// Asserts that bytes for a terminal hold only the sequences that the painter has reason to send.
pub fn ours(bytes: &[u8]) {
    let s = std::str::from_utf8(bytes).expect("frames are UTF-8");
    let mut pieces = s.split('\x1b');
    let plain = |s: &str| {
        let bad = s.chars().find(|c| super::dangerous(*c) && !matches!(c, '\r' | '\n' | '\x08' | '\x0f'));
        assert_eq!(bad, None, "{s:?}");
    };
    plain(pieces.next().unwrap_or_default());
    for piece in pieces {
        let Some(body) = piece.strip_prefix('[') else { panic!("ESC {piece:?}") };
        let end = body.find(|c: char| !matches!(c, '0'..='9' | ';' | '?')).expect("a whole sequence");
        let last = body[end..].chars().next().unwrap();
        assert!("mHJKABCDGdXPLMSTrhlb@".contains(last), "ESC [ {body:?}");
        if matches!(last, 'h' | 'l') {
            assert!(["?25", "?2026"].contains(&&body[..end]), "ESC [ {body:?}");
        }
        plain(&body[end + 1..]);
    }
}
