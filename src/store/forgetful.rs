//! A disk in memory that forgets: at a power cut any part of what was not synced is lost, names too.
use std::{
    collections::BTreeMap,
    io,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use super::disk::{Disk, DiskFile};

const SECTOR: u64 = 512;

#[derive(Clone)]
enum Write {
    Bytes(u64, Vec<u8>),
    Len(u64),
}

#[derive(Clone, Default)]
struct Inode {
    now: Vec<u8>,
    durable: Vec<u8>,
    pending: Vec<Write>,
}

#[derive(Clone)]
enum Name {
    Put(String, usize),
    Move(String, String, usize),
    Gone(String),
}

/// What goes wrong, and when.
#[derive(Clone, Copy, Default)]
pub(super) struct Plan {
    /// After so many operations every one fails: the power is going.
    pub off_after: Option<u32>,
    /// The sync after so many others fails once, and its pages count as written though they are not.
    pub fail_sync: Option<u32>,
    /// So many bytes can be added to files.
    pub space: Option<u64>,
}

#[derive(Default)]
struct State {
    files: Vec<Inode>,
    now: BTreeMap<String, usize>,
    durable: BTreeMap<String, usize>,
    pending: Vec<Name>,
    plan: Plan,
}

fn apply(bytes: &mut Vec<u8>, write: &Write) {
    match write {
        Write::Len(len) => bytes.resize(*len as usize, 0),
        Write::Bytes(at, new) => {
            let till = *at as usize + new.len();
            bytes.resize(bytes.len().max(till), 0);
            bytes[*at as usize..till].copy_from_slice(new);
        }
    }
}

fn apply_name(names: &mut BTreeMap<String, usize>, name: &Name) {
    match name {
        Name::Put(n, i) => drop(names.insert(n.clone(), *i)),
        Name::Gone(n) => drop(names.remove(n)),
        Name::Move(from, to, i) => {
            names.remove(from);
            names.insert(to.clone(), *i);
        }
    }
}

impl State {
    fn tick(&mut self) -> io::Result<()> {
        match &mut self.plan.off_after {
            Some(0) => Err(io::Error::other("no power")),
            Some(n) => {
                *n -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn name(&mut self, name: Name) {
        apply_name(&mut self.now, &name);
        self.pending.push(name);
    }
}

/// The disk; clones share it.
#[derive(Clone, Default)]
pub(super) struct Forgetful(Arc<Mutex<State>>);

impl Forgetful {
    pub(super) fn plan(&self, plan: Plan) {
        self.0.lock().unwrap().plan = plan;
    }

    /// What is left after a power cut; `keep` decides for every sector and name that was not synced.
    pub(super) fn after_power_cut(&self, keep: &mut dyn FnMut() -> bool) -> Forgetful {
        let state = self.0.lock().unwrap();
        let mut names = state.durable.clone();
        state.pending.iter().filter(|_| keep()).for_each(|n| apply_name(&mut names, n));
        let files = state.files.iter().map(|f| {
            let mut bytes = f.durable.clone();
            for write in &f.pending {
                match write {
                    Write::Len(_) if keep() => apply(&mut bytes, write),
                    Write::Len(_) => {}
                    Write::Bytes(at, new) => {
                        let mut from = *at;
                        let end = at + new.len() as u64;
                        while from < end {
                            let till = ((from / SECTOR + 1) * SECTOR).min(end);
                            let part = new[(from - at) as usize..(till - at) as usize].to_vec();
                            if keep() {
                                apply(&mut bytes, &Write::Bytes(from, part));
                            }
                            from = till;
                        }
                    }
                }
            }
            Inode { now: bytes.clone(), durable: bytes, pending: Vec::new() }
        });
        let files = files.collect();
        let state = State { files, now: names.clone(), durable: names, ..State::default() };
        Forgetful(Arc::new(Mutex::new(state)))
    }

    /// All of a file, to be looked at and spoilt.
    pub(super) fn edit<T>(&self, name: &str, f: impl FnOnce(&mut Vec<u8>) -> T) -> T {
        let mut state = self.0.lock().unwrap();
        let i = state.now[name];
        let file = &mut state.files[i];
        let result = f(&mut file.now);
        file.durable = file.now.clone();
        file.pending.clear();
        result
    }

    /// Files with a name that hold these bytes.
    pub(super) fn holding(&self, bytes: &[u8]) -> Vec<String> {
        let state = self.0.lock().unwrap();
        let hit = |i: &usize| memchr::memmem::find(&state.files[*i].now, bytes).is_some();
        state.now.iter().filter(|(_, i)| hit(i)).map(|(name, _)| name.clone()).collect()
    }

    /// A copy with a life of its own.
    pub(super) fn copy(&self) -> Forgetful {
        let s = self.0.lock().unwrap();
        let (files, now, durable, pending) =
            (s.files.clone(), s.now.clone(), s.durable.clone(), s.pending.clone());
        Forgetful(Arc::new(Mutex::new(State { files, now, durable, pending, plan: Plan::default() })))
    }
}

impl Disk for Forgetful {
    fn list(&self) -> io::Result<Vec<String>> {
        Ok(self.0.lock().unwrap().now.keys().cloned().collect())
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let state = self.0.lock().unwrap();
        let inode = *state.now.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(OpenFile(self.0.clone(), inode)))
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.0.lock().unwrap();
        state.tick()?;
        state.files.push(Inode::default());
        let inode = state.files.len() - 1;
        state.name(Name::Put(name.into(), inode));
        Ok(Box::new(OpenFile(self.0.clone(), inode)))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.tick()?;
        let inode = *state.now.get(from).ok_or(io::ErrorKind::NotFound)?;
        state.name(Name::Move(from.into(), to.into(), inode));
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.tick()?;
        state.name(Name::Gone(name.into()));
        Ok(())
    }

    fn sync_names(&self) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.tick()?;
        state.durable = state.now.clone();
        state.pending.clear();
        Ok(())
    }

    fn path(&self, name: &str) -> PathBuf {
        PathBuf::from(name)
    }
}

struct OpenFile(Arc<Mutex<State>>, usize);

impl DiskFile for OpenFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().files[self.1].now.len() as u64)
    }

    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        let state = self.0.lock().unwrap();
        let bytes = state.files[self.1].now.get(offset as usize..).unwrap_or_default();
        let n = bytes.len().min(buf.len());
        buf[..n].copy_from_slice(&bytes[..n]);
        Ok(n)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.tick()?;
        let len = state.files[self.1].now.len() as u64;
        let grow = (offset + bytes.len() as u64).saturating_sub(len);
        let (mut part, mut full) = (bytes, false);
        if let Some(space) = &mut state.plan.space {
            full = grow > *space;
            part = &bytes[..bytes.len() - grow.saturating_sub(*space) as usize];
            *space = space.saturating_sub(grow);
        }
        let write = Write::Bytes(offset, part.to_vec());
        let file = &mut state.files[self.1];
        apply(&mut file.now, &write);
        file.pending.push(write);
        if full { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.tick()?;
        let file = &mut state.files[self.1];
        apply(&mut file.now, &Write::Len(len));
        file.pending.push(Write::Len(len));
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.tick()?;
        let fails = match &mut state.plan.fail_sync {
            Some(0) => true,
            Some(n) => {
                *n -= 1;
                false
            }
            None => false,
        };
        let file = &mut state.files[self.1];
        let pending = std::mem::take(&mut file.pending);
        if fails {
            // What Linux does: the pages stay in memory and are marked clean.
            state.plan.fail_sync = None;
            return Err(io::Error::other("the disk refused"));
        }
        pending.iter().for_each(|w| apply(&mut file.durable, w));
        Ok(())
    }
}
