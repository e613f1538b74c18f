//! Who may be in the book twice: pairs, the likeliest first. Enter compares two side by side; Del says that they are two,
//! so that the pair does not come back.

use super::Merge;
use super::fetched::{Fetched, stale};
use crate::book::{Kind, Ref, Row, Value, tie};
use crate::hub::wire::{Edit, Link, Pair, PairsAsk, Reply, Request, Save};
use crate::text::{T, merge as words, screen};
use crate::tui::action::Action;
use crate::tui::app::new_id;
use crate::tui::draw;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line};
use crate::tui::table::Table;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Pairs shown; with some settled others come up.
const MOST: u32 = 200;

/// Pairs of people or of organisations.
pub struct Pairs {
    kind: Kind,
    /// Only those of one, and how it is called.
    of: Option<(Ref, String)>,
    found: Fetched<(u64, Vec<Pair>)>,
    saying: Option<Ticket>,
}

impl Pairs {
    /// All pairs of the book.
    pub fn all() -> Pairs {
        Pairs { kind: Kind::Person, of: None, found: Fetched::default(), saying: None }
    }

    /// Those of one record.
    pub fn of(target: Ref, name: &str) -> Pairs {
        Pairs { kind: target.kind, of: Some((target, name.to_owned())), ..Pairs::all() }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        let of = self.of.as_ref().map(|(r, _)| r.id);
        self.found.ask(ctx, Request::Pairs(PairsAsk { kind: self.kind, of, offset: 0, limit: MOST }));
    }

    fn in_hand(&self) -> Option<&Pair> {
        self.found.data.as_ref()?.1.get(self.found.sheet.at)
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let (lang, today) = (shared.lang, shared.today());
        let pairs = match self.found.get(shared, width) {
            Ok((_, pairs)) => pairs,
            Err(lines) => return lines,
        };
        if pairs.is_empty() {
            let text = if self.of.is_some() { words::NO_PAIRS_OF } else { words::NO_PAIRS };
            let lines = draw::wrap(text.get(lang), width.saturating_sub(2));
            return lines.into_iter().map(|l| Line::of(l, Ink::Dim)).collect();
        }
        let table = Table::new(self.kind, width.saturating_sub(4), lang, today);
        let mut out = Vec::new();
        for (i, p) in pairs.iter().enumerate() {
            let why: Vec<&str> = p.why.iter().map(|w| words::likeness(*w).get(lang)).collect();
            out.push(Line::of(why.join(words::WHY_AND.get(lang)), Ink::Notice).hit(i));
            out.push(Line::of(format!("  {}", table.row(&p.a)), Ink::Strong));
            out.push(Line::text(format!("  {}", table.row(&p.b))));
        }
        out
    }

    /// The two in hand are two.
    fn apart(&mut self, ctx: &mut Ctx<'_>) {
        let Some(p) = self.in_hand().filter(|_| self.saying.is_none()) else { return };
        let save = said(&p.a, &p.b, tie::APART, ctx.shared);
        self.saying = Some(ctx.ask(save));
    }
}

/// What somebody says of two records: that they are two, or that they may be one.
pub(in crate::tui) fn said(a: &Row, b: &Row, sort: u16, shared: &Shared) -> Request {
    said_of(a.target, b.target, sort, shared)
}

/// The same of two that are known.
pub(in crate::tui) fn said_of(a: Ref, b: Ref, sort: u16, shared: &Shared) -> Request {
    let link = |no, r: Ref| (no, Edit::Links(vec![Link::Ref(r)]));
    let set = vec![
        link(tie::FROM, a),
        link(tie::TO, b),
        (tie::SORT, Edit::Set(Value::Code(sort))),
        (tie::SOURCE, Edit::Set(Value::text(shared.welcome.name.clone()))),
    ];
    let target = Ref { kind: Kind::Tie, id: new_id() };
    Request::Save(Save { request: new_id(), target, base: 0, set })
}

impl Screen for Pairs {
    fn contexts(&self) -> &[Context] {
        Context::Card.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(Action::Open | Action::Act) => {
                if let Some(p) = self.in_hand() {
                    let merge = Merge::new(p.a.target, p.b.target);
                    ctx.does(Effect::Push(Box::new(merge)));
                }
                true
            }
            Input::Action(Action::Remove) => {
                self.apart(ctx);
                true
            }
            Input::Action(Action::OtherView) if self.of.is_none() => {
                self.kind = if self.kind == Kind::Person { Kind::Organisation } else { Kind::Person };
                self.found = Fetched::default();
                self.ask(ctx);
                true
            }
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.found.step(ctx.shared, action, &lines)
            }
            Input::Reply(ticket, reply) if self.saying == Some(ticket) => {
                self.saying = None;
                match reply {
                    Reply::Saved(_) => {
                        ctx.does(Effect::Say(words::APART_SAID.get(ctx.shared.lang).to_owned()))
                    }
                    Reply::Refused(why) => ctx.does(Effect::Warn(say::refusal(&why, ctx.shared.lang))),
                    _ => {}
                }
                self.ask(ctx);
                true
            }
            Input::Reply(ticket, reply) => {
                let mine = self.found.reply(ctx.shared, ticket, reply, |r| match r {
                    Reply::Pairs { total, pairs } => Some((total, pairs)),
                    _ => None,
                });
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.found.follow(ctx.shared, &lines);
                mine
            }
            other => {
                let stale = stale(&other);
                if stale {
                    self.ask(ctx);
                }
                stale
            }
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let lang = shared.lang;
        let total = self.found.data.as_ref().map_or_else(String::new, |(n, _)| words::pairs(lang, *n));
        let about = self.of.as_ref().map_or(screen::list(self.kind).get(lang), |(_, name)| name);
        let lines = self.lines(shared, area.width.into());
        self.found.view(shared, area, buf, (words::PAIRS.get(lang), about), &total, &lines);
        None
    }

    fn hints(&self) -> Vec<Action> {
        let mut out = Vec::new();
        if self.in_hand().is_some() {
            out.extend([Action::Open, Action::Remove]);
        }
        if self.of.is_none() {
            out.push(Action::OtherView);
        }
        out.push(Action::Back);
        out
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Open => Some(words::COMPARE),
            Action::Remove => Some(words::ARE_TWO),
            Action::OtherView if self.kind == Kind::Person => Some(screen::list(Kind::Organisation)),
            Action::OtherView => Some(screen::list(Kind::Person)),
            _ => None,
        }
    }

    fn waits(&self, action: Option<Action>) -> bool {
        self.found.waits(action)
    }
}
