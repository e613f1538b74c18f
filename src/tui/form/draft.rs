//! Every change is safe as a draft: sent at once, but never while the last one is still on its way.

use super::{Form, pack};
use crate::book::{Day, Id};
use crate::hub::wire::{Draft, Reply, Request};
use crate::tui::screen::{Ctx, Ticket};

/// How the draft of a form stands.
#[derive(Clone, Debug)]
pub struct Keeping {
    /// Which draft.
    pub id: Id,
    /// When it was last kept, milliseconds since 1970.
    pub kept_at: Option<i64>,
    /// The last one could not be kept.
    pub failed: bool,
    sent: Option<Vec<(u16, String)>>,
    asking: Option<(Ticket, i64)>,
}

impl Keeping {
    /// No draft yet.
    pub fn new(id: Id) -> Keeping {
        Keeping { id, kept_at: None, failed: false, sent: None, asking: None }
    }

    /// A draft that is there already.
    pub fn of(draft: &Draft) -> Keeping {
        let mut out = Keeping::new(draft.id);
        out.kept_at = Some(draft.at_ms);
        out.sent = Some(draft.texts.clone());
        out
    }

    /// Whether the hub may hold it.
    pub fn is_there(&self) -> bool {
        self.sent.is_some()
    }
}

/// China time of an instant: 10:44:09.
pub fn clock(ms: i64) -> String {
    let seconds = (ms.div_euclid(1000) + 8 * 3600).rem_euclid(86_400);
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
        if loading || !self.touched || (self.keeping.asking.is_some() && !now) || self.saving.is_some() {
            return;
        }
        let texts = self.typed(ctx.shared.today());
        let same = self.keeping.sent.as_ref() == Some(&texts) && !self.keeping.failed;
        if same || (self.keeping.sent.is_none() && texts == self.begun) {
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
        self.keeping.sent = Some(texts);
        let ticket = ctx.ask(Request::KeepDraft(draft));
        self.keeping.asking = Some((ticket, ctx.shared.now_ms));
    }

    /// Drops the draft, if there may be one.
    pub(super) fn drop_draft(&mut self, ctx: &mut Ctx<'_>) {
        if self.keeping.sent.take().is_some() {
            ctx.ask(Request::DropDraft(self.keeping.id));
        }
        (self.keeping.kept_at, self.keeping.asking, self.keeping.failed) = (None, None, false);
        // what is on the screen is written or given up: it is no draft again until something is typed
        self.touched = false;
    }

    /// Takes an answer in, if it is about the draft.
    pub(super) fn kept(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: &Reply) -> bool {
        let Some((_, at)) = self.keeping.asking.filter(|a| a.0 == ticket) else { return false };
        self.keeping.asking = None;
        self.keeping.failed = !matches!(reply, Reply::Done);
        if !self.keeping.failed {
            self.keeping.kept_at = Some(at);
            self.keep(ctx, false);
        }
        true
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
