//! What came of an election 换届选举 as people write it down: a line a post, with who was elected and until when. What
//! it comes to are ties of the association; these lines are only its draft.

use super::capture::edge;
use super::names::is_han;
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

/// What stands between a post, its names and their term.
const BETWEEN: [char; 6] = ['：', ':', '，', ',', '；', ';'];

fn parts(c: char) -> bool {
    c.is_whitespace() || BETWEEN.contains(&c)
}

/// The result of an election that was held on a day. `会长 张晓明 至2031-11`, `副会长：李敏嘉、冯艳玲 5年`, `任期 5年`.
pub fn elected(text: &str, day: Day) -> Vec<Elected> {
    let mut usual = None;
    let mut out = Vec::new();
    for line in text.lines().map(meeting::bare).filter(|l| !l.is_empty()) {
        let line = line.trim_end_matches(parts);
        let last = line.rsplit_once(parts).and_then(|(head, last)| Some((head, term(last, day)?)));
        let (line, until) = last.map_or((line, None), |(head, until)| (head, Some(until)));
        let line = line.trim_matches(parts);
        if !line.contains(parts)
            && let Some(rest) = TERM.iter().find_map(|t| line.strip_prefix(t))
        {
            usual = until.or_else(|| term(rest, day));
            continue;
        }
        let (line, added) = added(line).map_or((line, false), |rest| (rest, true));
        let (post, rest) = parted(line);
        let names = rest.split(|c: char| c == '、' || c == '/' || BETWEEN.contains(&c)).flat_map(each);
        let names = names.map(|n| names::clean_line(&n)).filter(|n| !n.is_empty()).collect();
        out.push(Elected { post: names::clean_line(post), names, until, added });
    }
    for one in &mut out {
        one.until = one.until.or(usual);
    }
    out
}

/// What follows the word that says that somebody comes beside the others: 补选会长, `added director`.
fn added(line: &str) -> Option<&str> {
    ADDED.iter().find_map(|word| {
        let (head, rest) = line.split_at_checked(word.len())?;
        let ends = word.contains(is_han) || rest.starts_with(parts);
        (ends && head.eq_ignore_ascii_case(word)).then(|| rest.trim_start_matches(parts))
    })
}

/// A post and who was elected: a colon parts them, else the first gap.
fn parted(line: &str) -> (&str, &str) {
    let colon = line.split_once(['：', ':']);
    let colon = colon.filter(|(post, _)| post.is_ascii() || !post.trim().contains(char::is_whitespace));
    colon.or_else(|| line.split_once(parts)).unwrap_or((line, ""))
}

/// The names of a part: in Latin script a gap is within a name, else between two.
fn each(part: &str) -> Vec<String> {
    match part.contains(is_han) {
        true => part.split_whitespace().map(str::to_owned).collect(),
        false => vec![part.to_owned()],
    }
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
        assert_eq!(elected("会长 张晓明，2029-11", day)[0].until, Day::ymd(2029, 11, 30));
    }

    /// A name in Latin script has gaps in it.
    #[test]
    fn names_in_latin_script_stay_whole() {
        let day = Day::ymd(2026, 11, 23).unwrap();
        let one = |text: &str| elected(text, day).remove(0);
        let chair = one("chair Zhang Xiaoming 5y");
        assert_eq!((chair.post.as_str(), chair.names.join("|").as_str()), ("chair", "Zhang Xiaoming"));
        assert_eq!(chair.until, Day::ymd(2031, 11, 22));
        assert_eq!(
            one("director Li Minjia, Yu Ting/Ann Lee; Bo").names,
            ["Li Minjia", "Yu Ting", "Ann Lee", "Bo"]
        );
        let vice = one("vice chair: Li Minjia");
        assert_eq!((vice.post.as_str(), vice.names.join("|").as_str()), ("vice chair", "Li Minjia"));
        assert_eq!(one("理事 于婷 冯艳玲").names, ["于婷", "冯艳玲"]);
    }

    /// Whoever comes beside the others is known by the word, with a gap after it or not.
    #[test]
    fn the_word_for_a_by_election_is_no_part_of_the_post() {
        let day = Day::ymd(2026, 11, 23).unwrap();
        for text in ["补选会长 李四", "补选 会长 李四", "增补：会长 李四", "Added 会长 李四"]
        {
            let one = elected(text, day).remove(0);
            assert_eq!(
                (one.post.as_str(), one.names.join("|").as_str(), one.added),
                ("会长", "李四", true),
                "{text}"
            );
        }
        assert!(!elected("addedchair Bo", day)[0].added);
    }
}
