//! How long things took, by what the sessions wrote down.

use crate::Trouble;
use std::collections::HashMap;
use std::path::Path;

/// How long answers took, window by window.
pub fn windows(file: &Path, times: &[(u64, u64, bool)]) -> Result<(), Trouble> {
    for line in std::fs::read_to_string(file)?.lines() {
        let mut parts = line.split_whitespace();
        let (Some(name), Some(from), Some(to)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let (from, to): (u64, u64) = (from.parse()?, to.parse()?);
        let inside = times.iter().filter(|(at, _, lost)| (from..to).contains(at) && !lost);
        let mut all: Vec<u64> = inside.map(|(_, us, _)| *us).collect();
        all.sort_unstable();
        let share = |of: usize| all.get(all.len() * of / 100).copied().unwrap_or_default();
        let seconds = (to.saturating_sub(from)) as f64 / 1000.0;
        println!(
            "window {name}: {} answers in {seconds:.1} s, p50 {} us, p99 {} us",
            all.len(),
            share(50),
            share(99)
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
