//! Two studies: an anonymous one of what people think of the services, over and adopted; one of what they need, under way.
//! What was answered to them, in the order of days.

use super::calendar::Calendar;
use super::matters::Made;
use super::people::person_outline;
use super::plan::{Ids, Sizes};
use super::purpose;
use super::random::Random;
use crate::book::{Day, Fields, Kind, Value, answer, study};

/// How many studies there are.
pub(super) const STUDIES: u64 = 2;

/// The questions of opinion: nobody is named.
const OPINION: &str = include_str!("opinion.txt");

/// What people of new trades need.
const NEEDS: &str = include_str!("needs.txt");

const SAID: &[&str] = &[
    "办事大厅中午也开就好了",
    "活动多放在周末",
    "停车位不够，访客没地方停",
    "希望有人讲讲平台合同怎么签",
    "驿站的热水能不能修一下",
    "想认识同行，大家一起接单",
    "孩子放学没人接，有个托管班就好",
];

const PLACES: &[&str] = &["商圈东门", "外卖取餐点旁边", "地铁口", "写字楼一层", "菜市场门口"];

/// How many studies there are in a book.
pub(super) fn studies(sizes: &Sizes) -> u64 {
    if sizes.people < 2 { 0 } else { STUDIES }
}

/// How many answers there are, half of them to each study.
pub(super) fn answers(sizes: &Sizes) -> u64 {
    if sizes.people < 2 { 0 } else { 2 * (sizes.people / 12).clamp(12, 400) }
}

/// The n-th study, and when it was written down.
pub(super) fn study(n: u64, sizes: &Sizes, ids: &Ids, today: Day) -> (Fields, Day) {
    let team = |all: &[u64]| Value::List(all.iter().map(|n| Value::Ref(ids.link(Kind::Staff, *n))).collect());
    let f = Fields::default().with(study::AREA, Value::Ref(ids.link(Kind::Area, 0)));
    if n == 0 {
        let f = f
            .with(study::TITLE, Value::text("社区服务怎么样(匿名)"))
            .with(study::ANONYMOUS, Value::Code(study::YES))
            .with(study::TEAM, team(&[1]))
            .with(study::BEGIN, Value::Day(today.plus(-120)))
            .with(study::END, Value::Day(today.plus(-70)))
            .with(study::STATE, Value::Code(study::SENT))
            .with(study::PLAN, Value::text("办事大厅门口请办完事的人填，不留姓名"))
            .with(study::FINDINGS, Value::text("多数人满意；盼中午不关门、活动放周末的最多"))
            .with(study::SENT_ON, Value::Day(today.plus(-60)))
            .with(study::SENT_TO, Value::text("区委办信息科"))
            .with(study::ADOPTED, Value::Code(2))
            .with(study::ADOPTED_ON, Value::Day(today.plus(-45)))
            .with(study::FORM, Value::text(OPINION));
        return (f, today.plus(-125));
    }
    let f = f
        .with(study::TITLE, Value::text("新就业群体需求调研"))
        .with(study::TEAM, team(&[1, sizes.community(0), sizes.community(1)]))
        .with(study::BEGIN, Value::Day(today.plus(-30)))
        .with(study::END, Value::Day(today.plus(14)))
        .with(study::STATE, Value::Code(study::UNDER_WAY))
        .with(study::PLAN, Value::text("每个社区问二十人：主播、骑手、自由职业的都要有"))
        .with(study::FORM, Value::text(NEEDS));
    (f, today.plus(-32))
}

/// The n-th answer, in the order of days.
pub(super) fn answer(n: u64, sizes: &Sizes, ids: &Ids, seed: u64, calendar: &Calendar, today: Day) -> Made {
    let mut r = Random::of(seed, purpose::ANSWER, n);
    let half = answers(sizes) / 2;
    let (of, part) = (n / half.max(1), n % half.max(1));
    let (first, days) = if of == 0 { (-118, 45) } else { (-28, 27) };
    let day = today.plus(first + (u128::from(part) * days as u128 / u128::from(half.max(1))) as i32);
    let who = r.below(calendar.people_before(day));
    let community = sizes.community(person_outline(who, sizes, seed).community);
    let mut f = Fields::default()
        .with(answer::STUDY, Value::Ref(ids.link(Kind::Study, of)))
        .with(answer::DAY, Value::Day(day))
        .with(answer::OWNER, Value::Ref(ids.link(Kind::Staff, community)))
        .with(answer::AREA, Value::Ref(ids.link(Kind::Area, community)));
    if of == 0 {
        f.set(answer::ANSWERS, Value::text(opinion(&mut r)));
    } else {
        f.set(answer::PERSON, Value::Ref(ids.link(Kind::Person, who)));
        f.set(answer::ANSWERS, Value::text(needs(&mut r)));
    }
    Made { fields: f, community, day }
}

fn opinion(r: &mut Random) -> String {
    let mut out = format!(
        "often: {}\nhappy: {}\n",
        r.weighted(&[(5, "month"), (3, "week"), (4, "year")]),
        r.weighted(&[(6, "good"), (4, "fair"), (1, "poor")])
    );
    out.push_str(&format!(
        "better: {}\n",
        r.pick(&["hours", "hours events", "events", "hours online", "place"])
    ));
    if r.below(3) == 0 {
        out.push_str(&format!("say: {}\n", r.pick(SAID)));
    }
    out
}

fn needs(r: &mut Random) -> String {
    let work = r.weighted(&[(4, "stream"), (4, "courier"), (3, "shop"), (2, "design"), (1, "other")]);
    let mut out = format!("work: {work}\n");
    if work == "other" {
        out.push_str(&format!("work_other: {}\n", r.pick(&["陶艺", "代驾", "翻译"])));
    }
    let needs = r.pick(&["law skill", "skill meet", "rest law", "child", "child skill", "rest", "meet"]);
    out.push_str(&format!("years: {}\nhours: {}\nneeds: {needs}\n", r.between(1, 9), r.between(5, 13)));
    if needs.contains("rest") {
        out.push_str(&format!("where: {}\n", r.pick(PLACES)));
    }
    if needs.contains("child") {
        for n in 1..=r.between(1, 2) {
            out.push_str(&format!("age[{n}]: {}\n", r.between(2, 14)));
        }
    }
    out.push_str(&format!("join: {}\n", r.weighted(&[(5, "yes"), (3, "maybe"), (2, "no")])));
    if r.below(2) == 0 {
        out.push_str(&format!("say: {}\n", r.pick(SAID)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::survey::filling::{Filling, Now};
    use crate::book::survey::{kept, read::read};

    /// The forms can be asked, and what was answered is what they allow.
    #[test]
    fn the_forms_are_sound_and_so_are_the_answers() {
        let now = Now { today: Day(739_000), clock: "09:30".to_owned() };
        for (form, make) in [(OPINION, opinion as fn(&mut Random) -> String), (NEEDS, needs)] {
            let reading = read(&kept::sheets(form));
            assert_eq!((reading.faults, reading.left_out), (vec![], vec![]));
            assert_eq!(reading.survey.languages.len(), 2);
            for n in 0..60 {
                let given = kept::answered(&make(&mut Random::of(1, purpose::ANSWER, n)));
                let mut filling = Filling::resume(&reading.survey, &given, &now);
                for (key, value) in &given {
                    filling.set(&reading.survey, key, value, &now).unwrap();
                }
                assert_eq!(filling.troubles(&reading.survey, &now, 0), [], "{given:?}");
                let asked = |k: &str| reading.survey.question(k).is_some_and(|q| q.calculation.is_none());
                let done = filling.done().into_iter().filter(|(k, _)| asked(&k.0)).count();
                assert_eq!(done, given.len(), "{given:?}");
            }
        }
    }
}
