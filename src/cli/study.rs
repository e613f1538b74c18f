//! `linli study`: question forms of studies.

use super::ask::printed;
use super::{Failure, Setting};
use crate::exchange::xlsform;
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
    let taken = xlsform::open(form).map_err(|e| Failure { code: 1, words: e.say(&shown, lang) })?;
    let mut out = std::io::stdout().lock();
    for line in xlsform::described(&taken.reading, lang) {
        printed(writeln!(out, "{}", glyph::safe(&line)))?;
    }
    Ok(u8::from(!taken.reading.faults.is_empty()))
}
