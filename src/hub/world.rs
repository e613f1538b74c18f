//! The book as the hub serves it: the store, the indexes over it, and the clock.

use super::list::Ordered;
use crate::book::field::Find;
use crate::book::{Day, Field, Id, Kind, Record, Ref, Type, Value, area, organisation, person};
use crate::index::finder::{Builder, Doc, Finder};
use crate::index::tables::{NONE, Tables};
use crate::store::{self, Book, Key, OpenReport, Store, StoreError, codec};
use crate::text::Lang;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Largest record, bytes.
pub const RECORD_MAX: usize = 1 << 20;

/// The order in which records are taken in, so that what others refer to comes first.
pub const LOAD_ORDER: [Kind; 7] =
    [Kind::Area, Kind::Staff, Kind::Tag, Kind::Organisation, Kind::Person, Kind::Visit, Kind::Tie];

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
    /// What was found at the start, in plain words for [`super::wire::Status`].
    pub opened: OpenReport,
    tables: RwLock<Tables>,
    ordered: Mutex<Vec<Ordered>>,
    clock: Clock,
}

/// The book's zone: China has one, +08:00. Civil dates are this zone's, never the environment's.
const ZONE_MS: i64 = 8 * 3600 * 1000;
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
        let (book, opened): (Book, OpenReport) = store::open(dir, store::Options::default())?;
        let mut tables = Tables::default();
        let mut finder = Builder::default();
        let mut done = 0u64;
        for kind in LOAD_ORDER {
            let mut after = None;
            loop {
                let page = book.range(kind.code(), after, 2000)?;
                let Some((last, _)) = page.last() else { break };
                after = Some(*last);
                for (id, stored) in &page {
                    let record = decode(kind, Id(*id), stored.version.0, &stored.body)?;
                    tables.apply(None, Some(&record));
                    with_doc(&record, &tables, |doc| finder.push(&doc));
                }
                done += page.len() as u64;
                progress(done, 0);
            }
        }
        let finder = finder.finish();
        Ok(World {
            dir: dir.to_path_buf(),
            store: Box::new(book),
            finder,
            opened,
            tables: RwLock::new(tables),
            ordered: Mutex::default(),
            clock,
        })
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

    /// The tables, to read.
    pub fn tables(&self) -> RwLockReadGuard<'_, Tables> {
        self.tables.read().unwrap_or_else(std::sync::PoisonError::into_inner)
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
        let key = Key { kind: target.kind.code(), id: target.id.0 };
        let Some(s) = self.store.get(key)? else { return Ok(None) };
        decode(target.kind, target.id, s.version.0, &s.body).map(Some)
    }

    /// What a record is called: its name; for a tie or visit what it is.
    pub fn name_of(&self, target: Ref) -> String {
        if let Some(name) = self.name_in_tables(target) {
            return name;
        }
        self.get(target).ok().flatten().map(|r| r.name().to_string()).unwrap_or_default()
    }

    fn name_in_tables(&self, target: Ref) -> Option<String> {
        let t = self.tables();
        match target.kind {
            Kind::Area => t.areas.find(target.id).and_then(|a| t.areas.get(a)).map(|a| a.name.clone()),
            Kind::Person | Kind::Tie | Kind::Visit => None,
            kind => {
                let slots = t.names(kind)?;
                slots.find(target.id).and_then(|a| slots.get(a)).map(|r| r.name.clone())
            }
        }
    }

    /// A value in words.
    pub fn words(&self, field: &Field, value: &Value, lang: Lang) -> String {
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
                Value::Int(i) => i.to_string(),
                Value::Day(d) => d.to_string(),
                Value::Instant(ms) => day_of(*ms).to_string(),
                Value::Code(c) => field.choice_label(*c, lang),
                Value::Flag(b) => if *b { "√" } else { "" }.to_string(),
                Value::Ref(r) => self.name_of(*r),
                Value::List(_) | Value::Group(_) => String::new(),
            })
            .filter(|s| !s.is_empty())
            .collect();
        all.join(sep)
    }

    /// Takes in what was written: tables, finder.
    pub fn publish(&self, before: Option<&Record>, after: Option<&Record>) {
        self.tables_mut().apply(before, after);
        let Some(one) = after.or(before) else { return };
        let tables = self.tables();
        match after {
            Some(r) => with_doc(r, &tables, |doc| self.finder.upsert(doc)),
            None => self.finder.remove(one.kind.code(), one.id.0),
        }
    }

    /// Whether a change renames what other documents of the finder carry: an employer, a community.
    pub fn renames(before: Option<&Record>, after: Option<&Record>) -> Option<Ref> {
        match (before, after) {
            (Some(b), Some(a))
                if matches!(a.kind, Kind::Organisation | Kind::Area | Kind::Tag) && b.name() != a.name() =>
            {
                Some(a.to_ref())
            }
            _ => None,
        }
    }

    /// Makes the finder's documents of all people who refer to a renamed record anew.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn refind(&self, renamed: Ref) -> Result<(), StoreError> {
        let people: Vec<Id> = {
            let t = self.tables();
            let area = t.areas.find(renamed.id);
            let org = t.organisations.find(renamed.id);
            t.people
                .live()
                .filter(|(_, p)| match renamed.kind {
                    Kind::Area => Some(p.area) == area,
                    Kind::Organisation => Some(p.employer) == org,
                    _ => true,
                })
                .map(|(_, p)| p.id)
                .collect()
        };
        for id in people {
            if let Some(r) = self.get(Ref { kind: Kind::Person, id })? {
                let t = self.tables();
                with_doc(&r, &t, |doc| self.finder.upsert(doc));
            }
        }
        Ok(())
    }
}

/// A record out of its stored bytes.
///
/// # Errors
/// When the bytes are no fields.
pub fn decode(kind: Kind, id: Id, version: u64, body: &[u8]) -> Result<Record, StoreError> {
    let fields =
        codec::decode(body, RECORD_MAX as u64).map_err(|e| StoreError::Failed { why: e.to_string() })?;
    Ok(Record { kind, id, version, fields })
}

/// A record's bytes.
///
/// # Errors
/// When it is larger than [`RECORD_MAX`].
pub fn encode(record: &Record) -> Result<Vec<u8>, StoreError> {
    codec::encode(&record.fields, RECORD_MAX as u64).map_err(|e| StoreError::Failed { why: e.to_string() })
}

/// The finder's document of a record, if its kind is searched.
fn with_doc(r: &Record, t: &Tables, f: impl FnOnce(Doc<'_>)) {
    let f_all = |find: Find| {
        r.kind
            .fields()
            .iter()
            .filter(move |d| d.find == find)
            .flat_map(|d| r.fields.texts(d.no))
            .collect::<Vec<_>>()
    };
    let named = |kind: Kind, no: u16| {
        let slots = t.names(kind)?;
        slots.find(r.fields.link(no)?.id).and_then(|a| slots.get(a)).map(|n| n.name.as_str())
    };
    let area_of = |no: u16| r.fields.link(no).and_then(|a| t.areas.find(a.id));
    let (org, at, reading, weight) = match r.kind {
        Kind::Person => {
            let last = t.people.find(r.id).and_then(|p| t.people.get(p)).map_or(0, |p| p.last.max(0) as u32);
            (
                named(Kind::Organisation, person::EMPLOYER).unwrap_or(""),
                area_of(person::AREA),
                person::READING,
                last,
            )
        }
        Kind::Organisation => ("", area_of(organisation::AREA), organisation::READING, 0),
        Kind::Area => ("", r.fields.link(area::PARENT).and_then(|a| t.areas.find(a.id)), 0, 0),
        Kind::Staff => ("", None, crate::book::staff::READING, 0),
        Kind::Tag | Kind::Tie | Kind::Visit => return,
    };
    let called = f_all(Find::Called);
    let phones = f_all(Find::Phone);
    let titles = f_all(Find::Title).join(" ");
    let mut extra = f_all(Find::Extra).join(" ");
    for d in r.kind.fields().iter().filter(|d| d.find == Find::Extra && !d.choices().is_empty()) {
        for c in r.fields.codes(d.no).iter().filter_map(|c| d.choice(*c)) {
            extra.push(' ');
            extra.push_str(c.label.zh);
        }
    }
    for tagged in r.fields.links(if r.kind == Kind::Person { person::TAGS } else { organisation::TAGS }) {
        if tagged.kind == Kind::Tag
            && let Some(n) = t.tags.find(tagged.id).and_then(|a| t.tags.get(a))
        {
            extra.push(' ');
            extra.push_str(&n.name);
        }
    }
    let community = at.map(|a| t.areas.place(a)).unwrap_or_default();
    f(Doc {
        id: r.id.0,
        kind: r.kind.code(),
        area: at.unwrap_or(NONE),
        name: r.name(),
        reading: if reading == 0 { "" } else { r.fields.text(reading) },
        called: &called,
        phones: &phones,
        org,
        title: &titles,
        community: &community,
        extra: &extra,
        weight,
    });
}

/// What was found at the start, in plain words for the status; empty where all was well.
pub fn opened_words(o: &OpenReport) -> String {
    let mut out = Vec::new();
    if let Some((place, bytes)) = &o.cut {
        out.push(format!("a torn tail of {bytes} bytes was cut at {place}"));
    }
    if let Some(r) = &o.rebuilt {
        out.push(format!("the book was rebuilt from the journal: {} records ({:?})", r.records, r.why));
    }
    if let Some((place, fault)) = &o.read_only {
        out.push(format!("read-only: {place}: {fault}"));
    }
    out.join("; ")
}
