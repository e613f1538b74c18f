//! When things happen: the two years before the reference day, by season and day of the week.

use super::random::Random;
use crate::book::Day;
use chrono::Datelike;

/// Days of demonstration before the reference day.
pub(super) const SPAN: i32 = 730;
/// 1970-01-01.
const EPOCH: i32 = 719_163;

/// Which day the n-th of so many people was entered, and the n-th of so many visits made. Both ascend, so that
/// whoever is visited is already in the book, and nothing needs to be kept in memory.
pub(super) struct Calendar {
    first: Day,
    /// How many people are entered at the end of each day.
    entered: Vec<u64>,
    /// How many visits are made until the end of each day.
    visited: Vec<u64>,
}

impl Calendar {
    /// The last `quiet` days before the reference day have no visits.
    pub(super) fn new(today: Day, people: u64, visits: u64, quiet: i32) -> Calendar {
        let first = today.plus(-SPAN);
        let days = || (0..SPAN).map(|n| (n, first.plus(n)));
        // a census of two months at the beginning finds four of nine; the others come bit by bit
        let entering: Vec<u64> =
            days().map(|(n, d)| week(d) * season(d) * if n < 60 { 9 } else { 1 }).collect();
        let entered = shares(&entering, people);
        let visiting: Vec<u64> = days()
            .zip(&entered)
            .map(|((n, d), had)| if n < SPAN - quiet { week(d) * season(d) * (1 + had) } else { 0 })
            .collect();
        Calendar { first, entered, visited: shares(&visiting, visits) }
    }

    /// The day the n-th person was entered.
    pub(super) fn entered_on(&self, n: u64) -> Day {
        self.first.plus(self.entered.partition_point(|until| *until <= n).min(SPAN as usize - 1) as i32)
    }

    /// The day of the n-th visit, how many visits that day has before it, and how many in all.
    pub(super) fn visited_on(&self, n: u64) -> (Day, u64, u64) {
        let at = self.visited.partition_point(|until| *until <= n).min(SPAN as usize - 1);
        let until = self.visited.get(at).copied().unwrap_or(0);
        let before = at.checked_sub(1).and_then(|b| self.visited.get(b)).copied().unwrap_or(0);
        (self.first.plus(at as i32), n.saturating_sub(before), until.saturating_sub(before))
    }

    /// How many people had been entered before a day; at least one.
    pub(super) fn people_before(&self, day: Day) -> u64 {
        let at = (day.0 - self.first.0 - 1).max(0) as usize;
        self.entered.get(at).copied().unwrap_or(0).max(1)
    }

    /// The first day of all.
    pub(super) fn first(&self) -> Day {
        self.first
    }
}

/// Splits `total` over days by weight: what is reached at the end of each, the last being `total`.
fn shares(weights: &[u64], total: u64) -> Vec<u64> {
    let sum: u128 = weights.iter().map(|w| u128::from(*w)).sum::<u128>().max(1);
    let mut so_far = 0u128;
    weights
        .iter()
        .map(|w| {
            so_far += u128::from(*w);
            (u128::from(total) * so_far / sum) as u64
        })
        .collect()
}

/// Offices work from Monday to Friday; some of it spills over.
fn week(day: Day) -> u64 {
    match day.date().weekday().num_days_from_monday() {
        5 => 3,
        6 => 2,
        _ => 12,
    }
}

/// Little around the Spring Festival, much before the two assessments of the year.
fn season(day: Day) -> u64 {
    match day.date().month() {
        1 => 8,
        2 => 5,
        6 => 16,
        12 => 16,
        10 => 9,
        11 => 12,
        _ => 10,
    }
}

/// An instant of a day in office hours (8:30 to 17:30 in UTC+8), the later the greater `part` of `whole`.
pub(super) fn at(day: Day, part: u64, whole: u64) -> i64 {
    const OPENS: u64 = 30 * 60_000;
    const HOURS: u64 = 9 * 3_600_000;
    let within = (u128::from(HOURS) * u128::from(part) / u128::from(whole.max(1))) as u64;
    i64::from(day.0 - EPOCH) * 86_400_000 + (OPENS + within.min(HOURS)) as i64
}

/// A day between two.
pub(super) fn between(r: &mut Random, a: Day, b: Day) -> Day {
    Day(r.between(a.0, b.0.max(a.0)))
}
