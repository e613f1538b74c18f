//! Area 辖区: the tree of city, district, street or town, community, grid.

use super::Kind;
use super::field::{Choice, Cover, Field, Find, Type, choice, field};

/// Its name.
pub const NAME: u16 = 1;
/// Official code, optional and editable.
pub const CODE: u16 = 2;
/// The area it is part of.
pub const PARENT: u16 = 3;
/// City, district, street, community, grid.
pub const LEVEL: u16 = 4;
/// How people call it.
pub const CALLED: u16 = 5;
/// Days after which a person here counts as not reached for long.
pub const RHYTHM: u16 = 6;
/// Remarks.
pub const NOTE: u16 = 7;

/// The levels of areas.
pub const LEVELS: &[Choice] = &[
    choice(1, "city", "市", "city", &["地级市", "县级市", "市级"]),
    choice(2, "district", "区县", "district", &["区", "县", "市辖区"]),
    choice(3, "street", "街道(乡镇)", "street or town", &["街道", "镇", "乡", "街道办事处", "街道乡镇"]),
    choice(4, "community", "社区(村)", "community", &["社区", "村", "居委会", "村委会", "社区村"]),
    choice(5, "grid", "网格", "grid", &["片区"]),
];

/// The field table.
pub const FIELDS: &[Field] = &[
    field(NAME, "name", "名称", "Name", Type::Line)
        .must()
        .aliases(&["辖区", "辖区名称", "社区名称", "街道名称", "name"])
        .find(Find::Name),
    field(CODE, "code", "区划代码", "Official code", Type::Line)
        .aliases(&["代码", "编码", "统计用区划代码", "区划编码", "code"])
        .hint("统计用区划代码，没有可不填", "The official code; leave empty where there is none"),
    field(PARENT, "parent", "上级", "Part of", Type::Ref { kind: Kind::Area, make: false })
        .for_many()
        .aliases(&["上级代码", "上级辖区", "所属", "parent"]),
    field(LEVEL, "level", "级别", "Level", Type::Choice(LEVELS)).for_many().aliases(&["层级", "level"]),
    field(CALLED, "called", "俗称", "Also called", Type::Line).many().find(Find::Called),
    field(RHYTHM, "rhythm", "联系间隔", "Rhythm in days", Type::Number(1, 3650)).for_many().hint(
        "多少天没联系就提醒，不填按 90 天",
        "Remind after so many days without contact; 90 where empty",
    ),
    field(NOTE, "note", "备注", "Note", Type::Note).cover(Cover::Words),
];
