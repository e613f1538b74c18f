//! `linli status`: how the hub is, for those who look after it.

use super::ask::{join, printed, unexpected};
use super::{Failure, Setting};
use crate::book::Kind;
use crate::hub::backup_note::BackupNote;
use crate::hub::pulse::Figures;
use crate::hub::wire::{Reply, Request, Seated, Sitting, Status};
use crate::text::{Lang, service as words};
use crate::tui::glyph;
use serde_json::{Value, json};
use std::io::{self, Write};

/// `linli status`
pub fn run(set: &Setting, json: bool) -> Result<u8, Failure> {
    let mut client = join(set)?;
    let status = match client.ask(Request::Status)? {
        Reply::Status(s) => s,
        other => return Err(unexpected(other, set.lang)),
    };
    let text = if json {
        format!("{}\n", serde_json::to_string_pretty(&as_json(&status))?)
    } else {
        let lines = lines(&status, set.lang);
        let width = lines.iter().map(|(label, _)| glyph::width(label)).max().unwrap_or(0);
        lines.iter().map(|(label, what)| format!("{}  {what}\n", glyph::pad(label, width))).collect()
    };
    printed(io::stdout().lock().write_all(glyph::safe_lines(&text).as_bytes()))?;
    Ok(0)
}

fn lines(s: &Status, lang: Lang) -> Vec<(&'static str, String)> {
    let counts = Kind::ALL.iter().zip(&s.counts).filter(|(_, n)| **n > 0);
    let counts: Vec<String> = counts.map(|(k, n)| format!("{} {n}", k.label().get(lang))).collect();
    let seated: Vec<String> =
        s.sessions.iter().map(|a| words::seated(lang, &a.name, a.uid, a.sessions.len())).collect();
    let all: usize = s.sessions.iter().map(|a| a.sessions.len()).sum();
    let comma = words::COMMA.get(lang);
    let of = |f: &Figures| times(f, lang);
    let d = &s.disk;
    let mut out = vec![
        (words::HUB.get(lang), words::running(lang, &s.program, s.pid, &since(s, lang))),
        (words::BOOK.get(lang), counts.join(comma)),
        (words::CHAIN.get(lang), chain(s, lang)),
        (words::SESSIONS.get(lang), words::sessions(lang, all, &seated.join(comma))),
    ];
    let each = s.sessions.iter().flat_map(|a| a.sessions.iter().map(move |one| (a, one)));
    out.extend(each.map(|(a, one)| ("", sitting(a, one, s.now_ms, lang))));
    out.extend([
        (words::QUEUE.get(lang), s.queue.to_string()),
        (words::READS.get(lang), of(&s.reads)),
        (words::WRITES.get(lang), of(&s.writes)),
        (
            words::SIZES.get(lang),
            words::sizes(lang, &size(d.journal), &size(d.sled), &size(d.indexes), &size(s.finder_bytes)),
        ),
        (words::FREE.get(lang), size(d.free)),
        (words::BACKUP.get(lang), backup(&s.backup, s.now_ms, lang)),
    ]);
    if !s.opened.is_empty() {
        out.push((words::AT_START.get(lang), s.opened.clone()));
    }
    out
}

fn times(f: &Figures, lang: Lang) -> String {
    match f.count {
        0 => words::NONE_YET.get(lang).to_owned(),
        n => words::times(lang, n, &time(f.p50_us), &time(f.p99_us)),
    }
}

/// A session in a line: whose, from where, since when, what waits, how quick it is.
fn sitting(account: &Seated, one: &Sitting, now_ms: i64, lang: Lang) -> String {
    let since = span(now_ms - one.since_ms, lang);
    let mut seat = match one.from {
        Some(machine) => words::sits_there(lang, &account.name, &machine.to_string(), &since),
        None => words::sits_here(lang, &account.name, &since),
    };
    if !one.screen {
        seat = words::command(lang, &seat);
    }
    if one.waiting > 0 {
        seat = words::waits(lang, &seat, one.waiting);
    }
    words::answered(lang, &seat, &times(&one.answered, lang))
}

fn chain(s: &Status, lang: Lang) -> String {
    match s.chain.get(..16) {
        Some(short) => format!("{short} ({})", s.head),
        None => words::DAMAGED.get(lang).to_owned(),
    }
}

fn since(s: &Status, lang: Lang) -> String {
    span(s.now_ms - s.started_ms, lang)
}

fn span(ms: i64, lang: Lang) -> String {
    let minutes = ms.max(0) / 60_000;
    match minutes {
        0..120 => words::minutes(lang, minutes),
        120..2880 => words::hours(lang, minutes / 60),
        _ => words::days(lang, minutes / 1440),
    }
}

fn backup(b: &BackupNote, now_ms: i64, lang: Lang) -> String {
    let done = match &b.done {
        Some(d) => {
            let days = (now_ms - d.at_ms).max(0) / 86_400_000;
            let ago = words::days_ago(lang, days);
            let head = d.head.get(..16).unwrap_or(&d.head);
            words::backed_up(lang, &words::moment(d.at_ms), &ago, head, &d.to)
        }
        None => words::NO_BACKUP.get(lang).to_owned(),
    };
    match &b.failed {
        Some((at, why)) => format!("{done}{}", words::backup_failed(lang, &words::moment(*at), why)),
        None => done,
    }
}

/// A time that people can take in: 0.3 ms, 12 ms, 1.2 s.
fn time(us: u64) -> String {
    match us {
        0..10_000 => format!("{:.1} ms", us as f64 / 1000.0),
        10_000..1_000_000 => format!("{} ms", us / 1000),
        _ => format!("{:.1} s", us as f64 / 1_000_000.0),
    }
}

fn size(bytes: u64) -> String {
    let (kb, mb, gb) = (1u64 << 10, 1u64 << 20, 1u64 << 30);
    match bytes {
        b if b >= gb => format!("{:.1} GB", b as f64 / gb as f64),
        b if b >= mb => format!("{:.1} MB", b as f64 / mb as f64),
        b => format!("{} kB", b.div_ceil(kb)),
    }
}

fn as_json(s: &Status) -> Value {
    let counts: serde_json::Map<String, Value> =
        Kind::ALL.iter().zip(&s.counts).map(|(k, n)| (k.plural().to_owned(), json!(n))).collect();
    let times = |f: &Figures| json!({"count": f.count, "p50_us": f.p50_us, "p99_us": f.p99_us});
    let done = s.backup.done.as_ref();
    let done = done.map(|d| json!({"at_ms": d.at_ms, "head": d.head, "commits": d.commits, "to": d.to}));
    let failed = s.backup.failed.as_ref().map(|(at, why)| json!({"at_ms": at, "why": why}));
    let each = |one: &Sitting| {
        json!({
            "since_ms": one.since_ms,
            "from": one.from.map(|m| m.to_string()),
            "screen": one.screen,
            "waiting": one.waiting,
            "answered": times(&one.answered),
        })
    };
    let account = |a: &Seated| {
        let all: Vec<Value> = a.sessions.iter().map(each).collect();
        json!({"uid": a.uid, "name": a.name, "sessions": a.sessions.len(), "each": all})
    };
    let sessions: Vec<Value> = s.sessions.iter().map(account).collect();
    json!({
        "program": s.program,
        "pid": s.pid,
        "started_ms": s.started_ms,
        "now_ms": s.now_ms,
        "counts": counts,
        "head": s.head,
        "chain": s.chain,
        "sessions": sessions,
        "queue": s.queue,
        "reads": times(&s.reads),
        "writes": times(&s.writes),
        "bytes": {
            "journal": s.disk.journal,
            "sled": s.disk.sled,
            "indexes": s.disk.indexes,
            "drafts": s.disk.drafts,
            "access": s.disk.access,
            "finder_memory": s.finder_bytes,
            "free": s.disk.free,
        },
        "backup": {"done": done, "failed": failed},
        "opened": s.opened,
    })
}
