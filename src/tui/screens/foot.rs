//! Numbered lines at the foot of a screen, over what they are about: menus, and the panels of lists.

use crate::text::screen::panels;
use crate::tui::action::Action;
use crate::tui::draw::{self, cells, window};
use crate::tui::edit::Edit;
use crate::tui::glyph;
use crate::tui::screen::Shared;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// One line.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    /// Whether it is ticked, where it can be.
    pub on: Option<bool>,
    /// What it is.
    pub text: String,
    /// What stands behind it: a key, a number, what holds now.
    pub right: String,
    /// Whether that is worth a look.
    pub lit: bool,
}

impl Item {
    /// A plain line.
    pub fn of(text: impl Into<String>, right: impl Into<String>) -> Item {
        Item { text: text.into(), right: right.into(), ..Item::default() }
    }
}

/// What an action did to the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hit {
    /// The cursor moved.
    Moved,
    /// This one is chosen.
    Chosen(usize),
    /// Nothing.
    None,
}

/// Moves a cursor over `n` lines, or chooses one.
pub(super) fn step(at: &mut usize, action: Action, n: usize) -> Hit {
    let last = n.saturating_sub(1);
    *at = match action {
        Action::Up => at.checked_sub(1).unwrap_or(last),
        Action::Down => {
            if *at >= last {
                0
            } else {
                *at + 1
            }
        }
        Action::PageUp => at.saturating_sub(8),
        Action::PageDown => (*at + 8).min(last),
        Action::First => 0,
        Action::Last => last,
        Action::Accept if n > 0 => return Hit::Chosen((*at).min(last)),
        other => match other.chosen().map(|c| c - 1) {
            Some(c) if c < n => {
                *at = c;
                return Hit::Chosen(c);
            }
            _ => return Hit::None,
        },
    };
    Hit::Moved
}

/// Draws the lines at the foot of an area: a title with a rule, what is typed if anything may be, the lines. Answers
/// where the cursor stands if text goes in.
pub(super) fn draw(
    shared: &Shared,
    area: Rect,
    buf: &mut Buffer,
    title: &str,
    prompt: Option<(&str, &Edit)>,
    (items, at): (&[Item], usize),
) -> Option<(u16, u16)> {
    let theme = shared.theme;
    let above = 1 + usize::from(prompt.is_some());
    // What it is about stays in sight.
    let left = if area.height > 14 { area.height / 3 } else { 0 };
    let most = usize::from(area.height.saturating_sub(left)).max(above + 1);
    let high = (items.len() + above).min(most).min(area.height.into());
    let block = Rect { y: area.bottom() - cells(high), height: cells(high), ..area };
    draw::clear(buf, block);
    let width = usize::from(area.width);
    let room = high.saturating_sub(above);
    let scroll = window(0, at, room, items.len());
    let beyond = panels::beyond(shared.lang, scroll, items.len().saturating_sub(scroll + room));
    // how many more there are stands at the end of the rule; the title gives way to it
    let own = glyph::width(&beyond);
    let ruled = if own > 0 { width.saturating_sub(own + 2) } else { width };
    if own > 0 {
        glyph::put(buf, block.right().saturating_sub(cells(own + 1)), block.y, own, &beyond, theme.notice());
    }
    let title = draw::whole(title, ruled.saturating_sub(3));
    let (title, rule) = draw::rule(ruled.saturating_sub(1), &title);
    let used = glyph::put(buf, block.x + 1, block.y, ruled.saturating_sub(2), &title, theme.accent());
    let after = block.x.saturating_add(cells(used + 2));
    glyph::put(buf, after, block.y, ruled.saturating_sub(used + 3), &rule, theme.dim());
    let mut cursor = None;
    if let Some((label, edit)) = prompt
        && high > 1
    {
        cursor = Some(draw::prompt(
            buf,
            (block.x + 1, block.y + 1),
            cells(width.saturating_sub(2)),
            label,
            edit,
            theme,
        ));
    }
    let rows = block.y.saturating_add(cells(above))..block.bottom();
    let shown = items.iter().enumerate().skip(scroll).take(room);
    let bare = items.iter().all(|i| i.right.is_empty());
    let widest = items
        .iter()
        .map(|i| glyph::width(&i.text))
        .max()
        .unwrap_or(0)
        .clamp(24, width.saturating_sub(if bare { 8 } else { 16 }).max(24));
    for (y, (i, item)) in rows.zip(shown) {
        let number = if i < 9 { (i + 1).to_string() } else { " ".to_owned() };
        let in_hand = i == at;
        let mark = if in_hand { ">" } else { " " };
        let tick = match item.on {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let text = format!("{mark}{number} {tick}{}", glyph::pad(&item.text, widest));
        let style = if in_hand { theme.row() } else { theme.text() };
        let used = glyph::put(buf, block.x, y, width, &text, style);
        let room = width.saturating_sub(used + 2);
        let ink = if item.lit { theme.notice() } else { theme.dim() };
        glyph::put(
            buf,
            block.x.saturating_add(cells(used + 1)),
            y,
            room,
            &glyph::fit(&item.right, room),
            ink,
        );
    }
    cursor
}
