//! How many rows of a filter have each value of a field, so that whoever filters sees it before choosing.

use super::super::wire::{Count, Is, Order, Span};
use super::{Asked, narrow};
use crate::book::{Day, Field, Kind, Ref, Type, Value};
use crate::index::rowset::RowSet;
use crate::index::tables::{NEVER, NONE, Tables};
use crate::store::StoreError;
use std::cmp::Reverse;

/// Most values that are named.
const VALUES_MAX: usize = 300;
/// Most records that are read to be counted.
const READ_MAX: usize = 20_000;

impl Asked<'_> {
    /// Of a field, its own test left aside: who wants to choose otherwise sees what else there is.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn counts(self, no: u16) -> Result<Vec<Count>, StoreError> {
        let Some(field) = self.kind.field(no).filter(|f| !f.hidden) else { return Ok(Vec::new()) };
        let mut filter = self.filter.clone();
        filter.tests.retain(|t| t.field != no);
        let asked = Asked { filter: &filter, order: Order::Usual, ..self };
        let Some(set) = asked.passing()? else { return asked.counts_of_records(field) };
        let t = self.world.tables();
        let mut out = of_column(&t, self.kind, field, &set, self.world.today());
        out.retain(|c| c.rows > 0);
        out.truncate(VALUES_MAX);
        Ok(out)
    }

    /// Of the kinds that have no columns: there are few of them.
    fn counts_of_records(self, field: &Field) -> Result<Vec<Count>, StoreError> {
        let Asked { world, actor, kind, .. } = self;
        let (ids, _) = self.pick(0, READ_MAX + 1)?;
        if ids.len() > READ_MAX {
            return Ok(Vec::new());
        }
        let mut out: Vec<Count> = Vec::new();
        for id in ids {
            let Some(r) = world.get(Ref { kind, id })? else { continue };
            let of = |v: &Value| match v {
                Value::Code(c) => vec![Is::Code(*c)],
                Value::Ref(to) => vec![Is::Ref(to.id)],
                Value::Day(d) => {
                    let lies = |s: &Span| narrow::within(Some(s.days(world.today())), *d);
                    Span::ALL.into_iter().filter(lies).map(Is::Span).collect()
                }
                _ => vec![Is::Filled],
            };
            let mut all: Vec<Is> =
                r.fields.get(field.no).map(Value::each).unwrap_or_default().iter().flat_map(of).collect();
            all.dedup();
            if all.is_empty() {
                all.push(Is::Blank);
            }
            for is in all {
                let known = out.iter().position(|c| c.is == is);
                match known.and_then(|i| out.get_mut(i)) {
                    Some(count) => count.rows += 1,
                    None if known.is_none() => out.push(plain(is, 1)),
                    None => {}
                }
            }
        }
        for count in &mut out {
            if let (Is::Ref(id), Type::Ref { kind, .. }) = (count.is, field.ty) {
                count.name = world.name_of(Ref { kind, id }, actor);
            }
        }
        out.sort_by_key(|c| (c.is == Is::Blank, Reverse(c.rows)));
        out.truncate(VALUES_MAX);
        Ok(out)
    }
}

fn plain(is: Is, rows: u64) -> Count {
    Count { is, name: String::new(), rows }
}

fn of_column(t: &Tables, kind: Kind, field: &Field, set: &RowSet, today: Day) -> Vec<Count> {
    let no = field.no;
    if let Some(column) = t.codes(kind, no) {
        let mut by = [0u64; 256];
        set.each(column, |v| {
            if let Some(n) = by.get_mut(usize::from(v)) {
                *n += 1;
            }
        });
        let of = |c: u16| match field.many {
            true => by.iter().enumerate().filter(|(v, _)| v & (1 << c) != 0).map(|(_, n)| n).sum(),
            false => by.get(usize::from(c)).copied().unwrap_or(0),
        };
        let choices = field.choices().iter().map(|c| plain(Is::Code(c.code), of(c.code)));
        return choices.chain([plain(Is::Blank, by.first().copied().unwrap_or(0))]).collect();
    }
    if let Some(column) = t.day_column(kind, no) {
        let ends = Span::ALL.map(|s| narrow::ends(s.days(today)));
        let (mut by, mut blank) = ([0u64; Span::ALL.len()], 0u64);
        set.each(column, |d| {
            blank += u64::from(d == NEVER);
            for (n, (from, to)) in by.iter_mut().zip(&ends) {
                *n += u64::from(*from <= d && d <= *to);
            }
        });
        let spans = Span::ALL.into_iter().zip(by).map(|(s, n)| plain(Is::Span(s), n));
        return spans.chain([plain(Is::Blank, blank)]).collect();
    }
    let to = match field.ty {
        Type::Ref { kind: to, .. } if to != Kind::Person => Some(to),
        _ => None,
    };
    let Some(to) = to else {
        let Some(facets) = t.facets(kind) else { return Vec::new() };
        let mut filled = set.clone();
        facets.keep_filled(kind, no, true, &mut filled);
        let (all, filled) = (set.count() as u64, filled.count() as u64);
        return vec![plain(Is::Filled, filled), plain(Is::Blank, all - filled)];
    };
    let (by, blank) = referred(t, kind, field, to, set);
    let rows = |at: u32| by.get(at as usize).copied().unwrap_or(0);
    let name_of = |at: u32| match to {
        Kind::Area => t.areas.get(at).map(|n| (n.id, &n.name)),
        to => t.names(to).and_then(|n| n.get(at)).filter(|n| n.alive).map(|n| (n.id, &n.name)),
    };
    let mut most: Vec<(Reverse<u64>, u32)> = if to == Kind::Area {
        let sums = t.areas.sums(rows);
        t.areas.live().map(|(at, _)| (Reverse(sums.get(at as usize).copied().unwrap_or(0)), at)).collect()
    } else {
        by.iter().zip(0u32..).map(|(n, at)| (Reverse(*n), at)).collect()
    };
    most.retain(|(n, _)| n.0 > 0);
    // of a hundred thousand employers only those named are put in order
    if most.len() > VALUES_MAX {
        most.select_nth_unstable(VALUES_MAX);
        most.truncate(VALUES_MAX);
    }
    let named = |(n, at): (Reverse<u64>, u32)| {
        name_of(at).map(|(id, name)| Count { is: Is::Ref(id), name: name.clone(), rows: n.0 })
    };
    let mut out: Vec<Count> = most.into_iter().filter_map(named).collect();
    out.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.name.cmp(&b.name)));
    out.truncate(VALUES_MAX - 1);
    out.push(plain(Is::Blank, blank));
    out
}

/// How many rows refer to each row of another table, and how many to none.
fn referred(t: &Tables, kind: Kind, field: &Field, to: Kind, set: &RowSet) -> (Vec<u64>, u64) {
    let mut by: Vec<u64> = Vec::new();
    let mut add = |row: u32, n: u64| {
        if by.len() <= row as usize {
            by.resize(row as usize + 1, 0);
        }
        if let Some(slot) = by.get_mut(row as usize) {
            *slot += n;
        }
    };
    let mut blank = 0;
    if let Some(column) = t.links_column(kind, field.no) {
        set.each(column, |row| if row == NONE { blank += 1 } else { add(row, 1) });
    } else if let Some(facets) = t.facets(kind) {
        for (id, rows) in facets.referred(field.no) {
            let row = match to {
                Kind::Area => t.areas.find(id),
                to => t.names(to).and_then(|n| n.find(id)),
            };
            let n = rows.iter().filter(|at| set.has(**at)).count() as u64;
            row.into_iter().for_each(|row| add(row, n));
        }
        let mut none = set.clone();
        facets.keep_filled(kind, field.no, false, &mut none);
        blank = none.count() as u64;
    }
    (by, blank)
}
