//! What was typed, as words; each word as the ways it may be heard.
use crate::book::pinyin::{Code, Fuzzy, code_of, codes, syllable, syllables};

use super::grams::{fold, letter};

/// Longest text looked at, in characters: enough for a pasted line, too little to stall anyone.
const MAX_TEXT: usize = 200;
/// Most words looked at.
const MAX_WORDS: usize = 8;
/// Longest word looked at, in characters.
const MAX_WORD: usize = 32;
/// Longest syllable, in letters.
const LONGEST: usize = 6;

/// A parsed question to the finder. Words may come in any order and all must match; a leading `=` asks for the count.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub(super) words: Vec<Word>,
    count_only: bool,
}

impl Query {
    /// Reads what was typed. Full-width forms count as their narrow twins, capitals as small letters.
    pub fn parse(text: &str) -> Query {
        Query::parse_fuzzy(text, Fuzzy::default())
    }

    /// The same, hearing some pairs of sounds as one.
    pub fn parse_fuzzy(text: &str, fuzzy: Fuzzy) -> Query {
        let text = text.trim_start();
        let asked = text.strip_prefix(['=', '＝']);
        let count_only = asked.is_some();
        let text: String = asked.unwrap_or(text).chars().take(MAX_TEXT).collect();
        let parted =
            text.split(|c: char| c.is_whitespace() || matches!(c, '，' | '、' | '；' | ',' | ';' | '。'));
        let words = parted
            .map(|w| w.chars().flat_map(fold).filter(|c| *c != '\'' && *c != '’').take(MAX_WORD).collect())
            .filter(|w: &String| !w.is_empty())
            .take(MAX_WORDS)
            .map(|w| Word::new(w, fuzzy, count_only))
            .collect();
        Query { words, count_only }
    }

    /// True when only the number was asked for (`=新媒体 颍川`). Han characters then match as written only: nobody wants
    /// namesakes by sound in a count.
    pub fn count_only(&self) -> bool {
        self.count_only
    }

    /// True when nothing was typed that could be looked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words as they are looked for, folded.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|w| w.text.as_str())
    }

    /// True when some word could also be initials that an input method turned into characters.
    pub(super) fn may_be_garbled(&self) -> bool {
        let garbled = |e: &Edge| e.how == How::HanInitial;
        !self.count_only && self.words.iter().any(|w| w.edges.iter().flatten().any(garbled))
    }
}

/// How a stretch of a word is taken. The numbers are bits, so that a path's manners can be told together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum How {
    /// The character itself.
    Char = 1,
    /// Letters as a syllable's initial: z, zh.
    Initial = 2,
    /// Letters as a whole syllable.
    Full = 4,
    /// The last letters as the beginning of a syllable still being typed.
    Partial = 8,
    /// A Han character by its sound.
    HanSound = 16,
    /// A Han character as the initial an input method made it from (在下面 for zxm).
    HanInitial = 32,
}

/// One stretch of a word and what it may stand for.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    /// Where the stretch ends.
    pub(super) to: usize,
    pub(super) how: How,
    /// The character, for [`How::Char`].
    pub(super) c: char,
    /// The syllables, for all others.
    pub(super) set: Sounds,
}

/// A set of syllables.
#[derive(Clone, Debug, Default)]
pub(super) struct Sounds {
    bits: [u64; 7],
    /// The members, ascending.
    pub(super) list: Vec<Code>,
    /// Their initials as 1..=26, ascending, and whether every syllable with these initials is a member.
    pub(super) letters: Vec<u8>,
    pub(super) plain: bool,
}

impl Sounds {
    fn new(mut list: Vec<Code>, plain: bool) -> Sounds {
        list.sort_unstable();
        list.dedup();
        let mut bits = [0u64; 7];
        for code in &list {
            if let Some(word) = bits.get_mut(usize::from(code / 64)) {
                *word |= 1 << (code % 64);
            }
        }
        let mut letters: Vec<u8> = list.iter().map(|c| letter(*c)).collect();
        letters.sort_unstable();
        letters.dedup();
        Sounds { bits, list, letters, plain }
    }

    /// True when the syllable is a member.
    pub(super) fn has(&self, code: Code) -> bool {
        self.bits.get(usize::from(code / 64)).is_some_and(|w| w >> (code % 64) & 1 == 1)
    }
}

/// One word of a query, as a graph: from each place in it the stretches that may follow.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) chars: Vec<char>,
    pub(super) edges: Vec<Vec<Edge>>,
    /// Three digits or more, as part of a phone number.
    pub(super) digits: Option<String>,
    /// Letters only, and at least two: also looked for in how employers and communities sound.
    pub(super) heard: bool,
    /// Looked for in texts at all: a single letter or digit is in nearly every one.
    pub(super) in_texts: bool,
}

impl Word {
    fn new(text: String, fuzzy: Fuzzy, exact_han: bool) -> Word {
        let chars: Vec<char> = text.chars().collect();
        let edges = (0..chars.len()).map(|at| edges_at(&chars, at, fuzzy, exact_han)).collect();
        let phone = |c: &char| c.is_ascii_digit() || matches!(c, '-' | '+' | '(' | ')' | '.');
        let digits: String = chars.iter().filter(|c| c.is_ascii_digit()).collect();
        let digits = (digits.len() >= 3 && chars.iter().all(phone)).then_some(digits);
        let heard = chars.len() >= 2 && chars.iter().all(char::is_ascii_lowercase);
        let in_texts = chars.len() >= 2 || !text.is_ascii();
        Word { text, chars, edges, digits, heard, in_texts }
    }

    /// The stretches that may follow this place.
    pub(super) fn at(&self, place: usize) -> &[Edge] {
        self.edges.get(place).map_or(&[], Vec::as_slice)
    }
}

fn edges_at(chars: &[char], at: usize, fuzzy: Fuzzy, exact_han: bool) -> Vec<Edge> {
    let Some(&c) = chars.get(at) else { return Vec::new() };
    let mut out = vec![Edge { to: at + 1, how: How::Char, c, set: Sounds::default() }];
    let mut heard = |to: usize, how: How, list: Vec<Code>, plain: bool| {
        if !list.is_empty() {
            out.push(Edge { to, how, c, set: Sounds::new(list, plain) });
        }
    };
    if c.is_ascii_lowercase() {
        let rest = chars.get(at..).unwrap_or(&[]);
        let run: String = rest.iter().take(LONGEST + 1).take_while(|c| c.is_ascii_lowercase()).collect();
        let last = run.len() == rest.len();
        heard(at + 1, How::Initial, starting(run.get(..1).unwrap_or(""), fuzzy), true);
        if let Some(retroflex) = run.get(..2).filter(|s| matches!(*s, "zh" | "ch" | "sh")) {
            heard(at + 2, How::Initial, starting(retroflex, fuzzy), fuzzy.flat);
        }
        // One letter is an initial, also where it is a whole syllable (a, e, o).
        for len in 2..=run.len().min(LONGEST) {
            let Some(letters) = run.get(..len) else { continue };
            // Passports write lue and lyu where teachers write lüe and lü.
            let spelt = match letters {
                "lue" => "lve",
                "nue" => "nve",
                "lyu" => "lv",
                "nyu" => "nv",
                other => other,
            };
            if let Some(code) = code_of(spelt) {
                heard(at + len, How::Full, alike(&[code], fuzzy), false);
            }
            if last && len == run.len() && !matches!(letters, "zh" | "ch" | "sh") {
                heard(at + len, How::Partial, starting(letters, fuzzy), false);
            }
        }
    } else if !exact_han && !codes(c).is_empty() {
        let sounds = alike(codes(c), fuzzy);
        let initials =
            sounds.iter().flat_map(|s| starting(syllable(*s).get(..1).unwrap_or(""), fuzzy)).collect();
        heard(at + 1, How::HanSound, sounds, false);
        heard(at + 1, How::HanInitial, initials, true);
    }
    out
}

/// The syllables that begin with these letters, and those that sound like one of them.
fn starting(letters: &str, fuzzy: Fuzzy) -> Vec<Code> {
    let found = syllables().iter().zip(0..).filter(|(s, _)| s.starts_with(letters));
    let list = alike(&found.map(|(_, code)| code).collect::<Vec<Code>>(), fuzzy);
    if letters.len() > 1 || !fuzzy.any() {
        return list;
    }
    // One letter stays one letter: h for f is a whole other initial, so all of it comes along.
    let mut firsts: Vec<u8> = list.iter().map(|c| letter(*c)).collect();
    firsts.sort_unstable();
    firsts.dedup();
    (0..).take(syllables().len()).filter(|c| firsts.contains(&letter(*c))).collect()
}

/// These syllables and all that sound like one of them.
fn alike(list: &[Code], fuzzy: Fuzzy) -> Vec<Code> {
    if !fuzzy.any() {
        return list.to_vec();
    }
    let forms: Vec<_> = list.iter().map(|c| fuzzy.canon(syllable(*c))).collect();
    (0..).take(syllables().len()).filter(|c| forms.contains(&fuzzy.canon(syllable(*c)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_and_folded() {
        let query = Query::parse("＝新媒体　ＺＸＭ，13 8");
        assert!(query.count_only());
        assert_eq!(query.words().collect::<Vec<_>>(), ["新媒体", "zxm", "13", "8"]);
        assert!(
            Query::parse(" ， ").is_empty()
                && Query::parse("").is_empty()
                && !Query::parse("a=").count_only()
        );
        assert_eq!(Query::parse(&"a ".repeat(500)).words.len(), MAX_WORDS);
        assert_eq!(Query::parse(&"啊".repeat(500)).words[0].chars.len(), MAX_WORD);
        assert_eq!(Query::parse("138-1234").words[0].digits.as_deref(), Some("1381234"));
        assert_eq!(Query::parse("12").words[0].digits, None);
    }

    #[test]
    fn letters_may_be_heard_in_several_ways() {
        let query = Query::parse("zhangx");
        let hows: Vec<_> = query.words[0].at(0).iter().map(|e| (e.to, e.how)).collect();
        let wanted = [
            (1, How::Char),
            (1, How::Initial),
            (2, How::Initial),
            (3, How::Full),
            (4, How::Full),
            (5, How::Full),
        ];
        assert_eq!(hows, wanted);
        let last: Vec<_> = query.words[0].at(5).iter().map(|e| (e.to, e.how)).collect();
        assert_eq!(last, [(6, How::Char), (6, How::Initial)]);
        let partial = Query::parse("xia");
        let edge = partial.words[0].at(0).iter().find(|e| e.how == How::Partial).unwrap();
        let heard: Vec<_> = edge.set.list.iter().map(|c| syllable(*c)).collect();
        assert_eq!(heard, ["xia", "xian", "xiang", "xiao"]);
        assert!(Query::parse("在下").may_be_garbled() && !Query::parse("=在下").may_be_garbled());
    }

    #[test]
    fn fuzzy_hears_more() {
        let query = Query::parse_fuzzy("liu", Fuzzy::ALL);
        let edge = query.words[0].at(0).iter().find(|e| e.how == How::Full && e.to == 3).unwrap();
        let heard: Vec<_> = edge.set.list.iter().map(|c| syllable(*c)).collect();
        assert_eq!(heard, ["liu", "niu"]);
    }
}
