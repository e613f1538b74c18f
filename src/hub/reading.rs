//! Reading the tables, once a thread at a time.

use crate::index::tables::Tables;
use std::ops::Deref;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

#[cfg(debug_assertions)]
thread_local! {
    static HELD: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// The tables while nobody changes them. A thread that asked for them twice would stop for ever as soon as a writer
/// came between; where tests run that is a failure at once, writer or not.
#[derive(Debug)]
pub struct Reading<'a>(RwLockReadGuard<'a, Tables>);

impl<'a> Reading<'a> {
    /// Waits for the writer, if there is one.
    pub fn of(tables: &'a RwLock<Tables>) -> Reading<'a> {
        #[cfg(debug_assertions)]
        debug_assert!(!HELD.replace(true), "the tables are asked for while this thread reads them");
        Reading(tables.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Deref for Reading<'_> {
    type Target = Tables;

    fn deref(&self) -> &Tables {
        &self.0
    }
}

#[cfg(debug_assertions)]
impl Drop for Reading<'_> {
    fn drop(&mut self) {
        HELD.set(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "while this thread reads them")]
    fn twice_at_once_is_seen() {
        let tables = RwLock::new(Tables::default());
        let _first = Reading::of(&tables);
        let _second = Reading::of(&tables);
    }
}
