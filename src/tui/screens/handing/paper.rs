//! The handover as a paper: what both sign, as a Word document and as plain text of a page's width.

use crate::book::handover::{FROM, NOTE, PEOPLE, SINCE, TO, UNTIL, WHY};
use crate::book::names;
use crate::exchange::docx::{Align, Document, Table};
use crate::hub::wire::{HandLine, HandSheet};
use crate::text::Lang;
use crate::text::screen::hand as words;
use crate::tui::glyph;
use crate::tui::say;
use crate::tui::screen::Shared;
use std::io;

/// Cells of a line of text: what a page of A4 takes in a fixed face.
const WIDTH: usize = 78;

/// Who gives and who takes.
pub fn both(data: &HandSheet, shared: &Shared) -> (String, String) {
    let f = &data.shown.record.fields;
    let name = |no: u16| f.link(no).map(|r| say::name_of(r, &data.shown.names, shared.lang));
    let nobody = || words::FROM_NOBODY.get(shared.lang).to_owned();
    (name(FROM).unwrap_or_else(nobody), name(TO).unwrap_or_default())
}

/// What its file is called.
pub fn name(data: &HandSheet, shared: &Shared) -> String {
    let (from, to) = both(data, shared);
    let day = data.shown.record.fields.day(SINCE).map(|d| d.to_string()).unwrap_or_default();
    words::file(shared.lang, &from, &to, &day)
}

/// What it says, in one sentence.
fn sentence(data: &HandSheet, shared: &Shared) -> String {
    let (f, lang) = (&data.shown.record.fields, shared.lang);
    let (from, to) = both(data, shared);
    let day = |no: u16| f.day(no).map(|d| d.to_string());
    let (since, n, why) = (day(SINCE).unwrap_or_default(), f.links(PEOPLE).len(), f.text(WHY));
    match day(UNTIL) {
        Some(until) => words::sheet_stands_in(lang, &from, &to, &since, &until, n, why),
        None => words::sheet_words(lang, &from, &to, &since, n, why),
    }
}

/// The columns of a person: number, name, employer and title, community, last visit, what is promised, what is open.
fn cells(at: usize, line: &HandLine, shared: &Shared) -> [String; 7] {
    let (today, lang) = (shared.today(), shared.lang);
    let cell = |n: usize| say::cell_of(&line.row, n, 99, today, lang);
    let promise = line.promise.as_ref().map(|(day, what)| format!("{} {what}", say::short_day(*day, today)));
    [
        (at + 1).to_string(),
        line.row.title().to_owned(),
        cell(1),
        names::area_key(&cell(2)),
        cell(4),
        promise.unwrap_or_default().trim_end().to_owned(),
        if line.matters > 0 { line.matters.to_string() } else { String::new() },
    ]
}

fn heads(lang: Lang) -> [String; 7] {
    let all = [
        words::NO,
        words::NAME,
        words::POST,
        words::COMMUNITY,
        words::LAST,
        words::PROMISED_COLUMN,
        words::MATTERS_COLUMN,
    ];
    all.map(|t| t.get(lang).to_owned())
}

/// The lines that are signed.
pub fn signatures(data: &HandSheet, shared: &Shared) -> Vec<String> {
    let lang = shared.lang;
    let (from, to) = both(data, shared);
    let witness = String::new();
    let line = |who: &str, name: &str| {
        let (signed, dated) = (words::SIGNED.get(lang), words::DATED.get(lang));
        format!("{} {}  {signed} ____________  {dated} ____________", glyph::pad(who, 8), glyph::pad(name, 8))
    };
    [(words::GIVES, &from), (words::TAKES, &to), (words::WITNESS, &witness)]
        .map(|(who, name)| line(who.get(lang), name))
        .to_vec()
}

/// As plain text.
pub fn text(data: &HandSheet, shared: &Shared) -> String {
    let lang = shared.lang;
    let title = words::SHEET.get(lang);
    let mut out = format!("{}{title}\n\n", " ".repeat(WIDTH.saturating_sub(glyph::width(title)) / 2));
    let mut paragraph = |text: &str| {
        for line in crate::tui::draw::wrap(text, WIDTH) {
            out.push_str(&line);
            out.push('\n');
        }
    };
    paragraph(&sentence(data, shared));
    let note = data.shown.record.fields.text(NOTE);
    if !note.is_empty() {
        paragraph(note);
    }
    out.push('\n');
    let widths = [4, 9, 24, 9, 11, 15, 5];
    let mut row = |cells: [String; 7]| {
        let line: String =
            cells.iter().zip(widths).map(|(c, w)| glyph::pad(&glyph::fit(c, w - 1), w)).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    };
    row(heads(lang));
    for (at, line) in data.lines.iter().enumerate() {
        row(cells(at, line, shared));
    }
    out.push('\n');
    for line in signatures(data, shared) {
        out.push_str(&line);
        out.push_str("\n\n");
    }
    out.push_str(words::UNSIGNED.get(lang));
    out.push('\n');
    out
}

/// As a Word document of A4 pages.
///
/// # Errors
/// When it cannot be packed.
pub fn word(data: &HandSheet, shared: &Shared) -> io::Result<Vec<u8>> {
    let lang = shared.lang;
    let (from, to) = both(data, shared);
    let mut doc = Document::new(words::SHEET.get(lang));
    doc.paragraph(&sentence(data, shared));
    let note = data.shown.record.fields.text(NOTE);
    if !note.is_empty() {
        doc.paragraph(note);
    }
    let mut people = Table::new(&[2, 4, 9, 4, 4, 6, 2]).head(heads(lang));
    for (at, line) in data.lines.iter().enumerate() {
        people.add(cells(at, line, shared));
    }
    doc.table(people.align(&[Align::Right]));
    let mut signed = Table::new(&[3, 3, 5, 4]).height(14).head([
        "",
        words::NAME.get(lang),
        words::SIGNED.get(lang),
        words::DATED.get(lang),
    ]);
    for (who, name) in [(words::GIVES, from.as_str()), (words::TAKES, &to), (words::WITNESS, "")] {
        signed.add([who.get(lang), name, "", ""]);
    }
    doc.table(signed);
    doc.line(Align::Left, words::UNSIGNED.get(lang));
    doc.bytes()
}
