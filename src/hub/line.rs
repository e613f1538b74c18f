//! One-line capture: what a line would write, and writing it.

use super::edit::{Actor, Made, Ready, failed, read};
use super::resolve::{Meant, View, invalid};
use super::wire::{Preview, Reply, Saved, WillWrite};
use crate::book::capture::{Line, PersonLine, VisitLine, parse};
use crate::book::{Fields, Id, Kind, Record, Ref, Row, Value, names, person, visit};
use crate::index::finder::{Query, Scope};
use crate::text::{Lang, trouble};

/// What a line comes to: the record, and those it takes besides; or what is unclear.
type Lined = Result<(Record, Vec<Record>, Option<String>), Preview>;

/// What a line would write.
pub fn preview(view: &mut View<'_>, actor: &Actor, line: &str, who: Option<Ref>) -> Preview {
    match make(view, actor, line, who, Id::NIL) {
        Err(p) => p,
        Ok((record, new, warning)) => {
            for r in &new {
                view.will(r.to_ref(), Some(r.clone()));
            }
            let mut all: Vec<WillWrite> = new.iter().map(|r| will(view, r, None, actor.lang)).collect();
            all.insert(0, will(view, &record, warning, actor.lang));
            Preview::Will(all)
        }
    }
}

fn will(view: &View<'_>, r: &Record, warning: Option<String>, lang: Lang) -> WillWrite {
    let sep = if lang == Lang::Zh { "、" } else { ", " };
    let mut fields = Vec::new();
    for f in r.kind.fields().iter().filter(|f| !f.hidden) {
        let Some(v) = r.fields.get(f.no) else { continue };
        let links = r.fields.links(f.no);
        let words = if links.is_empty() {
            match v {
                Value::Day(d) => format!("{d} {}", d.weekday(lang)),
                v => view.world.words(f, v, lang),
            }
        } else {
            links.into_iter().map(|l| view.name_of(l, lang)).collect::<Vec<_>>().join(sep)
        };
        fields.push((f.no, words));
    }
    WillWrite { kind: r.kind, fields, warning }
}

/// Writes a line.
pub fn capture(view: &mut View<'_>, actor: &Actor, request: Id, line: &str, who: Option<Ref>) -> Made {
    // the record's id is the request's: asking again finds it written
    let again = [Kind::Visit, Kind::Person].map(|kind| Ref { kind, id: request });
    for r in again {
        if let Some(known) = view.get(r).map_err(|e| failed(e, actor.lang))? {
            return Err(Box::new(Reply::Saved(saved(view, &known, &[], actor.lang))));
        }
    }
    match make(view, actor, line, who, request) {
        Err(p) => Err(Box::new(Reply::Preview(p))),
        Ok((record, new, _)) => {
            let answer = saved(view, &record, &new, actor.lang);
            let mut changes: Vec<(Option<Record>, Option<Record>, Ref)> =
                new.into_iter().map(|r| (None, Some(r.clone()), r.to_ref())).collect();
            let target = record.to_ref();
            changes.push((None, Some(record), target));
            Ok(Ready { changes, note: String::new(), batch: None, answer: Reply::Saved(answer) })
        }
    }
}

fn saved(view: &View<'_>, r: &Record, new: &[Record], lang: Lang) -> Saved {
    let name = match r.kind {
        Kind::Visit => r.fields.link(visit::PEOPLE).map(|p| view.name_of(p, lang)).unwrap_or_default(),
        _ => r.name().to_string(),
    };
    Saved {
        target: r.to_ref(),
        version: r.version,
        name,
        made: new.iter().map(|n| (n.to_ref(), n.name().to_string())).collect(),
        merged: false,
        remarks: Vec::new(),
    }
}

fn make(view: &mut View<'_>, actor: &Actor, line: &str, who: Option<Ref>, id: Id) -> Lined {
    match parse(line, view.world.today()).map_err(Preview::Trouble)? {
        Line::Visit(v) => visit_line(view, actor, &v, who, id),
        Line::Person(p) => person_line(view, actor, &p, id),
    }
}

fn visit_line(view: &mut View<'_>, actor: &Actor, v: &VisitLine, who: Option<Ref>, id: Id) -> Lined {
    let lang = actor.lang;
    let target = match who {
        Some(r) => r,
        None => one_person(view, &v.who, lang)?,
    };
    let Ok(Some(p)) = view.get(target) else { return Err(Preview::Nobody(v.who.clone())) };
    let today = view.world.today();
    let day = v.when.unwrap_or(today);
    let mut fields = Fields::default();
    fields.set(visit::WHEN, Value::Day(day));
    fields.set(visit::MODE, Value::Code(v.mode.unwrap_or(1)));
    fields.set(visit::PEOPLE, Value::List(vec![Value::Ref(target)]));
    if let Some(o) = v.outcome {
        fields.set(visit::OUTCOME, Value::Code(o));
    }
    fields.set(visit::SUMMARY, Value::text(names::clean_note(&v.words)));
    if let Some(n) = v.next {
        fields.set(visit::NEXT, Value::Day(n));
        fields.set(visit::NEXT_WORDS, Value::text(names::clean_line(&v.next_words)));
    }
    if let Some(a) = p.fields.link(person::AREA) {
        fields.set(visit::AREA, Value::Ref(a));
    }
    let mut staff = vec![Value::Ref(actor.staff)];
    for w in &v.with {
        match view.meant(Kind::Staff, w, false, "") {
            Meant::One(r) if !staff.contains(&Value::Ref(r)) => staff.push(Value::Ref(r)),
            Meant::One(_) => {}
            other => return Err(Preview::Wrong(other.trouble(w, lang).unwrap_or_default())),
        }
    }
    fields.set(visit::STAFF, Value::List(staff));
    if let Some((_, why)) = invalid(Kind::Visit, &fields, lang).into_iter().next() {
        return Err(Preview::Wrong(why));
    }
    let mut r = Record::new(Kind::Visit, id);
    r.fields = fields;
    let warning = colleague(view, actor, target, day.0);
    Ok((r, Vec::new(), warning))
}

/// A colleague who was in touch with the same person on the same day.
fn colleague(view: &View<'_>, actor: &Actor, target: Ref, day: i32) -> Option<String> {
    let ids: Vec<Id> = {
        let t = view.world.tables();
        let p = t.people.find(target.id)?;
        t.visits_of(p)
            .into_iter()
            .filter_map(|v| t.visits.get(v))
            .filter(|v| v.day == day)
            .map(|v| v.id)
            .collect()
    };
    for id in ids {
        let r = view.get(Ref { kind: Kind::Visit, id }).ok().flatten()?;
        if let Some(other) = r.fields.links(visit::STAFF).into_iter().find(|s| *s != actor.staff) {
            return Some(trouble::visited_today(actor.lang, &view.name_of(other, actor.lang)));
        }
    }
    None
}

/// Exactly one person, or who may be meant. It never guesses: of several only an exact name decides.
fn one_person(view: &View<'_>, who: &str, lang: Lang) -> Result<Ref, Preview> {
    let kinds = [Kind::Person.code()];
    let hits = view.world.finder.search(&Query::parse(who), Scope::All, &kinds, 9);
    let refs: Vec<Ref> = hits.hits.iter().map(|h| Ref { kind: Kind::Person, id: Id(h.id) }).collect();
    let named: Vec<Ref> =
        refs.iter().copied().filter(|r| view.name_of(*r, lang) == names::clean_name(who)).collect();
    match (named.as_slice(), refs.as_slice()) {
        ([one], _) | ([], [one]) => Ok(*one),
        ([], []) => Err(Preview::Nobody(who.to_string())),
        ([], more) => Err(Preview::Which(rows(view, more, lang))),
        (more, _) => Err(Preview::Which(rows(view, more, lang))),
    }
}

fn rows(view: &View<'_>, refs: &[Ref], lang: Lang) -> Vec<Row> {
    refs.iter().filter_map(|r| super::rows::row(view.world, *r, lang).ok().flatten()).collect()
}

fn person_line(view: &mut View<'_>, actor: &Actor, p: &PersonLine, id: Id) -> Lined {
    let lang = actor.lang;
    let mut fields = Fields::default();
    let mut new = Vec::new();
    fields.set(person::NAME, Value::text(p.name.clone()));
    fields.set(person::PHONES, Value::List(p.phones.iter().map(|s| Value::text(s.clone())).collect()));
    fields.set(person::TITLE, Value::text(p.title.clone()));
    fields.set(person::STATUS, Value::Code(1));
    fields.set(person::ENTERED_ON, Value::Day(view.world.today()));
    if !p.employer.is_empty()
        && let Some(f) = Kind::Person.field(person::EMPLOYER)
    {
        let (v, made) = read(view, f, &p.employer, lang, "").map_err(Preview::Wrong)?;
        fields.set(person::EMPLOYER, v);
        new.extend(made);
    }
    for w in &p.rest {
        match view.meant(Kind::Area, w, false, "") {
            Meant::One(a) if fields.get(person::AREA).is_none() => fields.set(person::AREA, Value::Ref(a)),
            _ => {
                let note = fields.text(person::NOTE).to_string();
                fields.set(person::NOTE, Value::text(format!("{note} {w}").trim().to_string()));
            }
        }
    }
    if let Some((_, why)) = invalid(Kind::Person, &fields, lang).into_iter().next() {
        return Err(Preview::Wrong(why));
    }
    let numbers: Vec<&str> = p.phones.iter().map(String::as_str).collect();
    let known = view.by_phones(&numbers).into_iter().find_map(|r| view.get(r).ok().flatten());
    let warning =
        known.map(|k| trouble::looks_like(lang, &view.tell_apart(&k), trouble::SAME_PHONE.get(lang)));
    let mut r = Record::new(Kind::Person, id);
    r.fields = fields;
    Ok((r, new, warning))
}
