//! Files that a worker asked for: into their home, readable by them alone, never over another.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// How many files of a name there may be before one has to go.
const SAME: usize = 99;

/// Longest name without its ending, bytes: what a disk takes, with room for a number.
const STEM: usize = 200;

/// A name of a file made of what people wrote: no sign that means something to a system stays in it.
fn clean(name: &str) -> String {
    let means = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let name: String = name.chars().map(|c| if means(c) { '-' } else { c }).collect();
    name.trim_start_matches(['.', ' ']).to_owned()
}

/// What a file is called, or the next of its name where there is one already: 交接单.docx, 交接单-2.docx.
pub fn names(name: &str) -> impl Iterator<Item = String> {
    let name = clean(name);
    let (stem, end) = name.rsplit_once('.').unwrap_or((&name, ""));
    let stem: String = stem.char_indices().take_while(|(at, _)| *at < STEM).map(|(_, c)| c).collect();
    let end = if end.is_empty() { String::new() } else { format!(".{end}") };
    (1..=SAME).map(move |n| if n == 1 { format!("{stem}{end}") } else { format!("{stem}-{n}{end}") })
}

/// Writes one; answers how it is called from there.
///
/// # Errors
/// When it cannot be written.
pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<String> {
    for name in names(name) {
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
        // an area's name is in the names of files, and people write what they like
        let named = |name: &str| {
            let path = write(dir.path(), name, b"c").unwrap();
            Path::new(&path).strip_prefix(dir.path()).unwrap().to_str().unwrap().to_owned()
        };
        assert_eq!(named("东关社区(一/二期) 报表.docx"), "东关社区(一-二期) 报表.docx");
        assert_eq!(named("../../etc/东关\u{7}.csv"), "-..-etc-东关-.csv");
        let long = named(&format!("{}.xlsx", "东关".repeat(60)));
        assert!(long.len() <= 210 && long.ends_with(".xlsx"), "{long}");
        assert!(write(&dir.path().join("nowhere"), "x", b"").is_err());
    }
}
