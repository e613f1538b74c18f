//! The register of requests (PIPL art. 50), and what a request changes in the book apart from an erasure.

use super::actor::Actor;
use super::edit::{Made, Ready, failed};
use super::resolve::View;
use super::wire::{PersonAsk, Refusal, Reply, Saved};
use super::world::World;
use super::{erase_plan, lineage, mentions, person as file};
use crate::book::{Id, Kind, Record, Ref, Value, names, person, request};
use crate::store::StoreError;
use crate::text::{Lang, T, rights};

/// The refusal in these words.
pub fn said(words: T, lang: Lang) -> Box<Reply> {
    Box::new(Reply::Refused(Refusal::Said(words.get(lang).into())))
}

/// The id of somebody as a reference.
pub fn person(id: Id) -> Ref {
    Ref { kind: Kind::Person, id }
}

/// A new entry of the register, under way.
pub fn entry(world: &World, actor: &Actor, id: Id, whose: Id, what: u16, way: u16) -> Record {
    let mut r = Record::new(Kind::Request, id);
    r.fields.set(request::PERSON, Value::Ref(person(whose)));
    r.fields.set(request::WHAT, Value::Code(what));
    r.fields.set(request::ASKED_ON, Value::Day(world.today()));
    r.fields.set(request::ASKED_BY, Value::Code(way));
    r.fields.set(request::STAFF, Value::Ref(actor.staff));
    r
}

/// The entry, done today.
pub fn done(world: &World, mut r: Record) -> Record {
    r.fields.set(request::DECIDED, Value::Code(request::DONE));
    r.fields.set(request::DONE_ON, Value::Day(world.today()));
    r
}

/// A reason in one line that names nobody: it outlives the person's record.
///
/// # Errors
/// That there is none, or that it names them.
pub fn reason(world: &World, whose: Ref, text: &str, lang: Lang) -> Result<Value, Box<Reply>> {
    let line = names::clean_line(text);
    if line.is_empty() {
        return Err(said(rights::REASON_NEEDED, lang));
    }
    let versions = erase_plan::versions(world, whose).map_err(|e| failed(e, lang))?;
    if mentions::Words::all(&versions).mention(&line) {
        return Err(said(rights::REASON_NAMES, lang));
    }
    Ok(Value::text(line))
}

/// What somebody asked for so far, newest first.
///
/// # Errors
/// When the store cannot be read.
pub fn of(world: &World, whose: Id) -> Result<Vec<Record>, StoreError> {
    let (ids, all): (Vec<Id>, Vec<Ref>) = {
        let t = world.tables();
        (t.requests.iter().rev().copied().collect(), t.lineage.all(person(whose)))
    };
    let mut out = Vec::new();
    for id in ids {
        let r = world.get(Ref { kind: Kind::Request, id })?;
        out.extend(r.filter(|r| r.fields.link(request::PERSON).is_some_and(|p| all.contains(&p))));
    }
    Ok(out)
}

/// Erasures that were begun and are not done.
///
/// # Errors
/// When the store cannot be read.
pub fn unfinished(world: &World) -> Result<Vec<Record>, StoreError> {
    let ids: Vec<Id> = world.tables().requests.iter().copied().collect();
    let mut out = Vec::new();
    for id in ids {
        let r = world.get(Ref { kind: Kind::Request, id })?;
        let open = |r: &Record| {
            r.fields.code(request::WHAT) == Some(request::ERASE) && r.fields.code(request::DECIDED).is_none()
        };
        out.extend(r.filter(open));
    }
    Ok(out)
}

/// What the answer to a request takes long to read; made before the writer is asked.
pub fn ahead(world: &World, actor: &Actor, ask: &PersonAsk) -> Option<Reply> {
    let (whose, copy) = match ask {
        PersonAsk::File { person, copy, .. } => (*person, *copy),
        PersonAsk::Face { person, .. } => (*person, true),
        _ => return None,
    };
    let made = world.get(person(whose)).and_then(|r| match r {
        Some(r) => file::file(world, actor, &r, copy).map(|f| Reply::PersonFile(Box::new(f))),
        None => Ok(Reply::Refused(Refusal::Gone)),
    });
    Some(made.unwrap_or_else(|e| *failed(e, actor.lang)))
}

/// A request that is one commit: a look, a copy, freezing, a refusal. `ahead` is the answer where it was made before.
pub fn ready(view: &mut View<'_>, actor: &Actor, ask: &PersonAsk, ahead: Option<&Reply>) -> Made {
    let (world, lang) = (view.world, actor.lang);
    let (id, whose, what, way) = match ask {
        PersonAsk::File { request, person, copy, way } => {
            (*request, *person, if *copy { request::COPY } else { request::SHOW }, *way)
        }
        PersonAsk::Face { request, person } => (*request, *person, request::SHOW, request::FACE),
        PersonAsk::Freeze { request, person, lift, way, .. } => {
            (*request, *person, if *lift { request::LIFT } else { request::FREEZE }, *way)
        }
        PersonAsk::Correct { request, person, way } => (*request, *person, request::CORRECT, *way),
        PersonAsk::Refuse { request, person, what, way, .. } => (*request, *person, *what, *way),
        _ => return Err(Box::new(Reply::Refused(Refusal::BadRequest))),
    };
    let target = person(whose);
    let Some(now) = view.get(target).map_err(|e| failed(e, lang))? else {
        return Err(Box::new(Reply::Refused(Refusal::Gone)));
    };
    if unknown(what, request::WHAT) || unknown(way, request::ASKED_BY) {
        return Err(Box::new(Reply::Refused(Refusal::BadRequest)));
    }
    let own = Ref { kind: Kind::Request, id };
    let asked_before = view.get(own).map_err(|e| failed(e, lang))?.is_some();
    let mut entry = entry(world, actor, id, whose, what, way);
    let mut changes = Vec::new();
    let saved = Saved {
        target: own,
        version: 0,
        name: String::new(),
        made: Vec::new(),
        merged: false,
        remarks: Vec::new(),
    };
    let mut answer = Reply::Saved(saved);
    match ask {
        PersonAsk::File { .. } | PersonAsk::Face { .. } => match ahead {
            Some(file @ Reply::PersonFile(_)) => answer = file.clone(),
            other => {
                return Err(Box::new(other.cloned().unwrap_or(Reply::Refused(Refusal::BadRequest))));
            }
        },
        PersonAsk::Freeze { lift, reason: why, .. } if !asked_before => {
            if person::is_frozen(&now) != *lift {
                return Err(said(if *lift { rights::NOT_FROZEN } else { rights::FROZEN_ALREADY }, lang));
            }
            let mut after = now.clone();
            if *lift {
                after.fields.clear(person::FROZEN_ON);
                after.fields.clear(person::FROZEN_WHY);
                // what was merged while nobody used the entry
                lineage::fields(world, after.kind, &mut after.fields);
            } else {
                let why = reason(world, target, why, lang)?;
                after.fields.set(person::FROZEN_ON, Value::Day(world.today()));
                after.fields.set(person::FROZEN_WHY, why);
            }
            if !why.trim().is_empty() {
                entry.fields.set(request::REASON, reason(world, target, why, lang)?);
            }
            changes.push((Some(now), Some(after), target));
        }
        PersonAsk::Refuse { why, .. } => {
            entry.fields.set(request::WHY_NOT, reason(world, target, why, lang)?);
            entry.fields.set(request::DECIDED, Value::Code(request::REFUSED));
        }
        _ => {}
    }
    if asked_before {
        return Err(Box::new(answer));
    }
    let entry = match ask {
        PersonAsk::Refuse { .. } => entry,
        _ => done(world, entry),
    };
    changes.push((None, Some(entry), own));
    Ok(Ready { changes, note: String::new(), batch: None, answer })
}

/// Whether a code is none of a field's choices.
fn unknown(code: u16, field: u16) -> bool {
    Kind::Request.field(field).is_none_or(|f| f.choice(code).is_none())
}
