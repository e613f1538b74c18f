//! Actions that no screen has taken: what works everywhere.

use super::ahead::Typed;
use super::{App, Asker};
use crate::book::{Id, Kind, Ref, merge, service, task, tie, visit};
use crate::hub::wire::{News, Request};
use crate::text::Lang;
use crate::text::screen as words;
use crate::text::{staff, trouble};
use crate::tui::action::Action;
use crate::tui::command::Command;
use crate::tui::message::{AppEffect, Prefs};
use crate::tui::screen::{Input, Screen};
use crate::tui::screens::{
    Ask, Briefing, Calendar, Circle, CopyField, Decisions, Elect, Face, Finder, Help, History, Import,
    Leaving, List, Menu, Pairs, Palette, Papers, PathTo, Posts, Remove, Retention, Rights, SignIn,
    StudyOutcome, TABS, Take, hand_over,
};
use crate::tui::{capture, filling, form};
use std::any::Any;

/// How many commands are remembered as recent.
const RECENT: usize = 8;

impl App {
    /// The top screen first, then what is global.
    pub(super) fn act(&mut self, action: Action) {
        if let Some(why) = self.shared.refuses(action) {
            return self.news.warn(why.get(self.shared.lang).to_owned());
        }
        if self.top().is_some_and(|s| s.screen.waits(Some(action))) {
            return self.keep_ahead(Typed::Action(action));
        }
        if !self.deliver_top(Input::Action(action)) {
            self.global(action);
        }
    }

    pub(super) fn run(&mut self, command: Command) {
        if let Some(why) = self.shared.refuses_command(command) {
            return self.news.warn(why.get(self.shared.lang).to_owned());
        }
        match command {
            Command::Act(action) => self.act(action),
            Command::List(Kind::Retention) => self.push(Box::new(Retention::new())),
            Command::List(kind) => self.push(Box::new(List::new(kind))),
            Command::New(Kind::Answer) => {
                self.news.note(words::studies::FROM_STUDY.get(self.shared.lang).to_owned())
            }
            Command::New(kind) => {
                let form = form::new(kind, Vec::new(), &self.shared);
                self.push(form);
            }
            Command::Posts => self.push(Box::new(Posts::new())),
            Command::HandOver => {
                let form = hand_over(Vec::new(), None, &self.shared);
                self.push(form);
            }
            Command::Step(_, code) => {
                if let Some(t) = self.target() {
                    self.step(t, Some(code));
                }
            }
            Command::Duplicates => self.push(Box::new(Pairs::all())),
            Command::Import => self.push(Box::new(Import::new())),
            Command::TakeForm => {
                let study = self.target().filter(|t| t.kind == Kind::Study);
                self.push(Box::new(study.map_or_else(Take::new, Take::again)));
            }
            Command::Language => self.other_language(),
            Command::Borders => {
                let ascii = !self.shared.theme.ascii;
                self.set_prefs(Prefs { ascii: Some(ascii), ..self.prefs.clone() });
            }
            Command::AskBraille => self.push(Box::new(Ask::braille())),
            Command::Braille(on) => {
                self.shared.theme.braille = on;
                self.set_prefs(Prefs { braille: Some(on), ..self.prefs.clone() });
                let text = if on { words::BRAILLE_ON } else { words::BRAILLE_OFF };
                self.news.say(text.get(self.shared.lang).to_owned());
            }
            Command::Theme(colours) => {
                self.shared.theme.colours = colours;
                self.set_prefs(Prefs { theme: Some(colours), ..self.prefs.clone() });
            }
            Command::Plain => {
                let plain = !self.shared.theme.plain;
                self.shared.theme.plain = plain;
                self.set_prefs(Prefs { plain, ..self.prefs.clone() });
                let text = if plain { words::PLAIN_ON } else { words::PLAIN_OFF };
                self.news.say(text.get(self.shared.lang).to_owned());
            }
            Command::Demo => self.out.push(AppEffect::Demo),
        }
    }

    fn global(&mut self, action: Action) {
        let lang = self.shared.lang;
        match action {
            Action::Find => {
                self.drop_overlays();
                self.push(Box::new(Finder::new("")));
            }
            Action::Help if self.top().is_some_and(|s| is::<Help>(&*s.screen)) => {}
            Action::Help => {
                let contexts = self.contexts();
                self.push(Box::new(Help::new(contexts)));
            }
            Action::Palette => {
                let contexts = self.contexts();
                self.push(Box::new(Palette::new(&self.shared, &self.prefs, &contexts)));
            }
            Action::Capture => self.push(capture::open("")),
            Action::Actions => {
                let (contexts, target) = (self.contexts(), self.target());
                let state = self.top().and_then(|s| s.screen.state());
                let step = self.top().and_then(|s| s.screen.says(Action::Act)).filter(|_| state.is_none());
                let key = self.shared.keymap.key_of(&contexts, Action::Act);
                let menu = Menu::of_target(&self.shared, &contexts, target).stepping(&self.shared, state);
                self.push(Box::new(menu.with_step(step, key)));
            }
            Action::Calendar => {
                self.drop_overlays();
                self.push(Box::new(Calendar::new(self.shared.today())));
            }
            Action::GoMore => self.push(Box::new(Menu::more(&self.shared))),
            Action::Undo if self.shared.refuses_command(Command::Act(action)).is_some() => {
                self.news.warn(staff::READS_ONLY.get(lang).to_owned());
            }
            Action::Undo => self.ask_self(Asker::Undo, Request::Undo { request: new_id(), batch: None }),
            Action::Redo => self.news.warn(words::NO_REDO.get(lang).to_owned()),
            Action::Save => self.news.say(words::NOTHING_TO_SAVE.get(lang).to_owned()),
            Action::Tour => self.tour(),
            Action::Redraw => self.out.push(AppEffect::Redraw),
            Action::Showing => self.toggle_showing(),
            Action::Suspend => self.out.push(AppEffect::Suspend),
            Action::Back => {
                if !self.step_back() {
                    self.news.note(words::FIRST_LEVEL.get(lang).to_owned());
                }
            }
            Action::Quit => {
                if !self.step_back() {
                    self.quit();
                }
            }
            Action::CardBack | Action::CardForward => self.along_trail(action),
            Action::GoToday | Action::GoNetwork | Action::GoReports => self.go(action),
            tab if TABS.iter().any(|(_, t)| *t == tab) => self.go(tab),
            other => self.on_target(other),
        }
    }

    /// One step back; `false` at the first level.
    fn step_back(&mut self) -> bool {
        if self.stack.len() > 1 {
            if let Some(serial) = self.top().map(|s| s.serial) {
                self.leave_one(serial);
                self.pop(serial, None);
            }
            return true;
        }
        if self.stack.first().and_then(|s| s.screen.tab()) == Some(Action::GoToday) {
            return false;
        }
        self.go(Action::GoToday);
        true
    }

    /// What lies over a screen goes when something else is asked for.
    pub(super) fn drop_overlays(&mut self) {
        while self.stack.len() > 1 && self.top().is_some_and(|s| is_passing(&*s.screen)) {
            self.stack.pop();
        }
    }

    /// The record in hand: the top screen's.
    fn target(&self) -> Option<Ref> {
        self.top().and_then(|s| s.screen.target())
    }

    /// Actions on the record in hand.
    fn on_target(&mut self, action: Action) {
        let target = self.target();
        let name = self.top().map(|s| s.screen.target_name()).unwrap_or_default();
        self.drop_overlays();
        match (action, target) {
            (Action::New, Some(t)) if t.kind == Kind::Handover => {
                let form = hand_over(Vec::new(), None, &self.shared);
                self.push(form);
            }
            (Action::Act | Action::Edit, Some(t)) if t.kind == Kind::Answer => self.open(t),
            (Action::Act, Some(t)) if t.kind == Kind::Study && self.shared.showing() => {
                self.news.warn(trouble::SHOWING.get(self.shared.lang).to_owned());
            }
            (Action::Act, Some(t)) if t.kind == Kind::Study => self.push(filling::new(t)),
            (Action::OtherView, Some(t)) if t.kind == Kind::Study => {
                self.push(Box::new(StudyOutcome::new(t, &name)));
            }
            (Action::New, _) => self.run(Command::New(target.map_or(Kind::Person, |t| t.kind))),
            (Action::Open, Some(t)) => self.open(t),
            (Action::Edit, Some(_)) if self.shared.showing() => {
                self.news.warn(trouble::SHOWING.get(self.shared.lang).to_owned());
            }
            (Action::Edit, Some(t)) if t.kind == Kind::Handover => {
                self.news.note(words::hand::NO_EDIT.get(self.shared.lang).to_owned());
            }
            (Action::Edit, Some(t)) => self.push(form::edit(t)),
            (Action::Act, Some(t)) if t.kind == Kind::Handover => self.open(t),
            (Action::Task | Action::OtherView | Action::Papers | Action::Elect, Some(t))
                if t.kind == Kind::Meeting && self.shared.showing() =>
            {
                self.news.warn(trouble::SHOWING.get(self.shared.lang).to_owned());
            }
            (Action::Act, Some(t)) if t.kind == Kind::Meeting => self.push(Box::new(SignIn::new(t))),
            (Action::Task, Some(t)) if t.kind == Kind::Meeting => {
                self.push(Box::new(Decisions::new(t, &name)));
            }
            (Action::OtherView, Some(t)) if t.kind == Kind::Meeting => {
                self.push(Box::new(Briefing::new(t, &name)));
            }
            (Action::Papers, Some(t)) if t.kind == Kind::Meeting => {
                self.push(Box::new(Papers::new(t, &name)));
            }
            (Action::Elect, Some(t)) if t.kind == Kind::Meeting => {
                self.push(Box::new(Elect::new(t, &name)));
            }
            (Action::Meeting, Some(t)) if t.kind == Kind::Organisation => {
                self.new_about(Kind::Meeting, t, &name);
            }
            (Action::Act, Some(t)) if t.kind == Kind::Staff => self.push(Box::new(Leaving::new(t, &name))),
            (Action::Act, Some(t)) if t.kind.general().is_some_and(|g| g.acts.is_some()) => {
                self.step(t, None);
            }
            (Action::Visit | Action::Act, Some(t)) => self.new_about(Kind::Visit, t, &name),
            (Action::Matter, Some(t)) => self.new_about(Kind::Matter, t, &name),
            (Action::Service, Some(t)) => self.new_about(Kind::Service, t, &name),
            (Action::Task, Some(t)) => self.new_about(Kind::Task, t, &name),
            (Action::Tie, Some(t)) => self.new_about(Kind::Tie, t, &name),
            (Action::Circle, Some(t)) => self.push(Box::new(Circle::new(t, &name))),
            (Action::Face, Some(_)) if self.shared.showing() => {
                self.news.warn(words::FACE_NOT_SHOWING.get(self.shared.lang).to_owned());
            }
            (Action::Face, Some(t)) if t.kind != Kind::Person => {
                self.news.note(words::FACE_WHO.get(self.shared.lang).to_owned());
            }
            (Action::Face, Some(t)) => self.push(Box::new(Face::new(t, &name))),
            (Action::Rights, _) if self.shared.showing() => {
                self.news.warn(words::FACE_NOT_SHOWING.get(self.shared.lang).to_owned());
            }
            (Action::Rights, Some(t)) if t.kind == Kind::Person => self.push(Box::new(Rights::of(t, &name))),
            // who is frozen stands in no list
            (Action::Rights, _) => self.push(Box::new(Rights::asking())),
            (Action::History, Some(t)) => self.push(Box::new(History::new(t, &name))),
            (Action::Merge, Some(t)) if merge::KINDS.contains(&t.kind) => {
                self.push(Box::new(Pairs::of(t, &name)));
            }
            (Action::Merge, Some(_)) => {
                self.news.note(crate::text::merge::MERGE_WHAT.get(self.shared.lang).to_owned());
            }
            (Action::Liaison, Some(t)) if matches!(t.kind, Kind::Person | Kind::Staff) => {
                self.push(Box::new(List::people_of(t, &name)));
            }
            (Action::Liaison, Some(_)) => {
                self.news.note(words::panels::LIAISON_OF_WHOM.get(self.shared.lang).to_owned());
            }
            (Action::Path, Some(t)) => self.push(Box::new(PathTo::new(t, &name))),
            (Action::Remove, Some(t)) => self.push(Box::new(Remove::new(t, &name))),
            (Action::Visit | Action::Tie | Action::Matter | Action::Service | Action::Task, None) => {
                let kind = match action {
                    Action::Tie => Kind::Tie,
                    Action::Matter => Kind::Matter,
                    Action::Service => Kind::Service,
                    Action::Task => Kind::Task,
                    _ => Kind::Visit,
                };
                self.run(Command::New(kind));
            }
            (
                Action::Edit
                | Action::Act
                | Action::Circle
                | Action::Face
                | Action::History
                | Action::Path
                | Action::Liaison
                | Action::Merge
                | Action::Copy
                | Action::Remove,
                None,
            ) => self.news.note(words::NOTHING_IN_HAND.get(self.shared.lang).to_owned()),
            (Action::Bulk | Action::HandOver | Action::Mark | Action::MarkTo | Action::MarkAll, _) => {
                let words = if action == Action::HandOver {
                    words::hand::MARK_OR_LIAISON
                } else {
                    words::panels::NOTHING_MARKED
                };
                self.news.note(words.get(self.shared.lang).to_owned());
            }
            (Action::OtherView, _) => self.news.note(words::ONE_VIEW.get(self.shared.lang).to_owned()),
            _ => {}
        }
    }

    /// A step of the record in hand; on a projector nothing is written about anybody.
    fn step(&mut self, target: Ref, act: Option<u16>) {
        if self.shared.showing() {
            self.news.warn(trouble::SHOWING.get(self.shared.lang).to_owned());
            return;
        }
        self.drop_overlays();
        self.push(form::step(target, act));
    }

    /// A new visit to, or tie of, the record in hand.
    fn new_about(&mut self, kind: Kind, target: Ref, name: &str) {
        let field = match (kind, target.kind) {
            (Kind::Visit, Kind::Person) => Some(visit::PEOPLE),
            (Kind::Visit, Kind::Organisation) => Some(visit::ORGANISATION),
            (Kind::Visit, Kind::Staff) => Some(visit::STAFF),
            (Kind::Visit, Kind::Area) => Some(visit::AREA),
            (Kind::Tie, Kind::Person | Kind::Organisation) => Some(tie::FROM),
            (Kind::Service, Kind::Matter) => Some(service::MATTER),
            (Kind::Task, Kind::Meeting) => Some(task::MEETING),
            (Kind::Task, Kind::Matter) => Some(task::MATTER),
            (Kind::Task, Kind::Visit) => Some(task::VISIT),
            (kind, Kind::Person) => kind.people_field(),
            (kind, Kind::Organisation) => kind.organisation_field(),
            (kind, Kind::Area) => kind.area_field(),
            _ => None,
        };
        let prefill = field.map(|f| (f, form::link(target, name), String::new())).into_iter().collect();
        let form = form::new(kind, prefill, &self.shared);
        self.push(form);
    }

    pub(super) fn quit(&mut self) {
        let serials: Vec<u64> = self.stack.iter().map(|s| s.serial).collect();
        for serial in serials {
            self.leave_one(serial);
        }
        self.out.push(AppEffect::Quit);
    }

    pub(super) fn copy(&mut self, text: String, what: &str) {
        self.news.say(words::panels::copied(self.shared.lang, what));
        self.out.push(AppEffect::Copy(text));
    }

    fn other_language(&mut self) {
        let lang = match self.shared.lang {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        };
        self.set_prefs(Prefs { lang: Some(lang), ..self.prefs.clone() });
    }

    pub(super) fn set_prefs(&mut self, mut prefs: Prefs) {
        prefs.recent.truncate(RECENT);
        self.shared.theme.ascii = prefs.ascii.unwrap_or(self.shared.theme.ascii);
        let lang = prefs.lang.unwrap_or(self.shared.lang);
        self.prefs = prefs;
        self.out.push(AppEffect::SavePrefs(self.prefs.clone()));
        if lang != self.shared.lang {
            self.shared.lang = lang;
            self.know_anew();
        }
    }

    /// Asks who I am and what the book is: its words come in the session's language.
    pub(super) fn know_anew(&mut self) {
        let lang = self.shared.lang;
        self.ask_self(Asker::Welcome, Request::Welcome { lang, news: true, from: None });
        self.broadcast(&Input::News(News::Resync));
    }
}

/// Whether a screen is only a question on the way to another one: nothing is lost with it.
pub(super) fn is_passing(screen: &dyn Screen) -> bool {
    is::<Finder>(screen)
        || is::<Menu>(screen)
        || is::<Palette>(screen)
        || is::<Remove>(screen)
        || is::<CopyField>(screen)
}

/// Whether a screen is of this sort.
pub(super) fn is<S: Screen>(screen: &dyn Screen) -> bool {
    let any: &dyn Any = screen;
    any.is::<S>()
}

/// An id for something new.
pub(crate) fn new_id() -> Id {
    Id(*uuid::Uuid::now_v7().as_bytes())
}
