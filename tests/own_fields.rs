//! An office's own fields and words: laid down once, they are in the form, the list, the finder, the import and the export
//! like any other; what records hold stays readable whatever is put out of use.

#[cfg(test)]
mod desk;

#[cfg(test)]
mod own {
    use crate::desk::{Desk, hub};
    use linli::book::schema::{self, FIRST_OWN};
    use linli::book::{Id, Kind, Ref, Value, matter, own_field, person, wording};
    use linli::hub::client::Client;
    use linli::hub::host::Hub;
    use linli::hub::wire::*;
    use linli::text::Lang;
    use std::path::Path;
    use std::process::Command;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    /// The tables are a process's: tests that lay something down go one after the other.
    fn alone() -> MutexGuard<'static, ()> {
        static ALONE: Mutex<()> = Mutex::new(());
        let guard = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        schema::lay_down(Vec::new());
        guard
    }

    fn fresh() -> Id {
        static SERIAL: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
        let mut id = [0xee; 16];
        id[8..].copy_from_slice(&SERIAL.fetch_add(1, std::sync::atomic::Ordering::SeqCst).to_be_bytes());
        Id(id)
    }

    fn one(kind: Kind, n: u8) -> Ref {
        Ref { kind, id: Id([n; 16]) }
    }

    fn text(no: u16, s: &str) -> (u16, Edit) {
        (no, Edit::Text(s.into()))
    }

    fn save(c: &mut Client, target: Ref, base: u64, set: Vec<(u16, Edit)>) -> Reply {
        c.ask(Request::Save(Save { request: fresh(), target, base, set })).unwrap()
    }

    fn saved(c: &mut Client, target: Ref, base: u64, set: Vec<(u16, Edit)>) -> u64 {
        match save(c, target, base, set) {
            Reply::Saved(s) => s.version,
            other => panic!("{other:?}"),
        }
    }

    fn said(reply: &Reply) -> String {
        match reply {
            Reply::Refused(Refusal::Said(why)) => why.clone(),
            Reply::Invalid(all) => all.iter().map(|(_, w)| w.as_str()).collect::<Vec<_>>().join("; "),
            other => format!("{other:?}"),
        }
    }

    fn session(h: &Hub) -> (Client, Ref) {
        let mut c = Client::over(h.connect().unwrap()).unwrap();
        let me = c.welcome(Lang::Zh, false).unwrap().me;
        (c, me)
    }

    /// What an own field of people is made of.
    fn field(me: Ref, label: &str, sort: &str, options: &str) -> Vec<(u16, Edit)> {
        let mut set = vec![
            text(own_field::LABEL, label),
            text(own_field::OF, "人员"),
            text(own_field::SORT, sort),
            text(own_field::PURPOSE, "知道去哪里找"),
            (own_field::OWNER, Edit::Set(Value::Ref(me))),
        ];
        if !options.is_empty() {
            set.push(text(own_field::OPTIONS, options));
        }
        set
    }

    #[test]
    fn a_field_is_added_by_keys_and_is_then_a_field_like_any_other() {
        let _alone = alone();
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (120, 40));
        d.keys("1颍川街道<Enter>:zishezidu<Enter>");
        d.shows("还没有自设字段");
        d.keys("n所在楼宇<Tab>ry<Tab>cj<Tab>甲座、乙座<Tab>知道去哪里找<Ctrl-S>");
        let own = d.stored(Kind::OwnField);
        assert_eq!(own.len(), 1, "{}", d.screen());
        assert_eq!(own[0].fields.int(own_field::NO), Some(i64::from(FIRST_OWN)));
        // it is in the form of people, and what is chosen there is stored
        d.keys("<Esc>2n张晓明<Ctrl-S>");
        d.keys("<Esc>2e");
        // the last section of the form, folded until it holds something
        let at_own = |d: &Desk| d.screen().lines().any(|l| l.starts_with("> ") && l.contains("所在楼宇"));
        for _ in 0..60 {
            match at_own(&d) {
                true => break,
                false if d.screen().contains("> + 本单位自设") => d.keys("<F5>"),
                false => d.keys("<Tab>"),
            }
        }
        assert!(at_own(&d), "{}", d.screen());
        d.keys("2<Ctrl-S>");
        let who = d.stored(Kind::Person)[0].clone();
        assert_eq!(who.fields.code(FIRST_OWN), Some(2), "{}", d.screen());
        let (mut c, _) = session(&h);
        // its card shows it, the list narrows by it, what it is out of use with stays
        d.keys("2<Enter>");
        d.shows("乙座");
        let narrowed = |c: &mut Client, code: u16| {
            let filter = Filter {
                tests: vec![Test { field: FIRST_OWN, any: vec![Is::Code(code)] }],
                ..Filter::default()
            };
            let ask = Request::List {
                kind: Kind::Person,
                filter,
                order: Order::Usual,
                offset: 0,
                limit: 9,
                more: vec![],
            };
            match c.ask(ask).unwrap() {
                Reply::Page { total, .. } => total,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!((narrowed(&mut c, 1), narrowed(&mut c, 2)), (0, 1));
        let own = own[0].clone();
        saved(&mut c, own.to_ref(), own.version, vec![text(own_field::USED, "停用")]);
        d.keys("<Esc>2<Enter>");
        d.shows("乙座");
        let again = save(&mut c, who.to_ref(), who.version, vec![text(FIRST_OWN, "甲座")]);
        assert!(said(&again).contains("停用"), "{again:?}");
        // it can be taken out of it all the same, and is not read from a ledger
        saved(&mut c, who.to_ref(), who.version, vec![(FIRST_OWN, Edit::Clear)]);
        let headings = ["姓名", "联系电话", "所在楼宇"];
        let sheet = linli::exchange::sheet::cells(
            &format!("{}\n李敏嘉\t13800000002\t甲座\n", headings.join("\t")),
            "x",
        )
        .unwrap();
        let plan = linli::exchange::mapping::plan("x", &[sheet], None, None);
        assert!(plan.describe(Lang::Zh).contains("所在楼宇"), "{}", plan.describe(Lang::Zh));
        assert!(plan.sheets[0].rows.iter().all(|(_, r)| r.cells.iter().all(|(no, _)| *no < FIRST_OWN)));
        h.stop();
        // a hub that opens the book knows it, out of the indexes that were written down too
        schema::lay_down(Vec::new());
        let h = hub(dir.path());
        let (mut c, _) = session(&h);
        assert_eq!(narrowed(&mut c, 2), 0);
        assert!(Kind::Person.field(FIRST_OWN).is_some());
        h.stop();
    }

    /// A field that comes when many are on file already: who has nothing in it passes no filter, now and after a restart.
    #[test]
    fn a_field_that_comes_late_is_empty_everywhere() {
        let _alone = alone();
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let (mut c, me) = session(&h);
        for n in 0..150 {
            saved(&mut c, one(Kind::Person, n), 0, vec![text(person::NAME, "张晓明")]);
        }
        saved(&mut c, one(Kind::OwnField, 1), 0, field(me, "所在楼宇", "选项", "甲座、乙座"));
        saved(&mut c, one(Kind::OwnField, 2), 0, field(me, "入群日期", "日期", ""));
        let total = |c: &mut Client, field: u16, is: Is| {
            let filter = Filter { tests: vec![Test { field, any: vec![is] }], ..Filter::default() };
            let (kind, order) = (Kind::Person, Order::Usual);
            match c.ask(Request::List { kind, filter, order, offset: 0, limit: 1, more: vec![] }).unwrap() {
                Reply::Page { total, .. } => total,
                other => panic!("{other:?}"),
            }
        };
        let blank = |c: &mut Client| {
            let ask = Request::Counts { kind: Kind::Person, filter: Filter::default(), field: FIRST_OWN };
            match c.ask(ask).unwrap() {
                Reply::Counts(all) => all.iter().find(|c| c.is == Is::Blank).map(|c| c.rows),
                other => panic!("{other:?}"),
            }
        };
        let all = Is::Days(linli::book::Day::ymd(2000, 1, 1), None);
        assert_eq!((total(&mut c, FIRST_OWN, Is::Code(1)), total(&mut c, FIRST_OWN + 1, all)), (0, 0));
        assert_eq!(blank(&mut c), Some(150));
        let Reply::Shown(five) = c.ask(Request::Get(one(Kind::Person, 5))).unwrap() else { panic!() };
        saved(&mut c, one(Kind::Person, 5), five.record.version, vec![text(FIRST_OWN, "甲座")]);
        h.stop();
        schema::lay_down(Vec::new());
        let h = hub(dir.path());
        let (mut c, _) = session(&h);
        assert_eq!((total(&mut c, FIRST_OWN, Is::Code(1)), total(&mut c, FIRST_OWN + 1, all)), (1, 0));
        assert_eq!(blank(&mut c), Some(149));
        h.stop();
    }

    #[test]
    fn what_records_hold_is_not_taken_from_under_them() {
        let _alone = alone();
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let (mut c, me) = session(&h);
        let place = one(Kind::OwnField, 1);
        let v = saved(&mut c, place, 0, field(me, "所在楼宇", "选项", "甲座、乙座"));
        // what the book never holds is refused by name, whichever text asks for it
        for (label, options) in [("政治面貌", ""), ("宗教", "")] {
            let reply = save(&mut c, one(Kind::OwnField, 2), 0, field(me, label, "文字", options));
            assert!(matches!(reply, Reply::Invalid(_)), "{reply:?}");
        }
        let reply = save(&mut c, one(Kind::OwnField, 2), 0, field(me, "分组", "选项", "党员、群众"));
        assert!(matches!(reply, Reply::Invalid(_)), "{reply:?}");
        let reply = save(&mut c, one(Kind::OwnField, 2), 0, field(me, "分类", "选项", "重点人员、一般"));
        assert!(matches!(reply, Reply::Invalid(_)), "nobody is ranked: {reply:?}");
        let reply = save(&mut c, one(Kind::OwnField, 2), 0, field(me, "手机", "文字", ""));
        assert!(said(&reply).contains("已经有"), "a field of the program's: {reply:?}");
        // its sort stays, it is not removed, and its making is not undone
        let reply = save(&mut c, place, v, vec![text(own_field::SORT, "日期")]);
        assert!(said(&reply).contains("不能改"), "{reply:?}");
        let reply = c.ask(Request::Remove { request: fresh(), target: place, base: v }).unwrap();
        assert!(said(&reply).contains("不能删"), "{reply:?}");
        let reply = c.ask(Request::Undo { request: fresh(), batch: None }).unwrap();
        assert!(said(&reply).contains("不能删"), "{reply:?}");
        // an option that is renamed in its place is renamed where it was chosen
        let who = one(Kind::Person, 5);
        saved(&mut c, who, 0, vec![text(person::NAME, "张晓明"), text(FIRST_OWN, "乙座")]);
        saved(&mut c, place, v, vec![text(own_field::OPTIONS, "甲座、乙塔、丙座")]);
        let f = Kind::Person.field(FIRST_OWN).unwrap();
        assert_eq!(f.choice_label(2, Lang::Zh), "乙塔");
        assert_eq!(f.read_choice("丙座").map(|c| c.code), Some(3));
        let Reply::Shown(now) = c.ask(Request::Get(place)).unwrap() else { panic!() };
        saved(&mut c, place, now.record.version, vec![text(own_field::OPTIONS, "甲座、丙座")]);
        let f = Kind::Person.field(FIRST_OWN).unwrap();
        assert_eq!(f.choice_label(2, Lang::Zh), "乙塔", "dropped, it keeps its name");
        assert_eq!(f.offered().iter().map(|c| c.label.zh).collect::<Vec<_>>(), ["甲座", "丙座"]);
        let reply = save(
            &mut c,
            one(Kind::Person, 6),
            0,
            vec![text(person::NAME, "李敏嘉"), (FIRST_OWN, Edit::Set(Value::Code(2)))],
        );
        assert!(said(&reply).contains("另选"), "{reply:?}");
        h.stop();
    }

    #[test]
    fn steps_and_sorts_go_by_the_offices_words() {
        let _alone = alone();
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let (mut c, _) = session(&h);
        let word = |list: &str, was: &str, label: &str| {
            let mut set = vec![text(wording::LIST, list), text(wording::LABEL, label)];
            if !was.is_empty() {
                set.push(text(wording::WORD, was));
            }
            set
        };
        saved(&mut c, one(Kind::Person, 5), 0, vec![text(person::NAME, "张晓明")]);
        let mut d = Desk::sit(&h, Lang::Zh, (120, 40));
        d.keys(":bendanweiyongyu<Enter>n进度<Tab>受理<Tab>接单<Ctrl-S>");
        assert_eq!(d.stored(Kind::Wording).len(), 1, "{}", d.screen());
        saved(&mut c, one(Kind::Wording, 2), 0, word("步骤", "受理", "接单"));
        let added = one(Kind::Wording, 3);
        let v = saved(&mut c, added, 0, word("类别", "", "政策兑现"));
        // a matter of the new sort, taken on: its card and its board speak so
        d.keys("<Esc>;事zxm 补贴没到账<Enter>");
        let m = d.stored(Kind::Matter)[0].clone();
        assert_eq!(m.fields.text(matter::TITLE), "补贴没到账", "{}", d.screen());
        saved(&mut c, m.to_ref(), m.version, vec![text(matter::SORT, "政策兑现")]);
        assert_eq!(d.stored(Kind::Matter)[0].fields.code(matter::SORT), Some(wording::FIRST_OWN));
        d.keys("<Esc>5<Enter>");
        d.shows("接单");
        d.shows("政策兑现");
        assert!(!d.screen().contains("受理"), "{}", d.screen());
        d.keys("a<Ctrl-S>");
        assert_eq!(
            d.stored(Kind::Matter)[0].fields.code(matter::STATE),
            Some(matter::ACCEPTED),
            "{}",
            d.screen()
        );
        // as it was called it is still understood
        let state = Kind::Matter.field(matter::STATE).unwrap();
        assert_eq!(state.read_choice("受理").map(|c| c.code), Some(matter::ACCEPTED));
        // a word that was another's is the new one's; the old is still understood elsewhere
        saved(&mut c, one(Kind::Wording, 5), 0, word("进度", "办理", "受理"));
        let state = Kind::Matter.field(matter::STATE).unwrap();
        assert_eq!(state.read_choice("受理").map(|c| c.code), Some(matter::UNDER_WAY));
        assert_eq!(state.read_choice("接单").map(|c| c.code), Some(matter::ACCEPTED));
        // a step cannot be taken away, nor be called as another is; a sort that was added can go out of use
        let reply = save(&mut c, one(Kind::Wording, 4), 0, word("进度", "", "再办一次"));
        assert!(said(&reply).contains("只能改名"), "{reply:?}");
        let reply = save(&mut c, one(Kind::Wording, 4), 0, word("进度", "登记", "接单"));
        assert!(said(&reply).contains("已经有"), "{reply:?}");
        let reply = save(&mut c, one(Kind::Wording, 4), 0, word("类别", "没有的", "什么"));
        assert!(said(&reply).contains("诉求"), "the list is told: {reply:?}");
        saved(&mut c, added, v, vec![text(wording::USED, "停用")]);
        let sort = Kind::Matter.field(matter::SORT).unwrap();
        assert!(sort.offered().iter().all(|c| c.label.zh != "政策兑现"));
        assert_eq!(sort.choice_label(wording::FIRST_OWN, Lang::Zh), "政策兑现");
        h.stop();
    }

    fn linli(book: &Path, arguments: &[&str]) -> String {
        let out = Command::new(env!("CARGO_BIN_EXE_linli"))
            .args(["--lang", "zh", "--book"])
            .arg(book)
            .args(arguments)
            .env("HOME", book.parent().unwrap())
            .output()
            .unwrap();
        assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    }

    /// The hub is another process: a session learns the fields from it.
    #[test]
    fn a_ledger_brings_it_in_and_an_export_takes_it_out() {
        let _alone = alone();
        let dir = tempfile::tempdir().unwrap();
        let book = dir.path().join("book");
        {
            let h = hub(&book);
            let (mut c, me) = session(&h);
            let mut set = field(me, "所在楼宇", "选项", "甲座、乙座");
            set.push(text(own_field::ALIASES, "楼座"));
            saved(&mut c, one(Kind::OwnField, 1), 0, set);
            saved(&mut c, one(Kind::OwnField, 2), 0, field(me, "入群日期", "日期", ""));
            h.stop();
        }
        schema::lay_down(Vec::new());
        let ledger = dir.path().join("ledger.csv");
        std::fs::write(&ledger, "姓名,联系电话,楼座,入群日期\n张晓明,13800000001,乙座,2026-03-01\n").unwrap();
        let told = linli(&book, &["import", ledger.to_str().unwrap()]);
        assert!(told.contains('1'), "{told}");
        let out = dir.path().join("people.csv");
        linli(
            &book,
            &[
                "export",
                "people",
                "-o",
                out.to_str().unwrap(),
                "--fields",
                "name,所在楼宇,入群日期",
                "--for",
                "街道",
                "--purpose",
                "核对",
            ],
        );
        let table = std::fs::read_to_string(&out).unwrap();
        let mut lines = table.trim_start_matches('\u{feff}').lines();
        let (head, row) = (lines.next().unwrap(), lines.next().unwrap());
        assert!(head.contains("所在楼宇") && head.contains("入群日期"), "{head}");
        assert!(row.contains("乙座") && row.contains("2026-03-01"), "{row}");
    }
}
