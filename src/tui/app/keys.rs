//! Keys, pastes and the rest of what the terminal sends.

use super::App;
use crate::book::names::is_han;
use crate::text::screen as words;
use crate::tui::input::{Event, Key};
use crate::tui::keymap::{Context, Resolved};
use crate::tui::message::AppEffect;
use crate::tui::screen::Input;
use crate::tui::screens::Finder;

/// A paste longer than this is no query.
const QUERY_MAX: usize = 60;

impl App {
    pub(super) fn event(&mut self, event: Event) {
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(text),
            Event::Resize(w, h) => {
                self.terminal = if w == 0 || h == 0 { (80, 24) } else { (w, h) };
                self.refit();
            }
            Event::Resume => self.out.push(AppEffect::Redraw),
            // The runtime looks after a hang-up; the rest was not asked for.
            Event::HangUp | Event::Focus(_) | Event::CursorReport(..) => {}
        }
    }

    pub(super) fn contexts(&self) -> Vec<Context> {
        self.top().map_or_else(|| vec![Context::Global], |s| s.screen.contexts().to_vec())
    }

    fn key(&mut self, key: Key) {
        self.news.age();
        let contexts = self.contexts();
        let lang = self.shared.lang;
        match self.shared.keymap.resolve(&contexts, &self.pending, key) {
            Resolved::Pending(more) => {
                self.pending.push(key);
                self.more = more;
            }
            Resolved::Action(action) => {
                self.forget_pending();
                self.act(action);
            }
            Resolved::None if !self.pending.is_empty() => {
                self.forget_pending();
                self.news.warn(words::NO_SEQUENCE.get(lang).to_owned());
            }
            Resolved::None => {
                if !self.deliver_top(Input::Key(key)) {
                    self.stray(key, &contexts);
                }
            }
        }
    }

    fn forget_pending(&mut self) {
        self.pending.clear();
        self.more.clear();
    }

    /// A key that means nothing here. Chinese comes from an input method that somebody forgot to leave: most
    /// likely they look for somebody.
    fn stray(&mut self, key: Key, contexts: &[Context]) {
        let Some(c) = key.text().filter(|_| contexts.contains(&Context::Command)) else { return };
        if is_han(c) {
            self.find_typed(&c.to_string(), words::HAN_FINDS.get(self.shared.lang));
        } else if !c.is_whitespace() {
            self.news.hear(words::no_such_key(self.shared.lang, c));
        }
    }

    fn paste(&mut self, text: String) {
        self.news.age();
        self.forget_pending();
        let contexts = self.contexts();
        if self.deliver_top(Input::Paste(text.clone())) {
            return;
        }
        let lang = self.shared.lang;
        let line = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
        if line.is_empty() || !contexts.contains(&Context::Command) {
            self.news.warn(words::PASTE_UNUSED.get(lang).to_owned());
            return;
        }
        let query: String = line.chars().take(QUERY_MAX).collect();
        self.find_typed(&query, words::PASTE_FINDS.get(lang));
    }

    fn find_typed(&mut self, query: &str, why: &str) {
        self.push(Box::new(Finder::new(query)));
        self.news.say(why.to_owned());
    }
}
