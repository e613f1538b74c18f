//! Likely duplicates: asked for while a name or a number is typed, shown beside the field that raised them. They
//! never take the focus.

use super::Form;
use crate::book::field::{Field, Find, Type};
use crate::book::{Kind, Row};
use crate::hub::wire::{Reply, Request};
use crate::text::{Lang, form as words};
use crate::tui::screen::{Ctx, Ticket};

/// What is known about likely duplicates.
#[derive(Clone, Debug, Default)]
pub struct Similar {
    /// The field that raised them.
    pub raised: u16,
    /// They themselves, likeliest first.
    pub rows: Vec<Row>,
    last: (String, String),
    asking: Option<Ticket>,
}

fn is_name(f: &Field) -> bool {
    matches!(f.find, Find::Name)
}

fn is_phone(f: &Field) -> bool {
    matches!(f.ty, Type::Phone)
}

impl Form {
    /// What can be done about likely duplicates: in another field Ctrl-O picks what that one holds.
    pub(super) fn same_help(&self, lang: Lang, here: bool) -> &'static str {
        if self.later.is_wanted() {
            return crate::text::merge::LATER_SAID.get(lang);
        }
        match (self.base > 0, here) {
            (false, true) => words::SAME_HELP,
            (true, true) => words::SAME_HELP_KNOWN,
            (false, false) => words::SAME_HELP_BELOW,
            (true, false) => words::SAME_HELP_KNOWN_BELOW,
        }
        .get(lang)
    }

    /// Whether likely duplicates are looked for while this field is typed in.
    pub(super) fn raises(&self, field: &Field) -> bool {
        match self.kind {
            Kind::Person => is_name(field) || is_phone(field),
            Kind::Organisation => is_name(field),
            _ => false,
        }
    }

    /// Asks when what they are told by has changed and the last answer is there.
    pub(super) fn compare(&mut self, ctx: &mut Ctx<'_>) {
        let raises = |k: &Form, no: u16| k.items.iter().any(|i| i.field.no == no && k.raises(i.field));
        if self.similar.asking.is_some() || !matches!(self.kind, Kind::Person | Kind::Organisation) {
            return;
        }
        let text = |want: fn(&Field) -> bool| {
            let of = self.items.iter().find(|i| want(i.field) && self.raises(i.field));
            of.map(|i| i.edit.text().trim().to_owned()).unwrap_or_default()
        };
        let now = (text(is_name), text(is_phone));
        if now == self.similar.last {
            return;
        }
        let in_hand = self.items.get(self.at).map_or(0, |i| i.field.no);
        if raises(self, in_hand) {
            self.similar.raised = in_hand;
        }
        self.similar.last = now.clone();
        let digits = now.1.chars().filter(char::is_ascii_digit).count();
        let untouched = self.base > 0
            && !self.items.iter().any(|i| self.raises(i.field) && i.changed(ctx.shared.today()));
        if untouched || (now.0.chars().count() < 2 && digits < 7) {
            self.similar.rows.clear();
            return;
        }
        let except = (self.base > 0).then_some(self.target.id);
        let (name, phones) = now;
        self.similar.asking = Some(ctx.ask(Request::Similar { kind: self.kind, except, name, phones }));
    }

    /// Takes an answer in, if it is to this question.
    pub(super) fn compared(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: &Reply) -> bool {
        if self.similar.asking != Some(ticket) {
            return false;
        }
        self.similar.asking = None;
        if let Reply::Rows(rows) = reply {
            self.similar.rows.clone_from(rows);
        }
        self.compare(ctx);
        true
    }
}
