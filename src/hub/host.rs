//! The hub as a process: one book, its writer, its socket, its sessions.

use super::access_log::{self, AccessLog};
use super::accounts::{Accounts, Machine, login_of};
use super::actor::Actor;
use super::doors::{Door, Doors, Refused};
use super::edit::owner;
use super::house::House;
use super::presence::Presence;
use super::resolve::claims;
use super::session::{Greeting, Room, serve};
use super::wire::News;
use super::world::{Clock, World, encode};
use super::writer;
use crate::book::{Id, Kind, Ref};
use crate::store::{Change, Commit, Key, StoreError};
use crate::text::{Lang, trouble};
use std::collections::HashMap;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Most connections at once, with those that have not said hello yet.
const CONNECTIONS_MAX: usize = 1000;
/// Most connections of one account of an office.
const EACH_MAX: usize = 40;

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
    house: Arc<House>,
    work: Option<Sender<writer::Work>>,
    writer: Option<JoinHandle<()>>,
    serial: AtomicU64,
    greeting: Arc<Greeting>,
    guests: Arc<Guests>,
    ends: Arc<(Mutex<bool>, Condvar)>,
}

/// How a hub serves its book.
pub struct Service {
    /// For whom.
    pub door: Door,
    /// What the machine knows of accounts.
    pub accounts: Box<dyn Accounts>,
    /// For how many months it is kept who looked at whom; never for less than half a year.
    pub log_months: u32,
    /// Where it is noted that an account was not let in.
    pub refused: Refused,
}

impl Default for Service {
    fn default() -> Service {
        Service {
            door: Door::Own,
            accounts: Box::new(Machine),
            log_months: access_log::MONTHS_USUAL,
            refused: Refused::default(),
        }
    }
}

impl Hub {
    /// Opens a book for its owner and starts its writer.
    ///
    /// # Errors
    /// What the store says.
    pub fn start(dir: &Path, clock: Clock, progress: &dyn Fn(u64, u64)) -> Result<Hub, HubError> {
        Hub::serve(dir, Service::default(), clock, progress)
    }

    /// Opens a book and starts its writer. The book's owner becomes its first member of staff.
    ///
    /// # Errors
    /// What the store says.
    pub fn serve(
        dir: &Path,
        service: Service,
        clock: Clock,
        progress: &dyn Fn(u64, u64),
    ) -> Result<Hub, HubError> {
        let io = |e| HubError::Io(dir.into(), e);
        let world = World::open(dir, clock, progress)?;
        let owner = std::fs::metadata(dir).map_err(io)?.uid();
        let me = staff_of(&world, owner)?;
        let log = AccessLog::open(dir, service.log_months).map_err(io)?;
        let Service { door, accounts, refused, .. } = service;
        let doors = Doors { door, accounts, owner, me, refused };
        let house = House { world, doors, log, presence: Presence::default(), sessions: Mutex::default() };
        let house = Arc::new(house);
        let (work, waiting) = channel();
        let ends: Arc<(Mutex<bool>, Condvar)> = Arc::default();
        let writer = std::thread::Builder::new()
            .name("writer".into())
            .spawn({
                let (house, ends) = (Arc::clone(&house), Arc::clone(&ends));
                move || {
                    writer::run(&house, &waiting);
                    // without a writer there is no hub
                    end(&ends);
                }
            })
            .map_err(io)?;
        if house.world.opened.read_only.is_none() {
            // one that cannot be removed now is refused when it is taken up
            let _ = super::erase_drafts::drop_late(&house.world);
            // an erasure that was begun before goes on by itself
            for open in super::erase::unfinished(&house.world, &Actor::owner(owner, me))? {
                let _ = work.send(open);
            }
        }
        Ok(Hub {
            house,
            work: Some(work),
            writer: Some(writer),
            serial: AtomicU64::new(0),
            greeting: Arc::default(),
            guests: Arc::default(),
            ends,
        })
    }

    /// The book it serves.
    pub fn world(&self) -> &World {
        &self.house.world
    }

    /// Serves one connection on threads of its own. Of one's own book only the owner is heard at all.
    pub fn accept(&self, stream: UnixStream) {
        let doors = &self.house.doors;
        let Some(uid) = doors.accounts.peer(&stream) else { return };
        let Some(work) = self.work.clone() else { return };
        if doors.door == Door::Own && uid != doors.owner {
            return;
        }
        let Some(guest) = Guests::admit(&self.guests, uid, doors) else { return };
        let session = self.serial.fetch_add(1, Ordering::Relaxed);
        self.greeting.begin(session, &stream);
        let ends = Arc::clone(&self.ends);
        let room = Room {
            house: Arc::clone(&self.house),
            work,
            greeting: Arc::clone(&self.greeting),
            drain: Arc::new(move || end(&ends)),
        };
        // where no thread can be had the connection closes, and the session says so
        let _ = std::thread::Builder::new().name("session".into()).spawn(move || {
            serve(&room, session, uid, stream);
            drop(guest);
        });
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
            if !self.house.sessions().is_empty() {
                since = Instant::now();
            } else if since.elapsed() >= idle {
                break;
            }
        }
    }

    /// Ends: says so to the sessions, writes what waits, closes the store in good order.
    pub fn stop(mut self) {
        let all: Vec<_> = {
            let s = self.house.sessions();
            s.values().map(|l| Arc::clone(&l.outbox)).collect()
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

/// Who is connected, by account: nobody takes the places of the others.
#[derive(Default)]
struct Guests(Mutex<HashMap<u32, usize>>);

impl Guests {
    fn admit(all: &Arc<Guests>, uid: u32, doors: &Doors) -> Option<Guest> {
        let mut by = all.0.lock().unwrap_or_else(PoisonError::into_inner);
        let most = match doors.door {
            Door::Own => CONNECTIONS_MAX,
            Door::Shared if uid != doors.owner => EACH_MAX,
            Door::Shared => CONNECTIONS_MAX,
        };
        let of_all: usize = by.values().sum();
        let own = by.entry(uid).or_default();
        // the owner gets in even when all places are taken: somebody has to be able to look after it
        if *own >= most || (of_all >= CONNECTIONS_MAX && uid != doors.owner) {
            return None;
        }
        *own += 1;
        Some(Guest(Arc::clone(all), uid))
    }
}

/// One of them, until dropped.
struct Guest(Arc<Guests>, u32);

impl Drop for Guest {
    fn drop(&mut self) {
        let mut by = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = by.get_mut(&self.1) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                by.remove(&self.1);
            }
        }
    }
}

/// The staff record of an account; made for the owner of a new book.
fn staff_of(world: &World, uid: u32) -> Result<Ref, StoreError> {
    if let Some(key) = world.store.claimed(format!("uid:{uid}").as_bytes())? {
        return Ok(Ref { kind: Kind::Staff, id: Id(key.id) });
    }
    let record = owner(uid, &login_of(uid));
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
