//! One process owns a book. A second one is told who.
use std::{
    fmt,
    fs::{File, OpenOptions},
    io::{Read, Seek, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};

use super::{StoreError, disk::open_plain, folder};

/// Who has a book. Empty where the lock's text could not be read.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Holder {
    /// The machine's name.
    pub host: String,
    /// The process.
    pub pid: u32,
    /// The run of the machine.
    pub boot: String,
    /// The program's version.
    pub version: String,
    /// When it took the book, in milliseconds since 1970.
    pub started_ms: i64,
}

impl Holder {
    fn this_process() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Holder {
            host: rustix::system::uname().nodename().to_string_lossy().into_owned(),
            pid: std::process::id(),
            boot: folder::boot_id(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            started_ms: i64::try_from(now.as_millis()).unwrap_or(i64::MAX),
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {} on {} (version {})", self.pid, self.host, self.version)
    }
}

/// The right to write a book; given back when dropped, or by the system when the process ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the book in `dir`, or says who has it.
    pub fn take(dir: &Path) -> Result<Lock, StoreError> {
        let path = folder::Folder::new(dir).lock();
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let mut file = open_plain(&mut options, &path).map_err(|e| StoreError::io(&path, e))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => {
                let mut text = String::new();
                // The holder may be writing this very moment; then it stays nameless.
                let _ = file.read_to_string(&mut text);
                let holder = Box::new(serde_json::from_str(&text).unwrap_or_default());
                return Err(StoreError::Locked { holder });
            }
            Err(e) => return Err(StoreError::io(path, e.into())),
        }
        let text = serde_json::to_string(&Holder::this_process()).unwrap_or_default();
        let mut write = || {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(text.as_bytes())
        };
        // The text is a courtesy, the flock is the lock: on a full disk the book can still be opened.
        let _ = write();
        Ok(Lock { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_has_it() {
        let dir = tempfile::tempdir().unwrap();
        let lock = Lock::take(dir.path()).unwrap();
        let Err(StoreError::Locked { holder }) = Lock::take(dir.path()) else { panic!("two locks") };
        assert_eq!(holder.pid, std::process::id());
        assert_eq!(holder.version, env!("CARGO_PKG_VERSION"));
        assert!(!holder.host.is_empty() && holder.started_ms > 0);
        drop(lock);
        Lock::take(dir.path()).unwrap();
    }

    #[test]
    fn a_lock_file_of_nonsense_still_locks() {
        let dir = tempfile::tempdir().unwrap();
        let _lock = Lock::take(dir.path()).unwrap();
        std::fs::write(dir.path().join("lock"), "nonsense").unwrap();
        assert!(matches!(Lock::take(dir.path()), Err(StoreError::Locked { .. })));
    }
}
