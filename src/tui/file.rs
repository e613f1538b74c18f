//! Files that a worker asked for: into their home, readable by them alone, never over another.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// How many files of a name there may be before one has to go.
const SAME: usize = 99;

/// Writes one; answers how it is called from there.
///
/// # Errors
/// When it cannot be written.
pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<String> {
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
    let dot = if end.is_empty() { "" } else { "." };
    for n in 1..=SAME {
        let name = if n == 1 { name.to_owned() } else { format!("{stem}-{n}{dot}{end}") };
        let path = folder.join(&name);
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(mut file) => {
                file.write_all(bytes)?;
                file.sync_all()?;
                return Ok(path.display().to_string());
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_is_ones_own_and_takes_no_others_place() {
        let dir = tempfile::tempdir().unwrap();
        let first = write(dir.path(), "交接单.docx", b"a").unwrap();
        let second = write(dir.path(), "交接单.docx", b"b").unwrap();
        assert!(second.ends_with("交接单-2.docx"), "{second}");
        assert_eq!(
            (std::fs::read(&first).unwrap(), std::fs::read(&second).unwrap()),
            (b"a".to_vec(), b"b".to_vec())
        );
        assert_eq!(std::fs::metadata(first).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(write(&dir.path().join("nowhere"), "x", b"").is_err());
    }
}
