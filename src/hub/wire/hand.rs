//! What hangs on a member of staff, and what is said when it goes to another.

use super::{Save, Shown};
use crate::book::{Day, Id, Ref, Row, bounded};
use serde::{Deserialize, Serialize};

/// Most people of one act.
pub const HAND_MAX: usize = 1000;

/// Something that whoever leaves still has in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Open {
    /// People whose liaison they are.
    People,
    /// Contacts promised to these people.
    Promises,
    /// Half-typed forms that only they can go on with.
    Drafts,
    /// What these people have raised and is not settled.
    Matters,
    /// Posts in the organisation network.
    Posts,
    /// Handovers that wait for their answer.
    Handovers,
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

/// People who get another liaison in one act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandOver {
    /// To whom, from when and why: the fields of a handover as its form gives them.
    pub act: Save,
    /// Only say what it would come to. → [`super::Reply::HandPlan`]
    pub dry: bool,
    /// Who; where empty all people of the one who gives.
    #[serde(deserialize_with = "bounded::list")]
    pub whom: Vec<Handed>,
    /// It is done, so nobody has to accept it.
    pub done: bool,
}

/// One of the people who are handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// Who.
    pub person: Id,
    /// To whom, where not to the one whom the act names.
    pub to: Option<Id>,
}

/// What an act would come to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HandPlan {
    /// The act as it would be written, with names.
    pub act: Shown,
    /// Each of the people.
    #[serde(deserialize_with = "bounded::list")]
    pub lines: Vec<HandLine>,
    /// Drafts that only the one who gives can go on with.
    pub drafts: u64,
    /// Whether the one who takes has to accept it.
    pub waits: bool,
    /// Whether this session may enter it as done at once.
    pub may_do: bool,
}

/// One of the people of a handover, and what is open about them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HandLine {
    /// The person as lists show them.
    pub row: Row,
    /// Who looks after them now.
    pub from: Option<(Ref, String)>,
    /// The next contact promised.
    pub promise: Option<(Day, String)>,
    /// How many matters of theirs are not settled.
    pub matters: u32,
    /// Why this one is left out; nothing where it is not.
    pub left: String,
}

/// How a handover goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HandAct {
    /// Whoever takes has taken them.
    Accept,
    /// Whoever should take does not.
    Decline,
    /// Whoever gave takes it back before it is answered.
    Withdraw,
    /// Standing in comes to its end before its day.
    End,
}

/// A step of a handover. → [`super::Reply::Handed`]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandStep {
    /// Makes repeating safe.
    pub request: Id,
    /// Which handover.
    pub handover: Id,
    /// The version that was seen.
    pub base: u64,
    /// What becomes of it.
    pub step: HandAct,
    /// What is said to it.
    pub words: String,
}

/// What was written of a handover.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandDone {
    /// The handovers.
    #[serde(deserialize_with = "bounded::list")]
    pub handovers: Vec<Ref>,
    /// How many people it is about.
    pub people: u32,
    /// Whether it waits to be accepted.
    pub waits: bool,
    /// Who was left out and why.
    #[serde(deserialize_with = "bounded::list")]
    pub left: Vec<(String, String)>,
}

/// A handover with all its people: what both sign.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HandSheet {
    /// The handover.
    pub shown: Shown,
    /// Its people.
    #[serde(deserialize_with = "bounded::list")]
    pub lines: Vec<HandLine>,
    /// What this session may do with it now; the first is the next step.
    #[serde(deserialize_with = "bounded::list")]
    pub steps: Vec<HandAct>,
}

/// A handover in a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandBrief {
    /// Which.
    pub handover: Ref,
    /// Who gives.
    pub from: String,
    /// Who takes.
    pub to: String,
    /// How many people.
    pub people: u32,
    /// From which day.
    pub since: Day,
    /// Until which day, where somebody stands in.
    pub until: Option<Day>,
    /// Why, or what was answered where it was declined.
    pub words: String,
    /// How far it is.
    pub state: u16,
}
