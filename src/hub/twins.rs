//! Who may be in the book twice, as a session is told: the pairs that the indexes find, those that somebody has pointed
//! out, without those of which somebody has said that they are two.
//!
//! All of a book is gone through once, when it is first asked for; from then on only what has changed.

use super::actor::Actor;
use super::rows::row;
use super::wire::{Likeness, PAGE_MAX, Pair, PairsAsk, Refusal, Reply};
use super::world::World;
use crate::book::{Id, Kind, Ref, merge};
use crate::index::twins::{self, Like, Twin, Twins};
use crate::store::StoreError;
use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Of more changes than this all is gone through anew.
const ANEW: usize = 2000;

/// The pairs of one kind, as of the last question.
#[derive(Default)]
struct Known {
    pairs: Option<Twins>,
}

/// The pairs of a book.
#[derive(Default)]
pub struct Watch {
    known: [Mutex<Known>; merge::KINDS.len()],
    /// What has changed since, by kind; nothing before the first question.
    changed: Mutex<Option<HashSet<Ref>>>,
}

fn locked<T>(m: &Mutex<T>) -> MutexGuard<'_, T> {
    m.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watch {
    /// Takes note of what has changed.
    pub fn note(&self, targets: impl Iterator<Item = Ref>) {
        if let Some(changed) = locked(&self.changed).as_mut() {
            changed.extend(targets.filter(|t| merge::KINDS.contains(&t.kind)));
        }
    }

    /// From here on changes are noted.
    fn begin(&self) {
        locked(&self.changed).get_or_insert_default();
    }

    /// What of a kind has changed, once.
    fn taken(&self, kind: Kind) -> Vec<Ref> {
        let mut changed = locked(&self.changed);
        let Some(all) = changed.as_mut() else { return Vec::new() };
        all.extract_if(|r| r.kind == kind).collect()
    }
}

/// Sees all pairs of a kind as they are now.
fn with_pairs<T>(world: &World, kind: Kind, see: impl FnOnce(&Twins) -> T) -> Result<Option<T>, StoreError> {
    let watch = world.watch();
    let Some(known) = merge::KINDS.iter().position(|k| *k == kind).and_then(|i| watch.known.get(i)) else {
        return Ok(None);
    };
    watch.begin();
    // who asks meanwhile waits for the same answer
    let mut known = locked(known);
    let changed = watch.taken(kind);
    let pairs = match known.pairs.take().filter(|_| changed.len() < ANEW) {
        Some(mut pairs) => {
            for one in &changed {
                pairs.retain(|t, _| !t.has(one.id));
            }
            for one in &changed {
                let Some(r) = world.get(*one)?.filter(|_| in_lists(world, *one)) else { continue };
                let found = twins::of_one(&r, &world.tables(), &world.finder);
                pairs.extend(found);
            }
            pairs
        }
        None => all(world, kind),
    };
    let seen = see(&pairs);
    known.pairs = Some(pairs);
    Ok(Some(seen))
}

fn all(world: &World, kind: Kind) -> Twins {
    if kind == Kind::Person {
        // the tables are let go of before the long walk
        let people = twins::People::of(&world.tables());
        return twins::people(&people, &world.finder);
    }
    let names: Vec<(Id, String)> =
        world.tables().organisations.live().map(|(_, o)| (o.id, o.name.clone())).collect();
    twins::organisations(&names, &world.finder)
}

/// Whether a record is in lists at all.
fn in_lists(world: &World, one: Ref) -> bool {
    let t = world.tables();
    match one.kind {
        Kind::Person => t.people.find(one.id).is_some(),
        kind => t.names(kind).is_some_and(|n| n.find(one.id).is_some()),
    }
}

fn likeness(kind: Kind, like: Like) -> Likeness {
    match (like, kind) {
        (Like::Phone, _) => Likeness::Phone,
        (Like::Same, Kind::Organisation) => Likeness::Key,
        (Like::Near, Kind::Organisation) => Likeness::NearKey,
        (Like::Same, _) => Likeness::NameAndEmployer,
        (Like::Near, _) => Likeness::SoundAndEmployer,
        (Like::Alone, _) => Likeness::NameAlone,
        (Like::Number, _) => Likeness::NumberOnly,
    }
}

/// A page of pairs, the likeliest first.
///
/// # Errors
/// When the store cannot be read.
pub fn page(world: &World, actor: &Actor, ask: PairsAsk) -> Result<Reply, StoreError> {
    let kind = ask.kind;
    let found = with_pairs(world, kind, |pairs| {
        pairs
            .iter()
            .filter(|(t, _)| ask.of.is_none_or(|id| t.has(id)))
            .map(|(t, l)| (*t, l.clone()))
            .collect()
    })?;
    let Some(mut found): Option<Vec<(Twin, Vec<Like>)>> = found else {
        return Ok(Reply::Refused(Refusal::BadRequest));
    };
    let to = |id| Ref { kind, id };
    let mut all: Vec<(Vec<Likeness>, Twin)> = Vec::new();
    {
        let t = world.tables();
        let said: HashSet<Twin> = t
            .ties
            .perhaps_one()
            .filter(|(a, b)| a.kind == kind && b.kind == kind)
            .map(|(a, b)| Twin::of(t.lineage.stands_for(a).id, t.lineage.stands_for(b).id))
            .filter(|t| ask.of.is_none_or(|id| t.has(id)))
            .collect();
        let known: HashSet<Twin> = found.iter().map(|(t, _)| *t).collect();
        found.extend(said.difference(&known).map(|t| (*t, Vec::new())));
        for (twin, likes) in found {
            let (a, b) = (to(twin.a), to(twin.b));
            let seen = actor.rights.sees(&t, a) && actor.rights.sees(&t, b);
            if seen && t.ties.are_one(a, b) != Some(false) {
                let told = said.contains(&twin).then_some(Likeness::Said);
                all.push((told.into_iter().chain(likes.iter().map(|l| likeness(kind, *l))).collect(), twin));
            }
        }
    }
    all.sort_unstable();
    let (from, limit) = (ask.offset as usize, ask.limit.min(PAGE_MAX / 2) as usize);
    let mut total = all.len() as u64;
    let mut pairs = Vec::new();
    for (why, twin) in all.into_iter().skip(from).take(limit) {
        match (row(world, to(twin.a), actor)?, row(world, to(twin.b), actor)?) {
            (Some(a), Some(b)) => pairs.push(Pair { a, b, why }),
            // gone since the pairs were made
            _ => total = total.saturating_sub(1),
        }
    }
    Ok(Reply::Pairs { total, pairs })
}
