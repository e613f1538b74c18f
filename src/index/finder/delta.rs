//! The delta: the few documents that changed since the last segment was built, read through one by one.
use super::grams::{Unit, folded, units_into};
use super::matching::*;
use super::query::Word;
use super::rows::{cut, phone_digits};
use super::search::{Ask, units_of};
use super::{Doc, Field};

/// A document of its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    pub(super) id: [u8; 16],
    pub(super) kind: u8,
    pub(super) area: u32,
    pub(super) weight: u32,
    pub(super) name: String,
    reading: String,
    called: Vec<String>,
    phones: Vec<String>,
    /// Folded.
    texts: [String; 4],
    /// The characters of the first three, for their sound.
    text_units: [Vec<Unit>; 3],
    called_units: Vec<Vec<Unit>>,
    /// The name's characters, as every query wants them.
    units: Vec<Unit>,
}

impl Kept {
    /// Keeps a document.
    pub(super) fn new(doc: &Doc<'_>) -> Kept {
        let (name, reading) = (cut(doc.name, 255), cut(doc.reading, 255));
        let mut units = Vec::new();
        units_into(name, reading, &mut units);
        let phones = doc.phones.iter().map(|p| phone_digits(p)).filter(|p| !p.is_empty());
        let texts = [doc.org, doc.title, doc.community, doc.extra].map(folded);
        let [org, title, community, _] = texts.each_ref().map(|t| units_of(t));
        let called = doc.called.iter().filter(|c| !c.is_empty()).take(16).map(|c| cut(c, 255).to_owned());
        Kept {
            id: doc.id,
            kind: doc.kind,
            area: doc.area,
            weight: doc.weight,
            name: name.to_owned(),
            reading: reading.to_owned(),
            called_units: doc.called.iter().take(16).map(|c| units_of(cut(c, 255))).collect(),
            called: called.collect(),
            phones: phones.take(16).map(|p| cut(&p, 255).to_owned()).collect(),
            texts,
            text_units: [org, title, community],
            units,
        }
    }

    /// Hands it over as the document it came from.
    pub(super) fn doc(&self, take: impl FnOnce(&Doc<'_>)) {
        let called: Vec<&str> = self.called.iter().map(String::as_str).collect();
        let phones: Vec<&str> = self.phones.iter().map(String::as_str).collect();
        let [org, title, community, extra] = self.texts.each_ref().map(String::as_str);
        take(&Doc {
            id: self.id,
            kind: self.kind,
            area: self.area,
            name: &self.name,
            reading: &self.reading,
            called: &called,
            phones: &phones,
            org,
            title,
            community,
            extra,
            weight: self.weight,
        });
    }

    /// Its numbers, digits only.
    pub(super) fn phones(&self) -> impl Iterator<Item = &str> {
        self.phones.iter().map(String::as_str)
    }

    /// True when one of its numbers is this one (digits only).
    pub(super) fn has_phone(&self, number: &str) -> bool {
        self.phones.iter().any(|p| p == number)
    }

    /// The score and fields of this document, if it may be seen and every word matches.
    pub(super) fn fit(&self, ask: &Ask<'_>) -> Option<(u32, u8)> {
        let wanted = ask.kinds.is_empty() || ask.kinds.contains(&self.kind);
        if !wanted || !ask.scope.sees(self.area) {
            return None;
        }
        ask.query.words.iter().try_fold((0, 0), |(score, fields), word| {
            let (more, field) = self.word_fit(word, ask.garbled);
            (more > 0).then_some((score + more, fields | field.bit()))
        })
    }

    fn word_fit(&self, word: &Word, garbled: bool) -> Fit {
        let mut best = (name_fit(word, garbled, &self.units), Field::Name);
        for by_name in &self.called_units {
            best = better(best, (called_fit(word, garbled, by_name), Field::Called));
        }
        for phone in &self.phones {
            best = better(best, (phone_fit(word, phone), Field::Phone));
        }
        if best.0 >= TEXT {
            return best;
        }
        let [org, title, community, extra] = &self.texts;
        let [org_units, title_units, community_units] = &self.text_units;
        let texts = [
            (org, Field::Org, org_units.as_slice()),
            (community, Field::Community, community_units),
            (title, Field::Title, title_units),
            (extra, Field::Extra, &[]),
        ];
        for (text, field, units) in texts {
            if let Some(how) = text_fit(word, text, units) {
                best = better(best, (text_score(field, how), field));
            }
        }
        best
    }
}
