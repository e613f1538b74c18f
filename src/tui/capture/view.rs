//! Drawing the one-line capture at the bottom of the screen.

use super::Capture;
use crate::book::capture::LineTrouble;
use crate::book::field::Type;
use crate::book::names::is_han;
use crate::book::{Kind, capture, dates, visit};
use crate::hub::wire::{Preview, WillWrite};
use crate::text::{Lang, form as words};
use crate::tui::draw::rule;
use crate::tui::form::pen::{Pen, flow};
use crate::tui::form::plan::{NARROW, wrap};
use crate::tui::form::row;
use crate::tui::glyph;
use crate::tui::screen::Shared;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Fields of a visit that explain themselves.
const PLAIN: &[u16] =
    &[visit::PEOPLE, visit::WHEN, visit::MODE, visit::OUTCOME, visit::STAFF, visit::SUMMARY];

/// Where the text of the line begins.
const LEFT: usize = 3;

/// Cells for the text of the line.
pub fn room(columns: u16) -> usize {
    usize::from(columns).saturating_sub(LEFT + 1).max(2)
}

/// What is unclear in a line, and an example.
pub fn trouble(why: LineTrouble, lang: Lang) -> String {
    match why {
        LineTrouble::Empty => words::CAPTURE_GRAMMAR,
        LineTrouble::What => words::CAPTURE_WHAT,
        LineTrouble::Who => words::CAPTURE_WHO,
        LineTrouble::NextDay => words::CAPTURE_NEXT_DAY,
        _ => crate::text::command::line_trouble(why),
    }
    .get(lang)
    .to_owned()
}

type Said = Vec<(String, Style)>;

impl Capture {
    /// Draws itself over the bottom lines.
    pub(super) fn draw(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        // The same height whatever it says, so that what is below stays where it is.
        let height = area.height.min(if area.height >= 18 { 11 } else { 8 });
        let y = area.bottom().saturating_sub(height);
        let area = Rect { y, height, ..area };
        let mut pen = Pen::new(buf, area);
        let columns = usize::from(area.width);
        for y in 0..usize::from(height) {
            pen.text(y, 0, &" ".repeat(columns), Style::reset());
        }
        let (title, line) = rule(columns.saturating_sub(1), words::CAPTURE.get(lang));
        let at = 1 + pen.within(0, 1, columns.saturating_sub(2), &title, theme.accent());
        pen.text(0, at + 1, &line, theme.dim());
        pen.text(1, 1, ">", theme.accent());
        let (typed, col) = self.line.shown(room(area.width));
        pen.within(1, LEFT, room(area.width) + 1, &typed, theme.strong());
        let cursor = pen.at(LEFT + col, 1);
        let width = columns.saturating_sub(LEFT + 1).max(4);
        let rows = usize::from(height).saturating_sub(2);
        for (n, (text, style)) in self.below(shared, width, rows).into_iter().enumerate() {
            pen.within(2 + n, LEFT, width + 1, &text, style);
            // of the row in hand what names it: on a thin link the cursor must move cheaply
            if text.starts_with('>') {
                let (named, _) = glyph::split(&text, glyph::first_column(&text));
                pen.within(2 + n, LEFT, width + 1, named, theme.accent());
            }
        }
        Some(cursor)
    }

    /// What stands under the line.
    fn below(&self, shared: &Shared, width: usize, rows: usize) -> Said {
        let (lang, theme) = (shared.lang, shared.theme);
        let mut out: Said = Vec::new();
        if let Some((said, bad)) = &self.said {
            let style = if *bad { theme.trouble() } else { theme.good() };
            out.extend(wrap(said, width).into_iter().map(|l| (l, style)));
        }
        if self.line.text().trim().is_empty() {
            let short = width + LEFT < NARROW;
            let how = if short { words::CAPTURE_EMPTY_SHORT } else { words::CAPTURE_EMPTY };
            for (n, line) in how.get(lang).lines().enumerate() {
                let style = if n == 0 { theme.text() } else { theme.dim() };
                out.extend(wrap(line, width).into_iter().map(|l| (l, style)));
            }
            return out;
        }
        if let Some(c) = &self.completing {
            let room = usize::from(if shared.size.1 >= 20 { 8u8 } else { 5 });
            let top = (self.at + 1).saturating_sub(room);
            let lines = super::complete::lines(c, shared);
            self.choices(shared, lines.into_iter().enumerate().skip(top), &mut out);
            return out;
        }
        match self.current() {
            None => out.push((words::LOOKING.get(lang).into(), theme.dim())),
            Some(Preview::Trouble(why)) => {
                let said = trouble(*why, lang);
                out.extend(wrap(&said, width).into_iter().map(|l| (l, theme.notice())));
            }
            Some(Preview::Wrong(why)) => {
                out.extend(wrap(why, width).into_iter().map(|l| (l, theme.trouble())))
            }
            Some(Preview::Nobody(name)) => {
                let said = nobody(lang, name, capture::kind_of(self.line.text()));
                out.extend(wrap(&said, width).into_iter().map(|l| (l, theme.notice())));
            }
            Some(Preview::Which(word, rows)) => {
                out.push((words::capture_which(lang, word), theme.notice()));
                let lines = row::table(rows, width.saturating_sub(4), lang, shared.today());
                let top = (self.at + 1).saturating_sub(if shared.size.1 >= 20 { 6 } else { 4 });
                self.choices(shared, lines.into_iter().enumerate().skip(top), &mut out);
            }
            Some(Preview::Will(all)) => {
                out.push((words::CAPTURE_WILL.get(lang).into(), theme.accent()));
                let mut said = self.all(shared, width, all, usize::MAX);
                // all that Enter makes is seen, where need be a line each
                if out.len() + said.len() + self.dropped.len() > rows {
                    said = self.all(shared, width, all, 1);
                }
                out.extend(said);
                for (_, said) in &self.dropped {
                    out.push((words::capture_dropped(lang, said), theme.dim()));
                }
            }
        }
        out
    }

    /// Numbered lines to choose from.
    fn choices(&self, shared: &Shared, lines: impl Iterator<Item = (usize, String)>, out: &mut Said) {
        for (n, line) in lines {
            let mark = if n == self.at { ">" } else { " " };
            out.push((format!("{mark}{} {line}", n + 1), shared.theme.text()));
        }
    }

    /// The records that Enter makes, each in at most so many lines.
    fn all(&self, shared: &Shared, width: usize, all: &[WillWrite], most: usize) -> Said {
        let mut out = Said::new();
        let several = all.iter().filter(|w| w.place.is_some()).count() > 1;
        let mut drops = 0;
        for (n, will) in all.iter().enumerate() {
            let here = several && will.place.is_some() && drops == self.at;
            drops += usize::from(will.place.is_some());
            for note in &will.notes {
                let note = wrap(&format!("! {note}"), width).into_iter().take(most);
                out.extend(note.map(|l| (l, shared.theme.notice())));
            }
            out.extend(self.will(shared, width, n, will, here, most));
        }
        out
    }

    fn will(
        &self,
        shared: &Shared,
        width: usize,
        n: usize,
        will: &WillWrite,
        here: bool,
        most: usize,
    ) -> Said {
        let (lang, theme) = (shared.lang, shared.theme);
        let mut out = Said::new();
        let head = format!("{}{} {}", if here { ">" } else { "" }, n + 1, called(will, lang));
        let indent = glyph::width(&head) + 2;
        let pieces = pieces(shared, will);
        let style = if here { theme.accent() } else { theme.text() };
        let lines = match most {
            1 => vec![pieces.join("  ")],
            _ => flow(&pieces, width.saturating_sub(indent)),
        };
        for (at, line) in lines.iter().enumerate() {
            let lead = if at == 0 { glyph::pad(&head, indent) } else { " ".repeat(indent) };
            out.push((lead + line, style));
        }
        if lines.is_empty() {
            out.push((head, style));
        }
        out
    }
}

/// What a record that will be written is called: its kind, or of a part its first field.
fn called(will: &WillWrite, lang: Lang) -> &'static str {
    let part = will.fields.first().filter(|_| will.part).and_then(|(no, _)| will.kind.field(*no));
    match part {
        Some(field) => field.label.get(lang),
        None if will.place.is_some() => words::new_of(will.kind).get(lang),
        None => will.kind.label().get(lang),
    }
}

fn pieces(shared: &Shared, will: &WillWrite) -> Vec<String> {
    let all = will.fields.iter();
    all.map(
        |(no, said)| {
            if will.part { plain(shared, will.kind, *no, said) } else { piece(shared, will.kind, *no, said) }
        },
    )
    .collect()
}

/// A record in one line.
pub fn in_short(shared: &Shared, will: &WillWrite) -> String {
    format!("{} {}", called(will, shared.lang), pieces(shared, will).join("  "))
}

/// Nobody of this name, and what can be done: a whole name can be entered with the line.
pub fn nobody(lang: Lang, name: &str, kind: Option<Kind>) -> String {
    match kind {
        _ if !name.chars().any(is_han) => words::capture_no_initials(lang, name),
        Some(Kind::Visit) => words::capture_nobody(lang, name),
        _ => words::capture_nobody_else(lang, name),
    }
}

/// A value that will be written, days with their weekday.
fn plain(shared: &Shared, kind: Kind, no: u16, said: &str) -> String {
    match (kind.field(no).map(|f| f.ty), dates::parse(said, shared.today())) {
        (Some(Type::Day), Ok(day)) => format!("{day} {}", day.weekday(shared.lang)),
        _ => said.to_owned(),
    }
}

/// A field that will be written: its label and its value, days with their weekday.
fn piece(shared: &Shared, kind: Kind, no: u16, said: &str) -> String {
    let lang = shared.lang;
    let Some(field) = kind.field(no) else { return said.to_owned() };
    if usize::from(shared.size.0) < NARROW
        && (kind == Kind::Visit && PLAIN.contains(&no) || kind.name_field() == Some(no))
    {
        // Where there is little room, what explains itself stands without its label.
        let day = dates::parse(said, shared.today()).ok().filter(|_| matches!(field.ty, Type::Day));
        return day.map_or_else(|| said.to_owned(), |d| format!("{} {}", d.short(), d.weekday(lang)));
    }
    format!("{} {}", field.label.get(lang), plain(shared, kind, no, said))
}
