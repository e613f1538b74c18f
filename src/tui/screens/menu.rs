//! Menus: numbered lines at the foot of the screen, over what they are about.

use crate::book::{Kind, Ref};
use crate::text::Lang;
use crate::text::screen as words;
use crate::tui::action::{Action, Reach};
use crate::tui::command::Command;
use crate::tui::draw::{self, cells, window};
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The order of actions: the most used first, so that its digit is soon known by heart.
const FIRST: &[Action] = &[
    Action::Visit,
    Action::Edit,
    Action::Circle,
    Action::History,
    Action::Path,
    Action::Tie,
    Action::Copy,
    Action::Remove,
    Action::New,
    Action::Filter,
    Action::Order,
];

/// What is reached from `0`.
const MORE: &[Command] = &[
    Command::List(Kind::Staff),
    Command::List(Kind::Area),
    Command::List(Kind::Tie),
    Command::List(Kind::Tag),
    Command::Import,
    Command::Act(Action::Undo),
    Command::Language,
    Command::Borders,
    Command::Demo,
];

/// A menu.
pub struct Menu {
    title: Option<String>,
    heading: crate::text::T,
    /// Commands, each with its key where it has one.
    items: Vec<(Command, String)>,
    at: usize,
}

impl Menu {
    /// What can be done with the record in hand.
    pub fn of_target(shared: &Shared, contexts: &[Context], target: Option<Ref>) -> Menu {
        let bound = shared.keymap.all(contexts, shared.lang);
        let mut actions: Vec<Action> = bound
            .iter()
            .map(|s| s.action)
            .filter(|a| a.reach() == Reach::Menu && *a != Action::Act)
            .collect();
        if target.is_some() {
            actions.push(Action::History);
        }
        actions.sort_by_key(|a| FIRST.iter().position(|f| f == a).unwrap_or(FIRST.len()));
        actions.dedup();
        // Only what this record can have: nobody visits a tie.
        let kind = target.map(|t| t.kind);
        let somebody = matches!(kind, Some(Kind::Person | Kind::Organisation));
        let about = |a: &Action| match a {
            Action::New | Action::Filter | Action::Order => true,
            Action::Visit => somebody || kind == Some(Kind::Staff),
            Action::Tie => somebody,
            _ => kind.is_some(),
        };
        let key = |a: Action| shared.keymap.key_of(contexts, a).unwrap_or_default();
        let items = actions.into_iter().filter(about).map(|a| (Command::Act(a), key(a))).collect();
        Menu { title: None, heading: words::ACTIONS, items, at: 0 }
    }

    /// The same, saying of whom.
    pub fn named(mut self, lang: Lang, name: &str) -> Menu {
        self.title = Some(words::actions_on(lang, name)).filter(|_| !name.is_empty());
        self
    }

    /// The rest of the screens and what has no key.
    pub fn more() -> Menu {
        let items = MORE.iter().map(|c| (*c, String::new())).collect();
        Menu { title: None, heading: words::MORE, items, at: 0 }
    }

    fn choose(&self, ctx: &mut Ctx<'_>, at: usize) {
        if let Some((command, _)) = self.items.get(at) {
            ctx.does(Effect::Pop(None));
            ctx.does(Effect::Run(*command));
        }
    }
}

impl Screen for Menu {
    fn contexts(&self) -> &[Context] {
        Context::Menu.stack()
    }

    fn start(&mut self, _ctx: &mut Ctx<'_>) {}

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        let Input::Action(action) = input else { return false };
        let last = self.items.len().saturating_sub(1);
        match action {
            Action::Up => self.at = self.at.checked_sub(1).unwrap_or(last),
            Action::Down => self.at = if self.at >= last { 0 } else { self.at + 1 },
            Action::Accept => self.choose(ctx, self.at),
            Action::Back => ctx.does(Effect::Pop(None)),
            other => match other.chosen() {
                Some(n) => self.choose(ctx, n.saturating_sub(1)),
                None => return false,
            },
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let high = (self.items.len() + 1).min(area.height.into());
        let block = Rect { y: area.bottom() - cells(high), height: cells(high), ..area };
        draw::clear(buf, block);
        let width = usize::from(area.width);
        let title = self.title.as_deref().unwrap_or_else(|| self.heading.get(lang));
        let (title, rule) = draw::rule(width.saturating_sub(1), title);
        let used = glyph::put(buf, block.x + 1, block.y, width.saturating_sub(2), &title, theme.accent());
        let at = block.x.saturating_add(cells(used + 2));
        glyph::put(buf, at, block.y, width.saturating_sub(used + 3), &rule, theme.dim());
        let room = high.saturating_sub(1);
        let scroll = window(0, self.at, room, self.items.len());
        let rows = block.y.saturating_add(1)..block.bottom();
        for (y, (i, (command, key))) in rows.zip(self.items.iter().enumerate().skip(scroll)) {
            let number = if i < 9 { (i + 1).to_string() } else { " ".to_owned() };
            let in_hand = i == self.at;
            let mark = if in_hand { ">" } else { " " };
            let text = format!("{mark}{number} {}", glyph::pad(command.label(lang), 24));
            let style = if in_hand { theme.row() } else { theme.text() };
            let used = glyph::put(buf, block.x, y, width, &text, style);
            glyph::put(
                buf,
                block.x.saturating_add(cells(used + 1)),
                y,
                width.saturating_sub(used + 1),
                key,
                theme.dim(),
            );
        }
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Accept, Action::Back]
    }

    fn covers(&self) -> bool {
        false
    }
}
