//! The finder as it lives: segments and a delta behind an `Arc` that every writer replaces and every reader keeps.
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::dead::Dead;
use super::delta::Kept;
use super::rows::{hash, phone_digits};
use super::search::{Ask, Effort, Ranked, search};
use super::segment::{self, Segment};
use super::{Count, Doc, Hit, Hits, Query, Scope};

/// With this many documents the delta becomes a segment of its own: a millisecond or two, paid by the writer, so that
/// readers never have a long delta to read through.
const DELTA: usize = 256;
/// Segments below the largest are merged four at a time.
const FAN: usize = 4;

/// A segment, and which of its rows are dead.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) segment: Arc<Segment>,
    pub(super) dead: Dead,
}

impl Part {
    fn living(&self) -> u32 {
        self.segment.len() - self.dead.count
    }

    fn row_of(&self, kind: u8, id: &[u8; 16]) -> Option<u32> {
        self.segment.row_of(kind, id).filter(|row| !self.dead.has(*row))
    }
}

/// What readers see: never changed, only replaced.
#[derive(Clone, Default)]
pub(super) struct Snapshot {
    pub(super) parts: Vec<Part>,
    pub(super) delta: Vec<Arc<Kept>>,
}

impl Snapshot {
    fn remove(&mut self, kind: u8, id: &[u8; 16]) {
        if let Some(at) = self.delta.iter().position(|k| k.kind == kind && k.id == *id) {
            self.delta.swap_remove(at);
        }
        for part in &mut self.parts {
            if let Some(row) = part.row_of(kind, id) {
                part.dead.add(row);
            }
        }
    }
}

/// A number, and the ids and names of those who have it.
pub type Sharing = (String, Vec<([u8; 16], String)>);

/// One change of the book, for [`Finder::apply`].
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// A document, new or in place of the one with its kind and id.
    Upsert(Doc<'a>),
    /// A document is gone.
    Remove {
        /// Its kind.
        kind: u8,
        /// Its id.
        id: [u8; 16],
    },
}

/// Documents on their way into a new finder. Each kind and id may come once.
#[derive(Default)]
pub struct Builder {
    segment: segment::Builder,
    any: bool,
}

impl Builder {
    /// Adds a document.
    pub fn push(&mut self, doc: &Doc<'_>) {
        self.segment.push(doc);
        self.any = true;
    }

    /// How many were added.
    pub fn len(&self) -> u32 {
        self.segment.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of what was added after so many others.
    pub fn name(&self, nth: u32) -> &str {
        self.segment.name(nth)
    }

    /// The finder over what was added.
    pub fn finish(self) -> Finder {
        let finder = Finder::default();
        if self.any {
            let part = Part { segment: Arc::new(self.segment.finish()), dead: Dead::default() };
            finder.publish(Snapshot { parts: vec![part], delta: Vec::new() });
        }
        finder
    }
}

/// Finds documents; shared between threads. Writers take turns, readers wait for nobody.
#[derive(Default)]
pub struct Finder {
    now: RwLock<Arc<Snapshot>>,
    /// Held while a change is published.
    writing: Mutex<()>,
    /// Held while a segment is made of the delta.
    freezing: Mutex<()>,
    /// Held while segments are merged.
    merging: Mutex<()>,
}

/// A panic of another thread leaves these locks sound: what they guard is replaced whole.
fn locked(mutex: &Mutex<()>) -> MutexGuard<'_, ()> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Finder {
    /// A finder over these documents.
    pub fn build<'a>(docs: impl IntoIterator<Item = Doc<'a>>) -> Finder {
        let mut builder = Builder::default();
        docs.into_iter().for_each(|doc| builder.push(&doc));
        builder.finish()
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn publish(&self, snapshot: Snapshot) {
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
    }

    /// Adds a document, or puts it in place of the one with its kind and id.
    pub fn upsert(&self, doc: Doc<'_>) {
        self.apply(&[Change::Upsert(doc)]);
    }

    /// Forgets a document.
    pub fn remove(&self, kind: u8, id: [u8; 16]) {
        self.apply(&[Change::Remove { kind, id }]);
    }

    /// Applies changes in order and shows them to readers all at once. Cheaper than one by one.
    pub fn apply(&self, changes: &[Change<'_>]) {
        let writing = locked(&self.writing);
        let mut next = Snapshot::clone(&self.snapshot());
        for change in changes {
            match change {
                Change::Upsert(doc) => {
                    next.remove(doc.kind, &doc.id);
                    next.delta.push(Arc::new(Kept::new(doc)));
                }
                Change::Remove { kind, id } => next.remove(*kind, id),
            }
        }
        let full = next.delta.len() >= DELTA;
        self.publish(next);
        drop(writing);
        if full {
            self.freeze();
        }
    }

    /// Merges segments that have become many. For a background thread, every second or so; answers whether there was
    /// anything to do. Readers and writers go on meanwhile.
    pub fn maintain(&self) -> bool {
        let _merging = locked(&self.merging);
        let mut done = false;
        while let Some(some) = to_merge(&self.snapshot().parts) {
            self.merge(&some);
            done = true;
        }
        done
    }

    /// Merges everything into one segment: after an import, before a snapshot.
    pub fn compact(&self) {
        let _merging = locked(&self.merging);
        self.freeze();
        let parts = self.snapshot().parts.clone();
        if parts.len() > 1 || parts.iter().any(|p| p.dead.count > 0) {
            self.merge(&parts);
        }
    }

    /// Makes a segment of the delta.
    pub(super) fn freeze(&self) {
        let _freezing = locked(&self.freezing);
        let before = self.snapshot();
        if before.delta.is_empty() {
            return;
        }
        let mut builder = segment::Builder::default();
        before.delta.iter().for_each(|kept| kept.doc(|doc| builder.push(doc)));
        let segment = Arc::new(builder.finish());
        let _writing = locked(&self.writing);
        let mut next = Snapshot::clone(&self.snapshot());
        let mut part = Part { segment, dead: Dead::default() };
        // What was replaced or removed while the segment was being built must not come back with it.
        for kept in &before.delta {
            if !next.delta.iter().any(|k| Arc::ptr_eq(k, kept))
                && let Some(row) = part.segment.row_of(kept.kind, &kept.id)
            {
                part.dead.add(row);
            }
        }
        let frozen: std::collections::HashSet<*const Kept> = before.delta.iter().map(Arc::as_ptr).collect();
        next.delta.retain(|k| !frozen.contains(&Arc::as_ptr(k)));
        next.parts.push(part);
        self.publish(next);
    }

    /// Puts one segment in the place of these. The caller holds `merging`, so that only their `dead` can have changed.
    fn merge(&self, some: &[Part]) {
        let mut builder = segment::Builder::default();
        for part in some {
            for row in (0..part.segment.len()).filter(|row| !part.dead.has(*row)) {
                part.segment.doc(row, |doc| builder.push(doc));
            }
        }
        let segment = Arc::new(builder.finish());
        let _writing = locked(&self.writing);
        let mut next = Snapshot::clone(&self.snapshot());
        let mut merged = Part { segment, dead: Dead::default() };
        let old = |part: &Part| some.iter().find(|p| Arc::ptr_eq(&p.segment, &part.segment)).cloned();
        for part in &next.parts {
            let Some(then) = old(part) else { continue };
            for row in (0..part.segment.len()).filter(|row| part.dead.has(*row) && !then.dead.has(*row)) {
                part.segment.doc(row, |doc| {
                    if let Some(row) = merged.segment.row_of(doc.kind, &doc.id) {
                        merged.dead.add(row);
                    }
                });
            }
        }
        next.parts.retain(|part| old(part).is_none());
        if merged.living() > 0 {
            next.parts.push(merged);
        }
        next.parts.sort_by_key(|part| std::cmp::Reverse(part.segment.len()));
        self.publish(next);
    }

    /// The best `limit` documents that match every word of the query, of the given kinds (all when none is given), in
    /// the given scope.
    pub fn search(&self, query: &Query, scope: Scope<'_>, kinds: &[u8], limit: usize) -> Hits {
        let limit = if query.count_only() { 0 } else { limit };
        self.ask(query, scope, kinds, limit, query.count_only(), Effort::USUAL)
    }

    /// How many documents match, exactly.
    pub fn count(&self, query: &Query, scope: Scope<'_>, kinds: &[u8]) -> u64 {
        self.ask(query, scope, kinds, 0, true, Effort::USUAL).total.number()
    }

    pub(super) fn ask(
        &self,
        query: &Query,
        scope: Scope<'_>,
        kinds: &[u8],
        limit: usize,
        exact: bool,
        effort: Effort,
    ) -> Hits {
        let nothing = Hits { total: Count::Exact(0), hits: Vec::new(), by_initials: false };
        if query.is_empty() {
            return nothing;
        }
        let snapshot = self.snapshot();
        let mut ask = Ask { query, scope, kinds, garbled: false, limit, exact, effort };
        let found = snapshot.search(&ask);
        if found.total.number() > 0 || !query.may_be_garbled() {
            return found;
        }
        ask.garbled = true;
        let found = snapshot.search(&ask);
        Hits { by_initials: found.total.number() > 0, ..found }
    }

    /// The kinds and ids of all documents with exactly this phone number, however it is written.
    pub fn by_phone(&self, number: &str) -> Vec<(u8, [u8; 16])> {
        let number = phone_digits(number);
        let snapshot = self.snapshot();
        if number.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u8, [u8; 16])> = Vec::new();
        for part in &snapshot.parts {
            for row in part.segment.with_phone(&number).filter(|row| !part.dead.has(*row)) {
                let rows = &part.segment.rows;
                found.extend(rows.kinds.get(row as usize).copied().zip(rows.ids.get(row as usize).copied()));
            }
        }
        found.extend(snapshot.delta.iter().filter(|k| k.has_phone(&number)).map(|k| (k.kind, k.id)));
        if found.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        found
    }

    /// Numbers that several documents of a kind have, each with the ids and names of all of them. A walk over all
    /// documents, while nobody waits.
    pub fn sharing_numbers(&self, kind: u8) -> Vec<Sharing> {
        let snapshot = self.snapshot();
        let mut all: Vec<(u64, u32, u32)> = Vec::new();
        for (at, part) in (0u32..).zip(&snapshot.parts) {
            let rows = &part.segment.rows;
            for row in (0..rows.len()).filter(|row| rows.kinds.get(*row as usize) == Some(&kind)) {
                if !part.dead.has(row) {
                    all.extend(rows.words(row).phones().map(|p| (hash(p.as_bytes()), at, row)));
                }
            }
        }
        for (row, kept) in (0u32..).zip(&snapshot.delta).filter(|(_, k)| k.kind == kind) {
            all.extend(kept.phones().map(|p| (hash(p.as_bytes()), u32::MAX, row)));
        }
        all.sort_unstable();
        let mut out = Vec::new();
        for same in all.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            let mut by_number: std::collections::BTreeMap<&str, Vec<([u8; 16], String)>> = Default::default();
            for (_, at, row) in same {
                let (id, name, phones): (_, _, Vec<&str>) = match snapshot.parts.get(*at as usize) {
                    Some(part) => {
                        let (rows, words) = (&part.segment.rows, part.segment.rows.words(*row));
                        (rows.ids.get(*row as usize).copied(), words.name, words.phones().collect())
                    }
                    None => match snapshot.delta.get(*row as usize) {
                        Some(kept) => (Some(kept.id), kept.name.as_str(), kept.phones().collect()),
                        None => continue,
                    },
                };
                let Some(id) = id else { continue };
                for phone in
                    phones.into_iter().filter(|p| hash(p.as_bytes()) == same.first().map_or(0, |s| s.0))
                {
                    let known = by_number.entry(phone).or_default();
                    if !known.iter().any(|(k, _)| *k == id) {
                        known.push((id, name.to_owned()));
                    }
                }
            }
            out.extend(
                by_number.into_iter().filter(|(_, all)| all.len() > 1).map(|(n, all)| (n.to_owned(), all)),
            );
        }
        out
    }

    /// What a document is called.
    pub fn name_of(&self, kind: u8, id: [u8; 16]) -> Option<String> {
        let snapshot = self.snapshot();
        if let Some(kept) = snapshot.delta.iter().find(|k| k.kind == kind && k.id == id) {
            return Some(kept.name.clone());
        }
        let in_part =
            |part: &Part| part.row_of(kind, &id).map(|row| part.segment.rows.words(row).name.to_owned());
        snapshot.parts.iter().find_map(in_part)
    }

    /// How many documents there are.
    pub fn len(&self) -> u64 {
        let snapshot = self.snapshot();
        snapshot.parts.iter().map(|p| u64::from(p.living())).sum::<u64>() + snapshot.delta.len() as u64
    }

    /// True when there is no document.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes held by the segments; the delta adds about four kilobytes a document.
    pub fn memory(&self) -> usize {
        let snapshot = self.snapshot();
        snapshot.parts.iter().map(|p| p.segment.memory()).sum::<usize>() + snapshot.delta.len() * 4096
    }
}

/// Which parts to merge now: the largest with all others once those have a quarter of its size or a quarter of it is
/// dead, else the smaller ones once there are many of a like size.
fn to_merge(parts: &[Part]) -> Option<Vec<Part>> {
    let largest = parts.iter().map(Part::living).max()?;
    let all: u32 = parts.iter().map(Part::living).sum();
    let dead: u32 = parts.iter().map(|p| p.dead.count).sum();
    let outgrown = parts.len() > 1 && (all - largest) * 4 > largest;
    if outgrown && parts.len() > FAN || dead * 4 > all + dead {
        return Some(parts.to_vec());
    }
    let mut small: Vec<&Part> = parts.iter().collect();
    small.sort_by_key(|p| p.segment.len());
    small.pop();
    let least = small.first()?.segment.len();
    let like: Vec<Part> =
        small.into_iter().filter(|p| p.segment.len() < (least + 1) * FAN as u32).cloned().collect();
    (like.len() >= FAN).then_some(like)
}

impl Snapshot {
    fn search(&self, ask: &Ask<'_>) -> Hits {
        let mut total = Count::Exact(0);
        let mut all: Vec<(Ranked, &str, Hit)> = Vec::new();
        for part in &self.parts {
            let (ranked, count) = search(&part.segment, |bits| part.dead.strip(bits), ask);
            total = total.plus(count);
            let rows = &part.segment.rows;
            all.extend(ranked.into_iter().filter_map(|r| {
                let at = r.row as usize;
                let (id, kind) = (*rows.ids.get(at)?, *rows.kinds.get(at)?);
                Some((r, rows.words(r.row).name, Hit { id, kind, score: r.score, fields: r.fields }))
            }));
        }
        let mut fresh = 0;
        for kept in &self.delta {
            if let Some((score, fields)) = kept.fit(ask) {
                fresh += 1;
                let ranked = Ranked { score, weight: kept.weight, row: 0, fields };
                all.push((ranked, &kept.name, Hit { id: kept.id, kind: kept.kind, score, fields }));
            }
        }
        total = total.plus(Count::Exact(fresh));
        all.sort_unstable_by(|a, b| {
            let by_weight = || b.0.weight.cmp(&a.0.weight);
            let by_name = || a.1.cmp(b.1).then_with(|| (a.2.id, a.2.kind).cmp(&(b.2.id, b.2.kind)));
            b.0.score.cmp(&a.0.score).then_with(by_weight).then_with(by_name)
        });
        Hits { total, hits: all.into_iter().take(ask.limit).map(|a| a.2).collect(), by_initials: false }
    }
}
