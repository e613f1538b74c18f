//! Who or what is meant by a name as somebody wrote it, against the book and what the group at hand makes.

use super::actor::Actor;
use super::world::World;
use crate::book::{Id, Kind, Record, Ref, Value, area, names, organisation, rules, sealed, staff};
use crate::index::finder::Query;
use crate::store::StoreError;
use crate::text::{Lang, trouble};
use std::cell::RefCell;
use std::collections::HashMap;

/// Most people of one name that are looked at.
const NAMESAKES: usize = 64;

/// Changes of the group that is being made: what is written together sees itself.
#[derive(Default)]
pub struct Pending {
    /// Records as they will stand; `None` for one taken away.
    pub records: HashMap<Ref, Option<Record>>,
    /// New organisations, staff and areas by what they are recognised by.
    pub named: HashMap<(Kind, String), Ref>,
    /// New people by phone number.
    pub phones: HashMap<String, Vec<Ref>>,
    /// New people by name.
    pub people: HashMap<String, Vec<Ref>>,
    /// People of other areas whose very number was typed: for the access log.
    pub met: RefCell<Vec<Ref>>,
}

/// Whoever has one of some numbers.
#[derive(Default)]
pub struct ByPhones {
    /// Those who may be known.
    pub known: Vec<Ref>,
    /// Those of whom no more may be said than that they are on file.
    pub elsewhere: Vec<Ref>,
}

/// The book as it will stand once the group at hand is written.
pub struct View<'a> {
    /// The book.
    pub world: &'a World,
    /// The group so far.
    pub pending: &'a mut Pending,
    /// Who writes: whom they may not see, they cannot mean.
    pub actor: &'a Actor,
}

/// What a name comes to.
#[derive(Debug)]
pub enum Meant {
    /// Exactly one.
    One(Ref),
    /// None; here is a new record that would bear the name.
    New(Box<Record>),
    /// None, and none may be made.
    Nobody,
    /// Several, in words that tell them apart.
    Several(Vec<String>),
}

impl Meant {
    /// The trouble in words, if it is one.
    pub fn trouble(&self, name: &str, lang: Lang) -> Option<String> {
        match self {
            Meant::One(_) | Meant::New(_) => None,
            Meant::Nobody => Some(trouble::unknown(lang, name)),
            Meant::Several(all) => Some(trouble::several(
                lang,
                all.len(),
                name,
                &all.join(match lang {
                    Lang::Zh => "、",
                    Lang::En => ", ",
                }),
            )),
        }
    }
}

impl View<'_> {
    /// A record as it will stand.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn get(&self, target: Ref) -> Result<Option<Record>, StoreError> {
        match self.pending.records.get(&target) {
            Some(r) => Ok(r.clone()),
            None => self.world.get(target),
        }
    }

    /// What a record is called.
    pub fn name_of(&self, target: Ref) -> String {
        match self.pending.records.get(&target) {
            Some(Some(r)) => super::world::called(r, self.actor.lang),
            _ => self.world.name_of(target, self.actor),
        }
    }

    /// Who or what is meant. `make`: a name that nobody bears makes a new record. `office` tells areas apart.
    pub fn meant(&self, kind: Kind, text: &str, make: bool, office: &str) -> Meant {
        if let Some(id) = Id::parse(text.trim()) {
            let r = self.world.stands_for(Ref { kind, id });
            if matches!(self.get(r), Ok(Some(_))) {
                return Meant::One(r);
            }
        }
        match kind {
            Kind::Area => self.area(text, office),
            Kind::Person => self.person(text),
            Kind::Organisation | Kind::Staff | Kind::Tag => self.named(kind, text, make),
            Kind::Tie | Kind::Visit | Kind::Request => Meant::Nobody,
            kind => self.general(kind, text),
        }
    }

    fn named(&self, kind: Kind, text: &str, make: bool) -> Meant {
        let name = if kind == Kind::Staff { names::clean_name(text) } else { names::clean_line(text) };
        if let Some(r) = self.pending.named.get(&(kind, named_key(kind, &name))) {
            return Meant::One(*r);
        }
        let t = self.world.tables();
        let rows = t.called(kind, &name);
        let slots = t.names(kind);
        let row = |at: &u32| slots.and_then(|s| s.get(*at));
        let exact: Vec<_> = rows.iter().filter_map(row).filter(|r| r.name == name).collect();
        let all: Vec<_> = if exact.is_empty() { rows.iter().filter_map(row).collect() } else { exact };
        match all.as_slice() {
            [one] => Meant::One(Ref { kind, id: one.id }),
            [] if make && !name.is_empty() => {
                let mut r = Record::new(kind, new_id());
                r.fields.set(1, Value::text(name));
                if kind == Kind::Organisation {
                    r.fields.set(organisation::STATUS, Value::Code(1));
                }
                if kind == Kind::Staff {
                    r.fields.set(staff::STATUS, Value::Code(1));
                }
                Meant::New(Box::new(r))
            }
            [] => Meant::Nobody,
            more => Meant::Several(more.iter().map(|r| r.name.clone()).collect()),
        }
    }

    fn area(&self, text: &str, office: &str) -> Meant {
        if let Some(r) = self.pending.named.get(&(Kind::Area, names::area_key(text))) {
            return Meant::One(*r);
        }
        let t = self.world.tables();
        let mut rows = t.areas.called(text);
        if rows.len() > 1 && !office.is_empty() {
            let above = t.areas.called(office);
            let near: Vec<u32> =
                rows.iter().copied().filter(|r| t.areas.path(*r).iter().any(|p| above.contains(p))).collect();
            if !near.is_empty() {
                rows = near;
            }
        }
        match rows.as_slice() {
            [one] => {
                t.areas.get(*one).map_or(Meant::Nobody, |n| Meant::One(Ref { kind: Kind::Area, id: n.id }))
            }
            [] => Meant::Nobody,
            more => Meant::Several(more.iter().map(|r| t.areas.place(*r)).collect()),
        }
    }

    /// A person by name, alone or with words that tell namesakes apart; else the only one the finder knows.
    fn person(&self, text: &str) -> Meant {
        let kinds = [Kind::Person.code()];
        let hits = self.world.finder.search(&Query::parse(text), self.actor.rights.scope(), &kinds, 6);
        let mut found: Vec<Record> = Vec::new();
        for h in &hits.hits {
            if let Ok(Some(r)) = self.get(Ref { kind: Kind::Person, id: Id(h.id) }) {
                found.push(r);
            }
        }
        let name = names::clean_name(text);
        let exact: Vec<&Record> = found.iter().filter(|r| self.world.bears(r, &name)).collect();
        match (exact.as_slice(), found.as_slice()) {
            ([one], _) => Meant::One(one.to_ref()),
            ([], [one]) => Meant::One(one.to_ref()),
            ([], []) => Meant::Nobody,
            ([], more) => Meant::Several(more.iter().map(|r| self.tell_apart(r)).collect()),
            (more, _) => Meant::Several(more.iter().map(|r| self.tell_apart(r)).collect()),
        }
    }

    /// Everybody who bears exactly this name, as far as the finder goes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn namesakes(&self, name: &str) -> Result<Vec<Record>, StoreError> {
        let kinds = [Kind::Person.code()];
        let hits =
            self.world.finder.search(&Query::parse(name), self.actor.rights.scope(), &kinds, NAMESAKES);
        let held = hits.hits.iter().map(|h| Ref { kind: Kind::Person, id: Id(h.id) });
        let mut out: Vec<Record> = Vec::new();
        for one in held.chain(self.pending.people.get(name).into_iter().flatten().copied()) {
            if out.iter().all(|r| r.id != one.id)
                && let Some(r) = self.get(one)?.filter(|r| self.world.bears(r, name))
            {
                out.push(r);
            }
        }
        Ok(out)
    }

    /// A record of a general kind by its title, else the only one the finder knows.
    fn general(&self, kind: Kind, text: &str) -> Meant {
        let hits =
            self.world.finder.search(&Query::parse(text), self.actor.rights.scope(), &[kind.code()], 6);
        let found = hits.hits.iter().filter_map(|h| self.get(Ref { kind, id: Id(h.id) }).ok().flatten());
        let found: Vec<Record> = found.collect();
        let title = names::clean_line(text);
        let exact: Vec<&Record> = found.iter().filter(|r| r.name() == title).collect();
        match (exact.as_slice(), found.as_slice()) {
            ([one], _) => Meant::One(one.to_ref()),
            ([], [one]) => Meant::One(one.to_ref()),
            ([], []) => Meant::Nobody,
            (_, more) => Meant::Several(more.iter().map(|r| r.name().to_owned()).collect()),
        }
    }

    /// A name and what tells namesakes apart: employer, tail of the phone.
    pub fn tell_apart(&self, r: &Record) -> String {
        let employer =
            r.fields.link(crate::book::person::EMPLOYER).map(|e| self.name_of(e)).unwrap_or_default();
        let tail = r
            .fields
            .texts(crate::book::person::PHONES)
            .first()
            .map(|p| crate::book::phones::tail(p).to_string());
        [Some(r.name().to_string()), Some(employer), tail]
            .into_iter()
            .flatten()
            .filter(|s| !s.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Everybody with one of these numbers. Whoever is of another area is met by the very number alone, and noted.
    pub fn by_phones(&self, phones: &[&str]) -> ByPhones {
        let mut out = ByPhones::default();
        for p in phones {
            let main = p.split('-').next().unwrap_or(p);
            let found = self.world.finder.by_phone(main).into_iter();
            let people = found.filter(|(k, _)| *k == Kind::Person.code());
            let people = people.map(|(_, id)| Ref { kind: Kind::Person, id: Id(id) });
            let fresh = self.pending.phones.get(*p).cloned().unwrap_or_default();
            let t = self.world.tables();
            for r in people.chain(fresh) {
                let known = self.pending.records.contains_key(&r) || self.actor.rights.sees(&t, r);
                let list = if known { &mut out.known } else { &mut out.elsewhere };
                if !list.contains(&r) {
                    list.push(r);
                }
            }
        }
        self.pending.met.borrow_mut().extend(&out.elsewhere);
        out
    }

    /// Notes a record that the group at hand writes.
    pub fn will(&mut self, target: Ref, record: Option<Record>) {
        if let Some(r) = &record {
            match r.kind {
                Kind::Organisation | Kind::Staff | Kind::Tag => {
                    self.pending.named.insert((r.kind, named_key(r.kind, r.name())), target);
                }
                Kind::Area => {
                    self.pending.named.insert((Kind::Area, names::area_key(r.name())), target);
                    let code = r.fields.text(area::CODE);
                    if !code.is_empty() {
                        self.pending.named.insert((Kind::Area, code.to_string()), target);
                    }
                }
                Kind::Person => {
                    let list = self.pending.people.entry(r.name().to_string()).or_default();
                    if !list.contains(&target) {
                        list.push(target);
                    }
                    for p in r.fields.texts(crate::book::person::PHONES) {
                        let list = self.pending.phones.entry(p.to_string()).or_default();
                        if !list.contains(&target) {
                            list.push(target);
                        }
                    }
                }
                _ => {}
            }
        }
        self.pending.records.insert(target, record);
    }
}

/// What an organisation, a staff member or a tag is recognised by.
fn named_key(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Organisation => names::organisation_key(name),
        Kind::Staff => names::clean_name(name),
        _ => names::clean_line(name).to_lowercase(),
    }
}

/// A new id.
pub fn new_id() -> Id {
    Id(*uuid::Uuid::now_v7().as_bytes())
}

/// The claims of a record: what no other may hold at the same time.
pub fn claims(r: &Record) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    let mut claim = |head: &str, what: &str| {
        if !what.is_empty() {
            out.push(format!("{head}:{what}").into_bytes());
        }
    };
    if let Some(no) = r.kind.row_field() {
        claim("row", r.fields.text(no));
    }
    match r.kind {
        Kind::Area => claim("code", r.fields.text(area::CODE)),
        Kind::Staff => {
            if let Some(uid) = r.fields.int(staff::UID) {
                claim("uid", &uid.to_string());
            }
        }
        // a period of one area is sealed once
        Kind::Sealed => claim("sealed", &sealed::claim(&r.fields)),
        _ => {}
    }
    out
}

/// Fields in the way a record must be: what is wrong, in words.
pub fn invalid(kind: Kind, fields: &crate::book::Fields, lang: Lang) -> Vec<(u16, String)> {
    rules::check(kind, fields)
        .into_iter()
        .filter_map(|(no, t)| kind.field(no).map(|f| (no, t.say(f, lang))))
        .collect()
}
