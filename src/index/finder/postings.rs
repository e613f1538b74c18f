//! Posting lists: for each gram the ascending numbers of the rows that have it, as differences in as few bytes as they
//! need (seven bits a byte, the eighth says that more follows).
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

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
    pub(super) fn finish(self) -> Postings {
        let mut order: Vec<(u64, u32)> = self.slots.into_iter().collect();
        order.sort_unstable();
        let size = self.lists.iter().map(|l| l.bytes.len()).sum();
        let mut out = Postings {
            grams: Vec::with_capacity(order.len()),
            counts: Vec::with_capacity(order.len()),
            starts: Vec::with_capacity(order.len() + 1),
            bytes: Vec::with_capacity(size),
        };
        for (gram, slot) in order {
            let Some(list) = self.lists.get(slot as usize) else { continue };
            out.grams.push(gram);
            out.counts.push(list.count);
            out.starts.push(out.bytes.len() as u32);
            out.bytes.extend_from_slice(&list.bytes);
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
}

impl Postings {
    fn slot(&self, gram: u64) -> Option<usize> {
        self.grams.binary_search(&gram).ok()
    }

    /// How many rows have this gram.
    pub(super) fn count(&self, gram: u64) -> u64 {
        self.slot(gram).and_then(|s| self.counts.get(s)).map_or(0, |c| u64::from(*c))
    }

    /// The rows that have this gram, ascending.
    pub(super) fn rows(&self, gram: u64) -> impl Iterator<Item = u32> {
        let span = self.slot(gram).and_then(|s| Some((*self.starts.get(s)?, *self.starts.get(s + 1)?)));
        let bytes = span.and_then(|(a, b)| self.bytes.get(a as usize..b as usize)).unwrap_or(&[]);
        decode(bytes)
    }

    /// Adds the rows of this gram to a set.
    pub(super) fn or_into(&self, gram: u64, bits: &mut Bits) {
        self.rows(gram).for_each(|row| bits.set(row));
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
            step |= u32::from(byte & 0x7F) << shift;
            shift += 7;
        }
        row += step;
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
        let postings = collect.finish();
        assert_eq!(postings.rows(7).collect::<Vec<_>>(), [0, 1, 127, 128, 300_000, 300_001]);
        assert_eq!((postings.count(7), postings.count(9), postings.count(8)), (6, 1, 0));
        assert_eq!(postings.rows(9).collect::<Vec<_>>(), [5]);
        assert_eq!(postings.rows(8).count(), 0);
    }
}
