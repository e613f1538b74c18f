//! Which rows of a segment are dead.
use std::sync::Arc;

use super::bits::Bits;

/// Rows in one chunk of the list of the dead.
const CHUNK: u32 = 4096;

/// Rows of a segment that were replaced or removed; chunks are shared between snapshots.
#[derive(Clone, Default)]
pub(super) struct Dead {
    chunks: Vec<Option<Arc<[u64; 64]>>>,
    pub(super) count: u32,
}

impl Dead {
    /// True when the row is dead.
    pub(super) fn has(&self, row: u32) -> bool {
        let chunk = self.chunks.get((row / CHUNK) as usize).and_then(Option::as_deref);
        let word = chunk.and_then(|c| c.get((row % CHUNK / 64) as usize));
        word.is_some_and(|w| w >> (row % 64) & 1 == 1)
    }

    /// Takes the dead out of a set.
    pub(super) fn strip(&self, bits: &mut Bits) {
        for (chunk, at) in self.chunks.iter().zip(0usize..) {
            if let Some(chunk) = chunk {
                bits.and_not_words(at * (CHUNK / 64) as usize, chunk.as_slice());
            }
        }
    }

    /// Marks a row dead.
    pub(super) fn add(&mut self, row: u32) {
        if self.has(row) {
            return;
        }
        let at = (row / CHUNK) as usize;
        if self.chunks.len() <= at {
            self.chunks.resize(at + 1, None);
        }
        let Some(slot) = self.chunks.get_mut(at) else { return };
        let chunk = Arc::make_mut(slot.get_or_insert_with(|| Arc::new([0; 64])));
        if let Some(word) = chunk.get_mut((row % CHUNK / 64) as usize) {
            *word |= 1 << (row % 64);
            self.count += 1;
        }
    }
}
