//! What a session and the hub say to each other. The command line is a session like any other.
//!
//! A connection begins with a fixed [`Hello`] of 16 bytes each way, understood by every version for ever; then
//! frames: a length (u32, little endian), and a [`ToHub`] or [`FromHub`] in the store's codec.

pub use super::wire_form::{Clash, LineAsk, Phrase, PhraseAct, PhraseAsk, Signed};
pub use super::wire_list::{
    BULK_MAX, Bulk, BulkOutcome, BulkRow, Change, Count, HandOver, Is, Keep, Settings, Span, Test,
    VIEW_NAME_MAX, VIEWS_MAX, View, WHY_MAX,
};
pub use super::wire_person::{Erasing, Mention, PersonAsk, PersonFile};
use crate::book::capture::LineTrouble;
use crate::book::{Day, Id, Kind, Record, Ref, Row, Value, bounded};
use crate::text::Lang;
use serde::{Deserialize, Serialize};

/// The version of what follows the hello. Sessions and hub must have the same.
pub const PROTOCOL: u16 = 3;
/// Largest frame, bytes.
pub const FRAME_MAX: usize = 4 << 20;
/// Largest page of a list, rows.
pub const PAGE_MAX: u32 = 1000;

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
    /// Hands people over to another liaison, saying from when and why. → [`Reply::Bulk`]
    HandOver(HandOver),
}

impl Request {
    /// The change of many records that it asks for.
    pub fn bulk(&self) -> Option<&Bulk> {
        match self {
            Request::Bulk(bulk) => Some(bulk),
            Request::HandOver(h) => Some(&h.bulk),
            _ => None,
        }
    }
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

/// A write: what the client saw and which fields it changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Save {
    /// Makes repeating safe.
    pub request: Id,
    /// The record; its id is made by the client.
    pub target: Ref,
    /// The version that was seen; 0 for a new record.
    pub base: u64,
    /// The changed fields.
    #[serde(deserialize_with = "bounded::list")]
    pub set: Vec<(u16, Edit)>,
}

/// A change of one field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Edit {
    /// As typed: the hub reads it, looks references up by name and makes new ones where the field allows.
    Text(String),
    /// A value.
    Set(Value),
    /// Nothing.
    Clear,
    /// References, some picked and some typed as names. Who was picked stays who was meant, whatever else bears
    /// that name; the names are looked up as in a text.
    Links(Vec<Link>),
}

/// One reference of several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Link {
    /// Picked.
    Ref(Ref),
    /// A name as typed.
    Name(String),
}

/// Rows of a ledger, sent in slices so that others go on working.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Slice {
    /// Makes repeating this slice safe.
    pub request: Id,
    /// What all slices of one import share.
    pub batch: Id,
    /// The file's name, for the history.
    pub source: String,
    /// Only say what would happen.
    pub dry: bool,
    /// The rows.
    #[serde(deserialize_with = "bounded::list")]
    pub rows: Vec<LedgerRow>,
}

/// One row of a ledger, its columns already recognised.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LedgerRow {
    /// What it is.
    pub kind: Kind,
    /// (field, text as in the cell).
    #[serde(deserialize_with = "bounded::list")]
    pub cells: Vec<(u16, String)>,
    /// The office that filled the sheet in, which tells areas of the same name apart.
    pub office: String,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RowOutcome {
    /// A new record.
    Added(Ref),
    /// A known one, in which blanks were filled.
    Filled(Ref),
    /// A known one; nothing to change.
    Same(Ref),
    /// Left out: which field, and why in the session's language.
    Rejected(Option<u16>, String),
}

/// A half-typed form, kept as a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Which draft.
    pub id: Id,
    /// The record it is about.
    pub target: Ref,
    /// The version that was seen; 0 for a new record.
    pub base: u64,
    /// Milliseconds since 1970 UTC of the last key.
    pub at_ms: i64,
    /// How it is called in the list of drafts.
    pub title: String,
    /// The fields as typed.
    #[serde(deserialize_with = "bounded::list")]
    pub texts: Vec<(u16, String)>,
}

/// What the hub answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// See [`Request::Welcome`].
    Welcome(Welcome),
    /// See [`Request::Today`].
    Today(Today),
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
    Status(Status),
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
    /// Drafts that were found spoilt of late, and are kept aside.
    pub spoilt_drafts: u32,
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
#[derive(Clone, Debug, Serialize, Deserialize)]
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
    /// Declared ties.
    pub ties: Vec<CircleRow>,
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
}

/// How the hub is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Status {
    /// How many of each kind, in the order of [`Kind::ALL`].
    pub counts: Vec<u64>,
    /// Last position in the journal.
    pub head: u64,
    /// Sessions connected.
    pub sessions: u32,
    /// Bytes of the finder in memory.
    pub finder_bytes: u64,
    /// Process id of the hub.
    pub pid: u32,
    /// What was found at the start: a cut tail, a rebuild.
    pub opened: String,
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
}
