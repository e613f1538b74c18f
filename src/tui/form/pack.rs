//! Fields as text and back: for drafts, and for what comes filled in.
//!
//! A draft is text. What was picked keeps its identity in it: each picked record is its name, its kind and its id
//! parted by U+001F, and ends with U+001E. Neither can be typed.

use super::item::{Chip, Content, Item, Sort};
use crate::book::field::{Field, Type};
use crate::book::{Day, Id, Kind, Ref, Value, phones, rules};
use crate::text::Lang;

const PART: char = '\u{1f}';
const END: char = '\u{1e}';

/// A record as the text of a field that refers to it: for [`super::new`] and [`crate::tui::screen::Effect::New`].
/// Plain names work too, but then namesakes must be told apart by hand.
pub fn link(target: Ref, name: &str) -> String {
    format!("{name}{PART}{}{PART}{}{END}", target.kind.code(), target.id)
}

/// The records of a text that [`link`] made.
pub fn linked(text: &str) -> Vec<(Ref, String)> {
    let chips = text.split_terminator(END).map(chip);
    chips.filter_map(|c| c.target.map(|target| (target, c.name))).collect()
}

/// A field as text.
pub fn text(item: &Item, today: Day) -> String {
    match item.sort() {
        Sort::Words => match item.day(today) {
            // 今天 must not mean another day when the draft is taken up tomorrow.
            Some(d) => d.to_string(),
            None => item.edit.text().to_owned(),
        },
        Sort::Choice => {
            let key = |c: &u16| item.field.choice(*c).map_or_else(|| format!("#{c}"), |c| c.key.to_owned());
            item.codes.iter().map(key).collect::<Vec<_>>().join("、")
        }
        Sort::Link => {
            let chip = |c: &Chip| c.target.map_or_else(|| format!("{}{END}", c.name), |t| link(t, &c.name));
            item.chips.iter().map(chip).collect::<String>() + item.edit.text()
        }
    }
}

/// A field from its text, as [`text`] wrote it or as people write it.
pub fn untext(text: &str, field: &Field) -> Content {
    let mut out = Content::default();
    match field.ty {
        Type::Choice(_) => {
            let code = |p: &str| match p.strip_prefix('#') {
                Some(n) => n.parse().ok(),
                None => field.read_choice(p).map(|c| c.code),
            };
            out.codes = rules::parts(text).filter_map(code).collect();
            if !field.many {
                out.codes.truncate(1);
            }
        }
        Type::Ref { .. } | Type::Party if text.contains(END) => {
            let mut pieces = text.split(END).peekable();
            while let Some(piece) = pieces.next() {
                if pieces.peek().is_none() {
                    out.words = piece.to_owned();
                } else {
                    out.chips.push(chip(piece));
                }
            }
        }
        _ => out.words = text.to_owned(),
    }
    out
}

/// Who or what a text that [`link`] made means, and how they are called.
pub fn unlink(text: &str) -> Option<(Ref, String)> {
    let one = chip(text.strip_suffix(END)?);
    one.target.map(|target| (target, one.name))
}

fn chip(piece: &str) -> Chip {
    let mut parts = piece.split(PART);
    let name = parts.next().unwrap_or_default().to_owned();
    let kind = parts.next().and_then(|k| k.parse().ok()).and_then(Kind::from_code);
    let id = parts.next().and_then(Id::parse);
    Chip { target: kind.zip(id).map(|(kind, id)| Ref { kind, id }), name }
}

/// A value of the book as a field holds it.
pub fn content(value: &Value, field: &Field, names: &[(Ref, String)], lang: Lang) -> Content {
    let mut out = Content::default();
    let mut words: Vec<String> = Vec::new();
    for v in value.each() {
        match v {
            Value::Text(s) if matches!(field.ty, Type::Phone) => words.push(phones::show(s, lang)),
            Value::Text(s) => words.push(s.clone()),
            Value::Int(n) => words.push(field.number(*n)),
            Value::Day(d) => words.push(d.to_string()),
            Value::Code(c) => out.codes.push(*c),
            Value::Ref(r) => {
                let name = names.iter().find(|(n, _)| n == r).map(|(_, n)| n.clone());
                out.chips.push(Chip { target: Some(*r), name: name.unwrap_or_else(|| "?".into()) });
            }
            Value::Instant(_) | Value::Flag(_) | Value::List(_) | Value::Group(_) => {}
        }
    }
    out.words = words.join("、");
    out
}
