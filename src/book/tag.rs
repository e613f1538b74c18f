//! Tag 标签: a word the office sorts by. Each has a purpose and an owner, and passes the open-book rule.

use super::Kind;
use super::field::{Field, Find, Type, field};

/// The word.
pub const NAME: u16 = 1;
/// What it is for.
pub const PURPOSE: u16 = 2;
/// Who answers for it.
pub const OWNER: u16 = 3;

/// The field table.
pub const FIELDS: &[Field] = &[
    field(NAME, "name", "标签", "Tag", Type::Line)
        .must()
        .hint("只按工作归类，不给人打分贴标签", "Sorts work; never judges people")
        .find(Find::Name),
    field(PURPOSE, "purpose", "用途", "Purpose", Type::Line).must(),
    field(OWNER, "owner", "负责人", "Owner", Type::Ref { kind: Kind::Staff, make: false }).must(),
];
