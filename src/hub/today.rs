//! What to do now: promises due, people not reached for long, the last ones reached, the period's figures.

use super::card::by_month;
use super::drafts;
use super::edit::Actor;
use super::rows::row;
use super::wire::{PAGE_MAX, Promise, Reply, Today};
use super::world::World;
use crate::book::{Day, Id, Kind, Ref, visit};
use crate::index::tables::{NEVER, Tables};
use crate::store::StoreError;
use crate::text::Lang;
use chrono::Datelike;

/// How many rows of a section come by themselves.
const FEW: usize = 8;

/// A promise as the tables have it: visit, person, due.
type Due = (Id, Id, Day);

/// Promises, people overdue, people of late, a year's days with their visits, receptions, contacts.
type Picked = (Vec<Due>, Vec<Id>, Vec<Id>, Vec<(Day, [u32; 3])>);

/// Promises due today or late, the oldest first.
fn due(t: &Tables, today: Day) -> Vec<Due> {
    let mut out: Vec<Due> = Vec::new();
    let late = |v: &&u32| t.visits.next.get(**v).is_some_and(|next| next <= today.0);
    for v in t.promises.iter().filter(late).filter_map(|v| t.visits.get(*v)) {
        let (last, alive) = (t.people.last.get(v.person), t.people.alive.get(v.person));
        let Some(person) = t.people.id.get(v.person).filter(|_| alive == Some(true)) else { continue };
        // a visit after the one that promised answers the promise
        if last.is_some_and(|last| last <= v.day) {
            out.push((v.id, person, Day(v.next)));
        }
    }
    out.sort_by_key(|(id, _, due)| (*due, *id));
    out
}

/// Promises with their people and words.
fn told(world: &World, due: impl Iterator<Item = Due>, lang: Lang) -> Result<Vec<Promise>, StoreError> {
    let mut out = Vec::new();
    for (visit, person, due) in due {
        let visit = Ref { kind: Kind::Visit, id: visit };
        let Some(person) = row(world, Ref { kind: Kind::Person, id: person }, lang)? else { continue };
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
pub fn promised(world: &World, offset: u32, limit: u32, lang: Lang) -> Result<Reply, StoreError> {
    let all = due(&world.tables(), world.today());
    let total = all.len() as u64;
    let page = all.into_iter().skip(offset as usize).take(limit.min(PAGE_MAX) as usize);
    Ok(Reply::Promised { total, promised: told(world, page, lang)? })
}

/// What to do now.
///
/// # Errors
/// When the store cannot be read.
pub fn today(world: &World, actor: &Actor) -> Result<Today, StoreError> {
    let (today, lang) = (world.today(), actor.lang);
    let mut out = Today::default();
    let (promised, overdue, recent, days): Picked = {
        let t = world.tables();
        let promised = due(&t, today);
        out.promised_total = promised.len() as u64;
        let p = &t.people;
        let mut overdue: Vec<_> = t.all_overdue(today).into_iter().map(|at| (p.last.get(at), at)).collect();
        out.overdue_total = overdue.len() as u64;
        smallest(&mut overdue, FEW);
        let met = |last: i32| last != NEVER && last <= today.0;
        let mut recent: Vec<_> = Vec::new();
        let mut first = 0u32;
        for (last, alive) in p.last.chunks().zip(p.alive.chunks()) {
            let rows = last.iter().zip(alive).zip(first..);
            recent.extend(rows.filter(|((l, alive), _)| **alive && met(**l)).map(|((l, _), at)| (-l, at)));
            first += last.len() as u32;
            smallest(&mut recent, FEW);
        }
        let days: Vec<_> = t.days(today.plus(-366), today).collect();
        (
            promised.into_iter().take(FEW).collect(),
            overdue.into_iter().filter_map(|(_, at)| p.id.get(at)).collect(),
            recent.into_iter().filter_map(|(_, at)| p.id.get(at)).collect(),
            days,
        )
    };
    out.promised = told(world, promised.into_iter(), lang)?;
    for (ids, rows) in [(overdue, &mut out.overdue), (recent, &mut out.recent)] {
        for id in ids {
            if let Some(r) = row(world, Ref { kind: Kind::Person, id }, lang)? {
                rows.push(r);
            }
        }
    }
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
    Ok(out)
}

/// Keeps the `n` smallest, in order.
fn smallest<T: Ord>(all: &mut Vec<T>, n: usize) {
    if all.len() > n && n > 0 {
        all.select_nth_unstable(n - 1);
        all.truncate(n);
    }
    all.sort_unstable();
}
