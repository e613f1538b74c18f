//! The board 看板 of a kind whose records go through states: a column each with how many, walked by the arrows. Settled
//! and not told is a column of its own. The key that acts is the next lawful step of the one in hand.

use super::fetched::stale;
use crate::book::{Cell, Kind, Ref, Row};
use crate::hub::wire::{Filter, Is, Order, Reply, Request, Test};
use crate::text::T;
use crate::text::screen::{self as words, hints};
use crate::tui::action::Action;
use crate::tui::draw::{self, below, cells, window};
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows fetched of a column: more than anybody walks down.
const ROWS: u32 = 100;
/// A column has no fewer cells than this.
const WIDE: u16 = 19;
/// Lines above the cards, and below them for the one in hand.
const HEAD: u16 = 3;
const FOOT: u16 = 2;

/// One state.
#[derive(Debug)]
struct Column {
    state: u16,
    rows: Vec<Row>,
    total: u64,
    ticket: Option<Ticket>,
    at: usize,
    scroll: usize,
}

/// The board.
pub struct Board {
    kind: Kind,
    filter: Filter,
    columns: Vec<Column>,
    at: usize,
    /// Whether somebody has moved: until then the cursor stands on the first column that holds anything.
    moved: bool,
}

impl Board {
    /// Of the records of a list; only a kind that goes through states has one.
    pub fn new(kind: Kind, filter: Filter) -> Option<Board> {
        let general = kind.general()?;
        let states = kind.field(general.acts?.state)?.choices();
        let column =
            |state: u16| Column { state, rows: Vec::new(), total: 0, ticket: None, at: 0, scroll: 0 };
        let open = states.iter().map(|c| c.code).filter(|s| general.is_open(*s));
        Some(Board { kind, filter, columns: open.map(column).collect(), at: 0, moved: false })
    }

    /// Whether a kind has a board: one in which more is to be told than done and not done.
    pub fn is_for(kind: Kind) -> bool {
        kind.general().is_some_and(|g| !g.met.is_empty())
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        let Some(general) = self.kind.general() else { return };
        let Some(field) = general.acts.map(|a| a.state) else { return };
        for c in &mut self.columns {
            let mut filter = self.filter.clone();
            filter.tests.push(Test { field, any: vec![Is::Code(c.state)] });
            let order = general.due.map_or(Order::Usual, |no| Order::By(no, true));
            let request =
                Request::List { kind: self.kind, filter, order, offset: 0, limit: ROWS, more: Vec::new() };
            c.ticket = Some(ctx.ask(request));
        }
    }

    fn in_hand(&self) -> Option<&Row> {
        let c = self.columns.get(self.at)?;
        c.rows.get(c.at)
    }

    fn label(&self, state: u16) -> Option<T> {
        let no = self.kind.general()?.acts?.state;
        self.kind.field(no)?.choice(state).map(|c| c.label)
    }

    /// How many columns stand side by side, and the first of them.
    fn side_by_side(&self, width: u16) -> (usize, usize) {
        let n = usize::from(width / WIDE).clamp(1, self.columns.len().max(1));
        let first = (self.at + 1).saturating_sub(n);
        (n, first.max(self.at.saturating_sub(n - 1)))
    }

    fn step(&mut self, action: Action, room: usize) -> bool {
        let last = self.columns.len().saturating_sub(1);
        let at = match action {
            Action::Left => self.at.saturating_sub(1),
            Action::Right => (self.at + 1).min(last),
            _ => self.at,
        };
        if at != self.at {
            (self.at, self.moved) = (at, true);
            return true;
        }
        let Some(c) = self.columns.get_mut(self.at) else { return false };
        let end = c.rows.len().saturating_sub(1);
        c.at = match action {
            Action::Up => c.at.saturating_sub(1),
            Action::Down => (c.at + 1).min(end),
            Action::PageUp => c.at.saturating_sub(room),
            Action::PageDown => (c.at + room).min(end),
            Action::First => 0,
            Action::Last => end,
            Action::Left | Action::Right => c.at,
            _ => return false,
        };
        c.scroll = window(c.scroll, c.at, room, c.rows.len());
        self.moved = true;
        true
    }

    fn take(&mut self, ticket: Ticket, reply: Reply) {
        let Some(c) = self.columns.iter_mut().find(|c| c.ticket == Some(ticket)) else { return };
        c.ticket = None;
        if let Reply::Page { total, rows, .. } = reply {
            let held = c.rows.get(c.at).map(|r| r.target);
            let again = held.and_then(|h| rows.iter().position(|r| r.target == h));
            (c.total, c.rows) = (total, rows);
            c.at = again.unwrap_or(c.at).min(c.rows.len().saturating_sub(1));
        }
        if !self.moved && self.columns.iter().all(|c| c.ticket.is_none()) {
            self.at = self.columns.iter().position(|c| !c.rows.is_empty()).unwrap_or(0);
        }
    }

    /// How many of the rows here are late.
    fn late(&self, shared: &Shared) -> usize {
        let late = |r: &&Row| r.cells.iter().any(|c| matches!(c, Cell::Due(d) if *d < shared.today()));
        self.columns.iter().flat_map(|c| &c.rows).filter(late).count()
    }

    /// A card: what it is about, whose and by when.
    fn card(&self, row: &Row, shared: &Shared, wide: usize) -> [String; 2] {
        let (lang, today) = (shared.lang, shared.today());
        let due = row.cells.iter().find_map(|c| if let Cell::Due(d) = c { Some(*d) } else { None });
        let due = due.map(|d| say::short_due(d, today, lang)).unwrap_or_default();
        let whom = say::cell_of(row, 1, wide, today, lang);
        let room = wide.saturating_sub(glyph::width(&due) + 1);
        let second = glyph::pad(&glyph::fit(&whom, room), room) + " " + &due;
        [glyph::fit(row.title(), wide), second]
    }

    fn draw_column(&self, shared: &Shared, c: &Column, here: bool, area: Rect, buf: &mut Buffer) {
        let (theme, lang) = (shared.theme, shared.lang);
        let wide = usize::from(area.width).saturating_sub(2);
        let label = self.label(c.state).map_or("", |t| t.get(lang));
        let title = glyph::fit(&format!("{label} {}", c.total), wide);
        let style = if here { theme.accent() } else { theme.strong() };
        glyph::put(buf, area.x + 1, area.y, wide, &title, style);
        let high = card_height(area.height);
        let room = usize::from(area.height.saturating_sub(1) / high);
        let scroll = window(c.scroll, c.at, room.max(1), c.rows.len());
        for (i, row) in c.rows.iter().enumerate().skip(scroll).take(room) {
            let y = area.y + 1 + cells(i - scroll) * high;
            let [first, second] = self.card(row, shared, wide);
            let in_hand = here && i == c.at;
            glyph::put(buf, area.x + 1, y, wide, &first, theme.strong());
            if in_hand {
                glyph::put(buf, area.x, y, 1, ">", theme.row());
                let mark = Rect { x: area.x + 1, y, width: cells(glyph::width(&first)), height: 1 };
                draw::mark(buf, mark, theme);
            }
            if high > 1 {
                glyph::put(buf, area.x + 1, y + 1, wide, &second, theme.dim());
            }
        }
    }
}

/// Lines of a card: what, whose, and a blank one where there is room.
const fn card_height(height: u16) -> u16 {
    match height {
        0..=6 => 1,
        7..=11 => 2,
        _ => 3,
    }
}

impl Screen for Board {
    fn contexts(&self) -> &[Context] {
        Context::Card.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        let body = crate::tui::app::body_height(ctx.shared.size).saturating_sub(HEAD + FOOT);
        match input {
            Input::Action(Action::Open) => {
                if let Some(row) = self.in_hand() {
                    ctx.does(Effect::Open(row.target));
                }
                true
            }
            Input::Action(Action::OtherView) => {
                ctx.does(Effect::Pop(None));
                true
            }
            Input::Action(Action::Copy) => {
                if let Some(row) = self.in_hand() {
                    ctx.does(Effect::copy(say::row(row, ctx.shared.today(), ctx.shared.lang)));
                }
                true
            }
            Input::Action(action) => {
                let room = usize::from(body.saturating_sub(1) / card_height(body)).max(1);
                self.step(action, room)
            }
            Input::Reply(ticket, reply) => {
                self.take(ticket, reply);
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
        let all: u64 = self.columns.iter().map(|c| c.total).sum();
        let (n, first) = self.side_by_side(area.width);
        let counts = words::board_counts(lang, all, self.late(shared));
        let place = if n < self.columns.len() {
            words::board_place(lang, first + 1, first + n, self.columns.len())
        } else {
            String::new()
        };
        let parts = [
            (words::list(self.kind).get(lang), theme.strong()),
            ("   ", theme.text()),
            (&counts, theme.text()),
        ];
        draw::head(buf, area, &parts, (&place, theme.dim()));
        let wide = area.width / cells(n);
        let gap = u16::from(area.height >= 16);
        let high = area.height.saturating_sub(1 + gap + FOOT);
        let columns = below(area, 1 + gap);
        for (i, c) in self.columns.iter().enumerate().skip(first).take(n) {
            let x = columns.x + cells(i - first) * wide;
            self.draw_column(shared, c, i == self.at, Rect { x, width: wide, height: high, ..columns }, buf);
        }
        if let Some(row) = self.in_hand() {
            let foot = below(area, area.height.saturating_sub(FOOT));
            let width = usize::from(area.width).saturating_sub(2);
            let (rule, line) = draw::rule(width, row.title());
            let used = glyph::put(buf, foot.x + 1, foot.y, width, &rule, theme.accent());
            glyph::put(
                buf,
                foot.x + 2 + cells(used),
                foot.y,
                width.saturating_sub(used + 1),
                &line,
                theme.dim(),
            );
            let text = say::row(row, shared.today(), lang);
            glyph::put(buf, foot.x + 1, foot.y + 1, width, &glyph::fit(&text, width), theme.text());
        }
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Act, Action::Open, Action::Right, Action::Actions, Action::OtherView, Action::Back]
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Act => super::next_step(self.state()),
            Action::OtherView => Some(hints::AS_LIST),
            Action::Right => Some(hints::NEXT_COLUMN),
            _ => None,
        }
    }

    fn state(&self) -> Option<(Kind, u16)> {
        self.in_hand().and_then(super::state_of)
    }

    fn tab(&self) -> Option<Action> {
        super::tab_of(self.kind)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        self.columns.iter().any(|c| c.ticket.is_some() && c.rows.is_empty())
            && action.is_some_and(|a| a.needs_hand() || a.moves())
    }

    fn target(&self) -> Option<Ref> {
        self.in_hand().map(|r| r.target)
    }

    fn target_name(&self) -> String {
        self.in_hand().map(|r| r.title().to_owned()).unwrap_or_default()
    }
}
