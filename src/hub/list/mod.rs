//! Pages of lists: filtered and ordered over the dense tables; records are read for the rows of the page only.

mod counts;
mod general;
mod narrow;
mod others;
mod people;
pub(super) mod take;
mod visits;

use super::actor::Actor;
use super::rights::Rights;
use super::rows::row;
use super::wire::{Filter, Order, PAGE_MAX, Reply};
use super::world::World;
use crate::book::{Day, Id, Kind, Ref, Row};
use crate::index::finder::Query;
use crate::index::rowset::RowSet;
use crate::index::tables::Tables;
use crate::store::StoreError;
use std::collections::HashSet;
use std::sync::Arc;

/// How many matches of a filter's words are taken from the finder.
const MATCHES: usize = 20_000;
/// Pages of so many rows are of one who reads all of them.
const WHOLESALE: usize = 500;
/// Most whole lists that are kept in their order.
const ORDERED_MAX: usize = 3;
/// After so many bytes of records a page ends: with one more of the largest and all names it still fits a frame.
const RECORDS_BYTES: usize = 1 << 20;

/// Which list is asked for, and by whom.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The book.
    pub world: &'a World,
    /// Who asks: nobody counts or sees more than they may.
    pub actor: &'a Actor,
    /// Of what.
    pub kind: Kind,
    /// Which of them.
    pub filter: &'a Filter,
    /// In which order.
    pub order: Order,
    /// Without what other offices only passed on to theirs: lists show it, the work of an office is not counted by it.
    pub own: bool,
}

impl Asked<'_> {
    /// A page of it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn page(self, offset: u32, limit: u32) -> Result<Reply, StoreError> {
        let (ids, total) = self.ids(offset, limit)?;
        let mut rows: Vec<Row> = Vec::with_capacity(ids.len());
        for id in ids {
            rows.extend(row(self.world, Ref { kind: self.kind, id }, self.actor)?);
        }
        let all = self.actor.rights.count(&self.world.tables(), self.kind);
        Ok(Reply::Page { total: total as u64, all, offset, rows })
    }

    /// A page of it as whole records. Ends early where they would not fit into one frame.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn records(self, offset: u32, limit: u32) -> Result<Reply, StoreError> {
        let (ids, _) = self.ids(offset, limit)?;
        let (mut taken, mut size, mut records) = (0, 0, Vec::with_capacity(ids.len()));
        for id in ids {
            taken += 1;
            // gone since the list was made
            let target = Ref { kind: self.kind, id };
            let Some((record, bytes)) = self.world.get_sized(target)? else { continue };
            size += bytes;
            if self.world.only_frozen(&record) {
                continue;
            }
            records.push(super::answer::shown(self.world, record, self.actor));
            if size > RECORDS_BYTES {
                break;
            }
        }
        Ok(Reply::Records { taken, records })
    }

    /// The ids of one page, and how many pass in all.
    fn ids(self, offset: u32, limit: u32) -> Result<(Vec<Id>, usize), StoreError> {
        let (from, limit) = (offset as usize, limit.min(PAGE_MAX) as usize);
        // who reads page after page wants the whole order: it is made once and kept until something changes
        if let Some(all) = self.kept() {
            return Ok((all.iter().skip(from).take(limit).copied().collect(), all.len()));
        }
        if from == 0 || limit < WHOLESALE {
            return self.pick(from, limit);
        }
        let all = self.whole()?;
        Ok((all.iter().skip(from).take(limit).copied().collect(), all.len()))
    }

    fn kept(self) -> Option<Arc<Vec<Id>>> {
        let generation = self.world.tables().generation;
        self.world.ordered().iter().find(|o| o.is(self, generation)).map(|o| Arc::clone(&o.ids))
    }

    fn whole(self) -> Result<Arc<Vec<Id>>, StoreError> {
        let generation = self.world.tables().generation;
        let (ids, _) = self.pick(0, usize::MAX / 2)?;
        let ids = Arc::new(ids);
        let mut kept = self.world.ordered();
        kept.retain(|o| o.generation == generation);
        kept.truncate(ORDERED_MAX - 1);
        let (kind, filter, order) = (self.kind, self.filter.clone(), self.order);
        let rights = Arc::clone(&self.actor.rights);
        kept.insert(0, Ordered { kind, filter, order, rights, generation, ids: Arc::clone(&ids) });
        Ok(ids)
    }

    /// The ids of one page, and how many pass in all.
    fn pick(self, from: usize, limit: usize) -> Result<(Vec<Id>, usize), StoreError> {
        let Asked { world, kind, filter, .. } = self;
        let words = self.words();
        // of these there are few: their records are asked
        if matches!(kind, Kind::Area | Kind::Tie | Kind::Tag | Kind::Request) && !filter.tests.is_empty() {
            let all = Filter { tests: Vec::new(), ..filter.clone() };
            let mut ids = Asked { filter: &all, ..self }.pick(0, usize::MAX / 2)?.0;
            let mut passing = Vec::new();
            for id in ids.drain(..) {
                if world.get(Ref { kind, id })?.is_some_and(|r| narrow::holds(world, &r, &filter.tests)) {
                    passing.push(id);
                }
            }
            let total = passing.len();
            return Ok((passing.into_iter().skip(from).take(limit).collect(), total));
        }
        Ok(match kind {
            Kind::Person => people::people(self, words.as_ref(), from, limit),
            Kind::Visit => visits::visits(self, words.as_ref(), from, limit)?,
            Kind::Organisation | Kind::Staff | Kind::Tag => others::named(self, words.as_ref(), from, limit),
            Kind::Area => others::areas(self, words.as_ref(), from, limit),
            Kind::Tie => others::ties(self, from, limit)?,
            Kind::Request => others::requests(self, from, limit)?,
            _ => general::general(self, words.as_ref(), from, limit),
        })
    }

    /// The rows of a kind's table that pass; none for a kind that has no columns.
    pub fn passing(self) -> Result<Option<RowSet>, StoreError> {
        let Asked { world, kind, .. } = self;
        let words = self.words();
        Ok(match (kind, &words) {
            (Kind::Person, _) => Some(people::passing(self, &world.tables(), words.as_ref())),
            (Kind::Visit, None) => Some(visits::passing(self, &world.tables())),
            (Kind::Visit, Some(_)) => {
                // of words the records have to be read
                let (ids, _) = Asked { order: Order::Usual, ..self }.pick(0, usize::MAX / 2)?;
                let t = world.tables();
                let found = ids.into_iter().filter_map(|id| t.visits.find(id));
                Some(RowSet::some(t.visits.id.len(), found))
            }
            (Kind::Organisation | Kind::Staff | Kind::Tag, _) => {
                Some(others::passing(self, &world.tables(), words.as_ref()))
            }
            _ if kind.general().is_some() => Some(general::passing(self, &world.tables(), words.as_ref())),
            _ => None,
        })
    }

    /// The ids that a filter's words find; for visits the people found.
    fn words(self) -> Option<HashSet<Id>> {
        let text = &self.filter.text;
        if text.trim().is_empty() {
            return None;
        }
        let kinds = [if self.kind == Kind::Visit { Kind::Person.code() } else { self.kind.code() }];
        let scope = self.actor.rights.scope();
        let hits = self.world.finder.search(&Query::parse(text), scope, &kinds, MATCHES);
        Some(hits.hits.iter().map(|h| Id(h.id)).collect())
    }
}

/// A whole list in its order, as of one generation of the tables.
#[derive(Debug)]
pub struct Ordered {
    kind: Kind,
    filter: Filter,
    order: Order,
    rights: Arc<Rights>,
    generation: u64,
    ids: Arc<Vec<Id>>,
}

impl Ordered {
    fn is(&self, asked: Asked<'_>, generation: u64) -> bool {
        let same = self.kind == asked.kind && self.order == asked.order && self.filter == *asked.filter;
        same && self.generation == generation && self.rights.same(&asked.actor.rights)
    }
}

/// How many people wait longer than their area's rhythm, by area row.
pub fn overdue(t: &Tables, today: Day) -> Vec<u64> {
    let mut by_area: Vec<u64> = vec![0; t.areas.rows()];
    for at in t.all_overdue(today).iter() {
        if let Some(n) = t.people.area.get(at).and_then(|a| by_area.get_mut(a as usize)) {
            *n += 1;
        }
    }
    by_area
}
