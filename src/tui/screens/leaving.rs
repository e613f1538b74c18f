//! A member of staff leaves: what they still have in hand, each a key away, and then the step itself.

use super::List;
use super::fetched::{Fetched, stale};
use crate::book::{Kind, Ref, Value, matter, post, staff};
use crate::hub::wire::{Edit, Filter, Is, Open, OpenWork, Order, Reply, Request, Save, Test};
use crate::text::T;
use crate::text::screen::leaving as words;
use crate::text::staff as said;
use crate::tui::action::Action;
use crate::tui::app::new_id;
use crate::tui::draw;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells for what is in hand.
const WHAT: usize = 18;

/// What hangs on one colleague.
pub struct Leaving {
    target: Ref,
    name: String,
    work: Fetched<OpenWork>,
    /// Whether it was said that people are still in hand.
    warned: bool,
    leaving: Option<Ticket>,
}

impl Leaving {
    /// Of this colleague, called so.
    pub fn new(target: Ref, name: &str) -> Leaving {
        Leaving { target, name: name.to_owned(), work: Fetched::default(), warned: false, leaving: None }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.work.ask(ctx, Request::OpenWork(self.target.id));
    }

    fn has_left(&self) -> bool {
        let status = self.work.data.as_ref().and_then(|w| w.shown.record.fields.code(staff::STATUS));
        status == Some(staff::LEFT)
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let lang = shared.lang;
        let work = match self.work.get(shared, width) {
            Ok(work) => work,
            Err(lines) => return lines,
        };
        let mut lines = Vec::new();
        if work.open.is_empty() {
            lines.push(Line::of(words::ALL_HANDED.get(lang), Ink::Good));
        } else {
            lines.push(Line::rule(width, words::IN_HAND.get(lang)));
        }
        for (i, (what, n)) in work.open.iter().enumerate() {
            let line = Line::of(glyph::pad(words::open(*what).get(lang), WHAT + 6), Ink::Strong)
                .and(glyph::pad_left(&n.to_string(), 5), Ink::Text);
            let becomes = words::becomes(*what).get(lang);
            if width >= 70 {
                lines.push(line.and(format!("   {becomes}"), Ink::Dim).hit(i));
            } else {
                lines.push(line.hit(i));
                lines.push(Line::of(format!("  {becomes}"), Ink::Dim));
            }
        }
        lines.push(Line::blank());
        let means = if self.has_left() { words::RETURN_MEANS } else { words::LEAVE_MEANS };
        let key = shared.keymap.key_of(self.contexts(), Action::Act).unwrap_or_default();
        for (i, part) in draw::wrap(means.get(lang), width.saturating_sub(4)).into_iter().enumerate() {
            let key = if i == 0 { key.as_str() } else { "" };
            lines.push(Line::of(glyph::pad(key, 2), Ink::Key).and(part, Ink::Text));
        }
        lines
    }

    fn open(&self, ctx: &mut Ctx<'_>) {
        let some = |kind: Kind, field: u16| {
            let tests = vec![Test { field, any: vec![Is::Ref(self.target.id)] }];
            let filter = Filter { tests, ..Filter::default() };
            Effect::Push(Box::new(List::some(kind, filter, Order::Usual).of(&self.name)))
        };
        match self.work.data.as_ref().and_then(|w| w.open.get(self.work.sheet.at)) {
            Some((Open::People | Open::Promises, _)) => {
                ctx.does(Effect::Push(Box::new(List::people_of(self.target, &self.name))));
            }
            Some((Open::Matters, _)) => ctx.does(some(Kind::Matter, matter::OWNER)),
            Some((Open::Posts, _)) => ctx.does(some(Kind::Post, post::STAFF)),
            Some((Open::Handovers, _)) => {
                ctx.does(Effect::Push(Box::new(List::new(Kind::Handover))));
            }
            Some((Open::Drafts, _)) | None => {}
        }
    }

    /// Out of the office, or back into it.
    fn step(&mut self, ctx: &mut Ctx<'_>) {
        let lang = ctx.shared.lang;
        let Some(work) = self.work.data.as_ref().filter(|_| self.leaving.is_none()) else { return };
        if self.target == ctx.shared.welcome.me {
            ctx.does(Effect::Warn(words::LEAVE_SELF.get(lang).to_owned()));
            return;
        }
        let back = self.has_left();
        let people = work.open.iter().find(|(what, _)| *what == Open::People).map_or(0, |(_, n)| *n);
        if people > 0 && !back && !self.warned {
            self.warned = true;
            ctx.does(Effect::Warn(words::leave_ask(lang, &self.name, people)));
            return;
        }
        let status = if back { staff::SERVING } else { staff::LEFT };
        // without its number no account is theirs, not even one that is given the same number later
        let mut set = vec![(staff::STATUS, Edit::Set(Value::Code(status)))];
        if !back {
            set.push((staff::UID, Edit::Clear));
        }
        let save = Save { request: new_id(), target: self.target, base: work.shown.record.version, set };
        self.leaving = Some(ctx.ask(Request::Save(save)));
    }

    fn done(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        let lang = ctx.shared.lang;
        match reply {
            Reply::Saved(_) => {
                let words = if self.has_left() {
                    words::returned(lang, &self.name)
                } else {
                    said::removed(lang, &self.name)
                };
                ctx.does(Effect::Say(words));
                ctx.does(Effect::Pop(Some(Outcome::Written(self.target))));
            }
            Reply::Refused(why) => ctx.does(Effect::Warn(say::refusal(&why, lang))),
            // somebody changed it since
            _ => self.ask(ctx),
        }
    }
}

impl Screen for Leaving {
    fn contexts(&self) -> &[Context] {
        Context::Card.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(Action::Open) => self.open(ctx),
            Input::Action(Action::Act) => self.step(ctx),
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                return self.work.step(ctx.shared, action, &lines);
            }
            Input::Reply(ticket, reply) if self.leaving.take_if(|t| *t == ticket).is_some() => {
                self.done(ctx, reply);
            }
            Input::Reply(ticket, reply) => {
                return self.work.reply(ctx.shared, ticket, reply, |r| match r {
                    Reply::OpenWork(work) => Some(*work),
                    _ => None,
                });
            }
            other if stale(&other) => self.ask(ctx),
            _ => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let lang = shared.lang;
        let title = if self.has_left() { words::LEFT } else { words::LEAVING };
        let role = self.work.data.as_ref().map(|w| &w.shown).and_then(|s| {
            let field = Kind::Staff.field(staff::ROLE)?;
            Some(say::value(field, s.record.fields.get(staff::ROLE)?, &s.names, shared.today(), lang))
        });
        let lines = self.lines(shared, area.width.into());
        self.work.view(shared, area, buf, (title.get(lang), &self.name), &role.unwrap_or_default(), &lines);
        None
    }

    fn hints(&self) -> Vec<Action> {
        let mut out = vec![Action::Act, Action::Back];
        if self.work.data.as_ref().is_some_and(|w| !w.open.is_empty()) {
            out.insert(0, Action::Open);
        }
        out
    }

    fn says(&self, action: Action) -> Option<T> {
        let step = if self.has_left() { words::COME_BACK } else { words::LEAVE };
        (action == Action::Act).then_some(step)
    }

    fn target(&self) -> Option<Ref> {
        Some(self.target)
    }

    fn target_name(&self) -> String {
        self.name.clone()
    }
}
