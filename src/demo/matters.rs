//! Matters, in the order of the days on which they were said: old ones are settled and told, of the late ones there
//! are some at every step.

use super::calendar::Calendar;
use super::people::person_outline;
use super::plan::{Ids, Sizes};
use super::purpose;
use super::random::Random;
use crate::book::{Day, Fields, Kind, Value, acts, matter};

/// What people ask for: sort, in few words, in theirs.
const SAID: &[(u16, &str, &str)] = &[
    (1, "停车难", "小区周边没地方停，客户来了要绕三圈，能不能划几个车位。"),
    (1, "门前路面破损", "厂门口那段路坑坑洼洼，下雨天货车都不敢走。"),
    (1, "夜间照明不足", "后街晚上九点以后就黑了，下班的姑娘们不敢走。"),
    (4, "招工难", "想招二十名装卸工，发了两个月广告没招满，能不能帮着办一场招聘。"),
    (4, "铺面租金上涨", "房东一年涨了两回租，想问问有没有补贴或者便宜的铺面。"),
    (4, "贷款审批慢", "创业贷款材料交了一个多月，问谁都说再等等。"),
    (5, "社保怎么转", "从外地回来，社保关系怎么接上，要带哪些材料。"),
    (5, "灵活就业参保", "我没有单位，自己交养老和医疗分别去哪里办。"),
    (5, "直播要办什么证", "在家做直播带货，到底要不要办执照。"),
    (5, "孩子入学手续", "户口不在这边，孩子秋季入学要准备什么。"),
    (2, "增设充电桩", "院里电动车多，建议在东墙边装一排充电桩。"),
    (2, "夜市统一收摊时间", "建议夜市定个统一的收摊时间，大家都好管。"),
    (2, "办一期短视频培训", "做实体的都想学拍短视频，建议请人来讲几次。"),
    (2, "建个行业群", "我们这一行散，建议街道牵头建个群，互相介绍活。"),
    (3, "公告栏更新太慢", "活动通知贴出来时都快开始了，希望早一周。"),
    (3, "垃圾清运时间太早", "清运车五点就响，楼上住户有意见。"),
    (6, "隔壁装修扰民", "中午也在打钻，说了几次都不听。"),
    (6, "外卖车占道", "门口人行道天天停满外卖车，轮椅过不去。"),
    (7, "感谢帮忙办证", "上次办证跑了一趟就成了，谢谢窗口的小李。"),
    (8, "想对接一家包装厂", "我们做茶点的，想找本地的包装厂长期合作。"),
];

/// The n-th matter, whose community's it is, and when it was said.
pub(super) struct Made {
    pub fields: Fields,
    pub community: u64,
    pub day: Day,
}

/// Days over which they are spread.
const SPAN: i32 = 400;

/// Makes it.
pub(super) fn matter(n: u64, sizes: &Sizes, ids: &Ids, seed: u64, calendar: &Calendar, today: Day) -> Made {
    let mut r = Random::of(seed, purpose::MATTER, n);
    let back = SPAN - (u128::from(n) * SPAN as u128 / u128::from(sizes.matters.max(1))) as i32;
    let day = today.plus(-back.clamp(1, SPAN));
    let people = calendar.people_before(day);
    let who = r.below(people);
    let o = person_outline(who, sizes, seed);
    let community = sizes.community(o.community);
    let (sort, title, words) = r.early(SAID);
    let mut whose = vec![Value::Ref(ids.link(Kind::Person, who))];
    if r.percent(12) {
        let other = Value::Ref(ids.link(Kind::Person, r.below(people)));
        if !whose.contains(&other) {
            whose.push(other);
        }
    }
    let urgency = r.weighted(&[(1, 1u16), (8, 2), (3, 3)]);
    let due = day.plus(match urgency {
        1 => 1,
        2 => 7,
        _ => 15,
    });
    let state = match back {
        45.. => matter::CLOSED,
        15.. => r.weighted(&[(6, 7u16), (3, 6), (3, 5), (4, 4), (2, 3)]),
        _ => r.weighted(&[(2, 1u16), (3, 2), (6, 3), (3, 4), (2, 5), (1, 6)]),
    };
    let mut f = Fields::default()
        .with(matter::TITLE, Value::text(title))
        .with(matter::WORDS, Value::text(words))
        .with(matter::SORT, Value::Code(sort))
        .with(matter::PEOPLE, Value::List(whose))
        .with(matter::SOURCE, Value::Code(r.weighted(&[(8, 1u16), (2, 2), (2, 3), (1, 5), (2, 6), (2, 7)])))
        .with(matter::RAISED, Value::Day(day))
        .with(matter::AREA, Value::Ref(ids.link(Kind::Area, community)))
        .with(matter::OWNER, Value::Ref(ids.link(Kind::Staff, community)))
        .with(matter::URGENCY, Value::Code(urgency))
        .with(matter::DUE, Value::Day(due))
        .with(matter::STATE, Value::Code(state));
    course(&mut f, &mut r, (sort, title), (day, today), state, ids.link(Kind::Staff, community));
    // a few lie with the next office, which has not taken all of them on
    if state == matter::ACCEPTED && n.is_multiple_of(3) && sizes.communities > 1 {
        let next = sizes.community((o.community + 1) % sizes.communities);
        let since = Day(day.plus(2).0.min(today.0 - 1).max(day.0));
        for (no, value) in [
            (matter::STATE, Value::Code(matter::REFERRED)),
            (matter::WITH_AREA, Value::Ref(ids.link(Kind::Area, next))),
            (matter::WITH_FROM, Value::Ref(ids.link(Kind::Area, community))),
            (matter::WITH_SINCE, Value::Day(since)),
            (matter::LAST, Value::text("地方在他们那边，请帮着办")),
        ] {
            f.set(no, value);
        }
        let mut trail = f.get(matter::TRAIL).map(|v| v.each().to_vec()).unwrap_or_default();
        let who = ids.link(Kind::Staff, community);
        trail.push(Value::Group(vec![
            (acts::DAY, Value::Day(since)),
            (acts::DONE, Value::Code(matter::PASS)),
            (acts::WHO, Value::Ref(who)),
            (acts::WORDS, Value::text("地方在他们那边，请帮着办")),
        ]));
        f.set(matter::TRAIL, Value::List(trail));
    }
    Made { fields: f, community, day }
}

/// What became of it, by its title: with which office, and what is read to the person.
const ENDS: &[(&str, &str, &str)] = &[
    ("停车难", "城管办", "路北侧新划了 12 个车位，晚七点后可以免费停。"),
    ("门前路面破损", "市政所", "坑洼的一段已经补平，雨季后再整修一次。"),
    ("夜间照明不足", "路灯所", "后街换了 6 盏灯，晚上十一点半才关。"),
    ("招工难", "人社所", "排进了下月的专场招聘会，留了展位。"),
    ("铺面租金上涨", "", "问过可以申请的补贴，材料清单已给本人。"),
    ("贷款审批慢", "金融办", "银行说缺一份流水，补上后三天内批。"),
    ("社保怎么转", "社保所", "带身份证到社保所一楼办，当天能接上。"),
    ("灵活就业参保", "社保所", "养老在社保所、医疗在医保窗口，手机上也能办。"),
    ("直播要办什么证", "市场监管所", "要办个体执照，线上申请，帮着填好了。"),
    ("孩子入学手续", "教育办", "居住证满一年就行，八月去学校登记。"),
    ("增设充电桩", "物业", "东墙边装了 10 个充电位，刷卡用。"),
];

/// The steps that led to its state, each with its day, and what they left behind.
fn course(
    f: &mut Fields,
    r: &mut Random,
    (sort, title): (u16, &str),
    (said, today): (Day, Day),
    state: u16,
    who: crate::book::Ref,
) {
    let (_, office, result) =
        ENDS.iter().find(|(t, ..)| *t == title).copied().unwrap_or(("", "", "问清楚了，照本人的意思办了。"));
    let passed_on = !office.is_empty() && r.percent(70);
    let begun = if passed_on { matter::REFER } else { matter::BEGIN };
    let all = [
        (matter::ACCEPTED, matter::ACCEPT, "已受理，按期答复"),
        (matter::UNDER_WAY, begun, if passed_on { "已转过去，等回话" } else { "正在办" }),
        (matter::SETTLED, matter::SETTLE, ""),
        (matter::TOLD, matter::TELL, "电话里告诉了本人"),
        (matter::RATED, matter::RATE, ""),
        (matter::CLOSED, matter::CLOSE, ""),
    ];
    let mut day = said;
    let mut trail = Vec::new();
    for (to, deed, words) in all.into_iter().filter(|(to, ..)| *to <= state) {
        day = Day(day.plus(r.between(0, 3)).0.min(today.0 - 1).max(said.0));
        let mut mark =
            vec![(acts::DAY, Value::Day(day)), (acts::DONE, Value::Code(deed)), (acts::WHO, Value::Ref(who))];
        if !words.is_empty() {
            mark.push((acts::WORDS, Value::text(words)));
            f.set(matter::LAST, Value::text(words));
        }
        trail.push(Value::Group(mark));
        match to {
            matter::UNDER_WAY if passed_on => f.set(matter::OFFICE, Value::text(office)),
            matter::SETTLED => {
                f.set(matter::RESULT, Value::text(result));
                f.set(matter::SETTLED_ON, Value::Day(day));
                if sort == matter::SUGGESTION {
                    f.set(matter::OUTCOME, Value::Code(r.weighted(&[(5, 1u16), (3, 2), (1, 3), (2, 4)])));
                }
            }
            matter::TOLD => {
                f.set(matter::TOLD_ON, Value::Day(day));
                f.set(matter::TOLD_HOW, Value::Code(r.weighted(&[(6, 1u16), (3, 2), (2, 3)])));
            }
            matter::RATED => f.set(matter::RATING, Value::Code(r.weighted(&[(6, 1u16), (3, 2), (1, 3)]))),
            _ => {}
        }
    }
    if !trail.is_empty() {
        f.set(matter::TRAIL, Value::List(trail));
    }
}
