//! Entering and leaving the full screen, and writing to it.
//!
//! What was found is put back exactly: on leaving, on a panic, before being suspended.
pub mod clipboard;
#[cfg(test)]
mod tests;

use super::input::Event;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::process::{Signal, getpid, kill_process};
use rustix::stdio::{stdin, stdout};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Alternate screen, pastes marked, keypad and cursor keys that send digits and arrows.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b>\x1b[?1l";
/// Whatever a cut frame may have left, then the marks off, the cursor shown, the screen of before.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[r\x1b[m\x1b[?25h\x1b[?2004l\x1b[?1049l";

/// Writes a box line and two Han characters on line 2 and asks where the cursor is then. Sent once, before the first
/// frame, which erases it; the answer comes as an event or never.
const PROBE: &[u8] = "\x1b[2;1H─核核\x1b[6n\x1b[2;1H\x1b[K".as_bytes();

/// How a terminal shows our characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Glyphs {
    /// As we count them.
    Fine,
    /// Box lines and their like are two cells wide: ASCII ones must stand in.
    Wide,
    /// As bytes, or in another character set: nothing can be read.
    NotUtf8,
}

/// What the answer to [`Terminal::probe`] says; nothing if the event is no such answer. Those bytes are seven cells or
/// more in the character sets that are not UTF-8, two of them none only in the oldest.
pub fn glyphs(event: &Event) -> Option<Glyphs> {
    match event {
        Event::CursorReport(2, 2..=6) => Some(Glyphs::Fine),
        Event::CursorReport(2, 7) => Some(Glyphs::Wide),
        Event::CursorReport(2, 8..=14) => Some(Glyphs::NotUtf8),
        _ => None,
    }
}

/// How the terminal was before we came, while we are there. Global, because a panic anywhere must
/// be able to put it back.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

fn before() -> MutexGuard<'static, Option<Termios>> {
    BEFORE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terminal in full-screen mode; dropping it puts everything back.
#[derive(Debug)]
pub struct Terminal(());

/// What became of a write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum Sent {
    /// All of it was taken.
    All,
    /// The terminal is gone; end at once, the draft is safe.
    HangUp,
}

impl Terminal {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// If standard input or output is no terminal.
    pub fn enter() -> io::Result<Self> {
        if !rustix::termios::isatty(stdout()) {
            return Err(io::Error::new(io::ErrorKind::NotConnected, "standard output is no terminal"));
        }
        take_over()?;
        Ok(Self(()))
    }

    /// Writes a frame, all of it.
    pub fn write(&self, bytes: &[u8]) -> Sent {
        write_all(bytes)
    }

    /// Puts text on the terminal's clipboard, if it allows that.
    pub fn copy(&self, text: &str) -> Sent {
        write_all(&clipboard::sequence(text, std::env::var_os("TMUX").is_some_and(|v| !v.is_empty())))
    }

    /// Asks how our characters are shown; see [`glyphs`].
    pub fn probe(&self) -> Sent {
        write_all(PROBE)
    }

    /// Takes the terminal over once more after we were stopped from outside, where a shell may have put its own settings
    /// back. What was found at first stays what is put back in the end.
    pub fn again(&self) -> Sent {
        if let Some(found) = before().as_ref() {
            let mut raw = found.clone();
            raw.make_raw();
            // a terminal that is gone is seen by the write
            let _ = tcsetattr(stdin(), OptionalActions::Now, &raw);
        }
        write_all(ENTER)
    }

    /// Gives the terminal back, stops this program as Ctrl-Z would, and takes the terminal over
    /// again when it goes on. The painter must be reset then.
    ///
    /// # Errors
    /// If the terminal cannot be taken over again.
    pub fn suspend(&self) -> io::Result<()> {
        restore();
        kill_process(getpid(), Signal::TSTP)?;
        take_over()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

fn take_over() -> io::Result<()> {
    let found = tcgetattr(stdin())?;
    let mut raw = found.clone();
    raw.make_raw();
    // Remembered first: whatever goes wrong from here on, it is put back.
    *before() = Some(found);
    if let Err(e) = tcsetattr(stdin(), OptionalActions::Now, &raw) {
        *before() = None;
        return Err(e.into());
    }
    match write_all(ENTER) {
        Sent::All => Ok(()),
        Sent::HangUp => {
            restore();
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }
}

/// Puts the terminal back as it was found. Does nothing if we are not in it.
pub fn restore() {
    let Some(found) = before().take() else { return };
    let _ = write_all(LEAVE);
    // Drain: what was typed ahead belongs to the shell, our last bytes go out under our settings.
    if tcsetattr(stdin(), OptionalActions::Drain, &found).is_err() {
        let _ = tcsetattr(stdin(), OptionalActions::Now, &found);
    }
}

/// From here on a panic first puts the terminal back, so that its message can be read. One that a broken workbook
/// causes, and that is caught, goes by without a word.
pub fn install_panic_hook() {
    // Once, also where the app is begun again on another book: hooks laid over this one since stay above it.
    static HOOK: std::sync::Once = std::sync::Once::new();
    HOOK.call_once(|| {
        let next = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            restore();
            next(info);
        }));
    });
}

fn write_all(mut bytes: &[u8]) -> Sent {
    while !bytes.is_empty() {
        match rustix::io::write(stdout(), bytes) {
            Ok(0) => return Sent::HangUp,
            Ok(n) => bytes = bytes.get(n..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                // Someone else made the terminal non-blocking; wait till it takes more.
                let stdout = stdout();
                let mut fds = [PollFd::new(&stdout, PollFlags::OUT)];
                let gone = PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL;
                let polled = poll(&mut fds, None);
                if polled.is_err_and(|e| e != Errno::INTR) || fds.iter().any(|f| f.revents().intersects(gone))
                {
                    return Sent::HangUp;
                }
            }
            Err(_) => return Sent::HangUp,
        }
    }
    Sent::All
}
