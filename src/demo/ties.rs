//! Declared ties: who introduced whom, who is paired, who is a member where.

use super::organisations::chamber_trade;
use super::people::person_outline;
use super::plan::{Ids, Sizes};
use super::purpose;
use super::random::Random;
use crate::book::{Day, Fields, Kind, Ref, Value, tie};

/// How many members the chamber of a small book has.
const CHAMBER: u64 = 9;
/// The members' numbers begin here, the chain of three ties after them.
const MEMBERS: u64 = 1;
const CHAIN: u64 = 11;

/// The n-th tie. The first ones make every book worth browsing: a chamber with nine members, a chain of four people.
pub(super) fn tie(n: u64, sizes: &Sizes, ids: &Ids, seed: u64, today: Day) -> Fields {
    let mut r = Random::of(seed, purpose::TIE, n);
    let person = |n: u64| ids.link(Kind::Person, n % sizes.people.max(1));
    let organisation = |n: u64| ids.link(Kind::Organisation, n % sizes.organisations.max(1));
    let since = today.plus(-r.between(40, 2600));
    if sizes.people > CHAIN + 4 {
        if n < CHAMBER {
            let (sort, role) = match n {
                0 => (3, "会长"),
                1 | 2 => (3, "副会长"),
                3 => (3, "秘书长"),
                _ => (2, "会员"),
            };
            return made(person(MEMBERS + n), organisation(1), sort, role, since, "商会名册");
        }
        if let Some(step @ 0..=2) = n.checked_sub(CHAMBER) {
            let sort = if step == 1 { 6 } else { 5 };
            return made(person(CHAIN + step), person(CHAIN + step + 1), sort, "", since, "本人说的");
        }
    }
    let one = r.below(sizes.people);
    let other = (one + 1 + r.below(sizes.people.saturating_sub(1))) % sizes.people.max(1);
    match r.below(100) {
        0..=29 => made(person(one), person(other), 5, "", since, r.pick(&["本人说的", "介绍人说的"])),
        30..=43 => made(person(one), person(other), 6, "", since, "结对协议"),
        44..=49 => made(person(one), person(other), 7, "", since, "本人说的"),
        50..=52 => made(person(one), person(other), 8, "", since, "本人说的"),
        53..=78 => {
            let at = r.below(1 + sizes.chambers);
            let (sort, role) =
                r.weighted(&[(80, (2, "会员")), (12, (3, "理事")), (5, (3, "副会长")), (3, (3, "副秘书长"))]);
            let paper = if at == 0 { "联谊会名册" } else { "商会名册" };
            // a chamber of a trade has members of that trade
            let of_trade = |p: &u64| at < 2 || person_outline(*p, sizes, seed).trade == chamber_trade(at);
            let one = (0..80).map(|i| (one + i) % sizes.people.max(1)).find(of_trade).unwrap_or(one);
            let mut f = made(person(one), organisation(at), sort, role, since, paper);
            if r.percent(8) {
                f.set(tie::UNTIL, Value::Day(Day(since.0 + (today.0 - since.0) / 2)));
            }
            f
        }
        79..=92 => {
            // somebody who works there
            let owner = (0..40)
                .map(|i| (one + i) % sizes.people.max(1))
                .find_map(|p| person_outline(p, sizes, seed).employer.map(|e| (p, e)));
            match owner {
                Some((p, e)) => made(person(p), organisation(e), 4, "", since, "营业执照"),
                None => made(person(one), organisation(0), 2, "会员", since, "联谊会名册"),
            }
        }
        _ => {
            let a = r.below(sizes.organisations);
            let b = (a + 1 + r.below(sizes.organisations.saturating_sub(1))) % sizes.organisations.max(1);
            made(organisation(a), organisation(b), 9, "", since, "合作协议")
        }
    }
}

fn made(from: Ref, to: Ref, sort: u16, role: &str, since: Day, source: &str) -> Fields {
    Fields::default()
        .with(tie::FROM, Value::Ref(from))
        .with(tie::TO, Value::Ref(to))
        .with(tie::SORT, Value::Code(sort))
        .with(tie::ROLE, Value::text(role))
        .with(tie::SINCE, Value::Day(since))
        .with(tie::SOURCE, Value::text(source))
}
