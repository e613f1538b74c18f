//! Holding a record back, and carrying a class out: slice by slice, each an erasure like every other, while others read and
//! write. That it was begun stands in the class before anything is erased, and how many are done after each slice; no names.

use super::super::actor::Actor;
use super::super::edit::{Made, Ready, failed};
use super::super::erase_plan::{self, Plan};
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

/// By what a class is carried out: what it said when its list was looked at, and the last day that was past its time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Which records.
    pub covers: u16,
    from: u16,
    months: i64,
    then: u16,
    /// The last day that was past its time.
    pub until: Option<Day>,
}

impl Terms {
    fn of(class: &Record, today: Day) -> Terms {
        let f = &class.fields;
        let code = |no| f.code(no).unwrap_or_default();
        let months = f.int(retention::MONTHS).unwrap_or_default();
        Terms {
            covers: code(retention::COVERS),
            from: code(retention::FROM),
            months,
            then: f.code(retention::THEN).unwrap_or(retention::REVIEW),
            until: Some(retention::until(today, months)),
        }
    }
}

/// A time that a class was carried out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// When it was begun.
    pub on: Option<Day>,
    /// By what.
    pub terms: Terms,
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
                (retention::RUN_THEN, Value::Code(c)) => out.terms.then = *c,
                (retention::RUN_COVERS, Value::Code(c)) => out.terms.covers = *c,
                (retention::RUN_FROM, Value::Code(c)) => out.terms.from = *c,
                (retention::RUN_MONTHS, Value::Int(n)) => out.terms.months = *n,
                (retention::RUN_UNTIL, Value::Day(d)) => out.terms.until = Some(*d),
                (retention::RUN_DONE, Value::Int(n)) => out.done = u64::try_from(*n).unwrap_or(0),
                (retention::RUN_OF, Value::Int(n)) => out.of = u64::try_from(*n).unwrap_or(0),
                (retention::RUN_BATCH, Value::Text(s)) => out.batch.clone_from(s),
                _ => {}
            }
        }
        out
    }

    /// How it stands in its class.
    fn value(&self, by: Ref) -> Value {
        let number = |n: u64| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
        let day = |no, d: Option<Day>| d.map(|d| (no, Value::Day(d)));
        let rest = [
            (retention::RUN_BY, Value::Ref(by)),
            (retention::RUN_THEN, Value::Code(self.terms.then)),
            (retention::RUN_OF, number(self.of)),
            (retention::RUN_DONE, number(self.done)),
            (retention::RUN_BATCH, Value::text(self.batch.clone())),
            (retention::RUN_COVERS, Value::Code(self.terms.covers)),
            (retention::RUN_FROM, Value::Code(self.terms.from)),
            (retention::RUN_MONTHS, Value::Int(self.terms.months)),
        ];
        let on = day(retention::RUN_ON, self.on).into_iter();
        Value::Group(on.chain(rest).chain(day(retention::RUN_UNTIL, self.terms.until)).collect())
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
    terms: Terms,
    /// What goes, if it is still to go when its turn has come.
    targets: Vec<Ref>,
}

impl Begun {
    /// What the journal says of it: which class. It names nobody.
    pub fn note(&self) -> String {
        self.class.to_string()
    }

    /// How many of what was to go a plan touches.
    pub fn count(&self, plan: &Plan) -> usize {
        let gone = plan.gone.iter().map(|(r, _)| *r);
        let touched: HashSet<Ref> = gone.chain(plan.kept.iter().map(|(r, _)| r.to_ref())).collect();
        self.targets.iter().filter(|t| touched.contains(t)).count()
    }
}

fn no(t: T, lang: Lang) -> Box<Reply> {
    said(t, lang)
}

/// Whether a class may be carried out, counted before the writer is asked: only a refusal is answered.
pub fn ahead(world: &World, actor: &Actor, ask: &RetentionAsk) -> Option<Reply> {
    let RetentionAsk::CarryOut { class, batch, .. } = ask else { return None };
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
        let past = due::past(world, class, &due::held(world, &all)).map_err(|e| failed(e, lang))?;
        as_looked_at(&past.free, ask, lang)
    };
    checked().err().map(|reply| *reply)
}

/// Whether what is past its time is what was looked at.
fn as_looked_at(free: &Dated, ask: &RetentionAsk, lang: Lang) -> Result<(), Box<Reply>> {
    let RetentionAsk::CarryOut { count, digest, .. } = ask else { return Ok(()) };
    match free.len() as u64 {
        0 => Err(no(words::NOTHING_DUE, lang)),
        n if n != *count => Err(Box::new(Reply::Refused(Refusal::Said(words::other_count(lang, n))))),
        _ if due::digest(free) != *digest => Err(no(words::OTHERS, lang)),
        _ => Ok(()),
    }
}

/// Registers in its class that it is carried out, and finds what goes with its next slice: nothing is written about that from
/// here on. By the writer, between what others write, so that nothing of theirs is on its way.
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
    let RetentionAsk::CarryOut { request, class, batch, count, .. } = ask else {
        return Err(Box::new(Reply::Refused(Refusal::BadRequest)));
    };
    if let Some(refused) = ahead {
        return Err(Box::new(refused.clone()));
    }
    let target = Ref { kind: Kind::Retention, id: *class };
    let Some(now) = world.get(target).map_err(|e| failed(e, lang))? else {
        return Err(Box::new(Reply::Refused(Refusal::Gone)));
    };
    let terms = Terms::of(&now, world.today());
    let run = run_of(&now, *batch).map(|(_, run)| run);
    // the line was lost before the answer came: the slice is not done twice
    if let Some(run) = run.as_ref().filter(|_| erased) {
        return Err(Box::new(Reply::Carried(carried(*batch, run, true))));
    }
    if now.fields.code(retention::STATE) == Some(retention::OUT_OF_USE) {
        return Err(no(words::NOT_IN_FORCE, lang));
    }
    if terms.then == retention::REVIEW {
        return Err(no(words::ONLY_REVIEW, lang));
    }
    let Some(kind) = retention::kind(terms.covers) else { return Err(no(words::NOTHING_DUE, lang)) };
    let past = classes(world).and_then(|all| due::past(world, &now, &due::held(world, &all)));
    let mut free = past.map_err(|e| failed(e, lang))?.free;
    let run = match run {
        Some(run) if run.terms != terms => return Err(no(words::CHANGED, lang)),
        Some(run) => run,
        None => {
            as_looked_at(&free, ask, lang)?;
            let run = Run { on: Some(world.today()), terms, done: 0, of: *count, batch: batch.to_string() };
            let mut after = now.clone();
            let mut all = groups(&now, retention::RUNS);
            all.push(run.value(actor.staff));
            after.fields.set(retention::RUNS, Value::List(all));
            commit_now(world, actor, *batch, vec![(Some(now), Some(after), target)])
                .map_err(|e| failed(e, lang))?;
            run
        }
    };
    let slice = if kind == Kind::Person { PEOPLE_SLICE } else { SLICE };
    let most = slice.min(usize::try_from(run.of.saturating_sub(run.done)).unwrap_or(slice));
    // of a million only those that go now are put in order
    if most < free.len() {
        free.select_nth_unstable(most);
        free.truncate(most);
    }
    free.sort_unstable();
    let targets: Vec<Ref> = free.into_iter().map(|(_, id)| Ref { kind, id }).collect();
    world.leaving().extend(targets.iter().copied());
    Ok(Begun { class: *class, batch: *batch, request: *request, terms, targets })
}

/// Of what was to go what may still go: by its class as it is now, and by what is held back.
fn still(world: &World, begun: &Begun) -> Result<Vec<Ref>, StoreError> {
    let all = classes(world)?;
    let same = |c: &&Record| c.id == begun.class && Terms::of(c, world.today()) == begun.terms;
    let Some(class) = all.iter().find(same) else { return Ok(Vec::new()) };
    let free = due::past(world, class, &due::held(world, &all))?.free;
    let free: HashSet<Id> = free.into_iter().map(|(_, id)| id).collect();
    let kind = retention::kind(begun.terms.covers);
    let targets = begun.targets.iter().filter(|t| Some(t.kind) == kind && free.contains(&t.id));
    Ok(targets.copied().collect())
}

/// What becomes of them, looked at again each time.
///
/// # Errors
/// When the store cannot be read.
pub fn plan(world: &World, begun: &Begun) -> Result<Plan, StoreError> {
    let targets = still(world, begun)?;
    if targets.first().is_some_and(|t| t.kind == Kind::Person) {
        return erase_plan::plan_of(world, &targets, false);
    }
    let mut plan = Plan { emptied: begun.terms.then == retention::NAMELESS, ..Plan::default() };
    let mut forms: HashMap<Id, Option<Survey>> = HashMap::new();
    for target in &targets {
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
    let leaves = {
        let leaving = world.leaving();
        leaving.contains(target) || about(&record).iter().any(|p| leaving.contains(p))
    };
    if leaves {
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

/// Whose a record is.
fn about(r: &Record) -> Vec<Ref> {
    match (r.kind, r.kind.people_field()) {
        (Kind::Person, _) => vec![r.to_ref()],
        (Kind::Request, _) => r.fields.links(request::PERSON),
        (_, Some(no)) => r.fields.links(no),
        _ => Vec::new(),
    }
}

/// Why, in one line that names none of a record's people: the class outlives the record.
fn nobody_named(world: &World, r: &Record, why: &str, lang: Lang) -> Result<Value, Box<Reply>> {
    let line = names::clean_line(why);
    if line.is_empty() {
        return Err(no(rights::REASON_NEEDED, lang));
    }
    for whose in about(r) {
        reason(world, whose, &line, lang)?;
    }
    Ok(Value::text(line))
}
