//! One session: a reader thread that answers what only reads and passes writes on, and a thread that sends what waits
//! in its [`Outbox`].

use super::actor::Actor;
use super::answer;
use super::frame;
use super::house::{House, Listener};
pub use super::outbox::Outbox;
use super::resolve::{Pending, View};
use super::wire::{FromHub, Keep, PROTOCOL, PersonAsk, Refusal, Reply, Request, ToHub};
use super::writer::Work;
use super::{export, gate, ledger, lineage, log, register, retention, reveal, settings, status};
use crate::book::Id;
use crate::text::Lang;
use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a connection may take to say hello.
const HELLO: Duration = Duration::from_secs(5);
/// Most connections that have not said hello. Of more the eldest gives way, so that those who never do keep nobody out.
const GREETING_MAX: usize = 32;

/// Connections that have not said hello yet, eldest first.
#[derive(Default)]
pub struct Greeting(Mutex<VecDeque<(u64, UnixStream)>>);

impl Greeting {
    /// One more.
    pub fn begin(&self, session: u64, stream: &UnixStream) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(own) = stream.try_clone() {
            all.push_back((session, own));
        }
        if all.len() > GREETING_MAX
            && let Some((_, eldest)) = all.pop_front()
        {
            let _ = eldest.shutdown(Shutdown::Both);
        }
    }

    fn done(&self, session: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|(s, _)| *s != session);
    }
}

/// A stream that is read until a moment and not beyond, however slowly it drips; it counts what it gave.
struct Until<'a>(&'a UnixStream, Option<Instant>, usize);

impl Read for Until<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if let Some(until) = self.1 {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.0.set_read_timeout(Some(left))?;
        }
        let mut stream = self.0;
        let n = stream.read(buf)?;
        self.2 += n;
        Ok(n)
    }
}

/// What a session's threads share with the hub.
pub struct Room {
    /// The book, and who is there.
    pub house: Arc<House>,
    /// The way to the writer.
    pub work: Sender<Work>,
    /// Those who have not said hello.
    pub greeting: Arc<Greeting>,
    /// Called when a newer program asks the hub to make room.
    pub drain: Arc<dyn Fn() + Send + Sync>,
}

/// Serves a connection until it ends. `uid` is who the kernel says it is.
pub fn serve(room: &Room, session: u64, uid: u32, stream: UnixStream) {
    let mut until = Until(&stream, Some(Instant::now() + HELLO), 0);
    let theirs = frame::read_greeting(&mut until);
    room.greeting.done(session);
    let Ok(theirs) = theirs else { return };
    let house = &room.house;
    let owner = uid == house.doors.owner;
    if (&stream).write_all(&frame::hello()).is_err() || theirs.version != PROTOCOL {
        // only a newer program may ask: an older one could not serve the book that a newer one has written to; and only
        // the owner's: an office's hub is stopped by whoever looks after it
        if theirs.drain && theirs.version > PROTOCOL && owner {
            (room.drain)();
        }
        return;
    }
    let _ = stream.set_read_timeout(None);
    let actor = house.doors.enter(&house.world, uid, false);
    let Ok(Some(mut actor)) = actor else {
        house.doors.refuses(uid);
        return turn_away(house, &stream);
    };
    let outbox = Arc::new(Outbox::counted(Arc::clone(&house.world.pulse)));
    outbox.attach(stream.try_clone().ok());
    let Ok(sending) = stream.try_clone() else { return };
    let sender = std::thread::Builder::new().name("send".into()).spawn({
        let outbox = Arc::clone(&outbox);
        move || send(sending, &outbox)
    });
    if sender.is_err() {
        return;
    }
    let seat = Seat::take(house, session, &actor, &outbox);
    let mut dry: Option<(Id, Pending)> = None;
    while outbox.ready() {
        let mut counted = Until(&stream, None, 0);
        let Ok(ToHub { ticket, request }) = frame::read::<ToHub>(&mut counted) else { break };
        let (bytes, asked, passed) = (counted.2, Instant::now(), outbox.passed());
        let request = lineage::led(&house.world, request);
        // today's rights, whatever they were when the session began
        let Some(rights) = seat.listener.rights() else {
            outbox.reply(
                ticket,
                Reply::Refused(Refusal::Said(house.doors.whom_to_ask(&house.world, actor.lang))),
            );
            break;
        };
        actor.rights = rights;
        let answer = |actor: &Actor, request: &Request, reply: Reply| {
            house.answer(&outbox, actor, ticket, request, reply);
        };
        if let Err(reply) = house.may(&actor, &request) {
            answer(&actor, &request, *reply);
            continue;
        }
        match request {
            Request::Save(_)
            | Request::Step(_)
            | Request::Remove { .. }
            | Request::Capture { .. }
            | Request::HandStep(_)
            | Request::Undo { .. } => {
                pass(room, session, &actor, (ticket, request, bytes), &outbox);
            }
            Request::Import(ref slice) if slice.dry => {
                if dry.as_ref().is_none_or(|(batch, _)| *batch != slice.batch) {
                    dry = Some((slice.batch, Pending::default()));
                }
                if let Some((_, pending)) = &mut dry {
                    let mut view = View { world: &house.world, pending, actor: &actor };
                    let made = ledger::import(&mut view, &actor, slice);
                    house.met(&actor, pending);
                    if let Err(reply) = made {
                        answer(&actor, &request, *reply);
                    }
                }
            }
            Request::HandOver(ref h) if !h.dry => {
                pass(room, session, &actor, (ticket, request, bytes), &outbox);
            }
            Request::Merge(ref m) if !m.dry => {
                pass(room, session, &actor, (ticket, request, bytes), &outbox);
            }
            Request::Unmerge(ref u) if !u.dry => {
                pass(room, session, &actor, (ticket, request, bytes), &outbox);
            }
            Request::Elect(ref e) if !e.dry => {
                pass(room, session, &actor, (ticket, request, bytes), &outbox);
            }
            ref asked if asked.bulk().is_some_and(|b| !b.dry) => {
                pass(room, session, &actor, (ticket, request, bytes), &outbox);
            }
            Request::Here(target) => {
                // a card that may not be read is nobody's business
                let target = target.filter(|t| house.may(&actor, &Request::Card(*t)).is_ok());
                let name = house.world.name_of(actor.staff, &actor);
                house.presence.at(session, target, actor.staff, &name, &outbox);
                outbox.reply(ticket, Reply::Done);
            }
            Request::Person(ref ask) if writes(ask) => {
                pass(room, session, &actor, (ticket, request, bytes), &outbox);
            }
            Request::Retention(ref ask) if ask.writes() => {
                pass(room, session, &actor, (ticket, request, bytes), &outbox);
            }
            Request::Import(_) => pass(room, session, &actor, (ticket, request, bytes), &outbox),
            Request::Status => {
                let status = status::status(&house.world, house.seated(&actor), &actor);
                answer(&actor, &request, Reply::Status(Box::new(status)));
            }
            Request::Drain if owner => {
                outbox.reply(ticket, Reply::Done);
                (room.drain)();
            }
            Request::Drain => outbox.reply(ticket, Reply::Refused(Refusal::NotAllowed)),
            Request::Welcome { lang, news, from } => {
                actor.lang = lang;
                if let Some(machine) = from {
                    seat.listener.comes_from(machine);
                }
                outbox.wants_news(news);
                let standing = gate::standing(&house.world, &house.doors, &actor.rights);
                let mut welcome = answer::welcome(&house.world, &actor, standing);
                // as it was left; but what another screen does meanwhile uncovers none that is up
                actor.showing |= news && welcome.settings.showing;
                welcome.settings.showing = actor.showing;
                answer(&actor, &request, Reply::Welcome(welcome));
            }
            Request::Keep(Keep::Showing(on)) => {
                actor.showing = on;
                let kept = settings::showing(&house.world.dir, actor.uid, on);
                answer(&actor, &request, Reply::Settings(kept));
            }
            Request::Reveal(reveal) => {
                let reply = reveal::reveal(house, &actor, reveal);
                answer(&actor, &request, reply);
            }
            Request::Export(ref ask) => {
                let reply = export::export(house, &actor, ask);
                answer(&actor, &request, reply);
            }
            Request::Log(ref ask) => {
                let reply = log::read(house, &actor, ask);
                answer(&actor, &request, reply);
            }
            request => {
                let reply = answer::answer(house, &actor, &request);
                answer(&actor, &request, reply);
            }
        }
        // a write is counted when the writer has answered it
        if outbox.passed() == passed {
            outbox.read(asked.elapsed());
        }
    }
}

/// Says once, in the language that is asked for, whom to ask, and closes the door.
fn turn_away(house: &House, stream: &UnixStream) {
    let mut until = Until(stream, Some(Instant::now() + HELLO), 0);
    let Ok(ToHub { ticket, request }) = frame::read::<ToHub>(&mut until) else { return };
    let lang = if let Request::Welcome { lang, .. } = request { lang } else { Lang::Zh };
    let words = Refusal::Said(house.doors.whom_to_ask(&house.world, lang));
    let _ = frame::write(&mut &*stream, &FromHub::Reply(ticket, Reply::Refused(words)));
}

/// Whether a request of somebody on file goes into the register or changes the book.
fn writes(ask: &PersonAsk) -> bool {
    !matches!(ask, PersonAsk::Who(_) | PersonAsk::Visits { .. } | PersonAsk::PlanErase { .. })
}

/// A session's place among all of them, given up whatever ends it, a panic too.
struct Seat<'a> {
    house: &'a House,
    session: u64,
    listener: Arc<Listener>,
}

impl<'a> Seat<'a> {
    fn take(house: &'a House, session: u64, actor: &Actor, outbox: &Arc<Outbox>) -> Seat<'a> {
        let listener = Arc::new(Listener::new(actor, house.world.now_ms(), Arc::clone(outbox)));
        house.sessions().insert(session, Arc::clone(&listener));
        // staff may have changed between being let in and sitting down
        house.renew_one(session, &listener);
        Seat { house, session, listener }
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.house.sessions().remove(&self.session);
        self.house.presence.gone(self.session);
        self.listener.outbox.close();
    }
}

fn pass(room: &Room, session: u64, actor: &Actor, asked: (u64, Request, usize), outbox: &Arc<Outbox>) {
    let (ticket, request, bytes) = asked;
    let (owed, outbox) = (outbox.owe(bytes), Arc::clone(outbox));
    let ahead = match &request {
        Request::Person(ask) => register::ahead(&room.house.world, actor, ask),
        Request::Retention(ask) => retention::ahead(&room.house.world, actor, ask),
        _ => None,
    };
    let work =
        Work { session, actor: actor.clone(), ticket, request, ahead, outbox: Arc::clone(&outbox), owed };
    if room.work.send(work).is_err() {
        outbox.close();
    }
}

fn send(mut stream: UnixStream, outbox: &Outbox) {
    while let Some(bytes) = outbox.next() {
        if stream.write_all(&bytes).is_err() {
            break;
        }
    }
    outbox.close();
    let _ = stream.shutdown(Shutdown::Both);
}
