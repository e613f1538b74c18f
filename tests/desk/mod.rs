//! One worker at a terminal, whose keys go to the real hub.

use linli::book::Kind;
use linli::hub::client::Client;
use linli::hub::host::Hub;
use linli::hub::wire::{Filter, Order, Reply, Request};
use linli::text::Lang;
use linli::tui::app::App;
use linli::tui::glyph;
use linli::tui::input::Event;
use linli::tui::keymap::{Keymap, press};
use linli::tui::message::{AppEffect, Message, Prefs};
use linli::tui::screen::Shared;
use linli::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// 2026-11-23 10:00 in China.
pub const NOW: i64 = 1_795_399_200_000;

/// One worker at a terminal.
pub struct Desk {
    pub app: App,
    pub client: Client,
    size: (u16, u16),
    /// What the app wanted of the machine and nobody did.
    #[allow(dead_code)]
    pub wanted: Vec<AppEffect>,
}

impl Desk {
    pub fn sit(hub: &Hub, lang: Lang, size: (u16, u16)) -> Desk {
        let mut client = Client::over(hub.connect().unwrap()).unwrap();
        let welcome = client.welcome(lang, false).unwrap();
        let keymap = Keymap::standard();
        let shared = Shared { lang, welcome, keymap, theme: Theme::DEFAULT, size, now_ms: NOW };
        let prefs = Prefs { ascii: Some(false), ..Prefs::default() };
        let mut desk = Desk { app: App::new(shared, prefs), client, size, wanted: Vec::new() };
        let effects = desk.app.begin();
        desk.does(effects);
        desk
    }

    /// Answers what is asked, until nothing is.
    fn does(&mut self, effects: Vec<AppEffect>) {
        let mut waiting: std::collections::VecDeque<AppEffect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            match effect {
                AppEffect::Ask(ticket, request) => {
                    let reply = self.client.ask(request).unwrap();
                    waiting.extend(self.app.update(Message::Reply(ticket, reply)));
                }
                other => self.wanted.push(other),
            }
        }
    }

    pub fn keys(&mut self, text: &str) {
        for key in press(text) {
            let effects = self.app.update(Message::Input(Event::Key(key)));
            self.does(effects);
        }
    }

    /// What the terminal sends besides keys: text at once.
    #[allow(dead_code)]
    pub fn burst(&mut self, text: &str) {
        let effects = self.app.update(Message::Input(Event::Burst(text.to_owned())));
        self.does(effects);
    }

    /// What the machine tells the app.
    #[allow(dead_code)]
    pub fn hears(&mut self, message: Message) {
        let effects = self.app.update(message);
        self.does(effects);
    }

    pub fn screen(&self) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        self.app.view(&mut buf);
        glyph::lines(&buf).join("\n")
    }

    pub fn shows(&self, words: &str) {
        assert!(self.screen().contains(words), "{words} is not on the screen:\n{}", self.screen());
    }

    pub fn stored(&mut self, kind: Kind) -> Vec<linli::book::Record> {
        let request = Request::List {
            kind,
            filter: Filter::default(),
            order: Order::Usual,
            offset: 0,
            limit: 50,
            more: Vec::new(),
        };
        let Reply::Page { rows, .. } = self.client.ask(request).unwrap() else { panic!() };
        rows.iter()
            .map(|r| match self.client.ask(Request::Get(r.target)).unwrap() {
                Reply::Shown(s) => s.record,
                other => panic!("{other:?}"),
            })
            .collect()
    }
}

pub fn hub(dir: &std::path::Path) -> Hub {
    Hub::start(dir, Box::new(|| NOW), &|_, _| ()).unwrap()
}
