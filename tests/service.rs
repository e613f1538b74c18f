//! An office's hub as a service: what it tells its service manager, its log and those who look after it.
#[cfg(test)]
mod service {
    use linli::book::{Kind, area, person};
    use linli::hub::client::{Client, connect};
    use linli::hub::wire::*;
    use linli::text::Lang;
    use serde_json::Value;
    use std::io::{BufRead, BufReader, Read};
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::UnixDatagram;
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command, Output, Stdio};

    struct Service {
        dir: tempfile::TempDir,
        manager: UnixDatagram,
        hub: Child,
    }

    fn linli(dir: &Path) -> Command {
        let mut c = Command::new(env!("CARGO_BIN_EXE_linli"));
        c.current_dir(dir).env("HOME", dir);
        for name in ["LINLI_BOOK", "LINLI_HUB", "SSH_CONNECTION"] {
            c.env_remove(name);
        }
        c
    }

    impl Service {
        fn up() -> Service {
            let dir = tempfile::tempdir().unwrap();
            std::fs::create_dir(dir.path().join("run")).unwrap();
            let notify = dir.path().join("notify");
            let manager = UnixDatagram::bind(&notify).unwrap();
            let mut hub = linli(dir.path())
                .args(["hub", "--book", "book", "--socket", "run/socket"])
                .env("NOTIFY_SOCKET", &notify)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut said = String::new();
            BufReader::new(hub.stdout.take().unwrap()).read_line(&mut said).unwrap();
            assert_eq!(said, "ready\n");
            Service { dir, manager, hub }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.dir.path().join(name)
        }

        fn client(&self) -> Client {
            let mut client = Client::over(connect(&self.path("run/socket")).unwrap()).unwrap();
            client.welcome(Lang::Zh, false).unwrap();
            client
        }

        fn run(&self, args: &[&str]) -> Output {
            linli(self.dir.path()).args(args).output().unwrap()
        }

        fn status(&self) -> Value {
            let out = self.run(&["--hub", "run/socket", "status", "--json"]);
            assert!(out.status.success(), "{out:?}");
            serde_json::from_slice(&out.stdout).unwrap()
        }

        fn told(&self) -> String {
            let mut buf = [0; 4096];
            let n = self.manager.recv(&mut buf).unwrap();
            String::from_utf8(buf[..n].to_vec()).unwrap()
        }

        /// Ends it; its log.
        fn end(&mut self) -> String {
            let pid = rustix::process::Pid::from_child(&self.hub);
            rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
            let mut log = String::new();
            self.hub.stderr.take().unwrap().read_to_string(&mut log).unwrap();
            assert!(self.hub.wait().unwrap().success());
            log
        }
    }

    impl Drop for Service {
        fn drop(&mut self) {
            let _ = self.hub.kill();
            let _ = self.hub.wait();
        }
    }

    fn save(client: &mut Client, kind: Kind, n: u8, texts: &[(u16, &str)]) {
        let id = linli::book::Id([n; 16]);
        let set = texts.iter().map(|(no, text)| (*no, Edit::Text((*text).to_owned()))).collect();
        let target = linli::book::Ref { kind, id };
        let reply = client.ask(Request::Save(Save { request: id, target, base: 0, set })).unwrap();
        assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
    }

    #[test]
    fn an_argument_that_is_no_text_is_answered() {
        let dir = tempfile::tempdir().unwrap();
        for (lang, said) in [("zh", "认不出的字符"), ("en", "UTF-8")] {
            let no_text = std::os::unix::ffi::OsStrExt::from_bytes(b"\xd5\xc5");
            let args: [&std::ffi::OsStr; 4] = ["--lang".as_ref(), lang.as_ref(), "find".as_ref(), no_text];
            let out = linli(dir.path()).args(args).output().unwrap();
            let why = String::from_utf8_lossy(&out.stderr).into_owned();
            assert_eq!(out.status.code(), Some(2), "{why}");
            assert!(why.contains(said) && !why.contains("panicked"), "{why}");
        }
    }

    #[test]
    fn it_tells_its_manager_and_its_log_and_lies_open_to_nobody() {
        let mut service = Service::up();
        assert!(service.told().starts_with("READY=1"));
        let mode = |name: &str| service.path(name).metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode("book"), mode("run/socket")), (0o700, 0o666));
        save(&mut service.client(), Kind::Area, 1, &[(area::NAME, "颍川街道")]);
        save(
            &mut service.client(),
            Kind::Person,
            2,
            &[(person::NAME, "张晓明"), (person::PHONES, "13837455521")],
        );
        assert!(service.run(&["--hub", "run/socket", "find", "zxm"]).status.success());
        // a command on the book's folder joins the hub that listens elsewhere
        let out = service.run(&["--book", "book", "list", "people"]);
        assert!(String::from_utf8(out.stdout).unwrap().contains("张晓明"));
        let log = service.end();
        assert_eq!(service.told(), "STOPPING=1");
        assert!(log.contains(env!("CARGO_PKG_VERSION")) && log.contains("SIGTERM"), "{log}");
        for word in ["张晓明", "zxm", "138", "颍川"] {
            assert!(!log.contains(word), "{log}");
        }
        assert!(!service.path("run/socket").exists());
        let out = service.run(&["--hub", "run/socket", "--lang", "en", "find", "zxm"]);
        assert_eq!(out.status.code(), Some(1));
        assert!(String::from_utf8(out.stderr).unwrap().contains("try again in a moment"));
    }

    #[test]
    fn status_counts_and_knows_the_last_backup_and_its_failure() {
        let service = Service::up();
        let mut client = service.client();
        save(&mut client, Kind::Area, 1, &[(area::NAME, "颍川街道")]);
        (0..3).for_each(|_| drop(client.ask(Request::Today).unwrap()));
        // a write is counted a moment after its answer is on its way
        let mut before = service.status();
        while before["writes"]["count"] != 1 || before["queue"] != 0 {
            before = service.status();
        }
        assert_eq!(before["counts"]["areas"], 1, "{before}");
        // this client, and the command itself
        let each = before["sessions"][0]["each"].as_array().unwrap();
        assert_eq!((before["sessions"][0]["sessions"].as_u64(), each.len()), (Some(2), 2), "{before}");
        assert!(each[0]["answered"]["count"].as_u64().unwrap() >= 5, "{before}");
        assert!(each.iter().all(|s| s["from"].is_null() && s["screen"] == false && s["waiting"] == 0));
        let mut far = linli(service.dir.path());
        far.args(["--hub", "run/socket", "--lang", "zh", "status"])
            .env("SSH_CONNECTION", "10.0.0.5 4022 10.0.0.1 22");
        let told = String::from_utf8(far.output().unwrap().stdout).unwrap();
        assert!(told.contains("从 10.0.0.5，0 分钟，命令"), "{told}");
        assert!(before["reads"]["count"].as_u64().unwrap() >= 4, "{before}");
        assert_eq!((before["queue"].as_u64(), before["counts"]["areas"].as_u64()), (Some(0), Some(1)));
        assert!(before["bytes"]["journal"].as_u64().unwrap() > 0 && before["backup"]["done"].is_null());
        let out = service.run(&["--book", "book", "backup", "kept"]);
        assert!(out.status.success(), "{out:?}");
        let after = service.status();
        assert_eq!(after["backup"]["done"]["head"], after["chain"], "{after}");
        assert!(after["backup"]["failed"].is_null());
        let heads = std::fs::read_to_string(service.path("kept/heads")).unwrap();
        assert!(heads.contains(after["chain"].as_str().unwrap()));
        // Today says a failure to those who look after the book
        let today = |client: &mut Client| match client.ask(Request::Today).unwrap() {
            Reply::Today(t) => t.backup,
            other => panic!("{other:?}"),
        };
        assert_eq!(today(&mut client), None);
        std::fs::write(service.path("file"), "").unwrap();
        assert!(!service.run(&["--book", "book", "backup", "file"]).status.success());
        let why = service.status()["backup"]["failed"]["why"].clone();
        let due = today(&mut client).unwrap();
        assert_eq!(due.failed.as_deref(), why.as_str());
        assert!(due.last_ms.is_some());
        for (lang, words) in [("zh", ["链头", "没成", "会话"]), ("en", ["chain head", "failed", "sessions"])]
        {
            let out = service.run(&["--hub", "run/socket", "--lang", lang, "status"]);
            let text = String::from_utf8(out.stdout).unwrap();
            assert!(words.iter().all(|w| text.contains(w)), "{text}");
        }
    }

    #[test]
    fn a_program_of_another_account_is_told_nothing() {
        use linli::hub::client::{NoHub, join};
        use linli::hub::place::{Office, Place};
        let service = Service::up();
        let office = |account: &str| {
            Place::Office(Office { socket: service.path("run/socket"), account: Some(account.into()) })
        };
        let own = rustix::process::getuid().as_raw();
        assert!(join(&office(&own.to_string()), 0, &mut |_| ()).is_ok());
        for other in ["65533", "no-such-account"] {
            match join(&office(other), 0, &mut |_| ()) {
                Err(e @ NoHub::Impostor(..)) => assert!(e.words(Lang::En).contains("nothing was said")),
                Err(e) => panic!("{e}"),
                Ok(_) => panic!("joined"),
            }
        }
    }
}
