//! Pages of lists: filtered and ordered over the dense tables; records are read for the rows of the page only.

use super::rows::row;
use super::wire::{Filter, Order, PAGE_MAX, Reply};
use super::world::World;
use crate::book::{Day, Id, Kind, Ref, Row, request, visit};
use crate::index::finder::{Query, Scope};
use crate::index::tables::{NONE, Tables};
use crate::store::StoreError;
use crate::text::Lang;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::sync::Arc;

/// How many matches of a filter's words are taken from the finder.
const MATCHES: usize = 20_000;
/// Up to so many rows are the best picked out in one walk; more are sorted.
const KEPT: usize = 8192;
/// Pages of so many rows are of one who reads all of them.
const WHOLESALE: usize = 500;
/// Most whole lists that are kept in their order.
const ORDERED_MAX: usize = 3;
/// After so many bytes of records a page ends: with one more of the largest and all names it still fits a frame.
const RECORDS_BYTES: usize = 1 << 20;
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
    lang: Lang,
) -> Result<Reply, StoreError> {
    let (ids, total) = ids(world, kind, filter, order, offset, limit)?;
    let mut rows: Vec<Row> = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(r) = row(world, Ref { kind, id }, lang)? {
            rows.push(r);
        }
    }
    let all = world.tables().count(kind);
    Ok(Reply::Page { total: total as u64, all, offset, rows })
}

/// A page of a list as whole records. Ends early where they would not fit into one frame.
///
/// # Errors
/// When the store cannot be read.
pub fn records(
    world: &World,
    kind: Kind,
    filter: &Filter,
    order: Order,
    offset: u32,
    limit: u32,
    lang: Lang,
) -> Result<Reply, StoreError> {
    let (ids, _) = ids(world, kind, filter, order, offset, limit)?;
    let (mut taken, mut size, mut records) = (0, 0, Vec::with_capacity(ids.len()));
    for id in ids {
        taken += 1;
        // gone since the list was made
        let Some((record, bytes)) = world.get_sized(Ref { kind, id })? else { continue };
        size += bytes;
        if world.only_frozen(&record) {
            continue;
        }
        records.push(super::answer::shown(world, record, lang));
        if size > RECORDS_BYTES {
            break;
        }
    }
    Ok(Reply::Records { taken, records })
}

/// The ids of one page, and how many pass in all.
fn ids(
    world: &World,
    kind: Kind,
    filter: &Filter,
    order: Order,
    offset: u32,
    limit: u32,
) -> Result<(Vec<Id>, usize), StoreError> {
    let (from, limit) = (offset as usize, limit.min(PAGE_MAX) as usize);
    // who reads page after page wants the whole order: it is made once and kept until something changes
    if let Some(all) = kept(world, kind, filter, order) {
        return Ok((all.iter().skip(from).take(limit).copied().collect(), all.len()));
    }
    if from == 0 || limit < WHOLESALE {
        return pick(world, kind, filter, order, from, limit);
    }
    let all = whole(world, kind, filter, order)?;
    Ok((all.iter().skip(from).take(limit).copied().collect(), all.len()))
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

fn kept(world: &World, kind: Kind, filter: &Filter, order: Order) -> Option<Arc<Vec<Id>>> {
    let generation = world.tables().generation;
    let fits = |o: &&Ordered| {
        o.kind == kind && o.order == order && o.filter == *filter && o.generation == generation
    };
    world.ordered().iter().find(fits).map(|o| Arc::clone(&o.ids))
}

fn whole(world: &World, kind: Kind, filter: &Filter, order: Order) -> Result<Arc<Vec<Id>>, StoreError> {
    let generation = world.tables().generation;
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
        Kind::Request => requests(world, filter, from, limit)?,
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

/// Picks one page out of all that pass, and counts them: a first page in one walk, keeping no more than it shows.
fn take<K: Ord + Copy>(all: impl Iterator<Item = (K, u32)>, from: usize, limit: usize) -> (Vec<u32>, usize) {
    let upto = from.saturating_add(limit);
    if upto > KEPT {
        let mut all: Vec<(K, u32)> = all.collect();
        let total = all.len();
        if upto < total {
            all.select_nth_unstable(upto);
            all.truncate(upto);
        }
        if from > 0 && from < all.len() {
            all.select_nth_unstable(from);
        }
        let mut page = all.split_off(from.min(all.len()));
        page.sort_unstable();
        return (page.into_iter().map(|(_, at)| at).collect(), total);
    }
    let mut best: BinaryHeap<(K, u32)> = BinaryHeap::with_capacity(upto + 1);
    let mut total = 0;
    for one in all {
        total += 1;
        if best.len() < upto {
            best.push(one);
        } else if let Some(mut worst) = best.peek_mut()
            && one < *worst
        {
            *worst = one;
        }
    }
    (best.into_sorted_vec().into_iter().skip(from).map(|(_, at)| at).collect(), total)
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
    let p = &t.people;
    // the narrowest way in: what the words found, an employer's people, or everybody
    let mut late = false;
    let rows: Box<dyn Iterator<Item = u32>> = match (words, f.person, f.organisation) {
        (Some(w), ..) => Box::new(w.iter().filter_map(|id| p.find(*id))),
        (_, Some(id), _) => Box::new(p.find(id).into_iter()),
        (_, _, Some(o)) => Box::new(t.members(t.organisations.find(o).unwrap_or(NONE)).iter().copied()),
        _ if f.overdue => {
            late = true;
            Box::new(t.all_overdue(today).into_iter())
        }
        _ => Box::new(p.live()),
    };
    let inside = f.area.map(|a| t.areas.find(a).map(|a| t.areas.inside(a)).unwrap_or_default());
    let in_area = |at: u32| {
        inside.as_ref().is_none_or(|i| p.area.get(at).and_then(|a| i.get(a as usize)).is_some_and(|is| *is))
    };
    let employer = f.organisation.map(|o| t.organisations.find(o).unwrap_or(NONE));
    let liaison = f.staff.map(|s| t.staff.find(s).unwrap_or(NONE));
    let rhythms = t.areas.rhythms();
    let overdue = |at: u32| p.get(at).is_some_and(|row| t.overdue(&row, &rhythms, today));
    let passes = |at: &u32| {
        let at = *at;
        in_area(at)
            && employer.is_none_or(|e| p.employer.get(at) == Some(e))
            && liaison.is_none_or(|l| p.liaison.get(at) == Some(l))
            && f.person.is_none_or(|id| p.id.get(at) == Some(id))
            && (late || !f.overdue || overdue(at))
    };
    let key = |at: u32| -> (i32, [u8; 16]) {
        let first = match order {
            Order::Usual | Order::Name => 0,
            Order::Recent => p.last.get(at).map_or(0, |last| last.saturating_neg()),
            Order::LongAgo => p.last.get(at).unwrap_or(0),
            Order::Area => p.area.get(at).map_or(i32::MAX, |a| i32::try_from(a).unwrap_or(i32::MAX)),
            Order::Newest => p.entered.get(at).map_or(0, |day| day.saturating_neg()),
        };
        (first, p.reading.get(at).unwrap_or_default())
    };
    let (rows, total) = take(rows.filter(passes).map(|at| (key(at), at)), from, limit);
    (rows.into_iter().filter_map(|at| p.id.get(at)).collect(), total)
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
        let v = &t.visits;
        let inside = f.area.map(|a| t.areas.find(a).map(|a| t.areas.inside(a)).unwrap_or_default());
        let staff = f.staff.map(|s| t.staff.find(s).unwrap_or(NONE));
        let organisation = f.organisation.map(|o| t.organisations.find(o).unwrap_or(NONE));
        let passes = |at: &u32| {
            let at = *at;
            let in_area =
                |i: &Vec<bool>| v.area.get(at).and_then(|a| i.get(a as usize)).is_some_and(|is| *is);
            inside.as_ref().is_none_or(in_area)
                && staff.is_none_or(|s| v.staff.get(at) == Some(s))
                && organisation.is_none_or(|o| v.organisation.get(at) == Some(o))
        };
        // of one day, what was entered last comes first
        let key = |at: u32| (Reverse((v.day.get(at), at)), at);
        let (from, limit) = if words.is_some() { (0, WORDS_READ) } else { (from, limit) };
        let (rows, total) = match f.person {
            Some(p) => {
                let of = t.people.find(p).map(|p| t.visits_of(p)).unwrap_or_default();
                take(of.into_iter().filter(passes).map(key), from, limit)
            }
            // the newest stand last: from there few are ever put in the place of others
            None => take(v.live().rev().filter(passes).map(key), from, limit),
        };
        (rows.into_iter().filter_map(|at| v.id.get(at)).collect(), total)
    };
    let Some(people) = words else { return Ok((all, total)) };
    let needle = f.text.trim().to_lowercase();
    let mut found = Vec::new();
    for id in all {
        let Some(r) = world.get(Ref { kind: Kind::Visit, id })? else { continue };
        let whom = r.fields.links(visit::PEOPLE).iter().any(|p| people.contains(&p.id));
        if whom || super::guard::summary(world, &r).to_lowercase().contains(&needle) {
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
    let all = slots
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
        });
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
    let all = t
        .areas
        .live()
        .filter(|(at, n)| {
            words.is_none_or(|w| w.contains(&n.id))
                && inside.as_ref().is_none_or(|i| i.get(*at as usize).copied().unwrap_or(false))
        })
        .map(|(at, n)| ((n.code.is_empty(), n.code.as_str(), n.name.as_str(), n.id), at));
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
            let Some(r) = row(world, Ref { kind: Kind::Tie, id }, Lang::Zh)? else { continue };
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

/// The register, newest first: whole, or of one person.
fn requests(world: &World, f: &Filter, from: usize, limit: usize) -> Result<(Vec<Id>, usize), StoreError> {
    let mut ids: Vec<Id> = world.tables().requests.iter().rev().copied().collect();
    if let Some(person) = f.person {
        let mut own = Vec::new();
        for id in ids {
            let r = world.get(Ref { kind: Kind::Request, id })?;
            if r.and_then(|r| r.fields.link(request::PERSON)).is_some_and(|p| p.id == person) {
                own.push(id);
            }
        }
        ids = own;
    }
    let total = ids.len();
    Ok((ids.into_iter().skip(from).take(limit).collect(), total))
}

/// How many people wait longer than their area's rhythm, by area row; and in all.
pub fn overdue(t: &Tables, today: Day) -> (Vec<u64>, u64) {
    let mut by_area: Vec<u64> = vec![0; t.areas.rows()];
    let mut all = 0;
    for at in t.all_overdue(today) {
        all += 1;
        if let Some(n) = t.people.area.get(at).and_then(|a| by_area.get_mut(a as usize)) {
            *n += 1;
        }
    }
    (by_area, all)
}
