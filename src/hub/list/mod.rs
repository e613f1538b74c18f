//! Pages of lists: filtered and ordered over the dense tables; records are read for the rows of the page only.

mod others;
mod people;
mod take;
mod visits;

use super::rows::row;
use super::wire::{Filter, Order, PAGE_MAX, Reply};
use super::world::World;
use crate::book::{Day, Id, Kind, Ref, Row};
use crate::index::finder::{Query, Scope};
use crate::index::tables::Tables;
use crate::store::StoreError;
use crate::text::Lang;
use std::collections::HashSet;
use std::sync::Arc;

/// How many matches of a filter's words are taken from the finder.
const MATCHES: usize = 20_000;
/// Pages of so many rows are of one who reads all of them.
const WHOLESALE: usize = 500;
/// Most whole lists that are kept in their order.
const ORDERED_MAX: usize = 3;
/// After so many bytes of records a page ends: with one more of the largest and all names it still fits a frame.
const RECORDS_BYTES: usize = 1 << 20;

/// A page of a list.
///
/// # Errors
/// When the store cannot be read.
pub fn page(
    world: &World,
    kind: Kind,
    filter: &Filter,
    order: Order,
    offset: u32,
    limit: u32,
    lang: Lang,
) -> Result<Reply, StoreError> {
    let (ids, total) = ids(world, kind, filter, order, offset, limit)?;
    let mut rows: Vec<Row> = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(r) = row(world, Ref { kind, id }, lang)? {
            rows.push(r);
        }
    }
    let all = world.tables().count(kind);
    Ok(Reply::Page { total: total as u64, all, offset, rows })
}

/// A page of a list as whole records. Ends early where they would not fit into one frame.
///
/// # Errors
/// When the store cannot be read.
pub fn records(
    world: &World,
    kind: Kind,
    filter: &Filter,
    order: Order,
    offset: u32,
    limit: u32,
    lang: Lang,
) -> Result<Reply, StoreError> {
    let (ids, _) = ids(world, kind, filter, order, offset, limit)?;
    let (mut taken, mut size, mut records) = (0, 0, Vec::with_capacity(ids.len()));
    for id in ids {
        taken += 1;
        // gone since the list was made
        let Some((record, bytes)) = world.get_sized(Ref { kind, id })? else { continue };
        size += bytes;
        if world.only_frozen(&record) {
            continue;
        }
        records.push(super::answer::shown(world, record, lang));
        if size > RECORDS_BYTES {
            break;
        }
    }
    Ok(Reply::Records { taken, records })
}

/// The ids of one page, and how many pass in all.
fn ids(
    world: &World,
    kind: Kind,
    filter: &Filter,
    order: Order,
    offset: u32,
    limit: u32,
) -> Result<(Vec<Id>, usize), StoreError> {
    let (from, limit) = (offset as usize, limit.min(PAGE_MAX) as usize);
    // who reads page after page wants the whole order: it is made once and kept until something changes
    if let Some(all) = kept(world, kind, filter, order) {
        return Ok((all.iter().skip(from).take(limit).copied().collect(), all.len()));
    }
    if from == 0 || limit < WHOLESALE {
        return pick(world, kind, filter, order, from, limit);
    }
    let all = whole(world, kind, filter, order)?;
    Ok((all.iter().skip(from).take(limit).copied().collect(), all.len()))
}

/// A whole list in its order, as of one generation of the tables.
#[derive(Debug)]
pub struct Ordered {
    kind: Kind,
    filter: Filter,
    order: Order,
    generation: u64,
    ids: Arc<Vec<Id>>,
}

fn kept(world: &World, kind: Kind, filter: &Filter, order: Order) -> Option<Arc<Vec<Id>>> {
    let generation = world.tables().generation;
    let fits = |o: &&Ordered| {
        o.kind == kind && o.order == order && o.filter == *filter && o.generation == generation
    };
    world.ordered().iter().find(fits).map(|o| Arc::clone(&o.ids))
}

fn whole(world: &World, kind: Kind, filter: &Filter, order: Order) -> Result<Arc<Vec<Id>>, StoreError> {
    let generation = world.tables().generation;
    let (ids, _) = pick(world, kind, filter, order, 0, usize::MAX / 2)?;
    let ids = Arc::new(ids);
    let mut kept = world.ordered();
    kept.retain(|o| o.generation == generation);
    kept.truncate(ORDERED_MAX - 1);
    kept.insert(0, Ordered { kind, filter: filter.clone(), order, generation, ids: Arc::clone(&ids) });
    Ok(ids)
}

/// The ids of one page, and how many pass in all.
fn pick(
    world: &World,
    kind: Kind,
    filter: &Filter,
    order: Order,
    from: usize,
    limit: usize,
) -> Result<(Vec<Id>, usize), StoreError> {
    let words = words_of(world, kind, filter);
    Ok(match kind {
        Kind::Person => people::people(world, filter, order, words.as_ref(), from, limit),
        Kind::Visit => visits::visits(world, filter, words.as_ref(), from, limit)?,
        Kind::Organisation | Kind::Staff | Kind::Tag => {
            others::named(world, kind, filter, order, words.as_ref(), from, limit)
        }
        Kind::Area => others::areas(world, filter, words.as_ref(), from, limit),
        Kind::Tie => others::ties(world, filter, from, limit)?,
        Kind::Request => others::requests(world, filter, from, limit)?,
    })
}

/// The ids that a filter's words find; for visits the people found.
fn words_of(world: &World, kind: Kind, filter: &Filter) -> Option<HashSet<Id>> {
    if filter.text.trim().is_empty() {
        return None;
    }
    let kinds = [if kind == Kind::Visit { Kind::Person.code() } else { kind.code() }];
    let hits = world.finder.search(&Query::parse(&filter.text), Scope::All, &kinds, MATCHES);
    Some(hits.hits.iter().map(|h| Id(h.id)).collect())
}

/// How many people wait longer than their area's rhythm, by area row; and in all.
pub fn overdue(t: &Tables, today: Day) -> (Vec<u64>, u64) {
    let mut by_area: Vec<u64> = vec![0; t.areas.rows()];
    let mut all = 0;
    for at in t.all_overdue(today).iter() {
        all += 1;
        if let Some(n) = t.people.area.get(at).and_then(|a| by_area.get_mut(a as usize)) {
            *n += 1;
        }
    }
    (by_area, all)
}
