//! One session: a reader thread that answers what only reads and passes writes on, and a thread that sends what waits
//! in its [`Outbox`].

use super::actor::Actor;
use super::answer;
use super::frame;
pub use super::outbox::Outbox;
use super::presence::Presence;
use super::resolve::{Pending, View};
use super::wire::{Keep, PROTOCOL, PersonAsk, Reply, Request, Seated, ToHub};
use super::world::World;
use super::writer::{Sessions, Work};
use super::{guard, ledger, lineage, register, settings, showing, status};
use crate::book::Id;
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
    /// The book.
    pub world: Arc<World>,
    /// The way to the writer.
    pub work: Sender<Work>,
    /// All sessions.
    pub sessions: Arc<Sessions>,
    /// Those who have a card open.
    pub presence: Arc<Presence>,
    /// Those who have not said hello.
    pub greeting: Arc<Greeting>,
    /// Called when a newer program asks the hub to make room.
    pub drain: Arc<dyn Fn() + Send + Sync>,
}

/// Serves a connection until it ends. `actor` is who the kernel says it is.
pub fn serve(room: &Room, session: u64, mut actor: Actor, stream: UnixStream) {
    let mut until = Until(&stream, Some(Instant::now() + HELLO), 0);
    let theirs = frame::read_greeting(&mut until);
    room.greeting.done(session);
    let Ok(theirs) = theirs else { return };
    if (&stream).write_all(&frame::hello()).is_err() || theirs.version != PROTOCOL {
        // only a newer program may ask: an older one could not serve the book that a newer one has written to
        if theirs.drain && theirs.version > PROTOCOL {
            (room.drain)();
        }
        return;
    }
    let _ = stream.set_read_timeout(None);
    let outbox = Arc::new(Outbox::counted(Arc::clone(&room.world.pulse)));
    outbox.attach(stream.try_clone().ok());
    let Ok(sending) = stream.try_clone() else { return };
    let sender = std::thread::Builder::new().name("send".into()).spawn({
        let outbox = Arc::clone(&outbox);
        move || send(sending, &outbox)
    });
    if sender.is_err() {
        return;
    }
    let _seat = Seat::take(room, session, &outbox);
    let mut dry: Option<(Id, Pending)> = None;
    while outbox.ready() {
        let mut counted = Until(&stream, None, 0);
        let Ok(ToHub { ticket, request }) = frame::read::<ToHub>(&mut counted) else { break };
        let (bytes, asked, passed) = (counted.2, Instant::now(), outbox.passed());
        let request = lineage::led(&room.world, request);
        match request {
            Request::Save(_) | Request::Remove { .. } | Request::Capture { .. } | Request::Undo { .. } => {
                pass(room, session, &actor, (ticket, request, bytes), &outbox);
            }
            Request::Import(ref slice) if slice.dry => {
                if dry.as_ref().is_none_or(|(batch, _)| *batch != slice.batch) {
                    dry = Some((slice.batch, Pending::default()));
                }
                if let Some((_, pending)) = &mut dry {
                    let mut view = View { world: &room.world, pending, actor: &actor };
                    if let Err(reply) = ledger::import(&mut view, &actor, slice) {
                        outbox.reply(ticket, showing::reply(&actor, &request, *reply));
                    }
                }
            }
            Request::Merge(ref m) if !m.dry => {
                pass(room, session, &actor, (ticket, request, bytes), &outbox);
            }
            Request::Unmerge(ref u) if !u.dry => {
                pass(room, session, &actor, (ticket, request, bytes), &outbox);
            }
            ref asked if asked.bulk().is_some_and(|b| !b.dry) => {
                pass(room, session, &actor, (ticket, request, bytes), &outbox);
            }
            Request::Here(target) => {
                // a card that may not be read is nobody's business
                let target =
                    target.filter(|t| guard::may_read(&room.world, &Request::Card(*t), actor.lang).is_ok());
                let name = room.world.name_of(actor.staff, &actor);
                room.presence.at(session, target, actor.staff, &name, &outbox);
                outbox.reply(ticket, Reply::Done);
            }
            Request::Person(ref ask) if writes(ask) => {
                pass(room, session, &actor, (ticket, request, bytes), &outbox);
            }
            Request::Import(_) => pass(room, session, &actor, (ticket, request, bytes), &outbox),
            Request::Status => {
                let sessions = room.sessions.lock().unwrap_or_else(PoisonError::into_inner).len() as u32;
                let seated =
                    Seated { uid: actor.uid, name: room.world.name_of(actor.staff, &actor), sessions };
                let status = status::status(&room.world, vec![seated], actor.lang);
                outbox.reply(ticket, Reply::Status(Box::new(status)));
            }
            Request::Drain => {
                outbox.reply(ticket, Reply::Done);
                (room.drain)();
            }
            Request::Welcome { lang, news } => {
                actor.lang = lang;
                outbox.wants_news(news);
                let mut reply = answer::answer(&room.world, &actor, &request);
                if let Reply::Welcome(w) = &mut reply {
                    // as it was left; but what another screen does meanwhile uncovers none that is up
                    actor.showing |= news && w.settings.showing;
                    w.settings.showing = actor.showing;
                }
                outbox.reply(ticket, reply);
            }
            Request::Keep(Keep::Showing(on)) => {
                actor.showing = on;
                outbox.reply(ticket, Reply::Settings(settings::showing(&room.world.dir, actor.uid, on)));
            }
            request => outbox.reply(ticket, answer::answer(&room.world, &actor, &request)),
        }
        // a write is counted when the writer has answered it
        if outbox.passed() == passed {
            room.world.pulse.reads.note(asked.elapsed());
        }
    }
}

/// Whether a request of somebody on file goes into the register or changes the book.
fn writes(ask: &PersonAsk) -> bool {
    !matches!(ask, PersonAsk::Who(_) | PersonAsk::Visits { .. } | PersonAsk::PlanErase { .. })
}

/// A session's place among all of them, given up whatever ends it, a panic too.
struct Seat<'a>(&'a Room, u64, Arc<Outbox>);

impl<'a> Seat<'a> {
    fn take(room: &'a Room, session: u64, outbox: &Arc<Outbox>) -> Seat<'a> {
        room.sessions.lock().unwrap_or_else(PoisonError::into_inner).insert(session, Arc::clone(outbox));
        Seat(room, session, Arc::clone(outbox))
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
        self.0.presence.gone(self.1);
        self.2.close();
    }
}

fn pass(room: &Room, session: u64, actor: &Actor, asked: (u64, Request, usize), outbox: &Arc<Outbox>) {
    let (ticket, request, bytes) = asked;
    let (owed, outbox) = (outbox.owe(bytes), Arc::clone(outbox));
    let ahead = match &request {
        Request::Person(ask) => register::ahead(&room.world, actor, ask),
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
