//! The papers of a meeting: its minutes or its sign-in sheet as a Word document. Which one, who gets it, what for.

use super::foot::{self, Hit, Item};
use super::given::{Given, Said};
use crate::book::Ref;
use crate::exchange::minutes::{Making, Paper};
use crate::hub::resolve::new_id;
use crate::hub::wire::{Refusal, Reply};
use crate::text::{Lang, T, minutes as words};
use crate::tui::action::Action;
use crate::tui::keymap::Context;
use crate::tui::message::AppEffect;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The papers in their order, and what each is for.
const PAPERS: [(Paper, T, T); 2] =
    [(Paper::Minutes, words::MINUTES, words::MINUTES_FOR), (Paper::SignIn, words::SHEET, words::SHEET_FOR)];

/// A paper of a meeting.
pub struct Papers {
    meeting: Ref,
    name: String,
    at: usize,
    /// Who gets it; asked once it is known which.
    given: Given,
    /// What is under way.
    making: Option<(Making, Ticket)>,
}

impl Papers {
    /// Of a meeting.
    pub fn new(meeting: Ref, name: &str) -> Papers {
        Papers { meeting, name: name.to_owned(), at: 0, given: Given::new("", ""), making: None }
    }

    fn paper(&self) -> (Paper, T) {
        PAPERS.get(self.at).map_or((Paper::Minutes, words::MINUTES), |(paper, name, _)| (*paper, *name))
    }

    fn make(&mut self, ctx: &mut Ctx<'_>) {
        let [whom, why] = self.given.said();
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
        if self.given.is_asked() {
            // what is under way is not asked for again
            let again = action == Action::Accept && self.making.is_some();
            return match self.given.action(ctx, action) {
                Said::Both if !again => {
                    self.make(ctx);
                    true
                }
                said => said != Said::Unused,
            };
        }
        match action {
            Action::Back => ctx.does(Effect::Pop(None)),
            action => {
                if let Hit::Chosen(at) = foot::step(&mut self.at, action, PAPERS.len()) {
                    self.at = at;
                    // what is nearly always meant stands there, to be changed
                    let lang = ctx.shared.lang;
                    self.given = Given::new(words::FILE.get(lang), self.paper().1.get(lang));
                    self.given.begin();
                }
            }
        }
        true
    }

    fn items(lang: Lang) -> Vec<Item> {
        PAPERS.iter().map(|(_, name, what)| Item::of(name.get(lang), what.get(lang))).collect()
    }
}

impl Screen for Papers {
    fn contexts(&self) -> &[Context] {
        if self.given.is_asked() { Context::Pick.stack() } else { Context::Panel.stack() }
    }

    fn start(&mut self, _: &mut Ctx<'_>) {}

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Key(key) => self.given.edit().is_some_and(|e| e.key(key, usize::MAX)),
            Input::Paste(text) => self.given.paste(&text),
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
        if !self.given.is_asked() {
            return foot::draw(shared, area, buf, &self.name, None, (&Papers::items(lang), self.at));
        }
        let title =
            if self.given.is_last() { chosen.to_owned() } else { format!("{}   {chosen}", self.name) };
        self.given.draw(shared, area, buf, &title)
    }

    fn hints(&self) -> Vec<Action> {
        if self.given.is_asked() { Given::hints() } else { vec![Action::Accept, Action::Back] }
    }

    fn says(&self, action: Action) -> Option<T> {
        self.given.says(action)
    }

    fn covers(&self) -> bool {
        false
    }
}
