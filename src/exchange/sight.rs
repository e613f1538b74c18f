//! A record as the columns of a ledger show it: the same meanings of columns by which ledgers are read.

use super::plan::What;
use super::voiced::Said;
use super::workbook::Cell;
use crate::book::{Field, Fields, Kind, Ref, Type, Value, matter, person, phones};
use crate::hub::wire::{Exported, Shown};
use crate::text::{Lang, exchange as words};
use std::collections::HashMap;

/// What came with records, by what it is about.
#[derive(Debug, Default)]
pub struct Around {
    phones: HashMap<Ref, String>,
    above: HashMap<Ref, String>,
    /// By the visit in which it was raised.
    raised: HashMap<Ref, Vec<Fields>>,
}

impl Around {
    /// Of one slice.
    pub fn of(slice: &mut Exported) -> Around {
        let mut raised: HashMap<Ref, Vec<Fields>> = HashMap::new();
        for one in std::mem::take(&mut slice.raised) {
            if let Some(visit) = one.record.fields.link(matter::VISIT) {
                raised.entry(visit).or_default().push(one.record.fields);
            }
        }
        Around {
            raised,
            phones: std::mem::take(&mut slice.phones).into_iter().filter(|(_, n)| !n.is_empty()).collect(),
            above: std::mem::take(&mut slice.above).into_iter().collect(),
        }
    }
}

/// A record in the words of a language.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// The record with the names of all it refers to.
    pub shown: &'a Shown,
    /// What came with it.
    pub around: &'a Around,
    /// The language of choices and of names that stand for somebody.
    pub lang: Lang,
}

impl Sight<'_> {
    /// A column, as a cell.
    pub fn cell(&self, what: What) -> Cell {
        let r = &self.shown.record;
        match what {
            What::Maps(no) => match (r.kind.field(no), r.fields.get(no)) {
                (Some(f), Some(Value::Day(d))) if !f.many => Cell::Day(*d),
                (Some(Field { ty: Type::Number(..), .. }), Some(Value::Int(n))) => Cell::Number(*n as f64),
                (Some(Field { ty: Type::Hours, .. }), Some(Value::Int(n))) => Cell::Number(*n as f64 / 60.0),
                (Some(field), Some(_)) => text(self.words(field)),
                _ => Cell::Empty,
            },
            What::Split => {
                let parts = [person::EMPLOYER, person::TITLE].map(|no| self.field(no));
                text(parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" "))
            }
            What::Phone => {
                let whom = r.kind.people_field().map(|no| r.fields.links(no)).unwrap_or_default();
                let each: Vec<String> = whom.iter().map(|p| self.phones_of(p)).collect();
                // by their places, each is that of the name in the same place
                if each.iter().all(String::is_empty) { Cell::Empty } else { text(each.join(words::BETWEEN)) }
            }
            What::Office => {
                let area = r.kind.area_field().and_then(|no| r.fields.link(no));
                text(area.and_then(|a| self.around.above.get(&a)).cloned().unwrap_or_default())
            }
            What::Said(said) => {
                let all = self.around.raised.get(&r.to_ref()).map_or(&[][..], Vec::as_slice);
                let mut each: Vec<String> = all.iter().map(|f| said.words(f, self.lang)).collect();
                // told of one of two is not told
                if said == Said::Told && each.iter().any(String::is_empty) {
                    each.clear();
                }
                each.dedup();
                text(each.join("；"))
            }
            What::Refused(_) | What::Unknown | What::Ignored => Cell::Empty,
        }
    }

    fn phones_of(&self, whom: &Ref) -> String {
        let all = self.around.phones.get(whom).map_or("", String::as_str);
        all.split('、').filter(|n| !n.is_empty()).map(|n| number(n, self.lang)).collect::<Vec<_>>().join("、")
    }

    fn field(&self, no: u16) -> String {
        self.shown.record.kind.field(no).map(|f| self.words(f)).unwrap_or_default()
    }

    /// A field in words, its several values parted as ledgers part them.
    pub fn words(&self, field: &Field) -> String {
        let Some(value) = self.shown.record.fields.get(field.no) else { return String::new() };
        let name = |r: &Ref| self.shown.names.iter().find(|(o, _)| o == r).map(|(_, n)| n.clone());
        let one = |v: &Value| match v {
            Value::Text(s) if matches!(field.ty, Type::Phone) => number(s, self.lang),
            Value::Text(s) => s.clone(),
            Value::Int(n) => field.number(*n),
            Value::Day(d) => d.to_string(),
            Value::Code(c) => field.choice_label(*c, self.lang),
            Value::Ref(r) => name(r).unwrap_or_default(),
            Value::Instant(_) | Value::Flag(_) | Value::List(_) | Value::Group(_) => String::new(),
        };
        let all: Vec<String> = value.each().iter().map(one).filter(|s| !s.is_empty()).collect();
        all.join("、")
    }
}

/// A mobile number as ledgers have it, eleven digits; others as people read them, so that no spreadsheet program takes
/// their nought away.
pub fn number(stored: &str, lang: Lang) -> String {
    let mobile = stored.len() == 11 && stored.starts_with('1') && stored.bytes().all(|b| b.is_ascii_digit());
    if mobile { stored.to_string() } else { phones::show(stored, lang) }
}

fn text(s: String) -> Cell {
    if s.is_empty() { Cell::Empty } else { Cell::Text(s) }
}

/// The columns of a kind when all of it is wanted: every field with its label, and what tells namesakes apart.
pub fn columns(kind: Kind, lang: Lang) -> Vec<(String, What)> {
    let mut out = Vec::new();
    for field in kind.fields().iter().filter(|f| !f.hidden) {
        out.push((field.label.get(lang).to_string(), What::Maps(field.no)));
        if kind.row_field().is_some() && kind.people_field() == Some(field.no) {
            out.push((words::PHONE_HEADING.get(lang).to_string(), What::Phone));
        }
        if kind.area_field() == Some(field.no) {
            out.push((words::OFFICE_HEADING.get(lang).to_string(), What::Office));
        }
    }
    out
}
