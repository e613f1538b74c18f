//! Meetings, in the order of their days, the last ones still to come; and the tasks that were decided in them.

use super::calendar::Calendar;
use super::people::person_outline;
use super::plan::{Ids, Sizes};
use super::purpose;
use super::random::Random;
use crate::book::{Day, Fields, Kind, Value, acts, meeting, person, task};

/// What is held: sort, name, what is spoken of, what was said, what was decided.
type Held = (u16, &'static str, &'static str, &'static str, &'static str);

const HELD: &[Held] = &[
    (
        1,
        "工作例会",
        "1. 上月走访情况\n2. 未了事项逐件过\n3. 下月安排",
        "各社区报了走访和事项；停车难、招工难反映最多，逐件定了承办人。",
        "1. 滨河路北侧车位再催城管办 +3天\n2. 台账里空着的电话各社区核实 +7天",
    ),
    (
        4,
        "新媒体从业人员座谈会",
        "1. 直播带货办证问题\n2. 场地和培训需求\n3. 自由发言",
        "主播们集中问办照和税务；两人愿意帮社区拍宣传片；都想要一间能录音的小场地。",
        "1. 请市场监管所来讲一次办照 +14天\n2. 联系文化站腾一间录音室 +10天",
    ),
    (
        7,
        "惠企政策宣讲",
        "1. 稳岗补贴\n2. 创业担保贷款\n3. 现场答疑",
        "讲了稳岗补贴和创业贷款怎么办，发材料 30 份，现场登记了 6 家要上门辅导的。",
        "1. 登记的 6 家一家一家上门 +15天",
    ),
    (
        6,
        "短视频拍摄培训",
        "1. 手机拍摄\n2. 剪辑\n3. 互相点评",
        "来的多是实体店主，边讲边拍，每人交了一条片子。",
        "1. 建培训群，把课件发进去 +2天",
    ),
    (
        4,
        "民营企业负责人座谈会",
        "1. 用工\n2. 门前路面和停车\n3. 意见建议",
        "四家提到招工难，想和职校对接；两家反映门前路面。",
        "1. 和职校约一场专场招聘 +20天\n2. 路面问题报市政 +5天",
    ),
    (
        5,
        "园区走访座谈",
        "1. 看车间\n2. 听困难",
        "看了三家车间，老板们最关心电价和订单。",
        "1. 电价补贴政策问清楚答复 +7天",
    ),
    (8, "联谊会秋季活动", "1. 徒步\n2. 交流", "走了五公里，新入会的四位和大家认识了。", ""),
    (
        8,
        "社区公益市集",
        "1. 义诊\n2. 法律咨询\n3. 家电维修",
        "义诊 60 多人，法律咨询 11 人，修小家电 20 件。",
        "1. 谢谢信送到各位志愿者手里 +5天",
    ),
    (
        10,
        "外出考察观摩",
        "1. 看邻区的商会服务站",
        "看了邻区服务站的台账和接待流程，值得学的是一事一答复。",
        "1. 写一页考察体会报上来 +7天",
    ),
    (
        11,
        "联络员业务培训",
        "1. 走访怎么记\n2. 事项怎么办结反馈",
        "讲了走访登记和办结后要反馈本人，现场练了一遍。",
        "",
    ),
    (
        9,
        "商会换届会议",
        "1. 工作报告\n2. 选举新一届理事会",
        "按章程选出理事 11 名，会长、副会长、秘书长全票通过。",
        "1. 新一届名单报备 +10天",
    ),
];

/// An election.
const ELECTION: u16 = 9;

/// The briefing that comes twice a year.
const BRIEFING: Held = (
    2,
    "半年通报会",
    "1. 半年工作通报\n2. 事项办理和反馈情况\n3. 听取意见",
    "通报了走访、事项办理、服务情况；大家对办结后当面反馈比较满意，建议再公开一些进度。",
    "1. 通报稿发到各商会 +3天",
);

/// What is still to come: (days ahead, time, place, which of [`HELD`]).
const AHEAD: &[(i32, &str, &str, usize)] = &[
    (0, "14:30", "街道二楼会议室", 0),
    (0, "16:00-17:30", "社区党群服务中心", 1),
    (3, "9:00", "街道三楼多功能厅", 2),
    (8, "15:00", "产业园会议室", 4),
];

const PLACES: &[&str] = &["街道二楼会议室", "街道三楼多功能厅", "社区活动室", "产业园会议室", "文化站报告厅"];
const TIMES: &[&str] = &["9:00", "9:30-11:00", "14:30", "15:00-16:30", "16:00"];
const GUESTS: &[&str] =
    &["市场监管所 李所长", "职校 周老师", "人社所 孙主任", "法律援助中心 何律师", "城管办 马科长"];

/// Days over which they are spread.
const SPAN: i32 = 400;

/// How many there are.
pub(super) fn meetings(people: u64) -> u64 {
    if people < 30 { 0 } else { (people / 30).clamp(16, 4000) }
}

/// Tasks: those of meetings, and those of whoever has many matters.
pub(super) fn tasks(people: u64) -> u64 {
    meetings(people) * 2
}

/// A meeting or a task, when it was written and by whom.
pub(super) struct Made {
    pub fields: Fields,
    pub by: u64,
    pub written: Day,
}

/// The day of a meeting, and what is still to come of it.
fn when(n: u64, sizes: &Sizes, today: Day) -> (Day, Option<(&'static str, &'static str, usize)>) {
    let ahead = AHEAD.len() as u64;
    let held = sizes.meetings.saturating_sub(ahead);
    match n.checked_sub(held).and_then(|i| AHEAD.get(i as usize)) {
        Some((days, time, place, what)) => (today.plus(*days), Some((time, place, *what))),
        None => {
            let back = SPAN - (u128::from(n) * (SPAN as u128 - 2) / u128::from(held.max(1))) as i32;
            (today.plus(-back.clamp(1, SPAN)), None)
        }
    }
}

/// What is held on a day.
fn held(n: u64, day: Day, ahead: Option<usize>, r: &mut Random) -> &'static Held {
    use chrono::Datelike;
    let month = day.date().month();
    match ahead {
        Some(i) => HELD.get(i).unwrap_or(&BRIEFING),
        None if matches!(month, 1 | 7) && n.is_multiple_of(3) => &BRIEFING,
        None => {
            let at = r.below(HELD.len() as u64) as usize;
            HELD.get(if n.is_multiple_of(4) { 0 } else { at }).unwrap_or(&BRIEFING)
        }
    }
}

/// The street whose meeting it is, as its place among areas and staff; the city in a book of many streets.
fn street(r: &mut Random, sizes: &Sizes) -> u64 {
    if sizes.streets > 4 { 0 } else { 1 + r.below(sizes.streets) }
}

/// Makes the n-th meeting.
pub(super) fn meeting(n: u64, sizes: &Sizes, ids: &Ids, seed: u64, calendar: &Calendar, today: Day) -> Made {
    let mut r = Random::of(seed, purpose::MEETING, n);
    let (day, ahead) = when(n, sizes, today);
    let written = day.plus(-7).0.min(today.0 - 1);
    let written = Day(written);
    let street = street(&mut r, sizes);
    let (sort, name, agenda, minutes, decisions) = *held(n, day, ahead.map(|a| a.2), &mut r);
    let (mut expected, mut came, mut excused) = (Vec::new(), Vec::new(), Vec::new());
    let mut there = Vec::new();
    let want = r.between(8, 20) as usize;
    for _ in 0..want * 4 {
        let who = r.below(calendar.people_before(written));
        let of = 1 + sizes.street_of(person_outline(who, sizes, seed).community);
        let person = Value::Ref(ids.link(Kind::Person, who));
        if expected.len() >= want || expected.contains(&person) || (street > 0 && of != street) {
            continue;
        }
        match r.below(100) {
            0..=73 => {
                came.push(person.clone());
                there.push(who);
            }
            74..=85 => excused.push(person.clone()),
            _ => {}
        }
        expected.push(person);
    }
    let place = ahead.map_or_else(|| r.pick(PLACES), |a| a.1);
    let time = ahead.map_or_else(|| r.pick(TIMES), |a| a.0);
    let mut f = Fields::default()
        .with(meeting::TITLE, Value::text(name))
        .with(meeting::SORT, Value::Code(sort))
        .with(meeting::WHEN, Value::Day(day))
        .with(meeting::TIME, Value::text(time))
        .with(meeting::PLACE, Value::text(place))
        .with(meeting::AREA, Value::Ref(ids.link(Kind::Area, street)))
        .with(meeting::ORGANISER, Value::Ref(ids.link(Kind::Staff, street)))
        .with(meeting::EXPECTED, Value::List(expected))
        .with(meeting::AGENDA, Value::text(agenda));
    if ahead.is_none() {
        f.set(meeting::PRESENT, Value::List(came));
        f.set(meeting::EXCUSED, Value::List(excused));
        f.set(meeting::MINUTES, Value::text(minutes));
        f.set(meeting::DECISIONS, Value::text(decisions));
        if sort == ELECTION {
            let name = |who: &u64| {
                let f = super::people::person(*who, sizes, ids, seed, calendar, today);
                f.text(person::NAME).to_owned()
            };
            let posts = ["会长", "副会长", "副会长", "秘书长"].iter().zip(&there);
            let lines = posts.map(|(post, who)| format!("{post} {}", name(who)));
            let result: Vec<String> = std::iter::once("任期 5年".to_owned()).chain(lines).collect();
            f.set(meeting::ELECTED, Value::text(result.join("\n")));
            f.set(meeting::HOST, Value::Ref(ids.link(Kind::Organisation, 1 + n % sizes.chambers)));
        }
        if r.percent(40) {
            f.set(meeting::GUESTS, Value::List(vec![Value::text(r.pick(GUESTS))]));
        }
        if r.percent(15) {
            f.set(meeting::COST, Value::text("街道经费 600 元，茶水和资料"));
        }
    }
    Made { fields: f, by: street, written }
}

/// What else there is to do: what, days until it is due.
const CHORES: &[(&str, i32)] = &[
    ("送创业担保贷款申请表", 1),
    ("报三季度服务人次", 4),
    ("把招聘会海报送到各社区", 2),
    ("核对商会会员名册", 6),
    ("通知座谈会时间", 0),
    ("给新入会的几位建群", 3),
    ("整理上月走访照片", 5),
    ("补签到表上的电话", -2),
];

/// Makes the n-th task: of meetings while there are any that decided something, then what else there is to do.
pub(super) fn task(n: u64, sizes: &Sizes, ids: &Ids, seed: u64, calendar: &Calendar, today: Day) -> Made {
    let mut r = Random::of(seed, purpose::TASK, n);
    let of = n / 2;
    let (day, ahead) = when(of, sizes, today);
    let m = meeting(of, sizes, ids, seed, calendar, today);
    let set = Day(day.0.min(today.0 - 1));
    let lines = meeting::decisions(&m.fields);
    let decided = lines.get((n % 2) as usize).filter(|_| ahead.is_none());
    let street = m.by;
    let (words, due) = match decided {
        Some(line) => {
            let (words, _, due) = task::of_decision(line, day);
            (words, due.unwrap_or(day.plus(7)))
        }
        None => {
            let (words, days) = CHORES.get((n % CHORES.len() as u64) as usize).copied().unwrap_or(("", 1));
            let from = if ahead.is_some() || today.0 - set.0 < 20 { today } else { set };
            (words.to_owned(), from.plus(days))
        }
    };
    let communities = (0..sizes.communities).filter(|c| 1 + sizes.street_of(*c) == street || street == 0);
    let owner = match r.below(3) {
        0 => street,
        _ => {
            let all: Vec<u64> = communities.take(40).collect();
            all.get(r.below(all.len().max(1) as u64) as usize).map_or(street, |c| sizes.community(*c))
        }
    };
    let done = due.0 < today.0 - 6 || due.0 < today.0 && r.percent(50);
    let mut f = Fields::default()
        .with(task::TITLE, Value::text(words))
        .with(task::DUE, Value::Day(due))
        .with(task::SINCE, Value::Day(set))
        .with(task::AREA, Value::Ref(ids.link(Kind::Area, street)))
        .with(task::OWNER, Value::Ref(ids.link(Kind::Staff, owner)))
        .with(task::STATE, Value::Code(if done { task::DONE } else { task::OPEN }));
    if decided.is_some() {
        f.set(task::MEETING, Value::Ref(ids.link(Kind::Meeting, of)));
    }
    if decided.is_none() && r.percent(50) {
        let who = r.below(calendar.people_before(set));
        f.set(task::PEOPLE, Value::List(vec![Value::Ref(ids.link(Kind::Person, who))]));
    }
    if done {
        let on = Day(due.0.min(today.0 - 1).max(set.0));
        f.set(task::DONE_ON, Value::Day(on));
        let mark = vec![
            (acts::DAY, Value::Day(on)),
            (acts::DONE, Value::Code(task::DO)),
            (acts::WHO, Value::Ref(ids.link(Kind::Staff, owner))),
        ];
        f.set(task::TRAIL, Value::List(vec![Value::Group(mark)]));
    }
    Made { fields: f, by: street, written: set }
}

/// What, from, to, off or worked.
type Rest = (&'static str, (i32, u32, u32), (i32, u32, u32), u16);

/// The holidays of the years that are laid down.
const HOLIDAYS: &[Rest] = &[
    ("元旦", (2026, 1, 1), (2026, 1, 3), 1),
    ("元旦调休", (2026, 1, 4), (2026, 1, 4), 2),
    ("春节调休", (2026, 2, 14), (2026, 2, 14), 2),
    ("春节", (2026, 2, 15), (2026, 2, 23), 1),
    ("春节调休", (2026, 2, 28), (2026, 2, 28), 2),
    ("清明节", (2026, 4, 4), (2026, 4, 6), 1),
    ("劳动节", (2026, 5, 1), (2026, 5, 5), 1),
    ("劳动节调休", (2026, 5, 9), (2026, 5, 9), 2),
    ("端午节", (2026, 6, 19), (2026, 6, 21), 1),
    ("国庆节调休", (2026, 9, 20), (2026, 9, 20), 2),
    ("中秋节", (2026, 9, 25), (2026, 9, 27), 1),
    ("国庆节", (2026, 10, 1), (2026, 10, 7), 1),
    ("国庆节调休", (2026, 10, 10), (2026, 10, 10), 2),
];

/// How many there are.
pub(super) fn holidays() -> u64 {
    HOLIDAYS.len() as u64
}

/// The n-th holiday.
pub(super) fn holiday(n: u64) -> Fields {
    use crate::book::holiday::{FROM, NAME, SORT, TO};
    let Some((name, from, to, sort)) = HOLIDAYS.get(n as usize) else { return Fields::default() };
    let day = |(y, m, d): (i32, u32, u32)| Value::Day(Day::ymd(y, m, d).unwrap_or(Day(1)));
    let f = Fields::default().with(NAME, Value::text(*name)).with(FROM, day(*from));
    f.with(TO, day(*to)).with(SORT, Value::Code(*sort))
}
