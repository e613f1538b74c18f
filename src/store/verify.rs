//! Walking a journal's chain without owning the book.
use std::{path::Path, sync::Arc};

use super::{
    Place, Pos, StoreError,
    blank::{Blanks, Named},
    disk::RealDisk,
    error::Fault,
    folder::Folder,
    walk::{Chain, End, From, Next, Verdict},
};

/// A damaged place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bad {
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub fault: Fault,
    /// No good group follows: a write that did not complete, or one that is happening right now.
    pub torn: bool,
}

/// What a walk through the chain found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifyReport {
    /// Segments with groups in them.
    pub segments: u32,
    /// Whole groups.
    pub groups: u64,
    /// Commits in them.
    pub commits: u64,
    /// Changes in them.
    pub changes: u64,
    /// Erasures among the commits.
    pub erasures: u64,
    /// The last commit.
    pub head: Pos,
    /// The chain's hash there: to be kept elsewhere, it proves the whole history.
    pub hash: [u8; 32],
    /// The first place that does not hold.
    pub bad: Option<Bad>,
}

/// How often a bad place is looked at again, in case it was only being written.
const LOOKS: u32 = 3;

/// Verifies every group of a book's journal. Needs no lock and may run beside a writer: it stops at the end of
/// the stable chain.
pub fn verify(dir: &Path) -> Result<VerifyReport, StoreError> {
    let folder = Folder::new(dir);
    let Some(book) = folder.identify()? else {
        return Err(StoreError::NotABook { path: dir.to_owned() });
    };
    let chain = Chain::new(Arc::new(RealDisk::read_only(&folder.journal())), book);
    let mut last = None;
    for _ in 0..LOOKS {
        let (report, at) = walk(&chain)?;
        // A writer beside us goes on; damage stays where it is.
        let settled = report.bad.is_none() || last == Some(at);
        if settled {
            return Ok(report);
        }
        last = Some(at);
    }
    walk(&chain).map(|(report, _)| report)
}

fn walk(chain: &Chain) -> Result<(VerifyReport, (Place, Verdict)), StoreError> {
    let (mut commits, mut changes, mut erasures) = (0, 0, Vec::new());
    let end: End = chain.walk(From::Start, &mut |group| {
        erasures.extend(group.commits.iter().filter_map(Named::of));
        commits += group.commits.len() as u64;
        changes += group.commits.iter().map(|c| c.changes.len() as u64).sum::<u64>();
        Ok(Next::On)
    })?;
    let bad = (end.verdict != Verdict::Clean).then(|| Bad {
        place: end.at,
        fault: end.fault.unwrap_or(Fault::Header),
        torn: end.verdict != Verdict::Rot,
    });
    let mut left = None;
    for named in erasures.iter().filter(|_| bad.is_none()) {
        left = left.or(Blanks::of(chain, named, false)?.first());
    }
    // The next opening brings it to its end, so it counts as a write that did not complete.
    let bad = bad.or(left.map(|place| Bad { place, fault: Fault::Unerased, torn: true }));
    let at = left.unwrap_or(end.at);
    let erasures = erasures.len() as u64;
    let End { segments, groups, head, hash, .. } = end;
    Ok((VerifyReport { segments, groups, commits, changes, erasures, head, hash, bad }, (at, end.verdict)))
}
