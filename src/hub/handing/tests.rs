//! Handing over by several colleagues of different roles, against a book on the disk.

use super::*;
use crate::book::handover::{
    ACCEPTED, DECLINED, ENDED, FOR_A_WHILE, FROM, HOW, PEOPLE, PROPOSED, SINCE, STATE, TO, UNTIL, WHY,
};
use crate::book::person::LIAISON;
use crate::book::{Day, Record, Value, area, person as people, staff as colleagues};
use crate::hub::actor::Actor;
use crate::hub::edit::Made;
use crate::hub::resolve::{Pending, View};
use crate::hub::rights::Rights;
use crate::hub::wire::{Edit, HandAct, HandDone, HandOver, HandStep, Handed, Save};
use crate::hub::world::World;
use crate::hub::writer::commit_now;
use crate::text::Lang;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// 2026-11-23 10:00 in China.
const NOW: i64 = 1_795_399_200_000;
const DAY_MS: i64 = 24 * 3600 * 1000;

struct Office {
    world: World,
    now: Arc<AtomicI64>,
    _dir: tempfile::TempDir,
    next: u8,
}

fn id(n: u8) -> Id {
    Id([n; 16])
}

fn link(kind: Kind, n: u8) -> Value {
    Value::Ref(Ref { kind, id: id(n) })
}

const ADMIN: u8 = 1;
const WANG: u8 = 2;
const CHEN: u8 = 3;
const LI: u8 = 4;

impl Office {
    /// Two communities; an administrator, two workers with accounts, one without; four people of the first worker.
    fn open() -> Office {
        let dir = tempfile::tempdir().unwrap();
        let now = Arc::new(AtomicI64::new(NOW));
        let clock = Arc::clone(&now);
        let world =
            World::open(dir.path(), Box::new(move || clock.load(Ordering::Relaxed)), &|_, _| ()).unwrap();
        let mut office = Office { world, now, _dir: dir, next: 100 };
        let mut all = Vec::new();
        let mut make = |kind, n: u8, fields: &[(u16, Value)]| {
            let mut r = Record::new(kind, id(n));
            fields.iter().for_each(|(no, v)| r.fields.set(*no, v.clone()));
            all.push((None, Some(r), Ref { kind, id: id(n) }));
        };
        for n in [10, 11] {
            make(Kind::Area, n, &[(area::NAME, Value::text(format!("社区{n}")))]);
        }
        for (n, name, role, uid, lies) in [
            (ADMIN, "管理员", 1, Some(1), 10),
            (WANG, "王丽", 3, Some(2), 10),
            (CHEN, "陈浩", 3, Some(3), 10),
            (LI, "老李", 3, None, 11),
        ] {
            let mut fields = vec![
                (colleagues::NAME, Value::text(name)),
                (colleagues::ROLE, Value::Code(role)),
                (colleagues::STATUS, Value::Code(1)),
                (colleagues::AREAS, Value::List(vec![link(Kind::Area, lies)])),
            ];
            fields.extend(uid.map(|u| (colleagues::UID, Value::Int(u))));
            make(Kind::Staff, n, &fields);
        }
        for (n, name, lies) in [(20, "张晓明", 10), (21, "李敏嘉", 10), (22, "冯艳玲", 10), (23, "于婷", 11)]
        {
            make(
                Kind::Person,
                n,
                &[
                    (people::NAME, Value::text(name)),
                    (people::AREA, link(Kind::Area, lies)),
                    (LIAISON, link(Kind::Staff, WANG)),
                ],
            );
        }
        let owner = Actor::owner(1, staff(id(ADMIN)));
        commit_now(&office.world, &owner, id(99), all).unwrap();
        office.next = 100;
        office
    }

    fn actor(&self, who: u8) -> Actor {
        let record = self.world.get(staff(id(who))).unwrap().unwrap();
        let rights = Arc::new(Rights::of(&record, &self.world.tables()));
        Actor { rights, ..Actor::owner(u32::from(who), staff(id(who))) }
    }

    fn request(&mut self) -> Id {
        self.next += 1;
        id(self.next)
    }

    fn write(
        &mut self,
        who: u8,
        request: Id,
        work: impl FnOnce(&mut View<'_>, &Actor) -> Made,
    ) -> Result<HandDone, String> {
        let actor = self.actor(who);
        let mut pending = Pending::default();
        let mut view = View { world: &self.world, pending: &mut pending, actor: &actor };
        match work(&mut view, &actor) {
            Ok(ready) => {
                commit_now(&self.world, &actor, request, ready.changes).unwrap();
                match ready.answer {
                    Reply::Handed(done) => Ok(*done),
                    other => Err(format!("{other:?}")),
                }
            }
            Err(reply) => match *reply {
                Reply::Handed(done) => Ok(*done),
                other => Err(format!("{other:?}")),
            },
        }
    }

    fn hand(
        &mut self,
        who: u8,
        to: u8,
        more: &[(u16, Value)],
        whom: &[(u8, Option<u8>)],
        done: bool,
    ) -> Result<HandDone, String> {
        let request = self.request();
        let mut set = vec![(TO, Edit::Set(link(Kind::Staff, to))), (WHY, Edit::Text("退休".into()))];
        set.extend(more.iter().map(|(no, v)| (*no, Edit::Set(v.clone()))));
        let act = Save { request, target: handover(request), base: 0, set };
        let whom = whom.iter().map(|(p, to)| Handed { person: id(*p), to: to.map(id) }).collect();
        let h = HandOver { act, dry: false, whom, done };
        self.write(who, request, |view, actor| hand_over(view, actor, &h))
    }

    fn step(&mut self, who: u8, one: Ref, step: HandAct, words: &str) -> Result<HandDone, String> {
        let (request, base) = (self.request(), self.get(one).version);
        let s = HandStep { request, handover: one.id, base, step, words: words.into() };
        self.write(who, request, |view, actor| super::step(view, actor, &s))
    }

    fn get(&self, one: Ref) -> Record {
        self.world.get(one).unwrap().unwrap()
    }

    fn liaisons(&self) -> Vec<u8> {
        (20..24).map(|n| self.get(person(id(n))).fields.link(LIAISON).unwrap().id.0[0]).collect()
    }

    fn stands_in(&self, n: u8) -> Option<(String, Day)> {
        of_person(&self.world, &self.actor(ADMIN), id(n)).unwrap().0
    }
}

const FROM_WANG: (u16, Value) = (FROM, Value::Ref(Ref { kind: Kind::Staff, id: Id([WANG; 16]) }));

#[test]
fn until_it_is_accepted_the_old_liaison_stands() {
    let mut o = Office::open();
    let done = o.hand(WANG, CHEN, &[FROM_WANG], &[], false).unwrap();
    // of another community: the worker does not see them, so they are not handed over either
    assert_eq!((done.people, done.waits), (3, true));
    assert_eq!(o.liaisons(), [WANG; 4]);
    let one = done.handovers[0];
    assert_eq!(briefs(&o.world, &o.actor(CHEN)).unwrap().len(), 1);
    assert!(briefs(&o.world, &o.actor(WANG)).unwrap().is_empty());
    assert_eq!(of_person(&o.world, &o.actor(WANG), id(20)).unwrap().1.as_deref(), Some("陈浩"));
    // nobody is proposed twice, nobody but the one who takes accepts, and only with what was seen
    assert!(o.hand(WANG, LI, &[], &[(20, None)], false).unwrap_err().contains("没有可交接的人"));
    assert!(o.step(WANG, one, HandAct::Accept, "").unwrap_err().contains("不能这样办"));
    assert!(o.step(CHEN, one, HandAct::Decline, " ").unwrap_err().contains("要写原因"));
    // one went another way meanwhile
    let mut moved = o.get(person(id(21)));
    let before = moved.clone();
    moved.fields.set(LIAISON, link(Kind::Staff, LI));
    let owner = o.actor(ADMIN);
    commit_now(&o.world, &owner, id(98), vec![(Some(before), Some(moved), person(id(21)))]).unwrap();
    let done = o.step(CHEN, one, HandAct::Accept, "").unwrap();
    assert_eq!((done.people, done.left.len(), done.left[0].0.as_str()), (2, 1, "李敏嘉"));
    assert_eq!(o.liaisons(), [CHEN, LI, CHEN, WANG]);
    let after = o.get(one);
    assert_eq!((after.fields.code(STATE), after.fields.links(PEOPLE).len()), (Some(ACCEPTED), 2));
    assert!(o.step(CHEN, one, HandAct::Decline, "没空").is_err(), "once");
}

#[test]
fn one_who_declines_says_why_and_the_giver_hears_of_it() {
    let mut o = Office::open();
    let one = o.hand(WANG, CHEN, &[FROM_WANG], &[], false).unwrap().handovers[0];
    o.step(CHEN, one, HandAct::Decline, "手上 已满").unwrap();
    assert_eq!((o.get(one).fields.code(STATE), o.liaisons()), (Some(DECLINED), vec![WANG; 4]));
    let told = briefs(&o.world, &o.actor(WANG)).unwrap();
    assert_eq!((told.len(), told[0].words.as_str(), told[0].to.as_str()), (1, "手上 已满", "陈浩"));
    assert!(briefs(&o.world, &o.actor(CHEN)).unwrap().is_empty());
    let notes: Vec<String> =
        entries(&o.world, Lang::Zh, id(20)).unwrap().into_iter().map(|e| e.note).collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
}

#[test]
fn a_worker_hands_over_their_own_and_a_lead_enters_it_as_done() {
    let mut o = Office::open();
    assert!(o.hand(CHEN, LI, &[FROM_WANG], &[], false).unwrap_err().contains("没有可交接的人"), "not theirs");
    assert!(o.hand(WANG, CHEN, &[FROM_WANG], &[], true).unwrap_err().contains("负责人"));
    // one line each: one stays, one goes to somebody without an account, who cannot accept
    let done = o.hand(ADMIN, CHEN, &[], &[(20, None), (23, Some(LI)), (20, Some(LI))], true).unwrap();
    assert_eq!((done.handovers.len(), done.people, done.waits), (2, 2, false));
    assert_eq!(o.liaisons(), [CHEN, WANG, WANG, LI]);
    let done = o.hand(ADMIN, CHEN, &[], &[(21, None), (22, Some(LI))], false).unwrap();
    assert!(done.waits);
    assert_eq!(o.liaisons(), [CHEN, WANG, LI, LI], "who has no account has nothing to accept");
    let mut left = o.get(staff(id(LI)));
    let before = left.clone();
    left.fields.set(colleagues::STATUS, Value::Code(colleagues::LEFT));
    let owner = o.actor(ADMIN);
    commit_now(&o.world, &owner, id(97), vec![(Some(before), Some(left), staff(id(LI)))]).unwrap();
    assert!(o.hand(ADMIN, LI, &[], &[(20, None)], true).unwrap_err().contains("离岗"));
}

#[test]
fn who_stands_in_goes_back_by_itself() {
    let mut o = Office::open();
    let until = (UNTIL, Value::Day(o.world.today().plus(10)));
    let a_while = [FROM_WANG, (HOW, Value::Code(FOR_A_WHILE)), until];
    assert!(o.hand(WANG, CHEN, &a_while[..2], &[], false).unwrap_err().contains("代管要写到哪天"));
    let one = o.hand(WANG, CHEN, &a_while, &[], false).unwrap().handovers[0];
    assert_eq!(o.stands_in(20), None, "not before it is accepted");
    o.step(CHEN, one, HandAct::Accept, "").unwrap();
    let head = o.world.store.head();
    assert_eq!(o.liaisons(), [WANG; 4], "nothing is written into anybody");
    assert_eq!(o.stands_in(20), Some(("陈浩".into(), o.world.today().plus(10))));
    assert_eq!(stood_in_for(&o.world, &o.world.tables(), id(CHEN)).len(), 3);
    // two do not stand in for one on the same day
    let again = o.hand(ADMIN, LI, &a_while[1..], &[(20, None)], true);
    assert!(again.unwrap_err().contains("没有可交接的人"));
    o.now.fetch_add(10 * DAY_MS, Ordering::Relaxed);
    assert!(o.stands_in(20).is_some(), "its last day");
    o.now.fetch_add(DAY_MS, Ordering::Relaxed);
    assert_eq!(o.stands_in(20), None);
    assert!(stood_in_for(&o.world, &o.world.tables(), id(CHEN)).is_empty());
    assert_eq!(o.world.store.head(), head, "no clock writes anything");
}

#[test]
fn standing_in_may_end_before_its_day() {
    let mut o = Office::open();
    let until = (UNTIL, Value::Day(o.world.today().plus(10)));
    let one = o
        .hand(ADMIN, CHEN, &[FROM_WANG, (HOW, Value::Code(FOR_A_WHILE)), until], &[], true)
        .unwrap()
        .handovers[0];
    assert!(o.stands_in(20).is_some());
    o.step(CHEN, one, HandAct::End, "").unwrap();
    assert_eq!((o.stands_in(20), o.get(one).fields.code(STATE)), (None, Some(ENDED)));
}

#[test]
fn one_for_good_that_is_still_to_come_leaves_the_old_one_until_then() {
    let mut o = Office::open();
    let since = (SINCE, Value::Day(o.world.today().plus(3)));
    o.hand(ADMIN, CHEN, &[FROM_WANG, since], &[], true).unwrap();
    assert_eq!(o.liaisons(), [CHEN, CHEN, CHEN, WANG], "who lies outside of what she sees stays");
    assert_eq!(o.stands_in(20), Some(("王丽".into(), o.world.today().plus(2))));
    o.now.fetch_add(3 * DAY_MS, Ordering::Relaxed);
    assert_eq!(o.stands_in(20), None);
}

#[test]
fn asked_again_after_a_broken_link_it_is_done_once() {
    let mut o = Office::open();
    let request = o.request();
    let set = vec![
        (TO, Edit::Set(link(Kind::Staff, CHEN))),
        (WHY, Edit::Text("退休".into())),
        (FROM, Edit::Set(link(Kind::Staff, WANG))),
    ];
    let act = Save { request, target: handover(request), base: 0, set };
    let h = HandOver { act, dry: false, whom: Vec::new(), done: false };
    let first = o.write(WANG, request, |view, actor| hand_over(view, actor, &h)).unwrap();
    let head = o.world.store.head();
    assert_eq!(o.write(WANG, request, |view, actor| hand_over(view, actor, &h)).unwrap(), first);
    let one = first.handovers[0];
    assert_eq!(o.get(one).fields.code(STATE), Some(PROPOSED));
    let s = HandStep {
        request: id(200),
        handover: one.id,
        base: o.get(one).version,
        step: HandAct::Accept,
        words: String::new(),
    };
    let accepted = o.write(CHEN, id(200), |view, actor| super::step(view, actor, &s)).unwrap();
    assert_eq!(o.write(CHEN, id(200), |view, actor| super::step(view, actor, &s)).unwrap(), accepted);
    assert!(o.world.store.head() > head);
}
