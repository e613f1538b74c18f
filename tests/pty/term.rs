//! An office's hub in this process, and workers of the built program at pseudo-terminals of their own.
use linli::book::{Id, Kind, Record, Ref, area, person};
use linli::hub::client::Client;
use linli::hub::host::Hub;
use linli::hub::wire::{Edit, Filter, Order, Reply, Request, Save};
use linli::text::Lang;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// 2026-11-23 10:00 in China.
const NOW: i64 = 1_795_399_200_000;
const PATIENCE: Duration = Duration::from_secs(30);

/// A hub with a street, three people and an organisation.
pub struct Office {
    hub: Option<Arc<Hub>>,
    listening: Option<JoinHandle<()>>,
    pub dir: tempfile::TempDir,
}

impl Office {
    pub fn open() -> Office {
        let dir = tempfile::tempdir().unwrap();
        prefs(dir.path());
        let mut office = Office { hub: None, listening: None, dir };
        office.up();
        office.save(Kind::Area, 1, &[(area::NAME, "颍川街道")]);
        for (n, name, phone) in
            [(2, "张晓明", "13837455521"), (3, "李敏嘉", "13900000002"), (4, "冯艳玲", "13900000003")]
        {
            office.save(Kind::Person, n, &[(person::NAME, name), (person::PHONES, phone)]);
        }
        office
    }

    /// Its hub begins to serve.
    pub fn up(&mut self) {
        let book = self.dir.path().join("book");
        let hub = Arc::new(Hub::start(&book, Box::new(|| NOW), &|_, _| ()).unwrap());
        let (ready, is_ready) = channel();
        let (serving, socket) = (Arc::clone(&hub), self.socket());
        self.listening = Some(thread::spawn(move || {
            serving.listen(&socket, 0o600, None, move || ready.send(()).unwrap()).unwrap();
        }));
        is_ready.recv().unwrap();
        self.hub = Some(hub);
    }

    /// Its hub ends.
    pub fn down(&mut self) {
        let Some(hub) = self.hub.take() else { return };
        hub.stopper()();
        let _ = self.listening.take().map(JoinHandle::join);
        if let Ok(hub) = Arc::try_unwrap(hub) {
            hub.stop();
        }
    }

    pub fn client(&self) -> Client {
        let mut client = Client::over(self.hub.as_ref().unwrap().connect().unwrap()).unwrap();
        client.welcome(Lang::Zh, false).unwrap();
        client
    }

    fn save(&self, kind: Kind, n: u8, texts: &[(u16, &str)]) {
        save(&mut self.client(), kind, n, texts);
    }

    pub fn stored(&self, kind: Kind) -> Vec<Record> {
        stored(&mut self.client(), kind)
    }

    pub fn drafts(&self) -> usize {
        match self.client().ask(Request::Drafts).unwrap() {
            Reply::Drafts(all) => all.len(),
            other => panic!("{other:?}"),
        }
    }

    /// A worker at a terminal of 80x24 that shows characters as we count them.
    pub fn sit(&self) -> Session {
        self.at(Seat::default())
    }

    pub fn at(&self, seat: Seat) -> Session {
        at(self.dir.path(), &self.socket(), seat)
    }

    pub fn socket(&self) -> PathBuf {
        self.dir.path().join("socket")
    }
}

/// A worker whose home is this folder sits down at a terminal and opens the book of this socket.
pub fn at(home: &Path, socket: &Path, seat: Seat) -> Session {
    let mut command = CommandBuilder::new(seat.program.unwrap_or(env!("CARGO_BIN_EXE_linli")));
    match seat.args {
        Some(args) => command.args(args),
        None => {
            command.arg("--hub");
            command.arg(socket);
            command.args(["--lang", seat.lang]);
        }
    }
    command.cwd(home);
    command.env_clear();
    for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("PATH", "/usr/bin:/bin")] {
        command.env(name, value);
    }
    for name in ["HOME", "XDG_DATA_HOME"] {
        command.env(name, home);
    }
    for (name, value) in seat.env {
        command.env(name, value);
    }
    Session::start(command, seat.size, seat.answer)
}

pub fn save(client: &mut Client, kind: Kind, n: u8, texts: &[(u16, &str)]) {
    let set = texts.iter().map(|(no, text)| (*no, Edit::Text((*text).to_owned()))).collect();
    let save = Save { request: Id([100 + n; 16]), target: Ref { kind, id: Id([n; 16]) }, base: 0, set };
    let reply = client.ask(Request::Save(save)).unwrap();
    assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
}

pub fn stored(client: &mut Client, kind: Kind) -> Vec<Record> {
    let request = Request::List {
        kind,
        filter: Filter::default(),
        order: Order::Usual,
        offset: 0,
        limit: 50,
        more: Vec::new(),
    };
    let Reply::Page { rows, .. } = client.ask(request).unwrap() else { panic!() };
    let get = |client: &mut Client, target| match client.ask(Request::Get(target)).unwrap() {
        Reply::Shown(s) => s.record,
        other => panic!("{other:?}"),
    };
    rows.iter().map(|r| get(client, r.target)).collect()
}

/// What a worker who has been here before has laid down.
pub fn prefs(home: &Path) {
    let prefs = home.join("linli");
    std::fs::create_dir(&prefs).unwrap();
    let known = r#"{"ascii":false,"lang":null,"recent":[]}"#;
    std::fs::write(prefs.join("preferences.json"), known).unwrap();
}

impl Drop for Office {
    fn drop(&mut self) {
        self.down();
    }
}

/// What a worker sits down at.
pub struct Seat {
    pub program: Option<&'static str>,
    pub args: Option<Vec<String>>,
    pub lang: &'static str,
    pub size: (u16, u16),
    pub env: Vec<(&'static str, &'static str)>,
    /// What the terminal says when asked where the cursor is.
    pub answer: &'static str,
}

impl Default for Seat {
    fn default() -> Seat {
        Seat { program: None, args: None, lang: "zh", size: (80, 24), env: Vec::new(), answer: "\x1b[2;6R" }
    }
}

/// The program, its keyboard and its screen.
pub struct Session {
    pub screen: vt100::Parser,
    /// Everything that was sent.
    pub raw: Vec<u8>,
    pub child: Box<dyn Child + Send + Sync>,
    bytes: Receiver<Vec<u8>>,
    keys: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    answer: &'static str,
    asked: usize,
    /// Keys pressed beyond the data itself.
    pub pressed: usize,
}

fn size_of((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn emulator((cols, rows): (u16, u16)) -> vt100::Parser {
    let or = |n: u16, usual: u16| if n == 0 { usual } else { n }.try_into().unwrap();
    vt100::Parser::new(or(rows, 24), or(cols, 80), 0)
}

impl Session {
    fn start(command: CommandBuilder, size: (u16, u16), answer: &'static str) -> Session {
        let pair = native_pty_system().openpty(size_of(size)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let mut output = pair.master.try_clone_reader().unwrap();
        let keys = Some(pair.master.take_writer().unwrap());
        let (send, bytes) = channel();
        thread::spawn(move || {
            let mut buf = [0; 4096];
            while let Ok(n @ 1..) = output.read(&mut buf) {
                if send.send(buf[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let master = Some(pair.master);
        let (raw, screen) = (Vec::new(), emulator(size));
        Session { screen, raw, child, bytes, keys, master, answer, asked: 0, pressed: 0 }
    }

    /// Text that somebody would have to type anyway.
    pub fn data(&mut self, text: &str) {
        self.bytes_in(text.as_bytes());
    }

    /// One key, which counts.
    pub fn key(&mut self, name: &str) {
        self.pressed += 1;
        let bytes = match name {
            "Enter" => "\r",
            "Tab" => "\t",
            "Esc" => "\x1b",
            "Up" => "\x1b[A",
            "Down" => "\x1b[B",
            "PageDown" => "\x1b[6~",
            "End" => "\x1b[F",
            "Home" => "\x1b[H",
            "F8" => "\x1b[19~",
            "Ctrl-D" => "\x04",
            "Ctrl-L" => "\x0c",
            "Ctrl-N" => "\x0e",
            "Ctrl-S" => "\x13",
            "Ctrl-Z" => "\x1a",
            one if one.chars().count() == 1 => one,
            other => panic!("no such key: {other}"),
        };
        self.bytes_in(bytes.as_bytes());
    }

    /// Bytes as the link brings them, in one piece.
    pub fn bytes_in(&mut self, bytes: &[u8]) {
        let keys = self.keys.as_mut().unwrap();
        keys.write_all(bytes).unwrap();
        keys.flush().unwrap();
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.screen.process(bytes);
        let asked = self.raw.windows(4).filter(|w| w == b"\x1b[6n").count();
        while self.asked < asked {
            self.asked += 1;
            let answer = self.answer;
            if self.keys.is_some() {
                self.bytes_in(answer.as_bytes());
            }
        }
    }

    /// Reads until the screen is as wished.
    pub fn until(&mut self, what: &str, wish: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !wish(self.screen.screen()) {
            let left = end.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(e) => panic!("waited for {what} ({e}):\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Waits for something to come.
    pub fn more(&mut self) {
        let bytes = self.bytes.recv_timeout(PATIENCE).unwrap();
        self.take(&bytes);
    }

    pub fn shows(&mut self, words: &str) {
        self.until(words, |s| s.contents().contains(words));
    }

    /// Text goes in somewhere now.
    pub fn types(&mut self) {
        self.until("a cursor", |s| !s.hide_cursor());
    }

    /// Keys are expected now.
    pub fn commands(&mut self) {
        self.until("no cursor", |s| s.hide_cursor());
    }

    pub fn lacks(&mut self, words: &str) {
        self.until(&format!("no {words}"), |s| !s.contents().contains(words));
    }

    /// The terminal has another size from now on, and its program is told.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.master.as_ref().unwrap().resize(size_of(size)).unwrap();
        self.screen.screen_mut().set_size(size.1.try_into().unwrap(), size.0.try_into().unwrap());
    }

    /// The window is closed, or the link is cut for good.
    pub fn hang_up(&mut self) {
        // the reading thread holds the terminal open until it has nobody to tell
        self.bytes = channel().1;
        self.keys = None;
        self.master = None;
    }

    /// How the program ended; it must within this time.
    pub fn ended_within(&mut self, time: Duration) -> u32 {
        let end = Instant::now() + time;
        loop {
            // it may wait for an answer, or for somebody to read
            while let Ok(bytes) = self.bytes.try_recv() {
                self.take(&bytes);
            }
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            if Instant::now() > end {
                let _ = self.child.kill();
                panic!("it did not end within {time:?}:\n{}", self.screen.screen().contents());
            }
            // nothing tells of the end of a program but asking
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Reads what is left after the program has ended.
    pub fn rest(&mut self) -> String {
        while let Ok(bytes) = self.bytes.recv_timeout(Duration::from_secs(5)) {
            self.take(&bytes);
        }
        String::from_utf8_lossy(&self.raw).into_owned()
    }

    pub fn contents(&self) -> String {
        self.screen.screen().contents()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
