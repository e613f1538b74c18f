//! Drafts are files, `drafts/<uid>/<id>`, replaced atomically and synced: a rebuild of the book never touches them.

use super::wire::Draft;
use super::world::World;
use crate::book::Id;
use crate::store::codec;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Largest draft, bytes.
const DRAFT_MAX: u64 = 1 << 20;
/// Most drafts of one worker; the oldest give way.
const DRAFTS_MAX: usize = 100;

/// Where a worker's drafts lie.
pub(super) fn folder(dir: &Path, uid: u32) -> PathBuf {
    dir.join("drafts").join(uid.to_string())
}

/// Keeps a draft: when this returns it survives a power cut.
///
/// # Errors
/// When the folder cannot be written.
pub fn keep(dir: &Path, uid: u32, draft: &Draft) -> io::Result<()> {
    let folder = folder(dir, uid);
    DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
    let bytes = codec::encode(draft, DRAFT_MAX).map_err(|e| io::Error::other(e.to_string()))?;
    let path = folder.join(draft.id.to_string());
    let new = folder.join(format!("{}.new", draft.id));
    let mut f = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    f.write_all(&bytes)?;
    f.sync_all()?;
    let fresh = !path.exists();
    fs::rename(&new, &path)?;
    File::open(&folder)?.sync_all()?;
    if fresh {
        for old in all(dir, uid).into_iter().skip(DRAFTS_MAX) {
            drop(dir, uid, old.id)?;
        }
    }
    Ok(())
}

/// All drafts of a worker, newest first. A damaged one is left out and left alone.
pub fn all(dir: &Path, uid: u32) -> Vec<Draft> {
    let mut out: Vec<Draft> = fs::read_dir(folder(dir, uid))
        .into_iter()
        .flatten()
        .flatten()
        .filter(|e| e.path().extension().is_none())
        .filter(|e| e.metadata().is_ok_and(|m| m.len() <= DRAFT_MAX))
        .filter_map(|e| fs::read(e.path()).ok())
        .filter_map(|b| codec::decode(&b, DRAFT_MAX).ok())
        .collect();
    out.sort_by_key(|d| std::cmp::Reverse((d.at_ms, d.id)));
    out
}

/// All drafts of a worker but those about somebody whose entry is only kept.
pub fn usable(world: &World, uid: u32) -> Vec<Draft> {
    let mut out = all(&world.dir, uid);
    out.retain(|d| !world.is_frozen(d.target));
    out
}

/// Drops a draft; one that is not there is dropped already.
///
/// # Errors
/// When the file cannot be removed.
pub fn drop(dir: &Path, uid: u32, id: Id) -> io::Result<()> {
    match fs::remove_file(folder(dir, uid).join(id.to_string())) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Kind, Ref};

    fn draft(n: u8, at_ms: i64) -> Draft {
        let id = Id([n; 16]);
        Draft {
            id,
            target: Ref { kind: Kind::Visit, id },
            base: 0,
            at_ms,
            title: "走访".into(),
            texts: vec![(7, "路面".into())],
        }
    }

    #[test]
    fn drafts_are_kept_replaced_and_dropped() {
        let dir = tempfile::tempdir().unwrap();
        keep(dir.path(), 7, &draft(1, 10)).unwrap();
        keep(dir.path(), 7, &draft(2, 30)).unwrap();
        keep(dir.path(), 7, &draft(1, 20)).unwrap();
        assert_eq!(all(dir.path(), 7).iter().map(|d| d.at_ms).collect::<Vec<_>>(), [30, 20]);
        assert!(all(dir.path(), 8).is_empty(), "another worker's are theirs");
        drop(dir.path(), 7, Id([2; 16])).unwrap();
        drop(dir.path(), 7, Id([2; 16])).unwrap();
        fs::write(folder(dir.path(), 7).join("damaged"), b"\xff\xff").unwrap();
        assert_eq!(all(dir.path(), 7).len(), 1);
    }
}
