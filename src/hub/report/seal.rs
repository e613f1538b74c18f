//! Sealing a period, and what came after.

use super::Counting;
use crate::book::report::Figure;
use crate::book::{Day, Id, Kind, Record, Ref, Value, sealed};
use crate::hub::actor::Actor;
use crate::hub::wire::{PERIOD_MAX, SealedAs};
use crate::hub::world::World;
use crate::store::StoreError;

/// Puts into a new sealed report what it says now. Of a period that is not over, or of more than its writer sees, nothing is
/// put in, and then it is refused.
pub fn seal(world: &World, actor: &Actor, r: &mut Record) {
    let f = &r.fields;
    let (Some(from), Some(to)) = (f.day(sealed::FROM), f.day(sealed::TO)) else { return };
    let area = f.link(sealed::AREA);
    let (root, inside) = {
        let t = world.tables();
        let root = match t.areas.below(None).as_slice() {
            [one] => t.areas.get(*one).map(|a| Ref { kind: Kind::Area, id: a.id }),
            _ => None,
        };
        let row = area.and_then(|a| t.areas.find(a.id));
        (root, row.is_some_and(|a| actor.rights.everywhere() || actor.rights.in_area(a)))
    };
    let whole = area.is_none();
    let Some(area) = area.or(root) else { return };
    let fits = from <= to && to.0.saturating_sub(from.0) <= PERIOD_MAX && to < world.today();
    if !fits || !(if whole { actor.rights.everywhere() } else { inside }) {
        return;
    }
    let c = Counting { world, actor, area: Some(area.id).filter(|_| !whole), staff: None };
    let Ok(said) = c.said((from, to)) else { return };
    let said: Vec<String> = said.iter().map(|(key, n)| format!("{key}\t{n}")).collect();
    r.fields.set(sealed::AREA, Value::Ref(area));
    r.fields.set(sealed::WHOLE, Value::Int(i64::from(whole)));
    r.fields.set(sealed::FIGURES, Value::text(said.join("\n")));
}

impl Counting<'_> {
    /// The figures of the work of a period, a line each.
    fn said(&self, period: (Day, Day)) -> Result<Vec<(&'static str, u64)>, StoreError> {
        let figures = Figure::ALL.into_iter().filter(|f| f.of_work());
        figures.map(|f| Ok((f.key(), self.figure(f, period)?.0))).collect()
    }

    /// That the period was sealed, and which of its figures are others `now`. Whose figures an actor does not see whole are
    /// not held against theirs.
    pub(super) fn sealed(
        &self,
        (from, to): (Day, Day),
        now: impl Fn(&str) -> Option<u64>,
    ) -> Result<Option<SealedAs>, StoreError> {
        let rights = &self.actor.rights;
        let ids: Vec<Id> = {
            let t = self.world.tables();
            let whole = match self.area {
                None => rights.everywhere(),
                Some(id) => t.areas.find(id).is_some_and(|a| rights.everywhere() || rights.in_area(a)),
            };
            let column = |no: u16| t.day_column(Kind::Sealed, no);
            match (t.things(Kind::Sealed), column(sealed::FROM), column(sealed::TO)) {
                (Some(things), Some(first), Some(last)) if whole => {
                    let rows = t.all_things(Kind::Sealed);
                    let of_period = |at: &u32| first.get(*at) == Some(from.0) && last.get(*at) == Some(to.0);
                    rows.iter().filter(of_period).filter_map(|at| things.rows.id.get(at)).collect()
                }
                _ => Vec::new(),
            }
        };
        for id in ids {
            let Some(r) = self.world.get(Ref { kind: Kind::Sealed, id })? else { continue };
            let f = &r.fields;
            let of_all = f.int(sealed::WHOLE) == Some(1);
            let same_area = match self.area {
                None => of_all,
                Some(id) => !of_all && f.link(sealed::AREA).map(|a| a.id) == Some(id),
            };
            if !same_area {
                continue;
            }
            let since = sealed::lines(f).filter_map(|(key, then)| {
                now(key).filter(|now| *now != then).map(|now| (key.to_owned(), then, now))
            });
            let since = since.collect();
            let by = f.link(sealed::OWNER).map(|s| self.world.name_of(s, self.actor)).unwrap_or_default();
            return Ok(Some(SealedAs { id, on: f.day(sealed::SEALED_ON), by, since }));
        }
        Ok(None)
    }
}
