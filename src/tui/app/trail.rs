//! The cards visited, back and on, as in a browser.

use crate::book::Ref;

/// How many are remembered.
const MOST: usize = 100;

/// The cards visited and which of them is shown.
#[derive(Debug, Default)]
pub(super) struct Trail {
    cards: Vec<Ref>,
    at: usize,
}

impl Trail {
    /// A card is opened; what lay ahead is forgotten.
    pub(super) fn visit(&mut self, card: Ref) {
        if self.cards.get(self.at) == Some(&card) {
            return;
        }
        self.cards.truncate(self.at + 1);
        self.cards.push(card);
        if self.cards.len() > MOST {
            self.cards.remove(0);
        }
        self.at = self.cards.len() - 1;
    }

    /// The card to show when going back. `on_card`: whether the one we are at is shown now; if not, it comes first.
    pub(super) fn back(&mut self, on_card: bool) -> Option<Ref> {
        if on_card {
            self.at = self.at.checked_sub(1)?;
        }
        self.cards.get(self.at).copied()
    }

    /// A record is gone: its card is no step any more.
    pub(super) fn forget(&mut self, card: Ref) {
        let before = self.cards.iter().take(self.at).filter(|c| **c == card).count();
        self.cards.retain(|c| *c != card);
        self.at = (self.at - before).min(self.cards.len().saturating_sub(1));
    }

    /// The card to show when going on.
    pub(super) fn on(&mut self) -> Option<Ref> {
        let card = self.cards.get(self.at + 1).copied()?;
        self.at += 1;
        Some(card)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Id, Kind};

    #[test]
    fn back_and_on() {
        let card = |n| Ref { kind: Kind::Person, id: Id([n; 16]) };
        let mut t = Trail::default();
        assert_eq!((t.back(true), t.back(false), t.on()), (None, None, None));
        for n in 1..=3 {
            t.visit(card(n));
        }
        assert_eq!(t.back(false), Some(card(3)));
        assert_eq!(t.back(true), Some(card(2)));
        assert_eq!(t.back(true), Some(card(1)));
        assert_eq!(t.back(true), None);
        assert_eq!(t.on(), Some(card(2)));
        t.visit(card(9));
        assert_eq!((t.on(), t.back(true)), (None, Some(card(2))));
        t.forget(card(2));
        assert_eq!((t.back(false), t.back(true)), (Some(card(9)), Some(card(1))));
    }
}
