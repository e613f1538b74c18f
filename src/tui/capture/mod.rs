//! The one-line capture: a line over whatever is below, and under it what Enter will write.
//!
//! It never guesses: an ambiguous name asks, an unknown one offers a new person. After writing, the line stays
//! open and empty for the next of six.

#[cfg(test)]
mod tests;
mod view;

use super::action::Action;
use super::edit::Edit;
use super::input::{Code, Key};
use super::keymap::Context;
use super::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::book::{Id, Kind, Ref, Row, person};
use crate::hub::wire::{Draft, Preview, Refusal, Reply, Request, Saved};
use crate::text::{Lang, form as words};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines that can be had again with Up.
const HISTORY: usize = 50;

/// The number under which a draft holds a line: no field has it.
const LINE: u16 = 0;

/// Characters of a line that name its draft.
const TITLE: usize = 24;

/// What is asked: a line, and who is meant once somebody was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Question {
    line: String,
    who: Option<Ref>,
}

/// The line, and what is known about it.
pub struct Capture {
    line: Edit,
    who: Option<Ref>,
    /// The candidate under the cursor, where several may be meant.
    at: usize,
    preview: Option<(Question, Preview)>,
    asking: Option<(Ticket, Question)>,
    writing: Option<(Ticket, Question)>,
    /// The last line that was tried to write, and the request id it went under.
    attempt: Option<(Id, Question)>,
    history: Vec<String>,
    /// Which line of the history is shown, counted from the last.
    back: Option<usize>,
    /// What is wrong, in words; or what was written last.
    said: Option<(String, bool)>,
    written: Option<Ref>,
    /// The draft that the line was taken up from, until it is written.
    draft: Option<Id>,
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
            who: None,
            at: 0,
            preview: None,
            asking: None,
            writing: None,
            attempt: None,
            history: Vec::new(),
            back: None,
            said: None,
            written: None,
            draft,
            queue: Vec::new(),
        }
    }

    fn question(&self) -> Question {
        Question { line: self.line.text().trim().to_owned(), who: self.who }
    }

    /// The preview of the line as it stands.
    fn current(&self) -> Option<&Preview> {
        let now = self.question();
        self.preview.as_ref().filter(|(q, _)| *q == now).map(|(_, p)| p)
    }

    fn candidates(&self) -> &[Row] {
        match self.current() {
            Some(Preview::Which(rows)) => rows,
            _ => &[],
        }
    }

    /// Asks what the line would write, if that is not known and nothing is on its way.
    fn seek(&mut self, ctx: &mut Ctx<'_>) {
        let now = self.question();
        if now.line.is_empty() || self.asking.is_some() || self.current().is_some() {
            return;
        }
        let ticket = ctx.ask(Request::Preview { line: now.line.clone(), who: now.who });
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
                let ask = Request::Capture { request, line: now.line.clone(), who: now.who };
                self.writing = Some((ctx.ask(ask), now));
            }
            Some(Preview::Which(rows)) => {
                self.who = rows.get(self.at).map(|r| r.target);
                self.seek(ctx);
            }
            Some(Preview::Nobody(name)) => self.said = Some((words::capture_nobody(lang, name), true)),
            Some(Preview::Wrong(why)) => self.said = Some((why.clone(), true)),
            Some(Preview::Trouble(why)) => self.said = Some((view::trouble(*why, lang), true)),
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

    fn wrote(&mut self, ctx: &mut Ctx<'_>, asked: Question, saved: Saved) {
        let lang = ctx.shared.lang;
        let kind = saved.target.kind.label().get(lang);
        let mut said = words::captured(lang, kind, &saved.name);
        for (_, made) in &saved.made {
            said = words::and_made(lang, &said, made);
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
        (self.who, self.preview, self.attempt, self.back) = (None, None, None, None);
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
        let last = self.candidates().len().saturating_sub(1);
        let which = !self.candidates().is_empty();
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
            Action::Accept | Action::Save => self.accept(ctx),
            Action::Complete if which => self.accept(ctx),
            Action::Complete => {}
            Action::DropOne => {
                self.line.delete();
            }
            Action::Clear => {
                self.line.clear();
            }
            Action::Undo => {
                self.line.undo();
            }
            Action::Redo => {
                self.line.redo();
            }
            Action::Create => {
                if let Some(Preview::Nobody(name)) = self.current() {
                    let given = vec![(person::NAME, name.clone(), String::new())];
                    ctx.does(Effect::New(Kind::Person, given));
                }
            }
            Action::Back => {
                if self.keep(ctx) {
                    ctx.does(Effect::Say(words::CAPTURE_KEPT.get(ctx.shared.lang).into()));
                }
                ctx.does(Effect::Pop(self.written.map(Outcome::Written)));
            }
            _ => return false,
        }
        true
    }

    /// A line not yet written stays as a draft, to be gone on with as the line that it is. One that was emptied is
    /// given up.
    fn keep(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let line = self.line.text().trim().to_owned();
        if self.writing.is_some() {
            return false;
        }
        if line.is_empty() {
            if let Some(draft) = self.draft.take() {
                ctx.ask(Request::DropDraft(draft));
            }
            return false;
        }
        let person = line.starts_with(['人', '新', 'p', 'P']);
        let kind = if person { Kind::Person } else { Kind::Visit };
        let target = Ref { kind, id: super::form::fresh() };
        let id = *self.draft.get_or_insert_with(super::form::fresh);
        let title = line.chars().take(TITLE).collect();
        let (at_ms, texts) = (ctx.shared.now_ms, vec![(LINE, line)]);
        ctx.ask(Request::KeepDraft(Draft { id, target, base: 0, at_ms, title, texts }));
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
            Input::Result(Outcome::Written(_)) => {
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
            // Who was meant belongs to the line it was asked for.
            self.who = None;
            if !self.line.is_empty() {
                self.said = None;
            }
        }
        if used {
            self.seek(ctx);
            let width = view::room(ctx.shared.size.0);
            let _ = self.line.view(width);
        }
        used
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        self.draw(shared, area, buf)
    }

    fn hints(&self) -> Vec<Action> {
        let mut out = vec![Action::Accept];
        match self.current() {
            Some(Preview::Which(_)) => out.extend([Action::Up, Action::Down]),
            Some(Preview::Nobody(_)) => out.push(Action::Create),
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
        self.keep(ctx);
    }
}
