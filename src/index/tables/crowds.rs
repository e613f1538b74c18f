//! Which rows belong to each row of another table: the people of an employer, those whom a member of staff looks after.

use super::NONE;
use crate::index::column::Column;
use crate::index::snapshot::Spoilt;

/// Rows by the row that they belong to.
#[derive(Debug, Default)]
pub struct Crowds(Vec<Vec<u32>>);

impl Crowds {
    /// Those of one.
    pub fn of(&self, at: u32) -> &[u32] {
        self.0.get(at as usize).map_or(&[], Vec::as_slice)
    }

    /// One goes from here to there; [`NONE`] is nowhere.
    pub(super) fn shift(&mut self, one: u32, from: u32, to: u32) {
        if from == to {
            return;
        }
        if let Some(list) = self.0.get_mut(from as usize)
            && let Some(i) = list.iter().position(|m| *m == one)
        {
            list.swap_remove(i);
        }
        if to == NONE {
            return;
        }
        if self.0.len() <= to as usize {
            self.0.resize_with(to as usize + 1, Vec::new);
        }
        if let Some(list) = self.0.get_mut(to as usize) {
            list.push(one);
        }
    }

    /// Out of the column that says to whom each row belongs, in a table of so many rows.
    ///
    /// # Errors
    /// When it names a row beyond that table.
    pub(super) fn load(column: &Column<u32>, rows: usize) -> Result<Crowds, Spoilt> {
        let mut out = Crowds::default();
        for (one, to) in (0u32..).zip(column.iter()) {
            if to != NONE && to as usize > rows {
                return Err(Spoilt);
            }
            out.shift(one, NONE, to);
        }
        Ok(out)
    }
}
