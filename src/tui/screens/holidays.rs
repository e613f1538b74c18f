//! A year's days off, pasted as the State Council publishes them: what is read is shown, `Enter` writes it. What the list
//! has already is left alone.

use crate::book::notice::Rest;
use crate::book::{Day, Kind, Ref, Row, Value, holiday};
use crate::hub::wire::{Edit, Filter, Order, Reply, Request, Save};
use crate::text::T;
use crate::text::screen::meetings as words;
use crate::tui::action::Action;
use crate::tui::app::new_id;
use crate::tui::draw::{self, below};
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::sheet::{Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines above the rows.
const HEAD: u16 = 2;
/// Most holidays that an office has written down: those of decades.
const KNOWN: u32 = 1000;

/// What a notice lays down.
pub struct Holidays {
    rest: Vec<Rest>,
    sheet: Sheet,
    /// The question for what is there, and the writing under way.
    known: Option<Ticket>,
    saving: Option<Ticket>,
    written: usize,
    last: Option<Ref>,
}

impl Holidays {
    /// These, as they were read.
    pub fn new(rest: Vec<Rest>) -> Holidays {
        Holidays { rest, sheet: Sheet::default(), known: None, saving: None, written: 0, last: None }
    }

    fn has(row: &Row, rest: &Rest) -> bool {
        let day = |at: usize| match row.cells.get(at) {
            Some(crate::book::Cell::Day(d)) => Some(*d),
            _ => None,
        };
        day(0).is_some_and(|from: Day| from == rest.from) && day(1).unwrap_or(rest.from) == rest.to
    }

    /// Writes the first of those that are left.
    fn write(&mut self, ctx: &mut Ctx<'_>) {
        let Some(rest) = self.rest.get(self.written) else {
            ctx.does(Effect::Say(words::holidays_written(ctx.shared.lang, self.written)));
            ctx.does(Effect::Pop(self.last.map(Outcome::Written)));
            return;
        };
        let set = [
            (holiday::NAME, Value::text(rest.name.clone())),
            (holiday::FROM, Value::Day(rest.from)),
            (holiday::TO, Value::Day(rest.to)),
            (holiday::SORT, Value::Code(rest.sort)),
        ];
        let target = Ref { kind: Kind::Holiday, id: new_id() };
        let set = set.into_iter().map(|(no, v)| (no, Edit::Set(v))).collect();
        self.saving = Some(ctx.ask(Request::Save(Save { request: new_id(), target, base: 0, set })));
    }

    fn lines(&self, shared: &Shared) -> Vec<Line> {
        let lang = shared.lang;
        let field = Kind::Holiday.field(holiday::SORT);
        let line = |(n, r): (usize, &Rest)| {
            let sort = field.map(|f| f.choice_label(r.sort, lang)).unwrap_or_default();
            let days = if r.from == r.to {
                format!("{} {}", r.from, r.from.weekday(lang))
            } else {
                format!("{} - {}", r.from, r.to)
            };
            Line::text(format!("{}  {}  {}", glyph::pad(&r.name, 12), glyph::pad(&days, 24), sort)).hit(n)
        };
        self.rest.iter().enumerate().map(line).collect()
    }
}

impl Screen for Holidays {
    fn contexts(&self) -> &[Context] {
        Context::Menu.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        let (kind, filter, order) = (Kind::Holiday, Filter::default(), Order::Usual);
        let list = Request::List { kind, filter, order, offset: 0, limit: KNOWN, more: Vec::new() };
        self.known = Some(ctx.ask(list));
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(Action::Accept) if self.saving.is_none() => self.write(ctx),
            Input::Action(Action::Accept) => {}
            Input::Action(Action::Back) => ctx.does(Effect::Pop(None)),
            Input::Action(action) => {
                let lines = self.lines(ctx.shared);
                return self.sheet.step(action, &lines, super::rows_below(ctx.shared, HEAD));
            }
            Input::Reply(ticket, reply) if self.known == Some(ticket) => {
                self.known = None;
                if let Reply::Page { rows, .. } = reply {
                    self.rest.retain(|r| !rows.iter().any(|row| Holidays::has(row, r)));
                }
            }
            Input::Reply(ticket, reply) if self.saving == Some(ticket) => {
                self.saving = None;
                match reply {
                    Reply::Saved(saved) => {
                        (self.written, self.last) = (self.written + 1, Some(saved.target));
                        self.write(ctx);
                    }
                    Reply::Refused(why) => ctx.does(Effect::Warn(say::refusal(&why, ctx.shared.lang))),
                    Reply::Invalid(wrong) => {
                        let why = wrong.into_iter().map(|(_, w)| w).next().unwrap_or_default();
                        ctx.does(Effect::Warn(why));
                    }
                    _ => {}
                }
            }
            _ => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let title = Kind::Holiday.label().get(lang);
        let told = if self.rest.is_empty() {
            words::HOLIDAYS_KNOWN.get(lang).to_owned()
        } else {
            words::holidays_new(lang, self.rest.len())
        };
        draw::head(
            buf,
            area,
            &[(title, theme.strong()), ("   ", theme.text()), (&told, theme.text())],
            ("", theme.dim()),
        );
        self.sheet.view(&self.lines(shared), buf, below(area, HEAD), theme, true);
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Accept, Action::Back]
    }

    fn says(&self, action: Action) -> Option<T> {
        (action == Action::Accept).then_some(words::HOLIDAYS_WRITE)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        self.known.is_some() && action == Some(Action::Accept)
    }
}
