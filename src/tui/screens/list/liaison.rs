//! The people of one liaison, the longest not visited first; of a person, those of whoever looks after that person.

use super::List;
use crate::book::{Kind, Ref, person};
use crate::hub::wire::{Filter, Order, Reply, Request};
use crate::text::screen::panels;
use crate::tui::screen::{Ctx, Effect, Ticket};

/// Whose people a list has.
pub(super) struct Liaison {
    /// The person or member of staff from whom it was opened.
    from: Ref,
    name: String,
    asked: Option<Ticket>,
    late: Option<Ticket>,
}

impl List {
    /// The people of a member of staff, or of whoever looks after a person.
    pub fn people_of(target: Ref, name: &str) -> List {
        let staff = (target.kind == Kind::Staff).then_some(target.id);
        let filter = Filter { staff, ..Filter::default() };
        let liaison = Liaison { from: target, name: name.to_owned(), asked: None, late: None };
        List { liaison: Some(liaison), ..List::some(Kind::Person, filter, Order::LongAgo) }.of(name)
    }

    /// Whether it is not known yet whose people they are.
    pub(super) fn unnamed(&self) -> bool {
        self.liaison.as_ref().is_some_and(|l| l.asked.is_some())
    }

    /// Asks whose people they are and how many wait too long; whether it is known whose.
    pub(super) fn ask_liaison(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let Some(liaison) = &mut self.liaison else { return true };
        if self.base.staff.is_none() {
            liaison.asked = Some(ctx.ask(Request::Get(liaison.from)));
            return false;
        }
        let filter = Filter { overdue: true, ..self.base.clone() };
        let (kind, order) = (Kind::Person, Order::Usual);
        let late = Request::List { kind, filter, order, offset: 0, limit: 1, more: Vec::new() };
        liaison.late = Some(ctx.ask(late));
        true
    }

    /// Takes an answer to one of these in; whether it was one.
    pub(super) fn on_liaison(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: &Reply) -> bool {
        let Some(liaison) = &mut self.liaison else { return false };
        if liaison.late.take_if(|t| *t == ticket).is_some() {
            if let Reply::Page { total, .. } = reply {
                self.of = panels::late_people(ctx.shared.lang, &liaison.name, *total);
            }
            return true;
        }
        if liaison.asked.take_if(|t| *t == ticket).is_none() {
            return false;
        }
        let Reply::Shown(shown) = reply else {
            ctx.does(Effect::Pop(None));
            return true;
        };
        let Some(staff) = shown.record.fields.link(person::LIAISON) else {
            let what = format!("{} {}", liaison.name, panels::NO_LIAISON.get(ctx.shared.lang));
            ctx.does(Effect::Say(what));
            ctx.does(Effect::Pop(None));
            return true;
        };
        liaison.name =
            shown.names.iter().find(|(r, _)| *r == staff).map_or_else(String::new, |(_, n)| n.clone());
        self.of.clone_from(&liaison.name);
        self.base.staff = Some(staff.id);
        self.rows.filter = self.base.clone();
        self.refresh(ctx);
        true
    }
}
