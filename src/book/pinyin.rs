//! How Han characters and Chinese names sound: readings without tone, initials, sort keys.
//!
//! The readings live in `pinyin/readings.txt` (41,623 characters, 4,458 of them with more than one reading, the
//! commonest first). It was generated from two MIT data sets, pinyin-pro 3.29.4 (zh-lx) for U+4E00..9FA5 and
//! pinyin-data 0.15.0 (mozillazg) for rarer characters. The `pinyin` crate offers the second alone, which reads
//! 长 as *zhang*, 调 as *diao* and lists dictionary readings nobody speaks (明 *meng*, 王 *yu*): noise in a finder.
//! `ü` is written `v`, as people type it. Surnames have readings of their own: see [`surname_reading`].
mod fuzzy;
mod names;

pub use fuzzy::{Fuzzy, sounds_alike};
pub use names::{initials, name_reading, name_syllables, split_name, surname_codes, surname_reading};

use std::collections::HashMap;
use std::sync::OnceLock;

/// The data file, one syllable a line.
const DATA: &str = include_str!("pinyin/readings.txt");

/// First and last character of the dense part of the table: CJK Extension A to the end of the main block.
const DENSE: std::ops::Range<u32> = 0x3400..0xA000;

/// A syllable's number, in alphabetical order; below [`SYLLABLES_MAX`].
pub type Code = u16;

/// No syllable has a number this large, so that sets of syllables fit into seven words.
pub const SYLLABLES_MAX: usize = 448;

struct Table {
    syllables: Vec<&'static str>,
    codes: HashMap<&'static str, Code>,
    /// For each character of `DENSE`, where its readings start in `pool`; one more at the end.
    starts: Vec<u32>,
    pool: Vec<Code>,
    /// Characters outside `DENSE`, sorted, with where their readings lie in `pool`.
    rare: Vec<(char, u32, u32)>,
}

impl Table {
    fn load() -> Table {
        let mut syllables = Vec::new();
        let mut entries: Vec<(char, u8, Code)> = Vec::with_capacity(50_000);
        let lines = DATA.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once(' '));
        for (code, (syllable, groups)) in lines.take(SYLLABLES_MAX).enumerate() {
            syllables.push(syllable);
            for (order, group) in groups.split('|').enumerate() {
                entries.extend(group.chars().map(|c| (c, order as u8, code as Code)));
            }
        }
        entries.sort_unstable();
        let pool = entries.iter().map(|e| e.2).collect();
        let mut starts = Vec::with_capacity(DENSE.len() + 1);
        let mut rare: Vec<(char, u32, u32)> = Vec::new();
        let mut at = 0u32;
        let mut rest = entries.iter().peekable();
        while let Some((c, _, _)) = rest.next() {
            let first = at;
            at += 1;
            while rest.next_if(|e| e.0 == *c).is_some() {
                at += 1;
            }
            if DENSE.contains(&u32::from(*c)) {
                // Characters without a reading in between get an empty stretch.
                let slot = (u32::from(*c) - DENSE.start) as usize;
                starts.resize(slot + 1, first);
            } else {
                if u32::from(*c) >= DENSE.end && starts.len() <= DENSE.len() {
                    starts.resize(DENSE.len() + 1, first);
                }
                rare.push((*c, first, at));
            }
        }
        starts.resize(DENSE.len() + 1, at);
        let codes = syllables.iter().enumerate().map(|(i, s)| (*s, i as Code)).collect();
        Table { syllables, codes, starts, pool, rare }
    }
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(Table::load)
}

/// The numbers of a character's readings, the commonest first; empty for what is not Han.
pub fn codes(c: char) -> &'static [Code] {
    let table = table();
    let value = u32::from(c);
    let span = if DENSE.contains(&value) {
        let slot = (value - DENSE.start) as usize;
        table.starts.get(slot).zip(table.starts.get(slot + 1)).map(|(a, b)| (*a, *b))
    } else if value < 0x3007 {
        None
    } else {
        let found = table.rare.binary_search_by_key(&c, |r| r.0).ok();
        found.and_then(|i| table.rare.get(i)).map(|r| (r.1, r.2))
    };
    span.and_then(|(a, b)| table.pool.get(a as usize..b as usize)).unwrap_or(&[])
}

/// The readings of a character without tone, `ü` as `v`, the commonest first; none for what is not Han.
///
/// ```
/// assert_eq!(linli::book::pinyin::readings('长').collect::<Vec<_>>(), ["chang", "zhang"]);
/// ```
pub fn readings(c: char) -> impl Iterator<Item = &'static str> {
    codes(c).iter().map(|code| syllable(*code))
}

/// All syllables in alphabetical order; a syllable's place is its number.
pub fn syllables() -> &'static [&'static str] {
    &table().syllables
}

/// The syllable of this number.
pub fn syllable(code: Code) -> &'static str {
    table().syllables.get(code as usize).copied().unwrap_or("")
}

/// The number of a syllable written without tone, if there is such a syllable.
pub fn code_of(syllable: &str) -> Option<Code> {
    table().codes.get(syllable).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(c: char) -> Vec<&'static str> {
        readings(c).collect()
    }

    #[test]
    fn common_readings_come_first() {
        assert_eq!(all('张'), ["zhang"]);
        assert_eq!(all('明'), ["ming"]);
        assert_eq!(all('晓'), ["xiao"]);
        assert_eq!(all('女').first(), Some(&"nv"));
        assert_eq!(all('吕'), ["lv"]);
        assert_eq!(all('略').first(), Some(&"lve"));
        assert_eq!(all('重'), ["zhong", "chong"]);
        assert_eq!(all('〇').first(), Some(&"ling"));
        assert_eq!(all('䶮'), ["yan"]);
        assert_eq!(all('𬭎'), ["hong"]);
        assert!(all('a').is_empty() && all('é').is_empty() && all('。').is_empty() && all('😀').is_empty());
    }

    #[test]
    fn the_table_is_whole() {
        assert!(syllables().len() < SYLLABLES_MAX && syllables().is_sorted());
        assert!(syllables().iter().all(|s| s.bytes().all(|b| b.is_ascii_lowercase())));
        let read = (0x4E00..=0x9FA5).filter_map(char::from_u32).filter(|c| !codes(*c).is_empty()).count();
        assert_eq!(read, 20_892); // the ten without are units of the metre kind: 瓩's kin
        for c in (0x3400..0x30000).filter_map(char::from_u32) {
            let mut seen = all(c);
            assert!(seen.iter().all(|s| !s.is_empty()), "{c}");
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), codes(c).len(), "{c} twice the same");
        }
        assert!(syllables().iter().enumerate().all(|(i, s)| code_of(s) == Some(i as Code)));
    }
}
