//! One group: check, append, fdatasync, apply, publish. In this order.
use std::collections::{HashMap, HashSet};

use super::{
    Change, Commit, Key, Outcome, Pos, StoreError,
    book::{Book, Mode, Writer},
    fault,
    group::{self, GroupWriter},
    journal::Refused,
    layout::{self, GROUP_BYTES, GROUP_COMMITS, GROUP_HEAD},
    overlay::Overlay,
    shelf::Shelf,
    sled::{Trouble, claim_hash},
};

/// What a group's commits are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Ordinary,
    Erasure,
}

impl Book {
    pub(super) fn commit_batch(&self, batch: Vec<Commit>) -> Result<Vec<Outcome>, StoreError> {
        self.mend()?;
        let mut writer = self.writable()?;
        // Sizes first, so that a commit too large spoils nothing.
        let sizes = batch.iter().map(size).collect::<Result<Vec<u64>, _>>()?;
        let shelf = self.shelf();
        let shelf = shelf.as_ref().ok_or(StoreError::Closed)?;
        let mut outcomes = Vec::with_capacity(batch.len());
        let (mut group, mut bytes) = (Vec::new(), GROUP_HEAD as u64);
        for (commit, size) in batch.into_iter().zip(sizes) {
            if bytes + size > GROUP_BYTES || group.len() >= GROUP_COMMITS {
                self.group(
                    &mut writer,
                    shelf,
                    Kind::Ordinary,
                    std::mem::take(&mut group),
                    bytes,
                    &mut outcomes,
                )?;
                bytes = GROUP_HEAD as u64;
            }
            bytes += size;
            group.push(commit);
        }
        self.group(&mut writer, shelf, Kind::Ordinary, group, bytes, &mut outcomes)?;
        Ok(outcomes)
    }

    pub(super) fn group(
        &self,
        writer: &mut Writer,
        shelf: &Shelf,
        kind: Kind,
        commits: Vec<Commit>,
        bytes: u64,
        outcomes: &mut Vec<Outcome>,
    ) -> Result<(), StoreError> {
        let Mode::Open(journal) = &mut writer.mode else { return Err(StoreError::Closed) };
        // Positions are places, so the place is chosen before it is known how many of them are accepted.
        let place = journal.place_for(layout::padded(bytes));
        let (mut group, mut overlay, mut last) = (GroupWriter::new(), Overlay::default(), Pos(0));
        for commit in commits {
            let commit = normal(commit);
            let outcome = check(&commit, &overlay, shelf).map_err(|t| self.trouble(shelf, t))?;
            if let Some(outcome) = outcome {
                outcomes.push(outcome);
                continue;
            }
            last = layout::pos_at(place, group.commits());
            match kind {
                Kind::Ordinary => group.commit(&commit, commit.changes.len(), &mut writer.salts),
                Kind::Erasure => group.erasure(&commit, commit.changes.len(), &mut writer.salts),
            }
            let request = commit.request;
            let mut changes = Vec::with_capacity(commit.changes.len());
            for Change { key, body, claims } in commit.changes {
                let former = overlay.former(shelf, key).map_err(|t| self.trouble(shelf, t))?;
                let payload = body.map(|body| group::payload(&claims, &body));
                let former = former.map(|f| f.pos).unwrap_or_default();
                group.change(key, former, payload.as_deref(), &mut writer.salts);
                changes.push((key, payload));
            }
            overlay.put(shelf, last, request, changes).map_err(|t| self.trouble(shelf, t))?;
            outcomes.push(Outcome::Committed(last));
        }
        if group.commits() == 0 {
            return Ok(());
        }
        fault::point("commit.checked");
        let (bytes, hash) = group.finish(place, journal.hash());
        match journal.append(place, &bytes, hash) {
            Ok(()) => {}
            Err(Refused::Clean(e)) => return Err(e),
            Err(Refused::Unsure(e)) => return Err(self.fail(e.into())),
        }
        shelf.apply(overlay, last, hash);
        fault::point("commit.applied");
        self.publish(last);
        Ok(())
    }
}

pub(super) fn size(commit: &Commit) -> Result<u64, StoreError> {
    let limit = GROUP_BYTES - GROUP_HEAD as u64;
    match group::commit_size(commit) {
        Some(bytes) if bytes <= limit => Ok(bytes),
        Some(bytes) => Err(StoreError::TooLarge { bytes, limit }),
        None => Err(StoreError::TooLarge { bytes: u64::from(u16::MAX) + 1, limit: u64::from(u16::MAX) }),
    }
}

/// The last change to each record, and no claims for records that go.
pub(super) fn normal(mut commit: Commit) -> Commit {
    let last: HashMap<Key, usize> = commit.changes.iter().enumerate().map(|(i, c)| (c.key, i)).collect();
    if last.len() < commit.changes.len() {
        let mut index = 0;
        commit.changes.retain(|c| {
            index += 1;
            last.get(&c.key) == Some(&(index - 1))
        });
    }
    commit.changes.iter_mut().filter(|c| c.body.is_none()).for_each(|c| c.claims.clear());
    commit
}

/// `None` if nothing speaks against it.
fn check(commit: &Commit, overlay: &Overlay, shelf: &Shelf) -> Result<Option<Outcome>, Trouble> {
    if let Some(pos) = overlay.request(shelf, &commit.request)? {
        return Ok(Some(Outcome::Repeated(pos)));
    }
    for (key, expected) in &commit.expected {
        let current = overlay.version(shelf, *key)?;
        if current != *expected {
            return Ok(Some(Outcome::Conflict { key: *key, current }));
        }
    }
    let keys: HashSet<Key> = commit.changes.iter().map(|c| c.key).collect();
    let mut ours = HashMap::new();
    for change in &commit.changes {
        for claim in &change.claims {
            if let Some(by) = ours.insert(claim_hash(claim), change.key)
                && by != change.key
            {
                return Ok(Some(Outcome::Claimed { claim: claim.clone(), by }));
            }
        }
    }
    for change in &commit.changes {
        for claim in &change.claims {
            let holder = overlay.claimed(shelf, &claim_hash(claim))?;
            // A record that this commit changes too gives its former claims up.
            if let Some(by) = holder.filter(|by| !keys.contains(by)) {
                return Ok(Some(Outcome::Claimed { claim: claim.clone(), by }));
            }
        }
    }
    Ok(None)
}
