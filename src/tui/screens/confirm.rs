//! A question with yes and no.

use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::draw::{self, cells};
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A question; pops with [`Outcome::Yes`], or with nothing.
pub struct Confirm {
    question: String,
}

impl Confirm {
    /// Asks this.
    pub fn new(question: String) -> Confirm {
        Confirm { question }
    }
}

impl Screen for Confirm {
    fn contexts(&self) -> &[Context] {
        Context::Confirm.stack()
    }

    fn start(&mut self, _ctx: &mut Ctx<'_>) {}

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(Action::Yes) => ctx.does(Effect::Pop(Some(Outcome::Yes))),
            Input::Action(Action::Back) => ctx.does(Effect::Pop(None)),
            _ => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let width = usize::from(area.width).saturating_sub(2);
        let lines = draw::wrap(&self.question, width);
        let high = cells(lines.len() + 2).min(area.height);
        let block = Rect { y: area.bottom() - high, height: high, ..area };
        draw::clear(buf, block);
        glyph::put(buf, block.x + 1, block.y, width, &"─".repeat(width), shared.theme.dim());
        let mut y = block.y + 1;
        for line in lines {
            if y < block.bottom() {
                glyph::put(buf, block.x + 1, y, width, &line, shared.theme.strong());
            }
            y += 1;
        }
        if y < block.bottom() {
            glyph::put(buf, block.x + 1, y, width, words::YES_NO.get(shared.lang), shared.theme.key());
        }
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Yes, Action::Back]
    }

    fn covers(&self) -> bool {
        false
    }
}
