//! The small panels of a list: orders, columns, kept lists.

use super::{List, filters};
use crate::book::{Field, Kind, Type};
use crate::hub::wire::{Keep, Order, Reply, Request, VIEW_NAME_MAX, View};
use crate::text::T;
use crate::text::screen::{self as words, hints, panels as said};
use crate::tui::action::Action;
use crate::tui::edit::Edit;
use crate::tui::input::Key;
use crate::tui::screen::{Ctx, Effect, Shared};
use crate::tui::screens::foot::{self, Hit, Item};
use crate::tui::table::{self, Table};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What lies over a list, at its foot.
pub(super) enum Over {
    /// What to filter by.
    Filters(filters::Panel),
    /// In which order.
    Orders(usize),
    /// Which columns: all that there are with whether they are shown, those shown first.
    Columns(Vec<(String, bool)>, usize),
    /// Kept lists, the name that the present one is to have, the one in hand and how many there are.
    Views(Edit, usize, usize),
}

impl Over {
    /// Whether an action must wait for what the panel has yet to show.
    pub(super) fn waits(&self, action: Action) -> bool {
        let picks = action.chosen().is_some() || action.moves() || action.needs_hand();
        matches!(self, Over::Filters(panel) if panel.awaited()) && picks && action != Action::Left
    }
}

/// The orders that a kind's list can have: the usual ones first, then every date and choice.
pub(super) fn orders(kind: Kind) -> Vec<Order> {
    let own: &[Order] = match kind {
        Kind::Person => &[Order::Usual, Order::Recent, Order::LongAgo, Order::Area, Order::Newest],
        Kind::Organisation => &[Order::Usual, Order::Area, Order::Newest],
        Kind::Staff => &[Order::Usual, Order::Newest],
        kind if kind.general().is_some() => &[Order::Usual, Order::Area],
        _ => &[Order::Usual],
    };
    let sorts = |f: &&Field| matches!(f.ty, Type::Day | Type::Choice(_)) && !f.many && !f.hidden;
    let known = |no: u16| {
        (kind == Kind::Person && no == crate::book::person::ENTERED_ON)
            || (kind == Kind::Visit && no == crate::book::visit::WHEN)
            || kind.general().is_some_and(|g| g.day == Some(no))
    };
    let by_hand = matches!(kind, Kind::Person | Kind::Visit | Kind::Organisation | Kind::Staff);
    let columns = by_hand || kind.general().is_some();
    let fields = kind.fields().iter().filter(sorts).filter(|f| columns && !known(f.no));
    own.iter().copied().chain(fields.map(|f| Order::By(f.no, false))).collect()
}

/// The same order, whichever way round.
fn same(a: Order, b: Order) -> bool {
    match (a, b) {
        (Order::By(a, _), Order::By(b, _)) => a == b,
        _ => a == b,
    }
}

impl List {
    /// Opens the panel of an action, if it has one.
    pub(super) fn open_panel(&mut self, shared: &Shared, action: Action) -> bool {
        self.over = Some(match action {
            Action::Filter => Over::Filters(filters::Panel::default()),
            Action::Order => {
                let at = orders(self.kind).iter().position(|o| same(*o, self.rows.order));
                Over::Orders(at.unwrap_or(0))
            }
            Action::Columns => {
                let mut all: Vec<(String, bool)> =
                    self.specs.iter().map(|s| (s.key.to_owned(), true)).collect();
                let rest = table::every(self.kind)
                    .into_iter()
                    .filter(|s| !self.specs.iter().any(|t| t.key == s.key));
                all.extend(rest.map(|s| (s.key.to_owned(), false)));
                Over::Columns(all, 0)
            }
            Action::Views => {
                let now = self.view("");
                let shown = shared.welcome.settings.views_of(self.kind);
                let of = shared.welcome.settings.views_of(self.kind).count();
                let at = shown.into_iter().position(|v| View { name: String::new(), ..v.clone() } == now);
                Over::Views(Edit::line(""), at.unwrap_or(0), of)
            }
            _ => return false,
        });
        true
    }

    /// The list as it is shown, under a name.
    fn view(&self, name: &str) -> View {
        let (filter, order) = (self.rows.filter.clone(), self.rows.order);
        View { name: name.to_owned(), kind: self.kind, filter, order, columns: self.keys.clone() }
    }

    /// Acts on what lies over the list.
    pub(super) fn on_panel(&mut self, ctx: &mut Ctx<'_>, over: Over, action: Action) {
        self.over = match over {
            Over::Filters(panel) => self.on_filters(ctx, panel, action).map(Over::Filters),
            Over::Orders(at) => self.on_orders(ctx, at, action),
            Over::Columns(all, at) => self.on_columns(ctx, all, at, action),
            Over::Views(name, at, _) => self.on_views(ctx, name, at, action),
        };
        self.settle(ctx);
    }

    fn on_orders(&mut self, ctx: &mut Ctx<'_>, mut at: usize, action: Action) -> Option<Over> {
        let all = orders(self.kind);
        match foot::step(&mut at, action, all.len()) {
            Hit::Chosen(i) => {
                let order = match (all.get(i).copied().unwrap_or_default(), self.rows.order) {
                    (Order::By(no, _), Order::By(now, back)) if no == now => Order::By(no, !back),
                    (other, _) => other,
                };
                let filter = self.rows.filter.clone();
                self.marked.moved();
                self.rows.set(ctx, filter, order, super::view::height(ctx.shared));
                ctx.does(Effect::Say(words::order_in_words(ctx.shared.lang, self.kind, order)));
                None
            }
            Hit::None if action == Action::Back => None,
            _ => Some(Over::Orders(at)),
        }
    }

    fn on_columns(
        &mut self,
        ctx: &mut Ctx<'_>,
        mut all: Vec<(String, bool)>,
        mut at: usize,
        action: Action,
    ) -> Option<Over> {
        let tick = match foot::step(&mut at, action, all.len()) {
            // A digit ticks; Enter is done.
            Hit::Chosen(i) if action != Action::Accept => Some(i),
            Hit::Chosen(_) => return None,
            Hit::Moved => return Some(Over::Columns(all, at)),
            Hit::None => None,
        };
        match (tick, action) {
            (Some(i), _) => toggle(&mut all, i),
            (_, Action::Mark) => toggle(&mut all, at),
            (_, Action::Left) if at > 0 => {
                all.swap(at, at - 1);
                at -= 1;
            }
            (_, Action::Right) if at + 1 < all.len() => {
                all.swap(at, at + 1);
                at += 1;
            }
            (_, Action::DropOne | Action::Clear) => {
                self.columns_are(ctx, Vec::new(), true);
                self.open_panel(ctx.shared, Action::Columns);
                return self.over.take();
            }
            (_, Action::Back) => return None,
            _ => return Some(Over::Columns(all, at)),
        }
        let keys: Vec<String> = all.iter().filter(|(_, on)| *on).map(|(k, _)| k.clone()).collect();
        self.columns_are(ctx, keys, true);
        Some(Over::Columns(all, at))
    }

    /// Other columns; kept for this kind where so wanted.
    pub(super) fn columns_are(&mut self, ctx: &mut Ctx<'_>, keys: Vec<String>, keep: bool) {
        let usual: Vec<String> = table::usual(self.kind).iter().map(|s| s.key.to_owned()).collect();
        self.keys = if keys == usual { Vec::new() } else { keys };
        let (specs, more) = table::chosen(self.kind, &self.keys);
        self.specs = specs;
        if more != self.rows.more {
            self.rows.more = more;
            self.rows.ask_again(ctx, super::view::height(ctx.shared));
        }
        if keep {
            ctx.ask(Request::Keep(Keep::Columns(self.kind, self.keys.clone())));
            let width = self.table_width(ctx.shared);
            let table = Table::of(self.kind, &self.specs, width, ctx.shared.lang, ctx.shared.today());
            let hidden = self.specs.len().saturating_sub(table.shown());
            if hidden > 0 {
                ctx.does(Effect::Say(said::no_room(ctx.shared.lang, hidden)));
            }
        }
    }

    fn on_views(&mut self, ctx: &mut Ctx<'_>, name: Edit, mut at: usize, action: Action) -> Option<Over> {
        let lang = ctx.shared.lang;
        let all: Vec<View> = ctx.shared.welcome.settings.views_of(self.kind).cloned().collect();
        let (typed, mut left) = (name.text().trim().to_owned(), all.len());
        if action == Action::Accept && !typed.is_empty() {
            let view = self.view(&typed);
            self.keeping = Some((ctx.ask(Request::Keep(Keep::View(view))), typed));
            return None;
        }
        if let (false, Some(digit)) = (typed.is_empty(), action.chosen().and_then(|n| u32::try_from(n).ok()))
        {
            let mut name = name;
            name.insert(&digit.to_string());
            return Some(Over::Views(name, at, all.len()));
        }
        match foot::step(&mut at, action, all.len()) {
            Hit::Chosen(i) => {
                let view = all.get(i)?;
                self.columns_are(ctx, view.columns.clone(), false);
                self.rows.order = view.order;
                self.filter_by(ctx, view.filter.clone());
                ctx.does(Effect::Say(said::shown(lang, &view.name)));
                return None;
            }
            Hit::Moved => {}
            Hit::None => match action {
                Action::DropOne => {
                    if let Some(view) = all.get(at) {
                        ctx.ask(Request::Keep(Keep::DropView(self.kind, view.name.clone())));
                        ctx.does(Effect::Say(said::dropped(lang, &view.name)));
                        left -= 1;
                    }
                }
                Action::Clear => return Some(Over::Views(Edit::line(""), at, all.len())),
                Action::Back => return None,
                _ => {}
            },
        }
        Some(Over::Views(name, at, left))
    }

    /// The list is kept under a name, or cannot be.
    pub(super) fn kept(&mut self, ctx: &mut Ctx<'_>, reply: &Reply, name: &str) {
        ctx.does(match reply {
            Reply::Refused(why) => Effect::Warn(crate::tui::say::refusal(why, ctx.shared.lang)),
            _ => Effect::Say(said::kept(ctx.shared.lang, name)),
        });
    }

    /// A key that is text.
    pub(super) fn panel_key(&mut self, ctx: &mut Ctx<'_>, key: Key) -> bool {
        self.panel_text(ctx, |edit| edit.key(key, usize::MAX), key.text().is_some())
    }

    /// Text over the list: it narrows values, names a list, or is what to filter by.
    pub(super) fn panel_text(
        &mut self,
        ctx: &mut Ctx<'_>,
        change: impl FnOnce(&mut Edit) -> bool,
        is_text: bool,
    ) -> bool {
        let taken = match &mut self.over {
            Some(Over::Views(name, ..)) => {
                let taken = change(name);
                if name.text().chars().count() > VIEW_NAME_MAX {
                    name.set(&name.text().chars().take(VIEW_NAME_MAX).collect::<String>());
                }
                let _ = name.view(usize::from(ctx.shared.size.0 / 2));
                return taken;
            }
            Some(Over::Filters(panel)) => {
                if panel.has_values() {
                    return panel.typed(change);
                }
                is_text
            }
            _ => false,
        };
        if taken {
            // Words after all.
            self.over = None;
            self.typing = Some(Edit::line(&self.rows.filter.text));
            return self.typed(ctx, change);
        }
        false
    }

    /// Draws what lies over the list.
    pub(super) fn draw_panel(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let lang = shared.lang;
        match self.over.as_ref()? {
            Over::Filters(panel) => self.draw_filters(panel, shared, area, buf),
            Over::Orders(at) => {
                let item = |o: &Order| {
                    let now = same(*o, self.rows.order);
                    let shown = if now { self.rows.order } else { *o };
                    Item { on: Some(now), ..Item::of(words::order_in_words(lang, self.kind, shown), "") }
                };
                let items: Vec<Item> = orders(self.kind).iter().map(item).collect();
                foot::draw(shared, area, buf, said::ORDER_PANEL.get(lang), None, (&items, *at))
            }
            Over::Columns(all, at) => {
                let every = table::every(self.kind);
                let label = |key: &str| every.iter().find(|s| s.key == key).map_or("", |s| s.label.get(lang));
                let item = |(key, on): &(String, bool)| Item { on: Some(*on), ..Item::of(label(key), "") };
                let items: Vec<Item> = all.iter().map(item).collect();
                foot::draw(shared, area, buf, said::COLUMNS_PANEL.get(lang), None, (&items, *at))
            }
            Over::Views(name, at, _) => {
                let views = shared.welcome.settings.views_of(self.kind);
                let items: Vec<Item> =
                    views.map(|v| Item::of(&v.name, words::order_in_words(lang, v.kind, v.order))).collect();
                let prompt = Some((said::VIEW_NAME.get(lang), name));
                let hint = if items.is_empty() { said::NO_VIEWS } else { said::VIEWS_PANEL };
                foot::draw(shared, area, buf, hint.get(lang), prompt, (&items, *at))
            }
        }
    }

    /// What can be done in the panel.
    pub(super) fn panel_hints(&self) -> Vec<Action> {
        match self.over {
            Some(Over::Columns(..)) => {
                vec![Action::Mark, Action::Left, Action::Right, Action::DropOne, Action::Accept]
            }
            Some(Over::Filters(ref panel)) if panel.has_values() => {
                vec![Action::Accept, Action::Mark, Action::Left, Action::DropOne]
            }
            Some(Over::Filters(_)) => vec![Action::Accept, Action::DropOne, Action::Clear, Action::Back],
            // nothing kept yet: there is only a name to give
            Some(Over::Views(.., 0)) => vec![Action::Accept, Action::Back],
            Some(Over::Views(..)) => vec![Action::Accept, Action::DropOne, Action::Back],
            _ => vec![Action::Accept, Action::Back],
        }
    }

    /// What an action does in the panel.
    pub(super) fn panel_says(&self, action: Action) -> Option<T> {
        match (self.over.as_ref()?, action) {
            (Over::Columns(..), Action::Left) => Some(hints::COLUMN_LEFT),
            (Over::Columns(..), Action::Right) => Some(hints::COLUMN_RIGHT),
            (Over::Columns(..), Action::DropOne) => Some(hints::USUAL_COLUMNS),
            (Over::Columns(..), Action::Accept) => Some(hints::DONE),
            (Over::Filters(panel), Action::Accept) if panel.is_ticking() => Some(hints::DONE),
            (Over::Filters(panel), Action::Left) if panel.has_values() => Some(hints::OTHER_FIELD),
            (Over::Filters(_), Action::DropOne) => Some(hints::THIS_OFF),
            (Over::Filters(_), Action::Clear) => Some(hints::ALL_OFF),
            (Over::Views(name, _, of), Action::Accept) if *of == 0 || !name.text().trim().is_empty() => {
                Some(hints::KEEP_LIST)
            }
            (Over::Views(..), Action::Accept) => Some(hints::SHOW_LIST),
            (Over::Views(..), Action::DropOne) => Some(hints::DROP_LIST),
            _ => None,
        }
    }
}

/// Shows a column or not; one must stay.
fn toggle(all: &mut [(String, bool)], at: usize) {
    let shown = all.iter().filter(|(_, on)| *on).count();
    if let Some((_, on)) = all.get_mut(at)
        && (!*on || shown > 1)
    {
        *on = !*on;
    }
}
