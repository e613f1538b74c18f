//! Small files of a worker's own beside the book: drafts, settings, phrases.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Puts a file in the place of the one that is there, in a folder that is made if need be: whole or not at all, whatever
/// happens on the way, and for nobody else to read.
///
/// # Errors
/// When it cannot be written; the one before stays.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mut beside = OsString::from(name);
    beside.push(".new");
    let new = folder.join(beside);
    let mut f = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    f.write_all(bytes)?;
    f.sync_all()?;
    fs::rename(&new, path)?;
    File::open(folder)?.sync_all()
}
