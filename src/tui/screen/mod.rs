//! Screens: one stack of them decides focus and painting. The top one gets every input first.
//!
//! A screen does no I/O. It changes itself, and asks for what must be done through [`Ctx`]: requests to the hub,
//! other screens on top, words on the line of news. Replies come back to the screen that asked, by ticket.

use super::action::Action;
use super::command::Command;
use super::input::Key;
use super::keymap::{Context, Keymap};
use super::message::{AppEffect, ExportNews, ImportNews};
use super::theme::Theme;
use crate::book::{Day, Kind, Ref};
use crate::hub::wire::{News, Reply, Request, Welcome};
use crate::text::{Lang, T};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::any::Any;

/// Which reply belongs to which question.
pub type Ticket = u64;

/// What comes to a screen.
#[derive(Clone, Debug)]
pub enum Input {
    /// A key that the keymap knows in this screen's contexts.
    Action(Action),
    /// A key that it does not: text where text is taken, else nothing.
    Key(Key),
    /// Pasted text.
    Paste(String),
    /// The answer to a question of this screen.
    Reply(Ticket, Reply),
    /// What others did. Every screen of the stack hears it.
    News(News),
    /// A screen above has closed and left something: a pick, a saved record, one that was removed.
    Result(Outcome),
    /// How an import goes, or what a path may be completed to.
    Import(ImportNews),
    /// How an export goes, or which forms there are to fill.
    Export(ExportNews),
}

/// What a closing screen leaves to the one below.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// One was picked, with its name.
    Picked(Ref, String),
    /// Words were chosen.
    Said(String),
    /// Something was written: the screen below asks again for what it shows.
    Written(Ref),
    /// A record was taken away: what shows it goes, the rest asks again.
    Removed(Ref),
}

/// What everybody may know. Never changed by a screen.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The language.
    pub lang: Lang,
    /// Who I am and what the book is.
    pub welcome: Welcome,
    /// The keys.
    pub keymap: Keymap,
    /// Colours and lines.
    pub theme: Theme,
    /// Size of the terminal, cells.
    pub size: (u16, u16),
    /// Now, milliseconds since 1970 UTC, as of the last input: for the times of drafts.
    pub now_ms: i64,
}

impl Shared {
    /// Today, as the hub has it.
    pub fn today(&self) -> Day {
        self.welcome.today
    }

    /// Whether others may see the screen, so that the hub covers what it tells.
    pub fn showing(&self) -> bool {
        self.welcome.settings.showing
    }
}

/// What a screen wants done.
pub enum Effect {
    /// Ask the hub; the reply comes to the asking screen.
    Ask(Ticket, Request),
    /// Put a screen on top.
    Push(Box<dyn Screen>),
    /// Take this screen away, leaving something to the one below.
    Pop(Option<Outcome>),
    /// Open a record's card (and note it in the history of cards).
    Open(Ref),
    /// Open the form of a new record: kind, and texts that are filled in already: (field, text, where from).
    New(Kind, Vec<(u16, String, String)>),
    /// Do this as if its key had been pressed, or whatever else a menu or the palette may ask for. What stands in
    /// the way (this screen, if it pops before) is gone by then.
    Run(Command),
    /// Something that only the runtime can do.
    App(AppEffect),
    /// Look for what an input method sent where keys are expected, and say so.
    Find(String),
    /// Words on the line of news.
    Say(String),
    /// Words on the line of news, in the colour of trouble.
    Warn(String),
    /// Ask anew who I am and what the book is, and show everything anew: the language or the book has changed.
    Restart,
    /// Put text on the terminal's clipboard, saying what it is.
    Copy {
        /// The text.
        text: String,
        /// What it is, in few words.
        what: String,
    },
    /// Draw everything again.
    Redraw,
    /// Go to the background.
    Suspend,
    /// End.
    Quit,
}

impl Effect {
    /// Copies a text that is short enough to be said.
    pub fn copy(text: String) -> Effect {
        Effect::Copy { what: text.clone(), text }
    }
}

/// What a screen has at hand while it handles an input.
pub struct Ctx<'a> {
    /// What everybody may know.
    pub shared: &'a Shared,
    /// What is to be done, in order.
    pub effects: Vec<Effect>,
    next: &'a mut Ticket,
}

impl<'a> Ctx<'a> {
    /// A context; tickets are drawn from `next`.
    pub fn new(shared: &'a Shared, next: &'a mut Ticket) -> Ctx<'a> {
        Ctx { shared, effects: Vec::new(), next }
    }

    /// Asks the hub.
    pub fn ask(&mut self, request: Request) -> Ticket {
        *self.next += 1;
        self.effects.push(Effect::Ask(*self.next, request));
        *self.next
    }

    /// A number that nothing else has, for what is asked of others than the hub.
    pub fn number(&mut self) -> u64 {
        *self.next += 1;
        *self.next
    }

    /// Wants something done.
    pub fn does(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}

/// One screen of the stack.
pub trait Screen: Any + Send {
    /// The contexts in which its keys are looked up, innermost first.
    fn contexts(&self) -> &[Context];
    /// Called once when it comes on the stack.
    fn start(&mut self, ctx: &mut Ctx<'_>);
    /// Takes an input in. `false`: not mine, let the app see whether it is a global one.
    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool;
    /// Draws itself into an area: all lines between the top one (screens) and the bottom one (hints). Answers
    /// where the cursor stands, if text goes in somewhere.
    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)>;
    /// The actions worth a hint now, most useful first.
    fn hints(&self) -> Vec<Action>;
    /// The state of the record in hand, where its kind goes through states: what is lawful follows from it.
    fn state(&self) -> Option<(Kind, u16)> {
        None
    }
    /// What an action is called here, where its usual words say too little.
    fn says(&self, _action: Action) -> Option<T> {
        None
    }
    /// Whether it covers all below it (else the one below is drawn first, dimmed).
    fn covers(&self) -> bool {
        true
    }
    /// Somebody goes elsewhere and may come back: what is being typed into it ends. What it shows stays.
    fn rest(&mut self) {}
    /// Which of the numbered screens is lit in the top line, if it belongs to one.
    fn tab(&self) -> Option<Action> {
        None
    }
    /// Whether this must wait for an answer that is on its way, because what it is about has not come yet. `None`:
    /// text. On a slow link people type ahead: such keys are kept in order until then.
    fn waits(&self, _action: Option<Action>) -> bool {
        false
    }
    /// The record that `v`, `e`, `g` … act on, if there is one in hand.
    fn target(&self) -> Option<Ref> {
        None
    }
    /// The card that is open here, of which others are told.
    fn open_card(&self) -> Option<Ref> {
        None
    }
    /// How that record is called.
    fn target_name(&self) -> String {
        String::new()
    }
    /// The terminal or the connection goes away: what must be kept is asked for now.
    fn leave(&mut self, _ctx: &mut Ctx<'_>) {}
}
