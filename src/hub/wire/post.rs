//! The organisation network: who holds what at each level, and what is missing.

use crate::book::{Day, Id, Ref, bounded};
use serde::{Deserialize, Serialize};

/// One area of the organisation network. See [`super::Request::Posts`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Posts {
    /// The posts of this area, body by body.
    #[serde(deserialize_with = "bounded::list")]
    pub posts: Vec<PostRow>,
    /// What is missing in it.
    #[serde(deserialize_with = "bounded::list")]
    pub gaps: Vec<Gap>,
    /// The areas right below it, or the top ones.
    #[serde(deserialize_with = "bounded::list")]
    pub below: Vec<PostArea>,
}

/// An area below, with what stands in it and below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostArea {
    /// Which.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Whether there is anything to unfold.
    pub opens: bool,
    /// How many posts.
    pub posts: u64,
    /// How many gaps.
    pub gaps: u64,
}

/// A post and who holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostRow {
    /// Which.
    pub post: Ref,
    /// Who holds it: a colleague or somebody on file.
    pub holder: Ref,
    /// Their name.
    pub name: String,
    /// The body's code.
    pub body: u16,
    /// What they are in it.
    pub title: String,
    /// What they are besides.
    pub job: String,
    /// Since when.
    pub since: Option<Day>,
    /// Until when.
    pub until: Option<Day>,
    /// The communities they look after, by name.
    pub communities: String,
    /// How many people they look after; nothing for somebody on file.
    pub people: Option<u64>,
    /// Whether something is to be done about it.
    pub trouble: Option<Stale>,
}

/// Why a post wants a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stale {
    /// Its term is over.
    Over,
    /// Whoever holds it has left.
    Left,
}

/// Something that is missing in an area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Gap {
    /// A body has nobody.
    Nobody(u16),
    /// These communities have no liaison officer.
    NoLiaison(#[serde(deserialize_with = "bounded::list")] Vec<(Id, String)>),
}
