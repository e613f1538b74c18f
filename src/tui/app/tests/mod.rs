//! Keys pressed as text against a made-up hub; what the screen shows is what is asserted.

mod ahead;
mod briefing;
mod decisions;
mod every_size;
pub(crate) mod fake;
mod fake_agenda;
mod fake_report;
mod fake_staff;
mod fake_study;
mod flows;
mod lists;
mod looks;
mod plain;
mod rights;
mod showing;
mod signin;
mod typed;
mod waits;

use super::App;
use crate::hub::wire::{News, Reply, Request};
use crate::text::Lang;
use crate::tui::glyph;
use crate::tui::input::Event;
use crate::tui::keymap::{Keymap, press};
use crate::tui::message::{AppEffect, ImportNews, LedgerNews, Message, Prefs};
use crate::tui::proof;
use crate::tui::screen::Shared;
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// An app at a terminal of its own, and a hub that answers at once.
struct Desk {
    app: App,
    empty: bool,
    /// What was asked of the hub.
    asked: Vec<Request>,
    /// What else the runtime was asked for.
    done: Vec<AppEffect>,
    /// What was typed and what came by itself.
    heard: String,
    /// Questions that are not answered yet, while the hub is held.
    held: Option<Vec<(u64, Request)>>,
}

impl Desk {
    fn new(lang: Lang, size: (u16, u16)) -> Desk {
        Desk::with(lang, size, false, Prefs { ascii: Some(false), ..Prefs::default() })
    }

    fn with(lang: Lang, size: (u16, u16), empty: bool, prefs: Prefs) -> Desk {
        let shared = Shared {
            lang,
            welcome: fake::welcome(if empty { 0 } else { 420 }),
            keymap: Keymap::standard(),
            theme: Theme::DEFAULT,
            size,
            now_ms: 1_795_401_060_000,
        };
        let app = App::new(shared, prefs);
        let mut desk =
            Desk { app, empty, asked: Vec::new(), done: Vec::new(), heard: String::new(), held: None };
        desk.heard = format!("{:?}", fake::welcome(1));
        let effects = desk.app.begin();
        desk.perform(effects);
        desk
    }

    fn perform(&mut self, effects: Vec<AppEffect>) {
        for effect in effects {
            match effect {
                AppEffect::Ask(ticket, request) => {
                    self.asked.push(request.clone());
                    match &mut self.held {
                        Some(held) => held.push((ticket, request)),
                        None => {
                            let reply = fake::answer(&request, self.empty);
                            self.send(Message::Reply(ticket, reply));
                        }
                    }
                }
                other => self.done.push(other),
            }
        }
    }

    fn send(&mut self, message: Message) {
        if !matches!(message, Message::Reply(..) | Message::Input(Event::Key(_))) {
            self.heard.push_str(&format!("{message:?}"));
        }
        let effects = self.app.update(message);
        self.perform(effects);
    }

    /// The hub thinks, and its questions are for the test to answer.
    fn hold(&mut self) {
        self.held = Some(Vec::new());
    }

    /// The hub answers what it was asked, and what it is asked thereby, in order.
    fn release(&mut self) {
        for (ticket, request) in self.held.take().unwrap_or_default() {
            let reply = fake::answer(&request, self.empty);
            self.send(Message::Reply(ticket, reply));
        }
    }

    /// Answers what is held, the oldest first, and what is asked thereby; what nothing is said of as the made-up hub does.
    fn serve(&mut self, mut said: impl FnMut(&Request) -> Option<Reply>) {
        while let Some(held) = self.held.as_mut().filter(|h| !h.is_empty()) {
            let (ticket, request) = held.remove(0);
            let reply = said(&request).unwrap_or_else(|| fake::answer(&request, self.empty));
            self.reply(ticket, reply);
        }
    }

    fn press(&mut self, keys: &str) -> &mut Desk {
        self.heard.push_str(keys);
        for key in press(keys) {
            self.send(Message::Input(Event::Key(key)));
        }
        self
    }

    fn reply(&mut self, ticket: u64, reply: Reply) {
        self.send(Message::Reply(ticket, reply));
    }

    fn news(&mut self, news: News) {
        self.send(Message::News(news));
    }

    /// How it goes with the ledger that was asked for last.
    fn ledger(&mut self, news: LedgerNews) {
        let no = |e: &AppEffect| if let AppEffect::Import { no, .. } = e { Some(*no) } else { None };
        let no = self.done.iter().rev().find_map(no).unwrap_or_default();
        self.send(Message::Import(ImportNews::Ledger(no, news)));
    }

    fn buffer(&self) -> (Buffer, Option<(u16, u16)>) {
        let (w, h) = self.app.terminal();
        let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
        let cursor = self.app.view(&mut buf);
        (buf, cursor)
    }

    fn lines(&self) -> Vec<String> {
        glyph::lines(&self.buffer().0)
    }

    fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// Glyphs that are cut, and Chinese on an English screen that is neither in the book nor was typed.
    fn faults(&self) -> String {
        let mut out = proof::broken(&self.buffer().0);
        if self.app.shared().lang == Lang::En {
            let answers = self.asked.iter().map(|r| format!("{r:?} {:?}", fake::answer(r, self.empty)));
            let data = answers.collect::<String>() + &self.heard;
            out.push_str(&proof::untranslated(&self.lines(), &data).join(" "));
        }
        out
    }

    fn shows(&self, what: &str) -> bool {
        self.text().contains(what)
    }
}
