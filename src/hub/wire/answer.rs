//! What answers hold.

use super::{Clash, Draft, HandBrief, Settings, Standing};
use crate::book::capture::LineTrouble;
use crate::book::{Day, Id, Kind, Record, Ref, Row, bounded};
use serde::{Deserialize, Serialize};

/// See [`Request::Welcome`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Welcome {
    /// The staff record of whoever logged in.
    pub me: Ref,
    /// Their name.
    pub name: String,
    /// Today in the book's zone.
    pub today: Day,
    /// What the book is called: its top area, or nothing.
    pub place: String,
    /// How many of each kind, in the order of [`Kind::ALL`].
    pub counts: Vec<u64>,
    /// Whether it is a demonstration book.
    pub demo: bool,
    /// The version of the hub's program.
    pub program: String,
    /// How this worker wants lists.
    pub settings: Settings,
    /// What they may do.
    pub standing: Standing,
    /// The office's own fields and words, see [`crate::book::schema`].
    pub office: Vec<Record>,
}

/// What to do now.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Today {
    /// Promised contacts due today or late: visits with a next day, oldest first.
    pub promised: Vec<Promise>,
    /// How many promises are due in all.
    pub promised_total: u64,
    /// People not reached for longer than their area's rhythm, longest first.
    pub overdue: Vec<Row>,
    /// How many in all.
    pub overdue_total: u64,
    /// People last visited or entered, newest first.
    pub recent: Vec<Row>,
    /// Visits, contacts and receptions of this month, and of the month before.
    pub figures: [[u64; 3]; 2],
    /// Visits (all classes) by month, the last twelve, oldest first.
    pub months: Vec<u64>,
    /// Drafts left.
    pub drafts: Vec<Draft>,
    /// Handovers that wait for this worker, or that somebody has declined of late.
    pub handovers: Vec<HandBrief>,
    /// Drafts that were found spoilt of late, and are kept aside.
    pub spoilt_drafts: u32,
    /// For administrators: that the book is not backed up as it should be.
    pub backup: Option<BackupDue>,
    /// Matters, meetings and tasks.
    pub agenda: Agenda,
}

/// What is to be seen to besides promises: the first rows of each, and how many there are.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Agenda {
    /// Matters that are settled and their people not told, the oldest first; then those late or due today.
    pub matters: Vec<Row>,
    /// How many are settled and not told.
    pub untold: u64,
    /// How many are late.
    pub late: u64,
    /// How many are due today.
    pub due: u64,
    /// Matters that other offices passed on to theirs, those not taken on yet first; behind their cells to whom, from
    /// whom, since when, when taken on.
    pub referred: Vec<Row>,
    /// How many.
    pub referred_total: u64,
    /// Matters of theirs that are with other offices, the longest first, with the same cells.
    pub passed: Vec<Row>,
    /// How many.
    pub passed_total: u64,
    /// Meetings of today and the week to come, with their time.
    pub meetings: Vec<Row>,
    /// How many.
    pub meetings_total: u64,
    /// Tasks late or due within the week: one's own first.
    pub tasks: Vec<Row>,
    /// How many.
    pub tasks_total: u64,
}

/// A promised contact.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Promise {
    /// The visit it was promised in.
    pub visit: Ref,
    /// To whom.
    pub person: Row,
    /// For when.
    pub due: Day,
    /// What for.
    pub words: String,
}

/// A record and the names of all it refers to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The record.
    pub record: Record,
    /// Names.
    pub names: Vec<(Ref, String)>,
}

/// A record with all that belongs to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Card {
    /// The record and names of all it refers to.
    pub shown: Shown,
    /// City > street > community.
    pub place: String,
    /// The last visit: its day, its mode, who went.
    pub last: Option<(Day, u16, String)>,
    /// The next contact promised.
    pub next: Option<(Day, String)>,
    /// Who stands in for a person's liaison today, and until when.
    pub stand_in: Option<(String, Day)>,
    /// To whom a person is being handed over, until it is accepted.
    pub waits_for: Option<String>,
    /// Declared ties.
    pub ties: Vec<CircleRow>,
    /// Of an organisation: who holds which post of it; then those whose term is over and whom nobody followed.
    pub posts: Vec<Holding>,
    /// An organisation's people, an area's people.
    pub people: Vec<Row>,
    /// How many people in all.
    pub people_total: u64,
    /// Visits and changes, newest first.
    pub timeline: Vec<Happening>,
    /// How many visits in all.
    pub visits: u64,
    /// Visits by month, the last twelve, oldest first.
    pub months: Vec<u64>,
    /// What of each general kind is about it, where there is any.
    pub about: Vec<About>,
}

/// Somebody who holds a post of an organisation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Holding {
    /// The tie that says so.
    pub tie: Ref,
    /// Who.
    pub who: Ref,
    /// Their name.
    pub name: String,
    /// The post.
    pub post: String,
    /// Since when.
    pub since: Option<Day>,
    /// The last day of their term.
    pub until: Option<Day>,
}

/// The records of a general kind about somebody or something.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct About {
    /// What they are.
    pub kind: Kind,
    /// How many.
    pub total: u64,
    /// In how many of them something is still to be done.
    pub open: u64,
    /// Those in which something is still to be done, the newest first: the first few.
    pub rows: Vec<Row>,
}

/// One line of a timeline.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Happening {
    /// The day.
    pub day: Day,
    /// What.
    pub what: What,
    /// By whom.
    pub who: String,
    /// In words.
    pub words: String,
    /// What `Enter` opens.
    pub target: Ref,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// A visit of this mode.
    Visit(u16),
    /// The record was made.
    Entered,
    /// The record was changed.
    Changed,
    /// A record of a general kind was about it.
    Of(Kind),
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// The record.
    pub target: Ref,
    /// Its version now.
    pub version: u64,
    /// How it is called.
    pub name: String,
    /// What was made besides: a new organisation.
    pub made: Vec<(Ref, String)>,
    /// Whether changes of others were merged in.
    pub merged: bool,
    /// Softer remarks: (field, words).
    pub remarks: Vec<(u16, String)>,
}

/// Somebody changed the same fields since.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Conflict {
    /// The record as it stands.
    pub now: Shown,
    /// Who changed it last.
    pub by: String,
    /// The fields that both changed.
    pub fields: Vec<Clash>,
}

/// What a line would write, or what is unclear in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Preview {
    /// Cannot be read yet.
    Trouble(LineTrouble),
    /// Several may be meant by a word of the line.
    Which(String, Vec<Row>),
    /// Nobody is found; the name that was looked for.
    Nobody(String),
    /// A field is wrong: what, in words.
    Wrong(String),
    /// What `Enter` writes.
    Will(Vec<WillWrite>),
}

impl Preview {
    /// Those who may be meant.
    pub fn rows(&self) -> &[Row] {
        if let Preview::Which(_, rows) = self { rows } else { &[] }
    }
}

/// One record that a line would write.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WillWrite {
    /// What it is.
    pub kind: Kind,
    /// Its fields in words: (field, words).
    pub fields: Vec<(u16, String)>,
    /// What to know before: somebody of the same phone is in the book, a colleague was there today, a word that
    /// stays a word.
    #[serde(deserialize_with = "bounded::list")]
    pub notes: Vec<String>,
    /// Its place in the line's records, by which it can be left out; `None` for what the line is about.
    pub place: Option<u8>,
    /// It is no record but a part of the one above: the next contact.
    pub part: bool,
}

/// One area below another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaRow {
    /// Which.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its level's code.
    pub level: u16,
    /// How many areas lie right below it.
    pub children: u64,
    /// How many people are in it and below.
    pub people: u64,
    /// How many of them were not reached for too long.
    pub overdue: u64,
}

/// One line of a circle, in the order of the tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CircleRow {
    /// Steps from the middle: 1 or 2.
    pub depth: u8,
    /// Who.
    pub target: Ref,
    /// Their name.
    pub name: String,
    /// Employer and title, or sort of organisation.
    pub about: String,
    /// The tie itself; `None` for somebody's own employer, liaison or community, which their card declares.
    pub tie: Option<Ref>,
    /// What ties them, in words.
    pub relation: String,
    /// Since and until.
    pub dates: String,
    /// Who declared it.
    pub source: String,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathStep {
    /// Who.
    pub target: Ref,
    /// Their name.
    pub name: String,
    /// Employer and title.
    pub about: String,
    /// What ties them to the one before, in words; empty for the first.
    pub relation: String,
    /// Since and until.
    pub dates: String,
    /// Who declared it.
    pub source: String,
}

/// One change of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// Position in the journal.
    pub pos: u64,
    /// Milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Who.
    pub by: String,
    /// What it was part of: an import, an undo.
    pub note: String,
    /// (field, before, after), in words.
    pub fields: Vec<(u16, String, String)>,
    /// Whether the record was taken away by it.
    pub removed: bool,
    /// Of a record that was merged into the one asked for: which, and how it was called.
    pub of: Option<(Ref, String)>,
}

/// What an administrator must hear of the backups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupDue {
    /// The last that succeeded, milliseconds since 1970 UTC; `None` where there was none.
    pub last_ms: Option<i64>,
    /// Why the last try failed, if it did.
    pub failed: Option<String>,
}

/// How much there is on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayCount {
    /// The day.
    pub day: Day,
    /// Visits, receptions and contacts made.
    pub visits: u32,
    /// Promises due that nobody has kept yet.
    pub promises: u32,
    /// Meetings.
    pub meetings: u32,
    /// Tasks due that are still to be done.
    pub tasks: u32,
}

/// What there is on a day: the first of each.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OneDay {
    /// Promises due.
    pub promised: Vec<Promise>,
    /// How many promises in all.
    pub promised_total: u64,
    /// Visits made, the last entered first.
    pub visits: Vec<Row>,
    /// How many visits in all.
    pub visits_total: u64,
    /// Meetings, with their time.
    pub meetings: Vec<Row>,
    /// Tasks due that are still to be done.
    pub tasks: Vec<Row>,
}
