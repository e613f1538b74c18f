//! Content lines, of which calendars (RFC 5545) and cards (RFC 6350) are made: folded at 75 bytes, never within a
//! character, each ended by CR and LF; marks in a text are escaped, so that nothing in it begins a line of its own.

/// Most bytes of a line before it is folded.
const WIDTH: usize = 75;

/// Appends a line as it stands: its value is escaped already, or is none that could hold a mark.
pub(super) fn line(out: &mut String, name: &str, value: &str) {
    let mut room = WIDTH;
    for part in [name, ":", value] {
        for c in part.chars() {
            if c.len_utf8() > room {
                out.push_str("\r\n ");
                room = WIDTH - 1;
            }
            room -= c.len_utf8();
            out.push(c);
        }
    }
    out.push_str("\r\n");
}

/// Appends a line of text.
pub(super) fn text(out: &mut String, name: &str, value: &str) {
    line(out, name, &escaped(value));
}

/// A text as a value: `\ ; ,` and line ends escaped, other control characters left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_and_unfold_to_what_they_were() {
        let long = "邻里".repeat(60) + ";,\\\r\n尾";
        let mut out = String::new();
        text(&mut out, "NOTE", &long);
        assert!(out.split("\r\n").all(|l| l.len() <= WIDTH), "{out}");
        assert!(out.ends_with("\r\n"));
        let whole = out.replace("\r\n ", "");
        assert_eq!(whole, format!("NOTE:{}\\;\\,\\\\\\n尾\r\n", "邻里".repeat(60)));
    }
}
