//! What a session and the hub say to each other. The command line is a session like any other.
//!
//! A connection begins with a fixed [`Hello`] of 16 bytes each way, understood by every version for ever; then
//! frames: a length (u32, little endian), and a [`ToHub`] or [`FromHub`] in the store's codec.

mod answer;
mod elect;
mod export;
mod form;
mod hand;
mod list;
mod merge;
mod person;
mod post;
mod report;
mod retention;
mod rights;
mod save;
mod status;

use crate::book::{Day, Id, Kind, Ref, Row, bounded};
use crate::text::Lang;
pub use answer::{
    About, Agenda, AreaRow, BackupDue, Card, CircleRow, Conflict, DayCount, Happening, HistoryEntry, Holding,
    OneDay, PathStep, Preview, Promise, Saved, Shown, Today, Welcome, What, WillWrite,
};
pub use elect::{Elect, ElectLine, Elected, Outcome};
pub use export::{EXPORT_MAX, Export, Exported, FOR_MAX, Of};
pub use form::{Clash, LineAsk, Phrase, PhraseAct, PhraseAsk, Signed};
pub use hand::{
    HAND_MAX, HandAct, HandBrief, HandDone, HandLine, HandOver, HandPlan, HandSheet, HandStep, Handed, Open,
    OpenWork,
};
pub use list::{
    BULK_MAX, Bulk, BulkOutcome, BulkRow, Change, Count, Filter, Is, Keep, Order, Settings, Span, Test,
    VIEW_NAME_MAX, VIEWS_MAX, View, WHY_MAX,
};
pub use merge::{Likeness, MERGE_MAX, Merge, Merging, Pair, PairsAsk, Unmerge};
pub use person::{Erasing, Mention, PersonAsk, PersonFile};
pub use post::{Gap, PostArea, PostRow, Posts, Stale};
pub use report::{
    PERIOD_MAX, Report, ReportAsk, ReportLine, SealedAs, TargetLine, figure_list, gap_tests, split_tests,
    tests,
};
pub use retention::{Carried, Class, Due, DueRow, RetentionAsk};
pub use rights::{COVERED, LogAsk, LogLine, Looked, Reveal, Revealed, Role, Standing};
pub use save::{Draft, Edit, LedgerRow, Link, RowOutcome, Save, Slice, Step};
use serde::{Deserialize, Serialize};
pub use status::{Disk, Seated, Sitting, Status};
use std::net::IpAddr;

/// The version of what follows the hello. Sessions and hub must have the same.
pub const PROTOCOL: u16 = 5;
/// Largest frame, bytes.
pub const FRAME_MAX: usize = 4 << 20;
/// Largest page of a list, rows.
pub const PAGE_MAX: u32 = 1000;
/// Longest span of a calendar, days.
pub const CALENDAR_MAX: i32 = 400;

/// A request with the ticket that its reply carries back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ToHub {
    /// Chosen by the session; a reply carries the same.
    pub ticket: u64,
    /// What is asked.
    pub request: Request,
}

/// What comes back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum FromHub {
    /// The answer to a ticket.
    Reply(u64, Reply),
    /// What others did.
    News(News),
}

/// What a session may ask.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Who I am to the hub, and what the book is. Sets the session's language; of a session that wants news, so a
    /// screen, also whether others may see it, as it was left. → [`Reply::Welcome`]
    Welcome {
        /// The language that words come back in.
        lang: Lang,
        /// Whether news are wanted.
        news: bool,
        /// From which machine, as the session says; for those who look after the hub, and believed in nothing else.
        from: Option<IpAddr>,
    },
    /// What to do now. → [`Reply::Today`]
    Today,
    /// Search. A query that begins with `=` only counts. → [`Reply::Found`]
    Find {
        /// What was typed.
        query: String,
        /// Only these kinds; all that are searched where empty.
        #[serde(deserialize_with = "bounded::list")]
        kinds: Vec<Kind>,
        /// At most so many rows.
        limit: u32,
    },
    /// A page of a list. → [`Reply::Page`]
    List {
        /// Of what.
        kind: Kind,
        /// Which of them.
        filter: Filter,
        /// In which order.
        order: Order,
        /// From which row on.
        offset: u32,
        /// At most so many.
        limit: u32,
        /// Fields whose cells are wanted behind those of the kind's columns.
        #[serde(deserialize_with = "bounded::list")]
        more: Vec<u16>,
    },
    /// A record with the names of all it refers to. → [`Reply::Shown`]
    Get(Ref),
    /// A record with all that belongs to it. → [`Reply::Card`]
    Card(Ref),
    /// People or organisations that may be the same as one being entered. → [`Reply::Rows`]
    Similar {
        /// Which kind is being entered.
        kind: Kind,
        /// The record being edited itself, left out.
        except: Option<Id>,
        /// Its name so far.
        name: String,
        /// Its numbers so far, as typed.
        phones: String,
    },
    /// Checks one field as typed. → [`Reply::Read`] or [`Reply::Invalid`]
    Read {
        /// The kind of record.
        kind: Kind,
        /// The field.
        field: u16,
        /// What was typed.
        text: String,
    },
    /// A new record or changes to one. → [`Reply::Saved`], [`Reply::Invalid`], [`Reply::Conflict`]
    Save(Save),
    /// Takes a record away (its history stays). → [`Reply::Saved`]
    Remove {
        /// Makes repeating safe.
        request: Id,
        /// Which.
        target: Ref,
        /// The version that was seen.
        base: u64,
    },
    /// What a line would write. → [`Reply::Preview`]
    Preview(LineAsk),
    /// Writes what a line says. → [`Reply::Saved`] or [`Reply::Preview`] when something is unclear
    Capture {
        /// Makes repeating safe.
        request: Id,
        /// The line.
        ask: LineAsk,
    },
    /// The areas right below one, or the top ones, with how many people are in each. → [`Reply::Areas`]
    Areas {
        /// Below which.
        parent: Option<Id>,
    },
    /// The declared ties within two steps, as a tree. → [`Reply::Circle`]
    Circle {
        /// Of whom.
        target: Ref,
    },
    /// The shortest way by declared ties. → [`Reply::Path`]
    Path {
        /// From whom.
        from: Ref,
        /// To whom.
        to: Ref,
    },
    /// Who changed what when, newest first. → [`Reply::History`]
    History {
        /// Of which record.
        target: Ref,
        /// At most so many.
        limit: u32,
    },
    /// Takes back this worker's own last change. → [`Reply::Saved`], or of many records [`Reply::Undone`]
    Undo {
        /// Makes repeating safe.
        request: Id,
        /// Goes on with what was begun: the batch of a bulk change.
        batch: Option<Id>,
    },
    /// Rows of a ledger. → [`Reply::Imported`]
    Import(Slice),
    /// Keeps a draft. → [`Reply::Done`]
    KeepDraft(Draft),
    /// This worker's drafts, newest first. → [`Reply::Drafts`]
    Drafts,
    /// Drops a draft. → [`Reply::Done`]
    DropDraft(Id),
    /// What the hub has in memory and how the store is. → [`Reply::Status`]
    Status,
    /// A newer program asks its own hub to make room. → [`Reply::Done`], then the hub ends cleanly
    Drain,
    /// A page of a list as whole records, for what reads everything: JSON, exports. → [`Reply::Records`]
    Records {
        /// Of what.
        kind: Kind,
        /// Which of them.
        filter: Filter,
        /// In which order.
        order: Order,
        /// From which row on.
        offset: u32,
        /// At most so many.
        limit: u32,
    },
    /// The promised contacts beyond those that [`Request::Today`] brings, in the same order. → [`Reply::Promised`]
    Promised {
        /// From which one on.
        offset: u32,
        /// At most so many.
        limit: u32,
    },
    /// What refers to a record, so that whoever would remove it sees what is in the way. → [`Reply::Users`]
    Users {
        /// To which.
        target: Ref,
        /// At most so many.
        limit: u32,
    },
    /// A right of somebody on file. → as [`PersonAsk`] says
    Person(PersonAsk),
    /// How many rows of a filter have each value of a field, the field's own test left aside. → [`Reply::Counts`]
    Counts {
        /// Of what.
        kind: Kind,
        /// Which of them.
        filter: Filter,
        /// The field.
        field: u16,
    },
    /// These rows as lists show them, those that are there. → [`Reply::Rows`]
    Rows {
        /// Which.
        #[serde(deserialize_with = "bounded::list")]
        targets: Vec<Ref>,
        /// Fields whose cells are wanted behind those of the kind's columns.
        #[serde(deserialize_with = "bounded::list")]
        more: Vec<u16>,
    },
    /// Lays down how this worker wants lists. → [`Reply::Settings`]
    Keep(Keep),
    /// Which card this session has open now, so that others know. → [`Reply::Done`], then [`News::Here`]
    Here(Option<Ref>),
    /// Changes a field of many records. → [`Reply::Bulk`]
    Bulk(Bulk),
    /// Phrases for a field. → [`Reply::Phrases`]
    Phrases(PhraseAsk),
    /// How much there is on each day of a span, both ends included. → [`Reply::Calendar`]
    Calendar {
        /// The first day.
        from: Day,
        /// The last one; no more than so many days behind the first as [`CALENDAR_MAX`].
        to: Day,
    },
    /// The visits of a day and the promises due on it. → [`Reply::OneDay`]
    OneDay(Day),
    /// Hands people over to another liaison. → [`Reply::HandPlan`] where it is dry, else [`Reply::Handed`]
    HandOver(HandOver),
    /// What a member of staff still has in hand. → [`Reply::OpenWork`]
    OpenWork(Id),
    /// Goes on with a handover. → [`Reply::Handed`]
    HandStep(HandStep),
    /// A handover with all its people. → [`Reply::HandSheet`]
    HandSheet(Id),
    /// One area of the organisation network; the top without one. → [`Reply::Posts`]
    Posts {
        /// Which.
        area: Option<Id>,
    },
    /// People or organisations that may be entered twice. → [`Reply::Pairs`]
    Pairs(PairsAsk),
    /// Two records become one. → [`Reply::Merging`]
    Merge(Merge),
    /// Two that became one become two again. → [`Reply::Merging`]
    Unmerge(Unmerge),
    /// A step of a record that goes through states. → [`Reply::Saved`], [`Reply::Invalid`], [`Reply::Conflict`]
    Step(Step),
    /// One covered value, shown; noted in the access log before it is answered. → [`Reply::Revealed`]
    Reveal(Reveal),
    /// Who looked at whom. → [`Reply::Log`]
    Log(LogAsk),
    /// A record as it stood at a place in the journal. → [`Reply::Shown`]
    Version {
        /// Which.
        target: Ref,
        /// The place of the commit that made it so.
        pos: u64,
    },
    /// Records for a file, noted with whom it is for and what for. → [`Reply::Exported`]
    Export(Export),
    /// A report of a period. → [`Reply::Report`]
    Report(ReportAsk),
    /// The result of an election becomes ties. → [`Reply::Elected`]
    Elect(Elect),
    /// How long records are kept, and what is past its time. → as [`RetentionAsk`] says
    Retention(RetentionAsk),
}

impl Request {
    /// The change of many records that it asks for.
    pub fn bulk(&self) -> Option<&Bulk> {
        match self {
            Request::Bulk(bulk) => Some(bulk),
            _ => None,
        }
    }
}

/// What the hub answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// See [`Request::Welcome`].
    Welcome(Welcome),
    /// See [`Request::Today`].
    Today(Box<Today>),
    /// See [`Request::Find`].
    Found {
        /// How many match.
        total: u64,
        /// Whether there may be more than `total`.
        more: bool,
        /// The best of them.
        rows: Vec<Row>,
    },
    /// See [`Request::List`].
    Page {
        /// How many pass the filter.
        total: u64,
        /// How many there are without it.
        all: u64,
        /// Of the first row.
        offset: u32,
        /// The rows.
        rows: Vec<Row>,
    },
    /// See [`Request::Get`].
    Shown(Shown),
    /// See [`Request::Card`].
    Card(Box<Card>),
    /// Rows.
    Rows(Vec<Row>),
    /// A field as it would be kept, in words; a remark if there is one.
    Read(String, Option<String>),
    /// Something was written.
    Saved(Saved),
    /// Nothing was written: (field, what is wrong).
    Invalid(Vec<(u16, String)>),
    /// Nothing was written: somebody changed the same fields.
    Conflict(Box<Conflict>),
    /// See [`Request::Preview`].
    Preview(Preview),
    /// See [`Request::Areas`].
    Areas(Vec<AreaRow>),
    /// See [`Request::Circle`].
    Circle(Vec<CircleRow>),
    /// See [`Request::Path`]: empty where there is none.
    Path(Vec<PathStep>),
    /// See [`Request::History`].
    History(Vec<HistoryEntry>),
    /// See [`Request::Import`].
    Imported {
        /// One for each row of the slice.
        outcomes: Vec<RowOutcome>,
        /// What was made besides: organisations, staff, areas.
        made: Vec<Ref>,
    },
    /// See [`Request::Drafts`].
    Drafts(Vec<Draft>),
    /// See [`Request::Status`].
    Status(Box<Status>),
    /// It is done.
    Done,
    /// It is not done, and why.
    Refused(Refusal),
    /// See [`Request::Records`].
    Records {
        /// How many rows of the list this answers; the next page begins after them. 0 at the end.
        taken: u32,
        /// The records that are still there.
        records: Vec<Shown>,
    },
    /// See [`Request::Promised`].
    Promised {
        /// How many there are in all.
        total: u64,
        /// Those asked for.
        promised: Vec<Promise>,
    },
    /// See [`Request::Users`].
    Users {
        /// How many there are in all.
        total: u64,
        /// The first of them.
        users: Vec<Row>,
    },
    /// See [`PersonAsk::File`].
    PersonFile(Box<PersonFile>),
    /// See [`PersonAsk::Erase`].
    Erasing(Box<Erasing>),
    /// See [`Request::Counts`]: the most frequent first where there is no order of their own.
    Counts(Vec<Count>),
    /// All that this worker has laid down.
    Settings(Settings),
    /// See [`Request::Bulk`]: in the order asked.
    Bulk(Vec<BulkRow>),
    /// A part of a bulk change is taken back.
    Undone {
        /// Asked again with this, it goes on; nothing where it is at its end.
        more: Option<Id>,
        /// How many records are as they were before.
        records: u32,
        /// The names of those that others have changed since, which stay.
        kept: Vec<String>,
    },
    /// See [`Request::Phrases`]: the most used first.
    Phrases(Vec<Phrase>),
    /// See [`Request::Calendar`]: days with nothing are left out, the others in their order.
    Calendar(Vec<DayCount>),
    /// See [`Request::OneDay`].
    OneDay(OneDay),
    /// See [`Request::OpenWork`].
    OpenWork(Box<OpenWork>),
    /// See [`Request::HandOver`].
    HandPlan(Box<HandPlan>),
    /// See [`Request::HandOver`] and [`Request::HandStep`].
    Handed(Box<HandDone>),
    /// See [`Request::HandSheet`].
    HandSheet(Box<HandSheet>),
    /// See [`Request::Posts`].
    Posts(Box<Posts>),
    /// See [`Request::Pairs`]: the likeliest first.
    Pairs {
        /// How many there are in all.
        total: u64,
        /// Those asked for.
        pairs: Vec<Pair>,
    },
    /// See [`Request::Merge`] and [`Request::Unmerge`].
    Merging(Box<Merging>),
    /// See [`Request::Reveal`].
    Revealed(Box<Revealed>),
    /// See [`Request::Log`]: the newest first.
    Log {
        /// Whether there are older ones.
        more: bool,
        /// The lines.
        lines: Vec<LogLine>,
    },
    /// See [`Request::Report`].
    Report(Box<Report>),
    /// See [`Request::Export`].
    Exported(Box<Exported>),
    /// See [`Request::Elect`].
    Elected(Box<Elected>),
    /// See [`RetentionAsk::Classes`].
    Classes(Vec<Class>),
    /// See [`RetentionAsk::Due`].
    Due(Box<Due>),
    /// See [`RetentionAsk::CarryOut`].
    Carried(Carried),
}

/// Why the hub does not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// No right to it.
    NotAllowed,
    /// There is no such record (any more).
    Gone,
    /// Out of the bounds of the protocol.
    BadRequest,
    /// The book is read-only, and why.
    ReadOnly(String),
    /// The store failed, and how. What was typed is safe in its draft.
    Store(String),
    /// There is nothing to undo.
    NothingToUndo,
    /// Others changed since what was to be undone.
    UndoConflict,
    /// Others still refer to the record: how many.
    InUse(u64),
    /// For this reason, in the session's language.
    Said(String),
}

/// What others did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum News {
    /// Records changed: (record, its name), and by whom.
    Changed {
        /// Position in the journal.
        pos: u64,
        /// Which, with their names.
        items: Vec<(Ref, String)>,
        /// By whom.
        by: String,
        /// Whether it was this very session.
        own: bool,
    },
    /// Who else has the card open that this session has told of: staff and name.
    Here {
        /// The card.
        target: Ref,
        /// The other sessions, each once.
        who: Vec<(Ref, String)>,
    },
    /// Too much was missed: ask again for what is on the screen.
    Resync,
    /// The hub goes down, cleanly.
    Down,
    /// What this worker may do has changed: ask again for what is on the screen.
    Standing(Standing),
}
