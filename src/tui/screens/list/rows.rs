//! The rows of a list as far as they are known: a window that follows the cursor.

use crate::book::{Kind, Ref, Row};
use crate::hub::wire::{Filter, Order, PAGE_MAX, Refusal, Reply, Request};
use crate::tui::action::Action;
use crate::tui::draw::window;
use crate::tui::screen::{Ctx, Ticket};

/// Rows, the cursor among them, and what is asked for.
pub(super) struct Rows {
    kind: Kind,
    pub filter: Filter,
    pub order: Order,
    /// Fields whose cells are wanted besides those of the kind's columns.
    pub more: Vec<u16>,
    /// How many pass the filter, and how many there are.
    pub total: usize,
    pub all: u64,
    /// Whether anything has come yet.
    pub known: bool,
    /// The row in hand and the first one shown.
    pub at: usize,
    pub scroll: usize,
    first: usize,
    rows: Vec<Row>,
    held: Option<Ref>,
    /// The one just written here: it is to be the row in hand, if it is among the first that can be asked for.
    sought: Option<Ref>,
    /// Whether the rows are those of another filter or order, until the answer comes.
    stale: bool,
    /// The question under way: ticket, first row and how many.
    asked: Option<(Ticket, usize, usize)>,
    /// What was asked last, so that a short answer is not asked for again and again.
    answered: Option<(usize, usize)>,
}

impl Rows {
    pub fn new(kind: Kind, filter: Filter, order: Order) -> Rows {
        Rows {
            kind,
            filter,
            order,
            more: Vec::new(),
            total: 0,
            all: 0,
            known: false,
            at: 0,
            scroll: 0,
            first: 0,
            rows: Vec::new(),
            held: None,
            sought: None,
            stale: false,
            asked: None,
            answered: None,
        }
    }

    /// The row of a place, if it is known.
    pub fn get(&self, at: usize) -> Option<&Row> {
        at.checked_sub(self.first).and_then(|i| self.rows.get(i))
    }

    /// Other rows: from the first on.
    pub fn set(&mut self, ctx: &mut Ctx<'_>, filter: Filter, order: Order, height: usize) {
        (self.filter, self.order) = (filter, order);
        (self.at, self.scroll, self.held) = (0, 0, None);
        self.stale = true;
        self.ask(ctx, height);
    }

    /// The same rows anew, because something may have changed.
    pub fn ask_again(&mut self, ctx: &mut Ctx<'_>, height: usize) {
        self.ask(ctx, height);
    }

    /// Something was written here: whoever did goes on with it, not with the row that was in hand before.
    pub fn seek(&mut self, target: Ref) {
        self.sought =
            Some(target).filter(|t| t.kind == self.kind && self.rows.iter().all(|r| r.target != *t));
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>, height: usize) {
        let (from, count) = match self.sought {
            Some(_) => (0, PAGE_MAX as usize),
            None => (self.scroll.saturating_sub(height), (3 * height.max(1)).min(PAGE_MAX as usize)),
        };
        let ticket = self.asks(ctx, from, count, self.more.clone());
        self.asked = Some((ticket, from, count));
    }

    /// Asks for a page by itself: to mark its rows.
    pub fn page(&self, ctx: &mut Ctx<'_>, from: usize, count: usize) -> Ticket {
        self.asks(ctx, from, count, Vec::new())
    }

    fn asks(&self, ctx: &mut Ctx<'_>, from: usize, count: usize, more: Vec<u16>) -> Ticket {
        ctx.ask(Request::List {
            kind: self.kind,
            filter: self.filter.clone(),
            order: self.order,
            offset: u32::try_from(from).unwrap_or(u32::MAX),
            limit: u32::try_from(count).unwrap_or(PAGE_MAX),
            more,
        })
    }

    /// Asks for what is in sight and not known, unless that is under way.
    pub fn need(&mut self, ctx: &mut Ctx<'_>, height: usize) {
        if !self.known || self.total == 0 {
            return;
        }
        let end = (self.scroll + height).min(self.total);
        let within = |from: usize, count: usize| self.scroll >= from && end <= from + count;
        let under_way = self.asked.is_some_and(|(_, from, count)| within(from, count));
        let wanted = (self.scroll.saturating_sub(height), 3 * height.max(1));
        if within(self.first, self.rows.len()) || under_way || self.answered == Some(wanted) {
            return;
        }
        self.ask(ctx, height);
    }

    /// Takes a reply in, if it is to the last question; why it was refused, if it was.
    pub fn reply(&mut self, ticket: Ticket, reply: Reply, height: usize) -> Option<Refusal> {
        let (_, from, count) = self.asked.filter(|(t, ..)| *t == ticket)?;
        (self.asked, self.stale) = (None, false);
        match reply {
            Reply::Page { total, all, offset, rows } => {
                self.answered = Some((from, count));
                self.total = usize::try_from(total).unwrap_or(usize::MAX);
                (self.all, self.known) = (all, true);
                (self.first, self.rows) = (offset as usize, rows);
                let place = |one: Ref| self.rows.iter().position(|r| r.target == one);
                let sought = self.sought.take().and_then(place);
                if let Some(i) = sought {
                    self.at = self.first + i;
                    self.scroll = window(self.scroll, self.at, height, self.total);
                } else if let Some(i) = self.held.and_then(place) {
                    let to = self.first + i;
                    // The row in hand stays where it is on the screen.
                    self.scroll = (self.scroll + to).saturating_sub(self.at);
                    self.at = to;
                }
                self.at = self.at.min(self.total.saturating_sub(1));
                self.scroll = self.scroll.min(self.at);
                self.hold();
                None
            }
            Reply::Refused(why) => Some(why),
            _ => None,
        }
    }

    /// Whether it is not known yet which rows there are: what they are asked for is on its way.
    pub fn awaited(&self) -> bool {
        self.asked.is_some() && (self.stale || !self.known)
    }

    /// Whether the row in hand is on its way.
    pub fn hand_awaited(&self) -> bool {
        let coming = self.sought.is_some() || self.get(self.at).is_none();
        self.awaited() || (self.asked.is_some() && coming)
    }

    fn hold(&mut self) {
        self.held = self.get(self.at).map(|r| r.target);
    }

    /// Moves; `false` if the action is no motion.
    pub fn step(&mut self, action: Action, height: usize) -> bool {
        let last = self.total.saturating_sub(1);
        let page = height.saturating_sub(1).max(1);
        self.at = match action {
            Action::Up => self.at.saturating_sub(1),
            Action::Down => (self.at + 1).min(last),
            Action::PageUp => self.at.saturating_sub(page),
            Action::PageDown => (self.at + page).min(last),
            Action::First => 0,
            Action::Last => last,
            _ => return false,
        };
        self.sought = None;
        match action {
            Action::PageUp => self.scroll = self.scroll.saturating_sub(page),
            Action::PageDown => self.scroll = (self.scroll + page).min(self.total.saturating_sub(height)),
            _ => {}
        }
        self.scroll = window(self.scroll, self.at, height, self.total);
        self.hold();
        true
    }
}
