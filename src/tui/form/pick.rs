//! Picking a record.
use super::super::screen::Screen;
use crate::book::Kind;
/// Opens it.
pub fn open(kinds: Vec<Kind>, query: &str) -> Box<dyn Screen> {
    super::stand_in(&format!("pick {kinds:?} {query}"))
}
