//! Two records made one and two of one again, asked for as sessions ask for it.

#[cfg(test)]
mod merging {
    use linli::book::merge::Side;
    use linli::book::{Id, Kind, Record, Ref, Value, organisation, person, tie, visit};
    use linli::hub::client::Client;
    use linli::hub::host::Hub;
    use linli::hub::wire::*;
    use linli::text::Lang;
    use std::path::Path;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// 2026-11-23 10:00 in China.
    const NOW: i64 = 1_795_399_200_000;

    fn hub(dir: &Path) -> Hub {
        Hub::start(dir, Box::new(|| NOW), &|_, _| ()).unwrap()
    }

    fn session(hub: &Hub) -> Client {
        let mut c = Client::over(hub.connect().unwrap()).unwrap();
        c.welcome(Lang::Zh, false).unwrap();
        c
    }

    fn fresh() -> Id {
        static SERIAL: AtomicU64 = AtomicU64::new(1);
        let mut id = [0xee; 16];
        id[8..].copy_from_slice(&SERIAL.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        Id(id)
    }

    fn one(kind: Kind, n: u8) -> Ref {
        Ref { kind, id: Id([n; 16]) }
    }

    fn save(c: &mut Client, target: Ref, base: u64, set: &[(u16, &str)]) -> Saved {
        let set = set.iter().map(|(no, t)| (*no, Edit::Text((*t).to_owned()))).collect();
        match c.ask(Request::Save(Save { request: fresh(), target, base, set })).unwrap() {
            Reply::Saved(s) => s,
            other => panic!("{other:?}"),
        }
    }

    fn link(no: u16, to: Ref) -> (u16, Edit) {
        (no, Edit::Links(vec![Link::Ref(to)]))
    }

    fn add(c: &mut Client, target: Ref, set: Vec<(u16, Edit)>) {
        let reply = c.ask(Request::Save(Save { request: fresh(), target, base: 0, set })).unwrap();
        assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
    }

    fn get(c: &mut Client, target: Ref) -> Record {
        match c.ask(Request::Get(target)).unwrap() {
            Reply::Shown(s) => s.record,
            other => panic!("{other:?}"),
        }
    }

    fn list(c: &mut Client, kind: Kind) -> u64 {
        let filter = Filter::default();
        let list = Request::List { kind, filter, order: Order::Usual, offset: 0, limit: 9, more: Vec::new() };
        match c.ask(list).unwrap() {
            Reply::Page { total, .. } => total,
            other => panic!("{other:?}"),
        }
    }

    fn found(c: &mut Client, query: &str) -> Vec<String> {
        match c.ask(Request::Find { query: query.into(), kinds: vec![], limit: 9 }).unwrap() {
            Reply::Found { rows, .. } => rows.iter().map(|r| r.title().to_string()).collect(),
            other => panic!("{other:?}"),
        }
    }

    /// All slices of a merge; how many records were moved.
    fn merge(c: &mut Client, keep: Ref, other: Ref, sides: &[(u16, Side)]) -> u32 {
        let mut moved = 0;
        loop {
            let m = Merge { request: fresh(), dry: false, keep, other, seen: (0, 0), sides: sides.to_vec() };
            match c.ask(Request::Merge(m)).unwrap() {
                Reply::Merging(m) => {
                    moved += m.moved;
                    if m.done {
                        return moved;
                    }
                }
                other => panic!("{other:?}"),
            }
        }
    }

    fn unmerge(c: &mut Client, of: Ref) -> Result<Merging, Reply> {
        let ask = |dry, items, last| Request::Unmerge(Unmerge { request: fresh(), dry, of, items, last });
        let plan = match c.ask(ask(true, vec![], true)).unwrap() {
            Reply::Merging(m) => *m,
            other => return Err(other),
        };
        let mut rest = plan.refs.as_slice();
        loop {
            let (now, later) = rest.split_at(rest.len().min(MERGE_MAX));
            match c.ask(ask(false, now.to_vec(), later.is_empty())).unwrap() {
                Reply::Merging(m) if m.done => return Ok(plan),
                Reply::Merging(_) => rest = later,
                other => return Err(other),
            }
        }
    }

    fn undo(c: &mut Client) -> u32 {
        let (mut all, mut batch) = (0, None);
        loop {
            match c.ask(Request::Undo { request: fresh(), batch }).unwrap() {
                Reply::Undone { more, records, kept } => {
                    assert!(kept.is_empty(), "{kept:?}");
                    all += records;
                    if more.is_none() {
                        return all;
                    }
                    batch = more;
                }
                Reply::Saved(_) => return all + 1,
                other => panic!("{other:?}"),
            }
        }
    }

    const ZHANG: Ref = Ref { kind: Kind::Person, id: Id([1; 16]) };
    const TWIN: Ref = Ref { kind: Kind::Person, id: Id([2; 16]) };
    const FIRM: Ref = Ref { kind: Kind::Organisation, id: Id([3; 16]) };

    /// 张晓明 entered twice, each with a visit; one is a firm's contact, both know the chamber, and each other.
    fn twice(c: &mut Client) {
        save(
            c,
            ZHANG,
            0,
            &[(person::NAME, "张晓明"), (person::PHONES, "13837455521"), (person::TITLE, "总经理")],
        );
        let set = [
            (person::NAME, "张小明"),
            (person::PHONES, "03748882210"),
            (person::TITLE, "经理"),
            (person::TRADE, "建材"),
        ];
        save(c, TWIN, 0, &set);
        let visit = |who: Ref, words: &str| {
            let set = vec![link(visit::PEOPLE, who), (visit::SUMMARY, Edit::Text(words.to_owned()))];
            (Ref { kind: Kind::Visit, id: fresh() }, set)
        };
        for (target, set) in [visit(ZHANG, "修路"), visit(TWIN, "停车")] {
            add(c, target, set);
        }
        let both = (visit::PEOPLE, Edit::Links(vec![Link::Ref(ZHANG), Link::Ref(TWIN)]));
        add(c, one(Kind::Visit, 40), vec![both, (visit::SUMMARY, Edit::Text("两个人".into()))]);
        add(
            c,
            FIRM,
            vec![(organisation::NAME, Edit::Text("恒达建材".into())), link(organisation::CONTACT, TWIN)],
        );
        for (n, from, to) in [(50, ZHANG, FIRM), (51, TWIN, FIRM), (52, ZHANG, TWIN)] {
            let sort = (tie::SORT, Edit::Set(Value::Code(2)));
            let source = (tie::SOURCE, Edit::Text("名册".into()));
            add(c, one(Kind::Tie, n), vec![link(tie::FROM, from), link(tie::TO, to), sort, source]);
        }
    }

    fn everything(c: &mut Client) -> Vec<Option<linli::book::Fields>> {
        let all = [
            ZHANG,
            TWIN,
            FIRM,
            one(Kind::Visit, 40),
            one(Kind::Tie, 50),
            one(Kind::Tie, 51),
            one(Kind::Tie, 52),
        ];
        all.into_iter()
            .map(|r| match c.ask(Request::Get(r)).unwrap() {
                Reply::Shown(s) => Some(s.record.fields),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn one_of_two_and_one_undo_takes_it_back() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        twice(&mut c);
        let before = everything(&mut c);
        assert_eq!(merge(&mut c, ZHANG, TWIN, &[(person::TITLE, Side::Other)]), 5);
        let r = get(&mut c, TWIN);
        assert_eq!(
            (r.id, r.name(), r.fields.text(person::TITLE)),
            (ZHANG.id, "张晓明", "经理"),
            "its id leads to it"
        );
        assert_eq!(r.fields.texts(person::PHONES), ["13837455521", "03748882210"]);
        assert_eq!(r.fields.text(person::TRADE), "建材");
        assert_eq!(
            (list(&mut c, Kind::Person), list(&mut c, Kind::Tie)),
            (1, 1),
            "one tie of two, none to oneself"
        );
        assert_eq!(get(&mut c, one(Kind::Visit, 40)).fields.links(visit::PEOPLE), [ZHANG]);
        assert_eq!(get(&mut c, FIRM).fields.link(organisation::CONTACT), Some(ZHANG));
        for query in ["张小明", "2210", "张晓明"] {
            assert_eq!(found(&mut c, query).first().map(String::as_str), Some("张晓明"), "{query}");
        }
        let Reply::Card(card) = c.ask(Request::Card(TWIN)).unwrap() else { panic!() };
        assert_eq!((card.shown.record.id, card.visits), (ZHANG.id, 3));
        let Reply::History(told) = c.ask(Request::History { target: TWIN, limit: 50 }).unwrap() else {
            panic!()
        };
        let notes: Vec<_> = told.iter().map(|e| (e.note.as_str(), e.of.is_some())).collect();
        assert_eq!(
            notes,
            [
                ("合并：张小明 并入 张晓明", false),
                ("合并：张小明 并入 张晓明", true),
                ("", true),
                ("", false)
            ]
        );
        // what is written about the one that went is about the one that stayed; itself it is written no more
        add(
            &mut c,
            one(Kind::Visit, 41),
            vec![link(visit::PEOPLE, TWIN), (visit::SUMMARY, Edit::Text("后来".into()))],
        );
        assert_eq!(get(&mut c, one(Kind::Visit, 41)).fields.links(visit::PEOPLE), [ZHANG]);
        let set = vec![(person::TITLE, Edit::Text("董事长".into()))];
        let late = c.ask(Request::Save(Save { request: fresh(), target: TWIN, base: 1, set })).unwrap();
        assert!(!matches!(late, Reply::Saved(_)), "{late:?}");
        undo(&mut c);
        assert_eq!(undo(&mut c), 7, "five references, both records");
        assert_eq!(everything(&mut c), before);
        h.stop();
    }

    #[test]
    fn later_it_is_taken_apart_and_what_came_since_stays() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        twice(&mut c);
        merge(&mut c, ZHANG, TWIN, &[(person::TITLE, Side::Other), (person::NAME, Side::Other)]);
        drop(c);
        h.stop();
        // with its indexes as they were written down, and made anew
        let h = hub(dir.path());
        assert_eq!(get(&mut session(&h), TWIN).id, ZHANG.id);
        h.stop();
        std::fs::remove_file(dir.path().join("index.snapshot")).unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        assert_eq!(found(&mut c, "张小明"), ["张小明"]);
        let now = get(&mut c, ZHANG);
        save(&mut c, ZHANG, now.version, &[(person::TITLE, "董事长"), (person::WECHAT, "zxm88")]);
        add(
            &mut c,
            one(Kind::Visit, 41),
            vec![link(visit::PEOPLE, ZHANG), (visit::SUMMARY, Edit::Text("后来".into()))],
        );
        let shared = get(&mut c, one(Kind::Visit, 40));
        save(&mut c, shared.to_ref(), shared.version, &[(visit::SUMMARY, "两个人都在")]);
        let plan = unmerge(&mut c, TWIN).unwrap();
        assert_eq!((plan.since, plan.left), (vec![person::TITLE], 5));
        let (a, b) = (get(&mut c, ZHANG), get(&mut c, TWIN));
        assert_eq!(
            (a.name(), a.fields.text(person::TITLE), a.fields.text(person::WECHAT)),
            ("张晓明", "董事长", "zxm88")
        );
        assert_eq!((b.id, b.name(), b.fields.text(person::TITLE)), (TWIN.id, "张小明", "经理"));
        let shared = get(&mut c, one(Kind::Visit, 40));
        assert_eq!(shared.fields.links(visit::PEOPLE), [ZHANG, TWIN]);
        assert_eq!(shared.fields.text(visit::SUMMARY), "两个人都在");
        assert_eq!(get(&mut c, one(Kind::Visit, 41)).fields.links(visit::PEOPLE), [ZHANG]);
        assert_eq!(
            (list(&mut c, Kind::Tie), get(&mut c, FIRM).fields.link(organisation::CONTACT)),
            (3, Some(TWIN))
        );
        assert!(matches!(unmerge(&mut c, TWIN), Err(Reply::Refused(Refusal::Said(_)))));
        h.stop();
    }

    /// More refer to it than one commit moves.
    #[test]
    fn a_large_organisation_goes_in_slices() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        let (keep, other) = (one(Kind::Organisation, 1), one(Kind::Organisation, 2));
        save(&mut c, keep, 0, &[(organisation::NAME, "恒达建材有限公司")]);
        save(&mut c, other, 0, &[(organisation::NAME, "恒达建材")]);
        for n in 0..100u8 {
            let set = vec![(person::NAME, Edit::Text(format!("某{n}"))), link(person::EMPLOYER, other)];
            add(&mut c, one(Kind::Person, 100 + n), set);
        }
        let people = |c: &mut Client, of: Ref| match c.ask(Request::Card(of)).unwrap() {
            Reply::Card(card) => card.people_total,
            other => panic!("{other:?}"),
        };
        let slice = Merge { request: fresh(), dry: false, keep, other, seen: (0, 0), sides: vec![] };
        let Reply::Merging(m) = c.ask(Request::Merge(slice)).unwrap() else { panic!() };
        assert_eq!((m.moved, m.left, m.done), (45, 55, false));
        assert_eq!((people(&mut c, keep), people(&mut c, other)), (45, 55), "both are whole in between");
        // another goes on with it
        assert_eq!(merge(&mut session(&h), keep, other, &[]), 55);
        assert_eq!((people(&mut c, other), list(&mut c, Kind::Organisation)), (100, 1));
        // a ledger that still writes the old name makes no new one
        let row = LedgerRow {
            kind: Kind::Person,
            cells: vec![(person::NAME, "新来的".into()), (person::EMPLOYER, "恒达建材".into())],
            office: String::new(),
        };
        let slice =
            Slice { request: fresh(), batch: fresh(), source: "t".into(), dry: false, rows: vec![row] };
        assert!(
            matches!(c.ask(Request::Import(slice)).unwrap(), Reply::Imported { made, .. } if made.is_empty())
        );
        assert_eq!(people(&mut c, keep), 101);
        unmerge(&mut c, other).unwrap();
        assert_eq!((people(&mut c, keep), people(&mut c, other)), (1, 100));
        assert_eq!(merge(&mut c, keep, other, &[]), 100);
        assert_eq!(undo(&mut c), 102);
        assert_eq!((people(&mut c, keep), people(&mut c, other)), (1, 100));
        h.stop();
    }

    #[test]
    fn ledgers_find_whoever_stayed() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        let import = |c: &mut Client, kind: Kind, cells: &[(u16, &str)]| {
            let cells = cells.iter().map(|(no, t)| (*no, (*t).to_owned())).collect();
            let rows = vec![LedgerRow { kind, cells, office: String::new() }];
            let slice = Slice { request: fresh(), batch: fresh(), source: "t".into(), dry: false, rows };
            match c.ask(Request::Import(slice)).unwrap() {
                Reply::Imported { outcomes, .. } => outcomes[0].clone(),
                other => panic!("{other:?}"),
            }
        };
        let who = [(person::NAME, "张小明"), (person::PHONES, "13837455521")];
        let visit =
            [(visit::PEOPLE, "张小明\t13837455521"), (visit::WHEN, "2026-3-7"), (visit::SUMMARY, "停车")];
        let RowOutcome::Added(twin) = import(&mut c, Kind::Person, &who) else { panic!() };
        let RowOutcome::Added(first) = import(&mut c, Kind::Visit, &visit) else { panic!() };
        save(&mut c, ZHANG, 0, &[(person::NAME, "张晓明"), (person::PHONES, "19012345678")]);
        // not even the number stays on the card
        merge(&mut c, ZHANG, twin, &[(person::PHONES, Side::Keep)]);
        assert_eq!(import(&mut c, Kind::Person, &who), RowOutcome::Same(ZHANG));
        assert_eq!(import(&mut c, Kind::Visit, &visit), RowOutcome::Same(first));
        assert_eq!((list(&mut c, Kind::Person), list(&mut c, Kind::Visit)), (1, 1));
        h.stop();
    }

    #[test]
    fn erasing_whoever_stayed_erases_whoever_went() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        save(&mut c, ZHANG, 0, &[(person::NAME, "张晓明"), (person::NOTE, "甲话")]);
        save(&mut c, TWIN, 0, &[(person::NAME, "章小铭"), (person::NOTE, "乙话")]);
        add(
            &mut c,
            one(Kind::Visit, 41),
            vec![link(visit::PEOPLE, TWIN), (visit::SUMMARY, Edit::Text("丙话".into()))],
        );
        merge(&mut c, ZHANG, TWIN, &[(person::NOTE, Side::Keep)]);
        let ask = PersonAsk::File { request: fresh(), person: TWIN.id, copy: true, way: 1 };
        let Reply::PersonFile(file) = c.ask(Request::Person(ask)).unwrap() else { panic!() };
        assert_eq!(file.formers.len(), 1, "what is held of whoever went is told too");
        let reason = "本人要求".to_owned();
        let ask = PersonAsk::Erase { request: fresh(), person: TWIN.id, reason, mentions: false, way: 1 };
        let reply = c.ask(Request::Person(ask)).unwrap();
        assert!(matches!(reply, Reply::Erasing(_)), "{reply:?}");
        for r in [ZHANG, TWIN] {
            assert!(matches!(c.ask(Request::Get(r)).unwrap(), Reply::Refused(Refusal::Gone)));
        }
        drop(c);
        h.stop();
        let mut all = Vec::new();
        let mut folders = vec![dir.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                match entry.file_type().unwrap().is_dir() {
                    true => folders.push(entry.path()),
                    false => all.extend(std::fs::read(entry.path()).unwrap()),
                }
            }
        }
        for word in ["张晓明", "章小铭", "甲话", "乙话", "丙话"] {
            assert!(memchr::memmem::find(&all, word.as_bytes()).is_none(), "{word}");
        }
    }

    type Found = Vec<(String, String, Vec<Likeness>)>;

    fn pairs(c: &mut Client, kind: Kind, of: Option<Id>) -> Found {
        match c.ask(Request::Pairs(PairsAsk { kind, of, offset: 0, limit: 50 })).unwrap() {
            Reply::Pairs { total, pairs } => {
                assert_eq!(total, pairs.len() as u64);
                let name = |r: &linli::book::Row| r.title().to_owned();
                pairs.iter().map(|p| (name(&p.a), name(&p.b), p.why.clone())).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    fn said(c: &mut Client, n: u8, sort: u16, a: Ref, b: Ref) {
        let sort = (tie::SORT, Edit::Set(Value::Code(sort)));
        let source = (tie::SOURCE, Edit::Text("王丽".into()));
        add(c, one(Kind::Tie, n), vec![link(tie::FROM, a), link(tie::TO, b), sort, source]);
    }

    /// People by name, number, employer; every pair of them is known by hand.
    const PEOPLE: [(u8, &str, &str, &str); 16] = [
        (1, "张晓明", "13837455521", "恒达建材"),
        (2, "张总", "138 3745 5521", ""),
        (3, "李敏嘉", "19284973680", "大禹教育"),
        (4, "李敏嘉", "", "大禹教育"),
        (5, "王莉莉", "", "大禹教育"),
        (6, "王丽丽", "", "大禹教育"),
        (7, "冯艳玲", "13266437000", ""),
        (8, "冯艳玲", "", ""),
        (9, "冯艳玲", "13266437001", ""),
        (10, "赵一", "15933020001", ""),
        (11, "钱二", "15933020001", ""),
        // an office's line is nobody's
        (12, "孙三", "03748882210", "同兴传媒"),
        (13, "周四", "03748882210", "同兴传媒"),
        (14, "吴总", "", "同兴传媒"),
        (15, "吴五", "", "同兴传媒"),
        (16, "郑六", "", "同兴传媒"),
    ];

    fn enter(c: &mut Client, all: &[(u8, &str, &str, &str)]) {
        for (n, name, phone, employer) in all {
            let set = [(person::NAME, *name), (person::PHONES, *phone), (person::EMPLOYER, *employer)];
            save(
                c,
                one(Kind::Person, *n),
                0,
                &set.into_iter().filter(|(_, t)| !t.is_empty()).collect::<Vec<_>>(),
            );
        }
    }

    #[test]
    fn pairs_are_the_same_whether_found_at_once_or_as_they_come() {
        use Likeness::*;
        let at_once = tempfile::tempdir().unwrap();
        let h = hub(at_once.path());
        let mut c = session(&h);
        enter(&mut c, &PEOPLE);
        let mut whole = pairs(&mut c, Kind::Person, None);
        let pair = |a: &str, b: &str, why| (a.to_owned(), b.to_owned(), vec![why]);
        let mut wanted = vec![
            pair("张晓明", "张总", Phone),
            pair("李敏嘉", "李敏嘉", NameAndEmployer),
            pair("王莉莉", "王丽丽", SoundAndEmployer),
            pair("吴总", "吴五", SoundAndEmployer),
            pair("冯艳玲", "冯艳玲", NameAlone),
            pair("冯艳玲", "冯艳玲", NameAlone),
            pair("赵一", "钱二", NumberOnly),
        ];
        whole.sort();
        wanted.sort();
        assert_eq!(whole, wanted);
        h.stop();
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        assert!(pairs(&mut c, Kind::Person, None).is_empty());
        for one in PEOPLE {
            enter(&mut c, &[one]);
            pairs(&mut c, Kind::Person, None);
        }
        let mut each = pairs(&mut c, Kind::Person, None);
        each.sort();
        assert_eq!(each, wanted, "as they come");
        // corrected, a pair is none any more
        let ten = get(&mut c, one(Kind::Person, 10));
        save(&mut c, ten.to_ref(), ten.version, &[(person::PHONES, "15933020009")]);
        assert_eq!(pairs(&mut c, Kind::Person, Some(Id([11; 16]))), []);
        h.stop();
    }

    #[test]
    fn what_somebody_said_of_a_pair_counts() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        enter(&mut c, &PEOPLE[..4]);
        let (three, four) = (one(Kind::Person, 3), one(Kind::Person, 4));
        said(&mut c, 90, tie::APART, four, three);
        assert_eq!(pairs(&mut c, Kind::Person, Some(three.id)), [], "it does not come back");
        undo(&mut c);
        assert_eq!(pairs(&mut c, Kind::Person, Some(three.id)).len(), 1);
        said(&mut c, 91, tie::PERHAPS, ZHANG, three);
        let first = pairs(&mut c, Kind::Person, None)[0].clone();
        assert_eq!(
            first,
            ("张晓明".into(), "李敏嘉".into(), vec![Likeness::Said]),
            "what was put aside comes first"
        );
        // neither ties anybody to anybody
        assert!(
            matches!(c.ask(Request::Circle { target: ZHANG }).unwrap(), Reply::Circle(rows) if rows.iter().all(|r| r.target != three))
        );
        drop(c);
        h.stop();
        let h = hub(dir.path());
        let mut c = session(&h);
        assert_eq!(pairs(&mut c, Kind::Person, Some(ZHANG.id)).len(), 2, "read back from the snapshot");
        merge(&mut c, ZHANG, three, &[]);
        assert_eq!(list(&mut c, Kind::Tie), 0, "one is not perhaps itself");
        h.stop();
    }

    #[test]
    fn organisations_by_their_names() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        for (n, name) in
            [(1, "禹州市恒达建材有限公司"), (2, "恒达建材有限公司"), (3, "恒达建材"), (4, "恒达美发")]
        {
            save(&mut c, one(Kind::Organisation, n), 0, &[(organisation::NAME, name)]);
            if n == 1 {
                pairs(&mut c, Kind::Organisation, None);
            }
        }
        let found = pairs(&mut c, Kind::Organisation, None);
        let likes: Vec<_> = found.iter().map(|p| p.2[0]).collect();
        assert_eq!(likes, [Likeness::Key, Likeness::NearKey, Likeness::NearKey], "{found:?}");
        h.stop();
    }

    #[test]
    fn frozen_people_are_not_merged() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        twice(&mut c);
        let reason = "本人要求".to_owned();
        let freeze = PersonAsk::Freeze { request: fresh(), person: TWIN.id, lift: false, reason, way: 1 };
        assert!(matches!(c.ask(Request::Person(freeze)).unwrap(), Reply::Saved(_)));
        for (keep, other) in [(ZHANG, TWIN), (TWIN, ZHANG)] {
            let m = Merge { request: fresh(), dry: false, keep, other, seen: (0, 0), sides: vec![] };
            let reply = c.ask(Request::Merge(m)).unwrap();
            assert!(matches!(reply, Reply::Refused(Refusal::Said(_))), "{reply:?}");
        }
        h.stop();
    }
}
