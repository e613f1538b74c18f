//! Posting lists: for each gram the ascending numbers of the rows that have it, as differences in as few bytes as they
//! need (seven bits a byte, the eighth says that more follows).
use crate::index::snapshot::{In, Out, Spoilt};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::{self, Read, Write};

use super::bits::Bits;

/// Grams are already well mixed by one multiplication; SipHash would double the time of a build.
#[derive(Clone, Copy, Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let word = chunk.iter().fold(0u64, |word, b| word << 8 | u64::from(*b));
            self.write_u64(word);
        }
    }
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

pub(super) type Mixed = BuildHasherDefault<Mix>;

#[derive(Default)]
struct Pending {
    last: u32,
    count: u32,
    bytes: Vec<u8>,
}

/// Posting lists while they grow; rows must come in ascending order.
#[derive(Default)]
pub(super) struct Collect {
    slots: HashMap<u64, u32, Mixed>,
    lists: Vec<Pending>,
}

impl Collect {
    /// Notes that `row` has this gram; saying it twice in a row is once.
    pub(super) fn add(&mut self, gram: u64, row: u32) {
        let next = self.lists.len() as u32;
        let slot = *self.slots.entry(gram).or_insert(next);
        if slot == next {
            self.lists.push(Pending::default());
        }
        let Some(list) = self.lists.get_mut(slot as usize) else { return };
        if list.count > 0 && list.last >= row {
            return;
        }
        push_varint(&mut list.bytes, row - list.last);
        list.last = row;
        list.count += 1;
    }

    /// The finished lists.
    pub(super) fn finish(self, rows: u32) -> Postings {
        let mut order: Vec<(u64, u32)> = self.slots.into_iter().collect();
        order.sort_unstable();
        let size = self.lists.iter().map(|l| l.bytes.len()).sum();
        let mut out = Postings {
            grams: Vec::with_capacity(order.len()),
            counts: Vec::with_capacity(order.len()),
            starts: Vec::with_capacity(order.len() + 1),
            bytes: Vec::with_capacity(size),
            rows,
        };
        for (gram, slot) in order {
            let Some(list) = self.lists.get(slot as usize) else { continue };
            out.grams.push(gram);
            out.counts.push(list.count);
            out.starts.push(out.bytes.len() as u32);
            if dense(list.count, rows) {
                let mut bits = Bits::none(rows);
                decode(&list.bytes).for_each(|row| bits.set(row));
                out.bytes.extend(bits.to_bytes());
            } else {
                out.bytes.extend_from_slice(&list.bytes);
            }
        }
        out.starts.push(out.bytes.len() as u32);
        out
    }
}

fn push_varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Finished posting lists.
#[derive(Default)]
pub(super) struct Postings {
    grams: Vec<u64>,
    counts: Vec<u32>,
    starts: Vec<u32>,
    bytes: Vec<u8>,
    rows: u32,
}

/// A list of one row in this many or more is kept as a set, which is added to another without decoding.
const DENSE: u32 = 32;

fn dense(count: u32, rows: u32) -> bool {
    rows >= 1 << 12 && count >= rows / DENSE
}

impl Postings {
    fn slot(&self, gram: u64) -> Option<usize> {
        // Numbers of texts run from one without a gap.
        let guess = gram.wrapping_sub(1) as usize;
        if self.grams.get(guess) == Some(&gram) {
            return Some(guess);
        }
        self.grams.binary_search(&gram).ok()
    }

    /// How many rows have this gram.
    pub(super) fn count(&self, gram: u64) -> u64 {
        self.slot(gram).and_then(|s| self.counts.get(s)).map_or(0, |c| u64::from(*c))
    }

    /// Adds the rows of this gram to a set.
    pub(super) fn or_into(&self, gram: u64, bits: &mut Bits) {
        let Some(slot) = self.slot(gram) else { return };
        let span = self.starts.get(slot).zip(self.starts.get(slot + 1));
        let bytes = span.and_then(|(a, b)| self.bytes.get(*a as usize..*b as usize)).unwrap_or(&[]);
        if self.counts.get(slot).is_some_and(|count| dense(*count, self.rows)) {
            bits.or_bytes(bytes);
        } else {
            decode(bytes).for_each(|row| bits.set(row));
        }
    }

    /// Writes it down.
    pub(super) fn save(&self, out: &mut Out<impl Write>) -> io::Result<()> {
        out.list(&self.grams)?;
        out.list(&self.counts)?;
        out.list(&self.starts)?;
        out.bytes(&self.bytes)?;
        out.number(u64::from(self.rows))
    }

    /// Reads it back.
    pub(super) fn load(from: &mut In<impl Read>) -> Result<Postings, Spoilt> {
        let (grams, counts, starts) = (from.list()?, from.list()?, from.list()?);
        Ok(Postings { grams, counts, starts, bytes: from.bytes()?, rows: from.small()? })
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        self.grams.capacity() * 8
            + (self.counts.capacity() + self.starts.capacity()) * 4
            + self.bytes.capacity()
    }
}

fn decode(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let mut left = bytes.iter();
    let mut row = 0u32;
    std::iter::from_fn(move || {
        let mut byte = *left.next()?;
        let mut step = u32::from(byte & 0x7F);
        let mut shift = 7;
        while byte >= 0x80 {
            byte = *left.next()?;
            // a snapshot may hold anything: wrong rows find nothing, and nothing overflows
            step |= u32::from(byte & 0x7F).wrapping_shl(shift);
            shift = shift.wrapping_add(7);
        }
        row = row.wrapping_add(step);
        Some(row)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back() {
        let mut collect = Collect::default();
        for row in [0, 0, 1, 127, 128, 300_000, 300_001] {
            collect.add(7, row);
        }
        collect.add(9, 5);
        let postings = collect.finish(300_002);
        let rows = |gram| {
            let mut bits = Bits::none(300_002);
            postings.or_into(gram, &mut bits);
            bits.iter().collect::<Vec<_>>()
        };
        assert_eq!(rows(7), [0, 1, 127, 128, 300_000, 300_001]);
        assert_eq!((postings.count(7), postings.count(9), postings.count(8)), (6, 1, 0));
        assert_eq!((rows(9), rows(8)), (vec![5], vec![]));
    }

    #[test]
    fn bytes_of_anything_are_rows() {
        assert_eq!(decode(&[0xff; 40]).count(), 0, "a number without an end");
        let bytes = [&[0xff; 12][..], &[1], &[0xff, 0xff, 0xff, 0xff, 0x0f], &[0xff, 0xff, 0xff, 0xff, 0x0f]]
            .concat();
        assert_eq!(decode(&bytes).count(), 3);
    }

    #[test]
    fn long_lists_are_sets() {
        let mut collect = Collect::default();
        (0..5000).filter(|r| r % 3 == 0).for_each(|row| collect.add(1, row));
        collect.add(2, 4999);
        let postings = collect.finish(5000);
        let mut bits = Bits::none(5000);
        postings.or_into(1, &mut bits);
        assert!(bits.iter().eq((0..5000).filter(|r| r % 3 == 0)));
        assert!(postings.memory() < 3000);
    }
}
