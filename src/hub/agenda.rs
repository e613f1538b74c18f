//! What Today and the calendar say of matters, meetings and tasks: by the kept orders and the columns, as a book may have
//! very many of each.

use super::actor::Actor;
use super::rights::Rights;
use super::rows::{row, widen};
use super::wire::Agenda;
use super::world::World;
use crate::book::{Day, Id, Kind, Ref, Row, matter, meeting, task};
use crate::index::rowset::RowSet;
use crate::index::tables::{NEVER, NONE, Tables};
use crate::store::StoreError;
use std::cmp::Reverse;
use std::collections::HashSet;

/// Rows of each that come by themselves.
const FEW: usize = 8;
/// Days ahead of which meetings and tasks are told.
pub const AHEAD: i32 = 7;

/// What is open and due from one day to another, both included, the earliest first.
fn due(t: &Tables, rights: &Rights, kind: Kind, (from, to): (i32, i32)) -> Vec<u32> {
    let Some(things) = t.things(kind) else { return Vec::new() };
    let day = |at: u32| t.due_day(kind, at);
    let (a, b) = (things.by_due.rank(|at| day(at) < from), things.by_due.rank(|at| day(at) <= to));
    let seen = |at: &u32| rights.everywhere() || t.touches(things, *at, |a| rights.in_area(a));
    things.by_due.range(a, b).filter(seen).collect()
}

/// What is on a day from one to another, both included, the earliest first.
fn on(t: &Tables, rights: &Rights, kind: Kind, (from, to): (i32, i32)) -> Vec<u32> {
    let Some(things) = t.things(kind) else { return Vec::new() };
    let day = |at: u32| t.main_day(kind, at);
    let (a, b) = (things.by_day.rank(|at| day(at) < from), things.by_day.rank(|at| day(at) <= to));
    let seen = |at: &u32| rights.everywhere() || t.touches(things, *at, |a| rights.in_area(a));
    things.by_day.range(a, b).filter(seen).collect()
}

/// Matters that are settled and whose people do not know, the oldest first.
fn untold(t: &Tables, rights: &Rights) -> Vec<u32> {
    let Some(things) = t.things(Kind::Matter) else { return Vec::new() };
    let Some(states) = t.codes(Kind::Matter, matter::STATE) else { return Vec::new() };
    let mut set = RowSet::of(states, |s| u16::from(s) == matter::SETTLED);
    set.keep(&things.rows.alive, |alive| alive);
    rights.things(t, Kind::Matter, &mut set);
    let settled = t.day_column(Kind::Matter, matter::SETTLED_ON);
    let mut rows: Vec<u32> = set.iter().collect();
    rows.sort_by_key(|at| (settled.and_then(|c| c.get(*at)).unwrap_or(NEVER), *at));
    rows
}

/// The cells behind a matter's own that tell where it went.
pub const PASSED: [u16; 4] = [matter::WITH_AREA, matter::WITH_FROM, matter::WITH_SINCE, matter::WITH_TAKEN];

/// Matters that other offices passed on to these, and those that these passed on to others.
fn passed(t: &Tables, rights: &Rights) -> (Vec<u32>, Vec<u32>) {
    let Some(things) = t.things(Kind::Matter) else { return Default::default() };
    let mut set = RowSet::of(&things.rows.with, |w| w != NONE);
    set.keep(&things.rows.alive, |alive| alive);
    let (mut to, mut from) = (Vec::new(), Vec::new());
    for at in set.iter() {
        let with = things.rows.with.get(at).unwrap_or(NONE);
        let own = t.areas.get(with).is_some_and(|a| rights.areas.contains(&a.id));
        let here = rights.everywhere() || t.lies(things, at, |a| rights.in_area(a));
        match (here, rights.in_area(with)) {
            // what came to the very office of whoever sees both sides is theirs to do
            (false, true) => to.push(at),
            (true, _) if own => to.push(at),
            (true, false) => from.push(at),
            (true, true) if rights.everywhere() => from.push(at),
            _ => {}
        }
    }
    let day = |no: u16, at: u32| t.day_column(Kind::Matter, no).and_then(|c| c.get(at)).unwrap_or(NEVER);
    to.sort_by_key(|at| (day(matter::WITH_TAKEN, *at) != NEVER, day(matter::WITH_SINCE, *at), *at));
    from.sort_by_key(|at| (day(matter::WITH_SINCE, *at), *at));
    (to, from)
}

fn ids(t: &Tables, kind: Kind, rows: impl Iterator<Item = u32>) -> Vec<Id> {
    let things = t.things(kind);
    rows.filter_map(|at| things.and_then(|th| th.rows.id.get(at))).collect()
}

/// The rows of records, those of meetings with their time.
fn rows_of(world: &World, actor: &Actor, kind: Kind, ids: Vec<Id>) -> Result<Vec<Row>, StoreError> {
    let mut out = Vec::new();
    for id in ids {
        out.extend(row(world, Ref { kind, id }, actor)?);
    }
    if kind == Kind::Meeting {
        widen(world, &mut out, &[meeting::TIME], actor)?;
        out.sort_by_key(|r| (r.cells.first().and_then(day_of), r.cells.last().map(minute_of)));
    }
    Ok(out)
}

fn day_of(cell: &crate::book::Cell) -> Option<Day> {
    if let crate::book::Cell::Day(d) = cell { Some(*d) } else { None }
}

fn minute_of(cell: &crate::book::Cell) -> Option<u16> {
    let crate::book::Cell::Text(text) = cell else { return None };
    meeting::minutes(text).map(|(from, _)| from)
}

/// What is to be seen to.
///
/// # Errors
/// When the store cannot be read.
pub fn agenda(world: &World, actor: &Actor) -> Result<Agenda, StoreError> {
    let today = world.today().0;
    let mut out = Agenda::default();
    let (matters, meetings, tasks, referred, passed) = {
        let t = world.tables();
        let rights = &actor.rights;
        let (to, from) = passed(&t, rights);
        let settled = untold(&t, rights);
        // what came from others stands by itself
        let [came, went] = [&to, &from].map(|all| all.iter().copied().collect::<HashSet<u32>>());
        let own = |all: Vec<u32>| all.into_iter().filter(|at| !came.contains(at)).collect::<Vec<u32>>();
        let late = own(due(&t, rights, Kind::Matter, (NEVER + 1, today - 1)));
        let now = own(due(&t, rights, Kind::Matter, (today, today)));
        (out.referred_total, out.passed_total) = (to.len() as u64, from.len() as u64);
        (out.untold, out.late, out.due) = (settled.len() as u64, late.len() as u64, now.len() as u64);
        // what is with others stands by itself too, late or not
        let mine = |all: Vec<u32>| all.into_iter().filter(|at| !went.contains(at));
        // half of the room for those who wait for a word, half for those who wait for something to be done
        let waiting: Vec<u32> = mine(late).chain(mine(now)).collect();
        let first = FEW.saturating_sub(waiting.len()).max(FEW / 2);
        let matters = settled.into_iter().take(first).chain(waiting);
        let matters = ids(&t, Kind::Matter, matters.take(FEW));
        let coming = on(&t, rights, Kind::Meeting, (today, today + AHEAD));
        out.meetings_total = coming.len() as u64;
        let mut todo = due(&t, rights, Kind::Task, (NEVER + 1, today + AHEAD));
        out.tasks_total = todo.len() as u64;
        let mine = t.referring(Kind::Task, Some(task::OWNER), actor.staff.id);
        todo.sort_by_key(|at| Reverse(mine.binary_search(at).is_ok()));
        let meetings = ids(&t, Kind::Meeting, coming.into_iter().take(FEW));
        let few = |all: Vec<u32>| ids(&t, Kind::Matter, all.into_iter().take(FEW));
        (matters, meetings, ids(&t, Kind::Task, todo.into_iter().take(FEW)), few(to), few(from))
    };
    out.matters = rows_of(world, actor, Kind::Matter, matters)?;
    widen(world, &mut out.matters, &[matter::SETTLED_ON], actor)?;
    for (rows, ids) in [(&mut out.referred, referred), (&mut out.passed, passed)] {
        *rows = rows_of(world, actor, Kind::Matter, ids)?;
        widen(world, rows, &PASSED, actor)?;
    }
    out.meetings = rows_of(world, actor, Kind::Meeting, meetings)?;
    out.tasks = rows_of(world, actor, Kind::Task, tasks)?;
    Ok(out)
}

/// The days of meetings, and those on which tasks are due, from one day to another.
pub fn days(t: &Tables, rights: &Rights, from: Day, to: Day) -> (Vec<i32>, Vec<i32>) {
    let span = (from.0, to.0);
    let meetings = on(t, rights, Kind::Meeting, span).into_iter().map(|at| t.main_day(Kind::Meeting, at));
    let tasks = due(t, rights, Kind::Task, span).into_iter().map(|at| t.due_day(Kind::Task, at));
    (meetings.collect(), tasks.collect())
}

/// The meetings of a day, and the tasks due on it.
///
/// # Errors
/// When the store cannot be read.
pub fn of_day(
    world: &World,
    actor: &Actor,
    day: Day,
    most: usize,
) -> Result<(Vec<Row>, Vec<Row>), StoreError> {
    let (meetings, tasks) = {
        let t = world.tables();
        let span = (day.0, day.0);
        let some = |kind: Kind, rows: Vec<u32>| ids(&t, kind, rows.into_iter().take(most));
        let meetings = some(Kind::Meeting, on(&t, &actor.rights, Kind::Meeting, span));
        (meetings, some(Kind::Task, due(&t, &actor.rights, Kind::Task, span)))
    };
    Ok((rows_of(world, actor, Kind::Meeting, meetings)?, rows_of(world, actor, Kind::Task, tasks)?))
}
