//! A ledger that the app brings in, on a thread of its own: first what would be written, asked of the hub, then the
//! writing.

use super::{ask, link};
use crate::exchange::import::{self, Cause, Stopped, Summary};
use crate::exchange::map_file::MapFile;
use crate::exchange::sheet::{self, Sheet};
use crate::exchange::{inbox, mapping, plan::Plan, rejects};
use crate::hub::client::join;
use crate::hub::place::Place;
use crate::hub::wire::Request;
use crate::text::{Lang, exchange as words};
use crate::tui::file;
use crate::tui::message::{ImportNews, Ledger, LedgerNews, Message};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

/// Reads a ledger and tells how it goes, under a number. `dry`: nothing is written.
pub fn bring_in(place: &Place, lang: Lang, no: u64, ledger: &Ledger, dry: bool, to: &Sender<Message>) {
    // nobody listens only when the program ends
    let tell = |n: LedgerNews| drop(to.send(Message::Import(ImportNews::Ledger(no, n))));
    let plan = match plan(ledger, lang) {
        Ok(plan) => plan,
        Err(why) => return tell(if dry { LedgerNews::Plan(Err(why)) } else { LedgerNews::Done(Err(why)) }),
    };
    let (plan, sheets) = plan;
    let written = send(place, lang, (&plan, &sheets), dry, &tell);
    if dry {
        let described = plan.describe(lang);
        // what each column means first: where that is wrong, nothing below it is right
        let means = described.lines().map(str::to_owned).chain([String::new()]);
        let lines = written.map(|outcome| means.chain(outcome).collect());
        return tell(LedgerNews::Plan(lines));
    }
    let written = written.map(|mut lines| {
        if let Ledger::File(path) = ledger {
            lines.extend(set_aside(Path::new(path), lang));
        }
        lines
    });
    tell(LedgerNews::Done(written));
}

/// What would be imported; why nothing would.
fn plan(ledger: &Ledger, lang: Lang) -> Result<(Plan, Vec<Sheet>), String> {
    let (name, sheets) = match ledger {
        Ledger::File(path) => {
            let path = Path::new(path);
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            (name, sheet::open(path))
        }
        Ledger::Cells(text) => {
            let name = words::PASTED.get(lang);
            (name.to_owned(), sheet::cells(text, name).map(|s| vec![s]))
        }
    };
    let sheets = sheets.map_err(|e| e.say(&name, lang))?;
    let map = MapFile::ready(home().as_deref(), lang)?;
    let plan = mapping::plan_with(&name, &sheets, None, None, &map);
    match (plan.is_empty(), ledger) {
        (false, _) => Ok((plan, sheets)),
        (true, Ledger::Cells(_)) => Err(words::PASTED_WITHOUT_HEADINGS.get(lang).to_owned()),
        (true, Ledger::File(_)) => {
            Err(format!("{}\n{}", plan.describe(lang).trim_end(), words::NOTHING_TO_IMPORT.get(lang)))
        }
    }
}

/// Puts the rows to the hub, in a session of its own.
fn send(
    place: &Place,
    lang: Lang,
    (plan, sheets): (&Plan, &[Sheet]),
    dry: bool,
    tell: &dyn Fn(LedgerNews),
) -> Result<Vec<String>, String> {
    let mut client = join(place, link::IDLE, &mut |_| ()).map_err(|e| e.words(lang))?;
    client.welcome(lang, false).map_err(|e| e.words(lang))?;
    let mut question = |r: Request| client.ask(r);
    let done = import::run(plan, dry, lang, &mut question, &mut |done, total| {
        if !dry {
            tell(LedgerNews::Progress(done as u64, total as u64));
        }
    });
    match done {
        Ok(summary) => {
            let mut lines: Vec<String> = summary.describe(lang).lines().map(str::to_owned).collect();
            if !dry {
                lines.extend(left_out(plan, sheets, &summary, lang));
            }
            Ok(lines)
        }
        Err(Stopped { cause, summary }) => {
            let why = match cause {
                Cause::Link(e) => e.to_string(),
                Cause::Refused(r) => ask::refused(&r, lang),
                Cause::Nonsense => crate::text::trouble::BAD_REQUEST.get(lang).into(),
            };
            Err(match dry {
                true => words::stopped_dry(lang, &why),
                false => words::stopped(lang, &why, summary.done, summary.total),
            })
        }
    }
}

/// The rows left out go into a workbook in the worker's home, to mend and bring in.
fn left_out(plan: &Plan, sheets: &[Sheet], summary: &Summary, lang: Lang) -> Option<String> {
    let bytes = match rejects::workbook(sheets, plan, summary, lang) {
        Ok(bytes) => bytes?,
        Err(e) => return Some(crate::text::store::io(lang, &e)),
    };
    let stem = plan.source.rsplit_once('.').map_or(plan.source.as_str(), |(stem, _)| stem);
    let name = words::rejects_name(lang, stem);
    Some(match file::write(&home()?, &format!("{name}.xlsx"), &bytes) {
        Ok(path) => words::rejects_filed(lang, summary.rejected(), &path),
        Err(e) => crate::text::store::io(lang, &e),
    })
}

fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").map(PathBuf::from)
}

/// What was laid into the drop folder and is in the book now goes to where it is offered no more.
fn set_aside(file: &Path, lang: Lang) -> Option<String> {
    match inbox::done(&home()?, file) {
        Ok(to) => to.map(|to| words::set_aside(lang, &to.display().to_string())),
        Err(e) => {
            Some(words::not_set_aside(lang, &file.display().to_string(), &crate::text::store::io(lang, &e)))
        }
    }
}
