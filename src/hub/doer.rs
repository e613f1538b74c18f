//! Who did something, and who wrote it down for them: staff without an account write nothing themselves (代录).

use super::actor::Actor;
use super::resolve::View;
use super::world::World;
use crate::book::{Record, Ref, Value, staff};
use crate::text::staff as words;

/// Notes who writes it where those who did it cannot: none of them has an account.
pub fn note(view: &View<'_>, actor: &Actor, r: &mut Record, new: bool) {
    let Some((did, wrote)) = r.kind.doers() else { return };
    let staff = r.fields.links(did);
    let known = r.fields.link(wrote);
    if known.is_some_and(|k| staff.contains(&k)) || staff.is_empty() {
        r.fields.clear(wrote);
    } else if new && known.is_none() && !staff.iter().any(|s| *s == actor.staff || writes(view, *s)) {
        r.fields.set(wrote, Value::Ref(actor.staff));
    }
}

/// Whether a member of staff has an account to write with.
fn writes(view: &View<'_>, who: Ref) -> bool {
    view.get(who).ok().flatten().is_some_and(|r| r.fields.int(staff::UID).is_some())
}

/// Who did it: 老李 (王丽 代录).
pub fn told(world: &World, r: &Record, actor: &Actor) -> String {
    let Some((did, wrote)) = r.kind.doers() else { return String::new() };
    let who: Vec<String> = r.fields.links(did).into_iter().map(|s| world.name_of(s, actor)).collect();
    let who = who.join("、");
    match r.fields.link(wrote) {
        Some(by) => words::did_and_wrote(actor.lang, &who, &world.name_of(by, actor)),
        None => who,
    }
}

/// Whether a change is that by which somebody wrote a record down for others.
pub fn first_wrote(before: Option<&Record>, after: Option<&Record>, by: Ref) -> bool {
    let wrote = |r: &Record| r.kind.doers().and_then(|(_, wrote)| r.fields.link(wrote));
    after.and_then(wrote) == Some(by) && before.and_then(wrote).is_none()
}
