//! Today 今天: what should I do now?

mod plan;
mod rows;

use super::bars;
use super::fetched::stale;
use super::list::List;
use crate::book::{Kind, Ref, Row, visit};
use crate::hub::wire::{self, Filter, Order, PAGE_MAX, Promise, Reply, Request};
use crate::text::screen as words;
use crate::text::trouble;
use crate::tui::action::Action;
use crate::tui::capture;
use crate::tui::draw::{self, below};
use crate::tui::form;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line, Sheet, airy};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rows::{act, draft, due, person};

/// What a line stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Go {
    /// The title of the promises: all of them.
    AllPromised,
    /// Promises beyond those shown.
    MorePromised,
    /// The title of the drafts: all of them.
    AllDrafts,
    /// The title of those not reached.
    AllOverdue,
    /// The title of those last touched.
    AllRecent,
    Promise(usize),
    Overdue(usize),
    Recent(usize),
    Draft(usize),
}

/// Promises fetched at once when all are wanted.
const PAGE: u32 = 100;

/// The first screen.
pub struct Today {
    data: Option<wire::Today>,
    trouble: Option<String>,
    ticket: Option<Ticket>,
    sheet: Sheet,
    /// The promises fetched, where all of them are wanted, and the question for more.
    unfolded: Option<Vec<Promise>>,
    more: Option<(Ticket, u32)>,
    all_drafts: bool,
    person: bool,
    /// Lines for rows, as of the last input.
    room: usize,
}

impl Today {
    /// Asks when it comes on the stack.
    pub fn new() -> Today {
        Today {
            data: None,
            trouble: None,
            ticket: None,
            sheet: Sheet::default(),
            unfolded: None,
            more: None,
            all_drafts: false,
            person: false,
            room: 0,
        }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.ticket = Some(ctx.ask(Request::Today));
    }

    /// Promises from this one on, and where they are to go.
    fn ask_promised(&mut self, ctx: &mut Ctx<'_>, offset: u32, limit: u32) {
        let limit = limit.clamp(PAGE, PAGE_MAX);
        self.more = Some((ctx.ask(Request::Promised { offset, limit }), offset));
    }

    fn promise(&self, i: usize) -> Option<&Promise> {
        match &self.unfolded {
            Some(all) => all.get(i),
            None => self.data.as_ref()?.promised.get(i),
        }
    }

    fn gos(&self) -> Vec<Go> {
        let Some(data) = &self.data else { return Vec::new() };
        let unfolded = self.unfolded.as_ref().map(Vec::len);
        let room = if self.all_drafts { usize::MAX } else { self.room };
        plan::gos(data, unfolded, room)
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let Some(data) = &self.data else {
            let text = self.trouble.clone().unwrap_or_else(|| words::LOADING.get(shared.lang).to_owned());
            return vec![Line::of(text, Ink::Dim)];
        };
        let lang = shared.lang;
        let gos = self.gos();
        let mut lines = Vec::new();
        for (i, go) in gos.iter().enumerate() {
            let title = self.title(data, *go, lang);
            if let Some(title) = title {
                if i > 0 && plan::roomy(self.room) {
                    lines.push(Line::blank());
                }
                lines.push(Line::rule(width, &title).hit(i));
            } else {
                lines.push(self.row(data, *go, shared, width).hit(i));
            }
        }
        if data.promised.is_empty() && data.overdue.is_empty() && data.drafts.is_empty() {
            let mut begin = vec![Line::text(words::ALL_DONE.get(lang)), Line::blank()];
            let ways = [
                (Action::Find, words::BEGIN_FIND),
                (Action::Capture, words::BEGIN_CAPTURE),
                (Action::New, words::BEGIN_NEW),
                (Action::GoMore, words::BEGIN_MORE),
            ];
            for (action, what) in ways {
                let key = shared.keymap.key_of(Context::Today.stack(), action).unwrap_or_default();
                begin.push(Line::of(glyph::pad(&key, 3), Ink::Key).and(what.get(lang), Ink::Text));
            }
            begin.push(Line::blank());
            lines.splice(0..0, begin);
        }
        self.figures(data, shared, width, &mut lines);
        if let Some(due) = &data.backup {
            lines.splice(0..0, [rows::backup(due, shared), Line::blank()]);
        }
        if data.spoilt_drafts > 0 {
            let told = words::spoilt_drafts(lang, data.spoilt_drafts);
            lines.splice(0..0, [Line::of(told, Ink::Trouble), Line::blank()]);
        }
        if lines.first().is_some_and(|l| l.left.is_empty()) {
            lines.remove(0);
        }
        if shared.showing() { airy(lines, rows_of(shared)) } else { lines }
    }

    fn title(&self, data: &wire::Today, go: Go, lang: crate::text::Lang) -> Option<String> {
        Some(match go {
            Go::AllPromised => words::section(lang, words::FIRST.get(lang), data.promised_total),
            Go::AllDrafts => words::section(lang, words::DRAFTS.get(lang), data.drafts.len() as u64),
            Go::AllOverdue => words::overdue_title(lang, data.overdue_total),
            Go::AllRecent => words::RECENT.get(lang).to_owned(),
            _ => return None,
        })
    }

    /// One eye-line: what, who, why, how late, and the key that acts on it.
    fn row(&self, data: &wire::Today, go: Go, shared: &Shared, width: usize) -> Line {
        let lang = shared.lang;
        match go {
            Go::Promise(i) => {
                let Some(p) = self.promise(i) else { return Line::blank() };
                let (due, late) = due(p.due, shared, width);
                let why = if p.words.is_empty() { words::PROMISED.get(lang) } else { &p.words };
                let line = Line::text(format!(" {} ", glyph::pad(words::CALL_BACK.get(lang), 5)))
                    .and(glyph::pad(p.person.title(), 9), Ink::Strong)
                    .and(why, Ink::Text);
                act(line.end(due, if late { Ink::Trouble } else { Ink::Text }), shared, width)
            }
            Go::Overdue(i) => {
                data.overdue.get(i).map_or_else(Line::blank, |r| act(person(r, shared, width), shared, width))
            }
            Go::Recent(i) => {
                data.recent.get(i).map_or_else(Line::blank, |r| act(person(r, shared, width), shared, width))
            }
            Go::Draft(i) => data.drafts.get(i).map_or_else(Line::blank, |d| draft(d, shared)),
            Go::MorePromised => {
                let shown = self.unfolded.as_ref().map_or(0, Vec::len) as u64;
                let left = data.promised_total.saturating_sub(shown);
                Line::of(format!(" {}", words::more_promised(lang, left)), Ink::Dim)
            }
            _ => Line::blank(),
        }
    }

    fn figures(&self, data: &wire::Today, shared: &Shared, width: usize, lines: &mut Vec<Line>) {
        let [[a, b, c], [x, y, z]] = data.figures;
        if !plan::shows_figures(data) {
            return;
        }
        if plan::roomy(self.room) {
            lines.push(Line::blank());
        }
        lines.push(Line::rule(width, words::FIGURES.get(shared.lang)));
        lines.push(Line::text(format!(" {}", words::figures(shared.lang, a, b, c, x, y, z))));
        // A chart that the edge cuts through says nothing: all of it is in sight, or it begins below.
        let left = self.room.saturating_sub(lines.len());
        if left == 0 || left >= plan::CHART {
            lines.extend(bars::months(&data.months, shared, width));
        }
    }

    fn go(&self) -> Option<Go> {
        self.gos().get(self.sheet.at).copied()
    }

    fn row_of(&self, go: Go) -> Option<&Row> {
        let data = self.data.as_ref()?;
        match go {
            Go::Promise(i) => self.promise(i).map(|p| &p.person),
            Go::Overdue(i) => data.overdue.get(i),
            Go::Recent(i) => data.recent.get(i),
            _ => None,
        }
    }

    fn in_hand(&self) -> Option<&Row> {
        self.go().and_then(|g| self.row_of(g))
    }

    fn open(&mut self, ctx: &mut Ctx<'_>) {
        let Some(go) = self.go() else { return };
        match go {
            Go::AllPromised if self.unfolded.take().is_some() => {}
            Go::AllPromised => self.ask_promised(ctx, 0, PAGE),
            Go::MorePromised => {
                let have = self.unfolded.as_ref().map_or(0, Vec::len);
                self.ask_promised(ctx, u32::try_from(have).unwrap_or(u32::MAX), PAGE);
            }
            Go::AllDrafts => self.all_drafts = !self.all_drafts,
            Go::AllOverdue => {
                let filter = Filter { overdue: true, ..Filter::default() };
                ctx.does(Effect::Push(Box::new(List::some(Kind::Person, filter, Order::LongAgo))));
            }
            Go::AllRecent => {
                let list = List::some(Kind::Person, Filter::default(), Order::Recent);
                ctx.does(Effect::Push(Box::new(list)));
            }
            Go::Draft(i) => self.resume(ctx, i),
            other => {
                if let Some(row) = self.row_of(other) {
                    ctx.does(Effect::Open(row.target));
                }
            }
        }
    }

    fn resume(&self, ctx: &mut Ctx<'_>, i: usize) {
        // its covered fields are not told
        if ctx.shared.showing() {
            ctx.does(Effect::Warn(trouble::SHOWING.get(ctx.shared.lang).to_owned()));
        } else if let Some(draft) = self.data.as_ref().and_then(|d| d.drafts.get(i)) {
            let screen = capture::resume(draft).unwrap_or_else(|| form::resume(draft.clone()));
            ctx.does(Effect::Push(screen));
        }
    }

    fn act(&mut self, ctx: &mut Ctx<'_>) {
        match self.go() {
            Some(go @ (Go::Promise(_) | Go::Overdue(_) | Go::Recent(_))) => {
                let Some(row) = self.row_of(go) else { return };
                let field =
                    if row.target.kind == Kind::Organisation { visit::ORGANISATION } else { visit::PEOPLE };
                let whom = form::link(row.target, row.title());
                ctx.does(Effect::New(Kind::Visit, vec![(field, whom, String::new())]));
            }
            _ => self.open(ctx),
        }
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let shared = ctx.shared;
        let lines = self.lines(shared, shared.size.0.into());
        if self.sheet.step(action, &lines, rows_of(shared)) {
            self.person = self.in_hand().is_some();
            return true;
        }
        match action {
            Action::Open => self.open(ctx),
            Action::Act => self.act(ctx),
            Action::ResumeDraft if self.data.as_ref().is_some_and(|d| !d.drafts.is_empty()) => {
                self.resume(ctx, 0);
            }
            Action::New => ctx.does(Effect::New(Kind::Person, Vec::new())),
            Action::Copy => match self.in_hand() {
                Some(row) => ctx.does(Effect::copy(say::row(row, shared.today(), shared.lang))),
                None => return false,
            },
            _ => return false,
        }
        true
    }

    fn take(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        match reply {
            Reply::Today(today) => {
                let was = self.in_hand().map(|r| r.target);
                // Nothing was there to stand on: begin as at the start.
                let first = self.gos().is_empty();
                self.data = Some(today);
                if let Some(all) = &self.unfolded {
                    let have = u32::try_from(all.len()).unwrap_or(PAGE_MAX);
                    self.ask_promised(ctx, 0, have);
                }
                let gos = self.gos();
                let place = |g: &Go| was.is_some() && self.row_of(*g).map(|r| r.target) == was;
                if let Some(at) = gos.iter().position(place) {
                    self.sheet.at = at;
                } else if first {
                    // The first thing to do, not its title.
                    self.sheet.at = usize::from(gos.len() > 1 && self.row_of_first(&gos).is_none());
                }
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.sheet.follow(&lines, rows_of(ctx.shared));
                self.person = self.in_hand().is_some();
            }
            Reply::Refused(why) => self.trouble = Some(say::refusal(&why, ctx.shared.lang)),
            _ => {}
        }
    }

    /// More promises: behind those that are there, or all anew.
    fn take_promised(&mut self, ctx: &mut Ctx<'_>, offset: u32, reply: Reply) {
        match reply {
            Reply::Promised { total, promised } => {
                let all = self.unfolded.get_or_insert_default();
                all.truncate(offset as usize);
                all.extend(promised);
                if let Some(data) = &mut self.data {
                    data.promised_total = total;
                }
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.sheet.follow(&lines, rows_of(ctx.shared));
                self.person = self.in_hand().is_some();
            }
            Reply::Refused(why) => ctx.does(Effect::Warn(say::refusal(&why, ctx.shared.lang))),
            _ => {}
        }
    }

    fn row_of_first(&self, gos: &[Go]) -> Option<&Row> {
        gos.first().and_then(|g| self.row_of(*g))
    }
}

impl Default for Today {
    fn default() -> Self {
        Today::new()
    }
}

fn rows_of(shared: &Shared) -> usize {
    super::rows_below(shared, head_height(shared))
}

fn head_height(shared: &Shared) -> u16 {
    if shared.size.1 >= 16 { 2 } else { 1 }
}

impl Screen for Today {
    fn contexts(&self) -> &[Context] {
        // also while nothing is there yet: what is typed ahead is meant for somebody
        if self.person || self.data.is_none() {
            Context::Today.stack_of_person()
        } else {
            Context::Today.stack()
        }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        self.room = rows_of(ctx.shared);
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Reply(ticket, reply) => {
                if self.ticket == Some(ticket) {
                    self.ticket = None;
                    self.take(ctx, reply);
                } else if let Some((_, offset)) = self.more.take_if(|(t, _)| *t == ticket) {
                    self.take_promised(ctx, offset, reply);
                }
                true
            }
            other if stale(&other) => {
                self.ask(ctx);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let people = shared.welcome.counts.get(1).copied().unwrap_or(0);
        let place = &shared.welcome.place;
        let right = if place.is_empty() {
            words::people(lang, people)
        } else {
            words::place_people(lang, place, people)
        };
        let day = words::long_day(lang, shared.today());
        draw::head(buf, area, &[(&day, theme.strong())], (&right, theme.dim()));
        let area = below(area, head_height(shared));
        self.sheet.view(&self.lines(shared, area.width.into()), buf, area, theme, true);
        None
    }

    fn hints(&self) -> Vec<Action> {
        if self.gos().is_empty() {
            return vec![Action::Capture, Action::New, Action::Palette];
        }
        let mut all = vec![Action::Act, Action::Open, Action::Actions, Action::Capture, Action::Undo];
        if self.data.as_ref().is_some_and(|d| !d.drafts.is_empty()) {
            all.insert(2, Action::ResumeDraft);
        }
        all
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoToday)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        let about = |a: Action| a.needs_hand() || a.moves() || a == Action::ResumeDraft;
        self.data.is_none() && self.ticket.is_some() && action.is_some_and(about)
    }

    fn target(&self) -> Option<Ref> {
        self.in_hand().map(|r| r.target)
    }

    fn target_name(&self) -> String {
        self.in_hand().map(|r| r.title().to_owned()).unwrap_or_default()
    }
}
