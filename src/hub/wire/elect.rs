//! What is said on the wire about the result of an election.

use crate::book::{Day, Id, Ref, bounded};
use serde::{Deserialize, Serialize};

/// The result of an election becomes ties of the association that held it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elect {
    /// Makes repeating safe.
    pub request: Id,
    /// The meeting.
    pub meeting: Id,
    /// Only say what would come of it.
    pub dry: bool,
    /// The version of the meeting from which whoever writes it saw what would come of it.
    pub version: u64,
    /// What they saw, as [`Elected::plan`]: nothing else is written.
    pub plan: [u8; 32],
}

/// What comes of it, or would.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elected {
    /// What the meeting is called.
    pub meeting: String,
    /// Whose posts they are.
    pub association: String,
    /// Post by post: those elected first, then those whose posts end.
    #[serde(deserialize_with = "bounded::list")]
    pub lines: Vec<ElectLine>,
    /// Whether it is written.
    pub done: bool,
    /// The version of the meeting.
    pub version: u64,
    /// What stands for all of it: where it differs, something else would be written.
    pub plan: [u8; 32],
}

/// One who was elected, or whose post ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectLine {
    /// The post.
    pub post: String,
    /// Who, where it is clear.
    pub person: Option<Ref>,
    /// Their name, or what stands there.
    pub name: String,
    /// What stands there, where they are called otherwise.
    pub typed: Option<String>,
    /// Since when they hold it.
    pub since: Option<Day>,
    /// Until when.
    pub until: Option<Day>,
    /// What comes of it.
    pub outcome: Outcome,
}

/// What comes of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The post begins.
    Begins,
    /// The post ends.
    Ends,
    /// It is written already.
    Written,
    /// It is not clear who is meant, and why.
    Unclear(String),
    /// It is written already, with another term.
    Changes,
    /// It was written of this very election, and is not in its result any more.
    TakenBack,
}
