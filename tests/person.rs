//! `linli person` and `linli history` as the program itself: what they print, what they refuse, what a crash in the
//! middle of an erasure leaves.

#[cfg(test)]
mod commands {
    use linli::book::{Id, Kind, Ref, visit};
    use linli::hub::client::{Client, connect};
    use linli::hub::wire::{Draft, Request};
    use std::fs;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::path::Path;
    use std::process::{Command, Stdio};

    /// What the program said: exit code, standard output, standard error.
    type Said = (i32, String, String);

    fn linli_with(dir: &Path, fault: Option<&str>, args: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
        command.arg("--book").arg(dir.join("book")).args(args).stdin(Stdio::null());
        command.env("LANG", "zh_CN.UTF-8").env_remove("LC_ALL").env_remove("LINLI_FAULT");
        if let Some(point) = fault {
            command.env("LINLI_FAULT", point);
        }
        let out = command.output().unwrap();
        let text = |b: Vec<u8>| String::from_utf8(b).unwrap();
        (out.status.code().unwrap(), text(out.stdout), text(out.stderr))
    }

    fn linli(dir: &Path, args: &[&str]) -> Said {
        linli_with(dir, None, args)
    }

    /// Ends the hub that the commands left running, and waits until it has.
    fn stop(dir: &Path) {
        let socket = dir.join("book/socket");
        let asked =
            connect(&socket).ok().and_then(|s| Client::over(s).ok()).map(|mut c| c.ask(Request::Drain));
        // one that was killed has left its marks and nobody to take them away
        let there = || connect(&socket).is_ok() || (asked.is_some() && dir.join("book/sled.dirty").exists());
        soon(|| !there());
    }

    /// Waits until something is so; whether it came to that.
    fn soon(so: impl Fn() -> bool) -> bool {
        (0..500).any(|_| {
            let now = so();
            if !now {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            now
        })
    }

    struct Book(tempfile::TempDir);

    impl Drop for Book {
        fn drop(&mut self) {
            stop(self.0.path());
        }
    }

    fn ok(dir: &Path, args: &[&str]) -> String {
        let (code, out, err) = linli(dir, args);
        assert_eq!(code, 0, "{args:?}: {out}{err}");
        out
    }

    fn book() -> Book {
        let b = Book(tempfile::tempdir().unwrap());
        for line in [
            "人 尉迟秘 13912340077 恒达建材 经理",
            "人 李四平 13955556666",
            "人 李四平 13955557777",
            "访 尉迟秘 上门 单独谈的事",
        ] {
            ok(b.0.path(), &["add", line]);
        }
        b
    }

    fn holding(dir: &Path, words: &[&str]) -> Vec<String> {
        let mut out = Vec::new();
        for e in fs::read_dir(dir).unwrap().flatten() {
            let path = e.path();
            if path.is_dir() {
                out.extend(holding(&path, words));
            } else if let Ok(bytes) = fs::read(&path) {
                let hits = words.iter().filter(|w| memchr::memmem::find(&bytes, w.as_bytes()).is_some());
                out.extend(hits.map(|w| format!("{w} in {}", path.display())));
            }
        }
        out
    }

    #[test]
    fn a_file_is_shown_and_copied() {
        let b = book();
        let dir = b.0.path();
        let shown = ok(dir, &["person", "show", "ycm"]);
        for words in ["尉迟秘", "用途: 联系本人", "没有告知记录", "单独谈的事", "谁在什么时候改过什么"]
        {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        let english = ok(dir, &["--lang", "en", "person", "show", "尉迟秘", "--asked", "letter"]);
        assert!(
            english.contains("purpose: to reach the person") && english.contains("Who changed what when")
        );
        let json: serde_json::Value =
            serde_json::from_str(&ok(dir, &["person", "show", "0077", "--json"])).unwrap();
        assert_eq!(json["person"]["name"], "尉迟秘");
        assert_eq!(json["visits"][0]["summary"], "单独谈的事");

        let (code, _, err) = linli(dir, &["person", "show", "李四平"]);
        assert!(code == 1 && err.contains("6666") && err.contains("7777") && err.contains('2'), "{err}");
        let (code, _, err) = linli(dir, &["person", "show", "没有这人"]);
        assert!(code == 1 && err.contains("没有这人"), "{err}");

        let copy = dir.join("copy.json");
        let path = copy.to_str().unwrap();
        ok(dir, &["person", "copy", "尉迟秘", "-o", path]);
        assert_eq!(fs::metadata(&copy).unwrap().mode() & 0o777, 0o600);
        let text = fs::read_to_string(&copy).unwrap();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap()["person"]["name"], "尉迟秘");
        fs::write(&copy, "mine").unwrap();
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o644)).unwrap();
        let (code, _, err) = linli(dir, &["person", "copy", "尉迟秘", "-o", path]);
        assert!(code == 1 && err.contains("--force"), "{err}");
        assert_eq!(fs::read_to_string(&copy).unwrap(), "mine");
        ok(dir, &["person", "copy", "尉迟秘", "-o", path, "--force"]);
        assert_eq!(fs::metadata(&copy).unwrap().mode() & 0o777, 0o600);
        let words = dir.join("copy.txt");
        ok(dir, &["person", "copy", "尉迟秘", "-o", words.to_str().unwrap()]);
        assert!(fs::read_to_string(&words).unwrap().contains("139 1234 0077（用途"));
        assert!(ok(dir, &["person", "copy", "尉迟秘", "-o", "-"]).starts_with('{'));
        let (code, ..) =
            linli(dir, &["person", "copy", "没有这人", "-o", dir.join("none").to_str().unwrap()]);
        assert!(code == 1 && !dir.join("none").exists());

        let register = ok(dir, &["person", "requests", "尉迟秘"]);
        // three looks and four copies: one that was not written is not in it
        assert_eq!((register.lines().count(), register.matches("复制").count()), (7, 4), "{register}");
        let all: serde_json::Value = serde_json::from_str(&ok(dir, &["list", "requests", "--json"])).unwrap();
        assert_eq!(all.as_array().unwrap().len(), 7);
        assert!(all.as_array().unwrap().iter().any(|r| r["asked_by"] == "letter" && r["decided"] == "done"));
    }

    #[test]
    fn history_says_who_when_before_and_after() {
        let b = book();
        let dir = b.0.path();
        let list = ok(dir, &["find", "尉迟秘"]);
        let id = list.trim().rsplit('\t').next().unwrap();
        let told = ok(dir, &["history", "people", id]);
        assert!(told.contains("姓名: - → 尉迟秘") && told.contains("职务: - → 经理"), "{told}");
        let json: serde_json::Value =
            serde_json::from_str(&ok(dir, &["history", "people", id, "--json"])).unwrap();
        assert_eq!(json[0]["changes"][0]["after"], "尉迟秘");
        assert_eq!(linli(dir, &["history", "people", "12"]).0, 2);
        assert_eq!(linli(dir, &["history", "people", &Id([9; 16]).to_string()]).0, 1);
        assert_eq!(linli(dir, &["history", "nothing", id]).0, 2);
    }

    #[test]
    fn freezing_and_refusing() {
        let b = book();
        let dir = b.0.path();
        assert_eq!(linli(dir, &["person", "freeze", "尉迟秘"]).0, 2, "without a reason");
        let (code, _, err) = linli(dir, &["person", "freeze", "尉迟秘", "--reason", "尉迟秘说的"]);
        assert!(code == 1 && err.contains("理由"), "{err}");
        ok(dir, &["person", "freeze", "尉迟秘", "--reason", "本人要求"]);
        assert_eq!(ok(dir, &["find", "尉迟秘"]), "");
        let (code, _, err) = linli(dir, &["add", "访 尉迟秘 电话"]);
        assert!(code == 1 && err.contains("没有"), "{err}");
        assert!(ok(dir, &["list", "visits"]).contains("（已暂停使用）"));
        assert!(ok(dir, &["person", "show", "尉迟秘"]).contains("按本人要求暂停使用: 本人要求"));
        assert_eq!(linli(dir, &["person", "freeze", "尉迟秘", "--reason", "再一次"]).0, 1);
        ok(dir, &["person", "freeze", "尉迟秘", "--lift"]);
        assert!(ok(dir, &["find", "尉迟秘"]).contains("尉迟秘"));
        let refuse = |what| ["person", "refuse", "尉迟秘", "--what", what, "--why", "不能证明是本人"];
        ok(dir, &refuse("copy"));
        assert_eq!(linli(dir, &refuse("everything")).0, 2);
        assert!(ok(dir, &["person", "requests"]).contains("不予办理"));
    }

    #[test]
    fn erasing_asks_before_it_does() {
        let b = book();
        let dir = b.0.path();
        assert_eq!(linli(dir, &["person", "erase", "尉迟秘"]).0, 2, "without a reason");
        let plan = ok(dir, &["person", "erase", "尉迟秘", "--reason", "本人要求"]);
        assert!(plan.contains("2 条整条删除") && plan.contains("--yes"), "{plan}");
        assert!(ok(dir, &["find", "尉迟秘"]).contains("尉迟秘"), "a plan does nothing");
        assert_eq!(ok(dir, &["person", "requests"]), "");
        let (code, _, err) = linli(dir, &["person", "erase", "尉迟秘", "--reason", "尉迟秘要求", "--yes"]);
        assert!(code == 1 && err.contains("理由"), "{err}");
        let done = ok(dir, &["person", "erase", "尉迟秘", "--reason", "本人要求", "--yes"]);
        assert!(done.contains("已删除"), "{done}");
        assert_eq!(
            holding(&dir.join("book"), &["尉迟秘", "13912340077", "单独谈的事"]),
            Vec::<String>::new()
        );
        assert_eq!(ok(dir, &["find", "尉迟秘"]), "");
        assert_eq!(ok(dir, &["find", "李四平"]).lines().count(), 2);
        assert!(ok(dir, &["person", "requests"]).contains("删除\t\t已办"));
    }

    /// Kills the hub at every step that the store takes; the next one finishes what was begun.
    #[cfg(debug_assertions)]
    #[test]
    fn a_crash_in_the_middle_is_ended_by_the_next_hub() {
        for point in ["erase.declared", "erase.blanked", "erase.building", "erase.swapped", "erase.cleaned"] {
            let b = book();
            let dir = b.0.path();
            let uid = fs::metadata(dir.join("book")).unwrap().uid();
            let texts =
                vec![(visit::PEOPLE, "尉迟秘".to_string()), (visit::SUMMARY, "半句没写完".to_string())];
            let target = Ref { kind: Kind::Visit, id: Id([8; 16]) };
            let title = "走访 尉迟秘".to_string();
            let draft = Draft { id: Id([7; 16]), target, base: 0, at_ms: 1, title, texts };
            linli::hub::drafts::keep(&dir.join("book"), uid, &draft).unwrap();
            stop(dir);
            let erase = ["person", "erase", "尉迟秘", "--reason", "本人要求", "--yes"];
            let fault = format!("{point}:1");
            let (code, _, err) = linli_with(dir, Some(&fault), &erase);
            assert_eq!(code, 1, "{point}: {err}");
            // a process that is being killed still takes a connection or two
            assert!(soon(|| connect(&dir.join("book/socket")).is_err()), "{point}: the hub lives");
            assert!(soon(|| ok(dir, &["person", "requests"]).contains("已办")), "{point}: never finished");
            let words = ["尉迟秘", "13912340077", "单独谈的事", "半句没写完"];
            assert_eq!(holding(&dir.join("book"), &words), Vec::<String>::new(), "{point}");
            stop(dir);
            assert_eq!(holding(&dir.join("book"), &words), Vec::<String>::new(), "{point}, after it ended");
            ok(dir, &["verify"]);
            assert_eq!(ok(dir, &["person", "requests"]).lines().count(), 1, "{point}");
        }
    }
}
