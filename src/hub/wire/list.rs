//! What is said about lists: which rows, how many of each, how a worker likes them, what is done to many at once.

use super::Edit;
use crate::book::{Day, Id, Kind, Ref, Value, bounded};
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// Most records of one slice of a bulk change.
pub const BULK_MAX: usize = 50;
/// Longest reason of a handing over, characters.
pub const WHY_MAX: usize = 100;
/// Most views that a worker keeps.
pub const VIEWS_MAX: usize = 60;
/// Longest name of a view, characters.
pub const VIEW_NAME_MAX: usize = 20;

/// What one field of a row must hold: any of these. A row passes that passes every test of its filter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// The field.
    pub field: u16,
    /// Any of these.
    #[serde(deserialize_with = "bounded::list")]
    pub any: Vec<Is>,
}

/// What a field may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Is {
    /// This choice, among others where there may be several.
    Code(u16),
    /// This record.
    Ref(Id),
    /// A day not before the first and not after the second.
    Days(Option<Day>, Option<Day>),
    /// A day that lies so to the day on which it is asked.
    Span(Span),
    /// Nothing.
    Blank,
    /// Anything.
    Filled,
}

/// How a day lies to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Span {
    /// After today.
    Ahead,
    /// Today.
    Today,
    /// Within the last seven days, today among them.
    Week,
    /// In this month so far.
    Month,
    /// In this year so far.
    Year,
    /// In the year before.
    LastYear,
    /// Before that.
    Before,
}

impl Span {
    /// All of them, the latest first.
    pub const ALL: [Span; 7] =
        [Span::Ahead, Span::Today, Span::Week, Span::Month, Span::Year, Span::LastYear, Span::Before];

    /// The first and the last day, where there is one.
    pub fn days(self, today: Day) -> (Option<Day>, Option<Day>) {
        let year = |n: i32| Day::ymd(today.year() + n, 1, 1);
        let eve = |day: Option<Day>| day.map(|d| d.plus(-1));
        match self {
            Span::Ahead => (Some(today.plus(1)), None),
            Span::Today => (Some(today), Some(today)),
            Span::Week => (Some(today.plus(-6)), Some(today)),
            Span::Month => (Some(today.plus(1 - today.date().day().cast_signed())), Some(today)),
            Span::Year => (year(0), Some(today)),
            Span::LastYear => (year(-1), eve(year(0))),
            Span::Before => (None, eve(year(-1))),
        }
    }
}

/// How many rows of a filter have each value of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Count {
    /// The value.
    pub is: Is,
    /// The name of what is referred to; nothing for the rest, which each session words itself.
    pub name: String,
    /// How many.
    pub rows: u64,
}

/// How a worker wants a list: kept under a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// What the worker calls it.
    pub name: String,
    /// A list of what.
    pub kind: Kind,
    /// Which rows.
    #[serde(default)]
    pub filter: Filter,
    /// In which order.
    #[serde(default)]
    pub order: Order,
    /// The columns by key; those of the kind where empty.
    #[serde(default, deserialize_with = "bounded::list")]
    pub columns: Vec<String>,
}

/// What a worker has laid down; kept beside their drafts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Lists under a name, in the order they were kept.
    #[serde(default, deserialize_with = "bounded::list")]
    pub views: Vec<View>,
    /// The columns of a kind's lists by key, where they are not the usual ones.
    #[serde(default, deserialize_with = "bounded::list")]
    pub columns: Vec<(Kind, Vec<String>)>,
    /// Others may see the screen.
    #[serde(default)]
    pub showing: bool,
}

impl Settings {
    /// The columns laid down for a kind; none: the usual ones.
    pub fn columns_of(&self, kind: Kind) -> &[String] {
        self.columns.iter().find(|(k, _)| *k == kind).map_or(&[], |(_, c)| c.as_slice())
    }

    /// The views of a kind.
    pub fn views_of(&self, kind: Kind) -> impl Iterator<Item = &View> {
        self.views.iter().filter(move |v| v.kind == kind)
    }
}

/// One thing to lay down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Keep {
    /// A list under a name; one of the same name gives way.
    View(View),
    /// No longer.
    DropView(Kind, String),
    /// The columns of a kind's lists; the usual ones where empty.
    Columns(Kind, #[serde(deserialize_with = "bounded::list")] Vec<String>),
    /// Whether others may see the screen. From here on all that this session is told is covered, or no longer.
    Showing(bool),
}

/// One field of many records, changed in the same way. Sent in slices, so that others go on working.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bulk {
    /// Makes repeating this slice safe.
    pub request: Id,
    /// What all slices of one act share: undoing takes them back together.
    pub batch: Id,
    /// Only say what would happen.
    pub dry: bool,
    /// What the records are.
    pub kind: Kind,
    /// Which, each with the version that was seen; 0 where none was yet.
    #[serde(deserialize_with = "bounded::list")]
    pub items: Vec<(Id, u64)>,
    /// The field.
    pub field: u16,
    /// What becomes of it.
    pub change: Change,
}

/// What becomes of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// This and nothing else.
    Set(Edit),
    /// This besides what is there.
    Add(Value),
    /// This no longer.
    Remove(Value),
}

/// What a bulk change does, or would do, to one record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BulkRow {
    /// Which.
    pub target: Ref,
    /// Its version as it was seen.
    pub version: u64,
    /// How it is called.
    pub name: String,
    /// What becomes of it.
    pub outcome: BulkOutcome,
}

/// See [`BulkRow`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum BulkOutcome {
    /// It changes: before and after, in words.
    Changes(String, String),
    /// It is so already.
    Same,
    /// Left out, and why.
    Left(String),
}

/// Which rows of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Words of the finder.
    pub text: String,
    /// In this area and below.
    pub area: Option<Id>,
    /// Visits or people of this organisation.
    pub organisation: Option<Id>,
    /// Visits or ties of this person.
    pub person: Option<Id>,
    /// People whose liaison, visits whose staff this is.
    pub staff: Option<Id>,
    /// People not reached for longer than their area's rhythm.
    pub overdue: bool,
    /// What fields must hold.
    #[serde(deserialize_with = "bounded::list")]
    pub tests: Vec<Test>,
}

/// The order of a list. What fits no kind falls back to [`Order::Usual`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// People, organisations, staff by name; visits newest first; areas by code.
    #[default]
    Usual,
    /// By reading of the name.
    Name,
    /// Last visited first.
    Recent,
    /// Longest not visited first.
    LongAgo,
    /// By area.
    Area,
    /// Last entered first.
    Newest,
    /// By a date or a choice; of dates the latest first. The other way round where so said.
    By(u16, bool),
}
