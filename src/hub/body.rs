//! A record's body: its fields as the store keeps them. Whatever the bytes are, they are a record: what a newer program
//! wrote and this one cannot read is kept as it is, behind what it can.

use super::world::RECORD_MAX;
use crate::book::value::Unread;
use crate::book::{Fields, Id, Kind, Record, Value};
use crate::store::{Cause, StoreError, codec};

const LIMIT: u64 = RECORD_MAX as u64;

fn too_large() -> StoreError {
    StoreError::Failed { why: Cause::RecordTooLarge(LIMIT) }
}

/// A record out of its stored bytes.
///
/// # Errors
/// When they are more than [`RECORD_MAX`].
pub fn decode(kind: Kind, id: Id, version: u64, body: &[u8]) -> Result<Record, StoreError> {
    if body.len() > RECORD_MAX {
        return Err(too_large());
    }
    // nearly always all of it can be read, and quickest in one go
    if let Ok(fields) = codec::decode::<Fields>(body, LIMIT) {
        return Ok(Record { kind, id, version, fields });
    }
    // no record has more fields than bytes
    let front = codec::front::<(u16, Value)>(body, LIMIT, Fields::follows).filter(|f| f.left <= LIMIT);
    let fields = match front {
        Some(front) => {
            let mut rest = front.rest;
            // bytes that belong to no field are in nobody's way
            let none = if front.left == 0 { u16::MAX } else { 0 };
            let from = codec::next::<u16>(&mut rest, LIMIT).filter(|_| front.left > 0).unwrap_or(none);
            let past = front.items.last().is_none_or(|(no, _)| *no < from);
            let unread = Unread {
                items: Some(front.left),
                from: if past { from } else { 0 },
                bytes: front.rest.into(),
            };
            Fields::stored(front.items, Some(unread))
        }
        None => Fields::stored(Vec::new(), Some(Unread { items: None, from: 0, bytes: body.into() })),
    };
    Ok(Record { kind, id, version, fields })
}

/// A record's bytes.
///
/// # Errors
/// When it is larger than [`RECORD_MAX`], or holds a field behind what could not be read.
pub fn encode(record: &Record) -> Result<Vec<u8>, StoreError> {
    let known = record.fields.known();
    let failed = |e: codec::CodecError| match e {
        codec::CodecError::TooLarge { .. } => too_large(),
        codec::CodecError::Malformed(why) => StoreError::Failed { why: Cause::Unwritable(why) },
    };
    let Some(unread) = record.fields.unread() else {
        return codec::encode(&record.fields, LIMIT).map_err(failed);
    };
    let mut out = Vec::new();
    if let Some(items) = unread.items {
        let count = items.saturating_add(known.len() as u64);
        out = codec::encode(&count, LIMIT).map_err(failed)?;
        for one in known {
            out.extend(codec::encode(one, LIMIT).map_err(failed)?);
        }
    }
    out.extend_from_slice(&unread.bytes);
    if out.len() > RECORD_MAX { Err(too_large()) } else { Ok(out) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(body: &[u8]) -> Record {
        decode(Kind::Person, Id::NIL, 1, body).unwrap()
    }

    #[test]
    fn what_a_newer_program_wrote_stays_where_it_is() {
        let mut r = Record::new(Kind::Person, Id::NIL);
        r.fields.set(1, Value::text("张"));
        r.fields.set(900, Value::text("新"));
        let mut bytes = encode(&r).unwrap();
        // one more field, of a sort of value that is not there yet
        bytes[0] = 3;
        bytes.extend([251, 0x85, 3, 40, 1, 2, 3]);
        let mut r = person(&bytes);
        assert_eq!(encode(&r).unwrap(), bytes);
        assert!(r.fields.reaches(900) && !r.fields.reaches(901) && r.fields.text(900) == "新");
        r.fields.set(1, Value::text("李"));
        r.fields.set(2, Value::text("敏"));
        let again = person(&encode(&r).unwrap());
        assert_eq!(again.fields, r.fields);
        assert!(encode(&r).unwrap().ends_with(&[251, 0x85, 3, 40, 1, 2, 3]));
    }

    #[test]
    fn bytes_of_any_sort_are_a_record_and_stay_the_same() {
        for bytes in [&b""[..], b"\xff", b"\x02\x01\x00\x01a", b"\x00junk", "张三".as_bytes()] {
            assert_eq!(encode(&person(bytes)).unwrap(), bytes, "{bytes:?}");
        }
    }
}
