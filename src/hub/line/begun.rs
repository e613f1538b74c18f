//! What began within the words of a line: a matter in a visit's. It is of the same people and the same day, and says in
//! which visit it was said. Left out, its words go back to those of the line.

use super::{BEGUN, Maker, Whole};
use crate::book::capture::{Line, Within, join};
use crate::book::rules::LINE_MAX;
use crate::book::{Id, Kind, Record, Value, matter, names, visit};
use crate::hub::edit;
use crate::hub::resolve::new_id;
use crate::hub::wire::Preview;

/// Whether a field of what began is shown before it is written: not what it has in common with the line.
pub fn shows(kind: Kind, no: u16) -> bool {
    let g = kind.general();
    let common = g.map(|g| [g.people, g.organisation, g.area, g.day, g.state]);
    !common.into_iter().flatten().flatten().any(|common| common == no)
}

fn place(n: usize) -> u8 {
    BEGUN.saturating_add(u8::try_from(n).unwrap_or(u8::MAX))
}

impl Maker<'_, '_> {
    /// The words of a line, with those of what was left out. What was only asked for is also what was said.
    pub(super) fn said(&self, line: &Line) -> String {
        let left = line.begun.iter().enumerate().filter(|(n, _)| !self.wanted(place(*n)));
        let said = left.fold(line.words.clone(), |said, (_, one)| join(&said, &one.typed));
        if !said.is_empty() {
            return said;
        }
        line.begun.iter().fold(said, |said, one| join(&said, &one.typed))
    }

    pub(super) fn begun(&self, within: &Within, line: &Line, whole: &mut Whole) -> Result<(), Preview> {
        let Some(g) = within.kind.general() else { return Ok(()) };
        let about = &whole.record;
        let (people, organisation) = (about.kind.people_field(), about.kind.organisation_field());
        let day = line.day.unwrap_or_else(|| self.view.world.today());
        let taken = |from: Option<u16>| from.and_then(|no| about.fields.get(no)).cloned();
        for (n, one) in line.begun.iter().enumerate().filter(|(n, _)| self.wanted(place(*n))) {
            let mut r = Record::new(within.kind, new_id());
            let owner = one.owner.as_ref().map(|w| self.one(w, Kind::Staff)).transpose()?;
            let short: String = one.words.chars().take(LINE_MAX).collect();
            let full = Some(&one.words).filter(|w| **w != short);
            // what is only looked at has no number yet
            let said_in = Some(Value::Ref(about.to_ref())).filter(|_| about.id != Id::NIL);
            let source = about.fields.code(visit::MODE).map(within.source.1);
            let all = [
                (g.name, Some(Value::text(names::clean_line(&short)))),
                (Some(within.in_full), full.map(|w| Value::text(names::clean_note(w)))),
                (g.people, taken(people)),
                (g.organisation, taken(organisation)),
                (g.area, about.area().map(Value::Ref)),
                (g.day, Some(Value::Day(day))),
                (Some(within.sort), Some(Value::Code(one.sort))),
                (Some(within.owner), owner.map(Value::Ref)),
                (Some(within.urgent), one.urgent.then_some(Value::Code(matter::URGENT))),
                (Some(within.said_in), said_in),
                (Some(within.source.0), source.map(Value::Code)),
            ];
            for (no, value) in all.into_iter().filter_map(|(no, value)| Some((no?, value?))) {
                r.fields.set(no, value);
            }
            edit::complete_general(self.view, self.actor, g, &mut r);
            whole.begun.push((place(n), r));
        }
        Ok(())
    }
}
