//! The hub as a process: one book, its writer, its socket, its sessions.

use super::actor::Actor;
use super::edit::owner;
use super::presence::Presence;
use super::resolve::claims;
use super::session::{Greeting, Room, serve};
use super::wire::News;
use super::world::{Clock, World, encode};
use super::writer::{self, Sessions};
use crate::book::{Id, Kind, Ref};
use crate::store::{Change, Commit, Key, StoreError};
use crate::text::{Lang, trouble};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Most connections at once.
const CONNECTIONS_MAX: usize = 256;

/// Why a hub does not start.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// The store says no.
    #[error("{}", say(.0))]
    Store(#[from] StoreError),
    /// The system says no.
    #[error("{}: {}", .0.display(), crate::text::store::io(Lang::from_env(), .1))]
    Io(PathBuf, io::Error),
}

/// Why a book does not open, for people: a newer one in both languages, as nobody has said yet which one is wanted.
pub fn say(e: &StoreError) -> String {
    match e {
        StoreError::Newer { path, found, known } => {
            let path = path.parent().unwrap_or(path).display().to_string();
            [Lang::Zh, Lang::En].map(|lang| trouble::newer_book(lang, &path, *found, *known)).join("\n")
        }
        other => crate::text::store::why(Lang::from_env(), other),
    }
}

/// A running hub.
pub struct Hub {
    world: Arc<World>,
    sessions: Arc<Sessions>,
    work: Option<Sender<writer::Work>>,
    writer: Option<JoinHandle<()>>,
    serial: AtomicU64,
    presence: Arc<Presence>,
    greeting: Arc<Greeting>,
    ends: Arc<(Mutex<bool>, Condvar)>,
    uid: u32,
    me: Ref,
}

impl Hub {
    /// Opens a book and starts its writer. The book's owner becomes its first member of staff.
    ///
    /// # Errors
    /// What the store says.
    pub fn start(dir: &Path, clock: Clock, progress: &dyn Fn(u64, u64)) -> Result<Hub, HubError> {
        let world = Arc::new(World::open(dir, clock, progress)?);
        let uid = std::fs::metadata(dir).map_err(|e| HubError::Io(dir.into(), e))?.uid();
        let me = staff_of(&world, uid)?;
        let sessions: Arc<Sessions> = Arc::default();
        let (work, waiting) = channel();
        let ends: Arc<(Mutex<bool>, Condvar)> = Arc::default();
        let writer = std::thread::Builder::new()
            .name("writer".into())
            .spawn({
                let (world, sessions, ends) = (Arc::clone(&world), Arc::clone(&sessions), Arc::clone(&ends));
                move || {
                    writer::run(&world, &waiting, &sessions);
                    // without a writer there is no hub
                    end(&ends);
                }
            })
            .map_err(|e| HubError::Io(dir.into(), e))?;
        if world.opened.read_only.is_none() {
            // one that cannot be removed now is refused when it is taken up
            let _ = super::erase_drafts::drop_late(&world);
            // an erasure that was begun before goes on by itself
            for open in super::erase::unfinished(&world, &Actor::owner(uid, me))? {
                let _ = work.send(open);
            }
        }
        Ok(Hub {
            world,
            sessions,
            work: Some(work),
            writer: Some(writer),
            serial: AtomicU64::new(0),
            presence: Arc::default(),
            greeting: Arc::default(),
            ends,
            uid,
            me,
        })
    }

    /// The book it serves.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Serves one connection on threads of its own. Only the book's owner is let in.
    pub fn accept(&self, stream: UnixStream) {
        let Ok(peer) = rustix::net::sockopt::socket_peercred(&stream) else { return };
        let Some(work) = self.work.clone() else { return };
        let full = self.sessions.lock().unwrap_or_else(PoisonError::into_inner).len() >= CONNECTIONS_MAX;
        if peer.uid.as_raw() != self.uid || full {
            return;
        }
        let session = self.serial.fetch_add(1, Ordering::Relaxed);
        self.greeting.begin(session, &stream);
        let actor = Actor::owner(self.uid, self.me);
        let ends = Arc::clone(&self.ends);
        let room = Room {
            world: Arc::clone(&self.world),
            work,
            sessions: Arc::clone(&self.sessions),
            presence: Arc::clone(&self.presence),
            greeting: Arc::clone(&self.greeting),
            drain: Arc::new(move || end(&ends)),
        };
        // where no thread can be had the connection closes, and the session says so
        let _ = std::thread::Builder::new()
            .name("session".into())
            .spawn(move || serve(&room, session, actor, stream));
    }

    /// A connection from within this process: the same frames, the same checks.
    ///
    /// # Errors
    /// When the system has no more sockets.
    pub fn connect(&self) -> io::Result<UnixStream> {
        let (ours, theirs) = UnixStream::pair()?;
        self.accept(theirs);
        Ok(ours)
    }

    /// What ends the hub when called: SIGTERM, a newer program.
    pub fn stopper(&self) -> impl Fn() + Send + Sync + use<> {
        let ends = Arc::clone(&self.ends);
        move || end(&ends)
    }

    /// Listens on a socket until told to end, or until `idle` has passed without a session. `ready` is called once it does.
    ///
    /// # Errors
    /// When the socket cannot be bound.
    pub fn listen(
        &self,
        socket: &Path,
        mode: u32,
        idle: Option<Duration>,
        ready: impl FnOnce(),
    ) -> Result<(), HubError> {
        let io = |e| HubError::Io(socket.into(), e);
        // the lock on the book is ours: a socket that still lies here belongs to nobody
        let _ = std::fs::remove_file(socket);
        let (place, _folder) = super::place::short(socket).map_err(io)?;
        let listener = UnixListener::bind(place).map_err(io)?;
        std::fs::set_permissions(socket, std::fs::Permissions::from_mode(mode)).map_err(io)?;
        ready();
        std::thread::scope(|s| {
            let done = Arc::new(std::sync::atomic::AtomicBool::new(false));
            let seen = Arc::clone(&done);
            s.spawn(move || {
                for stream in listener.incoming() {
                    if seen.load(Ordering::SeqCst) {
                        break;
                    }
                    match stream {
                        Ok(stream) => self.accept(stream),
                        // no file handles left, say: to try again at once would only take the others' time
                        Err(_) => std::thread::sleep(Duration::from_millis(50)),
                    }
                }
            });
            self.wait(idle);
            done.store(true, Ordering::SeqCst);
            // wakes the listener, which then sees that it is over
            if let Ok((place, _folder)) = super::place::short(socket) {
                let _ = UnixStream::connect(place);
            }
            let _ = std::fs::remove_file(socket);
        });
        Ok(())
    }

    /// Waits until told to end, or idle for too long.
    fn wait(&self, idle: Option<Duration>) {
        let (lock, wake) = &*self.ends;
        let mut ended = lock.lock().unwrap_or_else(PoisonError::into_inner);
        let mut since = Instant::now();
        while !*ended {
            let Some(idle) = idle else {
                ended = wake.wait(ended).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let slice = idle.clamp(Duration::from_millis(50), Duration::from_secs(20));
            ended = wake.wait_timeout(ended, slice).unwrap_or_else(PoisonError::into_inner).0;
            if !self.sessions.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
                since = Instant::now();
            } else if since.elapsed() >= idle {
                break;
            }
        }
    }

    /// Ends: says so to the sessions, writes what waits, closes the store in good order.
    pub fn stop(mut self) {
        let all: Vec<_> = {
            let s = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
            s.values().cloned().collect()
        };
        for outbox in &all {
            outbox.news(News::Down);
        }
        self.work = None;
        for outbox in &all {
            outbox.shut();
        }
        if let Some(w) = self.writer.take() {
            let _ = w.join();
        }
    }
}

fn end(ends: &(Mutex<bool>, Condvar)) {
    *ends.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
    ends.1.notify_all();
}

/// The staff record of an account; made for the owner of a new book.
fn staff_of(world: &World, uid: u32) -> Result<Ref, StoreError> {
    if let Some(key) = world.store.claimed(format!("uid:{uid}").as_bytes())? {
        return Ok(Ref { kind: Kind::Staff, id: Id(key.id) });
    }
    let record = owner(uid, &account_name(uid));
    let key = Key { kind: Kind::Staff.code(), id: record.id.0 };
    if world.opened.read_only.is_some() {
        return Ok(record.to_ref());
    }
    let commit = Commit {
        request: super::resolve::new_id().0,
        actor: record.id.0,
        actor_uid: uid,
        at_ms: world.now_ms(),
        expected: vec![(key, None)],
        changes: vec![Change { key, body: Some(encode(&record)?), claims: claims(&record) }],
        ..Commit::default()
    };
    world.store.commit(vec![commit])?;
    world.take_in(&mut [(None, world.get(record.to_ref())?, record.to_ref())])?;
    Ok(record.to_ref())
}

/// The name of an account, from the system's list; its number where that says nothing.
fn account_name(uid: u32) -> String {
    let list = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let found = list.lines().find_map(|l| {
        let mut parts = l.split(':');
        let name = parts.next()?;
        (parts.nth(1)?.parse() == Ok(uid)).then(|| name.to_string())
    });
    found.unwrap_or_else(|| uid.to_string())
}
