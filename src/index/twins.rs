//! Who may be in the book twice. Found by what the indexes have in order: numbers, names at one employer, names of which
//! nothing else is known. All of a book in one walk over a copy of its columns, so that nobody waits meanwhile; of one
//! who has changed since by a few questions to the indexes.

use super::column::Column;
use super::finder::{Finder, Query, Scope};
use super::rowset::RowSet;
use super::tables::{NONE, Tables};
use crate::book::{Id, Kind, Record, names, person, pinyin};
use std::collections::HashMap;

/// In what two are alike, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Like {
    /// The same number, and names that may be one's.
    Phone,
    /// The same name and employer; of organisations the same name.
    Same,
    /// Names that sound alike or address alike at one employer; of organisations names that differ in their ending.
    Near,
    /// The same name, and of one nothing else is known.
    Alone,
    /// The same number under other names.
    Number,
}

/// Two who may be one: the smaller id first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Twin {
    /// One.
    pub a: Id,
    /// The other.
    pub b: Id,
}

impl Twin {
    /// Of two, whichever comes first.
    pub fn of(a: Id, b: Id) -> Twin {
        if a < b { Twin { a, b } } else { Twin { a: b, b: a } }
    }

    /// Whether one is in it.
    pub fn has(&self, id: Id) -> bool {
        self.a == id || self.b == id
    }
}

/// Pairs with all in which they are alike.
pub type Twins = HashMap<Twin, Vec<Like>>;

/// In a larger group each is compared with its neighbours alone, not with all others.
const CROWD: usize = 8;
/// A number of more people under other names is an office's.
const SHARED: usize = 3;
/// Of more namesakes a bare name tells nothing.
const NAMESAKES: usize = 4;

fn put(out: &mut Twins, a: Id, b: Id, like: Like) {
    if a != b {
        let known = out.entry(Twin::of(a, b)).or_default();
        if !known.contains(&like) {
            known.push(like);
            known.sort_unstable();
        }
    }
}

/// Each with each other; in a crowd each with the next.
fn each<T>(all: &[T], mut see: impl FnMut(&T, &T)) {
    for (i, a) in all.iter().enumerate() {
        let most = if all.len() > CROWD { 1 } else { CROWD };
        all.iter().skip(i + 1).take(most).for_each(|b| see(a, b));
    }
}

/// How two people of one number are alike, if they are: a mobile has one owner, an office's line many.
fn by_number(a: &str, b: &str, number: &str, people: usize) -> Option<Like> {
    let mobile = number.len() == 11 && number.starts_with('1');
    match names::compatible(a, b) || sounds(a, b) {
        true => Some(Like::Phone),
        false if mobile && people <= SHARED => Some(Like::Number),
        false => None,
    }
}

/// Whether two names sound the same.
fn sounds(a: &str, b: &str) -> bool {
    pinyin::name_reading(a) == pinyin::name_reading(b)
}

/// How two people at one employer are alike, if they are.
fn by_name(a: &str, b: &str) -> Option<Like> {
    match a == b {
        true => Some(Like::Same),
        false => (names::compatible(a, b) || sounds(a, b)).then_some(Like::Near),
    }
}

/// How two organisations are alike by their names, if they are.
fn by_key(a: &str, b: &str) -> Option<Like> {
    match names::organisation_key(a) == names::organisation_key(b) {
        true => Some(Like::Same),
        false => (names::organisation_core(a) == names::organisation_core(b)).then_some(Like::Near),
    }
}

/// What a walk over all people needs of the tables, taken at one moment.
pub struct People {
    id: Column<Id>,
    reading: Column<[u8; 16]>,
    area: Column<u32>,
    employer: Column<u32>,
    /// By name.
    order: Vec<u32>,
    /// Of whom neither number nor employer is known.
    bare: RowSet,
}

impl People {
    /// As they are now. Takes as long as copying the columns.
    pub fn of(t: &Tables) -> People {
        let p = &t.people;
        let mut bare = RowSet::of(&p.alive, |alive| alive);
        bare.keep(&p.employer, |e| e == NONE);
        if let Some(facets) = t.facets(Kind::Person) {
            facets.keep_filled(Kind::Person, person::PHONES, false, &mut bare);
        }
        People {
            id: p.id.clone(),
            reading: p.reading.clone(),
            area: p.area.clone(),
            employer: p.employer.clone(),
            order: t.orders.by_name.iter().collect(),
            bare,
        }
    }
}

/// All pairs of people.
pub fn people(of: &People, finder: &Finder) -> Twins {
    let mut out = Twins::new();
    numbers(Kind::Person, finder, &mut out);
    let name = |row: u32| {
        let id = of.id.get(row)?;
        Some((id, finder.name_of(Kind::Person.code(), id.0)?))
    };
    let reading = |row: &u32| of.reading.get(*row).unwrap_or_default();
    // of one sound: those with a bare name, and those of one employer
    for run in of.order.chunk_by(|a, b| reading(a) == reading(b)).filter(|run| run.len() > 1) {
        let bare: Vec<u32> = run.iter().copied().filter(|row| of.bare.has(*row)).collect();
        if !bare.is_empty() {
            let all: Vec<_> = run.iter().take(200).filter_map(|row| Some((*row, name(*row)?))).collect();
            for (row, (id, called)) in all.iter().filter(|(row, _)| bare.contains(row)) {
                let near = |other: u32| {
                    let (a, b) = (of.area.get(*row), of.area.get(other));
                    a == b || a == Some(NONE) || b == Some(NONE)
                };
                let same = all.iter().filter(|(other, (_, n))| other != row && n == called && near(*other));
                let same: Vec<Id> = same.map(|(_, (id, _))| *id).collect();
                if same.len() < NAMESAKES {
                    same.into_iter().for_each(|other| put(&mut out, *id, other, Like::Alone));
                }
            }
        }
        let mut employed: Vec<(u32, u32)> = run
            .iter()
            .filter_map(|row| Some((of.employer.get(*row).filter(|e| *e != NONE)?, *row)))
            .collect();
        employed.sort_unstable();
        for there in employed.chunk_by(|a, b| a.0 == b.0).filter(|g| g.len() > 1) {
            let all: Vec<(Id, String)> = there.iter().filter_map(|(_, row)| name(*row)).collect();
            each(&all, |(a, x), (b, y)| {
                if let Some(like) = by_name(x, y) {
                    put(&mut out, *a, *b, like);
                }
            });
        }
    }
    addressed(of, &name, &mut out);
    out
}

/// Those who are called by a form of address, among the people of their employer.
fn addressed(of: &People, name: &dyn Fn(u32) -> Option<(Id, String)>, out: &mut Twins) {
    let forms: Vec<u32> = of
        .order
        .iter()
        .copied()
        .filter(|row| of.employer.get(*row).is_some_and(|e| e != NONE))
        .filter(|row| of.reading.get(*row).is_some_and(|r| may_address(&r)))
        .collect();
    if forms.is_empty() {
        return;
    }
    let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
    for row in &forms {
        members.entry(of.employer.get(*row).unwrap_or(NONE)).or_default();
    }
    for row in &of.order {
        if let Some(all) = of.employer.get(*row).and_then(|e| members.get_mut(&e)) {
            all.push(*row);
        }
    }
    for row in forms {
        let Some((id, called)) = name(row) else { continue };
        if !names::is_address(&called) {
            continue;
        }
        let there = members.get(&of.employer.get(row).unwrap_or(NONE)).into_iter().flatten();
        let same = there.filter(|other| **other != row).filter_map(|other| name(*other));
        let same: Vec<Id> = same.filter(|(_, n)| names::compatible(&called, n)).map(|(id, _)| id).collect();
        if same.len() < NAMESAKES {
            same.into_iter().for_each(|other| put(out, id, other, Like::Near));
        }
    }
}

/// Whether a name that sounds like this may be a form of address: a quick look before the name itself is read.
fn may_address(reading: &[u8; 16]) -> bool {
    let text = std::str::from_utf8(reading).unwrap_or_default().trim_end_matches('\0');
    let mut words = text.split(' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    const ENDS: [&str; 10] = ["zong", "xian", "nv", "lao", "jing", "zhu", "kuai", "lv", "yi", "gong"];
    matches!(first, "xiao" | "lao") || ENDS.contains(&second) || matches!(second, "jie" | "ge")
}

/// All pairs of organisations.
pub fn organisations(names: &[(Id, String)], finder: &Finder) -> Twins {
    let mut out = Twins::new();
    let mut all: Vec<(String, Id, &str)> =
        names.iter().map(|(id, n)| (names::organisation_core(n), *id, n.as_str())).collect();
    all.sort_unstable();
    for same in all.chunk_by(|a, b| a.0 == b.0).filter(|g| g.len() > 1) {
        each(same, |(_, a, x), (_, b, y)| {
            if let Some(like) = by_key(x, y) {
                put(&mut out, *a, *b, like);
            }
        });
    }
    numbers(Kind::Organisation, finder, &mut out);
    out
}

/// Those who share a number.
fn numbers(kind: Kind, finder: &Finder, out: &mut Twins) {
    for (number, all) in finder.sharing_numbers(kind.code()) {
        each(&all, |(a, x), (b, y)| {
            if let Some(like) = numbered(kind, x, y, &number, all.len()) {
                put(out, Id(*a), Id(*b), like);
            }
        });
    }
}

fn numbered(kind: Kind, a: &str, b: &str, number: &str, all: usize) -> Option<Like> {
    if kind == Kind::Person {
        return by_number(a, b, number, all);
    }
    // one line, and one name within the other: the same house
    let (a, b) = (names::organisation_core(a), names::organisation_core(b));
    (a.contains(&b) || b.contains(&a)).then_some(Like::Phone)
}

/// The pairs of one, asked of the indexes.
pub fn of_one(r: &Record, t: &Tables, finder: &Finder) -> Twins {
    let mut out = Twins::new();
    let kind = r.kind;
    let phones = kind.fields().iter().filter(|f| matches!(f.ty, crate::book::Type::Phone));
    for number in phones.flat_map(|f| r.fields.texts(f.no)) {
        let same = finder.by_phone(number.split('-').next().unwrap_or(number));
        let same: Vec<[u8; 16]> =
            same.into_iter().filter(|(k, _)| *k == kind.code()).map(|(_, id)| id).collect();
        for other in same.iter().filter(|id| **id != r.id.0).take(CROWD) {
            let name = finder.name_of(kind.code(), *other).unwrap_or_default();
            if let Some(like) = numbered(kind, r.name(), &name, number, same.len()) {
                put(&mut out, r.id, Id(*other), like);
            }
        }
    }
    if kind == Kind::Organisation {
        let core = names::organisation_core(r.name());
        let hits = finder.search(&Query::parse(&core), Scope::All, &[kind.code()], 3 * CROWD);
        for hit in hits.hits {
            let name = finder.name_of(kind.code(), hit.id).unwrap_or_default();
            if let Some(like) = by_key(r.name(), &name) {
                put(&mut out, r.id, Id(hit.id), like);
            }
        }
        return out;
    }
    let Some(own) = t.people.find(r.id) else { return out };
    let name = |row: u32| {
        let id = t.people.id.get(row)?;
        Some((id, finder.name_of(kind.code(), id.0)?))
    };
    let reading = t.people.reading.get(own);
    let employer = t.people.employer.get(own).unwrap_or(NONE);
    let address = names::is_address(r.name());
    for row in t.members(employer).iter().copied().filter(|row| *row != own) {
        let other = t.people.reading.get(row);
        if (other == reading || address || other.is_some_and(|o| may_address(&o)))
            && let Some((id, called)) = name(row)
            && let Some(like) = by_name(r.name(), &called)
        {
            put(&mut out, r.id, id, like);
        }
    }
    let bare = |row: u32| {
        let filled = t.facets(kind).is_some_and(|f| f.is_filled(kind, person::PHONES, row));
        !filled && t.people.employer.get(row) == Some(NONE)
    };
    let from = t.orders.by_name.rank(|row| t.people.reading.get(row) < reading);
    let run =
        t.orders.by_name.range(from, from + 200).take_while(|row| t.people.reading.get(*row) == reading);
    let area = t.people.area.get(own);
    let mut same = Vec::new();
    for row in run.filter(|row| *row != own && (bare(own) || bare(*row))) {
        let there = t.people.area.get(row);
        let near = there == area || area == Some(NONE) || there == Some(NONE);
        if near
            && let Some((id, called)) = name(row)
            && called == r.name()
        {
            same.push(id);
        }
    }
    if same.len() < NAMESAKES {
        same.into_iter().for_each(|other| put(&mut out, r.id, other, Like::Alone));
    }
    out
}
