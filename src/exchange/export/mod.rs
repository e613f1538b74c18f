//! Records of a list, out of the hub slice by slice and into a file of the worker's.

mod sink;

use super::appointment;
use super::file::NewFile;
use super::import::Cause;
use super::sight::{Around, Sight};
use super::template::{NoTemplate, Template};
use crate::book::{Id, Kind};
use crate::hub::wire::{self, EXPORT_MAX, Filter, Order, Reply, Request};
use crate::text::{Lang, T, out as words};
use sink::Sink;
pub(super) use sink::plain;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// What sort of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Values parted by commas, as spreadsheet programs take them.
    Csv,
    /// A workbook.
    Xlsx,
    /// A JSON object a line.
    Jsonl,
    /// People as cards for a phone.
    Vcard,
    /// What is to come, for a calendar.
    Calendar,
}

impl Format {
    /// What the ending of a file's name says.
    pub fn of(path: &Path) -> Option<Format> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "csv" => Some(Format::Csv),
            "xlsx" => Some(Format::Xlsx),
            "jsonl" => Some(Format::Jsonl),
            "vcf" => Some(Format::Vcard),
            "ics" => Some(Format::Calendar),
            _ => None,
        }
    }
}

/// Which records.
#[derive(Clone, Debug, PartialEq)]
pub enum Which {
    /// Those of a list.
    List(Filter, Order),
    /// These.
    These(Vec<Id>),
}

/// An export as it was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// What all its slices share in the access log, and by which its news are told from another's.
    pub act: Id,
    /// Of what.
    pub kind: Kind,
    /// Which of them.
    pub which: Which,
    /// The fields wanted; all of them where empty.
    pub fields: Vec<u16>,
    /// Where to; its ending says what sort of file.
    pub file: PathBuf,
    /// A workbook that is filled instead of one of our own.
    pub template: Option<PathBuf>,
    /// Whether what is there may give way.
    pub over: bool,
    /// Who gets it.
    pub recipient: String,
    /// What for.
    pub purpose: String,
}

/// Why an export is none.
#[derive(Debug)]
pub enum Trouble<E> {
    /// The way to the hub, or the hub itself.
    Hub(Cause<E>),
    /// The file.
    File(io::Error),
    /// What was asked makes no sense.
    Asked(T),
    /// The template is none: its name, why.
    Template(String, NoTemplate),
}

impl<E: std::fmt::Display> Trouble<E> {
    /// In plain words; `refused` words what the hub refuses.
    pub fn say(&self, file: &str, lang: Lang, refused: impl Fn(&wire::Refusal, Lang) -> String) -> String {
        match self {
            Trouble::Asked(why) => why.get(lang).to_string(),
            Trouble::Template(name, NoTemplate::File(why)) => why.say(name, lang),
            Trouble::Template(name, NoTemplate::NoWorkbook) => words::no_workbook(lang, name),
            Trouble::Template(name, NoTemplate::NoHeadings) => words::no_headings(lang, name),
            Trouble::File(e) if e.kind() == ErrorKind::AlreadyExists => words::is_there(lang, file),
            Trouble::File(e) => words::not_written(lang, file, &crate::text::store::io(lang, e)),
            Trouble::Hub(Cause::Link(e)) => words::stopped(lang, file, &e.to_string()),
            Trouble::Hub(Cause::Refused(r)) => words::stopped(lang, file, &refused(r, lang)),
            Trouble::Hub(Cause::Nonsense) => {
                words::stopped(lang, file, crate::text::exchange::NONSENSE.get(lang))
            }
        }
    }
}

/// What came of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// How many records are in the file.
    pub records: usize,
    /// Headings of a template under which nothing was written.
    pub blank: Vec<String>,
}

/// Writes the file; says how many records are in it. `ask` puts a request to the hub and waits for its reply; `progress`
/// hears of (records done, records in all) after each slice.
///
/// # Errors
/// When nothing was written: what is there already stays as it is.
pub fn run<E>(
    job: &Job,
    lang: Lang,
    ask: &mut dyn FnMut(Request) -> Result<Reply, E>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Done, Trouble<E>> {
    let format = Format::of(&job.file).ok_or(Trouble::Asked(words::WHICH_FORMAT))?;
    if format == Format::Vcard && job.kind != Kind::Person {
        return Err(Trouble::Asked(words::CARDS_OF_PEOPLE));
    }
    if format == Format::Calendar && !appointment::is_for(job.kind) {
        return Err(Trouble::Asked(words::CALENDAR_OF));
    }
    let template = match &job.template {
        None => None,
        Some(_) if format != Format::Xlsx => return Err(Trouble::Asked(words::TEMPLATE_XLSX)),
        Some(path) => Some(Template::open(path, job.kind).map_err(|why| {
            Trouble::Template(crate::book::names::clean_line(&path.to_string_lossy()), why)
        })?),
    };
    let blank = template.iter().flat_map(Template::blank).map(str::to_owned).collect();
    let file = NewFile::begin(&job.file, job.over).map_err(Trouble::File)?;
    let mut sink = Sink::open(format, job, lang, file, template).map_err(Trouble::File)?;
    let (mut offset, mut done) = (0u32, 0usize);
    let total = total(job, ask)?;
    progress(0, total);
    loop {
        let of = match &job.which {
            Which::List(filter, order) => wire::Of::List { filter: filter.clone(), order: *order, offset },
            Which::These(ids) => {
                let from = offset as usize;
                let some = ids.iter().skip(from).take(EXPORT_MAX as usize).copied().collect::<Vec<_>>();
                if some.is_empty() {
                    break;
                }
                wire::Of::These(some)
            }
        };
        let request = wire::Export {
            act: job.act,
            kind: job.kind,
            of,
            recipient: job.recipient.clone(),
            purpose: job.purpose.clone(),
        };
        let mut slice = match ask(Request::Export(request)).map_err(|e| Trouble::Hub(Cause::Link(e)))? {
            Reply::Exported(slice) => *slice,
            Reply::Refused(why) => return Err(Trouble::Hub(Cause::Refused(why))),
            _ => return Err(Trouble::Hub(Cause::Nonsense)),
        };
        if slice.taken == 0 {
            break;
        }
        offset = offset.saturating_add(slice.taken);
        let around = Around::of(&mut slice);
        for shown in &slice.records {
            let sight = Sight { shown, around: &around, lang };
            done += usize::from(sink.row(&sight).map_err(Trouble::File)?);
        }
        progress(offset as usize, total);
    }
    sink.end().map_err(Trouble::File)?;
    Ok(Done { records: done, blank })
}

/// How many there will be.
fn total<E>(job: &Job, ask: &mut dyn FnMut(Request) -> Result<Reply, E>) -> Result<usize, Trouble<E>> {
    let (filter, order) = match &job.which {
        Which::These(ids) => return Ok(ids.len()),
        Which::List(filter, order) => (filter.clone(), *order),
    };
    let page = Request::List { kind: job.kind, filter, order, offset: 0, limit: 1, more: Vec::new() };
    match ask(page).map_err(|e| Trouble::Hub(Cause::Link(e)))? {
        Reply::Page { total, .. } => Ok(usize::try_from(total).unwrap_or(usize::MAX)),
        Reply::Refused(why) => Err(Trouble::Hub(Cause::Refused(why))),
        _ => Err(Trouble::Hub(Cause::Nonsense)),
    }
}
