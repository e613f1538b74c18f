//! The calendar: how much there is on each day, and what there is on one: visits, promises, meetings, tasks.

use super::actor::Actor;
use super::agenda;
use super::rows::row;
use super::today::{Due, promise, told};
use super::wire::{CALENDAR_MAX, DayCount, OneDay, Refusal, Reply};
use super::world::World;
use crate::book::{Day, Id, Kind, Ref};
use crate::store::StoreError;
use std::collections::BTreeMap;

/// Most rows of each sort that a day shows: more than anybody reads, and they fit a frame.
const DAY_MAX: usize = 200;

/// How much there is on each day of a span.
pub fn counts(world: &World, actor: &Actor, from: Day, to: Day) -> Reply {
    if to.0.checked_sub(from.0).is_none_or(|n| n > CALENDAR_MAX) {
        return Reply::Refused(Refusal::BadRequest);
    }
    let t = world.tables();
    let made = actor.rights.days(&t, from, to).into_iter();
    let mut days: BTreeMap<i32, [u32; 4]> = made.map(|(day, n)| (day.0, [n.iter().sum(), 0, 0, 0])).collect();
    let mut one = |day: i32, what: usize| {
        if let Some(n) = days.entry(day).or_default().get_mut(what) {
            *n += 1;
        }
    };
    let next = |row: u32| t.visits.next.get(row);
    let first = t.orders.promised.rank(|row| next(row).is_some_and(|d| d < from.0));
    let rows = t.orders.promised.range(first, usize::MAX);
    for (row, due) in rows.map_while(|row| next(row).filter(|d| *d <= to.0).map(|d| (row, d))) {
        if actor.rights.everywhere() || promise(&t, &actor.rights, row).is_some() {
            one(due, 1);
        }
    }
    let (meetings, tasks) = agenda::days(&t, &actor.rights, from, to);
    meetings.into_iter().for_each(|day| one(day, 2));
    tasks.into_iter().for_each(|day| one(day, 3));
    let told = |(day, [visits, promises, meetings, tasks]): (i32, [u32; 4])| DayCount {
        day: Day(day),
        visits,
        promises,
        meetings,
        tasks,
    };
    Reply::Calendar(days.into_iter().filter(|(_, n)| n.iter().any(|n| *n > 0)).map(told).collect())
}

/// What there is on a day.
///
/// # Errors
/// When the store cannot be read.
pub fn one_day(world: &World, day: Day, actor: &Actor) -> Result<Reply, StoreError> {
    let (visits, due, visits_total, promised_total): (Vec<Id>, Vec<Due>, usize, usize) = {
        let t = world.tables();
        let (made, promised) = (&t.orders.by_day, &t.orders.promised);
        let on = |row: u32| t.visits.day.get(row).unwrap_or(i32::MIN);
        let next = |row: u32| t.visits.next.get(row).unwrap_or(i32::MIN);
        let (a, b) = (made.rank(|r| on(r) < day.0), made.rank(|r| on(r) <= day.0));
        let (c, d) = (promised.rank(|r| next(r) < day.0), promised.rank(|r| next(r) <= day.0));
        let rights = &actor.rights;
        let seen = |r: &u32| rights.sees_visit(&t, *r);
        // of one day there are few enough to look at each
        let visits: Vec<u32> = made.backward(made.len() - b).take(b - a).filter(seen).collect();
        let due: Vec<Due> = promised.range(c, d).filter_map(|r| promise(&t, rights, r)).collect();
        let totals = (visits.len(), due.len());
        let visits = visits.into_iter().take(DAY_MAX).filter_map(|r| t.visits.id.get(r));
        (visits.collect(), due.into_iter().take(DAY_MAX).collect(), totals.0, totals.1)
    };
    let mut out = OneDay {
        promised: told(world, due.into_iter(), actor)?,
        promised_total: promised_total as u64,
        visits: Vec::new(),
        visits_total: visits_total as u64,
        ..OneDay::default()
    };
    (out.meetings, out.tasks) = agenda::of_day(world, actor, day, DAY_MAX)?;
    for id in visits {
        out.visits.extend(row(world, Ref { kind: Kind::Visit, id }, actor)?);
    }
    Ok(Reply::OneDay(out))
}
