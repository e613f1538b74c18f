//! A form whose saving is another question than that for a record: what is typed goes there, and the answer opens what
//! comes next. The form stays below, its draft with it, until that has written something.

use super::{Form, Prefill};
use crate::book::Kind;
use crate::hub::wire::{Draft, Reply, Request, Save};
use crate::text::form as words;
use crate::tui::screen::{Ctx, Effect, Outcome, Screen, Shared};

/// What an answer opens, given what was saved.
type Then = Box<dyn Fn(Reply, Save) -> Option<Box<dyn Screen>> + Send>;

/// Where it goes.
pub struct Elsewhere {
    /// Fields that are not asked for.
    pub without: Vec<u16>,
    /// The question, with the fields as a record's would be saved.
    pub ask: Box<dyn Fn(Save) -> Request + Send>,
    /// What an answer opens; nothing where it says what is wrong in the fields.
    pub then: Then,
}

/// A new form with some of its fields filled in, that goes elsewhere.
pub fn asking(kind: Kind, prefill: Prefill, shared: &Shared, elsewhere: Elsewhere) -> Box<dyn Screen> {
    let mut form = Form::begin(kind, prefill, shared);
    form.goes(elsewhere);
    Box::new(form)
}

/// Its draft taken up again.
pub fn resume_asking(draft: Draft, elsewhere: Elsewhere) -> Box<dyn Screen> {
    let mut form = super::resumed(draft);
    form.goes(elsewhere);
    Box::new(form)
}

impl Form {
    fn goes(&mut self, elsewhere: Elsewhere) {
        self.items.retain(|i| !elsewhere.without.contains(&i.field.no));
        self.at = self.items.iter().position(super::Item::is_empty).unwrap_or(0);
        self.elsewhere = Some(elsewhere);
        self.fold();
    }

    /// What saving asks.
    pub(super) fn request(&self, save: Save) -> Request {
        self.elsewhere.as_ref().map_or_else(|| Request::Save(save.clone()), |e| (e.ask)(save.clone()))
    }

    /// Opens what comes next, if an answer does; else it is about the fields, and given back.
    pub(super) fn opens(&mut self, ctx: &mut Ctx<'_>, reply: Reply) -> Option<Reply> {
        let (Some(elsewhere), Some(save)) = (&self.elsewhere, &self.attempt) else { return Some(reply) };
        if matches!(reply, Reply::Invalid(_) | Reply::Refused(_)) {
            return Some(reply);
        }
        match (elsewhere.then)(reply, save.clone()) {
            Some(next) => ctx.does(Effect::Push(next)),
            None => ctx.does(Effect::Warn(words::BAD_REQUEST.get(ctx.shared.lang).into())),
        }
        None
    }

    /// What came next has written something: the form has done its work.
    pub(super) fn went(&mut self, ctx: &mut Ctx<'_>, outcome: Outcome) {
        self.drop_draft(ctx);
        ctx.does(Effect::Pop(Some(outcome)));
    }
}
