//! A store written by every released format opens in this program, and says what it said then.
#[cfg(test)]
mod golden {
    use std::{env, fs, path::Path};

    use linli::store::{Change, Commit, Erasure, Key, Options, Outcome, Pos, RawId, Store, open, verify};

    fn id(n: u8) -> RawId {
        [n; 16]
    }

    fn put(kind: u8, n: u8, body: &str, claims: &[&str]) -> Change {
        let claims = claims.iter().map(|c| c.as_bytes().to_vec()).collect();
        Change { key: Key { kind, id: id(n) }, body: Some(body.as_bytes().to_vec()), claims }
    }

    /// What store-1 was made of. Never changed; a new format gets a store of its own.
    fn commits() -> Vec<Commit> {
        let commit = |n: u8, changes| Commit {
            request: id(100 + n),
            actor: id(50),
            actor_uid: 1000,
            at_ms: 1_700_000_000_000 + i64::from(n),
            changes,
            ..Commit::default()
        };
        let removed = Change { key: Key { kind: 1, id: id(3) }, body: None, claims: vec![] };
        let long = "邻里".repeat(900);
        vec![
            commit(1, vec![put(1, 1, "张三", &["id 1"]), put(1, 2, "李四", &["id 2"])]),
            Commit {
                batch: Some(id(60)),
                note: "import ledger.xlsx".into(),
                ..commit(2, vec![put(1, 3, "王五", &[])])
            },
            commit(3, vec![put(1, 1, "张三丰", &["id 1", "id 9"])]),
            commit(4, vec![removed]),
            commit(5, vec![put(2, 1, &long, &[])]),
            commit(6, vec![]),
        ]
    }

    /// `LINLI_MAKE_GOLDEN=tests/golden/store-1 cargo test --test store_golden make` writes the store anew.
    #[test]
    fn make() {
        let Ok(dir) = env::var("LINLI_MAKE_GOLDEN") else { return };
        let options = Options { segment_bytes: 4096, ..Options::default() };
        let (book, _) = open(Path::new(&dir), options).unwrap();
        for commit in commits() {
            book.commit(vec![commit]).unwrap();
        }
        book.close().unwrap();
        fs::remove_file(Path::new(&dir).join("lock")).unwrap();
    }

    /// What store-erased has besides: 李四 is erased, and a record that spoke of him too is redacted.
    fn erasure() -> Erasure {
        Erasure {
            request: id(120),
            actor: id(50),
            actor_uid: 1000,
            at_ms: 1_700_000_000_020,
            note: "request 7".into(),
            keys: vec![Key { kind: 1, id: id(2) }],
            redact: vec![put(1, 1, "张三", &["id 1"])],
            ..Erasure::default()
        }
    }

    /// `LINLI_MAKE_GOLDEN_ERASED=tests/golden/store-erased cargo test --test store_golden make_erased` writes the store anew.
    #[test]
    fn make_erased() {
        let Ok(dir) = env::var("LINLI_MAKE_GOLDEN_ERASED") else { return };
        let options = Options { segment_bytes: 4096, ..Options::default() };
        let (book, _) = open(Path::new(&dir), options).unwrap();
        for commit in commits() {
            book.commit(vec![commit]).unwrap();
        }
        book.erase(erasure()).unwrap();
        book.close().unwrap();
        fs::remove_file(Path::new(&dir).join("lock")).unwrap();
    }

    #[test]
    fn the_erased_store_opens_and_its_erasure_holds() {
        let dir = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/store-erased"), dir.path());
        let found = verify(dir.path()).unwrap();
        assert_eq!((found.commits, found.erasures, found.bad), (7, 1, None));
        let (book, report) = open(dir.path(), Options::default()).unwrap();
        assert!(report.is_clean(), "{report:?}");
        let rows = book.range(1, None, 99).unwrap();
        assert_eq!(
            rows.iter().map(|(i, s)| (*i, &s.body[..])).collect::<Vec<_>>(),
            [(id(1), "张三".as_bytes())]
        );
        assert_eq!(book.erasures().unwrap(), [erasure()]);
        assert_eq!(book.claimed(b"id 2").unwrap(), None);
        let entries = book.since(Pos(0), 99).unwrap();
        assert_eq!(entries[0].erased, [Key { kind: 1, id: id(1) }, Key { kind: 1, id: id(2) }]);
        assert!(entries[6].erasure && entries[0].changes.is_empty());
        assert!(matches!(book.erase(erasure()).unwrap(), Outcome::Repeated(_)));
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

    #[test]
    fn store_1_opens_and_says_what_it_said() {
        let dir = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/store-1"), dir.path());
        let found = verify(dir.path()).unwrap();
        assert_eq!((found.commits, found.bad), (6, None));
        let (book, report) = open(dir.path(), Options::default()).unwrap();
        assert_eq!((report.cut, report.read_only), (None, None));
        let rows = |kind| {
            let rows = book.range(kind, None, 99).unwrap().into_iter();
            rows.map(|(id, s)| (id, String::from_utf8(s.body).unwrap())).collect::<Vec<_>>()
        };
        assert_eq!(rows(1), [(id(1), "张三丰".into()), (id(2), "李四".into())]);
        assert_eq!(rows(2), [(id(1), "邻里".repeat(900))]);
        assert_eq!(book.claimed(b"id 9").unwrap(), Some(Key { kind: 1, id: id(1) }));
        let entries = book.since(Pos(0), 99).unwrap();
        for (entry, commit) in entries.iter().zip(commits()) {
            assert_eq!(
                (entry.request, entry.actor, entry.actor_uid),
                (commit.request, commit.actor, commit.actor_uid)
            );
            assert_eq!((entry.at_ms, entry.batch, &entry.note), (commit.at_ms, commit.batch, &commit.note));
            assert_eq!(entry.changes, commit.changes);
            assert_eq!(book.commit(vec![commit]).unwrap(), [Outcome::Repeated(entry.pos)]);
        }
        assert_eq!(book.history(Key { kind: 1, id: id(1) }, 9).unwrap().len(), 2);
        let more = Commit { request: id(1), changes: vec![put(1, 9, "new", &[])], ..Commit::default() };
        assert!(matches!(book.commit(vec![more]).unwrap()[0], Outcome::Committed(_)));
    }
}
