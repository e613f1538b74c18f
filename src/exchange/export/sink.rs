//! The sorts of files that records go into, each written as the records come: a book of any size passes through.

use super::{Format, Job};
use crate::book::{Day, Kind};
use crate::exchange::file::NewFile;
use crate::exchange::ics::{self, Event};
use crate::exchange::plan::What;
use crate::exchange::sight::{Sight, columns};
use crate::exchange::template::{Filling, Template};
use crate::exchange::workbook::{Cell, Stream};
use crate::exchange::{appointment, formula, json, vcard};
use crate::hub::world::day_of;
use crate::text::Lang;
use std::io::{self, Write};

/// A file being filled.
pub(super) enum Sink {
    Csv(Box<csv::Writer<NewFile>>, Vec<What>),
    Xlsx(Box<Stream>, NewFile, Vec<What>),
    Lines(NewFile),
    Cards(NewFile),
    Days(NewFile, String, Day, Vec<Event>),
    Form(Box<Filling>, NewFile),
}

impl Sink {
    pub(super) fn open(
        format: Format,
        job: &Job,
        lang: Lang,
        mut file: NewFile,
        template: Option<Template>,
    ) -> io::Result<Sink> {
        if let Some(template) = template {
            return Ok(Sink::Form(Box::new(Filling::of(template)), file));
        }
        let wanted: Vec<(String, What)> = columns(job.kind, lang)
            .into_iter()
            .filter(|(_, what)| match what {
                What::Maps(no) => job.fields.is_empty() || job.fields.contains(no),
                // what tells namesakes apart goes with whom it tells apart
                What::Phone => {
                    let people = job.kind.people_field();
                    job.fields.is_empty() || people.is_some_and(|no| job.fields.contains(&no))
                }
                _ => job.fields.is_empty() || job.kind.area_field().is_some_and(|a| job.fields.contains(&a)),
            })
            .collect();
        let (heads, whats): (Vec<String>, Vec<What>) = wanted.into_iter().unzip();
        Ok(match format {
            Format::Csv => {
                // the mark by which Excel knows UTF-8
                file.write_all("\u{feff}".as_bytes())?;
                let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
                out.write_record(&heads)?;
                Sink::Csv(Box::new(out), whats)
            }
            Format::Xlsx => {
                let widths: Vec<u16> = whats.iter().map(|w| width(job.kind, *w)).collect();
                let name = job.kind.label().get(lang);
                Sink::Xlsx(Box::new(Stream::begin(name, &heads, &widths, file.folder())?), file, whats)
            }
            Format::Jsonl => Sink::Lines(file),
            Format::Vcard => Sink::Cards(file),
            Format::Calendar => {
                let today = day_of(chrono::Utc::now().timestamp_millis());
                Sink::Days(file, job.kind.label().get(lang).to_owned(), today, Vec::new())
            }
        })
    }

    /// Takes a record in; whether it is in the file: into a calendar goes only what has a day still to come.
    pub(super) fn row(&mut self, record: &Sight<'_>) -> io::Result<bool> {
        match self {
            Sink::Csv(out, whats) => {
                let cells = whats.iter().map(|w| plain(&record.cell(*w)));
                out.write_record(cells)?;
            }
            Sink::Xlsx(out, _, whats) => {
                let cells: Vec<Cell> = whats.iter().map(|w| record.cell(*w)).collect();
                out.row(&cells)?;
            }
            Sink::Form(form, _) => form.row(|what| record.cell(what)),
            Sink::Lines(out) => writeln!(out, "{}", json::record(record.shown))?,
            Sink::Cards(out) => out.write_all(vcard::write::card(record).as_bytes())?,
            Sink::Days(_, _, today, events) => {
                let event = appointment::event(record, *today);
                let is = event.is_some();
                events.extend(event);
                return Ok(is);
            }
        }
        Ok(true)
    }

    pub(super) fn end(self) -> io::Result<()> {
        match self {
            Sink::Csv(out, _) => out.into_inner().map_err(|e| io::Error::other(e.to_string()))?.done(),
            Sink::Xlsx(out, mut file, _) => {
                out.end(&mut file)?;
                file.done()
            }
            Sink::Form(form, mut file) => {
                form.end(&mut file)?;
                file.done()
            }
            Sink::Lines(file) | Sink::Cards(file) => file.done(),
            Sink::Days(mut file, name, _, events) => {
                let now = chrono::Utc::now().timestamp_millis();
                file.write_all(ics::calendar(&name, now, &events).as_bytes())?;
                file.done()
            }
        }
    }
}

/// A cell as text.
pub fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(s) => formula::guarded(s),
        Cell::Number(n) | Cell::Share(n) => n.to_string(),
        Cell::Day(d) => d.to_string(),
    }
}

/// How wide a column is, in halves of a Chinese character.
fn width(kind: Kind, what: What) -> u16 {
    use crate::book::Type;
    let What::Maps(no) = what else { return 16 };
    match kind.field(no).map(|f| (f.ty, f.many)) {
        Some((Type::Note, _)) => 40,
        Some((Type::Day | Type::Number(..) | Type::Hours, _)) => 12,
        Some((Type::Name, _)) => 12,
        Some((Type::Ref { kind: Kind::Organisation, .. }, _)) => 30,
        Some((Type::Uscc, _)) => 22,
        _ => 16,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for s in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(plain(&Cell::Text(s.into())), format!("'{s}"));
        }
        assert_eq!(plain(&Cell::Text("a=1".into())), "a=1");
    }
}
