//! Circle 关系图: the declared ties within two steps, as a tree. Every line carries kind, dates and source.

use super::fetched::{Fetched, stale};
use crate::book::{Kind, Ref};
use crate::hub::wire::{CircleRow, Reply, Request};
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use crate::tui::sheet::{Ink, Line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The circle of a person or an organisation.
pub struct Circle {
    target: Ref,
    name: String,
    rows: Fetched<Vec<CircleRow>>,
}

impl Circle {
    /// Around this one, called so.
    pub fn new(target: Ref, name: &str) -> Circle {
        Circle { target, name: name.to_owned(), rows: Fetched::default() }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.rows.ask(ctx, Request::Circle { target: self.target });
    }

    fn in_hand(&self) -> Option<(Ref, &str)> {
        let row = self.rows.sheet.at.checked_sub(1).and_then(|i| self.rows.data.as_ref()?.get(i));
        row.map(|r| (r.target, r.name.as_str()))
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
                    ctx.does(Effect::Push(Box::new(Circle::new(target, name))));
                }
                true
            }
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
            Action::Circle,
            Action::Visit,
            Action::Path,
            Action::Tie,
            Action::Actions,
            Action::Back,
        ]
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoNetwork)
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
