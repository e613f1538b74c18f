//! The session's side: find the hub, start one's own where none runs, ask and be answered.

use super::frame::{self, Greeting};
use super::place::{Office, Place, short};
use super::wire::{FromHub, PROTOCOL, Refusal, Reply, Request, ToHub, Welcome};
use crate::book::schema;
use crate::text::command::{NOT_LET_IN, hub_down, impostor, version};
use crate::text::{Lang, store as told};
use std::io::{self, BufRead, BufReader, Write};
use std::net::IpAddr;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// How long an older hub has to make room: 30 seconds.
const ROOM_TRIES: u32 = 300;
/// How long a book may be held by a hub that starts or ends: 10 seconds.
const HELD_TRIES: u32 = 100;
const ROOM_PAUSE: Duration = Duration::from_millis(100);

/// What a hub says first when another process has its book.
pub const HELD: &str = "held";

/// The language of whoever is told: nobody has said another yet.
fn env() -> Lang {
    Lang::from_env()
}

/// Why there is no hub to speak to.
#[derive(Debug, thiserror::Error)]
pub enum NoHub {
    /// The office's hub does not answer.
    #[error("{}", self.words(env()))]
    Down(PathBuf, io::Error),
    /// At the office's socket listens a program of another account (its number) than the office's file names.
    #[error("{}", self.words(env()))]
    Impostor(PathBuf, u32, String),
    /// The hub closed the door: another account's book.
    #[error("{}", self.words(env()))]
    NotLetIn,
    /// The hub lets this account not in, and says whom to ask.
    #[error("{0}")]
    TurnedAway(String),
    /// Program and hub are of different versions; told in both languages, as nobody knows yet which one is wanted.
    #[error("{}", self.words(env()))]
    Version {
        /// The hub's.
        theirs: u16,
    },
    /// One's own hub did not start; these are its words.
    #[error("{0}")]
    NotStarted(String),
    /// The system says no.
    #[error("{}", self.words(env()))]
    Io(#[from] io::Error),
}

impl NoHub {
    /// The same in a language that was asked for.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            NoHub::Down(socket, why) => hub_down(lang, &socket.display().to_string(), &told::io(lang, why)),
            NoHub::Impostor(socket, uid, account) => {
                impostor(lang, &socket.display().to_string(), *uid, account)
            }
            NoHub::NotLetIn => NOT_LET_IN.get(lang).into(),
            NoHub::Version { theirs } => {
                [Lang::Zh, Lang::En].map(|lang| version(lang, *theirs, PROTOCOL)).join("\n")
            }
            NoHub::NotStarted(why) | NoHub::TurnedAway(why) => why.clone(),
            NoHub::Io(why) => told::io(lang, why),
        }
    }
}

/// A connection on which one question at a time is asked: the command line, tests.
pub struct Client {
    stream: UnixStream,
    ticket: u64,
}

impl Client {
    /// Says hello on a stream.
    ///
    /// # Errors
    /// When the other side is no hub of this version.
    pub fn over(stream: UnixStream) -> Result<Client, NoHub> {
        Client::greet(stream, false)
    }

    /// The same; `drain` asks an older hub of one's own to make room.
    fn greet(mut stream: UnixStream, drain: bool) -> Result<Client, NoHub> {
        let sent = stream.write_all(&Greeting { version: PROTOCOL, drain }.bytes());
        let theirs = sent.and_then(|()| frame::read_hello(&mut stream)).map_err(|e| match e.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => {
                NoHub::NotLetIn
            }
            _ => NoHub::Io(e),
        })?;
        if theirs != PROTOCOL {
            return Err(NoHub::Version { theirs });
        }
        Ok(Client { stream, ticket: 0 })
    }

    /// Asks and waits for the answer.
    ///
    /// # Errors
    /// When the connection is lost.
    pub fn ask(&mut self, request: Request) -> io::Result<Reply> {
        self.ticket += 1;
        frame::write(&mut self.stream, &ToHub { ticket: self.ticket, request })?;
        loop {
            if let FromHub::Reply(t, reply) = frame::read(&mut self.stream)?
                && t == self.ticket
            {
                return Ok(reply);
            }
        }
    }

    /// Says who asks, in which language.
    ///
    /// # Errors
    /// When the connection is lost, or whoever asks is not let in.
    pub fn welcome(&mut self, lang: Lang, news: bool) -> Result<Welcome, NoHub> {
        match self.ask(Request::Welcome { lang, news, from: whence() })? {
            Reply::Welcome(w) => {
                schema::lay_down(w.office.clone());
                Ok(w)
            }
            Reply::Refused(Refusal::Said(why)) => Err(NoHub::TurnedAway(why)),
            _ => Err(NoHub::NotLetIn),
        }
    }

    /// The stream, for a session that reads on a thread of its own.
    pub fn into_stream(self) -> UnixStream {
        self.stream
    }
}

/// The machine that this session comes from, where it comes over ssh.
fn whence() -> Option<IpAddr> {
    let ssh = std::env::var("SSH_CONNECTION").ok()?;
    ssh.split_whitespace().next()?.parse().ok()
}

/// Connects to a running hub.
///
/// # Errors
/// When none runs.
pub fn connect(socket: &Path) -> io::Result<UnixStream> {
    let (place, _folder) = short(socket)?;
    UnixStream::connect(place)
}

/// Joins the hub of a place, starting one's own where none runs. `waiting` hears progress lines of a hub that starts.
///
/// # Errors
/// See [`NoHub`].
pub fn join(place: &Place, idle_seconds: u64, waiting: &mut dyn FnMut(&str)) -> Result<Client, NoHub> {
    let socket = place.socket();
    match (connect(&socket), place) {
        (Ok(stream), Place::Office(office)) => {
            trusted(&stream, office)?;
            Client::over(stream)
        }
        (Ok(stream), Place::Own(dir)) => match Client::over(stream) {
            // an older hub of one's own makes room for the new program; a newer one is left alone
            Err(NoHub::Version { theirs }) if theirs < PROTOCOL => {
                make_room(&socket)?;
                start(dir, idle_seconds, waiting)?;
                Client::over(connect(&socket)?)
            }
            other => other,
        },
        (Err(e), Place::Office(_)) => Err(NoHub::Down(socket, e)),
        (Err(_), Place::Own(dir)) => {
            start(dir, idle_seconds, waiting)?;
            Client::over(connect(&socket)?)
        }
    }
}

/// Whether the office's own account listens there: to another nothing is told, not even who calls.
fn trusted(stream: &UnixStream, office: &Office) -> Result<(), NoHub> {
    let Some(account) = &office.account else { return Ok(()) };
    let theirs = rustix::net::sockopt::socket_peercred(stream).map_err(io::Error::from)?.uid.as_raw();
    if account.parse() == Ok(theirs) || uid_of(account) == Some(theirs) {
        return Ok(());
    }
    Err(NoHub::Impostor(office.socket.clone(), theirs, account.clone()))
}

/// The number of an account, from the system's list.
fn uid_of(account: &str) -> Option<u32> {
    let list = std::fs::read_to_string("/etc/passwd").ok()?;
    list.lines().find_map(|l| {
        let mut parts = l.split(':');
        (parts.next() == Some(account)).then(|| parts.nth(1)?.parse().ok()).flatten()
    })
}

/// Asks an older hub to end cleanly and waits until it has: nothing that it acknowledged is lost.
fn make_room(socket: &Path) -> Result<(), NoHub> {
    let Err(NoHub::Version { theirs }) = Client::greet(connect(socket)?, true) else { return Ok(()) };
    for _ in 0..ROOM_TRIES {
        if connect(socket).is_err() {
            return Ok(());
        }
        std::thread::sleep(ROOM_PAUSE);
    }
    // it does not know how to be asked, or has much to write: then the worker is told
    Err(NoHub::Version { theirs })
}

/// Starts a hub in the background and waits until it is ready. Where another is quicker, that one serves.
fn start(dir: &Path, idle_seconds: u64, waiting: &mut dyn FnMut(&str)) -> Result<(), NoHub> {
    let mut tries = 0;
    loop {
        match spawn(dir, idle_seconds, waiting) {
            // another session may have started one at the same moment, or one that ends may not have let go of the
            // book yet: whoever comes next is served by the one or takes the place of the other
            Err(NoHub::NotStarted(said)) if said.starts_with(HELD) && tries < HELD_TRIES => {
                if connect(&dir.join("socket")).is_ok() {
                    return Ok(());
                }
                tries += 1;
                std::thread::sleep(ROOM_PAUSE);
            }
            Err(NoHub::NotStarted(said)) => {
                let said = said.strip_prefix(HELD).map_or(said.as_str(), str::trim_start);
                return Err(NoHub::NotStarted(said.to_string()));
            }
            other => return other,
        }
    }
}

/// One try.
fn spawn(dir: &Path, idle_seconds: u64, waiting: &mut dyn FnMut(&str)) -> Result<(), NoHub> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    let mut child = Command::new(std::env::current_exe()?)
        .arg("hub")
        .arg("--book")
        .arg(dir)
        .args(["--idle-exit", &idle_seconds.to_string(), "--detached"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let Some(out) = child.stdout.take() else { return Err(NoHub::NotStarted(String::new())) };
    let mut said = String::new();
    for line in BufReader::new(out).lines() {
        let line = line?;
        if line == "ready" {
            return Ok(());
        }
        if let Some(p) = line.strip_prefix("progress ") {
            waiting(p);
        } else {
            // words of two languages are two lines
            said.push_str(if said.is_empty() { "" } else { "\n" });
            said.push_str(&line);
        }
    }
    let _ = child.wait();
    Err(NoHub::NotStarted(said))
}
