//! Old stores in new programs, and what a newer program wrote in this one. Store 2 is a small demonstration book of this version, with
//! every kind of record; store 3 is the same after a program from the future has written to it.
#[cfg(test)]
mod evolution {
    use linli::book::{Field, Fields, Id, Kind, Record, Ref, Value, area, person, visit};
    use linli::cli::json;
    use linli::demo::Generator;
    use linli::hub::client::Client;
    use linli::hub::host::Hub;
    use linli::hub::resolve::claims;
    use linli::hub::wire::*;
    use linli::hub::world::{day_of, encode};
    use linli::store::{self, Bulk, Change, Commit, Key, Options, Outcome, Store, codec};
    use linli::text::Lang;
    use std::fs;
    use std::path::{Path, PathBuf};

    /// 2026-11-23 10:00 in China.
    const NOW: i64 = 1_795_399_200_000;

    /// Where store 2 and what is in it lie; `LINLI_MAKE_GOLDEN` makes them anew.
    fn golden(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
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

    fn book(name: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        copy(&golden(name), dir.path());
        dir
    }

    fn hub(dir: &Path) -> Hub {
        Hub::start(dir, Box::new(|| NOW), &|_, _| ()).unwrap()
    }

    fn session(hub: &Hub) -> Client {
        let mut c = Client::over(hub.connect().unwrap()).unwrap();
        c.welcome(Lang::Zh, false).unwrap();
        c
    }

    /// Every record of a kind, as the command line prints it.
    fn records(c: &mut Client, kind: Kind) -> Vec<String> {
        let request = Request::List {
            kind,
            filter: Filter::default(),
            order: Order::Usual,
            offset: 0,
            limit: 1000,
            more: Vec::new(),
        };
        let Reply::Page { rows, .. } = c.ask(request).unwrap() else { panic!() };
        let mut out: Vec<String> = rows.iter().map(|r| json::printed(&shown(c, r.target))).collect();
        out.sort();
        out
    }

    fn shown(c: &mut Client, target: Ref) -> Shown {
        match c.ask(Request::Get(target)).unwrap() {
            Reply::Shown(s) => s,
            other => panic!("{other:?}"),
        }
    }

    fn body(hub: &Hub, target: Ref) -> Vec<u8> {
        hub.world().store.get(Key { kind: target.kind.code(), id: target.id.0 }).unwrap().unwrap().body
    }

    fn id(n: u8) -> Id {
        Id([n; 16])
    }

    fn save(c: &mut Client, n: u8, target: Ref, base: u64, no: u16, text: &str) -> Saved {
        let save = Save { request: id(n), target, base, set: vec![(no, Edit::Text(text.into()))] };
        match c.ask(Request::Save(save)).unwrap() {
            Reply::Saved(s) => s,
            other => panic!("{other:?}"),
        }
    }

    /// The fields that the program from the future has put behind ours, as they lie in the store.
    fn future_fields() -> Vec<(u16, Value)> {
        let group = Value::Group(vec![
            (1, Value::text("内容")),
            (2, Value::List(vec![Value::Int(-7), Value::Flag(true)])),
        ]);
        vec![(900, Value::text("新字段\u{1b}[31m")), (901, group), (902, Value::Code(60_000))]
    }

    /// A field of a sort of value that is not there yet (number 40), and whatever belongs to it.
    const UNKNOWN_SORT: &[u8] = &[251, 0x90, 3, 40, 3, 9, 9, 9];
    const PERSON: Ref = Ref { kind: Kind::Person, id: Id([0xa1; 16]) };
    const VISIT: Ref = Ref { kind: Kind::Visit, id: Id([0xa2; 16]) };
    const AREA: Ref = Ref { kind: Kind::Area, id: Id([0xa3; 16]) };
    const ORGANISATION: Ref = Ref { kind: Kind::Organisation, id: Id([0xa4; 16]) };
    /// A kind of record that is not there yet.
    const MATTER: Key = Key { kind: 9, id: [0xa5; 16] };

    fn record(target: Ref, fields: &[(u16, Value)]) -> Vec<u8> {
        let mut r = Record::new(target.kind, target.id);
        r.fields = fields.iter().cloned().chain(future_fields()).collect::<Fields>();
        encode(&r).unwrap()
    }

    fn with_unknown_sort(mut body: Vec<u8>) -> Vec<u8> {
        // one field more than the list said
        body[0] += 1;
        body.extend(UNKNOWN_SORT);
        body
    }

    fn future() -> Vec<Vec<Change>> {
        let put = |target: Ref, body: Vec<u8>| Change {
            key: Key { kind: target.kind.code(), id: target.id.0 },
            body: Some(body),
            claims: vec![],
        };
        let matter = |body: &[u8]| Change {
            key: MATTER,
            body: Some(body.to_vec()),
            claims: vec![b"matter:1".to_vec()],
        };
        let person = |name: &str| {
            with_unknown_sort(record(
                PERSON,
                &[
                    (person::NAME, Value::text(name)),
                    (person::PHONES, Value::List(vec![Value::text("13837455521")])),
                    (person::STATUS, Value::Code(60_000)),
                ],
            ))
        };
        let link = Value::List(vec![Value::Ref(PERSON)]);
        let visit = record(
            VISIT,
            &[
                (visit::WHEN, Value::Day(day_of(NOW))),
                (visit::MODE, Value::Code(261)),
                (visit::PEOPLE, link),
                (visit::SUMMARY, Value::text("来自新版")),
            ],
        );
        let area = record(AREA, &[(1, Value::text("未来街道")), (area::LEVEL, Value::Code(257))]);
        // a reference to a record of a kind that is not there yet
        let mut organisation = record(ORGANISATION, &[(1, Value::text("未来公司"))]);
        organisation[0] += 1;
        organisation.extend([251, 0xb6, 3, 6, 8]);
        organisation.extend([0xa5; 16]);
        vec![
            vec![put(AREA, area), put(ORGANISATION, organisation)],
            vec![put(PERSON, person("魏来")), matter(b"\x01\x02 of the future"), put(VISIT, visit)],
            vec![matter(b"\x01\x03 changed"), put(PERSON, person("魏来来"))],
        ]
    }

    /// `LINLI_MAKE_GOLDEN=1 cargo test --test evolution make` writes stores 2 and 3 anew. Only ever done for a new format:
    /// what is there stands for the books that people have.
    #[test]
    fn make() {
        if std::env::var_os("LINLI_MAKE_GOLDEN").is_none() {
            return;
        }
        for name in ["store-2", "store-3-newer"] {
            let _ = fs::remove_dir_all(golden(name));
        }
        let dir = golden("store-2");
        let mut bulk = Bulk::create(&dir).unwrap();
        for (n, made) in Generator::new(12, 1, day_of(NOW)).enumerate() {
            let mut request = [0; 16];
            request[8..].copy_from_slice(&(n as u64 + 1).to_be_bytes());
            let key = Key { kind: made.record.kind.code(), id: made.record.id.0 };
            let change =
                Change { key, body: Some(encode(&made.record).unwrap()), claims: claims(&made.record) };
            let actor = made.by.id.0;
            bulk.push(Commit {
                request,
                actor,
                at_ms: made.at_ms,
                changes: vec![change],
                ..Commit::default()
            })
            .unwrap();
        }
        bulk.finish(None).unwrap();
        // opened as the root of a container or as a worker: the book's owner is whoever made it, so a hub is not asked
        let (opened, _) = store::open(&dir, Options::default()).unwrap();
        opened.close().unwrap();
        drop(opened);
        copy(&dir, &golden("store-3-newer"));
        let small = Options { segment_bytes: 16 << 10, ..Options::default() };
        let (newer, _) = store::open(&golden("store-3-newer"), small).unwrap();
        for (n, changes) in (0u8..).zip(future()) {
            let commit = Commit {
                request: [0xb0 + n; 16],
                actor: [0xa9; 16],
                actor_uid: 1000,
                at_ms: NOW,
                batch: Some([0xbb; 16]),
                note: "来自未来".into(),
                changes,
                ..Commit::default()
            };
            assert!(matches!(newer.commit(vec![commit]).unwrap()[0], Outcome::Committed(_)));
        }
        newer.close().unwrap();
        drop(newer);
        // the journal is all of it; half a megabyte of sled need not be kept twice
        fs::remove_dir_all(golden("store-3-newer").join("sled")).unwrap();
        for name in ["store-2", "store-3-newer"] {
            let _ = fs::remove_file(golden(name).join("lock"));
        }
        let dir = book("store-2");
        let h = hub(dir.path());
        let mut c = session(&h);
        let mut lines = Vec::new();
        for kind in Kind::ALL.into_iter().filter(|k| *k != Kind::Staff) {
            lines.extend(records(&mut c, kind));
        }
        fs::write(golden("store-2.jsonl"), lines.join("\n") + "\n").unwrap();
        h.stop();
    }

    #[test]
    fn store_2_says_in_every_later_program_what_it_said_in_its_own() {
        for damaged in [false, true] {
            let dir = book("store-2");
            if damaged {
                // the journal alone is enough
                fs::remove_dir_all(dir.path().join("sled")).unwrap();
            }
            assert_eq!(store::verify(dir.path()).unwrap().bad, None);
            let h = hub(dir.path());
            let mut c = session(&h);
            let wanted = fs::read_to_string(golden("store-2.jsonl")).unwrap();
            let wanted: Vec<serde_json::Value> =
                wanted.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
            let mut found = 0;
            for kind in Kind::ALL {
                let all = records(&mut c, kind);
                // requests and the general kinds came later than this store
                let later = kind == Kind::Request || kind.general().is_some();
                assert!(!all.is_empty() || later, "{kind:?}");
                for line in all {
                    let now: serde_json::Value = serde_json::from_str(&line).unwrap();
                    let Some(then) = wanted.iter().find(|w| w["id"] == now["id"]) else { continue };
                    found += 1;
                    // later programs may say more of a record, never less and nothing else
                    for (key, value) in then.as_object().unwrap() {
                        assert_eq!(&now[key], value, "{key} of {line}");
                    }
                }
            }
            assert_eq!(found, wanted.len(), "records are missing");
            h.stop();
        }
    }

    #[test]
    fn a_newer_programs_records_are_shown_as_far_as_they_are_known() {
        let dir = book("store-3-newer");
        let h = hub(dir.path());
        let mut c = session(&h);
        let s = shown(&mut c, PERSON);
        assert_eq!(s.record.name(), "魏来来");
        let status: &Field = Kind::Person.field(person::STATUS).unwrap();
        assert_eq!(status.choice_label(s.record.fields.code(person::STATUS).unwrap(), Lang::Zh), "#60000");
        let printed: serde_json::Value = serde_json::from_str(&json::printed(&s)).unwrap();
        assert_eq!(printed["name"], "魏来来");
        assert_eq!(printed["status"], 60_000);
        for query in ["魏来来", "wll", "5521", "未来公司"] {
            match c.ask(Request::Find { query: query.into(), kinds: vec![], limit: 9 }).unwrap() {
                Reply::Found { rows, .. } => assert!(!rows.is_empty(), "{query}"),
                other => panic!("{other:?}"),
            }
        }
        for target in [PERSON, VISIT, AREA, ORGANISATION] {
            assert!(matches!(c.ask(Request::Card(target)).unwrap(), Reply::Card(_)), "{target:?}");
            match c.ask(Request::History { target, limit: 9 }).unwrap() {
                Reply::History(all) => assert!(!all.is_empty() && all[0].note == "来自未来"),
                other => panic!("{other:?}"),
            }
            assert!(records(&mut c, target.kind).iter().any(|l| l.contains(&target.id.to_string())));
        }
        match c.ask(Request::Areas { parent: None }).unwrap() {
            // 257 is not 1 with something on top
            Reply::Areas(all) => assert!(all.iter().any(|a| a.id == AREA.id && a.level == 255), "{all:?}"),
            other => panic!("{other:?}"),
        }
        for request in [Request::Today, Request::Status, Request::Circle { target: PERSON }] {
            assert!(!matches!(c.ask(request).unwrap(), Reply::Refused(_)));
        }
        h.stop();
    }

    /// The bytes of fields as they lie in a body.
    fn bytes(fields: &[(u16, Value)]) -> Vec<u8> {
        fields.iter().flat_map(|f| codec::encode(f, 1 << 20).unwrap()).collect()
    }

    #[test]
    fn what_is_not_known_stays_through_edit_merge_undo_and_rebuild() {
        let dir = book("store-3-newer");
        let h = hub(dir.path());
        let (mut a, mut b) = (session(&h), session(&h));
        let first = body(&h, PERSON);
        let unknown = [bytes(&future_fields()), UNKNOWN_SORT.to_vec()].concat();
        assert!(first.ends_with(&unknown));
        let base = shown(&mut a, PERSON).record.version;
        // an edit
        let saved = save(&mut a, 1, PERSON, base, person::TITLE, "经理");
        let second = body(&h, PERSON);
        assert!(second.ends_with(&unknown) && second != first);
        // another one's, of another field, from the same base: merged
        let merged = save(&mut b, 2, PERSON, base, person::NAME, "魏未来");
        assert!(merged.merged && merged.version > saved.version);
        assert!(body(&h, PERSON).ends_with(&unknown));
        assert_eq!(shown(&mut a, PERSON).record.fields.text(person::TITLE), "经理");
        // both taken back: the very bytes that the newer program wrote
        for (n, want) in [(3, &second), (4, &first)] {
            assert!(matches!(b.ask(Request::Undo { request: id(n), batch: None }).unwrap(), Reply::Saved(_)));
            assert_eq!(&body(&h, PERSON), want);
        }
        // the others keep theirs through an edit too
        for (n, target, no, text) in [
            (5, VISIT, visit::SUMMARY, "改过的话"),
            (6, AREA, 1, "未来街道办"),
            (7, ORGANISATION, 1, "未来集团"),
        ] {
            let before = body(&h, target);
            let base = shown(&mut a, target).record.version;
            save(&mut a, n, target, base, no, text);
            let at = before.windows(4).position(|w| w == bytes(&future_fields()).split_at(4).0).unwrap();
            assert!(body(&h, target).ends_with(&before[at..]), "{target:?}");
        }
        let matter = |h: &Hub| h.world().store.get(MATTER).unwrap().unwrap().body;
        assert_eq!(matter(&h), b"\x01\x03 changed");
        let person = body(&h, PERSON);
        drop((a, b));
        h.stop();
        let report = store::rebuild(dir.path(), None).unwrap();
        assert!(report.rebuilt.is_some());
        let h = hub(dir.path());
        assert_eq!(matter(&h), b"\x01\x03 changed", "a kind that is not known is kept");
        assert_eq!(h.world().store.claimed(b"matter:1").unwrap(), Some(MATTER));
        assert_eq!(h.world().store.history(MATTER, 9).unwrap().len(), 2);
        assert_eq!(body(&h, PERSON), person);
        h.stop();
    }

    #[test]
    fn a_field_out_of_reach_is_not_changed_and_that_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        // behind the name stands what cannot be read, and behind that a phone
        let mut bytes = codec::encode(&vec![(1u16, Value::text("魏"))], 1 << 20).unwrap();
        bytes[0] = 3;
        bytes.extend([2, 40, 1, 3, 0, 1, b'1']);
        let key = Key { kind: Kind::Person.code(), id: PERSON.id.0 };
        let change = Change { key, body: Some(bytes.clone()), claims: vec![] };
        h.world()
            .store
            .commit(vec![Commit { request: [1; 16], changes: vec![change], ..Commit::default() }])
            .unwrap();
        let mut c = session(&h);
        let base = shown(&mut c, PERSON).record.version;
        let set = vec![(person::PHONES, Edit::Text("13837455521".into()))];
        match c.ask(Request::Save(Save { request: id(9), target: PERSON, base, set })).unwrap() {
            Reply::Invalid(all) => {
                assert!(all[0].0 == person::PHONES && all[0].1.contains("升级"), "{all:?}")
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(body(&h, PERSON), bytes);
        save(&mut c, 10, PERSON, base, person::NAME, "魏来");
        assert!(body(&h, PERSON).ends_with(&[2, 40, 1, 3, 0, 1, b'1']));
        h.stop();
    }
}
