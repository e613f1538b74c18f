//! Where a book lies and where its hub listens.

use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};

/// The file that makes a machine an office's server: it names the hub's socket.
pub const OFFICE: &str = "/etc/linli/hub";

/// Which hub a program speaks to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A book of one's own: its hub is started when none runs.
    Own(PathBuf),
    /// An office's hub: only ever joined.
    Office(PathBuf),
}

impl Place {
    /// Decides: flags first, then LINLI_HUB and LINLI_BOOK, then the office's file, then one's own data folder.
    ///
    /// # Errors
    /// When there is no home to keep a book in.
    pub fn find(book: Option<PathBuf>, hub: Option<PathBuf>) -> io::Result<Place> {
        let env = |k: &str| std::env::var_os(k).filter(|v| !v.is_empty()).map(PathBuf::from);
        if let Some(h) = hub {
            return Ok(Place::Office(h));
        }
        if let Some(b) = book {
            return Ok(Place::Own(b));
        }
        if let Some(h) = env("LINLI_HUB") {
            return Ok(Place::Office(h));
        }
        if let Some(b) = env("LINLI_BOOK") {
            return Ok(Place::Own(b));
        }
        if let Ok(text) = std::fs::read_to_string(OFFICE) {
            let named = text.lines().map(str::trim).find(|l| !l.is_empty() && !l.starts_with('#'));
            return named
                .map(|l| Place::Office(l.into()))
                .ok_or_else(|| io::Error::other(format!("{OFFICE} names no socket")));
        }
        Ok(Place::Own(data()?.join("book")))
    }

    /// The socket.
    pub fn socket(&self) -> PathBuf {
        match self {
            Place::Own(dir) => dir.join("socket"),
            Place::Office(s) => s.clone(),
        }
    }
}

/// The folder of this worker's data.
///
/// # Errors
/// When there is no home.
pub fn data() -> io::Result<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "linli");
    dirs.map(|d| d.data_dir().to_path_buf())
        .ok_or_else(|| io::Error::other("there is no home folder: name one with --book"))
}

/// A socket's path within the 108 bytes that the system allows: through the folder, opened.
///
/// # Errors
/// When the folder is not there.
pub fn short(socket: &Path) -> io::Result<(PathBuf, OwnedFd)> {
    let folder = socket.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let fd = OwnedFd::from(std::fs::File::open(folder)?);
    if socket.as_os_str().len() < 100 {
        return Ok((socket.to_path_buf(), fd));
    }
    let name = socket.file_name().unwrap_or_default();
    Ok((Path::new("/proc/self/fd").join(fd.as_raw_fd().to_string()).join(name), fd))
}
