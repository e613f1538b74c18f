//! Figures as bars, one a line, each a key away from the records behind it: visits by month, people by area (those reached
//! and those who wait), visits by area, people by group. What is reached is a bar, what waits is dashes: no colour tells.

use super::bars;
use super::list::List;
use crate::book::{Day, Field, Id, Kind, person, visit};
use crate::hub::wire::{AreaRow, Count, Filter, Is, Order, Reply, Request, Span, Test};
use crate::text::screen as words;
use crate::text::{Lang, T};
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::glyph;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Shared, Ticket};
use crate::tui::sheet::{Ink, Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of a bar's label: so many at least, that bars below each other begin at the same place where they can.
const LABEL: (usize, usize) = (8, 24);
/// Bars of a section at least, however low the screen.
const LEAST: usize = 3;
/// Bars of the groups.
const GROUPS: usize = 6;

/// What a bar counts.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Behind {
    /// Visits of the month so many months back.
    Month(usize),
    /// People of an area; those who wait where there are any.
    People(Id, String, bool),
    /// This year's visits in an area.
    Visits(Id, String),
    /// People of a group.
    Group(Is),
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Areas,
    Visits,
    Groups,
}

/// The figures of an area and below, or of all that one may see.
#[derive(Debug, Default)]
pub(super) struct Charts {
    of: Option<Id>,
    areas: Vec<AreaRow>,
    visits: Vec<Count>,
    groups: Vec<Count>,
    asked: Vec<(Ticket, What)>,
    sheet: Sheet,
}

/// Visits by month, and what else is to be said of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Months {
    /// The last twelve, oldest first.
    pub counts: Vec<u64>,
    /// Words below the title.
    pub told: String,
}

/// One section while it is laid out: its title, words below it, and its bars.
struct Section {
    title: String,
    told: String,
    bars: Vec<Bar>,
}

/// A bar: what it is of, how long its parts are, the figure at its end.
struct Bar {
    label: String,
    parts: [u64; 2],
    figure: String,
    behind: Behind,
}

impl Charts {
    /// Of an area.
    pub fn of(area: Id) -> Charts {
        Charts { of: Some(area), ..Charts::default() }
    }

    /// Whether anything was asked for yet.
    pub fn known(&self) -> bool {
        !self.asked.is_empty() || !self.groups.is_empty() || !self.areas.is_empty()
    }

    fn filter(&self) -> Filter {
        Filter { area: self.of, ..Filter::default() }
    }

    /// Asks for all of it.
    pub fn ask(&mut self, ctx: &mut Ctx<'_>) {
        let areas = ctx.ask(Request::Areas { parent: self.of });
        let year = Test { field: visit::WHEN, any: vec![Is::Span(Span::Year)] };
        let filter = Filter { tests: vec![year], ..self.filter() };
        let visits = ctx.ask(Request::Counts { kind: Kind::Visit, filter, field: visit::AREA });
        let (kind, filter, field) = (Kind::Person, self.filter(), person::GROUPS);
        let groups = ctx.ask(Request::Counts { kind, filter, field });
        self.asked = vec![(areas, What::Areas), (visits, What::Visits), (groups, What::Groups)];
    }

    /// Takes an answer in, if it is to one of its questions.
    pub fn reply(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: &Reply) -> bool {
        let Some(at) = self.asked.iter().position(|(t, _)| *t == ticket) else { return false };
        let (_, what) = self.asked.swap_remove(at);
        match (what, reply) {
            // One area that holds all the others says nothing: those below it are compared.
            (What::Areas, Reply::Areas(rows)) => match rows.as_slice() {
                [only] if only.children > 0 => {
                    let below = ctx.ask(Request::Areas { parent: Some(only.id) });
                    self.asked.push((below, What::Areas));
                }
                _ => self.areas.clone_from(rows),
            },
            (What::Visits, Reply::Counts(counts)) => self.visits.clone_from(counts),
            (What::Groups, Reply::Counts(counts)) => self.groups.clone_from(counts),
            _ => {}
        }
        true
    }

    fn sections(&self, shared: &Shared, months: &Months, room: usize) -> Vec<Section> {
        let lang = shared.lang;
        let mut out = Vec::new();
        if months.counts.iter().any(|n| *n > 0) {
            let bar = |(back, n): (usize, &u64)| Bar {
                label: words::month(lang, bars::month_of(back, shared.today())),
                parts: [*n, 0],
                figure: if *n > 0 { n.to_string() } else { String::new() },
                behind: Behind::Month(back),
            };
            let bars = months.counts.iter().rev().enumerate().map(bar).collect();
            let told = months.told.clone();
            out.push(Section { title: words::FIGURES.get(lang).to_owned(), told, bars });
        }
        let groups = self.groups.iter().filter(|c| c.is != Is::Blank).take(GROUPS);
        let label =
            |c: &Count| Kind::Person.field(person::GROUPS).map(|f| group(f, c, lang)).unwrap_or_default();
        let groups: Vec<Bar> = groups
            .map(|c| Bar {
                label: label(c),
                parts: [c.rows, 0],
                figure: c.rows.to_string(),
                behind: Behind::Group(c.is),
            })
            .collect();
        let used: usize = out.iter().map(|s| s.bars.len() + 4).sum::<usize>() + groups.len() + 2;
        let each = (room.saturating_sub(used) / 2).saturating_sub(2).max(LEAST);
        let mut areas: Vec<&AreaRow> = self.areas.iter().filter(|a| a.people > 0).collect();
        areas.sort_by_key(|a| std::cmp::Reverse(a.people));
        let reached = areas.iter().take(each).map(|a| Bar {
            label: a.name.clone(),
            parts: [a.people.saturating_sub(a.overdue), a.overdue],
            figure: match a.overdue {
                0 => a.people.to_string(),
                late => format!("{} + {late}", a.people.saturating_sub(late)),
            },
            behind: Behind::People(a.id, a.name.clone(), a.overdue > 0),
        });
        let mut section = |title: T, bars: Vec<Bar>| {
            out.push(Section { title: title.get(lang).to_owned(), told: String::new(), bars });
        };
        section(words::AREAS_REACHED, reached.collect());
        let count = |a: &AreaRow| {
            let is = Is::Ref(a.id);
            self.visits.iter().find(|c| c.is == is).map_or(0, |c| c.rows)
        };
        let mut visits: Vec<(u64, &AreaRow)> = self.areas.iter().map(|a| (count(a), a)).collect();
        visits.retain(|(n, _)| *n > 0);
        visits.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        let visited = visits.into_iter().take(each).map(|(n, a)| Bar {
            label: a.name.clone(),
            parts: [n, 0],
            figure: n.to_string(),
            behind: Behind::Visits(a.id, a.name.clone()),
        });
        section(words::AREAS_VISITS, visited.collect());
        section(words::GROUPS_OF, groups);
        out.retain(|s| !s.bars.is_empty());
        out
    }

    /// All bars, and what is behind each that the cursor can stand on.
    pub fn lines(
        &self,
        shared: &Shared,
        width: usize,
        months: &Months,
        room: usize,
    ) -> (Vec<Line>, Vec<Behind>) {
        let sections = self.sections(shared, months, room);
        let all = || sections.iter().flat_map(|s| &s.bars);
        let figure = all().map(|b| glyph::width(&b.figure)).max().unwrap_or(0);
        let (mut lines, mut behind) = (Vec::new(), Vec::new());
        for section in sections {
            if !lines.is_empty() {
                lines.push(Line::blank());
            }
            lines.push(Line::rule(width, &section.title));
            if !section.told.is_empty() {
                let told = draw::wrap(&section.told, width.saturating_sub(3));
                lines.extend(told.into_iter().map(|l| Line::of(format!(" {l}"), Ink::Dim)));
            }
            let label = section.bars.iter().map(|b| glyph::width(&b.label)).max().unwrap_or(0);
            // in a very narrow window half of it, however little that is
            let label = label.max(LABEL.0).min((width / 2).min(LABEL.1));
            let bar_room = width.saturating_sub(label + figure + 6).max(1);
            let most = section.bars.iter().map(|b| b.parts.iter().sum::<u64>()).max().unwrap_or(1).max(1);
            for bar in section.bars {
                let line =
                    Line::text(" ").and(glyph::pad(&bar.label, label), Ink::Strong).and("  ", Ink::Text);
                let line = bars::across(line, bar.parts, most, bar_room, shared.theme);
                lines.push(line.end(bar.figure, Ink::Text).hit(behind.len()));
                behind.push(bar.behind);
            }
        }
        (lines, behind)
    }

    /// Takes an action in; `room`: lines of the area, `months`: visits by month.
    pub fn action(
        &mut self,
        ctx: &mut Ctx<'_>,
        action: Action,
        (width, room): (usize, usize),
        months: &Months,
    ) -> bool {
        let (lines, behind) = self.lines(ctx.shared, width, months, room);
        if self.sheet.step(action, &lines, room) {
            return true;
        }
        if action != Action::Open {
            return false;
        }
        if let Some(behind) = behind.get(self.sheet.at) {
            self.open(ctx, behind);
        }
        true
    }

    /// Shows the records that a bar counts.
    pub fn open(&self, ctx: &mut Ctx<'_>, behind: &Behind) {
        let list = list_of(behind, self.of, ctx.shared.today());
        ctx.does(Effect::Push(Box::new(list)));
    }

    /// Draws them; `focus`: whether the cursor is shown.
    pub fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer, months: &Months, focus: bool) {
        let (lines, _) = self.lines(shared, area.width.into(), months, area.height.into());
        if lines.is_empty() {
            let text = if self.asked.is_empty() { words::NO_FIGURES } else { words::LOADING };
            for (y, line) in (area.top()..area.bottom())
                .zip(draw::wrap(text.get(shared.lang), usize::from(area.width).saturating_sub(2)))
            {
                glyph::put(buf, area.x + 1, y, area.width.into(), &line, shared.theme.dim());
            }
            return;
        }
        self.sheet.view(&lines, buf, area, shared.theme, focus);
    }
}

/// The records that a bar counts.
fn list_of(behind: &Behind, of: Option<Id>, today: Day) -> List {
    let test = |field: u16, is: Is| vec![Test { field, any: vec![is] }];
    match behind {
        Behind::Month(back) => {
            let (from, to) = month_back(today, *back);
            let tests = test(visit::WHEN, Is::Days(Some(from), Some(to)));
            List::some(Kind::Visit, Filter { area: of, tests, ..Filter::default() }, Order::Usual)
        }
        Behind::People(area, name, late) => {
            let filter = Filter { area: Some(*area), overdue: *late, ..Filter::default() };
            List::some(Kind::Person, filter, Order::LongAgo).of(name)
        }
        Behind::Visits(area, name) => {
            let tests = test(visit::WHEN, Is::Span(Span::Year));
            let filter = Filter { area: Some(*area), tests, ..Filter::default() };
            List::some(Kind::Visit, filter, Order::Usual).of(name)
        }
        Behind::Group(is) => {
            let tests = test(person::GROUPS, *is);
            List::some(Kind::Person, Filter { area: of, tests, ..Filter::default() }, Order::Usual)
        }
    }
}

/// The first and the last day of the month so many months back.
fn month_back(today: Day, back: usize) -> (Day, Day) {
    use chrono::Datelike;
    let first = |back: i32| {
        let months = today.year() * 12 + i32::try_from(today.date().month0()).unwrap_or(0) - back;
        let month = u32::try_from(months.rem_euclid(12)).unwrap_or(0) + 1;
        Day::ymd(months.div_euclid(12), month, 1).unwrap_or(today)
    };
    let back = i32::try_from(back).unwrap_or(0);
    (first(back), first(back - 1).plus(-1))
}

/// A group as it is called for short.
fn group(field: &Field, count: &Count, lang: Lang) -> String {
    match count.is {
        Is::Code(code) => say::short_choice(field, code, lang),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_begin_and_end_where_they_do() {
        let day = |y, m, d| Day::ymd(y, m, d).unwrap();
        assert_eq!(month_back(day(2026, 11, 23), 0), (day(2026, 11, 1), day(2026, 11, 30)));
        assert_eq!(month_back(day(2026, 2, 28), 2), (day(2025, 12, 1), day(2025, 12, 31)));
    }
}
