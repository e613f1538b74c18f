//! One line, from how it stands to how it shall be.
use super::grid::Tile;
use super::out::Out;

/// From this many changed cells on, erasing the line first is tried too.
const ERASE_FIRST: usize = 8;
/// From this many blanks in a row on, erasing them in place is cheaper than writing them.
const ERASE_INSIDE: usize = 10;

/// Draws what differs in line `y`, the cheaper of two ways.
pub(super) fn draw(out: &mut Out, old: &[Tile], new: &[Tile], y: usize) {
    let Some(first) = differs(old, new).next() else { return };
    let changed = differs(old, new).count();
    let mut best = out.fresh();
    direct(&mut best, old, new, y);
    if changed >= ERASE_FIRST {
        let mut other = out.fresh();
        other.goto(first, y, new);
        if !other.pen.erases() {
            other.pen(Tile::BLANK.pen);
        }
        other.raw("\x1b[K");
        let mut erased = old.to_vec();
        erased.iter_mut().skip(first).for_each(|t| *t = Tile::BLANK);
        direct(&mut other, &erased, new, y);
        if other.bytes.len() < best.bytes.len() {
            best = other;
        }
    }
    out.append(best);
}

fn differs<'a>(old: &'a [Tile], new: &'a [Tile]) -> impl Iterator<Item = usize> + 'a {
    old.iter().zip(new).enumerate().filter(|(_, (a, b))| a != b).map(|(x, _)| x)
}

fn direct(out: &mut Out, old: &[Tile], new: &[Tile], y: usize) {
    let Some(last) = differs(old, new).last() else { return };
    let tail = new.iter().rposition(|t| !t.is_plain()).map_or(0, |x| x + 1);
    let mut x = 0;
    while let (Some(was), Some(tile)) = (old.get(x), new.get(x)) {
        if x > last {
            return;
        }
        if was == tile {
            x += 1;
            continue;
        }
        // A wide glyph drawn below covers its second half, so `tile` is never a second half here.
        let blanks = new.iter().skip(x).take_while(|t| t.is_plain()).count().min(last + 1 - x);
        if x >= tail && (blanks > 3 || last + 1 == new.len()) {
            out.goto(x, y, new);
            erase(out);
            out.raw("\x1b[K");
            return;
        }
        out.goto(x, y, new);
        if blanks >= ERASE_INSIDE {
            erase(out);
            out.counted(blanks, 'X');
            x += blanks;
            continue;
        }
        out.tile(tile, new.len());
        x += usize::from(tile.width.max(1));
    }
}

fn erase(out: &mut Out) {
    if !out.pen.erases() {
        out.pen(Tile::BLANK.pen);
    }
}
