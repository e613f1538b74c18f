//! What the book erases its backups forget, and nothing brings it back.
use super::bench::*;
use linli::store::backup::{BackupError, Origin, backup_stream, mend};
use linli::store::{Book, Change, Commit, Erasure, Fault, Outcome, Store, Stored, erasures, verify};
use std::fs;
use std::path::Path;

const WORDS: [&str; 2] = ["王秘密", "13912340000"];

/// A person all over several segments, erased as request `n`.
fn write_secret(book: &Book, from: u64, till: u64) {
    for n in from..till {
        let claims = vec![b"13912340000".to_vec()];
        let secret = Change { key: key(9000), body: Some(format!("王秘密 {n}").into()), claims };
        book.commit(vec![Commit { note: "about 王秘密".into(), ..commit(5000 + n, vec![secret]) }]).unwrap();
        write(book, n * 5, n * 5 + 5);
    }
}

fn erasure() -> Erasure {
    Erasure {
        request: id(77),
        note: "asked for".into(),
        keys: vec![key(9000)],
        redact: vec![put(5, "redacted")],
        ..Erasure::default()
    }
}

fn holding(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            let hit = WORDS.iter().find(|w| bytes.windows(w.len()).any(|b| b == w.as_bytes()));
            found.extend(hit.map(|w| format!("{w} in {}", path.display())));
        }
    }
    found
}

/// A book with a backup from before the erasure, and its journal as it was then.
fn bench() -> (Bench, Book) {
    let b = Bench::new();
    let (book, _) = opened(&b.book());
    write_secret(&book, 0, 20);
    b.backup(0).unwrap();
    copy(&b.kept(), &b.path("old"));
    copy(&b.book().join("journal"), &b.path("unblanked"));
    assert!(matches!(book.erase(erasure()).unwrap(), Outcome::Committed(_)));
    assert!(holding(&b.book()).is_empty());
    (b, book)
}

#[test]
fn the_next_backup_forgets_too() {
    let (b, book) = bench();
    assert!(!holding(&b.kept()).is_empty());
    let done = b.backup(1).unwrap();
    assert!(done.renewed > 2 && done.new_groups == 1, "{done:?}");
    assert_eq!(holding(&b.kept()), [""; 0]);
    let back = b.restored("back");
    assert_eq!(all(&back), all(&book));
    assert_eq!(back.erasures().unwrap(), [erasure()]);
    assert_eq!(b.backup(2).unwrap().written, 0);
}

#[test]
fn an_older_backup_forgets_when_it_is_restored() {
    let (b, book) = bench();
    // What is erased is known to the book, also to one that is damaged.
    let known = erasures(&b.book()).unwrap();
    assert_eq!(known, [erasure()]);
    let to = b.path("back");
    let old = || Origin::Folder(b.path("old"));
    let done = linli::store::backup::restore(old(), &to, known, None).unwrap();
    assert_eq!(done.erased, 1);
    assert_eq!(holding(&to), [""; 0]);
    let (back, _) = opened(&to);
    assert_eq!(back.get(key(9000)).unwrap(), None);
    assert_eq!(
        back.get(key(3)).unwrap(),
        book.get(key(3)).unwrap().map(|s| Stored { version: back.head(), ..s })
    );
    // Where the backup knows it already it is not done again.
    b.backup(1).unwrap();
    let again =
        linli::store::backup::restore(Origin::Folder(b.kept()), &b.path("two"), vec![erasure()], None);
    assert_eq!(again.unwrap().erased, 0);
}

#[test]
fn an_erasure_that_was_interrupted_is_brought_to_its_end_in_the_backup() {
    let (b, book) = bench();
    book.close().unwrap();
    // The entry is there, the blanks are not: as after a crash right behind it.
    let last = fs::read_dir(b.path("unblanked")).unwrap().count() as u32;
    let entry = verify(&b.book()).unwrap().head.0 >> 40;
    for n in 1..=last {
        let (old, new) = (b.path("unblanked").join(format!("{n:010}.seg")), segment(&b.book(), n));
        let mut bytes = fs::read(&old).unwrap();
        if u64::from(n) == entry {
            // In its own segment what stands before it was not blank either.
            let after = fs::read(&new).unwrap();
            let end = bytes.iter().rposition(|b| *b != 0).unwrap() / 8 * 8 + 8;
            bytes[end..].copy_from_slice(&after[end..]);
        }
        if u64::from(n) <= entry {
            fs::write(&new, bytes).unwrap();
        }
    }
    assert_eq!(verify(&b.book()).unwrap().bad.unwrap().fault, Fault::Unerased);
    b.backup(1).unwrap();
    assert_eq!(holding(&b.kept()), [""; 0]);
    let mut full = Vec::new();
    backup_stream(&b.book(), &mut full, None, NOW, &mut || None).unwrap();
    restore(Origin::Streams(Box::new(std::io::Cursor::new(full))), &b.path("piped")).unwrap();
    assert_eq!(holding(&b.path("piped")), [""; 0]);
    assert!(verify(&b.path("piped")).unwrap().bad.is_none());
}

#[test]
fn mending_from_an_older_backup_brings_nothing_back() {
    let (b, book) = bench();
    write(&book, 300, 310);
    let whole = all(&book);
    book.close().unwrap();
    flip(&segment(&b.book(), 2), 900);
    let done = mend(&b.book(), &b.path("old"), None).unwrap();
    assert_eq!((done.segments, done.newer), (vec![2], 11));
    assert_eq!(holding(&b.book()), [""; 0]);
    let (book, report) = opened(&b.book());
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(all(&book), whole);
}

#[test]
fn damage_between_a_blank_and_its_erasure_is_named_and_mended() {
    let (b, book) = bench();
    b.backup(1).unwrap();
    write(&book, 300, 310);
    let whole = all(&book);
    book.close().unwrap();
    flip(&segment(&b.book(), 2), 900);
    // The blanks before it are not to be blamed, though what stands for them lies beyond.
    let found = verify(&b.book()).unwrap().bad.unwrap();
    assert_eq!((found.place.segment, found.torn), (2, false));
    assert!(matches!(b.backup(2), Err(BackupError::BookDamaged { place, .. }) if place == found.place));
    let done = mend(&b.book(), &b.kept(), None).unwrap();
    assert_eq!((done.segments, done.newer), (vec![2], 10));
    assert_eq!(all(&opened(&b.book()).0), whole);
    assert_eq!(holding(&b.book()), [""; 0]);
}

#[test]
fn erasing_while_backups_run_spoils_neither() {
    let b = Bench::new();
    let (book, _) = opened(&b.book());
    for round in 0..8 {
        write_secret(&book, round * 6, round * 6 + 6);
        b.backup(0).unwrap();
        std::thread::scope(|s| {
            let erase = Erasure { request: id(500 + round), redact: vec![], ..erasure() };
            let erasing = s.spawn(|| book.erase(erase).unwrap());
            while !erasing.is_finished() {
                b.backup(1).unwrap();
                let sound = restore(Origin::Folder(b.kept()), &b.path("sound"));
                fs::remove_dir_all(b.path("sound")).unwrap();
                sound.unwrap();
            }
        });
        b.backup(2).unwrap();
        assert_eq!(holding(&b.kept()), [""; 0], "round {round}");
    }
    assert_eq!(all(&b.restored("back")), all(&book));
}
