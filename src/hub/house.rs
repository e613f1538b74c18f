//! What the threads of a hub share: the book, who may come in, who is there. Every request comes in by [`House::may`],
//! every answer goes out by [`House::answer`], all news by [`House::tell`]: what somebody may not do or know stops there.

use super::access_log::{AccessLog, Looked};
use super::actor::Actor;
use super::doors::Doors;
use super::news::Heard;
use super::outbox::Outbox;
use super::presence::Presence;
use super::resolve::Pending;
use super::rights::Rights;
use super::wire::{News, Reply, Request, Seated, Sitting};
use super::world::World;
use super::writer::Work;
use super::{gate, guard, look, showing, veil};
use crate::book::Ref;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The session of what the hub gives itself to do.
pub const HUB: u64 = u64::MAX;

/// A session that hears of changes.
pub struct Listener {
    /// What waits to be sent to it.
    pub outbox: Arc<Outbox>,
    uid: u32,
    staff: Ref,
    since_ms: i64,
    /// From which machine, as the session says.
    from: Mutex<Option<IpAddr>>,
    /// As of the last change of staff or areas; none where it is no longer let in.
    rights: Mutex<Option<Arc<Rights>>>,
}

impl Listener {
    /// Of somebody who was let in.
    pub fn new(actor: &Actor, since_ms: i64, outbox: Arc<Outbox>) -> Listener {
        let rights = Mutex::new(Some(Arc::clone(&actor.rights)));
        Listener { outbox, uid: actor.uid, staff: actor.staff, since_ms, from: Mutex::default(), rights }
    }

    /// It says from which machine it comes.
    pub fn comes_from(&self, machine: IpAddr) {
        *self.from.lock().unwrap_or_else(PoisonError::into_inner) = Some(machine);
    }

    fn sitting(&self) -> Sitting {
        let (screen, waiting) = self.outbox.waiting();
        Sitting {
            since_ms: self.since_ms,
            from: *self.from.lock().unwrap_or_else(PoisonError::into_inner),
            screen,
            waiting,
            answered: self.outbox.times.figures(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<Rights>>> {
        self.rights.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What they may see and do now; none where they are no longer let in.
    pub fn rights(&self) -> Option<Arc<Rights>> {
        self.lock().clone()
    }
}

/// What the threads of a hub share.
pub struct House {
    /// The book.
    pub world: World,
    /// Who may come in.
    pub doors: Doors,
    /// Those who have a card open.
    pub presence: Presence,
    /// Who looked at whom.
    pub log: AccessLog,
    /// All sessions.
    pub sessions: Mutex<HashMap<u64, Arc<Listener>>>,
}

impl House {
    /// All sessions, to change.
    pub fn sessions(&self) -> MutexGuard<'_, HashMap<u64, Arc<Listener>>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn listeners(&self) -> Vec<(u64, Arc<Listener>)> {
        self.sessions().iter().map(|(id, l)| (*id, Arc::clone(l))).collect()
    }

    /// Who is connected, by account; who is no administrator is told of themselves.
    pub fn seated(&self, actor: &Actor) -> Vec<Seated> {
        let mut all = self.listeners();
        all.retain(|(_, l)| actor.rights.everywhere() || l.uid == actor.uid);
        all.sort_by_key(|(session, _)| *session);
        let mut by: BTreeMap<u32, (Ref, Vec<Sitting>)> = BTreeMap::new();
        for (_, l) in all {
            by.entry(l.uid).or_insert((l.staff, Vec::new())).1.push(l.sitting());
        }
        let seat =
            |(uid, (staff, sessions))| Seated { uid, name: self.world.name_of(staff, actor), sessions };
        by.into_iter().map(seat).collect()
    }

    /// Whether somebody may ask this.
    ///
    /// # Errors
    /// The answer that they may not.
    pub fn may(&self, actor: &Actor, request: &Request) -> Result<(), Box<Reply>> {
        gate::may(&self.world, actor, request)?;
        guard::may_read(&self.world, request, actor.lang)?;
        showing::may(actor, request)
    }

    /// Answers: without what they may not know, covered where it has to be, and noted in the access log.
    pub fn answer(&self, outbox: &Outbox, actor: &Actor, ticket: u64, request: &Request, reply: Reply) {
        let reply = showing::reply(actor, request, veil::reply(&self.world, actor, reply));
        self.log.note(look::look(&self.world, actor, request, &reply));
        outbox.reply(ticket, reply);
    }

    /// Notes whom of another area somebody met by the very number.
    pub fn met(&self, actor: &Actor, pending: &Pending) {
        let records = std::mem::take(&mut *pending.met.borrow_mut());
        self.log.note(look::line(&self.world, actor, Looked::Found, None, records));
    }

    /// What whoever sent this may see and do now; nothing where the session is over or no longer let in. What the hub
    /// gives itself to do it may.
    pub fn rights_of(&self, work: &Work) -> Option<Arc<Rights>> {
        if work.session == HUB {
            return Some(Arc::clone(&work.actor.rights));
        }
        match self.sessions().get(&work.session) {
            Some(listener) => listener.rights(),
            // it went after it had asked: what it asked is done all the same, as far as it may today
            None => {
                let entered = self.doors.enter(&self.world, work.actor.uid, true).ok().flatten();
                entered.filter(|a| a.staff == work.actor.staff).map(|a| a.rights)
            }
        }
    }

    /// Tells every session what it may know of a change.
    pub fn tell(&self, heard: &Heard, by: u64) {
        for (id, listener) in self.listeners() {
            let Some(rights) = listener.rights() else { continue };
            if let Some(news) = heard.to(&self.world, &rights, id == by) {
                listener.outbox.news(news);
            }
        }
    }

    /// Tells every session what is to be told to one with such rights.
    pub fn tell_by(&self, news: &dyn Fn(&Rights) -> News) {
        for (_, listener) in self.listeners() {
            if let Some(rights) = listener.rights() {
                listener.outbox.news(news(&rights));
            }
        }
    }

    /// Staff or areas have changed: from here on everybody has today's rights, in sessions that are open too. Those who
    /// lost or won any ask again for what is on their screen.
    pub fn renew(&self) {
        self.listeners().iter().for_each(|(id, l)| self.renew_one(*id, l));
    }

    /// The same for one session.
    pub fn renew_one(&self, session: u64, listener: &Listener) {
        // where the store cannot be read nobody knows what they may: nothing, until it can
        let entered = self.doors.enter(&self.world, listener.uid, true).ok().flatten();
        let now = entered.filter(|a| a.staff == listener.staff).map(|a| a.rights);
        if *listener.lock() == now {
            return;
        }
        listener.lock().clone_from(&now);
        self.presence.gone(session);
        let standing = now.as_ref().map(|r| gate::standing(&self.world, &self.doors, r));
        listener.outbox.news(standing.map_or(News::Resync, News::Standing));
    }
}
