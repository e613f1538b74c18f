//! Books to back up, and everything that can be asked of one.
use linli::store::backup::{BackupError, Mark, Origin, Restored, backup, backup_stream};
use linli::store::{
    Book, Change, Commit, Key, OpenReport, Options, Outcome, Pos, RawId, Store, open, verify,
};
use std::fs;
use std::path::{Path, PathBuf};

pub const DAY: i64 = 86_400_000;
/// 2026-11-23 02:00 in China.
pub const NOW: i64 = 1_795_370_400_000;

pub fn id(n: u64) -> RawId {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&n.to_be_bytes());
    id
}

pub fn key(n: u64) -> Key {
    Key { kind: 2, id: id(n) }
}

pub fn put(n: u64, body: &str) -> Change {
    Change { key: key(n), body: Some(body.into()), claims: vec![format!("claim {n}").into_bytes()] }
}

pub fn commit(request: u64, changes: Vec<Change>) -> Commit {
    Commit {
        request: id(1_000_000 + request),
        at_ms: NOW + request as i64,
        note: format!("note {request}"),
        changes,
        ..Commit::default()
    }
}

/// Small segments, so that there are several.
pub fn opened(dir: &Path) -> (Book, OpenReport) {
    open(dir, Options { segment_bytes: 8192, ..Options::default() }).unwrap()
}

/// Commits of requests `from..till`: most new records, some changed, some removed.
pub fn write(book: &Book, from: u64, till: u64) {
    for n in from..till {
        let mut changes = vec![put(n, &format!("record {n} {}", "字".repeat((n % 60) as usize)))];
        if n % 5 == 4 {
            changes.push(put(n - 2, &format!("changed by {n}")));
        }
        if n % 11 == 10 {
            changes.push(Change { key: key(n - 7), body: None, claims: vec![] });
        }
        let done = book.commit(vec![commit(n, changes)]).unwrap();
        assert!(matches!(done[0], Outcome::Committed(_)));
    }
}

/// Everything a store can be asked for.
pub fn all(book: &Book) -> impl PartialEq + std::fmt::Debug + use<> {
    let rows = book.range(2, None, 100_000).unwrap();
    let rows: Vec<_> = rows.into_iter().map(|(id, s)| (id, s.version, s.body)).collect();
    let history = |id| book.history(Key { kind: 2, id }, 99).unwrap();
    let history: Vec<_> = rows.iter().map(|(id, ..)| history(*id)).collect();
    let claims: Vec<_> = (0..600).map(|n| book.claimed(format!("claim {n}").as_bytes()).unwrap()).collect();
    let mut entries = Vec::new();
    while let page = book.since(entries.last().map_or(Pos(0), |e: &linli::store::Entry| e.pos), 500).unwrap()
        && !page.is_empty()
    {
        entries.extend(page);
    }
    (book.head(), history, rows, claims, entries)
}

pub struct Bench {
    temp: tempfile::TempDir,
}

impl Bench {
    pub fn new() -> Bench {
        Bench { temp: tempfile::tempdir().unwrap() }
    }
    pub fn path(&self, name: &str) -> PathBuf {
        self.temp.path().join(name)
    }
    pub fn book(&self) -> PathBuf {
        self.path("book")
    }
    pub fn kept(&self) -> PathBuf {
        self.path("kept")
    }
    pub fn backup(&self, day: i64) -> Result<linli::store::backup::Done, BackupError> {
        backup(&self.book(), &self.kept(), NOW + day * DAY, &mut || None)
    }
    pub fn restored(&self, name: &str) -> Book {
        let to = self.path(name);
        restore(Origin::Folder(self.kept()), &to).unwrap();
        assert!(verify(&to).unwrap().bad.is_none());
        opened(&to).0
    }
    pub fn stream(&self, since: Option<&Mark>) -> Result<Vec<u8>, BackupError> {
        let mut bytes = Vec::new();
        backup_stream(&self.book(), &mut bytes, since, NOW, &mut || None)?;
        Ok(bytes)
    }
}

pub fn size(dir: &Path) -> u64 {
    fs::read_dir(dir).unwrap().map(|e| e.unwrap().metadata().unwrap().len()).sum()
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

pub fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap())
        .filter(|e| e.file_name() != "lock")
        .map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).unwrap()))
        .collect();
    all.sort();
    all
}

pub fn segment(book: &Path, n: u32) -> PathBuf {
    book.join("journal").join(format!("{n:010}.seg"))
}

pub fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

/// Restores where nothing else has to be erased.
pub fn restore(from: Origin, to: &Path) -> Result<Restored, BackupError> {
    linli::store::backup::restore(from, to, vec![], None)
}
