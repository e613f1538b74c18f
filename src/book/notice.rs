//! The notice by which the State Council lays down a year's days off, as it is published: `一、元旦：1月1日（周四）至3日（周六）
//! 放假调休，共3天。1月4日（周日）上班。` Read into holidays, each with its name.

use super::Day;
use super::holiday::{OFF, WORKED};
use chrono::Datelike;

/// Days off, or one weekend day that is worked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// What it is called.
    pub name: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Off, or worked in exchange.
    pub sort: u16,
}

/// Most of them in a notice: a year has seven holidays.
const MOST: usize = 60;

/// What a notice lays down; nothing where a text is none. The year is the first that it names.
pub fn read(text: &str) -> Vec<Rest> {
    let Some(year) = year_of(text) else { return Vec::new() };
    let mut out: Vec<Rest> = Vec::new();
    for line in text.lines() {
        let Some((head, rest)) = line.split_once(['：', ':']) else { continue };
        let name = head
            .trim()
            .trim_start_matches(|c: char| "一二三四五六七八九十0123456789、.．（）() ".contains(c));
        if name.is_empty() || name.chars().count() > 12 {
            continue;
        }
        for sentence in plain(rest).split(['。', '；', ';']) {
            out.extend(sentence_of(name, sentence, year));
        }
    }
    out.truncate(MOST);
    out
}

fn sentence_of(name: &str, sentence: &str, year: i32) -> Vec<Rest> {
    let rest = |name: String, (from, to), sort| Rest { name, from, to, sort };
    if let Some((days, _)) = sentence.split_once("放假") {
        let all = days.split(['、', '，', ',']).filter_map(|part| span(part, year));
        return all.map(|s| rest(name.to_owned(), s, OFF)).collect();
    }
    let Some((days, _)) = sentence.split_once("上班") else { return Vec::new() };
    let all = days.split(['、', '，', ',']).filter_map(|part| span(part, year));
    all.map(|s| rest(format!("{name}调休"), s, WORKED)).collect()
}

/// The first year that is named: 2026年.
fn year_of(text: &str) -> Option<i32> {
    let mut parts = text.split('年');
    let last = parts.next_back();
    let before = text.split('年').take(last.map_or(0, |_| parts.count() + 1));
    before
        .filter_map(|part| part.get(part.len().checked_sub(4)?..)?.parse().ok())
        .find(|y| (1990..=2100).contains(y))
}

/// Without what stands in brackets and without blanks: days of the week and of the moon.
fn plain(text: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 && !c.is_whitespace() => out.push(c),
            _ => {}
        }
    }
    out
}

/// A day or the days from one to another: 10月1日至7日, 2026年12月31日至2027年1月2日.
fn span(text: &str, year: i32) -> Option<(Day, Day)> {
    let (from, to) = text.split_once(['至', '到', '-']).unwrap_or((text, ""));
    let from = day(from, year, None)?;
    let to = if to.is_empty() { from } else { day(to, from.year(), Some(from.date().month()))? };
    // the last days of December may run into the next year
    let to = if to < from { Day::ymd(to.year() + 1, to.date().month(), to.date().day())? } else { to };
    (to.0 - from.0 <= 30).then_some((from, to))
}

fn day(text: &str, year: i32, month: Option<u32>) -> Option<Day> {
    let (year, text) = match text.split_once('年') {
        Some((y, rest)) => (y.parse().ok()?, rest),
        None => (year, text),
    };
    let (month, text) = match text.split_once('月') {
        Some((m, rest)) => (m.parse().ok()?, rest),
        None => (month?, text),
    };
    Day::ymd(year, month, text.strip_suffix(['日', '号'])?.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTICE: &str = "国务院办公厅关于2026年部分节假日安排的通知\n\
        一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。\n\
        二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。\n\
        三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n\
        七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。\n\
        节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。\n";

    #[test]
    fn a_years_notice_as_it_is_published() {
        let d = |m, d| Day::ymd(2026, m, d).unwrap();
        let got: Vec<(String, Day, Day, u16)> =
            read(NOTICE).into_iter().map(|r| (r.name, r.from, r.to, r.sort)).collect();
        let want: [(&str, Day, Day, u16); 9] = [
            ("元旦", d(1, 1), d(1, 3), OFF),
            ("元旦调休", d(1, 4), d(1, 4), WORKED),
            ("春节", d(2, 15), d(2, 23), OFF),
            ("春节调休", d(2, 14), d(2, 14), WORKED),
            ("春节调休", d(2, 28), d(2, 28), WORKED),
            ("清明节", d(4, 4), d(4, 6), OFF),
            ("国庆节", d(10, 1), d(10, 7), OFF),
            ("国庆节调休", d(9, 20), d(9, 20), WORKED),
            ("国庆节调休", d(10, 10), d(10, 10), WORKED),
        ];
        let want: Vec<_> = want.into_iter().map(|(n, a, b, s)| (n.to_owned(), a, b, s)).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn it_may_run_over_the_year_and_other_texts_are_no_notice() {
        let d = |y, m, d| Day::ymd(y, m, d).unwrap();
        let got = read("2022年的安排\n一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。");
        assert_eq!((got[0].from, got[0].to), (d(2022, 12, 31), d(2023, 1, 2)));
        for text in
            ["", "张晓明", "2026年", "一、元旦：1月1日放假", "2026年\n元旦：13月40日放假。\n周五: 上班"]
        {
            assert!(read(text).is_empty(), "{text}");
        }
    }
}
