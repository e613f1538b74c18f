//! What came of an election, as ties of the association that held it: who held one of these posts holds it until the day
//! before, who was elected from then on. Shown first, then written as one change. A result that was mended is written
//! again: what this very election made and is not in it any more is taken back.

use super::actor::Actor;
use super::edit::{self, Made, Ready, failed};
use super::resolve::{Meant, Pending, View, new_id};
use super::wire::{Edit, Elect, ElectLine, Elected, Outcome, Refusal, Reply, Save};
use super::world::World;
use crate::book::{Day, Id, Kind, Record, Ref, Value, election, meeting, names, tie};
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

/// Writes it; where something of it is not clear, or is not what was shown, nothing.
pub fn elect(view: &mut View<'_>, actor: &Actor, e: &Elect) -> Made {
    let (mut elected, acts) = planned(view, actor, e)?;
    let unclear = elected.lines.iter().any(|l| matches!(l.outcome, Outcome::Unclear(_)));
    let shown = (e.version, e.plan) == (elected.version, elected.plan);
    if acts.is_empty() || unclear || !shown {
        return Err(Box::new(Reply::Elected(Box::new(elected))));
    }
    let mut changes = Vec::new();
    for act in acts {
        let ready = match act {
            Act::Save(save) => edit::save(view, actor, &save)?,
            Act::Remove(tie, base) => edit::remove(view, actor, tie, base)?,
        };
        for (_, after, target) in &ready.changes {
            view.will(*target, after.clone());
        }
        changes.extend(ready.changes);
    }
    elected.done = true;
    let note = words::note(actor.lang, &elected.meeting);
    Ok(Ready { changes, note, batch: Some(e.request), answer: Reply::Elected(Box::new(elected)) })
}

/// What is to be written.
enum Act {
    Save(Save),
    Remove(Ref, u64),
}

fn planned(view: &mut View<'_>, actor: &Actor, e: &Elect) -> Result<(Elected, Vec<Act>), Box<Reply>> {
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
    let (held, hidden) = holders(view, actor, host)?;
    let source = words::source(lang, m.name(), &day.to_string());
    let mut plan = Plan {
        view,
        actor,
        request: e.request,
        host,
        day,
        source,
        held,
        lines: vec![],
        acts: vec![],
        stays: vec![],
    };
    // an empty result says nothing, and takes nothing back
    if !result.is_empty() {
        plan.hidden(&result, &hidden);
        for one in &result {
            plan.post(one)?;
        }
        plan.taken_back();
        plan.ends(&result);
    }
    let digest = plan.digest();
    let Plan { lines, acts, .. } = plan;
    let association = view.name_of(host);
    let meeting = m.name().to_owned();
    Ok((Elected { meeting, association, lines, done: false, version: m.version, plan: digest }, acts))
}

/// What comes of a result, as far as it is clear by now.
struct Plan<'a, 'v> {
    view: &'a View<'v>,
    actor: &'a Actor,
    request: Id,
    host: Ref,
    day: Day,
    source: String,
    /// The ties that give somebody a post.
    held: Vec<Record>,
    lines: Vec<ElectLine>,
    acts: Vec<Act>,
    /// Ties of those who were elected.
    stays: Vec<Id>,
}

impl Plan<'_, '_> {
    /// Whether a post is held on the day or later.
    fn runs(&self, r: &Record) -> bool {
        until(r).is_none_or(|until| until >= self.day)
    }

    /// Whether this very election made it.
    fn made(&self, r: &Record) -> bool {
        since(r) == Some(self.day) && r.fields.text(tie::SOURCE) == self.source
    }

    fn line(&mut self, post: &str, r: &Record, until: Option<Day>, outcome: Outcome) {
        let person = other_end(r, self.host);
        let name = person.map(|p| self.view.name_of(p)).unwrap_or_default();
        let since = since(r);
        self.lines.push(ElectLine {
            post: post.to_owned(),
            person,
            name,
            typed: None,
            since,
            until,
            outcome,
        });
    }

    fn unclear(&mut self, post: &str, name: &str, why: String) {
        self.lines.push(ElectLine {
            post: post.to_owned(),
            person: None,
            name: name.to_owned(),
            typed: None,
            since: Some(self.day),
            until: None,
            outcome: Outcome::Unclear(why),
        });
    }

    /// Posts held by somebody of whom nothing may be told: they would be ended, or followed, unseen.
    fn hidden(&mut self, result: &[election::Elected], hidden: &[Record]) {
        let mut posts: Vec<&str> = Vec::new();
        for r in hidden {
            let Some(post) = tie::post(&r.fields).filter(|p| !posts.contains(p)) else { continue };
            let later = since(r) > Some(self.day);
            let met = result.iter().any(|one| one.post == post && (!one.added || later));
            if self.made(r) || met && self.runs(r) {
                posts.push(post);
                self.unclear(post, "", words::ELSEWHERE.get(self.actor.lang).to_owned());
            }
        }
    }

    /// Those who were elected to a post.
    fn post(&mut self, one: &election::Elected) -> Result<(), Box<Reply>> {
        if one.post.is_empty() || one.names.is_empty() {
            self.unclear(&one.post, "", words::NOBODY.get(self.actor.lang).to_owned());
        }
        for typed in &one.names {
            match self.meant(typed)? {
                Meant::One(person) => self.elected(one, typed, person),
                other => {
                    let why = other.trouble(typed, self.actor.lang).unwrap_or_default();
                    self.unclear(&one.post, typed, why);
                }
            }
        }
        Ok(())
    }

    /// Who bears exactly this name. The nearest that the finder knows would be somebody else.
    fn meant(&self, typed: &str) -> Result<Meant, Box<Reply>> {
        if Id::parse(typed.trim()).is_some() {
            return Ok(self.view.meant(Kind::Person, typed, false, ""));
        }
        let all = self.view.namesakes(&names::clean_name(typed)).map_err(|e| failed(e, self.actor.lang))?;
        Ok(match all.as_slice() {
            [] => Meant::Nobody,
            [one] => Meant::One(one.to_ref()),
            more => Meant::Several(more.iter().map(|r| self.view.tell_apart(r)).collect()),
        })
    }

    fn elected(&mut self, one: &election::Elected, typed: &str, person: Ref) {
        let same = |l: &ElectLine| l.person == Some(person) && l.post == one.post;
        if self.lines.iter().any(same) {
            return;
        }
        let known = |r: &&Record| {
            let same = other_end(r, self.host) == Some(person) && tie::post(&r.fields) == Some(&one.post);
            same && since(r) == Some(self.day)
        };
        let known = self.held.iter().find(known);
        let term = self.term(one, known);
        let outcome = match known {
            None => {
                self.acts.push(Act::Save(self.begins(person, one, term)));
                Outcome::Begins
            }
            // how long somebody is a member is not the term of a post
            Some(r) if until(r) == term || is_member(r) => {
                self.stays.push(r.id);
                Outcome::Written
            }
            Some(r) => {
                self.stays.push(r.id);
                let edit = term.map_or(Edit::Clear, |day| Edit::Set(Value::Day(day)));
                self.acts.push(self.change(r, tie::UNTIL, edit));
                Outcome::Changes
            }
        };
        let name = self.view.name_of(person);
        let typed = Some(typed.to_owned()).filter(|typed| names::clean_name(typed) != name);
        self.lines.push(ElectLine {
            post: one.post.clone(),
            person: Some(person),
            name,
            typed,
            since: Some(self.day),
            until: term,
            outcome,
        });
    }

    /// The last day of a term: no later than the day before somebody followed, if that is known already.
    fn term(&self, one: &election::Elected, known: Option<&Record>) -> Option<Day> {
        let followed = self.next(&one.post).map(|day| day.plus(-1));
        let Some(r) = known else { return one.until.into_iter().chain(followed).min() };
        match (until(r), one.until) {
            (now, None) => now,
            (Some(now), Some(term)) if Some(now) == followed => Some(term.min(now)),
            (_, term) => term,
        }
    }

    /// When somebody followed in a post after this election. Whoever came while others of this term went on came beside
    /// them.
    fn next(&self, post: &str) -> Option<Day> {
        let of_post = || self.held.iter().filter(|r| tie::post(&r.fields) == Some(post));
        let beside = |day: Day| {
            let here = |r: &Record| since(r).is_some_and(|s| self.day <= s && s < day);
            of_post().any(|r| here(r) && until(r).is_none_or(|until| until >= day))
        };
        of_post().filter_map(since).filter(|s| *s > self.day && !beside(*s)).min()
    }

    /// What this election made and is not in its result any more.
    fn taken_back(&mut self) {
        let gone = |r: &&Record| self.made(r) && !self.stays.contains(&r.id);
        let gone: Vec<Record> = self.held.iter().filter(gone).cloned().collect();
        for r in gone {
            self.acts.push(match is_member(&r) {
                true => self.change(&r, tie::ROLE, Edit::Clear),
                false => Act::Remove(r.to_ref(), r.version),
            });
            self.line(tie::post(&r.fields).unwrap_or_default(), &r, until(&r), Outcome::TakenBack);
        }
    }

    /// Whoever held one of these posts holds it no longer, unless others came beside them. A member stays a member.
    fn ends(&mut self, result: &[election::Elected]) {
        let anew = |post: &str| result.iter().any(|one| one.post == post && !one.added);
        let ends = |r: &&Record| {
            let begun = since(r).is_none_or(|since| since < self.day);
            begun && self.runs(r) && tie::post(&r.fields).is_some_and(anew)
        };
        let ended: Vec<Record> = self.held.iter().filter(ends).cloned().collect();
        let last = self.day.plus(-1);
        for r in ended {
            self.acts.push(match is_member(&r) {
                true => self.change(&r, tie::ROLE, Edit::Clear),
                false => self.change(&r, tie::UNTIL, Edit::Set(Value::Day(last))),
            });
            self.line(tie::post(&r.fields).unwrap_or_default(), &r, Some(last), Outcome::Ends);
        }
    }

    fn change(&self, r: &Record, no: u16, edit: Edit) -> Act {
        let set = vec![(no, edit)];
        Act::Save(Save { request: self.request, target: r.to_ref(), base: r.version, set })
    }

    /// A new tie of somebody who was elected.
    fn begins(&self, person: Ref, one: &election::Elected, term: Option<Day>) -> Save {
        let mut set = vec![
            (tie::FROM, Edit::Set(Value::Ref(person))),
            (tie::TO, Edit::Set(Value::Ref(self.host))),
            (tie::SORT, Edit::Set(Value::Code(tie::OFFICER))),
            (tie::ROLE, Edit::Text(one.post.clone())),
            (tie::SINCE, Edit::Set(Value::Day(self.day))),
            (tie::SOURCE, Edit::Text(self.source.clone())),
        ];
        set.extend(term.map(|until| (tie::UNTIL, Edit::Set(Value::Day(until)))));
        let id = new_id();
        Save { request: id, target: Ref { kind: Kind::Tie, id }, base: 0, set }
    }

    /// What stands for all of it: the lines, and the ties that would change as they are. A new tie has another id each
    /// time; what would be in it stands in its line.
    fn digest(&self) -> [u8; 32] {
        let mut h = blake3::Hasher::new();
        h.update(format!("{:?}", self.lines).as_bytes());
        for act in &self.acts {
            let (tie, base) = match act {
                Act::Save(save) => (save.target, save.base),
                Act::Remove(tie, base) => (*tie, *base),
            };
            if base > 0 {
                h.update(&tie.id.0).update(&base.to_le_bytes());
            }
        }
        *h.finalize().as_bytes()
    }
}

fn since(r: &Record) -> Option<Day> {
    r.fields.day(tie::SINCE)
}

fn until(r: &Record) -> Option<Day> {
    r.fields.day(tie::UNTIL)
}

fn is_member(r: &Record) -> bool {
    r.fields.code(tie::SORT) == Some(tie::MEMBER)
}

fn other_end(r: &Record, one: Ref) -> Option<Ref> {
    [tie::FROM, tie::TO].iter().filter_map(|no| r.fields.link(*no)).find(|end| *end != one)
}

/// The ties of an association that give somebody a post: those that are seen, and those that are not.
fn holders(view: &View<'_>, actor: &Actor, host: Ref) -> Result<(Vec<Record>, Vec<Record>), Box<Reply>> {
    let edges = view.world.tables().ties.of(host).to_vec();
    let (mut seen, mut hidden) = (Vec::new(), Vec::new());
    for e in edges.iter().filter(|e| e.to.kind == Kind::Person) {
        let tie = Ref { kind: Kind::Tie, id: e.tie };
        let r = view.get(tie).map_err(|e| failed(e, actor.lang))?;
        let Some(r) = r.filter(|r| tie::post(&r.fields).is_some()) else { continue };
        let list = if actor.rights.sees(&view.world.tables(), tie) { &mut seen } else { &mut hidden };
        list.push(r);
    }
    Ok((seen, hidden))
}
