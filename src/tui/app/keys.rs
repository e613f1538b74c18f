//! Keys, pastes and the rest of what the terminal sends.

use super::App;
use crate::book::Kind;
use crate::book::names::is_han;
use crate::book::notice;
use crate::exchange::sheet::are_cells;
use crate::text::screen::{self as words, panels};
use crate::tui::command::Command;
use crate::tui::input::{Code, Event, Key};
use crate::tui::keymap::{self, Context, Resolved};
use crate::tui::message::AppEffect;
use crate::tui::screen::Input;
use crate::tui::screens::{Finder, Holidays, Import};

/// A paste longer than this is no query.
const QUERY_MAX: usize = 60;

impl App {
    pub(super) fn event(&mut self, event: Event) {
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(text),
            Event::Burst(text) => self.burst(&text),
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
            // On a slow link Esc and the next key come together and look like Alt, which we have no use for.
            Resolved::None if key.alt => {
                self.key(Code::Esc.into());
                self.key(Key { alt: false, ..key });
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

    /// The keys of a chord that was begun, as people read them.
    pub(super) fn begun(&self) -> String {
        let keys: Vec<String> = self.pending.iter().map(|k| keymap::label(*k)).collect();
        format!("{} ..", keys.join(" "))
    }

    /// A key that means nothing here. Chinese comes from an input method that somebody forgot to leave: most
    /// likely they look for somebody.
    fn stray(&mut self, key: Key, contexts: &[Context]) {
        let lang = self.shared.lang;
        let typing = contexts.iter().any(|c| c.typing() && *c != Context::Global);
        if let Some(c) = key.text().filter(|c| is_han(*c)) {
            if contexts.contains(&Context::Command) {
                self.find_typed(&c.to_string(), words::HAN_FINDS.get(lang));
            } else if contexts.contains(&Context::Confirm) {
                self.news.warn(panels::HAN_ANSWERS.get(lang).to_owned());
            } else if !typing {
                self.news.warn(panels::HAN_CHOOSES.get(lang).to_owned());
            }
            return;
        }
        // what moves a cursor may have nowhere to go; in text only what can be meant as a command is told
        let meant = key.ctrl
            || matches!(key.code, Code::F(_))
            || !typing && key.text().is_some_and(|c| !c.is_whitespace());
        if !meant {
            return;
        }
        let label = keymap::label(key);
        let elsewhere = self.shared.keymap.elsewhere(key, lang).filter(|_| key.text().is_some() || !typing);
        self.news.note(match elsewhere {
            // a question waits for its answer first
            Some((does, Context::Command | Context::Global)) => words::key_later(lang, &label, &does),
            Some((does, place)) => words::key_elsewhere(lang, &label, &does, place.label().get(lang)),
            None => words::key_unused(lang, &label),
        });
    }

    fn paste(&mut self, text: String) {
        self.news.age();
        self.forget_pending();
        let contexts = self.contexts();
        if self.deliver_top(Input::Paste(text.clone())) {
            return;
        }
        let lang = self.shared.lang;
        if contexts.contains(&Context::Command) && are_cells(&text) {
            return self.paste_cells(text);
        }
        let days_off = notice::read(&text);
        if contexts.contains(&Context::Command) && !days_off.is_empty() {
            return match self.shared.refuses_new(Kind::Holiday) {
                Some(why) => self.news.warn(why.get(lang).to_owned()),
                None => self.push(Box::new(Holidays::new(days_off))),
            };
        }
        let line = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
        if line.is_empty() || !contexts.contains(&Context::Command) {
            self.news.warn(words::PASTE_UNUSED.get(lang).to_owned());
            return;
        }
        let query: String = line.chars().take(QUERY_MAX).collect();
        self.find_typed(&query, words::PASTE_FINDS.get(lang));
    }

    /// Rows of a spreadsheet program, headings and all: a ledger. What it would write is shown first.
    fn paste_cells(&mut self, text: String) {
        match self.shared.refuses_command(Command::Import) {
            Some(why) => self.news.warn(why.get(self.shared.lang).to_owned()),
            None => self.push(Box::new(Import::pasted(text))),
        }
    }

    /// Much text at once. In a form it may have been typed ahead: Enter leads to the next field as it would have. Where
    /// only keys are expected it would run as commands, and where one line is, what stands after its end would: it is a
    /// paste there.
    fn burst(&mut self, text: &str) {
        let contexts = self.contexts();
        let text_goes_in = contexts.iter().any(|c| c.typing() && *c != Context::Global);
        let typed =
            contexts.contains(&Context::Form) || text_goes_in && !text.trim_end().contains(['\r', '\n']);
        if !typed {
            return self.paste(text.replace("\r\n", "\n").replace('\r', "\n"));
        }
        let mut after_cr = false;
        for c in text.chars() {
            match c {
                '\n' if after_cr => {}
                '\r' | '\n' => self.key(Code::Enter.into()),
                '\t' => self.key(Code::Tab.into()),
                c => self.key(Key::char(c)),
            }
            after_cr = c == '\r';
        }
    }

    pub(super) fn find_typed(&mut self, query: &str, why: &str) {
        self.push(Box::new(Finder::new(query)));
        self.news.say_for_long(why.to_owned());
    }
}
