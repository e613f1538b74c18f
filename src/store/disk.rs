//! The few things the journal asks of a disk, so that tests can put a forgetful one in its place.
use rustix::fs::OFlags;
use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// Longest file that is believed, bytes: segments are far shorter, and one made of nothing but a hole takes no disk.
const FILE_MAX: u64 = 1 << 30;

/// A folder of files. What is not synced may be lost, in any order.
pub(super) trait Disk: Send + Sync {
    /// Names of the files in the folder.
    fn list(&self) -> io::Result<Vec<String>>;
    /// Opens a file that exists.
    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>>;
    /// Creates a file, empty; one of that name is emptied.
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>>;
    /// Gives a file another name.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// Makes creations, renames and removals durable.
    fn sync_names(&self) -> io::Result<()>;
    /// Where a file is, for messages.
    fn path(&self, name: &str) -> PathBuf;
}

/// One file of a [`Disk`].
pub(super) trait DiskFile: Send + Sync {
    /// How long it is.
    fn len(&self) -> io::Result<u64>;
    /// Reads as many bytes as there are, up to the buffer's length.
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize>;
    /// Writes all of it or says that it could not; then any part may have been written.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;
    /// Cuts or extends the file.
    fn set_len(&self, len: u64) -> io::Result<()>;
    /// Makes what was written durable.
    fn sync(&self) -> io::Result<()>;
}

/// A real folder.
pub(super) struct RealDisk {
    dir: PathBuf,
    write: bool,
}

impl RealDisk {
    /// For reading and writing.
    pub(super) fn new(dir: &Path) -> Self {
        RealDisk { dir: dir.to_owned(), write: true }
    }

    /// For reading only: needs no right to write.
    pub(super) fn read_only(dir: &Path) -> Self {
        RealDisk { dir: dir.to_owned(), write: false }
    }
}

impl Disk for RealDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.dir)? {
            if let Ok(name) = entry?.file_name().into_string() {
                names.push(name);
            }
        }
        Ok(names)
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.read(true).write(self.write);
        let file = open_plain(&mut options, &self.dir.join(name))?;
        match file.metadata()?.len() {
            ..=FILE_MAX => Ok(Box::new(RealFile(file))),
            _ => Err(io::ErrorKind::FileTooLarge.into()),
        }
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let path = self.dir.join(name);
        let mut options = OpenOptions::new();
        // emptied only once it is known to be a file of this folder
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let file = open_plain(&mut options, &path)?;
        file.set_len(0)?;
        Ok(Box::new(RealFile(file)))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.dir.join(from), self.dir.join(to))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.dir.join(name))
    }

    fn sync_names(&self) -> io::Result<()> {
        File::open(&self.dir)?.sync_all()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

/// Opens what is a plain file in its folder: a link leads elsewhere, a pipe would be waited for without end, a device
/// has no end.
pub(super) fn open_plain(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = options.custom_flags(flags.bits().cast_signed()).open(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::ErrorKind::InvalidData.into()),
    }
}

struct RealFile(File);

impl DiskFile for RealFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut done = 0;
        while let Some(rest) = buf.get_mut(done..)
            && !rest.is_empty()
        {
            match self.0.read_at(rest, offset + done as u64) {
                Ok(0) => break,
                Ok(n) => done += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(done)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.0.write_all_at(bytes, offset)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync(&self) -> io::Result<()> {
        rustix::fs::fdatasync(&self.0)?;
        // Somebody may have deleted it, and then it is written for nobody.
        match rustix::fs::fstat(&self.0)?.st_nlink {
            0 => Err(io::Error::new(io::ErrorKind::NotFound, "somebody has deleted this file")),
            _ => Ok(()),
        }
    }
}
