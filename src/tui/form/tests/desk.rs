//! A desk to try screens on: a stack of them, keys as text, a hub that answers from a script.

use crate::book::{Cell, Day, Id, Kind, Record, Ref, Row, Value};
use crate::hub::wire::{Clash, Phrase, Reply, Request, Save, Saved, Shown, Signed, Welcome};
use crate::text::Lang;
use crate::tui::glyph;
use crate::tui::keymap::{self, Keymap, Resolved};
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

pub type Hub = Box<dyn FnMut(&Request) -> Option<Reply>>;

pub struct Desk {
    pub shared: Shared,
    pub stack: Vec<Box<dyn Screen>>,
    pub asked: Vec<Request>,
    pub said: Vec<String>,
    pub opened: Vec<Ref>,
    pub news: Vec<(Kind, crate::tui::form::Prefill)>,
    pub popped: Option<Option<Outcome>>,
    /// Replies of this many requests are held back.
    pub held: Vec<(Ticket, Reply)>,
    pub hold: bool,
    hub: Hub,
    next: Ticket,
}

pub fn today() -> Day {
    Day::ymd(2026, 11, 23).unwrap()
}

pub fn id(n: u8) -> Id {
    Id([n; 16])
}

pub fn at(kind: Kind, n: u8) -> Ref {
    Ref { kind, id: id(n) }
}

pub fn shared(lang: Lang, size: (u16, u16)) -> Shared {
    let welcome = Welcome {
        me: at(Kind::Staff, 1),
        name: "王丽".into(),
        today: today(),
        place: "颍川街道".into(),
        counts: vec![0; 7],
        demo: false,
        program: "test".into(),
        settings: Default::default(),
        standing: crate::hub::wire::Standing::own(),
        office: Vec::new(),
    };
    let keymap = Keymap::load(keymap::DEFAULT, None).0;
    // 10:44:09 in China
    let now_ms = 1_795_401_849_000;
    Shared { lang, welcome, keymap, theme: Theme::DEFAULT, size, now_ms }
}

impl Desk {
    pub fn new(lang: Lang, size: (u16, u16), make: impl FnOnce(&Shared) -> Box<dyn Screen>) -> Desk {
        Desk::with(lang, size, make, Box::new(|r| Some(plain(r))))
    }

    pub fn with(
        lang: Lang,
        size: (u16, u16),
        make: impl FnOnce(&Shared) -> Box<dyn Screen>,
        hub: Hub,
    ) -> Desk {
        let shared = shared(lang, size);
        let screen = make(&shared);
        let mut desk = Desk {
            shared,
            stack: Vec::new(),
            asked: Vec::new(),
            said: Vec::new(),
            opened: Vec::new(),
            news: Vec::new(),
            popped: None,
            held: Vec::new(),
            hold: false,
            hub,
            next: 0,
        };
        desk.push(screen);
        desk
    }

    fn push(&mut self, mut screen: Box<dyn Screen>) {
        let mut ctx = Ctx::new(&self.shared, &mut self.next);
        screen.start(&mut ctx);
        let effects = ctx.effects;
        self.stack.push(screen);
        self.run(effects);
    }

    pub fn input(&mut self, input: Input) -> bool {
        let Some(top) = self.stack.last_mut() else { return false };
        let mut ctx = Ctx::new(&self.shared, &mut self.next);
        let used = top.update(&mut ctx, input);
        let effects = ctx.effects;
        self.run(effects);
        used
    }

    fn run(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(ticket, request) => {
                    let reply = (self.hub)(&request);
                    self.asked.push(request);
                    match reply {
                        Some(reply) if self.hold => self.held.push((ticket, reply)),
                        Some(reply) => {
                            self.input(Input::Reply(ticket, reply));
                        }
                        None => {}
                    }
                }
                Effect::Push(screen) => self.push(screen),
                Effect::Pop(outcome) => {
                    self.stack.pop();
                    if self.stack.is_empty() {
                        self.popped = Some(outcome);
                    } else if let Some(outcome) = outcome {
                        self.input(Input::Result(outcome));
                    }
                }
                Effect::Open(target) => self.opened.push(target),
                Effect::New(kind, given) => self.news.push((kind, given)),
                Effect::Say(s) | Effect::Warn(s) => self.said.push(s),
                _ => {}
            }
        }
    }

    /// Lets held replies come in, in their order.
    pub fn release(&mut self) {
        self.hold = false;
        for (ticket, reply) in std::mem::take(&mut self.held) {
            self.input(Input::Reply(ticket, reply));
        }
    }

    pub fn keys(&mut self, text: &str) -> &mut Desk {
        for key in keymap::press(text) {
            let Some(top) = self.stack.last() else { break };
            let input = match self.shared.keymap.resolve(top.contexts(), &[], key) {
                Resolved::Action(action) => Input::Action(action),
                _ => Input::Key(key),
            };
            self.input(input);
        }
        self
    }

    /// All screens drawn, the cursor's place with them.
    pub fn drawn(&self) -> (Vec<String>, Option<(u16, u16)>) {
        let (buf, cursor) = self.buffer();
        (glyph::lines(&buf), cursor)
    }

    /// The same as cells.
    pub fn buffer(&self) -> (Buffer, Option<(u16, u16)>) {
        let (w, h) = self.shared.size;
        let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
        let area = Rect::new(0, 1, w, h.saturating_sub(3));
        let first = self.stack.iter().rposition(|s| s.covers()).unwrap_or(0);
        let mut cursor = None;
        for s in self.stack.iter().skip(first) {
            cursor = s.view(&self.shared, area, &mut buf);
        }
        (buf, cursor)
    }

    /// The lines of the screen's own area, the cursor shown as `_`-marks under it.
    pub fn picture(&self) -> String {
        let (lines, cursor) = self.drawn();
        let mut out = lines.get(1..lines.len().saturating_sub(2)).unwrap_or_default().join("\n");
        out.push_str(&format!("\ncursor {cursor:?}\n"));
        out
    }

    pub fn saves(&self) -> Vec<&Save> {
        self.asked.iter().filter_map(|r| if let Request::Save(s) = r { Some(s) } else { None }).collect()
    }

    pub fn drafts(&self) -> usize {
        self.asked.iter().filter(|r| matches!(r, Request::KeepDraft(_))).count()
    }
}

/// A hub with four people, three organisations, two areas and two members of staff.
pub fn plain(request: &Request) -> Reply {
    match request {
        Request::Find { query, kinds, limit } => {
            let rows: Vec<Row> = people()
                .into_iter()
                .chain(others())
                .filter(|(r, keys)| {
                    kinds.contains(&r.target.kind) && keys.iter().any(|k| k.starts_with(query))
                })
                .map(|(r, _)| r)
                .collect();
            let total = rows.len() as u64;
            Reply::Found { total, more: false, rows: rows.into_iter().take(*limit as usize).collect() }
        }
        Request::List { kind, .. } => {
            let rows: Vec<Row> = people().into_iter().chain(others()).map(|(r, _)| r).collect();
            let rows: Vec<Row> = rows.into_iter().filter(|r| r.target.kind == *kind).collect();
            Reply::Page { total: rows.len() as u64, all: rows.len() as u64, offset: 0, rows }
        }
        Request::Similar { name, phones, except, .. } => {
            let same = (name == "冯艳玲" || phones.contains("6437")) && *except != Some(id(12));
            Reply::Rows(people().into_iter().map(|p| p.0).filter(|r| same && r.title() == "冯艳玲").collect())
        }
        Request::Read { kind, field, text } => {
            let known = people().into_iter().chain(others()).any(|(r, _)| r.title() == text);
            let make =
                matches!(kind.field(*field).map(|f| f.ty), Some(crate::book::Type::Ref { make: true, .. }));
            match (known, make) {
                (true, _) => Reply::Read(text.clone(), None),
                (_, true) => Reply::Read(text.clone(), Some("册里没有，存时新建".into())),
                _ => Reply::Invalid(vec![(*field, format!("册里没有「{text}」"))]),
            }
        }
        Request::Save(save) => Reply::Saved(Saved {
            target: save.target,
            version: save.base + 1,
            name: "张晓明".into(),
            made: Vec::new(),
            merged: false,
            remarks: Vec::new(),
        }),
        Request::Phrases(_) => Reply::Phrases(vec![
            Phrase { text: "日常走访".into(), own: false },
            Phrase { text: "停车的事还在等城管回话".into(), own: true },
        ]),
        _ => Reply::Done,
    }
}

fn text(s: &str) -> Cell {
    if s.is_empty() { Cell::Empty } else { Cell::Text(s.into()) }
}

pub fn row(kind: Kind, n: u8, cells: Vec<Cell>) -> Row {
    Row { target: at(kind, n), version: 7, cells }
}

pub fn person(n: u8, name: &str, post: &str, area: &str, phone: &str, ago: Option<i32>) -> Row {
    let phone = if phone.is_empty() { Cell::Empty } else { Cell::Phone(phone.into()) };
    let cells = vec![
        text(name),
        text(post),
        text(area),
        phone,
        Cell::Ago(ago.map(|d| today().plus(-d))),
        Cell::Count(3),
    ];
    row(Kind::Person, n, cells)
}

pub fn people() -> Vec<(Row, Vec<&'static str>)> {
    vec![
        (
            person(10, "张晓明", "恒达建材有限公司 总经理", "恒达", "138****5521", Some(6)),
            vec!["zxm", "张晓明", "张总"],
        ),
        (
            person(11, "赵小萌", "小萌看禹州(自媒体) 主播", "夏禹", "159****3302", Some(31)),
            vec!["zxm", "赵小萌"],
        ),
        (
            person(12, "冯艳玲", "鑫盛法律服务工作室 会计师", "东关", "132****6437", Some(18)),
            vec!["fyl", "冯艳玲"],
        ),
        (person(13, "于婷", "鑫盛餐饮合作社", "南街", "190****0455", None), vec!["yt", "于婷"]),
    ]
}

fn others() -> Vec<(Row, Vec<&'static str>)> {
    let organisation = |n, name: &str, area: &str| {
        let sort = Cell::Choice(crate::book::organisation::SORT, 1);
        row(Kind::Organisation, n, vec![text(name), sort, text(area), Cell::Count(4), Cell::Empty])
    };
    let area = |n, name: &str| {
        let level = Cell::Choice(crate::book::area::LEVEL, 4);
        row(Kind::Area, n, vec![text(name), level, Cell::Empty, text("颍川街道"), Cell::Count(40)])
    };
    let staff = |n, name: &str| {
        let role = Cell::Choice(crate::book::staff::ROLE, 3);
        row(Kind::Staff, n, vec![text(name), role, Cell::Empty, Cell::Count(3), Cell::Count(9)])
    };
    vec![
        (organisation(20, "禹州市恒达建材有限公司", "恒达"), vec!["hd", "恒达", "鸿大"]),
        (organisation(21, "禹州市鑫盛法律服务工作室", "东关"), vec!["xs", "鑫盛"]),
        (area(30, "东关社区"), vec!["dg", "东关"]),
        (area(31, "恒达社区"), vec!["hd", "恒达"]),
        (staff(1, "王丽"), vec!["wl", "王丽"]),
        (staff(2, "陈浩"), vec!["ch", "陈浩"]),
    ]
}

/// A record as [`Reply::Shown`].
pub fn shown(kind: Kind, n: u8, version: u64, fields: &[(u16, Value)], names: &[(Ref, &str)]) -> Shown {
    let fields = fields.iter().cloned().collect();
    let record = Record { kind, id: id(n), version, fields };
    Shown { record, names: names.iter().map(|(r, n)| (*r, n.to_string())).collect() }
}

/// A field that 陈浩 changed half an hour ago, after 孙丽 in summer.
pub fn clash(field: u16, base: &str, theirs: &str) -> Clash {
    let signed = |words: &str, by: &str, at_ms| Signed { words: words.into(), by: by.into(), at_ms };
    Clash {
        field,
        base: signed(base, "孙丽", 1_788_052_649_000),
        theirs: signed(theirs, "陈浩", 1_795_400_049_000),
    }
}
