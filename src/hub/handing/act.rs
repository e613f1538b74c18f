//! Writing it: the act itself, and each step after it, as one commit that one undo takes back.

use super::plan::{One, Planned, planned};
use super::{SHEET_MAX, handover as one_handover, no, person, told};
use crate::book::handover::{
    ACCEPTED, ANSWER, ANSWERED_BY, ANSWERED_ON, BY, DECLINED, ENDED, FROM, PEOPLE, PROPOSED, STATE, TO,
    UNTIL, WITHDRAWN, is_for_a_while,
};
use crate::book::person::{LIAISON, is_frozen};
use crate::book::{Id, Record, Ref, Value};
use crate::hub::actor::Actor;
use crate::hub::edit::{Made, Ready, failed};
use crate::hub::resolve::{View, new_id};
use crate::hub::rights::Role;
use crate::hub::wire::{HandAct, HandDone, HandOver, HandStep, Reply, WHY_MAX};
use crate::text::{Lang, hand as words};

type Changes = Vec<(Option<Record>, Option<Record>, Ref)>;

/// An act: a handover for each pair of one who gives and one who takes.
pub fn hand_over(view: &mut View<'_>, actor: &Actor, h: &HandOver) -> Made {
    if let Some(there) = view.get(h.act.target).map_err(|e| failed(e, actor.lang))? {
        // asked again after the link broke: it is written already
        return Err(Box::new(done(&[&there], Vec::new())));
    }
    let p = planned(view, actor, h)?;
    let left: Vec<(String, String)> = p
        .all
        .iter()
        .filter(|o| !o.left.is_empty())
        .map(|o| (o.record.name().to_owned(), o.left.clone()))
        .collect();
    let mut pairs: Vec<(Option<Ref>, Ref, Vec<&One>)> = Vec::new();
    for one in p.all.iter().filter(|o| o.left.is_empty()) {
        match pairs.iter_mut().find(|(f, t, all)| (*f, *t) == (one.from(), one.to) && all.len() < SHEET_MAX) {
            Some((_, _, all)) => all.push(one),
            None => pairs.push((one.from(), one.to, vec![one])),
        }
    }
    if pairs.is_empty() {
        return Err(no(words::NOBODY, actor.lang));
    }
    let mut changes: Changes = Vec::new();
    for (from, to, all) in &pairs {
        let waits = p.takers.get(to).is_none_or(|t| t.waits);
        let id = if changes.is_empty() { p.act.id } else { new_id() };
        let r = record(view, actor, &p, (id, *from, *to), all, waits);
        if !waits && !is_for_a_while(&r.fields) {
            changes.extend(all.iter().map(|o| given(&o.record, *to)));
        }
        let target = r.to_ref();
        changes.insert(0, (None, Some(r), target));
    }
    let written: Vec<&Record> = handovers(&changes);
    let note = notes(view, actor, &written);
    let answer = done(&written, left);
    Ok(Ready { changes, note, batch: Some(h.act.request), answer })
}

fn record(
    view: &View<'_>,
    actor: &Actor,
    p: &Planned,
    (id, from, to): (Id, Option<Ref>, Ref),
    all: &[&One],
    waits: bool,
) -> Record {
    let mut r = Record { id, ..p.act.clone() };
    let f = &mut r.fields;
    match from {
        Some(from) => f.set(FROM, Value::Ref(from)),
        None => f.clear(FROM),
    }
    f.set(TO, Value::Ref(to));
    f.set(PEOPLE, Value::List(all.iter().map(|o| Value::Ref(o.record.to_ref())).collect()));
    f.set(STATE, Value::Code(if waits { PROPOSED } else { ACCEPTED }));
    f.set(BY, Value::Ref(actor.staff));
    if !waits {
        answered(view, actor, &mut r);
    }
    r
}

fn answered(view: &View<'_>, actor: &Actor, r: &mut Record) {
    r.fields.set(ANSWERED_BY, Value::Ref(actor.staff));
    r.fields.set(ANSWERED_ON, Value::Day(view.world.today()));
}

/// Somebody gets another liaison.
fn given(r: &Record, to: Ref) -> (Option<Record>, Option<Record>, Ref) {
    let mut after = r.clone();
    after.fields.set(LIAISON, Value::Ref(to));
    (Some(r.clone()), Some(after), r.to_ref())
}

fn handovers(changes: &Changes) -> Vec<&Record> {
    let all = changes.iter().filter_map(|(_, after, _)| after.as_ref());
    all.filter(|r| r.kind == crate::book::Kind::Handover).collect()
}

fn done(all: &[&Record], left: Vec<(String, String)>) -> Reply {
    let people: usize = all.iter().map(|r| r.fields.links(PEOPLE).len()).sum();
    Reply::Handed(Box::new(HandDone {
        handovers: all.iter().map(|r| r.to_ref()).collect(),
        people: people as u32,
        waits: all.iter().any(|r| r.fields.code(STATE) == Some(PROPOSED)),
        left,
    }))
}

/// What the history of each says of these.
fn notes(view: &View<'_>, actor: &Actor, all: &[&Record]) -> String {
    let each = all.iter().map(|r| told::note(view.world, actor.lang, r));
    each.collect::<Vec<_>>().join(if actor.lang == Lang::Zh { "；" } else { "; " })
}

/// What somebody may do with a handover now, the next step first.
pub fn steps(actor: &Actor, r: &Record, today: crate::book::Day) -> Vec<HandAct> {
    let f = &r.fields;
    let is = |no: u16| f.link(no) == Some(actor.staff);
    let lead = actor.rights.role >= Role::Lead;
    let takes = is(TO) || lead;
    let gives = is(FROM) || is(BY) || lead;
    match f.code(STATE) {
        _ if actor.rights.role < Role::Worker => Vec::new(),
        Some(PROPOSED) if takes && gives => vec![HandAct::Accept, HandAct::Decline, HandAct::Withdraw],
        Some(PROPOSED) if takes => vec![HandAct::Accept, HandAct::Decline],
        Some(PROPOSED) if gives => vec![HandAct::Withdraw],
        Some(ACCEPTED) if is_for_a_while(f) && f.day(UNTIL) >= Some(today) && (takes || gives) => {
            vec![HandAct::End]
        }
        _ => Vec::new(),
    }
}

/// A step after the act.
pub fn step(view: &mut View<'_>, actor: &Actor, s: &HandStep) -> Made {
    let lang = actor.lang;
    let said = s.words.split_whitespace().collect::<Vec<_>>().join(" ");
    let target = one_handover(s.handover);
    let now = view.get(target).map_err(|e| failed(e, lang))?;
    let Some(now) = now.filter(|r| actor.rights.sees(&view.world.tables(), r.to_ref())) else {
        return Err(Box::new(Reply::Refused(crate::hub::wire::Refusal::Gone)));
    };
    let state = match s.step {
        HandAct::Accept => ACCEPTED,
        HandAct::Decline => DECLINED,
        HandAct::Withdraw => WITHDRAWN,
        HandAct::End => ENDED,
    };
    if now.version != s.base {
        let same = now.fields.code(STATE) == Some(state) && now.fields.link(ANSWERED_BY) == Some(actor.staff);
        // asked again after the link broke: it is written already
        return Err(if same { Box::new(done(&[&now], Vec::new())) } else { no(words::MEANWHILE, lang) });
    }
    let today = view.world.today();
    if !steps(actor, &now, today).contains(&s.step) {
        return Err(no(words::NO_STEP, lang));
    }
    if s.step == HandAct::Decline && said.is_empty() {
        return Err(no(words::NEEDS_WORDS, lang));
    }
    if said.chars().count() > WHY_MAX || said.chars().any(char::is_control) {
        return Err(Box::new(Reply::Refused(crate::hub::wire::Refusal::BadRequest)));
    }
    let mut after = now.clone();
    after.fields.set(STATE, Value::Code(state));
    answered(view, actor, &mut after);
    if !said.is_empty() {
        after.fields.set(ANSWER, Value::text(said));
    }
    let (mut changes, mut left): (Changes, Vec<(String, String)>) = (Vec::new(), Vec::new());
    if s.step == HandAct::Accept {
        taken(view, actor, &mut after, &mut changes, &mut left)?;
    }
    let note = notes(view, actor, &[&after]);
    let answer = done(&[&after], left);
    changes.insert(0, (Some(now), Some(after), target));
    Ok(Ready { changes, note, batch: Some(s.request), answer })
}

/// The people of a handover that is accepted; whoever went another way meanwhile stays where they are and is no longer in it.
fn taken(
    view: &View<'_>,
    actor: &Actor,
    r: &mut Record,
    changes: &mut Changes,
    left: &mut Vec<(String, String)>,
) -> Result<(), Box<Reply>> {
    let lang = actor.lang;
    let (from, for_good) = (r.fields.link(FROM), !is_for_a_while(&r.fields));
    let Some(to) = r.fields.link(TO) else { return Ok(()) };
    let mut stay = Vec::new();
    for one in r.fields.links(PEOPLE) {
        let Some(p) = view.get(person(one.id)).map_err(|e| failed(e, lang))? else { continue };
        let why = if is_frozen(&p) {
            words::FROZEN.get(lang).to_owned()
        } else if p.fields.link(LIAISON) != from {
            let by = p.fields.link(LIAISON).map(|l| view.world.full_name(l, lang));
            words::moved(lang, &by.unwrap_or_else(|| words::NO_ONE.get(lang).to_owned()))
        } else if !actor.rights.sees(&view.world.tables(), one) {
            words::outside(lang, &view.world.full_name(to, lang))
        } else {
            stay.push(Value::Ref(one));
            changes.extend(for_good.then(|| given(&p, to)));
            continue;
        };
        left.push((view.world.name_of(one, actor), why));
    }
    if stay.is_empty() {
        return Err(no(words::NOBODY, lang));
    }
    r.fields.set(PEOPLE, Value::List(stay));
    Ok(())
}
