//! What is done of a target.

use super::Counting;
use crate::book::report::Figure;
use crate::book::{Day, Id, Kind, Record, Ref, matter, target};
use crate::hub::actor::Actor;
use crate::hub::wire::{Is, TargetLine, Test, tests};
use crate::hub::world::World;
use crate::store::StoreError;

/// Most targets of a report.
const TARGETS_MAX: usize = 200;

/// How much of a target is done, of how much, as this actor's lists count it.
///
/// # Errors
/// When the store cannot be read.
pub fn progress(world: &World, actor: &Actor, r: &Record) -> Result<Option<(u64, u64)>, StoreError> {
    let f = &r.fields;
    let (Some(from), Some(to), Some(aim)) = (f.day(target::FROM), f.day(target::TO), f.int(target::AIM))
    else {
        return Ok(None);
    };
    let aim = u64::try_from(aim).unwrap_or(0);
    let id = |no: u16| f.link(no).map(|r| r.id);
    let c = Counting { world, actor, area: id(target::AREA), staff: id(target::STAFF) };
    let figure = match f.code(target::MEASURE) {
        // work of the period, whenever the matter was raised
        Some(target::SETTLED) => {
            return Ok(Some((c.done(matter::SETTLED_ON, matter::DONE_STATES, (from, to))?, aim)));
        }
        Some(target::TOLD) => {
            return Ok(Some((c.done(matter::TOLD_ON, matter::TOLD_STATES, (from, to))?, aim)));
        }
        Some(target::VISITS) => Figure::Visits,
        Some(target::CONTACTS) => Figure::Contacts,
        Some(target::RECEPTIONS) => Figure::Receptions,
        Some(target::REACHED) => Figure::Reached,
        Some(target::ENTERED) => Figure::NewPeople,
        Some(target::SERVICES) => Figure::Services,
        Some(target::HOURS) => Figure::Hours,
        Some(target::MEETINGS) => Figure::Meetings,
        _ => return Ok(None),
    };
    let (done, _) = c.figure(figure, (from, to))?;
    let done = if figure == Figure::Hours { done / 60 } else { done };
    Ok(Some((done, aim)))
}

impl Counting<'_> {
    /// Matters of which something was done in the period, and that still stand so.
    fn done(&self, on: u16, states: &[u16], period: (Day, Day)) -> Result<u64, StoreError> {
        let stand = Test { field: matter::STATE, any: states.iter().map(|s| Is::Code(*s)).collect() };
        self.number(Kind::Matter, tests(Some(on), period, Some(stand)))
    }

    /// The targets whose time touches the period.
    pub(super) fn targets(&self, (from, to): (Day, Day)) -> Result<Vec<TargetLine>, StoreError> {
        let rows = self.rows(Kind::Target, Vec::new())?;
        let ids: Vec<Id> = {
            let t = self.world.tables();
            let things = t.things(Kind::Target);
            rows.iter().filter_map(|at| things.and_then(|t| t.rows.id.get(at))).collect()
        };
        let mut out = Vec::new();
        for id in ids {
            let Some(r) = self.world.get(Ref { kind: Kind::Target, id })? else { continue };
            let f = &r.fields;
            let touches =
                f.day(target::FROM).is_some_and(|d| d <= to) && f.day(target::TO).is_some_and(|d| d >= from);
            let Some(done) = touches.then(|| progress(self.world, self.actor, &r)).transpose()?.flatten()
            else {
                continue;
            };
            let whose = [target::AREA, target::STAFF].iter().filter_map(|no| f.link(*no));
            let whose: Vec<String> = whose.map(|w| self.world.name_of(w, self.actor)).collect();
            let weight = f.int(target::WEIGHT).unwrap_or(0);
            out.push(TargetLine { id, title: r.name().to_owned(), whose: whose.join(" "), done, weight });
            if out.len() >= TARGETS_MAX {
                break;
            }
        }
        Ok(out)
    }
}
