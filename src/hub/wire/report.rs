//! A report of a period: figures, splits, what to see to.

use super::{Is, Test};
use crate::book::report::Gap;
use crate::book::{Day, Id};
use serde::{Deserialize, Serialize};

/// Longest period, days.
pub const PERIOD_MAX: i32 = 3660;

/// Which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportAsk {
    /// Of which area and those below; none: of all that one may see.
    pub area: Option<Id>,
    /// The first day, the last, of the period itself, the one before it, the same a year before.
    pub periods: [(Day, Day); 3],
}

/// See [`ReportAsk`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What the area is called; nothing: all of it.
    pub area: String,
    /// Of each of [`crate::book::report::Figure::ALL`] in the three periods: how many, of how many.
    pub figures: Vec<[(u64, u64); 3]>,
    /// Of each of [`crate::book::report::SPLITS`].
    pub splits: Vec<Vec<ReportLine>>,
    /// That it was sealed, and what was entered since.
    pub sealed: Option<SealedAs>,
    /// Targets whose time touches the period, in the order of their lists.
    pub targets: Vec<TargetLine>,
    /// Of each of [`crate::book::report::GAPS`] how many.
    pub gaps: Vec<u64>,
}

/// A report that was sealed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SealedAs {
    /// The record.
    pub id: Id,
    /// When.
    pub on: Option<Day>,
    /// By whom.
    pub by: String,
    /// Figures that are others now: which of [`crate::book::report::Figure::ALL`] by its key, then, now.
    pub since: Vec<(String, u64, u64)>,
}

/// A target and what is done of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetLine {
    /// The target's record.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// Whose it is: an area, a colleague; nothing: of all.
    pub whose: String,
    /// So many, of so many.
    pub done: (u64, u64),
    /// What it is worth, in points.
    pub weight: i64,
}

/// A value of a split.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportLine {
    /// The value; nothing for one that no list can be narrowed by.
    pub is: Option<Is>,
    /// In words, where it is neither a choice nor blank.
    pub name: String,
    /// In the three periods.
    pub rows: [u64; 3],
}

/// The tests of a list that shows what is behind a line.
pub fn tests(day: Option<u16>, (from, to): (Day, Day), more: Option<Test>) -> Vec<Test> {
    let days = day.map(|field| Test { field, any: vec![Is::Days(Some(from), Some(to))] });
    days.into_iter().chain(more).collect()
}

/// The tests of what is to be seen to.
pub fn gap_tests(gap: &Gap, period: (Day, Day)) -> Vec<Test> {
    let blank = gap.blank.map(|field| Test { field, any: vec![Is::Blank] });
    let states =
        gap.states.map(|(field, codes)| Test { field, any: codes.iter().map(|c| Is::Code(*c)).collect() });
    tests(gap.day, period, blank.or(states))
}
