//! What lists are filtered by besides the columns of their tables: a byte a row for every choice, a day a row for every
//! date, which fields hold anything at all, and which rows refer to one. All of it follows
//! from the field tables: a new field has its filter by itself.

use super::areas::small;
use super::column::Column;
use super::rowset::RowSet;
use super::snapshot::{In, Out, Spoilt};
use super::tables::NEVER;
use super::words::Words;
use crate::book::schema::FIRST_OWN;
use crate::book::{Field, Id, Kind, Record, Type, person, visit};
use std::collections::BTreeMap;
use std::io::{Read, Write};

/// In a column of numbers: none.
pub const NO_NUMBER: u32 = u32::MAX;

/// Fields that have a column in the table of their kind.
const IN_TABLE: &[(Kind, u16)] = &[
    (Kind::Person, person::STATUS),
    (Kind::Person, person::ENTERED_ON),
    (Kind::Visit, visit::MODE),
    (Kind::Visit, visit::OUTCOME),
    (Kind::Visit, visit::WHEN),
    (Kind::Visit, visit::NEXT),
    (Kind::Person, person::AREA),
    (Kind::Person, person::EMPLOYER),
    (Kind::Person, person::LIAISON),
    (Kind::Visit, visit::AREA),
    (Kind::Visit, visit::ORGANISATION),
    // each person has the chain of their visits
    (Kind::Visit, visit::PEOPLE),
];

/// The fields of a kind that lists may be narrowed by.
fn fields(kind: Kind) -> impl Iterator<Item = &'static Field> {
    kind.fields().iter().filter(|f| !f.hidden)
}

fn own(kind: Kind, f: &Field) -> bool {
    !IN_TABLE.contains(&(kind, f.no))
}

/// Whether it refers to others that keep count of who does. Of a general kind the hidden fields too: whatever refers to
/// a record keeps it from being removed.
fn refers(kind: Kind, f: &Field) -> bool {
    matches!(f.ty, Type::Ref { .. } | Type::Party) && own(kind, f) && (!f.hidden || kind.general().is_some())
}

/// What the rows of one kind hold.
#[derive(Debug, Default)]
pub struct Facets {
    /// Of each choice the code, 0 for none; where there may be several, a bit a code.
    codes: Vec<(u16, Column<u8>)>,
    /// Of each date the day, or [`NEVER`].
    days: Vec<(u16, Column<i32>)>,
    /// Of each number and each time given (in minutes) what it is, or [`NO_NUMBER`].
    numbers: Vec<(u16, Column<u32>)>,
    /// Of each line that many records can have in common, such as a trade, its words.
    words: Vec<(u16, Words)>,
    /// A bit for each field that holds anything, in the order of the field table.
    filled: Column<u64>,
    /// Which rows refer to one, by field.
    refer: BTreeMap<(u16, Id), Vec<u32>>,
}

impl Facets {
    /// Of a kind, without rows.
    pub fn of(kind: Kind) -> Facets {
        let codes = fields(kind).filter(|f| matches!(f.ty, Type::Choice(_)) && own(kind, f));
        let days = fields(kind).filter(|f| matches!(f.ty, Type::Day) && own(kind, f));
        let numbers = fields(kind).filter(|f| matches!(f.ty, Type::Hours | Type::Number(..)));
        // reports count by them; of an office's own lines there would be as many words as rows
        let line = |f: &&'static Field| matches!(f.ty, Type::Line) && f.for_many && !f.many;
        let words = fields(kind).filter(line).filter(|f| f.no < FIRST_OWN);
        Facets {
            numbers: numbers.map(|f| (f.no, Column::default())).collect(),
            words: words.map(|f| (f.no, Words::default())).collect(),
            codes: codes.map(|f| (f.no, Column::default())).collect(),
            days: days.map(|f| (f.no, Column::default())).collect(),
            ..Facets::default()
        }
    }

    /// Columns for fields that the office has laid down since, as long as the table: nothing is in them yet, as no record
    /// held such a field before.
    pub fn grow(&mut self, kind: Kind) {
        fn add<C>(to: &mut Vec<(u16, C)>, all: Vec<(u16, C)>, fill: impl Fn(&mut C)) {
            let new: Vec<_> = all.into_iter().filter(|(no, _)| to.iter().all(|(n, _)| n != no)).collect();
            to.extend(new.into_iter().map(|(no, mut column)| {
                fill(&mut column);
                (no, column)
            }));
        }
        fn nothing<T: Copy>(column: &mut Column<T>, rows: u32, none: T) {
            while column.len() < rows {
                column.push(none);
            }
        }
        let Facets { codes, days, numbers, .. } = Facets::of(kind);
        let rows = self.filled.len();
        add(&mut self.codes, codes, |c| nothing(c, rows, 0));
        add(&mut self.days, days, |c| nothing(c, rows, NEVER));
        add(&mut self.numbers, numbers, |c| nothing(c, rows, NO_NUMBER));
    }

    /// The column of a choice.
    pub fn codes(&self, no: u16) -> Option<&Column<u8>> {
        self.codes.iter().find(|(n, _)| *n == no).map(|(_, c)| c)
    }

    /// The column of a date.
    pub fn days(&self, no: u16) -> Option<&Column<i32>> {
        self.days.iter().find(|(n, _)| *n == no).map(|(_, c)| c)
    }

    /// The column of a number, or of a time given in minutes; [`NO_NUMBER`] where there is none.
    pub fn numbers(&self, no: u16) -> Option<&Column<u32>> {
        self.numbers.iter().find(|(n, _)| *n == no).map(|(_, c)| c)
    }

    /// The column of a line that many records can have in common.
    pub fn words(&self, no: u16) -> Option<&Words> {
        self.words.iter().find(|(n, _)| *n == no).map(|(_, w)| w)
    }

    /// The rows that refer to one by a field.
    pub fn referring(&self, no: u16, to: Id) -> &[u32] {
        self.refer.get(&(no, to)).map_or(&[], Vec::as_slice)
    }

    /// The rows that refer to one by any field.
    pub fn fields_referring(&self, kind: Kind, to: Id) -> impl Iterator<Item = &u32> {
        let fields = kind.fields().iter().filter(move |f| refers(kind, f));
        fields.flat_map(move |f| self.referring(f.no, to))
    }

    /// All that are referred to by such a field.
    pub fn referred(&self, no: u16) -> impl Iterator<Item = (Id, &[u32])> {
        let all = self.refer.range((no, Id([0; 16]))..=(no, Id([u8::MAX; 16])));
        all.map(|((_, id), rows)| (*id, rows.as_slice()))
    }

    /// Keeps the rows in which a field holds anything, or nothing.
    pub fn keep_filled(&self, kind: Kind, no: u16, wanted: bool, set: &mut RowSet) {
        let bit = bit(kind, no);
        set.keep(&self.filled, |filled| (filled & bit != 0) == wanted);
    }

    /// Whether a field of a row holds anything.
    pub fn is_filled(&self, kind: Kind, no: u16, row: u32) -> bool {
        self.filled.get(row).is_some_and(|filled| filled & bit(kind, no) != 0)
    }

    /// Takes in a change of a row.
    pub fn take(&mut self, at: u32, before: Option<&Record>, after: Option<&Record>) {
        let Some(kind) = after.or(before).map(|r| r.kind) else { return };
        for (no, column) in &mut self.codes {
            let many = kind.field(*no).is_some_and(|f| f.many);
            let codes = after.map(|r| r.fields.codes(*no)).unwrap_or_default();
            let code = match many {
                true => codes.iter().filter(|c| **c < 8).fold(0, |bits, c| bits | 1 << c),
                false => small(codes.first().copied()),
            };
            put(column, at, code, 0);
        }
        for (no, column) in &mut self.days {
            put(column, at, after.and_then(|r| r.fields.day(*no)).map_or(NEVER, |d| d.0), NEVER);
        }
        for (no, column) in &mut self.numbers {
            let number = after.and_then(|r| u32::try_from(r.fields.int(*no)?).ok());
            put(column, at, number.unwrap_or(NO_NUMBER), NO_NUMBER);
        }
        for (no, words) in &mut self.words {
            words.set(at, after.map_or("", |r| r.fields.text(*no)));
        }
        // called for every record of a book that is taken in: the fields are gone through once
        let filled =
            fields(kind).zip(0u32..).filter(|(f, _)| after.is_some_and(|r| r.fields.get(f.no).is_some()));
        let filled = filled.fold(0, |bits, (_, at)| bits | 1u64.checked_shl(at).unwrap_or(0));
        put(&mut self.filled, at, filled, 0);
        for f in kind.fields().iter().filter(|f| refers(kind, f)) {
            let ids = |r: Option<&Record>| r.map(|r| r.fields.links(f.no)).unwrap_or_default();
            let (old, new) = (ids(before), ids(after));
            for gone in old.iter().filter(|o| !new.contains(o)) {
                if let Some(rows) = self.refer.get_mut(&(f.no, gone.id))
                    && let Ok(i) = rows.binary_search(&at)
                {
                    rows.remove(i);
                }
            }
            for come in &new {
                let rows = self.refer.entry((f.no, come.id)).or_default();
                if let Err(i) = rows.binary_search(&at) {
                    rows.insert(i, at);
                }
            }
        }
    }

    /// Writes them down.
    ///
    /// # Errors
    /// What the writer says.
    pub fn save(&self, kind: Kind, out: &mut Out<impl Write>) -> std::io::Result<()> {
        let layout = layout(kind);
        out.number(layout.len() as u64)?;
        layout.into_iter().try_for_each(|no| out.number(no))?;
        out.number(u64::from(self.filled.len()))?;
        self.filled.save(out)?;
        self.codes.iter().try_for_each(|(_, c)| c.save(out))?;
        self.days.iter().try_for_each(|(_, c)| c.save(out))?;
        self.numbers.iter().try_for_each(|(_, c)| c.save(out))?;
        self.words.iter().try_for_each(|(_, w)| w.save(out))?;
        out.number(self.refer.len() as u64)?;
        for ((no, id), rows) in &self.refer {
            out.number(u64::from(*no))?;
            out.plain(&[*id])?;
            out.number(rows.len() as u64)?;
            out.plain(rows)?;
        }
        Ok(())
    }

    /// Reads them back.
    ///
    /// # Errors
    /// When they are spoilt, or of other fields.
    pub fn load(kind: Kind, from: &mut In<impl Read>) -> Result<Facets, Spoilt> {
        let wanted = layout(kind);
        if from.number()? != wanted.len() as u64 {
            return Err(Spoilt);
        }
        for no in wanted {
            if from.number()? != no {
                return Err(Spoilt);
            }
        }
        let mut out = Facets::of(kind);
        let rows = from.small()?;
        out.filled = Column::load(from, rows)?;
        for (_, column) in &mut out.codes {
            *column = Column::load(from, rows)?;
        }
        for (_, column) in &mut out.days {
            *column = Column::load(from, rows)?;
        }
        for (_, column) in &mut out.numbers {
            *column = Column::load(from, rows)?;
        }
        for (_, words) in &mut out.words {
            *words = Words::load(from)?;
        }
        for _ in 0..from.small()? {
            let no = u16::try_from(from.number()?).map_err(|_| Spoilt)?;
            let id: Id = from.one()?;
            let n = from.small()?;
            let mut referring = Vec::new();
            from.plain(n as usize, &mut referring)?;
            if !referring.is_sorted() {
                return Err(Spoilt);
            }
            out.refer.insert((no, id), referring);
        }
        Ok(out)
    }
}

/// What the columns are of: with other fields a file of them is another's.
fn layout(kind: Kind) -> Vec<u64> {
    let all = kind.fields().iter().filter(|f| !f.hidden || refers(kind, f));
    all.map(|f| u64::from(f.no) << 1 | u64::from(f.many)).collect()
}

/// The bit of a field in the column of what is filled.
fn bit(kind: Kind, no: u16) -> u64 {
    let at = fields(kind).position(|f| f.no == no).unwrap_or(usize::MAX);
    u32::try_from(at).ok().and_then(|at| 1u64.checked_shl(at)).unwrap_or(0)
}

/// Sets a row, and those before it that are not there yet to nothing.
fn put<T: Copy>(column: &mut Column<T>, at: u32, value: T, none: T) {
    while column.len() <= at {
        column.push(none);
    }
    column.set(at, value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::schema::OWN_MAX;

    /// A field that outgrows its column would pass filters that it should not.
    #[test]
    fn every_field_fits_its_column() {
        for kind in Kind::ALL {
            assert!(fields(kind).count() + OWN_MAX <= 64, "{kind:?}");
            for f in fields(kind) {
                let most = if f.many { 8 } else { 256 };
                assert!(f.choices().iter().all(|c| c.code > 0 && c.code < most), "{kind:?} {}", f.key);
                assert_ne!(bit(kind, f.no), 0);
            }
        }
    }
}
