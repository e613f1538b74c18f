//! How the hub is: what `linli status` shows, and what Today says of the backups.

use super::actor::Actor;
use super::backup_note;
use super::register;
use super::wire::{BackupDue, Disk, Seated, Status};
use super::world::World;
use crate::book::Kind;
use crate::text::Lang;
use std::path::Path;

/// From so long a time without a backup on it is said: a night was missed.
const DUE_MS: i64 = 36 * 3600 * 1000;

/// How the hub is.
pub fn status(world: &World, sessions: Vec<Seated>, actor: &Actor) -> Status {
    let (dir, pulse) = (&world.dir, &world.pulse);
    // let go of before the register is looked through: it reads the tables itself
    let counts = {
        let t = world.tables();
        Kind::ALL.iter().map(|k| actor.rights.count(&t, *k)).collect()
    };
    let hash = world.store.chain().unwrap_or_default();
    Status {
        counts,
        head: world.store.head().0,
        chain: if hash == [0; 32] { String::new() } else { hash.map(|b| format!("{b:02x}")).concat() },
        sessions,
        queue: pulse.waiting(),
        reads: pulse.reads.figures(),
        writes: pulse.writes.figures(),
        finder_bytes: world.finder.memory() as u64,
        disk: Disk {
            journal: size(&dir.join("journal")),
            sled: size(&dir.join("sled")),
            indexes: size(&dir.join(super::snapshot::FILE)),
            drafts: size(&dir.join("drafts")),
            access: size(&dir.join("access")),
            free: rustix::fs::statvfs(dir).map_or(0, |s| s.f_bavail.saturating_mul(s.f_frsize)),
        },
        backup: backup_note::read(dir),
        started_ms: world.started_ms,
        now_ms: world.now_ms(),
        program: env!("CARGO_PKG_VERSION").to_string(),
        pid: std::process::id(),
        // what is still to be erased is the administrators' affair
        opened: if actor.rights.everywhere() { opened(world, actor.lang) } else { String::new() },
    }
}

/// What was found at the start, and what is still to be brought to its end.
fn opened(world: &World, lang: Lang) -> String {
    let mut out = crate::text::store::opened(lang, &world.opened);
    let open = register::unfinished(world).unwrap_or_default();
    out.extend(open.iter().map(|r| crate::text::store::erasure_open(lang, &r.id.to_string())));
    out.join("; ")
}

/// What an administrator must hear of the backups: a book that was backed up once and is not any more, or whose last
/// backup failed. A demonstration needs none.
pub fn backup_due(world: &World, actor: &Actor) -> Option<BackupDue> {
    let dir = &world.dir;
    if actor.rights.role != super::rights::Role::Administrator || dir.join("demo").exists() {
        return None;
    }
    let (note, now) = (backup_note::read(dir), world.now_ms());
    let late = match &note.done {
        Some(done) => now - done.at_ms > DUE_MS,
        // where others rely on it, one is due from the second night on: an office's hub listens elsewhere
        None => dir.join("socket").is_symlink() && age_ms(&dir.join("format"), now) > DUE_MS,
    };
    let failed = note.failed.map(|(_, why)| why);
    (late || failed.is_some()).then(|| BackupDue { last_ms: note.done.map(|d| d.at_ms), failed })
}

/// How long ago a file was written; no time where that is not known.
fn age_ms(path: &Path, now: i64) -> i64 {
    let written = std::fs::metadata(path).and_then(|m| m.modified()).ok();
    let since = written.and_then(|w| w.duration_since(std::time::UNIX_EPOCH).ok());
    since.and_then(|s| i64::try_from(s.as_millis()).ok()).map_or(0, |at| now - at)
}

/// Bytes of a file, or of all files in a folder.
fn size(path: &Path) -> u64 {
    let Ok(about) = std::fs::symlink_metadata(path) else { return 0 };
    if !about.is_dir() {
        return about.len();
    }
    std::fs::read_dir(path).into_iter().flatten().flatten().map(|e| size(&e.path())).sum()
}
