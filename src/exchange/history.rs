//! The history of a record in lines and as JSON.

use crate::book::Kind;
use crate::hub::wire::HistoryEntry;
use crate::hub::world::day_of;
use crate::text::{Lang, rights as words};
use serde_json::{Value as Json, json};

/// Minutes of a day in the book's zone, UTC+8.
const ZONE_MINUTES: i64 = 8 * 60;

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
