//! What is past its time by a class, page by page: Enter opens a record, Space holds it back with why, `a` carries the class
//! out when the number of records has been typed back.

use super::super::fetched::{Fetched, stale};
use super::super::foot;
use super::{about, then};
use crate::book::{Id, Kind, Ref, names, retention};
use crate::hub::wire::{Carried, Class, Due, DueRow, Reply, Request, RetentionAsk};
use crate::text::screen::hints;
use crate::text::{T, retention as words};
use crate::tui::action::Action;
use crate::tui::app::new_id;
use crate::tui::edit::Edit;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line};
use crate::tui::table::Table;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows of a page.
const PAGE: u32 = 200;
/// Cells of the day before a row.
const DAY: usize = 12;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The list is looked at.
    List,
    /// Why a record is held back is typed.
    Why,
    /// How many there are is typed.
    Count,
    /// The hub is at it.
    Doing,
}

/// The records of a class.
pub struct DueList {
    class: Class,
    page: Fetched<Due>,
    offset: u64,
    step: Step,
    typed: Edit,
    /// Which record the reason is typed for: the list may move meanwhile.
    whom: Option<Ref>,
    /// Something was written while something was typed: the list is asked for when that is over.
    late: bool,
    /// How far the carrying out is.
    done: Carried,
    ticket: Option<Ticket>,
    /// Something was held back, let go, or carried out.
    changed: bool,
}

impl DueList {
    /// Those of this class.
    pub fn of(class: &Class) -> DueList {
        DueList {
            class: class.clone(),
            page: Fetched::default(),
            offset: 0,
            step: Step::List,
            typed: Edit::line(""),
            whom: None,
            late: false,
            done: Carried::default(),
            ticket: None,
            changed: false,
        }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.late = false;
        let (class, offset) = (self.class.id, self.offset);
        self.page.ask(ctx, Request::Retention(RetentionAsk::Due { class, offset, limit: PAGE }));
    }

    fn go(&mut self, step: Step) {
        self.step = step;
        self.typed = Edit::line("");
    }

    fn types(&self) -> bool {
        matches!(self.step, Step::Why | Step::Count)
    }

    fn rows(&self) -> &[DueRow] {
        self.page.data.as_ref().map_or(&[], |d| d.rows.as_slice())
    }

    fn in_hand(&self) -> Option<&DueRow> {
        self.rows().get(self.page.sheet.at)
    }

    fn all(&self) -> u64 {
        self.class.due + self.class.held
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let (lang, today) = (shared.lang, shared.today());
        if let Err(lines) = self.page.get(shared, width) {
            return lines;
        }
        if self.rows().is_empty() {
            return vec![Line::of(words::NO_DUE.get(lang), Ink::Dim)];
        }
        let Some(kind) = retention::kind(self.class.covers) else { return Vec::new() };
        // the record's own day stands in its row
        let days = width >= 70 && self.class.from != retention::OWN_DAY;
        let table = Table::new(kind, width.saturating_sub(if days { DAY + 3 } else { 3 }), lang, today);
        let mut out = Vec::new();
        for (i, r) in self.rows().iter().enumerate() {
            let ink = if r.held.is_some() { Ink::Dim } else { Ink::Text };
            let line = match days {
                true => Line::of(format!("{}  ", r.day), Ink::Dim).and(table.row(&r.row), ink),
                false => Line::of(table.row(&r.row), ink),
            };
            out.push(line.hit(i));
            if let Some(why) = &r.held {
                out.push(Line::of(format!("  {}: {why}", words::HELD.get(lang)), Ink::Notice));
            }
        }
        out
    }

    /// Over the end of a page, where there is another.
    fn turns(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let (at, n) = (self.page.sheet.at, self.rows().len());
        let on = matches!(action, Action::Down | Action::PageDown) && at + 1 >= n;
        let back = matches!(action, Action::Up | Action::PageUp) && at == 0;
        let next = self.offset + n as u64;
        if on && n > 0 && next < self.all() {
            self.offset = next;
        } else if back && self.offset > 0 {
            self.offset = self.offset.saturating_sub(PAGE.into());
        } else if action == Action::Last && at + 1 >= n && next < self.all() {
            // what is held back stands at the end
            self.offset = (self.all() - 1) / u64::from(PAGE) * u64::from(PAGE);
        } else if action == Action::First && at == 0 && self.offset > 0 {
            self.offset = 0;
        } else {
            return false;
        }
        (self.page.sheet.at, self.page.sheet.scroll) = (0, 0);
        self.ask(ctx);
        true
    }

    /// Holds the record in hand back, or lets it go.
    fn mark(&mut self, ctx: &mut Ctx<'_>) {
        let Some(row) = self.in_hand() else { return };
        let (target, held, by_hand) = (row.row.target, row.held.is_some(), row.by_hand);
        self.whom = Some(target);
        match (held, by_hand) {
            (false, _) => self.go(Step::Why),
            (true, true) => self.hold(ctx, None),
            (true, false) => {
                ctx.does(Effect::Warn(words::HELD_BY_ITSELF.get(ctx.shared.lang).to_owned()));
            }
        }
    }

    fn hold(&mut self, ctx: &mut Ctx<'_>, why: Option<String>) {
        let Some(target) = self.whom else { return };
        let ask = RetentionAsk::Hold { request: new_id(), class: self.class.id, target, why: why.clone() };
        self.ticket = Some(ctx.ask(Request::Retention(ask)));
        let lang = ctx.shared.lang;
        let said = why.map_or_else(|| words::IS_FREE.get(lang).to_owned(), |why| words::is_held(lang, &why));
        self.typed = Edit::line(&said);
    }

    /// The number is asked for, where there is anything to do.
    fn carry_out(&mut self, ctx: &mut Ctx<'_>) {
        let no = match &self.class {
            c if c.due == 0 => Some(words::NOTHING_DUE),
            c if !c.in_force => Some(words::NOT_IN_FORCE),
            c if c.then == retention::REVIEW => Some(words::ONLY_REVIEW),
            _ => None,
        };
        match no {
            Some(no) => ctx.does(Effect::Warn(no.get(ctx.shared.lang).to_owned())),
            None => self.go(Step::Count),
        }
    }

    fn slice(&mut self, ctx: &mut Ctx<'_>, batch: Id, count: u64) {
        let (class, digest) = (self.class.id, self.class.digest);
        let ask = RetentionAsk::CarryOut { request: new_id(), class, batch, count, digest };
        self.ticket = Some(ctx.ask(Request::Retention(ask)));
    }

    fn accept(&mut self, ctx: &mut Ctx<'_>) {
        let said = names::clean_line(self.typed.text());
        match self.step {
            Step::Why if !said.is_empty() => self.hold(ctx, Some(said)),
            Step::Count if said.parse() == Ok(self.class.due) => {
                let (batch, of) = (new_id(), self.class.due);
                self.done = Carried { batch, done: 0, of, more: true };
                self.go(Step::Doing);
                self.slice(ctx, batch, of);
            }
            Step::Count if !said.is_empty() => {
                ctx.does(Effect::Warn(words::NOT_THE_COUNT.get(ctx.shared.lang).to_owned()));
            }
            _ => {}
        }
    }

    fn take(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        let lang = ctx.shared.lang;
        self.changed |= matches!(reply, Reply::Saved(_) | Reply::Carried(_));
        match reply {
            Reply::Saved(_) => {
                let said = self.typed.text().to_owned();
                ctx.does(Effect::Say(said));
                self.go(Step::List);
                self.ask(ctx);
            }
            Reply::Carried(done) if done.more => {
                let (batch, of) = (done.batch, done.of);
                self.done = done;
                self.slice(ctx, batch, of);
            }
            Reply::Carried(done) => {
                let whole = done.done >= done.of;
                let said = words::stopped(lang, done.done, done.of);
                ctx.does(Effect::Say(if whole { words::done(lang, done.done) } else { said }));
                self.go(Step::List);
                self.offset = 0;
                self.ask(ctx);
            }
            Reply::Refused(why) => self.failed(ctx, say::refusal(&why, lang)),
            _ => self.failed(ctx, crate::text::trouble::BAD_REQUEST.get(lang).to_owned()),
        }
    }

    /// It was refused, or it failed: it is said, and the list says what is so.
    fn failed(&mut self, ctx: &mut Ctx<'_>, why: String) {
        ctx.does(Effect::Warn(why));
        let mends = self.step == Step::Why;
        self.go(if mends { Step::Why } else { Step::List });
        if !mends {
            self.ask(ctx);
        }
    }

    fn leave_it(&self, ctx: &mut Ctx<'_>) {
        let class = Ref { kind: Kind::Retention, id: self.class.id };
        ctx.does(Effect::Pop(self.changed.then_some(Outcome::Written(class))));
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        match (self.step, action) {
            (Step::List, Action::Open) => {
                if let Some(target) = self.in_hand().map(|r| r.row.target) {
                    ctx.does(Effect::Open(target));
                }
            }
            (Step::List, Action::Mark) => self.mark(ctx),
            (Step::List, Action::Act) => self.carry_out(ctx),
            (Step::List, Action::Back) => self.leave_it(ctx),
            (Step::List, action) => {
                if self.turns(ctx, action) {
                    return true;
                }
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                return self.page.step(ctx.shared, action, &lines);
            }
            (Step::Doing, Action::Back) => self.leave_it(ctx),
            (_, Action::Back) => {
                self.go(Step::List);
                if self.late {
                    self.ask(ctx);
                }
            }
            (_, Action::Accept) if self.types() => self.accept(ctx),
            (_, Action::Clear) if self.types() => {
                self.typed.clear();
            }
            _ => return false,
        }
        true
    }

    fn title(&self, shared: &Shared) -> String {
        let lang = shared.lang;
        match self.step {
            Step::Why => words::HOLD.get(lang).to_owned(),
            Step::Doing => words::doing(lang, self.done.done, self.done.of),
            _ => words::will(lang, &then(&self.class, lang), self.class.due),
        }
    }
}

impl Screen for DueList {
    fn contexts(&self) -> &[Context] {
        match self.step {
            Step::List => Context::List.stack(),
            Step::Why | Step::Count => Context::Pick.stack(),
            Step::Doing => Context::Panel.stack(),
        }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Key(key) if self.types() => self.typed.key(key, usize::MAX),
            Input::Paste(text) if self.types() => {
                self.typed.insert(&names::clean_line(&text));
                true
            }
            Input::Reply(ticket, reply) if self.ticket == Some(ticket) => {
                self.ticket = None;
                self.take(ctx, reply);
                true
            }
            // what is counted, and the record in hand, stay what they were when somebody began to type
            Input::Reply(..) if self.types() && self.page.data.is_some() => {
                self.late = true;
                false
            }
            Input::Reply(ticket, reply) => {
                let mine = self.page.reply(ctx.shared, ticket, reply, |r| match r {
                    Reply::Due(due) => Some(*due),
                    _ => None,
                });
                if let Some(due) = &self.page.data {
                    self.class = due.class.clone();
                }
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.page.follow(ctx.shared, &lines);
                mine
            }
            other => {
                let stale = stale(&other);
                match self.step {
                    Step::List if stale => self.ask(ctx),
                    Step::Why | Step::Count => self.late |= stale,
                    _ => {}
                }
                stale && self.step == Step::List
            }
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let lang = shared.lang;
        let n = self.rows().len() as u64;
        let paged = n > 0 && (self.offset > 0 || n < self.all());
        let mut right = match paged {
            true => words::rows(lang, self.offset + 1, self.offset + n, self.all()),
            false => words::due(lang, self.class.due),
        };
        if self.class.held > 0 {
            right = format!("{right}  {}", words::held(lang, self.class.held));
        }
        let lines = self.lines(shared, area.width.into());
        let head = (self.class.name.as_str(), about(&self.class, lang));
        self.page.view(shared, area, buf, (head.0, &head.1), &right, &lines);
        let title = self.title(shared);
        let prompt = |label: T| Some((label.get(lang), &self.typed));
        match self.step {
            Step::List => None,
            Step::Why => foot::draw(shared, area, buf, &title, prompt(words::WHY), (&[], 0)),
            Step::Count => foot::draw(shared, area, buf, &title, prompt(words::TYPE_COUNT), (&[], 0)),
            Step::Doing => foot::draw(shared, area, buf, &title, None, (&[], 0)),
        }
    }

    fn hints(&self) -> Vec<Action> {
        match self.step {
            Step::List if self.in_hand().is_some() => {
                vec![Action::Act, Action::Open, Action::Mark, Action::Back]
            }
            Step::List | Step::Doing => vec![Action::Back],
            Step::Why | Step::Count => vec![Action::Accept, Action::Back, Action::Clear],
        }
    }

    fn says(&self, action: Action) -> Option<T> {
        match (action, self.step) {
            (Action::Act, _) | (Action::Accept, Step::Count) => Some(words::CARRY_OUT),
            (Action::Mark, _) => Some(words::HOLD),
            (Action::Accept, Step::Why) => Some(hints::GO_ON),
            (Action::Back, _) => Some(hints::BACK),
            _ => None,
        }
    }

    fn waits(&self, action: Option<Action>) -> bool {
        match self.step {
            // what is begun goes on to the end of its slice; whoever leaves lets the rest be
            Step::Doing => action != Some(Action::Back),
            Step::List => self.page.waits(action),
            Step::Why | Step::Count => self.ticket.is_some(),
        }
    }

    fn target(&self) -> Option<Ref> {
        self.in_hand().map(|r| r.row.target)
    }

    fn target_name(&self) -> String {
        self.in_hand()
            .filter(|r| r.row.target.kind != Kind::Visit)
            .map(|r| r.row.title().to_owned())
            .unwrap_or_default()
    }
}
