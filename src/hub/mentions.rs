//! Where words mention somebody: names whole, phone numbers however they are parted.

use crate::book::{Record, person};
use memchr::memmem;
use std::ops::Range;

/// What stands in place of a name or number.
pub const COVER: &str = "※※";
/// Shortest number that is looked for: shorter ones are in every other number.
const DIGITS_MIN: usize = 7;
/// People write a number in groups, but not its last digits apart.
const TAIL: usize = 3;

/// A quick first look: bytes without any of these mention nobody.
pub struct Needles(Vec<memmem::Finder<'static>>);

impl Needles {
    /// Whether one is in them.
    pub fn are_in(&self, bytes: &[u8]) -> bool {
        self.0.iter().any(|n| n.find(bytes).is_some())
    }
}

/// How somebody may be mentioned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    texts: Vec<String>,
    /// Digits only.
    phones: Vec<String>,
}

impl Words {
    /// The names and numbers of somebody, in all versions of their record.
    pub fn strong<'a>(versions: impl IntoIterator<Item = &'a Record>) -> Words {
        Words::of(versions, &[person::NAME, person::FORMER, person::WECHAT])
    }

    /// These, and how people call them: only where it is known that the words are about them, as 张总 are many.
    pub fn all<'a>(versions: impl IntoIterator<Item = &'a Record>) -> Words {
        Words::of(versions, &[person::NAME, person::FORMER, person::WECHAT, person::CALLED])
    }

    fn of<'a>(versions: impl IntoIterator<Item = &'a Record>, fields: &[u16]) -> Words {
        let mut out = Words::default();
        for r in versions {
            for text in fields.iter().flat_map(|no| r.fields.texts(*no)) {
                add(&mut out.texts, text.trim(), text.trim().chars().count() >= 2);
            }
            for phone in r.fields.texts(person::PHONES) {
                // without the extension: the number alone leads to the person
                let main: String = phone.split('-').next().unwrap_or(phone).to_string();
                let digits: String = main.chars().filter(char::is_ascii_digit).collect();
                let long = digits.len() >= DIGITS_MIN;
                add(&mut out.phones, &digits, long);
            }
        }
        // the longest first, so that a name within a longer one does not leave its rest behind
        out.texts.sort_by_key(|t| std::cmp::Reverse(t.len()));
        out
    }

    /// Those of somebody else too.
    pub fn add(&mut self, more: &Words) {
        more.texts.iter().for_each(|t| add(&mut self.texts, t, true));
        more.phones.iter().for_each(|p| add(&mut self.phones, p, true));
        self.texts.sort_by_key(|t| std::cmp::Reverse(t.len()));
    }

    /// What to look for in the bytes of records: a number by its last digits, as people part it before them.
    pub fn needles(&self) -> Needles {
        let mut all: Vec<Vec<u8>> = self.texts.iter().map(|t| t.as_bytes().to_vec()).collect();
        for phone in &self.phones {
            let tail = phone.get(phone.len().saturating_sub(TAIL)..).unwrap_or_default();
            let wide: String =
                tail.bytes().filter_map(|d| char::from_u32('０' as u32 + u32::from(d - b'0'))).collect();
            all.extend([tail.as_bytes().to_vec(), wide.into_bytes()]);
        }
        all.sort();
        all.dedup();
        Needles(all.iter().map(|n| memmem::Finder::new(n).into_owned()).collect())
    }

    /// Whether a text mentions somebody.
    pub fn mention(&self, text: &str) -> bool {
        !self.spans(text).is_empty()
    }

    /// The text with every mention covered; `None` where there is none.
    pub fn covered(&self, text: &str) -> Option<String> {
        let spans = self.spans(text);
        if spans.is_empty() {
            return None;
        }
        let (mut out, mut at) = (String::with_capacity(text.len()), 0);
        for span in spans {
            out.push_str(text.get(at..span.start).unwrap_or_default());
            out.push_str(COVER);
            at = span.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        Some(out)
    }

    /// The bytes of every mention, in order, none touching another.
    fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let mut all: Vec<Range<usize>> = Vec::new();
        for word in &self.texts {
            all.extend(text.match_indices(word.as_str()).map(|(at, w)| at..at + w.len()));
        }
        if !self.phones.is_empty() {
            let digits = digits(text);
            for phone in &self.phones {
                for run in &digits {
                    let line: String = run.iter().map(|(_, c)| *c).collect();
                    all.extend(line.match_indices(phone.as_str()).filter_map(|(at, p)| {
                        let (from, _) = run.get(at)?;
                        let (last, _) = run.get(at + p.len() - 1)?;
                        let end = last + text.get(*last..)?.chars().next()?.len_utf8();
                        Some(*from..end)
                    }));
                }
            }
        }
        all.sort_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
        let mut out: Vec<Range<usize>> = Vec::new();
        for span in all {
            match out.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => out.push(span),
            }
        }
        out
    }
}

fn add(to: &mut Vec<String>, what: &str, fits: bool) {
    if fits && !to.iter().any(|t| t == what) {
        to.push(what.to_string());
    }
}

/// Runs of digits with what people put between them left out: (byte, digit). Full-width digits count as theirs.
fn digits(text: &str) -> Vec<Vec<(usize, char)>> {
    let mut out: Vec<Vec<(usize, char)>> = Vec::new();
    let mut run: Vec<(usize, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        let plain = match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
            c => c,
        };
        if plain.is_ascii_digit() {
            run.push((at, plain));
        } else if !matches!(c, ' ' | '-' | '－' | '—' | '\u{3000}' | '(' | ')' | '（' | '）' | '.')
            && !run.is_empty()
        {
            out.push(std::mem::take(&mut run));
        }
    }
    out.push(run);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Id, Kind, Value};

    fn words() -> Words {
        let mut r = Record::new(Kind::Person, Id([1; 16]));
        r.fields.set(person::NAME, Value::text("张晓明"));
        r.fields.set(person::CALLED, Value::List(vec![Value::text("张总")]));
        r.fields
            .set(person::PHONES, Value::List(vec![Value::text("13837455521"), Value::text("03748882210-8")]));
        Words::all([&r])
    }

    #[test]
    fn names_and_numbers_are_covered_however_they_are_written() {
        let w = words();
        for (text, covered) in [
            ("张晓明说路面补好了", "※※说路面补好了"),
            ("请张总回 138 3745-5521。", "请※※回 ※※。"),
            ("电话１３８３７４５５５２１", "电话※※"),
            ("0374-8882210 转 8", "※※ 转 8"),
            ("+8613837455521张晓明", "+86※※※※"),
        ] {
            assert_eq!(w.covered(text).as_deref(), Some(covered), "{text}");
            assert!(w.needles().are_in(text.as_bytes()), "{text}");
        }
        for text in ["张晓", "138 3745 552", "", "李四"] {
            assert_eq!(w.covered(text), None, "{text}");
        }
    }
}
