//! Rows of lists, cards and the finder: a record in the cells of its kind's columns. Phones leave the hub covered.

use super::actor::Actor;
use super::world::World;
use crate::book::columns::{Column, WHOM};
use crate::book::{
    Cell, Cover, Day, General, Kind, Record, Ref, Row, Type, Value, area, meeting, organisation, person,
    phones, request, retention, staff, tag, target, tie, visit,
};
use crate::index::tables::NEVER;
use crate::store::StoreError;
use crate::text::retention as kept;

/// The row of a record; `None` if it is gone.
///
/// # Errors
/// When the store cannot be read.
pub fn row(world: &World, target: Ref, actor: &Actor) -> Result<Option<Row>, StoreError> {
    Ok(world.get(target)?.map(|r| row_of(world, &r, actor)))
}

/// The row of a record at hand.
pub fn row_of(world: &World, r: &Record, actor: &Actor) -> Row {
    let cells = match r.kind {
        Kind::Person => person_cells(world, r, actor),
        Kind::Organisation => organisation_cells(world, r, actor),
        Kind::Visit => visit_cells(world, r, actor),
        Kind::Area => area_cells(world, r, actor),
        Kind::Tie => tie_cells(world, r, actor),
        Kind::Staff => staff_cells(world, r, actor),
        Kind::Tag => vec![text(r.name()), text(r.fields.text(tag::PURPOSE))],
        Kind::Request => request_cells(world, r, actor),
        kind => kind.general().map_or_else(Vec::new, |g| general_cells(world, r, g, actor)),
    };
    Row { target: r.to_ref(), version: r.version, cells }
}

/// Puts the cells of further fields behind those of each row. One with so many that a page fits no frame gets shorter
/// texts, never fewer cells.
///
/// # Errors
/// When the store cannot be read.
pub fn widen(world: &World, rows: &mut [Row], more: &[u16], actor: &Actor) -> Result<(), StoreError> {
    for row in rows {
        let r = world.get(row.target)?;
        let fields = more
            .iter()
            .take(MORE_MAX)
            .map(|no| r.as_ref().map_or(Cell::Empty, |r| cell(world, r, *no, actor)));
        row.cells.extend(fields);
    }
    Ok(())
}

/// A field as the cell of a list. What reaches somebody is covered as everywhere in lists.
fn cell(world: &World, r: &Record, no: u16, actor: &Actor) -> Cell {
    let Some(field) = r.kind.field(no).filter(|f| !f.hidden) else { return Cell::Empty };
    let Some(value) = r.fields.get(no) else { return Cell::Empty };
    if r.kind != Kind::Person && field.cover == Cover::Words && world.only_frozen(r) {
        return Cell::Empty;
    }
    match (field.ty, value) {
        (Type::Choice(_), _) if !field.many => choice(r, no),
        (Type::Day, Value::Day(d)) => Cell::Day(*d),
        (Type::Number(..) | Type::Hours, Value::Int(n)) => text(field.number(*n)),
        (Type::Phone, _) => {
            text(r.fields.texts(no).into_iter().map(phones::masked).collect::<Vec<_>>().join("、"))
        }
        (Type::Ref { .. } | Type::Party, _) => all_named(world, r, actor, no),
        _ if field.cover == Cover::Tail => {
            text(r.fields.texts(no).into_iter().map(phones::masked).collect::<Vec<_>>().join("、"))
        }
        _ => text(world.words(field, value, actor).lines().collect::<Vec<_>>().join(" ")),
    }
}

/// Most further fields of a row.
const MORE_MAX: usize = 40;

/// Most characters of a cell: a page of a thousand rows fits a frame, whatever was typed into the records.
const CELL_MAX: usize = 100;

fn text(s: impl Into<String>) -> Cell {
    let s = cut(s.into(), CELL_MAX);
    if s.is_empty() { Cell::Empty } else { Cell::Text(s) }
}

/// The beginning of a text, with a mark where it goes on.
pub fn cut(s: String, most: usize) -> String {
    match s.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", s.get(..at).unwrap_or_default()),
        None => s,
    }
}

fn choice(r: &Record, no: u16) -> Cell {
    r.fields.code(no).map_or(Cell::Empty, |c| Cell::Choice(no, c))
}

fn named(world: &World, r: &Record, actor: &Actor, no: u16) -> Cell {
    r.fields.link(no).map_or(Cell::Empty, |l| text(world.name_of(l, actor)))
}

fn all_named(world: &World, r: &Record, actor: &Actor, no: u16) -> Cell {
    text(r.fields.links(no).into_iter().map(|l| world.name_of(l, actor)).collect::<Vec<_>>().join("、"))
}

/// The short name of an area: 恒达 for 恒达社区居民委员会.
fn short_area(world: &World, r: &Record, actor: &Actor, no: u16) -> Cell {
    r.fields.link(no).map_or(Cell::Empty, |l| text(crate::book::names::area_key(&world.name_of(l, actor))))
}

fn short_areas(world: &World, r: &Record, actor: &Actor, no: u16) -> Cell {
    let all = r.fields.links(no).into_iter().map(|l| crate::book::names::area_key(&world.name_of(l, actor)));
    text(all.collect::<Vec<_>>().join("、"))
}

fn phone(r: &Record, no: u16) -> Cell {
    r.fields.texts(no).first().map_or(Cell::Empty, |p| Cell::Phone(phones::masked(p)))
}

/// Employer and title in one.
pub fn post(world: &World, r: &Record, actor: &Actor) -> String {
    let employer = r.fields.link(person::EMPLOYER).map(|e| world.name_of(e, actor)).unwrap_or_default();
    format!("{employer} {}", r.fields.text(person::TITLE)).trim().to_string()
}

fn person_cells(world: &World, r: &Record, actor: &Actor) -> Vec<Cell> {
    let (last, visits) = {
        let t = world.tables();
        let p = t.people.find(r.id).and_then(|p| t.people.get(p));
        p.map_or((NEVER, 0), |p| (p.last, p.visit_count))
    };
    vec![
        text(r.name()),
        text(post(world, r, actor)),
        short_area(world, r, actor, person::AREA),
        phone(r, person::PHONES),
        Cell::Ago(Some(last).filter(|l| *l != NEVER).map(Day)),
        Cell::Count(u64::from(visits)),
    ]
}

fn organisation_cells(world: &World, r: &Record, actor: &Actor) -> Vec<Cell> {
    let people = {
        let t = world.tables();
        t.organisations.find(r.id).map_or(0, |o| actor.rights.members(&t, o))
    };
    vec![
        text(r.name()),
        choice(r, organisation::SORT),
        short_area(world, r, actor, organisation::AREA),
        Cell::Count(u64::from(people)),
        choice(r, organisation::STATUS),
    ]
}

fn visit_cells(world: &World, r: &Record, actor: &Actor) -> Vec<Cell> {
    let mut whom = all_named(world, r, actor, visit::PEOPLE);
    if whom == Cell::Empty {
        whom = named(world, r, actor, visit::ORGANISATION);
    }
    if whom == Cell::Empty && r.fields.get(visit::PEOPLE).is_none() {
        whom = text(kept::NAMELESS.get(actor.lang));
    }
    vec![
        r.fields.day(visit::WHEN).map_or(Cell::Empty, Cell::Day),
        choice(r, visit::MODE),
        whom,
        text(super::guard::summary(world, r).lines().collect::<Vec<_>>().join(" ")),
        text(super::doer::told(world, r, actor)),
        r.fields.day(visit::NEXT).map_or(Cell::Empty, |d| text(d.short())),
    ]
}

fn area_cells(world: &World, r: &Record, actor: &Actor) -> Vec<Cell> {
    let people = {
        let t = world.tables();
        let own = |a| t.areas.get(a).filter(|_| actor.rights.in_area(a)).map_or(0, |n| u64::from(n.people));
        let sums = t.areas.sums(own);
        t.areas.find(r.id).and_then(|a| sums.get(a as usize).copied()).unwrap_or(0)
    };
    vec![
        text(r.name()),
        choice(r, area::LEVEL),
        text(r.fields.text(area::CODE)),
        named(world, r, actor, area::PARENT),
        Cell::Count(people),
    ]
}

fn tie_cells(world: &World, r: &Record, actor: &Actor) -> Vec<Cell> {
    vec![
        named(world, r, actor, tie::FROM),
        choice(r, tie::SORT),
        named(world, r, actor, tie::TO),
        text(r.fields.text(tie::ROLE)),
        r.fields.day(tie::SINCE).map_or(Cell::Empty, Cell::Day),
        text(r.fields.text(tie::SOURCE)),
    ]
}

fn staff_cells(world: &World, r: &Record, actor: &Actor) -> Vec<Cell> {
    let (people, visits) = {
        let t = world.tables();
        t.staff.find(r.id).map_or((0, 0), |s| actor.rights.work(&t, s))
    };
    vec![
        text(r.name()),
        choice(r, staff::ROLE),
        short_areas(world, r, actor, staff::AREAS),
        text(r.fields.text(staff::ACCOUNT)),
        Cell::Count(u64::from(people)),
        Cell::Count(u64::from(visits)),
        choice(r, staff::STATUS),
    ]
}

fn request_cells(world: &World, r: &Record, actor: &Actor) -> Vec<Cell> {
    vec![
        r.fields.day(request::ASKED_ON).map_or(Cell::Empty, Cell::Day),
        choice(r, request::WHAT),
        named(world, r, actor, request::PERSON),
        choice(r, request::DECIDED),
        named(world, r, actor, request::STAFF),
    ]
}

/// How many came, out of how many were asked.
fn presence(r: &Record) -> Cell {
    let (came, asked) = (meeting::heads(&r.fields), r.fields.links(meeting::EXPECTED).len());
    match (came, asked) {
        (0, 0) => Cell::Empty,
        (came, 0) => text(came.to_string()),
        (came, asked) => text(format!("{came}/{asked}")),
    }
}

/// How much of a target is done, or the points that it makes.
fn progress(r: &Record, key: &str, done: Option<(u64, u64)>) -> Cell {
    let Some((done, aim)) = done else { return Cell::Empty };
    match r.fields.int(target::WEIGHT).filter(|_| key == target::POINTS) {
        Some(weight) => text(format!("{}/{weight}", target::points(weight, done, aim))),
        None if key == target::POINTS => Cell::Empty,
        None => text(format!("{done}/{aim} {}%", done * 100 / aim.max(1))),
    }
}

/// The cells of a general kind, by the keys of its columns.
fn general_cells(world: &World, r: &Record, g: &General, actor: &Actor) -> Vec<Cell> {
    let kept_only = world.only_frozen(r);
    let done = (r.kind == Kind::Target && g.columns.iter().any(|c| c.key == target::PROGRESS))
        .then(|| super::report::progress(world, actor, r).ok().flatten())
        .flatten();
    let waits = || g.state.and_then(|no| r.fields.code(no)).is_some_and(|s| g.waits(s));
    let of = |c: &Column| {
        if c.key == WHOM {
            let whom = g.people.map_or(Cell::Empty, |no| all_named(world, r, actor, no));
            let firm = || g.organisation.map_or(Cell::Empty, |no| named(world, r, actor, no));
            return if whom == Cell::Empty { firm() } else { whom };
        }
        if c.key == meeting::PRESENCE {
            return presence(r);
        }
        if let (target::PROGRESS | target::POINTS, Kind::Target) = (c.key, r.kind) {
            return progress(r, c.key, done);
        }
        let Some(field) = r.kind.field_by_key(c.key) else { return Cell::Empty };
        let no = Some(field.no);
        match (field.ty, r.fields.get(field.no)) {
            _ if no == g.name && kept_only => Cell::Empty,
            (Type::Line, None) if no == g.name && retention::may_be_nameless(r.kind) => {
                text(kept::NAMELESS.get(actor.lang))
            }
            (Type::Day, Some(Value::Day(d))) if no == g.due && waits() => Cell::Due(*d),
            (Type::Ref { kind: Kind::Area, .. }, _) => short_areas(world, r, actor, field.no),
            _ => cell(world, r, field.no, actor),
        }
    };
    g.columns.iter().map(of).collect()
}
