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
    /// Own words that no key came after yet.
    fresh: bool,
}

impl NewsLine {
    pub(super) fn say(&mut self, text: String) {
        *self = NewsLine { text, ink: Some(Ink::Good), keys: OWN, fresh: true };
    }

    pub(super) fn say_for_long(&mut self, text: String) {
        *self = NewsLine { text, ink: Some(Ink::Good), keys: PHRASE, fresh: true };
    }

    pub(super) fn warn(&mut self, text: String) {
        *self = NewsLine { text, ink: Some(Ink::Trouble), keys: OWN + 2, fresh: true };
    }

    /// What others did. It does not take the place of what is said to whoever sits here before that can have been read:
    /// in an office of many it would be gone at once.
    pub(super) fn hear(&mut self, text: String) {
        if !self.fresh {
            *self = NewsLine { text, ink: Some(Ink::Dim), keys: OTHERS, fresh: false };
        }
    }

    /// Why a key does nothing here: own words that stand back.
    pub(super) fn note(&mut self, text: String) {
        *self = NewsLine { text, ink: Some(Ink::Dim), keys: OWN, fresh: true };
    }

    /// Until what was typed ahead is done.
    pub(super) fn wait(&mut self, text: String) {
        *self = NewsLine { text, ink: Some(Ink::Dim), keys: 1, fresh: false };
    }

    /// A key was pressed.
    pub(super) fn age(&mut self) {
        self.keys = self.keys.saturating_sub(1);
        self.fresh = false;
        if self.keys == 0 {
            self.text.clear();
        }
    }

    pub(super) fn get(&self) -> Option<(&str, Ink)> {
        Some((self.text.as_str(), self.ink?)).filter(|(t, _)| !t.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_do_not_talk_over_what_is_said_to_oneself() {
        let mut line = NewsLine::default();
        let words = |line: &NewsLine| line.get().map(|(t, _)| t.to_owned()).unwrap_or_default();
        line.hear("王丽 刚记了走访".into());
        line.say("已存".into());
        line.hear("孙强 刚记了走访".into());
        assert_eq!(words(&line), "已存");
        line.age();
        line.hear("孙强 刚记了走访".into());
        assert_eq!(words(&line), "孙强 刚记了走访");
    }
}
