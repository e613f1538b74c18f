//! Days and other small words.
use crate::book::Day;
use crate::text::Lang;
use crate::{say, words};

words! {
    /// The day itself.
    TODAY = "今天", "today";
    /// One before.
    YESTERDAY = "昨天", "yesterday";
    /// One after.
    TOMORROW = "明天", "tomorrow";
    /// Never visited.
    NEVER = "没走访过", "never";
    /// Visited, but never met.
    NOT_MET = "没见到", "not met";
    /// Between several names.
    AND = "、", ", ";
    /// Of a flag.
    YES = "是", "yes";
    /// Of a flag.
    NO = "否", "no";
}

say! {
    /// Some days back.
    days_ago(n: i32) = "{n} 天前", "{n} days ago";
    /// Some days back, where there is little room.
    days_ago_short(n: i32) = "{n} 天前", "{n}d ago";
    /// Some days late, where there is little room.
    days_late_short(n: i32) = "超 {n} 天", "{n}d late";
    /// Some days to go, where there is little room.
    days_left_short(n: i32) = "剩 {n} 天", "{n}d left";
    /// Some days ahead.
    in_days(n: i32) = "{n} 天后", "in {n} days";
}

/// Some days late.
pub fn days_late(lang: Lang, n: i32) -> String {
    match (lang, n) {
        (Lang::Zh, _) => format!("超 {n} 天"),
        (Lang::En, 1) => "1 day late".to_owned(),
        (Lang::En, _) => format!("{n} days late"),
    }
}

/// Some days to go.
pub fn days_left(lang: Lang, n: i32) -> String {
    match (lang, n) {
        (Lang::Zh, _) => format!("剩 {n} 天"),
        (Lang::En, 1) => "1 day left".to_owned(),
        (Lang::En, _) => format!("{n} days left"),
    }
}

/// Today's date for the head of the first screen.
pub fn long_day(lang: Lang, day: Day) -> String {
    let date = day.date();
    match lang {
        Lang::Zh => format!("{} {}", date.format("%-m月%-d日"), day.weekday(lang)),
        Lang::En => format!("{} {}", day.weekday(lang), date.format("%-d %b")),
    }
}
