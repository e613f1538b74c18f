//! `linli hub`: serves a book until told to end.

use super::{Failure, Setting};
use crate::hub::host::Hub;
use crate::hub::notify::notify;
use crate::hub::world::machine_clock;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Serves. Started by a session it says `progress …` and `ready` on its standard output, then closes it.
pub fn run(set: &Setting, socket: Option<PathBuf>, idle: Option<u64>, detached: bool) -> Result<u8, Failure> {
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
    let hub = match Hub::start(dir, machine_clock(), &progress) {
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
    let served = hub.listen(&socket, if own { 0o600 } else { 0o666 }, idle.map(Duration::from_secs), || {
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
