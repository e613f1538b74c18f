//! Backups of real books in real folders: incremental, refused where they must be, restored and mended.

#[cfg(test)]
mod backups {
    use linli::store::backup::{
        BackupError, Mark, Origin, StreamFault, backup, backup_stream, find_heads, heads, mend, restore,
    };
    use linli::store::{
        Book, Change, Commit, Key, OpenReport, Options, Outcome, Pos, RawId, Store, open, verify,
    };
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

    const DAY: i64 = 86_400_000;
    /// 2026-11-23 02:00 in China.
    const NOW: i64 = 1_795_370_400_000;

    fn id(n: u64) -> RawId {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&n.to_be_bytes());
        id
    }

    fn key(n: u64) -> Key {
        Key { kind: 2, id: id(n) }
    }

    fn put(n: u64, body: &str) -> Change {
        Change { key: key(n), body: Some(body.into()), claims: vec![format!("claim {n}").into_bytes()] }
    }

    fn commit(request: u64, changes: Vec<Change>) -> Commit {
        Commit {
            request: id(1_000_000 + request),
            at_ms: NOW + request as i64,
            note: format!("note {request}"),
            changes,
            ..Commit::default()
        }
    }

    /// Small segments, so that there are several.
    fn opened(dir: &Path) -> (Book, OpenReport) {
        open(dir, Options { segment_bytes: 8192, ..Options::default() }).unwrap()
    }

    /// Commits of requests `from..till`: most new records, some changed, some removed.
    fn write(book: &Book, from: u64, till: u64) {
        for n in from..till {
            let mut changes = vec![put(n, &format!("record {n} {}", "字".repeat((n % 60) as usize)))];
            if n % 5 == 4 {
                changes.push(put(n - 2, &format!("changed by {n}")));
            }
            if n % 11 == 10 {
                changes.push(Change { key: key(n - 7), body: None, claims: vec![] });
            }
            let done = book.commit(vec![commit(n, changes)]).unwrap();
            assert!(matches!(done[0], Outcome::Committed(_)));
        }
    }

    /// Everything a store can be asked for.
    fn all(book: &Book) -> impl PartialEq + std::fmt::Debug + use<> {
        let rows = book.range(2, None, 100_000).unwrap();
        let rows: Vec<_> = rows.into_iter().map(|(id, s)| (id, s.version, s.body)).collect();
        let history = |id| book.history(Key { kind: 2, id }, 99).unwrap();
        let history: Vec<_> = rows.iter().map(|(id, ..)| history(*id)).collect();
        let claims: Vec<_> =
            (0..600).map(|n| book.claimed(format!("claim {n}").as_bytes()).unwrap()).collect();
        let mut entries = Vec::new();
        while let page =
            book.since(entries.last().map_or(Pos(0), |e: &linli::store::Entry| e.pos), 500).unwrap()
            && !page.is_empty()
        {
            entries.extend(page);
        }
        (book.head(), history, rows, claims, entries)
    }

    struct Bench {
        temp: tempfile::TempDir,
    }

    impl Bench {
        fn new() -> Bench {
            Bench { temp: tempfile::tempdir().unwrap() }
        }
        fn path(&self, name: &str) -> PathBuf {
            self.temp.path().join(name)
        }
        fn book(&self) -> PathBuf {
            self.path("book")
        }
        fn kept(&self) -> PathBuf {
            self.path("kept")
        }
        fn backup(&self, day: i64) -> Result<linli::store::backup::Done, BackupError> {
            backup(&self.book(), &self.kept(), NOW + day * DAY, &mut || None)
        }
        fn restored(&self, name: &str) -> Book {
            let to = self.path(name);
            restore(Origin::Folder(self.kept()), &to, None).unwrap();
            assert!(verify(&to).unwrap().bad.is_none());
            opened(&to).0
        }
        fn stream(&self, since: Option<&Mark>) -> Result<Vec<u8>, BackupError> {
            let mut bytes = Vec::new();
            backup_stream(&self.book(), &mut bytes, since, NOW, &mut || None)?;
            Ok(bytes)
        }
    }

    fn size(dir: &Path) -> u64 {
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().metadata().unwrap().len()).sum()
    }

    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let to = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &to);
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
    }

    fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
        let mut all: Vec<_> = fs::read_dir(dir)
            .unwrap()
            .map(|e| e.unwrap())
            .filter(|e| e.file_name() != "lock")
            .map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).unwrap()))
            .collect();
        all.sort();
        all
    }

    fn segment(book: &Path, n: u32) -> PathBuf {
        book.join("journal").join(format!("{n:010}.seg"))
    }

    fn flip(path: &Path, at: usize) {
        let mut bytes = fs::read(path).unwrap();
        bytes[at] ^= 1;
        fs::write(path, bytes).unwrap();
    }

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
        assert_eq!(
            list.iter().map(|h| h.pos).collect::<Vec<_>>(),
            [first, second, third].map(|d| d.head.pos)
        );
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
        let over = restore(Origin::Folder(b.kept()), &b.book(), None);
        assert!(matches!(over, Err(BackupError::Occupied { .. })));
        let to = b.path("to");
        let nothing = restore(Origin::Folder(b.path("nothing")), &to, None);
        assert!(nothing.is_err() && !to.exists());

        // Any bit of what was backed up: refused, nothing but traces is left, and a good one restores over them.
        for (name, bytes) in files(&b.kept()).into_iter().filter(|(n, _)| n.ends_with(".seg")) {
            for at in (0..bytes.len()).step_by(577) {
                let path = b.kept().join(&name);
                flip(&path, at);
                let refused = restore(Origin::Folder(b.kept()), &to, None);
                assert!(matches!(refused, Err(BackupError::Damaged { .. })), "{name} {at}: {refused:?}");
                assert!(open(&to, Options::default()).is_err(), "there is no book until it is whole");
                flip(&path, at);
            }
        }
        restore(Origin::Folder(b.kept()), &to, None).unwrap();
        assert_eq!(all(&opened(&to).0), all(&book));
        let names: Vec<_> = files_and_folders(&to);
        assert!(!names.contains(&"restoring".to_string()), "{names:?}");

        // Its end cut off, its list gone.
        let last = files(&b.kept()).into_iter().rfind(|(n, _)| n.ends_with(".seg")).unwrap();
        fs::remove_file(b.kept().join(&last.0)).unwrap();
        let cut = restore(Origin::Folder(b.kept()), &b.path("cut"), None);
        assert!(matches!(cut, Err(BackupError::Damaged { .. })), "{cut:?}");
        fs::remove_file(b.kept().join("heads")).unwrap();
        let unfinished = restore(Origin::Folder(b.kept()), &b.path("x"), None);
        assert!(matches!(unfinished, Err(BackupError::Unfinished { .. })));
        assert!(!b.path("x").exists());
    }

    fn files_and_folders(dir: &Path) -> Vec<String> {
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn streams_hold_what_the_folder_holds() {
        let b = Bench::new();
        let (book, _) = opened(&b.book());
        write(&book, 0, 70);
        let full = b.stream(None).unwrap();
        let first = b.backup(0).unwrap().head;
        write(&book, 70, 80);
        let some = b.stream(Some(&first.mark())).unwrap();
        let second = b.backup(1).unwrap().head;
        write(&book, 80, 85);
        let rest = b.stream(Some(&Mark::parse(&second.hex()[..20]).unwrap())).unwrap();
        b.backup(2).unwrap();
        assert!(some.len() < full.len() / 3 && rest.len() < some.len());

        let from = |parts: &[&[u8]]| Origin::Streams(Box::new(std::io::Cursor::new(parts.concat())));
        let done = restore(from(&[&full, &some, &rest]), &b.path("s"), None).unwrap();
        assert_eq!((done.head.pos, done.head.commits), (book.head(), 85));
        restore(Origin::Folder(b.kept()), &b.path("f"), None).unwrap();
        assert_eq!(files(&b.path("s/journal")), files(&b.path("f/journal")));
        assert_eq!(fs::read(b.path("s/format")).unwrap(), fs::read(b.book().join("format")).unwrap());
        assert_eq!(all(&opened(&b.path("s")).0), all(&book));

        // One missing, one alone, one of another book, noise, and any cut or flipped byte.
        let fault = |parts: &[&[u8]]| match restore(from(parts), &b.path("bad"), None) {
            Err(BackupError::Stream(fault)) => fault,
            other => panic!("{other:?}"),
        };
        assert_eq!(fault(&[&full, &rest]), StreamFault::Gap);
        assert_eq!(fault(&[&some]), StreamFault::Gap);
        assert_eq!(fault(&[]), StreamFault::NotOne);
        assert_eq!(fault(&[b"age-encryption.org/v1 and so on"]), StreamFault::NotOne);
        let (_other, _) = opened(&b.path("other"));
        let mut another = Vec::new();
        backup_stream(&b.path("other"), &mut another, None, NOW, &mut || None).unwrap();
        assert_eq!(fault(&[&full, &another]), StreamFault::OtherBook);
        for at in (1..full.len()).step_by(997) {
            assert_eq!(fault(&[&full[..at]]), StreamFault::Short, "{at}");
            let mut flipped = full.clone();
            flipped[at] ^= 16;
            let refused = restore(from(&[&flipped]), &b.path("bad"), None);
            assert!(refused.is_err(), "a flipped bit at {at} passed");
        }
        assert!(open(&b.path("bad"), Options::default()).is_err());
        let unknown = b.stream(Some(&Mark::parse(&"0".repeat(64)).unwrap()));
        assert!(matches!(unknown, Err(BackupError::NoSuchHead(_))));
    }

    #[test]
    fn heads_are_found_in_the_chain_and_not_in_a_history_made_up_anew() {
        let b = Bench::new();
        let (book, _) = opened(&b.book());
        let mut marks = Vec::new();
        for day in 0..5 {
            write(&book, day * 10, day * 10 + 10);
            marks.push(b.backup(day as i64).unwrap().head.mark());
        }
        let found = find_heads(&b.book(), marks.clone(), &mut || None).unwrap();
        assert_eq!(
            found.iter().map(|f| f.map(|f| f.groups)).collect::<Vec<_>>(),
            [10, 20, 30, 40, 50].map(Some)
        );

        // Somebody who knows the format writes the whole history again with one word changed.
        book.close().unwrap();
        fs::create_dir(b.path("forged")).unwrap();
        fs::copy(b.book().join("format"), b.path("forged/format")).unwrap();
        let (forged, _) = opened(&b.path("forged"));
        write(&forged, 0, 20);
        forged.commit(vec![commit(20, vec![put(20, "what never was")])]).unwrap();
        write(&forged, 21, 50);
        assert!(verify(&b.path("forged")).unwrap().bad.is_none());
        let found = find_heads(&b.path("forged"), marks, &mut || None).unwrap();
        // Salts are drawn anew, so not even the honest beginning is the same.
        assert!(found.iter().all(Option::is_none));
        assert!(Mark::parse("12345").is_none() && Mark::parse("g000000000000000").is_none());
        assert_eq!(Mark::parse("ABCD 0123-4567 89ab").unwrap().to_string(), "abcd0123456789ab");
    }

    #[test]
    fn with_writers_at_work_all_that_was_acknowledged_before_is_in_it() {
        let b = Bench::new();
        let (book, _) = opened(&b.book());
        let (stop, serial) = (AtomicBool::new(false), AtomicU64::new(0));
        std::thread::scope(|s| {
            for _ in 0..3 {
                s.spawn(|| {
                    while !stop.load(Ordering::SeqCst) {
                        let n = serial.fetch_add(1, Ordering::SeqCst);
                        book.commit(vec![commit(n, vec![put(n, "written meanwhile")])]).unwrap();
                    }
                });
            }
            for round in 0..30 {
                let before = book.head();
                // With a hub's word, and without it: read from the folder alone.
                let hub = round % 2 == 0;
                let done = backup(&b.book(), &b.kept(), NOW, &mut || hub.then(|| book.head())).unwrap();
                assert!(done.head.pos >= before, "{round}: {done:?} {before:?}");
                if round % 10 == 9 {
                    let back = b.restored(&format!("r{round}"));
                    let there = back.since(Pos(0), 100_000).unwrap();
                    let here = book.since(Pos(0), 100_000).unwrap();
                    assert!(there.last().unwrap().pos >= before);
                    assert_eq!(here[..there.len()], there);
                }
            }
            stop.store(true, Ordering::SeqCst);
        });
        b.backup(1).unwrap();
        assert_eq!(all(&b.restored("last")), all(&book));
    }

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
        let names = |f: &[(String, Vec<u8>)]| {
            f.iter().filter(|(n, _)| n.ends_with(".seg")).cloned().collect::<Vec<_>>()
        };
        assert_eq!(names(&before), names(&after));
    }
}
