//! How a text being edited is shown: one line scrolled, or many wrapped, both by cells.
use super::Edit;
use crate::tui::glyph;
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

/// A shown line of a note: which bytes of the text it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its first byte.
    pub start: usize,
    /// Past its last byte; the line end itself is in no line.
    pub end: usize,
    /// Whether it ends because the room did.
    pub wraps: bool,
}

/// The cells of a grapheme as it is drawn.
pub(super) fn cells(grapheme: &str) -> usize {
    glyph::width(grapheme)
}

impl Edit {
    /// The lines as they fit in `width` cells. A long word of letters and digits is kept whole if
    /// it fits in a line; Chinese breaks anywhere, but not before a closing mark.
    pub fn wrap(&self, width: usize) -> Arc<[Line]> {
        let width = width.max(2);
        let mut wrapped = self.wrapped.borrow_mut();
        if let Some((_, lines)) = wrapped.as_ref().filter(|(at, _)| *at == width) {
            return Arc::clone(lines);
        }
        let mut lines = Vec::new();
        let mut at = 0;
        for paragraph in self.text().split('\n') {
            wrap_one(paragraph, at, width, &mut lines);
            at += paragraph.len() + 1;
        }
        let lines: Arc<[Line]> = lines.into();
        *wrapped = Some((width, Arc::clone(&lines)));
        lines
    }

    /// Line and cell of the cursor among the lines of [`Self::wrap`].
    pub fn position(&self, width: usize) -> (usize, usize) {
        let lines = self.wrap(width);
        let cursor = self.cursor();
        let holds = |l: &Line| cursor >= l.start && (cursor < l.end || (cursor == l.end && !l.wraps));
        let row = lines.iter().position(holds).unwrap_or(0);
        let start = lines.get(row).map_or(0, |l| l.start);
        let before = self.text().get(start..cursor).unwrap_or_default();
        let col = glyph::width(before);
        // A full last line has no cell left for the cursor: it stands on the last one.
        (row, col.min(width.max(2).saturating_sub(1)))
    }

    /// What a single line shows in `width` cells, and the cell of the cursor in it. Scrolls only
    /// as far as the cursor needs, and remembers it.
    pub fn view(&mut self, width: usize) -> (String, usize) {
        self.scroll = self.scrolled(width);
        self.shown(width)
    }

    /// The first cell shown, so that the cursor is in view and no room is wasted.
    fn scrolled(&self, width: usize) -> usize {
        let (before, all) = (glyph::width(self.before()), glyph::width(self.text()));
        let least = (before + 1).saturating_sub(width);
        self.scroll.min(before).max(least).min((all + 1).saturating_sub(width))
    }

    /// The same without remembering: for painting, which never changes anything.
    pub fn shown(&self, width: usize) -> (String, usize) {
        if width == 0 {
            return (String::new(), 0);
        }
        let from = self.scrolled(width);
        let (mut out, mut used) = (String::new(), 0);
        for g in self.text().graphemes(true) {
            let w = cells(g);
            if used >= from && used + w <= from + width {
                out.push_str(&glyph::safe(g));
            } else if used < from && used + w > from {
                // Half a glyph at the left edge.
                out.push(' ');
            }
            used += w;
        }
        (out, glyph::width(self.before()).saturating_sub(from).min(width - 1))
    }
}

/// Marks that may not begin a line.
const CLOSING: &str = "，。、；：？！）」』》】〉”’,.;:?!)]}";

fn wrap_one(paragraph: &str, base: usize, width: usize, lines: &mut Vec<Line>) {
    let mut line = Room { start: 0, used: 0, at: 0, last: (0, 0) };
    for word in paragraph.split_word_bounds() {
        let whole = glyph::width(word);
        let narrow = word.bytes().all(|b| b.is_ascii_graphic()) && !CLOSING.contains(word);
        if narrow && whole <= width && line.used + whole > width && line.used > 0 {
            lines.push(line.cut(line.at, 0, base));
        }
        for g in word.graphemes(true) {
            let w = cells(g);
            if line.used + w > width && line.used > 0 {
                let (from, taken) = line.last;
                // A closing mark takes the glyph before it along, if that leaves something.
                let carried = CLOSING.contains(g) && from > line.start && taken + w <= width;
                let (at, used) = if carried { (from, taken) } else { (line.at, 0) };
                lines.push(line.cut(at, used, base));
            }
            line.last = (line.at, w);
            line.used += w;
            line.at += g.len();
        }
    }
    lines.push(Line { start: base + line.start, end: base + paragraph.len(), wraps: false });
}

/// A line being filled: its first byte, its cells, the next byte, and the last grapheme's place
/// and cells.
struct Room {
    start: usize,
    used: usize,
    at: usize,
    last: (usize, usize),
}

impl Room {
    /// Ends the line before byte `at`; `used` cells go on to the next one.
    fn cut(&mut self, at: usize, used: usize, base: usize) -> Line {
        let line = Line { start: base + self.start, end: base + at, wraps: true };
        (self.start, self.used) = (at, used);
        line
    }
}
