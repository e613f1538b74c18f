//! How large each part of the book is, and which id the n-th record of a kind has. Ids are computed, not kept:
//! a record may refer to one that comes later or a million before.

use super::random::mix;
use crate::book::{Id, Kind, Ref};

/// Kinds that a demonstration book has.
pub(super) const KINDS: usize = 20;

/// How many of each there are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    pub people: u64,
    pub streets: u64,
    pub communities: u64,
    pub organisations: u64,
    pub chambers: u64,
    pub tags: u64,
    pub visits: u64,
    pub ties: u64,
    pub matters: u64,
    pub services: u64,
    pub offers: u64,
    pub recommendations: u64,
    pub meetings: u64,
    pub tasks: u64,
}

impl Sizes {
    pub(super) fn of(people: u64) -> Sizes {
        let communities = people.div_ceil(1400).max(8);
        let streets = communities.div_ceil(13).max(2);
        let organisations = (people / 16).max(24);
        let (services, offers, recommendations) = super::services::sizes(people);
        Sizes {
            people,
            streets,
            communities,
            organisations,
            chambers: (organisations / 250).clamp(2, 20),
            tags: super::places::TAGS.len() as u64,
            visits: people.saturating_mul(3),
            // a small book has its circle of ties all the same
            ties: if people < 2 { 0 } else { (people * 8 / 100).max(24) },
            matters: if people < 2 { 0 } else { (people / 8).max(12) },
            services,
            offers,
            recommendations,
            meetings: super::meetings::meetings(people),
            tasks: super::meetings::tasks(people),
        }
    }

    /// Areas in all: the city, its streets, their communities.
    pub(super) fn areas(&self) -> u64 {
        1 + self.streets + self.communities
    }

    /// Staff in all: one for the city, each street, each community, and their leaders.
    pub(super) fn staff(&self) -> u64 {
        self.areas() + super::posts::leaders(self.streets)
    }

    /// The kinds in the order in which they come, with how many there are.
    pub(super) fn order(&self) -> [(Kind, u64); KINDS] {
        [
            (Kind::Area, self.areas()),
            (Kind::Staff, self.staff()),
            (Kind::Post, super::posts::posts(self)),
            (Kind::Tag, self.tags),
            (Kind::Organisation, self.organisations),
            (Kind::Person, self.people),
            (Kind::Visit, self.visits),
            (Kind::Tie, self.ties),
            (Kind::Matter, self.matters),
            (Kind::Service, self.services),
            (Kind::Offer, self.offers),
            (Kind::Recommendation, self.recommendations),
            (Kind::Target, super::services::targets(self)),
            (Kind::Meeting, self.meetings),
            (Kind::Task, self.tasks),
            (Kind::Holiday, super::meetings::holidays()),
            (Kind::Study, super::studies::studies(self)),
            (Kind::Answer, super::studies::answers(self)),
            (Kind::OwnField, super::office::FIELDS),
            (Kind::Wording, super::office::words()),
        ]
    }

    /// The place of a community's area (and of its liaison) among areas (and staff).
    pub(super) fn community(&self, n: u64) -> u64 {
        1 + self.streets + n
    }

    /// The street that a community belongs to.
    pub(super) fn street_of(&self, community: u64) -> u64 {
        (community * self.streets / self.communities).min(self.streets.saturating_sub(1))
    }
}

/// Makes the ids.
#[derive(Clone, Debug)]
pub(super) struct Ids {
    seed: u64,
    start_ms: u64,
    offsets: [(Kind, u64); KINDS],
}

impl Ids {
    pub(super) fn new(seed: u64, start_ms: i64, sizes: &Sizes) -> Ids {
        let mut sum = 0;
        let offsets = sizes.order().map(|(kind, n)| {
            let at = sum;
            sum += n;
            (kind, at)
        });
        Ids { seed, start_ms: start_ms.max(0) as u64, offsets }
    }

    /// The id of the n-th record of a kind: a uuid of version 7 whose instant is that of the record before it and a
    /// millisecond, so that ids ascend.
    pub(super) fn id(&self, kind: Kind, n: u64) -> Id {
        let offset = self.offsets.iter().find(|(k, _)| *k == kind).map_or(0, |(_, o)| *o);
        let at = (self.start_ms + offset + n) & 0xffff_ffff_ffff;
        let (a, b) = (mix(self.seed ^ mix(offset + n)), mix(mix(self.seed) ^ (offset + n)));
        let high = (at << 16) | 0x7000 | (a & 0x0fff);
        let low = 0x8000_0000_0000_0000 | (b >> 2);
        Id(((u128::from(high) << 64) | u128::from(low)).to_be_bytes())
    }

    pub(super) fn link(&self, kind: Kind, n: u64) -> Ref {
        Ref { kind, id: self.id(kind, n) }
    }
}
