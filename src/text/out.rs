//! Words of exporting: what leaves the book in a file, for whom and what for.

use crate::{say, words};

words! {
    /// Nobody said for whom.
    FOR_WHOM = "导出要写明交给谁、作什么用，各不超过 100 字", "an export says who gets it and what for, each in at most 100 characters";
    /// The ending of the file says nothing.
    WHICH_FORMAT = "文件名要以 .xlsx .csv .jsonl、.vcf(只有人员) 或 .ics(会议、待办、事项、走访) 结尾", "the file's name must end in .xlsx, .csv, .jsonl, .vcf (people only) or .ics (meetings, tasks, matters, visits)";
    /// Answers as a file.
    WHICH_TABLE = "文件名要以 .xlsx 或 .csv 结尾", "the file's name must end in .xlsx or .csv";
    /// A template makes a workbook.
    TEMPLATE_XLSX = "按模板填出来的是 .xlsx，文件名要以 .xlsx 结尾", "what a template makes is an .xlsx: the file's name must end so";
    /// Between headings.
    BETWEEN = "、", ", ";
    /// A sort of file.
    AS_XLSX = "表格", "workbook";
    /// A sort of file.
    AS_CSV = "逗号分隔的文本", "comma-separated text";
    /// A sort of file.
    AS_VCF = "手机名片", "contacts for a phone";
    /// A sort of file.
    AS_ICS = "手机日历", "dates for a calendar";
    /// Beside the name of somebody's own workbook.
    A_FORM = "照这张表填", "fill this form";
    /// Before the recipient.
    WHOM = "交给谁 ", "Who gets it ";
    /// Before the purpose.
    WHY = "作什么用 ", "What for ";
    /// What Enter does at last.
    WRITE_IT = "写文件", "write the file";
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
    /// Something is there already, and nothing but another name helps.
    taken(file: &str) = "{file} 已经有了，没有动它；请换个名字", "{file} is there already and was left alone; choose another name";
    /// The system does not take it.
    not_written(file: &str, why: &str) = "{file} 没有写成: {why}。", "{file} was not written: {why}.";
    /// It stopped on the way.
    stopped(file: &str, why: &str) = "没有导出，{file} 没有写: {why}", "Nothing was exported and {file} was not written: {why}";
    /// What is not on record is not given.
    not_logged(why: &str) = "没能记下交给谁，所以不导出（{why}）；请找管理员", "it could not be noted who gets it, so it is not exported ({why}); ask an administrator";
    /// It is done.
    written(file: &str, n: usize, kind: &str) = "已导出 {n} 条{kind}到 {file}，交给谁、作什么用已记下", "{n} {kind} written to {file}; who gets it and what for is noted";
    /// The title of the panel.
    export_title(what: &str, n: usize) = "导出{what} {n} 条", "Export {n} {what}";
    /// A template that is no workbook.
    no_workbook(file: &str) = "{file} 不是 .xlsx 工作簿，不能当模板", "{file} is no .xlsx workbook and cannot be a template";
    /// A template without headings.
    no_headings(file: &str) = "{file} 里没找到认得的表头，没法填。表头要在前 30 行里", "no row of headings that are known was found in {file}, so it cannot be filled. They must be within the first 30 rows";
    /// Columns of a template that stay blank.
    left_blank(headings: &str) = "这些列册里没有或不能出，空着: {headings}", "These columns are not in the book or may not leave it, and stay blank: {headings}";
    /// The line of progress.
    progress(done: usize, total: usize) = "{done}/{total} 条", "{done}/{total} records";
}
