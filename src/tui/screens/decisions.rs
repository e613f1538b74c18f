//! What a meeting decided 议定事项, line by line, and which task became of each. `Enter` makes a task of the one in hand,
//! `t` of the next that is none yet.

use super::fetched::{Fetched, stale};
use crate::book::task::{self, Decided};
use crate::book::{Day, Kind, Record, Ref, Row, meeting};
use crate::exchange::minutes;
use crate::hub::wire::{News, Reply, Request, Shown};
use crate::text::T;
use crate::text::screen::meetings as words;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::form;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The decisions of a meeting.
pub struct Decisions {
    meeting: Ref,
    name: String,
    found: Fetched<Record>,
    /// The tasks of the meeting; nothing while they are not known.
    tasks: Option<Vec<Row>>,
    asking: Option<Ticket>,
    /// What a form above has just written: the news of it say nothing new.
    wrote: Option<Ref>,
}

impl Decisions {
    /// Of a meeting; it is fetched first.
    pub fn new(meeting: Ref, name: &str) -> Decisions {
        Decisions {
            meeting,
            name: name.to_owned(),
            found: Fetched::default(),
            tasks: None,
            asking: None,
            wrote: None,
        }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.found.ask(ctx, Request::Get(self.meeting));
        self.asking = Some(ctx.ask(minutes::tasks(self.meeting.id)));
    }

    /// The day from which `+3天` counts: that of the meeting.
    fn day(&self, today: Day) -> Day {
        self.found.data.as_ref().and_then(|r| r.fields.day(meeting::WHEN)).unwrap_or(today)
    }

    /// What was decided, each with its task.
    fn decided(&self, today: Day) -> Vec<Decided<'_>> {
        let lines = self.found.data.as_ref().map(|r| meeting::decisions(&r.fields)).unwrap_or_default();
        task::decided(&lines, self.tasks.as_deref().unwrap_or_default(), self.day(today))
    }

    /// The form of a task, filled with what a decision says.
    fn make(&self, ctx: &mut Ctx<'_>, of: Option<&Decided<'_>>) {
        let mut given = vec![(task::MEETING, form::link(self.meeting, &self.name), String::new())];
        let mut fill = |no: u16, text: Option<String>| given.extend(text.map(|t| (no, t, String::new())));
        if let Some(of) = of {
            fill(task::TITLE, Some(of.what.clone()).filter(|w| !w.is_empty()));
            fill(task::OWNER, of.who.clone());
            fill(task::DUE, of.due.map(|d| d.to_string()));
        }
        ctx.does(Effect::New(Kind::Task, given));
    }

    /// Whether it is known which tasks there are; else they are asked for once more, for two of one decision are one too
    /// many.
    fn knows(&mut self, ctx: &mut Ctx<'_>) -> bool {
        if self.tasks.is_none() {
            self.ask(ctx);
        }
        self.tasks.is_some()
    }

    fn open(&mut self, ctx: &mut Ctx<'_>, at: usize) {
        if !self.knows(ctx) {
            return;
        }
        let all = self.decided(ctx.shared.today());
        match all.get(at).map(|d| (d, d.task.map(|r| r.target))) {
            Some((_, Some(task))) => ctx.does(Effect::Open(task)),
            Some((decided, None)) => self.make(ctx, Some(decided)),
            None => {}
        }
    }

    /// A task of the first decision that is none yet.
    fn next(&mut self, ctx: &mut Ctx<'_>) {
        if !self.knows(ctx) {
            return;
        }
        let all = self.decided(ctx.shared.today());
        match all.iter().find(|d| d.task.is_none()) {
            Some(decided) => self.make(ctx, Some(decided)),
            None if all.is_empty() => self.make(ctx, None),
            None => ctx.does(Effect::Say(words::ALL_TASKS.get(ctx.shared.lang).to_owned())),
        }
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let (lang, today) = (shared.lang, shared.today());
        if let Err(lines) = self.found.get(shared, width) {
            return lines;
        }
        let all = self.decided(today);
        if all.is_empty() {
            let text = draw::wrap(words::NO_DECISIONS.get(lang), width.saturating_sub(2));
            return text.into_iter().map(Line::text).collect();
        }
        let mut lines = Vec::new();
        for (i, Decided { what, who, due, task }) in all.into_iter().enumerate() {
            let mut out = Line::of(format!("{:>2} ", i + 1), Ink::Dim).and(what, Ink::Strong);
            if task.is_none() {
                let who = who.map(|w| format!("  {}", words::by_whom(lang, &w))).unwrap_or_default();
                let due = due.map(|d| format!("  {}", say::day(d, today, lang))).unwrap_or_default();
                out = out.and(format!("{who}{due}"), Ink::Dim);
            }
            let told = match task {
                Some(row) => {
                    let cell = |n: usize| say::cell_of(row, n, 12, today, lang);
                    out.end(format!("{}  {}  {}", cell(2), cell(3), cell(4)), Ink::Good)
                }
                None if self.tasks.is_none() => out,
                None => out.end(words::NO_TASK.get(lang), Ink::Notice),
            };
            lines.push(told.hit(i));
        }
        lines
    }
}

impl Screen for Decisions {
    fn contexts(&self) -> &[Context] {
        Context::Card.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(Action::Open | Action::Act) => {
                self.open(ctx, self.found.sheet.at);
                true
            }
            Input::Action(Action::Task) => {
                self.next(ctx);
                true
            }
            Input::Action(Action::New) => {
                self.make(ctx, None);
                true
            }
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.found.step(ctx.shared, action, &lines)
            }
            Input::Reply(ticket, reply) if self.asking == Some(ticket) => {
                self.asking = None;
                self.tasks = match reply {
                    Reply::Page { rows, .. } => Some(rows),
                    Reply::Refused(why) => {
                        ctx.does(Effect::Warn(say::refusal(&why, ctx.shared.lang)));
                        None
                    }
                    _ => None,
                };
                true
            }
            Input::Reply(ticket, reply) => self.found.reply(ctx.shared, ticket, reply, |r| match r {
                Reply::Shown(Shown { record, .. }) => Some(record),
                _ => None,
            }),
            Input::News(News::Changed { items, own, .. }) => {
                let told = own && items.iter().all(|(one, _)| Some(*one) == self.wrote);
                let mine = |(one, _): &(Ref, String)| one.kind == Kind::Task || *one == self.meeting;
                if items.iter().any(mine) && !told {
                    self.ask(ctx);
                }
                true
            }
            other if stale(&other) => {
                self.wrote = match other {
                    Input::Result(Outcome::Written(one)) => Some(one),
                    _ => None,
                };
                self.ask(ctx);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let title = words::DECISIONS.get(shared.lang);
        let lines = self.lines(shared, area.width.into());
        self.found.view(shared, area, buf, (title, &self.name), "", &lines);
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Task, Action::Open, Action::New, Action::Edit, Action::Back]
    }

    fn says(&self, action: Action) -> Option<T> {
        (action == Action::Task).then_some(words::MAKE_TASK)
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoMeetings)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        self.found.waits(action)
            || self.asking.is_some() && matches!(action, Some(Action::Task | Action::Open | Action::Act))
    }

    fn target(&self) -> Option<Ref> {
        Some(self.meeting)
    }

    fn target_name(&self) -> String {
        self.name.clone()
    }
}
