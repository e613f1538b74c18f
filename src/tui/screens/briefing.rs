//! The briefing 通报稿 that belongs to a meeting: drafted from the period's report and what was answered, changed in the
//! meeting's form, kept with the meeting, and out as a Word document.

use super::fetched::{Fetched, stale};
use crate::book::report::Period;
use crate::book::{Id, Record, Ref, Row, Value, meeting};
use crate::exchange::{briefing, report as figures};
use crate::hub::wire::{News, Reply, Report, Request, Shown};
use crate::text::briefing as words;
use crate::text::{T, screen};
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::form;
use crate::tui::keymap::Context;
use crate::tui::message::AppEffect;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The briefing of a meeting.
pub struct Briefing {
    meeting: Ref,
    name: String,
    found: Fetched<Shown>,
    /// The draft, and of which period and area it is. It stays until the next one is there.
    draft: Option<String>,
    of: Option<Of>,
    /// What the next one is made of, and the questions for it.
    report: Option<Box<Report>>,
    answered: Option<Vec<Row>>,
    asking: [Option<Ticket>; 2],
    /// Why there is no draft.
    trouble: Option<String>,
    /// Whether it is drafted anew although there is one.
    anew: bool,
    /// Whether the meeting was written: what is kept with it then is what is shown.
    written: bool,
}

/// The period that a briefing tells of, and the area.
type Of = (Period, Option<Id>);

impl Briefing {
    /// Of a meeting; it is fetched first.
    pub fn new(meeting: Ref, name: &str) -> Briefing {
        Briefing {
            meeting,
            name: name.to_owned(),
            found: Fetched::default(),
            draft: None,
            of: None,
            report: None,
            answered: None,
            asking: [None, None],
            trouble: None,
            anew: false,
            written: false,
        }
    }

    fn record(&self) -> Option<&Record> {
        self.found.data.as_ref().map(|s| &s.record)
    }

    /// What is kept with the meeting.
    fn kept(&self) -> Option<&str> {
        self.record().map(|r| r.fields.text(meeting::BRIEFING)).filter(|text| !text.is_empty())
    }

    /// Of which period and area it is.
    fn of(&self) -> Option<Of> {
        let r = self.record()?;
        let day = r.fields.day(meeting::WHEN)?;
        Some((briefing::period_of(r.fields.code(meeting::SORT), day)?, r.area().map(|a| a.id)))
    }

    /// Asks for what a draft is made of.
    fn ask_figures(&mut self, ctx: &mut Ctx<'_>) {
        let Some(of) = self.of() else { return };
        if self.of != Some(of) {
            // the draft of another period is none of this one
            self.draft = None;
        }
        self.of = Some(of);
        (self.report, self.answered, self.trouble) = (None, None, None);
        let (period, area) = of;
        let figures = ctx.ask(Request::Report(figures::ask(period, area)));
        let answered = ctx.ask(briefing::ask(period, area));
        self.asking = [Some(figures), Some(answered)];
    }

    /// The meeting is there, the first time or anew.
    fn meeting_came(&mut self, ctx: &mut Ctx<'_>) {
        if std::mem::take(&mut self.written) {
            (self.anew, self.draft) = (false, None);
        }
        // what is kept needs no figures; those of a draft are as of when it was drafted
        let wanted = self.anew || self.kept().is_none();
        if wanted && (self.draft.is_none() || self.of != self.of()) {
            self.ask_figures(ctx);
        }
    }

    /// An answer to one of the questions for a draft: with the last of them it is drafted.
    fn take(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        let lang = ctx.shared.lang;
        match reply {
            Reply::Report(report) => self.report = Some(report),
            Reply::Page { rows, .. } => self.answered = Some(rows),
            other => {
                let why = match other {
                    Reply::Refused(why) => say::refusal(&why, lang),
                    _ => crate::text::trouble::BAD_REQUEST.get(lang).to_owned(),
                };
                ctx.does(Effect::Warn(why.clone()));
                (self.trouble, self.asking, self.anew) = (Some(why), [None, None], self.shows_draft());
                return;
            }
        }
        if let (Some(report), Some(answered), Some((period, _))) = (&self.report, &self.answered, self.of) {
            self.draft = Some(briefing::draft(report, period, answered, lang));
            self.found.sheet = Sheet::default();
        }
    }

    /// Whether the text is the draft, not what is kept.
    fn shows_draft(&self) -> bool {
        self.draft.is_some() && (self.anew || self.kept().is_none())
    }

    /// The text: what is kept, else the draft; what is drafted anew when it is there.
    fn text(&self) -> Option<&str> {
        if self.shows_draft() { self.draft.as_deref() } else { self.kept() }
    }

    fn edit(&self, ctx: &mut Ctx<'_>) {
        let Some((text, mut then)) = self.text().zip(self.found.data.clone()) else { return };
        then.record.fields.set(meeting::BRIEFING, Value::text(text));
        ctx.does(Effect::Push(form::filled(then, words::FILLED)));
    }

    fn file(&self, ctx: &mut Ctx<'_>) {
        let Some((text, shown)) = self.text().zip(self.found.data.as_ref()) else { return };
        let area = shown.record.area().map(|a| say::name_of(a, &shown.names, ctx.shared.lang));
        let area = area.unwrap_or_default();
        let day = self.record().and_then(|r| r.fields.day(meeting::WHEN)).unwrap_or(ctx.shared.today());
        match briefing::docx(text, &[&area, &day.to_string()]) {
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
        let Some(text) = self.text() else {
            let (words, ink) = match &self.trouble {
                Some(why) => (why.as_str(), Ink::Trouble),
                None => (screen::LOADING.get(shared.lang), Ink::Dim),
            };
            let lines = draw::wrap(words, width.saturating_sub(2));
            return lines.into_iter().map(|l| Line::of(l, ink)).collect();
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
                // an earlier draft that is not on the screen is not this one
                if !self.shows_draft() {
                    self.draft = None;
                }
                self.anew = true;
                self.ask_figures(ctx);
            }
            Input::Action(Action::OtherView) => ctx.does(Effect::Pop(None)),
            Input::Action(Action::Copy) => {
                if let Some(text) = self.text().map(str::to_owned) {
                    ctx.does(Effect::Copy { text, what: words::BRIEFING.get(ctx.shared.lang).to_owned() });
                }
            }
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                return self.found.step(ctx.shared, action, &lines);
            }
            Input::Reply(ticket, reply) if self.asking.contains(&Some(ticket)) => {
                self.asking.iter_mut().filter(|t| **t == Some(ticket)).for_each(|t| *t = None);
                self.take(ctx, reply);
            }
            Input::Reply(ticket, reply) => {
                let mine = self.found.reply(ctx.shared, ticket, reply, |r| match r {
                    Reply::Shown(shown) => Some(shown),
                    _ => None,
                });
                if mine {
                    self.meeting_came(ctx);
                }
                return mine;
            }
            // of a hundred colleagues hardly one writes this meeting
            Input::News(News::Changed { items, .. }) if items.iter().all(|(one, _)| *one != self.meeting) => {
            }
            // on a projector it is told with covers
            Input::News(News::Resync) => {
                self.draft = None;
                self.found.ask(ctx, Request::Get(self.meeting));
            }
            other if stale(&other) => {
                self.written |= matches!(other, Input::Result(Outcome::Written(one)) if one == self.meeting);
                self.found.ask(ctx, Request::Get(self.meeting));
            }
            _ => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let right = if self.shows_draft() { words::DRAFT.get(shared.lang) } else { "" };
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
