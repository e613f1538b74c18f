//! Writing a whole new book at once, for demonstrations and measurements.
use std::{path::Path, sync::Arc};

use super::{
    Commit, Lock, Options, Pos, Progress, StoreError,
    disk::RealDisk,
    folder::{Folder, boot_id},
    group::{self, GroupWriter, Salts},
    journal::Journal,
    layout::{self, GROUP_BYTES, GROUP_COMMITS, GROUP_HEAD, pos_at},
    rebuild::{Gather, Target, build},
    walk::{Chain, From, Next, segments},
};

/// Bytes after which a group is written.
const GROUP: u64 = 512 << 10;

/// A new book being written by one who knows that all of it is right: nothing is checked, no request is repeated,
/// and nothing counts before [`Bulk::finish`].
pub struct Bulk {
    folder: Folder,
    chain: Chain,
    journal: Journal,
    salts: Salts,
    gather: Gather,
    waiting: Vec<Commit>,
    bytes: u64,
    head: Pos,
    requests: u32,
    _lock: Lock,
}

impl Bulk {
    /// Founds a book in a folder that holds none, or one without a commit.
    pub fn create(dir: &Path) -> Result<Bulk, StoreError> {
        let folder = Folder::new(dir);
        folder.create()?;
        let lock = Lock::take(dir)?;
        let book = match folder.identify()? {
            Some(book) => book,
            None => folder.found()?,
        };
        folder.ensure_journal()?;
        let chain = Chain::new(Arc::new(RealDisk::new(&folder.journal())), book);
        let end = chain.walk(From::Start, &mut |_| Ok(Next::On))?;
        if end.groups > 0 || end.fault.is_some() {
            return Err(StoreError::NotEmpty { path: dir.to_owned() });
        }
        for name in segments(&*chain.disk)?.values() {
            chain.disk.remove(name).map_err(|e| StoreError::io(chain.disk.path(name), e))?;
        }
        folder.mark_dirty(&boot_id())?;
        folder.set_aside()?;
        let Options { segment_bytes, requests, .. } = Options::default();
        Ok(Bulk {
            journal: Journal::take(chain.clone(), &end, segment_bytes, true)?,
            folder,
            chain,
            salts: Salts::new().map_err(|e| StoreError::io("/dev/urandom", e))?,
            gather: Gather::new(requests),
            waiting: Vec::new(),
            bytes: GROUP_HEAD as u64,
            head: Pos(0),
            requests,
            _lock: lock,
        })
    }

    /// Adds a commit. What it expects and whether its claims are free is not asked.
    pub fn push(&mut self, commit: Commit) -> Result<(), StoreError> {
        let limit = GROUP_BYTES - GROUP_HEAD as u64;
        let bytes = group::commit_size(&commit).unwrap_or(u64::MAX);
        if bytes > limit {
            return Err(StoreError::TooLarge { bytes, limit });
        }
        if self.bytes + bytes > GROUP_BYTES {
            self.group()?;
        }
        self.bytes += bytes;
        self.waiting.push(commit);
        if self.bytes >= GROUP || self.waiting.len() >= GROUP_COMMITS {
            self.group()?;
        }
        Ok(())
    }

    fn group(&mut self) -> Result<(), StoreError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let place = self.journal.place_for(layout::padded(self.bytes));
        let mut group = GroupWriter::new();
        for commit in self.waiting.drain(..) {
            let pos = pos_at(place, group.commits());
            group.commit(&commit, commit.changes.len(), &mut self.salts);
            for change in &commit.changes {
                let former = self.gather.former(change.key);
                let payload = change.body.as_ref().map(|body| group::payload(&change.claims, body));
                let span = group.change(change.key, former, payload.as_deref(), &mut self.salts);
                self.gather.change(change.key, pos, span.map(|s| (place.offset + s.start as u64, s.len)));
            }
            self.gather.request(commit.request, pos);
            self.head = pos;
        }
        let (bytes, hash) = group.finish(place, self.journal.hash());
        self.bytes = GROUP_HEAD as u64;
        self.journal.append_unsynced(place, &bytes, hash)
    }

    /// Makes the journal durable, builds sled from it and closes the book; how many records stand in it.
    pub fn finish(mut self, progress: Option<Progress>) -> Result<u64, StoreError> {
        self.group()?;
        self.journal.file_sync()?;
        let target = Target {
            folder: &self.folder,
            sled: &self.folder.sled(),
            chain: &self.chain,
            pos: self.head,
            hash: self.journal.hash(),
            requests: self.requests,
        };
        let mut progress = progress.unwrap_or_else(|| Box::new(|_, _| {}));
        let records = build(self.gather, &target, &mut *progress)?;
        self.folder.delete_aside()?;
        self.folder.mark_clean()?;
        Ok(records)
    }
}
