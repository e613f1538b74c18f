//! The form of a step: only what the act takes, its words first, under the name of the act.

use super::item::{Content, Item};
use super::{Form, Load};
use crate::book::{Kind, Type, matter};
use crate::hub::wire::{Draft, Shown};
use crate::text::{T, form as words};
use crate::tui::screen::Ctx;

/// A step that is being written down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stepping {
    /// Which; nothing until the record is there and says what is next.
    pub act: Option<u16>,
}

/// Beside the texts of a draft: the act's code. No field has this number.
const ACT: u16 = u16::MAX;

impl Stepping {
    /// The step that a draft was the form of.
    pub fn of(draft: &Draft) -> Option<Stepping> {
        let act = draft.texts.iter().find(|(no, _)| *no == ACT)?;
        Some(Stepping { act: act.1.parse().ok() })
    }

    /// What a draft of it says besides.
    pub fn text(self) -> Option<(u16, String)> {
        self.act.map(|act| (ACT, act.to_string()))
    }
}

impl Form {
    /// The record is there: the fields of its next step, or of the one that was asked for.
    pub(super) fn load_step(&mut self, ctx: &mut Ctx<'_>, shown: &Shown) {
        let (lang, today) = (ctx.shared.lang, ctx.shared.today());
        let fields = &shown.record.fields;
        let acts = self.kind.general().and_then(|g| g.acts);
        // what was done was done today; by when the next must be is not
        let due = self.kind.general().and_then(|g| g.due);
        let state = acts.and_then(|a| fields.code(a.state)).unwrap_or_default();
        let areas = &ctx.shared.welcome.standing.areas;
        let from = fields.link(matter::WITH_FROM).filter(|_| state == matter::REFERRED);
        let from_here =
            self.kind == Kind::Matter && from.is_some_and(|from| areas.iter().any(|(id, _)| *id == from.id));
        let wanted = self.step.and_then(|s| s.act);
        let act = acts.and_then(|a| match wanted {
            Some(code) => a.act(code),
            // whoever passed it on asks after it; the others take it on
            None if from_here => a.act(matter::URGE),
            None => a.next(state),
        });
        let (Some(acts), Some(act)) = (acts, act) else {
            self.load = Load::Failed(words::NO_NEXT_STEP.get(lang).into());
            return;
        };
        self.step = Some(Stepping { act: Some(act.code) });
        self.name = shown.record.name().to_owned();
        self.items = act.takes.iter().filter_map(|no| self.kind.field(*no)).map(Item::new).collect();
        for item in &mut self.items {
            // who has it and by when stand as they are; what happened is new with every step
            if !item.field.fixed {
                item.load(fields.get(item.field.no), &shown.names, lang);
            } else if matches!(item.field.ty, Type::Day)
                && act.needs.contains(&item.field.no)
                && Some(item.field.no) != due
            {
                item.fill(Content { words: today.to_string(), ..Content::default() });
            }
        }
        // of what is no suggestion nothing can be adopted
        if fields.code(matter::SORT) != Some(matter::SUGGESTION) {
            self.items.retain(|i| i.field.no != matter::OUTCOME);
        }
        self.load = Load::Done;
        if let Some(texts) = self.resumed.take() {
            self.lay(&texts);
        }
        self.base = shown.record.version;
        // the words first, unless something else must be said
        let must = |i: &Item| act.needs.contains(&i.field.no) && i.is_empty();
        self.at = self.items.iter().position(must).unwrap_or(0);
        let _ = acts;
        self.settled(ctx.shared);
        // nothing is to be said: the key that asked for it has done it
        if act.takes.is_empty() {
            self.save(ctx, false);
        }
    }

    /// What the step is called.
    pub(super) fn step_label(&self) -> Option<T> {
        let acts = self.kind.general()?.acts?;
        acts.label(self.kind, self.step?.act?)
    }
}
