//! Lists out of bytes that anybody may have written: bounded in depth and number, so that a few megabytes on the wire
//! stay a few megabytes in memory and nesting never reaches the end of the stack.

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

/// How deep lists may lie in each other. The book's own are two deep.
const DEEPEST: u32 = 8;
/// Most items of a list and of all lists in it. A slice of an import has some thousands.
const MOST: u32 = 50_000;

thread_local! {
    /// How deep we are, and how many items there may still be.
    static ROOM: Cell<(u32, u32)> = const { Cell::new((0, MOST)) };
}

/// One list deeper, for as long as it lives.
struct Deeper;

impl Deeper {
    fn new() -> Option<Deeper> {
        let (depth, room) = ROOM.get();
        let room = if depth == 0 { MOST } else { room };
        (depth < DEEPEST).then(|| ROOM.set((depth + 1, room))).map(|()| Deeper)
    }

    fn take(&self) -> bool {
        let (depth, room) = ROOM.get();
        ROOM.set((depth, room.saturating_sub(1)));
        room > 0
    }
}

impl Drop for Deeper {
    fn drop(&mut self) {
        let (depth, room) = ROOM.get();
        ROOM.set((depth.saturating_sub(1), room));
    }
}

/// Reads a list, for `#[serde(deserialize_with = …)]`.
///
/// # Errors
/// When it is too deep, too long, or an item is malformed.
pub fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    from.deserialize_seq(Items(PhantomData))
}

struct Items<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Items<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {MOST} items, at most {DEEPEST} deep")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let Some(deeper) = Deeper::new() else { return Err(A::Error::custom("lists too deep")) };
        // nothing is reserved for a length that is only claimed
        let mut out = Vec::new();
        while let Some(item) = items.next_element()? {
            if !deeper.take() {
                return Err(A::Error::custom("too many items"));
            }
            out.push(item);
        }
        Ok(out)
    }
}
