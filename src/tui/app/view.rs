//! The frame: screens at the top, news and hints at the bottom, the stack between.

use super::App;
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::draw::{self, cells};
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::plain;
use crate::tui::sheet::Ink;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The tabs of line 1, with their digits. Screens that are not yet built are not shown as dead tabs.
const TABS: &[(char, Action)] = &[
    ('1', Action::GoToday),
    ('2', Action::GoPeople),
    ('3', Action::GoOrganisations),
    ('4', Action::GoVisits),
    ('5', Action::GoMatters),
    ('6', Action::GoServices),
    ('7', Action::GoMeetings),
    ('8', Action::GoNetwork),
    ('9', Action::GoReports),
    ('0', Action::GoMore),
];

/// In fewer columns hints are only those of the screen, and the help.
const NARROW: u16 = 60;

/// From so many lines on news have a line of their own.
const NEWS_FROM: u16 = 6;

/// The areas of a frame: top line, screen, news, hints.
fn layout(area: Rect) -> (Rect, Rect, Option<Rect>, Rect) {
    let line = |y: u16, height: u16| Rect { y: area.y + y.min(area.height), height, ..area };
    let h = area.height;
    let top = line(0, u16::from(h >= 3));
    let hints = line(h.saturating_sub(1), u16::from(h >= 2));
    let news = (h >= NEWS_FROM).then(|| line(h - 2, 1));
    let used = top.height + hints.height + u16::from(news.is_some());
    (top, line(top.height, h.saturating_sub(used)), news, hints)
}

/// How many lines a screen has in a terminal of this size.
pub(crate) fn body_height(size: (u16, u16)) -> u16 {
    layout(Rect::new(0, 0, size.0, size.1)).1.height
}

impl App {
    /// Draws the frame. Answers where the cursor stands, if text goes in somewhere.
    pub fn view(&self, buf: &mut Buffer) -> Option<(u16, u16)> {
        if !self.shared.theme.plain {
            return self.draw(buf);
        }
        let (width, height) = self.shared.size;
        let mut frame = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = self.draw(&mut frame);
        plain::plain(&frame, buf, cursor)
    }

    fn draw(&self, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (top, body, news, hints) = layout(buf.area);
        self.top_line(buf, top);
        let cursor = self.body(buf, body);
        if let Some(area) = news {
            self.news_line(buf, area);
        }
        self.hint_line(buf, hints);
        cursor.filter(|(x, y)| body.contains((*x, *y).into()))
    }

    fn body(&self, buf: &mut Buffer, area: Rect) -> Option<(u16, u16)> {
        if area.is_empty() {
            return None;
        }
        let from = self.stack.iter().rposition(|s| s.screen.covers()).unwrap_or(0);
        let mut cursor = None;
        for (i, slot) in self.stack.iter().enumerate().skip(from) {
            if i > from {
                draw::fade(buf, area, self.shared.theme);
            }
            cursor = slot.screen.view(&self.shared, area, buf);
        }
        cursor
    }

    fn tab(&self) -> Option<Action> {
        self.stack.iter().rev().find_map(|s| s.screen.tab())
    }

    fn top_line(&self, buf: &mut Buffer, area: Rect) {
        if area.height == 0 {
            return;
        }
        let (lang, theme) = (self.shared.lang, self.shared.theme);
        let tab = self.tab();
        let width = usize::from(area.width);
        let mut x = area.x;
        // Where there is no room to name all tabs, the last ones are their digits; on a narrow screen there is only the
        // one we are on.
        let few = area.width < NARROW;
        let wide = |named: usize| -> usize {
            let label = |a: Action| glyph::width(words::tab(a).get(lang));
            let each = TABS.iter().enumerate();
            each.map(|(at, (_, a))| 3 + if at < named || Some(*a) == tab { label(*a) } else { 0 }).sum()
        };
        let named = (0..=TABS.len()).rev().find(|n| wide(*n) + 2 <= width).unwrap_or(0);
        let all = wide(named);
        let sign = self.sign();
        let rest = if few { width / 2 } else { width.saturating_sub(all + 2) };
        let who = self.who(rest.saturating_sub(glyph::width(&sign)));
        let who_width = glyph::width(&who);
        let shown = TABS.iter().enumerate().filter(|(_, (_, a))| !few || Some(*a) == tab);
        for (at, (digit, action)) in shown {
            let lit = Some(*action) == tab;
            let label = if lit || at < named { words::tab(*action).get(lang) } else { "" };
            let (open, close) = if lit && !few { ("[", "]") } else { (" ", " ") };
            let style = if lit { theme.accent() } else { theme.text() };
            let rest = usize::from(area.right().saturating_sub(x));
            x = x.saturating_add(cells(glyph::put(
                buf,
                x,
                area.y,
                rest,
                &format!("{open}{digit}{label}{close}"),
                style,
            )));
        }
        let used = usize::from(x - area.x);
        let mut end = area.right().saturating_sub(1);
        if used + who_width + 2 <= width {
            end = end.saturating_sub(cells(who_width));
            let style = if self.shared.welcome.demo || self.lost { theme.notice() } else { theme.dim() };
            glyph::put(buf, end, area.y, who_width, &who, style);
            end = end.saturating_sub(1);
        }
        // The sign has its room before anything else.
        let wide = glyph::width(&sign);
        let at = end.saturating_sub(cells(wide)).max(area.x);
        glyph::put(buf, at, area.y, wide, &sign, theme.bar());
    }

    /// That others may see the screen.
    fn sign(&self) -> String {
        if !self.shared.showing() {
            return String::new();
        }
        format!(" {} ", words::showing::SIGN.get(self.shared.lang))
    }

    /// Who I am and where; that the link is lost or the book a demonstration comes first.
    fn who(&self, max: usize) -> String {
        let w = &self.shared.welcome;
        let lang = self.shared.lang;
        let mut parts = Vec::new();
        if self.lost {
            parts.push(words::OFFLINE.get(lang));
        }
        if w.demo {
            parts.push(words::DEMO.get(lang));
        }
        parts.extend([w.name.as_str(), w.place.as_str()].into_iter().filter(|p| !p.is_empty()));
        while parts.len() > 1 && glyph::width(&parts.join(" ")) > max {
            parts.pop();
        }
        // of a name cut to nothing nobody learns anything
        if max < 4 { String::new() } else { glyph::fit(&parts.join(" "), max) }
    }

    fn news_line(&self, buf: &mut Buffer, area: Rect) {
        let mut width = usize::from(area.width).saturating_sub(2);
        // what the tour says stands at the right, for the eye that looks for what comes next
        if let Some(tour) = self.tour_words() {
            let tour = glyph::fit(&tour, width);
            let own = glyph::width(&tour);
            let x = area.right().saturating_sub(cells(own + 1));
            glyph::put(buf, x, area.y, own, &tour, self.shared.theme.notice());
            width = width.saturating_sub(own + 2);
        }
        let Some((text, ink)) = self.news.get() else { return };
        let text = glyph::fit(text, width);
        glyph::put(buf, area.x + 1, area.y, width, &text, ink.style(self.shared.theme));
    }

    /// What can be done now, from the live keys. What has no room drops from the right; help stays longest.
    fn hint_line(&self, buf: &mut Buffer, area: Rect) {
        if area.height == 0 {
            return;
        }
        let (lang, theme) = (self.shared.lang, self.shared.theme);
        let contexts = self.contexts();
        let mut wanted = self.top().map(|s| s.screen.hints()).unwrap_or_default();
        wanted.retain(|a| self.shared.offers(*a));
        let keymap = &self.shared.keymap;
        let left = if self.more.is_empty() {
            let own = |a: Action| self.top().and_then(|s| s.screen.says(a));
            keymap.hints_as(&contexts, &wanted, lang, &own)
        } else {
            // a chord was begun: its first key, and what may follow
            let begun = (self.begun(), String::new());
            let more = self.more.iter().map(|(k, a)| (k.clone(), a.label().get(lang).to_owned()));
            std::iter::once(begun).chain(more).collect()
        };
        // On a narrow screen the room is for what this one can do.
        let narrow = area.width < NARROW;
        let always: &[Action] = if narrow { &[Action::Help] } else { &[Action::Find, Action::Help] };
        let typing = !contexts.contains(&Context::Command);
        let missing = |a: &&Action| !wanted.contains(a) && (**a == Action::Help || !typing);
        // in the middle of a chord only what may follow matters
        let missing: Vec<Action> =
            always.iter().filter(missing).filter(|_| self.more.is_empty()).copied().collect();
        let mut right = keymap.hints(&contexts, &missing, lang);
        let width = usize::from(area.width).saturating_sub(2);
        let wide = |h: &(String, String)| glyph::width(&h.0) + glyph::width(&h.1) + 3;
        while right.iter().map(wide).sum::<usize>() > width / 2 && !right.is_empty() {
            right.remove(0);
        }
        let right_width: usize = right.iter().map(wide).sum();
        let mut x = area.x.saturating_add(1);
        let end = area.x + area.width;
        for hint in &left {
            if usize::from(x - area.x) + wide(hint) > width + 3 - right_width.min(width) {
                break;
            }
            x = self.hint(buf, (x, area.y), end, hint, theme.key());
        }
        let mut x = end.saturating_sub(cells(right_width.saturating_sub(1)));
        for hint in &right {
            x = self.hint(buf, (x, area.y), end, hint, theme.key());
        }
    }

    fn hint(&self, buf: &mut Buffer, at: (u16, u16), end: u16, hint: &(String, String), key: Style) -> u16 {
        let room = |x: u16| usize::from(end.saturating_sub(x));
        let mut x = at.0;
        x = x.saturating_add(cells(glyph::put(buf, x, at.1, room(x), &hint.0, key)));
        x = x.saturating_add(1);
        let words = Ink::Dim.style(self.shared.theme);
        x = x.saturating_add(cells(glyph::put(buf, x, at.1, room(x), &hint.1, words)));
        x.saturating_add(2)
    }
}
