//! The ground layer in a real pseudo-terminal: this test program runs itself in one, as [`child`].
use super::*;
use crate::tui::edit::Edit;
use crate::tui::glyph::put;
use crate::tui::input::{self, Code, Key};
use crate::tui::painter::Painter;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

const MARK: &str = "LINLI_TEST_CHILD";
const PATIENCE: Duration = Duration::from_secs(30);

/// Not a test of its own: a little program around the ground layer, run by the tests below.
#[test]
fn child() {
    if std::env::var_os(MARK).is_none() {
        return;
    }
    install_panic_hook();
    let terminal = Terminal::enter().unwrap();
    let (tx, rx) = mpsc::channel();
    let _input = input::spawn(move |e| tx.send(e).is_ok()).unwrap();
    let mut size = input::size();
    let (mut painter, mut edit, mut said) = (Painter::new(size), Edit::line(""), "begun".to_owned());
    let _ = terminal.probe();
    loop {
        let mut b = Buffer::empty(Rect::new(0, 0, size.0, size.1));
        let (text, col) = edit.view(30);
        put(&mut b, 0, 0, 30, &text, Style::new());
        put(&mut b, 0, 1, 78, &format!("{}x{} {said}", size.0, size.1), Style::new());
        if terminal.write(&painter.frame(&b, Some((u16::try_from(col).unwrap(), 0)))) == Sent::HangUp {
            std::process::exit(4);
        }
        match rx.recv().unwrap() {
            Event::Key(Key { code: Code::Esc, .. }) => break,
            Event::Key(Key { code: Code::F(8), .. }) => panic!("boom 出错了"),
            Event::Key(k) if k == Key::ctrl('z') => {
                terminal.suspend().unwrap();
                painter.reset();
                said = "back".to_owned();
            }
            Event::Key(k) => {
                edit.key(k, 30);
            }
            Event::Resize(w, h) => {
                size = (w, h);
                painter.resize(size);
            }
            Event::Paste(text) | Event::Burst(text) => said = format!("paste {text}"),
            Event::HangUp => std::process::exit(3),
            e @ Event::CursorReport(..) => said = format!("glyphs {:?}", glyphs(&e)),
            Event::Resume | Event::Focus(_) => {}
        }
    }
}

struct Session {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    bytes: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    before: String,
}

impl Session {
    fn start() -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let before = format!("{:?}", pair.master.get_termios());
        let mut cmd = CommandBuilder::new(std::env::current_exe().unwrap());
        cmd.args(["--exact", "tui::terminal::tests::child", "--nocapture", "--test-threads=1"]);
        // else it starts in the home folder, which need not be there
        cmd.cwd(env!("CARGO_MANIFEST_DIR"));
        cmd.env(MARK, "1");
        cmd.env("RUST_BACKTRACE", "0");
        let child = pair.slave.spawn_command(cmd).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (tx, bytes) = mpsc::channel();
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut chunk) {
                if tx.send(chunk[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let (rows, cols) = (NonZeroU16::new(24).unwrap(), NonZeroU16::new(80).unwrap());
        let keys = pair.master.take_writer().unwrap();
        Self { master: pair.master, child, keys, bytes, screen: vt100::Parser::new(rows, cols, 0), before }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Reads until the screen fulfils the wish; never sleeps.
    fn wait(&mut self, what: &str, wish: impl Fn(&vt100::Screen) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !wish(self.screen.screen()) {
            let left = until.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.bytes.recv_timeout(left) else {
                panic!("waited for {what}; the screen:\n{}", self.screen.screen().contents());
            };
            self.screen.process(&bytes);
        }
    }

    fn sees(&mut self, text: &str) {
        self.wait(text, |s| s.contents().contains(text));
    }

    /// The terminal is as it was before.
    fn is_restored(&mut self) {
        self.wait("the first screen", |s| !s.alternate_screen() && !s.hide_cursor() && !s.bracketed_paste());
        assert_eq!(format!("{:?}", self.master.get_termios()), self.before);
    }
}

#[test]
fn keys_in_frames_out_and_all_put_back() {
    let mut s = Session::start();
    s.sees("80x24 begun");
    s.wait("modes", |s| s.alternate_screen() && s.bracketed_paste() && !s.application_keypad());
    s.press("张晓明\u{1b}[D\u{7f}x");
    s.sees("张x明");
    s.wait("the cursor", |s| s.cursor_position() == (0, 3));
    s.press("\u{1b}[200~q\r/\u{1b}[201~");
    s.sees("80x24 paste q /");
    s.press("\u{1b}[2;7R");
    s.sees("glyphs Some(Wide)");
    s.press("\u{1b}[2;6R");
    s.sees("glyphs Some(Fine)");
    s.master.resize(PtySize { rows: 12, cols: 40, pixel_width: 0, pixel_height: 0 }).unwrap();
    s.screen.screen_mut().set_size(NonZeroU16::new(12).unwrap(), NonZeroU16::new(40).unwrap());
    s.sees("40x12");
    s.sees("张x明");
    // In a session of its own nobody could wake it again, so the kernel lets the stop pass.
    s.press("\u{1a}");
    s.sees("40x12 back");
    s.press("\u{1b}");
    assert!(s.child.wait().unwrap().success());
    s.is_restored();
}

#[test]
fn a_panic_puts_the_terminal_back_and_can_be_read() {
    let mut s = Session::start();
    s.sees("80x24 begun");
    s.press("\u{1b}[19~");
    s.sees("boom 出错了");
    assert!(!s.child.wait().unwrap().success());
    s.is_restored();
}

#[test]
fn told_to_end_it_ends() {
    let mut s = Session::start();
    s.sees("80x24 begun");
    let pid = i32::try_from(s.child.process_id().unwrap()).unwrap();
    kill_process(rustix::process::Pid::from_raw(pid).unwrap(), Signal::HUP).unwrap();
    assert_eq!(s.child.wait().unwrap().exit_code(), 3);
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut cmd = CommandBuilder::new(std::env::current_exe().unwrap());
    cmd.cwd(env!("CARGO_MANIFEST_DIR"));
    cmd.args(["--exact", "tui::terminal::tests::child", "--nocapture", "--test-threads=1"]);
    cmd.env(MARK, "1");
    let mut child = pair.slave.spawn_command(cmd).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let (mut seen, mut chunk) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&seen).contains("begun") {
        let n = reader.read(&mut chunk).unwrap();
        seen.extend_from_slice(&chunk[..n]);
    }
    drop(reader);
    drop(pair.master);
    let code = child.wait().unwrap().exit_code();
    assert!([3, 4].contains(&code), "it ended by itself: {code}");
}
