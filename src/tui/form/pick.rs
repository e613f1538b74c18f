//! The list to pick a record from: over whatever is below, typing narrows it.

use super::pen::Pen;
use super::plan::NARROW;
use super::row;
use crate::book::{Kind, Row};
use crate::hub::wire::{Order, Reply, Request};
use crate::text::{T, form as words, screen::hints};
use crate::tui::action::Action;
use crate::tui::edit::Edit;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Rows asked for at once.
const ROWS: u32 = 50;

/// A list to pick from.
pub struct Pick {
    kinds: Vec<Kind>,
    /// What it is picked for, in words, where the kind alone does not say it.
    asks: Option<&'static str>,
    line: Edit,
    rows: Vec<Row>,
    total: u64,
    more: bool,
    at: usize,
    fixed: bool,
    asking: Option<(Ticket, String)>,
    /// What the rows are an answer to.
    answered: Option<String>,
}

/// Picks a record of some kinds; pops [`Outcome::Picked`].
pub fn open(kinds: Vec<Kind>, query: &str) -> Box<dyn Screen> {
    Box::new(Pick::of(kinds, query, Vec::new()))
}

/// The same, saying what it is picked for.
pub fn asking(asks: &'static str, kinds: Vec<Kind>) -> Box<dyn Screen> {
    let mut pick = Pick::of(kinds, "", Vec::new());
    pick.asks = Some(asks);
    Box::new(pick)
}

/// Picks one of these rows.
pub fn among(rows: Vec<Row>) -> Box<dyn Screen> {
    let kinds = rows.first().map(|r| r.target.kind).into_iter().collect();
    let mut pick = Pick::of(kinds, "", rows);
    pick.fixed = true;
    pick.total = pick.rows.len() as u64;
    Box::new(pick)
}

impl Pick {
    fn of(kinds: Vec<Kind>, query: &str, rows: Vec<Row>) -> Pick {
        let line = Edit::line(query);
        Pick {
            kinds,
            asks: None,
            line,
            rows,
            total: 0,
            more: false,
            at: 0,
            fixed: false,
            asking: None,
            answered: None,
        }
    }

    fn seek(&mut self, ctx: &mut Ctx<'_>) {
        let query = self.line.text().trim().to_owned();
        if self.fixed || self.asking.is_some() || self.answered.as_ref() == Some(&query) {
            return;
        }
        // With nothing typed, the list itself is there to leaf through: of people those last seen.
        let request = match (query.is_empty(), self.kinds.first()) {
            (true, Some(kind)) => Request::List {
                kind: *kind,
                filter: Default::default(),
                order: if *kind == Kind::Person { Order::Recent } else { Order::Usual },
                offset: 0,
                limit: ROWS,
                more: Vec::new(),
            },
            _ => Request::Find { query: query.clone(), kinds: self.kinds.clone(), limit: ROWS },
        };
        self.asking = Some((ctx.ask(request), query));
    }

    fn reply(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: Reply) {
        let Some((_, query)) = self.asking.take_if(|a| a.0 == ticket) else { return };
        match reply {
            Reply::Found { total, more, rows } => (self.total, self.more, self.rows) = (total, more, rows),
            Reply::Page { total, rows, .. } => (self.total, self.more, self.rows) = (total, false, rows),
            _ => self.rows.clear(),
        }
        self.answered = Some(query);
        self.at = self.at.min(self.rows.len().saturating_sub(1));
        self.seek(ctx);
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let last = self.rows.len().saturating_sub(1);
        let page = usize::from(ctx.shared.size.1.saturating_sub(8)).max(1);
        match action {
            Action::Up => self.at = self.at.saturating_sub(1),
            Action::Down => self.at = (self.at + 1).min(last),
            Action::PageUp => self.at = self.at.saturating_sub(page),
            Action::PageDown => self.at = (self.at + page).min(last),
            Action::Clear => {
                self.line.clear();
            }
            Action::Accept => {
                if let Some(row) = self.rows.get(self.at) {
                    let picked = Outcome::Picked(row.target, row.title().to_owned());
                    ctx.does(Effect::Pop(Some(picked)));
                }
            }
            Action::Create => {
                let name = self.line.text().trim().to_owned();
                if let (false, [kind, ..]) = (self.fixed, self.kinds.as_slice())
                    && let Some(field) = kind.name_field()
                {
                    let given = if name.is_empty() { Vec::new() } else { vec![(field, name, String::new())] };
                    ctx.does(Effect::New(*kind, given));
                }
            }
            Action::Undo => {
                self.line.undo();
            }
            Action::Redo => {
                self.line.redo();
            }
            Action::Back => ctx.does(Effect::Pop(None)),
            _ => return false,
        }
        true
    }
}

impl Screen for Pick {
    fn contexts(&self) -> &[Context] {
        Context::Pick.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.seek(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Reply(ticket, reply) => self.reply(ctx, ticket, reply),
            Input::Action(action) => {
                if !self.action(ctx, action) {
                    return false;
                }
            }
            Input::Key(key) if !self.fixed => {
                if !self.line.key(key, usize::MAX) {
                    return key.text().is_some();
                }
            }
            Input::Paste(text) if !self.fixed => self.line.insert(&text),
            Input::Key(_) | Input::Paste(_) => return true,
            // Made anew from here: it is what was wanted.
            Input::Result(Outcome::Written(target)) => {
                let name = self.line.text().trim().to_owned();
                ctx.does(Effect::Pop(Some(Outcome::Picked(target, name))));
            }
            _ => return false,
        }
        if self.line.text().trim() != self.answered.as_deref().unwrap_or_default() && self.asking.is_none() {
            self.at = 0;
        }
        let width = usize::from(ctx.shared.size.0).saturating_sub(14);
        let _ = self.line.view(width.max(4));
        self.seek(ctx);
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        // Full width, from the top, as far down as it needs; the form below stays in sight on large screens.
        let most = area.height.saturating_sub(if area.height > 24 { 8 } else { 0 });
        let ruled = most < area.height;
        let area = Rect { height: most.max(1).min(area.height), ..area };
        let mut pen = Pen::new(buf, area);
        for y in 0..usize::from(area.height) {
            pen.text(y, 0, &" ".repeat(usize::from(area.width)), Style::reset());
        }
        if ruled {
            let line = if theme.ascii { "-" } else { "─" }.repeat(usize::from(area.width));
            pen.text(usize::from(area.height.saturating_sub(1)), 0, &line, theme.dim());
        }
        let kinds: Vec<&str> = self.kinds.iter().map(|k| k.label().get(lang)).collect();
        let head = match self.asks {
            Some(asks) => asks.to_owned(),
            // What is typed needs the room more than the word for picking.
            None if usize::from(area.width) < NARROW => kinds.join("/"),
            None => format!("{} {}", words::PICK.get(lang), kinds.join("/")),
        };
        let x = 1 + pen.cut(0, 1, &head, theme.strong()) + 2;
        let total = match (self.answered.is_some() || self.fixed, self.more) {
            (false, _) => String::new(),
            (_, true) => words::total_more(lang, self.total),
            _ => words::total(lang, self.total),
        };
        let edge = pen.right(0, &total, theme.dim());
        let room = edge.saturating_sub(x + 2).max(2);
        let (typed, col) = self.line.shown(room);
        pen.within(0, x, room, &typed, theme.strong());
        let cursor = (!self.fixed).then(|| pen.at(x + col, 0));
        if self.rows.is_empty() {
            let none = match (self.answered.as_deref(), self.kinds.first()) {
                (None | Some(""), _) => words::PICK_EMPTY,
                (_, Some(Kind::Area | Kind::Tag | Kind::Staff)) => words::PICK_NONE,
                _ => words::PICK_NONE_NEW,
            };
            pen.cut(2, 2, none.get(lang), theme.dim());
            return cursor;
        }
        let first = if area.height > 12 { 2 } else { 1 };
        let room = usize::from(area.height).saturating_sub(first + usize::from(ruled)).max(1);
        let top = (self.at + 1).saturating_sub(room);
        let width = usize::from(area.width);
        let lines = row::table(&self.rows, width.saturating_sub(2), lang, shared.today());
        for (n, text) in lines.iter().enumerate().skip(top).take(room) {
            let here = n == self.at;
            let y = first + n - top;
            pen.text(y, 1, &glyph::pad(text, width.saturating_sub(1)), theme.text());
            // the mark and the name, not all of the row: on a thin link the cursor must move cheaply
            if here {
                let (name, _) = glyph::split(text, glyph::first_column(text));
                pen.text(y, 0, &format!(">{name}"), theme.row());
            }
        }
        cursor
    }

    fn hints(&self) -> Vec<Action> {
        if self.fixed {
            return vec![Action::Accept, Action::Back];
        }
        vec![Action::Accept, Action::Create, Action::Clear, Action::Back]
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Accept => Some(hints::CHOOSE),
            _ => None,
        }
    }

    fn waits(&self, action: Option<Action>) -> bool {
        let late = self.answered.as_deref() != Some(self.line.text().trim());
        late && self.asking.is_some() && action.is_some_and(|a| a.needs_hand() || a.moves())
    }

    fn covers(&self) -> bool {
        false
    }
}
