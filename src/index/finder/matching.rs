//! Whether and how well a word fits a name, a by-name, a phone number or a text. The index only proposes rows; this file
//! decides.
use super::grams::Unit;
use super::query::{How, Word};

/// The field a word was found in, and so the order of the answers (see [`Field::bit`] for several).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The name.
    Name,
    /// What people call them; former names.
    Called,
    /// A phone number.
    Phone,
    /// The employer.
    Org,
    /// The community.
    Community,
    /// The title.
    Title,
    /// Posts, trade, tags.
    Extra,
}

impl Field {
    /// This field's bit in [`super::Hit::fields`].
    pub fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A score and the field that gave it; greater is better, zero is no match.
pub(super) type Fit = (u32, Field);

/// The better of two fits; the first where they are equal.
pub(super) fn better(a: Fit, b: Fit) -> Fit {
    if b.0 > a.0 { b } else { a }
}

// The order of the answers, best first. What stands between two lines is told apart by the gaps within a field.
pub(super) const EXACT: u32 = 1000;
pub(super) const PREFIX: u32 = 950;
pub(super) const HEARD_WHOLE: u32 = 900;
pub(super) const HEARD_START: u32 = 800;
pub(super) const CALLED: u32 = 760;
pub(super) const TAIL: u32 = 700;
pub(super) const INSIDE: u32 = 660;
pub(super) const TEXT: u32 = 580;
pub(super) const WITHIN: u32 = 520;

/// A name's or by-name's fit, from where the match lies and how the word was taken (a union of [`How`] bits).
fn name_score(start: bool, end: bool, hows: u8) -> u32 {
    let (whole, prefix, inside) = if hows == How::Char as u8 {
        (EXACT, PREFIX, INSIDE)
    } else if hows & How::HanInitial as u8 != 0 {
        (36, 33, 30)
    } else if hows & How::HanSound as u8 != 0 {
        (840, 780, 600)
    } else if hows == How::Initial as u8 {
        (HEARD_WHOLE, HEARD_START, 620)
    } else if hows == How::Full as u8 {
        (880, HEARD_START, 620)
    } else {
        (860, HEARD_START, 620)
    };
    match (start, end) {
        (true, true) => whole,
        (true, false) => prefix,
        _ => inside,
    }
}

/// What a by-name is worth compared with a name.
fn called_score(score: u32) -> u32 {
    match score {
        EXACT => CALLED,
        PREFIX => 740,
        840.. => 735,
        780.. => 725,
        INSIDE => 715,
        600.. => 705,
        _ => score.saturating_sub(10),
    }
}

/// Most steps one search for a way through a name may take. Real names need a few dozen; the bound is there for a text
/// made to be ambiguous.
const STEPS: u32 = 4096;

/// Follows every way of taking a word along some characters.
struct Walk<'a, F: FnMut(usize, u8)> {
    word: &'a Word,
    garbled: bool,
    units: &'a [Unit],
    steps: u32,
    /// Told where each way ends and how it was taken (a union of [`How`] bits).
    found: F,
}

impl<F: FnMut(usize, u8)> Walk<'_, F> {
    fn go(&mut self, place: usize, at: usize, hows: u8) {
        if place >= self.word.chars.len() {
            return (self.found)(at, hows);
        }
        let word = self.word;
        let Some(unit) = self.units.get(at).filter(|_| self.steps < STEPS) else { return };
        self.steps += 1;
        for edge in word.at(place) {
            let fits = match edge.how {
                How::Char => edge.c == unit.c,
                How::HanInitial if !self.garbled => false,
                _ => unit.all().any(|code| edge.set.has(code)),
            };
            if fits {
                self.go(edge.to, at + 1, hows | edge.how as u8);
                // A Han character as written is not also tried by sound: it would score less and double the ways.
                if !edge.c.is_ascii() {
                    break;
                }
            }
        }
    }
}

/// How well a word fits a name; zero if not. `garbled` takes Han characters also as mere initials.
pub(super) fn name_fit(word: &Word, garbled: bool, units: &[Unit]) -> u32 {
    let mut best = 0;
    for start in 0..units.len() {
        let found = |end, hows| best = best.max(name_score(start == 0, end == units.len(), hows));
        Walk { word, garbled, units, steps: 0, found }.go(0, start, 0);
        if best > INSIDE {
            break;
        }
    }
    best
}

/// How well a word fits something a person is called.
pub(super) fn called_fit(word: &Word, garbled: bool, units: &[Unit]) -> u32 {
    called_score(name_fit(word, garbled, units))
}

/// How well a word fits a phone number (digits only).
pub(super) fn phone_fit(word: &Word, number: &str) -> u32 {
    match &word.digits {
        Some(digits) if number.ends_with(digits.as_str()) => TAIL,
        Some(digits) if number.contains(digits.as_str()) => WITHIN,
        _ => 0,
    }
}

/// How a word is in a folded text: it begins with it, has it, or sounds like it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InText {
    /// As written, at the beginning.
    Start,
    /// As written, anywhere.
    Inside,
    /// By sound.
    Heard,
}

/// True when the letters of a word are how a stretch of this text sounds.
pub(super) fn text_heard(word: &Word, units: &[Unit]) -> bool {
    let mut any = false;
    for start in 0..units.len() {
        let found = |_, hows| any |= hows != How::Char as u8;
        Walk { word, garbled: false, units, steps: 0, found }.go(0, start, 0);
        if any {
            break;
        }
    }
    any
}

/// How a word is in a folded text, or sounds like these characters.
pub(super) fn text_fit(word: &Word, text: &str, units: &[Unit]) -> Option<InText> {
    if !word.in_texts || text.is_empty() {
        None
    } else if text.starts_with(&word.text) {
        Some(InText::Start)
    } else if text.contains(&word.text) {
        Some(InText::Inside)
    } else {
        (word.heard && text_heard(word, units)).then_some(InText::Heard)
    }
}

/// What a match in one of the four texts is worth.
pub(super) fn text_score(field: Field, how: InText) -> u32 {
    let (start, inside, heard) = match field {
        Field::Org => (TEXT, 560, 540),
        Field::Community => (480, 460, 440),
        Field::Title => (430, 420, 410),
        _ => (400, 390, 0),
    };
    match how {
        InText::Start => start,
        InText::Inside => inside,
        InText::Heard => heard,
    }
}

#[cfg(test)]
mod tests {
    use super::super::grams::units_into;
    use super::super::query::Query;
    use super::*;

    fn fit(query: &str, name: &str) -> u32 {
        let mut units = Vec::new();
        units_into(name, "", &mut units);
        let query = Query::parse(query);
        let word = &query.words[0];
        match name_fit(word, false, &units) {
            0 => name_fit(word, true, &units),
            score => score,
        }
    }

    #[test]
    fn one_name_many_ways() {
        let ways = [
            "张晓明",
            "张晓",
            "zxm",
            "zhangxiaoming",
            "zhangxm",
            "zxiaom",
            "张xm",
            "z",
            "zhangxiaom",
            "张小明",
        ];
        for way in ways.into_iter().chain([
            "晓明",
            "xiaoming",
            "xm",
            "张晓m",
            "小",
            "zhxm",
            "在下面",
            "这些没",
            "zhangxi",
        ]) {
            assert!(fit(way, "张晓明") > 0, "{way}");
        }
        for way in ["zhm", "张明", "zxmm", "i", "hang", "zhangxiaominga", "在面下", "李"] {
            assert_eq!(fit(way, "张晓明"), 0, "{way}");
        }
        assert!(fit("张晓明", "张晓明") > fit("张晓明", "张晓明明"));
        assert!(fit("zxm", "张晓明") > fit("zhangxiaoming", "张晓明"));
        assert!(fit("张小明", "张晓明") < fit("张晓明", "张晓明"));
        assert!(fit("在下面", "张晓明") < fit("xm", "张晓明"));
    }

    #[test]
    fn polyphones_and_strangers() {
        for (query, name) in [("stf", "单田芳"), ("dtf", "单田芳"), ("zengxm", "曾小明"), ("ycg", "尉迟恭")]
        {
            assert!(fit(query, name) >= HEARD_START, "{query}");
        }
        assert!(fit("tom", "Tom Lee") > 0 && fit("tomlee", "Tom Lee") == EXACT && fit("toml", "Tom李") > 0);
        assert!(fit("买买提", "阿不都·买买提") > 0 && fit("dumai", "阿不都·买买提") > 0);
        assert!(fit("lv", "吕布") > 0 && fit("lue", "略") > 0);
    }
}
