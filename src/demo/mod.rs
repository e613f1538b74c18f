//! A demonstration book of any size: an invented city, its people, two years of visits.
//!
//! The same size, seed and day give the same bytes on every machine. Every record is computed from its number, so a
//! million people need no more memory than one, and records may refer to any other by its number.

mod calendar;
mod matters;
mod meetings;
mod names;
mod office;
mod organisations;
mod people;
mod places;
mod plan;
mod posts;
mod random;
mod services;
mod studies;
mod ties;
mod trades;
mod visits;

use crate::book::{Day, Kind, Record, Ref};
use calendar::Calendar;
use plan::{Ids, Sizes};
use random::Random;

/// What a stream of random numbers is for, so that a change of one does not change the others.
mod purpose {
    pub(super) const AREA: u64 = 1;
    pub(super) const STAFF: u64 = 2;
    pub(super) const OUTLINE: u64 = 3;
    pub(super) const ORGANISATION: u64 = 4;
    pub(super) const PERSON_OUTLINE: u64 = 5;
    pub(super) const PERSON: u64 = 6;
    pub(super) const PHONE: u64 = 7;
    pub(super) const VISIT: u64 = 8;
    pub(super) const TIE: u64 = 9;
    pub(super) const WHEN: u64 = 10;
    pub(super) const MATTER: u64 = 11;
    pub(super) const LEADER: u64 = 12;
    pub(super) const POST: u64 = 13;
    pub(super) const SERVICE: u64 = 17;
    pub(super) const OFFER: u64 = 18;
    pub(super) const RECOMMENDATION: u64 = 19;
    pub(super) const MEETING: u64 = 14;
    pub(super) const TASK: u64 = 15;
    pub(super) const ANSWER: u64 = 20;
    pub(super) const OFFICE: u64 = 21;
}

/// A record of the demonstration book, and when and by whom it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The record, its version 0.
    pub record: Record,
    /// Milliseconds since 1970 UTC of its commit. Never goes back among the records of a kind, but for ties.
    pub at_ms: i64,
    /// The member of staff who wrote it.
    pub by: Ref,
}

/// Makes the records of a demonstration book, in the order areas, staff, posts, tags, organisations, people, visits,
/// ties, matters, services, offers, recommendations, targets, meetings, tasks, holidays,
/// studies, answers.
/// Ids ascend in that order.
pub struct Generator {
    sizes: Sizes,
    ids: Ids,
    calendar: Calendar,
    seed: u64,
    today: Day,
    part: usize,
    next: u64,
    left: u64,
}

impl Generator {
    /// A book of so many people, as of a day. At most fifty million: of more, phones would not be unique.
    pub fn new(people: u64, seed: u64, today: Day) -> Generator {
        let sizes = Sizes::of(people.min(50_000_000));
        let (scripted, quiet) = visits::scripted_part(&sizes);
        let calendar = Calendar::new(today, sizes.people, sizes.visits.saturating_sub(scripted), quiet);
        let start = calendar::at(calendar.first(), 0, 1);
        let left = sizes.order().iter().map(|(_, n)| n).sum();
        Generator { sizes, ids: Ids::new(seed, start, &sizes), calendar, seed, today, part: 0, next: 0, left }
    }

    /// How many records of each kind there are in all, in the order in which they come.
    pub fn counts(&self) -> [(Kind, u64); plan::KINDS] {
        self.sizes.order()
    }

    fn make(&self, kind: Kind, n: u64) -> Made {
        let Generator { sizes, ids, seed, today, calendar, .. } = self;
        let (seed, today) = (*seed, *today);
        let first = |part: u64, of: u64| (calendar::at(calendar.first(), part, of), 0);
        let (fields, (at_ms, by)) = match kind {
            Kind::Area => (places::area(n, sizes, ids, seed), first(n, sizes.areas() * 4)),
            Kind::Staff => {
                let fields = match n.checked_sub(sizes.areas()) {
                    Some(leader) => posts::leader(leader, seed),
                    None => places::staff(n, sizes, ids, seed),
                };
                (fields, first(sizes.staff() + n, sizes.staff() * 4))
            }
            Kind::Post => {
                let many = posts::posts(sizes);
                (posts::post(n, sizes, ids, seed, today), first(many * 2 + n, many * 4))
            }
            Kind::Tag => (places::tag(n, ids), first(sizes.tags * 2 + n, sizes.tags * 4)),
            Kind::Organisation => {
                let many = sizes.organisations;
                (organisations::organisation(n, sizes, ids, seed), first(many * 3 + n, many * 4))
            }
            Kind::Person => {
                let by = sizes.community(people::person_outline(n, sizes, seed).community);
                let at = calendar::at(calendar.entered_on(n), n, sizes.people);
                (people::person(n, sizes, ids, seed, calendar, today), (at, by))
            }
            Kind::Visit => {
                let v = visits::visit(n, sizes, ids, seed, calendar, today);
                let (turn, of) = v.turn;
                (v.fields, (calendar::at(v.day, turn, of), v.community))
            }
            // nobody in a made-up book has asked for anything, and nothing got lost there
            Kind::Request | Kind::Handover | Kind::Sealed | Kind::Breach | Kind::Retention => {
                (Default::default(), first(0, 1))
            }
            Kind::Matter => {
                let m = matters::matter(n, sizes, ids, seed, calendar, today);
                (m.fields, (calendar::at(m.day, n, sizes.matters), m.community))
            }
            Kind::Service => {
                let m = services::service(n, sizes, ids, seed, calendar, today);
                (m.fields, (calendar::at(m.day, n, sizes.services), m.community))
            }
            Kind::Offer => {
                let m = services::offer(n, sizes, ids, seed, today);
                (m.fields, (calendar::at(m.day, n, sizes.offers), m.community))
            }
            Kind::Target => {
                let many = services::targets(sizes);
                (services::target(n, sizes, ids, today), first(many * 2 + n, many * 4))
            }
            Kind::Recommendation => {
                let m = services::recommendation(n, sizes, ids, seed, today);
                (m.fields, (calendar::at(m.day, n, sizes.recommendations), m.community))
            }
            Kind::Meeting => {
                let m = meetings::meeting(n, sizes, ids, seed, calendar, today);
                (m.fields, (calendar::at(m.written, n, sizes.meetings), m.by))
            }
            Kind::Task => {
                let m = meetings::task(n, sizes, ids, seed, calendar, today);
                (m.fields, (calendar::at(m.written, n, sizes.tasks), m.by))
            }
            Kind::Holiday => (meetings::holiday(n), first(n, meetings::holidays() * 4)),
            Kind::Study => {
                let (fields, day) = studies::study(n, sizes, ids, today);
                (fields, (calendar::at(day, n, studies::STUDIES), 1))
            }
            Kind::Answer => {
                let m = studies::answer(n, sizes, ids, seed, calendar, today);
                (m.fields, (calendar::at(m.day, n, studies::answers(sizes)), m.community))
            }
            Kind::OwnField => (office::field(ids), first(n, 4)),
            Kind::Wording => (office::word(n), first(n, 4)),
            Kind::Tie => {
                let mut r = Random::of(seed, purpose::WHEN, n);
                let day = calendar::between(&mut r, today.plus(-300), today.plus(-1));
                let by = r.below(sizes.areas());
                (ties::tie(n, sizes, ids, seed, today), (calendar::at(day, r.below(1000), 1000), by))
            }
        };
        let mut record = Record::new(kind, ids.id(kind, n));
        record.fields = fields;
        Made { record, at_ms, by: ids.link(Kind::Staff, by) }
    }
}

impl Iterator for Generator {
    type Item = Made;

    fn next(&mut self) -> Option<Made> {
        loop {
            let (kind, n) = self.sizes.order().get(self.part).copied()?;
            if self.next < n {
                let made = self.make(kind, self.next);
                self.next += 1;
                self.left = self.left.saturating_sub(1);
                return Some(made);
            }
            self.part += 1;
            self.next = 0;
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        (left, Some(left))
    }
}

#[cfg(test)]
mod tests;
