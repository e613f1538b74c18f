//! `linli demo`: a deterministic book of any size.

use super::{Failure, Setting};
use crate::book::Id;
use crate::demo::Generator;
use crate::hub::resolve::claims;
use crate::hub::world::{day_of, encode};
use crate::store::{Bulk, Change, Commit, Key};
use crate::text::command as words;
use std::io::{IsTerminal, Write};
use std::path::Path;

/// Most records of a commit.
const COMMIT: usize = 500;

/// Makes a book. `own`: in the folder for demonstrations, where an older one gives way.
pub(super) fn run(set: &Setting, people: u64, seed: u64, own: bool) -> Result<u8, Failure> {
    let dir = set.dir()?;
    if own && dir.join("demo").exists() {
        std::fs::remove_dir_all(dir)?;
    }
    let bar = std::io::stderr().is_terminal();
    let records = make(dir, people, seed, chrono::Utc::now().timestamp_millis(), &mut |done, total| {
        if bar {
            let _ = write!(std::io::stderr(), "\r{}", words::progress(set.lang, done, total));
        }
    })
    .map_err(|f| {
        if f.words.is_empty() { Failure { words: words::NOT_EMPTY.get(set.lang).into(), ..f } } else { f }
    })?;
    if bar {
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
    println!("{}", words::demo_made(set.lang, people, records, &dir.display().to_string()));
    Ok(0)
}

/// Makes a book of so many people in an empty folder; how many records it has.
pub fn make(
    dir: &Path,
    people: u64,
    seed: u64,
    now_ms: i64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<u64, Failure> {
    if dir.join("journal").exists() {
        return Err(Failure { code: 1, words: String::new() });
    }
    let made = Generator::new(people, seed, day_of(now_ms));
    let total: u64 = made.counts().iter().map(|(_, n)| n).sum();
    let mut bulk = Bulk::create(dir)?;
    let mut commit = Commit::default();
    let mut n = 0u64;
    for m in made {
        if commit.changes.len() >= COMMIT || (commit.actor != m.by.id.0 && !commit.changes.is_empty()) {
            bulk.push(std::mem::take(&mut commit))?;
        }
        if commit.changes.is_empty() {
            n += 1;
            commit = Commit { request: serial(n), actor: m.by.id.0, at_ms: m.at_ms, ..Commit::default() };
        }
        let key = Key { kind: m.record.kind.code(), id: m.record.id.0 };
        commit.changes.push(Change { key, body: Some(encode(&m.record)?), claims: claims(&m.record) });
        if n.is_multiple_of(256) {
            progress(n, total);
        }
    }
    if !commit.changes.is_empty() {
        bulk.push(commit)?;
    }
    let records = bulk.finish(None)?;
    std::fs::write(dir.join("demo"), format!("{}\n", day_of(now_ms)))?;
    Ok(records)
}

/// A request id that only a demonstration has.
fn serial(n: u64) -> [u8; 16] {
    let mut id = Id::NIL.0;
    for (o, b) in id.iter_mut().zip(n.to_be_bytes()) {
        *o = b;
    }
    id
}
