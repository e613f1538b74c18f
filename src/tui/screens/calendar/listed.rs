//! The month for a screen reader: a line a day, each with its date and what there is in whole words. In a grid read line
//! by line nobody could say which day a figure is of.

use super::{Calendar, month};
use crate::text::screen as words;
use crate::tui::draw::{self, below};
use crate::tui::screen::Shared;
use crate::tui::sheet::{Ink, Line, Sheet};
use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

impl Calendar {
    fn days(&self, shared: &Shared) -> Vec<Line> {
        let lang = shared.lang;
        let first = self.day.plus(1 - i32::try_from(self.day.date().day()).unwrap_or(1));
        let days = (0..31).map(|n| first.plus(n)).take_while(|day| month(*day) == month(self.day));
        let line = |(n, day): (usize, crate::book::Day)| {
            let mut line = Line::of(words::long_day(lang, day), Ink::Strong);
            if day == shared.today() {
                line = line.and(format!("  {}", words::TODAY.get(lang)), Ink::Accent);
            }
            let [made, due, meetings, tasks] = self.count(day);
            if made + due + meetings + tasks > 0 {
                line = line
                    .and(format!("  {}", words::day_figures(lang, made, due, meetings, tasks)), Ink::Text);
            }
            line.hit(n)
        };
        days.enumerate().map(line).collect()
    }

    /// Draws the month as lines, the one of the day in hand among them.
    pub(super) fn view_listed(&self, shared: &Shared, area: Rect, buf: &mut Buffer) {
        let (lang, theme) = (shared.lang, shared.theme);
        let name = words::year_month(lang, self.day);
        let parts =
            [(words::CALENDAR.get(lang), theme.strong()), ("  ", theme.text()), (&*name, theme.text())];
        draw::head(buf, area, &parts, ("", theme.dim()));
        let rest = below(area, 1);
        let (lines, at) = match self.counts.get(shared, area.width.into()) {
            Ok(_) => (self.days(shared), usize::try_from(self.day.date().day0()).unwrap_or(0)),
            // without them the days are there all the same, but what is on them is not known
            Err(lines) => (lines, 0),
        };
        // what is before and behind it is read as well
        let sheet = Sheet { at, scroll: at.saturating_sub(usize::from(rest.height) / 2) };
        sheet.view(&lines, buf, rest, theme, true);
    }
}
