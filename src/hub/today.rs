//! What to do now: promises due, people not reached for long, the last ones reached, the period's figures.

use super::card::by_month;
use super::drafts;
use super::edit::Actor;
use super::rows::row;
use super::wire::{Promise, Today};
use super::world::World;
use crate::book::{Day, Id, Kind, Ref, visit};
use crate::index::tables::NEVER;
use crate::store::StoreError;
use chrono::Datelike;

/// (visit, person, due), people overdue, people of late, a year's days with their visits, receptions, contacts.
type Picked = (Vec<(Id, Id, Day)>, Vec<Id>, Vec<Id>, Vec<(Day, [u32; 3])>);

/// What to do now.
///
/// # Errors
/// When the store cannot be read.
pub fn today(world: &World, actor: &Actor) -> Result<Today, StoreError> {
    let (today, lang) = (world.today(), actor.lang);
    let mut out = Today::default();
    let (promised, overdue, recent, days): Picked = {
        let t = world.tables();
        let mut promised: Vec<(Id, Id, Day)> = Vec::new();
        let due = |v: &&u32| t.visits.next.get(**v).is_some_and(|next| next <= today.0);
        for v in t.promises.iter().filter(due).filter_map(|v| t.visits.get(*v)) {
            let (last, alive) = (t.people.last.get(v.person), t.people.alive.get(v.person));
            let Some(person) = t.people.id.get(v.person).filter(|_| alive == Some(true)) else { continue };
            // a visit after the one that promised answers the promise
            if last.is_some_and(|last| last <= v.day) {
                promised.push((v.id, person, Day(v.next)));
            }
        }
        promised.sort_by_key(|(id, _, due)| (*due, *id));
        out.promised_total = promised.len() as u64;
        let p = &t.people;
        let mut overdue: Vec<_> = t.all_overdue(today).into_iter().map(|at| (p.last.get(at), at)).collect();
        out.overdue_total = overdue.len() as u64;
        smallest(&mut overdue, 8);
        let met = |last: i32| last != NEVER && last <= today.0;
        let mut recent: Vec<_> = Vec::new();
        let mut first = 0u32;
        for (last, alive) in p.last.chunks().zip(p.alive.chunks()) {
            let rows = last.iter().zip(alive).zip(first..);
            recent.extend(rows.filter(|((l, alive), _)| **alive && met(**l)).map(|((l, _), at)| (-l, at)));
            first += last.len() as u32;
            smallest(&mut recent, 8);
        }
        let days: Vec<_> = t.days(today.plus(-366), today).collect();
        (
            promised.into_iter().take(8).collect(),
            overdue.into_iter().filter_map(|(_, at)| p.id.get(at)).collect(),
            recent.into_iter().filter_map(|(_, at)| p.id.get(at)).collect(),
            days,
        )
    };
    for (visit_id, person_id, due) in promised {
        let visit = Ref { kind: Kind::Visit, id: visit_id };
        let Some(person) = row(world, Ref { kind: Kind::Person, id: person_id }, lang)? else { continue };
        let words =
            world.get(visit)?.map(|v| v.fields.text(visit::NEXT_WORDS).to_string()).unwrap_or_default();
        out.promised.push(Promise { visit, person, due, words });
    }
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
