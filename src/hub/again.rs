//! The answer to a write that is in the book already: it is asked for again because the line was lost before the first
//! answer came. It says what that one said, whatever others have made of the records since.

use super::actor::Actor;
use super::edit::{called, failed};
use super::resolve::View;
use super::wire::{BulkOutcome, BulkRow, Refusal, Reply, Request, Saved};
use super::world::decode;
use super::writer::{LastOwn, before};
use crate::book::{Id, Kind, Record, Ref};
use crate::store::Entry;

/// The first answer once more; nothing where the request was not done yet, or is of those whose repetition is told by
/// what they do (imports, handovers, mergers, rights of somebody on file).
pub fn again(view: &View<'_>, actor: &Actor, request: &Request, last: &LastOwn) -> Option<Reply> {
    let id = match request {
        Request::Save(s) => s.request,
        Request::Step(s) => s.save.request,
        Request::Remove { request, .. } | Request::Undo { request, .. } => *request,
        Request::Bulk(b) => b.request,
        _ => return None,
    };
    let store = &view.world.store;
    let entry = match store.done(&id.0).and_then(|pos| pos.map_or(Ok(None), |pos| store.entry(pos))) {
        Ok(entry) => entry?,
        Err(e) => return Some(*failed(e, actor.lang)),
    };
    // part of it can no longer be read
    if entry.erasure || !entry.erased.is_empty() {
        return None;
    }
    if entry.actor_uid != actor.uid {
        return Some(Reply::Refused(Refusal::BadRequest));
    }
    Some(match request {
        Request::Bulk(b) => {
            let row = |(id, _): &(Id, u64)| row(view, actor, &entry, Ref { kind: b.kind, id: *id }, b.field);
            Reply::Bulk(b.items.iter().map(row).collect())
        }
        Request::Undo { batch: Some(batch), .. } => {
            let left = last.get(&actor.uid).is_some_and(|all| all.iter().any(|o| o.batch == Some(*batch)));
            let (more, records) = (left.then_some(*batch), entry.changes.len() as u32);
            Reply::Undone { more, records, kept: Vec::new() }
        }
        Request::Save(s) => saved(view, &entry, s.target),
        Request::Step(s) => saved(view, &entry, s.save.target),
        Request::Remove { target, .. } => saved(view, &entry, *target),
        _ => {
            let first = entry.changes.first()?;
            saved(view, &entry, Ref { kind: Kind::from_code(first.key.kind)?, id: Id(first.key.id) })
        }
    })
}

/// What an entry made of a record; nothing where it took it away or did not touch it.
fn made(entry: &Entry, one: Ref) -> Option<Record> {
    let own = |c: &&crate::store::Change| c.key.kind == one.kind.code() && c.key.id == one.id.0;
    let body = entry.changes.iter().find(own)?.body.as_ref()?;
    decode(one.kind, one.id, entry.pos.0, body).ok()
}

fn saved(view: &View<'_>, entry: &Entry, target: Ref) -> Reply {
    let name = made(entry, target).map(|r| called(view, &r)).unwrap_or_default();
    let others = entry.changes.iter().filter_map(|c| {
        let one = Ref { kind: Kind::from_code(c.key.kind)?, id: Id(c.key.id) };
        let r = (one != target).then(|| made(entry, one))??;
        Some((one, r.name().to_owned()))
    });
    let made = others.collect();
    Reply::Saved(Saved { target, version: entry.pos.0, name, made, merged: false, remarks: Vec::new() })
}

fn row(view: &View<'_>, actor: &Actor, entry: &Entry, target: Ref, field: u16) -> BulkRow {
    let Some(after) = made(entry, target) else {
        return BulkRow { target, version: 0, name: String::new(), outcome: BulkOutcome::Same };
    };
    let key = crate::store::Key { kind: target.kind.code(), id: target.id.0 };
    let was = before(view.world, key, entry.pos).ok().flatten();
    let words = |r: &Record| {
        let field = r.kind.field(field)?;
        Some(view.world.words(field, r.fields.get(field.no)?, actor))
    };
    let outcome = BulkOutcome::Changes(
        was.as_ref().and_then(words).unwrap_or_default(),
        words(&after).unwrap_or_default(),
    );
    BulkRow { target, version: was.map_or(0, |r| r.version), name: called(view, &after), outcome }
}
