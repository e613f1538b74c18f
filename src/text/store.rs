//! What the store says, in words for whoever works with the book. The details in brackets are for whoever helps.

use super::{Lang, T, t};
use crate::say;
use crate::store::{Fault, Place, StoreError};
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
    /// A place in the journal.
    place(segment: u32, offset: u64) = "第 {segment} 个文件第 {offset} 字节", "file {segment}, byte {offset}";
}

/// The book was closed.
const CLOSED: T = t("册子已经关上了，请重新打开", "the book is closed; please open it again");

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
    let stands = |p: &Place| place(lang, p.segment, p.offset);
    match e {
        StoreError::Full { path } => full(lang, &at(path)),
        StoreError::Io { path, source } => match source.kind() {
            ErrorKind::PermissionDenied => no_right(lang, &at(path)),
            ErrorKind::ReadOnlyFilesystem => disk_read_only(lang, &at(path)),
            ErrorKind::NotFound => not_there(lang, &at(path)),
            _ => system(lang, &at(path), &source.to_string()),
        },
        StoreError::Locked { holder } => in_use(lang, &holder.to_string()),
        StoreError::NotABook { path } => no_book(lang, &at(path)),
        StoreError::Newer { path, found, known } => newer(lang, &at(path), *found, *known),
        StoreError::NotEmpty { path } => not_empty(lang, &at(path)),
        StoreError::ReadOnly { place, fault: f } | StoreError::Damaged { place, fault: f } => {
            damaged(lang, &stands(place), fault(lang, *f))
        }
        StoreError::Failed { why } => reopen(lang, why),
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
            StoreError::Failed { why: "fdatasync".into() },
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
}
