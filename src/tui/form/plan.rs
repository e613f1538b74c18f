//! Where everything stands: the lines of a form for a size, worked out the same for drawing and for scrolling.

use super::Form;
use super::item::{Item, Sort};
use super::side::{self, Inset};
use crate::text::{Lang, form as words};
use crate::tui::edit::Edit;
use crate::tui::glyph;
use crate::tui::screen::Shared;

/// From so many columns on, a pane beside the fields says what is known about the one in hand.
pub const WIDE: usize = 110;
/// Below so many columns nothing stands beside the values.
pub const NARROW: usize = 60;

/// Lines of a note beyond which other fields would be too far away.
const TALL: usize = 16;

/// One line of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A field of one line.
    Item(usize),
    /// What is wrong with a field.
    Trouble(usize),
    /// Something to choose from, or likely duplicates.
    Inset(Inset),
    /// The label over a note.
    Head(usize),
    /// A line of a note.
    Note(usize, usize),
    /// A folded section, by its first field.
    Folded(usize),
    /// The title over an open one.
    Section(usize),
    /// Nothing.
    Blank,
}

/// The lay-out of a form.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Columns of the fields.
    pub width: usize,
    /// Where the side pane's rule stands.
    pub pane: Option<usize>,
    /// First line of the fields.
    pub head: usize,
    /// Lines for fields.
    pub room: usize,
    /// All lines of fields.
    pub lines: Vec<Line>,
    /// The first of them shown.
    pub top: usize,
    /// Help for the field in hand, at the bottom.
    pub foot: Vec<String>,
    /// Where the foot begins.
    pub foot_at: usize,
    /// Cells of a label.
    pub label: usize,
    /// Where values begin.
    pub value: usize,
    /// Where what stands beside a value begins.
    pub aside: usize,
    /// Cells for the text of the field in hand.
    pub text_width: usize,
    /// Cells of a line of a note.
    pub note_width: usize,
}

/// The size of a screen in a terminal of this size: the line of screens, of news and of hints are not its own.
pub fn body((w, h): (u16, u16)) -> (u16, u16) {
    (w, h.saturating_sub(if h < 6 { 2 } else { 3 }))
}

/// A text in lines of so many cells.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let note = Edit::note(text);
    let line =
        |l: &crate::tui::edit::Line| note.text().get(l.start..l.end).unwrap_or_default().trim().to_owned();
    note.wrap(width).iter().map(line).collect()
}

impl Form {
    /// The lay-out in so many columns and lines.
    pub(super) fn plan(&self, shared: &Shared, (w, h): (u16, u16)) -> Plan {
        let (w, h, lang) = (usize::from(w), usize::from(h), shared.lang);
        let pane = (w >= WIDE).then_some((w * 6 / 10).max(64));
        let width = pane.unwrap_or(w);
        let label = self.items.iter().map(|i| glyph::width(i.field.label.get(lang))).max().unwrap_or(0);
        let label = label.min(width / 3);
        let value = label + if width < NARROW { 4 } else { 6 };
        let aside = if width < NARROW { width } else { (width * 11 / 20).max(value + 16) };
        let head = if h >= 16 { 2 } else { 1 };
        let foot = if pane.is_some() { Vec::new() } else { self.foot(shared, width.saturating_sub(2), h) };
        let foot_at = h.saturating_sub(foot.len());
        let room = foot_at.saturating_sub(head + usize::from(h >= 18 && pane.is_none())).max(1);
        let note_width = width.saturating_sub(5).max(4);
        let mut plan = Plan {
            width,
            pane,
            head,
            room,
            lines: Vec::new(),
            top: 0,
            foot,
            foot_at,
            label,
            value,
            aside,
            text_width: width.saturating_sub(value + 1).max(2),
            note_width,
        };
        if let Some(item) = self.in_hand().filter(|i| i.sort() == Sort::Link && !i.chips.is_empty()) {
            let taken = glyph::width(&item.names()) + 2;
            plan.text_width = plan.text_width.saturating_sub(taken).max(plan.text_width / 3).max(2);
        }
        self.lines(shared, &mut plan);
        plan.top = self.scrolled(&plan);
        plan
    }

    /// Cells of a line of a note at the size of the terminal.
    pub(super) fn note_width(&self, shared: &Shared) -> usize {
        self.plan(shared, body(shared.size)).note_width
    }

    fn lines(&self, shared: &Shared, plan: &mut Plan) {
        let mut fixed = 0;
        for (at, item) in self.items.iter().enumerate() {
            let fold = self.fold_of(at);
            fixed += usize::from(fold.is_some_and(|f| f.from == at));
            if fold.is_none_or(|f| f.open) {
                fixed += 1 + usize::from(item.trouble.is_some());
            }
        }
        let insets = if plan.pane.is_some() { Vec::new() } else { self.insets(shared, plan) };
        fixed += insets.len();
        let left = plan.room.saturating_sub(fixed);
        let notes = self.items.iter().filter(|i| i.is_note()).count().max(1);
        for (at, item) in self.items.iter().enumerate() {
            if let Some(fold) = self.fold_of(at) {
                match (fold.from == at, fold.open) {
                    (true, true) => plan.lines.push(Line::Section(at)),
                    (true, false) => plan.lines.push(Line::Folded(at)),
                    _ => {}
                }
                if !fold.open {
                    continue;
                }
            }
            if item.is_note() {
                let airy = left / notes >= 7;
                if airy {
                    plan.lines.push(Line::Blank);
                }
                plan.lines.push(Line::Head(at));
                if item.trouble.is_some() {
                    plan.lines.push(Line::Trouble(at));
                }
                let air = if airy { 2 } else { 0 };
                let lines = self.note_lines(at, item, (left / notes).saturating_sub(air), plan);
                plan.lines.extend(lines.map(|n| Line::Note(at, n)));
                if airy && at + 1 < self.items.len() {
                    plan.lines.push(Line::Blank);
                }
                continue;
            }
            plan.lines.push(Line::Item(at));
            if item.trouble.is_some() {
                plan.lines.push(Line::Trouble(at));
            }
            let own = |i: &&Inset| i.under == at;
            plan.lines.extend(insets.iter().filter(own).cloned().map(Line::Inset));
        }
    }

    /// Which lines of a note are shown.
    fn note_lines(&self, at: usize, item: &Item, left: usize, plan: &Plan) -> std::ops::Range<usize> {
        let text = item.edit.wrap(plan.note_width).len();
        let most = plan.room.saturating_sub(2).max(1);
        let least = if at == self.at { 3 } else { 1 };
        let height =
            left.min(TALL).max(text.min(if at == self.at { most } else { 3 })).clamp(least.min(most), most);
        let (row, _) = item.edit.position(plan.note_width);
        let first = if at == self.at { (row + 1).saturating_sub(height) } else { 0 };
        first..first + height
    }

    /// The first line shown: as before, if the cursor is in sight.
    fn scrolled(&self, plan: &Plan) -> usize {
        let note = self.in_hand().filter(|i| i.is_note());
        let row = note.map_or(0, |i| i.edit.position(plan.note_width).0);
        let here = |l: &Line| match l {
            Line::Item(at) | Line::Folded(at) => *at == self.at,
            Line::Note(at, n) => *at == self.at && *n == row,
            _ => false,
        };
        let first = plan.lines.iter().position(here).unwrap_or(0);
        // What hangs below the field in hand should be seen with it.
        let below =
            |l: &Line| matches!(l, Line::Inset(i) if i.under == self.at) || *l == Line::Trouble(self.at);
        let hanging = plan.lines.iter().skip(first + 1).take_while(|l| below(l)).count();
        let end = (first + 1 + hanging).min(first + plan.room);
        let most = plan.lines.len().saturating_sub(plan.room);
        let top = self.top.min(most).max(end.saturating_sub(plan.room)).min(first);
        // The label over a note, and the first field, come along.
        if note.is_some() && top == first && top > 0 && plan.room > 2 { top - 1 } else { top }
    }

    /// Help for the field in hand, in at most two lines.
    fn foot(&self, shared: &Shared, width: usize, height: usize) -> Vec<String> {
        let Some(item) = self.in_hand() else { return Vec::new() };
        let lang = shared.lang;
        let folded = self.folded(self.at).is_some();
        let help = if folded { words::HELP_FOLD.get(lang).to_owned() } else { side::help(item, lang) };
        let mut out = wrap(&help, width);
        let most = if height >= 9 { 2 } else { 1 };
        if out.len() > most {
            out.truncate(most);
            if let Some(last) = out.last_mut() {
                *last = glyph::fit(&format!("{last}~~"), width);
            }
        }
        if let Some(warning) = side::beware(item, lang).filter(|_| !folded) {
            out.push(warning);
        }
        out
    }

    /// Choices, suggestions and likely duplicates below their fields, where there is no pane for them.
    fn insets(&self, shared: &Shared, plan: &Plan) -> Vec<Inset> {
        let Some(item) = self.in_hand() else { return Vec::new() };
        let from = if plan.width < NARROW { 3 } else { plan.value };
        let width = plan.width.saturating_sub(from + 1).max(8);
        let mut out = Vec::new();
        if item.sort() == Sort::Choice && !self.choices_fit(item, plan, shared.lang) {
            out.extend(side::choices(item, shared.lang, width, self.at));
        }
        if let Some(s) = self.suggestions() {
            let new = self.unknown_kind();
            out.extend(side::suggestions(s, shared, width, self.at, item, new));
        }
        out.extend(side::numbers(item, shared.lang, self.at));
        let raised = self.items.iter().position(|i| i.field.no == self.similar.raised);
        if let Some(under) = raised.filter(|_| !self.similar.rows.is_empty()) {
            let most = if plan.room < 12 { 1 } else { 3 };
            let help = self.same_help(shared.lang, self.raises(item.field));
            out.extend(side::same(&self.similar.rows, shared, width, under, most, help));
        }
        out
    }

    /// Whether all choices have room beside or instead of the value.
    pub(super) fn choices_fit(&self, item: &Item, plan: &Plan, lang: Lang) -> bool {
        let all = side::choice_line(item, lang);
        let room = if item.field.many {
            plan.width.saturating_sub(plan.value + 1)
        } else {
            plan.width.saturating_sub(plan.aside + 1)
        };
        glyph::width(&all) <= room
    }
}

/// What stands at the right of a field: what to know, or where its value came from.
pub fn aside(item: &Item, in_hand: bool, shared: &Shared) -> String {
    let lang = shared.lang;
    if let Some(day) = item.day(shared.today()) {
        let week = day.weekday(lang);
        return match (in_hand, item.edit.text() == day.to_string()) {
            (true, true) => week.to_owned(),
            (true, false) => format!("= {day} {week}"),
            _ => item.whence.clone(),
        };
    }
    // What is to become of a name being typed stands below it.
    let below = in_hand && item.remark.as_deref() == Some(words::WILL_MAKE.get(lang));
    if let Some(remark) = item.remark.as_ref().filter(|_| !below) {
        return remark.clone();
    }
    if in_hand
        && item.field.many
        && item.sort() == Sort::Link
        && !item.chips.is_empty()
        && item.edit.is_empty()
    {
        return words::ADD_MORE.get(lang).to_owned();
    }
    match item.before(shared.today(), lang).filter(|_| !in_hand && item.whence.is_empty()) {
        Some(was) if was.is_empty() => words::ADDED.get(lang).to_owned(),
        Some(was) => words::was(lang, &was),
        None => item.whence.clone(),
    }
}
