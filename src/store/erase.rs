//! Erasing records for good. First the journal says so, then their words are blanked in it, then sled is built
//! anew beside the old one, which still answers, and takes its place.
//!
//! Whatever happens between: once the journal says so, the next opening brings it to its end.
use std::sync::{PoisonError, atomic::Ordering};

use super::{
    Change, Commit, Erasure, Outcome, Pos, Store, StoreError,
    blank::{Blanks, Named},
    book::Book,
    commit::{Kind, normal, size},
    error::Fault,
    fault,
    group::Found,
    layout::{self, GROUP_HEAD},
    overlay::Overlay,
    rebuild::{Gather, Target, build, trouble},
    shelf::Shelf,
    sled::Table,
    walk::{From, Gaps, Group, Next},
};

impl Book {
    pub(super) fn erase_records(&self, erasure: Erasure) -> Result<Outcome, StoreError> {
        let _one = self.erasing.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = self.declare(erasure)?;
        // Asked again after an error: the journal knows, sled may not have been swept.
        if self.unswept.load(Ordering::SeqCst) {
            self.sweep()?;
        }
        Ok(outcome)
    }

    /// Writes the erasure into the journal and the blanks after it.
    fn declare(&self, erasure: Erasure) -> Result<Outcome, StoreError> {
        let mut writer = self.writable()?;
        let mut outcomes = Vec::with_capacity(1);
        {
            let shelf = self.shelf();
            let shelf = shelf.as_ref().ok_or(StoreError::Closed)?;
            let commit = self.commit_of(erasure, shelf)?;
            let bytes = GROUP_HEAD as u64 + size(&commit)?;
            self.group(&mut writer, shelf, Kind::Erasure, vec![commit], bytes, &mut outcomes)?;
        }
        let outcome = outcomes.pop().ok_or(StoreError::Closed)?;
        if let Outcome::Committed(pos) = outcome {
            self.unswept.store(true, Ordering::SeqCst);
            fault::point("erase.declared");
            // Whoever reads the journal now must not meet a payload that is half blank.
            let _alone = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
            self.blank(pos).map_err(|e| self.fail(e.to_string()))?;
        }
        Ok(outcome)
    }

    /// The commit that an erasure is: removals, and what stays of others.
    fn commit_of(&self, erasure: Erasure, shelf: &Shelf) -> Result<Commit, StoreError> {
        let Erasure { request, actor, actor_uid, at_ms, note, expected, keys, redact } = erasure;
        let mut changes = Vec::with_capacity(keys.len() + redact.len());
        for change in redact {
            let there = Overlay::default().version(shelf, change.key).map_err(|t| self.trouble(t))?.is_some();
            changes.push(Change { body: change.body.filter(|_| there), ..change });
        }
        // A record named twice is erased whole: of several changes the last counts.
        changes.extend(keys.into_iter().map(|key| Change { key, body: None, claims: Vec::new() }));
        Ok(normal(Commit { request, actor, actor_uid, at_ms, batch: None, note, expected, changes }))
    }

    fn blank(&self, pos: Pos) -> Result<(), StoreError> {
        let (place, index) = layout::place_of(pos);
        let named = self.chain.group(place, |_, commits| commits.get(index).and_then(Named::of))?;
        let named = named.ok_or(StoreError::NoSuchPos(pos))?;
        Blanks::of(&self.chain, &named, false)?.write(&self.chain)
    }

    /// Puts a sled that never held the words in the place of the one that did.
    fn sweep(&self) -> Result<(), StoreError> {
        self.folder.delete_aside()?;
        fault::point("erase.building");
        let till = self.head();
        let mut gather = Gather::new(self.limits.requests);
        let end = self.chain.walk_with(From::Start, Gaps::Trust, &mut |group| {
            gather.group(&group);
            Ok(if group.last() >= till { Next::Enough } else { Next::On })
        })?;
        if end.head != till {
            return Err(StoreError::Damaged { place: end.at, fault: end.fault.unwrap_or(Fault::Header) });
        }
        let path = self.folder.sled_new();
        let target = Target {
            folder: &self.folder,
            sled: &path,
            chain: &self.chain,
            pos: till,
            hash: end.hash,
            requests: self.limits.requests,
        };
        build(gather, &target, &mut |_, _| {})?;
        let err = |t| trouble(&self.folder, t);
        let open = |path: &std::path::Path| Table::open(path, self.limits.cache_bytes, self.limits.requests);
        let new = Shelf::new(open(&path).map_err(err)?);
        // Most of what was committed meanwhile is taken in while still more may be committed.
        self.catch_up(&new)?;
        fault::point("erase.built");
        {
            let _writer = self.writable()?;
            self.catch_up(&new)?;
            new.close(&path).map_err(err)?;
            let mut shelf = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
            let mut swap = || {
                if let Some(old) = shelf.take() {
                    old.abandon(&self.folder.sled()).map_err(err)?;
                }
                self.folder.take_new()?;
                *shelf = Some(Shelf::new(open(&self.folder.sled()).map_err(err)?));
                Ok(())
            };
            swap().map_err(|e: StoreError| self.fail(e.to_string()))?;
            fault::point("erase.swapped");
        }
        self.folder.delete_aside()?;
        fault::point("erase.cleaned");
        self.unswept.store(false, Ordering::SeqCst);
        Ok(())
    }

    /// Brings a sled that is behind to the head as it is now.
    fn catch_up(&self, shelf: &Shelf) -> Result<(), StoreError> {
        let (from, till) = (shelf.pos(), self.head());
        if from >= till {
            return Ok(());
        }
        let end = self.chain.walk_with(From::Group(layout::place_of(from).0), Gaps::Trust, &mut |group| {
            if group.last() > from {
                take_in(shelf, &group).map_err(|t| trouble(&self.folder, t))?;
            }
            Ok(if group.last() >= till { Next::Enough } else { Next::On })
        })?;
        match end.head == till {
            true => Ok(()),
            false => Err(StoreError::Damaged { place: end.at, fault: end.fault.unwrap_or(Fault::Header) }),
        }
    }
}

fn take_in(shelf: &Shelf, group: &Group<'_>) -> Result<(), super::sled::Trouble> {
    let mut overlay = Overlay::default();
    for commit in &group.commits {
        let changes = commit.changes.iter().map(|c| {
            let payload = c.payload.and_then(|s| match s.found {
                Found::Whole(payload) => Some(payload.to_vec()),
                Found::Blank | Found::Broken => None,
            });
            (c.key, payload)
        });
        overlay.put(shelf, commit.pos, commit.request, changes.collect())?;
    }
    shelf.apply(overlay, group.last(), group.hash)
}
