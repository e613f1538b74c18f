//! Two records made one, and one made two again.
//!
//! First what refers to the record that goes is moved to the one that stays, some records a commit; then both change in
//! one commit: the one that stays holds what was chosen, the one that goes says into which it went. So whatever comes
//! between, nothing hangs in the air, and asking again goes on where it ended. Taking back goes the same way round.

use super::actor::Actor;
use super::edit::{Made, Ready, failed};
use super::resolve::{View, invalid};
use super::wire::{MERGE_MAX, Merge, Merging, Refusal, Reply, Unmerge};
use super::world::{World, decode};
use super::{answer, register::said, users, writer};
use crate::book::{Fields, Id, Kind, Record, Ref, Value, merge, tie};
use crate::store::{Entry, Key, StoreError};
use crate::text::{Lang, merge as words};

/// Commits of a record looked through for the slice of a merge.
const LOOK: usize = 200;

type Changes = Vec<(Option<Record>, Option<Record>, Ref)>;

fn key(r: Ref) -> Key {
    Key { kind: r.kind.code(), id: r.id.0 }
}

/// What all slices of one merge share: the same for whoever goes on with it.
fn batch(keep: &Record, other: &Record) -> Id {
    let mut h = blake3::Hasher::new();
    h.update(b"merge").update(&keep.id.0).update(&other.id.0).update(&other.version.to_le_bytes());
    let mut out = [0; 16];
    out.iter_mut().zip(h.finalize().as_bytes()).for_each(|(o, b)| *o = *b);
    Id(out)
}

/// The answer to a slice.
fn merging(world: &World, stays: Record, other: Record, actor: &Actor) -> Merging {
    let shown = |r: Record| answer::shown(world, r, actor);
    Merging {
        stays: shown(stays),
        other: shown(other),
        refs: Vec::new(),
        left: 0,
        moved: 0,
        done: false,
        since: Vec::new(),
    }
}

fn told(m: Merging) -> Box<Reply> {
    Box::new(Reply::Merging(Box::new(m)))
}

/// Both must be theirs to write. What refers to the one that goes is led over whoever may write it: only the name over
/// it changes.
fn may(view: &View<'_>, actor: &Actor, both: &[(&Record, &Record)]) -> Result<(), Box<Reply>> {
    let t = view.world.tables();
    match both.iter().all(|(b, a)| actor.rights.may_write(&t, Some(b), Some(a)).is_ok()) {
        true => Ok(()),
        false => Err(Box::new(Reply::Refused(Refusal::NotAllowed))),
    }
}

/// What merging would do.
pub fn dry(view: &mut View<'_>, actor: &Actor, m: &Merge) -> Reply {
    match slice(view, actor, m) {
        Ok(ready) => ready.answer,
        Err(reply) => *reply,
    }
}

/// A slice of a merge as one commit.
pub fn slice(view: &mut View<'_>, actor: &Actor, m: &Merge) -> Made {
    let lang = actor.lang;
    let no = |t| Err(said(t, lang));
    if m.keep.kind != m.other.kind || m.keep == m.other || !merge::KINDS.contains(&m.keep.kind) {
        return Err(Box::new(Reply::Refused(Refusal::BadRequest)));
    }
    let get = |r| view.get(r).map_err(|e| failed(e, lang));
    let (Some(keep), Some(other)) = (get(m.keep)?, get(m.other)?) else {
        return Err(Box::new(Reply::Refused(Refusal::Gone)));
    };
    if merge::merged_into(&other) == Some(m.keep) {
        return Err(told(Merging { done: true, ..merging(view.world, keep, other, actor) }));
    }
    if merge::merged_into(&other).is_some() || merge::merged_into(&keep).is_some() {
        return no(words::MERGED_ALREADY);
    }
    let seen = |r: &Record, version: u64| version == 0 || r.version == version;
    if !seen(&keep, m.seen.0) || !seen(&other, m.seen.1) {
        return no(words::CHANGED_MEANWHILE);
    }
    if keep.fields.unread().is_some() || other.fields.unread().is_some() {
        return no(crate::text::trouble::NEWER_RECORD);
    }
    let mut after = keep.clone();
    after.fields = merge::merged(keep.kind, &keep.fields, &other.fields, &m.sides);
    let wrong = invalid(after.kind, &after.fields, lang);
    if !wrong.is_empty() {
        return Err(Box::new(Reply::Invalid(wrong)));
    }
    let mut gone = other.clone();
    if let Some(no) = other.kind.merged_field() {
        gone.fields.set(no, Value::Ref(m.keep));
    }
    may(view, actor, &[(&keep, &after), (&other, &gone)])?;
    let refs = users::of(&view.world.tables(), m.other);
    let left = refs.len() as u64;
    let mut answer = merging(view.world, after.clone(), other.clone(), actor);
    if m.dry {
        answer.refs = refs.into_iter().take(MERGE_MAX).collect();
        answer.left = left;
        return Err(told(answer));
    }
    let mut changes = Changes::new();
    let last = refs.len() <= MERGE_MAX;
    for r in refs.into_iter().take(MERGE_MAX).filter(|r| *r != m.keep) {
        let Some(now) = view.get(r).map_err(|e| failed(e, lang))? else { continue };
        let led = led(view, &now, m.other, m.keep).map_err(|e| failed(e, lang))?;
        changes.push((Some(now), led, r));
    }
    answer.moved = changes.len() as u32;
    answer.left = left.saturating_sub(MERGE_MAX as u64);
    answer.done = last;
    let note = words::note(lang, other.name(), keep.name());
    let batch = Some(batch(&keep, &other));
    if last {
        changes.push((Some(other), Some(gone), m.other));
        changes.push((Some(keep), Some(after), m.keep));
    }
    Ok(Ready { changes, note, batch, answer: *told(answer) })
}

/// A record that referred to one and refers to another instead; nothing where nothing of it is left: a tie of somebody to
/// themselves, a tie that is there already.
fn led(view: &View<'_>, r: &Record, from: Ref, to: Ref) -> Result<Option<Record>, StoreError> {
    let mut out = r.clone();
    for (no, v) in r.fields.iter() {
        if v.each().contains(&Value::Ref(from)) {
            out.fields.set(no, swapped(v, from, to));
        }
    }
    if r.kind != Kind::Tie {
        return Ok(Some(out));
    }
    let ends = |f: &Fields| (f.link(tie::FROM), f.link(tie::TO));
    if ends(&out.fields).0 == ends(&out.fields).1 {
        return Ok(None);
    }
    let edges = {
        let t = view.world.tables();
        [t.ties.of(to), t.ties.marks_of(to)].concat()
    };
    for e in edges.into_iter().filter(|e| e.tie != r.id) {
        let said = |f: &Fields| {
            let mut f = f.clone();
            [tie::SOURCE, tie::NOTE].into_iter().for_each(|no| f.clear(no));
            f
        };
        let other = view.get(Ref { kind: Kind::Tie, id: e.tie })?;
        if other.is_some_and(|o| said(&o.fields) == said(&out.fields))
            && out.fields.text(tie::NOTE).is_empty()
        {
            return Ok(None);
        }
    }
    Ok(Some(out))
}

/// One reference in the place of another, each once.
fn swapped(v: &Value, from: Ref, to: Ref) -> Value {
    let one = |v: &Value| if *v == Value::Ref(from) { Value::Ref(to) } else { v.clone() };
    match v {
        Value::List(all) => {
            let mut out: Vec<Value> = Vec::new();
            for v in all.iter().map(one) {
                if !out.contains(&v) {
                    out.push(v);
                }
            }
            Value::List(out)
        }
        v => one(v),
    }
}

/// A merge as the journal has it.
struct Past {
    other: Record,
    keep: Record,
    /// The commit that made one of two.
    entry: Entry,
}

/// Whether a commit makes one of two.
pub fn is_of(entry: &Entry) -> bool {
    let goes = |c: &crate::store::Change| {
        let kind = Kind::from_code(c.key.kind)?;
        let r = decode(kind, Id(c.key.id), entry.pos.0, c.body.as_deref()?).ok()?;
        merge::merged_into(&r)
    };
    entry.batch.is_some() && entry.changes.iter().any(|c| goes(c).is_some())
}

/// Finds the merge in which a record went.
fn past(view: &View<'_>, of: Ref, lang: Lang) -> Result<Past, Box<Reply>> {
    let failed = |e| failed(e, lang);
    let gone = || Box::new(Reply::Refused(Refusal::Gone));
    let other = view.get(of).map_err(failed)?.ok_or_else(gone)?;
    let Some(into) = merge::merged_into(&other) else { return Err(said(words::NOT_MERGED, lang)) };
    let keep = view.get(into).map_err(failed)?.ok_or_else(gone)?;
    if merge::merged_into(&keep).is_some() {
        return Err(said(words::MERGED_FURTHER, lang));
    }
    // nothing is written to a record that went, so its last commit is the merge
    let entry = view.world.store.history(key(of), 1).map_err(failed)?.pop().ok_or_else(gone)?;
    let entry = view.world.store.entry(entry.pos).map_err(failed)?.ok_or_else(gone)?;
    if entry.erasure || !entry.erased.is_empty() {
        return Err(said(words::PARTLY_ERASED, lang));
    }
    Ok(Past { other, keep, entry })
}

/// What of former slices still refers to the record that stayed. Takes long where many do.
fn moved(world: &World, past: &Past) -> Result<Vec<Ref>, StoreError> {
    let mut out = Vec::new();
    let all = users::of(&world.tables(), past.keep.to_ref());
    for r in all.into_iter().filter(|r| !past.entry.changes.iter().any(|c| c.key == key(*r))) {
        if slice_of(world, r, past)?.is_some() {
            out.push(r);
        }
    }
    Ok(out)
}

/// The slice of the same merge in which a record was moved.
fn slice_of(world: &World, r: Ref, past: &Past) -> Result<Option<Entry>, StoreError> {
    let of_it = |e: &Entry| e.batch.is_some() && e.batch == past.entry.batch && e.pos < past.entry.pos;
    Ok(world.store.history(key(r), LOOK)?.into_iter().find(of_it))
}

/// What taking a merge back would do. On the session's own thread.
pub fn dry_back(view: &mut View<'_>, actor: &Actor, u: &Unmerge) -> Reply {
    let made = past(view, u.of, actor.lang).and_then(|p| {
        let mut refs = moved(view.world, &p).map_err(|e| failed(e, actor.lang))?;
        let (changes, since) = back(view, &p, &[]).map_err(|e| failed(e, actor.lang))?;
        let find = |r: Ref| changes.iter().find(|c| c.2 == r).and_then(|c| c.1.clone());
        let stays = find(p.keep.to_ref()).unwrap_or_else(|| p.keep.clone());
        let other = find(u.of).unwrap_or_else(|| p.other.clone());
        let mut answer = merging(view.world, stays, other, actor);
        let both = [p.keep.to_ref(), u.of];
        let at_once = changes.iter().filter(|c| !both.contains(&c.2)).count();
        answer.left = (refs.len() + at_once) as u64;
        (answer.refs, answer.since) = (std::mem::take(&mut refs), since);
        Ok(Reply::Merging(Box::new(answer)))
    });
    made.unwrap_or_else(|reply| *reply)
}

/// A slice of taking a merge back, as one commit.
pub fn slice_back(view: &mut View<'_>, actor: &Actor, u: &Unmerge) -> Made {
    let lang = actor.lang;
    if u.items.len() > MERGE_MAX || (u.items.is_empty() && !u.last) {
        return Err(Box::new(Reply::Refused(Refusal::BadRequest)));
    }
    let p = past(view, u.of, lang)?;
    let (mut changes, since) = back(view, &p, &u.items).map_err(|e| failed(e, lang))?;
    let of_last = |c: &(Option<Record>, Option<Record>, Ref)| !u.items.contains(&c.2);
    if !u.last {
        changes.retain(|c| !of_last(c));
    }
    may(view, actor, &[(&p.keep, &p.keep), (&p.other, &p.other)])?;
    let moved = changes.len() as u32;
    let answer =
        Merging { moved, done: u.last, since, ..merging(view.world, p.keep.clone(), p.other.clone(), actor) };
    let note = words::note_back(lang, p.other.name(), p.keep.name());
    if changes.is_empty() {
        return Err(told(answer));
    }
    Ok(Ready { changes, note, batch: None, answer: *told(answer) })
}

/// What the last commit of a merge changed, and these, as they would be without it; and the fields of the record that
/// stayed which were changed since.
fn back(view: &View<'_>, p: &Past, items: &[Ref]) -> Result<(Changes, Vec<u16>), StoreError> {
    let (mut out, mut since) = (Changes::new(), Vec::new());
    let mut steps: Vec<(Ref, Entry)> = Vec::new();
    for r in items {
        steps.extend(slice_of(view.world, *r, p)?.map(|e| (*r, e)));
    }
    for c in &p.entry.changes {
        if let Some(kind) = Kind::from_code(c.key.kind) {
            steps.push((Ref { kind, id: Id(c.key.id) }, p.entry.clone()));
        }
    }
    for (r, e) in steps {
        let body = e.changes.iter().rfind(|c| c.key == key(r)).and_then(|c| c.body.as_ref());
        let then = body.map(|b| decode(r.kind, r.id, e.pos.0, b)).transpose()?;
        let before = writer::before(view.world, key(r), e.pos)?;
        let now = view.get(r)?;
        let after = match (&now, before, then) {
            (None, Some(before), None) => Some(before),
            (Some(now), Some(before), Some(then)) => {
                let mut after = now.clone();
                let stays = unpatch(&mut after.fields, &before.fields, &then.fields);
                if r == p.keep.to_ref() {
                    since = stays;
                }
                Some(after).filter(|a| a.fields != now.fields)
            }
            _ => None,
        };
        if after.is_some() {
            out.push((now, after, r));
        }
    }
    Ok((out, since))
}

/// Takes a change of fields back, as far as they still are as it left them; which ones are not.
fn unpatch(now: &mut Fields, before: &Fields, then: &Fields) -> Vec<u16> {
    let mut since = Vec::new();
    let mut numbers: Vec<u16> = before.iter().chain(then.iter()).map(|(no, _)| no).collect();
    numbers.sort_unstable();
    numbers.dedup();
    for no in numbers {
        let (was, made, is) = (before.get(no), then.get(no), now.get(no));
        if was == made {
            continue;
        }
        let list = |v: Option<&Value>| v.map(Value::each).unwrap_or_default().to_vec();
        let many = [was, made].into_iter().flatten().any(|v| matches!(v, Value::List(_)));
        if is == made {
            match was {
                Some(v) => now.set(no, v.clone()),
                None => now.clear(no),
            }
        } else if many {
            let (was, made) = (list(was), list(made));
            let mut all = list(is);
            all.retain(|v| was.contains(v) || !made.contains(v));
            all.extend(was.into_iter().filter(|v| !made.contains(v)));
            now.set(no, Value::List(all));
        } else {
            since.push(no);
        }
    }
    since
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_changed_since_stays_and_the_rest_goes_back() {
        let texts = |all: &[&str]| Value::List(all.iter().map(|s| Value::text(*s)).collect());
        let of = |title: &str, phones: &[&str], note: &str| {
            let f = Fields::default().with(1, Value::text("张")).with(10, Value::text(title));
            f.with(5, texts(phones)).with(24, Value::text(note))
        };
        let before = of("经理", &["1"], "");
        let then = of("总经理", &["1", "2"], "二");
        let mut now = of("董事长", &["1", "2", "3"], "二");
        assert_eq!(unpatch(&mut now, &before, &then), [10], "a later title stands");
        assert_eq!(now, of("董事长", &["1", "3"], ""));
        let mut now = then.clone();
        assert!(unpatch(&mut now, &before, &then).is_empty());
        assert_eq!(now, before);
    }
}
