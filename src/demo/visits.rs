//! Visits, in the order of their days, so that two years of them need no memory.

use super::calendar::Calendar;
use super::people::{Outline, drawn_to, person_outline};
use super::plan::{Ids, Sizes};
use super::purpose;
use super::random::Random;
use super::trades::{COMMON, MEETING, NEXT, ROUTINE};
use crate::book::{Day, Fields, Kind, Value, visit};

/// The last visits of a small book, so that its first screen has something to do: (days before today, when next
/// from today, what for).
const LAST: &[Scripted] = &[
    (20, Some(-3), "回话: 停车位的事"),
    (16, None, ""),
    (12, Some(-1), "送培训通知"),
    (10, None, ""),
    (9, Some(0), "约律师见面"),
    (8, Some(4), "带政策页上门"),
    (6, Some(0), "问贷款贴息办得怎样"),
    (5, None, ""),
    (4, Some(1), "确认活动能不能来"),
    (3, Some(7), "核对电话和单位"),
    (2, None, ""),
    (1, Some(1), "把招聘会的位置定下来"),
    (1, Some(2), "取签到表"),
    (1, None, ""),
];
/// See [`LAST`].
type Scripted = (i32, Option<i32>, &'static str);
/// Up to this size a book has them.
const SMALL: u64 = 400;
/// The first person of them; they are apart from each other and from those of the scripted ties.
const LAST_PERSON: u64 = 20;

/// A visit, and whose community's it is.
pub(super) struct Made {
    pub fields: Fields,
    pub community: u64,
    pub day: Day,
    /// The place among the visits of its day, and how many they are.
    pub turn: (u64, u64),
}

/// The n-th visit.
pub(super) fn visit(n: u64, sizes: &Sizes, ids: &Ids, seed: u64, calendar: &Calendar, today: Day) -> Made {
    let mut r = Random::of(seed, purpose::VISIT, n);
    let (mut day, mut at, mut of) = calendar.visited_on(n);
    let mut who = whom(&mut r, calendar.people_before(day), seed);
    let scripted = scripted(n, sizes);
    if let Some((nth, (ago, _, _))) = scripted {
        day = today.plus(-ago);
        (at, of) = (nth, LAST.len() as u64);
        who = (LAST_PERSON + nth * 2) % sizes.people.max(1);
    }
    let o = person_outline(who, sizes, seed);
    let mode = r.weighted(&[(38, 1u16), (14, 2), (5, 3), (22, 4), (14, 5), (4, 6), (3, 7)]);
    let mode = if mode == 2 && o.employer.is_none() { 1 } else { mode };
    let mut people = vec![Value::Ref(ids.link(Kind::Person, who))];
    if mode >= 6 && scripted.is_none() {
        for _ in 0..r.between(1, 5) {
            let other = Value::Ref(ids.link(Kind::Person, r.below(calendar.people_before(day))));
            if !people.contains(&other) {
                people.push(other);
            }
        }
    }
    let met = mode >= 5 || scripted.is_some() || r.percent(91);
    let outcome = if met { 1 } else { r.weighted(&[(6, 2u16), (3, 3), (1, 4)]) };
    let community = sizes.community(o.community);
    let mut staff = vec![Value::Ref(ids.link(Kind::Staff, community))];
    if r.percent(16) {
        staff.push(Value::Ref(ids.link(Kind::Staff, 1 + sizes.street_of(o.community))));
    }
    let mut f = Fields::default()
        .with(visit::WHEN, Value::Day(day))
        .with(visit::MODE, Value::Code(mode))
        .with(visit::PEOPLE, Value::List(people))
        .with(visit::STAFF, Value::List(staff))
        .with(visit::OUTCOME, Value::Code(outcome))
        .with(visit::AREA, Value::Ref(ids.link(Kind::Area, community)));
    if mode == 2
        && let Some(employer) = o.employer
    {
        f.set(visit::ORGANISATION, Value::Ref(ids.link(Kind::Organisation, employer)));
    }
    if met {
        f.set(visit::SUMMARY, Value::text(said(&mut r, mode, &o)));
    }
    if mode == 1 && r.percent(3) {
        f.set(visit::PAPERS, Value::text(format!("{}年走访档案第{}盒", day.year(), r.between(1, 12))));
    }
    let next = match scripted {
        Some((_, (_, next, words))) => next.map(|d| (today.plus(d), words)),
        None => promised(&mut r, day, today),
    };
    if let Some((due, words)) = next {
        f.set(visit::NEXT, Value::Day(due));
        f.set(visit::NEXT_WORDS, Value::text(words));
    }
    Made { fields: f, community, day, turn: (at, of) }
}

/// How many visits at the end are scripted, and on how many days: those of a small book.
pub(super) fn scripted_part(sizes: &Sizes) -> (u64, i32) {
    if !(50..=SMALL).contains(&sizes.people) {
        return (0, 0);
    }
    (LAST.len() as u64, LAST.first().map_or(0, |(ago, _, _)| *ago))
}

/// The scripted visit of a number.
fn scripted(n: u64, sizes: &Sizes) -> Option<(u64, Scripted)> {
    let nth = n.checked_sub(sizes.visits.saturating_sub(scripted_part(sizes).0))?;
    LAST.get(nth as usize).map(|l| (nth, *l))
}

/// Somebody of those in the book, who is visited often more often.
fn whom(r: &mut Random, people: u64, seed: u64) -> u64 {
    let mut who = 0;
    for _ in 0..40 {
        who = r.below(people);
        if r.below(16) < drawn_to(who, seed) {
            break;
        }
    }
    who
}

fn said(r: &mut Random, mode: u16, o: &Outline) -> &'static str {
    if mode >= 6 {
        return r.pick(MEETING);
    }
    match r.below(100) {
        0..=61 => r.early(ROUTINE),
        62..=82 => r.pick(o.trade().said),
        _ => r.early(COMMON),
    }
}

/// What was promised lately is still open; what was promised long ago has mostly been done.
fn promised(r: &mut Random, day: Day, today: Day) -> Option<(Day, &'static str)> {
    let ago = today.0 - day.0;
    let chance = if ago <= 21 { 18 } else { 1 };
    if !r.percent(chance) {
        return None;
    }
    Some((day.plus(r.between(3, 24)), r.pick(NEXT)))
}
