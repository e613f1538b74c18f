//! Where the chain ends: a clean end, a write that did not complete, or rot.
use std::collections::BTreeMap;

use memchr::memmem;

use super::{
    Place, StoreError,
    error::Fault,
    group::CommitView,
    layout::{self, GROUP_HEAD, GROUP_MAGIC, GroupHead, SEGMENT_HEAD},
    walk::{AHEAD, Chain, End, Gaps, Look, Verdict, segments},
};

impl Chain {
    /// Is what stands at a bad or empty place the torn end, the clean end, or rot?
    pub(super) fn judge(
        &self,
        mut end: End,
        at: Place,
        fault: Option<Fault>,
        files: &BTreeMap<u32, String>,
    ) -> Result<End, StoreError> {
        // A segment that has not one good group is begun afresh, header and all.
        let cut = if at.offset <= SEGMENT_HEAD { Place { offset: 0, ..at } } else { at };
        end.at = cut;
        end.fault = fault;
        let mut stray = 0;
        for number in files.range(at.segment..).map(|(n, _)| *n) {
            let here = number == at.segment;
            let from = if here { at.offset.max(SEGMENT_HEAD) } else { SEGMENT_HEAD };
            if self.good_after(number, from, here && at.offset > 0)?.is_some() {
                end.verdict = Verdict::Rot;
                // Empty up to the segment's end, and the next does not follow: it is the next that is to blame.
                if fault.is_none() {
                    let there = Place { segment: number, offset: 0 };
                    let missing = (at.segment..number).find(|n| !files.contains_key(n));
                    (end.at, end.fault) = match missing {
                        Some(segment) => (Place { segment, offset: 0 }, Some(Fault::Missing)),
                        None if here || self.segment_head(number)?.is_some() => (at, Some(Fault::Header)),
                        None => (there, Some(Fault::Header)),
                    };
                } else {
                    end.at = at;
                }
                return Ok(end);
            }
            let from = if here { cut.offset } else { 0 };
            stray += self.last_byte(number, from)?.map_or(0, |last| last + 1 - from);
        }
        if stray > 0 {
            end.verdict = Verdict::Torn { bytes: stray };
            end.fault = Some(fault.unwrap_or(Fault::Stray));
        }
        Ok(end)
    }

    /// Is there a whole group in a segment after a place? With `bad`, the place itself holds one that is not.
    pub(super) fn good_after(&self, number: u32, from: u64, bad: bool) -> Result<Option<Place>, StoreError> {
        let err = self.err(number);
        let mut w = self.window(number)?;
        let mut at = from;
        if bad {
            // A torn group whose header survived says how long it is: nothing inside it is taken for a group.
            let head = GroupHead::decode(w.get(from, GROUP_HEAD, AHEAD).map_err(&err)?);
            let place = Place { segment: number, offset: from };
            let head = head.filter(|h| h.first == layout::pos_at(place, 0));
            at += head.map_or(8, |h| layout::padded(h.len.into()));
        }
        loop {
            let bytes = w.get(at, AHEAD, AHEAD).map_err(&err)?;
            if bytes.len() < GROUP_HEAD {
                return Ok(None);
            }
            let Some(found) = memmem::find(bytes, GROUP_MAGIC) else {
                at += (bytes.len() - GROUP_MAGIC.len() + 1) as u64;
                continue;
            };
            let place = Place { segment: number, offset: at + found as u64 };
            if place.offset.is_multiple_of(8)
                && let Look::Group(_, commits) = self.look(&mut w, place, None, AHEAD)?
                && commits.iter().all(|c| c.passes(Gaps::Trust))
            {
                return Ok(Some(place));
            }
            at = place.offset + 1;
        }
    }

    /// Whole groups from a place on, whatever lies between them.
    pub(super) fn scattered(
        &self,
        from: Place,
        visit: &mut dyn FnMut(Vec<CommitView<'_>>),
    ) -> Result<(), StoreError> {
        for number in segments(&*self.disk)?.into_keys().filter(|n| *n >= from.segment) {
            let mut at = if number == from.segment { from.offset.max(SEGMENT_HEAD) } else { SEGMENT_HEAD };
            while let Some(place) = self.good_after(number, at, false)? {
                at = self.group(place, |head, commits| {
                    visit(commits);
                    place.offset + layout::padded(head.len.into())
                })?;
            }
        }
        Ok(())
    }

    /// Offset of the last byte that is not zero, from an offset on.
    pub(super) fn last_byte(&self, number: u32, from: u64) -> Result<Option<u64>, StoreError> {
        let mut w = self.window(number)?;
        let (mut at, mut last) = (from, None);
        loop {
            let bytes = w.get(at, AHEAD, AHEAD).map_err(self.err(number))?;
            if bytes.is_empty() {
                return Ok(last);
            }
            if let Some(i) = bytes.iter().rposition(|b| *b != 0) {
                last = Some(at + i as u64);
            }
            at += bytes.len() as u64;
        }
    }
}
