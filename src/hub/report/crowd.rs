//! People as a crowd, by what is no choice: their trade, their age.

use super::{Counting, most};
use crate::book::report::AGES;
use crate::book::{Kind, person};
use crate::hub::wire::{Is, ReportLine};
use crate::index::facets::NO_NUMBER;
use crate::index::rowset::RowSet;

impl Counting<'_> {
    /// By trade.
    pub(super) fn trades(&self, people: &RowSet) -> Vec<ReportLine> {
        let t = self.world.tables();
        let Some(words) = t.facets(Kind::Person).and_then(|f| f.words(person::TRADE)) else {
            return Vec::new();
        };
        let (trades, blank) = words.counts(people);
        let line = |(name, n): (&str, u64)| ReportLine { is: None, name: name.to_owned(), rows: [n, 0, 0] };
        most(trades.into_iter().map(line).chain([none(blank)]).collect())
    }

    /// By band of age.
    pub(super) fn ages(&self, people: &RowSet) -> Vec<ReportLine> {
        let t = self.world.tables();
        let Some(born) = t.facets(Kind::Person).and_then(|f| f.numbers(person::BIRTH_YEAR)) else {
            return Vec::new();
        };
        let year = i64::from(self.world.today().year());
        let mut by = [0u64; AGES.len()];
        let mut blank = 0;
        people.each(born, |born| {
            let age = (born != NO_NUMBER).then(|| year - i64::from(born));
            let band = age.and_then(|age| AGES.iter().position(|(from, to)| (*from..=*to).contains(&age)));
            *band.and_then(|at| by.get_mut(at)).unwrap_or(&mut blank) += 1;
        });
        let line = |(n, (from, to)): (u64, &(i64, i64))| {
            let name = match to {
                200 => format!("{from}+"),
                _ if *from == 0 => format!("<{}", to + 1),
                _ => format!("{from}-{to}"),
            };
            ReportLine { is: None, name, rows: [n, 0, 0] }
        };
        let mut out: Vec<ReportLine> = by.into_iter().zip(AGES).map(line).chain([none(blank)]).collect();
        out.retain(|l| l.rows != [0; 3]);
        out
    }
}

/// Those of whom it is not known.
fn none(blank: u64) -> ReportLine {
    ReportLine { is: Some(Is::Blank), name: String::new(), rows: [blank, 0, 0] }
}
