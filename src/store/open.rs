//! Opening a book: take the lock, look at the journal, decide about sled, say what was found.
use std::{path::Path, sync::Arc};

use super::{
    Lock, Place, Pos, StoreError,
    blank::{self, Named},
    book::{Book, Limits, Mode, Writer},
    disk::{Disk, RealDisk},
    error::Fault,
    fault,
    folder::{Folder, boot_id},
    group::Salts,
    journal::Journal,
    layout,
    rebuild::{Gather, Target, build, trouble},
    shelf::Shelf,
    sled::{Meta, Table, Trouble},
    walk::{Chain, End, From, Next, Verdict, segments},
};

/// Told how much of a long work is done, and of how much.
pub type Progress<'a> = Box<dyn FnMut(u64, u64) + 'a>;

/// How to open a book.
pub struct Options<'a> {
    /// Hears how far a rebuild has come.
    pub progress: Option<Progress<'a>>,
    /// Size of the journal's segments.
    pub segment_bytes: u64,
    /// Memory for sled's cache.
    pub cache_bytes: u64,
    /// How many request ids to remember at least; up to twice as many are.
    pub requests: u32,
    /// A journal up to this size is verified whole at every opening, a larger one from sled's position on.
    pub verify_bytes: u64,
    /// Make sled anew in any case.
    pub rebuild: bool,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            progress: None,
            segment_bytes: 16 << 20,
            cache_bytes: 64 << 20,
            requests: 100_000,
            verify_bytes: 32 << 20,
            rebuild: false,
        }
    }
}

/// Why sled was made anew.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// The last process ended without closing the book; `same_boot` tells a killed process from a power cut.
    NotClosed {
        /// The machine has not been started again since.
        same_boot: bool,
    },
    /// Its folder was not there.
    Missing,
    /// It could not be read; what it said.
    Damaged(String),
    /// It stands at another commit than the journal, or belongs to another journal.
    Unfitting,
    /// It was asked for.
    Asked,
}

/// What a rebuild did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rebuilt {
    /// Why.
    pub why: Why,
    /// Records that stand in the book.
    pub records: u64,
}

/// What was found and done at opening.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OpenReport {
    /// A new book was founded.
    pub created: bool,
    /// A write that did not complete was cut: where, and how many bytes. Nothing acknowledged was in it.
    pub cut: Option<(Place, u64)>,
    /// sled was made anew.
    pub rebuilt: Option<Rebuilt>,
    /// An erasure that a crash had interrupted was brought to its end: how many versions and notes were blanked.
    pub erased: u64,
    /// The journal is damaged here, so the book is read-only.
    pub read_only: Option<(Place, Fault)>,
}

impl OpenReport {
    /// Nothing that anybody should hear of.
    pub fn is_clean(&self) -> bool {
        *self == OpenReport { created: self.created, ..OpenReport::default() }
    }
}

/// Opens the book in a folder, or founds one there.
pub fn open(dir: &Path, options: Options) -> Result<(Book, OpenReport), StoreError> {
    let folder = Folder::new(dir);
    let disk = Arc::new(RealDisk::new(&folder.journal()));
    open_on(folder, disk, options)
}

/// Makes sled anew from the journal, and closes the book again.
pub fn rebuild(dir: &Path, progress: Option<Progress>) -> Result<OpenReport, StoreError> {
    if Folder::new(dir).identify()?.is_none() {
        return Err(StoreError::NotABook { path: dir.to_owned() });
    }
    let (book, report) = open(dir, Options { progress, rebuild: true, ..Options::default() })?;
    super::Store::close(&book)?;
    Ok(report)
}

/// What the journal was found to be.
struct Found {
    end: End,
    gather: Option<Gather>,
    /// The last group that sled has applied is in the chain.
    fits: bool,
    erasures: Vec<Named>,
}

pub(super) fn open_on(
    folder: Folder,
    disk: Arc<dyn Disk>,
    mut options: Options,
) -> Result<(Book, OpenReport), StoreError> {
    folder.create()?;
    let lock = Lock::take(folder.dir())?;
    let mut report = OpenReport::default();
    let book = match folder.identify()? {
        Some(book) => book,
        None => {
            report.created = true;
            folder.found()?
        }
    };
    folder.ensure_journal()?;
    let chain = Chain::new(disk, book);
    let dirty = folder.dirty()?;
    let boot = boot_id();
    // The mark must be durable before sled is touched: from here on only a clean close takes it away.
    folder.mark_dirty(&boot)?;

    let mut table = None;
    let mut why = match dirty {
        Some(then) => Some(Why::NotClosed { same_boot: then == boot }),
        None if options.rebuild => Some(Why::Asked),
        None if !folder.sled().exists() => Some(Why::Missing),
        None => match Table::open(&folder.sled(), options.cache_bytes, options.requests) {
            Ok(opened) => {
                table = Some(opened);
                None
            }
            Err(Trouble::Damaged(said)) => Some(Why::Damaged(said)),
            // More space is the only thing that helps; against all else a new folder does.
            Err(Trouble::Io(e)) => match StoreError::io(folder.sled(), e) {
                full @ StoreError::Full { .. } => return Err(full),
                other => Some(Why::Damaged(other.to_string())),
            },
        },
    };
    let closed_well = !matches!(why, Some(Why::NotClosed { .. }));
    let mut ignore = |_, _| {};
    let progress: &mut dyn FnMut(u64, u64) = match &mut options.progress {
        Some(progress) => progress,
        None => &mut ignore,
    };
    let limits = (options.verify_bytes, options.requests);
    let Found { mut end, gather, fits, mut erasures } =
        look(&chain, table.as_ref().map(Table::meta), limits, progress)?;

    if let Some(opened) = &table {
        let meta = opened.meta();
        // sled, closed in order, has applied what the journal now shows torn: so it was acknowledged, and this is
        // no write that did not complete but damage.
        if meta.pos > end.head && matches!(end.verdict, Verdict::Torn { .. }) {
            end.verdict = Verdict::Rot;
        }
        // One that is behind is not brought up: closed in order it never is. Damaged in the middle, sled was seen
        // to open without a word and to stand as it stood before the damaged place.
        let level = fits && meta.pos == end.head;
        // Beside a damaged journal it may know more than what is left of that.
        let beyond = end.verdict == Verdict::Rot && meta.pos > end.head;
        if !level && !beyond {
            why = Some(Why::Unfitting);
        }
    }
    if let Some(why) = why {
        drop(table.take());
        let set_aside = folder.set_aside()?;
        fault::point("rebuild.aside");
        let gather = match gather {
            Some(gather) => gather,
            None => {
                let found = look(&chain, None, (u64::MAX, options.requests), progress)?;
                (end, erasures) = (found.end, found.erasures);
                found.gather.unwrap_or_else(|| Gather::new(options.requests))
            }
        };
        let sled = folder.sled();
        let target = Target {
            folder: &folder,
            sled: &sled,
            chain: &chain,
            pos: end.head,
            hash: end.hash,
            requests: options.requests,
        };
        let records = build(gather, &target, progress)?;
        // Beside a damaged journal what was set aside may be the only other copy.
        if end.verdict != Verdict::Rot {
            folder.delete_aside()?;
            fault::point("rebuild.cleaned");
        }
        if set_aside || end.groups > 0 {
            report.rebuilt = Some(Rebuilt { why, records });
        }
    }
    let table = match table {
        Some(table) => table,
        None => Table::open(&folder.sled(), options.cache_bytes, options.requests)
            .map_err(|t| trouble(&folder, t))?,
    };
    let mode = match end.verdict {
        Verdict::Rot => {
            let fault = end.fault.unwrap_or(Fault::Header);
            report.read_only = Some((end.at, fault));
            Mode::ReadOnly(end.at, fault)
        }
        verdict => {
            if let Verdict::Torn { bytes } = verdict {
                report.cut = Some((end.at, bytes));
            }
            let journal = Journal::take(chain.clone(), &end, options.segment_bytes, closed_well)?;
            let again = Some(end.head).filter(|_| !closed_well);
            report.erased = blank::complete(&chain, &erasures, again)?;
            Mode::Open(journal)
        }
    };
    let salts = Salts::new().map_err(|e| StoreError::io("/dev/urandom", e))?;
    let writer = Writer { mode, salts, lock: Some(lock) };
    let limits = Limits { cache_bytes: options.cache_bytes, requests: options.requests };
    Ok((Book::new((folder, chain), Shelf::new(table), limits, writer, end.head), report))
}

/// Walks the journal: all of it if that is quick or if sled's position is no help, else from that position on.
fn look(
    chain: &Chain,
    meta: Option<Meta>,
    (verify_bytes, requests): (u64, u32),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Found, StoreError> {
    let files = segments(&*chain.disk)?;
    let mut bytes = 0;
    for name in files.values() {
        let len = chain.disk.open(name).and_then(|f| f.len());
        bytes += len.map_err(|e| StoreError::io(chain.disk.path(name), e))?;
    }
    let whole_row = files.keys().zip(1..).all(|(found, due)| *found == due);
    if let Some(meta) = meta.filter(|m| m.pos > Pos(0) && bytes > verify_bytes && whole_row) {
        let (mut fits, mut erasures) = (None, Vec::new());
        let end = chain.walk(From::Group(layout::place_of(meta.pos).0), &mut |group| {
            erasures.extend(group.commits.iter().filter_map(Named::of));
            fits.get_or_insert(group.hash == meta.hash && group.last() == meta.pos);
            Ok(Next::On)
        });
        if let (Ok(end), Some(true)) = (end, fits) {
            return Ok(Found { end, gather: None, fits: true, erasures });
        }
    }
    let mut gather = Gather::new(requests);
    // Before the first group there is nothing to compare.
    let mut fits = meta.is_some_and(|m| m.pos == Pos(0)) && bytes == 0;
    let (mut done, mut erasures) = (0, Vec::new());
    let end = chain.walk(From::Start, &mut |group| {
        done += group.bytes;
        // Reading is a fifth of the work of a rebuild, building the rest; counted in bytes both.
        progress(done / 5, bytes);
        fits |= meta.is_some_and(|m| m.pos == group.last() && m.hash == group.hash);
        erasures.extend(group.commits.iter().filter_map(Named::of));
        gather.group(&group);
        Ok(Next::On)
    })?;
    fits |= meta.is_some_and(|m| m.pos == Pos(0)) && end.groups == 0;
    Ok(Found { end, gather: Some(gather), fits, erasures })
}
