//! Who asks: the account, the colleague behind it, and what they may see. Whatever leaves the hub in words is said to an
//! actor, so that nobody can be named to somebody who may not know of them.

use super::rights::Rights;
use crate::book::Ref;
use crate::text::Lang;
use std::sync::Arc;

/// Who asks.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The account, from the kernel.
    pub uid: u32,
    /// The staff record.
    pub staff: Ref,
    /// The language that words come back in.
    pub lang: Lang,
    /// The screen may be seen by others: what leaves the hub is covered, see [`super::showing`].
    pub showing: bool,
    /// What they may see and do, as of the last change of staff or areas.
    pub rights: Arc<Rights>,
}

impl Actor {
    /// The hub itself, or the owner of a book: nothing is hidden from them.
    pub fn owner(uid: u32, staff: Ref) -> Actor {
        Actor { uid, staff, lang: Lang::Zh, showing: false, rights: Arc::new(Rights::all()) }
    }
}
