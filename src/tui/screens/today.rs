//! Today 今天: what should I do now?

pub(super) mod agenda;
mod plan;
mod rows;
mod sections;

use super::beside::Beside;
use super::charts::{Charts, Months};
use super::fetched::stale;
use super::list::List;
use crate::book::{Kind, Ref, Row, matter, visit};
use crate::hub::wire::{self, Filter, News, Order, PAGE_MAX, Promise, Reply, Request};
use crate::text::screen::{self as words, hints};
use crate::text::{Lang, T, trouble};
use crate::tui::action::Action;
use crate::tui::capture;
use crate::tui::command::Command;
use crate::tui::draw::{self, WIDE, below};
use crate::tui::filling;
use crate::tui::form;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::message::{AppEffect, ImportNews};
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use crate::tui::sheet::Sheet;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What a line stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Go {
    /// The title of what lies in the drop folder.
    Arrived,
    /// The title of the handovers.
    AllHandovers,
    Handover(usize),
    /// The title of the promises: all of them.
    AllPromised,
    /// Promises beyond those shown.
    MorePromised,
    /// The title of the matters: all that are open, by when they are due.
    AllMatters,
    /// The title of what other offices passed on, and of what is with others.
    AllReferred,
    AllPassed,
    /// The title of the meetings to come.
    AllMeetings,
    /// The title of the tasks to be done.
    AllTasks,
    /// The title of the drafts: all of them.
    AllDrafts,
    /// The title of those not reached.
    AllOverdue,
    /// The title of those last touched.
    AllRecent,
    Promise(usize),
    Matter(usize),
    Referred(usize),
    Passed(usize),
    Meeting(usize),
    Task(usize),
    Overdue(usize),
    Recent(usize),
    Draft(usize),
}

/// Cells of the figures beside what there is to do.
const FIGURES: u16 = 46;
/// From this width on the card of the one in hand stands between.
const THREE: u16 = 160;

/// Promises fetched at once when all are wanted.
const PAGE: u32 = 100;

/// Whether a row is of a person or an organisation, whom the letters of persons act on.
fn is_somebody(row: &Row) -> bool {
    matches!(row.target.kind, Kind::Person | Kind::Organisation)
}

/// Where the figures are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drawn {
    /// Below what there is to do, as far as there is room.
    Not,
    /// Beside it.
    Beside,
    /// Alone.
    Alone,
}

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
    /// Files in the drop folder.
    arrived: usize,
    person: bool,
    charts: Charts,
    /// Whether the other view is wanted: the figures alone, or none of them beside.
    other: bool,
    /// Whether the keys go to the figures beside.
    aside: bool,
    /// The card of the one in hand, where there is room.
    card: Beside,
    /// Lines for rows, and where the figures are, as of the last input.
    room: usize,
    drawn: Drawn,
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
            arrived: 0,
            person: false,
            charts: Charts::default(),
            other: false,
            aside: false,
            card: Beside::default(),
            room: 0,
            drawn: Drawn::Not,
        }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.ticket = Some(ctx.ask(Request::Today));
    }

    /// Asks for the figures where they are in sight, and not known yet or to be known anew.
    fn ask_charts(&mut self, ctx: &mut Ctx<'_>, anew: bool) {
        if (self.draws_beside(ctx.shared) || self.draws_alone(ctx.shared)) && (anew || !self.charts.known()) {
            self.charts.ask(ctx);
        }
    }

    /// Where the figures are drawn; nowhere while the book is empty.
    fn draws(&self, shared: &Shared) -> Drawn {
        let wide = shared.size.0 >= WIDE && !shared.theme.plain;
        match (shared.welcome.counts.get(1), wide, self.other) {
            (None | Some(0), ..) => Drawn::Not,
            (_, true, false) => Drawn::Beside,
            (_, false, true) => Drawn::Alone,
            _ => Drawn::Not,
        }
    }

    /// Whether the figures stand beside what there is to do.
    fn draws_beside(&self, shared: &Shared) -> bool {
        self.draws(shared) == Drawn::Beside
    }

    /// Whether the figures alone are shown.
    fn draws_alone(&self, shared: &Shared) -> bool {
        self.draws(shared) == Drawn::Alone
    }

    /// What there is to do, the card of the one in hand, the figures.
    fn areas(&self, shared: &Shared, area: Rect) -> (Rect, Option<Rect>, Option<Rect>) {
        if !self.draws_beside(shared) {
            return (area, None, None);
        }
        let figures = Rect { x: area.right() - FIGURES, width: FIGURES, ..area };
        let rest = area.width - FIGURES - 1;
        if area.width < THREE {
            return (Rect { width: rest, ..area }, None, Some(figures));
        }
        let left = area.width * 2 / 5;
        let card = Rect { x: area.x + left + 1, width: rest - left - 1, ..area };
        (Rect { width: left, ..area }, Some(card), Some(figures))
    }

    /// The cells of what there is to do.
    fn wide(&self, shared: &Shared) -> usize {
        self.areas(shared, Rect::new(0, 0, shared.size.0, 1)).0.width.into()
    }

    /// Cells and lines of the figures.
    fn figures_size(&self, shared: &Shared) -> (usize, usize) {
        let width = if self.draws_beside(shared) { FIGURES } else { shared.size.0 };
        (width.into(), rows_of(shared))
    }

    /// Whether the keys go to the figures.
    fn on_figures(&self, shared: &Shared) -> bool {
        self.draws_alone(shared) || self.aside && self.draws_beside(shared)
    }

    /// The card of whom the cursor is on.
    fn settle(&mut self, ctx: &mut Ctx<'_>) {
        let target = self.in_hand().map(|r| r.target).filter(|_| ctx.shared.size.0 >= THREE);
        // on a title the last one stays: the eye is not to jump
        self.card.settle(ctx, target, ctx.shared.size.0 >= THREE);
    }

    fn months(&self, lang: Lang) -> Months {
        let Some(data) = &self.data else { return Months::default() };
        let told = sections::figures(data, lang).join("\n");
        Months { counts: data.months.clone(), told }
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
        let beside = self.drawn == Drawn::Beside;
        if self.arrived == 0 {
            return plan::gos(data, unfolded, room, beside);
        }
        let mut gos = plan::gos(data, unfolded, room.saturating_sub(2), beside);
        gos.push(Go::Arrived);
        gos
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
            Go::Matter(i) => data.agenda.matters.get(i),
            Go::Referred(i) => data.agenda.referred.get(i),
            Go::Passed(i) => data.agenda.passed.get(i),
            Go::Meeting(i) => data.agenda.meetings.get(i),
            Go::Task(i) => data.agenda.tasks.get(i),
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
            Go::AllHandovers => ctx.does(Effect::Push(Box::new(List::new(Kind::Handover)))),
            Go::Handover(i) => {
                if let Some(h) = self.data.as_ref().and_then(|d| d.handovers.get(i)) {
                    ctx.does(Effect::Open(h.handover));
                }
            }
            Go::AllMatters | Go::AllMeetings | Go::AllTasks => {
                ctx.does(Effect::Push(Box::new(agenda::all(go, ctx.shared.today()))))
            }
            Go::AllReferred | Go::AllPassed => {
                ctx.does(Effect::Push(Box::new(agenda::passed(go == Go::AllReferred, ctx.shared))));
            }
            Go::Arrived => ctx.does(Effect::Run(Command::Import)),
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
            let screen = capture::resume(draft)
                .or_else(|| super::resume_hand_over(draft))
                .or_else(|| filling::resume(draft))
                .unwrap_or_else(|| form::resume(draft.clone()));
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
        if action == Action::OtherView {
            (self.other, self.aside) = (!self.other, false);
            self.drawn = self.draws(shared);
            self.ask_charts(ctx, false);
            self.settle(ctx);
            return true;
        }
        if self.on_figures(shared) {
            let size = self.figures_size(shared);
            let months = self.months(shared.lang);
            return match action {
                Action::Left | Action::Back if self.aside => {
                    self.aside = false;
                    true
                }
                Action::Back => {
                    self.other = false;
                    true
                }
                _ => self.charts.action(ctx, action, size, &months),
            };
        }
        if action == Action::Right && self.draws_beside(shared) {
            self.aside = true;
            return true;
        }
        let lines = self.lines(shared, self.wide(shared));
        if self.sheet.step(action, &lines, rows_of(shared)) {
            self.person = self.in_hand().is_some_and(is_somebody);
            self.settle(ctx);
            return true;
        }
        match action {
            Action::Open => self.open(ctx),
            // the next step of a matter, a meeting, a task is everywhere the same
            Action::Act
                if matches!(
                    self.go(),
                    Some(Go::Matter(_) | Go::Referred(_) | Go::Meeting(_) | Go::Task(_))
                ) =>
            {
                return false;
            }
            // what is with others is asked after
            Action::Act if matches!(self.go(), Some(Go::Passed(_))) => {
                ctx.does(Effect::Run(Command::Step(Kind::Matter, matter::URGE)));
            }
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
                self.data = Some(*today);
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
                let lines = self.lines(ctx.shared, self.wide(ctx.shared));
                self.sheet.follow(&lines, rows_of(ctx.shared));
                self.person = self.in_hand().is_some_and(is_somebody);
                self.settle(ctx);
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
                let lines = self.lines(ctx.shared, self.wide(ctx.shared));
                self.sheet.follow(&lines, rows_of(ctx.shared));
                self.person = self.in_hand().is_some_and(is_somebody);
                self.settle(ctx);
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
        self.ask_charts(ctx, true);
        ctx.does(Effect::App(AppEffect::LookIn { make: false }));
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        (self.room, self.drawn) = (rows_of(ctx.shared), self.draws(ctx.shared));
        self.ask_charts(ctx, false);
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Reply(ticket, reply) if self.charts.reply(ctx, ticket, &reply) => true,
            Input::Reply(ticket, reply) if self.card.reply(ctx.shared, ticket, &reply) => true,
            Input::Reply(ticket, reply) => {
                if self.ticket == Some(ticket) {
                    self.ticket = None;
                    self.take(ctx, reply);
                } else if let Some((_, offset)) = self.more.take_if(|(t, _)| *t == ticket) {
                    self.take_promised(ctx, offset, reply);
                }
                true
            }
            Input::Import(ImportNews::Arrived(all)) => {
                self.arrived = all.len();
                true
            }
            other if stale(&other) => {
                if let Input::News(news) = &other {
                    self.card.hear(news);
                    if matches!(news, News::Resync) {
                        ctx.does(Effect::App(AppEffect::LookIn { make: false }));
                    }
                }
                self.ask(ctx);
                self.card.refresh(ctx);
                // others' changes move the figures little: they are counted anew when one comes back
                self.ask_charts(ctx, !matches!(other, Input::News(News::Changed { .. })));
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
        // in an office's book: what one is there
        let standing = Some(&shared.welcome.standing).filter(|s| s.shared);
        let standing = standing.map(|s| format!("   {}", say::standing_words(s, lang))).unwrap_or_default();
        let left = [(day.as_str(), theme.strong()), (standing.as_str(), theme.text())];
        draw::head(buf, area, &left, (&right, theme.dim()));
        let months = self.months(lang);
        let area = below(area, head_height(shared));
        if self.draws_alone(shared) {
            self.charts.view(shared, area, buf, &months, true);
            return None;
        }
        let (rows, card, figures) = self.areas(shared, area);
        self.sheet.view(&self.lines(shared, rows.width.into()), buf, rows, theme, !self.aside);
        if let Some(card) = card {
            self.card.view(shared, card, buf);
        }
        if let Some(figures) = figures {
            for y in figures.top()..figures.bottom() {
                glyph::put(buf, figures.x - 1, y, 1, "│", theme.dim());
            }
            self.charts.view(shared, figures, buf, &months, self.aside);
        }
        None
    }

    fn hints(&self) -> Vec<Action> {
        if self.gos().is_empty() {
            return vec![Action::Capture, Action::New, Action::Palette];
        }
        match self.drawn {
            Drawn::Alone => return vec![Action::Open, Action::Back],
            Drawn::Beside if self.aside => return vec![Action::Open, Action::Left, Action::OtherView],
            _ => {}
        }
        let mut all = vec![Action::Act, Action::Open, Action::Actions, Action::Capture];
        all.push(if self.drawn == Drawn::Beside { Action::Right } else { Action::OtherView });
        all.push(Action::Undo);
        if self.data.as_ref().is_some_and(|d| !d.drafts.is_empty()) {
            all.insert(2, Action::ResumeDraft);
        }
        all
    }

    fn state(&self) -> Option<(Kind, u16)> {
        self.in_hand().and_then(super::state_of)
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Act if matches!(self.go(), Some(Go::Passed(_))) => agenda::urge(),
            Action::Act => self.in_hand().and_then(agenda::step),
            Action::OtherView if self.drawn == Drawn::Not => Some(hints::FIGURES),
            Action::OtherView | Action::Left => Some(hints::TO_DO),
            Action::Back => Some(hints::TO_DO),
            Action::Right => Some(hints::BARS),
            _ => None,
        }
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoToday)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        let about = |a: Action| a.needs_hand() || a.moves() || a == Action::ResumeDraft;
        self.data.is_none() && self.ticket.is_some() && action.is_some_and(about)
    }

    fn target(&self) -> Option<Ref> {
        if self.aside || self.drawn == Drawn::Alone {
            return None;
        }
        self.in_hand().map(|r| r.target)
    }

    fn target_name(&self) -> String {
        self.in_hand().map(|r| r.title().to_owned()).unwrap_or_default()
    }
}
