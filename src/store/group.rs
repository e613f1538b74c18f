//! What is inside a group: commits, changes, sealed payloads. No I/O.
use blake3::Hasher;

use super::{
    Change, Commit, Entry, Key, Place, Pos, RawId,
    error::Fault,
    layout::{Cut, GROUP_HEAD, GroupHead, Hash, padded, place_of, pos_at},
};

const COMMIT_HEAD: usize = 1 + 16 + 16 + 4 + 8 + 1 + 16 + 4;
const CHANGE_HEAD: usize = 17 + 1 + 8;
const SEAL: usize = 32 + 4 + 16;
const SALT: usize = 16;
/// An ordinary commit.
const TAG_COMMIT: u8 = 1;
/// A commit that stands for an erasure: whatever it changes is blanked everywhere before it.
const TAG_ERASURE: u8 = 2;

/// Salts that nobody can guess, from one seed of the system.
pub(super) struct Salts {
    seed: [u8; 32],
    count: u64,
}

impl Salts {
    pub(super) fn new() -> std::io::Result<Self> {
        let mut seed = [0; 32];
        std::io::Read::read_exact(&mut std::fs::File::open("/dev/urandom")?, &mut seed)?;
        Ok(Salts { seed, count: 0 })
    }

    fn next(&mut self) -> [u8; 16] {
        self.count += 1;
        let hash = blake3::keyed_hash(&self.seed, &self.count.to_le_bytes());
        let mut salt = [0; 16];
        salt.iter_mut().zip(hash.as_bytes()).for_each(|(s, h)| *s = *h);
        salt
    }
}

fn seal_hash(salt: &[u8], bytes: &[u8]) -> Hash {
    *Hasher::new().update(salt).update(bytes).finalize().as_bytes()
}

/// What is sealed for a record: its claims and its body. sled keeps the same bytes.
pub(super) fn payload(claims: &[Vec<u8>], body: &[u8]) -> Vec<u8> {
    let size = claims.iter().map(|c| c.len() + 2).sum::<usize>();
    let mut b = Vec::with_capacity(2 + size + body.len());
    // The caller has been held to CLAIM_BYTES and CLAIMS by `group_size`.
    b.extend_from_slice(&u16::try_from(claims.len()).unwrap_or(u16::MAX).to_le_bytes());
    for claim in claims {
        b.extend_from_slice(&u16::try_from(claim.len()).unwrap_or(u16::MAX).to_le_bytes());
        b.extend_from_slice(claim);
    }
    b.extend_from_slice(body);
    b
}

/// The claims and the body of a payload.
pub(super) fn open_payload(payload: &[u8]) -> Option<(Vec<&[u8]>, &[u8])> {
    let mut c = Cut(payload, 0);
    let count = c.u16()?;
    let mut claims = Vec::new();
    for _ in 0..count {
        let len = c.u16()?;
        claims.push(c.take(len.into())?);
    }
    Some((claims, c.0))
}

/// How many bytes a commit takes in a group, at most; `None` if a claim or their number cannot be written down.
pub(super) fn commit_size(commit: &Commit) -> Option<u64> {
    let mut size = COMMIT_HEAD + SEAL + commit.note.len();
    for change in &commit.changes {
        let body = change.body.as_ref().map_or(0, Vec::len);
        u16::try_from(change.claims.len()).ok()?;
        for claim in &change.claims {
            u16::try_from(claim.len()).ok()?;
            size += claim.len() + 2;
        }
        size += CHANGE_HEAD + SEAL + 2 + body;
    }
    Some(size as u64)
}

/// Where a payload lies in its group, for those who will read it again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub start: usize,
    pub len: usize,
}

/// Puts a group together.
pub(super) struct GroupWriter {
    bytes: Vec<u8>,
    root: Hasher,
    commits: u32,
}

impl GroupWriter {
    pub(super) fn new() -> Self {
        GroupWriter { bytes: vec![0; GROUP_HEAD], root: Hasher::new(), commits: 0 }
    }

    pub(super) fn commits(&self) -> usize {
        self.commits as usize
    }

    fn plain(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.root.update(bytes);
    }

    fn sealed(&mut self, bytes: &[u8], salts: &mut Salts) -> Span {
        let salt = salts.next();
        self.plain(&seal_hash(&salt, bytes));
        self.plain(&(bytes.len() as u32).to_le_bytes());
        self.bytes.extend_from_slice(&salt);
        let span = Span { start: self.bytes.len(), len: bytes.len() };
        self.bytes.extend_from_slice(bytes);
        span
    }

    /// Begins a commit; exactly `changes` calls of [`Self::change`] must follow.
    pub(super) fn commit(&mut self, commit: &Commit, changes: usize, salts: &mut Salts) {
        self.begin(TAG_COMMIT, commit, changes, salts);
    }

    /// Like [`Self::commit`], for one that stands for an erasure.
    pub(super) fn erasure(&mut self, commit: &Commit, changes: usize, salts: &mut Salts) {
        self.begin(TAG_ERASURE, commit, changes, salts);
    }

    fn begin(&mut self, tag: u8, commit: &Commit, changes: usize, salts: &mut Salts) {
        self.commits += 1;
        self.plain(&[tag]);
        self.plain(&commit.request);
        self.plain(&commit.actor);
        self.plain(&commit.actor_uid.to_le_bytes());
        self.plain(&commit.at_ms.to_le_bytes());
        let flags = u8::from(commit.batch.is_some()) | (u8::from(!commit.note.is_empty()) << 1);
        self.plain(&[flags]);
        self.plain(&commit.batch.unwrap_or_default());
        self.plain(&(changes as u32).to_le_bytes());
        if !commit.note.is_empty() {
            self.sealed(commit.note.as_bytes(), salts);
        }
    }

    /// One change of the commit begun: `former` is where its key was changed before (0: nowhere).
    pub(super) fn change(
        &mut self,
        key: Key,
        former: Pos,
        payload: Option<&[u8]>,
        salts: &mut Salts,
    ) -> Option<Span> {
        self.plain(&[key.kind]);
        self.plain(&key.id);
        self.plain(&[u8::from(payload.is_some())]);
        self.plain(&former.0.to_le_bytes());
        payload.map(|p| self.sealed(p, salts))
    }

    /// The finished bytes, padded, and the hash the next group must name.
    pub(super) fn finish(mut self, place: Place, prev: Hash) -> (Vec<u8>, Hash) {
        let head = GroupHead {
            len: self.bytes.len() as u32,
            commits: self.commits,
            first: pos_at(place, 0),
            prev,
            root: *self.root.finalize().as_bytes(),
        };
        self.bytes.splice(..GROUP_HEAD, head.encode());
        self.bytes.resize(padded(self.bytes.len() as u64) as usize, 0);
        (self.bytes, head.hash())
    }
}

/// What is found under a seal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Found<'a> {
    /// What was written.
    Whole(&'a [u8]),
    /// Zeros, salt and all: an erasure, or vandalism.
    Blank,
    /// Neither.
    Broken,
}

/// Something sealed, as it lies in the journal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sealed<'a> {
    pub found: Found<'a>,
    /// Where it lies, its salt not counted, from the group's first byte.
    pub span: Span,
}

impl Sealed<'_> {
    /// Where its salt and its bytes lie.
    pub(super) fn with_salt(&self) -> Span {
        Span { start: self.span.start.saturating_sub(SALT), len: self.span.len + SALT }
    }
}

/// A change as it lies in the journal; nothing sealed means that the record was removed.
pub(super) struct ChangeView<'a> {
    pub key: Key,
    pub former: Pos,
    pub payload: Option<Sealed<'a>>,
}

/// A commit as it lies in the journal.
pub(super) struct CommitView<'a> {
    pub pos: Pos,
    /// Whatever it changes is blanked everywhere before it.
    pub erasure: bool,
    pub request: RawId,
    pub actor: RawId,
    pub actor_uid: u32,
    pub at_ms: i64,
    pub batch: Option<RawId>,
    pub note: Option<Sealed<'a>>,
    pub changes: Vec<ChangeView<'a>>,
}

impl CommitView<'_> {
    fn seals(&self) -> impl Iterator<Item = Found<'_>> {
        let payloads = self.changes.iter().filter_map(|c| c.payload.as_ref());
        self.note.iter().chain(payloads).map(|s| s.found)
    }

    /// Nothing is missing.
    pub(super) fn whole(&self) -> bool {
        self.seals().all(|f| matches!(f, Found::Whole(_)))
    }

    /// What is missing was blanked with care.
    pub(super) fn legible(&self) -> bool {
        self.seals().all(|f| f != Found::Broken)
    }

    /// Whether erasures stand for all that is missing; `erased` tells whether one names a record after this commit.
    pub(super) fn pardoned(&self, erased: impl Fn(Key) -> bool) -> bool {
        let mut any = false;
        for c in &self.changes {
            let named = erased(c.key);
            any |= named;
            if !named && c.payload.as_ref().is_some_and(|s| !matches!(s.found, Found::Whole(_))) {
                return false;
            }
        }
        // The reason of an erasure stays, whatever else goes.
        let note = self.note.as_ref().is_none_or(|s| matches!(s.found, Found::Whole(_)));
        note || (any && !self.erasure)
    }

    /// The commit as the store's users see it, with the changes they ask for.
    pub(super) fn entry(&self, wanted: impl Fn(Key) -> bool) -> Option<Entry> {
        let (mut changes, mut erased) = (Vec::new(), Vec::new());
        for c in self.changes.iter().filter(|c| wanted(c.key)) {
            let (claims, body) = match c.payload.map(|s| s.found) {
                Some(Found::Whole(payload)) => open_payload(payload).map(|(c, b)| (c, Some(b.to_vec())))?,
                Some(Found::Blank | Found::Broken) => {
                    erased.push(c.key);
                    continue;
                }
                None => (Vec::new(), None),
            };
            changes.push(Change {
                key: c.key,
                body,
                claims: claims.into_iter().map(<[u8]>::to_vec).collect(),
            });
        }
        let note = match self.note.map(|s| s.found) {
            Some(Found::Whole(note)) => String::from_utf8_lossy(note).into_owned(),
            _ => String::new(),
        };
        Some(Entry {
            pos: self.pos,
            request: self.request,
            actor: self.actor,
            actor_uid: self.actor_uid,
            at_ms: self.at_ms,
            batch: self.batch,
            note,
            changes,
            erasure: self.erasure,
            erased,
        })
    }
}

struct Reader<'a> {
    cut: Cut<'a>,
    root: Hasher,
}

impl<'a> Reader<'a> {
    fn plain(&mut self, n: usize) -> Result<Cut<'a>, Fault> {
        let at = self.cut.1;
        let bytes = self.cut.take(n).ok_or(Fault::Content)?;
        self.root.update(bytes);
        Ok(Cut(bytes, at))
    }

    fn sealed(&mut self) -> Result<Sealed<'a>, Fault> {
        let mut head = self.plain(36)?;
        let hash: Hash = head.array().ok_or(Fault::Content)?;
        let len = head.u32().ok_or(Fault::Content)? as usize;
        let salt = self.cut.take(SALT).ok_or(Fault::Content)?;
        let start = self.cut.1;
        let bytes = self.cut.take(len).ok_or(Fault::Content)?;
        let found = match seal_hash(salt, bytes) == hash {
            true => Found::Whole(bytes),
            false if salt.iter().chain(bytes).all(|b| *b == 0) => Found::Blank,
            false => Found::Broken,
        };
        Ok(Sealed { found, span: Span { start, len } })
    }
}

/// Reads and verifies the group whose header is `head`; `bytes` are all of it, padding included. What lies under
/// the seals is told, not judged.
pub(super) fn open_group<'a>(head: &GroupHead, bytes: &'a [u8]) -> Result<Vec<CommitView<'a>>, Fault> {
    let (body, pad) = bytes.split_at_checked(head.len as usize).ok_or(Fault::Content)?;
    if pad.iter().any(|b| *b != 0) {
        return Err(Fault::Stray);
    }
    let (place, _) = place_of(head.first);
    let mut r = Reader { cut: Cut(body, 0), root: Hasher::new() };
    r.cut.take(GROUP_HEAD).ok_or(Fault::Content)?;
    let mut commits = Vec::new();
    for index in 0..head.commits as usize {
        commits.push(open_commit(&mut r, pos_at(place, index))?);
    }
    if !r.cut.0.is_empty() || *r.root.finalize().as_bytes() != head.root {
        return Err(Fault::Content);
    }
    Ok(commits)
}

fn open_commit<'a>(r: &mut Reader<'a>, pos: Pos) -> Result<CommitView<'a>, Fault> {
    let mut c = r.plain(COMMIT_HEAD)?;
    let mut fields = || {
        let tag = c.u8()?;
        Some((
            tag,
            c.array()?,
            c.array()?,
            c.u32()?,
            c.array().map(i64::from_le_bytes)?,
            c.u8()?,
            c.array()?,
            c.u32()?,
        ))
    };
    let (tag, request, actor, actor_uid, at_ms, flags, batch, count) = fields().ok_or(Fault::Content)?;
    if tag != TAG_COMMIT && tag != TAG_ERASURE {
        return Err(Fault::Content);
    }
    let erasure = tag == TAG_ERASURE;
    let batch = (flags & 1 != 0).then_some(batch);
    let note = if flags & 2 != 0 { Some(r.sealed()?) } else { None };
    let mut changes = Vec::new();
    for _ in 0..count {
        let mut c = r.plain(CHANGE_HEAD)?;
        let mut fields = || Some((Key { kind: c.u8()?, id: c.array()? }, c.u8()?, Pos(c.u64()?)));
        let (key, flags, former) = fields().ok_or(Fault::Content)?;
        let payload = if flags == 0 { None } else { Some(r.sealed()?) };
        changes.push(ChangeView { key, former, payload });
    }
    Ok(CommitView { pos, erasure, request, actor, actor_uid, at_ms, batch, note, changes })
}
