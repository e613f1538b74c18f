//! Path 谁能引见: the shortest way of declared ties to somebody one wants to meet.

use super::fetched::{Fetched, stale};
use crate::book::{Kind, Ref};
use crate::hub::wire::{PathStep, Reply, Request};
use crate::text::screen::{self as words, hints};
use crate::text::{Lang, T};
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::form::pick;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared};
use crate::tui::sheet::{Ink, Line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The way from one to another.
pub struct PathTo {
    from: Ref,
    name: String,
    to: Option<(Ref, String)>,
    steps: Fetched<Vec<PathStep>>,
}

impl PathTo {
    /// From this one, called so; the other end is asked for.
    pub fn new(from: Ref, name: &str) -> PathTo {
        PathTo { from, name: name.to_owned(), to: None, steps: Fetched::default() }
    }

    fn pick(&self, ctx: &mut Ctx<'_>) {
        let whom = words::PATH_WHOM.get(ctx.shared.lang);
        ctx.does(Effect::Push(pick::asking(whom, vec![Kind::Person, Kind::Organisation])));
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        if let Some((to, _)) = self.to {
            self.steps.ask(ctx, Request::Path { from: self.from, to });
        }
    }

    fn found(&self) -> &[PathStep] {
        self.steps.data.as_deref().unwrap_or_default()
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let lang = shared.lang;
        let wrapped = |text: &str| -> Vec<Line> {
            draw::wrap(text, width.saturating_sub(2)).into_iter().map(Line::text).collect()
        };
        if self.to.is_none() {
            return wrapped(words::PATH_ASK.get(lang));
        }
        match self.steps.get(shared, width) {
            Err(lines) => return lines,
            Ok(steps) if steps.is_empty() => return wrapped(words::NO_PATH.get(lang)),
            Ok(_) => {}
        }
        let mut lines = Vec::new();
        for (i, step) in self.found().iter().enumerate() {
            if i > 0 {
                let source = format!("{} {}", words::SOURCE.get(lang), step.source);
                let parts = [
                    &step.relation,
                    &step.dates,
                    if step.source.is_empty() { &step.source } else { &source },
                ];
                let told: Vec<&str> =
                    parts.into_iter().filter(|p| !p.is_empty()).map(String::as_str).collect();
                for part in draw::phrases(&told, width.saturating_sub(9)) {
                    lines.push(Line::of("    │", Ink::Dim).and(format!("  {part}"), Ink::Dim));
                }
            }
            let line = Line::of(glyph::pad_left(&(i + 1).to_string(), 3), Ink::Dim)
                .and(format!("  {}", glyph::pad(&step.name, 10)), Ink::Strong)
                .and(format!("  {}", step.about), Ink::Text);
            lines.push(line.hit(i));
        }
        lines.push(Line::blank());
        lines.push(Line::rule(width, words::PATH_SAY.get(lang)));
        let said = draw::wrap(&self.wording(lang), width.saturating_sub(4));
        lines.extend(said.into_iter().map(|l| Line::text(format!(" {l}"))));
        lines
    }

    /// How one may introduce oneself: through whom, one after the other. Only what was declared is said.
    fn wording(&self, lang: Lang) -> String {
        let Some(([first, middle @ ..], last)) = self.found().split_last().map(|(l, rest)| (rest, l)) else {
            return String::new();
        };
        let mut chain = words::path_through(lang, &first.name);
        for step in middle {
            chain = match step.target.kind {
                Kind::Person => words::path_then(lang, &chain, &step.name),
                _ => words::path_both_at(lang, &chain, &step.name),
            };
        }
        words::path_say(lang, &chain, &last.name)
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
                (self.to, self.steps) = (Some((target, name)), Fetched::default());
                self.ask(ctx);
                true
            }
            Input::Action(Action::Path) => {
                self.pick(ctx);
                true
            }
            Input::Action(Action::Open) => {
                match self.found().get(self.steps.sheet.at) {
                    Some(step) => ctx.does(Effect::Open(step.target)),
                    None => self.pick(ctx),
                }
                true
            }
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.steps.step(ctx.shared, action, &lines)
            }
            Input::Reply(ticket, reply) => self.steps.reply(ctx.shared, ticket, reply, |r| match r {
                Reply::Path(steps) => Some(steps),
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
        let to = self.to.as_ref().map_or("?", |(_, n)| n.as_str());
        let who = format!("{} - {to}", self.name);
        let right = match self.found().len() {
            0 => String::new(),
            n => words::steps(lang, n - 1),
        };
        let title = (words::PATH.get(lang), who.as_str());
        self.steps.view(shared, area, buf, title, &right, &self.lines(shared, area.width.into()));
        None
    }

    fn hints(&self) -> Vec<Action> {
        if self.found().is_empty() {
            // There is nobody to open: the only way on is to ask for somebody else.
            return vec![Action::Path, Action::Back];
        }
        vec![Action::Open, Action::Path, Action::Visit, Action::Circle, Action::Actions, Action::Back]
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Path if self.to.is_some() => Some(hints::SOMEBODY_ELSE),
            _ => None,
        }
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoNetwork)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        self.steps.waits(action)
    }

    fn target(&self) -> Option<Ref> {
        Some(self.found().get(self.steps.sheet.at).map_or(self.from, |s| s.target))
    }

    fn target_name(&self) -> String {
        self.found().get(self.steps.sheet.at).map_or(self.name.as_str(), |s| &s.name).to_owned()
    }
}
