//! Rows kept in an order while they change: what makes the first page of a million, and one from its middle, as quick as
//! that of a hundred. The order's key stands in columns, so whoever changes a row asks where it stands by a question.

/// Most rows of a chunk; a full one becomes two.
const FULL: usize = 1024;
/// Rows of a chunk made of a whole column: room for some more.
const FILL: usize = 768;

/// Row numbers in an order.
#[derive(Debug, Clone, Default)]
pub struct Sorted {
    chunks: Vec<Vec<u32>>,
    len: usize,
}

impl Sorted {
    /// Rows that are in their order already.
    pub fn of(rows: &[u32]) -> Self {
        Sorted { chunks: rows.chunks(FILL).map(<[u32]>::to_vec).collect(), len: rows.len() }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The first place whose row does not stand before the one asked about.
    fn place(&self, before: &impl Fn(u32) -> bool) -> (usize, usize) {
        let chunk = self.chunks.partition_point(|c| c.last().is_some_and(|last| before(*last)));
        (chunk, self.chunks.get(chunk).map_or(0, |c| c.partition_point(|row| before(*row))))
    }

    /// How many rows stand before, where `before` holds for the first so many and for no other.
    pub fn rank(&self, before: impl Fn(u32) -> bool) -> usize {
        let (chunk, at) = self.place(&before);
        self.chunks.iter().take(chunk).map(Vec::len).sum::<usize>() + at
    }

    /// Puts a row where it belongs.
    pub fn insert(&mut self, row: u32, before: impl Fn(u32) -> bool) {
        let (mut chunk, mut at) = self.place(&before);
        if chunk == self.chunks.len() {
            // behind all: the last chunk takes it
            match self.chunks.last() {
                Some(last) => (chunk, at) = (chunk - 1, last.len()),
                None => self.chunks.push(Vec::new()),
            }
        }
        let Some(rows) = self.chunks.get_mut(chunk) else { return };
        rows.insert(at.min(rows.len()), row);
        self.len += 1;
        if rows.len() >= FULL {
            let behind = rows.split_off(FULL / 2);
            self.chunks.insert(chunk + 1, behind);
        }
    }

    /// Takes a row out; whether it was there.
    pub fn remove(&mut self, row: u32, before: impl Fn(u32) -> bool) -> bool {
        let (chunk, at) = self.place(&before);
        let Some(rows) = self.chunks.get_mut(chunk).filter(|c| c.get(at) == Some(&row)) else { return false };
        rows.remove(at);
        self.len -= 1;
        if rows.is_empty() {
            self.chunks.remove(chunk);
        }
        true
    }

    /// The row at a place.
    pub fn get(&self, mut at: usize) -> Option<u32> {
        for chunk in &self.chunks {
            match chunk.get(at) {
                Some(row) => return Some(*row),
                None => at -= chunk.len(),
            }
        }
        None
    }

    /// The rows from one place to before another.
    pub fn range(&self, from: usize, to: usize) -> impl Iterator<Item = u32> {
        let (mut skip, mut first) = (from, 0);
        while let Some(chunk) = self.chunks.get(first).filter(|c| c.len() <= skip) {
            skip -= chunk.len();
            first += 1;
        }
        let rows = self.chunks.iter().skip(first).flatten().copied();
        rows.skip(skip).take(to.saturating_sub(from))
    }

    /// All rows.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = u32> {
        self.chunks.iter().flatten().copied()
    }

    /// All rows from behind, without the last so many.
    pub fn backward(&self, skip: usize) -> impl Iterator<Item = u32> {
        let (mut skip, mut last) = (skip, self.chunks.len());
        while let Some(chunk) =
            last.checked_sub(1).and_then(|l| self.chunks.get(l)).filter(|c| c.len() <= skip)
        {
            skip -= chunk.len();
            last -= 1;
        }
        self.chunks.iter().take(last).rev().flat_map(|c| c.iter().rev()).copied().skip(skip)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_what_a_sorted_list_is(begin in 0u32..3000, steps in prop::collection::vec((any::<bool>(), 0u32..6000), 0..3000)) {
            let mut plain: Vec<u32> = (0..begin).map(|r| r * 2).collect();
            let mut kept = Sorted::of(&plain);
            for (put, row) in steps {
                let there = plain.binary_search(&row);
                match (put, there) {
                    (true, Err(at)) => {
                        plain.insert(at, row);
                        kept.insert(row, |r| r < row);
                    }
                    (false, found) => {
                        prop_assert_eq!(kept.remove(row, |r| r < row), found.is_ok());
                        if let Ok(at) = found {
                            plain.remove(at);
                        }
                    }
                    _ => {}
                }
            }
            prop_assert_eq!(kept.len(), plain.len());
            prop_assert_eq!(kept.iter().collect::<Vec<_>>(), plain.clone());
            let third = plain.len() / 3;
            prop_assert_eq!(kept.range(third, third * 2).collect::<Vec<_>>(), plain[third..third * 2].to_vec());
            let back: Vec<u32> = plain.iter().rev().skip(third).copied().collect();
            prop_assert_eq!(kept.backward(third).collect::<Vec<_>>(), back);
            prop_assert_eq!(kept.get(third), plain.get(third).copied());
            prop_assert_eq!(kept.rank(|r| r < 1000), plain.partition_point(|r| *r < 1000));
            prop_assert!(kept.chunks.iter().all(|c| !c.is_empty() && c.len() < FULL));
        }
    }
}
