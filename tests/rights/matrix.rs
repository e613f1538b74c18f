//! Every request × every role × inside and outside.

use super::office::{Office, Who, day, id, link, links, text, to, year};
use linli::book::{
    Id, Kind, Ref, Value, handover, meeting, organisation, person, retention, staff, tie, visit,
};
use linli::hub::client::Client;
use linli::hub::wire::*;
use linli::text::Lang;
use std::collections::BTreeSet;

/// What a request takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    /// Nothing: it is answered as far as whoever asks may know.
    Nothing,
    /// The record that it names is seen.
    Sight,
    /// The role writes; what it names is seen.
    Pen,
    /// The role writes; of many each is looked at by itself.
    PenOfMany,
    /// An administrator.
    Administrator,
    /// The account that owns the files.
    Owner,
}

/// What each request takes. A request that is new has no row yet, and this does not compile.
macro_rules! rows {
    ($($pattern:pat $(if $when:expr)? => $name:literal $takes:ident,)*) => {
        fn row(request: &Request) -> (&'static str, Takes) {
            match request {
                $($pattern $(if $when)? => ($name, Takes::$takes),)*
            }
        }
        const NAMES: &[&str] = &[$($name),*];
    };
}

rows! {
    Request::Welcome { .. } => "welcome" Nothing,
    Request::Today => "today" Nothing,
    Request::Find { .. } => "find" Nothing,
    Request::List { kind: Kind::Request, .. } => "list of the register" Administrator,
    Request::List { kind: Kind::Retention, .. } => "list of retention classes" Administrator,
    Request::List { filter: Filter { person: Some(_), .. }, .. } => "list of a person's" Sight,
    Request::List { .. } => "list" Nothing,
    Request::Records { kind: Kind::Request, .. } => "records of the register" Administrator,
    Request::Records { kind: Kind::Retention, .. } => "records of retention classes" Administrator,
    Request::Records { .. } => "records" Nothing,
    Request::Counts { kind: Kind::Request, .. } => "counts of the register" Administrator,
    Request::Counts { kind: Kind::Retention, .. } => "counts of retention classes" Administrator,
    Request::Counts { filter, .. } if !filter.tests.is_empty() => "counts of a person's" Sight,
    Request::Counts { .. } => "counts" Nothing,
    Request::Get(_) => "get" Sight,
    Request::Card(_) => "card" Sight,
    Request::Similar { .. } => "similar" Nothing,
    Request::Read { .. } => "read" Nothing,
    Request::Save(_) => "save" Pen,
    Request::Step(_) => "step" Pen,
    Request::Remove { .. } => "remove" Pen,
    Request::Preview(ask) if !ask.picks.is_empty() => "preview with a pick" Pen,
    Request::Preview(_) => "preview" PenOfMany,
    Request::Capture { ask, .. } if !ask.picks.is_empty() => "capture with a pick" Pen,
    Request::Capture { .. } => "capture" PenOfMany,
    Request::Areas { .. } => "areas" Nothing,
    Request::Circle { .. } => "circle" Sight,
    Request::Path { .. } => "path" Sight,
    Request::History { .. } => "history" Sight,
    Request::Undo { .. } => "undo" PenOfMany,
    Request::Import(_) => "import" PenOfMany,
    Request::KeepDraft(_) => "keep draft" Nothing,
    Request::Drafts => "drafts" Nothing,
    Request::DropDraft(_) => "drop draft" Nothing,
    Request::Status => "status" Nothing,
    Request::Drain => "drain" Owner,
    Request::Promised { .. } => "promised" Nothing,
    Request::Users { .. } => "users" Sight,
    Request::Person(PersonAsk::Face { .. }) => "face" Pen,
    Request::Person(PersonAsk::Who(_)) => "who" Administrator,
    Request::Person(PersonAsk::File { .. }) => "file" Administrator,
    Request::Person(PersonAsk::Visits { .. }) => "file's visits" Administrator,
    Request::Person(PersonAsk::Freeze { .. }) => "freeze" Administrator,
    Request::Person(PersonAsk::PlanErase { .. }) => "plan an erasure" Administrator,
    Request::Person(PersonAsk::Erase { .. }) => "erase" Administrator,
    Request::Person(PersonAsk::Refuse { .. }) => "refuse" Administrator,
    Request::Person(PersonAsk::Correct { .. }) => "correct" Administrator,
    Request::Rows { .. } => "rows" Nothing,
    Request::Keep(Keep::View(View { filter: Filter { person: Some(_), .. }, .. })) => "keep a person's view" Sight,
    Request::Keep(Keep::View(_)) => "keep a view" Nothing,
    Request::Keep(Keep::DropView(..)) => "drop a view" Nothing,
    Request::Keep(Keep::Columns(..)) => "keep columns" Nothing,
    Request::Keep(Keep::Showing(_)) => "showing" Nothing,
    Request::Here(_) => "here" Nothing,
    Request::Bulk(_) => "bulk" PenOfMany,
    Request::Phrases(_) => "phrases" Nothing,
    Request::Calendar { .. } => "calendar" Nothing,
    Request::OneDay(_) => "one day" Nothing,
    Request::HandOver(_) => "hand over" Pen,
    Request::HandStep(_) => "step of a handover" Pen,
    Request::HandSheet(_) => "handover" Sight,
    Request::Posts { .. } => "posts" Nothing,
    Request::Report(_) => "report" Nothing,
    Request::OpenWork(_) => "open work" Administrator,
    Request::Pairs(PairsAsk { of: Some(_), .. }) => "pairs with a person" Sight,
    Request::Pairs(_) => "pairs" Nothing,
    Request::Merge(_) => "merge" Pen,
    Request::Unmerge(_) => "unmerge" Pen,
    Request::Reveal(_) => "reveal" Sight,
    Request::Elect(_) => "elect" Pen,
    Request::Log(_) => "log" Administrator,
    Request::Version { .. } => "version" Sight,
    Request::Export(Export { kind: Kind::Request, .. }) => "export of the register" Administrator,
    Request::Export(Export { kind: Kind::Retention, .. }) => "export of retention classes" Administrator,
    Request::Retention(RetentionAsk::Classes) => "retention classes" Administrator,
    Request::Retention(RetentionAsk::Due { .. }) => "what is past its time" Administrator,
    Request::Retention(RetentionAsk::Hold { .. }) => "hold back" Administrator,
    Request::Retention(RetentionAsk::CarryOut { .. }) => "carry a class out" Administrator,
    Request::Export(Export { of: Of::List { filter: Filter { person: Some(_), .. }, .. }, .. }) => "export of a person's" Pen,
    Request::Export(_) => "export" PenOfMany,
}

impl Takes {
    /// Whether somebody is answered about what lies in 甲社区, or outside.
    fn answered(self, who: Who, inside: bool) -> bool {
        let writes = who != Who::Reader;
        match (self, who) {
            (Takes::Owner, _) => false,
            (_, Who::Administrator) | (Takes::Nothing, _) => true,
            (Takes::Sight, _) => inside,
            (Takes::Pen, _) => inside && writes,
            (Takes::PenOfMany, _) => writes,
            (Takes::Administrator, _) => false,
        }
    }
}

/// Elections at an office that everybody knows, one of somebody inside and one of somebody outside.
fn elections(office: &Office, owner: &mut Client) {
    for (n, who, name) in [(93, 21, "张晓明"), (97, 25, "欧阳外人")] {
        let set = vec![
            text(meeting::TITLE, if who == 25 { "外事由换届" } else { "换届" }),
            text(meeting::WHEN, "2026-11-20"),
            link(meeting::HOST, Kind::Organisation, 32),
            links(meeting::PRESENT, &[(Kind::Person, who)]),
            text(meeting::ELECTED, &format!("会长 {name} 5年")),
        ];
        office.put(owner, Kind::Meeting, n, set);
    }
}

/// Somebody is handed over to the administrator.
fn hand(request: Id, person: u8, dry: bool) -> HandOver {
    let set = vec![link(handover::TO, Kind::Staff, 71), text(handover::WHY, "换")];
    let act = Save { request, target: Ref { kind: Kind::Handover, id: request }, base: 0, set };
    HandOver { act, dry, whom: vec![Handed { person: id(person), to: None }], done: false }
}

/// Everything that can be asked, about 张晓明 and what is theirs or about 欧阳外人: n is 21 or 25.
fn all(office: &Office, n: u8, standing: &HandedOver) -> Vec<Request> {
    let person = to(Kind::Person, n);
    let outside = n == 25;
    let [visit_no, tie_no, org_no, area, matter_no] =
        if outside { [45, 55, 35, 5, 66] } else { [41, 51, 31, 2, 61] };
    let (handover_no, class_no) = (standing.id.0[0], id(CLASS));
    let (name, phone) = if outside { ("欧阳外人", "13922220077") } else { ("张晓明", "13811110001") };
    let none = Filter::default;
    let test = |field, is| Filter { tests: vec![Test { field, any: vec![is] }], ..none() };
    let list = |kind, filter| Request::List {
        kind,
        filter,
        order: Order::Usual,
        offset: 0,
        limit: 50,
        more: vec![1, 2, 3],
    };
    let records = |kind, filter| Request::Records { kind, filter, order: Order::Usual, offset: 0, limit: 50 };
    let fresh = || office.request();
    let view = |filter| Keep::View(View { name: "看".into(), kind: Kind::Visit, filter, ..view_of() });
    let bulk = |dry, field, change| Bulk {
        request: fresh(),
        batch: fresh(),
        dry,
        kind: Kind::Person,
        items: vec![(id(n), 0)],
        field,
        change,
    };
    let to_colleague = || Change::Set(Edit::Set(Value::Ref(to(Kind::Staff, 72))));
    let row = |cells: &[(u16, &str)], kind| LedgerRow {
        kind,
        cells: cells.iter().map(|(no, s)| (*no, (*s).to_string())).collect(),
        office: String::new(),
    };
    let slice = |dry| Slice {
        request: fresh(),
        batch: fresh(),
        source: "台账.xlsx".into(),
        dry,
        rows: vec![
            row(&[(person::NAME, name), (person::PHONES, phone), (person::TRADE, "零售")], Kind::Person),
            row(&[(visit::PEOPLE, &format!("{name}\t{phone}")), (visit::WHEN, "2026-11-01")], Kind::Visit),
            row(&[(visit::PEOPLE, &format!("{name}\t")), (visit::WHEN, "2026-11-02")], Kind::Visit),
        ],
    };
    let merge = |dry| Merge {
        request: fresh(),
        dry,
        keep: person,
        other: to(Kind::Person, 22),
        seen: (0, 0),
        sides: Vec::new(),
    };
    let line = |line: &str| LineAsk::of(line.to_string());
    let picked = |words: &str| LineAsk { picks: vec![("某".into(), person)], ..line(words) };
    let export = |kind, of| {
        Request::Export(Export {
            act: fresh(), kind, of, recipient: "街道办".into(), purpose: "报送".into()
        })
    };
    let rows_of = |filter| Of::List { filter, order: Order::Usual, offset: 0 };
    let draft = Draft {
        id: id(90),
        target: person,
        base: 1,
        at_ms: 5,
        title: "草稿".into(),
        texts: vec![(person::NOTE, "打了一半".into())],
    };
    let mut out = vec![
        Request::Welcome { lang: Lang::Zh, news: false, from: None },
        Request::Today,
        Request::Promised { offset: 0, limit: 50 },
        Request::Calendar { from: day(9, 1), to: day(12, 31) },
        Request::OneDay(day(11, 21)),
        Request::OneDay(day(11, 23)),
        Request::Similar { kind: Kind::Person, except: None, name: name.into(), phones: String::new() },
        Request::Similar { kind: Kind::Person, except: None, name: String::new(), phones: phone.into() },
        Request::Read { kind: Kind::Visit, field: visit::PEOPLE, text: name.into() },
        Request::Preview(line(&format!("访 {name} 又谈了"))),
        Request::Preview(line(&format!("人 新人 {phone}"))),
        Request::Preview(picked("访 某 又谈了")),
        Request::Areas { parent: None },
        Request::Areas { parent: Some(id(if outside { 4 } else { 1 })) },
        Request::Path { from: person, to: to(Kind::Organisation, org_no) },
        Request::KeepDraft(draft),
        Request::Drafts,
        Request::DropDraft(id(90)),
        Request::Status,
        Request::Drain,
        Request::Here(Some(person)),
        Request::Phrases(PhraseAsk { kind: Kind::Visit, field: visit::SUMMARY, act: PhraseAct::List }),
        list(Kind::Visit, Filter { person: Some(id(n)), ..none() }),
        list(Kind::Tie, Filter { person: Some(id(n)), ..none() }),
        list(Kind::Visit, Filter { text: name.into(), ..none() }),
        list(Kind::Person, Filter { text: phone.into(), ..none() }),
        list(Kind::Person, Filter { area: Some(id(area)), ..none() }),
        list(Kind::Person, Filter { organisation: Some(id(32)), ..none() }),
        list(Kind::Person, Filter { staff: Some(id(73)), ..none() }),
        list(Kind::Person, Filter { overdue: true, ..none() }),
        list(Kind::Person, test(person::AREA, Is::Ref(id(area)))),
        Request::Counts {
            kind: Kind::Organisation,
            filter: test(organisation::CONTACT, Is::Ref(id(n))),
            field: organisation::SORT,
        },
        Request::Counts { kind: Kind::Person, filter: none(), field: person::AREA },
        Request::Counts { kind: Kind::Person, filter: none(), field: person::EMPLOYER },
        Request::Counts { kind: Kind::Visit, filter: none(), field: visit::STAFF },
        Request::Counts { kind: Kind::Visit, filter: none(), field: visit::WHEN },
        Request::Counts { kind: Kind::Tie, filter: none(), field: tie::FROM },
        Request::Counts { kind: Kind::Staff, filter: none(), field: staff::AREAS },
        Request::Counts { kind: Kind::Request, filter: none(), field: 2 },
        Request::Counts { kind: Kind::Retention, filter: none(), field: 2 },
        Request::Retention(RetentionAsk::Classes),
        Request::Retention(RetentionAsk::Due { class: class_no, offset: 0, limit: 50 }),
        Request::Keep(view(Filter { person: Some(id(n)), ..none() })),
        Request::Keep(view(none())),
        Request::Keep(Keep::DropView(Kind::Visit, "看".into())),
        Request::Keep(Keep::Columns(Kind::Visit, vec!["when".into()])),
        Request::Rows { targets: (0..=99).map(|n| to(Kind::Person, n)).collect(), more: vec![1, 2] },
        Request::Rows { targets: (0..=99).map(|n| to(Kind::Visit, n)).collect(), more: vec![1, 6] },
        Request::OpenWork(id(71)),
        Request::HandSheet(id(handover_no)),
        Request::Report(year(None)),
        Request::Report(year(Some(id(area)))),
        Request::Posts { area: None },
        Request::Posts { area: Some(id(area)) },
        Request::Reveal(Reveal { target: person, field: person::PHONES }),
        Request::Reveal(Reveal { target: to(Kind::Visit, visit_no), field: visit::SUMMARY }),
        Request::Log(LogAsk { limit: 50, ..LogAsk::default() }),
        Request::Pairs(PairsAsk { kind: Kind::Person, of: None, offset: 0, limit: 50 }),
        Request::Pairs(PairsAsk { kind: Kind::Person, of: Some(id(n)), offset: 0, limit: 50 }),
        Request::Merge(merge(true)),
        Request::Person(PersonAsk::Who(name.into())),
        Request::Person(PersonAsk::Visits { person: id(n), copy: false, offset: 0 }),
        Request::Person(PersonAsk::PlanErase { person: id(n), mentions: true }),
    ];
    out.extend([
        export(Kind::Person, Of::These(vec![id(n), id(21)])),
        export(Kind::Visit, rows_of(Filter { person: Some(id(n)), ..none() })),
    ]);
    for query in [name, phone, "0077", "外", "oyw", "司法所", "外企业", "乙社区", "=总", "=欧阳"]
    {
        out.push(Request::Find { query: query.into(), kinds: Vec::new(), limit: 20 });
    }
    for kind in Kind::ALL {
        out.extend([list(kind, none()), records(kind, none()), export(kind, rows_of(none()))]);
    }
    for target in [
        person,
        to(Kind::Visit, visit_no),
        to(Kind::Tie, tie_no),
        to(Kind::Organisation, org_no),
        to(Kind::Matter, matter_no),
    ] {
        out.extend([
            Request::Get(target),
            Request::Card(target),
            Request::History { target, limit: 20 },
            Request::Users { target, limit: 20 },
            Request::Circle { target },
        ]);
    }
    out.extend((1..=60).map(|pos| Request::Version { target: person, pos }));
    // what everybody sees, with those of it that one may not know
    let everybody: Vec<Ref> =
        vec![to(Kind::Organisation, 32), to(Kind::Area, 4), to(Kind::Area, 5), to(Kind::Staff, 73)];
    for target in everybody.into_iter().filter(|_| !outside) {
        out.extend([
            Request::Get(target),
            Request::Card(target),
            Request::History { target, limit: 20 },
            Request::Users { target, limit: 20 },
            Request::Circle { target },
        ]);
    }
    // what writes comes last
    out.extend([
        Request::Bulk(bulk(true, person::TRADE, Change::Set(Edit::Text("餐饮".into())))),
        Request::Bulk(bulk(false, person::TRADE, Change::Set(Edit::Text("餐饮".into())))),
        Request::Bulk(bulk(true, person::LIAISON, to_colleague())),
        Request::HandOver(hand(fresh(), n, true)),
        Request::HandOver(hand(fresh(), n, false)),
        Request::HandStep(HandStep {
            request: fresh(),
            handover: id(handover_no),
            base: standing.version,
            step: HandAct::Withdraw,
            words: String::new(),
        }),
        Request::Import(slice(true)),
        Request::Import(slice(false)),
        Request::Person(PersonAsk::Face { request: fresh(), person: id(n) }),
        Request::Save(Save {
            request: fresh(),
            target: to(Kind::Visit, 100),
            base: 0,
            set: vec![links(visit::PEOPLE, &[(Kind::Person, n)]), text(visit::SUMMARY, "新谈话")],
        }),
        Request::Save(Save {
            request: fresh(),
            target: person,
            base: 1,
            set: vec![text(person::NOTE, "改了")],
        }),
        Request::Capture { request: fresh(), ask: line(&format!("访 {name} 又谈了")) },
        Request::Capture { request: fresh(), ask: picked("访 某 又谈了") },
        Request::Remove { request: fresh(), target: to(Kind::Tie, tie_no), base: 1 },
        Request::Retention(RetentionAsk::Hold {
            request: fresh(),
            class: class_no,
            target: to(Kind::Visit, 111),
            why: Some("有争议".into()),
        }),
        Request::Retention(RetentionAsk::Hold {
            request: fresh(),
            class: class_no,
            target: to(Kind::Visit, 111),
            why: None,
        }),
        Request::Retention(RetentionAsk::CarryOut {
            request: fresh(),
            class: class_no,
            batch: fresh(),
            count: 1,
            digest: [111; 16],
        }),
        Request::Step(Step {
            save: Save { request: fresh(), target: to(Kind::Matter, matter_no), base: 1, set: Vec::new() },
            act: 1,
        }),
        Request::Undo { request: fresh(), batch: None },
        Request::Elect(Elect {
            request: fresh(),
            meeting: id(if outside { 97 } else { 93 }),
            dry: true,
            version: 0,
            plan: [0; 32],
        }),
        Request::Elect(Elect {
            request: fresh(),
            meeting: id(if outside { 97 } else { 93 }),
            dry: false,
            version: 0,
            plan: [0; 32],
        }),
        Request::Merge(merge(false)),
        Request::Unmerge(Unmerge { request: fresh(), dry: true, of: person, items: Vec::new(), last: true }),
        Request::Keep(Keep::Showing(true)),
        Request::Keep(Keep::Showing(false)),
        Request::Person(PersonAsk::File { request: fresh(), person: id(n), copy: false, way: 1 }),
        Request::Person(PersonAsk::Freeze {
            request: fresh(),
            person: id(n),
            lift: false,
            reason: "本人".into(),
            way: 1,
        }),
        Request::Person(PersonAsk::Correct { request: fresh(), person: id(n), way: 1 }),
        Request::Person(PersonAsk::Refuse {
            request: fresh(),
            person: id(n),
            what: 6,
            why: "不合".into(),
            way: 1,
        }),
        Request::Person(PersonAsk::Erase {
            request: fresh(),
            person: id(n),
            reason: "本人".into(),
            mentions: false,
            way: 1,
        }),
    ]);
    out
}

/// A handover that waits: of whom, and as of when.
struct HandedOver {
    id: Id,
    version: u64,
}

fn handed_over(office: &Office, c: &mut Client, person: u8) -> HandedOver {
    let target = to(Kind::Handover, 100 + person);
    let mut h = hand(office.request(), person, false);
    h.act.target = target;
    let reply = c.ask(Request::HandOver(h)).unwrap();
    assert!(matches!(&reply, Reply::Handed(d) if d.waits), "{reply:?}");
    match c.ask(Request::Get(target)).unwrap() {
        Reply::Shown(s) => HandedOver { id: target.id, version: s.record.version },
        other => panic!("{other:?}"),
    }
}

/// A class of visits, and a visit past its time.
const CLASS: u8 = 110;

fn classed(office: &Office, c: &mut Client) {
    let code = |no, code| (no, Edit::Set(Value::Code(code)));
    let set = vec![
        text(retention::NAME, "走访满五年"),
        code(retention::COVERS, retention::VISITS),
        code(retention::FROM, retention::OWN_DAY),
        (retention::MONTHS, Edit::Set(Value::Int(60))),
        code(retention::THEN, retention::ERASE),
        text(retention::WHY, "够了"),
        link(retention::OWNER, Kind::Staff, 71),
    ];
    let mut save = |target: Ref, set| {
        let reply = c.ask(Request::Save(Save { request: office.request(), target, base: 0, set })).unwrap();
        assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
    };
    save(to(Kind::Retention, CLASS), set);
    let old = vec![links(visit::PEOPLE, &[(Kind::Person, 22)]), text(visit::WHEN, "2019-03-07")];
    save(to(Kind::Visit, 111), old);
}

fn view_of() -> View {
    View {
        name: String::new(),
        kind: Kind::Visit,
        filter: Filter::default(),
        order: Order::Usual,
        columns: Vec::new(),
    }
}

fn refused(reply: &Reply) -> bool {
    matches!(reply, Reply::Refused(_))
}

#[test]
fn every_request_in_every_role_inside_and_outside() {
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    for who in Who::ALL.into_iter().filter(|w| w.let_in()) {
        for n in [21, 25] {
            let office = Office::bare();
            let mut owner = office.owner();
            office.tree(&mut owner);
            office.inside(&mut owner);
            office.outside(&mut owner);
            elections(&office, &mut owner);
            classed(&office, &mut owner);
            let mut c = office.session(who);
            let standing = handed_over(&office, &mut owner, if n == 21 { 22 } else { 26 });
            for request in all(&office, n, &standing) {
                let (name, takes) = row(&request);
                asked.insert(name);
                let what = format!("{who:?} {request:?}");
                // nothing is there to be taken back
                let nothing = matches!(request, Request::Undo { .. } | Request::Unmerge(_));
                let asked_for = format!("{request:?}");
                let reply = c.ask(request).unwrap();
                // another commit's place
                let nothing = nothing || matches!(reply, Reply::Refused(Refusal::Gone)) && name == "version";
                let (answered, told) = (takes.answered(who, n == 21), format!("{reply:?}"));
                assert!(nothing || answered != refused(&reply), "{what}: {told}");
                if who != Who::Administrator {
                    // what was typed may be said again
                    let leak = Office::leaks(&told, &asked_for);
                    assert_eq!(leak, None, "{what}: {told}");
                }
            }
            drop((c, owner));
            office.hub.stop();
        }
    }
    let missing: Vec<_> = NAMES.iter().filter(|n| !asked.contains(*n)).collect();
    assert!(missing.is_empty(), "never asked: {missing:?}");
}
