//! The rows of Today.

use crate::book::Row;
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::Shared;
use crate::tui::sheet::{Ink, Line};

/// The key that acts, where there is room to name it.
pub(super) fn act(line: Line, shared: &Shared, width: usize) -> Line {
    if width < 70 {
        return line;
    }
    let key = shared.keymap.key_of(Context::Today.stack(), Action::Act).unwrap_or_default();
    line.end("  ", Ink::Text)
        .end(key, Ink::Key)
        .end(format!(" {}", words::LOG_VISIT.get(shared.lang)), Ink::Dim)
}

/// Somebody, and what tells namesakes apart.
pub(super) fn person(row: &Row, shared: &Shared, width: usize) -> Line {
    let (lang, today, kind) = (shared.lang, shared.today(), row.target.kind);
    let text = |i: usize| row.cells.get(i).map(|c| say::cell(kind, c, 12, today, lang)).unwrap_or_default();
    let post = if width >= 60 { 34 } else { 18 };
    let mut line =
        Line::text(" ").and(glyph::pad(&text(0), 9), Ink::Strong).and(glyph::pad(&text(1), post), Ink::Text);
    if width >= 70 {
        line = line.and(format!("  {}", text(2)), Ink::Dim);
    }
    line.end(glyph::pad_left(&text(4), 10), Ink::Text)
}
