//! `linli history`: who changed what of a record when, before and after.

use super::ask::{join, printed, unexpected};
use super::{Failure, Setting};
use crate::book::{Id, Kind, Ref};
use crate::hub::wire::{HistoryEntry, Reply, Request};
use crate::hub::world::day_of;
use crate::text::{Lang, command, rights as words};
use crate::tui::glyph;
use serde_json::{Value as Json, json};
use std::io::{self, BufWriter, Write};

/// Minutes of a day in the book's zone, UTC+8.
const ZONE_MINUTES: i64 = 8 * 60;

/// `linli history KIND ID`
pub fn run(set: &Setting, kind: Kind, id: &str, limit: u32, as_json: bool) -> Result<u8, Failure> {
    let id = Id::parse(id).ok_or_else(|| Failure { code: 2, words: command::BAD_ID.get(set.lang).into() })?;
    let mut client = join(set)?;
    let entries = match client.ask(Request::History { target: Ref { kind, id }, limit })? {
        Reply::History(h) => h,
        other => return Err(unexpected(other, set.lang)),
    };
    if entries.is_empty() {
        return Err(Failure { code: 1, words: crate::text::trouble::GONE.get(set.lang).into() });
    }
    let mut out = BufWriter::new(io::stdout().lock());
    if as_json {
        let all = glyph::safe(&entries_json(kind, &entries).to_string()).into_owned();
        return printed(writeln!(out, "{all}")).map(|()| 0);
    }
    for line in lines(kind, &entries, set.lang) {
        printed(writeln!(out, "{}", glyph::safe(&line)))?;
    }
    Ok(0)
}

/// The day and minute of an instant, in the book's zone.
pub fn when(at_ms: i64) -> String {
    let minute = (at_ms.div_euclid(60_000) + ZONE_MINUTES).rem_euclid(24 * 60);
    format!("{} {:02}:{:02}", day_of(at_ms), minute / 60, minute % 60)
}

/// A history in lines, newest first.
pub fn lines(kind: Kind, entries: &[HistoryEntry], lang: Lang) -> Vec<String> {
    let mut out = Vec::new();
    for e in entries {
        let note = match (e.removed, e.note.is_empty()) {
            (true, true) => words::REMOVED.get(lang).to_string(),
            _ => e.note.clone(),
        };
        let of = e.of.as_ref().map(|(_, name)| crate::text::merge::of_former(lang, name)).unwrap_or_default();
        out.push(
            [when(e.at_ms), e.by.clone(), note, of]
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>()
                .join("  "),
        );
        for (no, before, after) in &e.fields {
            let Some(f) = kind.field(*no) else { continue };
            let side = |s: &String| if s.is_empty() { "-".to_string() } else { s.replace('\n', " ") };
            out.push(format!("    {}: {} → {}", f.label.get(lang), side(before), side(after)));
        }
    }
    out
}

/// A history as JSON.
pub fn entries_json(kind: Kind, entries: &[HistoryEntry]) -> Json {
    let each = entries.iter().map(|e| {
        let changes: Vec<Json> = e
            .fields
            .iter()
            .filter_map(|(no, before, after)| {
                kind.field(*no).map(|f| json!({ "field": f.key, "before": before, "after": after }))
            })
            .collect();
        let of = e.of.as_ref().map(|(r, _)| r.id.to_string());
        json!({ "at": when(e.at_ms), "version": e.pos, "by": e.by, "note": e.note, "removed": e.removed, "of": of, "changes": changes })
    });
    Json::Array(each.collect())
}
