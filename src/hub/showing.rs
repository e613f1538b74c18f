//! What a session is told covered. 投屏, where others may see the screen: what the field tables say is a way to reach
//! somebody, or words about them. A reader: the ways to reach somebody. Every reply passes here; what is not told cannot
//! be shown. One value by itself is shown when it is asked for, see [`super::reveal`].

use super::actor::Actor;
use super::agenda::PASSED;
use super::rights::Role;
use super::wire::{
    Agenda, BulkOutcome, COVERED, Card, Conflict, Draft, Edit, HandLine, PersonAsk, Preview, Promise,
    Refusal, Reply, Request, Save, Shown, What,
};
use crate::book::columns::columns;
use crate::book::{Cell, Cover, Field, Kind, Row, Value, matter, meeting};
use crate::text::{Lang, trouble};

/// What is covered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Covers {
    /// Ways to reach somebody.
    Numbers,
    /// These, and words.
    All,
}

impl Covers {
    /// From whom.
    fn from(actor: &Actor) -> Option<Covers> {
        match actor.rights.role {
            _ if actor.showing => Some(Covers::All),
            Role::Reader => Some(Covers::Numbers),
            Role::Worker | Role::Lead | Role::Administrator => None,
        }
    }

    fn hides(self, field: &Field) -> bool {
        match field.cover {
            Cover::Open => false,
            Cover::Tail => true,
            Cover::Words => self == Covers::All,
        }
    }

    fn hidden(self, kind: Kind, no: u16) -> bool {
        kind.field(no).is_none_or(|f| self.hides(f))
    }

    /// Words that somebody said or wrote.
    fn words(self, text: &mut String) {
        if self == Covers::All {
            words(text);
        }
    }
}

/// Whether a session that is showing may ask this: what it was told covered it must not write back, and what is for
/// one person's eyes is not for a projector.
///
/// # Errors
/// The answer that it may not.
pub fn may(actor: &Actor, request: &Request) -> Result<(), Box<Reply>> {
    if !actor.showing {
        return Ok(());
    }
    let no = match request {
        Request::Save(s) => writes_covered(s),
        // its words were never shown: they are new with every step
        Request::Step(s) => writes_covered(&Save { base: 0, ..s.save.clone() }),
        Request::KeepDraft(d) => {
            d.texts.iter().any(|(no, t)| Covers::All.hidden(d.target.kind, *no) && t.contains(COVERED))
        }
        Request::Person(ask) => !matches!(ask, PersonAsk::Who(_)),
        // what is covered was not looked at
        Request::Retention(ask) => ask.writes(),
        // what is covered cannot be compared
        Request::Merge(m) => !m.dry,
        Request::Unmerge(u) => !u.dry,
        // whether its words are theirs to be written cannot be seen
        Request::Elect(e) => !e.dry,
        _ => false,
    };
    if no {
        let why = trouble::SHOWING.get(actor.lang).to_owned();
        return Err(Box::new(Reply::Refused(Refusal::Said(why))));
    }
    Ok(())
}

/// Whether a covered field of a record that is there already would change, or a cover would be kept as a value.
fn writes_covered(s: &Save) -> bool {
    let cover = |e: &Edit| match e {
        Edit::Text(t) => t.contains(COVERED),
        Edit::Set(v) => v.each().iter().any(|v| matches!(v, Value::Text(t) if t == COVERED)),
        Edit::Clear | Edit::Links(_) => false,
    };
    s.set.iter().any(|(no, edit)| Covers::All.hidden(s.target.kind, *no) && (s.base > 0 || cover(edit)))
}

/// A reply as this session may show it.
pub fn reply(actor: &Actor, request: &Request, reply: Reply) -> Reply {
    match Covers::from(actor) {
        Some(covers) => covers.covered(request, reply),
        None => reply,
    }
}

impl Covers {
    fn covered(self, request: &Request, mut reply: Reply) -> Reply {
        match &mut reply {
            Reply::Today(today) => {
                today.promised.iter_mut().for_each(|p| self.promise(p));
                today.overdue.iter_mut().chain(&mut today.recent).for_each(|r| self.row(r, &[]));
                today.drafts.iter_mut().for_each(|d| self.draft(d));
                let Agenda { matters, meetings, tasks, referred, passed, .. } = &mut today.agenda;
                referred.iter_mut().chain(passed).for_each(|r| self.row(r, &PASSED));
                matters.iter_mut().for_each(|r| self.row(r, &[matter::SETTLED_ON]));
                tasks.iter_mut().for_each(|r| self.row(r, &[]));
                meetings.iter_mut().for_each(|r| self.row(r, &[meeting::TIME]));
                today.handovers.iter_mut().for_each(|h| self.words(&mut h.words));
            }
            Reply::Found { rows, .. } | Reply::Page { rows, .. } | Reply::Rows(rows) => {
                let more = match request {
                    Request::List { more, .. } | Request::Rows { more, .. } => more.as_slice(),
                    _ => &[],
                };
                rows.iter_mut().for_each(|r| self.row(r, more));
            }
            // what a worker keeps to write again may name anybody
            Reply::Phrases(all) => all.iter_mut().filter(|p| p.own).for_each(|p| self.words(&mut p.text)),
            Reply::Due(due) => {
                for one in &mut due.rows {
                    self.row(&mut one.row, &[]);
                    one.held.iter_mut().for_each(|why| self.words(why));
                }
            }
            Reply::Users { users, .. } => users.iter_mut().for_each(|r| self.row(r, &[])),
            Reply::Shown(s) => self.shown(s),
            Reply::OpenWork(o) => self.shown(&mut o.shown),
            Reply::HandPlan(p) => {
                self.shown(&mut p.act);
                p.lines.iter_mut().for_each(|l| self.hand_line(l));
            }
            Reply::HandSheet(s) => {
                self.shown(&mut s.shown);
                s.lines.iter_mut().for_each(|l| self.hand_line(l));
            }
            Reply::Card(c) => self.card(c),
            Reply::Records { records, .. } => records.iter_mut().for_each(|s| self.shown(s)),
            Reply::Exported(out) => {
                out.records.iter_mut().chain(&mut out.raised).for_each(|s| self.shown(s));
                out.phones.iter_mut().for_each(|(_, phone)| words(phone));
            }
            Reply::Promised { promised, .. } => promised.iter_mut().for_each(|p| self.promise(p)),
            Reply::OneDay(day) => {
                day.promised.iter_mut().for_each(|p| self.promise(p));
                day.visits.iter_mut().chain(&mut day.tasks).for_each(|r| self.row(r, &[]));
                day.meetings.iter_mut().for_each(|r| self.row(r, &[meeting::TIME]));
            }
            Reply::Conflict(c) => self.conflict(c),
            Reply::Preview(p) => self.preview(p),
            Reply::Drafts(all) => all.iter_mut().for_each(|d| self.draft(d)),
            Reply::History(entries) => {
                let kind =
                    if let Request::History { target, .. } = request { Some(target.kind) } else { None };
                // why people were handed over was typed, and may say anything of anybody
                let notes = entries.iter_mut().filter(|_| self == Covers::All);
                for note in notes.map(|e| &mut e.note) {
                    let begins = [Lang::Zh, Lang::En].map(|l| trouble::HAND_NOTE.get(l));
                    if let Some(begin) = begins.into_iter().find(|b| note.starts_with(b)) {
                        *note = format!("{begin}{COVERED}");
                    }
                }
                for (no, before, after) in entries.iter_mut().flat_map(|e| &mut e.fields) {
                    if kind.is_none_or(|k| self.hidden(k, *no)) {
                        words(before);
                        words(after);
                    }
                }
            }
            Reply::Pairs { pairs, .. } => {
                pairs.iter_mut().flat_map(|p| [&mut p.a, &mut p.b]).for_each(|r| self.row(r, &[]));
            }
            Reply::Merging(m) => {
                self.shown(&mut m.stays);
                self.shown(&mut m.other);
            }
            Reply::Bulk(rows) => {
                let about = request.bulk().map(|b| (b.kind, b.field));
                if about.is_none_or(|(kind, no)| self.hidden(kind, no)) {
                    for r in rows {
                        if let BulkOutcome::Changes(before, after) = &mut r.outcome {
                            words(before);
                            words(after);
                        }
                    }
                }
            }
            // asked for by the command line, or refused before it came to an answer
            Reply::PersonFile(_) => {
                return Reply::Refused(Refusal::BadRequest);
            }
            // asked for by itself
            Reply::Revealed(_) => {}
            // names, numbers of records, how many on which day, declared ties, and what the session itself typed
            Reply::Welcome(_)
            | Reply::Read(..)
            | Reply::Saved(_)
            | Reply::Invalid(_)
            | Reply::Areas(_)
            | Reply::Circle(_)
            | Reply::Path(_)
            | Reply::Elected(_)
            | Reply::Imported { .. }
            | Reply::Status(_)
            | Reply::Done
            | Reply::Refused(_)
            | Reply::Erasing(_)
            | Reply::Classes(_)
            | Reply::Carried(_)
            | Reply::Counts(_)
            | Reply::Settings(_)
            | Reply::Handed(_)
            | Reply::Posts(_)
            | Reply::Report(_)
            | Reply::Calendar(_)
            | Reply::Log { .. }
            | Reply::Undone { .. } => {}
        }
        reply
    }

    /// The cells of a row: those of its kind's columns that are called as a covered field, and those of further fields.
    fn row(self, row: &mut Row, more: &[u16]) {
        // lists show no more than tails to anybody
        if self != Covers::All {
            return;
        }
        let kind = row.target.kind;
        let by_key = |key: &str| kind.fields().iter().find(|f| f.key == key).is_some_and(|f| self.hides(f));
        let usual = columns(kind).iter().map(|c| by_key(c.key));
        let covers = usual.chain(more.iter().map(|no| self.hidden(kind, *no)));
        for (cell, cover) in row.cells.iter_mut().zip(covers) {
            if *cell != Cell::Empty && (cover || matches!(cell, Cell::Phone(_))) {
                *cell = Cell::Text(COVERED.to_owned());
            }
        }
    }

    fn shown(self, s: &mut Shown) {
        for f in s.record.kind.fields().iter().filter(|f| self.hides(f)) {
            if s.record.fields.get(f.no).is_some_and(|v| !v.is_empty()) {
                let cover = Value::text(COVERED);
                s.record.fields.set(f.no, if f.many { Value::List(vec![cover]) } else { cover });
            }
        }
    }

    fn card(self, c: &mut Card) {
        self.shown(&mut c.shown);
        if let Some((_, what)) = &mut c.next {
            self.words(what);
        }
        c.people
            .iter_mut()
            .chain(c.about.iter_mut().flat_map(|a| &mut a.rows))
            .for_each(|r| self.row(r, &[]));
        for h in &mut c.timeline {
            // a change tells several fields in one line, so it is covered as a whole; the history tells them apart
            match h.what {
                What::Entered | What::Of(_) => {}
                What::Changed => words(&mut h.words),
                What::Visit(_) => self.words(&mut h.words),
            }
        }
    }

    fn hand_line(self, line: &mut HandLine) {
        self.row(&mut line.row, &[]);
        if let Some((_, what)) = &mut line.promise {
            self.words(what);
        }
    }

    fn promise(self, p: &mut Promise) {
        self.row(&mut p.person, &[]);
        self.words(&mut p.words);
    }

    fn draft(self, d: &mut Draft) {
        let kind = d.target.kind;
        d.texts.iter_mut().filter(|(no, _)| self.hidden(kind, *no)).for_each(|(_, t)| words(t));
    }

    fn conflict(self, c: &mut Conflict) {
        let kind = c.now.record.kind;
        for clash in c.fields.iter_mut().filter(|f| self.hidden(kind, f.field)) {
            words(&mut clash.base.words);
            words(&mut clash.theirs.words);
        }
        self.shown(&mut c.now);
    }

    fn preview(self, p: &mut Preview) {
        match p {
            Preview::Which(_, rows) => rows.iter_mut().for_each(|r| self.row(r, &[])),
            Preview::Will(all) => {
                for will in all {
                    let kind = will.kind;
                    will.fields
                        .iter_mut()
                        .filter(|(no, _)| self.hidden(kind, *no))
                        .for_each(|(_, t)| words(t));
                }
            }
            Preview::Trouble(_) | Preview::Nobody(_) | Preview::Wrong(_) => {}
        }
    }
}

fn words(text: &mut String) {
    if !text.is_empty() {
        COVERED.clone_into(text);
    }
}
