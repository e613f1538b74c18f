//! A book from a backup: the segments into an empty place, all of it verified there, its title page last.
use std::{
    fs, io,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    super::{
        Bad, Erasure, Fault, Lock, Outcome, Place, Progress, Store, StoreError, blank,
        disk::{Disk, RealDisk},
        folder::{self, Folder, make_dir, sync_dir, write_synced},
        open::{Options, open},
        walk::{Chain, segment_name},
    },
    BackupError, Head,
    kept::Kept,
    staged::copy,
    stream::unpack,
    survey::{Extent, Marks, Seen, survey},
};

/// Says that a restore has begun here and may be begun again.
const MARK: &str = "restoring";
/// What an unfinished restore may have left beside its mark.
const TRACES: &[&str] = &[MARK, "journal", "format.tmp", "lock"];

/// What to restore from.
pub enum Origin {
    /// A backup's folder.
    Folder(PathBuf),
    /// A stream, or several one after the other: a complete one, and what followed it.
    Streams(Box<dyn Read>),
}

/// What was restored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Restored {
    /// The last head that the backup lists.
    pub listed: Head,
    /// How far the book reaches; further than listed where a later backup was not finished.
    pub head: Head,
    /// Records that stood in the book then.
    pub records: u64,
    /// Erasures that the backup did not know, done again.
    pub erased: u64,
    /// The beginning of a backup that was never finished was left out.
    pub cut: bool,
}

/// Restores a backup into an empty folder. Everything is verified before the folder becomes a book, and what the
/// backup says was erased is. `erasures` that it does not know yet are done again in the book.
///
/// # Errors
/// See [`BackupError`]; then there is no book in the folder, and it can be tried again.
pub fn restore(
    from: Origin,
    dir: &Path,
    erasures: Vec<Erasure>,
    progress: Option<Progress>,
) -> Result<Restored, BackupError> {
    // What cannot be restored is said before anything is made.
    let kept = match &from {
        Origin::Folder(path) => Some(Kept::whole(path)?),
        Origin::Streams(_) => None,
    };
    let lock = begin(dir)?;
    let folder = Folder::new(dir);
    let journal = RealDisk::new(&folder.journal());
    let (page, listed, cut) = match (from, kept) {
        (Origin::Streams(mut read), _) => {
            let whole = unpack(&mut *read, &journal)?;
            (whole.page, whole.head, false)
        }
        (_, Some((kept, listed))) => {
            let (extent, cut) = reach(&kept, &listed)?;
            bring(&kept, &extent, &journal)?;
            (kept.page, listed, cut)
        }
        (Origin::Folder(path), None) => return Err(BackupError::Unfinished { path }),
    };
    let extent = verified(&folder, &page, &listed)?;
    folder.put_title(&page)?;
    let done = || {
        fs::remove_file(dir.join(MARK))?;
        sync_dir(dir)
    };
    done().map_err(|e| BackupError::io(dir.join(MARK), e))?;
    drop(lock);
    // From here on it is a book like any other whose sled is missing.
    let (book, report) = open(dir, Options { progress, rebuild: true, ..Options::default() })?;
    let mut erased = 0;
    for erasure in erasures {
        // Also one of records that the backup never knew: the next restore from this book must know it.
        erased += u64::from(matches!(book.erase(erasure)?, Outcome::Committed(_)));
    }
    book.close()?;
    let records = report.rebuilt.map_or(0, |r| r.records);
    Ok(Restored { listed, head: extent.head(listed.at_ms), records, erased, cut })
}

/// An empty folder, or one where a restore was not finished: marked, and ours alone.
fn begin(dir: &Path) -> Result<Lock, BackupError> {
    make_dir(dir)?;
    let io = |e: io::Error| BackupError::io(dir, e);
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).map_err(io)? {
        names.push(entry.map_err(io)?.file_name().to_string_lossy().into_owned());
    }
    let again = names.iter().any(|n| n == MARK) && names.iter().all(|n| TRACES.contains(&n.as_str()));
    if !names.is_empty() && !again {
        return Err(BackupError::Occupied { path: dir.to_owned() });
    }
    let journal = Folder::new(dir).journal();
    let mark = || {
        write_synced(&dir.join(MARK), b"")?;
        sync_dir(dir)
    };
    mark().map_err(io)?;
    let lock = Lock::take(dir).map_err(|e| match e {
        StoreError::Locked { .. } => BackupError::Busy { path: dir.to_owned() },
        e => e.into(),
    })?;
    if journal.exists() {
        fs::remove_dir_all(&journal).map_err(io)?;
    }
    make_dir(&journal)?;
    sync_dir(dir).map_err(io)?;
    Ok(lock)
}

/// How far a backup reaches, which must be as far as its last head; whether anything follows that is not whole.
pub(super) fn reach(kept: &Kept, listed: &Head) -> Result<(Extent, bool), BackupError> {
    let mut marks = Marks::new(vec![listed.mark()]);
    let Seen { extent, bad, .. } = survey(&kept.chain(), None, &mut marks)?;
    match (marks.found.first(), bad) {
        (Some(Some(_)), bad) => Ok((extent, bad.is_some())),
        (_, Some(Bad { place, fault, .. })) => Err(BackupError::Damaged { path: kept.path(), place, fault }),
        // Whole, and yet without its last head: the list is another's, or the end is cut off.
        (_, None) => Err(missing(&extent, kept.path())),
    }
}

fn missing(extent: &Extent, path: PathBuf) -> BackupError {
    let (segment, offset) = extent.ends.last_key_value().map_or((1, 0), |(n, end)| (*n, *end));
    let place = Place { segment, offset };
    BackupError::Damaged { path, place, fault: Fault::Missing }
}

fn bring(kept: &Kept, extent: &Extent, journal: &dyn Disk) -> Result<(), BackupError> {
    for (number, end) in &extent.ends {
        let name = segment_name(*number);
        let one = || -> io::Result<()> {
            let to = journal.create(&name)?;
            copy(&*kept.disk.open(&name)?, &*to, 0, *end)?;
            to.sync()
        };
        one().map_err(|e| BackupError::io(journal.path(&name), e))?;
    }
    journal.sync_names().map_err(|e| BackupError::io(journal.path(""), e))
}

/// Reads back what was written, which must hold and reach the head; and erases what it says was erased.
fn verified(folder: &Folder, page: &str, listed: &Head) -> Result<Extent, BackupError> {
    let book = folder::read_title(page, folder.dir())?;
    let chain = Chain::new(Arc::new(RealDisk::new(&folder.journal())), book);
    let mut marks = Marks::new(vec![listed.mark()]);
    let Seen { extent, bad, erasures } = survey(&chain, None, &mut marks)?;
    match (marks.found.first(), bad) {
        (Some(Some(_)), None) => {
            blank::complete(&chain, &erasures, None)?;
            Ok(extent)
        }
        (_, Some(Bad { place, fault, .. })) => {
            Err(BackupError::NotAsWritten { path: folder.journal(), place, fault })
        }
        (_, None) => Err(missing(&extent, folder.journal())),
    }
}
