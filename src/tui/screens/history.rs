//! The history of a record: who changed what when, newest first.

use super::fetched::{Fetched, stale};
use crate::book::{Kind, Ref};
use crate::hub::wire::{HistoryEntry, Reply, Request};
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Input, Screen, Shared};
use crate::tui::sheet::{Ink, Line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// At most so many changes.
const LIMIT: u32 = 200;

/// The history of one record.
pub struct History {
    target: Ref,
    name: String,
    entries: Fetched<Vec<HistoryEntry>>,
}

impl History {
    /// Of this record, called so.
    pub fn new(target: Ref, name: &str) -> History {
        History { target, name: name.to_owned(), entries: Fetched::default() }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.entries.ask(ctx, Request::History { target: self.target, limit: LIMIT });
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let lang = shared.lang;
        let entries = match self.entries.get(shared, width) {
            Ok(entries) => entries,
            Err(lines) => return lines,
        };
        if entries.is_empty() {
            return vec![Line::of(words::NO_HISTORY.get(lang), Ink::Dim)];
        }
        told(entries, self.target.kind, shared, width)
    }
}

/// Changes in lines; the cursor can stand on each.
pub(super) fn told(entries: &[HistoryEntry], kind: Kind, shared: &Shared, width: usize) -> Vec<Line> {
    let (lang, today) = (shared.lang, shared.today());
    let mut lines = Vec::new();
    for (i, e) in entries.iter().enumerate() {
        let line =
            Line::of(say::moment(e.at_ms, today, lang), Ink::Dim).and(format!("  {}", e.by), Ink::Strong);
        let line = if e.note.is_empty() {
            line
        } else {
            line.and(format!("  {}", say::note(&e.note, lang)), Ink::Dim)
        };
        lines.push(line.hit(i));
        if e.removed {
            lines.push(Line::of(format!("    {}", words::REMOVED.get(lang)), Ink::Trouble));
        }
        for (no, before, after) in &e.fields {
            let label = kind.field(*no).map_or_else(|| format!("#{no}"), |f| f.label.get(lang).to_owned());
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
                self.entries.step(ctx.shared, action, &lines)
            }
            Input::Reply(ticket, reply) => self.entries.reply(ctx.shared, ticket, reply, |r| match r {
                Reply::History(entries) => Some(entries),
                _ => None,
            }),
            other => {
                let stale = stale(&other);
                if stale {
                    self.ask(ctx);
                }
                stale
            }
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let lang = shared.lang;
        let count = self.entries.data.as_ref().map_or_else(String::new, |e| words::changes(lang, e.len()));
        let title = (words::HISTORY.get(lang), self.name.as_str());
        let lines = self.lines(shared, area.width.into());
        self.entries.view(shared, area, buf, title, &count, &lines);
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Edit, Action::PageDown, Action::PageUp, Action::Back]
    }

    fn target(&self) -> Option<Ref> {
        Some(self.target)
    }

    fn target_name(&self) -> String {
        self.name.clone()
    }
}
