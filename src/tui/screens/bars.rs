//! Bars by month: blanks in reverse video, because no other blocks are in every font; `#` where there are no colours or
//! nothing but ASCII is wanted.

use crate::book::Day;
use crate::text::screen as words;
use crate::tui::glyph;
use crate::tui::screen::Shared;
use crate::tui::sheet::{Ink, Line};
use chrono::Datelike;

/// How high the highest bar is.
const HIGH: u64 = 3;

/// Lines of a small chart: bars, counts, months; the month of `today` is the last.
pub(super) fn months(counts: &[u64], shared: &Shared, width: usize) -> Vec<Line> {
    let most = counts.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return Vec::new();
    }
    let wide = (width.saturating_sub(2) / counts.len().max(1)).clamp(2, 6);
    let mut lines = Vec::new();
    let signs = shared.theme.mono() || shared.theme.ascii;
    for level in (1..=HIGH).rev() {
        let mut line = Line::text(" ");
        for n in counts {
            // As high as it is beside the most; every visit is seen, however few there are.
            let high = ((2 * n * HIGH + most) / (2 * most)).max(u64::from(*n > 0));
            let (sign, ink) = match high >= level {
                true if signs => ("#", Ink::Text),
                true => (" ", Ink::Bar),
                false => (" ", Ink::Text),
            };
            line = line.and(sign.repeat(wide - 1), ink).and(" ", Ink::Text);
        }
        lines.push(line);
    }
    let row = |text: &dyn Fn(usize, u64) -> String| {
        let cells = counts.iter().enumerate().map(|(i, n)| glyph::pad_left(&text(i, *n), wide - 1) + " ");
        format!(" {}", cells.collect::<String>())
    };
    lines.push(Line::text(row(&|_, n| if n == 0 { String::new() } else { n.to_string() })));
    // All by name, or where one has no room all by number.
    let number = |i: usize| month_of(counts.len() - 1 - i, shared.today());
    let named = (1..=12).all(|m| glyph::width(&words::month(shared.lang, m)) < wide);
    let name = |i: usize, _| if named { words::month(shared.lang, number(i)) } else { number(i).to_string() };
    lines.push(Line::of(row(&name), Ink::Dim));
    lines
}

/// Which month of the year it was so many months back.
fn month_of(back: usize, today: Day) -> u32 {
    let back = u32::try_from(back).unwrap_or(0);
    (today.date().month0() + 12 * back - back) % 12 + 1
}
