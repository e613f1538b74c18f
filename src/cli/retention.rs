//! `linli retention`: how long records are kept, what is past its time, and carrying a class out (PIPL art. 19, 47).

use super::ask::{join, line, printed, unexpected};
use super::{Failure, Setting};
use crate::book::{Id, Kind, retention};
use crate::hub::client::Client;
use crate::hub::resolve::new_id;
use crate::hub::wire::{Carried, Class, DueRow, Reply, Request, RetentionAsk};
use crate::text::{Lang, retention as words};
use crate::tui::glyph;
use clap::{Args, Subcommand};
use serde_json::json;
use std::io::{self, BufWriter, Write};

/// Rows asked for at once.
const PAGE: u32 = 500;

/// How long records are kept.
#[derive(Args, Debug)]
pub struct Retention {
    #[command(subcommand)]
    what: Option<What>,
}

/// What of it.
#[derive(Subcommand, Debug)]
enum What {
    /// What is past its time by a class, and what of it is held back; changes nothing
    Preview {
        /// Its name or id
        class: String,
        /// As a JSON array
        #[arg(long)]
        json: bool,
    },
    /// Erase what is past its time by a class, or make it nameless
    CarryOut {
        /// Its name or id
        class: String,
        /// How many are due, as the preview said: if it is another number now, nothing is done
        #[arg(long, value_name = "N")]
        count: u64,
    },
}

fn label(no: u16, code: u16, lang: Lang) -> String {
    Kind::Retention.field(no).map(|f| f.choice_label(code, lang)).unwrap_or_default()
}

fn classes(client: &mut Client, lang: Lang) -> Result<Vec<Class>, Failure> {
    match client.ask(Request::Retention(RetentionAsk::Classes))? {
        Reply::Classes(all) => Ok(all),
        other => Err(unexpected(other, lang)),
    }
}

/// Exactly one class; it never guesses.
fn one(client: &mut Client, named: &str, lang: Lang) -> Result<Class, Failure> {
    let id = Id::parse(named.trim());
    let mut all = classes(client, lang)?;
    all.retain(|c| Some(c.id) == id || c.name == named.trim());
    match (all.pop(), all.pop()) {
        (Some(class), None) => Ok(class),
        _ => Err(Failure { code: 1, words: words::WHICH_CLASS.get(lang).into() }),
    }
}

/// `linli retention`
pub fn run(set: &Setting, asked: Retention) -> Result<u8, Failure> {
    let lang = set.lang;
    let mut client = join(set)?;
    match asked.what {
        None => list(&mut client, lang),
        Some(What::Preview { class, json }) => preview(&mut client, &class, json, lang),
        Some(What::CarryOut { class, count }) => carry_out(&mut client, &class, count, lang),
    }
}

fn list(client: &mut Client, lang: Lang) -> Result<u8, Failure> {
    let mut out = io::stdout().lock();
    let all = classes(client, lang)?;
    if all.is_empty() {
        eprintln!("{}", words::NONE_YET.get(lang));
    }
    for c in all {
        let held = if c.held > 0 { words::held(lang, c.held) } else { String::new() };
        let state = if c.in_force { retention::IN_FORCE } else { retention::OUT_OF_USE };
        let cells = [
            c.name,
            label(retention::COVERS, c.covers, lang),
            words::for_months(lang, c.months),
            label(retention::THEN, c.then, lang),
            label(retention::STATE, state, lang),
            words::due(lang, c.due),
            held,
            c.oldest.map(|d| d.to_string()).unwrap_or_default(),
            c.id.to_string(),
        ];
        let cells: Vec<_> =
            cells.iter().map(|c| glyph::safe(&c.replace(['\n', '\t'], " ")).into_owned()).collect();
        printed(writeln!(out, "{}", cells.join("\t")))?;
    }
    Ok(0)
}

fn preview(client: &mut Client, class: &str, as_json: bool, lang: Lang) -> Result<u8, Failure> {
    let class = one(client, class, lang)?.id;
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut offset, mut first) = (0, true);
    if as_json {
        printed(write!(out, "["))?;
    }
    loop {
        let due = match client.ask(Request::Retention(RetentionAsk::Due { class, offset, limit: PAGE }))? {
            Reply::Due(due) => *due,
            other => return Err(unexpected(other, lang)),
        };
        for r in &due.rows {
            let text = if as_json { in_json(r, !first) } else { in_words(r, lang) };
            printed(write!(out, "{text}"))?;
            first = false;
        }
        offset += u64::from(PAGE);
        if offset >= due.class.due + due.class.held {
            break;
        }
    }
    if as_json {
        printed(writeln!(out, "]"))?;
    }
    printed(out.flush())?;
    Ok(0)
}

fn in_words(r: &DueRow, lang: Lang) -> String {
    let held = r.held.as_ref().map(|why| format!("{}: {why}", words::HELD.get(lang))).unwrap_or_default();
    format!("{}\t{}\t{}\n", r.day, glyph::safe(&held.replace(['\n', '\t'], " ")), line(&r.row))
}

fn in_json(r: &DueRow, more: bool) -> String {
    let target = r.row.target;
    let one = json!({
        "kind": target.kind.key(),
        "id": target.id.to_string(),
        "day": r.day.to_string(),
        "held": r.held,
    });
    format!("{}{}", if more { ",\n" } else { "" }, glyph::safe_lines(&one.to_string()))
}

fn carry_out(client: &mut Client, class: &str, count: u64, lang: Lang) -> Result<u8, Failure> {
    let Class { id: class, digest, .. } = one(client, class, lang)?;
    let batch = new_id();
    loop {
        let ask = RetentionAsk::CarryOut { request: new_id(), class, batch, count, digest };
        match client.ask(Request::Retention(ask))? {
            Reply::Carried(Carried { done, of, more: true, .. }) => {
                eprintln!("{}", words::doing(lang, done, of))
            }
            Reply::Carried(Carried { done, of, .. }) => {
                let whole = done >= of;
                println!("{}", if whole { words::done(lang, done) } else { words::stopped(lang, done, of) });
                return Ok(0);
            }
            other => return Err(unexpected(other, lang)),
        }
    }
}
