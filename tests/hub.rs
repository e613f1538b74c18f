//! The hub asked as sessions ask it: over a socket pair, with the real wire, store and finder.

#[cfg(test)]
mod sessions {
    use linli::book::{Day, Id, Kind, Ref, Value, person, visit};
    use linli::hub::client::Client;
    use linli::hub::host::Hub;
    use linli::hub::wire::{
        Draft, Edit, Filter, LedgerRow, LineAsk, Order, Preview, Refusal, Reply, Request, RowOutcome, Save,
        Saved, Signed, Slice,
    };
    use linli::text::Lang;
    use std::path::Path;

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

    fn id(n: u8) -> Id {
        Id([n; 16])
    }

    fn save(c: &mut Client, n: u8, kind: Kind, base: u64, set: Vec<(u16, Edit)>) -> Reply {
        static SERIAL: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
        let mut request = [0xee; 16];
        request[8..].copy_from_slice(&SERIAL.fetch_add(1, std::sync::atomic::Ordering::SeqCst).to_be_bytes());
        c.ask(Request::Save(Save { request: Id(request), target: Ref { kind, id: id(n) }, base, set }))
            .unwrap()
    }

    fn saved(r: Reply) -> Saved {
        match r {
            Reply::Saved(s) => s,
            other => panic!("{other:?}"),
        }
    }

    fn text(no: u16, s: &str) -> (u16, Edit) {
        (no, Edit::Text(s.into()))
    }

    fn zhang(c: &mut Client) -> Saved {
        let set = vec![
            text(person::NAME, "张晓明"),
            text(person::PHONES, "+86 138-3745-5521"),
            text(person::EMPLOYER, "恒达建材有限公司"),
            text(person::TITLE, "总经理"),
        ];
        saved(save(c, 1, Kind::Person, 0, set))
    }

    fn found(c: &mut Client, query: &str) -> Vec<String> {
        match c.ask(Request::Find { query: query.into(), kinds: vec![Kind::Person], limit: 9 }).unwrap() {
            Reply::Found { rows, .. } => rows.iter().map(|r| r.title().to_string()).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_saved_is_found_and_is_there_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        let s = zhang(&mut c);
        assert_eq!(s.made.len(), 1, "the employer is made");
        for query in ["zxm", "zhangxm", "晓明", "在下面", "5521", "恒达", "hdjc", "总经理"] {
            assert_eq!(found(&mut c, query), ["张晓明"], "{query}");
        }
        drop(c);
        h.stop();
        let h = hub(dir.path());
        let mut c = session(&h);
        assert_eq!(found(&mut c, "zxm"), ["张晓明"]);
        let Reply::Shown(r) = c.ask(Request::Get(s.target)).unwrap() else { panic!() };
        assert_eq!(r.record.fields.texts(person::PHONES), ["13837455521"]);
        assert_eq!(r.record.version, s.version);
        h.stop();
    }

    #[test]
    fn disjoint_changes_merge_and_overlapping_ones_are_a_conflict() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let (mut a, mut b) = (session(&h), session(&h));
        let first = zhang(&mut a);
        let by_a = saved(save(&mut a, 1, Kind::Person, first.version, vec![text(person::TITLE, "董事长")]));
        let by_b = saved(save(&mut b, 1, Kind::Person, first.version, vec![text(person::TRADE, "建材")]));
        assert!(by_b.merged && by_b.version > by_a.version);
        match save(&mut b, 1, Kind::Person, first.version, vec![text(person::TITLE, "监事")]) {
            Reply::Conflict(c) => {
                // both values come with who wrote them and when
                let [clash] = c.fields.as_slice() else { panic!("{:?}", c.fields) };
                let me = c.by.clone();
                let signed = |words: &str| Signed { words: words.into(), by: me.clone(), at_ms: NOW };
                assert_eq!((clash.field, &clash.base), (person::TITLE, &signed("总经理")));
                assert_eq!(clash.theirs, signed("董事长"));
            }
            other => panic!("{other:?}"),
        }
        let Reply::Shown(r) = a.ask(Request::Get(first.target)).unwrap() else { panic!() };
        assert_eq!(
            (r.record.fields.text(person::TITLE), r.record.fields.text(person::TRADE)),
            ("董事长", "建材")
        );
        h.stop();
    }

    #[test]
    fn a_repeated_request_writes_once_and_answers_alike() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        zhang(&mut c);
        let line = Request::Capture {
            request: id(9), ask: LineAsk::of("访 zxm 电话 路面补好了 +3天 回话")
        };
        let one = saved(c.ask(line.clone()).unwrap());
        let two = saved(c.ask(line).unwrap());
        assert_eq!((one.target, one.version), (two.target, two.version));
        let Reply::Page { total, rows, .. } = c
            .ask(Request::List {
                kind: Kind::Visit,
                filter: Filter::default(),
                order: Order::Usual,
                offset: 0,
                limit: 9,
                more: Vec::new(),
            })
            .unwrap()
        else {
            panic!()
        };
        assert_eq!((total, rows.len()), (1, 1));
        let Reply::Shown(v) = c.ask(Request::Get(one.target)).unwrap() else { panic!() };
        assert_eq!(v.record.fields.code(visit::MODE), Some(4));
        assert_eq!(v.record.fields.day(visit::NEXT).map(|d| d.to_string()), Some("2026-11-26".into()));
        h.stop();
    }

    #[test]
    fn what_is_asked_again_is_answered_as_the_first_time_whatever_came_between() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let (mut a, mut b) = (session(&h), session(&h));
        let first = zhang(&mut a);
        let ask = |request: u8, base: u64, no: u16, words: &str| {
            let set = vec![text(no, words)];
            Request::Save(Save { request: id(request), target: first.target, base, set })
        };
        let mine = ask(31, first.version, person::TITLE, "董事长");
        let once = saved(a.ask(mine.clone()).unwrap());
        let theirs = ask(32, once.version, person::TRADE, "建材");
        let later = saved(b.ask(theirs).unwrap());
        // not the version that another has made since, which this session has never seen
        assert_eq!(saved(a.ask(mine.clone()).unwrap()).version, once.version);
        let over = ask(33, later.version, person::TITLE, "监事");
        saved(b.ask(over).unwrap());
        assert_eq!(saved(a.ask(mine).unwrap()).version, once.version, "no conflict with what came after it");
        let bulk = Request::Bulk(linli::hub::wire::Bulk {
            request: id(34),
            batch: id(35),
            dry: false,
            kind: Kind::Person,
            items: vec![(first.target.id, 0)],
            field: person::TRADE,
            change: linli::hub::wire::Change::Set(Edit::Text("五金".into())),
        });
        let rows = |r: Reply| match r {
            Reply::Bulk(rows) => rows,
            other => panic!("{other:?}"),
        };
        let told = rows(a.ask(bulk.clone()).unwrap());
        let undo = Request::Undo { request: id(36), batch: Some(id(35)) };
        let back = format!("{:?}", a.ask(undo.clone()).unwrap());
        assert_eq!(rows(a.ask(bulk.clone()).unwrap()), told, "though it is taken back by now");
        assert_eq!(format!("{:?}", a.ask(undo.clone()).unwrap()), back);
        drop((a, b));
        h.stop();
        // the next hub knows of none of these sessions, and answers alike
        let h = hub(dir.path());
        let mut a = session(&h);
        assert_eq!(format!("{:?}", a.ask(undo).unwrap()), back);
        assert_eq!(rows(a.ask(bulk).unwrap()), told);
        let Reply::History(all) = a.ask(Request::History { target: first.target, limit: 99 }).unwrap() else {
            panic!()
        };
        assert_eq!(all.len(), 6, "each was done once");
        h.stop();
    }

    #[test]
    fn a_line_never_guesses() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        zhang(&mut c);
        saved(save(&mut c, 2, Kind::Person, 0, vec![text(person::NAME, "郑小梅")]));
        let ask = |c: &mut Client, line: &str| match c.ask(Request::Preview(LineAsk::of(line))).unwrap() {
            Reply::Preview(p) => p,
            other => panic!("{other:?}"),
        };
        assert!(
            matches!(ask(&mut c, "访 zxm 路面"), Preview::Which(word, rows) if rows.len() == 2 && word == "zxm")
        );
        assert!(matches!(ask(&mut c, "访 没这人 路面"), Preview::Nobody(_)));
        assert!(matches!(ask(&mut c, "访 张晓明 路面"), Preview::Will(all) if all.len() == 1));
        match c.ask(Request::Capture { request: id(7), ask: LineAsk::of("访 zxm 路面") }).unwrap() {
            Reply::Preview(Preview::Which(..)) => {}
            other => panic!("{other:?}"),
        }
        h.stop();
    }

    #[test]
    fn wrong_values_are_refused_in_plain_words_and_nothing_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        match save(
            &mut c,
            3,
            Kind::Person,
            0,
            vec![text(person::NAME, "李敏"), text(person::PHONES, "1383745552")],
        ) {
            Reply::Invalid(all) => {
                assert_eq!(all, [(person::PHONES, "手机号应是 11 位，数一数".to_string())])
            }
            other => panic!("{other:?}"),
        }
        match save(&mut c, 3, Kind::Person, 0, vec![(person::NAME, Edit::Set(Value::Int(4)))]) {
            Reply::Invalid(_) => {}
            other => panic!("{other:?}"),
        }
        match save(
            &mut c,
            3,
            Kind::Person,
            0,
            vec![text(person::NAME, "李敏"), text(person::AREA, "没有的社区")],
        ) {
            Reply::Invalid(all) => assert_eq!(all.len(), 1),
            other => panic!("{other:?}"),
        }
        let gone = c.ask(Request::Get(Ref { kind: Kind::Person, id: id(3) })).unwrap();
        assert!(matches!(gone, Reply::Refused(Refusal::Gone)));
        h.stop();
    }

    #[test]
    fn undo_takes_ones_own_last_change_back() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        let first = zhang(&mut c);
        saved(save(&mut c, 1, Kind::Person, first.version, vec![text(person::TITLE, "董事长")]));
        saved(c.ask(Request::Undo { request: id(20), batch: None }).unwrap());
        let Reply::Shown(r) = c.ask(Request::Get(first.target)).unwrap() else { panic!() };
        assert_eq!(r.record.fields.text(person::TITLE), "总经理");
        let Reply::History(all) = c.ask(Request::History { target: first.target, limit: 9 }).unwrap() else {
            panic!()
        };
        assert_eq!(all.len(), 3, "an undo is a change like any other");
        h.stop();
    }

    #[test]
    fn the_calendar_tells_visits_made_and_promises_to_keep() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        zhang(&mut c);
        let mut visit = |n: u8, when: &str, next: &str| {
            let mut set = vec![text(visit::PEOPLE, "张晓明"), text(visit::WHEN, when)];
            if !next.is_empty() {
                set.push(text(visit::NEXT, next));
            }
            saved(save(&mut c, n, Kind::Visit, 0, set)).target
        };
        // The first promise was kept by the second visit.
        visit(60, "2026-11-01", "2026-11-10");
        let (a, b) = (visit(61, "2026-11-12", "2026-12-01"), visit(62, "2026-11-12", "2026-12-01"));
        let day = |m, d| Day::ymd(2026, m, d).unwrap();
        let mut counts = |from, to| match c.ask(Request::Calendar { from, to }).unwrap() {
            Reply::Calendar(days) => {
                days.into_iter().map(|d| (d.day.short(), d.visits, d.promises)).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        };
        let all = vec![("11-01".into(), 1, 0), ("11-12".into(), 2, 0), ("12-01".into(), 0, 2)];
        assert_eq!(counts(day(11, 1), day(12, 1)), all);
        assert_eq!(counts(day(11, 2), day(11, 30)), all[1..2]);
        assert_eq!(counts(day(12, 1), day(11, 1)), Vec::new());
        for (from, to) in [(Day(0), Day(i32::MAX)), (Day(i32::MIN), Day(i32::MAX))] {
            let refused = c.ask(Request::Calendar { from, to }).unwrap();
            assert!(matches!(refused, Reply::Refused(Refusal::BadRequest)), "{refused:?}");
        }
        let mut of = |day| match c.ask(Request::OneDay(day)).unwrap() {
            Reply::OneDay(d) => d,
            other => panic!("{other:?}"),
        };
        let made = of(day(11, 12));
        assert_eq!(made.visits.iter().map(|r| r.target).collect::<Vec<_>>(), [b, a]);
        assert_eq!((made.visits_total, made.promised_total), (2, 0));
        let due = of(day(12, 1));
        assert_eq!((due.visits_total, due.promised_total, due.promised.len()), (0, 2, 2));
        assert!(due.promised.iter().all(|p| p.person.title() == "张晓明"));
        h.stop();
    }

    #[test]
    fn a_ledger_twice_is_a_ledger_once() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        let person = |name: &str, phone: &str, note: &str| LedgerRow {
            kind: Kind::Person,
            cells: vec![
                (person::NAME, name.into()),
                (person::PHONES, phone.into()),
                (person::AREA, "皇路河村委会".into()),
                (person::NOTE, note.into()),
            ],
            office: "颍川街道办事处".into(),
        };
        let visit = |who: &str, when: &str| LedgerRow {
            kind: Kind::Visit,
            cells: vec![
                (visit::PEOPLE, who.into()),
                (visit::WHEN, when.into()),
                (visit::MODE, "上门走访".into()),
                (visit::STAFF, "孙丽、陈浩".into()),
                (visit::SUMMARY, "日常走访".into()),
            ],
            office: String::new(),
        };
        let rows = vec![
            person("郑超", "17406198481(微信同号)", ""),
            person("郑\u{3000}超", "174-0619-8481", "已加微信"),
            person("李敏", "not a phone", ""),
            visit("郑超\t8617406198481", "2025.3.7"),
            visit("郑超\t17406198481", "45723"),
            visit("没这人\t13800000000", "2025.3.7"),
        ];
        let import = |c: &mut Client, n: u8, dry: bool| {
            let s =
                Slice { request: id(n), batch: id(n), source: "台账.xlsx".into(), dry, rows: rows.clone() };
            match c.ask(Request::Import(s)).unwrap() {
                Reply::Imported { outcomes, .. } => outcomes,
                other => panic!("{other:?}"),
            }
        };
        let shape = |all: &[RowOutcome]| {
            let one = |o: &RowOutcome| match o {
                RowOutcome::Added(_) => 'a',
                RowOutcome::Filled(_) => 'f',
                RowOutcome::Same(_) => 's',
                RowOutcome::Rejected(..) => 'r',
            };
            all.iter().map(one).collect::<String>()
        };
        assert_eq!(shape(&import(&mut c, 30, true)), "afrasr", "a dry run says what would happen");
        assert_eq!(found(&mut c, "郑超").len(), 0, "and writes nothing");
        assert_eq!(shape(&import(&mut c, 31, false)), "afrasr");
        assert_eq!(shape(&import(&mut c, 32, false)), "ssrssr");
        let Reply::Found { rows, .. } =
            c.ask(Request::Find { query: "郑超".into(), kinds: vec![Kind::Person], limit: 2 }).unwrap()
        else {
            panic!()
        };
        let Reply::Card(card) = c.ask(Request::Card(rows[0].target)).unwrap() else { panic!() };
        assert_eq!((card.visits, card.last.map(|l| l.0.to_string())), (1, Some("2025-03-07".into())));
        assert_eq!(card.place, "颍川街道 皇路河村委会");
        h.stop();
    }

    #[test]
    fn drafts_outlive_the_hub_and_news_reach_the_others() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        let target = Ref { kind: Kind::Visit, id: id(5) };
        let draft = Draft {
            id: id(40),
            target,
            base: 0,
            at_ms: NOW,
            title: "走访".into(),
            texts: vec![(7, "路面".into())],
        };
        assert!(matches!(c.ask(Request::KeepDraft(draft.clone())).unwrap(), Reply::Done));
        let mut listener = Client::over(h.connect().unwrap()).unwrap();
        listener.welcome(Lang::Zh, true).unwrap();
        zhang(&mut c);
        let mut stream = listener.into_stream();
        match linli::hub::frame::read(&mut stream).unwrap() {
            linli::hub::wire::FromHub::News(linli::hub::wire::News::Changed { items, own, .. }) => {
                assert!(items.iter().any(|(_, name)| name == "张晓明") && !own);
            }
            other => panic!("{other:?}"),
        }
        drop((c, stream));
        h.stop();
        let h = hub(dir.path());
        let mut c = session(&h);
        let Reply::Drafts(all) = c.ask(Request::Drafts).unwrap() else { panic!() };
        assert_eq!(all, [draft]);
        h.stop();
    }

    #[test]
    fn pages_follow_each_other_without_gap_or_repeat() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        for n in 1..=23u8 {
            saved(save(
                &mut c,
                n,
                Kind::Person,
                0,
                vec![text(person::NAME, &format!("王{}", char::from(b'a' + n)))],
            ));
        }
        let mut page = |offset: u32, limit: u32| {
            let filter = Filter::default();
            let request = Request::List {
                kind: Kind::Person,
                filter,
                order: Order::Name,
                offset,
                limit,
                more: Vec::new(),
            };
            match c.ask(request).unwrap() {
                Reply::Page { rows, total, .. } => {
                    (rows.into_iter().map(|r| r.target).collect::<Vec<_>>(), total)
                }
                other => panic!("{other:?}"),
            }
        };
        let (all, total) = page(0, 50);
        assert_eq!((all.len(), total), (23, 23));
        let pages: Vec<Ref> = (0..3).flat_map(|i| page(i * 10, 10).0).collect();
        assert_eq!(pages, all);
        h.stop();
    }
}
