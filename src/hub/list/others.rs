//! Lists of what there is less of: organisations, staff, tags, areas, ties, the register.

use super::super::rows::row;
use super::super::wire::Order;
use super::take::take;
use super::{Asked, narrow};
use crate::book::{Id, Kind, Ref, request};
use crate::index::rowset::RowSet;
use crate::index::tables::{NamedRow, Tables};
use crate::store::StoreError;
use std::collections::HashSet;

/// Organisations, staff or tags.
pub fn named(asked: Asked<'_>, words: Option<&HashSet<Id>>, from: usize, limit: usize) -> (Vec<Id>, usize) {
    let Asked { kind, order, .. } = asked;
    let t = asked.world.tables();
    let Some(slots) = t.names(kind) else { return (Vec::new(), 0) };
    let set = passing(asked, &t, words);
    let by = match order {
        Order::By(no, back) => (no, back),
        _ => (0, false),
    };
    let standing = narrow::standing(&t, kind, by.0, by.1);
    let rights = &asked.actor.rights;
    let people = |at: u32, r: &NamedRow| match kind {
        Kind::Organisation => rights.members(&t, at),
        Kind::Staff => rights.work(&t, at).0,
        _ => r.people,
    };
    let all = slots.live().filter(|(at, _)| set.has(*at)).map(|(at, r)| {
        let first = match order {
            Order::By(..) => i64::from(standing(at)),
            Order::Recent | Order::Newest => -i64::from(people(at, r)),
            Order::Area => r.area.map_or(i64::MAX, i64::from),
            _ => 0,
        };
        ((first, r.reading.as_str(), r.id), at)
    });
    let (rows, total) = take(all, from, limit);
    (rows.into_iter().filter_map(|at| slots.get(at)).map(|r| r.id).collect(), total)
}

/// Which organisations, staff or tags pass.
pub fn passing(asked: Asked<'_>, t: &Tables, words: Option<&HashSet<Id>>) -> RowSet {
    let Asked { kind, filter: f, .. } = asked;
    let inside = f.area.map(|a| t.areas.find(a).map(|a| t.areas.inside(a)).unwrap_or_default());
    let lies = |at: Option<u32>| {
        inside.as_ref().is_none_or(|i| at.and_then(|a| i.get(a as usize)).is_some_and(|is| *is))
    };
    // what lies nowhere in particular everybody sees
    let seen = |at: Option<u32>| at.is_none_or(|a| asked.actor.rights.in_area(a));
    let all = t.names(kind).into_iter().flat_map(|n| n.live());
    let some = all.filter(|(_, r)| words.is_none_or(|w| w.contains(&r.id)) && lies(r.area) && seen(r.area));
    let mut set = RowSet::some(narrow::rows(t, kind), some.map(|(at, _)| at));
    narrow::narrow(t, kind, &f.tests, asked.world.today(), &mut set);
    set
}

/// Areas, by code.
pub fn areas(asked: Asked<'_>, words: Option<&HashSet<Id>>, from: usize, limit: usize) -> (Vec<Id>, usize) {
    let t = asked.world.tables();
    let inside = asked.filter.area.and_then(|a| t.areas.find(a)).map(|a| t.areas.inside(a));
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

/// Ties, newest first.
///
/// # Errors
/// When the store cannot be read.
pub fn ties(asked: Asked<'_>, from: usize, limit: usize) -> Result<(Vec<Id>, usize), StoreError> {
    let Asked { world, actor, filter: f, .. } = asked;
    let ids: Vec<Id> = {
        let t = world.tables();
        let one = f
            .person
            .map(|id| Ref { kind: Kind::Person, id })
            .or(f.organisation.map(|id| Ref { kind: Kind::Organisation, id }));
        let all = match one {
            Some(r) => t.ties.of(r).iter().chain(t.ties.marks_of(r)).map(|e| e.tie).collect(),
            None => t.ties.all(),
        };
        let seen = |id: &Id| actor.rights.sees(&t, Ref { kind: Kind::Tie, id: *id });
        all.into_iter().filter(seen).collect()
    };
    let needle = f.text.trim();
    let mut found = Vec::new();
    for id in ids {
        if !needle.is_empty() {
            let Some(r) = row(world, Ref { kind: Kind::Tie, id }, actor)? else { continue };
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
///
/// # Errors
/// When the store cannot be read.
pub fn requests(asked: Asked<'_>, from: usize, limit: usize) -> Result<(Vec<Id>, usize), StoreError> {
    let Asked { world, actor, filter: f, .. } = asked;
    if !actor.rights.everywhere() {
        return Ok((Vec::new(), 0));
    }
    let mut ids: Vec<Id> = world.tables().requests.iter().rev().copied().collect();
    if let Some(id) = f.person {
        let all = world.tables().lineage.all(Ref { kind: Kind::Person, id });
        let mut own = Vec::new();
        for id in ids {
            let r = world.get(Ref { kind: Kind::Request, id })?;
            if r.and_then(|r| r.fields.link(request::PERSON)).is_some_and(|p| all.contains(&p)) {
                own.push(id);
            }
        }
        ids = own;
    }
    let total = ids.len();
    Ok((ids.into_iter().skip(from).take(limit).collect(), total))
}
