//! A file that a worker asked for: whole or not at all, readable by them only, and in nobody's place unless they said so.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A file being written beside the place that it is for.
#[derive(Debug)]
pub struct NewFile {
    to: PathBuf,
    beside: PathBuf,
    over: bool,
    out: Option<BufWriter<File>>,
}

impl NewFile {
    /// Begins one. `over`: what is there gives way, at the end and not before.
    ///
    /// # Errors
    /// `AlreadyExists` where something is there and may not give way; else what the system says.
    pub fn begin(to: &Path, over: bool) -> io::Result<NewFile> {
        if !over && fs::symlink_metadata(to).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let (Some(folder), Some(name)) = (to.parent(), to.file_name()) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}", std::process::id()));
        let beside = folder.join(hidden);
        // what an earlier try left there is nobody's
        let _ = fs::remove_file(&beside);
        let file = OpenOptions::new().write(true).read(true).create_new(true).mode(0o600).open(&beside)?;
        Ok(NewFile { to: to.to_path_buf(), beside, over, out: Some(BufWriter::new(file)) })
    }

    /// Where it will be.
    pub fn path(&self) -> &Path {
        &self.to
    }

    /// The folder in which it is written.
    pub fn folder(&self) -> &Path {
        match self.to.parent() {
            Some(p) if !p.as_os_str().is_empty() => p,
            _ => Path::new("."),
        }
    }

    /// It is complete: it takes its place.
    ///
    /// # Errors
    /// What the system says; `AlreadyExists` where somebody put another there meanwhile.
    pub fn done(mut self) -> io::Result<()> {
        let Some(out) = self.out.take() else { return Ok(()) };
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        if self.over {
            return fs::rename(&self.beside, &self.to);
        }
        // a link is made only where nothing is; a disk without links is asked before
        match fs::hard_link(&self.beside, &self.to) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists && fs::symlink_metadata(&self.to).is_err() => {
                fs::rename(&self.beside, &self.to)
            }
            done => done,
        }
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.as_mut().map_or(Err(io::ErrorKind::BrokenPipe.into()), |o| o.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl io::Seek for NewFile {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.out.as_mut().map_or(Err(io::ErrorKind::BrokenPipe.into()), |o| o.seek(to))
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.beside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_whole_or_not_there_and_takes_nobodys_place_unasked() {
        let dir = tempfile::tempdir().unwrap();
        let to = dir.path().join("人员.csv");
        let mut half = NewFile::begin(&to, false).unwrap();
        half.write_all(b"half").unwrap();
        drop(half);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is left of it");
        let mut whole = NewFile::begin(&to, false).unwrap();
        whole.write_all(b"one").unwrap();
        whole.done().unwrap();
        let why = |over| NewFile::begin(&to, over).map(drop).map_err(|e| e.kind());
        assert_eq!(why(false), Err(io::ErrorKind::AlreadyExists));
        let mut other = NewFile::begin(&to, true).unwrap();
        other.write_all(b"two").unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"one", "until the end the old one stays");
        other.done().unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&to).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
}
