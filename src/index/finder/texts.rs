//! Employers, titles, communities and the rest: the same few texts on many rows, kept once, searched once, then led back
//! to their rows.
use crate::index::snapshot::{In, Out, Spoilt};
use std::collections::HashMap;
use std::io::{self, Read, Write};

use super::bits::Bits;
use super::grams::{Unit, folded, index, pair, single, units_into};
use super::matching::{InText, text_heard, text_score};
use super::plan::{Found, heard_candidates};
use super::postings::{Collect, Mixed, Postings};
use super::query::Word;
use super::rows::{COMMUNITY, EXTRA, ORG, TITLE};
use super::{Field, matching::Fit};

/// Texts while they are collected; number 0 is the empty text.
#[derive(Default)]
pub(super) struct Intern {
    numbers: HashMap<Box<str>, u32, Mixed>,
    kept: Vec<(Box<str>, u8)>,
}

impl Intern {
    /// The number of a text in this column.
    pub(super) fn number(&mut self, text: &str, column: usize) -> u32 {
        if self.kept.is_empty() {
            self.kept.push(("".into(), 0));
        }
        // Only ever compared folded, so kept folded.
        let text = &*folded(text);
        if text.is_empty() {
            return 0;
        }
        let next = self.kept.len() as u32;
        let number = match self.numbers.get(text) {
            Some(number) => *number,
            None => {
                self.numbers.insert(text.into(), next);
                self.kept.push((text.into(), 0));
                next
            }
        };
        if let Some(kept) = self.kept.get_mut(number as usize) {
            kept.1 |= 1 << column;
        }
        number
    }

    /// Indexes what was collected.
    pub(super) fn finish(self) -> Texts {
        drop(self.numbers);
        let mut texts = Texts::default();
        let mut grams = Collect::default();
        let mut units: Vec<Unit> = Vec::new();
        texts.starts.reserve_exact(self.kept.len() + 1);
        texts.arena.reserve_exact(self.kept.iter().map(|k| k.0.len()).sum());
        for ((text, columns), number) in self.kept.iter().zip(0u32..) {
            texts.starts.push(texts.arena.len() as u32);
            texts.arena.push_str(text);
            units_into(text, "", &mut units);
            index(&units, columns & !(1 << EXTRA) != 0, 4, number, &mut grams);
        }
        texts.starts.push(texts.arena.len() as u32);
        texts.columns = self.kept.into_iter().map(|k| k.1).collect();
        texts.grams = grams.finish(texts.len());
        texts
    }
}

/// The texts of a segment.
#[derive(Default)]
pub(super) struct Texts {
    arena: String,
    starts: Vec<u32>,
    /// Which columns a text stands in, a bit each.
    columns: Vec<u8>,
    grams: Postings,
}

/// The texts a word is in.
pub(super) struct TextMatch {
    written: Bits,
    heard: Bits,
    pub(super) any: bool,
}

impl TextMatch {
    /// True when this text in this column is a match.
    fn has(&self, column: usize, text: u32) -> bool {
        self.written.has(text) || column != EXTRA && self.heard.has(text)
    }

    /// The texts that match where this column has them.
    pub(super) fn in_column(&self, column: usize) -> Bits {
        if column == EXTRA { self.written.clone() } else { self.texts() }
    }

    /// The texts that match in this manner; all that are written count as written inside.
    pub(super) fn how(&self, how: InText, texts: &Texts, word: &Word) -> Bits {
        match how {
            InText::Heard => self.heard.clone(),
            InText::Inside => self.written.clone(),
            InText::Start => {
                let mut starts = Bits::none(texts.len());
                let begin = |text: &u32| begins(texts.get(*text), word);
                self.written.iter().filter(begin).for_each(|text| starts.set(text));
                starts
            }
        }
    }

    /// The texts that match, written or heard.
    pub(super) fn texts(&self) -> Bits {
        let mut all = self.written.clone();
        all.or(&self.heard);
        all
    }
}

impl Texts {
    /// Writes it down.
    pub(super) fn save(&self, out: &mut Out<impl Write>) -> io::Result<()> {
        out.bytes(self.arena.as_bytes())?;
        out.list(&self.starts)?;
        out.bytes(&self.columns)?;
        self.grams.save(out)
    }

    /// Reads it back.
    pub(super) fn load(from: &mut In<impl Read>) -> Result<Texts, Spoilt> {
        let (arena, starts, columns) = (from.text()?, from.list()?, from.bytes()?);
        Ok(Texts { arena, starts, columns, grams: Postings::load(from)? })
    }

    /// How many texts.
    pub(super) fn len(&self) -> u32 {
        self.columns.len() as u32
    }

    /// The columns that any of these texts stand in, a bit each.
    pub(super) fn columns_of(&self, texts: &Bits) -> u8 {
        texts.iter().filter_map(|t| self.columns.get(t as usize)).fold(0, |all, c| all | c)
    }

    /// A text.
    pub(super) fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let span = self.starts.get(number).zip(self.starts.get(number + 1));
        span.and_then(|(a, b)| self.arena.get(*a as usize..*b as usize)).unwrap_or("")
    }

    /// The texts a word is in, or sounds like.
    pub(super) fn find(&self, word: &Word) -> TextMatch {
        let mut found =
            TextMatch { written: Bits::none(self.len()), heard: Bits::none(self.len()), any: false };
        if !word.in_texts {
            return found;
        }
        match word.chars.as_slice() {
            [] => {}
            [c] => self.grams.or_into(single(*c), &mut found.written),
            [a, b] => self.grams.or_into(pair(*a, *b), &mut found.written),
            chars => {
                let pairs = chars.windows(2).filter_map(|w| w.first().zip(w.get(1)));
                let rarest = pairs.map(|(a, b)| pair(*a, *b)).min_by_key(|g| self.grams.count(*g));
                let mut maybe = Bits::none(self.len());
                rarest.into_iter().for_each(|g| self.grams.or_into(g, &mut maybe));
                let needle = memchr::memmem::Finder::new(&word.text);
                for text in maybe.iter().filter(|t| needle.find(self.get(*t).as_bytes()).is_some()) {
                    found.written.set(text);
                }
            }
        }
        if word.heard {
            let Found { mut sure, mut maybe, .. } = heard_candidates(word, &self.grams, self.len());
            maybe.and_not(&sure);
            maybe.and_not(&found.written);
            let mut units = Vec::new();
            for text in maybe.iter() {
                units_into(self.get(text), "", &mut units);
                if text_heard(word, &units) {
                    sure.set(text);
                }
            }
            sure.and_not(&found.written);
            found.heard = sure;
        }
        found.any = !found.written.is_empty() || !found.heard.is_empty();
        found
    }

    /// What the match of a word in a row's texts is worth.
    pub(super) fn score(&self, word: &Word, found: &TextMatch, texts: &[u32; 4]) -> Fit {
        let mut best = (0, Field::Extra);
        if !found.any {
            return best;
        }
        for (column, field) in
            [(ORG, Field::Org), (COMMUNITY, Field::Community), (TITLE, Field::Title), (EXTRA, Field::Extra)]
        {
            let Some(text) = texts.get(column).copied().filter(|t| found.has(column, *t)) else {
                continue;
            };
            let how = if !found.written.has(text) {
                InText::Heard
            } else if begins(self.get(text), word) {
                InText::Start
            } else {
                InText::Inside
            };
            let score = text_score(field, how);
            if score > best.0 {
                best = (score, field);
            }
        }
        best
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        self.arena.capacity() + self.starts.capacity() * 4 + self.columns.capacity() + self.grams.memory()
    }
}

fn begins(text: &str, word: &Word) -> bool {
    text.starts_with(&word.text)
}
