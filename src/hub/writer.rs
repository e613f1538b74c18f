//! The one writer: every change goes through this thread, in order. It drains what waits, turns each request into
//! a commit against the book and the group so far, has the store make the group durable, takes it into the
//! indexes, and only then answers.

use super::actor::Actor;
use super::again::again;
use super::answer::refusal;
use super::edit::{self, Made, Ready, failed};
use super::erase_queue::Erasures;
use super::house::House;
use super::news::Heard;
use super::resolve::{Pending, View, claims};
use super::session::Outbox;
use super::wire::{PersonAsk, Refusal, Reply, Request, RetentionAsk, Saved};
use super::world::{World, decode, encode};
use super::{bulk, guard, handing, ledger, line, merge, register, retention};
use crate::book::{Id, Kind, Record, Ref, schema};
use crate::store::{Cause, Change, Commit, Key, Outcome, Pos, StoreError};
use crate::text::trouble;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread::Scope;
use std::time::Duration;

/// Most changes of a group: sled's batches block its readers.
const GROUP_MAX: usize = 50;
/// How long after the last write the book as it stands is made durable too.
const CHECKPOINT_AFTER: Duration = Duration::from_secs(2);

/// A request to write, and where its answer goes.
pub struct Work {
    /// Which session.
    pub session: u64,
    /// Who.
    pub actor: Actor,
    /// The session's ticket.
    pub ticket: u64,
    /// What.
    pub request: Request,
    /// What its answer took long to read, read before.
    pub ahead: Option<Reply>,
    /// Where to.
    pub outbox: Arc<Outbox>,
    /// Dropped with it, so that the session may send more.
    pub owed: super::outbox::Owed,
}

/// What a worker did in one act: one commit, or the slices of a bulk change.
#[derive(Debug)]
pub struct Own {
    /// What the slices share.
    pub batch: Option<Id>,
    /// Their positions, oldest first.
    pub at: Vec<Pos>,
}

/// What each worker could take back, by account, the last at the end.
pub type LastOwn = HashMap<u32, Vec<Own>>;

/// Runs until every sender is gone; then the store is closed in good order.
pub fn run(house: &House, work: &Receiver<Work>) {
    std::thread::scope(|scope| {
        let mut last: LastOwn = HashMap::new();
        let mut erasures = Erasures::default();
        rounds(scope, house, work, &mut last, &mut erasures);
        // its outcome belongs into the indexes that are written down
        erasures.look(scope, house, &mut last, true);
    });
    house.world.save_indexes();
    let _ = house.world.store.close();
}

fn rounds<'s, 'e>(
    scope: &'s Scope<'s, 'e>,
    house: &'e House,
    work: &Receiver<Work>,
    last: &mut LastOwn,
    erasures: &mut Erasures<'s>,
) {
    let world = &house.world;
    let mut held: Option<Work> = None;
    let mut dirty = false;
    loop {
        let look = erasures.look_after();
        let first = match (held.take(), look) {
            (Some(w), _) => w,
            (None, Some(look)) => match work.recv_timeout(look) {
                Ok(w) => w,
                Err(RecvTimeoutError::Timeout) => {
                    erasures.look(scope, house, last, false);
                    dirty = true;
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            },
            (None, None) if dirty => match work.recv_timeout(CHECKPOINT_AFTER) {
                Ok(w) => w,
                Err(RecvTimeoutError::Timeout) => {
                    world.finder.maintain();
                    // a failed checkpoint loses nothing: the journal has it, and the next start rebuilds
                    let _ = world.store.checkpoint();
                    dirty = false;
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            },
            (None, None) => match work.recv() {
                Ok(w) => w,
                Err(_) => break,
            },
        };
        if is_erasure(&first.request) {
            erasures.ask(scope, house, first);
        } else {
            held = group(house, first, work, last);
        }
        if erasures.look_after().is_some() {
            erasures.look(scope, house, last, false);
        }
        if world.store.failed().is_some() {
            // only opening it again tells what was written: the next hub does
            break;
        }
        dirty = true;
    }
}

/// An erasure is no group: it takes long.
fn is_erasure(request: &Request) -> bool {
    matches!(
        request,
        Request::Person(PersonAsk::Erase { .. }) | Request::Retention(RetentionAsk::CarryOut { .. })
    )
}

/// Commits changes of the hub's own, now; asking again with the same request does it once.
///
/// # Errors
/// When the store cannot, or the records are others by now.
pub fn commit_now(
    world: &World,
    actor: &Actor,
    request: Id,
    changes: Vec<(Option<Record>, Option<Record>, Ref)>,
) -> Result<Pos, StoreError> {
    let ready = Ready { changes, note: String::new(), batch: None, answer: Reply::Done };
    let outcome = world.store.commit(vec![commit_of(world, actor, request, &ready)?])?.pop();
    match outcome {
        Some(Outcome::Committed(pos)) => {
            let mut changes = ready.changes;
            changes.iter_mut().filter_map(|(_, after, _)| after.as_mut()).for_each(|a| a.version = pos.0);
            if world.take_in(&mut changes).is_err() {
                world.distrust_indexes();
            }
            Ok(pos)
        }
        Some(Outcome::Repeated(pos)) => Ok(pos),
        _ => Err(StoreError::Failed { why: Cause::Meanwhile }),
    }
}

/// One group. Answers the request that must begin the next one, because it touches what this one writes.
fn group(house: &House, first: Work, work: &Receiver<Work>, last: &mut LastOwn) -> Option<Work> {
    let world = &house.world;
    let mut pending = Pending::default();
    let mut ready: Vec<(Work, Id, Ready)> = Vec::new();
    let mut next = Some(first);
    let mut held = None;
    while let Some(mut w) = next.take() {
        if is_erasure(&w.request) || (!ready.is_empty() && touches(&w.request, &pending)) {
            held = Some(w);
            break;
        }
        let Some(rights) = house.rights_of(&w) else {
            tell(house, &w, Reply::Refused(Refusal::NotAllowed));
            next = work.try_recv().ok();
            continue;
        };
        w.actor.rights = rights;
        let mut view = View { world, pending: &mut pending, actor: &w.actor };
        let once = |view: &View<'_>, last: &LastOwn| match again(view, &w.actor, &w.request, last) {
            Some(reply) => Err(Box::new(reply)),
            None => Ok(()),
        };
        let may = house.may(&w.actor, &w.request).and_then(|()| once(&view, last));
        let checked = may.and_then(|()| prepare(&mut view, &w, last)).and_then(|(request, r)| {
            guard::check(&view, &w.request, &w.actor, &r)?;
            Ok((request, r))
        });
        house.met(&w.actor, view.pending);
        match checked {
            Ok((request, r)) => {
                for (_, after, target) in &r.changes {
                    view.will(*target, after.clone());
                }
                ready.push((w, request, r));
            }
            Err(reply) => tell(house, &w, *reply),
        }
        // who may do what is known again only when such a change is written
        let turns = ready.iter().flat_map(|(_, _, r)| &r.changes).any(|(_, _, t)| changes_rights(t.kind));
        if !turns && ready.iter().map(|(_, _, r)| r.changes.len()).sum::<usize>() < GROUP_MAX {
            next = work.try_recv().ok();
        }
    }
    write(house, ready, last);
    held
}

/// Whether records of a kind say who may do what, or what fields there are.
fn changes_rights(kind: Kind) -> bool {
    matches!(kind, Kind::Staff | Kind::Area) || schema::says(kind)
}

/// Whether a request is about a record that the group at hand writes: its version is known only afterwards.
fn touches(request: &Request, pending: &Pending) -> bool {
    match request {
        Request::Save(s) => pending.records.contains_key(&s.target),
        Request::Step(s) => pending.records.contains_key(&s.save.target),
        Request::Remove { target, .. } => pending.records.contains_key(target),
        Request::Import(_)
        | Request::Undo { .. }
        | Request::Person(_)
        | Request::Bulk(_)
        | Request::Merge(_)
        | Request::Unmerge(_)
        | Request::Elect(_)
        | Request::HandOver(_)
        | Request::HandStep(_)
        | Request::Retention(_) => !pending.records.is_empty(),
        _ => false,
    }
}

fn prepare(view: &mut View<'_>, w: &Work, last: &mut LastOwn) -> Result<(Id, Ready), Box<Reply>> {
    let a = &w.actor;
    match &w.request {
        Request::Save(s) => edit::save(view, a, s).map(|r| (s.request, r)),
        Request::Step(s) => super::step::step(view, a, s).map(|r| (s.save.request, r)),
        Request::Remove { request, target, base } => {
            edit::remove(view, a, *target, *base).map(|r| (*request, r))
        }
        Request::Capture { request, ask } => line::capture(view, a, *request, ask).map(|r| (*request, r)),
        Request::Import(slice) => ledger::import(view, a, slice).map(|r| (slice.request, r)),
        Request::Bulk(b) => bulk::slice(view, a, b).map(|r| (b.request, r)),
        Request::HandOver(h) => handing::hand_over(view, a, h).map(|r| (h.act.request, r)),
        Request::HandStep(s) => handing::step(view, a, s).map(|r| (s.request, r)),
        Request::Merge(m) => merge::slice(view, a, m).map(|r| (m.request, r)),
        Request::Unmerge(u) => merge::slice_back(view, a, u).map(|r| (u.request, r)),
        Request::Elect(e) => super::election::elect(view, a, e).map(|r| (e.request, r)),
        Request::Undo { request, batch } => undo(view, a, last, *batch).map(|r| (*request, r)),
        Request::Person(ask) => register::ready(view, a, ask, w.ahead.as_ref()).map(|r| (ask.request(), r)),
        Request::Retention(ask) => retention::hold(view, a, ask).map(|r| (ask.request(), r)),
        _ => Err(Box::new(Reply::Refused(Refusal::BadRequest))),
    }
}

/// The act that is to be taken back: the last one, or that of a batch.
fn own(last: &mut LastOwn, uid: u32, batch: Option<Id>) -> Option<&mut Own> {
    let all = last.get_mut(&uid)?;
    match batch {
        Some(_) => all.iter_mut().rev().find(|o| o.batch == batch),
        None => all.last_mut(),
    }
}

/// Takes back a worker's own last commit, unless others changed since what it wrote. Of a bulk change the last slice
/// that is left, and in it what others have not touched since.
fn undo(view: &mut View<'_>, a: &Actor, last: &mut LastOwn, batch: Option<Id>) -> Made {
    let lang = a.lang;
    let nothing = || Box::new(Reply::Refused(Refusal::NothingToUndo));
    let act = own(last, a.uid, batch).ok_or_else(nothing)?;
    let pos = act.at.last().copied().ok_or_else(nothing)?;
    let (many, more) = (act.batch.is_some(), act.batch.filter(|_| act.at.len() > 1));
    let mut kept = Vec::new();
    let entry = view.world.store.entry(pos).map_err(|e| failed(e, lang))?.ok_or_else(nothing)?;
    // part of it can no longer be read, so it cannot be brought back either
    if entry.erasure || !entry.erased.is_empty() {
        return Err(nothing());
    }
    let mut changes = Vec::new();
    let mut name = String::new();
    let mut shown = None;
    let lineage = merge::is_of(&entry);
    for c in &entry.changes {
        let Some(kind) = Kind::from_code(c.key.kind) else { return Err(nothing()) };
        let target = Ref { kind, id: Id(c.key.id) };
        let now = view.get(target).map_err(|e| failed(e, lang))?;
        let version = now.as_ref().map_or(0, |r| r.version);
        let untouched = if c.body.is_some() { version == pos.0 } else { now.is_none() };
        if !untouched && !only_undone_since(view.world, a, c.key, pos).map_err(|e| failed(e, lang))? {
            // of two that became one neither may stay alone
            if many && !lineage {
                kept.push(now.map_or_else(|| kind.label().get(lang).to_owned(), |r| edit::called(view, &r)));
                continue;
            }
            return Err(Box::new(Reply::Refused(Refusal::UndoConflict)));
        }
        let before = before(view.world, c.key, pos).map_err(|e| failed(e, lang))?;
        if before.is_none() && super::users::count(view.world, target) > 0 && entry.changes.len() == 1 {
            return Err(Box::new(Reply::Refused(Refusal::UndoConflict)));
        }
        let r = before.as_ref().or(now.as_ref());
        name = r.map(|r| edit::called(view, r)).filter(|n| !n.is_empty()).unwrap_or(name);
        // no version: it is gone, for it was new
        shown.get_or_insert((target, before.as_ref().map_or(0, |r| r.version)));
        changes.push((now, before, target));
    }
    let note = trouble::UNDO_NOTE.get(lang).to_string();
    if many {
        let answer = Reply::Undone { more, records: changes.len() as u32, kept };
        if changes.is_empty() {
            done_with(last, a.uid, batch);
            return Err(Box::new(answer));
        }
        return Ok(Ready { changes, note, batch: None, answer });
    }
    let Some((target, version)) = shown else { return Err(nothing()) };
    let saved = Saved { target, version, name, made: Vec::new(), merged: false, remarks: Vec::new() };
    Ok(Ready { changes, note, batch: None, answer: Reply::Saved(saved) })
}

/// The last slice of an act is taken back, or cannot be.
fn done_with(last: &mut LastOwn, uid: u32, batch: Option<Id>) {
    if let Some(act) = own(last, uid, batch) {
        act.at.pop();
    }
    if let Some(all) = last.get_mut(&uid) {
        all.retain(|o| !o.at.is_empty());
    }
}

/// Whether a record was changed since a commit by nothing but this worker's own undoing of later ones.
fn only_undone_since(world: &World, a: &Actor, key: Key, pos: Pos) -> Result<bool, StoreError> {
    let undoing = [trouble::UNDO_NOTE.zh, trouble::UNDO_NOTE.en];
    let mut depth = 0;
    for e in world.store.history(key, 200)? {
        if e.pos == pos {
            return Ok(depth == 0);
        }
        if e.actor_uid != a.uid {
            return Ok(false);
        }
        // each undoing stands for one own change before it
        depth += if undoing.contains(&e.note.as_str()) { 1 } else { -1 };
        if depth < 0 {
            return Ok(false);
        }
    }
    Ok(false)
}

/// A record as it stood before a commit.
pub(super) fn before(world: &World, key: Key, pos: Pos) -> Result<Option<Record>, StoreError> {
    let Some(kind) = Kind::from_code(key.kind) else { return Ok(None) };
    for e in world.store.history(key, 500)? {
        if e.pos < pos {
            let body = e.changes.into_iter().find(|c| c.key == key).and_then(|c| c.body);
            return body.map(|b| decode(kind, Id(key.id), e.pos.0, &b)).transpose();
        }
    }
    Ok(None)
}

fn commit_of(world: &World, actor: &Actor, request: Id, r: &Ready) -> Result<Commit, StoreError> {
    let mut expected = Vec::new();
    let mut changes = Vec::new();
    for (before, after, target) in &r.changes {
        let key = Key { kind: target.kind.code(), id: target.id.0 };
        expected.push((key, before.as_ref().map(|b| Pos(b.version))));
        let body = after.as_ref().map(encode).transpose()?;
        changes.push(Change { key, body, claims: after.as_ref().map(claims).unwrap_or_default() });
    }
    Ok(Commit {
        request: request.0,
        actor: actor.staff.id.0,
        actor_uid: actor.uid,
        at_ms: world.now_ms(),
        batch: r.batch.map(|b| b.0),
        note: r.note.clone(),
        expected,
        changes,
    })
}

fn write(house: &House, ready: Vec<(Work, Id, Ready)>, last: &mut LastOwn) {
    let world = &house.world;
    let mut batch = Vec::new();
    let mut going = Vec::new();
    for (w, request, r) in ready {
        match commit_of(world, &w.actor, request, &r) {
            Ok(c) => {
                batch.push(c);
                going.push((w, r));
            }
            Err(e) => tell(house, &w, Reply::Refused(refusal(&e, w.actor.lang))),
        }
    }
    if batch.is_empty() {
        return;
    }
    let head = world.store.head();
    let outcomes = match world.store.commit(batch) {
        Ok(o) => o,
        Err(e) => {
            // of a batch of several groups some may have been written; a clean refusal, as of a full disk, wrote nothing
            if world.store.head() != head {
                world.distrust_indexes();
            }
            for (w, _) in going {
                tell(house, &w, Reply::Refused(refusal(&e, w.actor.lang)));
            }
            return;
        }
    };
    let mut done = Vec::new();
    let mut changes = Vec::new();
    for ((w, mut r), outcome) in going.into_iter().zip(outcomes) {
        match outcome {
            Outcome::Committed(pos) => {
                for (_, after, _) in &mut r.changes {
                    if let Some(a) = after {
                        a.version = pos.0;
                    }
                }
                changes.extend(r.changes.iter().cloned());
                done.push((w, r, pos));
            }
            Outcome::Repeated(pos) => tell(house, &w, at(r.answer, pos)),
            Outcome::Conflict { .. } => tell(house, &w, Reply::Refused(Refusal::UndoConflict)),
            Outcome::Claimed { by, .. } => {
                let owner =
                    Kind::from_code(by.kind).map(|kind| world.name_of(Ref { kind, id: Id(by.id) }, &w.actor));
                let owner = owner.unwrap_or_default();
                let sealed = matches!(Kind::from_code(by.kind), Some(Kind::Sealed));
                let said = if sealed { trouble::sealed } else { trouble::taken };
                let words = said(w.actor.lang, &owner);
                let no = r.changes.last().map_or(1, |(_, _, t)| claimed_field(t.kind));
                tell(house, &w, Reply::Invalid(vec![(no, words)]));
            }
        }
    }
    if world.take_in(&mut changes).is_err() {
        // it is committed all the same
        world.distrust_indexes();
    }
    if changes.iter().any(|(_, _, t)| changes_rights(t.kind)) {
        house.renew();
    }
    for (w, r, pos) in done {
        committed(house, w, r, pos, last);
    }
}

/// Answers, as the session may show it.
fn tell(house: &House, w: &Work, reply: Reply) {
    house.answer(&w.outbox, &w.actor, w.ticket, &w.request, reply);
}

/// The field whose value others may not have too.
fn claimed_field(kind: Kind) -> u16 {
    match kind {
        Kind::Area => crate::book::area::CODE,
        Kind::Staff => crate::book::staff::UID,
        _ => 1,
    }
}

fn at(answer: Reply, pos: Pos) -> Reply {
    match answer {
        Reply::Saved(s) => Reply::Saved(Saved { version: pos.0, ..s }),
        other => other,
    }
}

fn committed(house: &House, w: Work, r: Ready, pos: Pos, last: &mut LastOwn) {
    match &w.request {
        Request::Undo { batch, .. } => done_with(last, w.actor.uid, *batch),
        // what is registered is not taken back but asked for again the other way
        Request::Person(_) | Request::Retention(_) => {}
        request => {
            // the slices of an import are not taken back together
            let batch = r.batch.filter(|_| !matches!(request, Request::Import(_)));
            let mine = last.entry(w.actor.uid).or_default();
            match mine.iter_mut().find(|o| batch.is_some() && o.batch == batch) {
                Some(act) => act.at.push(pos),
                None => mine.push(Own { batch, at: vec![pos] }),
            }
            if mine.len() > 100 {
                mine.remove(0);
            }
        }
    }
    let heard = Heard::of(&house.world, pos.0, &r.changes, &w.actor);
    tell(house, &w, at(r.answer, pos));
    house.tell(&heard, w.session);
}
