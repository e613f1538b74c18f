//! How long things took, by what the sessions wrote down.

use crate::Trouble;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// An answer: when it came, how long it took, whether the line was lost meanwhile, and whose it was.
pub struct Took {
    pub at_ms: u64,
    pub us: u64,
    pub lost: bool,
    pub session: usize,
}

/// How long answers took, window by window, and how many sessions had any.
pub fn windows(file: &Path, times: &[Took]) -> Result<(), Trouble> {
    for line in std::fs::read_to_string(file)?.lines() {
        let mut parts = line.split_whitespace();
        let (Some(name), Some(from), Some(to)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let (from, to): (u64, u64) = (from.parse()?, to.parse()?);
        let inside: Vec<&Took> = times.iter().filter(|t| (from..to).contains(&t.at_ms) && !t.lost).collect();
        let sessions: HashSet<usize> = inside.iter().map(|t| t.session).collect();
        let mut all: Vec<u64> = inside.iter().map(|t| t.us).collect();
        all.sort_unstable();
        let share = |of: usize| all.get(all.len() * of / 100).copied().unwrap_or_default();
        let seconds = (to.saturating_sub(from)) as f64 / 1000.0;
        let (n, of, half, most) = (all.len(), sessions.len(), share(50), share(99));
        println!(
            "window {name}: {n} answers in {seconds:.1} s, p50 {half} us, p99 {most} us, of {of} sessions"
        );
    }
    Ok(())
}

/// How long it took from a change's sending (area, when) to its news at each who listens (place, area, when); those who
/// heard of another area's.
pub fn news(sent: &HashMap<u64, (usize, u64)>, heard: &[(u64, usize, u64)]) -> Vec<String> {
    let (mut took, mut wrong) = (Vec::new(), Vec::new());
    for (pos, area, at_us) in heard {
        let Some((of, sent_us)) = sent.get(pos) else { continue };
        if of != area {
            wrong.push(format!("a listener of area {area} heard of a change in {of}"));
        }
        took.push(at_us.saturating_sub(*sent_us));
    }
    took.sort_unstable();
    let share = |of: usize| took.get(took.len() * of / 100).copied().unwrap_or_default();
    println!("news: {} heard, p50 {} us, p99 {} us", took.len(), share(50), share(99));
    wrong
}
