//! The organisation network, area by area: leading groups, their offices, instructors and liaison officers, what is missing
//! among them, and how many people each looks after.

use super::actor::Actor;
use super::wire::{Gap, PostArea, PostRow, Posts, Reply, Stale};
use super::world::World;
use crate::book::post::{
    AREA, BODY, COMMUNITIES, GROUP, INSTRUCTOR, JOB, LIAISON, OFFICE, SINCE, TITLE, UNTIL, holder, is_over,
};
use crate::book::{Id, Kind, Record, Ref, names, staff};
use crate::index::tables::Tables;
use crate::store::StoreError;
use std::collections::HashMap;

/// Levels of areas: the last that has a leading group, and that of communities.
const STREET: u8 = 3;
const COMMUNITY: u8 = 4;

/// All posts as they stand, by the row of their area.
struct All {
    by_area: HashMap<u32, Vec<(Record, Option<Stale>)>>,
    /// By row: whether a liaison officer looks after it.
    looked_after: Vec<bool>,
    /// The areas right below each.
    below: HashMap<u32, Vec<u32>>,
}

/// One area of the network; the top without one.
///
/// # Errors
/// When the store cannot be read.
pub fn posts(world: &World, actor: &Actor, area: Option<Id>) -> Result<Reply, StoreError> {
    let all = read(world)?;
    let t = world.tables();
    let at = area.and_then(|a| t.areas.find(a));
    if area.is_some() && at.is_none() {
        return Ok(Reply::Refused(super::wire::Refusal::Gone));
    }
    let (count, gaps) = (t.areas.sums(|a| all.posts(a)), t.areas.sums(|a| all.gap_count(&t, a)));
    let sum = |of: &[u64], at: u32| of.get(at as usize).copied().unwrap_or(0);
    let below = t.areas.below(at).into_iter().filter_map(|below| {
        let node = t.areas.get(below)?;
        let (posts, gaps) = (sum(&count, below), sum(&gaps, below));
        let opens = posts + gaps > 0 || node.level < COMMUNITY;
        Some(PostArea { id: node.id, name: node.name.clone(), opens, posts, gaps })
    });
    let below: Vec<PostArea> = below.collect();
    let (own, missing) = match at {
        Some(at) => (all.by_area.get(&at).map_or(&[][..], Vec::as_slice), all.gaps(&t, at)),
        None => (&[][..], Vec::new()),
    };
    drop(t);
    let mut rows: Vec<PostRow> = own.iter().filter_map(|(r, s)| row(world, actor, r, *s)).collect();
    rows.sort_by_key(|r| (r.body, rank(&r.title), r.since, r.post.id));
    Ok(Reply::Posts(Box::new(Posts { posts: rows, gaps: missing, below })))
}

/// How many posts a colleague holds whose term is not over.
///
/// # Errors
/// When the store cannot be read.
pub fn held_by(world: &World, who: Id) -> Result<usize, StoreError> {
    let today = world.today();
    let of = |(r, _): &(Record, Option<Stale>)| {
        holder(&r.fields) == Some(Ref { kind: Kind::Staff, id: who }) && !is_over(&r.fields, today)
    };
    Ok(read(world)?.by_area.values().flatten().filter(|p| of(p)).count())
}

/// Heads stand before their deputies, and these before the rest.
pub fn rank(title: &str) -> u8 {
    match title {
        t if t.starts_with('副') || t.starts_with("deputy") => 1,
        t if t.ends_with('长') || t.ends_with("主任") || t.starts_with("head") => 0,
        _ => 2,
    }
}

fn read(world: &World) -> Result<All, StoreError> {
    let ids: Vec<Id> = {
        let t = world.tables();
        let things = t.things(Kind::Post);
        things.map(|p| p.rows.live().filter_map(|at| p.rows.id.get(at)).collect()).unwrap_or_default()
    };
    let mut out = All { by_area: HashMap::new(), looked_after: Vec::new(), below: HashMap::new() };
    for (at, node) in world.tables().areas.live() {
        if let Some(parent) = node.parent {
            out.below.entry(parent).or_default().push(at);
        }
    }
    let today = world.today();
    for id in ids {
        let Some(r) = world.get(Ref { kind: Kind::Post, id })? else { continue };
        let who = holder(&r.fields).filter(|h| h.kind == Kind::Staff);
        let gone = who.map(|h| world.get(h)).transpose()?.flatten();
        let left = gone.is_some_and(|s| s.fields.code(staff::STATUS) == Some(staff::LEFT));
        let stale = match (left, is_over(&r.fields, today)) {
            (true, _) => Some(Stale::Left),
            (_, true) => Some(Stale::Over),
            _ => None,
        };
        let t = world.tables();
        let Some(at) = r.fields.link(AREA).and_then(|a| t.areas.find(a.id)) else { continue };
        if r.fields.code(BODY) == Some(LIAISON) && !left {
            out.looked_after.resize(t.areas.rows(), false);
            let named = r.fields.links(COMMUNITIES).into_iter().filter_map(|c| t.areas.find(c.id));
            for area in named.chain([at]) {
                if let Some(has) = out.looked_after.get_mut(area as usize) {
                    *has = true;
                }
            }
        }
        drop(t);
        out.by_area.entry(at).or_default().push((r, stale));
    }
    Ok(out)
}

impl All {
    fn posts(&self, at: u32) -> u64 {
        self.by_area.get(&at).map_or(0, |p| p.len() as u64)
    }

    /// The bodies that an area of this level has, and that have nobody here.
    fn without(&self, t: &Tables, at: u32) -> Vec<u16> {
        let bodies: &[u16] = match t.areas.get(at).map_or(0, |n| n.level) {
            1..STREET => &[GROUP, OFFICE],
            STREET => &[GROUP, OFFICE, INSTRUCTOR],
            _ => &[],
        };
        let here = self.by_area.get(&at);
        let has = |body: &u16| {
            here.is_some_and(|p| {
                p.iter().any(|(r, s)| r.fields.code(BODY) == Some(*body) && *s != Some(Stale::Left))
            })
        };
        bodies.iter().filter(|b| !has(b)).copied().collect()
    }

    /// The communities right below an area that nobody looks after; of one that stands alone, itself.
    fn alone(&self, t: &Tables, at: u32) -> Vec<u32> {
        let is = |a: &u32| t.areas.get(*a).is_some_and(|n| n.level == COMMUNITY);
        let mut all: Vec<u32> = self.below.get(&at).into_iter().flatten().copied().filter(is).collect();
        all.extend(Some(at).filter(|a| is(a) && t.areas.get(*a).is_some_and(|n| n.parent.is_none())));
        all.retain(|a| !self.looked_after.get(*a as usize).copied().unwrap_or(false));
        all
    }

    fn gap_count(&self, t: &Tables, at: u32) -> u64 {
        if !t.areas.get(at).is_some_and(|n| n.alive) {
            return 0;
        }
        let stale = self.by_area.get(&at).map_or(0, |p| p.iter().filter(|(_, s)| s.is_some()).count());
        (self.without(t, at).len() + self.alone(t, at).len() + stale) as u64
    }

    fn gaps(&self, t: &Tables, at: u32) -> Vec<Gap> {
        let mut out: Vec<Gap> = self.without(t, at).into_iter().map(Gap::Nobody).collect();
        let named = |a: u32| t.areas.get(a).map(|n| (n.id, n.name.clone()));
        let alone: Vec<(Id, String)> = self.alone(t, at).into_iter().filter_map(named).collect();
        out.extend((!alone.is_empty()).then_some(Gap::NoLiaison(alone)));
        out
    }
}

fn row(world: &World, actor: &Actor, r: &Record, trouble: Option<Stale>) -> Option<PostRow> {
    let f = &r.fields;
    let holder = holder(f)?;
    let people = {
        let t = world.tables();
        let row = t.staff.find(holder.id).filter(|_| holder.kind == Kind::Staff);
        row.and_then(|at| t.staff.get(at)).map(|s| u64::from(s.people))
    };
    let communities = f.links(COMMUNITIES).into_iter().map(|c| names::area_key(&world.name_of(c, actor)));
    Some(PostRow {
        post: r.to_ref(),
        holder,
        name: world.name_of(holder, actor),
        body: f.code(BODY).unwrap_or_default(),
        title: f.text(TITLE).to_owned(),
        job: f.text(JOB).to_owned(),
        since: f.day(SINCE),
        until: f.day(UNTIL),
        communities: communities.collect::<Vec<_>>().join("、"),
        people,
        trouble,
    })
}
