//! The journal's writing end: append a group, make it durable, prepare the next segment early.
use std::{io, sync::Arc, thread::JoinHandle};

use super::{
    Place, RawId, StoreError,
    disk::{Disk, DiskFile},
    fault,
    layout::{GROUP_HEAD, Hash, SEGMENT_HEAD, SegmentHead},
    walk::{Chain, End, Verdict, segment_name, segments},
};

/// The first segment's size; each following one is twice as large, up to the option's. A small book stays small.
const FIRST_BYTES: u64 = 256 << 10;
static ZEROS: [u8; 64 << 10] = [0; 64 << 10];

/// Why a group was not kept.
pub(super) enum Refused {
    /// Nothing of it remains; the journal goes on.
    Clean(StoreError),
    /// Nobody knows what remains; only opening again tells.
    Unsure(StoreError),
}

/// The end of the journal, held by the one who writes.
pub(super) struct Journal {
    chain: Chain,
    segment_bytes: u64,
    /// The segment written to and its length; none before the first group.
    file: Option<(u32, Box<dyn DiskFile>, u64)>,
    at: Place,
    hash: Hash,
    spare: Option<(u32, JoinHandle<io::Result<()>>)>,
}

impl Journal {
    /// Takes up the end that a walk has found: cuts a torn tail, and makes sure of the last group.
    pub(super) fn take(chain: Chain, end: &End, segment_bytes: u64, clean: bool) -> Result<Self, StoreError> {
        let files = segments(&*chain.disk)?;
        let err = |n: u32, e| StoreError::io(chain.disk.path(&segment_name(n)), e);
        if let Verdict::Torn { .. } = end.verdict {
            for number in files.range(end.at.segment..).map(|(n, _)| *n) {
                let from = if number == end.at.segment { end.at.offset } else { 0 };
                if let Some(last) = chain.last_byte(number, from)? {
                    let file = chain.disk.open(&segment_name(number)).map_err(|e| err(number, e))?;
                    zero(&*file, from, last + 1).and_then(|()| file.sync()).map_err(|e| err(number, e))?;
                }
            }
        }
        if let Some(last) = end.last.filter(|_| !clean) {
            // The process before us may have died between write and fdatasync, or after one that failed: then the
            // pages may be in memory only and counted as written. Written again, they are really synced.
            let from = if last.offset == SEGMENT_HEAD { 0 } else { last.offset };
            let till = if last.segment == end.at.segment { end.at.offset } else { chain.group_end(last)? };
            let again = || -> io::Result<()> {
                let file = chain.disk.open(&segment_name(last.segment))?;
                let mut bytes = vec![0; (till - from) as usize];
                let got = file.read_at(&mut bytes, from)?;
                file.write_at(bytes.get(..got).unwrap_or_default(), from)?;
                file.sync()
            };
            again().map_err(|e| err(last.segment, e))?;
        }
        for name in chain.disk.list().map_err(|e| StoreError::io(chain.disk.path(""), e))? {
            if name.ends_with(".tmp") {
                // Left by a process that died while it prepared a segment. Its staying does no harm.
                let _ = chain.disk.remove(&name);
            }
        }
        let file = match files.get(&end.at.segment) {
            Some(name) => {
                let open = || chain.disk.open(name).and_then(|f| f.len().map(|len| (end.at.segment, f, len)));
                Some(open().map_err(|e| err(end.at.segment, e))?)
            }
            None => None,
        };
        Ok(Journal { chain, segment_bytes, file, at: end.at, hash: end.hash, spare: None })
    }

    /// The hash that the next group follows.
    pub(super) fn hash(&self) -> Hash {
        self.hash
    }

    /// Where a group of at most so many bytes will go.
    pub(super) fn place_for(&self, bytes: u64) -> Place {
        match &self.file {
            _ if self.at.offset == 0 => Place { offset: SEGMENT_HEAD, ..self.at },
            Some((_, _, len)) if self.at.offset + bytes <= *len => self.at,
            _ => Place { segment: self.at.segment + 1, offset: SEGMENT_HEAD },
        }
    }

    /// Makes a group durable at the place that [`Self::place_for`] has named for it.
    pub(super) fn append(&mut self, place: Place, group: &[u8], hash: Hash) -> Result<(), Refused> {
        let at = self.write(place, group, true)?;
        fault::point("commit.written");
        self.file_sync().map_err(Refused::Unsure)?;
        fault::point("commit.synced");
        (self.at, self.hash) = (at, hash);
        self.prepare();
        Ok(())
    }

    /// Like [`Self::append`] for bulk: durable only after the segment's end or [`Self::file_sync`].
    pub(super) fn append_unsynced(
        &mut self,
        place: Place,
        group: &[u8],
        hash: Hash,
    ) -> Result<(), StoreError> {
        if place.segment != self.at.segment {
            self.file_sync()?;
        }
        let at = self.write(place, group, false).map_err(|r| match r {
            Refused::Clean(e) | Refused::Unsure(e) => e,
        })?;
        (self.at, self.hash) = (at, hash);
        Ok(())
    }

    /// Syncs the segment written to.
    pub(super) fn file_sync(&self) -> Result<(), StoreError> {
        match &self.file {
            Some((n, file, _)) => {
                file.sync().map_err(|e| StoreError::io(self.chain.disk.path(&segment_name(*n)), e))
            }
            None => Ok(()),
        }
    }

    fn write(&mut self, place: Place, group: &[u8], zeros: bool) -> Result<Place, Refused> {
        let fresh = place.offset == SEGMENT_HEAD;
        if fresh && self.file.as_ref().is_none_or(|(n, _, _)| *n != place.segment) {
            self.file = Some(self.enter(place.segment, zeros).map_err(Refused::Clean)?);
            // From here on the new segment is the end, whether or not the group arrives.
            self.at = Place { segment: place.segment, offset: 0 };
        }
        let mut joined;
        let (from, bytes) = match fresh {
            true => {
                let head = SegmentHead { number: place.segment, book: self.chain.book, prev: self.hash };
                joined = head.encode();
                joined.extend_from_slice(group);
                (0, joined.as_slice())
            }
            false => (place.offset, group),
        };
        let Some((n, file, len)) = &mut self.file else {
            return Err(Refused::Clean(StoreError::NoSuchPos(super::Pos(0))));
        };
        let till = from + bytes.len() as u64;
        if let Err(e) = file.write_at(bytes, from) {
            let error = StoreError::io(self.chain.disk.path(&segment_name(*n)), e);
            // Nothing half may stay. If it can be wiped for certain, life goes on.
            let wipe = || -> io::Result<()> {
                zero(&**file, from, till.min(*len))?;
                if till > *len {
                    file.set_len(*len)?;
                }
                file.sync()
            };
            return Err(if wipe().is_ok() { Refused::Clean(error) } else { Refused::Unsure(error) });
        }
        *len = till.max(*len);
        Ok(Place { segment: place.segment, offset: place.offset + group.len() as u64 })
    }

    /// Opens the segment to go on with, prepared or not.
    fn enter(&mut self, number: u32, zeros: bool) -> Result<(u32, Box<dyn DiskFile>, u64), StoreError> {
        if let Some((_, thread)) = self.spare.take() {
            // If it failed, the same is tried here, and its error told.
            let _ = thread.join();
        }
        let name = segment_name(number);
        let disk = &*self.chain.disk;
        let open = || {
            if !disk.list()?.contains(&name) {
                make_segment(disk, number, if zeros { self.size_of(number) } else { 0 })?;
            }
            let file = disk.open(&name)?;
            let len = file.len()?;
            // Bulk writes do not need zeros to overwrite, only the length that says when to go on.
            Ok((number, file, if zeros { len } else { len.max(self.segment_bytes) }))
        };
        open().map_err(|e| StoreError::io(disk.path(&name), e))
    }

    fn size_of(&self, number: u32) -> u64 {
        let doubled = FIRST_BYTES.checked_shl(number.saturating_sub(1)).filter(|b| *b >= FIRST_BYTES);
        doubled.unwrap_or(u64::MAX).min(self.segment_bytes).max(SEGMENT_HEAD + GROUP_HEAD as u64)
    }

    /// Past the middle of a segment the next one is made ready, so that no save waits for it.
    fn prepare(&mut self) {
        let Some((number, _, len)) = &self.file else { return };
        if self.at.offset * 2 < *len || self.spare.as_ref().is_some_and(|(n, _)| n > number) {
            return;
        }
        let (next, disk) = (number + 1, Arc::clone(&self.chain.disk));
        let size = self.size_of(next);
        let work = move || match disk.list()?.contains(&segment_name(next)) {
            true => Ok(()),
            false => make_segment(&*disk, next, size),
        };
        // Without a thread, `enter` does it when the time comes.
        if let Ok(thread) = std::thread::Builder::new().name("linli-segment".into()).spawn(work) {
            self.spare = Some((next, thread));
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        // The thread writes into the folder; whoever opens it next must not meet it there.
        if let Some((_, thread)) = self.spare.take() {
            let _ = thread.join();
        }
    }
}

/// Real zeros, synced under another name first: a later fdatasync then writes nothing but the group's own bytes.
fn make_segment(disk: &dyn Disk, number: u32, len: u64) -> io::Result<()> {
    let name = segment_name(number);
    let temporary = format!("{name}.tmp");
    let file = disk.create(&temporary)?;
    fault::point("segment.created");
    let made = zero(&*file, 0, len).and_then(|()| file.sync());
    if let Err(e) = made {
        // Gives the space back to whoever needs it more.
        let _ = disk.remove(&temporary);
        return Err(e);
    }
    fault::point("segment.zeroed");
    disk.rename(&temporary, &name)?;
    fault::point("segment.renamed");
    disk.sync_names()?;
    fault::point("segment.named");
    Ok(())
}

/// Overwrites with zeros.
pub(super) fn zero(file: &dyn DiskFile, from: u64, till: u64) -> io::Result<()> {
    let mut at = from;
    while at < till {
        let n = (till - at).min(ZEROS.len() as u64);
        file.write_at(ZEROS.get(..n as usize).unwrap_or(&ZEROS), at)?;
        at += n;
    }
    Ok(())
}

impl Chain {
    /// Where a group ends.
    fn group_end(&self, place: Place) -> Result<u64, StoreError> {
        let len = self.group(place, |head, _| u64::from(head.len))?;
        Ok(place.offset + super::layout::padded(len))
    }

    /// For a new book.
    pub(super) fn new(disk: Arc<dyn Disk>, book: RawId) -> Self {
        Chain { disk, book }
    }
}
