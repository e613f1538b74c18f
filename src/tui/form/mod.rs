//! Forms: one for every kind of record, driven by its field table.
//!
//! - [`item`] is one field: what is typed, what it means, what is wrong with it;
//! - [`choice`] and [`look`] are choosing from a list and from the book;
//! - [`fold`] are its sections, [`steps`] undo and redo, [`phrases`] what is usually written;
//! - [`draft`] keeps every change, [`save`] writes it, [`settle`] is for when somebody else changed the same;
//! - [`similar`] are likely duplicates, [`merge`] makes one of two, [`later`] puts a pair aside;
//! - [`plan`] lays the lines out, [`view`] draws them.
//!
//! A form asks the hub for everything and never blocks: replies come back by ticket, stale ones are dropped.

pub(crate) mod choice;
mod draft;
mod elsewhere;
mod fold;
mod item;
mod keys;
mod later;
mod look;
mod merge;
mod pack;
pub(crate) mod pen;
mod phrases;
pub mod pick;
pub(crate) mod plan;
pub mod row;
mod save;
mod settle;
mod side;
mod similar;
mod stepping;
mod steps;
#[cfg(test)]
pub(crate) mod tests;
mod usual;
mod view;

pub use draft::clock;
pub use elsewhere::{Elsewhere, asking, resume_asking};
pub use pack::{link, unlink};

use crate::book::{Id, Kind, Ref, visit};
use crate::hub::wire::{Draft, News, Refusal, Reply, Request, Shown};
use crate::text::{Lang, T, form as words};
use crate::tui::action::Action;
use crate::tui::keeping::Keeping;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use fold::Fold;
use item::{Item, Sort};
use later::Later;
use look::Looking;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use save::Saving;
use settle::Settle;
use similar::Similar;
use stepping::Stepping;
use steps::{Steps, Way};
use usual::usual;

/// Fields that come filled in: (field, text as people write it or as [`link`] makes it, where it came from).
pub type Prefill = Vec<(u16, String, String)>;

/// A form on the screen.
pub struct Form {
    kind: Kind,
    target: Ref,
    /// The version that was seen; 0 for a new record.
    base: u64,
    /// How the record is called, for the head.
    name: String,
    items: Vec<Item>,
    at: usize,
    /// First line shown of the fields.
    top: usize,
    /// Whether anything was typed.
    touched: bool,
    /// The texts it began with: while they are the same there is nothing to keep.
    begun: Vec<(u16, String)>,
    keeping: Keeping,
    look: Looking,
    similar: Similar,
    saving: Option<Saving>,
    /// What was typed while saving, to go on with.
    queue: Vec<Input>,
    /// The last content that was tried to save, and the request id it went under.
    attempt: Option<crate::hub::wire::Save>,
    settle: Option<Settle>,
    /// Likely duplicates that are to be merged with this one later.
    later: Later,
    /// A record is on its way, or why it will not come.
    load: Load,
    /// Texts of a draft, to be laid over the record when it comes.
    resumed: Option<Vec<(u16, String)>>,
    /// The last record written by this form, when it goes on with another.
    written: Option<Ref>,
    /// The field last typed in, for the last words after saving.
    last: usize,
    /// A save that waits until a name is looked up: whether another is begun after it.
    after: Option<bool>,
    /// What a screen above was opened for.
    above: Above,
    /// Sections that can be folded away.
    folds: Vec<Fold>,
    /// What was done, to be taken back.
    steps: Steps,
    /// A known record is fetched, for what is typed here to be merged into, or for its name.
    fetching: Option<(Ticket, Fetch)>,
    /// How many of a stack of cards were saved before this one.
    stacked: usize,
    /// Where what is typed goes, if it makes no record by itself.
    elsewhere: Option<Elsewhere>,
    /// The step that it is the form of.
    step: Option<Stepping>,
    /// A former version, to be laid over the record when it comes.
    former: Option<(Shown, T)>,
}

/// What a screen above was opened for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Above {
    /// To pick what the field in hand refers to.
    #[default]
    Pick,
    /// To choose which of several likely duplicates is opened.
    Same,
    /// To choose which of them this one is merged into.
    Merge,
    /// To choose which of them it is merged with later.
    Later,
    /// To enter somebody new whom this field refers to.
    New(usize),
    /// For words to put in.
    Phrase,
}

/// Why a known record is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fetch {
    /// To merge what is typed into it.
    Merge,
    /// To be referred to by this field.
    Name(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Load {
    Done,
    Wanted,
    Asked(Ticket),
    Failed(String),
}

/// An identity for something new.
pub(crate) fn fresh() -> Id {
    Id(uuid::Uuid::now_v7().into_bytes())
}

/// The form of a new record, some of its fields filled in.
pub fn new(kind: Kind, prefill: Prefill, shared: &Shared) -> Box<dyn Screen> {
    Box::new(Form::begin(kind, prefill, shared))
}

/// The form of a known record. It is fetched first.
pub fn edit(target: Ref) -> Box<dyn Screen> {
    let mut form = Form::blank(target.kind, target);
    form.load = Load::Wanted;
    Box::new(form)
}

/// The form of a known record, filled in as it once was: what differs is shown beside what is, and saved only by hand.
pub fn restore(then: Shown) -> Box<dyn Screen> {
    filled(then, crate::text::merge::RESTORING)
}

/// A record's form with what it is to become laid over it, and what to say of that.
pub fn filled(then: Shown, says: T) -> Box<dyn Screen> {
    let target = then.record.to_ref();
    let mut form = Form::blank(target.kind, target);
    form.load = Load::Wanted;
    form.former = Some((then, says));
    Box::new(form)
}

/// The form of a step of a record that goes through states; the next one where none is named.
pub fn step(target: Ref, act: Option<u16>) -> Box<dyn Screen> {
    let mut form = Form::blank(target.kind, target);
    form.load = Load::Wanted;
    form.step = Some(Stepping { act });
    Box::new(form)
}

/// A draft taken up again.
pub fn resume(draft: Draft) -> Box<dyn Screen> {
    Box::new(resumed(draft))
}

fn resumed(draft: Draft) -> Form {
    let mut form = Form::blank(draft.target.kind, draft.target);
    form.step = Stepping::of(&draft);
    form.keeping = Keeping::of(&draft);
    form.later = Later::of(&draft);
    form.base = draft.base;
    form.touched = true;
    if draft.base > 0 {
        form.load = Load::Wanted;
        form.resumed = Some(draft.texts);
    } else {
        form.lay(&draft.texts);
        form.fold();
        let note = form.items.iter().position(|i| i.is_note() && !i.is_empty());
        form.at = note.or(form.items.iter().rposition(|i| !i.is_empty())).unwrap_or(0);
    }
    form
}

impl Form {
    fn blank(kind: Kind, target: Ref) -> Form {
        Form {
            kind,
            target,
            base: 0,
            name: String::new(),
            items: kind.fields().iter().filter(|f| !f.hidden && !f.fixed).map(Item::new).collect(),
            at: 0,
            top: 0,
            touched: false,
            begun: Vec::new(),
            keeping: Keeping::new(fresh()),
            look: Looking::default(),
            similar: Similar::default(),
            saving: None,
            queue: Vec::new(),
            attempt: None,
            settle: None,
            later: Later::default(),
            load: Load::Done,
            resumed: None,
            written: None,
            last: 0,
            after: None,
            above: Above::Pick,
            folds: Vec::new(),
            steps: Steps::default(),
            fetching: None,
            stacked: 0,
            elsewhere: None,
            step: None,
            former: None,
        }
    }

    fn begin(kind: Kind, prefill: Prefill, shared: &Shared) -> Form {
        let mut form = Form::blank(kind, Ref { kind, id: fresh() });
        let mut given = prefill;
        for usual in usual(kind, shared) {
            if !given.iter().any(|g| g.0 == usual.0) {
                given.push(usual);
            }
        }
        for (no, text, whence) in given {
            let Some(item) = form.items.iter_mut().find(|i| i.field.no == no) else { continue };
            let mut content = pack::untext(&text, item.field);
            if item.sort() == Sort::Link && content.chips.is_empty() {
                let chip = |n: &str| item::Chip { target: None, name: n.to_owned() };
                content.chips = crate::book::rules::parts(&content.words).map(chip).collect();
                content.words.clear();
            }
            item.fill(content);
            item.whence = whence;
            item.check(shared.today(), shared.lang);
        }
        form.rephrase(shared.lang);
        form.fold();
        // A visit opened on somebody: what was said is all that is missing.
        let whom = [visit::PEOPLE, visit::ORGANISATION];
        let known = form.items.iter().any(|i| whom.contains(&i.field.no) && !i.is_empty());
        if kind == Kind::Visit && known {
            form.at = form.items.iter().position(|i| i.field.no == visit::SUMMARY).unwrap_or(0);
        } else {
            form.at = form.items.iter().position(Item::is_empty).unwrap_or(0);
        }
        form.begun = form.typed(shared.today());
        form
    }

    /// Lays texts of a draft over the fields.
    fn lay(&mut self, texts: &[(u16, String)]) {
        for (no, text) in texts {
            if let Some(item) = self.items.iter_mut().find(|i| i.field.no == *no) {
                item.fill(pack::untext(text, item.field));
            }
        }
    }

    fn load(&mut self, ctx: &mut Ctx<'_>, shown: &Shown) {
        if self.step.is_some() {
            return self.load_step(ctx, shown);
        }
        for item in &mut self.items {
            item.load(shown.record.fields.get(item.field.no), &shown.names, ctx.shared.lang);
        }
        self.name = shown.record.name().to_owned();
        if self.name.is_empty() {
            self.name = self.items.first().map(|i| i.shown(ctx.shared.lang)).unwrap_or_default();
        }
        self.begun = Vec::new();
        self.load = Load::Done;
        match self.resumed.take() {
            // Only what the draft changed is laid over, against the version that its writer saw.
            Some(texts) => self.lay(&texts),
            None => self.base = shown.record.version,
        }
        // whoever was asked for may have been merged into another: it goes on with that one
        if self.target != shown.record.to_ref() {
            (self.target, self.base) = (shown.record.to_ref(), shown.record.version);
        }
        let former = self.former.take();
        let restored = former.is_some();
        if let Some((then, says)) = former {
            for item in &mut self.items {
                let value = then.record.fields.get(item.field.no);
                if value != shown.record.fields.get(item.field.no) {
                    let mut was = Item::new(item.field);
                    was.load(value, &then.names, ctx.shared.lang);
                    item.fill(was.content());
                    self.touched = true;
                }
            }
            ctx.does(Effect::Say(says.get(ctx.shared.lang).into()));
        }
        self.fold();
        self.steps = Steps::default();
        self.at = if restored {
            self.items.iter().position(|i| i.changed(ctx.shared.today())).unwrap_or(0)
        } else {
            0
        };
        self.settled(ctx.shared);
    }

    /// How the draft is called in the list of drafts, which says itself what it is to become.
    fn draft_title(&self, lang: Lang) -> String {
        self.items.first().map(|i| i.shown(lang)).unwrap_or_default()
    }

    fn in_hand(&self) -> Option<&Item> {
        self.items.get(self.at)
    }

    fn failed(&mut self, lang: Lang, why: &Refusal) -> String {
        match why {
            Refusal::NotAllowed => words::NOT_ALLOWED.get(lang).into(),
            Refusal::Store(how) => words::store_failed(lang, how),
            Refusal::ReadOnly(how) => words::read_only(lang, how),
            Refusal::Gone => words::GONE.get(lang).into(),
            Refusal::Said(why) => why.clone(),
            _ => words::BAD_REQUEST.get(lang).into(),
        }
    }

    fn reply(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: Reply) {
        if self.load == Load::Asked(ticket) {
            match &reply {
                Reply::Shown(shown) => self.load(ctx, shown),
                Reply::Refused(why) => self.load = Load::Failed(self.failed(ctx.shared.lang, why)),
                _ => self.load = Load::Failed(words::BAD_REQUEST.get(ctx.shared.lang).into()),
            }
            return;
        }
        if self.kept(ctx, ticket, &reply)
            || self.compared(ctx, ticket, &reply)
            || self.fetched(ctx, ticket, &reply)
        {
            return;
        }
        if self.looked(ctx, ticket, &reply) {
            if let Some(next) = self.after.take_if(|_| !self.look.waits()) {
                self.save(ctx, next);
            }
            return;
        }
        self.saved(ctx, ticket, reply);
    }

    /// Somebody saved the very record that is being changed here.
    fn hear(&self, ctx: &mut Ctx<'_>, input: &Input) {
        if let Input::News(News::Changed { items, by, own: false, .. }) = input
            && items.iter().any(|(r, _)| *r == self.target)
        {
            ctx.does(Effect::Warn(words::changed_meanwhile(ctx.shared.lang, by)));
        }
    }

    fn leave_form(&mut self, ctx: &mut Ctx<'_>) {
        self.leave_item(ctx);
        self.keep(ctx, true);
        if self.keeping.is_there() {
            ctx.does(Effect::Say(words::DRAFT_STAYS.get(ctx.shared.lang).into()));
        }
        ctx.does(Effect::Pop(self.written.map(Outcome::Written)));
    }
}

impl Screen for Form {
    fn contexts(&self) -> &[Context] {
        if self.settle.is_some() {
            return Context::Panel.stack();
        }
        let note = self.in_hand().is_some_and(Item::is_note);
        if note { Context::Note.stack() } else { Context::Form.stack() }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        if self.load == Load::Wanted {
            self.load = Load::Asked(ctx.ask(Request::Get(self.target)));
        }
        self.rephrase(ctx.shared.lang);
        self.settled(ctx.shared);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        let (way, before, which) = (Way::of(&input), self.states(), self.keeping.id);
        let used = match input {
            Input::Reply(ticket, reply) => {
                self.reply(ctx, ticket, reply);
                true
            }
            Input::Result(outcome) => self.result(ctx, outcome),
            Input::Action(Action::Back) if self.saving.is_none() => self.back(ctx),
            Input::Action(Action::Back) => {
                self.leave_form(ctx);
                true
            }
            // What is typed ahead while saving goes to the next form, or to this one if saving fails.
            typed @ (Input::Action(_) | Input::Key(_) | Input::Paste(_)) if self.saving.is_some() => {
                self.queue.push(typed);
                true
            }
            Input::Action(action) => self.action(ctx, action),
            Input::Key(key) => self.key(ctx, key),
            Input::Paste(text) => {
                self.unfold();
                self.paste(&text)
            }
            other => {
                self.hear(ctx, &other);
                return false;
            }
        };
        if used {
            // what another card of the stack held is no step of this one
            if which == self.keeping.id {
                self.noted(before, way);
            }
            self.changed(ctx);
        }
        used
    }

    fn waits(&self, action: Option<Action>) -> bool {
        let leaves = matches!(action, Some(Action::Back | Action::Help | Action::Find | Action::Redraw));
        matches!(self.load, Load::Asked(_)) && !leaves
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        match &self.settle {
            Some(settle) => settle.view(self, shared, area, buf),
            None => self.draw(shared, area, buf),
        }
    }

    fn says(&self, action: Action) -> Option<T> {
        (action == Action::Accept && self.settle.is_some()).then_some(Action::Accept.label())
    }

    fn hints(&self) -> Vec<Action> {
        if self.settle.is_some() {
            return vec![Action::Accept, Action::Up, Action::Down, Action::Back];
        }
        let mut out = vec![Action::NextField, Action::Save];
        if self.base == 0 && self.elsewhere.is_none() {
            out.push(Action::SaveNext);
        }
        if self.folded(self.at).is_some() {
            out.insert(0, Action::Fold);
            out.extend([Action::Undo, Action::Back]);
            return out;
        }
        let raises = self.in_hand().is_some_and(|i| self.raises(i.field)) && !self.similar.rows.is_empty();
        if raises || self.in_hand().is_some_and(|i| i.sort() == Sort::Link) {
            out.push(Action::Pick);
        }
        if raises && self.base == 0 {
            out.push(Action::MergeInto);
        }
        if raises {
            out.push(Action::MergeLater);
        }
        if self.in_hand().is_some_and(Item::takes_phrases) {
            out.push(Action::Phrases);
        }
        if self.fold_of(self.at).is_some() {
            out.push(Action::Fold);
        }
        out.extend([Action::Undo, Action::Clear, Action::Back]);
        out
    }

    fn tab(&self) -> Option<Action> {
        crate::tui::screens::tab_of(self.kind)
    }

    fn target(&self) -> Option<Ref> {
        (self.base > 0).then_some(self.target)
    }

    fn leave(&mut self, ctx: &mut Ctx<'_>) {
        self.keep(ctx, true);
    }
}
