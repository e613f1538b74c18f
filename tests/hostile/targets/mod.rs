//! The fuzz targets: each is one plain function of bytes that asserts what must hold whatever the bytes are. `cargo
//! test` runs them over the corpus and mutations of it, `fuzz/` runs the very same functions led by coverage.
use std::borrow::Cow;

mod codec;
mod finder;
mod frames;
pub mod glyph;
mod journal;
mod keymap;
mod ledger;
mod lines;
mod register;
mod requests;
mod restore;
mod snapshot;
mod streams;
mod terminal;

/// A target.
pub type Target = fn(&[u8]);

/// All targets by name, with how many mutated inputs the short run gives each: about two seconds in a debug build.
pub const ALL: &[(&str, Target, usize)] = &[
    ("codec", codec::codec, 20_000),
    ("frames", frames::frames, 20_000),
    ("journal", journal::journal, 250),
    ("capture", lines::capture, 15_000),
    ("dates", lines::dates, 20_000),
    ("phones", lines::phones, 15_000),
    ("names", lines::names, 8_000),
    ("ledger", ledger::ledger, 1_200),
    ("keymap", keymap::keymap, 250),
    ("finder", finder::finder, 700),
    ("terminal", terminal::terminal, 8_000),
    ("glyph", glyph::glyph, 6_000),
    ("requests", requests::requests, 400),
    ("snapshot", snapshot::snapshot, 400),
    ("streams", streams::streams, 120),
    ("restore", restore::restore, 150),
    ("register", register::register, 40),
];

/// Bytes as a text: what is no UTF-8 is replaced, as every reader of outside text does.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// The first byte, and the rest.
pub fn first(bytes: &[u8]) -> (u8, &[u8]) {
    bytes.split_first().map_or((0, &[]), |(b, rest)| (*b, rest))
}

/// Whether a character could steer a terminal, turn the reading direction or hide. This list is the tests' own.
pub fn dangerous(c: char) -> bool {
    matches!(c as u32,
        0x00..=0x1f | 0x7f..=0x9f | 0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e
        | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff | 0xfff9..=0xfffb | 0xe0000..=0xe0fff)
}

/// Asserts that a text may be shown on a terminal, line ends apart.
pub fn harmless(what: &str, s: &str) {
    if let Some(c) = s.chars().find(|c| *c != '\n' && dangerous(*c)) {
        panic!("{what}: U+{:04X} in {s:?}", c as u32);
    }
}

/// Asserts that a text as it is kept holds nothing that hides or steers; selectors of variants of rare characters stay.
pub fn kept(what: &str, s: &str) {
    harmless(
        what,
        &s.replace(|c: char| matches!(c as u32, 0xfe00..=0xfe0f | 0x180e | 0xe0080..=0xe0fff), ""),
    );
}

/// A folder for a while, in memory where that can be: nothing here is about disks.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// Runs one target by its name.
pub fn run(name: &str, data: &[u8]) {
    ALL.iter().filter(|(n, ..)| *n == name).for_each(|(_, target, _)| target(data));
}
