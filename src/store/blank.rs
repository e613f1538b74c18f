//! Erasures as they stand in the journal, and the blanks that make them true.
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use super::{
    Change, Erasure, Key, Place, Pos, StoreError,
    disk::RealDisk,
    fault,
    folder::Folder,
    group::{CommitView, Found},
    journal::zero,
    layout,
    walk::{Chain, Gaps, segment_name},
};

/// What an erasure names, and where each of it was changed before.
pub(super) struct Named {
    pub pos: Pos,
    keys: Vec<(Key, Pos)>,
}

impl Named {
    /// What a commit names, if it is an erasure.
    pub(super) fn of(commit: &CommitView<'_>) -> Option<Named> {
        let keys = || commit.changes.iter().map(|c| (c.key, c.former)).collect();
        commit.erasure.then(|| Named { pos: commit.pos, keys: keys() })
    }
}

/// Places in the journal that are to be blank.
#[derive(Default)]
pub(super) struct Blanks(BTreeMap<u32, Vec<(u64, u64)>>);

impl Blanks {
    /// What an erasure names and is not blank yet; with `again` also what is.
    pub(super) fn of(chain: &Chain, named: &Named, again: bool) -> Result<Blanks, StoreError> {
        let mut blanks = Blanks::default();
        // Every change names the one before, so the journal is not searched; and the last go first, so that a group is read
        // once, however many of its records go.
        let formers = named.keys.iter().map(|(key, former)| (*former, *key));
        let mut waiting: BTreeSet<(Pos, Key)> = formers.filter(|(former, _)| *former > Pos(0)).collect();
        while let Some((last, _)) = waiting.last() {
            let (place, _) = layout::place_of(*last);
            let here = waiting.split_off(&(layout::pos_at(place, 0), Key { kind: 0, id: [0; 16] }));
            let before = chain.group_with(place, Gaps::Any, |_, commits| {
                let of = |(pos, key): &(Pos, Key)| {
                    let commit = commits.get(layout::place_of(*pos).1)?;
                    // Always backwards: a damaged link must not go in circles.
                    let former = Some(blanks.commit(place, commit, *key, again)).filter(|f| f < pos)?;
                    Some((former, *key)).filter(|_| former > Pos(0))
                };
                here.iter().filter_map(of).collect::<Vec<_>>()
            })?;
            waiting.extend(before);
        }
        Ok(blanks)
    }

    /// Takes in what a commit says of a record; where the record was changed before.
    fn commit(&mut self, place: Place, commit: &CommitView<'_>, key: Key, again: bool) -> Pos {
        let mut former = Pos(0);
        // The reason of an erasure stays, whatever else goes.
        let note = commit.note.iter().filter(|_| !commit.erasure);
        let mut seals: Vec<_> = note.collect();
        // In bulk a commit may change a record twice; the first of them knows the commit before.
        for change in commit.changes.iter().rev().filter(|c| c.key == key) {
            former = change.former;
            seals.extend(&change.payload);
        }
        for sealed in seals.into_iter().filter(|s| again || s.found != Found::Blank) {
            let span = sealed.with_salt();
            let at = place.offset + span.start as u64;
            self.0.entry(place.segment).or_default().push((at, at + span.len as u64));
        }
        former
    }

    /// How many places.
    pub(super) fn count(&self) -> u64 {
        self.0.values().map(|v| v.len() as u64).sum()
    }

    /// In which segments.
    pub(super) fn segments(&self) -> impl Iterator<Item = u32> {
        self.0.keys().copied()
    }

    /// The first place, as far as it is known: its segment and the byte.
    pub(super) fn first(&self) -> Option<Place> {
        let (segment, spans) = self.0.first_key_value()?;
        spans.iter().map(|s| s.0).min().map(|offset| Place { segment: *segment, offset })
    }

    /// Makes them blank, durably. After an error nobody knows which are.
    pub(super) fn write(&self, chain: &Chain) -> Result<(), StoreError> {
        for (segment, spans) in &self.0 {
            let name = segment_name(*segment);
            let write = || {
                let file = chain.disk.open(&name)?;
                for (from, till) in spans {
                    zero(&*file, *from, *till)?;
                    fault::point("erase.blanked");
                }
                file.sync()
            };
            write().map_err(|e| StoreError::io(chain.disk.path(&name), e))?;
        }
        fault::point("erase.synced");
        Ok(())
    }
}

/// Brings erasures to their end that a crash has interrupted; how many places were blanked. Of the one that is
/// the last commit all is blanked again: a sync may have failed, and then blanks are in memory that are not on
/// the disk.
pub(super) fn complete(chain: &Chain, all: &[Named], again: Option<Pos>) -> Result<u64, StoreError> {
    let mut count = 0;
    for named in all {
        count += Blanks::of(chain, named, false)?.count();
        let blanks = Blanks::of(chain, named, again == Some(named.pos))?;
        if blanks.count() > 0 {
            blanks.write(chain)?;
        }
    }
    Ok(count)
}

/// All erasures of a book, oldest first, also beyond places that are damaged. Needs no lock: made for a book that
/// is about to be replaced by a backup.
pub fn erasures(dir: &Path) -> Result<Vec<Erasure>, StoreError> {
    let folder = Folder::new(dir);
    let Some(book) = folder.identify()? else {
        return Err(StoreError::NotABook { path: dir.to_owned() });
    };
    known(&Chain::new(Arc::new(RealDisk::read_only(&folder.journal())), book))
}

/// All erasures that can be found in whole groups.
pub(super) fn known(chain: &Chain) -> Result<Vec<Erasure>, StoreError> {
    let mut found = Vec::new();
    chain.scattered(Place { segment: 1, offset: 0 }, &mut |commits| {
        found.extend(commits.iter().filter(|c| c.erasure).filter_map(erasure));
    })?;
    Ok(found)
}

fn erasure(commit: &CommitView<'_>) -> Option<Erasure> {
    // What was erased again since is left out: the later erasure says what became of it.
    let entry = commit.entry(|_| true)?;
    let (redact, keys): (Vec<Change>, Vec<Change>) =
        entry.changes.into_iter().partition(|c| c.body.is_some());
    Some(Erasure {
        request: entry.request,
        actor: entry.actor,
        actor_uid: entry.actor_uid,
        at_ms: entry.at_ms,
        note: entry.note,
        expected: Vec::new(),
        keys: keys.into_iter().map(|c| c.key).collect(),
        redact,
    })
}
