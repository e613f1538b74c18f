//! Backups out of a pipe: whatever comes is restored as it was written, or refused and leaves no book.
use super::journal::{FORMAT, SEGMENTS};
use linli::store::backup::{self, Mark, Origin};
use linli::store::{self, Options, Store};
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::sync::LazyLock;

/// A complete stream of a book's beginning, and what followed it.
pub(super) struct Base {
    pub whole: Vec<u8>,
    pub rest: Vec<u8>,
}

pub(super) static BASE: LazyLock<Base> = LazyLock::new(|| {
    let dir = super::folder();
    let book = dir.path();
    lay_book(book, 2);
    let mut whole = Vec::new();
    let done = backup::backup_stream(book, &mut whole, None, 0, &mut || None).unwrap();
    lay_book(book, SEGMENTS.len());
    let (mark, mut rest) = (Mark::parse(&done.head.hex()).unwrap(), Vec::new());
    backup::backup_stream(book, &mut rest, Some(&mark), 1000, &mut || None).unwrap();
    Base { whole, rest }
});

/// The golden book, or the beginning of it.
pub(super) fn lay_book(dir: &Path, segments: usize) {
    let journal = dir.join("journal");
    fs::create_dir_all(&journal).unwrap();
    fs::write(dir.join("format"), FORMAT).unwrap();
    for (n, s) in SEGMENTS.iter().enumerate().take(segments) {
        fs::write(journal.join(format!("{:010}.seg", n + 1)), s).unwrap();
    }
}

/// The first byte says what the rest is: a stream, or hands laid on the right ones, five bytes each, with the hash at
/// the end made right again or not.
pub fn streams(data: &[u8]) {
    let (how, rest) = super::first(data);
    let (mut whole, mut more) = (BASE.whole.clone(), BASE.rest.clone());
    if how & 1 == 1 {
        restored(rest, data.len().is_multiple_of(7));
        return;
    }
    for op in rest.chunks_exact(5).take(30) {
        hand(if op[0] & 0x80 == 0 { &mut whole } else { &mut more }, op);
    }
    if how & 2 == 0 {
        seal(&mut whole);
        seal(&mut more);
    }
    let all = match how >> 2 & 3 {
        0 => [whole, more].concat(),
        1 => whole,
        2 => [more, whole].concat(),
        _ => [&whole[..], &more, &whole].concat(),
    };
    restored(&all, data.len().is_multiple_of(7));
}

fn hand(stream: &mut Vec<u8>, op: &[u8]) {
    let at = usize::from(u16::from_le_bytes([op[1], op[2]])) % stream.len().max(1);
    let pieces: Vec<usize> = pieces(stream);
    let piece = pieces.get(usize::from(op[3]) % pieces.len().max(1)).copied().unwrap_or_default();
    let mut put = |at: usize, bytes: &[u8]| {
        if let Some(there) = stream.get_mut(at..at + bytes.len()) {
            there.copy_from_slice(bytes);
        }
    };
    match op[0] & 0x0f {
        0 => put(at, &[op[4]]),
        1 => stream.truncate(at),
        // which segment, where in it, how long
        2 => put(piece + 1, &u32::from(op[4]).wrapping_sub(1).to_le_bytes()),
        3 => put(piece + 1, &(u32::MAX - u32::from(op[4])).to_le_bytes()),
        4 => put(piece + 5, &(1u64 << (op[4] % 64)).to_le_bytes()),
        5 => put(piece + 5, &u64::from(op[4]).to_le_bytes()),
        6 => put(piece + 13, &(1u32 << (op[4] % 32)).to_le_bytes()),
        7 => {
            // the same piece again, and again
            let end = pieces.iter().copied().find(|p| *p > piece).unwrap_or(piece).min(piece + 512);
            let twin = stream[piece..end].to_vec().repeat(1 + usize::from(op[4] % 8));
            drop(stream.splice(piece..piece, twin));
        }
        8 => drop(stream.drain(at..(at + usize::from(op[4])).min(stream.len()))),
        9 => drop(stream.splice(at..at, vec![op[4]; usize::from(op[3])])),
        _ => put(piece, &[op[4]]),
    }
}

/// Where pieces begin, as far as the stream can be read.
fn pieces(stream: &[u8]) -> Vec<usize> {
    let number = |at: usize| Some(u32::from_le_bytes(stream.get(at..at + 4)?.try_into().ok()?) as usize);
    let (mut out, mut at) = (Vec::new(), 48 + number(44).unwrap_or_default());
    while stream.get(at) == Some(&1) && out.len() < 100 {
        out.push(at);
        let Some(len) = number(at + 13) else { break };
        at += 17 + len;
    }
    out
}

/// Makes the hash at the end right: the work of who knows the format.
fn seal(stream: &mut [u8]) {
    if let Some(at) = stream.len().checked_sub(32) {
        let hash = *blake3::hash(&stream[..at]).as_bytes();
        stream[at..].copy_from_slice(&hash);
    }
}

fn restored(stream: &[u8], again: bool) {
    let dir = super::folder();
    let book = dir.path().join("book");
    let of = |bytes: Vec<u8>| Origin::Streams(Box::new(Cursor::new(bytes)));
    match backup::restore(of(stream.to_vec()), &book, Vec::new(), None) {
        Ok(done) => whole(&book, done.head.commits, done.records),
        Err(e) => {
            assert!(!e.to_string().is_empty());
            assert!(!book.join("format").exists(), "half a book: {e}");
            let bytes: u64 = journal(&book).map(|f| fs::metadata(f).unwrap().len()).sum();
            assert!(bytes <= stream.len() as u64, "{bytes} bytes out of {}", stream.len());
            assert!(journal(&book).count() <= 1 + stream.len() / 64);
            if again {
                let right = [&BASE.whole[..], &BASE.rest].concat();
                let done = backup::restore(of(right), &book, Vec::new(), None).unwrap();
                whole(&book, done.head.commits, done.records);
            }
        }
    }
}

fn journal(book: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    fs::read_dir(book.join("journal")).into_iter().flatten().map(|e| e.unwrap().path())
}

/// What was restored is a book like any other, with all that was said.
pub(super) fn whole(book: &Path, commits: u64, records: u64) {
    let verified = store::verify(book).unwrap();
    assert_eq!((verified.bad, verified.commits), (None, commits));
    let (book, _) = store::open(book, Options::default()).unwrap();
    let all: usize = (0..=255).map(|kind| book.range(kind, None, 10_000).unwrap().len()).sum();
    assert_eq!(all as u64, records);
    book.close().unwrap();
}
