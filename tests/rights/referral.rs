//! A matter that one office passes on to another: unseen there before, seen while it is with them and good for nothing but
//! their steps, unseen again when it is back; the person behind it is nobody all the while.

use super::desk::Desk;
use super::office::{HIDDEN, Office, SECRETS, Who, id, link, links, text, to};
use linli::book::{Kind, Ref, Value, acts, matter, staff};
use linli::hub::client::Client;
use linli::hub::frame;
use linli::hub::wire::*;
use linli::text::Lang;
use std::os::unix::net::UnixStream;
use std::time::Duration;

/// 外事由, of 欧阳外人 in 乙社区.
const MATTER: Ref = Ref { kind: Kind::Matter, id: linli::book::Id([66; 16]) };

/// The lead looks after 乙街道, the worker after 甲社区.
fn office() -> (Office, Client) {
    let office = Office::bare();
    let mut owner = office.owner();
    office.tree(&mut owner);
    office.inside(&mut owner);
    office.outside(&mut owner);
    let lead = to(Kind::Staff, 72);
    let base = version(&mut owner, lead);
    let reply = office.save(&mut owner, lead, base, vec![links(staff::AREAS, &[(Kind::Area, 4)])]);
    assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
    (office, owner)
}

fn version(c: &mut Client, target: Ref) -> u64 {
    record(c, target).version
}

fn record(c: &mut Client, target: Ref) -> linli::book::Record {
    match c.ask(Request::Get(target)).unwrap() {
        Reply::Shown(s) => s.record,
        other => panic!("{other:?}"),
    }
}

/// A step; who takes it sees the version or is told one.
fn step(office: &Office, c: &mut Client, base: u64, act: u16, set: Vec<(u16, Edit)>) -> Reply {
    let save = Save { request: office.request(), target: MATTER, base, set };
    c.ask(Request::Step(Step { save, act })).unwrap()
}

fn pass(office: &Office, lead: &mut Client) {
    let base = version(lead, MATTER);
    let set = vec![link(matter::WITH_AREA, Kind::Area, 2), text(matter::LAST, "请你们看看")];
    let reply = step(office, lead, base, matter::PASS, set);
    assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
}

fn outside(reply: &Reply) -> bool {
    matches!(reply, Reply::Refused(Refusal::Said(why)) if why.contains("辖区"))
}

fn list(more: Vec<u16>) -> Request {
    let filter = Filter::default();
    Request::List { kind: Kind::Matter, filter, order: Order::Usual, offset: 0, limit: 50, more }
}

/// Everything that tells of matters.
fn asked(office: &Office) -> Vec<Request> {
    let (kind, filter, order) = (Kind::Matter, Filter::default(), Order::Usual);
    let counts = |field| Request::Counts { kind, filter: Filter::default(), field };
    vec![
        Request::Get(MATTER),
        Request::Card(MATTER),
        Request::History { target: MATTER, limit: 50 },
        Request::Users { target: MATTER, limit: 50 },
        Request::Rows { targets: vec![MATTER], more: vec![matter::PEOPLE, matter::WITH_FROM] },
        list(vec![matter::PEOPLE, matter::TRAIL]),
        Request::List {
            kind,
            filter: Filter::default(),
            order: Order::By(matter::PEOPLE, true),
            offset: 0,
            limit: 50,
            more: vec![],
        },
        counts(matter::PEOPLE),
        counts(matter::AREA),
        counts(matter::STATE),
        Request::Records { kind, filter: filter.clone(), order, offset: 0, limit: 50 },
        Request::Export(Export {
            act: office.request(),
            kind,
            of: Of::These(vec![MATTER.id]),
            recipient: "存档".into(),
            purpose: "存档".into(),
        }),
        Request::Find { query: "欧阳".into(), kinds: vec![], limit: 20 },
        Request::Find { query: "外事由".into(), kinds: vec![], limit: 20 },
        Request::Today,
    ]
}

/// What of the outside is told although only the matter itself may be.
fn leak(told: &str, typed: &str) -> Option<String> {
    let words = SECRETS.iter().filter(|s| !["外事由", "外原话"].contains(s)).map(|s| (*s).to_owned());
    let ids = HIDDEN.iter().filter(|(k, _)| *k != Kind::Matter).map(|(_, n)| id(*n).to_string());
    words.chain(ids).filter(|s| !typed.contains(s.as_str())).find(|s| told.contains(s.as_str()))
}

/// Nothing tells of it.
fn unseen(office: &Office, c: &mut Client) {
    for request in asked(office) {
        let typed = format!("{request:?}");
        let told = format!("{:?}", c.ask(request).unwrap());
        assert_eq!(Office::leaks(&told, &typed), None, "{typed}: {told}");
    }
    assert!(outside(&c.ask(Request::Card(MATTER)).unwrap()));
}

fn agenda(c: &mut Client) -> Agenda {
    match c.ask(Request::Today).unwrap() {
        Reply::Today(t) => t.agenda,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_matter_is_seen_by_another_office_only_while_it_is_with_them() {
    let (office, owner) = office();
    let (mut lead, mut worker) = (office.session(Who::Lead), office.session(Who::Worker));
    unseen(&office, &mut worker);
    for back in [matter::RETURN, matter::SETTLE] {
        pass(&office, &mut lead);
        // it is seen, and nobody behind it
        let r = record(&mut worker, MATTER);
        assert_eq!(r.name(), "外事由");
        assert_eq!(r.fields.links(matter::PEOPLE)[0].id, linli::book::Id::NIL);
        assert_eq!(r.fields.link(matter::WITH_FROM), Some(to(Kind::Area, 5)), "where its person is");
        for request in asked(&office) {
            let typed = format!("{request:?}");
            let reply = worker.ask(request).unwrap();
            assert!(!matches!(reply, Reply::Refused(_)), "{typed}: {reply:?}");
            let told = format!("{reply:?}");
            assert_eq!(leak(&told, &typed), None, "{typed}: {told}");
        }
        let a = agenda(&mut worker);
        assert_eq!((a.referred_total, a.referred[0].target, a.passed_total), (1, MATTER, 0));
        let a = agenda(&mut lead);
        assert_eq!((a.referred_total, a.passed_total, a.passed[0].target), (0, 1, MATTER));
        // who only looks sees it too, and takes no step
        let mut reader = office.session(Who::Reader);
        assert_eq!(version(&mut reader, MATTER), r.version);
        assert!(matches!(step(&office, &mut reader, r.version, matter::TAKE, vec![]), Reply::Refused(_)));
        // nothing but the steps of a guest
        let say = || vec![text(matter::LAST, "试试")];
        for (act, set) in [
            (matter::URGE, say()),
            (matter::OVERSEE, say()),
            (matter::PASS, vec![link(matter::WITH_AREA, Kind::Area, 3)]),
        ] {
            let reply = step(&office, &mut worker, r.version, act, set);
            assert!(outside(&reply), "{act}: {reply:?}");
        }
        for set in [
            vec![text(matter::TITLE, "别的")],
            vec![link(matter::AREA, Kind::Area, 2)],
            vec![links(matter::PEOPLE, &[(Kind::Person, 21)])],
        ] {
            let reply = office.save(&mut worker, MATTER, r.version, set);
            assert!(outside(&reply), "{reply:?}");
        }
        let gone = Request::Remove { request: office.request(), target: MATTER, base: r.version };
        assert!(outside(&worker.ask(gone).unwrap()));
        let bulk = Bulk {
            request: office.request(),
            batch: office.request(),
            kind: Kind::Matter,
            items: vec![(MATTER.id, r.version)],
            field: matter::AREA,
            change: Change::Set(Edit::Set(Value::Ref(to(Kind::Area, 2)))),
            dry: false,
        };
        match worker.ask(Request::Bulk(bulk)).unwrap() {
            Reply::Bulk(rows) => assert!(matches!(&rows[0].outcome, BulkOutcome::Left(_)), "{rows:?}"),
            other => assert!(outside(&other), "{other:?}"),
        }
        assert_eq!(version(&mut lead, MATTER), r.version, "nothing of it was written");
        // it is theirs to take on, and nobody else's
        let reply = step(&office, &mut lead, r.version, matter::TAKE, vec![]);
        assert!(matches!(&reply, Reply::Refused(Refusal::Said(w)) if w.contains("甲社区")), "{reply:?}");
        assert!(matches!(step(&office, &mut worker, r.version, matter::TAKE, vec![]), Reply::Saved(_)));
        let taken = version(&mut worker, MATTER);
        let reply =
            step(&office, &mut worker, taken, matter::ASSIGN, vec![link(matter::OWNER, Kind::Staff, 73)]);
        assert!(outside(&reply), "{reply:?}");
        // the office where it lies may ask after it
        assert!(matches!(step(&office, &mut lead, taken, matter::URGE, say()), Reply::Saved(_)));
        let base = version(&mut worker, MATTER);
        let set = if back == matter::RETURN {
            assert!(matches!(step(&office, &mut worker, base, back, vec![]), Reply::Invalid(_)), "a reason");
            vec![text(matter::LAST, "不归我们管")]
        } else {
            vec![text(matter::RESULT, "划了车位")]
        };
        assert!(matches!(step(&office, &mut worker, base, back, set), Reply::Saved(_)));
        // back it is theirs no longer, whatever is asked
        unseen(&office, &mut worker);
        let undo = Request::Undo { request: office.request(), batch: None };
        let undone = worker.ask(undo).unwrap();
        assert!(matches!(undone, Reply::Refused(_)), "{undone:?}");
        assert!(outside(&step(&office, &mut worker, base + 9, matter::TAKE, vec![])));
    }
    // settled by the others, it is told by the office where it lies
    let r = record(&mut lead, MATTER);
    assert_eq!(r.fields.code(matter::STATE), Some(matter::SETTLED));
    assert_eq!((agenda(&mut lead).untold, agenda(&mut lead).passed_total), (1, 0));
    for no in [matter::WITH_AREA, matter::WITH_FROM, matter::WITH_SINCE, matter::WITH_TAKEN] {
        assert_eq!(r.fields.get(no), None);
    }
    // each step says in which office it was done
    let trail = r.fields.get(matter::TRAIL).unwrap().each().to_vec();
    let of = |no: u16| {
        let part = |v: &Value| match v {
            Value::Group(all) => all.iter().find(|(n, _)| *n == no).map(|(_, v)| v.clone()),
            _ => None,
        };
        trail.iter().map(part).collect::<Vec<_>>()
    };
    let done: Vec<_> = of(acts::DONE).into_iter().map(|v| v.unwrap()).collect();
    let codes = [matter::PASS, matter::TAKE, matter::URGE, matter::RETURN];
    let again = [matter::PASS, matter::TAKE, matter::URGE, matter::SETTLE];
    assert_eq!(done, codes.into_iter().chain(again).map(Value::Code).collect::<Vec<_>>());
    let places: Vec<_> = [5, 2, 5, 2, 5, 2, 5, 2].map(|n| Some(Value::Ref(to(Kind::Area, n)))).to_vec();
    assert_eq!(of(acts::PLACE), places);
    drop((lead, worker));
    begun_again(office, owner);
}

/// It is passed on once more, and seen by the same when the hub begins anew: from the index's snapshot.
fn begun_again(office: Office, mut owner: Client) {
    let base = version(&mut owner, MATTER);
    let set = vec![text(matter::LAST, "又来问")];
    assert!(matches!(step(&office, &mut owner, base, matter::REOPEN, set), Reply::Saved(_)));
    let base = version(&mut owner, MATTER);
    // it is nothing to pass on to where it lies
    let here = step(&office, &mut owner, base, matter::PASS, vec![link(matter::WITH_AREA, Kind::Area, 5)]);
    assert!(matches!(here, Reply::Refused(Refusal::Said(_))), "{here:?}");
    pass(&office, &mut owner);
    drop(owner);
    let office = office.again();
    let mut worker = office.session(Who::Worker);
    let a = agenda(&mut worker);
    assert_eq!((a.referred_total, a.referred[0].target), (1, MATTER));
    drop(worker);
    office.hub.stop();
}

fn listening(office: &Office, who: Who) -> UnixStream {
    let mut c = office.connect(who.uid());
    c.welcome(Lang::Zh, true).unwrap();
    let stream = c.into_stream();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// The next change that is told.
fn heard(stream: &mut UnixStream) -> Vec<Ref> {
    loop {
        if let FromHub::News(News::Changed { items, .. }) = frame::read(stream).unwrap() {
            return items.into_iter().map(|(one, _)| one).collect();
        }
    }
}

#[test]
fn the_other_office_hears_of_it_when_it_comes_and_when_it_goes_and_not_afterwards() {
    let (office, owner) = office();
    let mut lead = office.session(Who::Lead);
    let mut worker = office.session(Who::Worker);
    let mut ears = listening(&office, Who::Reader);
    pass(&office, &mut lead);
    assert_eq!(heard(&mut ears), [MATTER]);
    let base = version(&mut worker, MATTER);
    let set = vec![text(matter::LAST, "不归我们管")];
    assert!(matches!(step(&office, &mut worker, base, matter::RETURN, set), Reply::Saved(_)));
    assert_eq!(heard(&mut ears), [MATTER], "that it is gone");
    // what becomes of it then is not told: the next that is heard is of their own
    let base = version(&mut lead, MATTER);
    let set = vec![text(matter::LAST, "再想想")];
    assert!(matches!(step(&office, &mut lead, base, matter::URGE, set), Reply::Saved(_)));
    office.matter(&mut worker, 68, 21, "内事由二", "内原话");
    assert_eq!(heard(&mut ears), [to(Kind::Matter, 68)]);
    drop((ears, lead, worker, owner));
    office.hub.stop();
}

#[test]
fn passed_on_taken_on_and_given_back_by_keys() {
    let (office, owner) = office();
    let mut lead = Desk::sit(&office, Who::Lead, Lang::Zh, (100, 30));
    lead.keys("5<Enter><Tab>转给社区<Enter>");
    lead.shows("转给社区、街道");
    // where it lies already it is not passed on to, and that is said
    lead.keys("乙社区<Enter><Ctrl-S>");
    lead.shows("就归这里办");
    lead.keys("<Esc>5<Enter><Tab>转给社区<Enter>甲社区<Enter>请你们看看<Ctrl-S>");
    lead.keys("1");
    lead.shows("转出的 1");
    lead.shows("在甲社区");
    lead.shows("未接");
    let mut worker = Desk::sit(&office, Who::Worker, Lang::Zh, (100, 30));
    worker.shows("转来的 1");
    worker.shows("乙社区转来");
    worker.hides("欧阳");
    worker.keys("<Home><Down><Down><Down>");
    worker.shows("a 接办");
    worker.keys("a<Ctrl-S>");
    worker.shows("在办");
    let state = |c: &mut Client| record(c, MATTER).fields.code(matter::STATE);
    assert_eq!(state(&mut worker.client), Some(matter::UNDER_WAY), "{}", worker.screen());
    // its card says whence it came, and not whose it is
    worker.keys("<Enter>");
    worker.shows("谁转来的");
    worker.hides("欧阳");
    worker.keys("a划了车位<Ctrl-S>");
    assert_eq!(state(&mut lead.client), Some(matter::SETTLED), "{}", worker.screen());
    worker.keys("1");
    worker.hides("转来的");
    lead.keys("2");
    lead.keys("1");
    lead.shows("办结未反馈");
    lead.hides("转出的");
    drop((lead, worker, owner));
    office.hub.stop();
}

/// What is only with an office is in its lists, and in the figures of where it lies: no matter is counted twice.
#[test]
fn a_matter_counts_where_it_lies() {
    use linli::book::report::{Figure, Period};
    let (office, _owner) = office();
    let (mut lead, mut worker) = (office.session(Who::Lead), office.session(Who::Worker));
    let report = |c: &mut Client| {
        let ask = linli::exchange::report::ask(Period::parse("2026").unwrap(), None);
        match c.ask(Request::Report(ask)).unwrap() {
            Reply::Report(r) => (format!("{:?}", (&r.figures, &r.splits, &r.gaps)), r.figures),
            other => panic!("{other:?}"),
        }
    };
    let total = |c: &mut Client| match c.ask(list(vec![])).unwrap() {
        Reply::Page { total, .. } => total,
        other => panic!("{other:?}"),
    };
    let before = (report(&mut worker), report(&mut lead), total(&mut worker));
    let raised = Figure::ALL.iter().position(|f| *f == Figure::Raised).unwrap();
    assert_eq!((before.0.1[raised][0].0, before.1.1[raised][0].0), (1, 1));
    pass(&office, &mut lead);
    assert_eq!(total(&mut worker), before.2 + 1, "their lists show it");
    assert_eq!(report(&mut worker).0, before.0.0, "their figures do not count it");
    assert_eq!(report(&mut lead).1[raised], before.1.1[raised]);
}
