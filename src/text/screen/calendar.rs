//! The calendar.
use crate::book::Day;
use crate::text::Lang;
use crate::{say, words};

words! {
    /// The title of the calendar.
    CALENDAR = "日历", "Calendar";
    /// The visits made on a day.
    DAY_VISITS = "走访", "Visits";
    /// The promises due on a day.
    DAY_PROMISES = "约好的", "Promised";
    /// A day on which there is nothing.
    EMPTY_DAY = "这天没有走访，也没有约好的。左右键换一天。", "No visits on this day and nothing promised. Left and Right change the day.";
    /// What the letters before the figures mean, and the keys.
    CALENDAR_FIGURES = "访 走访过几次   约 约好再联系、还没办的   方向键走，Home 回到今天", "v visits made   p promises still to keep   arrows walk, Home is today";
    /// The signs of a narrow calendar.
    CALENDAR_SIGNS = "* 今天  + 有走访  ! 有约好的", "* today  + visits  ! promised";
}

say! {
    /// Visits made on a day, beside its number.
    day_made(n: u32) = "访{n}", "v{n}";
    /// Promises due on a day, beside its number.
    day_due(n: u32) = "约{n}", "p{n}";
    /// What there is, in whole words.
    day_figures(visits: u32, promises: u32) = "走访 {visits}  约好 {promises}", "visits {visits}  promised {promises}";
    /// What lies beyond the rows shown.
    day_more(n: u64) = "还有 {n} 条", "{n} more";
}

/// A month with its year.
pub fn year_month(lang: Lang, day: Day) -> String {
    match lang {
        Lang::Zh => day.date().format("%Y年%-m月").to_string(),
        Lang::En => day.date().format("%b %Y").to_string(),
    }
}
