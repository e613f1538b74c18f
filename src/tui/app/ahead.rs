//! Keys typed before that has come which they are about: `2 v` on a slow link means the first row of a list that is
//! still on its way. They are kept in order and done when the answer is there; Esc gives them up.

use super::App;
use crate::book::names::is_han;
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::input::{Event, Key};
use crate::tui::keymap::{Context, Resolved};
use std::collections::VecDeque;

/// Most that is kept: more was not typed on purpose.
const MOST: usize = 1000;

/// What was typed.
#[derive(Clone, Debug)]
pub(super) enum Typed {
    /// At the terminal.
    Event(Event),
    /// In a menu or the palette.
    Action(Action),
}

/// What is kept, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    typed: VecDeque<Typed>,
}

impl App {
    /// What the terminal sends: now, or when that is there which it is about.
    pub(super) fn input(&mut self, event: Event) {
        let typed = matches!(event, Event::Key(_) | Event::Paste(_) | Event::Burst(_));
        if !typed || !self.must_wait(&event) {
            return self.event(event);
        }
        if let Event::Key(key) = event
            && !self.ahead.typed.is_empty()
            && self.resolves(key) == Resolved::Action(Action::Back)
        {
            self.ahead.typed.clear();
            self.news.note(words::AHEAD_GIVEN_UP.get(self.shared.lang).to_owned());
            return;
        }
        self.keep_ahead(Typed::Event(event));
    }

    /// Keeps it until what it is about has come, and says so.
    pub(super) fn keep_ahead(&mut self, typed: Typed) {
        if self.ahead.typed.len() < MOST {
            self.ahead.typed.push_back(typed);
        }
        self.news.wait(words::ahead(self.shared.lang, self.ahead.typed.len()));
    }

    /// Does what was typed ahead, as far as it need not wait any more.
    pub(super) fn go_on(&mut self) {
        while let Some(typed) = self.ahead.typed.pop_front() {
            let waits = match &typed {
                Typed::Event(event) => self.needs_answer(event),
                Typed::Action(action) => self.waits_for(Some(*action)),
            };
            if waits {
                self.ahead.typed.push_front(typed);
                return;
            }
            let rest = std::mem::take(&mut self.ahead.typed);
            match typed {
                Typed::Event(event) => self.event(event),
                Typed::Action(action) => {
                    self.news.age();
                    self.act(action);
                }
            }
            self.ahead.typed.extend(rest);
        }
    }

    #[cfg(test)]
    pub(super) fn ahead_is_done(&self) -> bool {
        self.ahead.typed.is_empty()
    }

    fn waits_for(&self, action: Option<Action>) -> bool {
        self.top().is_some_and(|s| s.screen.waits(action))
    }

    fn resolves(&self, key: Key) -> Resolved {
        self.shared.keymap.resolve(&self.contexts(), &self.pending, key)
    }

    /// Whether it comes behind what waits already, or must wait itself.
    fn must_wait(&self, event: &Event) -> bool {
        !self.ahead.typed.is_empty() || self.needs_answer(event)
    }

    fn needs_answer(&self, event: &Event) -> bool {
        match event {
            Event::Key(key) => match self.resolves(*key) {
                Resolved::Action(action) => self.waits_for(Some(action)),
                Resolved::Pending(_) => false,
                Resolved::None => {
                    // Chinese where keys are expected looks for somebody, whatever else is there.
                    let finds = key.text().is_some_and(is_han) && self.contexts().contains(&Context::Command);
                    !finds && self.waits_for(None)
                }
            },
            Event::Paste(_) | Event::Burst(_) => self.waits_for(None),
            _ => false,
        }
    }
}
