//! Path 谁能引见: the shortest way of declared ties to somebody one wants to meet.

use crate::book::{Kind, Ref};
use crate::hub::wire::{News, PathStep, Reply, Request};
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::draw::{self, below};
use crate::tui::form::pick;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The way from one to another.
pub struct PathTo {
    from: Ref,
    name: String,
    to: Option<(Ref, String)>,
    steps: Option<Vec<PathStep>>,
    trouble: Option<String>,
    ticket: Option<Ticket>,
    sheet: Sheet,
}

impl PathTo {
    /// From this one, called so; the other end is asked for.
    pub fn new(from: Ref, name: &str) -> PathTo {
        let (name, sheet) = (name.to_owned(), Sheet::default());
        PathTo { from, name, to: None, steps: None, trouble: None, ticket: None, sheet }
    }

    fn pick(&self, ctx: &mut Ctx<'_>) {
        ctx.does(Effect::Push(pick::open(vec![Kind::Person, Kind::Organisation], "")));
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        if let Some((to, _)) = self.to {
            self.ticket = Some(ctx.ask(Request::Path { from: self.from, to }));
        }
    }

    fn found(&self) -> &[PathStep] {
        self.steps.as_deref().unwrap_or_default()
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let lang = shared.lang;
        let wrapped = |text: &str| -> Vec<Line> {
            draw::wrap(text, width.saturating_sub(2)).into_iter().map(Line::text).collect()
        };
        if let Some(trouble) = &self.trouble {
            return wrapped(trouble);
        }
        match (&self.to, &self.steps) {
            (None, _) => return wrapped(words::PATH_ASK.get(lang)),
            (_, None) => return wrapped(words::SEARCHING.get(lang)),
            (_, Some(steps)) if steps.is_empty() => return wrapped(words::NO_PATH.get(lang)),
            _ => {}
        }
        let mut lines = Vec::new();
        for (i, step) in self.found().iter().enumerate() {
            if i > 0 {
                lines.push(Line::of("    │", Ink::Dim).and(format!("  {}", step.relation), Ink::Dim));
            }
            let line = Line::of(glyph::pad_left(&(i + 1).to_string(), 3), Ink::Dim)
                .and(format!("  {}", glyph::pad(&step.name, 10)), Ink::Strong)
                .and(format!("  {}", step.about), Ink::Text);
            lines.push(line.hit(i));
        }
        lines
    }
}

impl Screen for PathTo {
    fn contexts(&self) -> &[Context] {
        Context::Network.stack_of_person()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.pick(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Result(Outcome::Picked(target, name)) => {
                (self.to, self.steps, self.trouble) = (Some((target, name)), None, None);
                self.sheet = Sheet::default();
                self.ask(ctx);
                true
            }
            Input::Action(Action::Path) => {
                self.pick(ctx);
                true
            }
            Input::Action(Action::Open) => {
                match self.found().get(self.sheet.at) {
                    Some(step) => ctx.does(Effect::Open(step.target)),
                    None => self.pick(ctx),
                }
                true
            }
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.sheet.step(action, &lines, super::rows_below(ctx.shared, 2))
            }
            Input::Reply(ticket, reply) if self.ticket == Some(ticket) => {
                match reply {
                    Reply::Path(steps) => self.steps = Some(steps),
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
        let (lang, theme) = (shared.lang, shared.theme);
        let to = self.to.as_ref().map_or("?", |(_, n)| n.as_str());
        let who = format!("   {} - {to}", self.name);
        let right = match self.found().len() {
            0 => String::new(),
            n => words::steps(lang, n - 1),
        };
        let parts = [(words::PATH.get(lang), theme.strong()), (who.as_str(), theme.text())];
        draw::head(buf, area, &parts, (&right, theme.dim()));
        self.sheet.view(&self.lines(shared, area.width.into()), buf, below(area, 2), theme, true);
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Open, Action::Path, Action::Visit, Action::Circle, Action::Actions, Action::Back]
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoNetwork)
    }

    fn target(&self) -> Option<Ref> {
        Some(self.found().get(self.sheet.at).map_or(self.from, |s| s.target))
    }

    fn target_name(&self) -> String {
        self.found().get(self.sheet.at).map_or(self.name.as_str(), |s| &s.name).to_owned()
    }
}
