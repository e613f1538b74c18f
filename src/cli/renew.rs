//! A session that is older than what is installed: it gives way to the installed program, once.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Says to the program begun in our place that it was: two that take each other for older must not go on for ever.
const MARK: &str = "LINLI_RENEWED";

/// The program of ours that is installed now, where that is another than the one running.
pub fn installed() -> Option<PathBuf> {
    if std::env::var_os(MARK).is_some() {
        return None;
    }
    other(Path::new("/proc/self/exe"))
}

/// What stands at the place of a running program, where it is another one by now.
fn other(running: &Path) -> Option<PathBuf> {
    let path = fs::read_link(running).ok()?;
    let name = path.to_str()?;
    let path = PathBuf::from(name.strip_suffix(" (deleted)").unwrap_or(name));
    // the link leads to the file that runs, wherever its name has gone
    let (now, then) = (fs::metadata(&path).ok()?, fs::metadata(running).ok()?);
    (now.is_file() && (now.dev(), now.ino()) != (then.dev(), then.ino())).then_some(path)
}

/// Becomes the installed program, with the same words on the command line. Comes back only where that is not possible.
pub fn renew() {
    if let Some(program) = installed() {
        let _ = Command::new(program).args(std::env::args_os().skip(1)).env(MARK, "1").exec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_replaced_while_it_runs_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let program = dir.path().join("sleeper");
        fs::copy("/bin/sleep", &program).unwrap();
        let mut child = Command::new(&program).arg("60").spawn().unwrap();
        let running = PathBuf::from(format!("/proc/{}/exe", child.id()));
        assert_eq!(other(&running), None, "the same");
        let new = dir.path().join("new");
        fs::copy("/bin/sleep", &new).unwrap();
        fs::rename(&new, &program).unwrap();
        assert_eq!(other(&running), Some(program.clone()), "another");
        fs::remove_file(&program).unwrap();
        assert_eq!(other(&running), None, "none");
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
