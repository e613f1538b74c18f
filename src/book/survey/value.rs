//! Values of an expression: those of XPath 1.0 (§3 and §4), with days as ODK's functions have them: text as people
//! read it, a number of days since 1970-01-01 where it is compared or counted with.

use crate::book::Day;

/// Day number of 1970-01-01.
const EPOCH: i32 = 719_163;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Val {
    /// Characters; a day is one too.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Truth(bool),
    /// What was answered: once, or once in each repetition.
    Set(Vec<String>),
}

impl Val {
    /// As characters (XPath `string`).
    pub fn text(&self) -> String {
        match self {
            Val::Text(s) => s.clone(),
            Val::Number(n) => number_text(*n),
            Val::Truth(t) => t.to_string(),
            Val::Set(all) => all.first().cloned().unwrap_or_default(),
        }
    }

    /// As a number (XPath `number`); a day is its number of days.
    pub fn number(&self) -> f64 {
        match self {
            Val::Number(n) => *n,
            Val::Truth(t) => f64::from(u8::from(*t)),
            Val::Text(s) => text_number(s),
            Val::Set(all) => all.first().map_or(f64::NAN, |s| text_number(s)),
        }
    }

    /// As yes or no (XPath `boolean`); what nobody answered is no.
    pub fn truth(&self) -> bool {
        match self {
            Val::Truth(t) => *t,
            Val::Number(n) => *n != 0.0 && !n.is_nan(),
            Val::Text(s) => !s.is_empty(),
            Val::Set(all) => all.iter().any(|s| !s.is_empty()),
        }
    }

    /// Each of what was answered.
    pub fn each(&self) -> Vec<String> {
        match self {
            Val::Set(all) => all.clone(),
            one => vec![one.text()],
        }
    }
}

/// A number as it is written: without a point where it is whole.
pub fn number_text(n: f64) -> String {
    if n.is_nan() {
        return "NaN".to_owned();
    }
    if n.is_infinite() {
        return if n > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if n == n.trunc() && n.abs() < 1e15 { format!("{}", n as i64) } else { format!("{n}") }
}

/// What was written as a number: decimal, or a day; else not a number.
pub fn text_number(s: &str) -> f64 {
    let s = s.trim();
    if let Some((day, part)) = moment(s) {
        return f64::from(day.0 - EPOCH) + part;
    }
    // what Rust also takes for a number (inf, 1e5, +1) is none in XPath
    let plain = s.strip_prefix('-').unwrap_or(s);
    if plain.is_empty() || plain.chars().any(|c| !c.is_ascii_digit() && c != '.') {
        return f64::NAN;
    }
    s.parse().unwrap_or(f64::NAN)
}

/// The day of a number of days, as it is written.
pub fn day_text(days: f64) -> String {
    let whole = days.floor();
    if !whole.is_finite() || whole.abs() > 3_000_000.0 {
        return String::new();
    }
    iso(Day(EPOCH.saturating_add(whole as i32)))
}

/// A day as forms keep it: 2026-11-28.
pub fn iso(day: Day) -> String {
    day.date().format("%Y-%m-%d").to_string()
}

/// A day, and which part of it, as ISO 8601 writes them.
pub fn moment(s: &str) -> Option<(Day, f64)> {
    let (day, time) = match s.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (s, None),
    };
    let mut parts = day.split('-');
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !digits(y, 4) || !digits(m, 2) || !digits(d, 2) {
        return None;
    }
    let day = Day::ymd(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)?;
    let part = match time {
        Some(t) => minutes(t)? / (24.0 * 60.0),
        None => 0.0,
    };
    Some((day, part))
}

/// The minute of a day: 09:30, 09:30:15.000+08:00.
pub fn minutes(time: &str) -> Option<f64> {
    let mut parts = time.splitn(3, ':');
    let (h, m) = (parts.next()?, parts.next()?);
    let minute = m.get(..2)?;
    let (h, m): (u32, u32) = (h.parse().ok()?, minute.parse().ok()?);
    (h < 24 && m < 60).then(|| f64::from(h * 60 + m))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_xpath() {
        for (text, n) in [("12", 12.0), (" -3.50 ", -3.5), (".5", 0.5), ("1970-01-02", 1.0)] {
            assert_eq!(text_number(text), n, "{text}");
        }
        for text in ["", "-", "1e5", "inf", "NaN", "+1", "1.2.3", "十", "2026-13-01", "2026-1-1"] {
            assert!(text_number(text).is_nan(), "{text}");
        }
        for (n, text) in [(2.0, "2"), (0.5, "0.5"), (-0.0, "0"), (1e20, "100000000000000000000")] {
            assert_eq!(number_text(n), text);
        }
        assert_eq!(text_number("2026-11-28T12:00"), text_number("2026-11-28") + 0.5);
        assert_eq!(day_text(text_number("2026-11-28")), "2026-11-28");
        assert_eq!(day_text(f64::NAN), "");
    }
}
