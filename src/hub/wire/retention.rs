//! What is said on the wire about how long records are kept (PIPL art. 19 and 47).

use crate::book::{Day, Id, Ref, Row};
use serde::{Deserialize, Serialize};

/// What an administrator may ask of the retention classes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RetentionAsk {
    /// All classes, with how many records are past their time. → [`super::Reply::Classes`]
    Classes,
    /// What is past its time by a class, the oldest first, what is held back behind it. Changes nothing. → [`super::Reply::Due`]
    Due {
        /// The class.
        class: Id,
        /// From which row on.
        offset: u64,
        /// At most so many.
        limit: u32,
    },
    /// Holds a record back, or lets it go. → [`super::Reply::Saved`]
    Hold {
        /// Makes repeating safe.
        request: Id,
        /// The class.
        class: Id,
        /// Which record.
        target: Ref,
        /// Why; nothing lets it go.
        why: Option<String>,
    },
    /// Carries a class out, one slice of it; asked again with the same batch and another request it goes on. Answered when the
    /// slice is done. → [`super::Reply::Carried`]
    CarryOut {
        /// Makes repeating safe.
        request: Id,
        /// The class.
        class: Id,
        /// What its slices share.
        batch: Id,
        /// How many are due, as the preview said: others than these and nothing is done.
        count: u64,
        /// Which, as the preview said.
        digest: [u8; 16],
    },
}

impl RetentionAsk {
    /// Whether it changes anything.
    pub fn writes(&self) -> bool {
        matches!(self, RetentionAsk::Hold { .. } | RetentionAsk::CarryOut { .. })
    }

    /// What makes repeating safe; nothing for what only reads.
    pub fn request(&self) -> Id {
        match self {
            RetentionAsk::Hold { request, .. } | RetentionAsk::CarryOut { request, .. } => *request,
            RetentionAsk::Classes | RetentionAsk::Due { .. } => Id::NIL,
        }
    }
}

/// A class, and what is past its time by it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Class {
    /// Which.
    pub id: Id,
    /// What it is called.
    pub name: String,
    /// What it covers, a code of [`crate::book::retention::SUBJECTS`].
    pub covers: u16,
    /// Counted from which day, a code of [`crate::book::retention::DAYS`].
    pub from: u16,
    /// For how many months.
    pub months: i64,
    /// What happens then, a code of [`crate::book::retention::ENDS`].
    pub then: u16,
    /// Whether it is in force.
    pub in_force: bool,
    /// How many are past their time.
    pub due: u64,
    /// Which these are, in one number.
    pub digest: [u8; 16],
    /// How many more would be, and are held back.
    pub held: u64,
    /// The day that the oldest of them is counted from.
    pub oldest: Option<Day>,
    /// What is of this day or before is past its time.
    pub until: Option<Day>,
    /// When it was last carried out, how many were done, of how many.
    pub last: Option<(Day, u64, u64)>,
}

/// A page of what is past its time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Due {
    /// The class.
    pub class: Class,
    /// Of the first row.
    pub offset: u64,
    /// The rows.
    pub rows: Vec<DueRow>,
}

/// A record past its time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DueRow {
    /// As lists show it.
    pub row: Row,
    /// The day that it is counted from.
    pub day: Day,
    /// Why it is held back, if it is.
    pub held: Option<String>,
    /// Whether somebody said so, who may let it go again.
    pub by_hand: bool,
}

/// How far the carrying out of a class is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Carried {
    /// What its slices share.
    pub batch: Id,
    /// How many are done by all of them.
    pub done: u64,
    /// Of how many.
    pub of: u64,
    /// Whether there is more to be done.
    pub more: bool,
}
