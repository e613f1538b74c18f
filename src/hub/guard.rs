//! What holds writes off those whose entries are only kept (PIPL art. 47) or are being erased, and off the register.

use super::actor::Actor;
use super::edit::{Ready, failed};
use super::gate;
use super::resolve::View;
use super::wire::{PersonAsk, Refusal, Reply, Request};
use super::world::World;
use crate::book::{Kind, Record, Ref, Value, merge, person, retention, visit};
use crate::text::{Lang, T, hand, merge as words, retention as keeping, rights};

fn said(words: T, lang: Lang) -> Box<Reply> {
    Box::new(Reply::Refused(Refusal::Said(words.get(lang).into())))
}

/// Whether a write may be done.
///
/// # Errors
/// The answer that it may not.
pub fn check(view: &View<'_>, request: &Request, actor: &Actor, ready: &Ready) -> Result<(), Box<Reply>> {
    let merges = matches!(request, Request::Merge(_) | Request::Unmerge(_));
    // two records become one by whoever may write both, and sees all that is led over with them
    if !merges {
        gate::write(view, ready, matches!(request, Request::Person(_)))?;
    }
    let lineage = merges || matches!(request, Request::Undo { .. });
    let by_right = matches!(request, Request::Person(_));
    let lifts = matches!(request, Request::Person(PersonAsk::Freeze { .. }));
    let no = |words: T| Err(said(words, actor.lang));
    for (before, after, target) in &ready.changes {
        if target.kind == Kind::Request {
            if !by_right {
                return no(rights::REGISTER_ONLY);
            }
            continue;
        }
        // what is held back must not come free with the class that holds it
        let holds = |r: &Option<Record>| r.as_ref().is_some_and(|r| !retention::held(&r.fields).is_empty());
        if target.kind == Kind::Retention && after.is_none() && holds(before) {
            return no(keeping::HOLDS);
        }
        // that something went, and which visits no longer say when somebody was met
        let ran = |r: &Option<Record>| r.as_ref().is_some_and(|r| r.fields.get(retention::RUNS).is_some());
        if target.kind == Kind::Retention && after.is_none() && ran(before) {
            return no(keeping::WAS_RUN);
        }
        let by_steps = matches!(request, Request::HandOver(_) | Request::HandStep(_));
        if target.kind == Kind::Handover && !by_steps && !lineage {
            return no(hand::BY_STEPS);
        }
        if let Some(why) = super::office::refuses(before.as_ref(), after.as_ref()) {
            return no(why);
        }
        match super::study::refuses(view, before.as_ref(), after.as_ref()) {
            Ok(None) => {}
            Ok(Some(why)) => return no(why),
            Err(e) => return Err(failed(e, actor.lang)),
        }
        let into = |r: &Option<Record>| r.as_ref().and_then(merge::merged_into);
        if !lineage && into(before).is_some() {
            return no(words::WENT);
        }
        if !lineage && into(after).is_some() {
            return no(words::BY_MERGE);
        }
        let links = |r: &Option<Record>| r.iter().flat_map(links).collect::<Vec<_>>();
        let (was, is) = (links(before), links(after));
        {
            let leaving = view.world.leaving();
            // what is about somebody goes with them, as it was when it was looked at
            let whose = |r: &Option<Record>| r.iter().flat_map(about).any(|p| leaving.contains(&p));
            if leaving.contains(target)
                || whose(before)
                || is.iter().any(|l| leaving.contains(l) && !was.contains(l))
            {
                return no(rights::LEAVING);
            }
        }
        let frozen = |r: &Option<Record>| r.as_ref().is_some_and(person::is_frozen);
        if frozen(before) && !lifts {
            return no(rights::FROZEN_ENTRY);
        }
        if frozen(after) && !frozen(before) && !lifts {
            return no(rights::FREEZE_BY_REQUEST);
        }
        // that a visit is told under one name instead of another makes no use of whoever else was there
        if merges {
            continue;
        }
        // a visit or tie is about whom it names; elsewhere a reference that was there before may stay
        let whole = matches!(target.kind, Kind::Visit | Kind::Tie);
        let held = |l: &Ref| is_frozen(view, *l);
        if [before, after].into_iter().flatten().any(|r| r.kind.general().is_some() && all_held(view, r)) {
            return no(rights::FROZEN_ENTRY);
        }
        if is.iter().any(|l| (whole || !was.contains(l)) && held(l)) || (whole && was.iter().any(held)) {
            return no(rights::FROZEN_ENTRY);
        }
        if before.is_none() && after.as_ref().is_some_and(|r| shares_number(view.world, r)) {
            return no(rights::FROZEN_NUMBER);
        }
    }
    Ok(())
}

/// Whether somebody who is frozen has a number of this new person: a second entry of theirs would go round it.
pub fn shares_number(world: &World, r: &Record) -> bool {
    let numbers = r.fields.texts(person::PHONES);
    let same = |f: &Record| f.fields.texts(person::PHONES).iter().any(|p| numbers.contains(p));
    r.kind == Kind::Person && !numbers.is_empty() && world.frozen().values().any(same)
}

fn links(r: &Record) -> Vec<Ref> {
    let each = r.fields.iter().flat_map(|(_, v)| v.each());
    each.filter_map(|v| if let Value::Ref(to) = v { Some(*to) } else { None }).collect()
}

/// The people whom a record is about.
fn about(r: &Record) -> Vec<Ref> {
    r.kind.people_field().map(|no| r.fields.links(no)).unwrap_or_default()
}

/// Whether a record is about frozen people only.
fn all_held(view: &View<'_>, r: &Record) -> bool {
    let whom = about(r);
    !whom.is_empty() && whom.into_iter().all(|p| is_frozen(view, p))
}

/// Whether somebody is frozen, by what the group at hand makes of them if it does.
fn is_frozen(view: &View<'_>, one: Ref) -> bool {
    match view.pending.records.get(&one) {
        Some(r) => r.as_ref().is_some_and(person::is_frozen),
        None => view.world.is_frozen(one),
    }
}

/// Whether a request may read what it names: an entry that is only kept is shown by the command for it alone.
///
/// # Errors
/// The answer that it may not, or that the store cannot be read.
pub fn may_read(world: &World, request: &Request, lang: Lang) -> Result<(), Box<Reply>> {
    let (one, other) = match request {
        Request::Get(t)
        | Request::Card(t)
        | Request::History { target: t, .. }
        | Request::Version { target: t, .. }
        | Request::Circle { target: t } => (*t, None),
        Request::Reveal(r) => (r.target, None),
        Request::Path { from, to } => (*from, Some(*to)),
        _ => return Ok(()),
    };
    let hidden = |r: Ref| match r.kind {
        Kind::Person => world.is_frozen(r),
        // asked only where anybody is frozen at all
        kind if kind.people_field().is_some() && !world.frozen().is_empty() => {
            world.get(r).ok().flatten().is_some_and(|v| world.only_frozen(&v))
        }
        _ => false,
    };
    if hidden(one) || other.is_some_and(hidden) { Err(said(rights::FROZEN_ENTRY, lang)) } else { Ok(()) }
}

/// What a list shows of a visit's words: nothing where it is to frozen people only.
pub fn summary<'r>(world: &World, r: &'r Record) -> &'r str {
    if world.only_frozen(r) { "" } else { r.fields.text(visit::SUMMARY) }
}
