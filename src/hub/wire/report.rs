//! A report of a period: figures, splits, what to see to.

use super::{Is, Test};
use crate::book::report::{Figure, Gap, Split};
use crate::book::{Day, Id, Kind, matter, meeting, person, service, visit};
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

/// The tests of what is behind a split, or one line of it.
pub fn split_tests(split: &Split, period: (Day, Day), more: Option<Test>) -> Vec<Test> {
    let mut out = tests(split.day, period, more);
    out.extend(split.only.map(|field| Test { field, any: vec![Is::Filled] }));
    out
}

/// The tests of what is to be seen to.
pub fn gap_tests(gap: &Gap, period: (Day, Day)) -> Vec<Test> {
    if let Some((field, since)) = gap.stale {
        let old = Is::Days(None, Some(period.1.plus(-365)));
        return vec![Test { field, any: vec![Is::Blank, old] }, Test { field: since, any: vec![old] }];
    }
    let blank = gap.blank.map(|field| Test { field, any: vec![Is::Blank] });
    let states =
        gap.states.map(|(field, codes)| Test { field, any: codes.iter().map(|c| Is::Code(*c)).collect() });
    tests(gap.day, period, blank.or(states))
}

/// The list behind a figure: how many there are in it is the figure, or what it is worked out of.
pub fn figure_list(figure: Figure, period: (Day, Day), today: Day) -> (Kind, Vec<Test>) {
    let code = |field: u16, codes: &[u16]| Test { field, any: codes.iter().map(|c| Is::Code(*c)).collect() };
    let visits = |class: visit::Class| {
        let modes: Vec<u16> =
            visit::MODES.iter().map(|c| c.code).filter(|c| visit::class(*c) == class).collect();
        (Kind::Visit, tests(Some(visit::WHEN), period, Some(code(visit::MODE, &modes))))
    };
    let raised = |more: Option<Test>| (Kind::Matter, tests(Some(matter::RAISED), period, more));
    match figure {
        Figure::People => (Kind::Person, Vec::new()),
        Figure::NewPeople => (Kind::Person, tests(Some(person::ENTERED_ON), period, None)),
        Figure::Visits => visits(visit::Class::Visit),
        Figure::Contacts => visits(visit::Class::Contact),
        Figure::Receptions => visits(visit::Class::Reception),
        Figure::Reached => {
            let met = Test { field: visit::OUTCOME, any: vec![Is::Code(visit::MET), Is::Blank] };
            (Kind::Visit, tests(Some(visit::WHEN), period, Some(met)))
        }
        Figure::Raised => raised(None),
        Figure::Settled => raised(Some(code(matter::STATE, matter::DONE_STATES))),
        Figure::Told => raised(Some(code(matter::STATE, matter::TOLD_STATES))),
        Figure::DaysTaken => raised(Some(Test { field: matter::SETTLED_ON, any: vec![Is::Filled] })),
        Figure::Meetings => {
            // those that are still to come were not held
            let held = (period.0, period.1.min(today));
            (Kind::Meeting, tests(Some(meeting::WHEN), held, None))
        }
        Figure::Services | Figure::Hours => {
            // what was given; one that is only arranged, or came to nothing, was not
            let given = [service::GIVEN, service::TO_ASK, service::ASKED];
            (Kind::Service, tests(Some(service::WHEN), period, Some(code(service::STATE, &given))))
        }
    }
}
