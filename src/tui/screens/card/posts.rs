//! Who holds which post of an association, and whose term ends: the heads first.

use super::body::Go;
use crate::book::tie::SOON;
use crate::hub::wire::Card;
use crate::text::election as words;
use crate::text::screen;
use crate::tui::glyph;
use crate::tui::screen::Shared;
use crate::tui::sheet::{Ink, Line};

/// A section of them; nothing where nobody holds one.
pub(super) fn lines(card: &Card, shared: &Shared, width: usize, lines: &mut Vec<Line>, gos: &mut Vec<Go>) {
    if card.posts.is_empty() {
        return;
    }
    let (lang, today) = (shared.lang, shared.today());
    let title = screen::section(lang, words::POSTS.get(lang), card.posts.len() as u64);
    lines.push(Line::rule(width, &title));
    let name = if width >= 70 { 26 } else { 12 };
    let day = |d: Option<crate::book::Day>| d.map(|d| d.to_string()).unwrap_or_default();
    for post in &card.posts {
        // where there is little room the end of the term says more than its beginning
        let dates = match post.until {
            Some(until) if width < 70 => words::until(lang, &until.to_string()),
            Some(until) => format!("{} - {until}", day(post.since)),
            None => post.since.map(|d| words::since(lang, &d.to_string())).unwrap_or_default(),
        };
        let line = Line::text(glyph::pad(&post.name, name))
            .and(format!(" {} ", glyph::pad(&post.post, 14)), Ink::Text)
            .and(dates.trim().to_owned(), Ink::Dim);
        let left = post.until.map(|until| until.0 - today.0);
        let line = match left {
            Some(left) if left < 0 => line.end(words::OVER.get(lang), Ink::Trouble),
            Some(left) if left <= SOON => line.end(words::soon(lang, left), Ink::Notice),
            _ => line,
        };
        lines.push(line.hit(gos.len()));
        gos.push(Go::Open(post.who));
    }
}
