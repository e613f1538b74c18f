//! What keys do while a form is filled: on and back through the questions, digits for choices, letters where there are many.

use super::{Fill, Stop, is_typed};
use crate::book::Kind;
use crate::book::survey::Kind as Takes;
use crate::book::survey::filling::{Asked, Entry};
use crate::tui::action::Action;
use crate::tui::form::choice::initials;
use crate::tui::form::pick;
use crate::tui::glyph;
use crate::tui::input::{Code, Key};
use crate::tui::screen::{Ctx, Effect, Shared};

/// So many choices have a digit each.
pub(super) const DIGITS: usize = 9;

impl Fill {
    pub(super) fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        match action {
            Action::NextField | Action::Down => self.step(ctx, true),
            Action::PreviousField | Action::Up => self.step(ctx, false),
            // at the end it stays: a paste with line ends in it must not write anything
            Action::Accept => self.step(ctx, true),
            Action::Save => self.save(ctx, false),
            Action::SaveNext => self.save(ctx, self.base == 0),
            Action::Pick if self.at == Stop::Person => {
                ctx.does(Effect::Push(pick::open(vec![Kind::Person], "")));
            }
            Action::Clear => self.clear(ctx.shared),
            Action::Undo => {
                self.edit.undo();
            }
            Action::Redo => {
                self.edit.redo();
            }
            Action::Fold | Action::Phrases | Action::MergeInto | Action::MergeLater | Action::Pick => {}
            _ => return false,
        }
        true
    }

    /// One question on or back, when what is in hand is as it should be.
    pub(super) fn step(&mut self, ctx: &mut Ctx<'_>, on: bool) {
        if !self.settle(ctx.shared) {
            return;
        }
        let stops = self.stops(&self.entries(ctx.shared));
        let here = stops.iter().position(|s| *s == self.at);
        let to = match (here, on) {
            (Some(at), true) => (at + 1).min(stops.len().saturating_sub(1)),
            (Some(at), false) => at.saturating_sub(1),
            (None, _) => 0,
        };
        if let Some(stop) = stops.get(to).filter(|s| **s != self.at) {
            self.at = stop.clone();
            self.trouble = None;
            self.hold(ctx.shared);
        }
    }

    fn clear(&mut self, shared: &Shared) {
        self.trouble = None;
        match self.at.clone() {
            Stop::Person => self.person = None,
            Stop::Question(key) => {
                self.edit.clear();
                if self.asked(shared).is_some_and(|q| !is_typed(&q.kind)) {
                    self.set(shared, &key, "");
                    self.mark = 0;
                }
            }
            Stop::More(name, at) => {
                let last = self.entries(shared).into_iter().rev().find_map(|e| match e {
                    Entry::Group { name: n, at: a, which, .. } if n == name && a == at => which,
                    _ => None,
                });
                if let (Some(which), Some(asks)) = (last, &self.asks) {
                    self.filling.remove(&asks.survey, &name, &at, which, &Fill::now(shared));
                }
            }
            Stop::Day | Stop::End => {
                self.edit.clear();
            }
        }
    }

    pub(super) fn key(&mut self, ctx: &mut Ctx<'_>, key: Key) -> bool {
        let typed = match key.code {
            Code::Char(c) if !key.ctrl && !key.alt => Some(c),
            _ => None,
        };
        match (&self.at, typed) {
            (Stop::Person, Some(c)) => {
                ctx.does(Effect::Push(pick::open(vec![Kind::Person], &c.to_string())));
            }
            (Stop::Person, None) if matches!(key.code, Code::Backspace | Code::Delete) => self.person = None,
            (Stop::More(name, at), Some(c)) => {
                let (name, at) = (name.clone(), at.clone());
                match glyph::fold_char(c) {
                    '1' | '+' | ' ' => self.add(ctx.shared, &name, &at),
                    '2' => self.step(ctx, true),
                    _ => {}
                }
            }
            (Stop::Person | Stop::More(..) | Stop::End, _) => return typed.is_some(),
            (Stop::Day, _) => return self.edit.key(key, usize::MAX),
            (Stop::Question(_), _) => {
                let Some(q) = self.asked(ctx.shared) else { return false };
                if !is_typed(&q.kind) {
                    return self.choose(ctx, &q, key, typed);
                }
                let before = self.edit.text().len();
                let used = self.edit.key(key, usize::MAX);
                if self.edit.text().len() != before {
                    self.trouble = None;
                }
                return used || typed.is_some();
            }
        }
        true
    }

    /// One more repetition; the cursor goes to its first question.
    fn add(&mut self, shared: &Shared, name: &str, at: &[u16]) {
        let Some(asks) = &self.asks else { return };
        self.filling.add(&asks.survey, name, at, &Fill::now(shared));
        let entries = self.entries(shared);
        let last = entries.iter().rposition(
            |e| matches!(e, Entry::Group { name: n, at: a, which: Some(_), .. } if n == name && a == at),
        );
        let behind = entries.get(last.unwrap_or(0)..).unwrap_or_default();
        if let Some(stop) = self.stops(behind).into_iter().find(|s| matches!(s, Stop::Question(_))) {
            self.at = stop;
            self.hold(shared);
        }
    }

    /// A key at a question that is answered by choosing.
    fn choose(&mut self, ctx: &mut Ctx<'_>, q: &Asked, key: Key, typed: Option<char>) -> bool {
        let shared = ctx.shared;
        if q.kind == Takes::Acknowledge {
            match (typed.map(glyph::fold_char), key.code) {
                (Some('1' | ' '), _) => {
                    self.set(shared, &q.key, "1");
                    self.step(ctx, true);
                }
                (_, Code::Backspace) => {
                    self.set(shared, &q.key, "");
                }
                _ => {}
            }
            return true;
        }
        let many = matches!(q.kind, Takes::Many(..));
        let last = q.choices.len().saturating_sub(1);
        match (typed.map(glyph::fold_char), key.code) {
            (Some(' '), _) => self.take(shared, q, self.mark),
            (Some(c @ '1'..='9'), _) if q.choices.len() <= DIGITS => {
                let at = usize::from(c as u8 - b'1');
                if at <= last {
                    self.mark = at;
                    self.edit.clear();
                    self.take(shared, q, at);
                    if !many && self.trouble.is_none() {
                        self.step(ctx, true);
                    }
                }
            }
            (Some(c), _) => {
                self.narrow(shared, q, &c.to_string());
            }
            (None, Code::Left | Code::Right) if !q.choices.is_empty() => {
                let none = q.value.is_empty() && !many;
                self.mark = match (none, key.code == Code::Left) {
                    (true, _) => self.mark,
                    (_, true) => self.mark.checked_sub(1).unwrap_or(last),
                    (_, false) => {
                        if self.mark >= last {
                            0
                        } else {
                            self.mark + 1
                        }
                    }
                };
                self.edit.clear();
                if !many {
                    self.take(shared, q, self.mark);
                }
            }
            (None, Code::Backspace | Code::Delete) => self.clear(shared),
            _ => return false,
        }
        true
    }

    /// Types into what narrows the choice: a number, initials, the beginning of a label. The first that fits comes under
    /// the cursor, and where only one may be chosen it is; what fits nothing begins anew.
    fn narrow(&mut self, shared: &Shared, q: &Asked, typed: &str) {
        let longer = format!("{}{typed}", self.edit.text());
        for attempt in [longer, typed.to_owned()] {
            if let Some(at) = fitting(&q.choices, &attempt) {
                self.edit.set(&attempt);
                self.mark = at;
                if matches!(q.kind, Takes::One(..)) {
                    self.take(shared, q, at);
                }
                return;
            }
        }
        self.trouble = Some(crate::text::screen::studies::no_choice(shared.lang, typed));
    }

    /// Chooses one; of several it is ticked, or no longer.
    fn take(&mut self, shared: &Shared, q: &Asked, at: usize) {
        let Some((code, _)) = q.choices.get(at).cloned() else { return };
        if matches!(q.kind, Takes::Many(..)) {
            self.toggle(shared, q, &code);
        } else {
            self.set(shared, &q.key, &code);
        }
    }

    /// Ticks one of several, or takes the tick away.
    pub(super) fn toggle(&mut self, shared: &Shared, q: &Asked, code: &str) -> bool {
        let mut chosen: Vec<&str> = q.value.split_whitespace().collect();
        match chosen.iter().position(|c| *c == code) {
            Some(at) => {
                chosen.remove(at);
            }
            None => chosen.push(code),
        }
        // in the order of the list, however they were chosen
        chosen.sort_by_key(|c| q.choices.iter().position(|(code, _)| code == c));
        self.set(shared, &q.key, &chosen.join(" "))
    }

    pub(super) fn paste(&mut self, ctx: &mut Ctx<'_>, text: &str) {
        let text = text.trim();
        match &self.at {
            Stop::Person => ctx.does(Effect::Push(pick::open(vec![Kind::Person], text))),
            Stop::Question(_) => match self.asked(ctx.shared) {
                Some(q) if is_typed(&q.kind) => self.edit.insert(text),
                Some(q) => self.narrow(ctx.shared, &q, text),
                None => {}
            },
            Stop::Day => self.edit.insert(text),
            Stop::More(..) | Stop::End => {}
        }
    }
}

/// The first choice that is meant: by its number, the beginning of its label or code, its initials, what is within it.
fn fitting(choices: &[(String, String)], typed: &str) -> Option<usize> {
    let typed = glyph::fold_width(typed.trim()).to_lowercase();
    if let Ok(n) = typed.parse::<usize>() {
        return n.checked_sub(1).filter(|at| *at < choices.len());
    }
    if typed.is_empty() {
        return None;
    }
    let begins = |(code, label): &(String, String)| {
        label.to_lowercase().starts_with(&typed)
            || initials(label).starts_with(&typed)
            || code.to_lowercase().starts_with(&typed)
    };
    let within = |(_, label): &(String, String)| label.to_lowercase().contains(&typed);
    choices.iter().position(begins).or_else(|| choices.iter().position(within))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_meant_by_number_initials_or_words() {
        let all: Vec<(String, String)> = [("it", "软件"), ("law", "法律咨询"), ("other", "其他")]
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .into();
        for (typed, at) in [
            ("2", Some(1)),
            ("３", Some(2)),
            ("flzx", Some(1)),
            ("fl", Some(1)),
            ("咨询", Some(1)),
            ("LAW", Some(1)),
            ("软", Some(0)),
            ("0", None),
            ("9", None),
            ("zz", None),
            ("", None),
        ] {
            assert_eq!(fitting(&all, typed), at, "{typed}");
        }
    }
}
