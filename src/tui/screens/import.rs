//! Bringing a ledger in: a file of the drop folder, a path or pasted cells; what would be written, the writing, what
//! became of it.

mod arrived;

use crate::exchange::inbox::Arrived;
use crate::exchange::sheet::are_cells;
use crate::text::screen::{self as words, hints};
use crate::text::{T, exchange};
use crate::tui::action::Action;
use crate::tui::draw::{self, below, cells};
use crate::tui::edit::Edit;
use crate::tui::input::is_cut;
use crate::tui::keymap::Context;
use crate::tui::message::{AppEffect, ImportNews, Ledger, LedgerNews};
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use crate::tui::sheet::{Ink, Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// How far it is.
enum Step {
    /// The path is typed.
    Path,
    /// The file is read.
    Reading,
    /// What would be written.
    Plan(Vec<String>),
    /// It is written: so many rows of so many.
    Writing(u64, u64),
    /// It is over: what was done, or why it stopped.
    Done(Result<Vec<String>, String>),
}

/// Bringing a ledger in.
pub struct Import {
    step: Step,
    edit: Edit,
    /// What the path may be completed to.
    paths: Vec<String>,
    /// What lies in the drop folder, and which of it is in hand.
    arrived: Vec<Arrived>,
    at: usize,
    /// What is brought in.
    ledger: Option<Ledger>,
    /// Under which number it is told of.
    no: u64,
    trouble: Option<String>,
    sheet: Sheet,
}

impl Import {
    /// Begins with the path.
    pub fn new() -> Import {
        Import {
            step: Step::Path,
            edit: Edit::line(""),
            paths: Vec::new(),
            arrived: Vec::new(),
            at: 0,
            ledger: None,
            no: 0,
            trouble: None,
            sheet: Sheet::default(),
        }
    }

    /// Begins with what cells that were pasted would write.
    pub fn pasted(text: String) -> Import {
        Import { step: Step::Reading, ledger: Some(Ledger::Cells(text)), ..Import::new() }
    }

    /// Reads what is to be brought in; nothing is written yet.
    fn read(&mut self, ctx: &mut Ctx<'_>, ledger: Ledger) {
        if matches!(&ledger, Ledger::Cells(text) if is_cut(text)) {
            self.step = Step::Done(Err(exchange::PASTED_TOO_MUCH.get(ctx.shared.lang).to_owned()));
            return;
        }
        self.step = Step::Reading;
        self.ledger = Some(ledger.clone());
        self.import(ctx, ledger, true);
    }

    /// Has it planned or written; what is still told of another is none of ours from now on.
    fn import(&mut self, ctx: &mut Ctx<'_>, ledger: Ledger, dry: bool) {
        self.no = ctx.number();
        ctx.does(Effect::App(AppEffect::Import { no: self.no, ledger, dry }));
    }

    /// One step back from what was read: to the path, or out where there was none.
    fn again(&mut self, ctx: &mut Ctx<'_>) {
        match self.ledger {
            Some(Ledger::Cells(_)) => ctx.does(Effect::Pop(None)),
            _ => self.step = Step::Path,
        }
        // what was asked for is not wanted any more
        self.no = 0;
    }

    fn path(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        match action {
            Action::Accept => {
                let typed = Some(self.edit.text().trim().to_owned()).filter(|p| !p.is_empty());
                if let Some(path) = typed.or_else(|| Some(self.in_hand()?.path.clone())) {
                    self.read(ctx, Ledger::File(path));
                }
            }
            Action::Up => self.at = self.at.saturating_sub(1),
            Action::Down => self.at = (self.at + 1).min(self.arrived.len().saturating_sub(1)),
            Action::Complete => {
                ctx.does(Effect::App(AppEffect::CompletePath(self.edit.text().to_owned())));
            }
            Action::Clear => {
                self.edit.clear();
                self.paths.clear();
            }
            Action::Undo => {
                self.edit.undo();
            }
            Action::Redo => {
                self.edit.redo();
            }
            Action::Back => ctx.does(Effect::Pop(None)),
            _ => return false,
        }
        true
    }

    fn heard(&mut self, ctx: &mut Ctx<'_>, news: ImportNews) {
        match news {
            ImportNews::Arrived(all) => {
                self.at = self.at.min(all.len().saturating_sub(1));
                self.arrived = all;
            }
            ImportNews::Paths(paths) => {
                // As far as all agree is filled in; the rest is shown.
                if let Some(common) = common(&paths).filter(|c| c.len() > self.edit.text().len()) {
                    self.edit.set(&common);
                }
                self.paths = if paths.len() > 1 { paths } else { Vec::new() };
            }
            ImportNews::Ledger(no, _) if no != self.no => {}
            ImportNews::Ledger(_, LedgerNews::Plan(Ok(lines))) => {
                (self.step, self.sheet) = (Step::Plan(lines), Sheet::default());
            }
            ImportNews::Ledger(_, LedgerNews::Plan(Err(why))) => match self.ledger {
                Some(Ledger::Cells(_)) => self.step = Step::Done(Err(why)),
                _ => (self.step, self.trouble) = (Step::Path, Some(why)),
            },
            ImportNews::Ledger(_, LedgerNews::Progress(done, total)) => {
                self.step = Step::Writing(done, total);
            }
            ImportNews::Ledger(_, LedgerNews::Done(end)) => {
                // what was counted before is no more so
                if end.is_ok() {
                    ctx.does(Effect::Restart);
                }
                (self.step, self.sheet) = (Step::Done(end), Sheet::default());
            }
            ImportNews::Form(_) => {}
        }
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let lang = shared.lang;
        let room = width.saturating_sub(4);
        let wrapped = |texts: &[String], ink: Ink| -> Vec<Line> {
            let parts = texts.iter().flat_map(|t| draw::wrap(t, room));
            parts.map(|p| Line::of(format!(" {p}"), ink)).collect()
        };
        match &self.step {
            Step::Path => Vec::new(),
            Step::Reading => vec![Line::of(format!(" {}", words::IMPORT_READING.get(lang)), Ink::Dim)],
            Step::Plan(lines) => wrapped(lines, Ink::Text),
            Step::Writing(done, total) => {
                let bar = room.min(50);
                let full = if *total == 0 {
                    0
                } else {
                    bar * usize::try_from(*done).unwrap_or(0) / usize::try_from(*total).unwrap_or(1).max(1)
                };
                vec![
                    Line::text(" ")
                        .and(" ".repeat(full), Ink::Bar)
                        .and(".".repeat(bar.saturating_sub(full)), Ink::Dim),
                    Line::text(format!(" {}", words::progress(lang, *done, *total))),
                ]
            }
            Step::Done(Ok(lines)) => wrapped(lines, Ink::Text),
            Step::Done(Err(why)) => wrapped(std::slice::from_ref(why), Ink::Trouble),
        }
    }
}

/// The longest beginning that all have.
pub(super) fn common(all: &[String]) -> Option<String> {
    let (first, rest) = all.split_first()?;
    let mut out = first.clone();
    for other in rest {
        let same = out.char_indices().zip(other.chars()).find(|((_, a), b)| a != b).map(|((i, _), _)| i);
        out.truncate(same.unwrap_or_else(|| out.len().min(other.len())));
    }
    Some(out)
}

impl Default for Import {
    fn default() -> Self {
        Import::new()
    }
}

impl Screen for Import {
    fn contexts(&self) -> &[Context] {
        match self.step {
            Step::Path => Context::Palette.stack(),
            _ => Context::Help.stack(),
        }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        match self.ledger.take() {
            Some(ledger) => self.read(ctx, ledger),
            None => ctx.does(Effect::App(AppEffect::LookIn { make: true })),
        }
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) if matches!(self.step, Step::Path) => self.path(ctx, action),
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                if self.sheet.step(action, &lines, super::rows_below(ctx.shared, 2)) {
                    return true;
                }
                match (action, &self.step) {
                    (Action::Open, Step::Plan(_)) => {
                        if let Some(ledger) = self.ledger.clone() {
                            self.step = Step::Writing(0, 0);
                            self.import(ctx, ledger, false);
                        }
                    }
                    (Action::Open, Step::Done(_)) => ctx.does(Effect::Pop(None)),
                    (Action::Open, _) => {}
                    (Action::Back, Step::Plan(_) | Step::Reading) => self.again(ctx),
                    (Action::Back, Step::Writing(..)) => {
                        ctx.does(Effect::Say(words::IMPORT_GOES_ON.get(ctx.shared.lang).to_owned()));
                        ctx.does(Effect::Pop(None));
                    }
                    (Action::Back, _) => ctx.does(Effect::Pop(None)),
                    _ => return false,
                }
                true
            }
            Input::Key(key) if matches!(self.step, Step::Path) => {
                self.trouble = None;
                let taken = self.edit.key(key, usize::MAX);
                self.edit.view(usize::from(ctx.shared.size.0 / 2));
                taken
            }
            // one is written at a time
            Input::Paste(_) if matches!(self.step, Step::Writing(..)) => true,
            Input::Paste(text) if are_cells(&text) => {
                self.read(ctx, Ledger::Cells(text));
                true
            }
            Input::Paste(text) if matches!(self.step, Step::Path) => {
                self.edit.insert(text.trim());
                true
            }
            Input::Import(news) => {
                self.heard(ctx, news);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let title = match &self.step {
            Step::Path | Step::Reading => words::IMPORT,
            Step::Plan(_) => words::IMPORT_PLAN,
            Step::Writing(..) => words::IMPORT_WRITING,
            Step::Done(Ok(_)) => words::IMPORT_DONE,
            Step::Done(Err(_)) => words::IMPORT_FAILED,
        };
        let next = match &self.step {
            Step::Plan(_) => words::IMPORT_WRITE.get(lang),
            Step::Done(_) => words::IMPORT_CLOSE.get(lang),
            _ => "",
        };
        draw::head(buf, area, &[(title.get(lang), theme.strong())], (next, theme.key()));
        let rest = below(area, 2);
        if !matches!(self.step, Step::Path) {
            self.sheet.view(&self.lines(shared, area.width.into()), buf, rest, theme, false);
            return None;
        }
        let width = usize::from(area.width).saturating_sub(4);
        let label = words::IMPORT_PATH.get(lang);
        let cursor = draw::prompt(buf, (area.x + 2, rest.y), cells(width), label, &self.edit, theme);
        let rest = below(rest, 2);
        let rest = match &self.trouble {
            Some(trouble) => below(rest, arrived::put_lines(buf, rest, trouble, theme.trouble())),
            None => rest,
        };
        let offers = self.paths.is_empty() && self.edit.text().is_empty() && !self.arrived.is_empty();
        if offers {
            self.view_arrived(shared, rest, buf);
        } else if self.paths.is_empty() {
            let how = [words::IMPORT_HOW, words::IMPORT_UPLOAD].map(|t| t.get(lang)).join("\n");
            arrived::put_lines(buf, rest, &how, theme.dim());
        } else {
            arrived::put_lines(buf, rest, &self.paths.join("\n"), theme.text());
        }
        Some(cursor)
    }

    fn hints(&self) -> Vec<Action> {
        match self.step {
            Step::Path if self.edit.text().is_empty() && !self.arrived.is_empty() => {
                vec![Action::Accept, Action::Down, Action::Up, Action::Complete, Action::Back]
            }
            Step::Path => vec![Action::Accept, Action::Complete, Action::Clear, Action::Back],
            Step::Plan(_) | Step::Done(_) => {
                vec![Action::Open, Action::PageDown, Action::PageUp, Action::Back]
            }
            _ => vec![Action::Back],
        }
    }
    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Open if matches!(self.step, Step::Plan(_)) => Some(hints::WRITE_IT),
            Action::Open => Some(hints::CLOSE),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_completed_as_far_as_they_agree() {
        let all = |v: &[&str]| v.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert_eq!(common(&all(&["/home/台账1.xlsx", "/home/台账2.xlsx"])).as_deref(), Some("/home/台账"));
        assert_eq!(common(&all(&["/a"])).as_deref(), Some("/a"));
        assert_eq!(common(&[]), None);
    }
}
