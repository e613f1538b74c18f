//! Bytes on the socket: a fixed hello each way, then frames.

use super::wire::{FRAME_MAX, PROTOCOL};
use crate::store::codec;
use serde::{Serialize, de::DeserializeOwned};
use std::io::{self, Read, Write};

/// What the 16 bytes of a hello say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Greeting {
    /// The protocol's version.
    pub version: u16,
    /// Whether a newer program asks an older hub of its own to make room.
    pub drain: bool,
}

impl Greeting {
    /// The first 16 bytes each way, the same in every version for ever: `LINLI`, a zero, the protocol's version, whether
    /// to make room, zeros.
    pub fn bytes(self) -> [u8; 16] {
        let mut out = [0u8; 16];
        let [a, b] = self.version.to_le_bytes();
        for (o, v) in out.iter_mut().zip([b'L', b'I', b'N', b'L', b'I', 0, a, b, u8::from(self.drain)]) {
            *o = v;
        }
        out
    }
}

/// This program's hello.
pub fn hello() -> [u8; 16] {
    Greeting { version: PROTOCOL, drain: false }.bytes()
}

/// Reads the other side's hello.
///
/// # Errors
/// When it is no hello, or the other side went away.
pub fn read_greeting(from: &mut impl Read) -> io::Result<Greeting> {
    let mut got = [0u8; 16];
    from.read_exact(&mut got)?;
    match got {
        [b'L', b'I', b'N', b'L', b'I', 0, a, b, wish, ..] => {
            Ok(Greeting { version: u16::from_le_bytes([a, b]), drain: wish == 1 })
        }
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "not a linli hub or session")),
    }
}

/// Reads the other side's hello: its protocol version.
///
/// # Errors
/// See [`read_greeting`].
pub fn read_hello(from: &mut impl Read) -> io::Result<u16> {
    read_greeting(from).map(|g| g.version)
}

/// A message as a frame.
///
/// # Errors
/// When it is larger than [`FRAME_MAX`].
pub fn frame<T: Serialize>(message: &T) -> io::Result<Vec<u8>> {
    let body = codec::encode(message, FRAME_MAX as u64)
        .map_err(|e| io::Error::new(io::ErrorKind::InvalidInput, e))?;
    let mut out = Vec::with_capacity(body.len() + 4);
    out.extend_from_slice(&(body.len() as u32).to_le_bytes());
    out.extend_from_slice(&body);
    Ok(out)
}

/// Writes a message.
///
/// # Errors
/// When it is too large or the other side is gone.
pub fn write<T: Serialize>(to: &mut impl Write, message: &T) -> io::Result<()> {
    to.write_all(&frame(message)?)
}

/// Reads a message; nothing is reserved for a length that is only claimed.
///
/// # Errors
/// When the frame is too large, malformed, or the other side is gone.
pub fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<T> {
    let mut len = [0u8; 4];
    from.read_exact(&mut len)?;
    let len = u32::from_le_bytes(len) as usize;
    if len > FRAME_MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "frame too large"));
    }
    let mut body = Vec::new();
    if from.take(len as u64).read_to_end(&mut body)? < len {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    codec::decode(&body, FRAME_MAX as u64).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_bounded() {
        let bytes = frame(&"路面".to_string()).unwrap();
        assert_eq!(read::<String>(&mut bytes.as_slice()).unwrap(), "路面");
        assert!(read::<String>(&mut bytes.get(..bytes.len() - 1).unwrap()).is_err());
        assert!(read::<String>(&mut [255u8, 255, 255, 255, 0].as_slice()).is_err());
        assert!(read_hello(&mut b"GET / HTTP/1.1\r\n".as_slice()).is_err());
        assert_eq!(read_hello(&mut hello().as_slice()).unwrap(), PROTOCOL);
    }
}
