//! Keys, pastes and signals, read in threads of their own.
//!
//! Not crossterm's reader: it spins when the terminal goes away, drops keys of an application
//! keypad and takes a split arrow for Esc. Nothing here wakes up while nobody types.
mod burst;
mod escape;
mod event;
mod parser;
#[cfg(test)]
mod tests;

pub use event::{Code, Event, Key};
pub use parser::{Parser, is_cut};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The running threads; dropping it ends them.
#[derive(Debug)]
pub struct Input {
    wake: Option<OwnedFd>,
    signals: signal_hook::iterator::Handle,
    threads: Vec<JoinHandle<()>>,
}

impl Drop for Input {
    fn drop(&mut self) {
        // The reader sees its end of the pipe hang up.
        self.wake = None;
        self.signals.close();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// Starts reading standard input and listening to signals. `send` is called from both threads;
/// when it gives back false its thread ends.
///
/// # Errors
/// If no pipe, thread or signal handler can be had.
pub fn spawn<F>(send: F) -> io::Result<Input>
where
    F: Fn(Event) -> bool + Send + Clone + 'static,
{
    let (woken, wake) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)?;
    let mut signals = signal_hook::iterator::Signals::new([SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGCONT])?;
    let handle = signals.handle();
    let tell = send.clone();
    let listener = thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGWINCH => {
                    let (width, height) = size();
                    Event::Resize(width, height)
                }
                // in the background nobody tells of another size
                SIGCONT => {
                    let (width, height) = size();
                    if !tell(Event::Resize(width, height)) {
                        break;
                    }
                    Event::Resume
                }
                _ => Event::HangUp,
            };
            if !tell(event) {
                break;
            }
        }
    })?;
    let reader = thread::Builder::new()
        .name("keys".to_owned())
        .spawn(move || read(rustix::stdio::stdin(), &woken, send))?;
    Ok(Input { wake: Some(wake), signals: handle, threads: vec![listener, reader] })
}

/// Reads until told to stop, until the other side hangs up, or until nobody listens.
fn read(from: impl AsFd, woken: &OwnedFd, send: impl Fn(Event) -> bool) {
    let mut parser = Parser::new();
    let mut bytes = [0; 4096];
    loop {
        let wait = parser.wait().map(timespec);
        let mut fds = [PollFd::new(&from, PollFlags::IN), PollFd::new(woken, PollFlags::IN)];
        let ready = match poll(&mut fds, wait.as_ref()) {
            Ok(ready) => ready,
            Err(Errno::INTR) => continue,
            Err(_) => {
                send(Event::HangUp);
                return;
            }
        };
        let [input, woken] = &fds;
        if !woken.revents().is_empty() {
            return;
        }
        let events = if ready == 0 {
            parser.timeout()
        } else if input.revents().is_empty() {
            continue;
        } else {
            match rustix::io::read(&from, &mut bytes) {
                Err(Errno::INTR | Errno::AGAIN) => continue,
                // Zero bytes, EIO: the terminal is gone.
                Ok(0) | Err(_) => {
                    send(Event::HangUp);
                    return;
                }
                Ok(n) => parser.read(bytes.get(..n).unwrap_or_default()),
            }
        };
        if !events.into_iter().all(&send) {
            return;
        }
    }
}

fn timespec(wait: Duration) -> Timespec {
    Timespec { tv_sec: i64::try_from(wait.as_secs()).unwrap_or(1), tv_nsec: wait.subsec_nanos().into() }
}

/// Columns and lines of the terminal; 80 and 24 where it does not know.
pub fn size() -> (u16, u16) {
    match rustix::termios::tcgetwinsize(rustix::stdio::stdout()) {
        Ok(s) if s.ws_col > 0 && s.ws_row > 0 => (s.ws_col, s.ws_row),
        _ => (80, 24),
    }
}
