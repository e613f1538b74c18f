//! Indexes as somebody may have written them down: right title, right hash, and anything between. Read, they are refused
//! or every question to them has an answer; no panic, no endless walk, no memory that the file does not have.
use linli::book::{Day, Id, Kind, Record, Ref, Value, person, visit};
use linli::hub::client::Client;
use linli::hub::host::Hub;
use linli::hub::wire::{Filter, LineAsk, Order, Request};
use linli::index::finder::{Doc, Finder, Query, Scope};
use linli::index::snapshot::In;
use linli::index::tables::Tables;
use linli::text::Lang;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// 2026-11-23 10:00 in China.
const NOW: i64 = 1_795_399_200_000;
const FILE: &str = "index.snapshot";
/// Title and hash stand around what is loaded.
const TITLE: usize = 56;
const HASH: usize = 32;

/// A small book and its snapshot as it should be.
struct Base {
    dir: tempfile::TempDir,
    title: Vec<u8>,
    body: Vec<u8>,
}

static BASE: LazyLock<Base> = LazyLock::new(|| {
    let dir = super::folder();
    linli::cli::demo::make(dir.path(), 5, 3, NOW, &mut |_, _| ()).unwrap();
    let hub = start(dir.path());
    let mut c = client(&hub);
    for line in ["访 A 电话 谈了 +3天 回话", "人 张晓明 13837455521 恒达公司", "访 张晓明 路面 +1天 再看"]
    {
        let request =
            Request::Capture { request: Id([line.len() as u8; 16]), ask: LineAsk::of(line.to_string()) };
        c.ask(request).unwrap();
    }
    drop(c);
    hub.stop();
    let file = fs::read(dir.path().join(FILE)).unwrap();
    let body = file[TITLE..file.len() - HASH].to_vec();
    Base { title: file[..TITLE].to_vec(), body, dir }
});

fn start(dir: &Path) -> Hub {
    Hub::start(dir, Box::new(|| NOW), &|_, _| ()).unwrap()
}

fn client(hub: &Hub) -> Client {
    let mut c = Client::over(hub.connect().unwrap()).unwrap();
    c.welcome(Lang::Zh, false).unwrap();
    c
}

/// The first byte says whether the rest is a whole body, or a list of hands laid on the right one, six bytes each; and
/// whether only the indexes read it or a hub that serves its book.
pub fn snapshot(data: &[u8]) {
    let (how, rest) = super::first(data);
    let mut body = if how & 1 == 0 { BASE.body.clone() } else { rest.to_vec() };
    if how & 1 == 0 {
        rest.chunks_exact(6).take(40).for_each(|op| hand(&mut body, op));
    }
    load(&body);
    // a hub takes its time, so that not every input gets one
    if how & 0x0e == 0x0e {
        serve(&body);
    }
}

fn hand(body: &mut Vec<u8>, op: &[u8]) {
    const VALUES: [u64; 10] =
        [0, 1, 2, 255, 1 << 15, 1 << 31, u32::MAX as u64 - 1, u32::MAX as u64, 1 << 40, u64::MAX];
    let far = usize::from(op[1]) | usize::from(op[2]) << 8 | usize::from(op[3]) << 16;
    let (at, with) = (far % body.len().max(1), op[4]);
    let value = VALUES[usize::from(op[5]) % VALUES.len()];
    let mut put = |at: usize, bytes: &[u8]| {
        if let Some(there) = body.get_mut(at..at + bytes.len()) {
            there.copy_from_slice(bytes);
        }
    };
    match op[0] % 9 {
        0 => put(at, &[with]),
        1 => put(at & !3, &(value as u32).to_le_bytes()),
        2 => put(at, &value.to_le_bytes()),
        // numbers that may be lengths
        3 | 4 => {
            let counts = body.windows(8).map(|w| u64::from_le_bytes(w.try_into().unwrap()));
            let places: Vec<(usize, u64)> =
                counts.enumerate().filter(|(_, n)| (1..4096).contains(n)).collect();
            let Some((at, now)) = places.get(far % places.len().max(1)).copied() else { return };
            let value = if op[0] % 9 == 3 { value } else { now.wrapping_add_signed(i64::from(with as i8)) };
            body[at..at + 8].copy_from_slice(&value.to_le_bytes());
        }
        5 => body.truncate(at),
        6 => drop(body.splice(at..at, vec![with; usize::from(op[5])])),
        7 => drop(body.drain(at..(at + usize::from(op[5])).min(body.len()))),
        _ => {
            let from = usize::from(with) * 97 % body.len().max(1);
            let piece = body[from..(from + usize::from(op[5])).min(body.len())].to_vec();
            let till = (at + piece.len()).min(body.len());
            body[at..till].copy_from_slice(&piece[..till - at]);
        }
    }
}

fn load(body: &[u8]) {
    let mut from = In::new(body, body.len() as u64);
    let Ok(mut t) = Tables::load(&mut from) else { return };
    let day = Day(740_000);
    let rows: Vec<u32> = t.people.live().take(200).collect();
    for at in &rows {
        assert!(t.visits_of(*at).iter().all(|v| t.visits.get(*v).is_some()));
        if let Some(p) = t.people.get(*at) {
            t.members(p.employer);
            t.areas.place(p.area);
        }
    }
    assert_eq!(t.people.live().count() as u64, t.people.len());
    assert!(t.lately_met().count() as u64 <= t.people.len());
    let due = t.due(i32::MAX);
    t.orders.promised.range(0, due).for_each(|at| assert!(t.promised_to(at).is_some()));
    t.all_overdue(day).count();
    let _ = (t.areas.rhythms(), t.areas.sums(|_| 1), t.areas.below(None), t.areas.called("社区"));
    t.days(Day(0), Day(i32::MAX)).count();
    for kind in Kind::ALL {
        t.count(kind);
        t.called(kind, "恒达公司");
    }
    // a change goes on from there
    let met = rows.first().and_then(|at| t.people.id.get(*at)).unwrap_or(Id([9; 16]));
    let mut r = Record::new(Kind::Visit, Id([8; 16]));
    r.fields.set(visit::PEOPLE, Value::List(vec![Value::Ref(Ref { kind: Kind::Person, id: met })]));
    r.fields.set(visit::WHEN, Value::Day(day));
    r.fields.set(visit::NEXT, Value::Day(day));
    t.apply(None, Some(&r));
    t.apply(Some(&r), None);
    let mut p = Record::new(Kind::Person, met);
    p.fields.set(person::NAME, Value::text("张晓明"));
    t.apply(None, Some(&p));
    let Ok(f) = Finder::load(&mut from) else { return };
    ask(&f);
    f.upsert(Doc { id: [1; 16], kind: 2, name: "王新", phones: &["13900000001"], ..Doc::default() });
    f.remove(2, [2; 16]);
    ask(&f);
    f.maintain();
    f.compact();
    ask(&f);
    let hits = f.search(&Query::parse("王新"), Scope::All, &[2], 5);
    assert!(hits.hits.iter().any(|h| h.id == [1; 16]), "what is new is found");
}

fn ask(f: &Finder) {
    for words in ["zxm", "张", "张晓明", "138", "13837455521", "恒达公司", "hengda", "社区 经理", "=li"]
    {
        let q = Query::parse(words);
        let hits = f.search(&q, Scope::All, &[], 20);
        assert!(hits.hits.len() <= 20);
        f.search(&q, Scope::Areas(&[(0, 3), (7, u32::MAX)]), &[2, 3], 20);
        f.count(&q, Scope::All, &[2]);
    }
    f.by_phone("13837455521");
    f.name_of(2, [1; 16]);
    f.memory();
}

fn serve(body: &[u8]) {
    let dir = BASE.dir.path();
    let hash = blake3::hash(&[&BASE.title[..], body].concat());
    fs::write(dir.join(FILE), [&BASE.title[..], body, hash.as_bytes()].concat()).unwrap();
    let hub = start(dir);
    let mut c = client(&hub);
    c.ask(Request::Today).unwrap();
    c.ask(Request::Areas { parent: None }).unwrap();
    for kind in Kind::ALL {
        let filter = Filter::default();
        c.ask(Request::List { kind, filter, order: Order::Usual, offset: 0, limit: 50, more: Vec::new() })
            .unwrap();
    }
    c.ask(Request::Find { query: "zxm".into(), kinds: Vec::new(), limit: 9 }).unwrap();
    c.ask(Request::Status).unwrap();
    drop(c);
    hub.stop();
}
