//! Lists of every kind, laid out by the book's columns or by those that the worker chose. Only the rows in sight and a page around them are asked for;
//! the row in hand is kept by its id whatever changes around it.

mod copy;
mod filters;
mod liaison;
mod marked;
mod panels;
mod rows;
mod view;

use super::Board;
use super::beside::Beside;
use super::bulk::Bulk;
use super::card;
use super::export::Export;
use super::fetched::stale;
use crate::book::{Id, Kind, Ref, Row, answer};
use crate::exchange::export::Which;
use crate::hub::wire::{Filter, Is, News, Order, Reply};
use crate::text::T;
use crate::text::screen::{self as words, hints, panels as said};
use crate::tui::action::Action;
use crate::tui::draw::WIDE;
use crate::tui::edit::Edit;
use crate::tui::filling;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::table::{self, Spec};
use copy::Copying;
use marked::{Gathered, Marked};
use panels::Over;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rows::Rows;

/// A list.
pub struct List {
    kind: Kind,
    tab: Option<Action>,
    /// Whose: the area, organisation or worker that the rows are of.
    of: String,
    rows: Rows,
    /// The filter with which it was opened: what is asked for besides comes and goes.
    base: Filter,
    /// The filter being typed.
    typing: Option<Edit>,
    /// The panel over it.
    over: Option<Over>,
    /// Its columns: by key where they are not the usual ones, and as they are.
    keys: Vec<String>,
    specs: Vec<Spec>,
    marked: Marked,
    copying: Option<Copying>,
    /// The list that is being kept under a name.
    keeping: Option<(Ticket, String)>,
    /// Names of those that the filter means, and those still asked for.
    names: Vec<(Id, String)>,
    naming: Vec<(Ticket, Id)>,
    /// Rows that others have changed since the last key.
    fresh: Vec<Ref>,
    /// The card beside the list, where there is room.
    beside: Beside,
    /// The liaison whose people they are.
    liaison: Option<liaison::Liaison>,
    /// Whether the marked ones are being handed over.
    handing: bool,
    trouble: Option<String>,
}

impl List {
    /// All of a kind.
    pub fn new(kind: Kind) -> List {
        List::some(kind, Filter::default(), Order::Usual)
    }

    /// All of a kind, as one of the numbered screens.
    pub fn tab_of(kind: Kind) -> List {
        List { tab: super::tab_of(kind), ..List::new(kind) }
    }

    /// Some of a kind, in an order.
    pub fn some(kind: Kind, filter: Filter, order: Order) -> List {
        List {
            kind,
            tab: None,
            of: String::new(),
            base: filter.clone(),
            rows: Rows::new(kind, filter, order),
            typing: None,
            over: None,
            keys: Vec::new(),
            specs: table::usual(kind),
            marked: Marked::default(),
            copying: None,
            keeping: None,
            names: Vec::new(),
            naming: Vec::new(),
            fresh: Vec::new(),
            beside: Beside::default(),
            liaison: None,
            handing: false,
            trouble: None,
        }
    }

    /// Says whose rows they are.
    pub fn of(mut self, name: &str) -> List {
        name.clone_into(&mut self.of);
        self
    }

    /// The study whose answers they are.
    fn study(&self) -> Option<Ref> {
        let of = self.base.tests.iter().find(|t| t.field == answer::STUDY)?;
        let study = of.any.iter().find_map(|is| if let Is::Ref(id) = is { Some(*id) } else { None })?;
        Some(Ref { kind: Kind::Study, id: study })
    }

    fn in_hand(&self) -> Option<&Row> {
        self.rows.get(self.rows.at)
    }

    /// After anything moved: asks for the rows in sight, and for the card of the row in hand.
    fn settle(&mut self, ctx: &mut Ctx<'_>) {
        self.rows.need(ctx, view::height(ctx.shared));
        let target = self.in_hand().map(|r| r.target);
        self.beside.settle(ctx, target, self.rows.total > 0);
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        if !self.ask_liaison(ctx) {
            return;
        }
        self.rows.ask_again(ctx, view::height(ctx.shared));
        self.beside.refresh(ctx);
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let (shared, height) = (ctx.shared, view::height(ctx.shared));
        self.handing = false;
        if self.typing.is_some() {
            return self.filter_action(ctx, action, height);
        }
        if let Some(over) = self.over.take() {
            self.on_panel(ctx, over, action);
            return true;
        }
        if self.beside.entered() {
            return self.beside.action(ctx, action);
        }
        match action {
            Action::Right => {
                self.beside.enter();
            }
            Action::Left => {}
            Action::OtherView if Board::is_for(self.kind) => {
                if let Some(board) = Board::new(self.kind, self.rows.filter.clone()) {
                    ctx.does(Effect::Push(Box::new(board)));
                }
            }
            Action::OtherView if shared.size.0 >= WIDE => {
                self.beside.turn();
                self.settle(ctx);
            }
            Action::Open => match self.in_hand() {
                Some(row) => ctx.does(Effect::Open(row.target)),
                None => return true,
            },
            Action::Filter | Action::Order | Action::Columns | Action::Views => {
                return self.open_panel(shared, action);
            }
            Action::Mark | Action::MarkTo | Action::MarkAll => self.mark(ctx, action),
            Action::Bulk if self.marked.len() > 0 => {
                ctx.does(Effect::Push(Box::new(Bulk::new(self.kind, self.marked.all()))));
            }
            Action::Export => self.export(ctx),
            Action::HandOver if self.kind == Kind::Person => return self.hand_over(ctx),
            Action::New if self.kind == Kind::Answer => match self.study() {
                Some(study) => ctx.does(Effect::Push(filling::new(study))),
                None => ctx.does(Effect::New(Kind::Answer, Vec::new())),
            },
            Action::New => ctx.does(Effect::New(self.kind, Vec::new())),
            // a visit or a tie of nobody was not meant
            Action::Visit | Action::Tie if self.in_hand().is_none() && self.kind != Kind::Visit => {
                ctx.does(Effect::Say(words::NOTHING_IN_HAND.get(shared.lang).to_owned()));
            }
            Action::Copy if self.marked.len() > 0 => {
                let more = self.rows.more.clone();
                self.copying = Some(Copying::begin(ctx, self.marked.all(), &self.specs, &more));
            }
            Action::Copy => match self.in_hand() {
                Some(row) => ctx.does(Effect::copy(say::row(row, shared.today(), shared.lang))),
                None => return false,
            },
            Action::Back if self.is_filtered() => self.unfilter(ctx),
            Action::Back if self.marked.len() > 0 => {
                self.marked.clear();
                ctx.does(Effect::Say(said::MARKS_CLEARED.get(shared.lang).to_owned()));
            }
            _ => {
                if !self.rows.step(action, height) {
                    return false;
                }
                self.settle(ctx);
            }
        }
        true
    }

    /// The marked rows as a file, else all of the list.
    fn export(&mut self, ctx: &mut Ctx<'_>) {
        let marked: Vec<Id> = self.marked.all().iter().map(|r| r.id).collect();
        let (which, count) = match marked.len() {
            0 => (Which::List(self.rows.filter.clone(), self.rows.order), self.rows.total),
            n => (Which::These(marked), n),
        };
        if count == 0 {
            ctx.does(Effect::Say(words::NOTHING_IN_HAND.get(ctx.shared.lang).to_owned()));
            return;
        }
        ctx.does(Effect::Push(Box::new(Export::new(self.kind, which, count))));
    }

    /// Marks the row in hand and goes on to the next, or all between, or all there are.
    fn mark(&mut self, ctx: &mut Ctx<'_>, action: Action) {
        let lang = ctx.shared.lang;
        let at = self.rows.at;
        match action {
            Action::Mark => {
                let Some(target) = self.in_hand().map(|r| r.target) else { return };
                if !self.marked.toggle(target, at) {
                    ctx.does(Effect::Warn(said::marks_full(lang, marked::MARKS_MAX)));
                }
                self.rows.step(Action::Down, view::height(ctx.shared));
                self.settle(ctx);
            }
            Action::MarkTo => match self.marked.range_to(at) {
                Some(range) => self.marked.gather(ctx, &self.rows, range),
                None => ctx.does(Effect::Say(said::MARK_FIRST.get(lang).to_owned())),
            },
            _ => self.marked.gather(ctx, &self.rows, (0, self.rows.total)),
        }
    }

    /// An answer to something that is done with the marked rows; whether it was one.
    fn aside(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: &Reply) -> bool {
        let lang = ctx.shared.lang;
        if self.on_liaison(ctx, ticket, reply) {
            return true;
        }
        if let Some(mut job) = self.copying.take_if(|c| c.waits_for(ticket)) {
            if !job.reply(ctx, reply, &self.specs, &self.rows.more) {
                self.copying = Some(job);
            }
            return true;
        }
        if let Some((_, name)) = self.keeping.take_if(|(t, _)| *t == ticket) {
            self.kept(ctx, reply, &name);
            return true;
        }
        if let Some(Over::Filters(panel)) = &mut self.over
            && panel.reply(ticket, reply)
        {
            return true;
        }
        match self.marked.reply(ctx, &self.rows, ticket, reply) {
            Gathered::All => ctx.does(Effect::Say(said::marked_now(lang, self.marked.len()))),
            Gathered::Full => ctx.does(Effect::Warn(said::marks_full(lang, marked::MARKS_MAX))),
            Gathered::More => {}
            Gathered::No => return self.named(ticket, reply) || matches!(reply, Reply::Settings(_)),
        }
        true
    }

    /// While the filter is typed.
    fn filter_action(&mut self, ctx: &mut Ctx<'_>, action: Action, height: usize) -> bool {
        match action {
            Action::Accept => self.typing = None,
            Action::Back => {
                self.typing = None;
                self.narrow(ctx, "");
            }
            Action::Clear => {
                if let Some(edit) = &mut self.typing {
                    edit.clear();
                }
                self.narrow(ctx, "");
            }
            Action::Undo | Action::Redo => {
                let text = self.typing.as_mut().map(|edit| {
                    if action == Action::Undo {
                        edit.undo()
                    } else {
                        edit.redo()
                    };
                    edit.text().to_owned()
                });
                self.narrow(ctx, &text.unwrap_or_default());
            }
            Action::Create => ctx.does(Effect::New(self.kind, Vec::new())),
            Action::Up | Action::Down | Action::PageUp | Action::PageDown => {
                self.rows.step(action, height);
                self.settle(ctx);
            }
            _ => return false,
        }
        true
    }

    fn narrow(&mut self, ctx: &mut Ctx<'_>, text: &str) {
        if self.rows.filter.text != text {
            self.marked.moved();
            let filter = Filter { text: text.to_owned(), ..self.rows.filter.clone() };
            self.rows.set(ctx, filter, self.rows.order, view::height(ctx.shared));
        }
    }

    fn typed(&mut self, ctx: &mut Ctx<'_>, change: impl FnOnce(&mut Edit) -> bool) -> bool {
        let Some(edit) = &mut self.typing else { return false };
        if !change(edit) {
            return false;
        }
        // Scrolls as far as the cursor needs.
        edit.view(usize::from(ctx.shared.size.0 / 2));
        let text = edit.text().to_owned();
        self.narrow(ctx, &text);
        true
    }
}

impl Screen for List {
    fn contexts(&self) -> &[Context] {
        if self.typing.is_some() {
            return Context::Pick.stack();
        }
        if self.over.is_some() {
            return Context::Panel.stack();
        }
        if let Some((contexts, _)) = self.beside.inside() {
            return contexts;
        }
        // also while the rows are on their way: keys typed ahead are meant for them
        Context::List.stack_of(self.kind)
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.keys = ctx.shared.welcome.settings.columns_of(self.kind).to_vec();
        (self.specs, self.rows.more) = table::chosen(self.kind, &self.keys);
        if self.ask_liaison(ctx) {
            self.rows.ask_again(ctx, view::height(ctx.shared));
        }
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        if matches!(input, Input::Action(_) | Input::Key(_) | Input::Paste(_)) {
            self.fresh.clear();
            self.beside.seen();
        }
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Key(key) if self.over.is_some() => self.panel_key(ctx, key),
            Input::Key(key) => self.typed(ctx, |edit| edit.key(key, usize::MAX)),
            Input::Paste(text) if self.over.is_some() => self.panel_text(
                ctx,
                |edit| {
                    edit.insert(&text);
                    true
                },
                true,
            ),
            Input::Paste(text) => self.typed(ctx, |edit| {
                edit.insert(&text);
                true
            }),
            Input::Reply(ticket, reply) if self.aside(ctx, ticket, &reply) => true,
            Input::Reply(ticket, reply) if self.beside.revealing(ctx, ticket, &reply) => true,
            Input::Reply(ticket, reply) if self.beside.reply(ctx.shared, ticket, &reply) => true,
            Input::Reply(ticket, reply) => {
                if let Some(why) = self.rows.reply(ticket, reply, view::height(ctx.shared)) {
                    self.trouble = Some(say::refusal(&why, ctx.shared.lang));
                } else {
                    self.trouble = None;
                    self.settle(ctx);
                }
                true
            }
            other if stale(&other) => {
                match &other {
                    Input::News(News::Changed { own: false, items, .. }) => {
                        self.fresh.extend(items.iter().map(|(r, _)| *r));
                    }
                    // whoever was handed over is among others' people now
                    Input::Result(Outcome::Written(_)) if self.handing => self.marked.clear(),
                    Input::Result(Outcome::Written(target)) => self.rows.seek(*target),
                    Input::Result(Outcome::Removed(gone)) => self.marked.forget(*gone),
                    _ => {}
                }
                if let Input::News(news) = &other {
                    self.beside.hear(news);
                }
                self.refresh(ctx);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        self.draw(shared, area, buf)
    }

    fn hints(&self) -> Vec<Action> {
        if self.typing.is_some() {
            return vec![Action::Accept, Action::Back, Action::Clear];
        }
        if self.over.is_some() {
            return self.panel_hints();
        }
        if let Some((_, kind)) = self.beside.inside() {
            return card::hints(kind);
        }
        if self.rows.known && self.rows.total == 0 {
            return vec![Action::New, Action::Capture, Action::Palette, Action::Back];
        }
        if self.marked.len() > 0 {
            let does = if self.liaison.is_some() { Action::HandOver } else { Action::Bulk };
            return vec![does, Action::Copy, Action::Mark, Action::MarkTo, Action::MarkAll, Action::Back];
        }
        match self.kind {
            Kind::Person | Kind::Organisation => vec![
                Action::Open,
                Action::Visit,
                Action::Filter,
                if self.is_filtered() { Action::Back } else { Action::New },
                Action::Actions,
                Action::Mark,
                Action::Order,
                Action::Circle,
            ],
            Kind::Staff => vec![
                Action::Open,
                Action::Liaison,
                Action::New,
                Action::Edit,
                Action::Act,
                Action::Actions,
                Action::Filter,
            ],
            Kind::Study => {
                vec![Action::Act, Action::Open, Action::New, Action::Edit, Action::Actions, Action::Filter]
            }
            kind if kind == Kind::Meeting || kind.general().is_some_and(|g| g.acts.is_some()) => vec![
                Action::Act,
                Action::Open,
                Action::New,
                if Board::is_for(kind) { Action::OtherView } else { Action::Filter },
                Action::Actions,
                Action::Order,
                Action::Edit,
            ],
            _ => vec![Action::Open, Action::New, Action::Filter, Action::Edit, Action::Actions, Action::Mark],
        }
    }

    fn says(&self, action: Action) -> Option<T> {
        if let (Action::Act, Some(next)) = (action, super::next_step(self.state())) {
            return Some(next);
        }
        match action {
            _ if self.over.is_some() => self.panel_says(action),
            Action::Accept if self.typing.is_some() => Some(hints::DONE),
            Action::Back if self.typing.is_some() || self.is_filtered() => Some(hints::UNFILTER),
            Action::Back if self.marked.len() > 0 => Some(hints::UNMARK),
            Action::Act if self.kind == Kind::Staff => self.in_hand().map(card::step_of_staff),
            Action::OtherView if Board::is_for(self.kind) => Some(hints::AS_BOARD),
            Action::Act if self.kind == Kind::Meeting => self.in_hand().map(|_| words::meetings::SIGN_IN),
            Action::Act if self.kind == Kind::Study => self.in_hand().map(|_| words::studies::FILL),
            Action::Act if self.kind == Kind::Handover => self.in_hand().map(|_| words::hand::SHEET),
            _ => None,
        }
    }

    fn state(&self) -> Option<(Kind, u16)> {
        self.in_hand().and_then(super::state_of)
    }

    fn rest(&mut self) {
        (self.typing, self.over) = (None, None);
    }

    fn tab(&self) -> Option<Action> {
        self.tab
    }

    fn waits(&self, action: Option<Action>) -> bool {
        let Some(action) = action else { return false };
        if let Some(over) = &self.over {
            return over.waits(action);
        }
        let marks = matches!(action, Action::Mark | Action::MarkTo | Action::MarkAll);
        let marking = marks || matches!(action, Action::Bulk | Action::HandOver | Action::Copy);
        if marking && (self.marked.gathers() || self.rows.awaited()) {
            return true;
        }
        if self.beside.entered() {
            return self.beside.waits(action);
        }
        let walks = action.moves() && !matches!(action, Action::Left);
        // where no card has room beside the list, the other view of a meeting is its briefing
        let about_one = action.needs_hand() || action == Action::OtherView;
        match self.typing {
            Some(_) => self.rows.awaited() && walks,
            None if self.unnamed() => about_one || walks,
            None => self.rows.hand_awaited() && about_one || self.rows.awaited() && walks,
        }
    }

    fn target(&self) -> Option<Ref> {
        self.in_hand().map(|r| r.target)
    }

    fn target_name(&self) -> String {
        self.in_hand().map(|r| r.title().to_owned()).unwrap_or_default()
    }
}
