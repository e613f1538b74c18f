//! A row of the book in words: what tells namesakes apart, in the order it is asked for.

use crate::book::{Cell, Day, Kind, Row, columns, phones};
use crate::text::{Lang, form as words};
use crate::tui::glyph;

/// Cells below which a cut column says nothing any more.
const FLEX: usize = 10;
/// Cells of it that are still better than losing a column that tells namesakes apart.
const FLEX_LEAST: usize = 4;
/// Columns that give way no sooner than this tell namesakes apart.
const TELLING: u8 = 3;

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
        Some(Cell::Due(d)) => crate::tui::say::short_due(*d, today, lang),
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

/// A column of [`table`] as it comes out.
struct Track {
    cells: Vec<String>,
    width: usize,
    drop: u8,
    flex: bool,
    phone: bool,
    post: bool,
}

/// Rows of several kinds as lines of so many cells, their columns under one another. What tells namesakes apart
/// keeps its room: the widest column gives way first, phones become their tails, then columns go, the least telling
/// before the others.
pub fn table(rows: &[Row], width: usize, lang: Lang, today: Day) -> Vec<String> {
    let mut kinds: Vec<Kind> = rows.iter().map(|r| r.target.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mixed = kinds.len() > 1;
    let label = |k: Kind| glyph::width(k.label().get(lang));
    let lead = if mixed { kinds.iter().map(|k| label(*k)).max().unwrap_or(0) + 2 } else { 0 };
    let mut lines: Vec<(usize, String)> = Vec::new();
    for kind in kinds {
        let own: Vec<(usize, &Row)> =
            rows.iter().enumerate().filter(|(_, r)| r.target.kind == kind).collect();
        let mut tracks = tracks(kind, &own, lang, today);
        shrink(&mut tracks, width.saturating_sub(lead));
        for (n, (at, _)) in own.iter().enumerate() {
            let mut line = glyph::pad(kind.label().get(lang), lead.saturating_sub(2));
            line.push_str(if mixed { "  " } else { "" });
            let cell = |t: &Track| {
                let text = t.cells.get(n).map_or("", String::as_str);
                let text = if t.post { glyph::fit_post(text, t.width) } else { text.to_owned() };
                glyph::pad(&text, t.width)
            };
            line.push_str(&tracks.iter().map(cell).collect::<Vec<_>>().join("  "));
            lines.push((*at, line.trim_end().to_owned()));
        }
    }
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn tracks(kind: Kind, rows: &[(usize, &Row)], lang: Lang, today: Day) -> Vec<Track> {
    let mut out = Vec::new();
    for (at, column) in columns::columns(kind).iter().enumerate() {
        let counts = rows.iter().any(|(_, r)| matches!(r.cells.get(at), Some(Cell::Count(_))));
        let cells: Vec<String> = rows.iter().map(|(_, r)| cell(r, at, lang, today)).collect();
        let width = cells.iter().map(|c| glyph::width(c)).max().unwrap_or(0);
        if width > 0 && !counts {
            let phone = rows.iter().any(|(_, r)| matches!(r.cells.get(at), Some(Cell::Phone(_))));
            let post = column.key == crate::tui::table::POST;
            out.push(Track { cells, width, drop: column.drop, flex: column.flex, phone, post });
        }
    }
    out
}

fn shrink(tracks: &mut Vec<Track>, width: usize) {
    loop {
        let wanted: usize = tracks.iter().map(|t| t.width + 2).sum::<usize>().saturating_sub(2);
        let over = wanted.saturating_sub(width);
        if over == 0 {
            return;
        }
        let alone = tracks.len() <= 1;
        if flexed(tracks, over, if alone { 0 } else { FLEX }) || alone {
            return;
        }
        if let Some(phone) = tracks.iter_mut().find(|t| t.phone) {
            phone.phone = false;
            let tail =
                |c: &String| if c.is_empty() { String::new() } else { format!("*{}", phones::tail(c)) };
            phone.cells = phone.cells.iter().map(tail).collect();
            phone.width = phone.cells.iter().map(|c| glyph::width(c)).max().unwrap_or(0);
            continue;
        }
        let Some(drop) = tracks.iter().map(|t| t.drop).max() else { return };
        if drop < TELLING && flexed(tracks, over, FLEX_LEAST) {
            return;
        }
        if let Some(at) = tracks.iter().rposition(|t| t.drop == drop) {
            tracks.remove(at);
        }
    }
}

/// Makes the widest column narrower, if so much is left of it.
fn flexed(tracks: &mut [Track], over: usize, least: usize) -> bool {
    let Some(flex) = tracks.iter_mut().find(|t| t.flex && t.width >= over + least) else { return false };
    flex.width -= over;
    true
}
