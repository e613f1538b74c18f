//! Backups into a folder: what they add, what they come back as, how large they get.
use super::bench::*;
use linli::store::backup::{backup, heads};
use linli::store::{Options, Outcome, Pos, Store, open, verify};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

#[test]
fn a_backup_adds_what_is_new_and_restores_to_the_same_book() {
    let b = Bench::new();
    let (book, _) = opened(&b.book());
    write(&book, 0, 100);
    let first = b.backup(0).unwrap();
    assert_eq!((first.new_groups, first.head.commits, first.count), (100, 100, 1));
    write(&book, 100, 130);
    let second = b.backup(1).unwrap();
    assert_eq!((second.new_groups, second.renewed, second.count), (30, 0, 2));
    assert!(second.written < first.written / 2, "{second:?}");
    // Nothing new: nothing but the line.
    let third = b.backup(2).unwrap();
    assert_eq!((third.new_groups, third.written, third.count), (0, 0, 3));
    let list = heads(&b.kept()).unwrap();
    assert_eq!(list.iter().map(|h| h.pos).collect::<Vec<_>>(), [first, second, third].map(|d| d.head.pos));
    assert_eq!(list[1].when(), "2026-11-24 02:00");

    let back = b.restored("back");
    assert_eq!(all(&back), all(&book));
    assert_eq!(verify(&b.path("back")).unwrap(), verify(&b.book()).unwrap());
    // Asked again, a request is known; and the restored book goes on, as does its backup.
    assert!(matches!(back.commit(vec![commit(7, vec![])]).unwrap()[0], Outcome::Repeated(_)));
    write(&back, 130, 140);
    let done = backup(&b.path("back"), &b.kept(), NOW, &mut || None).unwrap();
    assert_eq!((done.new_groups, done.count), (10, 4));
    assert_eq!(all(&b.restored("again")), all(&back));
}

#[test]
fn an_empty_book_is_backed_up_and_restored_too() {
    let b = Bench::new();
    let (book, _) = opened(&b.book());
    assert_eq!(b.backup(0).unwrap().head.pos, Pos(0));
    let back = b.restored("back");
    assert_eq!(all(&back), all(&book));
    write(&book, 0, 3);
    assert_eq!(b.backup(1).unwrap().new_groups, 3);
    assert_eq!(b.restored("more").head(), book.head());
}

#[test]
fn only_its_owner_can_read_a_backup_and_it_is_no_book() {
    use std::os::unix::fs::PermissionsExt;
    let b = Bench::new();
    write(&opened(&b.book()).0, 0, 30);
    b.backup(0).unwrap();
    let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&b.kept()), 0o700);
    for (name, _) in files(&b.kept()) {
        assert_eq!(mode(&b.kept().join(&name)), 0o600, "{name}");
    }
    let before = files(&b.kept());
    assert!(open(&b.kept(), Options::default()).is_err());
    assert!(verify(&b.kept()).is_err());
    assert_eq!(files(&b.kept()), before);
}

#[test]
fn a_year_of_nightly_backups_is_one_journal_and_365_lines() {
    let b = Bench::new();
    let (book, _) = open(&b.book(), Options::default()).unwrap();
    let mut n = 0;
    for day in 0..365 {
        write(&book, n, n + 4);
        n += 4;
        // The work of a night does not grow with the year: what was kept is not written again.
        let done = b.backup(day).unwrap();
        assert_eq!((done.new_groups, done.renewed), (4, 0));
        assert!(done.written < 8000, "night {day} wrote {}", done.written);
    }
    assert_eq!(heads(&b.kept()).unwrap().len(), 365);
    let list = fs::metadata(b.kept().join("heads")).unwrap().len();
    assert!(list < 365 * 140, "the list has {list} bytes");
    let (journal, kept) = (size(&b.book().join("journal")), size(&b.kept()));
    assert!(kept - list < journal + 1000, "{kept} bytes kept of a journal of {journal}");
    assert_eq!(all(&b.restored("back")), all(&book));
}

#[test]
fn with_writers_at_work_all_that_was_acknowledged_before_is_in_it() {
    let b = Bench::new();
    let (book, _) = opened(&b.book());
    let (stop, serial, budget) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    /// Also where the test fails: else its writers would write for ever.
    struct Stop<'a>(&'a AtomicBool);
    impl Drop for Stop<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }
    std::thread::scope(|s| {
        let _stop = Stop(&stop);
        for _ in 0..3 {
            s.spawn(|| {
                while !stop.load(Ordering::SeqCst) {
                    // On a slow machine a backup must not run after a journal that grows faster.
                    if serial.load(Ordering::SeqCst) >= budget.load(Ordering::SeqCst) {
                        std::thread::yield_now();
                        continue;
                    }
                    let n = serial.fetch_add(1, Ordering::SeqCst);
                    book.commit(vec![commit(n, vec![put(n, "written meanwhile")])]).unwrap();
                }
            });
        }
        let mut kept = Pos(0);
        for round in 0..30 {
            budget.fetch_add(60, Ordering::SeqCst);
            // What was read from the folder alone may be a moment ahead of what the hub says: of a hub that is there
            // it is always asked. And on a busy machine nothing may have been written yet.
            while book.head() < kept || book.head() == Pos(0) {
                std::thread::yield_now();
            }
            let before = book.head();
            // With a hub's word, and without it: read from the folder alone.
            let hub = round % 2 == 0;
            let done = backup(&b.book(), &b.kept(), NOW, &mut || hub.then(|| book.head())).unwrap();
            assert!(done.head.pos >= before, "{round}: {done:?} {before:?}");
            kept = done.head.pos;
            if round % 10 == 9 {
                let back = b.restored(&format!("r{round}"));
                let there = back.since(Pos(0), 100_000).unwrap();
                let here = book.since(Pos(0), 100_000).unwrap();
                assert!(there.last().unwrap().pos >= before);
                assert_eq!(here[..there.len()], there);
            }
        }
    });
    b.backup(1).unwrap();
    assert_eq!(all(&b.restored("last")), all(&book));
}
