//! The indexes written down beside the book: a hub that reads them answers like one that makes them anew.

#[cfg(test)]
mod snapshots {
    use linli::book::{Id, Kind, Ref, organisation, person};
    use linli::hub::client::Client;
    use linli::hub::host::Hub;
    use linli::hub::wire::{Edit, Filter, Order, Reply, Request, Save};
    use linli::text::Lang;
    use std::fs;
    use std::path::Path;

    /// 2026-11-23 10:00 in China.
    const NOW: i64 = 1_795_399_200_000;
    const FILE: &str = "index.snapshot";

    fn session(hub: &Hub) -> Client {
        let mut c = Client::over(hub.connect().unwrap()).unwrap();
        c.welcome(Lang::Zh, false).unwrap();
        c
    }

    /// Does something in a hub of its own and ends it in good order.
    fn with<T>(dir: &Path, f: impl FnOnce(&mut Client) -> T) -> T {
        let hub = Hub::start(dir, Box::new(|| NOW), &|_, _| ()).unwrap();
        let mut c = session(&hub);
        let out = f(&mut c);
        drop(c);
        hub.stop();
        out
    }

    fn request(n: u8) -> Id {
        Id([0xe0 | n; 16])
    }

    fn ids(c: &mut Client, kind: Kind, filter: Filter, order: Order) -> Vec<Id> {
        match c.ask(Request::List { kind, filter, order, offset: 0, limit: 1000, more: Vec::new() }).unwrap()
        {
            Reply::Page { rows, .. } => rows.into_iter().map(|r| r.target.id).collect(),
            other => panic!("{other:?}"),
        }
    }

    /// Everything that the indexes answer, in words. Rows of equal rank may stand in any order.
    fn everything(c: &mut Client) -> Vec<String> {
        let mut out = Vec::new();
        let mut say = |what: String, mut lines: Vec<String>| {
            lines.sort();
            out.push(format!("{what}: {}", lines.join(" | ")));
        };
        for query in
            ["zxm", "wang", "138", "经理", "新名字", "xinmingzi", "公司", "=li", "改名后的单位", "社区"]
        {
            let found = c.ask(Request::Find { query: query.into(), kinds: vec![], limit: 200 }).unwrap();
            let Reply::Found { total, rows, .. } = found else { panic!("{found:?}") };
            say(format!("{query} {total}"), rows.iter().map(|r| format!("{r:?}")).collect());
        }
        let mut lists = Vec::new();
        for kind in Kind::ALL {
            for filter in [Filter::default(), Filter { overdue: true, ..Filter::default() }] {
                let all = ids(c, kind, filter, Order::Recent);
                lists.push((kind, all.clone()));
                say(format!("{kind:?} {}", all.len()), all.iter().map(Id::to_string).collect());
            }
        }
        say("today".into(), vec![format!("{:?}", c.ask(Request::Today).unwrap())]);
        say("areas".into(), vec![format!("{:?}", c.ask(Request::Areas { parent: None }).unwrap())]);
        for (kind, all) in lists {
            for id in all.into_iter().take(30) {
                let card = c.ask(Request::Card(Ref { kind, id })).unwrap();
                say(format!("card {id}"), vec![format!("{card:?}")]);
            }
        }
        out
    }

    /// A demonstration book with an old snapshot, and what was changed since that was written.
    fn changed(dir: &Path) -> Vec<u8> {
        linli::cli::demo::make(dir, 40, 3, NOW, &mut |_, _| ()).unwrap();
        with(dir, |c| {
            // something of its own before the snapshot, so that it is not only what a bulk load made
            c.ask(Request::Capture {
                request: request(1), line: "人 新名字 13837450001".into(), who: None
            })
            .unwrap();
        });
        let old = fs::read(dir.join(FILE)).expect("a hub that ends writes its indexes down");
        with(dir, |c| {
            let people = ids(c, Kind::Person, Filter::default(), Order::Usual);
            let organisations = ids(c, Kind::Organisation, Filter::default(), Order::Recent);
            let mut save = |n: u8, kind, id, no, words: &str| {
                let target = Ref { kind, id };
                let Reply::Shown(shown) = c.ask(Request::Get(target)).unwrap() else { panic!("{id}") };
                let set = vec![(no, Edit::Text(words.into()))];
                let reply = c
                    .ask(Request::Save(Save { request: request(n), target, base: shown.record.version, set }))
                    .unwrap();
                assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
            };
            save(2, Kind::Organisation, organisations[0], organisation::NAME, "改名后的单位");
            save(3, Kind::Person, people[3], person::NAME, "欧阳新名字");
            save(4, Kind::Person, people[3], person::PHONES, "13900000001");
            save(5, Kind::Person, people[4], person::EMPLOYER, "改名后的单位");
            let mut line = |n, line: &str| {
                let reply =
                    c.ask(Request::Capture { request: request(n), line: line.into(), who: None }).unwrap();
                assert!(matches!(reply, Reply::Saved(_)), "{line}: {reply:?}");
            };
            line(6, "走访 欧阳新名字 今天 问用工");
            line(7, "人 又一位 13837450002");
            line(8, "人 多余的 13837450003");
            let gone = c.ask(Request::Undo { request: request(9), batch: None }).unwrap();
            assert!(matches!(gone, Reply::Saved(_)), "{gone:?}");
        });
        old
    }

    /// What a hub answers that finds this snapshot, or none.
    fn answers(dir: &Path, snapshot: Option<&[u8]>) -> Vec<String> {
        let _ = fs::remove_file(dir.join(FILE));
        if let Some(bytes) = snapshot {
            fs::write(dir.join(FILE), bytes).unwrap();
        }
        with(dir, everything)
    }

    fn same(what: &str, a: &[String], b: &[String]) {
        for (a, b) in a.iter().zip(b) {
            assert_eq!(a, b, "{what}");
        }
        assert_eq!(a.len(), b.len(), "{what}");
    }

    #[test]
    fn an_old_snapshot_is_brought_up_to_the_journals_end() {
        let dir = tempfile::tempdir().unwrap();
        let old = changed(dir.path());
        let new = fs::read(dir.path().join(FILE)).unwrap();
        assert_ne!(old, new);
        let made = answers(dir.path(), None);
        assert!(made.iter().any(|l| l.starts_with("改名后的单位 ") && !l.starts_with("改名后的单位 0")));
        same("old", &made, &answers(dir.path(), Some(&old)));
        same("new", &made, &answers(dir.path(), Some(&new)));
    }

    #[test]
    fn a_spoilt_one_is_made_anew_and_another_books_is_not_believed() {
        let dir = tempfile::tempdir().unwrap();
        let old = changed(dir.path());
        let made = answers(dir.path(), None);
        let step = old.len() / 6;
        // every occurrence of a name, where a wrong bit would be a wrong answer, and places all over
        let name = "新名字".as_bytes();
        let told = (0..old.len()).filter(|at| old[*at..].starts_with(name));
        for at in told.chain((0..old.len()).step_by(step)) {
            let mut spoilt = old.clone();
            spoilt[at] ^= 0x40;
            same(&format!("bit at {at}"), &made, &answers(dir.path(), Some(&spoilt)));
            same(&format!("cut at {at}"), &made, &answers(dir.path(), Some(&old[..at])));
        }
        let other = tempfile::tempdir().unwrap();
        linli::cli::demo::make(other.path(), 30, 9, NOW, &mut |_, _| ()).unwrap();
        with(other.path(), |_| ());
        let theirs = fs::read(other.path().join(FILE)).unwrap();
        same("another book's", &made, &answers(dir.path(), Some(&theirs)));
    }
}
