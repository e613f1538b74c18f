//! A list, or what is marked of it, as a file: what sort of file or whose form, who gets it, what for.

use super::foot::{self, Hit, Item};
use super::given::{Given, Said};
use crate::book::{Id, Kind};
use crate::exchange::appointment;
use crate::exchange::export::{Job, Which};
use crate::exchange::template::Form;
use crate::text::{Lang, T, out as words};
use crate::tui::action::Action;
use crate::tui::form;
use crate::tui::keymap::Context;
use crate::tui::message::{AppEffect, ExportNews};
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::PathBuf;

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// What sort of file.
    Sort,
    /// Who gets it, and what for.
    Given,
    /// It is written: so many of so many.
    Writing(u64, u64),
}

/// A list that becomes a file.
pub struct Export {
    kind: Kind,
    which: Which,
    count: usize,
    step: Step,
    at: usize,
    /// The forms that lie ready.
    forms: Vec<Form>,
    given: Given,
    /// The one that is written, if any.
    act: Option<Id>,
}

impl Export {
    /// Of these records; `count` of them.
    pub fn new(kind: Kind, which: Which, count: usize) -> Export {
        Export {
            kind,
            which,
            count,
            step: Step::Sort,
            at: 0,
            forms: Vec::new(),
            given: Given::new("", ""),
            act: None,
        }
    }

    /// The endings of the files of one's own that may be made.
    fn endings(&self) -> Vec<(&'static str, T)> {
        let mut out = vec![("xlsx", words::AS_XLSX), ("csv", words::AS_CSV)];
        if self.kind == Kind::Person {
            out.push(("vcf", words::AS_VCF));
        }
        if appointment::is_for(self.kind) {
            out.push(("ics", words::AS_ICS));
        }
        out
    }

    fn items(&self, lang: Lang) -> Vec<Item> {
        let own = self.endings().into_iter().map(|(end, what)| Item::of(what.get(lang), format!(".{end}")));
        let forms = self.forms.iter().map(|f| Item::of(f.name.clone(), words::A_FORM.get(lang)));
        own.chain(forms).collect()
    }

    fn job(&self, shared: &Shared) -> Job {
        let endings = self.endings();
        let form = self.at.checked_sub(endings.len()).and_then(|at| self.forms.get(at));
        let ending = endings.get(self.at).map_or("xlsx", |(end, _)| end);
        let label = match form {
            Some(form) => form.name.trim_end_matches(".xlsx"),
            None if shared.lang == Lang::Zh => self.kind.label().zh,
            None => self.kind.plural(),
        };
        let [recipient, purpose] = self.given.said();
        Job {
            act: form::fresh(),
            kind: self.kind,
            which: self.which.clone(),
            fields: Vec::new(),
            file: PathBuf::from(format!("{label} {}.{ending}", shared.today())),
            template: form.map(|f| f.path.clone()),
            over: false,
            recipient,
            purpose,
        }
    }

    fn write(&mut self, ctx: &mut Ctx<'_>) {
        self.step = Step::Writing(0, self.count as u64);
        self.given.end();
        let job = self.job(ctx.shared);
        self.act = Some(job.act);
        ctx.does(Effect::App(AppEffect::Export(Box::new(job))));
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        match (self.step, action) {
            (Step::Given, action) => {
                let said = self.given.action(ctx, action);
                if said == Said::Both {
                    self.write(ctx);
                } else if !self.given.is_asked() {
                    self.step = Step::Sort;
                }
                return said != Said::Unused;
            }
            // what is under way goes on, and says when it is there
            (_, Action::Back) => ctx.does(Effect::Pop(None)),
            (Step::Sort, action) => {
                let n = self.items(ctx.shared.lang).len();
                if let Hit::Chosen(at) = foot::step(&mut self.at, action, n) {
                    (self.at, self.step) = (at, Step::Given);
                    self.given.begin();
                }
            }
            (Step::Writing(..), _) => return false,
        }
        true
    }

    fn heard(&mut self, ctx: &mut Ctx<'_>, news: ExportNews) {
        match news {
            ExportNews::Forms(forms) => self.forms = forms,
            // of another that was left under way the line of news says how it went
            ExportNews::Progress(act, ..) | ExportNews::Done(act, _) if self.act != Some(act) => {}
            ExportNews::Progress(_, done, of) => self.step = Step::Writing(done, of),
            ExportNews::Done(_, Ok(_)) => ctx.does(Effect::Pop(None)),
            // why it is not there is said; what was typed can be mended
            ExportNews::Done(_, Err(_)) => (self.step, self.act) = (Step::Sort, None),
        }
    }
}

impl Screen for Export {
    fn contexts(&self) -> &[Context] {
        match self.step {
            Step::Given => Context::Pick.stack(),
            Step::Sort | Step::Writing(..) => Context::Panel.stack(),
        }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        ctx.does(Effect::App(AppEffect::LookForForms));
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Key(key) => self.given.edit().is_some_and(|e| e.key(key, usize::MAX)),
            Input::Paste(text) => self.given.paste(&text),
            Input::Export(news) => {
                self.heard(ctx, news);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let lang = shared.lang;
        let what = crate::text::screen::list(self.kind).get(lang).to_lowercase();
        let title = words::export_title(lang, &what, self.count);
        let items = self.items(lang);
        let chosen = items.get(self.at).map_or("", |i| i.text.as_str());
        match self.step {
            Step::Sort => foot::draw(shared, area, buf, &title, None, (&items, self.at)),
            Step::Given => self.given.draw(shared, area, buf, &format!("{title}   {chosen}")),
            Step::Writing(done, of) => {
                let so_far = words::progress(lang, done as usize, of as usize);
                foot::draw(shared, area, buf, &format!("{title}   {so_far}"), None, (&[], 0))
            }
        }
    }

    fn hints(&self) -> Vec<Action> {
        match self.step {
            Step::Writing(..) => vec![Action::Back],
            Step::Sort => vec![Action::Accept, Action::Back],
            Step::Given => Given::hints(),
        }
    }

    fn says(&self, action: Action) -> Option<T> {
        self.given.says(action)
    }

    fn covers(&self) -> bool {
        false
    }
}
