//! Random keys and texts at a real desk: the app over the real hub in this process. The screen keeps its size, the
//! painter's changes come to what a fresh screen would show, and nothing but the painter's own sequences is sent.
//! `LINLI_KEYS` says how many keys, `LINLI_SEED` which.
use super::mutate::Dice;
use super::targets::{glyph::ours, harmless};
use linli::hub::client::Client;
use linli::hub::host::Hub;
use linli::text::Lang;
use linli::tui::app::App;
use linli::tui::input::{Code, Event, Key};
use linli::tui::keymap::{Context, Keymap, press};
use linli::tui::message::{AppEffect, Message, Prefs};
use linli::tui::painter::Painter;
use linli::tui::screen::Shared;
use linli::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::VecDeque;

/// 2026-11-23 10:00 in China.
pub const NOW: i64 = 1_795_399_200_000;
const SIZES: [(u16, u16); 6] = [(80, 24), (40, 12), (120, 40), (20, 5), (2, 2), (200, 60)];
const TEXTS: [&str; 14] = [
    "张晓明",
    "zxm",
    "138-3745-5521",
    "恒达建材有限公司",
    "访zxm 电话 昨天 谈了 +3天 回话",
    "\u{1b}[2J\u{9b}31m",
    "\u{202e}反\u{2066}",
    "👨\u{200d}👩\u{200d}👧🇨🇳",
    "e\u{301}\u{302}",
    "\t",
    "2025-3-7",
    "=新媒体",
    "import",
    "　",
];

/// One worker at a terminal.
pub struct Desk {
    app: App,
    client: Client,
    painter: Painter,
    terminal: vt100::Parser,
    size: (u16, u16),
    left: bool,
}

impl Desk {
    pub fn sit(hub: &Hub, lang: Lang, size: (u16, u16)) -> Desk {
        let mut client = Client::over(hub.connect().unwrap()).unwrap();
        let welcome = client.welcome(lang, false).unwrap();
        let keymap = Keymap::standard();
        let shared = Shared { lang, welcome, keymap, theme: Theme::DEFAULT, size, now_ms: NOW };
        let prefs = Prefs { ascii: Some(false), ..Prefs::default() };
        let (painter, terminal) = (Painter::new(size), fresh(size));
        let mut desk = Desk { app: App::new(shared, prefs), client, painter, terminal, size, left: false };
        let effects = desk.app.begin();
        desk.does(effects);
        desk
    }

    fn does(&mut self, effects: Vec<AppEffect>) {
        let mut waiting: VecDeque<AppEffect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            match effect {
                AppEffect::Ask(ticket, request) => {
                    let reply = self.client.ask(request).unwrap();
                    waiting.extend(self.app.update(Message::Reply(ticket, reply)));
                }
                AppEffect::Redraw => self.painter.reset(),
                AppEffect::Quit | AppEffect::Demo => self.left = true,
                _ => {}
            }
        }
    }

    pub fn event(&mut self, event: Event) {
        if let Event::Resize(w, h) = event {
            self.size = (w, h);
            self.painter.resize(self.size);
            self.terminal.screen_mut().set_size(h.try_into().unwrap(), w.try_into().unwrap());
        }
        let effects = self.app.update(Message::Input(event));
        self.does(effects);
    }

    pub fn keys(&mut self, text: &str) {
        press(text).into_iter().for_each(|k| self.event(Event::Key(k)));
    }

    /// Draws, and holds the frame against all that is promised of it. Gives back what the terminal shows.
    pub fn look(&mut self) -> String {
        let (w, h) = self.size;
        let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
        let cursor = self.app.view(&mut buf);
        assert_eq!(buf.area, Rect::new(0, 0, w, h), "the screen has the right size");
        if let Some((x, y)) = cursor {
            assert!(x < w && y < h, "the cursor at {x},{y} of {w}x{h}");
        }
        for cell in buf.content() {
            harmless("cell", cell.symbol());
        }
        let bytes = self.painter.frame(&buf, cursor);
        ours(&bytes);
        self.terminal.process(&bytes);
        let mut whole = fresh(self.size);
        whole.process(&Painter::new(self.size).frame(&buf, cursor));
        for y in 0..h {
            for x in 0..w {
                let at = |t: &vt100::Parser| {
                    let c = t.screen().cell(y, x).unwrap();
                    let text = if c.contents().is_empty() { " " } else { c.contents() }.to_owned();
                    (text, c.is_wide_continuation(), c.inverse(), c.bold(), c.fgcolor(), c.bgcolor())
                };
                let (is, should) = (at(&self.terminal), at(&whole));
                // colours of a blank's letters cannot be seen
                let seen =
                    |c: &(String, bool, bool, bool, vt100::Color, vt100::Color)| match c.0 == " " && !c.2 {
                        true => (c.0.clone(), c.1, c.2, false, vt100::Color::Default, c.5),
                        false => c.clone(),
                    };
                assert_eq!(seen(&is), seen(&should), "at {x},{y}:\n{}", self.terminal.screen().contents());
            }
        }
        self.terminal.screen().contents()
    }
}

fn fresh((w, h): (u16, u16)) -> vt100::Parser {
    vt100::Parser::new(h.try_into().unwrap(), w.try_into().unwrap(), 0)
}

/// Every key that any binding names, and those of plain typing.
fn all_keys() -> Vec<Key> {
    let map = Keymap::standard();
    let mut keys: Vec<Key> = Vec::new();
    for shown in map.all(Context::ALL, Lang::En) {
        for label in shown.keys.iter().flat_map(|k| k.split(' ')) {
            keys.extend(linli::tui::keymap::parse(label));
        }
    }
    keys.extend((b' '..=b'~').map(|c| Key::char(char::from(c))));
    keys.extend(
        [Code::Enter, Code::Tab, Code::BackTab, Code::Esc, Code::Backspace, Code::Delete].map(Key::new),
    );
    keys.sort();
    keys.dedup();
    keys
}

fn random(d: &mut Dice, keys: &[Key]) -> Event {
    match d.roll(40) {
        0 => {
            let (w, h) = *d.pick(&SIZES);
            Event::Resize(w, h)
        }
        1 => Event::Paste(d.pick(&TEXTS).repeat(1 + d.roll(30))),
        2 => Event::Resume,
        3 => Event::Focus(d.roll(2) == 0),
        4..=7 => Event::Key(Key::char(d.pick(&TEXTS).chars().next().unwrap())),
        _ => Event::Key(*d.pick(keys)),
    }
}

#[test]
fn random_keys_never_break_the_screen() {
    let number = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let (count, seed) = (number("LINLI_KEYS").unwrap_or(900), number("LINLI_SEED").unwrap_or(1));
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path(), Box::new(|| NOW), &|_, _| ()).unwrap();
    // a book full of what could steer a terminal
    super::shown::fill(&hub);
    let keys = all_keys();
    assert!(keys.len() > 120, "{}", keys.len());
    let (mut d, mut done, mut round) = (Dice::new(seed), 0, 0);
    while done < count {
        let lang = if round % 2 == 0 { Lang::Zh } else { Lang::En };
        let mut desk = Desk::sit(&hub, lang, SIZES[round % 3]);
        if round == 0 {
            desk.keys(
                "1颍川街道<Enter>2n张晓明<Enter>138-3745-5521<Enter>恒达建材有限公司<Enter>总经理<Ctrl-S>",
            );
        }
        let mut trail = VecDeque::new();
        while done < count && !desk.left {
            done += 1;
            let event = random(&mut d, &keys);
            trail.push_back(format!("{event:?}"));
            if trail.len() > 25 {
                trail.pop_front();
            }
            let step = std::panic::AssertUnwindSafe(|| {
                desk.event(event.clone());
                desk.look();
            });
            if std::panic::catch_unwind(step).is_err() {
                panic!("seed {seed}, key {done}; the last ones: {trail:#?}");
            }
            if done % 300 == 0 {
                break;
            }
        }
        round += 1;
    }
    println!("{done} keys, {round} sessions");
    hub.stop();
}
