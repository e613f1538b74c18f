//! A record with all that belongs to it: what a card shows.

use super::actor::Actor;
use super::answer::shown;
use super::history;
use super::network;
use super::rows::row;
use super::wire::{About, Card, Happening, What};
use super::world::{World, day_of};
use crate::book::{Day, Id, Kind, Record, Ref, visit};
use crate::index::tables::NONE;
use crate::store::StoreError;
use crate::text::Lang;
use chrono::Datelike;

/// Most characters of one line of the timeline: a hundred of them fit a frame.
const WORDS_MAX: usize = 2000;

/// A card.
///
/// # Errors
/// When the store cannot be read.
pub fn card(world: &World, actor: &Actor, r: Record) -> Result<Card, StoreError> {
    let target = r.to_ref();
    let today = world.today();
    let (ids, place, people_ids, people_total): (Vec<Id>, String, Vec<Id>, u64) = {
        let t = world.tables();
        let visits = match r.kind {
            Kind::Person => t.people.find(r.id).map(|p| t.visits_of(p)).unwrap_or_default(),
            Kind::Organisation => {
                let at = t.organisations.find(r.id).unwrap_or(NONE);
                let mut v: Vec<u32> = t.visits.with(&t.visits.organisation, at).collect();
                v.retain(|v| actor.rights.sees_visit(&t, *v));
                v.sort_by_key(|v| std::cmp::Reverse((t.visits.day.get(*v), t.visits.id.get(*v))));
                v
            }
            _ => Vec::new(),
        };
        let lies = || {
            let things = t.things(r.kind)?;
            t.lies_in(things, things.rows.find(r.id)?)
        };
        let area = r.area().and_then(|a| t.areas.find(a.id)).or_else(lies);
        let own = (r.kind == Kind::Area).then(|| t.areas.find(r.id)).flatten();
        let place = area.or(own).map(|a| t.areas.place(a)).unwrap_or_default();
        let p = &t.people;
        let rows: Vec<u32> = match r.kind {
            Kind::Organisation => {
                t.organisations.find(r.id).map(|at| t.members(at).to_vec()).unwrap_or_default()
            }
            Kind::Area => t.areas.find(r.id).map(|at| p.with(&p.area, at).collect()).unwrap_or_default(),
            Kind::Staff => t.staff.find(r.id).map(|at| t.charges(at).to_vec()).unwrap_or_default(),
            _ => Vec::new(),
        };
        let mut people: Vec<_> = rows
            .into_iter()
            .filter(|at| actor.rights.sees_person(&t, *at))
            .filter_map(|at| p.reading.get(at).zip(p.id.get(at)))
            .collect();
        people.sort_unstable();
        let total = people.len() as u64;
        let ids = visits.iter().filter_map(|v| t.visits.id.get(*v)).collect();
        (ids, place, people.into_iter().take(200).map(|(_, id)| id).collect(), total)
    };
    let mut people = Vec::new();
    for id in people_ids {
        if let Some(r) = row(world, Ref { kind: Kind::Person, id }, actor)? {
            people.push(r);
        }
    }
    let (mut timeline, last, next) = timeline(world, actor, &r, &ids)?;
    let about = about(world, actor, target, &mut timeline)?;
    timeline.sort_by_key(|h| std::cmp::Reverse(h.day));
    let days: Vec<Day> = {
        let t = world.tables();
        ids.iter().filter_map(|id| t.visits.find(*id)).filter_map(|v| t.visits.day.get(v)).map(Day).collect()
    };
    let (stand_in, waits_for) = match r.kind {
        Kind::Person => super::handing::of_person(world, actor, r.id)?,
        _ => (None, None),
    };
    Ok(Card {
        stand_in,
        waits_for,
        ties: network::ties_of(world, target, actor)?,
        posts: network::posts_of(world, target, actor)?,
        place,
        last,
        next,
        people,
        people_total,
        timeline,
        visits: ids.len() as u64,
        months: by_month(days.into_iter().map(|d| (d, 1)), today),
        about,
        shown: shown(world, r, actor),
    })
}

type Ends = (Vec<Happening>, Option<(Day, u16, String)>, Option<(Day, String)>);

fn timeline(world: &World, actor: &Actor, r: &Record, visits: &[Id]) -> Result<Ends, StoreError> {
    let mut out = Vec::new();
    let (mut last, mut next) = (None, None);
    for id in visits.iter().take(100) {
        let target = Ref { kind: Kind::Visit, id: *id };
        let Some(v) = world.get(target)? else { continue };
        let who: Vec<String> =
            v.fields.links(visit::STAFF).into_iter().map(|s| world.name_of(s, actor)).collect();
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
        let words = super::rows::cut(
            super::guard::summary(world, &v).lines().collect::<Vec<_>>().join(" "),
            WORDS_MAX,
        );
        let who = super::doer::told(world, &v, actor);
        out.push(Happening { day, what: What::Visit(mode), who, words, target });
    }
    let entries = history::own(world, r.to_ref(), 20, actor)?;
    let first = entries.len().saturating_sub(1);
    for (i, e) in entries.iter().enumerate() {
        let made =
            i == first && !e.fields.is_empty() && e.fields.iter().all(|(_, before, _)| before.is_empty());
        // nothing was written into it, but something was done about it
        let words = if made || e.fields.is_empty() {
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
            super::rows::cut(each.collect::<Vec<_>>().join("; "), WORDS_MAX)
        };
        let what = if made { What::Entered } else { What::Changed };
        out.push(Happening { day: day_of(e.at_ms), what, who: e.by.clone(), words, target: r.to_ref() });
    }
    Ok((out, last, next))
}

/// Rows of what is still to be done about somebody, of one kind.
const OPEN: usize = 6;
/// Lines of the timeline from one general kind.
const TOLD: usize = 50;

/// What of the general kinds is about a record, and its lines of the timeline.
fn about(
    world: &World,
    actor: &Actor,
    one: Ref,
    timeline: &mut Vec<Happening>,
) -> Result<Vec<About>, StoreError> {
    let mut out = Vec::new();
    for (kind, general) in Kind::generals() {
        let (all, open): (Vec<Id>, Vec<Id>) = {
            let t = world.tables();
            let Some(things) = t.things(kind) else { continue };
            let seen = |at: &u32| t.touches(things, *at, |a| actor.rights.in_area(a));
            let rows: Vec<u32> = t.about(kind, one).into_iter().filter(seen).collect();
            let ids =
                |rows: &mut dyn Iterator<Item = u32>| rows.filter_map(|at| things.rows.id.get(at)).collect();
            (ids(&mut rows.iter().copied()), ids(&mut rows.iter().copied().filter(|at| t.is_open(kind, *at))))
        };
        if all.is_empty() {
            continue;
        }
        let mut rows = Vec::new();
        // of a study nothing is to be done answer by answer: the last ones are shown
        let first = if one.kind == Kind::Study || held(kind, one) { &all } else { &open };
        for id in first.iter().take(OPEN) {
            rows.extend(row(world, Ref { kind, id: *id }, actor)?);
        }
        // a study has more answers than its timeline could tell of
        let told = if one.kind == Kind::Study { 0 } else { TOLD };
        for id in all.iter().take(told) {
            let target = Ref { kind, id: *id };
            let Some(r) = world.get(target)?.filter(|r| !world.only_frozen(r)) else { continue };
            let Some(day) = general.day.and_then(|no| r.fields.day(no)) else { continue };
            let owner = general.owner.and_then(|no| r.fields.link(no));
            let who = owner.map(|o| world.name_of(o, actor)).unwrap_or_default();
            let words = super::rows::cut(r.name().to_owned(), WORDS_MAX);
            timeline.push(Happening { day, what: What::Of(kind), who, words, target });
        }
        // of a kind that has no states nothing is to be done: the timeline tells of it
        if general.state.is_some() || one.kind == Kind::Study || held(kind, one) {
            out.push(About { kind, total: all.len() as u64, open: open.len() as u64, rows });
        }
    }
    Ok(out)
}

/// Whether they are what an organisation held: its meetings, events and elections are listed with who came.
fn held(kind: Kind, one: Ref) -> bool {
    kind == Kind::Meeting && one.kind == Kind::Organisation
}

/// The last twelve months, oldest first, the current one last.
pub fn by_month(days: impl Iterator<Item = (Day, u32)>, today: Day) -> Vec<u64> {
    let month = |d: Day| d.date().year() * 12 + d.date().month0() as i32;
    let now = month(today);
    let mut out = vec![0u64; 12];
    for (d, count) in days {
        let back = now - month(d);
        if (0..12).contains(&back)
            && let Some(n) = out.get_mut(11 - back as usize)
        {
            *n += u64::from(count);
        }
    }
    out
}
