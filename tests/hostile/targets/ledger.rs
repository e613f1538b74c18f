//! Ledgers of anything: separated values, workbooks of anything inside, and bytes that only begin like one.
use linli::exchange::{mapping, plan::Plan, sheet};
use linli::hub::frame;
use linli::hub::wire::{Request, ToHub};
use linli::text::Lang;

pub fn ledger(data: &[u8]) {
    let (which, bytes) = super::first(data);
    let file = match which % 4 {
        0 | 1 => bytes.to_vec(),
        2 => workbook(bytes),
        _ => [b"PK\x03\x04", bytes].concat(),
    };
    match sheet::read(file, "表") {
        Ok(sheets) => {
            let cells: usize = sheets.iter().flat_map(|s| &s.rows).map(Vec::len).sum();
            assert!(cells <= sheet::CELLS_MAX);
            mapped(&mapping::plan("台账\u{1b}.xlsx", &sheets, None, None));
        }
        Err(e) => {
            for lang in [Lang::Zh, Lang::En] {
                let said = linli::tui::glyph::safe(&e.say("台账.xlsx", lang)).into_owned();
                assert!(said.contains("台账.xlsx"), "{said}");
            }
        }
    }
}

fn mapped(plan: &Plan) {
    for lang in [Lang::Zh, Lang::En] {
        super::harmless("plan", &plan.describe(lang));
    }
    for s in &plan.sheets {
        assert_eq!(s.kind.is_none(), s.rows.is_empty() && s.header_row == 0);
        assert!(s.rows.iter().chain(&[]).all(|(no, r)| *no > s.header_row && Some(r.kind) == s.kind));
        assert!(s.gaps.iter().all(|g| g.row > s.header_row && g.column.is_none_or(|c| c < s.columns.len())));
        for (_, row) in &s.rows {
            assert!(row.cells.windows(2).all(|w| w[0].0 < w[1].0), "each field once");
            assert!(
                row.cells
                    .iter()
                    .all(|(no, t)| row.kind.field(*no).is_some_and(|f| !f.hidden) && !t.is_empty())
            );
        }
    }
    let mut sent = 0;
    for (places, slice) in plan.slices(200, true) {
        assert_eq!(places.len(), slice.rows.len());
        sent += places.len();
        frame::frame(&ToHub { ticket: u64::MAX, request: Request::Import(slice) })
            .expect("a slice fits a frame");
    }
    assert_eq!(sent, plan.total());
}

/// A workbook whose sheet, shared strings and styles are the input's, parted by bytes of 0xff.
fn workbook(bytes: &[u8]) -> Vec<u8> {
    let mut parts = bytes.splitn(4, |b| *b == 0xff);
    let mut part = || parts.next().unwrap_or_default().to_vec();
    let (rows, shared, styles, merged) = (part(), part(), part(), part());
    let ns = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
              xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let wrap = |head: String, body: &[u8], tail: &str| [head.as_bytes(), body, tail.as_bytes()].concat();
    let files = [
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        (
            "xl/workbook.xml",
            wrap(
                format!("<workbook {ns}><sheets>"),
                b"<sheet name=\"&#27;x\" sheetId=\"1\" r:id=\"rId1\"/>",
                "</sheets></workbook>",
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            wrap(
                String::from(
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
                ),
                format!(
                    "<Relationship Id=\"rId1\" Type=\"{rel}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                     <Relationship Id=\"rId2\" Type=\"{rel}/sharedStrings\" Target=\"sharedStrings.xml\"/>\
                     <Relationship Id=\"rId3\" Type=\"{rel}/styles\" Target=\"styles.xml\"/>"
                )
                .as_bytes(),
                "</Relationships>",
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            wrap(
                format!("<worksheet {ns}><sheetData>"),
                &[&rows[..], b"</sheetData>", &merged[..]].concat(),
                "</worksheet>",
            ),
        ),
        ("xl/sharedStrings.xml", wrap(format!("<sst {ns}>"), &shared, "</sst>")),
        ("xl/styles.xml", wrap(format!("<styleSheet {ns}>"), &styles, "</styleSheet>")),
    ];
    zip(&files)
}

/// A zip of files that are only stored.
fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let at = out.len() as u32;
        let mut about = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        about.extend(crc32fast::hash(bytes).to_le_bytes());
        about.extend((bytes.len() as u32).to_le_bytes());
        about.extend((bytes.len() as u32).to_le_bytes());
        about.extend((name.len() as u16).to_le_bytes());
        about.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&about);
        out.extend(name.as_bytes());
        out.extend(bytes);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&about);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let at = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    let n = (files.len() as u16).to_le_bytes();
    out.extend([n, n].concat());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0, 0]);
    out
}
