//! Handing over 交接: the people of one liaison go to another, for good or until a day.
//!
//! A handover is a record. [`plan`] says what an act would come to, person by person; [`act`] writes it and the steps after
//! it; [`told`] tells it: on Today, on a card, in a history, as the sheet that both sign. For good, accepting it writes the
//! new liaison into each person. Standing in writes nothing into anybody: whoever reads finds who stands in that day, and
//! after the last one nobody does.

mod act;
mod plan;
#[cfg(test)]
mod tests;
mod told;

pub use act::{hand_over, step};
pub use plan::dry;
pub use told::{briefs, entries, of_person, open_of, sheet, stood_in_for};

use super::wire::{Refusal, Reply};
use crate::book::{Id, Kind, Ref};
use crate::text::{Lang, T};

/// Most people of one handover; of more there are several.
const SHEET_MAX: usize = crate::book::rules::MANY_MAX;

fn staff(id: Id) -> Ref {
    Ref { kind: Kind::Staff, id }
}

fn person(id: Id) -> Ref {
    Ref { kind: Kind::Person, id }
}

fn handover(id: Id) -> Ref {
    Ref { kind: Kind::Handover, id }
}

fn no(words: T, lang: Lang) -> Box<Reply> {
    Box::new(Reply::Refused(Refusal::Said(words.get(lang).into())))
}
