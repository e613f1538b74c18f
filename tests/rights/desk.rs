//! What each role sees at the terminal: numbers covered and uncovered one by one, what may not be done said or not offered.

use super::office::{NOW, Office, Who};
use linli::hub::client::Client;
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
use std::collections::VecDeque;

pub struct Desk {
    app: App,
    pub client: Client,
    size: (u16, u16),
}

impl Desk {
    pub fn sit(office: &Office, who: Who, lang: Lang, size: (u16, u16)) -> Desk {
        let mut client = office.connect(who.uid());
        let welcome = client.welcome(lang, false).unwrap();
        let keymap = Keymap::standard();
        let shared = Shared { lang, welcome, keymap, theme: Theme::DEFAULT, size, now_ms: NOW };
        let prefs = Prefs { ascii: Some(false), ..Prefs::default() };
        let mut desk = Desk { app: App::new(shared, prefs), client, size };
        let effects = desk.app.begin();
        desk.does(effects);
        desk
    }

    fn does(&mut self, effects: Vec<AppEffect>) {
        let mut waiting: VecDeque<AppEffect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            if let AppEffect::Ask(ticket, request) = effect {
                let reply = self.client.ask(request).unwrap();
                waiting.extend(self.app.update(Message::Reply(ticket, reply)));
            }
        }
    }

    pub fn keys(&mut self, text: &str) {
        for key in press(text) {
            let effects = self.app.update(Message::Input(Event::Key(key)));
            self.does(effects);
        }
    }

    pub fn screen(&self) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        self.app.view(&mut buf);
        glyph::lines(&buf).join("\n")
    }

    pub fn shows(&self, words: &str) {
        assert!(self.screen().contains(words), "{words} is not on the screen:\n{}", self.screen());
    }

    pub fn hides(&self, words: &str) {
        assert!(!self.screen().contains(words), "{words} is on the screen:\n{}", self.screen());
    }
}

fn office() -> (Office, Client) {
    let office = Office::bare();
    let mut owner = office.owner();
    office.tree(&mut owner);
    office.inside(&mut owner);
    office.outside(&mut owner);
    (office, owner)
}

#[test]
fn a_reader_looks_and_is_told_why_no_more() {
    let (office, owner) = office();
    for (lang, head, why) in
        [(Lang::Zh, "只读 甲社区", "您的角色是“只读”"), (Lang::En, "reader 甲社区", "your role is reader")]
    {
        let mut d = Desk::sit(&office, Who::Reader, lang, (120, 40));
        d.shows(head);
        d.keys("/张晓明<Enter>");
        d.shows("****");
        d.hides("138 1111 0001");
        d.hides("13811110001");
        let hints = d.screen().lines().last().unwrap().to_string();
        assert!(hints.contains("u ") && !hints.contains("e 改") && !hints.contains("e edit"), "{hints}");
        d.keys("u");
        d.shows("138 1111 0001");
        // it stays so while the card is open, and is covered on the next one
        d.keys("<Down>");
        d.shows("138 1111 0001");
        for key in ["e", "v", "n", ";", "r", "m"] {
            d.keys(key);
            d.shows(why);
        }
        d.keys("<Tab>");
        d.hides(if lang == Lang::Zh { "删除" } else { "remove" });
        d.keys("<Esc><Esc>/张晓明<Enter>");
        d.shows("****");
    }
    let log = std::fs::read_to_string(office.dir.path().join("access/2026-11.jsonl")).unwrap();
    assert_eq!(log.matches("revealed").count(), 2, "{log}");
    drop(owner);
    office.hub.stop();
}

#[test]
fn on_a_projector_one_value_is_one_key() {
    let (office, owner) = office();
    let mut d = Desk::sit(&office, Who::Worker, Lang::Zh, (80, 24));
    d.keys("<F8>/张晓明<Enter>");
    d.hides("138 1111 0001");
    d.keys("u");
    d.shows("138 1111 0001");
    d.hides("内备注");
    d.keys("u");
    d.shows("内备注");
    // what was said at the visit in hand
    d.hides("内谈话");
    d.keys("uu");
    d.shows("内谈话");
    d.keys("uu");
    d.shows("这里没有盖着的");
    // ended and begun again, all is covered
    d.keys("<F8><F8>");
    d.hides("138 1111 0001");
    d.hides("内谈话");
    drop((d, owner));
    office.hub.stop();
}

#[test]
fn what_lies_outside_is_nobody_and_opens_nothing() {
    let (office, mut owner) = office();
    office.visit(&mut owner, 43, &[21, 25], "2026-11-22", "", "合谈", "");
    let mut d = Desk::sit(&office, Who::Worker, Lang::Zh, (120, 40));
    d.shows("工作人员 甲社区");
    d.keys("/欧阳<Enter>");
    d.hides("欧阳外人");
    d.keys("<Esc><Esc>4<Enter>");
    d.shows("（外辖区人员）");
    d.hides("欧阳");
    d.keys("<Down><Down><Enter>");
    d.hides("欧阳");
    drop((d, owner));
    office.hub.stop();
}
