//! A disk that refuses, under a whole book.
use std::{path::Path, sync::Arc};

use super::{super::*, commit, committed, key, one, put};
use crate::store::{
    folder::Folder,
    forgetful::{Forgetful, Plan},
    open::open_on,
};

fn open_with(dir: &Path, disk: &Forgetful) -> (Book, OpenReport) {
    let options = Options { segment_bytes: 8192, ..Options::default() };
    open_on(Folder::new(dir), Arc::new(disk.clone()), options).unwrap()
}

#[test]
fn after_a_failed_sync_nothing_more_is_written_until_it_is_opened_again() {
    let (dir, disk) = (tempfile::tempdir().unwrap(), Forgetful::default());
    let (book, _) = open_with(dir.path(), &disk);
    let first = committed(&book.commit(vec![one(1)]).unwrap()[0]);
    disk.plan(Plan { fail_sync: Some(0), ..Plan::default() });
    assert!(matches!(book.commit(vec![one(2)]), Err(StoreError::Failed { .. })));
    // The disk is well again, but what it has is not known.
    for _ in 0..3 {
        assert!(matches!(book.commit(vec![one(3)]), Err(StoreError::Failed { .. })));
    }
    assert_eq!((book.head(), book.get(key(2)).unwrap()), (first, None));
    book.close().unwrap();
    drop(book);
    let (book, report) = open_with(dir.path(), &disk);
    assert!(matches!(report.rebuilt, Some(Rebuilt { why: Why::NotClosed { .. }, .. })));
    // Asked again, the request is answered once and for all, and the power may go.
    let outcome = book.commit(vec![one(2)]).unwrap();
    assert!(matches!(outcome[0], Outcome::Repeated(_) | Outcome::Committed(_)));
    drop(book);
    let (book, _) = open_with(dir.path(), &disk.after_power_cut(&mut || false));
    assert_eq!(book.get(key(2)).unwrap().unwrap().body, b"record 2");
}

#[test]
fn a_full_disk_takes_nothing_half_and_goes_on_when_there_is_space() {
    let (dir, disk) = (tempfile::tempdir().unwrap(), Forgetful::default());
    let (book, _) = open_with(dir.path(), &disk);
    let mut stored = 0;
    disk.plan(Plan { space: Some(30_000), ..Plan::default() });
    let full = loop {
        match book.commit(vec![commit(stored, vec![put(stored, &[5; 900])])]) {
            Ok(_) => stored += 1,
            Err(e) => break e,
        }
    };
    assert!(matches!(full, StoreError::Full { .. }), "{full}");
    assert!(stored > 10);
    // Also one too large for any segment.
    let big = commit(7777, vec![put(7777, &[1; 50_000])]);
    assert!(matches!(book.commit(vec![big.clone()]), Err(StoreError::Full { .. })));
    assert_eq!(book.range(1, None, 999).unwrap().len() as u64, stored);
    disk.plan(Plan::default());
    committed(&book.commit(vec![big]).unwrap()[0]);
    committed(&book.commit(vec![one(8888)]).unwrap()[0]);
    assert_eq!(book.since(Pos(0), 999).unwrap().len() as u64, stored + 2);
    drop(book);
    let (book, report) = open_with(dir.path(), &disk);
    assert_eq!((report.cut, report.read_only), (None, None));
    assert_eq!(book.range(1, None, 999).unwrap().len() as u64, stored + 2);
}

#[test]
fn a_power_cut_in_a_group_is_all_or_nothing() {
    for seed in 0..40 {
        let mut dice = super::Dice(seed);
        let (dir, disk) = (tempfile::tempdir().unwrap(), Forgetful::default());
        let (book, _) = open_with(dir.path(), &disk);
        let mut n = 0;
        disk.plan(Plan { off_after: Some(dice.roll(60) as u32), ..Plan::default() });
        // Groups of three commits, one of which changes two records.
        while book
            .commit(vec![one(n), one(n + 1), commit(n + 2, vec![put(n + 2, b"a"), put(n + 3, b"b")])])
            .is_ok()
        {
            n += 4;
        }
        drop(book);
        let disk = disk.after_power_cut(&mut || dice.roll(2) == 0);
        let (book, report) = open_with(dir.path(), &disk);
        assert_eq!(report.read_only, None);
        let found = book.range(1, None, 9999).unwrap().len() as u64;
        assert!(found == n || found == n + 4, "{n} acknowledged, {found} found");
        assert_eq!(book.since(Pos(0), 9999).unwrap().len() as u64, found / 4 * 3);
    }
}
