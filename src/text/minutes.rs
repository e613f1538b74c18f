//! Words of a meeting's papers: its minutes 会议纪要 and its sign-in sheet 签到表.

use crate::book::Day;
use crate::text::Lang;
use crate::{say, words};

words! {
    /// A paper.
    MINUTES = "会议纪要", "minutes";
    /// A paper.
    SHEET = "签到表", "sign-in sheet";
    /// What each is for, beside it.
    MINUTES_FOR = "会后存档、印发", "after the meeting";
    /// The same.
    SHEET_FOR = "会前打印", "to print before it";
    /// Who gets it unless somebody else is named.
    FILE = "本单位存档", "the office's own file";
    /// The file's ending.
    WHICH = "文件名要以 .docx 结尾", "the file's name must end in .docx";
    /// A line at the head.
    WHEN = "时间", "When";
    /// A line at the head.
    WHERE = "地点", "Where";
    /// A line at the head.
    CHAIR = "主持人（组织人）", "Chair (organiser)";
    /// A line at the head.
    HOST = "主办单位", "Held by";
    /// Who was asked.
    ASKED = "应到", "Asked";
    /// Who came.
    CAME = "实到", "Came";
    /// Who sent word.
    EXCUSED = "请假", "Excused";
    /// Who did not.
    ABSENT = "缺席", "Absent";
    /// A section.
    AGENDA = "一、议程", "A. Agenda";
    /// A section.
    SAID = "二、会议记录", "B. What was said";
    /// A section.
    DECIDED = "三、议定事项", "C. What was decided";
    /// Nothing stands there.
    NOTHING = "（没有记）", "(not written down)";
    /// A column.
    NO = "序号", "No.";
    /// A column.
    WHAT = "议定事项", "Decision";
    /// A column.
    WHO = "责任人", "By whom";
    /// A column.
    DUE = "期限", "By when";
    /// A column.
    STATE = "进度", "How far";
    /// A decision without a task.
    NO_TASK = "未列待办", "no task";
    /// Who wrote it down.
    SCRIBE = "记录人", "Written down by";
    /// Who signs it.
    SIGNED = "审签", "Signed";
    /// When.
    DATED = "日期", "Date";
    /// A column.
    NAME = "姓名", "Name";
    /// A column.
    POST = "单位及职务", "Employer and title";
    /// A column.
    PHONE = "电话", "Phone";
    /// A column.
    SIGNATURE = "签名", "Signature";
    /// Between names.
    BETWEEN = "、", ", ";
    /// Somebody of another area was asked, and is not on the sheet.
    OTHERS = "另有不在您辖区的人，没有列出，请签在空行里。", "Others of areas that are not yours are not listed; they sign in the empty rows.";
    /// Of somebody who was asked or came the minutes give no name.
    UNNAMED = "另有不在辖区的人未列名。", "Others of other areas are not named.";
}

say! {
    /// The title.
    minutes_of(name: &str) = "{name}会议纪要", "Minutes: {name}";
    /// The title.
    sheet_of(name: &str) = "{name}签到表", "Sign-in sheet: {name}";
    /// A line at the head.
    line(what: &str, is: &str) = "{what}：{is}", "{what}: {is}";
    /// So many people, who are these.
    people(what: &str, n: usize, names: &str) = "{what} {n} 人：{names}", "{what} ({n}): {names}";
    /// So many people.
    number(what: &str, n: usize) = "{what} {n} 人", "{what}: {n}";
    /// What goes into the file's name.
    file(paper: &str, name: &str, day: &str) = "{paper}-{name}-{day}.docx", "{paper}-{name}-{day}.docx";
    /// No meeting of this name.
    none(name: &str) = "没有「{name}」这个会议", "there is no meeting {name}";
    /// Several.
    several(n: usize, name: &str) = "「{name}」找到 {n} 个会议，写全名称或编号，或加上日期(--day)", "{n} meetings are called {name}: give the whole title or the id, or the day (--day)";
}

/// A day as papers write it: 2026年11月23日（周一）.
pub fn day(lang: Lang, day: Day) -> String {
    use chrono::Datelike;
    let (d, week) = (day.date(), day.weekday(lang));
    match lang {
        Lang::Zh => format!("{}年{}月{}日（{week}）", d.year(), d.month(), d.day()),
        Lang::En => format!("{week} {day}"),
    }
}
