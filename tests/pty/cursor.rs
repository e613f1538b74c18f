//! The real cursor stands where text goes in: input methods put their window there.
use super::term::{Office, Session};

/// Waits until the cursor stands just after these words on the screen.
fn after(s: &mut Session, words: &str) {
    let cells = |text: &str| u16::try_from(linli::tui::glyph::width(text)).unwrap();
    s.until(&format!("the cursor after {words}"), |screen| {
        let (row, col) = screen.cursor_position();
        let line = screen.rows(0, 200).nth(row.into()).unwrap_or_default();
        let ends = line.match_indices(words).map(|(at, w)| cells(&line[..at + w.len()]));
        !screen.hide_cursor() && ends.into_iter().any(|end| end == col)
    });
}

#[test]
fn it_stands_where_text_goes_in_and_is_hidden_elsewhere() {
    let office = Office::open();
    for size in [(80, 24), (40, 12), (120, 40)] {
        let mut s = office.sit();
        s.resize(size);
        s.shows("今天");
        s.until("no cursor", |s| s.hide_cursor());
        for (open, text) in [("/", "停车难"), (";", "访张晓明 电话"), (":", "导入台")] {
            s.bytes_in(open.as_bytes());
            s.until("a cursor", |s| !s.hide_cursor());
            s.bytes_in(text.as_bytes());
            after(&mut s, text);
            // in the middle of a text, after a wide character
            s.bytes_in(b"\x1b[D");
            let mut shorter = text.to_owned();
            shorter.pop();
            after(&mut s, &shorter);
            s.bytes_in(b"\x1b");
            s.until("no cursor", |s| s.hide_cursor());
        }
        s.bytes_in(b"2");
        s.shows("共 3");
        s.bytes_in(b"n");
        s.shows("新建人员");
        s.bytes_in("周雪梅".as_bytes());
        after(&mut s, "周雪梅");
        s.bytes_in("\r138".as_bytes());
        after(&mut s, "138");
        s.bytes_in(b"\x1b");
        s.until("no cursor", |s| s.hide_cursor());
        s.bytes_in(b"v");
        s.shows("记走访");
        s.bytes_in("第一行\r第二行".as_bytes());
        after(&mut s, "第二行");
    }
}
