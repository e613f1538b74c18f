//! A form of somebody else's, filled: a superior's or an office's own workbook (台账) keeps its titles, widths, borders and
//! lines at the foot, and gets a row for each record below its headings. What the headings mean is read as when a ledger
//! is imported.

mod moved;
mod part;
mod styles;

use super::bomb::unpacked;
use super::heading::{Words, tight};
use super::mapping::{find_header, foot};
use super::plan::What;
use super::sheet::{self, BYTES_MAX, FileTrouble, Sheet};
use super::voiced::Said;
use super::workbook::{Cell, ROWS_MAX};
use super::xml;
use crate::book::Kind;
use part::{Fill, Part};
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// A workbook in which the headings of a kind were found.
#[derive(Debug)]
pub struct Template {
    bytes: Vec<u8>,
    sheet: Sheet,
    /// The row of the headings, counted from 1.
    header: usize,
    /// What each column means; of one that numbers the rows and of one that is not known nothing is asked.
    pub whats: Vec<What>,
    headings: Vec<String>,
}

/// Why a workbook is no template.
#[derive(Debug)]
pub enum NoTemplate {
    /// It cannot be read.
    File(FileTrouble),
    /// It is no workbook of today's form.
    NoWorkbook,
    /// No row of it has headings of this kind.
    NoHeadings,
}

/// Headings of columns that number the rows.
const NUMBERS: &[&str] = &["序号", "编号", "序", "行号", "no", "no.", "#"];

impl Template {
    /// Reads one, for records of a kind.
    ///
    /// # Errors
    /// See [`NoTemplate`].
    pub fn open(path: &Path, kind: Kind) -> Result<Template, NoTemplate> {
        let bytes = std::fs::read(path).map_err(|e| NoTemplate::File(FileTrouble::Unreadable(e.kind())))?;
        Template::read(bytes, kind)
    }

    /// The same of its bytes.
    ///
    /// # Errors
    /// See [`NoTemplate`].
    pub fn read(bytes: Vec<u8>, kind: Kind) -> Result<Template, NoTemplate> {
        if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(NoTemplate::File(FileTrouble::OldOrLocked));
        }
        if !bytes.starts_with(b"PK") {
            return Err(NoTemplate::NoWorkbook);
        }
        let sheets = sheet::read(bytes.clone(), "").map_err(NoTemplate::File)?;
        let words = Words::of(kind);
        let fits = |s: &Sheet| {
            let (at, _) = find_header(&words, s, Some(kind))?;
            let headings: Vec<String> = s.rows.get(at)?.iter().map(|h| h.trim().to_owned()).collect();
            let mut whats = words.columns(kind, &headings);
            for (what, heading) in whats.iter_mut().zip(&headings).filter(|_| kind == Kind::Visit) {
                if let (What::Unknown, Some(said)) = (*what, Said::of(heading)) {
                    *what = What::Said(said);
                }
            }
            let known = whats.iter().filter(|w| known(**w)).count();
            (known > 0).then_some((known, at, headings, whats))
        };
        let all = sheets.iter().enumerate().filter_map(|(i, s)| fits(s).map(|f| (i, f)));
        // the first of those that fit best
        let best = all.reduce(|a, b| if b.1.0 > a.1.0 { b } else { a });
        let (i, (_, at, headings, whats)) = best.ok_or(NoTemplate::NoHeadings)?;
        let sheet = sheets.into_iter().nth(i).ok_or(NoTemplate::NoHeadings)?;
        Ok(Template { bytes, sheet, header: at + 1, whats, headings })
    }

    /// Headings under which nothing is written: what the book does not hold, or never does.
    pub fn blank(&self) -> Vec<&str> {
        let of = self.headings.iter().zip(&self.whats);
        let blank = of.filter(|(h, w)| !h.is_empty() && !known(**w) && !numbers(h));
        blank.map(|(h, _)| h.as_str()).collect()
    }

    /// The workbook with these rows, each with a cell for each of [`Template::whats`].
    ///
    /// # Errors
    /// When it is not made as workbooks are, or cannot be packed.
    pub fn filled(&self, rows: &[Vec<Cell>]) -> io::Result<Vec<u8>> {
        let mut parts = unpack(&self.bytes)?;
        let path = part::path_of(&parts, &self.sheet.name).ok_or_else(odd)?;
        let dates = styles::of_days(text(&parts, "xl/styles.xml").unwrap_or_default());
        let first_kept = self.first_kept();
        let xml = text(&parts, &path).ok_or_else(odd)?;
        let fill = Fill {
            sheet: &self.sheet.name,
            header: self.header,
            first_kept,
            numbers: self.headings.iter().map(|h| numbers(h)).collect(),
            rows,
            dates: &dates,
        };
        // rows that are put in, and those of the form below them
        if self.sheet.rows.len().saturating_add(rows.len()) > ROWS_MAX as usize {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a sheet has no room for so many rows"));
        }
        let (xml, shift) = Part::of(xml).ok_or_else(odd)?.filled(&fill);
        let names = text(&parts, "xl/workbook.xml").map(|w| moved::reckoned(&moved::names(w, &shift)));
        // what lists the formulas of the old rows is made anew by whoever opens it
        parts.retain(|(name, _)| name != "xl/calcChain.xml");
        for (name, bytes) in &mut parts {
            match name.as_str() {
                name if name != path && name.starts_with("xl/worksheets/") => {
                    if let Ok(other) = std::str::from_utf8(bytes) {
                        *bytes = moved::elsewhere(other, &shift).into_bytes();
                    }
                }
                name if name == path => *bytes = xml.clone().into_bytes(),
                "xl/workbook.xml" => *bytes = names.clone().map(String::into_bytes).unwrap_or_default(),
                "xl/_rels/workbook.xml.rels" | "[Content_Types].xml" => {
                    *bytes = part::without(bytes, "calcChain");
                }
                _ => {}
            }
        }
        xml::packed(parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
    }

    /// The first row below the headings that stays: a line at the foot. Rows of records before it give way.
    fn first_kept(&self) -> Option<usize> {
        let rows = self.sheet.rows.iter().enumerate().skip(self.header);
        let numbered = |at: usize| self.headings.get(at).is_some_and(|h| numbers(h));
        let stays = |row: &[String]| {
            let filled = row.iter().enumerate().filter(|(at, c)| !c.trim().is_empty() && !numbered(*at));
            let first = row.iter().map(|c| c.trim()).find(|c| !c.is_empty()).unwrap_or_default();
            foot(first) || filled.count() == 1 && first.chars().count() > 8
        };
        rows.filter(|(_, row)| stays(row)).map(|(at, _)| at + 1).next()
    }
}

/// A form that lies ready to be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What it is called.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
}

/// Where an office lays the forms of all.
const OFFICE: &str = "/etc/linli/forms";
/// The folder in a worker's home where their own lie.
pub const FOLDER: &str = "linli-forms";
/// Most forms that are offered.
const FORMS_MAX: usize = 40;

/// The forms of a worker and of their office, by name.
pub fn ready(home: &Path) -> Vec<Form> {
    let folders = [home.join(FOLDER), PathBuf::from(OFFICE)];
    let all = folders.iter().filter_map(|f| std::fs::read_dir(f).ok()).flatten().flatten();
    let form = |e: std::fs::DirEntry| {
        let name = e.file_name().into_string().ok()?;
        let is = name.to_lowercase().ends_with(".xlsx") && !name.starts_with(['.', '~']);
        (is && e.metadata().ok()?.is_file()).then(|| Form { name, path: e.path() })
    };
    let mut out: Vec<Form> = all.filter_map(form).collect();
    out.sort_by(|a, b| a.name.cmp(&b.name));
    out.dedup_by(|a, b| a.name == b.name);
    out.truncate(FORMS_MAX);
    out
}

/// Whether something is written under a heading that means this.
fn known(what: What) -> bool {
    matches!(what, What::Maps(_) | What::Split | What::Phone | What::Office | What::Said(_))
}

fn numbers(heading: &str) -> bool {
    NUMBERS.contains(&tight(heading).as_str())
}

fn odd() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the workbook is not made as workbooks are")
}

type Parts = Vec<(String, Vec<u8>)>;

fn text<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    let (_, bytes) = parts.iter().find(|(n, _)| n == name)?;
    std::str::from_utf8(bytes).ok()
}

/// The parts of a workbook.
fn unpack(bytes: &[u8]) -> io::Result<Parts> {
    if unpacked(bytes).is_none_or(|size| size > BYTES_MAX) {
        return Err(odd());
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(io::Error::other)?;
    let mut out = Vec::new();
    for at in 0..zip.len() {
        let file = zip.by_index(at).map_err(io::Error::other)?;
        if file.is_dir() {
            continue;
        }
        let name = file.name().map_err(io::Error::other)?.into_owned();
        let mut bytes = Vec::new();
        file.take(BYTES_MAX).read_to_end(&mut bytes)?;
        out.push((name, bytes));
    }
    Ok(out)
}

/// Rows gathered until all are there: how many there are says how far the foot moves.
pub(super) struct Filling {
    template: Template,
    rows: Vec<Vec<Cell>>,
}

impl Filling {
    pub(super) fn of(template: Template) -> Filling {
        Filling { template, rows: Vec::new() }
    }

    pub(super) fn row(&mut self, cell: impl Fn(What) -> Cell) {
        self.rows.push(self.template.whats.iter().map(|w| cell(*w)).collect());
    }

    pub(super) fn end(self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&self.template.filled(&self.rows)?)
    }
}

#[cfg(test)]
mod tests;
