//! What the writer marks before an erasure is on its way, and what is looked at again when it is.

use super::act;
use crate::book::{Day, Id, Kind, Record, Ref, Value, request, retention, visit};
use crate::hub::actor::Actor;
use crate::hub::resolve::{Pending, View};
use crate::hub::wire::RetentionAsk;
use crate::hub::world::World;
use crate::hub::writer::commit_now;
use std::path::Path;

/// 2026-11-23 10:00 in China.
const NOW: i64 = 1_795_399_200_000;

fn to(kind: Kind, n: u8) -> Ref {
    Ref { kind, id: Id([n; 16]) }
}

fn owner() -> Actor {
    Actor::owner(1, to(Kind::Staff, 1))
}

fn put(world: &World, request: u8, target: Ref, fields: &[(u16, Value)]) {
    let now = world.get(target).unwrap();
    let mut after = now.clone().unwrap_or(Record::new(target.kind, target.id));
    fields.iter().for_each(|(no, v)| after.fields.set(*no, v.clone()));
    commit_now(world, &owner(), Id([request; 16]), vec![(now, Some(after), target)]).unwrap();
}

/// Two visits of 2019 to one person, and a class by which they are past their time.
fn book(dir: &Path) -> World {
    let world = World::open(dir, Box::new(|| NOW), &|_, _| ()).unwrap();
    put(&world, 100, to(Kind::Person, 2), &[]);
    for n in [11, 12] {
        let day = Day::ymd(2019, 3, u32::from(n)).unwrap();
        let whom = Value::List(vec![Value::Ref(to(Kind::Person, 2))]);
        put(
            &world,
            100 + n,
            to(Kind::Visit, n),
            &[(visit::WHEN, Value::Day(day)), (visit::PEOPLE, whom), (visit::SUMMARY, Value::text("谈过"))],
        );
    }
    let class = [
        (retention::COVERS, Value::Code(retention::VISITS)),
        (retention::FROM, Value::Code(retention::OWN_DAY)),
        (retention::MONTHS, Value::Int(60)),
        (retention::THEN, Value::Code(retention::ERASE)),
    ];
    put(&world, 120, to(Kind::Retention, 90), &class);
    world
}

fn begun(world: &World) -> act::Begun {
    let all = super::classes(world).unwrap();
    let free = super::due::past(world, &all[0], &super::due::held(world, &all)).unwrap().free;
    let ask = RetentionAsk::CarryOut {
        request: Id([130; 16]),
        class: Id([90; 16]),
        batch: Id([131; 16]),
        count: 2,
        digest: super::due::digest(&free),
    };
    act::begin(world, &owner(), &ask, None, false).unwrap()
}

#[test]
fn what_goes_is_marked_before_anybody_can_write_and_looked_at_again_after() {
    let dir = tempfile::tempdir().unwrap();
    let world = book(dir.path());
    let begun = begun(&world);
    let marked = [11, 12].map(|n| world.leaving().contains(&to(Kind::Visit, n)));
    assert_eq!(marked, [true, true], "by the writer, so that no edit is on its way");
    let plan = act::plan(&world, &begun).unwrap();
    assert_eq!((plan.gone.len(), begun.count(&plan)), (2, 2));
    // held back all the same: the next look at it leaves it out, and it is not counted
    let held = Value::Group(vec![(retention::HELD_WHAT, Value::Ref(to(Kind::Visit, 11)))]);
    put(&world, 140, to(Kind::Retention, 90), &[(retention::HELD, Value::List(vec![held]))]);
    let plan = act::plan(&world, &begun).unwrap();
    let gone: Vec<Ref> = plan.gone.iter().map(|(r, _)| *r).collect();
    assert_eq!((gone, begun.count(&plan)), (vec![to(Kind::Visit, 12)], 1));
    // by another class than was looked at nothing goes
    put(&world, 141, to(Kind::Retention, 90), &[(retention::MONTHS, Value::Int(61))]);
    assert!(act::plan(&world, &begun).unwrap().gone.is_empty());
}

#[test]
fn nothing_about_somebody_who_goes_is_held_back_any_more() {
    let dir = tempfile::tempdir().unwrap();
    let world = book(dir.path());
    let ask = RetentionAsk::Hold {
        request: Id([150; 16]),
        class: Id([90; 16]),
        target: to(Kind::Visit, 11),
        why: Some("复核".into()),
    };
    let held = |world: &World| {
        let (mut pending, actor) = (Pending::default(), owner());
        act::hold(&mut View { world, pending: &mut pending, actor: &actor }, &actor, &ask).is_ok()
    };
    assert!(held(&world));
    world.leaving().insert(to(Kind::Person, 2));
    assert!(!held(&world));
}

#[test]
fn whoever_asked_for_something_stays_until_it_is_decided() {
    let dir = tempfile::tempdir().unwrap();
    let world = book(dir.path());
    let gone = [
        (crate::book::person::STATUS, Value::Code(2)),
        (crate::book::person::ENTERED_ON, Value::Day(Day::ymd(2018, 1, 1).unwrap())),
    ];
    put(&world, 160, to(Kind::Person, 2), &gone);
    let class = [
        (retention::COVERS, Value::Code(retention::PEOPLE)),
        (retention::FROM, Value::Code(retention::LAST_CONTACT)),
    ];
    put(&world, 161, to(Kind::Retention, 90), &class);
    let asked = |day: Day, more: Option<(u16, Value)>| {
        let mut all =
            vec![(request::PERSON, Value::Ref(to(Kind::Person, 2))), (request::ASKED_ON, Value::Day(day))];
        all.extend(more);
        all
    };
    let free = || {
        let all = super::classes(&world).unwrap();
        super::due::past(&world, &all[0], &super::due::held(&world, &all)).unwrap().free.len()
    };
    assert_eq!(free(), 1);
    let long_ago = Day::ymd(2019, 5, 1).unwrap();
    put(&world, 162, to(Kind::Request, 50), &asked(long_ago, None));
    assert_eq!(free(), 0, "it is not decided");
    let done = Some((request::DECIDED, Value::Code(request::DONE)));
    put(&world, 163, to(Kind::Request, 50), &asked(long_ago, done));
    assert_eq!(free(), 1);
    put(&world, 164, to(Kind::Request, 50), &[(request::DONE_ON, Value::Day(Day::ymd(2026, 1, 1).unwrap()))]);
    assert_eq!(free(), 0, "they were answered lately");
}
