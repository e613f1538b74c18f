//! What of an answer goes into the access log: whom it showed, found or gave away. By the ids alone.

use super::access_log::{Look, Looked};
use super::actor::Actor;
use super::wire::{Reply, Request};
use super::world::World;
use crate::book::{Id, Kind, Ref, Row};

/// Whether whoever sees such a record has looked at somebody.
fn personal(one: &Ref) -> bool {
    match one.kind {
        Kind::Person | Kind::Visit | Kind::Tie | Kind::Request => one.id != Id::NIL,
        Kind::Area | Kind::Organisation | Kind::Staff | Kind::Tag => false,
        kind => kind.people_field().is_some() && one.id != Id::NIL,
    }
}

fn rows<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<Ref> {
    rows.into_iter().map(|r| r.target).collect()
}

/// The line for an answer; without records where there is nothing to note.
pub fn look(world: &World, actor: &Actor, request: &Request, reply: &Reply) -> Look {
    let (what, field, mut records) = match reply {
        Reply::Found { rows: found, .. } | Reply::Page { rows: found, .. } | Reply::Rows(found) => {
            (Looked::Found, None, rows(found))
        }
        Reply::Today(t) => {
            let promised = t.promised.iter().map(|p| &p.person);
            let a = &t.agenda;
            let agenda = a.matters.iter().chain(&a.referred).chain(&a.passed);
            let agenda = agenda.chain(&a.meetings).chain(&a.tasks);
            (Looked::Found, None, rows(promised.chain(&t.overdue).chain(&t.recent).chain(agenda)))
        }
        Reply::Promised { promised, .. } => (Looked::Found, None, rows(promised.iter().map(|p| &p.person))),
        Reply::OneDay(d) => (
            Looked::Found,
            None,
            rows(d.promised.iter().map(|p| &p.person).chain(&d.visits).chain(&d.meetings).chain(&d.tasks)),
        ),
        Reply::Due(d) => (Looked::Found, None, rows(d.rows.iter().map(|r| &r.row))),
        Reply::Pairs { pairs, .. } => (Looked::Found, None, rows(pairs.iter().flat_map(|p| [&p.a, &p.b]))),
        Reply::Merging(m) => (Looked::Opened, None, vec![m.stays.record.to_ref(), m.other.record.to_ref()]),
        Reply::HandPlan(p) => (Looked::Found, None, rows(p.lines.iter().map(|l| &l.row))),
        Reply::HandSheet(s) => {
            let mut all = rows(s.lines.iter().map(|l| &l.row));
            all.push(s.shown.record.to_ref());
            (Looked::Opened, None, all)
        }
        Reply::Posts(p) => (Looked::Found, None, p.posts.iter().map(|p| p.holder).collect()),
        Reply::Users { users, .. } => (Looked::Found, None, rows(users)),
        Reply::Circle(all) => (Looked::Found, None, all.iter().map(|r| r.target).collect()),
        Reply::Elected(e) => (Looked::Found, None, e.lines.iter().filter_map(|l| l.person).collect()),
        Reply::Path(all) => (Looked::Found, None, all.iter().map(|s| s.target).collect()),
        Reply::Preview(p) => (Looked::Found, None, p.rows().iter().map(|r| r.target).collect()),
        Reply::Shown(s) => (Looked::Opened, None, vec![s.record.to_ref()]),
        Reply::Card(c) => (Looked::Opened, None, vec![c.shown.record.to_ref()]),
        Reply::Conflict(c) => (Looked::Opened, None, vec![c.now.record.to_ref()]),
        Reply::History(_) => match request {
            Request::History { target, .. } => (Looked::Opened, None, vec![*target]),
            _ => (Looked::Opened, None, Vec::new()),
        },
        // noted before it is answered
        Reply::Revealed(r) => (Looked::Revealed, Some(r.reveal.field), Vec::new()),
        // the same, with whom it is for
        Reply::Exported(_) => (Looked::Exported, None, Vec::new()),
        Reply::Records { records, .. } => {
            (Looked::Exported, None, records.iter().map(|s| s.record.to_ref()).collect())
        }
        Reply::PersonFile(f) => (Looked::Shown, None, vec![f.shown.record.to_ref()]),
        Reply::Welcome(_)
        | Reply::Read(..)
        | Reply::Saved(_)
        | Reply::Invalid(_)
        | Reply::Areas(_)
        | Reply::Imported { .. }
        | Reply::Drafts(_)
        | Reply::Status(_)
        | Reply::Done
        | Reply::Refused(_)
        | Reply::Erasing(_)
        | Reply::Counts(_)
        | Reply::Report(_)
        | Reply::Settings(_)
        | Reply::Bulk(_)
        | Reply::Undone { .. }
        | Reply::Phrases(_)
        | Reply::Calendar(_)
        | Reply::OpenWork(_)
        | Reply::Handed(_)
        | Reply::Classes(_)
        | Reply::Carried(_)
        | Reply::Log { .. } => (Looked::Found, None, Vec::new()),
    };
    records.retain(personal);
    line(world, actor, what, field, records)
}

/// A line of what somebody did just now.
pub fn line(world: &World, actor: &Actor, what: Looked, field: Option<u16>, records: Vec<Ref>) -> Look {
    Look { at_ms: world.now_ms(), uid: actor.uid, staff: actor.staff.id, what, field, records, given: None }
}
