//! What a right that is asked for looks like: lines at the foot, and over all of it what an erasure does.

use super::{Rights, Step, WISHES};
use crate::exchange::person_file;
use crate::text::rights as words;
use crate::tui::draw::{self, below};
use crate::tui::glyph;
use crate::tui::screen::Shared;
use crate::tui::screens::foot;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines of the question at the foot of a plan, and one between.
const FOOT: u16 = 3;

impl Rights {
    fn title(&self, shared: &Shared) -> String {
        let lang = shared.lang;
        let wish = WISHES.iter().find(|(w, _)| *w == self.wish).map_or("", |(_, t)| t.get(lang));
        match self.step {
            Step::Who | Step::Which => words::RIGHTS.get(lang).to_owned(),
            Step::Wish => words::rights_of(lang, self.name()),
            Step::Way => format!("{}   {wish}   {}", self.name(), words::HOW_ASKED.get(lang)),
            _ => format!("{}   {wish}", self.name()),
        }
    }

    pub(super) fn draw(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let lang = shared.lang;
        let title = self.title(shared);
        let prompt = |label: crate::text::T| Some((label.get(lang), &self.typed));
        match self.step {
            Step::Who => foot::draw(shared, area, buf, &title, prompt(words::WHOSE), (&[], 0)),
            Step::Why => foot::draw(shared, area, buf, &title, prompt(words::WHY), (&[], 0)),
            Step::Plan => {
                self.draw_plan(shared, area, buf);
                foot::draw(shared, area, buf, &title, prompt(words::TYPE_NAME), (&[], 0))
            }
            Step::Doing => {
                let title = format!("{title}   {}", crate::text::screen::LOADING.get(lang));
                foot::draw(shared, area, buf, &title, None, (&[], 0))
            }
            _ => foot::draw(shared, area, buf, &title, None, (&self.items(shared), self.at)),
        }
    }

    fn draw_plan(&self, shared: &Shared, area: Rect, buf: &mut Buffer) {
        let theme = shared.theme;
        let width = usize::from(area.width).saturating_sub(3);
        let told = self.plan.as_ref().map(|p| person_file::erasing(p, shared.lang)).unwrap_or_default();
        let lines: Vec<String> = told.iter().flat_map(|l| draw::wrap(l, width)).collect();
        let body = below(area, 0);
        let room = usize::from(body.height.saturating_sub(FOOT));
        let scroll = self.scroll.min(lines.len().saturating_sub(room));
        let shown = lines.iter().skip(scroll).take(room);
        for (i, (y, line)) in (body.top()..body.bottom()).zip(shown).enumerate() {
            let style = if scroll + i == 0 { theme.strong() } else { theme.text() };
            glyph::put(buf, body.x + 1, y, width, line, style);
        }
    }
}
