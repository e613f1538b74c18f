//! The invented city of the demonstration book, who works in its offices, and the tags they keep.

use super::plan::{Ids, Sizes};
use super::random::{Random, shuffle};
use super::{names, purpose};
use crate::book::{Fields, Kind, Value, area, staff, tag};

/// The city.
pub(super) const CITY: &str = "清河市";

const STREETS: &[&str] = &[
    "柳林",
    "望湖",
    "北关",
    "南门",
    "新华",
    "文峰",
    "清泉",
    "长桥",
    "永安",
    "东湖",
    "凤山",
    "石桥",
    "青龙",
    "白塔",
    "金水",
    "朝阳",
    "和平",
    "人民路",
    "工农",
    "杏花",
    "临江",
    "龙泉",
    "宝塔",
    "西苑",
    "兴业",
    "枫林",
    "玉带",
    "翠屏",
];

const FIRST: &str = "东西南北新老大小上下金银玉青白红紫云龙凤长永安平福兴和文明春";
const SECOND: &str = "关街门桥河湖塘泉井坡岗园苑庄营堂台亭坊墙楼埠巷渡洲湾林柳桃杏";

/// The tags: (word, what for).
pub(super) const TAGS: &[(&str, &str)] = &[
    ("直播培训", "通知电商培训班"),
    ("法律义诊", "安排法律值班"),
    ("可借场地", "办活动时联系"),
    ("创业导师", "给新开业的介绍"),
    ("同行见面", "通知行业见面会"),
    ("公益课堂", "安排周末课程"),
];

/// The n-th street's name: the list, then the list again with the point of the compass before it.
pub(super) fn street_name(n: u64) -> String {
    let len = STREETS.len() as u64;
    let base = STREETS.get((n % len) as usize).copied().unwrap_or_default();
    match n / len {
        0 => base.to_string(),
        round => {
            let side: String = "东西南北中新".chars().nth(((round - 1) % 6) as usize).into_iter().collect();
            let again = (round - 1) / 6;
            if again == 0 { format!("{side}{base}") } else { format!("{side}{base}{}", numeral(again + 1)) }
        }
    }
}

/// The n-th community's name, without 社区 or 村: never twice in the city.
fn community_name(seed: u64, n: u64) -> String {
    let side = 30;
    let each = side * side;
    let at = shuffle(seed, side, n % each);
    let first = FIRST.chars().nth((at / side) as usize).unwrap_or('东');
    let second = SECOND.chars().nth((at % side) as usize).unwrap_or('街');
    match n / each {
        0 => format!("{first}{second}"),
        round => format!("{first}{second}{}", numeral(round + 1)),
    }
}

/// A number as names of places have it: 二, 三 … 十, 十一.
pub(super) fn numeral(n: u64) -> String {
    let digit = |d: u64| "零一二三四五六七八九".chars().nth(d as usize).unwrap_or('零').to_string();
    match n {
        0..=9 => digit(n),
        10..=19 => format!("十{}", if n == 10 { String::new() } else { digit(n - 10) }),
        20..=99 => {
            format!("{}十{}", digit(n / 10), if n.is_multiple_of(10) { String::new() } else { digit(n % 10) })
        }
        _ => n.to_string().bytes().map(|b| digit(u64::from(b - b'0'))).collect(),
    }
}

/// The n-th area: the city, its streets, their communities.
pub(super) fn area(n: u64, sizes: &Sizes, ids: &Ids, seed: u64) -> Fields {
    // 99 is no province: nobody mistakes the code for a real one
    const CODE: u64 = 990_101;
    let fields = Fields::default();
    if n == 0 {
        return fields
            .with(area::NAME, Value::text(CITY))
            .with(area::CODE, Value::text(CODE.to_string()))
            .with(area::LEVEL, Value::Code(1))
            .with(area::RHYTHM, Value::Int(90));
    }
    if n <= sizes.streets {
        return fields
            .with(area::NAME, Value::text(format!("{}街道", street_name(n - 1))))
            .with(area::CODE, Value::text(format!("{CODE}{n:03}")))
            .with(area::PARENT, Value::Ref(ids.link(Kind::Area, 0)))
            .with(area::LEVEL, Value::Code(3));
    }
    let c = n - sizes.streets - 1;
    let street = sizes.street_of(c);
    // the first community of this street, to number those within it
    let first = (street * sizes.communities).div_ceil(sizes.streets);
    let village = Random::of(seed, purpose::AREA, c).percent(25);
    let name = format!("{}{}", community_name(seed, c), if village { "村" } else { "社区" });
    let fields = fields
        .with(area::NAME, Value::text(name))
        .with(area::CODE, Value::text(format!("{CODE}{:03}{:03}", street + 1, c - first.min(c) + 1)))
        .with(area::PARENT, Value::Ref(ids.link(Kind::Area, street + 1)))
        .with(area::LEVEL, Value::Code(4));
    if c % 8 == 5 { fields.with(area::RHYTHM, Value::Int(60)) } else { fields }
}

/// The n-th member of staff: one for the city, each street, each community, none with a login of this machine.
pub(super) fn staff(n: u64, sizes: &Sizes, ids: &Ids, seed: u64) -> Fields {
    let mut r = Random::of(seed, purpose::STAFF, n);
    let woman = r.percent(58);
    let born = r.between(1968, 2000);
    let name = format!("{}{}", names::family(&mut r), names::given(&mut r, woman, born));
    let role = match n {
        0 => 1,
        n if n <= sizes.streets => 2,
        _ => 3,
    };
    Fields::default()
        .with(staff::NAME, Value::text(name))
        .with(staff::ROLE, Value::Code(role))
        .with(staff::AREAS, Value::List(vec![Value::Ref(ids.link(Kind::Area, n))]))
        .with(staff::STATUS, Value::Code(1))
}

/// The n-th tag.
pub(super) fn tag(n: u64, ids: &Ids) -> Fields {
    let (name, what_for) = TAGS.get(n as usize).copied().unwrap_or(("同行见面", "通知行业见面会"));
    Fields::default()
        .with(tag::NAME, Value::text(name))
        .with(tag::PURPOSE, Value::text(what_for))
        .with(tag::OWNER, Value::Ref(ids.link(Kind::Staff, 0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::names::area_key;

    #[test]
    fn no_two_places_have_one_name() {
        let mut all: Vec<String> =
            (0..3000).map(|n| area_key(&format!("{}社区", community_name(7, n)))).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 3000);
        let mut all: Vec<String> = (0..600).map(street_name).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 600);
    }

    #[test]
    fn numbers_as_places_have_them() {
        let all: Vec<String> = [2, 10, 11, 20, 35, 105].into_iter().map(numeral).collect();
        assert_eq!(all, ["二", "十", "十一", "二十", "三十五", "一零五"]);
    }
}
