//! The terminal's clipboard (OSC 52): the only way text leaves the screen by itself, and no terminal must allow it.

use std::io::Write as _;

/// Most bytes of text: mosh takes no more than 16 KiB with the text coded, others more.
pub const MAX: usize = 11 * 1024;

/// The beginning of a text that a clipboard takes: whole lines where there are several.
pub fn fitting(text: &str) -> &str {
    if text.len() <= MAX {
        return text;
    }
    let mut end = MAX;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let kept = text.get(..end).unwrap_or_default();
    kept.rfind('\n').and_then(|at| kept.get(..at)).unwrap_or(kept)
}

/// The bytes that put a text on the clipboard. Tabs and line ends stay, all else that is no text goes. `in_tmux`: once
/// for tmux itself, which passes it on where `set-clipboard` is on, and once wrapped, so that it goes through where
/// `allow-passthrough` is.
pub fn sequence(text: &str, in_tmux: bool) -> Vec<u8> {
    let line = |l: &str| l.split('\t').map(crate::tui::glyph::safe).collect::<Vec<_>>().join("\t");
    let clean = text.split('\n').map(line).collect::<Vec<_>>().join("\n");
    let coded = base64(fitting(&clean).as_bytes());
    let mut out = Vec::with_capacity(coded.len() + 12);
    // Writing into a vector cannot fail.
    let _ = write!(out, "\x1b]52;c;{coded}\x07");
    if in_tmux {
        let _ = write!(out, "\x1bPtmux;\x1b\x1b]52;c;{coded}\x07\x1b\\");
    }
    out
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |g, b| g << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let digit = usize::try_from(group >> (18 - 6 * i) & 63).ok().and_then(|d| DIGITS.get(d));
            out.push(if i > chunk.len() { '=' } else { digit.map_or('=', |d| char::from(*d)) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_coded_and_nothing_but_text() {
        for (raw, coded) in [("", ""), ("a", "YQ=="), ("ab", "YWI="), ("abc", "YWJj"), ("张", "5byg")] {
            assert_eq!(base64(raw.as_bytes()), coded);
        }
        assert_eq!(sequence("a\x07b", false), b"\x1b]52;c;YWI=\x07");
        assert_eq!(sequence("a\tb\nc", false), format!("\x1b]52;c;{}\x07", base64(b"a\tb\nc")).as_bytes());
        assert_eq!(sequence("ab", true), b"\x1b]52;c;YWI=\x07\x1bPtmux;\x1b\x1b]52;c;YWI=\x07\x1b\\");
    }

    #[test]
    fn too_much_is_cut_at_a_line() {
        let line = "张晓明\t恒达建材\n";
        let text = line.repeat(MAX / line.len() + 9);
        let kept = fitting(&text);
        assert!(kept.len() <= MAX && kept.ends_with("恒达建材"));
        let one = "张".repeat(MAX);
        assert_eq!(fitting(&one).len(), MAX / 3 * 3);
        // What mosh takes.
        assert!(sequence(&one, false).len() < 16 * 1024);
    }
}
