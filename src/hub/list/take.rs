//! One page out of many rows, without sorting them all.

use crate::index::rowset::RowSet;
use std::collections::BinaryHeap;

/// Up to so many rows are the best picked out in one walk; more are sorted.
const KEPT: usize = 8192;
/// Where fewer than one row in so many passes, they are sorted; else the whole order is walked until the page is full.
const FEW: usize = 16;

/// Picks one page out of all that pass, and counts them: a first page in one walk, keeping no more than it shows.
pub fn take<K: Ord + Copy>(
    all: impl Iterator<Item = (K, u32)>,
    from: usize,
    limit: usize,
) -> (Vec<u32>, usize) {
    let upto = from.saturating_add(limit);
    if upto > KEPT {
        let mut all: Vec<(K, u32)> = all.collect();
        let total = all.len();
        if upto < total {
            all.select_nth_unstable(upto);
            all.truncate(upto);
        }
        if from > 0 && from < all.len() {
            all.select_nth_unstable(from);
        }
        let mut page = all.split_off(from.min(all.len()));
        page.sort_unstable();
        return (page.into_iter().map(|(_, at)| at).collect(), total);
    }
    let mut best: BinaryHeap<(K, u32)> = BinaryHeap::with_capacity(upto + 1);
    let mut total = 0;
    for one in all {
        total += 1;
        if best.len() < upto {
            best.push(one);
        } else if let Some(mut worst) = best.peek_mut()
            && one < *worst
        {
            *worst = one;
        }
    }
    (best.into_sorted_vec().into_iter().skip(from).map(|(_, at)| at).collect(), total)
}

/// All rows in an order that is kept.
pub type Walk<'a> = Box<dyn Iterator<Item = u32> + 'a>;

/// Picks one page out of the rows of a set, in an order that is kept (`walk`) or made by a key.
pub fn page<K: Ord + Copy>(
    set: &RowSet,
    of: usize,
    walk: Option<Walk<'_>>,
    key: impl Fn(u32) -> K,
    from: usize,
    limit: usize,
) -> (Vec<u32>, usize) {
    let total = set.count();
    match walk.filter(|_| total > of / FEW) {
        Some(walk) => (walk.filter(|at| set.has(*at)).skip(from).take(limit).collect(), total),
        None => (take(set.iter().map(|at| (key(at), at)), from, limit).0, total),
    }
}
