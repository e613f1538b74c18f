//! `linli briefing`: the briefing of a period as a draft in a file, from its figures and what was answered.

use super::ask::{self, unexpected};
use super::report::write;
use super::{Failure, Setting, area};
use crate::book::report::{Length, Period};
use crate::exchange::{briefing, report};
use crate::hub::wire::{Reply, Request};
use crate::text::{briefing as words, report as report_words};
use clap::Args;
use std::path::PathBuf;

/// Which briefing, and where it goes.
#[derive(Args, Debug)]
pub struct BriefingOf {
    /// The period: 2026, 2026H1, 2026Q3, 2026-11; this half-year where it is missing
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Of an area and those below
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    /// A file to go on with: .docx, .txt
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

/// `linli briefing`
pub fn run(set: &Setting, of: BriefingOf) -> Result<u8, Failure> {
    let lang = set.lang;
    let usage = |words: String| Failure { code: 2, words };
    let mut client = ask::join(set)?;
    let today = client.welcome(lang, false)?.today;
    let period = match &of.period {
        Some(text) => {
            Period::parse(text).ok_or_else(|| usage(report_words::WHICH_PERIOD.get(lang).into()))?
        }
        None => Period::of(Length::Half, today),
    };
    let area = area::meant(lang, &mut client, of.area.as_deref())?;
    let figures = match client.ask(Request::Report(report::ask(period, area)))? {
        Reply::Report(figures) => figures,
        other => return Err(unexpected(other, lang)),
    };
    let answered = match client.ask(briefing::ask(period, area))? {
        Reply::Page { rows, .. } => rows,
        other => return Err(unexpected(other, lang)),
    };
    let text = briefing::draft(&figures, period, &answered, lang);
    let ending = of.output.extension().and_then(|e| e.to_str()).map(str::to_lowercase);
    let bytes = match ending.as_deref() {
        Some("docx") => briefing::docx(&text, &[&figures.area, &today.to_string()]),
        Some("txt") => Ok((text + "\n").into_bytes()),
        _ => return Err(usage(words::WHICH.get(lang).into())),
    };
    write(lang, &of.output, of.force, bytes)
}
