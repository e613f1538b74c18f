//! `linli study`: question forms of studies, and what came of them.

use super::ask::{self, printed};
use super::{Failure, Setting, export, import, report};
use crate::book::survey::filling::Key;
use crate::book::survey::tally::{Said, shown, tally};
use crate::book::survey::{Survey, read};
use crate::book::{Id, Kind, Record, Ref, Value, answer, names, study};
use crate::exchange::study::{self as table, Job, Trouble};
use crate::exchange::{mapping, sheet, xlsform};
use crate::hub::client::Client;
use crate::hub::resolve::new_id;
use crate::hub::wire::{Edit, Filter, Order, PAGE_MAX, Reply, Request, Save};
use crate::text::Lang;
use crate::text::screen::studies as words;
use crate::text::{out, store, survey as form_words};
use crate::tui::glyph;
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::PathBuf;

/// What may be done with question forms.
#[derive(Subcommand, Debug)]
pub enum Study {
    /// Says whether a question form (XLSForm) can be used, and what of it cannot, by sheet and row
    Check {
        /// The form (.xlsx, .xls)
        form: PathBuf,
    },
    /// Begins a study with a question form
    Add(Add),
    /// What came of a study, question by question; or as a workbook, small figures hidden
    Show {
        /// The study's title
        title: String,
        /// A file (.xlsx)
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace a file that is there
        #[arg(long)]
        force: bool,
    },
    /// Writes all answers of a study into a file: a row an answer, a column a question
    Export {
        /// The study's title
        title: String,
        /// The file: .xlsx, .csv
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Who gets it; asked for where it is missing
        #[arg(long = "for", value_name = "WHOM")]
        recipient: Option<String>,
        /// What for; asked for where it is missing
        #[arg(long, value_name = "WHY")]
        purpose: Option<String>,
        /// Replace a file that is there
        #[arg(long)]
        force: bool,
    },
    /// Fills the book with the answers of a census, as importing a ledger does
    Fill {
        /// The study's title
        title: String,
        /// Only say what would happen
        #[arg(long)]
        dry_run: bool,
    },
}

/// A new study.
#[derive(Args, Debug)]
pub struct Add {
    /// The form (.xlsx, .xls)
    form: PathBuf,
    /// What it is called; as the form where it is missing
    #[arg(long)]
    title: Option<String>,
    /// Nobody is named in its answers
    #[arg(long)]
    anonymous: bool,
    /// Its answers fill the book
    #[arg(long)]
    census: bool,
}

/// `linli study`
pub fn run(set: &Setting, what: &Study) -> Result<u8, Failure> {
    let lang = set.lang;
    match what {
        Study::Check { form } => {
            let taken = open(form, lang)?;
            say(&xlsform::described(&taken.reading, lang))?;
            Ok(u8::from(!taken.reading.faults.is_empty()))
        }
        Study::Add(add) => self::add(set, add),
        Study::Show { title, output, force } => {
            let mut client = ask::join(set)?;
            let (record, survey) = find(&mut client, title, lang)?;
            let all = answers(&mut client, record.id, lang)?;
            let tally = tally(&survey, &all);
            match output {
                Some(file) => {
                    let bytes = table::summary(record.name(), &survey, &tally, all.len(), lang);
                    report::write(lang, file, *force, bytes)
                }
                None => {
                    say(&[format!("{}\t{}", record.name(), words::answers(lang, all.len()))])?;
                    let language = survey.language(lang);
                    for t in tally {
                        let Some(q) = survey.question(&t.name) else { continue };
                        say(&[format!("{}\t{}", q.label.get(language), t.answered)])?;
                        let lines: Vec<String> = match &t.said {
                            Said::Words => Vec::new(),
                            Said::Choices(all) => all
                                .iter()
                                .map(|(c, n)| format!("\t{}\t{n}", survey.choice_label(q, c, language)))
                                .collect(),
                            Said::Numbers { mean, least, most } => {
                                vec![format!(
                                    "\t{}",
                                    words::numbers(lang, &shown(*mean), &shown(*least), &shown(*most))
                                )]
                            }
                            Said::Days(first, last) => {
                                vec![format!(
                                    "\t{}",
                                    words::days(lang, &first.to_string(), &last.to_string())
                                )]
                            }
                        };
                        say(&lines)?;
                    }
                    Ok(0)
                }
            }
        }
        Study::Export { title, output, recipient, purpose, force } => {
            let recipient = export::told(recipient.clone(), out::ASK_RECIPIENT.get(lang))?;
            let purpose = export::told(purpose.clone(), out::ASK_PURPOSE.get(lang))?;
            let mut client = ask::join(set)?;
            let (record, survey) = find(&mut client, title, lang)?;
            let job = Job {
                title: record.name(),
                survey: &survey,
                filter: table::answers_to(record.id),
                file: output,
                over: *force,
                given: (&recipient, &purpose),
            };
            let name = names::clean_line(&output.to_string_lossy());
            let n = table::export(&job, lang, &mut |r| client.ask(r)).map_err(|e| {
                let words = match e {
                    Trouble::Asked(why) => why.get(lang).to_string(),
                    Trouble::File(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
                        out::is_there(lang, &name)
                    }
                    Trouble::File(e) => out::not_written(lang, &name, &store::io(lang, &e)),
                    Trouble::Link(e) => out::stopped(lang, &name, &e.to_string()),
                    Trouble::Refused(r) => out::stopped(lang, &name, &ask::refused(&r, lang)),
                };
                Failure { code: 1, words }
            })?;
            let kind = if lang == Lang::Zh { Kind::Answer.label().zh } else { Kind::Answer.plural() };
            say(&[out::written(lang, &name, n, kind)])?;
            Ok(0)
        }
        Study::Fill { title, dry_run } => {
            let mut client = ask::join(set)?;
            let (record, survey) = find(&mut client, title, lang)?;
            if !study::is_census(&record.fields) {
                return Err(failed(words::NO_CENSUS.get(lang)));
            }
            let all = answers(&mut client, record.id, lang)?;
            let rows = table::ledger(&survey, &all).ok_or_else(|| failed(words::NO_FIELDS.get(lang)))?;
            let cells = sheet::cells(&table::as_cells(&rows), record.name())
                .map_err(|e| failed(e.say(record.name(), lang)))?;
            let plan = mapping::plan(record.name(), std::slice::from_ref(&cells), None, Some(Kind::Person));
            let asked = import::Asked { dry: *dry_run, ..import::Asked::default() };
            let code = import::send(&plan, &[cells], &asked, lang, &mut |r| client.ask(r))?;
            Ok(u8::try_from(code).unwrap_or(1))
        }
    }
}

fn failed(words: impl Into<String>) -> Failure {
    Failure { code: 1, words: words.into() }
}

fn say(lines: &[String]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    for line in lines {
        let cells: Vec<_> = line.split('\t').map(glyph::safe).collect();
        printed(writeln!(out, "{}", cells.join("\t")))?;
    }
    Ok(())
}

fn open(form: &std::path::Path, lang: Lang) -> Result<xlsform::Taken, Failure> {
    let shown = form.display().to_string();
    xlsform::open(form).map_err(|e| failed(e.say(&shown, lang)))
}

fn add(set: &Setting, add: &Add) -> Result<u8, Failure> {
    let lang = set.lang;
    let taken = open(&add.form, lang)?;
    say(&xlsform::described(&taken.reading, lang))?;
    if !taken.reading.faults.is_empty() {
        return Ok(1);
    }
    let title = add.title.clone().unwrap_or_else(|| taken.reading.survey.title.clone());
    let mut set_fields =
        vec![(study::TITLE, Edit::Text(title)), (study::FORM, Edit::Set(Value::text(taken.text)))];
    for (no, yes) in [(study::ANONYMOUS, add.anonymous), (study::CENSUS, add.census)] {
        if yes {
            set_fields.push((no, Edit::Set(Value::Code(study::YES))));
        }
    }
    let target = Ref { kind: Kind::Study, id: new_id() };
    let save = Save { request: new_id(), target, base: 0, set: set_fields };
    match ask::join(set)?.ask(Request::Save(save))? {
        Reply::Saved(saved) => {
            say(&[form_words::added(lang, &saved.name)])?;
            Ok(0)
        }
        other => Err(ask::unexpected(other, lang)),
    }
}

/// The study of a title, of a part of one, or of an id, and its form.
fn find(client: &mut Client, title: &str, lang: Lang) -> Result<(Record, Survey), Failure> {
    let filter = Filter::default();
    let (kind, order) = (Kind::Study, Order::Usual);
    let rows =
        match client.ask(Request::List { kind, filter, order, offset: 0, limit: PAGE_MAX, more: vec![] })? {
            Reply::Page { rows, .. } => rows,
            other => return Err(ask::unexpected(other, lang)),
        };
    let exact: Vec<_> =
        rows.iter().filter(|r| r.title() == title || r.target.id.to_string() == title).collect();
    let begins = || rows.iter().filter(|r| r.title().contains(title)).collect();
    let found: Vec<_> = if exact.is_empty() { begins() } else { exact };
    let one = match found.as_slice() {
        [one] => one.target,
        [] => return Err(failed(words::no_study(lang, &names::clean_line(title)))),
        all => return Err(failed(words::studies(lang, all.len(), &names::clean_line(title)))),
    };
    match client.ask(Request::Get(one))? {
        Reply::Shown(shown) => {
            let survey = read::read(&study::form(&shown.record.fields)).survey;
            Ok((shown.record, survey))
        }
        other => Err(ask::unexpected(other, lang)),
    }
}

/// All answers to a study that may be seen.
fn answers(client: &mut Client, study: Id, lang: Lang) -> Result<Vec<Vec<(Key, String)>>, Failure> {
    let (mut out, mut offset) = (Vec::new(), 0);
    loop {
        let (kind, order, limit) = (Kind::Answer, Order::Usual, PAGE_MAX);
        match client.ask(Request::Records { kind, filter: table::answers_to(study), order, offset, limit })? {
            Reply::Records { taken: 0, .. } => return Ok(out),
            Reply::Records { taken, records } => {
                offset += taken;
                out.extend(records.iter().map(|s| answer::answers(&s.record.fields)));
            }
            other => return Err(ask::unexpected(other, lang)),
        }
    }
}
