//! A walk through a chain that notes how far it reaches, and meets the heads that somebody noted.
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use super::{
    super::{
        Bad, Place, Pos,
        blank::Named,
        error::Fault,
        layout::{self, Hash},
        walk::{Chain, From, Next, Verdict, segment_name},
    },
    BackupError, Mark,
    heads::hex,
    kept,
};

/// How often a bad place is looked at again, in case it was only being written.
const LOOKS: u32 = 4;

/// How far a chain reaches.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Extent {
    /// Where the last group of each segment ends.
    pub ends: BTreeMap<u32, u64>,
    pub head: Pos,
    pub hash: Hash,
    pub groups: u64,
    pub commits: u64,
}

/// What a walk has seen.
pub(super) struct Seen {
    pub extent: Extent,
    /// What is wrong where it ends, if anything is.
    pub bad: Option<Bad>,
    /// The erasures among the commits.
    pub erasures: Vec<Named>,
}

/// A noted head, met again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its last commit.
    pub pos: Pos,
    /// Groups up to it.
    pub groups: u64,
    pub(super) hash: Hash,
    /// Where the next group goes.
    pub(super) end: Place,
}

/// Heads to look out for.
#[derive(Default)]
pub(super) struct Marks {
    wanted: Vec<Mark>,
    first: HashMap<String, Vec<usize>>,
    pub found: Vec<Option<Found>>,
}

impl Marks {
    pub(super) fn new(wanted: Vec<Mark>) -> Self {
        let mut first: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, mark) in wanted.iter().enumerate() {
            first.entry(mark.first().to_owned()).or_default().push(i);
        }
        Marks { found: vec![None; wanted.len()], wanted, first }
    }

    fn meet(&mut self, found: Found) {
        if self.wanted.is_empty() {
            return;
        }
        let hash = hex(&found.hash);
        let Some(candidates) = hash.get(..16).and_then(|f| self.first.get(f)) else { return };
        for i in candidates {
            if self.wanted.get(*i).is_some_and(|m| m.fits(&found.hash))
                && let Some(slot) = self.found.get_mut(*i)
            {
                *slot = Some(found);
            }
        }
    }
}

/// Walks a chain from its beginning, at most to `until`.
pub(super) fn survey(chain: &Chain, until: Option<Pos>, marks: &mut Marks) -> Result<Seen, BackupError> {
    let genesis = layout::genesis(&chain.book);
    let start = Found { pos: Pos(0), groups: 0, hash: genesis, end: Place { segment: 1, offset: 0 } };
    let mut extent = Extent { hash: genesis, ..Extent::default() };
    marks.found.fill(None);
    marks.meet(start);
    if until == Some(Pos(0)) {
        return Ok(Seen { extent, bad: None, erasures: Vec::new() });
    }
    let mut erasures = Vec::new();
    let end = chain.walk(From::Start, &mut |group| {
        let till = group.place.offset + group.bytes;
        extent.ends.insert(group.place.segment, till);
        (extent.head, extent.hash) = (group.last(), group.hash);
        erasures.extend(group.commits.iter().filter_map(Named::of));
        extent.groups += 1;
        extent.commits += group.commits.len() as u64;
        marks.meet(Found {
            pos: extent.head,
            groups: extent.groups,
            hash: extent.hash,
            end: Place { segment: group.place.segment, offset: till },
        });
        Ok(if until.is_some_and(|u| extent.head >= u) { Next::Enough } else { Next::On })
    })?;
    let short = until.is_some_and(|u| extent.head < u);
    // What was acknowledged and is not there is no torn end.
    let bad = (short || end.verdict != Verdict::Clean).then(|| Bad {
        place: end.at,
        fault: end.fault.unwrap_or(Fault::Missing),
        torn: !short && end.verdict != Verdict::Rot,
    });
    Ok(Seen { extent, bad, erasures })
}

/// How far a book's journal can be relied upon, though its hub may be writing to it: up to what `published` says is
/// acknowledged, else to the last whole group, made durable.
pub(super) fn stable(
    chain: &Chain,
    published: &mut dyn FnMut() -> Option<Pos>,
    marks: &mut Marks,
) -> Result<Seen, BackupError> {
    let mut last = None;
    for _ in 0..LOOKS {
        let until = published();
        let seen = survey(chain, until, marks)?;
        match seen.bad {
            Some(bad) if !bad.torn => {
                // A writer beside us goes on; damage stays where it is.
                if last == Some(bad) {
                    break;
                }
                last = Some(bad);
            }
            _ => {
                if until.is_none() {
                    settle(chain, &seen.extent)?;
                }
                return Ok(seen);
            }
        }
    }
    let Some(Bad { place, fault, .. }) = last else { return Err(BackupError::Moved) };
    Err(BackupError::BookDamaged { place, fault })
}

/// The last group may be in memory only. A backup must not know what a power cut takes from the book.
fn settle(chain: &Chain, extent: &Extent) -> Result<(), BackupError> {
    let Some((number, _)) = extent.ends.last_key_value() else { return Ok(()) };
    let name = segment_name(*number);
    let synced = chain.disk.open(&name).and_then(|f| f.sync());
    synced.map_err(|e| BackupError::io(chain.disk.path(&name), e))
}

/// Which of these heads a book's chain contains.
///
/// # Errors
/// When the chain cannot be walked or is damaged.
pub fn find_heads(
    book: &Path,
    wanted: Vec<Mark>,
    published: &mut dyn FnMut() -> Option<Pos>,
) -> Result<Vec<Option<Found>>, BackupError> {
    let (chain, _) = kept::book(book)?;
    let mut marks = Marks::new(wanted);
    stable(&chain, published, &mut marks)?;
    Ok(marks.found)
}
