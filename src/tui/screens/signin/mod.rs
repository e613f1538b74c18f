//! Signing in 签到 at a meeting: initials and Enter, one key each; a sign-up list pasted whole; who is unknown is entered
//! or noted as a guest. What is marked is written at once, each a change of its own that Ctrl-Z takes back.

mod choose;
mod lines;
mod marks;
mod paste;

use super::fetched::stale;
use crate::book::{Kind, Record, Ref, Row, meeting, person};
use crate::hub::wire::{News, Reply, Request, Shown};
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
use marks::Mark;
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
    /// Whether the meeting may be another than it is known: nothing is written until it came.
    behind: bool,
    /// Whether it is to be fetched when all marks are written.
    again: bool,
    /// Whether to leave when they are.
    leaving: bool,
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
            behind: false,
            again: false,
            leaving: false,
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

    /// Learns names; what was known besides stays.
    fn know(&mut self, names: Vec<(Ref, String)>) {
        self.names.retain(|(one, _)| !names.iter().any(|(other, _)| other == one));
        self.names.extend(names);
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
                Some(Go::Guest(i)) => {
                    let name = self.guests().get(i).copied().unwrap_or_default();
                    ctx.does(Effect::Say(words::guest_in_hand(lang, name)));
                }
                None => ctx.does(Effect::Say(words::HOW.get(lang).to_owned())),
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
        let (lang, typed) = (ctx.shared.lang, !self.typed().is_empty());
        let mark = match (self.go(ctx.shared), action) {
            (Some(Go::Somebody(one)), Action::Excuse) => {
                let row = self.rows.iter().find(|r| r.target == one);
                self.names.extend(row.map(|r| (one, r.title().to_owned())));
                Mark::Excused(vec![one])
            }
            (Some(Go::Somebody(one)), _) => Mark::Off(one),
            (Some(Go::Guest(i)), Action::DropOne) => {
                Mark::NoGuest(self.guests().get(i).map(|g| (*g).to_owned()).unwrap_or_default())
            }
            (Some(Go::Unfound(i)), Action::DropOne) => {
                let name = self.pasted.take(i).unwrap_or_default();
                ctx.does(Effect::Say(words::is_off(lang, &name)));
                return;
            }
            (Some(Go::Guest(_) | Go::Unfound(_)), _) => {
                ctx.does(Effect::Say(words::NOT_ON_FILE.get(lang).to_owned()));
                return;
            }
            (None, _) if typed => {
                ctx.does(Effect::Say(words::nobody(lang, self.typed())));
                return;
            }
            (None, _) => {
                ctx.does(Effect::Say(words::HOW.get(lang).to_owned()));
                return;
            }
        };
        self.mark(ctx, mark);
        if typed {
            self.clear(ctx);
        }
    }

    fn fetch(&mut self, ctx: &mut Ctx<'_>) {
        self.ticket = Some(ctx.ask(Request::Get(self.meeting)));
    }

    fn shown(&mut self, shown: Shown) {
        self.know(shown.names);
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
            // what waits would go with the screen
            Action::Back if !self.marks.is_empty() => {
                self.leaving = true;
                ctx.does(Effect::Say(words::leaves_then(lang, self.marks.len())));
            }
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
                Reply::Refused(why) => {
                    let why = say::refusal(&why, ctx.shared.lang);
                    ctx.does(Effect::Warn(why.clone()));
                    (self.record, self.trouble) = (None, Some(why));
                    self.marks.clear();
                }
                _ => {}
            }
            self.behind = false;
            if self.saving.is_none() {
                self.write(ctx);
            }
        } else if self.asking == Some(ticket) {
            self.asking = None;
            let rows = found(ctx, reply);
            // nobody was looked for: that there is nobody is not known
            self.answered = rows.as_ref().map(|_| self.typed().to_owned()).unwrap_or_default();
            let (expected, came) = (self.links(meeting::EXPECTED), self.links(meeting::PRESENT));
            self.rows = choose::ranked(self.typed(), rows.unwrap_or_default(), &expected, &came);
        } else if self.pasted.asks(ticket) {
            let rows = found(ctx, reply).unwrap_or_default();
            if self.pasted.answer(ticket, rows) {
                self.list(ctx);
            }
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
        self.pasted.ask(ctx, all);
    }

    /// Something else may have changed: the meeting is fetched, when nothing is on its way to it.
    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        if self.saving.is_none() && self.marks.is_empty() || self.behind {
            self.fetch(ctx);
        } else {
            self.again = true;
        }
    }
}

/// Who was found; that the finder refused is said.
fn found(ctx: &mut Ctx<'_>, reply: Reply) -> Option<Vec<Row>> {
    match reply {
        Reply::Found { rows, .. } => Some(rows),
        Reply::Refused(why) => {
            ctx.does(Effect::Warn(say::refusal(&why, ctx.shared.lang)));
            None
        }
        _ => None,
    }
}

impl Screen for SignIn {
    fn contexts(&self) -> &[Context] {
        Context::SignIn.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.fetch(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        if matches!(input, Input::Action(_) | Input::Key(_) | Input::Paste(_)) {
            // whoever is here again has left the form, and stays
            (self.entering, self.leaving) = (false, false);
        }
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
                // they may be called otherwise than what was typed here
                self.again = true;
                self.clear(ctx);
                self.mark(ctx, Mark::Came(vec![one]));
                true
            }
            // on a projector the same meeting is told with covers: it must be known anew before it is written
            Input::News(News::Resync) => {
                self.behind = true;
                self.fetch(ctx);
                true
            }
            // one's own marks are known
            Input::News(News::Changed { own: true, items, .. })
                if items.iter().all(|(one, _)| *one == self.meeting) =>
            {
                true
            }
            other if stale(&other) => {
                self.entering &= !matches!(other, Input::Result(_));
                self.refresh(ctx);
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
