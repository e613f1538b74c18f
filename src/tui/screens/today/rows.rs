//! The rows of Today.

use crate::book::{Day, Row};
use crate::hub::wire::{BackupDue, Draft};
use crate::text::Lang;
use crate::text::screen as words;
use crate::text::service;
use crate::tui::action::Action;
use crate::tui::capture;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::Shared;
use crate::tui::sheet::{Ink, Line};

/// Cells of a name, of a community, and of what a row is about.
const NAME: usize = 9;
const PLACE: usize = 12;
const WHAT: usize = 5;
/// Cells for how long ago.
const WHEN: usize = 10;
/// Where somebody works takes no more than this, however wide the screen.
const POST_MAX: usize = 44;

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

/// How late a promise is, and whether it is late: `137 days late` whole, `137d late` where there is little room.
pub(super) fn due(due: Day, shared: &Shared, width: usize) -> (String, bool) {
    let (lang, today) = (shared.lang, shared.today());
    let (words, late) = say::due(due, today, lang);
    let wide = if lang == Lang::En && width >= 60 { 13 } else { WHEN };
    let days = today.0.saturating_sub(due.0);
    let short = late && glyph::width(&words) > wide;
    let words = if short { words::days_late_short(lang, days) } else { words };
    (glyph::pad_left(&words, wide), late)
}

/// Somebody, and what tells namesakes apart.
pub(super) fn person(row: &Row, shared: &Shared, width: usize) -> Line {
    let (lang, today) = (shared.lang, shared.today());
    let text = |i: usize| say::cell_of(row, i, 12, today, lang);
    let post = match width {
        70.. => {
            let act = glyph::width(words::LOG_VISIT.get(lang)) + 4;
            width.saturating_sub(1 + NAME + 2 + PLACE + WHEN + act + 2).min(POST_MAX)
        }
        60.. => 34,
        _ => width.saturating_sub(1 + NAME + WHEN + 3),
    };
    let mut line = Line::text(" ")
        .and(glyph::pad(&text(0), NAME), Ink::Strong)
        .and(glyph::pad(&text(1), post), Ink::Text);
    if width >= 70 {
        line = line.and(format!("  {}", text(2)), Ink::Dim);
    }
    line.end(glyph::pad_left(&text(4), WHEN), Ink::Text)
}

/// That the book is not backed up as it should be.
pub(super) fn backup(due: &BackupDue, shared: &Shared) -> Line {
    let lang = shared.lang;
    let days = |ms: i64| (shared.now_ms - ms).max(0) / 86_400_000;
    let ago = match due.last_ms {
        Some(at) => service::days_ago(lang, days(at)),
        None => service::NO_BACKUP.get(lang).to_owned(),
    };
    let text = match (&due.failed, due.last_ms) {
        (Some(why), _) => service::backup_failing(lang, why, &ago),
        (None, Some(_)) => service::backup_late(lang, &ago),
        (None, None) => ago,
    };
    Line::of(text, Ink::Trouble)
}

/// A draft: what it is to become, and of whom.
pub(super) fn draft(draft: &Draft, shared: &Shared) -> Line {
    let lang = shared.lang;
    let kind = draft.target.kind.label().get(lang);
    // An unwritten line says itself what it is to become.
    let line = capture::is_line(draft);
    let what = if line {
        words::LINE_DRAFT.get(lang).to_owned()
    } else if draft.base > 0 {
        words::edit_of(lang, kind)
    } else {
        kind.to_owned()
    };
    let line = Line::text(format!(" {} ", glyph::pad(&what, WHAT.max(glyph::width(&what)))));
    line.and(&draft.title, Ink::Strong).end(say::instant(draft.at_ms, shared.today()), Ink::Dim)
}
