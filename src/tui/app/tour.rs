//! The tour of the demonstration: a few steps on the line of news, each done by the worker's own keys.

use super::App;
use super::global::is;
use crate::hub::wire::{Reply, Request};
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::capture::Capture;
use crate::tui::form::Form;
use crate::tui::keymap::Context;
use crate::tui::screen::Screen;
use crate::tui::screens::{Card, Finder, Help};

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Find,
    Open,
    Visit,
    Save,
    Capture,
    Help,
}

const STEPS: [Step; 6] = [Step::Find, Step::Open, Step::Visit, Step::Save, Step::Capture, Step::Help];

/// Where somebody is in the tour.
#[derive(Debug, Default)]
pub(super) struct Tour {
    at: usize,
}

impl Tour {
    fn step(&self) -> Option<Step> {
        STEPS.get(self.at).copied()
    }
}

impl App {
    /// Begins the tour, or ends it.
    pub(super) fn tour(&mut self) {
        let lang = self.shared.lang;
        if self.tour.take().is_some() {
            self.news.say(words::TOUR_LEFT.get(lang).to_owned());
        } else if self.shared.welcome.demo {
            self.tour = Some(Tour::default());
            self.go(Action::GoToday);
        } else {
            self.news.note(words::TOUR_ELSEWHERE.get(lang).to_owned());
        }
    }

    fn top_is<S: Screen>(&self) -> bool {
        self.top().is_some_and(|s| is::<S>(&*s.screen))
    }

    /// Goes on when what was to be done has been done.
    pub(super) fn follow(&mut self) {
        let done = match self.tour.as_ref().and_then(Tour::step) {
            Some(Step::Find) => self.top_is::<Finder>(),
            Some(Step::Open) => self.top_is::<Card>(),
            Some(Step::Visit) => self.top_is::<Form>(),
            Some(Step::Help) => self.top_is::<Help>(),
            // these are done when they are written
            Some(Step::Save | Step::Capture) | None => false,
        };
        if done {
            self.next_step();
        }
    }

    /// Something was written: what the tour waited for?
    pub(super) fn tour_wrote(&mut self, request: &Request, reply: &Reply) {
        let step = self.tour.as_ref().and_then(Tour::step);
        let wrote = matches!(
            (step, request),
            (Some(Step::Save), Request::Save(_)) | (Some(Step::Capture), Request::Capture { .. })
        );
        if wrote && matches!(reply, Reply::Saved(_)) {
            self.next_step();
        }
    }

    fn next_step(&mut self) {
        let Some(tour) = &mut self.tour else { return };
        tour.at += 1;
        if tour.step().is_none() {
            self.tour = None;
            self.news.say(words::TOUR_DONE.get(self.shared.lang).to_owned());
        }
    }

    /// What the tour says now.
    pub(super) fn tour_words(&self) -> Option<String> {
        let tour = self.tour.as_ref()?;
        let (lang, keymap) = (self.shared.lang, &self.shared.keymap);
        let key = |context: Context, action| keymap.key_of(context.stack(), action).unwrap_or_default();
        let (what, typing) = match tour.step()? {
            Step::Find => (words::tour_find(lang, &key(Context::List, Action::Find)), false),
            Step::Open => (words::tour_open(lang), true),
            Step::Visit => (words::tour_visit(lang, &key(Context::List, Action::Visit)), false),
            Step::Save => (words::tour_save(lang, &key(Context::Note, Action::Save)), true),
            Step::Capture if self.top_is::<Capture>() => (words::tour_line(lang), true),
            Step::Capture => (words::tour_capture(lang, &key(Context::List, Action::Capture)), false),
            Step::Help => (words::tour_help(lang, &key(Context::List, Action::Help)), false),
        };
        let command = self.contexts().contains(&Context::Command);
        let what = if typing || command { what } else { words::tour_first(lang, &what) };
        Some(words::tour_step(lang, tour.at + 1, STEPS.len(), &what))
    }
}
