//! Answers of a study as tables: a row an answer, a column a question, in a repeated group once for each repetition; what
//! came of each question, small figures hidden; of a census the rows of a ledger.

use super::export::plain;
use super::file::NewFile;
use super::heading::Words;
use super::plan::{What, new_id};
use super::report::{self, Told};
use super::workbook::{Cell, Sheet, Stream, Workbook};
use crate::book::survey::filling::Key;
use crate::book::survey::tally::{Column, Said, Tally, columns, in_words, shown};
use crate::book::survey::value::{moment, text_number};
use crate::book::survey::{Kind as Takes, Question, Survey};
use crate::book::{Id, Kind, Ref, answer, person};
use crate::hub::wire::{Export, Filter, Is, Of, Order, Refusal, Reply, Request, Shown, Test};
use crate::text::screen::studies as words;
use crate::text::{Lang, T, out, screen};
use std::io::{self, Write};
use std::path::Path;

/// Below this a figure is not told to others.
const SMALL: usize = 5;

/// The fields of an answer that stand before its questions.
const BEFORE: &[u16] = &[answer::DAY, answer::OWNER, answer::PERSON, answer::AREA];

/// What a share is called.
pub fn share(n: usize, of: usize) -> String {
    if of == 0 { String::new() } else { format!("{:.0}%", n as f64 * 100.0 / of as f64) }
}

/// A question as the head of a column.
fn head((q, at): &Column<'_>, language: usize, lang: Lang) -> String {
    let label = q.label.get(language).lines().collect::<Vec<_>>().join(" ");
    let label = if label.is_empty() { q.name.clone() } else { label };
    if at.is_empty() {
        return label;
    }
    let which: Vec<String> = at.iter().map(u16::to_string).collect();
    words::repeated(lang, &label, &format!("[{}]", which.join(".")))
}

fn value<'a>(answers: &'a [(Key, String)], q: &Question, at: &[u16]) -> &'a str {
    answers.iter().find(|((name, a), _)| *name == q.name && a == at).map_or("", |(_, v)| v.as_str())
}

fn cell(survey: &Survey, (q, at): &Column<'_>, answers: &[(Key, String)], lang: Lang) -> Cell {
    let value = value(answers, q, at);
    let number = text_number(value);
    match q.kind {
        _ if value.is_empty() => Cell::Empty,
        Takes::Date => moment(value).map_or_else(|| Cell::Text(value.to_owned()), |(day, _)| Cell::Day(day)),
        Takes::Integer | Takes::Decimal if number.is_finite() => Cell::Number(number),
        _ => Cell::Text(in_words(survey, q, value, survey.language(lang), screen::AND.get(lang))),
    }
}

/// Which answers are to a study.
pub fn answers_to(study: Id) -> Filter {
    let of = Test { field: answer::STUDY, any: vec![Is::Ref(study)] };
    Filter { tests: vec![of], ..Filter::default() }
}

/// Why an export is none.
#[derive(Debug)]
pub enum Trouble<E> {
    /// The way to the hub failed.
    Link(E),
    /// The hub says no.
    Refused(Refusal),
    /// The file.
    File(io::Error),
    /// What was asked makes no sense.
    Asked(T),
}

/// What is exported: the answers that pass a filter, to whom and what for.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// The study's title.
    pub title: &'a str,
    /// Its form.
    pub survey: &'a Survey,
    /// Which answers.
    pub filter: Filter,
    /// Where to; its ending says what sort of file.
    pub file: &'a Path,
    /// Whether what is there may give way.
    pub over: bool,
    /// Who gets it, and what for.
    pub given: (&'a str, &'a str),
}

/// Writes all answers into a file; how many there are. To whom they go is noted by the hub before it gives any.
///
/// # Errors
/// When nothing was written.
pub fn export<E>(
    job: &Job<'_>,
    lang: Lang,
    ask: &mut dyn FnMut(Request) -> Result<Reply, E>,
) -> Result<usize, Trouble<E>> {
    let ending = job.file.extension().and_then(|e| e.to_str()).map(str::to_lowercase);
    let xlsx = match ending.as_deref() {
        Some("xlsx") => true,
        Some("csv") => false,
        _ => return Err(Trouble::Asked(out::WHICH_TABLE)),
    };
    let mut file = NewFile::begin(job.file, job.over).map_err(Trouble::File)?;
    let mut all: Vec<Shown> = Vec::new();
    let (act, mut offset) = (new_id(), 0u32);
    loop {
        let of = Of::List { filter: job.filter.clone(), order: Order::Usual, offset };
        let (recipient, purpose) = (job.given.0.to_owned(), job.given.1.to_owned());
        let request = Export { act, kind: Kind::Answer, of, recipient, purpose };
        match ask(Request::Export(request)).map_err(Trouble::Link)? {
            Reply::Exported(slice) if slice.taken == 0 => break,
            Reply::Exported(slice) => {
                offset = offset.saturating_add(slice.taken);
                all.extend(slice.records);
            }
            Reply::Refused(why) => return Err(Trouble::Refused(why)),
            _ => return Err(Trouble::Refused(Refusal::BadRequest)),
        }
    }
    let (heads, rows) = rows(job.survey, &all, lang);
    if xlsx {
        let widths = vec![16; heads.len()];
        let mut stream = Stream::begin(job.title, &heads, &widths, file.folder()).map_err(Trouble::File)?;
        for row in &rows {
            stream.row(row).map_err(Trouble::File)?;
        }
        stream.end(&mut file).map_err(Trouble::File)?;
    } else {
        file.write_all("\u{feff}".as_bytes()).map_err(Trouble::File)?;
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut file);
        let failed = |e: csv::Error| Trouble::File(io::Error::other(e.to_string()));
        csv.write_record(heads.iter().map(|h| plain(&Cell::Text(h.clone())))).map_err(failed)?;
        for row in &rows {
            csv.write_record(row.iter().map(plain)).map_err(failed)?;
        }
        csv.flush().map_err(Trouble::File)?;
    }
    file.done().map_err(Trouble::File)?;
    Ok(all.len())
}

/// Head and rows of a table of answers.
fn rows(survey: &Survey, all: &[Shown], lang: Lang) -> (Vec<String>, Vec<Vec<Cell>>) {
    let given: Vec<Vec<(Key, String)>> = all.iter().map(|s| answer::answers(&s.record.fields)).collect();
    let columns = columns(survey, &given);
    let before = BEFORE.iter().filter_map(|no| Kind::Answer.field(*no));
    let mut heads: Vec<String> = before.map(|f| f.label.get(lang).to_owned()).collect();
    let language = survey.language(lang);
    heads.extend(columns.iter().map(|c| head(c, language, lang)));
    let row = |(shown, given): (&Shown, &Vec<(Key, String)>)| {
        let f = &shown.record.fields;
        let name = |r: Ref| shown.names.iter().find(|(n, _)| *n == r).map(|(_, n)| n.clone());
        let named = |no: u16| f.link(no).and_then(name).map_or(Cell::Empty, Cell::Text);
        let mut out: Vec<Cell> = BEFORE
            .iter()
            .map(|no| match f.day(*no) {
                Some(day) => Cell::Day(day),
                None => named(*no),
            })
            .collect();
        out.extend(columns.iter().map(|c| cell(survey, c, given, lang)));
        out
    };
    (heads, all.iter().zip(&given).map(row).collect())
}

/// Which figures of a question are not told.
fn hidden(counts: &[usize], adds_up: bool) -> Vec<bool> {
    let figures: Vec<u64> = counts.iter().map(|n| *n as u64).collect();
    report::kept_back(&figures, adds_up).into_iter().map(|t| !matches!(t, Told::All(_))).collect()
}

/// What came of a study, as a workbook that may leave the office.
///
/// # Errors
/// When it cannot be made.
pub fn summary(
    title: &str,
    survey: &Survey,
    all: &[Tally],
    answers: usize,
    lang: Lang,
) -> io::Result<Vec<u8>> {
    let language = survey.language(lang);
    let text = |s: &str| Cell::Text(s.to_owned());
    let mut sheet = Sheet::new(words::TABLE.get(lang), title);
    sheet.remark(words::answers(lang, answers));
    sheet.remark(words::SMALL_WHY.get(lang));
    sheet.head(
        [words::QUESTION, words::ANSWERED, words::CHOICE, words::COUNT, words::SHARE].map(|t| t.get(lang)),
    );
    let small = || text(words::SMALL.get(lang));
    let number = |n: usize| if (1..SMALL).contains(&n) { small() } else { Cell::Number(n as f64) };
    for t in all {
        let Some(q) = survey.question(&t.name) else { continue };
        let label = head(&(q, Vec::new()), language, lang);
        let mut row = |what: Cell, n: Cell, share: Cell| {
            sheet.row([text(&label), number(t.answered), what, n, share]);
        };
        match &t.said {
            Said::Choices(counts) => {
                let figures: Vec<usize> = counts.iter().map(|(_, n)| *n).collect();
                let hidden = hidden(&figures, matches!(q.kind, Takes::One(..)));
                for ((code, n), hidden) in counts.iter().zip(hidden) {
                    let what = text(&survey.choice_label(q, code, language));
                    match hidden {
                        true => row(what, small(), Cell::Empty),
                        false => row(what, Cell::Number(*n as f64), text(&share(*n, t.answered))),
                    }
                }
            }
            Said::Numbers { mean, .. } if t.answered >= SMALL => {
                row(text(&words::mean(lang, &shown(*mean))), Cell::Empty, Cell::Empty);
            }
            // the first and the last day are somebody's
            Said::Words | Said::Numbers { .. } | Said::Days(..) => {
                row(text(words::WORDS.get(lang)), Cell::Empty, Cell::Empty);
            }
        }
    }
    let mut book = Workbook::default();
    book.sheet(&sheet)?;
    book.bytes()
}

/// The answers of a census as rows of a ledger, under headings that a ledger of people has; nothing where no question is
/// a field of people. Where names are asked in a repeated group, each repetition is somebody.
pub fn ledger(survey: &Survey, all: &[Vec<(Key, String)>]) -> Option<Vec<Vec<String>>> {
    let table = Words::of(Kind::Person);
    let asked: Vec<&Question> = survey.questions().into_iter().filter(|q| q.is_answered()).collect();
    let what = |heading: &str| table.columns(Kind::Person, &[heading.to_owned()]).first().copied();
    let known = |q: &&Question| {
        let own = std::iter::once(q.name.as_str()).chain(q.label.0.iter().map(|(_, l)| l.as_str()));
        let means = |h: &&str| matches!(what(h), Some(What::Maps(_) | What::Split | What::Office));
        own.clone().find(means).map(str::to_owned)
    };
    let heads: Vec<String> =
        asked.iter().map(|q| known(q).unwrap_or_else(|| head(&(q, Vec::new()), 0, Lang::Zh))).collect();
    let of_name = asked.iter().zip(&heads).find(|(_, h)| what(h) == Some(What::Maps(person::NAME)))?;
    let name = of_name.0.name.as_str();
    let mut out = vec![heads.clone()];
    for answers in all {
        for ((_, place), _) in answers.iter().filter(|((n, _), _)| n == name) {
            let cell = |q: &&Question| {
                let here = |((n, at), _): &&(Key, String)| *n == q.name && place.starts_with(at);
                let value = answers.iter().find(here).map_or("", |(_, v)| v.as_str());
                in_words(survey, q, value, survey.language(Lang::Zh), "、")
            };
            out.push(asked.iter().map(cell).collect());
        }
    }
    Some(out)
}

/// Rows as a spreadsheet program copies them.
pub fn as_cells(rows: &[Vec<String>]) -> String {
    let mut out = csv::WriterBuilder::new().delimiter(b'\t').flexible(true).from_writer(Vec::new());
    for row in rows {
        // into memory: it cannot fail
        let _ = out.write_record(row.iter().map(|c| c.lines().collect::<Vec<_>>().join(" ")));
    }
    out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::survey::tally::tally;
    use crate::book::survey::{kept, read::read};

    const FORM: &str = "[survey]\ntype\tname\tlabel\ntext\tname\t怎么称呼\ntext\ttel\t联系电话\n\
                        select_one g\tgroup\t类别\ntext\twish\t想要什么\nbegin repeat\tkid\t孩子\n\
                        integer\tage\t几岁\nend repeat\n[choices]\nlist_name\tname\tlabel\n\
                        g\tnm\t新媒体从业人员\ng\tfl\t自由职业人员\n";

    fn given(texts: &[&str]) -> Vec<Vec<(Key, String)>> {
        texts.iter().map(|t| kept::answered(t)).collect()
    }

    #[test]
    fn a_census_becomes_rows_of_a_ledger_under_its_headings() {
        let survey = read(&kept::sheets(FORM)).survey;
        let rows = ledger(&survey, &given(&["name: 张三\ntel: 13800000001\ngroup: nm\nage[1]: 3", "tel: 1"]));
        let rows = rows.unwrap();
        assert_eq!(rows[0], ["name", "联系电话", "类别", "想要什么", "几岁"]);
        assert_eq!(rows.len(), 2, "who has no name is nobody");
        assert_eq!(rows[1][..3], ["张三", "13800000001", "新媒体从业人员"]);
        assert!(as_cells(&rows).starts_with("name\t联系电话\t类别"));
        let nobody = read(&kept::sheets("[survey]\ntype\tname\tlabel\ntext\ta\t建议\n")).survey;
        assert_eq!(ledger(&nobody, &given(&["a: 好"])), None);
    }

    #[test]
    fn small_figures_cannot_be_reckoned_back() {
        assert_eq!(hidden(&[20, 3, 9, 0], true), [false, true, true, false]);
        assert_eq!(hidden(&[20, 3, 9], false), [false, true, false]);
        assert_eq!(hidden(&[9, 1, 1], true), [true, true, true], "two in all are one and one");
        assert_eq!(hidden(&[2, 3, 9], true), [true, true, false]);
        assert_eq!(hidden(&[20, 9], true), [false, false]);
    }

    #[test]
    fn a_summary_is_a_workbook_without_small_figures() {
        let survey = read(&kept::sheets(FORM)).survey;
        let all = given(&["group: nm", "group: nm", "group: fl"]);
        let bytes = summary("摸底", &survey, &tally(&survey, &all), 3, Lang::Zh).unwrap();
        let sheets = crate::exchange::sheet::read(bytes, "t").unwrap();
        let cells: Vec<&String> = sheets[0].rows.iter().flatten().collect();
        assert!(cells.iter().any(|c| *c == "少于5") && cells.iter().all(|c| *c != "2"), "{cells:?}");
    }
}
