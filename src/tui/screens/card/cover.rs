//! Covered values of a card: uncovered one by one, when they are asked for. Each is on record before it is here.

use super::body::Go;
use crate::book::{Value, visit};
use crate::hub::wire::{COVERED, Card, Reveal, Revealed, What};
use crate::text::Lang;

fn covered(value: &Value) -> bool {
    value.each().iter().any(|v| matches!(v, Value::Text(t) if t == COVERED))
}

/// Everything covered that can be asked for, in the order of the card.
fn all(card: &Card) -> Vec<Reveal> {
    let record = &card.shown.record;
    let hidden = |no: &u16| record.fields.get(*no).is_some_and(covered);
    let own = record.kind.fields().iter().map(|f| f.no).filter(hidden);
    let mut out: Vec<Reveal> = own.map(|field| Reveal { target: record.to_ref(), field }).collect();
    let said = card.timeline.iter().filter(|h| matches!(h.what, What::Visit(_)) && h.words == COVERED);
    out.extend(said.map(|h| Reveal { target: h.target, field: visit::SUMMARY }));
    out
}

/// What is to be uncovered next: what the line in hand leads to, else the first there is.
pub fn next(card: &Card, at: Option<&Go>) -> Option<Reveal> {
    let all = all(card);
    let in_hand = |r: &&Reveal| matches!(at, Some(Go::Open(target)) if *target == r.target);
    all.iter().find(in_hand).or(all.first()).copied()
}

/// Whether anything is covered.
pub fn any(card: &Card) -> bool {
    !all(card).is_empty()
}

/// Puts a value in the place of its cover.
pub fn uncover(card: &mut Card, revealed: &Revealed) {
    let Reveal { target, field } = revealed.reveal;
    let value = revealed.value.clone().unwrap_or(Value::List(Vec::new()));
    if card.shown.record.to_ref() == target {
        if card.shown.record.fields.get(field).is_some_and(covered) {
            card.shown.record.fields.set(field, value);
        }
        return;
    }
    let Value::Text(words) = value else { return };
    let line = words.lines().collect::<Vec<_>>().join(" ");
    for h in card.timeline.iter_mut().filter(|h| h.target == target && h.words == COVERED) {
        h.words.clone_from(&line);
    }
}

/// What it is called.
pub fn label(reveal: Reveal, lang: Lang) -> &'static str {
    reveal.target.kind.field(reveal.field).map_or("", |f| f.label.get(lang))
}
