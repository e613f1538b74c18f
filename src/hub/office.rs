//! What holds for an office's own fields and words: their numbers are given once, what records hold is never taken from
//! under them, and two of them do not go by one name.

use super::resolve::View;
use super::world::{World, decode};
use crate::book::own_field::{self, CODES, LABEL, NO, OF, OPTIONS, OUT_OF_USE, SORT, USED};
use crate::book::schema::{FIRST_OWN, OWN_MAX, lay_down, says};
use crate::book::{Field, Id, Kind, Record, Ref, Value, wording};
use crate::store::{Store, StoreError};
use crate::text::{Lang, T, office as words};

/// Most records of such a kind: the program would not be usable with more.
const MOST: usize = 1000;

/// What a book says of its office's own fields and words.
///
/// # Errors
/// When the store cannot be read.
pub fn said_in(store: &dyn Store) -> Result<Vec<Record>, StoreError> {
    let mut own = Vec::new();
    for kind in Kind::ALL.into_iter().filter(|k| says(*k)) {
        for (id, stored) in store.range(kind.code(), None, MOST)? {
            own.push(decode(kind, Id(id), stored.version.0, &stored.body)?);
        }
    }
    Ok(own)
}

/// Lays down what the book says by now, and makes room for it in the tables.
///
/// # Errors
/// When the store cannot be read.
pub fn take_in(world: &World) -> Result<(), StoreError> {
    if lay_down(said_in(&*world.store)?) {
        world.tables_mut().grow();
    }
    Ok(())
}

/// All records of such a kind as they will stand after the group at hand.
fn all(view: &View<'_>, kind: Kind) -> Result<Vec<Record>, StoreError> {
    let mut out = Vec::new();
    for (id, stored) in view.world.store.range(kind.code(), None, MOST)? {
        if !view.pending.records.contains_key(&Ref { kind, id: Id(id) }) {
            out.push(decode(kind, Id(id), stored.version.0, &stored.body)?);
        }
    }
    out.extend(view.pending.records.values().flatten().filter(|r| r.kind == kind).cloned());
    Ok(out)
}

/// What is wrong with one, field by field.
type Wrong = Vec<(u16, String)>;

/// Fills in the numbers by which records hold what it lays down.
///
/// # Errors
/// When the store cannot be read; within, what is wrong with it.
pub fn complete(
    view: &View<'_>,
    before: Option<&Record>,
    after: &mut Record,
    lang: Lang,
) -> Result<Result<(), Wrong>, StoreError> {
    match after.kind {
        Kind::OwnField => own(view, before, after, lang),
        Kind::Wording => word(view, before, after, lang),
        _ => Ok(Ok(())),
    }
}

fn own(
    view: &View<'_>,
    before: Option<&Record>,
    after: &mut Record,
    lang: Lang,
) -> Result<Result<(), Wrong>, StoreError> {
    for no in [OF, SORT] {
        if before.is_some_and(|b| b.fields.code(no) != after.fields.code(no)) {
            return Ok(Err(vec![(no, words::STAYS.get(lang).into())]));
        }
    }
    let others: Vec<Record> = all(view, Kind::OwnField)?.into_iter().filter(|r| r.id != after.id).collect();
    let kind = own_field::kind_of(&after.fields);
    let of_kind = |r: &&Record| own_field::kind_of(&r.fields) == kind;
    let label = after.fields.text(LABEL).to_owned();
    let is = |f: &Field| f.label.zh == label || f.aliases.contains(&label.as_str());
    let taken = others.iter().filter(of_kind).any(|r| r.fields.text(LABEL) == label)
        || kind.is_some_and(|k| k.built_in().iter().any(is));
    if taken {
        return Ok(Err(vec![(LABEL, words::TAKEN.get(lang).into())]));
    }
    if before.is_none() {
        if others.iter().filter(of_kind).count() >= OWN_MAX || others.len() + 1 >= MOST {
            return Ok(Err(vec![(OF, words::TOO_MANY.get(lang).into())]));
        }
        let last = others.iter().filter_map(|r| r.fields.int(NO)).max();
        let no = last.map_or(i64::from(FIRST_OWN), |n| n + 1);
        after.fields.set(NO, Value::Int(no));
        if after.fields.get(USED).is_none() {
            after.fields.set(USED, Value::Code(own_field::IN_USE));
        }
    }
    let options = |r: &Record| r.fields.texts(OPTIONS).iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let (was, known) = before.map(|b| (options(b), own_field::codes(&b.fields))).unwrap_or_default();
    let mut now = options(after);
    now.dedup();
    after.fields.set(CODES, own_field::kept_codes(own_field::recoded(&was, &known, &now)));
    Ok(Ok(()))
}

fn word(
    view: &View<'_>,
    before: Option<&Record>,
    after: &mut Record,
    lang: Lang,
) -> Result<Result<(), Wrong>, StoreError> {
    let Some(place) = wording::place(&after.fields) else { return Ok(Ok(())) };
    if before.is_some_and(|b| b.fields.code(wording::LIST) != after.fields.code(wording::LIST)) {
        return Ok(Err(vec![(wording::LIST, words::STAYS.get(lang).into())]));
    }
    let wrong = |no: u16, why: String| Ok(Err(vec![(no, why)]));
    let Some(field) = wording::field_at(place) else { return Ok(Ok(())) };
    let same = |r: &Record| r.id != after.id && wording::place(&r.fields) == Some(place);
    let others: Vec<Record> = all(view, Kind::Wording)?.into_iter().filter(same).collect();
    if others.len() + 1 >= MOST {
        return wrong(wording::LIST, words::TOO_MANY.get(lang).into());
    }
    let was = after.fields.text(wording::WORD).to_owned();
    let code = match before.and_then(|b| b.fields.int(wording::CODE)) {
        // the word it had is written down for people; the code is what counts
        Some(code) => code,
        None if was.is_empty() => {
            let last = others.iter().filter_map(|r| r.fields.int(wording::CODE)).max().unwrap_or(0);
            let next = last.max(i64::from(wording::FIRST_OWN) - 1) + 1;
            if next > i64::from(wording::LAST_OWN) {
                return wrong(wording::LIST, words::TOO_MANY.get(lang).into());
            }
            next
        }
        None => {
            match field.choices().iter().find(|c| [c.label.zh, c.label.en, c.key].contains(&was.as_str())) {
                Some(c) => i64::from(c.code),
                None => {
                    let all: Vec<&str> = field.offered().iter().map(|c| c.label.get(lang)).collect();
                    return wrong(
                        wording::WORD,
                        words::not_there(lang, &was, &all.join(words::SEPARATOR.get(lang))),
                    );
                }
            }
        }
    };
    if others.iter().any(|r| r.fields.int(wording::CODE) == Some(code)) {
        return wrong(wording::WORD, words::RENAMED.get(lang).into());
    }
    let label = after.fields.text(wording::LABEL).to_owned();
    let label =
        if label.is_empty() && after.fields.code(USED_WORD) == Some(OUT_OF_USE) { was } else { label };
    // by those in force, and by what comes with this very group
    let is_taken = |word: &str| {
        let is = |c: &crate::book::Choice| {
            i64::from(c.code) != code && (c.label.zh == word || c.label.en.eq_ignore_ascii_case(word))
        };
        let said = |r: &Record| {
            [wording::LABEL, wording::ENGLISH].iter().any(|no| r.fields.text(*no).eq_ignore_ascii_case(word))
        };
        !word.is_empty() && (field.choices().iter().any(is) || others.iter().any(said))
    };
    for (no, word) in
        [(wording::LABEL, label.as_str()), (wording::ENGLISH, after.fields.text(wording::ENGLISH))]
    {
        if is_taken(word) {
            return wrong(no, words::WORD_TAKEN.get(lang).into());
        }
    }
    after.fields.set(wording::CODE, Value::Int(code));
    after.fields.set(wording::LABEL, Value::Text(label));
    if after.fields.get(USED_WORD).is_none() {
        after.fields.set(USED_WORD, Value::Code(own_field::IN_USE));
    }
    Ok(Ok(()))
}

const USED_WORD: u16 = wording::USED;

/// Why a change may not be written, whichever way it comes: what records hold stands on it.
pub fn refuses(before: Option<&Record>, after: Option<&Record>) -> Option<T> {
    let one = after.or(before).filter(|r| says(r.kind))?;
    let Some(now) = after else { return Some(words::NOT_TAKEN_AWAY) };
    let number = |r: &Record| r.fields.int(if r.kind == Kind::OwnField { NO } else { wording::CODE });
    let fixed: &[u16] = if one.kind == Kind::OwnField { &[OF, SORT] } else { &[wording::LIST] };
    if number(now).is_none() {
        return Some(words::ONE_BY_ONE);
    }
    let b = before?;
    let codes =
        |r: &Record| own_field::codes(&r.fields).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    let left = codes(now);
    if codes(b).iter().any(|code| !left.contains(code)) {
        return Some(words::LOSES);
    }
    let moved = number(b) != number(now) || fixed.iter().any(|no| b.fields.get(*no) != now.fields.get(*no));
    moved.then_some(words::STAYS)
}

/// Why a field is not filled: the office no longer uses it.
pub fn retired(kind: Kind, no: u16) -> bool {
    no >= FIRST_OWN && kind.field(no).is_some_and(|f| f.fixed)
}

/// What is no longer offered is not newly chosen; a record that holds it keeps it.
pub fn out_of_use(before: Option<&Record>, after: &Record) -> Vec<u16> {
    let mut out = Vec::new();
    for (no, value) in after.fields.iter() {
        let Some(field) = after.kind.field(no).filter(|f| f.choices().iter().any(|c| c.retired)) else {
            continue;
        };
        let had = before.map(|b| b.fields.codes(no)).unwrap_or_default();
        let chosen = value.each().iter().filter_map(|v| if let Value::Code(c) = v { Some(*c) } else { None });
        if chosen.filter(|c| !had.contains(c)).any(|c| field.choice(c).is_some_and(|c| c.retired)) {
            out.push(no);
        }
    }
    out
}
