//! Workbooks of before 2007 (.xls), as text. Question forms still come in it.

use super::sheet::{CELLS_MAX, FileTrouble, Sheet};
use super::xlsx::number;
use calamine::{Data, DataType, Reader, Xls};
use std::io::Cursor;

/// Largest file, bytes: the format knows 65,536 rows, and its reader lays a sheet out densely.
const BYTES_MAX: usize = 20 << 20;

/// Reads all sheets of an old workbook.
pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Sheet>, FileTrouble> {
    if bytes.len() > BYTES_MAX {
        return Err(FileTrouble::TooLarge);
    }
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsError::Password => FileTrouble::OldOrLocked,
        _ => FileTrouble::Broken(String::new()),
    })?;
    let mut room = CELLS_MAX;
    let mut out = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|_| FileTrouble::Broken(name.clone()))?;
        let mut sheet = Sheet { name, ..Sheet::default() };
        if let Some((top, left)) = range.start() {
            sheet.rows.resize(top as usize, Vec::new());
            for row in range.rows() {
                let filled = row.iter().rposition(|c| *c != Data::Empty).map_or(0, |at| at + 1);
                let wide = if filled == 0 { 0 } else { left as usize + filled };
                room = room.checked_sub(wide + 1).ok_or(FileTrouble::TooManyCells)?;
                let mut cells = vec![String::new(); wide.min(left as usize)];
                cells.extend(row.iter().take(filled).map(text));
                sheet.rows.push(cells);
            }
        }
        out.push(sheet);
    }
    if out.is_empty() { Err(FileTrouble::Empty) } else { Ok(out) }
}

fn text(value: &Data) -> String {
    match value {
        Data::Int(i) => i.to_string(),
        Data::Float(f) => number(*f),
        Data::String(s) => s.clone(),
        Data::Bool(b) => if *b { "是" } else { "否" }.to_owned(),
        Data::DateTime(d) => value
            .as_date()
            .filter(|_| !d.is_duration() && d.as_f64() >= 1.0)
            .map_or_else(|| number(d.as_f64()), |day| day.format("%Y-%m-%d").to_string()),
        Data::DateTimeIso(s) => s.split('T').next().unwrap_or(s).to_owned(),
        Data::DurationIso(s) => s.clone(),
        Data::Error(_) | Data::Empty => String::new(),
    }
}
