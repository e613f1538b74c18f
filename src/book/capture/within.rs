//! What begins within the words of a line by a word of its own: 反映 停车难 in a visit's line is a matter.

use super::{Kind, Line, LineTrouble, Plain, choice};

/// Most that begin within one line.
const BEGUN_MAX: usize = 20;

/// What may begin within a line of another kind.
#[derive(Debug)]
pub struct Within {
    /// What begins.
    pub kind: Kind,
    /// The words by which it does, at the start of a word; each is one of the choices of `sort`.
    pub words: &'static [&'static str],
    /// The field of what sort it is.
    pub sort: u16,
    /// Who is to do it, after `@`.
    pub owner: u16,
    /// Whether it is urgent: 急.
    pub urgent: u16,
    /// The field of its words in full, where they are too long for its name.
    pub in_full: u16,
    /// The field that says in which record it was said.
    pub said_in: u16,
    /// The field of how it reached the office, and what that is by the way of the visit.
    pub source: (u16, fn(u16) -> u16),
}

/// One that began within the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// What sort of it.
    pub sort: u16,
    /// What it is about.
    pub words: String,
    /// Who is to do it.
    pub owner: Option<String>,
    /// Whether it is urgent.
    pub urgent: bool,
    /// All that was typed for it. Left out, it goes back to the words of the line.
    pub typed: String,
}

impl Within {
    /// What a word begins: 反映停车难, 反映：停车难, 反映 alone, or in English `request:`.
    pub(super) fn begin(&self, w: &str) -> Option<Begun> {
        let begun = |sort, words: &str| Begun {
            sort,
            words: words.to_owned(),
            owner: None,
            urgent: false,
            typed: w.to_owned(),
        };
        let colon = [':', '：'];
        let known = |word: &str| choice(self.kind, self.sort, word);
        let bare = w.trim_end_matches(colon);
        if bare.is_ascii() {
            // in English only with its colon: a request is also a word like any other
            return known(bare).filter(|_| bare.len() < w.len()).map(|sort| begun(sort, ""));
        }
        let word = self.words.iter().find(|word| w.starts_with(**word))?;
        if let Some(sort) = known(bare) {
            return Some(begun(sort, ""));
        }
        let rest = w.strip_prefix(word)?.trim_start_matches(colon);
        known(word).map(|sort| begun(sort, rest))
    }
}

impl Begun {
    /// One more word of what it is about.
    pub(super) fn say(&mut self, w: &str) {
        self.words = join(&self.words, w);
        self.typed = join(&self.typed, w);
    }

    /// Takes a word as who is to do it or as urgent.
    pub(super) fn aside(&mut self, w: &str) -> bool {
        let owner = super::owner(w).filter(|_| self.owner.is_none());
        let urgent = super::is_urgent(w);
        if owner.is_none() && !urgent {
            return false;
        }
        self.owner = owner.map(str::to_owned).or(self.owner.take());
        self.urgent |= urgent;
        self.typed = join(&self.typed, w);
        true
    }
}

impl Line {
    /// What began and was not gone on with stays in the words, and that is noted.
    pub(super) fn settle_begun(&mut self) -> Result<(), LineTrouble> {
        let (begun, bare): (Vec<Begun>, Vec<Begun>) =
            std::mem::take(&mut self.begun).into_iter().partition(|b| !b.words.is_empty());
        for one in bare {
            self.plain.push((Plain::Matter, one.typed.clone()));
            self.words = join(&self.words, &one.typed);
        }
        self.begun = begun;
        if self.begun.len() > BEGUN_MAX { Err(LineTrouble::TooLong) } else { Ok(()) }
    }
}

/// Two pieces of words as one.
pub fn join(a: &str, b: &str) -> String {
    [a, b].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ")
}
