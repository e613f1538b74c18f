//! The draft of a form that is being filled, and its saving.

use super::{Fill, Load, Stop, is_typed};
use crate::book::survey::{filling::Key, kept};
use crate::book::{Value, answer};
use crate::hub::wire::{Draft, Edit, Reply, Request, Save};
use crate::text::form as form_words;
use crate::text::screen::studies as words;
use crate::tui::form;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Outcome, Screen, Shared, Ticket};
use std::collections::HashMap;

/// In a draft: what is typed and not taken in yet, with its question.
pub(super) const IN_HAND: u16 = 900;

impl Fill {
    /// All of it as texts of a draft.
    pub(super) fn texts(&self) -> Vec<(u16, String)> {
        let Some(asks) = &self.asks else { return Vec::new() };
        let mut out = vec![
            (answer::STUDY, form::link(asks.study, &asks.title)),
            (answer::DAY, self.day.to_string()),
            (answer::ANSWERS, kept::answers(&self.filling.typed())),
        ];
        out.extend(self.person.as_ref().map(|(who, name)| (answer::PERSON, form::link(*who, name))));
        if let Stop::Question(key) = &self.at
            && asks.survey.question(&key.0).is_some_and(|q| is_typed(&q.kind))
            && self.edit.text() != self.filling.answer(key)
        {
            out.push((IN_HAND, kept::answers(&[(key.clone(), self.edit.text().to_owned())])));
        }
        out
    }

    /// Keeps a draft if something changed since the last one. `now`: also while one is on its way.
    pub(super) fn keep(&mut self, ctx: &mut Ctx<'_>, now: bool) {
        let late = self.keeping.is_on_its_way() && !now;
        if self.load != Load::Done || self.saving.is_some() || late {
            return;
        }
        let texts = self.texts();
        if self.keeping.holds(&texts) {
            return;
        }
        if texts == self.begun {
            // everything was taken back: there is nothing to go on with
            return self.drop_draft(ctx);
        }
        let title = match (&self.person, &self.asks) {
            (Some((_, name)), Some(asks)) => format!("{name} {}", asks.title),
            (_, asks) => asks.as_ref().map(|a| a.title.clone()).unwrap_or_default(),
        };
        let draft = Draft {
            id: self.keeping.id,
            target: self.target,
            base: self.base,
            at_ms: ctx.shared.now_ms,
            title,
            texts: texts.clone(),
        };
        self.keeping.send(ctx, texts, draft);
    }

    fn drop_draft(&mut self, ctx: &mut Ctx<'_>) {
        self.keeping.drop(ctx);
    }

    /// Takes an answer in, if it is about the draft.
    pub(super) fn kept(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: &Reply) -> bool {
        let kept = self.keeping.reply(ticket, reply);
        if kept == Some(true) {
            self.keep(ctx, false);
        }
        kept.is_some()
    }

    pub(super) fn leave_form(&mut self, ctx: &mut Ctx<'_>) {
        self.keep(ctx, true);
        if self.keeping.is_there() {
            ctx.does(Effect::Say(form_words::DRAFT_STAYS.get(ctx.shared.lang).into()));
        }
        ctx.does(Effect::Pop(self.written.map(Outcome::Written)));
    }

    /// Checks everything and writes it; `next`: then begins another.
    pub(super) fn save(&mut self, ctx: &mut Ctx<'_>, next: bool) {
        if self.load != Load::Done || self.saving.is_some() || !self.settle(ctx.shared) {
            return;
        }
        let Some(asks) = self.asks.clone() else { return };
        let shared = ctx.shared;
        let language = Fill::language(&asks, shared.lang);
        let wrong = self.filling.troubles(&asks.survey, &Fill::now(shared), language);
        if let Some((key, trouble)) = wrong.first() {
            self.at = Stop::Question(key.clone());
            self.hold(shared);
            self.trouble = Some(super::told(trouble, shared.lang));
            ctx.does(Effect::Warn(words::wrong(shared.lang, wrong.len())));
            return;
        }
        let place: HashMap<&str, usize> =
            asks.survey.questions().iter().enumerate().map(|(at, q)| (q.name.as_str(), at)).collect();
        let mut done: Vec<(Key, String)> = self.filling.done();
        done.sort_by_key(|(k, _)| (place.get(k.0.as_str()).copied(), k.1.clone()));
        let set = vec![
            (answer::STUDY, Edit::Set(Value::Ref(asks.study))),
            (answer::DAY, Edit::Set(Value::Day(self.day))),
            (
                answer::PERSON,
                self.person.as_ref().map_or(Edit::Clear, |(who, _)| Edit::Set(Value::Ref(*who))),
            ),
            (answer::ANSWERS, Edit::Set(Value::text(kept::answers(&done)))),
        ];
        let tried = |a: &&Save| a.set == set && a.base == self.base && a.target == self.target;
        let request = self.attempt.as_ref().filter(tried).map_or_else(form::fresh, |a| a.request);
        let save = Save { request, target: self.target, base: self.base, set };
        self.attempt = Some(save.clone());
        self.saving = Some((ctx.ask(Request::Save(save)), next));
    }

    pub(super) fn saved(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: Reply) {
        let Some((_, next)) = self.saving.take_if(|(t, _)| *t == ticket) else { return };
        let lang = ctx.shared.lang;
        match reply {
            Reply::Saved(saved) => {
                self.drop_draft(ctx);
                // what is on the screen is written: it is no draft again
                self.begun = self.texts();
                ctx.does(Effect::Say(words::saved(lang, self.stacked + 1)));
                if !next || self.base > 0 {
                    ctx.does(Effect::Pop(Some(Outcome::Written(saved.target))));
                    return;
                }
                self.next(ctx.shared);
            }
            Reply::Conflict(c) => {
                self.base = c.now.record.version;
                ctx.does(Effect::Warn(words::changed(lang, &c.by)));
            }
            Reply::Invalid(wrong) => {
                let said = wrong.into_iter().map(|(_, w)| w).next().unwrap_or_default();
                ctx.does(Effect::Warn(said));
            }
            Reply::Refused(why) => ctx.does(Effect::Warn(say::refusal(&why, lang))),
            _ => ctx.does(Effect::Warn(form_words::BAD_REQUEST.get(lang).into())),
        }
        self.replay(ctx);
    }

    /// What was typed ahead while saving.
    fn replay(&mut self, ctx: &mut Ctx<'_>) {
        for input in std::mem::take(&mut self.queue) {
            self.update(ctx, input);
        }
    }

    /// Takes what is typed in hand in; whether it could be, for else the cursor stays.
    pub(super) fn settle(&mut self, shared: &Shared) -> bool {
        match self.at.clone() {
            Stop::Day => match crate::book::dates::parse_past(self.edit.text(), shared.today()) {
                Ok(day) => {
                    (self.day, self.trouble) = (day, None);
                    true
                }
                Err(_) => {
                    self.trouble = Some(words::DAY.get(shared.lang).to_owned());
                    false
                }
            },
            Stop::Question(key) => {
                let Some(q) = self.asked(shared) else { return true };
                if is_typed(&q.kind) {
                    let typed = self.edit.text().to_owned();
                    return q.read_only || self.set(shared, &key, &typed);
                }
                // letters have brought one of several under the cursor: that one is meant
                let code = q.choices.get(self.mark).map(|(code, _)| code.clone());
                let many = matches!(q.kind, crate::book::survey::Kind::Many(..));
                if let Some(code) = code.filter(|_| many && !self.edit.is_empty()) {
                    self.edit.clear();
                    if !q.value.split_whitespace().any(|v| v == code) {
                        return self.toggle(shared, &q, &code);
                    }
                }
                true
            }
            Stop::Person | Stop::More(..) | Stop::End => true,
        }
    }
}
