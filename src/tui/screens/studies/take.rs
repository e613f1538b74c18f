//! Taking a question form in: a path, or a file of the drop folder; then what of it cannot be asked, by sheet and row;
//! then it stands with its study. Nothing is kept of a form that cannot be asked at all.

use crate::book::{Id, Kind, Record, Ref, Value, study};
use crate::exchange::inbox::Arrived;
use crate::hub::wire::{Edit as Set, Reply, Request, Save};
use crate::text::screen::{hints, studies as words};
use crate::text::{T, form as form_words};
use crate::tui::action::Action;
use crate::tui::draw::{self, below, cells};
use crate::tui::edit::Edit;
use crate::tui::form;
use crate::tui::keymap::Context;
use crate::tui::message::{AppEffect, FormRead, ImportNews};
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// How far it is.
enum Step {
    Path,
    Reading,
    Read(Box<FormRead>),
}

/// Taking a question form in.
pub struct Take {
    /// For which study, as it was seen; a new one where there is none.
    study: Option<(Ref, u64)>,
    /// Of which study that is to be seen first.
    of: Option<(Ref, Option<Ticket>)>,
    name: String,
    step: Step,
    edit: Edit,
    paths: Vec<String>,
    arrived: Vec<Arrived>,
    sheet: Sheet,
    trouble: Option<String>,
    /// The same again where an answer is lost.
    save: Option<Save>,
    saving: Option<Ticket>,
}

impl Take {
    /// For a new study.
    pub fn new() -> Take {
        Take {
            study: None,
            of: None,
            name: String::new(),
            step: Step::Path,
            edit: Edit::line(""),
            paths: Vec::new(),
            arrived: Vec::new(),
            sheet: Sheet::default(),
            trouble: None,
            save: None,
            saving: None,
        }
    }

    /// For a study that is there: its form, or another in the place of the one that it has. Of what was answered the hub
    /// lets nothing be lost.
    pub fn again(study: Ref) -> Take {
        Take { of: Some((study, None)), ..Take::new() }
    }

    /// For a study that is at hand.
    pub fn of(record: &Record) -> Take {
        Take { study: Some((record.to_ref(), record.version)), name: record.name().to_owned(), ..Take::new() }
    }

    fn path(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let offered = self.edit.is_empty() && !self.arrived.is_empty();
        match action {
            Action::Accept => {
                let typed = Some(self.edit.text().trim().to_owned()).filter(|p| !p.is_empty());
                let chosen = || self.arrived.get(self.sheet.at).map(|a| a.path.clone());
                if let Some(path) = typed.or_else(chosen) {
                    self.step = Step::Reading;
                    self.trouble = None;
                    ctx.does(Effect::App(AppEffect::ReadForm(path)));
                }
            }
            Action::Up | Action::Down if offered => {
                let lines = self.offers();
                self.sheet.step(action, &lines, super::super::rows_below(ctx.shared, 5));
            }
            Action::Complete => ctx.does(Effect::App(AppEffect::CompletePath(self.edit.text().to_owned()))),
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

    fn heard(&mut self, news: ImportNews) {
        match news {
            ImportNews::Arrived(all) => self.arrived = all,
            ImportNews::Paths(paths) => {
                if let Some(common) =
                    super::super::import::common(&paths).filter(|c| c.len() > self.edit.text().len())
                {
                    self.edit.set(&common);
                }
                self.paths = if paths.len() > 1 { paths } else { Vec::new() };
            }
            ImportNews::Form(Ok(read)) if matches!(self.step, Step::Reading) => {
                (self.step, self.sheet) = (Step::Read(read), Sheet::default());
            }
            ImportNews::Form(Err(why)) => (self.step, self.trouble) = (Step::Path, Some(why)),
            _ => {}
        }
    }

    fn take(&mut self, ctx: &mut Ctx<'_>) {
        let Step::Read(read) = &self.step else { return };
        if !read.sound || self.saving.is_some() || self.of.is_some() {
            return;
        }
        let mut set = vec![(study::FORM, Set::Set(Value::text(read.text.clone())))];
        if self.study.is_none() {
            set.push((study::TITLE, Set::Text(read.title.clone())));
        }
        let new = || (Ref { kind: Kind::Study, id: form::fresh() }, 0);
        let (target, base) = self.study.unwrap_or_else(new);
        let request: Id = form::fresh();
        let save = self.save.get_or_insert(Save { request, target, base, set }).clone();
        self.saving = Some(ctx.ask(Request::Save(save)));
    }

    fn saved(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        let (lang, save) = (ctx.shared.lang, self.save.take());
        match reply {
            Reply::Saved(saved) => {
                let Step::Read(read) = &self.step else { return };
                ctx.does(Effect::Say(words::taken(lang, read.questions, &saved.name)));
                ctx.does(Effect::Pop(Some(Outcome::Written(saved.target))));
                if self.study.is_none() {
                    ctx.does(Effect::Open(saved.target));
                }
            }
            Reply::Invalid(wrong) => {
                self.trouble = wrong.into_iter().map(|(_, w)| w).next();
            }
            Reply::Refused(why) => {
                self.trouble = Some(say::refusal(&why, lang));
                self.save = save;
            }
            _ => self.trouble = Some(form_words::BAD_REQUEST.get(lang).to_owned()),
        }
    }

    fn offers(&self) -> Vec<Line> {
        let name = |p: &str| p.rsplit('/').next().unwrap_or(p).to_owned();
        let line = |(i, a): (usize, &Arrived)| Line::of(name(&a.path), Ink::Text).hit(i);
        self.arrived.iter().enumerate().map(line).collect()
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let room = width.saturating_sub(3);
        let wrapped = |text: &str, ink: Ink| -> Vec<Line> {
            draw::wrap(text, room).into_iter().map(|l| Line::of(l, ink)).collect()
        };
        let mut out: Vec<Line> = match &self.step {
            Step::Path => Vec::new(),
            Step::Reading => wrapped(words::TAKE_READING.get(shared.lang), Ink::Dim),
            Step::Read(read) => read.lines.iter().flat_map(|l| wrapped(l, Ink::Text)).collect(),
        };
        if !matches!(self.step, Step::Path)
            && let Some(why) = &self.trouble
        {
            out.push(Line::blank());
            out.extend(wrapped(why, Ink::Trouble));
        }
        out
    }
}

impl Default for Take {
    fn default() -> Self {
        Take::new()
    }
}

impl Screen for Take {
    fn contexts(&self) -> &[Context] {
        match self.step {
            Step::Path => Context::Palette.stack(),
            _ => Context::Help.stack(),
        }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        ctx.does(Effect::App(AppEffect::LookIn { make: false }));
        if let Some((study, asked)) = &mut self.of {
            *asked = Some(ctx.ask(Request::Get(*study)));
        }
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) if matches!(self.step, Step::Path) => self.path(ctx, action),
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                if self.sheet.step(action, &lines, super::super::rows_below(ctx.shared, 2)) {
                    return true;
                }
                match action {
                    Action::Open => self.take(ctx),
                    Action::Back => (self.step, self.save, self.trouble) = (Step::Path, None, None),
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
            Input::Paste(text) if matches!(self.step, Step::Path) => {
                self.edit.insert(text.trim());
                true
            }
            Input::Reply(ticket, reply) if self.of.is_some_and(|(_, asked)| asked == Some(ticket)) => {
                match reply {
                    Reply::Shown(shown) => {
                        self.of = None;
                        self.study = Some((shown.record.to_ref(), shown.record.version));
                        shown.record.name().clone_into(&mut self.name);
                    }
                    Reply::Refused(why) => self.trouble = Some(say::refusal(&why, ctx.shared.lang)),
                    _ => self.trouble = Some(form_words::BAD_REQUEST.get(ctx.shared.lang).to_owned()),
                }
                true
            }
            Input::Reply(ticket, reply) if self.saving == Some(ticket) => {
                self.saving = None;
                self.saved(ctx, reply);
                true
            }
            Input::Import(news) => {
                self.heard(news);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let next = match &self.step {
            Step::Read(read) if read.sound => (words::TAKE_IT.get(lang), theme.key()),
            Step::Read(_) => (words::TAKE_NOT.get(lang), theme.trouble()),
            _ => ("", theme.text()),
        };
        let parts = [
            (words::TAKE.get(lang), theme.strong()),
            ("   ", theme.text()),
            (self.name.as_str(), theme.text()),
        ];
        draw::head(buf, area, &parts, next);
        let rest = below(area, 2);
        if !matches!(self.step, Step::Path) {
            self.sheet.view(&self.lines(shared, area.width.into()), buf, rest, theme, false);
            return None;
        }
        let width = area.width.saturating_sub(4);
        let label = words::TAKE_PATH.get(lang);
        let cursor = draw::prompt(buf, (area.x + 2, rest.y), width, label, &self.edit, theme);
        let rest = below(rest, 2);
        let room = usize::from(area.width).saturating_sub(3);
        let mut lines: Vec<Line> = Vec::new();
        if let Some(why) = &self.trouble {
            lines.extend(draw::wrap(why, room).into_iter().map(|l| Line::of(l, Ink::Trouble)));
        }
        if !self.paths.is_empty() {
            lines.extend(self.paths.iter().map(|p| Line::text(p.clone())));
        } else if self.edit.is_empty() && !self.arrived.is_empty() {
            lines.extend(self.offers());
        } else {
            let how = draw::wrap(words::TAKE_HOW.get(lang), room);
            lines.extend(how.into_iter().map(|l| Line::of(l, Ink::Dim)));
        }
        self.sheet.view(&lines, buf, Rect { x: area.x + cells(1), ..rest }, theme, true);
        Some(cursor)
    }

    fn hints(&self) -> Vec<Action> {
        match &self.step {
            Step::Path => vec![Action::Accept, Action::Complete, Action::Clear, Action::Back],
            Step::Read(read) if read.sound => {
                vec![Action::Open, Action::PageDown, Action::PageUp, Action::Back]
            }
            _ => vec![Action::PageDown, Action::PageUp, Action::Back],
        }
    }

    fn says(&self, action: Action) -> Option<T> {
        (action == Action::Open).then_some(hints::TAKE_IN)
    }
}
