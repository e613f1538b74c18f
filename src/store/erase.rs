//! Erasing records for good. First the journal says so, then their words are blanked in it, then sled is built
//! anew beside the old one, which still answers, and takes its place.
//!
//! Whatever happens between: once the journal says so, the next opening brings it to its end.
use std::sync::{PoisonError, atomic::Ordering};

use super::{
    Change, Commit, Erasure, Outcome, Pos, StoreError,
    blank::{Blanks, Named},
    book::Book,
    commit::{Kind, normal, size},
    fault,
    layout::{self, GROUP_HEAD},
    overlay::Overlay,
    shelf::Shelf,
};

impl Book {
    pub(super) fn erase_records(&self, erasure: Erasure) -> Result<Outcome, StoreError> {
        self.mend()?;
        let _one = self.erasing.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = self.declare(erasure)?;
        // Asked again after an error: the journal knows, sled may not have been swept.
        if self.unswept.load(Ordering::SeqCst) {
            self.renew()?;
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
            let blanks = self.blanks(pos).map_err(|e| self.fail(e.into()))?;
            // Whoever reads the journal now must not meet a payload that is half blank.
            let _alone = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
            blanks.write(&self.chain).map_err(|e| self.fail(e.into()))?;
        }
        Ok(outcome)
    }

    /// The commit that an erasure is: removals, and what stays of others.
    fn commit_of(&self, erasure: Erasure, shelf: &Shelf) -> Result<Commit, StoreError> {
        let Erasure { request, actor, actor_uid, at_ms, note, expected, keys, redact } = erasure;
        let mut changes = Vec::with_capacity(keys.len() + redact.len());
        for change in redact {
            let there =
                Overlay::default().version(shelf, change.key).map_err(|t| self.trouble(shelf, t))?.is_some();
            changes.push(Change { body: change.body.filter(|_| there), ..change });
        }
        // A record named twice is erased whole: of several changes the last counts.
        changes.extend(keys.into_iter().map(|key| Change { key, body: None, claims: Vec::new() }));
        Ok(normal(Commit { request, actor, actor_uid, at_ms, batch: None, note, expected, changes }))
    }

    fn blanks(&self, pos: Pos) -> Result<Blanks, StoreError> {
        let (place, index) = layout::place_of(pos);
        let named = self.chain.group(place, |_, commits| commits.get(index).and_then(Named::of))?;
        let named = named.ok_or(StoreError::NoSuchPos(pos))?;
        Blanks::of(&self.chain, &named, false)
    }
}
