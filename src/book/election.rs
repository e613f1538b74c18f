//! What came of an election 换届选举 as people write it down: a line a post, with who was elected and until when. What
//! it comes to are ties of the association; these lines are only its draft.

use super::capture::edge;
use super::{Day, dates, meeting, names};
use chrono::Datelike;

/// One line: a post, and those who were elected to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elected {
    /// The post.
    pub post: String,
    /// Who, as they are written.
    pub names: Vec<String>,
    /// The last day of the term.
    pub until: Option<Day>,
    /// They come beside those who hold the post already: 补选, 增补.
    pub added: bool,
}

/// Words before a post that say so.
const ADDED: [&str; 4] = ["补选", "增补", "增选", "added"];
/// A line that gives the term of all posts without one of their own.
const TERM: [&str; 3] = ["任期", "届期", "term"];

/// The result of an election that was held on a day. `会长 张晓明 至2031-11`, `副会长：李敏嘉、冯艳玲 5年`, `任期 5年`.
pub fn elected(text: &str, day: Day) -> Vec<Elected> {
    let mut usual = None;
    let mut out = Vec::new();
    for line in text.lines().map(meeting::bare).filter(|l| !l.is_empty()) {
        let line = line.replace(['：', ':', '，', ','], " ");
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let until = words.last().and_then(|w| term(w, day));
        if until.is_some() {
            words.pop();
        }
        if let [head] = words.as_slice()
            && let Some(rest) = TERM.iter().find_map(|t| head.strip_prefix(t))
        {
            usual = until.or_else(|| term(rest, day));
            continue;
        }
        let added = words.first().is_some_and(|w| ADDED.contains(&w.to_lowercase().as_str()));
        let mut words = words.into_iter().skip(usize::from(added));
        let post = names::clean_line(words.next().unwrap_or_default());
        let names = words.flat_map(|w| w.split(['、', '/'])).map(names::clean_line);
        out.push(Elected { post, names: names.filter(|n| !n.is_empty()).collect(), until, added });
    }
    for one in &mut out {
        one.until = one.until.or(usual);
    }
    out
}

/// The last day of a term that begins on a day: 5年, 五年, 至2031-11, 2031-11-22.
fn term(word: &str, from: Day) -> Option<Day> {
    let folded = dates::fold(word).to_lowercase();
    if let Some(n) = folded.strip_suffix('年').or_else(|| folded.strip_suffix('y')) {
        let years = n.parse::<i32>().ok().or_else(|| {
            let at =
                "一二三四五六七八九十".chars().position(|c| n.starts_with(c) && n.chars().count() == 1)?;
            i32::try_from(at + 1).ok()
        });
        if let Some(years) = years.filter(|n| (1..=20).contains(n)) {
            let (y, m, d) = (from.year() + years, from.date().month(), from.date().day());
            return Day::ymd(y, m, d).or_else(|| Day::ymd(y, m, 28)).map(|d| d.plus(-1));
        }
    }
    let said = folded.strip_prefix(['至', '到', '~', '-']).unwrap_or(&folded);
    let begins = said.chars().next().is_some_and(|c| c.is_ascii_digit());
    begins.then(|| edge(said, true, from)).flatten().filter(|d| *d > from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_read_as_people_write_it() {
        let day = Day::ymd(2026, 11, 23).unwrap();
        let five = Day::ymd(2031, 11, 22);
        let text = "任期：五年\n1. 会长 张晓明\n副会长：李敏嘉、冯艳玲 至2029-11\n增补 理事 于婷 3年\n监事";
        let all = elected(text, day);
        let said = |n: usize| (all[n].post.as_str(), all[n].names.join(" "), all[n].until, all[n].added);
        assert_eq!(said(0), ("会长", "张晓明".into(), five, false));
        assert_eq!(said(1), ("副会长", "李敏嘉 冯艳玲".into(), Day::ymd(2029, 11, 30), false));
        assert_eq!(said(2), ("理事", "于婷".into(), Day::ymd(2029, 11, 22), true));
        assert_eq!(said(3), ("监事", String::new(), five, false));
        assert_eq!(elected("chair Zhang 5y", day)[0].until, five);
        assert_eq!(elected("会长 张晓明 2020", day)[0].until, None, "a term is not over before it begins");
        assert_eq!(elected("任期5年\n会长 张晓明", day)[0].until, five);
    }
}
