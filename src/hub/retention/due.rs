//! What is past its time by a class: found in the dense columns where the kind has any. The register of requests has none
//! and is read; it is small. Nothing is changed by looking, and nothing is read of the store for what a column says.

use super::act::Run;
use super::groups;
use crate::book::{Id, Kind, Record, Ref, answer, request, retention, visit};
use crate::hub::world::World;
use crate::index::tables::{NEVER, NONE, Tables};
use crate::store::StoreError;
use std::collections::{HashMap, HashSet};

/// Records, each with the day that it is counted from.
pub type Dated = Vec<(i32, Id)>;

/// Why a record past its time stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Somebody said so.
    Said(String),
    /// Somebody said so of a record about them.
    With(String),
    /// Somebody frozen is among its people.
    Frozen,
    /// Something of theirs is still to be done.
    Open,
    /// Something about them is not past its time.
    Young,
    /// Visits went by a class until a later day than theirs: they may have been met on it.
    Contact,
}

/// What is past its time, each with the day that it is counted from.
#[derive(Debug, Default)]
pub struct Past {
    /// What may go.
    pub free: Dated,
    /// What is held back.
    pub held: Vec<(i32, Id, Why)>,
}

/// Which these are, in one number, in whatever order they are found.
pub fn digest(free: &Dated) -> [u8; 16] {
    free.iter().fold(0u128, |sum, (_, id)| sum.wrapping_add(u128::from_be_bytes(id.0))).to_be_bytes()
}

/// What all classes together keep from going.
pub struct Held {
    /// What is held back, by any class; of what was merged into another, that other.
    by: HashMap<Ref, String>,
    /// The last day of which visits went by a class: they no longer say who was met.
    unsaid: i32,
}

/// What all classes together keep from going.
pub fn held(world: &World, classes: &[Record]) -> Held {
    let all = classes.iter().flat_map(|c| retention::held(&c.fields));
    let by = all.map(|(one, why)| (world.stands_for(one), why)).collect();
    let runs = classes.iter().flat_map(|c| {
        let covers = c.fields.code(retention::COVERS).unwrap_or_default();
        groups(c, retention::RUNS).into_iter().map(move |v| (covers, Run::of(&v)))
    });
    // where a run does not say it itself, its class does, and its own day is late enough
    let of_visits = runs.filter(|(covers, run)| {
        let said = Some(run.terms.covers).filter(|said| *said != 0);
        said.unwrap_or(*covers) == retention::VISITS
    });
    let unsaid = of_visits.filter_map(|(_, run)| run.terms.until.or(run.on)).map(|d| d.0).max();
    Held { by, unsaid: unsaid.unwrap_or(NEVER) }
}

/// What a class asks of a record.
struct Asked {
    covers: u16,
    kind: Kind,
    from: u16,
    until: i32,
    /// The fields of which some must hold anything, where the record would stay without them.
    filled: Option<Vec<u16>>,
}

impl Asked {
    fn of(world: &World, class: &Record) -> Option<Asked> {
        let f = &class.fields;
        let covers = f.code(retention::COVERS)?;
        let kind = retention::kind(covers)?;
        let until = retention::until(world.today(), f.int(retention::MONTHS)?).0;
        let goes = |f: &&crate::book::Field| {
            retention::goes(f) && !f.hidden && (kind, f.no) != (Kind::Answer, answer::ANSWERS)
        };
        let filled = (f.code(retention::THEN)? == retention::NAMELESS)
            .then(|| kind.fields().iter().filter(goes).map(|f| f.no).collect());
        Some(Asked { covers, kind, from: f.code(retention::FROM)?, until, filled })
    }

    fn past(&self, day: i32) -> bool {
        day != NEVER && day <= self.until
    }

    /// Whether there is anything left of a record that its class would take away.
    fn tells(&self, t: &Tables, at: u32) -> bool {
        let Some(fields) = &self.filled else { return true };
        t.facets(self.kind).is_some_and(|f| fields.iter().any(|no| f.is_filled(self.kind, *no, at)))
    }

    /// The day that a record is counted from, by its own day and its people.
    fn day(&self, t: &Tables, at: u32, own: i32, people: impl Iterator<Item = u32>) -> i32 {
        match self.from {
            retention::DONE_DAY => {
                let days = retention::done_days(self.covers).iter();
                let days = days.filter_map(|no| t.day_column(self.kind, *no)?.get(at));
                days.max().filter(|d| *d != NEVER).unwrap_or(own)
            }
            retention::LAST_CONTACT => people.filter_map(|p| t.people.last.get(p)).fold(own, i32::max),
            _ => own,
        }
    }
}

/// A record that was found.
struct Found {
    day: i32,
    id: Id,
    /// Why it stays, if it does of itself.
    why: Option<Why>,
}

/// What is past its time by a class.
///
/// # Errors
/// When the store cannot be read.
pub fn past(world: &World, class: &Record, held: &Held) -> Result<Past, StoreError> {
    let mut out = Past::default();
    let Some(asked) = Asked::of(world, class) else { return Ok(out) };
    let found = match asked.kind {
        Kind::Request => requests(world, &asked)?,
        _ => scan(world, &asked, held)?,
    };
    for f in found {
        let target = Ref { kind: asked.kind, id: f.id };
        match held.by.get(&target).map(|said| Why::Said(said.clone())).or(f.why) {
            Some(why) => out.held.push((f.day, f.id, why)),
            None => out.free.push((f.day, f.id)),
        }
    }
    Ok(out)
}

fn scan(world: &World, asked: &Asked, held: &Held) -> Result<Vec<Found>, StoreError> {
    let frozen: Vec<Id> = world.frozen().keys().copied().collect();
    let register = if asked.kind == Kind::Person { register(world, held)? } else { HashMap::new() };
    let t = world.tables();
    let frozen: HashSet<u32> = frozen.into_iter().filter_map(|id| t.people.row(id)).collect();
    Ok(match asked.kind {
        Kind::Visit => visits(&t, asked, &frozen),
        Kind::Person => people(&t, asked, &frozen, (held, register)),
        kind => things(&t, asked, kind, &frozen),
    })
}

fn visits(t: &Tables, asked: &Asked, frozen: &HashSet<u32>) -> Vec<Found> {
    let mut out = Vec::new();
    for at in t.visits.live() {
        let own = t.visits.day.get(at).unwrap_or(NEVER);
        // the days of nearly all are told by the first look
        if !asked.past(own) {
            continue;
        }
        let day = asked.day(t, at, own, t.whom(at));
        if asked.past(day)
            && asked.tells(t, at)
            && let Some(id) = t.visits.id.get(at)
        {
            let held = !frozen.is_empty() && t.whom(at).any(|p| frozen.contains(&p));
            out.push(Found { day, id, why: held.then_some(Why::Frozen) });
        }
    }
    out
}

/// What the records about somebody say: the last of their days, and why one of them must stay.
struct About {
    day: i32,
    why: Option<Why>,
}

impl About {
    fn take(&mut self, day: i32, why: Option<Why>) {
        self.day = self.day.max(day);
        self.why = self.why.take().or(why);
    }
}

/// What the register says of each of its people.
fn register(world: &World, held: &Held) -> Result<HashMap<Id, About>, StoreError> {
    let ids: Vec<Id> = world.tables().requests.iter().copied().collect();
    let mut out: HashMap<Id, About> = HashMap::new();
    for id in ids {
        let Some(r) = world.get(Ref { kind: Kind::Request, id })? else { continue };
        let Some(whose) = r.fields.link(request::PERSON) else { continue };
        let days = [request::ASKED_ON, request::DONE_ON].into_iter().filter_map(|no| r.fields.day(no));
        let open = r.fields.code(request::DECIDED).is_none().then_some(Why::Open);
        let about = out.entry(world.stands_for(whose).id).or_insert(About { day: NEVER, why: None });
        about.take(days.max().map_or(NEVER, |d| d.0), held.with(r.to_ref()).or(open));
    }
    Ok(out)
}

impl Held {
    /// Why somebody stays with a record about them.
    fn with(&self, one: Ref) -> Option<Why> {
        self.by.get(&one).map(|why| Why::With(why.clone()))
    }

    /// What visits and records of the general kinds say of somebody: they go with them.
    fn about(&self, t: &Tables, at: u32, id: Id, about: &mut About) {
        for v in t.visits_of(at) {
            let held = t.visits.id.get(v).and_then(|id| self.with(Ref { kind: Kind::Visit, id }));
            about.take(t.visits.day.get(v).unwrap_or(NEVER), held);
        }
        // what has no people of its own names them among other things, and stays
        for one in t.all_referring(id).filter(|r| r.kind.people_field().is_some()) {
            let Some(at) = t.things(one.kind).and_then(|things| things.rows.row(one.id)) else { continue };
            let days = retention::days(one.kind).filter_map(|no| t.day_column(one.kind, no)?.get(at));
            let open = t.is_open(one.kind, at).then_some(Why::Open);
            about.take(days.max().unwrap_or(NEVER), self.with(one).or(open));
        }
    }
}

/// Those who are gone. Everything about them goes with them: so they stay as long as any of it must.
fn people(
    t: &Tables,
    asked: &Asked,
    frozen: &HashSet<u32>,
    (held, mut register): (&Held, HashMap<Id, About>),
) -> Vec<Found> {
    let p = &t.people;
    let mut out = Vec::new();
    for at in p.live().filter(|at| p.status.get(*at).is_some_and(|s| retention::is_gone(s.into()))) {
        let day = p.last.get(at).unwrap_or(NEVER).max(p.entered.get(at).unwrap_or(NEVER));
        if asked.past(day)
            && let Some(id) = p.id.get(at)
        {
            let mut about = register.remove(&id).unwrap_or(About { day: NEVER, why: None });
            held.about(t, at, id, &mut about);
            let day = day.max(about.day);
            let frozen = frozen.contains(&at).then_some(Why::Frozen);
            let young = (day > asked.until).then_some(Why::Young);
            let unsaid = (held.unsaid > asked.until).then_some(Why::Contact);
            out.push(Found { day, id, why: frozen.or(about.why).or(young).or(unsaid) });
        }
    }
    out
}

fn things(t: &Tables, asked: &Asked, kind: Kind, frozen: &HashSet<u32>) -> Vec<Found> {
    let Some(things) = t.things(kind) else { return Vec::new() };
    let mut out = Vec::new();
    for at in things.rows.live() {
        let own = t.main_day(kind, at);
        if !asked.past(own) || t.is_open(kind, at) {
            continue;
        }
        let day = asked.day(t, at, own, things.people(at));
        if asked.past(day)
            && asked.tells(t, at)
            && let Some(id) = things.rows.id.get(at)
        {
            let held = !frozen.is_empty() && things.people(at).any(|p| frozen.contains(&p));
            out.push(Found { day, id, why: held.then_some(Why::Frozen) });
        }
    }
    out
}

/// Of the register, which has no columns. What freezes somebody stays as long as they are frozen: the hub knows it by that.
fn requests(world: &World, asked: &Asked) -> Result<Vec<Found>, StoreError> {
    let ids: Vec<Id> = world.tables().requests.iter().copied().collect();
    let mut out = Vec::new();
    for id in ids {
        let Some(r) = world.get(Ref { kind: Kind::Request, id })? else { continue };
        let done = r.fields.day(request::DONE_ON).filter(|_| asked.from == retention::DONE_DAY);
        let day = done.or(r.fields.day(request::ASKED_ON)).map_or(NEVER, |d| d.0);
        if r.fields.code(request::DECIDED).is_some() && asked.past(day) {
            let frozen = r.fields.link(request::PERSON).is_some_and(|p| world.is_frozen(p));
            out.push(Found { day, id, why: frozen.then_some(Why::Frozen) });
        }
    }
    Ok(out)
}

/// Where a record lies by its people, where it does not say so itself.
pub fn lies(t: &Tables, r: &Record) -> Option<Ref> {
    let row = match r.kind {
        Kind::Visit => {
            let first = r.fields.link(visit::PEOPLE)?;
            t.people.area.get(t.people.row(first.id)?).filter(|a| *a != NONE)
        }
        kind => {
            let things = t.things(kind)?;
            t.lies_in(things, things.rows.row(r.id)?)
        }
    };
    let area = t.areas.get(row?)?;
    Some(Ref { kind: Kind::Area, id: area.id })
}
