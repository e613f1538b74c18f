//! Text as it stands in XML, and the parts of a document packed into a zip, as Word and spreadsheet programs keep them.

use std::io::{self, Cursor, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Appends a text. What XML cannot hold at all (most control characters) is left out.
pub(super) fn push(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}

/// A text by itself.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text);
    out
}

/// Packs parts into a zip; the same parts give the same bytes, whatever the clock says.
pub(super) fn pack<'a, W: Write + Seek>(
    to: W,
    parts: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> io::Result<W> {
    let how = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let mut zip = ZipWriter::new(to);
    for (name, bytes) in parts {
        zip.start_file(name, how).map_err(io::Error::other)?;
        zip.write_all(bytes)?;
    }
    zip.finish().map_err(io::Error::other)
}

/// The same in memory.
pub(super) fn packed<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> io::Result<Vec<u8>> {
    Ok(pack(Cursor::new(Vec::new()), parts)?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_it() {
        assert_eq!(escaped("甲<乙>&\"丙\"\u{1b}[2J\u{0}\n"), "甲&lt;乙&gt;&amp;&quot;丙&quot;[2J\n");
    }
}
