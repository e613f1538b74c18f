//! How quick the hub is and how much waits, since it was started: counters that cost an addition each.

use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// Buckets to each doubling of the time.
const FINE: u32 = 4;
/// From 1 µs to an hour.
const BUCKETS: usize = 32 * FINE as usize;

/// How long things took, in buckets that are a quarter of a doubling wide.
pub struct Times([AtomicU64; BUCKETS]);

impl Default for Times {
    fn default() -> Times {
        Times([const { AtomicU64::new(0) }; BUCKETS])
    }
}

/// How many there were, and within which time half and 99 of 100 of them were done, microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// How many.
    pub count: u64,
    /// Half of them within.
    pub p50_us: u64,
    /// 99 of 100 within.
    pub p99_us: u64,
}

impl Times {
    /// One more.
    pub fn note(&self, took: Duration) {
        if let Some(bucket) = self.0.get(bucket(took)) {
            bucket.fetch_add(1, Relaxed);
        }
    }

    /// So far.
    pub fn figures(&self) -> Figures {
        let counts: Vec<u64> = self.0.iter().map(|c| c.load(Relaxed)).collect();
        let count: u64 = counts.iter().sum();
        let within = |share: u64| {
            let wanted = (count * share).div_ceil(100);
            let mut seen = 0;
            let found = counts.iter().position(|n| {
                seen += n;
                seen >= wanted && count > 0
            });
            found.map_or(0, upper)
        };
        Figures { count, p50_us: within(50), p99_us: within(99) }
    }
}

/// The bucket of a time: its doublings, and the next two binary digits.
fn bucket(took: Duration) -> usize {
    let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
    let doublings = us.ilog2();
    let rest = ((u128::from(us) * u128::from(FINE)) >> doublings) as u32 - FINE;
    ((doublings * FINE + rest) as usize).min(BUCKETS - 1)
}

/// The longest time of a bucket, microseconds.
fn upper(bucket: usize) -> u64 {
    let (doublings, rest) = (bucket as u64 / u64::from(FINE), bucket as u64 % u64::from(FINE));
    ((u64::from(FINE) + rest + 1) << doublings) / u64::from(FINE)
}

/// What is counted of a hub.
#[derive(Default)]
pub struct Pulse {
    /// From a request read to its answer given, writes apart.
    pub reads: Times,
    /// From a write read to its answer given, with the wait for those before it.
    pub writes: Times,
    asked: AtomicU64,
    answered: AtomicU64,
}

impl Pulse {
    /// A write goes to the writer.
    pub fn queued(&self) {
        self.asked.fetch_add(1, Relaxed);
    }

    /// It was answered.
    pub fn written(&self, took: Duration) {
        self.answered.fetch_add(1, Relaxed);
        self.writes.note(took);
    }

    /// How many writes wait for their answer.
    pub fn waiting(&self) -> u64 {
        // what was answered is read first, so that the difference is never less than none
        let answered = self.answered.load(Relaxed);
        self.asked.load(Relaxed).saturating_sub(answered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_and_nearly_all_are_found_within_a_quarter() {
        let times = Times::default();
        assert_eq!(times.figures(), Figures::default());
        (1..=1000).for_each(|us| times.note(Duration::from_micros(us)));
        let f = times.figures();
        assert_eq!(f.count, 1000);
        assert!((500..=640).contains(&f.p50_us) && (990..=1250).contains(&f.p99_us), "{f:?}");
        for us in [0, 1, 2, 3, 7, 1000, 1_000_000, u64::MAX] {
            let bucket = bucket(Duration::from_micros(us));
            assert!(upper(bucket) >= us.max(1) || bucket == BUCKETS - 1, "{us}: {bucket}");
            assert!(bucket == 0 || upper(bucket - 1) <= us.max(1) || bucket == BUCKETS - 1, "{us}: {bucket}");
        }
    }
}
