//! Power cuts on a disk that keeps any subset of what was not synced.
use proptest::prelude::*;

use super::{Dice, journal::Bench, journal::walk};
use crate::store::{
    Place,
    forgetful::{Forgetful, Plan},
    journal::Refused,
    walk::Verdict,
};

#[derive(Clone, Debug)]
enum Step {
    Append(usize),
    /// The power goes after so many operations; then the dice decide what was kept.
    Cut(u32, u64),
    /// The sync after so many fails.
    BadSync(u32),
    /// The disk has so many bytes left, for a while.
    Full(u64, usize),
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (1usize..1500).prop_map(Step::Append),
        1 => (5000usize..12000).prop_map(Step::Append),
        3 => (0u32..30, any::<u64>()).prop_map(|(n, s)| Step::Cut(n, s)),
        1 => (0u32..6).prop_map(Step::BadSync),
        2 => (0u64..9000, 1usize..9000).prop_map(|(n, s)| Step::Full(n, s)),
        1 => Just(Step::Reopen),
    ]
}

/// Everything acknowledged is there, in order; at most one more group, and that one whole.
fn check(acked: &[crate::store::layout::Hash], bench: &Bench) {
    let found = &bench.acked;
    assert!(found.len() >= acked.len(), "{} acknowledged, {} found", acked.len(), found.len());
    assert_eq!(&found[..acked.len()], acked);
    assert!(found.len() <= acked.len() + 1);
}

fn run(steps: Vec<Step>) {
    let mut bench = Bench::on(Forgetful::default()).unwrap();
    let mut n = 0;
    for step in steps {
        n += 1;
        match step {
            Step::Append(size) => assert!(bench.append(n, size).is_ok()),
            Step::Reopen => {
                let acked = bench.acked.clone();
                let disk = bench.disk.clone();
                drop(bench);
                bench = Bench::on(disk).unwrap();
                assert_eq!(bench.acked, acked);
            }
            Step::Cut(after, seed) => {
                let mut dice = Dice(seed);
                // Cuts also while the journal is being opened after a cut.
                let mut disk = bench.disk.clone();
                disk.plan(Plan { off_after: Some(after), ..Plan::default() });
                for extra in 0..40 {
                    if bench.append(n * 100 + extra, dice.roll(1500) as usize).is_err() {
                        break;
                    }
                }
                let acked = bench.acked.clone();
                drop(bench);
                let odds = dice.roll(5);
                disk = disk.after_power_cut(&mut || dice.roll(4) < odds);
                let twice = dice.roll(4) as u32;
                if dice.roll(2) == 0 {
                    disk.plan(Plan { off_after: Some(twice), ..Plan::default() });
                    drop(Bench::on(disk.clone()));
                    disk = disk.after_power_cut(&mut || dice.roll(4) < odds);
                }
                bench = Bench::on(disk).unwrap();
                check(&acked, &bench);
            }
            Step::BadSync(after) => {
                let disk = bench.disk.clone();
                disk.plan(Plan { fail_sync: Some(after), ..Plan::default() });
                for extra in 0..10 {
                    match bench.append(n * 100 + extra, 600) {
                        Ok(()) | Err(Refused::Clean(_)) => {}
                        Err(Refused::Unsure(_)) => break,
                    }
                }
                let acked = bench.acked.clone();
                disk.plan(Plan::default());
                drop(bench);
                bench = Bench::on(disk).unwrap();
                check(&acked, &bench);
                // What is there now counts: a power cut that keeps nothing unsynced must not take it.
                let kept = bench.acked.clone();
                let disk = bench.disk.after_power_cut(&mut || false);
                drop(bench);
                bench = Bench::on(disk).unwrap();
                assert_eq!(bench.acked, kept);
            }
            Step::Full(space, size) => {
                bench.disk.plan(Plan { space: Some(space), ..Plan::default() });
                let mut unsure = false;
                for extra in 0..10 {
                    match bench.append(n * 100 + extra, size) {
                        Ok(()) => {}
                        Err(Refused::Clean(_)) => break,
                        Err(Refused::Unsure(_)) => {
                            unsure = true;
                            break;
                        }
                    }
                }
                bench.disk.plan(Plan::default());
                assert!(!unsure, "what did not fit could not be wiped");
                // Space again: it goes on at once, and of the larger one nothing shows behind this small one.
                assert!(bench.append(n * 100 + 50, 1).is_ok());
            }
        }
        let (end, found) = walk(&bench.chain);
        assert_eq!((end.verdict, &found), (Verdict::Clean, &bench.acked), "{end:?}");
        assert_ne!(end.at, Place { segment: 0, offset: 0 });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_acknowledged_is_lost_and_nothing_half_is_seen(steps in prop::collection::vec(step(), 1..40)) {
        run(steps);
    }
}
