//! Lines that moved: found by comparing, moved by the terminal itself.
use super::grid::{Grid, Tile};
use super::out::Out;

/// Lines `top..=bottom` move by `by`, up when positive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Move {
    top: usize,
    bottom: usize,
    by: isize,
}

/// The moves worth trying, best first. The caller compares what they save.
pub(super) fn candidates(old: &Grid, new: &Grid) -> Vec<Move> {
    let height = isize::try_from(new.height).unwrap_or(0);
    let mut found: Vec<(usize, Move)> = Vec::new();
    for by in (1 - height)..height {
        if by == 0 {
            continue;
        }
        let moved = |y: usize| {
            let from = y.checked_add_signed(by)?;
            let (now, was) = (new.row(y), old.row(from));
            (from < old.height && now == was && old.row(y) != now && !empty(now)).then_some(y)
        };
        let hits: Vec<usize> = (0..new.height).filter_map(moved).collect();
        let (Some(&first), Some(&last)) = (hits.first(), hits.last()) else { continue };
        if hits.len() < 2 {
            continue;
        }
        // The region holds where the lines were and where they are.
        let (top, bottom) = if by > 0 {
            (first, last.saturating_add_signed(by))
        } else {
            (first.saturating_add_signed(by), last)
        };
        found.push((hits.len(), Move { top, bottom, by }));
    }
    found.sort_by_key(|(hits, m)| (std::cmp::Reverse(*hits), m.by.unsigned_abs()));
    found.into_iter().take(2).map(|(_, m)| m).collect()
}

fn empty(row: &[Tile]) -> bool {
    row.iter().all(Tile::is_plain)
}

/// Moves the lines on the screen and in `old`. Deleting and inserting lines inside margins is
/// what even the Linux console does; it lacks SU and SD.
pub(super) fn apply(m: Move, old: &mut Grid, out: &mut Out) {
    if !out.pen.erases() {
        out.pen(Tile::BLANK.pen);
    }
    let whole = m.top == 0 && m.bottom + 1 == old.height;
    if !whole {
        let (top, bottom) = (m.top + 1, m.bottom + 1);
        out.raw(&if bottom == old.height { format!("\x1b[{top}r") } else { format!("\x1b[{top};{bottom}r") });
        out.at = None;
    }
    out.goto(0, m.top, &[]);
    out.counted(m.by.unsigned_abs(), if m.by > 0 { 'M' } else { 'L' });
    if !whole {
        out.raw("\x1b[r");
        out.at = None;
    }
    old.scroll(m.top, m.bottom, m.by);
}
