//! Rows of the book in columns: which columns have room, how wide each is, and the text of a row.

use super::glyph;
use super::say;
use crate::book::{Day, Field, Kind, Row, Type, columns::columns};
use crate::text::{Lang, T};

/// Between two columns: as much as leaves the flexible ones their room.
const GAPS: [usize; 2] = [2, 1];
/// Choices in words of their own language take at most this.
const CHOICE_MAX: usize = 14;
/// A flexible column gives way down to the first while others can drop, then to the second.
const FLEX_MIN: [usize; 2] = [16, 6];

/// Where somebody works, and as what.
pub const POST: &str = "post";

/// A column that may be shown: one of the kind's own, or one of its fields.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// By which it is remembered.
    pub key: &'static str,
    /// Its heading.
    pub label: T,
    /// The field, where it is none of the kind's own columns.
    pub field: Option<u16>,
    /// Where its cell stands in a row.
    index: usize,
    width: usize,
    drop: u8,
    flex: bool,
    right: bool,
}

/// The columns that a kind's lists have where nobody chose others.
pub fn usual(kind: Kind) -> Vec<Spec> {
    let own = columns(kind).iter().enumerate();
    own.map(|(index, c)| Spec {
        key: c.key,
        label: c.label,
        field: None,
        index,
        width: c.width.into(),
        drop: c.drop,
        flex: c.flex,
        right: c.right,
    })
    .collect()
}

/// All that may be chosen: the usual ones, and every field that none of them shows.
pub fn every(kind: Kind) -> Vec<Spec> {
    let mut out = usual(kind);
    let shown = |f: &Field| {
        let phone = matches!(f.ty, Type::Phone) && columns(kind).iter().any(|c| c.key == "phone");
        phone || columns(kind).iter().any(|c| c.key == f.key)
    };
    let others = kind.fields().iter().filter(|f| !f.hidden && Some(f.no) != kind.name_field() && !shown(f));
    out.extend(others.map(|f| {
        let (width, flex) = match f.ty {
            Type::Day => (10, false),
            Type::Number(..) | Type::Hours => (6, false),
            Type::Name | Type::Ref { kind: Kind::Staff | Kind::Person, .. } => (8, false),
            Type::Ref { kind: Kind::Organisation, .. } | Type::Note => (20, true),
            Type::Ref { kind: Kind::Area, .. } => (10, false),
            Type::Uscc => (18, false),
            _ => (12, false),
        };
        let right = matches!(f.ty, Type::Number(..) | Type::Hours);
        Spec { key: f.key, label: f.label, field: Some(f.no), index: 0, width, drop: 0, flex, right }
    }));
    out
}

/// The columns of these keys, in their order, and the fields whose cells they need; the usual ones where there is none.
/// What stands further left gives way later.
pub fn chosen(kind: Kind, keys: &[String]) -> (Vec<Spec>, Vec<u16>) {
    let (all, mut more) = (every(kind), Vec::new());
    let mut out: Vec<Spec> = keys.iter().filter_map(|k| all.iter().find(|s| s.key == k)).copied().collect();
    if out.is_empty() {
        return (usual(kind), more);
    }
    for (at, spec) in out.iter_mut().enumerate() {
        spec.drop = u8::try_from(at).map_or(u8::MAX, |at| at.saturating_add(u8::from(at > 0)));
        if let Some(no) = spec.field {
            spec.index = columns(kind).len() + more.len();
            more.push(no);
        }
    }
    (out, more)
}

/// A column that has room.
#[derive(Clone, Copy, Debug)]
struct Place {
    index: usize,
    label: T,
    width: usize,
    right: bool,
    /// An employer and a title.
    post: bool,
}

/// The columns of a kind laid out in a width.
#[derive(Clone, Debug)]
pub struct Table {
    lang: Lang,
    today: Day,
    places: Vec<Place>,
    gap: usize,
}

impl Table {
    /// Lays the usual columns of a kind out.
    pub fn new(kind: Kind, width: usize, lang: Lang, today: Day) -> Table {
        Table::of(kind, &usual(kind), width, lang, today)
    }

    /// Lays columns out. They give way in the order that they declare; what room is left goes to the flexible ones.
    pub fn of(kind: Kind, all: &[Spec], width: usize, lang: Lang, today: Day) -> Table {
        let wants = |c: &Spec| {
            let choices = kind.field_by_key(c.key).map(|f| f.choices()).unwrap_or_default();
            let widest = choices.iter().map(|c| glyph::width(c.label.get(lang))).max().unwrap_or(0);
            c.width.max(glyph::width(c.label.get(lang))).max(widest.min(CHOICE_MAX))
        };
        let [comfortable, tight] = FLEX_MIN;
        let least = |c: &Spec, flex: usize| if c.flex { flex.min(wants(c)) } else { wants(c) };
        let need = |kept: &[&Spec], gap: usize, flex: usize| {
            kept.iter().map(|c| least(c, flex) + gap).sum::<usize>().saturating_sub(gap)
        };
        let [wide, narrow] = GAPS;
        let mut kept: Vec<&Spec> = all.iter().collect();
        let mut flex = comfortable;
        while kept.len() > 1 && need(&kept, narrow, flex) > width {
            // Of those that give way equally soon, the one at the right.
            let soon = |i: &usize| kept.get(*i).map_or(0, |c| c.drop);
            match (0..kept.len()).max_by_key(soon) {
                Some(i) if soon(&i) > 1 || flex == tight => drop(kept.remove(i)),
                _ => flex = tight,
            }
        }
        let wanted = |gap: usize| kept.iter().map(|c| wants(c) + gap).sum::<usize>().saturating_sub(gap);
        let gap = if wanted(wide) <= width { wide } else { narrow };
        let mut spare = width.saturating_sub(need(&kept, gap, flex));
        let mut flexible = kept.iter().filter(|c| c.flex).count();
        let mut places = Vec::new();
        for c in &kept {
            let mut w = least(c, flex);
            if c.flex {
                let share = spare / flexible.max(1);
                w += share;
                spare -= share;
                flexible -= 1;
            }
            places.push(Place {
                index: c.index,
                label: c.label,
                width: w.min(width),
                right: c.right,
                post: c.key == POST,
            });
        }
        Table { lang, today, places, gap }
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

    /// How many columns have room.
    pub fn shown(&self) -> usize {
        self.places.len()
    }

    /// Cells of the first column: what names a row.
    pub fn name_width(&self) -> usize {
        self.places.first().map_or(0, |p| p.width)
    }

    /// The headings.
    pub fn head(&self) -> String {
        self.join(|p| p.label.get(self.lang).to_owned())
    }

    /// The text of a row.
    pub fn row(&self, row: &Row) -> String {
        self.join(|p| {
            let text = say::cell_of(row, p.index, p.width, self.today, self.lang);
            if p.post { glyph::fit_post(&text, p.width) } else { text }
        })
    }
}

/// The headings of columns, for a spreadsheet.
pub fn heads(all: &[Spec], lang: Lang) -> String {
    all.iter().map(|s| s.label.get(lang)).collect::<Vec<_>>().join("\t")
}

/// A row in these columns, for a spreadsheet: never more cells than there are, and none that it would take for a formula.
pub fn line(row: &Row, all: &[Spec], today: Day, lang: Lang) -> String {
    let cell = |s: &Spec| {
        let text = say::cell_of(row, s.index, 99, today, lang).replace(['\t', '\n', '\r'], " ");
        if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
    };
    all.iter().map(cell).collect::<Vec<_>>().join("\t")
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

    #[test]
    fn any_field_may_be_a_column() {
        let keys: Vec<String> = ["name", "trade", "phone", "liaison", "nonsense"].map(String::from).into();
        let (specs, more) = chosen(Kind::Person, &keys);
        assert_eq!(more, [crate::book::person::TRADE, crate::book::person::LIAISON]);
        let mut row = crate::tui::app::tests::fake::person_row(0);
        row.cells.extend(["=建材", "王丽"].map(|s| crate::book::Cell::Text(s.into())));
        assert_eq!(line(&row, &specs, Day(1), Lang::Zh), "张晓明\t'=建材\t138****5521\t王丽");
        assert_eq!(heads(&specs, Lang::Zh), "姓名\t行业\t电话\t联络员");
        let table = |w| Table::of(Kind::Person, &specs, w, Lang::Zh, Day(1)).head();
        assert!(table(60).ends_with("联络员  ") && !table(30).contains("联络员"));
        assert_eq!(chosen(Kind::Person, &["nonsense".into()]).0.len(), columns(Kind::Person).len());
        for kind in Kind::ALL {
            let all = every(kind);
            assert!(all.iter().enumerate().all(|(i, a)| all.iter().skip(i + 1).all(|b| a.key != b.key)));
        }
    }

    proptest! {
        #[test]
        fn never_wider_than_asked(width in 1usize..200, k in 0usize..7) {
            let table = Table::new(Kind::ALL[k], width, Lang::Zh, Day(1));
            prop_assert!(glyph::width(&table.head()) <= width);
        }
    }
}
