//! Whether the journal and what the sessions wrote down are one story: no lost update, no dirty read, no crossed right.

use crate::Trouble;
use crate::notes::{End, Note};
use crate::plan::{mark, place};
use crate::times::{Took, news, windows};
use linli::book::{Fields, Id, Kind, Ref, Value};
use linli::hub::world::decode;
use linli::store::{Entry, Options, Pos, RawId, Store, open};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// A record at a place in the history; nothing where it was taken away.
type Image = Option<Fields>;

/// The whole history.
#[derive(Default)]
struct Past {
    entries: Vec<Entry>,
    /// Of each record: where it changed, and to what.
    images: HashMap<Ref, Vec<(u64, Image)>>,
    by_request: HashMap<RawId, Vec<usize>>,
}

impl Past {
    fn read(book: &Path) -> Result<Past, Trouble> {
        let (book, _) = open(book, Options::default())?;
        let mut past = Past::default();
        let mut at = Pos(0);
        loop {
            let page = book.since(at, 500)?;
            let Some(last) = page.last() else { break };
            at = last.pos;
            for entry in page {
                for c in &entry.changes {
                    let Some(kind) = Kind::from_code(c.key.kind) else { continue };
                    let one = Ref { kind, id: Id(c.key.id) };
                    let image = match &c.body {
                        Some(body) => Some(decode(kind, one.id, entry.pos.0, body)?.fields),
                        None => None,
                    };
                    past.images.entry(one).or_default().push((entry.pos.0, image));
                }
                past.by_request.entry(entry.request).or_default().push(past.entries.len());
                past.entries.push(entry);
            }
        }
        book.close()?;
        Ok(past)
    }

    /// The commit of a request, which must be one.
    fn commit(&self, request: Id) -> Result<Option<&Entry>, String> {
        match self.by_request.get(&request.0).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([one]) => Ok(self.entries.get(*one)),
            Some(all) => Err(format!("request {request} was done {} times", all.len())),
        }
    }

    /// A record as it stood at a place.
    fn at(&self, one: Ref, pos: u64) -> Option<&Fields> {
        let all = self.images.get(&one)?;
        let behind = all.partition_point(|(p, _)| *p <= pos);
        all.get(behind.checked_sub(1)?)?.1.as_ref()
    }

    /// The area that a record lies in, and ever lay in: nobody moves on this day.
    fn area(&self, one: Ref) -> Option<Id> {
        let no = one.kind.area_field()?;
        let all = self.images.get(&one)?;
        all.iter().rev().find_map(|(_, image)| image.as_ref()?.link(no)).map(|a| a.id)
    }
}

/// The numbers of the fields in which two images differ.
fn changed(before: Option<&Fields>, after: Option<&Fields>) -> Vec<u16> {
    let numbers =
        |f: Option<&Fields>| f.map(|f| f.iter().map(|(no, _)| no).collect::<Vec<_>>()).unwrap_or_default();
    let mut all: Vec<u16> = numbers(before).into_iter().chain(numbers(after)).collect();
    all.sort_unstable();
    all.dedup();
    all.retain(|no| before.and_then(|f| f.get(*no)) != after.and_then(|f| f.get(*no)));
    all
}

/// What was looked at, and what is wrong.
#[derive(Default)]
struct Verdict {
    counts: BTreeMap<&'static str, u64>,
    wrong: Vec<String>,
}

impl Verdict {
    fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    fn must(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            self.wrong.push(otherwise());
        }
    }
}

/// One session's account of the day.
struct Story<'a> {
    past: &'a Past,
    name: String,
    uid: u32,
    area: usize,
    newest: HashMap<Ref, u64>,
}

/// Reads the history of a book that nobody serves, and all `notes-*` of a folder. `windows` in it has lines of a name and
/// two times: over these it tells how long answers took.
pub fn check(book: &Path, folder: &Path) -> Result<(), Trouble> {
    let past = Past::read(book)?;
    let mut verdict = Verdict::default();
    let mut times = Vec::new();
    let (mut sent, mut heard) = (HashMap::new(), Vec::new());
    let (mut uids, mut acknowledged) = (HashMap::new(), HashSet::new());
    let mut files: Vec<_> = std::fs::read_dir(folder)?.filter_map(Result::ok).map(|f| f.path()).collect();
    files.retain(|f| f.file_name().is_some_and(|n| n.to_string_lossy().starts_with("notes-")));
    files.sort();
    for (session, file) in files.iter().enumerate() {
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let mut story = Story { past: &past, name, uid: 0, area: 0, newest: HashMap::new() };
        let mut ended = false;
        for line in std::fs::read_to_string(file)?.lines() {
            let note: Note = serde_json::from_str(line)?;
            match note {
                Note::Begun { uid, area } => {
                    (story.uid, story.area) = (uid, area);
                    uids.insert(uid, area);
                }
                Note::Asked { us, at_ms, lost, .. } => {
                    verdict.count("answers");
                    if lost {
                        verdict.count("answers after a lost line");
                    }
                    times.push(Took { at_ms, us, lost, session });
                }
                Note::Sent { pos, at_us } => drop(sent.insert(pos, (story.area, at_us))),
                Note::Heard { pos, at_us } => heard.push((pos, story.area, at_us)),
                Note::Ended => ended = true,
                note => story.tell(&note, &mut verdict, &mut acknowledged),
            }
        }
        verdict.must(ended, || format!("{}: the session did not come to its end", story.name));
    }
    history(&past, &uids, &acknowledged, &mut verdict);
    stands(&past, &folder.join("dump"), &mut verdict)?;
    for (what, n) in &verdict.counts {
        println!("checked: {n} {what}");
    }
    for what in
        ["writes acknowledged", "conflicts told", "acts taken back", "fields of many changed", "records seen"]
    {
        verdict
            .must(verdict.counts.contains_key(what), || format!("there were no {what}: nothing is proved"));
    }
    windows(&folder.join("windows"), &times)?;
    verdict.wrong.extend(news(&sent, &heard));
    for wrong in verdict.wrong.iter().take(30) {
        eprintln!("WRONG: {wrong}");
    }
    match verdict.wrong.len() {
        0 => Ok(()),
        n => Err(format!("{n} things are wrong").into()),
    }
}

impl<'a> Story<'a> {
    fn tell(&mut self, note: &Note, v: &mut Verdict, acknowledged: &mut HashSet<RawId>) {
        let name = self.name.clone();
        match note {
            Note::Save { request, target, base, set, end } => {
                let Some(entry) = self.ended(*request, *end, v) else {
                    // nothing was written because it was so already
                    if let End::Done(Some(version)) = end {
                        let now = self.past.at(*target, *version);
                        let same = set.iter().all(|(no, words)| now.is_some_and(|f| f.text(*no) == words));
                        v.must(same, || format!("{name}: save {request} was acknowledged and is nowhere"));
                    }
                    return;
                };
                acknowledged.insert(request.0);
                v.must(*end == End::Done(Some(entry.pos.0)), || {
                    format!("{name}: save {request} is at {:?}, not {end:?}", entry.pos)
                });
                let after = self.past.at(*target, entry.pos.0);
                for (no, words) in set {
                    let there = after.and_then(|f| f.get(*no));
                    v.must(there == Some(&Value::text(words.as_str())), || {
                        format!("{name}: save {request} lost field {no}: {there:?}")
                    });
                }
                let numbers: Vec<u16> = set.iter().map(|(no, _)| *no).collect();
                self.overwrote(*target, *base, entry, &numbers, v);
                self.newest.insert(*target, entry.pos.0);
            }
            Note::Bulk { request, field, words, items, changed, end } => {
                let Some(entry) = self.ended(*request, *end, v) else {
                    v.must(changed.is_empty(), || {
                        format!("{name}: bulk {request} was acknowledged and is nowhere")
                    });
                    return;
                };
                acknowledged.insert(request.0);
                let written: HashSet<RawId> = entry.changes.iter().map(|c| c.key.id).collect();
                let told: HashSet<RawId> = changed.iter().map(|id| id.0).collect();
                v.must(written == told, || {
                    format!("{name}: bulk {request} says {changed:?}, the history something else")
                });
                for (id, base) in items.iter().filter(|(id, _)| told.contains(&id.0)) {
                    v.count("fields of many changed");
                    let one = Ref { kind: Kind::Person, id: *id };
                    let there = self.past.at(one, entry.pos.0).map(|f| f.text(*field));
                    v.must(there == Some(words), || format!("{name}: bulk {request} lost {id}: {there:?}"));
                    self.overwrote(one, *base, entry, &[*field], v);
                    self.newest.insert(one, entry.pos.0);
                }
            }
            Note::Line { request, words, end } => {
                let Some(entry) = self.ended(*request, *end, v) else {
                    v.must(!matches!(end, End::Done(_)), || {
                        format!("{name}: line {request} was acknowledged and is nowhere")
                    });
                    return;
                };
                acknowledged.insert(request.0);
                let there = entry
                    .changes
                    .iter()
                    .any(|c| c.body.as_ref().is_some_and(|b| contains(b, words.as_bytes())));
                v.must(there, || format!("{name}: line {request} lost its words"));
            }
            Note::Undo { request, end } => {
                let Some(entry) = self.ended(*request, *end, v) else {
                    v.must(!matches!(end, End::Done(_)), || {
                        format!("{name}: undo {request} was acknowledged and is nowhere")
                    });
                    return;
                };
                acknowledged.insert(request.0);
                v.count("acts taken back");
                self.took_back(entry, v);
            }
            Note::Seen { target, version, fields } => {
                v.count("records seen");
                let image = self.past.at(*target, *version);
                let committed =
                    self.past.images.get(target).is_some_and(|all| all.iter().any(|(p, _)| p == version));
                v.must(committed, || {
                    format!("{name}: {target:?} was shown at {version}, which was never committed")
                });
                if let (Some(fields), Some(image)) = (fields, image) {
                    v.must(*fields == format!("{image:?}"), || {
                        format!("{name}: {target:?} at {version} was shown as {fields}, it is {image:?}")
                    });
                }
                let newest = self.newest.entry(*target).or_default();
                v.must(*version >= *newest, || {
                    format!("{name}: {target:?} went back from {newest} to {version}")
                });
                *newest = (*newest).max(*version);
            }
            Note::Past { target, pos } => {
                v.count("places of histories seen");
                let there = self.past.images.get(target).is_some_and(|all| all.iter().any(|(p, _)| p == pos));
                v.must(there, || {
                    format!("{name}: the history of {target:?} shows {pos}, which was never committed")
                });
            }
            Note::Met { ids, phones, marks } => {
                let own = place(self.area).id;
                for id in ids {
                    for kind in [Kind::Person, Kind::Visit, Kind::Tie, Kind::Matter] {
                        if let Some(area) = self.past.area(Ref { kind, id: *id }) {
                            v.count("ids met");
                            v.must(area == own, || format!("{name}: was told of {id}, a {kind:?} of {area}"));
                        }
                    }
                }
                let begins = format!("15{:02}", self.area);
                for phone in phones.iter().filter(|p| p.starts_with("15")) {
                    v.must(phone.starts_with(&begins), || format!("{name}: was told the number {phone}"));
                }
                for m in marks {
                    v.must(m == mark(self.area), || format!("{name}: was told words of {m}"));
                }
            }
            Note::Rows { kind, rows } => {
                v.count("counts seen");
                let own = place(self.area).id;
                let all = self
                    .past
                    .images
                    .keys()
                    .filter(|r| r.kind == *kind && self.past.area(**r) == Some(own))
                    .count();
                v.must(*rows <= all as u64, || {
                    format!("{name}: was told of {rows} of {kind:?}, of which there are {all}")
                });
            }
            Note::Broken(what) => v.wrong.push(format!("{name}: {what}")),
            Note::Begun { .. }
            | Note::Asked { .. }
            | Note::Sent { .. }
            | Note::Heard { .. }
            | Note::Ended => {}
        }
    }

    /// What became of a write: its commit if it has one, which an acknowledged one may do without only where nothing
    /// had to be changed, and one that was refused never has.
    fn ended(&self, request: Id, end: End, v: &mut Verdict) -> Option<&'a Entry> {
        let (name, past) = (&self.name, self.past);
        let entry = match past.commit(request) {
            Ok(entry) => entry,
            Err(why) => {
                v.wrong.push(format!("{name}: {why}"));
                None
            }
        };
        match end {
            End::Done(_) => v.count("writes acknowledged"),
            End::Conflict => v.count("conflicts told"),
            End::Refused => v.count("writes refused"),
        }
        if !matches!(end, End::Done(_)) {
            v.must(entry.is_none(), || {
                format!("{name}: {request} was told as {end:?}, and is in the history")
            });
            return None;
        }
        if let Some(e) = entry {
            v.must(e.actor_uid == self.uid, || {
                format!("{name}: {request} is in the history as of account {}", e.actor_uid)
            });
        }
        entry
    }

    /// A write changes its own fields alone, and none that anybody had changed since the version it was decided on.
    fn overwrote(&self, one: Ref, base: u64, entry: &Entry, fields: &[u16], v: &mut Verdict) {
        let name = &self.name;
        let (before, after) = (self.past.at(one, entry.pos.0 - 1), self.past.at(one, entry.pos.0));
        if base == 0 && before.is_none() {
            return;
        }
        let more: Vec<u16> = changed(before, after).into_iter().filter(|no| !fields.contains(no)).collect();
        v.must(more.is_empty(), || {
            format!("{name}: {:?} changed fields {more:?} of {one:?} besides its own", entry.pos)
        });
        let seen = self.past.at(one, base);
        for no in fields {
            let of = |f: Option<&Fields>| f.and_then(|f| f.get(*no)).cloned();
            v.must(of(before) == of(seen), || {
                format!(
                    "{name}: {:?} overwrote field {no} of {one:?}: {:?} where it had seen {:?}",
                    entry.pos,
                    of(before),
                    of(seen)
                )
            });
        }
    }

    /// Taken back is only what one wrote last oneself.
    fn took_back(&self, entry: &Entry, v: &mut Verdict) {
        for c in &entry.changes {
            let Some(kind) = Kind::from_code(c.key.kind) else { continue };
            let one = Ref { kind, id: Id(c.key.id) };
            let (before, after) = (self.past.at(one, entry.pos.0 - 1), self.past.at(one, entry.pos.0));
            for no in changed(before, after) {
                let all = self.past.images.get(&one).map(Vec::as_slice).unwrap_or_default();
                let earlier: Vec<_> = all.iter().take_while(|(p, _)| *p < entry.pos.0).collect();
                let wrote = (0..earlier.len()).rev().find(|at| {
                    let of = |n: usize| earlier.get(n).and_then(|(_, i)| i.as_ref());
                    changed(at.checked_sub(1).and_then(of), of(*at)).contains(&no)
                });
                let pos = wrote.and_then(|at| earlier.get(at)).map(|(p, _)| *p);
                let by = self.past.entries.iter().find(|e| Some(e.pos.0) == pos).map(|e| e.actor_uid);
                v.must(by == Some(self.uid), || {
                    format!(
                        "{}: undo {:?} took field {no} of {one:?} back, which {by:?} had written",
                        self.name, entry.pos
                    )
                });
            }
        }
    }
}

fn contains(body: &[u8], words: &[u8]) -> bool {
    body.windows(words.len()).any(|w| w == words)
}

/// Every commit of a colleague lies in their area.
fn history(past: &Past, uids: &HashMap<u32, usize>, acknowledged: &HashSet<RawId>, v: &mut Verdict) {
    for entry in &past.entries {
        let Some(area) = uids.get(&entry.actor_uid) else { continue };
        v.count("commits of theirs");
        if !acknowledged.contains(&entry.request) {
            v.count("commits of theirs besides, in terminals and foul sessions");
        }
        for c in &entry.changes {
            let Some(kind) = Kind::from_code(c.key.kind) else { continue };
            let one = Ref { kind, id: Id(c.key.id) };
            if let Some(lies) = past.area(one) {
                v.must(lies == place(*area).id, || {
                    format!("account {} wrote {one:?}, which lies elsewhere", entry.actor_uid)
                });
            }
        }
    }
}

/// What the hub tells at the end is what the history ends with.
fn stands(past: &Past, dump: &Path, v: &mut Verdict) -> Result<(), Trouble> {
    let mut told = HashSet::new();
    for line in std::fs::read_to_string(dump)?.lines() {
        if let Note::Seen { target, version, fields } = serde_json::from_str(line)? {
            v.count("records at the end");
            told.insert(target);
            let last = past.images.get(&target).and_then(|all| all.last());
            let same =
                last.is_some_and(|(p, i)| *p == version && i.as_ref().map(|i| format!("{i:?}")) == fields);
            v.must(same, || {
                format!("{target:?} stands at {version} as {fields:?}, the history ends with {last:?}")
            });
        }
    }
    for (one, all) in past.images.iter().filter(|(r, _)| matches!(r.kind, Kind::Person | Kind::Visit)) {
        let there = all.last().is_some_and(|(_, i)| i.is_some());
        v.must(there == told.contains(one), || {
            format!("{one:?} is at the end {}", if there { "missing" } else { "still there" })
        });
    }
    Ok(())
}
