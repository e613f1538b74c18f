//! What an act of handing over would come to: who goes to whom, who is left out and why.

use super::{no, person, staff, told};
use crate::book::handover::{FROM, SINCE, TO, UNTIL, is_for_a_while};
use crate::book::person::{LIAISON, is_frozen};
use crate::book::{Kind, Record, Ref, handover, staff as colleague};
use crate::hub::actor::Actor;
use crate::hub::edit::{self, failed};
use crate::hub::resolve::{Pending, View};
use crate::hub::rights::{Rights, Role};
use crate::hub::wire::{HAND_MAX, HandOver, HandPlan, Handed, Refusal, Reply};
use crate::hub::world::World;
use crate::text::hand as words;
use std::collections::HashMap;

/// An act, looked through.
pub struct Planned {
    /// The handover as its form gives it.
    pub act: Record,
    /// Those who go.
    pub all: Vec<One>,
    /// Those who take.
    pub takers: HashMap<Ref, Taker>,
    /// Whether whoever asks may enter it as done.
    pub may_do: bool,
}

/// One of the people.
pub struct One {
    /// As they stand.
    pub record: Record,
    /// To whom they go.
    pub to: Ref,
    /// Why they do not.
    pub left: String,
}

/// Somebody who takes people.
pub struct Taker {
    /// Whether they have to accept.
    pub waits: bool,
    /// What they see; nothing for those without an account.
    rights: Option<Rights>,
}

impl One {
    /// Who looks after them now.
    pub fn from(&self) -> Option<Ref> {
        self.record.fields.link(LIAISON)
    }
}

/// What an act would come to.
pub fn dry(world: &World, actor: &Actor, h: &HandOver) -> Reply {
    let mut pending = Pending::default();
    let mut view = View { world, pending: &mut pending, actor };
    let planned = match planned(&mut view, actor, h) {
        Ok(planned) => planned,
        Err(reply) => return *reply,
    };
    match plan(world, actor, planned) {
        Ok(plan) => Reply::HandPlan(Box::new(plan)),
        Err(e) => *failed(e, actor.lang),
    }
}

fn plan(world: &World, actor: &Actor, p: Planned) -> Result<HandPlan, crate::store::StoreError> {
    let mut lines = Vec::with_capacity(p.all.len());
    for one in &p.all {
        let mut line = told::line(world, actor, &one.record)?;
        line.left.clone_from(&one.left);
        lines.push(line);
    }
    let givers = p.all.iter().filter_map(One::from);
    let mut uids: Vec<u32> = Vec::new();
    for giver in givers {
        let uid = world.get(giver)?.and_then(|r| r.fields.int(colleague::UID));
        uids.extend(uid.and_then(|u| u32::try_from(u).ok()).filter(|u| !uids.contains(u)));
    }
    let drafts: usize = uids.into_iter().map(|uid| crate::hub::drafts::all(&world.dir, uid).len()).sum();
    Ok(HandPlan {
        act: crate::hub::answer::shown(world, p.act, actor),
        lines,
        drafts: drafts as u64,
        waits: p.takers.values().any(|t| t.waits),
        may_do: p.may_do,
    })
}

/// Looks an act through.
///
/// # Errors
/// The answer that it cannot be done as it is.
pub fn planned(view: &mut View<'_>, actor: &Actor, h: &HandOver) -> Result<Planned, Box<Reply>> {
    let lang = actor.lang;
    let bad = || Box::new(Reply::Refused(Refusal::BadRequest));
    if h.act.target.kind != Kind::Handover || h.act.base != 0 {
        return Err(bad());
    }
    let ready = edit::save(view, actor, &h.act)?;
    let act = ready.changes.into_iter().next_back().and_then(|(_, after, _)| after).ok_or_else(bad)?;
    let may_do = actor.rights.role >= Role::Lead;
    if h.done && !may_do {
        return Err(no(words::DONE_BY_LEAD, lang));
    }
    let whom = whom(view, actor, h, &act)?;
    let mut out = Planned { act, all: Vec::with_capacity(whom.len()), takers: HashMap::new(), may_do };
    for one in whom {
        let to = one.to.map(staff).or(out.act.fields.link(TO)).ok_or_else(bad)?;
        out.taker(view, actor, to, h.done)?;
        let Some(record) = view.get(person(one.person)).map_err(|e| failed(e, lang))? else { continue };
        if !actor.rights.sees(&view.world.tables(), record.to_ref()) {
            continue;
        }
        let left = out.about(view, actor, &record, to).map_err(|e| failed(e, lang))?;
        out.all.push(One { record, to, left });
    }
    if out.all.is_empty() {
        return Err(no(words::NOBODY, lang));
    }
    Ok(out)
}

/// Those who are named, or all whom the one who gives looks after, by community and name.
fn whom(view: &View<'_>, actor: &Actor, h: &HandOver, act: &Record) -> Result<Vec<Handed>, Box<Reply>> {
    let lang = actor.lang;
    let mut whom: Vec<Handed> = Vec::new();
    if h.whom.is_empty() {
        let Some(from) = act.fields.link(FROM) else {
            return Err(Box::new(Reply::Invalid(vec![(FROM, words::NEEDS_FROM.get(lang).into())])));
        };
        let t = view.world.tables();
        let p = &t.people;
        let mut rows: Vec<u32> = t.staff.find(from.id).map(|at| t.charges(at).to_vec()).unwrap_or_default();
        rows.sort_by_key(|at| (p.area.get(*at), p.reading.get(*at), *at));
        whom.extend(rows.into_iter().filter_map(|at| p.id.get(at)).map(|person| Handed { person, to: None }));
    } else {
        for one in &h.whom {
            if !whom.iter().any(|o| o.person == one.person) {
                whom.push(*one);
            }
        }
    }
    if whom.len() > HAND_MAX {
        return Err(Box::new(Reply::Refused(Refusal::Said(words::too_many(lang, HAND_MAX)))));
    }
    Ok(whom)
}

impl Planned {
    /// Looks at somebody who is to take people, once.
    fn taker(&mut self, view: &View<'_>, actor: &Actor, to: Ref, done: bool) -> Result<(), Box<Reply>> {
        if self.takers.contains_key(&to) {
            return Ok(());
        }
        let record = view.get(to).map_err(|e| failed(e, actor.lang))?;
        let serves = |r: &Record| r.fields.code(colleague::STATUS) != Some(colleague::LEFT);
        let Some(record) = record.filter(serves) else {
            return Err(Box::new(Reply::Invalid(vec![(TO, words::TO_LEFT.get(actor.lang).into())])));
        };
        let account = record.fields.int(colleague::UID).is_some();
        // who has no account cannot accept; whoever takes by their own hand has accepted
        let waits = !done && to != actor.staff && (account || !self.may_do);
        let rights = account.then(|| Rights::of(&record, &view.world.tables()));
        self.takers.insert(to, Taker { waits, rights });
        Ok(())
    }

    /// Why somebody is left out; nothing where they are not.
    fn about(
        &self,
        view: &View<'_>,
        actor: &Actor,
        r: &Record,
        to: Ref,
    ) -> Result<String, crate::store::StoreError> {
        let lang = actor.lang;
        let (from, name) = (r.fields.link(LIAISON), |who: Ref| view.world.name_of(who, actor));
        let left = Ok;
        if is_frozen(r) {
            return left(words::FROZEN.get(lang).into());
        }
        if from == Some(to) {
            return left(words::theirs(lang, &name(to)));
        }
        if !self.may_do && from.is_some_and(|f| f != actor.staff) {
            return left(words::NOT_YOURS.get(lang).into());
        }
        for other in told::about(view.world, r.id)? {
            let f = &other.fields;
            let taker = f.link(TO).map(name).unwrap_or_default();
            if f.code(handover::STATE) == Some(handover::PROPOSED) {
                return left(words::waits_for(lang, &taker));
            }
            // two cannot stand in on the same days
            let own = &self.act.fields;
            if is_for_a_while(own)
                && is_for_a_while(f)
                && f.code(handover::STATE) == Some(handover::ACCEPTED)
                && f.day(SINCE) <= own.day(UNTIL)
                && f.day(UNTIL) >= own.day(SINCE)
            {
                let until = f.day(UNTIL).map(|d| d.to_string()).unwrap_or_default();
                return left(words::stood_in(lang, &taker, &until));
            }
        }
        let inside = {
            let t = view.world.tables();
            let sees = |rights: &Rights| rights.everywhere() || rights.sees(&t, r.to_ref());
            self.takers.get(&to).and_then(|taker| taker.rights.as_ref()).is_none_or(sees)
        };
        // whoever may not see somebody cannot look after them
        Ok(if inside { String::new() } else { words::outside(lang, &view.world.full_name(to, lang)) })
    }
}
