//! Counts tell of people too. The same is asked of a book with and without what lies outside: who works inside is told
//! the same.

use super::office::{Office, Who, day, id, to, year};
use linli::book::{Kind, organisation, person, staff, visit};
use linli::hub::wire::*;

fn questions() -> Vec<Request> {
    let none = Filter::default;
    let list =
        |kind, order| Request::List { kind, filter: none(), order, offset: 0, limit: 50, more: Vec::new() };
    let counts = |kind, field| Request::Counts { kind, filter: none(), field };
    let mut out = vec![
        Request::Today,
        Request::Promised { offset: 0, limit: 50 },
        Request::Calendar { from: day(1, 1), to: day(12, 31) },
        Request::OneDay(day(11, 23)),
        Request::Areas { parent: None },
        Request::Areas { parent: Some(id(1)) },
        Request::Areas { parent: Some(id(4)) },
        counts(Kind::Person, person::AREA),
        counts(Kind::Person, person::EMPLOYER),
        counts(Kind::Person, person::LIAISON),
        counts(Kind::Person, person::STATUS),
        counts(Kind::Visit, visit::STAFF),
        counts(Kind::Visit, visit::WHEN),
        counts(Kind::Visit, visit::MODE),
        counts(Kind::Organisation, organisation::STATUS),
        counts(Kind::Staff, staff::ROLE),
        counts(Kind::Tie, 2),
        counts(Kind::Matter, 3),
        counts(Kind::Matter, 12),
        Request::Circle { target: to(Kind::Organisation, 32) },
        Request::Report(year(None)),
        Request::Report(year(Some(id(4)))),
        Request::Status,
    ];
    for query in ["张", "外", "司法所", "=外", "=司法所", "=138", "乙社区"] {
        out.push(Request::Find { query: query.into(), kinds: Vec::new(), limit: 50 });
    }
    for kind in Kind::ALL.into_iter().filter(|k| !matches!(k, Kind::Request | Kind::Retention)) {
        let orders = [Order::Usual, Order::Name, Order::Recent, Order::LongAgo, Order::Area, Order::Newest];
        out.extend(orders.map(|o| list(kind, o)));
    }
    for target in [to(Kind::Organisation, 32), to(Kind::Staff, 73), to(Kind::Area, 4), to(Kind::Person, 21)] {
        out.push(Request::Card(target));
        out.push(Request::Users { target, limit: 50 });
    }
    out
}

/// Without positions in the journal, which say how much was written and not about whom.
fn told(reply: &Reply) -> String {
    let text = match reply {
        // the rest is of the machine
        Reply::Status(s) => format!("{:?}", s.counts),
        reply => format!("{reply:?}"),
    };
    let (mut out, mut rest) = (String::new(), text.as_str());
    while let Some((at, head)) =
        ["version: ", "pos: "].iter().filter_map(|h| rest.find(h).map(|a| (a, *h))).min()
    {
        out.push_str(&rest[..at]);
        rest = rest[at + head.len()..].trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out + rest
}

#[test]
fn what_lies_outside_is_in_no_count() {
    let ask = |outside: bool| {
        let office = Office::bare();
        let mut owner = office.owner();
        office.tree(&mut owner);
        // before and behind, so that rows and orders are mixed
        if outside {
            office.outside(&mut owner);
        }
        office.inside(&mut owner);
        let mut answers = Vec::new();
        for who in [Who::Lead, Who::Worker, Who::Reader] {
            let mut c = office.session(who);
            for request in questions() {
                answers.push((format!("{who:?} {request:?}"), told(&c.ask(request).unwrap())));
            }
            let welcome = c.welcome(linli::text::Lang::Zh, false).unwrap();
            answers.push((format!("{who:?} welcome"), format!("{:?}", welcome.counts)));
        }
        // each book has an owner of its own
        let me = owner.welcome(linli::text::Lang::Zh, false).unwrap().me.id.to_string();
        answers.iter_mut().for_each(|(_, a)| *a = a.replace(&me, "me"));
        let told = office.owner().welcome(linli::text::Lang::Zh, false).unwrap().counts;
        drop(owner);
        office.hub.stop();
        (answers, told)
    };
    let (with, all) = ask(true);
    let (without, some) = ask(false);
    assert_ne!(all, some, "there is something outside");
    for ((what, a), (_, b)) in with.iter().zip(&without) {
        assert_eq!(a, b, "{what}");
    }
}
