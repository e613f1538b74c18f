//! All that is on file about somebody, for the member of staff who is asked and for the person to take away
//! (PIPL art. 45); and who is meant, the frozen among them.

use super::actor::Actor;
use super::mentions::{COVER, Words};
use super::wire::{PersonFile, Reply, Shown};
use super::world::World;
use super::{answer, erase_drafts, erase_plan, history, register, rows};
use crate::book::{Id, Kind, Record, Ref, Row, Value, names, person, phones};
use crate::index::finder::{Query, Scope};
use crate::store::StoreError;

/// Bytes of visits in one frame.
const VISITS_BYTES: usize = 1 << 20;
/// Most changes told.
const CHANGES_MAX: u32 = 500;

/// Who may be meant. One of that very name is meant before others who are only like it.
///
/// # Errors
/// When the store cannot be read.
pub fn who(world: &World, text: &str, actor: &Actor) -> Result<Vec<Row>, StoreError> {
    if let Some(id) = Id::parse(text.trim()) {
        return Ok(rows::row(world, register::person(id), actor)?.into_iter().collect());
    }
    let hits = world.finder.search(&Query::parse(text), Scope::All, &[Kind::Person.code()], 20);
    let mut found = Vec::new();
    for h in &hits.hits {
        found.extend(world.get(register::person(Id(h.id)))?);
    }
    let name = names::clean_name(text);
    let number =
        phones::parse(text).ok().and_then(|l| l.first().map(|p| p.number.clone())).unwrap_or(name.clone());
    let same = |r: &&Record| {
        let digits = number.len() >= 4 && number.bytes().all(|b| b.is_ascii_digit());
        r.name() == name || (digits && r.fields.texts(person::PHONES).iter().any(|p| p.ends_with(&number)))
    };
    found.extend(world.frozen().values().filter(same).cloned());
    if found.iter().any(|r| r.name() == name) {
        found.retain(|r| r.name() == name);
    }
    Ok(found.iter().map(|r| rows::row_of(world, r, actor)).collect())
}

/// The visits of somebody, newest first. Out of the tables, which keep those of the frozen too.
fn visits_of(world: &World, whose: Id) -> Vec<Id> {
    let t = world.tables();
    let at = t.people.row(whose);
    at.map(|p| t.visits_of(p)).unwrap_or_default().iter().filter_map(|v| t.visits.id.get(*v)).collect()
}

/// What a file or copy needs to know of others, to leave them out.
struct Eyes<'w> {
    world: &'w World,
    actor: &'w Actor,
    own: Ref,
    name: String,
    copy: bool,
}

impl Eyes<'_> {
    /// A record as the file shows it: whole, or in a copy with nothing of other people's.
    fn see(&self, record: Record) -> Result<Shown, StoreError> {
        let mut shown = answer::shown(self.world, record, self.actor);
        for (r, name) in &mut shown.names {
            if *r == self.own {
                name.clone_from(&self.name);
            }
        }
        if self.copy {
            let others = self.others(&shown.record);
            let mut words = Vec::new();
            for other in &others {
                words.extend(self.world.get(*other)?);
            }
            erase_plan::without(&mut shown.record, &Words::all(&words));
            self.leave_out(&mut shown, &others);
        }
        Ok(shown)
    }

    /// The other people of a record.
    fn others(&self, r: &Record) -> Vec<Ref> {
        let each = r.fields.iter().flat_map(|(_, v)| v.each());
        let people = each.filter_map(|v| match v {
            Value::Ref(to) if to.kind == Kind::Person && *to != self.own => Some(*to),
            _ => None,
        });
        people.collect()
    }

    /// Takes other people out: of a list they go, at a tie's end nobody in particular stands.
    fn leave_out(&self, shown: &mut Shown, others: &[Ref]) {
        let nobody = Ref { kind: Kind::Person, id: Id::NIL };
        let is_other = |v: &Value| matches!(v, Value::Ref(r) if others.contains(r));
        for no in shown.record.kind.fields().iter().map(|f| f.no) {
            let Some(v) = shown.record.fields.get(no).filter(|v| v.each().iter().any(is_other)) else {
                continue;
            };
            let new = match v {
                Value::List(all) => Value::List(all.iter().filter(|v| !is_other(v)).cloned().collect()),
                _ => Value::Ref(nobody),
            };
            shown.record.fields.set(no, new);
        }
        shown.names.retain(|(r, _)| !others.contains(r));
        shown.names.push((nobody, COVER.to_string()));
    }
}

fn eyes<'w>(world: &'w World, actor: &'w Actor, r: &Record, copy: bool) -> Eyes<'w> {
    Eyes { world, actor, own: r.to_ref(), name: r.name().to_string(), copy }
}

/// All that is on file about somebody.
///
/// # Errors
/// When the store cannot be read.
pub fn file(world: &World, actor: &Actor, r: &Record, copy: bool) -> Result<PersonFile, StoreError> {
    let eyes = eyes(world, actor, r, copy);
    let own = r.to_ref();
    let ids = visits_of(world, r.id);
    let (_, visits) = some_visits(&eyes, &ids)?;
    let (edges, contacts, place) = {
        let t = world.tables();
        let area = r.fields.link(person::AREA).and_then(|a| t.areas.find(a.id));
        let organisations: Vec<Id> = t.organisations.live().map(|(_, o)| o.id).collect();
        (
            [t.ties.of(own), t.ties.marks_of(own)].concat(),
            organisations,
            area.map(|a| t.areas.place(a)).unwrap_or_default(),
        )
    };
    let mut ties = Vec::new();
    for e in edges {
        if let Some(tie) = world.get(Ref { kind: Kind::Tie, id: e.tie })? {
            ties.push(eyes.see(tie)?);
        }
    }
    let mut others = Vec::new();
    for id in contacts {
        let o = world.get(Ref { kind: Kind::Organisation, id })?;
        if let Some(o) = o.filter(|o| o.fields.iter().any(|(_, v)| v.each().contains(&Value::Ref(own)))) {
            others.push(if copy { bare(&eyes, &o)? } else { eyes.see(o)? });
        }
    }
    let about: Vec<Ref> = world.tables().all_referring(r.id).collect();
    for one in about {
        if let Some(other) = world.get(one)? {
            others.push(eyes.see(other)?);
        }
    }
    let mut changes = history::history(world, own, CHANGES_MAX, actor)?;
    if copy {
        let mut known = Vec::new();
        for other in ids.iter().filter_map(|id| world.get(Ref { kind: Kind::Visit, id: *id }).ok().flatten())
        {
            for one in eyes.others(&other) {
                known.extend(world.get(one)?);
            }
        }
        let words = Words::all(&known);
        let cover = |s: &mut String| {
            if let Some(covered) = words.covered(s) {
                *s = covered;
            }
        };
        for (_, before, after) in changes.iter_mut().flat_map(|e| &mut e.fields) {
            cover(before);
            cover(after);
        }
        // the file that an import came from may be named after anybody
        changes.iter_mut().for_each(|e| e.note.clear());
    }
    let requests = register::of(world, r.id)?.into_iter().map(|r| eyes.see(r)).collect::<Result<_, _>>()?;
    let mut formers = Vec::new();
    let all = world.tables().lineage.all(own);
    for former in all.into_iter().skip(1) {
        if let Some(r) = world.get(former)? {
            formers.push(eyes.see(r)?);
        }
    }
    let drafts = match copy {
        true => 0,
        false => erase_drafts::count(world, &erase_plan::bare(world, own)?),
    };
    Ok(PersonFile {
        shown: eyes.see(r.clone())?,
        place,
        frozen: r.fields.day(person::FROZEN_ON).map(|d| (d, r.fields.text(person::FROZEN_WHY).to_string())),
        visits,
        visits_total: ids.len() as u32,
        ties,
        others,
        history: changes,
        drafts,
        requests,
        formers,
    })
}

/// Of an organisation in a copy: its name, and that the person is its contact.
fn bare(eyes: &Eyes<'_>, r: &Record) -> Result<Shown, StoreError> {
    let mut only = Record::new(r.kind, r.id);
    only.fields.set(1, Value::text(r.name()));
    for (no, v) in r.fields.iter().filter(|(_, v)| v.each().contains(&Value::Ref(eyes.own))) {
        only.fields.set(no, v.clone());
    }
    eyes.see(only)
}

fn some_visits(eyes: &Eyes<'_>, ids: &[Id]) -> Result<(u32, Vec<Shown>), StoreError> {
    let (mut taken, mut size, mut out) = (0, 0, Vec::new());
    for id in ids {
        taken += 1;
        let Some((r, bytes)) = eyes.world.get_sized(Ref { kind: Kind::Visit, id: *id })? else { continue };
        size += bytes;
        out.push(eyes.see(r)?);
        if size > VISITS_BYTES {
            break;
        }
    }
    Ok((taken, out))
}

/// Further visits of a long file.
///
/// # Errors
/// When the store cannot be read.
pub fn further(
    world: &World,
    actor: &Actor,
    r: &Record,
    copy: bool,
    offset: u32,
) -> Result<Reply, StoreError> {
    let ids = visits_of(world, r.id);
    let rest = ids.get((offset as usize).min(ids.len())..).unwrap_or_default();
    let (taken, records) = some_visits(&eyes(world, actor, r, copy), rest)?;
    Ok(Reply::Records { taken, records })
}
