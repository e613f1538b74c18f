//! Rows of a ledger, turned into records: the same person recognised, blanks filled, nothing overwritten, and the
//! same row again changes nothing.

mod thing;

use super::actor::Actor;
use super::edit::{self, Made, Ready, failed, read};
use super::gate;
use super::resolve::{Meant, View, invalid, new_id};
use super::same_visit::same_visit;
use super::wire::{LedgerRow, Reply, RowOutcome, Slice};
use crate::book::{Fields, Id, Kind, Record, Ref, Value, area, names, person, phones, rules, visit};
use crate::store::StoreError;
use crate::text::{Lang, rights, staff, trouble};

type Changes = Vec<(Option<Record>, Option<Record>, Ref)>;

/// Why a row is left out: the field, and the reason in words; or the store failed.
enum Left {
    Out(Option<u16>, String),
    Store(StoreError),
}

impl From<StoreError> for Left {
    fn from(e: StoreError) -> Left {
        Left::Store(e)
    }
}

/// A slice of rows as one commit.
pub fn import(view: &mut View<'_>, actor: &Actor, slice: &Slice) -> Made {
    let mut changes: Changes = Vec::new();
    let mut outcomes = Vec::with_capacity(slice.rows.len());
    let mut made = Vec::new();
    for row in &slice.rows {
        match one(view, actor, row, &mut changes, &mut made) {
            Ok(o) => outcomes.push(o),
            Err(Left::Out(no, why)) => outcomes.push(RowOutcome::Rejected(no, why)),
            Err(Left::Store(e)) => return Err(failed(e, actor.lang)),
        }
    }
    let answer = Reply::Imported { outcomes, made };
    if slice.dry || changes.is_empty() {
        return Err(Box::new(answer));
    }
    let note = format!("{} {}", trouble::IMPORT_NOTE.get(actor.lang), names::clean_line(&slice.source));
    Ok(Ready { changes: squash(changes), note, batch: Some(slice.batch), answer })
}

/// Several changes of one record in a slice become one: first before, last after.
fn squash(changes: Changes) -> Changes {
    let mut out: Changes = Vec::with_capacity(changes.len());
    let mut at = std::collections::HashMap::new();
    for (before, after, target) in changes {
        match at.get(&target).and_then(|i: &usize| out.get_mut(*i)) {
            Some(slot) => slot.1 = after,
            None => {
                at.insert(target, out.len());
                out.push((before, after, target));
            }
        }
    }
    out
}

fn one(
    view: &mut View<'_>,
    actor: &Actor,
    row: &LedgerRow,
    changes: &mut Changes,
    made: &mut Vec<Ref>,
) -> Result<RowOutcome, Left> {
    match row.kind {
        Kind::Area => area_row(view, actor, row, changes),
        Kind::Visit => visit_row(view, actor, row, changes, made),
        kind if kind.general().is_some() => thing::row(view, actor, row, changes, made),
        kind => {
            let (fields, new) = fields(view, actor, row)?;
            plain_row(view, actor, kind, fields, new, changes, made)
        }
    }
}

/// The cells of a row as fields, with the new records that they take.
fn fields(view: &View<'_>, actor: &Actor, row: &LedgerRow) -> Result<(Fields, Vec<Record>), Left> {
    let mut out = Fields::default();
    let mut new: Vec<Record> = Vec::new();
    for (no, text) in &row.cells {
        let Some(field) = row.kind.field(*no) else { continue };
        if text.trim().is_empty() {
            continue;
        }
        if row.kind == Kind::Person && *no == person::AREA {
            let (r, made_areas) =
                community(view, text, &row.office, actor.lang).map_err(|w| Left::Out(Some(*no), w))?;
            out.set(*no, Value::Ref(r));
            new.extend(made_areas);
            continue;
        }
        let (value, made) =
            read(view, field, text, actor.lang, &row.office).map_err(|w| Left::Out(Some(*no), w))?;
        if field.no == person::PHONES && row.kind == Kind::Person {
            remark_of_phone(&mut out, text);
        }
        out.set(*no, value);
        new.extend(made);
    }
    Ok((out, new))
}

/// "(微信同号)" beside a number says where the person is on WeChat.
fn remark_of_phone(out: &mut Fields, text: &str) {
    if let Ok(list) = phones::parse(text)
        && let Some(p) = list.iter().find(|p| p.remark.contains("微信"))
        && out.get(person::WECHAT).is_none()
    {
        out.set(person::WECHAT, Value::text(p.number.clone()));
    }
}

/// The community of a row. One that the book does not have yet is made, under the office that filled the sheet in.
fn community(view: &View<'_>, text: &str, office: &str, lang: Lang) -> Result<(Ref, Vec<Record>), String> {
    let mut new = Vec::new();
    match view.meant(Kind::Area, text, true, office) {
        Meant::One(r) => return Ok((r, new)),
        Meant::Nobody | Meant::New(_) => {}
        other => return Err(other.trouble(text, lang).unwrap_or_default()),
    }
    let name = names::clean_line(text);
    let mut parent = None;
    if !office.is_empty() {
        parent = match view.meant(Kind::Area, office, true, "") {
            Meant::One(r) => Some(r),
            Meant::Several(_) => None,
            _ => {
                let shown = names::clean_line(office);
                let shown = shown.strip_suffix("办事处").unwrap_or(&shown).to_string();
                let mut r = Record::new(Kind::Area, new_id());
                r.fields.set(area::NAME, Value::text(shown));
                r.fields.set(area::LEVEL, Value::Code(3));
                let to = r.to_ref();
                new.push(r);
                Some(to)
            }
        };
    }
    let mut r = Record::new(Kind::Area, new_id());
    r.fields.set(area::NAME, Value::text(name));
    r.fields.set(area::LEVEL, Value::Code(4));
    if let Some(p) = parent {
        r.fields.set(area::PARENT, Value::Ref(p));
    }
    let to = r.to_ref();
    new.push(r);
    Ok((to, new))
}

/// A person or an organisation: recognised and filled, or added.
fn plain_row(
    view: &mut View<'_>,
    actor: &Actor,
    kind: Kind,
    mut fields: Fields,
    mut new: Vec<Record>,
    changes: &mut Changes,
    made: &mut Vec<Ref>,
) -> Result<RowOutcome, Left> {
    let name = fields.text(1).to_string();
    if name.is_empty() {
        return Err(Left::Out(Some(1), trouble::NO_NAME.get(actor.lang).into()));
    }
    let known = match kind {
        Kind::Person => known_person(view, &name, &fields)?,
        _ => match view.meant(kind, &name, false, "") {
            Meant::One(r) => view.get(r)?,
            Meant::Several(_) => {
                return Err(Left::Out(
                    Some(1),
                    view.meant(kind, &name, false, "").trouble(&name, actor.lang).unwrap_or_default(),
                ));
            }
            _ => None,
        },
    };
    if let Some(before) = known {
        let mut after = before.clone();
        for (no, v) in fields.iter() {
            if before.fields.get(no).is_none() && before.fields.reaches(no) {
                after.fields.set(no, v.clone());
            }
        }
        if after.fields == before.fields {
            return Ok(RowOutcome::Same(before.to_ref()));
        }
        new.retain(|r| refers(&after.fields, r.to_ref()) || new_parent(&after.fields, r));
        let target = before.to_ref();
        allowed(view, Some(&before), &after)?;
        add_new(view, new, changes, made)?;
        put(view, changes, Some(before), after)?;
        return Ok(RowOutcome::Filled(target));
    }
    if kind == Kind::Person {
        let new = Record { fields: fields.clone(), ..Record::new(kind, Id::NIL) };
        if super::guard::shares_number(view.world, &new) {
            return Err(Left::Out(Some(person::PHONES), rights::FROZEN_NUMBER.get(actor.lang).into()));
        }
        fields.set(person::STATUS, Value::Code(1));
    }
    let wrong = invalid(kind, &fields, actor.lang);
    if let Some((no, why)) = wrong.into_iter().next() {
        return Err(Left::Out(Some(no), why));
    }
    let mut r = Record::new(kind, new_id());
    r.fields = fields;
    edit::placed(actor, &mut r);
    let target = r.to_ref();
    add_new(view, new, changes, made)?;
    put(view, changes, None, r)?;
    Ok(RowOutcome::Added(target))
}

fn refers(fields: &Fields, to: Ref) -> bool {
    fields.iter().any(|(_, v)| v.each().contains(&Value::Ref(to)))
}

/// A street made for the community that the fields refer to stays with it.
fn new_parent(fields: &Fields, r: &Record) -> bool {
    r.kind == Kind::Area && r.fields.code(area::LEVEL) == Some(3) && fields.get(person::AREA).is_some()
}

fn add_new(
    view: &mut View<'_>,
    new: Vec<Record>,
    changes: &mut Changes,
    made: &mut Vec<Ref>,
) -> Result<(), Left> {
    // all or none: a row that is left out leaves nothing behind
    new.iter().try_for_each(|r| allowed(view, None, r))?;
    for r in new {
        made.push(r.to_ref());
        put(view, changes, None, r)?;
    }
    Ok(())
}

/// Whether a row may write this.
fn allowed(view: &View<'_>, before: Option<&Record>, after: &Record) -> Result<(), Left> {
    gate::change(view, before, Some(after)).map_err(|why| {
        let field = after.kind.area_field().filter(|_| why == staff::NEEDS_AREA);
        Left::Out(field, why.get(view.actor.lang).into())
    })
}

fn put(
    view: &mut View<'_>,
    changes: &mut Changes,
    before: Option<Record>,
    after: Record,
) -> Result<(), Left> {
    allowed(view, before.as_ref(), &after)?;
    let target = after.to_ref();
    view.will(target, Some(after.clone()));
    changes.push((before, Some(after), target));
    Ok(())
}

/// The same person: the same phone and a compatible name; without a phone the same name, employer and community.
fn known_person(view: &View<'_>, name: &str, fields: &Fields) -> Result<Option<Record>, Left> {
    let numbers = fields.texts(person::PHONES);
    let found = view.by_phones(&numbers);
    for r in found.known {
        if let Some(p) = view.get(r)?
            && may_be(view, &p, name)
        {
            return Ok(Some(p));
        }
    }
    // a second entry of theirs would be made here
    for r in found.elsewhere {
        if view.get(r)?.is_some_and(|p| names::compatible(p.name(), name)) {
            let words = staff::ON_FILE_ELSEWHERE.get(view.actor.lang).into();
            return Err(Left::Out(Some(person::PHONES), words));
        }
    }
    if !numbers.is_empty() {
        return Ok(None);
    }
    let alike = |p: &Record, no: u16| match (fields.link(no), p.fields.link(no)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let mut all = view.namesakes(name)?;
    all.retain(|p| alike(p, person::EMPLOYER) && alike(p, person::AREA));
    // the row of one of them says more of that one than the row of another does
    let exact = |p: &&Record| {
        [person::EMPLOYER, person::AREA].iter().all(|no| fields.link(*no) == p.fields.link(*no))
    };
    let known = match all.as_slice() {
        [] => return Ok(None),
        [one] => Some(one),
        several => several.iter().find(exact),
    };
    match known {
        Some(p) => Ok(Some(p.clone())),
        None => {
            let each = all.iter().map(|p| view.tell_apart(p)).collect();
            let why = Meant::Several(each).trouble(name, view.actor.lang);
            Err(Left::Out(Some(person::NAME), why.unwrap_or_default()))
        }
    }
}

/// An area: recognised by its code; one that a ledger made before takes the code, parent and level on.
fn area_row(
    view: &mut View<'_>,
    actor: &Actor,
    row: &LedgerRow,
    changes: &mut Changes,
) -> Result<RowOutcome, Left> {
    let lang = actor.lang;
    let cell = |no: u16| row.cells.iter().find(|(n, _)| *n == no).map(|(_, t)| t.trim()).unwrap_or("");
    let name = names::clean_line(cell(area::NAME));
    if name.is_empty() {
        return Err(Left::Out(Some(area::NAME), trouble::NO_NAME.get(lang).into()));
    }
    let code: String = cell(area::CODE).chars().filter(|c| !c.is_whitespace()).collect();
    let parent = match cell(area::PARENT) {
        "" => None,
        text => match view.meant(Kind::Area, text, false, "") {
            Meant::One(r) => Some(r),
            other => {
                let why = other.trouble(text, lang).unwrap_or_default();
                return Err(Left::Out(Some(area::PARENT), why));
            }
        },
    };
    let mut fields = Fields::default();
    for (no, text) in row.cells.iter().filter(|(n, _)| !matches!(*n, area::PARENT | area::CODE | area::NAME))
    {
        if let Some(f) = Kind::Area.field(*no) {
            fields.set(
                *no,
                rules::read(f, text, view.world.today()).map_err(|t| Left::Out(Some(*no), t.say(f, lang)))?,
            );
        }
    }
    fields.set(area::NAME, Value::text(name.clone()));
    fields.set(area::CODE, Value::text(code.clone()));
    if let Some(p) = parent {
        fields.set(area::PARENT, Value::Ref(p));
    }
    if fields.get(area::LEVEL).is_none()
        && let Some(level) = level_of(&name, &code)
    {
        fields.set(area::LEVEL, Value::Code(level));
    }
    let known = known_area(view, &name, &code, parent)?;
    let Some(before) = known else {
        let mut r = Record::new(Kind::Area, new_id());
        r.fields = fields;
        let target = r.to_ref();
        put(view, changes, None, r)?;
        return Ok(RowOutcome::Added(target));
    };
    let mut after = before.clone();
    for (no, v) in fields.iter() {
        // one that a ledger made has no code: the official list knows its parent and name better
        if before.fields.get(no).is_none() || before.fields.text(area::CODE).is_empty() {
            after.fields.set(no, v.clone());
        }
    }
    let target = before.to_ref();
    if after.fields == before.fields {
        return Ok(RowOutcome::Same(target));
    }
    put(view, changes, Some(before), after)?;
    Ok(RowOutcome::Filled(target))
}

fn known_area(
    view: &View<'_>,
    name: &str,
    code: &str,
    parent: Option<Ref>,
) -> Result<Option<Record>, StoreError> {
    if !code.is_empty()
        && let Meant::One(r) = view.meant(Kind::Area, code, false, "")
    {
        return view.get(r);
    }
    let candidates: Vec<Ref> = {
        let t = view.world.tables();
        t.areas
            .called(name)
            .iter()
            .filter_map(|a| t.areas.get(*a))
            .map(|n| Ref { kind: Kind::Area, id: n.id })
            .collect()
    };
    for c in candidates {
        let Some(r) = view.get(c)? else { continue };
        let bare = r.fields.text(area::CODE).is_empty();
        let same_parent = r.fields.link(area::PARENT) == parent;
        if names::area_key(r.name()) == names::area_key(name)
            && ((bare && !code.is_empty()) || (code.is_empty() && same_parent))
        {
            return Ok(Some(r));
        }
    }
    Ok(None)
}

/// The level from the name, else from the length of the statistical code (6, 9, 12 digits: GB/T 2260, GB/T 10114,
/// and the statistical codes of communities).
fn level_of(name: &str, code: &str) -> Option<u16> {
    let ends = |all: &[&str]| all.iter().any(|e| name.ends_with(e));
    if ends(&["社区", "居委会", "居民委员会", "村委会", "村民委员会", "村"]) {
        Some(4)
    } else if ends(&["街道", "镇", "乡", "办事处"]) {
        Some(3)
    } else if ends(&["网格"]) {
        Some(5)
    } else if ends(&["区", "县"]) {
        Some(2)
    } else if ends(&["市"]) {
        Some(1)
    } else {
        match code.len() {
            6 => Some(2),
            9 => Some(3),
            12 => Some(4),
            _ => None,
        }
    }
}

/// A visit: its person found by phone and name, known again by what it says.
fn visit_row(
    view: &mut View<'_>,
    actor: &Actor,
    row: &LedgerRow,
    changes: &mut Changes,
    made: &mut Vec<Ref>,
) -> Result<RowOutcome, Left> {
    let lang = actor.lang;
    let mut rest = row.clone();
    rest.cells.retain(|(no, _)| *no != visit::PEOPLE);
    let (mut fields, new) = fields(view, actor, &rest)?;
    let who = row.cells.iter().find(|(no, _)| *no == visit::PEOPLE).map(|(_, t)| t.as_str()).unwrap_or("");
    let whom = everybody(view, who, lang)?;
    if whom.is_empty() && fields.link(visit::ORGANISATION).is_none() {
        return Err(Left::Out(Some(visit::PEOPLE), trouble::NOBODY.get(lang).into()));
    }
    fields.set(visit::PEOPLE, Value::List(whom.iter().map(|p| Value::Ref(p.to_ref())).collect()));
    if let Some(a) = whom.first().and_then(|p| p.fields.link(person::AREA))
        && fields.get(visit::AREA).is_none()
    {
        fields.set(visit::AREA, Value::Ref(a));
    }
    if fields.get(visit::MODE).is_none() {
        fields.set(visit::MODE, Value::Code(1));
    }
    for then in
        thing::formerly(view, &[Some(visit::PEOPLE), Some(visit::ORGANISATION)], &fields).iter().skip(1)
    {
        let key = ledger_key(view, then, &new);
        if let Some(known) = known_row(view, Kind::Visit, &key)? {
            return Ok(RowOutcome::Same(known));
        }
    }
    let key = ledger_key(view, &fields, &new);
    fields.set(visit::LEDGER_KEY, Value::text(key.clone()));
    if let Some(known) = known_row(view, Kind::Visit, &key)? {
        return Ok(RowOutcome::Same(known));
    }
    if let Some(known) = same_visit(view, &fields)? {
        return Ok(RowOutcome::Same(known));
    }
    if let Some((no, why)) = invalid(Kind::Visit, &fields, lang).into_iter().next() {
        return Err(Left::Out(Some(no), why));
    }
    let mut r = Record::new(Kind::Visit, new_id());
    r.fields = fields;
    edit::placed(actor, &mut r);
    let target = r.to_ref();
    allowed(view, None, &r)?;
    add_new(view, new, changes, made)?;
    put(view, changes, None, r)?;
    Ok(RowOutcome::Added(target))
}

/// The record that came of a row of this key.
fn known_row(view: &View<'_>, kind: Kind, key: &str) -> Result<Option<Ref>, StoreError> {
    let no = kind.row_field().unwrap_or_default();
    let here = view
        .pending
        .records
        .iter()
        .find(|(r, v)| r.kind == kind && v.as_ref().is_some_and(|v| v.fields.text(no) == key));
    if let Some((r, _)) = here {
        return Ok(Some(*r));
    }
    let held = view.world.store.claimed(format!("row:{key}").as_bytes())?;
    Ok(held.map(|k| Ref { kind, id: Id(k.id) }))
}

/// The people of a row of visits: a name a line with a phone behind a tab, or names only, parted as in a cell.
fn everybody(view: &View<'_>, who: &str, lang: Lang) -> Result<Vec<Record>, Left> {
    let told = who.contains('\t');
    let each: Vec<&str> = if told { who.lines().collect() } else { rules::parts(who).collect() };
    let mut out: Vec<Record> = Vec::new();
    for one in each.into_iter().take(rules::MANY_MAX) {
        let (name, phone) = one.split_once('\t').unwrap_or((one, ""));
        let name = names::clean_name(name);
        if name.is_empty() && phone.trim().is_empty() {
            continue;
        }
        let p = visited(view, &name, phone, lang)?;
        if out.iter().all(|o| o.id != p.id) {
            out.push(p);
        }
    }
    Ok(out)
}

/// The person of a row of visits.
fn visited(view: &View<'_>, name: &str, phone: &str, lang: Lang) -> Result<Record, Left> {
    if let Ok(list) = phones::parse(phone) {
        let numbers: Vec<&str> = list.iter().map(|p| p.number.as_str()).collect();
        let found = view.by_phones(&numbers);
        for r in found.known {
            if let Some(p) = view.get(r)?
                && may_be(view, &p, name)
            {
                return Ok(p);
            }
        }
        if !found.elsewhere.is_empty() {
            let words = staff::ON_FILE_ELSEWHERE.get(lang).into();
            return Err(Left::Out(Some(visit::PEOPLE), words));
        }
    }
    let meant = view.meant(Kind::Person, name, false, "");
    if let Meant::One(r) = meant
        && let Some(p) = view.get(r)?
        && (view.world.bears(&p, name) || phone.trim().is_empty())
    {
        return Ok(p);
    }
    let shown = if name.is_empty() { phone } else { name };
    let why = meant.trouble(shown, lang).unwrap_or_else(|| trouble::unknown(lang, shown));
    Err(Left::Out(Some(visit::PEOPLE), why))
}

/// Whether somebody may be meant where the number is the same.
fn may_be(view: &View<'_>, p: &Record, name: &str) -> bool {
    let formerly = || {
        let t = view.world.tables();
        t.lineage.formers(p.to_ref()).iter().any(|f| names::compatible(&f.name, name))
    };
    names::compatible(p.name(), name) || formerly()
}

/// What a row of visits is recognised by when it comes again: day, people, mode, staff, words.
fn ledger_key(view: &View<'_>, fields: &Fields, new: &[Record]) -> String {
    let mut h = blake3::Hasher::new();
    h.update(fields.day(visit::WHEN).map(|d| d.to_string()).unwrap_or_default().as_bytes());
    for p in fields.links(visit::PEOPLE).into_iter().chain(fields.links(visit::ORGANISATION)) {
        h.update(&p.id.0);
    }
    h.update(&fields.code(visit::MODE).unwrap_or(0).to_le_bytes());
    let mut staff: Vec<String> = fields
        .links(visit::STAFF)
        .into_iter()
        .map(|s| {
            new.iter().find(|n| n.to_ref() == s).map_or_else(|| view.name_of(s), |n| n.name().to_string())
        })
        .collect();
    staff.sort();
    h.update(staff.join(",").as_bytes());
    h.update(fields.text(visit::SUMMARY).as_bytes());
    h.finalize().to_hex().chars().take(32).collect()
}
