//! Taking a record away: first what still refers to it, each a key away; where nothing does, one question.

use super::fetched::stale;
use crate::book::{Kind, Ref, Row};
use crate::hub::wire::{Reply, Request};
use crate::text::T;
use crate::text::screen::{self as words, hints};
use crate::tui::action::Action;
use crate::tui::app::new_id;
use crate::tui::draw::{self, cells, window};
use crate::tui::form::row;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Most records that are named.
const MOST: u32 = 50;
/// Below so many cells there are no columns.
const NARROW: usize = 60;
/// Rows shown at once.
const ROWS: usize = 8;

/// The question whether a record is to be removed.
pub struct Remove {
    target: Ref,
    name: String,
    /// The version that was seen, once it is known.
    base: Option<u64>,
    /// How many refer to it, and the first of them.
    users: Option<(u64, Vec<Row>)>,
    at: usize,
    trouble: Option<String>,
    asked: [Option<Ticket>; 2],
    removing: Option<Ticket>,
}

impl Remove {
    /// Of this one, called so.
    pub fn new(target: Ref, name: &str) -> Remove {
        Remove {
            target,
            name: name.to_owned(),
            base: None,
            users: None,
            at: 0,
            trouble: None,
            asked: [None; 2],
            removing: None,
        }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        let target = self.target;
        self.asked =
            [Some(ctx.ask(Request::Get(target))), Some(ctx.ask(Request::Users { target, limit: MOST }))];
    }

    fn in_the_way(&self) -> &[Row] {
        self.users.as_ref().map_or(&[], |(_, rows)| rows)
    }

    /// Whether nothing stands in the way and all is known.
    fn free(&self) -> bool {
        self.trouble.is_none() && self.base.is_some() && self.users.as_ref().is_some_and(|(n, _)| *n == 0)
    }

    fn remove(&mut self, ctx: &mut Ctx<'_>) {
        let Some(base) = self.base.filter(|_| self.free() && self.removing.is_none()) else { return };
        self.removing = Some(ctx.ask(Request::Remove { request: new_id(), target: self.target, base }));
    }

    fn open(&self, ctx: &mut Ctx<'_>, n: usize) {
        if let Some(row) = self.in_the_way().get(n) {
            ctx.does(Effect::Open(row.target));
        }
    }

    fn take(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: Reply) {
        let lang = ctx.shared.lang;
        if self.removing.take_if(|t| *t == ticket).is_some() {
            match reply {
                Reply::Saved(_) => {
                    ctx.does(Effect::Say(words::removed(lang, &self.name)));
                    ctx.does(Effect::Pop(Some(Outcome::Removed(self.target))));
                }
                Reply::Refused(why) => self.trouble = Some(say::refusal(&why, lang)),
                // Somebody changed it since: the question is put again about what it is now.
                _ => {
                    ctx.does(Effect::Warn(words::REMOVE_AGAIN.get(lang).to_owned()));
                    self.ask(ctx);
                }
            }
            return;
        }
        if !self.asked.contains(&Some(ticket)) {
            return;
        }
        match reply {
            Reply::Shown(shown) => self.base = Some(shown.record.version),
            Reply::Users { total, users } => {
                self.at = self.at.min(users.len().saturating_sub(1));
                self.users = Some((total, users));
            }
            Reply::Refused(why) => self.trouble = Some(say::refusal(&why, lang)),
            _ => {}
        }
    }

    /// What is said above the rows.
    fn says(&self, shared: &Shared) -> String {
        let lang = shared.lang;
        match (&self.trouble, &self.users) {
            (Some(trouble), _) => trouble.clone(),
            _ if self.target == shared.welcome.me => words::REMOVE_SELF.get(lang).to_owned(),
            (_, None) => words::LOADING.get(lang).to_owned(),
            (_, Some((0, _))) => words::REMOVE_FREE.get(lang).to_owned(),
            (_, Some((n, _))) => words::remove_used(lang, *n),
        }
    }
}

impl Screen for Remove {
    fn contexts(&self) -> &[Context] {
        // Where something is in the way there is nothing to say yes to: the rows are walked like a menu.
        if self.in_the_way().is_empty() { Context::Confirm.stack() } else { Context::Menu.stack() }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        if self.target != ctx.shared.welcome.me {
            self.ask(ctx);
        }
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        let last = self.in_the_way().len().saturating_sub(1);
        match input {
            Input::Action(Action::Yes) => self.remove(ctx),
            Input::Action(Action::Back) => ctx.does(Effect::Pop(None)),
            Input::Action(Action::Up) => self.at = self.at.saturating_sub(1),
            Input::Action(Action::Down) => self.at = (self.at + 1).min(last),
            Input::Action(Action::Accept) => self.open(ctx, self.at),
            Input::Action(action) if action.chosen().is_some() => {
                self.open(ctx, action.chosen().unwrap_or(1).saturating_sub(1));
            }
            Input::Reply(ticket, reply) => self.take(ctx, ticket, reply),
            other if stale(&other) => self.ask(ctx),
            _ => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let width = usize::from(area.width).saturating_sub(2);
        let says = draw::wrap(&self.says(shared), width);
        let rows = if width < NARROW {
            // Columns would leave only the day: what there is follows each other instead.
            let line = |r: &Row| {
                let (name, about) = row::parts(r, lang, shared.today());
                std::iter::once(name).chain(about).collect::<Vec<_>>().join("  ")
            };
            self.in_the_way().iter().map(line).collect()
        } else {
            row::table(self.in_the_way(), width.saturating_sub(4), lang, shared.today())
        };
        let shown = rows.len().min(ROWS).min(usize::from(area.height).saturating_sub(says.len() + 1));
        let high = cells(1 + says.len() + shown).min(area.height);
        let block = Rect { y: area.bottom() - high, height: high, ..area };
        draw::clear(buf, block);
        let kind: Kind = self.target.kind;
        let title = words::remove_title(lang, kind.label().get(lang), &self.name);
        let (title, rule) = draw::rule(width + 1, &title);
        let used = glyph::put(buf, block.x + 1, block.y, width, &title, theme.accent());
        let at = block.x.saturating_add(cells(used + 2));
        glyph::put(buf, at, block.y, width.saturating_sub(used + 1), &rule, theme.dim());
        let ink = if self.free() { theme.strong() } else { theme.notice() };
        for (y, line) in (block.y + 1..block.bottom()).zip(&says) {
            glyph::put(buf, block.x + 1, y, width, line, ink);
        }
        let top = block.y.saturating_add(cells(1 + says.len()));
        let scroll = window(0, self.at, shown, rows.len());
        for (y, (n, text)) in (top..block.bottom()).zip(rows.iter().enumerate().skip(scroll)) {
            let here = n == self.at;
            let number = if n < 9 { (n + 1).to_string() } else { " ".to_owned() };
            let text = format!("{}{number} {text}", if here { ">" } else { " " });
            let style = if here { theme.row() } else { theme.text() };
            glyph::put(buf, block.x, y, width + 1, &glyph::pad(&text, width + 1), style);
        }
        None
    }

    fn hints(&self) -> Vec<Action> {
        if self.free() {
            return vec![Action::Yes, Action::Back];
        }
        if self.in_the_way().is_empty() { vec![Action::Back] } else { vec![Action::Accept, Action::Back] }
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Yes => Some(hints::REMOVE_IT),
            Action::Back if self.free() => Some(hints::KEEP_IT),
            _ => None,
        }
    }

    fn covers(&self) -> bool {
        false
    }
}
