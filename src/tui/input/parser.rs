//! Bytes to events, whichever way the link cuts them.
use super::burst::{self, GATHER};
use super::escape::{Found, escape, plain};
use super::event::{Code, Event, Key};
use std::time::Duration;

/// A lone ESC may be the beginning of an arrow on a slow link; this long it is held.
const LONE_ESC: Duration = Duration::from_millis(40);
/// Nobody types the beginning of a sequence by hand; the rest of one is awaited longer.
const BROKEN: Duration = Duration::from_secs(2);
/// A paste whose end never comes gives the keyboard back after this much silence: longer than a bad link stalls.
const SILENT_PASTE: Duration = Duration::from_secs(10);
/// More than this of one paste is dropped; a record is smaller.
const LARGEST_PASTE: usize = 1 << 20;

/// Whether a pasted text may have lost its end: it is as long as any may be, but for the rest of a character.
pub fn is_cut(paste: &str) -> bool {
    paste.len() + 4 >= LARGEST_PASTE
}
const PASTE_END: &[u8] = b"\x1b[201~";

/// An incremental parser of what a terminal sends.
#[derive(Debug, Default)]
pub struct Parser {
    held: Vec<u8>,
    paste: Option<Vec<u8>>,
    /// A paste without marks; more of it may be on the way.
    burst: Option<Vec<u8>>,
    /// A lone ESC was taken for the key; what it began may still come.
    after_esc: bool,
    /// A paste fell silent; its rest may still come.
    cut_off: bool,
}

impl Parser {
    /// Nothing held.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes what one read gave. Much text in one piece is a paste, though the terminal does not mark it, and the rest
    /// of a sequence whose ESC came long before is its key.
    pub fn read(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        let late = std::mem::take(&mut self.after_esc);
        if let Some(burst) = &mut self.burst {
            if burst::goes_on(bytes) && burst.len() < LARGEST_PASTE {
                burst.extend_from_slice(bytes);
                return events;
            }
            self.finish_burst(&mut events);
        } else if self.paste.is_none() && self.held.iter().all(|b| *b != 0x1b) {
            // ESC is gone already and was one step back; what was pressed or pasted still counts.
            if late && self.held.is_empty() && matches!(bytes.first(), Some(b'[' | b'O')) {
                let whole = [b"\x1b", bytes].concat();
                if matches!(escape(&whole), Found::Event(_, Some(_)) | Found::PasteBegins(_)) {
                    return self.feed(&whole);
                }
            }
            if self.cut_off && ends_paste(bytes) {
                (self.cut_off, self.paste) = (false, Some(Vec::new()));
                return self.feed(bytes);
            }
            let all = [self.held.as_slice(), bytes].concat();
            if burst::is_burst(&all) {
                self.held.clear();
                self.burst = Some(all);
                return events;
            }
        }
        events.extend(self.feed(bytes));
        events
    }

    /// A paste without marks is over; a character cut at its end waits for its rest.
    fn finish_burst(&mut self, events: &mut Vec<Event>) {
        let Some(bytes) = self.burst.take() else { return };
        let text = burst::whole(&bytes);
        events.push(Event::Burst(String::from_utf8_lossy(text).into_owned()));
        let rest = bytes.get(text.len()..).unwrap_or_default();
        events.extend(self.feed(rest));
    }

    /// Takes the next bytes and gives what is whole.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        self.held.extend_from_slice(bytes);
        let held = std::mem::take(&mut self.held);
        let (mut rest, mut events) = (held.as_slice(), Vec::new());
        loop {
            if self.paste.is_some() {
                rest = self.pasted(rest, &mut events);
                if self.paste.is_some() {
                    break;
                }
                continue;
            }
            let found = match rest.first() {
                None => break,
                Some(0x1b) => escape(rest),
                Some(_) => plain(rest),
            };
            let used = match found {
                Found::More => break,
                Found::Event(used, event) => {
                    events.extend(event);
                    used
                }
                Found::PasteBegins(used) => {
                    self.cut_off = false;
                    self.paste = Some(Vec::new());
                    used
                }
            };
            rest = rest.get(used.max(1)..).unwrap_or_default();
        }
        self.held = rest.to_vec();
        events
    }

    /// Takes pasted bytes; gives what comes after the paste, or the beginning of an end mark.
    fn pasted<'a>(&mut self, bytes: &'a [u8], events: &mut Vec<Event>) -> &'a [u8] {
        let Some(paste) = &mut self.paste else { return bytes };
        let end = bytes.windows(PASTE_END.len()).position(|w| w == PASTE_END);
        let (text, rest) = match end {
            Some(at) => (bytes.get(..at), bytes.get(at + PASTE_END.len()..)),
            None => {
                let kept = (1..PASTE_END.len())
                    .rev()
                    .find(|n| bytes.ends_with(PASTE_END.split_at(*n).0))
                    .unwrap_or(0);
                let at = bytes.len() - kept;
                (bytes.get(..at), bytes.get(at..))
            }
        };
        let room = LARGEST_PASTE.saturating_sub(paste.len());
        paste.extend(text.unwrap_or_default().iter().take(room));
        if end.is_some() {
            self.finish_paste(events);
        }
        rest.unwrap_or_default()
    }

    fn finish_paste(&mut self, events: &mut Vec<Event>) {
        let Some(mut paste) = self.paste.take() else { return };
        if paste.len() == LARGEST_PASTE {
            // The cut may have gone through a character.
            while paste.last().is_some_and(|b| b & 0xc0 == 0x80) {
                paste.pop();
            }
            paste.pop();
        }
        events.push(Event::Paste(String::from_utf8_lossy(&paste).into_owned()));
    }

    /// Whether something is held that more bytes, or time, will settle.
    pub fn pending(&self) -> bool {
        self.paste.is_some() || self.burst.is_some() || !self.held.is_empty()
    }

    /// How long to wait for more before calling [`Self::timeout`]; nothing is held if none.
    pub fn wait(&self) -> Option<Duration> {
        if self.paste.is_some() {
            return Some(SILENT_PASTE);
        }
        if self.burst.is_some() {
            return Some(GATHER);
        }
        match self.held.as_slice() {
            [] => None,
            [0x1b] | [0x1b, 0x1b] => Some(LONE_ESC),
            _ => Some(BROKEN),
        }
    }

    /// No more came in time: a lone ESC was the key, a broken sequence is dropped.
    pub fn timeout(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        if self.paste.is_some() {
            self.held.clear();
            self.finish_paste(&mut events);
            self.cut_off = true;
            return events;
        }
        if self.burst.is_some() {
            self.finish_burst(&mut events);
            return events;
        }
        let alt = |c: u8| Event::Key(Key { alt: true, ..Key::char(char::from(c)) });
        match *std::mem::take(&mut self.held).as_slice() {
            [0x1b] => {
                self.after_esc = true;
                events.push(Event::Key(Code::Esc.into()));
            }
            [0x1b, 0x1b] => events.extend([Event::Key(Code::Esc.into()), Event::Key(Code::Esc.into())]),
            [0x1b, c @ 0x20..=0x7e] => events.push(alt(c)),
            _ => {}
        }
        events
    }
}

/// Whether a paste ends here that did not begin here.
fn ends_paste(bytes: &[u8]) -> bool {
    let at = |mark: &[u8]| bytes.windows(mark.len()).position(|w| w == mark);
    at(PASTE_END).is_some_and(|end| at(b"\x1b[200~").is_none_or(|begin| begin > end))
}
