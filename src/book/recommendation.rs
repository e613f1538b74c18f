//! Recommendation 推荐: somebody is put forward for a post or an honour. It cannot exist without their own agreement and
//! its date; what is kept is the procedure, never a judgement of the person.

use super::acts::{self, Acts, act, milestone};
use super::columns::{Column, WHOM, column};
use super::field::{Choice, Cover, Field, Find, Type, choice, field};
use super::general::{General, general};
use super::{Day, Fields, Kind};
use crate::text::{T, t};

/// For which post or honour.
pub const POST: u16 = 1;
/// Who.
pub const PEOPLE: u16 = 2;
/// Of which sort the post is.
pub const SORT: u16 = 3;
/// Of which level.
pub const LEVEL: u16 = 4;
/// On which day they agreed.
pub const AGREED_ON: u16 = 5;
/// How they agreed.
pub const AGREED_HOW: u16 = 6;
/// Who nominated them.
pub const NOMINATOR: u16 = 7;
/// The term of office, as people write it.
pub const TERM: u16 = 8;
/// Where.
pub const AREA: u16 = 9;
/// The colleague who sees to it.
pub const OWNER: u16 = 10;
/// How far it is.
pub const STATE: u16 = 11;
/// To whom it was passed up.
pub const SENT_TO: u16 = 12;
/// When it was published.
pub const PUBLISHED_ON: u16 = 13;
/// Until when objections may be made.
pub const PUBLISHED_UNTIL: u16 = 14;
/// What was said to it.
pub const RESULT: u16 = 15;
/// The words of the last step.
pub const LAST: u16 = 16;
/// Milestones.
pub const TRAIL: u16 = 17;
/// The letter.
pub const LETTER: u16 = 18;
/// When it began.
pub const BEGUN_ON: u16 = 19;

/// Of which sort the post is.
pub const SORTS: &[Choice] = &[
    choice(1, "congress", "人大代表", "congress deputy", &["区人大代表", "市人大代表"]),
    choice(2, "consultative", "政协委员", "consultative conference", &["区政协委员", "市政协委员"]),
    choice(3, "association", "商会、协会职务", "post in an association", &["商会职务", "联谊会职务"]),
    choice(4, "adviser", "特约人员", "adviser", &["特约监督员", "特邀顾问"]),
    choice(5, "committee", "社区议事成员", "residents' council", &["居民议事会"]),
    choice(6, "honour", "荣誉称号", "honour", &["表彰", "先进个人", "劳动模范"]),
    choice(7, "other", "其他", "other", &[]),
];

/// Of which level.
pub const LEVELS: &[Choice] = &[
    choice(1, "province", "省级以上", "province or above", &["全国", "省"]),
    choice(2, "city", "市级", "city", &["市"]),
    choice(3, "district", "区县级", "district", &["区", "县"]),
    choice(4, "street", "街道乡镇级", "street", &["街道", "镇"]),
    choice(5, "community", "社区级", "community", &["社区"]),
];

/// How they agreed.
pub const HOW: &[Choice] = &[
    choice(1, "written", "书面", "in writing", &["签字", "书面同意"]),
    choice(2, "face", "当面", "face to face", &["口头"]),
    choice(3, "phone", "电话", "by phone", &["微信"]),
];

/// Agreed, and nothing done yet.
pub const AGREED: u16 = 1;
/// Nominated.
pub const NOMINATED: u16 = 2;
/// Recommended to those who decide.
pub const RECOMMENDED: u16 = 3;
/// Published for objections.
pub const PUBLISHED: u16 = 4;
/// Elected or appointed.
pub const ELECTED: u16 = 5;
/// Not elected, or withdrawn.
pub const ENDED: u16 = 6;

/// How far it is.
pub const STATES: &[Choice] = &[
    choice(AGREED, "agreed", "本人同意", "agreed", &["征得同意"]),
    choice(NOMINATED, "nominated", "已提名", "nominated", &["提名"]),
    choice(RECOMMENDED, "recommended", "已推荐", "recommended", &["推荐", "上报"]),
    choice(PUBLISHED, "published", "公示中", "published", &["公示"]),
    choice(ELECTED, "elected", "当选(受聘)", "elected or appointed", &["当选", "受聘", "获得"]),
    choice(ENDED, "ended", "未果", "came to nothing", &["未当选", "撤回", "落选"]),
];

/// Nominating.
pub const NOMINATE: u16 = 1;
/// Passing it up.
pub const RECOMMEND: u16 = 2;
/// Publishing.
pub const PUBLISH: u16 = 3;
/// The result: elected.
pub const ELECT: u16 = 4;
/// The result: nothing came of it.
pub const END: u16 = 5;
/// The person takes their agreement back.
pub const WITHDRAW: u16 = 6;

/// What may be done.
pub const DEEDS: &[Choice] = &[
    choice(NOMINATE, "nominate", "提名", "nominate", &[]),
    choice(RECOMMEND, "recommend", "推荐上报", "recommend", &[]),
    choice(PUBLISH, "publish", "公示", "publish", &[]),
    choice(ELECT, "elect", "当选(受聘)", "elected or appointed", &[]),
    choice(END, "end", "未果", "came to nothing", &[]),
    choice(WITHDRAW, "withdraw", "本人撤回", "withdrawn by them", &[]),
];

const MILESTONE: &[Field] = &milestone(field(acts::DONE, "done", "办了什么", "Done", Type::Choice(DEEDS)));

/// The steps of a recommendation.
pub const ACTS: Acts = Acts {
    all: &[
        act(NOMINATE, &[AGREED], Some(NOMINATED), &[NOMINATOR, LAST], &[NOMINATOR]),
        act(RECOMMEND, &[NOMINATED], Some(RECOMMENDED), &[SENT_TO, LAST], &[SENT_TO]),
        act(
            PUBLISH,
            &[RECOMMENDED],
            Some(PUBLISHED),
            &[PUBLISHED_ON, PUBLISHED_UNTIL, LAST],
            &[PUBLISHED_ON],
        ),
        act(ELECT, &[PUBLISHED, RECOMMENDED], Some(ELECTED), &[RESULT, TERM, LETTER], &[RESULT]),
        act(END, &[NOMINATED, RECOMMENDED, PUBLISHED], Some(ENDED), &[RESULT], &[RESULT]),
        act(WITHDRAW, &[AGREED, NOMINATED, RECOMMENDED, PUBLISHED], Some(ENDED), &[LAST], &[]),
    ],
    state: STATE,
    trail: TRAIL,
    words: LAST,
    also: |_, _| None,
};

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(PEOPLE, "people", "推荐谁", "Who", Type::Ref { kind: Kind::Person, make: false })
        .must()
        .many()
        .aliases(&["姓名", "被推荐人", "推荐人选"])
        .hint("打首字母挑选", "Initials pick one")
        .purpose("知道推荐了谁", "to know who is put forward"),
    field(POST, "post", "推荐为", "For", Type::Line)
        .must()
        .find(Find::Name)
        .aliases(&["推荐职务", "拟任职务", "荣誉名称"])
        .hint("如 区第九届政协委员", "e.g. member of the district conference")
        .purpose("知道推荐做什么", "to know for what"),
    field(AGREED_ON, "agreed_on", "本人同意日期", "Agreed on", Type::Day)
        .past()
        .must()
        .aliases(&["同意日期", "征求意见日期"])
        .hint("没有本人同意，不能推荐", "Nobody is put forward without their agreement")
        .purpose("证明本人同意", "to show that they agreed"),
    field(AGREED_HOW, "agreed_how", "怎么同意的", "Agreed how", Type::Choice(HOW))
        .must()
        .hint("书面的把材料放好", "Keep what is in writing")
        .purpose("证明本人同意", "to show that they agreed"),
    field(SORT, "sort", "类别", "Sort", Type::Choice(SORTS))
        .for_many()
        .stays()
        .purpose("分类统计", "to count by sort"),
    field(LEVEL, "level", "级别", "Level", Type::Choice(LEVELS))
        .for_many()
        .stays()
        .purpose("分级统计", "to count by level"),
    field(NOMINATOR, "nominator", "提名单位", "Nominated by", Type::Line)
        .stays()
        .aliases(&["提名人", "推荐单位"])
        .hint("如 颍川街道、区工商联", "e.g. the street office")
        .purpose("知道谁提的名", "to know who nominated them"),
    field(OWNER, "owner", "经办人", "Owner", Type::Ref { kind: Kind::Staff, make: false })
        .for_many()
        .section("另外", "Besides")
        .purpose("知道谁在办", "to know who sees to it"),
    field(BEGUN_ON, "begun_on", "开始日期", "Begun on", Type::Day)
        .past()
        .aliases(&["登记日期"])
        .purpose("知道什么时候开始的", "to know when it began"),
    field(AREA, "area", "社区", "Community", Type::Ref { kind: Kind::Area, make: false })
        .for_many()
        .aliases(&["所属社区"])
        .purpose("分清归哪里办", "to know which office it is for"),
    field(STATE, "state", "进度", "State", Type::Choice(STATES))
        .fixed()
        .purpose("知道到哪一步", "to know how far it is"),
    field(SENT_TO, "sent_to", "报送", "Sent to", Type::Line)
        .fixed()
        .hint("报给哪个部门", "Which office decides")
        .purpose("知道报到哪里", "to know who decides"),
    field(PUBLISHED_ON, "published_on", "公示日期", "Published on", Type::Day)
        .fixed()
        .purpose("证明公示过", "to show that it was published"),
    field(PUBLISHED_UNTIL, "published_until", "公示到", "Published until", Type::Day)
        .fixed()
        .purpose("知道公示到哪天", "to know until when"),
    field(RESULT, "result", "结果", "Result", Type::Line)
        .fixed()
        .hint("如 当选、未当选", "e.g. elected")
        .purpose("告诉本人结果", "to tell them the result"),
    field(TERM, "term", "任期", "Term", Type::Line)
        .fixed()
        .hint("如 2026至2031", "e.g. 2026 to 2031")
        .purpose("知道任期", "to know the term"),
    field(LETTER, "letter", "聘书文号", "Letter", Type::Line)
        .fixed()
        .purpose("有据可查", "to find the letter"),
    field(LAST, "last", "情况", "What happened", Type::Note)
        .fixed()
        .hint("只写程序到哪一步，不写对人的评价", "The procedure only, no judgement of the person")
        .cover(Cover::Words)
        .purpose("知道到哪一步", "to know how far it is"),
    field(TRAIL, "trail", "经过", "Course", Type::Group(MILESTONE))
        .many()
        .fixed()
        .cover(Cover::Words)
        .purpose("知道每一步谁办的", "to know who did which step"),
];

/// What does not fit together: an agreement of a day to come is none.
pub fn trouble(f: &Fields) -> Option<(u16, T)> {
    match (f.day(AGREED_ON), f.day(BEGUN_ON)) {
        (Some(agreed), Some(begun)) if agreed > begun => {
            let words =
                t("同意的日子晚于开始的日子；先征得同意再开始", "they agreed after it began; ask them first");
            Some((AGREED_ON, words))
        }
        _ => None,
    }
}

/// Whether the days in which objections may be made are over.
pub fn is_over(f: &Fields, today: Day) -> bool {
    f.day(PUBLISHED_UNTIL).is_some_and(|d| d < today)
}

const COLUMNS: &[Column] = &[
    column(WHOM, "推荐谁", "Who", 10, 0),
    column("post", "推荐为", "For", 20, 0).flex(),
    column("state", "进度", "State", 10, 0),
    column("level", "级别", "Level", 10, 2),
    column("agreed_on", "本人同意", "Agreed", 10, 1),
    column("nominator", "提名单位", "Nominated by", 14, 3),
    column("sort", "类别", "Sort", 10, 4),
];

/// Who it is about, where it lies and how far it is.
pub const GENERAL: General = general("推荐", "recommendation", "recommendations", FIELDS)
    .listed(
        t("推荐", "Recommendations"),
        t(
            "还没有推荐。先征得本人同意，再按 n 登记。这里只记程序，不记对人的评价。",
            "Nobody is put forward yet. Ask them first, then n enters it. Only the procedure is kept here.",
        ),
        COLUMNS,
    )
    .named(POST)
    .people(PEOPLE)
    .lies(AREA)
    .day(BEGUN_ON)
    .owner(OWNER)
    .state(STATE, &[ELECTED, ENDED])
    .acts(&ACTS);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Value, rules};

    #[test]
    fn nobody_is_put_forward_without_their_agreement() {
        let mut f = Fields::default()
            .with(PEOPLE, Value::List(vec![]))
            .with(POST, Value::text("政协委员"))
            .with(BEGUN_ON, Value::Day(Day(739_000)));
        let lacking: Vec<u16> =
            rules::check(Kind::Recommendation, &f).into_iter().map(|(no, _)| no).collect();
        assert!(lacking.contains(&AGREED_ON) && lacking.contains(&AGREED_HOW), "{lacking:?}");
        f.set(AGREED_ON, Value::Day(Day(739_001)));
        assert_eq!(trouble(&f).map(|(no, _)| no), Some(AGREED_ON));
        f.set(AGREED_ON, Value::Day(Day(739_000)));
        assert_eq!(trouble(&f), None);
    }

    #[test]
    fn the_steps_lead_from_the_agreement_to_the_result() {
        let mut state = AGREED;
        let mut done = Vec::new();
        while let Some(act) = ACTS.next(state) {
            done.push(act.code);
            state = act.to.unwrap_or(state);
        }
        assert_eq!(done, [NOMINATE, RECOMMEND, PUBLISH, ELECT]);
        for act in ACTS.all {
            assert!(act.needs.iter().all(|no| act.takes.contains(no)), "{}", act.code);
            assert!(ACTS.label(Kind::Recommendation, act.code).is_some());
        }
    }
}
