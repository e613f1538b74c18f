//! What the sign-in shows: whom what was typed may mean; else who is not there yet, who is, what was not found.

use super::{Go, SignIn};
use crate::book::{Ref, meeting};
use crate::text::screen::meetings as words;
use crate::tui::form::row;
use crate::tui::glyph;
use crate::tui::screen::Shared;
use crate::tui::sheet::{Ink, Line};

/// Cells of a name.
const NAME: usize = 10;

impl SignIn {
    /// How many were asked, came, are away.
    pub(super) fn counts(&self, shared: &Shared, width: u16) -> String {
        let Some(r) = &self.record else { return String::new() };
        let (asked, came) = (r.fields.links(meeting::EXPECTED).len(), r.fields.links(meeting::PRESENT).len());
        if width < 70 {
            return words::counts_short(shared.lang, asked, came);
        }
        let (away, absent) = (r.fields.links(meeting::EXCUSED).len(), meeting::absent(&r.fields).len());
        words::counts(shared.lang, asked, came, away, absent, self.guests().len())
    }

    /// The lines, and what those stand for that the cursor can stand on.
    pub(super) fn lines(&self, shared: &Shared, width: usize) -> (Vec<Line>, Vec<Go>) {
        if self.typed().is_empty() { self.roll(shared, width) } else { self.candidates(shared, width) }
    }

    fn candidates(&self, shared: &Shared, width: usize) -> (Vec<Line>, Vec<Go>) {
        let (lang, today) = (shared.lang, shared.today());
        let came = self.links(meeting::PRESENT);
        let (mut lines, mut gos) = (Vec::new(), Vec::new());
        let texts = row::table(&self.rows, width.saturating_sub(12), lang, today);
        for (r, text) in self.rows.iter().zip(texts) {
            let (name, rest) = glyph::split(&text, glyph::width(r.title()));
            let line = Line::of(name, Ink::Strong).and(rest, Ink::Text).hit(gos.len());
            let here = came.contains(&r.target);
            lines.push(if here { line.end(words::HERE.get(lang), Ink::Good) } else { line });
            gos.push(Go::Somebody(r.target));
        }
        if self.rows.is_empty() && self.answered == self.typed() {
            lines.push(Line::of(words::nobody(lang, self.typed()), Ink::Notice));
        }
        (lines, gos)
    }

    fn roll(&self, shared: &Shared, width: usize) -> (Vec<Line>, Vec<Go>) {
        let lang = shared.lang;
        let (mut lines, mut gos) = (Vec::new(), Vec::new());
        let Some(r) = &self.record else { return (lines, gos) };
        if !self.pasted.unfound().is_empty() {
            let n = self.pasted.left();
            lines.push(Line::rule(width, &words::label_count(lang, words::UNFOUND.get(lang), n)));
            for (i, (name, namesakes)) in self.pasted.unfound().iter().enumerate() {
                let why = if *namesakes { words::NAMESAKES } else { words::UNKNOWN };
                let line = Line::of(glyph::pad(name, NAME), Ink::Strong).and(why.get(lang), Ink::Notice);
                lines.push(line.hit(gos.len()));
                gos.push(Go::Unfound(i));
            }
        }
        let mut came = r.fields.links(meeting::PRESENT);
        // who came last stands first: that is what was just typed
        came.reverse();
        let parts = [
            (words::NOT_YET, meeting::absent(&r.fields)),
            (words::HERE, came),
            (words::AWAY, r.fields.links(meeting::EXCUSED)),
        ];
        for (title, people) in parts {
            self.people(shared, width, (title.get(lang), &people), &mut lines, &mut gos);
        }
        let guests = self.guests();
        if !guests.is_empty() {
            lines.push(Line::rule(width, &words::label_count(lang, words::GUESTS.get(lang), guests.len())));
            for (i, name) in guests.iter().enumerate() {
                lines.push(Line::of(*name, Ink::Strong).hit(gos.len()));
                gos.push(Go::Guest(i));
            }
        }
        if gos.is_empty() {
            let how = crate::tui::draw::wrap(words::HOW.get(lang), width.saturating_sub(2));
            lines.extend(how.into_iter().map(|l| Line::of(l, Ink::Dim)));
        }
        (lines, gos)
    }

    fn people(
        &self,
        shared: &Shared,
        width: usize,
        (title, people): (&str, &[Ref]),
        lines: &mut Vec<Line>,
        gos: &mut Vec<Go>,
    ) {
        if people.is_empty() {
            return;
        }
        lines.push(Line::rule(width, &words::label_count(shared.lang, title, people.len())));
        for one in people {
            lines.push(Line::of(self.name_of(*one), Ink::Strong).hit(gos.len()));
            gos.push(Go::Somebody(*one));
        }
    }
}
