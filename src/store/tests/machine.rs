//! What a machine does to files: bits flip, files and folders go or turn out to be something else.
use std::{fs, path::Path};

use super::{super::*, Dice, commit, committed, copy_dir, key, one, put};

const RECORDS: u64 = 400;

fn text(n: u64) -> Vec<u8> {
    format!("record {n} ").repeat(20 + n as usize % 60).into_bytes()
}

fn options() -> Options<'static> {
    Options { cache_bytes: 4096, segment_bytes: 64 << 10, ..Options::default() }
}

fn filled(dir: &Path) -> Book {
    let (book, _) = open(dir, options()).unwrap();
    for n in 0..RECORDS {
        let change = Change { claims: vec![n.to_le_bytes().to_vec()], ..put(n, &text(n)) };
        committed(&book.commit(vec![commit(n, vec![change])]).unwrap()[0]);
    }
    book
}

fn whole_without_writing(book: &Book) {
    for n in 0..RECORDS {
        assert_eq!(book.get(key(n)).unwrap().unwrap().body, text(n), "{n}");
        assert_eq!(book.claimed(&n.to_le_bytes()).unwrap(), Some(key(n)));
    }
    assert!(book.range(1, None, 9999).unwrap().len() as u64 >= RECORDS);
}

fn whole(book: &Book) {
    whole_without_writing(book);
    let again = book.commit(vec![commit(3, vec![])]).unwrap();
    assert!(matches!(again[..], [Outcome::Repeated(_)]));
}

fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path());
    entries.flat_map(|p| if p.is_dir() { files(&p) } else { vec![p] }).collect()
}

#[test]
fn a_bit_flipped_in_any_file_of_sled_is_never_believed() {
    let from = tempfile::tempdir().unwrap();
    filled(from.path()).close().unwrap();
    let mut dice = Dice(21);
    for round in 0..40 {
        let dir = tempfile::tempdir().unwrap();
        copy_dir(from.path(), dir.path());
        let all = files(&dir.path().join("sled"));
        // The large one most often, the small ones too.
        let db = dir.path().join("sled/db");
        let path = if round % 4 == 0 { &all[dice.roll(all.len() as u64) as usize] } else { &db };
        let mut bytes = fs::read(path).unwrap();
        let used = bytes.iter().rposition(|b| *b != 0).map_or(1, |i| i + 1);
        for _ in 0..3 {
            bytes[dice.roll(used as u64) as usize] ^= 1 << dice.roll(8);
        }
        fs::write(path, bytes).unwrap();
        let (book, report) = open(dir.path(), options()).unwrap();
        assert_eq!(report.read_only, None);
        whole(&book);
        committed(&book.commit(vec![one(9000)]).unwrap()[0]);
        book.close().unwrap();
        drop(book);
        let (book, _) = open(dir.path(), options()).unwrap();
        whole(&book);
    }
}

#[test]
fn sled_spoilt_or_deleted_under_a_running_book_is_made_anew() {
    for how in 0..3 {
        let dir = tempfile::tempdir().unwrap();
        let book = filled(dir.path());
        book.checkpoint().unwrap();
        let db = dir.path().join("sled/db");
        match how {
            0 => {
                let len = fs::metadata(&db).unwrap().len();
                let file = fs::OpenOptions::new().write(true).open(&db).unwrap();
                let noise: Vec<u8> = (0..len).map(|i| ((i * 31) >> 3) as u8).collect();
                std::os::unix::fs::FileExt::write_all_at(&file, &noise, 0).unwrap();
            }
            1 => fs::OpenOptions::new().write(true).open(&db).unwrap().set_len(0).unwrap(),
            _ => fs::remove_dir_all(dir.path().join("sled")).unwrap(),
        }
        whole(&book);
        for n in 0..700 {
            committed(&book.commit(vec![one(10_000 + n)]).unwrap()[0]);
        }
        whole(&book);
        let _ = book.close();
        drop(book);
        let (book, report) = open(dir.path(), options()).unwrap();
        assert_eq!(report.read_only, None);
        whole(&book);
        assert!((0..700).all(|n| book.get(key(10_000 + n)).unwrap().is_some()));
    }
}

#[test]
fn a_full_disk_under_sled_refuses_writes_until_there_is_space_again() {
    let dir = tempfile::tempdir().unwrap();
    let book = filled(dir.path());
    let full = || sled::Trouble::Io(std::io::ErrorKind::StorageFull.into());
    book.shelf().as_ref().unwrap().spoil(&full());
    // Reading goes on, also what sled was never told.
    whole_without_writing(&book);
    // There is space already, so the next who writes is kept waiting no longer than it takes.
    committed(&book.commit(vec![one(9000)]).unwrap()[0]);
    whole(&book);
    assert!(book.shelf().as_ref().unwrap().broken().is_none());
    // One that went wrong and was never mended is not trusted at the next opening.
    book.shelf().as_ref().unwrap().spoil(&full());
    let _ = book.close();
    drop(book);
    let (book, report) = open(dir.path(), options()).unwrap();
    assert!(report.rebuilt.is_some());
    whole(&book);
    assert!(book.get(key(9000)).unwrap().is_some());
}

#[test]
fn a_title_page_with_a_flipped_bit_founds_no_new_book() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path()).close().unwrap();
    let path = dir.path().join("format");
    let good = fs::read(&path).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        fs::write(&path, &bad).unwrap();
        match open(dir.path(), options()) {
            Err(StoreError::NotABook { .. } | StoreError::Newer { .. }) => {}
            Err(e) => panic!("byte {at}: {e}"),
            Ok((book, report)) => {
                // Case and line ends say the same; another book's name does not.
                let same = String::from_utf8_lossy(&bad)
                    .trim_end()
                    .eq_ignore_ascii_case(String::from_utf8_lossy(&good).trim_end());
                assert!(!report.created && (same || report.read_only.is_some()), "byte {at}: {report:?}");
                assert!(same || book.commit(vec![one(9001)]).is_err());
                book.close().unwrap();
            }
        }
    }
    fs::write(&path, good).unwrap();
    let (book, report) = open(dir.path(), options()).unwrap();
    assert_eq!((report.read_only, report.cut), (None, None));
    whole(&book);
    assert_eq!(book.since(Pos(0), 9999).unwrap().len() as u64, RECORDS);
}

#[test]
fn files_of_others_are_neither_read_nor_touched() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path()).close().unwrap();
    let nonsense = |n: usize| vec![n as u8; 3000];
    let names = [
        "index.snapshot",
        "index.snapshot.tmp",
        "drafts.old",
        "journal/notes.txt",
        "journal/1.seg",
        "sled.txt",
    ];
    for (n, name) in names.iter().enumerate() {
        fs::write(dir.path().join(name), nonsense(n)).unwrap();
    }
    for rebuild in [false, true] {
        let (book, report) = open(dir.path(), Options { rebuild, ..options() }).unwrap();
        assert_eq!((report.read_only, report.rebuilt.is_some()), (None, rebuild));
        whole(&book);
        book.erase(Erasure { request: [9; 16], keys: vec![key(7000)], ..Erasure::default() }).unwrap();
        book.close().unwrap();
    }
    assert_eq!(verify(dir.path()).unwrap().bad, None);
    for (n, name) in names.iter().enumerate() {
        assert_eq!(fs::read(dir.path().join(name)).unwrap(), nonsense(n), "{name}");
    }
}

#[test]
fn nothing_is_acknowledged_into_a_folder_that_was_deleted() {
    for all in [true, false] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book");
        let book = filled(&path);
        fs::remove_dir_all(if all { path.clone() } else { path.join("journal") }).unwrap();
        for n in 0..3 {
            let refused = book.commit(vec![one(9000 + n)]).unwrap_err();
            assert!(matches!(refused, StoreError::Failed { .. }), "{refused}");
            assert!(refused.to_string().contains("deleted"), "{refused}");
        }
        assert_eq!(book.get(key(9000)).unwrap(), None);
        assert_eq!(book.get(key(3)).unwrap().unwrap().body, text(3));
        let _ = book.close();
    }
}

#[test]
fn a_place_where_no_book_can_be_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "x").unwrap();
    for path in [file.clone(), file.join("book"), Path::new("/proc/nowhere/book").to_owned()] {
        let Err(StoreError::Io { path: told, .. }) = open(&path, options()) else { panic!("{path:?}") };
        assert!(told.starts_with(&path) || path.starts_with(&told), "{told:?}");
    }
    // What stands where a file of ours should stand.
    for name in ["lock", "format", "sled.dirty"] {
        let path = dir.path().join(name.replace('.', "-"));
        fs::create_dir_all(path.join(name)).unwrap();
        let Err(e) = open(&path, options()) else { panic!("{name}") };
        assert!(e.to_string().contains(name), "{e}");
    }
    let path = dir.path().join("sled");
    filled(&path).close().unwrap();
    fs::remove_dir_all(path.join("sled")).unwrap();
    fs::write(path.join("sled"), "no folder").unwrap();
    let (book, report) = open(&path, options()).unwrap();
    assert!(report.rebuilt.is_some());
    whole(&book);
}
