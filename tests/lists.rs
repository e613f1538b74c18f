//! Lists as sessions ask for them: narrowed and counted by any field, kept under a name, changed together, and who else
//! has a card open.

#[cfg(test)]
mod lists {
    use linli::book::{Day, Id, Kind, Ref, Value, organisation, person, visit};
    use linli::hub::client::Client;
    use linli::hub::frame;
    use linli::hub::host::Hub;
    use linli::hub::wire::*;
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

    fn fresh() -> Id {
        static SERIAL: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
        let mut id = [0xee; 16];
        id[8..].copy_from_slice(&SERIAL.fetch_add(1, std::sync::atomic::Ordering::SeqCst).to_be_bytes());
        Id(id)
    }

    fn save(c: &mut Client, target: Ref, base: u64, set: Vec<(u16, Edit)>) -> Saved {
        match c.ask(Request::Save(Save { request: fresh(), target, base, set })).unwrap() {
            Reply::Saved(s) => s,
            other => panic!("{other:?}"),
        }
    }

    fn one(kind: Kind, n: u8) -> Ref {
        Ref { kind, id: Id([n; 16]) }
    }

    fn text(no: u16, s: &str) -> (u16, Edit) {
        (no, Edit::Text(s.into()))
    }

    fn set(no: u16, v: Value) -> (u16, Edit) {
        (no, Edit::Set(v))
    }

    /// Two areas, one in the other; four people of whom three have a liaison.
    fn fill(c: &mut Client) {
        save(c, one(Kind::Area, 1), 0, vec![text(1, "颍川街道"), set(4, Value::Code(3))]);
        save(c, one(Kind::Area, 2), 0, vec![text(1, "恒达社区"), set(3, Value::Ref(one(Kind::Area, 1)))]);
        for (n, name, liaison, groups, area) in [
            (1, "张晓明", "王丽", vec![1, 4], Some(2)),
            (2, "李敏嘉", "王丽", vec![4], Some(1)),
            (3, "冯艳玲", "陈浩", vec![], Some(2)),
            (4, "于婷", "", vec![3], None),
        ] {
            let mut fields = vec![text(person::NAME, name), text(person::LIAISON, liaison)];
            let codes = groups.into_iter().map(Value::Code).collect();
            fields.push(set(person::GROUPS, Value::List(codes)));
            if let Some(a) = area {
                fields.push(set(person::AREA, Value::Ref(one(Kind::Area, a))));
            }
            fields.push(set(
                person::NOTICE,
                Value::Day(Day::ymd(2026, 11, 23 - i32::from(n) as u32 * 5).unwrap()),
            ));
            save(c, one(Kind::Person, n), 0, fields);
        }
        save(c, one(Kind::Tag, 9), 0, vec![text(1, "志愿者"), text(2, "约请服务"), text(3, "王丽")]);
        let now = version(c, one(Kind::Person, 1));
        let tags = Value::List(vec![Value::Ref(one(Kind::Tag, 9))]);
        save(c, one(Kind::Person, 1), now, vec![set(person::TAGS, tags)]);
        for (n, whom, mode) in [(1, 1, 1), (2, 1, 4), (3, 2, 4)] {
            let people = Value::List(vec![Value::Ref(one(Kind::Person, whom))]);
            let staff = text(visit::STAFF, if n == 2 { "陈浩、王丽" } else { "王丽" });
            save(
                c,
                one(Kind::Visit, n),
                0,
                vec![set(visit::PEOPLE, people), set(visit::MODE, Value::Code(mode)), staff],
            );
        }
        save(
            c,
            one(Kind::Organisation, 1),
            0,
            vec![
                text(1, "恒达建材"),
                set(organisation::SORT, Value::Code(1)),
                set(organisation::AREA, Value::Ref(one(Kind::Area, 2))),
            ],
        );
        save(
            c,
            one(Kind::Organisation, 2),
            0,
            vec![text(1, "建材商会"), set(organisation::SORT, Value::Code(4))],
        );
    }

    fn version(c: &mut Client, target: Ref) -> u64 {
        match c.ask(Request::Get(target)).unwrap() {
            Reply::Shown(s) => s.record.version,
            other => panic!("{other:?}"),
        }
    }

    fn staff(c: &mut Client, name: &str) -> Id {
        let request = Request::Find { query: name.into(), kinds: vec![Kind::Staff], limit: 1 };
        match c.ask(request).unwrap() {
            Reply::Found { rows, .. } => rows[0].target.id,
            other => panic!("{other:?}"),
        }
    }

    fn listed(c: &mut Client, kind: Kind, filter: Filter, order: Order) -> Vec<u8> {
        match c.ask(Request::List { kind, filter, order, offset: 0, limit: 99, more: vec![] }).unwrap() {
            Reply::Page { rows, total, .. } => {
                assert_eq!(total, rows.len() as u64);
                rows.iter().map(|r| r.target.id.0[0]).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    fn passing(c: &mut Client, kind: Kind, tests: &[(u16, &[Is])]) -> Vec<u8> {
        let tests = tests.iter().map(|(field, any)| Test { field: *field, any: any.to_vec() }).collect();
        let mut ids = listed(c, kind, Filter { tests, ..Filter::default() }, Order::Usual);
        ids.sort_unstable();
        ids
    }

    fn counted(c: &mut Client, kind: Kind, filter: Filter, field: u16) -> Vec<(Is, String, u64)> {
        match c.ask(Request::Counts { kind, filter, field }).unwrap() {
            Reply::Counts(all) => all.into_iter().map(|n| (n.is, n.name, n.rows)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn any_field_narrows_a_list_and_is_counted() {
        let dir = tempfile::tempdir().unwrap();
        for round in 0..2 {
            // the second time out of the indexes that the first hub wrote down
            let hub = hub(dir.path());
            let c = &mut session(&hub);
            if round == 0 {
                fill(c);
            }
            let (wang, chen) = (staff(c, "王丽"), staff(c, "陈浩"));
            let day = |d| Day::ymd(2026, 11, d);
            for (tests, wanted) in [
                (&[(person::GROUPS, &[Is::Code(4)][..])][..], &[1, 2][..]),
                (&[(person::GROUPS, &[Is::Code(3), Is::Code(1)])], &[1, 4]),
                (&[(person::GROUPS, &[Is::Blank])], &[3]),
                (&[(person::GROUPS, &[Is::Filled]), (person::LIAISON, &[Is::Ref(wang)])], &[1, 2]),
                (&[(person::LIAISON, &[Is::Ref(chen), Is::Blank])], &[3, 4]),
                (&[(person::AREA, &[Is::Ref(Id([1; 16]))])], &[1, 2, 3]),
                (&[(person::AREA, &[Is::Ref(Id([2; 16]))])], &[1, 3]),
                (&[(person::TAGS, &[Is::Ref(Id([9; 16]))])], &[1]),
                (&[(person::TAGS, &[Is::Blank])], &[2, 3, 4]),
                (&[(person::NOTICE, &[Is::Days(day(10), None)])], &[1, 2]),
                (&[(person::NOTICE, &[Is::Span(Span::Week)])], &[1]),
                (&[(person::STATUS, &[Is::Code(1)])], &[1, 2, 3, 4]),
                (&[(person::STATUS, &[Is::Code(2)])], &[]),
                (&[(person::TRADE, &[Is::Filled])], &[]),
                (&[(person::TRADE, &[])], &[]),
            ] {
                assert_eq!(passing(c, Kind::Person, tests), wanted, "{tests:?}");
            }
            assert_eq!(passing(c, Kind::Visit, &[(visit::MODE, &[Is::Code(4)])]), [2, 3]);
            assert_eq!(
                passing(c, Kind::Visit, &[(visit::STAFF, &[Is::Ref(wang)])]),
                [1, 2, 3],
                "the second too"
            );
            assert_eq!(passing(c, Kind::Organisation, &[(organisation::SORT, &[Is::Code(4)])]), [2]);
            let below = [Is::Ref(Id([1; 16]))];
            assert_eq!(passing(c, Kind::Organisation, &[(organisation::AREA, &below)]), [1]);
            assert_eq!(passing(c, Kind::Area, &[(4, &[Is::Code(3)])]), [1], "of which there are no columns");
            let levels = counted(c, Kind::Area, Filter::default(), 4);
            assert_eq!(levels, [(Is::Code(3), String::new(), 1), (Is::Blank, String::new(), 1)]);
            let groups = counted(c, Kind::Person, Filter::default(), person::GROUPS);
            let none = String::new;
            assert_eq!(
                groups,
                [
                    (Is::Code(1), none(), 1),
                    (Is::Code(3), none(), 1),
                    (Is::Code(4), none(), 2),
                    (Is::Blank, none(), 1)
                ]
            );
            let only = Filter {
                tests: vec![
                    Test { field: person::GROUPS, any: vec![Is::Code(4)] },
                    Test { field: person::LIAISON, any: vec![Is::Ref(chen)] },
                ],
                ..Filter::default()
            };
            assert_eq!(
                counted(c, Kind::Person, only, person::LIAISON),
                [(Is::Ref(wang), "王丽".to_string(), 2)],
                "its own test is left aside, the others are not"
            );
            let areas = counted(c, Kind::Person, Filter::default(), person::AREA);
            assert_eq!(
                areas,
                [
                    (Is::Ref(Id([1; 16])), "颍川街道".into(), 3),
                    (Is::Ref(Id([2; 16])), "恒达社区".into(), 2),
                    (Is::Blank, none(), 1)
                ]
            );
            let said = counted(c, Kind::Visit, Filter::default(), visit::STAFF);
            assert_eq!(said, [(Is::Ref(wang), "王丽".into(), 3), (Is::Ref(chen), "陈浩".into(), 1)]);
            let told = counted(c, Kind::Person, Filter::default(), person::NOTICE);
            assert!(
                told.contains(&(Is::Span(Span::Week), none(), 1))
                    && told.contains(&(Is::Span(Span::Year), none(), 4))
            );
            let by = |back| Order::By(person::NOTICE, back);
            assert_eq!(listed(c, Kind::Person, Filter::default(), by(false)), [1, 2, 3, 4]);
            assert_eq!(listed(c, Kind::Person, Filter::default(), by(true)), [4, 3, 2, 1]);
            hub.stop();
        }
    }

    #[test]
    fn what_a_change_makes_of_a_row_is_what_the_filter_finds() {
        let dir = tempfile::tempdir().unwrap();
        let hub = hub(dir.path());
        let c = &mut session(&hub);
        fill(c);
        let target = one(Kind::Person, 1);
        let now = version(c, target);
        save(
            c,
            target,
            now,
            vec![set(person::GROUPS, Value::List(vec![Value::Code(2)])), (person::TAGS, Edit::Clear)],
        );
        assert_eq!(passing(c, Kind::Person, &[(person::GROUPS, &[Is::Code(4)])]), [2]);
        assert_eq!(passing(c, Kind::Person, &[(person::TAGS, &[Is::Filled])]), [0; 0]);
        c.ask(Request::Undo { request: fresh(), batch: None }).unwrap();
        assert_eq!(passing(c, Kind::Person, &[(person::GROUPS, &[Is::Code(4)])]), [1, 2]);
        assert_eq!(passing(c, Kind::Person, &[(person::TAGS, &[Is::Ref(Id([9; 16]))])]), [1]);
    }

    fn bulk(
        c: &mut Client,
        batch: Id,
        dry: bool,
        items: &[(u8, u64)],
        field: u16,
        change: Change,
    ) -> Vec<BulkRow> {
        let items = items.iter().map(|(n, v)| (Id([*n; 16]), *v)).collect();
        let bulk = Bulk { request: fresh(), batch, dry, kind: Kind::Person, items, field, change };
        match c.ask(Request::Bulk(bulk)).unwrap() {
            Reply::Bulk(rows) => rows,
            other => panic!("{other:?}"),
        }
    }

    fn liaison(c: &mut Client, n: u8) -> Option<Id> {
        match c.ask(Request::Get(one(Kind::Person, n))).unwrap() {
            Reply::Shown(s) => s.record.fields.link(person::LIAISON).map(|r| r.id),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn many_are_changed_after_a_look_and_taken_back_together() {
        let dir = tempfile::tempdir().unwrap();
        let hub = hub(dir.path());
        let c = &mut session(&hub);
        fill(c);
        let (wang, chen) = (staff(c, "王丽"), staff(c, "陈浩"));
        let to_chen = || Change::Set(Edit::Set(Value::Ref(Ref { kind: Kind::Staff, id: chen })));
        let all: Vec<(u8, u64)> = [1, 2, 3, 4, 77].map(|n| (n, 0)).into();
        let look = bulk(c, fresh(), true, &all, person::LIAISON, to_chen());
        let outcomes: Vec<BulkOutcome> = look.iter().map(|r| r.outcome.clone()).collect();
        let changes = |from: &str| BulkOutcome::Changes(from.into(), "陈浩".into());
        assert_eq!(outcomes[..4], [changes("王丽"), changes("王丽"), BulkOutcome::Same, changes("")]);
        assert!(matches!(&outcomes[4], BulkOutcome::Left(why) if !why.is_empty()));
        assert_eq!(liaison(c, 1), Some(wang), "looking changes nothing");
        // somebody changes one of them after the look
        let other = &mut session(&hub);
        save(other, one(Kind::Person, 2), look[1].version, vec![text(person::LIAISON, "孙丽")]);
        let seen: Vec<(u8, u64)> = [0, 1, 3].map(|i: usize| (look[i].target.id.0[0], look[i].version)).into();
        let batch = fresh();
        let done: Vec<BulkRow> =
            seen.iter().flat_map(|one| bulk(c, batch, false, &[*one], person::LIAISON, to_chen())).collect();
        assert_eq!(done[0].outcome, changes("王丽"));
        assert!(matches!(&done[1].outcome, BulkOutcome::Left(why) if why.contains("孙丽")), "{:?}", done[1]);
        assert_eq!(done[2].outcome, changes(""));
        assert_eq!((liaison(c, 1), liaison(c, 4)), (Some(chen), Some(chen)));
        // all of it is one act: undone slice by slice, but for what others changed since
        let now = version(c, one(Kind::Person, 4));
        save(other, one(Kind::Person, 4), now, vec![text(person::LIAISON, "孙丽")]);
        // the other session is the same worker: that change of theirs is theirs to take back first
        let undo = |c: &mut Client, batch| c.ask(Request::Undo { request: fresh(), batch }).unwrap();
        let Reply::Undone { more: Some(more), records: 0, kept } = undo(c, Some(batch)) else { panic!() };
        assert_eq!((more, kept), (batch, vec!["于婷".to_string()]));
        let Reply::Undone { more: None, records: 1, kept } = undo(c, Some(more)) else { panic!() };
        assert!(kept.is_empty());
        assert_eq!((liaison(c, 1), liaison(c, 4) == Some(chen)), (Some(wang), false));
        assert!(matches!(undo(c, Some(batch)), Reply::Refused(Refusal::NothingToUndo)));
    }

    #[test]
    fn several_values_are_added_to_and_taken_from() {
        let dir = tempfile::tempdir().unwrap();
        let hub = hub(dir.path());
        let c = &mut session(&hub);
        fill(c);
        let all: Vec<(u8, u64)> = [1, 2, 3].map(|n| (n, 0)).into();
        let tag = Value::Ref(one(Kind::Tag, 9));
        bulk(c, fresh(), false, &all, person::TAGS, Change::Add(tag.clone()));
        assert_eq!(passing(c, Kind::Person, &[(person::TAGS, &[Is::Filled])]), [1, 2, 3]);
        let rows = bulk(c, fresh(), false, &all, person::GROUPS, Change::Remove(Value::Code(4)));
        assert_eq!(rows[2].outcome, BulkOutcome::Same);
        assert_eq!(passing(c, Kind::Person, &[(person::GROUPS, &[Is::Code(4)])]), [0; 0]);
        assert_eq!(passing(c, Kind::Person, &[(person::GROUPS, &[Is::Code(1)])]), [1], "the rest stays");
        let Reply::Undone { more: None, records: 2, .. } =
            c.ask(Request::Undo { request: fresh(), batch: None }).unwrap()
        else {
            panic!()
        };
        assert_eq!(passing(c, Kind::Person, &[(person::GROUPS, &[Is::Code(4)])]), [1, 2]);
        let refused = |c: &mut Client, field, change| {
            let items = vec![(Id([1; 16]), 0)];
            let bulk = Bulk {
                request: fresh(),
                batch: fresh(),
                dry: true,
                kind: Kind::Person,
                items,
                field,
                change,
            };
            matches!(c.ask(Request::Bulk(bulk)).unwrap(), Reply::Refused(Refusal::BadRequest))
        };
        let name = || Change::Set(Edit::Text("张三".into()));
        assert!(refused(c, person::NAME, name()), "a name is nobody else's");
        assert!(refused(c, person::LIAISON, name()), "whom a field refers to is picked");
        assert!(refused(c, person::STATUS, Change::Add(Value::Code(1))), "it holds one");
    }

    #[test]
    fn further_columns_stand_behind_the_usual_ones_and_numbers_stay_covered() {
        let dir = tempfile::tempdir().unwrap();
        let hub = hub(dir.path());
        let c = &mut session(&hub);
        fill(c);
        let target = one(Kind::Person, 1);
        let now = version(c, target);
        save(c, target, now, vec![text(person::PHONES, "13837455521"), text(person::WECHAT, "13837455521")]);
        let more =
            vec![person::LIAISON, person::GROUPS, person::PHONES, person::WECHAT, person::FROZEN_ON, 999];
        let rows = match c
            .ask(Request::Rows { targets: vec![target, one(Kind::Person, 88)], more: more.clone() })
            .unwrap()
        {
            Reply::Rows(rows) => rows,
            other => panic!("{other:?}"),
        };
        assert_eq!(rows.len(), 1);
        let cells = &rows[0].cells[linli::book::columns::columns(Kind::Person).len()..];
        let said = format!("{cells:?}");
        assert!(said.contains("王丽") && said.contains("新媒体") && said.contains("138****5521"), "{said}");
        assert!(!said.contains("13837455521") && cells.len() == more.len(), "{said}");
        let filter = Filter { text: "zxm".into(), ..Filter::default() };
        let list =
            Request::List { kind: Kind::Person, filter, order: Order::Usual, offset: 0, limit: 9, more };
        match c.ask(list).unwrap() {
            Reply::Page { rows: page, .. } => assert_eq!(page, rows),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn lists_kept_under_a_name_survive_the_hub() {
        let dir = tempfile::tempdir().unwrap();
        let tests = vec![Test { field: person::GROUPS, any: vec![Is::Code(4)] }];
        let filter = Filter { tests, ..Filter::default() };
        let view = View {
            name: "新媒体".into(),
            kind: Kind::Person,
            filter,
            order: Order::By(person::NOTICE, true),
            columns: vec!["name".into(), "trade".into()],
        };
        {
            let hub = hub(dir.path());
            let c = &mut session(&hub);
            assert!(matches!(c.ask(Request::Keep(Keep::View(view.clone()))).unwrap(), Reply::Settings(_)));
            c.ask(Request::Keep(Keep::Columns(Kind::Visit, vec!["when".into()]))).unwrap();
            hub.stop();
        }
        let hub = hub(dir.path());
        let c = &mut session(&hub);
        let kept = c.welcome(Lang::Zh, false).unwrap().settings;
        assert_eq!(
            (kept.views.as_slice(), kept.columns_of(Kind::Visit)),
            (&[view][..], &["when".to_string()][..])
        );
        let Reply::Settings(left) =
            c.ask(Request::Keep(Keep::DropView(Kind::Person, "新媒体".into()))).unwrap()
        else {
            panic!()
        };
        assert!(left.views.is_empty());
    }

    /// The next news of a session that is of no record: one that came while a change was being told may hear of that first.
    fn news(stream: &mut std::os::unix::net::UnixStream) -> News {
        // who hears nothing fails, and does not wait for ever
        stream.set_read_timeout(Some(std::time::Duration::from_secs(20))).unwrap();
        loop {
            match frame::read::<FromHub>(stream).unwrap() {
                FromHub::News(News::Changed { .. }) | FromHub::Reply(..) => {}
                FromHub::News(n) => return n,
            }
        }
    }

    #[test]
    fn sessions_hear_who_else_has_a_card_open_until_they_leave_it_or_end() {
        let dir = tempfile::tempdir().unwrap();
        let hub = hub(dir.path());
        fill(&mut session(&hub));
        let card = one(Kind::Person, 1);
        let mut listening = Client::over(hub.connect().unwrap()).unwrap();
        listening.welcome(Lang::Zh, true).unwrap();
        let mut first = listening.into_stream();
        frame::write(&mut first, &ToHub { ticket: 9, request: Request::Here(Some(card)) }).unwrap();
        let others = |n: News| match n {
            News::Here { target, who } => (target, who.len()),
            other => panic!("{other:?}"),
        };
        assert_eq!(others(news(&mut first)), (card, 0));
        let mut second = session(&hub);
        second.ask(Request::Here(Some(card))).unwrap();
        assert_eq!(others(news(&mut first)), (card, 1));
        second.ask(Request::Here(Some(one(Kind::Person, 2)))).unwrap();
        assert_eq!(others(news(&mut first)), (card, 0));
        second.ask(Request::Here(Some(card))).unwrap();
        assert_eq!(others(news(&mut first)), (card, 1));
        drop(second);
        assert_eq!(others(news(&mut first)), (card, 0), "who ends is gone");
    }
}
