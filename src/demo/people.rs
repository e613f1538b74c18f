//! People: their names, numbers, work, and who keeps in touch with them.

use super::calendar::{Calendar, between};
use super::organisations::{employs, outline};
use super::plan::{Ids, Sizes};
use super::random::{Random, mix, shuffle};
use super::trades::{TRADES, Trade};
use super::{names, places, purpose};
use crate::book::{Day, Fields, Kind, Value, person, schema};

/// Prefixes of mobiles that are in use (工业和信息化部 号段).
const PREFIXES: &[&str] = &[
    "134", "135", "136", "137", "138", "139", "147", "150", "151", "152", "157", "158", "159", "178", "182",
    "183", "184", "187", "188", "198", "130", "131", "132", "155", "156", "166", "175", "176", "185", "186",
    "133", "153", "177", "180", "181", "189", "191", "199",
];

const POSTS: &[&str] = &[
    "清河市政协委员",
    "清河市人大代表",
    "清河市工商联执委",
    "市新阶层联谊会理事",
    "街道商会副会长",
    "市青年企业家协会会员",
    "社区监督委员会委员",
];

const NOTES: &[&str] = &[
    "上午在店里，下午跑客户",
    "本人说周末不接电话",
    "愿意参加公益活动",
    "常出差，微信联系方便",
    "店面今年搬到新址",
    "本人希望活动通知提前一周",
];

/// Whom the README, the tour and the hints look for is in every book: zxm finds somebody.
const KNOWN: (u64, &str, &str) = (0, "张", "晓明");

/// What is known of a person from the number alone: all that visits and ties need.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outline {
    pub community: u64,
    pub group: u16,
    pub trade: usize,
    pub employer: Option<u64>,
}

impl Outline {
    pub(super) fn trade(&self) -> Trade {
        TRADES.get(self.trade).copied().unwrap_or_default()
    }
}

/// Where the n-th person is, and what for a living.
pub(super) fn person_outline(n: u64, sizes: &Sizes, seed: u64) -> Outline {
    let mut r = Random::of(seed, purpose::PERSON_OUTLINE, n);
    let community = if r.percent(50) {
        r.below(sizes.communities)
    } else {
        r.below(sizes.communities).min(r.below(sizes.communities))
    };
    let group = r.weighted(&[(46, 1u16), (20, 2), (19, 3), (15, 4)]);
    let free = |r: &mut Random| {
        let own: u64 = TRADES.iter().filter(|t| t.group == group).count() as u64;
        let at = r.below(own) as usize;
        TRADES.iter().enumerate().filter(|(_, t)| t.group == group).nth(at).map_or(0, |(i, _)| i)
    };
    if group != 3 && !r.percent(4) {
        // somebody's employer is of their trade: draw until one fits, which a few draws do
        for _ in 0..12 {
            let at = r.below(sizes.organisations);
            let o = outline(at, sizes, seed);
            if employs(&o) && TRADES.get(o.trade).is_some_and(|t| t.group == group) {
                return Outline { community, group, trade: o.trade, employer: Some(at) };
            }
        }
    }
    let trade = free(&mut r);
    Outline { community, group, trade, employer: None }
}

/// How often somebody is visited, of 16: many never, a few again and again.
pub(super) fn drawn_to(n: u64, seed: u64) -> u64 {
    match mix(seed ^ mix(n ^ 0x5bd1)) % 100 {
        0..=17 => 0,
        18..=47 => 1,
        48..=79 => 3,
        80..=93 => 6,
        _ => 16,
    }
}

/// The mobile of a number: one to one, so nobody has that of another.
fn mobile(n: u64, seed: u64) -> String {
    let prefix = Random::of(seed, purpose::PHONE, n).pick(PREFIXES);
    format!("{prefix}{:08}", shuffle(seed, 10_000, n % 100_000_000))
}

/// The n-th person.
pub(super) fn person(n: u64, sizes: &Sizes, ids: &Ids, seed: u64, calendar: &Calendar, today: Day) -> Fields {
    let o = person_outline(n, sizes, seed);
    let mut r = Random::of(seed, purpose::PERSON, n);
    let trade = o.trade();
    let entered = calendar.entered_on(n);
    let woman =
        r.percent(if matches!(trade.name, "社会服务" | "服装" | "会计审计" | "教育培训") {
            62
        } else {
            42
        });
    let (a, b) = if o.group == 4 { (1982, 2003) } else { (1960, 1999) };
    let born = r.between(a, b).max(r.between(a, b - 6));
    let (family, given) = (names::family(&mut r), names::given(&mut r, woman, born));
    let (family, given) = if n == KNOWN.0 { (KNOWN.1, KNOWN.2.to_owned()) } else { (family, given) };
    let name = format!("{family}{given}");
    let title = if o.employer.is_some() || o.group == 3 { r.early(trade.titles) } else { "" };
    let text = |s: &str| Value::List(vec![Value::text(s)]);

    let mut phones = vec![Value::text(mobile(n, seed))];
    if r.percent(6) {
        phones.push(Value::text(mobile(n + sizes.people, seed)));
    }
    let mut f = Fields::default()
        .with(person::NAME, Value::text(name))
        .with(person::PHONES, Value::List(phones))
        .with(person::AREA, Value::Ref(ids.link(Kind::Area, sizes.community(o.community))))
        .with(person::LIAISON, Value::Ref(ids.link(Kind::Staff, sizes.community(o.community))))
        .with(person::GROUPS, Value::List(vec![Value::Code(o.group)]))
        .with(person::TRADE, Value::text(trade.name))
        .with(person::TITLE, Value::text(title))
        .with(person::STATUS, Value::Code(r.weighted(&[(965, 1), (28, 2), (7, 3)])))
        .with(person::ENTERED_ON, Value::Day(entered));
    if let Some(employer) = o.employer {
        f.set(person::EMPLOYER, Value::Ref(ids.link(Kind::Organisation, employer)));
        if r.percent(30) {
            f.set(person::SINCE, Value::Day(entered.plus(-r.between(90, 4000))));
        }
    }
    if let Some(called) = called(family, title, &mut r) {
        f.set(person::CALLED, text(&called));
    }
    if let Some(chat) = super::office::group_chat(n, seed) {
        f.set(schema::FIRST_OWN, chat);
    }
    if r.percent(55) {
        f.set(person::BIRTH_YEAR, Value::Int(i64::from(born)));
    }
    if r.percent(10) {
        f.set(person::WECHAT, Value::text(format!("qh{:06}", r.below(1_000_000))));
    }
    if r.percent(14) {
        let street = places::street_name(sizes.street_of(o.community));
        f.set(person::ADDRESS, Value::text(format!("{street}街道{}号", r.between(1, 400))));
    }
    if r.percent(5) {
        f.set(person::POSTS, text(r.early(POSTS)));
    }
    if r.percent(8) {
        let own = r.pick(&[
            "公文写作",
            "摄影",
            "心理咨询师",
            "注册会计师",
            "高级电工",
            "普通话一级",
            "茶艺",
            "急救员",
        ]);
        f.set(person::EXPERTISE, text(own));
    }
    if r.percent(9) {
        f.set(
            person::BEST_TIME,
            Value::text(r.pick(&["上午", "下午三点后", "周末", "晚上七点后", "工作日中午"])),
        );
    }
    if r.percent(6) {
        let tag = r.below(sizes.tags);
        f.set(person::TAGS, Value::List(vec![Value::Ref(ids.link(Kind::Tag, tag))]));
    }
    if r.percent(11) {
        f.set(person::NOTE, Value::text(r.pick(NOTES)));
    }
    // told and asked on the first visit, of most it is on paper
    if r.percent(92) {
        let told = Day(entered.plus(r.between(0, 20)).0.min(today.0 - 1));
        f.set(person::NOTICE, Value::Day(told));
        let mut agreed = vec![Value::Code(1)];
        if r.percent(70) {
            agreed.push(Value::Code(2));
        }
        f.set(person::CONSENT, Value::List(agreed));
    }
    if r.percent(50) {
        f.set(person::CONFIRMED_ON, Value::Day(between(&mut r, entered, today.plus(-1))));
    }
    f
}

/// How people call somebody: 张总, 冯会计.
fn called(family: &str, title: &str, r: &mut Random) -> Option<String> {
    let form = match title {
        "总经理" | "副总经理" | "董事长" => "总",
        "律师" | "主任律师" | "合伙人" => "律师",
        "会计师" => "会计",
        "教师" | "讲师" | "音乐教师" | "舞蹈教师" => "老师",
        "校长" => "校长",
        "店长" => "店长",
        _ => return None,
    };
    r.percent(40).then(|| format!("{family}{form}"))
}
