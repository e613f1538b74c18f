//! Matter 事项: what somebody asked for, suggested or complained of, in their own words, and what became of it. Done is
//! not told: it is struck off only when the person has had the answer.
//!
//! - `steps` is what may be done with it, `guest` what another office may do that has it for a while.

mod guest;
mod steps;

use super::capture::{About, Grammar, Shape, Within};
use super::columns::{Column, WHOM, column};
use super::field::{Choice, Cover, Field, Find, Type, choice, field};
use super::general::{General, general};
use super::{Day, Kind, visit};
use crate::text::{T, t};
pub use guest::{GUEST, is_guest_step};
use steps::MILESTONE;
pub use steps::*;

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
/// Which other office has it.
pub const OFFICE: u16 = 13;
/// The words of the last step.
pub const LAST: u16 = 14;
/// What became of it.
pub const RESULT: u16 = 15;
/// Of a suggestion: whether it was taken up.
pub const OUTCOME: u16 = 16;
/// When the person was told.
pub const TOLD_ON: u16 = 17;
/// How.
pub const TOLD_HOW: u16 = 18;
/// What the person thinks of it.
pub const RATING: u16 = 19;
/// Milestones.
pub const TRAIL: u16 = 20;
/// When it was settled.
pub const SETTLED_ON: u16 = 21;
/// The visit in which it was said.
pub const VISIT: u16 = 22;
/// What a row of a ledger is recognised by when it comes again.
pub const ROW: u16 = 23;

/// Which other office of this book has it: who works there sees it for as long as this stands here.
pub const WITH_AREA: u16 = 24;
/// From which office it came there.
pub const WITH_FROM: u16 = 25;
/// Since when it is there.
pub const WITH_SINCE: u16 = 26;
/// When they took it on.
pub const WITH_TAKEN: u16 = 27;

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

/// Within a day.
pub const URGENT: u16 = 1;
/// Within five working days.
pub const USUAL: u16 = 2;
/// Within fifteen days.
pub const LONG: u16 = 3;

/// By when something said on a day must be settled; `works` tells on which days the office works. None where the office
/// names the day itself.
pub fn due(urgency: u16, said: Day, works: &dyn Fn(Day) -> bool) -> Option<Day> {
    match urgency {
        URGENT => Some(said.plus(1)),
        USUAL => (1..60).map(|n| said.plus(n)).filter(|d| works(*d)).nth(4),
        LONG => Some(said.plus(15)),
        _ => None,
    }
}

/// Written down.
pub const ENTERED: u16 = 1;
/// Taken on.
pub const ACCEPTED: u16 = 2;
/// With another office of this book, which has not taken it on yet.
pub const REFERRED: u16 = 8;
/// Being worked on.
pub const UNDER_WAY: u16 = 3;
/// Settled, and the person does not know yet.
pub const SETTLED: u16 = 4;
/// The person was told.
pub const TOLD: u16 = 5;
/// The person was asked.
pub const RATED: u16 = 6;
/// Struck off.
pub const CLOSED: u16 = 7;

/// How far it is.
pub const STATES: &[Choice] = &[
    choice(ENTERED, "entered", "登记", "entered", &[]),
    choice(ACCEPTED, "accepted", "受理", "accepted", &[]),
    choice(UNDER_WAY, "under_way", "办理", "under way", &["办理中"]),
    choice(SETTLED, "settled", "办结未反馈", "settled, not told", &["办结", "已办结"]),
    choice(TOLD, "told", "已反馈", "told", &["已答复"]),
    choice(RATED, "rated", "已评价", "rated", &[]),
    choice(CLOSED, "closed", "销号", "struck off", &["已销号"]),
    // last, so that on a narrow board it takes no room from what is to be told
    choice(REFERRED, "referred", "转办待接", "passed on", &[]),
];

const STEPS: &[T] = &[
    t("已受理，按期答复", "Accepted, an answer will come in time"),
    t("已转有关部门，等回话", "Passed on, waiting for word"),
    t("电话问过，正在办", "Asked by phone, it is under way"),
    t("电话告诉了本人", "Told them by phone"),
];

/// What may have become of a suggestion.
pub const OUTCOMES: &[Choice] = &[
    choice(1, "adopted", "采纳", "adopted", &["已采纳"]),
    choice(2, "partly", "部分采纳", "partly adopted", &[]),
    choice(3, "not_adopted", "未采纳", "not adopted", &["不采纳"]),
    choice(4, "noted", "留作参考", "noted", &[]),
];

/// How somebody may be told.
pub const WAYS: &[Choice] = &[
    choice(1, "phone", "电话", "by phone", &[]),
    choice(2, "face", "当面", "face to face", &["上门"]),
    choice(3, "wechat", "微信", "by WeChat", &["短信"]),
    choice(4, "letter", "书面", "in writing", &["来信"]),
    choice(5, "meeting", "会上", "at a meeting", &["座谈会"]),
];

/// What the person may think of what the office did.
pub const RATINGS: &[Choice] = &[
    choice(1, "satisfied", "满意", "satisfied", &[]),
    choice(2, "mostly", "基本满意", "mostly", &[]),
    choice(3, "not", "不满意", "not satisfied", &[]),
    choice(4, "silent", "没有表示", "said nothing", &["未表态"]),
];

/// States in which it is settled, told or not.
pub const DONE_STATES: &[u16] = &[SETTLED, TOLD, RATED, CLOSED];
/// States in which the person was told.
pub const TOLD_STATES: &[u16] = &[TOLD, RATED, CLOSED];

/// A suggestion.
pub const SUGGESTION: u16 = 2;

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
        .aliases(&["反映人", "诉求人", "来访人", "提出人"])
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
        .past()
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
        .fixed()
        .aliases(&["办理进度", "办理状态"])
        .purpose("知道办到哪一步", "to know how far it is"),
    field(OFFICE, "office", "转到哪里", "With office", Type::Line)
        .fixed()
        .hint("如 城管办、区人社局", "e.g. the housing office")
        .aliases(&["转办单位", "承办单位"])
        .purpose("知道找谁催", "to know whom to urge"),
    field(WITH_AREA, "with_area", "转给", "Passed on to", Type::Ref { kind: Kind::Area, make: false })
        .fixed()
        .hint(
            "本册里的社区、街道；转过去的这段时间他们看得到这件事",
            "An area of this book; whoever works there sees it while it is with them",
        )
        .purpose("知道谁在办", "to know which office has it"),
    field(WITH_FROM, "with_from", "谁转来的", "Passed on by", Type::Ref { kind: Kind::Area, make: false })
        .fixed()
        .purpose("知道办完交回哪里", "to know to whom it goes back"),
    field(WITH_SINCE, "with_since", "转出日期", "Passed on", Type::Day)
        .fixed()
        .purpose("知道放了多久", "to know how long it lies there"),
    field(WITH_TAKEN, "with_taken", "接办日期", "Taken on", Type::Day)
        .fixed()
        .purpose("知道接了没有", "to know whether they took it on"),
    field(LAST, "last", "情况", "What happened", Type::Note)
        .fixed()
        .phrases(STEPS)
        .hint("一句话写明这一步的情况", "One line on this step")
        .cover(Cover::Words)
        .purpose("知道办到哪一步", "to know how far it is"),
    field(RESULT, "result", "办理结果", "Result", Type::Note)
        .fixed()
        .aliases(&["办理情况", "答复内容"])
        .hint("能照着念给本人听的话", "Words that can be read to the person")
        .cover(Cover::Words)
        .purpose("答复本人", "to answer them"),
    field(OUTCOME, "outcome", "建议采纳", "Adopted", Type::Choice(OUTCOMES))
        .fixed()
        .hint("建议要写明采纳没有", "Of a suggestion: was it taken up")
        .purpose("答复本人", "to answer them"),
    field(SETTLED_ON, "settled_on", "办结日期", "Settled on", Type::Day)
        .past()
        .fixed()
        .purpose("知道办了多久", "to know how long it took"),
    field(TOLD_HOW, "told_how", "怎么告诉的", "Told how", Type::Choice(WAYS))
        .fixed()
        .purpose("证明告诉了本人", "to show that they were told"),
    field(TOLD_ON, "told_on", "反馈日期", "Told on", Type::Day)
        .past()
        .fixed()
        .aliases(&["反馈时间"])
        .purpose("证明告诉了本人", "to show that they were told"),
    field(RATING, "their_view", "本人评价", "Their view of it", Type::Choice(RATINGS))
        .fixed()
        .hint("评的是我们办得怎样", "Of what the office did")
        .purpose("知道办得怎样", "to know how well it was done"),
    field(TRAIL, "trail", "经过", "Course", Type::Group(MILESTONE))
        .many()
        .fixed()
        .cover(Cover::Words)
        .purpose("知道每一步谁办的", "to know who did which step"),
    field(VISIT, "visit", "哪次走访", "Visit", Type::Ref { kind: Kind::Visit, make: false })
        .hidden()
        .purpose("知道从哪里来", "to know where it came from"),
    field(ROW, "ledger_key", "台账行", "Ledger row", Type::Line).hidden(),
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

/// How a matter is written in one line: 事zxm 停车难 @陈浩 急.
pub const LINE: Grammar = Grammar {
    heads: &["事", "事项"],
    letters: &["m", "matter"],
    shape: Shape::About(About {
        who: PEOPLE,
        organisation: Some(ORGANISATION),
        choices: &[SORT, SOURCE],
        day: RAISED,
        words: TITLE,
        next: None,
        with: None,
        owner: Some(OWNER),
        urgent: Some(URGENCY),
        within: None,
    }),
};

/// How one begins within a visit's line: 访zxm 电话 反映 停车难.
pub const WITHIN: Within = Within {
    kind: Kind::Matter,
    words: &["反映", "诉求", "建议", "意见", "求助", "困难", "咨询", "投诉", "表扬"],
    sort: SORT,
    owner: OWNER,
    urgent: URGENCY,
    in_full: WORDS,
    said_in: VISIT,
    source: (SOURCE, source_of),
};

/// How what was said in a visit of this mode reached the office.
pub const fn source_of(mode: u16) -> u16 {
    match mode {
        visit::RECEPTION => 6,
        visit::WECHAT => 7,
        visit::TALK | visit::EVENT => 2,
        _ => 1,
    }
}

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
    .with(WITH_AREA)
    .day(RAISED)
    .due(DUE)
    .owner(OWNER)
    .state(STATE, &[CLOSED])
    .met(&[SETTLED, TOLD, RATED])
    .acts(&ACTS)
    .row(ROW)
    .line(&LINE);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_in_working_days() {
        let friday = Day::ymd(2026, 11, 20).unwrap();
        let works = |d: Day| !d.is_weekend();
        assert_eq!(due(USUAL, friday, &works), Day::ymd(2026, 11, 27));
        assert_eq!(due(URGENT, friday, &works), Some(friday.plus(1)));
        assert_eq!(due(LONG, friday, &works), Some(friday.plus(15)));
        assert_eq!(due(4, friday, &works), None);
    }
}
