//! Request 个人信息请求: what somebody on file asked for, and what became of it. The register that PIPL art. 50 asks
//! for. Written by the commands for it alone; outlives the person's record, of which it then holds the bare id.

use super::Kind;
use super::field::{Choice, Field, Type, choice, field};

/// Whose data. The record may be erased since.
pub const PERSON: u16 = 1;
/// What was asked.
pub const WHAT: u16 = 2;
/// When.
pub const ASKED_ON: u16 = 3;
/// How.
pub const ASKED_BY: u16 = 4;
/// Why, in the person's words. Names nobody.
pub const REASON: u16 = 5;
/// What became of it; nothing while it is under way.
pub const DECIDED: u16 = 6;
/// Why it was refused (PIPL art. 50: with the reason).
pub const WHY_NOT: u16 = 7;
/// When it was done.
pub const DONE_ON: u16 = 8;
/// Who took it.
pub const STAFF: u16 = 9;
/// How far an erasure goes.
pub const SCOPE: u16 = 10;

/// To see what is held (PIPL art. 45).
pub const SHOW: u16 = 1;
/// To have a copy (art. 45).
pub const COPY: u16 = 2;
/// To have it corrected (art. 46).
pub const CORRECT: u16 = 3;
/// That it is no longer used (art. 44).
pub const FREEZE: u16 = 4;
/// That it is used again.
pub const LIFT: u16 = 5;
/// That it is erased (art. 47).
pub const ERASE: u16 = 6;

/// What may be asked.
pub const WHATS: &[Choice] = &[
    choice(SHOW, "show", "查阅", "to see", &["查看"]),
    choice(COPY, "copy", "复制", "a copy", &["副本"]),
    choice(CORRECT, "correct", "更正", "correction", &["改正"]),
    choice(FREEZE, "freeze", "暂停使用", "freezing", &["限制使用", "冻结"]),
    choice(LIFT, "lift", "恢复使用", "use again", &["解冻"]),
    choice(ERASE, "erase", "删除", "erasure", &[]),
];

/// Asked face to face.
pub const FACE: u16 = 1;

/// How it was asked.
pub const WAYS: &[Choice] = &[
    choice(FACE, "face", "当面", "face to face", &[]),
    choice(2, "phone", "电话", "by phone", &[]),
    choice(3, "letter", "书面", "in writing", &["来信"]),
    choice(4, "online", "线上", "online", &["微信"]),
];

/// It was done.
pub const DONE: u16 = 1;
/// It was refused.
pub const REFUSED: u16 = 2;

/// What became of it.
pub const DECISIONS: &[Choice] =
    &[choice(DONE, "done", "已办", "done", &[]), choice(REFUSED, "refused", "不予办理", "refused", &[])];

/// The person's own records.
pub const OWN: u16 = 1;
/// The words of others that mention them too.
pub const MENTIONS: u16 = 2;

/// How far an erasure goes.
pub const SCOPES: &[Choice] = &[
    choice(OWN, "own", "本人的记录", "own records", &[]),
    choice(MENTIONS, "mentions", "连同别处提到的", "with mentions", &[]),
];

/// The field table.
pub const FIELDS: &[Field] = &[
    field(PERSON, "person", "谁的", "Whose", Type::Ref { kind: Kind::Person, make: false })
        .must()
        .purpose("知道是谁的请求", "to know whose request it is"),
    field(WHAT, "what", "请求", "Asked for", Type::Choice(WHATS))
        .must()
        .purpose("知道要办什么", "to know what is to be done"),
    field(ASKED_ON, "asked_on", "提出日期", "Asked on", Type::Day)
        .must()
        .purpose("按时办理", "to do it in time"),
    field(ASKED_BY, "asked_by", "提出方式", "Asked how", Type::Choice(WAYS))
        .purpose("证明本人提出过", "to show that the person asked"),
    field(REASON, "reason", "理由", "Reason", Type::Line)
        .hint("不写姓名、电话", "Without names and numbers")
        .purpose("说明为什么", "to say why"),
    field(DECIDED, "decided", "办理结果", "Decided", Type::Choice(DECISIONS))
        .purpose("证明已答复本人", "to show that the person was answered"),
    field(WHY_NOT, "why_not", "不予办理的理由", "Why not", Type::Line)
        .purpose("向本人说明理由", "to tell the person the reason"),
    field(DONE_ON, "done_on", "办结日期", "Done on", Type::Day)
        .purpose("证明按时办了", "to show that it was done in time"),
    field(STAFF, "staff", "经办人", "Staff", Type::Ref { kind: Kind::Staff, make: false })
        .purpose("知道由谁办的", "to know who did it"),
    field(SCOPE, "scope", "删除范围", "Scope", Type::Choice(SCOPES))
        .purpose("中断后照原样办完", "to finish what was interrupted as it began"),
];
