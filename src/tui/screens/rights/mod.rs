//! The rights of the people on file (PIPL art. 44-50), from their card: a look, a copy, a correction, stopping and taking up
//! use, erasure, and what was refused. How it was asked and why goes into the register; an erasure shows first what it does,
//! and is confirmed with the name.

mod view;

use super::Face;
use super::foot::{self, Hit, Item};
use super::list::List;
use crate::book::request::{self, WAYS, WHATS};
use crate::book::{Id, Kind, Ref, Row, names};
use crate::exchange::person_file;
use crate::hub::wire::{Erasing, Filter, Order, PersonAsk, PersonFile, Reply, Request};
use crate::text::screen::hints;
use crate::text::{T, rights as words};
use crate::tui::action::Action;
use crate::tui::app::new_id;
use crate::tui::edit::Edit;
use crate::tui::form;
use crate::tui::keymap::Context;
use crate::tui::message::AppEffect;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What is wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    /// To see it on this screen.
    See,
    /// A copy as a document.
    Document,
    /// A copy for a machine.
    Json,
    /// A correction.
    Correct,
    /// That it is no longer used.
    Freeze,
    /// That it is used again.
    Lift,
    /// That it is erased.
    Erase,
    /// It is refused, whatever it was.
    Refuse,
    /// What was asked so far.
    Register,
    /// Of somebody else, who may be in no list.
    Other,
}

/// All of them, in their order, and what they are called.
const WISHES: [(Wish, T); 10] = [
    (Wish::See, words::WISH_SEE),
    (Wish::Document, words::WISH_DOCUMENT),
    (Wish::Json, words::WISH_JSON),
    (Wish::Correct, words::WISH_CORRECT),
    (Wish::Freeze, words::WISH_FREEZE),
    (Wish::Lift, words::WISH_LIFT),
    (Wish::Erase, words::WISH_ERASE),
    (Wish::Refuse, words::WISH_REFUSE),
    (Wish::Register, words::WISH_REGISTER),
    (Wish::Other, words::WISH_OTHER),
];

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Whose rights: the name is typed.
    Who,
    /// Which of several.
    Which,
    /// What is wished for.
    Wish,
    /// What it is that is refused.
    What,
    /// How it was asked.
    Way,
    /// Why.
    Why,
    /// How far an erasure goes.
    Scope,
    /// What an erasure does; the name confirms it.
    Plan,
    /// The hub is at it.
    Doing,
}

/// A right that is asked for.
pub struct Rights {
    whose: Option<(Id, String)>,
    found: Vec<Row>,
    step: Step,
    at: usize,
    wish: Wish,
    what: u16,
    way: u16,
    why: String,
    mentions: bool,
    typed: Edit,
    plan: Option<Erasing>,
    file: Option<PersonFile>,
    scroll: usize,
    /// Makes asking again safe.
    request: Id,
    ticket: Option<Ticket>,
}

impl Rights {
    /// Of somebody.
    pub fn of(person: Ref, name: &str) -> Rights {
        Rights { whose: Some((person.id, name.to_owned())), step: Step::Wish, ..Rights::asking() }
    }

    /// Of somebody whose name is typed first: who is frozen stands in no list.
    pub fn asking() -> Rights {
        Rights {
            whose: None,
            found: Vec::new(),
            step: Step::Who,
            at: 0,
            wish: Wish::See,
            what: request::ERASE,
            way: request::FACE,
            why: String::new(),
            mentions: false,
            typed: Edit::line(""),
            plan: None,
            file: None,
            scroll: 0,
            request: new_id(),
            ticket: None,
        }
    }

    fn person(&self) -> Id {
        self.whose.as_ref().map_or(Id::NIL, |(id, _)| *id)
    }

    fn name(&self) -> &str {
        self.whose.as_ref().map_or("", |(_, name)| name)
    }

    fn types(&self) -> bool {
        matches!(self.step, Step::Who | Step::Why | Step::Plan)
    }

    /// The lines to choose from.
    fn items(&self, shared: &Shared) -> Vec<Item> {
        let (lang, today) = (shared.lang, shared.today());
        let of = |t: T| Item::of(t.get(lang), "");
        match self.step {
            Step::Which => {
                let of = |r: &Row| Item::of(r.title(), say::cell_of(r, 1, 40, today, lang));
                self.found.iter().map(of).collect()
            }
            Step::Wish => WISHES.iter().map(|(_, t)| of(*t)).collect(),
            Step::What => WHATS.iter().map(|c| of(c.label)).collect(),
            Step::Way => WAYS.iter().map(|c| of(c.label)).collect(),
            Step::Scope => request::SCOPES.iter().map(|c| of(c.label)).collect(),
            _ => Vec::new(),
        }
    }

    fn go(&mut self, step: Step) {
        (self.step, self.at, self.scroll) = (step, 0, 0);
        self.typed = Edit::line("");
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>, ask: PersonAsk) {
        self.ticket = Some(ctx.ask(Request::Person(ask)));
    }

    fn chosen(&mut self, ctx: &mut Ctx<'_>, at: usize) {
        match self.step {
            Step::Which => {
                if let Some(row) = self.found.get(at) {
                    self.whose = Some((row.target.id, row.title().to_owned()));
                    self.go(Step::Wish);
                }
            }
            Step::Wish => self.wished(ctx, WISHES.get(at).map_or(Wish::See, |(w, _)| *w)),
            Step::What => {
                self.what = WHATS.get(at).map_or(request::ERASE, |c| c.code);
                self.go(Step::Way);
            }
            Step::Way => {
                self.way = WAYS.get(at).map_or(request::FACE, |c| c.code);
                match self.wish {
                    Wish::Document | Wish::Json | Wish::Correct | Wish::Lift => self.act(ctx),
                    _ => self.go(Step::Why),
                }
            }
            Step::Scope => {
                self.mentions = request::SCOPES.get(at).is_some_and(|s| s.code == request::MENTIONS);
                let (person, mentions) = (self.person(), self.mentions);
                self.ask(ctx, PersonAsk::PlanErase { person, mentions });
            }
            _ => {}
        }
    }

    fn wished(&mut self, ctx: &mut Ctx<'_>, wish: Wish) {
        (self.wish, self.request) = (wish, new_id());
        let whose = Ref { kind: Kind::Person, id: self.person() };
        match wish {
            Wish::See => {
                ctx.does(Effect::Pop(None));
                ctx.does(Effect::Push(Box::new(Face::new(whose, self.name()))));
            }
            Wish::Register => {
                let filter = Filter { person: Some(whose.id), ..Filter::default() };
                ctx.does(Effect::Pop(None));
                let name = self.name().to_owned();
                ctx.does(Effect::Push(Box::new(List::some(Kind::Request, filter, Order::Usual).of(&name))));
            }
            Wish::Refuse => self.go(Step::What),
            Wish::Other => *self = Rights::asking(),
            _ => self.go(Step::Way),
        }
    }

    /// Puts to the hub what was wished.
    fn act(&mut self, ctx: &mut Ctx<'_>) {
        let (request, person, way) = (self.request, self.person(), self.way);
        let (why, what, mentions) = (self.why.clone(), self.what, self.mentions);
        let ask = match self.wish {
            Wish::Document | Wish::Json => PersonAsk::File { request, person, copy: true, way },
            Wish::Correct => PersonAsk::Correct { request, person, way },
            Wish::Freeze => PersonAsk::Freeze { request, person, lift: false, reason: why, way },
            Wish::Lift => PersonAsk::Freeze { request, person, lift: true, reason: why, way },
            Wish::Erase => PersonAsk::Erase { request, person, reason: why, mentions, way },
            Wish::Refuse => PersonAsk::Refuse { request, person, what, why, way },
            Wish::See | Wish::Register | Wish::Other => return,
        };
        self.go(Step::Doing);
        self.ask(ctx, ask);
    }

    /// On with what was typed.
    fn accept(&mut self, ctx: &mut Ctx<'_>) {
        let lang = ctx.shared.lang;
        let said = names::clean_line(self.typed.text());
        match self.step {
            Step::Who if !said.is_empty() => self.ask(ctx, PersonAsk::Who(said)),
            Step::Why if said.is_empty() => ctx.does(Effect::Warn(words::REASON_NEEDED.get(lang).to_owned())),
            Step::Why => {
                self.why = said;
                if self.wish == Wish::Erase { self.go(Step::Scope) } else { self.act(ctx) }
            }
            Step::Plan if said.is_empty() => {}
            Step::Plan if self.plan.as_ref().is_some_and(|p| p.name == said) => self.act(ctx),
            Step::Plan => ctx.does(Effect::Warn(words::ERASE_OTHER_NAME.get(lang).to_owned())),
            _ => {}
        }
    }

    fn back(&mut self, ctx: &mut Ctx<'_>) {
        self.ticket = None;
        match self.step {
            Step::What | Step::Way => self.go(Step::Wish),
            Step::Why => self.go(Step::Way),
            Step::Scope | Step::Plan => self.go(Step::Why),
            _ => ctx.does(Effect::Pop(None)),
        }
    }

    /// It was refused, or it failed: it is said, and the step before can be mended.
    fn failed(&mut self, ctx: &mut Ctx<'_>, why: String) {
        ctx.does(Effect::Warn(why));
        if self.step == Step::Doing {
            let reasoned = matches!(self.wish, Wish::Freeze | Wish::Erase | Wish::Refuse);
            self.go(if reasoned { Step::Why } else { Step::Wish });
        }
    }

    fn take(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        let lang = ctx.shared.lang;
        match reply {
            Reply::Rows(rows) if self.step == Step::Who => match rows.as_slice() {
                [] => {
                    let said = crate::text::trouble::unknown(lang, self.typed.text());
                    ctx.does(Effect::Warn(said));
                }
                [one] => {
                    self.whose = Some((one.target.id, one.title().to_owned()));
                    self.go(Step::Wish);
                }
                _ => {
                    self.found = rows;
                    self.go(Step::Which);
                }
            },
            Reply::PersonFile(file) => {
                self.file = Some(*file);
                self.further(ctx);
            }
            Reply::Records { taken, records } => {
                if let Some(file) = &mut self.file {
                    file.visits.extend(records);
                    if taken == 0 {
                        file.visits_total = file.visits.len() as u32;
                    }
                }
                self.further(ctx);
            }
            Reply::Erasing(plan) if self.step == Step::Scope => {
                self.plan = Some(*plan);
                self.go(Step::Plan);
            }
            Reply::Erasing(done) if self.step == Step::Doing => {
                let id = done.request.map(|r| r.to_string()).unwrap_or_default();
                let left = done.mentions.iter().filter(|m| !m.covered).count();
                let mut said = words::erase_done(lang, &id);
                if left > 0 || !self.mentions && !done.drafts.is_empty() {
                    said = format!("{said}; {}", words::left_over(lang, left, done.drafts.len()));
                }
                ctx.does(Effect::Say(said));
                let gone = Ref { kind: Kind::Person, id: self.person() };
                ctx.does(Effect::Pop(Some(Outcome::Removed(gone))));
            }
            Reply::Saved(saved) => self.saved(ctx, &saved.target.id.to_string()),
            Reply::Refused(why) => self.failed(ctx, say::refusal(&why, lang)),
            Reply::Invalid(all) => {
                self.failed(ctx, all.into_iter().map(|(_, why)| why).next().unwrap_or_default());
            }
            _ => self.failed(ctx, crate::text::trouble::BAD_REQUEST.get(lang).to_owned()),
        }
    }

    /// The register has it.
    fn saved(&mut self, ctx: &mut Ctx<'_>, entry: &str) {
        let lang = ctx.shared.lang;
        let whose = Ref { kind: Kind::Person, id: self.person() };
        let (said, left) = match self.wish {
            Wish::Freeze => (words::frozen(lang, entry), Some(Outcome::Removed(whose))),
            Wish::Lift => (words::lifted(lang, entry), Some(Outcome::Written(whose))),
            Wish::Correct => (words::correct_it(lang, entry), Some(Outcome::Written(whose))),
            _ => (words::refused(lang, entry), None),
        };
        ctx.does(Effect::Say(said));
        ctx.does(Effect::Pop(left));
        if self.wish == Wish::Correct {
            ctx.does(Effect::Push(form::edit(whose)));
        }
    }

    /// A long file comes in several answers; then it is written.
    fn further(&mut self, ctx: &mut Ctx<'_>) {
        let lang = ctx.shared.lang;
        let Some(file) = &self.file else { return };
        let offset = file.visits.len() as u32;
        if offset < file.visits_total {
            let person = self.person();
            self.ask(ctx, PersonAsk::Visits { person, copy: true, offset });
            return;
        }
        let made = words::copy_made(lang, &ctx.shared.today().to_string(), &ctx.shared.welcome.name);
        let (bytes, ending) = match self.wish {
            Wish::Json => (Ok(person_file::as_json(file).into_bytes()), "json"),
            _ => (person_file::docx(file, lang, &made), "docx"),
        };
        match bytes {
            Ok(bytes) => {
                let name = format!("{}.{ending}", words::copy_name(lang, self.name()));
                ctx.does(Effect::App(AppEffect::File { name, bytes }));
                ctx.does(Effect::Pop(None));
            }
            Err(e) => self.failed(ctx, crate::text::store::io(lang, &e)),
        }
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let n = self.items(ctx.shared).len();
        match action {
            Action::Back => self.back(ctx),
            Action::Accept if self.types() => self.accept(ctx),
            Action::Clear if self.types() => {
                self.typed.clear();
            }
            Action::Up | Action::PageUp if self.step == Step::Plan => {
                self.scroll = self.scroll.saturating_sub(8)
            }
            Action::Down | Action::PageDown if self.step == Step::Plan => self.scroll += 8,
            _ if self.types() => return false,
            action if n > 0 => {
                if let Hit::Chosen(at) = foot::step(&mut self.at, action, n) {
                    self.chosen(ctx, at);
                }
            }
            _ => return false,
        }
        true
    }
}

impl Screen for Rights {
    fn contexts(&self) -> &[Context] {
        if self.types() { Context::Pick.stack() } else { Context::Panel.stack() }
    }

    fn start(&mut self, _: &mut Ctx<'_>) {}

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Key(key) if self.types() => self.typed.key(key, usize::MAX),
            Input::Paste(text) if self.types() => {
                self.typed.insert(&names::clean_line(&text));
                true
            }
            Input::Reply(ticket, reply) => {
                if self.ticket.take_if(|t| *t == ticket).is_some() {
                    self.take(ctx, reply);
                }
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        self.draw(shared, area, buf)
    }

    fn hints(&self) -> Vec<Action> {
        match self.step {
            Step::Doing => Vec::new(),
            Step::Plan => vec![Action::Accept, Action::Back, Action::PageDown],
            _ if self.types() => vec![Action::Accept, Action::Back, Action::Clear],
            _ => vec![Action::Accept, Action::Back],
        }
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Accept if self.step == Step::Plan => Some(words::ERASE_IT),
            Action::Accept if self.types() => Some(hints::GO_ON),
            Action::Back => Some(hints::BACK),
            _ => None,
        }
    }

    fn waits(&self, action: Option<Action>) -> bool {
        // what is being done is waited for; a question can be left, and its answer is then nobody's
        self.ticket.is_some() && (self.step == Step::Doing || action != Some(Action::Back))
    }

    fn covers(&self) -> bool {
        self.step == Step::Plan
    }
}
