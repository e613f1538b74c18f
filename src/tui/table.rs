//! Rows of the book in columns: which columns have room, how wide each is, and the text of a row.

use super::glyph;
use super::say;
use crate::book::{Column, Day, Kind, Row, columns::columns};
use crate::text::Lang;

/// Between two columns: as much as leaves the flexible ones their room.
const GAPS: [usize; 2] = [2, 1];
/// Choices in words of their own language take at most this.
const CHOICE_MAX: usize = 14;
/// A flexible column gives way down to the first while others can drop, then to the second.
const FLEX_MIN: [usize; 2] = [16, 6];

/// A column that has room.
#[derive(Clone, Copy, Debug)]
struct Place {
    index: usize,
    width: usize,
    right: bool,
}

/// The columns of a kind laid out in a width.
#[derive(Clone, Debug)]
pub struct Table {
    kind: Kind,
    lang: Lang,
    today: Day,
    places: Vec<Place>,
    gap: usize,
}

impl Table {
    /// Lays the columns of a kind out. Columns give way in the order that they declare; what room is left goes to
    /// the flexible ones.
    pub fn new(kind: Kind, width: usize, lang: Lang, today: Day) -> Table {
        let all = columns(kind);
        let wants = |c: &Column| {
            let choices = kind.field_by_key(c.key).map(|f| f.choices()).unwrap_or_default();
            let widest = choices.iter().map(|c| glyph::width(c.label.get(lang))).max().unwrap_or(0);
            usize::from(c.width).max(glyph::width(c.label.get(lang))).max(widest.min(CHOICE_MAX))
        };
        let [comfortable, tight] = FLEX_MIN;
        let least = |c: &Column, flex: usize| if c.flex { flex.min(wants(c)) } else { wants(c) };
        let need = |kept: &[(usize, &Column)], gap: usize, flex: usize| {
            kept.iter().map(|(_, c)| least(c, flex) + gap).sum::<usize>().saturating_sub(gap)
        };
        let [wide, narrow] = GAPS;
        let mut kept: Vec<(usize, &Column)> = all.iter().enumerate().collect();
        let mut flex = comfortable;
        while kept.len() > 1 && need(&kept, narrow, flex) > width {
            // Of those that give way equally soon, the one at the right.
            let soon = |i: &usize| kept.get(*i).map_or(0, |(_, c)| c.drop);
            match (0..kept.len()).max_by_key(soon) {
                Some(i) if soon(&i) > 1 || flex == tight => drop(kept.remove(i)),
                _ => flex = tight,
            }
        }
        let wanted = |gap: usize| kept.iter().map(|(_, c)| wants(c) + gap).sum::<usize>().saturating_sub(gap);
        let gap = if wanted(wide) <= width { wide } else { narrow };
        let mut spare = width.saturating_sub(need(&kept, gap, flex));
        let mut flexible = kept.iter().filter(|(_, c)| c.flex).count();
        let mut places = Vec::new();
        for (index, c) in &kept {
            let mut w = least(c, flex);
            if c.flex {
                let share = spare / flexible.max(1);
                w += share;
                spare -= share;
                flexible -= 1;
            }
            places.push(Place { index: *index, width: w.min(width), right: c.right });
        }
        Table { kind, lang, today, places, gap }
    }

    fn join(&self, text: impl Fn(Place) -> String) -> String {
        let mut out = String::new();
        for (i, p) in self.places.iter().enumerate() {
            if i > 0 {
                out.push_str(&" ".repeat(self.gap));
            }
            let t = text(*p);
            out.push_str(&if p.right { glyph::pad_left(&t, p.width) } else { glyph::pad(&t, p.width) });
        }
        out
    }

    /// Cells between two columns.
    pub fn gap(&self) -> usize {
        self.gap
    }

    /// Cells of the first column: what names a row.
    pub fn name_width(&self) -> usize {
        self.places.first().map_or(0, |p| p.width)
    }

    /// The headings.
    pub fn head(&self) -> String {
        let all = columns(self.kind);
        self.join(|p| all.get(p.index).map_or("", |c| c.label.get(self.lang)).to_owned())
    }

    /// The text of a row.
    pub fn row(&self, row: &Row) -> String {
        self.join(|p| say::cell_of(row, p.index, p.width, self.today, self.lang))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_stay_longest() {
        let heads = |w| Table::new(Kind::Person, w, Lang::Zh, Day(1)).head();
        assert!(heads(76).contains("走访") && heads(76).contains("社区"));
        assert!(!heads(50).contains("社区") && heads(50).contains("电话"));
        assert!(heads(34).contains("姓名") && heads(34).contains("上次走访"));
        assert!(heads(10).starts_with("姓名"));
    }

    proptest! {
        #[test]
        fn never_wider_than_asked(width in 1usize..200, k in 0usize..7) {
            let table = Table::new(Kind::ALL[k], width, Lang::Zh, Day(1));
            prop_assert!(glyph::width(&table.head()) <= width);
        }
    }
}
