//! The line of news: what just happened.

use crate::tui::sheet::Ink;

/// Own words go with the second key after them, words about others with the sixth.
const OWN: u8 = 2;
const OTHERS: u8 = 6;
/// An input method sends a whole phrase at once: what is said about it outlives that.
const PHRASE: u8 = 14;

/// What stands on line 23, and for how many keys more.
#[derive(Debug, Default)]
pub(super) struct NewsLine {
    text: String,
    ink: Option<Ink>,
    keys: u8,
}

impl NewsLine {
    pub(super) fn say(&mut self, text: String) {
        *self = NewsLine { text, ink: Some(Ink::Good), keys: OWN };
    }

    pub(super) fn say_for_long(&mut self, text: String) {
        *self = NewsLine { text, ink: Some(Ink::Good), keys: PHRASE };
    }

    pub(super) fn warn(&mut self, text: String) {
        *self = NewsLine { text, ink: Some(Ink::Trouble), keys: OWN + 2 };
    }

    pub(super) fn hear(&mut self, text: String) {
        *self = NewsLine { text, ink: Some(Ink::Dim), keys: OTHERS };
    }

    /// Why a key does nothing here: own words that stand back.
    pub(super) fn note(&mut self, text: String) {
        *self = NewsLine { text, ink: Some(Ink::Dim), keys: OWN };
    }

    /// Until what was typed ahead is done.
    pub(super) fn wait(&mut self, text: String) {
        *self = NewsLine { text, ink: Some(Ink::Dim), keys: 1 };
    }

    /// A key was pressed.
    pub(super) fn age(&mut self) {
        self.keys = self.keys.saturating_sub(1);
        if self.keys == 0 {
            self.text.clear();
        }
    }

    pub(super) fn get(&self) -> Option<(&str, Ink)> {
        Some((self.text.as_str(), self.ink?)).filter(|(t, _)| !t.is_empty())
    }
}
