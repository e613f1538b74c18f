//! Workbooks (.xlsx) for reports: a table to a sheet with its heading, widths by what is in it, panes that stay, and
//! charts of the spreadsheet program's own beside it. What is put in is text, numbers and days; nothing is a formula.
//!
//! ```
//! use linli::exchange::workbook::{Cell, Chart, Shape, Sheet, Workbook};
//!
//! let mut sheet = Sheet::new("走访", "2026年上半年走访情况");
//! sheet.head(["社区", "走访", "联系"]);
//! sheet.row(["恒达社区".into(), Cell::Number(120.0), Cell::Number(86.0)]);
//! sheet.total(["合计".into(), Cell::Number(120.0), Cell::Number(86.0)]);
//! sheet.chart(Chart::new(Shape::Stacked, "走访和联系", 0, &[1, 2]));
//! let mut book = Workbook::default();
//! book.sheet(&sheet)?;
//! assert!(book.bytes()?.starts_with(b"PK"));
//! # Ok::<(), std::io::Error>(())
//! ```

use crate::book::Day;
use chrono::Datelike;
use rust_xlsxwriter::{
    Chart as Drawn, ChartAxisCrossing, ChartType, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Worksheet, XlsxError,
};
use std::io;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// Most characters that a spreadsheet program takes in a cell.
const TEXT_MAX: usize = 32_767;
/// Most rows of a sheet.
pub(super) const ROWS_MAX: u32 = 1 << 20;
/// Narrowest and widest column, in halves of a Chinese character.
const NARROW: usize = 6;
const WIDE: usize = 40;
/// Size of a chart in pixels.
const CHART: (u32, u32) = (560, 320);
/// Rows of the usual height that it covers, and one between.
const CHART_ROWS: u32 = 17;

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A number as it is.
    Number(f64),
    /// A part of a whole, shown in percent: 0.86 is 86.0%.
    Share(f64),
    /// A day.
    Day(Day),
}

impl From<&str> for Cell {
    fn from(s: &str) -> Cell {
        Cell::Text(s.to_string())
    }
}

impl From<String> for Cell {
    fn from(s: String) -> Cell {
        Cell::Text(s)
    }
}

impl From<u64> for Cell {
    fn from(n: u64) -> Cell {
        Cell::Number(n as f64)
    }
}

impl From<Day> for Cell {
    fn from(d: Day) -> Cell {
        Cell::Day(d)
    }
}

/// What a chart looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Columns beside each other.
    Columns,
    /// Columns on top of each other.
    Stacked,
    /// Bars lying down: for long names.
    Bars,
    /// Lines: over time.
    Lines,
    /// Parts of a whole.
    Pie,
}

/// A chart of a sheet's own table.
#[derive(Clone, Debug)]
pub struct Chart {
    shape: Shape,
    title: String,
    names: u16,
    values: Vec<u16>,
}

impl Chart {
    /// A chart of these columns of the table, by the names in one of them.
    pub fn new(shape: Shape, title: &str, names: u16, values: &[u16]) -> Chart {
        Chart { shape, title: title.to_string(), names, values: values.to_vec() }
    }
}

/// One sheet: a title, remarks, a table, charts at its right.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    name: String,
    title: String,
    remarks: Vec<String>,
    head: Vec<String>,
    rows: Vec<Vec<Cell>>,
    total: Option<Vec<Cell>>,
    charts: Vec<Chart>,
}

impl Sheet {
    /// Begins one; `name` is that of its tab, `title` stands above the table.
    pub fn new(name: &str, title: &str) -> Sheet {
        Sheet { name: name.to_string(), title: title.to_string(), ..Sheet::default() }
    }

    /// A remark between title and table: what is counted, by when.
    pub fn remark(&mut self, text: impl Into<String>) {
        self.remarks.push(text.into());
    }

    /// The headings.
    pub fn head<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.head = cells.into_iter().map(Into::into).collect();
    }

    /// A row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The row of sums; no chart counts it.
    pub fn total(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.total = Some(cells.into_iter().collect());
    }

    /// A chart; several stand below each other.
    pub fn chart(&mut self, chart: Chart) {
        self.charts.push(chart);
    }

    /// How wide each column must be for what is in it.
    fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = self.head.iter().map(|h| h.width() + 2).collect();
        for row in self.rows.iter().chain(&self.total) {
            for (at, cell) in row.iter().enumerate() {
                if widths.len() <= at {
                    widths.push(0);
                }
                let wide = match cell {
                    Cell::Empty => 0,
                    Cell::Text(s) => s.lines().map(UnicodeWidthStr::width).max().unwrap_or(0) + 2,
                    Cell::Number(_) | Cell::Share(_) => 8,
                    Cell::Day(_) => 12,
                };
                if let Some(w) = widths.get_mut(at) {
                    *w = (*w).max(wide);
                }
            }
        }
        widths.into_iter().map(|w| w.clamp(NARROW, WIDE)).collect()
    }
}

/// A workbook, put together sheet by sheet.
pub struct Workbook {
    book: rust_xlsxwriter::Workbook,
    names: Vec<String>,
}

impl Default for Workbook {
    fn default() -> Self {
        Workbook { book: rust_xlsxwriter::Workbook::new(), names: Vec::new() }
    }
}

impl Workbook {
    /// Adds a sheet.
    ///
    /// # Errors
    /// When it has more rows or columns than a spreadsheet program takes.
    pub fn sheet(&mut self, sheet: &Sheet) -> io::Result<()> {
        let name = tab(&sheet.name, &mut self.names);
        let page = self.book.add_worksheet();
        page.set_name(&name).map_err(trouble)?;
        fill(page, sheet, &name).map_err(trouble)
    }

    /// The file.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn bytes(&mut self) -> io::Result<Vec<u8>> {
        self.book.save_to_buffer().map_err(trouble)
    }
}

/// A sheet of any length, row by row: what is written leaves the memory. Where one sheet is full another goes on.
pub struct Stream {
    book: rust_xlsxwriter::Workbook,
    names: Vec<String>,
    name: String,
    head: Vec<String>,
    widths: Vec<u16>,
    looks: Looks,
    sheet: usize,
    row: u32,
}

impl Stream {
    /// Begins one with its headings and the widths of its columns; `folder` takes what leaves the memory.
    ///
    /// # Errors
    /// When the folder takes nothing.
    pub fn begin(name: &str, head: &[String], widths: &[u16], folder: &Path) -> io::Result<Stream> {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.set_tempdir(folder).map_err(trouble)?;
        let (head, widths) = (head.to_vec(), widths.to_vec());
        let looks = Looks::new(false);
        let mut out =
            Stream { book, names: Vec::new(), name: name.to_string(), head, widths, looks, sheet: 0, row: 0 };
        out.begin_sheet().map_err(trouble)?;
        Ok(out)
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        let name = tab(&self.name, &mut self.names);
        let page = self.book.add_worksheet_with_constant_memory()?;
        page.set_name(&name)?;
        for (column, width) in (0u16..).zip(&self.widths) {
            page.set_column_width(column, f64::from(*width))?;
        }
        page.set_freeze_panes(1, 1)?;
        page.set_row_height(0, 22)?;
        for (column, text) in (0u16..).zip(&self.head) {
            page.write_string_with_format(0, column, cut(text), &self.looks.head)?;
        }
        self.sheet = self.names.len() - 1;
        self.row = 1;
        Ok(())
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the folder takes no more.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        if self.row >= ROWS_MAX {
            self.begin_sheet().map_err(trouble)?;
        }
        let page = self.book.worksheet_from_index(self.sheet).map_err(trouble)?;
        write(page, self.row, cells, &self.looks).map_err(trouble)?;
        self.row += 1;
        Ok(())
    }

    /// Writes the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(mut self, to: impl io::Write + io::Seek + Send) -> io::Result<()> {
        self.book.save_to_writer(to).map_err(trouble)
    }
}

pub(super) fn trouble(e: XlsxError) -> io::Error {
    match e {
        XlsxError::IoError(e) => e,
        other => io::Error::other(other),
    }
}

/// A name that a tab may have, and that no other tab has: at most 31 characters, none of `[]:*?/\`.
pub(super) fn tab(name: &str, taken: &mut Vec<String>) -> String {
    let clean: String =
        name.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let clean = clean.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    let base = if clean.is_empty() { "Sheet" } else { clean };
    let mut at = 1;
    loop {
        let tail = if at == 1 { String::new() } else { format!(" {at}") };
        let room = 31 - tail.len();
        // counted as the programs count, in UTF-16
        let mut out = String::new();
        for c in base.chars() {
            if out.encode_utf16().count() + c.len_utf16() > room {
                break;
            }
            out.push(c);
        }
        out.push_str(&tail);
        if !taken.iter().any(|t| t.to_lowercase() == out.to_lowercase()) {
            taken.push(out.clone());
            return out;
        }
        at += 1;
    }
}

/// A text as a cell takes it: what is too long is cut, with a mark.
pub(super) fn cut(text: &str) -> std::borrow::Cow<'_, str> {
    if text.len() <= TEXT_MAX || text.encode_utf16().count() <= TEXT_MAX {
        return text.into();
    }
    let mut room = TEXT_MAX - 1;
    let end = text.char_indices().find(|(_, c)| match room.checked_sub(c.len_utf16()) {
        Some(left) => {
            room = left;
            false
        }
        None => true,
    });
    format!("{}…", end.and_then(|(at, _)| text.get(..at)).unwrap_or_default()).into()
}

/// A day as the programs keep it; none before 1900.
pub(super) fn day(d: Day) -> Option<ExcelDateTime> {
    let d = d.date();
    let (m, dd) = (u8::try_from(d.month()).ok()?, u8::try_from(d.day()).ok()?);
    ExcelDateTime::from_ymd(u16::try_from(d.year()).ok().filter(|y| *y >= 1900)?, m, dd).ok()
}

/// How cells look.
struct Looks {
    title: Format,
    remark: Format,
    head: Format,
    text: Format,
    number: Format,
    share: Format,
    day: Format,
}

impl Looks {
    fn new(bold: bool) -> Looks {
        let base = || {
            let f =
                Format::new().set_font_name("宋体").set_font_size(11).set_align(FormatAlign::VerticalCenter);
            if bold { f.set_bold() } else { f }
        };
        let cell = || base().set_border(FormatBorder::Thin);
        Looks {
            title: base().set_font_name("黑体").set_font_size(16),
            remark: base().set_font_color(0x595959),
            head: cell()
                .set_bold()
                .set_background_color(0xDDE6F0)
                .set_align(FormatAlign::Center)
                .set_text_wrap(),
            text: cell().set_text_wrap(),
            number: cell(),
            share: cell().set_num_format("0.0%"),
            day: cell().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        }
    }
}

fn fill(page: &mut Worksheet, sheet: &Sheet, name: &str) -> Result<(), XlsxError> {
    let (plain, bold) = (Looks::new(false), Looks::new(true));
    let mut row = 0u32;
    if !sheet.title.is_empty() {
        page.write_string_with_format(row, 0, cut(&sheet.title), &plain.title)?;
        page.set_row_height(row, 28)?;
        row += 1;
    }
    for remark in &sheet.remarks {
        page.write_string_with_format(row, 0, cut(remark), &plain.remark)?;
        row += 1;
    }
    let head = row;
    for (column, text) in (0u16..).zip(&sheet.head) {
        page.write_string_with_format(row, column, cut(text), &plain.head)?;
    }
    page.set_row_height(row, 22)?;
    row += 1;
    let first = row;
    for cells in &sheet.rows {
        write(page, row, cells, &plain)?;
        row += 1;
    }
    let last = row.saturating_sub(1);
    if let Some(cells) = &sheet.total {
        write(page, row, cells, &bold)?;
    }
    let widths = sheet.widths();
    for (column, width) in (0u16..).zip(&widths) {
        page.set_column_width(column, *width as f64)?;
    }
    page.set_freeze_panes(first, 1)?;
    page.set_repeat_rows(head, head)?;
    page.set_paper_size(9);
    if widths.iter().sum::<usize>() > 90 || !sheet.charts.is_empty() {
        page.set_landscape();
    }
    page.set_print_fit_to_pages(1, 0);
    page.set_footer("&C&P / &N");
    if sheet.rows.is_empty() {
        return Ok(());
    }
    let beside = u16::try_from(widths.len() + 1).unwrap_or(u16::MAX);
    let mut at = head;
    for chart in &sheet.charts {
        page.insert_chart(at, beside, &draw(chart, &sheet.rows, name, (head, first, last)))?;
        at += CHART_ROWS;
    }
    Ok(())
}

fn write(page: &mut Worksheet, row: u32, cells: &[Cell], looks: &Looks) -> Result<(), XlsxError> {
    for (column, cell) in (0u16..).zip(cells) {
        match cell {
            Cell::Empty => page.write_blank(row, column, &looks.text)?,
            Cell::Text(s) => page.write_string_with_format(row, column, cut(s), &looks.text)?,
            Cell::Number(n) | Cell::Share(n) if !n.is_finite() => {
                page.write_blank(row, column, &looks.text)?
            }
            Cell::Number(n) => page.write_number_with_format(row, column, *n, &looks.number)?,
            Cell::Share(n) => page.write_number_with_format(row, column, *n, &looks.share)?,
            Cell::Day(d) => match day(*d) {
                Some(d) => page.write_datetime_with_format(row, column, d, &looks.day)?,
                None => page.write_string_with_format(row, column, d.to_string(), &looks.day)?,
            },
        };
    }
    Ok(())
}

fn draw(chart: &Chart, rows: &[Vec<Cell>], sheet: &str, (head, first, last): (u32, u32, u32)) -> Drawn {
    let kind = match chart.shape {
        Shape::Columns => ChartType::Column,
        Shape::Stacked => ChartType::ColumnStacked,
        Shape::Bars => ChartType::Bar,
        Shape::Lines => ChartType::Line,
        Shape::Pie => ChartType::Pie,
    };
    let mut drawn = Drawn::new(kind);
    drawn.set_width(CHART.0).set_height(CHART.1);
    if chart.title.is_empty() {
        drawn.title().set_hidden();
    } else {
        drawn.title().set_name(chart.title.as_str());
    }
    for column in &chart.values {
        drawn
            .add_series()
            .set_name((sheet, head, *column))
            .set_categories((sheet, first, chart.names, last, chart.names))
            .set_values((sheet, first, *column, last, *column));
    }
    let shares =
        |column: &u16| rows.iter().any(|r| matches!(r.get(usize::from(*column)), Some(Cell::Share(_))));
    if chart.values.iter().all(shares) {
        let axis = if chart.shape == Shape::Bars { drawn.x_axis() } else { drawn.y_axis() };
        axis.set_num_format("0%");
    }
    match chart.shape {
        // the first row of the table at the top, as it is read
        Shape::Bars => {
            drawn.y_axis().set_reverse().set_crossing(ChartAxisCrossing::Max);
        }
        Shape::Pie => return drawn,
        _ => {}
    }
    if let [_] = chart.values.as_slice() {
        drawn.legend().set_hidden();
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, DataType, Reader, Xlsx};

    #[test]
    fn a_sheet_reads_back_as_it_was_put_in() {
        let mut sheet = Sheet::new("走访/联系", "2026年上半年");
        sheet.remark("截至 2026-06-30");
        sheet.head(["社区", "走访", "反馈率", "最近"]);
        let day = Day::ymd(2026, 6, 1).unwrap();
        sheet.row(["=恒达".into(), Cell::Number(12.0), Cell::Share(0.5), day.into()]);
        sheet.row(["长".repeat(40_000).into(), Cell::Number(f64::NAN)]);
        sheet.total(["合计".into(), 12u64.into()]);
        sheet.chart(Chart::new(Shape::Bars, "走访", 0, &[1]));
        let mut book = Workbook::default();
        book.sheet(&sheet).unwrap();
        book.sheet(&Sheet::new("走访/联系", "")).unwrap();
        let bytes = book.bytes().unwrap();
        let mut read: Xlsx<_> = Xlsx::new(io::Cursor::new(bytes.clone())).unwrap();
        assert_eq!(read.sheet_names(), ["走访 联系", "走访 联系 2"]);
        let cells = read.worksheet_range("走访 联系").unwrap();
        let at = |r, c| cells.get_value((r, c)).cloned().unwrap_or(Data::Empty);
        assert_eq!(at(0, 0), Data::String("2026年上半年".into()));
        assert_eq!(at(3, 0), Data::String("=恒达".into()), "a text, no formula");
        assert_eq!((at(3, 1), at(3, 2)), (Data::Float(12.0), Data::Float(0.5)));
        assert_eq!(at(3, 3).as_date(), Some(day.date()));
        assert_eq!(at(4, 0).as_string().unwrap().chars().count(), TEXT_MAX);
        assert_eq!(at(5, 0), Data::String("合计".into()));
        let zip = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        assert!(zip.index_for_name("xl/charts/chart1.xml").is_some());
    }

    #[test]
    fn tabs_have_names_that_are_allowed() {
        let mut taken = Vec::new();
        assert_eq!(tab("'[a]'", &mut taken), "a");
        assert_eq!(tab("", &mut taken), "Sheet");
        assert_eq!(tab("A", &mut taken), "A 2");
        let long = "街".repeat(40);
        assert_eq!(tab(&long, &mut taken).chars().count(), 31);
        assert_eq!(tab(&long, &mut taken), format!("{} 2", "街".repeat(29)));
    }
}
