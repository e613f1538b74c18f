//! A colleague's day, at the speed of somebody in a great hurry: looking up, calling on people, writing down, changing
//! what others change too, taking back. Every answer is written down for the checker.

use crate::Trouble;
use crate::link::Link;
use crate::notes::{End, Note, Notes, now_ms};
use crate::plan::{MARKS, SURNAMES, called, mark, phone, somebody};
use linli::book::{Id, Kind, Ref, person, visit};
use linli::hub::resolve::new_id;
use linli::hub::wire::{
    Bulk, BulkOutcome, Change, Draft, Edit, Export, Filter, LineAsk, Link as Whom, Of, Order, PhraseAct,
    PhraseAsk, Reply, Request, Reveal, Save,
};
use std::fs::File;
use std::io::BufWriter;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a session waits for a hub that is away.
const PATIENCE: u64 = 90;
/// The fields that everybody writes to.
const SHARED: [u16; 3] = [person::TITLE, person::TRADE, person::BEST_TIME];

/// The same numbers for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

struct Day {
    link: Link,
    notes: Notes<BufWriter<File>>,
    dice: Dice,
    area: usize,
    number: usize,
    serial: usize,
    reads_only: bool,
}

/// Works until the file `stop` is there; what happens goes to the file `notes-NUMBER` of the home folder.
pub fn live(area: usize, number: usize, stop: &Path, seed: u64) -> Result<(), Trouble> {
    let file = File::create(format!("notes-{number}"))?;
    let uid = std::fs::metadata("/proc/self")?.uid();
    let mut notes = Notes::new(BufWriter::new(file));
    notes.write(&Note::Begun { uid, area })?;
    let link = Link::join(PATIENCE)?;
    let dice = Dice(seed.wrapping_mul(1000).wrapping_add(number as u64));
    let mut day = Day { link, notes, dice, area, number, serial: 0, reads_only: false };
    while !stop.exists() {
        day.act()?;
        day.notes.flush()?;
        let pause = 20 + day.dice.below(180) as u64;
        sleep(Duration::from_millis(pause));
    }
    day.notes.write(&Note::Ended)?;
    Ok(day.notes.flush()?)
}

impl Day {
    fn act(&mut self) -> Result<(), Trouble> {
        match self.dice.below(100) {
            0..15 => self.find(),
            15..30 => self.card(),
            30..52 => self.edit(),
            52..66 => self.form(),
            66..71 => self.undo(),
            71..76 => self.bulk(),
            76..84 => self.lists(),
            84..90 => self.line(),
            90..93 => self.look_around(),
            _ => self.trespass(),
        }
    }

    fn ask(&mut self, what: &str, request: &Request) -> Result<Reply, Trouble> {
        let (begun, lost) = (Instant::now(), self.link.lost);
        let reply = self.link.ask(request)?;
        let us = begun.elapsed().as_micros() as u64;
        let lost = self.link.lost != lost;
        self.notes.write(&Note::Asked { what: what.into(), us, at_ms: now_ms(), lost })?;
        self.notes.met(&reply)?;
        for news in std::mem::take(&mut self.link.news) {
            self.notes.met(&news)?;
        }
        match &reply {
            Reply::Shown(s) => self.seen(&s.record)?,
            Reply::Card(c) => self.seen(&c.shown.record)?,
            Reply::Conflict(c) => self.seen(&c.now.record)?,
            Reply::Records { records, .. } => records.iter().try_for_each(|s| self.seen(&s.record))?,
            Reply::Exported(out) => out.records.iter().try_for_each(|s| self.seen(&s.record))?,
            _ => {}
        }
        Ok(reply)
    }

    fn seen(&mut self, record: &linli::book::Record) -> Result<(), Trouble> {
        let whole = !self.reads_only;
        Ok(self.notes.write(&Note::seen(record, whole))?)
    }

    fn broken(&mut self, what: &str, told: &impl std::fmt::Debug) -> Result<(), Trouble> {
        let told: String = format!("{told:?}").chars().take(400).collect();
        Ok(self.notes.write(&Note::Broken(format!("{what}: {told}")))?)
    }

    fn somebody(&mut self) -> (usize, Ref) {
        let n = self.dice.below(SURNAMES.len());
        (n, somebody(self.area, n))
    }

    /// Words that are written only once in the whole test.
    fn words(&mut self) -> String {
        self.serial += 1;
        format!("{}{}之{}", mark(self.area), self.number, self.serial)
    }

    fn find(&mut self) -> Result<(), Trouble> {
        let (n, _) = self.somebody();
        let own = called(self.area, n);
        let initial: String = own.chars().take(1).collect();
        let queries =
            [own, mark(self.area).into(), initial, phone(self.area, 999, n), "15".into(), "=民".into()];
        let query = queries.get(self.dice.below(queries.len())).cloned().unwrap_or_default();
        let reply = self.ask("find", &Request::Find { query, kinds: vec![Kind::Person], limit: 30 })?;
        if let Reply::Found { total, .. } = reply {
            self.notes.write(&Note::Rows { kind: Kind::Person, rows: total })?;
        }
        Ok(())
    }

    fn card(&mut self) -> Result<(), Trouble> {
        let (_, one) = self.somebody();
        self.ask("here", &Request::Here(Some(one)))?;
        self.ask("card", &Request::Card(one))?;
        if let Reply::History(all) = self.ask("history", &Request::History { target: one, limit: 20 })? {
            for e in all {
                self.notes.write(&Note::Past { target: one, pos: e.pos })?;
            }
        }
        Ok(())
    }

    fn edit(&mut self) -> Result<(), Trouble> {
        let (_, one) = self.somebody();
        let Reply::Shown(shown) = self.ask("get", &Request::Get(one))? else { return Ok(()) };
        let mut base = shown.record.version;
        // the time in which others are quicker
        sleep(Duration::from_millis(self.dice.below(250) as u64));
        let field = SHARED.get(self.dice.below(SHARED.len())).copied().unwrap_or(person::TITLE);
        let mut words = vec![(field, self.words())];
        if self.dice.below(4) == 0 {
            let more = if field == person::TITLE { person::TRADE } else { person::TITLE };
            words.push((more, self.words()));
        }
        for _ in 0..2 {
            match self.save("edit", one, base, &words, Vec::new())? {
                // one's own words stay, knowingly over those that are shown
                Reply::Conflict(c) if self.dice.below(2) == 0 => base = c.now.record.version,
                _ => break,
            }
        }
        Ok(())
    }

    fn save(
        &mut self,
        what: &str,
        target: Ref,
        base: u64,
        words: &[(u16, String)],
        more: Vec<(u16, Edit)>,
    ) -> Result<Reply, Trouble> {
        let request = new_id();
        let texts = words.iter().map(|(no, words)| (*no, Edit::Text(words.clone())));
        let set = texts.chain(more).collect();
        let reply = self.ask(what, &Request::Save(Save { request, target, base, set }))?;
        let end = self.end(&reply)?;
        self.notes.write(&Note::Save { request, target, base, set: words.to_vec(), end })?;
        Ok(reply)
    }

    fn end(&mut self, reply: &Reply) -> Result<End, Trouble> {
        Ok(match reply {
            Reply::Saved(s) => End::Done(Some(s.version)),
            // of all of it others had made something else since
            Reply::Undone { records: 0, .. } => End::Refused,
            Reply::Bulk(_) | Reply::Undone { .. } => End::Done(None),
            Reply::Conflict(_) => End::Conflict,
            Reply::Refused(_) => End::Refused,
            other => {
                self.broken("a write is answered", other)?;
                End::Refused
            }
        })
    }

    /// A visit in a form: the draft is kept as it grows, and is there when asked for.
    fn form(&mut self) -> Result<(), Trouble> {
        let (n, one) = self.somebody();
        let words = self.words();
        let target = Ref { kind: Kind::Visit, id: new_id() };
        let id = new_id();
        for part in [words.chars().take(2).collect(), words.clone()] {
            let texts = vec![(visit::SUMMARY, part)];
            let draft =
                Draft { id, target, base: 0, at_ms: now_ms() as i64, title: called(self.area, n), texts };
            let reply = self.ask("draft", &Request::KeepDraft(draft))?;
            if !matches!(reply, Reply::Done) {
                self.broken("a draft is not kept", &reply)?;
            }
        }
        let reply = self.ask("drafts", &Request::Drafts)?;
        let kept = matches!(&reply, Reply::Drafts(all) if all.iter().any(|d| d.id == id && d.texts == [(visit::SUMMARY, words.clone())]));
        if !kept {
            self.broken("a draft is not there", &reply)?;
        }
        let whom = vec![(visit::PEOPLE, Edit::Links(vec![Whom::Ref(one)]))];
        self.save("visit", target, 0, &[(visit::SUMMARY, words)], whom)?;
        self.ask("drop", &Request::DropDraft(id))?;
        Ok(())
    }

    fn undo(&mut self) -> Result<(), Trouble> {
        let request = new_id();
        let reply = self.ask("undo", &Request::Undo { request, batch: None })?;
        let end = self.end(&reply)?;
        self.notes.write(&Note::Undo { request, end })?;
        Ok(())
    }

    fn bulk(&mut self) -> Result<(), Trouble> {
        let (filter, order) = (Filter { text: "民".into(), ..Filter::default() }, Order::Usual);
        let reply = self
            .ask("records", &Request::Records { kind: Kind::Person, filter, order, offset: 0, limit: 50 })?;
        let Reply::Records { records, .. } = reply else { return Ok(()) };
        let from = self.dice.below(records.len());
        let items: Vec<(Id, u64)> =
            records.iter().skip(from).take(4).map(|s| (s.record.id, s.record.version)).collect();
        if items.is_empty() {
            return Ok(());
        }
        let (request, words) = (new_id(), self.words());
        let change = Change::Set(Edit::Text(words.clone()));
        let (kind, field) = (Kind::Person, person::TRADE);
        let bulk = Bulk { request, batch: new_id(), dry: false, kind, items: items.clone(), field, change };
        let reply = self.ask("bulk", &Request::Bulk(bulk))?;
        let end = self.end(&reply)?;
        let changed = match &reply {
            Reply::Bulk(rows) => rows
                .iter()
                .filter(|r| matches!(r.outcome, BulkOutcome::Changes(..)))
                .map(|r| r.target.id)
                .collect(),
            _ => Vec::new(),
        };
        Ok(self.notes.write(&Note::Bulk { request, field, words, items, changed, end })?)
    }

    fn lists(&mut self) -> Result<(), Trouble> {
        let (kind, text) = match self.dice.below(3) {
            0 => (Kind::Visit, ""),
            1 => (Kind::Person, "民"),
            _ => (Kind::Person, ""),
        };
        let filter = Filter { text: text.into(), ..Filter::default() };
        let list = Request::List {
            kind,
            filter,
            order: Order::Newest,
            offset: 0,
            limit: 40,
            more: vec![person::PHONES],
        };
        if let Reply::Page { total, all, .. } = self.ask("list", &list)? {
            self.notes.write(&Note::Rows { kind, rows: total.max(all) })?;
        }
        Ok(())
    }

    fn line(&mut self) -> Result<(), Trouble> {
        let (n, _) = self.somebody();
        let (request, words) = (new_id(), self.words());
        let line = format!("访 {} 电话 {words}", called(self.area, n));
        let reply = self.ask("line", &Request::Capture { request, ask: LineAsk::of(line) })?;
        let end = match &reply {
            Reply::Preview(_) => End::Refused,
            other => self.end(other)?,
        };
        Ok(self.notes.write(&Note::Line { request, words, end })?)
    }

    /// What else a screen asks for.
    fn look_around(&mut self) -> Result<(), Trouble> {
        let (_, one) = self.somebody();
        let ask = PhraseAsk { kind: Kind::Person, field: person::BEST_TIME, act: PhraseAct::List };
        let of = Of::List { filter: Filter::default(), order: Order::Usual, offset: 0 };
        let (recipient, purpose) = ("街道".to_owned(), "核对".to_owned());
        let export = Export { act: new_id(), kind: Kind::Person, of, recipient, purpose };
        let all = [
            Request::Today,
            Request::Areas { parent: None },
            Request::Circle { target: one },
            Request::Phrases(ask),
            Request::Counts { kind: Kind::Person, filter: Filter::default(), field: person::AREA },
            Request::Export(export),
        ];
        let at = self.dice.below(all.len());
        match all.get(at) {
            Some(request) => self.ask("look", request).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Whoever lies in another area is nobody: asked for by name, by number and by the very id.
    fn trespass(&mut self) -> Result<(), Trouble> {
        let other = (self.area + 1 + self.dice.below(MARKS.len() - 1)) % MARKS.len();
        let n = self.dice.below(SURNAMES.len());
        let (one, own) = (somebody(other, n), somebody(self.area, n));
        let set = vec![(person::TITLE, Edit::Text(self.words()))];
        let filter = Filter { person: Some(one.id), ..Filter::default() };
        let order = Order::Usual;
        let shut = [
            Request::Get(one),
            Request::Card(one),
            Request::History { target: one, limit: 9 },
            Request::Circle { target: one },
            Request::Path { from: own, to: one },
            Request::Users { target: one, limit: 9 },
            Request::Reveal(Reveal { target: one, field: person::PHONES }),
            Request::Remove { request: new_id(), target: one, base: 1 },
            Request::Save(Save { request: new_id(), target: one, base: 1, set }),
            Request::List { kind: Kind::Visit, filter, order, offset: 0, limit: 9, more: Vec::new() },
        ];
        let at = self.dice.below(shut.len() + 1);
        let Some(request) = shut.get(at) else {
            // own people of a name that sounds alike may be found; whoever is told of is looked at by the checker
            let query = called(other, n);
            return self.ask("trespass", &Request::Find { query, kinds: Vec::new(), limit: 9 }).map(|_| ());
        };
        let reply = self.ask("trespass", request)?;
        match &reply {
            Reply::Refused(_) => Ok(()),
            told => self.broken("somebody elsewhere is told of", told),
        }
    }
}
