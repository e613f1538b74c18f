//! Whether a visit of a ledger is in the book already, however it came there: typed in a form or in one line, it has
//! nothing by which a row of a ledger is recognised but what it says.

use super::resolve::View;
use crate::book::{Fields, Kind, Ref, visit};
use crate::store::StoreError;

/// The visit that says the same: day, people, way, staff and words.
///
/// # Errors
/// When the store cannot be read.
pub fn same_visit(view: &View<'_>, fields: &Fields) -> Result<Option<Ref>, StoreError> {
    let people = sorted(fields, visit::PEOPLE);
    let (Some(first), Some(day)) = (fields.link(visit::PEOPLE), fields.day(visit::WHEN)) else {
        return Ok(None);
    };
    let of_day: Vec<Ref> = {
        let t = view.world.tables();
        let visits = t.people.find(first.id).map(|p| t.visits_of(p)).unwrap_or_default();
        let rows = visits.into_iter().filter_map(|v| t.visits.get(v)).filter(|v| v.day == day.0);
        rows.map(|v| Ref { kind: Kind::Visit, id: v.id }).collect()
    };
    for one in of_day {
        let Some(v) = view.get(one)? else { continue };
        let same = sorted(&v.fields, visit::PEOPLE) == people
            && v.fields.code(visit::MODE) == fields.code(visit::MODE)
            && sorted(&v.fields, visit::STAFF) == sorted(fields, visit::STAFF)
            && v.fields.text(visit::SUMMARY) == fields.text(visit::SUMMARY);
        if same {
            return Ok(Some(one));
        }
    }
    Ok(None)
}

fn sorted(fields: &Fields, no: u16) -> Vec<[u8; 16]> {
    let mut all: Vec<[u8; 16]> = fields.links(no).iter().map(|r| r.id.0).collect();
    all.sort_unstable();
    all.dedup();
    all
}
