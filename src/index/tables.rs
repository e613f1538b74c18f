//! Dense columns of what lists, counts and reports need, so that they never walk the records.

use super::areas::{Areas, small};
use super::ties::Ties;
use crate::book::{Day, Id, Kind, Record, organisation, person, staff, visit};
use crate::book::{names, pinyin};
use std::collections::HashMap;

/// No row.
pub const NONE: u32 = u32::MAX;
/// No day: before every day there is.
pub const NEVER: i32 = i32::MIN;

/// A row that knows whose it is.
pub trait Slot: Default {
    /// The record's id.
    fn id(&self) -> Id;
    /// Sets it, once.
    fn set_id(&mut self, id: Id);
    /// Whether the record is there; a slot may be taken before its record arrives, and stays when it goes.
    fn alive(&self) -> bool;
}

/// Rows by id.
#[derive(Debug, Default)]
pub struct Slots<R> {
    rows: Vec<R>,
    at: HashMap<Id, u32>,
    alive: u64,
}

impl<R: Slot> Slots<R> {
    /// The row of an id, made if need be.
    pub fn slot(&mut self, id: Id) -> u32 {
        if let Some(at) = self.at.get(&id) {
            return *at;
        }
        let at = self.rows.len() as u32;
        let mut row = R::default();
        row.set_id(id);
        self.rows.push(row);
        self.at.insert(id, at);
        at
    }

    /// The row number of an id whose record is there.
    pub fn find(&self, id: Id) -> Option<u32> {
        self.at.get(&id).copied().filter(|at| self.get(*at).is_some_and(R::alive))
    }

    /// A row.
    pub fn get(&self, at: u32) -> Option<&R> {
        self.rows.get(at as usize)
    }

    /// A row to change. Changing whether it is alive is [`Slots::change`]'s.
    pub fn get_mut(&mut self, at: u32) -> Option<&mut R> {
        self.rows.get_mut(at as usize)
    }

    /// Changes a row and keeps count.
    pub fn change(&mut self, at: u32, f: impl FnOnce(&mut R)) {
        if let Some(r) = self.rows.get_mut(at as usize) {
            let before = r.alive();
            f(r);
            let after = r.alive();
            self.alive = self.alive + u64::from(after) - u64::from(before);
        }
    }

    /// All rows whose record is there, with their numbers.
    pub fn live(&self) -> impl Iterator<Item = (u32, &R)> {
        self.rows.iter().enumerate().filter(|(_, r)| r.alive()).map(|(i, r)| (i as u32, r))
    }

    /// How many records are there.
    pub fn len(&self) -> u64 {
        self.alive
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.alive == 0
    }
}

macro_rules! slot {
    ($t:ty) => {
        impl Slot for $t {
            fn id(&self) -> Id {
                self.id
            }
            fn set_id(&mut self, id: Id) {
                self.id = id;
            }
            fn alive(&self) -> bool {
                self.alive
            }
        }
    };
}

/// What lists of people sort and filter by.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// Whose.
    pub id: Id,
    /// Whether the record is there.
    pub alive: bool,
    /// Beginning of the reading, by which names sort.
    pub reading: [u8; 16],
    /// Row of the community.
    pub area: u32,
    /// Row of the employer.
    pub employer: u32,
    /// Row of the liaison.
    pub liaison: u32,
    /// Day of the last visit in which the person was met, or [`NEVER`].
    pub last: i32,
    /// First link of the chain of visits.
    visits: u32,
    /// How many visits.
    pub visit_count: u32,
    /// One bit a group.
    pub groups: u8,
    /// Status code, 0 for none.
    pub status: u8,
    /// Day of entry, or [`NEVER`].
    pub entered: i32,
}

impl Default for PersonRow {
    fn default() -> Self {
        PersonRow {
            id: Id::NIL,
            alive: false,
            reading: [0; 16],
            area: NONE,
            employer: NONE,
            liaison: NONE,
            last: NEVER,
            visits: NONE,
            visit_count: 0,
            groups: 0,
            status: 0,
            entered: NEVER,
        }
    }
}
slot!(PersonRow);

/// What lists of visits sort and filter by.
#[derive(Debug, Clone)]
pub struct VisitRow {
    /// Whose.
    pub id: Id,
    /// Whether the record is there.
    pub alive: bool,
    /// The day.
    pub day: i32,
    /// The next contact promised, or [`NEVER`].
    pub next: i32,
    /// Row of the area.
    pub area: u32,
    /// Row of the first person.
    pub person: u32,
    /// Row of the organisation.
    pub organisation: u32,
    /// Row of the first staff member.
    pub staff: u32,
    /// Mode code.
    pub mode: u8,
    /// Outcome code, 0 for none.
    pub outcome: u8,
}

impl Default for VisitRow {
    fn default() -> Self {
        VisitRow {
            id: Id::NIL,
            alive: false,
            day: NEVER,
            next: NEVER,
            area: NONE,
            person: NONE,
            organisation: NONE,
            staff: NONE,
            mode: 0,
            outcome: 0,
        }
    }
}
slot!(VisitRow);

impl VisitRow {
    /// Whether the person was met: where no outcome is written, they were.
    pub fn met(&self) -> bool {
        self.outcome <= 1
    }
}

/// An organisation, a staff member or a tag: few enough to keep their names.
#[derive(Debug, Clone, Default)]
pub struct NamedRow {
    /// Whose.
    pub id: Id,
    /// Whether the record is there.
    pub alive: bool,
    /// Name.
    pub name: String,
    /// What it is recognised by.
    pub key: String,
    /// Reading of the name.
    pub reading: String,
    /// How many people work there, or are looked after by them.
    pub people: u32,
    /// How many visits.
    pub visits: u32,
    /// Sort of organisation, role of staff.
    pub sort: u8,
    /// Row of the area, if it has one.
    pub area: Option<u32>,
    /// Account number of staff.
    pub uid: Option<u32>,
}
slot!(NamedRow);

#[derive(Debug, Clone, Copy)]
struct Link {
    visit: u32,
    next: u32,
}

/// All tables.
#[derive(Debug, Default)]
pub struct Tables {
    /// People.
    pub people: Slots<PersonRow>,
    /// Visits.
    pub visits: Slots<VisitRow>,
    /// Organisations.
    pub organisations: Slots<NamedRow>,
    /// Staff.
    pub staff: Slots<NamedRow>,
    /// Tags.
    pub tags: Slots<NamedRow>,
    /// Areas.
    pub areas: Areas,
    /// Ties.
    pub ties: Ties,
    /// Visits with a promise, by row.
    pub promises: Vec<u32>,
    /// Grows with every change.
    pub generation: u64,
    by_key: HashMap<(Kind, String), Vec<u32>>,
    links: Vec<Link>,
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
        }
    }

    /// The named rows of a kind.
    pub fn names(&self, kind: Kind) -> Option<&Slots<NamedRow>> {
        match kind {
            Kind::Organisation => Some(&self.organisations),
            Kind::Staff => Some(&self.staff),
            Kind::Tag => Some(&self.tags),
            _ => None,
        }
    }

    fn names_mut(&mut self, kind: Kind) -> &mut Slots<NamedRow> {
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
        rows.map(|r| r.iter().filter(live).copied().collect()).unwrap_or_default()
    }

    /// The visits of a person, newest first.
    pub fn visits_of(&self, person: u32) -> Vec<u32> {
        let mut out = Vec::new();
        let mut at = self.people.get(person).map_or(NONE, |p| p.visits);
        while let Some(link) = self.links.get(at as usize) {
            if self.visits.get(link.visit).is_some_and(|v| v.alive) {
                out.push(link.visit);
            }
            at = link.next;
        }
        out.sort_by_key(|v| {
            std::cmp::Reverse(self.visits.get(*v).map_or((NEVER, Id::NIL), |r| (r.day, r.id)))
        });
        out.dedup();
        out
    }

    /// Days after which somebody in an area counts as not reached for long.
    pub fn rhythm(&self, area: u32) -> i32 {
        self.areas.rhythm(area)
    }

    /// Whether a person was not reached for longer than the area's rhythm.
    pub fn overdue(&self, p: &PersonRow, today: Day) -> bool {
        p.status <= 1 && today.0.saturating_sub(p.last) > self.rhythm(p.area)
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
            None => row.alive = false,
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
        self.people.change(at, |row| match after {
            None => row.alive = false,
            Some(r) => {
                row.alive = true;
                row.reading = beginning(&reading(r, person::READING));
                (row.area, row.employer, row.liaison) = (area, employer, liaison);
                row.groups =
                    r.fields.codes(person::GROUPS).iter().filter(|c| **c < 8).fold(0, |b, c| b | 1 << c);
                row.status = small(r.fields.code(person::STATUS));
                row.entered = r.fields.day(person::ENTERED_ON).map_or(NEVER, |d| d.0);
            }
        });
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

    fn visit(&mut self, id: Id, before: Option<&Record>, after: Option<&Record>) {
        let at = self.visits.slot(id);
        for (r, by) in before.map(|b| (b, -1)).into_iter().chain(after.map(|a| (a, 1))) {
            for s in r.fields.links(visit::STAFF) {
                let s = self.staff.slot(s.id);
                self.staff.change(s, |row| row.visits = row.visits.saturating_add_signed(by));
            }
        }
        let whom = |r: Option<&Record>| r.map(|r| r.fields.links(visit::PEOPLE)).unwrap_or_default();
        let (old, new) = (whom(before), whom(after));
        let first = new.first().map_or(NONE, |p| self.people.slot(p.id));
        let slot = |slots: &mut Slots<NamedRow>, no| {
            after.and_then(|r| r.fields.link(no)).map_or(NONE, |l| slots.slot(l.id))
        };
        let organisation = slot(&mut self.organisations, visit::ORGANISATION);
        let staff = slot(&mut self.staff, visit::STAFF);
        let area = after.and_then(|r| r.fields.link(visit::AREA)).map_or(NONE, |l| self.areas.slot(l.id));
        self.visits.change(at, |row| match after {
            None => row.alive = false,
            Some(r) => {
                row.alive = true;
                row.day = r.fields.day(visit::WHEN).map_or(NEVER, |d| d.0);
                row.next = r.fields.day(visit::NEXT).map_or(NEVER, |d| d.0);
                row.mode = small(r.fields.code(visit::MODE));
                row.outcome = small(r.fields.code(visit::OUTCOME));
                (row.person, row.organisation, row.staff, row.area) = (first, organisation, staff, area);
            }
        });
        let promised = self.visits.get(at).is_some_and(|v| v.alive && v.next != NEVER);
        match self.promises.iter().position(|p| *p == at).filter(|_| before.is_some()) {
            Some(i) if !promised => {
                self.promises.swap_remove(i);
            }
            None if promised => self.promises.push(at),
            _ => {}
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
                let head = self.links.len() as u32 - 1;
                if let Some(row) = self.people.get_mut(p) {
                    row.visits = head;
                }
            }
        }
        if before.is_none()
            && let Some(v) = self.visits.get(at).cloned()
        {
            // the common case: a new visit only ever moves the last day forward
            for come in &new {
                let p = self.people.slot(come.id);
                if let Some(row) = self.people.get_mut(p) {
                    row.visit_count += 1;
                    if v.met() {
                        row.last = row.last.max(v.day);
                    }
                }
            }
            return;
        }
        for p in old.iter().chain(new.iter()) {
            let p = self.people.slot(p.id);
            self.recount(p);
        }
    }

    fn unlink(&mut self, person: u32, visit: u32) {
        let mut at = self.people.get(person).map_or(NONE, |p| p.visits);
        let mut before = NONE;
        while let Some(link) = self.links.get(at as usize).copied() {
            if link.visit == visit {
                match self.links.get_mut(before as usize) {
                    Some(b) => b.next = link.next,
                    None => {
                        if let Some(p) = self.people.get_mut(person) {
                            p.visits = link.next;
                        }
                    }
                }
                return;
            }
            (before, at) = (at, link.next);
        }
    }

    fn recount(&mut self, person: u32) {
        let visits = self.visits_of(person);
        let last = visits.iter().filter_map(|v| self.visits.get(*v)).filter(|v| v.met()).map(|v| v.day).max();
        if let Some(p) = self.people.get_mut(person) {
            p.visit_count = visits.len() as u32;
            p.last = last.unwrap_or(NEVER);
        }
    }
}

/// What a name is recognised by.
fn key_of(kind: Kind, name: &str) -> String {
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
