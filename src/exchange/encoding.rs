//! What a text file is written in, told by its content: spreadsheet programs save UTF-8 with or without a mark, UTF-16
//! ("Unicode 文本") and GBK, of which GB18030 is the whole.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// What a text is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-16 of either order.
    Utf16,
    /// GB18030, and so GBK and GB2312.
    Gb18030,
}

impl Encoding {
    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16 => "UTF-16",
            Encoding::Gb18030 => "GBK",
        }
    }
}

/// The text of bytes and what they are written in; `None` where they are no text in any of these.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, Encoding)> {
    let marked = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]);
    if let Ok(text) = std::str::from_utf8(marked.unwrap_or(bytes))
        && !text.contains('\0')
    {
        return Some((text.to_string(), Encoding::Utf8));
    }
    if marked.is_some() {
        return None;
    }
    let wide = match bytes {
        [0xFF, 0xFE, rest @ ..] => Some((UTF_16LE, rest)),
        [0xFE, 0xFF, rest @ ..] => Some((UTF_16BE, rest)),
        _ => unmarked(bytes).map(|e| (e, bytes)),
    };
    let (encoding, rest, name) = match wide {
        Some((e, rest)) => (e, rest, Encoding::Utf16),
        None => (GB18030, bytes, Encoding::Gb18030),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(rest)?;
    (plain(&text) && common(&text)).then(|| (text.into_owned(), name))
}

/// UTF-16 without a mark: a comma or a line end has a zero beside it, always on the same side.
fn unmarked(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    match (zeros(0), zeros(1)) {
        (0, 0) => None,
        (big, little) => Some(if big > little { UTF_16BE } else { UTF_16LE }),
    }
}

/// No control characters but those of lines.
fn plain(text: &str) -> bool {
    !text.chars().any(|c| c < ' ' && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}'))
}

/// Whether most of it are characters that somebody has assigned: what another encoding leaves of its bytes are not.
fn common(text: &str) -> bool {
    let (mut own, mut rare) = (0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        own += 1;
        rare += usize::from(matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..));
    }
    rare * 10 <= own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_is_written_in_is_told() {
        let text = "姓名,电话\r\n冯艳玲,13218766437\r\n";
        let wide = |big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let (gbk, ..) = GB18030.encode(text);
        for (bytes, want) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (["\u{feff}", text].concat().into_bytes(), Encoding::Utf8),
            (gbk.to_vec(), Encoding::Gb18030),
            ([vec![0xFF, 0xFE], wide(false)].concat(), Encoding::Utf16),
            ([vec![0xFE, 0xFF], wide(true)].concat(), Encoding::Utf16),
            (wide(false), Encoding::Utf16),
            (wide(true), Encoding::Utf16),
        ] {
            assert_eq!(decode(&bytes), Some((text.to_string(), want)), "{want:?}");
        }
        // a character of four bytes, which GBK does not have
        let (rare, ..) = GB18030.encode("𠮷田");
        assert_eq!(decode(&rare), Some(("𠮷田".to_string(), Encoding::Gb18030)));
    }

    #[test]
    fn what_is_no_text_is_none() {
        for bytes in [
            &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
            b"\xff\xd8\xff\xe0\0\x10JFIF",
            b"abc\0def\xff\xff",
            &[0xA1; 7],
            &[0xFF, 0xFE, 0x00, 0xD8],
        ] {
            assert_eq!(decode(bytes), None, "{bytes:?}");
        }
    }
}
