//! What the store says, in words for whoever works with the book. The details in brackets are for whoever helps.

use super::{Lang, T, t};
use crate::say;
use crate::store::{Cause, Fault, Holder, OpenReport, Place, StoreError, Why};
use std::io::ErrorKind;
use std::path::Path;

say! {
    /// No space left.
    full(path: &str) = "磁盘满了({path})；看还能看，腾出空间就能接着存", "the disk is full ({path}); everything can be read, and saved again once there is space";
    /// No right to a file.
    no_right(path: &str) = "没有权限写 {path}，请管理员看一下", "there is no right to {path}; ask the administrator";
    /// A disk that takes nothing.
    disk_read_only(path: &str) = "磁盘是只读的，写不进 {path}", "the disk is read-only: {path} cannot be written";
    /// A file or folder that is not there.
    not_there(path: &str) = "找不到 {path}", "{path} is not there";
    /// Anything else of the system.
    system(path: &str, e: &str) = "磁盘出了问题({path}: {e})", "the disk has a problem ({path}: {e})";
    /// Another process has the book.
    in_use(holder: &str) = "别的程序正开着这本册子({holder})", "the book is in use by {holder}";
    /// No book.
    no_book(path: &str) = "这里没有能认的册子({path})", "{path} is not a book of linli";
    /// A book of a newer program.
    newer(path: &str, found: u32, known: u32) = "册子是新版程序写的(格式 {found}，这个程序只认到 {known}): {path}，请升级程序", "{path} has format {found}; this program knows formats up to {known}; please update it";
    /// Not empty.
    not_empty(path: &str) = "{path} 里已经有东西了", "{path} is not empty";
    /// A damaged place.
    damaged(place: &str, fault: &str) = "历史有一处坏了: {place}，{fault}", "the history is damaged: {place}: {fault}";
    /// What was written last is unsure.
    reopen(why: &str) = "册子要重新打开才能接着存({why})", "the book must be opened again before more can be saved ({why})";
    /// Too large.
    too_large(bytes: u64, limit: u64) = "一次存得太多: {bytes} 字节，最多 {limit}", "too much at once: {bytes} bytes, at most {limit}";
    /// No such commit.
    no_such(pos: u64) = "没有这一次修改({pos})", "there is no such change ({pos})";
    /// Who has a book.
    process(pid: u32, host: &str, version: &str) = "{host} 上的进程 {pid}，版本 {version}", "process {pid} on {host}, version {version}";
    /// A fault of the system that has no words of its own here.
    system_fault(number: i32) = "系统错误 {number}", "system error {number}";
    /// The book as it stands cannot be read; the words are those of the library that keeps it.
    shelf(details: &str) = "当前内容读不出来，历史还在 [{details}]", "the book as it stands cannot be read, its history can [{details}]";
    /// A record is larger than any may be.
    record_too_large(limit: u64) = "有一条记录超过 {limit} 字节", "a record has more than {limit} bytes";
    /// A record cannot be written; the words are those of the codec.
    unwritable(details: &str) = "有一条记录写不下来 [{details}]", "a record cannot be written down [{details}]";
    /// What was cut at the start.
    was_cut(bytes: u64, place: &str) = "上次没写完的末尾 {bytes} 字节已切掉({place})，从未确认过", "a torn end of {bytes} bytes was cut ({place}); it was never acknowledged";
    /// What was made anew at the start.
    was_rebuilt(records: u64, why: &str) = "已从历史重建 {records} 条记录({why})", "{records} records were made anew from the history ({why})";
    /// An erasure that is under way.
    erasure_open(request: &str) = "有一次删除还没办完，登记号 {request}", "an erasure is not finished: register {request}";
    /// The book is read-only.
    only_read(why: &str) = "只能看，不能改: {why}", "read-only: {why}";
    /// A place in the journal.
    place(segment: u32, offset: u64) = "第 {segment} 个文件第 {offset} 字节", "file {segment}, byte {offset}";
}

/// The book was closed.
const CLOSED: T = t("册子已经关上了，请重新打开", "the book is closed; please open it again");

/// Another process, of which nothing is known.
const SOMEBODY: T = t("另一个进程，说不清是哪个", "another process, it is not known which");
/// A thread has ended in the middle of writing.
const WRITER: T = t("写的时候程序出错了", "the program failed while it wrote");
/// Somebody was quicker.
const MEANWHILE: T = t("中间有人改了这条记录", "somebody changed the record meanwhile");
/// An erasure was cut short.
const INTERRUPTED: T =
    t("删除中断了，下次打开会接着办完", "the erasure was interrupted; the next start finishes it");
/// Why the book as it stands was made anew.
const NOT_CLOSED: T = t("上次没有正常关闭", "it was not closed in good order");
const POWER_CUT: T = t("上次断电或死机", "the machine went down last time");
const MISSING: T = t("当前内容的文件夹不在了", "its folder was not there");
const DAMAGED: T = t("当前内容读不出来", "it could not be read");
const UNFITTING: T = t("当前内容和历史对不上", "it did not fit the history");
const ASKED: T = t("按要求", "as it was asked for");

/// What the system said of a file or a connection.
pub fn io(lang: Lang, e: &std::io::Error) -> String {
    let known = match e.kind() {
        ErrorKind::NotFound => t("找不到", "it is not there"),
        ErrorKind::PermissionDenied => t("没有权限", "there is no right to it"),
        ErrorKind::AlreadyExists => t("已经有了", "it is there already"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => t("磁盘满了", "the disk is full"),
        ErrorKind::ReadOnlyFilesystem => t("磁盘是只读的", "the disk is read-only"),
        ErrorKind::NotADirectory => t("不是文件夹", "it is no folder"),
        ErrorKind::IsADirectory => t("是文件夹，不是文件", "it is a folder, not a file"),
        ErrorKind::DirectoryNotEmpty => t("文件夹不是空的", "the folder is not empty"),
        ErrorKind::ConnectionRefused => t("没有程序在接", "nobody answers"),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::NotConnected => {
            t("连接断了", "the connection was lost")
        }
        ErrorKind::BrokenPipe => t("接的那头关了", "the other end was closed"),
        ErrorKind::TimedOut | ErrorKind::WouldBlock => t("等了太久没有回音", "there was no answer in time"),
        ErrorKind::UnexpectedEof => t("内容没到头就断了", "it ends too early"),
        ErrorKind::InvalidData => t("内容不是该有的样子", "its content is not what it should be"),
        ErrorKind::InvalidInput | ErrorKind::InvalidFilename => t("名字不能用", "the name cannot be used"),
        ErrorKind::FileTooLarge => t("文件太大", "the file is too large"),
        ErrorKind::ResourceBusy => t("正被占用", "it is in use"),
        ErrorKind::OutOfMemory => t("内存不够", "there is not enough memory"),
        ErrorKind::Interrupted => t("被打断了", "it was interrupted"),
        ErrorKind::StaleNetworkFileHandle => t("网络盘断开过", "the network disk was disconnected"),
        ErrorKind::Unsupported => t("系统不支持", "the system cannot do it"),
        _ => match e.raw_os_error() {
            // these have no kind of their own
            Some(5) => t("读写出错，盘可能坏了", "reading or writing failed; the disk may be failing"),
            Some(40) => t("是个链接，这里不跟着走", "it is a link, which is not followed here"),
            Some(24) => t("打开的文件太多", "too many files are open"),
            Some(n) => return system_fault(lang, n),
            // no fault of the system, but words of our own program or of a library
            None => return e.to_string(),
        },
    };
    known.get(lang).into()
}

/// Who has a book.
pub fn holder(lang: Lang, h: &Holder) -> String {
    if h.pid == 0 { SOMEBODY.get(lang).into() } else { process(lang, h.pid, &h.host, &h.version) }
}

/// A place in the journal, in words.
pub fn stands(lang: Lang, p: &Place) -> String {
    place(lang, p.segment, p.offset)
}

/// Why a write could not be made sure of.
pub fn cause(lang: Lang, c: &Cause) -> String {
    match c {
        Cause::Store(e) => why(lang, e),
        Cause::System(e) => io(lang, e),
        Cause::Shelf(details) => shelf(lang, details),
        Cause::Writer => WRITER.get(lang).into(),
        Cause::Meanwhile => MEANWHILE.get(lang).into(),
        Cause::Interrupted => INTERRUPTED.get(lang).into(),
        Cause::RecordTooLarge(limit) => record_too_large(lang, *limit),
        Cause::Unwritable(details) => unwritable(lang, details),
    }
}

/// What was found when a book was opened; nothing where all was well.
pub fn opened(lang: Lang, o: &OpenReport) -> Vec<String> {
    let cut = o.cut.as_ref().map(|(place, bytes)| was_cut(lang, *bytes, &stands(lang, place)));
    let rebuilt = o.rebuilt.as_ref().map(|r| {
        let why = match &r.why {
            Why::NotClosed { same_boot: true } => NOT_CLOSED,
            Why::NotClosed { same_boot: false } => POWER_CUT,
            Why::Missing => MISSING,
            Why::Damaged(_) => DAMAGED,
            Why::Unfitting => UNFITTING,
            Why::Asked => ASKED,
        };
        was_rebuilt(lang, r.records, why.get(lang))
    });
    let closed = o
        .read_only
        .as_ref()
        .map(|(place, f)| only_read(lang, &damaged(lang, &stands(lang, place), fault(lang, *f))));
    cut.into_iter().chain(rebuilt).chain(closed).collect()
}

/// What is wrong at a place of the journal.
pub fn fault(lang: Lang, fault: Fault) -> &'static str {
    match fault {
        Fault::Header => t("开头坏了", "the header is damaged"),
        Fault::Misplaced => t("这一段不该在这里", "the group belongs to another place"),
        Fault::Chain => t("和前一段接不上", "the group does not follow from the one before"),
        Fault::Content => t("内容和开头对不上", "the commits do not match the header"),
        Fault::Payload => t("有一条记录和它的校验对不上", "a body does not match its hash"),
        Fault::Stray => t("末尾后面有多余的字节", "stray bytes after the last group"),
        Fault::Missing => t("少了一个文件", "a segment is missing"),
        Fault::Unerased => t("该抹去的字还在", "words that were erased are still there"),
    }
    .get(lang)
}

/// Why the store says no, for the one who asked.
pub fn why(lang: Lang, e: &StoreError) -> String {
    let at = |p: &Path| p.display().to_string();
    match e {
        StoreError::Full { path } => full(lang, &at(path)),
        StoreError::Io { path, source } => match source.kind() {
            ErrorKind::PermissionDenied => no_right(lang, &at(path)),
            ErrorKind::ReadOnlyFilesystem => disk_read_only(lang, &at(path)),
            ErrorKind::NotFound => not_there(lang, &at(path)),
            _ => system(lang, &at(path), &io(lang, source)),
        },
        StoreError::Locked { holder: h } => in_use(lang, &holder(lang, h)),
        StoreError::NotABook { path } => no_book(lang, &at(path)),
        StoreError::Newer { path, found, known } => newer(lang, &at(path), *found, *known),
        StoreError::NotEmpty { path } => not_empty(lang, &at(path)),
        StoreError::ReadOnly { place, fault: f } | StoreError::Damaged { place, fault: f } => {
            damaged(lang, &stands(lang, place), fault(lang, *f))
        }
        StoreError::Failed { why } => reopen(lang, &cause(lang, why)),
        StoreError::Closed => CLOSED.get(lang).into(),
        StoreError::TooLarge { bytes, limit } => too_large(lang, *bytes, *limit),
        StoreError::NoSuchPos(pos) => no_such(lang, pos.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Holder, Pos};

    #[test]
    fn every_refusal_is_plain_in_both_languages() {
        let path = || "/home/wang/册子/journal".into();
        let io = |kind: ErrorKind| StoreError::Io { path: path(), source: kind.into() };
        let place = Place { segment: 2, offset: 96 };
        let faults =
            [Fault::Header, Fault::Misplaced, Fault::Chain, Fault::Content, Fault::Payload, Fault::Stray];
        let faults = faults.into_iter().chain([Fault::Missing, Fault::Unerased]);
        let mut all: Vec<StoreError> = faults.map(|fault| StoreError::ReadOnly { place, fault }).collect();
        all.extend([
            StoreError::Full { path: path() },
            io(ErrorKind::PermissionDenied),
            io(ErrorKind::ReadOnlyFilesystem),
            io(ErrorKind::NotFound),
            io(ErrorKind::Other),
            StoreError::Locked { holder: Box::new(Holder::default()) },
            StoreError::NotABook { path: path() },
            StoreError::Newer { path: path(), found: 2, known: 1 },
            StoreError::NotEmpty { path: path() },
            StoreError::Damaged { place, fault: Fault::Chain },
            StoreError::Failed { why: Cause::Store(StoreError::Closed.into()) },
            StoreError::Closed,
            StoreError::TooLarge { bytes: 9, limit: 8 },
            StoreError::NoSuchPos(Pos(7)),
        ]);
        let mut said = std::collections::BTreeSet::new();
        for e in &all {
            let (zh, en) = (why(Lang::Zh, e), why(Lang::En, e));
            assert!(zh.chars().any(|c| ('一'..='龥').contains(&c)), "{zh}");
            assert!(!en.replace("册子", "").chars().any(|c| ('一'..='龥').contains(&c)), "{en}");
            assert!(zh.chars().count() < 90 && en.len() < 160, "{zh} {en}");
            said.insert(zh);
            said.insert(en);
        }
        // The same fault is worded alike whether it stops reading or writing; else no two say the same.
        assert_eq!(said.len(), 2 * (all.len() - 1));
        assert!(why(Lang::Zh, &io(ErrorKind::StorageFull)).contains("磁盘"));
    }

    /// A sentence in one language holds no word of another; what stands in brackets is for whoever helps.
    fn plain(zh: &str, en: &str) {
        let without: String = zh.split('[').map(|part| part.rsplit(']').next().unwrap_or_default()).collect();
        assert!(without.chars().any(|c| ('一'..='龥').contains(&c)), "{zh}");
        assert!(!without.chars().any(|c| c.is_ascii_alphabetic()), "{zh}");
        assert!(!en.chars().any(|c| ('一'..='龥').contains(&c)) && en.is_ascii(), "{en}");
    }

    #[test]
    fn what_lies_beneath_is_named_in_both_languages_too() {
        // every fault that the system may give
        for n in 1..134 {
            let e = std::io::Error::from_raw_os_error(n);
            plain(&super::io(Lang::Zh, &e), &super::io(Lang::En, &e));
            let e = StoreError::Io { path: "/0".into(), source: e };
            plain(&why(Lang::Zh, &e), &why(Lang::En, &e));
        }
        plain(&holder(Lang::Zh, &Holder::default()), &holder(Lang::En, &Holder::default()));
        let io = || std::io::Error::from_raw_os_error(5);
        let place = Place { segment: 2, offset: 96 };
        let damaged = StoreError::Damaged { place, fault: Fault::Chain };
        let causes = [
            Cause::Store(damaged.into()),
            Cause::System(io().into()),
            Cause::Shelf("sled panicked".into()),
            Cause::Writer,
            Cause::Meanwhile,
            Cause::Interrupted,
            Cause::RecordTooLarge(9),
            Cause::Unwritable("unexpected end".into()),
        ];
        for why_not in causes {
            plain(&cause(Lang::Zh, &why_not), &cause(Lang::En, &why_not));
            let e = StoreError::Failed { why: why_not };
            plain(&why(Lang::Zh, &e), &why(Lang::En, &e));
        }
        for why in [
            Why::NotClosed { same_boot: true },
            Why::NotClosed { same_boot: false },
            Why::Missing,
            Why::Damaged("odd".into()),
            Why::Unfitting,
            Why::Asked,
        ] {
            let report = OpenReport {
                cut: Some((place, 7)),
                rebuilt: Some(crate::store::Rebuilt { why, records: 3 }),
                read_only: Some((place, Fault::Payload)),
                ..OpenReport::default()
            };
            for (zh, en) in opened(Lang::Zh, &report).iter().zip(opened(Lang::En, &report)) {
                plain(zh, &en);
            }
            assert_eq!(opened(Lang::Zh, &report).len(), 3);
        }
    }
}
