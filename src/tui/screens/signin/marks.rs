//! Marks of a sign-in: who came, who is excused, who is not counted. Each is written by itself, on top of the meeting as
//! it is known; while one is on its way, the next ones wait behind it.

use super::SignIn;
use crate::book::{Fields, Ref, Value, meeting};
use crate::hub::wire::{Edit as Set, Reply, Request, Save};
use crate::text::screen::meetings as words;
use crate::text::{Lang, form};
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Outcome};

/// A change of who was there.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    Came(Vec<Ref>),
    Excused(Vec<Ref>),
    /// Those of a list: who comes, who does not.
    List(Vec<Ref>, Vec<Ref>),
    Guest(String),
    Off(Ref),
    /// By name: their places change while the mark waits.
    NoGuest(String),
}

impl SignIn {
    pub(super) fn mark(&mut self, ctx: &mut Ctx<'_>, mark: Mark) {
        if let (None, Some(why)) = (&self.record, &self.trouble) {
            ctx.does(Effect::Warn(why.clone()));
            return;
        }
        self.marks.push_back(mark);
        if self.saving.is_none() {
            self.write(ctx);
        }
    }

    /// Writes the first of the marks, against the meeting as it is known; not while others may have written what is not.
    pub(super) fn write(&mut self, ctx: &mut Ctx<'_>) {
        while let (Some(mark), Some(r), false) = (self.marks.front(), &self.record, self.behind) {
            let set = changes(&r.fields, mark);
            if set.is_empty() {
                let same = self.same(mark, ctx.shared.lang);
                ctx.does(Effect::Say(same));
                self.marks.pop_front();
                continue;
            }
            let edits =
                set.into_iter().map(|(no, v)| (no, if v.is_empty() { Set::Clear } else { Set::Set(v) }));
            let save = Save {
                request: crate::tui::app::new_id(),
                target: self.meeting,
                base: r.version,
                set: edits.collect(),
            };
            self.saving = Some(ctx.ask(Request::Save(save)));
            return;
        }
        if self.marks.is_empty() {
            if std::mem::take(&mut self.leaving) {
                ctx.does(Effect::Pop(Some(Outcome::Written(self.meeting))));
            } else if !self.behind && std::mem::take(&mut self.again) {
                self.fetch(ctx);
            }
        }
    }

    /// What became of the mark that was on its way.
    pub(super) fn written(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        let lang = ctx.shared.lang;
        match reply {
            Reply::Saved(saved) => {
                let Some(mark) = self.marks.pop_front() else { return };
                if let Some(r) = &mut self.record {
                    changes(&r.fields, &mark).into_iter().for_each(|(no, v)| r.fields.set(no, v));
                    r.version = saved.version;
                }
                ctx.does(Effect::Say(self.told(&mark, lang)));
                // what others wrote is in that version too: it must be known before the next mark is written on top of it
                if saved.merged {
                    self.behind = true;
                    self.fetch(ctx);
                }
            }
            // somebody else signs in too: the same mark, on top of theirs
            Reply::Conflict(c) => {
                let c = *c;
                self.know(c.now.names);
                self.record = Some(c.now.record);
            }
            other => {
                self.marks.pop_front();
                let why = match other {
                    Reply::Invalid(wrong) => wrong.into_iter().map(|(_, w)| w).next().unwrap_or_default(),
                    Reply::Refused(why) => say::refusal(&why, lang),
                    _ => form::BAD_REQUEST.get(lang).to_owned(),
                };
                ctx.does(Effect::Warn(why));
                self.again = true;
            }
        }
        self.write(ctx);
    }

    /// A mark in words.
    fn told(&self, mark: &Mark, lang: Lang) -> String {
        match mark {
            Mark::Came(all) => words::signed(lang, self.links(meeting::PRESENT).len(), &self.first(all)),
            Mark::Excused(all) => words::is_excused(lang, &self.first(all)),
            Mark::List(came, _) => words::listed(lang, came.len(), self.pasted.left()),
            Mark::Guest(name) => words::is_guest(lang, name),
            Mark::Off(one) => words::is_off(lang, &self.name_of(*one)),
            Mark::NoGuest(name) => words::is_off(lang, name),
        }
    }

    /// Why a mark changes nothing.
    fn same(&self, mark: &Mark, lang: Lang) -> String {
        match mark {
            Mark::Came(all) => words::already(lang, &self.first(all)),
            Mark::Excused(all) => words::excused_already(lang, &self.first(all)),
            Mark::List(..) => words::listed_already(lang, self.pasted.left()),
            Mark::Off(one) => words::not_marked(lang, &self.name_of(*one)),
            Mark::Guest(name) | Mark::NoGuest(name) => words::off_already(lang, name),
        }
    }

    fn first(&self, all: &[Ref]) -> String {
        all.first().map(|r| self.name_of(*r)).unwrap_or_default()
    }
}

/// What a mark changes: the fields as they will be.
fn changes(now: &Fields, mark: &Mark) -> Vec<(u16, Value)> {
    let (came, away) = (now.links(meeting::PRESENT), now.links(meeting::EXCUSED));
    let list = |all: Vec<Ref>| Value::List(all.into_iter().map(Value::Ref).collect());
    let with = |all: &[Ref], more: &[Ref]| {
        let mut out = all.to_vec();
        out.extend(more.iter().filter(|r| !all.contains(r)));
        out
    };
    let without = |all: &[Ref], gone: &[Ref]| -> Vec<Ref> {
        all.iter().copied().filter(|r| !gone.contains(r)).collect()
    };
    let guests = now.texts(meeting::GUESTS);
    let texts = |all: Vec<&str>| Value::List(all.into_iter().map(Value::text).collect());
    let (after_came, after_away, after_guests) = match mark {
        Mark::Came(some) => (with(&came, some), without(&away, some), guests.clone()),
        Mark::Excused(some) => (without(&came, some), with(&away, some), guests.clone()),
        Mark::List(some, not) => {
            let not = without(not, &came);
            (with(&came, some), with(&without(&away, some), &not), guests.clone())
        }
        Mark::Off(one) => (without(&came, &[*one]), without(&away, &[*one]), guests.clone()),
        Mark::Guest(name) => {
            let mut all = guests.clone();
            all.push(name);
            (came.clone(), away.clone(), all)
        }
        Mark::NoGuest(name) => {
            let mut kept = guests.clone();
            if let Some(at) = kept.iter().position(|g| g == name) {
                kept.remove(at);
            }
            (came.clone(), away.clone(), kept)
        }
    };
    let mut out = Vec::new();
    if after_came != came {
        out.push((meeting::PRESENT, list(after_came)));
    }
    if after_away != away {
        out.push((meeting::EXCUSED, list(after_away)));
    }
    if after_guests != guests {
        out.push((meeting::GUESTS, texts(after_guests)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Id, Kind};

    fn one(n: u8) -> Ref {
        Ref { kind: Kind::Person, id: Id([n; 16]) }
    }

    #[test]
    fn who_comes_is_not_excused_any_more_and_nothing_is_written_twice() {
        let mut f = Fields::default();
        let mut does = |mark: Mark| {
            let set = changes(&f, &mark);
            set.iter().for_each(|(no, v)| f.set(*no, v.clone()));
            (
                f.links(meeting::PRESENT).len(),
                f.links(meeting::EXCUSED).len(),
                f.texts(meeting::GUESTS).len(),
                set.len(),
            )
        };
        assert_eq!(does(Mark::Excused(vec![one(1)])), (0, 1, 0, 1));
        assert_eq!(does(Mark::Came(vec![one(1)])), (1, 0, 0, 2));
        assert_eq!(does(Mark::Came(vec![one(1)])), (1, 0, 0, 0));
        assert_eq!(does(Mark::List(vec![one(1), one(2)], vec![one(3), one(2)])), (2, 2, 0, 2));
        assert_eq!(does(Mark::Guest("何律师".into())), (2, 2, 1, 1));
        assert_eq!(does(Mark::NoGuest("何律师".into())), (2, 2, 0, 1));
        assert_eq!(does(Mark::Off(one(2))), (1, 1, 0, 2));
    }
}
