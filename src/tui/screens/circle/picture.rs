//! The circle as a picture: the one in the middle, direct ties around, the second step outside. Right and left each have
//! their lines, so labels never overlap.

use super::dots::Dots;
use crate::hub::wire::CircleRow;
use crate::tui::draw::cells;
use crate::tui::glyph;
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells between the middle and a direct tie in the first and last line.
const NEAR: f64 = 4.0;
/// Widest label of the middle.
const MIDDLE: usize = 16;
/// The second step stands so much nearer in the first and last line than beside the middle.
const BEND: f64 = 4.0;
/// Between a line's end and the label behind it.
const GAP: usize = 2;

/// A direct tie and what hangs on it, as rows of the circle.
struct Branch {
    row: usize,
    children: Vec<usize>,
}

/// What a page shows of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    branch: usize,
    from: usize,
    n: usize,
}

impl Part {
    /// The lines it takes.
    fn high(self) -> usize {
        self.n.max(1)
    }
}

/// One of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Which: 0 the middle, else one more than the row of the circle.
    pub hit: usize,
    /// Where its label begins.
    pub x: usize,
    /// In which line.
    pub y: usize,
    /// Its name, as it is shown.
    pub label: String,
    /// How many steps from the middle; to the left of it less than 0.
    column: i8,
}

impl Node {
    fn wide(&self) -> usize {
        glyph::width(&self.label)
    }
}

/// A picture, laid out.
#[derive(Debug, Default)]
pub struct Picture {
    /// The middle first.
    pub nodes: Vec<Node>,
    /// How many pages there are.
    pub pages: usize,
    /// How many are on other pages.
    pub left_out: usize,
    /// From cell to cell.
    lines: Vec<[(usize, usize); 2]>,
}

fn branches(rows: &[CircleRow]) -> Vec<Branch> {
    let mut out: Vec<Branch> = Vec::new();
    for (row, r) in rows.iter().enumerate() {
        match out.last_mut().filter(|_| r.depth > 1) {
            Some(branch) => branch.children.push(row),
            None => out.push(Branch { row, children: Vec::new() }),
        }
    }
    out
}

/// Where the parts turn from the right side to the left one, so that the fuller side is as low as can be; its height.
fn turn(parts: &[Part]) -> (usize, usize) {
    let high = |parts: &[Part]| parts.iter().map(|p| p.high()).sum::<usize>();
    let at = |i: usize| parts.split_at_checked(i).map_or(usize::MAX, |(a, b)| high(a).max(high(b)));
    (0..=parts.len()).rev().map(|i| (i, at(i))).min_by_key(|(_, h)| *h).unwrap_or_default()
}

/// All pages: everybody once, those who were on no page yet before what hangs on those who were.
fn pages(branches: &[Branch], height: usize) -> Vec<Vec<Part>> {
    let most = (height * 4 / 3).max(1);
    let mut shown: Vec<Option<usize>> = vec![None; branches.len()];
    let mut out = Vec::new();
    loop {
        let open = |(i, b): (usize, &Branch)| {
            let shown = shown.get(i).copied().flatten();
            (shown.is_none_or(|n| n < b.children.len())).then_some((shown.is_some(), i, shown.unwrap_or(0)))
        };
        let mut next: Vec<(bool, usize, usize)> = branches.iter().enumerate().filter_map(open).collect();
        next.sort_unstable();
        next.truncate(most);
        let mut parts: Vec<Part> =
            next.iter().map(|(_, branch, from)| Part { branch: *branch, from: *from, n: 0 }).collect();
        parts.sort_unstable_by_key(|p| p.branch);
        if parts.is_empty() {
            return out;
        }
        fill(&mut parts, branches, height);
        for p in &parts {
            if let Some(s) = shown.get_mut(p.branch) {
                *s = Some(p.from + p.n);
            }
        }
        out.push(parts);
    }
}

/// Gives the lines of a page to what hangs on its branches, one each in turn.
fn fill(parts: &mut [Part], branches: &[Branch], height: usize) {
    let mut full = false;
    while !full {
        full = true;
        for i in 0..parts.len() {
            let Some(p) = parts.get_mut(i) else { continue };
            let more = branches.get(p.branch).is_some_and(|b| p.from + p.n < b.children.len());
            if !more {
                continue;
            }
            p.n += 1;
            if turn(parts).1 <= height.max(1) {
                full = false;
            } else if let Some(p) = parts.get_mut(i) {
                p.n -= 1;
            }
        }
    }
}

/// On which page a row of the circle stands.
pub fn page_of(rows: &[CircleRow], height: usize, hit: usize) -> usize {
    let branches = branches(rows);
    let holds = |p: &Part| {
        let Some(b) = branches.get(p.branch) else { return false };
        b.row + 1 == hit || b.children.iter().skip(p.from).take(p.n).any(|c| c + 1 == hit)
    };
    pages(&branches, height).iter().position(|page| page.iter().any(holds)).unwrap_or(0)
}

impl Picture {
    /// Lays a page of the circle out in so many cells and lines.
    pub fn new(rows: &[CircleRow], name: &str, (width, height): (usize, usize), page: usize) -> Picture {
        let branches = branches(rows);
        let all = pages(&branches, height);
        let mut out = Picture { pages: all.len().max(1), ..Picture::default() };
        let Some(parts) = all.get(page.min(all.len().saturating_sub(1))) else {
            out.middle(name, width / 2, width, height);
            return out;
        };
        let (right, left) = parts.split_at_checked(turn(parts).0).unwrap_or((parts, &[]));
        // Where one side has nobody the other has the room.
        let half = glyph::width(&glyph::fit(name, MIDDLE.min(width / 4))) / 2;
        let at = if left.is_empty() { half + 2 } else { width / 2 };
        out.middle(name, at, width, height);
        out.side(rows, &branches, right, (at, width.saturating_sub(at + 1)), height, false);
        let left: Vec<Part> = left.iter().rev().copied().collect();
        out.side(rows, &branches, &left, (at, at), height, true);
        out.left_out = rows.len().saturating_sub(out.nodes.len().saturating_sub(1));
        out
    }

    fn middle(&mut self, name: &str, at: usize, width: usize, height: usize) {
        let label = glyph::fit(name, MIDDLE.min(width / 4));
        let x = at.saturating_sub(glyph::width(&label) / 2);
        self.nodes.push(Node { hit: 0, x, y: height.saturating_sub(1) / 2, label, column: 0 });
    }

    /// One side of the middle, from its first line to its last.
    fn side(
        &mut self,
        rows: &[CircleRow],
        branches: &[Branch],
        parts: &[Part],
        (middle, room): (usize, usize),
        height: usize,
        left: bool,
    ) {
        let total: usize = parts.iter().map(|p| p.high()).sum();
        let line = |k: usize| ((2 * k + 1) * height).saturating_sub(1) / (2 * total.max(1));
        let centre = height.saturating_sub(1) / 2;
        let around = self.nodes.first().map_or(0, |n| n.wide() / 2) as f64 + 5.0;
        // An ellipse: how far out something stands in a line.
        let out = |y: usize, near: f64, far: f64| {
            let t = (y as f64 - centre as f64) / (height as f64 / 2.0 + 1.0);
            (near + (far - near) * (1.0 - t * t).max(0.0).sqrt()) as usize
        };
        // Short names of the second step leave the room to the first.
        let seconds = parts.iter().filter_map(|p| Some((p, branches.get(p.branch)?)));
        let seconds = seconds.flat_map(|(p, b)| b.children.iter().skip(p.from).take(p.n));
        let widest =
            seconds.filter_map(|row| rows.get(*row)).map(|r| glyph::width(&r.name)).max().unwrap_or(0);
        let spare = room.saturating_sub(widest + GAP + 1);
        let outer = (room as f64 * 0.64).max(around + 8.0).max(spare as f64);
        let at = |x: usize| if left { middle.saturating_sub(x) } else { middle + x };
        let mut k = 0;
        for p in parts {
            let Some(b) = branches.get(p.branch) else { continue };
            let y = (line(k) + line(k + p.high() - 1)) / 2;
            let x = out(y, NEAR, around);
            let seconds: Vec<(usize, usize, usize)> = b
                .children
                .iter()
                .skip(p.from)
                .take(p.n)
                .enumerate()
                .map(|(i, row)| (*row, out(line(k + i), outer - BEND, outer), line(k + i)))
                .collect();
            k += p.high();
            let end = seconds.iter().map(|(_, x, _)| x.saturating_sub(4)).min().unwrap_or(room);
            let hidden = b.children.len() - p.n;
            let Some(used) = self.node(rows, b.row, (x, y), end, hidden, (middle, left)) else { continue };
            self.lines.push([(middle, centre), (at(x), y)]);
            for (row, x2, y2) in seconds {
                if self.node(rows, row, (x2, y2), room, 0, (middle, left)).is_some() {
                    self.lines.push([(at(used + 1), y), (at(x2), y2)]);
                }
            }
        }
    }

    /// Puts a label behind the end of its line, out to `end` at most; how far out it reaches.
    fn node(
        &mut self,
        rows: &[CircleRow],
        row: usize,
        (x, y): (usize, usize),
        end: usize,
        hidden: usize,
        (middle, left): (usize, bool),
    ) -> Option<usize> {
        let r = rows.get(row)?;
        let more = if hidden > 0 { format!(" +{hidden}") } else { String::new() };
        let room = end.saturating_sub(x + GAP);
        let label = glyph::fit(&r.name, room.saturating_sub(glyph::width(&more)));
        let label = if label.is_empty() { "~".to_owned() } else { label + &more };
        let wide = glyph::width(&label);
        let from = if left { middle.checked_sub(x + GAP + wide - 1)? } else { middle + x + GAP };
        let column = if r.depth > 1 { 2 } else { 1 } * if left { -1 } else { 1 };
        self.nodes.push(Node { hit: row + 1, x: from, y, label, column });
        Some(x + GAP + wide)
    }

    /// The next one from here in a direction: (1, 0) is right, (0, -1) up. Right and left go a step further out or in,
    /// to the nearest line; up and down stay as far out.
    pub fn walk(&self, from: usize, (dx, dy): (i8, i64)) -> Option<usize> {
        let here = self.nodes.iter().find(|n| n.hit == from)?;
        let far = |n: &Node| (n.y as i64 - here.y as i64, (n.column - here.column) * dx);
        let cost = |n: &Node| {
            let (down, along) = far(n);
            if dx != 0 {
                return (along > 0).then_some((along, down.abs()));
            }
            let beside = n.column == here.column || (here.column == 0 && n.column.abs() == 1);
            (beside && down * dy > 0).then_some((0, down.abs()))
        };
        self.nodes.iter().filter_map(|n| Some((cost(n)?, n.hit))).min().map(|(_, hit)| hit)
    }

    /// Draws it; the one in hand stands out.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme, in_hand: usize) {
        let fine = theme.braille && !theme.ascii;
        let mut dots = Dots::new(area.width.into(), area.height.into(), fine);
        for [a, b] in &self.lines {
            dots.line(*a, *b);
        }
        dots.draw(buf, area, theme);
        for n in &self.nodes {
            let style = match n.column.abs() {
                _ if n.hit == in_hand => theme.row(),
                0 => theme.accent(),
                1 => theme.strong(),
                _ => theme.text(),
            };
            let room = usize::from(area.width).saturating_sub(n.x);
            if n.y < usize::from(area.height) {
                let (x, y) = (area.x + cells(n.x), area.y + cells(n.y));
                // A blank at either side keeps lines off the name.
                let before = n.x.saturating_sub(1);
                let around = n.wide() + 1 + (n.x - before);
                let left = usize::from(area.width).saturating_sub(before);
                glyph::put(
                    buf,
                    area.x + cells(before),
                    y,
                    left.min(around),
                    &" ".repeat(around),
                    theme.text(),
                );
                glyph::put(buf, x, y, room, &n.label, style);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Id, Kind, Ref};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn circle(depths: &[u8], wide: usize) -> Vec<CircleRow> {
        let row = |(i, depth): (usize, &u8)| CircleRow {
            depth: *depth,
            target: Ref { kind: Kind::Person, id: Id([i as u8; 16]) },
            name: "张晓明有限责任公司".chars().cycle().skip(i % 9).take(2 + i % wide).collect(),
            about: String::new(),
            tie: None,
            relation: String::new(),
            dates: String::new(),
            source: String::new(),
        };
        // a circle begins with a direct tie
        let depths = depths.iter().enumerate().map(|(i, d)| (i, if i == 0 { &1 } else { d }));
        depths.map(row).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn everybody_is_on_a_page_and_no_labels_overlap(
            depths in proptest::collection::vec(1u8..3, 0..120), w in 40usize..160, h in 4usize..50, wide in 1usize..12,
        ) {
            let rows = circle(&depths, wide);
            let mut seen = BTreeSet::new();
            let pages = Picture::new(&rows, "恒达建材", (w, h), 0).pages;
            for page in 0..pages {
                let p = Picture::new(&rows, "恒达建材", (w, h), page);
                let mut taken = BTreeSet::new();
                for n in &p.nodes {
                    prop_assert!(n.y < h && n.x + n.wide() <= w, "{n:?} in {w}x{h}");
                    for x in n.x..n.x + n.wide() {
                        prop_assert!(taken.insert((n.y, x)), "{n:?} overlaps in {w}x{h}");
                    }
                    seen.insert(n.hit);
                }
                // Whoever is on a page can be walked to from the middle.
                let (mut reached, mut new) = (BTreeSet::from([0]), vec![0]);
                while let Some(at) = new.pop() {
                    for d in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
                        new.extend(p.walk(at, d).filter(|n| reached.insert(*n)));
                    }
                }
                prop_assert_eq!(reached.len(), p.nodes.len(), "{:?}", p.nodes);
            }
            prop_assert_eq!(seen.len(), rows.len() + 1);
            for hit in 1..=rows.len() {
                let page = page_of(&rows, h, hit);
                prop_assert!(Picture::new(&rows, "", (w, h), page).nodes.iter().any(|n| n.hit == hit));
            }
        }
    }
}
