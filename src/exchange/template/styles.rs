//! Which styles of a workbook show a number as a day.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashSet;

/// The numbers of the cell styles that show days. Built-in formats: ECMA-376 part 1, 18.8.30.
pub(super) fn of_days(styles: &str) -> HashSet<usize> {
    let mut reader = Reader::from_str(styles);
    let (mut formats, mut out) = (HashSet::new(), HashSet::new());
    let (mut in_cells, mut at) = (false, 0);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => {
                let attribute = |name: &str| {
                    let found = e.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
                    Some(found.value.into_owned())
                };
                match e.local_name().as_ref() {
                    "numFmt" => {
                        let code = attribute("formatCode").unwrap_or_default().to_lowercase();
                        if let Some(id) = attribute("numFmtId").filter(|_| code.contains(['y', '年'])) {
                            formats.insert(id);
                        }
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => {
                        let id = attribute("numFmtId").unwrap_or_default();
                        let built_in =
                            matches!(id.parse(), Ok(14u32..=17 | 27..=31 | 36 | 50..=54 | 57 | 58));
                        if built_in || formats.contains(&id) {
                            out.insert(at);
                        }
                        at += 1;
                    }
                    _ => {}
                }
            }
            Ok(Event::End(e)) if e.local_name().as_ref() == "cellXfs" => in_cells = false,
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}
