//! A paste in a terminal that does not mark pastes: much text at once, as no hand types it.
//!
//! What stalls on a bad link comes in one piece too, so a held-down key is none, nor what begins with a key that opens
//! a line to type in. Where text is typed anyway the difference does not matter much; see the app.
use std::collections::BTreeSet;
use std::time::Duration;

/// The rest of a paste comes within this time of what came before.
pub(super) const GATHER: Duration = Duration::from_millis(25);
/// Fewer characters than a phone number are typed ahead on a slow link.
const FEWEST: usize = 11;
/// Fewer different ones are keys held down.
const DIFFERENT: usize = 6;
/// What opens a line to type in: the rest was typed ahead.
const OPENERS: &str = "/、／÷;；:：";

/// Whether these bytes are pasted text: characters and line ends, no other key among them. The last character may be
/// cut.
pub(super) fn is_burst(bytes: &[u8]) -> bool {
    if bytes.len() < FEWEST {
        return false;
    }
    let Ok(text) = std::str::from_utf8(whole(bytes)) else { return false };
    let plain = |c: char| matches!(c, '\r' | '\n' | '\t') || !c.is_control();
    text.chars().all(plain)
        && text.chars().count() >= FEWEST
        && text.chars().next().is_some_and(|c| !OPENERS.contains(c))
        && text.chars().collect::<BTreeSet<_>>().len() >= DIFFERENT
}

/// Whether bytes go on with a paste: no key but text among them.
pub(super) fn goes_on(bytes: &[u8]) -> bool {
    bytes.iter().all(|b| !matches!(b, 0..=8 | 11 | 12 | 14..=31 | 127))
}

/// Without the beginning of a character at the end.
pub(super) fn whole(bytes: &[u8]) -> &[u8] {
    let cut = bytes.utf8_chunks().last().map(|c| c.invalid()).filter(|c| {
        std::str::from_utf8(c).is_err_and(|e| e.error_len().is_none()) // not wrong, only not all of it
    });
    bytes.get(..bytes.len() - cut.map_or(0, <[u8]>::len)).unwrap_or_default()
}
