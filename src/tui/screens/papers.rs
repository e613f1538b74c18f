//! The papers of a meeting: its minutes or its sign-in sheet as a Word document. Which one, who gets it, what for.

use super::foot::{self, Hit, Item};
use crate::book::{Ref, names};
use crate::exchange::minutes::{Making, Paper};
use crate::hub::resolve::new_id;
use crate::hub::wire::{FOR_MAX, Refusal, Reply};
use crate::text::screen::hints;
use crate::text::{Lang, T, minutes as words, out};
use crate::tui::action::Action;
use crate::tui::edit::Edit;
use crate::tui::keymap::Context;
use crate::tui::message::AppEffect;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The papers in their order, and what each is for.
const PAPERS: [(Paper, T, T); 2] =
    [(Paper::Minutes, words::MINUTES, words::MINUTES_FOR), (Paper::SignIn, words::SHEET, words::SHEET_FOR)];

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Which,
    Whom,
    Why,
}

/// A paper of a meeting.
pub struct Papers {
    meeting: Ref,
    name: String,
    step: Step,
    at: usize,
    whom: Edit,
    why: Edit,
    /// What is under way.
    making: Option<(Making, Ticket)>,
}

impl Papers {
    /// Of a meeting.
    pub fn new(meeting: Ref, name: &str) -> Papers {
        let none = || Edit::line("");
        Papers {
            meeting,
            name: name.to_owned(),
            step: Step::Which,
            at: 0,
            whom: none(),
            why: none(),
            making: None,
        }
    }

    fn paper(&self) -> (Paper, T) {
        PAPERS.get(self.at).map_or((Paper::Minutes, words::MINUTES), |(paper, name, _)| (*paper, *name))
    }

    fn edit(&mut self) -> Option<&mut Edit> {
        match self.step {
            Step::Which => None,
            Step::Whom => Some(&mut self.whom),
            Step::Why => Some(&mut self.why),
        }
    }

    fn go_on(&mut self, ctx: &mut Ctx<'_>) {
        let said = self.edit().map(|e| names::clean_line(e.text())).unwrap_or_default();
        if said.is_empty() || said.chars().count() > FOR_MAX {
            ctx.does(Effect::Warn(out::FOR_WHOM.get(ctx.shared.lang).to_owned()));
            return;
        }
        if self.step == Step::Whom {
            self.step = Step::Why;
            return;
        }
        let [whom, why] = [&self.whom, &self.why].map(|e| names::clean_line(e.text()));
        let making = Making::new(self.paper().0, self.meeting.id, new_id(), &whom, &why);
        self.ask(ctx, making);
    }

    /// Asks for what is still missing, or writes the file.
    fn ask(&mut self, ctx: &mut Ctx<'_>, making: Making) {
        if let Some(request) = making.next() {
            let ticket = ctx.ask(request);
            self.making = Some((making, ticket));
            return;
        }
        let lang = ctx.shared.lang;
        match making.docx(&ctx.shared.welcome.name, lang) {
            Ok(bytes) => {
                ctx.does(Effect::App(AppEffect::File { name: making.name(lang), bytes }));
                ctx.does(Effect::Pop(None));
            }
            Err(e) => ctx.does(Effect::Warn(crate::text::store::io(lang, &e))),
        }
    }

    fn took(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        let Some((mut making, _)) = self.making.take() else { return };
        match making.take(reply) {
            Ok(()) => self.ask(ctx, making),
            Err(other) => {
                let why = if let Reply::Refused(why) = *other { why } else { Refusal::BadRequest };
                ctx.does(Effect::Warn(say::refusal(&why, ctx.shared.lang)));
            }
        }
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        match (self.step, action) {
            (Step::Which, Action::Back) => ctx.does(Effect::Pop(None)),
            (Step::Whom, Action::Back) => self.step = Step::Which,
            (Step::Why, Action::Back) => self.step = Step::Whom,
            (Step::Which, action) => {
                if let Hit::Chosen(at) = foot::step(&mut self.at, action, PAPERS.len()) {
                    (self.at, self.step) = (at, Step::Whom);
                    // what is nearly always meant stands there, to be changed
                    let lang = ctx.shared.lang;
                    self.whom = Edit::line(words::FILE.get(lang));
                    self.why = Edit::line(self.paper().1.get(lang));
                }
            }
            (Step::Whom | Step::Why, Action::Accept) if self.making.is_none() => self.go_on(ctx),
            (Step::Whom | Step::Why, Action::Clear) => {
                if let Some(edit) = self.edit() {
                    edit.clear();
                }
            }
            _ => return false,
        }
        true
    }

    fn items(lang: Lang) -> Vec<Item> {
        PAPERS.iter().map(|(_, name, what)| Item::of(name.get(lang), what.get(lang))).collect()
    }
}

impl Screen for Papers {
    fn contexts(&self) -> &[Context] {
        match self.step {
            Step::Whom | Step::Why => Context::Pick.stack(),
            Step::Which => Context::Panel.stack(),
        }
    }

    fn start(&mut self, _: &mut Ctx<'_>) {}

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Key(key) => self.edit().is_some_and(|e| e.key(key, usize::MAX)),
            Input::Paste(text) => self.edit().is_some_and(|e| {
                e.insert(&names::clean_line(&text));
                true
            }),
            Input::Reply(ticket, reply) if self.making.as_ref().is_some_and(|(_, t)| *t == ticket) => {
                self.took(ctx, reply);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let lang = shared.lang;
        let chosen = self.paper().1.get(lang);
        let (title, prompt) = match self.step {
            Step::Which => (self.name.clone(), None),
            Step::Whom => (format!("{}   {chosen}", self.name), Some((out::WHOM, &self.whom))),
            Step::Why => {
                let whom = format!("{}{}", out::WHOM.get(lang), self.whom.text());
                (format!("{chosen}   {whom}"), Some((out::WHY, &self.why)))
            }
        };
        let prompt = prompt.map(|(label, edit)| (label.get(lang), edit));
        let items = if self.step == Step::Which { Papers::items(lang) } else { Vec::new() };
        foot::draw(shared, area, buf, &title, prompt, (&items, self.at))
    }

    fn hints(&self) -> Vec<Action> {
        match self.step {
            Step::Which => vec![Action::Accept, Action::Back],
            _ => vec![Action::Accept, Action::Back, Action::Clear],
        }
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Back => Some(hints::BACK),
            Action::Accept if self.step == Step::Why => Some(out::WRITE_IT),
            _ => None,
        }
    }

    fn covers(&self) -> bool {
        false
    }
}
