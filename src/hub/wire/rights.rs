//! What is said on the wire about what somebody may do, about covered values, and about who looked at whom.

use crate::book::{Day, Id, Ref, Value, bounded};
pub use crate::hub::access_log::Looked;
pub use crate::hub::rights::Role;
use serde::{Deserialize, Serialize};

/// What stands where something is covered.
pub const COVERED: &str = "****";

/// What a worker may do, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Their role.
    pub role: Role,
    /// Their areas, with names; none of an administrator, who sees everything.
    #[serde(deserialize_with = "bounded::list")]
    pub areas: Vec<(Id, String)>,
    /// Whether others have the same book: one's own is not worth a word about roles.
    pub shared: bool,
}

impl Standing {
    /// Of who has a book of their own.
    pub fn own() -> Standing {
        Standing { role: Role::Administrator, areas: Vec::new(), shared: false }
    }
}

/// One covered value, to be shown. → [`super::Reply::Revealed`]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// Of which record.
    pub target: Ref,
    /// Which field.
    pub field: u16,
}

/// Whom to look for in the access log. → [`super::Reply::Log`]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogAsk {
    /// Who was looked at.
    pub record: Option<Id>,
    /// Who looked.
    pub staff: Option<Id>,
    /// What was done.
    pub what: Option<Looked>,
    /// Not before this day.
    pub from: Option<Day>,
    /// Not after this day.
    pub to: Option<Day>,
    /// After so many that are newer.
    pub offset: u32,
    /// At most so many.
    pub limit: u32,
}

/// One line of the access log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// When, milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Who looked, by name and account.
    pub who: String,
    /// The number of the account.
    pub uid: u32,
    /// What was done.
    pub what: Looked,
    /// Which field, where one was revealed.
    pub field: Option<u16>,
    /// At which records, with what they are called today.
    #[serde(deserialize_with = "bounded::list")]
    pub records: Vec<(Ref, String)>,
    /// To whom they went and what for, where they went into a file.
    pub given: Option<(String, String)>,
}

/// A covered value as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revealed {
    /// What was asked.
    pub reveal: Reveal,
    /// The value; nothing where there is none.
    pub value: Option<Value>,
}
