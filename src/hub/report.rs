//! A report of a period, counted out of the columns. Every line is the count of a list as this actor would see it, so it
//! tells nobody more than their lists do.

use super::actor::Actor;
use super::list::Asked;
use super::wire::{
    Filter, Is, Order, PERIOD_MAX, Refusal, Reply, Report, ReportAsk, ReportLine, SealedAs, TargetLine, Test,
    gap_tests, tests,
};
use super::world::World;
use crate::book::report::{AGES, Figure, GAPS, Gap, SPLITS, Split};
use crate::book::{
    Day, Id, Kind, Record, Ref, Value, matter, meeting, person, sealed, service, target, visit,
};
use crate::index::rowset::RowSet;
use crate::index::tables::NEVER;
use crate::store::StoreError;
use std::collections::HashMap;

/// Most values of a split; the rest come together.
const LINES_MAX: usize = 40;
/// Most records that are read for what has no column.
const READ_MAX: usize = 200_000;

/// What is counted, for whom.
struct Counting<'a> {
    world: &'a World,
    actor: &'a Actor,
    area: Option<Id>,
    staff: Option<Id>,
}

/// Counts it.
///
/// # Errors
/// When the store cannot be read.
pub fn report(world: &World, actor: &Actor, ask: &ReportAsk) -> Result<Reply, StoreError> {
    let fits = |(from, to): &(Day, Day)| from <= to && to.0.saturating_sub(from.0) <= PERIOD_MAX;
    if !ask.periods.iter().all(fits) {
        return Ok(Reply::Refused(Refusal::BadRequest));
    }
    let c = Counting { world, actor, area: ask.area, staff: None };
    let mut out = Report {
        area: ask.area.map(|id| world.name_of(Ref { kind: Kind::Area, id }, actor)).unwrap_or_default(),
        ..Report::default()
    };
    for figure in Figure::ALL {
        let mut all = [(0, 0); 3];
        for (slot, period) in all.iter_mut().zip(ask.periods) {
            *slot = c.figure(figure, period)?;
        }
        // how many people there were then is not known, only how many there are
        match (figure, &mut all) {
            (Figure::People, [_, before, year]) => (*before, *year) = ((0, 0), (0, 0)),
            (Figure::Reached, [_, before, year]) => (before.1, year.1) = (0, 0),
            _ => {}
        }
        out.figures.push(all);
    }
    for split in SPLITS {
        out.splits.push(c.split(split, &ask.periods)?);
    }
    out.targets = c.targets(ask.periods[0])?;
    out.sealed = c.sealed(ask.periods[0])?;
    for gap in GAPS {
        out.gaps.push(c.gap(gap, ask.periods[0])?);
    }
    Ok(Reply::Report(Box::new(out)))
}

/// How much of a target is done, of how much, as this actor's lists count it.
///
/// # Errors
/// When the store cannot be read.
pub fn progress(world: &World, actor: &Actor, r: &Record) -> Result<Option<(u64, u64)>, StoreError> {
    let f = &r.fields;
    let (Some(from), Some(to), Some(aim)) = (f.day(target::FROM), f.day(target::TO), f.int(target::AIM))
    else {
        return Ok(None);
    };
    let figure = match f.code(target::MEASURE) {
        Some(target::VISITS) => Figure::Visits,
        Some(target::CONTACTS) => Figure::Contacts,
        Some(target::RECEPTIONS) => Figure::Receptions,
        Some(target::REACHED) => Figure::Reached,
        Some(target::ENTERED) => Figure::NewPeople,
        Some(target::SETTLED) => Figure::Settled,
        Some(target::TOLD) => Figure::Told,
        Some(target::SERVICES) => Figure::Services,
        Some(target::HOURS) => Figure::Hours,
        Some(target::MEETINGS) => Figure::Meetings,
        _ => return Ok(None),
    };
    let id = |no: u16| f.link(no).map(|r| r.id);
    let c = Counting { world, actor, area: id(target::AREA), staff: id(target::STAFF) };
    let (done, _) = c.figure(figure, (from, to))?;
    let done = if figure == Figure::Hours { done / 60 } else { done };
    Ok(Some((done, u64::try_from(aim).unwrap_or(0))))
}

/// Puts into a new sealed report what it says now. Of a period that is not over, or of more than its writer sees, nothing is
/// put in, and then it is refused.
pub fn seal(world: &World, actor: &Actor, r: &mut Record) {
    let f = &r.fields;
    let (Some(from), Some(to)) = (f.day(sealed::FROM), f.day(sealed::TO)) else { return };
    let area = f.link(sealed::AREA);
    let (root, inside) = {
        let t = world.tables();
        let root = match t.areas.below(None).as_slice() {
            [one] => t.areas.get(*one).map(|a| Ref { kind: Kind::Area, id: a.id }),
            _ => None,
        };
        let row = area.and_then(|a| t.areas.find(a.id));
        (root, row.is_some_and(|a| actor.rights.everywhere() || actor.rights.in_area(a)))
    };
    let whole = area.is_none();
    let Some(area) = area.or(root) else { return };
    let fits = from <= to && to.0.saturating_sub(from.0) <= PERIOD_MAX && to < world.today();
    if !fits || !(if whole { actor.rights.everywhere() } else { inside }) {
        return;
    }
    let c = Counting { world, actor, area: Some(area.id).filter(|_| !whole), staff: None };
    let Ok(said) = c.said((from, to)) else { return };
    let said: Vec<String> = said.iter().map(|(key, n)| format!("{key}\t{n}")).collect();
    r.fields.set(sealed::AREA, Value::Ref(area));
    r.fields.set(sealed::WHOLE, Value::Int(i64::from(whole)));
    r.fields.set(sealed::FIGURES, Value::text(said.join("\n")));
}

impl Counting<'_> {
    fn with<T>(&self, kind: Kind, tests: Vec<Test>, f: impl FnOnce(Asked<'_>) -> T) -> T {
        let filter = Filter { area: self.area, staff: self.staff, tests, ..Filter::default() };
        f(Asked { world: self.world, actor: self.actor, kind, filter: &filter, order: Order::Usual })
    }

    /// The rows of a list.
    fn rows(&self, kind: Kind, tests: Vec<Test>) -> Result<RowSet, StoreError> {
        Ok(self.with(kind, tests, |a| a.passing())?.unwrap_or_default())
    }

    fn number(&self, kind: Kind, tests: Vec<Test>) -> Result<u64, StoreError> {
        Ok(self.rows(kind, tests)?.count() as u64)
    }

    fn figure(&self, figure: Figure, period: (Day, Day)) -> Result<(u64, u64), StoreError> {
        let code =
            |field: u16, codes: &[u16]| Test { field, any: codes.iter().map(|c| Is::Code(*c)).collect() };
        let visits = |modes: &[u16]| tests(Some(visit::WHEN), period, Some(code(visit::MODE, modes)));
        let matters = |states: &[u16]| tests(Some(matter::RAISED), period, Some(code(matter::STATE, states)));
        // what was given; one that is only arranged, or came to nothing, was not
        let given = [service::GIVEN, service::TO_ASK, service::ASKED];
        let services = || tests(Some(service::WHEN), period, Some(code(service::STATE, &given)));
        let n = match figure {
            Figure::People => self.number(Kind::Person, Vec::new())?,
            Figure::NewPeople => self.number(Kind::Person, tests(Some(person::ENTERED_ON), period, None))?,
            Figure::Visits => self.number(Kind::Visit, visits(&of_class(visit::Class::Visit)))?,
            Figure::Contacts => self.number(Kind::Visit, visits(&of_class(visit::Class::Contact)))?,
            Figure::Receptions => self.number(Kind::Visit, visits(&of_class(visit::Class::Reception)))?,
            Figure::Raised => self.number(Kind::Matter, tests(Some(matter::RAISED), period, None))?,
            Figure::Meetings => {
                let (from, to) = period;
                let held = (from, to.min(self.world.today()));
                if held.0 > held.1 {
                    0
                } else {
                    self.number(Kind::Meeting, tests(Some(meeting::WHEN), held, None))?
                }
            }
            Figure::Services => self.number(Kind::Service, services())?,
            Figure::Reached => return self.reached(period),
            Figure::Settled => {
                let settled = self.number(Kind::Matter, matters(SETTLED))?;
                return Ok((settled, self.number(Kind::Matter, tests(Some(matter::RAISED), period, None))?));
            }
            Figure::Told => {
                let told = self.number(Kind::Matter, matters(TOLD))?;
                return Ok((told, self.number(Kind::Matter, matters(SETTLED))?));
            }
            Figure::DaysTaken => return self.days_taken(period),
            Figure::Hours => {
                let mut minutes = 0;
                self.each(Kind::Service, services(), |f| {
                    minutes += f.int(service::HOURS).and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
                })?;
                minutes
            }
        };
        Ok((n, 0))
    }

    /// People of the area with whom anybody was in touch, of all of them.
    fn reached(&self, period: (Day, Day)) -> Result<(u64, u64), StoreError> {
        let met = Test { field: visit::OUTCOME, any: vec![Is::Code(1), Is::Blank] };
        let visits = self.rows(Kind::Visit, tests(Some(visit::WHEN), period, Some(met)))?;
        let people = self.rows(Kind::Person, Vec::new())?;
        let t = self.world.tables();
        let reached = people.iter().filter(|p| t.reached(*p, &visits)).count();
        Ok((reached as u64, people.count() as u64))
    }

    /// Days from raised to settled, and in how many cases both are known.
    fn days_taken(&self, period: (Day, Day)) -> Result<(u64, u64), StoreError> {
        let settled = Test { field: matter::SETTLED_ON, any: vec![Is::Filled] };
        let rows = self.rows(Kind::Matter, tests(Some(matter::RAISED), period, Some(settled)))?;
        let t = self.world.tables();
        let column = |no: u16| t.day_column(Kind::Matter, no);
        let (Some(from), Some(to)) = (column(matter::RAISED), column(matter::SETTLED_ON)) else {
            return Ok((0, 0));
        };
        let both = rows.iter().filter_map(|at| Some((from.get(at)?, to.get(at)?)));
        let taken =
            both.filter(|(a, b)| *a != NEVER && *b != NEVER && a <= b).map(|(a, b)| u64::from(a.abs_diff(b)));
        Ok(taken.fold((0, 0), |(sum, n), d| (sum + d, n + 1)))
    }

    /// Every record of a list, where something has no column.
    fn each(
        &self,
        kind: Kind,
        tests: Vec<Test>,
        mut see: impl FnMut(&crate::book::Fields),
    ) -> Result<(), StoreError> {
        let rows = self.rows(kind, tests)?;
        let ids: Vec<Id> = {
            let t = self.world.tables();
            let id = |at: u32| match kind {
                Kind::Person => t.people.id.get(at),
                kind => t.things(kind).and_then(|t| t.rows.id.get(at)),
            };
            rows.iter().filter_map(id).take(READ_MAX).collect()
        };
        for id in ids {
            if let Some(r) = self.world.get(Ref { kind, id })? {
                see(&r.fields);
            }
        }
        Ok(())
    }

    fn split(&self, split: &Split, periods: &[(Day, Day); 3]) -> Result<Vec<ReportLine>, StoreError> {
        match (split.kind, split.field) {
            (Kind::Person, person::TRADE) => return self.trades(),
            (Kind::Person, person::BIRTH_YEAR) => return self.ages(),
            _ => {}
        }
        let mut out: Vec<ReportLine> = Vec::new();
        for (at, period) in periods.iter().enumerate() {
            if at > 0 && split.day.is_none() {
                break;
            }
            let counts = self.with(split.kind, tests(split.day, *period, None), |a| a.counts(split.field))?;
            for count in counts {
                let mine = out.iter().position(|l| l.is == Some(count.is));
                let line = match mine {
                    Some(i) => out.get_mut(i),
                    None => {
                        out.push(ReportLine { is: Some(count.is), name: count.name, rows: [0; 3] });
                        out.last_mut()
                    }
                };
                if let Some(slot) = line.and_then(|l| l.rows.get_mut(at)) {
                    *slot += count.rows;
                }
            }
        }
        // choices stand in their own order, others by how many; what says nothing comes last
        if split.kind.field(split.field).is_none_or(|f| f.choices().is_empty()) {
            out.sort_by_key(|l| (l.is == Some(Is::Blank), std::cmp::Reverse(l.rows)));
        } else {
            out.sort_by_key(|l| match l.is {
                Some(Is::Code(c)) => u32::from(c),
                _ => u32::MAX,
            });
        }
        out.truncate(LINES_MAX);
        Ok(out)
    }

    fn trades(&self) -> Result<Vec<ReportLine>, StoreError> {
        let mut by: HashMap<String, u64> = HashMap::new();
        let mut blank = 0;
        self.each(Kind::Person, Vec::new(), |f| match f.text(person::TRADE) {
            "" => blank += 1,
            trade => *by.entry(trade.to_owned()).or_default() += 1,
        })?;
        let mut out: Vec<ReportLine> =
            by.into_iter().map(|(name, n)| ReportLine { is: None, name, rows: [n, 0, 0] }).collect();
        out.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.name.cmp(&b.name)));
        out.truncate(LINES_MAX);
        out.push(ReportLine { is: Some(Is::Blank), name: String::new(), rows: [blank, 0, 0] });
        out.retain(|l| l.rows != [0; 3]);
        Ok(out)
    }

    fn ages(&self) -> Result<Vec<ReportLine>, StoreError> {
        let year = i64::from(self.world.today().year());
        let mut by = vec![0u64; AGES.len()];
        let mut blank = 0;
        self.each(Kind::Person, Vec::new(), |f| {
            let age = f.int(person::BIRTH_YEAR).map(|born| year - born);
            let band = age.and_then(|age| AGES.iter().position(|(from, to)| (*from..=*to).contains(&age)));
            match band.and_then(|at| by.get_mut(at)) {
                Some(n) => *n += 1,
                None => blank += 1,
            }
        })?;
        let line = |(n, (from, to)): (u64, &(i64, i64))| {
            let name = match to {
                200 => format!("{from}+"),
                _ if *from == 0 => format!("<{}", to + 1),
                _ => format!("{from}-{to}"),
            };
            ReportLine { is: None, name, rows: [n, 0, 0] }
        };
        let mut out: Vec<ReportLine> = by.into_iter().zip(AGES).map(line).collect();
        out.push(ReportLine { is: Some(Is::Blank), name: String::new(), rows: [blank, 0, 0] });
        out.retain(|l| l.rows != [0; 3]);
        Ok(out)
    }

    /// The figures of the work of a period, a line each.
    fn said(&self, period: (Day, Day)) -> Result<Vec<(&'static str, u64)>, StoreError> {
        let figures = Figure::ALL.into_iter().filter(|f| f.of_work());
        figures.map(|f| Ok((f.key(), self.figure(f, period)?.0))).collect()
    }

    /// That the period was sealed. Whose figures an actor does not see whole are not held against theirs.
    fn sealed(&self, (from, to): (Day, Day)) -> Result<Option<SealedAs>, StoreError> {
        let rights = &self.actor.rights;
        let ids: Vec<Id> = {
            let t = self.world.tables();
            let whole = match self.area {
                None => rights.everywhere(),
                Some(id) => t.areas.find(id).is_some_and(|a| rights.everywhere() || rights.in_area(a)),
            };
            let things = t.things(Kind::Sealed).filter(|_| whole);
            let rows = t.all_things(Kind::Sealed);
            things.map(|t| rows.iter().filter_map(|at| t.rows.id.get(at)).collect()).unwrap_or_default()
        };
        for id in ids {
            let Some(r) = self.world.get(Ref { kind: Kind::Sealed, id })? else { continue };
            let f = &r.fields;
            let of_all = f.int(sealed::WHOLE) == Some(1);
            let same_area = match self.area {
                None => of_all,
                Some(id) => !of_all && f.link(sealed::AREA).map(|a| a.id) == Some(id),
            };
            if !same_area || f.day(sealed::FROM) != Some(from) || f.day(sealed::TO) != Some(to) {
                continue;
            }
            let now = self.said((from, to))?;
            let since = sealed::lines(f).filter_map(|(key, then)| {
                let now = now.iter().find(|(k, _)| *k == key)?.1;
                (now != then).then(|| (key.to_owned(), then, now))
            });
            let since = since.collect();
            let by = f.link(sealed::OWNER).map(|s| self.world.name_of(s, self.actor)).unwrap_or_default();
            return Ok(Some(SealedAs { id, on: f.day(sealed::SEALED_ON), by, since }));
        }
        Ok(None)
    }

    /// The targets whose time touches the period.
    fn targets(&self, (from, to): (Day, Day)) -> Result<Vec<TargetLine>, StoreError> {
        let rows = self.rows(Kind::Target, Vec::new())?;
        let ids: Vec<Id> = {
            let t = self.world.tables();
            let things = t.things(Kind::Target);
            rows.iter().filter_map(|at| things.and_then(|t| t.rows.id.get(at))).collect()
        };
        let mut out = Vec::new();
        for id in ids {
            let Some(r) = self.world.get(Ref { kind: Kind::Target, id })? else { continue };
            let f = &r.fields;
            let touches =
                f.day(target::FROM).is_some_and(|d| d <= to) && f.day(target::TO).is_some_and(|d| d >= from);
            let Some(done) = touches.then(|| progress(self.world, self.actor, &r)).transpose()?.flatten()
            else {
                continue;
            };
            let whose = [target::AREA, target::STAFF].iter().filter_map(|no| f.link(*no));
            let whose: Vec<String> = whose.map(|w| self.world.name_of(w, self.actor)).collect();
            let weight = f.int(target::WEIGHT).unwrap_or(0);
            out.push(TargetLine { id, title: r.name().to_owned(), whose: whose.join(" "), done, weight });
            if out.len() >= LINES_MAX {
                break;
            }
        }
        Ok(out)
    }

    fn gap(&self, gap: &Gap, period: (Day, Day)) -> Result<u64, StoreError> {
        self.number(gap.kind, gap_tests(gap, period))
    }
}

/// The modes of a class.
fn of_class(class: visit::Class) -> Vec<u16> {
    visit::MODES.iter().map(|c| c.code).filter(|c| visit::class(*c) == class).collect()
}

/// States in which a matter is settled, told or not.
const SETTLED: &[u16] = &[matter::SETTLED, matter::TOLD, matter::RATED, matter::CLOSED];
/// States in which the person was told.
const TOLD: &[u16] = &[matter::TOLD, matter::RATED, matter::CLOSED];
