//! How a list is drawn, with the card beside it where there is room.

use super::List;
use crate::text::Lang;
use crate::text::screen as words;
use crate::text::screen::panels;
use crate::tui::draw::{self, below, cells, window};
use crate::tui::glyph;
use crate::tui::screen::Shared;
use crate::tui::screens::beside::split;
use crate::tui::table::Table;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// From this width on rows are numbered: meetings say "number nine".
const NUMBERED: u16 = 44;
/// From this width on a number has room for a long list, so that the columns of a short one stand in the same place.
const ROOMY: u16 = 60;

/// Lines above the first row.
fn head_height(area_height: u16) -> u16 {
    if area_height >= 12 { 3 } else { 2 }
}

/// How many rows are seen.
pub(super) fn height(shared: &Shared) -> usize {
    let body = crate::tui::app::body_height(shared.size);
    usize::from(body.saturating_sub(head_height(body))).div_ceil(stride(shared, body))
}

/// From this height on there is a blank line between rows that others look at from afar.
const AIRY: u16 = 16;

/// Lines from one row to the next.
fn stride(shared: &Shared, area_height: u16) -> usize {
    if shared.showing() && area_height >= AIRY { 2 } else { 1 }
}

impl List {
    /// The cells before the columns: the cursor, the row's number, its mark. Where rows are not numbered there is one
    /// cell for all of it.
    fn indent(&self, width: u16) -> usize {
        if width < NUMBERED {
            return 1;
        }
        let digits = self.rows.all.to_string().len();
        digits.max(if width < ROOMY { 2 } else { 4 }) + 2
    }

    /// The cells that columns have.
    pub(super) fn table_width(&self, shared: &Shared) -> usize {
        let whole = Rect::new(0, 0, shared.size.0, 1);
        let left = if self.beside.is_off() { whole } else { split(whole).0 };
        usize::from(left.width).saturating_sub(self.indent(left.width) + 1)
    }

    pub(super) fn draw(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let nothing = self.rows.known && self.rows.total == 0;
        let (left, card) = if nothing { (area, None) } else { self.beside.areas(area) };
        let cursor = self.draw_head(shared, left, buf);
        self.draw_rows(shared, left, buf);
        if let Some(card) = card {
            self.beside.view(shared, card, buf);
        }
        match self.over {
            Some(_) => self.draw_panel(shared, area, buf),
            None => cursor,
        }
    }

    fn draw_head(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let rows = &self.rows;
        let count = if !rows.known {
            words::LOADING.get(lang).to_owned()
        } else if rows.total as u64 == rows.all {
            words::in_all(lang, rows.all)
        } else {
            words::of_all(lang, rows.total as u64, rows.all)
        };
        if let Some(edit) = &self.typing {
            let at = (area.x + 1, area.y);
            let room = usize::from(area.width).saturating_sub(glyph::width(&count) + 3);
            let cursor = draw::prompt(buf, at, cells(room), words::FILTER.get(lang), edit, theme);
            draw::head(buf, area, &[], (&count, theme.dim()));
            return Some(cursor);
        }
        let title =
            if self.base.overdue { super::filters::overdue(self.kind) } else { words::list(self.kind) }
                .get(lang);
        let filtered = self.filter_words(lang);
        let marked = match self.marked.len() {
            0 => String::new(),
            n => format!("   {}", panels::marked(lang, self.kind, n)),
        };
        // How many keeps its room; the order goes first, then the end of what is asked for.
        let mut room = usize::from(area.width).saturating_sub(glyph::width(&count) + 4);
        // of whom it is stays, and what is said of them if there is room for all of it
        let left = room.saturating_sub(glyph::width(title) + glyph::width(&marked) + 3);
        let of = match draw::whole(&self.of, left) {
            of if of.is_empty() => of,
            of => format!("   {of}"),
        };
        let mut taken = |text: String, whole: bool| {
            let text =
                if whole && glyph::width(&text) > room { String::new() } else { glyph::fit(&text, room) };
            room -= glyph::width(&text).min(room);
            text
        };
        let order = format!("   {}", words::order_in_words(lang, self.kind, rows.order));
        let title = taken(title.to_owned(), false);
        let marked = taken(marked, true);
        let of = taken(of, false);
        let filtered = taken(filtered, false);
        let order = taken(order, true);
        let parts = [
            (title.as_str(), theme.strong()),
            (of.as_str(), theme.text()),
            (marked.as_str(), theme.accent()),
            (filtered.as_str(), theme.notice()),
            (order.as_str(), theme.dim()),
        ];
        draw::head(buf, area, &parts, (&count, theme.text()));
        None
    }

    /// Why there is nothing: what was asked for and how to take it back, or how to begin.
    fn nothing(&self, lang: Lang) -> String {
        match &self.liaison {
            _ if self.typing.is_some() => words::FILTER_EMPTY.get(lang).to_owned(),
            _ if self.is_filtered() => words::filter_empty(lang, self.filter_words(lang).trim()),
            Some(_) => panels::NO_PEOPLE.get(lang).to_owned(),
            None if self.rows.all == 0 => words::empty_list(self.kind).get(lang).to_owned(),
            None if self.base.overdue => words::NOBODY_OVERDUE.get(lang).to_owned(),
            None => words::none_here(lang, &self.of, words::list(self.kind).get(lang)),
        }
    }

    fn draw_rows(&self, shared: &Shared, area: Rect, buf: &mut Buffer) {
        let (lang, theme, rows) = (shared.lang, shared.theme, &self.rows);
        let head = head_height(area.height);
        let body = below(area, head);
        if rows.known && rows.total == 0 {
            super::super::empty(buf, below(area, 1), shared, &[&self.nothing(lang)]);
            return;
        }
        if let Some(trouble) = &self.trouble {
            super::super::empty(buf, below(area, 1), shared, &[trouble]);
            return;
        }
        let numbered = area.width >= NUMBERED;
        let indent = self.indent(area.width);
        let width = usize::from(area.width).saturating_sub(indent + 1);
        let table = Table::of(self.kind, &self.specs, width, lang, shared.today());
        if area.height >= head && head > 0 {
            let y = body.y.saturating_sub(1);
            let style = theme.dim().add_modifier(Modifier::UNDERLINED);
            if numbered {
                let no = glyph::pad_left(words::ROW_NO.get(lang), indent - 1);
                glyph::put(buf, area.x, y, indent - 1, &no, theme.dim());
            }
            glyph::put(buf, area.x + cells(indent), y, width, &table.head(), style);
        }
        let stride = stride(shared, area.height);
        let height = usize::from(body.height).div_ceil(stride);
        let scroll = window(rows.scroll, rows.at, height, rows.total);
        for (y, at) in (body.top()..body.bottom()).step_by(stride).zip(scroll..rows.total) {
            let in_hand = at == rows.at;
            let row = rows.get(at);
            let is = |all: &dyn Fn(crate::book::Ref) -> bool| row.is_some_and(|r| all(r.target));
            let (marked, fresh) = (is(&|r| self.marked.has(r)), is(&|r| self.fresh.contains(&r)));
            let sign = if marked {
                "*"
            } else if fresh {
                "+"
            } else {
                " "
            };
            // Where rows are not numbered there is one cell for both.
            let mark = if in_hand {
                ">"
            } else if numbered {
                " "
            } else {
                sign
            };
            let number = if numbered {
                glyph::pad_left(&(at + 1).to_string(), indent - 2) + sign
            } else {
                String::new()
            };
            let text = row.map_or_else(String::new, |r| table.row(r));
            let style = if fresh { theme.notice() } else { theme.text() };
            glyph::put(buf, area.x + cells(indent), y, width, &text, style);
            glyph::put(buf, area.x, y, indent, &format!("{mark}{number}"), theme.dim());
            if marked {
                glyph::put(buf, area.x + cells(indent - 1), y, 1, "*", theme.accent());
            }
            if in_hand && !self.beside.entered() {
                // The mark and the name, not the whole row: on a thin link the cursor must move cheaply.
                draw::mark(
                    buf,
                    Rect { x: area.x, y, width: cells(indent + table.name_width()), height: 1 },
                    theme,
                );
            }
        }
    }
}
