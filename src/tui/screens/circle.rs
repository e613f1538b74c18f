//! Circle 关系图: the declared ties within two steps, as a tree whose every line carries kind, dates and source, or drawn,
//! with those of the tie in hand below.

mod picture;

use super::fetched::{Fetched, stale};
use crate::book::{Kind, Ref};
use crate::hub::wire::{CircleRow, Reply, Request};
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::draw::{self, below};
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use crate::tui::sheet::{Ink, Line};
use picture::Picture;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines of the picture that are not drawn on: the head, and two about the tie in hand.
const AROUND: u16 = 3;
/// In fewer columns names would be cut to nothing: there the circle is a tree.
const NARROW: u16 = 60;

/// The circle of a person or an organisation.
pub struct Circle {
    target: Ref,
    name: String,
    rows: Fetched<Vec<CircleRow>>,
    /// Drawn, and which page of it; else a tree.
    drawn: Option<usize>,
}

impl Circle {
    /// Around this one, called so.
    pub fn new(target: Ref, name: &str) -> Circle {
        Circle { target, name: name.to_owned(), rows: Fetched::default(), drawn: None }
    }

    /// The page of the picture, where it is wanted and has room.
    fn page(&self, shared: &Shared) -> Option<usize> {
        self.drawn.filter(|_| shared.size.0 >= NARROW && !self.all().is_empty())
    }

    /// Drawn like the one it was asked for in.
    fn like(mut self, other: &Circle) -> Circle {
        self.drawn = other.drawn.map(|_| 0);
        self
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
    fn picture(&self, shared: &Shared, size: (usize, usize)) -> Picture {
        let place = shared.welcome.place.as_str();
        let short = |name: &str| {
            let rest = name.strip_prefix(place).filter(|r| !place.is_empty() && r.chars().count() > 1);
            rest.unwrap_or(name).to_owned()
        };
        let mut rows = self.all().to_vec();
        rows.iter_mut().for_each(|r| r.name = short(&r.name));
        Picture::new(&rows, &short(&self.name), size, self.drawn.unwrap_or(0))
    }

    /// The one in hand is on the page that is shown.
    fn turn_to_hand(&mut self, shared: &Shared) {
        if self.drawn.is_some() && self.rows.sheet.at > 0 {
            let height = super::rows_below(shared, AROUND);
            self.drawn = Some(picture::page_of(self.all(), height, self.rows.sheet.at));
        }
    }

    /// Moves in the picture; `false` if the action is no motion.
    fn walk(&mut self, shared: &Shared, action: Action) -> bool {
        let Some(page) = self.page(shared) else { return false };
        let picture = self.picture(shared, (shared.size.0.into(), super::rows_below(shared, AROUND)));
        let to = match action {
            Action::Right => (1, 0),
            Action::Left => (-1, 0),
            Action::Down => (0, 1),
            Action::Up => (0, -1),
            Action::PageDown | Action::PageUp => {
                let last = picture.pages.saturating_sub(1);
                let new = if action == Action::PageDown { page + 1 } else { page.saturating_sub(1) };
                if new.min(last) != page {
                    (self.drawn, self.rows.sheet.at) = (Some(new.min(last)), 0);
                }
                return true;
            }
            Action::First => {
                self.rows.sheet.at = 0;
                return true;
            }
            _ => return false,
        };
        self.rows.sheet.at = picture.walk(self.rows.sheet.at, to).unwrap_or(self.rows.sheet.at);
        true
    }

    /// The picture, and below it the tie in hand: what it is, with whom, since when, and who says so.
    fn draw(&self, shared: &Shared, area: Rect, buf: &mut Buffer) {
        let (lang, theme) = (shared.lang, shared.theme);
        let width = usize::from(area.width);
        let body = below(area, 1);
        let high = body.height.saturating_sub(AROUND - 1);
        let picture = self.picture(shared, (width, high.into()));
        let right = if picture.left_out > 0 {
            let page = self.drawn.unwrap_or(0).min(picture.pages.saturating_sub(1)) + 1;
            words::left_out(lang, picture.left_out, page, picture.pages)
        } else {
            format!("{}   {}", words::around(lang, self.all().len()), words::DECLARED.get(lang))
        };
        let title = [
            (words::CIRCLE.get(lang), theme.strong()),
            ("   ", theme.text()),
            (self.name.as_str(), theme.text()),
        ];
        draw::head(buf, area, &title, (&right, theme.dim()));
        picture.draw(buf, Rect { height: high, ..body }, theme, self.rows.sheet.at);
        let foot = below(body, high);
        for (line, text) in self.said(shared).into_iter().enumerate() {
            let area = below(foot, draw::cells(line));
            let style = if line == 0 { theme.strong() } else { theme.text() };
            if area.height > 0 {
                let room = width.saturating_sub(2);
                glyph::put(buf, area.x + 1, area.y, room, &glyph::fit(&text, room), style);
            }
        }
    }

    /// Two lines about the one in hand.
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

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let lang = shared.lang;
        let rows = match self.rows.get(shared, width) {
            Ok(rows) => rows,
            Err(lines) => return lines,
        };
        let mut lines = vec![Line::of(&self.name, Ink::Strong).hit(0)];
        let [first, relation, dates, source] = columns(width);
        for (i, row) in rows.iter().enumerate() {
            let twig = twig(rows, i);
            let who = format!("{twig}{}  {}", row.name, row.about);
            let line = Line::text(glyph::pad(&glyph::fit(&who, first.saturating_sub(2)), first))
                .and(glyph::pad(&glyph::fit(&row.relation, relation.saturating_sub(1)), relation), Ink::Text)
                .and(glyph::pad(&row.dates, dates), Ink::Dim)
                .and(glyph::pad(&row.source, source), Ink::Dim);
            lines.push(line.hit(i + 1));
        }
        if rows.is_empty() {
            lines.push(Line::blank());
            let width = width.saturating_sub(2);
            lines.extend(draw::wrap(words::NO_CIRCLE.get(lang), width).into_iter().map(Line::text));
        }
        lines
    }
}

/// Room for who, relation, dates and source: the last ones only as far as there is room.
fn columns(width: usize) -> [usize; 4] {
    let [relation, dates, source] = match width {
        100.. => [15, 18, 10],
        76.. => [15, 13, 9],
        56.. => [15, 10, 0],
        _ => [12, 0, 0],
    };
    [width.saturating_sub(relation + dates + source + 3), relation, dates, source]
}

/// The branch before a row: `│  ├─ `.
fn twig(rows: &[CircleRow], at: usize) -> String {
    let Some(depth) = rows.get(at).map(|r| r.depth) else { return String::new() };
    // Whether another row of this depth follows before the tree goes up again.
    let goes_on = |d: u8| rows.iter().skip(at + 1).take_while(|r| r.depth >= d).any(|r| r.depth == d);
    let mut out = String::new();
    for d in 1..depth {
        out.push_str(if goes_on(d) { "│  " } else { "   " });
    }
    out.push_str(if goes_on(depth) { "├─ " } else { "└─ " });
    out
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
                self.drawn = if self.drawn.is_some() { None } else { Some(0) };
                self.turn_to_hand(ctx.shared);
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.rows.follow(ctx.shared, &lines);
                true
            }
            Input::Action(action) if self.walk(ctx.shared, action) => true,
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.rows.step(ctx.shared, action, &lines)
            }
            Input::Reply(ticket, reply) => {
                let mine = self.rows.reply(ctx.shared, ticket, reply, |r| match r {
                    Reply::Circle(rows) => Some(rows),
                    _ => None,
                });
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.rows.follow(ctx.shared, &lines);
                self.turn_to_hand(ctx.shared);
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
        if self.page(shared).is_some() {
            self.draw(shared, area, buf);
            return None;
        }
        let lang = shared.lang;
        let count = self.rows.data.as_ref().map_or(0, Vec::len);
        let right = format!("{}   {}", words::around(lang, count), words::DECLARED.get(lang));
        let title = (words::CIRCLE.get(lang), self.name.as_str());
        let width = usize::from(area.width);
        if area.height > 2 && count > 0 {
            let [first, relation, dates, source] = columns(width);
            let heads = [("", first), (words::RELATION.get(lang), relation), (words::DATES.get(lang), dates)];
            let mut text: String = heads.iter().map(|(t, w)| glyph::pad(t, *w)).collect();
            text.push_str(&glyph::pad(words::SOURCE.get(lang), source));
            glyph::put(buf, area.x + 1, area.y + 1, width.saturating_sub(2), &text, shared.theme.dim());
        }
        self.rows.view(shared, area, buf, title, &right, &self.lines(shared, width));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Id;

    #[test]
    fn branches() {
        let rows: Vec<CircleRow> = [1, 2, 2, 1, 2, 1]
            .into_iter()
            .map(|depth| CircleRow {
                depth,
                target: Ref { kind: Kind::Person, id: Id::NIL },
                name: String::new(),
                about: String::new(),
                tie: None,
                relation: String::new(),
                dates: String::new(),
                source: String::new(),
            })
            .collect();
        let all: Vec<String> = (0..rows.len()).map(|i| twig(&rows, i)).collect();
        assert_eq!(all, ["├─ ", "│  ├─ ", "│  └─ ", "├─ ", "│  └─ ", "└─ "]);
    }
}
