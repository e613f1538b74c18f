//! How the book is kept: journal first.
//!
//! A commit is checked, appended to the journal (journal.rs), made durable with one `fdatasync` for all that came
//! with it, applied to sled (sled.rs) and only then answered. The journal is the truth: hash-chained, append-only,
//! whole after-images. sled holds the book as it stands and is made anew from the journal whenever in doubt.
//!
//! What a record means is not known here: bodies are bytes. Everything above talks to [`Store`].
pub mod backup;
mod blank;
mod book;
mod bulk;
pub mod codec;
mod commit;
#[cfg(test)]
mod contract;
mod disk;
mod ends;
mod erase;
mod error;
pub mod fault;
mod folder;
#[cfg(test)]
mod forgetful;
mod group;
mod journal;
mod layout;
mod lock;
mod open;
mod overlay;
mod rebuild;
mod renew;
mod shelf;
mod sled;
#[cfg(test)]
mod tests;
mod verify;
mod walk;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use blank::erasures;
pub use book::Book;
pub use bulk::Bulk;
pub use error::{Cause, Fault, Place, StoreError};
pub use lock::{Holder, Lock};
pub use open::{OpenReport, Options, Progress, Rebuilt, Why, open, rebuild};
pub use verify::{Bad, VerifyReport, verify};

/// The bytes of an id.
pub type RawId = [u8; 16];

/// A place in the order of all commits. Opaque: later is greater, numbers may be left out, 0 is before the first.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, serde::Serialize, serde::Deserialize,
)]
pub struct Pos(pub u64);

/// What a record is found by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Key {
    /// Which kind of record.
    pub kind: u8,
    /// Which one of them.
    pub id: RawId,
}

/// What becomes of one record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// The record.
    pub key: Key,
    /// All of it, as it is afterwards; `None` removes it.
    pub body: Option<Vec<u8>>,
    /// What no other record may hold at the same time. Replaces what the record claimed before.
    pub claims: Vec<Vec<u8>>,
}

/// Changes that happen together or not at all.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Commit {
    /// Made by who asks, so that asking twice does it once.
    pub request: RawId,
    /// The member of staff, or zeros.
    pub actor: RawId,
    /// The account of the system.
    pub actor_uid: u32,
    /// When, in milliseconds since 1970. Only told, never relied upon.
    pub at_ms: i64,
    /// What several commits of one import have in common.
    pub batch: Option<RawId>,
    /// A few words on why.
    pub note: String,
    /// The versions this was decided on; `None` means that there must be no such record.
    pub expected: Vec<(Key, Option<Pos>)>,
    /// The changes. Of several to one record the last counts.
    pub changes: Vec<Change>,
}

/// What became of a commit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Outcome {
    /// Durable, and visible.
    Committed(Pos),
    /// The request was seen before, and this was the answer.
    Repeated(Pos),
    /// A record is not as expected.
    Conflict {
        /// Which.
        key: Key,
        /// Its version now; `None` if there is none.
        current: Option<Pos>,
    },
    /// Another record holds what this one would claim.
    Claimed {
        /// What.
        claim: Vec<u8>,
        /// Who holds it.
        by: Key,
    },
}

/// A record as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stored {
    /// Where it was last changed.
    pub version: Pos,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// A commit read back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Its place.
    pub pos: Pos,
    /// Its request.
    pub request: RawId,
    /// The member of staff, or zeros.
    pub actor: RawId,
    /// The account of the system.
    pub actor_uid: u32,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// What several commits of one import have in common.
    pub batch: Option<RawId>,
    /// A few words on why.
    pub note: String,
    /// What it changed, as far as it can still be read.
    pub changes: Vec<Change>,
    /// It stands for an erasure: of every record it changes, nothing older can be read any more. Those erased
    /// whole are removed by it, the others have what was left of them.
    pub erasure: bool,
    /// Records it changed too, in words that an erasure has blanked since. The note went with them.
    pub erased: Vec<Key>,
}

/// What is to be erased for good: not removed, as a commit can, but unreadable in all of the history too.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Erasure {
    /// Made by who asks, so that asking twice does it once.
    pub request: RawId,
    /// The member of staff, or zeros.
    pub actor: RawId,
    /// The account of the system.
    pub actor_uid: u32,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Why. Kept for ever, so it names nobody.
    pub note: String,
    /// The versions this was decided on, as in a [`Commit`]; empty to do it in any case.
    pub expected: Vec<(Key, Option<Pos>)>,
    /// Records of which nothing stays.
    pub keys: Vec<Key>,
    /// Records of which this stays, and nothing of what they said before. Of one that is not there, nothing stays.
    pub redact: Vec<Change>,
}

/// A book, kept.
pub trait Store: Send + Sync {
    /// Commits independent of each other, made durable together. Each is checked, in order, against the book and
    /// those before it: its request id, the versions it expects, its claims. When this returns, every
    /// [`Outcome::Committed`] is durable and visible. On an error nothing is known of the commits until they
    /// are asked for again with the same request ids.
    fn commit(&self, batch: Vec<Commit>) -> Result<Vec<Outcome>, StoreError>;
    /// One record.
    fn get(&self, key: Key) -> Result<Option<Stored>, StoreError>;
    /// Who holds a claim.
    fn claimed(&self, claim: &[u8]) -> Result<Option<Key>, StoreError>;
    /// Where a request was done, as long as it is remembered.
    fn done(&self, request: &RawId) -> Result<Option<Pos>, StoreError>;
    /// Records of one kind in the order of their ids, after `after`, at most `limit`.
    fn range(&self, kind: u8, after: Option<RawId>, limit: usize)
    -> Result<Vec<(RawId, Stored)>, StoreError>;
    /// The last commit.
    fn head(&self) -> Pos;
    /// The hash that proves the whole history up to the last commit, as a backup notes it.
    fn chain(&self) -> Result<[u8; 32], StoreError>;
    /// Whole, stable commits after a position, oldest first, at most `limit`.
    fn since(&self, pos: Pos, limit: usize) -> Result<Vec<Entry>, StoreError>;
    /// Waits until there is a commit after `pos`, or for `timeout`; the last commit then.
    fn wait(&self, pos: Pos, timeout: Duration) -> Pos;
    /// The commit at a position, whole.
    fn entry(&self, pos: Pos) -> Result<Option<Entry>, StoreError>;
    /// Commits that changed a record, newest first, at most `limit`. Of their changes only those to this record
    /// are given, as an import's commit may hold thousands.
    fn history(&self, key: Key, limit: usize) -> Result<Vec<Entry>, StoreError>;
    /// Erases records: when this returns [`Outcome::Committed`] or [`Outcome::Repeated`], the words are in no file
    /// of the store any more. Takes as long as a rebuild; others read and commit meanwhile. On an error, asked
    /// again with the same request id it is brought to its end; so does opening again.
    fn erase(&self, erasure: Erasure) -> Result<Outcome, StoreError>;
    /// All erasures ever, oldest first, so that they can be done again in a book restored from an older backup.
    fn erasures(&self) -> Result<Vec<Erasure>, StoreError>;
    /// Why nothing can be written any more until it is closed and opened again, if so. Whoever serves the book ends
    /// then and is started anew: which of the last commits count is known only after opening.
    fn failed(&self) -> Option<StoreError>;
    /// Makes the book as it stands durable too, so that closing is quick.
    fn checkpoint(&self) -> Result<(), StoreError>;
    /// Closes in good order, so that opening is quick. Afterwards every call says [`StoreError::Closed`].
    fn close(&self) -> Result<(), StoreError>;
}
