//! All that is on file about somebody, in words and as JSON.

use super::{history, json};
use crate::book::{Field, Kind, Type, Value, person, phones, visit};
use crate::hub::wire::{PersonFile, Shown};
use crate::text::{Lang, T, rights as words};
use crate::tui::glyph;
use serde_json::{Map, Value as Json, json as object};

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
    let text = serde_json::to_string_pretty(&file).unwrap_or_default();
    glyph::safe_lines(&text) + "\n"
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
    out.out.iter().map(|l| format!("{}\n", glyph::safe(l))).collect()
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
