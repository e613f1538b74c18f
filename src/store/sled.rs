//! The book as it stands, in sled. Never the truth: whatever is wrong here, the journal makes it anew.
use std::{
    fs::File,
    io,
    ops::Bound,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Mutex,
    time::Duration,
};

use ::sled::{Batch, Config, Db};
use rustix::fs::{FlockOperation, flock};

use super::{
    Key, Pos, RawId, Stored, fault, group::open_payload, layout::Hash, overlay::After, shelf::Layer,
};

/// A claim as sled knows it: its length says nothing, its bytes are no personal data.
pub(super) type ClaimHash = [u8; 16];

const RECORD: u8 = b'r';
const REMOVED: u8 = b'd';
const CLAIM: u8 = b'c';
const REQUEST: u8 = b'q';
const META: &[u8] = b"m";

/// How often and after how long to ask again whether sled's threads have let go of its file.
const PATIENCE: u32 = 10_000;
const NAP: Duration = Duration::from_millis(2);

/// Rows of a batch while others read.
const SLICE: usize = 200;

/// Why sled did not answer.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The system refused: more space or rights may help.
    Io(io::Error),
    /// It panicked, or what it holds makes no sense.
    Damaged(String),
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Trouble::Io(e) => e.fmt(f),
            Trouble::Damaged(why) => f.write_str(why),
        }
    }
}

/// How far the journal has been applied, and the book-keeping of request ids.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Meta {
    pub pos: Pos,
    pub hash: Hash,
    /// Request ids are kept by generations; the two youngest count, older ones are dropped little by little.
    pub generation: u32,
    pub count: u32,
}

impl Meta {
    fn encode(&self) -> Vec<u8> {
        let mut b = self.pos.0.to_le_bytes().to_vec();
        b.extend_from_slice(&self.hash);
        b.extend_from_slice(&self.generation.to_le_bytes());
        b.extend_from_slice(&self.count.to_le_bytes());
        b
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (pos, rest) = bytes.split_first_chunk()?;
        let (hash, rest) = rest.split_first_chunk()?;
        let (generation, rest) = rest.split_first_chunk()?;
        let (count, rest) = rest.split_first_chunk()?;
        rest.is_empty().then_some(Meta {
            pos: Pos(u64::from_le_bytes(*pos)),
            hash: *hash,
            generation: u32::from_le_bytes(*generation),
            count: u32::from_le_bytes(*count),
        })
    }
}

/// Short and uniform, and enough against accidents.
pub(super) fn claim_hash(claim: &[u8]) -> ClaimHash {
    let mut short = [0; 16];
    short.iter_mut().zip(blake3::hash(claim).as_bytes()).for_each(|(s, h)| *s = *h);
    short
}

fn key_bytes(prefix: u8, key: Key) -> [u8; 18] {
    let mut b = [prefix; 18];
    if let Some((kind, id)) = b.get_mut(1..).and_then(|b| b.split_first_mut()) {
        *kind = key.kind;
        id.copy_from_slice(&key.id);
    }
    b
}

fn claim_key(claim: &ClaimHash) -> [u8; 17] {
    let mut b = [CLAIM; 17];
    b.iter_mut().skip(1).zip(claim).for_each(|(b, c)| *b = *c);
    b
}

fn request_key(generation: u32, request: &RawId) -> [u8; 21] {
    let mut b = [REQUEST; 21];
    let tail = generation.to_be_bytes().into_iter().chain(*request);
    b.iter_mut().skip(1).zip(tail).for_each(|(b, t)| *b = t);
    b
}

fn parse_key(bytes: &[u8]) -> Option<Key> {
    let (kind, id) = bytes.split_first()?;
    Some(Key { kind: *kind, id: id.try_into().ok()? })
}

fn record_value(pos: Pos, payload: &[u8]) -> Vec<u8> {
    let mut v = Vec::with_capacity(8 + payload.len());
    v.extend_from_slice(&pos.0.to_le_bytes());
    v.extend_from_slice(payload);
    v
}

fn parse_record(value: &[u8]) -> Option<(Pos, &[u8])> {
    let (pos, payload) = value.split_first_chunk()?;
    Some((Pos(u64::from_le_bytes(*pos)), payload))
}

fn parse_pos(value: &[u8]) -> Option<Pos> {
    value.try_into().ok().map(|b| Pos(u64::from_le_bytes(b)))
}

/// sled panics on damage, so every call goes through here.
fn guard<T>(f: impl FnOnce() -> ::sled::Result<T>) -> Result<T, Trouble> {
    match catch_unwind(AssertUnwindSafe(f)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(::sled::Error::Io(e))) => Err(Trouble::Io(e)),
        Ok(Err(e)) => Err(Trouble::Damaged(e.to_string())),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            let said = said.or(panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
            Err(Trouble::Damaged(format!("sled panicked: {said}")))
        }
    }
}

fn nonsense(what: &str) -> Trouble {
    Trouble::Damaged(format!("sled holds a {what} that is none"))
}

/// The record a key had before a change.
pub(super) struct Former {
    pub pos: Pos,
    pub present: bool,
    pub claims: Vec<ClaimHash>,
}

/// sled, opened.
pub(super) struct Table {
    db: Option<Db>,
    meta: Mutex<Meta>,
    requests: u32,
}

impl Table {
    /// Opens or creates it; `requests` is how many request ids to remember at least.
    pub(super) fn open(dir: &Path, cache: u64, requests: u32) -> Result<Self, Trouble> {
        let mut tries = 0;
        let db = loop {
            let config = Config::new().path(dir).cache_capacity(cache).flush_every_ms(None);
            match guard(|| config.open()) {
                // After a close in this process sled's threads may hold its file a moment longer. The book's own
                // lock says that nobody else can.
                Err(Trouble::Io(e))
                    if tries < PATIENCE && e.to_string().contains("could not acquire lock") =>
                {
                    tries += 1;
                    std::thread::sleep(NAP);
                }
                other => break other?,
            }
        };
        let table = Table { db: Some(db), meta: Mutex::default(), requests: requests.max(1) };
        let meta = table.read(|db| db.get(META))?;
        let meta = meta.map(|m| Meta::decode(&m).ok_or_else(|| nonsense("position"))).transpose()?;
        table.set_meta(meta.unwrap_or_default());
        Ok(table)
    }

    fn read<T>(&self, f: impl FnOnce(&Db) -> ::sled::Result<T>) -> Result<T, Trouble> {
        match &self.db {
            Some(db) => guard(|| f(db)),
            None => Err(Trouble::Damaged("sled is closed".into())),
        }
    }

    pub(super) fn meta(&self) -> Meta {
        *self.meta.lock().unwrap_or_else(|e| e.into_inner())
    }

    fn set_meta(&self, meta: Meta) {
        *self.meta.lock().unwrap_or_else(|e| e.into_inner()) = meta;
    }

    pub(super) fn get(&self, key: Key) -> Result<Option<Stored>, Trouble> {
        self.read(|db| db.get(key_bytes(RECORD, key)))?.map(|v| stored(&v)).transpose()
    }

    /// Where a key was last changed, and what it claims.
    pub(super) fn former(&self, key: Key) -> Result<Option<Former>, Trouble> {
        if let Some(v) = self.read(|db| db.get(key_bytes(RECORD, key)))? {
            let (pos, payload) = parse_record(&v).ok_or_else(|| nonsense("record"))?;
            let (claims, _) = open_payload(payload).ok_or_else(|| nonsense("record"))?;
            let claims = claims.into_iter().map(claim_hash).collect();
            return Ok(Some(Former { pos, present: true, claims }));
        }
        match self.read(|db| db.get(key_bytes(REMOVED, key)))? {
            Some(v) => {
                let pos = parse_pos(&v).ok_or_else(|| nonsense("removal"))?;
                Ok(Some(Former { pos, present: false, claims: Vec::new() }))
            }
            None => Ok(None),
        }
    }

    pub(super) fn claimed(&self, claim: &ClaimHash) -> Result<Option<Key>, Trouble> {
        let found = self.read(|db| db.get(claim_key(claim)))?;
        found.map(|v| parse_key(&v).ok_or_else(|| nonsense("claim"))).transpose()
    }

    /// What was answered to a request, if it is remembered.
    pub(super) fn request(&self, request: &RawId) -> Result<Option<Pos>, Trouble> {
        let now = self.meta().generation;
        for generation in [Some(now), now.checked_sub(1)].into_iter().flatten() {
            if let Some(v) = self.read(|db| db.get(request_key(generation, request)))? {
                return parse_pos(&v).map(Some).ok_or_else(|| nonsense("request"));
            }
        }
        Ok(None)
    }

    pub(super) fn range(
        &self,
        kind: u8,
        after: Option<RawId>,
        limit: usize,
    ) -> Result<Vec<(RawId, Stored)>, Trouble> {
        let from = match after {
            Some(id) => Bound::Excluded(key_bytes(RECORD, Key { kind, id }).to_vec()),
            None => Bound::Included(vec![RECORD, kind]),
        };
        let till = Bound::Excluded(kind.checked_add(1).map_or(vec![RECORD + 1], |next| vec![RECORD, next]));
        let rows = self.read(|db| db.range((from, till)).take(limit).collect::<Result<Vec<_>, _>>())?;
        rows.iter()
            .map(|(k, v)| {
                let key = k.get(1..).and_then(parse_key).ok_or_else(|| nonsense("key"))?;
                Ok((key.id, stored(v)?))
            })
            .collect()
    }

    /// Takes in a layer and how far that brings the book. In batches, as a batch holds readers up: if it ends
    /// between two, sled is made anew.
    pub(super) fn apply(&self, layer: &Layer, pos: Pos, hash: Hash) -> Result<(), Trouble> {
        let mut meta = Meta { pos, hash, ..self.meta() };
        let mut slices = Slices { table: self, rows: Rows::default() };
        for (key, After { pos, payload }) in &layer.records {
            match payload {
                Some(payload) => {
                    slices.rows.record(*key, *pos, payload);
                    slices.rows.gone(&key_bytes(REMOVED, *key));
                }
                None => {
                    slices.rows.gone(&key_bytes(RECORD, *key));
                    slices.rows.removed(*key, *pos);
                }
            }
            slices.full()?;
        }
        for (claim, holder) in &layer.claims {
            match holder {
                Some(key) => slices.rows.claim(claim, *key),
                None => slices.rows.gone(&claim_key(claim)),
            }
            slices.full()?;
        }
        // Of more than are remembered at all only the last ones.
        let mut requests: Vec<(Pos, &RawId)> = layer.requests.iter().map(|(r, p)| (*p, r)).collect();
        requests.sort_unstable();
        let fresh = requests.len().min(self.requests as usize);
        for (pos, request) in requests.iter().rev().take(fresh).rev() {
            slices.rows.row(&request_key(meta.generation, request), pos.0.to_le_bytes().to_vec());
            meta.count += 1;
            if meta.count >= self.requests {
                (meta.generation, meta.count) = (meta.generation + 1, 0);
            }
            slices.full()?;
        }
        if let Some(kept) = meta.generation.checked_sub(1).filter(|k| *k > 0) {
            // Twice as many go as come, so that an old generation is gone before the next one is.
            let old = (vec![REQUEST], request_key(kept, &[0; 16]).to_vec());
            let old = self.read(|db| {
                db.range(old.0..old.1).keys().take(2 * fresh + 2).collect::<Result<Vec<_>, _>>()
            })?;
            for key in old {
                slices.rows.gone(&key);
                slices.full()?;
            }
        }
        slices.rows.write(self, Some(meta))
    }

    /// Hands sled's buffers to the system. That is not yet the disk.
    pub(super) fn flush(&self) -> Result<(), Trouble> {
        self.read(|db| db.flush()).map(drop)
    }

    /// Flushes, lets go of sled's files and waits until its own threads are done with them too, so that the folder
    /// can be renamed and opened again.
    pub(super) fn close(self, dir: &Path) -> Result<(), Trouble> {
        self.flush()?;
        self.release(dir)
    }

    /// Like [`Self::close`], for one whose words do not matter any more.
    pub(super) fn release(mut self, dir: &Path) -> Result<(), Trouble> {
        // One that does not answer may panic at its end too.
        let _ = guard(|| {
            drop(self.db.take());
            Ok(())
        });
        let file = match File::open(dir.join("db")) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(Trouble::Io(e)),
        };
        for _ in 0..PATIENCE {
            if flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok() {
                return Ok(());
            }
            std::thread::sleep(NAP);
        }
        Err(Trouble::Damaged("sled does not let go of its file".into()))
    }

    /// Like [`Self::close`], for one that is replaced at once.
    pub(super) fn shut(&mut self) -> Result<(), Trouble> {
        self.flush()?;
        guard(|| {
            drop(self.db.take());
            Ok(())
        })
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        // Closing a damaged sled may panic too.
        let _ = guard(|| {
            drop(self.db.take());
            Ok(())
        });
    }
}

fn stored(value: &[u8]) -> Result<Stored, Trouble> {
    let (version, payload) = parse_record(value).ok_or_else(|| nonsense("record"))?;
    let (_, body) = open_payload(payload).ok_or_else(|| nonsense("record"))?;
    Ok(Stored { version, body: body.to_vec() })
}

fn claim_value(key: Key) -> Vec<u8> {
    let mut v = vec![key.kind];
    v.extend_from_slice(&key.id);
    v
}

/// Rows written in batches that hold no reader up for long.
struct Slices<'a> {
    table: &'a Table,
    rows: Rows,
}

impl Slices<'_> {
    /// Writes what has come together, if that is enough.
    fn full(&mut self) -> Result<(), Trouble> {
        match self.rows.len() >= SLICE {
            true => {
                std::mem::take(&mut self.rows).write(self.table, None)?;
                fault::point("sled.slice");
                Ok(())
            }
            false => Ok(()),
        }
    }
}

/// Rows to be written at once.
#[derive(Default)]
pub(super) struct Rows(Batch, usize);

impl Rows {
    pub(super) fn record(&mut self, key: Key, pos: Pos, payload: &[u8]) {
        self.row(&key_bytes(RECORD, key), record_value(pos, payload));
    }
    pub(super) fn removed(&mut self, key: Key, pos: Pos) {
        self.row(&key_bytes(REMOVED, key), pos.0.to_le_bytes().to_vec());
    }
    pub(super) fn claim(&mut self, claim: &ClaimHash, key: Key) {
        self.row(&claim_key(claim), claim_value(key));
    }
    pub(super) fn request(&mut self, request: &RawId, pos: Pos) {
        self.row(&request_key(0, request), pos.0.to_le_bytes().to_vec());
    }
    pub(super) fn len(&self) -> usize {
        self.1
    }
    fn gone(&mut self, key: &[u8]) {
        self.0.remove(key);
        self.1 += 1;
    }
    fn row(&mut self, key: &[u8], value: Vec<u8>) {
        self.0.insert(key, value);
        self.1 += 1;
    }

    /// Writes them; the last ones come with the position that makes the whole valid.
    pub(super) fn write(self, table: &Table, meta: Option<Meta>) -> Result<(), Trouble> {
        let Rows(mut batch, _) = self;
        if let Some(meta) = meta {
            batch.insert(META, meta.encode());
            table.set_meta(meta);
        }
        table.read(|db| db.apply_batch(batch))
    }
}
