//! What the commits of a group change, before sled knows of it.
use std::collections::HashMap;

use super::{
    Key, Pos, RawId,
    group::open_payload,
    shelf::Shelf,
    sled::{ClaimHash, Former, Trouble, claim_hash},
};

/// A record after a change; no payload means that it was removed.
pub(super) struct After {
    pub pos: Pos,
    pub payload: Option<Vec<u8>>,
}

/// Changes on top of a [`Shelf`].
#[derive(Default)]
pub(super) struct Overlay {
    pub records: HashMap<Key, After>,
    pub claims: HashMap<ClaimHash, Option<Key>>,
    pub requests: HashMap<RawId, Pos>,
}

impl Overlay {
    pub(super) fn request(&self, shelf: &Shelf, request: &RawId) -> Result<Option<Pos>, Trouble> {
        match self.requests.get(request) {
            Some(pos) => Ok(Some(*pos)),
            None => shelf.request(request),
        }
    }

    pub(super) fn former(&self, shelf: &Shelf, key: Key) -> Result<Option<Former>, Trouble> {
        let Some(After { pos, payload }) = self.records.get(&key) else { return shelf.former(key) };
        let claims = payload.as_deref().map(claims_of).unwrap_or_default();
        Ok(Some(Former { pos: *pos, present: payload.is_some(), claims }))
    }

    /// The version a record has now; `None` if there is none or it was removed.
    pub(super) fn version(&self, shelf: &Shelf, key: Key) -> Result<Option<Pos>, Trouble> {
        Ok(self.former(shelf, key)?.filter(|f| f.present).map(|f| f.pos))
    }

    pub(super) fn claimed(&self, shelf: &Shelf, claim: &ClaimHash) -> Result<Option<Key>, Trouble> {
        match self.claims.get(claim) {
            Some(holder) => Ok(*holder),
            None => shelf.claimed(claim),
        }
    }

    /// Takes in one commit. All former claims go before any new one comes, so that a claim can pass from one
    /// record to another in whichever order the commit names them.
    pub(super) fn put(
        &mut self,
        shelf: &Shelf,
        pos: Pos,
        request: RawId,
        changes: Vec<(Key, Option<Vec<u8>>)>,
    ) -> Result<(), Trouble> {
        for (key, _) in &changes {
            for claim in self.former(shelf, *key)?.map(|f| f.claims).unwrap_or_default() {
                if self.claimed(shelf, &claim)? == Some(*key) {
                    self.claims.insert(claim, None);
                }
            }
        }
        for (key, payload) in changes {
            for claim in payload.as_deref().map(claims_of).unwrap_or_default() {
                self.claims.insert(claim, Some(key));
            }
            self.records.insert(key, After { pos, payload });
        }
        self.requests.insert(request, pos);
        Ok(())
    }
}

pub(super) fn claims_of(payload: &[u8]) -> Vec<ClaimHash> {
    open_payload(payload).map(|(c, _)| c.into_iter().map(claim_hash).collect()).unwrap_or_default()
}
