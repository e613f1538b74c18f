//! sled anew from the journal: what stands is gathered first, then written in sled's own order, in slices.
//!
//! Written in order sled is several times quicker and smaller than replayed in the journal's; reopened between
//! slices it gives its memory back. What is gathered is small: where each record's last body lies.
use std::{
    collections::{BTreeMap, VecDeque},
    path::Path,
};

use super::{
    Cause, Key, Pos, RawId, StoreError, fault,
    folder::Folder,
    group::Found,
    layout::{self, Hash},
    overlay::claims_of,
    sled::{Meta, Rows, Table, Trouble},
    walk::{Chain, Group, Window},
};

/// Rows written at once.
const BATCH: usize = 1000;
/// Rows after which sled is reopened.
const SLICE: usize = 100_000;
/// sled's cache while it is built: nothing is read again.
const CACHE: u64 = 16 << 20;
const REMOVED: u32 = u32::MAX;

/// Where a record's last body lies. 16 bytes, as there are millions of them.
#[derive(Clone, Copy)]
struct Slot {
    pos: Pos,
    offset: u32,
    len: u32,
}

/// What stands after the groups seen so far.
pub(super) struct Gather {
    slots: BTreeMap<Key, Slot>,
    requests: VecDeque<(RawId, Pos)>,
    keep: usize,
}

impl Gather {
    /// `keep` is how many request ids to remember.
    pub(super) fn new(keep: u32) -> Self {
        Gather { slots: BTreeMap::new(), requests: VecDeque::new(), keep: keep as usize }
    }

    pub(super) fn group(&mut self, group: &Group<'_>) {
        for commit in &group.commits {
            for c in &commit.changes {
                // What is blank or broken was erased further on, so its place is not needed.
                let span = c.payload.filter(|s| matches!(s.found, Found::Whole(_))).map(|s| s.span);
                let place = span.map(|s| (group.place.offset + s.start as u64, s.len));
                self.change(c.key, commit.pos, place);
            }
            self.request(commit.request, commit.pos);
        }
    }

    pub(super) fn change(&mut self, key: Key, pos: Pos, payload: Option<(u64, usize)>) {
        // A position keeps 32 bits for an offset, so this one fits.
        let (offset, len) = payload.map_or((0, REMOVED), |(at, len)| (at as u32, len as u32));
        self.slots.insert(key, Slot { pos, offset, len });
    }

    pub(super) fn request(&mut self, request: RawId, pos: Pos) {
        if self.requests.len() >= self.keep {
            self.requests.pop_front();
        }
        self.requests.push_back((request, pos));
    }

    /// Where a key was last changed.
    pub(super) fn former(&self, key: Key) -> Pos {
        self.slots.get(&key).map_or(Pos(0), |s| s.pos)
    }

    fn rows(&self) -> u64 {
        self.slots.len() as u64
    }
}

/// How a build is told what it is to become.
pub(super) struct Target<'a> {
    pub folder: &'a Folder,
    /// Where to build.
    pub sled: &'a Path,
    pub chain: &'a Chain,
    pub pos: Pos,
    pub hash: Hash,
    pub requests: u32,
}

struct Sink<'a> {
    target: &'a Target<'a>,
    table: Table,
    rows: Rows,
    since: usize,
}

pub(super) fn trouble(folder: &Folder, t: Trouble) -> StoreError {
    match t {
        Trouble::Io(e) => StoreError::io(folder.sled(), e),
        Trouble::Damaged(why) => StoreError::Failed { why: Cause::Shelf(why) },
    }
}

impl<'a> Sink<'a> {
    fn new(target: &'a Target<'a>) -> Result<Self, StoreError> {
        target.folder.make_sled(target.sled)?;
        Ok(Sink { target, table: Self::open(target)?, rows: Rows::default(), since: 0 })
    }

    fn open(target: &Target<'_>) -> Result<Table, StoreError> {
        Table::open(target.sled, CACHE, target.requests).map_err(|t| trouble(target.folder, t))
    }

    fn put(&mut self, row: impl FnOnce(&mut Rows)) -> Result<(), StoreError> {
        row(&mut self.rows);
        if self.rows.len() < BATCH {
            return Ok(());
        }
        self.since += self.rows.len();
        let t = |t| trouble(self.target.folder, t);
        std::mem::take(&mut self.rows).write(&self.table, None).map_err(t)?;
        fault::point("rebuild.slice");
        if self.since >= SLICE {
            self.table.shut().map_err(t)?;
            self.table = Self::open(self.target)?;
            self.since = 0;
        }
        Ok(())
    }
}

/// Builds sled's folder, which must be empty or missing; how many records stand in it.
pub(super) fn build(
    gather: Gather,
    target: &Target<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<u64, StoreError> {
    let total = gather.rows();
    let mut sink = Sink::new(target)?;
    let mut reader = Payloads { chain: target.chain, open: None };
    let (mut claims, mut records) = (BTreeMap::new(), 0);
    for (done, (key, slot)) in gather.slots.iter().enumerate() {
        if done % BATCH == 0 {
            // The walk that gathered has told the first fifth.
            progress(total / 5 + done as u64 * 4 / 5, total);
        }
        if slot.len == REMOVED {
            continue;
        }
        let payload = reader.get(*slot)?;
        for claim in claims_of(payload) {
            claims.insert(claim, *key);
        }
        records += 1;
        sink.put(|rows| rows.record(*key, slot.pos, payload))?;
    }
    for (key, slot) in gather.slots.iter().filter(|(_, s)| s.len == REMOVED) {
        sink.put(|rows| rows.removed(*key, slot.pos))?;
    }
    for (claim, key) in &claims {
        sink.put(|rows| rows.claim(claim, *key))?;
    }
    let mut requests = Vec::from(gather.requests);
    let count = requests.len() as u32;
    requests.sort_unstable();
    for (request, pos) in &requests {
        sink.put(|rows| rows.request(request, *pos))?;
    }
    // The position comes last: without it sled does not fit and is made again.
    let full = count >= target.requests;
    let meta = Meta {
        pos: target.pos,
        hash: target.hash,
        generation: u32::from(full),
        count: if full { 0 } else { count },
    };
    let t = |t| trouble(target.folder, t);
    std::mem::take(&mut sink.rows).write(&sink.table, Some(meta)).map_err(t)?;
    sink.table.close(target.sled).map_err(t)?;
    fault::point("rebuild.built");
    progress(total, total);
    Ok(records)
}

/// Bodies read back from the journal, which was verified a moment ago.
struct Payloads<'a> {
    chain: &'a Chain,
    open: Option<(u32, u64, Window)>,
}

impl Payloads<'_> {
    fn get(&mut self, slot: Slot) -> Result<&[u8], StoreError> {
        let (place, _) = layout::place_of(slot.pos);
        let mut window = match self.open.take() {
            Some((number, last, window)) if number == place.segment => (last, window),
            _ => (0, self.chain.window(place.segment)?),
        };
        let at = u64::from(slot.offset);
        // Ids mostly follow the order in which they came, then reading ahead pays; else it would cost dearly.
        let near = at >= window.0 && at - window.0 < 64 << 10;
        window.0 = at;
        let (_, _, w) = self.open.insert((place.segment, at, window.1));
        let ahead = if near { 256 << 10 } else { 0 };
        let err = |e| StoreError::io(self.chain.disk.path(&super::walk::segment_name(place.segment)), e);
        w.get(at, slot.len as usize, ahead).map_err(err)
    }
}
