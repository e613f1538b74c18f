//! One-line capture: what a line would write, and writing it. The kind's grammar says where the parts go; who is
//! meant is looked up here, and never guessed.

mod begun;
mod thing;
mod who;

use super::actor::Actor;
use super::edit::{self, Made, Ready, failed, read};
use super::resolve::{Meant, View, invalid};
use super::wire::{LineAsk, Preview, Reply, Saved, WillWrite};
use crate::book::capture::{About, Between, Line, LineTrouble, New, Plain, Shape, kinds, parse};
use crate::book::{Fields, Id, Kind, Record, Ref, Type, Value, matter, names, organisation, person, visit};
use crate::text::{Lang, staff, trouble};

/// The place of the next contact among what a line writes; new records come after it.
const NEXT: u8 = 1;
/// The place of the first of what began within the words.
const BEGUN: u8 = 100;
/// Most who may be meant by a word.
const WHICH: usize = 9;

/// What a line comes to, or what is unclear.
struct Whole {
    /// What it is about.
    record: Record,
    /// What to know of it.
    notes: Vec<String>,
    /// New records that it takes, each with its place.
    new: Vec<(u8, Record)>,
    /// What began within its words, each with its place.
    begun: Vec<(u8, Record)>,
    /// The fields of the next contact, which is shown by itself.
    next: Vec<u16>,
}

type Lined<T> = Result<T, Preview>;

/// What a line would write.
pub fn preview(view: &mut View<'_>, actor: &Actor, ask: &LineAsk) -> Preview {
    match make(view, actor, ask, Id::NIL) {
        Err(unclear) => unclear,
        Ok(whole) => {
            for (_, r) in &whole.new {
                view.will(r.to_ref(), Some(r.clone()));
            }
            let shown = |r: &Record, fits: &dyn Fn(u16) -> bool| words(view, r, actor.lang, fits);
            let mut all = vec![WillWrite {
                kind: whole.record.kind,
                fields: shown(&whole.record, &|no| !whole.next.contains(&no)),
                notes: whole.notes,
                place: None,
                part: false,
            }];
            for (place, r) in &whole.begun {
                let (fields, place) = (shown(r, &|no| begun::shows(r.kind, no)), Some(*place));
                all.push(WillWrite { kind: r.kind, fields, notes: Vec::new(), place, part: false });
            }
            let next = shown(&whole.record, &|no| whole.next.contains(&no));
            if !next.is_empty() {
                let kind = whole.record.kind;
                all.push(WillWrite { kind, fields: next, notes: Vec::new(), place: Some(NEXT), part: true });
            }
            for (place, r) in &whole.new {
                let fields = shown(r, &|_| true);
                let place = Some(*place);
                all.push(WillWrite { kind: r.kind, fields, notes: Vec::new(), place, part: false });
            }
            Preview::Will(all)
        }
    }
}

/// The fields of a record in words.
fn words(view: &View<'_>, r: &Record, lang: Lang, fits: &dyn Fn(u16) -> bool) -> Vec<(u16, String)> {
    let sep = if lang == Lang::Zh { "、" } else { ", " };
    let mut fields = Vec::new();
    for f in r.kind.fields().iter().filter(|f| !f.hidden && fits(f.no)) {
        let Some(v) = r.fields.get(f.no) else { continue };
        let links = r.fields.links(f.no);
        let words = if links.is_empty() {
            match v {
                Value::Day(d) => format!("{d} {}", d.weekday(lang)),
                v => view.world.words(f, v, view.actor),
            }
        } else {
            links.into_iter().map(|l| view.name_of(l)).collect::<Vec<_>>().join(sep)
        };
        fields.push((f.no, words));
    }
    fields
}

/// Writes a line.
pub fn capture(view: &mut View<'_>, actor: &Actor, request: Id, ask: &LineAsk) -> Made {
    // the record's id is the request's: asking again finds it written
    for (kind, _) in kinds() {
        if let Some(known) = view.get(Ref { kind, id: request }).map_err(|e| failed(e, actor.lang))? {
            return Err(Box::new(Reply::Saved(saved(view, &known, &[]))));
        }
    }
    match make(view, actor, ask, request) {
        Err(p) => Err(Box::new(Reply::Preview(p))),
        Ok(whole) => {
            let new: Vec<Record> = whole.new.into_iter().map(|(_, r)| r).collect();
            let begun: Vec<Record> = whole.begun.into_iter().map(|(_, r)| r).collect();
            for r in &new {
                view.will(r.to_ref(), Some(r.clone()));
            }
            let besides: Vec<&Record> = new.iter().chain(&begun).collect();
            let answer = saved(view, &whole.record, &besides);
            let all = new.into_iter().chain([whole.record]).chain(begun);
            let changes = all.map(|r| (None, Some(r.clone()), r.to_ref())).collect();
            Ok(Ready { changes, note: String::new(), batch: None, answer: Reply::Saved(answer) })
        }
    }
}

fn saved(view: &View<'_>, r: &Record, new: &[&Record]) -> Saved {
    let about = match r.kind.grammar().map(|g| &g.shape) {
        Some(Shape::About(a)) => r.fields.link(a.who).or(a.organisation.and_then(|o| r.fields.link(o))),
        Some(Shape::Between(b)) => r.fields.link(b.from),
        _ => None,
    };
    Saved {
        target: r.to_ref(),
        version: r.version,
        name: about.map_or_else(|| r.name().to_string(), |p| view.name_of(p)),
        made: new.iter().map(|n| (n.to_ref(), n.name().to_string())).collect(),
        merged: false,
        remarks: Vec::new(),
    }
}

fn make(view: &View<'_>, actor: &Actor, ask: &LineAsk, id: Id) -> Lined<Whole> {
    let colleague = |name: &str| matches!(view.meant(Kind::Staff, name, false, ""), Meant::One(_));
    let line = parse(&ask.line, view.world.today(), &colleague).map_err(Preview::Trouble)?;
    let maker = Maker { view, actor, ask };
    let Some(grammar) = line.kind.grammar() else { return Err(Preview::Wrong(String::new())) };
    let mut whole = match &grammar.shape {
        Shape::About(about) => maker.about(about, &line)?,
        Shape::New(new) => maker.new_one(new, &line)?,
        Shape::Thing(thing) => maker.thing(thing, &line)?,
        Shape::Between(between) => maker.between(between, &line)?,
    };
    whole.record.id = id;
    edit::placed(actor, &mut whole.record);
    if let Shape::About(About { within: Some(within), .. }) = &grammar.shape {
        maker.begun(within, &line, &mut whole)?;
    }
    whole.new.iter_mut().for_each(|(_, r)| edit::placed(actor, r));
    let what = |(kind, word): &(Plain, String)| match kind {
        Plain::Matter => trouble::plain_matter(actor.lang, word),
        Plain::Owner => trouble::plain_owner(actor.lang, word),
        Plain::Urgent => trouble::plain_urgent(actor.lang, word),
    };
    whole.notes.extend(line.plain.iter().map(what));
    let all = std::iter::once(&whole.record).chain(whole.begun.iter().map(|(_, r)| r));
    let wrong = all.flat_map(|r| invalid(r.kind, &r.fields, actor.lang)).next();
    wrong.map_or(Ok(whole), |(_, why)| Err(Preview::Wrong(why)))
}

/// What a line is made into records with.
struct Maker<'a, 'v> {
    view: &'a View<'v>,
    actor: &'a Actor,
    ask: &'a LineAsk,
}

impl Maker<'_, '_> {
    fn wanted(&self, place: u8) -> bool {
        !self.ask.without.contains(&place)
    }

    fn about(&self, about: &About, line: &Line) -> Lined<Whole> {
        let (view, lang) = (self.view, self.actor.lang);
        let day = line.day.unwrap_or_else(|| view.world.today());
        let (whom, new) = self.whom(&line.who, about.organisation.is_some())?;
        let (organisations, people): (Vec<Ref>, Vec<Ref>) =
            whom.into_iter().partition(|r| r.kind == Kind::Organisation);
        let notes = people.iter().filter_map(|r| self.colleague(*r, day.0)).collect();
        let mut fields = Fields::default();
        let list = |all: &[Ref]| Value::List(all.iter().map(|r| Value::Ref(*r)).collect());
        let mut set = |no: u16, v: Value| {
            if !v.is_empty() {
                fields.set(no, v);
            }
        };
        set(about.day, Value::Day(day));
        set(about.who, list(&people));
        match (about.organisation, organisations.as_slice()) {
            (_, []) => {}
            (Some(no), [one]) => set(no, Value::Ref(*one)),
            _ => return Err(Preview::Wrong(trouble::ONE_ORGANISATION.get(lang).into())),
        }
        for (no, code) in &line.choices {
            set(*no, Value::Code(*code));
        }
        let note = line.kind.field(about.words).is_some_and(|f| matches!(f.ty, Type::Note));
        let clean = if note { names::clean_note } else { names::clean_line };
        set(about.words, Value::text(clean(&self.said(line))));
        let mut next = Vec::new();
        if let Some((no, words)) = about.next.filter(|_| self.wanted(NEXT)) {
            next = vec![no, words];
            if let Some(day) = line.next {
                set(no, Value::Day(day));
                set(words, Value::text(names::clean_line(&line.next_words)));
            }
        }
        let mut staff = vec![self.actor.staff];
        for w in &line.with {
            let r = self.one(w, Kind::Staff)?;
            if !staff.contains(&r) {
                staff.push(r);
            }
        }
        if let Some(no) = about.with {
            set(no, list(&staff));
        }
        if let (Some(no), Some(owner)) = (about.owner, &line.owner) {
            set(no, Value::Ref(self.one(owner, Kind::Staff)?));
        }
        if let Some(no) = about.urgent.filter(|_| line.urgent) {
            set(no, Value::Code(matter::URGENT));
        }
        let mut record = Record::new(line.kind, Id::NIL);
        record.fields = fields;
        self.usual(&mut record, people.first());
        Ok(Whole { record, notes, new, begun: Vec::new(), next })
    }

    /// What a kind has besides, where nothing is said.
    fn usual(&self, r: &mut Record, first: Option<&Ref>) {
        if let Some(g) = r.kind.general() {
            return super::edit::complete_general(self.view, self.actor, g, r);
        }
        if r.kind != Kind::Visit {
            return;
        }
        if r.fields.get(visit::MODE).is_none() {
            r.fields.set(visit::MODE, Value::Code(1));
        }
        let about = first.copied().or(r.fields.link(visit::ORGANISATION));
        let known = about.and_then(|p| self.view.get(p).ok().flatten());
        let area = known.and_then(|p| p.fields.link(p.kind.area_field()?));
        if let Some(a) = area {
            r.fields.set(visit::AREA, Value::Ref(a));
        }
    }

    /// A colleague who was in touch with the same person on the same day.
    fn colleague(&self, target: Ref, day: i32) -> Option<String> {
        let (view, lang) = (self.view, self.actor.lang);
        let ids: Vec<Id> = {
            let t = view.world.tables();
            let p = t.people.find(target.id)?;
            let of_day = t.visits_of(p).into_iter().filter_map(|v| t.visits.get(v)).filter(|v| v.day == day);
            of_day.map(|v| v.id).collect()
        };
        for id in ids {
            let r = view.get(Ref { kind: Kind::Visit, id }).ok().flatten()?;
            if let Some(other) = r.fields.links(visit::STAFF).into_iter().find(|s| *s != self.actor.staff) {
                let (who, whom) = (view.name_of(other), view.name_of(target));
                return Some(match day == view.world.today().0 {
                    true => trouble::visited_today(lang, &who, &whom),
                    false => trouble::visited_then(lang, &who, &whom, &crate::book::Day(day).short()),
                });
            }
        }
        None
    }

    fn new_one(&self, new: &New, line: &Line) -> Lined<Whole> {
        let (view, lang) = (self.view, self.actor.lang);
        let name = line.who.first().cloned().unwrap_or_default();
        let mut fields = Fields::default();
        let (mut made, mut rest) = (Vec::new(), Vec::new());
        fields.set(new.name, Value::text(name));
        fields.set(new.phones, Value::List(line.phones.iter().map(|s| Value::text(s.clone())).collect()));
        for (no, code) in &line.choices {
            fields.set(*no, Value::Code(*code));
        }
        // an employer may have the title stuck to it: 恒达传媒总经理
        let mut loose: Vec<String> = line.loose.clone();
        if let (Kind::Person, [only]) = (line.kind, loose.as_slice()) {
            let (employer, post) = names::split_post(only);
            loose = [employer, post].into_iter().filter(|w| !w.is_empty()).collect();
        }
        let mut places = new.loose.iter();
        for w in loose {
            let area = new.area.filter(|no| fields.get(*no).is_none());
            let is_area = |_: &u16| w.ends_with(['区', '村']) || places.len() == 0;
            if let Some(no) = area.filter(is_area)
                && let Meant::One(a) = view.meant(Kind::Area, &w, false, "")
            {
                fields.set(no, Value::Ref(a));
                continue;
            }
            let Some(field) = places.next().and_then(|no| line.kind.field(*no)) else {
                rest.push(w);
                continue;
            };
            let (value, record) = match (field.ty, self.picked(&w)) {
                (Type::Ref { .. }, Some(r)) => (Value::Ref(r), Vec::new()),
                _ => read(view, field, &w, lang, "").map_err(Preview::Wrong)?,
            };
            let place = NEXT.saturating_add(u8::try_from(made.len()).unwrap_or(u8::MAX)).saturating_add(1);
            if record.is_empty() || self.wanted(place) {
                fields.set(field.no, value);
                made.extend(record.into_iter().map(|r| (place, r)));
            }
        }
        fields.set(new.rest, Value::text(rest.join(" ")));
        if let Some(no) = new.owner {
            let owner = line.owner.as_ref().map_or(Ok(self.actor.staff), |w| self.one(w, Kind::Staff))?;
            fields.set(no, Value::Ref(owner));
        }
        let mut record = Record::new(line.kind, Id::NIL);
        record.fields = fields;
        if line.kind == Kind::Person {
            record.fields.set(person::STATUS, Value::Code(1));
            record.fields.set(person::ENTERED_ON, Value::Day(view.world.today()));
        }
        if line.kind == Kind::Organisation {
            record.fields.set(organisation::STATUS, Value::Code(1));
        }
        let notes = self.looks_like(&record).into_iter().collect();
        Ok(Whole { record, notes, new: made, begun: Vec::new(), next: Vec::new() })
    }

    fn between(&self, between: &Between, line: &Line) -> Lined<Whole> {
        let (whom, new) = self.whom(&line.who, true)?;
        let [from, to] = whom.as_slice() else { return Err(Preview::Trouble(LineTrouble::Other)) };
        let mut record = Record::new(line.kind, Id::NIL);
        let role = names::clean_line(&line.loose.join(" "));
        let all = [
            (between.from, Some(Value::Ref(*from))),
            (between.to, Some(Value::Ref(*to))),
            (between.role, Some(Value::text(role)).filter(|v| !v.is_empty())),
            (between.since, line.day.map(Value::Day)),
            (between.until, line.next.map(Value::Day)),
            (between.source, Some(Value::text(names::clean_line(&line.words)))),
        ];
        let choices = line.choices.iter().map(|(no, code)| (*no, Some(Value::Code(*code))));
        for (no, value) in all.into_iter().chain(choices).filter_map(|(no, v)| Some((no, v?))) {
            record.fields.set(no, value);
        }
        Ok(Whole { record, notes: Vec::new(), new, begun: Vec::new(), next: Vec::new() })
    }

    /// Somebody of the same number, or else of the same name.
    fn looks_like(&self, r: &Record) -> Option<String> {
        let (view, lang) = (self.view, self.actor.lang);
        if r.kind == Kind::Organisation {
            let Meant::One(known) = view.meant(r.kind, r.name(), false, "") else { return None };
            let (name, why) = (view.name_of(known), trouble::SAME_NAME.get(lang));
            return Some(trouble::looks_like(lang, &name, why));
        }
        let numbers = r.fields.texts(person::PHONES);
        let known = |r: Ref| view.get(r).ok().flatten();
        let found = view.by_phones(&numbers);
        if let Some(k) = found.known.into_iter().find_map(known) {
            return Some(trouble::looks_like(lang, &view.tell_apart(&k), trouble::SAME_PHONE.get(lang)));
        }
        if !found.elsewhere.is_empty() {
            return Some(staff::ON_FILE_ELSEWHERE.get(lang).into());
        }
        let found = self.search(r.name(), Kind::Person);
        let same = found.into_iter().filter_map(known).find(|k| k.name() == r.name())?;
        Some(trouble::looks_like(lang, &view.tell_apart(&same), trouble::SAME_NAME.get(lang)))
    }
}
