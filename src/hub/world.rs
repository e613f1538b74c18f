//! The book as the hub serves it: the store, the indexes over it, and the clock.

use super::actor::Actor;
use super::doc::{self, with_doc};
use super::list::Ordered;
use super::office;
use super::pulse::Pulse;
use super::reading::Reading;
use super::snapshot;
use super::twins::Watch;
use crate::book::dates::ZONE_SECONDS;
use crate::book::{Day, Field, Id, Kind, Record, Ref, Type, Value, merge, person, request, schema, visit};
use crate::index::finder::{Builder, Finder};
use crate::index::tables::Tables;
use crate::store::{self, Book, Key, OpenReport, Store, StoreError};
use crate::text::{Lang, rights, staff as elsewhere};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Largest record, bytes.
pub const RECORD_MAX: usize = 1 << 20;

/// The order in which records are taken in, so that what others refer to comes first; visits before people, whose
/// place in the finder is that of their last visit; after them what is about them.
pub fn load_order() -> impl Iterator<Item = Kind> {
    let by_hand = [
        Kind::Area,
        Kind::Staff,
        Kind::Tag,
        Kind::Organisation,
        Kind::Visit,
        Kind::Person,
        Kind::Tie,
        Kind::Request,
    ];
    by_hand.into_iter().chain(Kind::generals().map(|(kind, _)| kind))
}

/// The clock of a hub: milliseconds since 1970 UTC.
pub type Clock = Box<dyn Fn() -> i64 + Send + Sync>;

/// The clock of the machine.
pub fn machine_clock() -> Clock {
    Box::new(|| chrono::Utc::now().timestamp_millis())
}

/// A served book.
pub struct World {
    /// Where it lies.
    pub dir: PathBuf,
    /// The store.
    pub store: Box<dyn Store>,
    /// The finder.
    pub finder: Finder,
    /// How quick it is and how much waits.
    pub pulse: Arc<Pulse>,
    /// When it was opened, milliseconds since 1970 UTC.
    pub started_ms: i64,
    /// What was found at the start, in plain words for [`super::wire::Status`].
    pub opened: OpenReport,
    tables: RwLock<Tables>,
    ordered: Mutex<Vec<Ordered>>,
    clock: Clock,
    /// Those whose entries are only kept (PIPL art. 47), as they stand.
    frozen: RwLock<BTreeMap<Id, Record>>,
    /// Who may be in it twice.
    watch: Watch,
    /// Records that are being erased: nothing may be written about them any more.
    leaving: Mutex<HashSet<Ref>>,
    /// The commit up to which the indexes are written down, 0 for none.
    saved: AtomicU64,
}

/// From so many records on the indexes are written down as soon as they were made: a hub that is killed must not
/// have worked for nothing.
const SAVE_FROM: u64 = 50_000;

/// In place of a commit: never write them down.
const DISTRUSTED: u64 = u64::MAX;

const ZONE_MS: i64 = ZONE_SECONDS as i64 * 1000;
const DAY_MS: i64 = 24 * 3600 * 1000;

/// The civil day of an instant in the book's zone.
pub fn day_of(at_ms: i64) -> Day {
    // 1970-01-01 is day 719163 of the calendar that begins with 0001-01-01
    Day(719_163 + (at_ms + ZONE_MS).div_euclid(DAY_MS) as i32)
}

impl World {
    /// Opens a book and makes its indexes. `progress` hears (what is done, of how much).
    ///
    /// # Errors
    /// What [`store::open`] says: locked by another hub, of a newer format, damaged beyond repair.
    pub fn open(dir: &Path, clock: Clock, progress: &dyn Fn(u64, u64)) -> Result<World, StoreError> {
        let (book, opened): (Book, OpenReport) = {
            let progress: store::Progress<'_> = Box::new(progress);
            store::open(dir, store::Options { progress: Some(progress), ..store::Options::default() })?
        };
        // first of all: what fields there are says which columns there are
        schema::lay_down(office::said_in(&book)?);
        let kept = snapshot::read(dir, &book);
        let (tables, finder, since) = match kept {
            Some(k) => (k.tables, k.finder, Some(k.since)),
            None => (Tables::default(), Finder::default(), None),
        };
        let mut world = World {
            dir: dir.to_path_buf(),
            store: Box::new(book),
            finder,
            pulse: Arc::default(),
            started_ms: clock(),
            opened,
            tables: RwLock::new(tables),
            ordered: Mutex::default(),
            clock,
            frozen: RwLock::default(),
            watch: Watch::default(),
            leaving: Mutex::default(),
            saved: AtomicU64::new(0),
        };
        match since {
            Some(since) => {
                snapshot::catch_up(&world, &since)?;
                if since.is_empty() {
                    world.saved.store(world.store.head().0, Relaxed);
                }
            }
            None => {
                let records = world.index_all(progress)?;
                if records >= SAVE_FROM {
                    world.save_indexes();
                }
            }
        }
        world.find_frozen()?;
        Ok(world)
    }

    /// Who is frozen, out of the register: every freezing is in it.
    fn find_frozen(&self) -> Result<(), StoreError> {
        let requests: Vec<Id> = self.tables().requests.iter().copied().collect();
        for id in requests {
            let Some(r) = self.get(Ref { kind: Kind::Request, id })? else { continue };
            if r.fields.code(request::WHAT) == Some(request::FREEZE)
                && let Some(who) = r.fields.link(request::PERSON)
                && let Some(p) = self.get(who)?
                && person::is_frozen(&p)
            {
                self.frozen_mut().insert(p.id, p);
            }
        }
        Ok(())
    }

    /// Makes the indexes of all records; how many those are.
    fn index_all(&mut self, progress: &dyn Fn(u64, u64)) -> Result<u64, StoreError> {
        let mut tables = Tables::for_loading();
        let mut finder = Builder::default();
        let mut done = 0u64;
        // where in the finder's documents each person stands, by whose name other records are found
        let mut people: Vec<u32> = Vec::new();
        for kind in load_order() {
            let mut after = None;
            loop {
                let page = self.store.range(kind.code(), after, 2000)?;
                let Some((last, _)) = page.last() else { break };
                after = Some(*last);
                for (id, stored) in &page {
                    let record = decode(kind, Id(*id), stored.version.0, &stored.body)?;
                    tables.lineage.apply(record.to_ref(), Some(&record));
                    if let Some(record) = seen(Some(&record)) {
                        tables.apply(None, Some(record));
                        let at = tables.people.row(record.id).filter(|_| kind == Kind::Person);
                        if let Some(at) = at {
                            people.resize(people.len().max(at as usize + 1), u32::MAX);
                            if let Some(place) = people.get_mut(at as usize) {
                                *place = finder.len();
                            }
                        }
                        let name = |p: Ref| {
                            let at = tables.people.find(p.id)?;
                            people.get(at as usize).map(|nth| finder.name(*nth).to_owned())
                        };
                        let whose: Vec<String> = doc::people(record).into_iter().filter_map(name).collect();
                        with_doc(record, &tables, &whose, |doc| finder.push(&doc));
                    }
                }
                done += page.len() as u64;
                progress(done, 0);
            }
        }
        tables.sort();
        let survivors: Vec<Ref> = tables.lineage.survivors().collect();
        self.finder = finder.finish();
        self.tables = RwLock::new(tables);
        // who was merged into them may have come after them
        self.reword(survivors)?;
        Ok(done)
    }

    /// Writes the indexes down beside the book, if anything is new in them; only the writer may. Where it cannot be
    /// done the next start takes longer, nothing more.
    pub fn save_indexes(&self) {
        let head = self.store.head().0;
        if self.saved.load(Relaxed) == DISTRUSTED {
            return;
        }
        if self.saved.swap(head, Relaxed) != head && snapshot::write(self).is_err() {
            self.saved.store(0, Relaxed);
        }
    }

    /// The indexes may lack something that was committed: they are not kept, so that the next start makes them anew.
    pub fn distrust_indexes(&self) {
        self.saved.store(DISTRUSTED, Relaxed);
        // one of an earlier commit is brought up from the journal and harms nobody, if it cannot be deleted
        let _ = snapshot::delete(&self.dir);
    }

    /// The file of the indexes goes, because of what it holds; the next one is made of what is left.
    ///
    /// # Errors
    /// When it stays.
    pub fn forget_indexes(&self) -> std::io::Result<()> {
        if self.saved.load(Relaxed) != DISTRUSTED {
            self.saved.store(0, Relaxed);
        }
        snapshot::delete(&self.dir)
    }

    /// Those whose entries are only kept.
    pub fn frozen(&self) -> RwLockReadGuard<'_, BTreeMap<Id, Record>> {
        self.frozen.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn frozen_mut(&self) -> RwLockWriteGuard<'_, BTreeMap<Id, Record>> {
        self.frozen.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether somebody's entry is only kept.
    pub fn is_frozen(&self, one: Ref) -> bool {
        one.kind == Kind::Person && self.frozen().contains_key(&one.id)
    }

    /// Whether a record is about frozen people only: their own, or visits to nobody else.
    pub fn only_frozen(&self, r: &Record) -> bool {
        let whom = match r.kind.people_field() {
            Some(no) => r.fields.links(no),
            None => vec![r.to_ref()],
        };
        !whom.is_empty() && whom.into_iter().all(|p| self.is_frozen(p))
    }

    /// Who may be in it twice.
    pub fn watch(&self) -> &Watch {
        &self.watch
    }

    /// Records that are being erased.
    pub fn leaving(&self) -> MutexGuard<'_, HashSet<Ref>> {
        self.leaving.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Now, milliseconds since 1970 UTC.
    pub fn now_ms(&self) -> i64 {
        (self.clock)()
    }

    /// Today in the book's zone.
    pub fn today(&self) -> Day {
        day_of(self.now_ms())
    }

    /// Whole lists kept in their order.
    pub fn ordered(&self) -> MutexGuard<'_, Vec<Ordered>> {
        self.ordered.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The tables, to read. Not while this thread reads them already: a writer that came between would wait for the
    /// first, and the second for the writer, for ever.
    pub fn tables(&self) -> Reading<'_> {
        Reading::of(&self.tables)
    }

    /// The tables, to change: the writer only.
    pub fn tables_mut(&self) -> RwLockWriteGuard<'_, Tables> {
        self.tables.write().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// A record as it stands.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn get(&self, target: Ref) -> Result<Option<Record>, StoreError> {
        Ok(self.get_sized(target)?.map(|(record, _)| record))
    }

    /// A record as it stands, and how many bytes it has.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn get_sized(&self, target: Ref) -> Result<Option<(Record, usize)>, StoreError> {
        let key = Key { kind: target.kind.code(), id: target.id.0 };
        let Some(s) = self.store.get(key)? else { return Ok(None) };
        Ok(Some((decode(target.kind, target.id, s.version.0, &s.body)?, s.body.len())))
    }

    /// The record that stands for one: itself, unless it was merged into another.
    pub fn stands_for(&self, one: Ref) -> Ref {
        if one.kind.merged_field().is_none() {
            return one;
        }
        self.tables().lineage.stands_for(one)
    }

    /// Whether a record bears a name, or one that was merged into it did.
    pub fn bears(&self, r: &Record, name: &str) -> bool {
        let formerly = || self.tables().lineage.formers(r.to_ref()).iter().any(|f| f.name == name);
        r.name() == name || formerly()
    }

    /// What a record is called by whoever asks: for somebody outside their areas stand words that say so.
    pub fn name_of(&self, target: Ref, actor: &Actor) -> String {
        if actor.rights.names(&self.tables(), target) {
            self.full_name(target, actor.lang)
        } else {
            elsewhere::ELSEWHERE.get(actor.lang).into()
        }
    }

    /// What a record is called: its name. Somebody frozen is only kept, so words that say so stand for the name
    /// (PIPL art. 47). What is told to somebody goes by [`World::name_of`].
    pub fn full_name(&self, target: Ref, lang: Lang) -> String {
        if let Some(name) = self.name_in_tables(target) {
            return name;
        }
        self.get(target).ok().flatten().map(|r| called(&r, lang)).unwrap_or_default()
    }

    fn name_in_tables(&self, target: Ref) -> Option<String> {
        let t = self.tables();
        match target.kind {
            Kind::Area => t.areas.find(target.id).and_then(|a| t.areas.get(a)).map(|a| a.name.clone()),
            // from the finder's memory: a page of visits names people all over the book
            Kind::Person => self.finder.name_of(target.kind.code(), target.id.0).filter(|n| n.len() < 250),
            Kind::Tie | Kind::Visit | Kind::Request => None,
            kind if kind.general().is_some() => {
                self.finder.name_of(kind.code(), target.id.0).filter(|n| n.len() < 250)
            }
            kind => {
                let slots = t.names(kind)?;
                slots.find(target.id).and_then(|a| slots.get(a)).map(|r| r.name.clone())
            }
        }
    }

    /// A value in words.
    pub fn words(&self, field: &Field, value: &Value, actor: &Actor) -> String {
        let lang = actor.lang;
        let sep = match lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        };
        let all: Vec<String> = value
            .each()
            .iter()
            .map(|v| match v {
                Value::Text(s) if matches!(field.ty, Type::Phone) => crate::book::phones::show(s, lang),
                Value::Text(s) => s.clone(),
                Value::Int(i) => field.number(*i),
                Value::Day(d) => d.to_string(),
                Value::Instant(ms) => day_of(*ms).to_string(),
                Value::Code(c) => field.choice_label(*c, lang),
                Value::Flag(b) => if *b { "√" } else { "" }.to_string(),
                Value::Ref(r) => self.name_of(*r, actor),
                Value::Group(parts) => {
                    let part = |(no, v): &(u16, Value)| field.part(*no).map(|f| self.words(f, v, actor));
                    parts.iter().filter_map(part).collect::<Vec<_>>().join(" ")
                }
                Value::List(_) => String::new(),
            })
            .filter(|s| !s.is_empty())
            .collect();
        all.join(sep)
    }

    /// Takes in all that a group of commits changed, and what follows from it: who refers to something renamed is found by its
    /// new name, who was visited stands nearer to the front.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn take_in(&self, changes: &mut [(Option<Record>, Option<Record>, Ref)]) -> Result<(), StoreError> {
        for (_, after, target) in changes.iter().filter(|(_, _, t)| t.kind == Kind::Person) {
            match after.as_ref().filter(|r| person::is_frozen(r)) {
                Some(r) => drop(self.frozen_mut().insert(target.id, r.clone())),
                None => drop(self.frozen_mut().remove(&target.id)),
            }
        }
        let targets: Vec<Ref> = changes.iter().map(|(_, _, t)| *t).collect();
        // what others refer to comes first, so that its name is there when they are taken in
        changes.sort_by_key(|(_, _, t)| load_order().position(|k| k == t.kind));
        {
            // locked once for all: every time the lock is asked for, somebody's walk over a million rows may have it
            let mut tables = self.tables_mut();
            for (before, after, target) in &*changes {
                tables.lineage.apply(*target, after.as_ref());
                tables.apply(seen(before.as_ref()), seen(after.as_ref()));
            }
        }
        let (mut renamed, mut met) = (Vec::new(), Vec::new());
        let tables = self.tables();
        for (before, after, target) in &*changes {
            renamed.extend(Self::renames(before.as_ref(), after.as_ref()));
            match seen(after.as_ref()) {
                Some(r) => self.find_by(r, &tables),
                None => self.finder.remove(target.kind.code(), target.id.0),
            }
            if target.kind == Kind::Visit {
                let visits = before.iter().chain(after);
                met.extend(visits.flat_map(|v| v.fields.links(visit::PEOPLE)));
            }
        }
        drop(tables);
        if changes.iter().any(|(_, _, t)| schema::says(t.kind)) {
            office::take_in(self)?;
        }
        met.sort_unstable();
        met.dedup();
        // those who were changed by this very commit stand there already, after the visits
        met.retain(|p| !changes.iter().any(|(_, _, t)| t == p));
        self.watch.note(targets.into_iter());
        self.reword(met)?;
        renamed.into_iter().try_for_each(|target| self.refind(target))
    }

    /// Puts a record into the finder, as it is found now.
    fn find_by(&self, r: &Record, t: &Tables) {
        let people = doc::people(r);
        let name = |p: &Ref| self.finder.name_of(p.kind.code(), p.id.0);
        let whose: Vec<String> = people.iter().filter_map(name).collect();
        if !people.is_empty() && whose.is_empty() {
            // all of them frozen or gone
            return self.finder.remove(r.kind.code(), r.id.0);
        }
        with_doc(r, t, &whose, |doc| self.finder.upsert(doc));
    }

    /// Whether a change renames what other documents of the finder carry: an employer, a community, somebody whom a
    /// matter is about; or moves them to where others may find it.
    fn renames(before: Option<&Record>, after: Option<&Record>) -> Option<Ref> {
        let (before, after) = (seen(before), seen(after));
        let one = after.or(before)?;
        let carried = matches!(one.kind, Kind::Person | Kind::Organisation | Kind::Area | Kind::Tag);
        let moved =
            |b: &Record, a: &Record| b.name() != a.name() || (a.kind == Kind::Person && b.area() != a.area());
        let new = match (before, after) {
            (Some(b), Some(a)) => moved(b, a),
            // frozen, taken up again
            (b, a) => one.kind == Kind::Person && (b.is_some() || a.is_some()),
        };
        (carried && new).then(|| one.to_ref())
    }

    /// Makes the finder's documents of all who refer to a renamed record anew.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn refind(&self, renamed: Ref) -> Result<(), StoreError> {
        let found: Vec<Ref> = {
            let t = self.tables();
            let area = t.areas.find(renamed.id);
            let org = t.organisations.find(renamed.id);
            let p = &t.people;
            let rows: Vec<u32> = match (renamed.kind, area, org) {
                (Kind::Area, Some(at), _) => p.with(&p.area, at).collect(),
                (Kind::Organisation, _, Some(at)) => t.members(at).to_vec(),
                (Kind::Tag, ..) => p.live().collect(),
                _ => Vec::new(),
            };
            let people = rows.into_iter().filter_map(|at| p.id.get(at));
            let people = people.map(|id| Ref { kind: Kind::Person, id });
            people.chain(t.all_referring(renamed.id)).collect()
        };
        self.reword(found)
    }

    /// Makes the finder's documents of some records anew.
    fn reword(&self, some: impl IntoIterator<Item = Ref>) -> Result<(), StoreError> {
        for one in some {
            let record = self.get(one)?;
            if let Some(r) = seen(record.as_ref()) {
                self.find_by(r, &self.tables());
            }
        }
        Ok(())
    }
}

/// What a record at hand is called; see [`World::name_of`].
pub fn called(r: &Record, lang: Lang) -> String {
    if person::is_frozen(r) { rights::FROZEN.get(lang).into() } else { r.name().to_string() }
}

/// A record as the indexes take it in: somebody frozen, and what was merged into another, is in no list, no count, no
/// search.
fn seen(r: Option<&Record>) -> Option<&Record> {
    r.filter(|r| !person::is_frozen(r) && merge::merged_into(r).is_none())
}

pub use super::body::{decode, encode};
