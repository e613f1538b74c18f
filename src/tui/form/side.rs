//! What stands beside or below the field in hand: choices, what the book has, likely duplicates, help.

use super::item::{Item, Sort};
use super::look::Suggest;
use super::row;
use crate::book::field::Type;
use crate::book::{Kind, Row, phones, rules};
use crate::text::{Lang, form as words};
use crate::tui::screen::Shared;
use crate::tui::{draw, glyph};

/// How a line is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Plain.
    Plain,
    /// Stands back.
    Dim,
    /// Worth a look.
    Notice,
    /// Enter takes this one.
    Chosen,
}

/// A line below a field or in the side pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inset {
    /// The place of the field it belongs to.
    pub under: usize,
    /// What it says.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

/// One line of help for a field: its own hint, or how its kind of value is typed.
pub fn help(item: &Item, lang: Lang) -> String {
    let own = item.field.hint.get(lang);
    let said = match (own, item.field.ty) {
        ("", Type::Choice(_)) if item.field.many => words::HELP_CHOICES,
        ("", Type::Choice(_)) => words::HELP_CHOICE,
        ("", Type::Note) => words::OPEN_BOOK,
        ("", Type::Day) => words::HELP_DAY,
        ("", Type::Ref { .. } | Type::Party) => words::HELP_LINK,
        ("", Type::Number(..) | Type::Hours) => words::HELP_NUMBER,
        ("", _) if item.field.many => words::HELP_MANY,
        ("", _) if item.field.must => words::HELP_MUST,
        ("", _) => words::HELP_LINE,
        _ => return own.to_owned(),
    };
    said.get(lang).to_owned()
}

/// A note that seems to be about what the book never holds: said, never blocked.
pub fn beware(item: &Item, lang: Lang) -> Option<String> {
    let free = matches!(item.field.ty, Type::Note | Type::Line);
    let about = free.then(|| rules::refused(item.edit.text())).flatten()?;
    Some(words::beware(lang, about.get(lang)))
}

fn tick(on: bool, lang: Lang) -> &'static str {
    if on { words::ON.get(lang) } else { words::OFF.get(lang) }
}

/// All choices in one line; several with a box each.
pub fn choice_line(item: &Item, lang: Lang) -> String {
    let one = |c: &crate::book::Choice| {
        let label = c.label.get(lang);
        if item.field.many {
            format!("{}{label}", tick(item.codes.contains(&c.code), lang))
        } else {
            label.to_owned()
        }
    };
    item.field.offered().iter().map(one).collect::<Vec<_>>().join(" ")
}

/// The choices as lines: short ones several to a line.
pub fn choices(item: &Item, lang: Lang, width: usize, under: usize) -> Vec<Inset> {
    let mut out: Vec<Inset> = Vec::new();
    for (at, c) in item.field.offered().iter().enumerate() {
        let here = if item.field.many { item.mark == at } else { item.codes.contains(&c.code) };
        let on = if item.field.many { tick(item.codes.contains(&c.code), lang) } else { "" };
        let mark = if here { ">" } else { " " };
        let text = format!("{mark}{}{on} {}", at + 1, c.label.get(lang));
        let tone = if here { Tone::Chosen } else { Tone::Dim };
        let joins = !item.field.many
            && out.last().is_some_and(|l| glyph::width(&l.text) + glyph::width(&text) + 2 <= width);
        match out.last_mut().filter(|_| joins) {
            Some(last) => last.text = format!("{}  {text}", last.text),
            None => out.push(Inset { under, text, tone }),
        }
    }
    if !item.field.many {
        for line in &mut out {
            line.tone = if line.text.contains('>') { Tone::Plain } else { Tone::Dim };
        }
    }
    out
}

/// What the book has for what is typed.
pub fn suggestions(
    s: &Suggest,
    shared: &Shared,
    width: usize,
    under: usize,
    item: &Item,
    new: Option<Kind>,
) -> Vec<Inset> {
    let lang = shared.lang;
    let chosen = s.chosen(true).map(|r| r.target);
    let mut out = Vec::new();
    let lines = row::table(&s.rows, width.saturating_sub(1), lang, shared.today());
    for (r, line) in s.rows.iter().zip(lines) {
        let picked = chosen == Some(r.target);
        let text = format!("{}{line}", if picked { ">" } else { " " });
        out.push(Inset { under, text, tone: if picked { Tone::Chosen } else { Tone::Plain } });
    }
    let makes = super::look::makes(item.field.ty);
    let said = match (s.rows.is_empty(), chosen.is_some()) {
        (true, _) if makes => words::WILL_MAKE,
        (true, _) => words::NOT_IN_BOOK,
        (_, true) if makes => words::SUGGEST_MAKE,
        (_, true) => words::SUGGEST_HELP,
        _ => words::SUGGEST_MANY,
    };
    let said = match new {
        Some(kind) => words::make_it(lang, kind.label().get(lang), &s.text),
        None => said.get(lang).to_owned(),
    };
    out.push(Inset { under, text: format!(" {said}"), tone: Tone::Dim });
    out
}

/// Several numbers of a field as they will be kept, one a line, each with what is wrong with it.
pub fn numbers(item: &Item, lang: Lang, under: usize) -> Vec<Inset> {
    if !matches!(item.field.ty, Type::Phone) || !item.field.many || item.edit.is_empty() {
        return Vec::new();
    }
    let parts: Vec<&str> = rules::parts(item.edit.text()).collect();
    let mut out = Vec::new();
    for (n, part) in parts.iter().enumerate().filter(|_| parts.len() > 1) {
        let (text, tone) = match phones::parse(part) {
            Ok(all) => {
                (all.iter().map(|p| phones::show(&p.number, lang)).collect::<Vec<_>>().join(" "), Tone::Plain)
            }
            Err(_) => (format!("{part}  ?"), Tone::Notice),
        };
        out.push(Inset { under, text: format!(" {} {text}", n + 1), tone });
    }
    out.push(Inset { under, text: format!(" {}", words::MORE_NUMBERS.get(lang)), tone: Tone::Dim });
    out
}

/// Likely duplicates in short.
pub fn same(
    rows: &[Row],
    shared: &Shared,
    width: usize,
    under: usize,
    most: usize,
    help: &str,
) -> Vec<Inset> {
    let lang = shared.lang;
    let head = rows.first().map_or(words::SAME_PEOPLE, |r| same_head(r.target.kind)).get(lang);
    let mut out = Vec::new();
    let notice = |text: String| Inset { under, text, tone: Tone::Notice };
    if most > 1 {
        out.push(notice(format!("{head} {}", rows.len())));
    }
    let shown = rows.get(..most.min(rows.len())).unwrap_or_default();
    let lead = if most > 1 { String::new() } else { format!("{} ", words::SAME_SHORT.get(lang)) };
    let room = width.saturating_sub(1 + glyph::width(&lead));
    for line in row::table(shown, room, lang, shared.today()) {
        out.push(notice(format!(" {lead}{line}")));
    }
    let more = match rows.len().saturating_sub(most) {
        0 => String::new(),
        n => format!("{}  ", words::and_more(lang, n)),
    };
    let text = format!(" {}", draw::whole(&format!("{more}{help}"), width));
    out.push(Inset { under, text, tone: Tone::Dim });
    out
}

/// The head over likely duplicates of a kind.
pub fn same_head(kind: Kind) -> crate::text::T {
    if kind == Kind::Organisation { words::SAME_ORGANISATIONS } else { words::SAME_PEOPLE }
}

/// Whether a field has something to choose from in the pane.
pub fn has_choices(item: &Item) -> bool {
    item.sort() == Sort::Choice
}
