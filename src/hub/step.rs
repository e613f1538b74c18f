//! A step of a record that goes through states: checked against the acts of its kind, written with its milestone.

use super::actor::Actor;
use super::edit::{self, Made, Ready, failed};
use super::resolve::{View, invalid};
use super::wire::{Refusal, Reply, Saved, Step};
use crate::book::rules::Trouble;
use crate::book::{Kind, Record, Ref, Value, matter};
use crate::text::trouble;

/// What of a matter that goes from one office of the book to another follows from where it lies and who has it.
fn passed_on(
    view: &View<'_>,
    actor: &Actor,
    act: u16,
    (now, after): (&Record, &mut Record),
) -> Result<(), Box<Reply>> {
    let refuse = |why: String| Err(Box::new(Reply::Refused(Refusal::Said(why))));
    let rights = &actor.rights;
    let had = now.fields.link(matter::WITH_AREA);
    let given = after.fields.link(matter::WITH_AREA);
    let (home, theirs, here) = {
        let t = view.world.tables();
        let area_of = |at: u32| t.areas.get(at).map(|n| Ref { kind: Kind::Area, id: n.id });
        let lies = || {
            let things = t.things(Kind::Matter)?;
            area_of(t.lies_in(things, things.rows.find(now.id)?)?)
        };
        let only = || rights.only_area().map(|id| Ref { kind: Kind::Area, id });
        let home = now.fields.link(matter::WITH_FROM).or(now.area()).or_else(lies).or_else(only);
        let theirs = had.and_then(|a| t.areas.find(a.id)).is_some_and(|at| rights.in_area(at));
        (home, theirs, rights.lies_here(&t, now))
    };
    if act == matter::TAKE && !theirs {
        let whose = had.map(|a| view.world.name_of(a, actor)).unwrap_or_default();
        return refuse(trouble::theirs_to_take(actor.lang, &whose));
    }
    if act == matter::PASS {
        if given.is_some() && given == home {
            return refuse(trouble::ALREADY_HERE.get(actor.lang).to_owned());
        }
        if let Some(home) = home {
            after.fields.set(matter::WITH_FROM, Value::Ref(home));
        }
    }
    // whose step it was: of the office that has it, or of the one where it lies
    if let Some(acts) =
        Kind::Matter.general().and_then(|g| g.acts).filter(|_| had.is_some() || given.is_some())
    {
        let guest = !here || act == matter::TAKE;
        if let Some(place) = had.filter(|_| guest).or(home) {
            acts.done_in(after, place);
        }
    }
    Ok(())
}

/// Does it, or says why not.
pub fn step(view: &mut View<'_>, actor: &Actor, s: &Step) -> Made {
    let lang = actor.lang;
    let refuse = |why: Refusal| Err(Box::new(Reply::Refused(why)));
    let target = s.save.target;
    let Some(now) = view.get(target).map_err(|e| failed(e, lang))? else { return refuse(Refusal::Gone) };
    let acts = target.kind.general().and_then(|g| g.acts);
    let Some((acts, act)) = acts.and_then(|acts| Some((acts, acts.act(s.act)?))) else {
        return refuse(Refusal::BadRequest);
    };
    if now.version != s.save.base {
        return Err(edit::moved(view, &now));
    }
    let state = now.fields.code(acts.state).unwrap_or_default();
    if !act.from.contains(&state) {
        let named = |no: u16| target.kind.field(no).map(|f| f.choice_label(state, lang)).unwrap_or_default();
        let what = acts.label(target.kind, act.code).map_or("", |l| l.get(lang));
        return refuse(Refusal::Said(trouble::not_now(lang, &named(acts.state), what)));
    }
    if s.save.set.iter().any(|(no, _)| !act.takes.contains(no)) {
        return refuse(Refusal::BadRequest);
    }
    let (mut changes, mut made) = (Vec::new(), Vec::new());
    let set = edit::values(view, target.kind, &s.save.set, lang, &mut changes, &mut made)?;
    let mut after = now.clone();
    // what was said at another step is no word of this one
    after.fields.clear(acts.words);
    for (no, value) in set {
        match value {
            Some(v) => after.fields.set(no, v),
            None => after.fields.clear(no),
        }
    }
    let missing = |no: u16| target.kind.field(no).map(|f| (no, Trouble::Missing.say(f, lang)));
    let mut wrong: Vec<(u16, String)> =
        acts.lacks(act, &after.fields).into_iter().filter_map(missing).collect();
    acts.apply(act, &mut after, actor.staff, view.world.today());
    if target.kind == Kind::Matter {
        passed_on(view, actor, act.code, (&now, &mut after))?;
    }
    wrong.extend(invalid(target.kind, &after.fields, lang));
    if !wrong.is_empty() {
        return Err(Box::new(Reply::Invalid(wrong)));
    }
    let name = after.name().to_owned();
    let saved = Saved { target, version: now.version, name, made, merged: false, remarks: Vec::new() };
    changes.push((Some(now), Some(after), target));
    Ok(Ready { changes, note: String::new(), batch: None, answer: Reply::Saved(saved) })
}
