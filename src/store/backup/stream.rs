//! A backup as one stream, for a pipe: complete, or what is new since a head.
//!
//! ```text
//! stream  "linliBAK" version:u32 since:32 page:u32+bytes, then pieces, then the end
//! piece   1 segment:u32 offset:u64 length:u32 bytes
//! end     2 head:u32+line hash:32
//! ```
//!
//! `since` is the hash that the first group follows; the hash at the end is that of all before it, so a stream that
//! was cut short or altered is refused. Streams may follow one another.
use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    path::Path,
};

use super::{
    super::{
        Pos, RawId,
        disk::Disk,
        folder,
        layout::{self, Hash, SEGMENT_HEAD},
        walk::segment_name,
    },
    BackupError, Done, Head, Mark, StreamFault,
    heads::NotAHead,
    kept,
    staged::pieces,
    survey::{Marks, stable, survey},
};

const MAGIC: &[u8; 8] = b"linliBAK";
const VERSION: u32 = 1;
const PIECE: u8 = 1;
const END: u8 = 2;
/// The largest piece that is believed.
const PIECE_MAX: u32 = 4 << 20;
/// The largest title page or head that is believed.
const TEXT_MAX: u32 = 4 << 10;

struct Out<'a> {
    to: &'a mut dyn Write,
    hash: blake3::Hasher,
    count: u64,
}

impl Out<'_> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.count += bytes.len() as u64;
        self.to.write_all(bytes)
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        self.put(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes())?;
        self.put(text.as_bytes())
    }
}

/// Writes a book as a stream; with `since`, only what follows that head.
///
/// # Errors
/// See [`BackupError`]; what was written then lacks its end, and no restore accepts it.
pub fn backup_stream(
    book: &Path,
    to: &mut dyn Write,
    since: Option<&Mark>,
    at_ms: i64,
    published: &mut dyn FnMut() -> Option<Pos>,
) -> Result<Done, BackupError> {
    let (chain, page) = kept::book(book)?;
    let mut marks = Marks::new(since.into_iter().cloned().collect());
    let extent = stable(&chain, published, &mut marks)?.extent;
    let from = match (since, marks.found.first().copied().flatten()) {
        (Some(mark), None) => return Err(BackupError::NoSuchHead(mark.to_string())),
        (_, found) => found,
    };
    let pipe = BackupError::Pipe;
    let mut out = Out { to, hash: blake3::Hasher::new(), count: 0 };
    let follows = from.map_or_else(|| layout::genesis(&chain.book), |f| f.hash);
    let mut begin = || -> io::Result<()> {
        out.put(MAGIC)?;
        out.put(&VERSION.to_le_bytes())?;
        out.put(&follows)?;
        out.text(&page)
    };
    begin().map_err(pipe)?;
    let (first, offset) = from.map_or((1, 0), |f| (f.end.segment, f.end.offset));
    for (number, end) in extent.ends.range(first..) {
        let name = segment_name(*number);
        let start = if *number == first { offset } else { 0 };
        let file = chain.disk.open(&name).map_err(|e| BackupError::io(chain.disk.path(&name), e))?;
        pieces(&*file, start, *end, &mut |at, bytes| {
            out.put(&[PIECE])?;
            out.put(&number.to_le_bytes())?;
            out.put(&at.to_le_bytes())?;
            out.put(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes())?;
            out.put(bytes)
        })
        .map_err(pipe)?;
    }
    // If somebody was erased while it was read, it holds blanks that nothing in it stands for.
    let again = survey(&chain, Some(extent.head), &mut Marks::default())?;
    if again.bad.is_some() || again.extent != extent {
        return Err(BackupError::Moved);
    }
    let head = extent.head(at_ms);
    let end = || -> io::Result<()> {
        out.put(&[END])?;
        out.text(&head.to_string())?;
        let hash = *out.hash.finalize().as_bytes();
        out.put(&hash)?;
        out.to.flush()
    };
    let mut end = end;
    end().map_err(pipe)?;
    let known = from.map_or(0, |f| f.groups);
    Ok(Done { head, new_groups: extent.groups - known, written: out.count, renewed: 0, count: 1 })
}

/// What streams were found to hold.
pub(super) struct Unpacked {
    pub page: String,
    pub head: Head,
}

struct In<'a> {
    from: &'a mut dyn Read,
    hash: blake3::Hasher,
}

impl In<'_> {
    fn get(&mut self, buf: &mut [u8]) -> Result<(), BackupError> {
        self.from.read_exact(buf).map_err(|e| match e.kind() {
            io::ErrorKind::UnexpectedEof => BackupError::Stream(StreamFault::Short),
            _ => BackupError::Pipe(e),
        })?;
        self.hash.update(buf);
        Ok(())
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], BackupError> {
        let mut b = [0; N];
        self.get(&mut b)?;
        Ok(b)
    }

    fn u32(&mut self) -> Result<u32, BackupError> {
        self.array().map(u32::from_le_bytes)
    }

    fn text(&mut self) -> Result<String, BackupError> {
        let len = self.u32()?;
        if len > TEXT_MAX {
            return Err(BackupError::Stream(StreamFault::Altered));
        }
        let mut bytes = vec![0; len as usize];
        self.get(&mut bytes)?;
        String::from_utf8(bytes).map_err(|_| BackupError::Stream(StreamFault::Altered))
    }
}

/// Unpacks streams into the segments of a journal. What they say is believed only once the journal was verified.
pub(super) fn unpack(from: &mut dyn Read, journal: &dyn Disk) -> Result<Unpacked, BackupError> {
    let mut known: Option<(RawId, Unpacked)> = None;
    // how long each segment is by now
    let mut ends = BTreeMap::new();
    loop {
        let mut first = [0];
        if from.read(&mut first).map_err(BackupError::Pipe)? == 0 {
            let (_, whole) = known.ok_or(BackupError::Stream(StreamFault::NotOne))?;
            journal.sync_names().map_err(|e| BackupError::io(journal.path(""), e))?;
            return Ok(whole);
        }
        let mut read = In { from, hash: blake3::Hasher::new() };
        read.hash.update(&first);
        let rest: [u8; 7] = read.array()?;
        if !MAGIC.iter().eq(first.iter().chain(&rest)) {
            return Err(BackupError::Stream(StreamFault::NotOne));
        }
        if read.u32()? != VERSION {
            return Err(BackupError::Newer { path: "-".into() });
        }
        let follows: Hash = read.array()?;
        let page = read.text()?;
        let book = folder::read_title(&page, Path::new("-"))?;
        match &known {
            Some((other, _)) if *other != book => {
                return Err(BackupError::Stream(StreamFault::OtherBook));
            }
            // A complete one may follow another and stands for all.
            _ if follows == layout::genesis(&book) => {}
            Some((_, before)) if before.head.hash == follows => {}
            _ => return Err(BackupError::Stream(StreamFault::Gap)),
        }
        let head = one(&mut read, journal, &mut ends)?;
        known = Some((book, Unpacked { page, head }));
    }
}

fn one(read: &mut In<'_>, journal: &dyn Disk, ends: &mut BTreeMap<u32, u64>) -> Result<Head, BackupError> {
    let altered = || BackupError::Stream(StreamFault::Altered);
    let mut open: Option<(u32, Box<dyn super::super::disk::DiskFile>)> = None;
    let mut bytes = Vec::new();
    loop {
        let [kind] = read.array()?;
        if kind == END {
            break;
        }
        let (number, offset, len) = (read.u32()?, read.array().map(u64::from_le_bytes)?, read.u32()?);
        // each goes on where what is there ends, or replaces it: there are no holes, and no more files than bytes for them
        let there = ends.get(&number).copied();
        let follows = there.is_some()
            || number == 1
            || ends.get(&number.wrapping_sub(1)).is_some_and(|e| *e >= SEGMENT_HEAD);
        if kind != PIECE || number == 0 || len > PIECE_MAX || !follows || offset > there.unwrap_or(0) {
            return Err(altered());
        }
        bytes.resize(len as usize, 0);
        read.get(&mut bytes)?;
        let name = segment_name(number);
        let mut write = || -> io::Result<()> {
            if open.as_ref().is_none_or(|(n, _)| *n != number) {
                if let Some((_, file)) = open.take() {
                    file.sync()?;
                }
                let known = there.is_some();
                open = Some((number, if known { journal.open(&name)? } else { journal.create(&name)? }));
            }
            match &open {
                Some((_, file)) => file.write_at(&bytes, offset),
                None => Ok(()),
            }
        };
        write().map_err(|e| BackupError::io(journal.path(&name), e))?;
        ends.insert(number, there.unwrap_or(0).max(offset + u64::from(len)));
    }
    if let Some((number, file)) = open {
        file.sync().map_err(|e| BackupError::io(journal.path(&segment_name(number)), e))?;
    }
    let line = read.text()?;
    let due = *read.hash.finalize().as_bytes();
    let hash: Hash = read.array()?;
    if hash != due {
        return Err(altered());
    }
    line.parse().map_err(|NotAHead| altered())
}
