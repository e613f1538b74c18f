//! The two large tables: people and visits.

use super::table::table;
use super::{NEVER, NONE};
use crate::book::Id;
use crate::index::column::Column;
use crate::index::ids::Ids;
use crate::index::snapshot::{In, Out, Spoilt};

table! {
    /// What lists of people sort and filter by.
    People,
    /// One person of [`People`].
    PersonRow {
        /// Beginning of the reading, by which names sort.
        reading: [u8; 16] = [0; 16],
        /// Row of the community.
        area: u32 = NONE,
        /// Row of the employer.
        employer: u32 = NONE,
        /// Row of the liaison.
        liaison: u32 = NONE,
        /// Day of the last visit in which the person was met, or [`NEVER`].
        last: i32 = NEVER,
        /// First link of the chain of visits.
        visits: u32 = NONE,
        /// How many visits.
        visit_count: u32 = 0,
        /// Status code, 0 for none.
        status: u8 = 0,
        /// Day of entry, or [`NEVER`].
        entered: i32 = NEVER,
    }
}

table! {
    /// What lists of visits sort and filter by.
    Visits,
    /// One visit of [`Visits`].
    VisitRow {
        /// The day.
        day: i32 = NEVER,
        /// The next contact promised, or [`NEVER`].
        next: i32 = NEVER,
        /// Row of the area.
        area: u32 = NONE,
        /// Row of the first person.
        person: u32 = NONE,
        /// Row of the organisation.
        organisation: u32 = NONE,
        /// Row of the first staff member.
        staff: u32 = NONE,
        /// Mode code.
        mode: u8 = 0,
        /// Outcome code, 0 for none.
        outcome: u8 = 0,
    }
}

impl VisitRow {
    /// Whether the person was met: where no outcome is written, they were.
    pub fn met(&self) -> bool {
        self.outcome <= 1
    }
}
