//! The text under the cursor: every field, every note, the finder's line.
//!
//! By graphemes, so that one Backspace takes what the eye sees as one; measured in cells, so that
//! the real cursor stands where the input method expects it.
#[cfg(test)]
mod tests;
mod view;

pub use view::Line;

use super::input::{Code, Key};
use std::cell::RefCell;
use std::sync::Arc;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// Steps that can be undone in one text.
const STEPS: usize = 200;

/// What the last change was: typing goes on as one step, anything else begins a new one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Typing,
    Erasing,
    Other,
}

/// A text being edited, and where the cursor stands in it.
#[derive(Clone, Debug)]
pub struct Edit {
    text: String,
    cursor: usize,
    multiline: bool,
    undo: Vec<(String, usize)>,
    redo: Vec<(String, usize)>,
    last: Step,
    /// The column Up and Down aim for.
    column: Option<usize>,
    /// First cell shown of a single line.
    scroll: usize,
    /// The lines at the width they were last asked for, until the text changes: a long note is asked many times a key.
    wrapped: RefCell<Option<(usize, Arc<[Line]>)>>,
}

impl Edit {
    /// One line, the cursor at its end.
    pub fn line(text: &str) -> Self {
        Self::with(text, false)
    }

    /// Many lines, the cursor at their end.
    pub fn note(text: &str) -> Self {
        Self::with(text, true)
    }

    fn with(text: &str, multiline: bool) -> Self {
        let text = clean(text, multiline);
        let cursor = text.len();
        let (undo, redo) = (Vec::new(), Vec::new());
        let (column, scroll, wrapped) = (None, 0, RefCell::default());
        Self { text, cursor, multiline, undo, redo, last: Step::Other, column, scroll, wrapped }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the cursor stands, in bytes, on a grapheme's edge.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts the cursor at or before so many bytes, on a grapheme's edge.
    pub fn place(&mut self, to: usize) {
        let mut to = to.min(self.text.len());
        while to > 0 && !(self.text.is_char_boundary(to) && self.is_edge(to)) {
            to -= 1;
        }
        self.move_to(to);
        self.last = Step::Other;
    }

    /// Whether it has many lines.
    pub fn is_note(&self) -> bool {
        self.multiline
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Other text instead, the cursor at its end; can be undone.
    pub fn set(&mut self, text: &str) {
        self.remember(Step::Other);
        self.text = clean(text, self.multiline);
        self.cursor = self.text.len();
    }

    /// Does what the key does in a text; false if it does nothing there. `width` is the cells a
    /// line of a note has.
    pub fn key(&mut self, key: Key, width: usize) -> bool {
        if let Some(c) = key.text() {
            self.insert_char(c);
            return true;
        }
        match (key.code, key.ctrl) {
            (Code::Backspace, _) => self.backspace(),
            (Code::Delete, _) => self.delete(),
            (Code::Left, _) => self.left(),
            (Code::Right, _) => self.right(),
            (Code::Home, _) | (Code::Char('a'), true) => self.home(width),
            (Code::End, _) | (Code::Char('e'), true) => self.end(width),
            (Code::Up, _) if self.multiline => self.up(width),
            (Code::Down, _) if self.multiline => self.down(width),
            (Code::Char('w'), true) => self.erase_word(),
            _ => false,
        }
    }

    /// Types one character.
    pub fn insert_char(&mut self, c: char) {
        let mut bytes = [0; 4];
        self.put(c.encode_utf8(&mut bytes), Step::Typing);
    }

    /// Pastes text as one step. In one line, line ends become blanks.
    pub fn insert(&mut self, text: &str) {
        self.put(text, Step::Other);
    }

    /// A new line, in a note.
    pub fn new_line(&mut self) {
        if self.multiline {
            self.put("\n", Step::Other);
        }
    }

    fn put(&mut self, text: &str, step: Step) {
        let text = clean(text, self.multiline);
        if text.is_empty() {
            return;
        }
        self.remember(step);
        self.text.insert_str(self.cursor, &text);
        self.move_to(self.cursor + text.len());
        // A mark joins what stood before it: the cursor may not stay inside.
        if !self.is_edge(self.cursor) {
            self.cursor = self.next();
        }
    }

    /// Erases what is before the cursor; false if nothing is.
    pub fn backspace(&mut self) -> bool {
        self.erase(self.previous(), self.cursor)
    }

    /// Erases what is under the cursor; false if nothing is.
    pub fn delete(&mut self) -> bool {
        self.erase(self.cursor, self.next())
    }

    /// Erases back to the blank or mark before the word; Chinese has no other words to go by.
    pub fn erase_word(&mut self) -> bool {
        let edge = |c: char| {
            c.is_whitespace() || c.is_ascii_punctuation() || "，。、；：？！（）「」《》".contains(c)
        };
        let word = self.before().trim_end_matches(edge);
        let from = word.char_indices().rev().find(|(_, c)| edge(*c)).map_or(0, |(at, c)| at + c.len_utf8());
        self.erase(from, self.cursor)
    }

    /// Erases everything; false if there was nothing.
    pub fn clear(&mut self) -> bool {
        self.erase(0, self.text.len())
    }

    fn erase(&mut self, from: usize, to: usize) -> bool {
        if from >= to {
            return false;
        }
        self.remember(Step::Erasing);
        self.text.replace_range(from..to, "");
        self.move_to(from);
        true
    }

    /// One grapheme back; false at the beginning.
    pub fn left(&mut self) -> bool {
        self.go(self.previous())
    }

    /// One grapheme on; false at the end.
    pub fn right(&mut self) -> bool {
        self.go(self.next())
    }

    /// To the beginning of the shown line.
    pub fn home(&mut self, width: usize) -> bool {
        let to = if self.multiline { self.row(width).map_or(0, |l| l.start) } else { 0 };
        self.go(to)
    }

    /// To the end of the shown line.
    pub fn end(&mut self, width: usize) -> bool {
        let len = self.text.len();
        let to = if self.multiline { self.row(width).map_or(len, |l| self.last_in(l)) } else { len };
        self.go(to)
    }

    /// The last place for the cursor in a line: before the grapheme that wraps, if it wraps.
    fn last_in(&self, line: Line) -> usize {
        if !line.wraps {
            return line.end;
        }
        let shown = self.text.get(line.start..line.end).unwrap_or_default();
        line.end - shown.graphemes(true).next_back().map_or(0, str::len)
    }

    /// One shown line up; false in the first.
    pub fn up(&mut self, width: usize) -> bool {
        self.vertical(width, -1)
    }

    /// One shown line down; false in the last.
    pub fn down(&mut self, width: usize) -> bool {
        self.vertical(width, 1)
    }

    fn vertical(&mut self, width: usize, by: isize) -> bool {
        let (row, col) = self.position(width);
        let lines = self.wrap(width);
        let Some(line) = row.checked_add_signed(by).and_then(|r| lines.get(r).copied()) else { return false };
        let column = self.column.unwrap_or(col);
        let mut to = line.start;
        let shown = self.text.get(line.start..line.end).unwrap_or_default();
        let mut used = 0;
        for g in shown.graphemes(true) {
            used += view::cells(g);
            if used > column {
                break;
            }
            to += g.len();
        }
        self.move_to(to.min(self.last_in(line)));
        self.column = Some(column);
        true
    }

    fn row(&self, width: usize) -> Option<Line> {
        let (row, _) = self.position(width);
        self.wrap(width).get(row).copied()
    }

    fn go(&mut self, to: usize) -> bool {
        let moved = to != self.cursor;
        self.move_to(to);
        self.last = Step::Other;
        moved
    }

    fn move_to(&mut self, to: usize) {
        self.cursor = to.min(self.text.len());
        self.column = None;
    }

    /// Takes back the last step; false if there is none.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.undo.pop() else { return false };
        self.redo.push((std::mem::take(&mut self.text), self.cursor));
        self.restore(before);
        true
    }

    /// Does again what was taken back; false if nothing was.
    pub fn redo(&mut self) -> bool {
        let Some(after) = self.redo.pop() else { return false };
        self.undo.push((std::mem::take(&mut self.text), self.cursor));
        self.restore(after);
        true
    }

    fn restore(&mut self, (text, cursor): (String, usize)) {
        self.text = text;
        self.wrapped.take();
        self.move_to(cursor);
        self.last = Step::Other;
    }

    fn remember(&mut self, step: Step) {
        let goes_on = step == self.last && step != Step::Other && !self.undo.is_empty();
        if !goes_on {
            self.undo.push((self.text.clone(), self.cursor));
            if self.undo.len() > STEPS {
                self.undo.remove(0);
            }
        }
        self.redo.clear();
        self.last = step;
        // the text is about to change
        self.wrapped.take();
    }

    fn before(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    fn previous(&self) -> usize {
        let mut at = GraphemeCursor::new(self.cursor, self.text.len(), true);
        at.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    fn next(&self) -> usize {
        let mut at = GraphemeCursor::new(self.cursor, self.text.len(), true);
        at.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }

    fn is_edge(&self, at: usize) -> bool {
        GraphemeCursor::new(at, self.text.len(), true).is_boundary(&self.text, 0).unwrap_or(true)
    }
}

/// What may be kept: no control characters but, in a note, line ends.
fn clean(text: &str, multiline: bool) -> String {
    let text = text.replace("\r\n", "\n");
    let keep = |c| match c {
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(if multiline { '\n' } else { ' ' }),
        '\t' => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    };
    text.chars().filter_map(keep).collect()
}
