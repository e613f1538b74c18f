//! The targets over the committed corpus and mutations of it: a fixed number of them, so that a run is the same work on
//! every machine. `LINLI_SOAK_SECONDS` makes it so long for each target instead, `LINLI_SEED` other mutations,
//! `LINLI_TARGET` only one target.
use super::mutate::{Dice, mutated};
use super::targets::{ALL, Target};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn corpus(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/corpus").join(name);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&dir)
        .unwrap_or_else(|e| panic!("{}: {e}", dir.display()))
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    files.into_iter().map(|p| (p.clone(), std::fs::read(p).unwrap())).collect()
}

/// What fails is written down, so that it can become part of the corpus.
fn failed(name: &str, seed: u64, round: usize, input: &[u8]) -> ! {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    std::fs::create_dir_all(&dir).unwrap();
    let hash: String = blake3::hash(input).as_bytes().iter().take(6).map(|b| format!("{b:02x}")).collect();
    let file = dir.join(format!("{name}-{hash}"));
    std::fs::write(&file, input).unwrap();
    panic!("{name}: seed {seed}, round {round}; the input is in {}", file.display());
}

fn drive(name: &str, target: Target, rounds: usize) {
    let held = |input: &[u8]| catch_unwind(AssertUnwindSafe(|| target(input))).is_ok();
    let files = corpus(name);
    for (path, input) in &files {
        assert!(held(input), "{name}: {}", path.display());
    }
    for input in [&b""[..], b"\0", b"\xff"] {
        assert!(held(input), "{name}: {input:?}");
    }
    let seeds: Vec<Vec<u8>> = files.into_iter().map(|(_, b)| b).chain([Vec::new()]).collect();
    let seed = number("LINLI_SEED").unwrap_or(1);
    let until = number("LINLI_SOAK_SECONDS").map(|s| Instant::now() + Duration::from_secs(s));
    let mut d = Dice::new(seed);
    let mut round = 0;
    while until.map_or(round < rounds, |u| Instant::now() < u) {
        let input = mutated(&mut d, &seeds);
        if !held(&input) {
            failed(name, seed, round, &input);
        }
        round += 1;
    }
    println!("{name}: {round} mutated inputs");
}

macro_rules! targets {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                let (name, target, rounds) = ALL.iter().find(|(n, ..)| *n == stringify!($name)).unwrap();
                if std::env::var("LINLI_TARGET").is_ok_and(|t| t != *name) {
                    return;
                }
                drive(name, *target, *rounds);
            }
        )*

        #[test]
        fn every_target_is_run() {
            let run = [$(stringify!($name)),*];
            assert_eq!(ALL.iter().map(|(n, ..)| *n).collect::<Vec<_>>(), run);
        }
    };
}

targets! {
    codec frames journal capture dates phones names ledger keymap finder terminal glyph requests
    snapshot streams restore register
}
