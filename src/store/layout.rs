//! The bytes of the journal: positions and headers here, what is inside a group in [`super::group`]. No I/O.
//!
//! ```text
//! segment  "linliSEG" format:u32 number:u32 book:16 first:u64 previous:32 zeros:4 crc32:u32 zeros:16, then groups, then zeros
//! group    "linliGRP" length:u32 commits:u32 first:u64 previous:32 root:32 crc32:u32 zeros:4, then commits, zeros to 8
//! commit   tag:u8 request:16 actor:16 uid:u32 at:i64 flags:u8 batch:16 changes:u32 [sealed note] change…
//! change   kind:u8 id:16 flags:u8 former:u64 [sealed payload]
//! sealed   hash:32 length:u32 | salt:16 bytes
//! ```
//!
//! All numbers are little-endian. The root is the blake3 of the commits without what stands right of the bar, and
//! a group's hash is that of its header, which names the hash of the group before. So a sealed payload and its
//! salt can be blanked for an erasure, and the chain still holds. A commit with tag 1 is an ordinary one; with
//! tag 2 it is an erasure: of every record it changes, all that was sealed before is blank.
use super::{Place, Pos, RawId};

pub(super) type Hash = [u8; 32];

/// Length of a segment's header.
pub(super) const SEGMENT_HEAD: u64 = 96;
/// Length of a group's header.
pub(super) const GROUP_HEAD: usize = 96;
/// How many commits a group may hold: the bits a position keeps for them.
pub(super) const GROUP_COMMITS: usize = 1 << 11;
/// How many bytes a group may have.
pub(super) const GROUP_BYTES: u64 = 64 << 20;
/// What a group begins with.
pub(super) const GROUP_MAGIC: &[u8; 8] = b"linliGRP";
const SEGMENT_MAGIC: &[u8; 8] = b"linliSEG";

/// Position of the `index`th commit of the group at a place. It *is* the place, so nothing has to be looked up.
pub(super) fn pos_at(place: Place, index: usize) -> Pos {
    Pos((u64::from(place.segment) << 40) | ((place.offset / 8) << 11) | index as u64)
}

/// The place of the group, and the index in it, that a position names.
pub(super) fn place_of(pos: Pos) -> (Place, usize) {
    let segment = u32::try_from(pos.0 >> 40).unwrap_or(u32::MAX);
    let offset = ((pos.0 >> 11) & ((1 << 29) - 1)) * 8;
    (Place { segment, offset }, (pos.0 & (GROUP_COMMITS as u64 - 1)) as usize)
}

/// The hash that the first group follows: the book's own.
pub(super) fn genesis(book: &RawId) -> Hash {
    *blake3::hash(book).as_bytes()
}

/// Length of a group with its padding.
pub(super) fn padded(len: u64) -> u64 {
    len.next_multiple_of(8)
}

/// Reads numbers and slices off the front of some bytes; every step can fail.
pub(super) struct Cut<'a>(pub &'a [u8], pub usize);

impl<'a> Cut<'a> {
    pub(super) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        self.1 += n;
        Some(head)
    }
    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }
    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[b]| b)
    }
    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }
    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }
    pub(super) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }
}

/// The header of a segment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct SegmentHead {
    pub number: u32,
    pub book: RawId,
    pub prev: Hash,
}

impl SegmentHead {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut b = Vec::with_capacity(SEGMENT_HEAD as usize);
        b.extend_from_slice(SEGMENT_MAGIC);
        b.extend_from_slice(&super::folder::FORMAT.to_le_bytes());
        b.extend_from_slice(&self.number.to_le_bytes());
        b.extend_from_slice(&self.book);
        let first = pos_at(Place { segment: self.number, offset: SEGMENT_HEAD }, 0);
        b.extend_from_slice(&first.0.to_le_bytes());
        b.extend_from_slice(&self.prev);
        b.extend_from_slice(&[0; 4]);
        b.extend_from_slice(&crc32fast::hash(&b).to_le_bytes());
        b.resize(SEGMENT_HEAD as usize, 0);
        b
    }

    /// The header these bytes are, if they are exactly one.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut c = Cut(bytes, 0);
        c.take(12)?;
        let head = SegmentHead { number: c.u32()?, book: c.array()?, prev: c.take(8).and(c.array())? };
        // Every byte is determined by these three, so the strictest check is to write it again.
        (head.encode() == bytes).then_some(head)
    }
}

/// The header of a group.
#[derive(Clone, Copy, Debug)]
pub(super) struct GroupHead {
    pub len: u32,
    pub commits: u32,
    pub first: Pos,
    pub prev: Hash,
    pub root: Hash,
}

impl GroupHead {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut b = Vec::with_capacity(GROUP_HEAD);
        b.extend_from_slice(GROUP_MAGIC);
        b.extend_from_slice(&self.len.to_le_bytes());
        b.extend_from_slice(&self.commits.to_le_bytes());
        b.extend_from_slice(&self.first.0.to_le_bytes());
        b.extend_from_slice(&self.prev);
        b.extend_from_slice(&self.root);
        b.extend_from_slice(&crc32fast::hash(&b).to_le_bytes());
        b.resize(GROUP_HEAD, 0);
        b
    }

    /// The header these bytes are, if they are exactly one.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut c = Cut(bytes, 0);
        if c.take(8)? != GROUP_MAGIC {
            return None;
        }
        let head = GroupHead {
            len: c.u32()?,
            commits: c.u32()?,
            first: Pos(c.u64()?),
            prev: c.array()?,
            root: c.array()?,
        };
        let sane = head.len as usize >= GROUP_HEAD && u64::from(head.len) <= GROUP_BYTES;
        (sane && head.encode() == bytes).then_some(head)
    }

    /// The hash that the next group names.
    pub(super) fn hash(&self) -> Hash {
        *blake3::hash(&self.encode()).as_bytes()
    }
}
