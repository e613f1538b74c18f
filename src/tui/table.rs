//! Rows of the book in columns: which columns have room, how wide each is, and the text of a row.

use super::glyph;
use super::say;
use crate::book::{Column, Day, Kind, Row, columns::columns};
use crate::text::Lang;

/// Between two columns.
const GAP: usize = 2;
/// A flexible column gives way down to this.
const FLEX_MIN: usize = 12;

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
}

impl Table {
    /// Lays the columns of a kind out. Columns give way in the order that they declare; what room is left goes to
    /// the flexible ones.
    pub fn new(kind: Kind, width: usize, lang: Lang, today: Day) -> Table {
        let all = columns(kind);
        let wants = |c: &Column| usize::from(c.width).max(glyph::width(c.label.get(lang)));
        let least = |c: &Column| if c.flex { FLEX_MIN.min(wants(c)) } else { wants(c) };
        let mut kept: Vec<(usize, &Column)> = all.iter().enumerate().collect();
        let need = |kept: &[(usize, &Column)]| {
            kept.iter().map(|(_, c)| least(c) + GAP).sum::<usize>().saturating_sub(GAP)
        };
        while kept.len() > 1 && need(&kept) > width {
            let Some(goes) = (0..kept.len()).rev().max_by_key(|i| kept.get(*i).map_or(0, |(_, c)| c.drop))
            else {
                break;
            };
            kept.remove(goes);
        }
        let mut spare = width.saturating_sub(need(&kept));
        let mut flexible = kept.iter().filter(|(_, c)| c.flex).count();
        let mut places = Vec::new();
        for (index, c) in &kept {
            let mut w = least(c);
            if c.flex {
                let share = spare / flexible.max(1);
                w += share;
                spare -= share;
                flexible -= 1;
            }
            places.push(Place { index: *index, width: w.min(width), right: c.right });
        }
        Table { kind, lang, today, places }
    }

    fn join(&self, text: impl Fn(Place) -> String) -> String {
        let mut out = String::new();
        for (i, p) in self.places.iter().enumerate() {
            if i > 0 {
                out.push_str(&" ".repeat(GAP));
            }
            let t = text(*p);
            out.push_str(&if p.right { glyph::pad_left(&t, p.width) } else { glyph::pad(&t, p.width) });
        }
        out
    }

    /// The headings.
    pub fn head(&self) -> String {
        let all = columns(self.kind);
        self.join(|p| all.get(p.index).map_or("", |c| c.label.get(self.lang)).to_owned())
    }

    /// The text of a row.
    pub fn row(&self, row: &Row) -> String {
        let kind = row.target.kind;
        self.join(|p| {
            row.cells
                .get(p.index)
                .map_or_else(String::new, |c| say::cell(kind, c, p.width, self.today, self.lang))
        })
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
        assert!(!heads(60).contains("社区") && heads(60).contains("电话"));
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
