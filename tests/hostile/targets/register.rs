//! The register of requests as another program may have left it: whatever its entries say, the hub starts, answers and
//! ends; nobody is erased or frozen but whom an entry names.
use linli::book::{Id, Kind, Record, Ref, Value, person};
use linli::hub::client::Client;
use linli::hub::host::Hub;
use linli::hub::wire::{Filter, Order, PersonAsk, Reply, Request};
use linli::store::{self, Change, Commit, Key, Options, Store};
use linli::text::Lang;
use std::path::Path;

/// 2026-11-23 10:00 in China.
const NOW: i64 = 1_795_399_200_000;
/// Somebody whom entries may name, and somebody whom they cannot.
const NAMED: Id = Id([1; 16]);
const OTHER: Id = Id([0xa7; 16]);

/// The input is a list of entries: each the body of a record, behind its length in two bytes.
pub fn register(data: &[u8]) {
    let dir = super::folder();
    let dir = dir.path();
    lay(dir, data);
    let hub = Hub::start(dir, Box::new(|| NOW), &|_, _| ()).unwrap();
    let mut c = Client::over(hub.connect().unwrap()).unwrap();
    c.welcome(Lang::Zh, false).unwrap();
    let requests = list(&mut c);
    for id in requests.iter().take(20) {
        let target = Ref { kind: Kind::Request, id: *id };
        for request in [
            Request::Get(target),
            Request::Card(target),
            Request::History { target, limit: 9 },
            Request::Users { target, limit: 9 },
        ] {
            c.ask(request).unwrap();
        }
    }
    for person in [NAMED, OTHER] {
        for ask in [
            PersonAsk::Who("张晓明".into()),
            PersonAsk::File { request: Id([0xe0 | person.0[0] & 1; 16]), person, copy: true, way: 1 },
            PersonAsk::PlanErase { person, mentions: true },
        ] {
            c.ask(Request::Person(ask)).unwrap();
        }
    }
    let other = c.ask(Request::Get(Ref { kind: Kind::Person, id: OTHER })).unwrap();
    assert!(matches!(other, Reply::Shown(_)), "{other:?}");
    assert!(matches!(c.ask(Request::Status).unwrap(), Reply::Status(_)));
    drop(c);
    hub.stop();
    assert_eq!(store::verify(dir).unwrap().bad, None);
}

fn list(c: &mut Client) -> Vec<Id> {
    let (kind, filter, order) = (Kind::Request, Filter::default(), Order::Usual);
    match c.ask(Request::List { kind, filter, order, offset: 0, limit: 50, more: Vec::new() }).unwrap() {
        Reply::Page { rows, .. } => rows.into_iter().map(|r| r.target.id).collect(),
        other => panic!("{other:?}"),
    }
}

/// A book with two people and the entries.
fn lay(dir: &Path, data: &[u8]) {
    let (book, _) = store::open(dir, Options::default()).unwrap();
    let mut changes = Vec::new();
    for (id, name) in [(NAMED, "张晓明"), (OTHER, "李四平")] {
        let mut r = Record::new(Kind::Person, id);
        r.fields.set(person::NAME, Value::text(name));
        let body = linli::hub::world::encode(&r).unwrap();
        changes.push(put(Kind::Person, id, body));
    }
    let mut rest = data;
    while let Some((len, tail)) = rest.split_first_chunk::<2>() {
        let (one, tail) = tail.split_at(usize::from(u16::from_le_bytes(*len)).min(tail.len()));
        rest = tail;
        let number = changes.len() as u8;
        changes.push(put(Kind::Request, Id([number | 0x80; 16]), one.to_vec()));
        if changes.len() > 40 {
            break;
        }
    }
    book.commit(vec![Commit { request: [7; 16], changes, ..Commit::default() }]).unwrap();
    book.close().unwrap();
}

fn put(kind: Kind, id: Id, body: Vec<u8>) -> Change {
    Change { key: Key { kind: kind.code(), id: id.0 }, body: Some(body), claims: Vec::new() }
}
