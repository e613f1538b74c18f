//! Program, hub and book of different versions: each is told what to do, nothing is touched, and nobody goes on for ever.
#[cfg(test)]
mod versions {
    use linli::hub::client::Client;
    use linli::hub::frame::{self, Greeting};
    use linli::hub::host::Hub;
    use linli::hub::wire::*;
    use std::fs;
    use std::io::Write;
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};
    use std::sync::mpsc::Receiver;
    use std::thread::JoinHandle;

    /// 2026-11-23 10:00 in China.
    const NOW: i64 = 1_795_399_200_000;

    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let to = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &to);
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
    }

    fn book(name: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name), dir.path());
        dir
    }

    /// Every file of a folder with its bytes, the lock apart.
    fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut out = Vec::new();
        for e in fs::read_dir(dir).unwrap() {
            let p = e.unwrap().path();
            if p.is_dir() {
                out.extend(files(&p));
            } else if !p.ends_with("lock") {
                out.push((p.clone(), fs::read(p).unwrap()));
            }
        }
        out.sort();
        out
    }

    #[test]
    fn an_older_program_leaves_a_newer_format_alone_and_says_what_to_do() {
        let dir = book("store-2");
        let format = dir.path().join("format");
        let text = fs::read_to_string(&format).unwrap().replacen("linli book 1", "linli book 2", 1);
        fs::write(&format, text).unwrap();
        let before = files(dir.path());
        let Err(e) = Hub::start(dir.path(), Box::new(|| NOW), &|_, _| ()) else { panic!("it opened") };
        let mut said = vec![e.to_string()];
        for command in [&["list", "people"][..], &["verify"], &["rebuild"], &["hub"]] {
            let out = Command::new(env!("CARGO_BIN_EXE_linli"))
                .arg("--book")
                .arg(dir.path())
                .args(command)
                .current_dir(dir.path())
                .output()
                .unwrap();
            assert_eq!(out.status.code(), Some(1), "{command:?}: {out:?}");
            assert!(out.stdout.is_empty(), "{command:?}: {out:?}");
            said.push(String::from_utf8(out.stderr).unwrap());
        }
        for words in said {
            for part in
                ["新版程序", "请升级程序后再开", "a newer program wrote", "update the program", "格式 2"]
            {
                assert!(words.contains(part), "{part} is not in {words}");
            }
        }
        assert!(before == files(dir.path()), "something was touched");
    }

    /// A hub of another version: says so to everybody, and ends when it is asked to make room and is the older one.
    fn other_hub(socket: PathBuf, version: u16, hold: Receiver<()>) -> JoinHandle<usize> {
        let listener = UnixListener::bind(&socket).unwrap();
        std::thread::spawn(move || {
            for (n, stream) in listener.incoming().enumerate() {
                let mut stream = stream.unwrap();
                let theirs = frame::read_greeting(&mut stream).unwrap();
                let _ = hold.recv();
                stream.write_all(&Greeting { version, drain: false }.bytes()).unwrap();
                if theirs.version == 0 || (theirs.drain && theirs.version > version) {
                    fs::remove_file(&socket).unwrap();
                    return n;
                }
            }
            0
        })
    }

    fn linli(program: &Path, dir: &Path) -> Command {
        let mut c = Command::new(program);
        c.arg("--book").arg(dir).args(["list", "people"]).current_dir(dir).env_remove("LINLI_RENEWED");
        c
    }

    /// Nobody waits: the other side's hello comes at once.
    fn at_once() -> Receiver<()> {
        std::sync::mpsc::channel().1
    }

    #[test]
    fn an_older_hub_of_ones_own_makes_room_for_a_newer_program() {
        let dir = book("store-2");
        let socket = dir.path().join("socket");
        let older = other_hub(socket.clone(), PROTOCOL - 1, at_once());
        let out = linli(Path::new(env!("CARGO_BIN_EXE_linli")), dir.path()).output().unwrap();
        assert!(out.status.success(), "{out:?}");
        assert_eq!(
            String::from_utf8(out.stdout).unwrap().lines().count(),
            12,
            "the book is served as before"
        );
        assert_eq!(older.join().unwrap(), 1, "it was asked once, after its version was known");
        // the hub that was started ends too
        let mut c = Client::over(UnixStream::connect(&socket).unwrap()).unwrap();
        assert!(matches!(c.ask(Request::Drain).unwrap(), Reply::Done));
        while socket.exists() {
            std::thread::yield_now();
        }
    }

    #[test]
    fn an_older_program_says_what_to_do_and_leaves_a_newer_hub_alone() {
        let dir = book("store-2");
        let socket = dir.path().join("socket");
        let newer = other_hub(socket.clone(), PROTOCOL + 1, at_once());
        for _ in 0..2 {
            let out = linli(Path::new(env!("CARGO_BIN_EXE_linli")), dir.path()).output().unwrap();
            assert_eq!(out.status.code(), Some(1), "{out:?}");
            let said = String::from_utf8(out.stderr).unwrap();
            for part in ["请升级程序后再开", "update the program and start it again"] {
                assert!(said.contains(part), "{said}");
            }
        }
        let mut end = UnixStream::connect(&socket).unwrap();
        end.write_all(&Greeting { version: 0, drain: false }.bytes()).unwrap();
        assert_eq!(newer.join().unwrap(), 2, "one connection each, and none that asks it to go");
    }

    #[test]
    fn an_older_session_becomes_the_installed_program_once() {
        let dir = book("store-2");
        let program = dir.path().join("linli");
        fs::copy(env!("CARGO_BIN_EXE_linli"), &program).unwrap();
        let socket = dir.path().join("socket");
        let (go, hold) = std::sync::mpsc::channel();
        let newer = other_hub(socket.clone(), PROTOCOL + 1, hold);
        let child =
            linli(&program, dir.path()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // while it waits for its hello, another program is installed in its place; it is as old as the first
        let new = dir.path().join("new");
        fs::copy(env!("CARGO_BIN_EXE_linli"), &new).unwrap();
        // not before it runs: else it would be the other one from the start
        while fs::read_link(format!("/proc/{}/exe", child.id())).ok() != Some(program.clone()) {
            std::thread::yield_now();
        }
        fs::rename(&new, &program).unwrap();
        drop(go);
        let out = child.wait_with_output().unwrap();
        assert_eq!(out.status.code(), Some(1), "{out:?}");
        assert!(String::from_utf8(out.stderr).unwrap().contains("请升级程序后再开"));
        let mut end = UnixStream::connect(&socket).unwrap();
        end.write_all(&Greeting { version: 0, drain: false }.bytes()).unwrap();
        assert_eq!(newer.join().unwrap(), 2, "the first program, the installed one, and then no more");
    }
}
