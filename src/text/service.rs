//! What a hub says of itself: in the log of its service, which names nobody; in `linli status`; of its backups.

use super::Lang;
use crate::book::dates::ZONE_SECONDS;
use crate::{say, words};
use chrono::{DateTime, FixedOffset};

words! {
    /// Between several.
    COMMA = "、", ", ";
    /// The program that serves.
    HUB = "服务", "hub";
    /// What is in it.
    BOOK = "册子", "book";
    /// The chain of the history.
    CHAIN = "链头", "chain head";
    /// Who is connected.
    SESSIONS = "会话", "sessions";
    /// Writes that wait.
    QUEUE = "排队", "queue";
    /// Requests that only read.
    READS = "查看", "reading";
    /// Requests that write.
    WRITES = "存", "saving";
    /// On the disk and in memory.
    SIZES = "大小", "sizes";
    /// Left on the disk.
    FREE = "磁盘还剩", "disk free";
    /// The last backup.
    BACKUP = "备份", "backup";
    /// What was found at the start.
    AT_START = "启动时", "at the start";
    /// The chain is broken.
    DAMAGED = "历史有损坏，请运行 linli verify", "the history is damaged: run linli verify";
    /// Nothing was asked so far.
    NONE_YET = "还没有", "none yet";
    /// Never backed up.
    NO_BACKUP = "还没有备份过", "never backed up";
    /// The hub has ended.
    ENDED = "服务好好地结束了", "the hub has ended in good order";
}

say! {
    /// The program, its process, since when.
    running(version: &str, pid: u32, since: &str) = "邻里 {version}，进程 {pid}，已运行 {since}", "linli {version}, process {pid}, up {since}";
    /// Sessions of one account.
    seated(name: &str, uid: u32, n: usize) = "{name}(账号 {uid}) {n}", "{name} (account {uid}) {n}";
    /// A session over a network: whose, from where, for how long.
    sits_there(name: &str, from: &str, since: &str) = "{name}，从 {from}，{since}", "{name}, from {from}, {since}";
    /// A session of this machine.
    sits_here(name: &str, since: &str) = "{name}，本机，{since}", "{name}, on this machine, {since}";
    /// A command, not a screen.
    command(seat: &str) = "{seat}，命令", "{seat}, a command";
    /// What a session has not fetched yet, or waits for.
    waits(seat: &str, n: u32) = "{seat}，{n} 条在等", "{seat}, {n} waiting";
    /// How long its requests took.
    answered(seat: &str, times: &str) = "{seat}；{times}", "{seat}; {times}";
    /// An account was not let in.
    refused(uid: u32) = "账号 {uid} 没有登记，没让进；它被告知该找谁", "account {uid} is not on the list and was not let in; it was told whom to ask";
    /// All sessions.
    sessions(all: usize, each: &str) = "{all}: {each}", "{all}: {each}";
    /// How long things took.
    times(n: u64, half: &str, most: &str) = "{n} 次，一半在 {half} 内，99% 在 {most} 内", "{n}, half within {half}, 99 % within {most}";
    /// On the disk and in memory.
    sizes(journal: &str, sled: &str, indexes: &str, memory: &str) = "历史 {journal}，当前内容 {sled}，索引 {indexes}；查找占内存 {memory}", "history {journal}, book as it stands {sled}, indexes {indexes}; finder in memory {memory}";
    /// So long.
    minutes(n: i64) = "{n} 分钟", "{n} min";
    /// So long.
    hours(n: i64) = "{n} 小时", "{n} h";
    /// So long.
    days(n: i64) = "{n} 天", "{n} days";
    /// The last backup: when, how long ago, the head then, where it lies.
    backed_up(when: &str, ago: &str, head: &str, to: &str) = "{when}({ago})，链头 {head}，在 {to}", "{when} ({ago}), head {head}, in {to}";
    /// One failed since.
    backup_failed(when: &str, why: &str) = "；{when} 的一次没成: {why}", "; the one of {when} failed: {why}";
    /// On Today: the last backup is too long ago.
    backup_late(ago: &str) = "备份停在{ago}，请看 linli status", "Last backup {ago}: see linli status";
    /// On Today: the last backup failed.
    backup_failing(why: &str, ago: &str) = "备份没成: {why}；上一次成功是{ago}", "The backup failed: {why}; the last good one was {ago}";
    /// The hub answers from now on.
    serving(version: &str, book: &str, socket: &str) = "邻里 {version} 开始服务: 册子 {book}，在 {socket} 应答", "linli {version} serves {book} at {socket}";
    /// It was told to end.
    ending(signal: &str) = "收到 {signal}，存好就结束", "told to end by {signal}: what waits is written first";
    /// How far the start has come, where the whole is known.
    starting_part(percent: u64) = "正在打开册子: {percent}%", "opening the book: {percent} %";
    /// How far the start has come.
    starting(done: u64) = "正在打开册子: 读了 {done} 条", "opening the book: {done} records read";
}

/// How many days back.
pub fn days_ago(lang: Lang, days: i64) -> String {
    match (lang, days) {
        (Lang::Zh, 0) => "不到一天前".to_owned(),
        (Lang::En, 0) => "less than a day ago".to_owned(),
        (Lang::Zh, n) => format!("{n} 天前"),
        (Lang::En, 1) => "1 day ago".to_owned(),
        (Lang::En, n) => format!("{n} days ago"),
    }
}

/// A moment in the book's zone: `2026-11-28 01:32`.
pub fn moment(at_ms: i64) -> String {
    let zone = FixedOffset::east_opt(ZONE_SECONDS);
    let at = DateTime::from_timestamp_millis(at_ms).zip(zone).map(|(at, zone)| at.with_timezone(&zone));
    at.map_or_else(String::new, |at| at.format("%Y-%m-%d %H:%M").to_string())
}
