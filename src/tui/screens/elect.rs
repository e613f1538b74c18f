//! The result of an election as ties of the association: what would be written line by line, then written as one change.

use super::fetched::{Fetched, stale};
use crate::book::Ref;
use crate::hub::resolve::new_id;
use crate::hub::wire::{Elect as Ask, ElectLine, Elected, Outcome as Comes, Reply, Request};
use crate::text::{Lang, T, election as words};
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::form;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The result of an election.
pub struct Elect {
    meeting: Ref,
    name: String,
    found: Fetched<Elected>,
    /// What writes it. Asked again it is the same.
    request: crate::book::Id,
    writing: Option<Ticket>,
}

impl Elect {
    /// Of a meeting.
    pub fn new(meeting: Ref, name: &str) -> Elect {
        Elect { meeting, name: name.to_owned(), found: Fetched::default(), request: new_id(), writing: None }
    }

    fn request(&self, dry: bool) -> Request {
        let seen = self.found.data.as_ref().filter(|_| !dry);
        let (version, plan) = seen.map(|d| (d.version, d.plan)).unwrap_or_default();
        Request::Elect(Ask { request: self.request, meeting: self.meeting.id, dry, version, plan })
    }

    fn count(&self, is: impl Fn(&Comes) -> bool) -> usize {
        self.found.data.iter().flat_map(|d| &d.lines).filter(|l| is(&l.outcome)).count()
    }

    fn write(&mut self, ctx: &mut Ctx<'_>) {
        let lang = ctx.shared.lang;
        let unclear = self.count(|o| matches!(o, Comes::Unclear(_)));
        let some = self.count(|o| !matches!(o, Comes::Written | Comes::Unclear(_)));
        match (unclear, some) {
            _ if self.found.data.is_none() || self.writing.is_some() => {}
            (0, 0) if self.count(|_| true) > 0 => {
                ctx.does(Effect::Say(words::ALL_WRITTEN.get(lang).to_owned()))
            }
            (0, 0) => ctx.does(Effect::Push(form::edit(self.meeting))),
            (0, _) => self.writing = Some(ctx.ask(self.request(false))),
            _ => ctx.does(Effect::Warn(words::MEND_FIRST.get(lang).to_owned())),
        }
    }

    fn wrote(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        let lang = ctx.shared.lang;
        match reply {
            Reply::Elected(e) if e.done => {
                let n = |is: Comes| e.lines.iter().filter(|l| l.outcome == is).count();
                let mut told = words::written(lang, &e.association, n(Comes::Begins), n(Comes::Ends));
                let mended = n(Comes::Changes) + n(Comes::TakenBack);
                if mended > 0 {
                    told.push_str(&words::mended(lang, mended));
                }
                ctx.does(Effect::Say(told));
                ctx.does(Effect::Pop(None));
            }
            // somebody was entered or renamed, or the result was changed meanwhile: it is looked at once more
            Reply::Elected(e) => {
                self.found.data = Some(*e);
                ctx.does(Effect::Warn(words::CHANGED.get(lang).to_owned()));
            }
            Reply::Refused(why) => ctx.does(Effect::Warn(say::refusal(&why, lang))),
            _ => {}
        }
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let data = match self.found.get(shared, width) {
            Ok(data) => data,
            Err(lines) => return lines,
        };
        if data.lines.is_empty() {
            let text = draw::wrap(words::NO_RESULT.get(shared.lang), width.saturating_sub(2));
            return text.into_iter().map(Line::text).collect();
        }
        data.lines.iter().enumerate().map(|(i, l)| line(l, shared.lang).hit(i)).collect()
    }
}

fn line(l: &ElectLine, lang: Lang) -> Line {
    let (what, ink) = match &l.outcome {
        Comes::Begins => (words::BEGINS, Ink::Good),
        Comes::Ends => (words::ENDS, Ink::Notice),
        Comes::Written => (words::WRITTEN, Ink::Dim),
        Comes::Changes => (words::CHANGES, Ink::Notice),
        Comes::TakenBack => (words::TAKEN_BACK, Ink::Notice),
        Comes::Unclear(_) => (words::UNCLEAR, Ink::Trouble),
    };
    let name = l.typed.as_ref().map_or_else(|| l.name.clone(), |typed| words::typed(lang, &l.name, typed));
    let out = Line::of(format!("{} ", glyph::pad(what.get(lang), 8)), ink)
        .and(format!("{} ", glyph::pad(&l.post, 14)), Ink::Text)
        .and(format!("{} ", glyph::pad(&name, glyph::width(&name).max(10))), Ink::Strong);
    if let Comes::Unclear(why) = &l.outcome {
        return out.and(why.clone(), Ink::Trouble);
    }
    let day = |d: Option<crate::book::Day>| d.map_or("-".to_owned(), |d| d.to_string());
    out.and(words::span(lang, &day(l.since), &day(l.until)), Ink::Dim)
}

impl Screen for Elect {
    fn contexts(&self) -> &[Context] {
        Context::Card.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.found.ask(ctx, self.request(true));
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(Action::Open | Action::Act) => self.write(ctx),
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                return self.found.step(ctx.shared, action, &lines);
            }
            Input::Reply(ticket, reply) if self.writing == Some(ticket) => {
                self.writing = None;
                self.wrote(ctx, reply);
            }
            Input::Reply(ticket, reply) => {
                return self.found.reply(ctx.shared, ticket, reply, |r| match r {
                    Reply::Elected(e) => Some(*e),
                    _ => None,
                });
            }
            other if stale(&other) && self.writing.is_none() => self.found.ask(ctx, self.request(true)),
            _ => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let association = self.found.data.as_ref().map_or("", |d| d.association.as_str());
        let lines = self.lines(shared, area.width.into());
        let title = words::RESULT.get(shared.lang);
        self.found.view(shared, area, buf, (title, &self.name), association, &lines);
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Open, Action::Edit, Action::Back]
    }

    fn says(&self, action: Action) -> Option<T> {
        matches!(action, Action::Open | Action::Act).then_some(words::WRITE)
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoMeetings)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        self.found.waits(action) || self.writing.is_some() && action.is_some()
    }

    fn target(&self) -> Option<Ref> {
        Some(self.meeting)
    }

    fn target_name(&self) -> String {
        self.name.clone()
    }
}
