//! Erasing somebody (PIPL art. 47). The request is registered first; then, on a thread of its own, the plan is made,
//! drafts and the file of the indexes go, and the store erases, while others read and write; then [`super::erase_queue`]
//! takes the outcome into the indexes and marks the request done. What is past its time goes the same way.
//!
//! Until it is done nothing can be written about what is being erased, so the plan holds. Whatever happens between,
//! the next start of the hub finds the request not done and brings it to its end under the same ids.

use super::actor::Actor;
use super::edit::failed;
use super::erase_drafts::{self, Drafts};
use super::erase_plan::{self, Plan};
use super::house::{HUB, House};
use super::register;
use super::resolve::claims;
use super::retention;
use super::session::Outbox;
use super::wire::{Erasing, PersonAsk, Refusal, Reply, Request};
use super::world::{World, encode};
use super::writer::{Work, commit_now};
use crate::book::{Id, Kind, Record, Ref, Type, Value, request, visit};
use crate::store::{Cause, Change, Erasure, Key, Outcome, Pos, StoreError};
use crate::text::Lang;
use std::io;
use std::sync::Arc;

/// Most records that a plan names, and how much of the words of each.
const CALLED_MAX: usize = 500;
const CALLED_CHARS: usize = 24;
/// How often the plan is made again because something it touches was changed meanwhile.
const TRIES: usize = 5;
/// An id that belongs to a request, for one of its steps: asking for the step again does it once.
pub(super) fn step(request: Id, name: &str) -> Id {
    let hash = blake3::Hasher::new().update(&request.0).update(name.as_bytes()).finalize();
    let mut out = [0; 16];
    out.iter_mut().zip(hash.as_bytes()).for_each(|(o, b)| *o = *b);
    Id(out)
}

pub(super) fn key(r: Ref) -> Key {
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

pub(super) fn told(plan: &Plan, drafts: &Drafts) -> Erasing {
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
pub(super) struct Begun {
    /// Who asked, and where the answer goes.
    pub work: Work,
    /// What is erased.
    pub what: What,
}

/// What is erased.
#[derive(Clone)]
pub(super) enum What {
    /// Somebody, as the register's entry says.
    Person { entry: Record, person: Ref, mentions: bool },
    /// A slice of what is past its time.
    Class(retention::Begun),
}

/// What the thread brings back.
pub(super) struct Done {
    /// How many of what was asked for.
    pub n: usize,
    /// What was done, and where; nothing where there was nothing to do.
    pub made: Option<(Plan, Drafts, Pos)>,
}

/// Why nothing was erased.
pub(super) enum Failed {
    Store(StoreError),
    TooBusy,
}

impl From<StoreError> for Failed {
    fn from(e: StoreError) -> Failed {
        Failed::Store(e)
    }
}

/// Registers the request; nobody writes about the person from here on.
pub(super) fn begin(house: &House, mut work: Work) -> Result<Begun, Box<Reply>> {
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
pub(super) fn run(world: &World, actor: &Actor, what: &What) -> Result<Done, Failed> {
    match what {
        What::Person { entry, person, mentions } => {
            let plan = || erase_plan::plan(world, *person, *mentions);
            let made = erase(world, actor, (entry.id, entry.id.to_string()), &plan, *mentions)?;
            Ok(Done { n: 1, made })
        }
        What::Class(begun) => {
            let plan = || retention::plan(world, begun);
            let made = erase(world, actor, (begun.request, begun.note()), &plan, false)?;
            let n = made.as_ref().map_or(0, |(plan, _, _)| begun.count(plan));
            Ok(Done { n, made })
        }
    }
}

/// Erases what a plan says, made again where something of it was changed meanwhile. Nothing where it comes to nothing.
fn erase(
    world: &World,
    actor: &Actor,
    (id, note): (Id, String),
    plan: &dyn Fn() -> Result<Plan, StoreError>,
    mentions: bool,
) -> Result<Option<(Plan, Drafts, Pos)>, Failed> {
    for _ in 0..TRIES {
        let plan = plan()?;
        if plan.gone.is_empty() && plan.kept.is_empty() {
            return Ok(None);
        }
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
                return Ok(Some((plan, drafts, pos)));
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
