//! The first seeds of the corpus: requests, records and frames of this program's own making.
//! `LINLI_MAKE_SEEDS=1 cargo test --test hostile seeds` writes them; what fuzzing finds lies beside them.
use linli::book::merge::Side;
use linli::book::{Day, Fields, Id, Kind, Ref, Value};
use linli::hub::frame;
use linli::hub::wire::*;
use linli::store::{Change, Commit, Key, codec};
use linli::text::Lang;
use std::path::Path;

fn write(target: &str, name: &str, bytes: &[u8]) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/corpus").join(target);
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join(name), bytes).unwrap();
}

fn id(n: u8) -> Id {
    Id([n; 16])
}

fn to(kind: Kind, n: u8) -> Ref {
    Ref { kind, id: id(n) }
}

fn save(n: u8, target: Ref, base: u64, set: Vec<(u16, Edit)>) -> Request {
    Request::Save(Save { request: id(n), target, base, set })
}

fn all() -> Vec<(&'static str, Request)> {
    let text = |no: u16, s: &str| (no, Edit::Text(s.into()));
    let zhang = to(Kind::Person, 1);
    let cells = vec![(1, "李敏".to_string()), (3, "13900001111".into())];
    let row = LedgerRow { kind: Kind::Person, cells, office: "颍川街道".into() };
    let slice =
        Slice { request: id(70), batch: id(71), source: "台账.xlsx".into(), dry: true, rows: vec![row] };
    let texts = vec![(1, "李".to_string())];
    let draft = Draft { id: id(80), target: zhang, base: 0, at_ms: 5, title: "人员".into(), texts };
    let filter = Filter { text: "张".into(), overdue: true, ..Filter::default() };
    let list = Request::List {
        kind: Kind::Person,
        filter,
        order: Order::LongAgo,
        offset: 0,
        limit: 9,
        more: Vec::new(),
    };
    let tested = || {
        let any = vec![
            Is::Code(4),
            Is::Blank,
            Is::Ref(id(1)),
            Is::Days(None, Some(Day(739_000))),
            Is::Span(Span::Week),
        ];
        let tests = [8, 16, 17, 23, 999].map(|field| Test { field, any: any.clone() });
        Filter { tests: tests.into(), ..Filter::default() }
    };
    let by = |order| Request::List {
        kind: Kind::Person,
        filter: tested(),
        order,
        offset: 0,
        limit: 9,
        more: vec![8, 17],
    };
    let view = View {
        name: "新媒体".into(),
        kind: Kind::Person,
        filter: tested(),
        order: Order::By(17, false),
        columns: vec![],
    };
    let change = linli::hub::wire::Change::Add(Value::Ref(to(Kind::Tag, 9)));
    let bulk = Bulk {
        request: id(73),
        batch: id(72),
        dry: false,
        kind: Kind::Person,
        items: vec![(id(1), 0)],
        field: 23,
        change,
    };
    let export = |of: Of| {
        Request::Export(Export {
            act: id(90),
            kind: Kind::Visit,
            of,
            recipient: "街道办".into(),
            purpose: "年度报送".into(),
        })
    };
    let merge = |n, dry| {
        let sides = vec![(1, Side::Other), (5, Side::Both), (999, Side::Keep)];
        let other = to(Kind::Person, 2);
        Request::Merge(Merge { request: id(n), dry, keep: zhang, other, seen: (0, 0), sides })
    };
    let unmerge = |n, dry| {
        let items = vec![to(Kind::Visit, 3), zhang];
        Request::Unmerge(Unmerge { request: id(n), dry, of: to(Kind::Person, 2), items, last: true })
    };
    let act = Save {
        request: id(75),
        target: to(Kind::Handover, 74),
        base: 0,
        set: vec![
            (1, Edit::Set(Value::Ref(to(Kind::Staff, 9)))),
            (2, Edit::Set(Value::Ref(to(Kind::Staff, 8)))),
            text(4, "退休"),
        ],
    };
    let hand =
        HandOver { act, dry: false, whom: vec![Handed { person: id(1), to: Some(id(8)) }], done: true };
    let step =
        HandStep {
            request: id(76), handover: id(74), base: 1, step: HandAct::Decline, words: "没空".into()
        };
    let (one, way) = (id(1), 1);
    let person = |ask| Request::Person(ask);
    let reason = || "本人要求".to_string();
    let mut all = vec![
        ("export", export(Of::List { filter: tested(), order: Order::Usual, offset: 0 })),
        ("export-these", export(Of::These(vec![id(3), id(3), id(9)]))),
        ("who", person(PersonAsk::Who("张晓明".into()))),
        ("file", person(PersonAsk::File { request: id(60), person: one, copy: true, way })),
        ("file-visits", person(PersonAsk::Visits { person: one, copy: false, offset: u32::MAX })),
        (
            "freeze",
            person(PersonAsk::Freeze { request: id(61), person: one, lift: false, reason: reason(), way }),
        ),
        ("plan-erase", person(PersonAsk::PlanErase { person: one, mentions: true })),
        ("refuse", person(PersonAsk::Refuse { request: id(62), person: one, what: 6, why: reason(), way })),
        ("correct", person(PersonAsk::Correct { request: id(66), person: one, way })),
        ("face", person(PersonAsk::Face { request: id(63), person: one })),
        (
            "lift",
            person(PersonAsk::Freeze { request: id(64), person: one, lift: true, reason: reason(), way }),
        ),
        (
            "records",
            Request::Records {
                kind: Kind::Visit,
                filter: tested(),
                order: Order::Newest,
                offset: 0,
                limit: u32::MAX,
            },
        ),
        ("promised", Request::Promised { offset: 0, limit: u32::MAX }),
        ("users", Request::Users { target: zhang, limit: u32::MAX }),
        ("showing", Request::Keep(Keep::Showing(true))),
        ("showing-no-more", Request::Keep(Keep::Showing(false))),
    ];
    let erase = PersonAsk::Erase { request: id(65), person: one, reason: reason(), mentions: true, way };
    all.extend(vec![
        ("welcome", Request::Welcome { lang: Lang::En, news: true, from: Some([10, 0, 0, 5].into()) }),
        ("today", Request::Today),
        ("find", Request::Find { query: "zxm".into(), kinds: vec![Kind::Person], limit: 9 }),
        ("list", list),
        ("area", save(10, to(Kind::Area, 9), 0, vec![text(1, "颍川街道"), text(2, "街道")])),
        ("person", save(11, zhang, 0, vec![text(1, "张晓明"), text(3, "13837455521"), text(5, "恒达公司")])),
        (
            "value",
            save(
                12,
                to(Kind::Visit, 3),
                0,
                vec![
                    (1, Edit::Set(Value::Day(Day(739_000)))),
                    (3, Edit::Set(Value::List(vec![Value::Ref(zhang)]))),
                    (4, Edit::Clear),
                ],
            ),
        ),
        ("get", Request::Get(zhang)),
        ("card", Request::Card(zhang)),
        (
            "similar",
            Request::Similar {
                kind: Kind::Person, except: None, name: "张晓明".into(), phones: "1".into()
            },
        ),
        ("read", Request::Read { kind: Kind::Person, field: 3, text: "138".into() }),
        ("preview", Request::Preview(LineAsk::of("访 zxm 电话 昨天 谈了 +3天 回话"))),
        (
            "capture",
            Request::Capture {
                request: id(13),
                ask: LineAsk {
                    line: "访 张晓明 路面补好了".into(),
                    picks: vec![("张晓明".into(), zhang)],
                    without: vec![1],
                    make: true,
                },
            },
        ),
        ("areas", Request::Areas { parent: Some(id(9)) }),
        ("circle", Request::Circle { target: zhang }),
        ("path", Request::Path { from: zhang, to: to(Kind::Person, 2) }),
        ("history", Request::History { target: zhang, limit: u32::MAX }),
        ("undo", Request::Undo { request: id(14), batch: None }),
        ("import", Request::Import(slice)),
        ("keep", Request::KeepDraft(draft)),
        ("drafts", Request::Drafts),
        ("drop", Request::DropDraft(id(80))),
        (
            "step",
            Request::Step(Step {
                save: Save {
                    request: id(16),
                    target: to(Kind::Matter, 1),
                    base: 1,
                    set: vec![text(14, "电话问过"), (18, Edit::Set(Value::Code(1)))],
                },
                act: 10,
            }),
        ),
        ("remove", Request::Remove { request: id(15), target: zhang, base: 1 }),
        ("status", Request::Status),
        ("counts", Request::Counts { kind: Kind::Person, filter: tested(), field: 8 }),
        ("list-by", by(Order::By(17, true))),
        ("view", Request::Keep(Keep::View(view))),
        ("columns", Request::Keep(Keep::Columns(Kind::Visit, vec!["when".into(), "nothing".into()]))),
        ("here", Request::Here(Some(zhang))),
        ("rows", Request::Rows { targets: vec![zhang, zhang], more: vec![5, 8, 999] }),
        ("bulk", Request::Bulk(bulk.clone())),
        ("calendar", Request::Calendar { from: Day(739_000), to: Day(739_041) }),
        ("one-day", Request::OneDay(Day(739_000))),
        ("open-work", Request::OpenWork(id(9))),
        ("hand-over", Request::HandOver(hand)),
        ("hand-step", Request::HandStep(step)),
        ("hand-sheet", Request::HandSheet(id(74))),
        (
            "report",
            Request::Report(ReportAsk { area: Some(id(9)), periods: [(Day(739_000), Day(739_041)); 3] }),
        ),
        ("posts", Request::Posts { area: Some(id(9)) }),
        ("reveal", Request::Reveal(Reveal { target: zhang, field: 3 })),
        (
            "log",
            Request::Log(LogAsk {
                record: Some(id(1)),
                staff: Some(id(9)),
                what: Some(Looked::Found),
                from: Some(Day(739_000)),
                to: Some(Day(i32::MAX)),
                offset: u32::MAX,
                limit: u32::MAX,
            }),
        ),
        ("pairs", Request::Pairs(PairsAsk { kind: Kind::Person, of: Some(id(1)), offset: 0, limit: 9 })),
        ("version", Request::Version { target: zhang, pos: 1 << 40 }),
        ("merge-dry", merge(74, true)),
        ("merge", merge(75, false)),
        ("unmerge", unmerge(76, true)),
        ("unmerge-last", unmerge(77, false)),
        ("undo-batch", Request::Undo { request: id(16), batch: Some(id(72)) }),
        (
            "phrases",
            Request::Phrases(PhraseAsk {
                kind: Kind::Visit, field: 7, act: PhraseAct::Keep("常去".into())
            }),
        ),
    ]);
    let keeping = |ask| Request::Retention(ask);
    let (class, batch) = (id(80), id(81));
    all.extend([
        ("retention", keeping(RetentionAsk::Classes)),
        ("retention-due", keeping(RetentionAsk::Due { class, offset: u64::MAX, limit: u32::MAX })),
        (
            "retention-hold",
            keeping(RetentionAsk::Hold {
                request: id(82),
                class,
                target: to(Kind::Visit, 1),
                why: Some("有争议".into()),
            }),
        ),
        (
            "retention-carry-out",
            keeping(RetentionAsk::CarryOut {
                request: id(83),
                class,
                batch,
                count: u64::MAX,
                digest: [7; 16],
            }),
        ),
    ]);
    // the last of all: nothing is left to be asked about
    all.push(("erase", person(erase)));
    all.push((
        "elect",
        Request::Elect(Elect { request: id(92), meeting: id(93), dry: false, version: 0, plan: [0; 32] }),
    ));
    all
}

/// A number for each sort of request. A new one does not compile until it has its own here, and then wants a seed.
fn sort(request: &Request) -> usize {
    match request {
        Request::Welcome { .. } => 0,
        Request::Today => 1,
        Request::Find { .. } => 2,
        Request::List { .. } => 3,
        Request::Get(_) => 4,
        Request::Card(_) => 5,
        Request::Similar { .. } => 6,
        Request::Read { .. } => 7,
        Request::Save(_) => 8,
        Request::Remove { .. } => 9,
        Request::Preview(_) => 10,
        Request::Capture { .. } => 11,
        Request::Areas { .. } => 12,
        Request::Circle { .. } => 13,
        Request::Path { .. } => 14,
        Request::History { .. } => 15,
        Request::Undo { .. } => 16,
        Request::Import(_) => 17,
        Request::KeepDraft(_) => 18,
        Request::Drafts => 19,
        Request::DropDraft(_) => 20,
        Request::Status => 21,
        Request::Records { .. } => 22,
        Request::Promised { .. } => 23,
        Request::Users { .. } => 24,
        Request::Person(_) => 25,
        Request::Counts { .. } => 26,
        Request::Rows { .. } => 27,
        Request::Keep(_) => 28,
        Request::Here(_) => 29,
        Request::Bulk(_) => 30,
        Request::Phrases(_) => 31,
        Request::Calendar { .. } => 32,
        Request::OneDay(_) => 33,
        Request::HandOver(_) => 34,
        Request::OpenWork(_) => 35,
        Request::Pairs(_) => 36,
        Request::Merge(_) => 37,
        Request::Unmerge(_) => 38,
        Request::Step(_) => 39,
        Request::HandStep(_) => 40,
        Request::HandSheet(_) => 41,
        Request::Posts { .. } => 42,
        Request::Reveal(_) => 43,
        Request::Log(_) => 44,
        Request::Version { .. } => 45,
        Request::Export(_) => 46,
        Request::Report(_) => 47,
        Request::Elect(_) => 48,
        Request::Retention(_) => 49,
        // ends the hub, so there is none
        Request::Drain => usize::MAX,
    }
}

#[test]
fn every_request_has_a_seed_in_the_corpus() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/corpus");
    let mut sorts: Vec<usize> = Vec::new();
    for (name, request) in all() {
        sorts.push(sort(&request));
        for file in [format!("requests/{name}"), format!("codec/request-{name}")] {
            let told = "LINLI_MAKE_SEEDS=1 cargo test --test hostile seeds writes it";
            assert!(corpus.join(&file).is_file(), "{file} is missing: {told}");
        }
    }
    sorts.sort_unstable();
    sorts.dedup();
    assert_eq!(sorts, (0..sorts.len()).collect::<Vec<_>>(), "a sort of request has no seed");
}

#[test]
fn make() {
    if std::env::var_os("LINLI_MAKE_SEEDS").is_none() {
        return;
    }
    let (mut stream, mut script) = (vec![3], Vec::new());
    for (name, request) in all() {
        let message = ToHub { ticket: 7, request };
        let bytes = codec::encode(&message, 1 << 20).unwrap();
        write("codec", &format!("request-{name}"), &[&[1], &bytes[..]].concat());
        let one = [&u16::try_from(bytes.len()).unwrap().to_le_bytes()[..], &bytes].concat();
        write("requests", name, &one);
        script.extend(one);
        stream.extend(frame::frame(&message).unwrap());
    }
    write("requests", "all", &script);
    write("frames", "all", &stream);
    write("frames", "hello", &[&[0], &frame::hello()[..]].concat());
    let deep = (0..200).fold(Value::Flag(true), |v, _| Value::List(vec![v]));
    let nested = codec::encode(&vec![(1u16, deep)], 1 << 20).unwrap();
    write("codec", "nested", &[&[0], &nested[..]].concat());
    write("codec", "nested-body", &[&[5], &nested[..]].concat());
    let fields = Fields::default()
        .with(1, Value::text("张晓明"))
        .with(3, Value::List(vec![Value::text("13837455521")]))
        .with(5, Value::Ref(to(Kind::Organisation, 4)))
        .with(9, Value::Code(999))
        .with(12, Value::Day(Day(739_000)))
        .with(900, Value::Group(vec![(1, Value::Int(-1)), (2, Value::Flag(true))]));
    let mut body = codec::encode(&fields, 1 << 20).unwrap();
    write("codec", "fields", &[&[0], &body[..]].concat());
    body[0] += 1;
    body.extend([251, 0x85, 3, 40, 1, 2, 3]);
    write("codec", "newer-body", &[&[5], &body[..]].concat());
    let key = Key { kind: 2, id: [1; 16] };
    let changes = vec![Change { key, body: Some(body), claims: vec![b"code:1".to_vec()] }];
    let commit = Commit {
        request: [1; 16],
        note: "导入".into(),
        expected: vec![(key, None)],
        changes,
        ..Commit::default()
    };
    write("codec", "commit", &[&[4], &codec::encode(&commit, 1 << 20).unwrap()[..]].concat());
    // hands laid on the journal: a bit, a header with its checksum right, a commit with every hash right, segments moved
    for (name, ops) in [
        ("whole", &[0x80, 0, 0, 0, b'l'][..]),
        ("bit", &[0x82, 0, 200, 0, 3]),
        ("header", &[0x8a, 1, 8, 0, 1]),
        ("sealed", &[0x8c, 0, 0, 0, 2]),
        ("count", &[0x8c, 0, 62, 0, 255]),
        ("cut", &[0x84, 2, 150, 0, 0]),
        ("zeros", &[0x83, 1, 96, 0, 20]),
        ("swapped", &[0x87, 0, 0, 0, 1]),
        ("gone", &[0x88, 1, 0, 0, 0]),
        ("twice", &[0x86, 0, 0, 8, 0, 0x89, 2, 0, 0, 0]),
    ] {
        write("journal", name, ops);
    }
    targets_of_files();
    register();
}

/// Hands laid on what is read from the disk.
fn targets_of_files() {
    for (name, bytes) in [
        ("whole", &[0][..]),
        ("served", &[0x0e]),
        ("length", &[0, 3, 40, 0, 0, 0, 9]),
        ("longer", &[0, 4, 7, 1, 0, 1, 0]),
        ("row", &[0x0e, 1, 0, 8, 0, 0, 6]),
        ("cut", &[0, 5, 0, 9, 0, 0, 0]),
        ("moved", &[0, 8, 0, 2, 0, 3, 60]),
        ("raw", &[1, 2, 0, 0, 0, 0, 0, 0, 0]),
    ] {
        write("snapshot", name, bytes);
    }
    for (name, bytes) in [
        ("both", &[0][..]),
        ("first", &[4]),
        ("turned", &[8]),
        ("byte", &[0, 0, 90, 2, 0, 7]),
        ("far", &[0, 4, 0, 0, 0, 39]),
        ("many", &[0, 2, 0, 0, 0, 200]),
        ("last", &[0, 3, 0, 0, 1, 0]),
        ("long", &[0, 6, 0, 0, 0, 31]),
        ("again", &[0, 7, 0, 0, 0, 3, 0x87, 0, 0, 0, 2]),
        ("cut", &[2, 1, 200, 1, 0, 0]),
        ("raw", b"\x01linliBAK\x01\0\0\0"),
    ] {
        write("streams", name, bytes);
    }
    for (name, what) in
        ["byte", "byte-heads", "cut", "hole", "gone", "link", "device", "pipe", "folder"].iter().zip(0u8..)
    {
        for file in 0..3 {
            write("restore", &format!("{name}-{file}"), &[what | 0x80, file, 9, 0, what + file]);
        }
    }
    for (name, what) in ["moved", "odd", "other", "twin", "next", "staged", "long"].iter().zip(9u8..) {
        write("restore", name, &[what | 0x80, 2, 0, 0, 3]);
    }
    write("restore", "whole", &[]);
}

/// Entries of the register, each of another request, some of nonsense.
fn register() {
    use linli::book::request::{ASKED_ON, DECIDED, ERASE, FREEZE, PERSON, REASON, SCOPE, STAFF, WHAT};
    let zhang = Value::Ref(to(Kind::Person, 1));
    let of = |what: u16| Fields::default().with(PERSON, zhang.clone()).with(WHAT, Value::Code(what));
    let entries = [
        ("show", of(1).with(DECIDED, Value::Code(1)).with(ASKED_ON, Value::Day(Day(739_000)))),
        (
            "freeze",
            of(FREEZE).with(REASON, Value::text("本人要求")).with(STAFF, Value::Ref(to(Kind::Staff, 9))),
        ),
        ("erase", of(ERASE).with(SCOPE, Value::Code(2))),
        ("erase-whom", Fields::default().with(WHAT, Value::Code(ERASE))),
        ("erase-firm", of(ERASE).with(PERSON, Value::Ref(to(Kind::Organisation, 1)))),
        ("nobody", of(ERASE).with(PERSON, Value::Ref(to(Kind::Person, 200)))),
        ("odd", of(999).with(DECIDED, Value::Code(77)).with(ASKED_ON, Value::text("昨天"))),
        (
            "lists",
            of(5).with(WHAT, Value::List(vec![Value::Code(6), Value::Code(4)])).with(900, zhang.clone()),
        ),
    ];
    let mut all = Vec::new();
    for (name, fields) in entries {
        let body = codec::encode(&fields, 1 << 20).unwrap();
        let one = [&u16::try_from(body.len()).unwrap().to_le_bytes()[..], &body].concat();
        write("register", name, &one);
        all.extend(one);
    }
    write("register", "all", &all);
}
