//! `linli study`: question forms of studies.

use super::ask::printed;
use super::{Failure, Setting};
use crate::exchange::xlsform;
use crate::text::survey as words;
use crate::tui::glyph;
use clap::Subcommand;
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
}

/// `linli study`
pub fn run(set: &Setting, what: &Study) -> Result<u8, Failure> {
    let lang = set.lang;
    let Study::Check { form } = what;
    let shown = form.display().to_string();
    let reading = xlsform::open(form).map_err(|e| Failure { code: 1, words: e.say(&shown, lang) })?;
    let mut out = std::io::stdout().lock();
    let mut line = |s: &str| printed(writeln!(out, "{}", glyph::safe(s)));
    let title = if reading.survey.title.is_empty() { &shown } else { &reading.survey.title };
    let languages: Vec<&str> =
        reading.survey.languages.iter().map(String::as_str).filter(|l| !l.is_empty()).collect();
    line(&words::has(lang, title, reading.survey.questions().len(), &languages.join(" / ")))?;
    for (head, all) in [(words::REFUSED, &reading.faults), (words::LEFT_OUT, &reading.left_out)] {
        if !all.is_empty() {
            line(head.get(lang))?;
        }
        for remark in all {
            line(&format!("  {}", xlsform::say(remark, lang)))?;
        }
    }
    if reading.faults.is_empty() {
        line(words::SOUND.get(lang))?;
    }
    Ok(u8::from(!reading.faults.is_empty()))
}
