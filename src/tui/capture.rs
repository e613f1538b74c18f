//! The one-line capture.
use super::screen::Screen;

/// Opens it with words already typed.
pub fn open(prefill: &str) -> Box<dyn Screen> {
    super::form::stand_in(prefill)
}
