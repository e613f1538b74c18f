//! A change as others hear of it: what is changed and what it is called, to each as far as they may know.

use super::actor::Actor;
use super::rights::Rights;
use super::wire::News;
use super::world::World;
use crate::book::{Kind, Record, Ref, tie, visit};
use crate::text::{Lang, staff};

/// More changes than this are not told one by one.
const ITEMS_MAX: usize = 64;
/// Most people of a visit by whose names it may be called.
const CALLED_BY: usize = 8;

struct Item {
    target: Ref,
    /// As it was and as it is: who saw it then hears of it too.
    versions: Vec<Record>,
    /// By whom it is called, the first that somebody may know; where it is by nobody, its own name.
    called: Vec<(Ref, String)>,
}

/// A change.
pub struct Heard {
    pos: u64,
    by: String,
    items: Vec<Item>,
    many: bool,
}

impl Heard {
    /// Of what was written at a position.
    pub fn of(
        world: &World,
        pos: u64,
        changes: &[(Option<Record>, Option<Record>, Ref)],
        actor: &Actor,
    ) -> Heard {
        let many = changes.len() > ITEMS_MAX * 4;
        let some = changes.iter().take(if many { 0 } else { changes.len() });
        let items = some.filter_map(|(before, after, target)| {
            let r = after.as_ref().or(before.as_ref())?;
            let whom = match r.kind {
                Kind::Visit => [r.fields.links(visit::PEOPLE), r.fields.links(visit::ORGANISATION)].concat(),
                Kind::Tie => [r.fields.links(tie::FROM), r.fields.links(tie::TO)].concat(),
                _ => Vec::new(),
            };
            let named = |w: &Ref| (*w, world.full_name(*w, Lang::Zh));
            let called = match whom.as_slice() {
                [] => vec![(*target, r.name().to_string())],
                whom => whom.iter().take(CALLED_BY).map(named).collect(),
            };
            let versions = before.iter().chain(after).cloned().collect();
            Some(Item { target: *target, versions, called })
        });
        Heard { pos, by: world.name_of(actor.staff, actor), items: items.collect(), many }
    }

    /// To somebody with such rights; nothing where none of it concerns them.
    pub fn to(&self, world: &World, rights: &Rights, own: bool) -> Option<News> {
        if self.many {
            return Some(News::Resync);
        }
        let t = world.tables();
        let seen = |i: &&Item| i.versions.iter().any(|r| rights.sees_record(&t, r));
        let name = |i: &Item| {
            let known = i.called.iter().find(|(r, _)| {
                rights.names(&t, *r)
                    || (*r == i.target && i.versions.iter().any(|v| rights.sees_record(&t, v)))
            });
            known.map_or_else(|| staff::ELSEWHERE.zh.to_string(), |(_, name)| name.clone())
        };
        let items: Vec<(Ref, String)> =
            self.items.iter().filter(seen).map(|i| (i.target, name(i))).take(ITEMS_MAX).collect();
        (!items.is_empty()).then(|| News::Changed { pos: self.pos, items, by: self.by.clone(), own })
    }
}
