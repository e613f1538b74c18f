//! Walking the chain: every group in order, verified, and a verdict about where it ends.
use std::{collections::BTreeMap, io, sync::Arc};

use memchr::memmem;

use super::{
    Place, Pos, RawId, StoreError,
    disk::{Disk, DiskFile},
    error::Fault,
    group::{self, CommitView},
    layout::{self, GROUP_HEAD, GROUP_MAGIC, GroupHead, Hash, SEGMENT_HEAD, SegmentHead},
};

/// How far to read ahead.
const AHEAD: usize = 256 << 10;

/// Name of a segment's file.
pub(super) fn segment_name(number: u32) -> String {
    format!("{number:010}.seg")
}

/// The segments in a folder, by number.
pub(super) fn segments(disk: &dyn Disk) -> Result<BTreeMap<u32, String>, StoreError> {
    let names = disk.list().map_err(|e| StoreError::io(disk.path(""), e))?;
    let numbered = names.into_iter().filter_map(|n| Some((n.strip_suffix(".seg")?.parse().ok()?, n)));
    Ok(numbered.filter(|(number, name)| *number > 0 && *name == segment_name(*number)).collect())
}

/// A file read through a window, so that small groups cost no system call each.
pub(super) struct Window {
    file: Box<dyn DiskFile>,
    len: u64,
    start: u64,
    buf: Vec<u8>,
}

impl Window {
    pub(super) fn new(file: Box<dyn DiskFile>) -> io::Result<Self> {
        Ok(Window { len: file.len()?, file, start: 0, buf: Vec::new() })
    }

    /// The bytes at a place; fewer than asked for only at the end of the file.
    pub(super) fn get(&mut self, at: u64, len: usize, ahead: usize) -> io::Result<&[u8]> {
        let inside = at >= self.start && at + len as u64 <= self.start + self.buf.len() as u64;
        if !inside {
            let there = usize::try_from(self.len.saturating_sub(at)).unwrap_or(usize::MAX);
            self.buf.resize(len.max(ahead).min(there), 0);
            let got = self.file.read_at(&mut self.buf, at)?;
            self.buf.truncate(got);
            self.start = at;
        }
        let from = (at - self.start) as usize;
        let rest = self.buf.get(from..).unwrap_or_default();
        Ok(rest.get(..len).unwrap_or(rest))
    }
}

/// How the chain ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// Zeros follow the last group.
    Clean,
    /// What follows the last group is not a group, and no group comes after it: a write that did not complete.
    Torn { bytes: u64 },
    /// A bad place before a good one.
    Rot,
}

/// The end of the chain.
#[derive(Clone, Debug)]
pub(super) struct End {
    pub verdict: Verdict,
    /// Where the next group would go, or what is wrong there; offset 0 means that the segment has no header yet.
    pub at: Place,
    pub fault: Option<Fault>,
    /// Hash of the last good group.
    pub hash: Hash,
    /// Position of the last good commit.
    pub head: Pos,
    /// Place of the last good group.
    pub last: Option<Place>,
    pub groups: u64,
    pub segments: u32,
}

/// Where to begin.
#[derive(Clone, Copy)]
pub(super) enum From {
    Start,
    /// At a group, taking on trust the hash that its header says it follows.
    Group(Place),
}

/// A verified group.
pub(super) struct Group<'a> {
    pub place: Place,
    pub hash: Hash,
    pub bytes: u64,
    pub commits: Vec<CommitView<'a>>,
}

impl Group<'_> {
    /// The last position in it.
    pub(super) fn last(&self) -> Pos {
        self.commits.last().map_or(Pos(0), |c| c.pos)
    }
}

/// Whether to go on.
pub(super) enum Next {
    On,
    Enough,
}

/// One journal, for reading.
#[derive(Clone)]
pub(super) struct Chain {
    pub disk: Arc<dyn Disk>,
    pub book: RawId,
}

enum Look<'a> {
    Group(GroupHead, Vec<CommitView<'a>>),
    /// Zeros, or the end of the file.
    Nothing,
    Bad(Fault),
}

impl Chain {
    fn err(&self, number: u32) -> impl Fn(io::Error) -> StoreError + '_ {
        move |e| StoreError::io(self.disk.path(&segment_name(number)), e)
    }

    /// Opens a segment for reading.
    pub(super) fn window(&self, number: u32) -> Result<Window, StoreError> {
        self.disk.open(&segment_name(number)).and_then(Window::new).map_err(self.err(number))
    }

    /// Verifies the whole group at a place; `prev` is the hash it must follow, if that is known.
    fn look<'a>(
        &self,
        w: &'a mut Window,
        place: Place,
        prev: Option<&Hash>,
        ahead: usize,
    ) -> Result<Look<'a>, StoreError> {
        let err = self.err(place.segment);
        let head = w.get(place.offset, GROUP_HEAD, ahead).map_err(&err)?;
        if head.iter().all(|b| *b == 0) {
            return Ok(Look::Nothing);
        }
        let Some(head) = GroupHead::decode(head) else { return Ok(Look::Bad(Fault::Header)) };
        if head.first != layout::pos_at(place, 0) {
            return Ok(Look::Bad(Fault::Misplaced));
        }
        if prev.is_some_and(|p| *p != head.prev) {
            return Ok(Look::Bad(Fault::Chain));
        }
        let len = layout::padded(head.len.into()) as usize;
        let bytes = w.get(place.offset, len, ahead).map_err(&err)?;
        if bytes.len() < len {
            return Ok(Look::Bad(Fault::Content));
        }
        Ok(match group::open_group(&head, bytes) {
            Ok(commits) => Look::Group(head, commits),
            Err(fault) => Look::Bad(fault),
        })
    }

    /// The group at a place, read on its own; for history and for finding where to go on.
    pub(super) fn group<T>(
        &self,
        place: Place,
        then: impl FnOnce(&GroupHead, Vec<CommitView<'_>>) -> T,
    ) -> Result<T, StoreError> {
        if place.segment == 0 || place.offset < SEGMENT_HEAD {
            return Err(StoreError::NoSuchPos(layout::pos_at(place, 0)));
        }
        let mut w = self.window(place.segment)?;
        match self.look(&mut w, place, None, 16 << 10)? {
            Look::Group(head, commits) => Ok(then(&head, commits)),
            Look::Nothing => Err(StoreError::NoSuchPos(layout::pos_at(place, 0))),
            Look::Bad(fault) => Err(StoreError::Damaged { place, fault }),
        }
    }

    /// The header of a segment, if it is there and whole.
    fn segment_head(&self, number: u32) -> Result<Option<SegmentHead>, StoreError> {
        let mut w = self.window(number)?;
        let bytes = w.get(0, SEGMENT_HEAD as usize, 0).map_err(self.err(number))?;
        Ok(SegmentHead::decode(bytes).filter(|h| h.number == number && h.book == self.book))
    }

    /// Visits every group from a place on. The visitor may stop early; then the verdict is `Clean`.
    pub(super) fn walk(
        &self,
        from: From,
        visit: &mut dyn FnMut(Group<'_>) -> Result<Next, StoreError>,
    ) -> Result<End, StoreError> {
        let files = segments(&*self.disk)?;
        let (mut at, mut prev, ahead) = match from {
            From::Start => (Place { segment: 1, offset: 0 }, Some(layout::genesis(&self.book)), AHEAD),
            From::Group(place) => (place, None, AHEAD / 4),
        };
        let mut end = End {
            verdict: Verdict::Clean,
            at,
            fault: None,
            hash: prev.unwrap_or_default(),
            head: Pos(0),
            last: None,
            groups: 0,
            segments: 0,
        };
        'segments: loop {
            if at.offset == 0 {
                let found =
                    if files.contains_key(&at.segment) { self.segment_head(at.segment)? } else { None };
                match found {
                    Some(head) if prev.is_none_or(|p| p == head.prev) => at.offset = SEGMENT_HEAD,
                    Some(_) => return self.judge(end, at, Some(Fault::Chain), &files),
                    None => return self.judge(end, at, None, &files),
                }
            }
            end.segments += 1;
            let mut w = self.window(at.segment)?;
            loop {
                match self.look(&mut w, at, prev.as_ref(), ahead)? {
                    Look::Group(head, commits) => {
                        let bytes = layout::padded(head.len.into());
                        let group = Group { place: at, hash: head.hash(), bytes, commits };
                        (end.hash, end.head, end.last) = (group.hash, group.last(), Some(at));
                        end.groups += 1;
                        prev = Some(end.hash);
                        at.offset += bytes;
                        end.at = at;
                        if let Next::Enough = visit(group)? {
                            return Ok(end);
                        }
                    }
                    Look::Bad(fault) => return self.judge(end, at, Some(fault), &files),
                    Look::Nothing => break,
                }
            }
            // Here the segment is full, or the chain ends. Only a next segment that follows from here tells.
            let next = Place { segment: at.segment + 1, offset: 0 };
            let follows = match files.contains_key(&next.segment) {
                true => self.segment_head(next.segment)?.is_some_and(|h| prev.is_none_or(|p| p == h.prev)),
                false => false,
            };
            if follows {
                if self.last_byte(at.segment, at.offset)?.is_some() {
                    return self.judge(end, at, Some(Fault::Stray), &files);
                }
                at = next;
                continue 'segments;
            }
            return self.judge(end, at, None, &files);
        }
    }

    /// Is what stands at a bad or empty place the torn end, the clean end, or rot?
    fn judge(
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
    fn good_after(&self, number: u32, from: u64, bad: bool) -> Result<Option<Place>, StoreError> {
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
                && matches!(self.look(&mut w, place, None, AHEAD)?, Look::Group(..))
            {
                return Ok(Some(place));
            }
            at = place.offset + 1;
        }
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
