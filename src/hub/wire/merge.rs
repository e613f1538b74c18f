//! What is said on the wire about records that are one and the same: which may be, making one of two, and taking that
//! back.

use super::Shown;
use crate::book::merge::Side;
use crate::book::{Id, Kind, Ref, Row, bounded};
use serde::{Deserialize, Serialize};

/// Most records that a slice of a merge moves from one to the other.
pub const MERGE_MAX: usize = 45;

/// Two records that may be one and the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// One of them.
    pub a: Row,
    /// The other.
    pub b: Row,
    /// Why they may be.
    pub why: Vec<Likeness>,
}

/// In what two records are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Likeness {
    /// Somebody said that they may be the same.
    Said,
    /// The same number and names that may be one person's.
    Phone,
    /// The same name and employer.
    NameAndEmployer,
    /// Names that sound the same or address the same, and the same employer.
    SoundAndEmployer,
    /// The same name, and of one nothing else is known.
    NameAlone,
    /// Organisations whose names come to the same.
    Key,
    /// The same number under other names.
    NumberOnly,
    /// Organisations whose names differ in their form in law.
    NearKey,
}

impl Likeness {
    /// The word of JSON for it.
    pub const fn key(self) -> &'static str {
        match self {
            Likeness::Said => "said",
            Likeness::Phone => "phone",
            Likeness::NameAndEmployer => "name_and_employer",
            Likeness::SoundAndEmployer => "sound_and_employer",
            Likeness::NameAlone => "name_alone",
            Likeness::Key => "name",
            Likeness::NumberOnly => "number_only",
            Likeness::NearKey => "name_near",
        }
    }
}

/// Two records of one kind become one. Sent in slices: each moves some of what refers to the one that goes, the last one
/// makes the one of two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Merge {
    /// Makes repeating this slice safe.
    pub request: Id,
    /// Only say what would come of it.
    pub dry: bool,
    /// The record that stays.
    pub keep: Ref,
    /// The record that goes.
    pub other: Ref,
    /// The versions that were seen of both; 0 where none was.
    pub seen: (u64, u64),
    /// Whose value stands, by field; what is not said comes by itself.
    #[serde(deserialize_with = "bounded::list")]
    pub sides: Vec<(u16, Side)>,
}

/// A merge is taken back. Asked first what there is to move back; then that is sent in slices, and the last one brings
/// the record back that went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unmerge {
    /// Makes repeating this slice safe.
    pub request: Id,
    /// Only say what would come of it.
    pub dry: bool,
    /// The record that went.
    pub of: Ref,
    /// What this slice moves back.
    #[serde(deserialize_with = "bounded::list")]
    pub items: Vec<Ref>,
    /// Whether this is the last slice.
    pub last: bool,
}

/// What came, or would come, of a slice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Merging {
    /// The record that stays, as it is or would be.
    pub stays: Shown,
    /// The record that goes or comes back.
    pub other: Shown,
    /// What refers to the one that goes and is still to be moved: the first of them, in a taking back all.
    pub refs: Vec<Ref>,
    /// How many those are.
    pub left: u64,
    /// How many this slice moved.
    pub moved: u32,
    /// Whether it is done.
    pub done: bool,
    /// In a taking back: fields of the one that stays that were changed since, and stay as they are.
    pub since: Vec<u16>,
}

/// Which pairs are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairsAsk {
    /// Of people or of organisations.
    pub kind: Kind,
    /// Only those with this one in it.
    pub of: Option<Id>,
    /// From which one on.
    pub offset: u32,
    /// At most so many.
    pub limit: u32,
}
