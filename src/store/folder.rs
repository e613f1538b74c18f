//! A book's folder: what lies where, which format it has, and whether it was left in order.
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use super::{RawId, StoreError, disk::open_plain, fault};

/// The format this program writes, and the newest it reads.
pub(super) const FORMAT: u32 = 1;
const TITLE: &str = "linli book ";
/// Longest title page that is read.
const TITLE_MAX: u64 = 64 << 10;
const ASIDE: &str = "sled.aside-";
const NEW: &str = "sled.new";

/// The folder of one book. Files it does not know belong to others and stay as they are.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    dir: PathBuf,
}

impl Folder {
    pub(super) fn new(dir: &Path) -> Self {
        Folder { dir: dir.to_owned() }
    }
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }
    pub(super) fn journal(&self) -> PathBuf {
        self.dir.join("journal")
    }
    pub(super) fn sled(&self) -> PathBuf {
        self.dir.join("sled")
    }
    /// Where a sled is built while the old one still answers.
    pub(super) fn sled_new(&self) -> PathBuf {
        self.dir.join(NEW)
    }
    pub(super) fn lock(&self) -> PathBuf {
        self.dir.join("lock")
    }
    fn format(&self) -> PathBuf {
        self.dir.join("format")
    }
    fn mark(&self) -> PathBuf {
        self.dir.join("sled.dirty")
    }

    /// Makes the folder, for its owner only, if it is not there.
    pub(super) fn create(&self) -> Result<(), StoreError> {
        make_dir(&self.dir)
    }

    /// The book's own id; `None` if no book was founded here yet.
    pub(super) fn identify(&self) -> Result<Option<RawId>, StoreError> {
        let path = self.format();
        let text = match read_text(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                // A journal without its title page is a damaged book, not a place for a new one.
                // A backup is kept by itself and never becomes a book by being opened.
                return match self.journal().exists() || self.dir.join("backup").exists() {
                    true => Err(StoreError::NotABook { path }),
                    false => Ok(None),
                };
            }
            Err(e) if e.kind() == io::ErrorKind::InvalidData => return Err(StoreError::NotABook { path }),
            Err(e) => return Err(StoreError::io(path, e)),
        };
        read_title(&text, &path).map(Some)
    }

    /// The title page as it stands, if there is one.
    pub(super) fn title(&self) -> Result<Option<String>, StoreError> {
        let path = self.format();
        match read_text(&path) {
            Ok(text) => Ok(Some(text)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(StoreError::io(path, e)),
        }
    }

    /// Writes a title page, whole or not at all: from then on the folder is a book.
    pub(super) fn put_title(&self, text: &str) -> Result<(), StoreError> {
        let path = self.format();
        let temporary = self.dir.join("format.tmp");
        let write = || {
            write_synced(&temporary, text.as_bytes())?;
            fs::rename(&temporary, &path)?;
            sync_dir(&self.dir)
        };
        write().map_err(|e| StoreError::io(&path, e))
    }

    /// Founds a book: journal's folder first, title page last, so that a half-founded one is founded again.
    pub(super) fn found(&self) -> Result<RawId, StoreError> {
        let book = uuid::Uuid::now_v7();
        self.put_title(&format!("{TITLE}{FORMAT}\n{book}\n"))?;
        make_dir(&self.journal())?;
        sync_dir(&self.dir).map_err(|e| StoreError::io(&self.dir, e))?;
        Ok(book.into_bytes())
    }

    /// Makes the journal's folder if only the title page was written.
    pub(super) fn ensure_journal(&self) -> Result<(), StoreError> {
        make_dir(&self.journal())
    }

    /// What the mark says, if the last process did not close cleanly.
    pub(super) fn dirty(&self) -> Result<Option<String>, StoreError> {
        match fs::read(self.mark()) {
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).trim().to_owned())),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(StoreError::io(self.mark(), e)),
        }
    }

    /// Writes the mark; sled may be opened only after it is durable.
    pub(super) fn mark_dirty(&self, boot: &str) -> Result<(), StoreError> {
        let write = || {
            write_synced(&self.mark(), boot.as_bytes())?;
            sync_dir(&self.dir)
        };
        write().map_err(|e| StoreError::io(self.mark(), e))
    }

    /// Syncs everything of sled's, then takes the mark away.
    pub(super) fn mark_clean(&self) -> Result<(), StoreError> {
        self.sync_sled(true)?;
        fault::point("close.synced");
        let remove = || {
            fs::remove_file(self.mark())?;
            fault::point("close.marked");
            sync_dir(&self.dir)
        };
        remove().map_err(|e| StoreError::io(self.mark(), e))
    }

    /// sled's own flush does not reach the disk, so this does; `all` includes its smaller files.
    pub(super) fn sync_sled(&self, all: bool) -> Result<(), StoreError> {
        let sled = self.sled();
        let sync = || match all {
            true => sync_tree(&sled),
            false => Ok(rustix::fs::fdatasync(File::open(sled.join("db"))?)?),
        };
        sync().map_err(|e| StoreError::io(&sled, e))
    }

    /// Renames sled's folder out of the way, untouched; false if there is none.
    pub(super) fn set_aside(&self) -> Result<bool, StoreError> {
        let sled = self.sled();
        if !sled.exists() {
            return Ok(false);
        }
        let free = (1u32..).map(|n| self.dir.join(format!("{ASIDE}{n}"))).find(|p| !p.exists());
        let go = || {
            fs::rename(&sled, free.as_deref().unwrap_or(&sled))?;
            sync_dir(&self.dir)
        };
        go().map_err(|e| StoreError::io(&sled, e))?;
        Ok(true)
    }

    /// Puts the sled built beside in the place of the old one, which is set aside.
    pub(super) fn take_new(&self) -> Result<(), StoreError> {
        self.set_aside()?;
        let go = || {
            fault::point("erase.aside");
            fs::rename(self.sled_new(), self.sled())?;
            sync_dir(&self.dir)
        };
        go().map_err(|e| StoreError::io(self.sled(), e))
    }

    /// How much more can be written here.
    pub(super) fn free_bytes(&self) -> Result<u64, StoreError> {
        let stat = rustix::fs::statvfs(&self.dir).map_err(|e| StoreError::io(&self.dir, e.into()))?;
        Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
    }

    /// How much of the disk sled takes, as far as that can be seen.
    pub(super) fn sled_bytes(&self) -> u64 {
        fs::metadata(self.sled().join("db")).map_or(0, |m| m.blocks() * 512)
    }

    /// Deletes every folder set aside, and one that was not built to its end.
    pub(super) fn delete_aside(&self) -> Result<(), StoreError> {
        let delete = || -> io::Result<()> {
            for entry in fs::read_dir(&self.dir)? {
                let entry = entry?;
                let name = entry.file_name();
                let name = name.to_string_lossy();
                if name.starts_with(ASIDE) || name == NEW {
                    match entry.file_type()?.is_dir() {
                        true => fs::remove_dir_all(entry.path())?,
                        false => fs::remove_file(entry.path())?,
                    }
                }
            }
            sync_dir(&self.dir)
        };
        delete().map_err(|e| StoreError::io(&self.dir, e))
    }

    /// An empty folder for sled, for its owner only.
    pub(super) fn make_sled(&self, path: &Path) -> Result<(), StoreError> {
        make_dir(path)
    }
}

/// The id of the book that a title page names.
pub(super) fn read_title(text: &str, path: &Path) -> Result<RawId, StoreError> {
    let mut lines = text.lines();
    let format = lines.next().and_then(|l| l.strip_prefix(TITLE)).and_then(|n| n.parse::<u32>().ok());
    match (format, lines.next().and_then(|l| l.parse::<uuid::Uuid>().ok())) {
        (Some(found), _) if found > FORMAT => {
            Err(StoreError::Newer { path: path.to_owned(), found, known: FORMAT })
        }
        (Some(FORMAT), Some(book)) => Ok(book.into_bytes()),
        _ => Err(StoreError::NotABook { path: path.to_owned() }),
    }
}

/// A title page, as far as one goes.
fn read_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    open_plain(OpenOptions::new().read(true), path)?.take(TITLE_MAX).read_to_string(&mut text)?;
    Ok(text)
}

/// Which run of the machine this is.
pub(super) fn boot_id() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").map(|s| s.trim().to_owned()).unwrap_or_default()
}

pub(super) fn make_dir(path: &Path) -> Result<(), StoreError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|e| StoreError::io(path, e))
}

pub(super) fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

pub(super) fn sync_dir(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn sync_tree(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => sync_tree(&entry.path())?,
            false => File::open(entry.path())?.sync_all()?,
        }
    }
    sync_dir(dir)
}
