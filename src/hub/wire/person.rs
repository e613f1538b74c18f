//! What is said on the wire about the rights of the people on file (PIPL art. 44-50).

use super::{HistoryEntry, Shown};
use crate::book::{Day, Id, Ref};
use serde::{Deserialize, Serialize};

/// A request of somebody on file, as a member of staff passes it on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PersonAsk {
    /// Who may be meant, the frozen among them. → [`super::wire::Reply::Rows`]
    Who(String),
    /// All that is on file about somebody (art. 45); goes into the register. → [`super::wire::Reply::PersonFile`]
    File {
        /// Makes repeating safe; the id of the register's entry.
        request: Id,
        /// Whose.
        person: Id,
        /// For the person to take away: nothing of anybody else's is in it.
        copy: bool,
        /// How it was asked, a code of [`crate::book::request::WAYS`].
        way: u16,
    },
    /// Further visits of a file too long for one frame. → [`super::wire::Reply::Records`]
    Visits {
        /// Whose.
        person: Id,
        /// As in [`PersonAsk::File`].
        copy: bool,
        /// After so many.
        offset: u32,
    },
    /// Stops or takes up the use of an entry (art. 44, 47). → [`super::wire::Reply::Saved`]
    Freeze {
        /// Makes repeating safe; the id of the register's entry.
        request: Id,
        /// Whose.
        person: Id,
        /// Take it up again.
        lift: bool,
        /// Why.
        reason: String,
        /// How it was asked.
        way: u16,
    },
    /// What an erasure would do. → [`super::wire::Reply::Erasing`]
    PlanErase {
        /// Whose.
        person: Id,
        /// The words of others that mention the person too.
        mentions: bool,
    },
    /// Erases somebody (art. 47). Answered when it is done. → [`super::wire::Reply::Erasing`]
    Erase {
        /// Makes repeating safe; the id of the register's entry.
        request: Id,
        /// Whose.
        person: Id,
        /// Why. Kept, so it names nobody.
        reason: String,
        /// The words of others that mention the person too.
        mentions: bool,
        /// How it was asked.
        way: u16,
    },
    /// Registers that something was refused, and why (art. 50). → [`super::wire::Reply::Saved`]
    Refuse {
        /// Makes repeating safe; the id of the register's entry.
        request: Id,
        /// Whose.
        person: Id,
        /// What was asked, a code of [`crate::book::request::WHATS`].
        what: u16,
        /// Why not.
        why: String,
        /// How it was asked.
        way: u16,
    },
    /// All that is on file about somebody who is there and looks at the screen: what is theirs whole, nothing of
    /// anybody else's; goes into the register as seen. → [`super::wire::Reply::PersonFile`]
    Face {
        /// Makes repeating safe; the id of the register's entry.
        request: Id,
        /// Whose.
        person: Id,
    },
    /// Registers that the person asked for a correction (art. 46), which is then made like any change.
    /// → [`super::wire::Reply::Saved`]
    Correct {
        /// Makes repeating safe; the id of the register's entry.
        request: Id,
        /// Whose.
        person: Id,
        /// How it was asked.
        way: u16,
    },
}

impl PersonAsk {
    /// The id of the register's entry; none for what only reads.
    pub fn request(&self) -> Id {
        match self {
            PersonAsk::File { request, .. }
            | PersonAsk::Freeze { request, .. }
            | PersonAsk::Erase { request, .. }
            | PersonAsk::Refuse { request, .. }
            | PersonAsk::Correct { request, .. }
            | PersonAsk::Face { request, .. } => *request,
            PersonAsk::Who(_) | PersonAsk::Visits { .. } | PersonAsk::PlanErase { .. } => Id::NIL,
        }
    }
}

/// All that is on file about somebody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PersonFile {
    /// The record, with the names of all it refers to.
    pub shown: Shown,
    /// City > street > community.
    pub place: String,
    /// Since when it is frozen, and why.
    pub frozen: Option<(Day, String)>,
    /// Visits, newest first: as many as fit.
    pub visits: Vec<Shown>,
    /// How many visits there are.
    pub visits_total: u32,
    /// Declared ties.
    pub ties: Vec<Shown>,
    /// Other records that refer to the person: organisations whose contact they are.
    pub others: Vec<Shown>,
    /// Who changed what when, newest first.
    pub history: Vec<HistoryEntry>,
    /// How many drafts mention the person.
    pub drafts: u32,
    /// What the person asked for so far.
    pub requests: Vec<Shown>,
    /// Entries that were merged into this one, as they were.
    pub formers: Vec<Shown>,
}

/// What an erasure does, or did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Erasing {
    /// The register's entry; nothing for a plan.
    pub request: Option<Id>,
    /// Whose: the name, in a plan only.
    pub name: String,
    /// Records of which nothing stays: the person, ties, visits to them alone.
    pub gone: Vec<Ref>,
    /// Records that stay without the person.
    pub redacted: Vec<Ref>,
    /// Words elsewhere that mention the person, for somebody to look at.
    pub mentions: Vec<Mention>,
    /// How many drafts go.
    pub drafts_gone: u32,
    /// Drafts about others that mention the person: whose account, which.
    pub drafts: Vec<(u32, Id)>,
    /// What some of these records are called, by day and words; in a plan only.
    pub called: Vec<(Ref, String)>,
}

/// A place in words about others where somebody is mentioned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The record.
    pub target: Ref,
    /// The field; 0 where only a former version mentions them.
    pub field: u16,
    /// Whether it was, or would be, covered.
    pub covered: bool,
}
