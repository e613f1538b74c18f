//! One field of many records changed in the same way, a slice at a time: each record by itself through the checks of any
//! other write, so that one that cannot be changed is named and holds up nobody.

use super::actor::Actor;
use super::edit::{self, Made, Ready};
use super::guard;
use super::resolve::{Pending, View};
use super::wire::WHY_MAX;
use super::wire::{
    BULK_MAX, Bulk, BulkOutcome, BulkRow, Change, Edit, HandOver, Refusal, Reply, Request, Save,
};
use super::world::World;
use crate::book::{Field, Id, Kind, Record, Ref, Type, Value, person};
use crate::text::{Lang, T, staff, trouble};

/// Most records of a slice that only asks.
const DRY_MAX: usize = 500;

/// What a slice would do.
pub fn dry(world: &World, actor: &Actor, bulk: &Bulk) -> Reply {
    let mut pending = Pending::default();
    match slice(&mut View { world, pending: &mut pending, actor }, actor, bulk) {
        Ok(ready) => ready.answer,
        Err(reply) => *reply,
    }
}

/// A slice as one commit.
pub fn slice(view: &mut View<'_>, actor: &Actor, bulk: &Bulk) -> Made {
    let most = if bulk.dry { DRY_MAX } else { BULK_MAX };
    let field = bulk.kind.field(bulk.field).filter(|f| f.for_many && fits(f, &bulk.change));
    let (Some(field), true) = (field, bulk.items.len() <= most) else {
        return Err(Box::new(Reply::Refused(Refusal::BadRequest)));
    };
    let (mut changes, mut rows) = (Vec::new(), Vec::with_capacity(bulk.items.len()));
    for (id, base) in &bulk.items {
        let (ready, row) = one(view, actor, bulk, field, *id, *base)?;
        for (_, after, target) in ready.iter().flat_map(|r| &r.changes) {
            view.will(*target, after.clone());
        }
        changes.extend(ready.into_iter().flat_map(|r| r.changes));
        rows.push(row);
    }
    let answer = Reply::Bulk(rows);
    if changes.is_empty() {
        return Err(Box::new(answer));
    }
    let note = format!("{} {}", trouble::BULK_NOTE.get(actor.lang), field.label.get(actor.lang));
    Ok(Ready { changes, note, batch: Some(bulk.batch), answer })
}

/// A slice of a handing over as one commit, whose note says from whom to whom, from when and why.
pub fn hand_over(view: &mut View<'_>, actor: &Actor, h: &HandOver) -> Made {
    let why = h.why.split_whitespace().collect::<Vec<_>>().join(" ");
    let liaison = h.bulk.kind == Kind::Person && h.bulk.field == person::LIAISON;
    if !liaison || why.is_empty() || why.chars().count() > WHY_MAX || why.chars().any(char::is_control) {
        return Err(Box::new(Reply::Refused(Refusal::BadRequest)));
    }
    let mut ready = slice(view, actor, &h.bulk)?;
    let (mut from, mut to): (Vec<&str>, &str) = (Vec::new(), "");
    if let Reply::Bulk(rows) = &ready.answer {
        for row in rows {
            if let BulkOutcome::Changes(before, after) = &row.outcome {
                to = after;
                if !before.is_empty() && !from.contains(&before.as_str()) {
                    from.push(before);
                }
            }
        }
    }
    let from = if from.is_empty() { "-".to_owned() } else { from.join("、") };
    ready.note = trouble::handed_over(actor.lang, &from, to, &h.since.to_string(), &why);
    Ok(ready)
}

/// Whether a field takes such a change: whom it refers to is picked, and only what may be several is added to.
fn fits(field: &Field, change: &Change) -> bool {
    let refers = matches!(field.ty, Type::Ref { .. } | Type::Party);
    match change {
        Change::Set(Edit::Text(_)) => !refers,
        Change::Set(Edit::Links(_)) => false,
        Change::Set(Edit::Set(_)) => true,
        Change::Set(Edit::Clear) => !field.must,
        Change::Add(_) | Change::Remove(_) => field.many,
    }
}

fn one(
    view: &mut View<'_>,
    actor: &Actor,
    bulk: &Bulk,
    field: &Field,
    id: Id,
    base: u64,
) -> Result<(Option<Ready>, BulkRow), Box<Reply>> {
    let lang = actor.lang;
    let target = Ref { kind: bulk.kind, id };
    let now = view.get(target).map_err(|e| edit::failed(e, lang))?;
    let left = |why: T| {
        let outcome = BulkOutcome::Left(why.get(lang).into());
        Ok((None, BulkRow { target, version: 0, name: String::new(), outcome }))
    };
    let Some(now) = now else { return left(trouble::GONE) };
    let seen = actor.rights.sees_record(&view.world.tables(), &now);
    if !seen {
        return left(staff::OUTSIDE);
    }
    let base = if base == 0 { now.version } else { base };
    let set = vec![(field.no, edited(&bulk.change, now.fields.get(field.no)))];
    let made = edit::save(view, actor, &Save { request: bulk.request, target, base, set });
    let made = made.and_then(|r| guard::check(view, &Request::Bulk(bulk.clone()), actor, &r).map(|()| r));
    let words =
        |r: &Record| r.fields.get(field.no).map(|v| view.world.words(field, v, actor)).unwrap_or_default();
    let (ready, outcome) = match made.map_err(|reply| *reply) {
        Ok(ready) => {
            let after = ready.changes.last().and_then(|(_, after, _)| after.as_ref()).map(words);
            (Some(ready), BulkOutcome::Changes(words(&now), after.unwrap_or_default()))
        }
        Err(Reply::Saved(_)) => (None, BulkOutcome::Same),
        Err(Reply::Invalid(all)) => {
            let why: Vec<String> = all.into_iter().map(|(_, w)| w).collect();
            (None, BulkOutcome::Left(why.join("; ")))
        }
        Err(Reply::Conflict(c)) => {
            let theirs = c.fields.first().map(|f| f.theirs.words.as_str()).unwrap_or_default();
            (None, BulkOutcome::Left(trouble::changed_meanwhile(lang, &c.by, theirs)))
        }
        Err(Reply::Refused(Refusal::Said(why))) => (None, BulkOutcome::Left(why)),
        // the store or the rights say no to all of them
        Err(other) => return Err(Box::new(other)),
    };
    let name = name_of(view, &now, lang);
    Ok((ready, BulkRow { target, version: now.version, name, outcome }))
}

/// What the field of one record comes to.
fn edited(change: &Change, now: Option<&Value>) -> Edit {
    let there = || now.map(|v| v.each().to_vec()).unwrap_or_default();
    match change {
        Change::Set(edit) => edit.clone(),
        Change::Add(value) => {
            let mut all = there();
            all.extend(value.each().iter().filter(|v| !there().contains(v)).cloned());
            Edit::Set(Value::List(all))
        }
        Change::Remove(value) => {
            let mut all = there();
            all.retain(|v| !value.each().contains(v));
            Edit::Set(Value::List(all))
        }
    }
}

fn name_of(view: &View<'_>, r: &Record, lang: Lang) -> String {
    let name = edit::called(view, r);
    if name.is_empty() { r.kind.label().get(lang).to_owned() } else { name }
}
