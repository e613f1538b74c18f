//! A step of a record that goes through states: checked against the acts of its kind, written with its milestone.

use super::actor::Actor;
use super::edit::{self, Made, Ready, failed};
use super::resolve::{View, invalid};
use super::wire::{Refusal, Reply, Saved, Step};
use crate::book::rules::Trouble;
use crate::text::trouble;

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
    wrong.extend(invalid(target.kind, &after.fields, lang));
    if !wrong.is_empty() {
        return Err(Box::new(Reply::Invalid(wrong)));
    }
    let name = after.name().to_owned();
    let saved = Saved { target, version: now.version, name, made, merged: false, remarks: Vec::new() };
    changes.push((Some(now), Some(after), target));
    Ok(Ready { changes, note: String::new(), batch: None, answer: Reply::Saved(saved) })
}
