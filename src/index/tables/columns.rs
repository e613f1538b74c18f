//! Which column holds which field.

use super::{Named, Orders, People, Tables, Visits};
use crate::book::{Kind, Record, person, visit};
use crate::index::areas::Areas;
use crate::index::column::Column;
use crate::index::facets::Facets;
use crate::index::lineage::Lineage;
use crate::index::ties::Ties;
use std::collections::BTreeMap;
use std::collections::{BTreeSet, HashMap};

/// The kinds whose lists are narrowed by every field out of columns; of the others there are few.
pub(super) fn facetted() -> impl Iterator<Item = Kind> {
    let by_hand = [Kind::Person, Kind::Visit, Kind::Organisation, Kind::Staff];
    by_hand.into_iter().chain(Kind::generals().map(|(kind, _)| kind))
}

impl Default for Tables {
    fn default() -> Self {
        Tables {
            shared: Default::default(),
            people: People::default(),
            visits: Visits::default(),
            organisations: Named::default(),
            staff: Named::default(),
            tags: Named::default(),
            areas: Areas::default(),
            ties: Ties::default(),
            lineage: Lineage::default(),
            orders: Orders::default(),
            general: Tables::no_things(),
            facets: facetted().map(|k| (k, Facets::of(k))).collect(),
            requests: BTreeSet::default(),
            generation: 0,
            by_day: BTreeMap::default(),
            members: Default::default(),
            charges: Default::default(),
            by_key: HashMap::default(),
            links: Column::default(),
        }
    }
}

impl Tables {
    /// The office has laid down fields of its own: they have their columns.
    pub fn grow(&mut self) {
        for (kind, facets) in &mut self.facets {
            facets.grow(*kind);
        }
        self.generation += 1;
    }

    /// What further fields of a kind hold, by the rows of its table.
    pub fn facets(&self, kind: Kind) -> Option<&Facets> {
        self.facets.iter().find(|(k, _)| *k == kind).map(|(_, f)| f)
    }

    /// The column of a choice: the code, or where there may be several a bit a code.
    pub fn codes(&self, kind: Kind, no: u16) -> Option<&Column<u8>> {
        match (kind, no) {
            (Kind::Person, person::STATUS) => Some(&self.people.status),
            (Kind::Visit, visit::MODE) => Some(&self.visits.mode),
            (Kind::Visit, visit::OUTCOME) => Some(&self.visits.outcome),
            _ => self.facets(kind)?.codes(no),
        }
    }

    /// The column of a date.
    pub fn day_column(&self, kind: Kind, no: u16) -> Option<&Column<i32>> {
        match (kind, no) {
            (Kind::Person, person::ENTERED_ON) => Some(&self.people.entered),
            (Kind::Visit, visit::WHEN) => Some(&self.visits.day),
            (Kind::Visit, visit::NEXT) => Some(&self.visits.next),
            _ => self.facets(kind)?.days(no),
        }
    }

    /// The column of whom a field refers to, by rows of that one's table.
    pub fn links_column(&self, kind: Kind, no: u16) -> Option<&Column<u32>> {
        match (kind, no) {
            (Kind::Person, person::AREA) => Some(&self.people.area),
            (Kind::Person, person::EMPLOYER) => Some(&self.people.employer),
            (Kind::Person, person::LIAISON) => Some(&self.people.liaison),
            (Kind::Visit, visit::AREA) => Some(&self.visits.area),
            (Kind::Visit, visit::ORGANISATION) => Some(&self.visits.organisation),
            _ => {
                let (general, things) = (kind.general()?, self.things(kind)?);
                match Some(no) {
                    no if no == general.area => Some(&things.rows.area),
                    no if no == general.organisation => Some(&things.rows.organisation),
                    _ => None,
                }
            }
        }
    }

    /// The row of a record, whether or not it is there.
    pub(super) fn row(&self, one: &Record) -> Option<u32> {
        match one.kind {
            Kind::Person => self.people.row(one.id),
            Kind::Visit => self.visits.row(one.id),
            kind => self.names(kind)?.row(one.id),
        }
    }
}
