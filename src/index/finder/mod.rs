//! The finder: people, organisations, matters and meetings by any part of what one remembers, at every keystroke.
//!
//! A word of a query matches the characters of a name, its sound (initials, pinyin, both mixed, Han typed for how it
//! sounds), what people are called, a phone number, the employer, title, community, posts and trades. All words of a
//! query must match, in any order.
//!
//! Documents lie in immutable *segments* whose rows are sorted by weight, so that the first rows found are the ones to
//! show, and a few recent ones in a *delta* that is simply read through. A word is led by posting lists of characters,
//! syllables, initials and digits to the rows that may match (`plan`), the scope and kinds are cut out of them before
//! anything is counted or ranked (`search`), and each remaining row is checked against the record itself (`matching`),
//! in `stages` that stop once nothing better can come. Employers and communities are texts of their own (`texts`), searched
//! once and led to their rows. Readers take a snapshot behind an `Arc` and never wait for the writer (`live`).
mod bits;
mod dead;
mod delta;
mod grams;
mod keep;
mod live;
mod matching;
mod plan;
mod postings;
mod query;
mod rows;
mod search;
mod segment;
mod stages;
#[cfg(test)]
mod tests;
mod texts;

pub use live::{Builder, Change, Finder};
pub use matching::Field;
pub use query::Query;

/// A document as the book gives it to the finder.
#[derive(Clone, Copy, Debug, Default)]
pub struct Doc<'a> {
    /// The record's id.
    pub id: [u8; 16],
    /// The record's kind.
    pub kind: u8,
    /// Row of its area in the tree of areas; [`OPEN`] for what everybody may see.
    pub area: u32,
    /// The name or title.
    pub name: &'a str,
    /// The editable reading of the name, syllables parted by blanks; empty to derive it.
    pub reading: &'a str,
    /// What else people call it: 张总, former names.
    pub called: &'a [&'a str],
    /// Phone numbers, as written.
    pub phones: &'a [&'a str],
    /// The employer.
    pub org: &'a str,
    /// The title held there.
    pub title: &'a str,
    /// The community.
    pub community: &'a str,
    /// Posts, trade, tags, public posts: found by their characters.
    pub extra: &'a str,
    /// Greater comes first among equals: recency, rank.
    pub weight: u32,
}

/// The area of what lies in none and may be seen by everybody.
pub const OPEN: u32 = u32::MAX - 1;

/// Which areas may be seen, as half-open ranges of area ranks in ascending order. Applied before ranking and counting.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// All areas.
    All,
    /// These ranges.
    Areas(&'a [(u32, u32)]),
}

impl Scope<'_> {
    /// True when this area may be seen.
    pub fn sees(&self, area: u32) -> bool {
        match self {
            Scope::All => true,
            Scope::Areas(ranges) => ranges.iter().any(|r| (r.0..r.1).contains(&area)),
        }
    }
}

/// How many match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Exact(u64),
    /// So many were seen before it was time to answer.
    AtLeast(u64),
}

impl Count {
    /// The number, exact or not.
    pub fn number(self) -> u64 {
        match self {
            Count::Exact(n) | Count::AtLeast(n) => n,
        }
    }

    fn plus(self, other: Count) -> Count {
        match (self, other) {
            (Count::Exact(a), Count::Exact(b)) => Count::Exact(a + b),
            (a, b) => Count::AtLeast(a.number() + b.number()),
        }
    }
}

/// One answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The record's id.
    pub id: [u8; 16],
    /// The record's kind.
    pub kind: u8,
    /// How well it fits; greater is better.
    pub score: u32,
    /// The fields the words were found in, [`Field::bit`] each.
    pub fields: u8,
}

impl Hit {
    /// True when a word was found in this field.
    pub fn found_in(&self, field: Field) -> bool {
        self.fields & field.bit() != 0
    }
}

/// The best answers and how many there are.
#[derive(Clone, Debug)]
pub struct Hits {
    /// How many match in the scope.
    pub total: Count,
    /// The best, in order.
    pub hits: Vec<Hit>,
    /// Nothing was found as typed; these are by the initials an input method may have made the characters from.
    pub by_initials: bool,
}
