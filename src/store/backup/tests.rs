//! The power goes in the middle of a backup, at every operation: what was whole stays whole.
use std::{path::Path, sync::Arc};

use super::{
    super::{
        Book, Erasure, Options, Pos, Store,
        disk::Disk,
        forgetful::{Forgetful, Plan},
        open,
        tests::{Dice, commit, key, put},
    },
    BackupError, Head,
    copy::onto,
    kept::{Kept, book as journal_of},
    restore::reach,
};

const SMALL: u64 = 4096;

fn opened(dir: &Path) -> Book {
    open(dir, Options { segment_bytes: SMALL, ..Options::default() }).unwrap().0
}

fn write(book: &Book, from: u64, till: u64) {
    for n in from..till {
        book.commit(vec![commit(n, vec![put(n % 40, &vec![n as u8; 100 + n as usize % 300])])]).unwrap();
    }
}

fn run(dir: &Path, disk: &Forgetful, at: i64) -> Result<super::Done, BackupError> {
    let (chain, page) = journal_of(dir)?;
    onto(&chain, &page, Arc::new(disk.clone()), at, &mut || None, &mut || ())
}

/// The last head that can be restored, if the disk holds a backup; an error where restoring would be refused.
fn restorable(disk: &Forgetful) -> Result<Option<Head>, BackupError> {
    match Kept::whole_on(Arc::new(disk.clone())) {
        Ok((kept, head)) => {
            let (extent, _) = reach(&kept, &head)?;
            assert!(extent.head >= head.pos);
            Ok(Some(head))
        }
        Err(BackupError::Unfinished { .. }) => Ok(None),
        Err(e) => Err(e),
    }
}

#[test]
fn whatever_the_power_leaves_the_last_whole_backup_restores_and_the_next_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let book = opened(dir.path());
    let disk = Forgetful::default();
    let (mut next, mut dice) = (0, Dice(11));
    let mut heads = Vec::new();
    for round in 0..3 {
        // Each time the backup has several segments to add, and one to go on with.
        write(&book, next, next + 30);
        next += 30;
        for after in 0..200 {
            for odds in 0..4 {
                let cut = disk.copy();
                cut.plan(Plan { off_after: Some(after), ..Plan::default() });
                let done = run(dir.path(), &cut, round);
                let left = cut.after_power_cut(&mut || dice.roll(3) < odds);
                let found = restorable(&left).unwrap();
                match (&done, heads.last()) {
                    (Ok(done), _) => assert_eq!(found, Some(done.head)),
                    (Err(_), Some(last)) => assert!(found.is_some_and(|f| f.pos >= *last)),
                    (Err(_), None) => {}
                }
                let again = run(dir.path(), &left, round).unwrap();
                assert_eq!(restorable(&left).unwrap(), Some(again.head));
                assert_eq!(again.head.pos, book.head());
                let whole = left.after_power_cut(&mut || false);
                assert_eq!(restorable(&whole).unwrap(), Some(again.head));
                let names = whole.list().unwrap();
                assert!(names.iter().all(|n| !n.ends_with(".seg.tmp")), "{names:?}");
            }
            if after > 10 && run_counted(dir.path(), &disk, after) {
                break;
            }
        }
        heads.push(run(dir.path(), &disk, round).unwrap().head.pos);
    }
    assert_eq!(heads.len(), 3);
}

/// Whether a backup is through after so many operations.
fn run_counted(dir: &Path, disk: &Forgetful, after: u32) -> bool {
    let disk = disk.copy();
    disk.plan(Plan { off_after: Some(after), ..Plan::default() });
    run(dir, &disk, 0).is_ok()
}

#[test]
fn the_power_may_go_while_a_backup_forgets_somebody() {
    let dir = tempfile::tempdir().unwrap();
    let book = opened(dir.path());
    let disk = Forgetful::default();
    write(&book, 0, 60);
    let first = run(dir.path(), &disk, 0).unwrap().head;
    book.erase(Erasure { request: [9; 16], keys: vec![key(7), key(30)], ..Erasure::default() }).unwrap();
    write(&book, 60, 70);
    let mut dice = Dice(5);
    for after in 0.. {
        for odds in 0..4 {
            let cut = disk.copy();
            cut.plan(Plan { off_after: Some(after), ..Plan::default() });
            let _ = run(dir.path(), &cut, 1);
            let left = cut.after_power_cut(&mut || dice.roll(3) < odds);
            assert!(restorable(&left).unwrap().is_some_and(|h| h.pos >= first.pos));
            let done = run(dir.path(), &left, 2).unwrap();
            assert_eq!(restorable(&left).unwrap(), Some(done.head));
            for name in left.list().unwrap().iter().filter(|n| n.ends_with(".seg")) {
                let journal = std::fs::read(dir.path().join("journal").join(name)).unwrap();
                left.edit(name, |kept| assert_eq!(*kept, journal[..kept.len()]));
            }
        }
        if run_counted(dir.path(), &disk, after) {
            break;
        }
    }
}

#[test]
fn a_full_disk_leaves_the_backup_before_whole() {
    let dir = tempfile::tempdir().unwrap();
    let book = opened(dir.path());
    let disk = Forgetful::default();
    write(&book, 0, 20);
    let first = run(dir.path(), &disk, 1).unwrap();
    write(&book, 20, 80);
    for space in (0..9000).step_by(1500) {
        let full = disk.copy();
        full.plan(Plan { space: Some(space), ..Plan::default() });
        run(dir.path(), &full, 2).unwrap_err();
        assert_eq!(restorable(&full).unwrap(), Some(first.head));
        full.plan(Plan::default());
        let done = run(dir.path(), &full, 3).unwrap();
        assert_eq!((restorable(&full).unwrap(), done.count), (Some(done.head), 2));
    }
}

#[test]
fn what_rotted_in_the_backup_is_mended_from_the_book() {
    let dir = tempfile::tempdir().unwrap();
    let book = opened(dir.path());
    let disk = Forgetful::default();
    write(&book, 0, 60);
    run(dir.path(), &disk, 1).unwrap();
    for n in 1..4 {
        let name = format!("{n:010}.seg");
        disk.edit(&name, |bytes| bytes[700] ^= 1);
        assert!(matches!(restorable(&disk), Err(BackupError::Damaged { .. })));
        let done = run(dir.path(), &disk, 2).unwrap();
        assert_eq!((done.renewed, done.new_groups), (1, 0));
        assert_eq!(restorable(&disk).unwrap(), Some(done.head));
    }
}

#[test]
fn a_medium_that_does_not_keep_what_is_written_is_found_out() {
    let dir = tempfile::tempdir().unwrap();
    let book = opened(dir.path());
    write(&book, 0, 40);
    let disk = Forgetful::default();
    let (chain, page) = journal_of(dir.path()).unwrap();
    let spoil = disk.clone();
    let mut once = || {
        let names = spoil.list().unwrap();
        names.iter().filter(|n| n.starts_with("0000000002.seg")).for_each(|n| spoil.edit(n, |b| b[200] ^= 4));
    };
    let done = onto(&chain, &page, Arc::new(disk.clone()), 1, &mut || None, &mut once);
    assert!(matches!(done, Err(BackupError::NotAsWritten { .. })), "{done:?}");
    assert_eq!(restorable(&disk).unwrap(), None);
    let done = run(dir.path(), &disk, 2).unwrap();
    assert_eq!(restorable(&disk).unwrap(), Some(done.head));
}

#[test]
fn no_more_is_taken_than_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let book = opened(dir.path());
    write(&book, 0, 10);
    let head = book.head();
    write(&book, 10, 20);
    let (chain, page) = journal_of(dir.path()).unwrap();
    let disk = Forgetful::default();
    let done = onto(&chain, &page, Arc::new(disk.clone()), 1, &mut || Some(head), &mut || ()).unwrap();
    assert_eq!(done.head.pos, head);
    // And if less is there than was acknowledged, that is damage.
    let beyond = Pos(book.head().0 + (1 << 11));
    let short = onto(&chain, &page, Arc::new(disk), 1, &mut || Some(beyond), &mut || ());
    assert!(matches!(short, Err(BackupError::BookDamaged { .. })), "{short:?}");
}
