//! Undo and redo in a form, in the order in which things were done, whatever field they were done in.

use super::Form;
use super::item::{Content, Item};
use crate::text::form as words;
use crate::tui::action::Action;
use crate::tui::input::Code;
use crate::tui::screen::{Ctx, Effect, Input};

/// Steps that can be taken back.
const STEPS: usize = 100;

/// What a field held, and where the cursor stood in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    content: Content,
    phrase: String,
    whence: String,
    cursor: usize,
}

impl State {
    /// As it is.
    pub fn of(item: &Item) -> State {
        State {
            content: item.content(),
            phrase: item.phrase.clone(),
            whence: item.whence.clone(),
            cursor: item.edit.cursor(),
        }
    }

    /// Whether the same is held; where the cursor stands does not matter.
    fn holds(&self, other: &State) -> bool {
        self.content == other.content && self.phrase == other.phrase
    }

    fn put(&self, item: &mut Item) {
        item.fill(self.content.clone());
        item.edit.place(self.cursor);
        (item.phrase, item.whence) = (self.phrase.clone(), self.whence.clone());
    }
}

/// What kind of input made a step: typing in one field goes on as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// One more character.
    Typing,
    /// One character less.
    Erasing,
    /// An answer of the hub: it belongs to what was asked.
    Answer,
    /// Undo and redo themselves.
    Steps,
    /// Anything else.
    Other,
}

impl Way {
    /// Of an input.
    pub fn of(input: &Input) -> Way {
        match input {
            Input::Key(key) if matches!(key.code, Code::Backspace | Code::Delete) => Way::Erasing,
            Input::Key(key) if key.text().is_some() => Way::Typing,
            Input::Reply(..) => Way::Answer,
            Input::Action(Action::Undo | Action::Redo) => Way::Steps,
            _ => Way::Other,
        }
    }
}

/// One thing done: which fields it changed, from what to what.
#[derive(Clone, Debug)]
struct Step {
    changes: Vec<(usize, State, State)>,
    way: Way,
}

/// All that was done.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    past: Vec<Step>,
    future: Vec<Step>,
}

impl Steps {
    /// Notes what an input changed.
    fn note(&mut self, before: Vec<State>, items: &[Item], way: Way) {
        let all = before.into_iter().zip(items).enumerate();
        let changes: Vec<_> = all
            .map(|(at, (was, item))| (at, was, State::of(item)))
            .filter(|(_, was, is)| !was.holds(is))
            .collect();
        let [(at, ..), ..] = changes.as_slice() else { return };
        let goes_on = matches!(way, Way::Typing | Way::Erasing) && changes.len() == 1;
        let last = self.past.last_mut();
        match last.and_then(|s| Some((s.way, s.changes.iter_mut().find(|c| c.0 == *at)?))) {
            // what the hub makes of a name belongs to the name
            Some((same, held)) if way == Way::Answer || goes_on && same == way => {
                if let Some((_, _, is)) = changes.into_iter().next() {
                    held.2 = is;
                }
            }
            _ if way == Way::Answer => return,
            _ => self.past.push(Step { changes, way }),
        }
        if self.past.len() > STEPS {
            self.past.remove(0);
        }
        self.future.clear();
    }

    /// The next input begins a step of its own.
    fn pause(&mut self) {
        if let Some(last) = self.past.last_mut() {
            last.way = Way::Other;
        }
    }
}

impl Form {
    /// How all fields stand.
    pub(super) fn states(&self) -> Vec<State> {
        self.items.iter().map(State::of).collect()
    }

    /// Notes what an input changed, for undo.
    pub(super) fn noted(&mut self, before: Vec<State>, way: Way) {
        match way {
            Way::Steps => {}
            Way::Other if before.iter().zip(&self.items).all(|(s, i)| s.holds(&State::of(i))) => {
                self.steps.pause();
            }
            _ => self.steps.note(before, &self.items, way),
        }
    }

    /// Takes the last step back, or does it again; the cursor goes where it was done.
    pub(super) fn step(&mut self, ctx: &mut Ctx<'_>, back: bool) {
        let taken = if back { self.steps.past.pop() } else { self.steps.future.pop() };
        let Some(mut step) = taken else {
            let none = if back { words::NOTHING_TO_UNDO } else { words::NOTHING_TO_REDO };
            ctx.does(Effect::Say(none.get(ctx.shared.lang).into()));
            return;
        };
        for (at, was, is) in &step.changes {
            if let Some(item) = self.items.get_mut(*at) {
                if back { was.put(item) } else { is.put(item) }
            }
        }
        if let Some((at, ..)) = step.changes.first() {
            self.at = *at;
            self.last = *at;
            self.reveal(*at);
        }
        step.way = Way::Other;
        if back {
            self.steps.future.push(step)
        } else {
            self.steps.past.push(step)
        }
        self.touched = true;
        self.look.suggest = None;
    }
}
