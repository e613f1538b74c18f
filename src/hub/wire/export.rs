//! Records that leave the book in a file.

use super::{Filter, Order, Shown};
use crate::book::{Id, Kind, Ref, bounded};
use serde::{Deserialize, Serialize};

/// Most records of one slice of an export: all of them stand in one line of the access log.
pub const EXPORT_MAX: u32 = 200;
/// Longest name of a recipient and longest purpose, characters.
pub const FOR_MAX: usize = 100;

/// A slice of records for a file. For whom it is and what for is noted with each of them before any is given (PIPL art.
/// 23, 54).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Export {
    /// What all slices of one file share.
    pub act: Id,
    /// Of what.
    pub kind: Kind,
    /// Which of them.
    pub of: Of,
    /// Who gets the file.
    pub recipient: String,
    /// What for.
    pub purpose: String,
}

/// Which records of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Of {
    /// Those of a list, from a row on.
    List {
        /// Which rows.
        filter: Filter,
        /// In which order.
        order: Order,
        /// From which row on.
        offset: u32,
    },
    /// These, no more than [`EXPORT_MAX`].
    These(#[serde(deserialize_with = "bounded::list")] Vec<Id>),
}

/// What is given.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Exported {
    /// How many rows of the list this answers; the next slice begins after them. 0 at the end.
    pub taken: u32,
    /// The records that are still there.
    pub records: Vec<Shown>,
    /// Of the people that they refer to: the numbers by which a reader tells them apart, as they are kept, parted by `、`.
    pub phones: Vec<(Ref, String)>,
    /// Of the areas that they refer to: what the area above is called.
    pub above: Vec<(Ref, String)>,
    /// Of visits: what was raised in them, as ledgers of visits tell of it.
    pub raised: Vec<Shown>,
    /// Of meetings, in the order of the records: how many were asked, came, were excused and stayed away, with those of
    /// whom no more may be told.
    pub heads: Vec<[u32; 4]>,
}
