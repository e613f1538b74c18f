//! A library that trips over a damaged file is caught, and says nothing: its words would land in the middle of the
//! screen, and the terminal would be put back under a program that goes on.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Does it; `None` if it panicked, of which nobody hears.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let next = take_hook();
        set_hook(Box::new(move |info| {
            if !QUIET.get() {
                next(info);
            }
        }));
    });
    let before = QUIET.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(before);
    done.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_only_while_a_file_is_read() {
        assert_eq!(caught(|| QUIET.get()), Some(true));
        assert_eq!(caught(|| -> u8 { panic!("a damaged file") }), None);
        assert!(!QUIET.get(), "faults of ours are heard");
    }
}
