//! Words of exporting: what leaves the book in a file, for whom and what for.

use crate::{say, words};

words! {
    /// Nobody said for whom.
    FOR_WHOM = "导出要写明交给谁、作什么用，各不超过 100 字", "an export says who gets it and what for, each in at most 100 characters";
    /// The ending of the file says nothing.
    WHICH_FORMAT = "文件名要以 .xlsx .csv .jsonl、.vcf(只有人员) 或 .ics(会议、待办、事项、走访) 结尾", "the file's name must end in .xlsx, .csv, .jsonl, .vcf (people only) or .ics (meetings, tasks, matters, visits)";
    /// Answers as a file.
    WHICH_TABLE = "文件名要以 .xlsx 或 .csv 结尾", "the file's name must end in .xlsx or .csv";
    /// The question for the recipient.
    ASK_RECIPIENT = "交给谁: ", "Who gets it: ";
    /// The question for the purpose.
    ASK_PURPOSE = "作什么用: ", "What for: ";
    /// A calendar of what has no day.
    CALENDAR_OF = ".ics 只能放会议、待办、事项和走访里约好的", "only meetings, tasks, matters and what visits promise go into an .ics";
    /// Cards of what is nobody.
    CARDS_OF_PEOPLE = ".vcf 只能放人员；别的请用 .xlsx 或 .csv", "only people go into a .vcf; use .xlsx or .csv";
}

say! {
    /// A task in a calendar.
    calendar_task(what: &str, whom: &str) = "待办: {what} {whom}", "To do: {what} {whom}";
    /// A matter in a calendar.
    calendar_matter(what: &str, whom: &str) = "办结期限: {what} {whom}", "Due: {what} {whom}";
    /// What was promised at a visit, in a calendar.
    calendar_visit(whom: &str) = "回访 {whom}", "Get in touch: {whom}";
    /// Something is there already.
    is_there(file: &str) = "{file} 已经有了，没有动它。换个名字，或者说明要覆盖(--force)。", "{file} is there already and was left alone. Choose another name, or say that it may be replaced (--force).";
    /// The system does not take it.
    not_written(file: &str, why: &str) = "{file} 没有写成: {why}。", "{file} was not written: {why}.";
    /// It stopped on the way.
    stopped(file: &str, why: &str) = "没有导出，{file} 没有写: {why}", "Nothing was exported and {file} was not written: {why}";
    /// What is not on record is not given.
    not_logged(why: &str) = "没能记下交给谁，所以不导出（{why}）；请找管理员", "it could not be noted who gets it, so it is not exported ({why}); ask an administrator";
    /// It is done.
    written(file: &str, n: usize, kind: &str) = "已导出 {n} 条{kind}到 {file}，交给谁、作什么用已记下", "{n} {kind} written to {file}; who gets it and what for is noted";
    /// The line of progress.
    progress(done: usize, total: usize) = "{done}/{total} 条", "{done}/{total} records";
}
