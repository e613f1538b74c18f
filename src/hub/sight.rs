//! What somebody sees of the tables at once: rows of lists, counts, figures of days. By columns, as a book may have
//! millions of rows.

use super::rights::Rights;
use crate::book::{Day, Kind, Ref, visit};
use crate::index::rowset::RowSet;
use crate::index::tables::Tables;
use std::collections::BTreeMap;

/// Of fewer visits each is looked at by itself.
const FEW: usize = 20_000;

impl Rights {
    /// Narrows people to those who are seen.
    pub fn people(&self, t: &Tables, set: &mut RowSet) {
        if !self.everywhere() {
            set.keep(&t.people.area, |a| self.in_area(a));
        }
    }

    /// Narrows visits to those that are seen.
    pub fn visits(&self, t: &Tables, set: &mut RowSet) {
        if self.everywhere() {
            return;
        }
        if set.count() < FEW {
            let seen: Vec<u32> = set.iter().filter(|at| self.sees_visit(t, *at)).collect();
            *set = RowSet::some(t.visits.id.len(), seen);
            return;
        }
        let people = RowSet::of(&t.people.area, |a| self.in_area(a));
        let joint = t.joint().filter(|(v, all)| set.has(*v) && all.iter().any(|p| people.has(*p)));
        let joint = RowSet::some(t.visits.id.len(), joint.map(|(v, _)| v));
        set.keep_both(&t.visits.area, &t.visits.person, |a, p| self.in_area(a) || people.has(p));
        set.add_all(&joint);
    }

    /// Narrows the records of a general kind to those that are seen.
    pub fn things(&self, t: &Tables, kind: Kind, set: &mut RowSet) {
        if let (false, Some(things)) = (self.everywhere(), t.things(kind)) {
            let seen: Vec<u32> =
                set.iter().filter(|at| t.touches(things, *at, |a| self.in_area(a))).collect();
            *set = RowSet::some(things.rows.id.len(), seen);
        }
    }

    /// Narrows the records of a general kind to those that lie where they work: what other offices only passed on to them
    /// is left out.
    pub fn own(&self, t: &Tables, kind: Kind, set: &mut RowSet) {
        if let (false, Some(things)) = (self.everywhere(), t.things(kind)) {
            let lying: Vec<u32> = set.iter().filter(|at| t.lies(things, *at, |a| self.in_area(a))).collect();
            *set = RowSet::some(things.rows.id.len(), lying);
        }
    }

    /// How many records of a kind are seen.
    pub fn count(&self, t: &Tables, kind: Kind) -> u64 {
        if self.everywhere() {
            return t.count(kind);
        }
        let mine = |at: u32| self.in_area(at);
        match kind {
            Kind::Person => {
                t.areas.live().filter(|(at, _)| mine(*at)).map(|(_, n)| u64::from(n.people)).sum()
            }
            Kind::Visit => {
                let mut set = RowSet::of(&t.visits.alive, |alive| alive);
                self.visits(t, &mut set);
                set.count() as u64
            }
            Kind::Organisation => {
                t.organisations.live().filter(|(_, o)| o.area.is_none_or(mine)).count() as u64
            }
            Kind::Tie => {
                let all = t.ties.all();
                all.into_iter().filter(|id| self.sees(t, Ref { kind, id: *id })).count() as u64
            }
            Kind::Request | Kind::Retention => 0,
            Kind::Area | Kind::Staff | Kind::Tag => t.count(kind),
            kind => {
                let mut set = t.all_things(kind);
                self.things(t, kind, &mut set);
                set.count() as u64
            }
        }
    }

    /// How many people of an organisation are seen.
    pub fn members(&self, t: &Tables, organisation: u32) -> u32 {
        match t.organisations.get(organisation) {
            Some(o) if self.everywhere() => o.people,
            _ => self.seen(t, t.members(organisation)),
        }
    }

    /// How many people whom a member of staff looks after are seen, and how many of their visits.
    pub fn work(&self, t: &Tables, staff: u32) -> (u32, u32) {
        let Some(s) = t.staff.get(staff) else { return (0, 0) };
        if self.everywhere() {
            return (s.people, s.visits);
        }
        let visits = t.facets(Kind::Visit).map(|f| f.referring(visit::STAFF, s.id)).unwrap_or_default();
        let visits = visits.iter().filter(|v| self.sees_visit(t, **v)).count();
        (self.seen(t, t.charges(staff)), visits as u32)
    }

    fn seen(&self, t: &Tables, people: &[u32]) -> u32 {
        people.iter().filter(|p| self.sees_person(t, **p)).count() as u32
    }

    /// Visits, receptions and contacts of each day in a span, both ends included.
    pub fn days(&self, t: &Tables, from: Day, to: Day) -> Vec<(Day, [u32; 3])> {
        if self.everywhere() {
            return t.days(from, to).collect();
        }
        let v = &t.visits;
        let mut set = RowSet::of(&v.day, |day| from.0 <= day && day <= to.0);
        set.keep(&v.alive, |alive| alive);
        self.visits(t, &mut set);
        let mut days: BTreeMap<i32, [u32; 3]> = BTreeMap::new();
        for at in set.iter() {
            let class = visit::class(u16::from(v.mode.get(at).unwrap_or(0))) as usize;
            let day = v.day.get(at).and_then(|d| days.entry(d).or_default().get_mut(class).map(|n| *n += 1));
            debug_assert!(day.is_some());
        }
        days.into_iter().map(|(day, n)| (Day(day), n)).collect()
    }
}
