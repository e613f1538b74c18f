//! Who changed what, read back from the journal.

use super::actor::Actor;
use super::rows::cut;
use super::wire::HistoryEntry;
use super::world::{World, decode};
use crate::book::{Id, Kind, Record, Ref, Value};
use crate::store::{Key, StoreError};
use crate::text::{Lang, retention as keeping, rights, staff as words};

/// Most characters of a field before or after a change: hundreds of changes fit a frame.
const WORDS_MAX: usize = 1000;

/// Most commits looked through for who wrote a value.
const SIGNED_MAX: usize = 200;

fn staff_of(actor: [u8; 16]) -> Ref {
    Ref { kind: Kind::Staff, id: Id(actor) }
}

/// Who wrote a commit, by staff record.
fn by(world: &World, actor: [u8; 16]) -> String {
    world.full_name(staff_of(actor), Lang::Zh)
}

/// Who changed a record last.
pub fn changed_by(world: &World, target: Ref) -> String {
    let key = Key { kind: target.kind.code(), id: target.id.0 };
    world.store.history(key, 1).ok().and_then(|h| h.first().map(|e| by(world, e.actor))).unwrap_or_default()
}

/// Who gave a field the value that it had at a version, and when; `None` where nobody did, or too long ago to tell.
pub fn signed(world: &World, target: Ref, field: u16, version: u64) -> Option<(String, i64)> {
    let key = Key { kind: target.kind.code(), id: target.id.0 };
    let mut found: Option<([u8; 16], i64)> = None;
    let mut value: Option<Option<Value>> = None;
    for e in world.store.history(key, SIGNED_MAX).ok()?.iter().filter(|e| e.pos.0 <= version) {
        let body = e.changes.iter().rfind(|c| c.key == key).and_then(|c| c.body.as_deref());
        let record = body.and_then(|b| decode(target.kind, target.id, e.pos.0, b).ok());
        let held = record.and_then(|r| r.fields.get(field).cloned());
        match &value {
            Some(is) if *is != held => {
                return found.map(|(actor, at_ms)| (by(world, actor), at_ms));
            }
            _ => (value, found) = (Some(held), Some((e.actor, e.at_ms))),
        }
    }
    value.flatten()?;
    found.map(|(actor, at_ms)| (by(world, actor), at_ms))
}

/// The changes of a record and of all that were merged into it, newest first.
///
/// # Errors
/// When the store cannot be read.
pub fn history(
    world: &World,
    target: Ref,
    limit: u32,
    actor: &Actor,
) -> Result<Vec<HistoryEntry>, StoreError> {
    let mut out = own(world, target, limit, actor)?;
    let formers: Vec<(Ref, String)> = {
        let t = world.tables();
        let all = t.lineage.formers(target).into_iter();
        all.map(|f| (Ref { kind: target.kind, id: f.id }, f.name.clone())).collect()
    };
    for (former, name) in formers {
        let of = Some((former, name));
        let entries = own(world, former, limit, actor)?;
        out.extend(entries.into_iter().map(|e| HistoryEntry { of: of.clone(), ..e }));
    }
    // of one commit first what it did to the record itself
    out.sort_by_key(|e| (std::cmp::Reverse(e.pos), e.of.is_some()));
    out.truncate(limit as usize);
    Ok(out)
}

/// A record as a commit left it; `None` where that commit did not write it, or it was erased since.
///
/// # Errors
/// When the store cannot be read.
pub fn version(world: &World, target: Ref, pos: u64) -> Result<Option<Record>, StoreError> {
    let key = Key { kind: target.kind.code(), id: target.id.0 };
    let Some(entry) = world.store.entry(crate::store::Pos(pos))? else { return Ok(None) };
    let body = entry.changes.iter().rfind(|c| c.key == key).and_then(|c| c.body.as_deref());
    body.map(|b| decode(target.kind, target.id, pos, b)).transpose()
}

/// The changes of a record alone, newest first.
///
/// # Errors
/// When the store cannot be read.
pub fn own(world: &World, target: Ref, limit: u32, actor: &Actor) -> Result<Vec<HistoryEntry>, StoreError> {
    let key = Key { kind: target.kind.code(), id: target.id.0 };
    // one more than asked for, so that the last one knows what it changed
    let entries = world.store.history(key, limit.min(500) as usize + 1)?;
    let mut records: Vec<Option<Record>> = Vec::new();
    for e in &entries {
        let body = e.changes.iter().rfind(|c| c.key == key).and_then(|c| c.body.as_deref());
        records.push(body.map(|b| decode(target.kind, target.id, e.pos.0, b)).transpose()?);
    }
    let empty = Record::new(target.kind, target.id);
    let mut out = Vec::new();
    for (i, e) in entries.iter().enumerate().take(limit as usize) {
        let after = records.get(i).and_then(Option::as_ref);
        let before = records.get(i + 1).and_then(Option::as_ref);
        let (b, a) = (before.unwrap_or(&empty), after.unwrap_or(&empty));
        let blank = e.erased.contains(&key);
        let gone = after.is_none() && !blank;
        let mut fields = Vec::new();
        // what stood before an erasure nobody knows any more
        let told = if e.erasure || blank { &[] } else { target.kind.fields() };
        for f in told {
            let (old, new) = (b.fields.get(f.no), a.fields.get(f.no));
            if old != new {
                let words = |v: Option<&Value>| {
                    v.map(|v| cut(world.words(f, v, actor), WORDS_MAX)).unwrap_or_default()
                };
                fields.push((f.no, words(old), words(new)));
            }
        }
        out.push(HistoryEntry {
            pos: e.pos.0,
            at_ms: e.at_ms,
            by: match super::doer::first_wrote(before, after, staff_of(e.actor)) {
                true => words::wrote(actor.lang, &by(world, e.actor)),
                false => by(world, e.actor),
            },
            note: match (e.erasure, blank, gone) {
                (true, _, true) if of_class(world, &e.note)? => keeping::TIME_UP.get(actor.lang).into(),
                (true, _, false) if of_class(world, &e.note)? => keeping::TIME_UP_KEPT.get(actor.lang).into(),
                (true, _, true) => rights::erased(actor.lang, &e.note),
                (true, _, false) => rights::redacted(actor.lang, &e.note),
                (_, true, _) => rights::BLANKED.get(actor.lang).into(),
                _ => e.note.clone(),
            },
            fields,
            removed: gone,
            of: None,
        });
    }
    if target.kind == Kind::Person {
        handed_over(world, actor, target.id, &mut out)?;
        out.truncate(limit as usize);
    }
    Ok(out)
}

/// Whether an erasure was of a class of what is past its time: what it notes is that class, not an entry of the register.
fn of_class(world: &World, note: &str) -> Result<bool, StoreError> {
    let Some(id) = Id::parse(note) else { return Ok(false) };
    let key = Key { kind: Kind::Retention.code(), id: id.0 };
    Ok(!world.store.history(key, 1)?.is_empty())
}

/// Puts what was done with a person's handovers where it belongs. What was written into them by the same act is told once.
fn handed_over(
    world: &World,
    actor: &Actor,
    person: Id,
    out: &mut Vec<HistoryEntry>,
) -> Result<(), StoreError> {
    for e in super::handing::entries(world, actor.lang, person)? {
        match out.iter_mut().find(|o| o.pos == e.pos) {
            Some(own) => own.note = e.note,
            None => {
                let (by, fields) = (by(world, e.actor), Vec::new());
                out.push(HistoryEntry {
                    pos: e.pos,
                    at_ms: e.at_ms,
                    by,
                    note: e.note,
                    fields,
                    removed: false,
                    of: None,
                });
            }
        }
    }
    out.sort_by_key(|e| std::cmp::Reverse(e.pos));
    Ok(())
}
