//! A sheet: lines of text of which some can be walked over and opened. Cards, Today, trees, help and summaries
//! are sheets. The lines are made anew from the data for every frame; what lasts is the cursor and the scroll.

use super::action::Action;
use super::draw::{cells, rule};
use super::glyph;
use super::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// What a piece of text is, for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Plain.
    Text,
    /// A name.
    Strong,
    /// A title.
    Accent,
    /// What stands back.
    Dim,
    /// Late, wrong.
    Trouble,
    /// Worth a look.
    Notice,
    /// Done.
    Good,
    /// A key.
    Key,
    /// A bar of a chart.
    Bar,
}

impl Ink {
    /// Its style.
    pub fn style(self, theme: Theme) -> Style {
        match self {
            Ink::Text => theme.text(),
            Ink::Strong => theme.strong(),
            Ink::Accent => theme.accent(),
            Ink::Dim => theme.dim(),
            Ink::Trouble => theme.trouble(),
            Ink::Notice => theme.notice(),
            Ink::Good => theme.good(),
            Ink::Key => theme.key(),
            Ink::Bar => theme.bar(),
        }
    }
}

/// One line of a sheet.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// What stands at the left.
    pub left: Vec<(String, Ink)>,
    /// What stands at the right edge, if there is room.
    pub right: Vec<(String, Ink)>,
    /// What it stands for, if the cursor can stand on it.
    pub hit: Option<usize>,
}

impl Line {
    /// An empty line.
    pub fn blank() -> Line {
        Line::default()
    }

    /// Whether nothing stands on it.
    pub fn is_blank(&self) -> bool {
        self.left.is_empty() && self.right.is_empty()
    }

    /// A line of plain text.
    pub fn text(text: impl Into<String>) -> Line {
        Line::of(text, Ink::Text)
    }

    /// A line of one colour.
    pub fn of(text: impl Into<String>, ink: Ink) -> Line {
        Line { left: vec![(text.into(), ink)], ..Line::default() }
    }

    /// A section's title and its rule.
    pub fn rule(width: usize, title: &str) -> Line {
        let (title, line) = rule(width.saturating_sub(1), title);
        let gap = if title.is_empty() { "" } else { " " };
        Line { left: vec![(title, Ink::Accent), (format!("{gap}{line}"), Ink::Dim)], ..Line::default() }
    }

    /// Whether it is a section's title and its rule.
    fn is_rule(&self) -> bool {
        let rule = |t: &str| !t.trim().is_empty() && t.trim().chars().all(|c| matches!(c, '─' | '-'));
        matches!(self.left.as_slice(), [(_, Ink::Accent), (tail, Ink::Dim)] if rule(tail))
    }

    /// Its first text alone.
    fn title(&self) -> Line {
        Line { left: self.left.iter().take(1).cloned().collect(), ..Line::default() }
    }

    /// More text behind.
    pub fn and(mut self, text: impl Into<String>, ink: Ink) -> Line {
        self.left.push((text.into(), ink));
        self
    }

    /// Text at the right edge.
    pub fn end(mut self, text: impl Into<String>, ink: Ink) -> Line {
        self.right.push((text.into(), ink));
        self
    }

    /// The cursor can stand on it.
    pub fn hit(mut self, what: usize) -> Line {
        self.hit = Some(what);
        self
    }

    fn draw(&self, buf: &mut Buffer, area: Rect, y: u16, theme: Theme, in_hand: bool) {
        // In hand: the mark and what names the line, not all of it. On a thin link the cursor must move cheaply.
        let named = self.left.iter().take(2).rposition(|(_, ink)| *ink == Ink::Strong).map_or(1, |i| i + 1);
        let named = if in_hand { named } else { 0 };
        if in_hand {
            glyph::put(buf, area.x, y, 1, ">", theme.row());
        }
        let wide: usize = self.right.iter().map(|(t, _)| glyph::width(t)).sum();
        let room = usize::from(area.width).saturating_sub(2);
        // What stands at the right keeps its room as long as half of the line is left for the rest.
        let right = if wide > 0 && wide < room / 2 { wide + 1 } else { 0 };
        let mut used = 0;
        for (i, (text, ink)) in self.left.iter().enumerate() {
            let rest = room.saturating_sub(right + used);
            let at = area.x.saturating_add(cells(used + 1));
            let style = if i < named { theme.row() } else { ink.style(theme) };
            used += glyph::put(buf, at, y, rest, &glyph::fit(text, rest), style);
        }
        if right > 0 {
            let mut x = area.right().saturating_sub(cells(wide + 1));
            for (text, ink) in &self.right {
                x = x.saturating_add(cells(glyph::put(buf, x, y, wide, text, ink.style(theme))));
            }
        }
    }
}

/// With a blank line behind each that the cursor can stand on, where all have room in so many lines.
pub fn airy(lines: Vec<Line>, height: usize) -> Vec<Line> {
    let between =
        lines.windows(2).filter(|w| matches!(w, [a, b] if a.hit.is_some() && b.hit.is_some())).count();
    if lines.len() + between > height {
        return lines;
    }
    let mut out: Vec<Line> = Vec::with_capacity(lines.len() + between);
    for line in lines {
        if line.hit.is_some() && out.last().is_some_and(|l| l.hit.is_some()) {
            out.push(Line::blank());
        }
        out.push(line);
    }
    out
}

/// With a blank line before each section but the first, where all have room in so many lines.
pub fn roomy(lines: Vec<Line>, height: usize) -> Vec<Line> {
    let title = |l: &Line| l.hit.is_none() && matches!(l.left.first(), Some((_, Ink::Accent)));
    let titles = lines.iter().skip(1).filter(|l| title(l)).count();
    if lines.len() + titles > height {
        return lines;
    }
    let mut out: Vec<Line> = Vec::with_capacity(lines.len() + titles);
    for line in lines {
        if title(&line) && out.last().is_some_and(|l| !l.is_blank()) {
            out.push(Line::blank());
        }
        out.push(line);
    }
    out
}

/// Where the cursor stands, and which line is the first shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What the line in hand stands for.
    pub at: usize,
    /// The first line shown.
    pub scroll: usize,
}

impl Sheet {
    /// Moves; `false` if the action is no motion.
    pub fn step(&mut self, action: Action, lines: &[Line], height: usize) -> bool {
        let height = height.max(1);
        let last = lines.len().saturating_sub(height);
        self.scroll = self.scroll.min(last);
        let here = lines.iter().position(|l| l.hit == Some(self.at));
        match action {
            Action::Down => {
                let from = here.map_or(0, |h| h + 1);
                let next = lines.iter().enumerate().skip(from).find_map(|(i, l)| l.hit.map(|h| (i, h)));
                match next {
                    // Nothing is skipped unseen: the line is under the cursor only once it is near.
                    Some((line, hit)) if line < self.scroll + 2 * height => {
                        self.at = hit;
                        self.scroll = self.scroll.max((line + 1).saturating_sub(height));
                    }
                    Some(_) => self.scroll = (self.scroll + height / 2 + 1).min(last),
                    None => self.scroll = (self.scroll + 1).min(last),
                }
            }
            Action::Up => {
                let to = here.unwrap_or(0);
                let next = lines.iter().enumerate().take(to).rev().find_map(|(i, l)| l.hit.map(|h| (i, h)));
                match next {
                    Some((line, hit)) if line + height >= self.scroll => {
                        self.at = hit;
                        self.scroll = self.scroll.min(line);
                    }
                    Some(_) => self.scroll = self.scroll.saturating_sub(height / 2 + 1),
                    None => self.scroll = self.scroll.saturating_sub(1),
                }
                // The title above the first row comes into view with it.
                if lines.iter().take(self.scroll).all(|l| l.hit.is_none()) && self.scroll < height {
                    self.scroll = if next.is_none() { 0 } else { self.scroll.min(to) };
                }
            }
            Action::PageDown => {
                self.scroll = (self.scroll + height.saturating_sub(1).max(1)).min(last);
                self.catch(lines, height, self.scroll == last);
            }
            Action::PageUp => {
                let top = self.scroll == 0;
                self.scroll = self.scroll.saturating_sub(height.saturating_sub(1).max(1));
                self.catch(lines, height, false);
                if top && let Some(first) = lines.iter().find_map(|l| l.hit) {
                    self.at = first;
                }
            }
            Action::First => {
                self.scroll = 0;
                self.at = lines.iter().find_map(|l| l.hit).unwrap_or(0);
            }
            Action::Last => {
                self.scroll = last;
                self.at = lines.iter().rev().find_map(|l| l.hit).unwrap_or(0);
            }
            _ => return false,
        }
        true
    }

    /// Puts the cursor on a row that is shown, after a page was turned.
    fn catch(&mut self, lines: &[Line], height: usize, at_end: bool) {
        let shown = lines.iter().skip(self.scroll).take(height);
        let hits: Vec<usize> = shown.filter_map(|l| l.hit).collect();
        if hits.contains(&self.at) && !at_end {
            return;
        }
        if let Some(hit) = if at_end { hits.last() } else { hits.first() } {
            self.at = *hit;
        }
    }

    /// Brings the line in hand into view, after the lines have changed.
    pub fn follow(&mut self, lines: &[Line], height: usize) {
        if !lines.iter().any(|l| l.hit == Some(self.at)) {
            let before = lines.iter().filter_map(|l| l.hit).filter(|h| *h <= self.at).max();
            self.at = before.or_else(|| lines.iter().find_map(|l| l.hit)).unwrap_or(0);
        }
        self.scroll = self.scroll.min(lines.len().saturating_sub(height));
    }

    /// Draws the lines. `focus`: whether the cursor is shown.
    pub fn view(&self, lines: &[Line], buf: &mut Buffer, area: Rect, theme: Theme, focus: bool) {
        let scroll = self.scroll.min(lines.len().saturating_sub(area.height.into()));
        for (y, line) in (area.top()..area.bottom()).zip(lines.iter().skip(scroll)) {
            // a section of which nothing is seen is named, without the rule of what would stand below it
            if y + 1 == area.bottom() && line.is_rule() {
                line.title().draw(buf, area, y, theme, false);
            } else {
                line.draw(buf, area, y, theme, focus && line.hit == Some(self.at));
            }
        }
    }
}
