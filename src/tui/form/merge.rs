//! Making one of two: what is typed for somebody new goes to the record that is in the book already. What differs is
//! settled field by field, nothing is written before that.

use super::item::{Content, Item, Sort};
use super::settle::Settle;
use super::steps::Steps;
use super::{Above, Fetch, Form, pick};
use crate::book::{Ref, rules};
use crate::hub::wire::{Reply, Request, Shown};
use crate::text::form as words;
use crate::tui::screen::{Ctx, Effect, Ticket};

impl Form {
    /// Merges what is typed into the likely duplicate; of several one is chosen first.
    pub(super) fn merge(&mut self, ctx: &mut Ctx<'_>) {
        let lang = ctx.shared.lang;
        match self.similar.rows.as_slice() {
            // both are in the book, so they are compared when this one is saved
            _ if self.base > 0 => self.later(ctx),
            [] => ctx.does(Effect::Say(words::NONE_LIKE_IT.get(lang).into())),
            [one] => {
                let target = one.target;
                self.merge_into(ctx, target);
            }
            several => {
                self.above = Above::Merge;
                let list = pick::among(several.to_vec());
                ctx.does(Effect::Push(list));
            }
        }
    }

    pub(super) fn merge_into(&mut self, ctx: &mut Ctx<'_>, target: Ref) {
        self.leave_item(ctx);
        self.fetching = Some((ctx.ask(Request::Get(target)), Fetch::Merge));
    }

    /// Somebody new was entered from a field that refers to them.
    pub(super) fn fetch_name(&mut self, ctx: &mut Ctx<'_>, at: usize, target: Ref) {
        self.fetching = Some((ctx.ask(Request::Get(target)), Fetch::Name(at)));
    }

    /// Takes an answer in, if it is a record that was fetched.
    pub(super) fn fetched(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: &Reply) -> bool {
        let Some((_, why)) = self.fetching.take_if(|f| f.0 == ticket) else { return false };
        match (reply, why) {
            (Reply::Shown(shown), Fetch::Merge) => self.merged(ctx, shown),
            (Reply::Shown(shown), Fetch::Name(at)) => {
                if let Some(item) = self.items.get_mut(at) {
                    item.pick(Some(shown.record.to_ref()), shown.record.name());
                    self.touched = true;
                }
                if self.at == at && self.items.get(at).is_some_and(|i| !i.field.many) {
                    self.go(ctx, self.after(at));
                }
            }
            (Reply::Refused(why), _) => {
                let said = self.failed(ctx.shared.lang, why);
                ctx.does(Effect::Warn(said));
            }
            _ => {}
        }
        true
    }

    /// The form becomes that of the known record, what is typed laid over it.
    fn merged(&mut self, ctx: &mut Ctx<'_>, shown: &Shown) {
        let lang = ctx.shared.lang;
        let mut differ = Vec::new();
        for item in &mut self.items {
            // what came by itself is nobody's word against the book
            let typed = item.whence.is_empty() && !item.is_empty();
            let mine = item.content();
            item.whence.clear();
            item.load(shown.record.fields.get(item.field.no), &shown.names, lang);
            if !typed {
                continue;
            }
            let theirs = item.content();
            if theirs.is_empty() {
                item.fill(mine);
            } else if item.field.many {
                item.fill(both(item, theirs, mine));
            } else if !alike(&theirs, &mine) {
                differ.push((item.field.no, theirs_in_words(item, lang)));
                item.fill(mine);
            }
        }
        (self.target, self.base) = (shown.record.to_ref(), shown.record.version);
        shown.record.name().clone_into(&mut self.name);
        self.begun = Vec::new();
        self.touched = true;
        self.similar.rows.clear();
        self.later.clear();
        self.steps = Steps::default();
        self.fold();
        let first = self.items.iter().position(|i| i.changed(ctx.shared.today()));
        self.at = first.unwrap_or(0);
        if !differ.is_empty() {
            self.settle = Some(Settle::merging(shown.clone(), differ, &self.items, lang));
        }
        ctx.does(Effect::Say(words::merging(lang, &self.name)));
    }
}

fn theirs_in_words(item: &Item, lang: crate::text::Lang) -> String {
    item.shown(lang)
}

fn alike(a: &Content, b: &Content) -> bool {
    a == b || !a.words.is_empty() && a.words.trim() == b.words.trim() && a.chips == b.chips
}

/// All of both, each once.
fn both(item: &Item, known: Content, mine: Content) -> Content {
    let mut out = known;
    for code in mine.codes {
        if !out.codes.contains(&code) {
            out.codes.push(code);
        }
    }
    for chip in mine.chips {
        if !out.chips.contains(&chip) {
            out.chips.push(chip);
        }
    }
    if item.sort() == Sort::Words {
        let mut words: Vec<&str> = rules::parts(&out.words).collect();
        let new: Vec<&str> = rules::parts(&mine.words).filter(|w| !words.contains(w)).collect();
        words.extend(new);
        out.words = words.join("、");
    }
    out
}
