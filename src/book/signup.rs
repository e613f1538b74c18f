//! Who signs in at a meeting: whether what was typed is somebody's whole name, and the names of a sign-up list as chat
//! groups make them.

use super::names::{clean_name, is_han};
use super::pinyin;

/// One line of a sign-up list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// Whether it says that they cannot come.
    pub excused: bool,
}

/// Most names of a list.
pub const NAMES_MAX: usize = 300;

/// Words by which people say that they cannot come.
const EXCUSES: &[&str] = &["请假", "来不了", "去不了", "不来", "不去", "有事", "不参加", "excused"];
/// A name is no longer than this.
const NAME_MAX: usize = 12;

/// How near what was typed comes to a name, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Near {
    /// It is the name as it is written.
    Written,
    /// It is all of the name by its sound.
    Sounds,
    /// It is a part of it, or of something else about them.
    Part,
}

/// How near what was typed comes to a name: all of it is also by its initials, in pinyin or half so, or as an input
/// method made it of its initials: zxm, zhangxm, 在下面.
pub fn near(typed: &str, name: &str) -> Near {
    let typed: String = typed.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let name = clean_name(name);
    if !typed.is_empty() && typed == name.to_lowercase() {
        Near::Written
    } else if !typed.is_empty() && sounds(&typed, &name) {
        Near::Sounds
    } else {
        Near::Part
    }
}

fn sounds(typed: &str, name: &str) -> bool {
    let syllables = pinyin::name_syllables(name);
    let initial = |s: &str| s.chars().next();
    if typed.chars().all(is_han) {
        let sounds = |(c, s): (char, &String)| pinyin::readings(c).any(|r| initial(r) == initial(s));
        return typed.chars().count() == syllables.len() && typed.chars().zip(&syllables).all(sounds);
    }
    spells(typed, &syllables)
}

/// Whether letters are syllables in their order, each in full or by its initial.
fn spells(typed: &str, syllables: &[String]) -> bool {
    let Some((first, rest)) = syllables.split_first() else { return typed.is_empty() };
    let initial: String = first.chars().take(1).collect();
    // a syllable of one letter is its own initial: tried twice it would double the work for each of them
    let short = (initial != *first).then_some(initial.as_str());
    std::iter::once(first.as_str())
        .chain(short)
        .any(|s| !s.is_empty() && typed.strip_prefix(s).is_some_and(|left| spells(left, rest)))
}

/// The names of a list as it comes out of a chat group: numbered in lines or in one, one a line, or parted by commas.
/// Where anything is numbered, what is not is a heading.
pub fn entries(text: &str) -> Vec<Entry> {
    let numbered: Vec<&str> = text.lines().flat_map(items).collect();
    let bare = || {
        let lines = text.lines().map(str::trim).filter(|l| !is_heading(l));
        lines.flat_map(|l| l.split(['、', '，', ',', ';', '；', '\t'])).flat_map(apart)
    };
    let parts: Vec<&str> = if numbered.is_empty() { bare().collect() } else { numbered };
    let mut out: Vec<Entry> = Vec::new();
    for one in parts.into_iter().filter_map(entry) {
        match out.iter_mut().find(|e| e.name == one.name) {
            Some(known) => known.excused |= one.excused,
            None => out.push(one),
        }
        if out.len() >= NAMES_MAX {
            break;
        }
    }
    out
}

fn is_heading(line: &str) -> bool {
    line.starts_with('#') || line.ends_with([':', '：']) || line.contains("接龙") || line.contains("报名")
}

/// Several names in one line, parted by blanks; one with a remark stays whole.
fn apart(part: &str) -> Vec<&str> {
    let words: Vec<&str> = part.split_whitespace().collect();
    let names = |w: &&str| w.chars().all(is_han) && (2..=4).contains(&w.chars().count()) && !is_excuse(w);
    if words.len() > 1 && words.iter().all(names) { words } else { vec![part] }
}

fn is_excuse(text: &str) -> bool {
    EXCUSES.iter().any(|w| text.contains(w))
}

/// The numbered items of a line: what stands behind `1.`, `2、`, `3)` or `4 `.
fn items(line: &str) -> Vec<&str> {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let mut marks: Vec<(usize, usize)> = Vec::new();
    let mut before = ' ';
    let mut at = 0;
    while let Some(c) = line.get(at..).and_then(|l| l.chars().next()) {
        // a digit within a word, a time or a number is no mark; behind Han it is one if it is parted
        let within = before.is_ascii_alphanumeric() || digit(before) || ":：.-/".contains(before);
        if digit(c) && !within {
            let rest = line.get(at..).unwrap_or_default();
            let after = rest.trim_start_matches(digit);
            let long = rest.chars().take_while(|c| digit(*c)).count() > 3;
            let behind = after.trim_start_matches(['.', '．', '、', ')', '）', ':', '：', '·']);
            let parted = behind.len() < after.len();
            let spaced = after.starts_with(char::is_whitespace) && !is_han(before);
            let named = behind.trim_start().chars().next().is_some_and(char::is_alphabetic);
            if !long && (parted || spaced) && named {
                marks.push((at, line.len() - behind.len()));
            }
            at = line.len() - after.len();
            before = '0';
            continue;
        }
        before = c;
        at += c.len_utf8();
    }
    let ends = marks.iter().skip(1).map(|(at, _)| *at).chain([line.len()]);
    marks.iter().zip(ends).filter_map(|((_, from), to)| line.get(*from..to)).collect()
}

fn entry(part: &str) -> Option<Entry> {
    let part = part.trim().trim_start_matches(['-', '*', '·', '@']).trim_start();
    let end =
        part.find(|c: char| c.is_whitespace() || "，,（(【[+:：;；。/".contains(c)).unwrap_or(part.len());
    let mut name = part.get(..end).unwrap_or_default();
    // the remark may stick to the name: 王丽请假
    for word in EXCUSES {
        name = name.strip_suffix(word).unwrap_or(name);
    }
    let name: String = clean_name(name).chars().filter(|c| !c.is_control()).collect();
    let fits = (2..=NAME_MAX).contains(&name.chars().count())
        && name.chars().any(char::is_alphabetic)
        && !name.chars().any(char::is_numeric);
    fits.then(|| Entry { excused: is_excuse(part), name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_name_in_any_way_it_is_typed() {
        assert_eq!((near("张晓明", "张晓明"), near("张晓明", "张小梅")), (Near::Written, Near::Sounds));
        for (typed, name, want) in [
            ("zxm", "张晓明", true),
            ("zhangxm", "张晓明", true),
            ("ZhangXiaoMing", "张晓明", true),
            ("张晓明", "张晓明", true),
            ("在下面", "张晓明", true),
            ("zx", "张晓明", false),
            ("zxmm", "张晓明", false),
            ("sxm", "单晓明", true),
            ("", "张晓明", false),
        ] {
            assert_eq!(near(typed, name) != Near::Part, want, "{typed} {name}");
        }
    }

    #[test]
    fn lists_as_chat_groups_make_them() {
        let names = |text: &str| entries(text).into_iter().map(|e| e.name).collect::<Vec<_>>();
        let three = ["张晓明", "李敏嘉", "冯艳玲"];
        for text in [
            "#接龙\n周五座谈会报名\n1. 张晓明\n2. 李敏嘉 +1\n3. 冯艳玲（鑫盛法律）",
            "1. 张晓明 2. 李敏嘉 3. 冯艳玲",
            "1、张晓明2、李敏嘉3、冯艳玲",
            "张晓明\n李敏嘉\n\n冯艳玲",
            "张晓明、李敏嘉，冯艳玲",
            "张晓明 李敏嘉 冯艳玲",
            "参加人员：\n张晓明 恒达建材 13837455521\n李敏嘉\n冯艳玲",
            "1 张晓明\n2 李敏嘉\n3 冯艳玲\n3 冯艳玲",
        ] {
            assert_eq!(names(text), three, "{text}");
        }
        let some = entries("1. 张晓明\n2. 李敏嘉 请假\n3.王丽来不了");
        assert_eq!(some.iter().map(|e| e.excused).collect::<Vec<_>>(), [false, true, true]);
        assert_eq!(some[2].name, "王丽");
        assert!(names("12月5日 9:30 二楼").is_empty() && names("").is_empty());
    }
}
