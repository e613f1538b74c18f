//! Random keys, pastes and sizes at two real desks on one hub in this process, each hearing what the other does. The
//! screen keeps its size, the painter's changes come to what a fresh screen would show, nothing but the painter's own
//! sequences is sent, and what is half typed when a link is cut is a draft at the next login. `LINLI_KEYS` says how
//! many keys, `LINLI_SEED` which.
use super::mutate::Dice;
use super::targets::{glyph::ours, harmless};
use super::words::Words;
use linli::hub::client::Client;
use linli::hub::frame;
use linli::hub::host::Hub;
use linli::hub::wire::{FromHub, Reply, Request, ToHub};
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
use std::os::unix::net::UnixStream;

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

/// Ways to every screen, and what stands there in either language.
const WAYS: [(&str, &str, &str); 47] = [
    ("1d", "走访", "visit"),
    ("1d<Enter>", "日历", "Calendar"),
    ("2<Home>g", "关系图", "Circle"),
    ("2<Home>g=", "关系图", "Circle"),
    ("2<Home>p", "想认识谁", "Meet whom"),
    ("2<Home>p<Enter>", "谁能引见", "Who can introduce"),
    ("2<Home>h", "改动历史", "History"),
    ("2<Home>b", "给本人看", "For their own eyes"),
    ("2<Home>b<Enter>", "给本人看", "For their own eyes"),
    ("2<Home><Delete>", "删除", "Remove"),
    ("2*>", "新建交接单", "New handover"),
    ("2*><Tab>调岗<Enter>", "新建交接单", "New handover"),
    ("2*x", "一起改", "Change"),
    ("2*x<Down><Down><Enter><Enter>", "一起改", "Change"),
    ("2l", "人员", "People"),
    ("2f", "筛选", "Filter"),
    ("2f4", "类别", "Groups"),
    ("2o", "排序", "Order"),
    ("2c", "列", "Columns"),
    ("2w", "名字存下", "name"),
    ("2<Tab>", "动作", "Actions"),
    ("2<Enter>", "怎么找", "How to reach"),
    ("2<Enter>y", "抄下哪一项", "Copy what"),
    ("2<Home>v<F4>", "常用语", "hrases"),
    ("2<Home>e", "人员", "person"),
    ("2<Home>r", "关系", "tie"),
    ("8<Right><Enter>", "级别", "Level"),
    ("6<Home><Enter>", "服务", "ervice"),
    ("0<Down><Down><Down><Down><Down><Down><Down><Down><Down><Down><Enter>", "服务力量", "Who can help"),
    ("6n", "新建服务", "New service"),
    (":studies<Enter>", "调研", "Studies"),
    (":studies<Enter><Enter>", "调研", "Study"),
    (":studies<Enter><Enter>=", "汇总", "What came of it"),
    (":answers<Enter>", "答卷", "Answers"),
    (":question-form<Enter>", "收一份问卷", "Take a question form in"),
    (":retention<Enter>", "保存期限", "How long records are kept"),
    (":retention<Enter>n", "挑一条常用的", "One of the usual"),
    (":", "命令", "Command"),
    ("01", "待办", "Tasks"),
    ("02", "工作人员", "Staff"),
    ("07", "导入台账", "ledger"),
    ("5=", "登记", "entered"),
    ("7", "会议", "Meetings"),
    ("4<Home><Enter>", "走访", "visit"),
    (";访 end 电话 +3天", "快记", "Quick note"),
    ("/end", "查找", "Find"),
    ("?", "能用的键", "Keys"),
];

/// One worker at a terminal.
pub struct Desk {
    app: App,
    link: UnixStream,
    /// News that came while an answer was awaited.
    news: VecDeque<FromHub>,
    painter: Painter,
    terminal: vt100::Parser,
    size: (u16, u16),
    left: bool,
}

impl Desk {
    /// The language it shows; some keys change it.
    fn lang(&self) -> Lang {
        self.app.shared().lang
    }

    pub fn sit(hub: &Hub, lang: Lang, size: (u16, u16)) -> Desk {
        let mut client = Client::over(hub.connect().unwrap()).unwrap();
        let welcome = client.welcome(lang, true).unwrap();
        let keymap = Keymap::standard();
        let shared = Shared { lang, welcome, keymap, theme: Theme::DEFAULT, size, now_ms: NOW };
        let prefs = Prefs { ascii: Some(false), ..Prefs::default() };
        let (painter, terminal) = (Painter::new(size), fresh(size));
        let (app, link, news) = (App::new(shared, prefs), client.into_stream(), VecDeque::new());
        let mut desk = Desk { app, link, news, painter, terminal, size, left: false };
        let effects = desk.app.begin();
        desk.does(effects);
        desk
    }

    fn does(&mut self, effects: Vec<AppEffect>) {
        let mut waiting: VecDeque<AppEffect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            match effect {
                AppEffect::Ask(ticket, request) => {
                    let reply = self.ask(ticket, request);
                    waiting.extend(self.app.update(Message::Reply(ticket, reply)));
                    while let Some(FromHub::News(news)) = self.news.pop_front() {
                        waiting.extend(self.app.update(Message::News(news)));
                    }
                }
                AppEffect::Redraw => self.painter.reset(),
                AppEffect::Quit | AppEffect::Demo => self.left = true,
                _ => {}
            }
        }
    }

    fn ask(&mut self, ticket: u64, request: Request) -> Reply {
        frame::write(&mut self.link, &ToHub { ticket, request }).unwrap();
        loop {
            match frame::read::<FromHub>(&mut self.link).unwrap() {
                FromHub::Reply(t, reply) if t == ticket => return reply,
                FromHub::Reply(..) => {}
                news => self.news.push_back(news),
            }
        }
    }

    /// Begins somebody's card and is cut off in the middle: what was typed is a draft. False if no card can be begun
    /// where it stands.
    fn cut_off(mut self, hub: &Hub, mark: &str) -> bool {
        // out of whatever is open; a form leaves its draft
        (0..12).for_each(|_| self.keys("<Esc>"));
        self.keys("2n");
        self.event(Event::Paste(mark.to_owned()));
        let typed = self.look().contains(mark);
        drop(self);
        if !typed {
            return false;
        }
        let mut client = Client::over(hub.connect().unwrap()).unwrap();
        client.welcome(Lang::Zh, false).unwrap();
        let Reply::Drafts(all) = client.ask(Request::Drafts).unwrap() else { panic!("no drafts") };
        let kept = all.iter().any(|d| d.texts.iter().any(|(_, t)| t.contains(mark)));
        assert!(kept, "{mark} is lost");
        true
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
        39 => Event::Burst(format!("{}\r{}", d.pick(&TEXTS), d.pick(&TEXTS)).repeat(1 + d.roll(5))),
        38 => Event::Key(Key { alt: true, ..*d.pick(keys) }),
        2 => Event::Resume,
        3 => Event::Focus(d.roll(2) == 0),
        4..=7 => Event::Key(Key::char(d.pick(&TEXTS).chars().next().unwrap())),
        _ => Event::Key(*d.pick(keys)),
    }
}

/// What was typed is found in what is kept.
fn kept(hub: &Hub, text: &str) -> bool {
    let mut client = Client::over(hub.connect().unwrap()).unwrap();
    client.welcome(Lang::Zh, false).unwrap();
    let Reply::Drafts(all) = client.ask(Request::Drafts).unwrap() else { panic!("no drafts") };
    all.iter().any(|d| d.texts.iter().any(|(_, t)| t.contains(text)))
}

#[test]
fn a_link_cut_at_any_key_leaves_what_was_typed() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path(), Box::new(|| NOW), &|_, _| ()).unwrap();
    Desk::sit(&hub, Lang::Zh, (80, 24)).keys("1颍川街道<Enter>2n张晓明<Enter>13837455521<Ctrl-S>");
    for (open, typed) in [
        ("2n", "周雪梅"),
        ("2n周雪梅<Tab><Tab>", "心语工作室"),
        ("2<Home>v", "门口的路\n修好了"),
        ("2<Home>e<Tab><Tab><Tab>", "总经理"),
        ("3n", "心语社工服务中心"),
        ("2;", "访张晓明 电话 问停车 +3天"),
    ] {
        for cut in 1..=typed.chars().count() {
            let mut desk = Desk::sit(&hub, Lang::Zh, (80, 24));
            desk.keys(open);
            let part: String = typed.chars().take(cut).collect();
            desk.keys(&part.replace('\n', "<Enter>").replace(' ', "<Space>"));
            drop(desk);
            assert!(kept(&hub, part.trim()), "{open}: {part} is lost");
        }
    }
    hub.stop();
}

#[test]
fn every_screen_is_reached_and_speaks_one_language() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path(), Box::new(|| NOW), &|_, _| ()).unwrap();
    super::shown::fill(&hub);
    let words = Words::read();
    let mut wrong = Vec::new();
    for (lang, size) in [Lang::Zh, Lang::En].into_iter().flat_map(|l| SIZES[..3].iter().map(move |s| (l, *s)))
    {
        for (way, zh, en) in WAYS {
            let mut desk = Desk::sit(&hub, lang, size);
            desk.keys("<Esc>");
            let mut reached = false;
            for key in press(way) {
                desk.event(Event::Key(key));
                let shown = desk.look();
                reached |= shown.contains(if lang == Lang::Zh { zh } else { en });
                wrong.extend(words.foreign(lang, &shown).map(|w| format!("{way} in {lang:?}: {w}")));
            }
            if !reached {
                wrong.push(format!("{way} in {lang:?} at {size:?}:\n{}", desk.look()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    hub.stop();
}

#[test]
fn random_keys_never_break_the_screen() {
    let number = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let (count, seed) = (number("LINLI_KEYS").unwrap_or(900), number("LINLI_SEED").unwrap_or(1));
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path(), Box::new(|| NOW), &|_, _| ()).unwrap();
    // a book full of what could steer a terminal
    super::shown::fill(&hub);
    let (keys, words) = (all_keys(), Words::read());
    assert!(keys.len() > 120, "{}", keys.len());
    let (mut d, mut done, mut round, mut cut) = (Dice::new(seed), 0, 0, 0);
    while done < count {
        let langs = if round % 2 == 0 { [Lang::Zh, Lang::En] } else { [Lang::En, Lang::Zh] };
        let mut desks = langs.map(|lang| Desk::sit(&hub, lang, SIZES[round % 3]));
        if round == 0 {
            desks[0].keys(
                "1颍川街道<Enter>2n张晓明<Enter>138-3745-5521<Enter>恒达建材有限公司<Enter>总经理<Ctrl-S>",
            );
        }
        let mut trail = VecDeque::new();
        // the rest of a way that somebody is on
        let mut ways = [VecDeque::new(), VecDeque::new()];
        while done < count && desks.iter().all(|desk| !desk.left) {
            done += 1;
            let at = d.roll(2);
            if ways[at].is_empty() && d.roll(30) == 0 {
                ways[at].extend(press(&format!("<Esc><Esc><Esc>{}", d.pick(&WAYS).0)));
            }
            let event = ways[at].pop_front().map_or_else(|| random(&mut d, &keys), Event::Key);
            trail.push_back(format!("{at}: {event:?}"));
            if trail.len() > 25 {
                trail.pop_front();
            }
            let step = std::panic::AssertUnwindSafe(|| {
                desks[at].event(event.clone());
                let shown = desks[at].look();
                if done % 8 == 0 && desks[at].lang() == langs[at] {
                    assert_eq!(words.foreign(langs[at], &shown), None, "{:?}:\n{shown}", langs[at]);
                }
            });
            if std::panic::catch_unwind(step).is_err() {
                panic!("seed {seed}, key {done}; the last ones: {trail:#?}");
            }
            if done % 300 == 0 {
                break;
            }
        }
        round += 1;
        for (at, desk) in desks.into_iter().enumerate().filter(|(_, desk)| !desk.left) {
            cut += u32::from(desk.cut_off(&hub, &format!("断线 {round} {at} 号")));
        }
    }
    println!("{done} keys, {round} times two sessions, {cut} cut off");
    assert!(cut > 0, "no draft was looked for");
    hub.stop();
}
