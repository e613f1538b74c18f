//! What keys do in a form.

use super::item::{Item, Sort};
use super::look::By;
use super::{Above, Form, choice, pick, plan};
use crate::book::Kind;
use crate::text::form as words;
use crate::tui::action::Action;
use crate::tui::edit::Edit;
use crate::tui::input::{Code, Key};
use crate::tui::screen::{Ctx, Effect, Outcome, Shared};

/// Fields that PageUp and PageDown leap over.
const LEAP: isize = 8;

impl Form {
    pub(super) fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        if self.settle.is_some() {
            return self.settle_action(ctx, action);
        }
        match action {
            Action::Accept if self.unfold() => {}
            Action::Accept => {
                if !self.typed_name(ctx, By::Enter) {
                    self.go(ctx, self.after(self.at));
                }
            }
            Action::NextField => {
                self.typed_name(ctx, By::Tab);
                self.go(ctx, self.after(self.at));
            }
            Action::PreviousField => self.go(ctx, self.before(self.at)),
            Action::Down => match self.look.suggest.as_mut().filter(|s| !s.rows.is_empty()) {
                Some(s) => s.at = Some(s.at.map_or(0, |a| a + 1).min(s.rows.len() - 1)),
                None => self.go(ctx, self.after(self.at)),
            },
            Action::Up => match self.look.suggest.as_mut().filter(|s| s.at.is_some()) {
                Some(s) => s.at = s.at.and_then(|a| a.checked_sub(1)),
                None => self.go(ctx, self.before(self.at)),
            },
            Action::NewLine => {
                if let Some(item) = self.items.get_mut(self.at) {
                    item.edit.new_line();
                    item.settle();
                }
                self.touched = true;
            }
            Action::Save => self.save(ctx, false),
            Action::SaveNext => self.save(ctx, self.base == 0 && self.elsewhere.is_none()),
            Action::Pick => return self.pick(ctx),
            Action::Phrases => self.phrases(ctx),
            Action::MergeInto => self.merge(ctx),
            Action::MergeLater => self.later(ctx),
            Action::Fold => {
                self.leave_item(ctx);
                if !self.turn() {
                    ctx.does(Effect::Say(words::NO_FOLD.get(ctx.shared.lang).into()));
                }
            }
            Action::Clear => self.touch(Item::clear),
            Action::Undo => self.step(ctx, true),
            Action::Redo => self.step(ctx, false),
            _ => return false,
        }
        true
    }

    /// Opens the section in hand if it is folded.
    pub(super) fn unfold(&mut self) -> bool {
        let folded = self.folded(self.at).is_some();
        if folded {
            self.reveal(self.at);
        }
        folded
    }

    /// Changes the field in hand.
    fn touch(&mut self, how: impl FnOnce(&mut Item) -> bool) {
        let at = self.at;
        if self.items.get_mut(at).is_some_and(how) {
            self.touched = true;
            self.last = at;
        }
    }

    /// A name being typed is picked before the field is left. True if there is a reason to stay.
    fn typed_name(&mut self, ctx: &mut Ctx<'_>, by: By) -> bool {
        let held = self.items.get(self.at).map(Item::content);
        let stays = self.pick_typed(ctx, by);
        if self.items.get(self.at).map(Item::content) != held {
            (self.touched, self.last) = (true, self.at);
        }
        stays
    }

    /// Leaves the field in hand: what is typed in it is checked.
    pub(super) fn leave_item(&mut self, ctx: &mut Ctx<'_>) {
        let at = self.at;
        if let Some(item) = self.items.get_mut(at) {
            if item.sort() == Sort::Choice {
                choice::leave(item);
            }
            item.check(ctx.shared.today(), ctx.shared.lang);
        }
        self.read_typed(ctx, at);
        self.look.suggest = None;
    }

    /// To another field.
    pub(super) fn go(&mut self, ctx: &mut Ctx<'_>, to: usize) {
        self.leave_item(ctx);
        self.at = if to < self.items.len() { to } else { 0 };
        self.seek(ctx);
    }

    pub(super) fn back(&mut self, ctx: &mut Ctx<'_>) -> bool {
        if self.settle.take().is_some() {
            return true;
        }
        match self.look.suggest.as_mut().filter(|s| s.at.is_some()) {
            Some(s) => s.at = None,
            None => self.leave_form(ctx),
        }
        true
    }

    pub(super) fn key(&mut self, ctx: &mut Ctx<'_>, key: Key) -> bool {
        // here one chooses; what is typed has no place to go
        if self.settle.is_some() {
            return false;
        }
        if self.folded(self.at).is_some() {
            // What is typed on a folded section is meant for it.
            match (key.code, key.text()) {
                (Code::Right, _) | (_, Some(' ' | '\u{3000}')) => return self.unfold(),
                (_, Some(_)) => self.unfold(),
                (Code::Left | Code::Backspace | Code::Delete, _) => return true,
                _ => false,
            };
        }
        let width = self.note_width(ctx.shared);
        let at = self.at;
        let Some(item) = self.items.get_mut(at) else { return false };
        let used = match item.sort() {
            Sort::Choice => choice_key(item, key),
            Sort::Link => link_key(item, key),
            Sort::Words => {
                let before = item.edit.text().len();
                let used = item.edit.key(key, width);
                if used && item.edit.text().len() != before {
                    item.settle();
                }
                // The phrase goes when somebody erases it.
                if !used && matches!(key.code, Code::Backspace | Code::Delete) && !item.phrase.is_empty() {
                    item.phrase.clear();
                }
                used
            }
        };
        if used {
            self.touched = true;
            self.last = at;
            return true;
        }
        match key.code {
            Code::Up => self.go(ctx, self.before(at)),
            Code::Down => self.go(ctx, self.after(at)),
            Code::PageUp => self.go(ctx, self.leap(-LEAP)),
            Code::PageDown => self.go(ctx, self.leap(LEAP)),
            // What text would take belongs to the form even where it did nothing.
            _ => return key.text().is_some() || matches!(key.code, Code::Backspace | Code::Delete),
        }
        true
    }

    pub(super) fn paste(&mut self, text: &str) -> bool {
        if self.settle.is_some() {
            return false;
        }
        let at = self.at;
        let Some(item) = self.items.get_mut(at) else { return false };
        match item.sort() {
            Sort::Choice => {
                if let Some(c) = item.field.read_choice(text) {
                    item.settle();
                    if !item.field.many {
                        item.codes.clear();
                    }
                    if !item.codes.contains(&c.code) {
                        item.codes.push(c.code);
                    }
                } else {
                    for c in text.chars().filter(|c| !c.is_whitespace()).take(16) {
                        choice::narrow(item, c);
                    }
                }
            }
            _ => {
                item.edit.insert(text);
                item.settle();
            }
        }
        (self.touched, self.last) = (true, at);
        true
    }

    /// The list to pick from, or the likely duplicate; or somebody new, where nobody of the name typed is known.
    fn pick(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let Some(item) = self.items.get(self.at) else { return false };
        if self.raises(item.field) {
            match self.similar.rows.as_slice() {
                [] => ctx.does(Effect::Say(words::NONE_LIKE_IT.get(ctx.shared.lang).into())),
                [one] => {
                    let target = one.target;
                    self.keep(ctx, true);
                    ctx.does(Effect::Open(target));
                }
                several => {
                    self.above = Above::Same;
                    let list = pick::among(several.to_vec());
                    ctx.does(Effect::Push(list));
                }
            }
            return true;
        }
        if item.sort() != Sort::Link {
            ctx.does(Effect::Say(words::NOTHING_TO_PICK.get(ctx.shared.lang).into()));
            return true;
        }
        let name = item.edit.text().trim().to_owned();
        if let Some(kind) = self.unknown_kind() {
            self.above = Above::New(self.at);
            let given = kind.name_field().map(|no| (no, name, String::new())).into_iter().collect();
            self.keep(ctx, true);
            ctx.does(Effect::New(kind, given));
            return true;
        }
        self.above = Above::Pick;
        let kinds = super::look::kinds(item.field.ty);
        ctx.does(Effect::Push(pick::open(kinds, &name)));
        true
    }

    /// The kind of which one would be entered: what is typed is the name of nobody, and saving would not make one.
    pub(super) fn unknown_kind(&self) -> Option<Kind> {
        let item = self.in_hand().filter(|i| i.sort() == Sort::Link && !super::look::makes(i.field.ty))?;
        let none = self.suggestions().is_some_and(|s| s.rows.is_empty() && s.text == item.edit.text().trim());
        let kind = super::look::kinds(item.field.ty).first().copied()?;
        (none && kind.name_field().is_some()).then_some(kind)
    }

    /// A screen above has closed.
    pub(super) fn result(&mut self, ctx: &mut Ctx<'_>, outcome: Outcome) -> bool {
        let above = std::mem::take(&mut self.above);
        match (outcome, above) {
            (Outcome::Picked(target, _), Above::Same) => {
                self.keep(ctx, true);
                ctx.does(Effect::Open(target));
            }
            (Outcome::Picked(target, _), Above::Merge) => self.merge_into(ctx, target),
            (Outcome::Picked(target, name), Above::Later) => self.put_aside(ctx, target, &name),
            (Outcome::Picked(target, name), _) => {
                let many = self.items.get(self.at).is_some_and(|i| i.field.many);
                self.touch(|item| {
                    item.pick(Some(target), &name);
                    true
                });
                if !many {
                    self.go(ctx, self.after(self.at));
                }
            }
            (done @ Outcome::Written(_), Above::Pick) if self.elsewhere.is_some() => self.went(ctx, done),
            (Outcome::Written(target), Above::New(at)) => self.fetch_name(ctx, at, target),
            (Outcome::Said(text), Above::Phrase) => self.put_phrase(&text),
            _ => {}
        }
        true
    }

    /// After anything: suggestions, duplicates and the draft follow what is typed, the cursor stays in sight.
    pub(super) fn changed(&mut self, ctx: &mut Ctx<'_>) {
        if self.load != super::Load::Done || self.settle.is_some() {
            return;
        }
        self.rephrase_if_kept(ctx);
        self.seek(ctx);
        self.compare(ctx);
        self.keep(ctx, false);
        self.settled(ctx.shared);
    }

    /// The phrase follows how and with what outcome, unless it was taken away.
    fn rephrase_if_kept(&mut self, ctx: &Ctx<'_>) {
        let choice = self.in_hand().is_some_and(|i| i.sort() == Sort::Choice);
        if choice {
            self.rephrase(ctx.shared.lang);
        }
    }

    /// Scrolls fields and text so that the cursor is in sight.
    pub(super) fn settled(&mut self, shared: &Shared) {
        let plan = self.plan(shared, plan::body(shared.size));
        self.top = plan.top;
        if let Some(item) = self.items.get_mut(self.at)
            && !item.is_note()
        {
            let _ = item.edit.view(plan.text_width);
        }
    }
}

fn choice_key(item: &mut Item, key: Key) -> bool {
    match (key.code, key.text()) {
        (Code::Right, _) => {
            choice::step_or_mark(item, 1);
            true
        }
        (Code::Left, _) => {
            choice::step_or_mark(item, -1);
            true
        }
        (_, Some(' ' | '\u{3000}')) => {
            if item.field.many {
                choice::toggle(item);
            } else {
                choice::step_or_mark(item, 1);
            }
            true
        }
        (Code::Backspace | Code::Delete, _) => item.clear(),
        (_, Some(c)) => choice::narrow(item, c),
        _ => false,
    }
}

fn link_key(item: &mut Item, key: Key) -> bool {
    if key.code == Code::Backspace && item.edit.cursor() == 0 {
        if item.chips.is_empty() {
            return false;
        }
        item.settle();
        item.chips.pop();
        return true;
    }
    if key.text().is_some() && !item.field.many && !item.chips.is_empty() {
        // Another name is begun: it takes the place of the one that was there.
        item.chips.clear();
        item.edit = Edit::line("");
    }
    let before = item.edit.text().len();
    let used = item.edit.key(key, usize::MAX);
    if used && item.edit.text().len() != before {
        item.settle();
    }
    used
}
