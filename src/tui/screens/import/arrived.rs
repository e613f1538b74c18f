//! What lies in the drop folder, below the line of the path.

use super::Import;
use crate::exchange::inbox::Arrived;
use crate::text::screen as words;
use crate::text::service;
use crate::tui::draw::{self, below};
use crate::tui::glyph;
use crate::tui::screen::Shared;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

impl Import {
    /// The file in hand, where none is typed.
    pub(super) fn in_hand(&self) -> Option<&Arrived> {
        self.arrived.get(self.at)
    }

    pub(super) fn view_arrived(&self, shared: &Shared, area: Rect, buf: &mut Buffer) {
        let (lang, theme) = (shared.lang, shared.theme);
        let rest = below(area, put_lines(buf, area, words::IMPORT_ARRIVED.get(lang), theme.dim()));
        let height = usize::from(rest.height);
        let first = draw::window(0, self.at, height, self.arrived.len());
        let width = usize::from(area.width).saturating_sub(4);
        let shown = self.arrived.iter().enumerate().skip(first).take(height);
        for ((at, file), y) in shown.zip(rest.y..) {
            let about = words::arrived(lang, file.bytes.div_ceil(1024), &service::moment(file.at_ms));
            let room = width.saturating_sub(glyph::width(&about) + 2);
            let row = format!("{}  {about}", glyph::pad(&glyph::fit(&glyph::safe(&file.name), room), room));
            let style = if at == self.at { theme.row() } else { theme.text() };
            glyph::put(buf, area.x + 2, y, width, &row, style);
        }
    }
}

/// Text in as many lines as it takes; how many these are.
pub(super) fn put_lines(buf: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let width = usize::from(area.width).saturating_sub(4);
    let lines = draw::wrap(text, width);
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        glyph::put(buf, area.x + 2, y, width, line, style);
    }
    draw::cells(lines.len()).saturating_add(1)
}
