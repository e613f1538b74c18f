//! How long a durable save takes beside what the disk itself needs, in one run on one file system, in turn.
//!
//! `cargo bench --bench save -- [FOLDER] [SECONDS]` prints lines of `what<TAB>value`. Times are in microseconds.
use std::{
    env,
    error::Error,
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
    time::{Duration, Instant},
};

use linli::{
    book::{Id, Kind, Ref, person},
    hub::{
        client::Client,
        host::Hub,
        wire::{Edit, Reply, Request, Save},
        world::machine_clock,
    },
    store::{Change, Commit, Key, Options, Outcome, RawId, Store, open},
    text::Lang,
};
use rustix::fs::fdatasync;

type Any = Box<dyn Error + Send + Sync>;
/// What one save of a file system is measured with.
const BLOCK: [u8; 4096] = [7; 4096];
const WRITERS: u64 = 32;
/// As many changes as the hub puts into a group.
const GROUP: usize = 50;

fn main() -> Result<(), Any> {
    let args: Vec<String> = env::args().skip(1).filter(|a| a != "--bench").collect();
    let parent = args.first().map_or_else(env::temp_dir, PathBuf::from);
    let seconds = args.get(1).map_or(Ok(4), |s| s.parse())?;
    let dir = parent.join(format!("linli-bench-save.{}", std::process::id()));
    fs::create_dir(&dir)?;
    let measured = measure(&dir, Duration::from_secs(seconds));
    fs::remove_dir_all(&dir)?;
    measured
}

fn say(what: &str, value: impl std::fmt::Display) {
    println!("{what}\t{value}");
}

fn at(sorted: &[u64], per_mille: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((sorted.len() * per_mille / 1000).min(last)).map_or(f64::NAN, |ns| *ns as f64 / 1000.0)
}

fn spread(what: &str, mut times: Vec<u64>) -> (f64, f64) {
    times.sort_unstable();
    let (p50, p99) = (at(&times, 500), at(&times, 990));
    say(&format!("{what} p50 us"), format_args!("{p50:.1}"));
    say(&format!("{what} p99 us"), format_args!("{p99:.1}"));
    (p50, p99)
}

fn nanos(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

fn id(n: u64) -> RawId {
    let mut id = [7; 16];
    id.iter_mut().zip(n.to_be_bytes()).for_each(|(i, b)| *i = b);
    id
}

/// One new person: as large as one with phones, an employer and a few lines.
fn commit(n: u64) -> Commit {
    let key = Key { kind: 5, id: id(n) };
    let body = n.to_le_bytes().repeat(75);
    let claims = vec![format!("138{n:08}").into_bytes()];
    Commit {
        request: id(n),
        actor: id(1),
        actor_uid: 1000,
        at_ms: 1_795_399_200_000,
        expected: vec![(key, None)],
        changes: vec![Change { key, body: Some(body), claims }],
        ..Commit::default()
    }
}

fn measure(dir: &Path, time: Duration) -> Result<(), Any> {
    alone(dir, time)?;
    grouped(dir, time)?;
    hub(dir, time)
}

/// One at a time: the disk by appending, the disk by overwriting, the store; in turn.
fn alone(dir: &Path, time: Duration) -> Result<(), Any> {
    let mut log = OpenOptions::new().create(true).append(true).open(dir.join("append"))?;
    let over = File::create(dir.join("overwrite"))?;
    for n in 0..4096 {
        over.write_all_at(&BLOCK, n * 4096)?;
    }
    over.sync_all()?;
    let (store, _) = open(&dir.join("alone"), Options::default())?;
    let (mut appends, mut overwrites, mut saves, mut n) = (Vec::new(), Vec::new(), Vec::new(), 0u64);
    let begun = Instant::now();
    while begun.elapsed() < time * 3 {
        for _ in 0..50 {
            let t = Instant::now();
            log.write_all(&BLOCK)?;
            fdatasync(&log)?;
            appends.push(nanos(t));
        }
        for _ in 0..50 {
            n += 1;
            let t = Instant::now();
            over.write_all_at(&BLOCK, n % 4096 * 4096)?;
            fdatasync(&over)?;
            overwrites.push(nanos(t));
        }
        n -= 50;
        for _ in 0..50 {
            n += 1;
            let one = vec![commit(n)];
            let t = Instant::now();
            let outcome = store.commit(one)?;
            saves.push(nanos(t));
            let [Outcome::Committed(_)] = outcome.as_slice() else { return Err("not committed".into()) };
        }
    }
    store.close()?;
    say("alone saves", saves.len());
    let append = spread("append 4 KiB and fdatasync", appends);
    spread("overwrite 4 KiB and fdatasync", overwrites);
    let save = spread("store commit", saves);
    say("store commit to append p50", format_args!("{:.2}", save.0 / append.0));
    say("store commit to append p99", format_args!("{:.2}", save.1 / append.1));
    Ok(())
}

fn many(what: &str, time: Duration, all: Vec<Vec<u64>>) {
    let times = all.concat();
    let rate = times.len() as f64 / time.as_secs_f64();
    say(&format!("{what} saves per second"), format_args!("{rate:.0}"));
    spread(what, times);
}

/// Runs a writer on each of many threads for a while; `save` makes one durable save.
fn writers<S: FnMut(u64) -> Result<(), Any> + Send + 'static>(
    what: &str,
    time: Duration,
    make: impl Fn(u64) -> Result<S, Any>,
) -> Result<(), Any> {
    let mut threads = Vec::new();
    let until = Instant::now() + time;
    for who in 0..WRITERS {
        let mut save = make(who)?;
        threads.push(thread::spawn(move || -> Result<Vec<u64>, Any> {
            let (mut times, mut n) = (Vec::new(), (who + 1) << 32);
            while Instant::now() < until {
                let t = Instant::now();
                save(n)?;
                times.push(nanos(t));
                n += 1;
            }
            Ok(times)
        }));
    }
    let mut all = Vec::new();
    for thread in threads {
        all.push(thread.join().map_err(|_| "a writer panicked")??);
    }
    many(what, time, all);
    Ok(())
}

type Asked = (Commit, SyncSender<bool>);

/// Many threads, and one that commits what waits, as the hub does.
fn grouped(dir: &Path, time: Duration) -> Result<(), Any> {
    let (store, _) = open(&dir.join("grouped"), Options::default())?;
    let (ask, asked): (SyncSender<Asked>, Receiver<Asked>) = sync_channel(1024);
    let writer = thread::spawn(move || -> Result<(), String> {
        while let Ok(first) = asked.recv() {
            let more = asked.try_iter().take(GROUP - 1);
            let (commits, answers): (Vec<_>, Vec<_>) = std::iter::once(first).chain(more).unzip();
            let outcomes = store.commit(commits).map_err(|e| e.to_string())?;
            for (answer, outcome) in answers.into_iter().zip(outcomes) {
                let _ = answer.send(matches!(outcome, Outcome::Committed(_)));
            }
        }
        store.close().map_err(|e| e.to_string())
    });
    writers("32 threads, one writer", time, |_| {
        let (ask, (answer, answered)) = (ask.clone(), sync_channel(1));
        Ok(move |n| {
            ask.send((commit(n), answer.clone()))?;
            if answered.recv()? { Ok(()) } else { Err("not committed".into()) }
        })
    })?;
    drop(ask);
    writer.join().map_err(|_| "the writer panicked")??;
    Ok(())
}

/// Many sessions of a real hub, each saving new people.
fn hub(dir: &Path, time: Duration) -> Result<(), Any> {
    let hub = Hub::start(&dir.join("hub"), machine_clock(), &|_, _| ())?;
    writers("32 sessions, real hub", time, |_| {
        let mut client = Client::over(hub.connect()?)?;
        client.welcome(Lang::Zh, false)?;
        Ok(move |n: u64| {
            let text = |no, s: String| (no, Edit::Text(s));
            let set = vec![
                text(person::NAME, format!("张{}", name(n))),
                text(person::PHONES, format!("138{:08}", (n >> 32) * 1_000_000 + n % 1_000_000)),
                text(person::TITLE, "总经理".into()),
                text(person::NOTE, "周末上门前先打电话，家里有老人".into()),
            ];
            let target = Ref { kind: Kind::Person, id: Id(id(n)) };
            match client.ask(Request::Save(Save { request: Id(id(n)), target, base: 0, set }))? {
                Reply::Saved(_) => Ok(()),
                other => Err(format!("not saved: {other:?}").into()),
            }
        })
    })?;
    hub.stop();
    Ok(())
}

/// A given name that few share.
fn name(n: u64) -> String {
    let one = |k: u64| char::from_u32(0x4e00 + (k % 8000) as u32).unwrap_or('明');
    [one(n.wrapping_mul(2_654_435_761) >> 7), one(n ^ (n >> 29))].iter().collect()
}
