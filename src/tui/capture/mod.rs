//! The one-line capture: a line over whatever is below, and under it what Enter will write.
//!
//! It never guesses: an ambiguous name asks, an unknown one offers a new person. After writing, the line stays
//! open and empty for the next of six. [`complete`] is what Tab does.

mod complete;
#[cfg(test)]
mod tests;
mod view;

use super::action::Action;
use super::edit::Edit;
use super::input::{Code, Key};
use super::keymap::Context;
use super::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::book::{Id, Kind, Ref, Row, capture, names, person};
use crate::hub::wire::{Draft, LineAsk, Preview, Refusal, Reply, Request, Saved, WillWrite};
use crate::text::{Lang, form as words};
use complete::Completing;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines that can be had again with Up.
const HISTORY: usize = 50;

/// The number under which a draft holds a line: no field has it.
const LINE: u16 = 0;

/// Characters of a line that name its draft.
const TITLE: usize = 24;

/// The line, and what is known about it.
pub struct Capture {
    line: Edit,
    /// Who is meant by words of the line, once chosen.
    picks: Vec<(String, Ref)>,
    /// What was dropped: its place, and how it was called.
    dropped: Vec<(u8, String)>,
    /// Whoever is named and unknown is entered with it.
    make: bool,
    /// The row under the cursor: a candidate, or a record that Enter writes.
    at: usize,
    completing: Option<Completing>,
    preview: Option<(LineAsk, Preview)>,
    asking: Option<(Ticket, LineAsk)>,
    writing: Option<(Ticket, LineAsk)>,
    /// The last line that was tried to write, and the request id it went under.
    attempt: Option<(Id, LineAsk)>,
    history: Vec<String>,
    /// Which line of the history is shown, counted from the last.
    back: Option<usize>,
    /// What is wrong, in words; or what was written last.
    said: Option<(String, bool)>,
    written: Option<Ref>,
    /// The draft of the line, until it is written.
    draft: Option<Id>,
    /// The text that was last sent to be kept, and the question that is on its way.
    kept: String,
    keeping: Option<Ticket>,
    /// What was typed while the last line was being written.
    queue: Vec<Input>,
}

/// Opens the line with some text in it.
pub fn open(prefill: &str) -> Box<dyn Screen> {
    Box::new(Capture::of(prefill, None))
}

/// Whether a draft is an unwritten line.
pub fn is_line(draft: &Draft) -> bool {
    draft.texts.iter().any(|(no, _)| *no == LINE)
}

/// Takes an unwritten line up again, if that is what the draft is.
pub fn resume(draft: &Draft) -> Option<Box<dyn Screen>> {
    let (_, line) = draft.texts.iter().find(|(no, _)| *no == LINE)?;
    Some(Box::new(Capture::of(line, Some(draft.id))))
}

impl Capture {
    fn of(prefill: &str, draft: Option<Id>) -> Capture {
        Capture {
            line: Edit::line(prefill),
            picks: Vec::new(),
            dropped: Vec::new(),
            make: false,
            at: 0,
            completing: None,
            preview: None,
            asking: None,
            writing: None,
            attempt: None,
            history: Vec::new(),
            back: None,
            said: None,
            written: None,
            draft,
            kept: prefill.trim().to_owned(),
            keeping: None,
            queue: Vec::new(),
        }
    }

    fn question(&self) -> LineAsk {
        LineAsk {
            line: self.line.text().trim().to_owned(),
            picks: self.picks.clone(),
            without: self.dropped.iter().map(|d| d.0).collect(),
            make: self.make,
        }
    }

    /// The preview of the line as it stands.
    fn current(&self) -> Option<&Preview> {
        let now = self.question();
        self.preview.as_ref().filter(|(q, _)| *q == now).map(|(_, p)| p)
    }

    /// Who may be meant, where the line is not clear.
    fn candidates(&self) -> &[Row] {
        match self.current() {
            Some(Preview::Which(_, rows)) => rows,
            _ => &[],
        }
    }

    /// The records that can be dropped.
    fn droppable(&self) -> Vec<&WillWrite> {
        match self.current() {
            Some(Preview::Will(all)) => all.iter().filter(|w| w.place.is_some()).collect(),
            _ => Vec::new(),
        }
    }

    /// How many rows the cursor can move over.
    fn rows(&self) -> usize {
        match &self.completing {
            Some(c) => c.offers().len(),
            None => self.candidates().len().max(self.droppable().len()),
        }
    }

    /// Asks what the line would write, if that is not known and nothing is on its way.
    fn seek(&mut self, ctx: &mut Ctx<'_>) {
        let now = self.question();
        if now.line.is_empty() || self.asking.is_some() || self.current().is_some() {
            return;
        }
        let ticket = ctx.ask(Request::Preview(now.clone()));
        self.asking = Some((ticket, now));
    }

    fn accept(&mut self, ctx: &mut Ctx<'_>) {
        let now = self.question();
        if now.line.is_empty() {
            return;
        }
        let lang = ctx.shared.lang;
        match self.current() {
            // Not known yet: the hub writes nothing that is unclear, so it may be asked at once.
            Some(Preview::Will(_)) | None => {
                let tried = self.attempt.as_ref().filter(|(_, q)| *q == now).map(|(id, _)| *id);
                let request = tried.unwrap_or_else(super::form::fresh);
                self.attempt = Some((request, now.clone()));
                let ask = Request::Capture { request, ask: now.clone() };
                self.writing = Some((ctx.ask(ask), now));
            }
            Some(Preview::Which(word, rows)) => {
                let pick = rows.get(self.at).map(|r| (word.clone(), r.target));
                self.picks.extend(pick);
                self.at = 0;
                self.seek(ctx);
            }
            // what is unclear stands under the line already
            Some(Preview::Nobody(_) | Preview::Wrong(_) | Preview::Trouble(_)) => {
                ctx.does(Effect::Warn(words::CAPTURE_OPEN.get(lang).into()));
            }
        }
    }

    fn reply(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: Reply) {
        if let Some((_, asked)) = self.asking.take_if(|a| a.0 == ticket) {
            if let Reply::Preview(preview) = reply {
                self.at = 0;
                self.preview = Some((asked, preview));
            } else if asked == self.question() {
                // Nothing to go on with for this line; the next change asks again.
                self.preview = Some((asked, Preview::Wrong(refused(ctx.shared.lang, &reply))));
            }
            return;
        }
        if self.keeping == Some(ticket) {
            self.keeping = None;
            return;
        }
        if self.completed(ctx, ticket, &reply) {
            return;
        }
        let Some((_, asked)) = self.writing.take_if(|w| w.0 == ticket) else { return };
        match reply {
            Reply::Saved(saved) => self.wrote(ctx, asked, saved),
            Reply::Preview(preview) => {
                self.at = 0;
                self.preview = Some((asked, preview));
            }
            Reply::Invalid(list) => {
                let why = list.into_iter().next().map(|(_, w)| w).unwrap_or_default();
                self.preview = Some((asked, Preview::Wrong(why)));
            }
            other => {
                let why = refused(ctx.shared.lang, &other);
                self.said = Some((why.clone(), true));
                ctx.does(Effect::Warn(why));
            }
        }
        for input in std::mem::take(&mut self.queue) {
            self.update(ctx, input);
        }
    }

    fn wrote(&mut self, ctx: &mut Ctx<'_>, asked: LineAsk, saved: Saved) {
        let lang = ctx.shared.lang;
        let kind = saved.target.kind.label().get(lang);
        let mut said = words::captured(lang, kind, &saved.name);
        for (made, name) in &saved.made {
            said = words::and_made(lang, &said, made.kind.label().get(lang), name);
        }
        ctx.does(Effect::Say(said.clone()));
        self.said = Some((said, false));
        self.written = Some(saved.target);
        if let Some(draft) = self.draft.take() {
            ctx.ask(Request::DropDraft(draft));
        }
        self.history.push(asked.line);
        if self.history.len() > HISTORY {
            self.history.remove(0);
        }
        self.line = Edit::line("");
        (self.preview, self.attempt, self.back) = (None, None, None);
        self.picks.clear();
        self.settle();
        self.kept.clear();
    }

    /// A line of the history; false if there is none.
    fn recall(&mut self, older: bool) -> bool {
        let next = match (self.back, older) {
            (None, true) => Some(0),
            (None, false) => return false,
            (Some(n), true) => Some((n + 1).min(self.history.len().saturating_sub(1))),
            (Some(n), false) => n.checked_sub(1),
        };
        let line = next.and_then(|n| self.history.iter().rev().nth(n)).cloned();
        if older && line.is_none() {
            return false;
        }
        self.back = next;
        self.line.set(&line.unwrap_or_default());
        true
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let last = self.rows().saturating_sub(1);
        let which = self.rows() > 0 && self.back.is_none();
        match action {
            Action::Up if which => self.at = self.at.saturating_sub(1),
            Action::Down if which => self.at = (self.at + 1).min(last),
            Action::Up if self.line.is_empty() || self.back.is_some() => {
                self.recall(true);
            }
            Action::Down if self.back.is_some() => {
                self.recall(false);
            }
            Action::Up | Action::Down => {}
            Action::Accept | Action::Complete if self.completing.is_some() => self.complete_with(ctx),
            Action::Accept | Action::Save => self.accept(ctx),
            Action::Complete if !self.candidates().is_empty() => self.accept(ctx),
            Action::Complete => self.complete(ctx),
            Action::DropOne => self.drop_one(ctx),
            Action::Clear => {
                self.line.clear();
            }
            Action::Undo => match self.dropped.pop() {
                Some(_) => {}
                None => {
                    self.line.undo();
                }
            },
            Action::Redo => {
                self.line.redo();
            }
            Action::Create => self.create(ctx),
            Action::Back if self.completing.take().is_some() => self.at = 0,
            Action::Back => {
                if self.keep(ctx, true) {
                    ctx.does(Effect::Say(words::CAPTURE_KEPT.get(ctx.shared.lang).into()));
                }
                ctx.does(Effect::Pop(self.written.map(Outcome::Written)));
            }
            _ => return false,
        }
        true
    }

    /// Erases what is under the cursor; behind the line it drops one of the records instead.
    fn drop_one(&mut self, ctx: &mut Ctx<'_>) {
        if self.line.delete() {
            return;
        }
        let all = self.droppable();
        let Some(one) = all.get(self.at).or(all.last()) else {
            let said = words::CAPTURE_NOTHING_TO_DROP.get(ctx.shared.lang);
            ctx.does(Effect::Say(said.into()));
            return;
        };
        let said = view::in_short(ctx.shared, one);
        if let Some(place) = one.place {
            self.dropped.push((place, said));
            self.at = 0;
        }
    }

    /// Somebody new: with the line where a whole name stands in it, else in a form.
    fn create(&mut self, ctx: &mut Ctx<'_>) {
        let name = match self.current() {
            Some(Preview::Nobody(name)) => name.clone(),
            Some(Preview::Will(all)) if self.make => {
                let new = all.iter().find(|w| w.place.is_some() && w.kind == Kind::Person);
                let name = new.and_then(|w| w.fields.iter().find(|f| f.0 == person::NAME));
                name.map(|f| f.1.clone()).unwrap_or_default()
            }
            _ => String::new(),
        };
        if name.is_empty() {
            return;
        }
        if name.chars().any(names::is_han) && !self.make {
            self.make = true;
            self.said = None;
            return;
        }
        self.make = false;
        let given = if name.chars().any(names::is_han) {
            vec![(person::NAME, name, String::new())]
        } else {
            Vec::new()
        };
        ctx.does(Effect::New(Kind::Person, given));
    }

    /// What was settled about the line holds no longer.
    fn settle(&mut self) {
        self.dropped.clear();
        (self.make, self.at, self.completing) = (false, 0, None);
        let line = self.line.text();
        self.picks.retain(|(word, _)| line.contains(word.as_str()));
    }

    /// A line not yet written is safe as a draft, to be gone on with as the line that it is. One that was emptied is
    /// given up. `now`: also while the last one is on its way.
    fn keep(&mut self, ctx: &mut Ctx<'_>, now: bool) -> bool {
        let line = self.line.text().trim().to_owned();
        if self.writing.is_some() {
            return false;
        }
        if line.is_empty() {
            if let Some(draft) = self.draft.take() {
                ctx.ask(Request::DropDraft(draft));
            }
            self.kept.clear();
            return false;
        }
        if line == self.kept && self.draft.is_some() || (self.keeping.is_some() && !now) {
            return true;
        }
        let kind = capture::kind_of(&line).unwrap_or(Kind::Visit);
        let target = Ref { kind, id: super::form::fresh() };
        let id = *self.draft.get_or_insert_with(super::form::fresh);
        let title = line.chars().take(TITLE).collect();
        self.kept.clone_from(&line);
        let (at_ms, texts) = (ctx.shared.now_ms, vec![(LINE, line)]);
        self.keeping = Some(ctx.ask(Request::KeepDraft(Draft { id, target, base: 0, at_ms, title, texts })));
        true
    }

    fn key(&mut self, key: Key) -> bool {
        // Ctrl-A and Ctrl-E are for the line; what else the line does not take is not ours.
        self.line.key(key, usize::MAX)
            || key.text().is_some()
            || matches!(key.code, Code::Backspace | Code::Delete)
    }
}

/// Why nothing was written.
fn refused(lang: Lang, reply: &Reply) -> String {
    match reply {
        Reply::Refused(Refusal::Store(how)) => words::capture_failed(lang, how),
        Reply::Refused(Refusal::ReadOnly(how)) => words::capture_failed(lang, how),
        Reply::Refused(Refusal::NotAllowed) => words::CAPTURE_NOT_ALLOWED.get(lang).to_owned(),
        _ => words::CAPTURE_UNCLEAR.get(lang).to_owned(),
    }
}

impl Screen for Capture {
    fn contexts(&self) -> &[Context] {
        Context::Capture.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.seek(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        let before = self.line.text().to_owned();
        let used = match input {
            Input::Reply(ticket, reply) => {
                self.reply(ctx, ticket, reply);
                true
            }
            // A new person was made from here: now the line finds them.
            Input::Result(Outcome::Written(target)) => {
                if let Some(Preview::Nobody(name)) = self.current() {
                    self.picks.push((name.clone(), target));
                }
                self.preview = None;
                true
            }
            Input::Result(_) => true,
            Input::Action(Action::Back) => self.action(ctx, Action::Back),
            typed @ (Input::Action(_) | Input::Key(_) | Input::Paste(_)) if self.writing.is_some() => {
                self.queue.push(typed);
                return true;
            }
            Input::Action(action) => self.action(ctx, action),
            Input::Key(key) => self.key(key),
            Input::Paste(text) => {
                self.line.insert(&text);
                true
            }
            _ => return false,
        };
        if self.line.text() != before {
            self.settle();
            if !self.line.is_empty() {
                self.said = None;
            }
        }
        if used {
            self.seek(ctx);
            self.keep(ctx, false);
            let width = view::room(ctx.shared.size.0);
            let _ = self.line.view(width);
        }
        used
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        self.draw(shared, area, buf)
    }

    fn hints(&self) -> Vec<Action> {
        let mut out = vec![Action::Accept, Action::Complete];
        match self.current() {
            _ if self.completing.is_some() => out.extend([Action::Up, Action::Down]),
            Some(Preview::Which(..)) => out.extend([Action::Up, Action::Down]),
            Some(Preview::Nobody(_)) => out.insert(0, Action::Create),
            Some(Preview::Will(_)) if !self.droppable().is_empty() => out.push(Action::DropOne),
            _ if self.line.is_empty() && !self.history.is_empty() => out.push(Action::Up),
            _ => {}
        }
        out.extend([Action::Clear, Action::Back]);
        out
    }

    fn covers(&self) -> bool {
        false
    }

    fn leave(&mut self, ctx: &mut Ctx<'_>) {
        self.keep(ctx, true);
    }
}
