//! The rows themselves, column by column, with their strings in one arena, so that a million people are a few large
//! allocations and every row can be given back as the document it came from.
use crate::index::snapshot::{In, Out, Spoilt};
use std::borrow::Cow;
use std::io::{self, Read, Write};

use super::Doc;

/// What a row says of itself in the arena.
#[derive(Clone, Copy, Default)]
pub(super) struct Words<'a> {
    pub(super) name: &'a str,
    pub(super) reading: &'a str,
    called: &'a [u8],
    phones: &'a [u8],
}

impl<'a> Words<'a> {
    /// By-names.
    pub(super) fn called(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        pieces(self.called)
    }

    /// Phone numbers, digits only.
    pub(super) fn phones(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        pieces(self.phones)
    }
}

fn piece(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (len, rest) = bytes.split_first()?;
    let (piece, rest) = rest.split_at_checked(usize::from(*len))?;
    Some((std::str::from_utf8(piece).ok()?, rest))
}

fn pieces(mut bytes: &[u8]) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (text, rest) = piece(bytes)?;
        bytes = rest;
        Some(text)
    })
}

/// As much of a text as fits into `most` bytes.
pub(super) fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|e| text.is_char_boundary(*e)).unwrap_or(0);
    text.get(..end).unwrap_or("")
}

/// A phone number's digits without the country's prefix, which some ledgers write and most do not.
pub(super) fn phone_digits(number: &str) -> Cow<'_, str> {
    if number.len() < 13 && !number.starts_with('0') && number.bytes().all(|b| b.is_ascii_digit()) {
        return Cow::Borrowed(number);
    }
    let digits: String = number.chars().flat_map(super::grams::fold).filter(char::is_ascii_digit).collect();
    let bare = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|d| d.len() == 11));
    Cow::Owned(bare.filter(|d| d.len() >= 7).map_or(digits.clone(), str::to_owned))
}

/// Which of the four text columns.
pub(super) const ORG: usize = 0;
pub(super) const TITLE: usize = 1;
pub(super) const COMMUNITY: usize = 2;
pub(super) const EXTRA: usize = 3;

/// The columns.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) ids: Vec<[u8; 16]>,
    pub(super) kinds: Vec<u8>,
    pub(super) areas: Vec<u32>,
    pub(super) weights: Vec<u32>,
    /// Numbers of the employer, title, community and extra text.
    texts: [Vec<u32>; 4],
    starts: Vec<u32>,
    arena: Vec<u8>,
}

impl Rows {
    /// Room for this many rows.
    pub(super) fn with_capacity(rows: usize, arena: usize) -> Rows {
        Rows {
            ids: Vec::with_capacity(rows),
            kinds: Vec::with_capacity(rows),
            areas: Vec::with_capacity(rows),
            weights: Vec::with_capacity(rows),
            texts: std::array::from_fn(|_| Vec::with_capacity(rows)),
            starts: Vec::with_capacity(rows),
            arena: Vec::with_capacity(arena),
        }
    }

    /// How many rows.
    pub(super) fn len(&self) -> u32 {
        self.ids.len() as u32
    }

    /// Bytes of strings.
    pub(super) fn arena_len(&self) -> usize {
        self.arena.len()
    }

    /// Adds a document whose texts have these numbers.
    pub(super) fn push(&mut self, doc: &Doc<'_>, texts: [u32; 4]) {
        self.ids.push(doc.id);
        self.kinds.push(doc.kind);
        self.areas.push(doc.area);
        self.weights.push(doc.weight);
        self.texts.iter_mut().zip(texts).for_each(|(column, text)| column.push(text));
        self.starts.push(self.arena.len() as u32);
        let called = doc.called.iter().filter(|c| !c.is_empty()).take(16);
        let phones: Vec<Cow<'_, str>> =
            doc.phones.iter().map(|p| phone_digits(p)).filter(|p| !p.is_empty()).take(16).collect();
        let phones = phones.iter().map(|p| &**p);
        self.put(doc.name);
        self.put(doc.reading);
        let count_at = self.arena.len();
        self.arena.push(0);
        let mut count = 0u8;
        for by_name in called {
            self.put(by_name);
            count += 1;
        }
        if let Some(slot) = self.arena.get_mut(count_at) {
            *slot = count;
        }
        for phone in phones {
            self.put(phone);
        }
    }

    fn put(&mut self, text: &str) {
        let text = cut(text, 255);
        self.arena.push(text.len() as u8);
        self.arena.extend_from_slice(text.as_bytes());
    }

    /// Writes it down.
    pub(super) fn save(&self, out: &mut Out<impl Write>) -> io::Result<()> {
        out.list(&self.ids)?;
        out.bytes(&self.kinds)?;
        for column in [&self.areas, &self.weights, &self.starts].into_iter().chain(&self.texts) {
            out.list(column)?;
        }
        out.bytes(&self.arena)
    }

    /// Reads it back.
    pub(super) fn load(from: &mut In<impl Read>) -> Result<Rows, Spoilt> {
        let (ids, kinds) = (from.list()?, from.bytes()?);
        let (areas, weights, starts) = (from.list()?, from.list()?, from.list()?);
        let texts = [from.list()?, from.list()?, from.list()?, from.list()?];
        let rows = Rows { ids, kinds, areas, weights, texts, starts, arena: from.bytes()? };
        let n = rows.ids.len();
        let columns = [&rows.areas, &rows.weights, &rows.starts];
        let whole = rows.kinds.len() == n && columns.into_iter().chain(&rows.texts).all(|c| c.len() == n);
        whole.then_some(rows).ok_or(Spoilt)
    }

    /// The numbers of a row's texts.
    pub(super) fn texts(&self, row: u32) -> [u32; 4] {
        self.texts.each_ref().map(|column| column.get(row as usize).copied().unwrap_or(0))
    }

    /// One text of every row.
    pub(super) fn column(&self, column: usize) -> &[u32] {
        self.texts.get(column).map_or(&[], Vec::as_slice)
    }

    /// A row's strings.
    pub(super) fn words(&self, row: u32) -> Words<'_> {
        let row = row as usize;
        let start = self.starts.get(row).map_or(0, |s| *s as usize);
        let end = self.starts.get(row + 1).map_or(self.arena.len(), |s| *s as usize);
        let read = || {
            let (name, rest) = piece(self.arena.get(start..end)?)?;
            let (reading, rest) = piece(rest)?;
            let (count, rest) = rest.split_first()?;
            let mut after = rest;
            for _ in 0..*count {
                after = piece(after)?.1;
            }
            let called = rest.get(..rest.len() - after.len())?;
            Some(Words { name, reading, called, phones: after })
        };
        read().unwrap_or_default()
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        self.ids.capacity() * 16
            + self.kinds.capacity()
            + (self.areas.capacity() + self.weights.capacity() + self.starts.capacity()) * 4
            + self.texts.iter().map(|column| column.capacity() * 4).sum::<usize>()
            + self.arena.capacity()
    }
}

/// From a hash to rows: open addressing over row numbers, with eight bits of the hash beside each so that strangers are
/// passed over unseen; five to ten bytes a key.
#[derive(Default)]
pub(super) struct Lookup {
    slots: Vec<u32>,
    tags: Vec<u8>,
}

impl Lookup {
    /// Room for this many entries.
    pub(super) fn new(entries: usize) -> Lookup {
        let room = (entries + entries / 2 + 1).next_power_of_two();
        Lookup { slots: vec![0; room], tags: vec![0; room] }
    }

    /// Notes a row under a hash.
    pub(super) fn put(&mut self, hash: u64, row: u32) {
        let mask = self.slots.len() - 1;
        for step in 0..self.slots.len() {
            let at = (hash as usize).wrapping_add(step) & mask;
            if let Some((slot, tag)) = self.slots.get_mut(at).zip(self.tags.get_mut(at))
                && *tag == 0
            {
                (*slot, *tag) = (row, tag_of(hash));
                return;
            }
        }
    }

    /// Rows that may be under this hash; the caller looks closer.
    pub(super) fn get(&self, hash: u64) -> impl Iterator<Item = u32> {
        let mask = self.slots.len().saturating_sub(1);
        let slots = (0..self.slots.len()).map(move |step| (hash as usize).wrapping_add(step) & mask);
        let tagged = slots.map_while(|at| self.tags.get(at).filter(|t| **t != 0).map(|t| (at, *t)));
        tagged.filter(move |(_, tag)| *tag == tag_of(hash)).filter_map(|(at, _)| self.slots.get(at).copied())
    }

    /// Writes it down.
    pub(super) fn save(&self, out: &mut Out<impl Write>) -> io::Result<()> {
        out.list(&self.slots)?;
        out.bytes(&self.tags)
    }

    /// Reads it back.
    pub(super) fn load(from: &mut In<impl Read>) -> Result<Lookup, Spoilt> {
        let lookup = Lookup { slots: from.list()?, tags: from.bytes()? };
        let room = lookup.slots.len();
        (lookup.tags.len() == room && (room == 0 || room.is_power_of_two())).then_some(lookup).ok_or(Spoilt)
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        self.slots.capacity() * 5
    }
}

/// Never zero, which marks an empty slot.
fn tag_of(hash: u64) -> u8 {
    (hash >> 56) as u8 | 1
}

/// A hash for [`Lookup`].
pub(super) fn hash(bytes: &[u8]) -> u64 {
    use std::hash::Hasher;
    let mut mix = super::postings::Mix::default();
    mix.write(bytes);
    let hash = mix.finish();
    hash ^ hash >> 29
}
