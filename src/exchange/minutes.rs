//! The papers of a meeting: the minutes 会议纪要, with what became of each decision, and the sign-in sheet 签到表 to
//! print before it. Both name people, so what they are made of is asked for as an export: who gets the paper and what
//! for is on record before anything is given.

use super::docx::{Align, Document, Table};
use crate::book::{Cell, Day, Id, Kind, Record, Ref, Row, meeting, person, task};
use crate::hub::wire::{EXPORT_MAX, Export, Filter, Is, Of, Order, Reply, Request, Shown, Test};
use crate::text::{Lang, minutes as words};
use std::io;

/// Most tasks of a meeting.
const TASKS: u32 = 200;
/// Rows of a sign-in sheet: so many at least, and so many of them empty.
const ROWS: usize = 15;
const EMPTY: usize = 5;

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// What was said and decided, and who was there.
    Minutes,
    /// Where those who come sign.
    SignIn,
}

/// The question for the tasks that became of a meeting's decisions.
pub fn tasks(meeting: Id) -> Request {
    let of = Test { field: task::MEETING, any: vec![Is::Ref(meeting)] };
    Request::List {
        kind: Kind::Task,
        filter: Filter { tests: vec![of], ..Filter::default() },
        order: Order::Usual,
        offset: 0,
        limit: TASKS,
        more: Vec::new(),
    }
}

/// What a paper is made of, as far as it is there.
#[derive(Clone, Debug)]
pub struct Making {
    paper: Paper,
    meeting: Id,
    act: Id,
    given: (String, String),
    shown: Option<Shown>,
    /// How many were asked, came, were excused and stayed away: not all of them are told by name.
    heads: [u32; 4],
    tasks: Option<Vec<Row>>,
    /// Those whose records are still to be asked for, and those that came.
    wanted: Vec<Id>,
    people: Vec<Record>,
    names: Vec<(Ref, String)>,
}

impl Making {
    /// Of a meeting, for a recipient and a purpose. `act` is what its questions share in the access log.
    pub fn new(paper: Paper, meeting: Id, act: Id, recipient: &str, purpose: &str) -> Making {
        Making {
            paper,
            meeting,
            act,
            given: (recipient.to_owned(), purpose.to_owned()),
            shown: None,
            heads: [0; 4],
            tasks: None,
            wanted: Vec::new(),
            people: Vec::new(),
            names: Vec::new(),
        }
    }

    fn export(&self, kind: Kind, ids: Vec<Id>) -> Request {
        let (recipient, purpose) = self.given.clone();
        Request::Export(Export { act: self.act, kind, of: Of::These(ids), recipient, purpose })
    }

    /// What is to be asked next; nothing where all is there.
    pub fn next(&self) -> Option<Request> {
        if self.shown.is_none() {
            return Some(self.export(Kind::Meeting, vec![self.meeting]));
        }
        match self.paper {
            Paper::Minutes => self.tasks.is_none().then(|| tasks(self.meeting)),
            Paper::SignIn if self.wanted.is_empty() => None,
            Paper::SignIn => {
                let some = self.wanted.iter().take(EXPORT_MAX as usize).copied().collect();
                Some(self.export(Kind::Person, some))
            }
        }
    }

    /// Takes the answer to that.
    ///
    /// # Errors
    /// The answer, where it is none to what was asked: a refusal.
    pub fn take(&mut self, reply: Reply) -> Result<(), Box<Reply>> {
        match reply {
            Reply::Exported(out) if self.shown.is_none() => {
                let Some(shown) = out.records.into_iter().next() else {
                    return Err(Box::new(Reply::Refused(crate::hub::wire::Refusal::Gone)));
                };
                let asked = shown.record.fields.links(meeting::EXPECTED);
                self.wanted = asked.into_iter().filter(|p| p.id != Id::NIL).map(|p| p.id).collect();
                self.heads = out.heads.first().copied().unwrap_or_default();
                self.shown = Some(shown);
            }
            Reply::Exported(out) => {
                self.wanted.drain(..self.wanted.len().min(EXPORT_MAX as usize));
                for shown in out.records {
                    self.people.push(shown.record);
                    self.names.extend(shown.names);
                }
            }
            Reply::Page { rows, .. } => self.tasks = Some(rows),
            other => return Err(Box::new(other)),
        }
        Ok(())
    }

    /// What the file is called.
    pub fn name(&self, lang: Lang) -> String {
        let paper = if self.paper == Paper::Minutes { words::MINUTES } else { words::SHEET };
        let record = self.shown.as_ref().map(|s| &s.record);
        let day = record.and_then(|r| r.fields.day(meeting::WHEN)).map(|d| d.to_string());
        let title: String = record.map_or("", Record::name).chars().take(40).collect();
        let title = title.replace(['/', '\\', ':', '\0'], " ");
        words::file(lang, paper.get(lang), title.trim(), &day.unwrap_or_default())
    }

    /// The paper; who wrote it down signs it.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn docx(&self, scribe: &str, lang: Lang) -> io::Result<Vec<u8>> {
        let Some(shown) = &self.shown else { return Err(io::ErrorKind::NotFound.into()) };
        match self.paper {
            Paper::Minutes => {
                let tasks = self.tasks.as_deref().unwrap_or_default();
                minutes(shown, self.heads, tasks, scribe, lang)
            }
            Paper::SignIn => sheet(shown, &self.people, &self.names, lang),
        }
    }
}

/// Names of those that a field refers to, without whoever stands there as nobody.
fn people(shown: &Shown, of: &[Ref]) -> Vec<String> {
    let name = |one: &Ref| shown.names.iter().find(|(r, _)| r == one).map(|(_, n)| n.clone());
    of.iter().filter(|p| p.id != Id::NIL).filter_map(name).collect()
}

fn name_of(shown: &Shown, no: u16) -> String {
    let one = shown.record.fields.link(no);
    one.map(|one| people(shown, &[one]).concat()).unwrap_or_default()
}

/// When it is: the day, and the time as far as it is said.
fn when(r: &Record, lang: Lang) -> String {
    let day = r.fields.day(meeting::WHEN).map(|d| words::day(lang, d)).unwrap_or_default();
    format!("{day} {}", r.fields.text(meeting::TIME)).trim().to_owned()
}

fn said(cell: Option<&Cell>, lang: Lang) -> String {
    match cell {
        Some(Cell::Text(text)) => text.clone(),
        Some(Cell::Day(d) | Cell::Due(d)) => d.to_string(),
        Some(Cell::Choice(no, code)) => {
            Kind::Task.field(*no).map(|f| f.choice_label(*code, lang)).unwrap_or_default()
        }
        _ => String::new(),
    }
}

fn minutes(shown: &Shown, heads: [u32; 4], tasks: &[Row], scribe: &str, lang: Lang) -> io::Result<Vec<u8>> {
    let r = &shown.record;
    let f = &r.fields;
    // 工作会议纪要, not 工作会议会议纪要
    let name = r.name().strip_suffix("会议").filter(|_| lang == Lang::Zh).unwrap_or(r.name());
    let mut doc = Document::new(&words::minutes_of(lang, name));
    let top = [
        (words::WHEN, when(r, lang)),
        (words::WHERE, f.text(meeting::PLACE).to_owned()),
        (words::CHAIR, name_of(shown, meeting::ORGANISER)),
        (words::HOST, name_of(shown, meeting::HOST)),
    ];
    for (what, is) in top {
        // who held it goes without saying where it was the office; the rest is filled in by hand
        if what != words::HOST || !is.is_empty() {
            doc.line(Align::Left, &words::line(lang, what.get(lang), &is));
        }
    }
    let guests = f.texts(meeting::GUESTS);
    let (asked, came) = (f.links(meeting::EXPECTED), f.links(meeting::PRESENT));
    let rows = [
        (words::ASKED, &asked),
        (words::CAME, &came),
        (words::EXCUSED, &f.links(meeting::EXCUSED)),
        (words::ABSENT, &meeting::absent(f)),
    ];
    for ((what, all), n) in rows.into_iter().zip(heads) {
        let mut names = people(shown, all);
        let guests = if what == words::CAME { guests.as_slice() } else { &[] };
        names.extend(guests.iter().map(|g| (*g).to_owned()));
        let names = names.join(words::BETWEEN.get(lang));
        let n = n as usize;
        doc.line(
            Align::Left,
            &match names.is_empty() {
                true => words::number(lang, what.get(lang), n),
                false => words::people(lang, what.get(lang), n, &names),
            },
        );
    }
    if asked.iter().chain(&came).chain(&f.links(meeting::EXCUSED)).any(|p| p.id == Id::NIL) {
        doc.line(Align::Left, words::UNNAMED.get(lang));
    }
    for (head, no) in [(words::AGENDA, meeting::AGENDA), (words::SAID, meeting::MINUTES)] {
        doc.heading(1, head.get(lang));
        let text = f.text(no);
        doc.paragraph(if text.trim().is_empty() { words::NOTHING.get(lang) } else { text });
    }
    doc.heading(1, words::DECIDED.get(lang));
    let lines = meeting::decisions(f);
    let day = f.day(meeting::WHEN).unwrap_or(Day(0));
    let decided = task::decided(&lines, tasks, day);
    if decided.is_empty() {
        doc.paragraph(words::NOTHING.get(lang));
    } else {
        let heads = [words::NO, words::WHAT, words::WHO, words::DUE, words::STATE].map(|t| t.get(lang));
        let mut table = Table::new(&[2, 10, 4, 4, 3]).head(heads);
        for (at, one) in decided.into_iter().enumerate() {
            let of_task = |n: usize| said(one.task.and_then(|row| row.cells.get(n)), lang);
            let or = |told: String, written: Option<String>| match told.is_empty() {
                true => written.unwrap_or_default(),
                false => told,
            };
            let who = or(of_task(2), one.who.clone());
            let due = or(of_task(3), one.due.map(|d| d.to_string()));
            let state = if one.task.is_some() { of_task(4) } else { words::NO_TASK.get(lang).to_owned() };
            table.add([(at + 1).to_string(), one.what.clone(), who, due, state]);
        }
        doc.table(table.align(&[Align::Middle]));
    }
    doc.space();
    doc.line(Align::Left, &words::line(lang, words::SCRIBE.get(lang), scribe));
    let (signed, dated) = (words::SIGNED.get(lang), words::DATED.get(lang));
    let blank = "______________";
    doc.line(
        Align::Left,
        &format!("{}    {}", words::line(lang, signed, blank), words::line(lang, dated, blank)),
    );
    doc.bytes()
}

fn sheet(shown: &Shown, people: &[Record], names: &[(Ref, String)], lang: Lang) -> io::Result<Vec<u8>> {
    let r = &shown.record;
    let mut doc = Document::new(&words::sheet_of(lang, r.name()));
    doc.line(Align::Left, &words::line(lang, words::WHEN.get(lang), &when(r, lang)));
    doc.line(Align::Left, &words::line(lang, words::WHERE.get(lang), r.fields.text(meeting::PLACE)));
    let heads = [words::NO, words::NAME, words::POST, words::PHONE, words::SIGNATURE].map(|t| t.get(lang));
    let mut table = Table::new(&[2, 4, 8, 5, 5]).height(10).head(heads).align(&[Align::Middle]);
    let excused = r.fields.links(meeting::EXCUSED);
    let employer = |p: &Record| p.fields.link(person::EMPLOYER).and_then(|e| name_in(names, e));
    for (at, p) in people.iter().enumerate() {
        let post = format!("{} {}", employer(p).unwrap_or_default(), p.fields.text(person::TITLE));
        let away = if excused.contains(&p.to_ref()) { words::EXCUSED.get(lang) } else { "" };
        table.add([&(at + 1).to_string(), p.name(), post.trim(), "", away]);
    }
    for at in people.len()..(people.len() + EMPTY).max(ROWS) {
        table.add([(at + 1).to_string()]);
    }
    doc.table(table);
    if r.fields.links(meeting::EXPECTED).iter().any(|p| p.id == Id::NIL) {
        doc.line(Align::Left, words::OTHERS.get(lang));
    }
    doc.bytes()
}

fn name_in(names: &[(Ref, String)], one: Ref) -> Option<&str> {
    names.iter().find(|(r, _)| *r == one).map(|(_, n)| n.as_str())
}
