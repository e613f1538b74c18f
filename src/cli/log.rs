//! `linli log`: who looked at whom, for administrators.

use super::ask::{join, printed, unexpected};
use super::{Failure, Setting};
use crate::book::{Day, Id, Kind, dates, staff};
use crate::exchange::history::when;
use crate::hub::client::Client;
use crate::hub::wire::{Filter, LogAsk, LogLine, Looked, Order, PersonAsk, Reply, Request};
use crate::text::{Lang, T, command as words, staff as said};
use crate::tui::glyph;
use clap::Args;
use std::io::Write;

/// Which lines.
#[derive(Args, Debug)]
pub struct Log {
    /// Who was looked at: a name, a number or an id
    #[arg(long, value_name = "PERSON")]
    of: Option<String>,
    /// Who looked: a login name, a name or an id
    #[arg(long, value_name = "STAFF")]
    by: Option<String>,
    /// What was done: found, opened, revealed, exported, shown
    #[arg(long, value_name = "WHAT", value_parser = looked)]
    what: Option<Looked>,
    /// From this day on
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Up to this day
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// At most so many lines, the newest first
    #[arg(long, default_value_t = 200)]
    limit: u32,
    /// As a JSON array
    #[arg(long)]
    json: bool,
}

fn looked(s: &str) -> Result<Looked, String> {
    let all = || Looked::ALL.map(Looked::word).join(", ");
    Looked::ALL.into_iter().find(|l| l.word() == s).ok_or_else(|| format!("one of {}", all()))
}

/// `linli log`
pub fn run(set: &Setting, log: &Log) -> Result<u8, Failure> {
    let mut client = join(set)?;
    let today = client.welcome(set.lang, false)?.today;
    let day = |text: &Option<String>| -> Result<Option<Day>, Failure> {
        let Some(text) = text else { return Ok(None) };
        let read = dates::parse(text, today).map_err(|_| said::no_day(set.lang, text));
        read.map(Some).map_err(|words| Failure { code: 2, words })
    };
    let record = log.of.as_deref().map(|of| person(set, &mut client, of)).transpose()?;
    let by = log.by.as_deref().map(|by| colleague(set, &mut client, by)).transpose()?;
    let (from, to) = (day(&log.from)?, day(&log.to)?);
    let mut out = std::io::stdout().lock();
    let (mut offset, mut first) = (0, true);
    if log.json {
        printed(write!(out, "["))?;
    }
    while offset < log.limit {
        let limit = (log.limit - offset).min(500);
        let ask = LogAsk { record, staff: by, what: log.what, from, to, offset, limit };
        let (lines, more) = match client.ask(Request::Log(ask))? {
            Reply::Log { lines, more } => (lines, more),
            other => return Err(unexpected(other, set.lang)),
        };
        for line in &lines {
            match log.json {
                true => printed(write!(out, "{}{}", if first { "" } else { ",\n" }, json(line)))?,
                false => printed(writeln!(out, "{}", plain(set, line, record)))?,
            }
            first = false;
        }
        offset += lines.len() as u32;
        if !more || lines.is_empty() {
            break;
        }
    }
    if log.json {
        printed(writeln!(out, "]"))?;
    }
    Ok(0)
}

fn word_of(what: Looked) -> T {
    match what {
        Looked::Found => said::LOOKED_FOUND,
        Looked::Opened => said::LOOKED_OPENED,
        Looked::Revealed => said::LOOKED_REVEALED,
        Looked::Exported => said::LOOKED_EXPORTED,
        Looked::Shown => said::LOOKED_SHOWN,
    }
}

/// When, who, what, at whom; of a long line as many as fit a look, but the one who was asked for.
fn plain(set: &Setting, line: &LogLine, of: Option<Id>) -> String {
    let mut names: Vec<String> = Vec::new();
    for (r, name) in line.records.iter().filter(|(r, _)| of.is_none_or(|id| r.id == id)).take(20) {
        let name = if name.is_empty() { r.id.to_string() } else { name.clone() };
        names.push(if r.kind == Kind::Person {
            name
        } else {
            format!("{} {name}", r.kind.label().get(set.lang))
        });
    }
    let rest = if of.is_none() { line.records.len().saturating_sub(20) } else { 0 };
    if rest > 0 {
        names.push(format!("+{rest}"));
    }
    let kind = line.records.first().map(|(r, _)| r.kind);
    let field = line.field.and_then(|no| kind?.field(no)).map(|f| f.label.get(set.lang)).unwrap_or_default();
    let what = word_of(line.what).get(set.lang);
    let what = if field.is_empty() { what.to_string() } else { format!("{what} {field}") };
    let given = line.given.as_ref().map(|(to, why)| said::given(set.lang, to, why)).unwrap_or_default();
    let what = format!("{what}{given}");
    let at = when(line.at_ms);
    let cells = [at, line.who.clone(), what, names.join(if set.lang == Lang::Zh { "、" } else { ", " })];
    cells.map(|c| glyph::safe(&c).into_owned()).join("\t")
}

fn json(line: &LogLine) -> String {
    let record = |(r, name): &(crate::book::Ref, String)| serde_json::json!({ "kind": r.kind.key(), "id": r.id.to_string(), "name": name });
    serde_json::json!({
        "at": when(line.at_ms),
        "who": line.who,
        "uid": line.uid,
        "what": line.what.word(),
        "field": line.field,
        "recipient": line.given.as_ref().map(|g| &g.0),
        "purpose": line.given.as_ref().map(|g| &g.1),
        "records": line.records.iter().map(record).collect::<Vec<_>>(),
    })
    .to_string()
}

/// Who is meant: exactly one.
fn person(set: &Setting, client: &mut Client, text: &str) -> Result<Id, Failure> {
    if let Some(id) = Id::parse(text) {
        return Ok(id);
    }
    match client.ask(Request::Person(PersonAsk::Who(text.to_string())))? {
        Reply::Rows(rows) => match rows.as_slice() {
            [one] => Ok(one.target.id),
            [] => Err(crate::text::trouble::unknown(set.lang, text).into()),
            several => {
                let all: Vec<String> = several.iter().map(super::ask::line).collect();
                Err(words::which(set.lang, several.len(), &all.join("\n  ")).into())
            }
        },
        other => Err(unexpected(other, set.lang)),
    }
}

/// A member of staff, also one who has left.
fn colleague(set: &Setting, client: &mut Client, text: &str) -> Result<Id, Failure> {
    if let Some(id) = Id::parse(text) {
        return Ok(id);
    }
    let mut offset = 0;
    loop {
        let (kind, filter, order) = (Kind::Staff, Filter::default(), Order::Usual);
        match client.ask(Request::Records { kind, filter, order, offset, limit: 1000 })? {
            Reply::Records { taken: 0, .. } => return Err(said::nobody(set.lang, text).into()),
            Reply::Records { taken, records } => {
                let is = |r: &crate::book::Record| r.fields.text(staff::ACCOUNT) == text || r.name() == text;
                if let Some(found) = records.iter().find(|s| is(&s.record)) {
                    return Ok(found.record.id);
                }
                offset += taken;
            }
            other => return Err(unexpected(other, set.lang)),
        }
    }
}
