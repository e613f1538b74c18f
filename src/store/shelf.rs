//! The book as it stands: what was committed lately in memory, all else in sled.
//!
//! sled writes to the disk for every batch, and would hold up the journal's own syncs. As it need not be durable
//! before a checkpoint, it is given what was committed in large batches, by a thread of its own. Whoever asks
//! looks into memory first.
use std::{
    collections::{BTreeMap, HashMap},
    io,
    ops::Bound,
    path::Path,
    sync::{
        Arc, Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        mpsc::{SyncSender, sync_channel},
    },
    thread::JoinHandle,
};

use super::{
    Key, Pos, RawId, Stored, fault,
    group::open_payload,
    layout::Hash,
    overlay::{After, Overlay, claims_of},
    sled::{ClaimHash, Former, Table, Trouble},
};

/// Changes after which sled is told.
const TELL: usize = 256;
/// Changes with which no more are taken before sled has been told.
const FULL: usize = 32_000;

/// A record that memory knows: its version, and what it is unless it was removed.
type Lately = (RawId, Pos, Option<Stored>);

/// What sled does not know yet.
#[derive(Default)]
pub(super) struct Layer {
    pub records: BTreeMap<Key, After>,
    pub claims: HashMap<ClaimHash, Option<Key>>,
    pub requests: HashMap<RawId, Pos>,
}

impl Layer {
    fn is_empty(&self) -> bool {
        self.records.is_empty() && self.requests.is_empty()
    }
    fn len(&self) -> usize {
        self.records.len().max(self.requests.len())
    }
}

#[derive(Default)]
struct Layers {
    live: Layer,
    /// Being given to sled.
    frozen: Option<Arc<Layer>>,
    pos: Pos,
    hash: Hash,
}

impl Layers {
    fn each(&self) -> impl Iterator<Item = &Layer> {
        std::iter::once(&self.live).chain(self.frozen.as_deref())
    }
}

struct Inner {
    table: Table,
    layers: RwLock<Layers>,
    /// Held by the one who gives to sled.
    giving: Mutex<()>,
    broken: OnceLock<Broken>,
}

/// Why sled does not answer: what the system said, or what else was wrong.
struct Broken(Option<io::ErrorKind>, String);

impl Broken {
    fn trouble(&self) -> Trouble {
        match self.0 {
            Some(kind) => Trouble::Io(io::Error::new(kind, self.1.clone())),
            None => Trouble::Damaged(self.1.clone()),
        }
    }
}

/// sled, with what it does not know yet in front of it.
pub(super) struct Shelf {
    inner: Arc<Inner>,
    tell: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Inner {
    fn read(&self) -> RwLockReadGuard<'_, Layers> {
        self.layers.read().unwrap_or_else(PoisonError::into_inner)
    }
    fn write(&self) -> RwLockWriteGuard<'_, Layers> {
        self.layers.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn spoil(&self, t: &Trouble) {
        let kind = match t {
            Trouble::Io(e) => Some(e.kind()),
            Trouble::Damaged(_) => None,
        };
        // The first reason is the one to tell.
        let _ = self.broken.set(Broken(kind, t.to_string()));
    }

    /// Gives sled all that it does not know.
    fn give(&self) -> Result<(), Trouble> {
        let _one = self.giving.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(why) = self.broken.get() {
            return Err(why.trouble());
        }
        let (layer, pos, hash) = {
            let mut layers = self.write();
            let live = std::mem::take(&mut layers.live);
            let layer = Arc::new(live);
            layers.frozen = (!layer.is_empty()).then(|| Arc::clone(&layer));
            (layer, layers.pos, layers.hash)
        };
        if layer.is_empty() {
            return Ok(());
        }
        // On an error the layer stays: readers are answered from it until sled is made anew.
        self.table.apply(&layer, pos, hash).inspect_err(|t| self.spoil(t))?;
        fault::point("sled.given");
        self.write().frozen = None;
        Ok(())
    }
}

impl Shelf {
    pub(super) fn new(table: Table) -> Self {
        let meta = table.meta();
        let layers = RwLock::new(Layers { pos: meta.pos, hash: meta.hash, ..Layers::default() });
        let inner = Inner { table, layers, giving: Mutex::new(()), broken: OnceLock::new() };
        let inner = Arc::new(inner);
        let (tell, told) = sync_channel(1);
        let giver = Arc::clone(&inner);
        let work = move || {
            while told.recv().is_ok() {
                // What goes wrong is kept, and told to the next who commits.
                let _ = giver.give();
            }
        };
        // Without a thread whoever commits gives to sled.
        let thread = std::thread::Builder::new().name("linli-sled".into()).spawn(work).ok();
        Shelf { inner, tell: Some(tell), thread }
    }

    /// The last commit taken in.
    pub(super) fn pos(&self) -> Pos {
        self.inner.read().pos
    }

    pub(super) fn get(&self, key: Key) -> Result<Option<Stored>, Trouble> {
        for layer in self.inner.read().each() {
            if let Some(after) = layer.records.get(&key) {
                return Ok(stored(after));
            }
        }
        self.inner.table.get(key)
    }

    /// Where a key was last changed, and what it claims.
    pub(super) fn former(&self, key: Key) -> Result<Option<Former>, Trouble> {
        for layer in self.inner.read().each() {
            if let Some(After { pos, payload }) = layer.records.get(&key) {
                let claims = payload.as_deref().map(claims_of).unwrap_or_default();
                return Ok(Some(Former { pos: *pos, present: payload.is_some(), claims }));
            }
        }
        self.inner.table.former(key)
    }

    pub(super) fn claimed(&self, claim: &ClaimHash) -> Result<Option<Key>, Trouble> {
        for layer in self.inner.read().each() {
            if let Some(holder) = layer.claims.get(claim) {
                return Ok(*holder);
            }
        }
        self.inner.table.claimed(claim)
    }

    /// What was answered to a request, if it is remembered.
    pub(super) fn request(&self, request: &RawId) -> Result<Option<Pos>, Trouble> {
        for layer in self.inner.read().each() {
            if let Some(pos) = layer.requests.get(request) {
                return Ok(Some(*pos));
            }
        }
        self.inner.table.request(request)
    }

    pub(super) fn range(
        &self,
        kind: u8,
        after: Option<RawId>,
        limit: usize,
    ) -> Result<Vec<(RawId, Stored)>, Trouble> {
        let mut rows = Vec::new();
        let mut from = after;
        while rows.len() < limit {
            let want = limit - rows.len();
            // Memory first: what leaves it meanwhile is in sled, and so is met once at least.
            let (lately, met) = self.lately(kind, from, want);
            let page = self.inner.table.range(kind, from, want)?;
            let known = if page.len() < want { None } else { page.last().map(|(id, _)| *id) };
            // Up to here both are complete.
            let till = [met, known].into_iter().flatten().min();
            let mut merged: BTreeMap<RawId, Option<Stored>> =
                page.into_iter().map(|(id, s)| (id, Some(s))).collect();
            for (id, pos, stored) in lately {
                let newer = merged.get(&id).and_then(Option::as_ref).is_none_or(|s| s.version < pos);
                if newer {
                    merged.insert(id, stored);
                }
            }
            let within = merged.into_iter().filter(|(id, _)| till.is_none_or(|t| *id <= t));
            rows.extend(within.filter_map(|(id, s)| Some((id, s?))).take(want));
            match till {
                Some(till) => from = Some(till),
                None => break,
            }
        }
        Ok(rows)
    }

    /// What memory knows of a range: ids, versions and records, up to as many records as are wanted; and where it
    /// stopped, if it did.
    fn lately(&self, kind: u8, after: Option<RawId>, want: usize) -> (Vec<Lately>, Option<RawId>) {
        let from = match after {
            Some(id) => Bound::Excluded(Key { kind, id }),
            None => Bound::Included(Key { kind, id: [0; 16] }),
        };
        let till = Bound::Included(Key { kind, id: [255; 16] });
        let layers = self.inner.read();
        let mut found = BTreeMap::new();
        // The older layer first, so that the younger one has the last word.
        let each: Vec<&Layer> = layers.each().collect();
        for layer in each.into_iter().rev() {
            found.extend(layer.records.range((from, till)));
        }
        let (mut rows, mut records) = (Vec::new(), 0);
        for (key, after) in found {
            let stored = stored(after);
            records += usize::from(stored.is_some());
            rows.push((key.id, after.pos, stored));
            if records >= want {
                return (rows, Some(key.id));
            }
        }
        (rows, None)
    }

    /// Why sled must be made anew, if it must.
    pub(super) fn broken(&self) -> Option<Trouble> {
        self.inner.broken.get().map(Broken::trouble)
    }

    /// From now on sled is not to be trusted.
    pub(super) fn spoil(&self, t: &Trouble) {
        self.inner.spoil(t);
    }

    /// Takes in groups, whole or not at all. What sled says to it shows later, in [`Self::broken`].
    pub(super) fn apply(&self, overlay: Overlay, pos: Pos, hash: Hash) {
        let waiting = {
            let mut layers = self.inner.write();
            layers.live.records.extend(overlay.records);
            layers.live.claims.extend(overlay.claims);
            layers.live.requests.extend(overlay.requests);
            (layers.pos, layers.hash) = (pos, hash);
            layers.live.len()
        };
        if waiting >= FULL || (waiting >= TELL && self.thread.is_none()) {
            let _ = self.inner.give();
        } else if waiting >= TELL {
            // If it was told already and has not come to it, once is enough.
            let _ = self.tell.as_ref().map(|t| t.try_send(()));
        }
    }

    /// Gives sled what it does not know, and its buffers to the system. That is not yet the disk.
    pub(super) fn flush(&self) -> Result<(), Trouble> {
        self.inner.give()?;
        self.inner.table.flush()
    }

    /// Lets go of sled's files, with all that was committed in them.
    pub(super) fn close(self, dir: &Path) -> Result<(), Trouble> {
        self.flush()?;
        self.abandon(dir)
    }

    /// Lets go of sled's files as they are.
    pub(super) fn abandon(mut self, dir: &Path) -> Result<(), Trouble> {
        self.end();
        let inner = Arc::clone(&self.inner);
        drop(self);
        match Arc::into_inner(inner) {
            Some(inner) => inner.table.release(dir),
            None => Err(Trouble::Damaged("sled is still in use".into())),
        }
    }

    fn end(&mut self) {
        drop(self.tell.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        self.end();
    }
}

fn stored(after: &After) -> Option<Stored> {
    let (_, body) = open_payload(after.payload.as_deref()?)?;
    Some(Stored { version: after.pos, body: body.to_vec() })
}
