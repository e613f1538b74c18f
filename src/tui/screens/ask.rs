//! Something to know or to decide before work begins: some lines and numbered answers.

use crate::text::Lang;
use crate::text::{T, screen as words};
use crate::tui::action::Action;
use crate::tui::command::Command;
use crate::tui::draw::{self, cells};
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A question.
pub struct Ask {
    title: T,
    lines: Vec<String>,
    /// Each answer, and what it does.
    answers: Vec<(T, Option<Command>)>,
    at: usize,
}

impl Ask {
    /// Whether to be shown around.
    pub fn tour(lang: Lang) -> Ask {
        let answers = vec![(words::TOUR_YES, Some(Command::Act(Action::Tour))), (words::TOUR_NO, None)];
        Ask { title: words::TOUR, lines: vec![words::TOUR_WHY.get(lang).to_owned()], answers, at: 0 }
    }

    /// Whether the font has braille: whoever sees lines in it may have pictures drawn finer.
    pub fn braille() -> Ask {
        let samples = [words::BRAILLE_1, words::BRAILLE_2, words::BRAILLE_3];
        let answers = vec![
            (words::BRAILLE_YES, Some(Command::Braille(true))),
            (words::BRAILLE_NO, Some(Command::Braille(false))),
        ];
        // the samples are the same in every language
        let lines = samples.iter().map(|s| s.zh.to_owned()).collect();
        Ask { title: words::BRAILLE_ASK, lines, answers, at: 0 }
    }

    /// What is wrong in the keymap.
    pub fn keymap(shared: &Shared) -> Ask {
        let lang = shared.lang;
        let mut lines = vec![words::KEYMAP_WRONG_WHY.get(lang).to_owned(), String::new()];
        let all = shared.keymap.problems();
        lines.extend(all.iter().map(|p| format!("{}:{}  {}", p.file, p.line, p.message(lang))));
        Ask { title: words::KEYMAP_WRONG, lines, answers: vec![(words::KEYMAP_GO_ON, None)], at: 0 }
    }

    fn choose(&self, ctx: &mut Ctx<'_>, at: usize) {
        if let Some((_, command)) = self.answers.get(at) {
            ctx.does(Effect::Pop(None));
            if let Some(command) = command {
                ctx.does(Effect::Run(*command));
            }
        }
    }
}

impl Screen for Ask {
    fn contexts(&self) -> &[Context] {
        Context::Menu.stack()
    }

    fn start(&mut self, _ctx: &mut Ctx<'_>) {}

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        let Input::Action(action) = input else { return false };
        let last = self.answers.len().saturating_sub(1);
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

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let width = usize::from(area.width).saturating_sub(4);
        let roomy = u16::from(area.height >= 12);
        let mut y = area.y.saturating_add(roomy);
        glyph::put(buf, area.x + 2, y, width, self.title.get(lang), theme.accent());
        y += 1 + roomy;
        let below = cells(self.answers.len()) + roomy;
        let end = area.bottom().saturating_sub(below);
        for line in
            self.lines.iter().flat_map(|l| draw::wrap(l, width)).take(usize::from(end.saturating_sub(y)))
        {
            glyph::put(buf, area.x + 2, y, width, &line, theme.text());
            y += 1;
        }
        y += roomy;
        for (n, (label, _)) in self.answers.iter().enumerate() {
            let here = n == self.at;
            let style = if here { theme.row() } else { theme.text() };
            let text = format!("{} {} {} ", if here { ">" } else { " " }, n + 1, label.get(lang));
            if y < area.bottom() {
                glyph::put(buf, area.x + 1, y, width + 1, &text, style);
            }
            y = y.saturating_add(1);
        }
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Accept, Action::Back]
    }
}
