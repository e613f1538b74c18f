//! A row of the book in words: what tells namesakes apart, in the order it is asked for.

use crate::book::{Cell, Day, Row, columns};
use crate::text::{Lang, form as words};

/// A cell in words; nothing where it holds nothing. Phones come covered already.
pub fn cell(row: &Row, at: usize, lang: Lang, today: Day) -> String {
    match row.cells.get(at) {
        None | Some(Cell::Empty) => String::new(),
        Some(Cell::Text(s) | Cell::Phone(s)) => s.clone(),
        Some(Cell::Day(d)) => d.to_string(),
        Some(Cell::Ago(None)) => words::NEVER.get(lang).to_owned(),
        Some(Cell::Ago(Some(d))) => match today.0.saturating_sub(d.0) {
            0 => words::TODAY.get(lang).to_owned(),
            1 => words::YESTERDAY.get(lang).to_owned(),
            n if n > 0 => words::ago(lang, n),
            _ => d.short(),
        },
        Some(Cell::Count(n)) => n.to_string(),
        Some(Cell::Choice(field, code)) => {
            row.target.kind.field(*field).map_or_else(String::new, |f| f.choice_label(*code, lang))
        }
    }
}

/// Name and what tells it apart, parted: the columns of its kind that hold something, counts left out.
pub fn parts(row: &Row, lang: Lang, today: Day) -> (String, Vec<String>) {
    let mut about = Vec::new();
    for (at, column) in columns::columns(row.target.kind).iter().enumerate().skip(1) {
        let said = cell(row, at, lang, today);
        if !said.is_empty() && !matches!(row.cells.get(at), Some(Cell::Count(_))) {
            about.push(match column.key {
                "last_visit" if !matches!(row.cells.get(at), Some(Cell::Ago(None))) => {
                    format!("{} {said}", column.label.get(lang))
                }
                _ => said,
            });
        }
    }
    let first = cell(row, 0, lang, today);
    (if first.is_empty() { row.title().to_owned() } else { first }, about)
}

/// The same in one line.
pub fn line(row: &Row, lang: Lang, today: Day) -> String {
    let (name, about) = parts(row, lang, today);
    std::iter::once(name).chain(about).collect::<Vec<_>>().join("  ")
}
