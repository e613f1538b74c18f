//! Sending a plan to the hub, slice by slice, and what became of its rows.

use super::plan::{Gap, Plan, SheetPlan};
use super::sheet::Form;
use crate::book::Kind;
use crate::hub::wire::{Refusal, Reply, Request, RowOutcome};
use crate::text::Lang;

/// Rows sent at once: small enough that colleagues' saves are not kept waiting.
pub const PER_SLICE: usize = 200;

/// What became of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The file's name.
    pub source: String,
    /// Whether it only said what would happen.
    pub dry: bool,
    /// Of each sheet, in the plan's order.
    pub sheets: Vec<SheetSummary>,
    /// What was made besides, by kind: organisations, staff, areas.
    pub made: Vec<(Kind, usize)>,
    /// Rows that the hub has answered for.
    pub done: usize,
    /// Rows in all.
    pub total: usize,
}

/// What became of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetSummary {
    /// Its name.
    pub name: String,
    /// What sort of file it is of.
    pub form: Form,
    /// What its rows are; `None` where it was not imported.
    pub kind: Option<Kind>,
    /// New records.
    pub added: usize,
    /// Known ones in which blanks were filled.
    pub filled: usize,
    /// Known ones without anything to change.
    pub same: usize,
    /// Rows left out, in the order of the sheet.
    pub rejected: Vec<Rejected>,
}

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The row as the spreadsheet program counts.
    pub row: u32,
    /// Letter and heading of the column at fault, where there is one.
    pub column: Option<(String, String)>,
    /// What is wrong with it, in the session's language.
    pub reason: String,
}

/// Why an import ended early. What was sent before is in the book, and safe: sending the file again finds it there.
#[derive(Debug)]
pub struct Stopped<E> {
    /// Why.
    pub cause: Cause<E>,
    /// What became of the rows before.
    pub summary: Box<Summary>,
}

/// See [`Stopped`].
#[derive(Debug)]
pub enum Cause<E> {
    /// The way to the hub failed.
    Link(E),
    /// The hub says no.
    Refused(Refusal),
    /// The hub's answer is none to this question.
    Nonsense,
}

impl Summary {
    fn new(plan: &Plan, dry: bool, lang: Lang) -> Summary {
        let sheet = |s: &SheetPlan| SheetSummary {
            name: s.name.clone(),
            form: s.form,
            kind: s.kind,
            rejected: s.gaps.iter().map(|g| gap(s, g, lang)).collect(),
            ..SheetSummary::default()
        };
        Summary {
            source: plan.source.clone(),
            dry,
            sheets: plan.sheets.iter().map(sheet).collect(),
            total: plan.total(),
            ..Summary::default()
        }
    }

    /// New records in all sheets.
    pub fn added(&self) -> usize {
        self.sheets.iter().map(|s| s.added).sum()
    }

    /// Rows left out in all sheets.
    pub fn rejected(&self) -> usize {
        self.sheets.iter().map(|s| s.rejected.len()).sum()
    }

    fn take(&mut self, plan: &Plan, (sheet, row): (usize, u32), outcome: RowOutcome, lang: Lang) {
        self.done += 1;
        let (Some(sum), Some(planned)) = (self.sheets.get_mut(sheet), plan.sheets.get(sheet)) else { return };
        match outcome {
            RowOutcome::Added(_) => sum.added += 1,
            RowOutcome::Filled(_) => sum.filled += 1,
            RowOutcome::Same(_) => sum.same += 1,
            RowOutcome::Rejected(field, reason) => {
                let column = field.and_then(|no| column(planned, no, lang));
                sum.rejected.push(Rejected { row, column, reason });
            }
        }
    }
}

fn gap(sheet: &SheetPlan, gap: &Gap, lang: Lang) -> Rejected {
    let own = gap.column.and_then(|c| sheet.columns.get(c)).map(|c| (c.letter.clone(), c.heading.clone()));
    let column = own.or_else(|| column(sheet, gap.field, lang));
    Rejected { row: gap.row, column, reason: gap.why.get(lang).to_string() }
}

/// Letter and heading of the column that a field came from; its label without a letter where there is no column.
fn column(sheet: &SheetPlan, field: u16, lang: Lang) -> Option<(String, String)> {
    if let Some(c) = sheet.column_of(field) {
        return Some((c.letter.clone(), c.heading.clone()));
    }
    let label = sheet.kind?.field(field)?.label.get(lang);
    Some((String::new(), label.to_string()))
}

/// Sends a plan. `ask` puts a request to the hub and waits for its reply; `progress` hears of (rows done, rows in
/// all) after each slice.
pub fn run<E>(
    plan: &Plan,
    dry: bool,
    lang: Lang,
    ask: &mut dyn FnMut(Request) -> Result<Reply, E>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Summary, Stopped<E>> {
    let mut summary = Summary::new(plan, dry, lang);
    progress(0, summary.total);
    for (places, slice) in plan.slices(PER_SLICE, dry) {
        let cause = match ask(Request::Import(slice)) {
            Ok(Reply::Imported { outcomes, made }) if outcomes.len() == places.len() => {
                for (place, outcome) in places.into_iter().zip(outcomes) {
                    summary.take(plan, place, outcome, lang);
                }
                for r in made {
                    match summary.made.iter_mut().find(|(k, _)| *k == r.kind) {
                        Some((_, n)) => *n += 1,
                        None => summary.made.push((r.kind, 1)),
                    }
                }
                progress(summary.done, summary.total);
                continue;
            }
            Ok(Reply::Refused(why)) => Cause::Refused(why),
            Ok(_) => Cause::Nonsense,
            Err(e) => Cause::Link(e),
        };
        return Err(Stopped { cause, summary: Box::new(in_order(summary)) });
    }
    Ok(in_order(summary))
}

fn in_order(mut summary: Summary) -> Summary {
    for s in &mut summary.sheets {
        s.rejected.sort_by_key(|r| r.row);
    }
    summary.made.sort_by_key(|(k, _)| *k);
    summary
}
