//! Marked rows on the clipboard, as a spreadsheet takes them: covered as they are on the screen.

use crate::book::Ref;
use crate::hub::wire::{Reply, Request};
use crate::text::screen::panels as words;
use crate::tui::screen::{Ctx, Effect, Ticket};
use crate::tui::table::{self, Spec};
use crate::tui::terminal::clipboard;

/// Rows asked for at once.
const SLICE: usize = 100;

/// Rows that are being fetched to be copied.
pub(super) struct Copying {
    ticket: Ticket,
    targets: Vec<Ref>,
    next: usize,
    text: String,
    rows: usize,
}

impl Copying {
    /// Fetches these rows.
    pub fn begin(ctx: &mut Ctx<'_>, targets: &[Ref], specs: &[Spec], more: &[u16]) -> Copying {
        let text = table::heads(specs, ctx.shared.lang);
        let mut out = Copying { ticket: 0, targets: targets.to_vec(), next: 0, text, rows: 0 };
        out.ask(ctx, more);
        out
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>, more: &[u16]) {
        let slice: Vec<Ref> = self.targets.iter().skip(self.next).take(SLICE).copied().collect();
        self.next += slice.len();
        self.ticket = ctx.ask(Request::Rows { targets: slice, more: more.to_vec() });
    }

    /// Whether an answer is to this.
    pub fn waits_for(&self, ticket: Ticket) -> bool {
        self.ticket == ticket
    }

    /// Takes an answer in; `true` when it is done and copied.
    pub fn reply(&mut self, ctx: &mut Ctx<'_>, reply: &Reply, specs: &[Spec], more: &[u16]) -> bool {
        let (lang, today) = (ctx.shared.lang, ctx.shared.today());
        let Reply::Rows(rows) = reply else { return true };
        let mut full = false;
        for row in rows {
            let line = table::line(row, specs, today, lang);
            full = self.text.len() + line.len() + 1 > clipboard::MAX;
            if full {
                break;
            }
            self.text.push('\n');
            self.text.push_str(&line);
            self.rows += 1;
        }
        if !full && self.next < self.targets.len() {
            self.ask(ctx, more);
            return false;
        }
        let what = match full {
            true => words::some_rows(lang, self.rows, self.targets.len()),
            false => words::rows(lang, self.rows),
        };
        ctx.does(Effect::Copy { text: std::mem::take(&mut self.text), what });
        true
    }
}
