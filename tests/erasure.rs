//! The rights of the people on file, asked of a real hub: what is erased is in no file any more; who is frozen is
//! kept and not used; a copy holds nobody else's data.

#[cfg(test)]
mod rights {
    use linli::book::{Id, Kind, Ref, Row, Value, organisation, person, request, tie, visit};
    use linli::hub::client::Client;
    use linli::hub::host::Hub;
    use linli::hub::wire::{
        Draft, Edit, Erasing, Filter, HistoryEntry, Keep, LedgerRow, LineAsk, Order, PersonAsk, PersonFile,
        PhraseAct, PhraseAsk, Preview, Refusal, Reply, Request, RowOutcome, Save, Saved, Shown, Slice, View,
    };
    use linli::text::Lang;
    use std::fs;
    use std::path::Path;

    /// 2026-11-23 10:00 in China.
    const NOW: i64 = 1_795_399_200_000;

    /// Whatever would tell of the one who is erased: names, what he is called, numbers, readings, words about him.
    const WORDS: [&str; 13] = [
        "尉迟秘",
        "尉迟恭敬",
        "尉迟老师",
        "13912340077",
        "13800990077",
        "weixin_yuchi",
        "yu chi mi",
        "yuchimi",
        "悄悄话",
        "单独谈的事",
        "撤回的话",
        "半句没写完",
        "台账里的话",
    ];

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

    fn fresh() -> Id {
        static SERIAL: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
        let mut request = [0xee; 16];
        request[8..].copy_from_slice(&SERIAL.fetch_add(1, std::sync::atomic::Ordering::SeqCst).to_be_bytes());
        Id(request)
    }

    fn at(kind: Kind, n: u8) -> Ref {
        Ref { kind, id: id(n) }
    }

    fn save(c: &mut Client, kind: Kind, n: u8, base: u64, set: Vec<(u16, Edit)>) -> Reply {
        c.ask(Request::Save(Save { request: fresh(), target: at(kind, n), base, set })).unwrap()
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

    fn to(no: u16, all: &[Ref]) -> (u16, Edit) {
        (no, Edit::Set(Value::List(all.iter().map(|r| Value::Ref(*r)).collect())))
    }

    fn one(no: u16, r: Ref) -> (u16, Edit) {
        (no, Edit::Set(Value::Ref(r)))
    }

    fn get(c: &mut Client, r: Ref) -> Option<Shown> {
        match c.ask(Request::Get(r)).unwrap() {
            Reply::Shown(s) => Some(s),
            Reply::Refused(Refusal::Gone) => None,
            other => panic!("{other:?}"),
        }
    }

    fn rows(c: &mut Client, kind: Kind, filter: Filter) -> Vec<Row> {
        let order = Order::Usual;
        match c.ask(Request::List { kind, filter, order, offset: 0, limit: 1000, more: Vec::new() }).unwrap()
        {
            Reply::Page { rows, .. } => rows,
            other => panic!("{other:?}"),
        }
    }

    fn found(c: &mut Client, query: &str) -> usize {
        match c.ask(Request::Find { query: query.into(), kinds: vec![], limit: 50 }).unwrap() {
            Reply::Found { rows, .. } => rows.len(),
            other => panic!("{other:?}"),
        }
    }

    fn history(c: &mut Client, target: Ref) -> Vec<HistoryEntry> {
        match c.ask(Request::History { target, limit: 50 }).unwrap() {
            Reply::History(h) => h,
            other => panic!("{other:?}"),
        }
    }

    fn ask(c: &mut Client, ask: PersonAsk) -> Reply {
        c.ask(Request::Person(ask)).unwrap()
    }

    fn said(r: Reply) -> String {
        match r {
            Reply::Refused(Refusal::Said(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    fn erase(c: &mut Client, request: Id, reason: &str, mentions: bool) -> Reply {
        ask(c, PersonAsk::Erase { request, person: HE.id, reason: reason.into(), mentions, way: 3 })
    }

    fn erased(r: Reply) -> Erasing {
        match r {
            Reply::Erasing(e) => *e,
            other => panic!("{other:?}"),
        }
    }

    fn freeze(c: &mut Client, lift: bool) -> Reply {
        let reason = if lift { "" } else { "本人要求" }.into();
        ask(c, PersonAsk::Freeze { request: fresh(), person: HE.id, lift, reason, way: 1 })
    }

    fn file(c: &mut Client, copy: bool) -> PersonFile {
        match ask(c, PersonAsk::File { request: fresh(), person: HE.id, copy, way: 1 }) {
            Reply::PersonFile(f) => *f,
            other => panic!("{other:?}"),
        }
    }

    /// Files below a folder that hold one of the words.
    fn holding(dir: &Path, words: &[&str]) -> Vec<String> {
        let mut out = Vec::new();
        for e in fs::read_dir(dir).unwrap().flatten() {
            let path = e.path();
            if path.is_dir() {
                out.extend(holding(&path, words));
                continue;
            }
            // the socket is no file
            let Ok(bytes) = fs::read(&path) else { continue };
            let hits = words.iter().filter(|w| memchr::memmem::find(&bytes, w.as_bytes()).is_some());
            out.extend(hits.map(|w| format!("{w} in {}", path.display())));
        }
        out
    }

    const HE: Ref = Ref { kind: Kind::Person, id: Id([1; 16]) };
    const SHE: Ref = Ref { kind: Kind::Person, id: Id([2; 16]) };
    const ALONE: u8 = 11;
    const SHARED: u8 = 12;
    const TIE: u8 = 21;
    const FIRM: u8 = 31;
    const ASIDE: u8 = 32;
    const FOREIGN: u32 = 4242;

    fn draft(n: u8, target: Ref, base: u64, title: &str, texts: Vec<(u16, String)>) -> Draft {
        Draft { id: id(n), target, base, at_ms: NOW, title: title.into(), texts }
    }

    fn drafts_of(dir: &Path, uid: u32) -> Vec<Draft> {
        linli::hub::drafts::all(dir, uid)
    }

    /// A book in which one person is all over: versions, visits alone and shared, a tie, a contact, an import, an
    /// undone visit, drafts of several accounts.
    fn fill(dir: &Path, c: &mut Client) {
        let set = vec![
            text(person::NAME, "尉迟秘"),
            text(person::PHONES, "139-1234-0077"),
            text(person::CALLED, "尉迟老师"),
            text(person::WECHAT, "weixin_yuchi"),
            text(person::READING, "yu chi mi"),
            text(person::EMPLOYER, "恒达建材有限公司"),
            text(person::NOTE, "悄悄话"),
        ];
        let first = saved(save(c, Kind::Person, 1, 0, set));
        let firm = first.made[0].0;
        let set = vec![text(person::FORMER, "尉迟恭敬"), text(person::PHONES, "13800990077")];
        saved(save(c, Kind::Person, 1, first.version, set));
        saved(save(
            c,
            Kind::Person,
            2,
            0,
            vec![
                text(person::NAME, "李四平"),
                text(person::PHONES, "13955556666"),
                text(person::CALLED, "李工"),
            ],
        ));
        let set = vec![to(visit::PEOPLE, &[HE]), text(visit::SUMMARY, "单独谈的事")];
        saved(save(c, Kind::Visit, ALONE, 0, set));
        let words = "和李四平一起谈路灯；尉迟老师说再打 138 0099-0077";
        let set = vec![
            to(visit::PEOPLE, &[HE, SHE]),
            text(visit::SUMMARY, words),
            text(visit::NEXT, "+3天"),
            text(visit::NEXT_WORDS, "回尉迟秘的话"),
        ];
        saved(save(c, Kind::Visit, SHARED, 0, set));
        let set = vec![
            one(tie::FROM, HE),
            one(tie::TO, SHE),
            (tie::SORT, Edit::Set(Value::Code(8))),
            text(tie::SOURCE, "李四平说的"),
        ];
        saved(save(c, Kind::Tie, TIE, 0, set));
        let set = vec![text(organisation::NAME, "远大建设"), one(organisation::CONTACT, HE)];
        saved(save(c, Kind::Organisation, FIRM, 0, set));
        let set = vec![text(organisation::NAME, "旁边的店"), text(organisation::NOTE, "老板认识尉迟秘")];
        saved(save(c, Kind::Organisation, ASIDE, 0, set));
        assert!(get(c, firm).is_some());
        // written and taken back: the book no longer shows it, the journal still has it
        let line = "走访 尉迟秘 撤回的话".to_string();
        saved(c.ask(Request::Capture { request: fresh(), ask: LineAsk::of(line) }).unwrap());
        saved(c.ask(Request::Undo { request: fresh(), batch: None }).unwrap());
        let row = |name: &str, words: &str| LedgerRow {
            kind: Kind::Visit,
            cells: vec![
                (visit::PEOPLE, name.into()),
                (visit::WHEN, "2026-11-02".into()),
                (visit::SUMMARY, words.into()),
            ],
            office: String::new(),
        };
        let rows = vec![row("尉迟秘\t13800990077", "台账里的话"), row("李四平", "别人的话")];
        let slice =
            Slice { request: fresh(), batch: fresh(), source: "走访.xlsx".into(), dry: false, rows };
        let Reply::Imported { outcomes, .. } = c.ask(Request::Import(slice)).unwrap() else { panic!() };
        assert!(outcomes.iter().all(|o| matches!(o, RowOutcome::Added(_))), "{outcomes:?}");
        let own = draft(41, HE, 5, "尉迟秘", vec![(person::NOTE, "半句没写完".into())]);
        assert!(matches!(c.ask(Request::KeepDraft(own)).unwrap(), Reply::Done));
        // lists kept under a name: one finds the person, the other does not
        for (name, text) in [("找人", "尉迟秘"), ("别的", "李四平")] {
            let filter = Filter { text: text.into(), ..Filter::default() };
            let (kind, order) = (Kind::Person, Order::Usual);
            let view = View { name: name.into(), kind, filter, order, columns: Vec::new() };
            assert!(matches!(c.ask(Request::Keep(Keep::View(view))).unwrap(), Reply::Settings(_)));
        }
        // one of the worker's own phrases names them as well
        let act = PhraseAct::Keep("给尉迟秘送材料".into());
        let phrase = PhraseAsk { kind: Kind::Visit, field: visit::SUMMARY, act };
        assert!(matches!(c.ask(Request::Phrases(phrase)).unwrap(), Reply::Phrases(_)));
        let whom =
            |s: &str| vec![(visit::PEOPLE, s.to_string()), (visit::SUMMARY, "又说 13800990077".into())];
        for d in [
            draft(42, at(Kind::Visit, 99), 0, "走访 尉迟秘", whom("尉迟秘")),
            draft(43, at(Kind::Visit, 98), 0, "走访 尉迟秘", whom("李四平、尉迟秘")),
            draft(44, at(Kind::Visit, 97), 0, "走访 李四平", vec![(visit::SUMMARY, "路灯".into())]),
        ] {
            linli::hub::drafts::keep(dir, FOREIGN, &d).unwrap();
        }
    }

    #[test]
    fn what_is_erased_is_in_no_file_any_more() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        fill(dir.path(), &mut session(&h));
        h.stop();
        assert!(dir.path().join("index.snapshot").exists());
        for word in &WORDS {
            if *word != "yuchimi" {
                assert!(!holding(dir.path(), &[word]).is_empty(), "{word} was never there");
            }
        }
        let h = hub(dir.path());
        let mut c = session(&h);
        let Reply::Erasing(plan) = ask(&mut c, PersonAsk::PlanErase { person: HE.id, mentions: false })
        else {
            panic!()
        };
        assert_eq!(plan.name, "尉迟秘");
        assert!(plan.gone.contains(&HE) && plan.gone.contains(&at(Kind::Tie, TIE)), "{plan:?}");
        assert!(plan.gone.contains(&at(Kind::Visit, ALONE)) && plan.gone.len() == 5, "{plan:?}");
        assert!(plan.redacted.contains(&at(Kind::Visit, SHARED)), "{plan:?}");
        assert!(plan.redacted.contains(&at(Kind::Organisation, FIRM)), "{plan:?}");
        assert_eq!(
            plan.mentions.iter().map(|m| (m.target, m.covered)).collect::<Vec<_>>(),
            [(at(Kind::Organisation, ASIDE), false)]
        );
        assert_eq!(
            (plan.drafts_gone, plan.drafts.as_slice()),
            (3, &[(FOREIGN, id(43))][..]),
            "a kept list too"
        );
        assert!(get(&mut c, HE).is_some(), "a plan does nothing");

        assert!(
            said(erase(&mut c, fresh(), "尉迟秘本人要求", true)).contains("理由"),
            "a reason names nobody"
        );
        assert!(said(erase(&mut c, fresh(), " ", true)).contains("理由"));
        let request = fresh();
        let done = erased(erase(&mut c, request, "本人书面要求", true));
        assert_eq!(done.request, Some(request));
        assert!(done.name.is_empty() && done.mentions.iter().all(|m| m.covered), "{done:?}");
        assert_eq!(holding(dir.path(), &WORDS), Vec::<String>::new(), "while it runs");
        assert_eq!(
            erased(erase(&mut c, request, "本人书面要求", true)).request,
            Some(request),
            "asked again"
        );

        let check = |c: &mut Client| {
            for gone in [HE, at(Kind::Visit, ALONE), at(Kind::Tie, TIE)] {
                assert!(get(c, gone).is_none(), "{gone:?}");
            }
            for query in ["尉迟", "ycm", "0077", "yuchi"] {
                assert_eq!(found(c, query), 0, "{query}");
            }
            let shared = get(c, at(Kind::Visit, SHARED)).unwrap();
            assert_eq!(shared.record.fields.links(visit::PEOPLE), [SHE]);
            assert_eq!(shared.record.fields.text(visit::SUMMARY), "和李四平一起谈路灯；※※说再打 ※※");
            assert_eq!(shared.record.fields.text(visit::NEXT_WORDS), "回※※的话");
            let told = history(c, at(Kind::Visit, SHARED));
            assert!(
                told[0].note.contains("依法要求删除") && told[0].note.contains(&request.to_string()),
                "{told:?}"
            );
            assert!(told[1].note.contains("已按请求删除") && told[1].fields.is_empty() && !told[1].removed);
            let firm = get(c, at(Kind::Organisation, FIRM)).unwrap().record;
            assert_eq!((firm.name(), firm.fields.link(organisation::CONTACT)), ("远大建设", None));
            let aside = get(c, at(Kind::Organisation, ASIDE)).unwrap().record;
            assert_eq!(aside.fields.text(organisation::NOTE), "老板认识※※");
            assert_eq!(found(c, "lsp"), 1);
            let hers = rows(c, Kind::Visit, Filter { person: Some(SHE.id), ..Filter::default() });
            assert_eq!(hers.len(), 2, "her own visit of the same import is there");
            assert_eq!(rows(c, Kind::Visit, Filter::default()).len(), 2);
            let register = rows(c, Kind::Request, Filter::default());
            let entry = get(c, register[0].target).unwrap().record;
            assert_eq!((register.len(), entry.id), (1, request));
            assert_eq!(entry.fields.code(request::DECIDED), Some(request::DONE));
            assert_eq!(entry.fields.link(request::PERSON), Some(HE));
            assert_eq!(entry.fields.text(request::REASON), "本人书面要求");
        };
        check(&mut c);
        assert!(matches!(
            c.ask(Request::Undo { request: fresh(), batch: None }).unwrap(),
            Reply::Refused(Refusal::NothingToUndo)
        ));
        assert_eq!(drafts_of(dir.path(), FOREIGN).len(), 2);
        let both = drafts_of(dir.path(), FOREIGN).into_iter().find(|d| d.id == id(43)).unwrap();
        assert_eq!(both.texts[0].1, "李四平、※※");
        let again = draft(41, HE, 5, "尉迟秘", vec![]);
        assert!(matches!(c.ask(Request::KeepDraft(again)).unwrap(), Reply::Refused(Refusal::Gone)));
        // a form that was open on a new visit, as it was begun from his card
        let whom = format!("尉迟秘\u{1f}{}\u{1f}{}\u{1e}李四平", Kind::Person.code(), HE.id);
        let open = draft(45, at(Kind::Visit, 96), 0, "走访 尉迟秘", vec![(visit::PEOPLE, whom)]);
        let kept = c.ask(Request::KeepDraft(open.clone())).unwrap();
        assert!(matches!(kept, Reply::Refused(Refusal::Gone)), "{kept:?}");
        let whom = format!("李四平\u{1f}{}\u{1f}{}\u{1e}", Kind::Person.code(), SHE.id);
        let hers = Draft { id: id(46), texts: vec![(visit::PEOPLE, whom)], ..open.clone() };
        let hers = Draft { title: "走访 李四平".into(), ..hers };
        assert!(matches!(c.ask(Request::KeepDraft(hers)).unwrap(), Reply::Done));
        drop(c);
        h.stop();
        assert!(dir.path().join("index.snapshot").exists());
        assert_eq!(holding(dir.path(), &WORDS), Vec::<String>::new(), "after it ended");
        // a session without a hub writes its draft down by itself
        linli::hub::drafts::keep(dir.path(), FOREIGN, &open).unwrap();
        assert_eq!(holding(dir.path(), &WORDS).len(), 1);
        for rebuilt in [false, true] {
            if rebuilt {
                linli::store::rebuild(dir.path(), None).unwrap();
                fs::remove_file(dir.path().join("index.snapshot")).unwrap();
            }
            let h = hub(dir.path());
            check(&mut session(&h));
            h.stop();
            assert_eq!(holding(dir.path(), &WORDS), Vec::<String>::new(), "rebuilt: {rebuilt}");
        }
        let verified = linli::store::verify(dir.path()).unwrap();
        assert_eq!((verified.bad, verified.erasures), (None, 1));
    }

    #[test]
    fn words_of_others_are_listed_and_left_unless_they_are_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        fill(dir.path(), &mut c);
        // somebody else of the same name is nobody's mention
        saved(save(
            &mut c,
            Kind::Person,
            3,
            0,
            vec![text(person::NAME, "尉迟秘"), text(person::TRADE, "餐饮")],
        ));
        let done = erased(erase(&mut c, fresh(), "本人要求", false));
        let left: Vec<_> = done.mentions.iter().map(|m| (m.target, m.field, m.covered)).collect();
        assert_eq!(left, [(at(Kind::Organisation, ASIDE), organisation::NOTE, false)]);
        let aside = get(&mut c, at(Kind::Organisation, ASIDE)).unwrap().record;
        assert_eq!(aside.fields.text(organisation::NOTE), "老板认识尉迟秘");
        assert_eq!(get(&mut c, at(Kind::Person, 3)).unwrap().record.fields.text(person::TRADE), "餐饮");
        h.stop();
    }

    #[test]
    fn others_read_and_write_beside_an_erasure_and_no_new_words_come_in() {
        let dir = tempfile::tempdir().unwrap();
        linli::cli::demo::make(dir.path(), 300, 5, NOW, &mut |_, _| ()).unwrap();
        let h = hub(dir.path());
        fill(dir.path(), &mut session(&h));
        let over = std::sync::atomic::AtomicBool::new(false);
        let turns = std::sync::atomic::AtomicU64::new(0);
        let (written, refused) = std::thread::scope(|s| {
            let writer = s.spawn(|| {
                let mut c = session(&h);
                let (mut written, mut refused) = (0, 0);
                for n in 0u64.. {
                    if over.load(std::sync::atomic::Ordering::SeqCst) {
                        break;
                    }
                    let mut new = [7; 16];
                    new[8..].copy_from_slice(&n.to_be_bytes());
                    let target = Ref { kind: Kind::Visit, id: Id(new) };
                    let who = if n % 2 == 0 { HE } else { SHE };
                    let set = vec![to(visit::PEOPLE, &[who]), text(visit::SUMMARY, "单独谈的事")];
                    match c.ask(Request::Save(Save { request: fresh(), target, base: 0, set })).unwrap() {
                        Reply::Saved(_) => written += 1,
                        Reply::Refused(Refusal::Said(_)) | Reply::Invalid(_) => refused += 1,
                        other => panic!("{other:?}"),
                    }
                    assert_eq!(found(&mut c, "李四平"), 1);
                    turns.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                }
                (written, refused)
            });
            let mut c = session(&h);
            let turn = |more: u64| {
                let from = turns.load(std::sync::atomic::Ordering::SeqCst);
                while turns.load(std::sync::atomic::Ordering::SeqCst) < from + more && !writer.is_finished() {
                    std::thread::yield_now();
                }
            };
            // however busy the machine: written before it, and refused after it
            turn(2);
            erased(erase(&mut c, fresh(), "本人要求", true));
            turn(2);
            over.store(true, std::sync::atomic::Ordering::SeqCst);
            writer.join().unwrap()
        });
        assert!(written > 0 && refused > 0, "{written} {refused}");
        let mut c = session(&h);
        assert!(rows(&mut c, Kind::Visit, Filter { person: Some(HE.id), ..Filter::default() }).is_empty());
        drop(c);
        h.stop();
        let mut words = WORDS.to_vec();
        // hers too, by the writer above
        words.retain(|w| *w != "单独谈的事");
        assert_eq!(holding(dir.path(), &words), Vec::<String>::new());
    }

    #[test]
    fn an_erasure_that_was_begun_is_ended_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        fill(dir.path(), &mut session(&h));
        h.stop();
        // as a crash leaves it: registered, nothing erased
        let (store, _) = linli::store::open(dir.path(), linli::store::Options::default()).unwrap();
        let mut entry = linli::book::Record::new(Kind::Request, fresh());
        entry.fields.set(request::PERSON, Value::Ref(HE));
        entry.fields.set(request::WHAT, Value::Code(request::ERASE));
        entry.fields.set(request::SCOPE, Value::Code(request::MENTIONS));
        entry.fields.set(request::REASON, Value::text("本人要求"));
        let key = linli::store::Key { kind: Kind::Request.code(), id: entry.id.0 };
        let body = Some(linli::hub::world::encode(&entry).unwrap());
        let change = linli::store::Change { key, body, claims: vec![] };
        let commit =
            linli::store::Commit { request: entry.id.0, changes: vec![change], ..Default::default() };
        linli::store::Store::commit(&store, vec![commit]).unwrap();
        linli::store::Store::close(&store).unwrap();
        drop(store);
        let h = hub(dir.path());
        let mut c = session(&h);
        let status = |c: &mut Client| match c.ask(Request::Status).unwrap() {
            Reply::Status(s) => s.opened,
            other => panic!("{other:?}"),
        };
        let first = status(&mut c);
        assert!(first.contains("没办完") || get(&mut c, HE).is_none(), "{first}");
        while status(&mut c).contains("没办完") {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert!(get(&mut c, HE).is_none());
        let entry = get(&mut c, entry.to_ref()).unwrap().record;
        assert_eq!(entry.fields.code(request::DECIDED), Some(request::DONE));
        drop(c);
        h.stop();
        assert_eq!(holding(dir.path(), &WORDS), Vec::<String>::new());
    }

    #[test]
    fn a_snapshot_from_before_an_erasure_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        fill(dir.path(), &mut session(&h));
        h.stop();
        let old = fs::read(dir.path().join("index.snapshot")).unwrap();
        let h = hub(dir.path());
        erased(erase(&mut session(&h), fresh(), "本人要求", true));
        h.stop();
        // put back from a backup
        fs::write(dir.path().join("index.snapshot"), old).unwrap();
        let h = hub(dir.path());
        assert!(!dir.path().join("index.snapshot").exists(), "it goes at once");
        assert_eq!(found(&mut session(&h), "尉迟"), 0);
        h.stop();
        assert_eq!(holding(dir.path(), &WORDS), Vec::<String>::new());
    }

    #[test]
    fn who_is_frozen_is_kept_and_not_used() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        fill(dir.path(), &mut c);
        let before = get(&mut c, HE).unwrap().record;
        let welcome = |c: &mut Client| c.welcome(Lang::Zh, false).unwrap().counts[1];
        assert_eq!(welcome(&mut c), 2);
        let why = ask(
            &mut c,
            PersonAsk::Freeze {
                request: fresh(),
                person: HE.id,
                lift: false,
                reason: "尉迟老师要求".into(),
                way: 1,
            },
        );
        assert!(said(why).contains("理由"));
        saved(freeze(&mut c, false));
        let invisible = |c: &mut Client| {
            assert_eq!(welcome(c), 1);
            for query in ["尉迟", "ycm", "0077", "尉迟老师"] {
                assert_eq!(found(c, query), 0, "{query}");
            }
            assert_eq!(rows(c, Kind::Person, Filter::default()).len(), 1);
            let Reply::Today(today) = c.ask(Request::Today).unwrap() else { panic!() };
            let seen =
                today.overdue.iter().chain(&today.recent).chain(today.promised.iter().map(|p| &p.person));
            assert!(seen.into_iter().all(|r| r.target != HE));
            assert!(today.drafts.iter().all(|d| d.target != HE), "his draft waits too");
            let similar = Request::Similar {
                kind: Kind::Person,
                except: None,
                name: "尉迟秘".into(),
                phones: "13800990077".into(),
            };
            assert!(matches!(c.ask(similar).unwrap(), Reply::Rows(r) if r.is_empty()));
            let line = Request::Preview(LineAsk::of("访 尉迟秘 电话"));
            assert!(matches!(c.ask(line).unwrap(), Reply::Preview(Preview::Nobody(_))));
            let visits = rows(c, Kind::Visit, Filter::default());
            let words = format!("{visits:?}");
            assert!(words.contains("（已暂停使用）、李四平") && !words.contains("尉迟秘、"), "{words}");
            assert!(!words.contains("单独谈的事"), "words of a visit to nobody else are not shown");
            let shown = get(c, at(Kind::Visit, SHARED)).unwrap();
            assert!(shown.names.iter().any(|(r, n)| *r == HE && n == "（已暂停使用）"), "{:?}", shown.names);
            let Reply::Circle(circle) = c.ask(Request::Circle { target: SHE }).unwrap() else { panic!() };
            assert!(circle.iter().any(|l| l.name == "（已暂停使用）") && circle.iter().all(|l| l.depth == 1));
            for r in [
                Request::Get(HE),
                Request::Card(HE),
                Request::History { target: HE, limit: 9 },
                Request::Get(at(Kind::Visit, ALONE)),
            ] {
                assert!(said(c.ask(r).unwrap()).contains("暂停使用"));
            }
        };
        invisible(&mut c);
        let hers = get(&mut c, SHE).unwrap().record.version;
        for reply in [
            save(&mut c, Kind::Person, 1, before.version, vec![text(person::TITLE, "经理")]),
            save(&mut c, Kind::Visit, 71, 0, vec![to(visit::PEOPLE, &[SHE, HE])]),
            save(
                &mut c,
                Kind::Tie,
                72,
                0,
                vec![
                    one(tie::FROM, SHE),
                    one(tie::TO, HE),
                    (tie::SORT, Edit::Set(Value::Code(8))),
                    text(tie::SOURCE, "本人"),
                ],
            ),
            save(
                &mut c,
                Kind::Organisation,
                73,
                0,
                vec![text(organisation::NAME, "新店"), one(organisation::CONTACT, HE)],
            ),
            save(
                &mut c,
                Kind::Person,
                74,
                0,
                vec![text(person::NAME, "另一个名字"), text(person::PHONES, "13800990077")],
            ),
            save(
                &mut c,
                Kind::Person,
                2,
                hers,
                vec![(person::FROZEN_ON, Edit::Set(Value::Day(linli::book::Day(740_000))))],
            ),
        ] {
            said(reply);
        }
        let firm = get(&mut c, at(Kind::Organisation, FIRM)).unwrap().record;
        // what referred before may stay while something else is changed
        saved(save(&mut c, Kind::Organisation, FIRM, firm.version, vec![text(organisation::NOTE, "搬了")]));
        let row = LedgerRow {
            kind: Kind::Person,
            cells: vec![(person::NAME, "尉迟秘".into()), (person::PHONES, "13800990077".into())],
            office: String::new(),
        };
        let slice =
            Slice { request: fresh(), batch: fresh(), source: "名单".into(), dry: false, rows: vec![row] };
        let Reply::Imported { outcomes, .. } = c.ask(Request::Import(slice)).unwrap() else { panic!() };
        assert!(matches!(&outcomes[..], [RowOutcome::Rejected(..)]), "{outcomes:?}");
        drop(c);
        h.stop();
        for snapshot in [true, false] {
            if !snapshot {
                fs::remove_file(dir.path().join("index.snapshot")).unwrap();
            }
            let h = hub(dir.path());
            invisible(&mut session(&h));
            h.stop();
        }
        let h = hub(dir.path());
        let mut c = session(&h);
        let Reply::Rows(who) = ask(&mut c, PersonAsk::Who("尉迟秘".into())) else { panic!() };
        assert_eq!(who.iter().map(|r| r.target).collect::<Vec<_>>(), [HE], "the command finds them");
        let shown = file(&mut c, false);
        assert_eq!((shown.shown.record.name(), shown.visits.len()), ("尉迟秘", 3));
        assert_eq!(shown.frozen.unwrap().1, "本人要求");
        saved(freeze(&mut c, true));
        assert_eq!(welcome(&mut c), 2);
        assert_eq!((found(&mut c, "ycm"), found(&mut c, "0077")), (1, 1));
        let after = get(&mut c, HE).unwrap().record;
        assert_eq!(after.fields, before.fields);
        assert_eq!(rows(&mut c, Kind::Visit, Filter { person: Some(HE.id), ..Filter::default() }).len(), 3);
        saved(save(&mut c, Kind::Person, 1, after.version, vec![text(person::TITLE, "经理")]));
        let whats: Vec<_> = rows(&mut c, Kind::Request, Filter::default())
            .iter()
            .map(|r| get(&mut c, r.target).unwrap().record.fields.code(request::WHAT).unwrap())
            .collect();
        assert_eq!(whats, [request::LIFT, request::SHOW, request::FREEZE]);
        h.stop();
    }

    #[test]
    fn what_was_promised_to_several_is_told_under_whoever_is_there() {
        let dir = tempfile::tempdir().unwrap();
        let later = |dir: &Path| Hub::start(dir, Box::new(|| NOW + 5 * 86_400_000), &|_, _| ()).unwrap();
        let told = |c: &mut Client| {
            let Reply::Today(today) = c.ask(Request::Today).unwrap() else { panic!() };
            let Reply::Promised { total, promised } =
                c.ask(Request::Promised { offset: 0, limit: 9 }).unwrap()
            else {
                panic!()
            };
            assert_eq!(
                (total, today.promised_total, today.promised.len()),
                (promised.len() as u64, total, promised.len())
            );
            promised.iter().map(|p| (p.visit.id, p.person.target)).collect::<Vec<_>>()
        };
        let h = later(dir.path());
        let mut c = session(&h);
        for (n, name) in [(1, "尉迟秘"), (2, "李四平")] {
            saved(save(&mut c, Kind::Person, n, 0, vec![text(person::NAME, name)]));
        }
        let set = |whom: &[Ref]| {
            vec![to(visit::PEOPLE, whom), text(visit::NEXT, "今天"), text(visit::WHEN, "昨天")]
        };
        saved(save(&mut c, Kind::Visit, SHARED, 0, set(&[HE, SHE])));
        saved(save(&mut c, Kind::Visit, ALONE, 0, set(&[HE])));
        assert_eq!(told(&mut c), [(id(ALONE), HE), (id(SHARED), HE)]);
        saved(freeze(&mut c, false));
        assert_eq!(told(&mut c), [(id(SHARED), SHE)], "what was promised to her is not forgotten");
        drop(c);
        h.stop();
        for snapshot in [true, false] {
            if !snapshot {
                fs::remove_file(dir.path().join("index.snapshot")).unwrap();
            }
            let h = later(dir.path());
            assert_eq!(told(&mut session(&h)), [(id(SHARED), SHE)], "snapshot: {snapshot}");
            h.stop();
        }
        let h = later(dir.path());
        let mut c = session(&h);
        saved(save(&mut c, Kind::Visit, 13, 0, vec![to(visit::PEOPLE, &[SHE]), text(visit::WHEN, "今天")]));
        assert_eq!(told(&mut c), [], "she was met since");
        saved(freeze(&mut c, true));
        assert_eq!(told(&mut c), [(id(ALONE), HE), (id(SHARED), HE)]);
        drop(c);
        h.stop();
    }

    #[test]
    fn a_frozen_person_can_be_erased() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        fill(dir.path(), &mut c);
        saved(freeze(&mut c, false));
        let done = erased(erase(&mut c, fresh(), "本人要求", true));
        assert_eq!(done.gone.len(), 5);
        let hers = rows(&mut c, Kind::Visit, Filter { person: Some(SHE.id), ..Filter::default() });
        assert_eq!(hers.len(), 2);
        assert_eq!(c.welcome(Lang::Zh, false).unwrap().counts[1], 1);
        drop(c);
        h.stop();
        assert_eq!(holding(dir.path(), &WORDS), Vec::<String>::new());
    }

    #[test]
    fn a_copy_holds_nothing_of_anybody_else() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        fill(dir.path(), &mut c);
        let whole = format!("{:?}", file(&mut c, false));
        let copy = file(&mut c, true);
        let words = format!("{copy:?}");
        for theirs in ["李四平", "李工", "13955556666", &SHE.id.to_string()] {
            assert!(!words.contains(theirs), "{theirs}: {words}");
        }
        assert!(whole.contains("李四平") && whole.contains(&SHE.id.to_string()));
        for own in ["尉迟秘", "13800990077", "悄悄话", "单独谈的事", "台账里的话", "远大建设"]
        {
            assert!(whole.contains(own) && words.contains(own), "{own}");
        }
        assert!(copy.visits.iter().all(|v| v.record.fields.links(visit::PEOPLE) == [HE]));
        assert_eq!(copy.ties.len(), 1);
        // what was is told to the person as well
        assert!(
            copy.history
                .iter()
                .any(|e| e.fields.iter().any(|(no, b, _)| *no == person::PHONES && b.contains("139")))
        );
        assert_eq!(copy.requests.len(), 1, "the look before it");
        h.stop();
    }

    #[test]
    fn the_register_is_written_by_requests_alone() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        fill(dir.path(), &mut c);
        let set = vec![
            one(request::PERSON, HE),
            (request::WHAT, Edit::Set(Value::Code(1))),
            text(request::ASKED_ON, "今天"),
        ];
        assert!(said(save(&mut c, Kind::Request, 81, 0, set)).contains("自动"));
        let refuse = |c: &mut Client, why: &str, what| {
            let why = why.to_string();
            ask(c, PersonAsk::Refuse { request: id(82), person: HE.id, what, why, way: 2 })
        };
        assert!(said(refuse(&mut c, "尉迟秘不是本人来", request::COPY)).contains("理由"));
        assert!(matches!(refuse(&mut c, "法律要求留存", 77), Reply::Refused(Refusal::BadRequest)));
        saved(refuse(&mut c, "不能证明是本人", request::COPY));
        saved(refuse(&mut c, "不能证明是本人", request::COPY));
        let register = rows(&mut c, Kind::Request, Filter { person: Some(HE.id), ..Filter::default() });
        assert_eq!(register.len(), 1, "asked twice, written once");
        let entry = get(&mut c, at(Kind::Request, 82)).unwrap().record;
        assert_eq!(entry.fields.code(request::DECIDED), Some(request::REFUSED));
        let remove = Request::Remove { request: fresh(), target: entry.to_ref(), base: entry.version };
        assert!(said(c.ask(remove).unwrap()).contains("自动"));
        h.stop();
    }
}
