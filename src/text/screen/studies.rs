//! Studies: filling a form in, what came of it, taking a form in.
use crate::{say, words};

words! {
    /// The next step of a study.
    FILL = "填一份", "fill one in";
    /// The section of what is asked of all.
    HEAD = "这一份", "This one";
    /// Nobody is named.
    NO_NAME = "匿名，不写是谁", "anonymous: nobody is named";
    /// An answer from before.
    CHANGING = "改答卷", "changing an answer";
    /// Must be answered.
    REQUIRED = "这题要答", "this one needs an answer";
    /// Not within what the form allows.
    CONSTRAINT = "不在问卷许可的范围里", "not within what the form allows";
    /// No whole number.
    INTEGER = "要填整数", "a whole number, please";
    /// No number.
    NUMBER = "要填数字", "a number, please";
    /// No day.
    DAY = "看不出是哪天；写 今天、3月5日、2026-3-5 都行", "no day; today, 3 Mar and 2026-3-5 all do";
    /// No time.
    TIME = "要填钟点，如 9:30", "a time, as 9:30";
    /// How a choice is made.
    ONE = "按数字选", "a digit chooses";
    /// How several are chosen.
    MANY = "按数字选，再按去掉；Enter 下一题", "digits choose, again takes away; Enter goes on";
    /// How one of many choices is made.
    LONG = "打号码、首字母或开头几个字；左右键挨个看", "a number, initials or the first letters; left and right step";
    /// That it was read.
    SEEN = "看过了", "read";
    /// How that is said.
    TO_SEE = "按 1: 看过了", "1: it was read";
    /// How repetitions are added.
    ADD_OR_NOT = "1 再加一个   2 没有了   Ctrl-U 去掉最后一个", "1 one more   2 no more   Ctrl-U takes the last away";
    /// Nobody is named yet.
    PICK_WHO = "打首字母挑选，没在册的空着", "initials pick one; leave it empty for somebody not on file";
    /// Saves and begins the next.
    SAVE_NEXT = "存了填下一份", "save, fill in the next";
    /// The last line.
    END = "答完了", "That is all";
    /// What is done then.
    TO_SAVE = "Ctrl-N 存了填下一份   Ctrl-S 存了回去", "Ctrl-N saves and begins the next   Ctrl-S saves and goes back";
    /// On a projector no answers are shown.
    NOT_SHOWN = "投屏时不看答卷，先按 F8 收起投屏", "answers are not shown on a projector; F8 ends that first";
    /// A form that cannot be read.
    BAD_FORM = "这个调研的问卷读不出来，请重新收一份", "the form of this study cannot be read; take it in again";
    /// Answers come of studies.
    FROM_STUDY = "在调研上按 a 填一份", "on a study a fills one in";
    /// Fields the form does not have are not there.
    GONE = "这份答卷的调研不在了", "the study of this answer is gone";
    /// The title of the counts.
    TABLE = "汇总", "What came of it";
    /// The key that leads to them.
    TO_TABLE = "汇总", "what came of it";
    /// No answers.
    NO_ANSWERS = "还没有答卷", "no answers yet";
    /// Writes a file.
    AS_TABLE = "存成表格", "as a workbook";
    /// Fills the book.
    TO_BOOK = "填入人员册", "fill the book";
    /// Only a census does.
    NO_CENSUS = "这个调研不填人员册；摸底调查在表单里标上", "this study does not fill the book; a census is marked so in its form";
    /// Nothing in the form is a field of people.
    NO_FIELDS = "答卷里没有能填进人员册的内容", "nothing in the answers is a field of people";
    /// Where the answers lie.
    ALL = "看答卷", "the answers";
    /// Taking a form in.
    TAKE = "收一份问卷", "Take a question form in";
    /// The path.
    TAKE_PATH = "问卷文件", "Form";
    /// How.
    TAKE_HOW = "问卷是一个表格文件 (.xlsx、.xls)，按 XLSForm 的写法: survey 表一行一题，choices 表写选项。\n收进来之前先看哪些题问不了。", "A form is a workbook (.xlsx, .xls) written as an XLSForm: sheet survey, a question a row; sheet choices, what may be chosen.\nBefore it is taken in, what cannot be asked is named.";
    /// It is read.
    TAKE_READING = "正在读问卷", "Reading the form";
    /// It is taken in.
    TAKE_IT = "Enter 收下", "Enter takes it in";
    /// It cannot be.
    TAKE_NOT = "有错，没有收", "It has faults and was not taken";
    /// Small figures are not told.
    SMALL = "少于5", "under 5";
    /// A remark of a table that leaves the office.
    SMALL_WHY = "少于 5 的不写出来", "Figures under 5 are not told";
    /// Head of a table.
    QUESTION = "题目", "Question";
    /// Head of a table.
    ANSWERED = "答的", "Answered";
    /// Head of a table.
    CHOICE = "选项", "Choice";
    /// Head of a table.
    COUNT = "份数", "Count";
    /// Head of a table.
    SHARE = "占答的", "Share";
    /// Words are only counted.
    WORDS = "文字", "words";
}

say! {
    /// Which one of a stack it is.
    which(n: usize) = "第 {n} 份", "no. {n}";
    /// It is saved.
    saved(n: usize) = "存了，第 {n} 份", "Saved; {n} so far";
    /// A choice that is none.
    no_choice(typed: &str) = "没有「{typed}」这一项", "no choice is called {typed}";
    /// So many are wrong.
    wrong(n: usize) = "还有 {n} 题要看看", "{n} to look at";
    /// One more repetition.
    one_more(label: &str) = "再加一个: {label}", "One more: {label}";
    /// Somebody changed it.
    changed(who: &str) = "{who} 刚改过这份答卷；再按一次就用您的，Esc 不存", "{who} has just changed this answer; once more keeps yours, Esc leaves it";
    /// How many answers there are.
    answers(n: usize) = "{n} 份答卷", "answers: {n}";
    /// How many answered.
    of_all(n: usize, all: usize) = "{n}/{all} 份答了", "{n} of {all}";
    /// How often a repeated question was answered.
    said_times(n: usize) = "答了 {n} 次", "answered {n} times";
    /// A mean that leaves the office: who is the eldest is nobody's to know.
    mean(mean: &str) = "平均 {mean}", "mean {mean}";
    /// Numbers.
    numbers(mean: &str, least: &str, most: &str) = "平均 {mean}   最小 {least}   最大 {most}", "mean {mean}   least {least}   most {most}";
    /// Days.
    days(first: &str, last: &str) = "{first} 到 {last}", "{first} to {last}";
    /// A form was taken in.
    taken(n: usize, title: &str) = "收下了问卷，{n} 题: {title}", "Taken in, {n} questions: {title}";
    /// A study of this name is not there.
    no_study(name: &str) = "没有叫「{name}」的调研", "no study is called {name}";
    /// Several studies.
    studies(n: usize, name: &str) = "有 {n} 个调研叫「{name}」，请写全名", "{n} studies are called {name}; write the whole name";
    /// A repeated question.
    repeated(label: &str, which: &str) = "{label} {which}", "{label} {which}";
}
