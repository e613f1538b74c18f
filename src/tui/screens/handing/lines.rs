//! People of a handover, one a line: who, where, when last, what is promised, what is open, to whom.

use crate::book::handover::{SINCE, UNTIL};
use crate::book::{Fields, names};
use crate::hub::wire::HandLine;
use crate::text::Lang;
use crate::text::screen::hand as words;
use crate::tui::glyph;
use crate::tui::say;
use crate::tui::screen::Shared;
use crate::tui::sheet::{Ink, Line};

/// From so many cells on employer and community stand in the line.
const ROOMY: usize = 70;
/// Cells of a name, a community, a day, a promise, what is open, to whom.
const NAME: usize = 9;
const AREA: usize = 9;
const LAST: usize = 11;
const PROMISE: usize = 15;
const OPEN: usize = 5;

/// Cells in which nobody's employer and title are cut.
const WHOLE: usize = 99;

/// Cells left for the employer.
fn post(width: usize) -> usize {
    width.saturating_sub(4 + NAME + AREA + LAST + PROMISE + OPEN + 10).max(8)
}

/// One of them.
pub fn line(l: &HandLine, at: usize, to: (&str, Ink), width: usize, shared: &Shared) -> Line {
    let (lang, today) = (shared.lang, shared.today());
    let cell = |n: usize, w: usize| say::cell_of(&l.row, n, w, today, lang);
    let promise = l.promise.as_ref().map_or_else(String::new, |(day, what)| {
        format!("{} {what}", say::short_day(*day, today)).trim_end().to_owned()
    });
    let number = format!("{:>3} ", at + 1);
    let name = Line::of(number, Ink::Dim).and(glyph::pad(l.row.title(), NAME), Ink::Strong);
    let open = if l.matters > 0 { l.matters.to_string() } else { String::new() };
    let line = if width >= ROOMY {
        let area = names::area_key(&cell(2, AREA));
        name.and(glyph::pad(&glyph::fit_post(&cell(1, WHOLE), post(width)), post(width)), Ink::Text)
            .and(glyph::pad(&format!(" {area}"), AREA), Ink::Dim)
            .and(glyph::pad(&cell(4, LAST), LAST), Ink::Dim)
            .and(glyph::pad(&promise, PROMISE), Ink::Text)
            .and(glyph::pad_left(&open, OPEN - 1), Ink::Text)
    } else {
        name.and(glyph::pad(&promise, width.saturating_sub(NAME + 16).max(6)), Ink::Text)
    };
    if to.0.is_empty() { line.hit(at) } else { line.end(to.0, to.1).hit(at) }
}

/// The headings: those at the left, and the one at the right.
pub fn heading(width: usize, lang: Lang) -> (String, String) {
    let pad = |t: crate::text::T, w: usize| glyph::pad(t.get(lang), w);
    let number = glyph::pad_left(words::NO.get(lang), 3) + " ";
    let to = words::TO_COLUMN.get(lang).to_owned();
    if width < ROOMY {
        return (number + &pad(words::NAME, NAME) + words::PROMISED_COLUMN.get(lang), to);
    }
    let open = glyph::pad_left(words::MATTERS_COLUMN.get(lang), OPEN - 1);
    let left = number
        + &pad(words::NAME, NAME)
        + &pad(words::POST, post(width))
        + " "
        + &pad(words::COMMUNITY, AREA - 1)
        + &pad(words::LAST, LAST)
        + &pad(words::PROMISED_COLUMN, PROMISE)
        + &open;
    (left, to)
}

/// From when, and until when.
pub fn when(f: &Fields, shared: &Shared) -> String {
    let day = |no: u16| f.day(no).map(|d| say::short_day(d, shared.today()));
    let since = words::since(shared.lang, &day(SINCE).unwrap_or_default());
    match day(UNTIL) {
        Some(until) => format!("{since}   {}", words::stands_in(shared.lang, &until)),
        None => since,
    }
}
