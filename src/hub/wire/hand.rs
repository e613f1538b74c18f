//! What hangs on a member of staff, and what is said when it goes to another.

use super::Shown;
use crate::book::bounded;
use serde::{Deserialize, Serialize};

/// Something that whoever leaves still has in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Open {
    /// People whose liaison they are.
    People,
    /// Contacts promised to these people.
    Promises,
    /// Half-typed forms that only they can go on with.
    Drafts,
}

/// What a member of staff still has in hand. See [`super::Request::OpenWork`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenWork {
    /// Who.
    pub shown: Shown,
    /// How much of each; what there is none of is left out.
    #[serde(deserialize_with = "bounded::list")]
    pub open: Vec<(Open, u64)>,
}
