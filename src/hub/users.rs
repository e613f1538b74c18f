//! What refers to a record: nothing is removed while others still lead to it.

use super::actor::Actor;
use super::rows::row;
use super::wire::{PAGE_MAX, Reply};
use super::world::World;
use crate::book::{Kind, Ref};
use crate::index::tables::{NONE, Tables};
use crate::store::StoreError;

/// How many records refer to one.
pub fn count(world: &World, target: Ref) -> u64 {
    let t = world.tables();
    // of a staff member the tables count more than they list: whoever went along on a visit
    let counted = t.staff.find(target.id).filter(|_| target.kind == Kind::Staff).and_then(|s| t.staff.get(s));
    let counted = counted.map_or(0, |s| u64::from(s.people) + u64::from(s.visits));
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
        users.extend(row(world, r, actor)?);
    }
    Ok(Reply::Users { total, users })
}

fn of(t: &Tables, target: Ref) -> Vec<Ref> {
    let mut out: Vec<Ref> = t.ties.of(target).iter().map(|e| Ref { kind: Kind::Tie, id: e.tie }).collect();
    let (p, v) = (&t.people, &t.visits);
    let people = |out: &mut Vec<Ref>, column, at| {
        let found = p.with(column, at).filter_map(|at| p.id.get(at));
        out.extend(found.map(|id| Ref { kind: Kind::Person, id }));
    };
    let visits = |out: &mut Vec<Ref>, column, at| {
        let found = v.with(column, at).filter_map(|at| v.id.get(at));
        out.extend(found.map(|id| Ref { kind: Kind::Visit, id }));
    };
    match target.kind {
        Kind::Person => {
            let own = p.find(target.id).map_or_else(Vec::new, |at| t.visits_of(at));
            let found = own.into_iter().filter_map(|at| v.id.get(at));
            out.extend(found.map(|id| Ref { kind: Kind::Visit, id }));
        }
        Kind::Organisation => {
            let at = t.organisations.find(target.id).unwrap_or(NONE);
            people(&mut out, &p.employer, at);
            visits(&mut out, &v.organisation, at);
        }
        Kind::Area => {
            let at = t.areas.find(target.id).unwrap_or(NONE);
            let below = t.areas.below(Some(at)).into_iter().filter_map(|a| t.areas.get(a));
            out.extend(below.map(|a| Ref { kind: Kind::Area, id: a.id }));
            people(&mut out, &p.area, at);
            visits(&mut out, &v.area, at);
        }
        Kind::Staff => {
            let at = t.staff.find(target.id).unwrap_or(NONE);
            people(&mut out, &p.liaison, at);
            visits(&mut out, &v.staff, at);
        }
        Kind::Tag | Kind::Tie | Kind::Visit | Kind::Request => {}
    }
    out
}
