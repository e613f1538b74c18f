//! Commands that ask the hub and print what it says.

use super::{Failure, Setting, json};
use crate::book::{Cell, Field, Kind, Ref, Row, Value, columns};
use crate::hub::client::{Client, NoHub, join as join_hub};
use crate::hub::resolve::new_id;
use crate::hub::wire::{Filter, LineAsk, Order, Preview, Refusal, Reply, Request};
use crate::text::{Lang, command as words, trouble};
use crate::tui::glyph;
use std::io::{self, BufWriter, Write};

/// How long a hub started by a command stays for the next one.
const IDLE: u64 = 60;

/// Joins the hub, saying what it is doing where that takes long.
pub fn join(set: &Setting) -> Result<Client, Failure> {
    let mut client = match join_hub(&set.place, IDLE, &mut |_| ()) {
        Err(e @ NoHub::Version { .. }) => {
            super::renew::renew();
            return Err(e.into());
        }
        other => other.map_err(|e| fail(e.words(set.lang)))?,
    };
    client.welcome(set.lang, false)?;
    Ok(client)
}

/// A refusal in words.
pub fn refused(r: &Refusal, lang: Lang) -> String {
    match r {
        Refusal::NotAllowed => trouble::NOT_ALLOWED.get(lang).into(),
        Refusal::Gone => trouble::GONE.get(lang).into(),
        Refusal::BadRequest => trouble::BAD_REQUEST.get(lang).into(),
        Refusal::ReadOnly(why) => trouble::read_only(lang, why),
        Refusal::Store(why) => trouble::store_failed(lang, why),
        Refusal::NothingToUndo => trouble::NOTHING_TO_UNDO.get(lang).into(),
        Refusal::UndoConflict => trouble::UNDO_CONFLICT.get(lang).into(),
        Refusal::InUse(n) => trouble::in_use(lang, *n),
        Refusal::Said(why) => why.clone(),
    }
}

fn fail(words: impl Into<String>) -> Failure {
    Failure { code: 1, words: words.into() }
}

/// A reply that was not asked for, as a failure in words.
pub fn unexpected(reply: Reply, lang: Lang) -> Failure {
    match reply {
        Reply::Refused(r) => fail(refused(&r, lang)),
        Reply::Invalid(all) => fail(all.into_iter().map(|(_, w)| w).collect::<Vec<_>>().join("; ")),
        _ => fail(trouble::BAD_REQUEST.get(lang)),
    }
}

/// A row as one line, its cells parted by tabs.
pub fn line(row: &Row) -> String {
    let cells = row.cells.iter().zip(columns::columns(row.target.kind)).map(|(c, _)| match c {
        Cell::Empty => String::new(),
        Cell::Text(s) | Cell::Phone(s) => s.clone(),
        Cell::Day(d) | Cell::Due(d) => d.to_string(),
        Cell::Ago(d) => d.map(|d| d.to_string()).unwrap_or_default(),
        Cell::Count(n) => n.to_string(),
        Cell::Choice(no, code) => {
            row.target.kind.field(*no).map(|f| f.choice_label(*code, Lang::Zh)).unwrap_or_default()
        }
    });
    // cleaned one by one: the tabs between them stay, so that empty ones can be told
    let cells = cells.chain([row.target.id.to_string()]);
    cells.map(|c| glyph::safe(&c.replace(['\n', '\t'], " ")).into_owned()).collect::<Vec<_>>().join("\t")
}

/// What came of printing: a reader that has enough (`| head`) ends the command, and is no failure. Only standard
/// output is meant: a hub that goes away in mid-answer always is one.
pub fn printed(done: io::Result<()>) -> Result<(), Failure> {
    done.map_err(|e| match e.kind() {
        io::ErrorKind::BrokenPipe => Failure { code: 0, words: String::new() },
        _ => fail(e.to_string()),
    })
}

/// Prints rows, as lines or as one JSON array.
fn print(
    set: &Setting,
    client: &mut Client,
    rows: &[Row],
    json: bool,
    out: &mut impl Write,
    first: &mut bool,
) -> Result<(), Failure> {
    for row in rows {
        if !json {
            printed(writeln!(out, "{}", line(row)))?;
            continue;
        }
        let shown = match client.ask(Request::Get(row.target))? {
            Reply::Shown(s) => s,
            Reply::Refused(Refusal::Gone) => continue,
            other => return Err(unexpected(other, set.lang)),
        };
        printed(write!(out, "{}{}", if *first { "" } else { ",\n" }, json::printed(&shown)))?;
        *first = false;
    }
    Ok(())
}

/// `linli find`
pub fn find(set: &Setting, query: String, kind: Option<Kind>, limit: u32, json: bool) -> Result<u8, Failure> {
    let mut client = join(set)?;
    let counting = query.trim_start().starts_with(['=', '＝']);
    let request = Request::Find { query, kinds: kind.into_iter().collect(), limit };
    let (total, rows) = match client.ask(request)? {
        Reply::Found { total, rows, .. } => (total, rows),
        other => return Err(unexpected(other, set.lang)),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    if counting {
        printed(writeln!(out, "{total}"))?;
        return Ok(0);
    }
    let mut first = true;
    if json {
        printed(write!(out, "["))?;
    }
    print(set, &mut client, &rows, json, &mut out, &mut first)?;
    if json {
        printed(writeln!(out, "]"))?;
    }
    Ok(0)
}

/// `linli list`
pub fn list(set: &Setting, kind: Kind, tests: &[String], json: bool) -> Result<u8, Failure> {
    let mut client = join(set)?;
    let filter = super::narrow::filter(set, &mut client, kind, tests)?;
    list_some(set, &mut client, kind, filter, json)
}

/// Those of a kind that pass a filter.
pub fn list_some(
    set: &Setting,
    client: &mut Client,
    kind: Kind,
    filter: Filter,
    json: bool,
) -> Result<u8, Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut offset, mut first) = (0u32, true);
    if json {
        printed(write!(out, "["))?;
    }
    let (order, limit) = (Order::Usual, 1000);
    loop {
        let request = match json {
            true => Request::Records { kind, filter: filter.clone(), order, offset, limit },
            false => Request::List { kind, filter: filter.clone(), order, offset, limit, more: Vec::new() },
        };
        let taken = match client.ask(request)? {
            Reply::Page { rows, .. } => {
                print(set, client, &rows, false, &mut out, &mut first)?;
                rows.len() as u32
            }
            Reply::Records { taken, records } => {
                for shown in &records {
                    printed(write!(out, "{}{}", if first { "" } else { ",\n" }, json::printed(shown)))?;
                    first = false;
                }
                taken
            }
            other => return Err(unexpected(other, set.lang)),
        };
        if taken == 0 {
            break;
        }
        offset += taken;
    }
    if json {
        printed(writeln!(out, "]"))?;
    }
    Ok(0)
}

fn shown(set: &Setting, client: &mut Client, target: Ref, json: bool) -> Result<u8, Failure> {
    let shown = match client.ask(Request::Get(target))? {
        Reply::Shown(s) => s,
        other => return Err(unexpected(other, set.lang)),
    };
    let mut out = io::stdout().lock();
    if json {
        writeln!(out, "{}", json::printed(&shown))?;
        return Ok(0);
    }
    for f in target.kind.fields().iter().filter(|f| !f.hidden) {
        let Some(v) = shown.record.fields.get(f.no) else { continue };
        let words: Vec<String> = v.each().iter().map(|v| said(f, v, &shown.names, set.lang)).collect();
        let clean: Vec<_> = words.iter().map(|w| glyph::safe(w)).collect();
        writeln!(out, "{}\t{}", f.label.get(set.lang), clean.join(set.lang.between()))?;
    }
    writeln!(out, "id\t{}", target.id)?;
    Ok(0)
}

/// One value in words.
fn said(f: &Field, v: &Value, names: &[(Ref, String)], lang: Lang) -> String {
    match v {
        Value::Text(s) => s.clone(),
        Value::Int(i) => i.to_string(),
        Value::Day(d) => d.to_string(),
        Value::Code(c) => f.choice_label(*c, lang),
        Value::Ref(r) => names.iter().find(|(o, _)| o == r).map(|(_, n)| n.clone()).unwrap_or_default(),
        Value::Group(parts) => {
            let part = |(no, v): &(u16, Value)| f.part(*no).map(|f| said(f, v, names, lang));
            parts.iter().filter_map(part).collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    }
}

/// `linli show`
pub fn show(set: &Setting, kind: Kind, id: &str, json: bool) -> Result<u8, Failure> {
    let id = crate::book::Id::parse(id)
        .ok_or_else(|| Failure { code: 2, words: words::BAD_ID.get(set.lang).into() })?;
    let mut client = join(set)?;
    shown(set, &mut client, Ref { kind, id }, json)
}

/// `linli add`
pub fn add(set: &Setting, line_text: String, json: bool) -> Result<u8, Failure> {
    let mut client = join(set)?;
    let request = Request::Capture { request: new_id(), ask: LineAsk::of(line_text) };
    match client.ask(request)? {
        Reply::Saved(s) if json => shown(set, &mut client, s.target, true),
        Reply::Saved(s) => {
            let what = s.target.kind.label().get(set.lang);
            println!("{}", glyph::safe(&words::written(set.lang, what, &s.name, &s.target.id.to_string())));
            Ok(0)
        }
        Reply::Preview(p) => Err(fail(unclear(p, set.lang))),
        other => Err(unexpected(other, set.lang)),
    }
}

fn unclear(p: Preview, lang: Lang) -> String {
    match p {
        Preview::Trouble(t) => words::line_trouble(t).get(lang).into(),
        Preview::Which(_, rows) => {
            let all: Vec<String> = rows.iter().map(line).collect();
            words::which(lang, rows.len(), &all.join("\n  "))
        }
        Preview::Nobody(name) => trouble::unknown(lang, &name),
        Preview::Wrong(why) => why,
        Preview::Will(_) => String::new(),
    }
}
