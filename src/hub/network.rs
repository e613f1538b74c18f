//! Browsing declared ties: a card's ties, the circle of two steps, the shortest path.

use super::actor::Actor;
use super::answer::about;
use super::posts::rank;
use super::wire::{CircleRow, Holding, PathStep};
use super::world::{World, called};
use crate::book::{Day, Id, Kind, Record, Ref, organisation, person, tie};
use crate::index::tables::NONE;
use crate::store::StoreError;
use crate::text::{Lang, network as words};

/// Most lines of one organisation's people in a circle.
const CROWD: usize = 60;
/// Most steps of a path.
const FAR: usize = 6;

/// One end of a tie, as seen from the other.
struct Near {
    to: Ref,
    tie: Option<Id>,
    relation: String,
    dates: String,
    source: String,
}

/// The declared ties of one.
///
/// # Errors
/// When the store cannot be read.
pub fn ties_of(world: &World, one: Ref, actor: &Actor) -> Result<Vec<CircleRow>, StoreError> {
    let mut out = Vec::new();
    for n in declared(world, one, actor)? {
        out.push(line(world, n, 1, actor)?);
    }
    Ok(out)
}

/// Who holds which post of an organisation, heads first; behind them those whose term is over and whom nobody followed.
///
/// # Errors
/// When the store cannot be read.
pub fn posts_of(world: &World, one: Ref, actor: &Actor) -> Result<Vec<Holding>, StoreError> {
    let edges = match one.kind {
        Kind::Organisation => world.tables().ties.of(one).to_vec(),
        _ => Vec::new(),
    };
    let today = world.today();
    let mut out = Vec::new();
    for e in edges.into_iter().filter(|e| e.to.kind == Kind::Person) {
        let tie = Ref { kind: Kind::Tie, id: e.tie };
        // who is frozen stands in no list
        if hidden(world, actor, e.to) || !actor.rights.sees(&world.tables(), tie) {
            continue;
        }
        let Some(r) = world.get(tie)? else { continue };
        let Some(post) = tie::post(&r.fields).map(str::to_owned) else { continue };
        let (since, until) = (r.fields.day(tie::SINCE), r.fields.day(tie::UNTIL));
        let name = world.name_of(e.to, actor);
        out.push(Holding { tie, who: e.to, name, post, since, until });
    }
    let over = |h: &Holding| h.until.is_some_and(|until| until < today);
    let (past, mut now): (Vec<Holding>, Vec<Holding>) = out.into_iter().partition(over);
    let followed = |h: &Holding| now.iter().any(|n| n.post == h.post);
    let mut left: Vec<Holding> = past.into_iter().filter(|h| !followed(h)).collect();
    // of several who held it one after the other only the last
    left.sort_by_key(|h| (h.post.clone(), std::cmp::Reverse(h.until)));
    left.dedup_by(|a, b| a.post == b.post && a.until != b.until);
    now.extend(left);
    now.sort_by_key(|h| (over(h), order(&h.post), h.post.clone(), h.since, h.name.clone()));
    Ok(now)
}

/// Chairs, their deputies, the secretary general, the rest.
fn order(post: &str) -> u8 {
    match rank(post) {
        _ if post.contains("秘书长") => 2,
        2 => 3,
        other => other,
    }
}

/// The circle of two steps, as a tree.
///
/// # Errors
/// When the store cannot be read.
pub fn circle(world: &World, middle: Ref, actor: &Actor) -> Result<Vec<CircleRow>, StoreError> {
    let mut out = Vec::new();
    let first = near(world, middle, actor)?;
    for n in first {
        let to = n.to;
        out.push(line(world, n, 1, actor)?);
        if hidden(world, actor, to) {
            continue;
        }
        for second in near(world, to, actor)? {
            if second.to != middle {
                out.push(line(world, second, 2, actor)?);
            }
        }
    }
    Ok(out)
}

/// Somebody who is in no list, frozen or of another area. Nobody is led to others through them.
fn hidden(world: &World, actor: &Actor, one: Ref) -> bool {
    let t = world.tables();
    !actor.rights.sees(&t, one) || (one.kind == Kind::Person && t.people.find(one.id).is_none())
}

/// The shortest way from one to another; empty where there is none.
///
/// # Errors
/// When the store cannot be read.
pub fn path(world: &World, from: Ref, to: Ref, actor: &Actor) -> Result<Vec<PathStep>, StoreError> {
    let found = {
        let t = world.tables();
        let more = |r: Ref| -> Vec<Ref> {
            match r.kind {
                Kind::Person => {
                    let at = t.people.find(r.id).and_then(|p| t.people.employer.get(p)).unwrap_or(NONE);
                    t.organisations
                        .get(at)
                        .map(|o| Ref { kind: Kind::Organisation, id: o.id })
                        .into_iter()
                        .collect()
                }
                Kind::Organisation => {
                    let Some(at) = t.organisations.find(r.id) else { return Vec::new() };
                    let seen = |at: &&u32| actor.rights.sees_person(&t, **at);
                    let people = t.members(at).iter().filter(seen).take(CROWD);
                    let ids = people.filter_map(|at| t.people.id.get(*at));
                    ids.map(|id| Ref { kind: Kind::Person, id }).collect()
                }
                _ => Vec::new(),
            }
        };
        let people = &t.people;
        let shut =
            |r: Ref| !actor.rights.sees(&t, r) || (r.kind == Kind::Person && people.find(r.id).is_none());
        t.ties.path(from, to, FAR, &more, &shut)
    };
    let Some(steps) = found else { return Ok(Vec::new()) };
    let mut out = vec![step(world, from, actor)?];
    let mut before = from;
    for (here, tie) in steps {
        let mut step = step(world, here, actor)?;
        // each step says since when and who declared it, as every tie does
        match tie {
            Some(id) => {
                if let Some(r) = world.get(Ref { kind: Kind::Tie, id })? {
                    (step.relation, step.dates) = (relation(&r, actor.lang), dates(&r));
                    step.source = r.fields.text(tie::SOURCE).to_string();
                }
            }
            None => {
                step.relation = employment(world, before, here, actor)?;
                step.dates = employed_since(world, before, here)?;
                step.source = words::OWN_CARD.get(actor.lang).to_string();
            }
        }
        out.push(step);
        before = here;
    }
    Ok(out)
}

/// One of a path, nothing said yet of what ties them to the one before.
fn step(world: &World, target: Ref, actor: &Actor) -> Result<PathStep, StoreError> {
    let r = world.get(target)?;
    let name = r.as_ref().map(|r| called(r, actor.lang)).unwrap_or_default();
    let about = r.map(|r| about(world, &r, actor)).unwrap_or_default();
    let (relation, dates, source) = Default::default();
    Ok(PathStep { target, name, about, relation, dates, source })
}

/// Since when a person's card says that they work there.
fn employed_since(world: &World, a: Ref, b: Ref) -> Result<String, StoreError> {
    let who = if a.kind == Kind::Person { a } else { b };
    let since = world.get(who)?.and_then(|r| r.fields.day(person::SINCE));
    Ok(since.map(|d| format!("{} -", month(d))).unwrap_or_default())
}

/// What a person's card declares of their employer.
fn employment(world: &World, a: Ref, b: Ref, actor: &Actor) -> Result<String, StoreError> {
    let who = if a.kind == Kind::Person { a } else { b };
    let title = world.get(who)?.map(|r| r.fields.text(person::TITLE).to_string()).unwrap_or_default();
    Ok(if title.is_empty() { words::WORKS_THERE.get(actor.lang).to_string() } else { title })
}

fn line(world: &World, n: Near, depth: u8, actor: &Actor) -> Result<CircleRow, StoreError> {
    let r = world.get(n.to)?;
    // of whoever is not seen nothing stands here but the words for nobody in particular
    let known = actor.rights.names(&world.tables(), n.to);
    let name = if known {
        r.as_ref().map(|r| called(r, actor.lang)).unwrap_or_default()
    } else {
        world.name_of(n.to, actor)
    };
    let about = r.filter(|_| known).map(|r| about(world, &r, actor)).unwrap_or_default();
    Ok(CircleRow {
        depth,
        target: n.to,
        name,
        about,
        tie: n.tie.map(|id| Ref { kind: Kind::Tie, id }),
        relation: n.relation,
        dates: n.dates,
        source: n.source,
    })
}

/// A tie's sort and role in words.
fn relation(r: &Record, lang: Lang) -> String {
    let sort = Kind::Tie.field(tie::SORT).zip(r.fields.code(tie::SORT)).map(|(f, c)| f.choice_label(c, lang));
    let (sort, role) = (sort.unwrap_or_default(), r.fields.text(tie::ROLE));
    // a member whose role is member is said once
    if role == sort { sort } else { format!("{sort} {role}").trim().to_string() }
}

/// As much of a day as a tie needs: 2021-03.
fn month(day: Day) -> String {
    day.to_string().chars().take(7).collect()
}

/// Since when and until when a tie holds.
fn dates(r: &Record) -> String {
    let day = |no| r.fields.day(no).map(month);
    match (day(tie::SINCE), day(tie::UNTIL)) {
        (None, None) => String::new(),
        (a, b) => format!("{} - {}", a.unwrap_or_default(), b.unwrap_or_default()).trim().to_string(),
    }
}

fn declared(world: &World, one: Ref, actor: &Actor) -> Result<Vec<Near>, StoreError> {
    let edges = world.tables().ties.of(one).to_vec();
    let mut out = Vec::new();
    for e in edges {
        if !actor.rights.sees(&world.tables(), Ref { kind: Kind::Tie, id: e.tie }) {
            continue;
        }
        let Some(r) = world.get(Ref { kind: Kind::Tie, id: e.tie })? else { continue };
        let source = r.fields.text(tie::SOURCE).to_string();
        let (relation, dates) = (relation(&r, actor.lang), dates(&r));
        out.push(Near { to: e.to, tie: Some(e.tie), relation, dates, source });
    }
    Ok(out)
}

/// Declared ties, and what cards declare themselves: an employer, an employer's people.
fn near(world: &World, one: Ref, actor: &Actor) -> Result<Vec<Near>, StoreError> {
    let mut out = declared(world, one, actor)?;
    let card = words::OWN_CARD.get(actor.lang);
    match one.kind {
        Kind::Person => {
            if let Some(r) = world.get(one)?
                && let Some(e) = r.fields.link(person::EMPLOYER)
                && !out.iter().any(|n| n.to == e)
            {
                let dates =
                    r.fields.day(person::SINCE).map(|d| format!("{} -", month(d))).unwrap_or_default();
                let relation = employment(world, one, e, actor)?;
                out.push(Near { to: e, tie: None, relation, dates, source: card.into() });
            }
        }
        Kind::Organisation => {
            let people: Vec<Id> = {
                let t = world.tables();
                let at = t.organisations.find(one.id).unwrap_or(NONE);
                t.members(at)
                    .iter()
                    .filter(|at| actor.rights.sees_person(&t, **at))
                    .take(CROWD)
                    .filter_map(|at| t.people.id.get(*at))
                    .collect()
            };
            for id in people {
                let to = Ref { kind: Kind::Person, id };
                if !out.iter().any(|n| n.to == to) {
                    let relation = employment(world, to, one, actor)?;
                    out.push(Near { to, tie: None, relation, dates: String::new(), source: card.into() });
                }
            }
            let contact = world.get(one)?.and_then(|r| r.fields.link(organisation::CONTACT));
            // who they are elsewhere is not told, nor that there is somebody
            let contact = contact.filter(|c| actor.rights.sees(&world.tables(), *c));
            if let Some(to) = contact.filter(|c| !out.iter().any(|n| n.to == *c)) {
                let relation = words::CONTACT.get(actor.lang).to_string();
                out.push(Near { to, tie: None, relation, dates: String::new(), source: card.into() });
            }
        }
        _ => {}
    }
    Ok(out)
}
