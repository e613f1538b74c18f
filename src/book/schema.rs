//! The field tables as they are in force: the program's own, and what the office has laid down beside them: fields that it
//! adds ([`super::own_field`]) and words of its own for what may be chosen ([`super::wording`]).
//!
//! A process serves or shows one book, so one state of them holds for all of it: the hub lays down what the book says when it
//! opens it and whenever that changes, a session what its hub says. Form, list, import, export, search and history follow
//! without knowing, as they all ask [`Kind::fields`]. A table that was in force stays in memory, for somebody may still hold a
//! field of it; an office changes its fields a few times a year.

use super::field::{Choice, Field, Type};
use super::{Kind, Record, own_field, wording};
use crate::text::T;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

/// The first number of the office's own fields; the program's are below.
pub const FIRST_OWN: u16 = 1000;
/// Most fields that an office adds to one kind: a form that is longer is filled by nobody.
pub const OWN_MAX: usize = 24;

/// One state of the tables.
#[derive(Debug)]
struct Schema {
    /// What the office laid down.
    own: Vec<Record>,
    /// The tables that differ from the program's.
    tables: Vec<(Kind, &'static [Field])>,
}

static IN_FORCE: RwLock<Option<&'static Schema>> = RwLock::new(None);
/// Grows with every state, so that a thread knows whether the one it saw is still the last.
static TURN: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static SEEN: Cell<(u64, Option<&'static Schema>)> = const { Cell::new((0, None)) };
}

fn in_force() -> Option<&'static Schema> {
    let turn = TURN.load(Ordering::Acquire);
    let (seen, schema) = SEEN.get();
    if seen == turn {
        return schema;
    }
    let schema = *IN_FORCE.read().unwrap_or_else(PoisonError::into_inner);
    SEEN.set((turn, schema));
    schema
}

/// The table of a kind.
pub(super) fn fields(kind: Kind) -> &'static [Field] {
    let own = in_force().and_then(|s| s.tables.iter().find(|(k, _)| *k == kind));
    own.map_or_else(|| kind.built_in(), |(_, table)| table)
}

/// What the office calls a choice, where it has a word of its own for it.
pub fn own_word(kind: Kind, no: u16, code: u16) -> Option<T> {
    let label = |f: &Field| f.choice(code).map(|c| c.label);
    let own = label(kind.field(no)?)?;
    (kind.built_in().iter().find(|f| f.no == no).and_then(label) != Some(own)).then_some(own)
}

/// What is laid down now, to be told to sessions.
pub fn laid_down() -> Vec<Record> {
    in_force().map(|s| s.own.clone()).unwrap_or_default()
}

/// Whether a kind says how the tables are.
pub fn says(kind: Kind) -> bool {
    matches!(kind, Kind::OwnField | Kind::Wording)
}

/// Lays down what the records of an office's own fields and words say. Whether anything is different now.
pub fn lay_down(mut own: Vec<Record>) -> bool {
    own.retain(|r| says(r.kind));
    own.sort_by_key(|r| (r.kind, r.fields.int(own_field::NO), r.id));
    let mut slot = IN_FORCE.write().unwrap_or_else(PoisonError::into_inner);
    let same = |old: &[Record]| {
        let one = |(a, b): (&Record, &Record)| (a.id, &a.fields) == (b.id, &b.fields);
        old.len() == own.len() && old.iter().zip(&own).all(one)
    };
    if same(slot.map_or(&[][..], |s| s.own.as_slice())) {
        return false;
    }
    let tables = Kind::ALL.into_iter().filter_map(|kind| Some((kind, composed(kind, &own)?))).collect();
    *slot = Some(Box::leak(Box::new(Schema { own, tables })));
    TURN.fetch_add(1, Ordering::Release);
    true
}

/// A kind's table with what the office laid down; none where that is nothing.
fn composed(kind: Kind, own: &[Record]) -> Option<&'static [Field]> {
    let mut table = kind.built_in().to_vec();
    let mut touched = false;
    for f in &mut table {
        let no = f.no;
        match f.ty {
            Type::Choice(list) => {
                if let Some(list) = wording::reworded((kind, no, 0), list, own) {
                    (f.ty, touched) = (Type::Choice(list), true);
                }
            }
            Type::Group(parts) => {
                let mut parts = parts.to_vec();
                let mut any = false;
                for part in &mut parts {
                    let Type::Choice(list) = part.ty else { continue };
                    if let Some(list) = wording::reworded((kind, no, part.no), list, own) {
                        (part.ty, any) = (Type::Choice(list), true);
                    }
                }
                if any {
                    (f.ty, touched) = (Type::Group(parts.leak()), true);
                }
            }
            _ => {}
        }
    }
    let mut added = own.iter().filter(|r| r.kind == Kind::OwnField).filter_map(own_field::read);
    let mut added: Vec<Field> = added.by_ref().filter(|(k, _)| *k == kind).map(|(_, f)| f).collect();
    added.truncate(OWN_MAX);
    // two that have the same English word are told apart by their numbers
    for at in 1..added.len() {
        let (before, rest) = added.split_at_mut(at);
        if let Some(f) = rest.first_mut().filter(|f| before.iter().any(|b| b.key == f.key)) {
            f.key = kept(&format!("own_{}", f.no));
        }
    }
    if let Some(first) = added.first_mut() {
        *first = first.section("本单位自设", "Our own");
    }
    touched |= !added.is_empty();
    table.extend(added);
    touched.then(|| &*table.leak())
}

/// A text that stays: each is kept once, however often it is laid down.
pub(super) fn kept(text: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(old) = all.get(text) {
        return old;
    }
    let new: &'static str = Box::leak(text.into());
    all.insert(new);
    new
}

/// Choices that stay.
pub(super) fn kept_choices(mut list: Vec<Choice>) -> &'static [Choice] {
    // what is no longer offered stands behind: a form shows those before it
    list.sort_by_key(|c| c.retired);
    list.leak()
}

/// A key for JSON and mappings out of an English word: `Group chat` is `group_chat`; none where nothing is left of it.
pub(super) fn key_of(english: &str) -> Option<String> {
    let word = |c: char| c.is_ascii_alphanumeric();
    let parts: Vec<String> =
        english.split(|c| !word(c)).filter(|p| !p.is_empty()).map(str::to_ascii_lowercase).collect();
    let key = parts.join("_");
    key.starts_with(|c: char| c.is_ascii_lowercase()).then_some(key)
}
