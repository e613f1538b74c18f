//! `linli duplicates`, `linli merge` and `linli unmerge`: who is in the book twice, one made of two, two of one again.

use super::ask::{join, line, printed, unexpected};
use super::{Failure, Setting};
use crate::book::merge::{self, Side};
use crate::book::{Id, Kind, Ref, Value};
use crate::exchange::person_file;
use crate::hub::client::Client;
use crate::hub::resolve::new_id;
use crate::hub::wire::{MERGE_MAX, Merge, Merging, Pair, PairsAsk, Reply, Request, Shown, Unmerge};
use crate::text::{Lang, merge as words, rights, trouble};
use crate::tui::glyph;
use clap::Args;
use serde_json::json as object;
use std::io::{self, BufRead, BufWriter, IsTerminal, Write};

/// Pairs asked for at once.
const PAGE: u32 = 200;

/// What `linli merge` takes.
#[derive(Args, Debug)]
pub struct MergeArgs {
    /// The record that stays: its id, or what finds exactly it
    keep: String,
    /// The record that goes, whose id leads to the other from then on
    other: String,
    /// What they are: people or organisations
    #[arg(long, value_name = "KIND", value_parser = super::kind, default_value = "people")]
    kind: Kind,
    /// Whose value of a field stands: keep, other or both; may be given several times
    #[arg(long, value_name = "FIELD=WHOSE")]
    take: Vec<String>,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
}

fn fail(words: impl Into<String>) -> Failure {
    Failure { code: 1, words: words.into() }
}

/// `linli duplicates`
pub fn duplicates(set: &Setting, kind: Option<Kind>, as_json: bool) -> Result<u8, Failure> {
    let mut client = join(set)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let kinds = kind.map_or(merge::KINDS.to_vec(), |k| vec![k]);
    let mut first = true;
    if as_json {
        printed(write!(out, "["))?;
    }
    for kind in kinds {
        let mut offset = 0;
        loop {
            let ask = PairsAsk { kind, of: None, offset, limit: PAGE };
            let pairs = match client.ask(Request::Pairs(ask))? {
                Reply::Pairs { pairs, .. } => pairs,
                other => return Err(unexpected(other, set.lang)),
            };
            if pairs.is_empty() {
                break;
            }
            for p in &pairs {
                let text = if as_json { told_json(p) } else { told(p, set.lang) };
                let lead = if as_json && !first { ",\n" } else { "" };
                printed(write!(out, "{lead}{text}{}", if as_json { "" } else { "\n" }))?;
                first = false;
            }
            offset += PAGE;
        }
    }
    if as_json {
        printed(writeln!(out, "]"))?;
    }
    Ok(0)
}

fn told(p: &Pair, lang: Lang) -> String {
    let why: Vec<&str> = p.why.iter().map(|w| words::likeness(*w).get(lang)).collect();
    format!(
        "{}\n    {}\n    {}",
        why.join(if lang == Lang::Zh { "、" } else { ", " }),
        line(&p.a),
        line(&p.b)
    )
}

fn told_json(p: &Pair) -> String {
    let row =
        |r: &crate::book::Row| object!({ "id": r.target.id.to_string(), "name": glyph::safe(r.title()) });
    let why: Vec<&str> = p.why.iter().map(|w| w.key()).collect();
    object!({ "kind": p.a.target.kind.key(), "why": why, "a": row(&p.a), "b": row(&p.b) }).to_string()
}

/// Exactly one record; it never guesses.
pub fn one(client: &mut Client, kind: Kind, who: &str, lang: Lang) -> Result<Ref, Failure> {
    if let Some(id) = Id::parse(who.trim()) {
        return Ok(Ref { kind, id });
    }
    let found = Request::Find { query: who.into(), kinds: vec![kind], limit: 20 };
    let mut rows = match client.ask(found)? {
        Reply::Found { rows, .. } => rows,
        other => return Err(unexpected(other, lang)),
    };
    if rows.iter().any(|r| r.title() == who.trim()) {
        rows.retain(|r| r.title() == who.trim());
    }
    match rows.as_slice() {
        [one] => Ok(one.target),
        [] => Err(fail(trouble::unknown(lang, who))),
        all => {
            let lines: Vec<String> = all.iter().map(line).collect();
            Err(fail(rights::which(lang, all.len(), &lines.join("\n  "))))
        }
    }
}

/// Whose values stand, as said on the command line.
fn sides(kind: Kind, take: &[String], lang: Lang) -> Result<Vec<(u16, Side)>, Failure> {
    let each = take.iter().map(|t| {
        let (field, whose) = t.split_once('=').unwrap_or((t, ""));
        let field = merge::fields(kind).find(|f| f.key == field || f.label.zh == field);
        let side = match whose {
            "keep" => Some(Side::Keep),
            "other" => Some(Side::Other),
            "both" => Some(Side::Both),
            _ => None,
        };
        match (field, side) {
            (Some(f), Some(side)) if side != Side::Both || merge::takes_both(f) => Ok((f.no, side)),
            _ => Err(Failure { code: 2, words: words::take_form(lang, t) }),
        }
    });
    each.collect()
}

fn asked(client: &mut Client, request: Request, lang: Lang) -> Result<Merging, Failure> {
    match client.ask(request)? {
        Reply::Merging(m) => Ok(*m),
        other => Err(unexpected(other, lang)),
    }
}

/// `linli merge`
pub fn merge(set: &Setting, a: &MergeArgs) -> Result<u8, Failure> {
    let lang = set.lang;
    let sides = sides(a.kind, &a.take, lang)?;
    let mut client = join(set)?;
    let (keep, other) = (one(&mut client, a.kind, &a.keep, lang)?, one(&mut client, a.kind, &a.other, lang)?);
    let ask =
        |dry, seen| Request::Merge(Merge { request: new_id(), dry, keep, other, seen, sides: sides.clone() });
    let plan = asked(&mut client, ask(true, (0, 0)), lang)?;
    if plan.done {
        return Err(fail(words::MERGED_ALREADY.get(lang)));
    }
    let mut out = words::will(lang, plan.other.record.name(), plan.stays.record.name()) + "\n";
    for f in merge::fields(a.kind) {
        let Some(v) = plan.stays.record.fields.get(f.no) else { continue };
        let left = plan.other.record.fields.get(f.no).filter(|o| *o != v);
        let value = |v: &Value, s: &Shown| person_file::value(f, v, s, lang);
        let left =
            left.map(|o| value(o, &plan.other)).filter(|o| !value(v, &plan.stays).contains(o.as_str()));
        let left = left.map(|o| format!("   ({}: {o})", words::OTHER.get(lang))).unwrap_or_default();
        out.push_str(&format!("    {}: {}{left}\n", f.label.get(lang), value(v, &plan.stays)));
    }
    out.push_str(&words::refs(lang, plan.left));
    println!("{}", glyph::safe_lines(&out));
    if !a.yes && !agreed(lang)? {
        return Ok(0);
    }
    let seen = (plan.stays.record.version, plan.other.record.version);
    while !asked(&mut client, ask(false, seen), lang)?.done {}
    println!("{}", glyph::safe(&words::done(lang, plan.other.record.name(), plan.stays.record.name())));
    Ok(0)
}

/// `linli unmerge`
pub fn unmerge(set: &Setting, kind: Kind, id: &str, yes: bool) -> Result<u8, Failure> {
    let lang = set.lang;
    let id = Id::parse(id)
        .ok_or_else(|| Failure { code: 2, words: crate::text::command::BAD_ID.get(lang).into() })?;
    let of = Ref { kind, id };
    let mut client = join(set)?;
    let ask = |dry, items: &[Ref], last| {
        Request::Unmerge(Unmerge { request: new_id(), dry, of, items: items.to_vec(), last })
    };
    let plan = asked(&mut client, ask(true, &[], true), lang)?;
    println!(
        "{}",
        glyph::safe(&words::will_part(lang, plan.other.record.name(), plan.stays.record.name(), plan.left))
    );
    let since: Vec<&str> =
        plan.since.iter().filter_map(|no| kind.field(*no)).map(|f| f.label.get(lang)).collect();
    if !since.is_empty() {
        println!("{}", words::changed_since(lang, &since.join(" ")));
    }
    if !yes && !agreed(lang)? {
        return Ok(0);
    }
    let mut rest = plan.refs.as_slice();
    loop {
        let (now, later) = rest.split_at(rest.len().min(MERGE_MAX));
        if asked(&mut client, ask(false, now, later.is_empty()), lang)?.done {
            break;
        }
        rest = later;
    }
    println!("{}", glyph::safe(&words::parted(lang, plan.other.record.name(), plan.stays.record.name())));
    Ok(0)
}

/// Whether whoever sits there says yes. Where nobody does, nothing is done.
fn agreed(lang: Lang) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() {
        println!("{}", words::ADD_YES.get(lang));
        return Ok(false);
    }
    print!("{}", words::SURE.get(lang));
    io::stdout().flush()?;
    let mut typed = String::new();
    io::stdin().lock().read_line(&mut typed)?;
    let yes = matches!(typed.trim().to_lowercase().as_str(), "y" | "yes" | "是");
    if !yes {
        println!("{}", words::NOTHING_DONE.get(lang));
    }
    Ok(yes)
}
