//! The history of a record: who changed what when, newest first.

use crate::book::Ref;
use crate::hub::wire::{HistoryEntry, News, Reply, Request};
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::draw::{self, below};
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// At most so many changes.
const LIMIT: u32 = 200;

/// The history of one record.
pub struct History {
    target: Ref,
    name: String,
    entries: Option<Vec<HistoryEntry>>,
    trouble: Option<String>,
    ticket: Option<Ticket>,
    sheet: Sheet,
}

impl History {
    /// Of this record, called so.
    pub fn new(target: Ref, name: &str) -> History {
        let (name, sheet) = (name.to_owned(), Sheet::default());
        History { target, name, entries: None, trouble: None, ticket: None, sheet }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.ticket = Some(ctx.ask(Request::History { target: self.target, limit: LIMIT }));
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let (lang, today) = (shared.lang, shared.today());
        let Some(entries) = &self.entries else {
            let text = self.trouble.as_deref().unwrap_or_else(|| words::LOADING.get(lang));
            return vec![Line::of(text, Ink::Dim)];
        };
        if entries.is_empty() {
            return vec![Line::of(words::NO_HISTORY.get(lang), Ink::Dim)];
        }
        let mut lines = Vec::new();
        for (i, e) in entries.iter().enumerate() {
            let line =
                Line::of(say::moment(e.at_ms, today, lang), Ink::Dim).and(format!("  {}", e.by), Ink::Strong);
            let line = if e.note.is_empty() { line } else { line.and(format!("  {}", e.note), Ink::Dim) };
            lines.push(line.hit(i));
            if e.removed {
                lines.push(Line::of(format!("    {}", words::REMOVED.get(lang)), Ink::Trouble));
            }
            for (no, before, after) in &e.fields {
                let label = self
                    .target
                    .kind
                    .field(*no)
                    .map_or_else(|| format!("#{no}"), |f| f.label.get(lang).to_owned());
                let text = match (before.is_empty(), after.is_empty()) {
                    (true, _) => words::filled_in(lang, &label, after),
                    (false, true) => words::cleared(lang, &label, before),
                    (false, false) => words::changed_from_to(lang, &label, before, after),
                };
                for (n, part) in draw::wrap(&text, width.saturating_sub(8)).into_iter().enumerate() {
                    lines.push(Line::text(format!("{}{part}", if n == 0 { "    " } else { "      " })));
                }
            }
        }
        lines
    }
}

impl Screen for History {
    fn contexts(&self) -> &[Context] {
        Context::Card.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.sheet.step(action, &lines, super::rows_below(ctx.shared, 2))
            }
            Input::Reply(ticket, reply) if self.ticket == Some(ticket) => {
                match reply {
                    Reply::History(entries) => self.entries = Some(entries),
                    Reply::Refused(why) => self.trouble = Some(say::refusal(&why, ctx.shared.lang)),
                    _ => {}
                }
                true
            }
            Input::News(News::Changed { .. } | News::Resync) | Input::Result(Outcome::Written(_)) => {
                self.ask(ctx);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let theme = shared.theme;
        let title = words::HISTORY.get(shared.lang);
        let count = self.entries.as_ref().map_or_else(String::new, |e| words::changes(shared.lang, e.len()));
        let parts = [(title, theme.strong()), ("   ", theme.text()), (self.name.as_str(), theme.text())];
        draw::head(buf, area, &parts, (&count, theme.dim()));
        self.sheet.view(&self.lines(shared, area.width.into()), buf, below(area, 2), theme, true);
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::PageUp, Action::PageDown, Action::Edit, Action::Back]
    }

    fn target(&self) -> Option<Ref> {
        Some(self.target)
    }

    fn target_name(&self) -> String {
        self.name.clone()
    }
}
