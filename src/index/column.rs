//! One value a row, in chunks: growing takes one chunk more, never the double, and moves nothing.

use super::snapshot::{In, Out, Plain, Spoilt};
use std::io::{Read, Write};

const BITS: u32 = 15;
/// Rows in a chunk.
pub const CHUNK: usize = 1 << BITS;

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column<T> {
    chunks: Vec<Vec<T>>,
    len: u32,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Column { chunks: Vec::new(), len: 0 }
    }
}

impl<T: Copy> Column<T> {
    /// How many rows.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// One more row.
    pub fn push(&mut self, value: T) {
        if (self.len as usize).is_multiple_of(CHUNK) {
            // the first chunk grows as it must, so that a small book stays small
            self.chunks.push(if self.len == 0 { Vec::new() } else { Vec::with_capacity(CHUNK) });
        }
        if let Some(chunk) = self.chunks.last_mut() {
            chunk.push(value);
            self.len += 1;
        }
    }

    /// The value of a row.
    #[inline]
    pub fn get(&self, at: u32) -> Option<T> {
        self.chunks.get((at >> BITS) as usize)?.get(at as usize & (CHUNK - 1)).copied()
    }

    /// Replaces the value of a row that is there.
    pub fn set(&mut self, at: u32, value: T) {
        let slot =
            self.chunks.get_mut((at >> BITS) as usize).and_then(|c| c.get_mut(at as usize & (CHUNK - 1)));
        if let Some(slot) = slot {
            *slot = value;
        }
    }

    /// The values as they lie, some tens of thousands at a time: what a scan of several columns goes through.
    pub fn chunks(&self) -> impl Iterator<Item = &[T]> {
        self.chunks.iter().map(Vec::as_slice)
    }

    /// All values in the order of their rows.
    pub fn iter(&self) -> impl Iterator<Item = T> {
        self.chunks.iter().flatten().copied()
    }
}

impl<T: Plain> Column<T> {
    /// Writes it down.
    ///
    /// # Errors
    /// What the writer says.
    pub fn save(&self, out: &mut Out<impl Write>) -> std::io::Result<()> {
        out.number(u64::from(self.len))?;
        self.chunks.iter().try_for_each(|c| out.plain(c))
    }

    /// Reads it back; it must have this many rows.
    ///
    /// # Errors
    /// When it has not, or cannot be read.
    pub fn load(from: &mut In<impl Read>, rows: u32) -> Result<Self, Spoilt> {
        if from.number()? != u64::from(rows) {
            return Err(Spoilt);
        }
        let mut chunks = Vec::new();
        let mut left = rows as usize;
        while left > 0 {
            let n = left.min(CHUNK);
            let mut chunk = Vec::with_capacity(if rows as usize > CHUNK { CHUNK } else { n });
            from.plain(n, &mut chunk)?;
            chunks.push(chunk);
            left -= n;
        }
        Ok(Column { chunks, len: rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_across_chunks() {
        let mut c = Column::default();
        let n = CHUNK as u32 * 2 + 3;
        (0..n).for_each(|i| c.push(i * 3));
        c.set(CHUNK as u32, 7);
        c.set(n, 1);
        assert_eq!((c.len(), c.get(n - 1), c.get(n)), (n, Some((n - 1) * 3), None));
        assert_eq!((c.get(CHUNK as u32), c.iter().count()), (Some(7), n as usize));
        assert!(c.chunks.iter().skip(1).all(|c| c.capacity() == CHUNK));
    }
}
