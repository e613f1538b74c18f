//! Segments written anew beside the old ones, seen as if they had taken their place already.
use std::{collections::BTreeSet, io, path::PathBuf, sync::Arc};

use super::{
    super::{
        RawId,
        blank::{Blanks, Named},
        disk::{Disk, DiskFile},
        walk::{Chain, segment_name},
    },
    BackupError,
};

/// How much is read and written at once.
const PIECE: usize = 1 << 20;

/// A folder with some segments replaced, and those after the last one not seen.
#[derive(Clone)]
pub(super) struct Staged {
    pub disk: Arc<dyn Disk>,
    pub names: BTreeSet<String>,
    pub last: u32,
}

/// What a segment is called until it takes its place. Left behind, it is removed by whoever opens the journal next.
pub(super) fn staged_name(name: &str) -> String {
    format!("{name}.tmp")
}

impl Staged {
    pub(super) fn new(disk: Arc<dyn Disk>, last: u32) -> Self {
        Staged { disk, names: BTreeSet::new(), last }
    }

    /// An empty segment that will take the place of one of that name.
    pub(super) fn stage(&mut self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let file = self.disk.create(&staged_name(name))?;
        self.names.insert(name.to_owned());
        Ok(file)
    }

    /// The chain as it will be.
    pub(super) fn chain(&self, book: RawId) -> Chain {
        Chain::new(Arc::new(self.clone()), book)
    }

    /// Blanks what erasures name, as the book does, in segments written anew.
    pub(super) fn blank(&mut self, book: RawId, erasures: &[Named]) -> Result<(), BackupError> {
        for named in erasures {
            let blanks = Blanks::of(&self.chain(book), named, false)?;
            for name in blanks.segments().map(segment_name) {
                if self.names.contains(&name) {
                    continue;
                }
                let mut anew = || {
                    let (from, to) = (self.disk.open(&name)?, self.stage(&name)?);
                    copy(&*from, &*to, 0, from.len()?)
                };
                anew().map_err(|e| BackupError::io(self.disk.path(&name), e))?;
            }
            if blanks.count() > 0 {
                blanks.write(&self.chain(book))?;
            }
        }
        Ok(())
    }

    /// They take their places. After a power cut some may have and others not, so each must do for itself.
    pub(super) fn settle(&self) -> Result<(), BackupError> {
        for name in &self.names {
            let renamed = self.disk.rename(&staged_name(name), name);
            renamed.map_err(|e| BackupError::io(self.disk.path(name), e))?;
        }
        self.disk.sync_names().map_err(|e| BackupError::io(self.disk.path(""), e))
    }

    fn seen(&self, name: &str) -> bool {
        *name <= *segment_name(self.last)
    }
}

fn refused<T>() -> io::Result<T> {
    Err(io::ErrorKind::Unsupported.into())
}

impl Disk for Staged {
    fn list(&self) -> io::Result<Vec<String>> {
        let mut all: BTreeSet<String> = self.disk.list()?.into_iter().filter(|n| self.seen(n)).collect();
        all.extend(self.names.iter().cloned());
        Ok(all.into_iter().collect())
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        match self.names.contains(name) {
            true => self.disk.open(&staged_name(name)),
            false => self.disk.open(name),
        }
    }

    fn create(&self, _: &str) -> io::Result<Box<dyn DiskFile>> {
        refused()
    }

    fn rename(&self, _: &str, _: &str) -> io::Result<()> {
        refused()
    }

    fn remove(&self, _: &str) -> io::Result<()> {
        refused()
    }

    fn sync_names(&self) -> io::Result<()> {
        refused()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.disk.path(name)
    }
}

/// Hands on the bytes between two offsets, piece by piece.
pub(super) fn pieces(
    file: &dyn DiskFile,
    from: u64,
    till: u64,
    each: &mut dyn FnMut(u64, &[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let mut buf = vec![0; PIECE];
    let mut at = from;
    while at < till {
        let want = usize::try_from(till - at).unwrap_or(PIECE).min(PIECE);
        let got = file.read_at(buf.get_mut(..want).unwrap_or_default(), at)?;
        if got == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        each(at, buf.get(..got).unwrap_or_default())?;
        at += got as u64;
    }
    Ok(())
}

/// Copies the bytes between two offsets to the same place of another file.
pub(super) fn copy(from: &dyn DiskFile, to: &dyn DiskFile, start: u64, till: u64) -> io::Result<()> {
    pieces(from, start, till, &mut |at, bytes| to.write_at(bytes, at))
}

/// Whether two files begin with the same bytes.
pub(super) fn same(a: &dyn DiskFile, b: &dyn DiskFile, len: u64) -> io::Result<bool> {
    let (mut other, mut same) = (vec![0; PIECE], true);
    pieces(a, 0, len, &mut |at, bytes| {
        if same {
            let there = other.get_mut(..bytes.len()).unwrap_or_default();
            same = b.read_at(there, at)? == bytes.len() && *there == *bytes;
        }
        Ok(())
    })?;
    Ok(same)
}
