//! Help: the keys that work where it was asked for, made from the bindings that answer them.

use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::draw::{self, below};
use crate::tui::glyph;
use crate::tui::keymap::{Context, Shown};
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use crate::tui::sheet::{Ink, Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Room for the keys of one action.
const KEYS: usize = 14;

/// The help.
pub struct Help {
    contexts: Vec<Context>,
    sheet: Sheet,
}

impl Help {
    /// The help of these contexts.
    pub fn new(contexts: Vec<Context>) -> Help {
        Help { contexts, sheet: Sheet::default() }
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let all = shared.keymap.all(&self.contexts, shared.lang);
        // Keys that are kept for later screens do nothing yet.
        let columns = (width.saturating_sub(2) / 38).clamp(1, 3);
        let wide = width.saturating_sub(4) / columns;
        let mut lines = Vec::new();
        for context in &self.contexts {
            let here: Vec<&Shown> = all.iter().filter(|s| s.context == *context).collect();
            if here.is_empty() {
                continue;
            }
            lines.push(Line::rule(width, context.label().get(shared.lang)));
            let rows = here.len().div_ceil(columns);
            for row in 0..rows {
                let mut line = Line::text(" ");
                for s in (0..columns).filter_map(|c| here.get(c * rows + row)) {
                    let keys = s.keys.join(" ");
                    let keys = glyph::pad(&keys, KEYS.max(glyph::width(&keys)).min(wide / 2));
                    let left = wide.saturating_sub(glyph::width(&keys) + 1);
                    line = line
                        .and(keys, Ink::Key)
                        .and(" ", Ink::Text)
                        .and(glyph::pad(&s.desc, left), Ink::Text);
                }
                lines.push(line);
            }
        }
        lines
    }
}

impl Screen for Help {
    fn contexts(&self) -> &[Context] {
        Context::Help.stack()
    }

    fn start(&mut self, _ctx: &mut Ctx<'_>) {}

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        let Input::Action(action) = input else { return false };
        let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
        if self.sheet.step(action, &lines, super::rows_below(ctx.shared, 1)) {
            return true;
        }
        match action {
            Action::Back | Action::Open => ctx.does(Effect::Pop(None)),
            // The rows of a help can be neither opened nor changed.
            Action::Actions | Action::Copy | Action::OtherView => {}
            _ => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let theme = shared.theme;
        draw::head(buf, area, &[(words::HELP.get(shared.lang), theme.strong())], ("", theme.dim()));
        let lines = self.lines(shared, area.width.into());
        self.sheet.view(&lines, buf, below(area, 1), theme, false);
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::PageDown, Action::PageUp, Action::Back]
    }
}
