//! The rows that are marked: they stay so through paging, ordering and filtering, until they are taken off.

use super::rows::Rows;
use crate::book::Ref;
use crate::hub::wire::{PAGE_MAX, Reply};
use crate::tui::screen::{Ctx, Ticket};
use std::collections::HashSet;

/// Most rows marked at once.
pub(super) const MARKS_MAX: usize = 5000;

/// The marked rows, in the order they were marked.
#[derive(Default)]
pub(super) struct Marked {
    all: Vec<Ref>,
    has: HashSet<Ref>,
    /// The place of the last one that was marked by itself: where a range begins.
    from: Option<usize>,
    gathering: Option<Gathering>,
}

/// A range of which not all rows are known: they are asked for page by page.
struct Gathering {
    ticket: Ticket,
    next: usize,
    end: usize,
}

/// What a page of a range came to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gathered {
    /// It was no answer to that.
    No,
    /// More is asked for.
    More,
    /// All of them are marked.
    All,
    /// As many are marked as can be.
    Full,
}

impl Marked {
    pub fn has(&self, one: Ref) -> bool {
        self.has.contains(&one)
    }

    pub fn all(&self) -> &[Ref] {
        &self.all
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn clear(&mut self) {
        *self = Marked::default();
    }

    /// Marks a row or takes its mark off; `false` where no more can be marked.
    pub fn toggle(&mut self, one: Ref, at: usize) -> bool {
        if self.has.remove(&one) {
            self.all.retain(|r| *r != one);
            self.from = None;
            return true;
        }
        self.from = Some(at);
        self.add(one)
    }

    fn add(&mut self, one: Ref) -> bool {
        let room = self.all.len() < MARKS_MAX;
        if room && self.has.insert(one) {
            self.all.push(one);
        }
        room
    }

    /// Other rows stand in these places now: no range begins here any more.
    pub fn moved(&mut self) {
        self.from = None;
    }

    /// Where a range to this place begins.
    pub fn range_to(&self, at: usize) -> Option<(usize, usize)> {
        self.from.map(|from| (from.min(at), from.max(at) + 1))
    }

    /// Records that are gone are marked no longer.
    pub fn forget(&mut self, gone: Ref) {
        if self.has.remove(&gone) {
            self.all.retain(|r| *r != gone);
        }
    }

    /// Whether rows of a range are still asked for.
    pub fn gathers(&self) -> bool {
        self.gathering.is_some()
    }

    /// Marks the rows of these places, asking for them.
    pub fn gather(&mut self, ctx: &mut Ctx<'_>, rows: &Rows, (next, end): (usize, usize)) {
        let ticket = rows.page(ctx, next, (end - next).min(PAGE_MAX as usize));
        self.gathering = Some(Gathering { ticket, next, end });
    }

    /// Takes an answer in.
    pub fn reply(&mut self, ctx: &mut Ctx<'_>, rows: &Rows, ticket: Ticket, reply: &Reply) -> Gathered {
        let Some(job) = self.gathering.take_if(|g| g.ticket == ticket) else { return Gathered::No };
        let Reply::Page { rows: page, .. } = reply else { return Gathered::All };
        if !page.iter().all(|r| self.add(r.target)) {
            return Gathered::Full;
        }
        let next = job.next + page.len();
        if page.is_empty() || next >= job.end {
            return Gathered::All;
        }
        self.gather(ctx, rows, (next, job.end));
        Gathered::More
    }
}
