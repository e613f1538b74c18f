//! The organisation network of a made-up city: leading groups of the city and its streets, their offices, instructors, a
//! liaison officer in most communities. Some communities have none and some terms are over, as in any real one.

use super::plan::{Ids, Sizes};
use super::purpose;
use super::random::Random;
use super::{names, places};
use crate::book::post::{
    AREA, BODY, COMMUNITIES, GROUP, INSTRUCTOR, JOB, LETTER, LIAISON, OFFICE, SINCE, STAFF, TITLE, UNTIL,
};
use crate::book::{Day, Fields, Kind, Value, staff};

/// Of so many communities one has no liaison officer.
const ONE_OF: u64 = 9;
/// Posts of the city, and of a street.
const CITY: u64 = 4;
const STREET: u64 = 4;
/// Leaders of the city, and of a street: colleagues without an account.
const CITY_LEADERS: u64 = 3;
const STREET_LEADERS: u64 = 2;

/// How many leaders there are.
pub(super) fn leaders(streets: u64) -> u64 {
    CITY_LEADERS + streets * STREET_LEADERS
}

/// How many posts there are.
pub(super) fn posts(sizes: &Sizes) -> u64 {
    // the last street has no instructor
    let without = sizes.communities.div_ceil(ONE_OF);
    CITY + sizes.streets * STREET - 1 + sizes.communities - without
}

/// The n-th leader.
pub(super) fn leader(n: u64, seed: u64) -> Fields {
    let mut r = Random::of(seed, purpose::LEADER, n);
    let woman = r.percent(35);
    let born = r.between(1966, 1982);
    let name = format!("{}{}", names::family(&mut r), names::given(&mut r, woman, born));
    Fields::default().with(staff::NAME, Value::text(name)).with(staff::STATUS, Value::Code(staff::SERVING))
}

/// The n-th post.
pub(super) fn post(n: u64, sizes: &Sizes, ids: &Ids, seed: u64, today: Day) -> Fields {
    let leader = |n: u64| sizes.areas() + n;
    let (area, body, title, who, job) = match n {
        0 => (0, GROUP, "组长", leader(0), "市政府副市长".to_owned()),
        1 => (0, GROUP, "副组长", leader(1), "市政协副主席".to_owned()),
        2 => (0, GROUP, "成员", leader(2), "市工商联主席".to_owned()),
        3 => (0, OFFICE, "办公室主任", 0, String::new()),
        n if n < CITY + sizes.streets * STREET - 1 => {
            let (street, which) = ((n - CITY) / STREET, (n - CITY) % STREET);
            let name = places::street_name(street);
            let own = leader(CITY_LEADERS + street * STREET_LEADERS);
            match which {
                0 => (1 + street, GROUP, "组长", own, format!("{name}街道办事处主任")),
                1 => (1 + street, GROUP, "副组长", own + 1, format!("{name}街道办事处副主任")),
                2 => (1 + street, OFFICE, "办公室主任", 1 + street, String::new()),
                _ => (1 + street, INSTRUCTOR, "指导员", own + 1, format!("{name}街道办事处副主任")),
            }
        }
        n => {
            let c = nth_with(n - (CITY + sizes.streets * STREET - 1));
            (sizes.community(c), LIAISON, "联络员", sizes.community(c), String::new())
        }
    };
    let mut r = Random::of(seed, purpose::POST, n);
    // terms of three years, some of which ended this summer
    let over = body == LIAISON && n % 7 == 3;
    let since = if over { today.plus(-r.between(1200, 1300)) } else { today.plus(-r.between(60, 900)) };
    let mut f = Fields::default()
        .with(STAFF, Value::Ref(ids.link(Kind::Staff, who)))
        .with(BODY, Value::Code(body))
        .with(TITLE, Value::text(title))
        .with(AREA, Value::Ref(ids.link(Kind::Area, area)))
        .with(SINCE, Value::Day(since))
        .with(UNTIL, Value::Day(since.plus(1095)))
        .with(LETTER, Value::text(format!("清统〔{}〕{}号", since.year(), n + 1)))
        .with(JOB, Value::text(job));
    if body == LIAISON {
        f.set(COMMUNITIES, Value::List(vec![Value::Ref(ids.link(Kind::Area, area))]));
    }
    f
}

/// The n-th community that has a liaison officer.
fn nth_with(n: u64) -> u64 {
    let each = ONE_OF - 1;
    n / each * ONE_OF + n % each + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_community_but_one_of_nine_has_a_liaison_officer() {
        for communities in [8u64, 9, 10, 40, 55] {
            let with = communities - communities.div_ceil(ONE_OF);
            let all: Vec<u64> = (0..with).map(nth_with).collect();
            let wanted: Vec<u64> = (0..communities).filter(|c| c % ONE_OF != 0).collect();
            assert_eq!(all, wanted, "{communities}");
        }
    }
}
