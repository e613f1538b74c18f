//! What an import would do with each sheet and column, before anything is written.

use super::sheet::Form;
use crate::book::{Id, Kind};
use crate::hub::wire::{LedgerRow, Slice};
use crate::text::T;

/// What would be imported from a file, and what not.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The file's name.
    pub source: String,
    /// Its sheets, in their order.
    pub sheets: Vec<SheetPlan>,
}

/// What would become of one sheet.
#[derive(Clone, Debug, Default)]
pub struct SheetPlan {
    /// Its name.
    pub name: String,
    /// What sort of file it is of.
    pub form: Form,
    /// What its rows are; `None` where they are not imported, see `why`.
    pub kind: Option<Kind>,
    /// Why it is not imported.
    pub why: Why,
    /// The office that filled it in, as its title rows say.
    pub office: String,
    /// The row of the headings, as the spreadsheet program counts (from 1); 0 where none was found.
    pub header_row: u32,
    /// Its columns.
    pub columns: Vec<ColumnPlan>,
    /// What is sent to the hub: (row as the spreadsheet program counts, its cells).
    pub rows: Vec<(u32, LedgerRow)>,
    /// Rows that cannot be sent at all.
    pub gaps: Vec<Gap>,
    /// Blank rows, repeated headings, lines at the foot.
    pub skipped: u32,
    /// Rows with anything in them, where the sheet is not imported.
    pub unread: u32,
}

/// Why a sheet is not imported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Why {
    /// It is imported.
    #[default]
    Imported,
    /// There is nothing in it.
    Blank,
    /// Its headings are of no ledger that this program reads.
    NotUnderstood,
    /// Another sheet was asked for.
    NotAsked,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnPlan {
    /// The spreadsheet program's letter for it.
    pub letter: String,
    /// Its heading on one line.
    pub heading: String,
    /// What it means.
    pub what: What,
}

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A field of the sheet's kind.
    Maps(u16),
    /// Employer and title in one.
    Split,
    /// The phone of the person visited: tells people of the same name apart.
    Phone,
    /// The office that the row belongs to.
    Office,
    /// In a ledger of visits: of what was raised in one. Read it is a matter of its own, see [`super::voiced`].
    Said(super::voiced::Said),
    /// Left out: the book never holds it, and what it is.
    Refused(T),
    /// Left out: not recognised.
    Unknown,
    /// Left out and not worth a word: row numbers, columns without anything in them.
    Ignored,
}

/// A row that cannot be sent: something without which it is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The row as the spreadsheet program counts.
    pub row: u32,
    /// Which column, by its place in [`SheetPlan::columns`].
    pub column: Option<usize>,
    /// Which field.
    pub field: u16,
    /// What is wrong.
    pub why: T,
}

impl SheetPlan {
    /// The column that a field was read from, by its letter and heading; the field's label where there is none.
    pub fn column_of(&self, field: u16) -> Option<&ColumnPlan> {
        use crate::book::person;
        self.columns.iter().find(|c| match c.what {
            What::Maps(no) => no == field,
            What::Split => {
                self.kind == Some(Kind::Person) && matches!(field, person::EMPLOYER | person::TITLE)
            }
            What::Phone => self.kind.and_then(Kind::people_field) == Some(field),
            _ => false,
        })
    }
}

/// Most bytes of cells in a slice: a frame takes four times as much.
const SLICE_BYTES: usize = 1 << 20;

/// The order in which kinds are sent, whatever the order of sheets: what others refer to first.
const ORDER: [Kind; 6] =
    [Kind::Area, Kind::Organisation, Kind::Person, Kind::Visit, Kind::Matter, Kind::Service];

impl Plan {
    /// How many rows would be sent.
    pub fn total(&self) -> usize {
        self.sheets.iter().map(|s| s.rows.len()).sum()
    }

    /// Whether nothing of it can be imported.
    pub fn is_empty(&self) -> bool {
        self.sheets.iter().all(|s| s.kind.is_none())
    }

    /// The rows in slices of at most `per_slice`, each with where its rows stand: (sheet, row).
    pub fn slices(
        &self,
        per_slice: usize,
        dry: bool,
    ) -> impl Iterator<Item = (Vec<(usize, u32)>, Slice)> + '_ {
        let batch = new_id();
        let mut rows = ORDER
            .into_iter()
            .flat_map(move |kind| self.sheets.iter().enumerate().filter(move |(_, s)| s.kind == Some(kind)))
            .flat_map(|(at, s)| s.rows.iter().map(move |(no, row)| (at, *no, row)))
            .peekable();
        std::iter::from_fn(move || {
            let mut places = Vec::new();
            let mut taken = Vec::new();
            let mut bytes = 0;
            while let Some((_, _, row)) = rows.peek() {
                let size: usize = row.cells.iter().map(|(_, t)| t.len() + 16).sum();
                // one row by itself always fits: the mapping leaves out what is larger
                if !taken.is_empty() && (taken.len() >= per_slice.max(1) || bytes + size > SLICE_BYTES) {
                    break;
                }
                bytes += size;
                if let Some((sheet, no, row)) = rows.next() {
                    places.push((sheet, no));
                    taken.push(row.clone());
                }
            }
            if taken.is_empty() {
                return None;
            }
            let slice = Slice { request: new_id(), batch, source: self.source.clone(), dry, rows: taken };
            Some((places, slice))
        })
    }
}

/// A new id.
pub(super) fn new_id() -> Id {
    Id(uuid::Uuid::now_v7().into_bytes())
}
