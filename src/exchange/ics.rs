//! Calendars (.ics, RFC 5545) that phones and office suites take in: days and appointments of the book's zone.
//!
//! ```
//! use linli::book::Day;
//! use linli::exchange::ics::{Event, When, calendar};
//!
//! let day = Day::ymd(2026, 12, 1).unwrap();
//! let event = Event { uid: "0190a".into(), when: When::Day(day), title: "回访 张晓明".into(), ..Event::default() };
//! let text = calendar("走访", 1_795_399_200_000, &[event]);
//! assert!(text.contains("DTSTART;VALUE=DATE:20261201\r\n"));
//! ```

use super::content::{line, text};
use crate::book::Day;

/// When something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A whole day.
    Day(Day),
    /// From the first to the last of these days, both included.
    Days(Day, Day),
    /// On a day from one minute to another, counted from midnight.
    Time(Day, u16, u16),
}

/// Something in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is known by: the id of its record. Taken in again, the calendar program changes what it had.
    pub uid: String,
    /// When.
    pub when: When,
    /// One line.
    pub title: String,
    /// More about it.
    pub words: String,
    /// Where.
    pub place: String,
}

impl Default for Event {
    fn default() -> Event {
        Event {
            uid: String::new(),
            when: When::Day(Day(1)),
            title: String::new(),
            words: String::new(),
            place: String::new(),
        }
    }
}

/// A calendar of these, made at a moment (milliseconds since 1970 UTC).
pub fn calendar(name: &str, made_ms: i64, events: &[Event]) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN", "VCALENDAR");
    line(&mut out, "VERSION", "2.0");
    line(&mut out, "PRODID", "-//linli//linli//ZH");
    line(&mut out, "CALSCALE", "GREGORIAN");
    text(&mut out, "X-WR-CALNAME", name);
    if events.iter().any(|e| matches!(e.when, When::Time(..))) {
        out.push_str(ZONE);
    }
    let made = chrono::DateTime::from_timestamp_millis(made_ms).unwrap_or_default();
    let made = made.format("%Y%m%dT%H%M%SZ").to_string();
    for e in events {
        line(&mut out, "BEGIN", "VEVENT");
        text(&mut out, "UID", &format!("{}@linli", e.uid));
        line(&mut out, "DTSTAMP", &made);
        when(&mut out, e.when);
        text(&mut out, "SUMMARY", &e.title);
        for (name, words) in [("DESCRIPTION", &e.words), ("LOCATION", &e.place)] {
            if !words.is_empty() {
                text(&mut out, name, words);
            }
        }
        // a day is not a time at which one is busy
        line(&mut out, "TRANSP", if matches!(e.when, When::Time(..)) { "OPAQUE" } else { "TRANSPARENT" });
        line(&mut out, "END", "VEVENT");
    }
    line(&mut out, "END", "VCALENDAR");
    out
}

fn when(out: &mut String, when: When) {
    let date = |d: Day| d.date().format("%Y%m%d").to_string();
    let mut day = |name: &str, d: Day| line(out, &format!("{name};VALUE=DATE"), &date(d));
    match when {
        When::Day(d) => {
            day("DTSTART", d);
            day("DTEND", d.plus(1));
        }
        When::Days(from, to) => {
            day("DTSTART", from);
            day("DTEND", to.max(from).plus(1));
        }
        When::Time(d, from, to) => {
            let (from, to) = (from.min(1439), to.max(from).min(1439));
            for (name, m) in [("DTSTART", from), ("DTEND", to)] {
                let value = format!("{}T{:02}{:02}00", date(d), m / 60, m % 60);
                line(out, &format!("{name};TZID=Asia/Shanghai"), &value);
            }
        }
    }
}

/// The book's zone: eight hours ahead, without summer time.
const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nTZNAME:CST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_stand_as_the_standard_says() {
        let day = Day::ymd(2026, 12, 31).unwrap();
        let of = |when, title: &str| Event {
            uid: "7f".into(),
            when,
            title: title.into(),
            words: "请带\n材料".into(),
            ..Event::default()
        };
        let got = calendar(
            "走访",
            0,
            &[of(When::Day(day), "回访;张,三\r\nEND:VEVENT"), of(When::Time(day, 570, 690), "例会")],
        );
        for want in [
            "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n",
            "SUMMARY:回访\\;张\\,三\\nEND:VEVENT\r\n",
            "DESCRIPTION:请带\\n材料\r\n",
            "DTSTART;TZID=Asia/Shanghai:20261231T093000\r\nDTEND;TZID=Asia/Shanghai:20261231T113000\r\n",
            "DTSTAMP:19700101T000000Z\r\n",
            "UID:7f@linli\r\n",
        ] {
            assert!(got.contains(want), "{want}\n{got}");
        }
        // nothing in a text ends an event
        assert_eq!(got.matches("\r\nEND:VEVENT\r\n").count(), 2);
        assert_eq!(got.matches("BEGIN:VTIMEZONE").count(), 1);
    }
}
