//! Menus: numbered lines at the foot of the screen, over what they are about. A digit, or the key that stands behind a
//! line, chooses it. Chinese that an input method sends narrows the lines; what fits none of them is looked for.

use super::foot::{self, Hit, Item};
use crate::book::names::is_han;
use crate::book::{Kind, Ref};
use crate::text::Lang;
use crate::text::screen::{self as words, hints};
use crate::tui::action::{Action, Reach};
use crate::tui::command::Command;
use crate::tui::edit::Edit;
use crate::tui::input::Key;
use crate::tui::keymap::{self, Context};
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The order of actions: the most used first, so that its digit is soon known by heart.
const FIRST: &[Action] = &[
    Action::Visit,
    Action::Matter,
    Action::Service,
    Action::Task,
    Action::Edit,
    Action::Circle,
    Action::History,
    Action::Path,
    Action::Liaison,
    Action::Tie,
    Action::Meeting,
    Action::Papers,
    Action::Elect,
    Action::Rights,
    Action::Reveal,
    Action::Copy,
    Action::Remove,
    Action::New,
    Action::Merge,
    Action::Mark,
    Action::MarkTo,
    Action::MarkAll,
    Action::Bulk,
    Action::HandOver,
    Action::Export,
    Action::Filter,
    Action::Order,
    Action::Columns,
    Action::Views,
];

/// What is reached from `0`.
const MORE: &[Command] = &[
    Command::List(Kind::Task),
    Command::List(Kind::Staff),
    Command::List(Kind::Area),
    Command::List(Kind::Tie),
    Command::List(Kind::Tag),
    Command::List(Kind::Holiday),
    Command::Import,
    Command::Duplicates,
    Command::Posts,
    Command::List(Kind::Handover),
    Command::List(Kind::Offer),
    Command::List(Kind::Recommendation),
    Command::List(Kind::Target),
    Command::List(Kind::Sealed),
    Command::List(Kind::Study),
    Command::List(Kind::Breach),
    Command::List(Kind::OwnField),
    Command::List(Kind::Wording),
    Command::List(Kind::Retention),
    Command::Act(Action::Undo),
    Command::Language,
    Command::Borders,
    Command::AskBraille,
    Command::Demo,
];

/// A menu.
pub struct Menu {
    title: Option<String>,
    heading: crate::text::T,
    /// Commands, each with its key where it has one.
    items: Vec<(Command, String)>,
    /// What the next step of the record in hand is called, where it has one.
    step: Option<crate::text::T>,
    /// What narrows them.
    typed: Edit,
    at: usize,
}

impl Menu {
    /// What can be done with the record in hand.
    pub fn of_target(shared: &Shared, contexts: &[Context], target: Option<Ref>) -> Menu {
        let bound = shared.keymap.all(contexts, shared.lang);
        let mut actions: Vec<Action> = bound
            .iter()
            .map(|s| s.action)
            .filter(|a| (a.reach() == Reach::Menu || *a == Action::Calendar) && *a != Action::Act)
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
            Action::New
            | Action::Filter
            | Action::Order
            | Action::Columns
            | Action::Views
            | Action::Calendar => true,
            Action::Visit => somebody || kind == Some(Kind::Staff),
            Action::Tie | Action::Merge | Action::Matter => somebody,
            Action::Meeting => kind == Some(Kind::Organisation),
            Action::Papers | Action::Elect => kind == Some(Kind::Meeting),
            Action::Service => somebody || kind == Some(Kind::Matter),
            Action::Task => somebody || matches!(kind, Some(Kind::Visit | Kind::Matter | Kind::Meeting)),
            Action::Liaison => matches!(kind, Some(Kind::Person | Kind::Staff)),
            Action::HandOver => kind == Some(Kind::Person),
            Action::Face | Action::Rights => kind == Some(Kind::Person),
            _ => kind.is_some(),
        };
        let key = |a: Action| shared.keymap.key_of(contexts, a).unwrap_or_default();
        let forms =
            Some(Command::TakeForm).filter(|c| kind == Some(Kind::Study) && shared.offers_command(*c));
        let items = actions
            .into_iter()
            .filter(|a| about(a) && shared.offers(*a))
            .map(|a| (Command::Act(a), key(a)))
            .chain(forms.map(|c| (c, String::new())))
            .collect();
        Menu { title: None, heading: words::ACTIONS, items, step: None, typed: Edit::line(""), at: 0 }
    }

    /// With the next step of the record in hand, called so, before everything else.
    pub fn with_step(mut self, step: Option<crate::text::T>, key: Option<String>) -> Menu {
        if step.is_some() {
            self.items.insert(0, (Command::Act(Action::Act), key.unwrap_or_default()));
            self.step = step;
        }
        self
    }

    fn label(&self, command: Command, lang: Lang) -> &'static str {
        match (command, self.step) {
            (Command::Act(Action::Act), Some(step)) => step.get(lang),
            _ => command.label(lang),
        }
    }

    /// The lawful steps of something in this state stand first.
    pub fn stepping(mut self, shared: &Shared, state: Option<(Kind, u16)>) -> Menu {
        let acts = state
            .filter(|_| shared.offers(Action::Act))
            .and_then(|(kind, code)| Some((kind, code, kind.general()?.acts?)));
        if let Some((kind, code, acts)) = acts {
            let steps = acts.lawful(code).map(|a| (Command::Step(kind, a.code), String::new()));
            self.items.splice(0..0, steps);
        }
        self
    }

    /// The same, saying of whom.
    pub fn named(mut self, lang: Lang, name: &str) -> Menu {
        self.title = Some(words::actions_on(lang, name)).filter(|_| !name.is_empty());
        self
    }

    /// The rest of the screens and what has no key.
    pub fn more(shared: &Shared) -> Menu {
        let items = MORE.iter().filter(|c| shared.offers_command(**c)).map(|c| (*c, String::new())).collect();
        Menu { title: None, heading: words::MORE, items, step: None, typed: Edit::line(""), at: 0 }
    }

    /// The lines that what is typed leaves.
    fn shown(&self, lang: Lang) -> Vec<&(Command, String)> {
        let typed = self.typed.text().trim();
        let named = |c: Command| self.label(c, lang).contains(typed) || c.matches(typed, lang).is_some();
        self.items.iter().filter(|(c, _)| typed.is_empty() || named(*c)).collect()
    }

    fn run(ctx: &mut Ctx<'_>, command: Command) {
        ctx.does(Effect::Pop(None));
        ctx.does(Effect::Run(command));
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let shown: Vec<Command> = self.shown(ctx.shared.lang).iter().map(|(c, _)| *c).collect();
        match foot::step(&mut self.at, action, shown.len()) {
            Hit::Chosen(at) => shown.get(at).into_iter().for_each(|c| Menu::run(ctx, *c)),
            Hit::Moved => {}
            Hit::None => match action {
                Action::Back | Action::Clear if !self.typed.is_empty() => {
                    self.typed.clear();
                    self.at = 0;
                }
                Action::Back => ctx.does(Effect::Pop(None)),
                // what narrows has these from the panels of lists, and no use for them
                Action::Mark | Action::DropOne | Action::Left | Action::Right => {}
                _ => return false,
            },
        }
        true
    }

    /// The key that stands behind a line; Chinese, and what is typed after it.
    fn key(&mut self, ctx: &mut Ctx<'_>, key: Key) -> bool {
        if self.typed.is_empty() {
            let label = keymap::label(keymap::normal(key));
            if let Some((command, _)) = self.items.iter().find(|(_, k)| *k == label) {
                Menu::run(ctx, *command);
                return true;
            }
            if !key.text().is_some_and(is_han) {
                return false;
            }
        }
        let taken = self.typed.key(key, usize::MAX);
        self.at = 0;
        let lang = ctx.shared.lang;
        let typed = self.typed.text().trim();
        // no line is called so: whoever typed it looks for somebody
        if taken && typed.chars().any(is_han) && self.shown(lang).is_empty() {
            let find = Effect::Find(typed.to_owned());
            ctx.does(Effect::Pop(None));
            ctx.does(find);
        }
        taken
    }
}

impl Screen for Menu {
    fn contexts(&self) -> &[Context] {
        // letters are text once something is typed
        if self.typed.is_empty() { Context::Menu.stack() } else { Context::Panel.stack() }
    }

    fn start(&mut self, _ctx: &mut Ctx<'_>) {}

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Key(key) => self.key(ctx, key),
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let title = self.title.as_deref().unwrap_or_else(|| self.heading.get(shared.lang));
        let shown = self.shown(shared.lang);
        let items: Vec<Item> =
            shown.iter().map(|(c, key)| Item::of(self.label(*c, shared.lang), key)).collect();
        let typing = (!self.typed.is_empty()).then_some((words::FILTER.get(shared.lang), &self.typed));
        foot::draw(shared, area, buf, title, typing, (&items, self.at))
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Accept, Action::Back]
    }

    fn says(&self, action: Action) -> Option<crate::text::T> {
        (action == Action::Back && !self.typed.is_empty()).then_some(hints::UNFILTER)
    }

    fn covers(&self) -> bool {
        false
    }
}
