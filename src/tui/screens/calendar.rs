//! The calendar 日历: a month of weeks, with what was done and what was promised on each day.

mod day;
mod listed;

use super::fetched::{Fetched, stale};
use crate::book::Day;
use crate::hub::wire::{DayCount, Reply, Request};
use crate::text::T;
use crate::text::screen::{self as words, hints};
use crate::tui::action::Action;
use crate::tui::draw::{self, cells};
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use chrono::Datelike;
use day::DayList;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Days of a week, and weeks that a month may touch.
const WEEK: i32 = 7;
const WEEKS: i32 = 6;
/// From so many cells a day has its figures; below, a sign for each sort.
const FIGURES: usize = 9;
/// The years one can walk to.
const YEARS: std::ops::RangeInclusive<i32> = 1950..=2150;

/// A month of days.
pub struct Calendar {
    day: Day,
    counts: Fetched<Vec<DayCount>>,
}

impl Calendar {
    /// The month of a day.
    pub fn new(day: Day) -> Calendar {
        Calendar { day, counts: Fetched::default() }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        let from = begin(self.day);
        self.counts.ask(ctx, Request::Calendar { from, to: from.plus(WEEK * WEEKS - 1) });
    }

    fn go(&mut self, ctx: &mut Ctx<'_>, to: Day) {
        if !YEARS.contains(&to.year()) {
            return;
        }
        let turned = month(to) != month(self.day);
        self.day = to;
        if turned {
            self.counts.data = None;
            self.ask(ctx);
        }
    }

    /// Visits, promises, meetings, tasks.
    fn count(&self, day: Day) -> [u32; 4] {
        let all = self.counts.data.as_deref().unwrap_or_default();
        all.iter().find(|c| c.day == day).map_or([0; 4], |c| [c.visits, c.promises, c.meetings, c.tasks])
    }

    /// What stands below a day's number: the figures, or where there is no room a sign for each.
    fn figures(&self, day: Day, shared: &Shared, wide: usize) -> [String; 2] {
        let [made, due, meetings, tasks] = self.count(day);
        if wide < FIGURES {
            // what is ahead first: where all do not fit, the head of the screen tells of the day in hand
            let signs = [(due, '!'), (meetings, '#'), (tasks, '='), (made, '+')];
            let room = wide.saturating_sub(3).max(1);
            let signs = signs.into_iter().filter(|(n, _)| *n > 0).map(|(_, sign)| sign).take(room);
            return [signs.collect(), String::new()];
        }
        let told = |n: u32, text: String| if n > 0 { text } else { String::new() };
        let lang = shared.lang;
        let both = |a: String, b: String| format!("{a} {b}").trim().to_owned();
        [
            both(told(made, words::day_made(lang, made)), told(due, words::day_due(lang, due))),
            both(
                told(meetings, words::day_meetings(lang, meetings)),
                told(tasks, words::day_tasks(lang, tasks)),
            ),
        ]
    }

    fn draw_day(&self, shared: &Shared, day: Day, at: Rect, buf: &mut Buffer) {
        let theme = shared.theme;
        let wide = usize::from(at.width);
        let number = day.date().day();
        let number = if day == shared.today() { format!("[{number:>2}]") } else { format!(" {number:>2} ") };
        let inside = month(day) == month(self.day);
        let style = match inside {
            _ if day == shared.today() => theme.accent(),
            true => theme.text(),
            false => theme.dim(),
        };
        let [figures, more] = self.figures(day, shared, wide);
        if at.height > 1 {
            glyph::put(buf, at.x, at.y, wide, &number, style);
            let style = if inside { theme.text() } else { theme.dim() };
            let room = wide.saturating_sub(2);
            let apart = at.height > 2 && !figures.is_empty();
            let first = if apart { figures.clone() } else { format!("{figures} {more}").trim().to_owned() };
            glyph::put(buf, at.x + 1, at.y + 1, room, &glyph::fit(&first, room), style);
            if apart {
                glyph::put(buf, at.x + 1, at.y + 2, room, &glyph::fit(&more, room), style);
            }
        } else {
            let figures = format!("{figures} {more}").trim().to_owned();
            let short = number.trim_end_matches([' ', ']']).replace('[', "*");
            let number = if wide < FIGURES { short } else { number };
            glyph::put(buf, at.x, at.y, wide, &number, style);
            let used = glyph::width(&number);
            let room = wide.saturating_sub(used);
            glyph::put(buf, at.x + cells(used), at.y, room, &glyph::fit(&figures, room), theme.text());
        }
        if day == self.day {
            draw::mark(
                buf,
                Rect { width: cells(if wide < FIGURES { 3 } else { 4 }), height: 1, ..at },
                theme,
            );
        }
    }
}

/// Which month a day is in.
fn month(day: Day) -> (i32, u32) {
    (day.year(), day.date().month())
}

/// The Monday on or before the first of its month.
fn begin(day: Day) -> Day {
    let date = day.date();
    let first = day.plus(1 - i32::try_from(date.day()).unwrap_or(1));
    first.plus(-i32::try_from(first.date().weekday().num_days_from_monday()).unwrap_or(0))
}

/// The same day so many months on, or the last one where that month has no such day.
fn months_on(day: Day, n: i32) -> Day {
    let (year, m) = month(day);
    let months = year * 12 + i32::try_from(m).unwrap_or(1) - 1 + n;
    let (year, m) = (months.div_euclid(12), u32::try_from(months.rem_euclid(12)).unwrap_or(0) + 1);
    (1..=day.date().day()).rev().find_map(|d| Day::ymd(year, m, d)).unwrap_or(day)
}

impl Screen for Calendar {
    fn contexts(&self) -> &[Context] {
        Context::Today.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => {
                // as lines, the next one is the next day
                let row = if ctx.shared.theme.plain { 1 } else { WEEK };
                let to = match action {
                    Action::Left => self.day.plus(-1),
                    Action::Right => self.day.plus(1),
                    Action::Up => self.day.plus(-row),
                    Action::Down => self.day.plus(row),
                    Action::PageUp => months_on(self.day, -1),
                    Action::PageDown => months_on(self.day, 1),
                    Action::First | Action::Calendar => ctx.shared.today(),
                    Action::Open => {
                        ctx.does(Effect::Push(Box::new(DayList::new(self.day))));
                        return true;
                    }
                    _ => return false,
                };
                self.go(ctx, to);
                true
            }
            Input::Reply(ticket, reply) => self.counts.reply(ctx.shared, ticket, reply, |r| match r {
                Reply::Calendar(days) => Some(days),
                _ => None,
            }),
            other if stale(&other) => {
                self.ask(ctx);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        if theme.plain {
            self.view_listed(shared, area, buf);
            return None;
        }
        let title = words::CALENDAR.get(lang);
        let name = words::year_month(lang, self.day);
        let [made, due, meetings, tasks] = self.count(self.day);
        let figures = words::day_figures(lang, made, due, meetings, tasks);
        let right =
            if area.width < 60 { figures } else { format!("{}  {figures}", words::long_day(lang, self.day)) };
        let parts = [(title, theme.strong()), ("  ", theme.text()), (name.as_str(), theme.text())];
        // Where there is little room the month stands alone: the day's figures are worth more than the title.
        let parts = if area.width < 60 { parts.get(2..).unwrap_or_default() } else { &parts };
        draw::head(buf, area, parts, (&right, theme.text()));
        let gap = u16::from(area.height >= 16);
        let mut area = draw::below(area, 1 + gap);
        let wide = area.width.saturating_sub(2) / 7;
        let begin = begin(self.day);
        let left = area.x + 1;
        let column = |i: i32| left + u16::try_from(i).unwrap_or(0) * wide;
        for i in 0..WEEK {
            let name = begin.plus(i).weekday(lang);
            let room = usize::from(wide).saturating_sub(2);
            // where there is no room for 周一, 一 is enough
            let name = if glyph::width(name) > room { name.trim_start_matches('周') } else { name };
            glyph::put(buf, column(i) + 1, area.y, room, name, theme.dim());
        }
        area = draw::below(area, 1);
        let high = (area.height / 6).clamp(1, 4);
        for week in 0..WEEKS {
            let y = area.y + u16::try_from(week).unwrap_or(0) * high;
            if y + high > area.bottom() {
                break;
            }
            for i in 0..WEEK {
                let at = Rect { x: column(i), y, width: wide, height: high };
                self.draw_day(shared, begin.plus(week * WEEK + i), at, buf);
            }
        }
        // The third line of the last week is blank, or there is one below it.
        if high > 2 || area.height > 6 * high {
            let foot = match self.counts.get(shared, area.width.into()) {
                Err(lines) => lines.into_iter().flat_map(|l| l.left).map(|(text, _)| text).collect(),
                Ok(_) if usize::from(wide) < FIGURES => words::CALENDAR_SIGNS.get(lang).to_owned(),
                Ok(_) => words::CALENDAR_FIGURES.get(lang).to_owned(),
            };
            let y = area.bottom().saturating_sub(1);
            glyph::put(buf, area.x + 1, y, usize::from(area.width).saturating_sub(2), &foot, theme.dim());
        }
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Open, Action::PageUp, Action::PageDown, Action::Back]
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::PageUp => Some(hints::MONTH_BEFORE),
            Action::PageDown => Some(hints::MONTH_AFTER),
            _ => None,
        }
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoToday)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_begin_on_monday_and_end_where_they_end() {
        let day = |y, m, d| Day::ymd(y, m, d).unwrap();
        assert_eq!(begin(day(2026, 11, 24)), day(2026, 10, 26));
        assert_eq!(begin(day(2027, 2, 1)), day(2027, 2, 1));
        assert_eq!(months_on(day(2026, 3, 31), -1), day(2026, 2, 28));
        assert_eq!(months_on(day(2026, 12, 5), 1), day(2027, 1, 5));
        assert_eq!(months_on(day(2027, 1, 5), -1), day(2026, 12, 5));
    }
}
