//! The folder that a backup is kept in: its title page, its list of heads, small files replaced whole.
use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    super::{
        Erasure, Lock, RawId, StoreError, blank,
        disk::{Disk, RealDisk},
        folder::{self, Folder},
        walk::Chain,
    },
    BackupError, Head, heads as list,
};

const TITLE: &str = "backup";
const FIRST_LINE: &str = "linli backup ";
const VERSION: u32 = 1;
/// Longest list of heads that is read: a line a night for four hundred years.
const TEXT_MAX: usize = 16 << 20;
/// What a first backup may have left that was ended before its title page.
const TRACES: &[&str] = &["backup.tmp", "lock"];

/// A backup's folder.
pub(super) struct Kept {
    pub disk: Arc<dyn Disk>,
    /// The book's title page, as it stood at the last backup.
    pub page: String,
    pub book: RawId,
    pub heads: Vec<Head>,
}

impl Kept {
    /// Reads the title page and the list; `None` where a backup may be begun.
    pub(super) fn read(disk: Arc<dyn Disk>) -> Result<Option<Self>, BackupError> {
        let path = || disk.path(TITLE);
        let Some(title) = read_all(&*disk, TITLE)? else {
            let names = disk.list().map_err(|e| BackupError::io(disk.path(""), e))?;
            return match names.iter().all(|n| TRACES.contains(&n.as_str())) {
                true => Ok(None),
                false => Err(BackupError::NotABackup { path: disk.path("") }),
            };
        };
        let (first, page) = title.split_once('\n').unwrap_or((&title, ""));
        match first.strip_prefix(FIRST_LINE).and_then(|n| n.parse::<u32>().ok()) {
            Some(VERSION) => {}
            Some(n) if n > VERSION => return Err(BackupError::Newer { path: path() }),
            _ => return Err(BackupError::NotABackup { path: path() }),
        }
        let book = folder::read_title(page, &path())?;
        let heads = list::read(&*disk)?;
        Ok(Some(Kept { page: page.to_owned(), book, heads, disk }))
    }

    /// Begins one, or brings its title page up to the book's.
    pub(super) fn begin(disk: Arc<dyn Disk>, page: &str, book: RawId) -> Result<Self, BackupError> {
        let kept = match Self::read(Arc::clone(&disk))? {
            Some(kept) if kept.book != book => {
                return Err(BackupError::OtherBook { path: disk.path("") });
            }
            Some(kept) if kept.page == page => return Ok(kept),
            Some(kept) => Kept { page: page.to_owned(), ..kept },
            None => Kept { disk, page: page.to_owned(), book, heads: Vec::new() },
        };
        kept.disk_title()?;
        Ok(kept)
    }

    fn disk_title(&self) -> Result<(), BackupError> {
        replace(&*self.disk, TITLE, format!("{FIRST_LINE}{VERSION}\n{}", self.page).as_bytes())
    }

    /// One that holds a whole backup, for reading.
    pub(super) fn whole(dir: &Path) -> Result<(Self, Head), BackupError> {
        let disk: Arc<dyn Disk> = Arc::new(RealDisk::read_only(dir));
        Self::whole_on(disk)
    }

    pub(super) fn whole_on(disk: Arc<dyn Disk>) -> Result<(Self, Head), BackupError> {
        let path = disk.path("");
        let kept = Self::read(disk)?.ok_or(BackupError::Unfinished { path: path.clone() })?;
        let last = *kept.heads.last().ok_or(BackupError::Unfinished { path })?;
        Ok((kept, last))
    }

    pub(super) fn path(&self) -> PathBuf {
        self.disk.path("")
    }

    pub(super) fn chain(&self) -> Chain {
        Chain::new(Arc::clone(&self.disk), self.book)
    }
}

/// The heads in a backup's folder, oldest first.
///
/// # Errors
/// When it is not a backup's folder.
pub fn heads(dir: &Path) -> Result<Vec<Head>, BackupError> {
    Kept::whole(dir).map(|(kept, _)| kept.heads)
}

/// The erasures that a backup or a book knows, also beyond places that are damaged.
///
/// # Errors
/// When the folder is neither.
pub fn erasures(dir: &Path) -> Result<Vec<Erasure>, BackupError> {
    match Folder::new(dir).title()? {
        Some(_) => Ok(blank::erasures(dir)?),
        None => Ok(blank::known(&Kept::whole(dir)?.0.chain())?),
    }
}

/// A book's journal for reading, with its title page.
pub(super) fn book(dir: &Path) -> Result<(Chain, String), BackupError> {
    let folder = Folder::new(dir);
    let page = folder.title()?.ok_or_else(|| StoreError::NotABook { path: dir.to_owned() })?;
    let book = folder.identify()?.ok_or_else(|| StoreError::NotABook { path: dir.to_owned() })?;
    Ok((Chain::new(Arc::new(RealDisk::read_only(&folder.journal())), book), page))
}

/// One backup at a time into a folder, for its owner only. Beside a book or in one it is refused.
pub(super) fn take(book: &Path, dir: &Path) -> Result<Lock, BackupError> {
    apart(book, dir)?;
    Folder::new(dir).create()?;
    // A folder that is not ours gets no lock file.
    Kept::read(Arc::new(RealDisk::read_only(dir)))?;
    Lock::take(dir).map_err(|e| match e {
        StoreError::Locked { .. } => BackupError::Busy { path: dir.to_owned() },
        e => e.into(),
    })
}

fn apart(book: &Path, dir: &Path) -> Result<(), BackupError> {
    let absolute = |p: &Path| -> io::Result<PathBuf> {
        // Of a folder still to be made, what is there of its path counts.
        let mut there = std::path::absolute(p)?;
        let mut rest = Vec::new();
        loop {
            match there.canonicalize() {
                Ok(mut real) => {
                    real.extend(rest.iter().rev());
                    return Ok(real);
                }
                Err(e) if e.kind() == io::ErrorKind::NotFound => {
                    rest.push(there.file_name().map(ToOwned::to_owned).unwrap_or_default());
                    if !there.pop() {
                        return Err(e);
                    }
                }
                Err(e) => return Err(e),
            }
        }
    };
    let real = |p: &Path| absolute(p).map_err(|e| BackupError::io(p, e));
    if real(dir)?.starts_with(real(book)?) {
        return Err(BackupError::InsideBook { path: dir.to_owned() });
    }
    Ok(())
}

/// All of a small text file, if it is there.
pub(super) fn read_all(disk: &dyn Disk, name: &str) -> Result<Option<String>, BackupError> {
    let read = || -> io::Result<Vec<u8>> {
        let file = disk.open(name)?;
        let len = usize::try_from(file.len()?).unwrap_or(usize::MAX);
        if len > TEXT_MAX {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut bytes = vec![0; len];
        let got = file.read_at(&mut bytes, 0)?;
        bytes.truncate(got);
        Ok(bytes)
    };
    match read() {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(BackupError::NotABackup { path: disk.path(name) }),
        },
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        // a link, a folder, what is far too long: nothing that a backup has made
        Err(e) if e.kind() == io::ErrorKind::InvalidData => {
            Err(BackupError::NotABackup { path: disk.path(name) })
        }
        Err(e) => Err(BackupError::io(disk.path(name), e)),
    }
}

/// A small file, replaced whole or not at all.
pub(super) fn replace(disk: &dyn Disk, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
    let temporary = format!("{name}.tmp");
    let write = || {
        let file = disk.create(&temporary)?;
        file.write_at(bytes, 0)?;
        file.sync()?;
        disk.rename(&temporary, name)?;
        disk.sync_names()
    };
    write().map_err(|e| BackupError::io(disk.path(name), e))
}
