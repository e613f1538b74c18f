//! Lists of visits.

use super::super::wire::{Filter, Order};
use super::narrow::{narrow, standing};
use super::{Asked, take};
use crate::book::{Id, Kind, Ref, visit};
use crate::index::rowset::RowSet;
use crate::index::tables::{NONE, Tables};
use crate::store::StoreError;
use std::cmp::Reverse;
use std::collections::HashSet;

/// How many visits' words are read for a filter.
const WORDS_READ: usize = 20_000;

/// The visits of one page, newest first if nothing else is wanted, and how many pass in all.
///
/// # Errors
/// When the store cannot be read.
pub fn visits(
    asked: Asked<'_>,
    words: Option<&HashSet<Id>>,
    from: usize,
    limit: usize,
) -> Result<(Vec<Id>, usize), StoreError> {
    let world = asked.world;
    let Some(people) = words else { return Ok(ordered(asked, &world.tables(), from, limit)) };
    let (all, _) = ordered(asked, &world.tables(), 0, WORDS_READ);
    let needle = asked.filter.text.trim().to_lowercase();
    let mut found = Vec::new();
    for id in all {
        let Some(r) = world.get(Ref { kind: Kind::Visit, id })? else { continue };
        let whom = r.fields.links(visit::PEOPLE).iter().any(|p| people.contains(&p.id));
        if whom || super::super::guard::summary(world, &r).to_lowercase().contains(&needle) {
            found.push(id);
        }
    }
    let total = found.len();
    Ok((found.into_iter().skip(from).take(limit).collect(), total))
}

/// Whatever their words.
fn ordered(asked: Asked<'_>, t: &Tables, from: usize, limit: usize) -> (Vec<Id>, usize) {
    let f = asked.filter;
    let v = &t.visits;
    let ids = |rows: Vec<u32>| rows.into_iter().filter_map(|at| v.id.get(at)).collect();
    let whole = Filter { text: f.text.clone(), overdue: f.overdue, ..Filter::default() };
    let by = match asked.order {
        Order::By(no, back) => Some((no, back)),
        _ => None,
    };
    if *f == whole && by.is_none() && asked.actor.rights.everywhere() {
        return (ids(t.orders.by_day.backward(from).take(limit).collect()), t.orders.by_day.len());
    }
    let set = passing(asked, t);
    // of one day, what was entered last comes first
    let key = |at: u32| Reverse((v.day.get(at), at));
    if let Some((no, back)) = by {
        let standing = standing(t, Kind::Visit, no, back);
        let (rows, total) = take::page(&set, 0, None, |at| (standing(at), key(at)), from, limit);
        return (ids(rows), total);
    }
    let walk = Box::new(t.orders.by_day.backward(0));
    let (rows, total) = take::page(&set, v.len() as usize, Some(walk), key, from, limit);
    (ids(rows), total)
}

/// Which pass, whatever their words.
pub fn passing(asked: Asked<'_>, t: &Tables) -> RowSet {
    let f = asked.filter;
    let v = &t.visits;
    let mut set = match f.person {
        Some(p) => RowSet::some(v.id.len(), t.people.find(p).map(|p| t.visits_of(p)).unwrap_or_default()),
        None => RowSet::of(&v.alive, |alive| alive),
    };
    if let Some(area) = f.area {
        let inside = t.areas.find(area).map(|a| t.areas.inside(a)).unwrap_or_default();
        set.keep(&v.area, |a| inside.get(a as usize).copied().unwrap_or(false));
    }
    if let Some(s) = f.staff {
        let staff = t.staff.find(s).unwrap_or(NONE);
        set.keep(&v.staff, |s| s == staff && s != NONE);
    }
    if let Some(o) = f.organisation {
        let organisation = t.organisations.find(o).unwrap_or(NONE);
        set.keep(&v.organisation, |o| o == organisation && o != NONE);
    }
    asked.actor.rights.visits(t, &mut set);
    narrow(t, Kind::Visit, &f.tests, asked.world.today(), &mut set);
    set
}
