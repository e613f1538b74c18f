//! Words of elections, and of an association's posts.

use crate::{say, words};

words! {
    /// The screen, and what the key on an election does.
    RESULT = "结果写成任职", "write the result";
    /// Nobody holds it.
    NO_HOST = "这次会议没写主办单位，不知道是哪家换届：按 e 填「主办单位」", "this meeting does not say who held it, so whose election it was: e, Held by";
    /// It has no day.
    NO_DAY = "这次会议没写日期", "this meeting has no day";
    /// Nothing was written down.
    NO_RESULT = "还没记选举结果：按 e 写在「选举结果」里，一行一个职务，如 会长 张晓明 5年；只加人不换人的写 增补 理事 于婷。", "No result is written down yet: e, a post a line under Elected, e.g. chair Zhang Xiaoming 5y; where somebody only comes beside the others: added director Yu Ting.";
    /// A line without a post or without a name.
    NOBODY = "这一行缺职务或姓名", "a post or a name is missing in this line";
    /// The post begins.
    BEGINS = "任", "begins";
    /// The post ends.
    ENDS = "卸任", "ends";
    /// It is written already.
    WRITTEN = "已写", "written";
    /// Another term.
    CHANGES = "改任期", "new term";
    /// It is not in the result any more.
    TAKEN_BACK = "撤回", "undone";
    /// Who holds the post is not to be told.
    ELSEWHERE = "现任这个职务的人不在您的辖区，请管理员来写", "somebody of an area that is not yours holds this post; an administrator can write it";
    /// It was not written, as it is not what was shown.
    CHANGED = "刚才有人改过，还没写入：请再看一遍，按回车写入", "Somebody changed it meanwhile and nothing was written: look once more, Enter writes it";
    /// It cannot be read.
    UNCLEAR = "不明", "unclear";
    /// What Enter does.
    WRITE = "写入", "write it";
    /// Everything is written already.
    ALL_WRITTEN = "都写过了", "All of it is written already";
    /// Something is not clear.
    MEND_FIRST = "先按 e 改清楚看不明白的行，再写入", "e mends the lines that are not clear; then it can be written";
    /// The posts of an association.
    POSTS = "职务", "Posts";
    /// A term is over and nobody followed.
    OVER = "任期已满", "term over";
}

say! {
    /// In the history of the ties.
    note(meeting: &str) = "换届 {meeting}", "election {meeting}";
    /// Where a tie comes from.
    source(meeting: &str, day: &str) = "{meeting} {day}", "{meeting} {day}";
    /// It is written.
    written(association: &str, begin: usize, end: usize) = "{association}: 写了 {begin} 个新任职，{end} 个卸任", "{association}: {begin} posts begin, {end} end";
    /// Of what is written, what was mended.
    mended(n: usize) = "，改正 {n} 个", ", {n} mended";
    /// Somebody is called otherwise than they were written.
    typed(name: &str, typed: &str) = "{name}（写作 {typed}）", "{name} (written {typed})";
    /// From when to when.
    span(since: &str, until: &str) = "{since} 至 {until}", "{since} to {until}";
    /// Since when.
    since(day: &str) = "{day} 起", "since {day}";
    /// Until when.
    until(day: &str) = "至 {day}", "to {day}";
    /// A term that ends soon.
    soon(days: i32) = "任期还有 {days} 天", "term ends in {days} days";
}
