//! Matters as sessions see them: a kind that is served by its field table is listed, counted, found, shown and kept from
//! falling out of the book like any other.

#[cfg(test)]
mod matters {
    use linli::book::{Day, Id, Kind, Ref, Value, matter, organisation, person};
    use linli::hub::client::Client;
    use linli::hub::host::Hub;
    use linli::hub::wire::*;
    use linli::text::Lang;
    use std::path::Path;

    /// 2026-11-23 10:00 in China, a Monday.
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

    fn people(all: &[u8]) -> (u16, Edit) {
        set(matter::PEOPLE, Value::List(all.iter().map(|n| Value::Ref(one(Kind::Person, *n))).collect()))
    }

    /// Two areas, three people, a firm, four matters.
    fn fill(c: &mut Client) {
        for (n, name) in [(1, "恒达社区"), (2, "长春社区")] {
            save(c, one(Kind::Area, n), 0, vec![text(1, name)]);
        }
        for (n, name, area) in [(1, "张晓明", 1), (2, "李敏嘉", 2), (3, "冯艳玲", 2)] {
            let lies = set(person::AREA, Value::Ref(one(Kind::Area, area)));
            save(c, one(Kind::Person, n), 0, vec![text(person::NAME, name), lies]);
        }
        save(c, one(Kind::Organisation, 1), 0, vec![text(organisation::NAME, "恒达建材有限公司")]);
        let day = |d: i32| Value::Day(Day::ymd(2026, 11, 23).unwrap().plus(d));
        let firm = set(matter::ORGANISATION, Value::Ref(one(Kind::Organisation, 1)));
        for (n, title, sort, due, more) in [
            (1, "停车难", 1, -1, vec![people(&[1])]),
            (2, "增设充电桩", 2, 3, vec![people(&[1, 2])]),
            (3, "招工难", 1, 9, vec![firm]),
            (4, "社保怎么转", 5, -3, vec![people(&[3])]),
        ] {
            let mut fields = vec![text(matter::TITLE, title), set(matter::SORT, Value::Code(sort))];
            fields.extend([set(matter::DUE, day(due)), set(matter::RAISED, day(-i32::from(n)))]);
            fields.extend(more);
            save(c, one(Kind::Matter, n), 0, fields);
        }
    }

    fn listed(c: &mut Client, filter: Filter, order: Order) -> Vec<u8> {
        let request = Request::List { kind: Kind::Matter, filter, order, offset: 0, limit: 50, more: vec![] };
        match c.ask(request).unwrap() {
            Reply::Page { rows, total, .. } => {
                assert_eq!(total, rows.len() as u64);
                rows.iter().map(|r| r.target.id.0[0]).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    fn found(c: &mut Client, query: &str) -> Vec<Ref> {
        match c.ask(Request::Find { query: query.into(), kinds: vec![], limit: 20 }).unwrap() {
            Reply::Found { rows, .. } => rows.iter().map(|r| r.target).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn card(c: &mut Client, target: Ref) -> Card {
        match c.ask(Request::Card(target)).unwrap() {
            Reply::Card(card) => *card,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_kind_is_served_by_its_field_table() {
        let dir = tempfile::tempdir().unwrap();
        for again in [false, true] {
            let h = hub(dir.path());
            let mut c = session(&h);
            if !again {
                fill(&mut c);
            }
            let due = Order::By(matter::DUE, true);
            assert_eq!(listed(&mut c, Filter::default(), Order::Usual), [1, 2, 3, 4], "the newest first");
            assert_eq!(listed(&mut c, Filter::default(), due), [4, 1, 2, 3], "by day");
            let some = |f: Filter, c: &mut Client| listed(c, f, Order::Usual);
            let all = Filter::default;
            assert_eq!(some(Filter { person: Some(Id([1; 16])), ..all() }, &mut c), [1, 2]);
            assert_eq!(some(Filter { person: Some(Id([2; 16])), ..all() }, &mut c), [2]);
            assert_eq!(some(Filter { organisation: Some(Id([1; 16])), ..all() }, &mut c), [3]);
            assert_eq!(some(Filter { area: Some(Id([1; 16])), ..all() }, &mut c), [1, 2]);
            assert_eq!(some(Filter { overdue: true, ..all() }, &mut c), [1, 4]);
            assert_eq!(some(Filter { text: "停车".into(), ..all() }, &mut c), [1]);
            let tests = vec![Test { field: matter::SORT, any: vec![Is::Code(2), Is::Code(5)] }];
            assert_eq!(some(Filter { tests, ..all() }, &mut c), [2, 4]);
            let request = Request::Counts { kind: Kind::Matter, filter: all(), field: matter::SORT };
            let Reply::Counts(counts) = c.ask(request).unwrap() else { panic!() };
            assert_eq!(
                counts.iter().map(|c| (c.is, c.rows)).collect::<Vec<_>>(),
                [(Is::Code(1), 2), (Is::Code(2), 1), (Is::Code(5), 1)]
            );
            // by its title, by its sound, by whose it is
            for query in ["停车难", "tcn", "zxm 停车", "张晓明 tc"] {
                assert_eq!(found(&mut c, query), [one(Kind::Matter, 1)], "{query}");
            }
            let zxm = found(&mut c, "zxm");
            assert_eq!(zxm.first(), Some(&one(Kind::Person, 1)), "people first");
            assert!(zxm.contains(&one(Kind::Matter, 1)) && zxm.contains(&one(Kind::Matter, 2)));
            // entered in its beginning, where its person lives, by whoever entered it
            let Reply::Shown(m) = c.ask(Request::Get(one(Kind::Matter, 1))).unwrap() else { panic!() };
            assert_eq!(m.record.fields.code(matter::STATE), Some(matter::ENTERED));
            assert_eq!(m.record.fields.link(matter::AREA), Some(one(Kind::Area, 1)));
            assert!(m.record.fields.link(matter::OWNER).is_some());
            // on the card of whom it is about
            let about = card(&mut c, one(Kind::Person, 1)).about;
            assert_eq!((about[0].kind, about[0].total, about[0].open), (Kind::Matter, 2, 2));
            assert_eq!(about[0].rows[0].target, one(Kind::Matter, 1));
            let timeline = card(&mut c, one(Kind::Person, 2)).timeline;
            assert!(timeline.iter().any(|h| h.what == What::Of(Kind::Matter) && h.words == "增设充电桩"));
            // and nobody goes while it leads to them
            let base = card(&mut c, one(Kind::Person, 3)).shown.record.version;
            let remove = Request::Remove { request: fresh(), target: one(Kind::Person, 3), base };
            let refused = c.ask(remove).unwrap();
            assert!(matches!(refused, Reply::Refused(Refusal::InUse(1))), "{refused:?}");
            h.stop();
        }
    }

    fn matter(c: &mut Client, n: u8) -> linli::book::Record {
        match c.ask(Request::Get(one(Kind::Matter, n))).unwrap() {
            Reply::Shown(s) => s.record,
            other => panic!("{other:?}"),
        }
    }

    fn step(c: &mut Client, n: u8, act: u16, set: Vec<(u16, Edit)>) -> Reply {
        let base = matter(c, n).version;
        let save = Save { request: fresh(), target: one(Kind::Matter, n), base, set };
        c.ask(Request::Step(Step { save, act })).unwrap()
    }

    #[test]
    fn a_state_is_changed_by_steps_and_by_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        fill(&mut c);
        let state = |c: &mut Client| matter(c, 1).fields.code(matter::STATE).unwrap();
        let words = |s: &str| vec![text(matter::LAST, s)];
        let saved = |r: Reply| assert!(matches!(r, Reply::Saved(_)), "{r:?}");
        // not by a form
        let base = matter(&mut c, 1).version;
        for (no, v) in
            [(matter::STATE, Value::Code(matter::CLOSED)), (matter::TOLD_ON, Value::Day(Day(739_000)))]
        {
            let save = Save { request: fresh(), target: one(Kind::Matter, 1), base, set: vec![set(no, v)] };
            let refused = c.ask(Request::Save(save)).unwrap();
            assert!(matches!(refused, Reply::Refused(Refusal::BadRequest)), "{refused:?}");
        }
        // not out of turn, not without what it needs, not with what is none of its business
        let refused = step(&mut c, 1, matter::CLOSE, vec![]);
        assert!(
            matches!(&refused, Reply::Refused(Refusal::Said(s)) if s.contains("登记") && s.contains("销号"))
        );
        saved(step(&mut c, 1, matter::ACCEPT, words("已受理")));
        assert!(
            matches!(step(&mut c, 1, matter::SETTLE, vec![]), Reply::Invalid(all) if all[0].0 == matter::RESULT)
        );
        let other = step(&mut c, 1, matter::SETTLE, vec![text(matter::TITLE, "别的事")]);
        assert!(matches!(other, Reply::Refused(Refusal::BadRequest)));
        saved(step(
            &mut c,
            1,
            matter::REFER,
            vec![text(matter::OFFICE, "城管办"), text(matter::LAST, "请划车位")],
        ));
        assert_eq!(
            (state(&mut c), matter(&mut c, 1).fields.text(matter::OFFICE)),
            (matter::UNDER_WAY, "城管办")
        );
        saved(step(&mut c, 1, matter::RETURN, words("不归他们管")));
        assert_eq!(matter(&mut c, 1).fields.text(matter::OFFICE), "");
        // one undo takes a step back
        assert!(matches!(c.ask(Request::Undo { request: fresh(), batch: None }).unwrap(), Reply::Saved(_)));
        assert_eq!(
            (state(&mut c), matter(&mut c, 1).fields.text(matter::OFFICE)),
            (matter::UNDER_WAY, "城管办")
        );
        saved(step(&mut c, 1, matter::SETTLE, vec![text(matter::RESULT, "北侧划了十二个车位")]));
        let told = vec![set(matter::TOLD_HOW, Value::Code(1)), text(matter::TOLD_ON, "11-23")];
        saved(step(&mut c, 1, matter::TELL, told));
        saved(step(&mut c, 1, matter::RATE, vec![set(matter::RATING, Value::Code(1))]));
        saved(step(&mut c, 1, matter::CLOSE, vec![]));
        assert_eq!(state(&mut c), matter::CLOSED);
        let r = matter(&mut c, 1);
        assert_eq!(r.fields.get(matter::TRAIL).unwrap().each().len(), 6);
        assert_eq!(r.fields.texts(matter::TRAIL), ["已受理", "请划车位"]);
        // settled, it waits for nobody and is not late
        assert_eq!(listed(&mut c, Filter { overdue: true, ..Filter::default() }, Order::Usual), [4]);
        let about = card(&mut c, one(Kind::Person, 1)).about;
        assert_eq!((about[0].total, about[0].open), (2, 1));
        // a suggestion is settled with its outcome only
        saved(step(&mut c, 2, matter::ACCEPT, vec![]));
        let without = step(&mut c, 2, matter::SETTLE, vec![text(matter::RESULT, "报了计划")]);
        assert!(matches!(without, Reply::Invalid(all) if all[0].0 == matter::OUTCOME));
        h.stop();
    }

    #[test]
    fn a_line_begins_a_matter_with_its_owner_and_its_day() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        fill(&mut c);
        save(&mut c, one(Kind::Staff, 7), 0, vec![text(linli::book::staff::NAME, "陈浩")]);
        let ask = LineAsk::of("事zxm 投诉 12345 外卖车占道 @陈浩 急");
        let Reply::Saved(s) = c.ask(Request::Capture { request: fresh(), ask }).unwrap() else { panic!() };
        let Reply::Shown(shown) = c.ask(Request::Get(s.target)).unwrap() else { panic!() };
        let f = &shown.record.fields;
        assert_eq!(
            (f.text(matter::TITLE), f.code(matter::SORT), f.code(matter::SOURCE)),
            ("外卖车占道", Some(6), Some(5))
        );
        assert_eq!(
            (f.link(matter::OWNER), f.link(matter::PEOPLE)),
            (Some(one(Kind::Staff, 7)), Some(one(Kind::Person, 1)))
        );
        assert_eq!(f.day(matter::DUE), Day::ymd(2026, 11, 24), "urgent: within a day");
        assert_eq!(
            (f.code(matter::STATE), f.link(matter::AREA)),
            (Some(matter::ENTERED), Some(one(Kind::Area, 1)))
        );
        h.stop();
    }

    #[test]
    fn a_matter_is_found_by_the_new_name_of_whom_it_is_about() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        fill(&mut c);
        let base = card(&mut c, one(Kind::Person, 1)).shown.record.version;
        save(&mut c, one(Kind::Person, 1), base, vec![text(person::NAME, "章大伟")]);
        assert_eq!(found(&mut c, "大伟 停车"), [one(Kind::Matter, 1)]);
        assert!(found(&mut c, "晓明 停车").is_empty());
        h.stop();
    }
}
