//! One session: a reader thread that answers what only reads and passes writes on, and a thread that sends.
//! Replies have their own lane and are never dropped; news are, when a session is slow, for a "resync".

use super::answer;
use super::edit::Actor;
use super::frame;
use super::ledger;
use super::resolve::{Pending, View};
use super::wire::{FromHub, News, PROTOCOL, PersonAsk, Reply, Request, ToHub};
use super::world::World;
use super::writer::{Sessions, Work};
use crate::book::Id;
use std::collections::VecDeque;
use std::io::Write;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Most news that wait for a slow session.
const NEWS_MAX: usize = 256;
/// Most replies that wait: a session that asks and never reads is cut off.
const REPLIES_MAX: usize = 1024;

#[derive(Default)]
struct Waiting {
    stream: Option<UnixStream>,
    replies: VecDeque<(u64, Reply)>,
    news: VecDeque<News>,
    missed: bool,
    wants_news: bool,
    closed: bool,
}

/// What waits to be sent to a session.
#[derive(Default)]
pub struct Outbox {
    waiting: Mutex<Waiting>,
    wake: Condvar,
}

impl Outbox {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An answer.
    pub fn reply(&self, ticket: u64, reply: Reply) {
        let mut w = self.lock();
        w.replies.push_back((ticket, reply));
        if w.replies.len() > REPLIES_MAX {
            w.closed = true;
        }
        self.wake.notify_one();
    }

    /// What others did.
    pub fn news(&self, news: News) {
        let mut w = self.lock();
        if !w.wants_news {
            return;
        }
        if w.news.len() >= NEWS_MAX {
            w.news.clear();
            w.missed = true;
        } else if !w.missed {
            w.news.push_back(news);
        }
        self.wake.notify_one();
    }

    /// Nothing more will be sent.
    pub fn close(&self) {
        self.lock().closed = true;
        self.wake.notify_one();
    }

    /// Ends the session from the hub's side: what waits is sent, then the connection closes.
    pub fn shut(&self) {
        let mut w = self.lock();
        w.closed = true;
        if let Some(s) = &w.stream {
            let _ = s.shutdown(Shutdown::Read);
        }
        self.wake.notify_one();
    }

    fn next(&self) -> Option<FromHub> {
        let mut w = self.lock();
        loop {
            if let Some((ticket, reply)) = w.replies.pop_front() {
                return Some(FromHub::Reply(ticket, reply));
            }
            if let Some(n) = w.news.pop_front() {
                return Some(FromHub::News(n));
            }
            if w.closed {
                return None;
            }
            if std::mem::take(&mut w.missed) {
                return Some(FromHub::News(News::Resync));
            }
            w = self.wake.wait(w).unwrap_or_else(PoisonError::into_inner);
        }
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
    /// Called when a newer program asks the hub to make room.
    pub drain: Arc<dyn Fn() + Send + Sync>,
}

/// Serves a connection until it ends. `actor` is who the kernel says it is.
pub fn serve(room: &Room, session: u64, mut actor: Actor, stream: UnixStream) {
    let mut stream = stream;
    // a connection that says nothing does not hold a thread for ever
    let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
    let theirs = frame::read_hello(&mut stream);
    if stream.write_all(&frame::hello()).is_err() || !theirs.is_ok_and(|v| v == PROTOCOL) {
        return;
    }
    let _ = stream.set_read_timeout(None);
    let outbox = Arc::new(Outbox::default());
    outbox.lock().stream = stream.try_clone().ok();
    let Ok(sending) = stream.try_clone() else { return };
    let sender = std::thread::Builder::new().name("send".into()).spawn({
        let outbox = Arc::clone(&outbox);
        move || send(sending, &outbox)
    });
    if sender.is_err() {
        return;
    }
    room.sessions.lock().unwrap_or_else(PoisonError::into_inner).insert(session, Arc::clone(&outbox));
    let mut dry: Option<(Id, Pending)> = None;
    while let Ok(ToHub { ticket, request }) = frame::read::<ToHub>(&mut stream) {
        match request {
            Request::Save(_) | Request::Remove { .. } | Request::Capture { .. } | Request::Undo { .. } => {
                pass(room, session, &actor, ticket, request, &outbox);
            }
            Request::Import(ref slice) if slice.dry => {
                if dry.as_ref().is_none_or(|(batch, _)| *batch != slice.batch) {
                    dry = Some((slice.batch, Pending::default()));
                }
                if let Some((_, pending)) = &mut dry {
                    let mut view = View { world: &room.world, pending };
                    if let Err(reply) = ledger::import(&mut view, &actor, slice) {
                        outbox.reply(ticket, *reply);
                    }
                }
            }
            Request::Person(ref ask) if writes(ask) => pass(room, session, &actor, ticket, request, &outbox),
            Request::Import(_) => pass(room, session, &actor, ticket, request, &outbox),
            Request::Status => {
                let n = room.sessions.lock().unwrap_or_else(PoisonError::into_inner).len() as u32;
                outbox.reply(ticket, Reply::Status(answer::status(&room.world, n)));
            }
            Request::Drain => {
                outbox.reply(ticket, Reply::Done);
                (room.drain)();
            }
            Request::Welcome { lang, news } => {
                actor.lang = lang;
                outbox.lock().wants_news = news;
                outbox.reply(ticket, answer::answer(&room.world, &actor, &request));
            }
            request => outbox.reply(ticket, answer::answer(&room.world, &actor, &request)),
        }
    }
    room.sessions.lock().unwrap_or_else(PoisonError::into_inner).remove(&session);
    outbox.close();
}

/// Whether a request of somebody on file goes into the register or changes the book.
fn writes(ask: &PersonAsk) -> bool {
    !matches!(ask, PersonAsk::Who(_) | PersonAsk::Visits { .. } | PersonAsk::PlanErase { .. })
}

fn pass(room: &Room, session: u64, actor: &Actor, ticket: u64, request: Request, outbox: &Arc<Outbox>) {
    let work = Work { session, actor: actor.clone(), ticket, request, outbox: Arc::clone(outbox) };
    if room.work.send(work).is_err() {
        outbox.close();
    }
}

fn send(mut stream: UnixStream, outbox: &Outbox) {
    while let Some(message) = outbox.next() {
        if frame::write(&mut stream, &message).is_err() {
            break;
        }
    }
    outbox.close();
    let _ = stream.shutdown(Shutdown::Both);
}
