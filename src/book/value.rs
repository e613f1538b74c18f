//! Values and the list of fields that a record is stored as.

use super::{Day, Kind, bounded};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

/// The identity of a record: a uuid of version 7, made by whoever first wrote it down.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Id(pub [u8; 16]);

impl Id {
    /// Nobody and nothing.
    pub const NIL: Id = Id([0; 16]);

    /// Reads an id as it is printed: 32 hexadecimal digits, dashes allowed.
    pub fn parse(s: &str) -> Option<Id> {
        let hex: Vec<u8> = s.bytes().filter(|b| *b != b'-').collect();
        if hex.len() != 32 {
            return None;
        }
        let mut out = [0u8; 16];
        for (o, pair) in out.iter_mut().zip(hex.chunks(2)) {
            *o = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Id(out))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, b) in self.0.iter().enumerate() {
            if matches!(i, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{b:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A reference to another record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ref {
    /// What it is.
    pub kind: Kind,
    /// Which one.
    pub id: Id,
}

/// One value. Stored by position: variants are only ever added at the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Text, one line or several.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A civil date in the book's own zone.
    Day(Day),
    /// An instant, milliseconds since 1970 UTC.
    Instant(i64),
    /// A choice, by its stored code.
    Code(u16),
    /// Yes or no.
    Flag(bool),
    /// Another record.
    Ref(Ref),
    /// Several of the same.
    List(#[serde(deserialize_with = "bounded::list")] Vec<Value>),
    /// Several that belong together, by field number.
    Group(#[serde(deserialize_with = "bounded::list")] Vec<(u16, Value)>),
}

impl Value {
    /// Text that owns itself.
    pub fn text(s: impl Into<String>) -> Value {
        Value::Text(s.into())
    }

    /// Whether there is nothing in it: empty text, an empty list.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Text(s) => s.is_empty(),
            Value::List(l) => l.is_empty(),
            Value::Group(g) => g.is_empty(),
            _ => false,
        }
    }

    /// The value itself, or each of a list.
    pub fn each(&self) -> &[Value] {
        match self {
            Value::List(l) => l,
            other => std::slice::from_ref(other),
        }
    }
}

/// The fields of a record: (number, value), sorted, each number once, none empty. Numbers that this program does
/// not know stay in it untouched, so an older program never drops what a newer one wrote. So do values of a sort
/// that it does not know: from the first of them on the stored bytes are kept as they are.
#[derive(Clone, Default, PartialEq)]
pub struct Fields(Vec<(u16, Value)>, Option<Box<Unread>>);

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_tuple("Fields");
        out.field(&self.0);
        if let Some(unread) = &self.1 {
            out.field(unread);
        }
        out.finish()
    }
}

/// The end of a stored record that this program cannot read: a newer one wrote it.
#[derive(Clone, Debug, PartialEq)]
pub struct Unread {
    /// How many fields are in it; none where the record does not even begin as one.
    pub items: Option<u64>,
    /// The number of the first of them; every field from this one on is out of reach.
    pub from: u16,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Fields {
    /// Fields out of a store, with what could not be read behind them.
    pub fn stored(known: Vec<(u16, Value)>, unread: Option<Unread>) -> Fields {
        Fields(known, unread.map(Box::new))
    }

    /// The fields that could be read, as they are stored.
    pub fn known(&self) -> &[(u16, Value)] {
        &self.0
    }

    /// What could not be read.
    pub fn unread(&self) -> Option<&Unread> {
        self.1.as_deref()
    }

    /// Whether this program may change a field of this record: not those that it cannot read.
    pub fn reaches(&self, no: u16) -> bool {
        self.1.as_ref().is_none_or(|u| no < u.from)
    }

    /// Whether a field may stand behind another: sorted, each number once, none empty.
    pub fn follows(before: Option<&(u16, Value)>, next: &(u16, Value)) -> bool {
        !next.1.is_empty() && before.is_none_or(|(no, _)| *no < next.0)
    }

    /// The value of a field.
    pub fn get(&self, no: u16) -> Option<&Value> {
        let at = self.0.binary_search_by_key(&no, |(n, _)| *n).ok()?;
        self.0.get(at).map(|(_, v)| v)
    }

    /// Sets a field; an empty value clears it.
    pub fn set(&mut self, no: u16, value: Value) {
        if value.is_empty() {
            return self.clear(no);
        }
        match self.0.binary_search_by_key(&no, |(n, _)| *n) {
            Ok(at) => {
                if let Some(slot) = self.0.get_mut(at) {
                    slot.1 = value;
                }
            }
            Err(at) => self.0.insert(at, (no, value)),
        }
    }

    /// Sets a field, for chains.
    pub fn with(mut self, no: u16, value: Value) -> Fields {
        self.set(no, value);
        self
    }

    /// Takes a field away.
    pub fn clear(&mut self, no: u16) {
        self.0.retain(|(n, _)| *n != no);
    }

    /// All of them, by number.
    pub fn iter(&self) -> impl Iterator<Item = (u16, &Value)> {
        self.0.iter().map(|(n, v)| (*n, v))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty() && self.1.is_none()
    }

    /// Text of a field, `""` where there is none.
    pub fn text(&self, no: u16) -> &str {
        match self.get(no) {
            Some(Value::Text(s)) => s,
            _ => "",
        }
    }

    /// All texts of a field that may have several.
    pub fn texts(&self, no: u16) -> Vec<&str> {
        let all = self.get(no).map(Value::each).unwrap_or_default();
        let text = |v: &'_ Value| matches!(v, Value::Text(_));
        let inner = all.iter().flat_map(|v| match v {
            Value::Group(parts) => parts.iter().map(|(_, v)| v).filter(|v| text(v)).collect(),
            other => vec![other],
        });
        inner.filter_map(|v| if let Value::Text(s) = v { Some(s.as_str()) } else { None }).collect()
    }

    /// A date.
    pub fn day(&self, no: u16) -> Option<Day> {
        if let Some(Value::Day(d)) = self.get(no) { Some(*d) } else { None }
    }

    /// A number.
    pub fn int(&self, no: u16) -> Option<i64> {
        if let Some(Value::Int(i)) = self.get(no) { Some(*i) } else { None }
    }

    /// A choice's code; the first of several.
    pub fn code(&self, no: u16) -> Option<u16> {
        self.codes(no).first().copied()
    }

    /// All choices' codes.
    pub fn codes(&self, no: u16) -> Vec<u16> {
        let all = self.get(no).map(Value::each).unwrap_or_default();
        all.iter().filter_map(|v| if let Value::Code(c) = v { Some(*c) } else { None }).collect()
    }

    /// A reference; the first of several.
    pub fn link(&self, no: u16) -> Option<Ref> {
        self.links(no).first().copied()
    }

    /// All references.
    pub fn links(&self, no: u16) -> Vec<Ref> {
        let all = self.get(no).map(Value::each).unwrap_or_default();
        all.iter().filter_map(|v| if let Value::Ref(r) = v { Some(*r) } else { None }).collect()
    }
}

/// As a list of (number, value). What could not be read stays in the store: no session could make use of it.
impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Fields, D::Error> {
        let all: Vec<(u16, Value)> = bounded::list(from)?;
        let mut before = None;
        for one in &all {
            if !Fields::follows(before, one) {
                return Err(D::Error::custom("fields out of order"));
            }
            before = Some(one);
        }
        Ok(Fields(all, None))
    }
}

impl FromIterator<(u16, Value)> for Fields {
    fn from_iter<I: IntoIterator<Item = (u16, Value)>>(iter: I) -> Fields {
        let mut out = Fields::default();
        for (no, v) in iter {
            out.set(no, v);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stay_sorted_and_hold_nothing_empty() {
        let mut f = Fields::default();
        f.set(9, Value::text("b"));
        f.set(1, Value::text("a"));
        f.set(9, Value::text("c"));
        f.set(4, Value::text(""));
        assert_eq!(f.iter().map(|(n, _)| n).collect::<Vec<_>>(), [1, 9]);
        assert_eq!(f.text(9), "c");
        f.set(9, Value::List(vec![]));
        assert!(f.get(9).is_none());
    }

    #[test]
    fn ids_print_and_read_back() {
        let id = Id([1, 0x9a, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0xff]);
        assert_eq!(Id::parse(&id.to_string()), Some(id));
        assert_eq!(Id::parse("12"), None);
        assert_eq!(Id::parse("zz9a0304050607080910111213141516"), None);
    }
}
