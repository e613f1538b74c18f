//! What is told of handovers: the lines of a plan and of a sheet, what waits on Today, who stands in, what a person's history
//! says besides what was written into it.

use super::act::steps;
use super::handover;
use crate::book::handover::{
    ANSWER, ANSWERED_BY, ANSWERED_ON, BY, DECLINED, ENDED, FROM, PEOPLE, PROPOSED, SINCE, STATE, TO, UNTIL,
    WHY, WITHDRAWN, is_for_a_while, stands_in,
};
use crate::book::person::LIAISON;
use crate::book::{Day, Id, Kind, Record, Ref, visit};
use crate::hub::actor::Actor;
use crate::hub::rows::row_of;
use crate::hub::wire::{HandBrief, HandLine, HandSheet, Refusal, Reply};
use crate::hub::world::{World, decode};
use crate::index::tables::Tables;
use crate::store::{Key, StoreError};
use crate::text::{Lang, hand as words, trouble};

/// Most steps of one handover that a history looks at.
const STEPS: usize = 20;
/// How long somebody is told on Today that theirs was declined, days.
const TOLD: i32 = 14;

fn records(world: &World, ids: Vec<Id>) -> Result<Vec<Record>, StoreError> {
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        out.extend(world.get(handover(id))?);
    }
    Ok(out)
}

fn ids(t: &Tables, no: u16, of: Id) -> Vec<Id> {
    let Some(things) = t.things(Kind::Handover) else { return Vec::new() };
    let rows = t.referring(Kind::Handover, Some(no), of);
    rows.iter().filter_map(|at| things.rows.id.get(*at)).collect()
}

/// Those that name a colleague by any of these fields, each once.
fn of_staff(t: &Tables, fields: &[u16], staff: Id) -> Vec<Id> {
    let mut all: Vec<Id> = fields.iter().flat_map(|no| ids(t, *no, staff)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The handovers that somebody is in.
///
/// # Errors
/// When the store cannot be read.
pub fn about(world: &World, person: Id) -> Result<Vec<Record>, StoreError> {
    let all = ids(&world.tables(), PEOPLE, person);
    records(world, all)
}

/// Who stands in, and until when.
type StandIn = Option<(String, Day)>;

/// Who looks after somebody today in the place of their liaison, and who is still to take them.
///
/// # Errors
/// When the store cannot be read.
pub fn of_person(world: &World, actor: &Actor, person: Id) -> Result<(StandIn, Option<String>), StoreError> {
    let today = world.today();
    let all = about(world, person)?;
    let stands = all.iter().find_map(|h| stands_in(&h.fields, today));
    let waits = all.iter().find(|h| h.fields.code(STATE) == Some(PROPOSED));
    let name = |who: Ref| world.name_of(who, actor);
    Ok((stands.map(|(who, until)| (name(who), until)), waits.and_then(|h| h.fields.link(TO)).map(name)))
}

/// How many handovers wait for somebody or were begun for them.
///
/// # Errors
/// When the store cannot be read.
pub fn open_of(world: &World, staff: Id) -> Result<usize, StoreError> {
    let all = of_staff(&world.tables(), &[TO, FROM], staff);
    let open = |r: &Record| r.fields.code(STATE) == Some(PROPOSED);
    Ok(records(world, all)?.iter().filter(|r| open(r)).count())
}

/// The people for whose liaison somebody stands in today.
pub fn stood_in_for(world: &World, t: &Tables, staff: Id) -> Vec<Id> {
    let today = world.today();
    let all = of_staff(t, &[TO, FROM], staff);
    // what cannot be read now stands in nowhere
    let all = records(world, all).unwrap_or_default();
    let mine = all.iter().filter(|h| stands_in(&h.fields, today).is_some_and(|(who, _)| who.id == staff));
    let mut people: Vec<Id> = mine.flat_map(|h| h.fields.links(PEOPLE)).map(|p| p.id).collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// A person with what is open about them.
///
/// # Errors
/// When the store cannot be read.
pub fn line(world: &World, actor: &Actor, r: &Record) -> Result<HandLine, StoreError> {
    let (promise, matters) = {
        let t = world.tables();
        let at = t.people.find(r.id);
        let due = |v: &u32| t.visits.next.get(*v);
        let first = at.and_then(|at| t.open_promises(at).min_by_key(due));
        let promise = first.and_then(|v| t.visits.id.get(v).zip(due(&v)));
        let matters = t.about(Kind::Matter, r.to_ref());
        (promise, matters.into_iter().filter(|at| t.is_open(Kind::Matter, *at)).count())
    };
    let promise = match promise {
        Some((id, day)) => {
            let visit = world.get(Ref { kind: Kind::Visit, id })?;
            Some((Day(day), visit.map(|v| v.fields.text(visit::NEXT_WORDS).to_owned()).unwrap_or_default()))
        }
        None => None,
    };
    Ok(HandLine {
        row: row_of(world, r, actor),
        from: r.fields.link(LIAISON).map(|l| (l, world.name_of(l, actor))),
        promise,
        matters: u32::try_from(matters).unwrap_or(u32::MAX),
        left: String::new(),
    })
}

/// A handover with all its people that may be seen.
///
/// # Errors
/// When the store cannot be read.
pub fn sheet(world: &World, actor: &Actor, id: Id) -> Result<Reply, StoreError> {
    let found = world.get(handover(id))?;
    let Some(r) = found.filter(|r| actor.rights.sees(&world.tables(), r.to_ref())) else {
        return Ok(Reply::Refused(Refusal::Gone));
    };
    let mut lines = Vec::new();
    for one in r.fields.links(PEOPLE) {
        let seen = actor.rights.sees(&world.tables(), one) && !world.is_frozen(one);
        if let Some(p) = world.get(one)?.filter(|_| seen) {
            lines.push(line(world, actor, &p)?);
        }
    }
    let steps = steps(actor, &r, world.today());
    Ok(Reply::HandSheet(Box::new(HandSheet {
        shown: crate::hub::answer::shown(world, r, actor),
        lines,
        steps,
    })))
}

/// The handovers that wait for somebody, and those of theirs that were declined of late.
///
/// # Errors
/// When the store cannot be read.
pub fn briefs(world: &World, actor: &Actor) -> Result<Vec<HandBrief>, StoreError> {
    let me = actor.staff.id;
    let today = world.today();
    let waits = |r: &Record| r.fields.code(STATE) == Some(PROPOSED);
    let declined = |r: &Record| {
        let late = r.fields.day(ANSWERED_ON).is_some_and(|d| d >= today.plus(-TOLD));
        r.fields.code(STATE) == Some(DECLINED) && late
    };
    let (to, mine) = {
        let t = world.tables();
        (ids(&t, TO, me), of_staff(&t, &[BY, FROM], me))
    };
    let mut out: Vec<Record> = records(world, to)?.into_iter().filter(waits).collect();
    out.extend(records(world, mine)?.into_iter().filter(declined));
    Ok(out.iter().map(|r| brief(world, actor, r)).collect())
}

fn brief(world: &World, actor: &Actor, r: &Record) -> HandBrief {
    let f = &r.fields;
    let name = |no: u16| f.link(no).map(|s| world.name_of(s, actor)).unwrap_or_default();
    let state = f.code(STATE).unwrap_or_default();
    HandBrief {
        handover: r.to_ref(),
        from: name(FROM),
        to: name(TO),
        people: f.links(PEOPLE).len() as u32,
        since: f.day(SINCE).unwrap_or(Day(0)),
        until: f.day(UNTIL),
        words: f.text(if state == DECLINED { ANSWER } else { WHY }).to_owned(),
        state,
    }
}

/// Something that was done with a handover.
pub struct Entry {
    /// Position in the journal.
    pub pos: u64,
    /// When.
    pub at_ms: i64,
    /// By whom.
    pub actor: [u8; 16],
    /// In words.
    pub note: String,
}

/// What was done with the handovers that somebody is in.
///
/// # Errors
/// When the store cannot be read.
pub fn entries(world: &World, lang: Lang, person: Id) -> Result<Vec<Entry>, StoreError> {
    let mut out = Vec::new();
    let all = ids(&world.tables(), PEOPLE, person);
    for id in all {
        let key = Key { kind: Kind::Handover.code(), id: id.0 };
        for e in world.store.history(key, STEPS)? {
            let body = e.changes.iter().rfind(|c| c.key == key).and_then(|c| c.body.as_deref());
            let r = body.map(|b| decode(Kind::Handover, id, e.pos.0, b)).transpose()?;
            let note = r.map_or(e.note, |r| note(world, lang, &r));
            out.push(Entry { pos: e.pos.0, at_ms: e.at_ms, actor: e.actor, note });
        }
    }
    Ok(out)
}

/// What a handover as it stood says of itself.
pub fn note(world: &World, lang: Lang, r: &Record) -> String {
    let f = &r.fields;
    let name = |no: u16| f.link(no).map(|who| world.full_name(who, lang));
    let from = name(FROM).unwrap_or_else(|| words::NO_ONE.get(lang).to_owned());
    let day = |no| f.day(no).map(|d| d.to_string()).unwrap_or_default();
    let (to, since, why) = (name(TO).unwrap_or_default(), day(SINCE), f.text(WHY));
    match (f.code(STATE), is_for_a_while(f)) {
        (Some(PROPOSED), _) => words::proposed(lang, &from, &to, &since, why),
        (Some(DECLINED), _) => words::declined(lang, &to, f.text(ANSWER)),
        (Some(WITHDRAWN), _) => words::withdrawn(lang, &name(ANSWERED_BY).unwrap_or_default()),
        (Some(ENDED), _) => words::ended(lang, &to),
        (_, true) => words::standing_in(lang, &from, &to, &since, &day(UNTIL), why),
        _ => trouble::handed_over(lang, &from, &to, &since, why),
    }
}
