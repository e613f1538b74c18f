//! Sessions that measure: one that writes, as quick as answers come or at a pace, and one that only listens.

use crate::Trouble;
use crate::link::Link;
use crate::notes::{End, Note, Notes, now_ms, now_us};
use crate::plan::{SURNAMES, mark, somebody};
use linli::book::{Kind, Ref, visit};
use linli::hub::frame;
use linli::hub::resolve::new_id;
use linli::hub::wire::{Edit, FromHub, Link as Whom, News, Reply, Request, Save};
use std::fs::File;
use std::io::BufWriter;
use std::net::Shutdown;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

fn begin(name: &str, area: usize) -> Result<Notes<BufWriter<File>>, Trouble> {
    let mut notes = Notes::new(BufWriter::new(File::create(name)?));
    let uid = std::fs::metadata("/proc/self")?.uid();
    notes.write(&Note::Begun { uid, area })?;
    Ok(notes)
}

/// Writes one visit after the other until the file `stop` is there, so many milliseconds apart.
pub fn write(area: usize, number: usize, stop: &Path, apart: u64) -> Result<(), Trouble> {
    let mut notes = begin(&format!("notes-write-{number}-{}", std::process::id()), area)?;
    let mut link = Link::join(30)?;
    let mut serial = 0;
    while !stop.exists() {
        serial += 1;
        let words = format!("{}{number}记{serial}", mark(area));
        let people = vec![Whom::Ref(somebody(area, serial % SURNAMES.len()))];
        let (request, target) = (new_id(), Ref { kind: Kind::Visit, id: new_id() });
        let set = vec![(visit::PEOPLE, Edit::Links(people)), (visit::SUMMARY, Edit::Text(words.clone()))];
        let (begun, sent_us) = (Instant::now(), now_us());
        let reply = link.ask(&Request::Save(Save { request, target, base: 0, set }))?;
        let us = begun.elapsed().as_micros() as u64;
        notes.write(&Note::Asked { what: "write".into(), us, at_ms: now_ms(), lost: false })?;
        let Reply::Saved(saved) = reply else { return Err(format!("not saved: {reply:?}").into()) };
        let end = End::Done(Some(saved.version));
        notes.write(&Note::Save { request, target, base: 0, set: vec![(visit::SUMMARY, words)], end })?;
        notes.write(&Note::Sent { pos: saved.version, at_us: sent_us })?;
        if apart > 0 {
            sleep(Duration::from_millis(apart));
        }
    }
    notes.write(&Note::Ended)?;
    Ok(notes.flush()?)
}

/// Writes down when it hears of each change, until the file `stop` is there.
pub fn hear(area: usize, number: usize, stop: &Path) -> Result<(), Trouble> {
    let mut notes = begin(&format!("notes-hear-{number}"), area)?;
    let mut stream = Link::join(30)?.into_stream();
    let (ends, stop) = (stream.try_clone()?, PathBuf::from(stop));
    std::thread::spawn(move || {
        while !stop.exists() {
            sleep(Duration::from_millis(50));
        }
        let _ = ends.shutdown(Shutdown::Both);
    });
    while let Ok(message) = frame::read::<FromHub>(&mut stream) {
        let at_us = now_us();
        if let FromHub::News(news) = message {
            if let News::Changed { pos, .. } = &news {
                notes.write(&Note::Heard { pos: *pos, at_us })?;
            }
            notes.met(&news)?;
        }
    }
    notes.write(&Note::Ended)?;
    Ok(notes.flush()?)
}
