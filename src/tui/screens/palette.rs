//! The palette 命令: every command by its name, initials, pinyin or English words; recent ones first.

use crate::text::Lang;
use crate::text::screen::{self as words, panels};
use crate::tui::action::{Action, Reach};
use crate::tui::command::Command;
use crate::tui::draw::{self, below, cells, window};
use crate::tui::edit::Edit;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::message::{AppEffect, Prefs};
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Worth a command although they have keys of their own.
const KEYED: &[Action] = &[
    Action::Find,
    Action::Capture,
    Action::Undo,
    Action::Help,
    Action::CardBack,
    Action::CardForward,
    Action::ResumeDraft,
    Action::Redraw,
];

/// One command of the palette.
struct Entry {
    command: Command,
    key: String,
    recent: Option<usize>,
}

/// The palette.
pub struct Palette {
    edit: Edit,
    all: Vec<Entry>,
    prefs: Prefs,
    at: usize,
}

impl Palette {
    /// The commands of these contexts and all that are registered.
    pub fn new(shared: &Shared, prefs: &Prefs, contexts: &[Context]) -> Palette {
        let bound: Vec<Action> = shared.keymap.all(contexts, shared.lang).iter().map(|s| s.action).collect();
        let here = bound.iter().copied().filter(|a| a.reach() == Reach::Menu || KEYED.contains(a));
        let always = Action::ALL.iter().copied().filter(|a| a.reach() == Reach::Palette);
        let mut commands: Vec<Command> = here.chain(always).map(Command::Act).collect();
        commands.extend(Command::named());
        let mut all: Vec<Entry> = Vec::new();
        for command in commands {
            if !shared.offers_command(command) || all.iter().any(|e| e.command == command) {
                continue;
            }
            let key = match command {
                Command::Act(a) => shared.keymap.key_of(contexts, a).unwrap_or_default(),
                _ => String::new(),
            };
            let recent = prefs.recent.iter().position(|r| r == command.name());
            all.push(Entry { command, key, recent });
        }
        Palette { edit: Edit::line(""), all, prefs: prefs.clone(), at: 0 }
    }

    fn matching(&self, lang: Lang) -> Vec<&Entry> {
        let typed = self.edit.text();
        let mut found: Vec<(u8, usize, &Entry)> = self
            .all
            .iter()
            .filter_map(|e| Some((e.command.matches(typed, lang)?, e.recent.unwrap_or(usize::MAX), e)))
            .collect();
        found.sort_by_key(|(how, recent, _)| (*how, *recent));
        found.into_iter().map(|(_, _, e)| e).collect()
    }

    fn accept(&mut self, ctx: &mut Ctx<'_>) {
        let Some(command) = self.matching(ctx.shared.lang).get(self.at).map(|e| e.command) else { return };
        let mut prefs = self.prefs.clone();
        prefs.recent.retain(|r| r != command.name());
        prefs.recent.insert(0, command.name().to_owned());
        ctx.does(Effect::Pop(None));
        ctx.does(Effect::App(AppEffect::SavePrefs(prefs)));
        ctx.does(Effect::Run(command));
    }
}

impl Screen for Palette {
    fn contexts(&self) -> &[Context] {
        Context::Palette.stack()
    }

    fn start(&mut self, _ctx: &mut Ctx<'_>) {}

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        let page = usize::from(crate::tui::app::body_height(ctx.shared.size)).saturating_sub(3).max(1);
        let last = self.matching(ctx.shared.lang).len().saturating_sub(1);
        match input {
            Input::Action(action) => match action {
                Action::Up => self.at = self.at.saturating_sub(1),
                Action::Down => self.at = (self.at + 1).min(last),
                Action::PageUp => self.at = self.at.saturating_sub(page),
                Action::PageDown => self.at = (self.at + page).min(last),
                Action::Accept => self.accept(ctx),
                Action::Complete => {
                    let label = self
                        .matching(ctx.shared.lang)
                        .get(self.at)
                        .map(|e| e.command.label(ctx.shared.lang).to_owned());
                    if let Some(label) = label {
                        self.edit.set(&label);
                        self.at = 0;
                    }
                }
                Action::Clear => {
                    self.edit.clear();
                    self.at = 0;
                }
                Action::Back => ctx.does(Effect::Pop(None)),
                _ => return false,
            },
            Input::Key(key) => {
                if !self.edit.key(key, usize::MAX) {
                    return false;
                }
                self.at = 0;
            }
            Input::Paste(text) => {
                self.edit.insert(text.trim());
                self.at = 0;
            }
            _ => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        draw::clear(buf, area);
        let at = (area.x.saturating_add(1), area.y);
        let cursor =
            draw::prompt(buf, at, area.width.saturating_sub(2), words::COMMAND.get(lang), &self.edit, theme);
        let blank = u16::from(area.height >= 12);
        let rows = below(area, 1 + blank);
        let found = self.matching(lang);
        if found.is_empty() {
            super::empty(buf, below(area, 1), shared, &[words::NO_COMMAND.get(lang)]);
        }
        let width = usize::from(area.width);
        let scroll = window(0, self.at, rows.height.into(), found.len());
        let rest = found.len().saturating_sub(scroll + usize::from(rows.height));
        // a screen reader reads the line that is typed in as it stands
        if !theme.plain {
            draw::head(buf, area, &[], (&panels::beyond(lang, scroll, rest), theme.dim()));
        }
        for (y, (i, e)) in (rows.top()..rows.bottom()).zip(found.iter().enumerate().skip(scroll)) {
            let in_hand = i == self.at;
            let mark = if in_hand { ">" } else { " " };
            let text =
                format!("{mark}{}", glyph::pad(e.command.label(lang), width.saturating_sub(12).min(32)));
            let style = if in_hand { theme.row() } else { theme.text() };
            let used = glyph::put(buf, rows.x, y, width, &text, style);
            let recent = if e.recent.is_some() { words::RECENT_COMMAND.get(lang) } else { "" };
            let rest = format!("{} {recent}", glyph::pad(&e.key, 8));
            let x = rows.x.saturating_add(cells(used + 1));
            glyph::put(buf, x, y, width.saturating_sub(used + 1), &rest, theme.dim());
        }
        Some(cursor)
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Accept, Action::Complete, Action::Clear, Action::Back]
    }

    fn covers(&self) -> bool {
        false
    }
}
