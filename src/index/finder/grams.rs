//! What is indexed of a name or a text: single characters and pairs, syllables and pairs of them, initials.
use crate::book::pinyin::{Code, codes, syllable};

use super::postings::Collect;

/// One character of a folded name with all its readings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub(super) c: char,
    pub(super) codes: &'static [Code],
    /// What the record itself says about how this character is read here.
    pub(super) own: Option<Code>,
}

impl Unit {
    /// Every way this character may be read.
    pub(super) fn all(&self) -> impl Iterator<Item = Code> {
        self.own.into_iter().chain(self.codes.iter().copied())
    }
}

/// Full-width forms as their narrow twins, upper case as lower; nothing for blanks and the dots of foreign names.
pub(super) fn fold(c: char) -> impl Iterator<Item = char> {
    let c = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    };
    let drop = c.is_whitespace() || matches!(c, '·' | '•' | '・' | '‧' | '\u{200B}');
    c.to_lowercase().filter(move |_| !drop)
}

/// A whole string folded.
pub(super) fn folded(text: &str) -> String {
    text.chars().flat_map(fold).collect()
}

/// The characters of a name with their readings, into `out`. A `reading` of the record counts when it has one
/// syllable for each Han character; the characters' own readings stay as a fallback.
pub(super) fn units_into(name: &str, reading: &str, out: &mut Vec<Unit>) {
    out.clear();
    for c in name.chars() {
        // Nearly every character is Han, which folds to itself.
        if ('\u{3400}'..'\u{A000}').contains(&c) {
            out.push(Unit { c, codes: codes(c), own: None });
        } else {
            out.extend(fold(c).map(|c| Unit { c, codes: codes(c), own: None }));
        }
    }
    if reading.is_empty() {
        return;
    }
    let han = out.iter().filter(|u| !u.codes.is_empty()).count();
    if reading.split_whitespace().count() == han {
        let said = reading.split_whitespace().map(|s| crate::book::pinyin::code_of(&s.to_ascii_lowercase()));
        out.iter_mut().filter(|u| !u.codes.is_empty()).zip(said).for_each(|(unit, own)| unit.own = own);
    }
}

/// The first letter of a syllable as 1..=26.
pub(super) fn letter(code: Code) -> u8 {
    syllable(code).bytes().next().map_or(0, |b| b.wrapping_sub(b'a') + 1)
}

const fn family(number: u64) -> u64 {
    number << 56
}

/// A character anywhere.
pub(super) fn single(c: char) -> u64 {
    family(1) | u64::from(u32::from(c))
}
/// Two characters side by side.
pub(super) fn pair(a: char, b: char) -> u64 {
    family(2) | u64::from(u32::from(a)) << 24 | u64::from(u32::from(b))
}
/// A syllable anywhere.
pub(super) fn sound(code: Code) -> u64 {
    family(3) | u64::from(code)
}
/// Two syllables side by side.
pub(super) fn sounds(a: Code, b: Code) -> u64 {
    family(4) | u64::from(a) << 16 | u64::from(b)
}
/// The initial of a syllable anywhere.
pub(super) fn initial(a: u8) -> u64 {
    family(5) | u64::from(a)
}
/// The initials of two syllables side by side.
pub(super) fn initials(a: u8, b: u8) -> u64 {
    family(6) | u64::from(a) << 8 | u64::from(b)
}
/// The initials of three or four syllables side by side.
pub(super) fn initials_run(run: &[u8]) -> u64 {
    family(14) | run.iter().fold(0, |n, l| n << 8 | u64::from(*l))
}
/// A name's first character.
pub(super) fn first_single(c: char) -> u64 {
    family(7) | u64::from(u32::from(c))
}
/// A name's first syllable.
pub(super) fn first_sound(code: Code) -> u64 {
    family(8) | u64::from(code)
}
/// A name of this many characters, [`LONG`] for more.
pub(super) fn length(units: usize) -> u64 {
    family(9) | units.min(LONG) as u64
}
/// A name or a by-name of at least [`LONG`] characters.
pub(super) fn long() -> u64 {
    family(10)
}
/// A character of a by-name.
pub(super) fn called_single(c: char) -> u64 {
    family(15) | u64::from(u32::from(c))
}
/// A syllable of a by-name.
pub(super) fn called_sound(code: Code) -> u64 {
    family(16) | u64::from(code)
}
/// Three digits of a phone number.
pub(super) fn digits(three: &str) -> u64 {
    family(12) | three.bytes().fold(0, |n, b| n << 8 | u64::from(b))
}
/// The last three digits of a phone number.
pub(super) fn tail(three: &str) -> u64 {
    family(13) | three.bytes().fold(0, |n, b| n << 8 | u64::from(b))
}

/// From how many characters on a name is a long one: a word of as many sounds needs to look at these only.
pub(super) const LONG: usize = 5;

/// Notes the characters of a name or text; with `heard` also how they sound, with `runs` up to how many initials in a
/// row.
pub(super) fn index(units: &[Unit], heard: bool, runs: usize, row: u32, into: &mut Collect) {
    if heard {
        for len in 3..=runs {
            units.windows(len).for_each(|window| index_run(window, &mut Vec::with_capacity(len), row, into));
        }
    }
    let mut before: Option<&Unit> = None;
    for unit in units {
        into.add(single(unit.c), row);
        if let Some(last) = before {
            into.add(pair(last.c, unit.c), row);
        }
        if heard {
            for code in unit.all() {
                into.add(sound(code), row);
                into.add(initial(letter(code)), row);
                for earlier in before.iter().flat_map(|u| u.all()) {
                    into.add(sounds(earlier, code), row);
                    into.add(initials(letter(earlier), letter(code)), row);
                }
            }
        }
        before = Some(unit);
    }
}

/// Notes every way of reading these characters' initials in a row.
fn index_run(units: &[Unit], run: &mut Vec<u8>, row: u32, into: &mut Collect) {
    let Some((first, rest)) = units.split_first() else { return into.add(initials_run(run), row) };
    let mut seen = 0u32;
    for code in first.all() {
        let letter = letter(code);
        if seen >> letter & 1 == 0 {
            seen |= 1 << letter;
            run.push(letter);
            index_run(rest, run, row, into);
            run.pop();
        }
    }
}

/// Notes how a name begins and how long it is.
pub(super) fn index_start(units: &[Unit], row: u32, into: &mut Collect) {
    into.add(length(units.len()), row);
    if let Some(first) = units.first() {
        into.add(first_single(first.c), row);
        first.all().for_each(|code| into.add(first_sound(code), row));
    }
}

/// Every three digits of a number, left to right.
pub(super) fn triples(number: &str) -> impl Iterator<Item = &str> {
    (0..number.len().saturating_sub(2)).filter_map(move |at| number.get(at..at + 3))
}
