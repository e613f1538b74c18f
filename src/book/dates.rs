//! Civil dates, and the ways people write them.

use crate::text::{Lang, T, t};
use chrono::{Datelike, Duration, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The book's zone: China has one, +08:00. Civil dates are this zone's, never the environment's.
pub const ZONE_SECONDS: i32 = 8 * 3600;

/// A civil date: days since 0001-01-01 in the proleptic Gregorian calendar, that day being 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

impl Day {
    /// The day of a year, month and day of month, if there is one.
    pub fn ymd(y: i32, m: u32, d: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(y, m, d).map(Day::from)
    }

    /// As chrono has it; days out of its range are its first.
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0).unwrap_or(NaiveDate::MIN)
    }

    /// So many days later.
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.date().year()
    }

    /// Whether it is a Saturday or a Sunday.
    pub fn is_weekend(self) -> bool {
        self.date().weekday().num_days_from_monday() >= 5
    }

    /// Day of the week in words: 周一, Mon.
    pub fn weekday(self, lang: Lang) -> &'static str {
        let names: [T; 7] = [
            t("周一", "Mon"),
            t("周二", "Tue"),
            t("周三", "Wed"),
            t("周四", "Thu"),
            t("周五", "Fri"),
            t("周六", "Sat"),
            t("周日", "Sun"),
        ];
        names.get(self.date().weekday().num_days_from_monday() as usize).map_or("", |w| w.get(lang))
    }

    /// Month and day: 11-23.
    pub fn short(self) -> String {
        self.date().format("%m-%d").to_string()
    }
}

impl From<NaiveDate> for Day {
    fn from(d: NaiveDate) -> Day {
        Day(d.num_days_from_ce())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date().format("%Y-%m-%d"))
    }
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateTrouble {
    /// Nothing like a date.
    NotADate,
    /// Like a date, but the calendar has no such day: 2月30日.
    NoSuchDay,
    /// Year and month without a day.
    NoDay,
    /// Too far away to be meant.
    TooFar,
}

impl DateTrouble {
    /// In plain words.
    pub const fn say(self) -> T {
        match self {
            DateTrouble::NotADate => t(
                "看不出是哪天，可写 2025-3-7、3月7日、今天、-2d",
                "not a date; write 2025-3-7, 3-7, today or -2d",
            ),
            DateTrouble::NoSuchDay => t("日历上没有这一天", "there is no such day"),
            DateTrouble::NoDay => t("只有年月，缺几号", "year and month only, the day is missing"),
            DateTrouble::TooFar => {
                t("年份不对，1900 到 2100 之间才行", "the year must lie between 1900 and 2100")
            }
        }
    }
}

/// The last day of a month.
pub(crate) fn month_end(year: i32, month: u32) -> Option<Day> {
    let next = if month == 12 { Day::ymd(year + 1, 1, 1) } else { Day::ymd(year, month + 1, 1) };
    next.map(|d| d.plus(-1))
}

/// Folds full-width letters, digits and punctuation to ASCII, and drops what stands around.
pub(crate) fn fold(s: &str) -> String {
    s.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '。' | '．' => '.',
            c @ '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .collect::<String>()
        .trim()
        .to_string()
}

/// Reads a date as people write it. `today` completes what is left out.
///
/// Years may be left out: `3月7日` is the one of this year (in the coming or past half year around `today`).
/// A bare number between 20000 and 80000 is a spreadsheet's serial (days since 1899-12-30, ECMA-376 part 1, 18.17.4.1).
pub fn parse(text: &str, today: Day) -> Result<Day, DateTrouble> {
    read(text, today, nearest)
}

/// Reads the date of something that has been: `4月3日` said in November is the one that is gone, not the one to come.
pub fn parse_past(text: &str, today: Day) -> Result<Day, DateTrouble> {
    read(text, today, last)
}

/// What completes a month and a day.
type Complete = fn(u32, u32, Day) -> Result<Day, DateTrouble>;

fn read(text: &str, today: Day, complete: Complete) -> Result<Day, DateTrouble> {
    let s = fold(text);
    if s.is_empty() {
        return Err(DateTrouble::NotADate);
    }
    if let Some(d) = relative(&s, today) {
        return within(d);
    }
    let s = s.split_once('T').map_or(s.as_str(), |(d, _)| d).to_string();
    let s = match s.split_once(' ') {
        Some((d, time)) if time.contains(':') || time.contains('时') => d.to_string(),
        _ => s,
    };
    let bare: String = s.chars().filter(|c| !c.is_whitespace()).collect();
    if bare.bytes().all(|b| b.is_ascii_digit()) {
        return digits(&bare);
    }
    let marked = bare.replace(['年', '月', '/', '.', '-', '－', '—'], "|");
    let marked = marked.trim_end_matches(['日', '号', '|']).trim_end_matches(['|']);
    let parts: Vec<&str> = marked.split('|').collect();
    if parts.iter().any(|p| p.is_empty() || p.len() > 4 || !p.bytes().all(|b| b.is_ascii_digit())) {
        return Err(DateTrouble::NotADate);
    }
    let n: Vec<u32> = parts.iter().filter_map(|p| p.parse().ok()).collect();
    match n.as_slice() {
        [y, m, d] => {
            let y = if *y < 100 { y + 2000 } else { *y };
            real(y, *m, *d)
        }
        [y, m] if *y >= 1000 && (1..=12).contains(m) => Err(DateTrouble::NoDay),
        [m, d] if (1..=12).contains(m) => complete(*m, *d, today),
        _ => Err(DateTrouble::NotADate),
    }
}

fn within(d: Day) -> Result<Day, DateTrouble> {
    if (1900..=2100).contains(&d.year()) { Ok(d) } else { Err(DateTrouble::TooFar) }
}

fn real(y: u32, m: u32, d: u32) -> Result<Day, DateTrouble> {
    if !(1900..=2100).contains(&y) {
        return Err(DateTrouble::TooFar);
    }
    Day::ymd(y as i32, m, d).ok_or(DateTrouble::NoSuchDay)
}

/// `3月7日` without a year: of the years around today the one that lies nearest to it.
fn nearest(m: u32, d: u32, today: Day) -> Result<Day, DateTrouble> {
    let y = today.year();
    [y - 1, y, y + 1]
        .iter()
        .filter_map(|y| Day::ymd(*y, m, d))
        .filter(|d| within(*d).is_ok())
        .min_by_key(|c| (c.0 - today.0).abs())
        .ok_or(DateTrouble::NoSuchDay)
}

/// The last one that is not to come.
fn last(m: u32, d: u32, today: Day) -> Result<Day, DateTrouble> {
    let y = today.year();
    // 29 February is at most eight years back
    let years = (0..=8).map(|back| y - back);
    let mut days = years.filter_map(|y| Day::ymd(y, m, d)).filter(|d| *d <= today && within(*d).is_ok());
    days.next().ok_or(DateTrouble::NoSuchDay)
}

fn digits(s: &str) -> Result<Day, DateTrouble> {
    let n: u32 = s.parse().map_err(|_| DateTrouble::NotADate)?;
    match s.len() {
        8 => real(n / 10000, n / 100 % 100, n % 100),
        5 if (20000..80000).contains(&n) => {
            let base = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or(NaiveDate::MIN);
            within(Day::from(base + Duration::days(i64::from(n))))
        }
        6 if (190000..=210012).contains(&n) && (1..=12).contains(&(n % 100)) => Err(DateTrouble::NoDay),
        _ => Err(DateTrouble::NotADate),
    }
}

fn relative(s: &str, today: Day) -> Option<Day> {
    let lower = s.to_ascii_lowercase();
    let by_name = match lower.as_str() {
        "今天" | "今日" | "today" | "jt" | "." => Some(0),
        "昨天" | "昨日" | "yesterday" | "zt" => Some(-1),
        "前天" | "qt" => Some(-2),
        "大前天" => Some(-3),
        "明天" | "明日" | "tomorrow" | "mt" => Some(1),
        "后天" | "ht" => Some(2),
        "大后天" => Some(3),
        _ => None,
    };
    if let Some(n) = by_name {
        return Some(today.plus(n));
    }
    if let Some(d) = weekday(&lower, today) {
        return Some(d);
    }
    let (sign, rest) = match lower.chars().next()? {
        '+' => (1, lower.get(1..)?),
        '-' => (-1, lower.get(1..)?),
        _ => {
            match (lower.strip_suffix('后').or_else(|| lower.strip_suffix("以后")), lower.strip_suffix('前'))
            {
                (Some(r), _) => (1, r.trim_end_matches('以')),
                (None, Some(r)) => (-1, r.trim_end_matches('以')),
                _ => return None,
            }
        }
    };
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let unit = rest.get(number.len()..)?.trim();
    let n: i32 = if number.is_empty() && unit.starts_with('一') { 1 } else { number.parse().ok()? };
    if n > 36_500 {
        return None;
    }
    let unit = unit.trim_start_matches('一').trim_start_matches('个');
    match unit {
        "d" | "天" | "日" | "" => Some(today.plus(sign * n)),
        "w" | "周" | "星期" => Some(today.plus(sign * n * 7)),
        "m" | "月" => {
            let months = chrono::Months::new(n as u32);
            let d = today.date();
            (if sign > 0 { d.checked_add_months(months) } else { d.checked_sub_months(months) })
                .map(Day::from)
        }
        _ => None,
    }
}

/// `周三` is the nearest Wednesday from today on, `上周三` that of last week, `下周三` that of next week.
fn weekday(s: &str, today: Day) -> Option<Day> {
    let (week, rest) = if let Some(r) = s.strip_prefix('上') {
        (Some(-1), r)
    } else if let Some(r) = s.strip_prefix('下') {
        (Some(1), r)
    } else if let Some(r) = s.strip_prefix('本') {
        (Some(0), r)
    } else {
        (None, s)
    };
    let rest = rest.strip_prefix('个').unwrap_or(rest);
    let word =
        rest.strip_prefix("星期").or_else(|| rest.strip_prefix("礼拜")).or_else(|| rest.strip_prefix('周'));
    let day = match (word, rest) {
        (Some("一" | "1"), _) | (_, "mon" | "monday") => Weekday::Mon,
        (Some("二" | "2"), _) | (_, "tue" | "tuesday") => Weekday::Tue,
        (Some("三" | "3"), _) | (_, "wed" | "wednesday") => Weekday::Wed,
        (Some("四" | "4"), _) | (_, "thu" | "thursday") => Weekday::Thu,
        (Some("五" | "5"), _) | (_, "fri" | "friday") => Weekday::Fri,
        (Some("六" | "6"), _) | (_, "sat" | "saturday") => Weekday::Sat,
        (Some("日" | "天" | "7"), _) | (_, "sun" | "sunday") => Weekday::Sun,
        _ => return None,
    };
    let now = today.date().weekday().num_days_from_monday() as i32;
    let want = day.num_days_from_monday() as i32;
    Some(match week {
        Some(w) => today.plus(want - now + 7 * w),
        None => today.plus((want - now).rem_euclid(7)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Monday.
    fn today() -> Day {
        Day::ymd(2026, 11, 23).unwrap()
    }

    #[test]
    fn what_has_been_is_not_to_come() {
        let today = Day::ymd(2026, 11, 23).unwrap();
        for (text, near, past) in [
            ("4月3日", "2027-04-03", "2026-04-03"),
            ("11-23", "2026-11-23", "2026-11-23"),
            ("12月1日", "2026-12-01", "2025-12-01"),
            ("2027-4-3", "2027-04-03", "2027-04-03"),
            ("明天", "2026-11-24", "2026-11-24"),
        ] {
            assert_eq!(parse(text, today).unwrap().to_string(), near, "{text}");
            assert_eq!(parse_past(text, today).unwrap().to_string(), past, "{text}");
        }
        assert_eq!(parse_past("2月29日", today).unwrap().to_string(), "2024-02-29");
        assert_eq!(parse_past("2月30日", today), Err(DateTrouble::NoSuchDay));
    }

    #[test]
    fn dates_as_people_write_them() {
        for (text, want) in [
            ("2025.3.7", "2025-03-07"),
            ("2025-03-07", "2025-03-07"),
            ("2025/3/7", "2025-03-07"),
            ("2025年3月7日", "2025-03-07"),
            ("2025 年 3 月 7 日", "2025-03-07"),
            ("２０２５．３．７", "2025-03-07"),
            ("20250307", "2025-03-07"),
            ("25.3.7", "2025-03-07"),
            ("2025-03-07 00:00:00", "2025-03-07"),
            ("2025-03-07T09:30:00", "2025-03-07"),
            ("3月7日", "2027-03-07"),
            ("9月7号", "2026-09-07"),
            ("11-27", "2026-11-27"),
            ("1.5", "2027-01-05"),
            ("45723", "2025-03-07"),
            ("今天", "2026-11-23"),
            ("昨天", "2026-11-22"),
            ("-2d", "2026-11-21"),
            ("－２ｄ", "2026-11-21"),
            ("+3天", "2026-11-26"),
            ("3天后", "2026-11-26"),
            ("两天", "err"),
            ("3天前", "2026-11-20"),
            ("+1w", "2026-11-30"),
            ("+1m", "2026-12-23"),
            ("一个月后", "2026-12-23"),
            ("周一", "2026-11-23"),
            ("周五", "2026-11-27"),
            ("下周三", "2026-12-02"),
            ("上周五", "2026-11-20"),
            ("fri", "2026-11-27"),
            ("2025年3月", "err"),
            ("202503", "err"),
            ("2月30日", "err"),
            ("2025.2.29", "err"),
            ("2025-13-01", "err"),
            ("1825-01-01", "err"),
            ("小明", "err"),
            ("", "err"),
            ("138", "err"),
        ] {
            let got = parse(text, today()).map_or("err".into(), |d| d.to_string());
            assert_eq!(got, want, "{text}");
        }
    }

    #[test]
    fn trouble_says_what_is_wrong() {
        assert_eq!(parse("2025年3月", today()), Err(DateTrouble::NoDay));
        assert_eq!(parse("2月30日", today()), Err(DateTrouble::NoSuchDay));
        assert_eq!(parse("恒达", today()), Err(DateTrouble::NotADate));
        assert_eq!(parse("1825-01-01", today()), Err(DateTrouble::TooFar));
    }
}
