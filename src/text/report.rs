//! Words of reports.

use crate::{say, words};

words! {
    /// The screen.
    TITLE = "报表", "Report";
    /// The figures.
    FIGURES = "主要数字", "Figures";
    /// Of which area, where it is all.
    ALL = "全部", "all areas";
    /// The heading of what is counted.
    WHAT = "项目", "Item";
    /// The period itself.
    NOW = "本期", "Period";
    /// The one before.
    BEFORE = "上期", "Before";
    /// The same a year before.
    YEAR = "去年同期", "Year ago";
    /// The targets.
    TARGETS = "目标", "Targets";
    /// Whose a target is.
    WHOSE = "谁的", "Whose";
    /// What is done of it.
    DONE = "完成", "Done";
    /// What it shall be.
    AIM = "目标数", "Aim";
    /// The points it makes.
    POINTS = "得分", "Points";
    /// Points that it is worth.
    WORTH = "分值", "Worth";
    /// All points.
    SUM = "合计", "Sum";
    /// A value that nobody filled in.
    BLANK = "没填", "not filled in";
    /// How many.
    NUMBER = "数量", "Number";
    /// Of all of them.
    SHARE = "占比", "Share";
    /// What is to be seen to before it goes out.
    GAPS = "交出去前看一看", "Before it goes out";
    /// Nothing is to be seen to.
    NO_GAPS = "该填的都填了", "All is filled in";
    /// Nothing was counted in a split.
    NOTHING = "这一期没有", "none in this period";
    /// Behind a report that leaves the office.
    SMALL = "涉及人员的数字小于 5 的写作「<5」；只有一个时，次小的写作「*」，免得倒算出来", "figures of people below 5 are written as <5; where there is only one, the next smallest as *, so that it cannot be reckoned back";
    /// Seals the period.
    SEAL = "封存这一期", "Seal this period";
    /// A period that is not over.
    NOT_OVER = "这一期还没过完，过完再封存", "This period is not over yet; seal it when it is";
    /// Further values of a split, together.
    REST = "其余", "others";
    /// It is sealed already.
    IS_SEALED = "这一期已经封存", "This period is sealed already";
    /// What was entered since it was sealed.
    SUPPLEMENT = "封存以后补进的", "Entered since it was sealed";
    /// Nothing was.
    NO_SUPPLEMENT = "没有补进", "nothing";
    /// It is done.
    SEALED_NOW = "封存好了；以后补进的会另列", "Sealed; what comes later will stand beside it";
    /// The title of the menu of files.
    FILES = "存成文件", "As a file";
    /// A file.
    XLSX = "Excel 工作簿，带图表 (.xlsx)", "Excel workbook with charts (.xlsx)";
    /// A file.
    DOCX = "Word 文档 (.docx)", "Word document (.docx)";
    /// A file.
    CSV = "纯表格 (.csv)", "Plain table (.csv)";
    /// The file's ending.
    WHICH = "文件名要以 .xlsx .docx 或 .csv 结尾", "the file's name must end in .xlsx, .docx or .csv";
    /// A period that cannot be read.
    WHICH_PERIOD = "时段写成 2026、2026H1(上半年)、2026Q3、2026-11", "write the period as 2026, 2026H1, 2026Q3 or 2026-11";
    /// The period before.
    EARLIER = "上一期", "earlier";
    /// The period after.
    LATER = "下一期", "later";
    /// Another length of the period.
    LENGTH = "月、季、半年、年", "month, quarter, half, year";
    /// The line under the head.
    HOW = "括号里是 (上期 / 去年同期)；停在哪一行按 Enter，就看是哪些", "In brackets: (before / year ago). Enter on a line shows which they are";
    /// Nothing to open.
    NO_LIST = "这一行没有名单可看", "There is no list behind this line";
}

say! {
    /// A year.
    year(y: i32) = "{y} 年", "{y}";
    /// Half a year.
    first_half(y: i32) = "{y} 年上半年", "First half of {y}";
    /// Half a year.
    second_half(y: i32) = "{y} 年下半年", "Second half of {y}";
    /// A quarter.
    quarter(y: i32, q: i32) = "{y} 年第 {q} 季度", "Q{q} {y}";
    /// A month.
    month(y: i32, m: i32) = "{y} 年 {m} 月", "{y}-{m}";
    /// From when to when.
    from_to(from: &str, to: &str) = "{from} 至 {to}", "{from} to {to}";
    /// A share.
    share(n: u64, of: u64, percent: &str) = "{n}/{of}  {percent}%", "{n}/{of}  {percent}%";
    /// Days.
    days(n: &str) = "{n} 天", "{n} days";
    /// Hours.
    hours(n: &str) = "{n} 小时", "{n} h";
    /// The title of what leaves the office.
    headed(area: &str, period: &str) = "{area} {period} 工作报表", "{area}: report of {period}";
    /// When and by whom it was made.
    made(day: &str, who: &str) = "{day} {who} 从台账统计", "Counted from the book on {day} by {who}";
    /// An age band.
    ages(band: &str) = "{band} 岁", "aged {band}";
    /// When and by whom.
    sealed(day: &str, who: &str) = "{day} {who} 封存", "sealed {day} by {who}";
    /// Then and now.
    then_now(then: &str, now: &str) = "封存时 {then}，现在 {now}", "{then} then, {now} now";
    /// It is written.
    written(file: &str) = "已写到 {file}", "Written to {file}";
}
