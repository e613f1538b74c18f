//! How long records are kept (PIPL art. 19 and 47): the classes with how many are past their time, the list of these, what is
//! held back, and the carrying out, which goes the way of every erasure.

mod act;
mod due;
#[cfg(test)]
mod tests;

pub use act::{Begun, ahead, begin, done, hold, plan};

use super::actor::Actor;
use super::rows;
use super::wire::{Class, Due, DueRow, PAGE_MAX, Refusal, Reply, RetentionAsk};
use super::world::World;
use crate::book::{Day, Id, Kind, Record, Ref, Value, retention};
use crate::store::StoreError;
use crate::text::{Lang, retention as words, rights};
use due::{Past, Why};

/// Answers what only looks.
///
/// # Errors
/// When the store cannot be read.
pub fn answer(world: &World, actor: &Actor, ask: &RetentionAsk) -> Result<Reply, StoreError> {
    let classes = classes(world)?;
    let held = due::held(world, &classes);
    match ask {
        RetentionAsk::Classes => {
            let mut out = Vec::new();
            for class in &classes {
                out.push(told(world, class, &due::past(world, class, &held)?));
            }
            Ok(Reply::Classes(out))
        }
        RetentionAsk::Due { class, offset, limit } => {
            let Some(class) = classes.iter().find(|c| c.id == *class) else {
                return Ok(Reply::Refused(Refusal::Gone));
            };
            let past = due::past(world, class, &held)?;
            page(world, actor, class, past, (*offset, *limit))
        }
        RetentionAsk::Hold { .. } | RetentionAsk::CarryOut { .. } => Ok(Reply::Refused(Refusal::BadRequest)),
    }
}

/// All classes, in the order in which they were entered.
fn classes(world: &World) -> Result<Vec<Record>, StoreError> {
    let mut ids: Vec<Id> = {
        let t = world.tables();
        let things = t.things(Kind::Retention);
        things.into_iter().flat_map(|c| c.rows.live().filter_map(|at| c.rows.id.get(at))).collect()
    };
    ids.sort_unstable();
    let mut out = Vec::new();
    for id in ids {
        out.extend(world.get(Ref { kind: Kind::Retention, id })?);
    }
    Ok(out)
}

fn told(world: &World, class: &Record, past: &Past) -> Class {
    let f = &class.fields;
    let months = f.int(retention::MONTHS).unwrap_or(0);
    let days = past.free.iter().map(|(d, _)| *d).chain(past.held.iter().map(|(d, _, _)| *d));
    let run = f.get(retention::RUNS).and_then(|v| v.each().last()).map(act::Run::of);
    Class {
        id: class.id,
        name: class.name().to_owned(),
        covers: f.code(retention::COVERS).unwrap_or(0),
        from: f.code(retention::FROM).unwrap_or(0),
        months,
        then: f.code(retention::THEN).unwrap_or(0),
        in_force: f.code(retention::STATE) != Some(retention::OUT_OF_USE),
        due: past.free.len() as u64,
        digest: due::digest(&past.free),
        held: past.held.len() as u64,
        oldest: days.min().map(Day),
        until: Some(retention::until(world.today(), months)),
        last: run.and_then(|r| Some((r.on?, r.done, r.of))),
    }
}

/// A page of it: what may go, the oldest first, and behind it what is held back.
fn page(
    world: &World,
    actor: &Actor,
    class: &Record,
    mut past: Past,
    (offset, limit): (u64, u32),
) -> Result<Reply, StoreError> {
    let told = told(world, class, &past);
    let Some(kind) = retention::kind(told.covers) else { return Ok(Reply::Refused(Refusal::BadRequest)) };
    let from = usize::try_from(offset).unwrap_or(usize::MAX);
    let till = from.saturating_add(limit.min(PAGE_MAX) as usize);
    // of a million only as many are put in order as are shown
    if till < past.free.len() {
        past.free.select_nth_unstable(till);
        past.free.truncate(till);
    }
    past.free.sort_unstable();
    past.held.sort_unstable_by_key(|(day, id, _)| (*day, *id));
    let free = past.free.iter().map(|(day, id)| (*day, *id, (None, false)));
    let held = past
        .held
        .iter()
        .map(|(day, id, why)| (*day, *id, (Some(say(why, actor.lang)), matches!(why, Why::Said(_)))));
    let all = free.chain(held).skip(from).take(till - from);
    let mut out = Vec::new();
    for (day, id, (held, by_hand)) in all {
        let row = rows::row(world, Ref { kind, id }, actor)?;
        out.extend(row.map(|row| DueRow { row, day: Day(day), held, by_hand }));
    }
    Ok(Reply::Due(Box::new(Due { class: told, offset, rows: out })))
}

fn say(why: &Why, lang: Lang) -> String {
    match why {
        Why::Said(said) => said.clone(),
        Why::Frozen => rights::FROZEN.get(lang).to_owned(),
        Why::Open => words::HELD_OPEN.get(lang).to_owned(),
        Why::Young => words::HELD_YOUNG.get(lang).to_owned(),
        Why::Contact => words::HELD_CONTACT.get(lang).to_owned(),
        Why::With(why) => words::held_with(lang, why),
    }
}

/// The groups of a field.
fn groups(r: &Record, no: u16) -> Vec<Value> {
    r.fields.get(no).map(Value::each).unwrap_or_default().to_vec()
}
