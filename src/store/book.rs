//! The store on this machine: a journal, and sled beside it.
use std::{
    sync::{
        Condvar, Mutex, MutexGuard, OnceLock, RwLock, RwLockReadGuard,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use super::{
    Cause, Commit, Entry, Erasure, Key, Lock, Outcome, Place, Pos, RawId, Store, StoreError, Stored, blank,
    error::Fault,
    fault,
    folder::Folder,
    group::Salts,
    journal::Journal,
    layout,
    rebuild::trouble,
    shelf::Shelf,
    sled::{Trouble, claim_hash},
    walk::{Chain, From, Gaps, Next},
};

/// A book, opened by the one process that may write it.
pub struct Book {
    pub(super) folder: Folder,
    pub(super) chain: Chain,
    pub(super) shelf: RwLock<Option<Shelf>>,
    pub(super) writer: Mutex<Writer>,
    /// Why nothing may be written any more, until it is opened again.
    pub(super) failed: OnceLock<Cause>,
    /// Held by the one who erases.
    pub(super) erasing: Mutex<()>,
    /// The journal says that something is erased, but sled's files may still hold it.
    pub(super) unswept: AtomicBool,
    pub(super) limits: Limits,
    head: Mutex<Pos>,
    moved: Condvar,
}

/// What only one at a time may hold.
pub(super) struct Writer {
    pub mode: Mode,
    pub salts: Salts,
    pub lock: Option<Lock>,
}

/// What sled is opened with.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub cache_bytes: u64,
    pub requests: u32,
}

pub(super) enum Mode {
    Open(Journal),
    ReadOnly(Place, Fault),
    Closed,
}

impl Book {
    pub(super) fn new(at: (Folder, Chain), shelf: Shelf, limits: Limits, writer: Writer, head: Pos) -> Self {
        Book {
            folder: at.0,
            chain: at.1,
            shelf: RwLock::new(Some(shelf)),
            writer: Mutex::new(writer),
            failed: OnceLock::new(),
            erasing: Mutex::new(()),
            unswept: AtomicBool::new(false),
            limits,
            head: Mutex::new(head),
            moved: Condvar::new(),
        }
    }

    /// From now on every commit is refused with the first reason.
    pub(super) fn fail(&self, why: Cause) -> StoreError {
        StoreError::Failed { why: self.failed.get_or_init(|| why).clone() }
    }

    /// sled gave no sense: whoever comes next makes it anew.
    pub(super) fn trouble(&self, shelf: &Shelf, t: Trouble) -> StoreError {
        if let Trouble::Damaged(_) = t {
            shelf.spoil(&t);
        }
        trouble(&self.folder, t)
    }

    pub(super) fn writer(&self) -> Result<MutexGuard<'_, Writer>, StoreError> {
        self.writer.lock().map_err(|_| self.fail(Cause::Writer))
    }

    /// The one who may write now, if anything may be written at all.
    pub(super) fn writable(&self) -> Result<MutexGuard<'_, Writer>, StoreError> {
        let writer = self.writer()?;
        if let Some(failed) = self.failed() {
            return Err(failed);
        }
        match &writer.mode {
            Mode::Open(_) => Ok(writer),
            Mode::ReadOnly(place, fault) => Err(StoreError::ReadOnly { place: *place, fault: *fault }),
            Mode::Closed => Err(StoreError::Closed),
        }
    }

    pub(super) fn shelf(&self) -> RwLockReadGuard<'_, Option<Shelf>> {
        self.shelf.read().unwrap_or_else(|e| e.into_inner())
    }

    fn read<T>(&self, f: impl Fn(&Shelf) -> Result<T, Trouble>) -> Result<T, StoreError> {
        let ask = || match &*self.shelf() {
            Some(shelf) => f(shelf).map_err(|t| self.trouble(shelf, t)),
            None => Err(StoreError::Closed),
        };
        match ask() {
            // Made anew, sled answers. If it cannot be, what it said first is the reason.
            Err(e @ StoreError::Failed { .. }) => self.mend().map_err(|_| e).and_then(|()| ask()),
            answer => answer,
        }
    }

    pub(super) fn publish(&self, pos: Pos) {
        *self.head.lock().unwrap_or_else(|e| e.into_inner()) = pos;
        self.moved.notify_all();
    }

    /// The commit at a position, with the changes to `key` only if one is named, and where that was changed before.
    fn at(&self, pos: Pos, key: Option<Key>) -> Result<Option<(Entry, Pos)>, StoreError> {
        let (place, index) = layout::place_of(pos);
        // Not while an erasure writes blanks.
        let _shelf = self.shelf();
        let found = self.chain.group(place, |_, commits| {
            let commit = commits.get(index)?;
            let change = commit.changes.iter().find(|c| Some(c.key) == key);
            let former = change.map_or(Pos(0), |c| c.former);
            Some((commit.entry(|k| key.is_none_or(|key| k == key)), former))
        })?;
        match found {
            Some((Some(entry), former)) => Ok(Some((entry, former))),
            Some((None, _)) => Err(StoreError::Damaged { place, fault: Fault::Content }),
            None => Ok(None),
        }
    }
}

impl Store for Book {
    fn commit(&self, batch: Vec<Commit>) -> Result<Vec<Outcome>, StoreError> {
        self.commit_batch(batch)
    }

    fn get(&self, key: Key) -> Result<Option<Stored>, StoreError> {
        self.read(|t| t.get(key))
    }

    fn claimed(&self, claim: &[u8]) -> Result<Option<Key>, StoreError> {
        self.read(|t| t.claimed(&claim_hash(claim)))
    }

    fn done(&self, request: &RawId) -> Result<Option<Pos>, StoreError> {
        self.read(|t| t.request(request))
    }

    fn range(
        &self,
        kind: u8,
        after: Option<RawId>,
        limit: usize,
    ) -> Result<Vec<(RawId, Stored)>, StoreError> {
        self.read(|t| t.range(kind, after, limit))
    }

    fn head(&self) -> Pos {
        *self.head.lock().unwrap_or_else(|e| e.into_inner())
    }

    fn chain(&self) -> Result<[u8; 32], StoreError> {
        match &self.writer()?.mode {
            Mode::Open(journal) => Ok(journal.hash()),
            Mode::ReadOnly(place, fault) => Err(StoreError::ReadOnly { place: *place, fault: *fault }),
            Mode::Closed => Err(StoreError::Closed),
        }
    }

    fn since(&self, pos: Pos, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let head = self.head();
        if pos > head {
            return Err(StoreError::NoSuchPos(pos));
        }
        if pos == head || limit == 0 {
            return Ok(Vec::new());
        }
        let from = if pos == Pos(0) { From::Start } else { From::Group(layout::place_of(pos).0) };
        let (mut entries, mut known) = (Vec::new(), pos == Pos(0));
        // Not while an erasure writes blanks.
        let _shelf = self.shelf();
        let end = self.chain.walk_with(from, Gaps::Trust, &mut |group| {
            for commit in &group.commits {
                known |= commit.pos == pos;
                // Past the published head nothing is stable yet.
                if commit.pos > head || entries.len() >= limit {
                    return Ok(Next::Enough);
                }
                if known && commit.pos > pos {
                    let whole = commit.entry(|_| true);
                    entries.push(
                        whole.ok_or(StoreError::Damaged { place: group.place, fault: Fault::Content })?,
                    );
                }
            }
            Ok(if !known || group.last() >= head { Next::Enough } else { Next::On })
        })?;
        match entries.last() {
            _ if !known => Err(StoreError::NoSuchPos(pos)),
            // The walk ended before the head: what was there is no longer.
            last if entries.len() < limit && last.is_none_or(|e| e.pos < head) => {
                Err(StoreError::Damaged { place: end.at, fault: end.fault.unwrap_or(Fault::Header) })
            }
            _ => Ok(entries),
        }
    }

    fn wait(&self, pos: Pos, timeout: Duration) -> Pos {
        let until = Instant::now().checked_add(timeout);
        let mut head = self.head.lock().unwrap_or_else(|e| e.into_inner());
        while *head <= pos {
            let left = until.map_or(Duration::MAX, |u| u.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                break;
            }
            head = self.moved.wait_timeout(head, left).unwrap_or_else(|e| e.into_inner()).0;
        }
        *head
    }

    fn entry(&self, pos: Pos) -> Result<Option<Entry>, StoreError> {
        if pos == Pos(0) || pos > self.head() {
            return Ok(None);
        }
        match self.at(pos, None) {
            Err(StoreError::NoSuchPos(_)) => Ok(None),
            found => Ok(found?.map(|(entry, _)| entry)),
        }
    }

    fn history(&self, key: Key, limit: usize) -> Result<Vec<Entry>, StoreError> {
        // Every change names the one before, so the journal is not searched.
        let mut next = self.read(|t| t.former(key))?.map(|f| f.pos).unwrap_or_default();
        let mut entries = Vec::new();
        while next > Pos(0) && entries.len() < limit {
            let Some((entry, former)) = self.at(next, Some(key))? else { break };
            entries.push(entry);
            // Always backwards: a damaged link must not go in circles.
            next = if former < next { former } else { Pos(0) };
        }
        Ok(entries)
    }

    fn erase(&self, erasure: Erasure) -> Result<Outcome, StoreError> {
        self.erase_records(erasure)
    }

    fn erasures(&self) -> Result<Vec<Erasure>, StoreError> {
        let _one = self.erasing.lock().unwrap_or_else(|e| e.into_inner());
        blank::known(&self.chain)
    }

    fn failed(&self) -> Option<StoreError> {
        self.failed.get().map(|why| StoreError::Failed { why: why.clone() })
    }

    fn checkpoint(&self) -> Result<(), StoreError> {
        self.read(Shelf::flush)?;
        self.folder.sync_sled(false)
    }

    fn close(&self) -> Result<(), StoreError> {
        // An erasure that has begun is finished first.
        let _one = self.erasing.lock().unwrap_or_else(|e| e.into_inner());
        let mut writer = self.writer()?;
        if let Mode::Closed = writer.mode {
            return Ok(());
        }
        // Dropping the journal waits for the thread that prepares a segment.
        writer.mode = Mode::Closed;
        let shelf = self.shelf.write().unwrap_or_else(|e| e.into_inner()).take();
        let closed = match shelf {
            Some(shelf) if self.failed.get().is_none() && !self.unswept.load(Ordering::SeqCst) => {
                let closed = shelf.close(&self.folder.sled()).map_err(|t| trouble(&self.folder, t));
                fault::point("close.flushed");
                closed.and_then(|()| self.folder.mark_clean())
            }
            // After a failure the mark stays, so that sled is made anew; also if it may hold what was erased.
            _ => Ok(()),
        };
        writer.lock = None;
        closed
    }
}
