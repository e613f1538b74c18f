//! What is refused, and that it leaves everything as it was.
use super::bench::*;
use linli::store::backup::{BackupError, Origin, backup};
use linli::store::{Options, Store, open};
use std::fs;
use std::path::Path;

#[test]
fn another_book_is_refused_and_so_is_one_with_another_history() {
    let b = Bench::new();
    let (book, _) = opened(&b.book());
    write(&book, 0, 20);
    book.close().unwrap();
    copy(&b.book(), &b.path("early"));
    let (book, _) = opened(&b.book());
    write(&book, 20, 40);
    b.backup(0).unwrap();
    let before = files(&b.kept());

    // The same book as it was before: its history is shorter.
    let shorter = backup(&b.path("early"), &b.kept(), NOW, &mut || None);
    assert!(matches!(shorter, Err(BackupError::Diverged { shorter: true, .. })), "{shorter:?}");
    // It goes its own way: the history is another.
    let (early, _) = opened(&b.path("early"));
    write(&early, 500, 540);
    let other = backup(&b.path("early"), &b.kept(), NOW, &mut || None);
    assert!(matches!(other, Err(BackupError::Diverged { shorter: false, .. })), "{other:?}");
    let (_another, _) = opened(&b.path("another"));
    let another = backup(&b.path("another"), &b.kept(), NOW, &mut || None);
    assert!(matches!(another, Err(BackupError::OtherBook { .. })), "{another:?}");
    assert_eq!(files(&b.kept()), before);
    // A folder of its own is begun without ado.
    backup(&b.path("early"), &b.path("kept too"), NOW, &mut || None).unwrap();
}

#[test]
fn a_folder_with_other_things_or_in_the_book_is_refused() {
    let b = Bench::new();
    write(&opened(&b.book()).0, 0, 5);
    fs::create_dir(b.kept()).unwrap();
    fs::write(b.kept().join("letters.doc"), "mine").unwrap();
    assert!(matches!(b.backup(0), Err(BackupError::NotABackup { .. })));
    assert_eq!(files(&b.kept()).len(), 1);
    for inside in ["book", "book/backup", "book/journal", "book/../book/deep/er"] {
        let refused = backup(&b.book(), &b.path(inside), NOW, &mut || None);
        assert!(matches!(refused, Err(BackupError::InsideBook { .. })), "{inside}: {refused:?}");
    }
    std::os::unix::fs::symlink(b.book(), b.path("link")).unwrap();
    let linked = backup(&b.book(), &b.path("link/x"), NOW, &mut || None);
    assert!(matches!(linked, Err(BackupError::InsideBook { .. })));
    let nothing = backup(&b.path("nothing"), &b.path("k"), NOW, &mut || None);
    assert!(nothing.is_err() && !b.path("k").exists());
}

#[test]
fn a_damaged_book_is_not_backed_up_and_the_backup_stays() {
    let b = Bench::new();
    let (book, _) = opened(&b.book());
    write(&book, 0, 120);
    b.backup(0).unwrap();
    write(&book, 120, 150);
    let before = files(&b.kept());
    flip(&segment(&b.book(), 2), 900);
    match b.backup(1) {
        Err(BackupError::BookDamaged { place, .. }) => assert_eq!(place.segment, 2),
        other => panic!("{other:?}"),
    }
    assert_eq!(files(&b.kept()), before);
    // The end is cut off: what the backup has is missed, and it stays as it is.
    flip(&segment(&b.book(), 2), 900);
    let bytes = fs::read(segment(&b.book(), 2)).unwrap();
    for n in 3..20 {
        let _ = fs::remove_file(segment(&b.book(), n));
    }
    fs::write(segment(&b.book(), 2), &bytes[..1000]).unwrap();
    assert!(matches!(b.backup(1), Err(BackupError::Diverged { shorter: true, .. })));
    assert_eq!(files(&b.kept()), before);
}

#[test]
fn nothing_is_restored_over_what_is_there_nor_from_what_is_not_whole() {
    let b = Bench::new();
    let (book, _) = opened(&b.book());
    write(&book, 0, 60);
    b.backup(0).unwrap();
    let over = restore(Origin::Folder(b.kept()), &b.book());
    assert!(matches!(over, Err(BackupError::Occupied { .. })));
    let to = b.path("to");
    let nothing = restore(Origin::Folder(b.path("nothing")), &to);
    assert!(nothing.is_err() && !to.exists());

    // Any bit of what was backed up: refused, nothing but traces is left, and a good one restores over them.
    for (name, bytes) in files(&b.kept()).into_iter().filter(|(n, _)| n.ends_with(".seg")) {
        for at in (0..bytes.len()).step_by(577) {
            let path = b.kept().join(&name);
            flip(&path, at);
            let refused = restore(Origin::Folder(b.kept()), &to);
            assert!(matches!(refused, Err(BackupError::Damaged { .. })), "{name} {at}: {refused:?}");
            assert!(open(&to, Options::default()).is_err(), "there is no book until it is whole");
            flip(&path, at);
        }
    }
    restore(Origin::Folder(b.kept()), &to).unwrap();
    assert_eq!(all(&opened(&to).0), all(&book));
    let names: Vec<_> = files_and_folders(&to);
    assert!(!names.contains(&"restoring".to_string()), "{names:?}");

    // Its end cut off, its list gone.
    let last = files(&b.kept()).into_iter().rfind(|(n, _)| n.ends_with(".seg")).unwrap();
    fs::remove_file(b.kept().join(&last.0)).unwrap();
    let cut = restore(Origin::Folder(b.kept()), &b.path("cut"));
    assert!(matches!(cut, Err(BackupError::Damaged { .. })), "{cut:?}");
    fs::remove_file(b.kept().join("heads")).unwrap();
    let unfinished = restore(Origin::Folder(b.kept()), &b.path("x"));
    assert!(matches!(unfinished, Err(BackupError::Unfinished { .. })));
    assert!(!b.path("x").exists());
}

fn files_and_folders(dir: &Path) -> Vec<String> {
    fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect()
}
