//! A report of a period, counted out of the columns. Every line is the count of a list as this actor would see it, so it
//! tells nobody more than their lists do. Only what other offices passed on to theirs is counted where it lies, and not
//! twice: the list behind a line still shows it while it is with them, as a filter has no word for it.

mod aims;
mod crowd;
mod figure;
mod seal;

use super::actor::Actor;
use super::list::Asked;
use super::wire::{
    Filter, Is, Order, PERIOD_MAX, Refusal, Reply, Report, ReportAsk, ReportLine, Test, gap_tests,
    split_tests,
};
use super::world::World;
use crate::book::report::{Figure, GAPS, Gap, SPLITS, Split};
use crate::book::{Day, Id, Kind, Ref, Type, person};
use crate::index::rowset::RowSet;
use crate::store::StoreError;

pub use aims::progress;
pub use seal::seal;

/// Most values of a split; the rest come together.
const LINES_MAX: usize = 40;

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
        // how many people there were then is not known, only how many there are
        let known = if figure == Figure::People { 1 } else { all.len() };
        for (slot, period) in all.iter_mut().zip(ask.periods).take(known) {
            *slot = c.figure(figure, period)?;
        }
        if let (Figure::Reached, [_, before, year]) = (figure, &mut all) {
            (before.1, year.1) = (0, 0);
        }
        out.figures.push(all);
    }
    for split in SPLITS {
        out.splits.push(c.split(split, &ask.periods)?);
    }
    out.targets = c.targets(ask.periods[0])?;
    let counted = |key: &str| {
        let at = Figure::ALL.iter().position(|f| f.key() == key)?;
        out.figures.get(at).map(|all| all[0].0)
    };
    out.sealed = c.sealed(ask.periods[0], counted)?;
    for gap in GAPS {
        out.gaps.push(c.gap(gap, ask.periods[0])?);
    }
    Ok(Reply::Report(Box::new(out)))
}

impl Counting<'_> {
    fn with<T>(&self, kind: Kind, tests: Vec<Test>, f: impl FnOnce(Asked<'_>) -> T) -> T {
        let filter = Filter { area: self.area, staff: self.staff, tests, ..Filter::default() };
        let order = Order::Usual;
        f(Asked { world: self.world, actor: self.actor, kind, filter: &filter, order, own: true })
    }

    /// The rows of a list.
    fn rows(&self, kind: Kind, tests: Vec<Test>) -> Result<RowSet, StoreError> {
        Ok(self.with(kind, tests, |a| a.passing())?.unwrap_or_default())
    }

    fn number(&self, kind: Kind, tests: Vec<Test>) -> Result<u64, StoreError> {
        Ok(self.rows(kind, tests)?.count() as u64)
    }

    fn split(&self, split: &Split, periods: &[(Day, Day); 3]) -> Result<Vec<ReportLine>, StoreError> {
        if let (Kind::Person, person::TRADE | person::BIRTH_YEAR) = (split.kind, split.field) {
            let people = self.rows(Kind::Person, split_tests(split, periods[0], None))?;
            let trades = split.field == person::TRADE;
            return Ok(if trades { self.trades(&people) } else { self.ages(&people) });
        }
        let mut out: Vec<ReportLine> = Vec::new();
        for (at, period) in periods.iter().enumerate() {
            if at > 0 && split.day.is_none() {
                break;
            }
            let counts =
                self.with(split.kind, split_tests(split, *period, None), |a| a.counts(split.field))?;
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
        // an area is counted in those above it too: of areas the rest is no number
        let nested =
            matches!(split.kind.field(split.field).map(|f| f.ty), Some(Type::Ref { kind: Kind::Area, .. }));
        Ok(if nested { out } else { most(out) })
    }

    fn gap(&self, gap: &Gap, period: (Day, Day)) -> Result<u64, StoreError> {
        self.number(gap.kind, gap_tests(gap, period))
    }
}

/// The lines with the most, what says nothing last, and before it the rest in one.
fn most(mut lines: Vec<ReportLine>) -> Vec<ReportLine> {
    lines.retain(|l| l.rows != [0; 3]);
    let blank = lines.pop_if(|l| l.is == Some(Is::Blank));
    if lines.len() >= LINES_MAX {
        let rest = lines.split_off(LINES_MAX - 1);
        let sum = |at: usize| rest.iter().filter_map(|l| l.rows.get(at)).sum();
        lines.push(ReportLine { is: None, name: String::new(), rows: [sum(0), sum(1), sum(2)] });
    }
    lines.extend(blank);
    lines
}
