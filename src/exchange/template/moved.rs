//! Places of a sheet after rows were put in: `A5`, `$A$5`, `B3:C7`.

use crate::exchange::xml;
use regex_lite::{Captures, Regex};

/// Rows were put in (or none), and what stood at `from` and below stands so many lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    /// The first row that stays as it is, counted from 1.
    pub(super) from: usize,
    /// How much lower it stands.
    pub(super) by: usize,
}

impl Shift {
    pub(super) fn row(&self, row: usize) -> usize {
        if row >= self.from { row + self.by } else { row }
    }

    /// The last row of a range: one that ended with the old rows ends with the new.
    fn last(&self, row: usize) -> usize {
        if row + 1 >= self.from { row + self.by } else { row }
    }

    /// All places in a reference or a formula. What stands in quotation marks, on another sheet, or is a function's name is
    /// none that moved.
    pub(super) fn places(&self, text: &str) -> String {
        let Ok(place) = Regex::new(
            r#""[^"]*"|'[^']*'![$A-Za-z0-9:]+|[\w.]+![$A-Za-z0-9:]+|[A-Za-z_][\w.]*\(|(\$?[A-Za-z]{1,3}\$?)(\d{1,7})(?::(\$?[A-Za-z]{1,3}\$?)(\d{1,7}))?"#,
        ) else {
            return text.to_owned();
        };
        let moved = |c: &Captures<'_>| {
            let part = |i: usize| c.get(i).map(|m| m.as_str());
            let whole = part(0).unwrap_or_default();
            let (Some(column), Some(row)) = (part(1), part(2).and_then(|r| r.parse().ok())) else {
                return whole.to_owned();
            };
            match (part(3), part(4).and_then(|r| r.parse().ok())) {
                (Some(to), Some(last)) => format!("{column}{}:{to}{}", self.row(row), self.last(last)),
                _ => format!("{column}{}", self.row(row)),
            }
        };
        place.replace_all(text, moved).into_owned()
    }
}

/// Another sheet whose formulas look at the rows of this one.
pub(super) fn elsewhere(xml: &str, sheet: &str, shift: &Shift) -> String {
    let own = [format!("{sheet}!"), format!("'{}'!", sheet.replace('\'', "''"))];
    let (Ok(formula), Ok(place)) = (
        Regex::new(r"(?s)(<(?:\w+:)?f\b[^>]*>)([^<]*)(</(?:\w+:)?f>)"),
        Regex::new(r#""[^"]*"|((?:'(?:[^']|'')*'|[^\s!'"(),;:+*/&<>=^-]+)!)([$A-Za-z0-9:]+)"#),
    ) else {
        return xml.to_owned();
    };
    let part = |c: &Captures<'_>, i: usize| c.get(i).map_or(String::new(), |m| m.as_str().to_owned());
    let moved = |c: &Captures<'_>| {
        let (of, at) = (part(c, 1), part(c, 2));
        if own.contains(&of) { of + &shift.places(&at) } else { part(c, 0) }
    };
    let formulas = |c: &Captures<'_>| {
        let text = super::part::unescaped(&part(c, 2));
        part(c, 1) + &xml::escaped(&place.replace_all(&text, moved)) + &part(c, 3)
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
pub(super) fn names(workbook: &str, sheet: &str, shift: &Shift) -> String {
    let Ok(name) = Regex::new(r"(?s)(<(?:\w+:)?definedName\b[^>]*>)(.*?)(</(?:\w+:)?definedName>)") else {
        return workbook.to_owned();
    };
    let own = [format!("{sheet}!"), format!("'{}'!", sheet.replace('\'', "''"))];
    let moved = |c: &Captures<'_>| {
        let part = |i: usize| c.get(i).map_or("", |m| m.as_str());
        let (open, inner, end) = (part(1), part(2), part(3));
        match own.iter().find_map(|o| inner.strip_prefix(o.as_str()).map(|rest| (o, rest))) {
            Some((own, rest)) if !rest.contains('!') => format!("{open}{own}{}{end}", shift.places(rest)),
            _ => part(0).to_owned(),
        }
    };
    name.replace_all(workbook, moved).into_owned()
}
