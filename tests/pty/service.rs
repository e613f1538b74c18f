//! An office's hub as a process of its own: it is waited for, ends, is killed and comes back under open sessions.
use super::term::{Seat, Session, at, prefs, save, stored};
use linli::book::{Kind, area, person, visit};
use linli::hub::client::{Client, connect};
use linli::text::Lang;
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

struct Service {
    dir: tempfile::TempDir,
    hub: Option<Child>,
}

impl Service {
    /// Its folders, and a worker who has been here before; no hub yet.
    fn new() -> Service {
        let dir = tempfile::tempdir().unwrap();
        prefs(dir.path());
        std::fs::create_dir(dir.path().join("run")).unwrap();
        Service { dir, hub: None }
    }

    /// The same with a hub and three people.
    fn begun() -> Service {
        let mut service = Service::new();
        service.up();
        let mut client = service.client();
        save(&mut client, Kind::Area, 1, &[(area::NAME, "颍川街道")]);
        for (n, name) in [(2, "张晓明"), (3, "李敏嘉"), (4, "冯艳玲")] {
            save(&mut client, Kind::Person, n, &[(person::NAME, name)]);
        }
        service
    }

    fn socket(&self) -> PathBuf {
        self.dir.path().join("run/socket")
    }

    fn up(&mut self) {
        let mut hub = Command::new(env!("CARGO_BIN_EXE_linli"))
            .args(["--lang", "zh", "hub", "--book"])
            .arg(self.dir.path().join("book"))
            .arg("--socket")
            .arg(self.socket())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(hub.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "ready\n");
        self.hub = Some(hub);
    }

    /// Ends it so, and waits until it has; what its log says.
    fn end(&mut self, how: Signal) -> String {
        let mut hub = self.hub.take().unwrap();
        kill_process(Pid::from_child(&hub), how).unwrap();
        let mut log = String::new();
        hub.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert_eq!(hub.wait().unwrap().success(), how != Signal::KILL);
        log
    }

    fn client(&self) -> Client {
        let mut client = Client::over(connect(&self.socket()).unwrap()).unwrap();
        client.welcome(Lang::Zh, false).unwrap();
        client
    }

    fn sit(&self) -> Session {
        at(self.dir.path(), &self.socket(), Seat::default())
    }

    fn visits(&self) -> Vec<String> {
        let all = stored(&mut self.client(), Kind::Visit);
        all.iter().map(|v| v.fields.text(visit::SUMMARY).to_owned()).collect()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if let Some(mut hub) = self.hub.take() {
            let _ = hub.kill();
            let _ = hub.wait();
        }
    }
}

#[test]
fn a_hub_that_is_down_is_waited_for_and_no_other_book_is_opened() {
    let mut service = Service::new();
    let mut s = service.sit();
    s.shows("正在等它");
    service.up();
    s.until("the screen", |s| s.alternate_screen());
    s.shows("还是空的");
    let own: Vec<_> = std::fs::read_dir(service.dir.path().join("linli")).unwrap().flatten().collect();
    assert_eq!(own.len(), 1, "no book of their own: {own:?}");
}

/// A form with half a visit to the second person of the list.
fn half_a_visit(service: &Service) -> Session {
    let mut s = service.sit();
    s.shows("今天");
    s.bytes_in(b"2");
    s.shows("共 3");
    s.bytes_in(b"\x1b[B");
    s.shows(">   2");
    s.bytes_in(b"v");
    s.shows("记走访");
    s.bytes_in("门口的路".as_bytes());
    s.shows("门口的路");
    s
}

#[test]
fn an_open_form_outlives_a_hub_that_is_killed() {
    let mut service = Service::begun();
    let mut s = half_a_visit(&service);
    service.end(Signal::KILL);
    s.shows("断线中");
    s.bytes_in("坑洼不平".as_bytes());
    s.shows("门口的路坑洼不平");
    service.up();
    s.lacks("断线中");
    s.shows("又连上了");
    s.bytes_in("，修好了\x13".as_bytes());
    s.commands();
    assert_eq!(service.visits(), ["门口的路坑洼不平，修好了"]);
    s.shows(">   2");
}

#[test]
fn what_is_saved_while_the_hub_is_away_is_written_once_it_is_back() {
    let mut service = Service::begun();
    let mut s = half_a_visit(&service);
    service.end(Signal::TERM);
    s.shows("断线中");
    s.bytes_in(b"\x13");
    service.up();
    s.lacks("断线中");
    s.commands();
    s.shows(">   2");
    assert_eq!(service.visits(), ["门口的路"]);
}

#[test]
fn a_hub_that_ends_says_so_and_its_log_names_nobody() {
    let mut service = Service::begun();
    let mut s = half_a_visit(&service);
    s.bytes_in(b"\x13");
    s.commands();
    let log = service.end(Signal::TERM);
    s.shows("断线中");
    s.shows("服务正在重启");
    assert!(log.contains("开始服务") && log.contains("SIGTERM") && log.contains("结束了"), "{log}");
    for word in ["张晓明", "李敏嘉", "冯艳玲", "门口的路", "颍川"] {
        assert!(!log.contains(word), "{log}");
    }
    service.up();
    s.lacks("断线中");
    s.bytes_in(b"\x1b[B");
    s.shows(">   3");
}
