//! What only reads: cards, today, the finder, history. Answered on the session's own thread.

use super::edit::{Actor, read};
use super::resolve::{Pending, View};
use super::rows::{post, row, row_of};
use super::wire::{
    AreaRow, Card, Happening, HistoryEntry, News, Promise, Refusal, Reply, Request, Shown, Status, Today,
    Welcome, What,
};
use super::world::{World, day_of, decode};
use super::{drafts, list, network};
use crate::book::{Day, Id, Kind, Record, Ref, Row, Value, area, organisation, person, rules, tie, visit};
use crate::index::finder::{Count, Query, Scope};
use crate::index::tables::{NEVER, NONE, Tables};
use crate::store::{Key, StoreError};
use crate::text::{Lang, trouble};
use chrono::Datelike;

/// Most rows of a search.
const FOUND_MAX: u32 = 200;

/// A failed store in the words of the wire.
pub fn refusal(e: StoreError, _lang: Lang) -> Refusal {
    match e {
        StoreError::ReadOnly { .. } => Refusal::ReadOnly(e.to_string()),
        other => Refusal::Store(other.to_string()),
    }
}

/// Answers a request that writes nothing.
pub fn answer(world: &World, actor: &Actor, request: &Request) -> Reply {
    try_answer(world, actor, request).unwrap_or_else(|e| Reply::Refused(refusal(e, actor.lang)))
}

fn try_answer(world: &World, actor: &Actor, request: &Request) -> Result<Reply, StoreError> {
    Ok(match request {
        Request::Welcome { .. } => Reply::Welcome(welcome(world, actor)),
        Request::Today => Reply::Today(today(world, actor)?),
        Request::Find { query, kinds, limit } => find(world, query, kinds, *limit)?,
        Request::List { kind, filter, order, offset, limit } => {
            list::page(world, *kind, filter, *order, *offset, *limit)?
        }
        Request::Get(target) => match world.get(*target)? {
            Some(r) => Reply::Shown(shown(world, r)),
            None => Reply::Refused(Refusal::Gone),
        },
        Request::Card(target) => match world.get(*target)? {
            Some(r) => Reply::Card(Box::new(card(world, actor, r)?)),
            None => Reply::Refused(Refusal::Gone),
        },
        Request::Similar { kind, except, name, phones } => {
            Reply::Rows(similar(world, *kind, *except, name, phones)?)
        }
        Request::Read { kind, field, text } => read_field(world, actor, *kind, *field, text),
        Request::Preview { line, who } => {
            let mut pending = Pending::default();
            let mut view = View { world, pending: &mut pending };
            Reply::Preview(super::line::preview(&mut view, actor, line, *who))
        }
        Request::Areas { parent } => Reply::Areas(areas(world, *parent)),
        Request::Circle { target } => Reply::Circle(network::circle(world, *target, actor.lang)?),
        Request::Path { from, to } => Reply::Path(network::path(world, *from, *to, actor.lang)?),
        Request::History { target, limit } => Reply::History(history(world, *target, *limit, actor.lang)?),
        Request::KeepDraft(d) => done(drafts::keep(&world.dir, actor.uid, d)),
        Request::Drafts => Reply::Drafts(drafts::all(&world.dir, actor.uid)),
        Request::DropDraft(id) => done(drafts::drop(&world.dir, actor.uid, *id)),
        _ => Reply::Refused(Refusal::BadRequest),
    })
}

fn done(r: std::io::Result<()>) -> Reply {
    match r {
        Ok(()) => Reply::Done,
        Err(e) => Reply::Refused(Refusal::Store(e.to_string())),
    }
}

fn counts(t: &Tables) -> Vec<u64> {
    Kind::ALL.iter().map(|k| t.count(*k)).collect()
}

fn welcome(world: &World, actor: &Actor) -> Welcome {
    let name = world.name_of(actor.staff);
    let today = world.today();
    let t = world.tables();
    let mut place = None;
    let mut here = t.areas.below(None);
    // the lowest area that holds the whole book: a street's own book says its street
    while let [one] = here.as_slice() {
        place = Some(*one);
        here = t.areas.below(Some(*one));
    }
    Welcome {
        me: actor.staff,
        name,
        today,
        place: place.and_then(|p| t.areas.get(p)).map(|n| n.name.clone()).unwrap_or_default(),
        counts: counts(&t),
        demo: world.dir.join("demo").exists(),
        program: env!("CARGO_PKG_VERSION").to_string(),
    }
}

/// How the hub is.
pub fn status(world: &World, sessions: u32) -> Status {
    Status {
        counts: counts(&world.tables()),
        head: world.store.head().0,
        sessions,
        finder_bytes: world.finder.memory() as u64,
        pid: std::process::id(),
        opened: super::world::opened_words(&world.opened),
    }
}

fn find(world: &World, query: &str, kinds: &[Kind], limit: u32) -> Result<Reply, StoreError> {
    let q = Query::parse(query);
    let codes: Vec<u8> = kinds.iter().map(|k| k.code()).collect();
    if q.count_only() {
        let total = world.finder.count(&q, Scope::All, &codes);
        return Ok(Reply::Found { total, more: false, rows: Vec::new() });
    }
    let hits = world.finder.search(&q, Scope::All, &codes, limit.min(FOUND_MAX) as usize);
    let mut rows = Vec::new();
    for h in &hits.hits {
        if let Some(kind) = Kind::from_code(h.kind)
            && let Some(r) = row(world, Ref { kind, id: Id(h.id) })?
        {
            rows.push(r);
        }
    }
    Ok(Reply::Found { total: hits.total.number(), more: matches!(hits.total, Count::AtLeast(_)), rows })
}

/// The names of all that a record refers to.
pub fn names_in(world: &World, r: &Record) -> Vec<(Ref, String)> {
    let mut out: Vec<(Ref, String)> = Vec::new();
    for (_, v) in r.fields.iter() {
        for one in v.each() {
            if let Value::Ref(to) = one
                && !out.iter().any(|(o, _)| o == to)
            {
                out.push((*to, world.name_of(*to)));
            }
        }
    }
    out
}

fn shown(world: &World, record: Record) -> Shown {
    Shown { names: names_in(world, &record), record }
}

fn card(world: &World, actor: &Actor, r: Record) -> Result<Card, StoreError> {
    let target = r.to_ref();
    let today = world.today();
    let (ids, place, people_ids, people_total): (Vec<Id>, String, Vec<Id>, u64) = {
        let t = world.tables();
        let visits = match r.kind {
            Kind::Person => t.people.find(r.id).map(|p| t.visits_of(p)).unwrap_or_default(),
            Kind::Organisation => {
                let at = t.organisations.find(r.id).unwrap_or(NONE);
                let mut v: Vec<u32> =
                    t.visits.live().filter(|(_, v)| v.organisation == at).map(|(at, _)| at).collect();
                v.sort_by_key(|v| std::cmp::Reverse(t.visits.get(*v).map(|v| (v.day, v.id))));
                v
            }
            _ => Vec::new(),
        };
        let area = r.kind.area_field().and_then(|no| r.fields.link(no)).and_then(|a| t.areas.find(a.id));
        let own = (r.kind == Kind::Area).then(|| t.areas.find(r.id)).flatten();
        let place = area.or(own).map(|a| t.areas.place(a)).unwrap_or_default();
        let belongs = |p: &crate::index::tables::PersonRow| match r.kind {
            Kind::Organisation => t.organisations.find(r.id) == Some(p.employer),
            Kind::Area => t.areas.find(r.id) == Some(p.area),
            Kind::Staff => t.staff.find(r.id) == Some(p.liaison),
            _ => false,
        };
        let mut people: Vec<_> = match r.kind {
            Kind::Organisation | Kind::Area | Kind::Staff => {
                t.people.live().filter(|(_, p)| belongs(p)).map(|(_, p)| (p.reading, p.id)).collect()
            }
            _ => Vec::new(),
        };
        people.sort_unstable();
        let total = people.len() as u64;
        let ids = visits.iter().filter_map(|v| t.visits.get(*v)).map(|v| v.id).collect();
        (ids, place, people.into_iter().take(200).map(|(_, id)| id).collect(), total)
    };
    let mut people = Vec::new();
    for id in people_ids {
        if let Some(r) = row(world, Ref { kind: Kind::Person, id })? {
            people.push(r);
        }
    }
    let (timeline, last, next) = timeline(world, actor, &r, &ids)?;
    let days: Vec<Day> = {
        let t = world.tables();
        ids.iter()
            .filter_map(|id| t.visits.find(*id))
            .filter_map(|v| t.visits.get(v))
            .map(|v| Day(v.day))
            .collect()
    };
    Ok(Card {
        ties: network::ties_of(world, target, actor.lang)?,
        place,
        last,
        next,
        people,
        people_total,
        timeline,
        visits: ids.len() as u64,
        months: by_month(days.into_iter(), today),
        shown: shown(world, r),
    })
}

type Ends = (Vec<Happening>, Option<(Day, u16, String)>, Option<(Day, String)>);

fn timeline(world: &World, actor: &Actor, r: &Record, visits: &[Id]) -> Result<Ends, StoreError> {
    let mut out = Vec::new();
    let (mut last, mut next) = (None, None);
    for id in visits.iter().take(100) {
        let target = Ref { kind: Kind::Visit, id: *id };
        let Some(v) = world.get(target)? else { continue };
        let who: Vec<String> = v.fields.links(visit::STAFF).into_iter().map(|s| world.name_of(s)).collect();
        let day = v.fields.day(visit::WHEN).unwrap_or(Day(0));
        let mode = v.fields.code(visit::MODE).unwrap_or(0);
        if last.is_none() && v.fields.code(visit::OUTCOME).unwrap_or(1) == 1 {
            last = Some((day, mode, who.join("、")));
        }
        // a later visit answers a promise: only the newest visit's stands
        if out.is_empty()
            && let Some(d) = v.fields.day(visit::NEXT)
        {
            next = Some((d, v.fields.text(visit::NEXT_WORDS).to_string()));
        }
        let words = v.fields.text(visit::SUMMARY).lines().collect::<Vec<_>>().join(" ");
        out.push(Happening { day, what: What::Visit(mode), who: who.join("、"), words, target });
    }
    let entries = history(world, r.to_ref(), 20, actor.lang)?;
    let first = entries.len().saturating_sub(1);
    for (i, e) in entries.iter().enumerate() {
        let made = i == first && e.fields.iter().all(|(_, before, _)| before.is_empty());
        let words = if made {
            e.note.clone()
        } else {
            let arrow = if actor.lang == Lang::Zh { "改为" } else { "to" };
            let each = e.fields.iter().filter_map(|(no, _, after)| {
                let f = r.kind.field(*no).filter(|f| !f.hidden)?;
                Some(format!(
                    "{} {arrow} {}",
                    f.label.get(actor.lang),
                    if after.is_empty() { "-" } else { after }
                ))
            });
            each.collect::<Vec<_>>().join("; ")
        };
        let what = if made { What::Entered } else { What::Changed };
        out.push(Happening { day: day_of(e.at_ms), what, who: e.by.clone(), words, target: r.to_ref() });
    }
    out.sort_by_key(|h| std::cmp::Reverse(h.day));
    Ok((out, last, next))
}

/// The last twelve months, oldest first, the current one last.
fn by_month(days: impl Iterator<Item = Day>, today: Day) -> Vec<u64> {
    let month = |d: Day| d.date().year() * 12 + d.date().month0() as i32;
    let now = month(today);
    let mut out = vec![0u64; 12];
    for d in days {
        let back = now - month(d);
        if (0..12).contains(&back)
            && let Some(n) = out.get_mut(11 - back as usize)
        {
            *n += 1;
        }
    }
    out
}

/// (visit, person, due), people overdue, people of late, (day, mode) of a year's visits.
type Picked = (Vec<(Id, Id, Day)>, Vec<Id>, Vec<Id>, Vec<(i32, u8)>);

fn today(world: &World, actor: &Actor) -> Result<Today, StoreError> {
    let today = world.today();
    let mut out = Today::default();
    let (promised, overdue, recent, months): Picked = {
        let t = world.tables();
        let mut promised: Vec<(Id, Id, Day)> = Vec::new();
        for v in t.promises.iter().filter_map(|v| t.visits.get(*v)) {
            let Some(p) = t.people.get(v.person) else { continue };
            // a visit after the one that promised answers the promise
            if v.next <= today.0 && p.alive && p.last <= v.day {
                promised.push((v.id, p.id, Day(v.next)));
            }
        }
        promised.sort_by_key(|(id, _, due)| (*due, *id));
        out.promised_total = promised.len() as u64;
        let mut overdue: Vec<_> =
            t.people.live().filter(|(_, p)| t.overdue(p, today)).map(|(_, p)| (p.last, p.id)).collect();
        out.overdue_total = overdue.len() as u64;
        smallest(&mut overdue, 8);
        let mut recent: Vec<_> = t
            .people
            .live()
            .filter(|(_, p)| p.last != NEVER && p.last <= today.0)
            .map(|(_, p)| (-p.last, p.id))
            .collect();
        smallest(&mut recent, 8);
        let year_ago = today.plus(-366).0;
        let months = t
            .visits
            .live()
            .filter(|(_, v)| v.day >= year_ago && v.day <= today.0)
            .map(|(_, v)| (v.day, v.mode))
            .collect();
        (
            promised.into_iter().take(8).collect(),
            overdue.into_iter().map(|(_, id)| id).collect(),
            recent.into_iter().map(|(_, id)| id).collect(),
            months,
        )
    };
    for (visit_id, person_id, due) in promised {
        let visit = Ref { kind: Kind::Visit, id: visit_id };
        let Some(person) = row(world, Ref { kind: Kind::Person, id: person_id })? else { continue };
        let words =
            world.get(visit)?.map(|v| v.fields.text(visit::NEXT_WORDS).to_string()).unwrap_or_default();
        out.promised.push(Promise { visit, person, due, words });
    }
    for (ids, rows) in [(overdue, &mut out.overdue), (recent, &mut out.recent)] {
        for id in ids {
            if let Some(r) = row(world, Ref { kind: Kind::Person, id })? {
                rows.push(r);
            }
        }
    }
    out.months = by_month(months.iter().map(|(d, _)| Day(*d)), today);
    let this = (today.year(), today.date().month());
    let before = if this.1 == 1 { (this.0 - 1, 12) } else { (this.0, this.1 - 1) };
    for (d, mode) in months {
        let d = Day(d);
        let class = visit::class(u16::from(mode)) as usize;
        let at = (d.year(), d.date().month());
        let slot = if at == this {
            out.figures.first_mut()
        } else if at == before {
            out.figures.get_mut(1)
        } else {
            None
        };
        if let Some(n) = slot.and_then(|f| f.get_mut(class)) {
            *n += 1;
        }
    }
    out.drafts = drafts::all(&world.dir, actor.uid);
    Ok(out)
}

/// Keeps the `n` smallest, in order.
fn smallest<T: Ord>(all: &mut Vec<T>, n: usize) {
    if all.len() > n && n > 0 {
        all.select_nth_unstable(n - 1);
        all.truncate(n);
    }
    all.sort_unstable();
}

/// People or organisations that may be the same as one being entered.
fn similar(
    world: &World,
    kind: Kind,
    except: Option<Id>,
    name: &str,
    phones: &str,
) -> Result<Vec<Row>, StoreError> {
    let mut found: Vec<Ref> = Vec::new();
    if kind == Kind::Person {
        let numbers = crate::book::phones::parse(phones).unwrap_or_default();
        for p in &numbers {
            let main = p.number.split('-').next().unwrap_or(&p.number);
            found.extend(
                world
                    .finder
                    .by_phone(main)
                    .into_iter()
                    .filter(|(k, _)| *k == kind.code())
                    .map(|(_, id)| Ref { kind, id: Id(id) }),
            );
        }
    }
    let name = crate::book::names::clean_name(name);
    if name.chars().count() >= 2 && matches!(kind, Kind::Person | Kind::Organisation) {
        let hits = world.finder.search(&Query::parse(&name), Scope::All, &[kind.code()], 8);
        found.extend(hits.hits.iter().map(|h| Ref { kind, id: Id(h.id) }));
    }
    let mut out: Vec<Row> = Vec::new();
    for r in found {
        if Some(r.id) == except || out.iter().any(|o| o.target == r) || out.len() >= 5 {
            continue;
        }
        let Some(record) = world.get(r)? else { continue };
        let numbers = crate::book::phones::parse(phones).unwrap_or_default();
        let same_phone =
            numbers.iter().any(|n| record.fields.texts(person::PHONES).contains(&n.number.as_str()));
        let key = crate::book::names::organisation_key;
        let same_name =
            record.name() == name || (kind == Kind::Organisation && key(record.name()) == key(&name));
        if (kind == Kind::Person && same_phone) || same_name {
            out.push(row_of(world, &record));
        }
    }
    Ok(out)
}

fn read_field(world: &World, actor: &Actor, kind: Kind, no: u16, text: &str) -> Reply {
    let Some(field) = kind.field(no) else { return Reply::Refused(Refusal::BadRequest) };
    let mut pending = Pending::default();
    let view = View { world, pending: &mut pending };
    match read(&view, field, text, actor.lang, "") {
        Err(words) => Reply::Invalid(vec![(no, words)]),
        Ok((value, new)) => {
            let mut words: Vec<String> = value
                .each()
                .iter()
                .filter_map(|v| if let Value::Ref(r) = v { Some(*r) } else { None })
                .map(|r| {
                    new.iter()
                        .find(|n| n.to_ref() == r)
                        .map_or_else(|| world.name_of(r), |n| n.name().to_string())
                })
                .collect();
            if words.is_empty() && !value.is_empty() {
                words.push(world.words(field, &value, actor.lang));
            }
            let mut remark = None;
            if let Some(n) = new.first() {
                remark = Some(trouble::will_make(actor.lang, n.name()));
            }
            let fields = crate::book::Fields::default().with(no, value);
            if let Some((_, w)) = rules::remarks(kind, &fields).first() {
                remark = Some(w.get(actor.lang).to_string());
            }
            Reply::Read(words.join(if actor.lang == Lang::Zh { "、" } else { ", " }), remark)
        }
    }
}

fn areas(world: &World, parent: Option<Id>) -> Vec<AreaRow> {
    let today = world.today();
    let t = world.tables();
    let below = match parent {
        Some(id) => match t.areas.find(id) {
            Some(at) => t.areas.below(Some(at)),
            None => return Vec::new(),
        },
        None => t.areas.below(None),
    };
    let people = t.areas.sums(|a| t.areas.get(a).map_or(0, |n| u64::from(n.people)));
    let (late, _) = list::overdue(&t, today);
    let overdue = t.areas.sums(|a| late.get(a as usize).copied().unwrap_or(0));
    let mut children: std::collections::HashMap<u32, u64> = std::collections::HashMap::new();
    for (_, n) in t.areas.live() {
        if let Some(p) = n.parent {
            *children.entry(p).or_default() += 1;
        }
    }
    below
        .into_iter()
        .filter_map(|at| {
            let n = t.areas.get(at)?;
            Some(AreaRow {
                id: n.id,
                name: n.name.clone(),
                level: u16::from(n.level),
                children: children.get(&at).copied().unwrap_or(0),
                people: people.get(at as usize).copied().unwrap_or(0),
                overdue: overdue.get(at as usize).copied().unwrap_or(0),
            })
        })
        .collect()
}

/// Who wrote a commit, by staff record.
fn by(world: &World, actor: [u8; 16]) -> String {
    world.name_of(Ref { kind: Kind::Staff, id: Id(actor) })
}

/// Who changed a record last.
pub fn changed_by(world: &World, target: Ref) -> String {
    let key = Key { kind: target.kind.code(), id: target.id.0 };
    world.store.history(key, 1).ok().and_then(|h| h.first().map(|e| by(world, e.actor))).unwrap_or_default()
}

fn history(world: &World, target: Ref, limit: u32, lang: Lang) -> Result<Vec<HistoryEntry>, StoreError> {
    let key = Key { kind: target.kind.code(), id: target.id.0 };
    // one more than asked for, so that the last one knows what it changed
    let entries = world.store.history(key, limit.min(500) as usize + 1)?;
    let mut records: Vec<Option<Record>> = Vec::new();
    for e in &entries {
        let body = e.changes.iter().rfind(|c| c.key == key).and_then(|c| c.body.as_deref());
        records.push(body.map(|b| decode(target.kind, target.id, e.pos.0, b)).transpose()?);
    }
    let empty = Record::new(target.kind, target.id);
    let mut out = Vec::new();
    for (i, e) in entries.iter().enumerate().take(limit as usize) {
        let after = records.get(i).and_then(Option::as_ref);
        let before = records.get(i + 1).and_then(Option::as_ref);
        let (b, a) = (before.unwrap_or(&empty), after.unwrap_or(&empty));
        let mut fields = Vec::new();
        for f in target.kind.fields() {
            let (old, new) = (b.fields.get(f.no), a.fields.get(f.no));
            if old != new {
                let words = |v: Option<&Value>| v.map(|v| world.words(f, v, lang)).unwrap_or_default();
                fields.push((f.no, words(old), words(new)));
            }
        }
        out.push(HistoryEntry {
            pos: e.pos.0,
            at_ms: e.at_ms,
            by: by(world, e.actor),
            note: e.note.clone(),
            fields,
            removed: after.is_none(),
        });
    }
    Ok(out)
}

/// How many records refer to one.
pub fn users(world: &World, target: Ref) -> u64 {
    let t = world.tables();
    let id = target.id;
    let ties = t.ties.of(target).len() as u64;
    let visits = |f: &dyn Fn(&crate::index::tables::VisitRow) -> bool| {
        t.visits.live().filter(|(_, v)| f(v)).count() as u64
    };
    let people = |f: &dyn Fn(&crate::index::tables::PersonRow) -> bool| {
        t.people.live().filter(|(_, p)| f(p)).count() as u64
    };
    ties + match target.kind {
        Kind::Person => t.people.find(id).map_or(0, |p| t.visits_of(p).len() as u64),
        Kind::Organisation => {
            let at = t.organisations.find(id).unwrap_or(NONE);
            people(&|p| p.employer == at) + visits(&|v| v.organisation == at)
        }
        Kind::Area => {
            let at = t.areas.find(id).unwrap_or(NONE);
            t.areas.below(Some(at)).len() as u64 + people(&|p| p.area == at) + visits(&|v| v.area == at)
        }
        Kind::Staff => t
            .staff
            .find(id)
            .and_then(|s| t.staff.get(s))
            .map_or(0, |s| u64::from(s.people) + u64::from(s.visits)),
        Kind::Tag | Kind::Tie | Kind::Visit => 0,
    }
}

/// A change as others hear of it: what is changed, and what it is called.
pub fn news(world: &World, pos: u64, changes: &[(Option<Record>, Option<Record>, Ref)], by: String) -> News {
    let mut items = Vec::new();
    for (before, after, target) in changes.iter().take(64) {
        let Some(r) = after.as_ref().or(before.as_ref()) else { continue };
        let name = match r.kind {
            Kind::Visit => r.fields.link(visit::PEOPLE).or(r.fields.link(visit::ORGANISATION)),
            Kind::Tie => r.fields.link(tie::FROM),
            _ => None,
        };
        items.push((*target, name.map_or_else(|| r.name().to_string(), |n| world.name_of(n))));
    }
    News::Changed { pos, items, by, own: false }
}

/// Where somebody works, for the lines of a circle.
pub fn about(world: &World, r: &Record, lang: Lang) -> String {
    match r.kind {
        Kind::Person => post(world, r),
        Kind::Organisation => {
            let f = Kind::Organisation.field(organisation::SORT);
            f.zip(r.fields.code(organisation::SORT)).map(|(f, c)| f.choice_label(c, lang)).unwrap_or_default()
        }
        Kind::Area => {
            let f = Kind::Area.field(area::LEVEL);
            f.zip(r.fields.code(area::LEVEL)).map(|(f, c)| f.choice_label(c, lang)).unwrap_or_default()
        }
        _ => String::new(),
    }
}
