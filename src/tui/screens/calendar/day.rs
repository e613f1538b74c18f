//! A day of the calendar: its promises, meetings, tasks and visits.

use crate::book::{Day, Kind, Ref, Row};
use crate::hub::wire::{OneDay, Reply, Request};
use crate::text::T;
use crate::text::screen::{self as words, hints};
use crate::tui::action::Action;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use crate::tui::screens::fetched::{Fetched, stale};
use crate::tui::screens::today::agenda;
use crate::tui::sheet::{Ink, Line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of a name, and of the way a visit was made.
const NAME: usize = 10;
const MODE: usize = 10;

/// What there is on a day.
pub(super) struct DayList {
    day: Day,
    found: Fetched<OneDay>,
}

impl DayList {
    pub(super) fn new(day: Day) -> DayList {
        DayList { day, found: Fetched::default() }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.found.ask(ctx, Request::OneDay(self.day));
    }

    /// The row in hand: somebody to whom something was promised, or a visit.
    fn in_hand(&self) -> Option<&Row> {
        let (data, at) = (self.found.data.as_ref()?, self.found.sheet.at);
        match at.checked_sub(data.promised.len()) {
            None => data.promised.get(at).map(|p| &p.person),
            Some(at) => data.meetings.iter().chain(&data.tasks).chain(&data.visits).nth(at),
        }
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let (lang, today) = (shared.lang, shared.today());
        let data = match self.found.get(shared, width) {
            Err(lines) => return lines,
            Ok(data) => data,
        };
        if data.promised.is_empty()
            && data.visits.is_empty()
            && data.meetings.is_empty()
            && data.tasks.is_empty()
        {
            let text = words::EMPTY_DAY.get(lang);
            return crate::tui::draw::wrap(text, width.saturating_sub(2))
                .into_iter()
                .map(Line::text)
                .collect();
        }
        let mut lines = Vec::new();
        let more = |total: u64, shown: usize| {
            let left = total.saturating_sub(shown as u64);
            (left > 0).then(|| Line::of(format!(" {}", words::day_more(lang, left)), Ink::Dim))
        };
        if !data.promised.is_empty() {
            let title = words::section(lang, words::DAY_PROMISES.get(lang), data.promised_total);
            lines.push(Line::rule(width, &title));
            for (i, p) in data.promised.iter().enumerate() {
                let why = if p.words.is_empty() { words::PROMISED.get(lang) } else { &p.words };
                let line = Line::text(" ").and(glyph::pad(p.person.title(), NAME), Ink::Strong);
                lines.push(line.and(why, Ink::Text).hit(i));
            }
            lines.extend(more(data.promised_total, data.promised.len()));
        }
        let mut at = data.promised.len();
        for (title, rows) in [(words::AGENDA_MEETINGS, &data.meetings), (words::AGENDA_TASKS, &data.tasks)] {
            if rows.is_empty() {
                continue;
            }
            if !lines.is_empty() {
                lines.push(Line::blank());
            }
            lines.push(Line::rule(width, &words::section(lang, title.get(lang), rows.len() as u64)));
            for row in rows {
                lines.push(agenda::line(row, shared, width).hit(at));
                at += 1;
            }
        }
        if !data.visits.is_empty() {
            if !lines.is_empty() {
                lines.push(Line::blank());
            }
            let title = words::section(lang, words::DAY_VISITS.get(lang), data.visits_total);
            lines.push(Line::rule(width, &title));
            for (i, row) in data.visits.iter().enumerate() {
                let text = |i: usize| say::cell_of(row, i, 40, today, lang);
                let line = Line::text(" ")
                    .and(glyph::pad(&text(2), NAME), Ink::Strong)
                    .and(format!(" {} ", glyph::pad(&text(1), MODE)), Ink::Dim)
                    .and(text(3), Ink::Text);
                let line = if width >= 60 { line.end(text(4), Ink::Dim) } else { line };
                lines.push(line.hit(at + i));
            }
            lines.extend(more(data.visits_total, data.visits.len()));
        }
        lines
    }
}

impl Screen for DayList {
    fn contexts(&self) -> &[Context] {
        match self.in_hand().map(|r| r.target.kind) {
            Some(kind) => Context::Today.stack_of(kind),
            // what is typed ahead is meant for somebody
            None if self.found.data.is_none() => Context::Today.stack_of_person(),
            _ => Context::Today.stack(),
        }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action @ (Action::Left | Action::Right)) => {
                let to = self.day.plus(if action == Action::Left { -1 } else { 1 });
                *self = DayList::new(to);
                self.ask(ctx);
                true
            }
            Input::Action(Action::Calendar) => {
                ctx.does(Effect::Pop(None));
                true
            }
            Input::Action(Action::Open) => {
                if let Some(row) = self.in_hand() {
                    ctx.does(Effect::Open(row.target));
                }
                true
            }
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.found.step(ctx.shared, action, &lines)
            }
            Input::Reply(ticket, reply) => {
                let mine = self.found.reply(ctx.shared, ticket, reply, |r| match r {
                    Reply::OneDay(day) => Some(day),
                    _ => None,
                });
                if mine {
                    let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                    self.found.follow(ctx.shared, &lines);
                }
                mine
            }
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
        let title = words::CALENDAR.get(lang);
        let day = format!("{} {}", self.day, self.day.weekday(lang));
        let lines = self.lines(shared, area.width.into());
        self.found.view(shared, area, buf, (title, &day), "", &lines);
        None
    }

    fn hints(&self) -> Vec<Action> {
        match self.in_hand() {
            Some(_) => vec![Action::Open, Action::Left, Action::Right, Action::Actions, Action::Back],
            None => vec![Action::Left, Action::Right, Action::Back],
        }
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Left => Some(hints::DAY_BEFORE),
            Action::Right => Some(hints::DAY_AFTER),
            _ => None,
        }
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoToday)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        // the day itself is known: another one is a key away
        let turns = matches!(action, Some(Action::Left | Action::Right));
        !turns && self.found.waits(action)
    }

    fn target(&self) -> Option<Ref> {
        self.in_hand().map(|r| r.target)
    }

    fn target_name(&self) -> String {
        let row = self.in_hand().filter(|r| r.target.kind != Kind::Visit);
        row.map(|r| r.title().to_owned()).unwrap_or_default()
    }
}
