//! Matter 事项: what somebody asked for, suggested or complained of, in their own words, and what became of it. Done is
//! not told: it is struck off only when the person has had the answer.

use super::Kind;
use super::columns::{Column, WHOM, column};
use super::field::{Choice, Cover, Field, Find, Type, choice, field};
use super::general::{General, general};
use crate::text::t;

/// What it is about, in few words.
pub const TITLE: u16 = 1;
/// The person's own words.
pub const WORDS: u16 = 2;
/// What sort of matter.
pub const SORT: u16 = 3;
/// Whose.
pub const PEOPLE: u16 = 4;
/// Of which organisation.
pub const ORGANISATION: u16 = 5;
/// How it reached the office.
pub const SOURCE: u16 = 6;
/// When it was said.
pub const RAISED: u16 = 7;
/// Where.
pub const AREA: u16 = 8;
/// Who sees to it.
pub const OWNER: u16 = 9;
/// How urgent.
pub const URGENCY: u16 = 10;
/// By when it must be settled.
pub const DUE: u16 = 11;
/// How far it is.
pub const STATE: u16 = 12;

/// What sort of matter.
pub const SORTS: &[Choice] = &[
    choice(1, "request", "诉求", "request", &["求助", "反映", "反映诉求"]),
    choice(2, "suggestion", "建议", "suggestion", &["意见建议"]),
    choice(3, "opinion", "意见", "opinion", &[]),
    choice(4, "difficulty", "困难", "difficulty", &["困难诉求"]),
    choice(5, "enquiry", "咨询", "enquiry", &[]),
    choice(6, "complaint", "投诉", "complaint", &["举报"]),
    choice(7, "praise", "表扬", "praise", &["感谢"]),
    choice(8, "introduction", "对接", "introduction", &["合作对接"]),
];

/// How it reached the office.
pub const SOURCES: &[Choice] = &[
    choice(1, "visit", "走访", "visit", &["上门走访", "走访中"]),
    choice(2, "meeting", "会议", "meeting", &["座谈会", "例会"]),
    choice(3, "hotline", "热线", "hotline", &["电话"]),
    choice(4, "letter", "来信", "letter", &["书面"]),
    choice(5, "line_12345", "12345", "12345 hotline", &["12345热线", "政务热线"]),
    choice(6, "reception", "来访", "reception", &["接待"]),
    choice(7, "online", "线上", "online", &["微信", "网上"]),
    choice(8, "superior", "上级交办", "from above", &["区里转来"]),
];

/// How urgent.
pub const URGENCIES: &[Choice] = &[
    choice(1, "urgent", "急，24 小时", "urgent, 24 hours", &["急", "加急", "紧急"]),
    choice(2, "usual", "一般，5 个工作日", "usual, 5 working days", &["一般", "普通"]),
    choice(3, "long", "复杂，15 天", "hard, 15 days", &["复杂"]),
    choice(4, "own", "另定日期", "another day", &["另定"]),
];

/// Written down.
pub const ENTERED: u16 = 1;
/// Struck off.
pub const CLOSED: u16 = 7;

/// How far it is.
pub const STATES: &[Choice] = &[
    choice(ENTERED, "entered", "登记", "entered", &[]),
    choice(2, "accepted", "受理", "accepted", &[]),
    choice(3, "under_way", "办理", "under way", &["办理中"]),
    choice(4, "settled", "办结未反馈", "settled, not told", &["办结", "已办结"]),
    choice(5, "told", "已反馈", "told", &["已答复"]),
    choice(6, "rated", "已评价", "rated", &[]),
    choice(CLOSED, "closed", "销号", "struck off", &["已销号"]),
];

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(TITLE, "title", "事由", "About", Type::Line)
        .must()
        .find(Find::Name)
        .aliases(&["问题", "反映问题", "事项", "标题"])
        .hint("几个字说清楚，如 停车难", "In few words, e.g. parking")
        .purpose("知道是什么事", "to know what it is about"),
    field(PEOPLE, "people", "谁提的", "Whose", Type::Ref { kind: Kind::Person, make: false })
        .many()
        .aliases(&["反映人", "诉求人"])
        .hint("打首字母挑选；几个人为同一件事，都写上", "Initials pick; several people may stand behind one")
        .purpose("知道答复谁", "to know who is to be answered"),
    field(WORDS, "words", "原话", "In their words", Type::Note)
        .aliases(&["反映内容", "诉求内容", "具体内容"])
        .hint("照本人的话写，不加评价", "As they said it, no judgement")
        .cover(Cover::Words)
        .purpose("照本人的意思办", "to do what they meant"),
    field(SORT, "sort", "类别", "Sort", Type::Choice(SORTS))
        .for_many()
        .aliases(&["事项类别", "诉求类别"])
        .purpose("分清怎么办", "to know how to go about it"),
    field(URGENCY, "urgency", "缓急", "Urgency", Type::Choice(URGENCIES))
        .for_many()
        .purpose("按时办", "to do it in time"),
    field(DUE, "due", "办结期限", "Due", Type::Day)
        .for_many()
        .hint("不填就按缓急算，跳过节假日", "Left empty it follows the urgency, in working days")
        .purpose("按时办", "to do it in time"),
    field(OWNER, "owner", "承办人", "Owner", Type::Ref { kind: Kind::Staff, make: false })
        .for_many()
        .aliases(&["办理人", "责任人", "受理人"])
        .purpose("知道谁在办", "to know who sees to it"),
    field(RAISED, "raised", "提出日期", "Raised", Type::Day)
        .aliases(&["反映时间", "登记时间", "受理时间"])
        .purpose("按时办", "to do it in time"),
    field(SOURCE, "source", "来源", "Source", Type::Choice(SOURCES))
        .for_many()
        .section("另外", "Besides")
        .purpose("知道从哪里来", "to know where it came from"),
    field(
        ORGANISATION,
        "organisation",
        "单位",
        "Organisation",
        Type::Ref { kind: Kind::Organisation, make: false },
    )
    .purpose("知道是哪家的事", "to know whose it is"),
    field(AREA, "area", "社区", "Community", Type::Ref { kind: Kind::Area, make: false })
        .for_many()
        .aliases(&["所属社区"])
        .purpose("分清归哪里办", "to know which office it is for"),
    field(STATE, "state", "进度", "State", Type::Choice(STATES))
        .aliases(&["办理进度", "办理状态"])
        .purpose("知道办到哪一步", "to know how far it is"),
];

const COLUMNS: &[Column] = &[
    column("title", "事由", "About", 20, 0).flex(),
    column(WHOM, "谁提的", "Whose", 12, 1),
    column("state", "进度", "State", 10, 0),
    column("due", "期限", "Due", 10, 1).right(),
    column("owner", "承办人", "Owner", 8, 3),
    column("sort", "类别", "Sort", 6, 4),
    column("raised", "提出", "Raised", 10, 5),
];

/// What a matter is about, where it lies and when it is due.
pub const GENERAL: General = general("事项", "matter", "matters", FIELDS)
    .listed(
        t("事项", "Matters"),
        t(
            "还没有事项。在一个人的行上按 m 就记一件，或按 ; 打 事zxm 停车难。",
            "No matters yet. m on somebody's row enters one, or ; takes it in one line.",
        ),
        COLUMNS,
    )
    .named(TITLE)
    .people(PEOPLE)
    .organisation(ORGANISATION)
    .lies(AREA)
    .day(RAISED)
    .due(DUE)
    .owner(OWNER)
    .state(STATE, &[CLOSED]);
