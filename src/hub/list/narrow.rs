//! The tests of a filter, and how many rows have each value of a field: over columns where the kind has them, over its
//! records where there are few.

use super::super::wire::{Is, Test};
use super::super::world::World;
use crate::book::{Day, Field, Id, Kind, Record, Type, Value};
use crate::index::rowset::RowSet;
use crate::index::tables::{NEVER, NONE, Tables};

/// Keeps the rows that pass every test.
pub fn narrow(t: &Tables, kind: Kind, tests: &[Test], today: Day, set: &mut RowSet) {
    for test in tests {
        if let Some(field) = kind.field(test.field).filter(|f| !f.hidden) {
            one(t, kind, field, &test.any, today, set);
        }
    }
}

fn one(t: &Tables, kind: Kind, field: &Field, any: &[Is], today: Day, set: &mut RowSet) {
    let (blank, filled) = (any.contains(&Is::Blank), any.contains(&Is::Filled));
    if let Some(column) = t.codes(kind, field.no) {
        // every value there can be is judged once
        let mask = any.iter().filter_map(code).filter(|c| *c < 8).fold(0u8, |m, c| m | 1 << c);
        let has = |v: u8| match field.many {
            true => v & mask != 0,
            false => any.iter().filter_map(code).any(|c| c == u16::from(v)),
        };
        let passes: [bool; 256] =
            std::array::from_fn(|v| if v == 0 { blank } else { filled || u8::try_from(v).is_ok_and(has) });
        set.keep(column, |v| passes.get(usize::from(v)).copied().unwrap_or(false));
        return;
    }
    if let Some(column) = t.day_column(kind, field.no) {
        let spans: Vec<(i32, i32)> = any.iter().filter_map(|is| span(is, today)).map(ends).collect();
        match (spans.as_slice(), blank, filled) {
            ([(from, to)], false, false) => set.keep(column, |d| *from <= d && d <= *to),
            _ => {
                let has = |d: i32| spans.iter().any(|(from, to)| *from <= d && d <= *to);
                set.keep(column, |d| if d == NEVER { blank } else { filled || has(d) });
            }
        }
        return;
    }
    if let Some(column) = t.links_column(kind, field.no) {
        let wanted = wanted(t, field, any);
        let has = |row: u32| wanted.get(row as usize).copied().unwrap_or(false);
        set.keep(column, |row| if row == NONE { blank } else { filled || has(row) });
        return;
    }
    let Some(facets) = t.facets(kind) else { return };
    let to: Vec<Id> = any.iter().flat_map(|is| reached(t, field, is)).collect();
    let referring = to.iter().flat_map(|id| facets.referring(field.no, *id)).copied();
    let mut passing = RowSet::some(rows(t, kind), referring);
    for (asked, wanted) in [(blank, false), (filled, true)] {
        if asked {
            let mut some = set.clone();
            facets.keep_filled(kind, field.no, wanted, &mut some);
            passing.add_all(&some);
        }
    }
    set.keep_all(&passing);
}

/// How many rows the table of a kind has, with those whose record is not there.
pub fn rows(t: &Tables, kind: Kind) -> u32 {
    match kind {
        Kind::Person => t.people.id.len(),
        Kind::Visit => t.visits.id.len(),
        kind if kind.general().is_some() => t.things(kind).map_or(0, |t| t.rows.id.len()),
        _ => t.names(kind).map_or(0, |n| n.rows() as u32),
    }
}

/// Which rows of the table referred to are meant; an area means those below it too.
fn wanted(t: &Tables, field: &Field, any: &[Is]) -> Vec<bool> {
    let mut out: Vec<bool> = Vec::new();
    for is in any {
        let Is::Ref(id) = is else { continue };
        match field.ty {
            Type::Ref { kind: Kind::Area, .. } => {
                let inside = t.areas.find(*id).map(|a| t.areas.inside(a)).unwrap_or_default();
                out.resize(out.len().max(inside.len()), false);
                out.iter_mut().zip(inside).for_each(|(o, i)| *o |= i);
            }
            Type::Ref { kind, .. } => {
                let Some(at) = t.names(kind).and_then(|n| n.find(*id)) else { continue };
                out.resize(out.len().max(at as usize + 1), false);
                if let Some(o) = out.get_mut(at as usize) {
                    *o = true;
                }
            }
            _ => {}
        }
    }
    out
}

/// Who is meant; an area means those below it too.
fn reached(t: &Tables, field: &Field, is: &Is) -> Vec<Id> {
    let Is::Ref(id) = is else { return Vec::new() };
    if !matches!(field.ty, Type::Ref { kind: Kind::Area, .. }) {
        return vec![*id];
    }
    let inside = t.areas.find(*id).map(|a| t.areas.inside(a)).unwrap_or_default();
    let all = t.areas.live().filter(|(at, _)| inside.get(*at as usize).copied().unwrap_or(false));
    all.map(|(_, n)| n.id).collect()
}

fn code(is: &Is) -> Option<u16> {
    if let Is::Code(c) = is { Some(*c) } else { None }
}

/// The days that are meant, both ends included; none where no days are.
pub fn span(is: &Is, today: Day) -> Option<(Option<Day>, Option<Day>)> {
    match is {
        Is::Days(from, to) => Some((*from, *to)),
        Is::Span(span) => Some(span.days(today)),
        _ => None,
    }
}

/// The same as a column has them; no day is before the first.
pub fn ends((from, to): (Option<Day>, Option<Day>)) -> (i32, i32) {
    (from.map_or(NEVER + 1, |d| d.0), to.map_or(i32::MAX, |d| d.0))
}

/// Whether a day lies in a span.
pub fn within(span: Option<(Option<Day>, Option<Day>)>, day: Day) -> bool {
    span.is_some_and(|(from, to)| from.is_none_or(|f| f <= day) && to.is_none_or(|t| day <= t))
}

/// Whether a record passes every test: for kinds of which there are few, and to hold the columns against.
pub fn holds(world: &World, r: &Record, tests: &[Test]) -> bool {
    tests.iter().all(|test| {
        let Some(field) = r.kind.field(test.field).filter(|f| !f.hidden) else { return true };
        let all = r.fields.get(field.no).map(Value::each).unwrap_or_default();
        test.any.iter().any(|is| match is {
            Is::Blank => all.is_empty(),
            Is::Filled => !all.is_empty(),
            Is::Code(c) => all.contains(&Value::Code(*c)),
            Is::Days(..) | Is::Span(_) => {
                let span = span(is, world.today());
                all.iter().any(|v| matches!(v, Value::Day(d) if within(span, *d)))
            }
            Is::Ref(id) => {
                all.iter().any(|v| matches!(v, Value::Ref(to) if meant(world, to.kind, to.id, *id)))
            }
        })
    })
}

fn meant(world: &World, kind: Kind, one: Id, wanted: Id) -> bool {
    if kind != Kind::Area {
        return one == wanted;
    }
    let t = world.tables();
    let below = |at: u32| t.areas.find(wanted).is_some_and(|w| t.areas.path(at).contains(&w));
    t.areas.find(one).is_some_and(below)
}

/// Where a row stands by a field: dates the latest first, choices as their list has them, or the other way round; what
/// is blank stands last either way.
pub fn standing(t: &Tables, kind: Kind, no: u16, back: bool) -> impl Fn(u32) -> i32 {
    let (days, codes) = (t.day_column(kind, no), t.codes(kind, no));
    move |at| {
        let first = match (days.and_then(|c| c.get(at)), codes.and_then(|c| c.get(at))) {
            (Some(day), _) if day != NEVER => day.saturating_neg(),
            (_, Some(code)) if code > 0 => i32::from(code),
            _ => return i32::MAX,
        };
        if back { first.saturating_neg() } else { first }
    }
}
