//! The erasures of a hub, one after the other: each is erased on a thread of its own, and what came of it is taken into the
//! indexes by the writer, a little at a time, so that people write meanwhile. Then it is marked done, and everybody hears.

use super::actor::Actor;
use super::edit::failed;
use super::erase::{Begun, Done, Failed, What, begin, key, run, step, told};
use super::erase_plan::Plan;
use super::house::House;
use super::register::{self, said};
use super::retention;
use super::wire::{Erasing, News, Reply};
use super::world::{World, load_order};
use super::writer::{LastOwn, Work, commit_now};
use crate::book::{Record, Ref};
use crate::store::{Cause, Key, Pos, StoreError};
use crate::text::rights;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::thread::{Scope, ScopedJoinHandle};
use std::time::Duration;

/// Records taken into the indexes before others may write again.
const STEP: usize = 50;
/// How often one under way is looked after.
const LOOK: Duration = Duration::from_millis(20);

/// What is erased and is being taken into the indexes, a little at a time: people write meanwhile.
struct Ending {
    begun: Begun,
    left: Changes,
    told: Erasing,
    pos: Option<Pos>,
    n: usize,
}

type Changes = Vec<(Option<Record>, Option<Record>, Ref)>;

/// The erasures of a hub: one at a time, the others wait.
#[derive(Default)]
pub struct Erasures<'s> {
    running: Option<(Begun, ScopedJoinHandle<'s, Result<Done, Failed>>)>,
    ending: Option<Box<Ending>>,
    waiting: VecDeque<Work>,
}

impl<'s> Erasures<'s> {
    /// For how long the writer may wait for others before it looks after an erasure under way; nothing where none is.
    pub fn look_after(&self) -> Option<Duration> {
        match (&self.ending, &self.running) {
            (Some(_), _) => Some(Duration::ZERO),
            (None, Some(_)) => Some(LOOK),
            (None, None) => None,
        }
    }

    /// Takes one on.
    pub fn ask<'e>(&mut self, scope: &'s Scope<'s, 'e>, house: &'e House, work: Work) {
        self.waiting.push_back(work);
        self.next(scope, house);
    }

    fn next<'e>(&mut self, scope: &'s Scope<'s, 'e>, house: &'e House) {
        let world = &house.world;
        while self.running.is_none() && self.ending.is_none() {
            let Some(work) = self.waiting.pop_front() else { return };
            let outbox = (work.ticket, Arc::clone(&work.outbox));
            match begin(house, work) {
                Err(reply) => outbox.1.reply(outbox.0, *reply),
                Ok(begun) => {
                    let (what, actor) = (begun.what.clone(), begun.work.actor.clone());
                    let thread = scope.spawn(move || run(world, &actor, &what));
                    self.running = Some((begun, thread));
                }
            }
        }
    }

    /// Brings to its end what the thread has done; with `wait` also waits for it.
    pub fn look<'e>(&mut self, scope: &'s Scope<'s, 'e>, house: &'e House, last: &mut LastOwn, wait: bool) {
        if let Some((begun, thread)) = self.running.take_if(|(_, t)| wait || t.is_finished()) {
            // a panic is the program's fault: the request stays open, and the next start ends it
            let lost = || Err(Failed::Store(StoreError::Failed { why: Cause::Interrupted }));
            let done = thread.join().unwrap_or_else(|_| lost());
            self.ending = ended(house, begun, done).map(Box::new);
        }
        while let Some(ending) = &mut self.ending {
            let rest = ending.left.split_off(ending.left.len().min(STEP));
            take_in(&house.world, std::mem::replace(&mut ending.left, rest));
            if ending.left.is_empty()
                && let Some(ending) = self.ending.take()
            {
                end(house, *ending, last);
            }
            if !wait {
                break;
            }
        }
        if !wait {
            self.next(scope, house);
        }
    }
}

/// What is to be taken in of an outcome; nothing of one that failed, which is answered.
fn ended(house: &House, begun: Begun, done: Result<Done, Failed>) -> Option<Ending> {
    let world = &house.world;
    let lang = begun.work.actor.lang;
    let reply = match done {
        Ok(Done { n, made: Some((plan, drafts, pos)) }) => {
            let told = told(&plan, &drafts);
            return Some(Ending { begun, left: changes(plan, pos), told, pos: Some(pos), n });
        }
        Ok(Done { n, made: None }) => {
            return Some(Ending { begun, left: Changes::new(), told: Erasing::default(), pos: None, n });
        }
        Err(Failed::Store(e)) => {
            // the words may be gone from the journal and stand in the indexes still: those are not written down
            world.distrust_indexes();
            *failed(e, lang)
        }
        Err(Failed::TooBusy) => *said(rights::TOO_BUSY, lang),
    };
    world.leaving().clear();
    begun.work.outbox.reply(begun.work.ticket, reply);
    None
}

/// All of it is taken in: marks the request done, tells everybody.
fn end(house: &House, ending: Ending, last: &mut LastOwn) {
    let world = &house.world;
    let Ending { begun: Begun { work, what }, told, pos, n, .. } = ending;
    // filters that were typed are kept with the lists they made
    world.ordered().clear();
    if let Some(pos) = pos {
        forget_undo(world, &told, last);
        tell(house, &told, pos, &work.actor);
    }
    let reply = registered(world, &work.actor, what, told, n);
    world.leaving().clear();
    work.outbox.reply(work.ticket, reply);
}

/// Registers that it is done; the answer.
fn registered(world: &World, actor: &Actor, what: What, told: Erasing, n: usize) -> Reply {
    let made = match what {
        What::Person { entry, .. } => {
            let (id, own) = (entry.id, entry.to_ref());
            let after = register::done(world, entry.clone());
            let change = vec![(Some(entry), Some(after), own)];
            commit_now(world, actor, step(id, "done"), change)
                .map(|_| Reply::Erasing(Box::new(Erasing { request: Some(id), ..told })))
        }
        What::Class(begun) => retention::done(world, actor, &begun, step(begun.request, "done"), n),
    };
    made.unwrap_or_else(|e| *failed(e, actor.lang))
}

/// What an erasure changes, in the order in which it is taken in.
fn changes(plan: Plan, pos: Pos) -> Changes {
    let gone = plan.gone.into_iter().map(|(r, now)| (now, None, r));
    let kept = plan.kept.into_iter().map(|(now, after)| {
        let target = now.to_ref();
        (Some(now), Some(Record { version: pos.0, ..after }), target)
    });
    let mut all: Changes = gone.chain(kept).collect();
    all.sort_by_key(|(_, _, t)| load_order().position(|k| k == t.kind));
    all
}

fn take_in(world: &World, mut changes: Changes) {
    if !changes.is_empty() && world.take_in(&mut changes).is_err() {
        world.distrust_indexes();
    }
}

/// Nothing of it can be taken back: an erasure is never undone.
fn forget_undo(world: &World, told: &Erasing, last: &mut LastOwn) {
    let touched: HashSet<Key> = told.gone.iter().chain(&told.redacted).map(|r| key(*r)).collect();
    let stays = |pos: &Pos| match world.store.entry(*pos) {
        Ok(Some(e)) => e.erased.is_empty() && !e.changes.iter().any(|c| touched.contains(&c.key)),
        _ => false,
    };
    for all in last.values_mut() {
        all.iter_mut().for_each(|act| act.at.retain(stays));
        all.retain(|act| !act.at.is_empty());
    }
}

fn tell(house: &House, told: &Erasing, pos: Pos, actor: &Actor) {
    let all = || told.gone.iter().chain(&told.redacted);
    let by = house.world.name_of(actor.staff, actor);
    let items = || all().map(|r| (*r, super::mentions::COVER.to_string())).collect();
    let one_by_one = News::Changed { pos: pos.0, items: items(), by, own: false };
    // more than a session takes in one by one; and nobody can say any more whose areas they were in
    let few = all().count() < 65;
    house.tell_by(&|rights| if few && rights.everywhere() { one_by_one.clone() } else { News::Resync });
}
