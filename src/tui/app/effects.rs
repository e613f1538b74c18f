//! What screens want done.

use super::global::{is, is_passing};
use super::{App, Asker};
use crate::book::{Id, Kind, Ref, schema};
use crate::hub::wire::{News, Reply, Request};
use crate::text::screen as words;
use crate::text::screen::panels;
use crate::tui::command::Command;
use crate::tui::form;
use crate::tui::message::AppEffect;
use crate::tui::screen::{Effect, Input, Outcome, Screen, Ticket};
use crate::tui::screens::{Card, History, Today};

impl App {
    pub(super) fn perform(&mut self, serial: u64, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(ticket, request) => self.ask(Asker::Screen(serial), ticket, request),
                Effect::Push(screen) => self.push(screen),
                Effect::Pop(outcome) => self.pop(serial, outcome),
                Effect::Open(target) => self.open(target),
                Effect::New(kind, _) if self.shared.refuses_new(kind).is_some() => {
                    let why = self.shared.refuses_new(kind).map_or("", |w| w.get(self.shared.lang));
                    self.news.warn(why.to_owned());
                }
                Effect::New(Kind::Answer, _) => self.run(Command::New(Kind::Answer)),
                Effect::New(kind, prefill) => {
                    let form = form::new(kind, prefill, &self.shared);
                    self.push(form);
                }
                Effect::Run(command) => self.run(command),
                Effect::App(AppEffect::SavePrefs(prefs)) => self.set_prefs(prefs),
                Effect::App(effect) => self.out.push(effect),
                Effect::Find(text) => self.find_typed(&text, words::HAN_FINDS.get(self.shared.lang)),
                Effect::Say(text) => self.news.say(text),
                Effect::Warn(text) => self.news.warn(text),
                Effect::Restart => self.know_anew(),
                Effect::Copy { text, what } => self.copy(text, &what),
                Effect::Redraw => self.out.push(AppEffect::Redraw),
                Effect::Suspend => self.out.push(AppEffect::Suspend),
                Effect::Quit => self.quit(),
            }
        }
    }

    /// Takes a screen away; what it leaves goes to the one below.
    pub(super) fn pop(&mut self, serial: u64, outcome: Option<Outcome>) {
        let Some(at) = self.stack.iter().position(|s| s.serial == serial) else { return };
        // The first screen of all stays.
        if at == 0 {
            return;
        }
        let gone = self.stack.remove(at);
        if let Some(Outcome::Removed(target)) = outcome {
            self.forget(target);
        }
        let below = at.min(self.stack.len()).checked_sub(1).and_then(|i| self.stack.get(i)).map(|s| s.serial);
        match (below, outcome) {
            (Some(below), Some(outcome)) => {
                self.deliver(below, Input::Result(outcome));
            }
            // A menu or the finder leaves nothing behind.
            _ if is_passing(&*gone.screen) => {}
            _ => self.back_on_today(),
        }
    }

    /// Drafts come and go without news: whoever comes back to Today sees those that are there now.
    pub(super) fn back_on_today(&mut self) {
        let today = self.top().filter(|s| is::<Today>(&*s.screen)).map(|s| s.serial);
        if let Some(serial) = today {
            self.deliver(serial, Input::News(News::Resync));
        }
    }

    /// A record is gone: its card and its history show nothing any more.
    fn forget(&mut self, gone: Ref) {
        self.trail.forget(gone);
        let shows = |s: &dyn Screen| (is::<Card>(s) || is::<History>(s)) && s.target() == Some(gone);
        let first = self.stack.first().map(|s| s.serial);
        self.stack.retain(|s| Some(s.serial) == first || !shows(&*s.screen));
    }

    pub(super) fn reply(&mut self, ticket: Ticket, reply: Reply) {
        let Some((asker, request)) = self.asked.remove(&ticket) else { return };
        if let Reply::Settings(settings) = &reply {
            let before = std::mem::replace(&mut self.shared.welcome.settings, settings.clone());
            if before.showing != settings.showing {
                self.broadcast(&Input::News(News::Resync));
            }
        }
        self.tour_wrote(&request, &reply);
        match asker {
            Asker::Screen(serial) => {
                self.deliver(serial, Input::Reply(ticket, reply));
            }
            Asker::Welcome => {
                if let Reply::Welcome(mut welcome) = reply {
                    // what others may see holds for this session, whatever the hub could keep of it
                    welcome.settings = self.shared.welcome.settings.clone();
                    self.set_welcome(welcome);
                }
            }
            Asker::Undo => match reply {
                Reply::Saved(saved) => {
                    let (lang, kind) = (self.shared.lang, saved.target.kind.label().get(self.shared.lang));
                    self.news.say(match saved.version {
                        0 => words::undone_new(lang, kind, &saved.name),
                        _ => words::undone(lang, &saved.name),
                    });
                    self.broadcast(&Input::Result(Outcome::Written(saved.target)));
                }
                Reply::Undone { more, records, kept } => self.undone(more, records, kept),
                Reply::Refused(why) => {
                    let text = crate::tui::say::refusal(&why, self.shared.lang);
                    self.news.warn(text);
                }
                _ => {}
            },
            Asker::Here | Asker::Showing => {}
        }
        self.next_round();
    }

    /// A part of a bulk change is taken back: on with the rest, at the end it is said.
    fn undone(&mut self, more: Option<Id>, records: u32, kept: Vec<String>) {
        let lang = self.shared.lang;
        self.undoing.0 += records;
        self.undoing.1.extend(kept);
        if more.is_some() {
            self.ask_self(Asker::Undo, Request::Undo { request: super::new_id(), batch: more });
            return;
        }
        let (records, kept) = std::mem::take(&mut self.undoing);
        match kept.first() {
            None => self.news.say(panels::bulk_undone(lang, records)),
            Some(name) => self.news.warn(panels::bulk_undone_but(lang, records, kept.len(), name)),
        }
        self.broadcast(&Input::News(News::Resync));
    }

    /// Others did something: the line of news says whose change it was, and every screen hears it.
    pub(super) fn hear(&mut self, news: News) {
        // An import of one's own writes through a session of its own; its screen tells how it goes.
        let mine = |by: &str, n: usize| n > 1 && by == self.shared.welcome.name;
        let told = matches!(&news, News::Changed { by, items, .. } if mine(by, items.len()));
        if let Some(text) = crate::tui::say::news(&news, self.shared.lang).filter(|_| !told) {
            self.news.hear(text);
        }
        self.ended |= matches!(news, News::Down);
        // what was missed may have been one of them
        let missed = matches!(news, News::Resync);
        let news = match news {
            News::Standing(standing) => {
                self.shared.welcome.standing = standing;
                News::Resync
            }
            news => news,
        };
        let office = |items: &[(Ref, String)]| items.iter().any(|(one, _)| schema::says(one.kind));
        if missed || matches!(&news, News::Changed { items, .. } if office(items)) {
            self.ask_self(
                Asker::Welcome,
                Request::Welcome { lang: self.shared.lang, news: true, from: None },
            );
        }
        if matches!(news, News::Resync) {
            // Who is where may have been among what was missed.
            self.here = None;
        }
        self.tell_screens(news);
    }

    pub(super) fn link_lost(&mut self) {
        self.lost = true;
        // a hub that goes down says so before: then that is why
        let why = if std::mem::take(&mut self.ended) { words::HUB_DOWN } else { words::LINK_LOST };
        self.news.warn(why.get(self.shared.lang).to_owned());
    }

    /// What was asked in vain is asked again: writes carry ids that make repeating safe.
    pub(super) fn link_back(&mut self, mut welcome: crate::hub::wire::Welcome) {
        self.lost = false;
        // Another connection is another session: it has not told where it is.
        self.here = None;
        self.show_still(&mut welcome);
        for (ticket, (_, request)) in &self.asked {
            self.out.push(AppEffect::Ask(*ticket, request.clone()));
        }
        self.news.say(words::LINK_BACK.get(self.shared.lang).to_owned());
        self.set_welcome(welcome);
    }
}
