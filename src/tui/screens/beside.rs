//! A card beside rows, where there is room for both: it follows the cursor, Right leads into it and Left back.

use super::card::{self, Body};
use crate::book::{Kind, Ref};
use crate::hub::wire::{News, Reply};
use crate::tui::action::Action;
use crate::tui::draw::WIDE;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Shared, Ticket};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The card, and whether the keys go to it.
#[derive(Default)]
pub(super) struct Beside {
    body: Option<Body>,
    entered: bool,
    /// Whether none is wanted.
    off: bool,
}

/// The rows' area, and the card's where both have room.
pub(super) fn split(area: Rect) -> (Rect, Option<Rect>) {
    if area.width < WIDE {
        return (area, None);
    }
    let left = area.width * 2 / 5;
    let card = Rect { x: area.x + left + 1, width: area.width - left - 1, ..area };
    (Rect { width: left, ..area }, Some(card))
}

/// Cells and lines of the card's rows.
fn size(shared: &Shared) -> (usize, usize) {
    let body = Rect::new(0, 0, shared.size.0, crate::tui::app::body_height(shared.size));
    split(body).1.map_or((0, 0), |a| (a.width.into(), usize::from(a.height).saturating_sub(2)))
}

impl Beside {
    /// The rows' area, and the card's where one is wanted.
    pub fn areas(&self, area: Rect) -> (Rect, Option<Rect>) {
        if self.off { (area, None) } else { split(area) }
    }

    /// Whether no card is wanted.
    pub fn is_off(&self) -> bool {
        self.off
    }

    /// Wants a card, or none any more.
    pub fn turn(&mut self) {
        self.off = !self.off;
    }

    /// After the cursor has moved: the card of what it is on now. `some`: there are rows, this one may be on its way.
    pub fn settle(&mut self, ctx: &mut Ctx<'_>, target: Option<Ref>, some: bool) {
        if ctx.shared.size.0 < WIDE || self.off {
            (self.body, self.entered) = (None, false);
            return;
        }
        match (target, &self.body) {
            (Some(t), Some(body)) if body.target == t => {}
            (Some(t), _) => {
                let mut body = Body::new(t);
                body.ask(ctx);
                self.body = Some(body);
            }
            (None, _) if !some => (self.body, self.entered) = (None, false),
            (None, _) => {}
        }
    }

    /// Asks for it anew.
    pub fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        if let Some(body) = &mut self.body {
            body.ask(ctx);
        }
    }

    /// Takes in the answer to the question for a covered value, if it is one.
    pub fn revealing(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: &Reply) -> bool {
        self.body.as_mut().is_some_and(|b| b.revealing(ctx, ticket, reply))
    }

    /// Takes an answer in, if it is to its question.
    pub fn reply(&mut self, shared: &Shared, ticket: Ticket, reply: &Reply) -> bool {
        let (width, room) = size(shared);
        let Some(body) = self.body.as_mut().filter(|b| b.asked(ticket)) else { return false };
        body.reply(shared, ticket, reply.clone(), width, room);
        true
    }

    /// What others did.
    pub fn hear(&mut self, news: &News) {
        if let Some(body) = &mut self.body {
            body.hear(news);
        }
    }

    /// A key was pressed.
    pub fn seen(&mut self) {
        if let Some(body) = &mut self.body {
            body.seen();
        }
    }

    /// Whether the keys go to it.
    pub fn entered(&self) -> bool {
        self.entered
    }

    /// The keys go to it from now on; `false` where there is none.
    pub fn enter(&mut self) -> bool {
        self.entered = self.body.is_some();
        self.entered
    }

    /// What the keys are looked up in while they go to it, and what is worth a hint.
    pub fn inside(&self) -> Option<(&'static [Context], Kind)> {
        let body = self.body.as_ref().filter(|_| self.entered)?;
        Some((card::contexts(body.target.kind), body.target.kind))
    }

    /// Takes an action in while the keys go to it; whether it did.
    pub fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        if action == Action::Back {
            self.entered = false;
            return true;
        }
        let (width, room) = size(ctx.shared);
        let taken = self.body.as_mut().is_some_and(|b| b.action(ctx, action, width, room));
        // out of its first column the way leads back to the rows
        self.entered = taken || action != Action::Left;
        taken || action == Action::Left
    }

    /// Whether an action must wait until the card is here, while the keys go to it.
    pub fn waits(&self, action: Action) -> bool {
        let about = matches!(action, Action::Open | Action::Copy) || action.moves();
        about && self.body.as_ref().is_some_and(Body::waits)
    }

    /// Draws it, and the line before it.
    pub fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) {
        for y in area.top()..area.bottom() {
            glyph::put(buf, area.x.saturating_sub(1), y, 1, "│", shared.theme.dim());
        }
        if let Some(body) = &self.body {
            body.view(shared, area, buf, self.entered);
        }
    }
}
