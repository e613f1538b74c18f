//! The history of a record: who changed what when, newest first.

use super::fetched::{Fetched, stale};
use crate::book::{Kind, Ref};
use crate::hub::wire::{HistoryEntry, Reply, Request};
use crate::text::{T, merge, screen as words};
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::form;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
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
    /// A version on its way to be brought back.
    version: Option<Ticket>,
}

impl History {
    /// Of this record, called so.
    pub fn new(target: Ref, name: &str) -> History {
        History { target, name: name.to_owned(), entries: Fetched::default(), version: None }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.entries.ask(ctx, Request::History { target: self.target, limit: LIMIT });
    }

    fn in_hand(&self) -> Option<&HistoryEntry> {
        self.entries.data.as_ref()?.get(self.entries.sheet.at)
    }

    /// The record that went in the merge in hand.
    fn went(&self) -> Option<Ref> {
        let at = self.in_hand()?;
        let merged = self.target.kind.merged_field()?;
        let all = self.entries.data.as_ref()?.iter().filter(|e| e.pos == at.pos);
        let goes = |e: &&HistoryEntry| {
            e.fields.iter().any(|(no, was, is)| *no == merged && was.is_empty() && !is.is_empty())
        };
        all.filter(goes).find_map(|e| e.of.as_ref().map(|(r, _)| *r))
    }

    /// A merge is taken apart; of another change the version that came of it is brought back.
    fn act(&mut self, ctx: &mut Ctx<'_>) {
        let lang = ctx.shared.lang;
        if let Some(went) = self.went() {
            ctx.does(Effect::Push(Box::new(super::Unmerge::new(went))));
            return;
        }
        let newest = self.entries.data.iter().flatten().find(|e| e.of.is_none()).map(|e| e.pos);
        match self.in_hand().map(|e| (e.pos, e.of.is_some() || e.removed)) {
            Some((pos, false)) if Some(pos) == newest => {
                ctx.does(Effect::Say(merge::NEWEST.get(lang).to_owned()));
            }
            Some((pos, false)) => {
                let target = self.target;
                self.version = Some(ctx.ask(Request::Version { target, pos }));
            }
            Some(_) => ctx.does(Effect::Say(merge::NOT_RESTORED.get(lang).to_owned())),
            None => {}
        }
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
        let of = e.of.as_ref().map(|(_, name)| crate::text::merge::of_former(lang, name)).unwrap_or_default();
        let note = [say::note(&e.note, lang).as_str(), &of].join(" ");
        let line =
            if note.trim().is_empty() { line } else { line.and(format!("  {}", note.trim()), Ink::Dim) };
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
            Input::Action(Action::Act) => {
                self.act(ctx);
                true
            }
            Input::Reply(ticket, reply) if self.version.take_if(|t| *t == ticket).is_some() => {
                match reply {
                    Reply::Shown(then) => ctx.does(Effect::Push(form::restore(then))),
                    Reply::Refused(why) => ctx.does(Effect::Warn(say::refusal(&why, ctx.shared.lang))),
                    _ => {}
                }
                true
            }
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
        vec![Action::Act, Action::Edit, Action::PageDown, Action::PageUp, Action::Back]
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Act if self.went().is_some() => Some(merge::UNMERGE),
            Action::Act => Some(merge::RESTORE),
            _ => None,
        }
    }

    fn target(&self) -> Option<Ref> {
        Some(self.target)
    }

    fn target_name(&self) -> String {
        self.name.clone()
    }
}
