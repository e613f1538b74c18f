//! Lists of the kinds that are served by their field table.

use super::super::wire::Order;
use super::narrow::{narrow, standing};
use super::{Asked, take};
use crate::book::{Id, Kind, Ref};
use crate::index::rowset::RowSet;
use crate::index::tables::{NEVER, NONE, Tables};
use std::cmp::Reverse;
use std::collections::HashSet;

/// The records of one page, the newest first if nothing else is wanted, and how many pass in all.
pub fn general(asked: Asked<'_>, words: Option<&HashSet<Id>>, from: usize, limit: usize) -> (Vec<Id>, usize) {
    let (t, kind, order) = (asked.world.tables(), asked.kind, asked.order);
    let Some(things) = t.things(kind) else { return (Vec::new(), 0) };
    let ids = |rows: Vec<u32>| rows.into_iter().filter_map(|at| things.rows.id.get(at)).collect();
    let set = passing(asked, &t, words);
    let all = things.rows.len() as usize;
    let newest = |at: u32| Reverse((t.main_day(kind, at), at));
    let due = kind.general().and_then(|g| g.due);
    let (rows, total) = match order {
        // what is still to be done by a day, the earliest first; then the rest
        Order::By(no, true) if Some(no) == due => {
            let when = |at: u32| Some(t.due_day(kind, at)).filter(|d| *d != NEVER).unwrap_or(i32::MAX);
            take::page(&set, all, None, |at| (when(at), newest(at)), from, limit)
        }
        Order::By(no, back) => {
            let standing = standing(&t, kind, no, back);
            take::page(&set, all, None, |at| (standing(at), newest(at)), from, limit)
        }
        Order::Area => {
            let area = |at: u32| t.lies_in(things, at).unwrap_or(u32::MAX);
            take::page(&set, all, None, |at| (area(at), newest(at)), from, limit)
        }
        Order::Usual | Order::Name | Order::Recent | Order::LongAgo | Order::Newest => {
            let walk = Box::new(things.by_day.backward(0));
            take::page(&set, all, Some(walk), newest, from, limit)
        }
    };
    (ids(rows), total)
}

/// Which pass.
pub fn passing(asked: Asked<'_>, t: &Tables, words: Option<&HashSet<Id>>) -> RowSet {
    let Asked { kind, filter: f, .. } = asked;
    let Some((g, things)) = kind.general().zip(t.things(kind)) else { return RowSet::default() };
    let rows = things.rows.id.len();
    let about = |kind_of: Kind, id: Id| t.about(kind, Ref { kind: kind_of, id });
    // the narrowest way in: what the words found, whom they are about, or all of them
    let mut set = match (words, f.person, f.organisation) {
        (Some(w), ..) => RowSet::some(rows, w.iter().filter_map(|id| things.rows.find(*id))),
        (_, Some(id), _) => RowSet::some(rows, about(Kind::Person, id)),
        (_, _, Some(id)) => RowSet::some(rows, about(Kind::Organisation, id)),
        _ => RowSet::of(&things.rows.alive, |alive| alive),
    };
    set.keep(&things.rows.alive, |alive| alive);
    if let Some(id) = f.person {
        set.keep_all(&RowSet::some(rows, about(Kind::Person, id)));
    }
    if let Some(id) = f.organisation {
        let organisation = t.organisations.find(id).unwrap_or(NONE);
        set.keep(&things.rows.organisation, |o| o == organisation && o != NONE);
    }
    if let Some(id) = f.staff {
        set.keep_all(&RowSet::some(rows, t.referring(kind, g.owner, id).iter().copied()));
    }
    if let Some(area) = f.area {
        let inside = t.areas.find(area).map(|a| t.areas.inside(a)).unwrap_or_default();
        let lies = |at: &u32| {
            t.lies_in(things, *at).is_some_and(|a| inside.get(a as usize).copied().unwrap_or(false))
        };
        set = RowSet::some(rows, set.iter().filter(lies).collect::<Vec<_>>());
    }
    if f.overdue {
        let today = asked.world.today().0;
        let late = |at: &u32| (NEVER + 1..today).contains(&t.due_day(kind, *at));
        set = RowSet::some(rows, set.iter().filter(late).collect::<Vec<_>>());
    }
    match asked.own {
        true => asked.actor.rights.own(t, kind, &mut set),
        false => asked.actor.rights.things(t, kind, &mut set),
    }
    narrow(t, kind, &f.tests, asked.world.today(), &mut set);
    set
}
