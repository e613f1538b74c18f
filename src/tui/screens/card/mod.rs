//! Cards: a record with all that belongs to it. The two lines at the head answer a meeting: who, whose, when last.

mod body;
mod columns;
mod copy;
mod cover;
mod fields;
mod posts;

pub(super) use body::Body;
pub use copy::CopyField;

use super::fetched::stale;
use crate::book::{Cell, Kind, Ref, Row, staff};
use crate::exchange::study::answers_to;
use crate::hub::wire::{Filter, Order, Request};
use crate::text::T;
use crate::text::screen::{leaving, studies as words};
use crate::tui::action::Action;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The contexts of a card of this kind.
pub(super) fn contexts(kind: Kind) -> &'static [Context] {
    Context::Card.stack_of(kind)
}

/// What a card in hand is most used for.
pub(super) fn hints(kind: Kind) -> Vec<Action> {
    match kind {
        Kind::Person | Kind::Organisation => vec![
            Action::Visit,
            Action::Edit,
            Action::Circle,
            Action::Tie,
            Action::History,
            Action::Actions,
            Action::Back,
        ],
        Kind::Study => {
            vec![Action::Act, Action::OtherView, Action::Open, Action::Edit, Action::Actions, Action::Back]
        }
        Kind::Staff => vec![Action::Liaison, Action::Edit, Action::Act, Action::Actions, Action::Back],
        Kind::Meeting => {
            vec![
                Action::Act,
                Action::Task,
                Action::OtherView,
                Action::Papers,
                Action::Edit,
                Action::Actions,
                Action::Back,
            ]
        }
        kind if kind.general().is_some_and(|g| g.acts.is_some()) => {
            vec![Action::Act, Action::Open, Action::Edit, Action::Actions, Action::Back]
        }
        _ => vec![Action::Open, Action::Edit, Action::Actions, Action::Back],
    }
}

/// What the next step of a colleague is, by their row.
pub(super) fn step_of_staff(row: &Row) -> T {
    let left = Cell::Choice(staff::STATUS, staff::LEFT);
    if row.cells.contains(&left) { leaving::COME_BACK } else { leaving::LEAVE }
}

/// A card on the whole screen.
pub struct Card {
    body: Body,
}

impl Card {
    /// The card of a record.
    pub fn new(target: Ref) -> Card {
        Card { body: Body::new(target).counted() }
    }
}

impl Screen for Card {
    fn contexts(&self) -> &[Context] {
        contexts(self.body.target.kind)
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.body.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        let room = super::rows_below(ctx.shared, body::HEAD);
        let width = ctx.shared.size.0.into();
        if matches!(input, Input::Action(_) | Input::Key(_)) {
            self.body.seen();
        }
        if let Input::News(news) = &input {
            self.body.hear(news);
        }
        match input {
            Input::Action(action) => self.body.action(ctx, action, width, room),
            Input::Reply(ticket, reply) if self.body.revealing(ctx, ticket, &reply) => true,
            Input::Reply(ticket, reply) if self.body.figures(ctx, ticket, &reply) => true,
            Input::Reply(ticket, reply) => {
                self.body.reply(ctx.shared, ticket, reply, width, room);
                true
            }
            other if stale(&other) => {
                self.body.ask(ctx);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        self.body.view(shared, area, buf, true);
        None
    }

    fn hints(&self) -> Vec<Action> {
        let mut all = hints(self.body.target.kind);
        if self.body.is_covered() {
            all.insert(0, Action::Reveal);
        }
        all
    }

    fn tab(&self) -> Option<Action> {
        super::tab_of(self.body.target.kind)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        let liaison = Some(Action::Liaison);
        self.body.waits() && action != liaison && action.is_some_and(|a| a.needs_hand() || a.moves())
    }

    fn target(&self) -> Option<Ref> {
        Some(self.body.target)
    }

    fn state(&self) -> Option<(Kind, u16)> {
        self.body.state()
    }

    fn says(&self, action: Action) -> Option<T> {
        let meeting =
            (self.body.target.kind == Kind::Meeting).then_some(crate::text::screen::meetings::SIGN_IN);
        match (self.body.target.kind, action) {
            (Kind::Study, Action::Act) => return Some(words::FILL),
            (Kind::Study, Action::OtherView) => return Some(words::TO_TABLE),
            _ => {}
        }
        if meeting.is_some() && action == Action::OtherView {
            return Some(crate::text::briefing::BRIEFING);
        }
        let staff = self.body.has_left().map(|left| if left { leaving::COME_BACK } else { leaving::LEAVE });
        staff.or(meeting).or_else(|| super::next_step(self.state())).filter(|_| action == Action::Act)
    }

    fn open_card(&self) -> Option<Ref> {
        Some(self.body.target)
    }

    fn target_name(&self) -> String {
        self.body.name().to_owned()
    }
}

/// Opens a record, or what else a line of a card leads to.
fn go(ctx: &mut Ctx<'_>, go: &body::Go, target: Ref, name: &str) {
    match go {
        body::Go::Open(other) => ctx.does(Effect::Open(*other)),
        body::Go::Bar(behind) => {
            super::charts::Charts::of(target.id).open(ctx, behind);
        }
        body::Go::All(kind) => {
            let mut filter = Filter::default();
            match target.kind {
                Kind::Person => filter.person = Some(target.id),
                Kind::Staff => filter.staff = Some(target.id),
                Kind::Area => filter.area = Some(target.id),
                Kind::Study => filter = answers_to(target.id),
                _ => filter.organisation = Some(target.id),
            }
            let list = super::List::some(*kind, filter, Order::Usual).of(name);
            ctx.does(Effect::Push(Box::new(list)));
        }
        body::Go::History => ctx.does(Effect::Push(Box::new(super::History::new(target, name)))),
        body::Go::People(filter) => {
            let list =
                super::List::some(Kind::Person, filter.clone(), crate::hub::wire::Order::Usual).of(name);
            ctx.does(Effect::Push(Box::new(list)));
        }
    }
}

/// What is asked for a card.
fn request(target: Ref) -> Request {
    Request::Card(target)
}
