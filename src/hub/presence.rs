//! Who has which card open: told by each session, gone with it.

use super::outbox::Outbox;
use super::wire::News;
use crate::book::Ref;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A session that has a card open.
struct Reader {
    target: Ref,
    staff: Ref,
    name: String,
    outbox: Arc<Outbox>,
}

/// All sessions that have a card open.
#[derive(Default)]
pub struct Presence(Mutex<BTreeMap<u64, Reader>>);

impl Presence {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Reader>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A session has this card open now, or none. Those at the card that it leaves and at the one that it opens hear.
    pub fn at(&self, session: u64, target: Option<Ref>, staff: Ref, name: &str, outbox: &Arc<Outbox>) {
        let mut all = self.lock();
        let left = all.remove(&session).map(|r| r.target);
        if let Some(target) = target {
            let reader = Reader { target, staff, name: name.to_owned(), outbox: Arc::clone(outbox) };
            all.insert(session, reader);
        }
        if let Some(left) = left.filter(|l| Some(*l) != target) {
            tell(&all, left);
        }
        if let Some(target) = target {
            tell(&all, target);
        }
    }

    /// A session is over.
    pub fn gone(&self, session: u64) {
        let mut all = self.lock();
        if let Some(reader) = all.remove(&session) {
            tell(&all, reader.target);
        }
    }
}

/// Tells everybody at a card who else is there.
fn tell(all: &BTreeMap<u64, Reader>, target: Ref) {
    for (own, reader) in all.iter().filter(|(_, r)| r.target == target) {
        let others = all.iter().filter(|(session, r)| r.target == target && *session != own);
        let who = others.map(|(_, r)| (r.staff, r.name.clone())).collect();
        reader.outbox.news(News::Here { target, who });
    }
}
