//! From an id to its row: open addressing over row numbers, the ids themselves standing in their column. Six to eleven
//! bytes an id, where a map of them would take forty.

use super::column::Column;
use crate::book::Id;

/// No row.
const FREE: u32 = u32::MAX;

/// Rows by id.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    slots: Vec<u32>,
    used: usize,
}

/// Half an id of version 7 is the time; the other half is as good as any hash, and what is not random is mixed in.
fn hash(id: Id) -> usize {
    let [a, b] = id.0.as_chunks::<8>().0 else { return 0 };
    let mixed = u64::from_le_bytes(*b) ^ u64::from_le_bytes(*a).rotate_left(32);
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20) as usize
}

impl Ids {
    /// The row of an id in its column.
    pub fn find(&self, id: Id, column: &Column<Id>) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash(id) & mask;
        loop {
            match self.slots.get(at).copied() {
                None | Some(FREE) => return None,
                Some(row) if column.get(row) == Some(id) => return Some(row),
                Some(_) => at = (at + 1) & mask,
            }
        }
    }

    /// Notes the row of an id that is not here yet and stands in the column already.
    pub fn add(&mut self, id: Id, row: u32, column: &Column<Id>) {
        if (self.used + 1) * 4 > self.slots.len() * 3 {
            *self = Ids::of(column, row);
        }
        self.put(id, row);
    }

    /// The rows of a whole column up to `rows`.
    pub fn of(column: &Column<Id>, rows: u32) -> Ids {
        let room = (rows as usize * 3 / 2 + 8).next_power_of_two();
        let mut ids = Ids { slots: vec![FREE; room], used: 0 };
        column.iter().zip(0..rows).for_each(|(id, row)| ids.put(id, row));
        ids
    }

    fn put(&mut self, id: Id, row: u32) {
        let mask = self.slots.len() - 1;
        let mut at = hash(id) & mask;
        while self.slots.get(at).is_some_and(|s| *s != FREE) {
            at = (at + 1) & mask;
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = row;
            self.used += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_found_and_no_other() {
        let id = |n: u32| {
            let mut b = [7; 16];
            b[..4].copy_from_slice(&n.to_le_bytes());
            Id(b)
        };
        let (mut column, mut ids) = (Column::default(), Ids::default());
        assert_eq!(ids.find(id(0), &column), None);
        for n in 0..5000 {
            column.push(id(n));
            ids.add(id(n), n, &column);
        }
        assert!((0..5000).all(|n| ids.find(id(n), &column) == Some(n)));
        assert!((5000..6000).all(|n| ids.find(id(n), &column).is_none()));
        let again = Ids::of(&column, 5000);
        assert!((0..5000).all(|n| again.find(id(n), &column) == Some(n)));
    }
}
