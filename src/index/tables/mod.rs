//! Dense columns of what lists, counts and reports need, so that they never walk the records.

mod columns;
mod crowds;
mod general;
mod keep;
mod named;
mod orders;
mod rows;
mod table;
mod visit;

use super::areas::{Areas, USUAL_RHYTHM, small};
use super::column::Column;
use super::facets::Facets;
use super::lineage::Lineage;
use super::rowset::RowSet;
use super::ties::Ties;
use crate::book::{Day, Id, Kind, Record, organisation, person, staff};
use crate::book::{names, pinyin};
use crowds::Crowds;
pub use general::{Places, Things};
pub use named::{Named, NamedRow};
pub use orders::Orders;
pub use rows::{People, PersonRow, VisitRow, Visits};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// No row.
pub const NONE: u32 = u32::MAX;
/// No day: before every day there is.
pub const NEVER: i32 = i32::MIN;

#[derive(Debug, Clone, Copy)]
struct Link {
    visit: u32,
    next: u32,
}

/// All tables.
#[derive(Debug)]
pub struct Tables {
    /// People.
    pub people: People,
    /// Visits.
    pub visits: Visits,
    /// Organisations.
    pub organisations: Named,
    /// Staff.
    pub staff: Named,
    /// Tags.
    pub tags: Named,
    /// Areas.
    pub areas: Areas,
    /// Ties.
    pub ties: Ties,
    /// Which records were merged into which.
    pub lineage: Lineage,
    /// People and visits in the orders of their lists.
    pub orders: Orders,
    /// The kinds that are served by their field table.
    general: Vec<(Kind, Things)>,
    /// What further fields of people, visits, organisations, staff and the general kinds hold.
    facets: Vec<(Kind, Facets)>,
    /// The register of requests. Their ids are made as time goes on, so the last is the newest.
    pub requests: BTreeSet<Id>,
    /// Grows with every change.
    pub generation: u64,
    /// Visits, receptions and contacts of each day.
    by_day: BTreeMap<i32, [u32; 3]>,
    /// The people of each organisation, by its row.
    members: Crowds,
    /// The people whom each member of staff looks after, by their row.
    charges: Crowds,
    by_key: HashMap<(Kind, String), Vec<u32>>,
    links: Column<Link>,
    /// Of a visit to several people: all of them, in their order.
    shared: BTreeMap<u32, Box<[u32]>>,
}

impl Tables {
    /// How many records of a kind are there.
    pub fn count(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Area => self.areas.len(),
            Kind::Person => self.people.len(),
            Kind::Organisation => self.organisations.len(),
            Kind::Tie => self.ties.len(),
            Kind::Visit => self.visits.len(),
            Kind::Staff => self.staff.len(),
            Kind::Tag => self.tags.len(),
            Kind::Request => self.requests.len() as u64,
            kind => self.things(kind).map_or(0, |t| t.rows.len()),
        }
    }

    /// Takes in a change of one record: as it was, as it is.
    pub fn apply(&mut self, before: Option<&Record>, after: Option<&Record>) {
        let Some(one) = after.or(before) else { return };
        self.generation += 1;
        match one.kind {
            Kind::Area => self.areas.apply(one.id, after),
            Kind::Person => self.person(one.id, before, after),
            Kind::Visit => self.visit(one.id, before, after),
            Kind::Organisation | Kind::Staff | Kind::Tag => self.named(one.kind, one.id, after),
            Kind::Tie => self.ties.apply(one.id, after),
            Kind::Request => {
                match after {
                    Some(r) => self.requests.insert(r.id),
                    None => self.requests.remove(&one.id),
                };
            }
            kind => {
                if let Some(i) = self.general.iter().position(|(k, _)| *k == kind) {
                    self.thing(i, kind, before, after);
                }
                return;
            }
        }
        if let Some(at) = self.row(one)
            && let Some((_, facets)) = self.facets.iter_mut().find(|(k, _)| *k == one.kind)
        {
            facets.take(at, before, after);
        }
    }

    /// The named rows of a kind.
    pub fn names(&self, kind: Kind) -> Option<&Named> {
        match kind {
            Kind::Organisation => Some(&self.organisations),
            Kind::Staff => Some(&self.staff),
            Kind::Tag => Some(&self.tags),
            _ => None,
        }
    }

    fn names_mut(&mut self, kind: Kind) -> &mut Named {
        match kind {
            Kind::Organisation => &mut self.organisations,
            Kind::Staff => &mut self.staff,
            _ => &mut self.tags,
        }
    }

    /// Organisations, staff or tags of a name, however it is spelt.
    pub fn called(&self, kind: Kind, name: &str) -> Vec<u32> {
        let rows = self.by_key.get(&(kind, key_of(kind, name)));
        let live = |at: &&u32| self.names(kind).and_then(|n| n.get(**at)).is_some_and(|r| r.alive);
        let mut out: Vec<u32> = rows.map(|r| r.iter().filter(live).copied().collect()).unwrap_or_default();
        // of a name that went with its record, the one that record was merged into
        let stayed = self.lineage.called(kind, name);
        let stayed = stayed.iter().filter_map(|r| self.names(kind)?.find(r.id));
        out.extend(stayed.filter(|at| !out.contains(at)).collect::<Vec<_>>());
        out
    }

    /// Whether a person was not reached for longer than the area's rhythm, out of [`Areas::rhythms`].
    pub fn overdue(&self, p: &PersonRow, rhythms: &[i32], today: Day) -> bool {
        in_service(p.status)
            && waits(p.last, rhythms.get(p.area as usize).copied().unwrap_or(USUAL_RHYTHM), today)
    }

    /// All people not reached for longer than their area's rhythm.
    pub fn all_overdue(&self, today: Day) -> RowSet {
        let rhythms = self.areas.rhythms();
        let p = &self.people;
        let mut late = RowSet::of(&p.alive, |alive| alive);
        late.keep(&p.status, in_service);
        late.keep_both(&p.last, &p.area, |last, area| {
            waits(last, rhythms.get(area as usize).copied().unwrap_or(USUAL_RHYTHM), today)
        });
        late
    }

    /// The people of an organisation, by row.
    pub fn members(&self, organisation: u32) -> &[u32] {
        self.members.of(organisation)
    }

    /// The people whom a member of staff looks after, by row.
    pub fn charges(&self, staff: u32) -> &[u32] {
        self.charges.of(staff)
    }

    /// Visits, receptions and contacts of each day in a span, both ends included.
    pub fn days(&self, from: Day, to: Day) -> impl Iterator<Item = (Day, [u32; 3])> {
        // a span that ends before it begins has no days; a range of it would be a panic
        self.by_day
            .range(from.0.min(to.0)..=to.0)
            .filter(move |(day, _)| **day >= from.0)
            .map(|(day, n)| (Day(*day), *n))
    }

    fn named(&mut self, kind: Kind, id: Id, after: Option<&Record>) {
        let at = self.names_mut(kind).slot(id);
        let old = self.names(kind).and_then(|n| n.get(at)).map(|r| r.key.clone()).unwrap_or_default();
        let area = match (kind, after) {
            (Kind::Organisation, Some(r)) => r.fields.link(organisation::AREA).map(|a| self.areas.slot(a.id)),
            _ => None,
        };
        let new = after.map(|r| key_of(kind, r.name())).unwrap_or_default();
        if old != new {
            if let Some(rows) = self.by_key.get_mut(&(kind, old)) {
                rows.retain(|r| *r != at);
            }
            if !new.is_empty() {
                self.by_key.entry((kind, new.clone())).or_default().push(at);
            }
        }
        self.names_mut(kind).change(at, |row| match after {
            None => {
                row.alive = false;
                for text in [&mut row.name, &mut row.key, &mut row.reading] {
                    text.clear();
                }
            }
            Some(r) => {
                row.alive = true;
                row.name = r.name().to_string();
                row.key = new;
                row.reading = reading(r, organisation::READING);
                row.area = area;
                row.sort = small(match kind {
                    Kind::Organisation => r.fields.code(organisation::SORT),
                    Kind::Staff => r.fields.code(staff::ROLE),
                    _ => None,
                });
                row.uid = (kind == Kind::Staff).then(|| r.fields.int(staff::UID)).flatten().map(|u| u as u32);
            }
        });
    }

    fn person(&mut self, id: Id, before: Option<&Record>, after: Option<&Record>) {
        let at = self.people.slot(id);
        let moved = self.lift(None, vec![at]);
        if let Some(b) = before {
            self.tally(b, -1);
        }
        if let Some(a) = after {
            self.tally(a, 1);
        }
        let area = after.and_then(|r| r.fields.link(person::AREA)).map_or(NONE, |r| self.areas.slot(r.id));
        let link = |r: &Record, no| r.fields.link(no);
        let employer =
            after.and_then(|r| link(r, person::EMPLOYER)).map_or(NONE, |r| self.organisations.slot(r.id));
        let liaison = after.and_then(|r| link(r, person::LIAISON)).map_or(NONE, |r| self.staff.slot(r.id));
        let former = self.people.employer.get(at).unwrap_or(NONE);
        let looked_after = self.people.liaison.get(at).unwrap_or(NONE);
        self.people.change(at, |row| match after {
            // what its visits say stays, so that undoing brings it back whole
            None => {
                let (visits, visit_count, last) = (row.visits, row.visit_count, row.last);
                *row = PersonRow { visits, visit_count, last, ..PersonRow::none(id) };
            }
            Some(r) => {
                row.alive = true;
                row.reading = beginning(&reading(r, person::READING));
                (row.area, row.employer, row.liaison) = (area, employer, liaison);
                row.status = small(r.fields.code(person::STATUS));
                row.entered = r.fields.day(person::ENTERED_ON).map_or(NEVER, |d| d.0);
            }
        });
        self.put_back(&moved);
        self.members.shift(at, former, employer);
        self.charges.shift(at, looked_after, liaison);
    }

    /// Keeps count of the people of an area, an employer, a liaison.
    fn tally(&mut self, r: &Record, by: i32) {
        if let Some(a) = r.fields.link(person::AREA) {
            self.areas.tally(a.id, by);
        }
        for (slots, no) in [(&mut self.organisations, person::EMPLOYER), (&mut self.staff, person::LIAISON)] {
            if let Some(e) = r.fields.link(no) {
                let at = slots.slot(e.id);
                slots.change(at, |row| row.people = row.people.saturating_add_signed(by));
            }
        }
    }
}

/// Whether somebody of this status is to be visited at all.
fn in_service(status: u8) -> bool {
    status <= 1
}

/// Whether somebody last met on this day waits longer than the rhythm.
fn waits(last: i32, rhythm: i32, today: Day) -> bool {
    today.0.saturating_sub(last) > rhythm
}

/// What a name is recognised by.
pub(super) fn key_of(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Organisation => names::organisation_key(name),
        Kind::Staff => names::clean_name(name),
        _ => names::clean_line(name).to_lowercase(),
    }
}

/// The reading of a record's name: the one somebody wrote, else the one made from its characters.
fn reading(r: &Record, no: u16) -> String {
    let written = r.fields.text(no);
    if written.is_empty() { pinyin::name_reading(r.name()) } else { written.to_lowercase() }
}

fn beginning(s: &str) -> [u8; 16] {
    let mut out = [0u8; 16];
    for (o, b) in out.iter_mut().zip(s.bytes()) {
        *o = b;
    }
    out
}
