//! What came of an election, as ties of the association that held it: who held one of these posts holds it until the day
//! before, who was elected from then on. Shown first, then written as one change.

use super::actor::Actor;
use super::edit::{self, Made, Ready, failed};
use super::resolve::{Meant, Pending, View, new_id};
use super::wire::{Edit, Elect, ElectLine, Elected, Outcome, Refusal, Reply, Save};
use super::world::World;
use crate::book::{Day, Id, Kind, Record, Ref, Value, election, meeting, tie};
use crate::text::election as words;

/// Most posts of one result.
const MOST: usize = 100;

fn said(words: impl Into<String>) -> Box<Reply> {
    Box::new(Reply::Refused(Refusal::Said(words.into())))
}

/// What a result would come to.
pub fn dry(world: &World, actor: &Actor, e: &Elect) -> Reply {
    let mut pending = Pending::default();
    match planned(&mut View { world, pending: &mut pending, actor }, actor, e) {
        Ok((elected, _)) => Reply::Elected(Box::new(elected)),
        Err(reply) => *reply,
    }
}

/// Writes it; where something of it is not clear, nothing.
pub fn elect(view: &mut View<'_>, actor: &Actor, e: &Elect) -> Made {
    let (mut elected, saves) = planned(view, actor, e)?;
    if saves.is_empty() || elected.lines.iter().any(|l| matches!(l.outcome, Outcome::Unclear(_))) {
        return Err(Box::new(Reply::Elected(Box::new(elected))));
    }
    let mut changes = Vec::new();
    for save in saves {
        let ready = edit::save(view, actor, &save)?;
        for (_, after, target) in &ready.changes {
            view.will(*target, after.clone());
        }
        changes.extend(ready.changes);
    }
    elected.done = true;
    let note = words::note(actor.lang, &elected.meeting);
    Ok(Ready { changes, note, batch: Some(e.request), answer: Reply::Elected(Box::new(elected)) })
}

fn planned(view: &mut View<'_>, actor: &Actor, e: &Elect) -> Result<(Elected, Vec<Save>), Box<Reply>> {
    let lang = actor.lang;
    let target = Ref { kind: Kind::Meeting, id: e.meeting };
    let m = view.get(target).map_err(|e| failed(e, lang))?;
    let m = m.ok_or_else(|| Box::new(Reply::Refused(Refusal::Gone)))?;
    let host = m.fields.link(meeting::HOST).ok_or_else(|| said(words::NO_HOST.get(lang)))?;
    let day = m.fields.day(meeting::WHEN).ok_or_else(|| said(words::NO_DAY.get(lang)))?;
    let result = election::elected(m.fields.text(meeting::ELECTED), day);
    if result.len() > MOST {
        return Err(Box::new(Reply::Refused(Refusal::BadRequest)));
    }
    let mut out = Elected {
        meeting: m.name().to_owned(),
        association: view.name_of(host),
        lines: Vec::new(),
        done: false,
    };
    let held = holders(view, actor, host)?;
    let runs = |r: &Record| r.fields.day(tie::UNTIL).is_none_or(|until| until >= day);
    let mut saves = Vec::new();
    let mut stays: Vec<Id> = Vec::new();
    for one in &result {
        let line = |person: Option<Ref>, name: String, outcome| ElectLine {
            post: one.post.clone(),
            person,
            name,
            since: Some(day),
            until: one.until,
            outcome,
        };
        if one.post.is_empty() || one.names.is_empty() {
            let why = words::NOBODY.get(lang).to_owned();
            out.lines.push(line(None, String::new(), Outcome::Unclear(why)));
        }
        for name in &one.names {
            let person = match view.meant(Kind::Person, name, false, "") {
                Meant::One(person) => person,
                other => {
                    let why = other.trouble(name, lang).unwrap_or_default();
                    out.lines.push(line(None, name.clone(), Outcome::Unclear(why)));
                    continue;
                }
            };
            let known = |r: &&Record| {
                let same = other_end(r, host) == Some(person) && tie::post(&r.fields) == Some(&one.post);
                same && r.fields.day(tie::SINCE) == Some(day)
            };
            let called = view.name_of(person);
            match held.iter().find(known) {
                Some(r) => {
                    stays.push(r.id);
                    out.lines.push(line(Some(person), called, Outcome::Written));
                }
                None => {
                    out.lines.push(line(Some(person), called, Outcome::Begins));
                    saves.push(begins(actor, &m, (host, person), one, day));
                }
            }
        }
    }
    // whoever held one of these posts holds it no longer, unless others came beside them
    let anew = |post: &str| result.iter().any(|one| one.post == post && !one.added);
    let ends = |r: &&Record| {
        let begun = r.fields.day(tie::SINCE).is_none_or(|since| since < day);
        begun && runs(r) && !stays.contains(&r.id) && tie::post(&r.fields).is_some_and(anew)
    };
    for r in held.iter().filter(ends) {
        let person = other_end(r, host);
        out.lines.push(ElectLine {
            post: tie::post(&r.fields).unwrap_or_default().to_owned(),
            person,
            name: person.map(|p| view.name_of(p)).unwrap_or_default(),
            since: r.fields.day(tie::SINCE),
            until: Some(day.plus(-1)),
            outcome: Outcome::Ends,
        });
        let set = vec![(tie::UNTIL, Edit::Set(Value::Day(day.plus(-1))))];
        saves.push(Save { request: e.request, target: r.to_ref(), base: r.version, set });
    }
    Ok((out, saves))
}

/// A new tie of somebody who was elected.
fn begins(actor: &Actor, m: &Record, (host, person): (Ref, Ref), one: &election::Elected, day: Day) -> Save {
    let mut set = vec![
        (tie::FROM, Edit::Set(Value::Ref(person))),
        (tie::TO, Edit::Set(Value::Ref(host))),
        (tie::SORT, Edit::Set(Value::Code(tie::OFFICER))),
        (tie::ROLE, Edit::Text(one.post.clone())),
        (tie::SINCE, Edit::Set(Value::Day(day))),
        (tie::SOURCE, Edit::Text(words::source(actor.lang, m.name(), &day.to_string()))),
    ];
    set.extend(one.until.map(|until| (tie::UNTIL, Edit::Set(Value::Day(until)))));
    let id = new_id();
    Save { request: id, target: Ref { kind: Kind::Tie, id }, base: 0, set }
}

fn other_end(r: &Record, one: Ref) -> Option<Ref> {
    [tie::FROM, tie::TO].iter().filter_map(|no| r.fields.link(*no)).find(|end| *end != one)
}

/// The ties of an association that give somebody a post, as far as they are seen.
fn holders(view: &View<'_>, actor: &Actor, host: Ref) -> Result<Vec<Record>, Box<Reply>> {
    let edges = view.world.tables().ties.of(host).to_vec();
    let mut out = Vec::new();
    for e in edges {
        let tie = Ref { kind: Kind::Tie, id: e.tie };
        if e.to.kind != Kind::Person || !actor.rights.sees(&view.world.tables(), tie) {
            continue;
        }
        let r = view.get(tie).map_err(|e| failed(e, actor.lang))?;
        out.extend(r.filter(|r| tie::post(&r.fields).is_some()));
    }
    Ok(out)
}
