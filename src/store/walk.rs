//! Walking the chain: every group in order, verified, and a verdict about where it ends.
use std::{
    collections::{BTreeMap, HashMap},
    io,
    sync::Arc,
};

use super::{
    Key, Place, Pos, RawId, StoreError,
    disk::{Disk, DiskFile},
    error::Fault,
    group::{self, CommitView},
    layout::{self, GROUP_HEAD, GroupHead, Hash, SEGMENT_HEAD, SegmentHead},
};

/// How far to read ahead.
pub(super) const AHEAD: usize = 256 << 10;

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

/// What is thought of words that are not there any more.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gaps {
    /// An erasure further on must name them; else they are damage.
    Judge,
    /// Blanks are taken for erased: who opened the book has judged them.
    Trust,
    /// Anything goes, also what an erasure has blanked in part.
    Any,
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

impl CommitView<'_> {
    pub(super) fn passes(&self, gaps: Gaps) -> bool {
        match gaps {
            Gaps::Judge => self.whole(),
            Gaps::Trust => self.legible(),
            Gaps::Any => true,
        }
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

pub(super) enum Look<'a> {
    Group(GroupHead, Vec<CommitView<'a>>),
    /// Zeros, or the end of the file.
    Nothing,
    Bad(Fault),
}

impl Chain {
    pub(super) fn err(&self, number: u32) -> impl Fn(io::Error) -> StoreError + '_ {
        move |e| StoreError::io(self.disk.path(&segment_name(number)), e)
    }

    /// Opens a segment for reading.
    pub(super) fn window(&self, number: u32) -> Result<Window, StoreError> {
        self.disk.open(&segment_name(number)).and_then(Window::new).map_err(self.err(number))
    }

    /// Verifies the whole group at a place; `prev` is the hash it must follow, if that is known.
    pub(super) fn look<'a>(
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

    /// Where each record was last named by an erasure, from a good group on, also beyond damage: that is to be
    /// blamed, and not the blanks before it.
    fn erased_after(&self, place: Place) -> Result<HashMap<Key, Pos>, StoreError> {
        let mut erased = HashMap::new();
        let mut take = |commits: &[CommitView<'_>]| {
            for commit in commits.iter().filter(|c| c.erasure) {
                erased.extend(commit.changes.iter().map(|c| (c.key, commit.pos)));
            }
        };
        let end = self.walk_with(From::Group(place), Gaps::Any, &mut |group| {
            take(&group.commits);
            Ok(Next::On)
        })?;
        if end.verdict == Verdict::Rot {
            self.scattered(end.at, &mut |commits| take(&commits))?;
        }
        Ok(erased)
    }

    /// The group at a place, read on its own; for history and for finding where to go on. Blanks are trusted.
    pub(super) fn group<T>(
        &self,
        place: Place,
        then: impl FnOnce(&GroupHead, Vec<CommitView<'_>>) -> T,
    ) -> Result<T, StoreError> {
        self.group_with(place, Gaps::Trust, then)
    }

    /// Like [`Self::group`]; with [`Gaps::Judge`] nothing may be missing.
    pub(super) fn group_with<T>(
        &self,
        place: Place,
        gaps: Gaps,
        then: impl FnOnce(&GroupHead, Vec<CommitView<'_>>) -> T,
    ) -> Result<T, StoreError> {
        if place.segment == 0 || place.offset < SEGMENT_HEAD {
            return Err(StoreError::NoSuchPos(layout::pos_at(place, 0)));
        }
        let mut w = self.window(place.segment)?;
        match self.look(&mut w, place, None, 16 << 10)? {
            Look::Group(head, commits) => match commits.iter().all(|c| c.passes(gaps)) {
                true => Ok(then(&head, commits)),
                false => Err(StoreError::Damaged { place, fault: Fault::Payload }),
            },
            Look::Nothing => Err(StoreError::NoSuchPos(layout::pos_at(place, 0))),
            Look::Bad(fault) => Err(StoreError::Damaged { place, fault }),
        }
    }

    /// The header of a segment, if it is there and whole.
    pub(super) fn segment_head(&self, number: u32) -> Result<Option<SegmentHead>, StoreError> {
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
        self.walk_with(from, Gaps::Judge, visit)
    }

    /// Like [`Self::walk`], which judges what is missing.
    pub(super) fn walk_with(
        &self,
        from: From,
        gaps: Gaps,
        visit: &mut dyn FnMut(Group<'_>) -> Result<Next, StoreError>,
    ) -> Result<End, StoreError> {
        let mut erased: Option<HashMap<Key, Pos>> = None;
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
                        if !commits.iter().all(|c| c.passes(gaps)) {
                            let erased = match &mut erased {
                                None if gaps == Gaps::Judge => erased.insert(self.erased_after(at)?),
                                known => known.get_or_insert_default(),
                            };
                            let after = |key, pos| erased.get(&key).is_some_and(|e| *e > pos);
                            if !commits.iter().all(|c| c.pardoned(|key| after(key, c.pos))) {
                                return self.judge(end, at, Some(Fault::Payload), &files);
                            }
                        }
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
}
