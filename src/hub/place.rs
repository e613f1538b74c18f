//! Where a book lies and where its hub listens.

use crate::text::{Lang, command as words, store as told};
use serde::Deserialize;
use std::io::{self, ErrorKind};
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};

/// The file that makes a machine an office's server: it names the hub's socket and account.
pub const OFFICE: &str = "/etc/linli/hub";

/// Which hub a program speaks to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A book of one's own: its hub is started when none runs.
    Own(PathBuf),
    /// An office's hub: only ever joined.
    Office(Office),
}

/// An office's hub.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Where it listens.
    pub socket: PathBuf,
    /// The account it runs under, by name or number: nobody else is told anything. `None` where somebody named the
    /// socket by hand, and knows whose it is.
    pub account: Option<String>,
}

impl Place {
    /// Decides: flags first, then LINLI_HUB and LINLI_BOOK, then the office's file, then one's own data folder.
    ///
    /// # Errors
    /// When the office's file cannot be read, as then no other book may be opened in its stead; when there is no home
    /// to keep a book in.
    pub fn find(book: Option<PathBuf>, hub: Option<PathBuf>) -> io::Result<Place> {
        let env = |k: &str| std::env::var_os(k).filter(|v| !v.is_empty()).map(PathBuf::from);
        let named = |socket| Place::Office(Office { socket, account: None });
        if let Some(h) = hub {
            return Ok(named(h));
        }
        if let Some(b) = book {
            return Ok(Place::Own(b));
        }
        if let Some(h) = env("LINLI_HUB") {
            return Ok(named(h));
        }
        if let Some(b) = env("LINLI_BOOK") {
            return Ok(Place::Own(b));
        }
        match std::fs::read_to_string(OFFICE) {
            Ok(text) => office(&text).map(Place::Office),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(Place::Own(data()?.join("book"))),
            Err(e) => Err(bad_office(&told::io(Lang::from_env(), &e))),
        }
    }

    /// The socket.
    pub fn socket(&self) -> PathBuf {
        match self {
            Place::Own(dir) => dir.join("socket"),
            Place::Office(office) => office.socket.clone(),
        }
    }
}

/// What the office's file says.
fn office(text: &str) -> io::Result<Office> {
    toml::from_str(text).map_err(|e| bad_office(e.message()))
}

fn bad_office(why: &str) -> io::Error {
    io::Error::other(words::bad_office(Lang::from_env(), OFFICE, why))
}

/// The folder of this worker's data.
///
/// # Errors
/// When there is no home.
pub fn data() -> io::Result<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "linli");
    dirs.map(|d| d.data_dir().to_path_buf())
        .ok_or_else(|| io::Error::other(words::NO_HOME.get(Lang::from_env())))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packaged_file_is_read_and_nonsense_is_refused() {
        let packaged = office(include_str!("../../packaging/hub")).unwrap();
        assert_eq!(packaged.socket, Path::new("/run/linli/socket"));
        assert_eq!(packaged.account.as_deref(), Some("linli"));
        for bad in ["", "/run/linli/socket\n", "account = \"linli\"\n", "socket = \"/a\"\nbook = \"/b\"\n"] {
            let said = office(bad).unwrap_err().to_string();
            assert!(said.contains(OFFICE), "{said}");
        }
    }
}
