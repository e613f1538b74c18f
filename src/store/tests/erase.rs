//! What is erased is in no file any more; what is not is still there, and the history holds.
use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use super::{super::*, commit, committed, copy_dir, id, key, one, put};

const WORDS: [&str; 4] = ["王秘密", "13912340000", "王秘密搬走了", "secret note"];

fn options() -> Options<'static> {
    Options { segment_bytes: 16 << 10, ..Options::default() }
}

/// A book in which 王秘密, record 1, is all over several segments, and shares record 2 with somebody.
fn book(dir: &Path) -> Book {
    let (book, _) = open(dir, options()).unwrap();
    for n in 0..400 {
        let changes = match n % 40 {
            7 => vec![Change {
                claims: vec![b"13912340000".to_vec()],
                ..put(1, format!("王秘密 {n}").as_bytes())
            }],
            9 => vec![put(2, format!("王秘密 and 李四 {n}").as_bytes()), put(1000 + n, b"beside")],
            21 => vec![Change {
                claims: vec![b"13912340000".to_vec(), format!("claim {n}").into_bytes()],
                ..put(1, "王秘密搬走了".repeat(n as usize).as_bytes())
            }],
            _ => vec![put(1000 + n, "words of others ".repeat(30).as_bytes())],
        };
        let note = if n % 40 == 21 { "secret note".into() } else { String::new() };
        committed(&book.commit(vec![Commit { note, ..commit(n, changes) }]).unwrap()[0]);
    }
    book
}

fn erasure() -> Erasure {
    Erasure {
        request: id(900),
        note: "request 3".into(),
        keys: vec![key(1)],
        redact: vec![put(2, "李四".as_bytes())],
        ..Erasure::default()
    }
}

/// Files below a folder that hold one of the words.
fn holding(dir: &Path, words: &[&str]) -> Vec<String> {
    loop {
        // a segment is being prepared under another name: what had gone when its turn came is looked for again
        match look(dir, words) {
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            found => return found.unwrap(),
        }
    }
}

fn look(dir: &Path, words: &[&str]) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(look(&path, words)?);
            continue;
        }
        let bytes = fs::read(&path)?;
        let hit = words.iter().find(|w| memchr::memmem::find(&bytes, w.as_bytes()).is_some());
        found.extend(hit.map(|w| format!("{w} in {}", path.display())));
    }
    Ok(found)
}

fn whole(book: &Book) {
    assert_eq!(book.get(key(1)).unwrap(), None);
    assert_eq!(book.get(key(2)).unwrap().unwrap().body, "李四".as_bytes());
    assert_eq!(book.claimed(b"13912340000").unwrap(), None);
    assert_eq!(book.since(Pos(0), 9999).unwrap().len(), 401);
    let others = book.range(1, Some(id(999)), 9999).unwrap();
    assert_eq!(others.len(), 380);
    let history = book.history(key(1), 99).unwrap();
    assert_eq!(history.len(), 21);
    assert!(history[0].erasure && history[1..].iter().all(|e| e.changes.is_empty() && e.erased == [key(1)]));
    assert_eq!(book.erasures().unwrap(), [erasure()]);
}

#[test]
fn the_words_are_in_no_file_any_more() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path());
    // Left behind by earlier troubles, with everything in them.
    store.checkpoint().unwrap();
    copy_dir(&dir.path().join("sled"), &dir.path().join("sled.aside-7"));
    copy_dir(&dir.path().join("sled"), &dir.path().join("sled.new"));
    for word in WORDS {
        assert!(!holding(&dir.path().join("journal"), &[word]).is_empty(), "{word} was never there");
    }
    assert!(!holding(&dir.path().join("sled.aside-7"), &WORDS).is_empty(), "sled never held the words");
    let before = verify(dir.path()).unwrap();
    committed(&store.erase(erasure()).unwrap());
    assert_eq!(holding(dir.path(), &WORDS), Vec::<String>::new());
    whole(&store);
    let after = verify(dir.path()).unwrap();
    assert_eq!((after.bad, after.commits, after.erasures), (None, before.commits + 1, 1));
    assert!(before.segments > 3);
    store.close().unwrap();
    drop(store);
    assert_eq!(holding(dir.path(), &WORDS), Vec::<String>::new());
    // Opened quickly, and made anew.
    for options in
        [options(), Options { verify_bytes: 0, ..options() }, Options { rebuild: true, ..options() }]
    {
        let (store, report) = open(dir.path(), options).unwrap();
        assert_eq!((report.erased, report.read_only), (0, None));
        whole(&store);
        store.close().unwrap();
    }
    assert_eq!(holding(dir.path(), &WORDS), Vec::<String>::new());
    assert_eq!(erasures(dir.path()).unwrap(), [erasure()]);
}

#[test]
fn others_read_and_write_while_it_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let (store, over) = (Arc::new(book(dir.path())), Arc::new(AtomicBool::new(false)));
    let writer = {
        let (store, over) = (Arc::clone(&store), Arc::clone(&over));
        thread::spawn(move || {
            let mut n = 5000;
            while !over.load(Ordering::SeqCst) {
                committed(&store.commit(vec![one(n)]).unwrap()[0]);
                n += 1;
            }
            n
        })
    };
    let reader = {
        let (store, over) = (Arc::clone(&store), Arc::clone(&over));
        thread::spawn(move || {
            while !over.load(Ordering::SeqCst) {
                assert!(store.history(key(1), 99).unwrap().len() >= 20);
                assert!(store.get(key(2)).unwrap().is_some());
                assert!(store.since(Pos(0), 300).unwrap().len() == 300);
            }
        })
    };
    for n in 0..5 {
        let more = Erasure { request: id(901 + n), keys: vec![key(1000 + n)], ..Erasure::default() };
        committed(&store.erase(if n == 0 { erasure() } else { more }).unwrap());
    }
    over.store(true, Ordering::SeqCst);
    let till = writer.join().unwrap();
    reader.join().unwrap();
    assert!(till > 5000);
    assert_eq!(holding(dir.path(), &WORDS), Vec::<String>::new());
    let all = |store: &Book| {
        let records = store.range(1, None, 9999).unwrap();
        (records, store.since(Pos(0), 9999).unwrap().len())
    };
    let now = all(&store);
    assert!((5000..till).all(|n| store.get(key(n)).unwrap().is_some()));
    for n in 5000..till {
        assert!(matches!(store.commit(vec![one(n)]).unwrap()[0], Outcome::Repeated(_)));
    }
    store.close().unwrap();
    drop(store);
    let (store, report) = open(dir.path(), options()).unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(all(&store), now);
}

#[test]
fn a_blank_that_no_erasure_names_is_vandalism() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path());
    committed(&store.erase(erasure()).unwrap());
    let (mut place, mut at) = (None, (0, 0));
    store
        .chain
        .walk(walk::From::Start, &mut |group| {
            if let Some(c) = group.commits[0].changes.iter().find(|c| c.key == key(1013)) {
                let span = c.payload.unwrap().with_salt();
                place = Some(group.place);
                at = (group.place.offset as usize + span.start, span.len);
            }
            Ok(walk::Next::On)
        })
        .unwrap();
    let place = place.unwrap();
    store.close().unwrap();
    drop(store);
    let path = dir.path().join("journal").join(walk::segment_name(place.segment));
    let mut bytes = fs::read(&path).unwrap();
    bytes[at.0..at.0 + at.1].fill(0);
    fs::write(&path, bytes).unwrap();
    let bad = verify(dir.path()).unwrap().bad.unwrap();
    assert_eq!((bad.place, bad.fault, bad.torn), (place, Fault::Payload, false));
    let (store, report) = open(dir.path(), options()).unwrap();
    assert_eq!(report.read_only, Some((place, Fault::Payload)));
    assert!(matches!(store.erase(erasure()), Err(StoreError::ReadOnly { .. })));
    // Also from a damaged book it can be read what is to be erased from its backup.
    assert_eq!(store.erasures().unwrap(), [erasure()]);
}

#[test]
fn words_put_back_are_found_and_go_again() {
    let dir = tempfile::tempdir().unwrap();
    let store = book(dir.path());
    let first = dir.path().join("journal").join(walk::segment_name(1));
    let before = fs::read(&first).unwrap();
    committed(&store.erase(erasure()).unwrap());
    store.close().unwrap();
    drop(store);
    // The segment as a backup has it: every hash of it is in order.
    fs::write(&first, before).unwrap();
    let bad = verify(dir.path()).unwrap().bad.unwrap();
    assert_eq!((bad.place.segment, bad.fault, bad.torn), (1, Fault::Unerased, true));
    let (store, report) = open(dir.path(), options()).unwrap();
    assert!(report.erased > 0 && !report.is_clean(), "{report:?}");
    whole(&store);
    assert_eq!(holding(dir.path(), &WORDS), Vec::<String>::new());
    assert_eq!(verify(dir.path()).unwrap().bad, None);
}

#[test]
fn erasures_are_done_again_in_an_older_backup() {
    let (dir, backup) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = book(dir.path());
    store.close().unwrap();
    drop(store);
    copy_dir(dir.path(), backup.path());
    let (store, _) = open(dir.path(), options()).unwrap();
    committed(&store.commit(vec![one(7000)]).unwrap()[0]);
    committed(&store.erase(erasure()).unwrap());
    let later = Erasure { request: id(950), keys: vec![key(7000), key(1013)], ..Erasure::default() };
    committed(&store.erase(later.clone()).unwrap());
    drop(store);
    let (restored, _) = open(backup.path(), options()).unwrap();
    for erasure in erasures(dir.path()).unwrap() {
        committed(&restored.erase(erasure).unwrap());
    }
    assert_eq!(holding(backup.path(), &WORDS), Vec::<String>::new());
    assert_eq!((restored.get(key(1013)).unwrap(), restored.get(key(7000)).unwrap()), (None, None));
    assert_eq!(restored.get(key(2)).unwrap().unwrap().body, "李四".as_bytes());
    assert_eq!(restored.erasures().unwrap(), [erasure(), later]);
    assert_eq!(verify(backup.path()).unwrap().bad, None);
}

#[test]
fn a_record_of_a_bulk_book_is_erased_like_any() {
    let dir = tempfile::tempdir().unwrap();
    let mut bulk = Bulk::create(dir.path()).unwrap();
    for n in 0..3000u64 {
        let twice =
            vec![put(1, format!("王秘密 {n}").as_bytes()), put(1, "王秘密".as_bytes()), put(9 + n, b"x")];
        let changes = if n % 500 == 0 { twice } else { vec![put(9 + n, b"x")] };
        bulk.push(Commit { note: "secret note".into(), ..commit(n, changes) }).unwrap();
    }
    bulk.finish(None).unwrap();
    let (store, _) = open(dir.path(), options()).unwrap();
    committed(&store.erase(Erasure { keys: vec![key(1)], ..erasure() }).unwrap());
    assert_eq!(holding(dir.path(), &WORDS[..3]), Vec::<String>::new());
    // Notes of other commits stay.
    assert_eq!(store.since(Pos(0), 9999).unwrap().iter().filter(|e| e.note.is_empty()).count(), 6);
    assert_eq!(verify(dir.path()).unwrap().bad, None);
}
