//! What an erasure comes to: which records go, which stay without the person, who else mentions them. Found by
//! reading the whole journal, as words stand there that the book no longer shows: removed records, former versions.

use super::mentions::Words;
use super::wire::Mention;
use super::world::{World, decode};
use crate::book::field::Find;
use crate::book::{Field, Fields, Id, Kind, Record, Ref, Type, Value, request};
use crate::store::{Key, Pos, StoreError};
use std::collections::BTreeMap;

/// Commits read at once.
const PAGE: usize = 500;

/// What an erasure comes to.
#[derive(Default)]
pub struct Plan {
    /// Whose: the person, and all that were merged into them.
    pub people: Vec<Ref>,
    /// The name, if it can still be read.
    pub name: String,
    /// Records of which nothing stays, as they stand; the person first.
    pub gone: Vec<(Ref, Option<Record>)>,
    /// Records that stay, as they stand and as they will.
    pub kept: Vec<(Record, Record)>,
    /// Where else the person is mentioned.
    pub mentions: Vec<Mention>,
    /// How the person is named wherever it may be.
    pub strong: Words,
    /// How else in words that are about them.
    pub all: Words,
    /// Where several go at once: each, with all that were merged into them, and how they are named in words about them.
    pub each: Vec<(Vec<Ref>, Words)>,
    /// Of what stays all words go, so that nothing of its drafts does.
    pub emptied: bool,
}

/// What the journal says of a record.
#[derive(Default)]
struct Hit {
    /// To whom some version refers.
    refers: Vec<Ref>,
    /// Some version mentions them.
    mentions: bool,
}

/// Every version of a record that can still be read, newest first.
///
/// # Errors
/// When the store cannot be read.
pub fn versions(world: &World, target: Ref) -> Result<Vec<Record>, StoreError> {
    let key = Key { kind: target.kind.code(), id: target.id.0 };
    let mut out = Vec::new();
    for e in world.store.history(key, usize::MAX)? {
        if let Some(body) = e.changes.iter().rfind(|c| c.key == key).and_then(|c| c.body.as_deref()) {
            out.push(decode(target.kind, target.id, e.pos.0, body)?);
        }
    }
    Ok(out)
}

/// What erasing somebody comes to. `mentions`: the words of others too.
///
/// # Errors
/// When the store cannot be read.
pub fn plan(world: &World, person: Ref, mentions: bool) -> Result<Plan, StoreError> {
    plan_of(world, &[person], mentions)
}

/// What erasing several at once comes to; the name is that of the first.
///
/// # Errors
/// When the store cannot be read.
pub fn plan_of(world: &World, whom: &[Ref], mentions: bool) -> Result<Plan, StoreError> {
    let mut people: Vec<Ref> = whom.to_vec();
    let (mut versions, mut each) = (Vec::new(), Vec::new());
    for one in whom {
        let mut own = vec![*one];
        own.extend(world.tables().lineage.all(*one).into_iter().filter(|p| !whom.contains(p)));
        let mut theirs = Vec::new();
        for one in &own {
            theirs.extend(self::versions(world, *one)?);
        }
        people.extend(own.iter().skip(1));
        each.push((own, Words::all(&theirs)));
        versions.extend(theirs);
    }
    let Some(person) = people.first().copied() else { return Ok(Plan::default()) };
    let (strong, all) = (Words::strong(&versions), Words::all(&versions));
    let now = world.get(person)?;
    let mut gone = vec![(person, now.clone())];
    for former in people.iter().skip(1) {
        gone.push((*former, world.get(*former)?));
    }
    let mut plan = Plan {
        people,
        name: now.as_ref().or(versions.first()).map(|r| r.name().to_string()).unwrap_or_default(),
        gone,
        kept: Vec::new(),
        mentions: Vec::new(),
        strong,
        all,
        each,
        emptied: false,
    };
    for (target, hit) in hits(world, &plan.people, &plan.strong)? {
        plan.decide(world, target, hit, mentions)?;
    }
    Ok(plan)
}

/// The records that the journal connects with somebody.
fn hits(world: &World, people: &[Ref], words: &Words) -> Result<BTreeMap<Ref, Hit>, StoreError> {
    let ids: Vec<_> = people.iter().map(|p| memchr::memmem::Finder::new(&p.id.0)).collect();
    let needles = words.needles();
    let mut out: BTreeMap<Ref, Hit> = BTreeMap::new();
    let mut pos = Pos(0);
    loop {
        let page = world.store.since(pos, PAGE)?;
        let Some(last) = page.last() else { return Ok(out) };
        pos = last.pos;
        for change in page.iter().flat_map(|e| &e.changes) {
            let (Some(kind), Some(body)) = (Kind::from_code(change.key.kind), &change.body) else { continue };
            let target = Ref { kind, id: Id(change.key.id) };
            // the end of a number is in many records that are looked at closer here, while they are at hand
            let mentions =
                needles.are_in(body) && !mentioning(&decode(kind, target.id, 0, body)?, words).is_empty();
            let whom = people.iter().zip(&ids).filter(|(_, id)| id.find(body).is_some());
            let whom: Vec<Ref> = whom.map(|(p, _)| *p).collect();
            if !people.contains(&target) && (mentions || !whom.is_empty()) {
                let known = out.entry(target).or_default();
                known.refers.extend(whom);
                known.mentions |= mentions;
            }
        }
    }
}

impl Plan {
    fn decide(&mut self, world: &World, target: Ref, hit: Hit, mentions: bool) -> Result<(), StoreError> {
        let now = world.get(target)?;
        // of organisations, areas, people themselves a reference is one of many things that they hold
        let about = target.kind == Kind::Tie || target.kind.people_field().is_some();
        let own = about && !hit.refers.is_empty();
        match now {
            // removed before, but its words stand in the journal
            None if own => self.gone.push((target, None)),
            Some(r) if own && self.is_only_of(&r) => self.gone.push((target, Some(r))),
            Some(r) if own || target.kind == Kind::Request => {
                let mut after = r.clone();
                drop_links(&mut after, &self.people);
                let covered = cover(&mut after, &self.words_about(&hit.refers));
                // the register keeps the bare id; it is blanked only if it ever held more
                if own || covered || hit.mentions {
                    self.kept.push((r, after));
                }
            }
            now => self.elsewhere(target, hit, now, mentions),
        }
        Ok(())
    }

    /// How those are named whom a record refers to: 王总 of one of them is somebody else's 王总 where only others are met.
    fn words_about(&self, whom: &[Ref]) -> Words {
        match self.each.as_slice() {
            [] | [_] => self.all.clone(),
            _ if whom.is_empty() => self.strong.clone(),
            each => {
                let mut out = Words::default();
                let met = each.iter().filter(|(own, _)| own.iter().any(|p| whom.contains(p)));
                met.for_each(|(_, words)| out.add(words));
                out
            }
        }
    }

    /// Whether a visit, a tie, a matter is about nobody else.
    fn is_only_of(&self, r: &Record) -> bool {
        match r.kind.people_field() {
            Some(no) => {
                let whom = r.fields.links(no);
                let stays = r.kind.general().is_some_and(|g| g.stays);
                !stays && !whom.is_empty() && whom.iter().all(|p| self.people.contains(p))
            }
            None => refers(&r.fields, &self.people),
        }
    }

    /// Records of others: what refers is dropped, what mentions is told, and covered if that is wanted.
    fn elsewhere(&mut self, target: Ref, hit: Hit, now: Option<Record>, mentions: bool) {
        let told = self.mentions.len();
        let mut tell = |field: u16, covered: bool| self.mentions.push(Mention { target, field, covered });
        let fields = now.as_ref().map(|r| mentioning(r, &self.strong)).unwrap_or_default();
        fields.iter().for_each(|f| tell(f.no, mentions && may_cover(f)));
        if hit.mentions && fields.is_empty() {
            self.mentions.push(Mention { target, field: 0, covered: mentions });
        }
        let covers = self.mentions.iter().skip(told).any(|m| m.covered);
        match now {
            Some(r) if covers || refers(&r.fields, &self.people) => {
                let mut after = r.clone();
                drop_links(&mut after, &self.people);
                if covers {
                    cover(&mut after, &self.strong);
                }
                self.kept.push((r, after));
            }
            None if covers => self.gone.push((target, None)),
            _ => {}
        }
    }
}

/// Whether a value refers to one of these.
fn is_one(v: &Value, of: &[Ref]) -> bool {
    matches!(v, Value::Ref(r) if of.contains(r))
}

/// Whether fields refer to one of these records, the register's own reference aside.
fn refers(fields: &Fields, to: &[Ref]) -> bool {
    fields.iter().any(|(_, v)| v.each().iter().any(|v| is_one(v, to)))
}

/// Takes every reference to somebody out; the register keeps its own.
fn drop_links(r: &mut Record, to: &[Ref]) {
    let kept = if r.kind == Kind::Request { Some(request::PERSON) } else { None };
    let numbers: Vec<u16> = r.fields.iter().map(|(no, _)| no).filter(|no| Some(*no) != kept).collect();
    for no in numbers {
        let Some(v) = r.fields.get(no).filter(|v| v.each().iter().any(|v| is_one(v, to))) else {
            continue;
        };
        let rest = v.each().iter().filter(|v| !is_one(v, to)).cloned().collect();
        r.fields.set(no, Value::List(rest));
    }
}

/// Whether a field is words, not a name that its record is known by or a number of its own.
fn may_cover(f: &Field) -> bool {
    matches!(f.ty, Type::Line | Type::Note | Type::Group(_))
        && !f.hidden
        && !matches!(f.find, Find::Name | Find::Called)
}

/// The fields of a record that mention somebody. That others bear the same name is no mention.
fn mentioning(r: &Record, words: &Words) -> Vec<&'static Field> {
    let people = matches!(r.kind, Kind::Person | Kind::Staff);
    let own = |f: &Field| people && (f.find == Find::Name || f.find == Find::Called);
    let fields = r.kind.fields().iter().filter(|f| !f.hidden && !own(f));
    fields.filter(|f| r.fields.texts(f.no).iter().any(|t| words.mention(t))).collect()
}

/// Covers every mention in a record's words; whether there was one.
fn cover(r: &mut Record, words: &Words) -> bool {
    let mut any = false;
    for f in r.kind.fields().iter().filter(|f| may_cover(f)) {
        let Some(v) = r.fields.get(f.no).cloned() else { continue };
        let mut one = |v: &Value| match v {
            Value::Text(t) => match words.covered(t) {
                Some(covered) => {
                    any = true;
                    Value::Text(covered)
                }
                None => v.clone(),
            },
            // the words of a milestone
            Value::Group(parts) => Value::Group(
                parts
                    .iter()
                    .map(|(no, v)| match v {
                        Value::Text(t) => match words.covered(t) {
                            Some(covered) => {
                                any = true;
                                (*no, Value::Text(covered))
                            }
                            None => (*no, v.clone()),
                        },
                        other => (*no, other.clone()),
                    })
                    .collect(),
            ),
            other => other.clone(),
        };
        let covered = match &v {
            Value::List(all) => Value::List(all.iter().map(&mut one).collect()),
            v => one(v),
        };
        r.fields.set(f.no, covered);
    }
    any
}

/// What a copy for the person themselves shows of a record: the words of others covered.
pub fn without(r: &mut Record, others: &Words) {
    cover(r, others);
}

/// How somebody is named, without looking for it anywhere.
///
/// # Errors
/// When the store cannot be read.
pub fn bare(world: &World, person: Ref) -> Result<Plan, StoreError> {
    let people = world.tables().lineage.all(person);
    let mut gone = Vec::new();
    for one in &people {
        gone.push((*one, world.get(*one)?));
    }
    let records = || gone.iter().filter_map(|(_, r)| r.as_ref());
    let (strong, all) = (Words::strong(records()), Words::all(records()));
    let name = records().next().map(|r| r.name().to_string()).unwrap_or_default();
    Ok(Plan { people, name, gone, strong, all, ..Plan::default() })
}
