//! A form and what was answered to it as text, as they stand in the records of a study and of an answer.
//!
//! A form is its sheets, cells parted by tabs, each sheet under its name in brackets; what nobody uses is left out, and
//! rows keep their numbers. An answer is a line for each question: its name, which repetition in brackets, and what was
//! said. Both can be read by people, in a history or in a copy of what is held about somebody.

use super::filling::Key;
use super::read::{COLUMNS, Sheet, heading};

/// The sheets of a form that are used.
const SHEETS: &[&str] = &["survey", "choices", "settings"];

/// A form as text.
pub fn form(sheets: &[Sheet]) -> String {
    let mut out = String::new();
    for name in SHEETS {
        let Some(sheet) = sheets.iter().find(|s| s.name.trim().eq_ignore_ascii_case(name)) else { continue };
        let head = sheet.rows.iter().position(|r| r.iter().any(|c| !c.trim().is_empty()));
        let heads = head.and_then(|at| sheet.rows.get(at)).map_or(&[][..], Vec::as_slice);
        // choices have columns of their own, for filters
        let used = |at: usize| {
            *name != "survey" || heads.get(at).is_some_and(|h| COLUMNS.contains(&heading(h).0.as_str()))
        };
        out.push_str(&format!("[{name}]\n"));
        let filled = |r: &Vec<String>| r.iter().any(|c| !c.trim().is_empty());
        let last = sheet.rows.iter().rposition(filled).map_or(0, |at| at + 1);
        for row in sheet.rows.iter().take(last) {
            let cells = row.iter().enumerate().filter(|(at, _)| used(*at)).map(|(_, c)| escaped(c.trim()));
            let line = cells.collect::<Vec<_>>().join("\t");
            let line = line.trim_end_matches('\t');
            out.push_str(if line.starts_with('[') { "\\" } else { "" });
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The sheets of a form that is kept as text.
pub fn sheets(text: &str) -> Vec<Sheet> {
    let mut out: Vec<Sheet> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            out.push(Sheet { name: name.to_owned(), rows: Vec::new() });
        } else if let Some(sheet) = out.last_mut() {
            sheet.rows.push(line.split('\t').map(plain).collect());
        }
    }
    out
}

/// What was answered, as text.
pub fn answers(all: &[(Key, String)]) -> String {
    let mut out = String::new();
    for ((name, at), value) in all {
        let which: String = at.iter().map(|n| format!("[{n}]")).collect();
        out.push_str(&format!("{name}{which}: {}\n", escaped(value)));
    }
    out
}

/// What was answered, of a text. Lines that are none are passed over.
pub fn answered(text: &str) -> Vec<(Key, String)> {
    text.lines().filter_map(line).collect()
}

fn line(line: &str) -> Option<(Key, String)> {
    let (key, value) = line.split_once(':')?;
    let mut parts = key.trim().split('[');
    let name = parts.next()?.to_owned();
    let at = parts.map(|p| p.strip_suffix(']')?.parse().ok()).collect::<Option<Vec<u16>>>()?;
    Some(((name, at), plain(value.strip_prefix(' ').unwrap_or(value))))
}

/// Without tabs and line ends.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'], "\\n")
        .replace('\t', "\\t")
}

fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => {}
            },
            (c, false) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_form_reads_back_as_it_was_without_what_nobody_uses() {
        let row = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<String>>();
        let sheets_of = |rows: Vec<Vec<String>>| Sheet { name: "Survey".into(), rows };
        let text = form(&[
            sheets_of(vec![
                row(&["type", "media::image", "name", "label::中文 (zh)"]),
                row(&["text", "a.png", "a", "两行\n一格\t制表 \\n"]),
                row(&["", "", "", ""]),
                row(&["[x]", "", "b", ""]),
                row(&["", "", "", ""]),
            ]),
            Sheet { name: "notes".into(), rows: vec![row(&["x"])] },
        ]);
        let back = sheets(&text);
        assert_eq!(back.len(), 1, "{text}");
        assert_eq!(
            back[0].rows,
            [
                row(&["type", "name", "label::中文 (zh)"]),
                row(&["text", "a", "两行\n一格\t制表 \\n"]),
                row(&[""]),
                row(&["[x]", "b"]),
            ]
        );
        assert_eq!(form(&back), text);
    }

    proptest! {
        #[test]
        fn answers_read_back(
            all in prop::collection::vec((("[a-z_][a-z0-9_.-]{0,6}", prop::collection::vec(1u16..200, 0..3)), any::<String>()), 0..8)
        ) {
            let all: Vec<(Key, String)> = all;
            let ends = |s: &str| s.replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
            let want: Vec<(Key, String)> = all.iter().map(|(k, v)| (k.clone(), ends(v))).collect();
            prop_assert_eq!(answered(&answers(&all)), want);
        }

        #[test]
        fn any_text_is_a_form_or_none(text in any::<String>()) {
            let once = form(&sheets(&text));
            prop_assert_eq!(form(&sheets(&once)), once);
            answered(&text);
        }
    }
}
