//! The loop at a real terminal: this test program started again behind a pseudo-terminal, a made-up hub inside it.

use super::*;
use crate::text::Lang;
use crate::tui::app::tests::fake;
use crate::tui::keymap::Keymap;
use crate::tui::theme::Theme;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::Read;
use std::io::Write;
use std::sync::mpsc;
use std::thread;

struct Hub(Sender<Message>);

impl Link for Hub {
    fn ask(&mut self, ticket: u64, request: crate::hub::wire::Request) {
        let _ = self.0.send(Message::Reply(ticket, fake::answer(&request, false)));
    }
}

/// Says to the test binary that it is the child.
const MARK: &str = "LINLI_TEST_RUN_CHILD";

#[test]
fn child() {
    // only what the others start behind a terminal of their own; by itself it has nothing to show
    if std::env::var_os(MARK).is_none() {
        return;
    }
    let (sender, messages) = mpsc::channel();
    let shared = Shared {
        lang: Lang::Zh,
        welcome: fake::welcome(420),
        keymap: Keymap::standard(),
        theme: Theme::DEFAULT,
        size: (80, 24),
        now_ms: 0,
    };
    let hooks = Hooks {
        utf8: true,
        link: Box::new(Hub(sender.clone())),
        renewable: Box::new(|| false),
        keep_draft: Box::new(|_| false),
        save_prefs: Box::new(|_| ()),
        import: Box::new(|_, _, _| panic!("the importer fell over")),
        export: Box::new(|_, _| ()),
    };
    let prefs = Prefs { ascii: Some(false), ..Prefs::default() };
    let exit = run(shared, prefs, hooks, sender, &messages).unwrap();
    println!("left by {exit:?}");
}

struct Session {
    screen: vt100::Parser,
    bytes: mpsc::Receiver<Vec<u8>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    // Dropping it hangs up.
    master: Option<Box<dyn portable_pty::MasterPty + Send>>,
}

impl Session {
    fn start() -> Session {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", "--nocapture", "--test-threads=1", "tui::run::pty::child"]);
        // else it starts in the home folder, which need not be there
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        command.env(MARK, "1");
        command.env("TERM", "xterm");
        let child = pair.slave.spawn_command(command).unwrap();
        let mut output = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (send, bytes) = mpsc::channel();
        thread::spawn(move || {
            let mut buf = [0; 4096];
            while let Ok(n @ 1..) = output.read(&mut buf) {
                if send.send(buf[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        Session {
            screen: vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0),
            bytes,
            keys,
            child,
            master: Some(pair.master),
        }
    }

    fn wait_for(&mut self, what: &str) {
        let until = Instant::now() + Duration::from_secs(20);
        while !self.screen.screen().contents().contains(what) {
            let left = until.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(bytes) => self.screen.process(&bytes),
                Err(e) => panic!("no {what:?}: {e}\n{}", self.screen.screen().contents()),
            }
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Whether the child ends within this time.
    fn ends_within(&mut self, time: Duration) -> bool {
        let until = Instant::now() + time;
        loop {
            if self.child.try_wait().unwrap().is_some() {
                return true;
            }
            if Instant::now() > until {
                let _ = self.child.kill();
                return false;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}

#[test]
fn keys_in_and_frames_out() {
    let mut s = Session::start();
    s.wait_for("先办 3");
    s.press("2");
    s.wait_for("欧阳子鹏");
    s.press("/lmj");
    s.wait_for("1 条");
    s.press("\r");
    s.wait_for("李敏嘉 (张总)");
    s.press("q");
    s.press("qq");
    s.wait_for("left by Quit");
    assert!(!s.screen.screen().alternate_screen() && s.ends_within(Duration::from_secs(2)));
}

#[test]
fn a_terminal_that_goes_away_ends_the_session_at_once() {
    let mut s = Session::start();
    s.wait_for("先办 3");
    // The reading thread keeps a copy of the terminal until it has nobody to tell what it reads.
    s.bytes = mpsc::channel().1;
    s.press("2v");
    s.keys = Box::new(std::io::sink());
    s.master = None;
    assert!(s.ends_within(Duration::from_secs(2)));
}

#[test]
fn a_panic_gives_the_terminal_back() {
    let mut s = Session::start();
    s.wait_for("先办 3");
    s.press(":import\r");
    s.wait_for("文件");
    s.press("/tmp/x.csv\r");
    s.wait_for("the importer fell over");
    assert!(!s.screen.screen().alternate_screen() && s.ends_within(Duration::from_secs(2)));
}
