//! Bytes on the socket: however they are cut, the same messages come out, or the same end.
use linli::hub::frame;
use linli::hub::wire::{FRAME_MAX, FromHub, ToHub};
use std::io::{self, Read};

/// A socket that gives a few bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.1.min(buf.len()).min(self.0.len());
        buf[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

pub fn frames(data: &[u8]) {
    let (step, bytes) = super::first(data);
    let hello = frame::read_hello(&mut &bytes[..]);
    assert_eq!(hello.is_ok(), bytes.len() >= 16 && bytes.starts_with(b"LINLI\0"));
    let (mut whole, mut drip) = (bytes, Drip(bytes, usize::from(step) + 1));
    loop {
        let left = whole.len();
        let (a, b) = (frame::read::<ToHub>(&mut whole), frame::read::<ToHub>(&mut drip));
        match (a, b) {
            (Ok(a), Ok(b)) => {
                let sent = frame::frame(&a).expect("what came in a frame fits into one");
                assert!(sent.len() <= FRAME_MAX + 4 && sent.len() <= left - whole.len());
                assert_eq!(sent, frame::frame(&b).unwrap());
            }
            (Err(a), Err(b)) => {
                assert_eq!(a.kind(), b.kind());
                break;
            }
            (a, b) => panic!("whole {} but in drips {}", a.is_ok(), b.is_ok()),
        }
    }
    // a session is as careful with its hub
    let mut rest = bytes;
    while frame::read::<FromHub>(&mut rest).is_ok() {}
}
