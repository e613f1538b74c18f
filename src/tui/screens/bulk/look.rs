//! What a change of many looks like: what is asked, what would change, who is left out and why.

use super::{Bulk, HEAD, Stage};
use crate::hub::wire::{BulkOutcome, BulkRow};
use crate::text::screen::panels;
use crate::tui::draw::{self, below};
use crate::tui::glyph;
use crate::tui::screen::{Screen, Shared};
use crate::tui::screens::foot;
use crate::tui::sheet::{Ink, Line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

impl Bulk {
    /// Who is left out and why, then what changes.
    pub(super) fn lines(&self, shared: &Shared) -> Vec<Line> {
        let lang = shared.lang;
        let width = usize::from(shared.size.0).saturating_sub(2);
        let names = self.rows.iter().chain(&self.left).map(|r| glyph::width(&r.name)).max().unwrap_or(0);
        let names = names.clamp(6, (width / 3).max(6));
        let wrapped = |text: &str| {
            let lines = draw::wrap(text, width.saturating_sub(1));
            lines.into_iter().map(|l| Line::of(l, Ink::Trouble)).collect::<Vec<_>>()
        };
        let mut out: Vec<Line> = self.trouble.as_deref().map(wrapped).unwrap_or_default();
        let rows: Vec<&BulkRow> =
            if self.stage == Stage::Done { self.left.iter().collect() } else { self.rows.iter().collect() };
        for row in &rows {
            if let BulkOutcome::Left(why) = &row.outcome {
                let name = if row.name.is_empty() { self.kind.label().get(lang) } else { &row.name };
                out.push(Line::text(glyph::pad(name, names)).and(format!("  {why}"), Ink::Notice));
            }
        }
        let blank = |s: &str| if s.is_empty() { panels::NOTHING.get(lang).to_owned() } else { s.to_owned() };
        for row in &rows {
            if let BulkOutcome::Changes(from, to) = &row.outcome {
                let line =
                    Line::text(glyph::pad(&row.name, names)).and(format!("  {} -> ", blank(from)), Ink::Dim);
                out.push(line.and(blank(to), Ink::Text));
            }
        }
        if self.stage == Stage::Look && self.ticket.is_none() && self.changing().next().is_none() {
            out.insert(0, Line::of(panels::BULK_NOTHING.get(lang), Ink::Notice));
        }
        out
    }

    pub(super) fn draw(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let title = self.title(lang);
        if self.types() {
            let prompt = Some((panels::BULK_VALUE.get(lang), &self.typed));
            return foot::draw(shared, area, buf, &title, prompt, (&[], 0));
        }
        if !self.covers() {
            return foot::draw(shared, area, buf, &title, None, (&self.items(lang), self.at));
        }
        let right = match self.stage {
            Stage::Write => panels::bulk_doing(lang, self.written, self.changing().count()),
            _ if self.ticket.is_some() => panels::BULK_LOOKING.get(lang).to_owned(),
            Stage::Done => String::new(),
            _ => {
                let (will, same, left) = self.counts();
                panels::bulk_will(lang, will, same, left)
            }
        };
        // On a narrow screen the figures have a line of their own.
        let narrow = usize::from(area.width) < glyph::width(&title) + glyph::width(&right) + 4;
        let beside = if narrow { "" } else { right.as_str() };
        draw::head(buf, area, &[(&title, theme.strong())], (beside, theme.text()));
        if self.ready() && !narrow {
            let hint = panels::BULK_NOT_YET.get(lang);
            draw::head(buf, below(area, 1), &[(hint, theme.dim())], ("", theme.text()));
        }
        if narrow {
            draw::head(buf, below(area, 1), &[(&right, theme.text())], ("", theme.text()));
        }
        let body = below(area, HEAD);
        let lines = self.lines(shared);
        for (y, line) in (body.top()..body.bottom()).zip(lines.iter().skip(self.scroll)) {
            let mut x = body.x + 1;
            for (text, ink) in &line.left {
                let room = usize::from(body.right().saturating_sub(x + 1));
                x += draw::cells(glyph::put(buf, x, y, room, &glyph::fit(text, room), ink.style(theme)));
            }
        }
        None
    }
}
