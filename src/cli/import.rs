//! `linli import`: a ledger into the book.

use super::ask;
use crate::book::Kind;
use crate::exchange::file::NewFile;
use crate::exchange::import::{self, Cause, Stopped};
use crate::exchange::map_file::{self, MapFile};
use crate::exchange::plan::Plan;
use crate::exchange::sheet::Sheet;
use crate::exchange::{mapping, rejects, sheet};
use crate::hub::wire::{Reply, Request};
use crate::text::{Lang, exchange as words, out as out_words};
use crate::tui::glyph;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Done, also where rows were left out: how many and why is said.
pub const DONE: i32 = 0;
/// The file or the hub says no.
pub const FAILED: i32 = 1;
/// What was asked for makes no sense.
pub const USAGE: i32 = 2;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The file, or `-`.
    pub file: PathBuf,
    /// Only this sheet.
    pub sheet: Option<String>,
    /// What its rows are.
    pub kind: Option<Kind>,
    /// Whether nothing is written.
    pub dry: bool,
    /// What headings mean that are not known.
    pub map: MapFile,
    /// Where to write how headings were understood.
    pub write_map: Option<PathBuf>,
    /// Where to write the rows left out.
    pub rejects: Option<PathBuf>,
}

/// Reads a file, or standard input where it is called `-`, says what is in it, sends it to the hub and says what became of it. The result goes to standard
/// output, trouble and progress to standard error. An `Err` is the caller's own: the way to the hub failed; what had
/// become of the rows until then has been said.
pub fn run<E: std::fmt::Display>(
    asked: &Asked,
    lang: Lang,
    ask: &mut dyn FnMut(Request) -> Result<Reply, E>,
) -> Result<i32, E> {
    let (file, sheet, kind) = (asked.file.as_path(), asked.sheet.as_deref(), asked.kind);
    let piped = file.as_os_str() == "-";
    let name = file.file_name().map_or_else(|| file.to_string_lossy(), |n| n.to_string_lossy());
    let name = if piped { words::PIPED.get(lang).to_owned() } else { crate::book::names::clean_line(&name) };
    if let Some(k) = kind
        .filter(|k| !matches!(k, Kind::Person | Kind::Organisation | Kind::Area) && k.row_field().is_none())
    {
        return Ok(trouble(&words::kind_not_imported(lang, k.label().get(lang)), USAGE));
    }
    let sheets = match if piped { sheet::from(io::stdin().lock(), &name) } else { sheet::open(file) } {
        Ok(s) => s,
        Err(e) => return Ok(trouble(&e.say(&name, lang), FAILED)),
    };
    let plan = mapping::plan_with(&name, &sheets, sheet, kind, &asked.map);
    if let Some(asked) = sheet
        && plan.sheets.iter().all(|s| s.why == crate::exchange::plan::Why::NotAsked)
    {
        let all: Vec<&str> = plan.sheets.iter().map(|s| s.name.as_str()).collect();
        return Ok(trouble(
            &words::no_such_sheet(lang, &name, asked, &all.join(words::COMMA.get(lang))),
            USAGE,
        ));
    }
    send(&plan, &sheets, asked, lang, ask)
}

/// Says what a plan comes to, sends it to the hub and says what became of it, as [`run`] does.
pub fn send<E: std::fmt::Display>(
    plan: &Plan,
    sheets: &[Sheet],
    asked: &Asked,
    lang: Lang,
    ask: &mut dyn FnMut(Request) -> Result<Reply, E>,
) -> Result<i32, E> {
    let dry = asked.dry;
    out(&plan.describe(lang));
    if let Some(path) = &asked.write_map
        && let Some(code) = filed(path, map_file::written(plan, lang).as_bytes(), lang)
    {
        return Ok(code);
    }
    if let Some(path) = &asked.write_map {
        out(&format!("{}\n", words::map_filed(lang, &path.display().to_string())));
    }
    if plan.is_empty() {
        return Ok(trouble(words::NOTHING_TO_IMPORT.get(lang), FAILED));
    }
    // a file that cannot be written is said before anything is
    let rejects_to = match &asked.rejects {
        None => None,
        Some(path) => match NewFile::begin(path, false) {
            Ok(file) => Some((file, path)),
            Err(e) => return Ok(not_filed(path, &e, lang)),
        },
    };
    let mut bar = Bar::new(|done, of| words::progress(lang, done, of));
    let done = import::run(plan, dry, lang, ask, &mut |n, of| bar.show(n, of));
    bar.clear();
    match done {
        Ok(summary) => {
            out(&format!("\n{}", summary.describe(lang)));
            let Some((mut to, path)) = rejects_to else { return Ok(DONE) };
            let written = rejects::workbook(sheets, plan, &summary, lang).and_then(|bytes| {
                let Some(bytes) = bytes else { return Ok(false) };
                to.write_all(&bytes)?;
                to.done().map(|()| true)
            });
            match written {
                Ok(true) => {
                    out(&words::rejects_filed(lang, summary.rejected(), &path.display().to_string()));
                    out("\n");
                }
                Ok(false) => {}
                Err(e) => return Ok(not_filed(path, &e, lang)),
            }
            Ok(DONE)
        }
        Err(Stopped { cause, summary }) => {
            if summary.done > 0 {
                out(&format!("\n{}", summary.describe(lang)));
            }
            let why = match &cause {
                Cause::Link(e) => e.to_string(),
                Cause::Refused(r) => ask::refused(r, lang),
                Cause::Nonsense => words::NONSENSE.get(lang).to_string(),
            };
            let said = if dry {
                words::stopped_dry(lang, &why)
            } else {
                words::stopped(lang, &why, summary.done, summary.total)
            };
            trouble(&said, FAILED);
            match cause {
                Cause::Link(e) => Err(e),
                _ => Ok(FAILED),
            }
        }
    }
}

/// Writes a file that was asked for, over none; the exit status where it cannot be.
fn filed(path: &Path, bytes: &[u8], lang: Lang) -> Option<i32> {
    let written = NewFile::begin(path, false).and_then(|mut f| {
        f.write_all(bytes)?;
        f.done()
    });
    written.err().map(|e| not_filed(path, &e, lang))
}

/// Why a file could not be written, and the exit status.
fn not_filed(path: &Path, e: &io::Error, lang: Lang) -> i32 {
    let file = path.display().to_string();
    let said = match e.kind() {
        io::ErrorKind::AlreadyExists => out_words::taken(lang, &file),
        _ => out_words::not_written(lang, &file, &crate::text::store::io(lang, e)),
    };
    trouble(&said, FAILED)
}

/// A reader that went away (`| head`) is no error of the import.
fn out(text: &str) {
    let _ = io::stdout().lock().write_all(glyph::safe_lines(text).as_bytes());
}

fn trouble(text: &str, code: i32) -> i32 {
    let _ = writeln!(io::stderr().lock(), "{}", glyph::safe_lines(text));
    code
}

/// One line of progress on standard error, only where that is a terminal.
pub(super) struct Bar<'a> {
    words: Box<dyn Fn(usize, usize) -> String + 'a>,
    shown: bool,
    terminal: bool,
    last: usize,
}

impl<'a> Bar<'a> {
    pub(super) fn new(words: impl Fn(usize, usize) -> String + 'a) -> Bar<'a> {
        Bar { words: Box::new(words), shown: false, terminal: io::stderr().is_terminal(), last: usize::MAX }
    }

    pub(super) fn show(&mut self, done: usize, total: usize) {
        let percent = done.saturating_mul(100).checked_div(total).unwrap_or(100);
        // one percent is news enough: a slow link is not to be filled with bars
        if !self.terminal || percent == self.last {
            return;
        }
        self.last = percent;
        self.shown = true;
        let _ = write!(io::stderr().lock(), "\r{}", line(percent, &(self.words)(done, total)));
    }

    pub(super) fn clear(&mut self) {
        if self.shown {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
            self.shown = false;
        }
    }
}

/// `[########            ]  40% 800/2000 行`
fn line(percent: usize, words: &str) -> String {
    let full = (percent / 5).min(20);
    format!("[{:<20}] {percent:>3}% {words}", "#".repeat(full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_plain_and_of_one_width() {
        assert_eq!(
            line(40, &words::progress(Lang::Zh, 800, 2000)),
            "[########            ]  40% 800/2000 行"
        );
        assert_eq!(line(100, &words::progress(Lang::En, 0, 0)), "[####################] 100% 0/0 rows");
    }
}
