//! What screens that show one answer of the hub have in common: the question under way, the answer or why there is
//! none, and the cursor over its lines.

use crate::hub::wire::{News, Reply, Request};
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::draw::{self, below};
use crate::tui::say;
use crate::tui::screen::{Ctx, Input, Outcome, Shared, Ticket};
use crate::tui::sheet::{Ink, Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Lines above the rows.
const HEAD: u16 = 2;

/// One answer and its rows.
#[derive(Debug)]
pub(super) struct Fetched<T> {
    pub data: Option<T>,
    pub sheet: Sheet,
    trouble: Option<String>,
    ticket: Option<Ticket>,
}

impl<T> Default for Fetched<T> {
    fn default() -> Self {
        Fetched { data: None, sheet: Sheet::default(), trouble: None, ticket: None }
    }
}

impl<T> Fetched<T> {
    /// Asks, the first time or anew.
    pub fn ask(&mut self, ctx: &mut Ctx<'_>, request: Request) {
        self.ticket = Some(ctx.ask(request));
    }

    /// Whether an action on a row, or over the rows, must wait: none of them is here yet.
    pub fn waits(&self, action: Option<Action>) -> bool {
        let about = action.is_some_and(|a| a.needs_hand() || a.moves());
        self.data.is_none() && self.ticket.is_some() && about
    }

    /// Takes a reply in; `mine` knows the answer that was asked for. False if it is to another question.
    pub fn reply(
        &mut self,
        shared: &Shared,
        ticket: Ticket,
        reply: Reply,
        mine: impl FnOnce(Reply) -> Option<T>,
    ) -> bool {
        if self.ticket != Some(ticket) {
            return false;
        }
        self.ticket = None;
        match reply {
            Reply::Refused(why) => (self.data, self.trouble) = (None, Some(say::refusal(&why, shared.lang))),
            reply => (self.data, self.trouble) = (mine(reply), None),
        }
        true
    }

    /// The answer; or, while there is none, what to say instead.
    pub fn get(&self, shared: &Shared, width: usize) -> Result<&T, Vec<Line>> {
        self.data.as_ref().ok_or_else(|| {
            let text = self.trouble.as_deref().unwrap_or_else(|| words::LOADING.get(shared.lang));
            let lines = draw::wrap(text, width.saturating_sub(2));
            lines.into_iter().map(|l| Line::of(l, Ink::Dim)).collect()
        })
    }

    /// Moves the cursor; `false` if the action is no motion.
    pub fn step(&mut self, shared: &Shared, action: Action, lines: &[Line]) -> bool {
        self.sheet.step(action, lines, super::rows_below(shared, HEAD))
    }

    /// Brings the cursor into view after the lines have changed.
    pub fn follow(&mut self, shared: &Shared, lines: &[Line]) {
        self.sheet.follow(lines, super::rows_below(shared, HEAD));
    }

    /// Draws a title, what it is about and how many at the right, and below them the rows.
    pub fn view(
        &self,
        shared: &Shared,
        area: Rect,
        buf: &mut Buffer,
        (title, about): (&str, &str),
        right: &str,
        lines: &[Line],
    ) {
        let theme = shared.theme;
        let parts: [(&str, Style); 3] =
            [(title, theme.strong()), ("   ", theme.text()), (about, theme.text())];
        draw::head(buf, area, &parts, (right, theme.dim()));
        self.sheet.view(lines, buf, below(area, HEAD), theme, true);
    }
}

/// Whether what is shown may no longer be so.
pub(super) fn stale(input: &Input) -> bool {
    matches!(
        input,
        Input::News(News::Changed { .. } | News::Resync)
            | Input::Result(Outcome::Written(_) | Outcome::Removed(_))
    )
}
