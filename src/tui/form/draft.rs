//! Every change is safe as a draft: sent at once, but never while the last one is still on its way.

use super::{Form, pack};
use crate::book::Day;
use crate::book::dates::ZONE_SECONDS;
use crate::hub::wire::{Draft, Reply};
use crate::tui::screen::{Ctx, Ticket};

/// China time of an instant: 10:44:09.
pub fn clock(ms: i64) -> String {
    let seconds = (ms.div_euclid(1000) + i64::from(ZONE_SECONDS)).rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

impl Form {
    /// What differs from what was there at the beginning, as text, and with whom it is to be merged later.
    pub(super) fn typed(&self, today: Day) -> Vec<(u16, String)> {
        let differs =
            |i: &&super::item::Item| i.changed(today) || !i.edit.text().is_empty() && self.base == 0;
        self.items
            .iter()
            .filter(|i| differs(i) || !i.is_empty() && self.base == 0)
            .map(|i| (i.field.no, pack::text(i, today)))
            .chain(self.later.text())
            .collect()
    }

    /// Keeps a draft if something changed since the last one. `now`: also while one is on its way.
    pub(super) fn keep(&mut self, ctx: &mut Ctx<'_>, now: bool) {
        // Before the record is there, a draft being taken up has more in it than the fields.
        let loading = self.load != super::Load::Done;
        if loading || !self.touched || (self.keeping.is_on_its_way() && !now) || self.saving.is_some() {
            return;
        }
        let texts = self.typed(ctx.shared.today());
        if self.keeping.holds(&texts) || (!self.keeping.is_there() && texts == self.begun) {
            return;
        }
        if texts == self.begun {
            // Everything was taken back: there is nothing to go on with.
            self.drop_draft(ctx);
            return;
        }
        let draft = Draft {
            id: self.keeping.id,
            target: self.target,
            base: self.base,
            at_ms: ctx.shared.now_ms,
            title: self.draft_title(ctx.shared.lang),
            texts: texts.iter().cloned().chain(self.step.and_then(super::Stepping::text)).collect(),
        };
        self.keeping.send(ctx, texts, draft);
    }

    /// Drops the draft, if there may be one.
    pub(super) fn drop_draft(&mut self, ctx: &mut Ctx<'_>) {
        self.keeping.drop(ctx);
        // what is on the screen is written or given up: it is no draft again until something is typed
        self.touched = false;
    }

    /// Takes an answer in, if it is about the draft.
    pub(super) fn kept(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: &Reply) -> bool {
        let kept = self.keeping.reply(ticket, reply);
        if kept == Some(true) {
            self.keep(ctx, false);
        }
        kept.is_some()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn china_time() {
        assert_eq!(super::clock(0), "08:00:00");
        assert_eq!(super::clock(1_795_400_649_000), "10:24:09");
    }
}
