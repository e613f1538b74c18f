//! Saving: what changed against what was seen, under a request id that stays the same for the same content.

use super::item::{Item, Sort};
use super::look::By;
use super::settle::Settle;
use super::{Form, Load, choice, fresh, pack};
use crate::book::{Fields, Id, Kind, Ref, Value, rules};
use crate::hub::wire::{Reply, Request, Save, Saved, Step};
use crate::text::{Lang, form as words};
use crate::tui::edit::Edit;
use crate::tui::glyph;
use crate::tui::screen::{Ctx, Effect, Outcome, Screen, Ticket};

/// Cells of the last words shown after saving.
const LAST_WORDS: usize = 30;

/// A save on its way.
#[derive(Clone, Copy, Debug)]
pub struct Saving {
    pub(super) ticket: Ticket,
    pub(super) next: bool,
}

impl Form {
    /// Checks everything and writes it; `next`: then begins another.
    pub(super) fn save(&mut self, ctx: &mut Ctx<'_>, next: bool) {
        if self.load != Load::Done || self.saving.is_some() {
            return;
        }
        // A name still being typed is picked first, when its suggestions are there.
        self.pick_typed(ctx, By::Save);
        if self.look.waits() {
            self.after = Some(next);
            return;
        }
        let wrong = self.check_all(ctx);
        if let Some(first) = wrong.first() {
            self.at = *first;
            self.reveal(*first);
            ctx.does(Effect::Warn(words::wrong(ctx.shared.lang, wrong.len())));
            return;
        }
        let today = ctx.shared.today();
        let set: Vec<_> = self.items.iter().filter_map(|i| Some((i.field.no, i.change(today)?))).collect();
        if set.is_empty() && self.step.is_none() {
            if self.base > 0 && self.begin_later(ctx, next) {
                return;
            }
            self.drop_draft(ctx);
            ctx.does(Effect::Say(words::UNCHANGED.get(ctx.shared.lang).into()));
            ctx.does(Effect::Pop(self.written.map(Outcome::Written)));
            return;
        }
        let tried = |a: &Save| a.set == set && a.base == self.base && a.target == self.target;
        let request = self.attempt.as_ref().filter(|a| tried(a)).map_or_else(fresh, |a| a.request);
        let save = Save { request, target: self.target, base: self.base, set };
        self.attempt = Some(save.clone());
        let request = match self.step.and_then(|s| s.act) {
            Some(act) => Request::Step(Step { save, act }),
            None => self.request(save),
        };
        self.saving = Some(Saving { ticket: ctx.ask(request), next });
    }

    /// Which fields are wrong, by their place.
    fn check_all(&mut self, ctx: &Ctx<'_>) -> Vec<usize> {
        let (today, lang) = (ctx.shared.today(), ctx.shared.lang);
        for item in &mut self.items {
            if item.sort() == Sort::Choice {
                choice::leave(item);
            }
            item.check(today, lang);
        }
        let mut fields = Fields::default();
        for (at, item) in self.items.iter().enumerate() {
            fields.set(item.field.no, self.stand_in(item, at, ctx));
        }
        for (no, trouble) in rules::check(self.kind, &fields) {
            let item = self.items.iter_mut().find(|i| i.field.no == no && i.trouble.is_none());
            if let Some(item) = item {
                item.trouble = Some(trouble.say(item.field, lang));
            }
        }
        let wrong = |(at, item): (usize, &Item)| item.trouble.is_some().then_some(at);
        self.items.iter().enumerate().filter_map(wrong).collect()
    }

    /// The value of a field as far as it is known here; a name that the hub will look up is somebody.
    fn stand_in(&self, item: &Item, at: usize, ctx: &Ctx<'_>) -> Value {
        let nobody = || {
            let kind = super::look::kinds(item.field.ty).first().copied().unwrap_or(Kind::Person);
            let mut id = [1u8; 16];
            if let Some(last) = id.last_mut() {
                *last = u8::try_from(at).unwrap_or(0);
            }
            Ref { kind, id: Id(id) }
        };
        let several = |all: Vec<Value>| match all.as_slice() {
            [one] if !item.field.many => one.clone(),
            _ => Value::List(all),
        };
        match item.sort() {
            Sort::Choice => several(item.codes.iter().map(|c| Value::Code(*c)).collect()),
            Sort::Link => {
                let named = item.chips.iter().map(|c| Value::Ref(c.target.unwrap_or_else(nobody)));
                let typed = (!item.edit.text().trim().is_empty()).then(|| Value::Ref(nobody()));
                several(named.chain(typed).collect())
            }
            Sort::Words => {
                let text = if item.edit.is_empty() { item.phrase.as_str() } else { item.edit.text() };
                rules::read(item.field, text, ctx.shared.today()).unwrap_or(Value::Text(String::new()))
            }
        }
    }

    /// Takes the answer to a save in.
    pub(super) fn saved(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: Reply) {
        let Some(saving) = self.saving.take_if(|s| s.ticket == ticket) else { return };
        let lang = ctx.shared.lang;
        if self.later.is_going() {
            return self.put_one(ctx, reply, saving.next);
        }
        let Some(reply) = self.opens(ctx, reply) else {
            // what was typed ahead was for what comes next
            return self.queue.clear();
        };
        match reply {
            Reply::Saved(saved) => return self.put(ctx, saved, saving.next),
            Reply::Invalid(list) => self.mark(ctx, &list),
            Reply::Conflict(conflict) => {
                self.settle = Some(Settle::new(*conflict, &self.items, saving.next, ctx.shared));
            }
            Reply::Refused(why) => {
                let said = self.failed(lang, &why);
                ctx.does(Effect::Warn(said));
            }
            _ => ctx.does(Effect::Warn(words::BAD_REQUEST.get(lang).into())),
        }
        self.replay(ctx);
    }

    fn mark(&mut self, ctx: &mut Ctx<'_>, list: &[(u16, String)]) {
        let mut first = None;
        for (no, said) in list {
            match self.items.iter().position(|i| i.field.no == *no) {
                Some(at) => {
                    first = Some(first.map_or(at, |f: usize| f.min(at)));
                    if let Some(item) = self.items.get_mut(at) {
                        item.trouble = Some(said.clone());
                        item.unpick_names();
                    }
                }
                None => ctx.does(Effect::Warn(said.clone())),
            }
        }
        if let Some(first) = first {
            self.at = first;
            self.reveal(first);
            ctx.does(Effect::Warn(words::wrong(ctx.shared.lang, list.len())));
        }
    }

    pub(super) fn written(&mut self, ctx: &mut Ctx<'_>, saved: Saved, next: bool) {
        let lang = ctx.shared.lang;
        self.tell(ctx, &saved, lang);
        self.drop_draft(ctx);
        if !next || self.step.is_some() {
            ctx.does(Effect::Pop(Some(Outcome::Written(saved.target))));
            return;
        }
        let from = words::FROM_LAST.get(lang);
        let carried = |i: &&Item| i.field.stays && !i.is_empty();
        let text = |i: &Item| (i.field.no, pack::text(i, ctx.shared.today()), from.to_owned());
        let prefill = self.items.iter().filter(carried).map(text).collect();
        let (queue, stacked) = (std::mem::take(&mut self.queue), self.stacked + 1);
        *self = Form::begin(self.kind, prefill, ctx.shared);
        self.stacked = stacked;
        self.written = Some(saved.target);
        self.queue = queue;
        self.replay(ctx);
    }

    /// What was typed ahead while saving.
    fn replay(&mut self, ctx: &mut Ctx<'_>) {
        for input in std::mem::take(&mut self.queue) {
            self.update(ctx, input);
        }
        self.settled(ctx.shared);
    }

    /// Says what was kept: the last words, for a word still in an input method's window was never sent.
    fn tell(&self, ctx: &mut Ctx<'_>, saved: &Saved, lang: Lang) {
        let typed =
            self.items.get(self.last).filter(|_| self.touched).map(|i| i.shown(lang)).unwrap_or_default();
        let last = tail(typed.trim_end(), LAST_WORDS);
        let name = saved.name.as_str();
        let mut said = if last.is_empty() || last == name {
            words::saved_plain(lang, name)
        } else {
            words::saved(lang, name, &last)
        };
        let stop = if lang == Lang::Zh { "；" } else { "; " };
        if !saved.made.is_empty() {
            let names: Vec<&str> = saved.made.iter().map(|(_, n)| n.as_str()).collect();
            said = said + stop + &words::made(lang, &names.join(lang.between()));
        }
        if saved.merged {
            said = said + stop + &words::merged(lang);
        }
        if !self.later.put().is_empty() {
            said = said + stop + &crate::text::merge::later_put(lang, &self.later.put().join(lang.between()));
        }
        if let Some(why) = self.later.refused() {
            said = said + stop + why;
        }
        for (no, remark) in &saved.remarks {
            let label = self.kind.field(*no).map_or("", |f| f.label.get(lang));
            said = said + stop + label + " " + remark;
        }
        let well = saved.remarks.is_empty() && self.later.refused().is_none();
        ctx.does(if well { Effect::Say(said) } else { Effect::Warn(said) });
    }
}

/// The end of a text in so many cells.
fn tail(text: &str, cells: usize) -> String {
    let last = text.lines().next_back().unwrap_or_default();
    if glyph::width(last) <= cells {
        return last.to_owned();
    }
    let mut out = String::new();
    for c in last.chars().rev() {
        if glyph::width(&out) + 2 > cells {
            break;
        }
        out.insert(0, c);
    }
    format!("..{out}")
}

impl Item {
    /// Names that nobody knows go back into the text, to be put right.
    fn unpick_names(&mut self) {
        if self.sort() != Sort::Link || self.chips.iter().all(|c| c.target.is_some()) {
            return;
        }
        let (known, names): (Vec<_>, Vec<_>) = self.chips.drain(..).partition(|c| c.target.is_some());
        self.chips = known;
        let mut text: Vec<String> = names.into_iter().map(|c| c.name).collect();
        text.extend(Some(self.edit.text().trim().to_owned()).filter(|t| !t.is_empty()));
        self.edit = Edit::line(&text.join("、"));
    }
}
