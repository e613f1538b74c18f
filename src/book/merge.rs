//! Two records made one: which value stands, field by field. The one that goes stays known by the field
//! [`Kind::merged_field`]: its id leads to the one that stays.

use super::field::{Field, Type};
use super::rules::{MANY_MAX, NOTE_MAX};
use super::value::{Fields, Ref, Value};
use super::{Kind, Record, person};
use serde::{Deserialize, Serialize};

/// Whose value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// That of the record that stays.
    Keep,
    /// That of the record that goes.
    Other,
    /// All of both: where there may be several, and in notes.
    Both,
}

/// The kinds that can be merged: those in which one may be entered twice.
pub const KINDS: [Kind; 2] = [Kind::Person, Kind::Organisation];

/// The record into which this one was merged.
pub fn merged_into(r: &Record) -> Option<Ref> {
    r.fields.link(r.kind.merged_field()?)
}

/// The fields that a merge is about.
pub fn fields(kind: Kind) -> impl Iterator<Item = &'static Field> {
    kind.fields().iter().filter(|f| !f.hidden)
}

/// Whether both values of a field can stand.
pub fn takes_both(f: &Field) -> bool {
    f.many || matches!(f.ty, Type::Note)
}

/// Whose value stands unless somebody says otherwise: what only one of them has; all of both where there is room for
/// both; of the days the one that makes the record known for longer, or confirmed later.
pub fn usual(kind: Kind, f: &Field, keep: Option<&Value>, other: Option<&Value>) -> Side {
    match (keep, other) {
        (_, None) => Side::Keep,
        (None, Some(_)) => Side::Other,
        (Some(a), Some(b)) if a == b => Side::Keep,
        (Some(Value::Day(a)), Some(Value::Day(b))) if kind == Kind::Person => {
            let earlier = matches!(f.no, person::ENTERED_ON | person::NOTICE);
            let later = f.no == person::CONFIRMED_ON;
            if (earlier && b < a) || (later && b > a) { Side::Other } else { Side::Keep }
        }
        _ if takes_both(f) => Side::Both,
        _ => Side::Keep,
    }
}

/// What a field comes to.
pub fn value(f: &Field, side: Side, keep: Option<&Value>, other: Option<&Value>) -> Option<Value> {
    match (side, keep, other) {
        (Side::Keep, v, _) | (Side::Other, _, v) => v.cloned(),
        (Side::Both, Some(a), Some(b)) if f.many => {
            let mut all = a.each().to_vec();
            all.extend(b.each().iter().filter(|v| !a.each().contains(v)).cloned());
            all.truncate(MANY_MAX);
            Some(Value::List(all))
        }
        (Side::Both, Some(Value::Text(a)), Some(Value::Text(b))) if matches!(f.ty, Type::Note) && a != b => {
            let both = format!("{a}\n{b}");
            Some(Value::Text(if both.len() > NOTE_MAX { a.clone() } else { both }))
        }
        (Side::Both, a, b) => a.or(b).cloned(),
    }
}

/// The fields of the record that stays, once the other is merged into it. What is not said comes as [`usual`].
pub fn merged(kind: Kind, keep: &Fields, other: &Fields, sides: &[(u16, Side)]) -> Fields {
    let mut out = keep.clone();
    for f in fields(kind) {
        let (a, b) = (keep.get(f.no), other.get(f.no));
        let said = sides.iter().find(|(no, _)| *no == f.no).map(|(_, side)| *side);
        match value(f, said.unwrap_or_else(|| usual(kind, f, a, b)), a, b) {
            Some(v) => out.set(f.no, v),
            None => out.clear(f.no),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::Day;
    use super::*;

    #[test]
    fn what_is_said_stands_and_the_rest_comes_by_itself() {
        let texts = |all: &[&str]| Value::List(all.iter().map(|s| Value::text(*s)).collect());
        let keep = Fields::default()
            .with(person::NAME, Value::text("张晓明"))
            .with(person::PHONES, texts(&["13837455521"]))
            .with(person::TITLE, Value::text("总经理"))
            .with(person::ENTERED_ON, Value::Day(Day(9)))
            .with(person::NOTE, Value::text("有事先发微信"))
            .with(999, Value::Flag(true));
        let other = Fields::default()
            .with(person::NAME, Value::text("张小明"))
            .with(person::PHONES, texts(&["03748882210", "13837455521"]))
            .with(person::TRADE, Value::text("建材"))
            .with(person::ENTERED_ON, Value::Day(Day(5)))
            .with(person::NOTE, Value::text("愿意参加活动"));
        let one =
            merged(Kind::Person, &keep, &other, &[(person::NAME, Side::Other), (person::TITLE, Side::Other)]);
        assert_eq!(one.text(person::NAME), "张小明");
        assert_eq!(one.texts(person::PHONES), ["13837455521", "03748882210"]);
        assert_eq!((one.text(person::TITLE), one.text(person::TRADE)), ("", "建材"));
        assert_eq!(one.day(person::ENTERED_ON), Some(Day(5)));
        assert_eq!(one.text(person::NOTE), "有事先发微信\n愿意参加活动");
        assert_eq!(one.get(999), Some(&Value::Flag(true)), "what a newer program wrote stays");
    }
}
