//! What became of the last backup, `backup.json` in the book's folder: written by `linli backup`, which may run while no
//! hub does, and read by the hub for those who look after the book.

use super::own_file;
use serde::{Deserialize, Serialize};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

const NAME: &str = "backup.json";
/// Largest file, bytes.
const SIZE_MAX: u64 = 64 << 10;

/// What is known of a book's backups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BackupNote {
    /// The last that succeeded.
    pub done: Option<BackupDone>,
    /// When one failed since, milliseconds since 1970 UTC, and why.
    pub failed: Option<(i64, String)>,
}

/// A backup that succeeded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupDone {
    /// When, milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// The head of the chain then, in hexadecimal digits.
    pub head: String,
    /// Commits up to it.
    pub commits: u64,
    /// Into which folder.
    pub to: String,
}

/// What is known; nothing where no backup was ever made.
pub fn read(book: &Path) -> BackupNote {
    let path = book.join(NAME);
    let small = std::fs::metadata(&path).is_ok_and(|m| m.len() <= SIZE_MAX);
    let text = if small { std::fs::read_to_string(path).unwrap_or_default() } else { String::new() };
    serde_json::from_str(&text).unwrap_or_default()
}

/// Notes a backup that succeeded.
///
/// # Errors
/// When the file cannot be written.
pub fn done(book: &Path, done: BackupDone) -> io::Result<()> {
    write(book, &BackupNote { done: Some(done), failed: None })
}

/// Notes that one failed; the last that succeeded stays.
///
/// # Errors
/// When the file cannot be written.
pub fn failed(book: &Path, at_ms: i64, why: String) -> io::Result<()> {
    write(book, &BackupNote { failed: Some((at_ms, why)), ..read(book) })
}

fn write(book: &Path, note: &BackupNote) -> io::Result<()> {
    let path = book.join(NAME);
    own_file::replace(&path, &serde_json::to_vec_pretty(note)?)?;
    // root may make the backup: the hub's account reads the note all the same
    let owner = std::fs::metadata(book)?;
    if std::fs::metadata(&path)?.uid() == owner.uid() {
        return Ok(());
    }
    std::os::unix::fs::chown(path, Some(owner.uid()), Some(owner.gid()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_keeps_the_last_success_until_the_next() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(dir.path()), BackupNote::default());
        let good =
            |at_ms| BackupDone { at_ms, head: "12ab".into(), commits: 3, to: "/var/backups/linli".into() };
        done(dir.path(), good(1)).unwrap();
        failed(dir.path(), 2, "the disk is full".into()).unwrap();
        let note = read(dir.path());
        assert_eq!((note.done, note.failed.map(|f| f.0)), (Some(good(1)), Some(2)));
        done(dir.path(), good(3)).unwrap();
        assert_eq!(read(dir.path()), BackupNote { done: Some(good(3)), failed: None });
        std::fs::write(dir.path().join(NAME), "{").unwrap();
        assert_eq!(read(dir.path()), BackupNote::default());
    }
}
