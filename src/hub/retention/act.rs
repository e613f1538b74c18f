//! Holding a record back, and carrying a class out: slice by slice, each an erasure like every other, while others read and
//! write. That it was begun stands in the class before anything is erased, and how many are done after each slice; no names.

use super::super::actor::Actor;
use super::super::edit::{Made, Ready, failed};
use super::super::erase_plan::{self, Plan};
use super::super::mentions::Words;
use super::super::register::{reason, said};
use super::super::resolve::View;
use super::super::wire::{Carried, Refusal, Reply, RetentionAsk, Saved};
use super::super::world::World;
use super::super::writer::commit_now;
use super::due::{self, Dated};
use super::{classes, groups};
use crate::book::survey::{Kind as Asks, Survey, kept, read};
use crate::book::{Day, Id, Kind, Record, Ref, Value, answer, names, request, retention, study};
use crate::store::StoreError;
use crate::text::{Lang, T, retention as words, rights};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// Records of a slice: the store is made anew once for each.
const SLICE: usize = 5000;
/// People of a slice: the whole journal is searched for the words of all of them.
const PEOPLE_SLICE: usize = 20;

/// A time that a class was carried out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// When it was begun.
    pub on: Option<Day>,
    /// What was to be done.
    pub then: u16,
    /// How many are done.
    pub done: u64,
    /// Of how many.
    pub of: u64,
    /// What its slices share.
    batch: String,
}

impl Run {
    /// As it stands in its class.
    pub fn of(v: &Value) -> Run {
        let Value::Group(parts) = v else { return Run::default() };
        let mut out = Run::default();
        for (no, v) in parts {
            match (*no, v) {
                (retention::RUN_ON, Value::Day(d)) => out.on = Some(*d),
                (retention::RUN_THEN, Value::Code(c)) => out.then = *c,
                (retention::RUN_DONE, Value::Int(n)) => out.done = u64::try_from(*n).unwrap_or(0),
                (retention::RUN_OF, Value::Int(n)) => out.of = u64::try_from(*n).unwrap_or(0),
                (retention::RUN_BATCH, Value::Text(s)) => out.batch.clone_from(s),
                _ => {}
            }
        }
        out
    }
}

/// The run of a batch, and its place in its class.
fn run_of(class: &Record, batch: Id) -> Option<(usize, Run)> {
    let batch = batch.to_string();
    let mut all = groups(class, retention::RUNS).into_iter().map(|v| Run::of(&v)).enumerate();
    all.find(|(_, r)| r.batch == batch)
}

/// A slice that is begun.
#[derive(Clone, Debug)]
pub struct Begun {
    class: Id,
    batch: Id,
    /// The request: its erasure is done once.
    pub request: Id,
    then: u16,
    /// How many are left of those that were counted.
    left: u64,
}

impl Begun {
    /// What the journal says of it: which class. It names nobody.
    pub fn note(&self) -> String {
        self.class.to_string()
    }
}

fn no(t: T, lang: Lang) -> Box<Reply> {
    said(t, lang)
}

/// Whether a class may be carried out, counted before the writer is asked: only a refusal is answered.
pub fn ahead(world: &World, actor: &Actor, ask: &RetentionAsk) -> Option<Reply> {
    let RetentionAsk::CarryOut { class, batch, count, .. } = ask else { return None };
    let checked = || -> Result<(), Box<Reply>> {
        let lang = actor.lang;
        let all = classes(world).map_err(|e| failed(e, lang))?;
        let Some(class) = all.iter().find(|c| c.id == *class) else {
            return Err(Box::new(Reply::Refused(Refusal::Gone)));
        };
        // what is begun goes on: it was counted then
        if run_of(class, *batch).is_some() {
            return Ok(());
        }
        let past = due::past(world, class, &due::holds(world, &all)).map_err(|e| failed(e, lang))?;
        match past.free.len() as u64 {
            0 => Err(no(words::NOTHING_DUE, lang)),
            n if n == *count => Ok(()),
            n => Err(Box::new(Reply::Refused(Refusal::Said(words::other_count(lang, n))))),
        }
    };
    checked().err().map(|reply| *reply)
}

/// Registers in its class that it is carried out. By the writer, so that nothing comes between.
///
/// # Errors
/// The answer that it is not.
pub fn begin(
    world: &World,
    actor: &Actor,
    ask: &RetentionAsk,
    ahead: Option<&Reply>,
    erased: bool,
) -> Result<Begun, Box<Reply>> {
    let lang = actor.lang;
    let RetentionAsk::CarryOut { request, class, batch, count } = ask else {
        return Err(Box::new(Reply::Refused(Refusal::BadRequest)));
    };
    if let Some(refused) = ahead {
        return Err(Box::new(refused.clone()));
    }
    let target = Ref { kind: Kind::Retention, id: *class };
    let Some(now) = world.get(target).map_err(|e| failed(e, lang))? else {
        return Err(Box::new(Reply::Refused(Refusal::Gone)));
    };
    let then = now.fields.code(retention::THEN).unwrap_or(retention::REVIEW);
    let run = run_of(&now, *batch).map(|(_, run)| run);
    // the line was lost before the answer came: the slice is not done twice
    if let Some(run) = run.as_ref().filter(|_| erased) {
        return Err(Box::new(Reply::Carried(carried(*batch, run, true))));
    }
    if now.fields.code(retention::STATE) == Some(retention::OUT_OF_USE) {
        return Err(no(words::NOT_IN_FORCE, lang));
    }
    if then == retention::REVIEW {
        return Err(no(words::ONLY_REVIEW, lang));
    }
    let run = match run {
        Some(run) if run.then != then => return Err(no(words::CHANGED, lang)),
        Some(run) => run,
        None => {
            let run = Run { on: Some(world.today()), then, done: 0, of: *count, batch: batch.to_string() };
            let mut after = now.clone();
            let mut all = groups(&now, retention::RUNS);
            all.push(Value::Group(vec![
                (retention::RUN_ON, Value::Day(world.today())),
                (retention::RUN_BY, Value::Ref(actor.staff)),
                (retention::RUN_THEN, Value::Code(then)),
                (retention::RUN_OF, Value::Int(i64::try_from(*count).unwrap_or(i64::MAX))),
                (retention::RUN_DONE, Value::Int(0)),
                (retention::RUN_BATCH, Value::text(run.batch.clone())),
            ]));
            after.fields.set(retention::RUNS, Value::List(all));
            commit_now(world, actor, *batch, vec![(Some(now), Some(after), target)])
                .map_err(|e| failed(e, lang))?;
            run
        }
    };
    let left = run.of.saturating_sub(run.done);
    Ok(Begun { class: *class, batch: *batch, request: *request, then, left })
}

/// The records of a slice: nothing is written about them from here on. What somebody changed or held back before that is
/// looked at again.
///
/// # Errors
/// When the store cannot be read.
pub fn targets(world: &World, begun: &Begun) -> Result<Vec<Ref>, StoreError> {
    let (Some(kind), mut free) = free(world, begun)? else { return Ok(Vec::new()) };
    let most = if kind == Kind::Person { PEOPLE_SLICE } else { SLICE };
    free.sort_unstable();
    free.truncate(most.min(usize::try_from(begun.left).unwrap_or(most)));
    let mut out: Vec<Ref> = free.into_iter().map(|(_, id)| Ref { kind, id }).collect();
    world.leaving().extend(out.iter().copied());
    let still: HashSet<Id> = self::free(world, begun)?.1.into_iter().map(|(_, id)| id).collect();
    out.retain(|r| still.contains(&r.id));
    Ok(out)
}

/// What may go by a class now.
fn free(world: &World, begun: &Begun) -> Result<(Option<Kind>, Dated), StoreError> {
    let all = classes(world)?;
    let Some(class) = all.iter().find(|c| c.id == begun.class) else { return Ok((None, Vec::new())) };
    let kind = class.fields.code(retention::COVERS).and_then(retention::kind);
    Ok((kind, due::past(world, class, &due::holds(world, &all))?.free))
}

/// What becomes of them.
///
/// # Errors
/// When the store cannot be read.
pub fn plan(world: &World, begun: &Begun, targets: &[Ref]) -> Result<Plan, StoreError> {
    if targets.first().is_some_and(|t| t.kind == Kind::Person) {
        return erase_plan::plan_of(world, targets, false);
    }
    let mut plan = Plan {
        people: Vec::new(),
        name: String::new(),
        gone: Vec::new(),
        kept: Vec::new(),
        mentions: Vec::new(),
        strong: Words::default(),
        all: Words::default(),
        emptied: begun.then == retention::NAMELESS,
    };
    let mut forms: HashMap<Id, Option<Survey>> = HashMap::new();
    for target in targets {
        let Some(now) = world.get(*target)? else { continue };
        if !plan.emptied {
            plan.gone.push((*target, Some(now)));
            continue;
        }
        let area = due::lies(&world.tables(), &now);
        let mut after = retention::nameless(&now, area);
        if now.kind == Kind::Answer {
            figures(world, &mut after, &mut forms)?;
        }
        plan.kept.push((now, after));
    }
    Ok(plan)
}

/// Of an answer only what a tally counts: what was said in words goes.
fn figures(world: &World, r: &mut Record, forms: &mut HashMap<Id, Option<Survey>>) -> Result<(), StoreError> {
    let Some(of) = r.fields.link(answer::STUDY) else {
        r.fields.clear(answer::ANSWERS);
        return Ok(());
    };
    let form = match forms.entry(of.id) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(new) => new.insert(world.get(of)?.map(|s| read::read(&study::form(&s.fields)).survey)),
    };
    let form = form.as_ref();
    let counts = |name: &str, value: &str| {
        let Some(form) = form else { return false };
        let chosen = |list: &String| {
            let all = form.choices.get(list).map(Vec::as_slice).unwrap_or_default();
            value.split_whitespace().all(|c| all.iter().any(|choice| choice.name == c))
        };
        match form.question(name).map(|q| &q.kind) {
            Some(Asks::Integer | Asks::Decimal | Asks::Date | Asks::Time | Asks::DateTime) => true,
            Some(Asks::One(list, _) | Asks::Many(list, _)) => chosen(list),
            _ => false,
        }
    };
    let mut said = answer::answers(&r.fields);
    said.retain(|((name, _), value)| counts(name, value));
    r.fields.set(answer::ANSWERS, Value::text(kept::answers(&said)));
    Ok(())
}

fn carried(batch: Id, run: &Run, any: bool) -> Carried {
    Carried { batch, done: run.done, of: run.of, more: any && run.done < run.of }
}

/// Notes in its class that a slice of so many is done.
///
/// # Errors
/// When the store cannot write.
pub fn done(world: &World, actor: &Actor, begun: &Begun, step: Id, n: usize) -> Result<Reply, StoreError> {
    let target = Ref { kind: Kind::Retention, id: begun.class };
    let Some(now) = world.get(target)? else { return Ok(Reply::Refused(Refusal::Gone)) };
    let Some((at, mut run)) = run_of(&now, begun.batch) else { return Ok(Reply::Refused(Refusal::Gone)) };
    run.done = run.done.saturating_add(n as u64);
    let mut all = groups(&now, retention::RUNS);
    if let Some(Value::Group(parts)) = all.get_mut(at) {
        for (no, v) in parts.iter_mut().filter(|(no, _)| *no == retention::RUN_DONE) {
            (*no, *v) = (retention::RUN_DONE, Value::Int(i64::try_from(run.done).unwrap_or(i64::MAX)));
        }
    }
    if n > 0 {
        let mut after = now.clone();
        after.fields.set(retention::RUNS, Value::List(all));
        commit_now(world, actor, step, vec![(Some(now), Some(after), target)])?;
    }
    Ok(Reply::Carried(carried(begun.batch, &run, n > 0)))
}

/// Holds a record back, or lets it go.
pub fn hold(view: &mut View<'_>, actor: &Actor, ask: &RetentionAsk) -> Made {
    let (world, lang) = (view.world, actor.lang);
    let failed = |e| failed(e, lang);
    let gone = || Box::new(Reply::Refused(Refusal::Gone));
    let RetentionAsk::Hold { class, target, why, .. } = ask else {
        return Err(Box::new(Reply::Refused(Refusal::BadRequest)));
    };
    let own = Ref { kind: Kind::Retention, id: *class };
    let now = view.get(own).map_err(failed)?.ok_or_else(gone)?;
    let record = view.get(*target).map_err(failed)?.ok_or_else(gone)?;
    if now.fields.code(retention::COVERS).and_then(retention::kind) != Some(target.kind) {
        return Err(Box::new(Reply::Refused(Refusal::BadRequest)));
    }
    if world.leaving().contains(target) {
        return Err(no(rights::LEAVING, lang));
    }
    let mut all = Vec::new();
    for v in groups(&now, retention::HELD) {
        let Value::Group(parts) = &v else { continue };
        let what = parts.iter().find_map(|(no, v)| match v {
            Value::Ref(r) if *no == retention::HELD_WHAT => Some(*r),
            _ => None,
        });
        // what went since, as its people asked for it, is nothing to hold
        if let Some(what) = what.filter(|w| w != target)
            && view.get(what).map_err(failed)?.is_some()
        {
            all.push(v);
        }
    }
    if let Some(why) = why {
        all.push(Value::Group(vec![
            (retention::HELD_WHAT, Value::Ref(*target)),
            (retention::HELD_WHY, nobody_named(world, &record, why, lang)?),
            (retention::HELD_BY, Value::Ref(actor.staff)),
            (retention::HELD_ON, Value::Day(world.today())),
        ]));
    }
    let mut after = now.clone();
    after.fields.set(retention::HELD, Value::List(all));
    let saved = Saved {
        target: own,
        version: now.version,
        name: now.name().to_owned(),
        made: Vec::new(),
        merged: false,
        remarks: Vec::new(),
    };
    let answer = Reply::Saved(saved);
    if after.fields == now.fields {
        return Err(Box::new(answer));
    }
    Ok(Ready { changes: vec![(Some(now), Some(after), own)], note: String::new(), batch: None, answer })
}

/// Why, in one line that names none of a record's people: the class outlives the record.
fn nobody_named(world: &World, r: &Record, why: &str, lang: Lang) -> Result<Value, Box<Reply>> {
    let line = names::clean_line(why);
    if line.is_empty() {
        return Err(no(rights::REASON_NEEDED, lang));
    }
    let people = match (r.kind, r.kind.people_field()) {
        (Kind::Person, _) => vec![r.to_ref()],
        (Kind::Request, _) => r.fields.links(request::PERSON),
        (_, Some(no)) => r.fields.links(no),
        _ => Vec::new(),
    };
    for whose in people {
        reason(world, whose, &line, lang)?;
    }
    Ok(Value::text(line))
}
