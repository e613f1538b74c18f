//! Matters, meetings and tasks on Today: a line each, what its key does, and the lists behind the titles.

use super::Go;
use super::rows::due;
use crate::book::{Cell, Day, Kind, Row, matter, meeting, schema, task};
use crate::hub::wire::{Filter, Is, Order, Test};
use crate::text::T;
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::Shared;
use crate::tui::screens::{List, next_step, state_of};
use crate::tui::sheet::{Ink, Line};

/// Cells of what a row is, of a name, of a time.
const WHAT: usize = 5;
const NAME: usize = 9;
const TIME: usize = 12;
/// Behind the cells of a matter: the day on which it was settled.
const SETTLED: usize = 7;

/// The list behind a title.
pub(super) fn all(title: Go, today: Day) -> List {
    let only = |field: u16, any: Vec<Is>| Filter { tests: vec![Test { field, any }], ..Filter::default() };
    let open = |kind: Kind, field: u16| {
        let general = kind.general();
        let states = kind.field(field).map(|f| f.choices()).unwrap_or_default();
        let open = states.iter().filter(|c| general.is_some_and(|g| g.is_open(c.code)));
        only(field, open.map(|c| Is::Code(c.code)).collect())
    };
    match title {
        Go::AllMatters => {
            List::some(Kind::Matter, open(Kind::Matter, matter::STATE), Order::By(matter::DUE, true))
        }
        Go::AllMeetings => {
            let coming = only(meeting::WHEN, vec![Is::Days(Some(today), None)]);
            List::some(Kind::Meeting, coming, Order::By(meeting::WHEN, true))
        }
        _ => List::some(Kind::Task, open(Kind::Task, task::STATE), Order::By(task::DUE, true)),
    }
}

/// The list behind what other offices passed on to one's own, or what one's own passed on to others.
pub(super) fn passed(to: bool, shared: &Shared) -> List {
    let areas = shared.welcome.standing.areas.iter().map(|(id, _)| Is::Ref(*id)).collect::<Vec<_>>();
    let field = if to { matter::WITH_AREA } else { matter::WITH_FROM };
    // who sees everything has no areas of their own
    let any = if areas.is_empty() { vec![Is::Filled] } else { areas };
    let filter = Filter { tests: vec![Test { field, any }], ..Filter::default() };
    List::some(Kind::Matter, filter, Order::By(matter::WITH_SINCE, true))
}

/// What the key of a matter does that is with another office.
pub(super) fn urge() -> Option<T> {
    Kind::Matter.general()?.acts?.label(Kind::Matter, matter::URGE)
}

/// A matter that another office passed on, or that is with another one: from whom or to whom, since when, whether it was
/// taken on.
pub(super) fn passed_line(row: &Row, to: bool, shared: &Shared, width: usize) -> Line {
    let (lang, today) = (shared.lang, shared.today());
    let cell = |i: usize, wide: usize| say::cell_of(row, i, wide, today, lang);
    let day = |i: usize| if let Some(Cell::Day(d)) = row.cells.get(i) { Some(*d) } else { None };
    let [with, from, since, taken] = [0, 1, 2, 3].map(|n| SETTLED + n);
    let office =
        if to { words::from_office(lang, &cell(from, 12)) } else { words::to_office(lang, &cell(with, 12)) };
    let line = Line::text(format!(" {}", cell(0, width))).and(format!("  {office}"), Ink::Dim);
    let (when, ink) = by(row, 3, shared, width);
    let line = if ink == Ink::Trouble { line.end(format!("{} ", when.trim()), ink) } else { line };
    let days = day(since).map_or(0, |d| today.0.saturating_sub(d.0).max(0));
    let told = match day(taken) {
        Some(_) => words::taken_for(lang, days),
        None => words::waits_for(lang, days),
    };
    let line = line.end(told, if day(taken).is_some() { Ink::Text } else { Ink::Notice });
    acts(line, if to { step(row) } else { urge() }, shared, width)
}

/// What the key of a row does.
pub(super) fn step(row: &Row) -> Option<T> {
    match row.target.kind {
        Kind::Meeting => Some(words::meetings::SIGN_IN),
        Kind::Matter | Kind::Task => next_step(state_of(row)),
        _ => None,
    }
}

/// The key that acts, where there is room to name it.
fn act(line: Line, row: &Row, shared: &Shared, width: usize) -> Line {
    acts(line, step(row), shared, width)
}

fn acts(line: Line, does: Option<T>, shared: &Shared, width: usize) -> Line {
    let Some(does) = does.filter(|_| width >= 70) else { return line };
    let key = shared.keymap.key_of(Context::Today.stack(), Action::Act).unwrap_or_default();
    // of all keys the same room, so that what stands before them stands below each other
    let does = glyph::pad(does.get(shared.lang), glyph::width(words::LOG_VISIT.get(shared.lang)).max(8));
    line.end("  ", Ink::Text).end(key, Ink::Key).end(format!(" {does}"), Ink::Dim)
}

/// By when, whether told as late.
fn by(row: &Row, at: usize, shared: &Shared, width: usize) -> (String, Ink) {
    match row.cells.get(at) {
        Some(Cell::Due(day)) => {
            let (words, late) = due(*day, shared, width);
            (words, if late { Ink::Trouble } else { Ink::Text })
        }
        _ => (String::new(), Ink::Text),
    }
}

/// One eye-line.
pub(in crate::tui::screens) fn line(row: &Row, shared: &Shared, width: usize) -> Line {
    let line = match row.target.kind {
        Kind::Matter => of_matter(row, shared, width),
        Kind::Meeting => of_meeting(row, shared, width),
        _ => of_task(row, shared, width),
    };
    act(line, row, shared, width)
}

fn of_matter(row: &Row, shared: &Shared, width: usize) -> Line {
    let (lang, today) = (shared.lang, shared.today());
    let cell = |i: usize, wide: usize| say::cell_of(row, i, wide, today, lang);
    let untold = state_of(row).is_some_and(|(_, s)| s == matter::SETTLED);
    let what = if untold { words::AGENDA_TELL } else { words::AGENDA_DO };
    let line = Line::text(format!(" {} ", glyph::pad(what.get(lang), WHAT)))
        .and(glyph::pad(&cell(1, NAME), NAME), Ink::Strong)
        .and(cell(0, width), Ink::Text);
    if untold {
        let told = match row.cells.get(SETTLED) {
            Some(Cell::Day(day)) if *day < today => words::settled_for(lang, today.0 - day.0),
            _ => schema::own_word(Kind::Matter, matter::STATE, matter::SETTLED)
                .unwrap_or(words::AGENDA_UNTOLD)
                .get(lang)
                .to_owned(),
        };
        return line.end(told, Ink::Notice);
    }
    let (when, ink) = by(row, 3, shared, width);
    line.end(when, ink)
}

fn of_meeting(row: &Row, shared: &Shared, width: usize) -> Line {
    let (lang, today) = (shared.lang, shared.today());
    let cell = |i: usize, wide: usize| say::cell_of(row, i, wide, today, lang);
    let day = match row.cells.first() {
        Some(Cell::Day(day)) if *day == today => String::new(),
        Some(Cell::Day(day)) => say::short_day(*day, today),
        _ => String::new(),
    };
    let time = cell(6, TIME);
    let when = format!("{day} {}", time.split(['-', '至']).next().unwrap_or_default()).trim().to_owned();
    let line = Line::text(format!(" {} ", glyph::pad(&when, TIME)))
        .and(cell(2, width), Ink::Strong)
        .and(format!("  {}", cell(3, 24)), Ink::Dim);
    if width >= 60 { line.end(cell(4, 9), Ink::Text) } else { line }
}

fn of_task(row: &Row, shared: &Shared, width: usize) -> Line {
    let (lang, today) = (shared.lang, shared.today());
    let cell = |i: usize, wide: usize| say::cell_of(row, i, wide, today, lang);
    let whom = cell(1, 2 * NAME);
    let line = Line::text(format!(" {}", cell(0, width)));
    let line = if whom.is_empty() { line } else { line.and(format!("  {whom}"), Ink::Dim) };
    let line = if width >= 60 { line.end(cell(2, NAME), Ink::Dim) } else { line };
    let (when, ink) = by(row, 3, shared, width);
    line.end(format!(" {when}"), ink)
}
