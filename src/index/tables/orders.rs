//! The orders in which lists are shown, kept while rows change.
//!
//! A row stands where its columns say. So whoever changes one lifts it out first and puts it back after, with all others
//! that move because of it: a visit moves its people, a person's last day answers promises.

use super::{NEVER, NONE, Tables};
use crate::index::rowset::RowSet;
use crate::index::sorted::Sorted;

/// Rows of people and visits in order.
#[derive(Debug, Clone, Default)]
pub struct Orders {
    /// People by the reading of their names.
    pub by_name: Sorted,
    /// People by the day they were met last, the longest ago first; of one day by name.
    pub by_last: Sorted,
    /// Visits by day; of one day, what was entered last stands last.
    pub by_day: Sorted,
    /// Visits whose promise nobody has kept yet, by the day it is due.
    pub promised: Sorted,
    /// While a whole book is taken in nothing is sorted, but once at the end.
    resting: bool,
}

impl Orders {
    /// Whether nothing is sorted yet.
    pub(super) fn rests(&self) -> bool {
        self.resting
    }
}

/// What a change of some rows moves.
#[derive(Debug, Default)]
pub(super) struct Moved {
    people: Vec<u32>,
    visits: Vec<u32>,
}

impl Tables {
    /// Empty tables for a whole book: after the last record [`Tables::sort`] must be called.
    pub fn for_loading() -> Self {
        Tables { orders: Orders { resting: true, ..Orders::default() }, ..Tables::default() }
    }

    /// Puts all rows in their orders.
    pub fn sort(&mut self) {
        let (p, v) = (&self.people, &self.visits);
        let mut names: Vec<([u8; 16], u32)> =
            p.live().map(|at| (p.reading.get(at).unwrap_or_default(), at)).collect();
        names.sort_unstable();
        let by_name: Vec<u32> = names.into_iter().map(|(_, at)| at).collect();
        let day_first =
            |day: i32, then: usize| (((i64::from(day) - i64::from(i32::MIN)) as u64) << 32) | then as u64;
        let last = |(rank, at): (usize, &u32)| day_first(p.last.get(*at).unwrap_or(NEVER), rank);
        let mut lasts: Vec<u64> = by_name.iter().enumerate().map(last).collect();
        lasts.sort_unstable();
        let by_last: Vec<u32> =
            lasts.into_iter().filter_map(|key| by_name.get(key as u32 as usize).copied()).collect();
        let day = |at: u32| day_first(v.day.get(at).unwrap_or(NEVER), at as usize);
        let mut days: Vec<u64> = v.live().map(day).collect();
        days.sort_unstable();
        let by_day: Vec<u32> = days.into_iter().map(|key| key as u32).collect();
        let mut promised: Vec<u32> = RowSet::of(&v.next, |next| next != NEVER).iter().collect();
        promised.retain(|at| self.waits_for(*at));
        promised.sort_unstable_by_key(|at| (v.next.get(*at), v.id.get(*at)));
        self.orders = Orders {
            by_name: Sorted::of(&by_name),
            by_last: Sorted::of(&by_last),
            by_day: Sorted::of(&by_day),
            promised: Sorted::of(&promised),
            resting: false,
        };
        self.sort_things();
    }

    /// Whom a visit's promise is shown under: the first of its people who is there. Somebody frozen or gone hides
    /// nothing that was promised to the others.
    pub fn promised_to(&self, visit: u32) -> Option<u32> {
        self.promised_to_one(visit, |_| true)
    }

    /// The same among those who pass.
    pub fn promised_to_one(&self, visit: u32, pass: impl Fn(u32) -> bool) -> Option<u32> {
        self.first_met(visit, |p| self.people.alive.get(p) == Some(true) && pass(p))
    }

    /// The first of a visit's people who passes, by row.
    pub fn first_met(&self, visit: u32, pass: impl Fn(u32) -> bool) -> Option<u32> {
        match self.shared.get(&visit) {
            Some(all) => all.iter().copied().find(|p| pass(*p)),
            None => self.visits.person.get(visit).filter(|p| *p != NONE && pass(*p)),
        }
    }

    /// All people of a visit, by row.
    pub fn whom(&self, visit: u32) -> impl Iterator<Item = u32> {
        let all = self.shared.get(&visit).map_or(&[][..], |all| all);
        let one = self.visits.person.get(visit).filter(|p| all.is_empty() && *p != NONE);
        one.into_iter().chain(all.iter().copied())
    }

    /// The visits to several people, with all of them, by row.
    pub fn joint(&self) -> impl Iterator<Item = (u32, &[u32])> {
        self.shared.iter().map(|(visit, people)| (*visit, &**people))
    }

    /// Whether a visit's promise is still to be kept: nobody has met its person since.
    fn waits_for(&self, visit: u32) -> bool {
        let v = &self.visits;
        let (Some(person), Some(day)) = (self.promised_to(visit), v.day.get(visit)) else { return false };
        v.alive.get(visit) == Some(true)
            && v.next.get(visit).is_some_and(|next| next != NEVER)
            && self.people.last.get(person).is_some_and(|last| last <= day)
    }

    /// The visits whose promise to this person is still to be kept.
    pub fn open_promises(&self, person: u32) -> impl Iterator<Item = u32> {
        self.links_of(person).filter(move |v| self.promised_to(*v) == Some(person) && self.waits_for(*v))
    }

    /// Takes out of their orders what a change of a visit, or of people, may move.
    pub(super) fn lift(&mut self, visit: Option<u32>, people: Vec<u32>) -> Moved {
        if self.orders.resting {
            return Moved::default();
        }
        let mut visits: Vec<u32> = visit.into_iter().collect();
        for p in &people {
            let promises =
                self.links_of(*p).filter(|v| self.visits.next.get(*v).is_some_and(|next| next != NEVER));
            visits.extend(promises);
        }
        visits.sort_unstable();
        visits.dedup();
        let (p, v) = (&self.people, &self.visits);
        for at in people.iter().copied().filter(|at| p.alive.get(*at) == Some(true)) {
            let name = |row: u32| (p.reading.get(row), row);
            let last = |row: u32| (p.last.get(row), p.reading.get(row), row);
            self.orders.by_name.remove(at, |row| name(row) < name(at));
            self.orders.by_last.remove(at, |row| last(row) < last(at));
        }
        for at in visits.iter().copied().filter(|at| v.alive.get(*at) == Some(true)) {
            let day = |row: u32| (v.day.get(row), row);
            let due = |row: u32| (v.next.get(row), v.id.get(row));
            self.orders.by_day.remove(at, |row| day(row) < day(at));
            self.orders.promised.remove(at, |row| due(row) < due(at));
        }
        Moved { people, visits }
    }

    /// Puts back where they belong now what was lifted out.
    pub(super) fn put_back(&mut self, moved: &Moved) {
        for at in moved.visits.iter().copied().filter(|at| self.visits.alive.get(*at) == Some(true)) {
            let waits = self.waits_for(at);
            let v = &self.visits;
            let day = |row: u32| (v.day.get(row), row);
            self.orders.by_day.insert(at, |row| day(row) < day(at));
            if waits {
                let due = |row: u32| (v.next.get(row), v.id.get(row));
                self.orders.promised.insert(at, |row| due(row) < due(at));
            }
        }
        let p = &self.people;
        for at in moved.people.iter().copied().filter(|at| p.alive.get(*at) == Some(true)) {
            let name = |row: u32| (p.reading.get(row), row);
            let last = |row: u32| (p.last.get(row), p.reading.get(row), row);
            self.orders.by_name.insert(at, |row| name(row) < name(at));
            self.orders.by_last.insert(at, |row| last(row) < last(at));
        }
    }

    /// People met last first; of one day by name.
    pub fn lately_met(&self) -> impl Iterator<Item = u32> {
        let order = &self.orders.by_last;
        let day = |row: u32| self.people.last.get(row);
        let mut end = order.len();
        std::iter::from_fn(move || {
            let last = day(order.get(end.checked_sub(1)?)?);
            let begin = order.rank(|row| day(row) < last);
            let days = order.range(begin, end);
            end = begin;
            Some(days)
        })
        .flatten()
    }

    /// Visits whose promise is due by a day, the oldest first.
    pub fn due(&self, by: i32) -> usize {
        self.orders.promised.rank(|row| self.visits.next.get(row).is_some_and(|next| next <= by))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Day, Id, Kind, Record, Ref, Value, person, visit};
    use proptest::prelude::*;
    use std::collections::HashMap;

    /// What becomes of one of a few people or visits.
    #[derive(Debug, Clone)]
    enum Step {
        Person { one: u8, name: Option<u8> },
        Visit { one: u8, whom: Vec<u8>, day: i32, next: Option<i32>, met: bool, gone: bool },
    }

    fn step() -> impl Strategy<Value = Step> {
        let person =
            (0u8..8, prop::option::weighted(0.8, 0u8..5)).prop_map(|(one, name)| Step::Person { one, name });
        let visit = (
            0u8..20,
            prop::collection::vec(0u8..8, 1..4),
            0i32..10,
            prop::option::of(0i32..20),
            any::<bool>(),
            prop::bool::weighted(0.2),
        )
            .prop_map(|(one, whom, day, next, met, gone)| Step::Visit {
                one,
                whom,
                day,
                next,
                met,
                gone,
            });
        prop_oneof![person, visit]
    }

    fn id(kind: Kind, one: u8) -> Id {
        Id([kind.code(), one, 1, 2, 3, 4, 5, 6, one, 8, 9, 1, 2, 3, 4, one])
    }

    fn record(step: &Step) -> (Kind, Id, Option<Record>) {
        match step {
            Step::Person { one, name } => {
                let mut r = Record::new(Kind::Person, id(Kind::Person, *one));
                let named = name.map(|n| {
                    r.fields.set(
                        person::NAME,
                        Value::Text(format!("张{}", ["一", "二", "三", "四", "五"][n as usize])),
                    )
                });
                (Kind::Person, r.id, named.map(|()| r))
            }
            Step::Visit { one, whom, day, next, met, gone } => {
                let mut r = Record::new(Kind::Visit, id(Kind::Visit, *one));
                let mut whom = whom.clone();
                whom.dedup();
                let whom =
                    whom.iter().map(|p| Value::Ref(Ref { kind: Kind::Person, id: id(Kind::Person, *p) }));
                r.fields.set(visit::PEOPLE, Value::List(whom.collect()));
                r.fields.set(visit::WHEN, Value::Day(Day(*day)));
                r.fields.set(visit::OUTCOME, Value::Code(if *met { 1 } else { 2 }));
                if let Some(next) = next {
                    r.fields.set(visit::NEXT, Value::Day(Day(*next)));
                }
                (Kind::Visit, r.id, (!gone).then_some(r))
            }
        }
    }

    /// The promises that wait, out of the records: each is told under the first of its people who is there, and
    /// waits while that one was not met later.
    fn promises(now: &HashMap<(Kind, Id), Record>, t: &Tables) -> Vec<u32> {
        let visits = || now.values().filter(|r| r.kind == Kind::Visit);
        let met = |p: Ref| {
            let with = visits().filter(|v| v.fields.links(visit::PEOPLE).contains(&p));
            with.filter(|v| v.fields.code(visit::OUTCOME) == Some(1))
                .filter_map(|v| v.fields.day(visit::WHEN))
                .max()
        };
        let waits = |v: &&Record| {
            let people = v.fields.links(visit::PEOPLE);
            let to = people.into_iter().find(|p| now.contains_key(&(Kind::Person, p.id)));
            v.fields.day(visit::NEXT).is_some() && to.is_some_and(|p| met(p) <= v.fields.day(visit::WHEN))
        };
        let mut out: Vec<(Option<Day>, Id)> =
            visits().filter(waits).map(|v| (v.fields.day(visit::NEXT), v.id)).collect();
        out.sort_unstable();
        out.into_iter().filter_map(|(_, id)| t.visits.find(id)).collect()
    }

    proptest! {
        /// What is kept while rows change is what sorting all of them makes.
        #[test]
        fn the_kept_orders_are_those_of_sorting_anew(steps in prop::collection::vec(step(), 1..60)) {
            let mut t = Tables::default();
            let mut now: HashMap<(Kind, Id), Record> = HashMap::new();
            for step in &steps {
                let (kind, id, after) = record(step);
                let before = now.remove(&(kind, id));
                t.apply(before.as_ref(), after.as_ref());
                now.extend(after.map(|r| ((kind, id), r)));
            }
            let all = |t: &Tables| {
                [&t.orders.by_name, &t.orders.by_last, &t.orders.by_day, &t.orders.promised]
                    .map(|o| o.iter().collect::<Vec<_>>())
            };
            let kept = all(&t);
            t.sort();
            prop_assert_eq!(&kept, &all(&t));
            prop_assert_eq!(kept[0].len() as u64, t.people.len());
            prop_assert_eq!(kept[3].clone(), promises(&now, &t));
            prop_assert_eq!(kept[2].len() as u64, t.visits.len());
            let late: Vec<i32> = t.lately_met().filter_map(|at| t.people.last.get(at)).collect();
            prop_assert!(late.is_sorted_by(|a, b| a >= b) && late.len() == kept[0].len());
        }
    }
}
