//! How a form that is being filled lies on the screen: the question in hand in full with its choices, the others one line
//! each, what was answered at the right of its question.

use super::{Fill, Load, Stop, is_typed, keys::DIGITS};
use crate::book::survey::filling::{Asked, Entry};
use crate::book::survey::{Kind as Takes, tally};
use crate::book::{Kind, answer};
use crate::text::form as form_words;
use crate::text::screen::{self, studies as words};
use crate::tui::draw::{self, below, cells};
use crate::tui::form::clock;
use crate::tui::glyph;
use crate::tui::screen::Shared;
use crate::tui::screens::rows_below;
use crate::tui::sheet::{Ink, Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines of the head.
const HEAD: u16 = 2;
/// Cells before a question: its number.
const NUMBER: usize = 4;
/// Cells before what belongs to the question in hand.
const INDENT: usize = 6;

/// The form as lines, which of them are in hand, and where the cursor stands: line and cell.
#[derive(Default)]
struct Laid {
    lines: Vec<Line>,
    hand: (usize, usize),
    cursor: Option<(usize, usize)>,
}

impl Fill {
    /// Brings what is in hand into view.
    pub(super) fn follow(&mut self, shared: &Shared) {
        let laid = self.laid(shared, shared.size.0.into());
        let height = rows_below(shared, HEAD).max(1);
        let (first, last) = laid.hand;
        // the title above comes into view with it, and what stands below the last question
        let above = laid.lines.iter().take(first).rposition(|l| l.hit.is_some()).map_or(0, |at| at + 1);
        let first = if last - above < height { above } else { first };
        let behind = laid.lines.iter().skip(last + 1).position(|l| l.hit.is_some());
        let last = if behind.is_none() { laid.lines.len().saturating_sub(1) } else { last };
        self.top = self.top.max((last + 1).saturating_sub(height)).min(first);
        self.top = self.top.min(laid.lines.len().saturating_sub(height));
    }

    pub(super) fn draw(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let title = match (&self.load, &self.asks) {
            (Load::Failed(why), _) => why.clone(),
            (_, Some(asks)) => asks.title.clone(),
            (_, None) => screen::LOADING.get(lang).to_owned(),
        };
        let which = match (self.asks.is_some(), self.base > 0) {
            (false, _) => String::new(),
            (_, true) => words::CHANGING.get(lang).to_owned(),
            (_, false) => words::which(lang, self.stacked + 1),
        };
        let (safe, ink) = match (self.saving.is_some(), self.keeping.failed, self.keeping.kept_at) {
            (true, ..) => (form_words::SAVING.get(lang).to_owned(), theme.notice()),
            (_, true, _) => (form_words::DRAFT_FAILED.get(lang).to_owned(), theme.trouble()),
            (_, _, Some(at)) => (form_words::draft_at(lang, &clock(at)), theme.dim()),
            _ => (String::new(), theme.dim()),
        };
        let left = [(title.as_str(), theme.strong()), ("   ", theme.text()), (which.as_str(), theme.text())];
        draw::head(buf, area, &left, (&safe, ink));
        let laid = self.laid(shared, area.width.into());
        let rest = below(area, HEAD);
        let sheet = Sheet { at: 0, scroll: self.top };
        sheet.view(&laid.lines, buf, rest, theme, true);
        let (line, column) = laid.cursor?;
        let y = line.checked_sub(self.top).filter(|y| *y < rest.height.into())?;
        let x = cells(column + 1).min(rest.width.saturating_sub(1));
        Some((rest.x.saturating_add(x), rest.y.saturating_add(cells(y))))
    }

    fn laid(&self, shared: &Shared, width: usize) -> Laid {
        let mut out = Laid::default();
        let Some(asks) = &self.asks else { return out };
        let lang = shared.lang;
        if !asks.anonymous {
            let label = field_label(answer::PERSON, shared);
            let name = self.person.as_ref().map(|(_, n)| n.clone()).unwrap_or_default();
            let here = self.at == Stop::Person;
            let value = match (name.is_empty(), here) {
                (true, true) => (words::PICK_WHO.get(lang).to_owned(), Ink::Dim),
                _ => (name, Ink::Text),
            };
            out.plain(label, value, here, None, width);
        }
        let here = self.at == Stop::Day;
        let (typed, column) = self.edit.shown(width / 2);
        let shown = if here { typed } else { self.day.to_string() };
        out.plain(field_label(answer::DAY, shared), (shown, Ink::Text), here, here.then_some(column), width);
        if here {
            out.trouble(self.trouble.as_deref(), width);
        }
        let mut number = 0;
        for entry in self.entries(shared) {
            match entry {
                Entry::Group { label, which, depth, .. } => {
                    let label = match which {
                        Some(n) => format!("{label} {n}"),
                        None => label,
                    };
                    out.lines.push(Line::rule(width, &format!("{}{label}", "  ".repeat(depth.min(4)))));
                }
                Entry::More { name, label, at, .. } => {
                    let here = matches!(&self.at, Stop::More(n, a) if *n == name && *a == at);
                    let line =
                        Line::of(" ".repeat(NUMBER), Ink::Dim).and(words::one_more(lang, &label), Ink::Text);
                    out.push(line, here);
                    if here {
                        out.below(words::ADD_OR_NOT.get(lang), Ink::Key, width);
                        out.cursor = Some((out.hand.0, NUMBER));
                    }
                }
                Entry::Question(q) if q.kind == Takes::Note => {
                    for line in draw::wrap(&q.label, width.saturating_sub(NUMBER + 2)) {
                        out.lines.push(Line::of(format!("{}{line}", " ".repeat(NUMBER)), Ink::Dim));
                    }
                }
                Entry::Question(q) => {
                    number += 1;
                    let here = self.at == Stop::Question(q.key.clone());
                    if let Some(q) = self.asked(shared).filter(|_| here) {
                        self.in_hand(&q, number, shared, width, &mut out);
                    } else {
                        out.question(&q, number, &self.said(&q, shared), width);
                    }
                }
            }
        }
        let here = self.at == Stop::End;
        out.lines.push(Line::rule(width, ""));
        out.push(Line::of(" ".repeat(NUMBER), Ink::Dim).and(words::END.get(lang), Ink::Text), here);
        if here {
            out.cursor = Some((out.hand.0, NUMBER));
            out.below(words::TO_SAVE.get(lang), Ink::Key, width);
        }
        out
    }

    /// What was answered, as people read it.
    fn said(&self, q: &Asked, shared: &Shared) -> String {
        let Some(asks) = &self.asks else { return String::new() };
        let Some(question) = asks.survey.question(&q.key.0) else { return String::new() };
        match q.kind {
            Takes::Acknowledge if !q.value.is_empty() => words::SEEN.get(shared.lang).to_owned(),
            _ => {
                let language = Fill::language(asks, shared.lang);
                let between = screen::AND.get(shared.lang);
                tally::in_words(&asks.survey, question, &q.value, language, between)
            }
        }
    }

    /// The question in hand: its words in full, what is typed or chosen, its help, what is wrong.
    fn in_hand(&self, q: &Asked, number: usize, shared: &Shared, width: usize, out: &mut Laid) {
        let lang = shared.lang;
        let label = starred(q);
        let typed = is_typed(&q.kind);
        let room = if typed { answers_at(width) - NUMBER } else { width.saturating_sub(NUMBER + 2) };
        let beside = glyph::width(&label) < room;
        let wrapped = draw::wrap(&label, width.saturating_sub(NUMBER + 2));
        for (i, part) in wrapped.iter().enumerate() {
            if i == 0 {
                let part = if typed && beside { glyph::pad(part, room) } else { part.clone() };
                out.push(Line::of(format!("{number:>3} "), Ink::Dim).and(part, Ink::Strong), true);
            } else {
                out.lines.push(Line::of(format!("{}{part}", " ".repeat(NUMBER)), Ink::Strong));
            }
        }
        if typed {
            let at = if beside { answers_at(width) } else { INDENT };
            let (shown, column) = self.edit.shown(width.saturating_sub(at + 2).max(1));
            let column = if beside {
                if let Some(line) = out.lines.last_mut() {
                    *line = std::mem::take(line).and(shown, Ink::Text);
                }
                at + column
            } else {
                out.lines.push(Line::of(format!("{}{shown}", " ".repeat(INDENT)), Ink::Text));
                INDENT + column
            };
            out.cursor = Some((out.lines.len() - 1, column));
        } else {
            self.choices(q, shared, width, out);
        }
        let how = match q.kind {
            Takes::Acknowledge => words::TO_SEE,
            _ if q.choices.len() > DIGITS => words::LONG,
            Takes::Many(..) => words::MANY,
            _ => words::ONE,
        };
        if !q.hint.is_empty() {
            out.below(&q.hint, Ink::Dim, width);
        }
        if !typed {
            out.below(how.get(lang), Ink::Dim, width);
        }
        out.trouble(self.trouble.as_deref(), width);
        out.hand.1 = out.lines.len().saturating_sub(1);
    }

    /// The choices, each with its number; several in a line where there are many and they are short.
    fn choices(&self, q: &Asked, _shared: &Shared, width: usize, out: &mut Laid) {
        let many = matches!(q.kind, Takes::Many(..));
        let room = width.saturating_sub(INDENT + 2);
        let longest = q.choices.iter().map(|(_, l)| glyph::width(l)).max().unwrap_or(0);
        let wide = longest + 9;
        let columns = if q.choices.len() > 4 { (room / wide.max(1)).clamp(1, 4) } else { 1 };
        for (row, some) in q.choices.chunks(columns).enumerate() {
            let mut line = Line::of(" ".repeat(INDENT), Ink::Text);
            for (i, (code, label)) in some.iter().enumerate() {
                let at = row * columns + i;
                let chosen = q.value.split_whitespace().any(|v| v == code);
                let sign = match (many, chosen) {
                    (true, true) => "[x]",
                    (true, false) => "[ ]",
                    (false, true) => "(x)",
                    (false, false) => "( )",
                };
                if at == self.mark {
                    out.cursor = Some((out.lines.len(), INDENT + i * wide + 1));
                }
                let text = glyph::fit(&format!("{sign} {:>2} {label}", at + 1), room);
                let text = if columns > 1 { glyph::pad(&text, wide) } else { text };
                let ink = match (chosen, at == self.mark) {
                    (true, _) => Ink::Good,
                    (_, true) => Ink::Accent,
                    _ => Ink::Text,
                };
                line = line.and(text, ink);
            }
            out.lines.push(line);
        }
        if q.kind == Takes::Acknowledge {
            let sign = if q.value.is_empty() { "[ ]" } else { "[x]" };
            out.cursor = Some((out.lines.len(), INDENT + 1));
            out.lines.push(Line::of(format!("{}{sign}", " ".repeat(INDENT)), Ink::Text));
        }
    }
}

impl Laid {
    /// A line that the cursor can stand on.
    fn push(&mut self, line: Line, here: bool) {
        if here {
            self.hand = (self.lines.len(), self.lines.len());
        }
        self.lines.push(line.hit(if here { 0 } else { 1 }));
    }

    /// Something asked of every answer, with no number.
    fn plain(&mut self, label: &str, value: (String, Ink), here: bool, column: Option<usize>, width: usize) {
        let at = answers_at(width);
        let ink = if here { Ink::Strong } else { Ink::Dim };
        let line = Line::of(" ".repeat(NUMBER), Ink::Dim)
            .and(glyph::pad(&glyph::fit(label, at - NUMBER - 1), at - NUMBER), ink)
            .and(value.0, value.1);
        self.push(line, here);
        if here {
            self.cursor = Some((self.hand.0, at + column.unwrap_or(0)));
        }
    }

    /// A question that is not in hand, on one line.
    fn question(&mut self, q: &Asked, number: usize, said: &str, width: usize) {
        let at = answers_at(width);
        let label = glyph::pad(&glyph::fit(&starred(q), at - NUMBER - 1), at - NUMBER);
        let line = Line::of(format!("{number:>3} "), Ink::Dim).and(label, Ink::Text);
        let ink = if q.read_only { Ink::Dim } else { Ink::Good };
        let said: Vec<&str> = said.lines().collect();
        self.push(line.and(said.join(" "), ink), false);
    }

    /// Words below the question in hand.
    fn below(&mut self, text: &str, ink: Ink, width: usize) {
        for part in draw::wrap(text, width.saturating_sub(INDENT + 2)) {
            self.lines.push(Line::of(format!("{}{part}", " ".repeat(INDENT)), ink));
        }
        self.hand.1 = self.lines.len().saturating_sub(1);
    }

    fn trouble(&mut self, text: Option<&str>, width: usize) {
        if let Some(text) = text {
            self.below(text, Ink::Trouble, width);
        }
    }
}

/// The cell at which answers stand.
fn answers_at(width: usize) -> usize {
    (width * 9 / 20).clamp(NUMBER + 8, 44)
}

/// A question's words, with the sign of those that must be answered.
fn starred(q: &Asked) -> String {
    let label: Vec<&str> = q.label.lines().collect();
    format!("{}{}", label.join(" "), if q.required { " *" } else { "" })
}

fn field_label(no: u16, shared: &Shared) -> &'static str {
    Kind::Answer.field(no).map_or("", |f| f.label.get(shared.lang))
}
