//! The figures of a period.

use super::Counting;
use crate::book::report::Figure;
use crate::book::{Day, Kind, matter, service};
use crate::hub::wire::figure_list;
use crate::index::facets::NO_NUMBER;
use crate::index::rowset::RowSet;
use crate::index::tables::NEVER;
use crate::store::StoreError;

impl Counting<'_> {
    /// A figure of a period: so many, and of how many, where it is a share.
    pub(super) fn figure(&self, figure: Figure, period: (Day, Day)) -> Result<(u64, u64), StoreError> {
        let (kind, tests) = figure_list(figure, period, self.world.today());
        let rows = self.rows(kind, tests)?;
        let n = rows.count() as u64;
        let of = match figure {
            Figure::Settled => Figure::Raised,
            Figure::Told => Figure::Settled,
            Figure::Reached => return self.reached(&rows),
            Figure::DaysTaken => return Ok(self.days_taken(&rows)),
            Figure::Hours => return Ok((self.minutes(&rows), 0)),
            _ => return Ok((n, 0)),
        };
        let (kind, tests) = figure_list(of, period, self.world.today());
        Ok((n, self.number(kind, tests)?))
    }

    /// People of the area whom these visits reached, of all of them.
    fn reached(&self, visits: &RowSet) -> Result<(u64, u64), StoreError> {
        let people = self.rows(Kind::Person, Vec::new())?;
        let t = self.world.tables();
        let reached = people.iter().filter(|p| t.reached(*p, visits)).count();
        Ok((reached as u64, people.count() as u64))
    }

    /// Days from raised to settled, and in how many cases both are known.
    fn days_taken(&self, matters: &RowSet) -> (u64, u64) {
        let t = self.world.tables();
        let column = |no: u16| t.day_column(Kind::Matter, no);
        let (Some(from), Some(to)) = (column(matter::RAISED), column(matter::SETTLED_ON)) else {
            return (0, 0);
        };
        let both = matters.iter().filter_map(|at| Some((from.get(at)?, to.get(at)?)));
        let taken =
            both.filter(|(a, b)| *a != NEVER && *b != NEVER && a <= b).map(|(a, b)| u64::from(a.abs_diff(b)));
        taken.fold((0, 0), |(sum, n), d| (sum + d, n + 1))
    }

    /// The time given, of those services that say it.
    fn minutes(&self, services: &RowSet) -> u64 {
        let t = self.world.tables();
        let mut sum = 0;
        if let Some(column) = t.facets(Kind::Service).and_then(|f| f.numbers(service::HOURS)) {
            services.each(column, |n| sum += if n == NO_NUMBER { 0 } else { u64::from(n) });
        }
        sum
    }
}
