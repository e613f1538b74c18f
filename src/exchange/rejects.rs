//! The rows of a ledger that were left out, as a workbook to mend and bring in again: the titles and headings of their
//! sheets, each row with why it was left out and where it stood.

use super::import::{Rejected, Summary};
use super::plan::{Plan, SheetPlan};
use super::sheet::Sheet;
use super::workbook::{self, Cell, Workbook};
use crate::text::{Lang, exchange as words};
use std::collections::BTreeMap;
use std::io;

/// The workbook; nothing where no row was left out.
///
/// # Errors
/// When it cannot be packed.
pub fn workbook(sheets: &[Sheet], plan: &Plan, summary: &Summary, lang: Lang) -> io::Result<Option<Vec<u8>>> {
    let mut book = Workbook::default();
    let mut any = false;
    for sheet in sheets {
        let of_sheet =
            |p: &SheetPlan| p.kind.is_some() && p.name == crate::book::names::clean_line(&sheet.name);
        let Some(planned) = plan.sheets.iter().find(|p| of_sheet(p)) else { continue };
        // what was raised in a visit is of the same row as the visit
        let mut rows: BTreeMap<u32, Vec<&Rejected>> = BTreeMap::new();
        for (_, done) in plan.sheets.iter().zip(&summary.sheets).filter(|(p, _)| of_sheet(p)) {
            done.rejected.iter().for_each(|r| rows.entry(r.row).or_default().push(r));
        }
        if !rows.is_empty() {
            book.sheet(&page(sheet, planned, &rows, lang))?;
            any = true;
        }
    }
    if any { book.bytes().map(Some) } else { Ok(None) }
}

fn page(
    sheet: &Sheet,
    plan: &SheetPlan,
    rows: &BTreeMap<u32, Vec<&Rejected>>,
    lang: Lang,
) -> workbook::Sheet {
    let header = plan.header_row.saturating_sub(1) as usize;
    // the office and the year that the titles name are of these rows too
    let mut titles = sheet.rows.iter().take(header).filter_map(|row| {
        let filled: Vec<&str> = row.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect();
        (!filled.is_empty()).then(|| filled.join("  "))
    });
    let mut out = workbook::Sheet::new(&sheet.name, &titles.next().unwrap_or_default());
    titles.for_each(|t| out.remark(t));
    let wide = plan.columns.len();
    let heads = (0..wide).map(|at| sheet.cell(header, at).to_owned());
    let more = [words::WHY_LEFT_OUT, words::WHERE_IT_STOOD].map(|w| w.get(lang).to_owned());
    out.head(heads.chain(more));
    for (no, why) in rows {
        let at = no.saturating_sub(1) as usize;
        let cells = (0..wide).map(|column| match sheet.cell(at, column) {
            "" => Cell::Empty,
            text => Cell::from(text),
        });
        let reason = |r: &&Rejected| match &r.column {
            Some((letter, heading)) => format!("{letter} {heading}: {}", r.reason).trim().to_owned(),
            None => r.reason.clone(),
        };
        let mut reasons: Vec<String> = why.iter().map(reason).collect();
        reasons.dedup();
        out.row(cells.chain([Cell::from(reasons.join("\n")), Cell::from(words::stood(lang, *no))]));
    }
    out
}
