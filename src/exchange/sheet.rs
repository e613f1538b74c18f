//! A file of a spreadsheet program or a phone as sheets of text. What is in a cell is what people see in it; reading it
//! as a date or a phone is left to the book.

use super::encoding::{self, Encoding};
use super::formula;
use super::quiet::caught;
use super::{jsonl, vcard, xlsx};
use crate::text::{Lang, T, exchange as words};
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// Most cells that a file may have.
pub const CELLS_MAX: usize = 2_000_000;
/// Most columns: no spreadsheet program has more.
pub(super) const COLUMNS_MAX: usize = 1 << 14;
/// Most bytes of a file, also once unpacked, and most bytes of text in all its cells.
pub const BYTES_MAX: u64 = 200 << 20;

/// What sort of file a sheet is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A workbook.
    #[default]
    Workbook,
    /// Values parted by commas, semicolons or tabs, a row a line.
    Separated(Encoding),
    /// A phone's address book: each card is a row below one of headings.
    Cards(Encoding),
    /// A JSON object a line: each is a row below one of headings.
    Objects(Encoding),
}

/// One sheet, as text. `rows[0]` is the first row of the sheet; rows are as long as they have cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; that of the file for a list of comma-separated values.
    pub name: String,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// What sort of file it is of.
    pub form: Form,
    /// Rows that could not be read, counted as in `rows`, and why. They are blank.
    pub faults: Vec<(usize, T)>,
}

impl Sheet {
    /// The text of a cell, blanks around it gone; `""` where there is none.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|r| r.get(column)).map_or("", |s| s.trim())
    }
}

/// Why a file cannot be read. Nothing was imported then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileTrouble {
    /// The system says no, and what.
    Unreadable(ErrorKind),
    /// Nothing in it.
    Empty,
    /// Larger than the bounds above.
    TooLarge,
    /// More cells than [`CELLS_MAX`].
    TooManyCells,
    /// A workbook of before 2007, or one with a password.
    OldOrLocked,
    /// No text in an encoding that is known here.
    Encoding,
    /// Damaged, in the sheet of this name where that is known.
    Broken(String),
}

impl FileTrouble {
    /// In plain words, with what to do.
    pub fn say(&self, file: &str, lang: Lang) -> String {
        match self {
            FileTrouble::Unreadable(why) => match why {
                ErrorKind::NotFound => words::not_there(lang, file),
                ErrorKind::PermissionDenied => words::not_yours(lang, file),
                ErrorKind::IsADirectory => words::a_folder(lang, file),
                other => words::unreadable(lang, file, &crate::text::store::io(lang, &(*other).into())),
            },
            FileTrouble::Empty => words::empty_file(lang, file),
            FileTrouble::TooLarge => words::too_large(lang, file),
            FileTrouble::TooManyCells => words::too_many_cells(lang, file),
            FileTrouble::OldOrLocked => words::old_or_locked(lang, file),
            FileTrouble::Encoding => words::not_text(lang, file),
            FileTrouble::Broken(sheet) if sheet.is_empty() => words::broken(lang, file),
            FileTrouble::Broken(sheet) => words::broken_sheet(lang, file, sheet),
        }
    }
}

/// Reads a workbook, a list of separated values, lines of JSON or an address book. What it is, its content says, not its ending.
pub fn open(path: &Path) -> Result<Vec<Sheet>, FileTrouble> {
    let unreadable = |e: std::io::Error| FileTrouble::Unreadable(e.kind());
    let about = fs::metadata(path).map_err(unreadable)?;
    if about.is_dir() {
        return Err(FileTrouble::Unreadable(ErrorKind::IsADirectory));
    }
    if about.len() > BYTES_MAX {
        return Err(FileTrouble::TooLarge);
    }
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    read(fs::read(path).map_err(unreadable)?, &stem)
}

/// Reads what comes through a pipe, to its end. What it is, its content says.
pub fn from(pipe: impl Read, stem: &str) -> Result<Vec<Sheet>, FileTrouble> {
    let mut bytes = Vec::new();
    let unreadable = |e: std::io::Error| FileTrouble::Unreadable(e.kind());
    pipe.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(FileTrouble::TooLarge);
    }
    read(bytes, stem)
}

/// Reads a file's bytes; `stem` names the sheet of a file that has no sheets.
pub fn read(bytes: Vec<u8>, stem: &str) -> Result<Vec<Sheet>, FileTrouble> {
    if bytes.is_empty() {
        return Err(FileTrouble::Empty);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(FileTrouble::OldOrLocked);
    }
    if bytes.starts_with(b"PK") {
        // the reader of workbooks is others' work: a file that trips it is a broken file, not the end of the session
        return caught(|| xlsx::read(bytes)).unwrap_or_else(|| Err(FileTrouble::Broken(String::new())));
    }
    let (text, encoding) = encoding::decode(&bytes).ok_or(FileTrouble::Encoding)?;
    drop(bytes);
    if vcard::is_cards(&text) {
        return vcard::read(&text, encoding, stem).map(|s| vec![s]);
    }
    if jsonl::is_jsonl(&text) {
        return jsonl::read(&text, encoding, stem).map(|s| vec![s]);
    }
    separated(&text, encoding, stem).map(|s| vec![s])
}

/// Whether a text is of cells as spreadsheet programs put them on the clipboard: rows of several, parted by tabs.
pub fn are_cells(text: &str) -> bool {
    let mut rows = text.split(['\r', '\n']).filter(|l| !l.trim().is_empty());
    let [first, second] = [rows.next(), rows.next()];
    first.is_some_and(|r| r.trim().contains('\t')) && second.is_some_and(|r| r.contains('\t'))
}

/// Cells of a spreadsheet program as they come from the clipboard, parted by tabs.
pub fn cells(text: &str, stem: &str) -> Result<Sheet, FileTrouble> {
    parted(text, b'\t', Encoding::Utf8, stem)
}

/// A list of comma-, semicolon- or tab-separated values.
fn separated(text: &str, encoding: Encoding, stem: &str) -> Result<Sheet, FileTrouble> {
    parted(text, delimiter(text), encoding, stem)
}

fn parted(text: &str, delimiter: u8, encoding: Encoding, stem: &str) -> Result<Sheet, FileTrouble> {
    // one sort of line end, so that lines can be counted
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // counted beforehand: the reader takes a row whole, however many cells it has
    if text.bytes().filter(|b| *b == delimiter).count() > CELLS_MAX {
        return Err(FileTrouble::TooManyCells);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut sheet = Sheet { name: stem.to_string(), form: Form::Separated(encoding), ..Sheet::default() };
    let mut record = csv::StringRecord::new();
    let mut cells = 0usize;
    loop {
        let before = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => return Err(FileTrouble::Broken(String::new())),
        }
        // blank lines are skipped by the reader, but are rows to whoever looks the row up
        let lines = reader.position().line().saturating_sub(before);
        let inner: u64 = record.iter().map(|c| c.matches('\n').count() as u64).sum();
        for _ in 0..lines.saturating_sub(inner + 1) {
            sheet.rows.push(Vec::new());
        }
        cells += record.len();
        if cells > CELLS_MAX || record.len() > COLUMNS_MAX {
            return Err(FileTrouble::TooManyCells);
        }
        sheet.rows.push(record.iter().map(|c| formula::bare(c).to_owned()).collect());
    }
    if sheet.rows.iter().all(Vec::is_empty) { Err(FileTrouble::Empty) } else { Ok(sheet) }
}

/// Which of comma, semicolon and tab parts the first lines most often.
fn delimiter(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().take(10).collect();
    let count = |d: char| head.iter().map(|l| l.matches(d).count()).sum::<usize>();
    let (comma, semicolon, tab) = (count(','), count(';'), count('\t'));
    if tab > comma && tab >= semicolon {
        b'\t'
    } else if semicolon > comma {
        b';'
    } else {
        b','
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        read(text.as_bytes().to_vec(), "表").unwrap().remove(0).rows
    }

    #[test]
    fn separated_values_keep_their_row_numbers() {
        let got = rows("姓名,电话\n\n张三,1\r\n\r\n\r\n\"李\n四\",2\n王五,3");
        let at = |i: usize| got.get(i).and_then(|r| r.first()).map_or("", |s| s.as_str());
        assert_eq!((got.len(), at(0), at(2), at(5), at(6)), (7, "姓名", "张三", "李\n四", "王五"), "{got:?}");
    }

    #[test]
    fn marks_and_delimiters_are_recognised() {
        assert_eq!(rows("\u{feff}姓名,电话\n")[0], ["姓名", "电话"]);
        assert_eq!(rows("姓名\t电话,手机\n张\t1\n")[0], ["姓名", "电话,手机"]);
        assert_eq!(rows("姓名;电话\n")[0], ["姓名", "电话"]);
        let gbk = encoding_rs::GB18030.encode("姓名\t电话\n冯艳玲\t1\n").0.into_owned();
        let sheet = read(gbk, "表").unwrap().remove(0);
        assert_eq!((sheet.form, sheet.rows[1][0].as_str()), (Form::Separated(Encoding::Gb18030), "冯艳玲"));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (bytes, want) in [
            (&b""[..], FileTrouble::Empty),
            (b"\n\n", FileTrouble::Empty),
            (&[0xD0, 0xD5, 0xC3, 0xFF][..], FileTrouble::Encoding),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileTrouble::Encoding),
            (&[0xD0, 0xCF, 0x11, 0xE0, 0xA1][..], FileTrouble::OldOrLocked),
            (b"PK\x03\x04 nothing else", FileTrouble::Broken(String::new())),
        ] {
            let got = read(bytes.to_vec(), "x").unwrap_err();
            assert_eq!(got, want);
            for lang in [Lang::Zh, Lang::En] {
                assert!(got.say("台账.xlsx", lang).contains("台账.xlsx"));
            }
        }
        let many = "1,".repeat(CELLS_MAX + 2);
        assert_eq!(read(many.into_bytes(), "x").unwrap_err(), FileTrouble::TooManyCells);
    }
}
