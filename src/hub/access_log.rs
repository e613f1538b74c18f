//! Who looked at whom (PIPL art. 51, 54): searches, openings, reveals, exports, by the ids of the records, never by
//! their words. One file a month beside the book, `access/2026-11.jsonl`, one JSON object a line, kept for as many months as
//! the office wants, and for six at least.
//!
//! A thread of its own writes, so that nobody waits; what is revealed waits until its line is on the disk. Whoever types a
//! name sees the same people at every key: who was found a moment ago is not noted again.

use crate::book::{Day, Id, Kind, Ref};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, VecDeque};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long lines may wait to be written together.
const TOGETHER: Duration = Duration::from_secs(1);
/// Most ids in a line; more are several lines.
const IDS_MAX: usize = 200;
/// Somebody found again by the same member of staff within this time was found once.
const AGAIN_MS: i64 = 10 * 60 * 1000;
/// So many of them are remembered before those of long ago are forgotten.
const RECENT_MAX: usize = 50_000;
/// The least months that it is kept (PIPL art. 54; 网络安全法 art. 21: six at least).
pub const MONTHS_MIN: u32 = 6;
/// The months that it is kept where nobody says otherwise.
pub const MONTHS_USUAL: u32 = 12;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// All of them.
    pub const ALL: [Looked; 5] =
        [Looked::Found, Looked::Opened, Looked::Revealed, Looked::Exported, Looked::Shown];

    /// The word that stands for it in the file, and on the command line.
    pub fn word(self) -> &'static str {
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
    /// To whom they went and what for, where they went into a file.
    pub given: Option<(String, String)>,
}

impl Look {
    fn lines(&self) -> String {
        let each = self.records.chunks(IDS_MAX).map(|some| {
            let line = Line {
                at: self.at_ms,
                uid: self.uid,
                staff: self.staff.to_string(),
                what: self.what.word().to_string(),
                field: self.field,
                records: some.iter().map(|r| format!("{} {}", r.kind.key(), r.id)).collect(),
                recipient: self.given.as_ref().map(|g| g.0.clone()),
                purpose: self.given.as_ref().map(|g| g.1.clone()),
            };
            serde_json::to_string(&line).unwrap_or_default() + "\n"
        });
        each.collect()
    }

    /// The file it belongs into: that of its month in the book's zone.
    fn month(&self) -> String {
        let day: Day = super::world::day_of(self.at_ms);
        day.to_string().get(..7).unwrap_or("0000-00").to_string()
    }
}

/// One line as it is written.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    at: i64,
    uid: u32,
    staff: String,
    what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<u16>,
    records: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recipient: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
}

impl Line {
    fn look(&self) -> Option<Look> {
        let record = |text: &String| {
            let (kind, id) = text.split_once(' ')?;
            Some(Ref { kind: Kind::parse(kind)?, id: Id::parse(id)? })
        };
        Some(Look {
            at_ms: self.at,
            uid: self.uid,
            staff: Id::parse(&self.staff)?,
            what: Looked::ALL.into_iter().find(|l| l.word() == self.what)?,
            field: self.field,
            records: self.records.iter().filter_map(record).collect(),
            given: self.recipient.clone().zip(self.purpose.clone()),
        })
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
    folder: PathBuf,
}

impl AccessLog {
    /// Begins to write beside a book; files of more than so many months ago go.
    ///
    /// # Errors
    /// When the folder cannot be made or no thread can be had.
    pub fn open(dir: &Path, months: u32) -> io::Result<AccessLog> {
        let folder = dir.join("access");
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let (ask, asked) = channel();
        let mut files = Files { folder: folder.clone(), months: months.max(MONTHS_MIN), open: None };
        let writer =
            std::thread::Builder::new().name("access".into()).spawn(move || write(&mut files, &asked))?;
        Ok(AccessLog { ask: Some(ask), writer: Some(writer), folder })
    }

    /// Notes something; it is on the disk within about a second.
    pub fn note(&self, look: Look) {
        if let Some(ask) = self.ask.as_ref().filter(|_| !look.records.is_empty()) {
            let _ = ask.send(Ask::Note(look));
        }
    }

    /// Those that pass, newest first: after `skip` of them at most `limit`, and whether there are older ones. `words` are
    /// such that no line without all of them passes.
    ///
    /// # Errors
    /// When the files cannot be read.
    pub fn read(
        &self,
        words: &[String],
        months: (&str, &str),
        pass: &dyn Fn(&Look) -> bool,
        skip: usize,
        limit: usize,
    ) -> io::Result<(Vec<Look>, bool)> {
        let wanted = skip + limit + 1;
        let mut out: Vec<Look> = Vec::new();
        for (month, path) in files(&self.folder)?.into_iter().rev() {
            if out.len() >= wanted {
                break;
            }
            if month.as_str() < months.0 || month.as_str() > months.1 {
                continue;
            }
            let mut last: VecDeque<Look> = VecDeque::new();
            for line in BufReader::new(File::open(path)?).split(b'\n') {
                let line = line?;
                let text = String::from_utf8_lossy(&line);
                // what a power cut has torn is no line
                let look = || serde_json::from_str::<Line>(&text).ok().and_then(|l| l.look());
                if words.iter().all(|w| text.contains(w.as_str()))
                    && let Some(look) = look().filter(|l| pass(l))
                {
                    last.push_back(look);
                    if out.len() + last.len() > wanted {
                        last.pop_front();
                    }
                }
            }
            out.extend(last.into_iter().rev());
        }
        let more = out.len() > skip + limit;
        Ok((out.into_iter().skip(skip).take(limit).collect(), more))
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

fn write(files: &mut Files, asked: &Receiver<Ask>) {
    let mut recent = Recent::default();
    // blocks while nothing happens: an idle hub sleeps
    while let Ok(first) = asked.recv() {
        let (mut looks, mut waiting) = (Vec::new(), Vec::new());
        let mut next = Some(first);
        while let Some(ask) = next.take() {
            match ask {
                Ask::Note(look) => looks.extend(recent.without(look)),
                Ask::Durable(look, answer) => {
                    looks.push(look);
                    waiting.push(answer);
                }
            }
            if waiting.is_empty() && looks.len() < 1000 {
                next = asked.recv_timeout(TOGETHER).ok();
            }
        }
        let done = files.append(&looks);
        for answer in waiting {
            let _ =
                answer.send(done.as_ref().map(|_| ()).map_err(|e| io::Error::new(e.kind(), e.to_string())));
        }
    }
}

/// Who was found a moment ago.
#[derive(Default)]
struct Recent(HashMap<(Id, Ref), i64>);

impl Recent {
    /// A line without those who were found a moment ago; nothing where nobody is left.
    fn without(&mut self, mut look: Look) -> Option<Look> {
        if look.what == Looked::Found {
            let (staff, now) = (look.staff, look.at_ms);
            look.records.retain(|r| {
                let before = self.0.insert((staff, *r), now);
                before.is_none_or(|at| now.saturating_sub(at) > AGAIN_MS)
            });
            if self.0.len() > RECENT_MAX {
                self.0.retain(|_, at| now.saturating_sub(*at) <= AGAIN_MS);
            }
            if self.0.len() > RECENT_MAX {
                self.0.clear();
            }
        }
        (!look.records.is_empty()).then_some(look)
    }
}

/// The files of the months, by month.
fn files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|n| n.to_str()).and_then(|n| n.strip_suffix(".jsonl"));
        if let Some(month) = name.filter(|m| number(m).is_some()) {
            out.push((month.to_string(), path.clone()));
        }
    }
    out.sort();
    Ok(out)
}

/// How many months since the year 0: of `2026-11`.
fn number(month: &str) -> Option<u32> {
    let (year, month) = month.split_once('-')?;
    let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
    (1..=12).contains(&month).then(|| year * 12 + month)
}

struct Files {
    folder: PathBuf,
    months: u32,
    open: Option<(String, File)>,
}

impl Files {
    fn append(&mut self, looks: &[Look]) -> io::Result<()> {
        for month in looks.chunk_by(|a, b| a.month() == b.month()) {
            let Some(name) = month.first().map(Look::month) else { continue };
            if self.open.as_ref().is_none_or(|(n, _)| *n != name) {
                self.open = Some((name.clone(), self.begin(&name)?));
                self.prune(&name);
            }
            let Some((_, file)) = self.open.as_mut() else { continue };
            let lines: String = month.iter().map(Look::lines).collect();
            let written = file.write_all(lines.as_bytes()).and_then(|()| file.sync_data());
            if written.is_err() {
                // a failed sync is not asked again of the same file
                self.open = None;
                return written;
            }
        }
        Ok(())
    }

    /// The file of a month, at its end; what a power cut has left of a line is a line of its own.
    fn begin(&self, name: &str) -> io::Result<File> {
        let path = self.folder.join(format!("{name}.jsonl"));
        let mut file = OpenOptions::new().append(true).create(true).read(true).mode(0o600).open(path)?;
        let length = file.metadata()?.len();
        let mut last = [b'\n'];
        if length > 0 {
            file.read_exact_at(&mut last, length - 1)?;
        }
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
        File::open(&self.folder)?.sync_all()?;
        Ok(file)
    }

    /// Files of too long ago go. One that cannot be removed stays until the next month.
    fn prune(&self, now: &str) {
        let old = |month: &str| number(month).zip(number(now)).is_some_and(|(m, now)| m + self.months < now);
        for (_, path) in files(&self.folder).unwrap_or_default().into_iter().filter(|(m, _)| old(m)) {
            let _ = fs::remove_file(path);
        }
    }
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
        let log = AccessLog::open(dir.path(), 0).unwrap();
        let look = |at_ms, what, n| Look {
            at_ms,
            uid: 1000,
            staff: Id([7; 16]),
            what,
            field: None,
            records: of(Kind::Person, (0..n).map(|i| Id([i as u8; 16]))),
            given: None,
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
        let ids = |n: usize| lines[n]["records"].as_array().unwrap().len();
        assert_eq!((lines.len(), ids(0), ids(1), ids(2)), (3, 2, 200, 100), "none is left out");
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &std::fs::metadata(dir.path().join("access/2026-11.jsonl")).unwrap().permissions(),
        );
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_cannot_be_written_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let log = AccessLog::open(dir.path(), 0).unwrap();
        std::fs::remove_dir_all(dir.path()).unwrap();
        let look = Look {
            at_ms: 0,
            uid: 1,
            staff: Id([1; 16]),
            what: Looked::Revealed,
            field: None,
            records: of(Kind::Person, [Id([2; 16])]),
            given: None,
        };
        assert!(log.durable(look.clone()).is_err());
        // and the next one is tried again
        DirBuilder::new().recursive(true).create(dir.path().join("access")).unwrap();
        assert!(log.durable(look).is_ok());
    }

    #[test]
    fn it_is_read_newest_first_and_kept_for_half_a_year_at_least() {
        let dir = tempfile::tempdir().unwrap();
        let day = 24 * 3600 * 1000;
        let begin = 1_795_399_200_000;
        let look = |days: i64, what, n: u8| Look {
            at_ms: begin + days * day,
            uid: 1000,
            staff: Id([7; 16]),
            what,
            field: None,
            records: of(Kind::Person, [Id([n; 16])]),
            given: None,
        };
        let log = AccessLog::open(dir.path(), 0).unwrap();
        log.note(look(0, Looked::Found, 1));
        // the same person a key later is no other look, but an opening is
        log.note(look(0, Looked::Found, 1));
        log.note(look(0, Looked::Opened, 1));
        log.durable(look(40, Looked::Revealed, 2)).unwrap();
        let all = ("0000-00", "9999-99");
        let what =
            |(looks, more): (Vec<Look>, bool)| (looks.iter().map(|l| l.what).collect::<Vec<_>>(), more);
        let read =
            |words: &[String], skip, limit| what(log.read(words, all, &|_| true, skip, limit).unwrap());
        assert_eq!(read(&[], 0, 2), (vec![Looked::Revealed, Looked::Opened], true));
        assert_eq!(read(&[], 2, 2), (vec![Looked::Found], false));
        assert_eq!(read(&[Id([2; 16]).to_string()], 0, 9), (vec![Looked::Revealed], false));
        assert_eq!(
            what(log.read(&[], ("2026-11", "2026-11"), &|_| true, 0, 1).unwrap()),
            (vec![Looked::Opened], true)
        );
        let path = |month: &str| dir.path().join(format!("access/{month}.jsonl"));
        // what a power cut has left of a line stands by itself
        std::fs::write(path("2027-05"), "{\"at\":17").unwrap();
        log.durable(look(180, Looked::Shown, 3)).unwrap();
        assert_eq!(read(&[], 0, 1), (vec![Looked::Shown], true));
        assert!(path("2026-11").exists());
        log.durable(look(210, Looked::Shown, 3)).unwrap();
        assert!(!path("2026-11").exists() && path("2027-01").exists());
    }
}
