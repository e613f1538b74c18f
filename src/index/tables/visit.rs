//! Taking in a change of a visit: its row, its people's last day, the days' figures, what was promised.

use super::rows::VisitRow;
use super::{Link, NEVER, NONE, Named, Tables};
use crate::book::{Id, Record, Ref, visit};
use crate::index::areas::small;
use crate::index::rowset::RowSet;

impl Tables {
    pub(super) fn visit(&mut self, id: Id, before: Option<&Record>, after: Option<&Record>) {
        let at = self.visits.slot(id);
        for (r, by) in before.map(|b| (b, -1)).into_iter().chain(after.map(|a| (a, 1))) {
            for s in r.fields.links(visit::STAFF) {
                let s = self.staff.slot(s.id);
                self.staff.change(s, |row| row.visits = row.visits.saturating_add_signed(by));
            }
        }
        // somebody who is named twice was met once
        let whom = |r: Option<&Record>| {
            let mut once: Vec<Ref> = Vec::new();
            for p in r.map(|r| r.fields.links(visit::PEOPLE)).unwrap_or_default() {
                if !once.contains(&p) {
                    once.push(p);
                }
            }
            once
        };
        let (old, new) = (whom(before), whom(after));
        let mut touched: Vec<u32> = old.iter().chain(&new).map(|p| self.people.slot(p.id)).collect();
        touched.sort_unstable();
        touched.dedup();
        let moved = self.lift(Some(at), touched);
        let first = new.first().map_or(NONE, |p| self.people.slot(p.id));
        let slot =
            |slots: &mut Named, no| after.and_then(|r| r.fields.link(no)).map_or(NONE, |l| slots.slot(l.id));
        let organisation = slot(&mut self.organisations, visit::ORGANISATION);
        let staff = slot(&mut self.staff, visit::STAFF);
        let area = after.and_then(|r| r.fields.link(visit::AREA)).map_or(NONE, |l| self.areas.slot(l.id));
        self.count_day(at, u32::wrapping_sub);
        self.visits.change(at, |row| match after {
            None => *row = VisitRow::none(id),
            Some(r) => {
                row.alive = true;
                row.day = r.fields.day(visit::WHEN).map_or(NEVER, |d| d.0);
                row.next = r.fields.day(visit::NEXT).map_or(NEVER, |d| d.0);
                row.mode = small(r.fields.code(visit::MODE));
                row.outcome = small(r.fields.code(visit::OUTCOME));
                (row.person, row.organisation, row.staff, row.area) = (first, organisation, staff, area);
            }
        });
        self.count_day(at, u32::wrapping_add);
        if new.len() > 1 {
            let all = new.iter().map(|p| self.people.slot(p.id)).collect();
            self.shared.insert(at, all);
        } else {
            self.shared.remove(&at);
        }
        for gone in old.iter().filter(|p| !new.contains(p)) {
            let p = self.people.slot(gone.id);
            self.unlink(p, at);
        }
        for come in &new {
            let p = self.people.slot(come.id);
            if !old.contains(come) {
                let next = self.people.get(p).map_or(NONE, |r| r.visits);
                self.links.push(Link { visit: at, next });
                let head = self.links.len() - 1;
                self.people.visits.set(p, head);
            }
        }
        if before.is_none()
            && let Some(v) = self.visits.get(at)
        {
            // the common case: a new visit only ever moves the last day forward
            for come in &new {
                let p = self.people.slot(come.id);
                let Some(row) = self.people.get(p) else { continue };
                self.people.visit_count.set(p, row.visit_count.saturating_add(1));
                if v.met() {
                    self.people.last.set(p, row.last.max(v.day));
                }
            }
        } else {
            for p in old.iter().chain(new.iter()) {
                let p = self.people.slot(p.id);
                self.recount(p);
            }
        }
        self.put_back(&moved);
    }

    /// Counts a visit in or out of its day.
    fn count_day(&mut self, at: u32, by: fn(u32, u32) -> u32) {
        let Some(v) = self.visits.get(at).filter(|v| v.alive && v.day != NEVER) else { return };
        let day = self.by_day.entry(v.day).or_default();
        if let Some(n) = day.get_mut(visit::class(u16::from(v.mode)) as usize) {
            *n = by(*n, 1);
        }
        if *day == [0; 3] {
            self.by_day.remove(&v.day);
        }
    }

    fn unlink(&mut self, person: u32, visit: u32) {
        let mut at = self.people.visits.get(person).unwrap_or(NONE);
        let mut before = None;
        while let Some(link) = self.links.get(at) {
            if link.visit == visit {
                match before {
                    Some((at, link_before)) => self.links.set(at, Link { next: link.next, ..link_before }),
                    None => self.people.visits.set(person, link.next),
                }
                return;
            }
            (before, at) = (Some((at, link)), link.next);
        }
    }

    fn recount(&mut self, person: u32) {
        let visits = self.visits_of(person);
        let met = visits.iter().filter_map(|v| self.visits.get(*v)).filter(VisitRow::met);
        let last = met.map(|v| v.day).max().unwrap_or(NEVER);
        self.people.visit_count.set(person, visits.len() as u32);
        self.people.last.set(person, last);
    }

    /// The visits of a person as they were linked; some may be gone, or twice there.
    pub(super) fn links_of(&self, person: u32) -> impl Iterator<Item = u32> {
        let mut at = self.people.visits.get(person).unwrap_or(NONE);
        std::iter::from_fn(move || {
            let link = self.links.get(at)?;
            at = link.next;
            Some(link.visit)
        })
    }

    /// Whether one of these visits was to a person.
    pub fn reached(&self, person: u32, visits: &RowSet) -> bool {
        self.links_of(person).any(|v| visits.has(v))
    }

    /// The visits of a person, newest first.
    pub fn visits_of(&self, person: u32) -> Vec<u32> {
        let mut out: Vec<u32> =
            self.links_of(person).filter(|v| self.visits.alive.get(*v) == Some(true)).collect();
        let when = |v: &u32| (self.visits.day.get(*v), self.visits.id.get(*v));
        out.sort_by_key(|v| std::cmp::Reverse(when(v)));
        out.dedup();
        out
    }
}
