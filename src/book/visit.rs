//! Visit 走访联系: one visit, contact or reception. The three are counted apart, see [`Class`].

use super::Kind;
use super::capture::{About, Grammar, Shape};
use super::field::{Choice, Cover, Field, Type, choice, field};
use crate::text::{T, t};

/// The day.
pub const WHEN: u16 = 1;
/// How.
pub const MODE: u16 = 2;
/// Whom.
pub const PEOPLE: u16 = 3;
/// Which organisation.
pub const ORGANISATION: u16 = 4;
/// Which staff went.
pub const STAFF: u16 = 5;
/// How it ended.
pub const OUTCOME: u16 = 6;
/// What was said and done.
pub const SUMMARY: u16 = 7;
/// When next.
pub const NEXT: u16 = 8;
/// What for.
pub const NEXT_WORDS: u16 = 9;
/// Where the paper form and photos lie.
pub const PAPERS: u16 = 10;
/// Where, from the person.
pub const AREA: u16 = 11;
/// What a row of a ledger is recognised by when it comes again.
pub const LEDGER_KEY: u16 = 12;
/// Who wrote it down for staff without an account.
pub const WRITTEN_BY: u16 = 13;

/// They came to the office.
pub const RECEPTION: u16 = 3;
/// By WeChat.
pub const WECHAT: u16 = 5;
/// At a round table.
pub const TALK: u16 = 6;
/// At an event.
pub const EVENT: u16 = 7;

/// The ways of keeping in touch.
pub const MODES: &[Choice] = &[
    choice(1, "home", "上门", "home visit", &["上门走访", "入户", "入户走访", "走访", "家访"]),
    choice(2, "work", "单位", "at work", &["单位走访", "到单位", "进企业"]),
    choice(RECEPTION, "reception", "来访", "reception", &["接待", "来访接待"]),
    choice(4, "phone", "电话", "phone call", &["电话联系", "通电话", "打电话"]),
    choice(WECHAT, "wechat", "微信", "WeChat", &["微信联系", "线上", "微信沟通"]),
    choice(TALK, "talk", "座谈", "round table", &["座谈会"]),
    choice(EVENT, "event", "活动", "event", &["参加活动", "集体活动"]),
];

/// They were met.
pub const MET: u16 = 1;

/// How it ended.
pub const OUTCOMES: &[Choice] = &[
    choice(MET, "met", "见到", "met", &["见到了", "已见"]),
    choice(2, "absent", "未遇", "not in", &["不在", "没人"]),
    choice(3, "rescheduled", "改约", "rescheduled", &["改期"]),
    choice(4, "declined", "谢绝", "declined", &["婉拒"]),
];

/// Visits, contacts and receptions are counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// 走访: staff went there.
    Visit,
    /// 联系: by phone or message, at a meeting.
    Contact,
    /// 接待: the person came.
    Reception,
}

/// The class of a mode's code.
pub fn class(mode: u16) -> Class {
    match mode {
        1 | 2 => Class::Visit,
        RECEPTION => Class::Reception,
        _ => Class::Contact,
    }
}

const SUMMARIES: &[T] = &[
    t("日常走访", "Routine visit"),
    t("日常走访，了解情况，没有需要帮办的事", "Routine visit, nothing needed"),
    t("上门未遇，留了联系卡", "Nobody was in, a card was left"),
    t("电话联系，一切正常", "Called, all is well"),
    t("送上政策资料，讲了怎么办", "Brought leaflets and explained them"),
    t("反馈了上次所提事项的办理情况", "Told them what became of their request"),
    t("邀请参加社区活动，本人答应参加", "Invited to an event, they will come"),
];

const NEXTS: &[T] = &[
    t("电话回访", "call back"),
    t("反馈办理情况", "tell what became of it"),
    t("再上门", "visit again"),
    t("送材料", "bring the papers"),
];

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(PEOPLE, "people", "走访对象", "Whom", Type::Ref { kind: Kind::Person, make: false })
        .many()
        .aliases(&["走访对象姓名", "对象", "被走访人", "姓名", "联系对象"])
        .hint("打首字母挑选，可以好几位", "Initials pick one; several if need be"),
    field(WHEN, "when", "日期", "Date", Type::Day)
        .past()
        .stays()
        .must()
        .aliases(&["走访时间", "走访日期", "时间", "联系时间", "联系日期"])
        .hint("今天、昨天、-2d、3月7日、周三 都行", "today, -2d, 2025-3-7, a weekday"),
    field(MODE, "mode", "方式", "How", Type::Choice(MODES)).for_many().must().aliases(&[
        "走访方式",
        "联系方式",
        "走访形式",
        "形式",
    ]),
    field(STAFF, "staff", "走访人", "Staff", Type::Ref { kind: Kind::Staff, make: true })
        .for_many()
        .stays()
        .many()
        .aliases(&["走访人员", "走访干部", "联系人员", "工作人员"]),
    field(OUTCOME, "outcome", "结果", "Outcome", Type::Choice(OUTCOMES)).aliases(&["走访结果"]),
    field(SUMMARY, "summary", "谈了什么", "What was said", Type::Note)
        .phrases(SUMMARIES)
        .aliases(&["反映问题及建议", "走访内容", "走访情况", "主要内容", "谈话内容", "内容", "情况记录"])
        .hint(
            "写本人说的和我们做的，不写对人的看法；这一条本人随时可以看",
            "What was said and done, no judgement of the person; they may read it at any time",
        )
        .cover(Cover::Words),
    field(NEXT, "next", "下次联系", "Next contact", Type::Day)
        .hint("+3天、周五、11-27 都行", "+3d, friday, 11-27"),
    field(NEXT_WORDS, "next_words", "下次办什么", "What for", Type::Line).phrases(NEXTS).cover(Cover::Words),
    field(
        ORGANISATION,
        "organisation",
        "走访单位",
        "Organisation",
        Type::Ref { kind: Kind::Organisation, make: false },
    )
    .section("另外", "Besides")
    .aliases(&["走访企业"]),
    field(AREA, "area", "社区", "Community", Type::Ref { kind: Kind::Area, make: false })
        .for_many()
        .aliases(&["所属社区"]),
    field(PAPERS, "papers", "纸质件在哪", "Papers", Type::Line)
        .for_many()
        .hint("纸质登记表、照片放在哪", "Where the paper form and photos lie"),
    field(WRITTEN_BY, "written_by", "代录人", "Written by", Type::Ref { kind: Kind::Staff, make: false })
        .hidden(),
    field(LEDGER_KEY, "ledger_key", "台账行", "Ledger row", Type::Line).hidden(),
];

/// How a visit is written in one line: 访zxm 电话 路面补好了 +3天 回话.
pub const LINE: Grammar = Grammar {
    heads: &["访", "走访"],
    letters: &["v", "visit"],
    shape: Shape::About(About {
        who: PEOPLE,
        organisation: Some(ORGANISATION),
        choices: &[MODE, OUTCOME],
        day: WHEN,
        words: SUMMARY,
        next: Some((NEXT, NEXT_WORDS)),
        with: Some(STAFF),
        owner: None,
        urgent: None,
        within: Some(super::matter::WITHIN),
    }),
};
