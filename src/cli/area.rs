//! Which area a name on the command line means: nobody gets the figures of another one for theirs.

use super::Failure;
use super::ask::unexpected;
use crate::book::{Cell, Id, Kind, Row, names};
use crate::hub::client::Client;
use crate::hub::wire::{Filter, Order, PAGE_MAX, Reply, Request};
use crate::text::{Lang, trouble};

/// Most areas that are named where several are meant.
const NAMED: usize = 9;

/// The area that is meant, by its name, a part of it or its official code.
pub fn meant(lang: Lang, client: &mut Client, name: Option<&str>) -> Result<Option<Id>, Failure> {
    let Some(name) = name.map(str::trim) else { return Ok(None) };
    let mut rows = page(lang, client, name)?;
    if rows.is_empty() {
        // codes are not searched for
        rows = page(lang, client, "")?;
        rows.retain(|row| code(row) == name);
    }
    match pick(&rows, name) {
        Ok(id) => Ok(Some(id)),
        Err(several) => {
            let name = names::clean_line(name);
            let words = match several.len() {
                0 => trouble::unknown(lang, &name),
                n => {
                    let all: Vec<String> = several.iter().take(NAMED).map(|row| told(row)).collect();
                    trouble::several(lang, n, &name, &all.join(lang.between()))
                }
            };
            Err(Failure { code: 2, words })
        }
    }
}

fn page(lang: Lang, client: &mut Client, text: &str) -> Result<Vec<Row>, Failure> {
    let filter = Filter { text: text.to_owned(), ..Filter::default() };
    let (kind, order) = (Kind::Area, Order::Usual);
    match client.ask(Request::List { kind, filter, order, offset: 0, limit: PAGE_MAX, more: vec![] })? {
        Reply::Page { rows, .. } => Ok(rows),
        other => Err(unexpected(other, lang)),
    }
}

/// The one whose whole name it is, else the only one; else those among which somebody has to choose.
fn pick<'a>(rows: &'a [Row], name: &str) -> Result<Id, Vec<&'a Row>> {
    let whole: Vec<&Row> = rows.iter().filter(|row| row.title() == name).collect();
    let among = if whole.is_empty() { rows.iter().collect() } else { whole };
    match among.as_slice() {
        [one] => Ok(one.target.id),
        _ => Err(among),
    }
}

fn text(row: &Row, at: usize) -> &str {
    match row.cells.get(at) {
        Some(Cell::Text(text)) => text,
        _ => "",
    }
}

fn code(row: &Row) -> &str {
    text(row, 2)
}

/// An area with what it is part of, and its code, by which it can be asked for.
fn told(row: &Row) -> String {
    [text(row, 3), row.title(), code(row)].join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Ref;

    fn row(n: u8, name: &str, code: &str, above: &str) -> Row {
        let target = Ref { kind: Kind::Area, id: Id([n; 16]) };
        let cells = [name, "", code, above].map(|s| Cell::Text(s.into())).to_vec();
        Row { target, version: 1, cells }
    }

    #[test]
    fn the_whole_name_then_the_only_one_and_nobody_is_guessed() {
        let rows = [
            row(1, "东关社区二期", "", "颍川街道"),
            row(2, "东关社区", "990101001001", "颍川街道"),
            row(3, "东关村", "", "望湖街道"),
        ];
        assert_eq!(pick(&rows, "东关社区"), Ok(rows[1].target.id), "not the first one");
        assert_eq!(pick(&rows, "东关").map_err(|all| all.len()), Err(3));
        assert_eq!(pick(&rows[2..], "dgc"), Ok(rows[2].target.id));
        assert_eq!(pick(&[], "东关"), Err(vec![]));
        let same = [rows[1].clone(), row(4, "东关社区", "990101002001", "望湖街道")];
        assert_eq!(pick(&same, "东关社区").map_err(|all| all.len()), Err(2));
        assert_eq!(told(&same[1]), "望湖街道 东关社区 990101002001");
        assert_eq!(told(&rows[2]), "望湖街道 东关村");
    }
}
