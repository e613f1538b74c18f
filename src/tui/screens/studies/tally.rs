//! What came of a study: of each question how many answered it, and what, as bars. A census fills the book from here.

use super::super::{Import, List, bars, fetched::stale};
use crate::book::survey::filling::Key;
use crate::book::survey::tally::{Said, Tally, shown, tally};
use crate::book::survey::{Survey, read};
use crate::book::{Kind, Record, Ref, answer, study};
use crate::exchange::study as table;
use crate::hub::wire::{Order, PAGE_MAX, Reply, Request};
use crate::text::screen::{self, studies as words};
use crate::text::{T, form as form_words};
use crate::tui::action::Action;
use crate::tui::draw::{self, below};
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::message::AppEffect;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines of the head.
const HEAD: u16 = 2;
/// Cells of a choice's words.
const LABEL: usize = 24;

/// What came of a study.
pub struct Outcome {
    study: Ref,
    name: String,
    record: Option<Record>,
    survey: Survey,
    answers: Vec<Vec<(Key, String)>>,
    tally: Vec<Tally>,
    /// Rows of answers that are here, and whether there are more.
    taken: u32,
    whole: bool,
    trouble: Option<String>,
    asking: Option<Ticket>,
    sheet: Sheet,
}

impl Outcome {
    /// Of a study; its answers are fetched first.
    pub fn new(study: Ref, name: &str) -> Outcome {
        Outcome {
            study,
            name: name.to_owned(),
            record: None,
            survey: Survey::default(),
            answers: Vec::new(),
            tally: Vec::new(),
            taken: 0,
            whole: false,
            trouble: None,
            asking: None,
            sheet: Sheet::default(),
        }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        (self.taken, self.whole, self.trouble) = (0, false, None);
        self.answers.clear();
        if ctx.shared.showing() {
            self.trouble = Some(words::NOT_SHOWN.get(ctx.shared.lang).to_owned());
            return;
        }
        self.asking = Some(ctx.ask(Request::Get(self.study)));
    }

    fn ask_answers(&mut self, ctx: &mut Ctx<'_>) {
        let (filter, order) = (table::answers_to(self.study.id), Order::Usual);
        let (kind, offset, limit) = (Kind::Answer, self.taken, PAGE_MAX);
        self.asking = Some(ctx.ask(Request::Records { kind, filter, order, offset, limit }));
    }

    fn reply(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        match reply {
            Reply::Shown(shown) => {
                self.survey = read::read(&study::form(&shown.record.fields)).survey;
                shown.record.name().clone_into(&mut self.name);
                self.record = Some(shown.record);
                self.ask_answers(ctx);
            }
            Reply::Records { taken: 0, .. } => {
                self.whole = true;
                self.tally = tally(&self.survey, &self.answers);
            }
            Reply::Records { taken, records } => {
                self.taken += taken;
                self.answers.extend(records.iter().map(|s| answer::answers(&s.record.fields)));
                self.ask_answers(ctx);
            }
            Reply::Refused(why) => self.trouble = Some(say::refusal(&why, ctx.shared.lang)),
            _ => self.trouble = Some(form_words::BAD_REQUEST.get(ctx.shared.lang).to_owned()),
        }
    }

    fn file(&self, ctx: &mut Ctx<'_>) {
        let lang = ctx.shared.lang;
        match table::summary(&self.name, &self.survey, &self.tally, self.answers.len(), lang) {
            Ok(bytes) => {
                let name = format!("{}-{}.xlsx", words::TABLE.get(lang), ctx.shared.today());
                ctx.does(Effect::App(AppEffect::File { name, bytes }));
            }
            Err(e) => ctx.does(Effect::Warn(crate::text::store::io(lang, &e))),
        }
    }

    /// The answers of a census as rows of a ledger: what they would write is shown before anything is.
    fn to_book(&self, ctx: &mut Ctx<'_>) {
        let lang = ctx.shared.lang;
        let Some(record) = self.record.as_ref().filter(|_| self.whole) else { return };
        if !study::is_census(&record.fields) {
            ctx.does(Effect::Say(words::NO_CENSUS.get(lang).to_owned()));
            return;
        }
        match table::ledger(&self.survey, &self.answers) {
            Some(rows) => ctx.does(Effect::Push(Box::new(Import::pasted(table::as_cells(&rows))))),
            None => ctx.does(Effect::Say(words::NO_FIELDS.get(lang).to_owned())),
        }
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let lang = shared.lang;
        let dim = |text: &str| -> Vec<Line> {
            draw::wrap(text, width.saturating_sub(2)).into_iter().map(|l| Line::of(l, Ink::Dim)).collect()
        };
        match (&self.trouble, self.whole) {
            (Some(why), _) => return dim(why),
            (None, false) => return dim(screen::LOADING.get(lang)),
            (None, true) if self.answers.is_empty() => return dim(words::NO_ANSWERS.get(lang)),
            _ => {}
        }
        let language = self.survey.language(lang);
        let mut out = Vec::new();
        for (i, t) in self.tally.iter().enumerate() {
            let Some(q) = self.survey.question(&t.name) else { continue };
            let label = q.label.get(language).lines().collect::<Vec<_>>().join(" ");
            let label = if label.is_empty() { q.name.clone() } else { label };
            // in a repeated group there are more of them than answers
            let count = match self.survey.is_repeated(&t.name) {
                true => words::said_times(lang, t.answered),
                false => words::of_all(lang, t.answered, self.answers.len()),
            };
            let room = width.saturating_sub(glyph::width(&count) + 8);
            let head =
                Line::of(format!("{:>2} ", i + 1), Ink::Dim).and(glyph::fit(&label, room), Ink::Strong);
            out.push(head.end(count, Ink::Dim).hit(i));
            match &t.said {
                Said::Words => {}
                Said::Numbers { mean, least, most } => {
                    let said = words::numbers(lang, &shown(*mean), &shown(*least), &shown(*most));
                    out.push(Line::text(format!("     {said}")));
                }
                Said::Days(first, last) => {
                    let said = words::days(lang, &first.to_string(), &last.to_string());
                    out.push(Line::text(format!("     {said}")));
                }
                Said::Choices(all) => {
                    for (code, n) in all {
                        out.push(self.bar(
                            &self.survey.choice_label(q, code, language),
                            *n,
                            t,
                            shared,
                            width,
                        ));
                    }
                }
            }
            out.push(Line::blank());
        }
        out.pop();
        out
    }

    fn bar(&self, label: &str, n: usize, t: &Tally, shared: &Shared, width: usize) -> Line {
        let wide = LABEL.min(width / 3);
        let figures = format!("{n:>5} {:>4}", table::share(n, t.answered));
        let line = Line::of(format!("     {} ", glyph::pad(&glyph::fit(label, wide), wide)), Ink::Text);
        let room = width.saturating_sub(wide + glyph::width(&figures) + 12);
        bars::across(line, [n as u64, 0], t.answered as u64, room, shared.theme).end(figures, Ink::Text)
    }
}

impl Screen for Outcome {
    fn contexts(&self) -> &[Context] {
        Context::Card.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(Action::Act) if self.whole => self.file(ctx),
            Input::Action(Action::New) => self.to_book(ctx),
            Input::Action(Action::Open) => {
                let list =
                    List::some(Kind::Answer, table::answers_to(self.study.id), Order::Usual).of(&self.name);
                ctx.does(Effect::Push(Box::new(list)));
            }
            Input::Action(Action::OtherView) => ctx.does(Effect::Pop(None)),
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                return self.sheet.step(action, &lines, super::super::rows_below(ctx.shared, HEAD));
            }
            Input::Reply(ticket, reply) if self.asking == Some(ticket) => {
                self.asking = None;
                self.reply(ctx, reply);
            }
            Input::Reply(..) => {}
            other if stale(&other) => self.ask(ctx),
            _ => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let right = if self.whole { words::answers(lang, self.answers.len()) } else { String::new() };
        let parts = [
            (words::TABLE.get(lang), theme.strong()),
            ("   ", theme.text()),
            (self.name.as_str(), theme.text()),
        ];
        draw::head(buf, area, &parts, (&right, theme.dim()));
        self.sheet.view(&self.lines(shared, area.width.into()), buf, below(area, HEAD), theme, true);
        None
    }

    fn hints(&self) -> Vec<Action> {
        let mut out = vec![Action::Open, Action::Act, Action::PageDown, Action::PageUp, Action::Back];
        if self.record.as_ref().is_some_and(|r| study::is_census(&r.fields)) {
            out.insert(2, Action::New);
        }
        out
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Act => Some(words::AS_TABLE),
            Action::New => Some(words::TO_BOOK),
            Action::Open => Some(words::ALL),
            _ => None,
        }
    }

    fn waits(&self, action: Option<Action>) -> bool {
        let about = action.is_some_and(|a| a.needs_hand() || a.moves() || a == Action::New);
        self.asking.is_some() && !self.whole && about
    }

    fn target(&self) -> Option<Ref> {
        Some(self.study)
    }

    fn target_name(&self) -> String {
        self.name.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_those_who_answered() {
        assert_eq!(table::share(1, 3), "33%");
        assert_eq!(table::share(0, 0), "");
    }
}
