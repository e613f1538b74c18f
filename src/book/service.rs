//! Service 服务: what was given to somebody, by whom, how long it took and whether anybody asked afterwards how it went. It
//! goes both ways: those whom the office serves serve others too.

use super::acts::{self, Act, Acts, act, milestone};
use super::capture::{About, Grammar, Shape};
use super::columns::{Column, WHOM, column};
use super::field::{Choice, Cover, Field, Find, Type, choice, field};
use super::general::{General, general};
use super::{Day, Fields, Kind};
use crate::text::{T, t};

/// What was given.
pub const ITEM: u16 = 1;
/// Which service of the catalogue it is.
pub const SORT: u16 = 2;
/// To whom.
pub const PEOPLE: u16 = 3;
/// To which organisation.
pub const ORGANISATION: u16 = 4;
/// When.
pub const WHEN: u16 = 5;
/// Who gave it, as offices write it.
pub const BY: u16 = 6;
/// Who on file gave it.
pub const GIVERS: u16 = 7;
/// How long it took.
pub const HOURS: u16 = 8;
/// How it went.
pub const RESULT: u16 = 9;
/// When to ask how it went.
pub const NEXT: u16 = 10;
/// Where.
pub const AREA: u16 = 11;
/// The colleague who sees to it.
pub const OWNER: u16 = 12;
/// How far it is.
pub const STATE: u16 = 13;
/// The words of the last step.
pub const LAST: u16 = 14;
/// Milestones.
pub const TRAIL: u16 = 15;
/// The receipt, or where papers lie.
pub const PAPERS: u16 = 16;
/// The matter that it answers.
pub const MATTER: u16 = 17;
/// What a row of a ledger is recognised by when it comes again.
pub const ROW: u16 = 18;

/// The catalogue. What people ask for by other names is read as one of these.
pub const CATALOGUE: &[Choice] = &[
    choice(1, "legal", "法律咨询", "legal advice", &["法律", "法律服务", "法律援助", "公证", "维权"]),
    choice(2, "medical", "医疗健康", "medical", &["健康义诊", "义诊", "健康", "体检", "医疗", "健康讲座"]),
    choice(3, "education", "教育助学", "education", &["助学", "教育", "入学", "家庭教育", "托管"]),
    choice(4, "culture", "文化文体", "culture", &["文化", "文体", "文艺演出", "读书会"]),
    choice(5, "home", "家政生活", "home help", &["家政", "家政帮助", "助老", "送餐", "代办"]),
    choice(6, "jobs", "就业用工", "jobs", &["就业", "招聘", "用工", "求职", "专场招聘"]),
    choice(7, "training", "技能培训", "training", &["培训", "讲座"]),
    choice(8, "finance", "金融对接", "finance", &["银企对接", "贷款", "融资"]),
    choice(9, "counsel", "心理咨询", "counselling", &["心理", "心理疏导"]),
    choice(10, "policy", "政策宣讲", "policy explained", &["政策", "政策咨询", "政策解读", "政策资料"]),
    choice(11, "match", "供需对接", "introduction", &["对接", "合作对接", "业务对接"]),
    choice(12, "venue", "场地设施", "venue", &["场地", "会议室"]),
    choice(13, "hotline", "热线咨询", "hotline", &["热线"]),
    choice(14, "other", "其他", "other", &[]),
];

/// Which service of the catalogue some words mean: the one whose own words come in them, the longest first.
pub fn sort_of(words: &str) -> Option<u16> {
    let named = |c: &Choice| {
        let all = [c.label.zh, c.label.en].into_iter().chain(c.aliases.iter().copied());
        all.filter(|w| words.contains(*w)).map(str::len).max().map(|len| (len, c.code))
    };
    CATALOGUE.iter().filter_map(named).max_by_key(|(len, _)| *len).map(|(_, code)| code)
}

/// Arranged.
pub const ARRANGED: u16 = 1;
/// Given.
pub const GIVEN: u16 = 2;
/// Given, and somebody is to be asked how it went.
pub const TO_ASK: u16 = 3;
/// Asked.
pub const ASKED: u16 = 4;
/// It came to nothing.
pub const DROPPED: u16 = 5;

/// How far it is.
pub const STATES: &[Choice] = &[
    choice(ARRANGED, "arranged", "已约", "arranged", &["待服务", "预约"]),
    choice(GIVEN, "given", "已服务", "given", &["完成", "已完成", "已提供"]),
    choice(TO_ASK, "to_ask", "待回访", "to ask how it went", &[]),
    choice(ASKED, "asked", "已回访", "asked", &[]),
    choice(DROPPED, "dropped", "取消", "dropped", &["已取消", "作废"]),
];

/// Giving it.
pub const GIVE: u16 = 1;
/// Asking afterwards how it went.
pub const ASK: u16 = 2;
/// Putting down a day on which to ask.
pub const PROMISE: u16 = 3;
/// It comes to nothing.
pub const DROP: u16 = 4;
/// Another day.
pub const MOVE: u16 = 5;

/// What may be done.
pub const DEEDS: &[Choice] = &[
    choice(GIVE, "give", "服务完成", "given", &[]),
    choice(ASK, "ask", "回访", "ask how it went", &[]),
    choice(PROMISE, "promise", "约定回访", "ask later", &[]),
    choice(DROP, "drop", "取消", "drop it", &[]),
    choice(MOVE, "move", "改期", "another day", &[]),
];

const MILESTONE: &[Field] = &milestone(field(acts::DONE, "done", "办了什么", "Done", Type::Choice(DEEDS)));

/// The steps of a service.
pub const ACTS: Acts = Acts {
    all: &[
        act(GIVE, &[ARRANGED], Some(GIVEN), &[HOURS, RESULT, WHEN], &[]),
        act(PROMISE, &[GIVEN], Some(TO_ASK), &[NEXT, LAST], &[NEXT]),
        Act { clears: &[NEXT], ..act(ASK, &[TO_ASK, GIVEN], Some(ASKED), &[LAST], &[LAST]) },
        act(MOVE, &[ARRANGED], None, &[WHEN, LAST], &[WHEN]),
        act(DROP, &[ARRANGED], Some(DROPPED), &[LAST], &[LAST]),
    ],
    state: STATE,
    trail: TRAIL,
    words: LAST,
    also: |_, _| None,
};

const ITEMS: &[T] = &[
    t("法律咨询", "Legal advice"),
    t("健康义诊", "Free health check"),
    t("技能培训", "Skills training"),
    t("银企对接", "Introduced to a bank"),
    t("政策资料送达，已签收", "Policy papers delivered, receipt signed"),
    t("专场招聘", "Job fair"),
    t("心理咨询", "Counselling"),
    t("家政帮助", "Help at home"),
];

const WORDS: &[T] = &[
    t("本人满意，没有别的需要", "Satisfied, nothing else needed"),
    t("还需要一次，另约时间", "Needs another, to be arranged"),
    t("电话回访，问题解决了", "Called: it is solved"),
];

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(PEOPLE, "people", "服务对象", "For whom", Type::Ref { kind: Kind::Person, make: false })
        .many()
        .aliases(&["对象", "姓名", "受助人", "服务对象姓名", "受益人"])
        .hint("打首字母挑选，可以好几位", "Initials pick one; several if need be")
        .purpose("知道帮了谁", "to know who was helped"),
    field(ITEM, "item", "服务项目", "Service", Type::Line)
        .must()
        .find(Find::Name)
        .phrases(ITEMS)
        .aliases(&["服务内容", "项目", "服务名称"])
        .hint("几个字说清楚，如 法律咨询", "In few words, e.g. legal advice")
        .purpose("知道做了什么", "to know what was done"),
    field(WHEN, "when", "服务日期", "Day", Type::Day)
        .must()
        .stays()
        .aliases(&["服务时间", "日期", "时间"])
        .hint(
            "今天、-2d、3月7日 都行；以后的日子就是约好的",
            "today, -2d, 2025-3-7; a day to come is arranged",
        )
        .purpose("知道哪天做的", "to know on which day"),
    field(BY, "by", "提供者", "Given by", Type::Line)
        .stays()
        .aliases(&["服务提供者", "服务者", "服务单位", "提供单位", "服务人", "服务人员"])
        .hint("如 社区服务中心、特约服务员、志愿者", "e.g. the community centre, an adviser, a volunteer")
        .purpose("知道谁做的", "to know who did it"),
    field(GIVERS, "givers", "册里的服务人", "Givers on file", Type::Ref { kind: Kind::Person, make: false })
        .many()
        .hint("服务人也在册时打首字母挑选", "Initials pick, where who gave it is on file too")
        .purpose("记下人家出的力", "to acknowledge what they gave"),
    field(HOURS, "hours", "时长", "Time", Type::Hours)
        .aliases(&["时长(小时)", "服务时长", "小时", "时间长度", "工时"])
        .hint("1.5、半天、90分钟 都行", "1.5, 90 min, half a day")
        .purpose("算服务时间", "to count the time given"),
    field(RESULT, "result", "服务结果", "How it went", Type::Note)
        .phrases(WORDS)
        .aliases(&["服务效果", "结果", "服务情况"])
        .hint("写做了什么、本人怎么说，不写对人的看法", "What was done and what they said, no judgement")
        .cover(Cover::Words)
        .purpose("知道帮上没有", "to know whether it helped"),
    field(SORT, "sort", "服务类别", "Catalogue", Type::Choice(CATALOGUE))
        .for_many()
        .section("另外", "Besides")
        .aliases(&["类别", "服务类型"])
        .hint("不填就按项目认", "Left empty it follows the service's words")
        .purpose("分类统计", "to count by sort"),
    field(
        ORGANISATION,
        "organisation",
        "受益单位",
        "For which organisation",
        Type::Ref { kind: Kind::Organisation, make: false },
    )
    .aliases(&["服务企业", "单位"])
    .purpose("知道帮了哪家", "to know which one was helped"),
    field(OWNER, "owner", "经办人", "Owner", Type::Ref { kind: Kind::Staff, make: false })
        .for_many()
        .aliases(&["经办", "负责人"])
        .purpose("知道谁在办", "to know who sees to it"),
    field(MATTER, "matter", "为哪件事项", "For which matter", Type::Ref { kind: Kind::Matter, make: false })
        .hint("这次服务办的是哪件事项", "The matter that this answers")
        .purpose("知道为什么做", "to know what it was for"),
    field(AREA, "area", "社区", "Community", Type::Ref { kind: Kind::Area, make: false })
        .for_many()
        .aliases(&["所属社区"])
        .purpose("分清是哪里的服务", "to know where it was given"),
    field(PAPERS, "papers", "签收和材料", "Receipt, papers", Type::Line)
        .for_many()
        .hint("签收单、照片放在哪", "Where the receipt and photos lie")
        .purpose("找得到凭据", "to find the receipt"),
    field(STATE, "state", "进度", "State", Type::Choice(STATES))
        .fixed()
        .aliases(&["服务状态"])
        .purpose("知道做了没有", "to know whether it was done"),
    field(NEXT, "next", "回访日期", "Ask on", Type::Day)
        .fixed()
        .hint("+7天、周五 都行", "+7d, friday")
        .purpose("按时回访", "to ask in time"),
    field(LAST, "last", "情况", "What happened", Type::Note)
        .fixed()
        .phrases(WORDS)
        .hint("一句话写明", "One line")
        .cover(Cover::Words)
        .purpose("知道办到哪一步", "to know how far it is"),
    field(TRAIL, "trail", "经过", "Course", Type::Group(MILESTONE))
        .many()
        .fixed()
        .cover(Cover::Words)
        .purpose("知道每一步谁办的", "to know who did which step"),
    field(ROW, "ledger_key", "台账行", "Ledger row", Type::Line).hidden(),
];

/// What follows from the rest: which of the catalogue it is, and that one of a day that has come was given.
pub fn complete(f: &mut Fields, today: Day) {
    if f.code(STATE) == Some(ARRANGED) && f.day(WHEN).is_some_and(|day| day <= today) {
        f.set(STATE, super::Value::Code(GIVEN));
    }
    if f.code(SORT).is_none()
        && let Some(code) = sort_of(f.text(ITEM))
    {
        f.set(SORT, super::Value::Code(code));
    }
}

/// What does not fit together.
pub fn trouble(f: &Fields) -> Option<(u16, T)> {
    let nobody = f.get(PEOPLE).is_none() && f.get(ORGANISATION).is_none();
    nobody.then_some((PEOPLE, t("给谁的服务？写人或者单位", "for whom? a person or an organisation")))
}

const COLUMNS: &[Column] = &[
    column("when", "日期", "Day", 10, 0),
    column("item", "服务项目", "Service", 16, 0).flex(),
    column(WHOM, "服务对象", "For whom", 10, 0),
    column("by", "提供者", "Given by", 12, 3),
    column("hours", "时长", "Time", 6, 2).right(),
    column("state", "进度", "State", 8, 1),
    column("sort", "类别", "Sort", 8, 4),
];

/// How a service is written in one line: 服 zxm 健康义诊 昨天 @陈浩.
pub const LINE: Grammar = Grammar {
    heads: &["服", "服务"],
    letters: &["s", "service"],
    shape: Shape::About(About {
        who: PEOPLE,
        organisation: Some(ORGANISATION),
        choices: &[],
        day: WHEN,
        words: ITEM,
        next: None,
        with: None,
        owner: Some(OWNER),
        urgent: None,
        within: None,
    }),
};

/// Whom it is for, where it lies and how far it is.
pub const GENERAL: General = general("服务", "service", "services", FIELDS)
    .listed(
        t("服务", "Services"),
        t(
            "还没有服务记录。按 n 记一次，或按 ; 打 服zxm 法律咨询；谁能帮忙在「服务力量」里找。",
            "No services yet. n enters one, or ; takes it in one line: s zxm legal advice.",
        ),
        COLUMNS,
    )
    .named(ITEM)
    .people(PEOPLE)
    .organisation(ORGANISATION)
    .lies(AREA)
    .day(WHEN)
    .due(NEXT)
    .owner(OWNER)
    .state(STATE, &[GIVEN, ASKED, DROPPED])
    .acts(&ACTS)
    .row(ROW)
    .line(&LINE);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_knows_what_offices_write() {
        for (words, want) in [
            ("健康义诊", Some(2)),
            ("银企对接", Some(8)),
            ("合作对接", Some(11)),
            ("政策宣讲", Some(10)),
            ("助学", Some(3)),
            ("家政帮助", Some(5)),
            ("法律咨询", Some(1)),
            ("心理咨询", Some(9)),
            ("技能培训", Some(7)),
            ("修锁", None),
        ] {
            assert_eq!(sort_of(words), want, "{words}");
        }
    }

    #[test]
    fn a_service_is_for_somebody() {
        assert_eq!(trouble(&Fields::default()).map(|(no, _)| no), Some(PEOPLE));
    }
}
