//! Tie 关系: a declared tie. It has a kind, a source and dates, and somebody declared it; none is ever inferred.

use super::Fields;
use super::capture::{Between, Grammar, Shape};
use super::field::{Choice, Cover, Field, Type, choice, field};

/// One end.
pub const FROM: u16 = 1;
/// The other end.
pub const TO: u16 = 2;
/// What sort of tie.
pub const SORT: u16 = 3;
/// The role in it.
pub const ROLE: u16 = 4;
/// Since when.
pub const SINCE: u16 = 5;
/// Until when.
pub const UNTIL: u16 = 6;
/// Who declared it, or which paper.
pub const SOURCE: u16 = 7;
/// Remarks.
pub const NOTE: u16 = 8;

/// A member.
pub const MEMBER: u16 = 2;
/// Somebody with a post.
pub const OFFICER: u16 = 3;
/// A term that ends within so many days is to be seen to.
pub const SOON: i32 = 90;

/// The post that a tie gives: an officer's, or that of a member who is more than one.
pub fn post(f: &Fields) -> Option<&str> {
    let role = f.text(ROLE);
    let only_member = || MEMBERS.contains(&role);
    match f.code(SORT) {
        Some(OFFICER) if !role.is_empty() => Some(role),
        Some(MEMBER) if !role.is_empty() && !only_member() => Some(role),
        _ => None,
    }
}

/// Roles of members that are no post.
const MEMBERS: [&str; 4] = ["会员", "成员", "个人会员", "member"];

/// Somebody looked: the two are not one and the same.
pub const APART: u16 = 11;
/// Somebody thinks that the two may be one and the same.
pub const PERHAPS: u16 = 12;

/// The sorts of ties.
pub const SORTS: &[Choice] = &[
    choice(1, "employee", "员工", "employee", &["职工", "任职"]),
    choice(2, "member", "会员", "member", &["成员"]),
    choice(3, "officer", "负责人", "officer", &["会长", "理事", "秘书长"]),
    choice(4, "legal_representative", "法定代表人", "legal representative", &["法人"]),
    choice(5, "introduced", "介绍认识", "introduced by", &["介绍"]),
    choice(6, "pairing", "结对", "paired with", &["一助一"]),
    choice(7, "mentor", "师徒", "mentor of", &["带教"]),
    choice(8, "colleague", "同事", "colleague", &[]),
    choice(9, "partner", "合作单位", "partner", &["合作"]),
    choice(10, "subordinate", "下属", "part of", &["分支机构"]),
    choice(APART, "apart", "不是同一个", "not the same as", &["不是同一人", "不是同一家"]),
    choice(PERHAPS, "perhaps", "可能是同一个", "perhaps the same as", &["可能是同一人", "可能是同一家"]),
];

/// The field table.
pub const FIELDS: &[Field] = &[
    field(FROM, "from", "谁", "Who", Type::Party)
        .must()
        .hint("打首字母挑选人或单位", "Initials pick a person or organisation"),
    field(SORT, "sort", "关系", "Tie", Type::Choice(SORTS)).for_many().must(),
    field(TO, "to", "和谁", "With", Type::Party)
        .must()
        .hint("打首字母挑选人或单位", "Initials pick a person or organisation"),
    field(ROLE, "role", "角色", "Role", Type::Line).hint("如 副会长", "e.g. vice president"),
    field(SINCE, "since", "起", "Since", Type::Day),
    field(UNTIL, "until", "止", "Until", Type::Day).for_many(),
    field(SOURCE, "source", "来源", "Source", Type::Line)
        .for_many()
        .must()
        .hint("谁说的或凭什么: 本人、执照、商会名册", "Who declared it, or which paper"),
    field(NOTE, "note", "备注", "Note", Type::Note).cover(Cover::Words),
];

/// How one is written in a line: 系 张晓明 市建材商会 负责人 副会长 2023至2028 商会名册.
pub const LINE: Grammar = Grammar {
    heads: &["系", "关系"],
    letters: &["r", "tie"],
    shape: Shape::Between(Between {
        from: FROM,
        to: TO,
        sort: SORT,
        role: ROLE,
        since: SINCE,
        until: UNTIL,
        source: SOURCE,
    }),
};
