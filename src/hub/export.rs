//! Records for a file: to whom and what for is asked, and who may not have them does not get them.

use super::access_log::Looked;
use super::actor::Actor;
use super::answer::{refusal, shown};
use super::house::House;
use super::wire::{EXPORT_MAX, Export, Exported, FOR_MAX, Of, Refusal, Reply, Shown};
use super::world::World;
use super::{list, look};
use crate::book::{Fields, Id, Kind, Record, Ref, Value, matter, meeting, names, person};
use crate::store::StoreError;
use crate::text::out as words;

/// So many bytes of what tells namesakes apart fit into a frame beside the records.
const AROUND_BYTES: usize = 1 << 20;
/// So many characters of what came of something fit into a cell of a ledger.
const RESULT_MAX: usize = 2000;

/// A slice of an export. It is on the disk to whom it goes before it is given.
pub fn export(house: &House, actor: &Actor, ask: &Export) -> Reply {
    let reply = match slice(&house.world, actor, ask) {
        Ok(reply) => reply,
        Err(e) => return Reply::Refused(refusal(&e, actor.lang)),
    };
    let Reply::Exported(out) = &reply else { return reply };
    let records = out.records.iter().chain(&out.raised).map(|s| s.record.to_ref()).collect();
    let mut look = look::line(&house.world, actor, Looked::Exported, None, records);
    let [to, why] = [&ask.recipient, &ask.purpose].map(|s| names::clean_line(s));
    look.given = Some((to, why));
    match house.log.durable(look) {
        Ok(()) => reply,
        Err(e) => {
            let why = crate::text::store::io(actor.lang, &e);
            Reply::Refused(Refusal::Said(words::not_logged(actor.lang, &why)))
        }
    }
}

fn slice(world: &World, actor: &Actor, ask: &Export) -> Result<Reply, StoreError> {
    let said = |s: &str| !names::clean_line(s).is_empty() && s.chars().count() <= FOR_MAX;
    if !said(&ask.recipient) || !said(&ask.purpose) {
        return Ok(Reply::Refused(Refusal::Said(words::FOR_WHOM.get(actor.lang).into())));
    }
    let (taken, records) = match &ask.of {
        Of::List { filter, order, offset } => {
            let asked = list::Asked { world, actor, kind: ask.kind, filter, order: *order, own: false };
            match asked.records(*offset, EXPORT_MAX)? {
                Reply::Records { taken, records } => (taken, records),
                other => return Ok(other),
            }
        }
        Of::These(ids) if ids.len() <= EXPORT_MAX as usize => {
            let mut records = Vec::with_capacity(ids.len());
            for id in ids {
                let Some(r) = world.get(Ref { kind: ask.kind, id: *id })? else { continue };
                if actor.rights.sees_record(&world.tables(), &r) && !world.only_frozen(&r) {
                    records.push(shown(world, r, actor));
                }
            }
            (u32::try_from(ids.len()).unwrap_or(EXPORT_MAX), records)
        }
        Of::These(_) => return Ok(Reply::Refused(Refusal::BadRequest)),
    };
    // counted before anybody is left out
    let heads = records.iter().filter(|_| ask.kind == Kind::Meeting).map(|s| heads(&s.record.fields));
    let heads = heads.collect();
    let mut out = Exported { taken, records, heads, ..Exported::default() };
    let mut room = AROUND_BYTES;
    for to in links(&out.records) {
        if room == 0 {
            break;
        }
        match to.kind {
            Kind::Person => {
                let Some(p) = world.get(to)?.filter(|p| !person::is_frozen(p)) else { continue };
                if actor.rights.sees_record(&world.tables(), &p) {
                    let all = p.fields.texts(person::PHONES);
                    let all = all.join("、");
                    room = room.saturating_sub(all.len() + 20);
                    out.phones.push((to, all));
                }
            }
            Kind::Area => {
                let t = world.tables();
                let above = t.areas.find(to.id).and_then(|a| t.areas.get(a)).and_then(|a| a.parent);
                if let Some(above) = above.and_then(|a| t.areas.get(a)) {
                    room = room.saturating_sub(above.name.len() + 20);
                    out.above.push((to, above.name.clone()));
                }
            }
            _ => {}
        }
    }
    for visit in out.records.iter().filter(|_| ask.kind == Kind::Visit) {
        for one in raised_in(world, visit.record.id) {
            let Some(r) = world.get(one)? else { continue };
            if actor.rights.sees_record(&world.tables(), &r) && !world.only_frozen(&r) {
                out.raised.push(shown(world, told_of(&r, &mut room), actor));
            }
        }
    }
    Ok(Reply::Exported(Box::new(out)))
}

/// Of something that was raised what a ledger of visits tells: its sort, how far it is, and what came of it, unless that is
/// too much for the frame.
fn told_of(r: &Record, room: &mut usize) -> Record {
    let mut out = Record { fields: Fields::default(), ..r.clone() };
    for no in [matter::VISIT, matter::SORT, matter::STATE] {
        if let Some(value) = r.fields.get(no) {
            out.fields.set(no, value.clone());
        }
    }
    let result: String = r.fields.text(matter::RESULT).chars().take(RESULT_MAX).collect();
    if let Some(left) = room.checked_sub(result.len()) {
        *room = left;
        out.fields.set(matter::RESULT, Value::Text(result));
    }
    out
}

/// How many were asked to a meeting, came, were excused and stayed away.
fn heads(f: &Fields) -> [u32; 4] {
    let people = |no: u16| f.links(no).len();
    [people(meeting::EXPECTED), meeting::heads(f), people(meeting::EXCUSED), meeting::absent(f).len()]
        .map(|n| u32::try_from(n).unwrap_or(u32::MAX))
}

/// What was raised in a visit.
fn raised_in(world: &World, visit: Id) -> Vec<Ref> {
    let t = world.tables();
    let Some(matters) = t.things(Kind::Matter) else { return Vec::new() };
    let rows = t.referring(Kind::Matter, Some(matter::VISIT), visit).iter();
    rows.filter_map(|at| matters.rows.id.get(*at)).map(|id| Ref { kind: Kind::Matter, id }).collect()
}

/// All that records refer to, each once.
fn links(records: &[Shown]) -> Vec<Ref> {
    let values = records.iter().flat_map(|s| s.record.fields.iter()).flat_map(|(_, v)| v.each());
    let mut all: Vec<Ref> =
        values.filter_map(|v| if let Value::Ref(to) = v { Some(*to) } else { None }).collect();
    all.sort_unstable_by_key(|r| (r.kind, r.id.0));
    all.dedup();
    all
}
