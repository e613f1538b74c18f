//! Services in the order of their days, the last ones still arranged; who can help with what; who was put forward for
//! what, with their agreement.

use super::calendar::Calendar;
use super::matters::Made;
use super::people::person_outline;
use super::plan::{Ids, Sizes};
use super::purpose;
use super::random::Random;
use crate::book::{Day, Fields, Kind, Value, acts, offer, recommendation, service, target};

/// What is given: in the words of offices, how it went.
const GIVEN: &[(&str, &str)] = &[
    ("健康义诊", "量了血压，讲了饮食，留了社区医生的电话"),
    ("法律咨询", "看了合同，指出两处要改，本人说明白了"),
    ("技能培训", "学了短视频剪辑，当场做了一条"),
    ("银企对接", "银行收了材料，答应一周内回话"),
    ("政策宣讲", "讲了稳岗补贴怎么办，材料已签收"),
    ("心理咨询", "聊了一个多小时，约了下次"),
    ("家政帮助", "帮着收拾了屋子，换了灯泡"),
    ("助学", "送了书和文具，辅导员每周来一次"),
    ("专场招聘", "现场收了十一份简历，定了三个人"),
    ("合作对接", "两家见了面，先试一批货"),
];

/// Who gives, as offices write it.
const GIVERS: &[&str] = &["社区服务中心", "特约服务员", "志愿者", "区司法所", "社区卫生服务站", "文化站"];

/// What people offer: in their words, the catalogue, as what, when.
const OFFERED: &[(&str, u16, u16, &str)] = &[
    ("合同和劳动纠纷咨询", 1, 1, "周三晚上"),
    ("量血压、常见病咨询", 2, 2, "每月第一个周末"),
    ("中小学作业辅导", 3, 2, "工作日晚上"),
    ("短视频拍摄和剪辑", 7, 3, "周末"),
    ("代账和报税咨询", 8, 3, "提前约"),
    ("心理疏导", 9, 1, "周六上午"),
    ("家电维修", 5, 2, "提前约"),
    ("写春联、教书法", 4, 2, "周末"),
    ("面试指导、招聘信息", 6, 1, "工作日"),
    ("会议室可以借，坐四十人", 12, 5, "提前两天说"),
];

const POSTS: &[(&str, u16, u16)] = &[
    ("区政协委员", 2, 3),
    ("区人大代表", 1, 3),
    ("行业商会副会长", 3, 3),
    ("营商环境特约监督员", 4, 4),
    ("社区议事会成员", 5, 5),
    ("优秀创业者", 6, 2),
];

/// Days over which services are spread, and how far ahead they are arranged.
const SPAN: i32 = 330;
const AHEAD: i32 = 12;

/// How many services, offers and recommendations there are.
pub(super) fn sizes(people: u64) -> (u64, u64, u64) {
    if people < 2 { (0, 0, 0) } else { ((people / 6).max(16), (people / 30).max(8), (people / 50).max(6)) }
}

fn milestone(day: Day, done: u16, who: crate::book::Ref, words: &str) -> Value {
    let mut mark =
        vec![(acts::DAY, Value::Day(day)), (acts::DONE, Value::Code(done)), (acts::WHO, Value::Ref(who))];
    if !words.is_empty() {
        mark.push((acts::WORDS, Value::text(words)));
    }
    Value::Group(mark)
}

/// The n-th service.
pub(super) fn service(n: u64, sizes: &Sizes, ids: &Ids, seed: u64, calendar: &Calendar, today: Day) -> Made {
    let mut r = Random::of(seed, purpose::SERVICE, n);
    let whole = SPAN + AHEAD;
    let back = SPAN - (u128::from(n) * whole as u128 / u128::from(sizes.services.max(1))) as i32;
    let day = today.plus(-back.clamp(-AHEAD, SPAN));
    let written = if day < today { day } else { today.plus(-1) };
    let who = r.below(calendar.people_before(written));
    let community = sizes.community(person_outline(who, sizes, seed).community);
    let (item, result) = r.early(GIVEN);
    let owner = ids.link(Kind::Staff, community);
    let state = match back {
        ..=0 => service::ARRANGED,
        1..=40 => r.weighted(&[(5, service::GIVEN), (3, service::TO_ASK), (3, service::ASKED)]),
        _ => r.weighted(&[(5, service::GIVEN), (1, service::DROPPED), (6, service::ASKED)]),
    };
    let mut f = Fields::default()
        .with(service::ITEM, Value::text(item))
        .with(service::PEOPLE, Value::List(vec![Value::Ref(ids.link(Kind::Person, who))]))
        .with(service::WHEN, Value::Day(day))
        .with(service::BY, Value::text(r.early(GIVERS)))
        .with(service::AREA, Value::Ref(ids.link(Kind::Area, community)))
        .with(service::OWNER, Value::Ref(owner))
        .with(service::STATE, Value::Code(state));
    if let Some(code) = service::sort_of(item) {
        f.set(service::SORT, Value::Code(code));
    }
    if matches!(state, service::GIVEN | service::TO_ASK | service::ASKED) {
        f.set(service::HOURS, Value::Int(r.weighted(&[(4, 60), (4, 90), (5, 120), (2, 240)])));
        f.set(service::RESULT, Value::text(result));
    }
    let mut trail = Vec::new();
    if state == service::TO_ASK {
        f.set(service::NEXT, Value::Day(today.plus(r.between(-3, 9))));
        trail.push(milestone(written, service::PROMISE, owner, ""));
    }
    if state == service::ASKED {
        let words = "电话回访，问题解决了";
        f.set(service::LAST, Value::text(words));
        trail.push(milestone(written, service::ASK, owner, words));
    }
    if !trail.is_empty() {
        f.set(service::TRAIL, Value::List(trail));
    }
    Made { fields: f, community, day: written }
}

/// The n-th offer of help.
pub(super) fn offer(n: u64, sizes: &Sizes, ids: &Ids, seed: u64, today: Day) -> Made {
    let mut r = Random::of(seed, purpose::OFFER, n);
    let who = r.below(sizes.people);
    let community = sizes.community(person_outline(who, sizes, seed).community);
    let (what, skill, role, times) = r.pick(OFFERED);
    let since = today.plus(-r.between(30, 600));
    let mut f = Fields::default()
        .with(offer::WHAT, Value::text(what))
        .with(offer::PEOPLE, Value::List(vec![Value::Ref(ids.link(Kind::Person, who))]))
        .with(offer::ROLE, Value::Code(role))
        .with(offer::SKILL, Value::Code(skill))
        .with(offer::TIMES, Value::text(times))
        .with(offer::AREA, Value::Ref(ids.link(Kind::Area, community)))
        .with(offer::SINCE, Value::Day(since))
        .with(offer::SOURCE, Value::text("本人"));
    if role == 1 {
        f.set(offer::UNTIL, Value::Day(since.plus(1095)));
        f.set(offer::LETTER, Value::text(format!("颍服聘〔{}〕{}号", since.year(), n + 1)));
    }
    Made { fields: f, community, day: today.plus(-1) }
}

/// The n-th recommendation.
pub(super) fn recommendation(n: u64, sizes: &Sizes, ids: &Ids, seed: u64, today: Day) -> Made {
    let mut r = Random::of(seed, purpose::RECOMMENDATION, n);
    let who = r.below(sizes.people);
    let community = sizes.community(person_outline(who, sizes, seed).community);
    let (post, sort, level) = r.pick(POSTS);
    let agreed = today.plus(-r.between(20, 300));
    let owner = ids.link(Kind::Staff, community);
    let steps =
        [recommendation::NOMINATE, recommendation::RECOMMEND, recommendation::PUBLISH, recommendation::ELECT];
    let done = r.below(steps.len() as u64 + 1) as usize;
    let mut f = Fields::default()
        .with(recommendation::POST, Value::text(post))
        .with(recommendation::PEOPLE, Value::List(vec![Value::Ref(ids.link(Kind::Person, who))]))
        .with(recommendation::SORT, Value::Code(sort))
        .with(recommendation::LEVEL, Value::Code(level))
        .with(recommendation::AGREED_ON, Value::Day(agreed))
        .with(recommendation::AGREED_HOW, Value::Code(1))
        .with(recommendation::BEGUN_ON, Value::Day(agreed.plus(1)))
        .with(recommendation::NOMINATOR, Value::text("颍川街道"))
        .with(recommendation::OWNER, Value::Ref(owner))
        .with(recommendation::AREA, Value::Ref(ids.link(Kind::Area, community)))
        .with(recommendation::STATE, Value::Code(recommendation::AGREED + done as u16));
    if done > 1 {
        f.set(recommendation::SENT_TO, Value::text("区工商联"));
    }
    if done > 2 {
        f.set(recommendation::PUBLISHED_ON, Value::Day(agreed.plus(13)));
    }
    if done > 3 {
        f.set(recommendation::RESULT, Value::text("当选"));
    }
    let day = |at: usize| agreed.plus(3 + 5 * at as i32);
    let marks = steps.iter().take(done).enumerate().map(|(at, code)| milestone(day(at), *code, owner, ""));
    if done > 0 {
        f.set(recommendation::TRAIL, Value::List(marks.collect()));
    }
    Made { fields: f, community, day: today.plus(-1) }
}

/// How many targets there are: one of each street for visits, for services, and for what people were told.
pub(super) fn targets(sizes: &Sizes) -> u64 {
    if sizes.people < 2 { 0 } else { sizes.streets * 3 }
}

/// The n-th target, of this half-year.
pub(super) fn target(n: u64, sizes: &Sizes, ids: &Ids, today: Day) -> Fields {
    use crate::book::report::{Length, Period};
    let (from, to) = Period::of(Length::Half, today).days();
    let street = n / 3;
    let share = sizes.people / sizes.streets.max(1);
    let (title, measure, aim, weight) = match n % 3 {
        0 => ("半年走访", target::VISITS, share / 2, 40),
        1 => ("半年服务", target::SERVICES, share / 10, 30),
        _ => ("事项办结并反馈", target::TOLD, share / 20, 30),
    };
    Fields::default()
        .with(target::TITLE, Value::text(title))
        .with(target::MEASURE, Value::Code(measure))
        .with(target::AIM, Value::Int(i64::try_from(aim.max(1)).unwrap_or(1)))
        .with(target::FROM, Value::Day(from))
        .with(target::TO, Value::Day(to))
        .with(target::AREA, Value::Ref(ids.link(Kind::Area, 1 + street)))
        .with(target::WEIGHT, Value::Int(weight))
        .with(target::STATE, Value::Code(if n.is_multiple_of(5) { target::SET } else { target::AGREED }))
}
