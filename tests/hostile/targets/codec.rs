//! Stored and sent values: what can be read can be written, and reads back the same.
use linli::book::{Fields, Id, Kind, Value};
use linli::hub::wire::{Draft, FromHub, ToHub};
use linli::hub::world;
use linli::store::{Commit, Entry, codec};
use serde::{Serialize, de::DeserializeOwned};

const LIMIT: u64 = 4 << 20;

pub fn codec(data: &[u8]) {
    let (which, bytes) = super::first(data);
    match which % 6 {
        0 => same::<Fields>(bytes),
        1 => same::<ToHub>(bytes),
        2 => same::<FromHub>(bytes),
        3 => same::<Draft>(bytes),
        4 => {
            same::<Commit>(bytes);
            same::<Entry>(bytes);
        }
        _ => body(bytes),
    }
}

fn same<T: Serialize + DeserializeOwned>(bytes: &[u8]) {
    let Ok(value) = codec::decode::<T>(bytes, LIMIT) else { return };
    // a number may have been written longer than needed, so the second writing is what counts
    let once = codec::encode(&value, LIMIT).expect("what was read can be written");
    assert!(once.len() <= bytes.len(), "writing what was read made it longer");
    let again: T = codec::decode(&once, LIMIT).expect("what was written can be read");
    assert_eq!(codec::encode(&again, LIMIT).unwrap(), once);
}

/// A record's body: every body is a record, and what this program cannot read of it is kept to the byte.
fn body(bytes: &[u8]) {
    let Ok(mut record) = world::decode(Kind::Person, Id([1; 16]), 7, bytes) else {
        assert!(bytes.len() > world::RECORD_MAX);
        return;
    };
    let numbers: Vec<u16> = record.fields.iter().map(|(no, _)| no).collect();
    assert!(numbers.windows(2).all(|w| w[0] < w[1]), "{numbers:?}");
    assert!(record.fields.iter().all(|(_, v)| !v.is_empty()));
    let once = world::encode(&record).unwrap();
    let again = world::decode(Kind::Person, Id([1; 16]), 7, &once).unwrap();
    assert_eq!(again, record);
    assert_eq!(world::encode(&again).unwrap(), once);
    if !record.fields.reaches(3) {
        return;
    }
    // an edit of one field leaves every other as it was
    let before: Vec<(u16, Value)> = record.fields.iter().map(|(no, v)| (no, v.clone())).collect();
    record.fields.set(3, Value::text("改过"));
    let after = world::decode(Kind::Person, Id([1; 16]), 8, &world::encode(&record).unwrap()).unwrap();
    for (no, v) in before.iter().filter(|(no, _)| *no != 3) {
        assert_eq!(after.fields.get(*no), Some(v));
    }
    assert_eq!(after.fields, record.fields);
}
