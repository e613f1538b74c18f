//! sled made anew while the book is open: because it may hold what was erased, or because it does not answer any
//! more. The journal is the truth, so nothing is lost by it.
use std::{
    path::Path,
    sync::{PoisonError, atomic::Ordering},
};

use super::{
    Store, StoreError,
    book::Book,
    error::Fault,
    fault,
    group::Found,
    layout,
    overlay::Overlay,
    rebuild::{Gather, Target, build, trouble},
    shelf::Shelf,
    sled::{Table, Trouble},
    walk::{From, Gaps, Group, Next},
};

/// What must be left besides the new sled before one is built.
const SPARE: u64 = 1 << 20;

impl Book {
    /// If sled does not answer any more, makes it anew. If that cannot be, says why sled does not answer.
    pub(super) fn mend(&self) -> Result<(), StoreError> {
        let broken = || self.shelf().as_ref().and_then(Shelf::broken);
        if broken().is_none() {
            return Ok(());
        }
        let _one = self.erasing.lock().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have done it meanwhile.
        let Some(why) = broken() else { return Ok(()) };
        // On a full disk it would only take the last of it.
        if self.folder.free_bytes()? < self.folder.sled_bytes() + SPARE {
            return Err(StoreError::Full { path: self.folder.sled() });
        }
        self.renew().map_err(|e| match e {
            StoreError::Full { .. } | StoreError::Closed => e,
            _ => trouble(&self.folder, why),
        })
    }

    /// Puts a new sled in the place of the old one. The caller holds `erasing`.
    pub(super) fn renew(&self) -> Result<(), StoreError> {
        self.folder.delete_aside()?;
        let renewed = self.build_beside().and_then(|new| self.swap(new));
        // Whatever came of it, what is not in use must not take space, nor keep words that were erased.
        self.folder.delete_aside()?;
        fault::point("erase.cleaned");
        if renewed.is_ok() {
            self.unswept.store(false, Ordering::SeqCst);
        }
        renewed
    }

    /// Builds a sled beside the one that still answers.
    fn build_beside(&self) -> Result<Shelf, StoreError> {
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
        let new = self.open_shelf(&path)?;
        // Most of what was committed meanwhile is taken in while still more may be committed.
        self.catch_up(&new)?;
        fault::point("erase.built");
        Ok(new)
    }

    fn open_shelf(&self, path: &Path) -> Result<Shelf, StoreError> {
        let table = Table::open(path, self.limits.cache_bytes, self.limits.requests);
        table.map(Shelf::new).map_err(|t| trouble(&self.folder, t))
    }

    /// Puts it in the place of the old one, while nobody writes and readers wait.
    fn swap(&self, new: Shelf) -> Result<(), StoreError> {
        let _writer = self.writable()?;
        self.catch_up(&new)?;
        new.close(&self.folder.sled_new()).map_err(|t| trouble(&self.folder, t))?;
        let mut shelf = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
        let mut swap = || {
            if let Some(old) = shelf.take() {
                old.abandon(&self.folder.sled()).map_err(|t| trouble(&self.folder, t))?;
            }
            self.folder.take_new()?;
            *shelf = Some(self.open_shelf(&self.folder.sled())?);
            Ok(())
        };
        swap().map_err(|e: StoreError| self.fail(e.into()))?;
        fault::point("erase.swapped");
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

fn take_in(shelf: &Shelf, group: &Group<'_>) -> Result<(), Trouble> {
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
    shelf.apply(overlay, group.last(), group.hash);
    Ok(())
}
