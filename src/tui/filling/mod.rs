//! Filling a question form in 答卷: question by question down the form, each checked as it is left; what is relevant comes
//! and goes with the answers, choices are made by digits, every change is safe as a draft.
//!
//! - [`keys`] is what keys do, [`keep`] the draft and the saving, [`lines`] how the form lies on the screen.

mod keep;
mod keys;
mod lines;

use crate::book::survey::filling::{Asked, Entry, Filling, Key, Now, Trouble};
use crate::book::survey::{Kind as Takes, Survey, kept, read};
use crate::book::{Day, Kind, Ref, answer, study};
use crate::hub::wire::{Draft, Reply, Request, Save, Shown};
use crate::text::screen::studies as words;
use crate::text::{Lang, T, form as form_words};
use crate::tui::action::Action;
use crate::tui::edit::Edit;
use crate::tui::form;
use crate::tui::keeping::Keeping;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::screens::Take;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;

/// Where the cursor can stand.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stop {
    /// Who answers.
    Person,
    /// When they were asked.
    Day,
    /// A question.
    Question(Key),
    /// Behind the repetitions of a group: its name, and the repetitions around it.
    More(String, Vec<u16>),
    /// Behind everything.
    End,
}

/// The study whose questions are asked.
#[derive(Clone)]
struct Asks {
    study: Ref,
    title: String,
    anonymous: bool,
    survey: Arc<Survey>,
}

/// What it waits for.
#[derive(Clone, Debug, PartialEq)]
enum Load {
    /// The answer, then its study.
    Answer(Option<Ticket>),
    /// The study.
    Study(Ref, Option<Ticket>),
    Done,
    Failed(String),
}

/// A form being filled.
pub struct Fill {
    load: Load,
    asks: Option<Asks>,
    /// The answer that it becomes.
    target: Ref,
    /// The version that was seen; 0 for a new one.
    base: u64,
    filling: Filling,
    person: Option<(Ref, String)>,
    day: Day,
    at: Stop,
    /// What is typed where the cursor stands.
    edit: Edit,
    /// The choice under the cursor.
    mark: usize,
    trouble: Option<String>,
    /// First line shown.
    top: usize,
    /// An answer from before, or a draft of one, to be laid over the form when it is here.
    known: Option<Shown>,
    resumed: Option<Vec<(u16, String)>>,
    keeping: Keeping,
    /// What it began with: while it is the same there is nothing to keep.
    begun: Vec<(u16, String)>,
    saving: Option<(Ticket, bool)>,
    attempt: Option<Save>,
    /// How many of a stack were saved before, and the last of them.
    stacked: usize,
    written: Option<Ref>,
    /// What was typed while saving, to go on with.
    queue: Vec<Input>,
}

/// A new answer to a study.
pub fn new(study: Ref) -> Box<dyn Screen> {
    Box::new(Fill::blank(Load::Study(study, None), Ref { kind: Kind::Answer, id: form::fresh() }))
}

/// An answer from before.
pub fn edit(target: Ref) -> Box<dyn Screen> {
    Box::new(Fill::blank(Load::Answer(None), target))
}

/// A half-filled one taken up again, if the draft is one.
pub fn resume(draft: &Draft) -> Option<Box<dyn Screen>> {
    let of = draft.texts.iter().find(|(no, _)| *no == answer::STUDY);
    let (study, _) = of.filter(|_| draft.target.kind == Kind::Answer).and_then(|(_, t)| form::unlink(t))?;
    let mut fill = Fill::blank(Load::Study(study, None), draft.target);
    fill.base = draft.base;
    fill.keeping = Keeping::of(draft);
    fill.resumed = Some(draft.texts.clone());
    Some(Box::new(fill))
}

impl Fill {
    fn blank(load: Load, target: Ref) -> Fill {
        Fill {
            load,
            asks: None,
            target,
            base: 0,
            filling: Filling::default(),
            person: None,
            day: Day(0),
            at: Stop::End,
            edit: Edit::line(""),
            mark: 0,
            trouble: None,
            top: 0,
            known: None,
            resumed: None,
            keeping: Keeping::new(form::fresh()),
            begun: Vec::new(),
            saving: None,
            attempt: None,
            stacked: 0,
            written: None,
            queue: Vec::new(),
        }
    }

    fn now(shared: &Shared) -> Now {
        let clock = form::clock(shared.now_ms);
        Now { today: shared.today(), clock: clock.get(..5).unwrap_or("00:00").to_owned() }
    }

    fn language(asks: &Asks, lang: Lang) -> usize {
        asks.survey.language(lang)
    }

    /// The form as it stands.
    fn entries(&self, shared: &Shared) -> Vec<Entry> {
        let Some(asks) = &self.asks else { return Vec::new() };
        self.filling.entries(&asks.survey, &Fill::now(shared), Fill::language(asks, shared.lang))
    }

    /// Everywhere the cursor can stand, in order.
    fn stops(&self, entries: &[Entry]) -> Vec<Stop> {
        let mut out = vec![Stop::Person, Stop::Day];
        if self.asks.as_ref().is_some_and(|a| a.anonymous) {
            out.remove(0);
        }
        out.extend(entries.iter().filter_map(|e| match e {
            Entry::Question(q) if !q.read_only && q.kind != Takes::Note => {
                Some(Stop::Question(q.key.clone()))
            }
            Entry::More { name, at, .. } => Some(Stop::More(name.clone(), at.clone())),
            _ => None,
        }));
        out.push(Stop::End);
        out
    }

    /// The question in hand.
    fn asked(&self, shared: &Shared) -> Option<Box<Asked>> {
        let (Stop::Question(key), Some(asks)) = (&self.at, &self.asks) else { return None };
        let language = Fill::language(asks, shared.lang);
        self.filling.asked(&asks.survey, key, &Fill::now(shared), language).map(Box::new)
    }

    /// Takes the study's form in.
    fn load(&mut self, ctx: &mut Ctx<'_>, shown: &Shown) {
        let (shared, fields) = (ctx.shared, &shown.record.fields);
        let sheets = study::form(fields);
        if sheets.is_empty() {
            ctx.does(Effect::Pop(None));
            ctx.does(Effect::Push(Box::new(Take::of(&shown.record))));
            return;
        }
        let reading = read::read(&sheets);
        if !reading.faults.is_empty() {
            self.load = Load::Failed(words::BAD_FORM.get(shared.lang).to_owned());
            return;
        }
        self.asks = Some(Asks {
            study: shown.record.to_ref(),
            title: shown.record.name().to_owned(),
            anonymous: study::is_anonymous(fields),
            survey: Arc::new(reading.survey),
        });
        self.load = Load::Done;
        self.begin(shared);
    }

    /// Begins with what is known: an answer from before, a draft, or nothing.
    fn begin(&mut self, shared: &Shared) {
        let Some(asks) = &self.asks else { return };
        let now = Fill::now(shared);
        self.day = shared.today();
        let known = self.known.take();
        let mut in_hand = None;
        self.filling = match (&known, self.resumed.take()) {
            (_, Some(texts)) => {
                let of = |no: u16| texts.iter().find(|(n, _)| *n == no).map_or("", |(_, t)| t.as_str());
                self.person = form::unlink(of(answer::PERSON));
                self.day = crate::book::dates::parse(of(answer::DAY), now.today).unwrap_or(now.today);
                in_hand = kept::answered(of(keep::IN_HAND)).pop();
                Filling::resume(&asks.survey, &kept::answered(of(answer::ANSWERS)), &now)
            }
            (Some(shown), None) => {
                let f = &shown.record.fields;
                self.base = shown.record.version;
                let name = |r: Ref| (r, say::name_of(r, &shown.names, shared.lang));
                self.person = f.link(answer::PERSON).map(name);
                self.day = f.day(answer::DAY).unwrap_or(now.today);
                Filling::resume(&asks.survey, &answer::answers(f), &now)
            }
            (None, None) => Filling::new(&asks.survey, &now),
        };
        self.filling.speak(Fill::language(asks, shared.lang));
        if asks.anonymous {
            self.person = None;
        }
        let entries = self.entries(shared);
        let stops = self.stops(&entries);
        let question = |s: &&Stop| matches!(s, Stop::Question(_));
        let first = match (known.is_some(), self.keeping.is_there()) {
            // a draft goes on with what was not answered yet
            (_, true) => stops.iter().find(|s| self.is_blank(s, &entries)),
            (true, false) => stops.iter().find(question),
            (false, false) => stops.iter().find(|s| question(s) || **s == Stop::Person),
        };
        self.at = first.or(stops.first()).cloned().unwrap_or(Stop::End);
        if !self.keeping.is_there() {
            self.begun = self.texts();
        }
        if let Some((key, typed)) = in_hand.filter(|(k, _)| stops.contains(&Stop::Question(k.clone()))) {
            self.at = Stop::Question(key);
            self.hold(shared);
            self.edit.set(&typed);
        } else {
            self.hold(shared);
        }
    }

    fn is_blank(&self, stop: &Stop, entries: &[Entry]) -> bool {
        let Stop::Question(key) = stop else { return false };
        entries.iter().any(|e| matches!(e, Entry::Question(q) if q.key == *key && q.value.is_empty()))
    }

    /// Takes what is at the cursor in hand.
    fn hold(&mut self, shared: &Shared) {
        self.mark = 0;
        self.edit = Edit::line("");
        match &self.at {
            Stop::Day => self.edit = Edit::line(&self.day.to_string()),
            Stop::Question(_) => {
                let Some(q) = self.asked(shared) else { return };
                if is_typed(&q.kind) {
                    self.edit = Edit::line(&q.value);
                } else {
                    let chosen = |(code, _): &(String, String)| q.value.split_whitespace().any(|v| v == code);
                    self.mark = q.choices.iter().position(chosen).unwrap_or(0);
                }
            }
            _ => {}
        }
    }

    /// Takes an answer in; whether it is one.
    fn set(&mut self, shared: &Shared, key: &Key, typed: &str) -> bool {
        let Some(asks) = &self.asks else { return false };
        match self.filling.set(&asks.survey, key, typed, &Fill::now(shared)) {
            Ok(()) => {
                self.trouble = None;
                true
            }
            Err(wrong) => {
                self.trouble = Some(told(&wrong, shared.lang));
                false
            }
        }
    }

    fn reply(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: Reply) {
        let mine =
            matches!(&self.load, Load::Study(_, Some(asked)) | Load::Answer(Some(asked)) if *asked == ticket);
        if !mine {
            if !self.kept(ctx, ticket, &reply) {
                self.saved(ctx, ticket, reply);
            }
            return;
        }
        match reply {
            Reply::Shown(shown) if shown.record.kind == Kind::Study => self.load(ctx, &shown),
            Reply::Shown(shown) => {
                let Some(of) = shown.record.fields.link(answer::STUDY) else {
                    self.load = Load::Failed(words::GONE.get(ctx.shared.lang).to_owned());
                    return;
                };
                self.known = Some(shown);
                self.load = Load::Study(of, Some(ctx.ask(Request::Get(of))));
            }
            Reply::Refused(why) => self.load = Load::Failed(say::refusal(&why, ctx.shared.lang)),
            _ => self.load = Load::Failed(form_words::BAD_REQUEST.get(ctx.shared.lang).to_owned()),
        }
    }

    /// Begins the next of a stack.
    fn next(&mut self, shared: &Shared) {
        let (asks, queue) = (self.asks.take(), std::mem::take(&mut self.queue));
        let (stacked, written, day) = (self.stacked + 1, Some(self.target), self.day);
        *self = Fill::blank(Load::Done, Ref { kind: Kind::Answer, id: form::fresh() });
        (self.asks, self.stacked, self.written, self.queue) = (asks, stacked, written, queue);
        self.begin(shared);
        self.day = day;
        self.begun = self.texts();
    }
}

/// Whether a question is answered in words, not by choosing.
fn is_typed(kind: &Takes) -> bool {
    matches!(
        kind,
        Takes::Text | Takes::Integer | Takes::Decimal | Takes::Date | Takes::Time | Takes::DateTime
    )
}

/// What is wrong with an answer, in words: the form's own where it has any.
fn told(wrong: &Trouble, lang: Lang) -> String {
    let own = |own: &String, usual: T| if own.is_empty() { usual.get(lang).to_owned() } else { own.clone() };
    match wrong {
        Trouble::Required(w) => own(w, words::REQUIRED),
        Trouble::Constraint(w) => own(w, words::CONSTRAINT),
        Trouble::Integer => words::INTEGER.get(lang).to_owned(),
        Trouble::Number => words::NUMBER.get(lang).to_owned(),
        Trouble::Day => words::DAY.get(lang).to_owned(),
        Trouble::Time => words::TIME.get(lang).to_owned(),
        Trouble::NoChoice(typed) => words::no_choice(lang, typed),
    }
}

impl Screen for Fill {
    fn contexts(&self) -> &[Context] {
        Context::Form.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        match &self.load {
            Load::Study(study, _) => {
                let study = *study;
                self.load = Load::Study(study, Some(ctx.ask(Request::Get(study))));
            }
            Load::Answer(_) => self.load = Load::Answer(Some(ctx.ask(Request::Get(self.target)))),
            Load::Done | Load::Failed(_) => {}
        }
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        let used = match input {
            Input::Reply(ticket, reply) => {
                self.reply(ctx, ticket, reply);
                true
            }
            Input::Action(Action::Back) => {
                self.leave_form(ctx);
                return true;
            }
            // what is typed ahead while saving is meant for the next one
            typed @ (Input::Action(_) | Input::Key(_) | Input::Paste(_)) if self.saving.is_some() => {
                self.queue.push(typed);
                true
            }
            Input::Action(action) => self.action(ctx, action),
            Input::Key(key) => self.key(ctx, key),
            Input::Paste(text) => {
                self.paste(ctx, &text);
                true
            }
            Input::Result(Outcome::Picked(who, name)) if who.kind == Kind::Person => {
                self.person = Some((who, name));
                self.step(ctx, true);
                true
            }
            _ => return false,
        };
        if used {
            self.keep(ctx, false);
            self.follow(ctx.shared);
        }
        used
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        self.draw(shared, area, buf)
    }

    fn hints(&self) -> Vec<Action> {
        let mut out = vec![Action::NextField, Action::PreviousField, Action::SaveNext, Action::Save];
        if self.base > 0 {
            out.retain(|a| *a != Action::SaveNext);
        }
        if self.at == Stop::Person {
            out.insert(0, Action::Pick);
        }
        out.extend([Action::Clear, Action::Back]);
        out
    }

    fn says(&self, action: Action) -> Option<T> {
        (action == Action::SaveNext).then_some(words::SAVE_NEXT)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        let leaves = matches!(action, Some(Action::Back | Action::Help | Action::Find | Action::Redraw));
        matches!(self.load, Load::Answer(_) | Load::Study(..)) && !leaves
    }

    fn target(&self) -> Option<Ref> {
        (self.base > 0).then_some(self.target)
    }

    fn target_name(&self) -> String {
        self.asks.as_ref().map(|a| a.title.clone()).unwrap_or_default()
    }

    fn leave(&mut self, ctx: &mut Ctx<'_>) {
        self.keep(ctx, true);
    }
}
