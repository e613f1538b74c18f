//! A write as the client asks for it, turned into the record it comes to: texts read, references looked up,
//! changes of others merged field by field.

use super::actor::Actor;
use super::lineage;
use super::office;
use super::resolve::{Meant, View, invalid, new_id};
use super::veil;
use super::wire::{Clash, Conflict, Edit, Link, Refusal, Reply, Save, Saved, Shown, Signed};
use super::world::decode;
use crate::book::{
    Day, Fields, General, Id, Kind, Record, Ref, Type, Value, handover, holiday, matter, offer, person,
    rules, sealed, service, staff, visit,
};
use crate::index::tables::NEVER;
use crate::store::{Key, StoreError};
use crate::text::{Lang, office as office_words, staff as staff_words, trouble};

/// A write that is ready: the records before and after, what to note, what to answer.
#[derive(Debug)]
pub struct Ready {
    /// (before, after); a removal has no after.
    pub changes: Vec<(Option<Record>, Option<Record>, Ref)>,
    /// Why, for the history.
    pub note: String,
    /// What several commits of one import have in common.
    pub batch: Option<Id>,
    /// The answer once it is durable; versions are filled in then.
    pub answer: Reply,
}

/// A write that is ready, or the answer that it is not done.
pub type Made = Result<Ready, Box<Reply>>;

/// Makes a failed store into an answer.
pub fn failed(e: StoreError, lang: Lang) -> Box<Reply> {
    Box::new(Reply::Refused(super::answer::refusal(&e, lang)))
}

/// A new or changed record.
pub fn save(view: &mut View<'_>, actor: &Actor, s: &Save) -> Made {
    let lang = actor.lang;
    let current = view.get(s.target).map_err(|e| failed(e, lang))?;
    if current.is_none() && s.base != 0 {
        return Err(Box::new(Reply::Refused(Refusal::Gone)));
    }
    // what somebody has in it may still be taken out
    let fills = |(no, edit): &&(u16, Edit)| *edit != Edit::Clear && office::retired(s.target.kind, *no);
    let retired: Vec<_> = s.set.iter().filter(fills).collect();
    if !retired.is_empty() {
        let said = |(no, _): &&(u16, _)| (*no, office_words::RETIRED.get(lang).to_owned());
        return Err(Box::new(Reply::Invalid(retired.iter().map(said).collect())));
    }
    // how far something is, and who was told, follows from what was done
    let by_acts =
        |no: u16| !office::retired(s.target.kind, no) && s.target.kind.field(no).is_some_and(|f| f.fixed);
    if s.set.iter().any(|(no, _)| by_acts(*no)) {
        return Err(Box::new(Reply::Refused(super::wire::Refusal::BadRequest)));
    }
    // what was sealed is not changed
    let stays = |no: &u16| s.target.kind == Kind::Sealed && ![sealed::TITLE, sealed::SENT_TO].contains(no);
    if current.is_some() && s.set.iter().any(|(no, _)| stays(no)) {
        return Err(Box::new(Reply::Refused(Refusal::Said(trouble::SEALED.get(lang).into()))));
    }
    let mut changes = Vec::new();
    let mut made = Vec::new();
    let set = values(view, s.target.kind, &s.set, lang, &mut changes, &mut made)?;
    if let Some(now) = &current {
        let out_of_reach: Vec<_> = set.iter().filter(|(no, _)| !now.fields.reaches(*no)).collect();
        if !out_of_reach.is_empty() {
            let newer = crate::text::trouble::NEWER_RECORD.get(lang);
            return Err(Box::new(Reply::Invalid(
                out_of_reach.iter().map(|(no, _)| (*no, newer.to_string())).collect(),
            )));
        }
    }
    let set = with_hidden(view, current.as_ref(), set);
    let mut merged = false;
    if let Some(now) = &current
        && now.version != s.base
    {
        let base = version(view, s.target, s.base).map_err(|e| failed(e, lang))?.unwrap_or_default();
        let seen = Record { version: s.base, fields: base.clone(), ..now.clone() };
        let clash: Vec<u16> = set
            .iter()
            .filter(|(no, mine)| {
                let theirs = now.fields.get(*no);
                theirs != base.get(*no) && theirs != mine.as_ref()
            })
            .map(|(no, _)| *no)
            .collect();
        if !clash.is_empty() {
            return Err(Box::new(Reply::Conflict(Box::new(conflict(view, now, &seen, &clash)))));
        }
        merged = set.iter().any(|(no, mine)| now.fields.get(*no) != mine.as_ref()) && s.base != 0;
    }
    let mut after = current.clone().unwrap_or_else(|| Record::new(s.target.kind, s.target.id));
    for (no, v) in set {
        match v {
            Some(v) => after.fields.set(no, v),
            None => after.fields.clear(no),
        }
    }
    complete(view, actor, &mut after, current.is_none());
    super::doer::note(view, actor, &mut after, current.is_none());
    if let Err(wrong) =
        office::complete(view, current.as_ref(), &mut after, lang).map_err(|e| failed(e, lang))?
    {
        return Err(Box::new(Reply::Invalid(wrong)));
    }
    let wrong = invalid(after.kind, &after.fields, lang);
    if !wrong.is_empty() {
        return Err(Box::new(Reply::Invalid(wrong)));
    }
    let unused = office::out_of_use(current.as_ref(), &after);
    if !unused.is_empty() {
        let said = |no: u16| (no, office_words::NOT_OFFERED.get(lang).to_owned());
        return Err(Box::new(Reply::Invalid(unused.into_iter().map(said).collect())));
    }
    let remarks = rules::remarks(after.kind, &after.fields)
        .into_iter()
        .map(|(no, t)| (no, t.get(lang).to_string()))
        .collect();
    let saved =
        Saved { target: s.target, version: after.version, name: called(view, &after), made, merged, remarks };
    if current.as_ref().is_some_and(|c| c.fields == after.fields) {
        return Err(Box::new(Reply::Saved(saved)));
    }
    changes.push((current, Some(after), s.target));
    Ok(Ready { changes, note: String::new(), batch: None, answer: Reply::Saved(saved) })
}

/// What is to be set, with those whom the actor does not see left where they are.
fn with_hidden(
    view: &View<'_>,
    current: Option<&Record>,
    set: Vec<(u16, Option<Value>)>,
) -> Vec<(u16, Option<Value>)> {
    let (rights, t) = (&view.actor.rights, view.world.tables());
    if rights.everywhere() {
        return set;
    }
    let now = |no: u16| current.and_then(|r| r.fields.get(no));
    let each = set.into_iter().map(|(no, value)| (no, veil::restored(rights, &t, now(no), value)));
    each.collect()
}

/// What a record is called in an answer: a visit by whom it was to, a tie by whom it begins with.
pub fn called(view: &View<'_>, r: &Record) -> String {
    let whom = match r.kind {
        Kind::Visit => r.fields.link(visit::PEOPLE).or(r.fields.link(visit::ORGANISATION)),
        Kind::Tie => r.fields.link(crate::book::tie::FROM),
        _ => None,
    };
    whom.map_or_else(|| r.name().to_string(), |w| view.name_of(w))
}

/// Fills in what comes by itself in a new record.
fn complete(view: &View<'_>, actor: &Actor, r: &mut Record, new: bool) {
    if !new {
        return;
    }
    let mut default = |no: u16, v: Value| {
        if r.fields.get(no).is_none() {
            r.fields.set(no, v);
        }
    };
    match r.kind {
        Kind::Person => {
            default(person::STATUS, Value::Code(1));
            default(person::ENTERED_ON, Value::Day(view.world.today()));
            placed(actor, r);
        }
        Kind::Visit => {
            default(visit::WHEN, Value::Day(view.world.today()));
            default(visit::MODE, Value::Code(1));
            default(visit::STAFF, Value::List(vec![Value::Ref(actor.staff)]));
            let first = r.fields.link(visit::PEOPLE).and_then(|p| view.get(p).ok().flatten());
            if let Some(a) = first.and_then(|p| p.fields.link(person::AREA))
                && r.fields.get(visit::AREA).is_none()
            {
                r.fields.set(visit::AREA, Value::Ref(a));
            }
            placed(actor, r);
        }
        Kind::Staff => default(staff::STATUS, Value::Code(1)),
        Kind::Sealed => {
            // who sealed it and when is not said by whoever asks
            r.fields.set(sealed::SEALED_ON, Value::Day(view.world.today()));
            r.fields.set(sealed::OWNER, Value::Ref(actor.staff));
            super::report::seal(view.world, actor, r);
        }
        Kind::Handover => {
            default(handover::SINCE, Value::Day(view.world.today()));
            default(handover::HOW, Value::Code(handover::FOR_GOOD));
        }
        kind => {
            if let Some(g) = kind.general() {
                complete_general(view, actor, g, r);
            }
        }
    }
}

/// What comes by itself in a new record of a general kind: it is of today and of whoever enters it, at its beginning,
/// and lies where whom it is about does.
pub fn complete_general(view: &View<'_>, actor: &Actor, g: &General, r: &mut Record) {
    let first = |no: Option<u16>| no.and_then(|no| r.fields.link(no));
    let about = first(g.people).or(first(g.organisation)).and_then(|one| view.get(one).ok().flatten());
    let area = about.and_then(|one| one.area()).map(Value::Ref);
    let begins = g.state.and_then(|no| r.kind.field(no)?.choices().first());
    let urgency = (r.kind == Kind::Matter).then_some(matter::URGENCY);
    let by = r.fields.code(matter::URGENCY).unwrap_or(matter::USUAL);
    let raised = g.day.and_then(|no| r.fields.day(no)).unwrap_or_else(|| view.world.today());
    let due = urgency.and_then(|_| {
        let days_off = holidays(view.world);
        matter::due(by, raised, &|day| holiday::works(day, &days_off))
    });
    let usual = [
        (urgency, Some(Value::Code(by))),
        (g.due, due.map(Value::Day)),
        (g.day, Some(Value::Day(view.world.today()))),
        (g.owner, Some(Value::Ref(actor.staff))),
        (g.state, begins.map(|c| Value::Code(c.code))),
        (g.area, area),
    ];
    for (no, value) in usual.into_iter().filter_map(|(no, v)| Some((no?, v?))) {
        let many = r.kind.field(no).is_some_and(|f| f.many);
        if r.fields.get(no).is_none() {
            r.fields.set(no, if many { Value::List(vec![value]) } else { value });
        }
    }
    match r.kind {
        Kind::Service => service::complete(&mut r.fields, view.world.today()),
        Kind::Offer => offer::complete(&mut r.fields),
        _ => {}
    }
    placed(actor, r);
    if r.kind == Kind::Answer {
        super::study::placed(view, r);
    }
}

/// The office's list of days off and of weekend days that are worked.
fn holidays(world: &super::world::World) -> Vec<(Day, Day, u16)> {
    let t = world.tables();
    let day =
        |no: u16, at: u32| t.day_column(Kind::Holiday, no).and_then(|c| c.get(at)).filter(|d| *d != NEVER);
    let one = |at: u32| {
        let from = day(holiday::FROM, at)?;
        let to = day(holiday::TO, at).unwrap_or(from);
        let sort = t.codes(Kind::Holiday, holiday::SORT).and_then(|c| c.get(at))?;
        Some((Day(from), Day(to), u16::from(sort)))
    };
    t.all_things(Kind::Holiday).iter().filter_map(one).collect()
}

/// Puts what is new and lies nowhere yet where its writer works, so that they see what they wrote. Somebody is put only
/// where there is no choice; a visit or matter of somebody lies where they do.
pub fn placed(actor: &Actor, r: &mut Record) {
    let Some(no) = r.kind.area_field().filter(|no| r.fields.get(*no).is_none()) else { return };
    let own = match r.kind {
        // of a target no area means all that its writer is for
        Kind::Person | Kind::Target => actor.rights.only_area(),
        // one that is known by name alone is everybody's
        Kind::Organisation => None,
        kind => {
            let about = [kind.people_field(), kind.organisation_field().filter(|_| kind != Kind::Visit)];
            let nobody = about.into_iter().flatten().all(|no| r.fields.links(no).is_empty());
            actor.rights.areas.first().copied().filter(|_| nobody)
        }
    };
    if let Some(id) = own {
        let area = Value::Ref(Ref { kind: Kind::Area, id });
        let many = r.kind.field(no).is_some_and(|f| f.many);
        r.fields.set(no, if many { Value::List(vec![area]) } else { area });
    }
}

/// Edits as values: `None` clears. New organisations and staff that a text names join `changes`.
pub fn values(
    view: &mut View<'_>,
    kind: Kind,
    set: &[(u16, Edit)],
    lang: Lang,
    changes: &mut Vec<(Option<Record>, Option<Record>, Ref)>,
    made: &mut Vec<(Ref, String)>,
) -> Result<Vec<(u16, Option<Value>)>, Box<Reply>> {
    let mut out = Vec::new();
    let mut wrong = Vec::new();
    for (no, edit) in set {
        let Some(field) = kind.field(*no) else {
            return Err(Box::new(Reply::Refused(Refusal::BadRequest)));
        };
        let read = match edit {
            Edit::Clear => Ok((None, Vec::new())),
            Edit::Set(v) => Ok((Some(lineage::value(view.world, v.clone())), Vec::new())),
            Edit::Text(text) => read(view, field, text, lang, "").map(|(v, new)| (Some(v), new)),
            Edit::Links(links) => together(view, field, links, lang),
        };
        let (value, new) = match read {
            Ok(read) => read,
            Err(words) => {
                wrong.push((*no, words));
                continue;
            }
        };
        for r in new {
            made.push((r.to_ref(), r.name().to_string()));
            view.will(r.to_ref(), Some(r.clone()));
            changes.push((None, Some(r.clone()), r.to_ref()));
        }
        out.push((*no, value.filter(|v| !v.is_empty())));
    }
    if wrong.is_empty() { Ok(out) } else { Err(Box::new(Reply::Invalid(wrong))) }
}

/// Reads a text into a field: its value, and the new records it takes. `office` tells areas apart.
///
/// # Errors
/// What is wrong, in words.
pub fn read(
    view: &View<'_>,
    field: &crate::book::Field,
    text: &str,
    lang: Lang,
    office: &str,
) -> Result<(Value, Vec<Record>), String> {
    let refers = match field.ty {
        Type::Ref { kind, make } => Some((vec![kind], make)),
        Type::Party => Some((vec![Kind::Person, Kind::Organisation], false)),
        _ => None,
    };
    let Some((kinds, make)) = refers else {
        return rules::read(field, text, view.world.today())
            .map(|v| (v, Vec::new()))
            .map_err(|t| t.say(field, lang));
    };
    rules::fits(field, text).map_err(|t| t.say(field, lang))?;
    let nobody = |name: &str| name == staff_words::ELSEWHERE.zh || name == staff_words::ELSEWHERE.en;
    let mut refs = Vec::new();
    let mut new = Vec::new();
    let names: Vec<&str> = if field.many { rules::parts(text).collect() } else { vec![text.trim()] };
    for name in names.into_iter().filter(|n| !n.is_empty()) {
        // the words that stand for somebody who is not seen: they stay who they are
        if let Some(kind) = kinds.first().filter(|_| nobody(name)) {
            refs.push(Ref { kind: *kind, id: Id::NIL });
            continue;
        }
        let mut meant = Meant::Nobody;
        for kind in &kinds {
            meant = view.meant(*kind, name, make, office);
            if !matches!(meant, Meant::Nobody) {
                break;
            }
        }
        match meant {
            Meant::One(r) => refs.push(r),
            Meant::New(r) => {
                refs.push(r.to_ref());
                new.push(*r);
            }
            other => return Err(other.trouble(name, lang).unwrap_or_default()),
        }
    }
    let value = match (field.many, refs.as_slice()) {
        (false, [one]) => Value::Ref(*one),
        (false, _) => Value::Text(String::new()),
        (true, all) => Value::List(all.iter().map(|r| Value::Ref(*r)).collect()),
    };
    Ok((value, new))
}

/// References picked and typed, in their order: a name is looked up, a pick is taken as it is.
fn together(
    view: &View<'_>,
    field: &crate::book::Field,
    links: &[Link],
    lang: Lang,
) -> Result<(Option<Value>, Vec<Record>), String> {
    let (mut refs, mut new) = (Vec::new(), Vec::new());
    for link in links {
        let read = match link {
            Link::Ref(r) => Value::Ref(view.world.stands_for(*r)),
            Link::Name(name) => {
                let (value, made) = read(view, field, name, lang, "")?;
                new.extend(made);
                value
            }
        };
        for one in read.each() {
            if !one.is_empty() && !refs.contains(one) {
                refs.push(one.clone());
            }
        }
    }
    let one = refs.pop_if(|_| !field.many);
    Ok((Some(one.unwrap_or(Value::List(refs))), new))
}

/// The fields of a record at a former version.
fn version(view: &View<'_>, target: Ref, version: u64) -> Result<Option<Fields>, StoreError> {
    let key = Key { kind: target.kind.code(), id: target.id.0 };
    for entry in view.world.store.history(key, 200)? {
        if entry.pos.0 == version {
            let body = entry.changes.into_iter().find(|c| c.key == key).and_then(|c| c.body);
            return body.map(|b| decode(target.kind, target.id, version, &b).map(|r| r.fields)).transpose();
        }
    }
    Ok(None)
}

/// Somebody changed it since it was seen: the record as it stands.
pub fn moved(view: &View<'_>, now: &Record) -> Box<Reply> {
    Box::new(Reply::Conflict(Box::new(conflict(view, now, now, &[]))))
}

/// What `seen` was and `now` is in the fields that clash, and who made it so when.
fn conflict(view: &View<'_>, now: &Record, seen: &Record, clash: &[u16]) -> Conflict {
    let signed = |r: &Record, no: u16| {
        let f = now.kind.field(no).zip(r.fields.get(no));
        let words = f.map(|(f, v)| view.world.words(f, v, view.actor)).unwrap_or_default();
        let (by, at_ms) = super::history::signed(view.world, now.to_ref(), no, r.version).unwrap_or_default();
        Signed { words, by, at_ms }
    };
    let by = super::history::changed_by(view.world, now.to_ref());
    let of = |no: &u16| Clash { field: *no, base: signed(seen, *no), theirs: signed(now, *no) };
    Conflict {
        fields: clash.iter().map(of).collect(),
        now: Shown { record: now.clone(), names: super::answer::names_in(view.world, now, view.actor) },
        by,
    }
}

/// Takes a record away, unless others refer to it.
pub fn remove(view: &mut View<'_>, actor: &Actor, target: Ref, base: u64) -> Made {
    let lang = actor.lang;
    let Some(now) = view.get(target).map_err(|e| failed(e, lang))? else {
        return Err(Box::new(Reply::Refused(Refusal::Gone)));
    };
    if now.version != base {
        return Err(Box::new(Reply::Conflict(Box::new(conflict(view, &now, &now, &[])))));
    }
    let users = super::users::count(view.world, target);
    if users > 0 {
        // how many others there are elsewhere is not told
        let seen =
            if actor.rights.everywhere() { users } else { super::users::seen(view.world, actor, target) };
        return Err(Box::new(Reply::Refused(match seen {
            0 => Refusal::Said(trouble::IN_USE_ELSEWHERE.get(lang).into()),
            seen => Refusal::InUse(seen),
        })));
    }
    let saved = Saved {
        target,
        version: 0,
        name: now.name().to_string(),
        made: Vec::new(),
        merged: false,
        remarks: Vec::new(),
    };
    Ok(Ready {
        changes: vec![(Some(now), None, target)],
        note: String::new(),
        batch: None,
        answer: Reply::Saved(saved),
    })
}

/// The staff record of whoever opens their own book for the first time.
pub fn owner(uid: u32, name: &str) -> Record {
    let mut r = Record::new(Kind::Staff, new_id());
    r.fields.set(staff::NAME, Value::text(name));
    r.fields.set(staff::ACCOUNT, Value::text(name));
    r.fields.set(staff::UID, Value::Int(i64::from(uid)));
    r.fields.set(staff::ROLE, Value::Code(1));
    r.fields.set(staff::STATUS, Value::Code(1));
    r
}
