//! Writes as a session asks for them: forms, ledgers, drafts.

use crate::book::{Id, Kind, Ref, Value, bounded};
use serde::{Deserialize, Serialize};

/// A write: what the client saw and which fields it changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Save {
    /// Makes repeating safe.
    pub request: Id,
    /// The record; its id is made by the client.
    pub target: Ref,
    /// The version that was seen; 0 for a new record.
    pub base: u64,
    /// The changed fields.
    #[serde(deserialize_with = "bounded::list")]
    pub set: Vec<(u16, Edit)>,
}

/// A step of a record that goes through states: an act of its kind, with the fields that it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The record as it was seen, and what the act takes.
    pub save: Save,
    /// The act's code, see [`crate::book::acts`].
    pub act: u16,
}

/// A change of one field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Edit {
    /// As typed: the hub reads it, looks references up by name and makes new ones where the field allows.
    Text(String),
    /// A value.
    Set(Value),
    /// Nothing.
    Clear,
    /// References, some picked and some typed as names. Who was picked stays who was meant, whatever else bears
    /// that name; the names are looked up as in a text.
    Links(Vec<Link>),
}

/// One reference of several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Link {
    /// Picked.
    Ref(Ref),
    /// A name as typed.
    Name(String),
}

/// Rows of a ledger, sent in slices so that others go on working.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Slice {
    /// Makes repeating this slice safe.
    pub request: Id,
    /// What all slices of one import share.
    pub batch: Id,
    /// The file's name, for the history.
    pub source: String,
    /// Only say what would happen.
    pub dry: bool,
    /// The rows.
    #[serde(deserialize_with = "bounded::list")]
    pub rows: Vec<LedgerRow>,
}

/// One row of a ledger, its columns already recognised.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LedgerRow {
    /// What it is.
    pub kind: Kind,
    /// (field, text as in the cell).
    #[serde(deserialize_with = "bounded::list")]
    pub cells: Vec<(u16, String)>,
    /// The office that filled the sheet in, which tells areas of the same name apart.
    pub office: String,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RowOutcome {
    /// A new record.
    Added(Ref),
    /// A known one, in which blanks were filled.
    Filled(Ref),
    /// A known one; nothing to change.
    Same(Ref),
    /// Left out: which field, and why in the session's language.
    Rejected(Option<u16>, String),
}

/// A half-typed form, kept as a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Which draft.
    pub id: Id,
    /// The record it is about.
    pub target: Ref,
    /// The version that was seen; 0 for a new record.
    pub base: u64,
    /// Milliseconds since 1970 UTC of the last key.
    pub at_ms: i64,
    /// How it is called in the list of drafts.
    pub title: String,
    /// The fields as typed.
    #[serde(deserialize_with = "bounded::list")]
    pub texts: Vec<(u16, String)>,
}
