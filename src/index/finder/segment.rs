//! A segment: some documents, sorted so that the best stand first, and everything needed to search them. Never changed
//! once built; what is replaced or removed is noted beside it.
use super::bits::Bits;
use super::grams::{
    LONG, Unit, called_single, called_sound, digits, index, index_start, long, tail, triples, units_into,
};
use super::postings::{Collect, Postings};
use super::rows::{COMMUNITY, EXTRA, Lookup, ORG, Rows, TITLE, Words, hash};
use super::texts::{Intern, Texts};
use super::{Doc, Scope};
use crate::index::snapshot::{In, Out, Spoilt};
use std::io::{self, Read, Write};

/// Documents on their way into a segment.
#[derive(Default)]
pub(super) struct Builder {
    rows: Rows,
    texts: Intern,
}

impl Builder {
    /// Adds a document.
    pub(super) fn push(&mut self, doc: &Doc<'_>) {
        let columns = [(doc.org, ORG), (doc.title, TITLE), (doc.community, COMMUNITY), (doc.extra, EXTRA)];
        let texts = columns.map(|(text, column)| self.texts.number(text, column));
        self.rows.push(doc, texts);
    }

    /// How many were added.
    pub(super) fn len(&self) -> u32 {
        self.rows.len()
    }

    /// The name of what was added after so many others.
    pub(super) fn name(&self, nth: u32) -> &str {
        self.rows.words(nth).name
    }

    /// Sorts and indexes what was added.
    pub(super) fn finish(self) -> Segment {
        let Builder { rows, texts } = self;
        let texts = texts.finish();
        let mut order: Vec<u32> = (0..rows.len()).collect();
        let weight = |row: u32| rows.weights.get(row as usize).copied().unwrap_or(0);
        let id = |row: u32| (rows.ids.get(row as usize), rows.kinds.get(row as usize));
        order.sort_unstable_by(|a, b| {
            let by_name = || rows.words(*a).name.cmp(rows.words(*b).name);
            weight(*b).cmp(&weight(*a)).then_with(by_name).then_with(|| id(*a).cmp(&id(*b)))
        });
        let mut sorted = Rows::with_capacity(order.len(), rows.arena_len());
        for row in order {
            let numbers = rows.texts(row);
            with_doc(&rows, &texts, row, |doc| sorted.push(doc, numbers));
        }
        drop(rows);
        Segment::index(sorted, texts)
    }
}

/// Hands over a row as the document it came from.
fn with_doc(rows: &Rows, texts: &Texts, row: u32, take: impl FnOnce(&Doc<'_>)) {
    let at = row as usize;
    let (Some(id), Some(kind)) = (rows.ids.get(at), rows.kinds.get(at)) else { return };
    let words = rows.words(row);
    let called: Vec<&str> = words.called().collect();
    let phones: Vec<&str> = words.phones().collect();
    let [org, title, community, extra] = rows.texts(row).map(|t| texts.get(t));
    take(&Doc {
        id: *id,
        kind: *kind,
        area: rows.areas.get(at).copied().unwrap_or(0),
        name: words.name,
        reading: words.reading,
        called: &called,
        phones: &phones,
        org,
        title,
        community,
        extra,
        weight: rows.weights.get(at).copied().unwrap_or(0),
    });
}

/// Documents, sorted and indexed.
#[derive(Default)]
pub(super) struct Segment {
    pub(super) rows: Rows,
    pub(super) texts: Texts,
    /// Names, by-names and phone numbers to rows.
    pub(super) grams: Postings,
    /// Texts to rows.
    pub(super) text_rows: Postings,
    /// Rows in the order of their areas.
    by_area: Vec<u32>,
    by_id: Lookup,
    by_phone: Lookup,
    kinds: Vec<(u8, Bits)>,
}

impl Segment {
    fn index(rows: Rows, texts: Texts) -> Segment {
        let mut grams = Collect::default();
        let mut text_rows = Collect::default();
        let mut by_id = Lookup::new(rows.ids.len());
        let mut numbers: Vec<(u64, u32)> = Vec::new();
        let mut kinds: Vec<(u8, Bits)> = Vec::new();
        let mut units: Vec<Unit> = Vec::new();
        for row in 0..rows.len() {
            let at = row as usize;
            let words = rows.words(row);
            index_names(&words, row, &mut grams, &mut units);
            for phone in words.phones() {
                triples(phone).for_each(|three| grams.add(digits(three), row));
                if let Some(three) = phone.get(phone.len().saturating_sub(3)..).filter(|t| t.len() == 3) {
                    grams.add(tail(three), row);
                }
                numbers.push((hash(phone.as_bytes()), row));
            }
            for text in rows.texts(row).into_iter().filter(|t| *t != 0) {
                text_rows.add(u64::from(text), row);
            }
            let kind = rows.kinds.get(at).copied().unwrap_or(0);
            by_id.put(key(kind, rows.ids.get(at)), row);
            if !kinds.iter().any(|k| k.0 == kind) {
                kinds.push((kind, Bits::none(rows.len())));
            }
            if let Some((_, bits)) = kinds.iter_mut().find(|k| k.0 == kind) {
                bits.set(row);
            }
        }
        let mut by_phone = Lookup::new(numbers.len());
        numbers.into_iter().for_each(|(hash, row)| by_phone.put(hash, row));
        let mut by_area: Vec<u32> = (0..rows.len()).collect();
        by_area.sort_unstable_by_key(|row| (rows.areas.get(*row as usize), *row));
        let (grams, text_rows) = (grams.finish(rows.len()), text_rows.finish(rows.len()));
        Segment { rows, texts, grams, text_rows, by_area, by_id, by_phone, kinds }
    }

    /// Writes it down.
    pub(super) fn save(&self, out: &mut Out<impl Write>) -> io::Result<()> {
        self.rows.save(out)?;
        self.texts.save(out)?;
        self.grams.save(out)?;
        self.text_rows.save(out)?;
        out.list(&self.by_area)?;
        self.by_id.save(out)?;
        self.by_phone.save(out)?;
        out.number(self.kinds.len() as u64)?;
        for (kind, rows) in &self.kinds {
            out.plain(&[*kind])?;
            rows.save(out)?;
        }
        Ok(())
    }

    /// Reads it back.
    pub(super) fn load(from: &mut In<impl Read>) -> Result<Segment, Spoilt> {
        let (rows, texts) = (Rows::load(from)?, Texts::load(from)?);
        let (grams, text_rows) = (Postings::load(from)?, Postings::load(from)?);
        let (by_area, by_id, by_phone) = (from.list()?, Lookup::load(from)?, Lookup::load(from)?);
        let mut kinds = Vec::new();
        for _ in 0..from.small()? {
            kinds.push((from.one()?, Bits::load(from)?));
        }
        Ok(Segment { rows, texts, grams, text_rows, by_area, by_id, by_phone, kinds })
    }

    /// How many rows, the dead among them.
    pub(super) fn len(&self) -> u32 {
        self.rows.len()
    }

    /// Hands over a row as the document it came from.
    pub(super) fn doc(&self, row: u32, take: impl FnOnce(&Doc<'_>)) {
        with_doc(&self.rows, &self.texts, row, take);
    }

    /// The row of a document.
    pub(super) fn row_of(&self, kind: u8, id: &[u8; 16]) -> Option<u32> {
        let same = |row: &u32| {
            let at = *row as usize;
            self.rows.ids.get(at) == Some(id) && self.rows.kinds.get(at) == Some(&kind)
        };
        self.by_id.get(key(kind, Some(id))).find(same)
    }

    /// The rows with exactly this number (digits only).
    pub(super) fn with_phone(&self, number: &str) -> impl Iterator<Item = u32> {
        let has = move |row: &u32| self.rows.words(*row).phones().any(|p| p == number);
        self.by_phone.get(hash(number.as_bytes())).filter(has)
    }

    /// The rows a scope may see; `None` for all.
    pub(super) fn in_scope(&self, scope: Scope<'_>) -> Option<Bits> {
        let Scope::Areas(ranges) = scope else { return None };
        let area = |row: &u32| self.rows.areas.get(*row as usize).copied().unwrap_or(0);
        let mut bits = Bits::none(self.len());
        for range in ranges {
            let from = self.by_area.partition_point(|row| area(row) < range.0);
            let to = self.by_area.partition_point(|row| area(row) < range.1);
            self.by_area.get(from..to).unwrap_or(&[]).iter().for_each(|row| bits.set(*row));
        }
        Some(bits)
    }

    /// The rows of these kinds; `None` for all.
    pub(super) fn of_kinds(&self, wanted: &[u8]) -> Option<Bits> {
        if wanted.is_empty() || self.kinds.iter().all(|k| wanted.contains(&k.0)) {
            return None;
        }
        let mut bits = Bits::none(self.len());
        self.kinds.iter().filter(|k| wanted.contains(&k.0)).for_each(|k| bits.or(&k.1));
        Some(bits)
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        let parts = [self.rows.memory(), self.texts.memory(), self.grams.memory(), self.text_rows.memory()];
        let kinds: usize = self.kinds.iter().map(|k| k.1.memory()).sum();
        parts.iter().sum::<usize>()
            + self.by_area.capacity() * 4
            + self.by_id.memory()
            + self.by_phone.memory()
            + kinds
    }
}

fn key(kind: u8, id: Option<&[u8; 16]>) -> u64 {
    let mut bytes = [kind; 17];
    bytes.iter_mut().zip(id.into_iter().flatten()).for_each(|(to, from)| *to = *from);
    hash(&bytes)
}

fn index_names(words: &Words<'_>, row: u32, grams: &mut Collect, units: &mut Vec<Unit>) {
    units_into(words.name, words.reading, units);
    index(units, true, 3, row, grams);
    index_start(units, row, grams);
    let mut lengthy = units.len() >= LONG;
    for by_name in words.called() {
        units_into(by_name, "", units);
        index(units, true, 3, row, grams);
        for unit in units.iter() {
            grams.add(called_single(unit.c), row);
            unit.all().for_each(|code| grams.add(called_sound(code), row));
        }
        lengthy |= units.len() >= LONG;
    }
    if lengthy {
        grams.add(long(), row);
    }
}
