//! Who looked at whom (PIPL art. 51, 54): searches, openings, reveals, exports, by the ids of the records, never by
//! their words. One file a month beside the book, `access/2026-11.jsonl`, one JSON object a line, kept for six months at
//! least: nothing here deletes one.
//!
//! A thread of its own writes, so that nobody waits; what is revealed waits until its line is on the disk.

use crate::book::{Day, Id, Kind, Ref};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long lines may wait to be written together.
const TOGETHER: Duration = Duration::from_secs(1);
/// Most ids in a line.
const IDS_MAX: usize = 200;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looked {
    /// A search showed them.
    Found,
    /// A card or record was opened.
    Opened,
    /// A covered value was shown.
    Revealed,
    /// They went into a file or onto standard output.
    Exported,
    /// All that is held was shown or copied for the person.
    Shown,
}

impl Looked {
    fn word(self) -> &'static str {
        match self {
            Looked::Found => "found",
            Looked::Opened => "opened",
            Looked::Revealed => "revealed",
            Looked::Exported => "exported",
            Looked::Shown => "shown",
        }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// When, milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// The account.
    pub uid: u32,
    /// The member of staff.
    pub staff: Id,
    /// What was done.
    pub what: Looked,
    /// Which field, where one was revealed.
    pub field: Option<u16>,
    /// Which records.
    pub records: Vec<Ref>,
}

impl Look {
    fn line(&self) -> String {
        let ids: Vec<String> = self
            .records
            .iter()
            .take(IDS_MAX)
            .map(|r| format!("{:?}", format!("{} {}", r.kind.key(), r.id)))
            .collect();
        let field = self.field.map(|f| format!(r#","field":{f}"#)).unwrap_or_default();
        let more = self.records.len().saturating_sub(IDS_MAX);
        let more = if more > 0 { format!(r#","more":{more}"#) } else { String::new() };
        format!(
            r#"{{"at":{},"uid":{},"staff":"{}","what":"{}"{field},"records":[{}]{more}}}"#,
            self.at_ms,
            self.uid,
            self.staff,
            self.what.word(),
            ids.join(",")
        ) + "\n"
    }

    /// The file it belongs into: that of its month in the book's zone.
    fn month(&self) -> String {
        let day: Day = super::world::day_of(self.at_ms);
        day.to_string().get(..7).unwrap_or("0000-00").to_string()
    }
}

enum Ask {
    Note(Look),
    /// Answered when it is on the disk.
    Durable(Look, SyncSender<io::Result<()>>),
}

/// The log of a hub.
#[derive(Debug)]
pub struct AccessLog {
    ask: Option<Sender<Ask>>,
    writer: Option<JoinHandle<()>>,
}

impl AccessLog {
    /// Begins to write beside a book.
    ///
    /// # Errors
    /// When the folder cannot be made or no thread can be had.
    pub fn open(dir: &Path) -> io::Result<AccessLog> {
        let folder = dir.join("access");
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let (ask, asked) = channel();
        let writer =
            std::thread::Builder::new().name("access".into()).spawn(move || write(&folder, &asked))?;
        Ok(AccessLog { ask: Some(ask), writer: Some(writer) })
    }

    /// Notes something; it is on the disk within about a second.
    pub fn note(&self, look: Look) {
        if let Some(ask) = &self.ask {
            let _ = ask.send(Ask::Note(look));
        }
    }

    /// Notes something before it is done.
    ///
    /// # Errors
    /// When it is not on the disk: then it may not be done.
    pub fn durable(&self, look: Look) -> io::Result<()> {
        let (answer, answered) = sync_channel(1);
        let gone = || io::Error::other("the access log has ended");
        self.ask.as_ref().ok_or_else(gone)?.send(Ask::Durable(look, answer)).map_err(|_| gone())?;
        answered.recv().map_err(|_| gone())?
    }
}

impl Drop for AccessLog {
    fn drop(&mut self) {
        self.ask = None;
        if let Some(w) = self.writer.take() {
            let _ = w.join();
        }
    }
}

fn write(folder: &Path, asked: &Receiver<Ask>) {
    let mut open: Option<(String, File)> = None;
    // blocks while nothing happens: an idle hub sleeps
    while let Ok(first) = asked.recv() {
        let (mut looks, mut waiting) = (Vec::new(), Vec::new());
        let mut next = Some(first);
        while let Some(ask) = next.take() {
            match ask {
                Ask::Note(look) => looks.push(look),
                Ask::Durable(look, answer) => {
                    looks.push(look);
                    waiting.push(answer);
                }
            }
            if waiting.is_empty() && looks.len() < 1000 {
                next = asked.recv_timeout(TOGETHER).ok();
            }
        }
        let done = append(folder, &mut open, &looks);
        for answer in waiting {
            let _ =
                answer.send(done.as_ref().map(|_| ()).map_err(|e| io::Error::new(e.kind(), e.to_string())));
        }
    }
}

fn append(folder: &Path, open: &mut Option<(String, File)>, looks: &[Look]) -> io::Result<()> {
    for month in looks.chunk_by(|a, b| a.month() == b.month()) {
        let Some(name) = month.first().map(Look::month) else { continue };
        if open.as_ref().is_none_or(|(n, _)| *n != name) {
            let path: PathBuf = folder.join(format!("{name}.jsonl"));
            *open = Some((name, OpenOptions::new().append(true).create(true).mode(0o600).open(path)?));
        }
        let Some((_, file)) = open.as_mut() else { continue };
        let lines: String = month.iter().map(Look::line).collect();
        let written = file.write_all(lines.as_bytes()).and_then(|()| file.sync_data());
        if written.is_err() {
            // a failed sync is not asked again of the same file
            *open = None;
            return written;
        }
    }
    Ok(())
}

/// The records of one kind.
pub fn of(kind: Kind, ids: impl IntoIterator<Item = Id>) -> Vec<Ref> {
    ids.into_iter().map(|id| Ref { kind, id }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_on_the_disk_by_month_without_words() {
        let dir = tempfile::tempdir().unwrap();
        let log = AccessLog::open(dir.path()).unwrap();
        let look = |at_ms, what, n| Look {
            at_ms,
            uid: 1000,
            staff: Id([7; 16]),
            what,
            field: None,
            records: of(Kind::Person, (0..n).map(|i| Id([i as u8; 16]))),
        };
        log.note(look(1_795_399_200_000, Looked::Found, 2));
        // what is revealed is there before it is answered
        log.durable(Look { field: Some(4), ..look(1_798_900_000_000, Looked::Revealed, 1) }).unwrap();
        let read = |name: &str| std::fs::read_to_string(dir.path().join("access").join(name)).unwrap();
        let december: serde_json::Value = serde_json::from_str(read("2027-01.jsonl").trim()).unwrap();
        assert_eq!((december["what"].as_str(), december["field"].as_u64()), (Some("revealed"), Some(4)));
        log.note(look(1_795_399_200_001, Looked::Exported, 300));
        drop(log);
        let lines: Vec<serde_json::Value> =
            read("2026-11.jsonl").lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["records"].as_array().unwrap().len(), 2);
        assert_eq!(
            (lines[1]["records"].as_array().unwrap().len(), lines[1]["more"].as_u64()),
            (200, Some(100))
        );
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &std::fs::metadata(dir.path().join("access/2026-11.jsonl")).unwrap().permissions(),
        );
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_cannot_be_written_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let log = AccessLog::open(dir.path()).unwrap();
        std::fs::remove_dir_all(dir.path()).unwrap();
        let look = Look {
            at_ms: 0,
            uid: 1,
            staff: Id([1; 16]),
            what: Looked::Revealed,
            field: None,
            records: vec![],
        };
        assert!(log.durable(look.clone()).is_err());
        // and the next one is tried again
        DirBuilder::new().recursive(true).create(dir.path().join("access")).unwrap();
        assert!(log.durable(look).is_ok());
    }
}
