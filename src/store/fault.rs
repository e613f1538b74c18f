//! Places where tests kill the process: between every two steps that must not be torn apart.
//!
//! `LINLI_FAULT=commit.appended:3` ends a debug build the third time it comes to that point, as `kill -9` would.
//! A release build has no such points.

/// Every point, so that a test can try each.
pub const POINTS: &[&str] = &[
    "commit.checked",
    "commit.written",
    "commit.synced",
    "commit.applied",
    "sled.slice",
    "sled.given",
    "segment.created",
    "segment.zeroed",
    "segment.renamed",
    "segment.named",
    "rebuild.aside",
    "rebuild.slice",
    "rebuild.built",
    "rebuild.cleaned",
    "erase.declared",
    "erase.blanked",
    "erase.synced",
    "erase.building",
    "erase.built",
    "erase.aside",
    "erase.swapped",
    "erase.cleaned",
    "close.flushed",
    "close.synced",
    "close.marked",
];

/// Here the process may end.
#[cfg(debug_assertions)]
pub(super) fn point(name: &'static str) {
    use std::sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    };
    static PLAN: OnceLock<Option<(String, u32)>> = OnceLock::new();
    static SEEN: AtomicU32 = AtomicU32::new(0);
    debug_assert!(POINTS.contains(&name));
    let plan = PLAN.get_or_init(|| {
        let plan = std::env::var("LINLI_FAULT").ok()?;
        let (name, count) = plan.split_once(':').unwrap_or((&plan, "1"));
        Some((name.to_owned(), count.parse().ok()?))
    });
    if let Some((at, count)) = plan
        && at == name
        && SEEN.fetch_add(1, Ordering::SeqCst) + 1 == *count
    {
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
        // The signal is on its way; nothing more may happen here.
        loop {
            std::thread::park();
        }
    }
}

/// Here a debug build may end.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub(super) fn point(_: &'static str) {}
