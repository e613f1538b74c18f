//! Places of a sheet after rows were put in: `A5`, `$A$5`, `B3:C7`.

use crate::exchange::xml;
use regex_lite::{Captures, Regex};

/// Rows were put in (or none), and what stood at `from` and below stands so many lower.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    /// The row of the headings, counted from 1.
    pub(super) header: usize,
    /// The first row that stays as it is.
    pub(super) from: usize,
    /// How much lower it stands.
    pub(super) by: usize,
    /// The sheet, as formulas name it: with a mark of exclamation behind it, in quotation marks or not.
    pub(super) own: [String; 2],
}

/// What a formula or a reference is made of: words in quotation marks; a place on a sheet that is named; a function; a place.
const PARTS: &str = r#""[^"]*"|((?:'(?:[^']|'')*'|[^\s!'"(),;:+*/&<>={}^-]+)!)([$A-Za-z0-9:]+)|[A-Za-z_][A-Za-z0-9_.]*\(|(\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?)"#;

/// A place or a range.
const PLACE: &str = r"(\$?[A-Za-z]{1,3}\$?)(\d{1,7})(?::(\$?[A-Za-z]{1,3}\$?)(\d{1,7}))?";

impl Shift {
    /// How a sheet is named in formulas.
    pub(super) fn named(sheet: &str) -> [String; 2] {
        [format!("{sheet}!"), format!("'{}'!", sheet.replace('\'', "''"))]
    }

    pub(super) fn row(&self, row: usize) -> usize {
        if row >= self.from { row + self.by } else { row }
    }

    /// The last row of a range: one that ended with the old rows ends with the new, but not one of the headings alone.
    fn last(&self, row: usize) -> usize {
        if row + 1 >= self.from && row > self.header { row + self.by } else { row }
    }

    /// A place or a range of this sheet.
    fn moved(&self, place: &str) -> String {
        let Ok(parts) = Regex::new(PLACE) else { return place.to_owned() };
        let moved = |c: &Captures<'_>| {
            let part = |i: usize| c.get(i).map_or("", |m| m.as_str());
            let (Ok(row), last) = (part(2).parse::<usize>(), part(4).parse::<usize>()) else {
                return part(0).to_owned();
            };
            match last {
                Ok(last) => format!("{}{}:{}{}", part(1), self.row(row), part(3), self.last(last)),
                Err(_) => format!("{}{}", part(1), self.row(row)),
            }
        };
        parts.replace_all(place, moved).into_owned()
    }

    /// All places in a reference or a formula; `here`: on this very sheet, where places without a name are its own. What
    /// stands in quotation marks, on another sheet, or is a function's name is none that moved.
    fn formula(&self, text: &str, here: bool) -> String {
        let Ok(parts) = Regex::new(PARTS) else { return text.to_owned() };
        let moved = |c: &Captures<'_>| {
            let part = |i: usize| c.get(i).map_or("", |m| m.as_str());
            match (part(1), part(2), part(3)) {
                ("", _, place) if !place.is_empty() && here => self.moved(place),
                (of, place, _) if self.own.iter().any(|own| own == of) => of.to_owned() + &self.moved(place),
                _ => part(0).to_owned(),
            }
        };
        parts.replace_all(text, moved).into_owned()
    }

    /// All places in a reference or a formula of this sheet.
    pub(super) fn places(&self, text: &str) -> String {
        self.formula(text, true)
    }
}

/// Another sheet whose formulas look at the rows of this one.
pub(super) fn elsewhere(xml: &str, shift: &Shift) -> String {
    let Ok(formula) = Regex::new(r"(?s)(<(?:\w+:)?f\b[^>]*>)([^<]*)(</(?:\w+:)?f>)") else {
        return xml.to_owned();
    };
    let part = |c: &Captures<'_>, i: usize| c.get(i).map_or(String::new(), |m| m.as_str().to_owned());
    let formulas = |c: &Captures<'_>| {
        let text = super::part::unescaped(&part(c, 2));
        part(c, 1) + &xml::escaped(&shift.formula(&text, false)) + &part(c, 3)
    };
    formula.replace_all(xml, formulas).into_owned()
}

/// The workbook's own part told to reckon every formula anew when it is opened: what they came to is of the old rows.
pub(super) fn reckoned(workbook: &str) -> String {
    let (Ok(known), Ok(end)) =
        (Regex::new(r"<((?:\w+:)?calcPr)\b[^>]*/>"), Regex::new(r"</(\w+:)?workbook>"))
    else {
        return workbook.to_owned();
    };
    if known.is_match(workbook) {
        return known.replace(workbook, "<$1 fullCalcOnLoad=\"1\"/>").into_owned();
    }
    end.replace(workbook, "<${1}calcPr fullCalcOnLoad=\"1\"/></${1}workbook>").into_owned()
}

/// The workbook's own part with the areas that it prints of a sheet as long as the sheet is now.
pub(super) fn names(workbook: &str, shift: &Shift) -> String {
    let Ok(name) = Regex::new(r"(?s)(<(?:\w+:)?definedName\b[^>]*>)(.*?)(</(?:\w+:)?definedName>)") else {
        return workbook.to_owned();
    };
    let moved = |c: &Captures<'_>| {
        let part = |i: usize| c.get(i).map_or("", |m| m.as_str());
        let (open, inner, end) = (part(1), part(2), part(3));
        match shift.own.iter().find_map(|o| inner.strip_prefix(o.as_str()).map(|rest| (o, rest))) {
            Some((own, rest)) if !rest.contains('!') => format!("{open}{own}{}{end}", shift.places(rest)),
            _ => part(0).to_owned(),
        }
    };
    name.replace_all(workbook, moved).into_owned()
}
