//! Question forms out of workbooks, and what is wrong with them in words.

use super::quiet::caught;
use super::sheet::{self, FileTrouble};
use super::xls;
use crate::book::rules::NOTE_MAX;
use crate::book::survey::expr::Wrong;
use crate::book::survey::kept;
use crate::book::survey::read::{self, Place, Reading, Remark, What};
use crate::text::{Lang, survey as words};
use std::fs;
use std::path::Path;

/// A form out of a workbook.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The form, and what is wrong with it.
    pub reading: Reading,
    /// As text, to be kept with a study.
    pub text: String,
}

/// Reads a form from a workbook, .xlsx or .xls.
///
/// # Errors
/// Why the file as such cannot be read; what is wrong with the form is in the reading.
pub fn open(path: &Path) -> Result<Taken, FileTrouble> {
    let sheets = match sheet::open(path) {
        Err(FileTrouble::OldOrLocked) => {
            let bytes = fs::read(path).map_err(|e| FileTrouble::Unreadable(e.kind()))?;
            caught(|| xls::read(bytes)).unwrap_or_else(|| Err(FileTrouble::Broken(String::new())))?
        }
        other => other?,
    };
    let sheets: Vec<read::Sheet> =
        sheets.into_iter().map(|s| read::Sheet { name: s.name, rows: s.rows }).collect();
    let mut reading = read::read(&sheets);
    let text = kept::form(&sheets);
    if text.len() > NOTE_MAX {
        let place = Place { sheet: "survey".to_owned(), ..Place::default() };
        reading.faults.push((place, What::TooMuch));
    }
    if reading.survey.title.is_empty() {
        reading.survey.title = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    }
    Ok(Taken { reading, text })
}

/// All that there is to say of a form: what it has, what refuses it, what of it is left out.
pub fn described(reading: &Reading, lang: Lang) -> Vec<String> {
    let languages: Vec<&str> =
        reading.survey.languages.iter().map(String::as_str).filter(|l| !l.is_empty()).collect();
    let asked = reading.survey.questions().iter().filter(|q| q.is_answered()).count();
    let mut out = vec![words::has(lang, &reading.survey.title, asked, &languages.join(" / "))];
    for (head, all) in [(words::REFUSED, &reading.faults), (words::LEFT_OUT, &reading.left_out)] {
        if !all.is_empty() {
            out.push(head.get(lang).to_owned());
        }
        out.extend(all.iter().map(|remark| format!("  {}", say(remark, lang))));
    }
    if reading.faults.is_empty() {
        out.push(words::SOUND.get(lang).to_owned());
    }
    out
}

/// A remark in plain words: where, and what.
pub fn say((place, what): &Remark, lang: Lang) -> String {
    let at = match (place.row, place.column.as_str()) {
        (0, _) => words::on_sheet(lang, &place.sheet),
        (row, "") => words::on_row(lang, &place.sheet, row),
        (row, column) => words::on_cell(lang, &place.sheet, row, column),
    };
    let what = match what {
        What::NoSheet => words::NO_SHEET.get(lang).to_owned(),
        What::NoColumn(c) => words::no_column(lang, c),
        What::TwiceColumn(c) => words::twice_column(lang, c),
        What::NoName => words::NO_NAME.get(lang).to_owned(),
        What::BadName(n) => words::bad_name(lang, n),
        What::TwiceName(n, row) => words::twice_name(lang, n, *row),
        What::Type(t) => words::no_type(lang, t),
        What::NoList(l) => words::no_list(lang, l),
        What::BadChoice(c) => words::bad_choice(lang, c),
        What::End => words::END.get(lang).to_owned(),
        What::NotEnded(n) => words::not_ended(lang, n),
        What::Expr(wrong) => expression(wrong, lang),
        What::NoQuestion(n) => words::no_question(lang, n),
        What::Pattern(p) => words::pattern(lang, p),
        What::Column(_) => words::COLUMN.get(lang).to_owned(),
        What::TooMuch => words::TOO_MUCH.get(lang).to_owned(),
        What::Empty => words::EMPTY.get(lang).to_owned(),
        What::Refused(what) => words::asks(lang, what.get(lang)),
    };
    words::remark(lang, &at, &what)
}

fn expression(wrong: &Wrong, lang: Lang) -> String {
    match wrong {
        Wrong::Unexpected(what, at) => words::unexpected(lang, what, *at),
        Wrong::Unfinished => words::UNFINISHED.get(lang).to_owned(),
        Wrong::NoFunction(f) => words::no_function(lang, f),
        Wrong::Arguments(f) => words::arguments(lang, f),
        Wrong::Path(p) => words::path(lang, p),
        Wrong::TooMuch => words::TOO_MUCH.get(lang).to_owned(),
    }
}
