//! Whom somebody at the door means: the one whose whole name was typed, of several the one who is expected; else it is
//! asked.

use crate::book::{Ref, Row, signup};

/// Who is meant.
#[derive(Debug, PartialEq)]
pub(super) enum Meant<'a> {
    /// This one.
    One(&'a Row),
    /// So many may be.
    Several(usize),
    /// Nobody.
    Nobody,
}

/// Those whose whole name was typed first, of them those who are expected and not there yet.
pub(super) fn ranked(typed: &str, mut rows: Vec<Row>, expected: &[Ref], came: &[Ref]) -> Vec<Row> {
    rows.sort_by_key(|r| {
        let here = came.contains(&r.target);
        (signup::near(typed, r.title()), !expected.contains(&r.target) || here, here)
    });
    rows
}

/// Who is meant by what was typed; `chosen`: somebody has looked at the rows and stands on this one.
pub(super) fn meant<'a>(typed: &str, rows: &'a [Row], expected: &[Ref], chosen: Option<usize>) -> Meant<'a> {
    if let Some(row) = chosen.and_then(|at| rows.get(at)) {
        return Meant::One(row);
    }
    let near = |r: &Row| signup::near(typed, r.title());
    let nearest = rows.iter().map(near).min();
    let likely: Vec<&Row> = rows.iter().filter(|r| Some(near(r)) == nearest).collect();
    let asked: Vec<&Row> = likely.iter().copied().filter(|r| expected.contains(&r.target)).collect();
    match (likely.as_slice(), asked.as_slice()) {
        ([], _) => Meant::Nobody,
        ([one], _) | (_, [one]) => Meant::One(one),
        (several, _) => Meant::Several(several.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Cell, Id, Kind};

    fn row(n: u8, name: &str) -> Row {
        let target = Ref { kind: Kind::Person, id: Id([n; 16]) };
        Row { target, version: 1, cells: vec![Cell::Text(name.into())] }
    }

    #[test]
    fn the_whole_name_then_the_expected_one_and_nobody_is_guessed() {
        let rows = [row(1, "张晓明"), row(2, "张小梅"), row(3, "张晓明月")];
        let is = |typed: &str, expected: &[Ref]| match meant(typed, &rows, expected, None) {
            Meant::One(r) => r.target.id.0[0],
            Meant::Several(n) => 100 + n as u8,
            Meant::Nobody => 0,
        };
        assert_eq!(is("zxm", &[]), 102, "two have these initials");
        assert_eq!(is("zxm", &[rows[1].target]), 2, "one of them is expected");
        assert_eq!(is("zxmy", &[]), 3);
        assert_eq!(is("张晓明", &[rows[2].target]), 1, "the whole name counts more");
        assert_eq!(is("5521", &[]), 103);
        assert_eq!(meant("zxm", &[], &[], None), Meant::Nobody);
        assert_eq!(meant("zxm", &rows, &[], Some(2)), Meant::One(&rows[2]));
        let first = ranked("zxm", rows.to_vec(), &[rows[1].target], &[]);
        assert_eq!(first[0].target, rows[1].target);
        let first = ranked("zxm", rows.to_vec(), &[rows[1].target], &[rows[1].target]);
        assert_eq!(first[0].target, rows[0].target);
    }
}
