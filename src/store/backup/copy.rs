//! A backup into a folder: add what is new, write anew what differs, read all of it back, then note the head.
use std::{fs::OpenOptions, io, path::Path, sync::Arc};

use super::{
    super::{
        Bad, Place, Pos, StoreError,
        disk::{Disk, RealDisk, open_plain},
        error::Fault,
        walk::{Chain, segment_name, segments},
    },
    BackupError, Head, heads,
    kept::{self, Kept},
    staged::{Staged, copy, same},
    survey::{Extent, Marks, Seen, stable, survey},
};

/// How often it is begun again when the book erases somebody in the middle of it.
const TRIES: u32 = 3;

/// What a backup did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Done {
    /// The head it reaches, as noted in the list.
    pub head: Head,
    /// Groups that are new since the last one.
    pub new_groups: u64,
    /// Bytes that were written.
    pub written: u64,
    /// Old segments written anew: somebody was erased from them, or the backup was damaged there.
    pub renewed: u32,
    /// How many backups the folder knows, this one included.
    pub count: u64,
}

/// Brings the backup in a folder up to the book. `published` is asked for the last acknowledged commit and answers
/// `None` where no hub runs.
///
/// # Errors
/// See [`BackupError`]; what was backed up before is left whole.
pub fn backup(
    book: &Path,
    dir: &Path,
    at_ms: i64,
    published: &mut dyn FnMut() -> Option<Pos>,
) -> Result<Done, BackupError> {
    let (source, page) = kept::book(book)?;
    let _lock = kept::take(book, dir)?;
    onto(&source, &page, Arc::new(RealDisk::new(dir)), at_ms, published, &mut || forget(dir))
}

/// The same on any disk; `forget` makes what is read afterwards come from the medium.
pub(super) fn onto(
    source: &Chain,
    page: &str,
    disk: Arc<dyn Disk>,
    at_ms: i64,
    published: &mut dyn FnMut() -> Option<Pos>,
    forget: &mut dyn FnMut(),
) -> Result<Done, BackupError> {
    // Whether it may be written to at all is asked before the long walk, and nothing is written before its end.
    let last = match Kept::read(Arc::clone(&disk))? {
        Some(kept) if kept.book != source.book => {
            return Err(BackupError::OtherBook { path: disk.path("") });
        }
        Some(kept) => kept.heads.last().copied(),
        None => None,
    };
    let mut tries = 0;
    loop {
        tries += 1;
        let mut marks = Marks::new(last.iter().map(Head::mark).collect());
        let Seen { extent, erasures, .. } = stable(source, published, &mut marks)?;
        if let (Some(head), Some(None)) = (last, marks.found.first()) {
            let shorter = extent.head < head.pos;
            return Err(BackupError::Diverged { path: disk.path(""), head: Box::new(head), shorter });
        }
        let kept = Kept::begin(Arc::clone(&disk), page, source.book)?;
        let (mut staged, written) = bring(source, &extent, &kept.disk)?;
        // The book may be in the middle of it, or have been ended there.
        let blanked = staged.blank(source.book, &erasures);
        forget();
        let checked = blanked.and_then(|()| check(&staged, source, &extent));
        if let Err(BackupError::Store(StoreError::Damaged { place, fault })) = checked {
            if tries < TRIES {
                continue;
            }
            return Err(BackupError::NotAsWritten { path: disk.path(""), place, fault });
        }
        checked?;
        staged.settle()?;
        trim(&*kept.disk, staged.last)?;
        let head = extent.head(at_ms);
        heads::add(&kept.disk, &kept.heads, &head)?;
        return Ok(Done {
            head,
            new_groups: extent.groups - last.map_or(0, |h| h.groups).min(extent.groups),
            written,
            renewed: staged.names.len() as u32,
            count: kept.heads.len() as u64 + 1,
        });
    }
}

impl Extent {
    pub(super) fn head(&self, at_ms: i64) -> Head {
        // The list tells the time in seconds.
        let at_ms = at_ms - at_ms.rem_euclid(1000);
        Head { at_ms, pos: self.head, groups: self.groups, commits: self.commits, hash: self.hash }
    }

    fn last(&self) -> u32 {
        self.ends.last_key_value().map_or(0, |(n, _)| *n)
    }
}

/// Adds what is new, durably; what differs is written anew beside the old.
fn bring(source: &Chain, extent: &Extent, disk: &Arc<dyn Disk>) -> Result<(Staged, u64), BackupError> {
    let there = segments(&**disk)?;
    let mut staged = Staged::new(Arc::clone(disk), extent.last());
    let (mut written, mut fresh) = (0, false);
    for (number, end) in &extent.ends {
        let name = segment_name(*number);
        let mut one = || -> io::Result<u64> {
            let from = source.disk.open(&name)?;
            if !there.contains_key(number) {
                let to = disk.create(&name)?;
                copy(&*from, &*to, 0, *end)?;
                to.sync()?;
                fresh = true;
                return Ok(*end);
            }
            let to = disk.open(&name)?;
            let have = to.len()?;
            if have <= *end && same(&*from, &*to, have)? {
                if have < *end {
                    copy(&*from, &*to, have, *end)?;
                    to.sync()?;
                }
                return Ok(*end - have);
            }
            let to = staged.stage(&name)?;
            copy(&*from, &*to, 0, *end)?;
            to.sync()?;
            Ok(*end)
        };
        // One after the other: a segment is durable before the next is begun, so that a power cut leaves a torn end.
        written += one().map_err(|e| BackupError::io(disk.path(&name), e))?;
        if fresh {
            disk.sync_names().map_err(|e| BackupError::io(disk.path(""), e))?;
            fresh = false;
        }
    }
    Ok((staged, written))
}

/// Reads back all that will stand there.
fn check(staged: &Staged, source: &Chain, extent: &Extent) -> Result<(), BackupError> {
    let seen = survey(&staged.chain(source.book), None, &mut Marks::default())?;
    if let Some(Bad { place, fault, .. }) = seen.bad {
        return Err(StoreError::Damaged { place, fault }.into());
    }
    if seen.extent == *extent {
        return Ok(());
    }
    let (segment, offset) = seen.extent.ends.last_key_value().map_or((1, 0), |(n, e)| (*n, *e));
    Err(StoreError::Damaged { place: Place { segment, offset }, fault: Fault::Missing }.into())
}

/// Removes what an unfinished backup left after the last segment, and what it staged.
fn trim(disk: &dyn Disk, last: u32) -> Result<(), BackupError> {
    let beyond = segments(disk)?.into_iter().filter(|(n, _)| *n > last).map(|(_, name)| name);
    let names = disk.list().map_err(|e| BackupError::io(disk.path(""), e))?;
    let left = names.into_iter().filter(|n| n.ends_with(".seg.tmp"));
    for name in beyond.chain(left) {
        disk.remove(&name).map_err(|e| BackupError::io(disk.path(&name), e))?;
    }
    Ok(())
}

/// Asks the system to drop what it has of these files, so that the check reads the medium and not its memory.
fn forget(dir: &Path) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        if let Ok(file) = open_plain(OpenOptions::new().read(true), &entry.path()) {
            // A courtesy: where it is refused, the check reads what there is.
            let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
        }
    }
}
