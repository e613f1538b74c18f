//! `linli staff`: colleagues written down by the accounts of this machine.

#[cfg(test)]
mod staff {
    use linli::hub::client::{Client, connect};
    use linli::hub::wire::Request;
    use std::path::Path;
    use std::process::{Command, Output};

    fn linli(book: &Path, args: &[&str]) -> Output {
        let mut run = Command::new(env!("CARGO_BIN_EXE_linli"));
        run.env_remove("LINLI_BOOK").env_remove("LINLI_HUB").env("LANG", "C.UTF-8");
        run.arg("--book").arg(book).args(["--lang", "zh"]).args(args).output().unwrap()
    }

    fn said(book: &Path, args: &[&str]) -> String {
        let out = linli(book, args);
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    }

    #[test]
    fn colleagues_come_change_and_go() {
        let dir = tempfile::tempdir().unwrap();
        let book = dir.path().join("book");
        said(&book, &["demo", "--people", "50"]);
        // an account that every machine of this kind has
        let refused = linli(&book, &["staff", "add", "daemon", "--role", "worker"]);
        assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("--area"));
        let line =
            |who: &str| said(&book, &["staff", "list"]).lines().find(|l| l.contains(who)).map(str::to_string);
        assert_eq!(line("daemon"), None, "nothing was written");
        let area = said(&book, &["list", "areas"]);
        let area =
            area.lines().find(|l| l.contains("社区")).and_then(|l| l.split('\t').next()).unwrap().to_string();

        said(&book, &["staff", "add", "daemon", "--called", "陈浩", "--role", "worker", "--area", &area]);
        let now = line("陈浩").unwrap();
        assert!(now.contains("工作人员") && now.contains("daemon 1") && now.contains(&area), "{now}");
        assert!(
            !linli(&book, &["staff", "add", "daemon", "--role", "reader", "--area", &area]).status.success()
        );

        said(&book, &["staff", "set", "daemon", "--role", "lead"]);
        assert!(line("陈浩").unwrap().contains("负责人"));
        said(&book, &["staff", "add", "王老师", "--no-account"]);
        assert!(line("王老师").is_some());
        said(&book, &["staff", "remove", "daemon"]);
        let left = line("陈浩").unwrap();
        assert!(left.contains("离岗") && left.contains("daemon -"), "{left}");
        let none = linli(&book, &["staff", "add", "no-such-account-here", "--role", "administrator"]);
        assert!(String::from_utf8_lossy(&none.stderr).contains("--no-account"));
        // the hub that the commands have started goes with its book
        let mut client = Client::over(connect(&book.join("socket")).unwrap()).unwrap();
        client.ask(Request::Drain).unwrap();
    }
}
