//! The first start: whether lines are straight, then three ways to begin.

use super::Import;
use crate::book::{Kind, Ref, area};
use crate::hub::wire::{Edit as Change, News, Reply, Request, Save};
use crate::text::{T, screen as words};
use crate::tui::action::Action;
use crate::tui::draw::{self, below, cells};
use crate::tui::edit::Edit;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::message::{AppEffect, Prefs};
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells that a name needs.
const TYPED: usize = 24;

/// What is asked.
enum Step {
    /// Whether lines are straight.
    Ruled,
    /// How to begin.
    Begin,
    /// The name of the place.
    Place(Edit),
}

/// The first start.
pub struct Start {
    step: Step,
    at: usize,
    prefs: Prefs,
    empty: bool,
    ticket: Option<Ticket>,
    trouble: Option<String>,
}

impl Start {
    /// Whether there is anything to ask: the book is empty, or nobody has said whether lines are straight.
    pub fn wanted(shared: &Shared, prefs: &Prefs) -> bool {
        !Start::straight(shared, prefs) || Start::empty(shared)
    }

    /// Whether it is known how lines are drawn; in plain mode there are none.
    fn straight(shared: &Shared, prefs: &Prefs) -> bool {
        prefs.ascii.is_some() || shared.theme.ascii || shared.theme.plain
    }

    fn empty(shared: &Shared) -> bool {
        let count = |kind: Kind| {
            let at = Kind::ALL.iter().position(|k| *k == kind);
            at.and_then(|i| shared.welcome.counts.get(i)).copied().unwrap_or(0)
        };
        [Kind::Area, Kind::Person, Kind::Organisation, Kind::Tie, Kind::Visit].iter().all(|k| count(*k) == 0)
    }

    /// Begins with the first question that is open.
    pub fn new(shared: &Shared, prefs: &Prefs) -> Start {
        let asked = Start::straight(shared, prefs);
        Start {
            step: if asked { Step::Begin } else { Step::Ruled },
            at: 0,
            prefs: prefs.clone(),
            empty: Start::empty(shared),
            ticket: None,
            trouble: None,
        }
    }

    fn choices(&self) -> &'static [(T, T)] {
        const NO_WHY: T = crate::text::t("", "");
        match self.step {
            Step::Ruled => &[(words::RULED_YES, NO_WHY), (words::RULED_NO, NO_WHY)],
            Step::Begin => &[
                (words::BEGIN_EMPTY, words::BEGIN_EMPTY_WHY),
                (words::BEGIN_IMPORT, words::BEGIN_IMPORT_WHY),
                (words::BEGIN_DEMO, words::BEGIN_DEMO_WHY),
            ],
            Step::Place(_) => &[],
        }
    }

    fn choose(&mut self, ctx: &mut Ctx<'_>, at: usize) {
        match (&self.step, at) {
            (Step::Ruled, 0 | 1) => {
                self.prefs.ascii = Some(at == 1);
                ctx.does(Effect::App(AppEffect::SavePrefs(self.prefs.clone())));
                if self.empty {
                    (self.step, self.at) = (Step::Begin, 0);
                } else {
                    ctx.does(Effect::Pop(None));
                }
            }
            (Step::Begin, 0) => self.step = Step::Place(Edit::line("")),
            (Step::Begin, 1) => ctx.does(Effect::Push(Box::new(Import::new()))),
            (Step::Begin, 2) => ctx.does(Effect::App(AppEffect::Demo)),
            _ => {}
        }
    }

    fn save(&mut self, ctx: &mut Ctx<'_>) {
        let Step::Place(edit) = &self.step else { return };
        let name = edit.text().trim().to_owned();
        if name.is_empty() || self.ticket.is_some() {
            return;
        }
        let level = if name.ends_with("社区") || name.ends_with('村') { 4 } else { 3 };
        let target = Ref { kind: Kind::Area, id: crate::tui::app::new_id() };
        let set = vec![
            (area::NAME, Change::Text(name)),
            (area::LEVEL, Change::Set(crate::book::Value::Code(level))),
        ];
        let save = Save { request: crate::tui::app::new_id(), target, base: 0, set };
        self.ticket = Some(ctx.ask(Request::Save(save)));
    }

    fn saved(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        match reply {
            Reply::Saved(saved) => {
                ctx.does(Effect::Pop(Some(Outcome::Written(saved.target))));
                ctx.does(Effect::Restart);
                ctx.does(Effect::Say(words::book_begun(ctx.shared.lang, &saved.name)));
            }
            Reply::Invalid(wrong) => self.trouble = wrong.into_iter().next().map(|(_, words)| words),
            Reply::Refused(why) => self.trouble = Some(say::refusal(&why, ctx.shared.lang)),
            _ => {}
        }
    }

    fn typing(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let Step::Place(edit) = &mut self.step else { return false };
        match action {
            Action::Accept => self.save(ctx),
            Action::Back => (self.step, self.at) = (Step::Begin, 0),
            Action::Clear => {
                edit.clear();
            }
            Action::Undo => {
                edit.undo();
            }
            Action::Redo => {
                edit.redo();
            }
            _ => return false,
        }
        true
    }
}

impl Screen for Start {
    fn contexts(&self) -> &[Context] {
        if matches!(self.step, Step::Place(_)) { Context::Palette.stack() } else { Context::Menu.stack() }
    }

    fn start(&mut self, _ctx: &mut Ctx<'_>) {}

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) if matches!(self.step, Step::Place(_)) => self.typing(ctx, action),
            Input::Action(action) => {
                let last = self.choices().len().saturating_sub(1);
                match action {
                    Action::Up => self.at = self.at.saturating_sub(1),
                    Action::Down => self.at = (self.at + 1).min(last),
                    Action::Accept => self.choose(ctx, self.at),
                    Action::Back => ctx.does(Effect::Pop(None)),
                    other => match other.chosen() {
                        Some(n) => self.choose(ctx, n.saturating_sub(1)),
                        None => return false,
                    },
                }
                true
            }
            Input::Key(key) => {
                self.trouble = None;
                if let Step::Place(edit) = &mut self.step { edit.key(key, usize::MAX) } else { false }
            }
            Input::Paste(text) => {
                let Step::Place(edit) = &mut self.step else { return false };
                edit.insert(text.trim());
                true
            }
            Input::Reply(ticket, reply) if self.ticket == Some(ticket) => {
                self.ticket = None;
                self.saved(ctx, reply);
                true
            }
            // Another beginning is still to be had until one has been made: by an import, or elsewhere.
            Input::News(News::Resync) if self.empty && !Start::empty(ctx.shared) => {
                if !matches!(self.step, Step::Ruled) {
                    ctx.does(Effect::Pop(None));
                }
                self.empty = false;
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let width = usize::from(area.width).saturating_sub(4);
        let left = area.x + 2;
        let mut y = area.y.saturating_add(u16::from(area.height >= 14));
        let mut line = |buf: &mut Buffer, text: &str, style| {
            for part in draw::wrap(text, width) {
                if y < area.bottom() {
                    glyph::put(buf, left, y, width, &part, style);
                }
                y = y.saturating_add(1);
            }
            y
        };
        line(buf, words::WELCOME.get(lang), theme.accent());
        let roomy = area.height >= 14;
        match &self.step {
            Step::Ruled => {
                if roomy {
                    line(buf, "", theme.text());
                }
                line(buf, words::RULED_ASK.get(lang), theme.text());
                if roomy {
                    line(buf, "", theme.text());
                }
                for sample in [words::RULED_1, words::RULED_2, words::RULED_1] {
                    line(buf, &glyph::fit(sample.get(lang), width), theme.strong());
                }
            }
            Step::Begin | Step::Place(_) => {
                line(buf, words::WELCOME_1.get(lang), theme.text());
                if matches!(self.step, Step::Begin) {
                    if roomy {
                        line(buf, "", theme.text());
                    }
                    line(buf, words::WELCOME_2.get(lang), theme.text());
                }
            }
        }
        let top = line(buf, "", theme.text()).saturating_sub(u16::from(!roomy));
        let rest = below(area, top.saturating_sub(area.y));
        if let Step::Place(edit) = &self.step {
            let label = words::PLACE.get(lang);
            // What is typed needs room: on a narrow screen the label stands above it.
            let above = width < glyph::width(label) + TYPED;
            let (label, rest) = if above {
                glyph::put(buf, left, rest.y, width, label, theme.accent());
                (">", below(rest, 1))
            } else {
                (label, rest)
            };
            let cursor = draw::prompt(buf, (left, rest.y), cells(width), label, edit, theme);
            let (text, style) = match &self.trouble {
                Some(t) => (t.as_str(), theme.trouble()),
                None => (words::PLACE_HOW.get(lang), theme.dim()),
            };
            for (i, part) in draw::wrap(text, width).into_iter().enumerate() {
                glyph::put(buf, left, rest.y.saturating_add(cells(i + 2)), width, &part, style);
            }
            return Some(cursor);
        }
        let labels = self.choices().iter().map(|(l, _)| glyph::width(l.get(lang)) + 2).max().unwrap_or(0);
        for (i, (label, why)) in self.choices().iter().enumerate() {
            let y = rest.y.saturating_add(cells(i));
            if y >= rest.bottom() {
                break;
            }
            let in_hand = i == self.at;
            let mark = if in_hand { ">" } else { " " };
            let style = if in_hand { theme.row() } else { theme.text() };
            let label = format!(
                "{mark} {} {} ",
                i + 1,
                glyph::pad(label.get(lang), labels.min(width.saturating_sub(4)))
            );
            let used = glyph::put(buf, area.x + 1, y, width + 1, &label, style);
            let x = area.x.saturating_add(cells(used + 2));
            let why = why.get(lang);
            if used + glyph::width(why) <= width {
                glyph::put(buf, x, y, width.saturating_sub(used), why, theme.dim());
            }
        }
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Accept, Action::Back]
    }
}
