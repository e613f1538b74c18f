//! `linli backup`, `restore`, `mend`, `erasures`, and the heads of `linli verify --head`: on the book's own folder.

use super::{Failure, Setting, of_file};
use crate::hub::backup_note::{self, BackupDone};
use crate::hub::client::{Client, connect};
use crate::hub::wire::{Reply, Request};
use crate::store::backup::{self, BackupError, Head, Mark, Origin, StreamFault};
use crate::store::{self, Erasure, Pos, Progress, StoreError};
use crate::text::{Lang, backup as words, command, store as told};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a hub may think before the folder alone is believed.
const PATIENCE: Duration = Duration::from_secs(10);

/// `linli backup DIR` and `linli backup -`
pub fn run(set: &Setting, to: &Path, since: Option<&str>) -> Result<u8, Failure> {
    let (dir, lang) = (set.dir()?, set.lang);
    let now = chrono::Utc::now().timestamp_millis();
    let mut published = || published(set);
    if to.as_os_str() != "-" {
        if since.is_some() {
            return Err(Failure { code: 2, words: words::SINCE_STREAM.get(lang).into() });
        }
        let done = backup::backup(dir, to, now, &mut published).map_err(|e| failed(&e, lang));
        note(dir, to, now, done.as_ref());
        let done = done?;
        println!("{}", words::made(lang, done.new_groups, done.head.commits, done.count));
        if done.renewed > 0 {
            println!("{}", words::renewed(lang, done.renewed));
        }
        println!("{}", head(lang, &done.head));
        return Ok(0);
    }
    let since = match since.map(Mark::parse) {
        Some(None) => return Err(Failure { code: 2, words: words::BAD_HEAD.get(lang).into() }),
        Some(mark) => mark,
        None => None,
    };
    let out = io::stdout().lock();
    if out.is_terminal() {
        return Err(Failure { code: 2, words: words::TO_TERMINAL.get(lang).into() });
    }
    let mut out = BufWriter::new(out);
    let done = backup::backup_stream(dir, &mut out, since.as_ref(), now, &mut published);
    let done = done.map_err(|e| failed(&e, lang))?;
    eprintln!("{}", words::streamed(lang, done.new_groups, done.head.commits, done.written));
    eprintln!("{}", head(lang, &done.head));
    Ok(0)
}

/// Tells whoever looks after the book. That it cannot be told makes no backup bad.
fn note(book: &Path, to: &Path, at_ms: i64, done: Result<&backup::Done, &Failure>) {
    let to = std::path::absolute(to).unwrap_or_else(|_| to.into()).display().to_string();
    let _ = match done {
        Ok(d) => {
            backup_note::done(book, BackupDone { at_ms, head: d.head.hex(), commits: d.head.commits, to })
        }
        // a folder that is no book is left as it is
        Err(why) if book.join("format").exists() => backup_note::failed(book, at_ms, why.words.clone()),
        Err(_) => Ok(()),
    };
}

/// `linli restore FROM…`
pub fn restore(set: &Setting, from: &[PathBuf], erasures: Option<&Path>) -> Result<u8, Failure> {
    let (dir, lang) = (set.dir()?, set.lang);
    let erasures = match erasures {
        Some(path) => erased(path, lang)?,
        None => Vec::new(),
    };
    let origin = match from {
        [one] if one.is_dir() => Origin::Folder(one.clone()),
        _ if from.iter().any(|p| p.is_dir()) => {
            return Err(Failure { code: 2, words: words::ONE_FOLDER.get(lang).into() });
        }
        _ => {
            let mut all: Box<dyn Read> = Box::new(io::empty());
            for path in from {
                let one: Box<dyn Read> = match path.as_os_str() == "-" {
                    true => Box::new(io::stdin().lock()),
                    false => Box::new(File::open(path).map_err(|e| of_file(path, &e, lang))?),
                };
                all = Box::new(all.chain(one));
            }
            Origin::Streams(Box::new(BufReader::new(all)))
        }
    };
    let done = backup::restore(origin, dir, erasures, bar(lang)).map_err(|e| failed(&e, lang))?;
    clear();
    let when = done.listed.when();
    println!("{}", words::restored(lang, &dir.display().to_string(), &when, done.head.commits, done.records));
    if done.erased > 0 {
        println!("{}", words::erased_again(lang, done.erased));
    }
    if done.cut {
        println!("{}", words::cut(lang, &when));
    }
    println!("{}", head(lang, &done.head));
    Ok(0)
}

/// `linli mend BACKUP`
pub fn mend(set: &Setting, from: &Path) -> Result<u8, Failure> {
    let lang = set.lang;
    let done = match backup::mend(set.dir()?, from, bar(lang)) {
        Err(BackupError::Whole) => {
            println!("{}", words::WHOLE.get(lang));
            return Ok(0);
        }
        done => done.map_err(|e| failed(&e, lang))?,
    };
    clear();
    let segments: Vec<String> = done.segments.iter().map(u32::to_string).collect();
    println!("{}", words::mended(lang, &segments.join(", "), done.newer, done.records));
    println!("{}", head(lang, &done.head));
    Ok(0)
}

/// `linli erasures`: one a line, for `linli restore --erasures`.
pub fn erasures(set: &Setting) -> Result<u8, Failure> {
    for erasure in store::erasures(set.dir()?)? {
        println!("{}", serde_json::to_string(&erasure)?);
    }
    Ok(0)
}

/// Checks that a book's chain contains a head, or all heads of a file or of a backup.
pub fn check_heads(set: &Setting, wanted: &str) -> Result<(), Failure> {
    let (dir, lang) = (set.dir()?, set.lang);
    let heads = noted(wanted, lang)?;
    let marks: Vec<Mark> = heads.iter().map(|(m, _)| m.clone()).collect();
    let found = backup::find_heads(dir, marks, &mut || published(set)).map_err(|e| failed(&e, lang))?;
    let Some(gone) = found.iter().position(Option::is_none) else {
        let last = heads.last().and_then(|(_, at)| at.clone());
        let when = last.map(|at| words::last_of(lang, &at)).unwrap_or_default();
        println!("{}", words::heads_hold(lang, heads.len(), &when));
        return Ok(());
    };
    let before = gone.checked_sub(1).and_then(|n| heads.get(n)).and_then(|(_, at)| at.as_ref());
    let mut said = match heads.get(gone) {
        Some((mark, Some(at))) => words::head_gone(lang, &format!("{at} {mark}")),
        Some((mark, None)) => words::head_gone(lang, &mark.to_string()),
        None => String::new(),
    };
    if let Some(at) = before {
        said = format!("{said}\n{}", words::held_until(lang, at));
    }
    Err(Failure { code: 1, words: said })
}

/// Heads as somebody noted them, each with its time where that is known, oldest first.
fn noted(wanted: &str, lang: Lang) -> Result<Vec<(Mark, Option<String>)>, Failure> {
    let bad = || Failure { code: 2, words: words::BAD_HEAD.get(lang).into() };
    let path = Path::new(wanted);
    let dated = |h: &Head| (h.mark(), Some(h.when()));
    if path.is_dir() {
        return Ok(backup::heads(path).map_err(|e| failed(&e, lang))?.iter().map(dated).collect());
    }
    if !path.is_file() {
        return Mark::parse(wanted).map(|m| vec![(m, None)]).ok_or_else(bad);
    }
    let text = match std::fs::read_to_string(path) {
        Err(e) if e.kind() == io::ErrorKind::InvalidData => return Err(bad()),
        text => text.map_err(|e| of_file(path, &e, lang))?,
    };
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    let heads = lines.map(|l| match l.parse::<Head>() {
        Ok(h) => Ok(dated(&h)),
        // What `linli backup` prints ends with the hash.
        Err(_) => {
            Mark::parse(l).or_else(|| Mark::parse(l.rsplit(' ').next()?)).map(|m| (m, None)).ok_or_else(bad)
        }
    });
    let heads = heads.collect::<Result<Vec<_>, _>>()?;
    if heads.is_empty() {
        return Err(Failure { code: 2, words: words::NO_HEADS.get(lang).into() });
    }
    Ok(heads)
}

/// Erasures out of a file of theirs, or those that a book knows, be it damaged.
fn erased(path: &Path, lang: Lang) -> Result<Vec<Erasure>, Failure> {
    if path.is_dir() {
        return backup::erasures(path).map_err(|e| failed(&e, lang));
    }
    let text = std::fs::read_to_string(path).map_err(|e| of_file(path, &e, lang))?;
    let bad =
        |_| Failure { code: 1, words: format!("{}: {}", path.display(), words::BAD_ERASURES.get(lang)) };
    text.lines().map(|l| serde_json::from_str(l).map_err(bad)).collect()
}

/// The last acknowledged commit, as the hub of this book tells it; `None` where none runs.
fn published(set: &Setting) -> Option<Pos> {
    let stream = connect(&set.place.socket()).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    match Client::over(stream).ok()?.ask(Request::Status).ok()? {
        Reply::Status(status) => Some(Pos(status.head)),
        _ => None,
    }
}

fn head(lang: Lang, head: &Head) -> String {
    words::head(lang, &head.when(), &head.hex())
}

fn bar(lang: Lang) -> Option<Progress<'static>> {
    io::stderr().is_terminal().then(|| -> Progress<'static> {
        Box::new(move |done, total| {
            let _ = write!(io::stderr(), "\r{}", command::progress(lang, done, total));
        })
    })
}

fn clear() {
    if io::stderr().is_terminal() {
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
}

/// What went wrong, in words, and what to do.
fn failed(e: &BackupError, lang: Lang) -> Failure {
    let at = |p: &Path| p.display().to_string();
    let words = match e {
        BackupError::Store(StoreError::Full { path }) => words::full(lang, &at(path)),
        BackupError::Store(StoreError::Locked { holder }) => words::in_use(lang, &told::holder(lang, holder)),
        BackupError::Store(e) => told::why(lang, e),
        BackupError::BookDamaged { place, fault } => {
            words::book_damaged(lang, &told::stands(lang, place), told::fault(lang, *fault))
        }
        BackupError::Damaged { path, place, fault } => {
            words::backup_damaged(lang, &at(path), &told::stands(lang, place), told::fault(lang, *fault))
        }
        BackupError::NotAsWritten { path, place, fault } => {
            words::not_as_written(lang, &at(path), &told::stands(lang, place), told::fault(lang, *fault))
        }
        BackupError::NotABackup { path } => words::not_a_backup(lang, &at(path)),
        BackupError::Newer { path } => words::newer(lang, &at(path)),
        BackupError::Unfinished { path } => words::unfinished(lang, &at(path)),
        BackupError::OtherBook { path } => words::other_book(lang, &at(path)),
        BackupError::Diverged { path, head, shorter: true } => words::shorter(lang, &at(path), &head.when()),
        BackupError::Diverged { path, head, .. } => words::diverged(lang, &at(path), &head.when()),
        BackupError::InsideBook { path } => words::inside_book(lang, &at(path)),
        BackupError::Busy { path } => words::busy(lang, &at(path)),
        BackupError::Occupied { path } => words::occupied(lang, &at(path)),
        BackupError::NoSuchHead(mark) => words::no_such_head(lang, mark),
        BackupError::Unfit { place, fault } => {
            words::unfit(lang, &told::stands(lang, place), told::fault(lang, *fault))
        }
        BackupError::Stream(fault) => match fault {
            StreamFault::NotOne => words::STREAM_NOT_ONE,
            StreamFault::Short => words::STREAM_SHORT,
            StreamFault::Altered => words::STREAM_ALTERED,
            StreamFault::Gap => words::STREAM_GAP,
            StreamFault::OtherBook => words::STREAM_OTHER,
        }
        .get(lang)
        .into(),
        BackupError::Pipe(e) => told::io(lang, e),
        BackupError::Moved => words::MOVED.get(lang).into(),
        BackupError::Whole => words::WHOLE.get(lang).into(),
    };
    Failure { code: 1, words }
}
