//! Whatever happens to sled's folder, the journal makes it anew; whatever happens to the journal is said.
use std::{fs, path::Path};

use super::{super::*, commit, committed, copy_dir, id, key, one, put};

fn book(n: u64) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let (book, report) = open(dir.path(), Options::default()).unwrap();
    assert!(report.created && report.is_clean());
    for k in 0..n {
        let claims = vec![format!("claim {k}").into_bytes()];
        let change = Change { claims, ..put(k, format!("record {k}").as_bytes()) };
        book.commit(vec![commit(k, vec![change])]).unwrap();
    }
    let removal = Change { key: key(0), body: None, claims: vec![] };
    book.commit(vec![commit(n, vec![removal])]).unwrap();
    book.close().unwrap();
    dir
}

fn whole(book: &Book, n: u64) {
    assert_eq!(book.range(1, None, 1000).unwrap().len(), n as usize - 1);
    for k in 1..n {
        let stored = book.get(key(k)).unwrap().unwrap();
        assert_eq!(stored.body, format!("record {k}").into_bytes());
        assert_eq!(book.claimed(format!("claim {k}").as_bytes()).unwrap(), Some(key(k)));
        let again = book.commit(vec![commit(k, vec![])]).unwrap();
        assert_eq!(again, [Outcome::Repeated(stored.version)]);
    }
    assert_eq!(book.claimed(b"claim 0").unwrap(), None);
    assert_eq!(book.history(key(0), 9).unwrap().len(), 2);
    assert_eq!(book.since(Pos(0), 1000).unwrap().len(), n as usize + 1);
}

fn reopened(dir: &Path) -> OpenReport {
    let (book, report) = open(dir, Options::default()).unwrap();
    whole(&book, 60);
    // And it can be written to.
    committed(&book.commit(vec![one(5000)]).unwrap()[0]);
    assert!(fs::read_dir(dir).unwrap().all(|e| !e.unwrap().file_name().to_string_lossy().contains("aside")));
    report
}

fn why(report: OpenReport) -> Why {
    report.rebuilt.unwrap().why
}

#[test]
fn closed_in_order_it_opens_as_it_was() {
    let dir = book(60);
    let (book, report) = open(dir.path(), Options::default()).unwrap();
    assert!(report.is_clean(), "{report:?}");
    whole(&book, 60);
}

#[test]
fn not_closed_it_is_made_anew() {
    let dir = book(60);
    drop(open(dir.path(), Options::default()).unwrap());
    assert_eq!(why(reopened(dir.path())), Why::NotClosed { same_boot: true });
    fs::write(dir.path().join("sled.dirty"), "another boot").unwrap();
    let (_, report) = open(dir.path(), Options::default()).unwrap();
    assert_eq!(report.rebuilt, Some(Rebuilt { why: Why::NotClosed { same_boot: false }, records: 60 }));
}

#[test]
fn a_deleted_folder_is_made_anew() {
    let dir = book(60);
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    assert_eq!(why(reopened(dir.path())), Why::Missing);
}

#[test]
fn damage_makes_it_anew_or_does_not_matter() {
    let from = book(60);
    let db = |dir: &Path| dir.join("sled/db");
    let used = fs::read(db(from.path())).unwrap().iter().rposition(|b| *b != 0).unwrap() as u64 + 1;
    let mut rebuilt = 0;
    let mut dice = super::Dice(11);
    for round in 0..12u64 {
        let dir = tempfile::tempdir().unwrap();
        copy_dir(from.path(), dir.path());
        match round {
            0..4 => {
                let file = fs::OpenOptions::new().write(true).open(db(dir.path())).unwrap();
                file.set_len(used * round / 4).unwrap();
            }
            4..8 => {
                let mut bytes = fs::read(db(dir.path())).unwrap();
                let at = dice.roll(used) as usize;
                bytes[at..].iter_mut().take(4000).for_each(|b| *b = dice.roll(256) as u8);
                fs::write(db(dir.path()), bytes).unwrap();
            }
            8 => fs::write(db(dir.path()), vec![7; 100_000]).unwrap(),
            9 => fs::remove_file(db(dir.path())).unwrap(),
            10 => fs::write(dir.path().join("sled/conf"), "nonsense").unwrap(),
            _ => {
                fs::remove_dir_all(dir.path().join("sled")).unwrap();
                fs::create_dir(dir.path().join("sled")).unwrap();
            }
        }
        let report = reopened(dir.path());
        rebuilt += u32::from(report.rebuilt.is_some());
    }
    assert!(rebuilt >= 11, "{rebuilt} of 12");
}

#[test]
fn sled_of_another_book_or_ahead_or_behind_is_made_anew() {
    let (dir, other) = (book(60), book(60));
    let sled = dir.path().join("sled");
    fs::rename(&sled, dir.path().join("old")).unwrap();
    copy_dir(&other.path().join("sled"), &sled);
    assert_eq!(why(reopened(dir.path())), Why::Unfitting);

    // The same journal, one commit longer than sled knows; closed by hand.
    let dir = book(60);
    copy_dir(&dir.path().join("sled"), &dir.path().join("old"));
    let (book2, _) = open(dir.path(), Options::default()).unwrap();
    committed(&book2.commit(vec![one(600)]).unwrap()[0]);
    book2.close().unwrap();
    drop(book2);
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    fs::rename(dir.path().join("old"), dir.path().join("sled")).unwrap();
    for verify_bytes in [0, u64::MAX] {
        let (book, report) = open(dir.path(), Options { verify_bytes, ..Options::default() }).unwrap();
        let first = verify_bytes == 0;
        assert_eq!(report.rebuilt.map(|r| r.why), first.then_some(Why::Unfitting));
        assert!(book.get(key(600)).unwrap().is_some());
        assert!(matches!(book.commit(vec![one(600)]).unwrap()[0], Outcome::Repeated(_)));
        book.close().unwrap();
    }

    // A journal put back from a backup beside a sled that is ahead of it.
    let old = book(60);
    let ahead = tempfile::tempdir().unwrap();
    copy_dir(old.path(), ahead.path());
    let (book3, _) = open(ahead.path(), Options::default()).unwrap();
    committed(&book3.commit(vec![one(700)]).unwrap()[0]);
    book3.close().unwrap();
    drop(book3);
    fs::remove_dir_all(ahead.path().join("journal")).unwrap();
    copy_dir(&old.path().join("journal"), &ahead.path().join("journal"));
    assert_eq!(why(reopened(ahead.path())), Why::Unfitting);
}

#[test]
fn rebuild_on_request_and_request_ids_are_bounded() {
    let dir = book(60);
    let report = rebuild(dir.path(), Some(Box::new(|done, total| assert!(done <= total)))).unwrap();
    assert_eq!(report.rebuilt, Some(Rebuilt { why: Why::Asked, records: 59 }));
    let few = || Options { requests: 10, ..Options::default() };
    let (book, report) = open(dir.path(), few()).unwrap();
    assert!(report.is_clean());
    for n in 100..150 {
        committed(&book.commit(vec![one(n)]).unwrap()[0]);
        // The last ten are always remembered.
        for old in (100..=n).rev().take(10) {
            assert!(matches!(book.commit(vec![one(old)]).unwrap()[0], Outcome::Repeated(_)));
        }
        if n % 3 == 0 {
            book.checkpoint().unwrap();
        }
    }
    book.close().unwrap();
    drop(book);
    let ids = || ::sled::open(dir.path().join("sled")).unwrap().scan_prefix(b"q").count();
    assert!((10..40).contains(&ids()), "{} request ids", ids());
    let (book, _) = open(dir.path(), few()).unwrap();
    let forgotten = Commit { expected: vec![], ..one(100) };
    committed(&book.commit(vec![forgotten]).unwrap()[0]);
    drop(book);
    // After a rebuild too.
    let (book, _) = open(dir.path(), few()).unwrap();
    for old in 142..150 {
        assert!(matches!(book.commit(vec![one(old)]).unwrap()[0], Outcome::Repeated(_)));
    }
}

/// Flips a bit in the last but `back` group's body text.
fn spoil(dir: &Path, text: &str) {
    let path = dir.join("journal/0000000001.seg");
    let mut bytes = fs::read(&path).unwrap();
    let at = memchr::memmem::find(&bytes, text.as_bytes()).unwrap();
    bytes[at] ^= 4;
    fs::write(path, bytes).unwrap();
}

#[test]
fn rot_makes_the_book_read_only_and_names_the_place() {
    for clean in [true, false] {
        let dir = book(60);
        let good = verify(dir.path()).unwrap();
        assert_eq!((good.groups, good.commits, good.bad), (61, 61, None));
        spoil(dir.path(), "record 30");
        if !clean {
            fs::write(dir.path().join("sled.dirty"), "").unwrap();
        }
        let found = verify(dir.path()).unwrap();
        let bad = found.bad.unwrap();
        assert_eq!((bad.fault, bad.torn, found.groups), (Fault::Payload, false, 30));
        let (book, report) = open(dir.path(), Options::default()).unwrap();
        assert_eq!(report.read_only, Some((bad.place, bad.fault)));
        assert_eq!(report.rebuilt.is_some(), !clean);
        let refused = book.commit(vec![one(900)]);
        assert!(matches!(refused, Err(StoreError::ReadOnly { place, .. }) if place == bad.place));
        // It still answers; sled, if it was closed well, knows all.
        assert_eq!(book.range(1, None, 99).unwrap().len(), if clean { 59 } else { 30 });
        assert_eq!(book.since(Pos(0), 99).unwrap().len(), 30);
        book.close().unwrap();
        drop(book);
        let (_, report) = open(dir.path(), Options::default()).unwrap();
        assert_eq!(report.read_only, Some((bad.place, bad.fault)));
    }
}

#[test]
fn a_last_group_that_sled_knows_is_no_torn_write() {
    let dir = book(60);
    let path = dir.path().join("journal/0000000001.seg");
    let bytes = fs::read(&path).unwrap();
    let last = bytes.iter().rposition(|b| *b != 0).unwrap();
    let cut = |dir: &Path| {
        let mut bytes = bytes.clone();
        bytes[last - 20..].fill(0);
        fs::write(dir.join("journal/0000000001.seg"), bytes).unwrap();
    };
    cut(dir.path());
    let (book, report) = open(dir.path(), Options::default()).unwrap();
    assert!(report.read_only.is_some(), "{report:?}");
    drop(book);
    // Not closed: a write that did not complete. It is cut, and said.
    cut(dir.path());
    let (book, report) = open(dir.path(), Options::default()).unwrap();
    assert_eq!(report.read_only, None);
    assert!(report.cut.is_some());
    assert_eq!(book.since(Pos(0), 99).unwrap().len(), 60);
    book.close().unwrap();
    drop(book);
    assert!(open(dir.path(), Options::default()).unwrap().1.is_clean());
}

#[test]
fn what_is_no_book_is_left_alone() {
    let dir = book(3);
    let format = dir.path().join("format");
    let text = fs::read_to_string(&format).unwrap();
    assert!(text.starts_with("linli book 1\n"));
    fs::write(&format, text.replace("book 1", "book 12")).unwrap();
    let newer = open(dir.path(), Options::default()).err().unwrap();
    assert!(matches!(newer, StoreError::Newer { found: 12, known: 1, .. }), "{newer}");
    assert!(newer.to_string().contains("12") && newer.to_string().contains("up to 1"));
    for nonsense in ["", "linli book 1\n", "linli book x\n", "\u{0}\u{1}"] {
        fs::write(&format, nonsense).unwrap();
        assert!(matches!(open(dir.path(), Options::default()), Err(StoreError::NotABook { .. })));
    }
    fs::remove_file(&format).unwrap();
    assert!(matches!(open(dir.path(), Options::default()), Err(StoreError::NotABook { .. })));
    assert!(matches!(verify(&dir.path().join("none")), Err(StoreError::NotABook { .. })));
    assert!(matches!(rebuild(&dir.path().join("none"), None), Err(StoreError::NotABook { .. })));
}

#[test]
fn folder_and_files_are_for_their_owner_and_strangers_stay() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("new/book");
    let (book, _) = open(&path, Options::default()).unwrap();
    committed(&book.commit(vec![one(1)]).unwrap()[0]);
    fs::write(path.join("socket"), "a stranger").unwrap();
    fs::create_dir(path.join("drafts")).unwrap();
    let mode = |p: &str| fs::metadata(path.join(p)).unwrap().permissions().mode() & 0o777;
    for (name, want) in [("", 0o700), ("journal", 0o700), ("sled", 0o700)] {
        assert_eq!(mode(name), want, "{name}");
    }
    for name in ["format", "lock", "sled.dirty", "journal/0000000001.seg"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    drop(book);
    drop(open(&path, Options::default()).unwrap());
    assert_eq!(fs::read_to_string(path.join("socket")).unwrap(), "a stranger");
    assert!(path.join("drafts").exists());
}

#[test]
fn two_do_not_open_the_same_book() {
    let dir = book(3);
    let (first, _) = open(dir.path(), Options::default()).unwrap();
    let Err(StoreError::Locked { holder }) = open(dir.path(), Options::default()) else { panic!("two") };
    assert_eq!(holder.pid, std::process::id());
    // Looking needs no lock.
    assert_eq!(verify(dir.path()).unwrap().bad, None);
    first.close().unwrap();
    open(dir.path(), Options::default()).unwrap();
}

#[test]
fn a_bulk_book_is_a_book() {
    let dir = tempfile::tempdir().unwrap();
    let mut bulk = Bulk::create(dir.path()).unwrap();
    for n in 0..5000u64 {
        let claims = vec![format!("claim {}", n % 4000).into_bytes()];
        let change = Change { claims, ..put(n % 4000, format!("{n}").as_bytes()) };
        bulk.push(commit(n, vec![change])).unwrap();
    }
    bulk.push(commit(9000, vec![Change { key: key(7), body: None, claims: vec![] }])).unwrap();
    assert!(matches!(Bulk::create(dir.path()), Err(StoreError::Locked { .. })));
    assert_eq!(bulk.finish(None).unwrap(), 3999);
    assert!(matches!(Bulk::create(dir.path()), Err(StoreError::NotEmpty { .. })));
    let found = verify(dir.path()).unwrap();
    assert_eq!((found.commits, found.bad), (5001, None));
    let (book, report) = open(dir.path(), Options::default()).unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(book.get(key(3)).unwrap().unwrap().body, b"4003");
    assert_eq!(book.history(key(3), 9).unwrap().len(), 2);
    assert_eq!(book.claimed(b"claim 3").unwrap(), Some(key(3)));
    assert_eq!((book.get(key(7)).unwrap(), book.claimed(b"claim 7").unwrap()), (None, None));
    assert_eq!(book.since(Pos(0), 9999).unwrap().len(), 5001);
    assert!(matches!(book.commit(vec![commit(4999, vec![])]).unwrap()[0], Outcome::Repeated(_)));
    committed(&book.commit(vec![Commit { request: id(1), ..one(9999) }]).unwrap()[0]);
    drop(book);
    let (book, _) = open(dir.path(), Options::default()).unwrap();
    assert_eq!(book.range(1, None, 9999).unwrap().len(), 4000);
}
