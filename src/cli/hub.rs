//! `linli hub`: serves a book until told to end.

use super::{Failure, Setting};
use crate::hub::access_log::MONTHS_USUAL;
use crate::hub::client::HELD;
use crate::hub::doors::{Door, Refused};
use crate::hub::host::{Hub, HubError, Service};
use crate::hub::notify::notify;
use crate::hub::world::machine_clock;
use crate::store::StoreError;
use crate::text::{Lang, service as words, store as told};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How a hub is to serve.
#[derive(Debug, Default)]
pub struct Serve {
    /// Where to listen; in the book's folder unless named.
    pub socket: Option<PathBuf>,
    /// End so many seconds after the last session.
    pub idle: Option<u64>,
    /// Started by a session in the background.
    pub detached: bool,
    /// For the staff of an office.
    pub shared: bool,
    /// For how many months it is kept who looked at whom.
    pub log_months: Option<u32>,
}

/// How often a long start says how far it has come.
const TELL: Duration = Duration::from_millis(500);

/// Serves. Started by a session it says `progress …` and `ready` on its standard output, then closes it; as a service
/// it tells the service manager, and its log what it does.
pub fn run(set: &Setting, how: Serve) -> Result<u8, Failure> {
    let Serve { socket, idle, detached, shared, log_months } = how;
    let (dir, lang) = (set.dir()?, set.lang);
    if detached {
        // its own session: hanging up the terminal that started it does not end it
        let _ = rustix::process::setsid();
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    let told = Mutex::new(Instant::now());
    let progress = |done: u64, total: u64| {
        let Ok(mut last) = told.try_lock() else { return };
        if last.elapsed() >= TELL {
            *last = Instant::now();
            say_progress(done, total, detached, lang);
        }
    };
    let door = if shared { Door::Shared } else { Door::Own };
    let refused = Refused::by(move |uid| log(&words::refused(lang, uid)));
    let log_months = log_months.unwrap_or(MONTHS_USUAL);
    let service = Service { door, log_months, refused, ..Service::default() };
    let hub = match Hub::serve(dir, service, machine_clock(), &progress) {
        Ok(h) => h,
        Err(e) if detached => {
            if matches!(e, HubError::Store(StoreError::Locked { .. })) {
                println!("{HELD}");
            }
            println!("{e}");
            return Ok(1);
        }
        Err(e) => return Err(e.into()),
    };
    let stop = hub.stopper();
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if signal != SIGHUP || !detached {
                log(&words::ending(lang, signal_hook::low_level::signal_name(signal).unwrap_or_default()));
                stop();
            }
        }
    });
    told::opened(lang, &hub.world().opened).iter().for_each(|found| log(found));
    let own = socket.is_none();
    let socket = socket.unwrap_or_else(|| set.place.socket());
    let served = hub.listen(
        &socket,
        if own && !shared { 0o600 } else { 0o666 },
        idle.map(Duration::from_secs),
        || {
            let place = |p: &Path| p.display().to_string();
            log(&words::serving(lang, env!("CARGO_PKG_VERSION"), &place(dir), &place(&socket)));
            println!("ready");
            notify("READY=1\nSTATUS=");
            if !own {
                signpost(dir, &socket);
            }
            let _ = std::io::stdout().flush();
            if detached {
                close_stdout();
            }
        },
    );
    notify("STOPPING=1");
    let failed = hub.world().store.failed();
    hub.stop();
    served?;
    match failed {
        // not a good end: who looks after the hub starts it again
        Some(why) => Err(crate::hub::host::say(&why).into()),
        None => {
            log(words::ENDED.get(lang));
            Ok(0)
        }
    }
}

/// Makes the book's folder lead to a hub that listens elsewhere, so that a command on the book (a backup) asks it too.
/// Without it they find what is on the disk.
fn signpost(dir: &Path, socket: &Path) {
    let post = dir.join("socket");
    let Ok(socket) = std::path::absolute(socket) else { return };
    if socket == post {
        return;
    }
    // the lock on the book is ours: what still lies there belongs to nobody
    let _ = std::fs::remove_file(&post);
    let _ = std::os::unix::fs::symlink(socket, post);
}

/// A line of the service's log. Standard error goes nowhere for a hub that a session started.
fn log(line: &str) {
    eprintln!("{line}");
}

/// How far the start has come: to the waiting session, and to the service manager, which gives more time for it.
fn say_progress(done: u64, total: u64, detached: bool, lang: Lang) {
    // the history is read by bytes, of which the whole is known, then its records, of which it is not
    let words = match (done * 100).checked_div(total) {
        Some(percent) => words::starting_part(lang, percent),
        None => words::starting(lang, done),
    };
    if detached {
        println!("progress {words}");
    }
    notify(&format!("EXTEND_TIMEOUT_USEC=120000000\nSTATUS={words}"));
}

/// Gives the waiting session's pipe up: standard output goes nowhere from now on.
fn close_stdout() {
    if let Ok(nowhere) = std::fs::OpenOptions::new().write(true).open("/dev/null") {
        let _ = rustix::stdio::dup2_stdout(nowhere);
    }
}
