//! A damaged book, mended from a backup: only segments that do not hold are replaced, and what is newer stays.
use std::{collections::BTreeSet, path::Path, sync::Arc};

use super::{
    super::{
        Fault, Lock, Place, Progress, Store,
        disk::{Disk, RealDisk},
        folder::Folder,
        open::{Options, open},
        walk::segment_name,
    },
    BackupError, Head,
    kept::{self, Kept},
    restore::reach,
    staged::{Staged, copy},
    survey::{Extent, Marks, Seen, survey},
};

/// What a mending did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mended {
    /// The segments that were replaced.
    pub segments: Vec<u32>,
    /// The head of the mended book.
    pub head: Head,
    /// Groups it has that the backup had not.
    pub newer: u64,
    /// Records that stand in the book.
    pub records: u64,
}

/// Mends a book. Of every segment that is damaged the part that the backup has is taken from there; the rest, and all
/// other segments, stay. The whole is verified before anything takes its place.
///
/// # Errors
/// See [`BackupError`]; the book is then as it was.
pub fn mend(book: &Path, backup: &Path, progress: Option<Progress>) -> Result<Mended, BackupError> {
    let folder = Folder::new(book);
    let (chain, _) = kept::book(book)?;
    let (kept, listed) = Kept::whole(backup)?;
    if kept.book != chain.book {
        return Err(BackupError::OtherBook { path: backup.to_owned() });
    }
    let lock = Lock::take(book)?;
    let (spare, _) = reach(&kept, &listed)?;
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::new(&folder.journal()));
    let (staged, extent) = replaced(&disk, &kept, &spare)?;
    staged.settle()?;
    drop(lock);
    let (book, report) = open(book, Options { progress, rebuild: true, ..Options::default() })?;
    book.close()?;
    if let Some((place, fault)) = report.read_only {
        return Err(BackupError::BookDamaged { place, fault });
    }
    Ok(Mended {
        segments: staged.names.iter().filter_map(|n| n.strip_suffix(".seg")?.parse().ok()).collect(),
        head: extent.head(listed.at_ms),
        newer: extent.groups.saturating_sub(spare.groups),
        records: report.rebuilt.map_or(0, |r| r.records),
    })
}

/// Stages one damaged segment after the other until the chain holds and reaches as far as the backup.
fn replaced(disk: &Arc<dyn Disk>, kept: &Kept, spare: &Extent) -> Result<(Staged, Extent), BackupError> {
    let mut staged = Staged::new(Arc::clone(disk), u32::MAX);
    let mut tried = BTreeSet::new();
    loop {
        let seen = survey(&staged.chain(kept.book), None, &mut Marks::default())?;
        let Seen { extent, bad, erasures } = seen;
        let bad = match bad {
            // The end was lost where it had been backed up.
            _ if extent.head < spare.head => bad,
            Some(bad) if !bad.torn => Some(bad),
            _ if tried.is_empty() => return Err(BackupError::Whole),
            _ => {
                // An older backup has words that were erased since.
                staged.blank(kept.book, &erasures)?;
                return Ok((staged, extent));
            }
        };
        let (segment, offset) = extent.ends.last_key_value().map_or((1, 0), |(n, end)| (*n, *end));
        let place = bad.map_or(Place { segment, offset }, |b| b.place);
        let fault = bad.map_or(Fault::Missing, |b| b.fault);
        // An end at the end of a segment: it is the next one that is missing.
        let number = match spare.ends.get(&place.segment) {
            Some(end) if place.offset >= *end && bad.is_none() => place.segment + 1,
            _ => place.segment,
        };
        let Some(end) = spare.ends.get(&number).filter(|end| place.segment < number || place.offset < **end)
        else {
            return Err(BackupError::Unfit { place, fault });
        };
        if !tried.insert(number) {
            return Err(BackupError::Unfit { place, fault });
        }
        stage(&mut staged, kept, number, *end)?;
    }
}

/// The backup's part of a segment, then the book's own.
fn stage(staged: &mut Staged, kept: &Kept, number: u32, end: u64) -> Result<(), BackupError> {
    let name = segment_name(number);
    let disk = Arc::clone(&staged.disk);
    let mut write = || {
        let to = staged.stage(&name)?;
        copy(&*kept.disk.open(&name)?, &*to, 0, end)?;
        if let Ok(own) = disk.open(&name) {
            let len = own.len()?;
            copy(&*own, &*to, end.min(len), len)?;
        }
        to.sync()
    };
    write().map_err(|e| BackupError::io(disk.path(&name), e))
}
