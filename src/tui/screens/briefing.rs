//! The briefing 通报稿 that belongs to a meeting: drafted from the period's report and what was answered, changed in the
//! meeting's form, kept with the meeting, and out as a Word document.

use super::fetched::{Fetched, stale};
use crate::book::report::Period;
use crate::book::{Id, Record, Ref, Row, Value, meeting};
use crate::exchange::{briefing, report as figures};
use crate::hub::wire::{Reply, Report, Request, Shown};
use crate::text::briefing as words;
use crate::text::{T, screen};
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::form;
use crate::tui::keymap::Context;
use crate::tui::message::AppEffect;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The briefing of a meeting.
pub struct Briefing {
    meeting: Ref,
    name: String,
    found: Fetched<Shown>,
    /// What a draft is made of, and the questions for it.
    report: Option<Box<Report>>,
    answered: Option<Vec<Row>>,
    asking: [Option<Ticket>; 2],
    /// Whether it is drafted anew although there is one.
    anew: bool,
}

impl Briefing {
    /// Of a meeting; it is fetched first.
    pub fn new(meeting: Ref, name: &str) -> Briefing {
        Briefing {
            meeting,
            name: name.to_owned(),
            found: Fetched::default(),
            report: None,
            answered: None,
            asking: [None, None],
            anew: false,
        }
    }

    fn record(&self) -> Option<&Record> {
        self.found.data.as_ref().map(|s| &s.record)
    }

    /// What is kept with the meeting.
    fn kept(&self) -> &str {
        self.record().filter(|_| !self.anew).map_or("", |r| r.fields.text(meeting::BRIEFING))
    }

    /// The period it tells of, and the area.
    fn of(&self) -> Option<(Period, Option<Id>)> {
        let r = self.record()?;
        let day = r.fields.day(meeting::WHEN)?;
        Some((briefing::period_of(r.fields.code(meeting::SORT), day)?, r.area().map(|a| a.id)))
    }

    /// Asks for what a draft is made of, where one is wanted.
    fn ask_figures(&mut self, ctx: &mut Ctx<'_>) {
        let Some((period, area)) = self.of().filter(|_| self.kept().is_empty()) else { return };
        (self.report, self.answered) = (None, None);
        let figures = ctx.ask(Request::Report(figures::ask(period, area)));
        let answered = ctx.ask(briefing::ask(period, area));
        self.asking = [Some(figures), Some(answered)];
    }

    /// The text: what is kept, else the draft.
    fn text(&self, shared: &Shared) -> Option<String> {
        if !self.kept().is_empty() {
            return Some(self.kept().to_owned());
        }
        let ((period, _), report, answered) = (self.of()?, self.report.as_ref()?, self.answered.as_ref()?);
        Some(briefing::draft(report, period, answered, shared.lang))
    }

    fn edit(&self, ctx: &mut Ctx<'_>) {
        let Some((text, mut then)) = self.text(ctx.shared).zip(self.found.data.clone()) else { return };
        then.record.fields.set(meeting::BRIEFING, Value::text(text));
        ctx.does(Effect::Push(form::filled(then, words::FILLED)));
    }

    fn file(&self, ctx: &mut Ctx<'_>) {
        let Some(text) = self.text(ctx.shared) else { return };
        let area = self.report.as_ref().map(|r| r.area.clone()).unwrap_or_default();
        let day = self.record().and_then(|r| r.fields.day(meeting::WHEN)).unwrap_or(ctx.shared.today());
        match briefing::docx(&text, &[&area, &day.to_string()]) {
            Ok(bytes) => {
                let name = format!("{}-{day}.docx", words::BRIEFING.get(ctx.shared.lang));
                ctx.does(Effect::App(AppEffect::File { name, bytes }));
            }
            Err(e) => ctx.does(Effect::Warn(crate::text::store::io(ctx.shared.lang, &e))),
        }
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        if let Err(lines) = self.found.get(shared, width) {
            return lines;
        }
        let Some(text) = self.text(shared) else {
            return vec![Line::of(screen::LOADING.get(shared.lang), Ink::Dim)];
        };
        let mut lines = Vec::new();
        for (n, paragraph) in text.lines().enumerate() {
            let ink = if n == 0 { Ink::Strong } else { Ink::Text };
            let wrapped = draw::wrap(paragraph, width.saturating_sub(3));
            lines.extend(wrapped.into_iter().map(|l| Line::of(l, ink)));
        }
        lines.into_iter().enumerate().map(|(i, l)| l.hit(i)).collect()
    }
}

impl Screen for Briefing {
    fn contexts(&self) -> &[Context] {
        Context::Card.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.found.ask(ctx, Request::Get(self.meeting));
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(Action::Edit | Action::Open) => self.edit(ctx),
            Input::Action(Action::Act) => self.file(ctx),
            Input::Action(Action::New) => {
                self.anew = true;
                self.ask_figures(ctx);
            }
            Input::Action(Action::OtherView) => ctx.does(Effect::Pop(None)),
            Input::Action(Action::Copy) => {
                if let Some(text) = self.text(ctx.shared) {
                    ctx.does(Effect::Copy { text, what: words::BRIEFING.get(ctx.shared.lang).to_owned() });
                }
            }
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                return self.found.step(ctx.shared, action, &lines);
            }
            Input::Reply(ticket, reply) if self.asking[0] == Some(ticket) => {
                self.asking[0] = None;
                if let Reply::Report(report) = reply {
                    self.report = Some(report);
                }
            }
            Input::Reply(ticket, reply) if self.asking[1] == Some(ticket) => {
                self.asking[1] = None;
                if let Reply::Page { rows, .. } = reply {
                    self.answered = Some(rows);
                }
            }
            Input::Reply(ticket, reply) => {
                let mine = self.found.reply(ctx.shared, ticket, reply, |r| match r {
                    Reply::Shown(shown) => Some(shown),
                    _ => None,
                });
                if mine {
                    self.ask_figures(ctx);
                }
                return mine;
            }
            other if stale(&other) => {
                // what was just kept is what is shown
                self.anew = false;
                self.found.ask(ctx, Request::Get(self.meeting));
            }
            _ => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let draft = self.kept().is_empty() && self.found.data.is_some();
        let right = if draft { words::DRAFT.get(shared.lang) } else { "" };
        let lines = self.lines(shared, area.width.into());
        self.found.view(shared, area, buf, (words::BRIEFING.get(shared.lang), &self.name), right, &lines);
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Act, Action::Edit, Action::New, Action::Copy, Action::Back]
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Act => Some(words::AS_WORD),
            Action::New => Some(words::ANEW),
            _ => None,
        }
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoMeetings)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        let made_of = matches!(action, Some(Action::Edit | Action::Open | Action::Act | Action::Copy));
        self.found.waits(action) || made_of && self.asking.iter().any(Option::is_some)
    }

    fn target(&self) -> Option<Ref> {
        Some(self.meeting)
    }

    fn target_name(&self) -> String {
        self.name.clone()
    }
}
