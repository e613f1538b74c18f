//! Workbooks (.xlsx). Cells are taken one by one as they stream by: a dense table of what the sheet claims to be
//! would let a file of a few kilobytes ask for terabytes.

use super::bomb::unpacked;
use super::sheet::{BYTES_MAX, CELLS_MAX, FileTrouble, Sheet};
use calamine::{DataRef, DataType, Reader, Xlsx};
use std::io::Cursor;

/// Most rows and columns that the format knows.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// Reads all sheets of a workbook.
pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Sheet>, FileTrouble> {
    let broken = |sheet: &str| FileTrouble::Broken(sheet.to_string());
    if unpacked(&bytes).ok_or_else(|| broken(""))? > BYTES_MAX {
        return Err(FileTrouble::TooLarge);
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsxError::Password => FileTrouble::OldOrLocked,
        _ => broken(""),
    })?;
    let mut room = Room { cells: CELLS_MAX, bytes: BYTES_MAX as usize };
    let mut out = Vec::new();
    for name in book.sheet_names() {
        let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
        // a sheet of charts or macros has no cells and is none of ours
        if !matches!(fill(&mut book, &mut sheet, &mut room)?, Found::Cells) {
            continue;
        }
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        for region in merged {
            fill_down(&mut sheet, region.start, region.end, &mut room)?;
        }
        out.push(sheet);
    }
    if out.is_empty() { Err(FileTrouble::Empty) } else { Ok(out) }
}

/// What is left of the bounds, over all sheets.
struct Room {
    cells: usize,
    bytes: usize,
}

impl Room {
    fn take(&mut self, cells: usize, bytes: usize) -> Result<(), FileTrouble> {
        self.cells = self.cells.checked_sub(cells).ok_or(FileTrouble::TooManyCells)?;
        self.bytes = self.bytes.checked_sub(bytes).ok_or(FileTrouble::TooLarge)?;
        Ok(())
    }
}

enum Found {
    Cells,
    NoSheet,
}

fn fill(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &mut Sheet, room: &mut Room) -> Result<Found, FileTrouble> {
    let name = sheet.name.clone();
    let broken = || FileTrouble::Broken(name.clone());
    let mut cells = match book.worksheet_cells_reader(&name) {
        Ok(c) => c,
        Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(Found::NoSheet),
        Err(_) => return Err(broken()),
    };
    while let Some(cell) = cells.next_cell().map_err(|_| broken())? {
        let (row, column) = cell.get_position();
        if row >= ROWS || column >= COLUMNS {
            return Err(broken());
        }
        let text = text(cell.get_value());
        if !text.is_empty() {
            put(sheet, row as usize, column as usize, text, room)?;
        }
    }
    Ok(Found::Cells)
}

/// Puts a text into a cell, making room for it.
fn put(
    sheet: &mut Sheet,
    row: usize,
    column: usize,
    text: String,
    room: &mut Room,
) -> Result<(), FileTrouble> {
    if sheet.rows.len() <= row {
        sheet.rows.resize(row + 1, Vec::new());
    }
    if let Some(cells) = sheet.rows.get_mut(row) {
        if cells.len() <= column {
            room.take(column + 1 - cells.len(), 0)?;
            cells.resize(column + 1, String::new());
        }
        room.take(0, text.len())?;
        if let Some(slot) = cells.get_mut(column) {
            *slot = text;
        }
    }
    Ok(())
}

/// The value of cells merged over several rows holds for each of them: one employer beside three people. Down only:
/// to the right there is another field, which the merged value does not answer.
fn fill_down(
    sheet: &mut Sheet,
    (top, left): (u32, u32),
    (bottom, _): (u32, u32),
    room: &mut Room,
) -> Result<(), FileTrouble> {
    let (top, left) = (top as usize, left as usize);
    let bottom = (bottom as usize).min(sheet.rows.len().saturating_sub(1));
    let value = sheet.rows.get(top).and_then(|r| r.get(left)).cloned().unwrap_or_default();
    if value.is_empty() {
        return Ok(());
    }
    for row in top + 1..=bottom {
        // only beside something: a column merged down to the end of an empty form names nobody
        let alone = sheet.rows.get(row).is_none_or(|r| r.iter().all(|c| c.trim().is_empty()));
        let free = sheet.rows.get(row).and_then(|r| r.get(left)).is_none_or(|c| c.is_empty());
        if !alone && free {
            put(sheet, row, left, value.clone(), room)?;
        } else {
            room.take(1, 0)?;
        }
    }
    Ok(())
}

/// A cell as people see it.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(i) => i.to_string(),
        DataRef::Float(f) => number(*f),
        DataRef::String(s) => s.clone(),
        DataRef::SharedString(s) => (*s).to_string(),
        DataRef::Bool(b) => if *b { "是" } else { "否" }.to_string(),
        DataRef::DateTime(d) if d.is_duration() || d.as_f64() < 1.0 => number(d.as_f64()),
        DataRef::DateTime(d) => {
            value.as_date().map_or_else(|| number(d.as_f64()), |day| day.format("%Y-%m-%d").to_string())
        }
        DataRef::DateTimeIso(s) => s.split('T').next().unwrap_or(s).to_string(),
        DataRef::DurationIso(s) => s.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A number without exponent, and without a fraction that is none: a phone kept as a number is 19288497368.
/// Sums in binary leave a trace far behind the point (0.1 + 0.2), which people do not see either.
pub(super) fn number(f: f64) -> String {
    if !f.is_finite() || f.abs() >= 1e18 {
        return String::new();
    }
    if f == f.trunc() {
        return format!("{f:.0}");
    }
    let rounded = format!("{f:.9}");
    rounded.trim_end_matches('0').trim_end_matches('.').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_see_them() {
        for (f, want) in [
            (19288497368.0, "19288497368"),
            (1.5, "1.5"),
            (0.1 + 0.2, "0.3"),
            (2025.3, "2025.3"),
            (-0.5, "-0.5"),
            (1e300, ""),
            (f64::NAN, ""),
        ] {
            assert_eq!(number(f), want);
        }
    }

    #[test]
    fn a_far_away_cell_or_a_value_merged_over_everything_is_bounded() {
        let mut sheet = Sheet::default();
        let mut room = Room { cells: 1000, bytes: 1000 };
        assert_eq!(put(&mut sheet, 0, 5000, "x".into(), &mut room), Err(FileTrouble::TooManyCells));
        let mut sheet = Sheet { rows: vec![vec!["甲".into(), "1".into()]; 600], ..Sheet::default() };
        for row in sheet.rows.iter_mut().skip(1) {
            row[0].clear();
        }
        let mut room = Room { cells: 1000, bytes: 1000 };
        assert_eq!(fill_down(&mut sheet, (0, 0), (9_999_999, 0), &mut room), Err(FileTrouble::TooLarge));
    }
}
