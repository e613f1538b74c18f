//! Random work on a whole book, on a disk that loses any subset of what was not synced: what was acknowledged is
//! there, what was not is there whole or not at all, and what was erased is nowhere.
use std::{collections::BTreeMap, path::Path, sync::Arc};

use proptest::prelude::*;

use super::{super::*, Dice, commit, id, key, put};
use crate::store::{
    folder::Folder,
    forgetful::{Forgetful, Plan},
    open::open_on,
};

const KEYS: u64 = 6;

#[derive(Clone, Debug)]
enum Step {
    /// A group: for each commit a record and how long it becomes.
    Commit(Vec<(u64, usize)>),
    /// A record goes, another is redacted.
    Erase(u64, u64),
    /// The power goes after so many operations of the next steps.
    Cut(u32, u64),
    BadSync(u32),
    Full(u64),
    Checkpoint,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let change = (0..KEYS, 0usize..2500);
    prop_oneof![
        6 => prop::collection::vec(change, 1..5).prop_map(Step::Commit),
        3 => (0..KEYS, 0..KEYS).prop_map(|(a, b)| Step::Erase(a, b)),
        3 => (0u32..40, any::<u64>()).prop_map(|(n, s)| Step::Cut(n, s)),
        1 => (0u32..8).prop_map(Step::BadSync),
        1 => (0u64..9000).prop_map(Step::Full),
        1 => Just(Step::Checkpoint),
        1 => Just(Step::Reopen),
    ]
}

/// What each record says; one that was erased or never made is not in it.
type Model = BTreeMap<RawId, Vec<u8>>;

struct World {
    dir: tempfile::TempDir,
    disk: Forgetful,
    book: Option<Book>,
    acked: Model,
    /// What was asked for last, if nobody knows what became of it.
    unsure: Vec<Model>,
    /// Words that must not be in any file.
    gone: Vec<Vec<u8>>,
    /// Words that must not be once the journal knows of an erasure nobody has acknowledged.
    going: Vec<(RawId, Vec<u8>)>,
    words: BTreeMap<RawId, Vec<Vec<u8>>>,
    serial: u64,
}

fn open_with(dir: &Path, disk: &Forgetful) -> Result<(Book, OpenReport), StoreError> {
    let options = Options { segment_bytes: 6000, ..Options::default() };
    open_on(Folder::new(dir), Arc::new(disk.clone()), options)
}

impl World {
    fn new() -> World {
        let (dir, disk) = (tempfile::tempdir().unwrap(), Forgetful::default());
        let book = Some(open_with(dir.path(), &disk).unwrap().0);
        World {
            dir,
            disk,
            book,
            acked: Model::new(),
            unsure: Vec::new(),
            gone: Vec::new(),
            going: Vec::new(),
            words: BTreeMap::new(),
            serial: 0,
        }
    }

    fn book(&self) -> &Book {
        self.book.as_ref().unwrap()
    }

    /// Whether the book can go on; else it must be opened again.
    fn heard(&mut self, error: StoreError, after: Vec<Model>) -> bool {
        match error {
            StoreError::Full { .. } => true,
            _ => {
                self.unsure = after;
                false
            }
        }
    }

    fn commit(&mut self, changes: &[(u64, usize)]) -> bool {
        let (mut commits, mut after) = (Vec::new(), vec![self.acked.clone()]);
        for (n, size) in changes {
            self.serial += 1;
            let word = format!("<{}-{}>", n, self.serial).into_bytes();
            let mut body = word.clone();
            body.resize(word.len() + size, b'x');
            self.words.entry(id(*n)).or_default().push(word);
            commits.push(commit(self.serial, vec![put(*n, &body)]));
            let mut next = after.last().unwrap().clone();
            next.insert(id(*n), body);
            after.push(next);
        }
        match self.book().commit(commits) {
            Ok(outcomes) => {
                assert!(outcomes.iter().all(|o| matches!(o, Outcome::Committed(_))));
                self.acked = after.pop().unwrap();
                true
            }
            // A group is all or nothing.
            Err(e) => self.heard(e, vec![after.pop().unwrap()]),
        }
    }

    fn erase(&mut self, whole: u64, part: u64) -> bool {
        self.serial += 1;
        let rest = format!("rest {}", self.serial).into_bytes();
        let request = id(1_000_000 + self.serial);
        let erasure =
            Erasure { request, keys: vec![key(whole)], redact: vec![put(part, &rest)], ..Erasure::default() };
        let mut after = self.acked.clone();
        if after.contains_key(&id(part)) {
            after.insert(id(part), rest);
        }
        after.remove(&id(whole));
        let words = [whole, part].into_iter().flat_map(|n| self.words.remove(&id(n)).unwrap_or_default());
        let words: Vec<_> = words.collect();
        match self.book().erase(erasure) {
            Ok(outcome) => {
                assert!(matches!(outcome, Outcome::Committed(_)));
                self.acked = after;
                self.gone.extend(words);
                true
            }
            Err(StoreError::Full { .. }) => {
                // Nothing was declared, so everything is still to go.
                assert!(self.book().erasures().unwrap().iter().all(|e| e.request != request));
                for (n, word) in words
                    .iter()
                    .map(|w| (if w.starts_with(format!("<{whole}-").as_bytes()) { whole } else { part }, w))
                {
                    self.words.entry(id(n)).or_default().push(word.clone());
                }
                true
            }
            Err(e) => {
                self.going.extend(words.into_iter().map(|w| (request, w)));
                self.heard(e, vec![after])
            }
        }
    }

    /// Opened again after whatever happened: it is as acknowledged, or as asked for last.
    fn reopen(&mut self) {
        drop(self.book.take());
        let (book, report) = open_with(self.dir.path(), &self.disk).unwrap();
        assert_eq!(report.read_only, None);
        self.book = Some(book);
        let now = self.standing();
        if now != self.acked {
            assert!(self.unsure.contains(&now), "neither as acknowledged nor as asked for");
            self.acked = now;
        }
        self.unsure.clear();
        let known: Vec<RawId> = self.book().erasures().unwrap().iter().map(|e| e.request).collect();
        for (request, word) in std::mem::take(&mut self.going) {
            if known.contains(&request) {
                self.gone.push(word);
            } else {
                let n: u64 = std::str::from_utf8(&word[1..2]).unwrap().parse().unwrap();
                self.words.entry(id(n)).or_default().push(word);
            }
        }
    }

    fn standing(&self) -> Model {
        self.book().range(1, None, 9999).unwrap().into_iter().map(|(id, s)| (id, s.body)).collect()
    }

    fn check(&self) {
        assert_eq!(self.standing(), self.acked);
        // Also what a power cut now would leave, whatever it takes.
        let left = self.disk.after_power_cut(&mut || false);
        for word in &self.gone {
            assert_eq!(self.disk.holding(word), Vec::<String>::new(), "{}", String::from_utf8_lossy(word));
            assert_eq!(left.holding(word), Vec::<String>::new(), "{}", String::from_utf8_lossy(word));
        }
    }
}

fn run(steps: Vec<Step>) {
    let mut world = World::new();
    let mut power: Option<(u32, u64)> = None;
    for step in steps {
        let well = match step {
            Step::Commit(changes) => world.commit(&changes),
            Step::Erase(whole, part) => world.erase(whole, part),
            Step::Cut(after, seed) => {
                world.disk.plan(Plan { off_after: Some(after), ..Plan::default() });
                power = Some((after, seed));
                true
            }
            Step::BadSync(after) if power.is_none() => {
                world.disk.plan(Plan { fail_sync: Some(after), ..Plan::default() });
                true
            }
            Step::Full(space) if power.is_none() => {
                world.disk.plan(Plan { space: Some(space), ..Plan::default() });
                true
            }
            Step::BadSync(_) | Step::Full(_) => true,
            Step::Checkpoint => {
                world.book().checkpoint().unwrap();
                true
            }
            Step::Reopen => power.is_some(),
        };
        if well {
            if power.is_none() {
                world.check();
            }
            continue;
        }
        if let Some((_, seed)) = power.take() {
            let mut dice = Dice(seed);
            let odds = dice.roll(5);
            drop(world.book.take());
            world.disk = world.disk.after_power_cut(&mut || dice.roll(4) < odds);
            // And perhaps again while it is being opened.
            if dice.roll(2) == 0 {
                world.disk.plan(Plan { off_after: Some(dice.roll(12) as u32), ..Plan::default() });
                drop(open_with(world.dir.path(), &world.disk));
                world.disk = world.disk.after_power_cut(&mut || dice.roll(4) < odds);
            }
        }
        world.disk.plan(Plan::default());
        world.reopen();
        world.check();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_acknowledged_is_there_and_what_is_erased_is_nowhere(steps in prop::collection::vec(step(), 1..30)) {
        run(steps);
    }
}
