//! Signing in 签到 at a meeting: initials and Enter, one key each; a sign-up list pasted whole; who is unknown is entered
//! or noted as a guest. What is marked is written at once, each a change of its own that Ctrl-Z takes back; while one is
//! on its way, the next ones wait behind it.

mod choose;
mod lines;
mod paste;

use super::fetched::stale;
use crate::book::{Fields, Kind, Record, Ref, Row, Value, meeting, person};
use crate::hub::wire::{Edit as Set, Reply, Request, Save, Shown};
use crate::text::T;
use crate::text::screen::meetings as words;
use crate::tui::action::Action;
use crate::tui::draw::{self, below, cells};
use crate::tui::edit::Edit;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::sheet::Sheet;
use choose::{Meant, meant};
use paste::Pasted;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::VecDeque;

/// Rows that what is typed may bring.
const LIMIT: u32 = 9;
/// Lines above the rows.
const HEAD: u16 = 2;

/// What a line stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Go {
    /// Somebody on file.
    Somebody(Ref),
    /// Somebody who is not: which of the guests.
    Guest(usize),
    /// A name of the list that was not found.
    Unfound(usize),
}

/// A change of who was there.
#[derive(Clone, Debug, PartialEq)]
enum Mark {
    Came(Vec<Ref>),
    Excused(Vec<Ref>),
    /// Those of a list: who comes, who does not.
    List(Vec<Ref>, Vec<Ref>),
    Guest(String),
    Off(Ref),
    NoGuest(usize),
}

/// The sign-in of a meeting.
pub struct SignIn {
    meeting: Ref,
    record: Option<Record>,
    names: Vec<(Ref, String)>,
    trouble: Option<String>,
    ticket: Option<Ticket>,
    edit: Edit,
    rows: Vec<Row>,
    /// What the rows answer, and the question for others.
    answered: String,
    asking: Option<Ticket>,
    /// Whether one was asked to choose among the rows.
    choosing: bool,
    sheet: Sheet,
    pasted: Pasted,
    /// Marks that wait, the one on its way first.
    marks: VecDeque<Mark>,
    saving: Option<Ticket>,
    /// Whether the form above enters somebody to be signed in.
    entering: bool,
}

impl SignIn {
    /// The sign-in of a meeting; it is fetched first.
    pub fn new(meeting: Ref) -> SignIn {
        SignIn {
            meeting,
            record: None,
            names: Vec::new(),
            trouble: None,
            ticket: None,
            edit: Edit::line(""),
            rows: Vec::new(),
            answered: String::new(),
            asking: None,
            choosing: false,
            sheet: Sheet::default(),
            pasted: Pasted::default(),
            marks: VecDeque::new(),
            saving: None,
            entering: false,
        }
    }

    fn typed(&self) -> &str {
        self.edit.text().trim()
    }

    fn links(&self, no: u16) -> Vec<Ref> {
        self.record.as_ref().map(|r| r.fields.links(no)).unwrap_or_default()
    }

    fn guests(&self) -> Vec<&str> {
        self.record.as_ref().map(|r| r.fields.texts(meeting::GUESTS)).unwrap_or_default()
    }

    fn name_of(&self, one: Ref) -> String {
        let known = self.names.iter().rev().find(|(r, _)| *r == one);
        known.map(|(_, n)| n.clone()).unwrap_or_default()
    }

    /// After what is typed has changed.
    fn changed(&mut self, ctx: &mut Ctx<'_>) {
        self.choosing = false;
        self.sheet = Sheet::default();
        self.edit.view(usize::from(ctx.shared.size.0 / 2));
        let query = self.typed().to_owned();
        if query.is_empty() {
            (self.rows, self.answered, self.asking) = (Vec::new(), String::new(), None);
            return;
        }
        self.asking = Some(ctx.ask(Request::Find { query, kinds: vec![Kind::Person], limit: LIMIT }));
    }

    fn clear(&mut self, ctx: &mut Ctx<'_>) {
        self.edit.clear();
        self.changed(ctx);
    }

    fn go(&self, shared: &Shared) -> Option<Go> {
        self.lines(shared, shared.size.0.into()).1.get(self.sheet.at).copied()
    }

    /// `Enter`: whoever is meant came.
    fn enter(&mut self, ctx: &mut Ctx<'_>) {
        let lang = ctx.shared.lang;
        if self.typed().is_empty() {
            match self.go(ctx.shared) {
                Some(Go::Somebody(one)) if !self.links(meeting::PRESENT).contains(&one) => {
                    self.mark(ctx, Mark::Came(vec![one]));
                }
                Some(Go::Somebody(one)) => ctx.does(Effect::Open(one)),
                Some(Go::Unfound(i)) => {
                    if let Some(name) = self.pasted.take(i) {
                        self.edit.set(&name);
                        self.changed(ctx);
                    }
                }
                Some(Go::Guest(_)) | None => {}
            }
            return;
        }
        let expected = self.links(meeting::EXPECTED);
        match meant(self.typed(), &self.rows, &expected, self.choosing.then_some(self.sheet.at)) {
            Meant::One(row) => {
                let (one, name) = (row.target, row.title().to_owned());
                if self.links(meeting::PRESENT).contains(&one) {
                    ctx.does(Effect::Say(words::already(lang, &name)));
                } else {
                    self.names.push((one, name));
                    self.mark(ctx, Mark::Came(vec![one]));
                }
                self.clear(ctx);
            }
            Meant::Several(n) => {
                self.choosing = true;
                ctx.does(Effect::Say(words::which(lang, n)));
            }
            Meant::Nobody => ctx.does(Effect::Warn(words::nobody(lang, self.typed()))),
        }
    }

    /// Somebody in hand cannot come, or is not counted any more.
    fn on_one(&mut self, ctx: &mut Ctx<'_>, action: Action) {
        let typed = !self.typed().is_empty();
        let mark = match (self.go(ctx.shared), action) {
            (Some(Go::Somebody(one)), Action::Excuse) => {
                let row = self.rows.iter().find(|r| r.target == one);
                self.names.extend(row.map(|r| (one, r.title().to_owned())));
                Mark::Excused(vec![one])
            }
            (Some(Go::Somebody(one)), _) => Mark::Off(one),
            (Some(Go::Guest(i)), Action::DropOne) => Mark::NoGuest(i),
            (Some(Go::Unfound(i)), Action::DropOne) => {
                self.pasted.take(i);
                return;
            }
            _ => return,
        };
        self.mark(ctx, mark);
        if typed {
            self.clear(ctx);
        }
    }

    fn mark(&mut self, ctx: &mut Ctx<'_>, mark: Mark) {
        self.marks.push_back(mark);
        if self.saving.is_none() {
            self.write(ctx);
        }
    }

    /// Writes the first of the marks, against the meeting as it is known.
    fn write(&mut self, ctx: &mut Ctx<'_>) {
        while let (Some(mark), Some(r)) = (self.marks.front(), &self.record) {
            let set = changes(&r.fields, mark);
            if set.is_empty() {
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
    }

    /// What became of the mark that was on its way.
    fn written(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        let lang = ctx.shared.lang;
        match reply {
            Reply::Saved(saved) => {
                let Some(mark) = self.marks.pop_front() else { return };
                if let Some(r) = &mut self.record {
                    changes(&r.fields, &mark).into_iter().for_each(|(no, v)| r.fields.set(no, v));
                    r.version = saved.version;
                }
                ctx.does(Effect::Say(self.told(&mark, lang)));
                // a merge with what others wrote is not known here
                if saved.merged {
                    self.fetch(ctx);
                }
            }
            // somebody else signs in too: the same mark, on top of theirs
            Reply::Conflict(c) => {
                let c = *c;
                self.names.extend(c.now.names);
                self.record = Some(c.now.record);
            }
            Reply::Invalid(wrong) => {
                self.marks.pop_front();
                ctx.does(Effect::Warn(wrong.into_iter().map(|(_, w)| w).next().unwrap_or_default()));
            }
            Reply::Refused(why) => {
                self.marks.pop_front();
                ctx.does(Effect::Warn(say::refusal(&why, lang)));
                self.fetch(ctx);
            }
            _ => {
                self.marks.pop_front();
            }
        }
        self.write(ctx);
    }

    /// A mark in words.
    fn told(&self, mark: &Mark, lang: crate::text::Lang) -> String {
        let name = |all: &[Ref]| all.first().map(|r| self.name_of(*r)).unwrap_or_default();
        match mark {
            Mark::Came(all) => words::signed(lang, self.links(meeting::PRESENT).len(), &name(all)),
            Mark::Excused(all) => words::is_excused(lang, &name(all)),
            Mark::List(came, _) => words::listed(lang, came.len(), self.pasted.left()),
            Mark::Guest(name) => words::is_guest(lang, name),
            Mark::Off(one) => words::is_off(lang, &self.name_of(*one)),
            Mark::NoGuest(_) => words::is_off(lang, words::GUESTS.get(lang)),
        }
    }

    fn fetch(&mut self, ctx: &mut Ctx<'_>) {
        self.ticket = Some(ctx.ask(Request::Get(self.meeting)));
    }

    fn shown(&mut self, shown: Shown) {
        self.names = shown.names;
        self.record = Some(shown.record);
    }

    /// All names of the list are looked up: one change for all of them.
    fn list(&mut self, ctx: &mut Ctx<'_>) {
        let expected = self.links(meeting::EXPECTED);
        let found = self.pasted.found(&expected);
        self.names.extend(found.names);
        self.mark(ctx, Mark::List(found.came, found.excused));
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let lang = ctx.shared.lang;
        let lines = self.lines(ctx.shared, ctx.shared.size.0.into()).0;
        if self.sheet.step(action, &lines, super::rows_below(ctx.shared, HEAD)) {
            // whoever moves the cursor has chosen
            self.choosing |= !self.typed().is_empty();
            return true;
        }
        match action {
            Action::Accept => self.enter(ctx),
            Action::Excuse | Action::DropOne => self.on_one(ctx, action),
            Action::Guest if !self.typed().is_empty() => {
                let name = self.typed().to_owned();
                self.mark(ctx, Mark::Guest(name));
                self.clear(ctx);
            }
            Action::Guest => ctx.does(Effect::Say(words::HOW.get(lang).to_owned())),
            Action::Create => {
                let name = self.typed().to_owned();
                let given =
                    if name.is_empty() { Vec::new() } else { vec![(person::NAME, name, String::new())] };
                self.entering = true;
                ctx.does(Effect::New(Kind::Person, given));
            }
            Action::Clear => self.clear(ctx),
            Action::Undo | Action::Redo if !self.edit.is_empty() => {
                if action == Action::Undo {
                    self.edit.undo()
                } else {
                    self.edit.redo()
                };
                self.changed(ctx);
            }
            Action::Back if !self.edit.is_empty() => self.clear(ctx),
            Action::Back => ctx.does(Effect::Pop(Some(Outcome::Written(self.meeting)))),
            _ => return false,
        }
        true
    }

    fn reply(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: Reply) {
        if self.saving == Some(ticket) {
            self.saving = None;
            self.written(ctx, reply);
        } else if self.ticket == Some(ticket) {
            self.ticket = None;
            match reply {
                Reply::Shown(shown) => {
                    self.shown(shown);
                    self.trouble = None;
                }
                Reply::Refused(why) => self.trouble = Some(say::refusal(&why, ctx.shared.lang)),
                _ => {}
            }
        } else if self.asking == Some(ticket) {
            self.asking = None;
            if let Reply::Found { rows, .. } = reply {
                let (expected, came) = (self.links(meeting::EXPECTED), self.links(meeting::PRESENT));
                self.rows = choose::ranked(self.typed(), rows, &expected, &came);
                self.answered = self.typed().to_owned();
            }
        } else if let Reply::Found { rows, .. } = reply
            && self.pasted.answer(ticket, rows)
        {
            self.list(ctx);
        }
        let lines = self.lines(ctx.shared, ctx.shared.size.0.into()).0;
        self.sheet.follow(&lines, super::rows_below(ctx.shared, HEAD));
    }

    fn paste(&mut self, ctx: &mut Ctx<'_>, text: &str) {
        let all = crate::book::signup::entries(text);
        if all.len() < 2 {
            self.edit.insert(text.trim());
            self.changed(ctx);
            return;
        }
        ctx.does(Effect::Say(words::looking(ctx.shared.lang, all.len())));
        self.pasted = Pasted::ask(ctx, all);
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
        Mark::NoGuest(i) => {
            let kept = guests.iter().enumerate().filter(|(at, _)| at != i).map(|(_, g)| *g).collect();
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

impl Screen for SignIn {
    fn contexts(&self) -> &[Context] {
        Context::SignIn.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.fetch(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Key(key) => {
                let before = self.edit.text().to_owned();
                let taken = self.edit.key(key, usize::MAX);
                if self.edit.text() != before {
                    self.changed(ctx);
                }
                taken
            }
            Input::Paste(text) => {
                self.paste(ctx, &text);
                true
            }
            Input::Reply(ticket, reply) => {
                self.reply(ctx, ticket, reply);
                true
            }
            Input::Result(Outcome::Written(one)) if self.entering && one.kind == Kind::Person => {
                self.entering = false;
                self.names.push((one, self.typed().to_owned()));
                self.clear(ctx);
                self.mark(ctx, Mark::Came(vec![one]));
                true
            }
            other if stale(&other) => {
                // one's own marks are known
                if self.saving.is_none() && self.marks.is_empty() {
                    self.fetch(ctx);
                }
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let name = self.record.as_ref().map(Record::name).or(self.trouble.as_deref()).unwrap_or_default();
        let counts = self.counts(shared, area.width);
        let room = usize::from(area.width).saturating_sub(glyph::width(&counts) + 4);
        draw::head(buf, area, &[(&glyph::fit(name, room), theme.strong())], (&counts, theme.text()));
        let at = (area.x.saturating_add(1), area.y.saturating_add(1));
        let cursor =
            draw::prompt(buf, at, area.width.saturating_sub(2), words::WHO.get(lang), &self.edit, theme);
        let gap = u16::from(area.height >= 16);
        let lines = self.lines(shared, area.width.into()).0;
        self.sheet.view(&lines, buf, below(area, cells(usize::from(HEAD + gap))), theme, true);
        (area.height > 1).then_some(cursor)
    }

    fn hints(&self) -> Vec<Action> {
        match (self.typed().is_empty(), self.rows.is_empty()) {
            (true, _) => vec![Action::Accept, Action::Excuse, Action::DropOne, Action::Undo, Action::Back],
            (false, true) => vec![Action::Create, Action::Guest, Action::Clear],
            (false, false) => {
                vec![Action::Accept, Action::Excuse, Action::Create, Action::Guest, Action::Clear]
            }
        }
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Accept => Some(words::CAME),
            Action::Create => Some(words::NEW_ONE),
            Action::DropOne => Some(words::TAKE_OFF),
            _ => None,
        }
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoMeetings)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        // the rows are still those of what was typed before
        let late = self.asking.is_some() || self.record.is_none() && self.ticket.is_some();
        late && action
            .is_some_and(|a| matches!(a, Action::Accept | Action::Excuse | Action::DropOne) || a.moves())
    }

    fn open_card(&self) -> Option<Ref> {
        Some(self.meeting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Id;

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
        assert_eq!(does(Mark::NoGuest(0)), (2, 2, 0, 1));
        assert_eq!(does(Mark::Off(one(2))), (1, 1, 0, 2));
    }
}
