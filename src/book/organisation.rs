//! Organisation 单位: enterprise, social organisation, association, chamber, department, unit stationed here.

use super::Kind;
use super::capture::{Grammar, New, Shape};
use super::field::{Choice, Cover, Field, Find, Type, choice, field};

/// Its name.
pub const NAME: u16 = 1;
/// Reading, by which lists sort.
pub const READING: u16 = 2;
/// Short names.
pub const CALLED: u16 = 3;
/// What sort it is.
pub const SORT: u16 = 4;
/// Unified social credit code.
pub const USCC: u16 = 5;
/// Trade.
pub const TRADE: u16 = 6;
/// Where it is.
pub const AREA: u16 = 7;
/// Street address.
pub const ADDRESS: u16 = 8;
/// Whom to speak to.
pub const CONTACT: u16 = 9;
/// Phone numbers.
pub const PHONES: u16 = 10;
/// Open, paused, moved, closed.
pub const STATUS: u16 = 11;
/// Since when that status.
pub const STATUS_SINCE: u16 = 12;
/// What it offers.
pub const OFFERS: u16 = 13;
/// How many people work there.
pub const HEADCOUNT: u16 = 14;
/// Tags of the office.
pub const TAGS: u16 = 15;
/// Remarks.
pub const NOTE: u16 = 16;
/// Which one this was merged into.
pub const MERGED_INTO: u16 = 17;

/// An association.
pub const ASSOCIATION: u16 = 3;
/// A chamber of commerce.
pub const CHAMBER: u16 = 4;

/// The sorts of organisations.
pub const SORTS: &[Choice] = &[
    choice(1, "enterprise", "企业", "enterprise", &["公司", "个体工商户", "合作社"]),
    choice(2, "social", "社会组织", "social organisation", &["社会服务机构", "民办非企业"]),
    choice(ASSOCIATION, "association", "联谊会", "association", &["协会"]),
    choice(CHAMBER, "chamber", "商会", "chamber of commerce", &[]),
    choice(5, "department", "部门", "department", &["机关"]),
    choice(6, "stationed", "驻区单位", "unit stationed here", &[]),
    choice(7, "volunteers", "志愿队伍", "volunteer team", &["志愿服务队"]),
];

/// Whether it is still there.
pub const STATUSES: &[Choice] = &[
    choice(1, "open", "开业", "open", &["在业", "存续", "正常"]),
    choice(2, "paused", "停业", "paused", &["歇业"]),
    choice(3, "moved", "已迁出", "moved away", &["迁出"]),
    choice(4, "changed", "转行", "changed trade", &["改行"]),
    choice(5, "closed", "注销", "closed", &["关门", "吊销"]),
];

/// The field table.
pub const FIELDS: &[Field] = &[
    field(NAME, "name", "名称", "Name", Type::Line)
        .must()
        .aliases(&["单位名称", "企业名称", "机构名称", "name"])
        .find(Find::Name),
    field(SORT, "sort", "性质", "Sort", Type::Choice(SORTS)).for_many().stays().aliases(&[
        "单位性质",
        "类型",
        "企业类型",
    ]),
    field(AREA, "area", "社区", "Community", Type::Ref { kind: Kind::Area, make: false })
        .for_many()
        .stays()
        .aliases(&["所属社区", "所在社区"])
        .find(Find::Community),
    field(CONTACT, "contact", "联系人", "Contact", Type::Ref { kind: Kind::Person, make: false })
        .hint("打首字母挑选册里的人", "Initials pick a person of the book"),
    field(PHONES, "phones", "电话", "Phones", Type::Phone)
        .many()
        .aliases(&["联系电话", "办公电话"])
        .cover(Cover::Tail)
        .find(Find::Phone),
    field(TRADE, "trade", "行业", "Trade", Type::Line).for_many().aliases(&["所属行业"]).find(Find::Extra),
    field(ADDRESS, "address", "地址", "Address", Type::Line)
        .aliases(&["单位地址", "注册地址"])
        .cover(Cover::Words)
        .find(Find::Extra),
    field(USCC, "uscc", "信用代码", "Credit code", Type::Uscc)
        .section("登记", "Register")
        .aliases(&["统一社会信用代码", "信用代码", "营业执照号"])
        .hint("统一社会信用代码 18 位", "The 18 characters of the unified social credit code"),
    field(CALLED, "called", "简称", "Also called", Type::Line).many().aliases(&["简称"]).find(Find::Called),
    field(HEADCOUNT, "headcount", "人数", "Headcount", Type::Number(0, 1_000_000))
        .aliases(&["职工人数", "从业人数"]),
    field(OFFERS, "offers", "能提供", "Offers", Type::Line)
        .many()
        .hint("场地、专家等，写到什么时候为止", "A venue, an expert, and until when")
        .find(Find::Extra),
    field(STATUS, "status", "状态", "Status", Type::Choice(STATUSES)).for_many().aliases(&["经营状态"]),
    field(STATUS_SINCE, "status_since", "状态起", "Status since", Type::Day).past().for_many(),
    field(TAGS, "tags", "标签", "Tags", Type::Ref { kind: Kind::Tag, make: false })
        .for_many()
        .many()
        .find(Find::Extra),
    field(READING, "reading", "读音", "Reading", Type::Line),
    field(NOTE, "note", "备注", "Note", Type::Note).section("", "").aliases(&["说明"]).cover(Cover::Words),
    field(
        MERGED_INTO,
        "merged_into",
        "并入",
        "Merged into",
        Type::Ref { kind: Kind::Organisation, make: false },
    )
    .hidden(),
];

/// How one is written in a line: 单位 恒达建材有限公司 0374-8882210 恒达社区 建材.
pub const LINE: Grammar = Grammar {
    heads: &["单位", "新单位"],
    letters: &["o", "organisation"],
    shape: Shape::New(New {
        name: NAME,
        phones: PHONES,
        choices: &[SORT],
        loose: &[TRADE, ADDRESS],
        area: Some(AREA),
        rest: NOTE,
        owner: None,
    }),
};
