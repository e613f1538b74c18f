//! What was typed about an export goes with whom an erasure takes: a recipient or purpose that names them is covered where
//! it stands in the access log. The line itself stays: who had which record in a file is kept for as long as all lines are.

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// What the words stand under in a line.
const TYPED: [&str; 2] = ["recipient", "purpose"];

/// Covers all that was typed and mentions whoever is erased. A line keeps its length, so that the hub goes on appending to
/// the same file meanwhile, and a second time finds nothing.
///
/// # Errors
/// When a file cannot be read or written.
pub fn sweep(dir: &Path, mentions: &dyn Fn(&str) -> bool) -> io::Result<()> {
    for entry in fs::read_dir(dir.join("access")).into_iter().flatten().flatten() {
        let file = OpenOptions::new().read(true).write(true).open(entry.path())?;
        let (bytes, mut at, mut changed) = (fs::read(entry.path())?, 0_u64, false);
        for line in bytes.split_inclusive(|b| *b == b'\n') {
            if let Some(covered) = covered(line, mentions) {
                file.write_all_at(&covered, at)?;
                changed = true;
            }
            at += line.len() as u64;
        }
        if changed {
            file.sync_data()?;
        }
    }
    Ok(())
}

/// The line without the words, filled up with spaces.
fn covered(line: &[u8], mentions: &dyn Fn(&str) -> bool) -> Option<Vec<u8>> {
    let mut json: serde_json::Value = serde_json::from_slice(line).ok()?;
    let named = |v: &&mut serde_json::Value| v.as_str().is_some_and(mentions);
    let mut any = false;
    for key in TYPED {
        if let Some(text) = json.get_mut(key).filter(named) {
            *text = serde_json::Value::String(String::new());
            any = true;
        }
    }
    let mut out = serde_json::to_vec(&json).ok().filter(|_| any)?;
    let room = line.len().checked_sub(out.len() + 1)?;
    out.resize(out.len() + room, b' ');
    out.push(b'\n');
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::super::access_log::{AccessLog, Look, Looked, of};
    use super::*;
    use crate::book::{Id, Kind};

    #[test]
    fn words_that_name_somebody_go_and_the_line_stays() {
        let dir = tempfile::tempdir().unwrap();
        let log = AccessLog::open(dir.path(), 0).unwrap();
        let look = |to: &str, why: &str| Look {
            at_ms: 1_795_399_200_000,
            uid: 1000,
            staff: Id([7; 16]),
            what: Looked::Exported,
            field: None,
            records: of(Kind::Person, [Id([2; 16])]),
            given: Some((to.into(), why.into())),
        };
        log.durable(look("街道办", "季度报表")).unwrap();
        log.durable(look("张晓明本人", "给张晓明核对")).unwrap();
        sweep(dir.path(), &|text| text.contains("张晓明")).unwrap();
        // the hub goes on in the same file
        log.durable(look("区委办", "年度总结")).unwrap();
        let (all, _) = log.read(&[], ("0000-00", "9999-99"), &|_| true, 0, 9).unwrap();
        let given: Vec<_> = all.iter().rev().filter_map(|l| l.given.clone()).collect();
        let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
        assert_eq!(given, [pair("街道办", "季度报表"), pair("", ""), pair("区委办", "年度总结")]);
        let bytes = std::fs::read_to_string(dir.path().join("access/2026-11.jsonl")).unwrap();
        assert!(!bytes.contains("张晓明"));
    }
}
