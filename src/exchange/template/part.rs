//! The part of a workbook that is a sheet: its rows where they stand in the text, so that all else stays byte for byte.

use super::moved::Shift;
use super::{Parts, text};
use crate::exchange::heading::letter;
use crate::exchange::workbook::{self, Cell};
use crate::exchange::xml;
use chrono::{Datelike, NaiveDate};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use regex_lite::{Captures, Regex};
use std::collections::HashSet;
use std::fmt::Write;
use std::ops::Range;

/// A sheet's text, cut up.
pub(super) struct Part<'a> {
    xml: &'a str,
    /// The prefix of its names, with its colon; most have none.
    prefix: &'a str,
    /// From the beginning of the rows to their end.
    rows_at: Range<usize>,
    /// Whether the rows stand in an element that is opened and closed.
    open: bool,
    rows: Vec<Line<'a>>,
}

/// A row.
struct Line<'a> {
    no: usize,
    at: Range<usize>,
    /// Its height and look: attributes that do not say where it is.
    look: String,
    cells: Vec<Place<'a>>,
}

/// A cell.
struct Place<'a> {
    column: usize,
    /// The number of its style.
    style: Option<&'a str>,
}

/// What is put in.
pub(super) struct Fill<'a> {
    /// What the sheet is called.
    pub(super) sheet: &'a str,
    /// The row of the headings, counted from 1.
    pub(super) header: usize,
    /// The first row below that stays.
    pub(super) first_kept: Option<usize>,
    /// Of each column whether it numbers the rows.
    pub(super) numbers: Vec<bool>,
    pub(super) rows: &'a [Vec<Cell>],
    /// The styles that show days.
    pub(super) dates: &'a HashSet<usize>,
}

/// The path of the part of a sheet.
pub(super) fn path_of(parts: &Parts, sheet: &str) -> Option<String> {
    let id = element(text(parts, "xl/workbook.xml")?, "sheet", |e| {
        (attribute(e, "name")? == sheet).then(|| attribute(e, "id")).flatten()
    })?;
    let target = element(text(parts, "xl/_rels/workbook.xml.rels")?, "Relationship", |e| {
        (attribute(e, "Id")? == id).then(|| attribute(e, "Target")).flatten()
    })?;
    Some(match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{target}"),
    })
}

/// A part of XML without the elements that name something.
pub(super) fn without(part: &[u8], what: &str) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(part) else { return part.to_vec() };
    let Ok(element) = Regex::new(&format!("<[^<>]*{what}[^<>]*/>")) else { return part.to_vec() };
    element.replace_all(text, "").into_owned().into_bytes()
}

/// What is made of the first element of a name of which anything is made.
fn element<T>(xml: &str, name: &str, mut see: impl FnMut(&BytesStart<'_>) -> Option<T>) -> Option<T> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == name => {
                if let Some(found) = see(&e) {
                    return Some(found);
                }
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = e.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    quick_xml::escape::unescape(&found.value).ok().map(std::borrow::Cow::into_owned)
}

/// A place such as `B12` as column from 0 and row from 1.
fn place(text: &str) -> Option<(usize, usize)> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = text.split_at(at);
    let column = letters.bytes().try_fold(0usize, |n, b| {
        b.is_ascii_uppercase().then(|| n.saturating_mul(26).saturating_add(usize::from(b - b'A') + 1))
    })?;
    Some((column.checked_sub(1)?, row.parse().ok()?))
}

impl<'a> Part<'a> {
    /// Cuts a sheet up; nothing where it has no rows at all or is none.
    pub(super) fn of(xml: &'a str) -> Option<Part<'a>> {
        let mut reader = Reader::from_str(xml);
        let (mut out, mut row): (Option<Part<'a>>, Option<Line<'a>>) = (None, None);
        loop {
            let from = usize::try_from(reader.buffer_position()).ok()?;
            let event = reader.read_event().ok()?;
            let to = usize::try_from(reader.buffer_position()).ok()?;
            let inside = out.is_some();
            match event {
                Event::Start(e) | Event::Empty(e) if !inside && e.local_name().as_ref() == "sheetData" => {
                    let open = !xml.get(from..to)?.ends_with("/>");
                    let name = xml.get(from + 1..)?;
                    let prefix = name.find("sheetData").and_then(|at| name.get(..at)).unwrap_or("");
                    let rows_at = if open { to..to } else { from..to };
                    out = Some(Part { xml, prefix, rows_at, open, rows: Vec::new() });
                    if !open {
                        return out;
                    }
                }
                Event::End(e) if inside && e.local_name().as_ref() == "sheetData" => {
                    if let Some(part) = &mut out {
                        part.rows_at.end = from;
                    }
                    return out;
                }
                Event::Start(ref e) | Event::Empty(ref e) if inside && e.local_name().as_ref() == "row" => {
                    let part = out.as_mut()?;
                    let before = part.rows.last().map_or(0, |r| r.no);
                    let no = attribute(e, "r").and_then(|r| r.parse().ok()).unwrap_or(before + 1);
                    let line = Line { no, at: from..to, look: look(e), cells: Vec::new() };
                    match event {
                        Event::Empty(_) => part.rows.push(line),
                        _ => row = Some(line),
                    }
                }
                Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "c" => {
                    if let Some(line) = &mut row {
                        let next = line.cells.last().map_or(0, |c| c.column + 1);
                        let column = attribute(&e, "r").and_then(|r| place(&r)).map_or(next, |p| p.0);
                        line.cells.push(Place { column, style: style(xml.get(from..to)?) });
                    }
                }
                Event::End(e) if e.local_name().as_ref() == "row" => {
                    if let (Some(mut line), Some(part)) = (row.take(), out.as_mut()) {
                        line.at.end = to;
                        part.rows.push(line);
                    }
                }
                Event::Eof => return None,
                _ => {}
            }
        }
    }

    /// The sheet with the rows, and what moved.
    pub(super) fn filled(&self, fill: &Fill<'_>) -> (String, Shift) {
        let last = self.rows.last().map_or(fill.header, |r| r.no.max(fill.header));
        let from = fill.first_kept.unwrap_or(last + 1).max(fill.header + 1);
        let room = from - fill.header - 1;
        let by = fill.rows.len().saturating_sub(room);
        let shift = Shift { header: fill.header, from, by, own: Shift::named(fill.sheet) };
        let pattern = self.rows.iter().find(|r| r.no > fill.header && r.no < from);
        let p = self.prefix;
        let mut out = String::with_capacity(self.xml.len());
        out.push_str(self.xml.get(..self.rows_at.start).unwrap_or_default());
        if !self.open {
            let _ = write!(out, "<{p}sheetData>");
        }
        // a count above the headings is over all rows too
        for row in self.rows.iter().filter(|r| r.no <= fill.header) {
            self.copied(&mut out, row, &shift);
        }
        for (at, cells) in fill.rows.iter().enumerate() {
            self.write(&mut out, fill.header + 1 + at, pattern, Some((at + 1, cells)), fill);
        }
        // rows of the form that are left over stay, without what stood in them
        for row in self.rows.iter().filter(|r| r.no > fill.header + fill.rows.len() && r.no < from) {
            self.write(&mut out, row.no, Some(row), None, fill);
        }
        for row in self.rows.iter().filter(|r| r.no >= from) {
            self.copied(&mut out, row, &shift);
        }
        if !self.open {
            let _ = write!(out, "</{p}sheetData>");
        }
        let rest = self.xml.get(self.rows_at.end..).unwrap_or_default();
        out.push_str(&around(rest, fill.header, &shift));
        (measured(out), shift)
    }

    /// A row with the look of another.
    fn write(
        &self,
        out: &mut String,
        no: usize,
        pattern: Option<&Line<'a>>,
        record: Option<(usize, &Vec<Cell>)>,
        fill: &Fill<'_>,
    ) {
        let p = self.prefix;
        let _ = write!(out, "<{p}row r=\"{no}\"{}>", pattern.map_or("", |l| l.look.as_str()));
        let styled = pattern.map_or(0, |l| l.cells.last().map_or(0, |c| c.column + 1));
        let wide = record.map_or(0, |(_, cells)| cells.len()).max(styled);
        for column in 0..wide {
            let style =
                pattern.and_then(|l| l.cells.iter().find(|c| c.column == column)).and_then(|c| c.style);
            let own = record.and_then(|(at, cells)| {
                let numbers = fill.numbers.get(column).copied().unwrap_or(false);
                if numbers { Some(Cell::Number(at as f64)) } else { cells.get(column).cloned() }
            });
            let cell = own.unwrap_or_default();
            if cell == Cell::Empty && style.is_none() {
                continue;
            }
            let _ = write!(out, "<{p}c r=\"{}{no}\"", letter(column));
            if let Some(style) = style {
                let _ = write!(out, " s=\"{style}\"");
            }
            let of_day = style.and_then(|s| s.parse().ok()).is_some_and(|s: usize| fill.dates.contains(&s));
            match cell {
                Cell::Empty => out.push_str("/>"),
                Cell::Number(n) | Cell::Share(n) => {
                    let _ = write!(out, "><{p}v>{n}</{p}v></{p}c>");
                }
                Cell::Day(d) if of_day => {
                    let _ = write!(out, "><{p}v>{}</{p}v></{p}c>", serial(d.date()));
                }
                Cell::Day(d) => self.words(out, &d.to_string()),
                Cell::Text(s) => self.words(out, &s),
            }
        }
        let _ = write!(out, "</{p}row>");
    }

    fn words(&self, out: &mut String, words: &str) {
        let p = self.prefix;
        let _ = write!(out, " t=\"inlineStr\"><{p}is><{p}t xml:space=\"preserve\">");
        xml::push(out, &workbook::cut(words));
        let _ = write!(out, "</{p}t></{p}is></{p}c>");
    }

    /// A row that stays, at its new place.
    fn copied(&self, out: &mut String, row: &Line<'a>, shift: &Shift) {
        let raw = self.xml.get(row.at.clone()).unwrap_or_default();
        let p = self.prefix;
        let (Ok(places), Ok(formula), Ok(spans)) = (
            Regex::new(&format!(r#"(<{p}(?:row|c)\b[^>]*?\sr=")([^"]+)(")"#)),
            Regex::new(&format!(r"(?s)(<{p}f\b[^>]*>)([^<]*)(</{p}f>)(?:<{p}v>[^<]*</{p}v>)?")),
            // of a formula that several cells share, or of an array
            Regex::new(&format!(r#"(<{p}f\b[^>]*?\sref=")([^"]+)(")"#)),
        ) else {
            out.push_str(raw);
            return;
        };
        let part = |c: &Captures<'_>, i: usize| c.get(i).map_or(String::new(), |m| m.as_str().to_owned());
        let moved = places.replace_all(raw, |c: &Captures<'_>| {
            let at = part(c, 2);
            let to = match at.parse::<usize>() {
                Ok(row) => shift.row(row).to_string(),
                Err(_) => shift.places(&at),
            };
            part(c, 1) + &to + &part(c, 3)
        });
        // what a formula came to is reckoned anew by whoever opens it
        let moved = formula.replace_all(&moved, |c: &Captures<'_>| {
            part(c, 1) + &xml::escaped(&shift.places(&unescaped(&part(c, 2)))) + &part(c, 3)
        });
        let moved = spans
            .replace_all(&moved, |c: &Captures<'_>| part(c, 1) + &shift.places(&part(c, 2)) + &part(c, 3));
        out.push_str(&moved);
    }
}

pub(super) fn unescaped(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

/// The attributes of a row that are its look.
fn look(e: &BytesStart<'_>) -> String {
    let own = |a: &quick_xml::events::attributes::Attribute<'_>| {
        matches!(a.key.as_ref(), "s" | "customFormat" | "ht" | "customHeight")
    };
    let all = e.attributes().flatten().filter(own);
    let said = all.map(|a| format!(" {}=\"{}\"", a.key.as_ref(), a.value));
    said.collect()
}

/// The number of a cell's style, out of its own text.
fn style(cell: &str) -> Option<&str> {
    let (_, rest) = cell.split_once(" s=\"")?;
    let number = rest.split('"').next()?;
    number.bytes().all(|b| b.is_ascii_digit()).then_some(number)
}

/// A day as spreadsheet programs count it: days since 1899-12-30.
fn serial(day: NaiveDate) -> i32 {
    // 1970-01-01 is 25,569
    day.num_days_from_ce() - 719_163 + 25_569
}

/// What stands behind the rows: cells that were one below the headings are none now, those of the foot moved with it.
fn around(rest: &str, header: usize, shift: &Shift) -> String {
    let (Ok(merged), Ok(emptied), Ok(counted), Ok(reference)) = (
        Regex::new(r#"<(?:\w+:)?mergeCell [^>]*ref="([^"]+)"[^>]*/>"#),
        Regex::new(r"<(?:\w+:)?mergeCells[^>]*>\s*</(?:\w+:)?mergeCells>"),
        Regex::new(r#"(<(?:\w+:)?mergeCells)\s+count="\d+""#),
        Regex::new(r#"(\s(?:ref|sqref)=")([^"]+)(")"#),
    ) else {
        return rest.to_owned();
    };
    let part = |c: &Captures<'_>, i: usize| c.get(i).map_or(String::new(), |m| m.as_str().to_owned());
    let kept = merged.replace_all(rest, |c: &Captures<'_>| {
        let begin = part(c, 1).split(':').next().and_then(place).map_or(0, |(_, row)| row);
        if begin > header && begin < shift.from { String::new() } else { part(c, 0) }
    });
    let kept = emptied.replace_all(&kept, "");
    let kept = counted.replace_all(&kept, "$1");
    reference
        .replace_all(&kept, |c: &Captures<'_>| part(c, 1) + &shift.places(&part(c, 2)) + &part(c, 3))
        .into_owned()
}

/// The sheet without what says how large it is: programs find out.
fn measured(xml: String) -> String {
    match Regex::new(r"<(?:\w+:)?dimension\s[^>]*/>") {
        Ok(said) => said.replace(&xml, "").into_owned(),
        Err(_) => xml,
    }
}
