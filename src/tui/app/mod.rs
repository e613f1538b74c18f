//! The app: a stack of screens, what everybody may know, and who asked what.
//!
//! Messages go in through [`App::update`], what the runtime must do comes out; nothing here does I/O, so tests
//! press keys and look at lines. A key goes to the top screen first; what that does not take is global.

mod ahead;
mod effects;
mod global;
mod keys;
mod news;
mod open;
mod round;
mod showing;
#[cfg(test)]
pub(crate) mod tests;
mod tour;
mod trail;
mod view;

pub(crate) use global::new_id;
pub(crate) use view::body_height;

use super::action::Action;
use super::input::Key;
use super::message::{AppEffect, ExportNews, Message, Prefs};
use super::screen::{Ctx, Input, Screen, Shared, Ticket};
use super::screens;
use crate::book::{Ref, schema};
use crate::hub::wire::{Draft, Refusal, Reply, Request, Welcome};
use crate::text::{T, screen as words};
use news::NewsLine;
use std::collections::BTreeMap;
use trail::Trail;

/// A screen on the stack, and the number by which replies find it.
struct Slot {
    serial: u64,
    screen: Box<dyn Screen>,
}

/// Who waits for a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asker {
    /// The screen of this serial.
    Screen(u64),
    /// The app itself, for an undo.
    Undo,
    /// The app itself, to know the book anew.
    Welcome,
    /// The app itself, to tell which card is open.
    Here,
    /// The app itself, to tell whether others may see the screen.
    Showing,
}

/// The whole program between keys and frames.
pub struct App {
    shared: Shared,
    /// Size of the terminal; screens may be drawn smaller in it.
    terminal: (u16, u16),
    prefs: Prefs,
    stack: Vec<Slot>,
    /// First screens of the tabs that are not shown, as they were left.
    parked: Vec<(Action, Slot)>,
    asked: BTreeMap<Ticket, (Asker, Request)>,
    ticket: Ticket,
    serial: u64,
    news: NewsLine,
    trail: Trail,
    pending: Vec<Key>,
    more: Vec<(String, Action)>,
    /// What was typed before that came which it is about.
    ahead: ahead::Ahead,
    tour: Option<tour::Tour>,
    lost: bool,
    /// The hub has said that it ends.
    ended: bool,
    /// The card that the hub was told is open.
    here: Option<Ref>,
    /// Of a bulk change that is being taken back: how many records so far, and whose were left.
    undoing: (u32, Vec<String>),
    /// What screens ask because others changed something.
    round: round::Round,
    out: Vec<AppEffect>,
}

impl App {
    /// The app as it is when it starts. The first effects come with [`App::begin`].
    pub fn new(shared: Shared, prefs: Prefs) -> App {
        let mut app = App {
            terminal: shared.size,
            shared,
            prefs,
            stack: Vec::new(),
            parked: Vec::new(),
            asked: BTreeMap::new(),
            ticket: 0,
            serial: 0,
            news: NewsLine::default(),
            trail: Trail::default(),
            pending: Vec::new(),
            more: Vec::new(),
            ahead: ahead::Ahead::default(),
            tour: None,
            lost: false,
            ended: false,
            here: None,
            undoing: (0, Vec::new()),
            round: round::Round::default(),
            out: Vec::new(),
        };
        app.refit();
        app
    }

    /// Screens are as large as the terminal, but in plain mode narrower.
    fn refit(&mut self) {
        let form = self.top().is_some_and(|s| global::is::<super::form::Form>(&*s.screen));
        let plain = self.shared.theme.plain;
        self.shared.size = if plain { super::plain::size(self.terminal, form) } else { self.terminal };
    }

    /// Size of the terminal.
    pub fn terminal(&self) -> (u16, u16) {
        self.terminal
    }

    /// Puts the first screen up: Today, and over it the beginnings where the book is empty, the offer of a tour
    /// in a demonstration, and what is wrong with the keys.
    pub fn begin(&mut self) -> Vec<AppEffect> {
        self.push(Box::new(screens::Today::new()));
        if self.shared.welcome.demo && !self.prefs.toured {
            self.push(Box::new(screens::Ask::tour(self.shared.lang)));
            self.set_prefs(Prefs { toured: true, ..self.prefs.clone() });
        }
        if !self.shared.keymap.problems().is_empty() {
            self.push(Box::new(screens::Ask::keymap(&self.shared)));
        }
        if screens::Start::wanted(&self.shared, &self.prefs) {
            self.push(Box::new(screens::Start::new(&self.shared, &self.prefs)));
        }
        std::mem::take(&mut self.out)
    }

    /// Says something that only the runtime knows, in the colour of trouble.
    pub fn warn(&mut self, text: T) {
        self.news.warn(text.get(self.shared.lang).to_owned());
    }

    /// What everybody may know.
    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    /// What this worker likes.
    pub fn prefs(&self) -> &Prefs {
        &self.prefs
    }

    /// What time it is, milliseconds since 1970 UTC; told before messages.
    pub fn set_now(&mut self, now_ms: i64) {
        self.shared.now_ms = now_ms;
    }

    /// Takes one message in; what the runtime must do, in order.
    pub fn update(&mut self, message: Message) -> Vec<AppEffect> {
        match message {
            Message::Input(event) => self.input(event),
            Message::Reply(ticket, reply) => self.reply(ticket, reply),
            Message::News(news) => self.hear(news),
            Message::LinkLost => self.link_lost(),
            Message::LinkBack(welcome) => self.link_back(welcome),
            // the session ends with these words, see `run`
            Message::TurnedAway(_) => {}
            Message::Outdated => self.news.warn(words::OUTDATED.get(self.shared.lang).to_owned()),
            Message::Filed(Ok(place)) => self.news.say(words::hand::filed(self.shared.lang, &place)),
            Message::Filed(Err(why)) => self.news.warn(words::hand::not_filed(self.shared.lang, &why)),
            Message::Import(news) => self.broadcast(&Input::Import(news)),
            Message::Export(news) => {
                self.broadcast(&Input::Export(news.clone()));
                match news {
                    ExportNews::Done(_, Ok(said)) => self.news.say(said),
                    ExportNews::Done(_, Err(why)) => self.news.warn(why),
                    ExportNews::Forms(_) | ExportNews::Progress(..) => {}
                }
            }
        }
        self.go_on();
        self.refit();
        self.tell_where();
        self.follow();
        std::mem::take(&mut self.out)
    }

    /// The terminal or the machine goes away: every screen asks for what must be kept.
    pub fn leave(&mut self) -> Vec<AppEffect> {
        let serials: Vec<u64> = self.stack.iter().map(|s| s.serial).collect();
        for serial in serials {
            self.leave_one(serial);
        }
        std::mem::take(&mut self.out)
    }

    fn leave_one(&mut self, serial: u64) {
        let App { shared, stack, ticket, .. } = self;
        let Some(slot) = stack.iter_mut().find(|s| s.serial == serial) else { return };
        let mut ctx = Ctx::new(shared, ticket);
        slot.screen.leave(&mut ctx);
        let effects = ctx.effects;
        self.perform(serial, effects);
    }

    /// Drafts that no hub has taken, when nothing more can be asked. What was to be written and is not answered is a
    /// draft again: better twice than never.
    pub fn unsent_drafts(&mut self) -> Vec<Draft> {
        let writes = self.asked.iter().filter(|(_, (asker, request))| {
            let writes = matches!(request, Request::Save(_) | Request::Step(_) | Request::Capture { .. });
            writes && matches!(asker, Asker::Screen(_))
        });
        for ticket in writes.map(|(ticket, _)| *ticket).collect::<Vec<_>>() {
            self.reply(ticket, Reply::Refused(Refusal::Store(String::new())));
        }
        drop(self.leave());
        let all = self.asked.values().filter_map(|(_, r)| match r {
            Request::KeepDraft(d) => Some(d.clone()),
            _ => None,
        });
        all.collect()
    }

    /// Whether an answer of the hub is on its way.
    pub fn waits(&self) -> bool {
        !self.asked.is_empty() && !self.lost
    }

    /// Tells the hub which card is open now, if it is another one than before.
    fn tell_where(&mut self) {
        let here = self.stack.iter().rev().find_map(|s| s.screen.open_card());
        if here != self.here && !self.lost {
            self.here = here;
            self.ask_self(Asker::Here, Request::Here(here));
        }
    }

    fn top(&self) -> Option<&Slot> {
        self.stack.last()
    }

    /// Gives an input to a screen; whether it took it.
    fn deliver(&mut self, serial: u64, input: Input) -> bool {
        let App { shared, stack, parked, ticket, .. } = self;
        let parked = parked.iter_mut().map(|(_, s)| s);
        let Some(slot) = stack.iter_mut().chain(parked).find(|s| s.serial == serial) else { return false };
        let mut ctx = Ctx::new(shared, ticket);
        let taken = slot.screen.update(&mut ctx, input);
        let effects = ctx.effects;
        self.perform(serial, effects);
        taken
    }

    fn deliver_top(&mut self, input: Input) -> bool {
        self.top().map(|s| s.serial).is_some_and(|serial| self.deliver(serial, input))
    }

    /// Every screen of the stack hears it.
    fn broadcast(&mut self, input: &Input) {
        let serials: Vec<u64> = self.stack.iter().map(|s| s.serial).collect();
        for serial in serials {
            self.deliver(serial, input.clone());
        }
    }

    fn slot(&mut self, screen: Box<dyn Screen>) -> Slot {
        self.serial += 1;
        Slot { serial: self.serial, screen }
    }

    fn start(&mut self, serial: u64) {
        let App { shared, stack, ticket, .. } = self;
        let Some(slot) = stack.iter_mut().find(|s| s.serial == serial) else { return };
        let mut ctx = Ctx::new(shared, ticket);
        slot.screen.start(&mut ctx);
        let effects = ctx.effects;
        self.perform(serial, effects);
    }

    fn push(&mut self, screen: Box<dyn Screen>) {
        let slot = self.slot(screen);
        let serial = slot.serial;
        self.stack.push(slot);
        self.start(serial);
    }

    /// Asks the hub; while the link is lost, the question waits.
    fn ask(&mut self, asker: Asker, ticket: Ticket, request: Request) {
        self.asked.insert(ticket, (asker, request.clone()));
        if !self.lost {
            self.out.push(AppEffect::Ask(ticket, request));
        }
    }

    fn ask_self(&mut self, asker: Asker, request: Request) {
        self.ticket += 1;
        self.ask(asker, self.ticket, request);
    }

    fn set_welcome(&mut self, welcome: Welcome) {
        schema::lay_down(welcome.office.clone());
        self.shared.welcome = welcome;
        let again = Input::News(crate::hub::wire::News::Resync);
        self.broadcast(&again);
    }
}
