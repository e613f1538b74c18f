//! What a member of staff still has in hand: what must go to somebody else before they do.

use super::actor::Actor;
use super::drafts;
use super::wire::{Open, OpenWork, Refusal, Reply};
use super::world::World;
use crate::book::{Id, Kind, Ref, staff};
use crate::store::StoreError;

/// Counts it.
///
/// # Errors
/// When the store cannot be read.
pub fn open_work(world: &World, actor: &Actor, who: Id) -> Result<Reply, StoreError> {
    let Some(record) = world.get(Ref { kind: Kind::Staff, id: who })? else {
        return Ok(Reply::Refused(Refusal::Gone));
    };
    let (people, promises) = {
        let t = world.tables();
        let theirs = t.staff.find(who).map(|at| t.charges(at)).unwrap_or_default();
        let promises: usize = theirs.iter().map(|p| t.open_promises(*p).count()).sum();
        (theirs.len(), promises)
    };
    let uid = record.fields.int(staff::UID).and_then(|uid| u32::try_from(uid).ok());
    let drafts = uid.map_or(0, |uid| drafts::all(&world.dir, uid).len());
    let all = [(Open::People, people), (Open::Promises, promises), (Open::Drafts, drafts)];
    let open = all.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| (what, n as u64)).collect();
    Ok(Reply::OpenWork(Box::new(OpenWork { shown: super::answer::shown(world, record, actor), open })))
}
