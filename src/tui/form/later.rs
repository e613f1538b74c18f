//! Putting a likely duplicate aside: the record is saved as it is, and the two then stand in the list of pairs as said
//! to be the same, to be compared and merged when there is time.

use super::save::Saving;
use super::{Above, Form, pack, pick};
use crate::book::{Ref, tie};
use crate::hub::wire::{Draft, Reply, Saved};
use crate::text::{form as words, merge};
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect};
use crate::tui::screens::pairs::said_of;
use std::collections::VecDeque;

/// Likely duplicates that are to be merged with the record of a form later.
#[derive(Debug, Default)]
pub struct Later {
    /// Those wanted, with their names.
    wanted: VecDeque<(Ref, String)>,
    /// The record was saved, and the first of the wanted is being put aside with it.
    going: Option<Saved>,
    /// Those that were put aside.
    put: Vec<String>,
    /// Why one could not be.
    refused: Option<String>,
}

/// Beside the texts of a draft: those wanted. No field has this number.
const WANTED: u16 = u16::MAX - 1;

impl Later {
    /// As a draft has it.
    pub fn of(draft: &Draft) -> Later {
        let text = draft.texts.iter().find(|(no, _)| *no == WANTED).map_or("", |(_, text)| text);
        Later { wanted: pack::linked(text).into(), ..Later::default() }
    }

    /// What a draft says of it.
    pub fn text(&self) -> Option<(u16, String)> {
        let all: String = self.wanted.iter().map(|(target, name)| pack::link(*target, name)).collect();
        (!all.is_empty()).then_some((WANTED, all))
    }

    /// Whether one of them is being put aside.
    pub fn is_going(&self) -> bool {
        self.going.is_some()
    }

    /// The names of those that were put aside.
    pub fn put(&self) -> &[String] {
        &self.put
    }

    /// Why one of them was not, if so.
    pub fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// None is wanted any more.
    pub fn clear(&mut self) {
        self.wanted.clear();
    }

    /// Whether any is wanted.
    pub fn is_wanted(&self) -> bool {
        !self.wanted.is_empty()
    }
}

impl Form {
    /// Puts the likely duplicate aside, or no longer; of several one is chosen first.
    pub(super) fn later(&mut self, ctx: &mut Ctx<'_>) {
        let lang = ctx.shared.lang;
        match self.similar.rows.as_slice() {
            [] => ctx.does(Effect::Say(words::NONE_LIKE_IT.get(lang).into())),
            [one] => {
                let (target, name) = (one.target, one.title().to_owned());
                self.put_aside(ctx, target, &name);
            }
            several => {
                self.above = Above::Later;
                let list = pick::among(several.to_vec());
                ctx.does(Effect::Push(list));
            }
        }
    }

    pub(super) fn put_aside(&mut self, ctx: &mut Ctx<'_>, target: Ref, name: &str) {
        let wanted = &mut self.later.wanted;
        let before = wanted.len();
        wanted.retain(|w| w.0 != target);
        let said = if wanted.len() == before {
            wanted.push_back((target, name.to_owned()));
            merge::LATER_SAID
        } else {
            merge::LATER_NOT
        };
        ctx.does(Effect::Say(said.get(ctx.shared.lang).into()));
        self.touched = true;
        self.keep(ctx, false);
    }

    /// The record was saved: now whom it is to be merged with later.
    pub(super) fn put(&mut self, ctx: &mut Ctx<'_>, saved: Saved, next: bool) {
        let Some((other, _)) = self.later.wanted.front() else {
            return self.written(ctx, saved, next);
        };
        let request = said_of(saved.target, *other, tie::PERHAPS, ctx.shared);
        self.later.going = Some(saved);
        self.saving = Some(Saving { ticket: ctx.ask(request), next });
    }

    /// The same where nothing else was changed. False if none is wanted.
    pub(super) fn begin_later(&mut self, ctx: &mut Ctx<'_>, next: bool) -> bool {
        let wanted = self.later.is_wanted();
        if wanted {
            let saved = Saved {
                target: self.target,
                version: self.base,
                name: self.name.clone(),
                made: Vec::new(),
                merged: false,
                remarks: Vec::new(),
            };
            self.put(ctx, saved, next);
        }
        wanted
    }

    /// One of them was put aside, or it is kept why not; the record itself is saved.
    pub(super) fn put_one(&mut self, ctx: &mut Ctx<'_>, reply: Reply, next: bool) {
        let lang = ctx.shared.lang;
        let (Some(saved), Some((_, name))) = (self.later.going.take(), self.later.wanted.pop_front()) else {
            return;
        };
        match reply {
            Reply::Saved(_) => self.later.put.push(name),
            Reply::Refused(why) => self.later.refused = Some(say::refusal(&why, lang)),
            _ => self.later.refused = Some(words::BAD_REQUEST.get(lang).into()),
        }
        self.put(ctx, saved, next);
    }
}
