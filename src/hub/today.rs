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

/// (visit, person, due), people overdue, people of late, (day, mode) of a year's visits.
type Picked = (Vec<(Id, Id, Day)>, Vec<Id>, Vec<Id>, Vec<(i32, u8)>);

/// What to do now.
///
/// # Errors
/// When the store cannot be read.
pub fn today(world: &World, actor: &Actor) -> Result<Today, StoreError> {
    let today = world.today();
    let mut out = Today::default();
    let (promised, overdue, recent, months): Picked = {
        let t = world.tables();
        let mut promised: Vec<(Id, Id, Day)> = Vec::new();
        for v in t.promises.iter().filter_map(|v| t.visits.get(*v)) {
            let Some(p) = t.people.get(v.person) else { continue };
            // a visit after the one that promised answers the promise
            if v.next <= today.0 && p.alive && p.last <= v.day {
                promised.push((v.id, p.id, Day(v.next)));
            }
        }
        promised.sort_by_key(|(id, _, due)| (*due, *id));
        out.promised_total = promised.len() as u64;
        let mut overdue: Vec<_> =
            t.people.live().filter(|(_, p)| t.overdue(p, today)).map(|(_, p)| (p.last, p.id)).collect();
        out.overdue_total = overdue.len() as u64;
        smallest(&mut overdue, 8);
        let mut recent: Vec<_> = t
            .people
            .live()
            .filter(|(_, p)| p.last != NEVER && p.last <= today.0)
            .map(|(_, p)| (-p.last, p.id))
            .collect();
        smallest(&mut recent, 8);
        let year_ago = today.plus(-366).0;
        let months = t
            .visits
            .live()
            .filter(|(_, v)| v.day >= year_ago && v.day <= today.0)
            .map(|(_, v)| (v.day, v.mode))
            .collect();
        (
            promised.into_iter().take(8).collect(),
            overdue.into_iter().map(|(_, id)| id).collect(),
            recent.into_iter().map(|(_, id)| id).collect(),
            months,
        )
    };
    for (visit_id, person_id, due) in promised {
        let visit = Ref { kind: Kind::Visit, id: visit_id };
        let Some(person) = row(world, Ref { kind: Kind::Person, id: person_id })? else { continue };
        let words =
            world.get(visit)?.map(|v| v.fields.text(visit::NEXT_WORDS).to_string()).unwrap_or_default();
        out.promised.push(Promise { visit, person, due, words });
    }
    for (ids, rows) in [(overdue, &mut out.overdue), (recent, &mut out.recent)] {
        for id in ids {
            if let Some(r) = row(world, Ref { kind: Kind::Person, id })? {
                rows.push(r);
            }
        }
    }
    out.months = by_month(months.iter().map(|(d, _)| Day(*d)), today);
    let this = (today.year(), today.date().month());
    let before = if this.1 == 1 { (this.0 - 1, 12) } else { (this.0, this.1 - 1) };
    for (d, mode) in months {
        let d = Day(d);
        let class = visit::class(u16::from(mode)) as usize;
        let at = (d.year(), d.date().month());
        let slot = if at == this {
            out.figures.first_mut()
        } else if at == before {
            out.figures.get_mut(1)
        } else {
            None
        };
        if let Some(n) = slot.and_then(|f| f.get_mut(class)) {
            *n += 1;
        }
    }
    out.drafts = drafts::all(&world.dir, actor.uid);
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
