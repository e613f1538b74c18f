//! Records of the kinds that are served by their field table: where each lies and whom it is about. What else they
//! hold stands in the facets, by which they are filtered.

use super::table::table;
use super::{NEVER, NONE, Tables};
use crate::book::{General, Id, Kind, Record, Ref, Type};
use crate::index::column::Column;
use crate::index::facets::Facets;
use crate::index::ids::Ids;
use crate::index::rowset::RowSet;
use crate::index::snapshot::{In, Out, Spoilt};
use crate::index::sorted::Sorted;
use std::collections::BTreeMap;
use std::io::{Read, Write};

table! {
    /// Where the records of a kind lie, and whom they are about.
    Places,
    /// One record of [`Places`].
    PlaceRow {
        /// Row of its own area.
        area: u32 = NONE,
        /// Row of the first person.
        person: u32 = NONE,
        /// Row of the organisation.
        organisation: u32 = NONE,
        /// Row of the area of another office that has it.
        with: u32 = NONE,
    }
}

/// All records of one general kind.
#[derive(Debug, Default)]
pub struct Things {
    /// Where they lie and whom they are about.
    pub rows: Places,
    /// Of one about several people: all of them, in their order.
    several: BTreeMap<u32, Box<[u32]>>,
    /// By their main day; of one day, what was entered last stands last.
    pub by_day: Sorted,
    /// Those in which something is still to be done by a day, by that day.
    pub by_due: Sorted,
    /// Those in which something is still to be done.
    pub open: u64,
}

impl Things {
    /// The people that a record is about, by row.
    pub fn people(&self, at: u32) -> impl Iterator<Item = u32> {
        let all = self.several.get(&at).map_or(&[][..], |s| s);
        let one = self.rows.person.get(at).filter(|p| all.is_empty() && *p != NONE);
        one.into_iter().chain(all.iter().copied())
    }

    /// Writes them down. The orders are made again.
    pub(super) fn save(&self, out: &mut Out<impl Write>) -> std::io::Result<()> {
        self.rows.save(out)?;
        out.number(self.several.len() as u64)?;
        for (at, people) in &self.several {
            out.plain(&[*at])?;
            out.list(people)?;
        }
        Ok(())
    }

    /// Reads them back.
    pub(super) fn load(from: &mut In<impl Read>) -> Result<Things, Spoilt> {
        let mut out = Things { rows: Places::load(from)?, ..Things::default() };
        for _ in 0..from.small()? {
            out.several.insert(from.one()?, from.list()?.into());
        }
        Ok(out)
    }
}

/// The day in a column of the facets; without a column, or a day in it, [`NEVER`].
fn day_in(column: Option<&Column<i32>>, at: u32) -> i32 {
    column.and_then(|c| c.get(at)).unwrap_or(NEVER)
}

impl Tables {
    /// The records of a general kind.
    pub fn things(&self, kind: Kind) -> Option<&Things> {
        self.general.iter().find(|(k, _)| *k == kind).map(|(_, t)| t)
    }

    /// The main day of each row of a general kind.
    fn main_days(&self, kind: Kind) -> Option<&Column<i32>> {
        self.day_column(kind, kind.general()?.day?)
    }

    fn due_days(&self, kind: Kind) -> Option<&Column<i32>> {
        self.day_column(kind, kind.general()?.due?)
    }

    /// The main day of a record of a general kind.
    pub fn main_day(&self, kind: Kind, at: u32) -> i32 {
        day_in(self.main_days(kind), at)
    }

    /// The day by which something must be done, while it is still to be done.
    pub fn due_day(&self, kind: Kind, at: u32) -> i32 {
        let waits = self.state(kind, at).is_some_and(|(g, s)| g.waits(s));
        if waits { day_in(self.due_days(kind), at) } else { NEVER }
    }

    /// Whether something is still to be done about a record of a general kind.
    pub fn is_open(&self, kind: Kind, at: u32) -> bool {
        self.state(kind, at).is_some_and(|(g, s)| g.is_open(s))
    }

    /// How far a record of a general kind is.
    pub fn state(&self, kind: Kind, at: u32) -> Option<(&'static General, u16)> {
        let g = kind.general()?;
        let state = g.state.and_then(|no| self.codes(kind, no)).and_then(|c| c.get(at))?;
        Some((g, u16::from(state)))
    }

    /// The area that a record of a general kind counts for: its own, else that of its first person, else that of its
    /// organisation.
    pub fn lies_in(&self, things: &Things, at: u32) -> Option<u32> {
        let some = |a: &u32| *a != NONE;
        let rows = &things.rows;
        let person = || self.people.area.get(rows.person.get(at)?).filter(some);
        let organisation = || self.organisations.get(rows.organisation.get(at)?)?.area;
        rows.area.get(at).filter(some).or_else(person).or_else(organisation)
    }

    /// Whether a record of a general kind lies in some area, or one of its people does, or another office has it that
    /// does.
    pub fn touches(&self, things: &Things, at: u32, area: impl Fn(u32) -> bool) -> bool {
        things.rows.with.get(at).is_some_and(|w| w != NONE && area(w)) || self.lies(things, at, area)
    }

    /// Whether a record of a general kind lies in some area, or one of its people does; what has neither lies in all.
    pub fn lies(&self, things: &Things, at: u32, area: impl Fn(u32) -> bool) -> bool {
        let mut people = things.people(at).peekable();
        match self.lies_in(things, at) {
            Some(a) if area(a) => true,
            None if people.peek().is_none() => true,
            _ => people.any(|p| self.people.area.get(p).is_some_and(&area)),
        }
    }

    /// The rows of a general kind that refer to somebody or something by a field.
    pub fn referring(&self, kind: Kind, no: Option<u16>, to: Id) -> &[u32] {
        match (self.facets(kind), no) {
            (Some(f), Some(no)) => f.referring(no, to),
            _ => &[],
        }
    }

    /// The records of a general kind about a person or an organisation, the newest first.
    pub fn about(&self, kind: Kind, one: Ref) -> Vec<u32> {
        let of_kind = |f: &&crate::book::Field| matches!(f.ty, Type::Ref { kind, .. } if kind == one.kind);
        let no = match one.kind {
            Kind::Person => kind.people_field(),
            Kind::Organisation => kind.organisation_field(),
            Kind::Staff => kind.general().and_then(|g| g.owner),
            Kind::Area | Kind::Tag => None,
            // what a meeting decided, what a visit brought up
            _ => kind.fields().iter().find(of_kind).map(|f| f.no),
        };
        let mut out = self.referring(kind, no, one.id).to_vec();
        out.sort_by_key(|at| std::cmp::Reverse((self.main_day(kind, *at), *at)));
        out
    }

    /// Everything of the general kinds that refers to a record by any field.
    pub fn all_referring(&self, to: Id) -> impl Iterator<Item = Ref> {
        self.general.iter().flat_map(move |(kind, things)| {
            let facets = self.facets(*kind);
            let mut rows: Vec<u32> =
                facets.into_iter().flat_map(|f| f.fields_referring(*kind, to)).copied().collect();
            rows.sort_unstable();
            rows.dedup();
            let ids = rows.into_iter().filter_map(|at| things.rows.id.get(at));
            ids.map(|id| Ref { kind: *kind, id })
        })
    }

    /// The rows of a general kind that are there.
    pub fn all_things(&self, kind: Kind) -> RowSet {
        self.things(kind).map_or_else(RowSet::default, |t| RowSet::of(&t.rows.alive, |alive| alive))
    }

    /// Takes in a change of a record of a general kind, and of what its facets hold.
    pub(super) fn thing(&mut self, i: usize, kind: Kind, before: Option<&Record>, after: Option<&Record>) {
        let Some(one) = after.or(before) else { return };
        let links = |no: Option<u16>| match (after, no) {
            (Some(r), Some(no)) => r.fields.links(no),
            _ => Vec::new(),
        };
        let mut people: Vec<u32> = Vec::new();
        for p in links(kind.people_field()).into_iter().filter(|p| p.kind == Kind::Person) {
            let p = self.people.slot(p.id);
            if !people.contains(&p) {
                people.push(p);
            }
        }
        let area = links(kind.area_field()).first().map_or(NONE, |a| self.areas.slot(a.id));
        let with = links(kind.general().and_then(|g| g.with)).first().map_or(NONE, |a| self.areas.slot(a.id));
        let of = links(kind.organisation_field()).into_iter().find(|o| o.kind == Kind::Organisation);
        let organisation = of.map_or(NONE, |o| self.organisations.slot(o.id));
        let Some((_, things)) = self.general.get_mut(i) else { return };
        let at = things.rows.slot(one.id);
        self.lift_thing(i, kind, at);
        let Some((_, things)) = self.general.get_mut(i) else { return };
        if people.len() > 1 {
            things.several.insert(at, people.clone().into());
        } else {
            things.several.remove(&at);
        }
        things.rows.change(at, |row| match after {
            None => *row = PlaceRow::none(one.id),
            Some(_) => {
                let person = people.first().copied().unwrap_or(NONE);
                *row = PlaceRow { id: one.id, alive: true, area, person, organisation, with };
            }
        });
        if let Some(facets) = self.facets_mut(kind) {
            facets.take(at, before, after);
        }
        self.put_thing_back(i, kind, at);
    }

    fn lift_thing(&mut self, i: usize, kind: Kind, at: u32) {
        let alive = |t: &Tables| t.general.get(i).is_some_and(|(_, g)| g.rows.alive.get(at) == Some(true));
        if self.orders.rests() || !alive(self) {
            return;
        }
        let open = u64::from(self.is_open(kind, at));
        let Some((_, things)) = self.general.get_mut(i) else { return };
        let (mut by_day, mut by_due) =
            (std::mem::take(&mut things.by_day), std::mem::take(&mut things.by_due));
        things.open = things.open.saturating_sub(open);
        let (days, dues) = (self.main_days(kind), self.due_days(kind));
        let key = |column, row| (day_in(column, row), row);
        by_day.remove(at, |row| key(days, row) < key(days, at));
        by_due.remove(at, |row| key(dues, row) < key(dues, at));
        if let Some((_, things)) = self.general.get_mut(i) {
            (things.by_day, things.by_due) = (by_day, by_due);
        }
    }

    fn put_thing_back(&mut self, i: usize, kind: Kind, at: u32) {
        let alive = self.general.get(i).is_some_and(|(_, g)| g.rows.alive.get(at) == Some(true));
        if self.orders.rests() || !alive {
            return;
        }
        let (open, waits) = (u64::from(self.is_open(kind, at)), self.due_day(kind, at) != NEVER);
        let Some((_, things)) = self.general.get_mut(i) else { return };
        let (mut by_day, mut by_due) =
            (std::mem::take(&mut things.by_day), std::mem::take(&mut things.by_due));
        things.open += open;
        let (days, dues) = (self.main_days(kind), self.due_days(kind));
        let key = |column, row| (day_in(column, row), row);
        by_day.insert(at, |row| key(days, row) < key(days, at));
        if waits {
            by_due.insert(at, |row| key(dues, row) < key(dues, at));
        }
        if let Some((_, things)) = self.general.get_mut(i) {
            (things.by_day, things.by_due) = (by_day, by_due);
        }
    }

    /// Puts the records of all general kinds in their orders.
    pub(super) fn sort_things(&mut self) {
        for i in 0..self.general.len() {
            let Some((kind, things)) = self.general.get(i) else { continue };
            let kind = *kind;
            let live: Vec<u32> = things.rows.live().collect();
            let mut days: Vec<(i32, u32)> = live.iter().map(|at| (self.main_day(kind, *at), *at)).collect();
            let mut dues: Vec<(i32, u32)> = live.iter().map(|at| (self.due_day(kind, *at), *at)).collect();
            dues.retain(|(day, _)| *day != NEVER);
            days.sort_unstable();
            dues.sort_unstable();
            let open = live.iter().filter(|at| self.is_open(kind, **at)).count() as u64;
            let rows = |all: Vec<(i32, u32)>| all.into_iter().map(|(_, at)| at).collect::<Vec<u32>>();
            if let Some((_, things)) = self.general.get_mut(i) {
                things.by_day = Sorted::of(&rows(days));
                things.by_due = Sorted::of(&rows(dues));
                things.open = open;
            }
        }
    }

    /// The general kinds without records.
    pub(super) fn no_things() -> Vec<(Kind, Things)> {
        Kind::generals().map(|(kind, _)| (kind, Things::default())).collect()
    }

    fn facets_mut(&mut self, kind: Kind) -> Option<&mut Facets> {
        self.facets.iter_mut().find(|(k, _)| *k == kind).map(|(_, f)| f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Day, Value, matter, organisation, person};
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn id(kind: Kind, n: u8) -> Id {
        Id([kind.code(), n, 1, 2, 3, 4, 5, 6, n, 8, 9, 1, 2, 3, 4, n])
    }

    fn link(kind: Kind, n: u8) -> Value {
        Value::Ref(Ref { kind, id: id(kind, n) })
    }

    fn record(kind: Kind, n: u8, fields: &[(u16, Value)]) -> Record {
        let mut r = Record::new(kind, id(kind, n));
        fields.iter().for_each(|(no, v)| r.fields.set(*no, v.clone()));
        r
    }

    #[test]
    fn one_lies_where_it_says_else_where_its_person_does_else_its_organisation() {
        let mut t = Tables::default();
        let all = [
            record(Kind::Area, 1, &[]),
            record(Kind::Area, 2, &[]),
            record(Kind::Area, 3, &[]),
            record(Kind::Person, 1, &[(person::AREA, link(Kind::Area, 1))]),
            record(Kind::Person, 2, &[(person::AREA, link(Kind::Area, 2))]),
            record(Kind::Person, 9, &[]),
            record(Kind::Organisation, 1, &[(organisation::AREA, link(Kind::Area, 3))]),
        ];
        all.iter().for_each(|r| t.apply(None, Some(r)));
        let people =
            |all: &[u8]| (matter::PEOPLE, Value::List(all.iter().map(|n| link(Kind::Person, *n)).collect()));
        let firm = (matter::ORGANISATION, link(Kind::Organisation, 1));
        let area = |n: u32| t.areas.find(id(Kind::Area, n as u8));
        let areas: Vec<Option<u32>> = (1..=3).map(area).collect();
        for (n, fields, lies, touched) in [
            (1, vec![(matter::AREA, link(Kind::Area, 3)), people(&[1])], areas[2], [true, false, true]),
            (2, vec![people(&[1, 2]), firm.clone()], areas[0], [true, true, false]),
            (3, vec![firm.clone()], areas[2], [false, false, true]),
            (4, vec![people(&[9]), firm], areas[2], [false, false, true]),
            (5, vec![people(&[9])], None, [false; 3]),
            (6, vec![], None, [true; 3]),
        ] {
            t.apply(None, Some(&record(Kind::Matter, n, &fields)));
            let things = t.things(Kind::Matter).unwrap();
            let at = things.rows.find(id(Kind::Matter, n)).unwrap();
            assert_eq!(t.lies_in(things, at), lies, "{n}");
            let seen = [0, 1, 2].map(|i| t.touches(things, at, |a| Some(a) == areas[i]));
            assert_eq!(seen, touched, "{n}");
        }
        // what another office has is seen there, and lies where it lay
        let fields = vec![people(&[1]), (matter::WITH_AREA, link(Kind::Area, 3))];
        t.apply(None, Some(&record(Kind::Matter, 7, &fields)));
        let things = t.things(Kind::Matter).unwrap();
        let at = things.rows.find(id(Kind::Matter, 7)).unwrap();
        assert_eq!(t.lies_in(things, at), areas[0]);
        assert_eq!([0, 1, 2].map(|i| t.touches(things, at, |a| Some(a) == areas[i])), [true, false, true]);
        assert_eq!([0, 1, 2].map(|i| t.lies(things, at, |a| Some(a) == areas[i])), [true, false, false]);
        t.apply(None, Some(&record(Kind::Matter, 7, &[people(&[1])])));
        let things = t.things(Kind::Matter).unwrap();
        assert_eq!([0, 1, 2].map(|i| t.touches(things, at, |a| Some(a) == areas[i])), [true, false, false]);
        let of_1 = t.about(Kind::Matter, Ref { kind: Kind::Person, id: id(Kind::Person, 1) });
        assert_eq!(of_1.len(), 3);
        assert_eq!(t.all_referring(id(Kind::Organisation, 1)).count(), 3);
        // somebody moves, and what is about them with them
        let moved = record(Kind::Person, 1, &[(person::AREA, link(Kind::Area, 2))]);
        t.apply(Some(&all[3]), Some(&moved));
        let things = t.things(Kind::Matter).unwrap();
        assert_eq!(t.lies_in(things, things.rows.find(id(Kind::Matter, 2)).unwrap()), areas[1]);
    }

    proptest! {
        /// What is kept while rows change is what sorting all of them makes.
        #[test]
        fn the_kept_orders_are_those_of_sorting_anew(
            steps in prop::collection::vec((0u8..12, 0i32..6, prop::option::of(0i32..6), 1u16..=7, any::<bool>()), 1..60)
        ) {
            let mut t = Tables::default();
            let mut now: HashMap<u8, Record> = HashMap::new();
            for (n, day, due, state, gone) in steps {
                let before = now.remove(&n);
                let mut r = record(Kind::Matter, n, &[
                    (matter::RAISED, Value::Day(Day(day))),
                    (matter::STATE, Value::Code(state)),
                ]);
                due.into_iter().for_each(|d| r.fields.set(matter::DUE, Value::Day(Day(d))));
                let after = (!gone).then_some(r);
                t.apply(before.as_ref(), after.as_ref());
                now.extend(after.map(|r| (n, r)));
            }
            let all = |t: &Tables| {
                let things = t.things(Kind::Matter).unwrap();
                (things.by_day.iter().collect::<Vec<_>>(), things.by_due.iter().collect::<Vec<_>>(), things.open)
            };
            let kept = all(&t);
            t.sort();
            prop_assert_eq!(&kept, &all(&t));
            let state = |r: &&Record| r.fields.code(matter::STATE).unwrap_or_default();
            let open = now.values().filter(|r| matter::GENERAL.is_open(state(r)));
            let waits = now.values().filter(|r| matter::GENERAL.waits(state(r)));
            let due = waits.filter(|r| r.fields.day(matter::DUE).is_some()).count();
            prop_assert_eq!((kept.0.len(), kept.1.len(), kept.2), (now.len(), due, open.count() as u64));
        }
    }
}
