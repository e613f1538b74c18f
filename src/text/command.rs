//! What the command line prints.

use super::{T, t};
use crate::book::capture::LineTrouble;
use crate::{say, words};

words! {
    /// A command that needs the book's own folder.
    NEEDS_BOOK = "这个命令要在册子所在的机器上用 --book 指明册子", "this command needs the book's own folder: name it with --book";
    /// Not an id.
    BAD_ID = "编号不对，应是 32 位十六进制", "not an id: 32 hexadecimal digits";
    /// The history is sound.
    SOUND = "历史完整，一环不缺", "the history is whole, no link is missing";
    /// A demonstration is not made over another book.
    NOT_EMPTY = "这个文件夹里已有册子，演示册不会盖掉它；请用 --book 指一个空文件夹", "there is a book in this folder already and it is left alone; name an empty folder with --book";
    /// The terminal is not one.
    NO_TERMINAL = "linli 要在终端里运行；命令用法见 linli --help", "linli runs in a terminal; for commands see linli --help";
    /// The program was replaced by a newer one while it ran.
    OUTDATED = "程序已经升级，请重新打开 linli；打的字在草稿里", "the program was updated; start linli again. What you typed is in its draft";
    /// The hub closed the door.
    NOT_LET_IN = "服务不让这个账号进，请找设它的人", "the hub does not let this account in; ask whoever set it up";
    /// There is no folder for a book of one's own.
    NO_HOME = "没有家目录可放册子，请用 --book 指一个文件夹", "there is no home folder to keep a book in: name one with --book";
    /// The terminal can do nothing.
    DUMB = "TERM=dumb 的终端画不了全屏；命令照常能用，见 linli --help", "a TERM=dumb terminal cannot show a full screen; the commands work: see linli --help";
    /// The terminal is not UTF-8. Told in both languages whatever the language is.
    NOT_UTF8 = "终端的字符集不是 UTF-8，中文会乱。请在终端的设置里改成 UTF-8(PuTTY: Window - Translation)，再开 linli", "the character set of this terminal is not UTF-8: set it to UTF-8 (PuTTY: Window - Translation), then start linli again";
}

say! {
    /// Program and hub speak different versions.
    version(theirs: u16, ours: u16) = "服务用的是协议 {theirs} 版，这个程序是 {ours} 版。册子和草稿都没有动；请升级程序后再开", "the hub speaks version {theirs} of the protocol, this program {ours}. Book and drafts are as they were; update the program and start it again";
    /// The office's hub does not answer.
    hub_down(socket: &str, why: &str) = "单位的服务没有应答({socket}: {why})，什么都没有改。可能正在重启，过一会儿再试；还不行请找管理员", "the office's hub at {socket} does not answer ({why}); nothing was changed. It may be restarting: try again in a moment, else ask the administrator";
    /// The office's hub does not answer, and the app waits for it.
    hub_waited(socket: &str, why: &str) = "单位的服务还没有应答({socket}: {why})。正在等它，一开就进去；不等了按 Ctrl-C。一直不开请找管理员", "the office's hub at {socket} does not answer ({why}). Waiting for it: linli goes on as soon as it is up. Ctrl-C to leave; if it stays so, ask the administrator";
    /// Another account's program listens in the hub's place.
    impostor(socket: &str, uid: u32, account: &str) = "{socket} 上应答的程序不属于 {account}，是 {uid} 号账号的，什么都没有对它说。请马上告诉管理员", "the program that answers at {socket} runs under account {uid} and not under {account}; nothing was said to it. Tell the administrator at once";
    /// The office's file says nothing that can be used.
    bad_office(file: &str, why: &str) = "{file} 看不懂({why})。这台机器归单位的服务管，没有另开册子；请管理员改好它", "{file} cannot be used ({why}). This machine belongs to an office's hub, so no other book was opened; ask the administrator to mend the file";
    /// What stands behind --where is no test.
    where_form(what: &str) = "--where 要写成 字段=值，不是 {what}", "--where takes FIELD=VALUE, not {what}";
    /// No such field.
    where_field(name: &str, all: &str) = "没有 {name} 这一项；有: {all}", "there is no field {name}; there are: {all}";
    /// No such value.
    where_value(field: &str, value: &str) = "{field} 里没有 {value}", "{value} is no value of {field}";
    /// A line was written.
    written(what: &str, name: &str, id: &str) = "已记 {what} {name} {id}", "written: {what} {name} {id}";
    /// Several may be meant.
    which(n: usize, all: &str) = "可能是这 {n} 位，没有写，请写清是谁:\n  {all}", "{n} may be meant; nothing was written:\n  {all}";
    /// What a sound history holds.
    verified(commits: u64, changes: u64, head: &str) = "{commits} 次提交，{changes} 处改动，链头 {head}", "{commits} commits, {changes} changes, head {head}";
    /// The first broken place.
    broken(place: &str, fault: &str) = "历史在 {place} 断了: {fault}。册子没有动过，请用备份修: linli mend 备份文件夹", "the history is broken at {place}: {fault}. Nothing was changed; mend it from a backup: linli mend BACKUP";
    /// The last group is torn; the next start cuts it.
    torn(place: &str) = "最后一组没写完({place})，从未确认过，下次打开会切掉", "the last group was never finished ({place}) nor acknowledged; the next start cuts it";
    /// Rebuilt.
    rebuilt(n: u64) = "已按历史重建，{n} 条记录", "rebuilt from the journal: {n} records";
    /// A demonstration book is ready.
    demo_made(people: u64, records: u64, dir: &str) = "演示册做好了: {people} 人，共 {records} 条记录，在 {dir}", "the demonstration book is ready: {people} people, {records} records, in {dir}";
    /// Progress on stderr.
    progress(done: u64, total: u64) = "{done} / {total}", "{done} / {total}";
    /// Keymap without problems.
    keys_fine(file: &str) = "{file} 没有问题", "{file} is fine";
}

/// Why a line cannot be read.
pub const fn line_trouble(t_: LineTrouble) -> T {
    match t_ {
        LineTrouble::Empty => t("空的一行", "an empty line"),
        LineTrouble::What => t(
            "开头要写记什么: 访 事 服 会 办 人 单位 系，如 访 zxm 电话 路面补好了",
            "begin with what to write: v (visit), m (matter), p (person), o (organisation) or r (tie), as in: v zxm phone",
        ),
        LineTrouble::Other => t("还要写和谁: 人或单位", "with whom? a person or an organisation"),
        LineTrouble::Tie => t(
            "还要写是什么关系: 员工 会员 负责人 法定代表人 介绍认识 结对 师徒 同事 合作单位 下属",
            "which tie? employee member officer introduced pairing mentor colleague partner subordinate",
        ),
        LineTrouble::Source => t(
            "最后写来源: 谁说的或凭什么，如 本人、执照、商会名册",
            "the last word is who declared it, or which paper, as in: themselves, licence",
        ),
        LineTrouble::TooLong => t("太长了，请用表单写", "too long for a line; use the form"),
        LineTrouble::Phone => t(
            "电话号码不对: 手机 11 位，座机带区号",
            "not a phone number: 11 digits, or area code and number",
        ),
        LineTrouble::Who => t("要写是谁", "say who"),
        LineTrouble::NextDay => {
            t("+ 后面看不出是哪天，如 +3天 +周五 +11-27", "no day after +; as in +3d, +fri, +11-27")
        }
    }
}
