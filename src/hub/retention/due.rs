//! What is past its time by a class: found in the dense columns where the kind has any. The register of requests has none
//! and is read; it is small. Nothing is changed by looking, and nothing is read of the store for what a column says.

use crate::book::{Id, Kind, Record, Ref, answer, matter, request, retention, visit};
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
    /// Somebody frozen is among its people.
    Frozen,
    /// A matter of theirs is not struck off.
    Open,
}

/// What is past its time, each with the day that it is counted from.
#[derive(Debug, Default)]
pub struct Past {
    /// What may go.
    pub free: Dated,
    /// What is held back.
    pub held: Vec<(i32, Id, Why)>,
}

/// Everything that is held back, by any class; of what was merged into another, that other.
pub fn holds(world: &World, classes: &[Record]) -> HashMap<Ref, String> {
    let all = classes.iter().flat_map(|c| retention::held(&c.fields));
    all.map(|(one, why)| (world.stands_for(one), why)).collect()
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
    frozen: bool,
    open: bool,
}

/// What is past its time by a class.
///
/// # Errors
/// When the store cannot be read.
pub fn past(world: &World, class: &Record, holds: &HashMap<Ref, String>) -> Result<Past, StoreError> {
    let mut out = Past::default();
    let Some(asked) = Asked::of(world, class) else { return Ok(out) };
    let found = match asked.kind {
        Kind::Request => requests(world, &asked)?,
        _ => scan(world, &asked),
    };
    for f in found {
        let target = Ref { kind: asked.kind, id: f.id };
        let why = match holds.get(&target) {
            Some(said) => Some(Why::Said(said.clone())),
            None if f.frozen => Some(Why::Frozen),
            None => f.open.then_some(Why::Open),
        };
        match why {
            Some(why) => out.held.push((f.day, f.id, why)),
            None => out.free.push((f.day, f.id)),
        }
    }
    Ok(out)
}

fn scan(world: &World, asked: &Asked) -> Vec<Found> {
    let frozen: Vec<Id> = world.frozen().keys().copied().collect();
    let t = world.tables();
    let frozen: HashSet<u32> = frozen.into_iter().filter_map(|id| t.people.row(id)).collect();
    match asked.kind {
        Kind::Visit => visits(&t, asked, &frozen),
        Kind::Person => people(&t, asked),
        kind => things(&t, asked, kind, &frozen),
    }
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
            out.push(Found { day, id, frozen: held, open: false });
        }
    }
    out
}

fn people(t: &Tables, asked: &Asked) -> Vec<Found> {
    let p = &t.people;
    let mut out = Vec::new();
    for at in p.live().filter(|at| p.status.get(*at).is_some_and(|s| retention::is_gone(s.into()))) {
        let day = p.last.get(at).unwrap_or(NEVER).max(p.entered.get(at).unwrap_or(NEVER));
        if asked.past(day)
            && let Some(id) = p.id.get(at)
        {
            let open = |m: &u32| t.state(Kind::Matter, *m).is_some_and(|(_, s)| s != matter::CLOSED);
            let open = t.referring(Kind::Matter, Some(matter::PEOPLE), id).iter().any(open);
            out.push(Found { day, id, frozen: false, open });
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
            out.push(Found { day, id, frozen: held, open: false });
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
            out.push(Found { day, id, frozen, open: false });
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
