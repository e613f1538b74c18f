//! What to do now: promises due, people not reached for long, the last ones reached, the period's figures.

use super::actor::Actor;
use super::card::by_month;
use super::drafts;
use super::rows::row;
use super::wire::{PAGE_MAX, Promise, Reply, Today};
use super::world::World;
use crate::book::{Day, Id, Kind, Ref, visit};
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
fn due(t: &Tables, today: Day, from: usize, limit: usize) -> (Vec<Due>, usize) {
    let all = t.due(today.0);
    let rows = t.orders.promised.range(from, all.min(from.saturating_add(limit)));
    (rows.filter_map(|at| promise(t, at)).collect(), all)
}

/// The promise that a visit holds.
pub(super) fn promise(t: &Tables, visit: u32) -> Option<Due> {
    let v = t.visits.get(visit)?;
    Some((v.id, t.people.id.get(t.promised_to(visit)?)?, Day(v.next)))
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
    let (page, total) = due(&world.tables(), world.today(), offset as usize, limit.min(PAGE_MAX) as usize);
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
        let (promised, promised_total) = due(&t, today, 0, FEW);
        let late = t.all_overdue(today);
        (out.promised_total, out.overdue_total) = (promised_total as u64, late.count() as u64);
        let overdue = t.orders.by_last.iter().filter(|at| late.has(*at)).take(FEW);
        let p = &t.people;
        let met = |at: &u32| p.last.get(*at).is_some_and(|last| last != NEVER && last <= today.0);
        let recent = t.lately_met().take_while(|at| p.last.get(*at) != Some(NEVER)).filter(met).take(FEW);
        let days: Vec<_> = t.days(today.plus(-366), today).collect();
        (
            promised,
            overdue.filter_map(|at| p.id.get(at)).collect(),
            recent.filter_map(|at| p.id.get(at)).collect(),
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
    out.drafts = drafts::usable(world, actor.uid);
    out.spoilt_drafts = drafts::spoilt(&world.dir, actor.uid);
    Ok(out)
}
