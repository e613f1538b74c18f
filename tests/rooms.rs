//! Dependencies point one way: what is kept knows nothing of how it is kept, served or shown.

#[cfg(test)]
mod layers {
    use std::path::Path;

    /// Each room, and the rooms that it must not name.
    const ROOMS: &[(&str, &[&str])] = &[
        ("book", &["store", "index", "hub", "exchange", "demo", "tui", "cli"]),
        ("store", &["book", "index", "hub", "exchange", "demo", "tui", "cli", "text"]),
        ("index", &["store", "hub", "exchange", "demo", "tui", "cli"]),
        ("hub", &["exchange", "demo", "tui", "cli"]),
        ("exchange", &["store", "index", "demo", "tui", "cli"]),
        ("demo", &["store", "index", "hub", "exchange", "tui", "cli"]),
        ("tui", &["store", "index", "cli", "demo"]),
    ];

    fn files(dir: &Path, out: &mut Vec<std::path::PathBuf>) {
        for e in std::fs::read_dir(dir).unwrap().flatten() {
            let p = e.path();
            if p.is_dir() {
                files(&p, out);
            } else if p.extension().is_some_and(|e| e == "rs") {
                out.push(p);
            }
        }
    }

    #[test]
    fn rooms_know_only_what_lies_below_them() {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut wrong = Vec::new();
        for (room, forbidden) in ROOMS {
            let mut all = Vec::new();
            files(&src.join(room), &mut all);
            assert!(!all.is_empty(), "{room} is gone");
            for file in all {
                let text = std::fs::read_to_string(&file).unwrap();
                for other in *forbidden {
                    if text.contains(&format!("crate::{other}::"))
                        || text.contains(&format!("crate::{other};"))
                    {
                        wrong.push(format!("{} names {other}", file.display()));
                    }
                }
                if *room != "tui" && (text.contains("ratatui::") || text.contains("crossterm::")) {
                    wrong.push(format!("{} names the terminal", file.display()));
                }
                if !file.ends_with("store/codec.rs") && text.contains("bincode::") {
                    wrong.push(format!("{} names bincode", file.display()));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
