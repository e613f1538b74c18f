//! A JSON object a line, as `linli export` writes it and other programs do: the keys are headings, in the order in which
//! they are met; a list is parted as cells of ledgers are.

use super::encoding::Encoding;
use super::sheet::{CELLS_MAX, COLUMNS_MAX, FileTrouble, Form, Sheet};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// What this program writes besides the fields.
const OWN: [&str; 3] = ["id", "kind", "version"];

/// Whether a text is of this sort: its first line is an object.
pub(super) fn is_jsonl(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|l| !l.is_empty());
    first.is_some_and(|l| l.starts_with('{') && serde_json::from_str::<Map<String, Value>>(l).is_ok())
}

/// The lines as rows below one of headings. A line counts as a row, as it does to whoever looks it up.
pub(super) fn read(text: &str, encoding: Encoding, stem: &str) -> Result<Sheet, FileTrouble> {
    let mut sheet = Sheet { name: stem.to_string(), form: Form::Objects(encoding), ..Sheet::default() };
    let (mut headings, mut places) = (Vec::new(), HashMap::new());
    let mut cells = 0usize;
    for line in text.lines() {
        let mut row = Vec::new();
        if !line.trim().is_empty() {
            let object: Map<String, Value> =
                serde_json::from_str(line).map_err(|_| FileTrouble::Broken(String::new()))?;
            for (key, value) in &object {
                let Some(heading) = heading(key, &object) else { continue };
                let at = *places.entry(heading.to_owned()).or_insert_with(|| {
                    headings.push(heading.to_owned());
                    headings.len() - 1
                });
                if at >= COLUMNS_MAX {
                    return Err(FileTrouble::TooManyCells);
                }
                if row.len() <= at {
                    row.resize(at + 1, String::new());
                }
                if let Some(cell) = row.get_mut(at) {
                    *cell = words(value);
                }
            }
        }
        cells += row.len();
        if cells > CELLS_MAX {
            return Err(FileTrouble::TooManyCells);
        }
        sheet.rows.push(row);
    }
    sheet.rows.insert(0, headings);
    Ok(sheet)
}

/// The heading that a key stands for; none where it is not for people: of `people`, `people_names` and `area_id` the
/// names are read.
fn heading<'a>(key: &'a str, of: &Map<String, Value>) -> Option<&'a str> {
    let beside = |key: &str| of.contains_key(key);
    if OWN.contains(&key) || beside(&format!("{key}_names")) {
        return None;
    }
    let id_of = key.strip_suffix("_ids").or_else(|| key.strip_suffix("_id"));
    if id_of.is_some_and(beside) {
        return None;
    }
    Some(key.strip_suffix("_names").unwrap_or(key))
}

/// A value as a cell says it.
fn words(value: &Value) -> String {
    let join =
        |all: Vec<String>, by: &str| all.into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(by);
    match value {
        Value::Null => String::new(),
        Value::Bool(b) => b.to_string(),
        Value::Number(n) => n.to_string(),
        Value::String(s) => s.clone(),
        Value::Array(all) => join(all.iter().map(words).collect(), "、"),
        Value::Object(parts) => join(parts.values().map(words).collect(), " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_rows_below_their_keys() {
        let text = "{\"name\":\"张三\",\"phones\":[\"13800000001\",\"13800000002\"],\"area\":\"恒达社区\",\"area_id\":\"x\"}\n\n\
                    {\"kind\":\"visit\",\"people\":[\"u\"],\"people_names\":[\"张三\",\"李四\"],\"name\":null,\"birth_year\":1980}\n";
        assert!(is_jsonl(text));
        let sheet = read(text, Encoding::Utf8, "册").unwrap();
        let row = |i: usize| sheet.rows[i].join("|");
        assert_eq!(row(0), "area|name|phones|birth_year|people");
        assert_eq!(row(1), "恒达社区|张三|13800000001、13800000002");
        assert_eq!((row(2), row(3)), (String::new(), "|||1980|张三、李四".to_owned()));
    }

    #[test]
    fn a_line_that_is_no_object_is_a_broken_file() {
        assert!(!is_jsonl("姓名,电话\n") && !is_jsonl("[1]") && !is_jsonl(""));
        assert!(matches!(
            read("{\"name\":\"张\"}\n{\"na", Encoding::Utf8, "册"),
            Err(FileTrouble::Broken(_))
        ));
    }
}
