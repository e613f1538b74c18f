//! The one door for answers, as far as it goes by area: whoever must not be known to somebody leaves the hub as nobody,
//! [`Id::NIL`] under words that say so. Names are put into words by [`World::name_of`], which says the same.

use super::actor::Actor;
use super::rights::Rights;
use super::wire::{CircleRow, Refusal, Reply, Shown};
use super::world::World;
use crate::book::{Id, Ref, Value};
use crate::index::tables::Tables;
use crate::text::staff::ELSEWHERE;

/// What stands for somebody who must not be known.
fn nobody(one: Ref) -> Ref {
    Ref { id: Id::NIL, ..one }
}

/// A reply as far as this actor may know it.
pub fn reply(world: &World, actor: &Actor, mut reply: Reply) -> Reply {
    let rights = &actor.rights;
    if rights.everywhere() {
        return reply;
    }
    let words = ELSEWHERE.get(actor.lang);
    let t = world.tables();
    let veil = Veil { t: &t, rights, words };
    match &mut reply {
        Reply::Shown(s) => veil.shown(s),
        Reply::OpenWork(o) => veil.shown(&mut o.shown),
        Reply::HandPlan(p) => veil.shown(&mut p.act),
        Reply::HandSheet(s) => veil.shown(&mut s.shown),
        Reply::Posts(all) => {
            for post in all.posts.iter_mut().filter(|p| veil.hides(p.holder)) {
                post.holder = nobody(post.holder);
            }
        }
        Reply::Records { records, .. } => records.iter_mut().for_each(|s| veil.shown(s)),
        // whose numbers come with it was picked out by area; of a meeting only how many there were
        Reply::Exported(out) => {
            out.records.iter_mut().chain(&mut out.raised).for_each(|s| veil.shown(s));
        }
        Reply::Conflict(c) => veil.shown(&mut c.now),
        Reply::Pairs { pairs, total } => {
            let before = pairs.len();
            pairs.retain(|p| rights.sees(&t, p.a.target) && rights.sees(&t, p.b.target));
            *total -= (before - pairs.len()) as u64;
        }
        Reply::Merging(m) => {
            veil.shown(&mut m.stays);
            veil.shown(&mut m.other);
        }
        Reply::Card(c) => {
            veil.shown(&mut c.shown);
            c.ties.iter_mut().for_each(|r| veil.row(r));
            c.posts.retain(|p| !veil.hides(p.who));
        }
        // the holders of posts are those whose ties are seen, and whoever was elected was found by their eyes
        Reply::Elected(e) => {
            for line in e.lines.iter_mut() {
                line.person = line.person.map(|p| if veil.hides(p) { nobody(p) } else { p });
            }
        }
        Reply::Circle(rows) => rows.iter_mut().for_each(|r| veil.row(r)),
        // the person's own, in which others are left out already; they look themselves
        Reply::PersonFile(file) => {
            let all = file.visits.iter_mut().chain(&mut file.ties).chain(&mut file.others);
            all.chain(&mut file.requests).for_each(|s| veil.shown(s));
        }
        Reply::Revealed(r) => {
            if let Some(value) = &mut r.value {
                veil.value(value);
            }
        }
        // only administrators are told
        Reply::Erasing(_) | Reply::Log { .. } | Reply::Classes(_) | Reply::Due(_) | Reply::Carried(_) => {
            return Reply::Refused(Refusal::NotAllowed);
        }
        // rows of records that were picked out by area, with names put in by it; counts of them; what the session said
        Reply::Welcome(_)
        | Reply::Today(_)
        | Reply::Found { .. }
        | Reply::Page { .. }
        | Reply::Rows(_)
        | Reply::Read(..)
        | Reply::Saved(_)
        | Reply::Invalid(_)
        | Reply::Preview(_)
        | Reply::Areas(_)
        | Reply::Path(_)
        | Reply::History(_)
        | Reply::Imported { .. }
        | Reply::Drafts(_)
        | Reply::Status(_)
        | Reply::Done
        | Reply::Refused(_)
        | Reply::Promised { .. }
        | Reply::Users { .. }
        | Reply::Counts(_)
        | Reply::Report(_)
        | Reply::Settings(_)
        | Reply::Bulk(_)
        | Reply::Handed(_)
        | Reply::Undone { .. }
        | Reply::Phrases(_)
        | Reply::Calendar(_)
        | Reply::OneDay(_) => {}
    }
    reply
}

struct Veil<'a> {
    t: &'a Tables,
    rights: &'a Rights,
    words: &'a str,
}

impl Veil<'_> {
    fn hides(&self, one: Ref) -> bool {
        !self.rights.names(self.t, one)
    }

    /// A record without those who must not be known: of several of them one placeholder stays.
    fn shown(&self, s: &mut Shown) {
        let own = s.record.to_ref();
        let hidden = |v: &Value| matches!(v, Value::Ref(r) if *r != own && self.hides(*r));
        let fields: Vec<u16> =
            s.record.fields.iter().filter(|(_, v)| v.each().iter().any(hidden)).map(|(no, _)| no).collect();
        for no in fields {
            if let Some(mut v) = s.record.fields.get(no).cloned() {
                self.value(&mut v);
                s.record.fields.set(no, v);
            }
        }
        let mut stands = None;
        s.names.retain_mut(|(r, name)| {
            if *r == own || !self.hides(*r) {
                return true;
            }
            (*r, *name) = (nobody(*r), self.words.to_owned());
            stands.replace(r.kind) != Some(r.kind)
        });
    }

    fn value(&self, v: &mut Value) {
        match v {
            Value::Ref(r) if self.hides(*r) => *r = nobody(*r),
            Value::List(all) => {
                all.iter_mut().for_each(|v| self.value(v));
                let mut stands = false;
                all.retain(|v| !matches!(v, Value::Ref(r) if r.id == Id::NIL && std::mem::replace(&mut stands, true)));
            }
            _ => {}
        }
    }

    fn row(&self, row: &mut CircleRow) {
        if self.hides(row.target) {
            row.target = nobody(row.target);
            self.words.clone_into(&mut row.name);
            row.about.clear();
        }
    }
}

/// A value as it is to be written, of what somebody sent who was told of some only that they are there: those stay. Whom
/// one does not see one does not take out either.
pub fn restored(rights: &Rights, t: &Tables, now: Option<&Value>, sent: Option<Value>) -> Option<Value> {
    let hidden = |v: &&Value| matches!(v, Value::Ref(r) if !rights.names(t, *r));
    let kept: Vec<Value> = now.map(Value::each).unwrap_or_default().iter().filter(hidden).cloned().collect();
    let nil = |v: &Value| matches!(v, Value::Ref(r) if r.id == Id::NIL);
    match (sent, now) {
        (Some(one), _) if nil(&one) => now.cloned(),
        (Some(Value::List(all)), now) => {
            // in the order in which they stood, so that what did not change is no change
            let stays = |v: &&Value| kept.contains(v) || all.contains(v);
            let before = now.map(Value::each).unwrap_or_default();
            let mut out: Vec<Value> = before.iter().filter(stays).cloned().collect();
            out.extend(all.iter().filter(|v| !nil(v) && !before.contains(v)).cloned());
            (!out.is_empty()).then_some(Value::List(out))
        }
        (None, Some(Value::List(_))) if !kept.is_empty() => Some(Value::List(kept)),
        (sent, _) => sent,
    }
}
