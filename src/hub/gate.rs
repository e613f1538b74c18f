//! The one door for requests: what each takes of whoever asks. What a request may find or count is cut where it is
//! answered; what comes of a write is checked again against the records themselves, see [`write()`].

use super::actor::Actor;
use super::doors::{Door, Doors};
use super::edit::{Ready, failed};
use super::resolve::View;
use super::rights::{Rights, Role};
use super::users;
use super::wire::{Filter, Is, Keep, Of, PersonAsk, Refusal, Reply, Request, Standing};
use super::world::{World, decode};
use crate::book::{Id, Kind, Record, Ref, Type, Value, person};
use crate::store::{Key, StoreError};
use crate::text::{Lang, T, staff as words, trouble};

type Said = Result<(), Box<Reply>>;

fn no(why: T, actor: &Actor) -> Said {
    Err(Box::new(Reply::Refused(Refusal::Said(why.get(actor.lang).into()))))
}

/// Kinds that nobody but administrators is told of.
fn of_administrators(kind: Kind) -> bool {
    matches!(kind, Kind::Request | Kind::Retention)
}

/// Whether somebody may ask this.
///
/// # Errors
/// The answer that they may not.
pub fn may(world: &World, actor: &Actor, request: &Request) -> Said {
    let at_least = |role: Role| match actor.rights.role {
        own if own >= role => Ok(()),
        Role::Reader if role == Role::Worker => no(words::READS_ONLY, actor),
        _ => no(words::ADMINISTRATOR_ONLY, actor),
    };
    let sees = |one: Ref| sees(world, actor, one);
    match request {
        // who asks, what is theirs, and what is cut by area where it is answered
        Request::Welcome { .. }
        | Request::Today
        | Request::Promised { .. }
        | Request::Calendar { .. }
        | Request::OneDay(_)
        | Request::Find { .. }
        | Request::Similar { .. }
        | Request::Read { .. }
        | Request::Areas { .. }
        | Request::Posts { .. }
        | Request::Report(_)
        | Request::Rows { .. }
        | Request::Here(_)
        | Request::Phrases(_)
        | Request::KeepDraft(_)
        | Request::Drafts
        | Request::DropDraft(_)
        | Request::Status
        | Request::Drain
        | Request::Keep(Keep::DropView(..) | Keep::Columns(..) | Keep::Showing(_)) => Ok(()),
        Request::Keep(Keep::View(view)) => filtered(world, actor, view.kind, &view.filter),
        Request::List { kind, filter, .. }
        | Request::Records { kind, filter, .. }
        | Request::Counts { kind, filter, .. } => {
            if of_administrators(*kind) {
                at_least(Role::Administrator)?;
            }
            filtered(world, actor, *kind, filter)
        }
        Request::Export(ask) => {
            let least = if of_administrators(ask.kind) { Role::Administrator } else { Role::Worker };
            at_least(least)?;
            match &ask.of {
                Of::List { filter, .. } => filtered(world, actor, ask.kind, filter),
                // each is looked at by itself
                Of::These(_) => Ok(()),
            }
        }
        Request::Get(one)
        | Request::Card(one)
        | Request::History { target: one, .. }
        | Request::Version { target: one, .. }
        | Request::Circle { target: one }
        | Request::Users { target: one, .. } => sees(*one),
        Request::Reveal(reveal) => sees(reveal.target),
        Request::Path { from, to } => sees(*from).and_then(|()| sees(*to)),
        Request::OpenWork(who) => match actor.staff.id == *who {
            true => Ok(()),
            false => at_least(Role::Administrator),
        },
        Request::Preview(ask) => {
            at_least(Role::Worker)?;
            ask.picks.iter().try_for_each(|(_, one)| sees(*one))
        }
        Request::Capture { ask, .. } => {
            at_least(Role::Worker)?;
            ask.picks.iter().try_for_each(|(_, one)| sees(*one))
        }
        Request::Save(save) => {
            at_least(Role::Worker)?;
            there(world, actor, save.target)
        }
        Request::Step(step) => {
            at_least(Role::Worker)?;
            there(world, actor, step.save.target)
        }
        Request::Remove { target, .. } => {
            at_least(Role::Worker)?;
            there(world, actor, *target)
        }
        // of many each is looked at by itself, so that one that may not be changed holds up nobody
        Request::Bulk(_)
        | Request::HandOver(_)
        | Request::HandStep(_)
        | Request::Import(_)
        | Request::Undo { .. } => at_least(Role::Worker),
        Request::Elect(e) => {
            at_least(Role::Worker)?;
            sees(Ref { kind: Kind::Meeting, id: e.meeting })
        }
        Request::HandSheet(id) => sees(Ref { kind: Kind::Handover, id: *id }),
        Request::Pairs(ask) => match ask.of {
            Some(id) => sees(Ref { kind: ask.kind, id }),
            None => Ok(()),
        },
        Request::Merge(m) => {
            at_least(Role::Worker)?;
            sees(m.keep).and_then(|()| sees(m.other))?;
            sees_all_users(world, actor, m.other)
        }
        Request::Unmerge(u) => {
            at_least(Role::Worker)?;
            sees(u.of)?;
            sees_all_users(world, actor, world.stands_for(u.of))
        }
        Request::Person(PersonAsk::Face { person, .. }) => {
            at_least(Role::Worker)?;
            sees(Ref { kind: Kind::Person, id: *person })
        }
        Request::Person(
            PersonAsk::Who(_)
            | PersonAsk::File { .. }
            | PersonAsk::Visits { .. }
            | PersonAsk::Freeze { .. }
            | PersonAsk::PlanErase { .. }
            | PersonAsk::Erase { .. }
            | PersonAsk::Refuse { .. }
            | PersonAsk::Correct { .. },
        )
        | Request::Log(_)
        | Request::Retention(_) => at_least(Role::Administrator),
    }
}

/// Whether a record may be looked at: as it stands, or as it last stood where it was taken away.
fn sees(world: &World, actor: &Actor, one: Ref) -> Said {
    if actor.rights.everywhere() {
        return Ok(());
    }
    let known = standing_or_last(world, one).map_err(|e| failed(e, actor.lang))?;
    match known {
        Some(r) if actor.rights.sees_record(&world.tables(), &r) => Ok(()),
        Some(_) => no(words::OUTSIDE, actor),
        // the placeholder of somebody who must not be known
        None if one.id == Id::NIL => no(words::OUTSIDE, actor),
        None => Err(Box::new(Reply::Refused(Refusal::Gone))),
    }
}

fn standing_or_last(world: &World, one: Ref) -> Result<Option<Record>, StoreError> {
    if let Some(r) = world.get(one)? {
        return Ok(Some(r));
    }
    let key = Key { kind: one.kind.code(), id: one.id.0 };
    for e in world.store.history(key, 2)? {
        if let Some(body) = e.changes.iter().rfind(|c| c.key == key).and_then(|c| c.body.as_deref()) {
            return decode(one.kind, one.id, e.pos.0, body).map(Some);
        }
    }
    Ok(None)
}

/// Whether somebody sees all that refers to a record: what becomes of it becomes of those too.
fn sees_all_users(world: &World, actor: &Actor, one: Ref) -> Said {
    let (t, rights) = (world.tables(), &actor.rights);
    match rights.everywhere() || users::of(&t, one).into_iter().all(|r| rights.sees(&t, r)) {
        true => Ok(()),
        false => no(trouble::IN_USE_ELSEWHERE, actor),
    }
}

/// Whether a record that may be there already may be written to.
fn there(world: &World, actor: &Actor, one: Ref) -> Said {
    if actor.rights.everywhere() || world.get(one).map_err(|e| failed(e, actor.lang))?.is_none() {
        return Ok(());
    }
    sees(world, actor, one)
}

/// Whether a filter names nobody who must not be known: how many rows it leaves would tell of them.
fn filtered(world: &World, actor: &Actor, kind: Kind, filter: &Filter) -> Said {
    if actor.rights.everywhere() {
        return Ok(());
    }
    let person = |id: &Id| Ref { kind: Kind::Person, id: *id };
    let of_people = |no: u16| {
        let ty = kind.field(no).map(|f| f.ty);
        matches!(ty, Some(Type::Party | Type::Ref { kind: Kind::Person, .. }))
    };
    let tests = filter.tests.iter().filter(|t| of_people(t.field)).flat_map(|t| &t.any);
    let tested = tests.filter_map(|is| if let Is::Ref(id) = is { Some(*id) } else { None });
    let named: Vec<Ref> = filter.person.into_iter().chain(tested).map(|id| person(&id)).collect();
    let t = world.tables();
    let hidden = |one: &&Ref| t.people.row(one.id).is_some() && !actor.rights.sees(&t, **one);
    match named.iter().find(hidden) {
        Some(_) => no(words::OUTSIDE, actor),
        None => Ok(()),
    }
}

/// Whether what comes of a request may be written. `by_right`: somebody's right was asked for, whose entry of the register
/// comes by itself.
///
/// # Errors
/// The answer that it may not.
pub fn write(view: &View<'_>, ready: &Ready, by_right: bool) -> Said {
    let own = |kind: Kind| by_right && kind == Kind::Request;
    ready.changes.iter().filter(|(_, _, target)| !own(target.kind)).try_for_each(|(before, after, _)| {
        match change(view, before.as_ref(), after.as_ref()) {
            Ok(()) => Ok(()),
            // the field that is to be mended stands in the form
            Err(why) if why == words::NEEDS_AREA => {
                let why = vec![(person::AREA, why.get(view.actor.lang).to_string())];
                Err(Box::new(Reply::Invalid(why)))
            }
            Err(why) => no(why, view.actor),
        }
    })
}

/// Whether one change may be written: by whoever sees it, and without leading to anybody they do not see.
///
/// # Errors
/// Why not.
pub fn change(view: &View<'_>, before: Option<&Record>, after: Option<&Record>) -> Result<(), T> {
    let rights = &view.actor.rights;
    if rights.everywhere() && rights.role == Role::Administrator {
        return Ok(());
    }
    // what the group at hand makes is in no table yet
    let (made, t) = (&view.pending.records, view.world.tables());
    let fresh = |one: Ref| matches!(made.get(&one), Some(Some(r)) if r.version == 0);
    let ends = |r: &Record| links(r).into_iter().any(fresh);
    // what is about a newcomer of the same group lies where they will
    let about = |kind: Kind| matches!(kind, Kind::Tie | Kind::Visit) || kind.people_field().is_some();
    let tied = after.is_some_and(|r| about(r.kind) && ends(r));
    match rights.may_write(&t, before, after) {
        Err(why) if !(tied && before.is_none() && why == words::OUTSIDE) => return Err(why),
        _ => {}
    }
    let was = before.map(links).unwrap_or_default();
    let is = after.map(links).unwrap_or_default();
    let known = |one: &Ref| was.contains(one) || fresh(*one) || rights.names(&t, *one);
    if is.iter().all(known) { Ok(()) } else { Err(words::OUTSIDE) }
}

fn links(r: &Record) -> Vec<Ref> {
    let each = r.fields.iter().flat_map(|(_, v)| v.each());
    each.filter_map(|v| if let Value::Ref(to) = v { Some(*to) } else { None }).collect()
}

/// What somebody may do, in the words of the wire.
pub fn standing(world: &World, doors: &Doors, rights: &Rights) -> Standing {
    let named = |id: &Id| (*id, world.full_name(Ref { kind: Kind::Area, id: *id }, Lang::Zh));
    let areas = rights.areas.iter().map(named).collect();
    Standing { role: rights.role, areas, shared: doors.door == Door::Shared }
}
