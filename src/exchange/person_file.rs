//! All that is on file about somebody, in words, as JSON and as a document to hand over. None of it is sanitised for a terminal.

use super::docx::{Align, Document};
use super::{history, json};
use crate::book::{Field, Kind, Type, Value, person, phones, visit};
use crate::hub::wire::{Erasing, Mention, PersonFile, Shown};
use crate::text::{Lang, T, rights as words};
use serde_json::{Map, Value as Json, json as object};
use std::io;

/// Every field's key with its purpose (PIPL art. 6, 17).
fn purposes() -> Json {
    let each = Kind::Person
        .fields()
        .iter()
        .map(|f| (f.key.to_string(), object!({ "zh": f.purpose.zh, "en": f.purpose.en })));
    Json::Object(each.collect::<Map<String, Json>>())
}

/// As a JSON object.
pub fn as_json(f: &PersonFile) -> String {
    let all = |list: &[Shown]| Json::Array(list.iter().map(json::record).collect());
    let frozen = f.frozen.as_ref().map(|(day, why)| object!({ "since": day.to_string(), "reason": why }));
    let file = object!({
        "person": json::record(&f.shown),
        "place": f.place,
        "purposes": purposes(),
        "frozen": frozen,
        "visits": all(&f.visits),
        "ties": all(&f.ties),
        "referred_by": all(&f.others),
        "history": history::entries_json(Kind::Person, &f.history),
        "drafts": f.drafts,
        "requests": all(&f.requests),
        "merged": all(&f.formers),
    });
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}

/// In words, as somebody reads it to the person or hands it over.
pub fn in_words(f: &PersonFile, lang: Lang) -> String {
    let r = &f.shown.record;
    let mut out = Lines { out: vec![words::file_head(lang, r.name())], lang };
    if let Some((day, why)) = &f.frozen {
        out.out.push(words::frozen_since(lang, &day.to_string(), why));
    }
    out.head(words::FILE_FIELDS);
    for field in Kind::Person.fields().iter().filter(|f| !f.hidden) {
        if let Some(v) = r.fields.get(field.no) {
            out.field(field, v, &f.shown, field.purpose.get(lang));
        }
    }
    for (no, missing) in [(person::NOTICE, words::NO_NOTICE), (person::CONSENT, words::NO_CONSENT)] {
        if r.fields.get(no).is_none() {
            out.out.push(format!("    {}", missing.get(lang)));
        }
    }
    out.records(words::FILE_VISITS, &f.visits);
    out.records(words::FILE_TIES, &f.ties);
    out.records(words::FILE_OTHERS, &f.others);
    out.records(words::FILE_REQUESTS, &f.requests);
    out.records(words::FILE_FORMERS, &f.formers);
    out.head(words::FILE_HISTORY);
    out.out.extend(history::lines(Kind::Person, &f.history, lang).into_iter().map(|l| format!("    {l}")));
    if f.drafts > 0 {
        out.out.push(words::file_drafts(lang, f.drafts));
    }
    out.out.iter().map(|l| format!("{}\n", l.replace('\n', " "))).collect()
}

/// As a document that is handed over: sections as headings, who made it and when at its end.
///
/// # Errors
/// When it cannot be packed.
pub fn docx(f: &PersonFile, lang: Lang, made: &str) -> io::Result<Vec<u8>> {
    let words = in_words(f, lang);
    let mut lines = words.lines();
    let mut out = Document::new(lines.next().unwrap_or_default());
    for line in lines {
        match line.strip_prefix("    ") {
            _ if line.trim().is_empty() => {}
            Some(text) => {
                out.paragraph(text);
            }
            None => {
                out.heading(2, line);
            }
        }
    }
    out.space();
    out.line(Align::Right, made);
    out.bytes()
}

/// A value in one line of words.
pub fn value(field: &Field, v: &Value, shown: &Shown, lang: Lang) -> String {
    let one = |v: &Value| match v {
        Value::Text(s) if matches!(field.ty, Type::Phone) => phones::show(s, lang),
        Value::Text(s) => s.replace('\n', " "),
        Value::Int(i) => i.to_string(),
        Value::Day(d) => d.to_string(),
        Value::Code(c) => field.choice_label(*c, lang),
        Value::Ref(r) => shown.names.iter().find(|(o, _)| o == r).map(|(_, n)| n.clone()).unwrap_or_default(),
        _ => String::new(),
    };
    let sep = if lang == Lang::Zh { "、" } else { ", " };
    v.each().iter().map(one).collect::<Vec<_>>().join(sep)
}

struct Lines {
    out: Vec<String>,
    lang: Lang,
}

impl Lines {
    fn head(&mut self, title: T) {
        self.out.push(String::new());
        self.out.push(title.get(self.lang).to_string());
    }

    fn field(&mut self, field: &Field, v: &Value, shown: &Shown, purpose: &str) {
        let lang = self.lang;
        let value = value(field, v, shown, lang);
        let purpose = if purpose.is_empty() { String::new() } else { words::purpose(lang, purpose) };
        self.out.push(format!("    {}: {value}{purpose}", field.label.get(lang)));
    }

    fn records(&mut self, title: T, all: &[Shown]) {
        if all.is_empty() {
            return;
        }
        self.head(title);
        for (i, shown) in all.iter().enumerate() {
            if i > 0 {
                self.out.push(String::new());
            }
            let r = &shown.record;
            // the organisation that somebody is the contact of is known by its name; of a visit first the day
            let first = if r.kind == Kind::Visit { visit::WHEN } else { 1 };
            let fields = r.kind.fields().iter().filter(|f| !f.hidden);
            let mut fields: Vec<&Field> = fields.collect();
            fields.sort_by_key(|f| f.no != first);
            for field in fields {
                if let Some(v) = r.fields.get(field.no) {
                    self.field(field, v, shown, "");
                }
            }
        }
    }
}

/// What an erasure does, in lines.
pub fn erasing(e: &Erasing, lang: Lang) -> Vec<String> {
    let mut out = vec![words::erase_head(lang, &e.name)];
    let mut section = |head: String, all: Vec<String>| {
        if !all.is_empty() {
            out.push(head);
            out.extend(all.into_iter().map(|l| format!("    {l}")));
        }
    };
    let record = |r: &crate::book::Ref| {
        let called = e.called.iter().find(|(of, _)| of == r).map_or("", |(_, words)| words.as_str());
        let parts = [r.kind.label().get(lang), called, &r.id.to_string()].map(str::to_owned);
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    };
    section(words::will_go(lang, e.gone.len()), e.gone.iter().map(record).collect());
    section(words::will_stay(lang, e.redacted.len()), e.redacted.iter().map(record).collect());
    let mention = |m: &Mention| {
        let field = m.target.kind.field(m.field).map_or(words::FORMER_VERSION, |f| f.label).get(lang);
        let covered = if m.covered { words::COVERED.get(lang) } else { "" };
        format!("{} {field} {covered}", record(&m.target)).trim_end().to_string()
    };
    let left = e.mentions.iter().any(|m| !m.covered);
    let head = if left { words::mentioned } else { words::mentions_go };
    section(head(lang, e.mentions.len()), e.mentions.iter().map(mention).collect());
    let draft = |(uid, id): &(u32, crate::book::Id)| format!("uid {uid} {id}");
    section(words::drafts_mention(lang, e.drafts.len()), e.drafts.iter().map(draft).collect());
    if e.drafts_gone > 0 {
        out.push(words::drafts_go(lang, e.drafts_gone));
    }
    out
}
