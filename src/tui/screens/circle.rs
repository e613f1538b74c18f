//! Circle 关系图: the declared ties within two steps, as a tree whose every line carries kind, dates and source, and drawn,
//! with those of the tie in hand below. Where there is room both stand side by side, with one cursor.

mod dots;
mod picture;
mod tree;

use super::fetched::{Fetched, stale};
use crate::book::{Kind, Ref};
use crate::hub::wire::{CircleRow, Reply, Request};
use crate::text::T;
use crate::text::screen::{self as words, hints};
use crate::tui::action::Action;
use crate::tui::draw::{self, WIDE, below, cells};
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use crate::tui::sheet::Line;
use picture::Picture;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines that are not drawn on: the head, and two about the tie in hand.
const AROUND: u16 = 3;
/// In fewer columns names would be cut to nothing: there the circle is a tree.
const NARROW: u16 = 60;
/// Cells of the tree beside the picture.
const TREE: (u16, u16) = (46, 78);

/// The circle of a person or an organisation.
pub struct Circle {
    target: Ref,
    name: String,
    rows: Fetched<Vec<CircleRow>>,
    /// Whether the other view is wanted: the picture for the tree, or alone for both.
    other: bool,
    /// Which page of the picture is shown.
    page: usize,
}

impl Circle {
    /// Around this one, called so.
    pub fn new(target: Ref, name: &str) -> Circle {
        Circle { target, name: name.to_owned(), rows: Fetched::default(), other: false, page: 0 }
    }

    /// Drawn like the one it was asked for in.
    fn like(mut self, other: &Circle) -> Circle {
        self.other = other.other;
        self
    }

    /// Where the tree stands and where the picture: one of them, or both.
    fn areas(&self, shared: &Shared, area: Rect) -> (Option<Rect>, Option<Rect>) {
        let draws = area.width >= NARROW && !shared.theme.plain && !self.all().is_empty();
        match (draws, area.width >= WIDE, self.other) {
            (false, ..) | (true, false, false) => (Some(area), None),
            (true, _, true) => (None, Some(area)),
            (true, true, false) => {
                let left = (area.width * 2 / 5).clamp(TREE.0, TREE.1);
                let right = Rect { x: area.x + left + 1, width: area.width - left - 1, ..area };
                (Some(Rect { width: left, ..area }), Some(right))
            }
        }
    }

    /// The same before it is drawn.
    fn planned(&self, shared: &Shared) -> (Option<Rect>, Option<Rect>) {
        self.areas(shared, Rect::new(0, 0, shared.size.0, crate::tui::app::body_height(shared.size)))
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.rows.ask(ctx, Request::Circle { target: self.target });
    }

    fn in_hand(&self) -> Option<(Ref, &str)> {
        let row = self.rows.sheet.at.checked_sub(1).and_then(|i| self.rows.data.as_ref()?.get(i));
        row.map(|r| (r.target, r.name.as_str()))
    }

    fn all(&self) -> &[CircleRow] {
        self.rows.data.as_deref().unwrap_or_default()
    }

    /// The picture. That somebody is of the place that the whole book is of goes without saying.
    fn picture(&self, shared: &Shared, area: Rect) -> Picture {
        let place = shared.welcome.place.as_str();
        let short = |name: &str| {
            let rest = name.strip_prefix(place).filter(|r| !place.is_empty() && r.chars().count() > 1);
            rest.unwrap_or(name).to_owned()
        };
        let mut rows = self.all().to_vec();
        rows.iter_mut().for_each(|r| r.name = short(&r.name));
        let size = (area.width.into(), area.height.saturating_sub(AROUND).into());
        Picture::new(&rows, &short(&self.name), size, self.page)
    }

    /// The one in hand is on the page that is shown, and its line of the tree in sight.
    fn follow(&mut self, shared: &Shared) {
        let lines = self.lines(shared);
        self.rows.follow(shared, &lines);
        if let (Some(area), true) = (self.planned(shared).1, self.rows.sheet.at > 0) {
            let height = area.height.saturating_sub(AROUND).into();
            self.page = picture::page_of(self.all(), height, self.rows.sheet.at);
        }
    }

    /// Moves in the picture; `false` if the action is none of it.
    fn walk(&mut self, shared: &Shared, action: Action) -> bool {
        let (tree, Some(area)) = self.planned(shared) else { return false };
        let picture = self.picture(shared, area);
        let alone = tree.is_none();
        let to = match action {
            Action::Right => (1, 0),
            Action::Left => (-1, 0),
            // beside the tree these walk the tree
            Action::Down if alone => (0, 1),
            Action::Up if alone => (0, -1),
            Action::PageDown | Action::PageUp if alone => {
                let last = picture.pages.saturating_sub(1);
                let new =
                    if action == Action::PageDown { self.page + 1 } else { self.page.saturating_sub(1) };
                if new.min(last) != self.page {
                    (self.page, self.rows.sheet.at) = (new.min(last), 0);
                }
                return true;
            }
            Action::First if alone => {
                self.rows.sheet.at = 0;
                return true;
            }
            _ => return false,
        };
        self.rows.sheet.at = picture.walk(self.rows.sheet.at, to).unwrap_or(self.rows.sheet.at);
        true
    }

    /// How many there are, and that nothing is guessed, as far as there is room.
    fn count(&self, shared: &Shared, picture: Option<&Picture>, room: usize) -> String {
        let lang = shared.lang;
        if let Some(p) = picture.filter(|p| p.left_out > 0) {
            return words::left_out(lang, p.left_out, self.page.min(p.pages.saturating_sub(1)) + 1, p.pages);
        }
        let around = words::around(lang, self.all().len());
        let told = format!("{around}   {}", words::DECLARED.get(lang));
        if glyph::width(&told) <= room { told } else { around }
    }

    /// Two lines about the one in hand: what ties it to whom, since when, and who says so.
    fn said(&self, shared: &Shared) -> [String; 2] {
        let lang = shared.lang;
        let all = self.all();
        let at = self.rows.sheet.at;
        let Some(row) = at.checked_sub(1).and_then(|i| all.get(i)) else {
            return [self.name.clone(), words::PICTURE_HOW.get(lang).to_owned()];
        };
        let before = all.iter().take(at - 1).rfind(|r| r.depth == 1).filter(|_| row.depth > 1);
        let with = before.map_or(self.name.as_str(), |r| r.name.as_str());
        let parts = [
            words::tied_to(lang, with, &row.relation),
            row.dates.clone(),
            format!("{} {}", words::SOURCE.get(lang), row.source),
        ];
        let parts = parts.iter().filter(|p| !p.trim().is_empty());
        [format!("{}  {}", row.name, row.about), parts.map(String::as_str).collect::<Vec<_>>().join("   ")]
    }

    fn draw(&self, shared: &Shared, area: Rect, buf: &mut Buffer, picture: &Picture) {
        let theme = shared.theme;
        let high = area.height.saturating_sub(AROUND);
        picture.draw(buf, Rect { height: high, ..below(area, 1) }, theme, self.rows.sheet.at);
        let foot = below(area, 1 + high);
        for (line, text) in self.said(shared).into_iter().enumerate() {
            let area = below(foot, cells(line));
            let style = if line == 0 { theme.strong() } else { theme.text() };
            if area.height > 0 {
                let room = usize::from(area.width).saturating_sub(2);
                glyph::put(buf, area.x + 1, area.y, room, &glyph::fit(&text, room), style);
            }
        }
    }

    fn lines(&self, shared: &Shared) -> Vec<Line> {
        let width = self.planned(shared).0.map_or(shared.size.0, |a| a.width).into();
        match self.rows.get(shared, width) {
            Ok(rows) => tree::lines(&self.name, rows, shared, width),
            Err(lines) => lines,
        }
    }
}

impl Screen for Circle {
    fn contexts(&self) -> &[Context] {
        match self.in_hand().map_or(self.target.kind, |(t, _)| t.kind) {
            Kind::Person | Kind::Organisation => Context::Network.stack_of_person(),
            _ => Context::Network.stack(),
        }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(Action::Open) => {
                let target = self.in_hand().map_or(self.target, |(t, _)| t);
                ctx.does(Effect::Open(target));
                true
            }
            Input::Action(Action::Circle) => {
                // Another middle: the one in hand.
                if let Some((target, name)) = self.in_hand() {
                    ctx.does(Effect::Push(Box::new(Circle::new(target, name).like(self))));
                }
                true
            }
            Input::Action(Action::OtherView) if ctx.shared.size.0 < NARROW => {
                ctx.does(Effect::Warn(words::NO_ROOM_TO_DRAW.get(ctx.shared.lang).to_owned()));
                true
            }
            Input::Action(Action::OtherView) => {
                self.other = !self.other;
                self.follow(ctx.shared);
                true
            }
            Input::Action(action) if self.walk(ctx.shared, action) => {
                let lines = self.lines(ctx.shared);
                self.rows.follow(ctx.shared, &lines);
                true
            }
            Input::Action(action) => {
                let lines = self.lines(ctx.shared);
                let moved = self.rows.step(ctx.shared, action, &lines);
                if moved {
                    self.follow(ctx.shared);
                }
                moved
            }
            Input::Reply(ticket, reply) => {
                let mine = self.rows.reply(ctx.shared, ticket, reply, |r| match r {
                    Reply::Circle(rows) => Some(rows),
                    _ => None,
                });
                self.follow(ctx.shared);
                mine
            }
            other => {
                let stale = stale(&other);
                if stale {
                    self.ask(ctx);
                }
                stale
            }
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let (tree, drawn) = self.areas(shared, area);
        let picture = drawn.map(|a| self.picture(shared, a));
        let title = words::CIRCLE.get(lang);
        let room = usize::from(area.width).saturating_sub(glyph::width(title) + glyph::width(&self.name) + 7);
        let right = self.count(shared, picture.as_ref().filter(|_| tree.is_none()), room);
        let parts = [(title, theme.strong()), ("   ", theme.text()), (self.name.as_str(), theme.text())];
        draw::head(buf, area, &parts, (&right, theme.dim()));
        if let Some(area) = tree {
            let width = usize::from(area.width);
            if area.height > 2 && !self.all().is_empty() {
                let heads = tree::heads(width, lang);
                glyph::put(buf, area.x + 1, area.y + 1, width.saturating_sub(2), &heads, theme.dim());
            }
            self.rows.sheet.view(&self.lines(shared), buf, below(area, 2), theme, true);
        }
        if let (Some(area), Some(picture)) = (drawn, picture) {
            if tree.is_some() {
                for y in area.top() + 1..area.bottom() {
                    glyph::put(buf, area.x - 1, y, 1, "│", theme.dim());
                }
            }
            self.draw(shared, area, buf, &picture);
        }
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            Action::Open,
            Action::OtherView,
            Action::Circle,
            Action::Visit,
            Action::Actions,
            Action::Path,
            Action::Tie,
            Action::Back,
        ]
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::OtherView if self.other => Some(hints::AS_TREE),
            Action::OtherView => Some(hints::AS_PICTURE),
            Action::Circle => Some(hints::IN_THE_MIDDLE),
            _ => None,
        }
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoNetwork)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        self.rows.waits(action)
    }

    fn target(&self) -> Option<Ref> {
        Some(self.in_hand().map_or(self.target, |(t, _)| t))
    }

    fn target_name(&self) -> String {
        self.in_hand().map_or(self.name.as_str(), |(_, n)| n).to_owned()
    }
}
