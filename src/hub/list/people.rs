//! Lists of people.

use super::super::wire::{Filter, Order};
use super::narrow::{narrow, standing};
use super::{Asked, take};
use crate::book::{Id, Kind};
use crate::index::rowset::RowSet;
use crate::index::tables::{NONE, Tables};
use std::collections::HashSet;

/// The people of one page, and how many pass in all.
pub fn people(asked: Asked<'_>, words: Option<&HashSet<Id>>, from: usize, limit: usize) -> (Vec<Id>, usize) {
    let (t, order) = (asked.world.tables(), asked.order);
    let ids = |rows: Vec<u32>| rows.into_iter().filter_map(|at| t.people.id.get(at)).collect();
    let upto = from.saturating_add(limit);
    if *asked.filter == Filter::default() && asked.actor.rights.everywhere() {
        // everybody, in an order that is kept: a page of a million costs what one of a hundred does
        let all = t.orders.by_name.len();
        match order {
            Order::Usual | Order::Name => return (ids(t.orders.by_name.range(from, upto).collect()), all),
            Order::LongAgo => return (ids(t.orders.by_last.range(from, upto).collect()), all),
            Order::Recent => return (ids(t.lately_met().skip(from).take(limit).collect()), all),
            Order::Area | Order::Newest | Order::By(..) => {}
        }
    }
    let set = passing(asked, &t, words);
    let p = &t.people;
    let walk: Option<Box<dyn Iterator<Item = u32>>> = match order {
        Order::Usual | Order::Name => Some(Box::new(t.orders.by_name.iter())),
        Order::LongAgo => Some(Box::new(t.orders.by_last.iter())),
        Order::Recent => Some(Box::new(t.lately_met())),
        Order::Area | Order::Newest | Order::By(..) => None,
    };
    let by = match order {
        Order::By(no, back) => (no, back),
        _ => (0, false),
    };
    let standing = standing(&t, Kind::Person, by.0, by.1);
    let key = |at: u32| -> (i32, [u8; 16]) {
        let first = match order {
            Order::Usual | Order::Name => 0,
            Order::Recent => p.last.get(at).map_or(0, |last| last.saturating_neg()),
            Order::LongAgo => p.last.get(at).unwrap_or(0),
            Order::Area => p.area.get(at).map_or(i32::MAX, |a| i32::try_from(a).unwrap_or(i32::MAX)),
            Order::By(..) => standing(at),
            Order::Newest => p.entered.get(at).map_or(0, |day| day.saturating_neg()),
        };
        (first, p.reading.get(at).unwrap_or_default())
    };
    let (rows, total) = take::page(&set, p.len() as usize, walk, key, from, limit);
    (ids(rows), total)
}

/// Who passes.
pub fn passing(asked: Asked<'_>, t: &Tables, words: Option<&HashSet<Id>>) -> RowSet {
    let Asked { world, filter: f, .. } = asked;
    let p = &t.people;
    let rows = p.id.len();
    // the narrowest way in: what the words found, one, an employer's people, or everybody
    let mut set = match (words, f.person, f.organisation) {
        (Some(w), ..) => RowSet::some(rows, w.iter().filter_map(|id| p.find(*id))),
        (_, Some(id), _) => RowSet::some(rows, p.find(id)),
        (_, _, Some(o)) => {
            RowSet::some(rows, t.members(t.organisations.find(o).unwrap_or(NONE)).iter().copied())
        }
        _ if f.overdue => t.all_overdue(world.today()),
        _ => RowSet::of(&p.alive, |alive| alive),
    };
    set.keep(&p.alive, |alive| alive);
    asked.actor.rights.people(t, &mut set);
    if let Some(id) = f.person {
        set.keep(&p.id, |one| one == id);
    }
    if let Some(area) = f.area {
        let inside = t.areas.find(area).map(|a| t.areas.inside(a)).unwrap_or_default();
        set.keep(&p.area, |a| inside.get(a as usize).copied().unwrap_or(false));
    }
    if let Some(o) = f.organisation {
        let employer = t.organisations.find(o).unwrap_or(NONE);
        set.keep(&p.employer, |e| e == employer && e != NONE);
    }
    if let Some(s) = f.staff {
        let liaison = t.staff.find(s).unwrap_or(NONE);
        set.keep(&p.liaison, |l| l == liaison && l != NONE);
    }
    narrow(t, Kind::Person, &f.tests, world.today(), &mut set);
    if f.overdue && (words.is_some() || f.person.is_some() || f.organisation.is_some()) {
        set.keep_all(&t.all_overdue(world.today()));
    }
    set
}
