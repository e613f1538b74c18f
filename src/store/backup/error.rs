//! What can go wrong with a backup, as data: the rooms above word it for people.
use std::{io, path::PathBuf};

use super::{
    super::{Place, StoreError, error::Fault},
    Head,
};

/// What is wrong with a stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StreamFault {
    /// It does not begin like one.
    NotOne,
    /// It ends too early.
    Short,
    /// Its bytes are not those that were written.
    Altered,
    /// It goes on from a head that what came before it does not reach.
    Gap,
    /// It is of another book than what came before it.
    OtherBook,
}

/// Every way in which a backup, a restore or a mending says no.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The store says no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The book's journal is damaged. The backup was not touched.
    #[error("the book is damaged: {place}: {fault}; the backup was left as it was")]
    BookDamaged {
        /// Where.
        place: Place,
        /// How.
        fault: Fault,
    },
    /// The backup is damaged before its last head.
    #[error("{path}: the backup is damaged: {place}: {fault}")]
    Damaged {
        /// The backup.
        path: PathBuf,
        /// Where.
        place: Place,
        /// How.
        fault: Fault,
    },
    /// What was written did not come back when it was read.
    #[error("{path}: what was written does not read back: {place}: {fault}")]
    NotAsWritten {
        /// The backup.
        path: PathBuf,
        /// Where.
        place: Place,
        /// How.
        fault: Fault,
    },
    /// The folder holds something else.
    #[error("{path} is neither empty nor a backup")]
    NotABackup {
        /// The folder, or the file in it that is not as it should be.
        path: PathBuf,
    },
    /// A newer program wrote it.
    #[error("{path} was written by a newer version")]
    Newer {
        /// The file that says so.
        path: PathBuf,
    },
    /// No backup was ever finished there.
    #[error("{path}: no backup was finished here")]
    Unfinished {
        /// The folder.
        path: PathBuf,
    },
    /// It is the backup of another book.
    #[error("{path} is the backup of another book")]
    OtherBook {
        /// The folder.
        path: PathBuf,
    },
    /// The book does not have what the backup has.
    #[error("{path}: the book's history is not the one that was backed up")]
    Diverged {
        /// The backup.
        path: PathBuf,
        /// Its last head, which the book's chain does not contain.
        head: Box<Head>,
        /// The book's history ends before it.
        shorter: bool,
    },
    /// The backup would lie in the book, or the book in the backup.
    #[error("{path} lies in the book's own folder")]
    InsideBook {
        /// The folder.
        path: PathBuf,
    },
    /// Another backup into the same folder is running.
    #[error("{path}: another backup is being written here")]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// Nothing is restored over what is there.
    #[error("{path} is not empty")]
    Occupied {
        /// The folder.
        path: PathBuf,
    },
    /// The book has no such head.
    #[error("the book has no head {0}")]
    NoSuchHead(String),
    /// A stream is not whole.
    #[error("the stream is not whole: {0:?}")]
    Stream(StreamFault),
    /// A stream could not be read or written.
    #[error(transparent)]
    Pipe(io::Error),
    /// The book changed underneath while it was read; asking again helps.
    #[error("the book changed while it was read")]
    Moved,
    /// There is nothing to mend.
    #[error("the book is whole")]
    Whole,
    /// The damage lies where the backup has nothing that fits.
    #[error("the backup has nothing that fits at {place}: {fault}")]
    Unfit {
        /// Where.
        place: Place,
        /// How.
        fault: Fault,
    },
}

impl BackupError {
    /// An I/O error with the path it happened at.
    pub(super) fn io(path: impl Into<PathBuf>, e: io::Error) -> Self {
        BackupError::Store(StoreError::io(path, e))
    }
}
