//! Hostile sessions against a real hub: others are answered meanwhile, the hub's memory stays bounded, and it lives.
#[cfg(test)]
mod sessions {
    use linli::book::{Day, Id, Kind, Ref, Value, person, visit};
    use linli::hub::client::{Client, NoHub};
    use linli::hub::frame::{self, Greeting};
    use linli::hub::host::Hub;
    use linli::hub::wire::*;
    use linli::text::Lang;
    use std::io::{ErrorKind, Read, Write};
    use std::os::unix::net::UnixStream;
    use std::time::{Duration, Instant};

    /// 2026-11-23 10:00 in China.
    const NOW: i64 = 1_795_399_200_000;

    fn hub() -> (tempfile::TempDir, Hub) {
        let dir = tempfile::tempdir().unwrap();
        let hub = Hub::start(dir.path(), Box::new(|| NOW), &|_, _| ()).unwrap();
        (dir, hub)
    }

    /// A connection on which nothing is waited for without end.
    fn raw(hub: &Hub) -> UnixStream {
        let s = hub.connect().unwrap();
        s.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        s.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
        s
    }

    fn greeted(hub: &Hub) -> UnixStream {
        let mut s = raw(hub);
        s.write_all(&frame::hello()).unwrap();
        frame::read_hello(&mut s).unwrap();
        s
    }

    fn session(hub: &Hub) -> Client {
        let mut c = Client::over(raw(hub)).unwrap();
        c.welcome(Lang::Zh, false).unwrap();
        c
    }

    /// Somebody else's ordinary work: a person is written and found.
    fn others_work(hub: &Hub, n: u16) {
        let begun = Instant::now();
        let mut c = session(hub);
        let line = format!("人 同事{n} 139{n:08}");
        let [a, b] = n.to_be_bytes();
        let request = Id([a, b, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]);
        match c.ask(Request::Capture { request, ask: LineAsk::of(line) }).unwrap() {
            Reply::Saved(_) => {}
            other => panic!("{other:?}"),
        }
        match c.ask(Request::Find { query: format!("139{n:08}"), kinds: vec![], limit: 5 }).unwrap() {
            Reply::Found { total: 1, .. } => {}
            other => panic!("{other:?}"),
        }
        assert!(begun.elapsed() < Duration::from_secs(15), "others wait");
    }

    /// Whether the hub hangs up on a session, whatever it sends until then.
    fn hangs_up(mut s: UnixStream) -> bool {
        let mut rest = [0; 4096];
        loop {
            match s.read(&mut rest) {
                Ok(0) => return true,
                Ok(_) => {}
                Err(e) => return !matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
            }
        }
    }

    fn memory() -> usize {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|l| l.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
    }

    fn threads() -> usize {
        std::fs::read_dir("/proc/self/task").unwrap().count()
    }

    #[test]
    fn no_hello_and_a_forged_one_get_nothing() {
        let (_dir, hub) = hub();
        for bytes in [
            &b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"[..],
            &[0; 64],
            &[0xff; 64],
            b"LINLI\x01\x01\0\0\0\0\0\0\0\0\0",
        ] {
            let mut s = raw(&hub);
            s.write_all(bytes).unwrap();
            let mut got = Vec::new();
            let _ = s.read_to_end(&mut got);
            assert!(got.is_empty(), "{got:?}");
        }
        for version in [0, PROTOCOL + 1, u16::MAX] {
            let mut s = raw(&hub);
            let status = frame::frame(&ToHub { ticket: 1, request: Request::Status }).unwrap();
            // in one piece: the hub may hang up as soon as it has read the hello
            s.write_all(&[&Greeting { version, drain: false }.bytes()[..], &status].concat()).unwrap();
            assert_eq!(
                frame::read_hello(&mut s).unwrap(),
                PROTOCOL,
                "it is told which version is spoken here"
            );
            assert!(hangs_up(s), "and nothing else");
        }
        others_work(&hub, 1);
        hub.stop();
    }

    #[test]
    fn frames_of_nonsense_end_their_own_session_only() {
        let (_dir, hub) = hub();
        let whole = frame::frame(&ToHub { ticket: 1, request: Request::Today }).unwrap();
        let mut nested: Vec<u8> = [7u8, 1].repeat(FRAME_MAX / 2);
        nested.splice(..0, (nested.len() as u32).to_le_bytes());
        let oversized = [&(FRAME_MAX as u32 + 1).to_le_bytes()[..], &[0; 64]].concat();
        let huge = [&u32::MAX.to_le_bytes()[..], &[0; 64]].concat();
        let trailing = {
            let mut b = whole.clone();
            b[0] += 1;
            b.push(0);
            b
        };
        let unknown = [&4u32.to_le_bytes()[..], &[1, 250, 0, 0]].concat();
        for bytes in [nested, oversized, huge, trailing, unknown] {
            let mut s = greeted(&hub);
            let _ = s.write_all(&bytes);
            assert!(hangs_up(s), "{:?}", &bytes[..8]);
        }
        // cut short: the hub waits for the rest, and nobody waits for the hub
        let held: Vec<UnixStream> = (1..whole.len())
            .map(|n| {
                let mut s = greeted(&hub);
                s.write_all(&whole[..n]).unwrap();
                s
            })
            .collect();
        others_work(&hub, 2);
        drop(held);
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..200 {
            let mut s = greeted(&hub);
            let junk: Vec<u8> = (0..64)
                .map(|_| {
                    seed ^= seed << 13;
                    seed ^= seed >> 7;
                    seed ^= seed << 17;
                    seed.to_le_bytes()[3]
                })
                .collect();
            let _ = s.write_all(&junk);
        }
        others_work(&hub, 3);
        hub.stop();
    }

    #[test]
    fn hundreds_that_hang_in_their_hello_keep_nobody_out() {
        let (_dir, hub) = hub();
        let before = threads();
        let mut hanging: Vec<UnixStream> = Vec::new();
        for n in 0..400 {
            let mut s = raw(&hub);
            let _ = s.write_all(&frame::hello()[..n % 16]);
            hanging.push(s);
        }
        others_work(&hub, 4);
        let until = Instant::now() + Duration::from_secs(10);
        while threads() > before + 48 {
            assert!(Instant::now() < until, "{} threads, {before} before", threads());
            std::thread::sleep(Duration::from_millis(10));
        }
        drop(hanging);
        hub.stop();
    }

    #[test]
    fn one_that_drips_its_hello_is_let_go() {
        let (_dir, hub) = hub();
        let mut s = raw(&hub);
        let begun = Instant::now();
        // a byte now and then is no hello either
        for _ in 0..14 {
            if s.write_all(b"L").is_err() {
                break;
            }
            std::thread::sleep(Duration::from_millis(500));
        }
        assert!(hangs_up(s) && begun.elapsed() < Duration::from_secs(19));
        hub.stop();
    }

    #[test]
    fn one_that_never_reads_and_one_that_floods_cost_only_themselves() {
        let (_dir, hub) = hub();
        let mut c = session(&hub);
        let note = "路面".repeat(10_000);
        for n in 0..20u8 {
            let set = vec![
                (person::NAME, Edit::Text(format!("长备注{n}"))),
                (person::NOTE, Edit::Text(note.clone())),
            ];
            let target = Ref { kind: Kind::Person, id: Id([n + 1; 16]) };
            let save = Save { request: Id([n + 101; 16]), target, base: 0, set };
            assert!(matches!(c.ask(Request::Save(save)).unwrap(), Reply::Saved(_)));
        }
        others_work(&hub, 5);
        let before = memory();
        let target = Ref { kind: Kind::Person, id: Id([1; 16]) };
        let big = frame::frame(&ToHub { ticket: 1, request: Request::Get(target) }).unwrap();
        let cells = vec![(person::NAME, "洪水".to_string()), (person::NOTE, "水".repeat(300_000))];
        let flood = Slice {
            request: Id([200; 16]),
            batch: Id([201; 16]),
            source: "x".into(),
            dry: false,
            rows: vec![LedgerRow { kind: Kind::Person, cells, office: String::new() }],
        };
        let flood = frame::frame(&ToHub { ticket: 2, request: Request::Import(flood) }).unwrap();
        // each asks for much more than any socket holds, and reads nothing; it stalls by itself, not the hub
        let mut deaf = Vec::new();
        for bytes in [&big, &big, &flood, &flood] {
            let mut s = greeted(&hub);
            s.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
            let mut sent = 0;
            while sent < 400 << 20 && s.write_all(bytes).is_ok() {
                sent += bytes.len() * if bytes.len() < 1000 { 1000 } else { 1 };
                if sent > 40 << 20 && bytes.len() > 1000 {
                    break;
                }
            }
            deaf.push(s);
            others_work(&hub, 6 + u16::try_from(deaf.len()).unwrap());
        }
        let grown = memory().saturating_sub(before);
        assert!(grown < 200 << 20, "the hub has grown by {} MiB", grown >> 20);
        // and the hub ends all the same
        hub.stop();
    }

    #[test]
    fn values_of_the_wrong_sort_are_refused_in_words() {
        let (_dir, hub) = hub();
        let mut c = session(&hub);
        let other = Ref { kind: Kind::Staff, id: Id([9; 16]) };
        for (n, (kind, no, value)) in [
            (Kind::Visit, visit::WHEN, Value::Day(Day(i32::MAX))),
            (Kind::Visit, visit::WHEN, Value::Day(Day(i32::MIN))),
            (Kind::Visit, visit::WHEN, Value::Text("\u{1b}[2J".into())),
            (Kind::Person, person::NAME, Value::Int(i64::MIN)),
            (Kind::Person, person::EMPLOYER, Value::Ref(other)),
            (Kind::Person, person::PHONES, Value::List(vec![Value::text("1"); 2000])),
            (Kind::Person, person::NAME, Value::List(vec![Value::List(vec![Value::Flag(true)])])),
            (Kind::Person, person::NAME, Value::Group(vec![(1, Value::text("x"))])),
            (Kind::Person, person::NOTE, Value::Text("x".repeat(100_000))),
        ]
        .into_iter()
        .enumerate()
        {
            let n = u8::try_from(n).unwrap();
            let target = Ref { kind, id: Id([n + 1; 16]) };
            let save = Save {
                request: Id([n + 50; 16]),
                target,
                base: 0,
                set: vec![(no, Edit::Set(value.clone()))],
            };
            match c.ask(Request::Save(save)).unwrap() {
                Reply::Invalid(all) => assert!(all.iter().any(|(f, w)| *f == no && !w.is_empty()), "{all:?}"),
                other => panic!("{value:?}: {other:?}"),
            }
        }
        // a code of a newer program is kept, and shown as something plain
        let set =
            vec![(person::NAME, Edit::Text("张".into())), (person::STATUS, Edit::Set(Value::Code(60_000)))];
        let target = Ref { kind: Kind::Person, id: Id([90; 16]) };
        assert!(matches!(
            c.ask(Request::Save(Save { request: Id([91; 16]), target, base: 0, set })).unwrap(),
            Reply::Saved(_)
        ));
        assert!(matches!(c.ask(Request::Card(target)).unwrap(), Reply::Card(_)));
        others_work(&hub, 30);
        hub.stop();
    }

    #[test]
    fn a_text_without_end_keeps_nobody_waiting() {
        let (_dir, hub) = hub();
        let mut c = session(&hub);
        let target = Ref { kind: Kind::Person, id: Id([1; 16]) };
        let numbers: String = (0..300_000).map(|n| format!("138{n:08},")).collect();
        for (no, text) in [
            (person::PHONES, &numbers),
            (person::TAGS, &numbers),
            (person::NAME, &numbers),
            (person::EMPLOYER, &numbers),
        ] {
            let save =
                Save { request: Id([7; 16]), target, base: 0, set: vec![(no, Edit::Text(text.clone()))] };
            assert!(matches!(c.ask(Request::Save(save)).unwrap(), Reply::Invalid(_)), "field {no}");
        }
        let line = format!("访 {}", "同 张三、李四 ".repeat(100_000));
        assert!(matches!(
            c.ask(Request::Preview(LineAsk::of(line))).unwrap(),
            Reply::Preview(Preview::Trouble(_))
        ));
        let query = "zhang ".repeat(600_000);
        assert!(matches!(
            c.ask(Request::Find { query, kinds: vec![], limit: u32::MAX }).unwrap(),
            Reply::Found { .. }
        ));
        others_work(&hub, 31);
        hub.stop();
    }

    /// Ends the hub when it goes.
    struct End<F: Fn()>(F);

    impl<F: Fn()> Drop for End<F> {
        fn drop(&mut self) {
            (self.0)();
        }
    }

    #[test]
    fn only_a_newer_program_may_ask_the_hub_to_make_room() {
        let (dir, hub) = hub();
        let socket = dir.path().join("socket");
        std::thread::scope(|s| {
            let (ready, is_ready) = std::sync::mpsc::channel();
            let listening = s.spawn({
                let (hub, socket) = (&hub, &socket);
                move || hub.listen(socket, 0o600, None, || ready.send(()).unwrap())
            });
            is_ready.recv().unwrap();
            // also when something fails: else the hub listens on, and the failure is never told
            let _end = End(hub.stopper());
            let hello = |version, drain| {
                let mut c = UnixStream::connect(&socket).unwrap();
                c.write_all(&Greeting { version, drain }.bytes()).unwrap();
                frame::read_hello(&mut c).unwrap()
            };
            assert_eq!(hello(PROTOCOL - 1, true), PROTOCOL);
            assert_eq!(hello(PROTOCOL + 1, false), PROTOCOL);
            assert!(Client::over(UnixStream::connect(&socket).unwrap()).is_ok());
            assert!(!listening.is_finished());
            hello(PROTOCOL + 1, true);
            listening.join().unwrap().unwrap();
        });
        assert!(!socket.exists());
        hub.stop();
    }

    #[test]
    fn a_session_of_another_version_says_what_to_do() {
        let (mut ours, theirs) = UnixStream::pair().unwrap();
        ours.write_all(&Greeting { version: PROTOCOL + 1, drain: false }.bytes()).unwrap();
        match Client::over(theirs) {
            Err(e @ NoHub::Version { theirs }) => {
                assert_eq!(theirs, PROTOCOL + 1);
                assert!(e.to_string().contains("update"), "{e}");
            }
            Err(e) => panic!("{e}"),
            Ok(_) => panic!("it went on"),
        }
    }
}
