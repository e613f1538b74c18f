//! The indexes as a file beside the book, so that a hub answers at once: written when it ends and after they were made
//! from all records, read at the next start, brought up to the journal's end. Whatever is wrong with it, the indexes
//! are made from the records again; it is never the only place where anything stands.

use super::world::{World, decode};
use crate::book::{Id, Kind, Record, Ref};
use crate::index::finder::Finder;
use crate::index::snapshot::{In, Out, Spoilt, VERSION};
use crate::index::tables::Tables;
use crate::store::{Entry, Key, Pos, Store, StoreError};
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The file's name.
pub(super) const FILE: &str = "index.snapshot";
const MAGIC: &[u8; 8] = b"linliIDX";
const HASH: u64 = 32;
/// More commits than this since it was written are not read one by one: making all anew is as quick.
const BEHIND_MAX: usize = 20_000;

fn path(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

/// What must be the same in the file and here: who wrote it, of which commit of which book.
fn title(pos: Pos, request: [u8; 16]) -> Vec<u8> {
    let mut title = MAGIC.to_vec();
    title.extend(VERSION.to_le_bytes());
    // readings and rules are the program's: another version may hear names differently
    let mut program = env!("CARGO_PKG_VERSION").as_bytes().to_vec();
    program.resize(20, 0);
    title.extend(program);
    title.extend(pos.0.to_le_bytes());
    title.extend(request);
    title
}

struct Hashing<T> {
    inner: T,
    hash: blake3::Hasher,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..n).unwrap_or(bytes));
        Ok(n)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.hash.update(into.get(..n).unwrap_or(&[]));
        Ok(n)
    }
}

/// Writes the indexes of a book down. Only who may change them calls this.
///
/// # Errors
/// When the file cannot be written; the one before stays.
pub fn write(world: &World) -> io::Result<()> {
    let other = |e: StoreError| io::Error::other(e.to_string());
    let pos = world.store.head();
    let Some(entry) = world.store.entry(pos).map_err(other)? else { return Ok(()) };
    let temporary = world.dir.join("index.snapshot.tmp");
    let _ = fs::remove_file(&temporary);
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
    let hashing = Hashing { inner: file, hash: blake3::Hasher::new() };
    let mut out = Out::new(BufWriter::with_capacity(1 << 18, hashing));
    out.raw(&title(pos, entry.request))?;
    world.tables().save(&mut out)?;
    world.finder.save(&mut out)?;
    let Hashing { inner: mut file, hash } =
        out.into_inner().into_inner().map_err(io::IntoInnerError::into_error)?;
    file.write_all(hash.finalize().as_bytes())?;
    file.sync_data()?;
    fs::rename(&temporary, path(&world.dir))
}

/// Takes the file away: what it holds may not be kept.
///
/// # Errors
/// When it is there and stays.
pub fn delete(dir: &Path) -> io::Result<()> {
    for path in [path(dir), dir.join("index.snapshot.tmp")] {
        match fs::remove_file(path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
            _ => {}
        }
    }
    Ok(())
}

/// Indexes as they were written down.
pub struct Kept {
    /// The tables.
    pub tables: Tables,
    /// The finder.
    pub finder: Finder,
    /// What was committed since, oldest first.
    pub since: Vec<Entry>,
}

/// Reads the file. `None` where there is none, or none that fits the book.
pub fn read(dir: &Path, store: &dyn Store) -> Option<Kept> {
    let file = File::open(path(dir)).ok()?;
    let bytes = file.metadata().ok()?.len().checked_sub(HASH)?;
    let hashing = Hashing { inner: file, hash: blake3::Hasher::new() };
    let mut from = In::new(BufReader::with_capacity(1 << 18, hashing.take(bytes)), bytes);
    let mut found = Vec::new();
    from.plain(title(Pos(0), [0; 16]).len(), &mut found).ok()?;
    let pos = found.get(32..40)?.try_into().map(u64::from_le_bytes).ok().map(Pos)?;
    let entry = store.entry(pos).ok().flatten()?;
    if found != title(pos, entry.request) {
        return None;
    }
    let since = store.since(pos, BEHIND_MAX + 1).ok().filter(|s| s.len() <= BEHIND_MAX)?;
    // what was erased since may still be in the file, and what stood before can no longer be read
    if since.iter().any(|e| e.erasure || !e.erased.is_empty()) {
        let _ = delete(dir);
        return None;
    }
    let (tables, finder) = body(from).ok()?;
    Some(Kept { tables, finder, since })
}

fn body<R: Read>(mut from: In<BufReader<io::Take<Hashing<R>>>>) -> Result<(Tables, Finder), Spoilt> {
    let (tables, finder) = (Tables::load(&mut from)?, Finder::load(&mut from)?);
    let mut taken = from.into_inner().into_inner();
    // whatever is left belongs to nobody, but to the hash
    io::copy(&mut taken, &mut io::sink())?;
    let Hashing { mut inner, hash } = taken.into_inner();
    let mut wanted = [0; HASH as usize];
    inner.read_exact(&mut wanted)?;
    if hash.finalize() == blake3::Hash::from_bytes(wanted) { Ok((tables, finder)) } else { Err(Spoilt) }
}

/// Brings indexes that were read up to the journal's end.
///
/// # Errors
/// When the store cannot be read.
pub fn catch_up(world: &World, since: &[Entry]) -> Result<(), StoreError> {
    let Some(first) = since.first() else { return Ok(()) };
    let mut times: HashMap<Key, usize> = HashMap::new();
    for change in since.iter().flat_map(|e| &e.changes) {
        *times.entry(change.key).or_default() += 1;
    }
    let mut now: HashMap<Key, Option<Record>> = HashMap::new();
    let record = |key: Key, pos: Pos, body: &Option<Vec<u8>>| -> Result<Option<Record>, StoreError> {
        let Some(kind) = Kind::from_code(key.kind) else { return Ok(None) };
        body.as_ref().map(|b| decode(kind, Id(key.id), pos.0, b)).transpose()
    };
    for entry in since {
        let mut changes = Vec::new();
        for change in &entry.changes {
            let key = change.key;
            let Some(kind) = Kind::from_code(key.kind) else { continue };
            let before = match now.remove(&key) {
                Some(before) => before,
                None => {
                    let history = world.store.history(key, times.get(&key).map_or(1, |n| n + 1))?;
                    let then = history.iter().find(|e| e.pos < first.pos);
                    let change = then.and_then(|e| e.changes.first().map(|c| (e.pos, &c.body)));
                    change.map(|(pos, body)| record(key, pos, body)).transpose()?.flatten()
                }
            };
            let after = record(key, entry.pos, &change.body)?;
            now.insert(key, after.clone());
            changes.push((before, after, Ref { kind, id: Id(key.id) }));
        }
        world.take_in(&mut changes)?;
    }
    Ok(())
}
