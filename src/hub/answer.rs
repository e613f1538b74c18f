//! What only reads: cards, today, the finder, history. Answered on the session's own thread.

use super::actor::Actor;
use super::edit::read;
use super::house::House;
use super::resolve::{Pending, View};
use super::rows::{post, row, row_of};
use super::wire::{AreaRow, Order, PersonAsk, Refusal, Reply, Request, Settings, Shown, Standing, Welcome};
use super::world::World;
use super::{drafts, erase, erase_drafts, list, network, person as file, phrases, register, settings};
use crate::book::{Cell, Id, Kind, Record, Ref, Row, Value, area, organisation, person, rules, schema};
use crate::index::finder::{Count, Query};
use crate::index::tables::Tables;
use crate::store::StoreError;
use crate::text::{Lang, staff, trouble};

/// Most rows of a search.
const FOUND_MAX: u32 = 200;
/// Most rows of a page with further fields.
const WIDE_MAX: u32 = 200;

/// A failed store in the words of the wire.
pub fn refusal(e: &StoreError, lang: Lang) -> Refusal {
    let why = crate::text::store::why(lang, e);
    match e {
        StoreError::ReadOnly { .. } => Refusal::ReadOnly(why),
        _ => Refusal::Store(why),
    }
}

/// Answers a request that writes nothing, and that this actor may ask.
pub fn answer(house: &House, actor: &Actor, request: &Request) -> Reply {
    let mut pending = Pending::default();
    let made = try_answer(&house.world, actor, request, &mut pending);
    house.met(actor, &pending);
    made.unwrap_or_else(|e| Reply::Refused(refusal(&e, actor.lang)))
}

fn try_answer(
    world: &World,
    actor: &Actor,
    request: &Request,
    pending: &mut Pending,
) -> Result<Reply, StoreError> {
    Ok(match request {
        Request::Today => Reply::Today(Box::new(super::today::today(world, actor)?)),
        Request::Promised { offset, limit } => super::today::promised(world, *offset, *limit, actor)?,
        Request::Calendar { from, to } => super::calendar::counts(world, actor, *from, *to),
        Request::OneDay(day) => super::calendar::one_day(world, *day, actor)?,
        Request::OpenWork(who) => super::open_work::open_work(world, actor, *who)?,
        Request::Retention(ask) => super::retention::answer(world, actor, ask)?,
        Request::Users { target, limit } => super::users::page(world, *target, *limit, actor)?,
        Request::Find { query, kinds, limit } => find(world, query, kinds, *limit, actor)?,
        Request::List { kind, filter, order, offset, limit, more } => {
            // with further fields a page of the most rows would fit no frame
            let limit = if more.is_empty() { *limit } else { (*limit).min(WIDE_MAX) };
            let mut page = list::Asked { world, actor, kind: *kind, filter, order: *order, own: false }
                .page(*offset, limit)?;
            if let (Reply::Page { rows, .. }, false) = (&mut page, more.is_empty()) {
                super::rows::widen(world, rows, more, actor)?;
            }
            page
        }
        Request::Records { kind, filter, order, offset, limit } => {
            list::Asked { world, actor, kind: *kind, filter, order: *order, own: false }
                .records(*offset, *limit)?
        }
        Request::Get(target) => match world.get(*target)? {
            Some(r) => Reply::Shown(shown(world, r, actor)),
            None => Reply::Refused(Refusal::Gone),
        },
        Request::Card(target) => match world.get(*target)? {
            Some(r) => Reply::Card(Box::new(super::card::card(world, actor, r)?)),
            None => Reply::Refused(Refusal::Gone),
        },
        Request::Similar { kind, except, name, phones } => {
            let view = View { world, pending, actor };
            Reply::Rows(similar(&view, *kind, *except, name, phones)?)
        }
        Request::Read { kind, field, text } => read_field(world, actor, *kind, *field, text),
        Request::Preview(ask) => {
            let mut view = View { world, pending, actor };
            Reply::Preview(super::line::preview(&mut view, actor, ask))
        }
        Request::Phrases(ask) => match phrases::ask(&world.dir, actor.uid, ask, world.now_ms(), actor.lang) {
            Ok(all) => Reply::Phrases(all),
            Err(e) => Reply::Refused(Refusal::Store(e.to_string())),
        },
        Request::Areas { parent } => Reply::Areas(areas(world, actor, *parent)),
        Request::Circle { target } => Reply::Circle(network::circle(world, *target, actor)?),
        Request::Path { from, to } => Reply::Path(network::path(world, *from, *to, actor)?),
        Request::History { target, limit } => {
            Reply::History(super::history::history(world, *target, *limit, actor)?)
        }
        Request::Person(ask) => person_ask(world, actor, ask)?,
        Request::KeepDraft(d) => match erase_drafts::keep(world, actor.uid, d) {
            Ok(false) => Reply::Refused(Refusal::Gone),
            kept => done(kept.map(drop), actor.lang),
        },
        Request::Drafts => Reply::Drafts(drafts::usable(world, actor)),
        Request::Counts { kind, filter, field } => {
            let asked = list::Asked { world, actor, kind: *kind, filter, order: Order::Usual, own: false };
            Reply::Counts(asked.counts(*field)?)
        }
        Request::Rows { targets, more } => {
            let mut rows = Vec::new();
            for target in targets.iter().take(WIDE_MAX as usize).filter(|t| !world.is_frozen(**t)) {
                // one that was moved away meanwhile is no longer there
                let seen = actor.rights.sees(&world.tables(), *target);
                if seen {
                    rows.extend(row(world, *target, actor)?);
                }
            }
            super::rows::widen(world, &mut rows, more, actor)?;
            Reply::Rows(rows)
        }
        Request::Keep(keep) => match settings::keep(&world.dir, actor.uid, keep.clone()) {
            // another screen of this worker may have been left otherwise
            Ok(all) => Reply::Settings(Settings { showing: actor.showing, ..all }),
            Err(e) => Reply::Refused(Refusal::Store(crate::text::store::io(actor.lang, &e))),
        },
        Request::Bulk(bulk) if bulk.dry => super::bulk::dry(world, actor, bulk),
        Request::HandOver(h) if h.dry => super::handing::dry(world, actor, h),
        Request::HandSheet(id) => super::handing::sheet(world, actor, *id)?,
        Request::Report(ask) => super::report::report(world, actor, ask)?,
        Request::Posts { area } => super::posts::posts(world, actor, *area)?,
        Request::Version { target, pos } => match super::history::version(world, *target, *pos)? {
            Some(r) => Reply::Shown(shown(world, r, actor)),
            None => Reply::Refused(Refusal::Gone),
        },
        Request::Pairs(ask) => super::twins::page(world, actor, *ask)?,
        Request::Merge(m) if m.dry => {
            let mut pending = Pending::default();
            super::merge::dry(&mut View { world, pending: &mut pending, actor }, actor, m)
        }
        Request::Elect(e) if e.dry => super::election::dry(world, actor, e),
        Request::Unmerge(u) if u.dry => {
            let mut pending = Pending::default();
            super::merge::dry_back(&mut View { world, pending: &mut pending, actor }, actor, u)
        }
        Request::DropDraft(id) => done(drafts::drop(&world.dir, actor.uid, *id), actor.lang),
        _ => Reply::Refused(Refusal::BadRequest),
    })
}

fn done(r: std::io::Result<()>, lang: Lang) -> Reply {
    match r {
        Ok(()) => Reply::Done,
        Err(e) => Reply::Refused(Refusal::Store(crate::text::store::io(lang, &e))),
    }
}

/// How many of each kind there are to somebody.
fn counts(t: &Tables, actor: &Actor) -> Vec<u64> {
    Kind::ALL.iter().map(|k| actor.rights.count(t, *k)).collect()
}

/// Who came in, and what the book is to them.
pub fn welcome(world: &World, actor: &Actor, standing: Standing) -> Welcome {
    let name = world.name_of(actor.staff, actor);
    let today = world.today();
    let settings = settings::read(&world.dir, actor.uid);
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
        counts: counts(&t, actor),
        demo: world.dir.join("demo").exists(),
        program: env!("CARGO_PKG_VERSION").to_string(),
        settings,
        standing,
        office: schema::laid_down(),
    }
}

/// What of a person's rights only reads.
fn person_ask(world: &World, actor: &Actor, ask: &PersonAsk) -> Result<Reply, StoreError> {
    Ok(match ask {
        PersonAsk::Who(text) => Reply::Rows(file::who(world, text, actor)?),
        PersonAsk::Visits { person, copy, offset } => match world.get(register::person(*person))? {
            Some(r) => file::further(world, actor, &r, *copy, *offset)?,
            None => Reply::Refused(Refusal::Gone),
        },
        PersonAsk::PlanErase { person, mentions } => erase::preview(world, *person, *mentions)?,
        _ => Reply::Refused(Refusal::BadRequest),
    })
}

fn find(world: &World, query: &str, kinds: &[Kind], limit: u32, actor: &Actor) -> Result<Reply, StoreError> {
    let q = Query::parse(query);
    let codes: Vec<u8> = kinds.iter().map(|k| k.code()).collect();
    if q.count_only() {
        let total = world.finder.count(&q, actor.rights.scope(), &codes);
        return Ok(Reply::Found { total, more: false, rows: Vec::new() });
    }
    let hits = world.finder.search(&q, actor.rights.scope(), &codes, limit.min(FOUND_MAX) as usize);
    let mut rows = Vec::new();
    for h in &hits.hits {
        if let Some(kind) = Kind::from_code(h.kind)
            && let Some(r) = row(world, Ref { kind, id: Id(h.id) }, actor)?
        {
            rows.push(r);
        }
    }
    Ok(Reply::Found { total: hits.total.number(), more: matches!(hits.total, Count::AtLeast(_)), rows })
}

/// The names of all that a record refers to.
pub fn names_in(world: &World, r: &Record, actor: &Actor) -> Vec<(Ref, String)> {
    let mut out: Vec<(Ref, String)> = Vec::new();
    for (_, v) in r.fields.iter() {
        let inner = v.each().iter().flat_map(|v| match v {
            Value::Group(parts) => parts.iter().map(|(_, v)| v).collect(),
            other => vec![other],
        });
        for one in inner {
            if let Value::Ref(to) = one
                && !out.iter().any(|(o, _)| o == to)
            {
                out.push((*to, world.name_of(*to, actor)));
            }
        }
    }
    out
}

/// A record with the names of all it refers to.
pub fn shown(world: &World, record: Record, actor: &Actor) -> Shown {
    Shown { names: names_in(world, &record, actor), record }
}

/// People or organisations that may be the same as one being entered.
fn similar(
    view: &View<'_>,
    kind: Kind,
    except: Option<Id>,
    name: &str,
    phones: &str,
) -> Result<Vec<Row>, StoreError> {
    let (world, actor) = (view.world, view.actor);
    let mut found: Vec<Ref> = Vec::new();
    let numbers = crate::book::phones::parse(phones).unwrap_or_default();
    let numbers: Vec<&str> = numbers.iter().map(|n| n.number.as_str()).collect();
    let mut elsewhere = false;
    if kind == Kind::Person {
        let with = view.by_phones(&numbers);
        found = with.known;
        elsewhere = with.elsewhere.iter().any(|r| Some(r.id) != except);
    }
    let name = crate::book::names::clean_name(name);
    if name.chars().count() >= 2 && matches!(kind, Kind::Person | Kind::Organisation) {
        let hits = world.finder.search(&Query::parse(&name), actor.rights.scope(), &[kind.code()], 8);
        found.extend(hits.hits.iter().map(|h| Ref { kind, id: Id(h.id) }));
    }
    if kind == Kind::Organisation {
        let t = world.tables();
        let called = t.called(kind, &name).into_iter().filter_map(|at| t.organisations.get(at));
        elsewhere = called
            .into_iter()
            .any(|o| Some(o.id) != except && !actor.rights.sees(&t, Ref { kind, id: o.id }));
    }
    let mut out: Vec<Row> = Vec::new();
    for r in found {
        if Some(r.id) == except || out.iter().any(|o| o.target == r) || out.len() >= 5 {
            continue;
        }
        let Some(record) = world.get(r)? else { continue };
        let same_phone = record.fields.texts(person::PHONES).iter().any(|p| numbers.contains(p));
        let key = crate::book::names::organisation_key;
        let same_name =
            world.bears(&record, &name) || (kind == Kind::Organisation && key(record.name()) == key(&name));
        if (kind == Kind::Person && same_phone) || same_name {
            out.push(row_of(world, &record, actor));
        }
    }
    // of whoever is of another area no more is said than that they are on file
    if elsewhere {
        let words = staff::ON_FILE_ELSEWHERE.get(actor.lang).to_string();
        let target = Ref { kind, id: Id::NIL };
        out.push(Row { target, version: 0, cells: vec![Cell::Text(words)] });
    }
    Ok(out)
}

fn read_field(world: &World, actor: &Actor, kind: Kind, no: u16, text: &str) -> Reply {
    let Some(field) = kind.field(no) else { return Reply::Refused(Refusal::BadRequest) };
    let mut pending = Pending::default();
    let view = View { world, pending: &mut pending, actor };
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
                        .map_or_else(|| world.name_of(r, actor), |n| n.name().to_string())
                })
                .collect();
            if words.is_empty() && !value.is_empty() {
                words.push(world.words(field, &value, actor));
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

fn areas(world: &World, actor: &Actor, parent: Option<Id>) -> Vec<AreaRow> {
    let today = world.today();
    let t = world.tables();
    let below = match parent {
        Some(id) => match t.areas.find(id) {
            Some(at) => t.areas.below(Some(at)),
            None => return Vec::new(),
        },
        None => t.areas.below(None),
    };
    let mine = |a: u32| actor.rights.in_area(a);
    let people = t.areas.sums(|a| t.areas.get(a).filter(|_| mine(a)).map_or(0, |n| u64::from(n.people)));
    let late = list::overdue(&t, today);
    let overdue = t.areas.sums(|a| late.get(a as usize).copied().filter(|_| mine(a)).unwrap_or(0));
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

/// Where somebody works, for the lines of a circle.
pub fn about(world: &World, r: &Record, actor: &Actor) -> String {
    match r.kind {
        Kind::Person if person::is_frozen(r) => String::new(),
        Kind::Person => post(world, r, actor),
        Kind::Organisation => {
            let f = Kind::Organisation.field(organisation::SORT);
            f.zip(r.fields.code(organisation::SORT))
                .map(|(f, c)| f.choice_label(c, actor.lang))
                .unwrap_or_default()
        }
        Kind::Area => {
            let f = Kind::Area.field(area::LEVEL);
            f.zip(r.fields.code(area::LEVEL)).map(|(f, c)| f.choice_label(c, actor.lang)).unwrap_or_default()
        }
        _ => String::new(),
    }
}
