//! Rows of a ledger of a general kind, such as services and matters: its people found by phone and name, known again by
//! what it says.

use super::super::actor::Actor;
use super::super::edit;
use super::super::resolve::{View, invalid, new_id};
use super::super::wire::{LedgerRow, RowOutcome};
use super::{Changes, Left, add_new, allowed, everybody, fields, known_row, put};
use crate::book::schema::FIRST_OWN;
use crate::book::{Fields, General, Kind, Record, Ref, Value, matter, visit};
use crate::store::StoreError;
use crate::text::trouble;

/// A row: known again, or added.
pub(super) fn row(
    view: &mut View<'_>,
    actor: &Actor,
    row: &LedgerRow,
    changes: &mut Changes,
    made: &mut Vec<Ref>,
) -> Result<RowOutcome, Left> {
    let (kind, lang) = (row.kind, actor.lang);
    let (Some(g), Some(key_field)) = (kind.general(), kind.row_field()) else {
        return Err(Left::Out(None, trouble::BAD_REQUEST.get(lang).into()));
    };
    let mut rest = row.clone();
    rest.cells.retain(|(no, _)| Some(*no) != g.people);
    let (mut fields, new) = fields(view, actor, &rest)?;
    if let Some(no) = g.people {
        let who = row.cells.iter().find(|(n, _)| *n == no).map(|(_, t)| t.as_str()).unwrap_or("");
        let whom = everybody(view, who, lang).map_err(|left| at(left, no))?;
        if !whom.is_empty() {
            fields.set(no, Value::List(whom.iter().map(|p| Value::Ref(p.to_ref())).collect()));
        }
    }
    for then in formerly(view, &[g.people, g.organisation], &fields) {
        if let Some(known) = known_row(view, kind, &key(view, kind, &then, &new))? {
            return Ok(RowOutcome::Same(known));
        }
    }
    if let Some(known) = same(view, kind, g, &fields)? {
        return Ok(RowOutcome::Same(known));
    }
    let key = key(view, kind, &fields, &new);
    let mut r = Record::new(kind, new_id());
    r.fields = fields;
    r.fields.set(key_field, Value::text(key));
    if kind == Kind::Matter
        && let Some(visit) = visit_of(view, &r.fields)?
    {
        r.fields.set(matter::VISIT, Value::Ref(visit));
    }
    let due = g.due.and_then(|no| Some((no, r.fields.get(no)?.clone())));
    edit::complete_general(view, actor, g, &mut r);
    // by when something was to be done is not guessed years later
    if let (Some(no), None) = (g.due, due) {
        r.fields.clear(no);
    }
    if let Some((no, why)) = invalid(kind, &r.fields, lang).into_iter().next() {
        return Err(Left::Out(Some(no), why));
    }
    let target = r.to_ref();
    allowed(view, None, &r)?;
    add_new(view, new, changes, made)?;
    put(view, changes, None, r)?;
    Ok(RowOutcome::Added(target))
}

/// People are told apart as in a ledger of visits; here they stand in a field of another number.
fn at(left: Left, no: u16) -> Left {
    match left {
        Left::Out(Some(visit::PEOPLE), why) => Left::Out(Some(no), why),
        other => other,
    }
}

/// What a row holds now, and held before those it is about, by these fields, were merged into others.
pub(super) fn formerly(view: &View<'_>, about: &[Option<u16>], fields: &Fields) -> Vec<Fields> {
    let mut out = vec![fields.clone()];
    for no in about.iter().copied().flatten() {
        let links = fields.links(no);
        for to in &links {
            let all = view.world.tables().lineage.all(*to);
            for former in all.into_iter().skip(1) {
                let then = links.iter().map(|l| Value::Ref(if l == to { former } else { *l })).collect();
                let mut before = fields.clone();
                before.set(no, Value::List(then));
                out.push(before);
            }
        }
    }
    out
}

/// What a row is recognised by when it comes again: all that it says.
fn key(view: &View<'_>, kind: Kind, fields: &Fields, new: &[Record]) -> String {
    let mut h = blake3::Hasher::new();
    h.update(&[kind.code()]);
    // a row is the same when the office has begun to ask for more
    for (no, value) in fields.iter().filter(|(no, _)| *no < FIRST_OWN) {
        h.update(&no.to_le_bytes());
        for v in value.each() {
            let said = match v {
                // a colleague or firm that the row itself makes has another id each time
                Value::Ref(r) if matches!(r.kind, Kind::Staff | Kind::Organisation) => new
                    .iter()
                    .find(|n| n.to_ref() == *r)
                    .map_or_else(|| view.name_of(*r), |n| n.name().to_owned()),
                Value::Ref(r) => r.id.to_string(),
                other => format!("{other:?}"),
            };
            h.update(said.as_bytes());
            h.update(&[0]);
        }
    }
    h.finalize().to_hex().chars().take(32).collect()
}

/// One that says the same and came by hand: the same day, the same people, the same name.
fn same(view: &View<'_>, kind: Kind, g: &General, fields: &Fields) -> Result<Option<Ref>, StoreError> {
    let (Some(people), Some(day), Some(name)) = (g.people, g.day, g.name) else { return Ok(None) };
    let (Some(first), Some(day_said)) = (fields.link(people), fields.day(day)) else { return Ok(None) };
    let near: Vec<Ref> = {
        let t = view.world.tables();
        let Some(things) = t.things(kind) else { return Ok(None) };
        let of_day = |at: &u32| t.main_day(kind, *at) == day_said.0;
        let about = t.about(kind, first).into_iter().filter(of_day);
        about.filter_map(|at| things.rows.id.get(at)).map(|id| Ref { kind, id }).collect()
    };
    for one in near {
        let Some(r) = view.get(one)? else { continue };
        // two rows of one ledger that say the same but in one thing are two
        let by_hand = kind.row_field().is_some_and(|no| r.fields.text(no).is_empty());
        if by_hand
            && r.fields.day(day) == fields.day(day)
            && r.fields.links(people) == fields.links(people)
            && r.fields.text(name) == fields.text(name)
        {
            return Ok(Some(one));
        }
    }
    Ok(None)
}

/// The visit in which a matter was raised, where the same ledger tells of both: the same person, day and words.
fn visit_of(view: &View<'_>, fields: &Fields) -> Result<Option<Ref>, StoreError> {
    let (Some(who), Some(day)) = (fields.link(matter::PEOPLE), fields.day(matter::RAISED)) else {
        return Ok(None);
    };
    let says_so = |v: &Record| {
        v.fields.day(visit::WHEN) == Some(day)
            && v.fields.links(visit::PEOPLE).contains(&who)
            && v.fields.text(visit::SUMMARY) == fields.text(matter::WORDS)
    };
    let of_day: Vec<Ref> = {
        let t = view.world.tables();
        let visits = t.people.find(who.id).map(|p| t.visits_of(p)).unwrap_or_default();
        let rows = visits.into_iter().filter_map(|v| t.visits.get(v)).filter(|v| v.day == day.0);
        rows.map(|v| Ref { kind: Kind::Visit, id: v.id }).collect()
    };
    for one in of_day {
        if view.get(one)?.is_some_and(|v| says_so(&v)) {
            return Ok(Some(one));
        }
    }
    Ok(None)
}
