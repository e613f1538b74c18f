//! Killed between any two steps: of a commit, of a change of segment, of a rebuild, of an erasure, of closing.
use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead, BufReader, Write},
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Command, Stdio},
};

use linli::store::{
    Bulk, Change, Commit, Erasure, Key, Options, Outcome, Pos, RawId, Store, fault, open, verify,
};

const DIR: &str = "LINLI_TEST_POINT_DIR";
/// Records of the book that each child begins with: so many that a rebuild has several slices.
const BASE: u64 = 1500;
const COMMITS: u64 = 700;
/// Whose words go; a base record changed again and again, shared with another one.
const GONE: u64 = 3;
const SHARED: u64 = 4;
const WORDS: &str = "王秘密13912340000";

fn id(n: u64) -> RawId {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&n.to_be_bytes());
    id
}

fn key(n: u64) -> Key {
    Key { kind: 1, id: id(n) }
}

fn text(n: u64) -> Vec<u8> {
    format!("{n} ").repeat(1 + (n * 7919 % 60) as usize).into_bytes()
}

/// Whether commit `n` speaks of the one whose words will go.
fn speaks(n: u64) -> bool {
    n.is_multiple_of(7) && n <= BASE + COMMITS / 2
}

/// Commit `n` makes record `n`.
fn commit(n: u64) -> Commit {
    let put = |n, body| Change { key: key(n), body: Some(body), claims: vec![] };
    let mut changes = vec![Change { claims: vec![n.to_le_bytes().to_vec()], ..put(n, text(n)) }];
    if speaks(n) {
        changes.push(Change { claims: vec![WORDS.into()], ..put(GONE, format!("{WORDS} {n}").into_bytes()) });
        changes.push(put(SHARED, format!("李四和{WORDS} {n}").into_bytes()));
    }
    let note = if speaks(n) { WORDS.into() } else { String::new() };
    Commit { request: id(n), note, changes, ..Commit::default() }
}

fn erasure() -> Erasure {
    let rest = Change { key: key(SHARED), body: Some("李四".into()), claims: vec![] };
    Erasure { request: id(1 << 40), keys: vec![key(GONE)], redact: vec![rest], ..Erasure::default() }
}

fn options() -> Options<'static> {
    Options { segment_bytes: 64 << 10, ..Options::default() }
}

fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{what}").unwrap();
    out.flush().unwrap();
}

/// The child: only works when the test below starts it.
#[test]
fn worker() {
    let Ok(dir) = env::var(DIR) else { return };
    let (book, _) = open(Path::new(&dir), options()).unwrap();
    for n in BASE..BASE + COMMITS {
        let outcome = book.commit(vec![commit(n)]).unwrap();
        let [Outcome::Committed(Pos(pos)) | Outcome::Repeated(Pos(pos))] = outcome[..] else {
            panic!("{outcome:?}")
        };
        say(&format!("ack {n} {pos}"));
        if n == BASE + COMMITS / 2 {
            book.erase(erasure()).unwrap();
            say("erased");
            book.checkpoint().unwrap();
        }
    }
    book.close().unwrap();
    say("closed");
}

/// What a child said before it died.
#[derive(Default)]
struct Said {
    acked: BTreeMap<u64, u64>,
    erased: bool,
    killed: bool,
}

fn run(dir: &Path, point: &str) -> Said {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "points::worker", "--nocapture"])
        .env(DIR, dir)
        .env("LINLI_FAULT", point)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = Said::default();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["ack", n, pos] => drop(said.acked.insert(n.parse().unwrap(), pos.parse().unwrap())),
            ["erased"] => said.erased = true,
            _ => {}
        }
    }
    let status = child.wait().unwrap();
    said.killed = status.signal() == Some(9);
    assert!(said.killed || status.success(), "{point}: {status}");
    said
}

fn holding(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path));
        } else if memchr::memmem::find(&fs::read(&path).unwrap(), WORDS.as_bytes()).is_some() {
            found.push(path.display().to_string());
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if from.is_dir() {
            copy(&from, &to)
        } else {
            let _ = fs::copy(&from, &to).unwrap();
        }
    }
}

/// All that was acknowledged is there, nothing is there in part, and it is as if the child had ended before or
/// after the step it died in.
fn check(dir: &Path, point: &str, said: &Said) {
    let found = verify(dir).unwrap();
    assert!(found.bad.is_none_or(|b| b.torn), "{point}: {found:?}");
    if said.erased {
        assert_eq!(holding(dir), Vec::<String>::new(), "{point}");
    }
    for opened in 0..2 {
        let (book, report) = open(dir, options()).unwrap();
        assert_eq!(report.read_only, None, "{point}");
        if opened == 0 && said.killed && point != "close.marked:1" {
            assert!(report.rebuilt.is_some(), "{point}: {report:?}");
        }
        let rows: BTreeMap<RawId, Vec<u8>> =
            book.range(1, None, usize::MAX).unwrap().into_iter().map(|(id, s)| (id, s.body)).collect();
        let last = (BASE..).take_while(|n| rows.contains_key(&id(*n))).last().unwrap_or(BASE - 1);
        assert!(said.acked.keys().all(|n| *n <= last), "{point}: something acknowledged is lost");
        assert!(last <= said.acked.keys().max().map_or(BASE, |n| n + 1), "{point}: more than was asked for");
        let erased = !book.erasures().unwrap().is_empty();
        assert!(erased || !said.erased, "{point}: the erasure is lost");
        for n in (0..=last).filter(|n| ![GONE, SHARED].contains(n)) {
            assert_eq!(rows.get(&id(n)), Some(&text(n)), "{point}: {n}");
            assert_eq!(book.claimed(&n.to_le_bytes()).unwrap(), (n >= BASE).then(|| key(n)), "{point}: {n}");
        }
        let spoken = (BASE..=last).rfind(|n| speaks(*n)).map(|n| format!("{WORDS} {n}").into_bytes());
        let gone = (!erased).then(|| spoken.unwrap_or_else(|| text(GONE)));
        assert_eq!(rows.get(&id(GONE)), gone.as_ref(), "{point}");
        assert!(!erased || rows.get(&id(SHARED)).is_some_and(|b| b == "李四".as_bytes()), "{point}");
        let entries = book.since(Pos(0), usize::MAX).unwrap();
        assert_eq!(entries.len() as u64, 1 + last + 1 - BASE + u64::from(erased), "{point}");
        for n in BASE..=last {
            let again = book.commit(vec![commit(n)]).unwrap();
            assert!(matches!(again[..], [Outcome::Repeated(_)]), "{point}: {n} {again:?}");
        }
        if erased && opened == 1 {
            assert!(matches!(book.erase(erasure()).unwrap(), Outcome::Repeated(_)), "{point}");
        }
        book.close().unwrap();
        drop(book);
        let found = verify(dir).unwrap();
        assert_eq!(found.bad, None, "{point}");
        if erased {
            assert_eq!(holding(dir), Vec::<String>::new(), "{point}");
        }
    }
}

#[test]
fn killed_at_any_point_it_is_as_before_or_as_after() {
    let base = tempfile::tempdir().unwrap();
    let mut bulk = Bulk::create(base.path()).unwrap();
    let change = |n| Change { key: key(n), body: Some(text(n)), claims: vec![] };
    bulk.push(Commit { request: id(1 << 41), changes: (0..BASE).map(change).collect(), ..Commit::default() })
        .unwrap();
    bulk.finish(None).unwrap();
    // Left by one who was killed, so that every child begins with a rebuild.
    drop(open(base.path(), options()).unwrap());
    for point in fault::POINTS {
        for count in [1, 4] {
            let dir = tempfile::tempdir().unwrap();
            copy(base.path(), dir.path());
            let plan = format!("{point}:{count}");
            let said = run(dir.path(), &plan);
            assert!(said.killed || count > 1, "{point} was never met");
            check(dir.path(), &plan, &said);
            if !said.killed {
                continue;
            }
            // And once more while that is being set right.
            if ["commit.written", "erase.declared", "erase.blanked", "erase.aside"].contains(point) {
                for again in ["rebuild.aside:1", "rebuild.slice:1", "rebuild.built:1", "erase.blanked:2"] {
                    let dir = tempfile::tempdir().unwrap();
                    copy(base.path(), dir.path());
                    let mut said = run(dir.path(), &plan);
                    let second = run(dir.path(), again);
                    said.acked.extend(second.acked);
                    (said.erased, said.killed) = (said.erased | second.erased, second.killed);
                    check(dir.path(), &format!("{plan} {again}"), &said);
                }
            }
        }
    }
}
