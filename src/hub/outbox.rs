//! What waits to be sent to a session: replies in their own lane, news that may be dropped for a "resync". A session that
//! asks and does not read is not asked for more until it does, so what waits is bounded, and nobody else waits for it.

use super::frame;
use super::pulse::{Pulse, Times};
use super::wire::{FromHub, News, Refusal, Reply};
use std::collections::VecDeque;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Most news that wait for a slow session.
const NEWS_MAX: usize = 256;
/// Most answers that wait, or are still being made, before the session is read again.
const REPLIES_MAX: usize = 64;
/// The same in bytes; one answer may come on top.
const BYTES_MAX: usize = 4 << 20;

#[derive(Default)]
struct Waiting {
    stream: Option<UnixStream>,
    /// As frames: their bytes are known, and nobody waits for them to be made.
    replies: VecDeque<Vec<u8>>,
    bytes: usize,
    /// Writes passed on and not answered yet: how many, and their bytes.
    owed: (usize, usize),
    /// Writes ever passed on.
    passed: u64,
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
    eased: Condvar,
    /// Where writes are counted.
    pulse: Arc<Pulse>,
    /// How long this session's requests took.
    pub times: Times,
}

/// A write that the writer has not answered yet; dropping it says that it has.
pub struct Owed(Arc<Outbox>, usize, Instant);

impl Drop for Owed {
    fn drop(&mut self) {
        let mut w = self.0.lock();
        w.owed = (w.owed.0.saturating_sub(1), w.owed.1.saturating_sub(self.1));
        self.0.eased.notify_one();
        drop(w);
        let took = self.2.elapsed();
        self.0.pulse.written(took);
        self.0.times.note(took);
    }
}

impl Outbox {
    /// Of a session whose writes are counted.
    pub fn counted(pulse: Arc<Pulse>) -> Outbox {
        Outbox { pulse, ..Outbox::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request that only read was answered.
    pub fn read(&self, took: Duration) {
        self.pulse.reads.note(took);
        self.times.note(took);
    }

    /// Whether news are wanted, and how much waits for it: answers and news not fetched, writes not answered.
    pub fn waiting(&self) -> (bool, u32) {
        let w = self.lock();
        let all = w.replies.len() + w.news.len() + w.owed.0;
        (w.wants_news, u32::try_from(all).unwrap_or(u32::MAX))
    }

    /// The connection, so that [`Outbox::shut`] can end it.
    pub fn attach(&self, stream: Option<UnixStream>) {
        self.lock().stream = stream;
    }

    /// Whether news are wanted.
    pub fn wants_news(&self, wanted: bool) {
        self.lock().wants_news = wanted;
    }

    /// An answer. One that fits no frame is said to be too large.
    pub fn reply(&self, ticket: u64, reply: Reply) {
        let sent = frame::frame(&FromHub::Reply(ticket, reply)).or_else(|_| {
            let why = Refusal::Store("the answer is too large to be sent".into());
            frame::frame(&FromHub::Reply(ticket, Reply::Refused(why)))
        });
        let Ok(bytes) = sent else { return self.close() };
        let mut w = self.lock();
        w.bytes += bytes.len();
        w.replies.push_back(bytes);
        self.wake.notify_one();
    }

    /// Notes a write of so many bytes that is on its way to the writer.
    pub fn owe(self: &Arc<Self>, bytes: usize) -> Owed {
        let mut w = self.lock();
        w.owed = (w.owed.0 + 1, w.owed.1 + bytes);
        w.passed += 1;
        self.pulse.queued();
        Owed(Arc::clone(self), bytes, Instant::now())
    }

    /// How many writes were ever passed on.
    pub fn passed(&self) -> u64 {
        self.lock().passed
    }

    /// Waits until the session has taken enough of its answers to be read again; false when it is over.
    pub fn ready(&self) -> bool {
        let mut w = self.lock();
        while !w.closed && (w.replies.len() + w.owed.0 >= REPLIES_MAX || w.bytes + w.owed.1 >= BYTES_MAX) {
            w = self.eased.wait(w).unwrap_or_else(PoisonError::into_inner);
        }
        !w.closed
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
        self.eased.notify_one();
    }

    /// Ends the session from the hub's side: what waits is sent, then the connection closes.
    pub fn shut(&self) {
        let mut w = self.lock();
        w.closed = true;
        if let Some(s) = &w.stream {
            let _ = s.shutdown(Shutdown::Read);
        }
        self.wake.notify_one();
        self.eased.notify_one();
    }

    /// The next frame to send; none when the session is over.
    pub fn next(&self) -> Option<Vec<u8>> {
        let mut w = self.lock();
        loop {
            if let Some(bytes) = w.replies.pop_front() {
                w.bytes = w.bytes.saturating_sub(bytes.len());
                self.eased.notify_one();
                return Some(bytes);
            }
            if let Some(n) = w.news.pop_front() {
                // what fits no frame is news all the same: ask again
                let own = frame::frame(&FromHub::News(n));
                return own.or_else(|_| frame::frame(&FromHub::News(News::Resync))).ok();
            }
            if w.closed {
                return None;
            }
            if std::mem::take(&mut w.missed) {
                return frame::frame(&FromHub::News(News::Resync)).ok();
            }
            w = self.wake.wait(w).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
