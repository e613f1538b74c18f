//! `linli hub`: serves a book until told to end.

use super::{Failure, Setting};
use crate::hub::access_log::MONTHS_USUAL;
use crate::hub::doors::Door;
use crate::hub::host::{Hub, Service};
use crate::hub::notify::notify;
use crate::hub::world::machine_clock;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

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

/// Serves. Started by a session it says `progress …` and `ready` on its standard output, then closes it.
pub fn run(set: &Setting, how: Serve) -> Result<u8, Failure> {
    let Serve { socket, idle, detached, shared, log_months } = how;
    let dir = set.dir()?;
    if detached {
        // its own session: hanging up the terminal that started it does not end it
        let _ = rustix::process::setsid();
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    let (told, said) = (AtomicU64::new(0), AtomicU64::new(0));
    let progress = |done: u64, total: u64| {
        if detached && done >= told.load(Ordering::Relaxed) + 100_000 {
            told.store(done, Ordering::Relaxed);
            println!("progress {done} {total}");
        }
        // a rebuild may take longer than a service is given to start
        if done >= said.load(Ordering::Relaxed) + 100_000 {
            said.store(done, Ordering::Relaxed);
            notify(&format!("EXTEND_TIMEOUT_USEC=120000000\nSTATUS=reading the book: {done}"));
        }
    };
    let door = if shared { Door::Shared } else { Door::Own };
    let service = Service { door, log_months: log_months.unwrap_or(MONTHS_USUAL), ..Service::default() };
    let hub = match Hub::serve(dir, service, machine_clock(), &progress) {
        Ok(h) => h,
        Err(e) if detached => {
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
                stop();
            }
        }
    });
    let own = socket.is_none();
    let socket = socket.unwrap_or_else(|| set.place.socket());
    let served = hub.listen(&socket, if own && !shared { 0o600 } else { 0o666 }, idle.map(Duration::from_secs), || {
        println!("ready");
        notify("READY=1\nSTATUS=ready");
        let _ = std::io::stdout().flush();
        if detached {
            close_stdout();
        }
    });
    notify("STOPPING=1");
    let failed = hub.world().store.failed();
    hub.stop();
    served?;
    match failed {
        // not a good end: who looks after the hub starts it again
        Some(why) => Err(crate::hub::host::say(&why).into()),
        None => Ok(0),
    }
}

/// Gives the waiting session's pipe up: standard output goes nowhere from now on.
fn close_stdout() {
    if let Ok(nowhere) = std::fs::OpenOptions::new().write(true).open("/dev/null") {
        let _ = rustix::stdio::dup2_stdout(nowhere);
    }
}
