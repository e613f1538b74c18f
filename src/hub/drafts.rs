//! Drafts are files, `drafts/<uid>/<id>`, replaced atomically and synced: a rebuild of the book never touches them.
//!
//! ```text
//! draft   "linliDRF" version:u8 hash:32 body      the hash is that of the version and the body
//! ```
//!
//! What does not fit its hash, or its own name, is shown to nobody: it is kept aside under another name and said.

use super::actor::Actor;
use super::own_file;
use super::wire::Draft;
use super::world::World;
use crate::book::Id;
use crate::store::codec;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// Largest draft, bytes.
const DRAFT_MAX: u64 = 1 << 20;
/// Most drafts of one worker; the oldest give way.
const DRAFTS_MAX: usize = 100;
/// What a spoilt draft is called, behind its name.
pub const SPOILT: &str = "spoilt";
/// How long a worker is told of a spoilt one.
const TOLD: Duration = Duration::from_secs(7 * 24 * 3600);

const MAGIC: &[u8; 8] = b"linliDRF";
const VERSION: u8 = 1;
const HEAD: usize = MAGIC.len() + 1 + 32;

/// How many accounts can keep drafts at once without waiting for each other's disk.
const APART: usize = 64;

/// A file is not set aside while another one of the same account takes its place.
static FILES: [Mutex<()>; APART] = [const { Mutex::new(()) }; APART];

fn files(uid: u32) -> Option<MutexGuard<'static, ()>> {
    let one = FILES.get(uid as usize % APART)?;
    Some(one.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Where a worker's drafts lie.
pub(super) fn folder(dir: &Path, uid: u32) -> PathBuf {
    dir.join("drafts").join(uid.to_string())
}

/// A draft as a file.
fn pack(draft: &Draft) -> io::Result<Vec<u8>> {
    let body = codec::encode(draft, DRAFT_MAX).map_err(|e| io::Error::other(e.to_string()))?;
    Ok([&MAGIC[..], &[VERSION], hash(VERSION, &body).as_bytes(), &body].concat())
}

fn hash(version: u8, body: &[u8]) -> blake3::Hash {
    blake3::Hasher::new().update(&[version]).update(body).finalize()
}

/// What a draft's file holds.
enum Found {
    Whole(Draft),
    /// A newer program's: whole, and not for this one.
    Newer,
    Spoilt,
}

fn unpack(bytes: &[u8], id: Id) -> Found {
    let read = |body: &[u8]| codec::decode::<Draft>(body, DRAFT_MAX).ok();
    let Some((head, body)) = bytes.split_at_checked(HEAD).filter(|(h, _)| h.starts_with(MAGIC)) else {
        // those of the first programs had no hash; to be taken for one of them it must say the same name
        return read(bytes).filter(|d| d.id == id).map_or(Found::Spoilt, Found::Whole);
    };
    let (version, known) = (head.get(8).copied().unwrap_or_default(), head.get(9..).unwrap_or_default());
    if hash(version, body).as_bytes() != known {
        return Found::Spoilt;
    }
    match version {
        VERSION => read(body).filter(|d| d.id == id).map_or(Found::Spoilt, Found::Whole),
        _ => Found::Newer,
    }
}

/// Keeps a draft: when this returns it survives a power cut.
///
/// # Errors
/// When the folder cannot be written.
pub fn keep(dir: &Path, uid: u32, draft: &Draft) -> io::Result<()> {
    let bytes = pack(draft)?;
    let path = folder(dir, uid).join(draft.id.to_string());
    let one = files(uid);
    let fresh = !path.exists();
    own_file::replace(&path, &bytes)?;
    std::mem::drop(one);
    if fresh {
        for old in all(dir, uid).into_iter().skip(DRAFTS_MAX) {
            drop(dir, uid, old.id)?;
        }
    }
    Ok(())
}

/// All drafts of a worker, newest first. One that is spoilt is kept aside.
pub fn all(dir: &Path, uid: u32) -> Vec<Draft> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder(dir, uid)).into_iter().flatten().flatten() {
        let Some(id) = named(&entry.file_name()) else { continue };
        // neither a pipe nor what somebody linked here is a draft
        if !entry.file_type().is_ok_and(|t| t.is_file()) {
            continue;
        }
        let path = entry.path();
        let one = files(uid);
        match read(&path).map(|bytes| unpack(&bytes, id)) {
            Ok(Found::Whole(draft)) => out.push(draft),
            Ok(Found::Newer) => {}
            Ok(Found::Spoilt) => {
                // where it cannot be renamed it stays, and is not shown either
                let _ = fs::rename(&path, path.with_extension(SPOILT));
            }
            // it went meanwhile, or cannot be read just now
            Err(_) => {}
        }
        std::mem::drop(one);
    }
    out.sort_by_key(|d| std::cmp::Reverse((d.at_ms, d.id)));
    out
}

/// The draft that a file's name stands for.
fn named(name: &OsString) -> Option<Id> {
    let name = name.to_str()?;
    Id::parse(name).filter(|id| id.to_string() == name)
}

/// A file's bytes; of one too large for a draft, as many as tell that it is none.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(DRAFT_MAX + HEAD as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// How many of a worker's drafts were set aside of late.
pub fn spoilt(dir: &Path, uid: u32) -> u32 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let entries = fs::read_dir(folder(dir, uid)).into_iter().flatten().flatten();
    let aside = entries.filter(|e| e.path().extension().is_some_and(|x| x == SPOILT));
    // renaming is the last that was done to it
    let lately = |seconds: i64| now.as_secs().saturating_sub(seconds.max(0) as u64) < TOLD.as_secs();
    aside.filter(|e| e.metadata().is_ok_and(|m| lately(m.ctime()))).count() as u32
}

/// All drafts of a worker but those about somebody whose entry is only kept, or who is not in their areas any more.
pub fn usable(world: &World, actor: &Actor) -> Vec<Draft> {
    let mut out = all(&world.dir, actor.uid);
    out.retain(|d| !world.is_frozen(d.target));
    if !actor.rights.everywhere() {
        out.retain(|d| match world.get(d.target) {
            Ok(Some(r)) => actor.rights.sees_record(&world.tables(), &r),
            // of a new record that is still to be written
            Ok(None) => true,
            Err(_) => false,
        });
    }
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
        assert_eq!(spoilt(dir.path(), 7), 0, "what is no draft's name is somebody else's business");
    }

    /// What becomes of a draft's file with these bytes, beside another that is whole.
    fn looked_at(bytes: &[u8]) -> (Vec<Draft>, u32) {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let folder = folder(dir.path(), 7);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(draft(2, 30).id.to_string()), pack(&draft(2, 30)).unwrap()).unwrap();
        let path = folder.join(draft(1, 10).id.to_string());
        fs::write(&path, bytes).unwrap();
        let (found, aside) = (all(dir.path(), 7), spoilt(dir.path(), 7));
        assert_eq!(all(dir.path(), 7), found);
        if aside > 0 {
            assert_eq!(fs::read(path.with_extension(SPOILT)).unwrap(), bytes, "kept as it is");
            assert!(!path.exists());
        }
        (found, aside)
    }

    #[test]
    fn not_one_bit_of_a_draft_may_be_another() {
        let whole = pack(&draft(1, 10)).unwrap();
        assert_eq!(looked_at(&whole), (vec![draft(2, 30), draft(1, 10)], 0));
        let only_other = (vec![draft(2, 30)], 1);
        for bit in 0..whole.len() * 8 {
            let mut spoilt = whole.clone();
            spoilt[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(looked_at(&spoilt), only_other, "bit {bit}");
        }
        for len in 0..whole.len() {
            assert_eq!(looked_at(&whole[..len]), only_other, "cut at {len}");
        }
        assert_eq!(looked_at(&[&whole[..], b"\0"].concat()), only_other, "longer");
        assert_eq!(looked_at(&vec![0; 3 << 20]), only_other, "too long");
        // somebody put another draft in its place
        assert_eq!(looked_at(&pack(&draft(3, 50)).unwrap()), only_other);
    }

    #[test]
    fn older_and_newer_programs_drafts_are_no_spoilt_ones() {
        let old = codec::encode(&draft(1, 10), DRAFT_MAX).unwrap();
        assert_eq!(looked_at(&old), (vec![draft(2, 30), draft(1, 10)], 0));
        let body = b"fields that this program does not know";
        let newer = [&MAGIC[..], &[VERSION + 1], hash(VERSION + 1, body).as_bytes(), body].concat();
        assert_eq!(looked_at(&newer), (vec![draft(2, 30)], 0), "left alone");
    }

    #[test]
    fn what_is_no_plain_file_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        keep(dir.path(), 7, &draft(2, 30)).unwrap();
        let folder = folder(dir.path(), 7);
        let path = |n: u8| folder.join(draft(n, 1).id.to_string());
        // nobody ever writes to it, so whoever opens it waits for ever
        rustix::fs::mkfifoat(rustix::fs::CWD, path(3), rustix::fs::Mode::RWXU).unwrap();
        std::os::unix::fs::symlink(path(2), path(4)).unwrap();
        fs::create_dir(path(5)).unwrap();
        assert_eq!(all(dir.path(), 7).len(), 1);
        assert_eq!(spoilt(dir.path(), 7), 0);
    }
}
