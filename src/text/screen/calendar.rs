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
    EMPTY_DAY = "这天没有走访，也没有约好的、会议和待办。左右键换一天。", "No visits on this day, nothing promised, no meetings, no tasks. Left and Right change the day.";
    /// What the letters before the figures mean, and the keys.
    CALENDAR_FIGURES = "访 走访过几次   约 约好再联系的   会 会议   办 到期的待办   方向键走，Home 回到今天", "v visits   p promises   m meetings   t tasks due   arrows walk, Home is today";
    /// The signs of a narrow calendar.
    CALENDAR_SIGNS = "* 在这天 ! 约好 # 会 = 待办 + 走访", "* here ! promised # meet = task + visits";
}

say! {
    /// Visits made on a day, beside its number.
    day_made(n: u32) = "访{n}", "v{n}";
    /// Promises due on a day, beside its number.
    day_due(n: u32) = "约{n}", "p{n}";
    /// Meetings of a day, beside its number.
    day_meetings(n: u32) = "会{n}", "m{n}";
    /// Tasks due on a day, beside its number.
    day_tasks(n: u32) = "办{n}", "t{n}";
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

/// What there is on a day, in whole words; meetings and tasks where there are any.
pub fn day_figures(lang: Lang, visits: u32, promises: u32, meetings: u32, tasks: u32) -> String {
    let (first, more) = match lang {
        Lang::Zh => (format!("走访 {visits}  约好 {promises}"), [("会议", meetings), ("待办", tasks)]),
        Lang::En => {
            (format!("visits {visits}  promised {promises}"), [("meetings", meetings), ("tasks", tasks)])
        }
    };
    let more = more.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("  {what} {n}"));
    first + &more.collect::<String>()
}
