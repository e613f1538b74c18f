//! What a session writes down of its day: what it asked for, what became of it, and all that it was told.

use linli::book::{Id, Kind, Record, Ref};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt::Debug;
use std::io::{self, Write};
use std::time::{SystemTime, UNIX_EPOCH};

/// One line of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Note {
    /// Who: an account and the area it works in.
    Begun { uid: u32, area: usize },
    /// A question that was answered: what, in how many microseconds, when, over a line that was lost meanwhile.
    Asked { what: String, us: u64, at_ms: u64, lost: bool },
    /// A change of some fields, on a version.
    Save { request: Id, target: Ref, base: u64, set: Vec<(u16, String)>, end: End },
    /// A field of several, on their versions; those that changed.
    Bulk { request: Id, field: u16, words: String, items: Vec<(Id, u64)>, changed: Vec<Id>, end: End },
    /// A line that was written.
    Line { request: Id, words: String, end: End },
    /// The last act taken back.
    Undo { request: Id, end: End },
    /// A record as it was shown; without its fields where some of them are covered.
    Seen { target: Ref, version: u64, fields: Option<String> },
    /// A place in the history of a record.
    Past { target: Ref, pos: u64 },
    /// What it was told for the first time: ids, telephone numbers, characters of areas.
    Met { ids: Vec<Id>, phones: Vec<String>, marks: Vec<String> },
    /// A list was said to have so many rows.
    Rows { kind: Kind, rows: u64 },
    /// A change that was acknowledged: where it is, and when it was sent, in microseconds.
    Sent { pos: u64, at_us: u64 },
    /// News of a change came.
    Heard { pos: u64, at_us: u64 },
    /// What must not be.
    Broken(String),
    /// The day is over.
    Ended,
}

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// Acknowledged: the version it made, where that was said.
    Done(Option<u64>),
    /// Others had changed the same.
    Conflict,
    /// Not done for another reason.
    Refused,
}

impl Note {
    /// A record as it was shown.
    pub fn seen(record: &Record, whole: bool) -> Note {
        let fields = whole.then(|| format!("{:?}", record.fields));
        Note::Seen { target: record.to_ref(), version: record.version, fields }
    }
}

/// Now, in milliseconds since 1970.
pub fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as u64)
}

/// Now, in microseconds since 1970.
pub fn now_us() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_micros() as u64)
}

/// Where they are written.
pub struct Notes<W: Write> {
    out: W,
    met: HashSet<String>,
}

impl<W: Write> Notes<W> {
    pub fn new(out: W) -> Notes<W> {
        Notes { out, met: HashSet::new() }
    }

    pub fn write(&mut self, note: &Note) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, note)?;
        self.out.write_all(b"\n")
    }

    /// Everything in an answer or in news by which somebody could be known, where it is new to this session.
    pub fn met(&mut self, told: &impl Debug) -> io::Result<()> {
        let text = format!("{told:?}");
        let mut new = |word: &str| !self.met.contains(word) && self.met.insert(word.to_owned());
        let words = || text.split(|c: char| !(c.is_ascii_hexdigit() || c == '-'));
        let ids: Vec<Id> = words().filter(|w| w.len() == 36 && new(w)).filter_map(Id::parse).collect();
        // not a part of an id that happens to be of digits alone
        let runs = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        let phone = |w: &&str| w.len() == 11 && w.bytes().all(|b| b.is_ascii_digit());
        let phones: Vec<String> = runs.filter(phone).filter(|w| new(w)).map(String::from).collect();
        let marks = crate::plan::MARKS.into_iter().filter(|m| text.contains(m) && new(m));
        let marks: Vec<String> = marks.map(String::from).collect();
        if ids.is_empty() && phones.is_empty() && marks.is_empty() {
            return Ok(());
        }
        self.write(&Note::Met { ids, phones, marks })
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
