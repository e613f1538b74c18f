//! Escape sequences of the terminals people have: xterm, VTE, Windows Terminal, PuTTY, rxvt, the
//! Linux console, tmux, and application keypads.
use super::event::{Code, Event, Key};

/// Sequences longer than this are nobody's keys.
const LONGEST: usize = 64;
/// Answers in strings (OSC, DCS) longer than this are dropped.
const LONGEST_STRING: usize = 4096;

/// What stands at the start of the bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Not whole yet.
    More,
    /// This many bytes, and what they mean, if anything.
    Event(usize, Option<Event>),
    /// This many bytes begin a paste.
    PasteBegins(usize),
}

/// What stands at the start of `bytes`, which begin with ESC.
pub(super) fn escape(bytes: &[u8]) -> Found {
    match bytes.get(1) {
        None => Found::More,
        Some(b'[') => control(bytes),
        Some(b'O') => keypad(bytes),
        Some(b']' | b'P' | b'_' | b'^' | b'X') => string(bytes),
        // rxvt's Alt with an arrow; else Esc pressed twice.
        Some(0x1b) => match bytes.get(2) {
            None => Found::More,
            Some(b'[' | b'O') => match escape(bytes.get(1..).unwrap_or_default()) {
                Found::Event(n, Some(Event::Key(key))) => {
                    Found::Event(n + 1, Some(Event::Key(Key { alt: true, ..key })))
                }
                Found::Event(n, event) => Found::Event(n + 1, event),
                Found::PasteBegins(_) => Found::Event(1, Some(Event::Key(Code::Esc.into()))),
                Found::More => Found::More,
            },
            Some(_) => Found::Event(1, Some(Event::Key(Code::Esc.into()))),
        },
        Some(_) => match plain(bytes.get(1..).unwrap_or_default()) {
            Found::Event(n, Some(Event::Key(key))) => {
                Found::Event(n + 1, Some(Event::Key(Key { alt: true, ..key })))
            }
            Found::Event(n, _) | Found::PasteBegins(n) => Found::Event(n + 1, None),
            Found::More => Found::More,
        },
    }
}

/// A character or control character at the start of `bytes`, which do not begin with ESC.
pub(super) fn plain(bytes: &[u8]) -> Found {
    let Some(&first) = bytes.first() else { return Found::More };
    let key = match first {
        0x00 => Some(Key::ctrl(' ')),
        b'\r' | b'\n' => Some(Code::Enter.into()),
        b'\t' => Some(Code::Tab.into()),
        0x08 | 0x7f => Some(Code::Backspace.into()),
        0x01..=0x1a => Some(Key::ctrl(char::from(first - 1 + b'a'))),
        0x1b => Some(Code::Esc.into()),
        0x1c..=0x1f => Some(Key::ctrl(char::from(first - 0x1c + b'\\'))),
        0x20..=0x7e => Some(Key::char(char::from(first))),
        _ => return utf8(bytes),
    };
    Found::Event(1, key.map(Event::Key))
}

fn utf8(bytes: &[u8]) -> Found {
    let head = bytes.get(..bytes.len().min(4)).unwrap_or_default();
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(e) if e.valid_up_to() > 0 => {
            head.get(..e.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default()
        }
        Err(e) => {
            return match e.error_len() {
                None => Found::More,
                // Not UTF-8: shown as such, so that it is not lost without a word.
                Some(n) => Found::Event(n, Some(Event::Key(Key::char('\u{fffd}')))),
            };
        }
    };
    match valid.chars().next() {
        None => Found::More,
        Some(c) if c.is_control() => Found::Event(c.len_utf8(), None),
        Some(c) => Found::Event(c.len_utf8(), Some(Event::Key(Key::char(c)))),
    }
}

fn control(bytes: &[u8]) -> Found {
    let body = bytes.get(2..).unwrap_or_default();
    match body.first() {
        None => return Found::More,
        // The Linux console's F1 to F5.
        Some(b'[') => {
            return match body.get(1) {
                None => Found::More,
                Some(c @ b'A'..=b'E') => key(4, Code::F(c - b'A' + 1), 1),
                Some(_) => Found::Event(3, None),
            };
        }
        // An old mouse report: three bytes follow.
        Some(b'M') => return if body.len() < 4 { Found::More } else { Found::Event(6, None) },
        Some(_) => {}
    }
    for (i, &byte) in body.iter().enumerate().take(LONGEST) {
        let used = i + 3;
        let params = body.get(..i).unwrap_or_default();
        let own = params.first().is_some_and(u8::is_ascii_digit);
        match byte {
            b'$' if own && params.iter().all(u8::is_ascii_digit) => {
                return tilde(used, numbers(params).first().copied().unwrap_or(0), 2);
            }
            0x20..=0x3f => {}
            0x40..=0x7e => return finish(used, params, byte),
            // Something broke in: forget the beginning, keep what came.
            _ => return Found::Event(used - 1, None),
        }
    }
    if body.len() < LONGEST { Found::More } else { Found::Event(LONGEST, None) }
}

fn numbers(params: &[u8]) -> Vec<u16> {
    let text = std::str::from_utf8(params).unwrap_or_default();
    text.split([';', ':']).map(|n| n.parse().unwrap_or(0)).collect()
}

fn finish(used: usize, params: &[u8], last: u8) -> Found {
    if params.iter().any(|b| !matches!(b, b'0'..=b'9' | b';' | b':')) {
        return Found::Event(used, None); // an answer or a mouse report
    }
    let n = numbers(params);
    let at = |i: usize| n.get(i).copied().unwrap_or(0);
    let modifier = if n.len() > 1 { at(1) } else { 1 };
    let code = match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'P' => Code::F(1),
        b'Q' => Code::F(2),
        b'R' if n.len() == 2 && !(at(0) == 1 && (2..=8).contains(&at(1))) => {
            return Found::Event(used, Some(Event::CursorReport(at(0), at(1))));
        }
        b'R' => Code::F(3),
        b'S' => Code::F(4),
        b'Z' => return key(used, Code::BackTab, 1),
        b'I' => return Found::Event(used, Some(Event::Focus(true))),
        b'O' => return Found::Event(used, Some(Event::Focus(false))),
        b'a' => return key(used, Code::Up, 2),
        b'b' => return key(used, Code::Down, 2),
        b'c' if params.is_empty() => return key(used, Code::Right, 2),
        b'd' => return key(used, Code::Left, 2),
        b'u' => return by_number(used, at(0), modifier),
        b'~' if at(0) == 200 => return Found::PasteBegins(used),
        b'~' if at(0) == 27 && n.len() > 2 => return by_number(used, at(2), at(1)),
        b'~' => return tilde(used, at(0), modifier),
        b'^' => return tilde(used, at(0), 5),
        b'@' => return tilde(used, at(0), 6),
        _ => return Found::Event(used, None),
    };
    key(used, code, modifier)
}

fn key(used: usize, code: Code, modifier: u16) -> Found {
    let bits = modifier.saturating_sub(1);
    let key = Key { code, shift: bits & 1 != 0, alt: bits & 2 != 0, ctrl: bits & 4 != 0 };
    Found::Event(used, Some(Event::Key(key)))
}

fn tilde(used: usize, number: u16, modifier: u16) -> Found {
    let code = match number {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => f(number - 10),
        17..=21 => f(number - 11),
        23..=26 => f(number - 12),
        28..=29 => f(number - 13),
        31..=34 => f(number - 14),
        _ => return Found::Event(used, None),
    };
    key(used, code, modifier)
}

fn f(number: u16) -> Code {
    Code::F(u8::try_from(number).unwrap_or(0))
}

/// Keys sent by their number (CSI u, modifyOtherKeys), from terminals that were left in that mode.
fn by_number(used: usize, number: u16, modifier: u16) -> Found {
    let Some(c) = char::from_u32(number.into()) else { return Found::Event(used, None) };
    let code = match c {
        '\r' | '\n' => Code::Enter,
        '\t' if modifier == 2 => return key(used, Code::BackTab, 1),
        '\t' => Code::Tab,
        '\u{8}' | '\u{7f}' => Code::Backspace,
        '\u{1b}' => Code::Esc,
        c if c.is_control() => return Found::Event(used, None),
        c => {
            let Found::Event(used, Some(Event::Key(key))) = key(used, Code::Char(c), modifier) else {
                return Found::Event(used, None);
            };
            return Found::Event(used, Some(Event::Key(Key { shift: false, ..key })));
        }
    };
    key(used, code, modifier)
}

/// SS3: cursor keys in application mode, F1 to F4, and the application keypad.
fn keypad(bytes: &[u8]) -> Found {
    let digits = bytes.iter().skip(2).take_while(|b| b.is_ascii_digit()).count().min(2);
    let Some(&last) = bytes.get(2 + digits) else { return Found::More };
    let modifier = numbers(bytes.get(2..2 + digits).unwrap_or_default()).first().copied().unwrap_or(0).max(1);
    let code = match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'P'..=b'S' => Code::F(last - b'P' + 1),
        b'M' => Code::Enter,
        b'I' => Code::Tab,
        b' ' => Code::Char(' '),
        b'X' => Code::Char('='),
        b'j'..=b'y' => Code::Char(char::from(last - b'j' + b'*')),
        b'a' => return key(3 + digits, Code::Up, 5),
        b'b' => return key(3 + digits, Code::Down, 5),
        b'c' => return key(3 + digits, Code::Right, 5),
        b'd' => return key(3 + digits, Code::Left, 5),
        b'@'..=b'~' => return Found::Event(3 + digits, None),
        _ => return Found::Event(2 + digits, None),
    };
    key(3 + digits, code, modifier)
}

/// OSC, DCS and their like: answers nobody asked for, up to BEL or ESC \.
fn string(bytes: &[u8]) -> Found {
    // what is beyond is not looked at, so that the same comes out however the bytes were cut
    let (bytes, long) = match bytes.get(..LONGEST_STRING) {
        Some(head) => (head, true),
        None => (bytes, false),
    };
    for (i, pair) in bytes.windows(2).enumerate().skip(1) {
        match pair {
            [0x07, _] => return Found::Event(i + 1, None),
            [0x1b, b'\\'] => return Found::Event(i + 2, None),
            [0x1b, _] => return Found::Event(i, None),
            _ => {}
        }
    }
    if bytes.len() > 2 && bytes.last() == Some(&0x07) {
        return Found::Event(bytes.len(), None);
    }
    if long { Found::Event(bytes.len(), None) } else { Found::More }
}
