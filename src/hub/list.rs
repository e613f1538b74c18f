//! Pages of lists: filtered and ordered over the dense tables; records are read for the rows of the page only.

use super::rows::row;
use super::wire::{Filter, Order, PAGE_MAX, Reply};
use super::world::World;
use crate::book::{Day, Id, Kind, Ref, Row, visit};
use crate::index::finder::{Query, Scope};
use crate::index::tables::{NONE, PersonRow, Tables, VisitRow};
use crate::store::StoreError;
use std::collections::HashSet;
use std::sync::Arc;

/// How many matches of a filter's words are taken from the finder.
const MATCHES: usize = 20_000;
/// Most whole lists that are kept in their order.
const ORDERED_MAX: usize = 4;
/// How many visits' words are read for a filter.
const WORDS_READ: usize = 20_000;

/// A page of a list.
///
/// # Errors
/// When the store cannot be read.
pub fn page(
    world: &World,
    kind: Kind,
    filter: &Filter,
    order: Order,
    offset: u32,
    limit: u32,
) -> Result<Reply, StoreError> {
    let limit = limit.min(PAGE_MAX) as usize;
    let from = offset as usize;
    let (ids, total) = if from == 0 {
        pick(world, kind, filter, order, from, limit)?
    } else {
        // who pages on wants the whole order: it is made once and kept until something changes
        let all = whole(world, kind, filter, order)?;
        (all.iter().skip(from).take(limit).copied().collect(), all.len())
    };
    let mut rows: Vec<Row> = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(r) = row(world, Ref { kind, id })? {
            rows.push(r);
        }
    }
    let all = world.tables().count(kind);
    Ok(Reply::Page { total: total as u64, all, offset, rows })
}

/// A whole list in its order, as of one generation of the tables.
#[derive(Debug)]
pub struct Ordered {
    kind: Kind,
    filter: Filter,
    order: Order,
    generation: u64,
    ids: Arc<Vec<Id>>,
}

fn whole(world: &World, kind: Kind, filter: &Filter, order: Order) -> Result<Arc<Vec<Id>>, StoreError> {
    let generation = world.tables().generation;
    let fits =
        |o: &Ordered| o.kind == kind && o.order == order && o.filter == *filter && o.generation == generation;
    if let Some(o) = world.ordered().iter().find(|o| fits(o)) {
        return Ok(Arc::clone(&o.ids));
    }
    let (ids, _) = pick(world, kind, filter, order, 0, usize::MAX / 2)?;
    let ids = Arc::new(ids);
    let mut kept = world.ordered();
    kept.retain(|o| o.generation == generation);
    kept.truncate(ORDERED_MAX - 1);
    kept.insert(0, Ordered { kind, filter: filter.clone(), order, generation, ids: Arc::clone(&ids) });
    Ok(ids)
}

/// The ids of one page, and how many pass in all.
fn pick(
    world: &World,
    kind: Kind,
    filter: &Filter,
    order: Order,
    from: usize,
    limit: usize,
) -> Result<(Vec<Id>, usize), StoreError> {
    let words = words_of(world, kind, filter);
    Ok(match kind {
        Kind::Person => people(world, filter, order, words.as_ref(), from, limit),
        Kind::Visit => visits(world, filter, words.as_ref(), from, limit)?,
        Kind::Organisation | Kind::Staff | Kind::Tag => {
            named(world, kind, filter, order, words.as_ref(), from, limit)
        }
        Kind::Area => areas(world, filter, words.as_ref(), from, limit),
        Kind::Tie => ties(world, filter, from, limit)?,
    })
}

/// The ids that a filter's words find; for visits the people found.
fn words_of(world: &World, kind: Kind, filter: &Filter) -> Option<HashSet<Id>> {
    if filter.text.trim().is_empty() {
        return None;
    }
    let kinds = [if kind == Kind::Visit { Kind::Person.code() } else { kind.code() }];
    let hits = world.finder.search(&Query::parse(&filter.text), Scope::All, &kinds, MATCHES);
    Some(hits.hits.iter().map(|h| Id(h.id)).collect())
}

/// Picks one page out of all that pass, without sorting more than it must.
fn take<K: Ord + Copy>(mut all: Vec<(K, u32)>, from: usize, limit: usize) -> (Vec<u32>, usize) {
    let total = all.len();
    let upto = (from + limit).min(total);
    if upto > 0 && upto * 4 < total {
        all.select_nth_unstable(upto - 1);
        all.truncate(upto);
    }
    all.sort_unstable();
    (all.into_iter().skip(from).take(limit).map(|(_, at)| at).collect(), total)
}

fn people(
    world: &World,
    f: &Filter,
    order: Order,
    words: Option<&HashSet<Id>>,
    from: usize,
    limit: usize,
) -> (Vec<Id>, usize) {
    let today = world.today();
    let t = world.tables();
    let inside = f.area.and_then(|a| t.areas.find(a)).map(|a| t.areas.inside(a));
    let employer = f.organisation.map(|o| t.organisations.find(o).unwrap_or(NONE));
    let liaison = f.staff.map(|s| t.staff.find(s).unwrap_or(NONE));
    let passes = |p: &PersonRow| {
        words.is_none_or(|w| w.contains(&p.id))
            && (f.area.is_none()
                || inside.as_ref().is_some_and(|i| i.get(p.area as usize).copied().unwrap_or(false)))
            && employer.is_none_or(|e| p.employer == e)
            && liaison.is_none_or(|l| p.liaison == l)
            && f.group.is_none_or(|g| g < 8 && p.groups & (1 << g) != 0)
            && f.person.is_none_or(|id| p.id == id)
            && (!f.overdue || t.overdue(p, today))
    };
    type Key = (i64, [u8; 16], Id);
    let key = |p: &PersonRow| -> Key {
        let first = match order {
            Order::Usual | Order::Name => 0,
            Order::Recent => -i64::from(p.last),
            Order::LongAgo => i64::from(p.last),
            Order::Area => i64::from(p.area),
            Order::Newest => -i64::from(p.entered),
        };
        (first, p.reading, p.id)
    };
    let all: Vec<(Key, u32)> =
        t.people.live().filter(|(_, p)| passes(p)).map(|(at, p)| (key(p), at)).collect();
    let (rows, total) = take(all, from, limit);
    (rows.into_iter().filter_map(|at| t.people.get(at)).map(|p| p.id).collect(), total)
}

/// Visits, newest first.
fn visits(
    world: &World,
    f: &Filter,
    words: Option<&HashSet<Id>>,
    from: usize,
    limit: usize,
) -> Result<(Vec<Id>, usize), StoreError> {
    let (all, total): (Vec<Id>, usize) = {
        let t = world.tables();
        let newest = |v: &VisitRow| (std::cmp::Reverse((v.day, v.id)), 0u8);
        let inside = f.area.and_then(|a| t.areas.find(a)).map(|a| t.areas.inside(a));
        let staff = f.staff.map(|s| t.staff.find(s).unwrap_or(NONE));
        let organisation = f.organisation.map(|o| t.organisations.find(o).unwrap_or(NONE));
        let passes = |v: &VisitRow| {
            (f.area.is_none()
                || inside.as_ref().is_some_and(|i| i.get(v.area as usize).copied().unwrap_or(false)))
                && staff.is_none_or(|s| v.staff == s)
                && organisation.is_none_or(|o| v.organisation == o)
        };
        let keyed: Vec<_> = match f.person {
            Some(p) => {
                let of = t.people.find(p).map(|p| t.visits_of(p)).unwrap_or_default();
                of.into_iter()
                    .filter_map(|v| t.visits.get(v).map(|r| (v, r)))
                    .filter(|(_, r)| passes(r))
                    .map(|(v, r)| (newest(r), v))
                    .collect()
            }
            None => t.visits.live().filter(|(_, v)| passes(v)).map(|(at, v)| (newest(v), at)).collect(),
        };
        let read = if words.is_some() { (0, WORDS_READ) } else { (from, limit) };
        let (rows, total) = take(keyed, read.0, read.1);
        (rows.into_iter().filter_map(|at| t.visits.get(at)).map(|v| v.id).collect(), total)
    };
    let Some(people) = words else { return Ok((all, total)) };
    let needle = f.text.trim().to_lowercase();
    let mut found = Vec::new();
    for id in all {
        let Some(r) = world.get(Ref { kind: Kind::Visit, id })? else { continue };
        let whom = r.fields.links(visit::PEOPLE).iter().any(|p| people.contains(&p.id));
        if whom || r.fields.text(visit::SUMMARY).to_lowercase().contains(&needle) {
            found.push(id);
        }
    }
    let total = found.len();
    Ok((found.into_iter().skip(from).take(limit).collect(), total))
}

fn named(
    world: &World,
    kind: Kind,
    f: &Filter,
    order: Order,
    words: Option<&HashSet<Id>>,
    from: usize,
    limit: usize,
) -> (Vec<Id>, usize) {
    let t = world.tables();
    let Some(slots) = t.names(kind) else { return (Vec::new(), 0) };
    let inside = f.area.and_then(|a| t.areas.find(a)).map(|a| t.areas.inside(a));
    let all: Vec<_> = slots
        .live()
        .filter(|(_, r)| {
            words.is_none_or(|w| w.contains(&r.id))
                && (f.area.is_none()
                    || r.area.is_some_and(|a| {
                        inside.as_ref().is_some_and(|i| i.get(a as usize).copied().unwrap_or(false))
                    }))
        })
        .map(|(at, r)| {
            let first = match order {
                Order::Recent | Order::Newest => -i64::from(r.people),
                Order::Area => r.area.map_or(i64::MAX, i64::from),
                _ => 0,
            };
            ((first, r.reading.as_str(), r.id), at)
        })
        .collect();
    let (rows, total) = take(all, from, limit);
    (rows.into_iter().filter_map(|at| slots.get(at)).map(|r| r.id).collect(), total)
}

fn areas(
    world: &World,
    f: &Filter,
    words: Option<&HashSet<Id>>,
    from: usize,
    limit: usize,
) -> (Vec<Id>, usize) {
    let t = world.tables();
    let inside = f.area.and_then(|a| t.areas.find(a)).map(|a| t.areas.inside(a));
    let all: Vec<_> = t
        .areas
        .live()
        .filter(|(at, n)| {
            words.is_none_or(|w| w.contains(&n.id))
                && inside.as_ref().is_none_or(|i| i.get(*at as usize).copied().unwrap_or(false))
        })
        .map(|(at, n)| ((n.code.is_empty(), n.code.as_str(), n.name.as_str(), n.id), at))
        .collect();
    let (rows, total) = take(all, from, limit);
    (rows.into_iter().filter_map(|at| t.areas.get(at)).map(|n| n.id).collect(), total)
}

fn ties(world: &World, f: &Filter, from: usize, limit: usize) -> Result<(Vec<Id>, usize), StoreError> {
    let ids: Vec<Id> = {
        let t = world.tables();
        let one = f
            .person
            .map(|id| Ref { kind: Kind::Person, id })
            .or(f.organisation.map(|id| Ref { kind: Kind::Organisation, id }));
        match one {
            Some(r) => t.ties.of(r).iter().map(|e| e.tie).collect(),
            None => t.ties.all(),
        }
    };
    let needle = f.text.trim();
    let mut found = Vec::new();
    for id in ids {
        if !needle.is_empty() {
            let Some(r) = row(world, Ref { kind: Kind::Tie, id })? else { continue };
            let hit = r.cells.iter().any(|c| matches!(c, crate::book::Cell::Text(s) if s.contains(needle)));
            if !hit {
                continue;
            }
        }
        found.push(id);
    }
    let total = found.len();
    Ok((found.into_iter().skip(from).take(limit).collect(), total))
}

/// How many people wait longer than their area's rhythm, by area row; and in all.
pub fn overdue(t: &Tables, today: Day) -> (Vec<u64>, u64) {
    let mut by_area: Vec<u64> = Vec::new();
    let mut all = 0;
    for (_, p) in t.people.live() {
        if t.overdue(p, today) {
            all += 1;
            if p.area != NONE {
                let at = p.area as usize;
                if by_area.len() <= at {
                    by_area.resize(at + 1, 0);
                }
                if let Some(n) = by_area.get_mut(at) {
                    *n += 1;
                }
            }
        }
    }
    (by_area, all)
}
