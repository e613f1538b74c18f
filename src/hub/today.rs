//! What to do now: promises due, people not reached for long, the last ones reached, the period's figures.

use super::actor::Actor;
use super::card::by_month;
use super::drafts;
use super::list::take;
use super::rights::Rights;
use super::rows::row;
use super::wire::{PAGE_MAX, Promise, Reply, Today};
use super::world::World;
use crate::book::{Day, Id, Kind, Ref, visit};
use crate::index::rowset::RowSet;
use crate::index::tables::{NEVER, Tables};
use crate::store::StoreError;
use chrono::Datelike;

/// How many rows of a section come by themselves.
const FEW: usize = 8;

/// A promise as the tables have it: visit, person, due.
pub(super) type Due = (Id, Id, Day);

/// Promises, people overdue, people of late, a year's days with their visits, receptions, contacts.
type Picked = (Vec<Due>, Vec<Id>, Vec<Id>, Vec<(Day, [u32; 3])>);

/// A part of the promises due today or late, the oldest first, and how many there are.
fn due(t: &Tables, rights: &Rights, today: Day, from: usize, limit: usize) -> (Vec<Due>, usize) {
    let all = t.due(today.0);
    if rights.everywhere() {
        let rows = t.orders.promised.range(from, all.min(from.saturating_add(limit)));
        return (rows.filter_map(|at| promise(t, rights, at)).collect(), all);
    }
    let mine = t.orders.promised.range(0, all).filter_map(|at| promise(t, rights, at));
    let (mut page, mut total) = (Vec::new(), 0);
    for one in mine {
        if total >= from && page.len() < limit {
            page.push(one);
        }
        total += 1;
    }
    (page, total)
}

/// The promise that a visit holds, to the first of its people who is seen.
pub(super) fn promise(t: &Tables, rights: &Rights, visit: u32) -> Option<Due> {
    let to = t.promised_to_one(visit, |p| rights.sees_person(t, p))?;
    Some((t.visits.id.get(visit)?, t.people.id.get(to)?, Day(t.visits.next.get(visit)?)))
}

/// Promises with their people and words.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn told(
    world: &World,
    due: impl Iterator<Item = Due>,
    actor: &Actor,
) -> Result<Vec<Promise>, StoreError> {
    let mut out = Vec::new();
    for (visit, person, due) in due {
        let visit = Ref { kind: Kind::Visit, id: visit };
        let Some(person) = row(world, Ref { kind: Kind::Person, id: person }, actor)? else { continue };
        let words =
            world.get(visit)?.map(|v| v.fields.text(visit::NEXT_WORDS).to_string()).unwrap_or_default();
        out.push(Promise { visit, person, due, words });
    }
    Ok(out)
}

/// A page of the promises due.
///
/// # Errors
/// When the store cannot be read.
pub fn promised(world: &World, offset: u32, limit: u32, actor: &Actor) -> Result<Reply, StoreError> {
    let (page, total) =
        due(&world.tables(), &actor.rights, world.today(), offset as usize, limit.min(PAGE_MAX) as usize);
    Ok(Reply::Promised { total: total as u64, promised: told(world, page.into_iter(), actor)? })
}

/// What to do now.
///
/// # Errors
/// When the store cannot be read.
pub fn today(world: &World, actor: &Actor) -> Result<Today, StoreError> {
    let today = world.today();
    let mut out = Today::default();
    let (promised, overdue, recent, days): Picked = {
        let t = world.tables();
        let rights = &actor.rights;
        let (promised, promised_total) = due(&t, rights, today, 0, FEW);
        let mut late = t.all_overdue(today);
        rights.people(&t, &mut late);
        (out.promised_total, out.overdue_total) = (promised_total as u64, late.count() as u64);
        let p = &t.people;
        let last = |at: u32| p.last.get(at).unwrap_or(NEVER);
        let name = |at: u32| (p.reading.get(at), at);
        let walk: take::Walk<'_> = Box::new(t.orders.by_last.iter());
        let overdue = take::page(&late, p.len() as usize, Some(walk), |at| (last(at), name(at)), 0, FEW).0;
        let mut met = RowSet::of(&p.last, |last| last != NEVER && last <= today.0);
        met.keep(&p.alive, |alive| alive);
        rights.people(&t, &mut met);
        let walk: take::Walk<'_> = Box::new(t.lately_met());
        let lately = |at| (std::cmp::Reverse(last(at)), name(at));
        let recent = take::page(&met, p.len() as usize, Some(walk), lately, 0, FEW).0;
        let days = rights.days(&t, today.plus(-366), today);
        (
            promised,
            overdue.into_iter().filter_map(|at| p.id.get(at)).collect(),
            recent.into_iter().filter_map(|at| p.id.get(at)).collect(),
            days,
        )
    };
    out.promised = told(world, promised.into_iter(), actor)?;
    for (ids, rows) in [(overdue, &mut out.overdue), (recent, &mut out.recent)] {
        for id in ids {
            if let Some(r) = row(world, Ref { kind: Kind::Person, id }, actor)? {
                rows.push(r);
            }
        }
    }
    out.agenda = super::agenda::agenda(world, actor)?;
    out.backup = super::status::backup_due(world, actor);
    out.months = by_month(days.iter().map(|(day, n)| (*day, n.iter().sum::<u32>())), today);
    let this = (today.year(), today.date().month());
    let before = if this.1 == 1 { (this.0 - 1, 12) } else { (this.0, this.1 - 1) };
    for (d, counts) in days {
        let at = (d.year(), d.date().month());
        let slot = if at == this {
            out.figures.first_mut()
        } else if at == before {
            out.figures.get_mut(1)
        } else {
            None
        };
        for (sum, n) in slot.into_iter().flatten().zip(counts) {
            *sum += u64::from(n);
        }
    }
    out.handovers = super::handing::briefs(world, actor)?;
    out.drafts = drafts::usable(world, actor);
    out.spoilt_drafts = drafts::spoilt(&world.dir, actor.uid);
    Ok(out)
}
