//! What a meeting decided 议定事项, line by line, and which task became of each. `Enter` makes a task of the one in hand,
//! `t` of the next that is none yet.

use super::fetched::{Fetched, stale};
use crate::book::{Day, Kind, Record, Ref, Row, meeting, task};
use crate::hub::wire::{Filter, Is, Order, Reply, Request, Shown, Test};
use crate::text::T;
use crate::text::screen::meetings as words;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::form;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Most tasks of a meeting.
const TASKS: u32 = 200;

/// The decisions of a meeting.
pub struct Decisions {
    meeting: Ref,
    name: String,
    found: Fetched<Record>,
    tasks: Vec<Row>,
    asking: Option<Ticket>,
}

impl Decisions {
    /// Of a meeting; it is fetched first.
    pub fn new(meeting: Ref, name: &str) -> Decisions {
        Decisions {
            meeting,
            name: name.to_owned(),
            found: Fetched::default(),
            tasks: Vec::new(),
            asking: None,
        }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.found.ask(ctx, Request::Get(self.meeting));
        let of = Test { field: task::MEETING, any: vec![Is::Ref(self.meeting.id)] };
        let filter = Filter { tests: vec![of], ..Filter::default() };
        self.asking = Some(ctx.ask(Request::List {
            kind: Kind::Task,
            filter,
            order: Order::Usual,
            offset: 0,
            limit: TASKS,
            more: Vec::new(),
        }));
    }

    /// The day from which `+3天` counts: that of the meeting.
    fn day(&self, today: Day) -> Day {
        self.found.data.as_ref().and_then(|r| r.fields.day(meeting::WHEN)).unwrap_or(today)
    }

    fn decisions(&self) -> Vec<String> {
        self.found.data.as_ref().map(|r| meeting::decisions(&r.fields)).unwrap_or_default()
    }

    /// The task that became of a decision.
    fn task_of(&self, what: &str) -> Option<&Row> {
        self.tasks.iter().find(|r| r.title() == what)
    }

    /// The form of a task, filled with what a decision says.
    fn make(&self, ctx: &mut Ctx<'_>, line: &str) {
        let (what, who, due) = task::of_decision(line, self.day(ctx.shared.today()));
        let of = (task::MEETING, form::link(self.meeting, &self.name), String::new());
        let mut given = vec![of];
        let mut fill = |no: u16, text: Option<String>| given.extend(text.map(|t| (no, t, String::new())));
        fill(task::TITLE, Some(what).filter(|w| !w.is_empty()));
        fill(task::OWNER, who);
        fill(task::DUE, due.map(|d| d.to_string()));
        ctx.does(Effect::New(Kind::Task, given));
    }

    /// The first decision of which no task came.
    fn next(&self, today: Day) -> Option<usize> {
        let day = self.day(today);
        self.decisions().iter().position(|l| self.task_of(&task::of_decision(l, day).0).is_none())
    }

    fn open(&mut self, ctx: &mut Ctx<'_>, at: usize) {
        let lines = self.decisions();
        let Some(line) = lines.get(at) else { return };
        let what = task::of_decision(line, self.day(ctx.shared.today())).0;
        match self.task_of(&what).map(|r| r.target) {
            Some(task) => ctx.does(Effect::Open(task)),
            None => self.make(ctx, line),
        }
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let (lang, today) = (shared.lang, shared.today());
        if let Err(lines) = self.found.get(shared, width) {
            return lines;
        }
        let all = self.decisions();
        if all.is_empty() {
            let text = draw::wrap(words::NO_DECISIONS.get(lang), width.saturating_sub(2));
            return text.into_iter().map(Line::text).collect();
        }
        let day = self.day(today);
        let mut lines = Vec::new();
        for (i, line) in all.iter().enumerate() {
            let (what, who, due) = task::of_decision(line, day);
            let made = self.task_of(&what);
            let mut out = Line::of(format!("{:>2} ", i + 1), Ink::Dim).and(what, Ink::Strong);
            if made.is_none() {
                let who = who.map(|w| format!("  {}", words::by_whom(lang, &w))).unwrap_or_default();
                let due = due.map(|d| format!("  {}", say::day(d, today, lang))).unwrap_or_default();
                out = out.and(format!("{who}{due}"), Ink::Dim);
            }
            let told = match made {
                Some(row) => {
                    let cell = |n: usize| say::cell_of(row, n, 12, today, lang);
                    out.end(format!("{}  {}  {}", cell(2), cell(3), cell(4)), Ink::Good)
                }
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
        let today = ctx.shared.today();
        match input {
            Input::Action(Action::Open | Action::Act) => {
                self.open(ctx, self.found.sheet.at);
                true
            }
            Input::Action(Action::Task) => {
                let lines = self.decisions();
                match self.next(today).and_then(|at| lines.get(at)) {
                    Some(line) => self.make(ctx, line),
                    None if lines.is_empty() => self.make(ctx, ""),
                    None => ctx.does(Effect::Say(words::ALL_TASKS.get(ctx.shared.lang).to_owned())),
                }
                true
            }
            Input::Action(Action::New) => {
                self.make(ctx, "");
                true
            }
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.found.step(ctx.shared, action, &lines)
            }
            Input::Reply(ticket, Reply::Page { rows, .. }) if self.asking == Some(ticket) => {
                (self.tasks, self.asking) = (rows, None);
                true
            }
            Input::Reply(ticket, reply) => self.found.reply(ctx.shared, ticket, reply, |r| match r {
                Reply::Shown(Shown { record, .. }) => Some(record),
                _ => None,
            }),
            other if stale(&other) => {
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
            || self.asking.is_some() && matches!(action, Some(Action::Task | Action::Open))
    }

    fn target(&self) -> Option<Ref> {
        Some(self.meeting)
    }

    fn target_name(&self) -> String {
        self.name.clone()
    }
}
