use std::{
    collections::BTreeMap,
    env,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    thread,
};

use linli::store::{Change, Commit, Key, Options, Outcome, Pos, RawId, Store, open, verify};

const DIR: &str = "LINLI_TEST_CRASH_DIR";
const FROM: &str = "LINLI_TEST_CRASH_FROM";
const ROUNDS: u64 = 20;
const WRITERS: u64 = 4;

fn id(n: u64) -> RawId {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&n.to_be_bytes());
    id
}

/// Commit `n` puts two records of the same text; all of it follows from `n`.
fn commit(n: u64) -> Commit {
    let text = format!("{n} ").repeat(1 + (n * 7919 % 400) as usize).into_bytes();
    let put = |kind, claims| Change { key: Key { kind, id: id(n) }, body: Some(text.clone()), claims };
    let claims = vec![n.to_le_bytes().to_vec()];
    Commit {
        request: id(n),
        at_ms: n as i64,
        changes: vec![put(1, claims), put(2, vec![])],
        ..Commit::default()
    }
}

fn options() -> Options<'static> {
    // Small segments, so that the kill often meets a change of segment.
    Options { segment_bytes: 128 << 10, ..Options::default() }
}

/// The child: only works when the test below starts it.
#[test]
fn writer() {
    let (Ok(dir), Ok(from)) = (env::var(DIR), env::var(FROM)) else { return };
    let (book, _) = open(Path::new(&dir), options()).unwrap();
    let (book, next) = (Arc::new(book), Arc::new(Mutex::new(from.parse::<u64>().unwrap())));
    let writers = (0..WRITERS).map(|who| {
        let (book, next) = (Arc::clone(&book), Arc::clone(&next));
        thread::spawn(move || {
            loop {
                let numbers = {
                    let mut next = next.lock().unwrap();
                    let from = *next;
                    *next += 1 + who * 3;
                    from..*next
                };
                let outcomes = book.commit(numbers.clone().map(commit).collect()).unwrap();
                let mut out = std::io::stdout().lock();
                for (n, outcome) in numbers.zip(outcomes) {
                    let Outcome::Committed(Pos(pos)) = outcome else { panic!("{outcome:?}") };
                    writeln!(out, "ack {n} {pos}").unwrap();
                }
                drop(out);
                if who == 0 {
                    book.checkpoint().unwrap();
                }
            }
        })
    });
    writers.collect::<Vec<_>>().into_iter().for_each(|w| w.join().unwrap());
}

#[test]
fn a_killed_writer_loses_nothing_it_has_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let mut acked = BTreeMap::new();
    let (mut next, mut seed) = (0u64, u64::from(std::process::id()));
    for round in 0..ROUNDS {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let patience = 1 + (seed >> 33) % 300;
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "kill::writer", "--nocapture"])
            .env(DIR, dir.path())
            .env(FROM, next.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut seen = 0;
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            // What is in the pipe after the kill was acknowledged before it.
            let line = line.unwrap();
            let Some((_, rest)) = line.split_once("ack ") else { continue };
            // A last line may have been cut off by the kill, and then says nothing.
            let Some((n, pos)) = rest.split_once(' ') else { continue };
            let (Ok(n), Ok(pos)) = (n.parse::<u64>(), pos.parse::<u64>()) else { continue };
            acked.insert(n, pos);
            seen += 1;
            if seen == patience {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        assert!(seen >= patience, "the writer ended by itself in round {round}");
        let found = verify(dir.path()).unwrap();
        assert!(found.bad.is_none_or(|b| b.torn), "round {round}: {found:?}");
        let (book, report) = open(dir.path(), options()).unwrap();
        assert!(report.rebuilt.is_some() && report.read_only.is_none(), "round {round}: {report:?}");
        next = check(&book, &acked);
        if round % 2 == 0 {
            book.close().unwrap();
        }
    }
}

/// All that was acknowledged is there, and all that is there is whole; the number to go on with.
fn check(book: &dyn Store, acked: &BTreeMap<u64, u64>) -> u64 {
    let mut next = acked.keys().next_back().map_or(0, |n| n + 1);
    for (n, pos) in acked {
        let stored = book.get(Key { kind: 1, id: id(*n) }).unwrap();
        let stored = stored.unwrap_or_else(|| panic!("{n} was acknowledged and is lost"));
        // A cut acknowledgement may have lost digits of its position, never of its number.
        assert!(stored.version.0.to_string().starts_with(&pos.to_string()), "{n} is not where it was");
    }
    let (one, two) = (book.range(1, None, usize::MAX).unwrap(), book.range(2, None, usize::MAX).unwrap());
    assert_eq!(one, two);
    for (key, stored) in &one {
        let n = u64::from_be_bytes(key[..8].try_into().unwrap());
        let whole = commit(n);
        assert_eq!(Some(&stored.body), whole.changes[0].body.as_ref(), "{n} is not whole");
        assert_eq!(book.claimed(&n.to_le_bytes()).unwrap(), Some(whole.changes[0].key));
        assert_eq!(book.commit(vec![whole]).unwrap(), [Outcome::Repeated(stored.version)]);
        next = next.max(n + 1);
    }
    assert_eq!(book.since(Pos(0), usize::MAX).unwrap().len(), one.len());
    // A writer may have taken numbers that it never committed.
    next + WRITERS * 16
}
