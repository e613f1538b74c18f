//! `linli report`: the report of a period, on the screen or as a file.

use super::ask::{self, unexpected};
use super::{Failure, Setting, area};
use crate::book::names;
use crate::book::report::{Figure, Length, Period, SPLITS};
use crate::exchange::file::NewFile;
use crate::exchange::report::{self, Paper};
use crate::hub::wire::{Reply, Request};
use crate::text::{Lang, report as words};
use crate::tui::glyph;
use clap::Args;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Which report, and where it goes.
#[derive(Args, Debug)]
pub struct ReportOf {
    /// The period: 2026, 2026H1, 2026Q3, 2026-11; this half-year where it is missing
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Of an area and those below
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    /// A file: .xlsx with charts, .docx, .csv
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

/// `linli report`
pub fn run(set: &Setting, of: ReportOf) -> Result<u8, Failure> {
    let lang = set.lang;
    let usage = |words: String| Failure { code: 2, words };
    let mut client = ask::join(set)?;
    let welcome = client.welcome(lang, false)?;
    let today = welcome.today;
    let period = match &of.period {
        Some(text) => Period::parse(text).ok_or_else(|| usage(words::WHICH_PERIOD.get(lang).into()))?,
        None => Period::of(Length::Half, today),
    };
    let area = area::meant(lang, &mut client, of.area.as_deref())?;
    let report = match client.ask(Request::Report(report::ask(period, area)))? {
        Reply::Report(report) => report,
        other => return Err(unexpected(other, lang)),
    };
    let paper = Paper { report: &report, period, lang, made: (today, &welcome.name) };
    let Some(file) = of.output else {
        show(&paper)?;
        return Ok(0);
    };
    let ending = file.extension().and_then(|e| e.to_str()).map(str::to_lowercase);
    let bytes = match ending.as_deref() {
        Some("xlsx") => paper.xlsx(),
        Some("docx") => paper.docx(),
        Some("csv") => paper.csv(),
        _ => return Err(usage(words::WHICH.get(lang).into())),
    };
    write(lang, &file, of.force, bytes)
}

/// Writes a file and says so.
pub(super) fn write(lang: Lang, file: &Path, force: bool, bytes: io::Result<Vec<u8>>) -> Result<u8, Failure> {
    let name = names::clean_line(&file.to_string_lossy());
    let failed = |e: io::Error| {
        let words = match e.kind() {
            io::ErrorKind::AlreadyExists => crate::text::out::is_there(lang, &name),
            _ => crate::text::out::not_written(lang, &name, &crate::text::store::io(lang, &e)),
        };
        Failure { code: 1, words }
    };
    let mut out = NewFile::begin(file, force).map_err(failed)?;
    out.write_all(&bytes.map_err(failed)?).map_err(failed)?;
    out.done().map_err(failed)?;
    println!("{}", glyph::safe(&words::written(lang, &name)));
    Ok(0)
}

/// On the terminal: tab-separated, as the lists are.
fn show(paper: &Paper<'_>) -> io::Result<()> {
    let lang = paper.lang;
    let mut out = io::BufWriter::new(io::stdout().lock());
    writeln!(out, "{}", glyph::safe(&paper.title()))?;
    for (f, all) in Figure::ALL.into_iter().zip(&paper.report.figures) {
        let cells = all.map(|n| report::figure(f, n, lang));
        writeln!(out, "{}\t{}", f.label().get(lang), cells.join("\t"))?;
    }
    for (split, lines) in SPLITS.iter().zip(&paper.report.splits).filter(|(_, l)| !l.is_empty()) {
        writeln!(out, "\n{}", split.title.get(lang))?;
        for line in lines {
            let shown = if split.day.is_some() { 3 } else { 1 };
            let cells: Vec<String> = line.rows.iter().take(shown).map(u64::to_string).collect();
            writeln!(out, "{}\t{}", glyph::safe(&report::label(split, line, lang)), cells.join("\t"))?;
        }
    }
    let mut gaps = report::gaps(paper.report).peekable();
    if gaps.peek().is_some() {
        writeln!(out, "\n{}", words::GAPS.get(lang))?;
    }
    for (gap, n) in gaps {
        writeln!(out, "{}\t{n}", gap.title.get(lang))?;
    }
    out.flush()
}
