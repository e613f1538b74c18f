//! Damaged books, mended.
use super::bench::*;
use linli::store::backup::{BackupError, mend};
use linli::store::{Pos, Store, verify};
use std::fs;

#[test]
fn a_damaged_book_is_mended_from_a_backup_and_keeps_what_is_newer() {
    let b = Bench::new();
    let (book, _) = opened(&b.book());
    write(&book, 0, 120);
    b.backup(0).unwrap();
    write(&book, 120, 160);
    let whole = all(&book);
    book.close().unwrap();
    copy(&b.book(), &b.path("good"));
    let groups = verify(&b.book()).unwrap().groups;
    let again = || {
        fs::remove_dir_all(b.book()).unwrap();
        copy(&b.path("good"), &b.book());
    };
    assert!(matches!(mend(&b.book(), &b.kept(), None), Err(BackupError::Whole)));

    let spoils: [(&str, &dyn Fn()); 5] = [
        ("a bit", &|| flip(&segment(&b.book(), 2), 900)),
        ("two segments", &|| {
            flip(&segment(&b.book(), 1), 3000);
            flip(&segment(&b.book(), 3), 40);
        }),
        ("a segment gone", &|| fs::remove_file(segment(&b.book(), 2)).unwrap()),
        ("zeros", &|| fs::write(segment(&b.book(), 1), vec![0; 8192]).unwrap()),
        ("the header", &|| flip(&segment(&b.book(), 3), 20)),
    ];
    for (what, spoil) in spoils {
        again();
        spoil();
        let (hurt, report) = opened(&b.book());
        assert!(report.read_only.is_some(), "{what}");
        drop(hurt);
        let done = mend(&b.book(), &b.kept(), None).unwrap();
        assert_eq!((done.newer, done.head.groups), (40, groups), "{what}");
        let (book, report) = opened(&b.book());
        assert!(report.is_clean(), "{what}: {report:?}");
        assert_eq!(all(&book), whole, "{what}");
        write(&book, 160, 165);
    }

    // The end was cut off where it had been backed up.
    again();
    for n in 3..20 {
        let _ = fs::remove_file(segment(&b.book(), n));
    }
    mend(&b.book(), &b.kept(), None).unwrap();
    assert_eq!(opened(&b.book()).0.since(Pos(0), 9999).unwrap().len(), 120);

    // What is newer than the backup cannot be had from it, and stays as it is.
    again();
    let last = (1..20).rev().find(|n| segment(&b.book(), *n).exists()).unwrap();
    let new = (1..=last).rev().find(|n| fs::read(segment(&b.book(), *n)).unwrap()[100] != 0).unwrap();
    flip(&segment(&b.book(), new - 1), 4000);
    let before = files(&b.book().join("journal"));
    let refused = mend(&b.book(), &b.kept(), None);
    assert!(matches!(refused, Err(BackupError::Unfit { .. })), "{refused:?}");
    let after = files(&b.book().join("journal"));
    let names =
        |f: &[(String, Vec<u8>)]| f.iter().filter(|(n, _)| n.ends_with(".seg")).cloned().collect::<Vec<_>>();
    assert_eq!(names(&before), names(&after));
}
