//! What the store promises, each with the test that would fail without it.
mod damage;
mod erase;
mod faults;
mod journal;
mod machine;
mod power;
mod random;

use std::path::Path;

use super::{Change, Commit, Key, Pos, RawId};

pub(super) fn id(n: u64) -> RawId {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&n.to_be_bytes());
    id
}

pub(super) fn key(n: u64) -> Key {
    Key { kind: 1, id: id(n) }
}

pub(super) fn put(n: u64, body: &[u8]) -> Change {
    Change { key: key(n), body: Some(body.to_vec()), claims: Vec::new() }
}

/// A commit of request `n` with these changes.
pub(super) fn commit(n: u64, changes: Vec<Change>) -> Commit {
    Commit {
        request: id(1_000_000 + n),
        actor: id(7),
        actor_uid: 1000,
        at_ms: n as i64,
        changes,
        ..Commit::default()
    }
}

/// One new record.
pub(super) fn one(n: u64) -> Commit {
    Commit { expected: vec![(key(n), None)], ..commit(n, vec![put(n, format!("record {n}").as_bytes())]) }
}

/// The committed position, or a panic.
pub(super) fn committed(outcome: &super::Outcome) -> Pos {
    match outcome {
        super::Outcome::Committed(pos) => *pos,
        other => panic!("not committed: {other:?}"),
    }
}

/// A book's folder, copied.
pub(super) fn copy_dir(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_dir(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// Numbers that look random and are not.
pub(super) struct Dice(pub u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }
}
