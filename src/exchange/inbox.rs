//! A worker's drop folder: what they lay into `~/linli-in` from their own machine is offered to be brought in. What is
//! in the book lies in `done` beside it afterwards, so that it is not offered twice.

use std::fs::{self, DirBuilder, Metadata};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Its name in the worker's home.
pub const FOLDER: &str = "linli-in";
/// Where what is in the book goes.
const DONE: &str = "done";
/// Most files that are offered at once.
const OFFERED: usize = 50;
/// How many files of a name may lie there.
const SAME: usize = 999;

/// The endings of files that may be ledgers.
const ENDINGS: [&str; 9] = ["xlsx", "xls", "xlsm", "ods", "csv", "tsv", "txt", "jsonl", "vcf"];

/// A file that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// What it is called.
    pub name: String,
    /// Where it lies.
    pub path: String,
    /// Bytes.
    pub bytes: u64,
    /// When it was written, milliseconds since 1970.
    pub at_ms: i64,
}

/// Whether a file may be a ledger, by its name. What is still being sent has another ending.
pub fn may_be_ledger(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_lowercase());
    !name.starts_with('.') && ending.is_some_and(|e| ENDINGS.contains(&e.as_str()))
}

/// What lies in a worker's drop folder, the newest first. Where there is no folder there is nothing.
pub fn list(home: &Path) -> Vec<Arrived> {
    let mut all: Vec<Arrived> = fs::read_dir(home.join(FOLDER))
        .into_iter()
        .flatten()
        .filter_map(|e| {
            let e = e.ok()?;
            let name = e.file_name().into_string().ok().filter(|n| may_be_ledger(n))?;
            // neither a pipe nor what somebody linked here is a file that was laid down
            let about = e.metadata().ok().filter(|m| m.is_file() && m.len() > 0)?;
            let path = e.path().to_str()?.to_owned();
            Some(Arrived { name, path, bytes: about.len(), at_ms: written(&about) })
        })
        .collect();
    all.sort_by(|a, b| (b.at_ms, &a.name).cmp(&(a.at_ms, &b.name)));
    all.truncate(OFFERED);
    all
}

fn written(about: &Metadata) -> i64 {
    let since = about.modified().ok().and_then(|m| m.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Makes the folder, for this worker alone; where it is there already it stays as it is.
///
/// # Errors
/// What the system says.
pub fn make(home: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(home.join(FOLDER))
}

/// A file is in the book: if it lay in the drop folder it goes to `done`, over no other. Where it lies now; nothing
/// where it came from elsewhere and stays there.
///
/// # Errors
/// What the system says.
pub fn done(home: &Path, file: &Path) -> io::Result<Option<PathBuf>> {
    let folder = home.join(FOLDER);
    let (Some(name), true) = (file.file_name().and_then(|n| n.to_str()), file.parent() == Some(&folder))
    else {
        return Ok(None);
    };
    let aside = folder.join(DONE);
    DirBuilder::new().recursive(true).mode(0o700).create(&aside)?;
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let dot = if ending.is_empty() { "" } else { "." };
    for n in 1..=SAME {
        let to = aside.join(if n == 1 { name.to_owned() } else { format!("{stem}-{n}{dot}{ending}") });
        // a link is made only where nothing is
        match fs::hard_link(file, &to) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e),
            Ok(()) => {
                fs::remove_file(file)?;
                return Ok(Some(to));
            }
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn ledgers_are_offered_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        assert!(list(home.path()).is_empty());
        make(home.path()).unwrap();
        make(home.path()).unwrap();
        let folder = home.path().join(FOLDER);
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        for name in ["台账.XLSX", "半.xlsx.filepart", ".隐藏.csv", "照片.jpg"] {
            fs::write(folder.join(name), "x").unwrap();
        }
        fs::write(folder.join("空.csv"), "").unwrap();
        fs::create_dir(folder.join("夹.csv")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", folder.join("别处.txt")).unwrap();
        let names: Vec<String> = list(home.path()).into_iter().map(|a| a.name).collect();
        assert_eq!(names, ["台账.XLSX"]);
    }

    #[test]
    fn what_is_in_the_book_goes_aside_and_over_no_other() {
        let home = tempfile::tempdir().unwrap();
        make(home.path()).unwrap();
        let file = home.path().join(FOLDER).join("台账.csv");
        for n in ["1", "2"] {
            fs::write(&file, n).unwrap();
            done(home.path(), &file).unwrap().unwrap();
            assert!(!file.exists());
        }
        let aside = |name: &str| fs::read_to_string(home.path().join(FOLDER).join(DONE).join(name)).unwrap();
        assert_eq!((aside("台账.csv"), aside("台账-2.csv")), ("1".into(), "2".into()));
        assert!(list(home.path()).is_empty());
        let other = home.path().join("别处.csv");
        fs::write(&other, "x").unwrap();
        assert_eq!(done(home.path(), &other).unwrap(), None);
        assert!(other.exists(), "what lies elsewhere stays");
    }
}
