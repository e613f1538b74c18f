//! How the draft of a form stands, whatever is filled in: it is sent at once, but never while the last one is still on its
//! way, and dropped when it is written or given up.

use super::screen::{Ctx, Ticket};
use crate::book::Id;
use crate::hub::wire::{Draft, Reply, Request};

/// See above.
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

    /// Whether one is on its way.
    pub fn is_on_its_way(&self) -> bool {
        self.asking.is_some()
    }

    /// Whether the hub holds just these texts, or is about to.
    pub fn holds(&self, texts: &[(u16, String)]) -> bool {
        self.sent.as_deref() == Some(texts) && !self.failed
    }

    /// Sends a draft that was made of these texts.
    pub fn send(&mut self, ctx: &mut Ctx<'_>, texts: Vec<(u16, String)>, draft: Draft) {
        self.sent = Some(texts);
        self.asking = Some((ctx.ask(Request::KeepDraft(draft)), ctx.shared.now_ms));
    }

    /// Drops the draft, if there may be one.
    pub fn drop(&mut self, ctx: &mut Ctx<'_>) {
        if self.sent.take().is_some() {
            ctx.ask(Request::DropDraft(self.id));
        }
        (self.kept_at, self.asking, self.failed) = (None, None, false);
    }

    /// Takes an answer in; whether it was one about the draft, and then whether it is kept.
    pub fn reply(&mut self, ticket: Ticket, reply: &Reply) -> Option<bool> {
        let (_, at) = self.asking.take_if(|(t, _)| *t == ticket)?;
        self.failed = !matches!(reply, Reply::Done);
        if !self.failed {
            self.kept_at = Some(at);
        }
        Some(!self.failed)
    }
}
