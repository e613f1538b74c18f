//! What one hub does on a book, through its own protocol over connections of this process: searches, pages, saves,
//! news, growth. Prints `what<TAB>result` lines for benches/measure.py, and leaves in a folder what its peers are
//! asked: `flat` (a line for each person) and `queries` (class, tab, query).
//!
//! usage: hub BOOK FOLDER
//!
//! The book is changed by it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use linli::book::report::Period;
use linli::book::{Id, Kind, Ref, Value, person, pinyin, staff, visit};
use linli::hub::accounts::Accounts;
use linli::hub::client::Client;
use linli::hub::doors::Door;
use linli::hub::host::{Hub, Service};
use linli::hub::wire::{
    Edit, Filter, FromHub, Is, LedgerRow, News, Order, Reply, Request, Save, Slice, Span, Test, ToHub,
};
use linli::hub::world::{World, decode};
use linli::hub::{frame, resolve::new_id, world};
use linli::text::Lang;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

fn say(what: &str, result: &str) {
    println!("{what}\t{result}");
}

fn ms(d: Duration) -> String {
    let ms = d.as_secs_f64() * 1000.0;
    if ms < 1.0 { format!("{ms:.3} ms") } else { format!("{ms:.1} ms") }
}

fn at(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    times[((times.len() as f64 * share) as usize).min(times.len() - 1)]
}

/// With the mean, which is what a day of such questions costs.
fn mean(times: Vec<Duration>) -> String {
    let sum: Duration = times.iter().sum();
    format!("mean {}, {}", ms(sum / times.len() as u32), spread(times))
}

fn spread(mut times: Vec<Duration>) -> String {
    let (half, most) = (at(&mut times, 0.5), at(&mut times, 0.99));
    format!("p50 {}, p99 {}", ms(half), ms(most))
}

fn timed<T>(f: impl FnOnce() -> T) -> (Duration, T) {
    let t = Instant::now();
    let out = f();
    (t.elapsed(), out)
}

/// This process's share of memory, MiB.
fn pss() -> u64 {
    let all = fs::read_to_string("/proc/self/smaps_rollup").unwrap();
    let line = all.lines().find(|l| l.starts_with("Pss:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// Who connects next, and the worker who may see one community.
static PEER: AtomicU32 = AtomicU32::new(0);
const WORKER: u32 = 4_000_000_000;

/// Connections of this process are of whoever is to be measured; a name is as good as its number.
struct Pretended;

impl Accounts for Pretended {
    fn peer(&self, _: &UnixStream) -> Option<u32> {
        Some(PEER.load(Ordering::SeqCst))
    }

    fn uid_of(&self, _: &str) -> Option<u32> {
        Some(WORKER)
    }
}

/// A worker of the community of the first person there is, let in as any worker is.
fn worker(hub: &Hub) -> Client {
    let area = {
        let t = hub.world().tables();
        t.people.area.iter().next().and_then(|a| t.areas.get(a)).map(|a| a.id).unwrap()
    };
    let set = vec![
        (staff::NAME, Edit::Text("量工".to_string())),
        (staff::ACCOUNT, Edit::Text("bench".to_string())),
        (staff::UID, Edit::Set(Value::Int(i64::from(WORKER)))),
        (staff::ROLE, Edit::Set(Value::Code(3))),
        (staff::AREAS, Edit::Set(Value::List(vec![Value::Ref(Ref { kind: Kind::Area, id: area })]))),
    ];
    let target = Ref { kind: Kind::Staff, id: new_id() };
    let mut owner = session(hub, false);
    // the book may have been measured before
    let reply = owner.ask(Request::Save(Save { request: new_id(), target, base: 0, set })).unwrap();
    assert!(matches!(reply, Reply::Saved(_) | Reply::Invalid(_)), "{reply:?}");
    let own = PEER.swap(WORKER, Ordering::SeqCst);
    let c = session(hub, false);
    PEER.store(own, Ordering::SeqCst);
    c
}

fn session(hub: &Hub, news: bool) -> Client {
    let mut c = Client::over(hub.connect().unwrap()).unwrap();
    c.welcome(Lang::Zh, news).unwrap();
    c
}

/// Writes everybody down for the peers; a sample of (name, phones, employer).
fn flat(world: &World, path: &Path) -> Vec<(String, Vec<String>, String)> {
    let mut out = BufWriter::new(File::create(path).unwrap());
    let (mut after, mut n, mut sample) = (None, 0u64, Vec::new());
    let step = (world.tables().count(Kind::Person) / 4000).max(1);
    loop {
        let page = world.store.range(Kind::Person.code(), after, 2000).unwrap();
        let Some((last, _)) = page.last() else { break };
        after = Some(*last);
        for (id, stored) in &page {
            let r = decode(Kind::Person, Id(*id), 1, &stored.body).unwrap();
            let phones: Vec<String> = r.fields.texts(person::PHONES).iter().map(|p| p.to_string()).collect();
            let employer =
                r.fields.link(person::EMPLOYER).map(|e| world.full_name(e, Lang::Zh)).unwrap_or_default();
            writeln!(out, "{} {} {employer}", r.name(), phones.join(" ")).unwrap();
            n += 1;
            if n.is_multiple_of(step) {
                sample.push((r.name().to_string(), phones, employer));
            }
        }
    }
    sample
}

/// A day's mix: what people type on the way to somebody, by class.
fn queries(sample: &[(String, Vec<String>, String)]) -> BTreeMap<&'static str, Vec<String>> {
    let mut dice = Dice(7);
    let mut out: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for _ in 0..400 {
        let (name, phones, employer) = &sample[dice.below(sample.len())];
        let han: Vec<char> = name.chars().collect();
        let reading = pinyin::name_reading(name);
        let syllables: Vec<&str> = reading.split(' ').collect();
        let initials: String = syllables.iter().filter_map(|s| s.chars().next()).collect();
        let mut put = |class, query: String| out.entry(class).or_default().push(query);
        if han.len() >= 3 {
            put("names, three characters", name.clone());
        }
        if han.len() >= 2 {
            put("given names, the last two characters", han[han.len() - 2..].iter().collect());
        }
        put("surname, one character", han[..1].iter().collect());
        put("initials, all", initials.clone());
        put("initials, the first two", initials.chars().take(2).collect());
        put("pinyin, whole", syllables.concat());
        put("pinyin, mixed with initials", format!("{}{}", syllables[0], &initials[1..]));
        put("pinyin, in mid-syllable", syllables.concat().chars().take(5).collect());
        if let Some(p) = phones.first().filter(|p| p.len() >= 7) {
            put("phones, the last 4 digits", p[p.len() - 4..].to_string());
            put("phones, the last 6 digits", p[p.len() - 6..].to_string());
            put("phones, the first 7 digits", p[..7].to_string());
        }
        let org: Vec<char> = employer.chars().collect();
        if org.len() >= 6 {
            let from = dice.below(org.len() - 4);
            put("employers, four characters", org[from..from + 4].iter().collect());
            put("employer and surname", format!("{} {}", org[2..4].iter().collect::<String>(), han[0]));
        }
    }
    out
}

fn finder(hub: &Hub, all: &BTreeMap<&'static str, Vec<String>>) {
    let mut c = session(hub, false);
    let world = hub.world();
    let mut worker = worker(hub);
    let everybody = world.tables().count(Kind::Person);
    let seen = worker.welcome(Lang::Zh, false).unwrap().counts[1];
    let (mut mix, mut plain, mut narrow_mix) = (Vec::new(), Vec::new(), Vec::new());
    for (class, queries) in all {
        let (mut wide, mut narrow) = (Vec::new(), Vec::new());
        for q in queries {
            let ask = Request::Find { query: q.clone(), kinds: vec![], limit: 20 };
            let (t, reply) = timed(|| c.ask(ask).unwrap());
            assert!(matches!(reply, Reply::Found { .. }));
            wide.push(t);
            let ask = Request::Find { query: q.clone(), kinds: vec![], limit: 20 };
            let (t, reply) = timed(|| worker.ask(ask).unwrap());
            assert!(matches!(reply, Reply::Found { .. }));
            narrow.push(t);
        }
        mix.extend(&wide);
        if !class.starts_with("pinyin") && !class.starts_with("initials") {
            plain.extend(&wide);
        }
        narrow_mix.extend(&narrow);
        say(&format!("finder: {class}"), &mean(wide));
        say(&format!("finder, for a worker who may see {seen} of {everybody}: {class}"), &mean(narrow));
    }
    say("finder: the whole mix", &mean(mix));
    say("finder: the classes that need no reading, as SQLite is asked", &mean(plain));
    say("finder, for a worker who may see one community: the whole mix", &mean(narrow_mix));
    say("finder's memory", &format!("{} MiB", world.finder.memory() >> 20));
}

fn pages(hub: &Hub) {
    let mut c = session(hub, false);
    let (area, organisation, people, staff) = {
        let t = hub.world().tables();
        let staff = t.staff.live().max_by_key(|(_, s)| s.visits).map(|(_, s)| s.id);
        let area = t.people.area.iter().next().and_then(|a| t.areas.get(a)).map(|a| a.id);
        let organisation = t.people.employer.iter().find_map(|e| t.organisations.get(e)).map(|o| o.id);
        (area, organisation, t.count(Kind::Person) as u32, staff)
    };
    let none = Filter::default();
    let by_area = Filter { area, ..Filter::default() };
    let tested = |tests: &[(u16, Is)]| {
        let tests = tests.iter().map(|(field, is)| Test { field: *field, any: vec![*is] }).collect();
        Filter { tests, ..Filter::default() }
    };
    let one_group = tested(&[(person::GROUPS, Is::Code(1))]);
    let by_group = tested(&[(person::GROUPS, Is::Code(1)), (person::CONSENT, Is::Code(1))]);
    let by_phone = tested(&[(visit::MODE, Is::Code(4)), (visit::WHEN, Is::Span(Span::Year))]);
    let by_staff = tested(&[(visit::STAFF, staff.map_or(Is::Blank, Is::Ref))]);
    let asks: Vec<(&str, Kind, Filter, Order, u32)> = vec![
        ("people, first page", Kind::Person, none.clone(), Order::Usual, 0),
        ("people, last visited first", Kind::Person, none.clone(), Order::Recent, 0),
        ("people, longest not visited first", Kind::Person, none.clone(), Order::LongAgo, 0),
        ("people of a community", Kind::Person, by_area.clone(), Order::Usual, 0),
        ("people of a group", Kind::Person, one_group, Order::Usual, 0),
        (
            "people not reached for long",
            Kind::Person,
            Filter { overdue: true, ..none.clone() },
            Order::LongAgo,
            0,
        ),
        ("people of an employer", Kind::Person, Filter { organisation, ..none.clone() }, Order::Usual, 0),
        (
            "people by words (王 经理)",
            Kind::Person,
            Filter { text: "王 经理".into(), ..none.clone() },
            Order::Usual,
            0,
        ),
        ("people, a page in the middle", Kind::Person, none.clone(), Order::Usual, people / 2),
        ("people of a group, agreed to be called", Kind::Person, by_group.clone(), Order::Usual, 0),
        ("people by the day they were told", Kind::Person, none.clone(), Order::By(person::NOTICE, false), 0),
        ("visits by phone this year", Kind::Visit, by_phone.clone(), Order::Usual, 0),
        ("visits of a member of staff", Kind::Visit, by_staff.clone(), Order::Usual, 0),
        ("visits, first page", Kind::Visit, none.clone(), Order::Usual, 0),
        ("visits of a community", Kind::Visit, by_area, Order::Usual, 0),
        ("organisations, first page", Kind::Organisation, none.clone(), Order::Usual, 0),
        (
            "visits by words of their text (free text)",
            Kind::Visit,
            Filter { text: "用工".into(), ..none },
            Order::Usual,
            0,
        ),
    ];
    let mut one = worker(hub);
    for (what, kind, order) in [
        ("people", Kind::Person, Order::Usual),
        ("people, last visited first", Kind::Person, Order::Recent),
        ("visits", Kind::Visit, Order::Usual),
        ("organisations", Kind::Organisation, Order::Usual),
        ("staff", Kind::Staff, Order::Usual),
    ] {
        let filter = Filter::default();
        let ask = Request::List { kind, filter, order, offset: 0, limit: 50, more: Vec::new() };
        let times = (0..30).map(|_| timed(|| one.ask(ask.clone()).unwrap()).0).collect();
        say(&format!("page, for that worker: {what}"), &spread(times));
    }
    for (what, ask) in [("Today", Request::Today), ("area tree with counts", Request::Areas { parent: None })]
    {
        let times = (0..30).map(|_| timed(|| one.ask(ask.clone()).unwrap()).0).collect();
        say(&format!("page, for that worker: {what}"), &spread(times));
    }
    for (what, kind, filter, order, offset) in asks {
        let mut times = Vec::new();
        for _ in 0..30 {
            let ask =
                Request::List { kind, filter: filter.clone(), order, offset, limit: 50, more: Vec::new() };
            let (t, reply) = timed(|| c.ask(ask).unwrap());
            let Reply::Page { .. } = reply else { panic!("{reply:?}") };
            times.push(t);
        }
        let first = times[0];
        say(&format!("page: {what}"), &format!("{}, the first time {}", spread(times), ms(first)));
    }
    for (what, kind, filter, field) in [
        ("people by group", Kind::Person, Filter::default(), person::GROUPS),
        ("people by liaison", Kind::Person, Filter::default(), person::LIAISON),
        ("people by employer", Kind::Person, Filter::default(), person::EMPLOYER),
        ("people of a group by community", Kind::Person, by_group, person::AREA),
        ("visits by day", Kind::Visit, Filter::default(), visit::WHEN),
        ("visits by staff", Kind::Visit, Filter::default(), visit::STAFF),
        ("visits by phone by outcome", Kind::Visit, by_phone, visit::OUTCOME),
    ] {
        let ask = Request::Counts { kind, filter, field };
        let times = (0..30).map(|_| timed(|| c.ask(ask.clone()).unwrap()).0).collect();
        say(&format!("count: {what}"), &spread(times));
    }
    for (what, ask) in [("Today", Request::Today), ("area tree with counts", Request::Areas { parent: None })]
    {
        let times = (0..30).map(|_| timed(|| c.ask(ask.clone()).unwrap()).0).collect();
        say(&format!("page: {what}"), &spread(times));
    }
    for (what, period) in [("a month", "2026-06"), ("half a year", "2026H1"), ("a year", "2026")] {
        let ask = linli::exchange::report::ask(Period::parse(period).unwrap(), None);
        let times = (0..10).map(|_| timed(|| c.ask(Request::Report(ask)).unwrap()).0).collect();
        say(&format!("report of {what}, of all"), &spread(times));
    }
    let ids: Vec<Id> = {
        let t = hub.world().tables();
        t.people.id.iter().step_by((people as usize / 500).max(1)).collect()
    };
    let card = |id| Request::Card(Ref { kind: Kind::Person, id });
    let times = ids.into_iter().map(|id| timed(|| c.ask(card(id)).unwrap()).0).collect();
    say("card of a person", &spread(times));
}

fn newcomer(n: u64) -> Request {
    let set = vec![
        (person::NAME, Edit::Text("量新人".to_string())),
        (person::PHONES, Edit::Text(format!("1{:010}", 9_000_000_000 + n))),
    ];
    let target = Ref { kind: Kind::Person, id: new_id() };
    Request::Save(Save { request: new_id(), target, base: 0, set })
}

fn saved(reply: Reply) {
    assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
}

/// One save over a connection, in turn with what any program must do to keep 4 KiB.
fn one_save(hub: &Hub, folder: &Path, serial: &mut u64) {
    let mut c = session(hub, false);
    let path = folder.join("append");
    let mut log = File::create(&path).unwrap();
    let ready = folder.join("preallocated");
    fs::write(&ready, vec![0; 8 << 20]).unwrap();
    let over = File::options().write(true).open(&ready).unwrap();
    over.sync_all().unwrap();
    let block = [7u8; 4096];
    let (mut ours, mut appended, mut overwritten) = (Vec::new(), Vec::new(), Vec::new());
    for i in 0..1000u64 {
        *serial += 1;
        let ask = newcomer(*serial);
        ours.push(timed(|| saved(c.ask(ask).unwrap())).0);
        appended.push(timed(|| log.write_all(&block).and_then(|()| log.sync_data()).unwrap()).0);
        overwritten.push(timed(|| over.write_at(&block, i * 4096).and_then(|_| over.sync_data()).unwrap()).0);
    }
    say("one save over a connection, 1,000 times", &spread(ours));
    say("append 4 KiB to a file and fdatasync, in turn with those", &spread(appended));
    say("overwrite 4 KiB of a preallocated file and fdatasync, in turn with those", &spread(overwritten));
}

/// Sessions that save at once, each `each` times.
fn many_saves(hub: &Hub, sessions: u64, each: u64, serial: &mut u64, what: &str) {
    let start = Barrier::new(sessions as usize + 1);
    let first = *serial;
    *serial += sessions * each;
    let (took, times) = thread::scope(|s| {
        let all: Vec<_> = (0..sessions)
            .map(|n| {
                let (mut c, start) = (session(hub, false), &start);
                s.spawn(move || {
                    start.wait();
                    let ask = |i| newcomer(first + n * each + i + 1);
                    (0..each).map(|i| timed(|| saved(c.ask(ask(i)).unwrap())).0).collect::<Vec<_>>()
                })
            })
            .collect();
        start.wait();
        let t = Instant::now();
        let times: Vec<Duration> = all.into_iter().flat_map(|h| h.join().unwrap()).collect();
        (t.elapsed(), times)
    });
    let rate = (sessions * each) as f64 / took.as_secs_f64();
    say(what, &format!("{rate:.0} durable saves/s, {}", spread(times)));
}

/// The same while a ledger is read in and lists are asked for without pause.
fn beside_others(hub: &Hub, serial: &mut u64) {
    let done = AtomicBool::new(false);
    let rows = Mutex::new(0u64);
    thread::scope(|s| {
        s.spawn(|| {
            let mut c = session(hub, false);
            let (batch, mut n) = (new_id(), 0u64);
            while !done.load(Ordering::Relaxed) {
                let rows_of = |k: u64| LedgerRow {
                    kind: Kind::Person,
                    cells: vec![
                        (person::NAME, "台账人".to_string()),
                        (person::PHONES, format!("1{:010}", 7_000_000_000 + n + k)),
                    ],
                    office: String::new(),
                };
                let slice = Slice {
                    request: new_id(),
                    batch,
                    source: "bench".into(),
                    dry: false,
                    rows: (0..200).map(rows_of).collect(),
                };
                n += 200;
                let reply = c.ask(Request::Import(slice)).unwrap();
                assert!(matches!(reply, Reply::Imported { .. }), "{reply:?}");
            }
            *rows.lock().unwrap() = n;
        });
        s.spawn(|| {
            let mut c = session(hub, false);
            while !done.load(Ordering::Relaxed) {
                let filter = Filter { overdue: true, ..Filter::default() };
                let (kind, order) = (Kind::Person, Order::LongAgo);
                c.ask(Request::List { kind, filter, order, offset: 0, limit: 50, more: Vec::new() }).unwrap();
                c.ask(Request::Areas { parent: None }).unwrap();
                c.ask(Request::Today).unwrap();
            }
        });
        let (t, ()) = timed(|| {
            many_saves(
                hub,
                32,
                100,
                serial,
                "32 sessions saving while a ledger is read in and lists are asked for",
            );
        });
        done.store(true, Ordering::Relaxed);
        s.spawn(move || t);
    });
    say("rows of the ledger read in meanwhile", &rows.lock().unwrap().to_string());
}

fn import(hub: &Hub) {
    let mut c = session(hub, false);
    let batch = new_id();
    let rows: Vec<LedgerRow> = (0..20_000u64)
        .map(|k| LedgerRow {
            kind: Kind::Person,
            cells: vec![
                (person::NAME, "导入人".to_string()),
                (person::PHONES, format!("1{:010}", 6_000_000_000 + k)),
                (person::TITLE, "经理".to_string()),
            ],
            office: String::new(),
        })
        .collect();
    let (t, ()) = timed(|| {
        for some in rows.chunks(200) {
            let rows = some.to_vec();
            let slice = Slice { request: new_id(), batch, source: "bench".into(), dry: false, rows };
            c.ask(Request::Import(slice)).unwrap();
        }
    });
    say("import of 20,000 rows, after reading", &format!("{:.0} rows/s", 20_000.0 / t.as_secs_f64()));
}

/// A change of one session reaching a hundred others.
fn listeners(hub: &Hub, serial: &mut u64) {
    const SESSIONS: usize = 100;
    const CHANGES: usize = 100;
    let sent: Arc<Mutex<BTreeMap<Id, Instant>>> = Arc::default();
    let before = pss();
    let all: Vec<_> = (0..SESSIONS)
        .map(|_| {
            let mut stream = session(hub, true).into_stream();
            let sent = Arc::clone(&sent);
            thread::spawn(move || {
                let mut times = Vec::new();
                while times.len() < CHANGES {
                    if let FromHub::News(News::Changed { items, .. }) = frame::read(&mut stream).unwrap() {
                        let now = Instant::now();
                        let sent = sent.lock().unwrap();
                        times.extend(items.iter().filter_map(|(r, _)| sent.get(&r.id)).map(|t| now - *t));
                    }
                }
                times
            })
        })
        .collect();
    let memory = pss() - before.min(pss());
    let mut stream = session(hub, false).into_stream();
    for n in 0..CHANGES {
        *serial += 1;
        let request = newcomer(*serial);
        if let Request::Save(s) = &request {
            sent.lock().unwrap().insert(s.target.id, Instant::now());
        }
        frame::write(&mut stream, &ToHub { ticket: 100 + n as u64, request }).unwrap();
        let _: FromHub = frame::read(&mut stream).unwrap();
        thread::sleep(Duration::from_millis(20));
    }
    let times: Vec<Duration> = all.into_iter().flat_map(|h| h.join().unwrap()).collect();
    say("100 sessions: from a change's sending to its news at each", &spread(times));
    say("100 sessions: hub's and their own ends' memory, together", &format!("{memory} MiB"));
}

fn growth(hub: &Hub, serial: &mut u64) {
    let (finder, all) = (hub.world().finder.memory() >> 20, pss());
    many_saves(hub, 32, 3125, serial, "32 sessions saving at once, 100,000 in all");
    // what a hub does when nobody has written for a while
    thread::sleep(Duration::from_secs(4));
    say(
        "finder's memory after 100,000 adds",
        &format!("{} MiB, was {finder}", hub.world().finder.memory() >> 20),
    );
    say("whole process's memory after 100,000 adds (PSS)", &format!("{} MiB, was {all}", pss()));
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let [book, folder] = args.as_slice() else {
        // `cargo bench` without a book: benches/run is what measures
        eprintln!("usage: hub BOOK FOLDER (benches/run does this)");
        return;
    };
    let (book, folder) = (Path::new(book), Path::new(folder));
    let (t, hub) = timed(|| {
        use std::os::unix::fs::MetadataExt;
        PEER.store(fs::metadata(book).unwrap().uid(), Ordering::SeqCst);
        let service = Service { door: Door::Shared, accounts: Box::new(Pretended), ..Service::default() };
        Hub::serve(book, service, world::machine_clock(), &|_, _| ()).unwrap()
    });
    say("start of a hub in process", &ms(t));
    say("memory of that process (PSS)", &format!("{} MiB", pss()));
    let sample = flat(hub.world(), &folder.join("flat"));
    let all = queries(&sample);
    let mut out = BufWriter::new(File::create(folder.join("queries")).unwrap());
    for (class, queries) in &all {
        queries.iter().for_each(|q| writeln!(out, "{class}\t{q}").unwrap());
    }
    drop(out);
    finder(&hub, &all);
    pages(&hub);
    say("memory after searches and pages (PSS)", &format!("{} MiB", pss()));
    let mut serial = 0;
    one_save(&hub, folder, &mut serial);
    many_saves(&hub, 32, 300, &mut serial, "32 sessions saving at once");
    beside_others(&hub, &mut serial);
    listeners(&hub, &mut serial);
    import(&hub);
    growth(&hub, &mut serial);
    hub.stop();
}
