//! A fixed-length set of row numbers, one bit a row.
use crate::index::snapshot::{In, Out, Spoilt};
use std::io::{self, Read, Write};

/// A set of rows below a fixed number.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// No row of `rows`.
    pub(super) fn none(rows: u32) -> Bits {
        Bits { words: vec![0; (rows as usize).div_ceil(64)] }
    }

    /// Adds a row; one beyond the end is ignored.
    pub(super) fn set(&mut self, row: u32) {
        if let Some(word) = self.words.get_mut((row / 64) as usize) {
            *word |= 1 << (row % 64);
        }
    }

    /// True when the row is in the set.
    pub(super) fn has(&self, row: u32) -> bool {
        self.words.get((row / 64) as usize).is_some_and(|w| w >> (row % 64) & 1 == 1)
    }

    /// Keeps what is also in `other`.
    pub(super) fn and(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= b);
    }

    /// Adds what is in `other`.
    pub(super) fn or(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a |= b);
    }

    /// Drops what is in `other`.
    pub(super) fn and_not(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= !b);
    }

    /// Drops the rows of these words, the first of which stands at `from`.
    pub(super) fn and_not_words(&mut self, from: usize, words: &[u64]) {
        self.words.iter_mut().skip(from).zip(words).for_each(|(a, b)| *a &= !b);
    }

    /// How many rows are in the set.
    pub(super) fn count(&self) -> u64 {
        self.words.iter().map(|w| u64::from(w.count_ones())).sum()
    }

    /// The rows in ascending order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        self.words.iter().zip(0u32..).filter(|(w, _)| **w != 0).flat_map(|(word, at)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.wrapping_sub(1);
                (bit < 64).then_some(at * 64 + bit)
            })
        })
    }

    /// The set as bytes, for [`Bits::or_bytes`].
    pub(super) fn to_bytes(&self) -> impl Iterator<Item = u8> {
        self.words.iter().flat_map(|w| w.to_le_bytes())
    }

    /// Adds a set of the same length that was made into bytes.
    pub(super) fn or_bytes(&mut self, bytes: &[u8]) {
        let words = bytes.as_chunks::<8>().0;
        self.words.iter_mut().zip(words).for_each(|(a, b)| *a |= u64::from_le_bytes(*b));
    }

    /// Adds the rows whose entry in a column is in `wanted`.
    pub(super) fn or_where(&mut self, column: &[u32], wanted: &Bits) {
        for (word, entries) in self.words.iter_mut().zip(column.chunks(64)) {
            let bit =
                |entry: &u32| wanted.words.get((entry / 64) as usize).map_or(0, |w| w >> (entry % 64) & 1);
            *word |= entries.iter().zip(0..).fold(0, |bits, (entry, at)| bits | bit(entry) << at);
        }
    }

    /// True when no row is in the set.
    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|w| *w == 0)
    }

    /// Writes it down.
    pub(super) fn save(&self, out: &mut Out<impl Write>) -> io::Result<()> {
        out.list(&self.words)
    }

    /// Reads it back.
    pub(super) fn load(from: &mut In<impl Read>) -> Result<Bits, Spoilt> {
        Ok(Bits { words: from.list()? })
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        self.words.capacity() * 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_count_and_iterate() {
        let mut bits = Bits::none(130);
        [0, 63, 64, 129, 400].into_iter().for_each(|r| bits.set(r));
        assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        let mut rest = Bits::none(130);
        [1, 64, 129].into_iter().for_each(|r| rest.set(r));
        let mut both = rest.clone();
        both.and(&bits);
        assert_eq!(both.count(), 2);
        rest.and_not(&bits);
        assert_eq!(rest.iter().collect::<Vec<_>>(), [1]);
        rest.or(&bits);
        assert_eq!(rest.count(), 5);
        assert!(!rest.has(62) && rest.has(63) && !rest.has(1000));
    }
}
