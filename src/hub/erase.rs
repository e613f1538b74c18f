//! Erasing somebody (PIPL art. 47). The request is registered first; then, on a thread of its own, the plan is made,
//! drafts and the file of the indexes go, and the store erases, while others read and write; then the writer takes
//! the outcome into the indexes and marks the request done.
//!
//! Until it is done nothing can be written about what is being erased, so the plan holds. Whatever happens between,
//! the next start of the hub finds the request not done and brings it to its end under the same ids.

use super::actor::Actor;
use super::edit::failed;
use super::erase_drafts::{self, Drafts};
use super::erase_plan::{self, Plan};
use super::house::{HUB, House};
use super::register::{self, said};
use super::resolve::claims;
use super::retention;
use super::session::Outbox;
use super::wire::{Erasing, News, PersonAsk, Refusal, Reply, Request};
use super::world::{World, encode};
use super::writer::{LastOwn, Work, commit_now};
use crate::book::{Id, Kind, Record, Ref, Type, Value, request, visit};
use crate::store::{Cause, Change, Erasure, Key, Outcome, Pos, StoreError};
use crate::text::{Lang, rights};
use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::thread::{Scope, ScopedJoinHandle};

/// Most records that a plan names, and how much of the words of each.
const CALLED_MAX: usize = 500;
const CALLED_CHARS: usize = 24;
/// How often the plan is made again because something it touches was changed meanwhile.
const TRIES: usize = 5;

/// An id that belongs to a request, for one of its steps: asking for the step again does it once.
fn step(request: Id, name: &str) -> Id {
    let hash = blake3::Hasher::new().update(&request.0).update(name.as_bytes()).finalize();
    let mut out = [0; 16];
    out.iter_mut().zip(hash.as_bytes()).for_each(|(o, b)| *o = *b);
    Id(out)
}

fn key(r: Ref) -> Key {
    Key { kind: r.kind.code(), id: r.id.0 }
}

/// What an erasure would do.
///
/// # Errors
/// When the store cannot be read.
pub fn preview(world: &World, person: Id, mentions: bool) -> Result<Reply, StoreError> {
    let target = register::person(person);
    if world.store.history(key(target), 1)?.is_empty() {
        return Ok(Reply::Refused(Refusal::Gone));
    }
    let plan = erase_plan::plan(world, target, mentions)?;
    let drafts = erase_drafts::sweep(world, &plan, mentions, true).map_err(failure)?;
    let told = told(&plan, &drafts);
    let mentioned = told.mentions.iter().map(|m| m.target);
    let all: Vec<Ref> = told.gone.iter().chain(&told.redacted).copied().chain(mentioned).collect();
    let mut called = Vec::new();
    for one in all.into_iter().take(CALLED_MAX) {
        if let Some(r) = world.get(one)? {
            called.push((one, words_of(&r)));
        }
    }
    Ok(Reply::Erasing(Box::new(Erasing { name: plan.name.clone(), called, ..told })))
}

/// By what somebody knows a record again: its day, and its name or the beginning of its words.
fn words_of(r: &Record) -> String {
    let of_kind =
        if r.kind == Kind::Visit { Some(visit::WHEN) } else { r.kind.general().and_then(|g| g.day) };
    let day = of_kind.and_then(|no| r.fields.day(no)).map(|d| d.to_string()).unwrap_or_default();
    let note = r.kind.fields().iter().find(|f| matches!(f.ty, Type::Note));
    let words = match (r.name(), note) {
        ("", Some(f)) => r.fields.text(f.no),
        (name, _) => name,
    };
    let words = super::rows::cut(words.lines().next().unwrap_or_default().to_owned(), CALLED_CHARS);
    format!("{day} {words}").trim().to_owned()
}

fn told(plan: &Plan, drafts: &Drafts) -> Erasing {
    Erasing {
        request: None,
        name: String::new(),
        gone: plan.gone.iter().map(|(r, _)| *r).collect(),
        redacted: plan.kept.iter().map(|(r, _)| r.to_ref()).collect(),
        mentions: plan.mentions.clone(),
        drafts_gone: drafts.gone,
        drafts: drafts.mention.clone(),
        called: Vec::new(),
    }
}

fn failure(e: io::Error) -> StoreError {
    StoreError::Failed { why: Cause::System(Arc::new(e)) }
}

/// An erasure that is registered.
struct Begun {
    work: Work,
    what: What,
}

/// What is erased.
#[derive(Clone)]
enum What {
    /// Somebody, as the register's entry says.
    Person { entry: Record, person: Ref, mentions: bool },
    /// A slice of what is past its time.
    Class(retention::Begun),
}

/// What the thread brings back.
struct Done {
    /// How many of what was asked for.
    n: usize,
    /// What was done, and where; nothing where there was nothing to do.
    made: Option<(Plan, Drafts, Pos)>,
}

/// Why nothing was erased.
enum Failed {
    Store(StoreError),
    TooBusy,
}

impl From<StoreError> for Failed {
    fn from(e: StoreError) -> Failed {
        Failed::Store(e)
    }
}

/// The erasures of a hub: one at a time, the others wait.
#[derive(Default)]
pub struct Erasures<'s> {
    running: Option<(Begun, ScopedJoinHandle<'s, Result<Done, Failed>>)>,
    waiting: VecDeque<Work>,
}

impl<'s> Erasures<'s> {
    /// Whether one is under way.
    pub fn any(&self) -> bool {
        self.running.is_some()
    }

    /// Takes one on.
    pub fn ask<'e>(&mut self, scope: &'s Scope<'s, 'e>, house: &'e House, work: Work) {
        self.waiting.push_back(work);
        self.next(scope, house);
    }

    fn next<'e>(&mut self, scope: &'s Scope<'s, 'e>, house: &'e House) {
        let world = &house.world;
        while self.running.is_none() {
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
            end(house, begun, done, last);
        }
        if !wait {
            self.next(scope, house);
        }
    }
}

/// Registers the request; nobody writes about the person from here on.
fn begin(house: &House, mut work: Work) -> Result<Begun, Box<Reply>> {
    let world = &house.world;
    work.actor.rights = house.rights_of(&work).ok_or(Reply::Refused(Refusal::NotAllowed))?;
    house.may(&work.actor, &work.request)?;
    let lang = work.actor.lang;
    if let Request::Retention(ask) = &work.request {
        let erased =
            world.store.done(&step(ask.request(), "erase").0).map_err(|e| failed(e, lang))?.is_some();
        let begun = retention::begin(world, &work.actor, ask, work.ahead.as_ref(), erased)?;
        return Ok(Begun { work, what: What::Class(begun) });
    }
    let Request::Person(PersonAsk::Erase { request: id, person, reason, mentions, way }) = &work.request
    else {
        return Err(Box::new(Reply::Refused(Refusal::BadRequest)));
    };
    let target = register::person(*person);
    let failed = |e| failed(e, lang);
    if world.store.history(key(target), 1).map_err(failed)?.is_empty() {
        return Err(Box::new(Reply::Refused(Refusal::Gone)));
    }
    let open = register::unfinished(world).map_err(failed)?;
    let open = open.into_iter().find(|r| r.fields.link(request::PERSON) == Some(target));
    let entry = match open {
        // begun before and not done: this is the same erasure
        Some(entry) => entry,
        None => {
            let own = Ref { kind: Kind::Request, id: *id };
            if world.get(own).map_err(failed)?.is_some() {
                return Err(Box::new(Reply::Erasing(Box::new(Erasing {
                    request: Some(*id),
                    ..Erasing::default()
                }))));
            }
            let mut entry = register::entry(world, &work.actor, *id, *person, request::ERASE, *way);
            entry.fields.set(request::REASON, register::reason(world, target, reason, lang)?);
            let scope = if *mentions { request::MENTIONS } else { request::OWN };
            entry.fields.set(request::SCOPE, Value::Code(scope));
            let pos = commit_now(world, &work.actor, *id, vec![(None, Some(entry.clone()), own)])
                .map_err(failed)?;
            Record { version: pos.0, ..entry }
        }
    };
    world.leaving().insert(target);
    let mentions = *mentions || entry.fields.code(request::SCOPE) == Some(request::MENTIONS);
    Ok(Begun { work, what: What::Person { entry, person: target, mentions } })
}

/// The long part, on a thread of its own.
fn run(world: &World, actor: &Actor, what: &What) -> Result<Done, Failed> {
    match what {
        What::Person { entry, person, mentions } => {
            let plan = || erase_plan::plan(world, *person, *mentions);
            let made = erase(world, actor, (entry.id, entry.id.to_string()), &plan, *mentions)?;
            Ok(Done { n: 1, made: Some(made) })
        }
        What::Class(begun) => {
            let targets = retention::targets(world, begun)?;
            if targets.is_empty() {
                return Ok(Done { n: 0, made: None });
            }
            let plan = || retention::plan(world, begun, &targets);
            let made = erase(world, actor, (begun.request, begun.note()), &plan, false)?;
            Ok(Done { n: targets.len(), made: Some(made) })
        }
    }
}

/// Erases what a plan says, made again where something of it was changed meanwhile.
fn erase(
    world: &World,
    actor: &Actor,
    (id, note): (Id, String),
    plan: &dyn Fn() -> Result<Plan, StoreError>,
    mentions: bool,
) -> Result<(Plan, Drafts, Pos), Failed> {
    for _ in 0..TRIES {
        let plan = plan()?;
        {
            let mut leaving = world.leaving();
            leaving.extend(plan.gone.iter().map(|(r, _)| *r));
            leaving.extend(plan.kept.iter().map(|(r, _)| r.to_ref()));
        }
        // before the words go from the journal: afterwards nobody would know what to look for
        world.forget_indexes().map_err(failure)?;
        let drafts = erase_drafts::sweep(world, &plan, mentions, false).map_err(failure)?;
        match world.store.erase(erasure(world, actor, id, &note, &plan)?)? {
            Outcome::Committed(pos) | Outcome::Repeated(pos) => {
                // what was kept meanwhile
                let late = erase_drafts::sweep(world, &plan, mentions, false).map_err(failure)?;
                let emptied = plan.kept.iter().filter(|_| plan.emptied).map(|(r, _)| r.to_ref());
                for r in plan.gone.iter().map(|(r, _)| *r).chain(emptied) {
                    world.finder.remove(r.kind.code(), r.id.0);
                }
                // out of its memory too, which is written down when the hub ends
                world.finder.compact();
                let drafts = Drafts { gone: drafts.gone + late.gone, ..drafts };
                return Ok((plan, drafts, pos));
            }
            Outcome::Conflict { .. } | Outcome::Claimed { .. } => {}
        }
    }
    Err(Failed::TooBusy)
}

fn erasure(world: &World, actor: &Actor, id: Id, note: &str, plan: &Plan) -> Result<Erasure, StoreError> {
    let mut expected: Vec<(Key, Option<Pos>)> =
        plan.gone.iter().map(|(r, now)| (key(*r), now.as_ref().map(|n| Pos(n.version)))).collect();
    let mut redact = Vec::new();
    for (now, after) in &plan.kept {
        expected.push((key(now.to_ref()), Some(Pos(now.version))));
        redact.push(Change { key: key(now.to_ref()), body: Some(encode(after)?), claims: claims(after) });
    }
    Ok(Erasure {
        request: step(id, "erase").0,
        actor: actor.staff.id.0,
        actor_uid: actor.uid,
        at_ms: world.now_ms(),
        note: note.to_owned(),
        expected,
        keys: plan.gone.iter().map(|(r, _)| key(*r)).collect(),
        redact,
    })
}

/// Takes the outcome in, marks the request done, tells everybody.
fn end(house: &House, begun: Begun, done: Result<Done, Failed>, last: &mut LastOwn) {
    let world = &house.world;
    let Begun { work, what } = begun;
    let lang = work.actor.lang;
    let reply = match done {
        Err(Failed::Store(e)) => {
            // the words may be gone from the journal and stand in the indexes still: those are not written down
            world.distrust_indexes();
            *failed(e, lang)
        }
        Err(Failed::TooBusy) => *said(rights::TOO_BUSY, lang),
        Ok(Done { n, made }) => {
            let told = made.map(|(plan, drafts, pos)| {
                let told = told(&plan, &drafts);
                take_in(world, plan, pos);
                forget_undo(world, &told, last);
                tell(house, &told, pos, &work.actor);
                told
            });
            registered(world, &work.actor, what, told.unwrap_or_default(), n)
        }
    };
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

fn take_in(world: &World, plan: Plan, pos: Pos) {
    let gone = plan.gone.into_iter().map(|(r, now)| (now, None, r));
    let kept = plan.kept.into_iter().map(|(now, after)| {
        let target = now.to_ref();
        (Some(now), Some(Record { version: pos.0, ..after }), target)
    });
    let mut changes: Vec<_> = gone.chain(kept).collect();
    if world.take_in(&mut changes).is_err() {
        world.distrust_indexes();
    }
    // filters that were typed are kept with the lists they made
    world.ordered().clear();
}

/// Nothing of it can be taken back: an erasure is never undone.
fn forget_undo(world: &World, told: &Erasing, last: &mut LastOwn) {
    let touched: Vec<Key> = told.gone.iter().chain(&told.redacted).map(|r| key(*r)).collect();
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

/// What the hub gives itself to do at its start: the erasures that are not done.
///
/// # Errors
/// When the store cannot be read.
pub fn unfinished(world: &World, actor: &Actor) -> Result<Vec<Work>, StoreError> {
    let open = register::unfinished(world)?.into_iter();
    Ok(open
        .filter_map(|r| {
            let person = r.fields.link(request::PERSON)?.id;
            let ask =
                PersonAsk::Erase { request: r.id, person, reason: String::new(), mentions: false, way: 0 };
            let outbox: Arc<Outbox> = Arc::default();
            Some(Work {
                session: HUB,
                actor: Actor { lang: Lang::Zh, ..actor.clone() },
                ticket: 0,
                request: Request::Person(ask),
                ahead: None,
                owed: outbox.owe(0),
                outbox,
            })
        })
        .collect())
}
