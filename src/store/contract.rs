//! What every [`Store`] must do, whatever is behind it. Each function wants an empty one.
use std::{sync::Arc, thread, time::Duration};

use super::{
    Change, Commit, Erasure, Outcome, Pos, Store,
    tests::{commit, committed, id, key, one, put},
};

/// Makes a test of every promise; `$new` gives an empty store and something to keep alive beside it.
macro_rules! contract {
    ($new:expr; $($name:ident)*) => {
        $(#[test]
        fn $name() {
            let (store, _keep) = $new;
            super::$name(Arc::new(store));
        })*
    };
}

mod book {
    use super::*;
    use crate::store::{Options, open};

    contract! {
        {
            let dir = tempfile::tempdir().unwrap();
            (open(dir.path(), Options::default()).unwrap().0, dir)
        };
        an_empty_store_is_empty
        what_was_committed_is_there
        a_request_is_done_once
        a_version_not_expected_is_a_conflict
        a_group_sees_its_own_commits
        a_claim_has_one_holder
        claims_pass_from_hand_to_hand
        a_removed_record_is_gone_and_remembered
        ranges_are_in_order_and_paged
        ranges_know_what_was_committed_lately
        since_gives_whole_commits_in_order
        history_is_newest_first
        waiting_ends_when_something_comes
        large_and_odd_bodies_come_back
        the_last_change_to_a_record_counts
        what_is_erased_is_gone_and_the_rest_is_not
        an_erasure_is_checked_like_a_commit
        a_closed_store_says_so
        many_writers_lose_nothing
    }
}

fn commit_one(store: &dyn Store, c: Commit) -> Outcome {
    let mut outcomes = store.commit(vec![c]).unwrap();
    assert_eq!(outcomes.len(), 1);
    outcomes.remove(0)
}

fn body(store: &dyn Store, n: u64) -> Option<Vec<u8>> {
    store.get(key(n)).unwrap().map(|s| s.body)
}

fn claim(n: u64, claims: &[&str]) -> Change {
    Change { claims: claims.iter().map(|c| c.as_bytes().to_vec()).collect(), ..put(n, b"x") }
}

fn an_empty_store_is_empty(store: Arc<dyn Store>) {
    assert_eq!(store.head(), Pos(0));
    assert_eq!(store.since(Pos(0), 10).unwrap(), []);
    assert_eq!(store.get(key(1)).unwrap(), None);
    assert_eq!(store.claimed(b"x").unwrap(), None);
    assert_eq!(store.range(1, None, 10).unwrap(), []);
    assert_eq!(store.history(key(1), 10).unwrap(), []);
    assert_eq!(store.entry(Pos(0)).unwrap(), None);
    assert_eq!(store.commit(Vec::new()).unwrap(), []);
    assert!(store.since(Pos(5), 1).is_err());
    store.checkpoint().unwrap();
}

fn what_was_committed_is_there(store: Arc<dyn Store>) {
    let c = Commit { batch: Some(id(5)), note: "导入 ledger.xlsx".into(), ..one(1) };
    let pos = committed(&commit_one(&*store, c.clone()));
    assert!(pos > Pos(0));
    assert_eq!(store.head(), pos);
    let stored = store.get(key(1)).unwrap().unwrap();
    assert_eq!((stored.version, stored.body.as_slice()), (pos, b"record 1".as_slice()));
    let entry = store.entry(pos).unwrap().unwrap();
    assert_eq!((entry.pos, entry.request, entry.actor, entry.actor_uid), (pos, c.request, c.actor, 1000));
    assert_eq!((entry.at_ms, entry.batch, &entry.note, &entry.changes), (1, c.batch, &c.note, &c.changes));
    // A commit may change nothing.
    assert!(committed(&commit_one(&*store, commit(2, vec![]))) > pos);
}

fn a_request_is_done_once(store: Arc<dyn Store>) {
    let pos = committed(&commit_one(&*store, one(1)));
    assert_eq!(commit_one(&*store, one(1)), Outcome::Repeated(pos));
    // Also within one group, and whatever it says this time.
    let again = Commit { changes: vec![put(3, b"other")], ..one(2) };
    let outcomes = store.commit(vec![one(2), again]).unwrap();
    assert_eq!(outcomes[1], Outcome::Repeated(committed(&outcomes[0])));
    assert_eq!(body(&*store, 3), None);
    // One that was refused may come again.
    let refused = Commit { expected: vec![(key(9), Some(pos))], ..one(4) };
    assert!(matches!(commit_one(&*store, refused), Outcome::Conflict { .. }));
    committed(&commit_one(&*store, one(4)));
}

fn a_version_not_expected_is_a_conflict(store: Arc<dyn Store>) {
    let first = committed(&commit_one(&*store, one(1)));
    let second = commit_one(&*store, Commit { request: id(77), ..one(1) });
    assert_eq!(second, Outcome::Conflict { key: key(1), current: Some(first) });
    let change = Commit { expected: vec![(key(1), Some(first))], ..commit(2, vec![put(1, b"b")]) };
    let second = committed(&commit_one(&*store, change.clone()));
    let stale = Commit { request: id(78), ..change };
    assert_eq!(commit_one(&*store, stale), Outcome::Conflict { key: key(1), current: Some(second) });
    let absent = Commit { expected: vec![(key(8), Some(first))], ..commit(3, vec![]) };
    assert_eq!(commit_one(&*store, absent), Outcome::Conflict { key: key(8), current: None });
    // Nothing of a refused commit happens.
    let half = Commit { expected: vec![(key(1), None)], ..commit(4, vec![put(50, b"x")]) };
    commit_one(&*store, half);
    assert_eq!(body(&*store, 50), None);
    assert_eq!(store.head(), second);
}

fn a_group_sees_its_own_commits(store: Arc<dyn Store>) {
    let twice = Commit { request: id(70), ..one(1) };
    let outcomes = store.commit(vec![one(1), twice, one(2)]).unwrap();
    let first = committed(&outcomes[0]);
    assert_eq!(outcomes[1], Outcome::Conflict { key: key(1), current: Some(first) });
    assert!(committed(&outcomes[2]) > first);
    let outcomes = store
        .commit(vec![
            commit(5, vec![claim(3, &["x"])]),
            commit(6, vec![claim(4, &["x"])]),
            commit(7, vec![put(3, b"")]),
        ])
        .unwrap();
    assert_eq!(outcomes[1], Outcome::Claimed { claim: b"x".to_vec(), by: key(3) });
    assert_eq!(store.claimed(b"x").unwrap(), None);
}

fn a_claim_has_one_holder(store: Arc<dyn Store>) {
    committed(&commit_one(&*store, commit(1, vec![claim(1, &["a", "b"])])));
    let second = commit_one(&*store, commit(2, vec![claim(2, &["c", "b"])]));
    assert_eq!(second, Outcome::Claimed { claim: b"b".to_vec(), by: key(1) });
    assert_eq!(store.claimed(b"c").unwrap(), None);
    let both = commit_one(&*store, commit(3, vec![claim(3, &["z"]), claim(4, &["z"])]));
    assert!(matches!(both, Outcome::Claimed { by, .. } if by == key(3)));
    // Its own claims are no obstacle, and those it does not name again are free.
    committed(&commit_one(&*store, commit(4, vec![claim(1, &["b"])])));
    assert_eq!(store.claimed(b"a").unwrap(), None);
    assert_eq!(store.claimed(b"b").unwrap(), Some(key(1)));
    let removal = Change { key: key(1), body: None, claims: vec![b"q".to_vec()] };
    committed(&commit_one(&*store, commit(5, vec![removal])));
    assert_eq!(store.claimed(b"b").unwrap(), None);
    assert_eq!(store.claimed(b"q").unwrap(), None);
}

fn claims_pass_from_hand_to_hand(store: Arc<dyn Store>) {
    committed(&commit_one(&*store, commit(1, vec![claim(1, &["a"]), claim(2, &["b"])])));
    // In whichever order, even crosswise.
    committed(&commit_one(&*store, commit(2, vec![claim(1, &["b"]), claim(2, &["a"])])));
    assert_eq!(store.claimed(b"a").unwrap(), Some(key(2)));
    assert_eq!(store.claimed(b"b").unwrap(), Some(key(1)));
    committed(&commit_one(&*store, commit(3, vec![claim(3, &["a"]), claim(2, &[])])));
    committed(&commit_one(&*store, commit(4, vec![claim(3, &[]), claim(2, &["a"])])));
    assert_eq!(store.claimed(b"a").unwrap(), Some(key(2)));
}

fn a_removed_record_is_gone_and_remembered(store: Arc<dyn Store>) {
    let first = committed(&commit_one(&*store, one(1)));
    let removal = Change { key: key(1), body: None, claims: vec![] };
    let second = committed(&commit_one(&*store, commit(2, vec![removal.clone()])));
    assert_eq!(body(&*store, 1), None);
    assert_eq!(store.range(1, None, 9).unwrap(), []);
    let third = committed(&commit_one(&*store, Commit { request: id(60), ..one(1) }));
    let history = store.history(key(1), 9).unwrap();
    assert_eq!(history.iter().map(|e| e.pos).collect::<Vec<_>>(), [third, second, first]);
    assert_eq!(history[1].changes, [removal]);
}

fn ranges_are_in_order_and_paged(store: Arc<dyn Store>) {
    for n in [5, 1, 4, 2, 3] {
        committed(&commit_one(&*store, one(n)));
    }
    let other = Change { key: super::Key { kind: 2, id: id(1) }, body: Some(vec![]), claims: vec![] };
    let last = Change { key: super::Key { kind: 255, id: [255; 16] }, body: Some(vec![]), claims: vec![] };
    committed(&commit_one(&*store, commit(9, vec![other, last])));
    let ids = |after, limit| {
        let rows = store.range(1, after, limit).unwrap();
        rows.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    };
    assert_eq!(ids(None, 2), [id(1), id(2)]);
    assert_eq!(ids(Some(id(2)), 2), [id(3), id(4)]);
    assert_eq!(ids(Some(id(4)), 9), [id(5)]);
    assert_eq!(ids(Some([255; 16]), 9), Vec::<super::RawId>::new());
    assert_eq!(ids(None, 0), Vec::<super::RawId>::new());
    assert_eq!(store.range(255, None, 9).unwrap().len(), 1);
    assert_eq!(store.range(0, None, 9).unwrap(), []);
}

fn ranges_know_what_was_committed_lately(store: Arc<dyn Store>) {
    // Whatever of this is in memory or on the disk, told to the disk in whichever steps.
    let mut dice = super::tests::Dice(5);
    let mut known = std::collections::BTreeMap::new();
    for round in 0..1200u64 {
        let n = dice.roll(60);
        let change = match dice.roll(3) {
            0 => Change { key: key(n), body: None, claims: vec![] },
            _ => Change { claims: vec![n.to_le_bytes().to_vec()], ..put(n, &round.to_le_bytes()) },
        };
        match &change.body {
            Some(body) => drop(known.insert(id(n), body.clone())),
            None => drop(known.remove(&id(n))),
        }
        committed(&commit_one(&*store, commit(round, vec![change])));
        if dice.roll(40) == 0 {
            store.checkpoint().unwrap();
        }
        let (after, limit) = (id(dice.roll(60)), dice.roll(70) as usize);
        let got = store.range(1, Some(after), limit).unwrap();
        let got: Vec<_> = got.into_iter().map(|(id, s)| (id, s.body)).collect();
        let want = known.iter().filter(|(id, _)| **id > after).take(limit);
        assert_eq!(got, want.map(|(id, b)| (*id, b.clone())).collect::<Vec<_>>(), "round {round}");
        let stored = store.get(key(n)).unwrap().map(|s| s.body);
        assert_eq!(stored.as_ref(), known.get(&id(n)));
        assert_eq!(store.claimed(&n.to_le_bytes()).unwrap(), stored.map(|_| key(n)));
    }
}

fn since_gives_whole_commits_in_order(store: Arc<dyn Store>) {
    let group = (0..7).map(one).collect::<Vec<_>>();
    let mut all: Vec<Pos> = store.commit(group).unwrap().iter().map(committed).collect();
    for n in 7..12 {
        all.push(committed(&commit_one(&*store, one(n))));
    }
    assert!(all.is_sorted_by(|a, b| a < b));
    for from in 0..=all.len() {
        let pos = from.checked_sub(1).map_or(Pos(0), |i| all[i]);
        for limit in [0, 1, 3, 100] {
            let got = store.since(pos, limit).unwrap();
            let want: Vec<Pos> = all[from..].iter().copied().take(limit).collect();
            assert_eq!(got.iter().map(|e| e.pos).collect::<Vec<_>>(), want);
        }
    }
    let entry = &store.since(all[3], 1).unwrap()[0];
    assert_eq!(entry.changes, one(4).changes);
    assert!(store.since(Pos(all[3].0 + 1_000), 1).is_err());
}

fn history_is_newest_first(store: Arc<dyn Store>) {
    // Several in one group, others between them.
    let mut all = Vec::new();
    for round in 0..5u64 {
        let group =
            (0..3).map(|i| commit(round * 10 + i, vec![put(1, &[round as u8, i as u8]), put(2 + i, b"y")]));
        all.extend(store.commit(group.collect()).unwrap().iter().map(committed));
    }
    all.reverse();
    let history = store.history(key(1), 100).unwrap();
    assert_eq!(history.iter().map(|e| e.pos).collect::<Vec<_>>(), all);
    assert!(history.iter().all(|e| e.changes.len() == 1 && e.changes[0].key == key(1)));
    assert_eq!(history[0].changes[0].body.as_deref(), Some([4, 2].as_slice()));
    assert_eq!(store.history(key(1), 2).unwrap(), history[..2]);
    assert_eq!(store.history(key(2), 100).unwrap().len(), 5);
    assert_eq!(store.history(key(99), 100).unwrap(), []);
}

fn waiting_ends_when_something_comes(store: Arc<dyn Store>) {
    assert_eq!(store.wait(Pos(0), Duration::ZERO), Pos(0));
    let other = Arc::clone(&store);
    // However the two threads run, the waiter sees the commit.
    let waiter = thread::spawn(move || other.wait(Pos(0), Duration::MAX));
    let pos = committed(&commit_one(&*store, one(1)));
    assert_eq!(waiter.join().unwrap(), pos);
    assert_eq!(store.wait(Pos(0), Duration::MAX), pos);
}

fn large_and_odd_bodies_come_back(store: Arc<dyn Store>) {
    let mut bodies = vec![vec![], vec![0; 3], b"linliGRP".repeat(40), vec![255; 70_000]];
    bodies.push((0..3_000_000u32).map(|i| (i.wrapping_mul(i) >> 7) as u8).collect());
    for (n, b) in bodies.iter().enumerate() {
        committed(&commit_one(&*store, commit(n as u64, vec![put(n as u64, b)])));
    }
    for (n, b) in bodies.iter().enumerate() {
        assert!(body(&*store, n as u64).as_ref() == Some(b), "body {n}");
        assert!(store.history(key(n as u64), 1).unwrap()[0].changes[0].body.as_ref() == Some(b));
    }
    let huge = commit(90, vec![put(90, &vec![1; 70 << 20])]);
    assert!(matches!(store.commit(vec![one(91), huge]), Err(super::StoreError::TooLarge { .. })));
    let claim = Change { claims: vec![vec![1; 70_000]], ..put(92, b"") };
    assert!(matches!(store.commit(vec![commit(92, vec![claim])]), Err(super::StoreError::TooLarge { .. })));
    assert_eq!(body(&*store, 91), None);
    committed(&commit_one(&*store, one(91)));
}

fn the_last_change_to_a_record_counts(store: Arc<dyn Store>) {
    let pos =
        committed(&commit_one(&*store, commit(1, vec![claim(1, &["a"]), put(2, b"2"), put(1, b"last")])));
    assert_eq!(body(&*store, 1).as_deref(), Some(b"last".as_slice()));
    assert_eq!(store.claimed(b"a").unwrap(), None);
    assert_eq!(store.entry(pos).unwrap().unwrap().changes, [put(2, b"2"), put(1, b"last")]);
}

fn what_is_erased_is_gone_and_the_rest_is_not(store: Arc<dyn Store>) {
    let first = committed(&commit_one(&*store, commit(1, vec![claim(1, &["phone"]), put(2, b"both")])));
    let noted = Commit { note: "of one".into(), ..commit(2, vec![put(1, b"later")]) };
    let second = committed(&commit_one(&*store, noted));
    let third = committed(&commit_one(&*store, Commit { note: "of three".into(), ..one(3) }));
    let erasure = Erasure {
        request: id(900),
        actor: id(7),
        actor_uid: 1000,
        at_ms: 5,
        note: "asked for, no. 12".into(),
        keys: vec![key(1), key(44)],
        redact: vec![Change { claims: vec![b"two".to_vec()], ..put(2, b"one of both") }],
        ..Erasure::default()
    };
    let pos = committed(&store.erase(erasure.clone()).unwrap());
    assert_eq!(store.erase(erasure.clone()).unwrap(), Outcome::Repeated(pos));
    assert_eq!(store.head(), pos);
    assert_eq!((body(&*store, 1), body(&*store, 2).as_deref()), (None, Some(b"one of both".as_slice())));
    assert_eq!(body(&*store, 3).as_deref(), Some(b"record 3".as_slice()));
    assert_eq!((store.claimed(b"phone").unwrap(), store.claimed(b"two").unwrap()), (None, Some(key(2))));

    // Everything told before says what became of it, and nobody takes it for damage.
    let entries = store.since(Pos(0), 99).unwrap();
    assert_eq!(entries.iter().map(|e| e.pos).collect::<Vec<_>>(), [first, second, third, pos]);
    assert_eq!((&entries[0].changes, &entries[0].erased), (&vec![], &vec![key(1), key(2)]));
    assert_eq!((entries[1].note.as_str(), &entries[1].erased), ("", &vec![key(1)]));
    assert_eq!((entries[2].note.as_str(), &entries[2].erased), ("of three", &vec![]));
    assert_eq!(entries.iter().map(|e| e.erasure).collect::<Vec<_>>(), [false, false, false, true]);
    let removal = |n| Change { key: key(n), body: None, claims: vec![] };
    assert_eq!(entries[3].note, erasure.note);
    assert_eq!(entries[3].changes, [erasure.redact[0].clone(), removal(1), removal(44)]);
    assert_eq!(store.entry(second).unwrap().unwrap(), entries[1]);
    let history = store.history(key(1), 9).unwrap();
    assert_eq!(history.iter().map(|e| e.pos).collect::<Vec<_>>(), [pos, second, first]);
    assert_eq!((&history[1].changes, &history[1].erased), (&vec![], &vec![key(1)]));
    assert_eq!(store.erasures().unwrap(), [erasure]);
    // And it goes on.
    committed(&commit_one(&*store, commit(8, vec![claim(5, &["phone"])])));
}

fn an_erasure_is_checked_like_a_commit(store: Arc<dyn Store>) {
    let first = committed(&commit_one(&*store, commit(1, vec![claim(1, &["a"]), put(2, b"x")])));
    let redacted = |n, claims: &[&str]| Erasure {
        request: id(900),
        redact: vec![claim(n, claims)],
        ..Erasure::default()
    };
    assert_eq!(
        store.erase(redacted(2, &["a"])).unwrap(),
        Outcome::Claimed { claim: b"a".to_vec(), by: key(1) }
    );
    let stale = Erasure { expected: vec![(key(2), None)], ..redacted(2, &[]) };
    assert_eq!(store.erase(stale).unwrap(), Outcome::Conflict { key: key(2), current: Some(first) });
    // Refused, it leaves everything as it was.
    assert_eq!((body(&*store, 2).as_deref(), store.erasures().unwrap()), (Some(b"x".as_slice()), vec![]));
    // What is not there is not made by taking words out of it; what is erased whole is not kept in part.
    let both =
        Erasure { keys: vec![key(2)], redact: vec![claim(2, &[]), claim(9, &["b"])], ..redacted(2, &[]) };
    committed(&store.erase(both).unwrap());
    assert_eq!((body(&*store, 2), body(&*store, 9), store.claimed(b"b").unwrap()), (None, None, None));
    // A redacted record can be erased too, and then nothing of it is left to do again.
    committed(&store.erase(Erasure { request: id(901), ..redacted(1, &["a"]) }).unwrap());
    committed(&store.erase(Erasure { request: id(902), keys: vec![key(1)], ..Erasure::default() }).unwrap());
    let all = store.erasures().unwrap();
    assert_eq!(all.iter().map(|e| e.request).collect::<Vec<_>>(), [id(900), id(901), id(902)]);
    assert_eq!((&all[1].keys, &all[1].redact, &all[2].keys), (&vec![], &vec![], &vec![key(1)]));
    let huge = Erasure { request: id(903), redact: vec![put(5, &vec![1; 70 << 20])], ..Erasure::default() };
    committed(&commit_one(&*store, one(5)));
    assert!(matches!(store.erase(huge), Err(super::StoreError::TooLarge { .. })));
}

fn a_closed_store_says_so(store: Arc<dyn Store>) {
    committed(&commit_one(&*store, one(1)));
    store.close().unwrap();
    store.close().unwrap();
    assert!(matches!(store.commit(vec![one(2)]), Err(super::StoreError::Closed)));
    assert!(matches!(store.get(key(1)), Err(super::StoreError::Closed)));
}

fn many_writers_lose_nothing(store: Arc<dyn Store>) {
    // Each adds one to the same record, forty times; a lost update would show.
    committed(&commit_one(&*store, commit(0, vec![put(0, &0u64.to_le_bytes())])));
    let adders = (0..4u64).map(|who| {
        let store = Arc::clone(&store);
        thread::spawn(move || {
            for n in 0..40 {
                loop {
                    let now = store.get(key(0)).unwrap().unwrap();
                    let value = u64::from_le_bytes(now.body.try_into().unwrap()) + 1;
                    let c = Commit {
                        expected: vec![(key(0), Some(now.version))],
                        ..commit(1000 * (who + 1) + n, vec![put(0, &value.to_le_bytes())])
                    };
                    if let Outcome::Committed(_) = commit_one(&*store, c) {
                        break;
                    }
                }
            }
        })
    });
    for adder in adders.collect::<Vec<_>>() {
        adder.join().unwrap();
    }
    assert_eq!(body(&*store, 0).unwrap(), 160u64.to_le_bytes());
    assert_eq!(store.history(key(0), 1000).unwrap().len(), 161);
}
