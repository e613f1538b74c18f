//! Which rows of a table pass: one bit a row, narrowed column by column. A million rows are 125 KB, and words that are
//! empty already are not looked at again.

use super::column::{CHUNK, Column};

const WORD: usize = 64;

/// Some rows of a table.
#[derive(Debug, Clone, Default)]
pub struct RowSet {
    words: Vec<u64>,
}

impl RowSet {
    /// The rows whose entry in a column passes.
    pub fn of<T: Copy>(column: &Column<T>, pass: impl Fn(T) -> bool) -> Self {
        let mut set = RowSet { words: vec![u64::MAX; (column.len() as usize).div_ceil(WORD)] };
        set.keep(column, pass);
        set
    }

    /// These rows of a table that has so many.
    pub fn some(rows: u32, some: impl IntoIterator<Item = u32>) -> Self {
        let mut set = RowSet { words: vec![0; (rows as usize).div_ceil(WORD)] };
        for row in some {
            if let Some(word) = set.words.get_mut(row as usize / WORD) {
                *word |= 1 << (row as usize % WORD);
            }
        }
        set
    }

    /// Keeps the rows whose entry in a column passes.
    pub fn keep<T: Copy>(&mut self, column: &Column<T>, pass: impl Fn(T) -> bool) {
        for (words, values) in self.words.chunks_mut(CHUNK / WORD).zip(column.chunks()) {
            for (word, values) in words.iter_mut().zip(values.chunks(WORD)).filter(|(w, _)| **w != 0) {
                let bits = values.iter().enumerate().fold(0, |b, (i, v)| b | u64::from(pass(*v)) << i);
                *word &= bits;
            }
        }
    }

    /// Keeps the rows whose entries in two columns pass together.
    pub fn keep_both<T: Copy, U: Copy>(&mut self, a: &Column<T>, b: &Column<U>, pass: impl Fn(T, U) -> bool) {
        let columns = a.chunks().zip(b.chunks());
        for (words, (a, b)) in self.words.chunks_mut(CHUNK / WORD).zip(columns) {
            let values = a.chunks(WORD).zip(b.chunks(WORD));
            for (word, (a, b)) in words.iter_mut().zip(values).filter(|(w, _)| **w != 0) {
                let pairs = a.iter().zip(b).enumerate();
                *word &= pairs.fold(0, |bits, (i, (a, b))| bits | u64::from(pass(*a, *b)) << i);
            }
        }
    }

    /// Keeps the rows that are in another set too.
    pub fn keep_all(&mut self, other: &RowSet) {
        let none = std::iter::repeat(&0);
        self.words.iter_mut().zip(other.words.iter().chain(none)).for_each(|(w, o)| *w &= o);
    }

    /// Whether a row is among them.
    #[inline]
    pub fn has(&self, row: u32) -> bool {
        self.words.get(row as usize / WORD).is_some_and(|w| w & (1 << (row as usize % WORD)) != 0)
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.words.iter().map(|w| w.count_ones() as usize).sum()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.words.iter().zip(0u32..).filter(|(w, _)| **w != 0).flat_map(|(word, at)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(at * WORD as u32 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_kept_across_chunks_and_words() {
        let n = CHUNK as u32 * 2 + 100;
        let (mut a, mut b) = (Column::default(), Column::default());
        (0..n).for_each(|i| a.push(i));
        (0..n).for_each(|i| b.push(i % 7));
        let mut set = RowSet::of(&a, |v| v % 3 == 0);
        assert_eq!(set.count(), n.div_ceil(3) as usize);
        set.keep(&b, |v| v == 0);
        set.keep_both(&a, &b, |v, w| v + w >= CHUNK as u32);
        let wanted: Vec<u32> = (CHUNK as u32..n).filter(|i| i % 21 == 0).collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), wanted);
        assert!(set.has(wanted[0]) && !set.has(wanted[0] + 1) && !set.has(n + 1000));
        let again = RowSet::some(n, wanted.iter().copied());
        assert_eq!((again.count(), again.iter().eq(set.iter())), (wanted.len(), true));
    }
}
