//! What is said on the wire about forms and lines: phrases, conflicts, who and what a line means.

use crate::book::{Kind, Ref, bounded};
use serde::{Deserialize, Serialize};

/// About the phrases that a worker and the office usually write in a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhraseAsk {
    /// The kind of record.
    pub kind: Kind,
    /// The field.
    pub field: u16,
    /// What to do first.
    pub act: PhraseAct,
}

/// What becomes of a phrase before all are listed. → [`super::wire::Reply::Phrases`]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PhraseAct {
    /// Nothing: list them.
    List,
    /// It is one of the worker's own from now on.
    Keep(String),
    /// It was used once more.
    Used(String),
    /// It is no longer one of the worker's own.
    Drop(String),
}

/// One phrase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phrase {
    /// The words.
    pub text: String,
    /// The worker's own, so that it can be dropped; else the office's.
    pub own: bool,
}

/// A field that two changed: what it was, and what the other made of it, in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clash {
    /// The field.
    pub field: u16,
    /// What it was.
    pub base: Signed,
    /// What it is now.
    pub theirs: Signed,
}

/// A value in words, who wrote it and when.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Signed {
    /// The value; nothing where there is none.
    pub words: String,
    /// Who; nothing where nobody wrote it.
    pub by: String,
    /// Milliseconds since 1970 UTC.
    pub at_ms: i64,
}

/// A line of the capture, and what was settled about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAsk {
    /// The line.
    pub line: String,
    /// Who is meant by a word of it, once asked.
    #[serde(deserialize_with = "bounded::list")]
    pub picks: Vec<(String, Ref)>,
    /// Which of the records are not wanted, by their place in the preview.
    #[serde(deserialize_with = "bounded::list")]
    pub without: Vec<u8>,
    /// Whether whoever is named and not in the book is entered with it.
    pub make: bool,
}

impl LineAsk {
    /// A line about which nothing was asked yet.
    pub fn of(line: impl Into<String>) -> LineAsk {
        LineAsk { line: line.into(), ..LineAsk::default() }
    }
}
