//! One field of all marked rows changed together: which field, to what, then a look at all that would change and at who
//! is left out and why, and only then the writing, in slices that hold up nobody. One undo takes all of it back.

mod look;

use super::foot::{self, Hit, Item};
use crate::book::{Field, Id, Kind, Ref, Type, Value};
use crate::hub::wire::{self, BULK_MAX, BulkOutcome, BulkRow, Change, Edit as Set, Reply, Request};
use crate::text::screen::{hints, panels};
use crate::text::{Lang, T};
use crate::tui::action::Action;
use crate::tui::app::new_id;
use crate::tui::edit::Edit;
use crate::tui::form::pick;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Records that are looked at in one question.
const LOOK: usize = 200;
/// Lines above the rows.
const HEAD: u16 = 2;

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Which field.
    Field,
    /// Added, taken away, or put in the place of all.
    How,
    /// To what.
    Value,
    /// What would change.
    Look,
    /// It is written.
    Write,
    /// It is written but for some.
    Done,
}

/// What becomes of a field that may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Add,
    Remove,
    Set,
}

const HOWS: [How; 3] = [How::Add, How::Remove, How::Set];

impl How {
    fn words(self, lang: Lang) -> &'static str {
        let words = match self {
            How::Add => panels::BULK_ADD,
            How::Remove => panels::BULK_REMOVE,
            How::Set => panels::BULK_VALUE,
        };
        words.get(lang)
    }
}

/// A change of many records on its way.
pub struct Bulk {
    kind: Kind,
    targets: Vec<Ref>,
    stage: Stage,
    at: usize,
    field: Option<&'static Field>,
    how: How,
    typed: Edit,
    change: Option<Change>,
    /// What the field becomes, in words.
    value: String,
    batch: Id,
    /// What is known of each record, and how far the question under way goes.
    rows: Vec<BulkRow>,
    next: usize,
    ticket: Option<Ticket>,
    written: usize,
    /// Those that could not be changed when it came to it.
    left: Vec<BulkRow>,
    scroll: usize,
    trouble: Option<String>,
}

impl Bulk {
    /// Of these records of one kind.
    pub fn new(kind: Kind, targets: &[Ref]) -> Bulk {
        Bulk {
            kind,
            targets: targets.to_vec(),
            stage: Stage::Field,
            at: 0,
            field: None,
            how: How::Set,
            typed: Edit::line(""),
            change: None,
            value: String::new(),
            batch: new_id(),
            rows: Vec::new(),
            next: 0,
            ticket: None,
            written: 0,
            left: Vec::new(),
            scroll: 0,
            trouble: None,
        }
    }

    fn fields(&self) -> Vec<&'static Field> {
        self.kind.fields().iter().filter(|f| f.for_many).collect()
    }

    /// Whether a value is typed: neither chosen nor picked.
    fn types(&self) -> bool {
        let typed = |f: &Field| !matches!(f.ty, Type::Choice(_) | Type::Ref { .. } | Type::Party);
        self.stage == Stage::Value && self.field.is_some_and(typed)
    }

    fn can_clear(&self) -> bool {
        self.how == How::Set && self.field.is_some_and(|f| !f.must)
    }

    /// The lines to choose from, where there are some.
    fn items(&self, lang: Lang) -> Vec<Item> {
        match (self.stage, self.field) {
            (Stage::Field, _) => self.fields().iter().map(|f| Item::of(f.label.get(lang), "")).collect(),
            (Stage::How, _) => HOWS.iter().map(|h| Item::of(h.words(lang), "")).collect(),
            (Stage::Value, Some(field)) => {
                let choices = field.choices().iter().map(|c| Item::of(c.label.get(lang), ""));
                let clear = self.can_clear().then(|| Item::of(panels::BULK_CLEAR.get(lang), ""));
                choices.chain(clear).collect()
            }
            _ => Vec::new(),
        }
    }

    fn title(&self, lang: Lang) -> String {
        let what = crate::text::screen::list(self.kind).get(lang).to_lowercase();
        let title = panels::bulk_title(lang, &what, self.targets.len());
        match (self.stage, self.field) {
            (Stage::Field, _) => format!("{title}   {}", panels::BULK_FIELD.get(lang)),
            (_, Some(f)) if self.value.is_empty() => format!("{title}   {}", f.label.get(lang)),
            (_, Some(f)) => format!("{title}   {}: {}", f.label.get(lang), self.value),
            _ => title,
        }
    }

    fn go(&mut self, stage: Stage) {
        (self.stage, self.at, self.scroll, self.trouble) = (stage, 0, 0, None);
    }

    fn chosen(&mut self, ctx: &mut Ctx<'_>, at: usize) {
        match self.stage {
            Stage::Field => {
                self.field = self.fields().get(at).copied();
                self.how = How::Set;
                self.value.clear();
                let several = self.field.is_some_and(|f| f.many);
                self.go(if several { Stage::How } else { Stage::Value });
                if !several {
                    self.ask_value(ctx);
                }
            }
            Stage::How => {
                self.how = HOWS.get(at).copied().unwrap_or(How::Set);
                self.go(Stage::Value);
                self.ask_value(ctx);
            }
            Stage::Value => {
                let Some(field) = self.field else { return };
                match field.choices().get(at) {
                    Some(c) => {
                        self.decide(ctx, Value::Code(c.code), field.choice_label(c.code, ctx.shared.lang))
                    }
                    None if self.can_clear() => {
                        self.value = panels::BULK_CLEAR.get(ctx.shared.lang).to_owned();
                        self.look(ctx, Change::Set(Set::Clear));
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }

    /// Whom a field refers to is picked in the list that forms pick from.
    fn ask_value(&mut self, ctx: &mut Ctx<'_>) {
        let Some(field) = self.field else { return };
        self.typed = Edit::line("");
        let kinds = match field.ty {
            Type::Ref { kind, .. } => vec![kind],
            Type::Party => vec![Kind::Person, Kind::Organisation],
            _ => return,
        };
        ctx.does(Effect::Push(pick::asking(field.label.get(ctx.shared.lang), kinds)));
    }

    fn decide(&mut self, ctx: &mut Ctx<'_>, value: Value, words: String) {
        let many = self.field.is_some_and(|f| f.many);
        let change = match self.how {
            How::Add => Change::Add(value),
            How::Remove => Change::Remove(value),
            How::Set if many => Change::Set(Set::Set(Value::List(vec![value]))),
            How::Set => Change::Set(Set::Set(value)),
        };
        self.value = format!("{} {words}", self.how.words(ctx.shared.lang));
        self.look(ctx, change);
    }

    /// Asks what would change.
    fn look(&mut self, ctx: &mut Ctx<'_>, change: Change) {
        self.change = Some(change);
        (self.rows, self.next) = (Vec::new(), 0);
        self.go(Stage::Look);
        self.ask(ctx, LOOK, true);
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>, most: usize, dry: bool) {
        let (Some(field), Some(change)) = (self.field, self.change.clone()) else { return };
        let items: Vec<(Id, u64)> = match dry {
            true => self.targets.iter().skip(self.next).take(most).map(|t| (t.id, 0)).collect(),
            false => self.changing().skip(self.next).take(most).map(|r| (r.target.id, r.version)).collect(),
        };
        self.next += items.len();
        let (kind, batch) = (self.kind, self.batch);
        let bulk = wire::Bulk { request: new_id(), batch, dry, kind, items, field: field.no, change };
        self.ticket = Some(ctx.ask(Request::Bulk(bulk)));
    }

    /// The records that change.
    fn changing(&self) -> impl Iterator<Item = &BulkRow> {
        self.rows.iter().filter(|r| matches!(r.outcome, BulkOutcome::Changes(..)))
    }

    fn counts(&self) -> (usize, usize, usize) {
        let same = self.rows.iter().filter(|r| r.outcome == BulkOutcome::Same).count();
        let will = self.changing().count();
        (will, same, self.rows.len() - will - same)
    }

    /// Whether all is known and something would change.
    fn ready(&self) -> bool {
        self.stage == Stage::Look && self.ticket.is_none() && self.changing().next().is_some()
    }

    fn take(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: Reply) {
        if self.ticket.take_if(|t| *t == ticket).is_none() {
            return;
        }
        let rows = match reply {
            Reply::Bulk(rows) => rows,
            Reply::Refused(why) => {
                self.trouble = Some(say::refusal(&why, ctx.shared.lang));
                if self.stage == Stage::Write {
                    self.stage = Stage::Done;
                }
                return;
            }
            _ => return,
        };
        match self.stage {
            Stage::Look => {
                self.rows.extend(rows);
                if self.next < self.targets.len() {
                    self.ask(ctx, LOOK, true);
                }
            }
            Stage::Write => {
                // What is so already came through before the link broke.
                let (left, done): (Vec<_>, Vec<_>) =
                    rows.into_iter().partition(|r| matches!(r.outcome, BulkOutcome::Left(_)));
                self.written += done.len();
                self.left.extend(left);
                if self.next < self.changing().count() {
                    self.ask(ctx, BULK_MAX, false);
                } else {
                    self.end(ctx);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, ctx: &mut Ctx<'_>) {
        let (lang, field) = (ctx.shared.lang, self.field.map_or("", |f| f.label.get(ctx.shared.lang)));
        if self.left.is_empty() {
            ctx.does(Effect::Say(panels::bulk_done(lang, field, self.written)));
            let first = self.targets.first().copied();
            ctx.does(Effect::Pop(first.map(Outcome::Written)));
            return;
        }
        ctx.does(Effect::Warn(panels::bulk_done_but(lang, field, self.written, self.left.len())));
        self.go(Stage::Done);
    }

    fn back(&mut self, ctx: &mut Ctx<'_>) {
        match self.stage {
            // The slice under way is the last one.
            Stage::Write => self.next = usize::MAX,
            Stage::Look if self.ticket.is_none() => {
                let chooses = self.field.is_some_and(|f| matches!(f.ty, Type::Choice(_)));
                self.value.clear();
                self.go(if chooses || self.types_of() { Stage::Value } else { Stage::Field });
            }
            Stage::Value | Stage::How => {
                self.value.clear();
                self.go(Stage::Field);
            }
            Stage::Done => ctx.does(Effect::Pop(self.targets.first().copied().map(Outcome::Written))),
            _ => ctx.does(Effect::Pop(None)),
        }
    }

    fn types_of(&self) -> bool {
        self.field.is_some_and(|f| !matches!(f.ty, Type::Choice(_) | Type::Ref { .. } | Type::Party))
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let page = super::rows_below(ctx.shared, HEAD).max(1);
        if self.types() {
            match action {
                Action::Accept => {
                    let text = self.typed.text().trim().to_owned();
                    self.value = format!("{} {text}", How::Set.words(ctx.shared.lang));
                    let clears = text.is_empty() && self.can_clear();
                    if clears || !text.is_empty() {
                        self.look(ctx, Change::Set(if clears { Set::Clear } else { Set::Text(text) }));
                    }
                }
                Action::Clear => {
                    self.typed.clear();
                }
                Action::Back => self.back(ctx),
                _ => return false,
            }
            return true;
        }
        match self.stage {
            Stage::Field | Stage::How | Stage::Value => {
                let n = self.items(ctx.shared.lang).len();
                match foot::step(&mut self.at, action, n) {
                    Hit::Chosen(at) => self.chosen(ctx, at),
                    Hit::None if action == Action::Back => self.back(ctx),
                    _ => {}
                }
            }
            _ => match action {
                Action::Yes if self.ready() => {
                    self.go(Stage::Write);
                    self.next = 0;
                    self.ask(ctx, BULK_MAX, false);
                }
                Action::Yes if self.stage == Stage::Done => self.back(ctx),
                Action::Yes => {}
                Action::Back => self.back(ctx),
                Action::Up => self.scroll = self.scroll.saturating_sub(1),
                Action::Down => self.scroll += 1,
                Action::PageUp => self.scroll = self.scroll.saturating_sub(page),
                Action::PageDown => self.scroll += page,
                _ => return false,
            },
        }
        let most = self.lines(ctx.shared).len().saturating_sub(page);
        self.scroll = self.scroll.min(most);
        true
    }
}

impl Screen for Bulk {
    fn contexts(&self) -> &[Context] {
        match self.stage {
            _ if self.types() => Context::Pick.stack(),
            Stage::Field | Stage::How | Stage::Value => Context::Panel.stack(),
            _ => Context::Confirm.stack(),
        }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        if self.fields().is_empty() {
            ctx.does(Effect::Say(panels::BULK_NO_FIELDS.get(ctx.shared.lang).to_owned()));
            ctx.does(Effect::Pop(None));
        }
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Key(key) if self.types() => self.typed.key(key, usize::MAX),
            Input::Paste(text) if self.types() => {
                self.typed.insert(&text);
                true
            }
            Input::Reply(ticket, reply) => {
                self.take(ctx, ticket, reply);
                true
            }
            Input::Result(Outcome::Picked(target, name)) => {
                self.decide(ctx, Value::Ref(target), name);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        self.draw(shared, area, buf)
    }

    fn hints(&self) -> Vec<Action> {
        match self.stage {
            _ if self.ready() => vec![Action::Yes, Action::Back, Action::PageDown],
            Stage::Field | Stage::How | Stage::Value => {
                vec![Action::Accept, Action::Back]
            }
            _ => vec![Action::Back, Action::PageDown],
        }
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Yes => Some(hints::CHANGE_THEM),
            Action::Back if self.ready() => Some(hints::LEAVE_THEM),
            Action::Back if self.stage == Stage::Write => Some(hints::STOP),
            Action::Back => Some(hints::BACK),
            _ => None,
        }
    }

    fn covers(&self) -> bool {
        matches!(self.stage, Stage::Look | Stage::Write | Stage::Done)
    }
}
