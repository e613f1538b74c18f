//! Staff 工作人员: who does the work, with a Unix account or without.

use super::Kind;
use super::field::{Choice, Cover, Field, Find, Type, choice, field};

/// Name.
pub const NAME: u16 = 1;
/// Reading of the name.
pub const READING: u16 = 2;
/// Unix account.
pub const ACCOUNT: u16 = 3;
/// Its number.
pub const UID: u16 = 4;
/// Role.
pub const ROLE: u16 = 5;
/// The areas looked after.
pub const AREAS: u16 = 6;
/// Phone numbers.
pub const PHONES: u16 = 7;
/// Whether still there.
pub const STATUS: u16 = 8;
/// Remarks.
pub const NOTE: u16 = 9;

/// What somebody may do.
pub const ROLES: &[Choice] = &[
    choice(1, "administrator", "管理员", "administrator", &[]),
    choice(2, "lead", "负责人", "lead", &["科长", "主任"]),
    choice(3, "worker", "工作人员", "worker", &["联络员", "网格员"]),
    choice(4, "reader", "只读", "reader", &[]),
];

/// Still there.
pub const SERVING: u16 = 1;
/// Gone.
pub const LEFT: u16 = 2;

/// Whether still there.
pub const STATUSES: &[Choice] = &[
    choice(SERVING, "serving", "在岗", "serving", &[]),
    choice(LEFT, "left", "离岗", "left", &["退休", "调离"]),
];

/// The field table.
pub const FIELDS: &[Field] = &[
    field(NAME, "name", "姓名", "Name", Type::Name).must().find(Find::Name),
    field(ROLE, "role", "角色", "Role", Type::Choice(ROLES)),
    field(AREAS, "areas", "负责辖区", "Areas", Type::Ref { kind: Kind::Area, make: false }).for_many().many(),
    field(PHONES, "phones", "电话", "Phones", Type::Phone).many().cover(Cover::Tail).find(Find::Phone),
    field(ACCOUNT, "account", "登录账号", "Account", Type::Line)
        .hint("这台机器上的登录名，没有可不填", "The login name on this machine, if there is one"),
    field(UID, "uid", "账号编号", "Account number", Type::Number(0, u32::MAX as i64)),
    field(STATUS, "status", "状态", "Status", Type::Choice(STATUSES)).for_many(),
    field(READING, "reading", "读音", "Reading", Type::Line),
    field(NOTE, "note", "备注", "Note", Type::Note).cover(Cover::Words),
];
