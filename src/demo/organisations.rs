//! Organisations: the association, chambers, firms, social organisations, units stationed here, volunteers.

use super::places::{CITY, numeral, street_name};
use super::plan::{Ids, Sizes};
use super::purpose;
use super::random::{Random, shuffle};
use super::trades::{TRADES, Trade};
use crate::book::{Fields, Kind, Value, organisation, phones};

const FIRST: &str = "恒鑫华瑞远宏盛泰嘉德隆昌丰源永信诚中天博金正新亿安众达兴顺广汇聚启卓凯铭";
const SECOND: &str = "达通源泰丰盛和信诚创联辉腾祥宇科利康美佳悦图远航泽润正邦尚品雅晟景越合林";
const SIDE: u64 = 36;

const STATIONED: &[&str] = &[
    "供电所",
    "邮政支局",
    "卫生服务中心",
    "实验小学",
    "第二中学",
    "税务分局",
    "派出所",
    "农商银行支行",
    "图书馆",
];

/// What is known of an organisation from its number alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outline {
    pub sort: u16,
    /// Its place in [`TRADES`], for firms and social organisations.
    pub trade: usize,
    pub community: u64,
}

/// The trades that have firms of their own.
fn with_firms() -> impl Iterator<Item = (usize, &'static Trade)> {
    TRADES.iter().enumerate().filter(|(_, t)| !t.words.is_empty())
}

/// What sort of organisation the n-th is, in which trade and where.
pub(super) fn outline(n: u64, sizes: &Sizes, seed: u64) -> Outline {
    let mut r = Random::of(seed, purpose::OUTLINE, n);
    let community = r.below(sizes.communities).min(r.below(sizes.communities));
    let trade = trade_of(n);
    let sort = match n {
        0 => 3,
        n if n <= sizes.chambers => 4,
        n if n % 41 == 7 => 6,
        n if n % 67 == 11 => 7,
        _ if TRADES.get(trade).is_some_and(|t| t.name == "社会服务") => 2,
        _ => 1,
    };
    Outline { sort, trade, community }
}

/// Firms go round the trades, those that many work in more often.
fn trade_of(n: u64) -> usize {
    let firms = with_firms().count() as u64;
    let turn = n % (firms + 8);
    let at = if turn < firms { turn } else { (turn - firms) * 2 % firms };
    with_firms().nth(at as usize).map_or(0, |(at, _)| at)
}

/// The trade of a chamber other than the first, which has all.
pub(super) fn chamber_trade(n: u64) -> usize {
    with_firms().nth(n.saturating_sub(2) as usize).map_or(0, |(at, _)| at)
}

/// Whether people work there: all but the association, chambers and volunteers.
pub(super) fn employs(o: &Outline) -> bool {
    matches!(o.sort, 1 | 2)
}

/// The n-th organisation's name; never twice, also without the city before it.
fn name(n: u64, o: &Outline, sizes: &Sizes, seed: u64, r: &mut Random) -> String {
    let trade = TRADES.get(o.trade).copied().unwrap_or_default();
    match o.sort {
        3 => return format!("{CITY}新的社会阶层人士联谊会"),
        // the first is that of a street, of all trades
        4 if n == 1 => return format!("{CITY}{}商会", street_name(0)),
        4 => return format!("{CITY}{}行业商会", TRADES.get(chamber_trade(n)).map_or("", |t| t.name)),
        6 => {
            let street = street_name(n / 41 % sizes.streets);
            let kind = STATIONED.get((n / 41 / sizes.streets) as usize % STATIONED.len());
            let round = n / 41 / sizes.streets / STATIONED.len() as u64;
            let more = if round == 0 { String::new() } else { numeral(round + 1) };
            return format!("{street}{}{more}", kind.copied().unwrap_or_default());
        }
        7 => {
            let street = street_name(n / 67 % sizes.streets);
            let round = n / 67 / sizes.streets;
            let more = if round == 0 { String::new() } else { format!("第{}", numeral(round + 1)) };
            return format!("{street}街道{more}志愿服务队");
        }
        _ => {}
    }
    // the brand comes again only after all others; then it does other things: (brand, word) is never the same
    let each = SIDE * SIDE;
    let (round, brand) = (n / each, shuffle(seed, SIDE, n % each));
    let first = FIRST.chars().nth((brand / SIDE) as usize).unwrap_or('恒');
    let second = SECOND.chars().nth((brand % SIDE) as usize).unwrap_or('达');
    let more = if round == 0 {
        String::new()
    } else {
        // a third sign tells the brand's later firms apart
        let third = FIRST.chars().nth((round as usize - 1) % SIDE as usize).unwrap_or('华');
        let rest = (round - 1) / SIDE;
        if rest == 0 { third.to_string() } else { format!("{third}{}", numeral(rest + 1)) }
    };
    let city = if r.percent(80) { CITY } else { "" };
    format!("{city}{first}{second}{more}{}{}", r.pick(trade.words), r.pick(trade.endings))
}

/// The n-th organisation.
pub(super) fn organisation(n: u64, sizes: &Sizes, ids: &Ids, seed: u64) -> Fields {
    let o = outline(n, sizes, seed);
    let mut r = Random::of(seed, purpose::ORGANISATION, n);
    let mut f = Fields::default()
        .with(organisation::NAME, Value::text(name(n, &o, sizes, seed, &mut r)))
        .with(organisation::SORT, Value::Code(o.sort))
        .with(organisation::AREA, Value::Ref(ids.link(Kind::Area, sizes.community(o.community))))
        .with(organisation::STATUS, Value::Code(r.weighted(&[(94, 1), (2, 2), (2, 3), (1, 4), (1, 5)])));
    if employs(&o) {
        f.set(organisation::TRADE, Value::text(TRADES.get(o.trade).map_or("", |t| t.name)));
        f.set(organisation::HEADCOUNT, Value::Int(r.between(2, 40) as i64 * r.between(1, 4) as i64));
        if r.percent(70) {
            let street = street_name(sizes.street_of(o.community));
            f.set(organisation::ADDRESS, Value::text(format!("{street}街道{}号", r.between(1, 380))));
        }
    }
    if r.percent(60) {
        let number = format!("0398{}", 2_000_000 + r.below(6_999_999));
        if phones::parse(&number).is_ok() {
            f.set(organisation::PHONES, Value::List(vec![Value::text(number)]));
        }
    }
    if r.percent(7) {
        let offer = r.pick(&["会议室可借，工作日白天", "一楼大厅可办活动", "可派讲师一名", "可提供实习岗位"]);
        f.set(organisation::OFFERS, Value::List(vec![Value::text(offer)]));
    }
    f
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::names::organisation_key;
    use std::collections::HashSet;

    #[test]
    fn no_two_organisations_have_one_name() {
        for people in [300, 1_000_000] {
            let sizes = Sizes::of(people);
            let mut seen = HashSet::new();
            for n in 0..sizes.organisations {
                let o = outline(n, &sizes, 1);
                let name = name(n, &o, &sizes, 1, &mut Random::of(1, purpose::ORGANISATION, n));
                assert!(seen.insert(organisation_key(&name)), "{n} {name}");
            }
        }
    }
}
