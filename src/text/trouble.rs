//! What went wrong, that what was typed is safe, and what to do.

use crate::{say, words};

words! {
    /// No right to it.
    NOT_ALLOWED = "没有这项权限，请找管理员", "you have no right to this; ask the administrator";
    /// A sealed report would change.
    SEALED = "封存的报表不能改；后来补进的在报表里另列", "a sealed report is not changed; what came later stands beside it in the report";
    /// The record is not there any more.
    GONE = "这条记录已经不在了", "this record is no longer there";
    /// A request that makes no sense: program and hub differ.
    BAD_REQUEST = "这个请求看不懂，请升级程序后重开", "the request was not understood; please update the program";
    /// A field of a record that a newer program wrote, in a way that this one cannot read.
    NEWER_RECORD = "这条记录是新版程序写的，这一项请升级程序后再改", "a newer program wrote this record; update the program to change this field";
    /// Nothing to undo.
    NOTHING_TO_UNDO = "没有可以撤销的", "there is nothing to undo";
    /// Records of other areas refer to it.
    IN_USE_ELSEWHERE = "别的辖区还有记录用着它，请找管理员办", "records of other areas use it too; ask an administrator";
    /// Others changed it since.
    UNDO_CONFLICT = "后来别人改过，撤不回去了；请打开那条记录自己改", "somebody changed it since; open the record and mend it there";
    /// Somebody with the same phone stands in the book.
    SAME_PHONE = "电话相同", "same phone";
    /// Somebody with the same name stands in the book.
    SAME_NAME = "姓名相同", "same name";
    /// A row without a name.
    NO_NAME = "没有姓名", "no name";
    /// A visit without a person.
    ONE_ORGANISATION = "一次只走访一家单位，另一家再记一行", "one organisation a visit; write another line for the other";
    /// A visit to nobody.
    NOBODY = "没写走访了谁", "nobody is named";
    /// A note of an import in the history.
    IMPORT_NOTE = "导入", "import";
    /// A note of an undo in the history.
    UNDO_NOTE = "撤销", "undo";
    /// How a note of a handing over begins, as in `handed_over`.
    HAND_NOTE = "交接：", "Handed over ";
    /// A note of a bulk change in the history.
    BULK_NOTE = "一起改", "changed together:";
    /// A name that stands for nobody yet, where none may be made.
    BOTH_ENDS = "两头都要写", "both ends are needed";
    /// Somebody would change, while the screen may be seen by others, what is covered on it.
    SHOWING = "投屏开着，电话、地址、备注盖着，改不了也看不全；按 F8 关了投屏再来",
        "the screen is being shown: phones, addresses and notes are covered and cannot be changed; F8 ends it";
    /// A matter is passed on to where it lies.
    ALREADY_HERE = "这件就归这里办，不用转", "it lies there already and need not be passed on";
}

say! {
    /// The book is read-only.
    handed_over(from: &str, to: &str, since: &str, why: &str) = "交接：从 {from} 到 {to}，自 {since}，原因：{why}", "Handed over from {from} to {to} as of {since}: {why}";
    /// The book cannot be written.
    read_only(why: &str) = "册子现在只能看，不能改: {why}。已记下的都在，请管理员用备份修复(linli mend 备份文件夹)",
        "the book is read-only: {why}. Nothing recorded is lost; the administrator should mend it from a backup (linli mend BACKUP)";
    /// The store failed.
    store_failed(why: &str) = "存不下: {why}。您打的字在草稿里，一个字没丢",
        "could not be saved: {why}. What you typed is safe in its draft";
    /// A book of a newer program.
    newer_book(dir: &str, found: u32, known: u32) = "{dir} 这本册子是新版程序写的(格式 {found}，这个程序只认到 {known})。什么都没有动；请升级程序后再开",
        "a newer program wrote the book in {dir} (format {found}; this one knows formats up to {known}). Nothing was touched; update the program and open it again";
    /// Others refer to it.
    in_use(n: u64) = "还有 {n} 条记录用着它，先改那些", "still in use by records ({n}); change those first";
    /// No such record by this name.
    unknown(name: &str) = "册里没有 {name}", "{name} is not in the book";
    /// A name that makes a new record on saving.
    will_make(name: &str) = "册里没有 {name}，存时新建", "{name} is new and will be made on saving";
    /// Several of a name.
    several(n: usize, name: &str, all: &str) = "有 {n} 个 {name}: {all}，请写清是哪一个",
        "there are {n} of {name}: {all}; please say which";
    /// A colleague was there on the same day.
    visited_today(who: &str, whom: &str) = "{who} 今天已经联系过 {whom}", "{who} was in touch with {whom} today already";
    /// The same of another day.
    visited_then(who: &str, whom: &str, day: &str) = "{who} {day} 那天也联系过 {whom}", "{who} was in touch with {whom} on {day} as well";
    /// A word that begins a matter, and nothing after it.
    plain_matter(word: &str) = "「{word}」后面写上是什么事，就另记一件事项", "'{word}': write what it is about and it becomes a matter";
    /// Somebody who is to do it, where nothing takes that.
    plain_owner(word: &str) = "「{word}」: 走访没有受理人，先记在话里；一起去的人写 同 名字", "'{word}': a visit has nobody in charge, so it stays in the words; write 同 before who came along";
    /// Urgent, where nothing takes that.
    plain_urgent(word: &str) = "「{word}」: 走访不分缓急，先记在话里", "'{word}': a visit is not urgent, so it stays in the words";
    /// The period was sealed already.
    sealed(by: &str) = "这一期已经封存过了: {by}", "this period is sealed already: {by}";
    /// Another unique value is taken.
    taken(by: &str) = "已经给 {by} 用了", "already taken by {by}";
    /// A matter that is with another office is taken on by them.
    theirs_to_take(office: &str) = "这件转给了{office}，由他们接办；要催就用催办", "it was passed on to {office}, who take it on; urge asks them how far it is";
    /// A step that is not lawful in this state.
    not_now(state: &str, act: &str) = "现在是「{state}」，不能{act}。什么都没有改", "It is '{state}' now, so '{act}' cannot be done. Nothing was changed";
    /// Somebody changed the same since it was shown.
    changed_meanwhile(by: &str, now: &str) = "{by} 刚改过，现在是「{now}」", "{by} has just changed it to \"{now}\"";
    /// Somebody in the book looks like this one.
    looks_like(name: &str, why: &str) = "册里有 {name}，{why}", "{name} is in the book: {why}";
}
