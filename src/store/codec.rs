//! The only place that names bincode: how values become bytes, on disk and on the wire.
use bincode::Options as _;
use serde::{Serialize, de::DeserializeOwned};

/// A value that does not fit, or bytes that are not one.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// More bytes than the limit allows.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// The bytes do not hold such a value, or hold more than it.
    #[error("malformed: {0}")]
    Malformed(String),
}

// Varint keeps small numbers small; a limit and the refusal of trailing bytes keep hostile input harmless.
fn options(limit: u64) -> impl bincode::Options {
    bincode::DefaultOptions::new().with_varint_encoding().with_limit(limit).reject_trailing_bytes()
}

fn error(limit: u64, e: bincode::ErrorKind) -> CodecError {
    match e {
        bincode::ErrorKind::SizeLimit => CodecError::TooLarge { limit },
        other => CodecError::Malformed(other.to_string()),
    }
}

/// The bytes of a value; an error if they would be more than `limit`.
pub fn encode<T: Serialize + ?Sized>(value: &T, limit: u64) -> Result<Vec<u8>, CodecError> {
    options(limit).serialize(value).map_err(|e| error(limit, *e))
}

/// The value that exactly these bytes hold; never allocates more than `limit` for it.
pub fn decode<T: DeserializeOwned>(bytes: &[u8], limit: u64) -> Result<T, CodecError> {
    if bytes.len() as u64 > limit {
        return Err(CodecError::TooLarge { limit });
    }
    options(limit).deserialize(bytes).map_err(|e| error(limit, *e))
}

/// The front of a stored list.
pub struct Front<'a, T> {
    /// The items that can be read.
    pub items: Vec<T>,
    /// How many more the list says it has.
    pub left: u64,
    /// The bytes behind those read.
    pub rest: &'a [u8],
}

/// Of a stored list the items before the first that cannot be read or is not `good` behind the one before it: a newer
/// program may have written what this one does not know. `None` where the bytes do not even begin as a list.
pub fn front<T: DeserializeOwned>(
    bytes: &[u8],
    limit: u64,
    good: impl Fn(Option<&T>, &T) -> bool,
) -> Option<Front<'_, T>> {
    let mut rest = bytes;
    let mut left = next::<u64>(&mut rest, limit)?;
    let mut items = Vec::new();
    while left > 0 {
        let mut behind = rest;
        match next::<T>(&mut behind, limit).filter(|item| good(items.last(), item)) {
            Some(item) => items.push(item),
            None => break,
        }
        (left, rest) = (left - 1, behind);
    }
    Some(Front { items, left, rest })
}

/// The value at the front of some bytes, which are then behind it.
pub fn next<T: DeserializeOwned>(bytes: &mut &[u8], limit: u64) -> Option<T> {
    options(limit).allow_trailing_bytes().deserialize_from(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Sample = (u64, String, Option<Vec<u8>>, Vec<(u16, i64)>);

    proptest! {
        #[test]
        fn what_goes_in_comes_out(v: Sample) {
            let bytes = encode(&v, 1 << 20).unwrap();
            prop_assert_eq!(decode::<Sample>(&bytes, 1 << 20).unwrap(), v);
        }

        #[test]
        fn any_bytes_are_refused_or_read_and_never_a_panic(bytes: Vec<u8>) {
            let _ = decode::<Sample>(&bytes, 4096);
        }
    }

    #[test]
    fn trailing_bytes_and_oversize_are_refused() {
        let mut bytes = encode(&7u32, 16).unwrap();
        bytes.push(0);
        assert!(matches!(decode::<u32>(&bytes, 16), Err(CodecError::Malformed(_))));
        assert!(matches!(encode(&vec![1u8; 64], 16), Err(CodecError::TooLarge { limit: 16 })));
        assert!(matches!(decode::<Vec<u8>>(&[200; 64], 16), Err(CodecError::TooLarge { limit: 16 })));
        // A length that promises more than the limit is not believed.
        assert!(decode::<Vec<u8>>(&[253, 255, 255, 255, 255, 255, 255, 255, 255], 16).is_err());
    }

    #[test]
    fn the_bytes_are_those_of_the_first_release() {
        let bytes = encode(&(300u32, -2i64, Some("邻".to_string())), 64).unwrap();
        assert_eq!(bytes, [251, 44, 1, 3, 1, 3, 233, 130, 187]);
    }
}
