//! What can go wrong in the store, as data: the rooms above word it for people.
use std::{fmt, io, path::PathBuf, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{Pos, lock::Holder};

/// A place in the journal: which segment, and where in it a group begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Place {
    /// Number of the segment, from 1.
    pub segment: u32,
    /// Byte offset of the group in the segment; 0 is the segment's own header.
    pub offset: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "segment {}, group at byte {}", self.segment, self.offset)
    }
}

/// What is wrong at a place of the journal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The group's or the segment's header is not one.
    Header,
    /// The header is whole but belongs somewhere else.
    Misplaced,
    /// The header does not follow from the group before it.
    Chain,
    /// The bytes of the commits do not match the header.
    Content,
    /// A body does not match its hash.
    Payload,
    /// There are bytes where there should be none.
    Stray,
    /// A segment is missing.
    Missing,
    /// Words that an erasure names are still there: it did not complete, or somebody put them back.
    Unerased,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Fault::Header => "the header is damaged",
            Fault::Misplaced => "the group belongs to another place",
            Fault::Chain => "the group does not follow from the one before",
            Fault::Content => "the commits do not match the header",
            Fault::Payload => "a body does not match its hash",
            Fault::Stray => "stray bytes after the last group",
            Fault::Missing => "a segment is missing",
            Fault::Unerased => "words that were erased are still there",
        })
    }
}

/// Every way in which the store says no.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system refused a file operation.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder concerned.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no space left; nothing of the commit was kept, and it can be tried again.
    #[error("{path}: no space left on the disk")]
    Full {
        /// The file that could not grow.
        path: PathBuf,
    },
    /// Another process has the book.
    #[error("the book is in use by {holder}")]
    Locked {
        /// Who has it.
        holder: Box<Holder>,
    },
    /// The folder holds something that is not a book.
    #[error("{path} is not a book of linli")]
    NotABook {
        /// The file that should have said so.
        path: PathBuf,
    },
    /// The book was written by a newer program.
    #[error("{path} has format {found}; this program knows formats up to {known}")]
    Newer {
        /// The file that names the format.
        path: PathBuf,
        /// The format found.
        found: u32,
        /// The newest format this program knows.
        known: u32,
    },
    /// The book is not empty, and the operation needs an empty one.
    #[error("{path} is not empty")]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The journal is damaged, so the book only answers questions.
    #[error("the book is read-only: {place}: {fault}")]
    ReadOnly {
        /// The first damaged place.
        place: Place,
        /// What is wrong with it.
        fault: Fault,
    },
    /// The journal is damaged where it had to be read.
    #[error("the journal is damaged: {place}: {fault}")]
    Damaged {
        /// The damaged place.
        place: Place,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A write could not be made sure of; whether it counts is known after closing and opening again.
    #[error("the book must be closed and opened again: {why}")]
    Failed {
        /// What happened first.
        why: Cause,
    },
    /// The book was closed.
    #[error("the book is closed")]
    Closed,
    /// A commit is larger than a group may be.
    #[error("a commit of {bytes} bytes is over the limit of {limit}")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// No commit stands at this position.
    #[error("no commit at position {}", .0.0)]
    NoSuchPos(Pos),
}

/// Why a write could not be made sure of.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Cause {
    /// What the store said first.
    #[error("{0}")]
    Store(Arc<StoreError>),
    /// What the system said.
    #[error("{0}")]
    System(Arc<io::Error>),
    /// The book as it stands makes no sense, in the words of the library that keeps it.
    #[error("{0}")]
    Shelf(String),
    /// The thread that writes has ended in the middle of it.
    #[error("a writer panicked")]
    Writer,
    /// Somebody else changed the record in between.
    #[error("the record was changed meanwhile")]
    Meanwhile,
    /// An erasure has ended in the middle of it; the next start finishes it.
    #[error("the erasure was interrupted")]
    Interrupted,
    /// A record has more bytes than this.
    #[error("a record is larger than {0} bytes")]
    RecordTooLarge(u64),
    /// A record cannot be written, in the words of the codec.
    #[error("{0}")]
    Unwritable(String),
}

impl From<StoreError> for Cause {
    fn from(e: StoreError) -> Cause {
        Cause::Store(Arc::new(e))
    }
}

impl StoreError {
    /// An I/O error with the path it happened at; a full disk becomes [`StoreError::Full`].
    pub(super) fn io(path: impl Into<PathBuf>, source: io::Error) -> Self {
        let path = path.into();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full { path },
            _ => StoreError::Io { path, source },
        }
    }
}
