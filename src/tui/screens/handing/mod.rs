//! Handing over 交接. A form asks to whom, from when and why; then every person is looked at, one may be taken out or
//! given to somebody else, and one key writes it. [`sheet`] is the handover afterwards: to be answered, printed, signed.

mod lines;
mod paper;
mod sheet;

pub use sheet::Sheet;

use crate::book::{Id, Kind, Ref, handover};
use crate::hub::wire::{Draft, HandDone, HandOver, HandPlan, Handed, Reply, Request, Save};
use crate::text::screen::{self, hand as words};
use crate::text::{T, form as form_words};
use crate::tui::action::Action;
use crate::tui::app::new_id;
use crate::tui::draw::{self, below};
use crate::tui::form::{self, Elsewhere, pick};
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::screens::foot::{self, Hit, Item};
use crate::tui::sheet::{Ink, Line, Sheet as Lines};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines above the rows.
const HEAD: u16 = 3;

/// The form of a new act: of these people, or of all whom one colleague looks after.
pub fn form(people: Vec<Id>, from: Option<(Ref, String)>, shared: &Shared) -> Box<dyn Screen> {
    let mut given = vec![
        (handover::SINCE, shared.today().to_string(), form_words::FROM_TODAY.get(shared.lang).to_owned()),
        (handover::HOW, "for_good".to_owned(), form_words::FROM_HABIT.get(shared.lang).to_owned()),
    ];
    if let Some((who, name)) = from.filter(|_| people.is_empty()) {
        given.push((handover::FROM, form::link(who, &name), String::new()));
    }
    form::asking(Kind::Handover, given, shared, elsewhere(people))
}

/// A half-typed one taken up again, if the draft is one.
pub fn resume(draft: &Draft) -> Option<Box<dyn Screen>> {
    let mine = draft.target.kind == Kind::Handover;
    mine.then(|| form::resume_asking(draft.clone(), elsewhere(Vec::new())))
}

/// Where the form leads: first to what it would come to.
fn elsewhere(people: Vec<Id>) -> Elsewhere {
    let whom: Vec<Handed> = people.into_iter().map(|person| Handed { person, to: None }).collect();
    // who gives is known where people were marked
    let known: &[u16] = if whom.is_empty() { &[] } else { &[handover::FROM] };
    Elsewhere {
        without: [handover::FILLED, known].concat(),
        ask: Box::new(move |act| {
            Request::HandOver(HandOver { act, dry: true, whom: whom.clone(), done: false })
        }),
        then: Box::new(|reply, save| match reply {
            Reply::HandPlan(plan) => Some(Box::new(Handing::new(*plan, save)) as Box<dyn Screen>),
            _ => None,
        }),
    }
}

/// An act as it would be, person by person.
pub struct Handing {
    plan: HandPlan,
    act: Save,
    /// Of each line: whether it goes, and to whom instead.
    goes: Vec<(bool, Option<(Ref, String)>)>,
    lines: Lines,
    /// Whether it is asked how it is written, and the answer in hand.
    asking: Option<usize>,
    writing: Option<Ticket>,
}

impl Handing {
    fn new(plan: HandPlan, act: Save) -> Handing {
        let goes = plan.lines.iter().map(|l| (l.left.is_empty(), None)).collect();
        Handing { plan, act, goes, lines: Lines::default(), asking: None, writing: None }
    }

    fn going(&self) -> usize {
        self.goes.iter().filter(|(goes, _)| *goes).count()
    }

    fn name(&self, no: u16, shared: &Shared) -> String {
        let to = self.plan.act.record.fields.link(no);
        to.map(|r| say::name_of(r, &self.plan.act.names, shared.lang)).unwrap_or_default()
    }

    /// Those who give, in words.
    fn from(&self, shared: &Shared) -> String {
        let mut names: Vec<&str> = Vec::new();
        for (line, _) in self.plan.lines.iter().zip(&self.goes).filter(|(_, (goes, _))| *goes) {
            let name = line.from.as_ref().map_or(words::FROM_NOBODY.get(shared.lang), |(_, n)| n);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(screen::AND.get(shared.lang))
    }

    fn rows(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let (lang, to) = (shared.lang, self.name(handover::TO, shared));
        let row = |i: usize, line: &_, goes: bool, other: &Option<(Ref, String)>| {
            let to = match other {
                _ if !goes => words::STAYS.get(lang),
                Some((_, name)) => name,
                None => &to,
            };
            let ink = if goes { Ink::Text } else { Ink::Notice };
            lines::line(line, i, (to, ink), width, shared)
        };
        let mut out = Vec::new();
        for (i, (line, (goes, other))) in self.plan.lines.iter().zip(&self.goes).enumerate() {
            out.push(row(i, line, *goes, other));
            out.extend(
                (!line.left.is_empty()).then(|| Line::of(format!("      {}", line.left), Ink::Notice)),
            );
        }
        out
    }

    fn answers(&self) -> [T; 2] {
        [words::PROPOSE, words::DONE_NOW]
    }

    /// Writes it, or asks first in which way.
    fn write(&mut self, ctx: &mut Ctx<'_>) {
        if self.going() == 0 {
            ctx.does(Effect::Warn(words::NOBODY_LEFT.get(ctx.shared.lang).to_owned()));
        } else if self.plan.waits && self.plan.may_do {
            self.asking = Some(0);
        } else {
            self.send(ctx, false);
        }
    }

    fn send(&mut self, ctx: &mut Ctx<'_>, done: bool) {
        self.asking = None;
        if self.writing.is_some() {
            return;
        }
        let going = self.plan.lines.iter().zip(&self.goes).filter(|(_, (goes, _))| *goes);
        let whom = going
            .map(|(line, (_, to))| Handed { person: line.row.target.id, to: to.as_ref().map(|(r, _)| r.id) })
            .collect();
        let act = Save { request: new_id(), ..self.act.clone() };
        self.writing = Some(ctx.ask(Request::HandOver(HandOver { act, dry: false, whom, done })));
    }

    fn written(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        let lang = ctx.shared.lang;
        match reply {
            Reply::Handed(done) => {
                tell(ctx, &done);
                let first = done.handovers.first().copied();
                ctx.does(Effect::Pop(Some(Outcome::Written(first.unwrap_or(self.act.target)))));
            }
            Reply::Refused(why) => ctx.does(Effect::Warn(say::refusal(&why, lang))),
            Reply::Invalid(all) => {
                let said: Vec<String> = all.into_iter().map(|(_, w)| w).collect();
                ctx.does(Effect::Warn(said.join("; ")));
            }
            _ => {}
        }
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        if let Some(at) = &mut self.asking {
            match foot::step(at, action, 2) {
                Hit::Chosen(at) => self.send(ctx, at == 1),
                Hit::None if action == Action::Back => self.asking = None,
                _ => {}
            }
            return true;
        }
        let at = self.lines.at;
        let free = self.plan.lines.get(at).is_some_and(|l| l.left.is_empty());
        match action {
            Action::Open | Action::Act | Action::Save => self.write(ctx),
            Action::Mark => {
                if let Some((goes, _)) = self.goes.get_mut(at).filter(|_| free) {
                    *goes = !*goes;
                }
                self.step(ctx.shared, Action::Down);
            }
            Action::HandOver if free => {
                let asks = words::TO_WHOM.get(ctx.shared.lang);
                ctx.does(Effect::Push(pick::asking(asks, vec![Kind::Staff])));
            }
            Action::Back => ctx.does(Effect::Pop(None)),
            other => return self.step(ctx.shared, other),
        }
        true
    }

    fn step(&mut self, shared: &Shared, action: Action) -> bool {
        let rows = self.rows(shared, shared.size.0.into());
        self.lines.step(action, &rows, super::rows_below(shared, HEAD))
    }
}

/// Says what was written.
fn tell(ctx: &mut Ctx<'_>, done: &HandDone) {
    let lang = ctx.shared.lang;
    let said = if done.waits { words::proposed(lang, done.people) } else { words::done(lang, done.people) };
    match done.left.first() {
        Some((name, why)) => {
            let stop = screen::COMMA.get(lang);
            ctx.does(Effect::Warn(format!("{said}{stop}{}", words::left(lang, done.left.len(), name, why))));
        }
        None => ctx.does(Effect::Say(said)),
    }
}

impl Screen for Handing {
    fn contexts(&self) -> &[Context] {
        if self.asking.is_some() { Context::Menu.stack() } else { Context::List.stack() }
    }

    fn start(&mut self, _ctx: &mut Ctx<'_>) {}

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Reply(ticket, reply) if self.writing.take_if(|t| *t == ticket).is_some() => {
                self.written(ctx, reply);
                true
            }
            Input::Result(Outcome::Picked(target, name)) => {
                let at = self.lines.at;
                if let Some(one) = self.goes.get_mut(at) {
                    let own = self.plan.act.record.fields.link(handover::TO) == Some(target);
                    *one = (true, (!own).then_some((target, name)));
                }
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let f = &self.plan.act.record.fields;
        let who = words::from_to(lang, &self.from(shared), &self.name(handover::TO, shared), self.going());
        let promises = self.plan.lines.iter().filter(|l| l.promise.is_some()).count();
        let matters = self.plan.lines.iter().map(|l| u64::from(l.matters)).sum();
        let title = words::HANDING.get(lang);
        let parts = [(title, theme.strong()), ("   ", theme.text()), (who.as_str(), theme.text())];
        draw::head(buf, area, &parts, (&words::open(lang, promises, matters), theme.dim()));
        let mut about = vec![lines::when(f, shared), f.text(handover::WHY).to_owned()];
        about.extend((self.plan.drafts > 0).then(|| words::drafts(lang, self.plan.drafts)));
        draw::head(buf, below(area, 1), &[(&about.join("   "), theme.dim())], ("", theme.text()));
        let heading = lines::heading(area.width.into(), lang);
        draw::head(buf, below(area, 2), &[(&heading.0, theme.dim())], (&heading.1, theme.dim()));
        let rows = self.rows(shared, area.width.into());
        self.lines.view(&rows, buf, below(area, HEAD), theme, self.asking.is_none());
        if let Some(at) = self.asking {
            let items: Vec<Item> = self.answers().iter().map(|a| Item::of(a.get(lang), "")).collect();
            foot::draw(shared, area, buf, words::HAND_THEM.get(lang), None, (&items, at));
        }
        None
    }

    fn hints(&self) -> Vec<Action> {
        if self.asking.is_some() {
            return vec![Action::Accept, Action::Back];
        }
        vec![Action::Open, Action::Mark, Action::HandOver, Action::Back]
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Open => Some(words::HAND_THEM),
            Action::Mark => Some(words::IN_OR_OUT),
            Action::HandOver => Some(words::TO_ANOTHER),
            _ => None,
        }
    }
}
