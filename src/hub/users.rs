//! What refers to a record: nothing is removed while others still lead to it.

use super::actor::Actor;
use super::rows;
use super::wire::{PAGE_MAX, Reply};
use super::world::World;
use crate::book::{Field, Id, Kind, Ref, Type, visit};
use crate::index::tables::{NONE, Tables};
use crate::store::StoreError;
use std::collections::HashSet;

/// How many records refer to one.
pub fn count(world: &World, target: Ref) -> u64 {
    let t = world.tables();
    // of a staff member the tables count more than they list: whoever went along on a visit
    let counted = t.staff.find(target.id).filter(|_| target.kind == Kind::Staff).and_then(|s| t.staff.get(s));
    let counted = counted.map_or(0, |s| u64::from(s.people) + u64::from(s.visits));
    let counted = counted + t.all_referring(target.id).count() as u64;
    counted.max(of(&t, target).len() as u64)
}

/// How many of them somebody sees.
pub fn seen(world: &World, actor: &Actor, target: Ref) -> u64 {
    let t = world.tables();
    of(&t, target).into_iter().filter(|r| actor.rights.sees(&t, *r)).count() as u64
}

/// How many, and the first of them as rows.
///
/// # Errors
/// When the store cannot be read.
pub fn page(world: &World, target: Ref, limit: u32, actor: &Actor) -> Result<Reply, StoreError> {
    let mut total = count(world, target);
    let first: Vec<Ref> = {
        let t = world.tables();
        let mut all = of(&t, target);
        if !actor.rights.everywhere() {
            all.retain(|r| actor.rights.sees(&t, *r));
            total = all.len() as u64;
        }
        all.into_iter().take(limit.min(PAGE_MAX) as usize).collect()
    };
    let mut users = Vec::new();
    for r in first {
        users.extend(rows::row(world, r, actor)?);
    }
    Ok(Reply::Users { total, users })
}

/// All records that refer to one, by the field tables of their kinds. The register's entries stand for themselves.
pub fn of(t: &Tables, target: Ref) -> Vec<Ref> {
    let ties = t.ties.of(target).iter().chain(t.ties.marks_of(target));
    let mut out: Vec<Ref> = ties.map(|e| Ref { kind: Kind::Tie, id: e.tie }).collect();
    out.extend(t.all_referring(target.id));
    if target.kind == Kind::Area {
        let at = t.areas.find(target.id).unwrap_or(NONE);
        let below = t.areas.below(Some(at)).into_iter().filter_map(|a| t.areas.get(a));
        out.extend(below.map(|a| Ref { kind: Kind::Area, id: a.id }));
    }
    for kind in Kind::ALL.into_iter().filter(|k| k.general().is_none()) {
        let Some(facets) = t.facets(kind) else { continue };
        let refers = |f: &&Field| matches!(f.ty, Type::Ref { kind, .. } if kind == target.kind) && !f.hidden;
        for f in kind.fields().iter().filter(refers) {
            let found = if (kind, f.no) == (Kind::Visit, visit::PEOPLE) {
                t.people.row(target.id).map(|at| t.visits_of(at)).unwrap_or_default()
            } else if let Some(column) = t.links_column(kind, f.no) {
                match row(t, target) {
                    Some(at) if kind == Kind::Person => t.people.with(column, at).collect(),
                    Some(at) => t.visits.with(column, at).collect(),
                    None => Vec::new(),
                }
            } else {
                facets.referring(f.no, target.id).to_vec()
            };
            for id in found.into_iter().filter_map(|at| id_of(t, kind, at)) {
                out.push(Ref { kind, id });
            }
        }
    }
    let mut seen = HashSet::new();
    out.retain(|r| seen.insert(*r));
    out
}

/// The row that columns of references name somebody by.
fn row(t: &Tables, target: Ref) -> Option<u32> {
    match target.kind {
        Kind::Area => t.areas.find(target.id),
        kind => t.names(kind)?.row(target.id),
    }
}

fn id_of(t: &Tables, kind: Kind, at: u32) -> Option<Id> {
    match kind {
        Kind::Person => t.people.get(at).filter(|r| r.alive).map(|r| r.id),
        Kind::Visit => t.visits.get(at).filter(|r| r.alive).map(|r| r.id),
        _ => t.names(kind)?.get(at).filter(|r| r.alive).map(|r| r.id),
    }
}
