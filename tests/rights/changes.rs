//! What happens while sessions are open: news, rights that change, people who move, who is met elsewhere.

use super::office::{NOW, Office, Who, id, link, links, text, to};
use linli::book::{Id, Kind, Ref, Value, person, staff, tie, visit};
use linli::hub::client::Client;
use linli::hub::frame;
use linli::hub::wire::*;
use linli::text::Lang;
use std::os::unix::net::UnixStream;
use std::time::Duration;

fn office() -> (Office, Client) {
    let office = Office::bare();
    let mut owner = office.owner();
    office.tree(&mut owner);
    office.inside(&mut owner);
    office.outside(&mut owner);
    (office, owner)
}

fn listening(office: &Office, who: Who) -> UnixStream {
    let mut c = office.connect(who.uid());
    c.welcome(Lang::Zh, true).unwrap();
    let stream = c.into_stream();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

fn news(stream: &mut UnixStream) -> News {
    loop {
        if let FromHub::News(n) = frame::read(stream).unwrap() {
            return n;
        }
    }
}

/// The next that is no record: a session that came while a change was being told may hear of that first.
fn news_of_standing(stream: &mut UnixStream) -> News {
    loop {
        match news(stream) {
            News::Changed { .. } => {}
            other => return other,
        }
    }
}

fn ask(stream: &mut UnixStream, request: Request) -> Reply {
    frame::write(stream, &ToHub { ticket: 77, request }).unwrap();
    loop {
        if let FromHub::Reply(77, reply) = frame::read(stream).unwrap() {
            return reply;
        }
    }
}

fn version(c: &mut Client, target: Ref) -> u64 {
    match c.ask(Request::Get(target)).unwrap() {
        Reply::Shown(s) => s.record.version,
        other => panic!("{other:?}"),
    }
}

fn outside(reply: &Reply) -> bool {
    matches!(reply, Reply::Refused(Refusal::Said(why)) if why.contains("辖区"))
}

/// Changes the areas of the worker.
fn set_areas(office: &Office, owner: &mut Client, areas: &[(Kind, u8)]) {
    let worker = to(Kind::Staff, 73);
    let base = version(owner, worker);
    let reply = office.save(owner, worker, base, vec![links(staff::AREAS, areas)]);
    assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
}

#[test]
fn news_are_of_what_one_may_know() {
    let (office, mut owner) = office();
    let mut worker = listening(&office, Who::Worker);
    let mut boss = listening(&office, Who::Administrator);
    // outside: nobody of 甲 hears; the next thing that they hear is of their own
    office.person(&mut owner, 27, "欧阳外三", "13922220003", 5, 35, "外职务", "外备注");
    office.visit(&mut owner, 47, &[25], "2026-11-22", "", "外谈话", "");
    office.visit(&mut owner, 43, &[25, 21], "2026-11-22", "", "合谈", "");
    // changes that come fast are told together
    let mut heard = Vec::new();
    while heard.len() < 3 {
        match news(&mut boss) {
            News::Changed { items, .. } => heard.extend(items.into_iter().map(|(one, _)| one.id)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(heard, [27, 47, 43].map(id));
    match news(&mut worker) {
        // a visit to two is called by the one who may be known
        News::Changed { items, own: false, .. } => {
            assert_eq!(items, [(to(Kind::Visit, 43), "张晓明".to_string())]);
        }
        other => panic!("{other:?}"),
    }
    // somebody moved away: the last that is heard of them
    let base = version(&mut owner, to(Kind::Person, 22));
    office.save(&mut owner, to(Kind::Person, 22), base, vec![link(person::AREA, Kind::Area, 5)]);
    let heard = news(&mut worker);
    assert!(matches!(&heard, News::Changed { items, .. } if items[0].0 == to(Kind::Person, 22)), "{heard:?}");
    let reply = ask(&mut worker, Request::Card(to(Kind::Person, 22)));
    assert!(outside(&reply), "{reply:?}");
    drop((worker, boss, owner));
    office.hub.stop();
}

#[test]
fn changed_rights_hold_at_once_in_open_sessions() {
    let (office, mut owner) = office();
    let mut worker = listening(&office, Who::Worker);
    let mut other = office.session(Who::Reader);
    let (mine, theirs) = (Request::Get(to(Kind::Person, 21)), Request::Get(to(Kind::Person, 25)));
    assert!(matches!(ask(&mut worker, mine.clone()), Reply::Shown(_)));
    ask(&mut worker, Request::Here(Some(to(Kind::Person, 21))));
    set_areas(&office, &mut owner, &[(Kind::Area, 5)]);
    // the answer to the change comes after everybody's rights have changed
    assert!(
        outside(&ask(&mut worker, mine.clone()))
            && matches!(ask(&mut worker, theirs.clone()), Reply::Shown(_))
    );
    // who lost the card is at it no longer
    let mut peer = listening(&office, Who::Reader);
    frame::write(&mut peer, &ToHub { ticket: 1, request: Request::Here(Some(to(Kind::Person, 21))) })
        .unwrap();
    match news_of_standing(&mut peer) {
        News::Here { who, .. } => assert!(who.is_empty(), "{who:?}"),
        other => panic!("{other:?}"),
    }
    set_areas(&office, &mut owner, &[(Kind::Area, 2)]);
    assert!(matches!(ask(&mut worker, mine.clone()), Reply::Shown(_)) && outside(&ask(&mut worker, theirs)));
    // what was said of it: twice a new standing
    let mut c = listening(&office, Who::Worker);
    set_areas(&office, &mut owner, &[(Kind::Area, 1)]);
    match news_of_standing(&mut c) {
        News::Standing(s) => assert_eq!(s.areas, [(id(1), "甲街道".to_string())]),
        other => panic!("{other:?}"),
    }
    // a community that is hung under another street is another's
    let community = to(Kind::Area, 2);
    let base = version(&mut owner, community);
    office.save(&mut owner, community, base, vec![link(linli::book::area::PARENT, Kind::Area, 4)]);
    assert!(outside(&ask(&mut c, mine.clone())));
    // left: the next request is refused, and the session ends
    let base = version(&mut owner, to(Kind::Staff, 73));
    office.save(&mut owner, to(Kind::Staff, 73), base, vec![(staff::STATUS, Edit::Set(Value::Code(2)))]);
    let said = ask(&mut c, mine);
    assert!(matches!(said, Reply::Refused(Refusal::Said(why)) if why.contains("同事71")));
    assert!(office.turned_away(Who::Worker).contains("同事71"));
    assert!(matches!(other.ask(Request::Today).unwrap(), Reply::Today(_)), "the others work on");
    drop((worker, other, owner));
    office.hub.stop();
}

#[test]
fn whoever_moves_keeps_their_history_and_is_seen_by_whom_they_moved_to() {
    let (office, mut owner) = office();
    office.colleague(&mut owner, 75, Who::Unknown, 3, &[5]);
    let mut worker = office.session(Who::Worker);
    let person = to(Kind::Person, 21);
    let base = version(&mut worker, person);
    assert!(matches!(
        office.save(&mut worker, person, base, vec![text(person::TITLE, "董事长")]),
        Reply::Saved(_)
    ));
    let base = version(&mut worker, person);
    let moved = office.save(&mut worker, person, base, vec![link(person::AREA, Kind::Area, 5)]);
    assert!(matches!(moved, Reply::Saved(_)), "{moved:?}");
    assert!(outside(&worker.ask(Request::History { target: person, limit: 9 }).unwrap()));
    // taking it back would be taking somebody over
    let back = worker.ask(Request::Undo { request: office.request(), batch: None }).unwrap();
    assert!(outside(&back), "{back:?}");
    let mut there = office.session(Who::Unknown);
    let Reply::History(all) = there.ask(Request::History { target: person, limit: 9 }).unwrap() else {
        panic!()
    };
    assert_eq!(all.len(), 3);
    let Reply::Card(card) = there.ask(Request::Card(person)).unwrap() else { panic!() };
    assert_eq!(card.visits, 2, "with all their visits");
    // where they were met the visits are still seen, and that it was somebody
    let Reply::Shown(v) = worker.ask(Request::Get(to(Kind::Visit, 42))).unwrap() else { panic!() };
    let people = v.record.fields.links(visit::PEOPLE);
    assert_eq!(
        people,
        [to(Kind::Person, 22), Ref { kind: Kind::Person, id: Id::NIL }]
            .map(|r| r)
            .to_vec()
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
    );
    assert!(!format!("{v:?}").contains("张晓明"));
    // and no second entry of theirs is made
    let again = worker
        .ask(Request::Similar {
            kind: Kind::Person,
            except: None,
            name: "张晓明".into(),
            phones: "138 1111 0001".into(),
        })
        .unwrap();
    let Reply::Rows(rows) = again else { panic!() };
    assert_eq!(rows.len(), 1);
    assert!(rows[0].target.id == Id::NIL && rows[0].title() == "已在册，不在您的辖区", "{rows:?}");
    let none = worker
        .ask(Request::Similar {
            kind: Kind::Person,
            except: None,
            name: "张晓明".into(),
            phones: "1381111".into(),
        })
        .unwrap();
    assert!(matches!(&none, Reply::Rows(r) if r.is_empty()), "only on the very number: {none:?}");
    drop((worker, there, owner));
    office.hub.stop();
}

#[test]
fn whom_one_does_not_see_one_does_not_take_out() {
    let (office, mut owner) = office();
    office.visit(&mut owner, 43, &[25, 21], "2026-11-22", "", "合谈", "");
    office.tie(&mut owner, 53, (Kind::Person, 21), (Kind::Person, 25), 5, "本人");
    let mut worker = office.session(Who::Worker);
    let both = to(Kind::Visit, 43);
    let Reply::Shown(shown) = worker.ask(Request::Get(both)).unwrap() else { panic!() };
    let nobody = Ref { kind: Kind::Person, id: Id::NIL };
    assert_eq!(shown.record.fields.links(visit::PEOPLE), [nobody, to(Kind::Person, 21)]);
    assert!(shown.names.contains(&(nobody, "（外辖区人员）".to_string())));
    // as a form sends it back: what was picked, and the words that stand there
    let set = vec![(
        visit::PEOPLE,
        Edit::Links(vec![
            Link::Name("（外辖区人员）".into()),
            Link::Ref(to(Kind::Person, 21)),
            Link::Ref(to(Kind::Person, 22)),
        ]),
    )];
    let saved = office.save(&mut worker, both, shown.record.version, set);
    assert!(matches!(saved, Reply::Saved(_)), "{saved:?}");
    let people = |c: &mut Client| match c.ask(Request::Get(both)).unwrap() {
        Reply::Shown(s) => s.record.fields.links(visit::PEOPLE),
        other => panic!("{other:?}"),
    };
    assert_eq!(people(&mut owner), [25, 21, 22].map(|n| to(Kind::Person, n)));
    let base = version(&mut worker, both);
    office.save(&mut worker, both, base, vec![links(visit::PEOPLE, &[(Kind::Person, 22)])]);
    assert_eq!(people(&mut owner), [25, 22].map(|n| to(Kind::Person, n)));
    // in the circle they are somebody, and lead no further
    let Reply::Circle(rows) = worker.ask(Request::Circle { target: to(Kind::Person, 21) }).unwrap() else {
        panic!()
    };
    let row = rows.iter().find(|r| r.target == nobody).unwrap();
    assert_eq!((row.name.as_str(), row.about.as_str()), ("（外辖区人员）", ""));
    assert!(Office::leaks(&format!("{rows:?}"), "").is_none());
    let refused = worker.ask(Request::Card(nobody)).unwrap();
    assert!(outside(&refused));
    // nobody is led to by an id that somebody guessed
    let guess = office.save(
        &mut worker,
        to(Kind::Tie, 99),
        0,
        vec![
            link(tie::FROM, Kind::Person, 21),
            (tie::SORT, Edit::Set(Value::Code(5))),
            link(tie::TO, Kind::Person, 26),
            text(tie::SOURCE, "本人"),
        ],
    );
    assert!(outside(&guess), "{guess:?}");
    drop((worker, owner));
    office.hub.stop();
}

#[test]
fn what_is_entered_lies_where_whoever_enters_it_works() {
    let (office, mut owner) = office();
    let mut worker = office.session(Who::Worker);
    let area = |c: &mut Client, target| match c.ask(Request::Get(target)).unwrap() {
        Reply::Shown(s) => s.record.fields.link(s.record.kind.area_field().unwrap()),
        other => panic!("{other:?}"),
    };
    office.put(&mut worker, Kind::Person, 80, vec![text(person::NAME, "新人")]);
    assert_eq!(area(&mut worker, to(Kind::Person, 80)), Some(to(Kind::Area, 2)));
    let elsewhere = office.save(
        &mut worker,
        to(Kind::Person, 81),
        0,
        vec![text(person::NAME, "新人"), link(person::AREA, Kind::Area, 5)],
    );
    assert!(matches!(&elsewhere, Reply::Invalid(all) if all[0].0 == person::AREA), "{elsewhere:?}");
    // an office of no area visited: where the worker works
    office.put(
        &mut worker,
        Kind::Visit,
        82,
        vec![link(visit::ORGANISATION, Kind::Organisation, 32), text(visit::SUMMARY, "谈")],
    );
    assert_eq!(area(&mut worker, to(Kind::Visit, 82)), Some(to(Kind::Area, 2)));
    let line = LineAsk { line: "访 王小二 电话 谈了".into(), make: true, ..LineAsk::default() };
    let made = worker.ask(Request::Capture { request: office.request(), ask: line }).unwrap();
    assert!(matches!(made, Reply::Saved(_)), "{made:?}");
    // with several areas there is a choice, and it is asked for
    set_areas(&office, &mut owner, &[(Kind::Area, 2), (Kind::Area, 3)]);
    let which = office.save(&mut worker, to(Kind::Person, 83), 0, vec![text(person::NAME, "新人")]);
    assert!(matches!(&which, Reply::Invalid(all) if all[0].0 == person::AREA), "{which:?}");
    // staff with an account, areas, tags: not a worker's to write
    let staff = office.save(
        &mut worker,
        to(Kind::Staff, 84),
        0,
        vec![text(staff::NAME, "某"), (staff::ROLE, Edit::Set(Value::Code(1)))],
    );
    assert!(matches!(staff, Reply::Refused(Refusal::Said(_))));
    let raise = version(&mut worker, to(Kind::Staff, 73));
    let raise =
        office.save(&mut worker, to(Kind::Staff, 73), raise, vec![(staff::ROLE, Edit::Set(Value::Code(1)))]);
    assert!(matches!(raise, Reply::Refused(Refusal::Said(_))));
    drop((worker, owner));
    office.hub.stop();
}

#[test]
fn readers_are_told_numbers_covered_and_one_by_one_on_record() {
    let (office, owner) = office();
    let mut reader = office.session(Who::Reader);
    let person = to(Kind::Person, 21);
    for request in [
        Request::Get(person),
        Request::Card(person),
        Request::History { target: person, limit: 9 },
        Request::Records {
            kind: Kind::Person,
            filter: Filter::default(),
            order: Order::Usual,
            offset: 0,
            limit: 9,
        },
    ] {
        let told = format!("{:?}", reader.ask(request).unwrap());
        assert!(!told.contains("13811110001") && told.contains("****"), "{told}");
        assert!(told.contains("内备注"), "words are not numbers: {told}");
    }
    let log = || std::fs::read_to_string(office.dir.path().join("access/2026-11.jsonl")).unwrap_or_default();
    let reveal = Reveal { target: person, field: person::PHONES };
    match reader.ask(Request::Reveal(reveal)).unwrap() {
        Reply::Revealed(r) => assert_eq!(r.value, Some(Value::List(vec![Value::text("13811110001")]))),
        other => panic!("{other:?}"),
    }
    // on the disk by the time that it is answered
    let noted = log();
    let line = noted.lines().rfind(|l| l.contains("revealed")).unwrap().to_string();
    assert!(
        line.contains(&person.id.to_string())
            && line.contains(&id(74).to_string())
            && line.contains("\"field\":2")
            || line.contains("\"field\""),
        "{line}"
    );
    for open in [person::NAME, person::TITLE] {
        let no = reader.ask(Request::Reveal(Reveal { target: person, field: open })).unwrap();
        assert!(matches!(no, Reply::Refused(Refusal::BadRequest)));
    }
    drop((reader, owner));
    office.hub.stop();
}

#[test]
fn who_looked_at_whom_is_on_record_and_read_by_administrators() {
    let (office, owner) = office();
    let mut worker = office.session(Who::Worker);
    worker.ask(Request::Find { query: "张晓明".into(), kinds: Vec::new(), limit: 9 }).unwrap();
    worker.ask(Request::Card(to(Kind::Person, 21))).unwrap();
    worker
        .ask(Request::Similar {
            kind: Kind::Person,
            except: None,
            name: String::new(),
            phones: "13922220077".into(),
        })
        .unwrap();
    // what is noted is on the disk before what is revealed is answered
    worker.ask(Request::Reveal(Reveal { target: to(Kind::Person, 21), field: person::NOTE })).unwrap();
    let mut boss = office.session(Who::Administrator);
    let mut read = |ask: LogAsk| match boss.ask(Request::Log(LogAsk { limit: 50, ..ask })).unwrap() {
        Reply::Log { lines, .. } => lines,
        other => panic!("{other:?}"),
    };
    let lines = read(LogAsk { staff: Some(id(73)), ..LogAsk::default() });
    let what: Vec<Looked> = lines.iter().map(|l| l.what).collect();
    assert_eq!(what, [Looked::Revealed, Looked::Found, Looked::Opened, Looked::Found]);
    assert_eq!(lines[2].records, [(to(Kind::Person, 21), "张晓明".to_string())]);
    assert_eq!(
        lines[1].records,
        [(to(Kind::Person, 25), "欧阳外人".to_string())],
        "who was met by their very number"
    );
    assert!(lines.iter().all(|l| l.who == "同事73" && l.uid == Who::Worker.uid() && l.at_ms == NOW));
    let of = read(LogAsk { record: Some(id(25)), ..LogAsk::default() });
    assert!(
        of.iter().any(|l| l.who == "同事73")
            && of.iter().all(|l| l.records.iter().any(|(r, _)| r.id == id(25)))
    );
    assert_eq!(
        read(LogAsk { what: Some(Looked::Opened), staff: Some(id(73)), ..LogAsk::default() }).len(),
        1
    );
    let tomorrow = linli::book::Day::ymd(2026, 11, 24);
    assert!(read(LogAsk { from: tomorrow, ..LogAsk::default() }).is_empty());
    drop((worker, boss, owner));
    office.hub.stop();
}

/// What an office asks for besides, and what it calls things, is laid down by administrators and seen by everybody.
#[test]
fn own_fields_and_words_are_the_administrators() {
    use linli::book::{own_field, wording};
    let office = Office::bare();
    let mut owner = office.owner();
    office.tree(&mut owner);
    office.inside(&mut owner);
    for who in [Who::Lead, Who::Worker, Who::Reader] {
        let mut c = office.session(who);
        let field = vec![text(own_field::LABEL, "楼座"), text(own_field::OF, "人员")];
        let word =
            vec![text(wording::LIST, "进度"), text(wording::WORD, "受理"), text(wording::LABEL, "接单")];
        for (kind, set) in [(Kind::OwnField, field), (Kind::Wording, word)] {
            let reply = office.save(&mut c, to(kind, 95), 0, set);
            assert!(!matches!(reply, Reply::Saved(_)), "{who:?} {kind:?}");
            let gone = owner.ask(Request::Get(to(kind, 95))).unwrap();
            assert!(matches!(gone, Reply::Refused(Refusal::Gone)), "{gone:?}");
        }
    }
}
